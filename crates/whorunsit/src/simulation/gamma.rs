//! Draws from the gamma distribution.

use super::{Random, exp};

/// A gamma distribution of scale one, prepared for draws.
///
/// G. Marsaglia and W. W. Tsang, “A simple method for generating gamma variables”, ACM Transactions on Mathematical
/// Software 26 (2000): a normal draw to the power of three, accepted almost always, mostly without a logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gamma {
    d: f64,
    c: f64,
    /// For shapes below one, one over the shape: the draw is that of a shape greater by one, times a uniform
    /// number to this power.
    power: Option<f64>,
}

impl Gamma {
    /// The distribution of this shape; `None` unless that is from 10^-3 to 10^9. Below, most draws would be too
    /// small for a float.
    pub(crate) fn new(shape: f64) -> Option<Self> {
        if !(1e-3..=1e9).contains(&shape) {
            return None;
        }
        let (shape, power) = if shape < 1.0 { (shape + 1.0, Some(1.0 / shape)) } else { (shape, None) };
        let d = shape - 1.0 / 3.0;
        Some(Self { d, c: 1.0 / (9.0 * d).sqrt(), power })
    }

    #[inline]
    pub(crate) fn sample(&self, random: &mut Random) -> f64 {
        let drawn = self.at_least_one(random);
        match self.power {
            Some(power) => drawn * exp(-random.exponential() * power),
            None => drawn,
        }
    }

    #[inline]
    fn at_least_one(&self, random: &mut Random) -> f64 {
        loop {
            let x = random.normal();
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = random.open_unit();
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square
                || libm::log(u) < 0.5 * square + self.d * (1.0 - v + libm::log(v))
            {
                return self.d * v;
            }
        }
    }
}
