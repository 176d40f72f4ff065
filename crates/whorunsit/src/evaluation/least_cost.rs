//! Least cost: the assignment of models and schedules that costs least over the horizon, exactly.
//!
//! Only four things tie services to each other: operations' rotas, a domain's schedule, a team's schedule, and what is paid
//! if a model runs any service of the portfolio, of a domain or of a team.
//! Given whether each of them exists, and on which days, every service picks its cheapest feasible choice on its own.
//! A schedule lasts all year, or only the days of some peaks of the services that the team runs. So the optimum of a
//! team is the cheapest of a few plans for its year, of a domain the cheapest of a few sets of days with a schedule, of
//! the portfolio the cheaper of having rotas and having none: linear in the number of services.

use crate::assignment::Pick;
use crate::error::Fault;
use crate::evaluation::shared::{Models, SharedPrices};
use crate::evaluation::{Analysis, StandbyPrices};
use crate::exact::{Availability, Money};
use crate::ledger::OwnLevel;
use crate::on_call::{Cover, InForce, Needs, Timeline};
use crate::resolve::{DomainId, Rotation};
use crate::selection::{OperatingModel, OutOfHours};

/// What of a service is for sale: a given model, a minimum cover and a required target are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ForSale {
    /// The model, where it may not be changed.
    pub(crate) model: Option<OperatingModel>,
    /// The least that its team has out of hours.
    pub(crate) minimum: OutOfHours,
    /// The least that its team has in each of its peaks; empty where any will do.
    pub(crate) in_peaks: Vec<OutOfHours>,
    /// The availability that must be met.
    pub(crate) target: Option<Availability>,
}

/// Windows of a team's peaks for which every combination of schedules is tried: a team of a domain has three levels for
/// each, and its domain as many sets of days again.
fn most_windows(in_domain: bool) -> usize {
    if in_domain { 5 } else { 8 }
}

type Window = (u32, u32);

/// A team's plan, and which models may run its services.
type Way = (usize, Models);

/// What plans come to, and which way each team has.
type Best<'t> = (Money, Vec<(&'t Team, Way)>);

/// The cheapest assignment; `None` where no assignment is feasible. The flag says whether everything was tried.
pub(crate) fn least_cost(
    analysis: &Analysis<'_>,
    needs: &Needs,
    for_sale: &[ForSale],
) -> Result<Option<(Vec<Pick>, bool)>, Fault> {
    let portfolio = analysis.costing.portfolio;
    let teams = Team::all(analysis, needs, for_sale)?;
    let prices = SharedPrices::of(analysis)?;
    let rotas = analysis.prices.rotas.map_or(Money::ZERO, |(_, whole)| whole);
    let mut domains: Vec<Vec<&Team>> = vec![Vec::new(); portfolio.file().domains.len()];
    let mut alone = Vec::new();
    for team in &teams {
        match team.domain.and_then(|domain| domains.get_mut(domain)) {
            Some(domain) => domain.push(team),
            None => alone.push(team),
        }
    }
    let with = |models: Models| -> Result<Option<Best<'_>>, Fault> {
        let mut cost = if models.by_operations { rotas } else { Money::ZERO };
        cost = cost.plus(prices.price(OwnLevel::Portfolio, models)?)?;
        let mut chosen = Vec::new();
        for teams in domains.iter().filter(|teams| !teams.is_empty()) {
            let Some((best, plans)) = domain(analysis, &prices, teams, models)? else {
                return Ok(None);
            };
            cost = cost.plus(best)?;
            chosen.extend(teams.iter().copied().zip(plans));
        }
        for team in &alone {
            let Some((best, plan)) = team.cheapest(&prices, models, |_| true)? else {
                return Ok(None);
            };
            cost = cost.plus(best)?;
            chosen.push((team, plan));
        }
        Ok(Some((cost, chosen)))
    };
    let only_teams = Models { by_operations: false, by_team: true };
    let both = Models { by_operations: true, by_team: true };
    let mut best = with(only_teams)?;
    for models in both.choices(prices.has(OwnLevel::Portfolio)).filter(|models| *models != only_teams) {
        if let Some(other) = with(models)?
            && best.as_ref().is_none_or(|best| other.0 < best.0)
        {
            best = Some(other);
        }
    }
    let Some(best) = best else {
        return Ok(None);
    };
    let exhaustive = domains.iter().all(|teams| windows_of(teams).len() <= most_windows(true))
        && alone.iter().all(|team| team.windows.len() <= most_windows(false));
    let none = Pick { model: OperatingModel::OpsRunIt, level: OutOfHours::None, peaks: Vec::new() };
    let mut picks = vec![none; for_sale.len()];
    for (team, way) in best.1 {
        team.pick(way, &mut picks)?;
    }
    Ok(Some((picks, exhaustive)))
}

/// The windows in which services of some teams have peaks, each once.
fn windows_of(teams: &[&Team]) -> Vec<Window> {
    let mut windows: Vec<Window> = teams.iter().flat_map(|team| team.windows.iter().copied()).collect();
    windows.sort_unstable();
    windows.dedup();
    windows
}

/// The cheapest plans for the teams of a domain: for each set of days on which it may have a schedule, teams are
/// independent of each other.
fn domain(
    analysis: &Analysis<'_>,
    prices: &SharedPrices,
    teams: &[&Team],
    models: Models,
) -> Result<Option<(Money, Vec<Way>)>, Fault> {
    let windows = windows_of(teams);
    let needed = teams.iter().flat_map(|team| team.needed(OutOfHours::Domain)).collect();
    let mut best: Option<(Money, Vec<Way>)> = None;
    let domain = teams.first().and_then(|team| team.domain).and_then(|domain| u32::try_from(domain).ok());
    let Some(domain) = domain else {
        return Err(Fault::Internal);
    };
    let level = OwnLevel::Domain(domain);
    for set in DomainDays::all(&windows, union(needed)) {
        let of = Rotation::Domain(domain);
        let standby = StandbyPrices::of(analysis.costing.portfolio, of, set.in_force())?.premium_over_horizon;
        for models in models.choices(prices.has(level)) {
            let mut cost = standby.plus(prices.price(level, models)?)?;
            let mut ways = Vec::with_capacity(teams.len());
            for team in teams {
                let allowed = |plan: &Plan| set.allows(plan);
                let Some((best, way)) = team.cheapest(prices, models, allowed)? else {
                    break;
                };
                cost = cost.plus(best)?;
                ways.push(way);
            }
            if ways.len() == teams.len() && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, ways));
            }
        }
    }
    Ok(best)
}

/// The days on which a domain has a schedule.
struct DomainDays {
    /// In a normal week.
    normal: bool,
    /// The windows in which it is otherwise.
    otherwise: Vec<Window>,
}

impl DomainDays {
    /// None, those of some windows, all year, and all year but for some windows in which all have schedules of their own.
    /// Of many windows: those that are needed, with none, one and all of the others.
    fn all(windows: &[Window], needed: Vec<Window>) -> Vec<Self> {
        let mut sets: Vec<Vec<Window>> = Vec::new();
        if windows.len() <= most_windows(true) {
            for mask in 0..1_u32 << windows.len() {
                let chosen = windows.iter().enumerate().filter(|(place, _)| mask & (1 << place) != 0);
                sets.push(union(chosen.map(|(_, window)| *window).collect()));
            }
        } else {
            sets.push(Vec::new());
            sets.extend(windows.iter().map(|window| union(needed.iter().chain([window]).copied().collect())));
            sets.push(union(windows.to_vec()));
            sets.push(needed);
        }
        let with = |normal| {
            let otherwise = sets.iter().cloned();
            otherwise.map(move |otherwise| Self { normal, otherwise })
        };
        with(false).chain(with(true)).collect()
    }

    fn in_force(&self) -> InForce {
        let times = if self.normal { -1 } else { 1 };
        let otherwise = self.otherwise.iter().map(|(from, until)| (*from, *until, times));
        InForce::in_weeks(self.normal).more(otherwise)
    }

    /// Whether a team with this plan shares the schedule on no other days.
    fn allows(&self, plan: &Plan) -> bool {
        match (self.normal, plan.level) {
            (true, OutOfHours::Domain) => within(&self.otherwise, &plan.away),
            (true, _) => {
                !plan.shared.iter().any(|days| self.otherwise.iter().any(|others| overlap(*days, *others)))
            }
            (false, OutOfHours::Domain) => false,
            (false, _) => within(&plan.shared, &self.otherwise),
        }
    }
}

fn overlap(a: Window, b: Window) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Windows joined where they overlap or follow on each other.
fn union(mut windows: Vec<Window>) -> Vec<Window> {
    windows.sort_unstable();
    let mut union: Vec<Window> = Vec::new();
    for (from, until) in windows {
        match union.last_mut() {
            Some(last) if last.1 >= from => last.1 = last.1.max(until),
            _ => union.push((from, until)),
        }
    }
    union
}

fn within(days: &[Window], all: &[Window]) -> bool {
    days.iter().all(|(from, until)| all.iter().any(|(first, last)| first <= from && until <= last))
}

/// A plan for the year of a team.
struct Plan {
    level: OutOfHours,
    /// What each of its windows is raised to, at least the level.
    raised: Vec<OutOfHours>,
    /// The windows that are raised, as bits.
    mask: u64,
    /// The days on which it shares its domain's schedule, in a year that it does not share wholly.
    shared: Vec<Window>,
    /// The days on which it leaves that for a schedule of its own, in a year that it shares otherwise.
    away: Vec<Window>,
    /// What its own schedule costs over the horizon.
    standby: Money,
}

/// One service of a team, with what it costs over the horizon; `None` where that is not for sale.
struct Row {
    service: usize,
    ops_run_it: Option<Money>,
    /// Covered all year, and covered in the windows of each mask only, in the order of masks.
    covered: Option<Money>,
    covered_in: Vec<(u64, Option<Money>)>,
    minimum: OutOfHours,
    /// The window of each of its peaks, and the least that its team has in it.
    peaks: Vec<(usize, OutOfHours)>,
}

struct Team {
    rotation: Rotation,
    rows: Vec<Row>,
    domain: Option<usize>,
    windows: Vec<Window>,
    /// The least that each window is to be raised to, for services whose cover is not for sale.
    needed: Vec<OutOfHours>,
    plans: Vec<Plan>,
}

impl Team {
    /// The teams that have services, and services without a team as teams of their own.
    fn all(analysis: &Analysis<'_>, needs: &Needs, for_sale: &[ForSale]) -> Result<Vec<Self>, Fault> {
        let portfolio = analysis.costing.portfolio;
        let domains = portfolio.team_domain.iter().map(|domain| domain.map(DomainId::index));
        let mut teams: Vec<(Option<usize>, Vec<usize>)> =
            domains.map(|domain| (domain, Vec::new())).collect();
        for (service, member) in portfolio.members.iter().enumerate() {
            match member.team.and_then(|team| teams.get_mut(team.index())) {
                Some((_, services)) => services.push(service),
                None => teams.push((None, vec![service])),
            }
        }
        let teams = teams.into_iter().filter(|(_, services)| !services.is_empty());
        teams.map(|(domain, services)| Self::of(analysis, needs, for_sale, domain, &services)).collect()
    }

    fn of(
        analysis: &Analysis<'_>,
        needs: &Needs,
        for_sale: &[ForSale],
        domain: Option<usize>,
        services: &[usize],
    ) -> Result<Self, Fault> {
        let portfolio = analysis.costing.portfolio;
        // Peaks of a service that operations keep raise no schedule of its team.
        let kept = Some(OperatingModel::OpsRunIt);
        let may_run =
            |service: &&usize| for_sale.get(**service).is_some_and(|for_sale| for_sale.model != kept);
        let mut windows: Vec<Window> =
            services.iter().filter(may_run).flat_map(|service| needs.windows(portfolio, *service)).collect();
        windows.sort_unstable();
        windows.dedup();
        let Some(first) = services.first() else {
            return Err(Fault::Internal);
        };
        let whose = (portfolio.rotation(*first), domain.is_some());
        let mut needed = vec![OutOfHours::None; windows.len()];
        for service in services {
            let in_peaks = for_sale.get(*service).map_or(&[][..], |for_sale| &for_sale.in_peaks);
            for (window, least) in needs.windows(portfolio, *service).into_iter().zip(in_peaks) {
                if let Ok(place) = windows.binary_search(&window)
                    && let Some(needed) = needed.get_mut(place)
                {
                    *needed = (*needed).max(*least);
                }
            }
        }
        let plans = Plan::all(analysis, whose, &windows, &needed)?;
        let mut masks: Vec<u64> =
            plans.iter().filter(|plan| plan.level == OutOfHours::None).map(|plan| plan.mask).collect();
        masks.sort_unstable();
        masks.dedup();
        let mut rows = Vec::with_capacity(services.len());
        for service in services {
            let for_sale = for_sale.get(*service).ok_or(Fault::Internal)?;
            rows.push(Row::of(analysis, *service, for_sale, needs, &windows, &masks)?);
        }
        Ok(Self { rotation: whose.0, rows, domain, windows, needed, plans })
    }

    /// The windows that are to be raised to a level.
    fn needed(&self, level: OutOfHours) -> impl Iterator<Item = Window> + '_ {
        let windows = self.windows.iter().zip(&self.needed);
        windows.filter(move |(_, needed)| **needed == level).map(|(window, _)| *window)
    }

    /// The cheapest plan among those allowed, and what it comes to with the cheapest model for each service.
    fn cheapest(
        &self,
        prices: &SharedPrices,
        models: Models,
        allowed: impl Fn(&Plan) -> bool,
    ) -> Result<Option<(Money, Way)>, Fault> {
        let mut best: Option<(Money, Way)> = None;
        let level = OwnLevel::Team(self.rotation);
        let is_priced = prices.has(level);
        for (place, plan) in self.plans.iter().enumerate().filter(|(_, plan)| allowed(plan)) {
            for models in models.choices(is_priced) {
                let Some(solved) = self.solve(plan, models)? else {
                    continue;
                };
                let cost = match is_priced {
                    true => solved.cost.plus(prices.price(level, models)?)?,
                    false => solved.cost,
                };
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, (place, models)));
                }
            }
        }
        Ok(best)
    }

    /// The cheapest models under a plan. A peak raises a schedule only if the team runs a service that has it: where
    /// none is cheapest that way, the one that costs least more is run by the team all the same.
    fn solve(&self, plan: &Plan, models: Models) -> Result<Option<Solved>, Fault> {
        let mut cost = Money::ZERO;
        let mut by_team = vec![false; self.rows.len()];
        let mut supported = 0_u64;
        let mut dearer: Vec<(usize, Money, u64)> = Vec::new();
        for (place, (row, by_team)) in self.rows.iter().zip(&mut by_team).enumerate() {
            let ours = row.by_team(plan).filter(|_| models.by_team);
            let theirs = row.ops_run_it.filter(|_| models.by_operations);
            cost = cost.plus(match (theirs, ours) {
                (Some(theirs), Some(ours)) if ours < theirs => {
                    *by_team = true;
                    ours
                }
                (Some(theirs), ours) => {
                    if let Some(ours) = ours.filter(|_| plan.mask & row.mask() != 0) {
                        dearer.push((place, ours.minus(theirs)?, row.mask()));
                    }
                    theirs
                }
                (None, Some(ours)) => {
                    *by_team = true;
                    ours
                }
                (None, None) => return Ok(None),
            })?;
            supported |= if *by_team { row.mask() } else { 0 };
        }
        let lacking = plan.mask & !supported;
        if lacking != 0 {
            let Some((more, forced)) = support(&dearer, lacking)? else {
                return Ok(None);
            };
            cost = cost.plus(more)?;
            for place in forced {
                if let Some(by_team) = by_team.get_mut(place) {
                    *by_team = true;
                }
            }
        }
        // Where operations run everything, nobody is on call for it.
        let runs = by_team.contains(&true);
        cost = if runs { cost.plus(plan.standby)? } else { cost };
        Ok(Some(Solved { cost, by_team }))
    }

    fn pick(&self, (plan, models): Way, picks: &mut [Pick]) -> Result<(), Fault> {
        let plan = self.plans.get(plan).ok_or(Fault::Internal)?;
        let solved = self.solve(plan, models)?.ok_or(Fault::Internal)?;
        for (row, by_team) in self.rows.iter().zip(solved.by_team) {
            let model = if by_team { OperatingModel::YouBuildItYouRunIt } else { OperatingModel::OpsRunIt };
            let raised = row.peaks.iter().map(|(window, _)| plan.raised.get(*window).copied());
            let peaks = raised.map(|raised| raised.unwrap_or(plan.level)).collect();
            if let Some(pick) = picks.get_mut(row.service) {
                *pick = Pick { model, level: plan.level, peaks };
            }
        }
        Ok(())
    }
}

struct Solved {
    cost: Money,
    by_team: Vec<bool>,
}

/// The services that have all windows that lack one, at the least extra cost.
fn support(dearer: &[(usize, Money, u64)], lacking: u64) -> Result<Option<(Money, Vec<usize>)>, Fault> {
    let mut best: Vec<(u64, Money, Vec<usize>)> = vec![(0, Money::ZERO, Vec::new())];
    for (place, more, mask) in dearer {
        for (covered, cost, chosen) in best.clone() {
            let covered = covered | (mask & lacking);
            let cost = cost.plus(*more)?;
            let mut chosen = chosen;
            chosen.push(*place);
            match best.iter_mut().find(|(other, ..)| *other == covered) {
                Some((_, least, _)) if *least <= cost => {}
                Some(other) => *other = (covered, cost, chosen),
                None => best.push((covered, cost, chosen)),
            }
        }
    }
    Ok(best.into_iter().find(|(covered, ..)| *covered == lacking).map(|(_, cost, chosen)| (cost, chosen)))
}

impl Plan {
    /// The plans for a team's year: a level for normal weeks, and for every window that level or a higher one. Of many
    /// windows: as needed, with none, one and all of the others raised.
    fn all(
        analysis: &Analysis<'_>,
        whose: (Rotation, bool),
        windows: &[Window],
        needed: &[OutOfHours],
    ) -> Result<Vec<Self>, Fault> {
        let (_, in_domain) = whose;
        let mut plans = Vec::new();
        for level in [OutOfHours::None, OutOfHours::Team, OutOfHours::Domain] {
            // Without siblings a domain's schedule is a schedule of the team's own.
            let higher: &[OutOfHours] = match (level, in_domain) {
                (OutOfHours::None, true) => &[OutOfHours::None, OutOfHours::Domain, OutOfHours::Team],
                (OutOfHours::None, false) => &[OutOfHours::None, OutOfHours::Team],
                (OutOfHours::Domain, true) => &[OutOfHours::Domain, OutOfHours::Team],
                (OutOfHours::Domain, false) => continue,
                (OutOfHours::Team, _) => &[OutOfHours::Team],
            };
            let all: Vec<Vec<OutOfHours>> = if windows.len() <= most_windows(in_domain) {
                windows.iter().fold(vec![Vec::new()], |all, _| {
                    let with = |raised: &Vec<OutOfHours>| {
                        let raised = raised.clone();
                        higher.iter().map(move |level| raised.iter().copied().chain([*level]).collect())
                    };
                    all.iter().flat_map(with).collect()
                })
            } else {
                let least = |need: &OutOfHours| {
                    let enough = higher.iter().filter(|higher| *higher >= need).min();
                    enough.copied().unwrap_or(OutOfHours::Team)
                };
                let needed: Vec<OutOfHours> = needed.iter().map(least).collect();
                let mut all = vec![needed.clone()];
                for level in higher {
                    all.push(needed.iter().map(|needed| *needed.max(level)).collect());
                    for place in 0..windows.len() {
                        let raised = needed.iter().enumerate();
                        let raised =
                            raised.map(|(at, need)| if at == place { *need.max(level) } else { *need });
                        all.push(raised.collect());
                    }
                }
                all.sort_unstable();
                all.dedup();
                all
            };
            for raised in all {
                plans.push(Self::of(analysis, whose, windows, level, raised)?);
            }
        }
        Ok(plans)
    }

    fn of(
        analysis: &Analysis<'_>,
        (team, in_domain): (Rotation, bool),
        windows: &[Window],
        level: OutOfHours,
        raised: Vec<OutOfHours>,
    ) -> Result<Self, Fault> {
        let timeline = Timeline::of(level, windows, &raised);
        let own = timeline.own_schedule(in_domain);
        let standby = StandbyPrices::of(analysis.costing.portfolio, team, own)?;
        let at = |level| -> Vec<Window> {
            let raised = timeline.raised.iter().filter(|raised| raised.level == level);
            raised.map(|raised| (raised.from, raised.until)).collect()
        };
        let bits = raised.iter().enumerate().filter(|(_, raised)| **raised > level);
        Ok(Self {
            level,
            mask: bits.fold(0, |mask, (place, _)| mask | bit(place)),
            shared: at(OutOfHours::Domain),
            away: at(OutOfHours::Team),
            standby: standby.premium_over_horizon,
            raised,
        })
    }
}

/// More windows than bits are raised all together.
fn bit(window: usize) -> u64 {
    1 << window.min(63)
}

impl Row {
    fn of(
        analysis: &Analysis<'_>,
        service: usize,
        for_sale: &ForSale,
        needs: &Needs,
        windows: &[Window],
        masks: &[u64],
    ) -> Result<Self, Fault> {
        use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};
        let portfolio = analysis.costing.portfolio;
        let own = needs.windows(portfolio, service);
        let cost = |model, cover: &Cover| -> Result<Option<Money>, Fault> {
            if for_sale.model.is_some_and(|given| given != model)
                || !for_sale.is_met(analysis, service, model, cover)?
            {
                return Ok(None);
            }
            Ok(Some(analysis.sums(service, model, cover)?.over_horizon()?))
        };
        let mut covered_in = Vec::with_capacity(masks.len());
        for mask in masks {
            let raised = windows.iter().enumerate();
            let raised: Vec<OutOfHours> = raised
                .map(|(place, _)| if mask & bit(place) != 0 { OutOfHours::Team } else { OutOfHours::None })
                .collect();
            let cover = Timeline::of(OutOfHours::None, windows, &raised).cover(&own);
            covered_in.push((*mask, cost(YouBuildItYouRunIt, &cover)?));
        }
        let minimum = for_sale.in_peaks.iter().copied().chain(std::iter::repeat(OutOfHours::None));
        // A service that operations keep has its peaks in none of the windows.
        let place = |window| windows.iter().position(|other| *other == window).unwrap_or(windows.len());
        Ok(Self {
            service,
            ops_run_it: cost(OpsRunIt, &Cover::Always)?,
            covered: cost(YouBuildItYouRunIt, &Cover::Always)?,
            covered_in,
            minimum: for_sale.minimum,
            peaks: own.into_iter().map(place).zip(minimum).collect(),
        })
    }

    /// Where it has peaks, as bits of windows.
    fn mask(&self) -> u64 {
        self.peaks.iter().fold(0, |mask, (window, _)| mask | bit(*window))
    }

    /// What it costs where its team runs it.
    fn by_team(&self, plan: &Plan) -> Option<Money> {
        let raised = |window: usize| plan.raised.get(window).copied().unwrap_or(plan.level);
        if plan.level < self.minimum || self.peaks.iter().any(|(window, least)| raised(*window) < *least) {
            return None;
        }
        match plan.level {
            OutOfHours::None => {
                let place = self.covered_in.binary_search_by_key(&plan.mask, |(mask, _)| *mask).ok()?;
                self.covered_in.get(place).and_then(|(_, cost)| *cost)
            }
            OutOfHours::Domain | OutOfHours::Team => self.covered,
        }
    }
}

impl ForSale {
    /// Whether a required target is met; what is not estimated cannot be held against a choice.
    pub(super) fn is_met(
        &self,
        analysis: &Analysis<'_>,
        service: usize,
        model: OperatingModel,
        cover: &Cover,
    ) -> Result<bool, Fault> {
        let Some(target) = self.target else {
            return Ok(true);
        };
        let hours = analysis.unavailable(service, model, cover)?;
        let expected =
            hours.map(|hours| super::counted(analysis.costing.portfolio, service, hours)).transpose()?;
        Ok(expected.is_none_or(|expected| expected >= target.percent()))
    }
}
