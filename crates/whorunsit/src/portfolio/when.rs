//! When a rule holds: windows of the week, bank holidays and the days before them, dates.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::{DAY, WeekWindow, parse_times, write_times};
use crate::portfolio::parse_date;
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read, Value, suggestion};

/// The hours that a rule of pay is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A window that comes back every week.
    Week(WeekWindow),
    /// The calendar's bank holidays.
    BankHolidays,
    /// Named dates.
    Dates(Vec<Date>),
    /// A time of day on bank holidays, or the days before them.
    Days(DayWindow),
    /// Several of these.
    Any(Vec<When>),
}

/// Days of the year, and a time on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayWindow {
    /// Which days.
    pub days: SpecialDays,
    /// Minutes of the day from one to another; an end at or before the start is of the next day. The whole day by default.
    pub time: Option<(u32, u32)>,
}

/// Days that are not typical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpecialDays {
    /// The calendar's bank holidays.
    BankHolidays,
    /// The days before bank holidays.
    Eves,
    /// One date.
    Date(Date),
}

impl SpecialDays {
    fn has(self, date: Date, bank_holidays: &[Date]) -> bool {
        match self {
            Self::BankHolidays => bank_holidays.contains(&date),
            Self::Eves => date.tomorrow().is_ok_and(|next| bank_holidays.contains(&next)),
            Self::Date(own) => own == date,
        }
    }
}

impl DayWindow {
    fn covers(self, minute: u32, date: Date, bank_holidays: &[Date]) -> bool {
        let has = |date| self.days.has(date, bank_holidays);
        let time = minute % DAY;
        match self.time {
            None => has(date),
            Some((start, end)) if start < end => has(date) && (start..end).contains(&time),
            // It began on the day before, or lasts until the next.
            Some((start, end)) => {
                (has(date) && time >= start) || (date.yesterday().is_ok_and(has) && time < end)
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (days, time) = match text.trim().split_once(' ') {
            Some((days, time)) => (days, Some(parse_times(time.trim())?)),
            None => (text.trim(), None),
        };
        let days = match days {
            "bank-holidays" => SpecialDays::BankHolidays,
            "bank-holiday-eves" => SpecialDays::Eves,
            date => SpecialDays::Date(parse_date(date)?),
        };
        Some(Self { days, time })
    }
}

impl fmt::Display for DayWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.days {
            SpecialDays::BankHolidays => f.write_str("bank-holidays")?,
            SpecialDays::Eves => f.write_str("bank-holiday-eves")?,
            SpecialDays::Date(date) => write!(f, "{date}")?,
        }
        self.time.map_or(Ok(()), |times| write_times(f, times))
    }
}

impl When {
    /// The windows that it is made of.
    fn each(&self) -> impl Iterator<Item = &Self> {
        match self {
            Self::Any(all) => all.as_slice(),
            one => std::slice::from_ref(one),
        }
        .iter()
    }

    /// Whether it covers a minute of the week; of a typical week where there is no date.
    pub(crate) fn matches(&self, minute: u32, date: Option<(Date, &[Date])>) -> bool {
        self.each().any(|when| match (when, date) {
            (Self::Week(window), _) => window.covers(minute),
            (Self::BankHolidays, Some((date, bank_holidays))) => bank_holidays.contains(&date),
            (Self::Dates(dates), Some((date, _))) => dates.contains(&date),
            (Self::Days(window), Some((date, bank_holidays))) => window.covers(minute, date, bank_holidays),
            (_, None) | (Self::Any(_), _) => false,
        })
    }

    /// Whether it names a time of day, not only days.
    pub(crate) fn has_time(&self) -> bool {
        self.each().any(|when| match when {
            Self::Week(window) => window.has_time(),
            Self::Days(window) => window.time.is_some(),
            _ => false,
        })
    }

    /// Whether it names days that are not typical.
    pub(crate) fn is_dated(&self) -> bool {
        self.each().any(|when| !matches!(when, Self::Week(_)))
    }

    /// The minutes of a day, Monday being 0, at which it may begin or end.
    pub(crate) fn cuts(&self, day: u32) -> Vec<u32> {
        let mut cuts = Vec::new();
        for when in self.each() {
            match when {
                Self::Week(window) => {
                    cuts.extend(window.ranges().into_iter().flat_map(|(from, to)| [from, to]))
                }
                Self::Days(DayWindow { time: Some((start, end)), .. }) => {
                    cuts.extend([day * DAY + start, day * DAY + end]);
                }
                _ => {}
            }
        }
        cuts
    }

    /// The dates that it names.
    pub(crate) fn dates(&self) -> Vec<Date> {
        let mut dates = Vec::new();
        for when in self.each() {
            match when {
                Self::Dates(named) => dates.extend(named.iter().copied()),
                Self::Days(DayWindow { days: SpecialDays::Date(date), .. }) => dates.push(*date),
                _ => {}
            }
        }
        dates
    }

    /// The days on which it may hold for other hours than in a typical week, besides the dates it names and the bank
    /// holidays.
    pub(crate) fn days_around(&self, bank_holidays: &[Date]) -> Vec<Date> {
        let mut around = Vec::new();
        for when in self.each() {
            let Self::Days(window) = when else { continue };
            let days: Vec<Date> = match window.days {
                SpecialDays::BankHolidays => bank_holidays.to_vec(),
                SpecialDays::Eves => bank_holidays.iter().filter_map(|date| date.yesterday().ok()).collect(),
                SpecialDays::Date(date) => vec![date],
            };
            let over_midnight = window.time.is_some_and(|(start, end)| end <= start);
            around.extend(days.iter().filter_map(|date| date.tomorrow().ok()).filter(|_| over_midnight));
            around.extend(days);
        }
        around
    }

    fn parse(text: &str) -> Option<Self> {
        match DayWindow::parse(text) {
            Some(DayWindow { days: SpecialDays::BankHolidays, time: None }) => Some(Self::BankHolidays),
            Some(DayWindow { days: SpecialDays::Date(date), time: None }) => Some(Self::Dates(vec![date])),
            Some(window) => Some(Self::Days(window)),
            None => text.parse().ok().map(Self::Week),
        }
    }

    /// One entry.
    fn one(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let is_date =
            |text: &str| text.starts_with(|char: char| char.is_ascii_digit()) && !text.contains(' ');
        let text = match &node.value {
            Value::Text(text) if !is_date(text) => text,
            Value::Text(_) | Value::Date(_) => {
                return Date::read(node, at, problems).map(|date| Self::Dates(vec![date]));
            }
            _ => return WeekWindow::read(node, at, problems).map(Self::Week),
        };
        if let Some(when) = Self::parse(text) {
            return Some(when);
        }
        let (days, time) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let words = ["bank-holidays", "bank-holiday-eves"];
        if let Some(word) = suggestion(days, words.into_iter()).filter(|word| *word != days) {
            problems.push(at.problem(
                ProblemCode::UnknownWord,
                format!("`{text}` is not known here"),
                format!("did you mean `{}`?", format!("{word} {time}").trim()),
            ));
            return None;
        }
        problems.push(at.problem(
            ProblemCode::InvalidWindow,
            format!("`{}` is not a window of the week, nor of bank holidays or dates", text.chars().take(60).collect::<String>()),
            "write for example \"Mon-Fri 17:00-09:00\", \"Fri 18:00-Mon 06:00\", \"bank-holidays\", \"bank-holiday-eves 18:00-24:00\", \"2026-12-24 18:00-24:00\", or a list of them",
        ));
        None
    }
}

impl Serialize for When {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Week(window) => window.serialize(serializer),
            Self::BankHolidays => serializer.serialize_str("bank-holidays"),
            Self::Dates(dates) => dates.serialize(serializer),
            Self::Days(window) => serializer.collect_str(window),
            Self::Any(all) => {
                let single = |when: &Self| match when {
                    Self::Dates(dates) => dates.iter().map(ToString::to_string).collect(),
                    Self::Week(window) => vec![window.to_string()],
                    Self::Days(window) => vec![window.to_string()],
                    Self::BankHolidays => vec!["bank-holidays".to_owned()],
                    Self::Any(_) => Vec::new(),
                };
                serializer.collect_seq(all.iter().flat_map(single))
            }
        }
    }
}

/// One entry of a list.
struct One(When);

impl Read for One {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        When::one(node, at, problems).map(Self)
    }

    fn fallback() -> Self {
        Self(When::BankHolidays)
    }
}

impl Read for When {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        if !matches!(node.value, Value::List(_)) {
            return Self::one(node, at, problems);
        }
        let mut all: Vec<Self> = Vec::new();
        for One(when) in Vec::<One>::read(node, at, problems)? {
            match (all.last_mut(), when) {
                // Dates in a row are one list of dates.
                (Some(Self::Dates(before)), Self::Dates(dates)) => before.extend(dates),
                (_, when) => all.push(when),
            }
        }
        Some(match (all.pop(), all.is_empty()) {
            (None, _) => Self::Dates(Vec::new()),
            (Some(one), true) => one,
            (Some(last), false) => {
                all.push(last);
                Self::Any(all)
            }
        })
    }

    fn fallback() -> Self {
        Self::BankHolidays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text).unwrap()
    }

    #[test]
    fn special_days_begin_and_end_where_they_say() {
        let holidays: [Date; 1] = ["2026-12-25".parse().unwrap()];
        let matches = |text: &str, date: &str, hour: u32| {
            let date: Date = date.parse().unwrap();
            let day = u32::from(date.weekday().to_monday_zero_offset().unsigned_abs());
            when(text).matches(day * DAY + hour * 60, Some((date, &holidays)))
        };
        assert!(matches("bank-holiday-eves 18:00-24:00", "2026-12-24", 18));
        assert!(!matches("bank-holiday-eves 18:00-24:00", "2026-12-24", 17));
        assert!(!matches("bank-holiday-eves 18:00-24:00", "2026-12-25", 19));
        assert!(matches("bank-holidays 22:00-06:00", "2026-12-26", 5));
        assert!(!matches("bank-holidays 22:00-06:00", "2026-12-25", 5));
        assert!(matches("2026-12-24 18:00-24:00", "2026-12-24", 23));
        assert!(!when("bank-holidays 07:00-22:00").matches(600, None));
    }

    #[test]
    fn what_is_written_is_read() {
        for text in [
            "bank-holiday-eves",
            "bank-holidays 07:00-22:00",
            "2026-12-24 18:00-24:00",
            "Fri 18:00-Mon 06:00",
            "Sat-Sun",
        ] {
            assert_eq!(serde_json::to_value(when(text)).unwrap(), text);
        }
    }
}
