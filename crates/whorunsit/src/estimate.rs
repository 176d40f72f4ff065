//! Estimates: a point, a range, an interval, observed values or a count of events, and their means.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::distribution::Distribution;
use crate::exact::amount::parts;
use crate::exact::{
    MAX_SCALE, Number, Overflow, Parts, Quantity, from_float, parse_quantity, product, quotient,
    read_quantity, sum, to_float,
};
use crate::problem::{Gathered, ProblemCode, Problems};
use crate::read::{Document, Fields, Node, Path, Read, Value, read_word};

/// How many observed values one estimate may hold.
pub const MAX_OBSERVED: usize = 10_000;

/// A number that may be uncertain, with its mean.
///
/// Deterministic results use the mean; simulation will use the shape. In a file it is written as
///
/// - a point: `"5000"`;
/// - a range with a likely value: `{ low = 1, likely = 3, high = 8 }`, and `shape = "triangular"` if need be;
/// - a range in which everything is as likely: `{ low = 1, high = 8 }`;
/// - a 90 % interval: `{ p5 = 2, p95 = 15 }`, or its shorthand `"2 to 15"`;
/// - observed values: `{ observed = [3, 5, 9] }`;
/// - a number a year by the events of some years: `{ events = 7, years = 2 }`.
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate<Q> {
    shape: Shape<Q>,
    /// Exact where `Q` itself may not be: a duration is a whole number of seconds.
    mean: Decimal,
}

/// How an [`Estimate`] was given.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// A triangular distribution: as likely as the height of a triangle.
    Triangular {
        /// The least it can be.
        low: Q,
        /// The most likely.
        likely: Q,
        /// The greatest it can be.
        high: Q,
    },
    /// A uniform distribution: everything in between is as likely.
    Uniform {
        /// The least it can be.
        low: Q,
        /// The greatest it can be.
        high: Q,
    },
    /// Values that were observed, each as likely as the others, in the order written; at least one.
    Observed(Arc<[Q]>),
    /// A number a year of which events in some years are known: the gamma distribution of events + ½ over years, which is
    /// what a Poisson count says with Jeffreys' prior.
    Counted {
        /// How many events; not whole where other knowledge was weighed in.
        events: Number,
        /// In how many years.
        years: Number,
    },
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// A value that is known, or taken as known.
    #[must_use]
    pub fn point(value: Q) -> Self {
        Self { shape: Shape::Point(value), mean: value.to_number() }
    }

    /// The mean. For an interval it is exp(μ + σ²/2), less what lies above the most that the quantity may be (a share:
    /// 100 %), computed on libm and rounded to 12 significant digits, the same everywhere. For every other shape it is exact, to 28 digits, a duration to the second: of a range
    /// (low + 4 × likely + high) ÷ 6, triangular (low + likely + high) ÷ 3, uniform (low + high) ÷ 2; of observed
    /// values their sum divided by how many they are; of a count (events + ½) ÷ years.
    #[must_use]
    pub fn mean(&self) -> Q {
        Q::from_number(self.mean)
    }

    /// The mean to 28 digits, in the unit of the quantity: seconds, percent, major units.
    pub(crate) fn mean_number(&self) -> Decimal {
        self.mean
    }

    /// What it may turn out to be, in the unit of [`Estimate::mean_number`].
    ///
    /// Only the tail of an interval goes beyond what is written. Its draws are capped at the most that the quantity
    /// may be: a share at 100 %, everything else at 10^15. Its mean is the estimate's own.
    pub(crate) fn distribution(&self) -> Distribution {
        let float = |quantity: Q| to_float(quantity.to_number());
        match &self.shape {
            Shape::Point(value) => Distribution::Fixed(float(*value)),
            Shape::Range { low, likely, high } => {
                Distribution::pert(float(*low), float(*likely), float(*high))
            }
            Shape::Triangular { low, likely, high } => {
                Distribution::triangular(float(*low), float(*likely), float(*high))
            }
            Shape::Uniform { low, high } => Distribution::uniform(float(*low), float(*high)),
            Shape::Interval { p5, p95 } => {
                let (mu, sigma) = logarithm(p5.to_number(), p95.to_number());
                Distribution::lognormal(mu, sigma, to_float(Q::MOST))
            }
            Shape::Observed(observed) => {
                let floats = observed.iter().map(|value| float(*value)).collect();
                // There is at least one.
                Distribution::empirical(floats).unwrap_or(Distribution::Fixed(0.0))
            }
            Shape::Counted { events, years } => {
                let Gamma { shape, rate } = Gamma::of(*events, *years);
                Distribution::gamma(shape, rate)
            }
        }
    }

    /// The 5th and the 95th percentile of a count's number a year, to nine decimals; `None` for every other shape.
    pub(crate) fn counted_interval(&self) -> Option<(Decimal, Decimal)> {
        let Shape::Counted { events, years } = &self.shape else { return None };
        let Gamma { shape, rate } = Gamma::of(*events, *years);
        let gamma = crate::random::Gamma::new(shape, rate);
        let end = |part: f64, z: f64| from_float(gamma.quantile(part, z)).map(|end| end.round_dp(MAX_SCALE));
        end(0.05, -Z95).zip(end(0.95, Z95))
    }
}

impl<Q: Quantity> From<Q> for Estimate<Q> {
    fn from(value: Q) -> Self {
        Self::point(value)
    }
}

/// What `build` makes, or the problems that it found.
fn built<Q>(
    build: impl FnOnce(&Path<'_>, &mut Gathered) -> Option<Estimate<Q>>,
) -> Result<Estimate<Q>, Problems> {
    let mut problems = Gathered::default();
    let built = build(&Path::Root, &mut problems);
    problems.check()?;
    built.ok_or_else(Problems::internal)
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// Returns a PERT estimate: least, most likely and greatest value.
    ///
    /// # Errors
    /// [`Problems`] where they do not ascend.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Estimate, Number};
    ///
    /// let incidents = Estimate::pert(Number::from(1), Number::from(3), Number::from(8))?;
    /// assert_eq!(incidents.mean().to_string(), "3.5");
    /// assert!(Estimate::pert(Number::from(8), Number::from(3), Number::from(1)).is_err());
    /// # Ok::<(), whorunsit::Problems>(())
    /// ```
    pub fn pert(low: Q, likely: Q, high: Q) -> Result<Self, Problems> {
        built(|at, problems| range((low, likely, high), false, at, problems))
    }

    /// Returns a triangular estimate: least, most likely and greatest value.
    ///
    /// # Errors
    /// [`Problems`] where they do not ascend.
    pub fn triangular(low: Q, likely: Q, high: Q) -> Result<Self, Problems> {
        built(|at, problems| range((low, likely, high), true, at, problems))
    }

    /// Returns a uniform estimate: everything between least and greatest value is as likely.
    ///
    /// # Errors
    /// [`Problems`] where the least is above the greatest.
    pub fn uniform(low: Q, high: Q) -> Result<Self, Problems> {
        built(|at, problems| uniform(low, high, at, problems))
    }

    /// Returns a lognormal estimate through its 5th and its 95th percentile.
    ///
    /// # Errors
    /// [`Problems`] where they do not ascend, the lower one is zero, or the mean is beyond what the quantity may be.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Estimate, Number};
    ///
    /// let incidents = Estimate::interval(Number::from(2), Number::from(15))?;
    /// assert_eq!(incidents.mean().to_string(), "6.607258853");
    /// # Ok::<(), whorunsit::Problems>(())
    /// ```
    pub fn interval(p5: Q, p95: Q) -> Result<Self, Problems> {
        built(|at, problems| interval(p5, p95, at, problems))
    }

    /// Returns an empirical estimate: each observed value is as likely as the others.
    ///
    /// # Errors
    /// [`Problems`] where there is none, or more than [`MAX_OBSERVED`].
    pub fn observed(values: impl IntoIterator<Item = Q>) -> Result<Self, Problems> {
        let values: Arc<[Q]> = values.into_iter().collect();
        built(|at, problems| {
            if values.is_empty() || values.len() > MAX_OBSERVED {
                let message =
                    format!("{} observed values are not between 1 and {MAX_OBSERVED}", values.len());
                let help = "give what was observed, one value for each observation";
                problems.push(at.problem(ProblemCode::InvalidEstimate, message, help));
                return None;
            }
            let mean = observed_mean(&values).ok()?;
            Some(Self { shape: Shape::Observed(values), mean })
        })
    }
}

impl Estimate<Number> {
    /// Returns a number a year by the events of some years: the gamma distribution of events + ½ over years.
    ///
    /// # Errors
    /// [`Problems`] where there are no years.
    pub fn counted(events: Number, years: Number) -> Result<Self, Problems> {
        built(|at, problems| counted(events, years, at, problems))
    }
}

/// The parameters of a count's distribution.
struct Gamma {
    shape: f64,
    rate: f64,
}

impl Gamma {
    fn of(events: Number, years: Number) -> Self {
        Self { shape: to_float(events.value()) + 0.5, rate: to_float(years.value()) }
    }
}

/// A number a year by the events of some years.
fn counted<Q: Quantity>(
    events: Number,
    years: Number,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Estimate<Q>> {
    let half = Decimal::new(5, 1);
    let mean = sum(events.value(), half).and_then(|events| quotient(events, years.value())).ok();
    let Some(mean) = mean.filter(|mean| *mean <= Q::MOST) else {
        problems.push(at.problem(
            ProblemCode::InvalidEstimate,
            format!("{events} events in {years} years make no number a year"),
            "write how many events there were in how many years, above zero: { events = 7, years = 2 }",
        ));
        return None;
    };
    Some(Estimate { shape: Shape::Counted { events, years }, mean: mean.normalize() })
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// The variance of what it may turn out to be, in the square of the quantity's unit (seconds, percent, major units);
    /// zero for a point.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Estimate, Number};
    ///
    /// assert_eq!(Estimate::point("3".parse::<Number>()?).variance(), 0.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.distribution().variance()
    }
}

impl<Q> Estimate<Q> {
    /// How it was given.
    #[must_use]
    pub fn shape(&self) -> &Shape<Q> {
        &self.shape
    }
}

/// The standard normal's 95th percentile.
const Z95: f64 = 1.644_853_626_951_472_2;

/// What `shape` may say of a range with a likely value.
const RANGE_SHAPES: [(&str, bool); 2] = [("pert", false), ("triangular", true)];

fn range<Q: Quantity>(
    (low, likely, high): (Q, Q, Q),
    triangular: bool,
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
    let of = if triangular { triangular_mean } else { range_mean };
    let mean = of(low.to_number(), likely.to_number(), high.to_number()).ok()?;
    let shape = match triangular {
        true => Shape::Triangular { low, likely, high },
        false => Shape::Range { low, likely, high },
    };
    Some(Estimate { shape, mean })
}

fn uniform<Q: Quantity>(low: Q, high: Q, at: &Path<'_>, problems: &mut Gathered) -> Option<Estimate<Q>> {
    if low > high {
        problems.push(at.problem(
            ProblemCode::InvalidEstimate,
            "`low` is above `high`",
            "write the least value as `low` and the greatest as `high`",
        ));
        return None;
    }
    let mean = observed_mean(&[low, high]).ok()?;
    Some(Estimate { shape: Shape::Uniform { low, high }, mean })
}

fn interval<Q: Quantity>(p5: Q, p95: Q, at: &Path<'_>, problems: &mut Gathered) -> Option<Estimate<Q>> {
    if p5.to_number().is_zero() || p5 >= p95 {
        let (message, help) = if p5 > p95 {
            ("the lower end of the interval is above its upper end", "write the lower end first")
        } else if p5 == p95 {
            ("both ends of the interval are the same", "write the one value, or a lower and an upper end")
        } else {
            (
                "a 90 % interval needs a lower end above zero",
                "write for example \"2 to 15\"; for a value that can be zero use `low`, `likely`, `high`",
            )
        };
        problems.push(at.problem(ProblemCode::InvalidEstimate, message, help));
        return None;
    }
    let mean = interval_mean(p5.to_number(), p95.to_number(), Q::MOST);
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

/// The mean of a triangular distribution.
fn triangular_mean(low: Decimal, likely: Decimal, high: Decimal) -> Result<Decimal, Overflow> {
    quotient(sum(sum(low, likely)?, high)?, Decimal::from(3)).map(|mean| mean.normalize())
}

/// The mean of values that are as likely as each other. Their sum is exact: of [`MAX_OBSERVED`] numbers of up to
/// 10^15 with nine decimals it has 28 digits.
fn observed_mean<Q: Quantity>(values: &[Q]) -> Result<Decimal, Overflow> {
    let total = values.iter().try_fold(Decimal::ZERO, |total, value| sum(total, value.to_number()))?;
    quotient(total, Decimal::from(values.len())).map(|mean| mean.normalize())
}

/// The mean and the standard deviation of the logarithm of the lognormal with these percentiles.
fn logarithm(p5: Decimal, p95: Decimal) -> (f64, f64) {
    let (low, high) = (libm::log(to_float(p5)), libm::log(to_float(p95)));
    ((low + high) / 2.0, (high - low) / (2.0 * Z95))
}

/// The mean of the lognormal whose 5th and 95th percentiles these are, cut at the most that the quantity may be, to 12
/// significant digits; `None` where the whole one has a mean beyond it.
fn interval_mean(p5: Decimal, p95: Decimal, most: Decimal) -> Option<Decimal> {
    let (mu, sigma) = logarithm(p5, p95);
    let whole = from_float(libm::exp(mu + sigma * sigma / 2.0))?;
    let mean = from_float(Distribution::lognormal(mu, sigma, to_float(most)).mean())?;
    (whole <= most).then(|| mean.round_dp(MAX_SCALE).normalize())
}

impl<Q: Quantity> Read for Estimate<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(text) => match parts(text) {
                Parts::Interval(p5, p95) => {
                    let p5 = parse_quantity(&p5, at, problems);
                    let p95 = parse_quantity(p95, at, problems);
                    interval(p5?, p95?, at, problems)
                }
                Parts::Range { low, likely, high } => {
                    let low = parse_quantity(low, at, problems);
                    let likely = likely.map(|likely| parse_quantity(likely, at, problems));
                    let high = parse_quantity(high, at, problems);
                    match likely {
                        Some(likely) => range((low?, likely?, high?), false, at, problems),
                        None => uniform(low?, high?, at, problems),
                    }
                }
                Parts::One(_) => parse_quantity(text, at, problems).map(Self::point),
            },
            Value::Table(entries) if entries.iter().any(|entry| entry.key.starts_with('p')) => {
                let fields = Fields::of(node, &["p5", "p95"], at, problems)?;
                let p5 = fields.take("p5", at, problems);
                let p95 = fields.take("p95", at, problems);
                let (Exact(p5), Exact(p95)) = (p5?, p95?);
                interval(p5, p95, at, problems)
            }
            Value::Table(entries)
                if Q::IS_COUNTED
                    && entries.iter().any(|entry| ["events", "years"].contains(&&*entry.key)) =>
            {
                let fields = Fields::of(node, &["events", "years"], at, problems)?;
                let events = fields.take("events", at, problems);
                let years = fields.take("years", at, problems);
                let (Exact(events), Exact(years)) = (events?, years?);
                counted(events, years, at, problems)
            }
            Value::Table(entries) if entries.iter().any(|entry| entry.key == "observed") => {
                let fields = Fields::of(node, &["observed"], at, problems)?;
                let Observed(values) = fields.take("observed", at, problems)?;
                let mean = observed_mean(&values).ok()?;
                Some(Self { shape: Shape::Observed(values), mean })
            }
            Value::Table(entries) => {
                let fields = Fields::of(node, &["low", "likely", "high", "shape"], at, problems)?;
                let low = fields.take("low", at, problems);
                // A range without either key is uniform; one that says its shape has a likely value.
                let written = || entries.iter().filter(|entry| !matches!(entry.node.value, Value::Null));
                let has = |key: &str| written().any(|entry| entry.key == key);
                let likely = match has("likely") || has("shape") {
                    true => fields.take("likely", at, problems).map(Some),
                    false => Some(None),
                };
                let high = fields.take("high", at, problems);
                let shape = match has("shape") {
                    true => fields.take("shape", at, problems),
                    false => Some(RangeShape(false)),
                };
                let (Exact(low), likely, Exact(high), RangeShape(triangular)) =
                    (low?, likely?, high?, shape?);
                match likely {
                    Some(Exact(likely)) => range((low, likely, high), triangular, at, problems),
                    None => uniform(low, high, at, problems),
                }
            }
            _ => read_quantity(node, at, problems).map(Self::point),
        }
    }

    fn fallback() -> Self {
        Self::point(Q::from_number(Decimal::ZERO))
    }
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// The estimate that a text of JSON writes.
    pub(crate) fn of_json(json: &str) -> Option<Self> {
        let document = Document::parse(json.as_bytes()).ok()?;
        let (estimate, problems) = document.read();
        problems.is_empty().then_some(estimate)
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

/// Whether a range with a likely value is triangular.
struct RangeShape(bool);

impl Read for RangeShape {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &RANGE_SHAPES, at, problems).map(Self)
    }

    fn fallback() -> Self {
        Self(false)
    }
}

/// The values of an estimate that were observed.
struct Observed<Q>(Arc<[Q]>);

impl<Q: Quantity> Read for Observed<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::List(items) = &node.value else {
            problems.push(at.wrong_type(node, "a list"));
            return None;
        };
        if items.is_empty() {
            problems.push(at.problem(
                ProblemCode::EmptyList,
                "`observed` has no values",
                "write at least one observed value",
            ));
            return None;
        }
        if items.len() > MAX_OBSERVED {
            problems.push(at.problem(
                ProblemCode::TooLarge,
                format!("there are {} entries, more than {MAX_OBSERVED}", items.len()),
                "use fewer: a sample of them, or a range or interval in their place",
            ));
            return None;
        }
        // Every one is read, so that all problems are found.
        let read = |(index, item)| read_quantity(item, &Path::Index(at, index), problems);
        let values: Vec<Option<Q>> = items.iter().enumerate().map(read).collect();
        values.into_iter().collect::<Option<_>>().map(Self)
    }

    fn fallback() -> Self {
        Self(Arc::from([]))
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
            Shape::Triangular { low, likely, high } => {
                let mut map = serializer.serialize_map(Some(4))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("high", high)?;
                map.serialize_entry("shape", "triangular")?;
                map.end()
            }
            Shape::Uniform { low, high } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("high", high)?;
                map.end()
            }
            Shape::Observed(values) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("observed", &**values)?;
                map.end()
            }
            Shape::Counted { events, years } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("events", events)?;
                map.serialize_entry("years", years)?;
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Share;
    use crate::random::Random;

    #[test]
    fn means_follow_their_formulas() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(range_mean(number("20"), number("100"), number("900")), Ok(number("220")));
        assert_eq!(range_mean(number("1"), number("3"), number("8")), Ok(number("3.5")));
        // exp((ln 2 + ln 15)/2 + ((ln 15 − ln 2)/(2 × 1.6448536))²/2), by an independent calculation.
        assert_eq!(
            interval_mean(number("2"), number("15"), crate::exact::MAX_INPUT).unwrap().round_dp(6),
            number("6.607259")
        );
        assert_eq!(
            interval_mean(number("0.000000001"), number("1000000000000000"), crate::exact::MAX_INPUT),
            None
        );
    }

    #[test]
    fn means_of_the_other_shapes() {
        let numbers =
            |texts: &[&str]| texts.iter().map(|text| text.parse::<Number>().unwrap()).collect::<Vec<_>>();
        assert_eq!(triangular_mean(Decimal::ONE, Decimal::from(3), Decimal::from(8)), Ok(Decimal::from(4)));
        assert_eq!(observed_mean(&numbers(&["3", "5", "9.4"])), Ok(Decimal::new(58, 1)));
        // The largest sum that input can ask for.
        let most = vec!["999999999999999.999999999".parse::<Number>().unwrap(); MAX_OBSERVED];
        assert_eq!(observed_mean(&most), Ok(most[0].value()));
    }

    #[test]
    fn distributions_have_the_means_of_their_estimates() {
        let text = |text: &str| text.parse::<Number>().unwrap();
        let (low, likely, high) = (text("2"), text("3.5"), text("15"));
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        let mut problems = Gathered::default();
        let (at, problems) = (Path::Root, &mut problems);
        let estimates = [
            Estimate::point(likely),
            range((low, likely, high), false, &at, problems).unwrap(),
            range((low, likely, high), true, &at, problems).unwrap(),
            uniform(low, high, &at, problems).unwrap(),
            interval(low, high, &at, problems).unwrap(),
            Estimate {
                shape: Shape::Observed([low, likely].into()),
                mean: observed_mean(&[low, likely]).unwrap(),
            },
            counted(low, likely, &at, problems).unwrap(),
        ];
        for estimate in estimates {
            near(estimate.distribution().mean(), to_float(estimate.mean_number().round_dp(9)));
        }
        // The tail of an interval of shares ends at the whole.
        let share = |text: &str| text.parse::<Share>().unwrap();
        let estimate = interval(share("20%"), share("90%"), &at, problems).unwrap();
        let capped = estimate.distribution();
        near(capped.mean(), to_float(estimate.mean_number()));
        let mut random = Random::of_batch(0, 0);
        let most = (0..10_000).map(|_| capped.sample(&mut random)).fold(0.0, f64::max);
        assert_eq!(most.to_bits(), 100.0_f64.to_bits());
    }

    #[test]
    fn a_count_of_events_is_gamma_with_half_an_event_more() {
        let number = |text: &str| text.parse::<Number>().unwrap();
        let mut problems = Gathered::default();
        let seven = counted::<Number>(number("7"), number("2"), &Path::Root, &mut problems).unwrap();
        assert_eq!(seven.mean(), number("3.75"));
        assert!((seven.variance() - 1.875).abs() < 1e-12);
        // Half the quantiles of chi-squared with 15 degrees of freedom, over two years: 7.2609 ÷ 4 and 24.9958 ÷ 4.
        let (low, high) = seven.counted_interval().unwrap();
        assert_eq!(
            (low.round_dp(4).to_string(), high.round_dp(4).to_string()),
            ("1.8152".to_owned(), "6.2489".to_owned())
        );
        assert!(counted::<Number>(number("7"), number("0"), &Path::Root, &mut problems).is_none());
    }

    #[test]
    fn up_to_ten_thousand_observed_values_are_read() {
        let read = |count: usize| {
            let observed = vec!["1"; count].join(",");
            let text = format!(
                r#"{{"schema":1,"currency":"USD","exposure_bands":[{{"max_per_hour":"1","availability":"99.9"}}],
                "services":[{{"name":"s","kind":"digital","feature_demand":"high",
                "exposure_per_hour":{{"observed":[{observed}]}}}}]}}"#
            );
            crate::resolve::Portfolio::read(text.as_bytes())
        };
        assert!(read(MAX_OBSERVED).is_ok());
        let problems = read(MAX_OBSERVED + 1).unwrap_err();
        let found: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
        assert_eq!(found, [(ProblemCode::TooLarge, "/services/0/exposure_per_hour/observed")]);
    }
}
