//! How likely one of two costs less.

use rust_decimal::Decimal;

use super::interval::{PercentInterval, likelihood, percent};
use crate::currency::Currency;

/// In how many trials a difference is below zero, and in how many it is none.
#[derive(Clone, Copy)]
pub(super) struct Wins {
    cheaper: usize,
    tied: usize,
    trials: usize,
}

impl Wins {
    /// What is less than half of the currency's minor unit is no difference.
    pub(super) fn of(differences: &[f64], currency: Currency) -> Self {
        let least = 0.5 / 10_f64.powi(i32::try_from(currency.decimals()).unwrap_or(0));
        let count = |is: fn(f64, f64) -> bool| differences.iter().filter(|one| is(**one, least)).count();
        Self {
            cheaper: count(|difference, least| difference <= -least),
            tied: count(|difference, least| difference.abs() < least),
            trials: differences.len(),
        }
    }

    pub(super) fn percent(self) -> Decimal {
        likelihood(self.cheaper, self.trials)
    }

    pub(super) fn interval(self) -> PercentInterval {
        PercentInterval::wilson(self.cheaper, self.trials)
    }

    pub(super) fn tied_percent(self) -> Decimal {
        percent(self.tied as f64 / self.trials.max(1) as f64)
    }
}
