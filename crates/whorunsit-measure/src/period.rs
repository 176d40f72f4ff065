//! The period that is measured, its parts, and the organisation's hours in it.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::Serialize;
use whorunsit::{CalendarRules, ServiceCalendar, WorkingHours};

use crate::problem::Refusal;
use crate::statistics::number;

/// Seconds in a year of 365.25 days.
pub(crate) const YEAR: f64 = 365.25 * 86_400.0;
const MINUTES: usize = 7 * 24 * 60;

/// What was measured from when to when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// How many years of 365.25 days it is.
    #[serde(serialize_with = "number")]
    pub years: f64,
    /// The time zone of its days, and of working hours.
    pub time_zone: String,
    /// Why these days, where nobody said so.
    pub assumed: Option<String>,
    #[serde(skip)]
    pub(crate) start: i64,
    #[serde(skip)]
    pub(crate) end: i64,
    #[serde(skip)]
    pub(crate) zone: TimeZone,
}

/// A part of a period: a week, a month, a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// From Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// Its word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    fn first_day(self, day: Date) -> Date {
        match self {
            Self::Week => {
                let since = i64::from(day.weekday().since(Weekday::Monday));
                day.checked_sub(Span::new().days(since)).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), month, 1).unwrap_or(day)
            }
        }
    }

    fn next(self, first: Date) -> Option<Date> {
        let span = match self {
            Self::Week => Span::new().weeks(1),
            Self::Month => Span::new().months(1),
            Self::Quarter => Span::new().months(3),
        };
        first.checked_add(span).ok()
    }
}

impl Period {
    pub(crate) fn new(
        (from, to): (Option<Date>, Option<Date>),
        (first, last): (Option<i64>, Option<i64>),
        zone_name: &str,
    ) -> Result<Self, Refusal> {
        let zone = crate::dates::zone(zone_name)?;
        let day = |seconds: Option<i64>| {
            let time = Timestamp::from_second(seconds?).ok()?;
            Some(zone.to_datetime(time).date())
        };
        let (first, last) = (from.or_else(|| day(first)), to.or_else(|| day(last).or_else(|| day(first))));
        let (Some(first), Some(last)) = (first, last) else {
            return Err(Refusal::new(
                "no-period",
                "there are no incidents, so that nothing says which period the file covers",
                "write its first and last day: `--from 2026-01-01 --to 2026-06-30`",
            ));
        };
        if last < first {
            return Err(Refusal::new(
                "period-ends-early",
                format!("the period ends on {last}, before it begins on {first}"),
                "write the earlier day as `--from`",
            ));
        }
        let midnight = |day: Date| zone.to_zoned(day.to_datetime(jiff::civil::Time::midnight())).ok();
        let start = midnight(first).map(|time| time.timestamp().as_second());
        let after = last.tomorrow().ok().and_then(midnight).map(|time| time.timestamp().as_second());
        let (Some(start), Some(end)) = (start, after) else {
            return Err(Refusal::new(
                "no-period",
                "the period lies outside the calendar",
                "check the dates of the file",
            ));
        };
        let assumed = match (from, to) {
            (Some(_), Some(_)) => None,
            (None, None) => Some("the days of the first and of the last date in the file"),
            (None, Some(_)) => Some("the day of the first date in the file"),
            (Some(_), None) => Some("the day of the last date in the file"),
        };
        let assumed = assumed.map(|why| {
            format!("the period is bounded by {why}, which makes rates too high where few incidents happened: write `--from` and `--to`")
        });
        Ok(Self {
            from: first,
            to: last,
            years: (end - start) as f64 / YEAR,
            time_zone: zone_name.to_owned(),
            assumed,
            start,
            end,
            zone,
        })
    }

    /// No time at all, for what only needs a clock.
    pub(crate) fn in_zone(zone: TimeZone) -> Self {
        let day = Date::default();
        let (years, assumed, start, end) = (0.0, None, 0, 0);
        Self { from: day, to: day, years, time_zone: String::new(), assumed, start, end, zone }
    }

    /// Seconds in it.
    pub(crate) fn seconds(&self) -> i64 {
        self.end - self.start
    }

    /// Its parts of a kind, each with its first day and its bounds, cut at the ends of the period.
    pub(crate) fn parts(&self, part: Part) -> Vec<(Date, i64, i64)> {
        let mut parts = Vec::new();
        let mut first = part.first_day(self.from);
        let bound = |day: Date| {
            let zoned = self.zone.to_zoned(day.to_datetime(jiff::civil::Time::midnight())).ok()?;
            Some(zoned.timestamp().as_second().clamp(self.start, self.end))
        };
        while first <= self.to {
            let Some(next) = part.next(first) else { break };
            let (Some(start), Some(end)) = (bound(first), bound(next)) else { break };
            parts.push((first, start, end));
            first = next;
        }
        parts
    }

    /// What the clock of its zone shows.
    pub(crate) fn civil(&self, seconds: i64) -> Option<DateTime> {
        Timestamp::from_second(seconds).ok().map(|time| self.zone.to_datetime(time))
    }
}

/// The minutes of the week that are worked, and the days on which nobody does.
#[derive(Clone, Debug)]
pub(crate) struct Hours {
    worked: Vec<bool>,
    /// Worked minutes before each minute of the week, and in all of it at the end.
    before: Vec<u32>,
    holidays: Vec<Date>,
}

impl Hours {
    /// Those of a calendar.
    pub(crate) fn of(calendar: ServiceCalendar<'_>) -> Self {
        Self::new((0..MINUTES).map(|minute| calendar.covers(minute as u32)), calendar.bank_holidays())
    }

    /// Those of a portfolio's own table.
    pub(crate) fn of_table(calendar: &CalendarRules) -> Self {
        let hours = calendar.working_hours.clone().unwrap_or_default();
        Self::new((0..MINUTES).map(|minute| hours.covers(minute as u32)), &calendar.bank_holidays)
    }

    /// Office hours, without holidays.
    pub(crate) fn usual() -> Self {
        let usual = WorkingHours::default();
        Self::new((0..MINUTES).map(|minute| usual.covers(minute as u32)), &[])
    }

    fn new(worked: impl Iterator<Item = bool>, holidays: &[Date]) -> Self {
        let worked: Vec<bool> = worked.collect();
        let mut before = Vec::with_capacity(MINUTES + 1);
        let mut sum = 0;
        for is_worked in &worked {
            before.push(sum);
            sum += u32::from(*is_worked);
        }
        before.push(sum);
        Self { worked, before, holidays: holidays.to_vec() }
    }

    /// Whether an hour of the week begins within working hours.
    pub(crate) fn works_at_hour(&self, hour: usize) -> bool {
        self.worked.get(hour * 60).copied().unwrap_or(false)
    }

    /// Whether a moment is out of hours.
    pub(crate) fn is_out(&self, civil: DateTime) -> bool {
        self.holidays.contains(&civil.date())
            || !self.worked.get(minute_of_week(civil)).copied().unwrap_or(false)
    }

    /// The share of some seconds from a moment on that is worked, bank holidays aside.
    pub(crate) fn worked_share(&self, from: DateTime, seconds: i64) -> f64 {
        let minutes = usize::try_from(seconds.max(0)).unwrap_or(0) / 60;
        if minutes == 0 {
            return if self.is_out(from) { 0.0 } else { 1.0 };
        }
        let start = minute_of_week(from);
        let until = |minute: usize| {
            let all = u64::from(self.before.last().copied().unwrap_or_default());
            let rest = self.before.get(minute % MINUTES).copied().unwrap_or_default();
            (minute / MINUTES) as u64 * all + u64::from(rest)
        };
        (until(start + minutes) - until(start)) as f64 / minutes as f64
    }
}

/// Minutes since Monday at midnight.
pub(crate) fn minute_of_week(civil: DateTime) -> usize {
    let day = usize::try_from(civil.weekday().to_monday_zero_offset()).unwrap_or(0);
    let of = |number: i8| usize::try_from(number).unwrap_or(0);
    (day * 24 + of(civil.hour())) * 60 + of(civil.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_cut_into_weeks_months_and_quarters() {
        let day = |text: &str| text.parse::<Date>().ok();
        let period =
            Period::new((day("2026-03-25"), day("2026-04-06")), (None, None), "Europe/London").unwrap();
        let firsts = |part| period.parts(part).iter().map(|(day, ..)| day.to_string()).collect::<Vec<_>>();
        assert_eq!(firsts(Part::Week), ["2026-03-23", "2026-03-30", "2026-04-06"]);
        assert_eq!(firsts(Part::Month), ["2026-03-01", "2026-04-01"]);
        assert_eq!(firsts(Part::Quarter), ["2026-01-01", "2026-04-01"]);
        // The clocks went forward: an hour less than 13 days.
        assert_eq!(period.seconds(), 13 * 86_400 - 3600);
        let parts = period.parts(Part::Week);
        assert_eq!(parts.iter().map(|(_, start, end)| end - start).sum::<i64>(), period.seconds());
    }

    #[test]
    fn shares_of_working_hours() {
        let hours = Hours::usual();
        let at = |text: &str| text.parse::<DateTime>().unwrap();
        assert!((hours.worked_share(at("2026-01-05 08:00"), 2 * 3600) - 0.5).abs() < 1e-12);
        assert!((hours.worked_share(at("2026-01-05 08:00"), 7 * 86_400) - 40.0 / 168.0).abs() < 1e-12);
        assert!(hours.is_out(at("2026-01-10 12:00")) && !hours.is_out(at("2026-01-09 12:00")));
    }
}
