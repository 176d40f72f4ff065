//! Deployments, unplanned work and improvement actions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use whorunsit::{Money, Name, Portfolio};

use crate::context::Context;
use crate::events::{Event, Events};
use crate::figures::Lengths;
use crate::period::{Part, Period};
use crate::problem::Refusal;
use crate::source::Source;
use crate::statistics::{Interval, Observation, number, proportion, rate, slope};

/// Two services are deployed together where both are within this many seconds.
const TOGETHER: i64 = 3600;
/// Fewer joint deployments are no pattern.
const FEWEST_TOGETHER: usize = 3;
/// The most services that are held against each other.
const MAX_PAIRS: usize = 500;

/// The deployments of a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeploymentFigures {
    /// The service; `None` for those that do not say.
    pub service: Option<Name>,
    /// How many in the period.
    pub deployments: u64,
    /// How many a year, with the exact Poisson interval.
    pub per_year: Option<Interval>,
    /// How many a year its deployment target asks for.
    #[serde(serialize_with = "crate::statistics::optional_number")]
    pub target_per_year: Option<f64>,
    /// Whether fewer were made than the target asks for, beyond what chance explains.
    pub below_target: Option<bool>,
    /// From commit to deployment, in seconds.
    pub lead_time: Option<Lengths>,
    /// The share that failed, of those that say so.
    pub change_failure: Option<Interval>,
}

/// Two services that are deployed within an hour of each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LockStep {
    /// One service.
    pub service: Name,
    /// The other.
    pub with: Name,
    /// How many deployments of the first were within an hour of one of the second.
    pub together: usize,
    /// Of how many.
    pub of: usize,
}

/// Deployments in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deployments {
    /// How the file was read.
    pub source: Source,
    /// By service.
    pub services: Vec<DeploymentFigures>,
    /// Services deployed in lock-step: more than half the time, and at least three times.
    pub lock_step: Vec<LockStep>,
}

/// Measures deployments.
///
/// # Errors
/// `overflow`, where the portfolio's amounts are too large.
pub fn deployments(
    events: Events,
    portfolio: Option<&Portfolio>,
    period: &Period,
) -> Result<Deployments, Refusal> {
    let context = portfolio.map(Context::of).transpose()?;
    let Events { events, source } = events;
    let within = |event: &&Event| event.finished.is_some_and(|at| (period.start..period.end).contains(&at));
    let mut by_service: BTreeMap<Option<Name>, Vec<&Event>> = BTreeMap::new();
    for event in events.iter().filter(within) {
        let named =
            context.as_ref().zip(event.service.as_ref()).and_then(|(context, name)| context.find(name));
        let service = named.map(|terms| &terms.name).or(event.service.as_ref());
        by_service.entry(service.cloned()).or_default().push(event);
    }
    let services = by_service.iter().map(|(service, of)| {
        let count = of.len() as u64;
        let per_year = rate(count, period.years);
        let terms = context.as_ref().zip(service.as_ref()).and_then(|(context, name)| context.find(name));
        let days = terms.and_then(|terms| terms.deployment_target.days().to_string().parse::<f64>().ok());
        let target_per_year = days.filter(|days| *days > 0.0).map(|days| 364.0 / days);
        let high = per_year.and_then(|rate| rate.high);
        let lead: Vec<Observation> = of
            .iter()
            .filter_map(|event| Some(event.finished? - event.started?))
            .map(|seconds| Observation { time: seconds as f64, ended: true })
            .collect();
        let said: Vec<bool> = of.iter().filter_map(|event| event.failed).collect();
        let failed = said.iter().filter(|failed| **failed).count() as u64;
        DeploymentFigures {
            service: service.clone(),
            deployments: count,
            per_year,
            target_per_year,
            below_target: target_per_year.zip(high).map(|(target, high)| high < target),
            lead_time: Lengths::of(&lead),
            change_failure: proportion(failed, said.len() as u64),
        }
    });
    let services = services.collect();
    Ok(Deployments { services, lock_step: lock_step(&by_service), source })
}

fn lock_step(by_service: &BTreeMap<Option<Name>, Vec<&Event>>) -> Vec<LockStep> {
    let times: Vec<(&Name, Vec<i64>)> = by_service
        .iter()
        .take(MAX_PAIRS)
        .filter_map(|(service, of)| {
            let mut times: Vec<i64> = of.iter().filter_map(|event| event.finished).collect();
            times.sort_unstable();
            Some((service.as_ref()?, times))
        })
        .collect();
    let mut pairs = Vec::new();
    for (service, own) in &times {
        for (with, other) in times.iter().filter(|(with, _)| with != service) {
            let near = |at: &&i64| {
                let from = other.partition_point(|time| *time < *at - TOGETHER);
                other.get(from).is_some_and(|time| *time <= *at + TOGETHER)
            };
            let together = own.iter().filter(near).count();
            if together >= FEWEST_TOGETHER && 2 * together > own.len() {
                let (service, with) = ((*service).clone(), (*with).clone());
                pairs.push(LockStep { service, with, together, of: own.len() });
            }
        }
    }
    pairs
}

/// The unplanned work of a team in one week.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorkWeek {
    /// Its Monday.
    pub week: Date,
    /// Items that were unplanned.
    pub unplanned: u64,
    /// All items.
    pub all: u64,
}

/// The unplanned work of a team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorkFigures {
    /// The team; `None` for items that do not say.
    pub team: Option<Name>,
    /// Unplanned items.
    pub unplanned: u64,
    /// All items.
    pub all: u64,
    /// The rework rate: unplanned ÷ all.
    pub rework_rate: Option<Interval>,
    /// By how many percentage points the rate of a week rises each week, by least squares.
    pub trend: Option<Interval>,
    /// Whether the rate is above the organisation's own threshold, beyond what chance explains.
    pub above_threshold: Option<bool>,
    /// What it costs a year: the team's capacity × rate × hourly cost, where the portfolio has them.
    pub cost_per_year: Option<Money>,
    /// What half as much would free a year.
    pub halving_frees: Option<Money>,
    /// Every week with items.
    pub weeks: Vec<WorkWeek>,
}

/// Work items in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Work {
    /// How the file was read.
    pub source: Source,
    /// The labels of unplanned work.
    pub unplanned_labels: Vec<String>,
    /// The organisation's own threshold of the rework rate, in percent.
    #[serde(serialize_with = "crate::statistics::optional_number")]
    pub threshold_percent: Option<f64>,
    /// By team.
    pub teams: Vec<WorkFigures>,
    /// From an insight to the improvement: the lead time of items labelled as improvements, in seconds.
    pub improvement_lead_time: Option<Lengths>,
    /// Improvements a year.
    pub improvements_per_year: Option<Interval>,
    /// Weeks in a year, for costs.
    #[serde(serialize_with = "number")]
    pub weeks_per_year: f64,
}

/// What is asked of work items.
#[derive(Clone, Debug)]
pub struct WorkOptions {
    /// The labels, or types, of unplanned work.
    pub unplanned: Vec<String>,
    /// The labels of improvement actions.
    pub improvements: Vec<String>,
    /// The organisation's own threshold of the rework rate, in percent.
    pub threshold_percent: Option<f64>,
}

impl Default for WorkOptions {
    fn default() -> Self {
        Self {
            unplanned: vec!["BAU".to_owned()],
            improvements: vec!["improvement".to_owned()],
            threshold_percent: None,
        }
    }
}

/// Measures work items by the day on which they were finished, or else created.
#[must_use]
pub fn work(events: Events, portfolio: Option<&Portfolio>, period: &Period, options: &WorkOptions) -> Work {
    let Events { events, source } = events;
    let labelled = |event: &Event, words: &[String]| {
        event.labels.iter().any(|label| words.iter().any(|word| word.eq_ignore_ascii_case(label)))
    };
    let day = |event: &Event| event.finished.or(event.started);
    let within: Vec<&Event> = events
        .iter()
        .filter(|event| day(event).is_some_and(|at| (period.start..period.end).contains(&at)))
        .collect();
    let weeks_per_year = portfolio
        .and_then(|portfolio| portfolio.file().calendar.as_ref()?.weeks_per_year)
        .map_or(rust_decimal::Decimal::from(52), whorunsit::Number::value);
    let parts = period.parts(Part::Week);
    let mut by_team: BTreeMap<Option<Name>, Vec<&Event>> = BTreeMap::new();
    for event in &within {
        by_team.entry(event.team.clone()).or_default().push(event);
    }
    let teams = by_team.into_iter().map(|(team, of)| {
        let unplanned = of.iter().filter(|event| labelled(event, &options.unplanned)).count() as u64;
        let all = of.len() as u64;
        let weeks: Vec<WorkWeek> = parts
            .iter()
            .map(|(week, start, end)| {
                let of = of.iter().filter(|event| day(event).is_some_and(|at| (*start..*end).contains(&at)));
                let of: Vec<_> = of.collect();
                let unplanned = of.iter().filter(|event| labelled(event, &options.unplanned)).count() as u64;
                WorkWeek { week: *week, unplanned, all: of.len() as u64 }
            })
            .collect();
        let points = weeks.iter().enumerate().filter(|(_, week)| week.all > 0);
        let points: Vec<(f64, f64)> = points
            .map(|(index, week)| (index as f64, 100.0 * week.unplanned as f64 / week.all as f64))
            .collect();
        let rework_rate = proportion(unplanned, all);
        let low = rework_rate.and_then(|rate| rate.low);
        let cost = || {
            let teams = &portfolio?.file().teams;
            let team = teams.iter().find(|one| Some(&one.name) == team.as_ref())?;
            let hours = team.capacity_hours_per_week.as_ref()?.mean().value().checked_mul(weeks_per_year)?;
            let share = hours.checked_mul(unplanned.into())?;
            team.hourly_cost.as_ref()?.mean().share(share, all.into()).ok()
        };
        let cost_per_year = cost();
        WorkFigures {
            unplanned,
            all,
            rework_rate,
            trend: slope(&points),
            above_threshold: options.threshold_percent.zip(low).map(|(most, low)| 100.0 * low > most),
            halving_frees: cost_per_year.and_then(|cost| cost.share(1.into(), 2.into()).ok()),
            cost_per_year,
            weeks: weeks.into_iter().filter(|week| week.all > 0).collect(),
            team,
        }
    });
    let teams = teams.collect();
    let improved: Vec<&&Event> = within
        .iter()
        .filter(|event| event.finished.is_some() && labelled(event, &options.improvements))
        .collect();
    let lead: Vec<Observation> = improved
        .iter()
        .filter_map(|event| Some(event.finished? - event.started?))
        .map(|seconds| Observation { time: seconds as f64, ended: true })
        .collect();
    Work {
        unplanned_labels: options.unplanned.clone(),
        threshold_percent: options.threshold_percent,
        teams,
        improvement_lead_time: Lengths::of(&lead),
        improvements_per_year: rate(improved.len() as u64, period.years).filter(|_| !improved.is_empty()),
        weeks_per_year: weeks_per_year.to_string().parse().unwrap_or(52.0),
        source,
    }
}
