//! The incident workflow: what its manual steps cost, and which to automate first.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use serde::Serialize;

use super::evidence::Evidence;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::exact::{Duration, Money, Overflow, difference, number, product, quotient, sum};
use crate::portfolio::Name;
use crate::selection::OperatingModel;

/// What the manual steps of the incident workflow cost, and what automating them would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct IncidentWorkflow {
    /// The manual steps, in the order in which to automate them.
    pub steps: Vec<StepToAutomate>,
    /// What all of them cost a year; `None` where one of them is not estimated.
    pub per_year: Option<Money>,
    /// The same as far as it is estimated.
    pub known_per_year: Money,
    /// Hours to restore service on average over all incidents, as services run today.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub hours_to_restore_today: Option<Decimal>,
    /// The same as services are recommended to run.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub hours_to_restore_after: Option<Decimal>,
    /// The same with every step automated.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub hours_to_restore_automated: Option<Decimal>,
}

/// A manual step of the incident workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct StepToAutomate {
    /// The step.
    pub step: Name,
    /// The model whose workflow it is part of.
    pub operating_model: OperatingModel,
    /// How much longer each incident lasts because of it.
    pub delay: Option<Duration>,
    /// How long somebody is busy with it in each incident.
    pub effort: Option<Duration>,
    /// What it costs a year: people's time, and what its delay loses. Automating it saves that; `None` where it is not
    /// estimated.
    pub per_year: Option<Money>,
    /// What it costs a year as far as that is estimated: what automating it saves at least.
    pub known_per_year: Money,
    /// What automating it costs once; `None` where the portfolio does not say.
    pub automation_cost: Option<Money>,
    /// What automating it saves a year for each unit that it costs, to two decimals; at least, where not all of it is
    /// estimated.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub saved_for_each_unit: Option<Decimal>,
}

impl IncidentWorkflow {
    pub(crate) fn of(evidence: &Evidence<'_>) -> Result<Self, Error> {
        let portfolio = evidence.portfolio;
        // The step of the first service that has it; each may have a response of its own.
        let written = |model: OperatingModel, step: &str| {
            let services = 0..portfolio.file().services.len();
            let mut responses = services.filter_map(|place| portfolio.response_of(place, model));
            responses
                .find_map(|(_, response)| response.workflow.iter().find(|written| &*written.name == step))
        };
        let mut steps = Vec::new();
        for price in evidence.after.costs.iter().flat_map(|costs| &costs.manual_steps) {
            let step = written(price.operating_model, &price.step);
            let automation_cost = step.and_then(|step| step.automation_cost);
            let ratio = |cost: Money| quotient(price.known_per_year.amount(), cost.amount());
            let costly = automation_cost.filter(|cost| !cost.is_zero() && !price.known_per_year.is_zero());
            let saved = costly.map(ratio).transpose()?;
            steps.push(StepToAutomate {
                step: price.step.clone(),
                operating_model: price.operating_model,
                delay: step.and_then(|step| step.delay.as_ref()).map(Estimate::mean),
                effort: step.and_then(|step| step.effort.as_ref()).map(Estimate::mean),
                per_year: price.per_year,
                known_per_year: price.known_per_year,
                automation_cost,
                saved_for_each_unit: saved.map(|saved| saved.round_dp(2)),
            });
        }
        // What costs nothing to automate comes first, then what saves most for its cost, then what saves most.
        crate::sort::by_key(&mut steps, |step| {
            let free = step.automation_cost.is_some_and(Money::is_zero);
            (Reverse(free), Reverse(step.saved_for_each_unit), Reverse(step.known_per_year))
        });
        // How much sooner an incident of a service ends where every step of its own response is automated.
        let delay = |place: usize, model: OperatingModel| {
            let steps = portfolio.response_of(place, model).map(|(_, response)| &response.workflow);
            let manual =
                steps.into_iter().flat_map(|steps| steps.iter()).filter(|step| step.automated != Some(true));
            manual
                .filter_map(|step| step.delay.as_ref())
                .try_fold(Decimal::ZERO, |total, delay| sum(total, delay.mean_hours()))
        };
        let none = |_: usize, _: OperatingModel| Ok(Decimal::ZERO);
        Ok(Self {
            per_year: steps
                .iter()
                .map(|step| step.per_year)
                .collect::<Option<Vec<Money>>>()
                .filter(|_| evidence.after.is_estimated())
                .map(Money::total)
                .transpose()?,
            known_per_year: Money::total(steps.iter().map(|step| step.known_per_year))?,
            steps,
            hours_to_restore_today: restore(evidence, |service| service.runs_today, none)?,
            hours_to_restore_after: restore(evidence, |service| Some(service.model_after()), none)?,
            hours_to_restore_automated: restore(evidence, |service| Some(service.model_after()), delay)?,
        })
    }
}

/// The mean over all incidents of a year, so many hours sooner; `None` where one of them is not estimated.
fn restore(
    evidence: &Evidence<'_>,
    model: impl Fn(&super::evidence::ServiceEvidence<'_>) -> Option<OperatingModel>,
    sooner: impl Fn(usize, OperatingModel) -> Result<Decimal, Overflow>,
) -> Result<Option<Decimal>, Error> {
    let (mut hours, mut incidents) = (Decimal::ZERO, Decimal::ZERO);
    for service in evidence.services() {
        // What nobody runs yet has no incidents.
        let Some(model) = model(&service) else {
            continue;
        };
        let costs = match model {
            OperatingModel::OpsRunIt => &service.compared.ops_run_it,
            OperatingModel::YouBuildItYouRunIt => &service.compared.you_build_it_you_run_it,
        };
        let Some((outlook, number)) =
            costs.incidents.as_ref().zip(service.service.incidents_per_year.as_ref())
        else {
            return Ok(None);
        };
        let number = number.mean().value();
        let each = difference(outlook.hours_to_restore, sooner(service.place, model)?)?.max(Decimal::ZERO);
        hours = sum(hours, product(number, each)?)?;
        incidents = sum(incidents, number)?;
    }
    if incidents.is_zero() { Ok(None) } else { Ok(Some(quotient(hours, incidents)?.round_dp(4))) }
}
