//! The gamma distribution: what is known of a rate after some events in some years.

use crate::random::generator::Random;

/// Up to this shape quantiles come from the series of the incomplete gamma function; above it the approximation of
/// Wilson and Hilferty is as good.
const SERIES: f64 = 1_000.0;

/// A gamma distribution of a shape above zero, divided by a rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gamma {
    shape: f64,
    rate: f64,
}

impl Gamma {
    pub(crate) fn new(shape: f64, rate: f64) -> Self {
        Self { shape, rate }
    }

    /// Its shape, and the rate that it is divided by.
    pub(crate) fn parts(self) -> (f64, f64) {
        (self.shape, self.rate)
    }

    pub(crate) fn mean(self) -> f64 {
        self.shape / self.rate
    }

    pub(crate) fn variance(self) -> f64 {
        self.shape / (self.rate * self.rate)
    }

    /// G. Marsaglia and W. W. Tsang, “A simple method for generating gamma variables”, ACM Transactions on Mathematical
    /// Software 26 (2000); a shape below one is drawn from that above it.
    pub(crate) fn sample(self, random: &mut Random) -> f64 {
        let (shape, smaller) = match self.shape < 1.0 {
            true => (self.shape + 1.0, libm::exp(libm::log(random.open_unit()) / self.shape)),
            false => (self.shape, 1.0),
        };
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = random.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            if libm::log(random.open_unit()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v * smaller / self.rate;
            }
        }
    }

    /// The part of the draws above a value.
    pub(crate) fn above(self, value: f64) -> f64 {
        if value > 0.0 { 1.0 - below(self.shape, value * self.rate) } else { 1.0 }
    }

    /// The mean of what it has above a value, and of nothing where it is below.
    pub(crate) fn beyond(self, value: f64) -> f64 {
        if value <= 0.0 {
            return self.mean() - value;
        }
        // E[X; X > v] is the mean times the probability under the next shape.
        let next = Self::new(self.shape + 1.0, self.rate);
        self.mean() * next.above(value) - value * self.above(value)
    }

    /// The value below which a part of the draws lies, where the standard normal's is `z`.
    pub(crate) fn quantile(self, part: f64, z: f64) -> f64 {
        let a = self.shape;
        let root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * libm::sqrt(a));
        let near = a * root.max(0.0) * root.max(0.0) * root.max(0.0);
        if a > SERIES {
            return near / self.rate;
        }
        let (mut low, mut high) = (0.0, near.max(1.0));
        while below(a, high) < part {
            high *= 2.0;
        }
        // Until the floats between both are used up, at most.
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if below(a, middle) < part {
                low = middle;
            } else {
                high = middle;
            }
        }
        high / self.rate
    }
}

/// The regularised lower incomplete gamma function, by its series.
fn below(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0, 1.0, shape);
    while term > sum * 1e-17 {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    libm::exp(shape * libm::log(x) - x - libm::lgamma(shape + 1.0)) * sum
}

#[cfg(test)]
mod tests {
    use statrs::distribution::ContinuousCDF;

    use super::*;

    #[test]
    fn quantiles_and_draws_are_those_of_the_distribution() {
        for shape in [0.5, 1.0, 7.5, 100.5, 999.0, 5_000.5] {
            let theirs = statrs::distribution::Gamma::new(shape, 2.0).unwrap();
            let ours = Gamma::new(shape, 2.0);
            for (part, z) in [(0.05, -1.644_853_626_951_472_2), (0.95, 1.644_853_626_951_472_2)] {
                let (one, other) = (ours.quantile(part, z), theirs.inverse_cdf(part));
                assert!((one / other - 1.0).abs() < 1e-6, "{shape} {part}: {one} {other}");
                if shape < SERIES {
                    assert!((ours.above(other) - (1.0 - part)).abs() < 1e-9, "{shape} {part}");
                }
            }
            let mut random = Random::of_batch(7, 0);
            let count = 40_000;
            let mut draws: Vec<f64> = (0..count).map(|_| ours.sample(&mut random)).collect();
            draws.sort_by(f64::total_cmp);
            // The statistic of Kolmogorov and Smirnov: above 1.63 √n in one case of a hundred.
            let distance = draws
                .iter()
                .enumerate()
                .map(|(index, draw)| (theirs.cdf(*draw) - (index as f64 + 0.5) / f64::from(count)).abs());
            let distance = distance.fold(0.0, f64::max) * f64::from(count).sqrt();
            assert!(distance < 1.63, "{shape}: {distance}");
        }
    }
}
