//! The plan for chaos days: which failures to rehearse first, by what they put at risk in a year.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::evidence::Evidence;
use crate::error::Error;
use crate::exact::{Money, quotient};
use crate::ledger::ItemCode;
use crate::portfolio::Name;

/// A failure to rehearse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ChaosDay {
    /// The services that fail.
    pub services: Vec<Name>,
    /// How they fail.
    pub mode: FailureMode,
    /// The shared cause, where it is one.
    pub cause: Option<Name>,
    /// What such failures are expected to lose in a year, as services are recommended to run.
    pub at_risk_per_year: Money,
}

/// A way in which a service fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FailureMode {
    /// It fails while people work.
    InWorkingHours,
    /// It fails out of hours, and the people on call restore it.
    OutOfHours,
    /// It fails out of hours, and waits for working hours.
    WaitsForWorkingHours,
    /// Manual steps of the incident workflow take longer than the repair.
    ManualSteps,
    /// A deployment fails, and is recovered.
    FailedDeployment,
    /// Something that several services share fails; its share of their losses is part of the other modes too.
    SharedCause,
}

impl FailureMode {
    /// What to rehearse, in words.
    #[must_use]
    pub fn rehearse(self) -> &'static str {
        match self {
            Self::InWorkingHours => "restore it in working hours",
            Self::OutOfHours => "call the people on call out of hours, and restore it",
            Self::WaitsForWorkingHours => {
                "let it fail when nobody is on call, and see what waits until somebody is"
            }
            Self::ManualSteps => "run the incident workflow without the people who know it by heart",
            Self::FailedDeployment => "deploy a change that fails, and recover the service",
            Self::SharedCause => "take away what the services share",
        }
    }
}

const MODES: [(FailureMode, ItemCode); 4] = [
    (FailureMode::InWorkingHours, ItemCode::LossInWorkingHours),
    (FailureMode::OutOfHours, ItemCode::LossOutOfHours),
    (FailureMode::WaitsForWorkingHours, ItemCode::LossWaiting),
    (FailureMode::ManualSteps, ItemCode::StepDelay),
];

/// Every failure that puts money at risk, the most first.
pub(crate) fn plan(evidence: &Evidence<'_>) -> Result<Vec<ChaosDay>, Error> {
    let mut days = Vec::new();
    // What a service loses in incidents, and how many it has.
    let mut losses: BTreeMap<&str, (Money, rust_decimal::Decimal)> = BTreeMap::new();
    for service in evidence.services() {
        let name = &service.service.name;
        let mut all = Money::ZERO;
        for (mode, code) in MODES {
            let Some(amount) = evidence.after.amount(name, code).filter(|amount| !amount.is_zero()) else {
                continue;
            };
            all = all.plus(amount)?;
            days.push(ChaosDay { services: vec![name.clone()], mode, cause: None, at_risk_per_year: amount });
        }
        let code = ItemCode::LossFailedDeployments;
        let failed = evidence.after.amount(name, code).filter(|amount| !amount.is_zero());
        days.extend(failed.map(|amount| ChaosDay {
            services: vec![name.clone()],
            mode: FailureMode::FailedDeployment,
            cause: None,
            at_risk_per_year: amount,
        }));
        if let Some(incidents) = &service.service.incidents_per_year {
            losses.insert(name, (all, incidents.mean().value()));
        }
    }
    let currency = evidence.portfolio.file().currency;
    for cause in &evidence.portfolio.file().shared_causes {
        let incidents = cause.incidents_per_year.mean().value();
        let mut at_risk = Money::ZERO;
        for (loss, of_service) in cause.services.iter().filter_map(|service| losses.get(&**service)) {
            if !of_service.is_zero() {
                at_risk = at_risk.plus(loss.times(quotient(incidents, *of_service)?)?)?;
            }
        }
        let at_risk_per_year = at_risk.booked(currency);
        if !at_risk_per_year.is_zero() {
            days.push(ChaosDay {
                services: cause.services.clone(),
                mode: FailureMode::SharedCause,
                cause: Some(cause.name.clone()),
                at_risk_per_year,
            });
        }
    }
    crate::sort::by_key(&mut days, |day| Reverse(day.at_risk_per_year));
    Ok(days)
}
