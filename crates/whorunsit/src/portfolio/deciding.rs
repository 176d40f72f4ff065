//! Which exposure decides, and what is allowed although it looks like a slip.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::exact::Number;
use crate::problem::{Gathered, ProblemCode, cut};
use crate::read::{Node, Path, Read, Value, read_word};

/// The quantile of an estimated exposure that decides on its band: `mean`, `median`, `p90` or `90%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExposureQuantile {
    /// Its mean.
    Mean,
    /// The value that it is below so many times in a hundred.
    Percentile(
        /// Above 0 and below 100.
        Decimal,
    ),
}

impl ExposureQuantile {
    /// As answers tell it.
    #[cfg(feature = "deserialize")]
    pub(crate) fn told(text: &str) -> Option<Self> {
        match text {
            "mean" => Some(Self::Mean),
            _ => Decimal::from_str_exact(text.strip_prefix('p')?).ok().map(Self::Percentile),
        }
    }

    /// The probability that the exposure is below what decides; `None` for the mean.
    pub(crate) fn part(self) -> Option<f64> {
        match self {
            Self::Mean => None,
            Self::Percentile(percent) => Some(crate::exact::to_float(percent / Decimal::ONE_HUNDRED)),
        }
    }
}

impl std::fmt::Display for ExposureQuantile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mean => f.write_str("mean"),
            Self::Percentile(percent) => write!(f, "p{}", percent.normalize()),
        }
    }
}

impl Serialize for ExposureQuantile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for ExposureQuantile {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let (Value::Text(text) | Value::Integer(text) | Value::Float(text)) = &node.value else {
            problems.push(at.wrong_type(node, "a quantile such as \"p90\""));
            return None;
        };
        let word = text.trim().to_ascii_lowercase();
        let given = match word.as_str() {
            "mean" => return Some(Self::Mean),
            "median" => Some(Decimal::from(50)),
            _ => {
                let percent = word.strip_prefix('p').or_else(|| word.strip_suffix('%').map(str::trim_end));
                percent.and_then(|percent| percent.parse().ok().map(Number::value))
            }
        };
        let fits = |percent: &Decimal| *percent > Decimal::ZERO && *percent < Decimal::ONE_HUNDRED;
        if let Some(percent) = given.filter(fits) {
            return Some(Self::Percentile(percent));
        }
        // A bare number may be a ratio or a percentage.
        let meant = word.parse().ok().map(Number::value).map(|number| match number {
            ratio if ratio <= Decimal::ONE => ratio * Decimal::ONE_HUNDRED,
            percent => percent,
        });
        let help = match meant.filter(fits) {
            Some(meant) => format!("did you mean \"p{}\"?", meant.normalize()),
            None => {
                "write `mean`, `median`, or a percentile above p0 and below p100 such as \"p90\"".to_owned()
            }
        };
        problems.push(at.problem(
            ProblemCode::UnknownWord,
            format!("`{}` is no quantile of an exposure", cut(text)),
            help,
        ));
        None
    }

    fn fallback() -> Self {
        Self::Mean
    }
}

/// Which expected availability is compared with a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AvailabilityReading {
    /// Every incident is unavailability, from its start to its end.
    #[default]
    Strict,
    /// Full outages alone are: what is served in part is served.
    Served,
    /// Each incident counts with its severity.
    Weighted,
}

impl Read for AvailabilityReading {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let all = [("strict", Self::Strict), ("served", Self::Served), ("weighted", Self::Weighted)];
        read_word(node, &all, at, problems)
    }

    fn fallback() -> Self {
        Self::Strict
    }
}

/// Something that would be refused as a slip, and is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Allowance {
    /// Availability of less than 50 percent.
    #[serde(rename = "availability-under-50")]
    AvailabilityUnder50,
}

impl Allowance {
    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AvailabilityUnder50 => "availability-under-50",
        }
    }
}

impl Read for Allowance {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let all = [Self::AvailabilityUnder50].map(|allowed| (allowed.as_str(), allowed));
        read_word(node, &all, at, problems)
    }

    fn fallback() -> Self {
        Self::AvailabilityUnder50
    }
}
