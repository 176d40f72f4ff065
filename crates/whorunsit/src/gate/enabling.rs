//! Enabling work: what has to be done before teams change over, and by when it is.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::exact::Duration;
use crate::portfolio::{EnablingWork, GateCode};
use crate::resolve::Portfolio;
use crate::sort;

/// All enabling work of a portfolio, and when it is done.
pub(crate) struct Works<'p> {
    pub(crate) works: Vec<Work<'p>>,
    pub(crate) start: Option<Date>,
}

/// One piece of enabling work.
pub(crate) struct Work<'p> {
    pub(crate) work: &'p EnablingWork,
    /// Whole months from the start of the plan until it is done.
    pub(crate) months: usize,
    teams: BTreeSet<&'p str>,
}

/// What a team waits for before its set-up may start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// The month from which it may be the pilot.
    pub(crate) as_pilot: usize,
    /// The month from which it may be in a wave.
    pub(crate) in_wave: usize,
    /// Each gate that is shut, and the month by which work opens it; `None` where nothing does.
    pub(crate) gates: Vec<(GateCode, Option<usize>)>,
}

impl Waiting {
    /// The month by which every shut gate is open; `None` where one of them stays shut.
    pub(crate) fn open_by(&self) -> Option<usize> {
        self.gates.iter().try_fold(0, |latest, (_, month)| Some(month.as_ref()?.max(&latest)).copied())
    }
}

impl Work<'_> {
    /// Whether it is done for a team, or for a service without one.
    pub(crate) fn is_for(&self, team: Option<&str>) -> bool {
        self.teams.is_empty() || team.is_some_and(|team| self.teams.contains(team))
    }

    /// Whether a team needs it although it is the pilot.
    pub(crate) fn is_for_the_pilot(&self, team: Option<&str>) -> bool {
        self.is_for(team) && !(self.teams.is_empty() && self.work.kind.spares_the_pilot())
    }
}

impl<'p> Works<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio) -> Self {
        let rules = portfolio.file().transition_plan.as_ref();
        let works = rules.into_iter().flat_map(|rules| &rules.enabling).map(|work| Work {
            work,
            months: months(work.takes),
            teams: sort::set(work.teams.iter().map(|team| &**team)),
        });
        Self { works: works.collect(), start: rules.and_then(|rules| rules.start) }
    }

    /// What a team with these gates shut waits for.
    pub(crate) fn before(&self, team: Option<&str>, shut: &[GateCode]) -> Waiting {
        let latest = |needed: &dyn Fn(&Work<'p>) -> bool| {
            self.works.iter().filter(|work| needed(work)).map(|work| work.months).max().unwrap_or(0)
        };
        let opened = |gate: &GateCode| {
            let opening =
                self.works.iter().filter(|work| work.is_for(team) && work.work.opens.contains(gate));
            (*gate, opening.map(|work| work.months).min())
        };
        let gates: Vec<_> = shut.iter().map(opened).collect();
        let open = gates.iter().filter_map(|(_, month)| *month).max().unwrap_or(0);
        Waiting {
            as_pilot: latest(&|work| work.is_for_the_pilot(team)).max(open),
            in_wave: latest(&|work| work.is_for(team)).max(open),
            gates,
        }
    }

    /// The date of the start of a month of the plan, from 0.
    pub(crate) fn date(&self, month: usize) -> Option<Date> {
        let start = self.start?;
        let months = i32::try_from(month).ok()?.checked_add(i32::from(start.month()) - 1)?;
        let year = i16::try_from(i32::from(start.year()) + months / 12).ok()?;
        let first = Date::new(year, i8::try_from(months % 12 + 1).ok()?, 1).ok()?;
        Date::new(year, first.month(), start.day().min(first.days_in_month())).ok()
    }
}

/// Whole months that a duration takes up, of 365.25 days to twelve; a month that is begun counts.
pub(crate) fn months(duration: Duration) -> usize {
    const MONTH: i64 = 2_629_800;
    usize::try_from((duration.seconds() + MONTH - 1) / MONTH).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_that_is_begun_counts() {
        let of = |text: &str| months(text.parse().unwrap());
        assert_eq!([of("0s"), of("1d"), of("4w"), of("31d"), of("13w"), of("365d")], [0, 1, 1, 2, 3, 12]);
    }

    #[test]
    fn months_end_where_the_calendar_ends_them() {
        let works = |start: &str| Works { works: Vec::new(), start: Some(start.parse().unwrap()) };
        let date = |start: &str, month| works(start).date(month).map(|date| date.to_string());
        assert_eq!(date("2026-11-30", 3).as_deref(), Some("2027-02-28"));
        assert_eq!(date("2027-01-04", 12).as_deref(), Some("2028-01-04"));
        assert_eq!(date("9999-12-01", 1), None);
    }
}
