//! The price of the policy: what following the selector costs more than least cost, and where they differ.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::comparison::Analysis;
use crate::comparison::least_cost::{ForSale, least_cost};
use crate::comparison::service::Margins;
use crate::comparison::strategy::{Assignment, StrategyCosts};
use crate::comparison::sums::Options;
use crate::finding::Detail;
use crate::money::Overflow;
use crate::on_call::Cover;
use crate::recommendation::{Choice, ModelBy, ScheduleBy};
use crate::selection::{OperatingModel, OutOfHours};
use crate::{Money, Name, Service};

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
    if portfolio.settings.has_unpriced() || analysis.prices.rotas.is_none() {
        return Ok(None);
    }
    // Where no service can be compared, nothing is known to cost least.
    if !analysis.options.iter().any(Options::is_comparable) {
        return Ok(None);
    }
    let services = portfolio.file().services.iter().zip(&recommended.choices);
    let mut all = Vec::with_capacity(analysis.options.len());
    for (index, (service, choice)) in services.enumerate() {
        all.push(for_sale(analysis, index, service, choice, findings)?);
    }
    let Some((picks, exhaustive)) = least_cost(analysis, &recommended.planned.needs, &all)? else {
        return Ok(None);
    };
    let least = Assignment::picked(portfolio, &recommended.choices, &picks)?;
    // What costs the same is no reason to differ from what is recommended.
    if is_for_sale(analysis, recommended, &all)? && total(analysis, recommended)? <= total(analysis, &least)?
    {
        return Assignment::of(portfolio, recommended.choices.clone()).map(Some);
    }
    if !exhaustive {
        findings.push(Detail::LeastCostNotExhaustive);
    }
    Ok(Some(least))
}

/// The assignment of least cost as what is recommended. Where both models of a service cost the same, or it is not known
/// what they cost, the selector's choice stands.
pub(super) fn by_money(analysis: &Analysis<'_>, selected: Assignment) -> Result<Assignment, Overflow> {
    let portfolio = analysis.costing.portfolio;
    let Some(least) = least_cost_assignment(analysis, &selected, &mut Vec::new())? else {
        return Ok(selected);
    };
    let mut tied = vec![false; least.choices.len()];
    let mut margins = Margins::new(analysis, &least)?;
    for (index, tied) in tied.iter_mut().enumerate() {
        *tied = margins.of(index)?.change.over_horizon()?.is_zero();
    }
    let mut choices = least.choices;
    for (index, (choice, ours)) in choices.iter_mut().zip(&selected.choices).enumerate() {
        if choice.model_by == ModelBy::Given {
            choice.schedule_by = ScheduleBy::Money;
            continue;
        }
        let tied = tied.get(index).copied().unwrap_or_default();
        choice.model_by = match analysis.options.get(index) {
            Some(options) if options.is_comparable() && tied => ModelBy::MoneyTied,
            Some(options) if options.is_comparable() => ModelBy::Money,
            _ => ModelBy::MoneyNotEstimated,
        };
        match choice.model_by {
            ModelBy::MoneyTied => choice.model = ours.model,
            ModelBy::Money => choice.schedule_by = ScheduleBy::Money,
            _ => {}
        }
    }
    let decided = Assignment::of(portfolio, choices)?;
    // Several ties together may not be one.
    if total(analysis, &decided)? <= total(analysis, &selected)? { Ok(decided) } else { Ok(selected) }
}

/// Whether an assignment changes nothing that is not for sale.
pub(super) fn is_for_sale(
    analysis: &Analysis<'_>,
    assignment: &Assignment,
    all: &[ForSale],
) -> Result<bool, Overflow> {
    let portfolio = analysis.costing.portfolio;
    let needs = &assignment.planned.needs;
    for (index, (choice, for_sale)) in assignment.choices.iter().zip(all).enumerate() {
        let cover = assignment.cover(portfolio, index);
        let by_team = choice.model == OperatingModel::YouBuildItYouRunIt;
        if for_sale.model.is_some_and(|model| model != choice.model)
            || (by_team && needs.level_of(index) < for_sale.minimum)
            || (by_team
                && needs
                    .in_peaks(portfolio, index)
                    .iter()
                    .zip(&for_sale.in_peaks)
                    .any(|(has, least)| has < least))
            || !for_sale.is_met(analysis, index, choice.model, &cover)?
        {
            return Ok(false);
        }
    }
    Ok(true)
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
pub(super) fn for_sale(
    analysis: &Analysis<'_>,
    index: usize,
    service: &Service,
    choice: &Choice,
    findings: &mut Vec<Detail>,
) -> Result<ForSale, Overflow> {
    let options = analysis.options.get(index).ok_or(Overflow)?;
    // Where costs cannot be compared, the selector's choice stands.
    let mut for_sale = if options.is_comparable() {
        let minimum = service.minimum_out_of_hours.unwrap_or(OutOfHours::None);
        ForSale { model: service.operating_model, minimum, in_peaks: Vec::new(), target: None }
    } else {
        let in_peaks = choice.peaks.iter().map(|peak| peak.schedule).collect();
        ForSale { model: Some(choice.model), minimum: choice.schedule, in_peaks, target: None }
    };
    if service.target_required != Some(true) {
        return Ok(for_sale);
    }
    let required = ForSale { target: Some(choice.target), ..for_sale.clone() };
    for (model, cover) in [
        (OperatingModel::OpsRunIt, Cover::Always),
        (OperatingModel::YouBuildItYouRunIt, Cover::Never),
        (OperatingModel::YouBuildItYouRunIt, Cover::Always),
    ] {
        let sold = for_sale.model.is_none_or(|given| given == model)
            && (cover == Cover::Always || for_sale.minimum == OutOfHours::None);
        if sold && required.is_met(analysis, index, model, &cover)? {
            for_sale.target = required.target;
            return Ok(for_sale);
        }
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
            let peaks = |assignment: &Assignment| assignment.planned.needs.in_peaks(portfolio, index);
            let in_peaks = peaks(least);
            let other_peaks = after.out_of_hours.is_some() && peaks(recommended) != in_peaks;
            if before == after && !other_peaks && service.peaks.is_empty() {
                continue;
            }
            let change = analysis.own(recommended, index)?.against(&analysis.own(least, index)?)?;
            let saved = change.over_horizon()?;
            standby_saved = standby_saved.minus(saved)?;
            if before == after && !other_peaks && saved.is_zero() {
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
                "{}{in_peaks} pays {} and loses {}: {} over {years} {}, standby aside",
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
