//! Results as CSV: exact values, one row for each service or schedule.

use std::io;

use whorunsit::{Finding, Recommendation, SchedulePlan};

/// One row for each service.
pub(crate) fn recommendation(result: &Recommendation) -> io::Result<String> {
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
            service.kind.as_str().to_owned(),
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
pub(crate) fn schedules(plan: &SchedulePlan) -> io::Result<String> {
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
            schedule.kind.as_str().to_owned(),
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

pub(crate) fn codes(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.code().as_str()).collect::<Vec<_>>().join("; ")
}

/// Text as a cell. A spreadsheet would run text that starts like a formula, also after spaces and in wide
/// characters, so an apostrophe goes before it.
pub(crate) fn text(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

pub(crate) fn write<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> io::Result<String> {
    write_columns(header, rows)
}

/// The same with as many columns as turn out.
pub(crate) fn write_columns(
    header: impl IntoIterator<Item = impl AsRef<[u8]>>,
    rows: impl Iterator<Item = impl IntoIterator<Item = String>>,
) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    String::from_utf8(bytes).map_err(io::Error::other)
}
