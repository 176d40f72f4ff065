//! What services need out of hours, counted by team and domain, in a normal week and in peaks.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::finding::ExtraCost;
use crate::money::Overflow;
use crate::on_call::cost::{operations_cost, product_schedule_cost};
use crate::recommendation::Choice;
use crate::selection::{OperatingModel, OutOfHours};
use crate::sort::ascending;
use crate::validate::days_between;
use crate::{Money, Portfolio};

/// One team that runs services; a service without a team is a team of its own.
#[derive(Default)]
pub(super) struct Runner {
    pub(super) services: Vec<usize>,
    /// How many of its services need no, the domain's, or its own schedule.
    counts: [u32; 3],
    pub(super) domain: Option<u32>,
    /// Windows in which a peak raises its level.
    pub(super) raised: Vec<Raised>,
}

/// Days on which a team's level is above its normal one: from a day up to, but not including, another.
#[derive(Clone, Copy)]
pub(super) struct Raised {
    pub(super) from: Date,
    pub(super) until: Date,
    pub(super) level: OutOfHours,
}

impl Runner {
    pub(super) fn level(&self) -> OutOfHours {
        level(self.counts)
    }

    /// Whether it shares the domain's schedule in a normal week or in a peak.
    pub(super) fn is_ever_at_domain(&self) -> bool {
        self.level() == OutOfHours::Domain
            || self.raised.iter().any(|stretch| stretch.level == OutOfHours::Domain)
    }
}

/// What services need in a normal week, counted so that a change of one service is judged at once.
#[derive(Default)]
pub(crate) struct Needs {
    runners: Vec<Runner>,
    /// The team that runs each service.
    pub(crate) of_service: Vec<Option<usize>>,
    /// Teams at domain level, for each domain.
    pub(super) sharing: Vec<u32>,
    pub(super) run_by_operations: u32,
}

fn level([_, domain, team]: [u32; 3]) -> OutOfHours {
    match (team, domain) {
        (1.., _) => OutOfHours::Team,
        (0, 1..) => OutOfHours::Domain,
        (0, 0) => OutOfHours::None,
    }
}

fn count(counts: &mut [u32; 3], schedule: OutOfHours, add: bool) {
    let [none, domain, team] = counts;
    let slot = match schedule {
        OutOfHours::None => none,
        OutOfHours::Domain => domain,
        OutOfHours::Team => team,
    };
    *slot = if add { slot.saturating_add(1) } else { slot.saturating_sub(1) };
}

impl Needs {
    pub(super) fn of(portfolio: &Portfolio, choices: &[Choice]) -> Self {
        let file = portfolio.file();
        let mut needs = Self {
            runners: portfolio
                .team_domain
                .iter()
                .map(|domain| Runner { domain: *domain, ..Runner::default() })
                .collect(),
            of_service: Vec::with_capacity(choices.len()),
            sharing: vec![0; file.domains.len()],
            run_by_operations: 0,
        };
        for (index, (choice, team)) in choices.iter().zip(&portfolio.service_team).enumerate() {
            if choice.model == OperatingModel::OpsRunIt {
                needs.run_by_operations = needs.run_by_operations.saturating_add(1);
                needs.of_service.push(None);
                continue;
            }
            let runner = team.map_or(needs.runners.len(), |team| team as usize);
            if team.is_none() {
                needs.runners.push(Runner::default());
            }
            if let Some(runner) = needs.runners.get_mut(runner) {
                runner.services.push(index);
                count(&mut runner.counts, choice.schedule, true);
            }
            needs.of_service.push(Some(runner));
        }
        for runner in &mut needs.runners {
            let normal = runner.level();
            if normal == OutOfHours::Domain
                && let Some(sharing) = runner.domain.and_then(|domain| needs.sharing.get_mut(domain as usize))
            {
                *sharing = sharing.saturating_add(1);
            }
            let peaks = runner
                .services
                .iter()
                .filter_map(|service| Some((choices.get(*service)?, file.services.get(*service)?)));
            let peaks = peaks.flat_map(|(choice, service)| choice.peaks.iter().zip(&service.peaks));
            let peaks = peaks.filter(|(choice, _)| choice.schedule > normal);
            let windows: Vec<(Date, Date, OutOfHours)> =
                peaks.map(|(choice, peak)| (peak.from, day_after(peak.to), choice.schedule)).collect();
            runner.raised = raise(&windows);
        }
        needs
    }

    /// The teams that run services, each with its number; a team's number is its place in the portfolio.
    pub(super) fn running(&self) -> impl Iterator<Item = (usize, &Runner)> {
        self.runners.iter().enumerate().filter(|(_, runner)| !runner.services.is_empty())
    }

    /// What the team that runs a service has out of hours; in no domain, that is a schedule of its own or none.
    pub(crate) fn level_of(&self, service: usize) -> OutOfHours {
        let runner = self.of_service.get(service).copied().flatten();
        let runner = runner.and_then(|runner| self.runners.get(runner));
        match runner.map(|runner| (runner.level(), runner.domain)) {
            Some((OutOfHours::Domain, None)) => OutOfHours::Team,
            Some((level, _)) => level,
            None => OutOfHours::None,
        }
    }

    /// The team that runs a service, or would run it; `None` for a service without a team that operations run.
    pub(crate) fn runner_of(&self, portfolio: &Portfolio, service: usize) -> Option<usize> {
        let team = || portfolio.team_of(service).map(|(team, _)| team as usize);
        self.of_service.get(service).copied().flatten().or_else(team)
    }

    /// The schedules and rotas that one service adds under You Build It You Run It, all others as they are.
    pub(crate) fn marginal(&self, portfolio: &Portfolio, service: usize, choice: &Choice) -> Marginal {
        let runner = self.runner_of(portfolio, service).and_then(|runner| self.runners.get(runner));
        let mut without = runner.map_or([0; 3], |runner| runner.counts);
        if choice.model == OperatingModel::YouBuildItYouRunIt {
            count(&mut without, choice.schedule, false);
        }
        let mut with = without;
        count(&mut with, choice.schedule, true);
        let (without, with) = (level(without), level(with));
        let others = self.others_sharing(runner);
        let others_by_operations =
            self.run_by_operations.saturating_sub(u32::from(choice.model == OperatingModel::OpsRunIt));
        Marginal {
            schedules: schedules_needed(with, others) - schedules_needed(without, others),
            rotas: if others_by_operations == 0 { -1 } else { 0 },
            with,
            without,
        }
    }

    /// How many other teams share the schedule of a team's domain; a team in no domain shares with nobody.
    fn others_sharing(&self, runner: Option<&Runner>) -> u32 {
        let own = u32::from(runner.is_some_and(|runner| runner.level() == OutOfHours::Domain));
        let shared = runner.and_then(|runner| self.sharing.get(runner.domain? as usize)).copied();
        shared.unwrap_or(own).saturating_sub(own)
    }

    /// What one service costs more standby a year as it is than with another model and schedule.
    pub(crate) fn extra_standby(
        &self,
        portfolio: &Portfolio,
        service: usize,
        choice: &Choice,
        other: (OperatingModel, OutOfHours),
    ) -> Result<ExtraCost, Overflow> {
        let runner = self.runner_of(portfolio, service).and_then(|runner| self.runners.get(runner));
        let now = runner.map_or([0; 3], |runner| runner.counts);
        let mut then = now;
        let mut operations = self.run_by_operations;
        match choice.model {
            OperatingModel::YouBuildItYouRunIt => count(&mut then, choice.schedule, false),
            OperatingModel::OpsRunIt => operations = operations.saturating_sub(1),
        }
        match other.0 {
            OperatingModel::YouBuildItYouRunIt => count(&mut then, other.1, true),
            OperatingModel::OpsRunIt => operations = operations.saturating_add(1),
        }
        let others = self.others_sharing(runner);
        let more = schedules_needed(level(now), others) - schedules_needed(level(then), others);
        let more_rotas = i32::from(self.run_by_operations > 0) - i32::from(operations > 0);
        let product = product_schedule_cost(portfolio)?;
        let rotas = operations_cost(portfolio)?;
        let cost = |amount: Option<Money>, more: i32| match (amount, more) {
            (_, 0) => Ok(Some(Money::ZERO)),
            (Some(amount), more) => amount.times(Decimal::from(more)).map(Some),
            (None, _) => Ok(None),
        };
        match (cost(product, more)?, cost(rotas, more_rotas)?) {
            (Some(product), Some(rotas)) => product.plus(rotas).map(ExtraCost::Standby),
            _ => Ok(ExtraCost::NotEstimated),
        }
    }
}

/// What one service changes under You Build It You Run It.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marginal {
    /// Schedules of product teams that there are more.
    pub(crate) schedules: i32,
    /// -1 where operations need no rotas any more, counted as all rotas.
    pub(crate) rotas: i32,
    /// What its team has out of hours with it, and without it.
    pub(crate) with: OutOfHours,
    pub(crate) without: OutOfHours,
}

/// The schedules that a team at some level and the others of its domain need.
fn schedules_needed(level: OutOfHours, others: u32) -> i32 {
    i32::from(level == OutOfHours::Team) + i32::from(others > 0 || level == OutOfHours::Domain)
}

fn day_after(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

/// Merges windows of raised levels into stretches that do not overlap, each with the highest level in it.
fn raise(windows: &[(Date, Date, OutOfHours)]) -> Vec<Raised> {
    let change =
        |(from, until, level): &(Date, Date, OutOfHours)| [(*from, false, *level), (*until, true, *level)];
    let changes = ascending(windows.iter().flat_map(change));
    let mut counts = [0; 3];
    let mut raised = Vec::new();
    for (index, (date, ends, schedule)) in changes.iter().enumerate() {
        count(&mut counts, *schedule, !ends);
        if let Some((next, ..)) = changes.get(index + 1)
            && next > date
            && level(counts) > OutOfHours::None
        {
            raised.push(Raised { from: *date, until: *next, level: level(counts) });
        }
    }
    raised
}

/// The days that a domain's schedule gains and loses by peaks of its teams: a team that rises to a schedule of
/// its own leaves it, one that rises from none joins it.
pub(super) fn domain_days(runners: &[&Runner], normal: u32) -> i64 {
    let mut changes: Vec<(Date, i64)> = Vec::new();
    for runner in runners {
        let usual = i64::from(runner.level() == OutOfHours::Domain);
        for stretch in &runner.raised {
            let change = i64::from(stretch.level == OutOfHours::Domain) - usual;
            changes.push((stretch.from, change));
            changes.push((stretch.until, -change));
        }
    }
    let changes = ascending(changes);
    let mut sharing = i64::from(normal);
    let mut days = 0;
    for (index, (date, change)) in changes.iter().enumerate() {
        sharing += change;
        let next = changes.get(index + 1).map_or(*date, |(next, _)| *next);
        days += i64::from(days_between(*date, next)) * (i64::from(sharing > 0) - i64::from(normal > 0));
    }
    days
}
