//! Peaks by hours of the week: where they stand on the line of a year, and who is on standby in them.

use std::collections::BTreeMap;

use crate::portfolio::PortfolioFile;
use crate::problem::ProblemCode;
use crate::resolve::{Checks, MAX_LIST, Member, Portfolio, Rotation, Settings, Terms};
use crate::year::CoverHours;

/// Where the line of a year goes on after its days: there every hour of the week stands for all weeks of the year.
pub(crate) const HOURS: u32 = 1 << 20;

/// Hours of the week out of hours in which peaks may raise a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeakHours {
    /// On the line of a year: as long as the minutes of a week are many.
    pub(crate) at: (u32, u32),
    /// Minutes of the week.
    pub(crate) ranges: Vec<(u32, u32)>,
}

/// The hours of all peaks that have some, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllPeakHours {
    all: Vec<PeakHours>,
    /// By service and peak; none of those that lie within working hours.
    of: BTreeMap<(usize, usize), usize>,
}

impl AllPeakHours {
    /// Where the peak of a service stands on the line of a year.
    pub(crate) fn window(&self, service: usize, peak: usize) -> (u32, u32) {
        let hours = self.of.get(&(service, peak)).and_then(|place| self.all.get(*place));
        hours.map_or((HOURS, HOURS), |hours| hours.at)
    }

    /// Whether a peak by hours lies within working hours: nobody has to be on standby for it.
    pub(crate) fn is_worked(&self, service: usize, peak: usize) -> bool {
        !self.of.contains_key(&(service, peak))
    }

    /// The hours of the week in some stretches of the line.
    pub(crate) fn within(&self, stretches: &[(u32, u32)]) -> CoverHours {
        let inside = |hours: &&PeakHours| {
            let (from, until) = hours.at;
            stretches.iter().any(|(first, last)| *first <= from && until <= *last)
        };
        CoverHours::of_ranges(self.all.iter().filter(inside).flat_map(|hours| hours.ranges.iter().copied()))
    }

    /// The place of some hours among all of them; they are taken in where they are new.
    fn place(&mut self, ranges: Vec<(u32, u32)>) -> usize {
        if let Some(place) = self.all.iter().position(|known| known.ranges == ranges) {
            return place;
        }
        let from = self.all.last().map_or(HOURS, |last| last.at.1);
        let minutes: u32 = ranges.iter().map(|(from, until)| until - from).sum();
        self.all.push(PeakHours { at: (from, from + minutes), ranges });
        self.all.len() - 1
    }
}

fn overlap(some: &[(u32, u32)], others: &[(u32, u32)]) -> bool {
    some.iter().any(|(from, until)| others.iter().any(|(first, last)| from < last && first < until))
}

impl Checks<'_> {
    /// Hours of peaks for which one schedule may be raised are the same or lie apart.
    pub(super) fn peak_hours(
        &mut self,
        file: &PortfolioFile,
        members: &[Member],
        (settings, product_teams): (&Settings, &Terms),
    ) -> AllPeakHours {
        let mut known = AllPeakHours::default();
        // By domain, team or service alone: whose schedule they may raise.
        let mut raised: BTreeMap<Rotation, Vec<(usize, usize)>> = BTreeMap::new();
        for (index, service) in file.services.iter().enumerate() {
            for (number, hours) in service.peaks_by_hours() {
                let Member { team, domain, .. } = members.get(index).copied().unwrap_or_default();
                let alone = Rotation::Service(u32::try_from(index).unwrap_or_default());
                let rotation = team.map_or(alone, |team| Rotation::Team(team.number()));
                let terms = settings.pay(rotation).unwrap_or(product_teams);
                let cover = terms.cover.as_ref();
                let within: Vec<&CoverHours> = std::iter::once(hours).chain(cover).collect();
                let ranges = settings.calendar(index).shops.out_of_hours_in(&within);
                if ranges.is_empty() {
                    continue;
                }
                let place = known.place(ranges);
                if place >= MAX_LIST {
                    self.problem(
                        ProblemCode::TooLarge,
                        format!("/services/{index}/peaks/{number}/hours"),
                        format!("there are more than {MAX_LIST} different hours of peaks"),
                        "let services have the same hours",
                    );
                    return known;
                }
                known.of.insert((index, number), place);
                let shared = domain.map_or(rotation, |domain| Rotation::Domain(domain.number()));
                let others = raised.entry(shared).or_default();
                let clash = others.iter().find_map(|(other, of)| {
                    let (other, this) = (known.all.get(*other)?, known.all.get(place)?);
                    (other != this && overlap(&other.ranges, &this.ranges)).then_some(*of)
                });
                if let Some(of) = clash.filter(|of| *of != index) {
                    let other = file.services.get(of).map_or("", |service| &*service.name);
                    self.problem(
                        ProblemCode::InvalidPeak,
                        format!("/services/{index}/peaks/{number}/hours"),
                        format!("`{hours}` overlaps the hours of a peak of `{other}`, and one schedule may be raised for both"),
                        "let both have the same hours, or hours apart from each other",
                    );
                }
                if !others.iter().any(|(other, _)| *other == place) {
                    others.push((place, index));
                }
            }
        }
        known
    }
}

impl Portfolio {
    /// Minutes of a typical week in which somebody is on standby in a schedule that covers all it can.
    pub(crate) fn standby_minutes(&self, of: Rotation) -> u32 {
        let terms = self.pay(of);
        let cover: Vec<&CoverHours> = terms.cover.iter().collect();
        let ranges = self.settings.calendar_of(terms).shops.out_of_hours_in(&cover);
        ranges.iter().map(|(from, until)| until - from).sum()
    }
}
