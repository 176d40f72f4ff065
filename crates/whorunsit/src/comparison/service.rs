//! One service under both models: what You Build It You Run It costs more, and what it protects.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::currency::Currency;
use crate::error::Fault;
use crate::estimate::Estimate;
use crate::evaluation::Insurance;
use crate::evaluation::{Analysis, Sums, availability, counted};
use crate::exact::{Availability, DeploymentTarget, Money, Overflow, number, product, quotient, sum};
use crate::finding::Finding;
use crate::ledger::{Costing, InHours, cadence};
use crate::on_call::Cover;
use crate::portfolio::Name;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::year::Responds;

/// One service under both models.
///
/// A difference is what the portfolio as a whole would cost more or lose less: a service that leaves operations saves
/// nothing of their rotas unless it is the last, and one that joins a team with a schedule adds none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ServiceComparison {
    /// The service's name.
    pub name: Name,
    /// The team that builds it.
    pub team: Option<Name>,
    /// What is recommended.
    pub operating_model: OperatingModel,
    /// The availability target in force.
    pub availability_target: Availability,
    /// Under Ops Run It.
    pub ops_run_it: ModelCosts,
    /// Under You Build It You Run It.
    pub you_build_it_you_run_it: ModelCosts,
    /// What You Build It You Run It costs more than Ops Run It, standby included, and what it protects.
    pub insurance: Insurance,
    /// What to know about it.
    pub findings: Vec<Finding>,
}

/// What one service costs under one model, standby aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ModelCosts {
    /// How often it would be deployed.
    pub deployment: DeploymentTarget,
    /// Paid once, to set the model up.
    pub setup: Money,
    /// Paid once, to change over.
    pub transition: Money,
    /// Paid every year, standby aside.
    pub run: Money,
    /// Paid every year, for responding to incidents.
    pub incident: Money,
    /// Lost every year.
    pub opportunity: Money,
    /// Setup, transition, run and incident costs over the horizon.
    pub premium_over_horizon: Money,
    /// Opportunity costs over the horizon.
    pub loss_over_horizon: Money,
    /// How an incident goes; `None` where the model's response is not given.
    pub incidents: Option<IncidentOutlook>,
    /// Expected availability in percent; `None` where the response or the incidents a year are not given.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub expected_availability: Option<Decimal>,
    /// What it is where an incident in which a part is still served counts less; absent where `full_outage_share` is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_outages: Option<PartialOutages>,
    /// Whether the expected availability, as `selection.availability` reads it, meets the target.
    pub meets_target: Option<bool>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
    /// The inputs that are missing, as JSON Pointers.
    pub missing: Vec<String>,
}

/// Expected availability where not every incident is a full outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PartialOutages {
    /// In percent, where requests that are served in part count as served: only full outages are unavailability.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub served: Decimal,
    /// In percent, where an incident counts by its mean severity.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub weighted: Decimal,
}

/// How one incident goes, on average.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct IncidentOutlook {
    /// Hours to restore service, of an incident in working hours.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub hours_to_restore_in_working_hours: Decimal,
    /// Hours to restore service, of an incident out of hours.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub hours_to_restore_out_of_hours: Decimal,
    /// Hours to restore service, over all incidents.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub hours_to_restore: Decimal,
    /// What the service loses in an hour of an incident of mean severity.
    pub loss_per_hour: Money,
    /// How such an incident ranks; `None` where the portfolio has no loss bands.
    pub triage: Option<Triage>,
    /// The expected loss of a week set against the loss that the target tolerates in it; `None` where incidents a year
    /// are not given.
    pub protection: Option<LossProtection>,
}

/// How an incident ranks by what it loses until it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Triage {
    /// Major: restore now.
    High,
    /// Minor: restore by the next working day.
    Medium,
    /// Minor: restore when possible, from the backlog.
    Low,
}

/// How much of a tolerable loss did not happen.
///
/// # Examples
///
/// The playbook's example: 99.0 % at $200 000 an hour, of which 30 minutes lose $100 000 in a week.
///
/// ```
/// use whorunsit::LossProtection;
///
/// let week = LossProtection::in_week("99.0".parse()?, "200000".parse()?, "100000".parse()?)?;
/// assert_eq!(week.tolerable_loss.to_string(), "336000");
/// assert_eq!(week.protected.to_string(), "236000");
/// assert_eq!(week.percent.map(|percent| percent.round_dp(3).to_string()), Some("70.238".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct LossProtection {
    /// The loss that the target tolerates in a week.
    pub tolerable_loss: Money,
    /// What of it is not lost; below zero where more is lost than the target tolerates.
    pub protected: Money,
    /// That in percent, to nine decimals; `None` where nothing is exposed.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub percent: Option<Decimal>,
}

impl LossProtection {
    /// Sets the loss of a week against what a target tolerates at an exposure per hour.
    ///
    /// # Errors
    /// [`Overflow`] when an amount does not fit 28 digits.
    pub fn in_week(target: Availability, exposure_per_hour: Money, loss: Money) -> Result<Self, Overflow> {
        let [week] = target.tolerable([crate::exact::Period::Week], exposure_per_hour)?;
        let protected = week.loss.minus(loss)?;
        let percent = if week.loss.is_zero() {
            None
        } else {
            let ratio = quotient(product(protected.amount(), Decimal::ONE_HUNDRED)?, week.loss.amount())?;
            Some(ratio.round_dp(9))
        };
        Ok(Self { tolerable_loss: week.loss, protected, percent })
    }

    /// The same in minor units of a currency.
    fn booked(self, currency: Currency) -> Self {
        let Self { tolerable_loss, protected, percent } = self;
        Self {
            tolerable_loss: tolerable_loss.booked(currency),
            protected: protected.booked(currency),
            percent,
        }
    }
}

/// One model of one service, for people to look at.
pub(crate) fn model_costs(
    analysis: &Analysis<'_>,
    index: usize,
    (model, cover): (OperatingModel, &Cover),
    target: (Availability, DeploymentTarget),
) -> Result<ModelCosts, Fault> {
    let costing = &analysis.costing;
    let portfolio = costing.portfolio;
    let sums = analysis.sums(index, model, cover)?;
    let unavailable = analysis.unavailable(index, model, cover)?;
    let expected_availability = unavailable.map(|hours| availability(portfolio, hours)).transpose()?;
    let counts = unavailable.map(|hours| counted(portfolio, index, hours)).transpose()?;
    let partial_outages =
        unavailable.map(|hours| partial_outages(portfolio, index, hours)).transpose()?.flatten();
    let mut missing = std::collections::BTreeSet::new();
    if !sums.missing.is_empty() {
        costing.visit(index, model, cover, &mut |entry| {
            missing.extend(entry.missing().paths(portfolio, index, model, entry.code));
            Ok(())
        })?;
    }
    Ok(ModelCosts {
        deployment: cadence(costing.portfolio, index, target.1, model),
        setup: sums.setup,
        transition: sums.transition,
        run: sums.run,
        incident: sums.incident,
        opportunity: sums.opportunity,
        premium_over_horizon: sums.premium_over_horizon,
        loss_over_horizon: sums.loss_over_horizon,
        incidents: outlook(costing, index, (model, cover), &sums, target.0)?,
        meets_target: counts.map(|expected| expected >= target.0.percent()),
        expected_availability,
        partial_outages,
        partial: !missing.is_empty(),
        missing: missing.into_iter().collect(),
    })
}

/// Availability by full outages, and by severity, of a service that says how many of its incidents are full outages.
fn partial_outages(
    portfolio: &Portfolio,
    index: usize,
    hours: Decimal,
) -> Result<Option<PartialOutages>, Fault> {
    let Some(service) = portfolio.file().services.get(index) else {
        return Ok(None);
    };
    let Some(full) = service.full_outage_share else {
        return Ok(None);
    };
    let severity = service.severity.as_deref().map_or(Decimal::ONE, Estimate::mean_of_one);
    Ok(Some(PartialOutages {
        served: availability(portfolio, product(hours, full.of_one())?)?,
        weighted: availability(portfolio, product(hours, severity)?)?,
    }))
}

fn outlook(
    costing: &Costing<'_>,
    index: usize,
    (model, cover): (OperatingModel, &Cover),
    sums: &Sums,
    target: Availability,
) -> Result<Option<IncidentOutlook>, Fault> {
    let portfolio = costing.portfolio;
    let file = portfolio.file();
    let (Some(chain), Some(service)) = (portfolio.settings.chain(index, model), file.services.get(index))
    else {
        return Ok(None);
    };
    let calendar = portfolio.settings.calendar(index);
    let arrivals = portfolio.arrivals(index)?;
    let covered = costing.covered_share(index, model, cover)?;
    let in_hours = InHours::of(portfolio, (index, model), cover.hours())?;
    let otherwise = in_hours
        .as_ref()
        .map_or((&*calendar.year, Responds::NextWorkingDay), |hours| (&hours.year, hours.responds));
    let on_schedule = (&*calendar.year, portfolio.responds(index));
    let [working, out_of_hours] = chain.time_to_restore(on_schedule, covered, otherwise)?;
    let hours =
        sum(product(working, arrivals.in_working_hours)?, product(out_of_hours, arrivals.out_of_hours)?)?;
    let severity =
        service.severity.as_deref().map_or(Decimal::ONE_HUNDRED, |severity| severity.mean_number());
    let exposure = service.exposure_per_hour.mean();
    let loss_per_hour = exposure.share(severity, Decimal::ONE_HUNDRED)?.booked(file.currency);
    let rules = file.incidents.as_ref();
    let bands = rules.and_then(|rules| rules.high_loss.zip(rules.medium_loss));
    let loss = loss_per_hour.times(hours)?;
    let triage = bands.map(|(high, medium)| match loss {
        _ if loss >= high => Triage::High,
        _ if loss >= medium => Triage::Medium,
        _ => Triage::Low,
    });
    let of_incidents = sums.opportunity.minus(sums.delay)?;
    let week = of_incidents.share(Decimal::ONE, portfolio.weeks_per_year)?;
    let protection = portfolio
        .incidents_of(index)
        .map(|_| LossProtection::in_week(target, exposure, week.booked(file.currency)));
    Ok(Some(IncidentOutlook {
        hours_to_restore_in_working_hours: working.round_dp(9),
        hours_to_restore_out_of_hours: out_of_hours.round_dp(9),
        hours_to_restore: hours.round_dp(9),
        loss_per_hour,
        triage,
        protection: protection.transpose()?.map(|week| week.booked(file.currency)),
    }))
}
