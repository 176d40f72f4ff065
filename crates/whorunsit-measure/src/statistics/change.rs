use serde::Serialize;

use super::{Interval, Random, TAIL, number, sorted};

/// How often labels are shuffled, and samples drawn again.
const ROUNDS: usize = 4_999;

/// How a mean changed from one time to another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The mean before.
    #[serde(serialize_with = "number")]
    pub before: f64,
    /// The mean after.
    #[serde(serialize_with = "number")]
    pub after: f64,
    /// The difference, with the interval of the bootstrap.
    pub difference: Interval,
    /// How likely a difference as large is if nothing changed, by permutation.
    #[serde(serialize_with = "number")]
    pub p_value: f64,
    /// How many values before.
    pub count_before: usize,
    /// How many after.
    pub count_after: usize,
}

/// Compares the means of two samples: a permutation test, and the percentile bootstrap for the interval of the
/// difference. `None` where either has fewer than two values.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::statistics::change;
///
/// let before = [1.0, 2.0, 1.5, 2.5, 1.8, 2.2];
/// let after = [5.0, 6.0, 5.5, 4.5, 6.5, 5.2];
/// let found = change(&before, &after).unwrap();
/// assert!(found.p_value < 0.01 && found.difference.low > Some(2.0));
/// ```
#[must_use]
pub fn change(before: &[f64], after: &[f64]) -> Option<Change> {
    if before.len() < 2 || after.len() < 2 {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_before, mean_after) = (mean(before), mean(after));
    let difference = mean_after - mean_before;
    let mut random = Random::new(2);
    let mut all: Vec<f64> = before.iter().chain(after).copied().collect();
    let mut as_large = 1;
    for _ in 0..ROUNDS {
        // The first places are enough of a shuffle to tell one sample from the other.
        for place in 0..before.len() {
            let other = place + random.below(all.len() - place);
            all.swap(place, other);
        }
        let (one, other) = all.split_at(before.len());
        as_large += usize::from((mean(other) - mean(one)).abs() >= difference.abs() - 1e-12);
    }
    let mut drawn = |values: &[f64]| {
        let draw = |_| values.get(random.below(values.len())).copied().unwrap_or_default();
        (0..values.len()).map(draw).sum::<f64>() / values.len() as f64
    };
    let differences = sorted((0..ROUNDS).map(|_| drawn(after) - drawn(before)));
    let end = |p: f64| differences.get((p * ROUNDS as f64) as usize).copied();
    Some(Change {
        before: mean_before,
        after: mean_after,
        difference: Interval { estimate: difference, low: end(TAIL), high: end(1.0 - TAIL) },
        p_value: as_large as f64 / (ROUNDS + 1) as f64,
        count_before: before.len(),
        count_after: after.len(),
    })
}
