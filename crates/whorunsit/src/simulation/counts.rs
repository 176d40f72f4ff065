//! How many incidents a trial has: Poisson at an uncertain rate.

use super::source::BATCH;
use crate::distribution::{Distribution, Room, Sampler, Staircases, Stream};
use crate::random::{Poisson, Random, part_of};

/// The most incidents that one trial draws: as many take some hundredths of a second.
const MOST_DRAWN: f64 = 300_000.0;

/// How often something happens in the years of a trial.
#[derive(Clone, Debug)]
pub(super) enum Counts {
    /// Rate and number as one draw.
    Table(Alias),
    /// At a rate that is known.
    Known(Poisson),
    /// At a rate that is drawn first, times a number of years and a share.
    Drawn(Sampler),
}

impl Counts {
    /// `times` is how many years there are, and which share of the incidents counts. `None` where the rate is known and beyond what
    /// is drawn.
    pub(super) fn of(rate: &Distribution, times: f64, staircases: &Staircases) -> Option<Self> {
        if let Distribution::Fixed(rate) = rate
            && *rate * times > MOST_DRAWN
        {
            return None;
        }
        if let Some(table) = Alias::of(rate, times) {
            return Some(Self::Table(table));
        }
        match rate {
            Distribution::Fixed(rate) => Poisson::new(rate * times).map(Self::Known),
            rate => Some(Self::Drawn(Sampler::times(rate, times, staircases))),
        }
    }

    /// One number for each trial. `None` where a rate is beyond what is drawn.
    pub(super) fn fill(&self, stream: &mut Stream, room: &mut Room, counts: &mut [u32]) -> Option<()> {
        match self {
            Self::Table(table) => {
                let bits = room.bits(counts.len(), stream);
                counts.iter_mut().zip(bits).for_each(|(count, bits)| *count = table.at(*bits));
            }
            Self::Known(poisson) => {
                counts.iter_mut().for_each(|count| *count = poisson.sample(&mut stream.random) as u32);
            }
            Self::Drawn(rates) => {
                let mut column = [0.0; BATCH];
                let column = column.get_mut(..counts.len())?;
                rates.fill(stream, room, column);
                at_rates(column, counts, &mut stream.random)?;
            }
        }
        Some(())
    }
}

/// A number at each of some rates. `None` where one is beyond what is drawn.
pub(super) fn at_rates(rates: &[f64], counts: &mut [u32], random: &mut Random) -> Option<()> {
    for (rate, count) in rates.iter().zip(counts) {
        let poisson = Poisson::new(*rate).filter(|_| *rate <= MOST_DRAWN)?;
        *count = poisson.sample(random) as u32;
    }
    Some(())
}

/// How many of all incidents fall in the first of some years: whatever the rate, each does with the same probability.
pub(super) fn first_years(all: &[u32], years: f64, first: &mut [u32], random: &mut Random) {
    if years <= 1.0 {
        first.copy_from_slice(all);
        return;
    }
    let share = 1.0 / years;
    for (all, first) in all.iter().zip(first) {
        *first = (0..*all).map(|_| u32::from(part_of(random.next()) < share)).sum();
    }
}

/// Whole numbers, each with its probability, as one draw: A. J. Walker, “An efficient method for generating discrete random
/// variables with general distributions”, ACM Transactions on Mathematical Software 3 (1977).
#[derive(Clone, Debug)]
pub(super) struct Alias {
    /// For each number, the part of its cell that is its own, and whose the rest is. There are a power of two.
    cells: Vec<(f64, u32)>,
}

/// More numbers than these are drawn by themselves: the lowest ten bits choose a cell.
const CELLS: usize = 1024;

/// More steps than these take longer than what a table saves.
const WORK: f64 = 300_000.0;

/// What is left of a probability that no number of trials shows.
const NOTHING: f64 = 1e-13;

impl Alias {
    /// The Poisson distribution at an uncertain rate. `None` where it takes too large a table, or its rate has no short formula.
    fn of(rate: &Distribution, times: f64) -> Option<Self> {
        let probabilities = match rate {
            Distribution::Gamma(gamma) => {
                // The negative binomial distribution.
                let (shape, rate) = gamma.parts();
                let (stay, go) = (rate / (rate + times), times / (rate + times));
                let none = libm::exp(shape * libm::log(stay));
                numbers(|number, before| match number {
                    0 => none,
                    number => before * go * (shape + number as f64 - 1.0) / number as f64,
                })?
            }
            rate => {
                let (mut now, rates): (Vec<f64>, Vec<f64>) = nodes(rate, times)?
                    .into_iter()
                    .map(|(rate, weight)| (weight * libm::exp(-rate), rate))
                    .unzip();
                numbers(|number, _| {
                    if number > 0 {
                        let by = 1.0 / number as f64;
                        now.iter_mut().zip(&rates).for_each(|(now, rate)| *now *= rate * by);
                    }
                    now.iter().sum()
                })?
            }
        };
        Some(Self::with(probabilities))
    }

    fn with(mut probabilities: Vec<f64>) -> Self {
        let size = probabilities.len().next_power_of_two();
        let total: f64 = probabilities.iter().sum();
        probabilities.iter_mut().for_each(|part| *part *= size as f64 / total);
        probabilities.resize(size, 0.0);
        let mut cells: Vec<(f64, u32)> = (0..).take(size).map(|number| (1.0, number)).collect();
        let (mut less, mut more): (Vec<usize>, Vec<usize>) =
            (0..size).partition(|number| probabilities.get(*number).is_some_and(|part| *part < 1.0));
        while let (Some(small), Some(large)) = (less.pop(), more.last().copied()) {
            let part = probabilities.get(small).copied().unwrap_or_default();
            if let Some(cell) = cells.get_mut(small) {
                *cell = (part, large as u32);
            }
            if let Some(left) = probabilities.get_mut(large) {
                *left -= 1.0 - part;
                if *left < 1.0 {
                    more.pop();
                    less.push(large);
                }
            }
        }
        Self { cells }
    }

    #[inline(always)]
    fn at(&self, bits: u64) -> u32 {
        let number = bits as usize & (self.cells.len() - 1);
        let (part, other) = self.cells.get(number).copied().unwrap_or_default();
        if part_of(bits) < part { number as u32 } else { other }
    }
}

/// Probabilities of the numbers from zero until nothing is left; each is told the one before it.
fn numbers(mut next: impl FnMut(usize, f64) -> f64) -> Option<Vec<f64>> {
    let mut all = Vec::new();
    let (mut total, mut before) = (0.0, 0.0);
    while total < 1.0 - NOTHING {
        before = next(all.len(), before);
        total += before;
        all.push(before);
        // Rounding may leave it just below.
        if all.len() > 8 && before < 1e-18 && total > 0.999 {
            break;
        }
        if all.len() >= CELLS {
            return None;
        }
    }
    Some(all)
}

/// An uncertain rate as some rates with their probabilities, so near to each other that the numbers at it are known to a
/// millionth of their probabilities or better.
fn nodes(rate: &Distribution, times: f64) -> Option<Vec<(f64, f64)>> {
    /// The greatest number that matters at a rate.
    fn last(rate: f64) -> f64 {
        rate + 8.0 * rate.sqrt() + 20.0
    }
    let fits = |last: f64, nodes: f64| last <= CELLS as f64 && last * nodes <= WORK;
    match rate {
        Distribution::Fixed(rate) => fits(last(rate * times), 1.0).then(|| vec![(rate * times, 1.0)]),
        Distribution::Empirical(empirical) => {
            let count = empirical.observed.len() as f64;
            let most = empirical.observed.iter().copied().fold(0.0, f64::max) * times;
            fits(last(most), count)
                .then(|| empirical.observed.iter().map(|observed| (observed * times, 1.0 / count)).collect())
        }
        Distribution::Lognormal(lognormal) => {
            const END: f64 = 7.5;
            let at = |z: f64| {
                let rate = libm::exp(lognormal.mu + lognormal.sigma * z);
                rate.min(lognormal.most) * times
            };
            let last = last(at(END));
            // The trapezoid rule is exact to rounding where the steps are short against the width of the narrowest peak.
            let step = (1.0_f64 / 16.0).min(0.75 / (lognormal.sigma * last.sqrt()));
            let steps = (END / step).ceil();
            if lognormal.reach() < END + 1.0 || !fits(last, 2.0 * steps) {
                return None;
            }
            let all = -(steps as i32)..=steps as i32;
            let mut nodes: Vec<(f64, f64)> = all
                .map(|number| f64::from(number) * step)
                .map(|z| (at(z), libm::exp(-0.5 * z * z)))
                .collect();
            let total: f64 = nodes.iter().map(|(_, weight)| weight).sum();
            nodes.iter_mut().for_each(|(_, weight)| *weight /= total);
            Some(nodes)
        }
        rate => {
            const CELLS: u32 = 128;
            let (low, high) = rate.ends()?;
            if !fits(last(high * times), 2.0 * f64::from(CELLS)) {
                return None;
            }
            let width = (high - low) / f64::from(CELLS);
            // What is at the ends by being cut off there.
            let mut nodes = vec![(low * times, 1.0 - rate.above(low))];
            let mut above = rate.above(low);
            let mut beyond = rate.beyond(low) + low * above;
            for cell in 1..=CELLS {
                let end = low + width * f64::from(cell);
                let (before, mass) = (beyond, above);
                above = if cell == CELLS { 0.0 } else { rate.above(end) };
                beyond = if cell == CELLS { 0.0 } else { rate.beyond(end) + end * above };
                let mass = mass - above;
                if mass <= 1e-12 {
                    continue;
                }
                // Two nodes have mass, mean and nearly the variance of a cell.
                let mean = ((before - beyond) / mass).clamp(end - width, end);
                let reach = (width / 12.0_f64.sqrt()).min(mean - (end - width)).min(end - mean);
                nodes.extend([mean - reach, mean + reach].map(|rate| (rate * times, mass / 2.0)));
            }
            Some(nodes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probabilities(table: &Alias) -> Vec<f64> {
        let size = table.cells.len();
        let mut all = vec![0.0; size];
        for (number, (part, other)) in table.cells.iter().enumerate() {
            all[number] += part / size as f64;
            all[*other as usize] += (1.0 - part) / size as f64;
        }
        all
    }

    #[test]
    fn tables_have_the_moments_of_the_mixture() {
        for (rate, times) in [
            (Distribution::Fixed(0.0), 1.0),
            (Distribution::Fixed(3.5), 2.0),
            (Distribution::Fixed(400.0), 1.0),
            (Distribution::lognormal(1.04, 0.632, 1e15), 1.0),
            (Distribution::lognormal(0.0, 0.3, 1e15), 20.0),
            (Distribution::pert(1.0, 3.0, 8.0), 3.0),
            (Distribution::pert_between(0.0, 1.0, 8.0, 1e15), 1.0),
            (Distribution::triangular(0.0, 0.0, 6.0), 1.0),
            (Distribution::uniform(0.0, 100.0), 1.0),
            (Distribution::empirical([3.0, 5.0, 0.25].into()).unwrap(), 1.5),
            (Distribution::gamma(3.5, 2.0), 3.0),
        ] {
            let all = probabilities(&Alias::of(&rate, times).unwrap());
            let power = |k: i32| all.iter().enumerate().map(|(n, p)| (n as f64).powi(k) * p).sum::<f64>();
            let (mean, second) = (rate.mean() * times, power(2));
            let variance = mean + rate.variance() * times * times;
            assert!((power(0) - 1.0).abs() < 1e-12);
            assert!((power(1) - mean).abs() < 1e-6 * mean + 1e-12, "{rate:?}: {} {mean}", power(1));
            let found = second - mean * mean;
            assert!((found - variance).abs() < 1e-5 * variance + 1e-12, "{rate:?}: {found} {variance}");
        }
        // Too many for a table.
        for rate in [
            Distribution::Fixed(2_000.0),
            Distribution::lognormal(0.2, 1.5, 1e15),
            Distribution::pert(1.0, 3.0, 5_000.0),
        ] {
            assert!(Alias::of(&rate, 1.0).is_none(), "{rate:?}");
        }
    }

    #[test]
    fn draws_are_those_of_the_table_and_of_single_rates() {
        let staircases = Staircases::default();
        for (number, rate) in [
            Distribution::Fixed(3.5),
            Distribution::Fixed(2_000.0),
            Distribution::lognormal(0.2, 1.5, 1e15),
            Distribution::lognormal(1.0, 0.5, 1e15),
            Distribution::gamma(0.5, 0.1),
        ]
        .iter()
        .enumerate()
        {
            let counts = Counts::of(rate, 2.0, &staircases).unwrap();
            let mut stream = Stream::of_batch(9, number as u64);
            let (mut room, mut all) = (Room::default(), vec![0; 100 * BATCH]);
            all.chunks_mut(BATCH).for_each(|chunk| counts.fill(&mut stream, &mut room, chunk).unwrap());
            let mut first = vec![0; all.len()];
            first_years(&all, 2.0, &mut first, &mut stream.random);
            for (drawn, times) in [(all, 2.0), (first, 1.0)] {
                let mean = drawn.iter().map(|count| f64::from(*count)).sum::<f64>() / drawn.len() as f64;
                let expected = rate.mean() * times;
                let error = ((expected + rate.variance() * times * times) / drawn.len() as f64).sqrt();
                assert!((mean - expected).abs() < 4.5 * error, "{rate:?}: {mean} {expected}");
            }
        }
        assert!(Counts::of(&Distribution::Fixed(300_000.0), 2.0, &staircases).is_none());
        let mut counts = [0];
        assert!(at_rates(&[300_001.0], &mut counts, &mut Random::of_batch(0, 0)).is_none());
    }
}
