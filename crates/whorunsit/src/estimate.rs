//! Estimates: a point, a low-likely-high range, or a 90 % interval, and their means.

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::float::{from_float, to_float};
use crate::money::{MAX_INPUT, MAX_SCALE, Overflow, product, quotient, sum};
use crate::number::{Quantity, parse_quantity, read_quantity};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Fields, Node, Path, Read, Value};

/// A number that may be uncertain, with its mean.
///
/// Deterministic results use the mean; simulation will use the shape. In a file it is a point (`"5000"`), a
/// range (`{ low = 1, likely = 3, high = 8 }`), a 90 % interval (`{ p5 = 2, p95 = 15 }`), or the interval's
/// shorthand `"2 to 15"`.
///
/// # Examples
///
/// ```
/// use whorunsit::Portfolio;
///
/// let text = r#"
///     schema = 1
///     currency = "USD"
///     exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
///
///     [[services]]
///     name = "appointments"
///     kind = "digital"
///     feature_demand = "high"
///     exposure_per_hour = { low = "20", likely = "100", high = "900" }
/// "#;
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// let service = &portfolio.file().services[0];
/// // PERT: (low + 4 × likely + high) ÷ 6
/// assert_eq!(service.exposure_per_hour.mean().to_string(), "220");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate<Q> {
    shape: Shape<Q>,
    /// Exact where `Q` itself may not be: a duration is a whole number of seconds.
    mean: Decimal,
}

/// How an [`Estimate`] was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape<Q> {
    /// Known, or taken as known.
    Point(Q),
    /// A PERT distribution: least, most likely and greatest value.
    Range {
        /// The least it can be.
        low: Q,
        /// The most likely.
        likely: Q,
        /// The greatest it can be.
        high: Q,
    },
    /// A lognormal distribution through its 5th and 95th percentile.
    Interval {
        /// One time in twenty it is below this.
        p5: Q,
        /// One time in twenty it is above this.
        p95: Q,
    },
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// A value that is known, or taken as known.
    #[must_use]
    pub fn point(value: Q) -> Self {
        Self { shape: Shape::Point(value), mean: value.to_number() }
    }

    /// The mean. Exact for a point and for a range ((low + 4 × likely + high) ÷ 6, to 28 digits, a duration to
    /// the second); for an interval exp(μ + σ²/2), computed on libm and rounded to 12 significant digits, the
    /// same everywhere.
    #[must_use]
    pub fn mean(&self) -> Q {
        Q::from_number(self.mean)
    }

    /// The mean to 28 digits, in the unit of the quantity: seconds, percent, major units.
    pub(crate) fn mean_number(&self) -> Decimal {
        self.mean
    }
}

impl<Q: Copy> Estimate<Q> {
    /// How it was given.
    #[must_use]
    pub fn shape(&self) -> Shape<Q> {
        self.shape
    }
}

fn range<Q: Quantity>(
    low: Q,
    likely: Q,
    high: Q,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Estimate<Q>> {
    if !(low <= likely && likely <= high) {
        problems.push(at.problem(
            ProblemCode::InvalidEstimate,
            "`low`, `likely` and `high` are not in ascending order",
            "write the least value as `low` and the greatest as `high`",
        ));
        return None;
    }
    let mean = range_mean(low.to_number(), likely.to_number(), high.to_number()).ok()?;
    Some(Estimate { shape: Shape::Range { low, likely, high }, mean })
}

fn interval<Q: Quantity>(p5: Q, p95: Q, at: &Path<'_>, problems: &mut Gathered) -> Option<Estimate<Q>> {
    if p5.to_number().is_zero() || p5 >= p95 {
        problems.push(at.problem(
            ProblemCode::InvalidEstimate,
            "a 90 % interval needs a lower end above zero and below its upper end",
            "write for example \"2 to 15\"; for a value that can be zero use `low`, `likely`, `high`",
        ));
        return None;
    }
    let mean = interval_mean(p5.to_number(), p95.to_number()).filter(|mean| *mean <= Q::MOST);
    let Some(mean) = mean else {
        problems.push(at.problem(
            ProblemCode::NumberOutOfRange,
            format!("the interval is so wide that its mean is beyond {}", Q::MOST),
            "narrow the interval: its ends should be within a few orders of magnitude",
        ));
        return None;
    };
    Some(Estimate { shape: Shape::Interval { p5, p95 }, mean })
}

/// The mean of PERT with the usual weight of four on the likely value.
fn range_mean(low: Decimal, likely: Decimal, high: Decimal) -> Result<Decimal, Overflow> {
    let weighted = sum(sum(low, product(likely, Decimal::from(4))?)?, high)?;
    quotient(weighted, Decimal::from(6)).map(|mean| mean.normalize())
}

/// The mean of the lognormal whose 5th and 95th percentiles these are, to 12 significant digits.
fn interval_mean(p5: Decimal, p95: Decimal) -> Option<Decimal> {
    /// The standard normal's 95th percentile.
    const Z95: f64 = 1.644_853_626_951_472_2;
    let (low, high) = (libm::log(to_float(p5)), libm::log(to_float(p95)));
    let sigma = (high - low) / (2.0 * Z95);
    let mean = libm::exp((low + high) / 2.0 + sigma * sigma / 2.0);
    let mean = from_float(mean)?;
    (mean <= MAX_INPUT).then(|| mean.round_dp(MAX_SCALE).normalize())
}

impl<Q: Quantity> Read for Estimate<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(text) => match text.split_once(" to ") {
                Some((p5, p95)) => {
                    let p5 = parse_quantity(p5.trim(), at, problems);
                    let p95 = parse_quantity(p95.trim(), at, problems);
                    interval(p5?, p95?, at, problems)
                }
                None => parse_quantity(text, at, problems).map(Self::point),
            },
            Value::Table(entries) if entries.iter().any(|entry| entry.key.starts_with('p')) => {
                let fields = Fields::of(node, &["p5", "p95"], at, problems)?;
                let p5 = fields.take("p5", at, problems);
                let p95 = fields.take("p95", at, problems);
                let (Exact(p5), Exact(p95)) = (p5?, p95?);
                interval(p5, p95, at, problems)
            }
            Value::Table(_) => {
                let fields = Fields::of(node, &["low", "likely", "high"], at, problems)?;
                let low = fields.take("low", at, problems);
                let likely = fields.take("likely", at, problems);
                let high = fields.take("high", at, problems);
                let (Exact(low), Exact(likely), Exact(high)) = (low?, likely?, high?);
                range(low, likely, high, at, problems)
            }
            _ => read_quantity(node, at, problems).map(Self::point),
        }
    }

    fn fallback() -> Self {
        Self::point(Q::from_number(Decimal::ZERO))
    }
}

/// A quantity inside an estimate, which is no estimate itself.
struct Exact<Q>(Q);

impl<Q: Quantity> Read for Exact<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_quantity(node, at, problems).map(Self)
    }

    fn fallback() -> Self {
        Self(Q::from_number(Decimal::ZERO))
    }
}

impl<Q: Serialize> Serialize for Estimate<Q> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.shape {
            Shape::Point(value) => value.serialize(serializer),
            Shape::Range { low, likely, high } => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("high", high)?;
                map.end()
            }
            Shape::Interval { p5, p95 } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("p5", p5)?;
                map.serialize_entry("p95", p95)?;
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_follow_their_formulas() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(range_mean(number("20"), number("100"), number("900")), Ok(number("220")));
        assert_eq!(range_mean(number("1"), number("3"), number("8")), Ok(number("3.5")));
        // exp((ln 2 + ln 15)/2 + ((ln 15 − ln 2)/(2 × 1.6448536))²/2), by an independent calculation.
        assert_eq!(interval_mean(number("2"), number("15")).unwrap().round_dp(6), number("6.607259"));
        assert_eq!(interval_mean(number("0.000000001"), number("1000000000000000")), None);
    }
}
