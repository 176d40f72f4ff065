//! The scale curve: what standby costs as teams are added, under three policies.

use serde::Serialize;

use crate::decision::Choice;
use crate::exact::{Money, Overflow};
use crate::on_call::cost::{operations_cost, product_schedule_cost};
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours};

/// Standby with the first so many teams of the portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScalePoint {
    /// How many teams, in the order of the portfolio.
    pub teams: usize,
    /// Every team has its own schedule: the linear cost R(n), a pitfall.
    pub every_team: ScaleCost,
    /// Schedules chosen on exposure, and operations' rotas for what operations run.
    pub on_exposure: ScaleCost,
    /// Operations run everything: R(1).
    pub operations: ScaleCost,
}

/// Schedules and what they cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScaleCost {
    /// Schedules, or rotas of operations.
    pub schedules: u32,
    /// A planning year of standby; `None` where pay is not given.
    pub standby_cost_per_year: Option<Money>,
}

/// The curve over the teams of the portfolio that own services; peaks aside.
pub(crate) fn scale(portfolio: &Portfolio, choices: &[Choice]) -> Result<Vec<ScalePoint>, Overflow> {
    let team_count = portfolio.file().teams.len();
    // What each team needs: its level, and whether operations run something it built.
    let mut teams: Vec<Option<(OutOfHours, bool)>> = vec![None; team_count];
    for (choice, team) in choices.iter().zip(&portfolio.service_team) {
        let Some(slot) = team.and_then(|team| teams.get_mut(team as usize)) else {
            continue;
        };
        let (level, by_operations) = slot.unwrap_or((OutOfHours::None, false));
        *slot = Some(match choice.model {
            OperatingModel::OpsRunIt => (level, true),
            OperatingModel::YouBuildItYouRunIt => (level.max(choice.schedule), by_operations),
        });
    }
    let product = product_schedule_cost(portfolio)?;
    let rotas = operations_cost(portfolio)?;
    let cost = |schedules: u32, with_rotas: bool| -> Result<ScaleCost, Overflow> {
        let own = match schedules {
            0 => Some(Money::ZERO),
            _ => product.map(|cost| cost.times(schedules.into())).transpose()?,
        };
        let rotas_cost = if with_rotas { rotas } else { Some(Money::ZERO) };
        Ok(ScaleCost {
            schedules: schedules.saturating_add(if with_rotas { portfolio.rotas } else { 0 }),
            standby_cost_per_year: own.zip(rotas_cost).map(|(own, rotas)| own.plus(rotas)).transpose()?,
        })
    };
    let mut shared = vec![false; portfolio.file().domains.len()];
    let (mut on_exposure, mut with_operations) = (0_u32, false);
    let mut points = Vec::new();
    let needs = teams.iter().zip(&portfolio.team_domain);
    for ((level, by_operations), domain) in needs.filter_map(|(need, domain)| Some((need.as_ref()?, domain)))
    {
        with_operations |= by_operations;
        let already = domain.and_then(|domain| shared.get_mut(domain as usize));
        on_exposure += match (level, already) {
            (OutOfHours::None, _) => 0,
            (OutOfHours::Domain, Some(already)) => u32::from(!std::mem::replace(already, true)),
            (OutOfHours::Domain, None) | (OutOfHours::Team, _) => 1,
        };
        let number = points.len() + 1;
        points.push(ScalePoint {
            teams: number,
            every_team: cost(u32::try_from(number).unwrap_or(u32::MAX), false)?,
            on_exposure: cost(on_exposure, with_operations)?,
            operations: cost(0, true)?,
        });
    }
    Ok(points)
}
