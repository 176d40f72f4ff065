//! Deployments that fail, as trials draw them: Poisson, each with its own time until it is recovered.

use super::counts::Counts;
use super::respond::HOUR;
use crate::distribution::{Distribution, Sampler, Staircases};
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

/// What failed deployments come to in a trial, whatever it draws.
#[derive(Clone, Copy, Debug)]
pub(super) struct FailureRow {
    pub(super) per_year: f64,
    /// What draws of the hours are multiplied with.
    pub(super) recovery: f64,
    pub(super) hourly: f64,
    pub(super) at_stake: f64,
}

/// Failed deployments, prepared for columns.
#[derive(Clone, Debug)]
pub(super) struct FailureColumns {
    /// How many there are in the years of a trial, at the known rate.
    pub(super) counts: Counts,
    /// Hours, and the most that they may be once they are multiplied.
    pub(super) recovery: (Sampler, f64),
    pub(super) row: FailureRow,
}

impl FailureColumns {
    /// `recovery` is how long they take around a median that is unknown. `None` where there are more than can be drawn.
    pub(super) fn of(
        model: &FailureModel,
        recovery: Option<(Sampler, f64)>,
        years: f64,
        staircases: &Staircases,
    ) -> Option<Self> {
        let FailureModel { per_year, hourly, at_stake, .. } = *model;
        let recovery =
            recovery.unwrap_or_else(|| (Sampler::times(&model.recovery, HOUR, staircases), f64::INFINITY));
        Some(Self {
            counts: Counts::of(&Distribution::Fixed(per_year), years, staircases)?,
            recovery,
            row: FailureRow { per_year, recovery: 1.0, hourly, at_stake },
        })
    }
}
