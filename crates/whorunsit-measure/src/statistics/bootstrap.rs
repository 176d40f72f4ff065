use statrs::distribution::{ContinuousCDF, Normal};

use super::{Interval, Random, TAIL, sorted};

/// How often a sample is drawn again.
const RESAMPLES: usize = 1_999;
/// From how many values on the central limit theorem gives the interval.
const MANY: usize = 2_000;

/// The mean, with the interval of the bootstrap-t, which holds for skewed values as others do not (B. Efron and
/// R. J. Tibshirani, “An Introduction to the Bootstrap”, 1993, chapter 12); of more than 2 000 values, with that of the
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
    let squares = values.iter().map(|value| (value - estimate) * (value - estimate)).sum::<f64>();
    if values.len() > MANY {
        let error = (squares / (count - 1.0) / count).sqrt() * Normal::standard().inverse_cdf(1.0 - TAIL);
        return Some(Interval::new(estimate - error, estimate, estimate + error));
    }
    let error = (squares / (count - 1.0) / count).sqrt();
    let mut random = Random::new(1);
    let mut resample = || {
        let (mut sum, mut of_squares) = (0.0, 0.0);
        for _ in 0..values.len() {
            let away = values.get(random.below(values.len())).map_or(0.0, |value| value - estimate);
            sum += away;
            of_squares += away * away;
        }
        let variance = (of_squares - sum * sum / count) / (count - 1.0) / count;
        // A sample of one value drawn again and again has no spread; it says nothing.
        (variance > squares * 1e-12).then(|| sum / count / variance.sqrt())
    };
    let distances = sorted((0..RESAMPLES).filter_map(|_| resample()));
    let end = |p: f64| {
        let place = (p * (distances.len() + 1) as f64).round() as usize;
        let distance = distances.get(place.clamp(1, distances.len().max(1)) - 1)?;
        Some(estimate - distance * error)
    };
    // What cannot be below zero is not.
    let least = if values.iter().all(|value| *value >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    Some(Interval { estimate, low: end(1.0 - TAIL).map(|low| low.max(least)), high: end(TAIL) })
}
