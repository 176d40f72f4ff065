//! Some places of what would be sorted, without sorting all of it.

/// Below, sorting takes no time worth saving.
const FEW: usize = 4_096;
/// How many samples say where the buckets are to be, and how many buckets there are.
const LOOKED_AT: usize = 1_024;
const BUCKETS: usize = 8_192;

/// Samples of which some places are looked up as if they were in ascending order.
#[derive(Clone, Debug)]
pub(super) struct Ranks<'s> {
    samples: &'s [f64],
    by: By,
}

#[derive(Clone, Debug)]
enum By {
    Order(Vec<f64>),
    Buckets(Buckets),
}

/// Buckets in ascending order, of which only those are sorted that hold what is asked for.
#[derive(Clone, Debug)]
struct Buckets {
    low: f64,
    scale: f64,
    of_sample: Vec<u16>,
    /// How many samples are in each bucket and in all before it.
    ends: Vec<u32>,
}

impl<'s> Ranks<'s> {
    pub(super) fn of(samples: &'s [f64]) -> Self {
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
        let by = if scale.is_finite() && scale > 0.0 {
            By::Buckets(Buckets::of(samples, low, scale))
        } else {
            By::Order(ascending(samples.to_vec()))
        };
        Self { samples, by }
    }

    /// The values at some places, counted from zero.
    pub(super) fn values(&self, places: &[usize]) -> Vec<f64> {
        match &self.by {
            By::Order(sorted) => {
                places.iter().map(|place| sorted.get(*place).copied().unwrap_or_default()).collect()
            }
            By::Buckets(buckets) => {
                let kept = buckets.sorted(self.samples, places.iter().map(|place| buckets.holds(*place)));
                let value = |place: &usize| {
                    let bucket = buckets.holds(*place);
                    let within = place - buckets.start(bucket).min(*place);
                    kept.of(bucket).get(within).copied().unwrap_or_default()
                };
                places.iter().map(value).collect()
            }
        }
    }

    /// The sum of everything from a place on, whose value is this. It is added up in an order that depends on the samples alone.
    pub(super) fn tail(&self, place: usize, value: f64) -> f64 {
        let above = |sample: f64| if sample > value { sample } else { 0.0 };
        let many = sum(self.samples, |sample| if sample > value { 1.0 } else { 0.0 });
        let alike = self.samples.len().saturating_sub(place) as f64 - many;
        sum(self.samples, above) + value * alike
    }

    /// How many samples are below each of some values.
    pub(super) fn below(&self, values: &[f64]) -> Vec<usize> {
        match &self.by {
            By::Order(sorted) => {
                values.iter().map(|value| sorted.partition_point(|sample| sample < value)).collect()
            }
            By::Buckets(buckets) => {
                let kept = buckets.sorted(self.samples, values.iter().map(|value| buckets.bucket(*value)));
                let below = |value: &f64| {
                    let bucket = buckets.bucket(*value);
                    buckets.start(bucket) + kept.of(bucket).partition_point(|sample| sample < value)
                };
                values.iter().map(below).collect()
            }
        }
    }
}

/// Sixteen sums side by side, always in the same order.
pub(super) fn sum(samples: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let (rows, rest) = samples.as_chunks::<16>();
    let mut sums = [0.0; 16];
    for row in rows {
        for (sum, sample) in sums.iter_mut().zip(row) {
            *sum += of(*sample);
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|sample| of(*sample)).sum::<f64>()
}

/// The samples of some buckets, in ascending order.
struct Kept {
    sorted: Vec<f64>,
    /// Each bucket, and where its samples begin and end.
    places: Vec<(usize, std::ops::Range<usize>)>,
}

impl Kept {
    fn of(&self, bucket: usize) -> &[f64] {
        let found = self.places.binary_search_by_key(&bucket, |(bucket, _)| *bucket).ok();
        let range = found.and_then(|found| self.places.get(found)).map(|(_, range)| range.clone());
        range.and_then(|range| self.sorted.get(range)).unwrap_or_default()
    }
}

impl Buckets {
    fn of(samples: &[f64], low: f64, scale: f64) -> Self {
        let mut buckets = Self { low, scale, of_sample: vec![0; samples.len()], ends: Vec::new() };
        // Two counters in turns: the same bucket twice in a row does not wait for itself.
        let mut counts = vec![[0_u32; 2]; BUCKETS];
        let mut count = |bucket: usize, turn: usize| {
            if let Some(count) = counts.get_mut(bucket).and_then(|both| both.get_mut(turn)) {
                *count += 1;
            }
        };
        for (pair, slots) in samples.chunks(2).zip(buckets.of_sample.chunks_mut(2)) {
            for (turn, (sample, slot)) in pair.iter().zip(slots).enumerate() {
                let bucket = bucket_of(*sample, low, scale);
                *slot = bucket as u16;
                count(bucket, turn);
            }
        }
        let mut end = 0;
        let ends = counts.iter().map(|[even, odd]| {
            end += even + odd;
            end
        });
        buckets.ends = ends.collect();
        buckets
    }

    fn bucket(&self, sample: f64) -> usize {
        bucket_of(sample, self.low, self.scale)
    }

    /// The bucket that holds a place.
    fn holds(&self, place: usize) -> usize {
        self.ends.partition_point(|end| *end as usize <= place).min(BUCKETS - 1)
    }

    fn start(&self, bucket: usize) -> usize {
        bucket.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default() as usize
    }

    fn sorted(&self, samples: &[f64], wanted: impl Iterator<Item = usize>) -> Kept {
        let mut wanted: Vec<usize> = wanted.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut is_wanted = [0_u8; BUCKETS];
        let mut places = Vec::with_capacity(wanted.len());
        let mut total = 0;
        for bucket in wanted {
            let end = self.ends.get(bucket).copied().unwrap_or_default() as usize;
            let count = end - self.start(bucket);
            places.push((bucket, total..total + count));
            total += count;
            if let Some(slot) = is_wanted.get_mut(bucket) {
                *slot = 1;
            }
        }
        let mut sorted = vec![0.0; total + 1];
        let mut next = 0;
        for (sample, bucket) in samples.iter().zip(&self.of_sample) {
            // Written each time and kept where it is wanted: no branch that nobody can foresee.
            if let Some(slot) = sorted.get_mut(next) {
                *slot = *sample;
            }
            next += usize::from(is_wanted.get(usize::from(*bucket)).copied().unwrap_or_default());
        }
        sorted.truncate(total);
        Kept { sorted: ascending(sorted), places }
    }
}

#[inline(always)]
fn bucket_of(sample: f64, low: f64, scale: f64) -> usize {
    (((sample - low) * scale) as usize).min(BUCKETS - 1)
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
                let (ours, sorted) = (Ranks::of(&samples), ascending(samples.clone()));
                let values = ours.values(&places);
                let expected: Vec<f64> = places.iter().map(|place| sorted[*place]).collect();
                assert_eq!(values, expected, "{count} of shape {number}");
                for place in tails {
                    let (ours, expected) =
                        (ours.tail(place, sorted[place]), sorted[place..].iter().sum::<f64>());
                    assert!((ours - expected).abs() <= 1e-9 * expected.abs(), "{ours} {expected}");
                }
                let edges = [sorted[0], sorted[count / 3] * 1.0001, sorted[count - 1], 1e308];
                let expected = edges.map(|edge| sorted.partition_point(|sample| *sample < edge));
                assert_eq!(ours.below(&edges), expected, "{count} of shape {number}");
            }
        }
    }
}
