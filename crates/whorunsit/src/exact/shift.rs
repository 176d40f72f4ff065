//! How long one person is on call.

use std::fmt;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Span};
use rust_decimal::Decimal;
use serde::Serialize;

use super::Duration;
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read, Value};

/// How long a shift lasts: a length of time, or months, which differ in length.
///
/// # Examples
///
/// ```
/// use whorunsit::Shift;
///
/// assert_eq!(Shift::Months(1).to_string(), "1month");
/// assert_eq!(Shift::Time("1w".parse()?).to_string(), "1w");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// A length of time.
    Time(Duration),
    /// A number of months.
    Months(u32),
}

impl Shift {
    pub(crate) const WEEK: Self = Self::Time(Duration::from_days(7));

    /// Its length in hours: a month has a twelfth of 365.25 days, which is 730.5 h.
    pub(crate) fn hours(self) -> Decimal {
        match self {
            Self::Time(time) => time.hours(),
            Self::Months(months) => Decimal::new(7305, 1).saturating_mul(Decimal::from(months)),
        }
    }

    /// When the shift of this number begins, counted from 0; `None` beyond the year 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use jiff::civil::date;
    /// use whorunsit::Shift;
    ///
    /// let first = date(2026, 1, 31).at(9, 0, 0, 0);
    /// assert_eq!(Shift::Months(1).begins(first, 1), Some(date(2026, 2, 28).at(9, 0, 0, 0)));
    /// ```
    #[must_use]
    pub fn begins(self, first: DateTime, number: usize) -> Option<DateTime> {
        let number = i64::try_from(number).ok()?;
        match self {
            Self::Months(months) => {
                first.checked_add(Span::new().try_months(number.checked_mul(months.into())?).ok()?).ok()
            }
            Self::Time(time) => {
                first.checked_add(SignedDuration::from_secs(number.checked_mul(time.seconds())?)).ok()
            }
        }
    }

    /// Whether people are on call that long: an hour to a year.
    pub(crate) fn is_sensible(self) -> bool {
        match self {
            Self::Time(time) => (3600..=Duration::from_days(366).seconds()).contains(&time.seconds()),
            Self::Months(months) => (1..=12).contains(&months),
        }
    }

    /// Months, as they are written: `1month`, `2 months`.
    fn months(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = text.strip_suffix("months").or_else(|| text.strip_suffix("month"))?.trim();
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        number.parse().ok().filter(|_| digits).map(Self::Months)
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => time.fmt(f),
            Self::Months(1) => f.write_str("1month"),
            Self::Months(months) => write!(f, "{months}months"),
        }
    }
}

impl Serialize for Shift {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Shift {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return Duration::read(node, at, problems).map(Self::Time);
        };
        if let Some(months) = Self::months(text) {
            return Some(months);
        }
        match text.parse() {
            Ok(time) => Some(Self::Time(time)),
            Err(_) => {
                let shown: String = text.chars().take(60).collect();
                problems.push(at.problem(
                    ProblemCode::InvalidDuration,
                    format!("`{shown}` is not how long a shift lasts"),
                    "write for example \"1w\", \"12h\", \"4d\" or \"1month\"",
                ));
                None
            }
        }
    }

    fn fallback() -> Self {
        Self::WEEK
    }
}

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    Shift, "how long a shift lasts" => |text| Self::months(text).or_else(|| text.parse().ok().map(Self::Time));
}
