//! Everything that a portfolio allows to be told, in short: the decision, the money, how sure, what to find out next.

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::error::Error;
use crate::exact::{Availability, Money};
use crate::finding::Severity;
use crate::next::MissingInput;
use crate::outlook::find_out;
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::recommendation::{Recommendation, ServiceRecommendation, without_outlook};
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours};
use crate::simulation::{DEFAULT_SEED, Simulation, SimulationOptions, simulate};
use crate::wording::grouped;

/// The most services of a portfolio whose overview says how sure it is; of more, simulating takes too long for a glance.
pub const MAX_SURE: usize = 25;

/// What a portfolio without costs lacks.
const FOR_MONEY: &str = "For money: how incidents are responded to under either model, how many there are a year, and what effort \
    costs. A profile, such as `profile = \"saas\"`, fills in public ranges for them.";

/// All that a portfolio allows to be told, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
#[non_exhaustive]
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
    /// Whether that lacks what is not estimated.
    pub saves_partial: bool,
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
    let recommendation = without_outlook(portfolio)?;
    let costed = recommendation.insurance.is_some();
    let is_short = recommendation.services.len() <= MAX_SURE;
    let simulation = if costed && is_short { Some(simulated(portfolio, threads)?) } else { None };
    let simulation = simulation.filter(|simulation| !simulation.services.is_empty());
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
        next: if costed { next(portfolio, simulation.as_ref())? } else { vec![FOR_MONEY.to_owned()] },
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
    let options = SimulationOptions::new().seed(DEFAULT_SEED).threads(threads);
    simulate(portfolio, options)
}

fn sure(simulation: &Simulation) -> Vec<String> {
    let mut said = simulation.headline_above_its_list();
    said.push(format!("({} trials, as `whorunsit simulate` draws.)", grouped(simulation.trials)));
    said
}

/// What to find out next: what is missing first, then what is worth most to know better.
fn next(portfolio: &Portfolio, simulation: Option<&Simulation>) -> Result<Vec<String>, Error> {
    let currency = portfolio.file().currency;
    let mut said = MissingInput::sentences(&MissingInput::of(portfolio)?);
    let is_many = portfolio.file().services.len() > MAX_SURE;
    let found = match simulation.and_then(|simulation| simulation.outlook.as_deref()) {
        Some(outlook) => outlook.find_out.clone(),
        // Of many services it takes too long for a glance.
        None if is_many => Vec::new(),
        None => find_out(portfolio)?,
    };
    said.extend(found.iter().map(|found| found.sentence(currency)));
    if is_many {
        said.push("Of so many services, `whorunsit next` tells what knowing more is worth.".to_owned());
    }
    if said.is_empty() {
        said.push("Nothing: every input is given as a single value.".to_owned());
    }
    Ok(said)
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
            saves_partial: service.insurance.as_deref().is_some_and(|insurance| insurance.partial),
            cheaper_percent: simulated.and_then(|simulated| simulated.cheaper_than_the_other()),
        }
    };
    recommendation.services.iter().map(one).collect()
}
