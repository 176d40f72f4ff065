use statrs::distribution::{ContinuousCDF, Normal};

use super::{Interval, TAIL};

/// How long something lasted, or how long it had lasted when it was last seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// The length of time.
    pub time: f64,
    /// Whether it ended then.
    pub ended: bool,
}

/// The median of lengths of which some have not ended (E. L. Kaplan and P. Meier, Journal of the American Statistical
/// Association 53, 1958), with the interval of R. Brookmeyer and J. Crowley (Biometrics 38, 1982) on the log-log scale.
///
/// `None` where fewer than half have ended, as far as can be told.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::{Observation, median_survival};
///
/// // Of the 6-mercaptopurine arm of Freireich and others (1963), in weeks: the median is 23.
/// let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|time| Observation { time: f64::from(time), ended: true });
/// let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
/// let open = open.map(|time| Observation { time: f64::from(time), ended: false });
/// let all: Vec<_> = ended.into_iter().chain(open).collect();
/// assert_eq!(median_survival(&all).unwrap().estimate, 23.0);
/// ```
#[must_use]
pub fn median_survival(observations: &[Observation]) -> Option<Interval> {
    let mut ordered = observations.to_vec();
    // What ends at a time was there until then; what was last seen then may have lasted longer.
    ordered.sort_by(|one, other| one.time.total_cmp(&other.time).then(other.ended.cmp(&one.ended)));
    let z = Normal::standard().inverse_cdf(1.0 - TAIL);
    let mut at_risk = ordered.len() as f64;
    let (mut surviving, mut variance) = (1.0_f64, 0.0);
    let (mut estimate, mut low, mut high) = (None, None, None);
    for group in ordered.chunk_by(|one, other| one.time.total_cmp(&other.time).is_eq()) {
        let time = group.first().map_or(0.0, |observation| observation.time);
        let ended = group.iter().filter(|observation| observation.ended).count() as f64;
        if ended > 0.0 {
            surviving *= 1.0 - ended / at_risk;
            if at_risk > ended {
                variance += ended / (at_risk * (at_risk - ended));
            }
            if surviving <= 0.5 && estimate.is_none() {
                estimate = Some(time);
            }
            // The ends of the interval for the share that survives: at the median one of them is a half.
            let logarithm = surviving.ln();
            let spread = z * variance.sqrt() / logarithm.abs();
            let (lower, upper) = match surviving > 0.0 && surviving < 1.0 {
                true => (surviving.powf(spread.exp()), surviving.powf((-spread).exp())),
                false => (surviving, surviving),
            };
            if lower <= 0.5 && low.is_none() {
                low = Some(time);
            }
            if upper <= 0.5 && high.is_none() {
                high = Some(time);
            }
        }
        at_risk -= group.len() as f64;
    }
    estimate.map(|estimate| Interval { estimate, low, high })
}
