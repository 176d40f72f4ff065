use statrs::distribution::{Beta, ContinuousCDF};

use super::{Interval, TAIL};

/// What part of some things is of a kind, with the exact interval for a binomial count (C. J. Clopper and
/// E. S. Pearson, Biometrika 26, 1934). `None` where there are none.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::proportion;
///
/// let part = proportion(3, 10).unwrap();
/// assert_eq!(part.estimate, 0.3);
/// assert_eq!((part.low.unwrap() * 1e4).round(), 873.0);
/// assert_eq!((part.high.unwrap() * 1e4).round(), 6066.0);
/// assert_eq!(proportion(0, 0), None);
/// ```
#[must_use]
pub fn proportion(part: u64, whole: u64) -> Option<Interval> {
    if whole == 0 || part > whole {
        return None;
    }
    let (k, n) = (part as f64, whole as f64);
    let quantile = |a: f64, b: f64, p: f64| Beta::new(a, b).map_or(f64::NAN, |beta| beta.inverse_cdf(p));
    let low = if part == 0 { 0.0 } else { quantile(k, n - k + 1.0, TAIL) };
    let high = if part == whole { 1.0 } else { quantile(k + 1.0, n - k, 1.0 - TAIL) };
    Some(Interval::new(low, k / n, high))
}
