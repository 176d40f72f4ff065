//! What happened to some incidents: rates, lengths of time, shares.

use serde::Serialize;
use whorunsit::Name;

use crate::incidents::Incident;
use crate::period::{Hours, Period};
use crate::statistics::{
    Fit, Gamma, Interval, Observation, mean, median_survival, proportion, quantile, rate, slope, sorted,
};

/// Lengths of time, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lengths {
    /// How many have ended.
    pub count: usize,
    /// How many have not. Their time so far is a lower bound, and so are then the mean and the high percentiles.
    pub open: usize,
    /// The mean.
    pub mean: Option<Interval>,
    /// The median; where some have not ended, that of Kaplan and Meier.
    pub median: Option<Interval>,
    /// One in ten is longer.
    pub p90: Option<Interval>,
    /// One in twenty is longer.
    pub p95: Option<Interval>,
}

impl Lengths {
    /// `None` where there are none.
    pub(crate) fn of(observations: &[Observation]) -> Option<Self> {
        if observations.is_empty() {
            return None;
        }
        let open = observations.iter().filter(|observation| !observation.ended).count();
        let times = sorted(observations.iter().map(|observation| observation.time));
        // What an open length comes to is not known to end there.
        let at_least =
            |interval: Interval| if open > 0 { Interval { high: None, ..interval } } else { interval };
        Some(Self {
            count: observations.len() - open,
            open,
            mean: mean(&times).map(at_least),
            median: if open > 0 { median_survival(observations) } else { quantile(&times, 0.5) },
            p90: quantile(&times, 0.9).map(at_least),
            p95: quantile(&times, 0.95).map(at_least),
        })
    }
}

/// Hand-offs between groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandOffs {
    /// How many incidents say how often they were handed on.
    pub count: usize,
    /// Hand-offs an incident.
    pub per_incident: Option<Interval>,
    /// The share of incidents that were handed on at all.
    pub handed_on: Option<Interval>,
    /// The median seconds to restore where there was none.
    pub median_without: Option<Interval>,
    /// The same where there was one or more.
    pub median_with: Option<Interval>,
    /// By how many seconds an incident lasts longer with each hand-off, by least squares: they go together, which does
    /// not say that one causes the other.
    pub seconds_each: Option<Interval>,
}

/// An incident, and the working hours of its service.
pub(crate) type Timed<'i> = (&'i Incident, &'i Hours);

/// The figures of some incidents: of all, of a service, a team or a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Whose they are; `None` for those that do not say.
    pub name: Option<Name>,
    /// How many incidents began in the period.
    pub incidents: u64,
    /// How many of them are not restored.
    pub open: u64,
    /// Incidents a year, with the exact interval.
    pub per_year: Option<Interval>,
    /// The same as a distribution to be written into a portfolio.
    pub frequency: Gamma,
    /// Until somebody took it up.
    pub time_to_acknowledge: Option<Lengths>,
    /// Until the service was restored.
    pub time_to_restore: Option<Lengths>,
    /// The share that began out of hours.
    pub out_of_hours: Option<Interval>,
    /// Hand-offs.
    pub hand_offs: Option<HandOffs>,
    /// The share that was opened again.
    pub reopened: Option<Interval>,
    /// A lognormal distribution of the time to restore, and how well it fits.
    pub restore_fit: Option<Fit>,
}

impl Figures {
    pub(crate) fn of(name: Option<Name>, incidents: &[Timed<'_>], period: &Period) -> Self {
        let count = incidents.len() as u64;
        let is_out = |(one, hours): &&Timed<'_>| period.civil(one.opened).is_some_and(|at| hours.is_out(at));
        let out = incidents.iter().filter(is_out).count() as u64;
        let incidents: Vec<&Incident> = incidents.iter().map(|(one, _)| *one).collect();
        let incidents = incidents.as_slice();
        let fits = fits(incidents, period);
        let said: Vec<u32> = incidents.iter().filter_map(|incident| incident.reopened).collect();
        let again = said.iter().filter(|times| **times > 0).count() as u64;
        Self {
            name,
            incidents: count,
            open: incidents.iter().filter(|incident| incident.restored.is_none()).count() as u64,
            per_year: rate(count, period.years),
            frequency: Gamma { events: count as f64, years: period.years },
            time_to_acknowledge: Lengths::of(&fits.acknowledge.0),
            time_to_restore: Lengths::of(&fits.restore.0),
            out_of_hours: proportion(out, count),
            hand_offs: HandOffs::of(incidents),
            reopened: proportion(again, said.len() as u64),
            restore_fit: fits.restore.1,
        }
    }
}

/// Lengths with a lognormal distribution fitted to them.
pub(crate) type Fitted = (Vec<Observation>, Option<Fit>);

/// The lengths of time of incidents.
pub(crate) struct Fits {
    /// Until somebody took it up.
    pub(crate) acknowledge: Fitted,
    /// From then on until the service was restored.
    pub(crate) handling: Fitted,
    /// Both together.
    pub(crate) restore: Fitted,
}

pub(crate) fn fits(incidents: &[&Incident], period: &Period) -> Fits {
    let fitted = |observations: Vec<Observation>| {
        let fit = Fit::of(&observations);
        (observations, fit)
    };
    let takes = incidents.iter().filter_map(|incident| incident.seconds_to_acknowledge());
    Fits {
        acknowledge: fitted(takes.map(|seconds| Observation { time: seconds as f64, ended: true }).collect()),
        handling: fitted(observations(incidents, period, |one| one.acknowledged, |one| one.restored)),
        restore: fitted(observations(incidents, period, |one| Some(one.opened), |one| one.restored)),
    }
}

/// Lengths from one moment of an incident to another, or to the end of the period.
fn observations(
    incidents: &[&Incident],
    period: &Period,
    from: impl Fn(&Incident) -> Option<i64>,
    to: impl Fn(&Incident) -> Option<i64>,
) -> Vec<Observation> {
    let observe = |incident: &&Incident| {
        let start = from(incident)?;
        Some(match to(incident) {
            Some(end) => Observation { time: (end - start).max(0) as f64, ended: true },
            None => Observation { time: (period.end - start).max(0) as f64, ended: false },
        })
    };
    incidents.iter().filter_map(observe).collect()
}

impl HandOffs {
    fn of(incidents: &[&Incident]) -> Option<Self> {
        let said: Vec<(f64, Option<f64>)> = incidents
            .iter()
            .filter_map(|one| {
                Some((f64::from(one.hand_offs?), one.seconds_to_restore().map(|seconds| seconds as f64)))
            })
            .collect();
        if said.is_empty() {
            return None;
        }
        let handed = said.iter().filter(|(times, _)| *times > 0.0).count() as u64;
        let median = |with: bool| {
            let times = said.iter().filter(|(times, _)| (*times > 0.0) == with);
            quantile(&sorted(times.filter_map(|(_, seconds)| *seconds)), 0.5)
        };
        let points: Vec<(f64, f64)> =
            said.iter().filter_map(|(times, seconds)| Some((*times, (*seconds)?))).collect();
        let times: Vec<f64> = said.iter().map(|(times, _)| *times).collect();
        Some(Self {
            count: said.len(),
            per_incident: mean(&times),
            handed_on: proportion(handed, said.len() as u64),
            median_without: median(false),
            median_with: median(true),
            seconds_each: slope(&points),
        })
    }
}
