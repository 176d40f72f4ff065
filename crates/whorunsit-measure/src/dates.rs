//! Dates of exports: their formats, their time zone, and the hours that a clock shows twice or never.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use serde::Serialize;

use crate::problem::{Refusal, did_you_mean, quoted};

/// Zones that people write most, for suggestions.
const COMMON_ZONES: [&str; 12] = [
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Zurich",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Australia/Sydney",
];

/// How many lines a note lists.
pub(crate) const LISTED: usize = 20;

/// The time zone of a name.
///
/// # Errors
/// `unknown-time-zone`, with the name that may have been meant.
pub fn zone(name: &str) -> Result<TimeZone, Refusal> {
    TimeZone::get(name).map_err(|_| {
        let any = || "write a name of the IANA time zone database such as `Europe/London`".to_owned();
        let help = did_you_mean(name, COMMON_ZONES, any);
        Refusal::new("unknown-time-zone", format!("there is no time zone `{}`", quoted(name)), help)
    })
}

/// Dates at an hour that the clock of the zone shows twice, or never.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct ClockChange {
    /// How many there are.
    pub count: u64,
    /// The first of them, with their lines: at most twenty.
    pub dates: Vec<(u64, String)>,
}

impl ClockChange {
    fn note(&mut self, line: u64, civil: DateTime) {
        self.count += 1;
        if self.dates.len() < LISTED {
            self.dates.push((line, civil.strftime("%Y-%m-%d %H:%M").to_string()));
        }
    }
}

/// A format of dates.
#[derive(Clone, Debug)]
enum Format {
    /// ISO 8601 and RFC 3339.
    Iso,
    /// Seconds since 1970.
    Unix,
    /// Directives such as `%d-%m-%Y`, and whether the order of day and month could be the other one.
    Pattern(String, bool),
}

/// Reads the dates of one file.
#[derive(Debug)]
pub(crate) struct Dates {
    formats: Vec<Format>,
    zone: TimeZone,
    /// The hour that comes twice: the first of the two is taken.
    pub(crate) twice: ClockChange,
    /// The hour that is left out: as much later as the clock was put forward.
    pub(crate) never: ClockChange,
    /// Dates whose day and month could be swapped, and whether one of the file shows that they are not.
    pub(crate) swappable: u64,
    pub(crate) order_is_shown: bool,
    /// Dates without an offset, which rest on the zone.
    pub(crate) without_offset: u64,
    /// Dates that were read before: rows of one incident repeat them.
    known: Vec<Known>,
}

/// How many dates are kept, a power of two.
const KEPT: usize = 256;

/// A date without an offset that its zone has exactly once.
#[derive(Clone, Debug, Default)]
struct Known {
    text: Vec<u8>,
    seconds: i64,
    /// Whether its day and month could be swapped, and whether its day shows that they are not.
    swapped: Option<bool>,
}

/// Where a date is kept.
fn slot(text: &[u8]) -> usize {
    text.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte))) % KEPT
}

impl Dates {
    pub(crate) fn new(formats: &[String], zone: TimeZone) -> Result<Self, Refusal> {
        let read = |text: &String| match text.as_str() {
            "iso" => Ok(Format::Iso),
            "unix" => Ok(Format::Unix),
            pattern => {
                // A pattern that cannot write a date cannot read one.
                let known = BrokenDownTime::from(DateTime::constant(2020, 2, 29, 13, 30, 0, 0));
                let offset = pattern.contains("%z") || pattern.contains("%Z") || pattern.contains("%:z");
                let written = known.to_string(pattern).is_ok() || offset;
                let has = |day: &str| pattern.contains(day);
                if !written || !(has("%d") || has("%e") || has("%j") || has("%s") || has("%F") || has("%D")) {
                    return Err(Refusal::new(
                        "invalid-date-format",
                        format!("`{}` is no format of dates", quoted(pattern)),
                        "write `iso`, `unix`, or directives such as `%d-%m-%Y %H:%M`",
                    ));
                }
                Ok(Format::Pattern(pattern.to_owned(), has("%d") && has("%m") && !pattern.starts_with("%Y")))
            }
        };
        Ok(Self {
            formats: formats.iter().map(read).collect::<Result<_, _>>()?,
            zone,
            twice: ClockChange::default(),
            never: ClockChange::default(),
            swappable: 0,
            order_is_shown: false,
            without_offset: 0,
            known: vec![Known::default(); KEPT],
        })
    }

    /// Reads a date, in seconds since 1970.
    pub(crate) fn read(&mut self, text: &[u8], line: u64) -> Option<i64> {
        let place = slot(text);
        if let Some(known) = self.known.get(place).filter(|known| known.text == text && !text.is_empty()) {
            if let Some(shown) = known.swapped {
                self.swappable += 1;
                self.order_is_shown |= shown;
            }
            self.without_offset += 1;
            return Some(known.seconds);
        }
        let mut read = None;
        let mut swapped = None;
        for format in &self.formats {
            read = match format {
                // Only what has its year first is tried, which most other texts have not.
                Format::Iso if text.get(4).is_some_and(|byte| *byte == b'-') => iso_date(text),
                Format::Iso => None,
                Format::Unix => unix(text),
                Format::Pattern(pattern, may_be_swapped) => {
                    let broken = BrokenDownTime::parse(pattern, text).ok();
                    let moment = broken.and_then(|broken| Moment::of(&broken));
                    if let (true, Some(Moment::Civil(civil))) = (*may_be_swapped, &moment) {
                        self.swappable += 1;
                        self.order_is_shown |= civil.day() > 12;
                        swapped = Some(civil.day() > 12);
                    }
                    moment
                }
            };
            if read.is_some() {
                break;
            }
        }
        let civil = match read? {
            Moment::Instant(seconds) => return Some(seconds),
            Moment::Civil(civil) => civil,
        };
        self.without_offset += 1;
        let ambiguous = self.zone.to_ambiguous_timestamp(civil);
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => {}
            AmbiguousOffset::Fold { .. } => self.twice.note(line, civil),
            AmbiguousOffset::Gap { .. } => self.never.note(line, civil),
        }
        let is_unambiguous = matches!(ambiguous.offset(), AmbiguousOffset::Unambiguous { .. });
        let seconds = ambiguous.compatible().ok().map(Timestamp::as_second)?;
        // Dates that a clock change touches are told with every line that has them.
        if let Some(known) = self.known.get_mut(place).filter(|_| is_unambiguous) {
            known.text.clear();
            known.text.extend_from_slice(text);
            (known.seconds, known.swapped) = (seconds, swapped);
        }
        Some(seconds)
    }
}

/// What a date says: an instant, or what a clock shows somewhere.
enum Moment {
    Instant(i64),
    Civil(DateTime),
}

impl Moment {
    fn of(broken: &BrokenDownTime) -> Option<Self> {
        if broken.offset().is_some() || broken.timestamp().is_some() {
            return broken.to_timestamp().ok().map(|time| Self::Instant(time.as_second()));
        }
        match broken.to_datetime() {
            Ok(civil) => Some(Self::Civil(civil)),
            // A day without a time begins at midnight.
            Err(_) if broken.hour().is_none() => {
                broken.to_date().ok().map(|date| Self::Civil(date.to_datetime(jiff::civil::Time::midnight())))
            }
            Err(_) => None,
        }
    }
}

fn iso_date(text: &[u8]) -> Option<Moment> {
    let text = str::from_utf8(text).ok()?;
    match text.parse::<Timestamp>() {
        Ok(time) => Some(Moment::Instant(time.as_second())),
        Err(_) => text.parse().ok().map(Moment::Civil),
    }
}

fn unix(text: &[u8]) -> Option<Moment> {
    let text = str::from_utf8(text).ok()?;
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let seconds: i64 = whole.parse().ok()?;
    // Milliseconds since 1970 have passed 10^11 since 1973.
    let seconds = if seconds.abs() > 100_000_000_000 { seconds / 1000 } else { seconds };
    Timestamp::from_second(seconds).ok().map(|time| Moment::Instant(time.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(format: &str, name: &str) -> Dates {
        Dates::new(&[format.to_owned()], zone(name).unwrap()).unwrap()
    }

    #[test]
    fn the_hour_that_comes_twice_is_named_and_the_first_taken() {
        let mut dates = dates("%d-%m-%Y %H:%M", "Europe/London");
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
        assert_eq!(dates.read(b"29-02-2016 01:16", 2), Some(at("2016-02-29T01:16Z")));
        assert_eq!(dates.read(b"25-10-2026 01:30", 3), Some(at("2026-10-25T00:30Z")));
        assert_eq!(dates.read(b"29-03-2026 01:30", 4), Some(at("2026-03-29T01:30Z")));
        assert_eq!(dates.twice.dates, [(3, "2026-10-25 01:30".to_owned())]);
        assert_eq!(dates.never.dates, [(4, "2026-03-29 01:30".to_owned())]);
        assert!(dates.order_is_shown);
        assert_eq!(dates.read(b"13-13-2016 01:16", 5), None);
        // What is read again counts again, and what a clock change touches is told with its line again.
        assert_eq!(dates.read(b"29-02-2016 01:16", 6), Some(at("2016-02-29T01:16Z")));
        assert_eq!(dates.read(b"25-10-2026 01:30", 7), Some(at("2026-10-25T00:30Z")));
        assert_eq!((dates.swappable, dates.without_offset, dates.twice.count), (5, 5, 2));
    }

    #[test]
    fn the_ways_to_write_one_moment() {
        let second = "2024-01-12T15:04:00Z".parse::<Timestamp>().unwrap().as_second();
        for (format, text) in [
            ("iso", "2024-01-12T15:04:00Z"),
            ("iso", "2024-01-12T16:04:00+01:00"),
            ("iso", "2024-01-12 15:04:00"),
            ("iso", "2024-01-12T15:04"),
            ("unix", "1705071840"),
            ("unix", "1705071840000"),
            ("%d/%b/%y %I:%M %p", "12/Jan/24 3:04 PM"),
            ("%d.%m.%Y %H:%M", "12.01.2024 15:04"),
            ("%Y-%m-%d %H:%M:%S %z", "2024-01-12 16:04:00 +0100"),
        ] {
            assert_eq!(dates(format, "UTC").read(text.as_bytes(), 1), Some(second), "{format} {text}");
        }
        assert!(dates("%d.%m.%Y", "UTC").read(b"12.01.2024", 1).is_some());
    }

    #[test]
    fn zones_and_formats_that_are_none() {
        let help = zone("Europe/Londn").unwrap_err().help().to_owned();
        assert_eq!(help, "did you mean `Europe/London`?");
        for format in ["", "dd-MM-yyyy", "%Q", "%H:%M"] {
            assert!(Dates::new(&[format.to_owned()], TimeZone::UTC).is_err(), "{format:?}");
        }
    }
}
