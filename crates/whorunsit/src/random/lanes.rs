//! Eight generators side by side: whole columns of random bits at once.

use super::generator::SplitMix;

/// Generators side by side. The order of what they give is that of their places, whatever the width of the hardware's vectors.
pub(crate) const LANES: usize = 8;

/// Eight xoshiro256++ (see [`Random`](super::Random)), each from a state of its own.
#[derive(Clone, Debug)]
pub(crate) struct Lanes {
    state: [[u64; LANES]; 4],
}

impl Lanes {
    /// The lanes of one batch of trials; they depend on the seed and the batch alone, and have no word of state in common with
    /// the single generator of the same batch.
    pub(crate) fn of_batch(seed: u64, batch: u64) -> Self {
        let start = SplitMix(SplitMix(!seed).next().wrapping_add(batch)).next();
        let mut words = SplitMix(start);
        let mut state = [[0; LANES]; 4];
        for word in state.iter_mut().flatten() {
            *word = words.next();
        }
        Self { state }
    }

    /// Fills a column; whole rows of eight are drawn, so that what follows does not depend on how many of the last are asked for.
    #[inline]
    pub(crate) fn fill(&mut self, column: &mut [u64]) {
        let mut state = self.state;
        let (rows, rest) = column.as_chunks_mut::<LANES>();
        for row in rows {
            step(&mut state, row);
        }
        if !rest.is_empty() {
            let mut row = [0; LANES];
            step(&mut state, &mut row);
            rest.iter_mut().zip(row).for_each(|(bits, drawn)| *bits = drawn);
        }
        self.state = state;
    }
}

#[inline(always)]
#[expect(
    clippy::indexing_slicing,
    reason = "a lane is below their number; iterators side by side are four times as slow"
)]
fn step([a, b, c, d]: &mut [[u64; LANES]; 4], row: &mut [u64; LANES]) {
    for lane in 0..LANES {
        row[lane] = a[lane].wrapping_add(d[lane]).rotate_left(23).wrapping_add(a[lane]);
        let (second, third, fourth) = (b[lane], c[lane] ^ a[lane], d[lane] ^ b[lane]);
        a[lane] ^= fourth;
        b[lane] = second ^ third;
        c[lane] = third ^ (second << 17);
        d[lane] = fourth.rotate_left(45);
    }
}

/// A number from 0 up to but not including 1: one of the 2^52 multiples of 2^-52. The lowest twelve bits do not matter.
///
/// Not by a conversion, which older vector instructions lack: the bits become those of a number from 1 to 2.
#[inline(always)]
pub(crate) fn part_of(bits: u64) -> f64 {
    f64::from_bits((bits >> 12) | 0x3ff0_0000_0000_0000) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_is_the_generator_and_columns_go_on() {
        let mut whole = [0; 40];
        Lanes::of_batch(5, 3).fill(&mut whole);
        let mut parts = [0; 40];
        let mut lanes = Lanes::of_batch(5, 3);
        lanes.fill(&mut parts[..16]);
        lanes.fill(&mut parts[16..]);
        assert_eq!(whole, parts);
        // A column that ends within a row takes all of it.
        let mut lanes = Lanes::of_batch(5, 3);
        let mut short = [0; 13];
        lanes.fill(&mut short);
        assert_eq!(short, whole[..13]);
        let mut next = [0; 8];
        lanes.fill(&mut next);
        assert_eq!(next, whole[16..24]);
        let lanes = Lanes::of_batch(5, 3);
        for lane in 0..LANES {
            let mut random = super::super::Random::of_state(lanes.state.map(|words| words[lane]));
            for row in whole.chunks(LANES) {
                assert_eq!(row[lane], random.next());
            }
        }
    }

    #[test]
    fn parts_are_from_zero_to_below_one() {
        assert_eq!(part_of(0).to_bits(), 0.0_f64.to_bits());
        assert_eq!(part_of(0xfff).to_bits(), 0.0_f64.to_bits());
        assert_eq!(part_of(1 << 63).to_bits(), 0.5_f64.to_bits());
        assert_eq!(part_of(u64::MAX).to_bits(), (1.0 - f64::EPSILON).to_bits());
    }
}
