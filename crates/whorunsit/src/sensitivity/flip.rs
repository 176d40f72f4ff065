//! Flip points: the value of an input at which the selection, or the cheaper model, changes.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::decision::{Choice, schedule_for};
use crate::error::Fault;
use crate::estimate::Estimate;
use crate::exact::{DeploymentTarget, Money, Quantity, Share, number};
use crate::portfolio::{FeatureDemand, Name};
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours, Policy};
use crate::sensitivity::parts::{Estimated, Input, Parts};
use crate::sensitivity::rerun::Rerun;
use crate::sensitivity::scan::{Change, OwnInput, Scan, most};
use crate::sensitivity::whole::Whole;
use crate::sensitivity::{wider, words};
use crate::wording::Fixed;

/// Where the selection and the cheaper model of one service change, one input at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ServiceFlips {
    /// Where the selector chooses another model or schedule, as exposure or demand change.
    pub selection: Vec<SelectionFlip>,
    /// Where the cheaper model changes; inputs that change nothing, or would have to be below zero, are not listed.
    pub cost: Vec<CostFlip>,
}

/// Where the selection changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SelectionFlip {
    /// The key of the input: `exposure_per_hour` or `feature_demand`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["exposure_per_hour", "feature_demand"])))]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub input: Fixed,
    /// Whether it changes above this value or, for an exposure, at or below it.
    pub above: bool,
    /// The value: an exposure, or the name of a demand band.
    pub value: String,
    /// Who would run the service.
    pub operating_model: OperatingModel,
    /// Who would be on call for it out of hours; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
}

/// Where the cheaper model changes as one input changes, the others at their means: two neighbouring values, with each of
/// which the portfolio was run again, targets, schedules and what is shared included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CostFlip {
    /// The key of the input in the format; of what a service shares with others, with its tables, times in seconds.
    pub input: Cow<'static, str>,
    /// The same in words.
    pub words: String,
    /// What its values count: `money` in major units, `seconds`, `percent` or a `number`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["money", "number", "percent", "seconds"])))]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub unit: Fixed,
    /// Its mean, as things are.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub now: Decimal,
    /// The last value at which one model is cheaper.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub last_below: Decimal,
    /// The first value above it at which the other one is; in between both may cost the same.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub first_above: Decimal,
    /// The model that is cheaper below, as far as to the flip before.
    pub cheaper_below: OperatingModel,
    /// The model that is cheaper above, as far as to the flip after.
    pub cheaper_above: OperatingModel,
    /// Whether it lies within what the input may turn out to be; `None` where the input is a point.
    pub within_estimate: Option<bool>,
}

impl CostFlip {
    /// The end of the other model's values that is next to what is: the first above it, or the last below it.
    #[must_use]
    pub fn nearest(&self) -> Decimal {
        if self.is_above() { self.first_above } else { self.last_below }
    }

    /// Whether it lies above what is.
    #[must_use]
    pub fn is_above(&self) -> bool {
        self.now <= self.last_below
    }
}

pub(super) fn flips(
    (portfolio, whole): (&Portfolio, &Whole<'_>),
    index: usize,
    choice: &Choice,
    (rerun, parts, difference): (&Rerun<'_>, &Parts, Money),
) -> Result<ServiceFlips, Fault> {
    let mut inputs = parts.inputs.clone();
    // Where it is not written down, every incident is as severe as can be.
    let incidents = inputs.iter().position(|estimated| estimated.input == Input::Incidents);
    if let Some(incidents) = incidents.filter(|_| parts.mean(Input::Severity).is_none()) {
        let whole = Estimate::<Share>::point(Share::from_number(Decimal::ONE_HUNDRED));
        inputs.insert(incidents + 1, Estimated::of(Input::Severity, &whole));
    }
    let mut cost: Vec<_> = inputs.iter().flat_map(|input| costs(portfolio, index, rerun, input)).collect();
    cost.extend(wider::flips((whole, index), (rerun, difference), portfolio.file().currency));
    let selection = match portfolio.policy {
        Policy::LeastCost => by_money(portfolio, index, choice, rerun)?,
        Policy::SixteenCell | Policy::TrafficLight => selection(portfolio, index, choice),
    };
    Ok(ServiceFlips { selection, cost })
}

/// How many incidents a year shared causes bring to a service: part of its own.
pub(super) fn brought(portfolio: &Portfolio, index: usize) -> Decimal {
    let file = portfolio.file();
    let Some(service) = file.services.get(index) else { return Decimal::ZERO };
    let causes = file.shared_causes.iter().filter(|cause| cause.services.contains(&service.name));
    causes.map(|cause| cause.incidents_per_year.mean_number()).sum()
}

/// Where the cheaper model changes with one input of a service.
pub(super) fn costs(
    portfolio: &Portfolio,
    index: usize,
    rerun: &Rerun<'_>,
    estimated: &Estimated,
) -> Vec<CostFlip> {
    let file = portfolio.file();
    let input = estimated.input;
    let step = Decimal::new(1, if input.is_money() { file.currency.decimals() } else { 6 });
    let least = if input == Input::Incidents { brought(portfolio, index) } else { Decimal::ZERO };
    // Peaks are higher than what the service exposes otherwise.
    let most = match (input, file.services.get(index)) {
        (Input::Exposure, Some(service)) => {
            let peaks = service.peaks.iter().map(|peak| peak.exposure_per_hour.mean_number() - step);
            peaks.fold(most(input), Decimal::min)
        }
        // More would last longer than the year, and are not estimated.
        (Input::Incidents, _) => {
            portfolio.most_incidents(index).map_or(most(input), |fits| fits.min(most(input)))
        }
        _ => most(input),
    };
    let breaks: Vec<Decimal> = match input {
        Input::Exposure => file.exposure_bands.iter().map(|band| band.max_per_hour.amount()).collect(),
        _ => Vec::new(),
    };
    let scan = Scan { moved: &OwnInput { rerun, input }, step, ends: (least, most) };
    let told = |change: Change| change.told(Cow::Borrowed(input.key()), estimated.mean, estimated.ends);
    scan.changes(&breaks).into_iter().map(told).collect()
}

impl Change {
    /// As an answer tells it, of an input with this mean, and these ends where it is uncertain.
    pub(super) fn told(
        self,
        input: Cow<'static, str>,
        mean: Decimal,
        ends: Option<(Decimal, Decimal)>,
    ) -> CostFlip {
        CostFlip {
            unit: words::unit(&input),
            words: words::words(&input),
            input,
            now: mean.round_dp(9).normalize(),
            last_below: self.last.normalize(),
            first_above: self.first.normalize(),
            cheaper_below: self.below,
            cheaper_above: self.above,
            within_estimate: ends.map(|(low, high)| low <= self.last && self.first <= high),
        }
    }
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
        let outcome = |band: &crate::portfolio::ExposureBand| chosen(band.availability, choice.deployment);
        let mut below = bands.iter().take(own).rev();
        if let Some(band) = below.find(|band| outcome(band) != now) {
            push("exposure_per_hour", false, band.max_per_hour.to_string(), outcome(band));
        }
        let mut pairs = bands.iter().zip(bands.iter().skip(1)).skip(own);
        if let Some((last, band)) = pairs.find(|(_, band)| outcome(band) != now) {
            push("exposure_per_hour", true, last.max_per_hour.to_string(), outcome(band));
        }
    }
    let own = portfolio.member(index).band();
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

/// The same where the policy is least cost: each band is decided anew.
fn by_money(
    portfolio: &Portfolio,
    index: usize,
    choice: &Choice,
    rerun: &Rerun<'_>,
) -> Result<Vec<SelectionFlip>, Fault> {
    let file = portfolio.file();
    let Some(service) = file.services.get(index) else {
        return Ok(Vec::new());
    };
    let by_team = choice.model == OperatingModel::YouBuildItYouRunIt;
    let now = (choice.model, by_team.then_some(choice.schedule));
    let mut flips = Vec::new();
    let mut push = |input, above, value, (operating_model, out_of_hours)| {
        flips.push(SelectionFlip { input, above, value, operating_model, out_of_hours });
    };
    let own = portfolio.deciding(&service.exposure_per_hour);
    let unit = Money::from_number(Decimal::new(1, file.currency.decimals()));
    let at = |exposure: Money| rerun.decided(|service| service.exposure_per_hour = Estimate::point(exposure));
    let maxima = || file.exposure_bands.iter().map(|band| band.max_per_hour);
    for max in maxima().filter(|max| *max < own).collect::<Vec<_>>().into_iter().rev() {
        if let Some(outcome) = at(max)?.filter(|outcome| *outcome != now) {
            push("exposure_per_hour", false, max.to_string(), outcome);
            break;
        }
    }
    for max in maxima().filter(|max| *max >= own) {
        if let Some(outcome) = at(max.plus(unit)?)?.filter(|outcome| *outcome != now) {
            push("exposure_per_hour", true, max.to_string(), outcome);
            break;
        }
    }
    let place = portfolio.member(index).band();
    let with =
        |name: &Name| rerun.decided(|service| service.feature_demand = FeatureDemand::Band(name.to_string()));
    let bands = &portfolio.demand_bands;
    for (above, demands) in [
        (false, bands.iter().take(place).rev().collect::<Vec<_>>()),
        (true, bands.iter().skip(place + 1).collect()),
    ] {
        for demand in demands {
            if let Some(outcome) = with(&demand.name)?.filter(|outcome| *outcome != now) {
                push("feature_demand", above, demand.name.to_string(), outcome);
                break;
            }
        }
    }
    Ok(flips)
}
