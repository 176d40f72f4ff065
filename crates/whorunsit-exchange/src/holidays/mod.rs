//! Bank holidays of a published calendar: those of one planning year, each once.

mod calendar;
mod lists;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use toml_edit::{DocumentMut, Item, Table};

use crate::refusal::{Refusal, quoted};

/// The largest file of bank holidays that is read, in bytes: 4 MB.
pub const MAX_HOLIDAYS_BYTES: usize = 4 << 20;

/// The most bank holidays that a portfolio may name.
const MOST: usize = 400;

/// Days within which a substitute follows the holiday that it stands for.
const SOON: i64 = 5;

/// What to read of a file of bank holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HolidayOptions {
    /// The division, where the file has several: `england-and-wales`, `scotland`, `northern-ireland` in GOV.UK's.
    pub division: Option<String>,
    /// The first day of the planning year; by default that of the one calendar year that all holidays lie in.
    pub from: Option<Date>,
}

/// One bank holiday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its date.
    pub date: Date,
    /// What it is called; empty where the file does not say.
    pub title: String,
}

/// The bank holidays of one planning year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holidays {
    /// The first day of the year.
    pub from: Date,
    /// The day after it.
    pub until: Date,
    /// In the order of their dates, each date once.
    pub days: Vec<Holiday>,
    /// What was left out or decided, in sentences.
    pub remarks: Vec<String>,
}

/// A holiday as a file has it: one that repeats does so every year from its date on.
#[derive(Clone, Debug)]
struct Found {
    date: Date,
    title: String,
    is_substitute: bool,
    yearly: bool,
}

impl Holidays {
    /// Reads bank holidays: JSON as GOV.UK publishes it, an iCalendar file, or a list of dates with titles in YAML or JSON.
    ///
    /// A holiday on a weekend whose substitute is there too is left out, and said: it is one day off, not two.
    ///
    /// # Errors
    /// [`Refusal`] where the file is none of these, a division is to be named or not there, the year is to be named, or none
    /// of the holidays lies in it.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit_exchange::{HolidayOptions, Holidays};
    ///
    /// let published = br#"{"division": "scotland", "events": [{"title": "St Andrew's Day", "date": "2026-11-30"}]}"#;
    /// let holidays = Holidays::read(published, &HolidayOptions::default())?;
    /// assert_eq!(holidays.to_toml(), "bank_holidays = [\n  2026-11-30, # St Andrew's Day\n]\n");
    /// # Ok::<(), whorunsit_exchange::Refusal>(())
    /// ```
    pub fn read(input: &[u8], options: &HolidayOptions) -> Result<Self, Refusal> {
        if input.len() > MAX_HOLIDAYS_BYTES {
            let message = format!("the file is larger than {} MB", MAX_HOLIDAYS_BYTES >> 20);
            return Err(Refusal::one("too-large", message, "give the bank holidays of one country"));
        }
        let text = std::str::from_utf8(input).map_err(|wrong| {
            let message = format!("it is not UTF-8 from byte {} on", wrong.valid_up_to());
            Refusal::one("invalid-holidays", message, "give the file as it was published")
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let found = match text.trim_start().starts_with("BEGIN:VCALENDAR") {
            true if options.division.is_some() => {
                return Err(Refusal::one(
                    "unknown-division",
                    "an iCalendar file has no divisions",
                    "leave the division out: there is a file for each",
                ));
            }
            true => calendar::read(text)?,
            false => lists::read(text, options.division.as_deref())?,
        };
        Self::of(&found, options.from)
    }

    fn of(found: &[Found], from: Option<Date>) -> Result<Self, Refusal> {
        let span = found.iter().map(|day| day.date).min().zip(found.iter().map(|day| day.date).max());
        let Some((first, last)) = span else {
            return Err(Refusal::one("no-holidays", "the file has no bank holiday", "give another file"));
        };
        let from = match from {
            Some(from) => from,
            None if first.year() == last.year() => first.first_of_year(),
            None => {
                let message =
                    format!("its {} bank holidays lie in {} to {}", found.len(), first.year(), last.year());
                return Err(Refusal::one(
                    "year-not-named",
                    message,
                    "name the planning year: costs are costs of one year",
                ));
            }
        };
        let until = from.saturating_add(jiff::Span::new().years(1));
        let mut days: BTreeMap<Date, (String, bool)> = BTreeMap::new();
        for day in found {
            for date in day.dates_between(from, until) {
                let entry = days.entry(date).or_default();
                entry.1 |= day.is_substitute;
                if !entry.0.contains(&day.title) {
                    if !entry.0.is_empty() {
                        entry.0.push_str(", ");
                    }
                    entry.0.push_str(&day.title);
                }
            }
        }
        if days.is_empty() {
            let message = format!(
                "none of its {} bank holidays, from {first} to {last}, lies in the year from {from} on",
                found.len()
            );
            return Err(Refusal::one(
                "no-holidays",
                message,
                "name a year that the file knows, or take a newer file",
            ));
        }
        if days.len() > MOST {
            let message = format!("there are {} bank holidays in one year, more than {MOST}", days.len());
            return Err(Refusal::one("too-large", message, "give the bank holidays of one country"));
        }
        let mut remarks = Vec::new();
        let doubled = doubled(&days);
        for (date, substitute) in doubled {
            let title = days.remove(&date).map(|(title, _)| title).unwrap_or_default();
            remarks.push(format!(
                "{date}, {}, a {}, was left out: {substitute} is its substitute",
                quoted(&title),
                day_name(date.weekday())
            ));
        }
        let days = days.into_iter().map(|(date, (title, _))| Holiday { date, title }).collect();
        Ok(Self { from, until, days, remarks })
    }

    /// The line of `[calendar]` that names them, as TOML with their titles as comments.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let line = |day: &Holiday| {
            let title: String = day.title.chars().filter(|c| !c.is_control()).collect();
            if title.is_empty() {
                format!("  {},\n", day.date)
            } else {
                format!("  {}, # {title}\n", day.date)
            }
        };
        let lines: String = self.days.iter().map(line).collect();
        format!("bank_holidays = [\n{lines}]\n")
    }

    /// The TOML text of a portfolio with these bank holidays in place of those of its `[calendar]`, or of one of its
    /// `[calendars]`; its comments and its order stay.
    ///
    /// # Errors
    /// [`Refusal`] where the text is no TOML, or its calendar no table.
    pub fn written_into(&self, portfolio: &str, calendar: Option<&str>) -> Result<String, Refusal> {
        let refused = |message: &str| Refusal::one("not-toml", message, "write them in by hand");
        let mut document: DocumentMut = portfolio
            .parse()
            .map_err(|_| refused("the portfolio is no TOML, so that nothing can be written into it"))?;
        let line: DocumentMut =
            self.to_toml().parse().map_err(|_| refused("a title cannot be written as TOML"))?;
        let table = || {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        };
        let place = match calendar {
            None => document.entry("calendar").or_insert_with(table),
            Some(name) => match document.entry("calendars").or_insert_with(table).as_table_like_mut() {
                Some(calendars) => calendars.entry(name).or_insert_with(table),
                None => return Err(refused("`calendars` is no table")),
            },
        };
        let Some(place) = place.as_table_like_mut() else {
            return Err(refused("the calendar is no table"));
        };
        if let Some(dates) = line.get("bank_holidays") {
            place.insert("bank_holidays", dates.clone());
        }
        Ok(document.to_string())
    }
}

/// Holidays on a weekend whose substitute follows soon, with the date of it.
fn doubled(days: &BTreeMap<Date, (String, bool)>) -> Vec<(Date, Date)> {
    let weekend = |date: &Date| matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut doubled: Vec<(Date, Date)> = Vec::new();
    for (substitute, (title, _)) in days.iter().filter(|(date, (_, is))| *is && !weekend(date)) {
        let soon = |date: &Date| {
            let ahead = date.until(*substitute).map_or(0, |span| i64::from(span.get_days()));
            (1..=SOON).contains(&ahead) && !doubled.iter().any(|(taken, _)| taken == date)
        };
        let before: Vec<_> = days.iter().filter(|(date, _)| weekend(date) && soon(date)).collect();
        // By its name if there is one; of two without, the first.
        let named = before.iter().find(|(_, (other, _))| same(title, other));
        if let Some((date, _)) = named.or(before.first().filter(|_| before.len() == 1)) {
            doubled.push((**date, *substitute));
        }
    }
    doubled
}

/// Whether a substitute's title names another holiday.
fn same(substitute: &str, title: &str) -> bool {
    let plain = |text: &str| -> String {
        text.to_lowercase().replace('’', "'").chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect()
    };
    let title = plain(title);
    !title.trim().is_empty() && plain(substitute).contains(title.trim())
}

fn day_name(day: Weekday) -> &'static str {
    if day == Weekday::Saturday { "Saturday" } else { "Sunday" }
}

/// Whether words of a title or a note say that it stands for another day.
fn says_substitute(text: &str) -> bool {
    let text = text.to_lowercase();
    ["substitute", "observed", "in lieu", "day off for"].iter().any(|word| text.contains(word))
}

impl Found {
    fn dates_between(&self, from: Date, until: Date) -> Vec<Date> {
        let within = |date: &Date| *date >= from && *date < until;
        if !self.yearly {
            return Some(self.date).into_iter().filter(within).collect();
        }
        let in_year = |year| Date::new(year, self.date.month(), self.date.day()).ok();
        let dates = [from.year(), until.year()].into_iter().filter_map(in_year);
        let mut dates: Vec<_> = dates.filter(|date| within(date) && *date >= self.date).collect();
        dates.dedup();
        dates
    }
}
