//! What the facade leaves to the bindings: a changed portfolio as text, and an answer by columns.

use pyo3::prelude::*;
use serde::Serialize;
use whorunsit::{Portfolio, Problems, Recommendation, recommend};

use crate::guarded;

/// The JSON Schema of the portfolio format.
pub(crate) const SCHEMA: &str = include_str!("../../crates/whorunsit/portfolio.schema.json");

/// How deeply a portfolio may be nested.
pub(crate) const MAX_DEPTH: usize = whorunsit::MAX_DEPTH;

/// The portfolio with changes made to it, as JSON text without what a profile fills in; or the facade's refusal.
#[pyfunction]
pub(crate) fn changed(py: Python<'_>, portfolio: &[u8], changes: &[u8]) -> PyResult<String> {
    guarded(py, "changed", || match Portfolio::read_changed(portfolio, changes) {
        Ok(changed) => json(changed.written()),
        Err(errors) => refusal(errors),
    })
}

/// The portfolio as TOML text; or the facade's refusal.
#[pyfunction]
pub(crate) fn as_toml(py: Python<'_>, portfolio: &[u8]) -> PyResult<String> {
    guarded(py, "as_toml", || match Portfolio::read(portfolio) {
        Ok(portfolio) => portfolio.to_toml(),
        Err(errors) => refusal(errors),
    })
}

/// The services of the recommendation, as one list for each column: a seventh of the whole answer's text.
#[pyfunction]
pub(crate) fn columns(py: Python<'_>, portfolio: &[u8]) -> PyResult<String> {
    guarded(py, "columns", || {
        let answer = Portfolio::read(portfolio).and_then(|portfolio| Ok(recommend(&portfolio)?));
        match answer {
            Ok(answer) => json(&Envelope { ok: true, services: Columns::of(&answer) }),
            Err(errors) => refusal(errors),
        }
    })
}

#[derive(Serialize)]
struct Envelope<'r> {
    ok: bool,
    services: Columns<'r>,
}

/// One list for each key of a service's recommendation that is a single value.
#[derive(Serialize)]
struct Columns<'r> {
    name: Vec<&'r whorunsit::Name>,
    kind: Vec<whorunsit::Kind>,
    team: Vec<Option<&'r whorunsit::Name>>,
    exposure_per_hour: Vec<whorunsit::Money>,
    feature_demand: Vec<&'r whorunsit::Name>,
    availability_target: Vec<whorunsit::Availability>,
    deployment_target: Vec<&'r whorunsit::DeploymentTarget>,
    operating_model: Vec<whorunsit::OperatingModel>,
    out_of_hours: Vec<Option<whorunsit::OutOfHours>>,
    schedule: Vec<Option<&'r whorunsit::Name>>,
    #[serde(rename = "tolerable_unavailability.week.loss")]
    tolerable_loss: Vec<whorunsit::Money>,
    insurance: Vec<Option<&'r whorunsit::Insurance>>,
    findings: Vec<String>,
}

impl<'r> Columns<'r> {
    fn of(answer: &'r Recommendation) -> Self {
        let services = answer.services.iter();
        Self {
            name: services.clone().map(|service| &service.name).collect(),
            kind: services.clone().map(|service| service.kind).collect(),
            team: services.clone().map(|service| service.team.as_ref()).collect(),
            exposure_per_hour: services.clone().map(|service| service.exposure_per_hour).collect(),
            feature_demand: services.clone().map(|service| &service.feature_demand).collect(),
            availability_target: services.clone().map(|service| service.availability_target).collect(),
            deployment_target: services.clone().map(|service| &service.deployment_target).collect(),
            operating_model: services.clone().map(|service| service.operating_model).collect(),
            out_of_hours: services.clone().map(|service| service.out_of_hours).collect(),
            schedule: services.clone().map(|service| service.schedule.as_ref()).collect(),
            tolerable_loss: services
                .clone()
                .map(|service| service.tolerable_unavailability.week.loss)
                .collect(),
            insurance: services.clone().map(|service| service.insurance.as_deref()).collect(),
            findings: services
                .map(|service| {
                    let codes = service.findings.iter().map(|finding| finding.code().as_str());
                    codes.collect::<Vec<_>>().join(", ")
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct Refusal {
    ok: bool,
    errors: Problems,
}

fn refusal(errors: Problems) -> String {
    json(&Refusal { ok: false, errors })
}

fn json<T: Serialize>(value: &T) -> String {
    // Writing plain data to memory does not fail; should it, the caller still gets an envelope.
    serde_json::to_string(value).unwrap_or_else(|_| r#"{"ok":false,"errors":[]}"#.to_owned())
}
