//! Schedules: who is on call out of hours, derived from what the services of each team and domain need.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::assumption::Assumptions;
use crate::decision::Choice;
use crate::exact::{Money, Overflow, number, product, quotient, sum};
use crate::finding::{Detail, Finding};
use crate::on_call::cost::{operations_cost, operations_people, product_schedule_cost};
use crate::on_call::cover::InForce;
use crate::on_call::needs::{Needs, Runner};
use crate::on_call::rota::{Rota, RotaInput};
use crate::portfolio::Name;
use crate::resolve::{Portfolio, Rotation, Terms};
use crate::selection::{OperatingModel, OutOfHours};
use crate::sort::ascending;
use crate::wording::Fixed;

/// One schedule: people on call for a set of services out of hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Schedule {
    /// Its name: `domain home`, `team bedroom`, `service wiki` (a service without a team) or `operations`.
    pub name: Name,
    /// Who shares it.
    pub kind: ScheduleKind,
    /// The teams that take turns.
    pub teams: Vec<Name>,
    /// The services it covers.
    pub services: Vec<Name>,
    /// People on call at once.
    pub people_on_call: u32,
    /// Days of the planning year it is in force: fewer than all of them where only a peak needs it, or where a
    /// peak replaces it.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub days_per_year: Decimal,
    /// Standby of the people on call, for those days; `None` where pay is not given.
    pub standby_cost_per_year: Option<Money>,
    /// The people behind it.
    pub rota: Rota,
    /// What to know about it.
    pub findings: Vec<Finding>,
    /// Defaults it rests on.
    pub assumptions: Assumptions,
}

/// Who shares a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ScheduleKind {
    /// Sibling teams of one domain.
    Domain,
    /// One team.
    Team,
    /// Central operations.
    Operations,
}

impl ScheduleKind {
    /// Its word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Team => "team",
            Self::Operations => "operations",
        }
    }
}

/// Who is on call, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct OnCallSummary {
    /// Teams that cover their own services in working hours, at no standby cost.
    pub teams_in_working_hours: Vec<Name>,
    /// Product teams' schedules out of hours, peaks aside.
    pub product_team_schedules: usize,
    /// People of product teams on call out of hours, peaks aside.
    pub product_team_people: u32,
    /// People of operations on call out of hours.
    pub operations_people: u32,
    /// Schedules there would be if every team that runs services had its own.
    pub schedules_if_every_team_had_one: usize,
}

/// What standby costs a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct StandbyCost {
    /// All schedules of product teams; `None` where their pay is not given.
    pub product_teams_cost_per_year: Option<Money>,
    /// All rotas of operations; `None` where their pay is not given.
    pub operations_cost_per_year: Option<Money>,
    /// Both together, as far as they are estimated; `None` where neither is.
    pub cost_per_year: Option<Money>,
    /// Whether the total lacks what is not estimated.
    pub partial: bool,
    /// The inputs that are missing, as JSON Pointers.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::words"))]
    pub missing: Vec<Fixed>,
}

/// The schedules of a portfolio, and which of them covers each service.
#[derive(Clone)]
pub(crate) struct Planned {
    pub(crate) schedules: Vec<Schedule>,
    /// The services that each schedule covers, by their place in the portfolio.
    pub(crate) members: Vec<Vec<usize>>,
    /// Whose terms each schedule pays by; `None` for operations.
    pub(crate) rotations: Vec<Option<Rotation>>,
    /// The schedule of each service in a normal week; `None` where callouts wait.
    pub(crate) of_service: Vec<Option<usize>>,
    pub(crate) summary: OnCallSummary,
    pub(crate) standby: StandbyCost,
    /// Teams that run services, and how many of them need a schedule of their own.
    pub(crate) running_teams: usize,
    pub(crate) team_schedules: usize,
    pub(crate) needs: Needs,
}

/// Plans the schedules for the choices made.
pub(crate) fn plan(portfolio: &Portfolio, choices: &[Choice]) -> Result<Planned, Overflow> {
    let needs = Needs::of(portfolio, choices);
    let mut planner = Planner {
        portfolio,
        schedules: Vec::new(),
        members: Vec::new(),
        rotations: Vec::new(),
        of_service: vec![None; choices.len()],
        normal: 0,
        people: 0,
    };
    for draft in Draft::all(portfolio, &needs) {
        planner.add(draft)?;
    }
    planner.operations(choices, &needs)?;
    let Planner { schedules, members, rotations, of_service, normal: product_team_schedules, people, .. } =
        planner;

    let running: Vec<&Runner> = needs.running().map(|(_, runner)| runner).collect();
    let team_schedules = running.iter().filter(|runner| runner.level() == OutOfHours::Team).count();
    let summary = OnCallSummary {
        teams_in_working_hours: running.iter().map(|runner| runner_name(portfolio, &needs, runner)).collect(),
        product_team_schedules,
        product_team_people: people,
        operations_people: if needs.run_by_operations > 0 { operations_people(portfolio)? } else { 0 },
        schedules_if_every_team_had_one: running.len(),
    };
    let standby = StandbyCost::of(portfolio, &schedules)?;
    let running_teams = running.len();
    Ok(Planned {
        schedules,
        members,
        rotations,
        of_service,
        summary,
        standby,
        running_teams,
        team_schedules,
        needs,
    })
}

/// The team's name; a service without a team lends its own.
fn runner_name(portfolio: &Portfolio, needs: &Needs, runner: &Runner) -> Name {
    let first = runner.services.first().copied();
    let team = first.and_then(|service| needs.of_service.get(service).copied().flatten());
    let team = team.and_then(|team| portfolio.file().teams.get(team)).map(|team| team.name.clone());
    team.or_else(|| first.map(|service| service_name(portfolio, service))).unwrap_or_default()
}

fn service_name(portfolio: &Portfolio, service: usize) -> Name {
    portfolio.file().services.get(service).map(|service| service.name.clone()).unwrap_or_default()
}

fn days_of_year(portfolio: &Portfolio) -> Result<Decimal, Overflow> {
    product(portfolio.weeks_per_year, Decimal::from(7))
}

/// Puts schedules together.
struct Planner<'p> {
    portfolio: &'p Portfolio,
    schedules: Vec<Schedule>,
    members: Vec<Vec<usize>>,
    rotations: Vec<Option<Rotation>>,
    of_service: Vec<Option<usize>>,
    /// Schedules of product teams that are in force in a normal week.
    normal: usize,
    /// People on call at once in them.
    people: u32,
}

/// What a schedule of product teams is made of.
struct Draft<'n> {
    name: String,
    kind: ScheduleKind,
    runners: Vec<(Option<usize>, &'n Runner)>,
    in_force: InForce,
    findings: Vec<Detail>,
    /// Whose terms are paid; `None` for operations.
    of: Option<Rotation>,
}

impl<'n> Draft<'n> {
    /// The schedules that product teams may have, whether or not they are ever in force: of domains, then of teams.
    fn all(portfolio: &Portfolio, needs: &'n Needs) -> impl Iterator<Item = Self> {
        Self::of_domains(portfolio, needs).into_iter().chain(Self::of_teams(portfolio, needs))
    }

    fn of_domains(portfolio: &Portfolio, needs: &'n Needs) -> Vec<Self> {
        let file = portfolio.file();
        let mut members: Vec<Vec<(Option<usize>, &Runner)>> = vec![Vec::new(); file.domains.len()];
        for (team, runner) in needs.running() {
            if let Some(members) = runner.domain.and_then(|domain| members.get_mut(domain as usize)) {
                members.push((Some(team), runner));
            }
        }
        let mut drafts = Vec::with_capacity(file.domains.len());
        for (number, (domain, members)) in file.domains.iter().zip(members).enumerate() {
            drafts.push(Draft {
                name: format!("domain {}", domain.name),
                kind: ScheduleKind::Domain,
                runners: members.into_iter().filter(|(_, runner)| runner.timeline.ever_shares()).collect(),
                in_force: needs.domain_schedule(number),
                findings: Vec::new(),
                of: u32::try_from(number).ok().map(Rotation::Domain),
            });
        }
        drafts
    }

    fn of_teams(portfolio: &Portfolio, needs: &'n Needs) -> Vec<Self> {
        let file = portfolio.file();
        let mut drafts = Vec::new();
        for (index, runner) in needs.running() {
            let team = file.teams.get(index);
            let alone = runner.domain.is_none();
            // Without siblings a domain's schedule is a schedule of the team's own.
            let in_force = runner.timeline.own_schedule(!alone);
            let name = match team {
                Some(team) => format!("team {}", team.name),
                None => format!(
                    "service {}",
                    runner
                        .services
                        .first()
                        .map_or_else(|| Name::from(""), |first| service_name(portfolio, *first))
                ),
            };
            let mut findings = Vec::new();
            if let Some(team) = team.filter(|_| alone && runner.timeline.ever_shares()) {
                findings.push(Detail::TeamWithoutDomain { team: team.name.clone() });
            }
            drafts.push(Draft {
                name,
                kind: ScheduleKind::Team,
                runners: vec![(team.map(|_| index), runner)],
                in_force,
                findings,
                of: runner.services.first().map(|service| portfolio.rotation(*service)),
            });
        }
        drafts
    }

    /// Its days in a year, and its standby in them where that has a price; `None` where it is never in force.
    fn in_a_year(&self, portfolio: &Portfolio) -> Result<Option<(Decimal, Option<Money>)>, Overflow> {
        let days = self.in_force.days(portfolio, self.of)?;
        if days.is_zero() && !self.in_force.normal {
            return Ok(None);
        }
        let whole_year = self.of.map(|of| product_schedule_cost(portfolio, of)).transpose()?.flatten();
        let cost = whole_year.map(|cost| self.in_force.standby(portfolio, self.of, cost)).transpose()?;
        Ok(Some((days, cost)))
    }
}

/// What all schedules cost over the horizon, as far as pay is given: as [`plan`] has them, without planning them.
pub(crate) fn standby_over_horizon(portfolio: &Portfolio, needs: &Needs) -> Result<Money, Overflow> {
    let mut total = Money::ZERO;
    let mut add = |cost: Option<Money>| {
        let currency = portfolio.file().currency;
        let cost = cost.unwrap_or_default().booked(currency);
        total = total.plus(portfolio.costs.discounting.of_yearly(cost, currency)?)?;
        Ok(())
    };
    for draft in Draft::all(portfolio, needs) {
        draft.in_a_year(portfolio)?.map_or(Ok(()), |(_, cost)| add(cost))?;
    }
    if needs.run_by_operations > 0 {
        add(operations_cost(portfolio)?)?;
    }
    Ok(total)
}

impl Planner<'_> {
    fn add(&mut self, draft: Draft<'_>) -> Result<(), Overflow> {
        let portfolio = self.portfolio;
        let Some((days, cost)) = draft.in_a_year(portfolio)? else { return Ok(()) };
        let file = portfolio.file();
        let mut teams = Vec::new();
        let mut services = Vec::new();
        let mut participants = Some(0_u32);
        for (team, runner) in &draft.runners {
            let team = team.and_then(|team| file.teams.get(team));
            teams.extend(team.map(|team| team.name.clone()));
            let people = team.and_then(|team| team.on_call_participants).map(|people| people.get());
            participants = participants.zip(people).map(|(sum, people)| sum.saturating_add(people));
            for service in &runner.services {
                services.push(*service);
                let shares = draft.kind == ScheduleKind::Team || runner.level() == OutOfHours::Domain;
                if let Some(slot) =
                    self.of_service.get_mut(*service).filter(|_| draft.in_force.normal && shares)
                {
                    *slot = Some(self.schedules.len());
                }
            }
        }
        let services = ascending(services);
        let terms = draft.of.map_or(&portfolio.product_teams, |of| portfolio.pay(of));
        if draft.in_force.normal {
            self.normal += 1;
            self.people = self.people.checked_add(terms.people_per_schedule).ok_or(Overflow)?;
        }
        self.rotations.push(draft.of);
        let schedule = self.schedule(
            Draft { findings: draft.findings, runners: Vec::new(), ..draft },
            (teams, &services),
            (terms, terms.people_per_schedule, participants, "on_call_participants"),
            (days, cost),
        )?;
        self.schedules.push(schedule);
        self.members.push(services);
        Ok(())
    }

    fn operations(&mut self, choices: &[Choice], needs: &Needs) -> Result<(), Overflow> {
        if needs.run_by_operations == 0 {
            return Ok(());
        }
        let portfolio = self.portfolio;
        let services: Vec<usize> = choices
            .iter()
            .enumerate()
            .filter(|(_, choice)| choice.model == OperatingModel::OpsRunIt)
            .map(|(service, _)| service)
            .collect();
        for service in &services {
            if let Some(slot) = self.of_service.get_mut(*service) {
                *slot = Some(self.schedules.len());
            }
        }
        let year = days_of_year(portfolio)?;
        let draft = Draft {
            name: "operations".to_owned(),
            kind: ScheduleKind::Operations,
            runners: Vec::new(),
            in_force: InForce::ALWAYS,
            findings: Vec::new(),
            of: None,
        };
        self.rotations.push(None);
        let participants = (portfolio.operations_participants, "/on_call/operations/participants");
        let schedule = self.schedule(
            draft,
            (Vec::new(), &services),
            (&portfolio.operations, operations_people(portfolio)?, participants.0, participants.1),
            (year, operations_cost(portfolio)?),
        )?;
        self.schedules.push(schedule);
        self.members.push(services);
        Ok(())
    }

    fn schedule(
        &self,
        draft: Draft<'_>,
        (teams, services): (Vec<Name>, &[usize]),
        (terms, people, participants, participants_key): (&Terms, u32, Option<u32>, &'static str),
        (days, cost): (Decimal, Option<Money>),
    ) -> Result<Schedule, Overflow> {
        let portfolio = self.portfolio;
        let file = portfolio.file();
        let covered = || services.iter().filter_map(|service| file.services.get(*service));
        let calendar = portfolio.settings.calendar_of(terms);
        let evenly = quotient(calendar.week.out_of_hours(), Decimal::from(168))?;
        let incidents = services.iter().try_fold(Some(Decimal::ZERO), |total, place| {
            let service = file.services.get(*place);
            let incidents = service.and_then(|service| service.incidents_per_year.as_ref());
            let incidents = incidents.map(|incidents| incidents.mean().value());
            // Of those of which a share arrives out of hours: how many that would be if they arrived evenly.
            let incidents = match portfolio.incidents_out_of_hours(*place) {
                Some(share) if !evenly.is_zero() => incidents
                    .map(|incidents| quotient(product(incidents, share.mean_of_one())?, evenly))
                    .transpose()?,
                _ => incidents,
            };
            total.zip(incidents).map(|(total, incidents)| sum(total, incidents)).transpose()
        })?;
        let progress = calendar.year.progress(&[terms.responds])?;
        let taken_up = progress.first().map_or(Decimal::ONE, |progress| progress.out_of_hours);
        // What comes in the hours of peaks, where it is there for them alone.
        let taken_up = match draft.in_force.minutes_alone().zip(draft.of) {
            Some((minutes, of)) => {
                let all = Decimal::from(portfolio.standby_minutes(of).max(minutes));
                quotient(product(taken_up, Decimal::from(minutes))?, all)?
            }
            None => taken_up,
        };
        let sites: Vec<_> = calendar.shops.weeks().collect();
        let (rota, broken) = Rota::assess(&RotaInput {
            participants,
            participants_key,
            people_on_call: people,
            shift: terms.shift,
            incidents_per_year: incidents,
            week: &calendar.week,
            sites: &sites,
            cover: portfolio.settings.cover(terms.responds),
            taken_up,
            weeks_per_year: portfolio.weeks_per_year,
            in_force: quotient(days, days_of_year(portfolio)?)?,
        })?;
        let many = draft.kind != ScheduleKind::Operations && services.len() > MANY_SERVICES;
        let many = many.then_some(Detail::RotaCoversManyServices { services: services.len() });
        let touched = portfolio.left_out().iter().any(|left| match draft.kind {
            ScheduleKind::Operations => true,
            _ => left.team.as_deref().is_some_and(|team| teams.iter().any(|other| &**other == team)),
        });
        let left_out = Detail::left_out(portfolio).filter(|_| touched);
        let findings = left_out.into_iter().chain(draft.findings).chain(broken).chain(many);
        Ok(Schedule {
            name: draft.name.into(),
            kind: draft.kind,
            teams,
            services: covered().map(|service| service.name.clone()).collect(),
            people_on_call: people,
            days_per_year: if draft.in_force.has_hours() { days.round_dp(6).normalize() } else { days },
            standby_cost_per_year: cost,
            rota,
            findings: findings.map(|detail| Finding::new(detail, file.currency)).collect(),
            assumptions: terms.assumed,
        })
    }
}

/// From how many services on, nobody in a rota knows all of them: twice the seven or so that people keep in mind.
const MANY_SERVICES: usize = 14;

impl StandbyCost {
    fn of(portfolio: &Portfolio, schedules: &[Schedule]) -> Result<Self, Overflow> {
        let total = |operations: bool| {
            let here =
                schedules.iter().filter(|schedule| (schedule.kind == ScheduleKind::Operations) == operations);
            here.map(|schedule| schedule.standby_cost_per_year).try_fold(Some(Money::ZERO), |total, cost| {
                total.zip(cost).map(|(total, cost)| total.plus(cost)).transpose()
            })
        };
        let (product_teams, operations) = (total(false)?, total(true)?);
        let mut missing = Vec::new();
        if product_teams.is_none() && portfolio.product_teams.standby.is_none() {
            missing.push("/on_call/product_teams/standby");
        }
        if operations.is_none() && portfolio.operations.standby.is_none() {
            missing.push("/on_call/operations/standby");
        }
        let known = [product_teams, operations].into_iter().flatten();
        let has_cost = product_teams.is_some()
            && schedules.iter().any(|schedule| schedule.kind != ScheduleKind::Operations)
            || operations.is_some()
                && schedules.iter().any(|schedule| schedule.kind == ScheduleKind::Operations);
        let total = Money::total(known)?;
        Ok(Self {
            product_teams_cost_per_year: product_teams,
            operations_cost_per_year: operations,
            cost_per_year: (has_cost || missing.is_empty()).then_some(total),
            partial: !missing.is_empty() || !portfolio.left_out().is_empty(),
            missing,
        })
    }
}
