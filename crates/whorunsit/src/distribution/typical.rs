//! What varies from case to case around a typical value that is not known.

use super::{Distribution, Empirical, Quantiles, normal_below};
use crate::random::{Random, exp};

/// Single cases around a median: their logarithm is normal about that of the median.
///
/// The median is ignorance: it is drawn once for all cases of a trial. The cases are variation: each is drawn by itself.
/// A draw of the distribution as a whole draws both.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typical {
    /// What the median may turn out to be.
    pub(crate) median: Distribution,
    /// The standard deviation of the logarithm of single cases.
    pub(crate) sigma: f64,
    /// The most that the quantity may be; draws above it are taken to be it.
    pub(crate) most: f64,
}

/// How far out the medians are taken that a figure is a mean over, in standard deviations, and in how many steps on each side.
const END: f64 = 6.0;
const STEPS: i32 = 48;

/// Single cases about each median that is a part of the whole, with its weight.
struct Medians {
    cases: Vec<(f64, Distribution)>,
    total: f64,
    /// Where medians above the most count as the most: how likely one below it is, and cases about the most.
    most: Option<(f64, Distribution)>,
}

impl Medians {
    /// The mean of what is so of single cases.
    fn mean(&self, of: impl Fn(&Distribution) -> f64) -> f64 {
        let sum: f64 = self.cases.iter().map(|(weight, cases)| weight * of(cases)).sum();
        let mean = sum / self.total;
        match &self.most {
            Some((inside, most)) => inside * mean + (1.0 - inside) * of(most),
            None => mean,
        }
    }
}

impl Typical {
    /// Single cases, once the median has turned out to be this.
    pub(crate) fn cases(&self, median: f64) -> Distribution {
        if median > 0.0 {
            Distribution::lognormal(libm::log(median), self.sigma, self.most)
        } else {
            Distribution::Fixed(0.0)
        }
    }

    /// The medians that a figure is a mean over, each with its cases: quantiles are looked up once for all figures of it.
    fn medians(&self) -> Medians {
        let of = |weighed: Vec<(f64, f64)>, most| Medians {
            total: weighed.iter().map(|(weight, _)| weight).sum(),
            cases: weighed.into_iter().map(|(weight, median)| (weight, self.cases(median))).collect(),
            most,
        };
        if let Distribution::Fixed(median) = &self.median {
            return of(vec![(1.0, *median)], None);
        }
        if let Distribution::Empirical(Empirical { observed, .. }) = &self.median {
            // Each as likely: steps of the normal distribution would give one at a corner more than its part.
            return of(observed.iter().map(|median| (1.0, *median)).collect(), None);
        }
        let quantiles = Quantiles::of(&self.median);
        let at = |normal: f64, part: f64| (part * libm::exp(-normal * normal / 2.0), quantiles.at(normal));
        if let Some(end) = self.most_from() {
            // What is above the most counts as the most: a corner that has to be an end, or the sum would miss it.
            let count = 4 * STEPS;
            let width = (end + END) / f64::from(count);
            // Simpson's rule.
            let part = |step| match step {
                _ if step == 0 || step == count => 1.0,
                _ if step % 2 == 1 => 4.0,
                _ => 2.0,
            };
            let weighed = (0..=count).map(|step| at(f64::from(step) * width - END, part(step))).collect();
            return of(weighed, Some((normal_below(end), self.cases(self.most))));
        }
        of((-STEPS..=STEPS).map(|step| at(f64::from(step) * END / f64::from(STEPS), 1.0)).collect(), None)
    }

    /// The mean of what is so of single cases, over all that their median may be.
    pub(crate) fn over_medians(&self, of: impl Fn(&Distribution) -> f64) -> f64 {
        self.medians().mean(of)
    }

    /// How likely a case is to be above a value. Where cases do not vary, it steps with the median.
    pub(super) fn above(&self, value: f64) -> f64 {
        match self.sigma {
            0.0 => self.median.above(value),
            _ => self.over_medians(|cases| cases.above(value)),
        }
    }

    /// The mean of what cases are above a value.
    pub(super) fn beyond(&self, value: f64) -> f64 {
        match self.sigma {
            0.0 => self.median.beyond(value),
            _ => self.over_medians(|cases| cases.beyond(value)),
        }
    }

    /// How far up, in standard deviations, an interval of medians reaches the most that the quantity may be.
    fn most_from(&self) -> Option<f64> {
        let Distribution::Lognormal(median) = &self.median else { return None };
        let end = median.reach();
        (-END..END).contains(&end).then_some(end)
    }

    /// Whether a part of the cases is cut off that a float would see.
    fn is_cut(&self) -> bool {
        let highest = Quantiles::of(&self.median).at(END);
        highest > 0.0 && (libm::log(self.most) - libm::log(highest)) / self.sigma < 10.0
    }

    /// The mean of all cases: that of the median times what the long tail adds, unless some are cut off.
    pub(super) fn mean(&self) -> f64 {
        if self.is_cut() {
            return self.over_medians(Distribution::mean);
        }
        self.median.mean() * libm::exp(self.sigma * self.sigma / 2.0)
    }

    /// The variance of all cases: within a median, and between medians.
    pub(super) fn variance(&self) -> f64 {
        let mean = self.mean();
        if self.is_cut() {
            let squares = self.over_medians(|cases| cases.variance() + cases.mean() * cases.mean());
            return (squares - mean * mean).max(0.0);
        }
        let median = self.median.mean();
        let squares = self.median.variance() + median * median;
        (squares * libm::exp(2.0 * self.sigma * self.sigma) - mean * mean).max(0.0)
    }

    /// The value as far up as `normal` is in the standard normal distribution, by halving.
    pub(super) fn at(&self, normal: f64) -> f64 {
        let (part, medians) = (normal_below(normal), self.medians());
        let (mut low, mut high) = (0.0, self.most);
        for _ in 0..100 {
            // By the middle of the logarithms, since the most may be 10^15.
            let middle = if low > 0.0 { (low * high).sqrt() } else { high / 1024.0 };
            let below = 1.0 - medians.mean(|cases| cases.above(middle));
            if below < part {
                low = middle
            } else {
                high = middle
            }
            if low > 0.0 && high / low < 1.0 + 1e-9 || high < 1e-9 {
                break;
            }
        }
        high
    }

    /// A median, and one case about it.
    pub(super) fn sample(&self, random: &mut Random) -> f64 {
        let median = match &self.median {
            // What may stand for a median holds no median itself.
            Distribution::Typical(inner) => inner.mean(),
            other => other.sample_plain(random),
        };
        (median * exp(self.sigma * random.normal())).min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typical(most: f64) -> Typical {
        Typical { median: Distribution::uniform(3600.0, 6.0 * 3600.0), sigma: 0.8, most }
    }

    #[test]
    fn figures_are_those_of_draws() {
        for typical in [typical(1e15), typical(10.0 * 3600.0)] {
            let whole = Distribution::Typical(Box::new(typical));
            let mut random = Random::of_batch(3, 1);
            let count = 400_000;
            let (mut sum, mut above, mut squares) = (0.0, 0, 0.0);
            let limit = 4.0 * 3600.0;
            for _ in 0..count {
                let drawn = whole.sample(&mut random);
                sum += drawn;
                squares += drawn * drawn;
                above += usize::from(drawn > limit);
            }
            let number = f64::from(count);
            let mean = sum / number;
            let variance = squares / number - mean * mean;
            let error = (variance / number).sqrt();
            assert!((mean - whole.mean()).abs() < 5.0 * error, "{mean} {}", whole.mean());
            assert!((variance / whole.variance() - 1.0).abs() < 0.03, "{variance} {}", whole.variance());
            assert!((above as f64 / number - whole.above(limit)).abs() < 0.005);
            let quantiles = Quantiles::of(&whole);
            assert!(
                (whole.above(quantiles.at(1.0)) - 0.158_655).abs() < 1e-4 || quantiles.at(1.0) > 35_999.0
            );
        }
    }

    #[test]
    fn medians_above_the_most_are_the_most() {
        // "9% to 61%" with a spread of 1.5, by ten million steps.
        let (low, high) = (libm::log(0.09), libm::log(0.61));
        let (mu, sigma) = (f64::midpoint(low, high), (high - low) / 2.0 / 1.644_853_626_951_472_2);
        let spread = libm::log(1.5) / 1.644_853_626_951_472_2;
        let typical = Typical { median: Distribution::lognormal(mu, sigma, 1.0), sigma: spread, most: 1.0 };
        let mean = Distribution::Typical(Box::new(typical)).mean();
        assert!((mean - 0.282_874_058).abs() < 2e-9, "{mean}");
    }

    #[test]
    fn observed_medians_are_as_likely_as_each_other() {
        let median = Distribution::empirical([3600.0, 7200.0].into()).unwrap();
        let typical = Typical { median, sigma: 0.3, most: 1e15 };
        let mean = |median| typical.cases(median).mean();
        let over = typical.over_medians(Distribution::mean);
        assert!((over - f64::midpoint(mean(3600.0), mean(7200.0))).abs() < 1e-6, "{over}");
    }

    #[test]
    fn without_a_spread_cases_are_the_median() {
        let median = Distribution::pert(1.0, 2.0, 4.0);
        let typical = Typical { median: median.clone(), sigma: 0.0, most: 1e15 };
        for value in [0.5, 1.5, 2.0, 3.9, 5.0] {
            assert!((typical.above(value) - median.above(value)).abs() < 1e-12);
            assert!((typical.beyond(value) - median.beyond(value)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_known_median_leaves_variation_alone() {
        let typical = Typical { median: Distribution::Fixed(7200.0), sigma: 0.5, most: 1e15 };
        let whole = Distribution::Typical(Box::new(typical.clone()));
        assert!((whole.mean() - typical.cases(7200.0).mean()).abs() < 1e-6);
        assert!((whole.variance() / typical.cases(7200.0).variance() - 1.0).abs() < 1e-9);
    }
}
