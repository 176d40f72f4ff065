//! When a team covers its services: in a normal week, and on the days to which peaks raise it.

use rust_decimal::Decimal;

use crate::exact::{Money, Overflow, product, quotient, sum};
use crate::resolve::{HOURS, Portfolio, Rotation};
use crate::selection::OutOfHours;

/// How much of the year a schedule covers a service out of hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cover {
    /// All year.
    Always,
    /// No day of the year.
    Never,
    /// Some of it only, which peaks raise to a schedule.
    Times {
        /// How many days outside the service's own peaks, then how many of each of its peaks.
        days: Vec<u32>,
        /// On all other days, the hours of the week, as stretches of the line of a year.
        hours: Vec<(u32, u32)>,
    },
}

impl Cover {
    /// The hours of every week that it covers on days that it does not, as stretches of the line of a year.
    pub(crate) fn hours(&self) -> &[(u32, u32)] {
        match self {
            Self::Times { hours, .. } => hours,
            Self::Always | Self::Never => &[],
        }
    }
}

/// When a team's level is above its normal one: from a day up to, but not including, another, counted from the first day of
/// any peak; or in hours of every week, which the line of a year has after all days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Raised {
    pub(crate) from: u32,
    pub(crate) until: u32,
    pub(crate) level: OutOfHours,
}

impl Raised {
    /// How many of its days lie in a window.
    fn within(self, (from, until): (u32, u32)) -> u32 {
        self.until.min(until).min(HOURS).saturating_sub(self.from.max(from))
    }
}

/// What a team has out of hours, through the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timeline {
    /// In a normal week.
    pub(crate) normal: OutOfHours,
    /// The days on which it has more, in order and apart from each other.
    pub(crate) raised: Vec<Raised>,
}

impl Default for Timeline {
    fn default() -> Self {
        Self::NONE
    }
}

impl Timeline {
    pub(crate) const NONE: Self = Self { normal: OutOfHours::None, raised: Vec::new() };

    /// A level for normal weeks, and what it is raised to in windows that may overlap.
    pub(crate) fn of(normal: OutOfHours, windows: &[(u32, u32)], levels: &[OutOfHours]) -> Self {
        let mut cuts = crate::sort::ascending(windows.iter().flat_map(|(from, until)| [*from, *until]));
        cuts.dedup();
        let mut raised: Vec<Raised> = Vec::new();
        for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
            let here = windows.iter().zip(levels).filter(|((first, last), _)| first <= from && until <= last);
            let Some(level) = here.map(|(_, level)| *level).max().filter(|level| *level > normal) else {
                continue;
            };
            match raised.last_mut() {
                Some(last) if last.until == *from && last.level == level => last.until = *until,
                _ => raised.push(Raised { from: *from, until: *until, level }),
            }
        }
        Self { normal, raised }
    }

    /// How it covers a service with peaks in these windows.
    pub(crate) fn cover(&self, peaks: &[(u32, u32)]) -> Cover {
        if self.normal > OutOfHours::None {
            return Cover::Always;
        }
        if self.raised.is_empty() {
            return Cover::Never;
        }
        let in_window = |window: &(u32, u32)| self.raised.iter().map(|stretch| stretch.within(*window)).sum();
        let of_peaks: Vec<u32> = peaks.iter().map(in_window).collect();
        let all: u32 = in_window(&(0, HOURS));
        let normal = all.saturating_sub(of_peaks.iter().sum());
        let hours = self.raised.iter().filter(|stretch| stretch.until > HOURS);
        let hours = merged(hours.map(|stretch| (stretch.from.max(HOURS), stretch.until)));
        Cover::Times { days: std::iter::once(normal).chain(of_peaks).collect(), hours }
    }

    /// Whether both cover the same days.
    pub(crate) fn covers_as(&self, other: &Self) -> bool {
        let days = |timeline: &Self| {
            let stretches = timeline.raised.iter().map(|stretch| (stretch.from, stretch.until));
            (timeline.normal == OutOfHours::None).then(|| merged(stretches))
        };
        days(self) == days(other)
    }

    /// The stretches of covered days, where it does not cover the whole year.
    pub(crate) fn covered_days(&self) -> Option<Vec<(u32, u32)>> {
        let stretches = self.raised.iter().map(|stretch| (stretch.from, stretch.until));
        (self.normal == OutOfHours::None).then(|| merged(stretches))
    }

    /// When the team has a schedule of its own: in no domain, any level is one.
    pub(crate) fn own_schedule(&self, is_in_domain: bool) -> InForce {
        let enough = if is_in_domain { OutOfHours::Team } else { OutOfHours::Domain };
        let normal = self.normal >= enough;
        let raised = self.raised.iter().filter(|stretch| stretch.level >= enough && !normal);
        InForce::in_weeks(normal).more(raised.map(|stretch| (stretch.from, stretch.until, 1)))
    }

    /// The level on a day.
    pub(crate) fn level_on(&self, day: u32) -> OutOfHours {
        let raised = self.raised.iter().find(|raised| (raised.from..raised.until).contains(&day));
        raised.map_or(self.normal, |raised| raised.level)
    }

    /// Whether it shares the domain's schedule on a day; with `None` in a normal week.
    pub(crate) fn shares_on(&self, day: Option<u32>) -> bool {
        day.map_or(self.normal, |day| self.level_on(day)) == OutOfHours::Domain
    }

    /// Whether it ever shares the domain's schedule.
    pub(crate) fn ever_shares(&self) -> bool {
        self.normal == OutOfHours::Domain
            || self.raised.iter().any(|raised| raised.level == OutOfHours::Domain)
    }

    /// The days at which it changes.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = u32> {
        self.raised.iter().flat_map(|raised| [raised.from, raised.until])
    }
}

/// Joins stretches in order that follow on each other.
fn merged(stretches: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (from, until) in stretches {
        match merged.last_mut() {
            Some(last) if last.1 == from => last.1 = until,
            _ => merged.push((from, until)),
        }
    }
    merged
}

/// When a schedule is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InForce {
    /// In a normal week.
    pub(crate) normal: bool,
    /// How many days peaks add, or take away.
    more_days: i64,
    /// How many minutes of every week peaks by hours add, or take away.
    more_minutes: i64,
}

impl InForce {
    pub(crate) const NEVER: Self = Self { normal: false, more_days: 0, more_minutes: 0 };
    pub(crate) const ALWAYS: Self = Self::in_weeks(true);

    /// All year, or never, whatever peaks change.
    pub(crate) const fn in_weeks(normal: bool) -> Self {
        Self { normal, ..Self::NEVER }
    }

    /// With stretches of the line of a year, each so many times.
    pub(crate) fn more(mut self, stretches: impl IntoIterator<Item = (u32, u32, i64)>) -> Self {
        for (from, until, times) in stretches {
            self.more_days += times * i64::from(until.min(HOURS).saturating_sub(from));
            self.more_minutes += times * i64::from(until.saturating_sub(from.max(HOURS)));
        }
        self
    }

    /// How many days of the planning year it is in force; hours of every week count as their share of all hours in which
    /// somebody is on standby.
    pub(crate) fn days(self, portfolio: &Portfolio, of: Option<Rotation>) -> Result<Decimal, Overflow> {
        let year = product(portfolio.weeks_per_year, Decimal::from(7))?;
        let normal = if self.normal { year } else { Decimal::ZERO };
        let mut days = sum(normal, Decimal::from(self.more_days))?;
        let all = of.filter(|_| self.more_minutes != 0).map_or(0, |of| portfolio.standby_minutes(of));
        if all > 0 {
            days =
                sum(days, quotient(product(year, Decimal::from(self.more_minutes))?, Decimal::from(all))?)?;
        }
        // A peak may last a calendar year, which is longer than most planning years.
        Ok(days.clamp(Decimal::ZERO, year))
    }

    /// Whether hours of every week are a part of it, or left out of it.
    pub(crate) fn has_hours(self) -> bool {
        self.more_minutes != 0
    }

    /// The minutes of every week in which alone it is in force; `None` where it is at other times.
    pub(crate) fn minutes_alone(self) -> Option<u32> {
        let minutes = u32::try_from(self.more_minutes).ok().filter(|minutes| *minutes > 0)?;
        (!self.normal && self.more_days == 0).then_some(minutes)
    }

    /// Standby for those days, of a schedule that costs so much in a whole year.
    pub(crate) fn standby(
        self,
        portfolio: &Portfolio,
        of: Option<Rotation>,
        whole_year: Money,
    ) -> Result<Money, Overflow> {
        let year = product(portfolio.weeks_per_year, Decimal::from(7))?;
        let days = self.days(portfolio, of)?;
        if days < year { Ok(whole_year.share(days, year)?.rounded()) } else { Ok(whole_year) }
    }
}
