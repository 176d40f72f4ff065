//! What samples come to: means with their errors, percentiles, risk, exceedance.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::float::from_float;
use crate::{Currency, Money, number};

/// A float as money, to 12 significant digits and the minor unit of the currency.
pub(crate) fn money(float: f64, currency: Currency) -> Money {
    let size = from_float(float.abs()).unwrap_or_default();
    let signed = if float < 0.0 { -size } else { size };
    Money::from_number(signed).booked(currency)
}

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

/// The value that a part of the sorted samples does not exceed: the smallest one with at least that part at or below.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let rank = (part * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// The mean of the greatest part of the sorted samples; at least of one.
fn tail_mean(sorted: &[f64], part: f64) -> f64 {
    let from = ((1.0 - part) * sorted.len() as f64).ceil() as usize;
    let tail = sorted.get(from.min(sorted.len().saturating_sub(1))..).unwrap_or_default();
    tail.iter().sum::<f64>() / tail.len().max(1) as f64
}

impl Spread {
    /// Sorts the samples.
    pub(crate) fn of(samples: &mut [f64], currency: Currency) -> Self {
        let moments = Moments::of(samples);
        samples.sort_unstable_by(f64::total_cmp);
        Self::of_sorted(samples, moments, currency)
    }

    fn of_sorted(sorted: &[f64], moments: Moments, currency: Currency) -> Self {
        let money = |float| money(float, currency);
        Self {
            mean: money(moments.mean),
            standard_error: money(moments.standard_error()),
            standard_deviation: money(moments.variance.sqrt()),
            p5: money(quantile(sorted, 0.05)),
            p50: money(quantile(sorted, 0.50)),
            p95: money(quantile(sorted, 0.95)),
        }
    }
}

/// Where an exceedance curve has its points, in parts of ten thousand.
const EXCEEDANCE: [u32; 16] =
    [9_900, 9_500, 9_000, 8_000, 7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 500, 200, 100, 50, 10];

/// Ranges of a histogram.
const BINS: usize = 20;

impl Risk {
    /// Sorts the samples.
    pub(crate) fn of(samples: &mut [f64], currency: Currency) -> Self {
        let moments = Moments::of(samples);
        samples.sort_unstable_by(f64::total_cmp);
        let sorted = &*samples;
        let show = |float| money(float, currency);
        // A point that rests on fewer than ten trials says little.
        let known = EXCEEDANCE.into_iter().filter(|part| *part as usize * sorted.len() >= 100_000);
        let exceedance = known.map(|part| {
            let loss = show(quantile(sorted, 1.0 - f64::from(part) / 10_000.0));
            Exceedance { percent: Decimal::new(part.into(), 2).normalize(), loss }
        });
        Self {
            spread: Spread::of_sorted(sorted, moments, currency),
            value_at_risk_95: show(quantile(sorted, 0.95)),
            conditional_value_at_risk_95: show(tail_mean(sorted, 0.05)),
            value_at_risk_99: show(quantile(sorted, 0.99)),
            conditional_value_at_risk_99: show(tail_mean(sorted, 0.01)),
            exceedance: exceedance.collect(),
            histogram: histogram(sorted, currency),
        }
    }
}

/// Ranges of equal width up to the 99th percentile; the last one also has what is above.
fn histogram(sorted: &[f64], currency: Currency) -> Vec<Bin> {
    let (low, high) = (sorted.first().copied().unwrap_or_default(), quantile(sorted, 0.99));
    if high <= low {
        return Vec::new();
    }
    let width = (high - low) / BINS as f64;
    let mut from = 0;
    let mut bins = Vec::with_capacity(BINS);
    for bin in 0..BINS {
        let (start, end) = (low + width * bin as f64, low + width * (bin + 1) as f64);
        let to = if bin + 1 == BINS { sorted.len() } else { sorted.partition_point(|sample| *sample < end) };
        bins.push(Bin {
            at_least: money(start, currency),
            below: money(end, currency),
            trials: to.saturating_sub(from),
        });
        from = to;
    }
    bins
}
