use statrs::distribution::{ContinuousCDF, Gamma};

use super::{Interval, TAIL};

/// How many events a year, with the exact interval for a Poisson count (F. Garwood, “Fiducial limits for the Poisson
/// distribution”, Biometrika 28, 1936): half the quantiles of chi-squared with 2k and 2k + 2 degrees of freedom.
///
/// `None` where the time is not above zero.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::rate;
///
/// let year = rate(10, 1.0).unwrap();
/// assert_eq!(year.estimate, 10.0);
/// assert_eq!((year.low.unwrap() * 1e3).round(), 5425.0);
/// assert_eq!((year.high.unwrap() * 1e3).round(), 16962.0);
/// assert_eq!(rate(0, 1.0).unwrap().low, Some(0.0));
/// ```
#[must_use]
pub fn rate(events: u64, years: f64) -> Option<Interval> {
    if !(years > 0.0 && years.is_finite()) {
        return None;
    }
    let count = events as f64;
    let quantile = |shape: f64, p: f64| Gamma::new(shape, 1.0).map_or(0.0, |gamma| gamma.inverse_cdf(p));
    let low = if events == 0 { 0.0 } else { quantile(count, TAIL) };
    Some(Interval::new(low / years, count / years, quantile(count + 1.0, 1.0 - TAIL) / years))
}
