//! What is recommended, in the words of other tools.

mod openslo;
mod prometheus;
mod rota;

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use whorunsit::{Availability, OperatingModel, ServiceRecommendation};

pub use self::openslo::openslo;
pub use self::prometheus::prometheus_rules;
pub use self::rota::{RotaOptions, rota_calendar};

/// Which Prometheus series count a service's requests: selectors, in which `{service}` stands for its name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metrics {
    /// The requests that failed.
    pub bad: String,
    /// All requests.
    pub total: String,
}

impl Metrics {
    /// Selectors of failed requests and of all.
    #[must_use]
    pub fn new(bad: impl Into<String>, total: impl Into<String>) -> Self {
        Self { bad: bad.into(), total: total.into() }
    }

    fn bad_of(&self, service: &str) -> String {
        selected(&self.bad, service)
    }

    fn total_of(&self, service: &str) -> String {
        selected(&self.total, service)
    }
}

impl Default for Metrics {
    /// Those of Prometheus' own naming practice: `http_requests_total`, whose `code` begins with 5 where a request failed.
    fn default() -> Self {
        Self::new(
            r#"http_requests_total{service="{service}",code=~"5.."}"#,
            r#"http_requests_total{service="{service}"}"#,
        )
    }
}

/// A selector with a service's name in it, escaped as PromQL asks.
fn selected(selector: &str, service: &str) -> String {
    let escaped = service.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n");
    selector.replace("{service}", &escaped)
}

/// Who runs a service, for a label.
fn run_by(service: &ServiceRecommendation) -> &str {
    match service.operating_model {
        OperatingModel::YouBuildItYouRunIt => service.team.as_deref().unwrap_or("product-team"),
        OperatingModel::OpsRunIt => "operations",
    }
}

/// The share of requests that may fail: 0.01 for 99.0 %.
fn error_budget(target: Availability) -> Decimal {
    ((Decimal::ONE_HUNDRED - target.percent()) / Decimal::ONE_HUNDRED).normalize()
}

/// Names as Kubernetes and OpenSLO want them: lower-case letters, digits and hyphens, at most 63, no two alike.
#[derive(Default)]
struct Labels(BTreeSet<String>);

impl Labels {
    fn of(&mut self, name: &str) -> String {
        let mut label = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            let kept = if c.is_ascii_alphanumeric() { c } else { '-' };
            if kept != '-' || !(label.is_empty() || label.ends_with('-')) {
                label.push(kept);
            }
        }
        label.truncate(56);
        let label = label.trim_end_matches('-');
        let label = if label.is_empty() { "service" } else { label };
        let mut unique = label.to_owned();
        let mut number = 2;
        while !self.0.insert(unique.clone()) {
            unique = format!("{label}-{number}");
            number += 1;
        }
        unique
    }
}
