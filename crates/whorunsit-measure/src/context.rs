//! What a portfolio says of the services of an export.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;
use whorunsit::{
    Availability, Currency, DeploymentTarget, Money, Name, OperatingModel, Portfolio, RunsToday, Tolerable,
    recommend,
};

use crate::incidents::Incident;
use crate::period::{Hours, Period};
use crate::problem::{Refusal, did_you_mean, meant};

/// A service of the portfolio, with what incidents are held against.
#[derive(Clone, Debug)]
pub(crate) struct ServiceTerms {
    pub(crate) name: Name,
    /// Its place in the portfolio.
    pub(crate) place: usize,
    pub(crate) team: Option<Name>,
    pub(crate) exposure_per_hour: Money,
    pub(crate) target: Availability,
    pub(crate) deployment_target: DeploymentTarget,
    /// Who runs it today, where the portfolio says so.
    pub(crate) runs_today: Option<OperatingModel>,
    /// What the target tolerates in a week.
    pub(crate) tolerable_week: Tolerable,
    /// Its working hours and bank holidays.
    pub(crate) hours: Arc<Hours>,
    /// The share of the exposure that an incident loses, on average.
    severity: Decimal,
    working: Decimal,
    out_of_hours: Decimal,
}

/// A portfolio as far as it matters to what happened.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) currency: Currency,
    pub(crate) services: Vec<ServiceTerms>,
    places: HashMap<String, usize>,
}

/// A service that incidents name and the portfolio does not have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stranger {
    /// Its name in the export.
    pub name: Name,
    /// How many incidents.
    pub incidents: u64,
    /// The service of the portfolio that may be meant.
    pub meant: Option<Name>,
}

/// A name without regard to case, and to what stands between its words.
pub(crate) fn plain(name: &str) -> String {
    let kept = name.chars().filter(|char| char.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

impl Context {
    pub(crate) fn of(portfolio: &Portfolio) -> Result<Self, Refusal> {
        let recommendation = recommend(portfolio).map_err(|overflow| {
            Refusal::new("overflow", overflow.to_string(), "check the amounts of the portfolio")
        })?;
        let file = portfolio.file();
        let whole = Decimal::ONE_HUNDRED;
        let part =
            |share: Option<whorunsit::Share>| share.map_or(Decimal::ONE, |share| share.percent() / whole);
        // Services share calendars, which are worked out once.
        let mut calendars: BTreeMap<u32, Arc<Hours>> = BTreeMap::new();
        let mut hours = |place: usize| {
            let calendar = portfolio.calendar_of(place);
            Arc::clone(calendars.entry(calendar.number()).or_insert_with(|| Arc::new(Hours::of(calendar))))
        };
        let services: Vec<ServiceTerms> = file
            .services
            .iter()
            .zip(recommendation.services)
            .enumerate()
            .map(|(place, (service, recommended))| ServiceTerms {
                place,
                hours: hours(place),
                name: service.name.clone(),
                team: service.team.clone(),
                exposure_per_hour: recommended.exposure_per_hour,
                target: recommended.availability_target,
                deployment_target: recommended.deployment_target,
                runs_today: service.runs_today.or(file.runs_today).and_then(RunsToday::model),
                tolerable_week: recommended.tolerable_unavailability.week,
                severity: part(service.severity.as_ref().map(|severity| severity.mean())),
                working: part(service.working_hours_exposure.as_ref().map(|share| share.mean())),
                out_of_hours: part(service.out_of_hours_exposure.as_ref().map(|share| share.mean())),
            })
            .collect();
        let places =
            services.iter().enumerate().map(|(place, service)| (plain(&service.name), place)).collect();
        Ok(Self { currency: file.currency, services, places })
    }

    /// The service of a name; upper and lower case, spaces and hyphens do not matter.
    pub(crate) fn find(&self, name: &str) -> Option<&ServiceTerms> {
        self.services.get(*self.places.get(&plain(name))?)
    }

    pub(crate) fn stranger(&self, name: &Name, incidents: u64) -> Stranger {
        let near = meant(name, self.services.iter().map(|service| &*service.name));
        Stranger { name: name.clone(), incidents, meant: near.map(Name::from) }
    }

    /// The service of a name that a user wrote.
    ///
    /// # Errors
    /// `unknown-service`, with the name that may have been meant.
    pub(crate) fn expect(&self, name: &str) -> Result<&ServiceTerms, Refusal> {
        self.find(name).ok_or_else(|| {
            let known = || self.services.iter().map(|service| &*service.name);
            let all = || format!("its services are {}", known().take(40).collect::<Vec<_>>().join(", "));
            let help = did_you_mean(name, known(), all);
            let message = format!("the portfolio has no service `{}`", crate::problem::quoted(name));
            Refusal::new("unknown-service", message, help)
        })
    }
}

impl ServiceTerms {
    /// What is lost from a moment on in some seconds: exposure × severity × hours, those in and out of working hours at
    /// the share of the exposure that is then at stake. `None` where it is too large.
    pub(crate) fn loss(&self, from: i64, seconds: i64, period: &Period) -> Option<Money> {
        let worked = period.civil(from).map_or(0.0, |civil| self.hours.worked_share(civil, seconds));
        // Whole seconds, so that the amount is exact.
        let seconds = seconds.max(0);
        let in_hours = ((worked * seconds as f64).round() as i64).clamp(0, seconds);
        let weighted = Decimal::from(in_hours)
            .checked_mul(self.working)?
            .checked_add(Decimal::from(seconds - in_hours).checked_mul(self.out_of_hours)?)?;
        let at_stake = weighted.checked_mul(self.severity)?;
        self.exposure_per_hour.share(at_stake, Decimal::from(3600)).ok()
    }

    /// What an incident lost: what the export says, else what the portfolio makes of its length; while it is open, so far.
    pub(crate) fn loss_of(&self, incident: &Incident, period: &Period) -> Option<Money> {
        incident.loss.or_else(|| {
            let end = incident.restored.unwrap_or(period.end);
            self.loss(incident.opened, end - incident.opened, period)
        })
    }
}
