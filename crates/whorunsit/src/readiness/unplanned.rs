//! Unplanned work: what rework costs each team, and what halving it frees.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::evidence::Evidence;
use crate::error::Error;
use crate::estimate::Estimate;
use crate::exact::{Money, Share, number, product};
use crate::ledger::ItemCode;
use crate::portfolio::Name;

/// Unplanned work of all teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct UnplannedWork {
    /// Every team with services, in the order of the portfolio.
    pub teams: Vec<TeamRework>,
    /// What unplanned work costs a year, of the teams of which it is estimated; `None` where it is of none.
    pub cost_per_year: Option<Money>,
    /// What halving it would save.
    pub halving_saves_per_year: Option<Money>,
    /// How many teams it is not estimated for.
    pub not_estimated: usize,
}

/// Unplanned work of one team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct TeamRework {
    /// The team.
    pub team: Name,
    /// The share of its time that goes into unplanned work; `None` where nobody measures it.
    pub rework_rate: Option<Share>,
    /// What that costs a year, as the ledger books it; `None` where an input is missing.
    pub cost_per_year: Option<Money>,
    /// Weeks of the whole team that halving it frees for features in a year, to one decimal.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub halving_frees_weeks: Option<Decimal>,
    /// Callouts expected in one shift of its schedule, of all services that the schedule covers.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub callouts_per_shift: Option<Decimal>,
}

impl UnplannedWork {
    pub(crate) fn of(evidence: &Evidence<'_>) -> Result<Self, Error> {
        let file = evidence.portfolio.file();
        let mut services: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
        for service in &file.services {
            if let Some(team) = &service.team {
                services.entry(team).or_default().push(&service.name);
            }
        }
        let schedules = evidence.schedules_of_teams();
        let mut teams = Vec::with_capacity(file.teams.len());
        for team in &file.teams {
            let Some(services) = services.remove(&*team.name) else {
                continue;
            };
            let frees = |rate: Share| {
                let half = rate.of_one() / Decimal::TWO;
                Ok::<_, Error>(product(evidence.portfolio.weeks_per_year, half)?.round_dp(1))
            };
            let callouts = schedules.get(&*team.name).into_iter().flatten();
            teams.push(TeamRework {
                team: team.name.clone(),
                rework_rate: team.rework_rate.as_deref().map(Estimate::mean),
                cost_per_year: evidence.after.total(services, &[ItemCode::Rework])?,
                halving_frees_weeks: team
                    .rework_rate
                    .as_deref()
                    .map(Estimate::mean)
                    .map(frees)
                    .transpose()?,
                callouts_per_shift: callouts.filter_map(|schedule| schedule.rota.callouts_per_shift).max(),
            });
        }
        let costs: Vec<Money> = teams.iter().filter_map(|team| team.cost_per_year).collect();
        let not_estimated = teams.len() - costs.len();
        let cost_per_year = if costs.is_empty() { None } else { Some(Money::total(costs)?) };
        let half =
            |cost: Money| Ok::<_, Error>(cost.share(Decimal::ONE, Decimal::TWO)?.booked(file.currency));
        let halving_saves_per_year = cost_per_year.map(half).transpose()?;
        Ok(Self { teams, cost_per_year, halving_saves_per_year, not_estimated })
    }
}
