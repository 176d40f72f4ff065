//! Operating models compared as insurance: the premium that each strategy pays, and the loss that it leaves.

mod accounts;
mod least_cost;
mod policy;
mod service;
mod strategy;
mod sums;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use self::accounts::Accounts;
pub use self::policy::{PolicyDifference, PolicyPrice, Runs};
pub use self::service::{IncidentOutlook, Insurance, LossProtection, ModelCosts, ServiceComparison, Triage};
use self::service::{Margin, Margins, StandbyPrices, model_costs};
pub(crate) use self::strategy::Assignment;
pub use self::strategy::{Strategy, StrategyCosts};
pub(crate) use self::sums::Options;
use self::sums::{Change, Sums};
use crate::assumption::Assumption;
use crate::finding::{Detail, Finding};
use crate::ledger::{Costing, Costs, Dimension};
use crate::money::{Overflow, difference, product, quotient};
use crate::on_call::{Cover, ScheduleKind, operations_cost, product_schedule_cost};
use crate::recommendation::choose;
use crate::selection::{OperatingModel, Policy};
use crate::{Currency, Money, Portfolio, Provenance};

/// Strategies side by side, and every service under both models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// What both have cost by the end of each month, from month 0, when one-off costs are paid.
    pub cash_flow: Vec<MonthCosts>,
    /// What it costs to follow the selector instead of least cost, and where they differ.
    pub policy_price: Option<PolicyPrice>,
    /// Every service under both models, in the order of the portfolio.
    pub services: Vec<ServiceComparison>,
    /// What each product team schedule costs and protects.
    pub schedules: Vec<ScheduleWorth>,
    /// The inputs that are missing under either model, as JSON Pointers.
    pub missing: Vec<String>,
    /// What to know about the comparison as a whole.
    pub findings: Vec<Finding>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// What two strategies have cost by the end of a month, premium and loss together, discounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
pub struct ScheduleWorth {
    /// The schedule's name.
    pub name: crate::Name,
    /// Standby of a whole year, whatever peaks replace; `None` where pay is not given.
    pub standby_cost_per_year: Option<Money>,
    /// What incidents of its services would cost and lose more, if they waited for working hours; `None` where that is
    /// not estimated for one of them.
    pub protects_per_year: Option<Money>,
}

/// The expected availability in percent, to six decimals, of so many unavailable hours a year; never below zero.
pub(crate) fn availability(portfolio: &Portfolio, hours: Decimal) -> Result<Decimal, Overflow> {
    let year = product(portfolio.weeks_per_year, Decimal::from(168))?;
    let lost = quotient(product(hours, Decimal::ONE_HUNDRED)?, year)?;
    Ok(difference(Decimal::ONE_HUNDRED, lost)?.max(Decimal::ZERO).round_dp(6))
}

/// Whether a service is covered, where it is so all year, or on no day; what operations run, they cover.
fn all_year(model: OperatingModel, cover: &Cover) -> Option<bool> {
    match (model, cover) {
        (OperatingModel::OpsRunIt, _) | (_, Cover::Always) => Some(true),
        (OperatingModel::YouBuildItYouRunIt, Cover::Never) => Some(false),
        (OperatingModel::YouBuildItYouRunIt, Cover::Days(_)) => None,
    }
}

/// What every service costs under each model, and what standby costs.
pub(crate) struct Analysis<'p> {
    pub(crate) costing: Costing<'p>,
    pub(crate) options: Vec<Options>,
    pub(crate) prices: StandbyPrices,
}

impl<'p> Analysis<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio) -> Result<Self, Overflow> {
        let costing = Costing::new(portfolio)?;
        let options = Options::all(&costing)?;
        Self::with(costing, options)
    }

    /// The analysis of a portfolio that differs from one whose options these are in one service only.
    pub(crate) fn changed(
        portfolio: &'p Portfolio,
        mut options: Vec<Options>,
        service: usize,
    ) -> Result<Self, Overflow> {
        let costing = Costing::new(portfolio)?;
        if let Some(slot) = options.get_mut(service) {
            *slot = Options::of(&costing, service)?;
        }
        Self::with(costing, options)
    }

    fn with(costing: Costing<'p>, options: Vec<Options>) -> Result<Self, Overflow> {
        let portfolio = costing.portfolio;
        let currency = portfolio.file().currency;
        let price = |cost: Option<Money>| {
            let yearly = cost.map(|cost| cost.booked(currency));
            let whole = |yearly| Ok((yearly, portfolio.costs.discounting.of_yearly(yearly, currency)?));
            yearly.map(whole).transpose()
        };
        let prices = StandbyPrices { rotas: price(operations_cost(portfolio)?)? };
        Ok(Self { costing, options, prices })
    }

    /// What a service costs by itself under a model, standby aside.
    pub(crate) fn sums(
        &self,
        service: usize,
        model: OperatingModel,
        cover: &Cover,
    ) -> Result<Sums, Overflow> {
        if let Some(covered) = all_year(model, cover) {
            return Ok(*self.options.get(service).ok_or(Overflow)?.of_model(model, covered));
        }
        let mut sums = Sums::default();
        self.costing.visit(service, model, cover, &mut |entry| sums.add(&entry))?;
        Ok(sums)
    }

    /// The same in an assignment.
    pub(crate) fn own(&self, assignment: &Assignment, service: usize) -> Result<Sums, Overflow> {
        let model = assignment.choices.get(service).ok_or(Overflow)?.model;
        self.sums(service, model, &assignment.cover(self.costing.portfolio, service))
    }

    /// Adds the same to the accounts of a strategy.
    fn account(
        &self,
        assignment: &Assignment,
        service: usize,
        accounts: &mut Accounts,
    ) -> Result<(), Overflow> {
        let model = assignment.choices.get(service).ok_or(Overflow)?.model;
        let cover = assignment.cover(self.costing.portfolio, service);
        if let Some(covered) = all_year(model, &cover) {
            let options = self.options.get(service).ok_or(Overflow)?;
            return accounts.add_all(options.accounts_of_model(model, covered));
        }
        self.costing.visit(service, model, &cover, &mut |entry| accounts.add(&entry))
    }

    /// How many hours a year a service is expected to be unavailable under a model.
    pub(crate) fn unavailable(
        &self,
        service: usize,
        model: OperatingModel,
        cover: &Cover,
    ) -> Result<Option<Decimal>, Overflow> {
        match all_year(model, cover) {
            Some(covered) => Ok(self.options.get(service).ok_or(Overflow)?.unavailable_under(model, covered)),
            None => self.costing.unavailable_hours(service, model, cover),
        }
    }

    /// The insurance of one service under an assignment.
    pub(crate) fn insurance_of(
        &self,
        assignment: &Assignment,
        index: usize,
    ) -> Result<(Margin, Insurance), Overflow> {
        self.insurance(&mut Margins::new(self, assignment)?, assignment, index)
    }

    fn insurance(
        &self,
        margins: &mut Margins<'_, '_>,
        assignment: &Assignment,
        index: usize,
    ) -> Result<(Margin, Insurance), Overflow> {
        let (Some(options), Some(choice)) = (self.options.get(index), assignment.choices.get(index)) else {
            return Err(Overflow);
        };
        let margin = margins.of(index)?;
        let incomplete = (options.ops_run_it.incomplete | options.covered.incomplete) != 0;
        // Where all that is known is the same under both models, nothing is compared.
        let known = !incomplete || margin.change != Change::default();
        let comparable = options.is_comparable() && !margin.unpriced && known;
        let insurance = Insurance::of(
            &self.costing,
            margin.change,
            (!margin.unpriced).then_some(margin.standby_per_year),
            Some(choice.model),
            (comparable, incomplete || margin.unpriced),
        )?;
        Ok((margin, insurance))
    }

    /// The insurance of each service under an assignment, with what to know about it.
    pub(crate) fn insurances(
        &self,
        assignment: &Assignment,
        mut each: impl FnMut(usize, &Margin, Insurance, Vec<Finding>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let mut margins = Margins::new(self, assignment)?;
        let portfolio = self.costing.portfolio;
        for (index, choice) in assignment.choices.iter().enumerate() {
            let (margin, insurance) = self.insurance(&mut margins, assignment, index)?;
            let mut details = Vec::new();
            let cover = assignment.cover(portfolio, index);
            let sums = self.sums(index, choice.model, &cover)?;
            if let Some(hours) = self.unavailable(index, choice.model, &cover)? {
                let expected = availability(portfolio, hours)?;
                if expected < choice.target.percent() {
                    let other = self.unavailable(index, choice.model.other(), &margin.cover)?;
                    let other = other.map(|hours| availability(portfolio, hours)).transpose()?;
                    let other_meets = other.is_some_and(|expected| expected >= choice.target.percent());
                    let (model, target) = (choice.model, choice.target);
                    details.push(Detail::TargetMissed { model, target, expected, other_meets });
                }
            }
            if insurance.agrees == Some(false) {
                let (mut premium, mut loss) =
                    (insurance.extra_premium_over_horizon, insurance.loss_avoided_over_horizon);
                if choice.model == OperatingModel::OpsRunIt {
                    premium = Money::ZERO.minus(premium)?;
                    loss = Money::ZERO.minus(loss)?;
                }
                let years = portfolio.costs.discounting.years;
                let (partial, model) = (insurance.partial, choice.model);
                details.push(Detail::CostDisagreesWithSelector { partial, model, premium, loss, years });
            }
            let incidents = sums.opportunity.minus(sums.delay)?;
            for (part, dominated) in [
                (
                    sums.delay,
                    Detail::OpportunityDominatedByDelay { delay: sums.delay, all: sums.opportunity },
                ),
                (incidents, Detail::OpportunityDominatedByIncidents { incidents, all: sums.opportunity }),
            ] {
                // More than three quarters, and everything is estimated.
                if sums.losses_are_known()
                    && part.times(Decimal::from(4))? > sums.opportunity.times(Decimal::from(3))?
                {
                    details.push(dominated);
                }
            }
            let currency = portfolio.file().currency;
            let findings = details.into_iter().map(|detail| Finding::new(detail, currency)).collect();
            each(index, &margin, insurance, findings)?;
        }
        Ok(())
    }

    /// The inputs that are missing under either model, as JSON Pointers.
    pub(crate) fn missing(&self, recommended: &Assignment) -> Result<BTreeSet<String>, Overflow> {
        let portfolio = self.costing.portfolio;
        let standby = recommended.planned.standby.missing.iter();
        let mut missing: BTreeSet<String> = standby.map(|path| (*path).to_owned()).collect();
        for (index, options) in self.options.iter().enumerate() {
            let models = [
                (OperatingModel::OpsRunIt, &options.ops_run_it),
                (OperatingModel::YouBuildItYouRunIt, &options.covered),
            ];
            for (model, _) in models.into_iter().filter(|(_, sums)| !sums.missing.is_empty()) {
                self.costing.visit(index, model, &Cover::Always, &mut |entry| {
                    missing.extend(entry.missing().paths(portfolio, index, model, entry.code));
                    Ok(())
                })?;
            }
        }
        Ok(missing)
    }

    /// An assignment compared with operations running everything.
    pub(crate) fn against_operations(&self, recommended: &Assignment) -> Result<Insurance, Overflow> {
        let portfolio = self.costing.portfolio;
        self.against(recommended, &Assignment::by(portfolio, &recommended.choices, Strategy::AllOpsRunIt)?)
    }

    /// An assignment compared with another.
    pub(crate) fn against(&self, ours: &Assignment, theirs: &Assignment) -> Result<Insurance, Overflow> {
        let ours = ours.costs(self, Strategy::HybridAtScale)?;
        self.compare(&ours, &theirs.costs(self, Strategy::AllOpsRunIt)?)
    }

    /// One assignment compared with another.
    fn compare(&self, ours: &StrategyCosts, theirs: &StrategyCosts) -> Result<Insurance, Overflow> {
        let change = Change {
            one_off: ours.premium.one_off.minus(theirs.premium.one_off)?,
            premium_per_year: ours.premium.per_year.minus(theirs.premium.per_year)?,
            loss_per_year: ours.loss.per_year.minus(theirs.loss.per_year)?,
            premium_over_horizon: ours.premium.over_horizon.minus(theirs.premium.over_horizon)?,
            loss_over_horizon: ours.loss.over_horizon.minus(theirs.loss.over_horizon)?,
        };
        let partial =
            [&ours.premium, &ours.loss, &theirs.premium, &theirs.loss].iter().any(|totals| totals.partial);
        // Standby without a price means nothing only where one of the two needs more of it.
        let more_schedules = ours.product_team_schedules != theirs.product_team_schedules;
        let more_rotas = (ours.ops_run_it > 0) != (theirs.ops_run_it > 0);
        let settings = &self.costing.portfolio.settings;
        let unpriced =
            (more_schedules && settings.has_unpriced()) || (more_rotas && self.prices.rotas.is_none());
        let comparable = !unpriced && self.options.iter().all(Options::is_comparable);
        let standby = ours.standby_per_year.zip(theirs.standby_per_year);
        let standby = standby.map(|(ours, theirs)| ours.minus(theirs)).transpose()?;
        // What is compared here is an assignment, which stands where You Build It You Run It does for a service.
        let ours = Some(OperatingModel::YouBuildItYouRunIt);
        Insurance::of(&self.costing, change, standby, ours, (comparable, partial))
    }
}

/// Compares strategies for a portfolio, and both models for each of its services.
///
/// # Errors
/// [`Overflow`] when an amount does not fit 28 digits.
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
pub fn compare(portfolio: &Portfolio) -> Result<Comparison, Overflow> {
    let file = portfolio.file();
    let analysis = Analysis::of(portfolio)?;
    let recommended = recommended(portfolio)?;

    let mut strategies = Vec::with_capacity(Strategy::ALL.len());
    for strategy in
        [Strategy::AllOpsRunIt, Strategy::AllYouBuildItYouRunIt, Strategy::HybridWithTeamSchedules]
    {
        strategies
            .push(Assignment::by(portfolio, &recommended.choices, strategy)?.costs(&analysis, strategy)?);
    }
    let ours = recommended.costs(&analysis, Strategy::HybridAtScale)?;
    strategies.push(ours.clone());
    let mut findings = Vec::new();
    let least = policy::least_cost_assignment(&analysis, &recommended, &mut findings)?;
    let mut policy_price = None;
    if let Some(least) = &least {
        let costs = least.costs(&analysis, Strategy::LeastCost)?;
        policy_price = Some(PolicyPrice::of(&analysis, (&recommended, &ours), (least, &costs))?);
        strategies.push(costs);
    }
    for costs in &mut strategies {
        costs.more_than_recommended = costs.over_horizon.minus(ours.over_horizon)?;
    }
    let Some(all_ops) = strategies.first() else {
        return Err(Overflow);
    };
    let insurance = analysis.compare(&ours, all_ops)?;
    let cash_flow = cash_flow(portfolio, &ours, all_ops)?;

    let services = services(&analysis, &recommended)?;
    let schedules = schedule_worth(&analysis, &recommended)?;
    for schedule in &schedules {
        if let Some((cost, protects)) = schedule.standby_cost_per_year.zip(schedule.protects_per_year)
            && cost > protects
        {
            let name = schedule.name.clone();
            findings.push(Detail::ScheduleCostsMoreThanItProtects { name, cost, protects });
        }
    }
    let missing = analysis.missing(&recommended)?;
    findings.extend(Detail::partial(&missing));
    findings.extend(Detail::of_costs(portfolio));
    Ok(Comparison {
        missing: missing.into_iter().collect(),
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        horizon_years: portfolio.costs.discounting.years,
        insurance,
        cash_flow,
        policy_price,
        services,
        schedules,
        findings: findings.into_iter().map(|detail| Finding::new(detail, file.currency)).collect(),
        assumptions: assumptions(portfolio),
        strategies,
    })
}

/// What is recommended: the choices of the selector or, where the policy asks for it, those of least cost, with the
/// schedules that follow.
pub(crate) fn recommended(portfolio: &Portfolio) -> Result<Assignment, Overflow> {
    let selected = Assignment::of(portfolio, choose(portfolio))?;
    if portfolio.policy() != Policy::LeastCost || !portfolio.costs.given {
        return Ok(selected);
    }
    policy::by_money(&Analysis::of(portfolio)?, selected)
}

/// Works out the ledger of a portfolio under a strategy.
///
/// `by` says by what line items are grouped, in this order; `with_items` whether they are listed one by one.
/// Returns `None` for [`Strategy::LeastCost`] where standby pay is not given or no service can be compared, without which
/// nobody knows it.
///
/// # Errors
/// [`Overflow`] when an amount does not fit 28 digits.
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
) -> Result<Option<Costs>, Overflow> {
    let recommended = recommended(portfolio)?;
    if strategy != Strategy::LeastCost {
        let assignment = Assignment::by(portfolio, &recommended.choices, strategy)?;
        let costing = Costing::new(portfolio)?;
        return Costs::of(&assignment.ledger(&costing)?, strategy, by, with_items).map(Some);
    }
    let analysis = Analysis::of(portfolio)?;
    let Some(least) = policy::least_cost_assignment(&analysis, &recommended, &mut Vec::new())? else {
        return Ok(None);
    };
    Costs::of(&least.ledger(&analysis.costing)?, strategy, by, with_items).map(Some)
}

fn services(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<Vec<ServiceComparison>, Overflow> {
    let portfolio = analysis.costing.portfolio;
    let file = portfolio.file();
    let mut services = Vec::with_capacity(file.services.len());
    analysis.insurances(recommended, |index, margin, insurance, findings| {
        let (Some(service), Some(choice)) = (file.services.get(index), recommended.choices.get(index)) else {
            return Err(Overflow);
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
fn schedule_worth(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<Vec<ScheduleWorth>, Overflow> {
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
) -> Result<Vec<MonthCosts>, Overflow> {
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
fn monthly(portfolio: &Portfolio, costs: &StrategyCosts) -> Result<Vec<Money>, Overflow> {
    let currency = portfolio.file().currency;
    let discounting = &portfolio.costs.discounting;
    let one_off = costs.premium.one_off.plus(costs.loss.one_off)?;
    let later = costs.over_horizon.minus(one_off)?;
    let until = |month| Ok(one_off.plus(discounting.paid_by(month, later)?)?.booked(currency));
    (0..=discounting.months()).map(until).collect()
}

/// Every default that costs rest on.
pub(crate) fn assumptions(portfolio: &Portfolio) -> Vec<Assumption> {
    let defaults = crate::ledger::assumptions(portfolio);
    portfolio.assumptions().iter().chain(portfolio.cost_assumptions()).cloned().chain(defaults).collect()
}
