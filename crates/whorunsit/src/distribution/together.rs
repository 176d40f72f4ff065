//! A sum whose parts are high together and low together.

use super::{Distribution, Quantiles, normal_below};
use crate::random::Random;

/// A comonotonic sum: each of its quantiles is the sum of the quantiles of its parts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Together {
    /// Each part with what it is multiplied by.
    parts: Vec<(Quantiles, f64)>,
    mean: f64,
    /// The most that the quantity may be.
    most: f64,
}

/// How far out moments are taken, in standard deviations, and the steps for each of them.
const END: i32 = 12;
const STEPS: i32 = 32;

/// Beyond this nothing of a normal distribution is left in a float.
const FAR: f64 = 38.0;

impl Distribution {
    /// The sum of distributions, each times a factor above zero, that rise and fall together; sums above `most` are taken to
    /// be `most`.
    pub(crate) fn together(parts: impl Iterator<Item = (Self, f64)>, most: f64) -> Self {
        let parts: Vec<(Self, f64)> = parts.collect();
        let mean = parts.iter().map(|(part, factor)| part.mean() * factor).sum();
        if parts.iter().all(|(part, _)| matches!(part, Self::Fixed(_))) {
            return Self::Fixed(mean);
        }
        let parts = parts.iter().map(|(part, factor)| (Quantiles::of(part), *factor)).collect();
        Self::Together(Box::new(Together { parts, mean, most }))
    }
}

impl Together {
    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    /// The value as far up as `normal` is in the standard normal distribution.
    pub(super) fn at(&self, normal: f64) -> f64 {
        self.parts.iter().map(|(part, factor)| part.at(normal) * factor).sum::<f64>().min(self.most)
    }

    pub(super) fn sample(&self, random: &mut Random) -> f64 {
        self.at(random.normal())
    }

    /// The integral of something of its values over the standard normal distribution from a place on, by the trapezoidal
    /// rule.
    fn over(&self, from: f64, of: impl Fn(f64) -> f64) -> f64 {
        let steps = END * STEPS;
        let width = (f64::from(END) - from).max(0.0) / f64::from(steps);
        let at = |step: i32| {
            let normal = from + f64::from(step) * width;
            of(self.at(normal)) * libm::exp(-normal * normal / 2.0)
        };
        let inner: f64 = (1..steps).map(at).sum();
        (inner + (at(0) + at(steps)) / 2.0) * width / libm::sqrt(std::f64::consts::TAU)
    }

    pub(super) fn variance(&self) -> f64 {
        let mean = self.over(-f64::from(END), |value| value);
        self.over(-f64::from(END), |value| (value - mean) * (value - mean))
    }

    /// The place in the standard normal distribution above which its values are above one.
    fn place(&self, value: f64) -> f64 {
        let (mut low, mut high) = (-FAR, FAR);
        // A float has 53 bits.
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if self.at(middle) > value { high = middle } else { low = middle }
        }
        high
    }

    pub(super) fn above(&self, value: f64) -> f64 {
        match value {
            _ if self.at(-FAR) > value => 1.0,
            _ if self.at(FAR) <= value => 0.0,
            _ => normal_below(-self.place(value)),
        }
    }

    pub(super) fn beyond(&self, value: f64) -> f64 {
        if self.at(-FAR) > value {
            return self.mean - value;
        }
        self.over(self.place(value), |found| found - value).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_sum_are_those_of_its_draws() {
        let parts = [
            (Distribution::lognormal(8.0, 0.6, 1e15), 1.0),
            (Distribution::pert(1000.0, 4000.0, 30_000.0), 1.0 / 24.0),
            (Distribution::uniform(50.0, 700.0), 1.0),
            (Distribution::Fixed(250.0), 1.0),
        ];
        let sum = Distribution::together(parts.clone().into_iter(), 1e15);
        let means: f64 = parts.iter().map(|(part, factor)| part.mean() * factor).sum();
        assert!((sum.mean() - means).abs() < 1e-9);
        let mut random = Random::of_batch(5, 2);
        let draws: Vec<f64> = (0..200_000).map(|_| sum.sample(&mut random)).collect();
        let count = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / count;
        let variance = draws.iter().map(|draw| (draw - mean) * (draw - mean)).sum::<f64>() / count;
        assert!((mean - sum.mean()).abs() < 4.5 * (variance / count).sqrt(), "{mean} {}", sum.mean());
        assert!((variance / sum.variance() - 1.0).abs() < 0.05, "{variance} {}", sum.variance());
        for value in [0.0, 2000.0, 4000.0, 9000.0] {
            let above = draws.iter().filter(|draw| **draw > value).count() as f64 / count;
            assert!((above - sum.above(value)).abs() < 0.005, "{value}: {above} {}", sum.above(value));
            let beyond = draws.iter().map(|draw| (draw - value).max(0.0)).sum::<f64>() / count;
            assert!((beyond / sum.beyond(value) - 1.0).abs() < 0.02, "{value}: {beyond}");
        }
        // Two lognormals of the same spread are one, of the sum of their medians.
        let twice =
            Distribution::together([(Distribution::lognormal(2.0, 0.5, 1e15), 3.0)].into_iter(), 1e15);
        let once = Distribution::lognormal(2.0 + libm::log(3.0), 0.5, 1e15);
        assert!((twice.variance() / once.variance() - 1.0).abs() < 1e-9);
        assert!((twice.beyond(20.0) / once.beyond(20.0) - 1.0).abs() < 1e-4);
        assert!((twice.above(20.0) - once.above(20.0)).abs() < 1e-12);
        let known = [(Distribution::Fixed(24.0), 0.5), (Distribution::Fixed(1.0), 1.0)];
        assert_eq!(Distribution::together(known.into_iter(), 1e15), Distribution::Fixed(13.0));
    }
}
