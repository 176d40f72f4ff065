//! What differs between two portfolios: inputs in words, who should run what and why that moved, and the money.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::comparison::Runs;
use crate::currency::Currency;
use crate::error::Error;
use crate::exact::Money;
use crate::finding::Severity;
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::recommendation::{Recommendation, without_outlook};
use crate::report::{ReportInput, inputs};
use crate::resolve::Portfolio;
use crate::scenario::{ScenarioOutcome, scenarios};
use crate::wording::plural;

/// What differs between an old portfolio and a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Difference {
    /// Version, and digest of the new portfolio.
    pub provenance: Provenance,
    /// The same of the old one.
    pub old_provenance: Provenance,
    /// The new portfolio's name.
    pub name: Option<String>,
    /// The currency of the new portfolio's amounts.
    pub currency: Currency,
    /// The currency of the old portfolio's amounts.
    pub old_currency: Currency,
    /// What changed, in sentences.
    pub summary: Vec<String>,
    /// Every value that changed, that came or that went.
    pub inputs: Vec<InputChange>,
    /// Every service that is recommended to be run in another way, or that only one of the two has.
    pub services: Vec<ServiceChange>,
    /// What the old portfolio comes to.
    pub old: ScenarioOutcome,
    /// What the new portfolio comes to; `more_than_as_it_is` is what that is more than the old one.
    pub new: ScenarioOutcome,
}

/// A value that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct InputChange {
    /// What it is, in words.
    pub input: String,
    /// Where it stands in the new portfolio, or stood in the old one, as a JSON Pointer.
    pub path: String,
    /// What it was; `None` where it was not given.
    pub old: Option<String>,
    /// What it is; `None` where it is given no more.
    pub new: Option<String>,
}

/// A service that is run in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ServiceChange {
    /// The service.
    pub service: Name,
    /// How it was to be run; `None` where the old portfolio does not have it.
    pub from: Option<Runs>,
    /// How it is to be run; `None` where the new portfolio does not have it.
    pub to: Option<Runs>,
    /// The reasons that hold now and did not before.
    pub because: Vec<String>,
    /// The reasons that held before and do no more.
    pub no_longer: Vec<String>,
}

/// Tells what differs between an old portfolio and a new one.
///
/// # Errors
/// [`Error`] where an amount of either does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, diff, examples};
///
/// let old = examples::FURNITURE_RETAILER_COSTS;
/// let new = old.replace("exposure_per_hour = \"200000\"", "exposure_per_hour = \"5000\"");
/// let difference = diff(&Portfolio::read(old.as_bytes())?, &Portfolio::read(new.as_bytes())?)?;
/// assert_eq!(difference.inputs[0].input, "bedroom: exposure per hour");
/// assert_eq!(difference.inputs[0].old.as_deref(), Some("200,000"));
/// assert_eq!(&*difference.services[0].service, "bedroom");
/// # Ok::<(), whorunsit::Error>(())
/// ```
pub fn diff(old: &Portfolio, new: &Portfolio) -> Result<Difference, Error> {
    let compared = scenarios(old, &[("new".into(), new.clone())])?;
    let [before, after] = compared.scenarios.as_slice() else { return Err(Error::Internal) };
    let (mut before, mut after) = (before.clone(), after.clone());
    before.name = "old".into();
    let (currency, old_currency) = (new.file().currency, old.file().currency);
    if currency != old_currency {
        after.more_than_as_it_is = None;
    }
    let (was, is) = (without_outlook(old)?, without_outlook(new)?);
    let services = after.changes.iter().map(|change| {
        let (before, now) = (reasons(&was, &change.service), reasons(&is, &change.service));
        ServiceChange {
            service: change.service.clone(),
            from: change.from,
            to: change.to,
            because: now.iter().filter(|reason| !before.contains(reason)).cloned().collect(),
            no_longer: before.iter().filter(|reason| !now.contains(reason)).cloned().collect(),
        }
    });
    let services: Vec<ServiceChange> = services.collect();
    let inputs = changed(inputs(&old.to_toml())?, inputs(&new.to_toml())?);
    Ok(Difference {
        provenance: new.provenance().clone(),
        old_provenance: old.provenance().clone(),
        name: new.file().name.clone(),
        currency,
        old_currency,
        summary: summary(&inputs, &services, &after, currency),
        inputs,
        services,
        old: before,
        new: after,
    })
}

/// Why a service is to be run as it is.
fn reasons(recommendation: &Recommendation, service: &str) -> Vec<String> {
    let found = recommendation.services.iter().find(|other| &*other.name == service);
    let findings = found.into_iter().flat_map(|service| &service.findings);
    findings
        .filter(|finding| finding.code().severity() == Severity::Reason)
        .map(ToString::to_string)
        .collect()
}

/// What only one of two lists has, or has otherwise: by what values are in words, wherever they stand in a list.
fn changed(old: Vec<ReportInput>, new: Vec<ReportInput>) -> Vec<InputChange> {
    let mut before: BTreeMap<String, Vec<ReportInput>> = BTreeMap::new();
    // The last of several that are called the same is the first to be taken.
    for input in old.into_iter().rev() {
        before.entry(input.input.clone()).or_default().push(input);
    }
    let mut changes = Vec::new();
    for now in new {
        let was = before.get_mut(&now.input).and_then(Vec::pop);
        if was.as_ref().is_none_or(|was| was.value != now.value) {
            let old = was.map(|was| was.value);
            changes.push(InputChange { input: now.input, path: now.path, old, new: Some(now.value) });
        }
    }
    let gone = before.into_values().flatten();
    changes.extend(gone.map(|was| InputChange {
        input: was.input,
        path: was.path,
        old: Some(was.value),
        new: None,
    }));
    changes
}

/// What changed, in sentences.
fn summary(
    inputs: &[InputChange],
    services: &[ServiceChange],
    after: &ScenarioOutcome,
    currency: Currency,
) -> Vec<String> {
    let mut said = vec![match inputs.len() {
        0 => "No input differs.".to_owned(),
        count => format!("{}.", plural(count, "input differs", "inputs differ")),
    }];
    said.push(match services {
        [] => "Who should run what stays as it was.".to_owned(),
        [one] => format!("The recommendation moved for {}.", one.service),
        [one, ..] => format!(
            "The recommendation moved for {}, {} among them.",
            plural(services.len(), "service", "services"),
            one.service
        ),
    });
    said.push(match after.more_than_as_it_is {
        None => "What that costs cannot be compared: currency, horizon or missing inputs differ.".to_owned(),
        Some(more) if more.is_zero() => "What is recommended costs the same.".to_owned(),
        Some(more) => format!(
            "What is recommended costs {} {}{} over {}.",
            currency.about(more.size()),
            if more > Money::ZERO { "more" } else { "less" },
            if after.partial { " (as far as it is estimated)" } else { "" },
            plural(after.horizon_years, "year", "years"),
        ),
    });
    said
}
