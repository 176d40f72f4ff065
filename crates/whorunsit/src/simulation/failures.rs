//! Deployments that fail, as trials draw them: Poisson, each with its own time until it is recovered.

use super::live::{Collector, Scaled, Times, hour_of};
use super::model::MODELS;
use crate::distribution::Distribution;
use crate::estimate::Estimate;
use crate::evaluation::Analysis;
use crate::exact::{Overflow, float};
use crate::ledger::Failures;
use crate::resolve::{Portfolio, Uncertain};
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
        for (model, slot) in MODELS.into_iter().zip(&mut both) {
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

/// How failed deployments follow from what is unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct LiveFailures {
    per_year: Scaled,
    recovery: Option<Times>,
    hourly: Scaled,
    at_stake: Scaled,
}

impl LiveFailures {
    pub(super) fn of(
        c: &mut Collector<'_>,
        portfolio: &Portfolio,
        service: usize,
        models: &[Option<FailureModel>; 2],
    ) -> [Option<Self>; 2] {
        let exposure = portfolio.file().services.get(service);
        let exposure = exposure.filter(|service| service.exposure_by_hour.is_none());
        let exposure = exposure.and_then(|service| service.working_hours_exposure.as_deref());
        let mut live = [None, None];
        for ((slot, model), of) in live.iter_mut().zip(models).zip(MODELS) {
            let Some(model) = model else { continue };
            let given = Failures::of(portfolio, service, of);
            let rate = given.rate.0.map(|rate| rate as &dyn Uncertain);
            let hour = hour_of(portfolio, service, of == OperatingModel::YouBuildItYouRunIt);
            *slot = Some(Self {
                per_year: c.scaled(model.per_year, [rate]),
                recovery: given.recovery.0.and_then(|time: &Estimate<_>| c.times(time, &model.recovery)),
                hourly: c.scaled(model.hourly, [hour]),
                at_stake: c.scaled(model.at_stake, [exposure.map(|share| share as &dyn Uncertain)]),
            });
        }
        live
    }

    pub(super) fn settle(&self, ratios: &[f64], into: &mut FailureModel) {
        into.per_year = self.per_year.at(ratios);
        if let Some(times) = &self.recovery {
            into.recovery = times.at(ratios);
        }
        into.hourly = self.hourly.at(ratios);
        into.at_stake = self.at_stake.at(ratios);
    }
}
