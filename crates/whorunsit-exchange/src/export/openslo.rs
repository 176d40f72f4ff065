//! Availability targets as OpenSLO documents.

use serde::Serialize;
use whorunsit::{OutOfHours, Recommendation, ServiceRecommendation};

use super::{Labels, Metrics, run_by};
use crate::refusal::Refusal;

const API: &str = "openslo/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: S,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    name: String,
    display_name: String,
}

#[derive(Serialize)]
struct Described {
    description: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Objective {
    description: String,
    service: String,
    indicator: Indicator,
    time_window: [TimeWindow; 1],
    budgeting_method: &'static str,
    objectives: [Target; 1],
}

#[derive(Serialize)]
struct Indicator {
    metadata: Metadata,
    spec: RatioSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RatioSpec {
    ratio_metric: Ratio,
}

#[derive(Serialize)]
struct Ratio {
    counter: bool,
    bad: Metric,
    total: Metric,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metric {
    metric_source: Source,
}

#[derive(Serialize)]
struct Source {
    #[serde(rename = "type")]
    kind: &'static str,
    spec: Query,
}

#[derive(Serialize)]
struct Query {
    query: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TimeWindow {
    duration: &'static str,
    is_rolling: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    display_name: String,
    target: serde_json::Number,
}

/// The availability targets of a recommendation as [OpenSLO](https://openslo.com) v1 documents: a `Service` and an `SLO` for
/// each service, over 28 rolling days.
///
/// # Errors
/// [`Refusal`] where the documents cannot be written.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, recommend};
/// use whorunsit_exchange::{Metrics, openslo};
///
/// let portfolio = Portfolio::read(whorunsit::examples::FURNITURE_RETAILER.as_bytes())?;
/// let documents = openslo(&recommend(&portfolio)?, &Metrics::default())?;
/// assert!(documents.contains("target: 0.999"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn openslo(recommendation: &Recommendation, metrics: &Metrics) -> Result<String, Refusal> {
    let mut labels = Labels::default();
    let mut text = String::new();
    for service in &recommendation.services {
        let label = labels.of(&service.name);
        let named = |name: String, shown: &str| Metadata { name, display_name: shown.to_owned() };
        let described = Document {
            api_version: API,
            kind: "Service",
            metadata: named(label.clone(), &service.name),
            spec: Described { description: format!("Run by {}.", run_by(service)) },
        };
        write(&mut text, &described)?;
        let query = |query: String| Metric {
            metric_source: Source { kind: "Prometheus", spec: Query { query: format!("sum({query})") } },
        };
        let target = service.availability_target;
        let objective = Document {
            api_version: API,
            kind: "SLO",
            metadata: named(format!("{label}-slo"), &format!("{} availability", service.name)),
            spec: Objective {
                description: description(service),
                service: label.clone(),
                indicator: Indicator {
                    metadata: named(
                        format!("{label}-sli"),
                        &format!("{} requests that succeed", service.name),
                    ),
                    spec: RatioSpec {
                        ratio_metric: Ratio {
                            counter: true,
                            bad: query(metrics.bad_of(&service.name)),
                            total: query(metrics.total_of(&service.name)),
                        },
                    },
                },
                time_window: [TimeWindow { duration: "28d", is_rolling: true }],
                budgeting_method: "Occurrences",
                objectives: [Target { display_name: format!("{target} %"), target: ratio(service)? }],
            },
        };
        write(&mut text, &objective)?;
    }
    Ok(text)
}

/// The target as a ratio, which is what OpenSLO asks for.
fn ratio(service: &ServiceRecommendation) -> Result<serde_json::Number, Refusal> {
    let ratio = (service.availability_target.percent() / rust_decimal::Decimal::ONE_HUNDRED).normalize();
    ratio.to_string().parse().map_err(|wrong: serde_json::Error| unwritten(&wrong))
}

fn description(service: &ServiceRecommendation) -> String {
    let cover = match service.out_of_hours {
        None => "operations are on call out of hours",
        Some(OutOfHours::None) => "nobody is on call out of hours",
        Some(OutOfHours::Domain) => "the domain's schedule is on call out of hours",
        Some(OutOfHours::Team) => "the team's own schedule is on call out of hours",
    };
    let mut text = format!("Run by {}; {cover}.", run_by(service));
    for peak in &service.peaks {
        let (name, target) = (&peak.name, peak.availability_target);
        text.push_str(&match (&peak.hours, peak.from, peak.to) {
            (None, Some(from), Some(to)) => {
                format!(" From {from} to {to} ({name}) the target is {target} %.")
            }
            (hours, ..) => {
                format!(" {} ({name}) the target is {target} %.", hours.as_deref().unwrap_or_default())
            }
        });
    }
    text
}

fn write(text: &mut String, document: &impl Serialize) -> Result<(), Refusal> {
    let written = serde_saphyr::to_string(document).map_err(|wrong| unwritten(&wrong))?;
    text.push_str("---\n");
    text.push_str(&written);
    Ok(())
}

pub(super) fn unwritten(wrong: &dyn std::fmt::Display) -> Refusal {
    Refusal::one(
        "not-written",
        format!("the document cannot be written: {wrong}"),
        "report this as a defect of whorunsit",
    )
}
