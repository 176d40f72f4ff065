//! The transition plan: a pilot, then waves of teams, and what that costs month by month.

mod movers;
mod waves;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use self::movers::{Mover, movers};
use self::waves::{Pace, waves};
use crate::assignment::Assignment;
pub use crate::assignment::Today;
use crate::assumption::{Assumption, Assumptions};
use crate::currency::Currency;
use crate::decision::Choice;
use crate::error::{Error, Fault};
use crate::evaluation::{Analysis, Shared};
use crate::exact::{Money, Overflow};
use crate::finding::{Detail, Finding};
use crate::gate::Works;
use crate::portfolio::{EnablingKind, GateCode, Name};
use crate::provenance::Provenance;
use crate::resolve::Portfolio;

/// From who runs what today to what is recommended: the pilot first, then waves of teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
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
    /// The first day of the plan; left out where the portfolio does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub start: Option<Date>,
    /// Work that waves need before them; left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub enabling: Vec<PlannedWork>,
    /// The pilot, then one wave in each quarter.
    pub waves: Vec<Wave>,
    /// Teams that are not ready, and stay as they are; left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub held_back: Vec<TeamHeldBack>,
    /// Every month of the horizon, from 0, when the pilot's one-off costs are paid.
    pub months: Vec<PlanMonth>,
    /// The first month by whose end the plan has cost no more than staying; `None` where the horizon is too short, where
    /// nothing changes over, or where one of the two lacks an amount that the other has.
    pub break_even_month: Option<usize>,
    /// By how much the plan costs more than staying over the horizon; below zero where it costs less.
    pub more_than_staying: Money,
    /// Whether the plan is to stay as things are: then it costs the same, whatever inputs are missing.
    pub stays: bool,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
    /// What to know about the plan.
    pub findings: Vec<Finding>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// Work that has to be done before waves that need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PlannedWork {
    /// What it is called.
    pub name: Name,
    /// What kind of work it is.
    pub kind: EnablingKind,
    /// The month at whose start it begins, from 0.
    pub month: usize,
    /// The month at whose start it is done.
    pub done_month: usize,
    /// The day on which it is done; left out where the plan has no start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub done: Option<Date>,
    /// What it costs once, paid when it begins; `None` where the portfolio does not say.
    pub one_off: Option<Money>,
    /// The teams in the plan that need it, in the order in which they change over.
    pub needed_by: Vec<Name>,
    /// What those teams have in place once it is done.
    pub opens: Vec<GateCode>,
}

/// A team that is not ready to change over, and stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct TeamHeldBack {
    /// The team.
    pub name: Name,
    /// The services that stay as they are.
    pub services: Vec<Name>,
    /// What is missing.
    pub missing: Vec<MissingGate>,
    /// What their changing over would be worth over the horizon.
    pub net_benefit: Money,
    /// Whether that lacks what is not estimated.
    #[serde(skip)]
    pub net_benefit_partial: bool,
}

/// Something that a team lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct MissingGate {
    /// What it is.
    pub code: GateCode,
    /// The month at whose start enabling work has put it in place; `None` where no work does.
    pub done_month: Option<usize>,
}

/// The teams that change over at the start of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Wave {
    /// The quarter, from 0; the pilot's.
    pub quarter: usize,
    /// The month at whose start it changes over, from 0.
    pub month: usize,
    /// The month at whose start its set-up begins and is paid; left out where set-up takes no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_up_month: Option<usize>,
    /// The day on which it changes over; left out where the plan has no start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date: Option<Date>,
    /// The day on which its set-up begins; left out where it takes no time or the plan has no start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub set_up_date: Option<Date>,
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
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct WaveTeam {
    /// The team, or the service that names none.
    pub name: Name,
    /// The services that change over with it.
    pub services: Vec<Name>,
    /// Their setup and transition.
    pub one_off: Money,
    /// Whether that lacks what is not estimated.
    #[serde(skip)]
    pub one_off_partial: bool,
    /// What their changing over is worth over the horizon, each by itself: loss avoided less extra premium.
    pub net_benefit: Money,
    /// Whether that lacks what is not estimated.
    #[serde(skip)]
    pub net_benefit_partial: bool,
    /// The enabling work that it needs; left out where it needs none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub waits_for: Vec<Name>,
}

/// One month of the plan; amounts are discounted to its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
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
    let analysis = Analysis::of(portfolio)?;
    planned(&analysis, &analysis.recommended()?)
}

/// The plan of what is evaluated already.
pub(crate) fn planned(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<TransitionPlan, Error> {
    let portfolio = analysis.costing.portfolio;
    let file = portfolio.file();
    let discounting = &portfolio.costs.discounting;
    let mut details = Vec::new();
    let staying = recommended.as_today(portfolio)?;
    let works = Works::of(portfolio);
    let (movers, held) = movers(analysis, recommended, &staying, &works)?;
    let pace = Pace::of(portfolio);
    details.extend(movers::findings(portfolio, &movers, &held));
    let waves = waves(portfolio, movers, &held, pace, &mut details);
    let enabling = planned_works(&works, &waves);

    let comparable = analysis.against(recommended, &staying)?.agrees.is_some();
    let stays = Stage::of(analysis, &staying)?;
    let mut choices = staying.choices.clone();
    // Where nothing runs yet, there is nothing to hand over: what is recommended is set up at once.
    for (index, (choice, ours)) in choices.iter_mut().zip(&recommended.choices).enumerate() {
        if portfolio.runs_today(index).is_none() {
            *choice = Choice::clone(ours);
        }
    }
    let started = Assignment::of(portfolio, choices)?;
    let stays_as_it_is = waves.is_empty() && started.is_same_as(&staying);
    let mut stage = Stage::of(analysis, &started)?;
    let mut choices = started.choices;
    let mut waves_done = Vec::new();
    let mut months = Vec::with_capacity(discounting.months());
    // Neither is rounded: a month is booked as what both round to by its end, less what they did by its start.
    let (mut spent, mut stayed) = (stage.one_off, stays.one_off);
    // Enabling work begins, and is paid, with the plan.
    spent = spent.plus(Money::total(enabling.iter().filter_map(|work| work.one_off))?)?;
    let mut booked = Money::ZERO;
    // What services share is paid when the first of them needs it.
    let mut shared: BTreeSet<u32> = stage.shared_once.keys().copied().collect();
    let mut set_up = Vec::with_capacity(waves.len());
    for (quarter, movers) in &waves {
        set_up.push((quarter * 3, Money::total(movers.iter().map(|mover| mover.one_off))?));
    }
    let mut waiting = waves.into_iter().zip(&set_up).peekable();
    let mut to_pay = set_up.iter().peekable();
    for month in 0..discounting.months() {
        if let Some((_, one_off)) = to_pay.next_if(|(start, _)| *start == month) {
            spent = spent.plus(discounting.at_start_of(month, *one_off)?)?;
        }
        let takes_effect = |start: usize| start + pace.lead_months == month;
        if let Some(((quarter, movers), (start, one_off))) =
            waiting.next_if(|(_, (start, _))| takes_effect(*start))
        {
            for service in movers.iter().flat_map(Mover::services) {
                if let Some((choice, ours)) = choices.get_mut(*service).zip(recommended.choices.get(*service))
                {
                    *choice = Choice::clone(ours);
                }
            }
            let assignment = Assignment::of(portfolio, choices)?;
            stage = Stage::of(analysis, &assignment)?;
            let set_up_month = Some(*start).filter(|_| pace.lead_months > 0);
            let new = stage.shared_once.iter().filter(|(number, _)| shared.insert(**number));
            let new = Money::total(new.map(|(_, once)| *once))?;
            spent = spent.plus(discounting.at_start_of(month, new)?)?;
            waves_done.push(Wave {
                quarter,
                month,
                set_up_month,
                date: works.date(month),
                set_up_date: set_up_month.and_then(|month| works.date(month)),
                teams: movers.iter().map(|mover| mover.shown(portfolio)).collect(),
                one_off: one_off.plus(new)?,
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
    let unknown = |work: &PlannedWork| work.one_off.is_none();
    let comparable = comparable && !enabling.iter().any(unknown);
    let break_even_month = first.filter(|_| comparable && differs).map(|month| month + 1);
    let mut missing = analysis.missing(recommended)?;
    for name in enabling.iter().filter(|work| unknown(work)).map(|work| &work.name) {
        let place = works.works.iter().position(|work| work.work.name == *name).unwrap_or_default();
        missing.insert(format!("/transition_plan/enabling/{place}/cost"));
    }
    details.extend(Detail::partial(portfolio, &missing));
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
        start: works.start,
        enabling,
        waves: waves_done,
        held_back: held.iter().map(|mover| mover.held_back(portfolio)).collect(),
        more_than_staying: months.last().map_or(Money::ZERO, |month| month.difference),
        stays: stays_as_it_is,
        months,
        break_even_month,
        partial: !missing.is_empty(),
        findings: details.into_iter().map(|detail| Finding::new(detail, file.currency)).collect(),
        assumptions,
    })
}

/// The enabling work that teams of the plan need, in the order of the portfolio.
fn planned_works(works: &Works<'_>, waves: &[(usize, Vec<Mover>)]) -> Vec<PlannedWork> {
    let movers = || waves.iter().flat_map(|(_, movers)| movers);
    let planned = works.works.iter().map(|work| {
        let needing = movers().filter(|mover| mover.needs.contains(&work.work.name));
        PlannedWork {
            name: work.work.name.clone(),
            kind: work.work.kind,
            month: 0,
            done_month: work.months,
            done: works.date(work.months),
            one_off: work.work.cost,
            needed_by: needing.map(|mover| mover.name.clone()).collect(),
            opens: work.work.opens.clone(),
        }
    });
    planned.filter(|work| !work.needed_by.is_empty()).collect()
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
        let shared = Shared::total(analysis, &assignment.choices)?;
        let later = assignment.standby_over_horizon(portfolio)?;
        let later = later.plus(shared.over_horizon()?.minus(shared.one_off)?)?;
        let once = Shared::paid(analysis, &assignment.choices).filter(|(_, unit)| unit.is_once);
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
