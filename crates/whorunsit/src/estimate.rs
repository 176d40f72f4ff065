//! Estimates: a point, a range, an interval, observed values or a count of events, and their means.

mod parts;

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

#[cfg(feature = "schema")]
pub(crate) use self::parts::Exposure;
pub use self::parts::{ExposureKind, ExposurePart, ExposureTime};
use crate::distribution::{Distribution, Typical};
use crate::exact::amount::parts;
use crate::exact::{
    Duration, MAX_SCALE, Number, Overflow, Parts, Quantity, Share, from_float, parse_quantity, product,
    quotient, read_quantity, sum, to_float,
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
/// - such a range with another weight of the likely value: `{ low = 1, likely = 3, high = 8, gamma = 2 }`;
/// - a 90 % interval: `{ p5 = 2, p95 = 15 }`, or its shorthand `"2 to 15"`; an 80 % one: `{ p10 = 2, p90 = 15 }`;
/// - a 90 % interval with a likely value: `{ p5 = 2, likely = 4, p95 = 15 }`;
/// - observed values: `{ observed = [3, 5, 9] }`;
/// - a number a year by the events of some years: `{ events = 7, years = 2 }`;
/// - an exposure in parts: `{ revenue = "4000", credits = "12000 a day" }`;
/// - what varies from case to case around a median that is not known: `{ median = "1h to 6h", spread = 3 }`.
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
    /// A PERT distribution in which the likely value weighs more or less than the usual four.
    WeightedRange {
        /// The least it can be.
        low: Q,
        /// The most likely.
        likely: Q,
        /// The greatest it can be.
        high: Q,
        /// The weight of the likely value: above 0, at most 100.
        gamma: Number,
    },
    /// A PERT distribution with this likely value, through its 5th and 95th percentile.
    Between {
        /// One time in twenty it is below this.
        p5: Q,
        /// The most likely.
        likely: Q,
        /// One time in twenty it is above this.
        p95: Q,
    },
    /// A lognormal distribution through its 10th and 90th percentile.
    Deciles {
        /// One time in ten it is below this.
        p10: Q,
        /// One time in ten it is above this.
        p90: Q,
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
    /// An exposure in parts, which are high together and low together; at least one, in the order of their kinds.
    Parts(Arc<[ExposurePart<Q>]>),
    /// Single cases that vary around a median which is itself not known: ignorance and variation apart.
    Typical {
        /// What the median may be: of no such shape itself.
        median: Arc<Estimate<Q>>,
        /// Nine in ten cases lie between the median divided by this and the median times this: from 1 to 100.
        spread: Number,
    },
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// A value that is known, or taken as known.
    #[must_use]
    pub fn point(value: Q) -> Self {
        Self { shape: Shape::Point(value), mean: value.to_number() }
    }

    /// The mean. For an interval with a likely value it is that of its PERT distribution, cut at zero and at the most that
    /// the quantity may be, to 12 significant digits. For any other interval it is exp(μ + σ²/2), less what lies above the most that the quantity may be (a share:
    /// 100 %), computed on libm and rounded to 12 significant digits, the same everywhere. For every other shape it is exact, to 28 digits, a duration to the second: of a range
    /// (low + 4 × likely + high) ÷ 6, with a weight γ of its own (low + γ × likely + high) ÷ (γ + 2), triangular (low + likely + high) ÷ 3, uniform (low + high) ÷ 2; of observed
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
            Shape::WeightedRange { low, likely, high, gamma } => {
                let gamma = to_float(gamma.value());
                Distribution::weighted_pert(float(*low), float(*likely), float(*high), gamma)
            }
            Shape::Between { p5, likely, p95 } => {
                Distribution::pert_between(float(*p5), float(*likely), float(*p95), to_float(Q::MOST))
            }
            Shape::Deciles { p10, p90 } => {
                let (mu, sigma) = logarithm(p10.to_number(), p90.to_number(), Z90);
                Distribution::lognormal(mu, sigma, to_float(Q::MOST))
            }
            Shape::Interval { p5, p95 } => {
                let (mu, sigma) = logarithm(p5.to_number(), p95.to_number(), Z95);
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
            Shape::Parts(parts) => parts::distribution(parts),
            Shape::Typical { median, spread } => {
                let sigma = libm::log(to_float(spread.value())) / Z95;
                let (median, most) = (median.distribution(), to_float(Q::MOST));
                Distribution::Typical(Box::new(Typical { median, sigma, most }))
            }
        }
    }

    /// The ends of an estimate that is no point: the least and the greatest value, or the 5th and the 95th percentile; of cases
    /// around a median, those of their mean.
    pub(crate) fn ends(&self) -> Option<(Decimal, Decimal)> {
        let number = |quantity: &Q| quantity.to_number();
        match &self.shape {
            Shape::Point(_) => None,
            Shape::Range { low, high, .. }
            | Shape::Triangular { low, high, .. }
            | Shape::Uniform { low, high } => Some((number(low), number(high))),
            Shape::Interval { p5, p95 } => Some((number(p5), number(p95))),
            Shape::WeightedRange { low, high, .. } => Some((number(low), number(high))),
            Shape::Between { p5, p95, .. } => Some((number(p5), number(p95))),
            Shape::Deciles { .. } => self.wider_interval(),
            Shape::Counted { .. } => self.counted_interval(),
            Shape::Observed(values) => values.iter().map(number).min().zip(values.iter().map(number).max()),
            Shape::Parts(parts) => parts::ends(parts),
            Shape::Typical { median, .. } => {
                let (low, high) = median.ends()?;
                let mean = median.mean_number();
                let scaled = |end| quotient(product(self.mean, end).ok()?, mean).ok();
                scaled(low).zip(scaled(high).map(|high| high.min(Q::MOST)))
            }
        }
    }

    /// Whether it is known, or taken as known.
    pub(crate) fn is_point(&self) -> bool {
        match &self.shape {
            Shape::Point(_) => true,
            Shape::Parts(parts) => parts.iter().all(|part| part.amount.is_point()),
            _ => false,
        }
    }

    /// Its parts, of an exposure that is given so.
    #[must_use]
    pub fn parts(&self) -> &[ExposurePart<Q>] {
        match &self.shape {
            Shape::Parts(parts) => parts,
            _ => &[],
        }
    }

    /// The same with this mean, as known: single cases go on varying around it.
    pub(crate) fn known(&self, mean: Decimal) -> Self {
        match &self.shape {
            Shape::Typical { median, spread } if !self.mean.is_zero() => {
                let scaled = quotient(product(median.mean, mean).unwrap_or(mean), self.mean);
                let median = Self::point(Q::from_number(scaled.unwrap_or(median.mean)));
                Self { shape: Shape::Typical { median: Arc::new(median), spread: *spread }, mean }
            }
            _ => Self { shape: Shape::Point(Q::from_number(mean)), mean },
        }
    }

    /// What is merely unknown of it, which is the same for all cases: its median where single cases vary around one, else
    /// all of it.
    pub(crate) fn unknown(&self) -> &Self {
        match &self.shape {
            Shape::Typical { median, .. } => median,
            _ => self,
        }
    }

    /// The 5th and the 95th percentile of an interval that is given by its deciles, to nine decimals; `None` for every other
    /// shape.
    pub(crate) fn wider_interval(&self) -> Option<(Decimal, Decimal)> {
        let Shape::Deciles { p10, p90 } = &self.shape else { return None };
        let (mu, sigma) = logarithm(p10.to_number(), p90.to_number(), Z90);
        let end =
            |z: f64| from_float(libm::exp(mu + z * sigma)).map(|end| end.round_dp(MAX_SCALE).min(Q::MOST));
        end(-Z95).zip(end(Z95))
    }

    /// By what its upper end is a multiple of its lower one, and whether its mean is above its 95th percentile, where it is
    /// a lognormal so wide that its mean says little: above [`WIDE`] times, or with such a mean.
    pub(crate) fn too_wide(&self) -> Option<(Decimal, bool)> {
        let (low, high, z) = match &self.shape {
            Shape::Interval { p5, p95 } => (p5.to_number(), p95.to_number(), Z95),
            Shape::Deciles { p10, p90 } => (p10.to_number(), p90.to_number(), Z90),
            Shape::Parts(parts) => return parts.iter().find_map(|part| part.amount.too_wide()),
            _ => return None,
        };
        let (_, sigma) = logarithm(low, high, z);
        let above = sigma / 2.0 > Z95;
        let times = quotient(high, low).ok()?;
        (above || times > Decimal::from(WIDE)).then_some((times.round(), above))
    }

    /// The value that it is below with this probability, of which 0 and 1 are left out: to 12 significant digits by halving
    /// where its distribution is not a point.
    pub(crate) fn quantile(&self, part: f64) -> Q {
        let distribution = self.distribution();
        let (mut low, mut high) = (0.0, 1.0);
        while 1.0 - distribution.above(high) < part && high < 1e16 {
            high *= 2.0;
        }
        // A float has 53 bits.
        for _ in 0..64 {
            let middle = (low + high) / 2.0;
            if 1.0 - distribution.above(middle) < part { low = middle } else { high = middle }
        }
        Q::from_number(from_float(high).map_or(Decimal::ZERO, |value| value.round_dp(MAX_SCALE).normalize()))
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
        built(|at, problems| range((low, likely, high), RangeShape::Pert, at, problems))
    }

    /// Returns a triangular estimate: least, most likely and greatest value.
    ///
    /// # Errors
    /// [`Problems`] where they do not ascend.
    pub fn triangular(low: Q, likely: Q, high: Q) -> Result<Self, Problems> {
        built(|at, problems| range((low, likely, high), RangeShape::Triangular, at, problems))
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
        built(|at, problems| interval((p5, p95), false, at, problems))
    }

    /// Returns an estimate of what varies from case to case around a median that is not known: nine in ten cases lie between
    /// the median divided by `spread` and the median times it.
    ///
    /// # Errors
    /// [`Problems`] where the quantity does not vary from case to case, or the spread is not between 1 and 100.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Duration, Estimate, Number};
    ///
    /// let median = Estimate::uniform("1h".parse::<Duration>()?, "6h".parse()?)?;
    /// let handling = Estimate::typical(median, Number::from(3))?;
    /// // 3.5 h × exp(σ²/2), with σ = ln 3 ÷ 1.6448536…
    /// assert_eq!(handling.mean().to_string(), "4h 22min 29s");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn typical(median: Self, spread: Number) -> Result<Self, Problems> {
        built(|at, problems| typical(median, spread, at, problems))
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

impl Estimate<Duration> {
    /// The mean in hours, to 28 digits.
    pub(crate) fn mean_hours(&self) -> Decimal {
        self.mean / Decimal::from(3600)
    }
}

impl Estimate<Share> {
    /// The mean as a part of one.
    pub(crate) fn mean_of_one(&self) -> Decimal {
        self.mean / Decimal::ONE_HUNDRED
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

/// Cases around a median; `None`, with a problem, where the quantity has none or the spread is none.
fn typical<Q: Quantity>(
    median: Estimate<Q>,
    spread: Number,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Estimate<Q>> {
    let refused = |message: String, help: &str| Some(at.problem(ProblemCode::InvalidEstimate, message, help));
    let problem = if !Q::HAS_CASES {
        let help = "write what it may be as a range or an interval: it is one unknown number, drawn once for each trial";
        refused(
            "`median` and `spread` are for a time or a share that varies from incident to incident"
                .to_owned(),
            help,
        )
    } else if matches!(median.shape, Shape::Typical { .. }) {
        refused("a `median` has no `median` of its own".to_owned(), "write a point, a range or an interval")
    } else if spread.value() < Decimal::ONE || spread.value() > Decimal::ONE_HUNDRED {
        let help = "write by what nine in ten cases are at most above or below the median: 3 is a third to three times";
        refused(format!("a spread of `{spread}` is not between 1 and 100"), help)
    } else {
        None
    };
    if let Some(problem) = problem {
        problems.push(problem);
        return None;
    }
    let shape = Shape::Typical { median: Arc::new(median), spread };
    let unknown = Estimate { shape, mean: Decimal::ZERO };
    let mean = from_float(unknown.distribution().mean()).filter(|mean| *mean <= Q::MOST);
    let Some(mean) = mean else {
        problems.push(at.problem(
            ProblemCode::NumberOutOfRange,
            format!("it varies so much that its mean is beyond {}", Q::MOST),
            "narrow the spread",
        ));
        return None;
    };
    Some(Estimate { mean: mean.round_dp(MAX_SCALE).normalize(), ..unknown })
}

/// The standard normal's 95th percentile.
const Z95: f64 = 1.644_853_626_951_472_2;

/// The standard normal's 90th percentile.
const Z90: f64 = 1.281_551_565_544_600_4;

/// From how many times its lower end on the upper end of an interval is worth a finding.
const WIDE: u32 = 500;

/// What `shape` may say of a range with a likely value.
const RANGE_SHAPES: [(&str, RangeShape); 2] =
    [("pert", RangeShape::Pert), ("triangular", RangeShape::Triangular)];

fn range<Q: Quantity>(
    (low, likely, high): (Q, Q, Q),
    form: RangeShape,
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
    let (least, most_likely, most) = (low.to_number(), likely.to_number(), high.to_number());
    let (shape, mean) = match form {
        RangeShape::Triangular => {
            (Shape::Triangular { low, likely, high }, triangular_mean(least, most_likely, most))
        }
        RangeShape::Pert => (Shape::Range { low, likely, high }, range_mean(least, most_likely, most)),
        RangeShape::Weighted(gamma) => {
            let mean = weighted_mean(least, most_likely, most, gamma.value());
            (Shape::WeightedRange { low, likely, high, gamma }, mean)
        }
    };
    let mean = mean.ok()?;
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

fn interval<Q: Quantity>(
    (p5, p95): (Q, Q),
    deciles: bool,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Estimate<Q>> {
    if p5.to_number().is_zero() || p5 >= p95 {
        let (message, help) = if p5 > p95 {
            ("the lower end of the interval is above its upper end", "write the lower end first")
        } else if p5 == p95 {
            ("both ends of the interval are the same", "write the one value, or a lower and an upper end")
        } else {
            (
                "an interval needs a lower end above zero",
                "write for example \"2 to 15\"; for a value that can be zero use `low`, `likely`, `high`",
            )
        };
        problems.push(at.problem(ProblemCode::InvalidEstimate, message, help));
        return None;
    }
    let z = if deciles { Z90 } else { Z95 };
    let mean = interval_mean(p5.to_number(), p95.to_number(), z, Q::MOST);
    let Some(mean) = mean else {
        problems.push(at.problem(
            ProblemCode::NumberOutOfRange,
            format!("the interval is so wide that its mean is beyond {}", Q::MOST),
            "narrow the interval: its ends should be within a few orders of magnitude",
        ));
        return None;
    };
    let shape = match deciles {
        true => Shape::Deciles { p10: p5, p90: p95 },
        false => Shape::Interval { p5, p95 },
    };
    Some(Estimate { shape, mean })
}

/// A PERT distribution with a likely value between two percentiles.
fn between<Q: Quantity>(
    (p5, likely, p95): (Q, Q, Q),
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Estimate<Q>> {
    if !(p5 <= likely && likely <= p95) || (p5 == p95) {
        problems.push(at.problem(
            ProblemCode::InvalidEstimate,
            "`p5`, `likely` and `p95` are not in ascending order",
            "write what it is below one time in twenty as `p5`, and above one time in twenty as `p95`",
        ));
        return None;
    }
    let shape = Shape::Between { p5, likely, p95 };
    let unknown = Estimate { shape, mean: likely.to_number() };
    let mean = from_float(unknown.distribution().mean())?.round_dp(MAX_SCALE).normalize();
    Some(Estimate { mean: mean.min(Q::MOST), ..unknown })
}

/// The mean of PERT with the usual weight of four on the likely value.
fn range_mean(low: Decimal, likely: Decimal, high: Decimal) -> Result<Decimal, Overflow> {
    let weighted = sum(sum(low, product(likely, Decimal::from(4))?)?, high)?;
    quotient(weighted, Decimal::from(6)).map(|mean| mean.normalize())
}

/// The mean of PERT with another weight on the likely value.
fn weighted_mean(low: Decimal, likely: Decimal, high: Decimal, gamma: Decimal) -> Result<Decimal, Overflow> {
    let weighted = sum(sum(low, product(likely, gamma)?)?, high)?;
    quotient(weighted, sum(gamma, Decimal::TWO)?).map(|mean| mean.normalize())
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

/// The mean and the standard deviation of the logarithm of the lognormal with these percentiles, as far from its median as
/// `z` is from the standard normal's.
fn logarithm(p5: Decimal, p95: Decimal, z: f64) -> (f64, f64) {
    let (low, high) = (libm::log(to_float(p5)), libm::log(to_float(p95)));
    ((low + high) / 2.0, (high - low) / (2.0 * z))
}

/// The mean of the lognormal whose 5th and 95th percentiles these are, cut at the most that the quantity may be, to 12
/// significant digits; `None` where the whole one has a mean beyond it.
fn interval_mean(p5: Decimal, p95: Decimal, z: f64, most: Decimal) -> Option<Decimal> {
    let (mu, sigma) = logarithm(p5, p95, z);
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
                    interval((p5?, p95?), false, at, problems)
                }
                Parts::Range { low, likely, high } => {
                    let low = parse_quantity(low, at, problems);
                    let likely = likely.map(|likely| parse_quantity(likely, at, problems));
                    let high = parse_quantity(high, at, problems);
                    match likely {
                        Some(likely) => range((low?, likely?, high?), RangeShape::Pert, at, problems),
                        None => uniform(low?, high?, at, problems),
                    }
                }
                Parts::One(_) => parse_quantity(text, at, problems).map(Self::point),
            },
            Value::Table(entries) if parts::are_parts(entries, at) => parts::read(node, at, problems),
            Value::Table(entries) if entries.iter().any(|entry| entry.key.starts_with('p')) => {
                let has = |keys: [&str; 2]| {
                    let written = entries.iter().filter(|entry| !matches!(entry.node.value, Value::Null));
                    written.into_iter().any(|entry| keys.contains(&&*entry.key))
                };
                let deciles = has(["p10", "p90"]) && !has(["p5", "p95"]);
                let known: &[&str] = if deciles { &["p10", "p90"] } else { &["p5", "likely", "p95"] };
                let ends = if deciles { ["p10", "p90"] } else { ["p5", "p95"] };
                let fields = Fields::of(node, known, at, problems)?;
                let [low, high] = ends.map(|key| fields.take(key, at, problems));
                if !deciles && has(["likely"; 2]) {
                    let likely = fields.take("likely", at, problems);
                    let (Exact(low), Exact(likely), Exact(high)) = (low?, likely?, high?);
                    return between((low, likely, high), at, problems);
                }
                let (Exact(low), Exact(high)) = (low?, high?);
                interval((low, high), deciles, at, problems)
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
            Value::Table(entries)
                if entries.iter().any(|entry| ["median", "spread"].contains(&&*entry.key)) =>
            {
                let fields = Fields::of(node, &["median", "spread"], at, problems)?;
                let median = fields.take("median", at, problems);
                let spread = fields.take("spread", at, problems);
                typical(median?, spread?, at, problems)
            }
            Value::Table(entries) if entries.iter().any(|entry| entry.key == "observed") => {
                let fields = Fields::of(node, &["observed"], at, problems)?;
                let Observed(values) = fields.take("observed", at, problems)?;
                let mean = observed_mean(&values).ok()?;
                Some(Self { shape: Shape::Observed(values), mean })
            }
            Value::Table(entries) => {
                let fields = Fields::of(node, &["low", "likely", "high", "shape", "gamma"], at, problems)?;
                let low = fields.take("low", at, problems);
                // A range without either key is uniform; one that says its shape has a likely value.
                let written = || entries.iter().filter(|entry| !matches!(entry.node.value, Value::Null));
                let has = |key: &str| written().any(|entry| entry.key == key);
                let likely = match has("likely") || has("shape") || has("gamma") {
                    true => fields.take("likely", at, problems).map(Some),
                    false => Some(None),
                };
                let high = fields.take("high", at, problems);
                let shape = match has("shape") {
                    true => fields.take("shape", at, problems),
                    false => Some(RangeShape::Pert),
                };
                let shape = match has("gamma") {
                    true => weighted(&fields, shape, at, problems),
                    false => shape,
                };
                let (Exact(low), likely, Exact(high), shape) = (low?, likely?, high?, shape?);
                match likely {
                    Some(Exact(likely)) => range((low, likely, high), shape, at, problems),
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

/// What shape a range with a likely value has.
#[derive(Clone, Copy)]
enum RangeShape {
    Pert,
    /// PERT with this weight of the likely value.
    Weighted(Number),
    Triangular,
}

/// The shape of a range that says how much its likely value weighs.
fn weighted(
    fields: &Fields<'_, '_>,
    shape: Option<RangeShape>,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<RangeShape> {
    let gamma: Number = fields.take("gamma", at, problems)?;
    let here = Path::Key(at, "gamma");
    if gamma.value().is_zero() || gamma.value() > Decimal::ONE_HUNDRED {
        problems.push(here.problem(
            ProblemCode::NumberOutOfRange,
            format!("`{gamma}` is not above 0 and at most 100"),
            "write how much the likely value weighs: 4 is usual, less makes the ends likelier",
        ));
        return None;
    }
    match shape? {
        RangeShape::Triangular => {
            problems.push(here.problem(
                ProblemCode::ConflictingKeys,
                "`gamma` stands beside a triangular shape, which has no weight",
                "remove it, or write `shape = \"pert\"`",
            ));
            None
        }
        // The usual weight is the usual shape.
        RangeShape::Pert | RangeShape::Weighted(_) if gamma.value() == Decimal::from(4) => {
            Some(RangeShape::Pert)
        }
        RangeShape::Pert | RangeShape::Weighted(_) => Some(RangeShape::Weighted(gamma)),
    }
}

impl Read for RangeShape {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &RANGE_SHAPES, at, problems)
    }

    fn fallback() -> Self {
        Self::Pert
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

impl<Q: Quantity> Serialize for Estimate<Q> {
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
            Shape::WeightedRange { low, likely, high, gamma } => {
                let mut map = serializer.serialize_map(Some(4))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("high", high)?;
                map.serialize_entry("gamma", gamma)?;
                map.end()
            }
            Shape::Between { p5, likely, p95 } => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("p5", p5)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("p95", p95)?;
                map.end()
            }
            Shape::Deciles { p10, p90 } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("p10", p10)?;
                map.serialize_entry("p90", p90)?;
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
            Shape::Parts(parts) => parts::serialize(parts, serializer),
            Shape::Typical { median, spread } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("median", &**median)?;
                map.serialize_entry("spread", spread)?;
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn means_follow_their_formulas() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(range_mean(number("20"), number("100"), number("900")), Ok(number("220")));
        assert_eq!(range_mean(number("1"), number("3"), number("8")), Ok(number("3.5")));
        // exp((ln 2 + ln 15)/2 + ((ln 15 − ln 2)/(2 × 1.6448536))²/2), by an independent calculation.
        assert_eq!(
            interval_mean(number("2"), number("15"), Z95, crate::exact::MAX_INPUT).unwrap().round_dp(6),
            number("6.607259")
        );
        assert_eq!(
            interval_mean(number("0.000000001"), number("1000000000000000"), Z95, crate::exact::MAX_INPUT),
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
            range((low, likely, high), RangeShape::Pert, &at, problems).unwrap(),
            range((low, likely, high), RangeShape::Triangular, &at, problems).unwrap(),
            uniform(low, high, &at, problems).unwrap(),
            range((low, likely, high), RangeShape::Weighted(text("1.5")), &at, problems).unwrap(),
            interval((low, high), false, &at, problems).unwrap(),
            interval((low, high), true, &at, problems).unwrap(),
            between((low, likely, high), &at, problems).unwrap(),
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
        let estimate = interval((share("20%"), share("90%")), false, &at, problems).unwrap();
        let capped = estimate.distribution();
        near(capped.mean(), to_float(estimate.mean_number()));
        let mut random = Random::of_batch(0, 0);
        let most = (0..10_000).map(|_| capped.sample(&mut random)).fold(0.0, f64::max);
        assert_eq!(most.to_bits(), 100.0_f64.to_bits());
    }

    #[test]
    fn percentiles_and_weights_give_the_distribution_that_has_them() {
        let text = |text: &str| text.parse::<Number>().unwrap();
        let mut problems = Gathered::default();
        let (at, problems) = (Path::Root, &mut problems);
        // exp(μ + σ²/2) with μ = (ln 5000 + ln 90000)/2 and σ = ln 18 ÷ (2 × 1.2815516), by an independent calculation.
        let deciles = interval((text("5000"), text("90000")), true, &at, problems).unwrap();
        assert_eq!(deciles.mean_number().round_dp(2).to_string(), "40063.27");
        // (1736 + 58060 + 2218370) ÷ 3 with the weight of one; 448890.33 with the usual four.
        let ends = (text("1736"), text("58060"), text("2218370"));
        let weighted = range(ends, RangeShape::Weighted(text("1")), &at, problems).unwrap();
        assert_eq!(weighted.mean_number().round_dp(4).to_string(), "759388.6667");
        // Symmetric, skewed, and so skewed that its start would be below zero.
        for (p5, likely, p95) in [("20", "50", "80"), ("4", "5", "90"), ("90", "99", "100"), ("1", "1", "90")]
        {
            let estimate = between((text(p5), text(likely), text(p95)), &at, problems).unwrap();
            let distribution = estimate.distribution();
            for (end, part) in [(p5, 0.95), (p95, 0.05)] {
                let above = distribution.above(end.parse().unwrap());
                assert!((above - part).abs() < 1e-4, "{p5} {likely} {p95}: {above}");
            }
            // By draws, which are never below zero.
            let mut random = Random::of_batch(1, 0);
            let draws: Vec<f64> = (0..40_000).map(|_| distribution.sample(&mut random)).collect();
            let mean = draws.iter().sum::<f64>() / 40_000.0;
            let spread = draws.iter().map(|draw| (draw - mean) * (draw - mean)).sum::<f64>() / 40_000.0;
            assert!((mean - distribution.mean()).abs() < 4.0 * (spread / 40_000.0).sqrt(), "{p5} {mean}");
            assert!((spread / distribution.variance() - 1.0).abs() < 0.05, "{p5} {likely} {p95}");
            assert!(draws.iter().all(|draw| *draw >= 0.0));
            let median = estimate.quantile(0.5);
            assert!((distribution.above(to_float(median.value())) - 0.5).abs() < 1e-9);
        }
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
