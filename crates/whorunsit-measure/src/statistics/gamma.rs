use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Gamma as Distribution};

use super::{Interval, TAIL, number};

/// What is known of a rate: a gamma distribution of so many events in so many years, the half of an event that Jeffreys'
/// prior adds aside.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gamma {
    /// Events; not whole where an estimate has been weighed in.
    #[serde(serialize_with = "number")]
    pub events: f64,
    /// Years.
    #[serde(serialize_with = "number")]
    pub years: f64,
}

impl Gamma {
    /// Its shape.
    #[must_use]
    pub fn shape(self) -> f64 {
        self.events + 0.5
    }

    /// The mean: (events + ½) ÷ years.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.shape() / self.years
    }

    /// The mean with its 90 % interval. `None` where there is no time.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit_measure::statistics::Gamma;
    ///
    /// let rate = Gamma { events: 7.0, years: 2.0 }.interval().unwrap();
    /// assert_eq!(rate.estimate, 3.75);
    /// assert!(rate.contains(3.75) && !rate.contains(1.5) && !rate.contains(7.0));
    /// ```
    #[must_use]
    pub fn interval(self) -> Option<Interval> {
        let gamma = Distribution::new(self.shape(), self.years).ok()?;
        Some(Interval::new(gamma.inverse_cdf(TAIL), self.mean(), gamma.inverse_cdf(1.0 - TAIL)))
    }

    /// What an estimate of this mean and variance and these events say together: the gamma distribution of that mean and
    /// variance is the prior, and the events are Poisson. `None` where either is not above zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit_measure::statistics::Gamma;
    ///
    /// // A prior of 4 a year, as sure as 8 events in 2 years; and 1 event in half a year.
    /// let both = Gamma::shrunk(4.0, 2.0, 1, 0.5).unwrap();
    /// assert_eq!(both.mean(), 9.0 / 2.5);
    /// ```
    #[must_use]
    pub fn shrunk(mean: f64, variance: f64, events: u64, years: f64) -> Option<Self> {
        if !(mean > 0.0 && variance > 0.0 && mean.is_finite() && variance.is_finite()) {
            return None;
        }
        let (shape, rate) = (mean * mean / variance, mean / variance);
        Some(Self { events: shape + events as f64 - 0.5, years: rate + years })
    }
}
