//! Draws: what every trial of every service came to, for whoever computes figures of their own.

use crate::portfolio::Name;
use crate::selection::OperatingModel;

/// The most trials of services that are collected at once. Each takes eight numbers of eight bytes: 640 MB.
pub const MAX_DRAWS: u64 = 10_000_000;

/// What every trial of one service came to, in the order of the trials. Both models face the same incidents, and the services of a
/// portfolio the same shared causes: rows of one trial belong together. Amounts are floats in the portfolio's currency.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ServiceDraws<'d> {
    /// The service.
    pub name: &'d Name,
    /// The model that is recommended.
    pub operating_model: OperatingModel,
    /// Premium and loss over the horizon, under Ops Run It and under You Build It You Run It; `None` where something is not given.
    pub cost_over_horizon: [Option<&'d [f64]>; 2],
    /// You Build It You Run It less Ops Run It over the horizon, with what changes elsewhere; `None` where both cannot be compared.
    pub difference: Option<&'d [f64]>,
    /// What incidents lose in the first year.
    pub year_loss: [&'d [f64]; 2],
    /// Hours unavailable in the first year.
    pub year_hours: [&'d [f64]; 2],
    /// Incidents of the first year.
    pub year_incidents: &'d [f64],
}

/// The names of the numbers of a draw, in the order of [`ServiceDraws::columns`].
pub const DRAW_COLUMNS: [&str; 8] = [
    "ops_run_it_cost_over_horizon",
    "you_build_it_you_run_it_cost_over_horizon",
    "difference",
    "ops_run_it_year_loss",
    "you_build_it_you_run_it_year_loss",
    "ops_run_it_year_hours",
    "you_build_it_you_run_it_year_hours",
    "year_incidents",
];

impl<'d> ServiceDraws<'d> {
    /// Returns the numbers by columns, `None` for those that are not known.
    #[must_use]
    pub fn columns(&self) -> [Option<&'d [f64]>; 8] {
        let [cost_a, cost_b] = self.cost_over_horizon;
        let [loss_a, loss_b] = self.year_loss;
        let [hours_a, hours_b] = self.year_hours;
        let [loss_a, loss_b, hours_a, hours_b, incidents] =
            [loss_a, loss_b, hours_a, hours_b, self.year_incidents].map(Some);
        [cost_a, cost_b, self.difference, loss_a, loss_b, hours_a, hours_b, incidents]
    }
}
