//! Loss protection effectiveness: what part of the loss that a target tolerates was not lost.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use whorunsit::{Money, Name, OperatingModel};

use crate::context::{Context, ServiceTerms};
use crate::incidents::Incident;
use crate::period::{Part, Period};
use crate::problem::Refusal;
use crate::statistics::{Change, change};

/// How many incidents are listed.
const LISTED: usize = 20;
const WEEK: i64 = 7 * 86_400;

/// The percentage of a tolerable loss that was not lost; below zero where more was lost.
///
/// `None` where nothing is tolerable.
///
/// # Examples
///
/// $200,000 an hour at 99.0 % tolerate $336,000 a week; an incident of 30 minutes lost $100,000:
///
/// ```
/// use whorunsit_measure::loss_protection_effectiveness;
///
/// let percent = loss_protection_effectiveness("100000".parse()?, "336000".parse()?).unwrap();
/// assert_eq!(percent.round_dp(3).to_string(), "70.238");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn loss_protection_effectiveness(lost: Money, tolerable: Money) -> Option<Decimal> {
    let ratio = lost.amount().checked_div(tolerable.amount())?;
    Decimal::ONE.checked_sub(ratio)?.checked_mul(Decimal::ONE_HUNDRED)
}

/// What was lost against what was tolerable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Protection {
    /// Of what: a service, a team, an operating model; `None` for all.
    pub name: Option<Name>,
    /// What was lost.
    pub lost: Money,
    /// What the targets tolerated in the period.
    pub tolerable: Money,
    /// Loss protection effectiveness, in percent.
    #[serde(serialize_with = "percent")]
    pub effectiveness: Option<Decimal>,
}

/// The protection of one service in one week.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeekProtection {
    /// The service.
    pub service: Name,
    /// Its Monday.
    pub week: Date,
    /// What was lost.
    pub lost: Money,
    /// Loss protection effectiveness, in percent.
    #[serde(serialize_with = "percent")]
    pub effectiveness: Option<Decimal>,
}

/// The protection of one incident, held against a week's tolerable loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IncidentProtection {
    /// The incident.
    pub id: Box<str>,
    /// The service.
    pub service: Name,
    /// Seconds to restore; `None` while it is open.
    pub seconds_to_restore: Option<i64>,
    /// What it lost.
    pub lost: Money,
    /// Whether the portfolio's exposure says so, and not the export.
    pub estimated: bool,
    /// Loss protection effectiveness, in percent.
    #[serde(serialize_with = "percent")]
    pub effectiveness: Option<Decimal>,
}

/// A service that moved from one operating model to the other, and its weeks before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Move {
    /// The service.
    pub service: Name,
    /// The day of the move.
    pub on: Date,
    /// Loss protection effectiveness a week, in percent; `None` where there are fewer than two weeks before or after.
    pub effectiveness: Option<Change>,
}

/// Loss protection by incident, service, team, operating model and week.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Protections {
    /// All services together.
    pub all: Option<Protection>,
    /// By service.
    pub services: Vec<Protection>,
    /// By team.
    pub teams: Vec<Protection>,
    /// By operating model, where the export says it: what was lost, against all that was tolerable.
    pub operating_models: Vec<Protection>,
    /// The incidents that lost most, at most twenty.
    pub worst: Vec<IncidentProtection>,
    /// Services that moved.
    pub moves: Vec<Move>,
    /// Every week of every service.
    pub weeks: Vec<WeekProtection>,
    /// How many losses the portfolio's exposure says, the export being silent.
    pub estimated: u64,
}

fn percent<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(&value.round_dp(6).normalize()),
        None => serializer.serialize_none(),
    }
}

fn too_large() -> Refusal {
    Refusal::new(
        "overflow",
        "a loss is too large for exact arithmetic",
        "check the exposures of the portfolio",
    )
}

impl Protection {
    fn new(name: Option<Name>, lost: Money, tolerable: Money) -> Self {
        Self { name, lost, tolerable, effectiveness: loss_protection_effectiveness(lost, tolerable) }
    }

    fn together(name: Option<Name>, parts: &[&Self]) -> Result<Self, Refusal> {
        let lost = Money::total(parts.iter().map(|part| part.lost)).map_err(|_| too_large())?;
        let tolerable = Money::total(parts.iter().map(|part| part.tolerable)).map_err(|_| too_large())?;
        Ok(Self::new(name, lost, tolerable))
    }
}

impl Protections {
    pub(crate) fn of(
        incidents: &[(&ServiceTerms, &Incident)],
        context: &Context,
        moved: &[(String, Date)],
        period: &Period,
    ) -> Result<Self, Refusal> {
        let mut losses = Vec::with_capacity(incidents.len());
        for (service, incident) in incidents {
            losses.push((*service, *incident, service.loss_of(incident, period).ok_or_else(too_large)?));
        }
        let tolerable_in = |service: &ServiceTerms, seconds: i64| {
            service
                .tolerable_week
                .loss
                .share(Decimal::from(seconds), Decimal::from(WEEK))
                .map_err(|_| too_large())
        };
        let total = |losses: &mut dyn Iterator<Item = Money>| Money::total(losses).map_err(|_| too_large());
        let mut services = Vec::new();
        let mut weeks = Vec::new();
        let parts = period.parts(Part::Week);
        let mut by_service: BTreeMap<&str, Vec<&(&ServiceTerms, &Incident, Money)>> = BTreeMap::new();
        for loss in &losses {
            by_service.entry(&*loss.0.name).or_default().push(loss);
        }
        for service in &context.services {
            let of = by_service.remove(&*service.name).unwrap_or_default();
            let lost = total(&mut of.iter().map(|(.., loss)| *loss))?;
            services.push(Protection::new(
                Some(service.name.clone()),
                lost,
                tolerable_in(service, period.seconds())?,
            ));
            for (week, start, end) in &parts {
                let within = of.iter().filter(|(_, one, _)| (*start..*end).contains(&one.opened));
                let lost = total(&mut within.map(|(.., loss)| *loss))?;
                let effectiveness = loss_protection_effectiveness(lost, tolerable_in(service, end - start)?);
                weeks.push(WeekProtection {
                    service: service.name.clone(),
                    week: *week,
                    lost,
                    effectiveness,
                });
            }
        }
        let mut by_team: BTreeMap<Name, Vec<&Protection>> = BTreeMap::new();
        for (service, protection) in context.services.iter().zip(&services) {
            if let Some(team) = &service.team {
                by_team.entry(team.clone()).or_default().push(protection);
            }
        }
        let teams = by_team.into_iter().map(|(team, parts)| Protection::together(Some(team), &parts));
        let teams = teams.collect::<Result<Vec<_>, _>>()?;
        let everything: Vec<_> = services.iter().collect();
        let all = Protection::together(None, &everything)?;
        let mut operating_models = Vec::new();
        for model in [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt] {
            let mut of = losses.iter().filter(|(_, one, _)| one.operating_model == Some(model)).peekable();
            if of.peek().is_some() {
                let lost = total(&mut of.map(|(.., loss)| *loss))?;
                operating_models.push(Protection::new(Some(Name::from(model.as_str())), lost, all.tolerable));
            }
        }
        let mut worst: Vec<_> = losses.iter().collect();
        worst.sort_by_key(|(.., loss)| std::cmp::Reverse(*loss));
        let worst = worst.into_iter().take(LISTED).map(|(service, incident, loss)| IncidentProtection {
            id: incident.id.clone(),
            service: service.name.clone(),
            seconds_to_restore: incident.seconds_to_restore(),
            lost: *loss,
            estimated: incident.loss.is_none(),
            effectiveness: loss_protection_effectiveness(*loss, service.tolerable_week.loss),
        });
        let mut moves = Vec::new();
        for (name, on) in moved {
            let service = context.expect(name)?.name.clone();
            let side = |after: bool| {
                let weeks =
                    weeks.iter().filter(|week| week.service == service && (week.week >= *on) == after);
                let values = weeks.filter_map(|week| week.effectiveness);
                values.filter_map(|value| value.to_string().parse::<f64>().ok()).collect::<Vec<_>>()
            };
            moves.push(Move {
                service: service.clone(),
                on: *on,
                effectiveness: change(&side(false), &side(true)),
            });
        }
        Ok(Self {
            worst: worst.collect(),
            estimated: incidents.iter().filter(|(_, incident)| incident.loss.is_none()).count() as u64,
            all: Some(all).filter(|_| !services.is_empty()),
            services,
            teams,
            operating_models,
            moves,
            weeks,
        })
    }
}
