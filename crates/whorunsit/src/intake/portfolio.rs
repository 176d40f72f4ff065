//! A portfolio of the services that were taken in.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::bands::{self, Suggested};
use super::cell::Taken;
use super::report::{IntakeCell, IntakeReport, LeftOutReason};
use super::{FIELDS, IntakeOptions, Service, of_team};
use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::{Availability, Money};
use crate::portfolio::RunsToday;
use crate::resolve::Portfolio;
use crate::wording::{first_few, plural};

/// The services as JSON, each with what its row says.
pub(super) fn as_json(services: &[Service]) -> String {
    let written: Vec<Written<'_>> = services.iter().map(|service| Written { service, kind: None }).collect();
    serde_json::to_string(&written).unwrap_or_default()
}

/// A service as a table of the format.
struct Written<'s> {
    service: &'s Service,
    /// Its kind, where its row does not say it.
    kind: Option<&'static str>,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (index, field) in FIELDS.iter().enumerate() {
            if of_team(field.key) || field.key == "currency" {
                continue;
            }
            match self.service.values.get(&index) {
                Some(taken) => map.serialize_entry(field.key, taken)?,
                None => {
                    if let Some(kind) = self.kind.filter(|_| field.key == "kind") {
                        map.serialize_entry(field.key, kind)?;
                    }
                }
            }
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Band {
    max_per_hour: String,
    availability: String,
}

#[derive(Serialize)]
struct DemandBand {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_features_per_month: Option<u32>,
    deployment: &'static str,
}

#[derive(Serialize)]
struct Named<'s> {
    name: &'s str,
}

#[derive(Serialize)]
struct Team<'s> {
    name: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_call_participants: Option<&'s Taken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hourly_cost: Option<&'s Taken>,
}

/// A portfolio, not yet read.
#[derive(Serialize)]
pub(super) struct Draft<'s> {
    schema: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'s str>,
    currency: Currency,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_today: Option<RunsToday>,
    exposure_bands: Vec<Band>,
    #[serde(skip)]
    suggested: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    demand_bands: Vec<DemandBand>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    domains: Vec<Named<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    teams: Vec<Team<'s>>,
    services: Vec<Written<'s>>,
}

/// That what was not taken in counts as not given, which a default or a profile then fills in.
fn unread_note(unread: &[&IntakeCell]) -> Option<String> {
    let named =
        unread.iter().map(|cell| format!("`{}` of {} (`{}`)", cell.heading, cell.service, cell.written));
    (!unread.is_empty()).then(|| {
        format!(
            "what was not taken in counts as not given, so that a default or the profile may stand for it: {}",
            first_few(named, ", ")
        )
    })
}

impl<'s> Draft<'s> {
    /// The portfolio of the complete services, as JSON text.
    pub(super) fn of(
        services: &'s [Service],
        options: &'s IntakeOptions,
        currency: Option<Currency>,
        report: &mut IntakeReport,
    ) -> Option<String> {
        let unread = report.unread();
        let unread_of = |service: &Service| unread.get(&service.row).into_iter().flatten();
        let mut complete: Vec<&Service> = Vec::with_capacity(services.len());
        for service in services {
            let wanted = ["exposure_per_hour", "feature_demand"];
            let missing: Vec<&str> = wanted.into_iter().filter(|key| service.value(key).is_none()).collect();
            if missing.is_empty() {
                complete.push(service);
            } else {
                let why = |key: &&str| match unread_of(service).find(|cell| cell.field == *key) {
                    Some(cell) => format!("`{key}` was not taken in (`{}`)", cell.written),
                    None => format!("`{key}` not given"),
                };
                let why: Vec<String> = missing.iter().map(why).collect();
                let message = format!("not in the portfolio: {}", why.join(", "));
                report.leave_out(service.row, &service.name, LeftOutReason::Incomplete, message);
            }
        }
        let currency = currency?;
        let note = unread_note(&complete.iter().flat_map(|service| unread_of(service)).collect::<Vec<_>>());
        report.notes.extend(note);
        let says_no_kind = |service: &&&Service| {
            service.value("kind").is_none() && unread_of(service).all(|cell| cell.field != "kind")
        };
        let without_kind = complete.iter().filter(says_no_kind).count();
        if let Ok(count @ 1..) = u32::try_from(without_kind) {
            let who = plural(count, "service does not say its kind", "services do not say their kind");
            report.note(format!("{who}: `digital` was taken, for software made for its users"));
        }
        loop {
            if complete.is_empty() {
                report.question(
                    "what can each service lose in an hour, and how much demand is there for features?"
                        .to_owned(),
                );
                return None;
            }
            let draft = Self::of_complete(&complete, options, currency, report);
            let json = serde_json::to_string(&draft).ok()?;
            let Err(problems) = Portfolio::read(json.as_bytes()) else {
                report.counts.in_portfolio = complete.len();
                draft.tell(report);
                return Some(json);
            };
            // One service's mistake never stops the others.
            let mut wrong: BTreeMap<usize, String> = BTreeMap::new();
            for problem in &problems {
                let index = problem
                    .path()
                    .strip_prefix("/services/")
                    .and_then(|rest| rest.split('/').next()?.parse().ok());
                match index {
                    Some(index) => drop(wrong.entry(index).or_insert_with(|| problem.message().to_owned())),
                    None => report.question(format!("{}: {}", problem.message(), problem.help())),
                }
            }
            if wrong.is_empty() {
                return None;
            }
            for (index, message) in &wrong {
                if let Some(service) = complete.get(*index) {
                    report.leave_out(service.row, &service.name, LeftOutReason::Invalid, message.clone());
                }
            }
            let mut index = 0;
            complete.retain(|_| {
                index += 1;
                !wrong.contains_key(&(index - 1))
            });
        }
    }

    fn of_complete(
        services: &[&'s Service],
        options: &'s IntakeOptions,
        currency: Currency,
        report: &mut IntakeReport,
    ) -> Self {
        let suggested = options.bands.is_empty();
        let exposure_bands: Vec<Band> = if suggested {
            let exposures: Vec<Decimal> = services.iter().filter_map(|service| exposure(service)).collect();
            let band = |Suggested { max_per_hour, availability }| Band {
                max_per_hour: max_per_hour.to_string(),
                availability: availability.to_owned(),
            };
            bands::suggest(&exposures).into_iter().map(band).collect()
        } else {
            let band = |(max, target): &(Money, Availability)| Band {
                max_per_hour: max.to_string(),
                availability: target.to_string(),
            };
            options.bands.iter().map(band).collect()
        };
        let numbered = services.iter().any(|service| match service.value("feature_demand") {
            Some(Taken::Text(text)) => text.starts_with(|c: char| c.is_ascii_digit()),
            Some(_) => true,
            None => false,
        });
        let demand_bands = if numbered {
            [
                ("low", Some(1), "monthly"),
                ("medium", Some(2), "fortnightly"),
                ("high", Some(4), "weekly"),
                ("very-high", None, "daily"),
            ]
            .map(|(name, max_features_per_month, deployment)| DemandBand {
                name,
                max_features_per_month,
                deployment,
            })
            .into()
        } else {
            Vec::new()
        };
        let mut teams: Vec<Team<'s>> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut domains, mut known) = (Vec::new(), BTreeSet::new());
        for service in services {
            let Some(name) = service.text("team") else { continue };
            let domain = service.text("domain");
            if let Some(domain) = domain.filter(|domain| known.insert(*domain)) {
                domains.push(Named { name: domain });
            }
            let place = *places.entry(name).or_insert_with(|| {
                teams.push(Team { name, domain: None, on_call_participants: None, hourly_cost: None });
                teams.len() - 1
            });
            let Some(team) = teams.get_mut(place) else { continue };
            if let Some(other) =
                team.domain.zip(domain).filter(|(own, other)| own != other).map(|(_, other)| other)
            {
                report.question(format!(
                    "which domain is team `{name}` in? Row {} says `{other}`",
                    service.row
                ));
            }
            team.domain = team.domain.or(domain);
            team.on_call_participants = team.on_call_participants.or(service.value("on_call_participants"));
            let point = service.value("hourly_cost").filter(|cost| matches!(cost, Taken::Text(_)));
            team.hourly_cost = team.hourly_cost.or(point);
        }
        Self {
            schema: 1,
            name: options.name.as_deref(),
            currency,
            profile: options.profile.as_deref(),
            runs_today: options.runs_today,
            exposure_bands,
            suggested,
            demand_bands,
            domains,
            teams,
            services: services.iter().map(|service| Written { service, kind: Some("digital") }).collect(),
        }
    }

    /// Says what the portfolio holds that no row says.
    fn tell(&self, report: &mut IntakeReport) {
        let band = |band: &Band| {
            format!("{} % up to {} {} an hour", band.availability, self.currency, band.max_per_hour)
        };
        let bands: Vec<String> = self.exposure_bands.iter().map(band).collect();
        if self.suggested {
            report.note(format!(
                "exposure bands are suggested, from gaps between the exposures: {}",
                bands.join(", ")
            ));
        }
        if let Some(profile) = self.profile {
            report.note(format!(
                "what the table does not give is filled in from the profile `{profile}`, as ranges"
            ));
        }
        if !self.demand_bands.is_empty() {
            report.note("features a month were matched to bands of up to 1, 2 and 4: monthly, fortnightly, weekly, and daily above".to_owned());
        }
    }
}

/// The mean exposure of a service.
fn exposure(service: &Service) -> Option<Decimal> {
    match service.value("exposure_per_hour")? {
        Taken::Text(text) => text.parse().ok(),
        Taken::Parts(_) => {
            let json = serde_json::to_string(service.value("exposure_per_hour")?).ok()?;
            Estimate::<Money>::of_json(&json).map(|estimate| estimate.mean().amount())
        }
        _ => None,
    }
}
