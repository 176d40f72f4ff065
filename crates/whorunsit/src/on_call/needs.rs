//! What services need out of hours, counted by team and domain, in a normal week and in peaks.

use jiff::civil::Date;

use crate::decision::Choice;
use crate::exact::{Money, Overflow};
use crate::on_call::cost::{operations_cost, product_schedule_cost};
use crate::on_call::cover::{Cover, InForce, Raised, Timeline};
use crate::portfolio::Peak;
use crate::resolve::{DomainId, HOURS, Portfolio, TeamId, days_between};
use crate::selection::{OperatingModel, OutOfHours};
use crate::sort::ascending;

/// One team that runs services; a service without a team is a team of its own.
#[derive(Clone, Default)]
pub(super) struct Runner {
    pub(super) services: Vec<usize>,
    /// How many of its services need no, the domain's, or its own schedule.
    counts: [u32; 3],
    pub(super) domain: Option<u32>,
    /// The days of its services' peaks, also of those that operations run; empty where it has none.
    segments: Vec<Segment>,
    /// What it has out of hours through the year.
    pub(super) timeline: Timeline,
}

/// Days between two changes, and how many peaks ask for the domain's or the team's schedule on them.
#[derive(Clone, Copy, Debug)]
struct Segment {
    from: u32,
    until: u32,
    asking: [u32; 2],
}

impl Runner {
    pub(super) fn level(&self) -> OutOfHours {
        level(self.counts)
    }

    /// Counts a service in, or out.
    fn change(&mut self, choice: &Choice, peaks: &[(u32, u32)], add: bool) {
        count(&mut self.counts, choice.schedule, add);
        for (peak, (from, until)) in choice.peaks.iter().zip(peaks) {
            let place = match peak.schedule {
                OutOfHours::None => continue,
                OutOfHours::Domain => 0,
                OutOfHours::Team => 1,
            };
            let first = self.segments.partition_point(|segment| segment.from < *from);
            for segment in self.segments.iter_mut().skip(first).take_while(|segment| segment.from < *until) {
                if let Some(asking) = segment.asking.get_mut(place) {
                    *asking = if add { asking.saturating_add(1) } else { asking.saturating_sub(1) };
                }
            }
        }
    }

    /// A service without a team.
    fn alone(windows: &[(u32, u32)]) -> Self {
        let cuts = windows.iter().flat_map(|(from, until)| [*from, *until]).collect();
        Self { segments: Self::cut(cuts), ..Self::default() }
    }

    /// Without the list of its services.
    fn counted(&self) -> Self {
        Self { services: Vec::new(), counts: self.counts, segments: self.segments.clone(), ..Self::default() }
    }

    /// Cuts the year at the days at which peaks begin and end.
    fn cut(cuts: Vec<u32>) -> Vec<Segment> {
        let mut cuts = ascending(cuts);
        cuts.dedup();
        let pairs = cuts.iter().zip(cuts.iter().skip(1));
        pairs.map(|(from, until)| Segment { from: *from, until: *until, asking: [0; 2] }).collect()
    }

    fn through_the_year(&self) -> Timeline {
        let normal = level(self.counts);
        let mut raised: Vec<Raised> = Vec::new();
        for Segment { from, until, asking: [domain, team] } in &self.segments {
            let level = level([0, *domain, *team]);
            if level <= normal {
                continue;
            }
            match raised.last_mut() {
                Some(last) if last.until == *from && last.level == level => last.until = *until,
                _ => raised.push(Raised { from: *from, until: *until, level }),
            }
        }
        Timeline { normal, raised }
    }
}

/// What services need through the year, counted so that a change of one service is judged at once.
#[derive(Clone, Default)]
pub(crate) struct Needs {
    runners: Vec<Runner>,
    /// The team that runs each service.
    pub(crate) of_service: Vec<Option<usize>>,
    /// Teams at domain level in a normal week, for each domain.
    pub(super) sharing: Vec<u32>,
    /// For each domain, how many teams share its schedule from a day on; empty where no peak changes that.
    shared_days: Vec<Vec<(u32, u32)>>,
    pub(super) run_by_operations: u32,
    has_peaks: bool,
    /// The first day of any peak that has days.
    first_day: Option<Date>,
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
    pub(crate) fn of(portfolio: &Portfolio, choices: &[Choice]) -> Self {
        let file = portfolio.file();
        let peaks = || file.services.iter().flat_map(|service| &service.peaks);
        let mut needs = Self {
            runners: portfolio
                .team_domain
                .iter()
                .map(|domain| Runner { domain: domain.map(DomainId::number), ..Runner::default() })
                .collect(),
            of_service: Vec::with_capacity(choices.len()),
            sharing: vec![0; file.domains.len()],
            shared_days: vec![Vec::new(); file.domains.len()],
            run_by_operations: 0,
            has_peaks: peaks().next().is_some(),
            first_day: peaks().filter_map(|peak| peak.from).min(),
        };
        needs.cut_years(portfolio);
        for (index, (choice, member)) in choices.iter().zip(&portfolio.members).enumerate() {
            if choice.model == OperatingModel::OpsRunIt {
                needs.run_by_operations = needs.run_by_operations.saturating_add(1);
                needs.of_service.push(None);
                continue;
            }
            let windows = needs.windows(portfolio, index);
            let runner = member.team.map_or(needs.runners.len(), TeamId::index);
            if member.team.is_none() {
                needs.runners.push(Runner::alone(&windows));
            }
            if let Some(runner) = needs.runners.get_mut(runner) {
                runner.services.push(index);
                runner.change(choice, &windows, true);
            }
            needs.of_service.push(Some(runner));
        }
        for runner in &mut needs.runners {
            runner.timeline = runner.through_the_year();
            if runner.timeline.normal == OutOfHours::Domain
                && let Some(sharing) = runner.domain.and_then(|domain| needs.sharing.get_mut(domain as usize))
            {
                *sharing = sharing.saturating_add(1);
            }
        }
        needs.share_days();
        needs
    }

    /// Cuts each team's year at the days at which peaks of its services begin and end.
    fn cut_years(&mut self, portfolio: &Portfolio) {
        if !self.has_peaks {
            return;
        }
        let mut cuts: Vec<Vec<u32>> = vec![Vec::new(); self.runners.len()];
        for (index, member) in portfolio.members.iter().enumerate() {
            if let Some(cuts) = member.team.and_then(|team| cuts.get_mut(team.index())) {
                cuts.extend(
                    self.windows(portfolio, index).into_iter().flat_map(|(from, until)| [from, until]),
                );
            }
        }
        for (runner, cuts) in self.runners.iter_mut().zip(cuts) {
            runner.segments = Runner::cut(cuts);
        }
    }

    /// Counts for each domain how many teams share its schedule through the year.
    fn share_days(&mut self) {
        let mut changes: Vec<Vec<(u32, i64)>> = vec![Vec::new(); self.sharing.len()];
        for runner in &self.runners {
            let Some(changes) = runner.domain.and_then(|domain| changes.get_mut(domain as usize)) else {
                continue;
            };
            let usual = i64::from(runner.timeline.normal == OutOfHours::Domain);
            for stretch in &runner.timeline.raised {
                let change = i64::from(stretch.level == OutOfHours::Domain) - usual;
                changes.extend([(stretch.from, change), (stretch.until, -change)]);
            }
        }
        for ((days, changes), sharing) in self.shared_days.iter_mut().zip(changes).zip(&self.sharing) {
            let mut now = i64::from(*sharing);
            for (day, change) in ascending(changes) {
                now += change;
                let count = u32::try_from(now).unwrap_or_default();
                match days.last_mut() {
                    Some(last) if last.0 == day => last.1 = count,
                    _ => days.push((day, count)),
                }
            }
        }
    }

    /// The windows of a service's peaks on the line of a year, in days from the first day of any peak: the first, and the one
    /// after the last. Those by hours stand after all days.
    pub(crate) fn windows(&self, portfolio: &Portfolio, service: usize) -> Vec<(u32, u32)> {
        let peaks = portfolio.file().services.get(service).map(|service| service.peaks.as_slice());
        let day = |date: Date| {
            let days = self.first_day.map(|first| days_between(first, date));
            days.and_then(|days| u32::try_from(days).ok()).unwrap_or_default()
        };
        let window = |(number, peak): (usize, &Peak)| match peak.days() {
            Some((from, to)) => (day(from), day(to).saturating_add(1)),
            None => portfolio.peak_hours.window(service, number),
        };
        peaks.unwrap_or_default().iter().enumerate().map(window).collect()
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

    /// What the team that runs a service has out of hours in each of its peaks, at the least.
    pub(crate) fn in_peaks(&self, portfolio: &Portfolio, service: usize) -> Vec<OutOfHours> {
        let runner = self.of_service.get(service).copied().flatten();
        let Some(runner) = runner.and_then(|runner| self.runners.get(runner)) else {
            return Vec::new();
        };
        let level = |(from, until): (u32, u32)| match from {
            // Hours are raised together or not at all.
            HOURS.. if from < until => runner.timeline.level_on(from),
            _ => {
                (from..until).map(|day| runner.timeline.level_on(day)).min().unwrap_or(runner.timeline.normal)
            }
        };
        self.windows(portfolio, service).into_iter().map(level).collect()
    }

    /// How its team covers a service; operations cover what they run.
    pub(crate) fn cover(&self, portfolio: &Portfolio, service: usize) -> Cover {
        let runner = self.of_service.get(service).copied().flatten();
        match runner.and_then(|runner| self.runners.get(runner)) {
            Some(runner) => runner.timeline.cover(&self.windows(portfolio, service)),
            None => Cover::Always,
        }
    }

    /// The team that runs a service, or would run it; `None` for a service without a team that operations run.
    pub(crate) fn runner_of(&self, portfolio: &Portfolio, service: usize) -> Option<usize> {
        let team = || portfolio.member(service).team.map(TeamId::index);
        self.of_service.get(service).copied().flatten().or_else(team)
    }

    /// The services that a team runs.
    pub(crate) fn run_by(&self, runner: usize) -> &[usize] {
        self.runners.get(runner).map_or(&[], |runner| &runner.services)
    }

    /// The schedules and rotas that one service adds under You Build It You Run It, all others as they are.
    pub(crate) fn marginal(&self, portfolio: &Portfolio, service: usize, choice: &Choice) -> Marginal {
        let (without, with) = self.with_and_without(portfolio, service, choice, choice);
        let others_by_operations =
            self.run_by_operations.saturating_sub(u32::from(choice.model == OperatingModel::OpsRunIt));
        Marginal {
            without: self.in_force(portfolio, service, &without),
            with: self.in_force(portfolio, service, &with),
            rotas: if others_by_operations == 0 { -1 } else { 0 },
            timelines: [without, with],
        }
    }

    /// What the team of a service has through the year without the service, and with it as `then` says.
    fn with_and_without(
        &self,
        portfolio: &Portfolio,
        service: usize,
        now: &Choice,
        then: &Choice,
    ) -> (Timeline, Timeline) {
        let windows = self.windows(portfolio, service);
        let runner = self.runner_of(portfolio, service).and_then(|runner| self.runners.get(runner));
        let mut runner = runner.map_or_else(|| Runner::alone(&windows), Runner::counted);
        if now.model == OperatingModel::YouBuildItYouRunIt {
            runner.change(now, &windows, false);
        }
        let without = runner.through_the_year();
        runner.change(then, &windows, true);
        (without, runner.through_the_year())
    }

    /// The schedules of product teams that change with the team of a service, where that team has `timeline`: its own,
    /// and its domain's.
    fn in_force(&self, portfolio: &Portfolio, service: usize, timeline: &Timeline) -> [InForce; 2] {
        let runner = self.runner_of(portfolio, service).and_then(|runner| self.runners.get(runner));
        let domain = runner.and_then(|runner| runner.domain);
        let own = timeline.own_schedule(domain.is_some());
        let now = runner.map_or(Timeline::NONE, |runner| runner.timeline.clone());
        [own, domain.map_or(InForce::NEVER, |domain| self.of_domain(domain as usize, &now, timeline))]
    }

    /// When a domain has a schedule, with one of its teams changed.
    fn of_domain(&self, domain: usize, now: &Timeline, then: &Timeline) -> InForce {
        let sharing = self.sharing.get(domain).copied().unwrap_or_default();
        let days = self.shared_days.get(domain).map_or(&[][..], Vec::as_slice);
        let teams = |count: u32, day: Option<u32>| {
            i64::from(count) - i64::from(now.shares_on(day)) + i64::from(then.shares_on(day))
        };
        let normal = teams(sharing, None) > 0;
        let mut cuts = ascending(days.iter().map(|(day, _)| *day).chain(now.cuts()).chain(then.cuts()));
        cuts.dedup();
        let mut in_force = InForce::in_weeks(normal);
        for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
            let place = days.partition_point(|(day, _)| day <= from);
            let count =
                place.checked_sub(1).and_then(|place| days.get(place)).map_or(sharing, |(_, count)| *count);
            let shared = teams(count, Some(*from)) > 0;
            in_force = in_force.more([(*from, *until, i64::from(shared) - i64::from(normal))]);
        }
        in_force
    }

    /// When each domain has a schedule.
    pub(super) fn domain_schedule(&self, domain: usize) -> InForce {
        self.of_domain(domain, &Timeline::NONE, &Timeline::NONE)
    }

    /// What one service costs more standby a year as it is than with another model and schedule, peaks aside; `None`
    /// without standby pay.
    pub(crate) fn extra_standby(
        &self,
        portfolio: &Portfolio,
        service: usize,
        choice: &Choice,
        other: (OperatingModel, OutOfHours),
    ) -> Result<Option<Money>, Overflow> {
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
        let more = |of: fn(OutOfHours, u32) -> i32| of(level(now), others) - of(level(then), others);
        let more_rotas = i32::from(self.run_by_operations > 0) - i32::from(operations > 0);
        let rotation = portfolio.rotation(service);
        let own = product_schedule_cost(portfolio, rotation)?;
        let shared = portfolio.domain_rotation(service).unwrap_or(rotation);
        let shared = product_schedule_cost(portfolio, shared)?;
        let rotas = operations_cost(portfolio)?;
        let cost = |amount: Option<Money>, more: i32| match (amount, more) {
            (_, 0) => Ok(Some(Money::ZERO)),
            (Some(amount), more) => amount.times(rust_decimal::Decimal::from(more)).map(Some),
            (None, _) => Ok(None),
        };
        let schedules = if own == shared {
            (cost(own, more(own_schedules) + more(shared_schedules))?, Some(Money::ZERO))
        } else {
            (cost(own, more(own_schedules))?, cost(shared, more(shared_schedules))?)
        };
        match (schedules, cost(rotas, more_rotas)?) {
            ((Some(own), Some(shared)), Some(rotas)) => own.plus(shared)?.plus(rotas).map(Some),
            _ => Ok(None),
        }
    }

    /// How many other teams share the schedule of a team's domain; a team in no domain shares with nobody.
    fn others_sharing(&self, runner: Option<&Runner>) -> u32 {
        let own = u32::from(runner.is_some_and(|runner| runner.level() == OutOfHours::Domain));
        let shared = runner.and_then(|runner| self.sharing.get(runner.domain? as usize)).copied();
        shared.unwrap_or(own).saturating_sub(own)
    }
}

/// What one service changes under You Build It You Run It.
#[derive(Clone, Debug)]
pub(crate) struct Marginal {
    /// The team's own schedule and the domain's, without the service and with it.
    pub(crate) without: [InForce; 2],
    pub(crate) with: [InForce; 2],
    /// -1 where operations need no rotas any more, counted as all rotas.
    pub(crate) rotas: i32,
    /// What its team has through the year, without the service and with it.
    pub(crate) timelines: [Timeline; 2],
}

/// The schedules of its own that a team at some level needs.
fn own_schedules(level: OutOfHours, _: u32) -> i32 {
    i32::from(level == OutOfHours::Team)
}

/// The schedules that it and the others of its domain need together.
fn shared_schedules(level: OutOfHours, others: u32) -> i32 {
    i32::from(others > 0 || level == OutOfHours::Domain)
}
