//! Deployments that fail, as trials draw them: Poisson, each with its own time until it is recovered.

use crate::distribution::Distribution;
use crate::evaluation::Analysis;
use crate::exact::{Overflow, float};
use crate::ledger::Failures;
use crate::selection::OperatingModel;

/// Failed deployments of a service under one model.
#[derive(Clone, Debug)]
pub(super) struct FailureModel {
    /// How many a year are expected.
    pub(super) per_year: f64,
    /// How long each takes to recover, in seconds.
    pub(super) recovery: Distribution,
    /// What an hour of whoever recovers one costs.
    pub(super) hourly: f64,
    /// The share of the exposure that is at stake.
    pub(super) at_stake: f64,
}

impl FailureModel {
    /// Under each model.
    pub(super) fn of(analysis: &Analysis<'_>, service: usize) -> Result<[Option<Self>; 2], Overflow> {
        let mut both = [None, None];
        let models = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt];
        for (model, slot) in models.into_iter().zip(&mut both) {
            let failed = analysis.costing.failed_deployments(service, model)?;
            let recovery = Failures::of(analysis.costing.portfolio, service, model).recovery.0;
            *slot = failed.zip(recovery).map(|(failed, recovery)| Self {
                per_year: float(failed.per_year),
                recovery: recovery.distribution(),
                hourly: float(failed.hourly),
                at_stake: float(failed.at_stake),
            });
        }
        Ok(both)
    }
}
