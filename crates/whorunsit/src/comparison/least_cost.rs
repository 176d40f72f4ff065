//! Least cost: the assignment of models and schedules that costs least over the horizon, exactly.
//!
//! Only three things tie services to each other: operations' rotas, a domain's schedule and a team's schedule.
//! Given whether each of them exists, every service picks its cheapest feasible choice on its own. So the optimum of a
//! team is the cheapest of three levels, of a domain the cheaper of having a schedule and having none, of the
//! portfolio the cheaper of having rotas and having none: linear in the number of services.

use crate::comparison::sums::Options;
use crate::money::Overflow;
use crate::selection::{OperatingModel, OutOfHours};
use crate::{Money, Portfolio};

/// What is chosen for one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pick {
    pub(crate) model: OperatingModel,
    /// What its team has out of hours.
    pub(crate) level: OutOfHours,
}

/// What a service may choose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feasible {
    pub(crate) ops_run_it: bool,
    /// Under You Build It You Run It with no cover, the domain's, or the team's own.
    pub(crate) none: bool,
    pub(crate) domain: bool,
    pub(crate) team: bool,
}

/// What standby costs over the horizon: one schedule of product teams, and all rotas of operations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StandbyOverHorizon {
    pub(crate) schedule: Money,
    pub(crate) rotas: Money,
}

/// The members of a team: services by their place in the portfolio.
struct Team {
    services: Vec<usize>,
    domain: Option<usize>,
}

/// The solution of one level of a team, or of one state of a domain.
#[derive(Clone, Debug)]
struct Solution {
    cost: Money,
    picks: Vec<(usize, Pick)>,
}

impl Solution {
    fn cheaper(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        match (a, b) {
            (Some(a), Some(b)) if b.cost < a.cost => Some(b),
            (Some(a), _) => Some(a),
            (None, b) => b,
        }
    }

    fn join(self, other: Self) -> Result<Self, Overflow> {
        let (mut large, small) =
            if self.picks.len() < other.picks.len() { (other, self) } else { (self, other) };
        large.cost = large.cost.plus(small.cost)?;
        large.picks.extend(small.picks);
        Ok(large)
    }

    fn all(
        solutions: impl Iterator<Item = Result<Option<Self>, Overflow>>,
    ) -> Result<Option<Self>, Overflow> {
        let mut all = Self { cost: Money::ZERO, picks: Vec::new() };
        for solution in solutions {
            match solution? {
                Some(solution) => all = all.join(solution)?,
                None => return Ok(None),
            }
        }
        Ok(Some(all))
    }
}

/// The cheapest assignment; `None` where no assignment is feasible.
pub(crate) fn least_cost(
    portfolio: &Portfolio,
    options: &[Options],
    feasible: &[Feasible],
    standby: StandbyOverHorizon,
) -> Result<Option<Vec<Pick>>, Overflow> {
    let problem = Problem { options, feasible, standby };
    let mut teams: Vec<Team> = portfolio
        .team_domain
        .iter()
        .map(|domain| Team { services: Vec::new(), domain: domain.map(|domain| domain as usize) })
        .collect();
    for (service, team) in portfolio.service_team.iter().enumerate() {
        match team.and_then(|team| teams.get_mut(team as usize)) {
            Some(team) => team.services.push(service),
            None => teams.push(Team { services: vec![service], domain: None }),
        }
    }
    teams.retain(|team| !team.services.is_empty());
    let mut domains: Vec<Vec<Team>> = portfolio.file().domains.iter().map(|_| Vec::new()).collect();
    let mut alone = Vec::new();
    for team in teams {
        match team.domain.and_then(|domain| domains.get_mut(domain)) {
            Some(domain) => domain.push(team),
            None => alone.push(team),
        }
    }
    let with = |rotas: bool| -> Result<Option<Solution>, Overflow> {
        let in_domains = domains.iter().map(|teams| problem.domain(teams, rotas));
        let solution =
            Solution::all(in_domains.chain(alone.iter().map(|team| problem.team(team, rotas, false))))?;
        let extra = if rotas { standby.rotas } else { Money::ZERO };
        solution.map(|solution| Ok(Solution { cost: solution.cost.plus(extra)?, ..solution })).transpose()
    };
    let best = Solution::cheaper(with(false)?, with(true)?);
    Ok(best.map(|best| {
        let none = Pick { model: OperatingModel::OpsRunIt, level: OutOfHours::None };
        let mut picks = vec![none; options.len()];
        for (service, pick) in best.picks {
            if let Some(slot) = picks.get_mut(service) {
                *slot = pick;
            }
        }
        picks
    }))
}

struct Problem<'p> {
    options: &'p [Options],
    feasible: &'p [Feasible],
    standby: StandbyOverHorizon,
}

impl Problem<'_> {
    fn domain(&self, teams: &[Team], rotas: bool) -> Result<Option<Solution>, Overflow> {
        let without = Solution::all(teams.iter().map(|team| self.team(team, rotas, false)))?;
        let with = Solution::all(teams.iter().map(|team| self.team(team, rotas, true)))?;
        let with = with.map(|with| Ok(Solution { cost: with.cost.plus(self.standby.schedule)?, ..with }));
        Ok(Solution::cheaper(without, with.transpose()?))
    }

    /// The cheapest level of a team; `shared` says whether its domain has a schedule.
    fn team(&self, team: &Team, rotas: bool, shared: bool) -> Result<Option<Solution>, Overflow> {
        let none = self.at_level(team, OutOfHours::None, rotas)?;
        let own = self.at_level(team, OutOfHours::Team, rotas)?;
        let own = own.map(|own| {
            // Where operations run everything, nobody is on call for it.
            let runs = own.picks.iter().any(|(_, pick)| pick.model == OperatingModel::YouBuildItYouRunIt);
            let extra = if runs { self.standby.schedule } else { Money::ZERO };
            Ok(Solution { cost: own.cost.plus(extra)?, ..own })
        });
        let best = Solution::cheaper(none, own.transpose()?);
        let domain = if shared { self.at_level(team, OutOfHours::Domain, rotas)? } else { None };
        Ok(Solution::cheaper(best, domain))
    }

    fn at_level(&self, team: &Team, level: OutOfHours, rotas: bool) -> Result<Option<Solution>, Overflow> {
        let picks = team.services.iter().map(|service| {
            let Some((options, feasible)) = self.options.get(*service).zip(self.feasible.get(*service))
            else {
                return Ok(None);
            };
            let by_team = match level {
                OutOfHours::None => feasible.none,
                OutOfHours::Domain => feasible.domain,
                OutOfHours::Team => feasible.team,
            };
            let choices = [
                (OperatingModel::OpsRunIt, rotas && feasible.ops_run_it),
                (OperatingModel::YouBuildItYouRunIt, by_team),
            ];
            let mut best = None;
            for (model, _) in choices.into_iter().filter(|(_, feasible)| *feasible) {
                let cost = options.of_model(model, level != OutOfHours::None).over_horizon()?;
                let picks = vec![(*service, Pick { model, level })];
                best = Solution::cheaper(best, Some(Solution { cost, picks }));
            }
            Ok(best)
        });
        Solution::all(picks)
    }
}
