//! Estimates: a point, a range, an interval, observed values or a count of events, and their means.

mod build;
mod parts;
mod read;
#[cfg(feature = "full")]
pub(crate) mod spread;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;

use rust_decimal::Decimal;

#[cfg(feature = "schema")]
pub(crate) use self::parts::Exposure;
pub use self::parts::{ExposureKind, ExposurePart, ExposureTime};
use crate::distribution::{Distribution, Typical};
use crate::exact::{Duration, MAX_SCALE, Number, Quantity, Share, from_float, product, quotient, to_float};

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
        let high = self.distribution().quantile(part);
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

/// The standard normal's 95th percentile.
const Z95: f64 = 1.644_853_626_951_472_2;

/// The standard normal's 90th percentile.
const Z90: f64 = 1.281_551_565_544_600_4;

/// From how many times its lower end on the upper end of an interval is worth a finding.
const WIDE: u32 = 500;

/// The mean and the standard deviation of the logarithm of the lognormal with these percentiles, as far from its median as
/// `z` is from the standard normal's.
fn logarithm(p5: Decimal, p95: Decimal, z: f64) -> (f64, f64) {
    let (low, high) = (libm::log(to_float(p5)), libm::log(to_float(p95)));
    ((low + high) / 2.0, (high - low) / (2.0 * z))
}
