//! Estimates made from values: what each shape asks of them, and its mean.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::distribution::Distribution;
use crate::estimate::{Estimate, ExposurePart, MAX_OBSERVED, Shape, Z90, Z95, logarithm};
use crate::exact::{MAX_SCALE, Number, Overflow, Quantity, from_float, product, quotient, sum, to_float};
use crate::problem::{Gathered, ProblemCode, Problems};
use crate::read::Path;

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// The same times a factor of one or more: every value that it is written with, to nine decimals, and its mean. What
    /// counts events, or varies from case to case, is no amount that grows and stays as it is.
    pub(crate) fn scaled(&self, factor: Decimal) -> Result<Self, Overflow> {
        let times = |value: Q| -> Result<Q, Overflow> {
            Ok(Q::from_number(product(value.to_number(), factor)?.round_dp(MAX_SCALE).normalize()))
        };
        let shape = match &self.shape {
            Shape::Point(value) => return Ok(Self::point(times(*value)?)),
            Shape::Range { low, likely, high } => {
                Shape::Range { low: times(*low)?, likely: times(*likely)?, high: times(*high)? }
            }
            Shape::WeightedRange { low, likely, high, gamma } => Shape::WeightedRange {
                low: times(*low)?,
                likely: times(*likely)?,
                high: times(*high)?,
                gamma: *gamma,
            },
            Shape::Between { p5, likely, p95 } => {
                Shape::Between { p5: times(*p5)?, likely: times(*likely)?, p95: times(*p95)? }
            }
            Shape::Deciles { p10, p90 } => Shape::Deciles { p10: times(*p10)?, p90: times(*p90)? },
            Shape::Interval { p5, p95 } => Shape::Interval { p5: times(*p5)?, p95: times(*p95)? },
            Shape::Triangular { low, likely, high } => {
                Shape::Triangular { low: times(*low)?, likely: times(*likely)?, high: times(*high)? }
            }
            Shape::Uniform { low, high } => Shape::Uniform { low: times(*low)?, high: times(*high)? },
            Shape::Observed(values) => {
                Shape::Observed(values.iter().map(|value| times(*value)).collect::<Result<_, _>>()?)
            }
            Shape::Parts(parts) => {
                let part = |part: &ExposurePart<Q>| {
                    Ok(ExposurePart { amount: part.amount.scaled(factor)?, ..part.clone() })
                };
                Shape::Parts(parts.iter().map(part).collect::<Result<_, Overflow>>()?)
            }
            Shape::Counted { .. } | Shape::Typical { .. } => return Ok(self.clone()),
        };
        let mean = product(self.mean, factor)?.normalize();
        if mean > Q::MOST { Err(Overflow) } else { Ok(Self { shape, mean }) }
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

impl Estimate<Number> {
    /// Returns a number a year by the events of some years: the gamma distribution of events + ½ over years.
    ///
    /// # Errors
    /// [`Problems`] where there are no years.
    pub fn counted(events: Number, years: Number) -> Result<Self, Problems> {
        built(|at, problems| counted(events, years, at, problems))
    }
}

/// What shape a range with a likely value has.
#[derive(Clone, Copy)]
pub(super) enum RangeShape {
    Pert,
    /// PERT with this weight of the likely value.
    Weighted(Number),
    Triangular,
}

/// A number a year by the events of some years.
pub(super) fn counted<Q: Quantity>(
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

/// Cases around a median; `None`, with a problem, where the quantity has none or the spread is none.
pub(super) fn typical<Q: Quantity>(
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

pub(super) fn range<Q: Quantity>(
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

pub(super) fn uniform<Q: Quantity>(
    low: Q,
    high: Q,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Estimate<Q>> {
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

pub(super) fn interval<Q: Quantity>(
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
                "write for example \"2 to 15\"; for what can be zero, \"min 0 max 15\" makes all of it as likely, and \"low 0 likely 2 high 15\" \
                 most of it near 2",
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
pub(super) fn between<Q: Quantity>(
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
pub(super) fn range_mean(low: Decimal, likely: Decimal, high: Decimal) -> Result<Decimal, Overflow> {
    let weighted = sum(sum(low, product(likely, Decimal::from(4))?)?, high)?;
    quotient(weighted, Decimal::from(6)).map(|mean| mean.normalize())
}

/// The mean of PERT with another weight on the likely value.
pub(super) fn weighted_mean(
    low: Decimal,
    likely: Decimal,
    high: Decimal,
    gamma: Decimal,
) -> Result<Decimal, Overflow> {
    let weighted = sum(sum(low, product(likely, gamma)?)?, high)?;
    quotient(weighted, sum(gamma, Decimal::TWO)?).map(|mean| mean.normalize())
}

/// The mean of a triangular distribution.
pub(super) fn triangular_mean(low: Decimal, likely: Decimal, high: Decimal) -> Result<Decimal, Overflow> {
    quotient(sum(sum(low, likely)?, high)?, Decimal::from(3)).map(|mean| mean.normalize())
}

/// The mean of values that are as likely as each other. Their sum is exact: of [`MAX_OBSERVED`] numbers of up to
/// 10^15 with nine decimals it has 28 digits.
pub(super) fn observed_mean<Q: Quantity>(values: &[Q]) -> Result<Decimal, Overflow> {
    let total = values.iter().try_fold(Decimal::ZERO, |total, value| sum(total, value.to_number()))?;
    quotient(total, Decimal::from(values.len())).map(|mean| mean.normalize())
}

/// The mean of the lognormal whose 5th and 95th percentiles these are, cut at the most that the quantity may be, to 12
/// significant digits; `None` where the whole one has a mean beyond it.
pub(super) fn interval_mean(p5: Decimal, p95: Decimal, z: f64, most: Decimal) -> Option<Decimal> {
    let (mu, sigma) = logarithm(p5, p95, z);
    let whole = from_float(libm::exp(mu + sigma * sigma / 2.0))?;
    let mean = from_float(Distribution::lognormal(mu, sigma, to_float(most)).mean())?;
    (whole <= most).then(|| mean.round_dp(MAX_SCALE).normalize())
}
