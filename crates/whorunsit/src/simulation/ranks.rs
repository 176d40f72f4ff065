//! Some places of what would be sorted, without sorting all of it.

/// Below, sorting takes no time worth saving.
const FEW: usize = 4_096;
/// How many samples say where the buckets are to be, and how many buckets there are.
const LOOKED_AT: usize = 1_024;
const BUCKETS: usize = 8_192;

/// What was asked for, in the order in which it was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ranked {
    /// The values at some places.
    pub(crate) values: Vec<f64>,
    /// The sums of everything from some places on.
    pub(crate) tails: Vec<f64>,
}

impl Ranked {
    /// The values that would be at `places`, counted from zero, and the sums from each of `tails` on, if the samples
    /// were in ascending order. Sums are added up in an order that depends on the samples alone.
    pub(crate) fn of(samples: &[f64], places: &[usize], tails: &[usize]) -> Self {
        let looked_at = if samples.len() > FEW {
            samples.iter().step_by(samples.len() / LOOKED_AT).copied().collect()
        } else {
            Vec::new()
        };
        let looked_at = ascending(looked_at);
        let at = |place: usize| looked_at.get(place).copied().unwrap_or_default();
        let (low, high) =
            (at(looked_at.len() / 100), at(looked_at.len().saturating_sub(1 + looked_at.len() / 500)));
        let scale = BUCKETS as f64 / (high - low);
        // Half of the buckets may be in use where many samples are alike; those are quick to sort as well.
        if scale.is_finite() && scale > 0.0 {
            Self::by_buckets(samples, places, tails, |sample| {
                (((sample - low) * scale) as usize).min(BUCKETS - 1)
            })
        } else {
            Self::sorted(samples, places, tails)
        }
    }

    fn sorted(samples: &[f64], places: &[usize], tails: &[usize]) -> Self {
        let sorted = ascending(samples.to_vec());
        let value = |place: &usize| sorted.get(*place).copied().unwrap_or_default();
        let tail = |place: &usize| sorted.get(*place..).unwrap_or_default().iter().sum();
        Self { values: places.iter().map(value).collect(), tails: tails.iter().map(tail).collect() }
    }

    /// By buckets in ascending order, of which only those are sorted that hold a place.
    fn by_buckets(samples: &[f64], places: &[usize], tails: &[usize], bucket: impl Fn(f64) -> usize) -> Self {
        let mut counts = vec![0_usize; BUCKETS];
        let mut of_sample = Vec::with_capacity(samples.len());
        for sample in samples {
            let bucket = bucket(*sample);
            if let Some(count) = counts.get_mut(bucket) {
                *count += 1;
            }
            of_sample.push(bucket as u16);
        }
        let mut end = 0;
        let ends: Vec<usize> = counts
            .iter()
            .map(|count| {
                end += count;
                end
            })
            .collect();
        // Where each place is: in which of the buckets that are kept.
        let find = |place: usize| ends.partition_point(|end| *end <= place).min(BUCKETS - 1);
        let mut wanted: Vec<usize> = places.iter().chain(tails).map(|place| find(*place)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        const UNWANTED: u8 = u8::MAX;
        let mut kept_as = vec![UNWANTED; BUCKETS];
        for (number, bucket) in wanted.iter().enumerate() {
            if let Some(kept) = kept_as.get_mut(*bucket) {
                *kept = u8::try_from(number).unwrap_or(UNWANTED);
            }
        }
        let count = |bucket: &usize| counts.get(*bucket).copied().unwrap_or_default();
        let mut kept: Vec<Vec<f64>> = wanted.iter().map(|bucket| Vec::with_capacity(count(bucket))).collect();
        let mut above: Vec<(usize, f64)> = tails.iter().map(|place| (find(*place), 0.0)).collect();
        let least = above.iter().map(|(bucket, _)| *bucket).min().unwrap_or(BUCKETS);
        for (sample, bucket) in samples.iter().zip(&of_sample) {
            let bucket = usize::from(*bucket);
            if let Some(kept) = kept_as.get(bucket).and_then(|number| kept.get_mut(usize::from(*number))) {
                kept.push(*sample);
            }
            if bucket > least {
                for (from, sum) in &mut above {
                    *sum += if bucket > *from { *sample } else { 0.0 };
                }
            }
        }
        let kept: Vec<Vec<f64>> = kept.into_iter().map(ascending).collect();
        let from = |place: usize| {
            let bucket = find(place);
            let start = ends.get(bucket).copied().unwrap_or_default() - count(&bucket);
            let kept = wanted.binary_search(&bucket).ok().and_then(|number| kept.get(number));
            kept.and_then(|kept| kept.get(place.checked_sub(start)?..)).unwrap_or_default()
        };
        Self {
            values: places.iter().map(|place| from(*place).first().copied().unwrap_or_default()).collect(),
            tails: tails
                .iter()
                .zip(&above)
                .map(|(place, (_, above))| from(*place).iter().sum::<f64>() + above)
                .collect(),
        }
    }
}

fn ascending(mut samples: Vec<f64>) -> Vec<f64> {
    samples.sort_unstable_by(f64::total_cmp);
    samples
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn places_and_tails_are_those_of_sorting() {
        let mut random = Random::of_batch(7, 0);
        for count in [1, 2, 100, 4_096, 4_097, 50_000] {
            let shapes: [&dyn Fn(&mut Random) -> f64; 6] = [
                &|random| random.normal(),
                &|random| crate::random::exp(3.0 * random.normal()),
                &|random| if random.unit() < 0.97 { 0.0 } else { random.unit() },
                &|random| (random.unit() * 4.0).floor(),
                &|_| 5.0,
                &|random| random.normal() * 1e300,
            ];
            for (number, shape) in shapes.into_iter().enumerate() {
                let samples: Vec<f64> = (0..count).map(|_| shape(&mut random)).collect();
                let places: Vec<usize> = [0.0, 0.05, 0.5, 0.95, 0.99, 1.0]
                    .map(|part| ((count - 1) as f64 * part) as usize)
                    .to_vec();
                let tails = [count * 95 / 100, count - 1];
                let ours = Ranked::of(&samples, &places, &tails);
                let expected = Ranked::sorted(&samples, &places, &tails);
                assert_eq!(ours.values, expected.values, "{count} of shape {number}");
                for (ours, expected) in ours.tails.iter().zip(&expected.tails) {
                    assert!((ours - expected).abs() <= 1e-9 * expected.abs(), "{ours} {expected}");
                }
            }
        }
    }
}
