//! The figure of the portfolio that answers each objection.

use rust_decimal::Decimal;
use serde::Serialize;

use super::accountability::Accountability;
use super::evidence::Evidence;
use super::pilot::PilotCandidate;
use super::specialists::SpecialistAdvice;
use super::unplanned::UnplannedWork;
use super::workflow::IncidentWorkflow;
use crate::error::Error;
use crate::exact::{Money, number, product, quotient};
use crate::on_call::{RotaRule, RuleStatus, ScaleCost, ScheduleKind};
use crate::portfolio::{Name, Preset};
use crate::resolve::Portfolio;
use crate::selection::OutOfHours;
use crate::wording::Fixed;

/// The figure that answers an objection, under a code of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(tag = "code", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Figure {
    /// What people on call are paid, and how their rotas fare.
    OnCallPay(OnCallPay),
    /// What standby costs if every team is always on, and if schedules follow exposure.
    SchedulesOnExposure(SchedulesOnExposure),
    /// Who answers and who pays.
    AccountabilityAndBudgets(AccountabilityAndBudgets),
    /// What the manual steps of the incident workflow cost.
    IncidentWorkflow(IncidentWorkflow),
    /// What unplanned work costs.
    UnplannedWork(UnplannedWork),
    /// How specialists are best arranged.
    Specialists(Specialists),
    /// Which team goes first.
    Pilot(Pilot),
}

/// What people on call are paid a year, and how their rotas fare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct OnCallPay {
    /// Every schedule of product teams.
    pub schedules: Vec<SchedulePay>,
    /// Nights a year on which the people of the team that is most on call are on call each, in all schedules of their team;
    /// `None` where that is not estimated of any team.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub most_nights_per_person: Option<Decimal>,
    /// What a week on call pays in standby; `None` where pay is not given.
    pub standby_per_week: Option<Money>,
    /// What published presets in the portfolio's currency pay for the same week.
    pub presets: Vec<PresetPay>,
}

/// What the people of one schedule are paid a year each, and how often they are on call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SchedulePay {
    /// The schedule's name.
    pub schedule: Name,
    /// How many people take turns; `None` where the portfolio does not say.
    pub participants: Option<u32>,
    /// Standby a year of each.
    pub standby_per_person: Option<Money>,
    /// Callouts a year of each.
    pub callouts_per_person: Option<Money>,
    /// Nights a year on which each is on call.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub nights_per_person: Option<Decimal>,
    /// Weekends a year on which each is on call.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub weekends_per_person: Option<Decimal>,
    /// Callouts expected in one shift.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub callouts_per_shift: Option<Decimal>,
    /// The published rules that the rota breaks.
    pub rules_broken: Vec<RotaRule>,
}

/// What a published preset pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PresetPay {
    /// The preset's name.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub name: Fixed,
    /// Who published it.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub source: Fixed,
    /// Standby of a typical week.
    pub standby_per_week: Money,
}

/// What standby costs under three policies, and how few services hold most of the exposure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SchedulesOnExposure {
    /// Teams with services.
    pub teams: usize,
    /// Every team has its own schedule: the linear cost R(n).
    pub every_team: Option<ScaleCost>,
    /// Schedules chosen on exposure, as recommended; those of services without a team and of peaks too.
    pub on_exposure: Option<ScaleCost>,
    /// Standby that choosing on exposure saves a year; `None` where pay is not given.
    pub saved_per_year: Option<Money>,
    /// Services that need a schedule of their team's own.
    pub critical_services: usize,
    /// How few services hold four fifths of the exposure.
    pub services_with_four_fifths: usize,
    /// The share of the exposure in the most exposed services, after each tenth of the services: a Lorenz curve from the top.
    pub exposure_in_top: Vec<ExposureInTop>,
}

/// The share of all exposure in the most exposed services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ExposureInTop {
    /// How many services.
    pub services: usize,
    /// Percent of the exposure of all.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub percent: Decimal,
}

/// Who answers and who pays, in short; `accountability` has each service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct AccountabilityAndBudgets {
    /// How many services there are.
    pub services: usize,
    /// For how many of them duties, decisions and money part.
    pub services_that_part: usize,
    /// How many change the one who is accountable.
    pub accountable_changes: usize,
    /// What moves away from the budget of operations a year; `None` where that is not estimated.
    pub moved_from_operations_per_year: Option<Money>,
}

/// How specialists are best arranged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SpecialistsFigure"))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Specialists {
    /// Each group of specialists that the portfolio names.
    pub specialists: Vec<SpecialistAdvice>,
}

/// Which team goes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Pilot {
    /// Every team that changes over, the pilot first.
    pub candidates: Vec<PilotCandidate>,
}

impl OnCallPay {
    pub(crate) fn of(evidence: &Evidence<'_>) -> Result<Self, Error> {
        let portfolio = evidence.portfolio;
        let currency = portfolio.file().currency;
        let own = evidence.recommendation.schedules.iter();
        let mut schedules = Vec::new();
        for schedule in own.filter(|schedule| schedule.kind != ScheduleKind::Operations) {
            let participants = schedule.rota.participants;
            let each = |amount: Option<Money>| {
                let both = amount.zip(participants);
                let share = |(amount, people): (Money, u32)| {
                    Ok::<_, Error>(amount.share(Decimal::ONE, Decimal::from(people))?.booked(currency))
                };
                both.map(share).transpose()
            };
            let weeks = schedule.rota.weeks_on_call_per_year;
            let nights = weeks.map(|weeks| product(weeks, Decimal::from(7))).transpose()?;
            let broken = schedule.rota.checks.iter().filter(|check| check.status == RuleStatus::Broken);
            // A schedule that is in force in part of the year answers that part of the callouts.
            let covered =
                evidence.services().filter(|service| schedule.services.contains(&service.service.name));
            let callouts: Option<Vec<Money>> = covered.map(|service| evidence.callouts(&service)).collect();
            let callouts = callouts.map(Money::total).transpose()?;
            let year = product(portfolio.weeks_per_year, Decimal::from(7))?;
            let callouts = callouts.map(|amount| amount.share(schedule.days_per_year, year)).transpose()?;
            schedules.push(SchedulePay {
                schedule: schedule.name.clone(),
                participants,
                standby_per_person: each(schedule.standby_cost_per_year)?,
                callouts_per_person: each(callouts)?,
                nights_per_person: nights.map(|nights| nights.round_dp(1)),
                weekends_per_person: weeks.map(|weeks| weeks.round_dp(1)),
                callouts_per_shift: schedule.rota.callouts_per_shift,
                rules_broken: broken.map(|check| check.rule).collect(),
            });
        }
        let mut most_nights_per_person = None;
        for schedules in evidence.schedules_of_teams().values() {
            let weeks = schedules.iter().map(|schedule| schedule.rota.weeks_on_call_per_year);
            let Some(weeks) = weeks.collect::<Option<Vec<Decimal>>>() else {
                continue;
            };
            let nights = product(weeks.into_iter().sum(), Decimal::from(7))?.round_dp(1);
            most_nights_per_person = most_nights_per_person.max(Some(nights));
        }
        Ok(Self {
            schedules,
            most_nights_per_person,
            standby_per_week: standby_per_week(portfolio)?,
            presets: presets(portfolio),
        })
    }
}

/// Standby of one person for a week, a year's worth by the weeks of the year.
fn standby_per_week(portfolio: &Portfolio) -> Result<Option<Money>, Error> {
    let year = portfolio.product_teams.standby_per_person_year;
    let week = |year: Money| {
        Ok(year.share(Decimal::ONE, portfolio.weeks_per_year)?.booked(portfolio.file().currency))
    };
    year.map(week).transpose()
}

/// Presets in the portfolio's currency, paid for a typical week of it.
fn presets(portfolio: &Portfolio) -> Vec<PresetPay> {
    let presets = Preset::all().into_iter().filter(|preset| preset.currency == portfolio.file().currency);
    let pay = |preset: Preset| {
        let typical = crate::year::Shops::one(&portfolio.week, &[]);
        let standby_per_week = preset.standby.yearly(&typical, None, Decimal::ONE).ok()?.amount;
        Some(PresetPay { name: preset.name, source: preset.source, standby_per_week })
    };
    presets.filter_map(pay).collect()
}

impl SchedulesOnExposure {
    pub(crate) fn of(evidence: &Evidence<'_>) -> Result<Self, Error> {
        let services = &evidence.recommendation.services;
        let mut exposures: Vec<Money> = services.iter().map(|service| service.exposure_per_hour).collect();
        exposures.sort_unstable_by(|a, b| b.cmp(a));
        let all = Money::total(exposures.iter().copied())?;
        let mut so_far = Money::ZERO;
        let mut percents = Vec::with_capacity(exposures.len());
        for exposure in &exposures {
            so_far = so_far.plus(*exposure)?;
            let part = if all.is_zero() { Decimal::ZERO } else { quotient(so_far.amount(), all.amount())? };
            percents.push(product(part, Decimal::ONE_HUNDRED)?);
        }
        let four_fifths = percents.iter().position(|percent| *percent >= Decimal::from(80));
        let mut tenths: Vec<usize> = (1..=10).map(|tenth| (exposures.len() * tenth).div_ceil(10)).collect();
        tenths.dedup();
        let top = |services: usize| {
            let percent = percents.get(services.checked_sub(1)?)?;
            Some(ExposureInTop { services, percent: percent.round_dp(1) })
        };
        let last = evidence.schedules.scale.last();
        // What is recommended, of services without a team and in peaks too.
        let recommended = &evidence.recommendation;
        let by_operations =
            recommended.schedules.iter().any(|schedule| schedule.kind == ScheduleKind::Operations);
        let rotas = if by_operations { evidence.portfolio.rotas } else { 0 };
        let own = u32::try_from(recommended.on_call.product_team_schedules).unwrap_or(u32::MAX);
        let on_exposure = last.map(|_| ScaleCost {
            schedules: own.saturating_add(rotas),
            standby_cost_per_year: recommended.standby.cost_per_year.filter(|_| !recommended.standby.partial),
        });
        let every = last.and_then(|point| point.every_team.standby_cost_per_year);
        let saved = every.zip(on_exposure.as_ref().and_then(|cost| cost.standby_cost_per_year));
        Ok(Self {
            teams: last.map_or(0, |point| point.teams),
            every_team: last.map(|point| point.every_team.clone()),
            on_exposure,
            saved_per_year: saved.map(|(every, exposure)| every.minus(exposure)).transpose()?,
            critical_services: services
                .iter()
                .filter(|service| service.out_of_hours == Some(OutOfHours::Team))
                .count(),
            services_with_four_fifths: four_fifths.map_or(0, |place| place + 1),
            exposure_in_top: tenths.into_iter().filter_map(top).collect(),
        })
    }
}

impl AccountabilityAndBudgets {
    pub(crate) fn of(accountability: &Accountability) -> Result<Self, Error> {
        let services = &accountability.services;
        Ok(Self {
            services: services.len(),
            services_that_part: services.iter().filter(|service| !service.partings.is_empty()).count(),
            accountable_changes: services
                .iter()
                .filter(|service| service.duties_today.is_some_and(|today| today != service.duties))
                .count(),
            moved_from_operations_per_year: accountability.moved_from_operations()?,
        })
    }
}
