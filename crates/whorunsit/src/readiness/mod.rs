//! Readiness: the seven objections to You Build It You Run It, answered with the organisation's own figures.
//!
//! Each objection is answered by three questions ([`Questionnaire`]), a figure of the portfolio, and what to do next. The
//! figures are the answers of the other commands: nothing is worked out twice.

mod accountability;
mod chaos;
mod evidence;
mod figure;
mod gates;
mod objection;
mod pilot;
mod queue;
mod specialists;
mod standing;
mod unplanned;
mod words;
mod workflow;

use rust_decimal::Decimal;
use serde::Serialize;

pub use self::accountability::{
    Accountability, BudgetMove, Duties, Duty, Parting, ServiceAccountability, accountability,
};
pub use self::chaos::{ChaosDay, FailureMode};
pub(crate) use self::evidence::Evidence;
pub use self::figure::{
    AccountabilityAndBudgets, ExposureInTop, Figure, OnCallPay, Pilot, PresetPay, SchedulePay,
    SchedulesOnExposure, Specialists as SpecialistsFigure,
};
pub use self::gates::TeamReadiness;
pub use self::objection::{Action, ObjectionReadiness, QuestionAnswered, Score, ScoreMeaning, TeamAnswer};
use self::objection::{Given, objections};
pub use self::pilot::PilotCandidate;
pub use self::specialists::{AdviceBy, Arrangement, DemandFlip, SpecialistAdvice, SpecialistOption};
pub use self::standing::{AgainstBaseline, Baseline, ServiceStanding, Standing, StandingCounts, Verdict};
pub use self::unplanned::{TeamRework, UnplannedWork};
pub use self::workflow::{IncidentWorkflow, StepToAutomate};
use crate::assumption::Assumption;
use crate::currency::Currency;
use crate::error::Error;
use crate::exact::Money;
use crate::portfolio::{Question, Questionnaire, WorthOf};
use crate::provenance::Provenance;
use crate::resolve::Portfolio;

/// How ready an organisation is for what is recommended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Readiness {
    /// Version, and digest of the input.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years net benefits are worked out.
    pub horizon_years: u32,
    /// Which questions were asked.
    pub questionnaire: Questions,
    /// Where services stand against the baseline, today and after what is recommended.
    pub standing: Standing,
    /// The seven objections.
    pub objections: Vec<ObjectionReadiness>,
    /// The three actions to take next, of all objections.
    pub next_actions: Vec<Action>,
    /// Every team that is recommended to run a service, and what it has in place.
    pub teams: Vec<TeamReadiness>,
    /// Which failures to rehearse first, by what they put at risk.
    pub chaos_days: Vec<ChaosDay>,
    /// The inputs without which amounts are missing, as JSON Pointers.
    pub missing: Vec<String>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// Which questions were asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Questions {
    /// The version of the questionnaire.
    pub version: u32,
    /// Its language.
    pub language: String,
    /// Where it comes from.
    pub source: String,
    /// How many of its questions the organisation or a team answers.
    pub answered: usize,
    /// How many there are.
    pub questions: usize,
}

/// How many actions come next.
const NEXT: usize = 3;

/// Answers the seven objections with the figures of a portfolio, and tells what to do next.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, ready};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let ready = ready(&Portfolio::read(text.as_bytes())?)?;
/// assert_eq!(ready.objections.len(), 7);
/// assert_eq!(ready.next_actions.len(), 3);
/// let scale = &ready.objections[1];
/// assert_eq!(scale.objection, "It won't scale to lots of teams");
/// assert!(scale.says.starts_with("A schedule for each of 3 teams costs $84,200 of standby a year"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ready(portfolio: &Portfolio) -> Result<Readiness, Error> {
    Ok(answers(&Evidence::of(portfolio)?)?.0)
}

/// What [`ready`] and [`accountability`] answer, from one look at the portfolio.
pub(crate) fn answers(evidence: &Evidence<'_>) -> Result<(Readiness, Accountability), Error> {
    let portfolio = evidence.portfolio;
    let file = portfolio.file();
    let horizon_years = evidence.comparison.horizon_years;
    let teams = gates::teams(evidence);
    let accountability = Accountability::of(evidence)?;
    let scale = SchedulesOnExposure::of(evidence)?;
    let workflow = IncidentWorkflow::of(evidence)?;
    let rework = UnplannedWork::of(evidence)?;
    let specialists = specialists::advise_all(portfolio)?;
    let candidates = pilot::candidates(evidence, &teams)?;

    let a_year = |amount: Money| {
        Ok::<_, Error>(amount.share(Decimal::ONE, Decimal::from(horizon_years))?.booked(file.currency))
    };
    let self_service = specialists.iter().filter_map(|advice| advice.self_service_saves_per_year);
    let worths = [
        (WorthOf::ManualSteps, workflow.per_year),
        (WorthOf::HalvedRework, rework.halving_saves_per_year),
        (WorthOf::SelfService, Some(Money::total(self_service)?)),
        (WorthOf::Pilot, candidates.first().and_then(|first| first.net_benefit).map(a_year).transpose()?),
    ];
    let worth = |question: &Question| {
        let of = question.worth?;
        worths.iter().find(|(figure, _)| *figure == of).and_then(|(_, worth)| *worth)
    };
    let figures = vec![
        ("developers-will-not-want-it", Figure::OnCallPay(OnCallPay::of(evidence)?)),
        ("will-not-scale", Figure::SchedulesOnExposure(scale)),
        (
            "nobody-accountable",
            Figure::AccountabilityAndBudgets(AccountabilityAndBudgets::of(&accountability)?),
        ),
        ("no-incident-management", Figure::IncidentWorkflow(workflow)),
        ("developers-as-firefighters", Figure::UnplannedWork(rework)),
        ("specialists-in-every-team", Figure::Specialists(SpecialistsFigure { specialists })),
        ("never-done-before", Figure::Pilot(Pilot { candidates })),
    ];
    let objections = objections(
        &Given::of(file.readiness.as_ref(), portfolio.costs.pilot.is_some()),
        figures,
        worth,
        gates::paid_fairly(evidence),
        file.currency,
    )?;
    let mut next_actions: Vec<Action> =
        objections.iter().flat_map(|objection| objection.actions.iter().cloned()).collect();
    crate::sort::by_key(&mut next_actions, Action::order);
    next_actions.truncate(NEXT);
    let readiness = Readiness {
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        horizon_years,
        questionnaire: Questions::of(&objections),
        standing: Standing::of(evidence),
        next_actions,
        teams,
        chaos_days: chaos::plan(evidence)?,
        missing: accountability.missing.clone(),
        assumptions: accountability.assumptions.clone(),
        objections,
    };
    Ok((readiness, accountability))
}

impl Questions {
    fn of(objections: &[ObjectionReadiness]) -> Self {
        let asked = Questionnaire::english();
        let answers = objections.iter().flat_map(|objection| &objection.answers);
        let (mut answered, mut questions) = (0, 0);
        for answer in answers {
            questions += 1;
            let known = answer.organisation != crate::portfolio::Answer::Unknown || !answer.teams.is_empty();
            answered += usize::from(known);
        }
        Self {
            version: asked.version.get(),
            language: asked.language.clone(),
            source: asked.source.clone(),
            answered,
            questions,
        }
    }
}
