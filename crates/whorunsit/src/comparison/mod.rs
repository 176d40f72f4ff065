//! Operating models compared as insurance: the premium that each strategy pays, and the loss that it leaves.

mod policy;
mod service;
mod variant;

use serde::Serialize;

pub use self::policy::{PolicyDifference, PolicyPrice, Runs, RunsChange};
use self::service::model_costs;
pub use self::service::{
    IncidentOutlook, LossProtection, ModelCosts, PartialOutages, ServiceComparison, Triage,
};
pub use self::variant::{VariantCosts, VariantOutcome};
use crate::assignment::{Assignment, Strategy, Today};
use crate::assumption::Assumption;
use crate::currency::Currency;
use crate::error::{Error, Fault};
use crate::evaluation::{Analysis, Insurance, StrategyCosts, least_cost_assignment, recommended};
use crate::exact::Money;
use crate::finding::{Detail, Finding};
use crate::ledger::assumptions;
use crate::ledger::{Costing, Costs, Dimension};
use crate::on_call::{Cover, ScheduleKind, product_schedule_cost};
use crate::outlook::Outlook;
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// Strategies side by side, and every service under both models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Comparison {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years it compares.
    pub horizon_years: u32,
    /// Every strategy; the one of least cost is missing where standby pay is not given, or no service can be compared.
    pub strategies: Vec<StrategyCosts>,
    /// What is recommended, compared with operations running everything.
    pub insurance: Insurance,
    /// Who runs the services today; left out where operations run all of them.
    #[serde(skip_serializing_if = "Today::is_operations")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub today: Today,
    /// What is recommended compared with how services run today; left out where operations run all of them, and where
    /// nothing runs yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_today: Option<Box<Insurance>>,
    /// What both have cost by the end of each month, from month 0, when one-off costs are paid.
    pub cash_flow: Vec<MonthCosts>,
    /// What it costs to follow the selector instead of least cost, and where they differ.
    pub policy_price: Option<PolicyPrice>,
    /// Every service under both models, in the order of the portfolio.
    pub services: Vec<ServiceComparison>,
    /// What each product team schedule costs and protects.
    pub schedules: Vec<ScheduleWorth>,
    /// The portfolio with each of its variants in place of the model that it is a form of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub variants: Vec<VariantOutcome>,
    /// The inputs that are missing under either model, as JSON Pointers.
    pub missing: Vec<String>,
    /// What the reference profile leaves open, if the portfolio has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlook: Option<Box<Outlook>>,
    /// What to know about the comparison as a whole.
    pub findings: Vec<Finding>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// What two strategies have cost by the end of a month, premium and loss together, discounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct MonthCosts {
    /// Months from the start.
    pub month: usize,
    /// What is recommended.
    pub hybrid_at_scale: Money,
    /// Operations running everything.
    pub all_ops_run_it: Money,
}

/// What a schedule costs a year, and what would be lost more without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ScheduleWorth {
    /// The schedule's name.
    pub name: crate::portfolio::Name,
    /// Standby of a whole year, whatever peaks replace; `None` where pay is not given.
    pub standby_cost_per_year: Option<Money>,
    /// What incidents of its services would cost and lose more, if they waited for working hours; `None` where that is
    /// not estimated for one of them.
    pub protects_per_year: Option<Money>,
}

/// Compares strategies for a portfolio, and both models for each of its services.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, Strategy, compare};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let comparison = compare(&Portfolio::read(text.as_bytes())?)?;
/// let names: Vec<_> = comparison.strategies.iter().map(|costs| costs.strategy.name()).collect();
/// assert_eq!(names.last(), Some(&"Least cost"));
///
/// // No strategy costs less than the one of least cost.
/// let least = comparison.strategies.last().map(|costs| costs.over_horizon);
/// assert!(comparison.strategies.iter().all(|costs| Some(costs.over_horizon) >= least));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(portfolio: &Portfolio) -> Result<Comparison, Error> {
    let analysis = Analysis::of(portfolio)?;
    answered(&analysis, &analysis.recommended()?)
}

/// The whole answer for what is evaluated already: the comparison, and each variant set beside it.
pub(crate) fn answered(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<Comparison, Error> {
    let mut comparison = compared(analysis, recommended)?;
    let portfolio = analysis.costing.portfolio;
    let variants = portfolio.file().variants.iter().enumerate();
    let outcome = |variant| VariantOutcome::of(portfolio, variant, (&comparison, recommended));
    comparison.variants = variants.map(outcome).collect::<Result<_, _>>()?;
    Ok(comparison)
}

/// The comparison of what is evaluated already, without its variants.
pub(crate) fn compared(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<Comparison, Error> {
    let portfolio = analysis.costing.portfolio;
    let file = portfolio.file();
    let mut strategies = Vec::with_capacity(Strategy::ALL.len());
    let beside = |analysis: &Analysis<'_>, assignment: &Assignment, strategy| {
        let mut costs = assignment.costs(analysis, strategy)?;
        costs.same_as_recommended = assignment.is_same_as(recommended);
        Ok::<_, Fault>(costs)
    };
    for strategy in
        [Strategy::AllOpsRunIt, Strategy::AllYouBuildItYouRunIt, Strategy::HybridWithTeamSchedules]
    {
        strategies.push(beside(
            analysis,
            &Assignment::by(portfolio, &recommended.choices, strategy)?,
            strategy,
        )?);
    }
    let ours = beside(analysis, recommended, Strategy::HybridAtScale)?;
    strategies.push(ours.clone());
    let mut findings = Vec::new();
    let least = least_cost_assignment(analysis, recommended, &mut findings)?;
    let mut policy_price = None;
    if let Some(least) = &least {
        let costs = beside(analysis, least, Strategy::LeastCost)?;
        policy_price = Some(PolicyPrice::of(analysis, (recommended, &ours), (least, &costs))?);
        strategies.push(costs);
    }
    for costs in &mut strategies {
        costs.more_than_recommended = costs.over_horizon.minus(ours.over_horizon)?;
    }
    let Some(all_ops) = strategies.first() else {
        return Err(Error::Internal);
    };
    let insurance = analysis.compare(&ours, all_ops, all_ops.same_as_recommended)?;
    let cash_flow = cash_flow(portfolio, &ours, all_ops)?;

    let services = services(analysis, recommended)?;
    let schedules = schedule_worth(analysis, recommended)?;
    for schedule in &schedules {
        if let Some((cost, protects)) = schedule.standby_cost_per_year.zip(schedule.protects_per_year)
            && cost > protects
        {
            let name = schedule.name.clone();
            findings.push(Detail::ScheduleCostsMoreThanItProtects { name, cost, protects });
        }
    }
    let missing = analysis.missing(recommended)?;
    findings.extend(Detail::partial(portfolio, &missing));
    findings.extend(Detail::of_costs(portfolio));
    findings.extend(analysis.costing.failing_all_year()?);
    Ok(Comparison {
        variants: Vec::new(),
        missing: missing.into_iter().collect(),
        outlook: Outlook::of(portfolio)?,
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        horizon_years: portfolio.costs.discounting.years,
        insurance,
        today: Today::of(portfolio),
        against_today: analysis.against_today(recommended)?.map(Box::new),
        cash_flow,
        policy_price,
        services,
        schedules,
        findings: findings.into_iter().map(|detail| Finding::new(detail, file.currency)).collect(),
        assumptions: assumptions(portfolio),
        strategies,
    })
}

/// Works out the ledger of a portfolio under a strategy.
///
/// `by` says by what line items are grouped, in this order; `with_items` whether they are listed one by one.
/// Returns `None` for [`Strategy::LeastCost`] where standby pay is not given or no service can be compared, without which
/// nobody knows it.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Dimension, Money, Portfolio, Strategy, costs};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// let by = [Dimension::Aspect, Dimension::CostType];
/// let costs = costs(&portfolio, Strategy::HybridAtScale, &by, true)?.ok_or("standby pay is not given")?;
///
/// // Every amount shows what it rests on.
/// let item = costs.line_items.iter().find(|item| item.code.as_str() == "response-effort").ok_or("no such item")?;
/// assert_eq!(item.basis(), "operations bridge: 3.5 incidents × 0.5 h of work × 1 person × $60 an hour");
///
/// // Every total is the sum of its parts.
/// let parts = Money::total(costs.groups.iter().map(|group| group.totals.over_horizon))?;
/// assert_eq!(parts, costs.premium.over_horizon.plus(costs.loss.over_horizon)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn costs(
    portfolio: &Portfolio,
    strategy: Strategy,
    by: &[Dimension],
    with_items: bool,
) -> Result<Option<Costs>, Error> {
    let recommended = recommended(portfolio)?;
    if strategy != Strategy::LeastCost {
        let assignment = Assignment::by(portfolio, &recommended.choices, strategy)?;
        let costing = Costing::new(portfolio)?;
        return Ok(Some(Costs::of(&assignment.ledger(&costing)?, strategy, by, with_items)?));
    }
    let analysis = Analysis::of(portfolio)?;
    let Some(least) = least_cost_assignment(&analysis, &recommended, &mut Vec::new())? else {
        return Ok(None);
    };
    Ok(Some(Costs::of(&least.ledger(&analysis.costing)?, strategy, by, with_items)?))
}

fn services(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<Vec<ServiceComparison>, Fault> {
    let portfolio = analysis.costing.portfolio;
    let file = portfolio.file();
    let mut services = Vec::with_capacity(file.services.len());
    analysis.insurances(recommended, |index, margin, insurance, findings| {
        let (Some(service), Some(choice)) = (file.services.get(index), recommended.choices.get(index)) else {
            return Err(Fault::Internal);
        };
        let target = (choice.target, choice.deployment);
        let model = |model, cover: &Cover| model_costs(analysis, index, (model, cover), target);
        services.push(ServiceComparison {
            name: service.name.clone(),
            team: service.team.clone(),
            operating_model: choice.model,
            availability_target: choice.target,
            ops_run_it: model(OperatingModel::OpsRunIt, &Cover::Always)?,
            you_build_it_you_run_it: model(OperatingModel::YouBuildItYouRunIt, &margin.cover)?,
            insurance,
            findings,
        });
        Ok(())
    })?;
    Ok(services)
}

/// What product teams' schedules protect: what their services would cost and lose more without cover.
fn schedule_worth(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<Vec<ScheduleWorth>, Fault> {
    let currency = analysis.costing.portfolio.file().currency;
    let mut worth = Vec::new();
    let planned = &recommended.planned;
    for (number, (schedule, members)) in planned.schedules.iter().zip(&planned.members).enumerate() {
        // A schedule of peaks alone covers days, not a year.
        let in_force = |service: &&usize| planned.of_service.get(**service) == Some(&Some(number));
        if schedule.kind == ScheduleKind::Operations || !members.iter().any(|service| in_force(&service)) {
            continue;
        }
        let mut protects = Some(Money::ZERO);
        for options in members.iter().filter(in_force).filter_map(|service| analysis.options.get(*service)) {
            let change = options.uncovered.against(&options.covered)?;
            let more = change.premium_per_year.plus(change.loss_per_year)?;
            let known = options.uncovered.incidents_are_known() && options.covered.incidents_are_known();
            protects = protects.filter(|_| known).map(|protects| protects.plus(more)).transpose()?;
        }
        let whose = planned.rotations.get(number).copied().flatten();
        let portfolio = analysis.costing.portfolio;
        let cost = whose.map(|whose| product_schedule_cost(portfolio, whose)).transpose()?.flatten();
        worth.push(ScheduleWorth {
            name: schedule.name.clone(),
            standby_cost_per_year: cost.map(|cost| cost.booked(currency)),
            protects_per_year: protects,
        });
    }
    Ok(worth)
}

fn cash_flow(
    portfolio: &Portfolio,
    ours: &StrategyCosts,
    theirs: &StrategyCosts,
) -> Result<Vec<MonthCosts>, Fault> {
    let (ours, theirs) = (monthly(portfolio, ours)?, monthly(portfolio, theirs)?);
    let months = ours.into_iter().zip(theirs).enumerate();
    Ok(months
        .map(|(month, (hybrid_at_scale, all_ops_run_it))| MonthCosts {
            month,
            hybrid_at_scale,
            all_ops_run_it,
        })
        .collect())
}

/// What a strategy has cost by the end of each month, to the minor unit: in each month it costs what these differ by, and
/// all of them together what it costs over the horizon.
fn monthly(portfolio: &Portfolio, costs: &StrategyCosts) -> Result<Vec<Money>, Fault> {
    let currency = portfolio.file().currency;
    let discounting = &portfolio.costs.discounting;
    let one_off = costs.premium.one_off.plus(costs.loss.one_off)?;
    let later = costs.over_horizon.minus(one_off)?;
    let until = |month| Ok(one_off.plus(discounting.paid_by(month, later)?)?.booked(currency));
    (0..=discounting.months()).map(until).collect()
}
