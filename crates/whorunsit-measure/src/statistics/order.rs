use statrs::distribution::{Binomial, DiscreteCDF};

use super::{Interval, TAIL};

/// Values in ascending order.
#[must_use]
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

/// A quantile of values in ascending order, with the interval between two order statistics whose ranks the binomial
/// distribution gives: it holds whatever the distribution of the values (H. A. David, “Order Statistics”). Between two
/// values the estimate lies in proportion. `None` where there are no values.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::quantile;
///
/// let values: Vec<f64> = (1..=20).map(f64::from).collect();
/// let median = quantile(&values, 0.5).unwrap();
/// assert_eq!((median.low, median.estimate, median.high), (Some(6.0), 10.5, Some(15.0)));
/// // Twenty values are too few for an upper end of the 95th percentile.
/// assert_eq!(quantile(&values, 0.95).unwrap().high, None);
/// ```
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> Option<Interval> {
    let last = sorted.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let (one, next) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    let estimate = one + (next - one) * (place - below as f64);
    let count = u64::try_from(sorted.len()).ok()?;
    let binomial = Binomial::new(p, count).ok()?;
    // The highest rank whose value lies above the quantile in at most one case of twenty, and the lowest below it.
    let start = binomial.inverse_cdf(TAIL);
    let rank = |rank: u64| sorted.get(usize::try_from(rank.checked_sub(1)?).ok()?).copied();
    let below = |rank: u64| if rank == 0 { 0.0 } else { binomial.cdf(rank - 1) };
    let mut lower = start + 1;
    while lower > 0 && below(lower) > TAIL {
        lower -= 1;
    }
    let mut upper = binomial.inverse_cdf(1.0 - TAIL);
    while upper <= count && 1.0 - below(upper) > TAIL {
        upper += 1;
    }
    Some(Interval { estimate, low: rank(lower), high: rank(upper) })
}
