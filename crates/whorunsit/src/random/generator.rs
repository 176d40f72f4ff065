//! The generator of random numbers, and its streams.

/// How many of its 64 bits a float holds, and what turns that many into a part of one.
const DROPPED: u32 = 11;
const STEP: f64 = 1.0 / (1_u64 << 53) as f64;

/// One stream of random numbers: xoshiro256++.
///
/// D. Blackman and S. Vigna, “Scrambled linear pseudorandom number generators”, ACM Transactions on Mathematical
/// Software 47 (2021). It has 256 bits of state, a period of 2^256 − 1, and passes the known tests of randomness.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: [u64; 4],
}

/// What random numbers are drawn for: each purpose has streams of its own, told apart by a number.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Service,
    ExposureGroup,
    SharedCause,
    Information,
    /// What is unknown is the same draw for whatever rests on it.
    Unknown,
}

impl Purpose {
    /// The seed of one of its streams.
    pub(crate) fn seed(self, seed: u64, number: u64) -> u64 {
        seed ^ ((self as u64) << 56) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Random {
    /// The stream of one batch of trials.
    ///
    /// It depends on the seed and the batch alone, so any thread can make any batch's. The seed is scrambled, the
    /// batch added and the sum scrambled again: for one seed no two batches start at the same place, and where they
    /// start is as if drawn at random from 2^64 places. That two of a million batches share a word of their states
    /// then has a probability of about 10^-6, and even they would have different states.
    pub(crate) fn of_batch(seed: u64, batch: u64) -> Self {
        let start = SplitMix(SplitMix(seed).next().wrapping_add(batch)).next();
        let mut words = SplitMix(start);
        // The four words differ from each other, so at most one of them is zero; a state of zeros would stay so.
        Self { state: [words.next(), words.next(), words.next(), words.next()] }
    }

    #[cfg(test)]
    pub(super) fn of_state(state: [u64; 4]) -> Self {
        Self { state }
    }

    /// The next 64 bits.
    #[inline]
    pub(crate) fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// A number from 0 up to but not including 1: one of the 2^53 multiples of 2^-53.
    #[inline]
    pub(crate) fn unit(&mut self) -> f64 {
        Self::part(self.next())
    }

    /// What [`Random::unit`] makes of 64 bits; the lowest of them do not matter.
    #[inline]
    pub(super) fn part(bits: u64) -> f64 {
        (bits >> DROPPED) as f64 * STEP
    }

    /// A number above 0 and below 1, for logarithms: one of the odd multiples of 2^-53, so that a number and
    /// what it lacks to 1 are equally likely.
    #[inline]
    pub(crate) fn open_unit(&mut self) -> f64 {
        ((self.next() >> DROPPED) | 1) as f64 * STEP
    }

    /// One of the whole numbers below `count`, and 0 if that is 0.
    ///
    /// The high half of a product, after D. Lemire, “Fast random integer generation in an interval”, ACM
    /// Transactions on Modeling and Computer Simulation 29 (2019), without its rejection: what it mends is a bias
    /// of at most `count` ÷ 2^64.
    #[inline]
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let product = u128::from(self.next()) * count as u128;
        (product >> 64) as usize
    }
}

/// The generator that seeds the other: G. L. Steele, D. Lea and C. H. Flood, “Fast splittable pseudorandom number
/// generators”, OOPSLA 2014, with the constants of S. Vigna's `splitmix64.c`.
pub(super) struct SplitMix(pub(super) u64);

impl SplitMix {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xoshiro_gives_the_outputs_of_its_reference() {
        // xoshiro256plusplus.c of its authors, from the states 1, 2, 3, 4 and 0, 0, 0, 1.
        let mut random = Random { state: [1, 2, 3, 4] };
        for expected in [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
            14_011_001_112_246_962_877,
            12_406_186_145_184_390_807,
            15_849_039_046_786_891_736,
            10_450_023_813_501_588_000,
        ] {
            assert_eq!(random.next(), expected);
        }
        let mut random = Random { state: [0, 0, 0, 1] };
        for expected in [
            0x80_0000,
            0x80_0011,
            0x2_2000_0080_0011,
            0x2_2000_4400_0020,
            0x2_2000_4480_08a1,
            0x0110_2100_8022_08a0,
            0x0114_0022_8420_0880,
            0x0402_8966_44a6_4095,
            0x8a14_a0a2_44ac_c891,
            0x8c88_ba46_80b2_0495,
        ] {
            assert_eq!(random.next(), expected);
        }
    }

    #[test]
    fn splitmix_gives_the_outputs_of_its_reference() {
        // splitmix64.c of its author, from 1234567.
        let mut words = SplitMix(1_234_567);
        for expected in [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ] {
            assert_eq!(words.next(), expected);
        }
    }

    #[test]
    fn numbers_stay_in_their_interval() {
        // The states that give the least and the most: all bits of the result clear, and all set.
        for (state, unit, open) in [([0, 1, 0, 0], 0.0, STEP), ([u64::MAX, 0, 0, 0], 1.0 - STEP, 1.0 - STEP)]
        {
            let random = Random { state };
            let result = random.clone().next();
            assert!(result == 0 || result == u64::MAX - 1, "{result:x}");
            assert_eq!(random.clone().unit().to_bits(), f64::to_bits(unit));
            assert_eq!(random.clone().open_unit().to_bits(), f64::to_bits(open));
            assert_eq!(random.clone().below(0), 0);
            assert_eq!(random.clone().below(1), 0);
            assert_eq!(random.clone().below(10_000), if result == 0 { 0 } else { 9_999 });
        }
    }

    #[test]
    fn batches_have_streams_of_their_own() {
        let mut first = std::collections::BTreeSet::new();
        for seed in [0, 1, 2, 42, u64::MAX] {
            for batch in (0..2_000).chain([u64::MAX]) {
                let mut random = Random::of_batch(seed, batch);
                assert!((0..4).all(|_| first.insert(random.next())), "seed {seed}, batch {batch}");
            }
        }
        // Neighbours are not alike: of two batches' bits, half agree, within six standard deviations.
        let (mut even, mut odd) = (Random::of_batch(7, 0), Random::of_batch(7, 1));
        let differ: u32 = (0..10_000).map(|_| (even.next() ^ odd.next()).count_ones()).sum();
        assert!(differ.abs_diff(320_000) < 6 * 400, "{differ}");
    }
}
