use statrs::distribution::{Binomial, DiscreteCDF};

use super::{Interval, TAIL};

/// Values in ascending order.
#[must_use]
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

/// A quantile of values in ascending order, with an interval that holds whatever the distribution of the values: between two
/// order statistics whose ranks the binomial distribution gives (H. A. David, “Order Statistics”), each end so far towards
/// the next rank that it is held as often as it says, and not more often because ranks are whole (J. Nyblom, “Note on
/// interpolated order statistics”, Statistics & Probability Letters 14, 1992). Between two values the estimate lies in
/// proportion. `None` where there are no values.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::quantile;
///
/// let values: Vec<f64> = (1..=20).map(f64::from).collect();
/// let median = quantile(&values, 0.5).unwrap();
/// assert_eq!(median.estimate, 10.5);
/// // Of whole ranks, the 6th and the 15th hold it in 95.9 % of cases, the 7th and the 14th in 88.5 %.
/// assert!(median.low > Some(6.0) && median.low < Some(7.0));
/// assert!(median.high > Some(14.0) && median.high < Some(15.0));
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
    let low = lower_end(count, p, |rank| sorted.get(usize::try_from(rank.checked_sub(1)?).ok()?).copied());
    // From above, the upper end is a lower one.
    let high = lower_end(count, 1.0 - p, |rank| {
        sorted.get(usize::try_from(count.checked_sub(rank)?).ok()?).copied()
    });
    Some(Interval { estimate, low, high })
}

/// The value that lies above the quantile `p` in one case of twenty, of values whose ranks begin with 1; `None` where even the
/// first lies above it more often.
fn lower_end(count: u64, p: f64, at: impl Fn(u64) -> Option<f64>) -> Option<f64> {
    let binomial = Binomial::new(p, count).ok()?;
    // How likely the value of a rank lies above the quantile.
    let above = |rank: u64| if rank == 0 { 0.0 } else { binomial.cdf(rank - 1) };
    let mut rank = binomial.inverse_cdf(TAIL) + 1;
    while rank > 0 && above(rank) > TAIL {
        rank -= 1;
    }
    let value = at(rank)?;
    let (short, over) = (TAIL - above(rank), above(rank + 1) - TAIL);
    let (rest, ranks) = ((count - rank) as f64, rank as f64);
    let next = at(rank + 1)?;
    let part = rest * p * short / (rest * p * short + ranks * (1.0 - p) * over);
    Some(if part.is_finite() { value + (next - value) * part } else { value })
}
