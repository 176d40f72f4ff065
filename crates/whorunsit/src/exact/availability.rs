//! Availability targets, and the unavailability that they tolerate.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::exact::money::{Money, NumberError, Overflow, difference, parse_number, product};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read, Value};

/// A share of time in percent, above 0 and below 100, exact.
///
/// # Examples
///
/// ```
/// use whorunsit::{Availability, Period};
///
/// let target: Availability = "99.9".parse()?;
/// assert_eq!(target.to_string(), "99.9");
/// assert_eq!(target.tolerable_seconds(Period::Week)?.to_string(), "604.8");
/// assert_eq!("95".parse::<Availability>()?.to_string(), "95.0");
/// assert!("100".parse::<Availability>().is_err());
/// assert!("0.9995".parse::<Availability>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Availability(Decimal);

/// A text is no availability above 0 and below 100 percent, or a ratio such as `0.9995` that is meant as one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an availability in percent, above 1 and below 100")]
pub struct InvalidAvailability(String);

impl Availability {
    /// 99 %: from here on, out of hours is covered.
    pub const TWO_NINES: Self = Self(Decimal::from_parts(99, 0, 0, false, 0));
    /// 99.9 %: from here on, a team has its own schedule.
    pub const THREE_NINES: Self = Self(Decimal::from_parts(999, 0, 0, false, 1));
    /// 99.99 %: from here on, only the product team can answer fast enough.
    pub const FOUR_NINES: Self = Self(Decimal::from_parts(9999, 0, 0, false, 2));

    /// Below this an availability is probably a slip, and has to be allowed.
    pub(crate) const HALF: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

    /// The availability that a ratio below one stands for.
    fn of_ratio(ratio: Decimal) -> Option<Self> {
        (ratio < Decimal::ONE).then(|| Self((ratio * Decimal::ONE_HUNDRED).normalize()))
    }

    /// The target in percent.
    #[must_use]
    pub fn percent(self) -> Decimal {
        self.0
    }

    /// The seconds of unavailability that the target tolerates in a period: (1 − target) × period.
    ///
    /// # Errors
    /// [`Overflow`] when the product does not fit, which no target that was read can cause.
    pub fn tolerable_seconds(self, period: Period) -> Result<Decimal, Overflow> {
        let percent = difference(Decimal::ONE_HUNDRED, self.0)?;
        product(percent, period.seconds_percent()).map(|seconds| seconds.normalize())
    }

    /// What the target tolerates in each period, and the loss that it stands for at an exposure per hour.
    ///
    /// # Errors
    /// [`Overflow`] when a loss does not fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Availability, Period};
    ///
    /// let target: Availability = "99.0".parse()?;
    /// let [week] = target.tolerable([Period::Week], "200000".parse()?)?;
    /// assert_eq!(week.seconds.to_string(), "6048");
    /// assert_eq!(week.loss.to_string(), "336000");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tolerable<const N: usize>(
        self,
        periods: [Period; N],
        exposure_per_hour: Money,
    ) -> Result<[Tolerable; N], Overflow> {
        let percent = difference(Decimal::ONE_HUNDRED, self.0)?;
        let loss_per_hour = exposure_per_hour.times(percent)?;
        let mut tolerable = [Tolerable { seconds: Decimal::ZERO, loss: Money::ZERO }; N];
        for (tolerable, period) in tolerable.iter_mut().zip(periods) {
            // Zeros at its end are cut where it is shown.
            tolerable.seconds = product(percent, period.seconds_percent())?;
            tolerable.loss = loss_per_hour.times(period.hours_percent())?;
        }
        Ok(tolerable)
    }
}

/// A span of time over which unavailability is tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// 7 days.
    Week,
    /// 30 days.
    Days30,
    /// 90 days.
    Days90,
    /// 365 days.
    Days365,
}

impl Period {
    fn days(self) -> u32 {
        match self {
            Self::Week => 7,
            Self::Days30 => 30,
            Self::Days90 => 90,
            Self::Days365 => 365,
        }
    }

    /// A percent of the period in seconds: a whole number.
    fn seconds_percent(self) -> Decimal {
        Decimal::from(self.days() * 864)
    }

    /// A percent of the period in hours: a number of two decimals, so products with it stay exact.
    fn hours_percent(self) -> Decimal {
        Decimal::new(i64::from(self.days()) * 24, 2)
    }
}

/// Unavailability that a target tolerates in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Tolerable {
    /// Seconds, exact.
    #[serde(serialize_with = "crate::exact::number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub seconds: Decimal,
    /// Money lost in that time at the service's exposure.
    pub loss: Money,
}

impl TryFrom<Decimal> for Availability {
    type Error = InvalidAvailability;

    /// Takes an exact decimal as a percentage, above 0 and below 100.
    fn try_from(percent: Decimal) -> Result<Self, InvalidAvailability> {
        percent.to_string().parse()
    }
}

impl FromStr for Availability {
    type Err = InvalidAvailability;

    fn from_str(text: &str) -> Result<Self, InvalidAvailability> {
        let digits = text.strip_suffix('%').map_or(text, str::trim_end);
        // A ratio is not a percentage: without the sign, 0.9995 is 99.95 % and not less than one percent.
        let least = if digits.len() == text.len() { Decimal::ONE } else { Decimal::ZERO };
        match parse_number(digits) {
            Ok(percent) if percent > least && percent < Decimal::ONE_HUNDRED => Ok(Self(percent)),
            _ => Err(InvalidAvailability(text.to_owned())),
        }
    }
}

impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_integer() { write!(f, "{:.1}", self.0) } else { self.0.normalize().fmt(f) }
    }
}

impl Serialize for Availability {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Availability {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let (Value::Text(text) | Value::Integer(text) | Value::Float(text)) = &node.value else {
            problems.push(at.wrong_type(node, "an availability such as \"99.9\""));
            return None;
        };
        let parsed = text.parse();
        if parsed.is_err() {
            let digits = text.strip_suffix('%').map_or(&**text, str::trim_end);
            problems.push(match parse_number(digits) {
                Err(NumberError::Limit) => at.problem(
                    ProblemCode::NumberOutOfRange,
                    format!("`{text}` has more than nine decimals"),
                    "write a percentage such as \"99.9\": no service is measured more finely",
                ),
                Ok(ratio) if ratio > Decimal::ZERO && ratio <= Decimal::ONE => at.problem(
                    ProblemCode::InvalidAvailability,
                    format!("`{text}` is a ratio, and an availability is written in percent"),
                    match Self::of_ratio(ratio) {
                        Some(meant) => format!("did you mean {meant} %? Write \"{meant}\""),
                        None => {
                            "write a percentage such as \"99.9\": no service is always available".to_owned()
                        }
                    },
                ),
                _ => at.problem(
                    ProblemCode::InvalidAvailability,
                    format!("`{text}` is not an availability above 0 and below 100 percent"),
                    "write a percentage such as \"99.9\"; no service is always or never available",
                ),
            });
        }
        parsed.ok()
    }

    fn fallback() -> Self {
        Self(Decimal::ONE)
    }
}

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    // With its sign: without, a target below one percent would be taken for a ratio.
    Availability, "an availability" => |text| format!("{text}%").parse().ok();
}
