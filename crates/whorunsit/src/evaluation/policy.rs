//! The choice by money: the assignment of least cost among what is for sale, and what it decides.

use crate::assignment::{Assignment, Pick};
use crate::decision::{Choice, ModelBy};
use crate::error::Fault;
use crate::evaluation::Analysis;
use crate::evaluation::least_cost::{ForSale, least_cost};
use crate::evaluation::margin::Margins;
use crate::evaluation::shared::Shared;
use crate::evaluation::standing::Standing;
use crate::evaluation::sums::Options;
use crate::exact::Money;
use crate::finding::Detail;
use crate::on_call::{Cover, Needs, standby_over_horizon};
use crate::portfolio::Service;
use crate::selection::{OperatingModel, OutOfHours, ScheduleBy};

/// The assignment of least cost; `None` where standby has no price.
pub(crate) fn least_cost_assignment(
    analysis: &Analysis<'_>,
    recommended: &Assignment,
    findings: &mut Vec<Detail>,
) -> Result<Option<Assignment>, Fault> {
    let portfolio = analysis.costing.portfolio;
    let unpriced = analysis.costing.own.units.iter().any(|unit| unit.cost.is_none());
    if portfolio.settings.has_unpriced() || analysis.prices.rotas.is_none() || unpriced {
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
    if !exhaustive {
        findings.push(Detail::LeastCostNotExhaustive);
    }
    let least = Assignment::picked(portfolio, &recommended.choices, &picks)?;
    // What costs the same is no reason to differ from what is recommended.
    let ours = Standing::of(recommended);
    if is_for_sale(analysis, ours, &all)? && ours.total(analysis)? <= Standing::of(&least).total(analysis)? {
        return Ok(Some(Assignment::of(portfolio, recommended.choices.clone())?));
    }
    let least = without_ties(analysis, recommended, (least, picks), &all)?;
    Ok(Some(least))
}

/// So many assignments are tried at most to keep what is recommended in ties: each is worked out as a whole.
const TRIES: usize = 32;

/// The assignment of least cost without schedules that differ from what is recommended and save nothing: a tie keeps what
/// is recommended. All ties are tried at once, and where that costs more, halves of them.
fn without_ties(
    analysis: &Analysis<'_>,
    recommended: &Assignment,
    (least, mut picks): (Assignment, Vec<Pick>),
    all: &[ForSale],
) -> Result<Assignment, Fault> {
    let portfolio = analysis.costing.portfolio;
    let own =
        |assignment: &Assignment, index| Ok::<_, Fault>(analysis.own(assignment, index)?.over_horizon()?);
    let mut ties = Vec::new();
    for (index, ours) in recommended.choices.iter().enumerate() {
        let level = recommended.planned.needs.level_of(index);
        let differs = least.choices.get(index).is_some_and(|theirs| theirs.model == ours.model)
            && ours.model == OperatingModel::YouBuildItYouRunIt
            && least.planned.needs.level_of(index) != level;
        if differs && own(recommended, index)? == own(&least, index)? {
            let peaks = ours.peaks.iter().map(|peak| peak.schedule).collect();
            ties.push((index, Pick { model: ours.model, level, peaks }));
        }
    }
    if ties.is_empty() {
        return Ok(least);
    }
    let mut to_try = vec![ties];
    let (mut cost, mut is_least) = (Standing::of(&least).total(analysis)?, true);
    for _ in 0..TRIES {
        let Some(mut some) = to_try.pop().filter(|some| !some.is_empty()) else { break };
        let mut others = picks.clone();
        for (index, pick) in &some {
            if let Some(other) = others.get_mut(*index) {
                other.clone_from(pick);
            }
        }
        let choices = Assignment::choices_picked(&recommended.choices, &others);
        let needs = Needs::of(portfolio, &choices);
        let other = Standing { choices: &choices, needs: &needs };
        let total = if is_for_sale(analysis, other, all)? { Some(other.total(analysis)?) } else { None };
        if let Some(total) = total.filter(|total| *total <= cost) {
            (picks, cost, is_least) = (others, total, false);
        } else if some.len() > 1 {
            let half = some.split_off(some.len() / 2);
            to_try.extend([half, some]);
        }
    }
    if is_least { Ok(least) } else { Ok(Assignment::picked(portfolio, &recommended.choices, &picks)?) }
}

/// The assignment of least cost as what is recommended. Where both models of a service cost the same, or it is not known
/// what they cost, the selector's choice stands.
pub(super) fn by_money(analysis: &Analysis<'_>, selected: Assignment) -> Result<Assignment, Fault> {
    let portfolio = analysis.costing.portfolio;
    let Some(least) = least_cost_assignment(analysis, &selected, &mut Vec::new())? else {
        return Ok(selected);
    };
    let mut tied = vec![false; least.choices.len()];
    let mut margins = Margins::new(analysis, Standing::of(&least))?;
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
    if Standing::of(&decided).total(analysis)? <= Standing::of(&selected).total(analysis)? {
        Ok(decided)
    } else {
        Ok(selected)
    }
}

/// Whether an assignment changes nothing that is not for sale.
pub(super) fn is_for_sale(
    analysis: &Analysis<'_>,
    Standing { choices, needs }: Standing<'_>,
    all: &[ForSale],
) -> Result<bool, Fault> {
    let portfolio = analysis.costing.portfolio;
    for (index, (choice, for_sale)) in choices.iter().zip(all).enumerate() {
        let cover = needs.cover(portfolio, index);
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

impl Standing<'_> {
    /// Premium and loss over the horizon, as the ledger has them.
    fn total(self, analysis: &Analysis<'_>) -> Result<Money, Fault> {
        let portfolio = analysis.costing.portfolio;
        let mut total = standby_over_horizon(portfolio, self.needs)?;
        total = total.plus(Shared::total(analysis, self.choices)?.over_horizon()?)?;
        for (index, choice) in self.choices.iter().enumerate() {
            let sums = analysis.sums(index, choice.model, &self.needs.cover(portfolio, index))?;
            total = total.plus(sums.over_horizon()?)?;
        }
        Ok(total)
    }
}

/// What of a service is for sale: a given model, a required target and a minimum cover are not.
pub(super) fn for_sale(
    analysis: &Analysis<'_>,
    index: usize,
    service: &Service,
    choice: &Choice,
    findings: &mut Vec<Detail>,
) -> Result<ForSale, Fault> {
    let options = analysis.options.get(index).ok_or(Fault::Internal)?;
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
