//! What samples come to: means with their errors, percentiles, risk, exceedance.

use rust_decimal::Decimal;
use serde::Serialize;

use super::interval::{MoneyInterval, order_statistics, percent};
use super::moments::Exact;
use super::ranks::{Ranks, sum};
use crate::currency::Currency;
use crate::exact::money;
use crate::exact::{Money, number};

/// The largest amount that is reported: a hundredth of it still has its place in 28 digits.
pub(crate) const MOST_MONEY: f64 = 1e24;

/// How an uncertain amount is spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Spread {
    /// The mean over all trials.
    pub mean: Money,
    /// The standard error of the mean: two times in three the true mean is no further away.
    pub standard_error: Money,
    /// The standard deviation of a single trial.
    pub standard_deviation: Money,
    /// One trial in twenty is below this.
    pub p5: Money,
    /// The median.
    pub p50: Money,
    /// One trial in twenty is above this.
    pub p95: Money,
    /// How far off the percentiles may be, as there are only so many trials.
    pub intervals: PercentileIntervals,
    /// The mean by its formula, which no trial disturbs; of costs, the one that `compare` tells. `None` where there is none.
    pub exact_mean: Option<Money>,
    /// The standard deviation of a single trial by its formula; `None` where there is none.
    pub exact_standard_deviation: Option<Money>,
    /// How much of the exact mean rests on draws rarer than one in all the trials, in percent: where it is more than a few
    /// percent, neither the sampled mean nor its standard error can be trusted. `None` where it is not known.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub mean_beyond_trials_percent: Option<Decimal>,
}

/// For each percentile of a spread, an interval that holds the true one 95 times in 100; `None` where there are too few
/// trials to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PercentileIntervals {
    /// Of the 5th percentile.
    pub p5: Option<MoneyInterval>,
    /// Of the median.
    pub p50: Option<MoneyInterval>,
    /// Of the 95th percentile.
    pub p95: Option<MoneyInterval>,
}

/// A loss that is zero or more, with its tail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Risk {
    /// How it is spread.
    pub spread: Spread,
    /// Value at risk: in 95 % of the trials the loss is no larger.
    pub value_at_risk_95: Money,
    /// Conditional value at risk: the mean of the worst 5 % of the trials.
    pub conditional_value_at_risk_95: Money,
    /// In 99 % of the trials the loss is no larger.
    pub value_at_risk_99: Money,
    /// The mean of the worst 1 % of the trials.
    pub conditional_value_at_risk_99: Money,
    /// How likely a loss above an amount is, from likely to rare.
    pub exceedance: Vec<Exceedance>,
    /// How many trials fall in each of some ranges of equal width.
    pub histogram: Vec<Bin>,
}

/// A point of an exceedance curve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Exceedance {
    /// How likely a larger loss is, in percent.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub percent: Decimal,
    /// The loss.
    pub loss: Money,
}

/// A range of a histogram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Bin {
    /// The least loss in it.
    pub at_least: Money,
    /// What is above it; the last range also counts everything larger.
    pub below: Money,
    /// How many trials fall in it.
    pub trials: usize,
}

/// Mean and variance, summed in an order that depends on nothing but how many there are, so that they have the same bits everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    pub(crate) mean: f64,
    pub(crate) variance: f64,
    pub(crate) count: usize,
}

impl Moments {
    pub(crate) fn of(samples: &[f64]) -> Self {
        let count = samples.len();
        if count == 0 {
            return Self::default();
        }
        let mean = sum(samples, |sample| sample) / count as f64;
        let squares = sum(samples, |sample| (sample - mean) * (sample - mean));
        Self { mean, variance: squares / (count.max(2) - 1) as f64, count }
    }

    pub(crate) fn standard_error(&self) -> f64 {
        (self.variance / self.count.max(1) as f64).sqrt()
    }
}

/// The place of the value that a part of the samples does not exceed: the smallest with at least that part at or below.
fn quantile(part: f64, count: usize) -> usize {
    let rank = (part * count as f64).ceil() as usize;
    rank.saturating_sub(1).min(count.saturating_sub(1))
}

/// Where the greatest part of the samples starts; at least one.
fn tail(part: f64, count: usize) -> usize {
    let from = ((1.0 - part) * count as f64).ceil() as usize;
    from.min(count.saturating_sub(1))
}

/// Where the percentiles of a spread are.
const PERCENTILES: [f64; 3] = [0.05, 0.50, 0.95];

/// The places that a spread needs: its percentiles, and the ends of their intervals.
struct Places {
    percentiles: [usize; 3],
    ends: [Option<(usize, usize)>; 3],
}

impl Places {
    fn of(count: usize) -> Self {
        Self {
            percentiles: PERCENTILES.map(|part| quantile(part, count)),
            ends: PERCENTILES.map(|part| order_statistics(part, count)),
        }
    }

    fn all(&self) -> impl Iterator<Item = usize> {
        self.percentiles
            .into_iter()
            .chain(self.ends.into_iter().flatten().flat_map(|(low, high)| [low, high]))
    }
}

impl Spread {
    pub(crate) fn of(samples: &[f64], exact: Option<Exact>, currency: Currency) -> Self {
        let places = Places::of(samples.len());
        let all: Vec<usize> = places.all().collect();
        let mut values = Ranks::of(samples).values(&all).into_iter();
        Self::with(&places, &mut values, (Moments::of(samples), exact), currency)
    }

    /// `values` starts with those of the places.
    fn with(
        places: &Places,
        values: &mut impl Iterator<Item = f64>,
        (moments, exact): (Moments, Option<Exact>),
        currency: Currency,
    ) -> Self {
        let money = |float| money(float, currency);
        let mut next = || values.next().map(money).unwrap_or_default();
        let [p5, p50, p95] = PERCENTILES.map(|_| next());
        let interval =
            |ends: Option<(usize, usize)>| ends.map(|_| MoneyInterval { at_least: next(), at_most: next() });
        let [of_p5, of_p50, of_p95] = places.ends.map(interval);
        Self {
            mean: money(moments.mean),
            standard_error: money(moments.standard_error()),
            standard_deviation: money(moments.variance.sqrt()),
            p5,
            p50,
            p95,
            intervals: PercentileIntervals { p5: of_p5, p50: of_p50, p95: of_p95 },
            exact_mean: None,
            exact_standard_deviation: None,
            mean_beyond_trials_percent: None,
        }
        .beside(exact, currency)
    }

    /// The same beside what is known without trials.
    pub(super) fn beside(self, exact: Option<Exact>, currency: Currency) -> Self {
        let deviation = exact.and_then(|exact| Some(exact.variance?.max(0.0).sqrt()));
        let beyond = exact.and_then(|exact| exact.beyond);
        Self {
            exact_mean: exact.map(|exact| money(exact.mean, currency)),
            exact_standard_deviation: deviation.map(|deviation| money(deviation, currency)),
            mean_beyond_trials_percent: beyond.map(|beyond| percent(beyond).round_dp(2).normalize()),
            ..self
        }
    }

    /// The same with the mean that the evaluation books, line by line to the minor unit: one figure in every answer.
    pub(super) fn booked(self, mean: Money) -> Self {
        Self { exact_mean: Some(mean), ..self }
    }
}

/// Where an exceedance curve has its points, in parts of ten thousand.
const EXCEEDANCE: [u32; 16] =
    [9_900, 9_500, 9_000, 8_000, 7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 500, 200, 100, 50, 10];

/// Ranges of a histogram.
const BINS: usize = 20;

impl Risk {
    pub(crate) fn of(samples: &[f64], exact: Option<Exact>, currency: Currency) -> Self {
        let count = samples.len();
        let show = |float| money(float, currency);
        // A point that rests on fewer than ten trials says little.
        let known: Vec<u32> =
            EXCEEDANCE.into_iter().filter(|part| *part as usize * count >= 100_000).collect();
        let at_curve = known.iter().map(|part| 1.0 - f64::from(*part) / 10_000.0);
        let parts = [0.0, 0.99].into_iter().chain(at_curve);
        let of_spread = Places::of(count);
        let places: Vec<usize> = of_spread.all().chain(parts.map(|part| quantile(part, count))).collect();
        let tails = [tail(0.05, count), tail(0.01, count)];
        let ranks = Ranks::of(samples);
        let all: Vec<usize> = places.iter().chain(&tails).copied().collect();
        let values = ranks.values(&all);
        let (values, at_tails) = values.split_at_checked(places.len()).unwrap_or_default();
        let mut values = values.iter().copied();
        let spread = Spread::with(&of_spread, &mut values, (Moments::of(samples), exact), currency);
        let [least, rarest] = [0, 1].map(|_| values.next().unwrap_or_default());
        let mut at_tails = at_tails.iter().copied();
        let [worst_20th, worst_100th] = tails.map(|from| {
            let sum = ranks.tail(from, at_tails.next().unwrap_or_default());
            sum / count.saturating_sub(from).max(1) as f64
        });
        let curve = known.iter().zip(values);
        let exceedance = curve.map(|(part, loss)| {
            let percent = Decimal::new((*part).into(), 2).normalize();
            Exceedance { percent, loss: show(loss) }
        });
        Self {
            value_at_risk_95: spread.p95,
            spread,
            conditional_value_at_risk_95: show(worst_20th),
            value_at_risk_99: show(rarest),
            conditional_value_at_risk_99: show(worst_100th),
            exceedance: exceedance.collect(),
            histogram: histogram(&ranks, count, (least, rarest), currency),
        }
    }
}

/// Ranges of equal width from the least sample up to the 99th percentile; the last one also has what is above.
fn histogram(ranks: &Ranks<'_>, count: usize, (low, high): (f64, f64), currency: Currency) -> Vec<Bin> {
    if high <= low {
        return Vec::new();
    }
    let width = (high - low) / BINS as f64;
    let edge = |bin: usize| low + width * bin as f64;
    let edges: Vec<f64> = (1..BINS).map(edge).collect();
    let below = ranks.below(&edges).into_iter().chain([count]);
    let mut before = 0;
    let counts = below.map(|below| below - std::mem::replace(&mut before, below));
    let bin = |(bin, trials)| Bin {
        at_least: money(edge(bin), currency),
        below: money(edge(bin + 1), currency),
        trials,
    };
    counts.enumerate().map(bin).collect()
}
