//! What is the same for every service under an operating model, worked out once.

use rust_decimal::Decimal;

use crate::estimate::Estimate;
use crate::exact::{DeploymentTarget, Duration, Overflow, quotient, sum};
use crate::ledger::callout::paid_hours;
use crate::portfolio::{CalloutRate, CalloutTerms};
use crate::resolve::Portfolio;
use crate::response::{ChainTier, Unavailable};
use crate::selection::OperatingModel;

/// How often services of one demand band are deployed, and how many weeks a feature waits for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cadence {
    pub(crate) deployments: Decimal,
    /// The hand-off, and half the interval between deployments; `None` where the hand-off is not given.
    pub(crate) lead: Option<Decimal>,
}

/// What one callout to a tier is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CalloutPay {
    /// There is none: pay for standby alone is one of the two recommended models.
    None,
    NotGiven,
    Hours {
        hours: Decimal,
        rate: Decimal,
    },
    Each(Decimal),
}

/// How the response goes where the product team does, or does not, cover a service out of hours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResponseTerms {
    pub(crate) first_waiting: Option<usize>,
    pub(crate) unavailable: Unavailable,
}

/// The terms of one operating model; times are hours, of lead weeks.
#[derive(Clone, Debug)]
pub(crate) struct ModelTerms {
    /// By demand band.
    pub(crate) cadences: Vec<Cadence>,
    pub(crate) effort_per_deployment: Option<Decimal>,
    pub(crate) effort_per_improvement: Option<Decimal>,
    pub(crate) learning_lead: Option<Decimal>,
    pub(crate) operations_work: Option<Decimal>,
    /// By tier.
    pub(crate) callouts: Vec<CalloutPay>,
    covered: ResponseTerms,
    uncovered: ResponseTerms,
}

impl ModelTerms {
    pub(crate) fn of(portfolio: &Portfolio, model: OperatingModel) -> Result<Self, Overflow> {
        let file = portfolio.file();
        let throughput = file.throughput.as_ref().and_then(|by_model| by_model.of(model));
        let learning = file.learning.as_ref().and_then(|by_model| by_model.of(model));
        let work = file.operations_work.as_ref().and_then(|by_model| by_model.of(model));
        let week = Decimal::from(168);
        let cadences = portfolio.demand_bands.iter().map(|band| {
            let target = cadence(portfolio, band.deployment, model);
            let deployments = target.per_year(portfolio.weeks_per_year)?;
            let lead = |hand_off: Duration| {
                let interval = quotient(portfolio.weeks_per_year, deployments)?;
                sum(quotient(hand_off.hours(), week)?, quotient(interval, Decimal::TWO)?)
            };
            let lead = throughput.and_then(|given| given.hand_off_lead_time).map(lead).transpose()?;
            Ok(Cadence { deployments, lead })
        });
        let chain = portfolio.costs.chain(model);
        let response = |covered| {
            let Some(chain) = chain else {
                return Ok(ResponseTerms { first_waiting: None, unavailable: Unavailable::NONE });
            };
            let unavailable = chain.unavailable(portfolio.costs.arrivals, covered)?;
            Ok(ResponseTerms { first_waiting: chain.first_waiting(covered), unavailable })
        };
        let tiers = chain.map_or(&[][..], |chain| &chain.tiers);
        let learning_lead = learning.and_then(|given| given.lead_time);
        Ok(Self {
            cadences: cadences.collect::<Result<_, Overflow>>()?,
            effort_per_deployment: throughput
                .and_then(|given| given.effort_per_deployment)
                .map(Duration::hours),
            effort_per_improvement: learning
                .and_then(|given| given.effort_per_improvement)
                .map(Duration::hours),
            learning_lead: learning_lead.map(|lead| quotient(lead.hours(), week)).transpose()?,
            operations_work: work.map(|work| work.effort_per_week.hours()),
            callouts: tiers
                .iter()
                .zip(
                    file.response
                        .as_ref()
                        .and_then(|response| response.of(model))
                        .into_iter()
                        .flat_map(|given| &given.tiers),
                )
                .map(|(tier, given)| callout_pay(portfolio, tier, &given.handling))
                .collect::<Result<_, _>>()?,
            covered: response(true)?,
            uncovered: response(false)?,
        })
    }

    pub(crate) fn response(&self, covered: bool) -> &ResponseTerms {
        if covered { &self.covered } else { &self.uncovered }
    }
}

/// How often a service is deployed under a model, in which cadence.
pub(crate) fn cadence(
    portfolio: &Portfolio,
    target: DeploymentTarget,
    model: OperatingModel,
) -> DeploymentTarget {
    let throughput = portfolio.file().throughput.as_ref().and_then(|by_model| by_model.of(model));
    let fastest = match model {
        OperatingModel::OpsRunIt => Some(portfolio.costs.fastest_of_operations),
        OperatingModel::YouBuildItYouRunIt => throughput.and_then(|given| given.fastest_deployment),
    };
    fastest.filter(|fastest| fastest.days() > target.days()).unwrap_or(target)
}

fn callout_pay(
    portfolio: &Portfolio,
    tier: &ChainTier,
    handling: &Estimate<Duration>,
) -> Result<CalloutPay, Overflow> {
    let terms = if tier.by_product_team { &portfolio.product_teams } else { &portfolio.operations };
    let callout = match &terms.callout {
        Some(CalloutTerms::Paid(callout)) => callout,
        Some(CalloutTerms::None) => return Ok(CalloutPay::None),
        None => return Ok(CalloutPay::NotGiven),
    };
    let rate = callout.first.clone().unwrap_or(CalloutRate {
        amount: callout.amount,
        per: callout.per,
        metadata: None,
    });
    Ok(match paid_hours(callout, &rate, handling)? {
        Some(hours) => CalloutPay::Hours { hours, rate: rate.amount.amount() },
        None => CalloutPay::Each(rate.amount.amount()),
    })
}
