//! Draws from the Poisson distribution: how many incidents a year has.

use crate::random::exp;
use crate::random::generator::Random;

/// A Poisson distribution, prepared for draws.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Poisson {
    /// Multiplication of uniform numbers until they are below exp(−λ).
    Small { threshold: f64 },
    /// Transformed rejection.
    Large(Rejection),
}

impl Poisson {
    /// The largest mean that is drawn from: 10^9. Up to it, the test that rejects has an error below 10^-5 of its
    /// probability, and nobody adds up so many incidents anyway.
    pub(crate) const MOST: f64 = 1e9;
    /// From here on the draws of [`Rejection`] are valid.
    const LARGE: f64 = 10.0;

    /// The distribution with this mean; `None` unless that is from 0 to [`Poisson::MOST`].
    pub(crate) fn new(mean: f64) -> Option<Self> {
        if !(0.0..=Self::MOST).contains(&mean) {
            None
        } else if mean < Self::LARGE {
            Some(Self::Small { threshold: exp(-mean) })
        } else {
            Some(Self::Large(Rejection::new(mean)))
        }
    }

    #[inline]
    pub(crate) fn sample(&self, random: &mut Random) -> u64 {
        match self {
            // D. E. Knuth, The Art of Computer Programming, volume 2, section 3.4.1: events at exponential
            // distances, multiplied instead of added. For a mean of three that is four multiplications; inversion
            // would need one number only, but a chain of dependent steps that takes as long.
            Self::Small { threshold } => {
                let mut product = random.unit();
                let mut count = 0;
                while product > *threshold {
                    product *= random.unit();
                    count += 1;
                }
                count
            }
            Self::Large(rejection) => rejection.sample(random),
        }
    }
}

/// Algorithm PTRS of W. Hörmann, “The transformed rejection method for generating Poisson random variables”,
/// Insurance: Mathematics and Economics 12 (1993): for means from 10 on, 1.1 to 1.3 tries a draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rejection {
    mean: f64,
    log_mean: f64,
    a: f64,
    b: f64,
    log_inverse_alpha: f64,
    accepted_at_once: f64,
}

impl Rejection {
    fn new(mean: f64) -> Self {
        let b = 0.931 + 2.53 * mean.sqrt();
        Self {
            mean,
            log_mean: libm::log(mean),
            a: -0.059 + 0.024_83 * b,
            b,
            log_inverse_alpha: libm::log(1.1239 + 1.1328 / (b - 3.4)),
            accepted_at_once: 0.9277 - 3.6224 / (b - 2.0),
        }
    }

    fn sample(&self, random: &mut Random) -> u64 {
        loop {
            let u = random.unit() - 0.5;
            let v = random.open_unit();
            let near = 0.5 - u.abs();
            // At the very edge this is infinitely far below zero, and refused.
            let count = ((2.0 * self.a / near + self.b) * u + self.mean + 0.43).floor();
            if near >= 0.07 && v <= self.accepted_at_once {
                return count as u64;
            }
            if count < 0.0 || (near < 0.013 && v > near) {
                continue;
            }
            let tried = libm::log(v) + self.log_inverse_alpha - libm::log(self.a / (near * near) + self.b);
            if tried <= count * self.log_mean - self.mean - libm::lgamma(count + 1.0) {
                return count as u64;
            }
        }
    }
}
