//! The price of the policy: what following the selector costs more than least cost, and where they differ.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::comparison::least_cost::{Feasible, StandbyOverHorizon, least_cost};
use crate::comparison::strategy::{Assignment, StrategyCosts};
use crate::comparison::sums::Options;
use crate::comparison::{Analysis, availability};
use crate::finding::Detail;
use crate::money::Overflow;
use crate::recommendation::Choice;
use crate::selection::{OperatingModel, OutOfHours};
use crate::{Money, Name, Portfolio, Service};

/// What it costs to follow the selector instead of what costs least.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyPrice {
    /// What least cost saves over the horizon.
    pub over_horizon: Money,
    /// The part of it that is standby; the rest is the sum over the services below.
    pub standby_saved: Money,
    /// Every service that least cost runs or covers in another way, the largest saving first.
    pub differences: Vec<PolicyDifference>,
}

/// One service that least cost runs or covers in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyDifference {
    /// The service's name.
    pub service: Name,
    /// What is recommended.
    pub recommended: Runs,
    /// What costs least.
    pub least_cost: Runs,
    /// How much less premium it pays over the horizon, standby aside; below zero where it pays more.
    pub premium_saved: Money,
    /// How much less it loses over the horizon; below zero where it loses more.
    pub loss_avoided: Money,
    /// Both together.
    pub saved: Money,
    /// The same in words.
    pub reason: String,
}

/// Who runs a service, and who is on call for it out of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Runs {
    /// Who runs it.
    pub operating_model: OperatingModel,
    /// Who is on call out of hours; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
}

impl Runs {
    fn of(assignment: &Assignment, service: usize) -> Option<Self> {
        let choice = assignment.choices.get(service)?;
        let by_team = choice.model == OperatingModel::YouBuildItYouRunIt;
        Some(Self {
            operating_model: choice.model,
            out_of_hours: by_team.then(|| assignment.planned.needs.level_of(service)),
        })
    }
}

/// The assignment of least cost; `None` where standby has no price.
pub(super) fn least_cost_assignment(
    analysis: &Analysis<'_>,
    recommended: &Assignment,
    findings: &mut Vec<Detail>,
) -> Result<Option<Assignment>, Overflow> {
    let portfolio = analysis.costing.portfolio;
    let Some((schedule, rotas)) = analysis.prices.schedule.zip(analysis.prices.rotas) else {
        return Ok(None);
    };
    // Where no service can be compared, nothing is known to cost least.
    if !analysis.options.iter().any(Options::is_comparable) {
        return Ok(None);
    }
    let services = portfolio.file().services.iter();
    let mut feasible = Vec::with_capacity(analysis.options.len());
    for ((service, options), choice) in services.zip(&analysis.options).zip(&recommended.choices) {
        feasible.push(allowed(portfolio, service, options, choice, findings)?);
    }
    let standby = StandbyOverHorizon { schedule: schedule.1, rotas: rotas.1 };
    let Some(picks) = least_cost(portfolio, &analysis.options, &feasible, standby)? else {
        return Ok(None);
    };
    let least = Assignment::picked(portfolio, &recommended.choices, &picks)?;
    // The search is over schedules that last all year. Where the selector raises one for a peak only, that may be
    // cheaper still; and what costs the same is no reason to differ from it.
    let is_allowed = |(index, (choice, feasible)): (usize, (&Choice, &Feasible))| match choice.model {
        OperatingModel::OpsRunIt => feasible.ops_run_it,
        OperatingModel::YouBuildItYouRunIt => match recommended.planned.needs.level_of(index) {
            OutOfHours::None => feasible.none,
            OutOfHours::Domain => feasible.domain,
            OutOfHours::Team => feasible.team,
        },
    };
    if recommended.choices.iter().zip(&feasible).enumerate().all(is_allowed)
        && total(analysis, recommended)? <= total(analysis, &least)?
    {
        return Assignment::of(portfolio, recommended.choices.clone()).map(Some);
    }
    Ok(Some(least))
}

/// Premium and loss of an assignment over the horizon, as its ledger has them.
fn total(analysis: &Analysis<'_>, assignment: &Assignment) -> Result<Money, Overflow> {
    let mut total = assignment.standby_over_horizon(analysis.costing.portfolio)?;
    for index in 0..assignment.choices.len() {
        total = total.plus(analysis.own(assignment, index)?.over_horizon()?)?;
    }
    Ok(total)
}

/// What of a service is for sale: a given model, a required target and a minimum cover are not.
pub(super) fn allowed(
    portfolio: &Portfolio,
    service: &Service,
    options: &Options,
    choice: &Choice,
    findings: &mut Vec<Detail>,
) -> Result<Feasible, Overflow> {
    // Where costs cannot be compared, the selector's choice stands.
    let (model, minimum) = if options.is_comparable() {
        (service.operating_model, service.minimum_out_of_hours.unwrap_or(OutOfHours::None))
    } else {
        (Some(choice.model), choice.schedule)
    };
    let by_team = model != Some(OperatingModel::OpsRunIt);
    let for_sale = Feasible {
        ops_run_it: model != Some(OperatingModel::YouBuildItYouRunIt),
        none: by_team && minimum <= OutOfHours::None,
        domain: by_team && minimum <= OutOfHours::Domain,
        team: by_team,
    };
    if service.target_required != Some(true) {
        return Ok(for_sale);
    }
    let meets = |model, covered| -> Result<bool, Overflow> {
        let hours = options.unavailable_under(model, covered);
        let expected = hours.map(|hours| availability(portfolio, hours)).transpose()?;
        // What is not estimated cannot be held against a choice.
        Ok(expected.is_none_or(|expected| expected >= choice.target.percent()))
    };
    let covered = meets(OperatingModel::YouBuildItYouRunIt, true)?;
    let meeting = Feasible {
        ops_run_it: for_sale.ops_run_it && meets(OperatingModel::OpsRunIt, true)?,
        none: for_sale.none && meets(OperatingModel::YouBuildItYouRunIt, false)?,
        domain: for_sale.domain && covered,
        team: for_sale.team && covered,
    };
    if meeting.ops_run_it || meeting.none || meeting.domain || meeting.team {
        return Ok(meeting);
    }
    findings.push(Detail::RequiredTargetOutOfReach { service: service.name.clone(), target: choice.target });
    Ok(for_sale)
}

impl PolicyPrice {
    pub(super) fn of(
        analysis: &Analysis<'_>,
        (recommended, ours): (&Assignment, &StrategyCosts),
        (least, theirs): (&Assignment, &StrategyCosts),
    ) -> Result<Self, Overflow> {
        let portfolio = analysis.costing.portfolio;
        let file = portfolio.file();
        let over_horizon = ours.over_horizon.minus(theirs.over_horizon)?;
        let mut standby_saved = over_horizon;
        let mut differences = Vec::new();
        for (index, service) in file.services.iter().enumerate() {
            let (Some(before), Some(after)) = (Runs::of(recommended, index), Runs::of(least, index)) else {
                continue;
            };
            if before == after && service.peaks.is_empty() {
                continue;
            }
            let change = analysis.own(recommended, index)?.against(&analysis.own(least, index)?)?;
            let saved = change.over_horizon()?;
            standby_saved = standby_saved.minus(saved)?;
            if before == after && saved.is_zero() {
                continue;
            }
            let (premium_saved, loss_avoided) = (change.premium_over_horizon, change.loss_over_horizon);
            let years = portfolio.costs.discounting.years;
            let show = |amount: Money, what: &str| {
                let amount = amount.amount();
                let size = file.currency.show(Money::from_number(amount.abs()));
                match amount.cmp(&Decimal::ZERO) {
                    Ordering::Less => format!("{size} more{what}"),
                    Ordering::Equal => format!("the same{what}"),
                    Ordering::Greater => format!("{size} less{what}"),
                }
            };
            let reason = format!(
                "{} pays {} and loses {}: {} over {years} {}, standby aside",
                after.describe(),
                show(premium_saved, " premium"),
                show(loss_avoided, ""),
                show(saved, ""),
                if years == 1 { "year" } else { "years" },
            );
            differences.push(PolicyDifference {
                service: service.name.clone(),
                recommended: before,
                least_cost: after,
                premium_saved,
                loss_avoided,
                saved,
                reason,
            });
        }
        differences.sort_by_key(|difference| std::cmp::Reverse(difference.saved));
        Ok(Self { over_horizon, standby_saved, differences })
    }
}

impl Runs {
    fn describe(self) -> String {
        match self.out_of_hours {
            None => self.operating_model.name().to_owned(),
            Some(level) => format!("{} with {}", self.operating_model.name(), level.describe()),
        }
    }
}
