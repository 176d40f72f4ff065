//! Everything that a portfolio allows to be told, in short: the decision, the money, how sure, what to find out next.

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::error::Error;
use crate::evaluation::{Analysis, recommended};
use crate::exact::{Availability, Money};
use crate::finding::Severity;
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::recommendation::{Recommendation, ServiceRecommendation, recommend};
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours};
use crate::sensitivity::{Sensitivity, sensitivity};
use crate::simulation::{DEFAULT_SEED, Simulation, SimulationOptions, simulate};
use crate::wording::plural;

/// The most services of a portfolio whose overview says how sure it is; of more, simulating takes too long for a glance.
pub const MAX_SURE: usize = 25;

/// Trials that are enough for a glance.
const TRIALS: u64 = 2_000;

/// As many inputs as are worth naming.
const NEXT: usize = 3;

/// All that a portfolio allows to be told, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years costs are compared; `None` where the portfolio has no costs.
    pub horizon_years: Option<u32>,
    /// Who should run what, what that saves and where the money disagrees.
    pub decision: Vec<String>,
    /// How sure that is.
    pub sure: Vec<String>,
    /// What to find out next.
    pub next: Vec<String>,
    /// Every service, in the order of the portfolio.
    pub services: Vec<OverviewService>,
    /// How many defaults stand in for what the portfolio does not say.
    pub assumptions: usize,
    /// How many findings ask for a look.
    pub findings: usize,
}

/// One service in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewService {
    /// Its name.
    pub name: Name,
    /// Its availability target.
    pub availability_target: Availability,
    /// Who should run it.
    pub operating_model: OperatingModel,
    /// What it needs out of hours; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
    /// The schedule that covers it; `None` where callouts wait.
    pub schedule: Option<Name>,
    /// What the recommended model costs less than the other one over the horizon, below zero where it costs more; `None`
    /// where that is not estimated.
    pub saves: Option<Money>,
    /// How likely the recommended model is the cheaper one, in percent; `None` where it is not simulated.
    pub cheaper_percent: Option<Decimal>,
}

/// Tells all that a portfolio allows, in short.
///
/// How sure it is comes from a short simulation, for portfolios of at most [`MAX_SURE`] services.
///
/// # Errors
/// [`Error`] where an amount does not fit 28 digits, or where incidents are too many to simulate.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, examples, overview};
///
/// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
/// let overview = overview(&portfolio, 1)?;
/// assert!(overview.decision[1].starts_with("It costs $13 million less over 3 years"));
/// assert!(overview.services[0].saves.is_some_and(|saves| saves < whorunsit::Money::ZERO));
/// # Ok::<(), whorunsit::Error>(())
/// ```
pub fn overview(portfolio: &Portfolio, threads: usize) -> Result<Overview, Error> {
    let recommendation = recommend(portfolio)?;
    let costed = recommendation.insurance.is_some();
    let missing = if costed { Some(missing(portfolio)?) } else { None };
    let is_short = recommendation.services.len() <= MAX_SURE;
    let simulation = if costed && is_short { Some(simulated(portfolio, threads)?) } else { None };
    let simulation = simulation.filter(|simulation| !simulation.services.is_empty());
    let inputs = match &simulation {
        Some(_) => Some(sensitivity(portfolio, DEFAULT_SEED)?),
        None => None,
    };
    let findings = recommendation.services.iter().flat_map(|service| &service.findings);
    let findings = findings.chain(recommendation.schedules.iter().flat_map(|schedule| &schedule.findings));
    let findings = findings.chain(&recommendation.findings);
    Ok(Overview {
        decision: recommendation.headline(),
        sure: match &simulation {
            Some(simulation) => sure(simulation),
            None if costed && !is_short => vec![format!(
                "For {} services that takes longer: `whorunsit simulate` tells.",
                recommendation.services.len()
            )],
            None => Vec::new(),
        },
        next: next(missing, inputs.as_ref()),
        services: services(&recommendation, simulation.as_ref()),
        assumptions: recommendation.assumptions.len(),
        findings: findings.filter(|finding| finding.code().severity() > Severity::Reason).count(),
        provenance: recommendation.provenance,
        name: recommendation.name,
        currency: recommendation.currency,
        horizon_years: recommendation.horizon_years,
    })
}

fn simulated(portfolio: &Portfolio, threads: usize) -> Result<Simulation, Error> {
    let options = SimulationOptions::new().trials(TRIALS).seed(DEFAULT_SEED).threads(threads);
    simulate(portfolio, options)
}

/// How many inputs a comparison lacks, and whether they are given but cannot be.
fn missing(portfolio: &Portfolio) -> Result<(usize, bool), Error> {
    let missing = Analysis::of(portfolio)?.missing(&recommended(portfolio)?)?;
    Ok((missing.len(), portfolio.lacks_only_refused(&missing)))
}

fn sure(simulation: &Simulation) -> Vec<String> {
    let mut said = simulation.headline();
    said.push(format!("({} trials; `whorunsit simulate` draws more.)", simulation.trials));
    said
}

/// What to find out next: what is missing first, then what is worth most to know better.
fn next(missing: Option<(usize, bool)>, inputs: Option<&Sensitivity>) -> Vec<String> {
    let Some((count, refused)) = missing else {
        return vec![
            "For money: how incidents are responded to under either model, how many there are a year, and what \
             effort costs."
                .to_owned(),
        ];
    };
    let mut said = Vec::new();
    if count > 0 {
        said.push(format!(
            "{} {}; `whorunsit compare --details` lists {}.",
            plural(count, "input is", "inputs are"),
            if refused { "more than a year has room for" } else { "missing" },
            if count == 1 { "it" } else { "them" },
        ));
    }
    let Some(inputs) = inputs else { return said };
    let worth = inputs.services.iter().flat_map(|service| {
        service.evppi.iter().filter(|one| !one.worth.is_zero()).map(move |one| (one.worth, service, one))
    });
    let mut worth: Vec<_> = worth.collect();
    worth.sort_by_key(|(worth, ..)| std::cmp::Reverse(*worth));
    said.extend(worth.iter().take(NEXT).map(|(worth, service, input)| {
        format!(
            "{} of {}: knowing it exactly is worth {}.",
            input.spoken(),
            service.name,
            inputs.currency.about(*worth)
        )
    }));
    if worth.is_empty() && said.is_empty() {
        said.extend(inputs.headline());
    }
    said
}

fn services(recommendation: &Recommendation, simulation: Option<&Simulation>) -> Vec<OverviewService> {
    let one = |service: &ServiceRecommendation| {
        let simulated = simulation
            .and_then(|simulation| simulation.services.iter().find(|other| other.name == service.name));
        OverviewService {
            name: service.name.clone(),
            availability_target: service.availability_target,
            operating_model: service.operating_model,
            out_of_hours: service.out_of_hours,
            schedule: service.schedule.clone(),
            saves: service.saves(),
            cheaper_percent: simulated.and_then(|simulated| simulated.cheaper_than_the_other()),
        }
    };
    recommendation.services.iter().map(one).collect()
}
