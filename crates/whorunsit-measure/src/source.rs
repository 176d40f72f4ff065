//! How a file was read, which every answer says: columns, encoding, time zone, what was left out.

use serde::Serialize;

use crate::columns::Columns;
use crate::dates::{ClockChange, Dates};
use crate::mapping::{Field, Mapping};
use crate::problem::Refusal;
use crate::rejected::{Reason, Rejection};
use crate::table::{Reading, Shape};

/// What is asked of the reading of a file, beyond its mapping.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The time zone of dates without an offset; by default the mapping's, else UTC.
    pub time_zone: Option<String>,
    /// Formats of dates in place of the mapping's.
    pub date_formats: Vec<String>,
    /// The encoding, where a byte order mark does not say it.
    pub encoding: Option<String>,
    /// The separator of columns; by default what the header has most of.
    pub separator: Option<char>,
    /// Only incidents of these priorities.
    pub priorities: Vec<u8>,
}

/// How a file was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// What the file is called.
    pub name: String,
    /// The mapping.
    pub mapping: String,
    /// The columns that were found, by field.
    pub columns: Vec<(Field, String)>,
    /// The encoding.
    pub encoding: &'static str,
    /// The separator of columns, in CSV.
    pub separator: Option<char>,
    /// The time zone of dates without an offset.
    pub time_zone: String,
    /// Rows, without the header.
    pub rows: u64,
    /// What they came to: incidents, deployments or work items.
    pub records: u64,
    /// Rows that were left out, and values that were, by reason.
    pub rejected: Vec<Rejection>,
    /// Dates in the hour that a clock shows twice: the first of the two was taken.
    pub clock_back: ClockChange,
    /// Dates in the hour that a clock leaves out: they were taken as much later as it was put forward.
    pub clock_forward: ClockChange,
    /// What was assumed in reading it, and why.
    pub assumed: Vec<String>,
}

impl Source {
    pub(crate) fn new(
        name: &str,
        mapping: &Mapping,
        options: &ReadOptions,
        (columns, shape, dates): (&Columns, &Shape, &Dates),
        (rejected, records): (Vec<Rejection>, usize),
    ) -> Self {
        let zone = zone_name(mapping, options);
        let mut assumed = Vec::new();
        if options.time_zone.is_none() && mapping.time_zone.is_none() && dates.without_offset > 0 {
            assumed.push(format!(
                "dates without an offset are in UTC ({} of them): `--time-zone Europe/London` says otherwise",
                dates.without_offset
            ));
        }
        if dates.swappable > 0 && !dates.order_is_shown {
            assumed.push(
                "the first number of a date is its day: no date of the file shows it, none having a day above 12; \
                 `--date-format` says otherwise"
                    .to_owned(),
            );
        }
        if shape.not_utf8 > 0 {
            assumed.push(format!(
                "{} rows are no UTF-8 and were read as Windows-1252 (Latin-1): `--encoding` says otherwise",
                shape.not_utf8
            ));
        }
        Self {
            name: name.to_owned(),
            mapping: mapping.name.clone(),
            columns: columns.found.clone(),
            encoding: shape.encoding,
            separator: shape.separator,
            time_zone: zone,
            rows: shape.rows,
            records: u64::try_from(records).unwrap_or(u64::MAX),
            rejected,
            clock_back: dates.twice.clone(),
            clock_forward: dates.never.clone(),
            assumed,
        }
    }

    /// How many rows were left out for a reason.
    #[must_use]
    pub fn count(&self, reason: Reason) -> u64 {
        self.rejected
            .iter()
            .find(|rejection| rejection.reason == reason)
            .map_or(0, |rejection| rejection.count)
    }
}

/// The time zone of a file.
pub(crate) fn zone_name(mapping: &Mapping, options: &ReadOptions) -> String {
    options.time_zone.clone().or_else(|| mapping.time_zone.clone()).unwrap_or_else(|| "UTC".to_owned())
}

/// The reader of a file's dates.
pub(crate) fn dates(mapping: &Mapping, options: &ReadOptions) -> Result<Dates, Refusal> {
    let formats = if options.date_formats.is_empty() { &mapping.dates } else { &options.date_formats };
    Dates::new(formats, crate::dates::zone(&zone_name(mapping, options))?)
}

pub(crate) fn reading(mapping: &Mapping, options: &ReadOptions) -> Reading {
    Reading { encoding: options.encoding.clone(), separator: options.separator.or(mapping.separator) }
}

/// A number with the decimal mark of the file, as plain digits; `None` where it is no number, or below zero.
pub(crate) fn plain_number(text: &str, decimal: char) -> Option<String> {
    let thousands = if decimal == ',' { '.' } else { ',' };
    let trimmed = text.trim_matches(|char: char| !char.is_ascii_digit() && char != '-');
    let mut plain = String::with_capacity(trimmed.len());
    let mut points = 0;
    for char in trimmed.chars() {
        match char {
            '0'..='9' => plain.push(char),
            _ if char == decimal => {
                points += 1;
                plain.push('.');
            }
            // Groups of thousands stand before the decimal mark.
            _ if (char == thousands || matches!(char, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’'))
                && points == 0 => {}
            _ => return None,
        }
    }
    (points <= 1 && plain.starts_with(|first: char| first.is_ascii_digit()) && !plain.ends_with('.'))
        .then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_either_decimal_mark() {
        for (text, decimal, plain) in [
            ("1.234,50", ',', Some("1234.50")),
            ("1,234.50", '.', Some("1234.50")),
            ("$12 000", '.', Some("12000")),
            ("12'000 CHF", '.', Some("12000")),
            ("3,5", ',', Some("3.5")),
            ("-5", '.', None),
            ("=1+1", '.', None),
            ("", '.', None),
            ("1.2.3", '.', None),
        ] {
            assert_eq!(plain_number(text, decimal).as_deref(), plain, "{text}");
        }
    }
}
