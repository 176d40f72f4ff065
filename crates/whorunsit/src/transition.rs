//! The transition plan: a pilot, then waves of teams, and what that costs month by month.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assignment::Assignment;
use crate::assumption::{Assumption, Assumptions};
use crate::currency::Currency;
use crate::decision::Choice;
use crate::error::{Error, Fault};
use crate::evaluation::{Analysis, Shared};
use crate::exact::{Money, Overflow};
use crate::finding::{Detail, Finding};
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// From who runs what today to what is recommended: the pilot first, then waves of teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransitionPlan {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years it looks.
    pub horizon_years: u32,
    /// Who runs the services today, from which the plan starts.
    pub today: Today,
    /// The pilot, then one wave in each quarter.
    pub waves: Vec<Wave>,
    /// Every month of the horizon, from 0, when the pilot's one-off costs are paid.
    pub months: Vec<PlanMonth>,
    /// The first month by whose end the plan has cost no more than staying; `None` where the horizon is too short, where
    /// nothing changes over, or where one of the two lacks an amount that the other has.
    pub break_even_month: Option<usize>,
    /// By how much the plan costs more than staying over the horizon; below zero where it costs less.
    pub more_than_staying: Money,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
    /// What to know about the plan.
    pub findings: Vec<Finding>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// Who runs the services today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Today {
    /// Operations run all of them.
    OpsRunIt,
    /// Product teams run all of them.
    YouBuildItYouRunIt,
    /// Nobody runs any of them yet.
    Nothing,
    /// Some are run one way, some another.
    Mixed,
}

impl Today {
    fn of(portfolio: &Portfolio) -> Self {
        let mut services = (0..portfolio.file().services.len()).map(|service| portfolio.runs_today(service));
        let first = services.next().flatten();
        match first {
            _ if services.any(|other| other != first) => Self::Mixed,
            Some(OperatingModel::OpsRunIt) => Self::OpsRunIt,
            Some(OperatingModel::YouBuildItYouRunIt) => Self::YouBuildItYouRunIt,
            None => Self::Nothing,
        }
    }
}

/// The teams that change over at the start of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wave {
    /// The quarter, from 0; the pilot's.
    pub quarter: usize,
    /// The month at whose start it changes over, from 0.
    pub month: usize,
    /// Who changes over, in order.
    pub teams: Vec<WaveTeam>,
    /// Setup and transition of all of them, and what they are the first to share.
    pub one_off: Money,
    /// Product teams' schedules out of hours from then on.
    pub product_team_schedules: usize,
    /// What everything costs a year from then on, premium and loss together.
    pub per_year: Money,
}

/// One team that changes over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaveTeam {
    /// The team, or the service that names none.
    pub name: Name,
    /// The services that change over with it.
    pub services: Vec<Name>,
    /// Their setup and transition.
    pub one_off: Money,
    /// What their changing over is worth over the horizon, each by itself: loss avoided less extra premium.
    pub net_benefit: Money,
}

/// One month of the plan; amounts are discounted to its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanMonth {
    /// The month, from 0.
    pub month: usize,
    /// What the plan costs in it, premium and loss together, one-off costs of its wave included.
    pub cost: Money,
    /// What the plan has cost by its end.
    pub cumulative: Money,
    /// What staying as things are today would have cost by its end.
    pub staying: Money,
    /// The plan against staying, by its end; below zero where the plan has cost less.
    pub difference: Money,
}

/// A team with services to change over.
struct Mover {
    name: Name,
    team: Option<u32>,
    services: Vec<usize>,
    one_off: Money,
    net_benefit: Money,
}

/// Plans how services change over from who runs them today to who is recommended to: the pilot in the first quarter,
/// then in each quarter as many teams as `transition_plan` allows, those that gain most first.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, plan};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let plan = plan(&Portfolio::read(text.as_bytes())?)?;
/// let teams: Vec<_> = plan.waves.iter().flat_map(|wave| &wave.teams).map(|team| &*team.name).collect();
/// assert_eq!(teams, ["bedroom", "appointments"]);
/// assert_eq!(plan.months.len(), 36);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn plan(portfolio: &Portfolio) -> Result<TransitionPlan, Error> {
    let file = portfolio.file();
    let analysis = Analysis::of(portfolio)?;
    let recommended = crate::evaluation::recommended(portfolio)?;
    let discounting = &portfolio.costs.discounting;
    let mut details = Vec::new();
    let quarters = discounting.months() / 3;
    let staying = as_today(portfolio, &recommended)?;
    let movers = movers(&analysis, &recommended, &staying)?;
    let waves = waves(portfolio, movers, quarters, &mut details);

    let comparable = analysis.against(&recommended, &staying)?.agrees.is_some();
    let stays = Stage::of(&analysis, &staying)?;
    let mut choices = staying.choices.clone();
    // Where nothing runs yet, there is nothing to hand over: what is recommended is set up at once.
    for (index, (choice, ours)) in choices.iter_mut().zip(&recommended.choices).enumerate() {
        if portfolio.runs_today(index).is_none() {
            *choice = Choice::clone(ours);
        }
    }
    let started = Assignment::of(portfolio, choices)?;
    let mut stage = Stage::of(&analysis, &started)?;
    let mut choices = started.choices;
    let mut waves_done = Vec::new();
    let mut months = Vec::with_capacity(discounting.months());
    // Neither is rounded: a month is booked as what both round to by its end, less what they did by its start.
    let (mut spent, mut stayed) = (stage.one_off, stays.one_off);
    let mut booked = Money::ZERO;
    // What services share is paid when the first of them needs it.
    let mut shared: BTreeSet<u32> = stage.shared_once.keys().copied().collect();
    let mut waiting = waves.into_iter().enumerate().peekable();
    for month in 0..discounting.months() {
        if let Some((quarter, movers)) = waiting.next_if(|(quarter, _)| quarter * 3 == month) {
            for service in movers.iter().flat_map(|mover| &mover.services) {
                if let Some((choice, ours)) = choices.get_mut(*service).zip(recommended.choices.get(*service))
                {
                    *choice = Choice::clone(ours);
                }
            }
            let assignment = Assignment::of(portfolio, choices)?;
            stage = Stage::of(&analysis, &assignment)?;
            let new = stage.shared_once.iter().filter(|(number, _)| shared.insert(**number));
            let new: Vec<Money> = new.map(|(_, once)| *once).collect();
            let one_off = Money::total(movers.iter().map(|mover| mover.one_off).chain(new))?;
            spent = spent.plus(discounting.at_start_of(month, one_off)?)?;
            waves_done.push(Wave {
                quarter,
                month,
                teams: movers.iter().map(|mover| mover.shown(portfolio)).collect(),
                one_off,
                product_team_schedules: assignment.planned.summary.product_team_schedules,
                per_year: stage.per_year,
            });
            choices = assignment.choices;
        }
        let in_month = |whole: Money| -> Result<Money, Overflow> {
            discounting.paid_by(month + 1, whole)?.minus(discounting.paid_by(month, whole)?)
        };
        spent = spent.plus(in_month(stage.later)?)?;
        stayed = stayed.plus(in_month(stays.later)?)?;
        let (cumulative, staying) = (spent.booked(file.currency), stayed.booked(file.currency));
        let cost = cumulative.minus(booked)?;
        booked = cumulative;
        let difference = cumulative.minus(staying)?;
        months.push(PlanMonth { month, cost, cumulative, staying, difference });
    }
    // A plan that changes nothing has nothing to break even on.
    let differs =
        staying.choices.iter().zip(&recommended.choices).any(|(today, ours)| today.model != ours.model)
            || months.iter().any(|month| !month.difference.is_zero());
    let first = months.iter().position(|month| month.difference <= Money::ZERO);
    let break_even_month = first.filter(|_| comparable && differs).map(|month| month + 1);
    let missing = analysis.missing(&recommended)?;
    details.extend(Detail::partial(&missing));
    let mut assumptions = crate::ledger::assumptions(portfolio);
    if file.transition_plan.as_ref().is_none_or(|rules| rules.teams_per_quarter.is_none()) {
        let reason = "a pilot first, then few teams at a time, so that each wave learns from the one before";
        assumptions.extend(Assumptions::TEAMS_PER_QUARTER.spell("3", reason));
    }
    Ok(TransitionPlan {
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        horizon_years: discounting.years,
        today: Today::of(portfolio),
        waves: waves_done,
        more_than_staying: months.last().map_or(Money::ZERO, |month| month.difference),
        months,
        break_even_month,
        partial: !missing.is_empty(),
        findings: details.into_iter().map(|detail| Finding::new(detail, file.currency)).collect(),
        assumptions,
    })
}

impl Mover {
    fn shown(&self, portfolio: &Portfolio) -> WaveTeam {
        let services = self.services.iter().filter_map(|service| portfolio.file().services.get(*service));
        WaveTeam {
            name: self.name.clone(),
            services: services.map(|service| service.name.clone()).collect(),
            one_off: self.one_off,
            net_benefit: self.net_benefit,
        }
    }
}

/// Who runs what today; what nobody runs yet would be for operations.
fn as_today(portfolio: &Portfolio, recommended: &Assignment) -> Result<Assignment, Fault> {
    let mut choices = recommended.choices.clone();
    for (index, choice) in choices.iter_mut().enumerate() {
        choice.model = portfolio.runs_today(index).unwrap_or(OperatingModel::OpsRunIt);
    }
    Ok(Assignment::of(portfolio, choices)?)
}

/// What an assignment costs, premium and loss together.
struct Stage {
    /// What is not paid already, once.
    one_off: Money,
    per_year: Money,
    /// What every year costs, over the horizon.
    later: Money,
    /// What services share that is paid once, by its place.
    shared_once: BTreeMap<u32, Money>,
}

impl Stage {
    fn of(analysis: &Analysis<'_>, assignment: &Assignment) -> Result<Self, Fault> {
        let portfolio = analysis.costing.portfolio;
        let currency = portfolio.file().currency;
        let schedules = assignment.planned.schedules.iter();
        let per_year = Money::total(
            schedules.filter_map(|schedule| Some(schedule.standby_cost_per_year?.booked(currency))),
        )?;
        let shared = Shared::total(analysis, assignment)?;
        let later = assignment.standby_over_horizon(portfolio)?;
        let later = later.plus(shared.over_horizon()?.minus(shared.one_off)?)?;
        let once = Shared::paid(analysis, assignment).filter(|(_, unit)| unit.is_once);
        let mut stage = Self {
            one_off: shared.one_off,
            per_year: per_year.plus(shared.premium_per_year)?,
            later,
            shared_once: once.filter_map(|(number, unit)| Some((number, unit.cost?.0))).collect(),
        };
        for (index, choice) in assignment.choices.iter().enumerate() {
            let own = analysis.own(assignment, index)?;
            let one_off = own.one_off()?;
            stage.per_year = stage.per_year.plus(own.premium_per_year()?)?.plus(own.opportunity)?;
            stage.later = stage.later.plus(own.over_horizon()?.minus(one_off)?)?;
            // A service that changes over pays when its wave comes.
            let changes_over = portfolio.runs_today(index).is_some_and(|today| today != choice.model);
            stage.one_off = if changes_over { stage.one_off } else { stage.one_off.plus(one_off)? };
        }
        Ok(stage)
    }
}

/// The teams with services to change over, those that gain most first.
fn movers(
    analysis: &Analysis<'_>,
    recommended: &Assignment,
    staying: &Assignment,
) -> Result<Vec<Mover>, Fault> {
    let portfolio = analysis.costing.portfolio;
    let mut by_team: BTreeMap<u32, Mover> = BTreeMap::new();
    let mut alone = Vec::new();
    analysis.insurances(recommended, |index, _, insurance, _| {
        let model = |assignment: &Assignment| assignment.choices.get(index).map(|choice| choice.model);
        if model(staying) == model(recommended) || portfolio.runs_today(index).is_none() {
            return Ok(());
        }
        let one_off = analysis.own(recommended, index)?.one_off()?;
        let to_team = model(recommended) == Some(OperatingModel::YouBuildItYouRunIt);
        let net_benefit =
            if to_team { insurance.net_benefit } else { Money::ZERO.minus(insurance.net_benefit)? };
        match portfolio.team_of(index) {
            Some((team, named)) => {
                let name = named.name.clone();
                let zero = Money::ZERO;
                let new =
                    Mover { name, team: Some(team), services: Vec::new(), one_off: zero, net_benefit: zero };
                let mover = by_team.entry(team).or_insert(new);
                mover.services.push(index);
                mover.one_off = mover.one_off.plus(one_off)?;
                mover.net_benefit = mover.net_benefit.plus(net_benefit)?;
            }
            None => {
                let service = portfolio.file().services.get(index).map(|service| service.name.clone());
                let name = service.unwrap_or_default();
                alone.push(Mover { name, team: None, services: vec![index], one_off, net_benefit });
            }
        }
        Ok(())
    })?;
    let mut movers: Vec<Mover> = by_team.into_values().chain(alone).collect();
    movers.sort_by_key(|mover| std::cmp::Reverse(mover.net_benefit));
    Ok(movers)
}

/// The pilot, then waves of so many teams as a quarter allows.
fn waves(
    portfolio: &Portfolio,
    mut movers: Vec<Mover>,
    quarters: usize,
    details: &mut Vec<Detail>,
) -> Vec<Vec<Mover>> {
    let rules = portfolio.file().transition_plan.as_ref();
    let budget = rules.and_then(|rules| rules.budget_per_quarter);
    let most = portfolio.costs.teams_per_quarter as usize;
    if let Some(pilot) = portfolio.costs.pilot {
        match movers.iter().position(|mover| mover.team == Some(pilot)) {
            Some(place) => {
                let mover = movers.remove(place);
                movers.insert(0, mover);
            }
            None => {
                let name = portfolio.file().teams.get(pilot as usize).map(|team| team.name.clone());
                details.push(Detail::PilotHasNothingToMove { team: name.unwrap_or_default() });
            }
        }
    }
    let mut waves: Vec<Vec<Mover>> = Vec::new();
    let mut spent = Money::ZERO;
    let mut left_over = 0;
    for mover in movers {
        if let Some(budget) = budget.filter(|budget| mover.one_off > *budget) {
            details.push(Detail::WaveOverBudget { team: mover.name.clone(), cost: mover.one_off, budget });
        }
        let with = spent.plus(mover.one_off).ok();
        let affordable = with.is_some_and(|with| budget.is_none_or(|budget| with <= budget));
        // The pilot goes alone.
        let (started, room) = (waves.len() > 1, waves.len() < quarters);
        match waves.last_mut().filter(|wave| started && wave.len() < most && affordable) {
            Some(wave) => {
                spent = with.unwrap_or_default();
                wave.push(mover);
            }
            None if room => {
                spent = mover.one_off;
                waves.push(vec![mover]);
            }
            None => left_over += 1,
        }
    }
    if left_over > 0 {
        details.push(Detail::PlanBeyondHorizon { teams: left_over, quarters });
    }
    waves
}
