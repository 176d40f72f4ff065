//! Flip points: the value of an input at which the selection, or the cheaper model, changes.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::money::{MAX_INPUT, Overflow, difference, product, quotient};
use crate::recommendation::Choice;
use crate::selection::{OperatingModel, OutOfHours, schedule_for};
use crate::sensitivity::parts::{Input, Parts};
use crate::{DeploymentTarget, Money, Name, Portfolio, number};

/// Where the selection and the cheaper model of one service change, one input at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceFlips {
    /// Where the selector chooses another model or schedule, as exposure or demand change.
    pub selection: Vec<SelectionFlip>,
    /// Where the cheaper model changes; inputs that change nothing, or would have to be below zero, are not listed.
    pub cost: Vec<CostFlip>,
}

/// Where the selection changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectionFlip {
    /// The key of the input: `exposure_per_hour` or `feature_demand`.
    pub input: &'static str,
    /// Whether it changes above this value or, for an exposure, at or below it.
    pub above: bool,
    /// The value: an exposure, or the name of a demand band.
    pub value: String,
    /// Who would run the service.
    pub operating_model: OperatingModel,
    /// Who would be on call for it out of hours; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
}

/// Where the cheaper model changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CostFlip {
    /// The key of the input in the format.
    pub input: &'static str,
    /// Its mean, as things are.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub now: Decimal,
    /// The value at which both models cost the same, to nine decimals; all other inputs at their means.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub value: Decimal,
    /// The model that is cheaper below it.
    pub cheaper_below: OperatingModel,
    /// The model that is cheaper above it.
    pub cheaper_above: OperatingModel,
    /// Whether the value lies within what the input may turn out to be; `None` where the input is a point.
    pub within_estimate: Option<bool>,
}

pub(super) fn flips(
    portfolio: &Portfolio,
    index: usize,
    choice: &Choice,
    parts: &Parts,
) -> Result<ServiceFlips, Overflow> {
    Ok(ServiceFlips { selection: selection(portfolio, index, choice), cost: costs(parts)? })
}

pub(super) fn costs(parts: &Parts) -> Result<Vec<CostFlip>, Overflow> {
    let now = parts.with(&[])?;
    let mut flips = Vec::new();
    for estimated in &parts.inputs {
        let slope = parts.slope(estimated.input)?;
        if slope.is_zero() || estimated.mean.is_zero() {
            continue;
        }
        // now − slope + slope × value ÷ mean = 0
        let rest = difference(slope.amount(), now.amount())?;
        let value = quotient(product(estimated.mean, rest)?, slope.amount())?;
        let most = if estimated.input == Input::Severity { Decimal::ONE_HUNDRED } else { MAX_INPUT };
        if value <= Decimal::ZERO || value > most {
            continue;
        }
        let (below, above) = if slope > Money::ZERO {
            (OperatingModel::YouBuildItYouRunIt, OperatingModel::OpsRunIt)
        } else {
            (OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt)
        };
        flips.push(CostFlip {
            input: estimated.input.key(),
            now: estimated.mean.round_dp(9).normalize(),
            value: value.round_dp(9).normalize(),
            cheaper_below: below,
            cheaper_above: above,
            within_estimate: estimated.ends.map(|(low, high)| (low..=high).contains(&value)),
        });
    }
    Ok(flips)
}

/// What the selector would choose in the bands around the service's own: the nearest change below and above.
fn selection(portfolio: &Portfolio, index: usize, choice: &Choice) -> Vec<SelectionFlip> {
    let file = portfolio.file();
    let bands = &file.exposure_bands;
    let Some(service) = file.services.get(index) else {
        return Vec::new();
    };
    let minimum = service.minimum_out_of_hours.unwrap_or(OutOfHours::None);
    let chosen = |target, deployment: DeploymentTarget| {
        let model = service.operating_model.unwrap_or(portfolio.policy.model(target, deployment));
        let by_team = model == OperatingModel::YouBuildItYouRunIt;
        (model, by_team.then(|| schedule_for(bands, target).0.max(minimum)))
    };
    let now = chosen(choice.target, choice.deployment);
    let mut flips = Vec::new();
    let mut push = |input, above, value, (operating_model, out_of_hours)| {
        flips.push(SelectionFlip { input, above, value, operating_model, out_of_hours });
    };
    // A target set by hand does not follow the exposure.
    if service.availability_target.is_none() {
        let own = choice.band_index();
        let outcome = |band: &crate::ExposureBand| chosen(band.availability, choice.deployment);
        let mut below = bands.iter().take(own).rev();
        if let Some(band) = below.find(|band| outcome(band) != now) {
            push("exposure_per_hour", false, band.max_per_hour.to_string(), outcome(band));
        }
        let mut pairs = bands.iter().zip(bands.iter().skip(1)).skip(own);
        if let Some((last, band)) = pairs.find(|(_, band)| outcome(band) != now) {
            push("exposure_per_hour", true, last.max_per_hour.to_string(), outcome(band));
        }
    }
    let own = portfolio.service_demand.get(index).copied().unwrap_or_default() as usize;
    let outcome = |deployment| chosen(choice.target, deployment);
    let name = |name: &Name| name.to_string();
    let mut below = portfolio.demand_bands.iter().take(own).rev();
    if let Some(band) = below.find(|band| outcome(band.deployment) != now) {
        push("feature_demand", false, name(&band.name), outcome(band.deployment));
    }
    let mut above = portfolio.demand_bands.iter().skip(own + 1);
    if let Some(band) = above.find(|band| outcome(band.deployment) != now) {
        push("feature_demand", true, name(&band.name), outcome(band.deployment));
    }
    flips
}
