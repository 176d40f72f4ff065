//! Durations of fixed length.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::exact::amount::Writing;
use crate::exact::number::{Digits, Quantity, Refusal, read_quantity};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read};

/// A length of time in whole seconds, written `30min`, `1h 30m` or `10d`.
///
/// A day is 24 hours and a week 7 days; months and years have no fixed length and are refused.
///
/// # Examples
///
/// ```
/// use whorunsit::Duration;
///
/// let minimum: Duration = "1h 30min".parse()?;
/// assert_eq!(minimum.seconds(), 5400);
/// assert_eq!(minimum.to_string(), "1h 30min");
/// assert!("1 month".parse::<Duration>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(i64);

/// A text is no duration of fixed length.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a duration of fixed length, zero or more")]
pub struct InvalidDuration(String);

impl Duration {
    /// Longer than any response, shift or lead time: ten years.
    pub(crate) const MAX_SECONDS: i64 = 3_660 * 86_400;

    /// Its length in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// Its length in hours, to 28 digits.
    pub(crate) fn hours(self) -> Decimal {
        Decimal::from(self.0) / Decimal::from(3600)
    }

    /// A number of hours, to the second.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::Duration;
    ///
    /// assert_eq!(Duration::from_hours("1.5".parse()?), "1h 30min".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn from_hours(hours: Decimal) -> Self {
        Self((hours * Decimal::from(3600)).round().try_into().unwrap_or(i64::MAX))
    }

    /// A number of minutes.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::Duration;
    ///
    /// assert_eq!(Duration::from_minutes(90), "1h 30min".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn from_minutes(minutes: u32) -> Self {
        Self(minutes as i64 * 60)
    }

    pub(crate) const fn from_days(days: i64) -> Self {
        Self(days * 86_400)
    }
}

impl FromStr for Duration {
    type Err = InvalidDuration;

    fn from_str(text: &str) -> Result<Self, InvalidDuration> {
        // humantime would take a month for 30.44 days, a year for 365.25, and fractions.
        const NOT_FIXED: [&str; 8] = ["M", "month", "months", "y", "yr", "yrs", "year", "years"];
        let units = || text.split(|char: char| !char.is_ascii_alphabetic()).filter(|unit| !unit.is_empty());
        let parsed = humantime::parse_duration(text).ok();
        let fixed =
            units().count() > 0 && !text.contains('.') && units().all(|unit| !NOT_FIXED.contains(&unit));
        let whole = parsed.filter(|parsed| fixed && parsed.subsec_nanos() == 0);
        let seconds = whole.and_then(|whole| i64::try_from(whole.as_secs()).ok());
        let seconds = seconds.filter(|seconds| *seconds <= Self::MAX_SECONDS);
        seconds.map(Self).ok_or_else(|| InvalidDuration(text.chars().take(60).collect()))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WEEK: i64 = 7 * 86_400;
        if self.0 > 0 && self.0 % WEEK == 0 {
            return write!(f, "{}w", self.0 / WEEK);
        }
        let parts = [
            (self.0 / 86_400, "d"),
            (self.0 / 3600 % 24, "h"),
            (self.0 / 60 % 60, "min"),
            (self.0 % 60, "s"),
        ];
        let mut written = false;
        for (count, unit) in parts.into_iter().filter(|(count, _)| *count > 0) {
            if written {
                f.write_str(" ")?;
            }
            write!(f, "{count}{unit}")?;
            written = true;
        }
        if written { Ok(()) } else { f.write_str("0s") }
    }
}

impl Serialize for Duration {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    Duration, "a duration" => |text| text.parse().ok();
}

impl Quantity for Duration {
    const WANTED: &'static str = "a duration such as \"30min\"";
    const DIGITS: Digits = Digits::None;
    const HAS_CASES: bool = true;

    fn parse(text: &str, _: Writing) -> Result<Self, Refusal> {
        text.parse().map_err(|error: InvalidDuration| Refusal {
            code: ProblemCode::InvalidDuration,
            message: error.to_string(),
            help: "write for example \"30min\", \"1h 30min\" or \"10d\"".to_owned(),
        })
    }

    fn to_number(self) -> Decimal {
        Decimal::from(self.0)
    }

    fn from_number(number: Decimal) -> Self {
        Self(number.round().try_into().unwrap_or(i64::MAX))
    }
}

impl Read for Duration {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_quantity(node, at, problems)
    }

    fn fallback() -> Self {
        Self(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_and_write() {
        for (text, seconds, shown) in [
            ("30min", 1800, "30min"),
            ("6w", 3_628_800, "6w"),
            ("2 days 3hours", 183_600, "2d 3h"),
            ("10d", 864_000, "10d"),
            ("0s", 0, "0s"),
        ] {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(duration.seconds(), seconds, "{text}");
            assert_eq!(duration.to_string(), shown);
            assert_eq!(shown.parse::<Duration>().unwrap(), duration);
        }
        for text in [
            "",
            "5",
            "-1h",
            "1y",
            "2 months",
            "1.5ms",
            "soon",
            "99999999999999999999h",
            "11 years",
            "0.5d",
            "4000d",
            "PT1H",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text:?}");
        }
    }
}
