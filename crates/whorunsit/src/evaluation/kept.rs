//! What an edit leaves as it was: the options of services of which nothing that they rest on has changed.

use std::collections::BTreeMap;

use crate::evaluation::sums::Options;
use crate::exact::Overflow;
use crate::ledger::Costing;
use crate::portfolio::{Domain, Service, Team};
use crate::resolve::{Portfolio, TeamId};

/// What of a portfolio the options of one service rest on, tables that all share aside.
#[derive(PartialEq)]
struct RestsOn<'p> {
    service: &'p Service,
    team: Option<&'p Team>,
    domain: Option<&'p Domain>,
    /// The services of its team share the team's unplanned work to the cent: how many they are, and the place among them.
    of_team: Option<(u32, u32)>,
}

impl<'p> RestsOn<'p> {
    fn all(portfolio: &'p Portfolio) -> impl Iterator<Item = Self> {
        let file = portfolio.file();
        let mut members = vec![0_u32; file.teams.len()];
        let mut place = |team: Option<TeamId>| {
            let members = members.get_mut(team?.index())?;
            *members = members.saturating_add(1);
            Some(*members)
        };
        let places: Vec<_> = portfolio.members.iter().map(|member| place(member.team)).collect();
        let of_team = portfolio.members.iter().zip(places).map(move |(member, place)| {
            let all = members.get(member.team?.index())?;
            Some((*all, place?))
        });
        file.services.iter().zip(&portfolio.members).zip(of_team).map(|((service, member), of_team)| Self {
            service,
            team: member.team.and_then(|team| file.teams.get(team.index())),
            domain: member.domain.and_then(|domain| file.domains.get(domain.index())),
            of_team,
        })
    }
}

impl Options {
    /// The options of an edited portfolio, and of how many services they were worked out anew. Those of services that an
    /// edit does not touch are those of before.
    pub(crate) fn after_edit(
        (portfolio, known): (&Portfolio, &[Self]),
        costing: &Costing<'_>,
    ) -> Result<(Vec<Self>, usize), Overflow> {
        if !portfolio.shares_tables_with(costing.portfolio) {
            return Ok((Self::all(costing)?, costing.portfolio.file().services.len()));
        }
        let rested: Vec<RestsOn<'_>> = RestsOn::all(portfolio).collect();
        // Services mostly stay where they are; their places by name are looked up only where one does not.
        let mut places: Option<BTreeMap<&str, usize>> = None;
        let mut anew = 0;
        let mut all = Vec::with_capacity(costing.portfolio.file().services.len());
        for (index, rests) in RestsOn::all(costing.portfolio).enumerate() {
            let is_here = |place: usize| {
                rested.get(place).is_some_and(|before| before.service.name == rests.service.name)
            };
            let place = if is_here(index) {
                Some(index)
            } else {
                let by_name = || {
                    let names = rested.iter().enumerate().map(|(place, rests)| (&*rests.service.name, place));
                    crate::sort::map(names)
                };
                places.get_or_insert_with(by_name).get(&*rests.service.name).copied()
            };
            let same = place.filter(|place| rested.get(*place) == Some(&rests));
            let options = same.and_then(|place| known.get(place)).cloned();
            all.push(match options {
                Some(options) => options,
                None => {
                    anew += 1;
                    Self::of(costing, index)?
                }
            });
        }
        Ok((all, anew))
    }
}
