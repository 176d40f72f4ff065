//! Targets as Prometheus rules that alert on the burn rate of the error budget.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;
use whorunsit::{OutOfHours, Recommendation, ServiceRecommendation};

use super::openslo::unwritten;
use super::{Labels, Metrics, error_budget, run_by};
use crate::refusal::Refusal;

/// Windows, burn rates and severities as Google's *Site Reliability Workbook* recommends them (chapter 5, table 5-8): a
/// long window says that it matters, a short one that it is still so.
const ALERTS: [(&str, &str, Decimal, &str); 4] = [
    ("1h", "5m", Decimal::from_parts(144, 0, 0, false, 1), "page"),
    ("6h", "30m", Decimal::from_parts(6, 0, 0, false, 0), "page"),
    ("1d", "2h", Decimal::from_parts(3, 0, 0, false, 0), "ticket"),
    ("3d", "6h", Decimal::ONE, "ticket"),
];
const WINDOWS: [&str; 7] = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];

#[derive(Serialize)]
struct Rules {
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    name: String,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert: Option<&'static str>,
    expr: String,
    labels: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<&'static str, String>,
}

/// The availability targets of a recommendation as a Prometheus rule file: error ratios over seven windows, and alerts on how
/// fast they burn the error budget of 30 days.
///
/// An alert that could never fire, because even an outage does not burn so fast, is left out. The labels `run_by` and
/// `out_of_hours` are there to route by.
///
/// # Errors
/// [`Refusal`] where the rules cannot be written.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, recommend};
/// use whorunsit_exchange::{Metrics, prometheus_rules};
///
/// let portfolio = Portfolio::read(whorunsit::examples::FURNITURE_RETAILER.as_bytes())?;
/// let rules = prometheus_rules(&recommend(&portfolio)?, &Metrics::default())?;
/// assert!(rules.contains("> (14.4 * 0.001)"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn prometheus_rules(recommendation: &Recommendation, metrics: &Metrics) -> Result<String, Refusal> {
    let mut labels = Labels::default();
    let groups =
        recommendation.services.iter().map(|service| group(service, labels.of(&service.name), metrics));
    serde_saphyr::to_string(&Rules { groups: groups.collect() }).map_err(|wrong| unwritten(&wrong))
}

fn group(service: &ServiceRecommendation, label: String, metrics: &Metrics) -> Group {
    let (bad, total) = (metrics.bad_of(&service.name), metrics.total_of(&service.name));
    let recorded = WINDOWS.map(|window| Rule {
        record: Some(record(window)),
        alert: None,
        expr: format!("sum(rate({bad}[{window}])) / sum(rate({total}[{window}]))"),
        labels: BTreeMap::from([("whorunsit_service", label.clone())]),
        annotations: BTreeMap::new(),
    });
    let budget = error_budget(service.availability_target);
    let alerts = ALERTS.iter().filter(|(_, _, rate, _)| rate * budget < Decimal::ONE);
    let alerts = alerts.map(|(long, short, rate, severity)| {
        let above = |window: &str| {
            format!("{}{{whorunsit_service=\"{label}\"}} > ({rate} * {budget})", record(window))
        };
        let labels = [
            ("severity", (*severity).to_owned()),
            // Two alerts of one severity would be one alert to Prometheus.
            ("window", (*long).to_owned()),
            ("service", service.name.to_string()),
            ("run_by", run_by(service).to_owned()),
            ("out_of_hours", out_of_hours(service).to_owned()),
        ];
        let summary = format!(
            "{} burns its error budget {rate} times as fast as its target of {} % allows",
            templated(&service.name),
            service.availability_target
        );
        Rule {
            record: None,
            alert: Some("ErrorBudgetBurn"),
            expr: format!("{} and {}", above(long), above(short)),
            labels: labels.map(|(key, value)| (key, templated(&value))).into(),
            annotations: BTreeMap::from([("summary", summary)]),
        }
    });
    let rules = recorded.into_iter().chain(alerts).collect();
    Group { name: format!("whorunsit-{label}"), rules }
}

fn record(window: &str) -> String {
    format!("whorunsit:request_errors:ratio_rate{window}")
}

/// Prometheus takes `{{` in labels and annotations for a template.
fn templated(text: &str) -> String {
    text.replace("{{", r#"{{ "{{" }}"#)
}

/// What is there out of hours, for a label.
fn out_of_hours(service: &ServiceRecommendation) -> &'static str {
    match service.out_of_hours {
        None => "operations",
        Some(OutOfHours::None) => "none",
        Some(OutOfHours::Domain) => "domain",
        _ => "team",
    }
}
