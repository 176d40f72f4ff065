//! What an edit leaves as it was: the options of services of which nothing that they rest on has changed.

use std::collections::BTreeMap;

use crate::evaluation::sums::Options;
use crate::exact::Overflow;
use crate::ledger::Costing;
use crate::portfolio::{Domain, Service, Team};
use crate::resolve::Portfolio;

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
        let mut place = |team: Option<u32>| {
            let members = members.get_mut(team? as usize)?;
            *members = members.saturating_add(1);
            Some(*members)
        };
        let places: Vec<_> = portfolio.service_team.iter().map(|team| place(*team)).collect();
        let of_team = portfolio.service_team.iter().zip(places).map(move |(team, place)| {
            let all = members.get((*team)? as usize)?;
            Some((*all, place?))
        });
        file.services.iter().zip(&portfolio.service_team).zip(of_team).map(|((service, team), of_team)| {
            let domain = team.and_then(|team| portfolio.team_domain.get(team as usize).copied().flatten());
            Self {
                service,
                team: team.and_then(|team| file.teams.get(team as usize)),
                domain: domain.and_then(|domain| file.domains.get(domain as usize)),
                of_team,
            }
        })
    }
}

impl Options {
    /// The options of an edited portfolio, and of how many services they were worked out anew. Those of services that an
    /// edit does not touch are taken from before; whoever calls this has found the shared tables of both portfolios equal.
    pub(crate) fn after_edit(
        before: (&Portfolio, Vec<Self>),
        costing: &Costing<'_>,
    ) -> Result<(Vec<Self>, usize), Overflow> {
        let (portfolio, options) = before;
        let mut known: Vec<Option<Self>> = options.into_iter().map(Some).collect();
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
            let options = same.and_then(|place| known.get_mut(place)).and_then(Option::take);
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
