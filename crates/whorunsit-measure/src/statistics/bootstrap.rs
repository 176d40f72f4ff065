use statrs::distribution::{ContinuousCDF, Normal};

use super::{Interval, Random, TAIL, sorted};

/// How often a sample is drawn again.
const RESAMPLES: usize = 1_999;
/// From how many values on the central limit theorem gives the interval.
const MANY: usize = 2_000;

/// The mean, with the bias-corrected and accelerated bootstrap's interval (B. Efron, “Better bootstrap confidence
/// intervals”, Journal of the American Statistical Association 82, 1987); of more than 2 000 values, with that of the
/// central limit theorem. `None` where there are no values.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::mean;
///
/// let values = [10.0, 20.0, 30.0, 40.0, 200.0];
/// let found = mean(&values).unwrap();
/// assert_eq!(found.estimate, 60.0);
/// assert!(found.low < Some(40.0) && found.high > Some(100.0));
/// assert_eq!(mean(&[7.0]).unwrap().low, None);
/// ```
#[must_use]
pub fn mean(values: &[f64]) -> Option<Interval> {
    let count = values.len() as f64;
    let first = values.first()?;
    let estimate = values.iter().sum::<f64>() / count;
    let all_the_same = values.iter().all(|value| value.to_bits() == first.to_bits());
    if values.len() < 2 || all_the_same {
        return Some(Interval { estimate, low: None, high: None });
    }
    let normal = Normal::standard();
    let moment = |power: i32| values.iter().map(|value| (value - estimate).powi(power)).sum::<f64>();
    let squares = moment(2);
    if values.len() > MANY {
        let error = (squares / (count - 1.0) / count).sqrt() * normal.inverse_cdf(1.0 - TAIL);
        return Some(Interval::new(estimate - error, estimate, estimate + error));
    }
    let mut random = Random::new(1);
    let mut resample = || {
        let draw = |_| values.get(random.below(values.len())).copied().unwrap_or(estimate);
        (0..values.len()).map(draw).sum::<f64>() / count
    };
    let means = sorted((0..RESAMPLES).map(|_| resample()));
    let below = means.partition_point(|mean| *mean < estimate) as f64 / RESAMPLES as f64;
    let limit = 1.0 / RESAMPLES as f64;
    let bias = normal.inverse_cdf(below.clamp(limit, 1.0 - limit));
    let acceleration = moment(3) / (6.0 * squares.powf(1.5));
    let end = |p: f64| {
        let z = bias + normal.inverse_cdf(p);
        let adjusted = normal.cdf(bias + z / (1.0 - acceleration * z));
        let place = (adjusted * (RESAMPLES + 1) as f64).round() as usize;
        means.get(place.clamp(1, RESAMPLES) - 1).copied()
    };
    Some(Interval { estimate, low: end(TAIL), high: end(1.0 - TAIL) })
}
