//! The recommendation: per service who should run it, and for the portfolio who is on call.

mod reasons;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use self::reasons::{portfolio_findings, service_findings};
use crate::assignment::{Assignment, Today};
use crate::assumption::{Assumption, Assumptions};
use crate::currency::Currency;
use crate::decision::{Choice, PeakChoice};
use crate::error::{Error, Fault};
use crate::evaluation::{Analysis, Insurance, ceiling, recommended};
use crate::exact::{Availability, DeploymentTarget, Money, Period, Tolerable, number, product, quotient};
use crate::finding::{Detail, Finding};
use crate::gate::{Gates, Works};
use crate::on_call::{OnCallSummary, Planned, ScalePoint, Schedule, StandbyCost, scale};
use crate::outlook::Outlook;
use crate::portfolio::{Kind, Name, Service};
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours, Policy};
use crate::sort;
use crate::wording::plural;

/// Who should run each service of a portfolio, and what on-call follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Recommendation {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// The selection policy in force.
    pub policy: Policy,
    /// Every service, in the order of the portfolio.
    pub services: Vec<ServiceRecommendation>,
    /// Every out-of-hours schedule: domains', teams', then operations'.
    pub schedules: Vec<Schedule>,
    /// Who is on call, in short.
    pub on_call: OnCallSummary,
    /// What standby costs a year.
    pub standby: StandbyCost,
    /// Over how many years `insurance` compares; `None` where the portfolio has no costs.
    pub horizon_years: Option<u32>,
    /// What is recommended compared with operations running everything; `None` where the portfolio has no costs.
    #[cfg_attr(not(feature = "full"), serde(serialize_with = "null"))]
    pub insurance: Option<Insurance>,
    /// Who runs the services today; left out where operations run all of them.
    #[serde(skip_serializing_if = "Today::is_operations")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub today: Today,
    /// What is recommended compared with how services run today; left out where operations run all of them, where nothing
    /// runs yet, and where the portfolio has no costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_today: Option<Box<Insurance>>,
    /// How the services spread over the exposure bands.
    pub exposure_distribution: Vec<BandShare>,
    /// What the reference profile leaves open, if the portfolio has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(feature = "full"), serde(serialize_with = "null"))]
    pub outlook: Option<Box<Outlook>>,
    /// What to know about the portfolio as a whole.
    pub findings: Vec<Finding>,
    /// Every default that the result rests on.
    pub assumptions: Vec<Assumption>,
}

/// Who should run one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ServiceRecommendation {
    /// The service's name.
    pub name: Name,
    /// Digital or foundational.
    pub kind: Kind,
    /// The team that builds it.
    pub team: Option<Name>,
    /// Its exposure per hour, the mean where it is an estimate.
    pub exposure_per_hour: Money,
    /// Its demand band.
    pub feature_demand: Name,
    /// The availability target in force.
    pub availability_target: Availability,
    /// How often it should be deployed.
    pub deployment_target: DeploymentTarget,
    /// Who should run it.
    pub operating_model: OperatingModel,
    /// What it needs out of hours; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
    /// The name of the schedule that covers it out of hours; `None` where callouts wait.
    pub schedule: Option<Name>,
    /// The unavailability that the target tolerates.
    pub tolerable_unavailability: Tolerance,
    /// What You Build It You Run It costs more than Ops Run It, and what it protects; `None` where the portfolio has
    /// no costs.
    #[cfg_attr(not(feature = "full"), serde(serialize_with = "null"))]
    pub insurance: Option<Box<Insurance>>,
    /// What changes for its peaks.
    pub peaks: Vec<PeakRecommendation>,
    /// The reasons, and what else to know.
    pub findings: Vec<Finding>,
    /// Defaults it rests on.
    pub assumptions: Assumptions,
}

impl ServiceRecommendation {
    /// What the recommended model costs less than the other one over the horizon, below zero where it costs more; `None`
    /// where that is not estimated.
    #[must_use]
    pub fn saves(&self) -> Option<Money> {
        let insurance = self.insurance.as_deref().filter(|insurance| insurance.agrees.is_some())?;
        match self.operating_model {
            OperatingModel::YouBuildItYouRunIt => Some(insurance.net_benefit),
            OperatingModel::OpsRunIt => Money::ZERO.minus(insurance.net_benefit).ok(),
        }
    }
}

/// The unavailability that a target tolerates, and the loss that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Tolerance {
    /// In a week.
    pub week: Tolerable,
    /// In 30 days.
    #[serde(rename = "30_days")]
    pub days_30: Tolerable,
    /// In 90 days.
    #[serde(rename = "90_days")]
    pub days_90: Tolerable,
    /// In 365 days.
    #[serde(rename = "365_days")]
    pub days_365: Tolerable,
}

impl Tolerance {
    fn of(target: Availability, exposure: Money) -> Result<Self, Fault> {
        let periods = [Period::Week, Period::Days30, Period::Days90, Period::Days365];
        let [week, days_30, days_90, days_365] = target.tolerable(periods, exposure)?;
        Ok(Self { week, days_30, days_90, days_365 })
    }
}

/// What one peak changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PeakRecommendation {
    /// The peak's name.
    pub name: Name,
    /// Its first day; `null` for a peak by hours.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub from: Option<Date>,
    /// Its last day; `null` for a peak by hours.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub to: Option<Date>,
    /// Its hours in every week, if it has some in place of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub hours: Option<String>,
    /// Its exposure per hour, the mean where it is an estimate.
    pub exposure_per_hour: Money,
    /// The availability target in the window.
    pub availability_target: Availability,
    /// What the service needs out of hours in the window; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
}

/// The services of one exposure band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct BandShare {
    /// The band's maximum; `None` for what lies above every band.
    pub max_per_hour: Option<Money>,
    /// The band's target.
    pub availability_target: Availability,
    /// How many services fall in it.
    pub services: usize,
    /// How many that is in percent, to two decimals.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub percent: Decimal,
}

/// The schedules of a portfolio, their people and their cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Schedules"))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SchedulePlan {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Every out-of-hours schedule: domains', teams', then operations'.
    pub schedules: Vec<Schedule>,
    /// Who is on call, in short.
    pub on_call: OnCallSummary,
    /// What standby costs a year.
    pub standby: StandbyCost,
    /// What standby costs as teams are added, under three policies.
    pub scale: Vec<ScalePoint>,
    /// What to know about on-call as a whole.
    pub findings: Vec<Finding>,
    /// Every default that the result rests on.
    pub assumptions: Vec<Assumption>,
}

/// What a build without money has none of, which need not be told how to write it either.
#[cfg(not(feature = "full"))]
fn null<T, S: serde::Serializer>(_: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_none()
}

/// Recommends for every service of a portfolio who should run it, and plans on-call.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{OperatingModel, Portfolio, recommend};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER;
/// let recommendation = recommend(&Portfolio::read(text.as_bytes())?)?;
/// let bedroom = &recommendation.services[2];
/// assert_eq!(bedroom.availability_target.to_string(), "99.0");
/// assert_eq!(bedroom.operating_model, OperatingModel::YouBuildItYouRunIt);
/// assert_eq!(bedroom.schedule.as_deref(), Some("domain home"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn recommend(portfolio: &Portfolio) -> Result<Recommendation, Error> {
    let recommendation = without_outlook(portfolio)?;
    let outlook = if cfg!(feature = "full") { Outlook::of(portfolio)? } else { None };
    Ok(Recommendation { outlook, ..recommendation })
}

/// The recommendation for whoever has the outlook from elsewhere, or needs none.
pub(crate) fn without_outlook(portfolio: &Portfolio) -> Result<Recommendation, Error> {
    if is_valued(portfolio) {
        let analysis = Analysis::of(portfolio)?;
        return of_assignment(portfolio, analysis.recommended()?, Some(&analysis));
    }
    of_assignment(portfolio, recommended(portfolio)?, None)
}

/// Whether a recommendation tells what it is worth.
pub(crate) fn is_valued(portfolio: &Portfolio) -> bool {
    portfolio.costs.given && cfg!(feature = "full")
}

/// The recommendation of what is decided already, without an outlook; the analysis counts where it [is valued](is_valued).
pub(crate) fn of_assignment(
    portfolio: &Portfolio,
    assignment: Assignment,
    analysis: Option<&Analysis<'_>>,
) -> Result<Recommendation, Error> {
    let file = portfolio.file();
    let with_money = is_valued(portfolio);
    let analysis = analysis.filter(|_| with_money);
    let mut valued = analysis.map(|analysis| Valued::of(analysis, &assignment)).transpose()?;
    let Assignment { choices, planned } = assignment;
    let names: Vec<Name> = planned.schedules.iter().map(|schedule| schedule.name.clone()).collect();
    let not_ready = teams_not_ready(portfolio, &planned);
    let mut services = Vec::with_capacity(choices.len());
    for (index, (service, choice)) in file.services.iter().zip(&choices).enumerate() {
        let mut service = recommend_service(portfolio, &planned, &names, index, service, choice)?;
        let value = valued.as_mut().and_then(|valued| valued.services.get_mut(index)).and_then(Option::take);
        if let Some((insurance, findings)) = value {
            service.insurance = Some(Box::new(insurance));
            service.findings.extend(findings);
        } else if let Some(detail) = ceiling(portfolio, &choices, index, |_| Ok(None))? {
            service.findings.push(Finding::new(detail, file.currency));
        }
        let takes_over = choice.model == OperatingModel::YouBuildItYouRunIt
            && portfolio.runs_today(index) != Some(OperatingModel::YouBuildItYouRunIt);
        let team = portfolio.team_of(index).filter(|_| takes_over);
        if let Some(detail) = team.and_then(|(team, _)| not_ready.get(&team.number())) {
            service.findings.push(Finding::new(detail.clone(), file.currency));
        }
        services.push(service);
    }
    Ok(Recommendation {
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        policy: portfolio.policy,
        horizon_years: valued.as_ref().map(|_| portfolio.costs.discounting.years),
        against_today: valued.as_mut().and_then(|valued| valued.against_today.take()).map(Box::new),
        insurance: valued.map(|valued| valued.insurance),
        today: Today::of(portfolio),
        exposure_distribution: distribution(portfolio, &choices)?,
        outlook: None,
        findings: portfolio_findings(portfolio, &choices, &planned),
        assumptions: assumptions(portfolio, &services, with_money),
        services,
        schedules: planned.schedules,
        on_call: planned.summary,
        standby: planned.standby,
    })
}

/// Plans the schedules of a portfolio, their cost, and how that cost grows with teams.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, schedules};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER;
/// let plan = schedules(&Portfolio::read(text.as_bytes())?)?;
/// let names: Vec<_> = plan.schedules.iter().map(|schedule| &*schedule.name).collect();
/// assert_eq!(names, ["domain home", "operations"]);
/// assert_eq!(plan.on_call.product_team_people, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn schedules(portfolio: &Portfolio) -> Result<SchedulePlan, Error> {
    schedules_of(portfolio, recommended(portfolio)?)
}

/// The schedules of what is decided already.
pub(crate) fn schedules_of(portfolio: &Portfolio, assignment: Assignment) -> Result<SchedulePlan, Error> {
    let file = portfolio.file();
    let Assignment { choices, planned } = assignment;
    Ok(SchedulePlan {
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        scale: scale(portfolio, &choices)?,
        findings: portfolio_findings(portfolio, &choices, &planned),
        assumptions: portfolio.assumptions().to_vec(),
        schedules: planned.schedules,
        on_call: planned.summary,
        standby: planned.standby,
    })
}

/// What teams lack before they may run a service, and when they could have it.
fn teams_not_ready(portfolio: &Portfolio, planned: &Planned) -> BTreeMap<u32, Detail> {
    let gates = Gates::on(portfolio, &planned.schedules);
    let works = Works::of(portfolio);
    let teams = (0..).zip(&portfolio.file().teams);
    let not_ready = teams.filter_map(|(place, team)| {
        let missing = gates.of_team(&team.name).shut();
        if missing.is_empty() {
            return None;
        }
        let month = works.before(Some(&team.name), &missing).open_by();
        let ready_on = month.and_then(|month| works.date(month));
        let ready_after_months = month.filter(|_| ready_on.is_none());
        let team = team.name.clone();
        Some((place, Detail::TeamNotReady { team, missing, ready_on, ready_after_months }))
    });
    sort::map(not_ready)
}

fn recommend_service(
    portfolio: &Portfolio,
    planned: &Planned,
    names: &[Name],
    index: usize,
    service: &Service,
    choice: &Choice,
) -> Result<ServiceRecommendation, Fault> {
    let by_team = choice.model == OperatingModel::YouBuildItYouRunIt;
    let exposure = service.exposure_per_hour.mean();
    let schedule = planned.of_service.get(index).copied().flatten();
    let demand = portfolio.demand_bands.get(portfolio.member(index).band());
    let peak = |(peak, choice): (&crate::portfolio::Peak, &PeakChoice)| PeakRecommendation {
        name: peak.name.clone(),
        from: peak.from,
        to: peak.to,
        hours: peak.hours.as_ref().map(ToString::to_string),
        exposure_per_hour: peak.exposure_per_hour.mean(),
        availability_target: choice.target,
        out_of_hours: by_team.then_some(choice.schedule),
    };
    let uncertain = !service.exposure_per_hour.is_point();
    let assumptions = Assumptions::NONE
        .with_if(Assumptions::POLICY, portfolio.assumed.contains(Assumptions::POLICY))
        .with_if(Assumptions::DEMAND_BANDS, portfolio.assumed.contains(Assumptions::DEMAND_BANDS))
        .with_if(Assumptions::MEAN, uncertain && portfolio.exposure_quantile().is_none())
        .with_if(Assumptions::OWN_TEAM, by_team && service.team.is_none());
    Ok(ServiceRecommendation {
        name: service.name.clone(),
        kind: service.kind,
        team: service.team.clone(),
        exposure_per_hour: exposure,
        feature_demand: demand.map_or_else(|| "".into(), |demand| demand.name.clone()),
        availability_target: choice.target,
        deployment_target: choice.deployment,
        operating_model: choice.model,
        out_of_hours: by_team.then_some(choice.schedule),
        schedule: schedule.and_then(|schedule| names.get(schedule).cloned()),
        tolerable_unavailability: Tolerance::of(choice.target, exposure)?,
        insurance: None,
        peaks: service.peaks.iter().zip(&choice.peaks).map(peak).collect(),
        findings: service_findings(portfolio, planned, index, service, choice)?,
        assumptions,
    })
}

fn distribution(portfolio: &Portfolio, choices: &[Choice]) -> Result<Vec<BandShare>, Fault> {
    let bands = &portfolio.file().exposure_bands;
    let mut counts = vec![0_usize; bands.len()];
    let mut above = 0_usize;
    for choice in choices {
        match counts.get_mut(choice.band.index) {
            Some(count) if !choice.band.above => *count += 1,
            _ => above += 1,
        }
    }
    let share = |max_per_hour, availability_target, services: usize| {
        let percent = product(Decimal::from(services), Decimal::ONE_HUNDRED)?;
        let percent = quotient(percent, Decimal::from(choices.len()))?.round_dp(2);
        Ok(BandShare { max_per_hour, availability_target, services, percent })
    };
    let within = bands
        .iter()
        .zip(counts)
        .map(|(band, count)| share(Some(band.max_per_hour), band.availability, count));
    let beyond = bands.last().map(|highest| share(None, highest.availability, above));
    within.chain(beyond).collect()
}

/// What the recommended choices cost and protect.
struct Valued {
    insurance: Insurance,
    against_today: Option<Insurance>,
    services: Vec<Option<(Insurance, Vec<Finding>)>>,
}

impl Valued {
    fn of(analysis: &Analysis<'_>, recommended: &Assignment) -> Result<Self, Fault> {
        let mut services = Vec::with_capacity(recommended.choices.len());
        analysis.insurances(recommended, |_, _, insurance, findings| {
            services.push(Some((insurance, findings)));
            Ok(())
        })?;
        let against_today = analysis.against_today(recommended)?;
        Ok(Self { insurance: analysis.against_operations(recommended)?, against_today, services })
    }
}

/// The portfolio's defaults, and those that single services rest on.
fn assumptions(
    portfolio: &Portfolio,
    services: &[ServiceRecommendation],
    with_money: bool,
) -> Vec<Assumption> {
    let mut all =
        if with_money { crate::ledger::assumptions(portfolio) } else { portfolio.assumptions().to_vec() };
    let count =
        |assumption| services.iter().filter(|service| service.assumptions.contains(assumption)).count();
    let means = count(Assumptions::MEAN);
    if means > 0 {
        all.extend(Assumptions::MEAN.spell(
            format!("the mean of an estimated exposure, for {}", services_in_words(means)),
            "a decision needs one number: an estimate counts with its mean",
        ));
    }
    let alone = count(Assumptions::OWN_TEAM);
    if alone > 0 {
        all.extend(Assumptions::OWN_TEAM.spell(
            format!("a team of its own where none is named, for {}", services_in_words(alone)),
            "a service that names no team is planned as if a team had only this service",
        ));
    }
    all
}

fn services_in_words(count: usize) -> String {
    plural(count, "service", "services")
}
