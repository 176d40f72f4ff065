//! How far off a figure of finitely many trials may be: intervals that hold the true value 95 times in 100.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::exact::{Money, from_float, number};

/// The standard normal distribution is below this with a probability of 97.5 %.
const Z: f64 = 1.959_963_984_540_054;

/// A 95 % interval of an amount: of 100 simulations with other seeds, the intervals of 95 hold the true value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MoneyInterval {
    /// Its lower end.
    pub at_least: Money,
    /// Its upper end.
    pub at_most: Money,
}

/// A 95 % interval of a probability, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PercentInterval {
    /// Its lower end.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at_least_percent: Decimal,
    /// Its upper end.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at_most_percent: Decimal,
}

impl PercentInterval {
    /// The score interval for `count` of `trials` (E. B. Wilson, “Probable inference, the law of succession, and
    /// statistical inference”, Journal of the American Statistical Association 22, 1927). It stays within 0 and 100 and
    /// is wider than nothing where no trial, or every trial, counts.
    pub(crate) fn wilson(count: usize, trials: usize) -> Self {
        let n = trials.max(1) as f64;
        let part = count as f64 / n;
        let centre = part + Z * Z / (2.0 * n);
        let half = Z * (part * (1.0 - part) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        let low = if count == 0 { 0.0 } else { ((centre - half) / whole).max(0.0) };
        let high = if count >= trials { 1.0 } else { ((centre + half) / whole).min(1.0) };
        Self { at_least_percent: percent(low), at_most_percent: percent(high) }
    }
}

/// How likely something is that `count` of `trials` show, in percent. Where none or all do, half a trial is put to the
/// other side: a finite number of trials proves nothing impossible, and nothing certain.
pub(crate) fn likelihood(count: usize, trials: usize) -> Decimal {
    let n = trials.max(1) as f64;
    percent((count as f64).clamp(0.5, n - 0.5) / n)
}

/// A part of one in percent, to five decimals: half a trial of the most that there may be.
pub(crate) fn percent(part: f64) -> Decimal {
    from_float(part * 100.0).unwrap_or_default().round_dp(5).normalize()
}

/// The places, counted from zero in ascending order, of the two samples between which the true percentile lies with a
/// probability of 95 % or a little more. `None` where there are too few samples for either.
///
/// How many samples are below the percentile is binomial, whatever the distribution (H. A. David and H. N. Nagaraja,
/// Order Statistics, third edition, section 7.1).
pub(crate) fn order_statistics(part: f64, count: usize) -> Option<(usize, usize)> {
    let n = count as f64;
    let middle = (n * part).floor();
    let reach = (12.0 * (n * part * (1.0 - part)).sqrt()).ceil() + 40.0;
    let first = (middle - reach).max(0.0);
    let last = (middle + reach).min(n);
    // Probabilities in proportion to that of the middle, which is near the greatest.
    let mut weights = vec![0.0; (last - first) as usize + 1];
    let at = (middle - first) as usize;
    let odds = part / (1.0 - part);
    let mut weight = 1.0;
    for (k, slot) in ((at + 1)..).zip(weights.iter_mut().skip(at + 1)) {
        let k = first + k as f64;
        weight *= (n - k + 1.0) / k * odds;
        *slot = weight;
    }
    weight = 1.0;
    for (step, slot) in (0_u32..).zip(weights.iter_mut().take(at + 1).rev()) {
        *slot = weight;
        let k = middle - f64::from(step);
        weight *= k / (n - k + 1.0) / odds;
    }
    let total: f64 = weights.iter().sum();
    // As many samples may be below as leave no more than 2.5 % to either side.
    let (mut below, mut low, mut high) = (0.0, None, None);
    for (place, weight) in weights.iter().enumerate() {
        let fewer = below / total;
        below += weight;
        let k = first as usize + place;
        // At most k − 1 are below with a probability of `fewer`.
        if fewer <= 0.025 && k > 0 {
            low = Some(k - 1);
        }
        if below / total >= 0.975 && high.is_none() {
            high = Some(k);
        }
    }
    low.zip(high).filter(|(_, high)| *high < count)
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{Binomial, DiscreteCDF};

    use super::*;

    #[test]
    fn order_statistics_hold_the_percentile_with_95_percent_or_a_little_more() {
        for count in [71, 100, 1_000, 10_000, 100_000, 1_000_000] {
            for part in [0.05, 0.5, 0.95] {
                let Some((low, high)) = order_statistics(part, count) else {
                    assert_eq!(count, 71, "{part}");
                    continue;
                };
                // Samples `low` and `high`, from zero: more than `low` and at most `high` are below the percentile.
                let below = Binomial::new(part, count as u64).unwrap();
                let holds = below.cdf(high as u64) - below.cdf(low as u64);
                let most = if count < 1_000 { 0.99 } else { 0.965 };
                assert!((0.95..most).contains(&holds), "{part} of {count}: {low} {high} {holds}");
            }
        }
        assert_eq!(order_statistics(0.05, 10), None);
        assert_eq!(order_statistics(0.5, 1), None);
    }

    #[test]
    fn probabilities_are_never_0_or_100() {
        assert_eq!(likelihood(0, 10_000).to_string(), "0.005");
        assert_eq!(likelihood(10_000, 10_000).to_string(), "99.995");
        assert_eq!(likelihood(1_000_000, 1_000_000).to_string(), "99.99995");
        assert_eq!(likelihood(2_500, 10_000).to_string(), "25");
        let wilson = |count, trials| {
            let PercentInterval { at_least_percent, at_most_percent } =
                PercentInterval::wilson(count, trials);
            (at_least_percent.round_dp(3).to_string(), at_most_percent.round_dp(3).to_string())
        };
        // Wilson's interval as statsmodels' proportion_confint(method="wilson") gives it.
        assert_eq!(wilson(0, 10), ("0".to_owned(), "27.753".to_owned()));
        assert_eq!(wilson(10, 10), ("72.247".to_owned(), "100".to_owned()));
        assert_eq!(wilson(30, 100), ("21.895".to_owned(), "39.585".to_owned()));
    }
}
