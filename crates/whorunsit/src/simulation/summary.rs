//! What samples come to: means with their errors, percentiles, risk, exceedance.

use rust_decimal::Decimal;
use serde::Serialize;

use super::ranks::Ranked;
use crate::float::from_float;
use crate::{Currency, Money, number};

/// A float as money, to 12 significant digits and the minor unit of the currency.
pub(crate) fn money(float: f64, currency: Currency) -> Money {
    // Beyond what a float becomes an exact number from, scaled; beyond even that, a simulation is refused.
    const LARGE: f64 = 1e15;
    let size = float.abs();
    let size = if size < LARGE {
        from_float(size)
    } else {
        from_float(size / LARGE).and_then(|size| size.checked_mul(Decimal::from(LARGE as u64)))
    };
    let size = size.unwrap_or_default();
    let signed = if float < 0.0 { -size } else { size };
    Money::from_number(signed).booked(currency)
}

/// The largest amount that is reported: a hundredth of it still has its place in 28 digits.
pub(crate) const MOST_MONEY: f64 = 1e24;

/// A part of one in percent, to four decimals.
pub(crate) fn percent(part: f64) -> Decimal {
    from_float(part * 100.0).unwrap_or_default().round_dp(4).normalize()
}

/// How an uncertain amount is spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
}

/// A loss that is zero or more, with its tail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exceedance {
    /// How likely a larger loss is, in percent.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub percent: Decimal,
    /// The loss.
    pub loss: Money,
}

/// A range of a histogram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bin {
    /// The least loss in it.
    pub at_least: Money,
    /// What is above it; the last range also counts everything larger.
    pub below: Money,
    /// How many trials fall in it.
    pub trials: usize,
}

/// Mean and variance, summed in the order of the trials by batches, so that they have the same bits everywhere.
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
        let total: f64 = samples.chunks(super::engine::BATCH).map(|batch| batch.iter().sum::<f64>()).sum();
        let mean = total / count as f64;
        let square = |sample: &f64| (sample - mean) * (sample - mean);
        let squares: f64 =
            samples.chunks(super::engine::BATCH).map(|batch| batch.iter().map(square).sum::<f64>()).sum();
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

impl Spread {
    pub(crate) fn of(samples: &[f64], moments: Moments, currency: Currency) -> Self {
        let places = PERCENTILES.map(|part| quantile(part, samples.len()));
        Self::with(&Ranked::of(samples, &places, &[]).values, moments, currency)
    }

    /// `percentiles` starts with those of a spread.
    fn with(percentiles: &[f64], moments: Moments, currency: Currency) -> Self {
        let money = |float| money(float, currency);
        let mut percentiles = percentiles.iter().copied().map(money);
        let mut next = || percentiles.next().unwrap_or_default();
        Self {
            mean: money(moments.mean),
            standard_error: money(moments.standard_error()),
            standard_deviation: money(moments.variance.sqrt()),
            p5: next(),
            p50: next(),
            p95: next(),
        }
    }
}

/// Where an exceedance curve has its points, in parts of ten thousand.
const EXCEEDANCE: [u32; 16] =
    [9_900, 9_500, 9_000, 8_000, 7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 500, 200, 100, 50, 10];

/// Ranges of a histogram.
const BINS: usize = 20;

impl Risk {
    pub(crate) fn of(samples: &[f64], currency: Currency) -> Self {
        let count = samples.len();
        let show = |float| money(float, currency);
        // A point that rests on fewer than ten trials says little.
        let known: Vec<u32> =
            EXCEEDANCE.into_iter().filter(|part| *part as usize * count >= 100_000).collect();
        let at_curve = known.iter().map(|part| 1.0 - f64::from(*part) / 10_000.0);
        let parts = PERCENTILES.into_iter().chain([0.0, 0.99]).chain(at_curve);
        let places: Vec<usize> = parts.map(|part| quantile(part, count)).collect();
        let tails = [tail(0.05, count), tail(0.01, count)];
        let ranked = Ranked::of(samples, &places, &tails);
        let value = |place: usize| ranked.values.get(place).copied().unwrap_or_default();
        let [worst_20th, worst_100th] = [0, 1].map(|place| {
            let sum = ranked.tails.get(place).copied().unwrap_or_default();
            let from = tails.get(place).copied().unwrap_or_default();
            sum / count.saturating_sub(from).max(1) as f64
        });
        let curve = known.iter().zip(ranked.values.iter().skip(PERCENTILES.len() + 2));
        let exceedance = curve.map(|(part, loss)| {
            let percent = Decimal::new((*part).into(), 2).normalize();
            Exceedance { percent, loss: show(*loss) }
        });
        Self {
            spread: Spread::with(&ranked.values, Moments::of(samples), currency),
            value_at_risk_95: show(value(2)),
            conditional_value_at_risk_95: show(worst_20th),
            value_at_risk_99: show(value(4)),
            conditional_value_at_risk_99: show(worst_100th),
            exceedance: exceedance.collect(),
            histogram: histogram(samples, (value(3), value(4)), currency),
        }
    }
}

/// Ranges of equal width from the least sample up to the 99th percentile; the last one also has what is above.
fn histogram(samples: &[f64], (low, high): (f64, f64), currency: Currency) -> Vec<Bin> {
    if high <= low {
        return Vec::new();
    }
    let width = (high - low) / BINS as f64;
    let scale = 1.0 / width;
    let edge = |bin: usize| low + width * bin as f64;
    let mut counts = [0; BINS];
    for sample in samples {
        // It may be off by one at an edge.
        let mut bin = (((sample - low) * scale) as usize).min(BINS - 1);
        if bin > 0 && *sample < edge(bin) {
            bin -= 1;
        } else if bin + 1 < BINS && *sample >= edge(bin + 1) {
            bin += 1;
        }
        if let Some(count) = counts.get_mut(bin) {
            *count += 1;
        }
    }
    let bin = |(bin, trials)| Bin {
        at_least: money(edge(bin), currency),
        below: money(edge(bin + 1), currency),
        trials,
    };
    counts.into_iter().enumerate().map(bin).collect()
}
