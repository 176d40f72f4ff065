//! The scale curve: what standby costs as teams are added, under three policies.

use serde::Serialize;

use crate::decision::Choice;
use crate::exact::{Money, Overflow};
use crate::on_call::cost::{operations_cost, product_schedule_cost};
use crate::resolve::{Portfolio, Rotation};
use crate::selection::{OperatingModel, OutOfHours};

/// Standby with the first so many teams of the portfolio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
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
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
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
    for (choice, member) in choices.iter().zip(&portfolio.members) {
        let Some(slot) = member.team.and_then(|team| teams.get_mut(team.index())) else {
            continue;
        };
        let (level, by_operations) = slot.unwrap_or((OutOfHours::None, false));
        *slot = Some(match choice.model {
            OperatingModel::OpsRunIt => (level, true),
            OperatingModel::YouBuildItYouRunIt => (level.max(choice.schedule), by_operations),
        });
    }
    let rotas = operations_cost(portfolio)?;
    // So many schedules, and what they cost together where that is known.
    let cost = |(schedules, own): (u32, Option<Money>), with_rotas: bool| -> Result<ScaleCost, Overflow> {
        let rotas_cost = if with_rotas { rotas } else { Some(Money::ZERO) };
        Ok(ScaleCost {
            schedules: schedules.saturating_add(if with_rotas { portfolio.rotas } else { 0 }),
            standby_cost_per_year: own.zip(rotas_cost).map(|(own, rotas)| own.plus(rotas)).transpose()?,
        })
    };
    let mut shared = vec![false; portfolio.file().domains.len()];
    let none = (0_u32, Some(Money::ZERO));
    let (mut every_team, mut on_exposure, mut with_operations) = (none, none, false);
    let add = |sum: &mut (u32, Option<Money>), of: Rotation| -> Result<(), Overflow> {
        let price = product_schedule_cost(portfolio, of)?;
        let cost = sum.1.zip(price).map(|(sum, price)| sum.plus(price)).transpose()?;
        *sum = (sum.0.saturating_add(1), cost);
        Ok(())
    };
    let mut points = Vec::new();
    let needs = (0_u32..).zip(teams.iter().zip(&portfolio.team_domain));
    let needs = needs.filter_map(|(team, (need, domain))| Some((team, need.as_ref()?, domain)));
    for (team, (level, by_operations), domain) in needs {
        with_operations |= by_operations;
        let already = domain.and_then(|domain| shared.get_mut(domain.index()));
        add(&mut every_team, Rotation::Team(team))?;
        match (level, domain.zip(already)) {
            (OutOfHours::None, _) => {}
            (OutOfHours::Domain, Some((domain, already))) => {
                if !std::mem::replace(already, true) {
                    add(&mut on_exposure, Rotation::Domain(domain.number()))?;
                }
            }
            (OutOfHours::Domain, None) | (OutOfHours::Team, _) => {
                add(&mut on_exposure, Rotation::Team(team))?;
            }
        }
        points.push(ScalePoint {
            teams: points.len() + 1,
            every_team: cost(every_team, false)?,
            on_exposure: cost(on_exposure, with_operations)?,
            operations: cost(none, true)?,
        });
    }
    Ok(points)
}
