//! What is said of deployments that fail: how many of all, and how long until each is recovered.

use rust_decimal::Decimal;

use crate::estimate::Estimate;
use crate::exact::{Duration, Share};
use crate::portfolio::{ByModel, Overrides, PortfolioFile, Throughput};
use crate::resolve::{Level, Portfolio};
use crate::selection::OperatingModel;

/// What is said of a service's failed deployments under one model, each with who says so.
pub(crate) struct Failures<'p> {
    pub(crate) rate: (Option<&'p Estimate<Share>>, Level),
    pub(crate) recovery: (Option<&'p Estimate<Duration>>, Level),
}

impl<'p> Failures<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio, service: usize, model: OperatingModel) -> Self {
        let of = |given: &'p Option<ByModel<Throughput>>| given.as_ref()?.of(model);
        let rate = |given: &'p Option<ByModel<Throughput>>| of(given)?.change_failure_rate.as_ref();
        let recovery =
            |given: &'p Option<ByModel<Throughput>>| of(given)?.failed_deployment_recovery_time.as_ref();
        let own = |own: &'p Overrides| &own.throughput;
        let all = |file: &'p PortfolioFile| &file.throughput;
        Self {
            rate: portfolio.nearest(service, |table| rate(own(table)), |file| rate(all(file))),
            recovery: portfolio.nearest(service, |table| recovery(own(table)), |file| recovery(all(file))),
        }
    }

    fn is_given(&self) -> bool {
        self.rate.0.is_some() || self.recovery.0.is_some()
    }
}

/// The means: the share of deployments that fail, from 0 to 1, and the hours until each is recovered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailureTerms {
    pub(crate) rate: Option<Decimal>,
    pub(crate) recovery: Option<Decimal>,
}

impl FailureTerms {
    /// Of a model; `None` where nothing is said under either: what is said of one alone is missing of the other.
    pub(crate) fn of(portfolio: &Portfolio, service: usize, model: OperatingModel) -> Option<Self> {
        let given = Failures::of(portfolio, service, model);
        let other = || Failures::of(portfolio, service, model.other());
        (given.is_given() || other().is_given()).then(|| Self {
            rate: given.rate.0.map(Estimate::mean_of_one),
            recovery: given.recovery.0.map(Estimate::mean_hours),
        })
    }
}
