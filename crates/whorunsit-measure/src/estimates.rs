//! Estimates for a portfolio, made of what happened.

use std::collections::BTreeMap;

use serde::Serialize;
use whorunsit::{Duration, Name, OperatingModel, Portfolio, ResponseHome, Tier};

use crate::context::ServiceTerms;
use crate::figures::{Figures, fits};
use crate::incidents::Incident;
use crate::period::Period;
use crate::source::Source;
use crate::statistics::{Fit, Gamma, Interval, Observation};

/// Fewer incidents than these are weighed against the portfolio's own estimate.
pub const FEW: u64 = 10;
/// Fewer lengths than these make no estimate.
const FEWEST_LENGTHS: usize = 5;
/// The most observed values that are written.
const OBSERVED: usize = 200;

/// Incidents a year of a service: as measured, as the portfolio says, and both together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrequencyEstimate {
    /// The service.
    pub service: Name,
    /// What was measured: Gamma(events + ½, years).
    pub measured: Gamma,
    /// Its mean and interval.
    pub measured_per_year: Option<Interval>,
    /// What the portfolio says, as it is written there.
    pub portfolio: Option<String>,
    /// The mean of that.
    #[serde(serialize_with = "crate::statistics::optional_number")]
    pub portfolio_mean: Option<f64>,
    /// Both together, where the portfolio has an estimate.
    pub shrunk: Option<Gamma>,
    /// Its mean and interval.
    pub shrunk_per_year: Option<Interval>,
    /// What is proposed: of fewer than ten incidents both together, else what was measured.
    pub proposed: Gamma,
}

/// A length of time in a portfolio.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum LengthEstimate {
    /// A lognormal distribution through its 5th and 95th percentile.
    Interval {
        /// One in twenty is shorter.
        p5: Duration,
        /// One in twenty is longer.
        p95: Duration,
    },
    /// Lengths that were observed, evenly chosen of many.
    Observed {
        /// In ascending order.
        observed: Vec<Duration>,
    },
}

/// Where a response stands in a portfolio.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "in", content = "name", rename_all = "kebab-case")]
pub enum ResponsePlace {
    /// The portfolio's `[response]`.
    Portfolio,
    /// A named block.
    Block(Name),
    /// A domain's own.
    Domain(Name),
    /// A team's own.
    Team(Name),
    /// A service's own.
    Service(Name),
}

impl ResponsePlace {
    fn of(home: ResponseHome) -> Self {
        match home {
            ResponseHome::Portfolio => Self::Portfolio,
            ResponseHome::Block(name) => Self::Block(name),
            ResponseHome::Domain(name) => Self::Domain(name),
            ResponseHome::Team(name) => Self::Team(name),
            ResponseHome::Service(name) => Self::Service(name),
        }
    }

    /// Its path in the portfolio, names in place of numbers: `services.bedroom.response`.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Portfolio => "response".to_owned(),
            Self::Block(name) => format!("responses.{name}"),
            Self::Domain(name) => format!("domains.{name}.response"),
            Self::Team(name) => format!("teams.{name}.response"),
            Self::Service(name) => format!("services.{name}.response"),
        }
    }
}

/// The response of an operating model: how long incidents wait to be taken up, and how long they are worked on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResponseEstimate {
    /// Where the portfolio has it: services that respond in their own way are measured by themselves.
    pub place: ResponsePlace,
    /// The operating model.
    pub operating_model: OperatingModel,
    /// How many incidents.
    pub incidents: usize,
    /// The tier, where the model has exactly one.
    pub tier: Option<Name>,
    /// Until somebody took it up.
    pub pick_up: Option<LengthEstimate>,
    /// From then on until the service was restored; from the start where the export does not say when it was taken up.
    pub handling: Option<LengthEstimate>,
    /// The fitted distribution of that, and how well it fits.
    pub handling_fit: Option<Fit>,
    /// Why it is not proposed.
    pub not_proposed: Option<String>,
}

/// Estimates for a portfolio.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimates {
    /// Where they come from, for a comment.
    pub origin: String,
    /// Incidents a year of each service of the portfolio that the export may say something of.
    pub incidents_per_year: Vec<FrequencyEstimate>,
    /// The response of each operating model that the export says something of.
    pub response: Vec<ResponseEstimate>,
}

impl Estimates {
    pub(crate) fn of(
        portfolio: &Portfolio,
        figures: &[Figures],
        incidents: &[(&ServiceTerms, &Incident)],
        period: &Period,
        source: &Source,
    ) -> Self {
        let file = portfolio.file();
        let incidents_per_year = file.services.iter().zip(figures).map(|(service, figures)| {
            let measured = figures.frequency;
            let own = service.incidents_per_year.as_ref();
            let mean = own.and_then(|own| own.mean().to_string().parse::<f64>().ok());
            // A point is not said to be sure: it counts as much as one incident.
            let variance = own.zip(mean).map(|(own, mean)| match own.variance() {
                variance if variance > 0.0 => variance,
                _ => mean * mean,
            });
            let shrunk = mean
                .zip(variance)
                .and_then(|(mean, variance)| Gamma::shrunk(mean, variance, figures.incidents, period.years));
            FrequencyEstimate {
                service: service.name.clone(),
                measured,
                measured_per_year: measured.interval(),
                portfolio: own.and_then(|own| serde_json::to_string(own).ok()),
                portfolio_mean: mean,
                shrunk,
                shrunk_per_year: shrunk.and_then(Gamma::interval),
                proposed: shrunk.filter(|_| figures.incidents < FEW).unwrap_or(measured),
            }
        });
        let mut by_response: BTreeMap<(OperatingModel, ResponsePlace), Responding<'_>> = BTreeMap::new();
        for (service, incident) in incidents {
            let Some(model) = incident.operating_model else { continue };
            let found = portfolio.response_of(service.place, model);
            let (place, tiers) = found.map_or((ResponsePlace::Portfolio, None), |(home, response)| {
                (ResponsePlace::of(home), Some(response.tiers.as_slice()))
            });
            let responding = by_response.entry((model, place)).or_default();
            responding.tiers = tiers.unwrap_or_default();
            responding.incidents.push(incident);
        }
        let response = by_response
            .into_iter()
            .map(|((model, place), responding)| ResponseEstimate::of(place, model, &responding, period));
        Self {
            origin: format!("{}, {} to {}", source.name, period.from, period.to),
            incidents_per_year: incidents_per_year.collect(),
            response: response.collect(),
        }
    }
}

/// The tiers of a response, and the incidents that they took on.
#[derive(Default)]
struct Responding<'r> {
    tiers: &'r [Tier],
    incidents: Vec<&'r Incident>,
}

impl ResponseEstimate {
    fn of(place: ResponsePlace, model: OperatingModel, responding: &Responding<'_>, period: &Period) -> Self {
        let Responding { tiers, incidents } = responding;
        let fits = fits(incidents, period);
        let (handled, fit) = match fits.handling.0.len() >= FEWEST_LENGTHS {
            true => fits.handling,
            false => fits.restore,
        };
        let handling = length(&handled, fit.as_ref());
        let (tier, not_proposed) = match *tiers {
            [tier] if handling.is_none() => (
                Some(tier.name.clone()),
                Some(format!("fewer than {FEWEST_LENGTHS} incidents were restored")),
            ),
            [tier] => (Some(tier.name.clone()), None),
            [] => (None, Some("the portfolio does not say how the model responds".to_owned())),
            tiers => (
                None,
                Some(format!(
                    "the model has {} tiers, and the export does not say how long an incident was in each",
                    tiers.len()
                )),
            ),
        };
        Self {
            place,
            operating_model: model,
            incidents: incidents.len(),
            tier,
            pick_up: length(&fits.acknowledge.0, fits.acknowledge.1.as_ref()),
            handling,
            handling_fit: fit,
            not_proposed,
        }
    }
}

/// Lengths as an estimate: lognormal where that fits, else as they were observed. `None` for too few.
fn length(observations: &[Observation], fit: Option<&Fit>) -> Option<LengthEstimate> {
    let duration = |seconds: f64| format!("{}s", seconds.round().max(0.0)).parse::<Duration>().ok();
    if observations.iter().filter(|one| one.ended).count() < FEWEST_LENGTHS {
        return None;
    }
    if let Some(fit) = fit.filter(|fit| !fit.is_doubtful() && fit.zero == 0) {
        let (p5, p95) = (duration(fit.lognormal.quantile(0.05))?, duration(fit.lognormal.quantile(0.95))?);
        if p5.seconds() > 0 && p5 < p95 {
            return Some(LengthEstimate::Interval { p5, p95 });
        }
    }
    let times = crate::statistics::sorted(observations.iter().map(|one| one.time));
    let kept = times.len().min(OBSERVED);
    let at = |index: usize| times.get((2 * index + 1) * times.len() / (2 * kept)).copied();
    let observed = (0..kept).filter_map(at).map(duration).collect::<Option<Vec<_>>>()?;
    Some(LengthEstimate::Observed { observed })
}
