//! The price of the policy: what following the selector costs more than least cost, and where they differ.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::assignment::Assignment;
use crate::decision::Choice;
use crate::error::Fault;
use crate::evaluation::{Analysis, StrategyCosts};
use crate::exact::Money;
use crate::portfolio::Name;
use crate::selection::{OperatingModel, OutOfHours};
use crate::wording::plural;

/// What it costs to follow the selector instead of what costs least.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PolicyPrice {
    /// What least cost saves over the horizon.
    pub over_horizon: Money,
    /// The part of it that is standby.
    pub standby_saved: Money,
    /// The part of it that is of other costs that services share, such as lines of the portfolio's own; the rest is the
    /// sum over the services below.
    pub other_shared_saved: Money,
    /// Every service that least cost runs or covers in another way, the largest saving first.
    pub differences: Vec<PolicyDifference>,
}

/// One service that least cost runs or covers in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PolicyDifference {
    /// The service's name.
    pub service: Name,
    /// What is recommended.
    pub recommended: Runs,
    /// What costs least.
    pub least_cost: Runs,
    /// How much less premium it pays over the horizon, what services share aside; below zero where it pays more.
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
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Runs {
    /// Who runs it.
    pub operating_model: OperatingModel,
    /// Who is on call out of hours; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
}

/// A service that is run in another way than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct RunsChange {
    /// The service.
    pub service: Name,
    /// How it was run.
    pub from: Runs,
    /// How it is run.
    pub to: Runs,
}

impl Runs {
    /// As it is recommended, with the schedule that the service itself asks for.
    pub(crate) fn recommended(choice: &Choice) -> Self {
        let by_team = choice.model == OperatingModel::YouBuildItYouRunIt;
        Self { operating_model: choice.model, out_of_hours: by_team.then_some(choice.schedule) }
    }

    /// As it is in an assignment, with what its team has out of hours, for whichever of its services.
    pub(super) fn of(assignment: &Assignment, service: usize) -> Option<Self> {
        let choice = assignment.choices.get(service)?;
        let by_team = choice.model == OperatingModel::YouBuildItYouRunIt;
        Some(Self {
            operating_model: choice.model,
            out_of_hours: by_team.then(|| assignment.planned.needs.level_of(service)),
        })
    }
}

impl PolicyPrice {
    pub(super) fn of(
        analysis: &Analysis<'_>,
        (recommended, ours): (&Assignment, &StrategyCosts),
        (least, theirs): (&Assignment, &StrategyCosts),
    ) -> Result<Self, Fault> {
        let portfolio = analysis.costing.portfolio;
        let file = portfolio.file();
        let over_horizon = ours.over_horizon.minus(theirs.over_horizon)?;
        let standby_saved = ours.standby_over_horizon.minus(theirs.standby_over_horizon)?;
        let mut other_shared_saved = over_horizon.minus(standby_saved)?;
        let mut differences = Vec::new();
        for (index, service) in file.services.iter().enumerate() {
            let (Some(before), Some(after)) = (Runs::of(recommended, index), Runs::of(least, index)) else {
                continue;
            };
            let peaks = |assignment: &Assignment| assignment.planned.needs.in_peaks(portfolio, index);
            let in_peaks = peaks(least);
            let other_peaks = after.out_of_hours.is_some() && peaks(recommended) != in_peaks;
            if before == after && !other_peaks && service.peaks.is_empty() {
                continue;
            }
            let change = analysis.own(recommended, index)?.against(&analysis.own(least, index)?)?;
            let saved = change.over_horizon()?;
            other_shared_saved = other_shared_saved.minus(saved)?;
            // Who runs it all year is the same, and what its peaks have else saves nothing.
            if before == after && saved.is_zero() {
                continue;
            }
            let (premium_saved, loss_avoided) = (change.premium_over_horizon, change.loss_over_horizon);
            let years = portfolio.costs.discounting.years;
            let show = |amount: Money, what: &str| {
                let amount = amount.amount();
                let size = file.currency.about(Money::from_number(amount.abs()));
                match amount.cmp(&Decimal::ZERO) {
                    Ordering::Less => format!("{size} more{what}"),
                    Ordering::Equal => format!("the same{what}"),
                    Ordering::Greater => format!("{size} less{what}"),
                }
            };
            // A peak that has what the rest of the year has needs no word.
            let own = after.out_of_hours.filter(|_| other_peaks);
            let in_peaks = own
                .and_then(|_| in_peaks.iter().max())
                .map_or_else(String::new, |level| format!(", in its peaks too with {}", level.describe()));
            let reason = format!(
                "{}{in_peaks} pays {} and loses {}: {} over {}, standby aside",
                after.describe(),
                show(premium_saved, " premium"),
                show(loss_avoided, ""),
                show(saved, ""),
                plural(years, "year", "years"),
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
        crate::sort::by_key(&mut differences, |difference| std::cmp::Reverse(difference.saved));
        Ok(Self { over_horizon, standby_saved, other_shared_saved, differences })
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
