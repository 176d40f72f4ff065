//! A digest of the raw streams, so that every build can be held to the same bits.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::counts::Counts;
use crate::distribution::{Distribution, Room, Sampler, Staircases, Stream};
use crate::random::{Poisson, Random};

/// How many draws of each sampler the digest covers.
const DRAWS: usize = 1_000;

/// The SHA-256, as 64 hexadecimal digits, of the bits of many draws from every sampler that the simulation uses.
///
/// It is not part of the interface, and open to everyone so that every package can be held to it: equal digests on
/// two platforms, in two languages or in builds with other features mean that simulations have the same bits there.
/// Tests of this crate assert it in a build with the features that development dependencies ask for; packages that
/// depend on this crate, as the command line does, assert the same value without them.
#[doc(hidden)]
#[must_use]
pub fn stream_digest(seed: u64) -> String {
    let mut digest = Streams { seed, streams: 0, hash: Sha256::new() };
    digest.stream(Random::next);
    digest.stream(|random| random.unit().to_bits());
    digest.stream(|random| random.open_unit().to_bits());
    digest.stream(|random| random.below(10_000) as u64);
    digest.stream(|random| random.normal().to_bits());
    digest.stream(|random| random.exponential().to_bits());
    for mean in [0.0, 0.01, 3.0, 9.99, 10.0, 35.5, 1e3, 1e6, 1e9] {
        if let Some(poisson) = Poisson::new(mean) {
            digest.stream(|random| poisson.sample(random));
        }
    }
    for distribution in distributions() {
        digest.stream(|random| distribution.sample(random).to_bits());
        digest.hash.update(distribution.mean().to_le_bytes());
        digest.hash.update(distribution.variance().to_le_bytes());
    }
    let staircases = Staircases::default();
    for distribution in distributions() {
        digest.column(&Sampler::of(&distribution, &staircases));
        digest.counts(Counts::of(&distribution, 2.0, &staircases));
    }
    digest.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn distributions() -> impl Iterator<Item = Distribution> {
    let observed: Arc<[f64]> = [3.0, 5.0, 9.0, 0.25, 17.5].into();
    let made = [
        Distribution::Fixed(4.5),
        Distribution::pert(1.0, 3.0, 8.0),
        Distribution::pert(0.0, 0.0, 1.0),
        Distribution::pert(20_000.0, 240_000.0, 240_000.0),
        Distribution::lognormal(0.0, 0.01, 1e15),
        Distribution::lognormal(1.7, 0.61, 1e15),
        Distribution::lognormal(-3.0, 3.0, 1e15),
        Distribution::lognormal(3.5, 0.8, 100.0),
        Distribution::triangular(1.0, 3.0, 8.0),
        Distribution::triangular(0.0, 1.0, 1.0),
        Distribution::uniform(50_000.0, 200_000.0),
        Distribution::pert_between(0.0, 5.0, 95.0, 100.0),
        Distribution::gamma(3.5, 2.0),
    ];
    made.into_iter().chain(Distribution::empirical(observed))
}

/// What has gone into the digest; each stream is of its own batch.
struct Streams {
    seed: u64,
    streams: u64,
    hash: Sha256,
}

impl Streams {
    fn stream(&mut self, mut draw: impl FnMut(&mut Random) -> u64) {
        let mut random = Random::of_batch(self.seed, self.streams);
        self.streams += 1;
        for _ in 0..DRAWS {
            self.hash.update(draw(&mut random).to_le_bytes());
        }
    }

    fn column(&mut self, sampler: &Sampler) {
        let mut column = [0.0; DRAWS];
        sampler.fill(&mut self.columns(), &mut Room::default(), &mut column);
        column.iter().for_each(|draw| self.hash.update(draw.to_bits().to_le_bytes()));
    }

    fn counts(&mut self, counts: Option<Counts>) {
        let mut column = [0; DRAWS];
        let mut stream = self.columns();
        if let Some(counts) = counts
            && counts.fill(&mut stream, &mut Room::default(), &mut column).is_some()
        {
            column.iter().for_each(|count| self.hash.update(count.to_le_bytes()));
        }
    }

    fn columns(&mut self) -> Stream {
        self.streams += 1;
        Stream::of_batch(self.seed, self.streams - 1)
    }
}
