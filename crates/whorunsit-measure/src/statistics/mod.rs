//! Estimates with their intervals. Every interval is one of 90 %: from the 5th to the 95th percentile.
//!
//! Figures are rounded to nine significant digits, so that they do not depend on the last bits of a platform's
//! logarithms.

mod bootstrap;
mod change;
mod gamma;
mod lognormal;
mod order;
mod proportion;
mod rate;
mod slope;
mod survival;

use serde::{Serialize, Serializer};

pub use self::bootstrap::mean;
pub use self::change::{Change, change};
pub use self::gamma::Gamma;
pub use self::lognormal::{Fit, Lognormal};
pub use self::order::{quantile, sorted};
pub use self::proportion::proportion;
pub use self::rate::rate;
pub use self::slope::slope;
pub use self::survival::{Observation, median_survival};

/// How likely it is that a value lies below the lower end of an interval, and above its upper end.
pub const TAIL: f64 = 0.05;

/// An estimate with its 90 % interval; an end that the observations are too few for is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The estimate.
    #[serde(serialize_with = "number")]
    pub estimate: f64,
    /// The lower end.
    #[serde(serialize_with = "optional_number")]
    pub low: Option<f64>,
    /// The upper end.
    #[serde(serialize_with = "optional_number")]
    pub high: Option<f64>,
}

impl Interval {
    /// An estimate between two ends.
    #[must_use]
    pub fn new(low: f64, estimate: f64, high: f64) -> Self {
        Self { estimate, low: Some(low), high: Some(high) }
    }

    /// The same in another unit.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let ends = [self.low, self.high].map(|end| end.map(|end| end * factor));
        Self { estimate: self.estimate * factor, low: ends[0], high: ends[1] }
    }

    /// Whether it holds a value; an end that is not known holds none off.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }
}

/// A float of nine significant digits.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

/// Writes a float of nine significant digits; a whole number without a point.
///
/// # Errors
/// Those of the serializer.
pub fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let value = rounded(*value);
    if !value.is_finite() {
        return serializer.serialize_none();
    }
    if value.fract().abs() < f64::EPSILON && value.abs() < 1e15 {
        return serializer.serialize_i64(value as i64);
    }
    serializer.serialize_f64(value)
}

/// The same, or null.
///
/// # Errors
/// Those of the serializer.
pub fn optional_number<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// A list of such numbers.
///
/// # Errors
/// Those of the serializer.
pub fn numbers<S: Serializer>(values: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|value| rounded(*value)))
}

/// Random numbers for resampling: SplitMix64 (G. L. Steele and others, “Fast splittable pseudorandom number
/// generators”, OOPSLA 2014), from a fixed start, so that the same file has the same intervals everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of the whole numbers below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }
}
