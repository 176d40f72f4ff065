//! Results as CSV: exact values, one row for each service or schedule.

use whorunsit::{Finding, Recommendation, SchedulePlan};

/// One row for each service.
pub(crate) fn recommendation(result: &Recommendation) -> String {
    let header = [
        "name",
        "kind",
        "team",
        "currency",
        "exposure_per_hour",
        "feature_demand",
        "availability_target",
        "deployment_target",
        "operating_model",
        "out_of_hours",
        "schedule",
        "tolerable_seconds_week",
        "tolerable_loss_week",
        "findings",
    ];
    let rows = result.services.iter().map(|service| {
        let week = service.tolerable_unavailability.week;
        [
            text(&service.name),
            word(&service.kind),
            text(service.team.as_deref().unwrap_or_default()),
            result.currency.to_string(),
            service.exposure_per_hour.to_string(),
            text(&service.feature_demand),
            service.availability_target.to_string(),
            service.deployment_target.to_string(),
            service.operating_model.to_string(),
            service.out_of_hours.map(|level| level.to_string()).unwrap_or_default(),
            text(service.schedule.as_deref().unwrap_or_default()),
            week.seconds.normalize().to_string(),
            week.loss.to_string(),
            codes(&service.findings),
        ]
    });
    write(header, rows)
}

/// One row for each schedule.
pub(crate) fn schedules(plan: &SchedulePlan) -> String {
    let header = [
        "name",
        "kind",
        "teams",
        "services",
        "people_on_call",
        "participants",
        "days_per_year",
        "weeks_on_call_per_year",
        "callouts_per_shift",
        "currency",
        "standby_cost_per_year",
        "findings",
    ];
    let rows = plan.schedules.iter().map(|schedule| {
        let optional = |number: Option<String>| number.unwrap_or_default();
        [
            text(&schedule.name),
            word(&schedule.kind),
            text(&schedule.teams.join("; ")),
            text(&schedule.services.join("; ")),
            schedule.people_on_call.to_string(),
            optional(schedule.rota.participants.map(|people| people.to_string())),
            schedule.days_per_year.normalize().to_string(),
            optional(schedule.rota.weeks_on_call_per_year.map(|weeks| weeks.normalize().to_string())),
            optional(schedule.rota.callouts_per_shift.map(|callouts| callouts.normalize().to_string())),
            plan.currency.to_string(),
            optional(schedule.standby_cost_per_year.map(|cost| cost.to_string())),
            codes(&schedule.findings),
        ]
    });
    write(header, rows)
}

fn codes(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.code().as_str()).collect::<Vec<_>>().join("; ")
}

/// The word that JSON would use for a value.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Text as a cell. A spreadsheet would run text that starts like a formula, so an apostrophe goes before it.
fn text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}

fn write<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail, and names are UTF-8.
    let written = writer
        .write_record(header)
        .and_then(|()| rows.into_iter().try_for_each(|row| writer.write_record(row)));
    let _ = written;
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
