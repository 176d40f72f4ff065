use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{Interval, TAIL};

/// By how much `y` rises with each `x`, by least squares, with Student's interval. `None` for fewer than three points, or
/// where every `x` is the same.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::slope;
///
/// let line = slope(&[(0.0, 1.0), (1.0, 3.1), (2.0, 4.9), (3.0, 7.0)]).unwrap();
/// assert_eq!((line.estimate * 100.0).round(), 198.0);
/// assert!(line.contains(2.0) && !line.contains(1.5));
/// ```
#[must_use]
pub fn slope(points: &[(f64, f64)]) -> Option<Interval> {
    if points.len() < 3 {
        return None;
    }
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x_mean, y_mean) = (mean(|point| point.0), mean(|point| point.1));
    let squares: f64 = points.iter().map(|(x, _)| (x - x_mean) * (x - x_mean)).sum();
    if squares <= 0.0 {
        return None;
    }
    let products: f64 = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
    let estimate = products / squares;
    let left: f64 =
        points.iter().map(|(x, y)| y - y_mean - estimate * (x - x_mean)).map(|rest| rest * rest).sum();
    let t = StudentsT::new(0.0, 1.0, count - 2.0).ok()?.inverse_cdf(1.0 - TAIL);
    let error = t * (left / (count - 2.0) / squares).sqrt();
    Some(Interval::new(estimate - error, estimate, estimate + error))
}
