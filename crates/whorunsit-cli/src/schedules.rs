//! On-call as a page: schedules, rota health, cost and scale.

use whorunsit::{Currency, RotaRule, RuleStatus, Schedule, SchedulePlan};

use crate::page::{Page, View, traced};
use crate::text::{amount, plural};

/// Rows of the scale curve that a page shows; the curve itself has a point for every team.
const SCALE_ROWS: usize = 20;

/// What the marks and columns of rota health mean.
const LEGEND: &str = "\u{2713} kept, \u{2717} broken, ? an input is missing. Playbook: at least 3 people, shifts of a week. \
                      Google SRE: at most 25 % of the time on call, at most 2 callouts a shift. UK working time: \
                      at most 48 h a week, 11 h of rest.";

/// The whole plan.
pub(crate) fn page(plan: &SchedulePlan, view: View) -> String {
    let mut page = Page::new(view);
    page.title(&format!("{}: who is on call", plan.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&plan.headline());
    let is_brief = page.is_brief(2, 5);
    on_call(&mut page, plan.currency, &plan.schedules);

    if !plan.schedules.is_empty() {
        page.heading("Rota health");
        page.table(
            ["Schedule", "People", "Shift", "Time on call", "Callouts", "48 h", "Rest"],
            plan.schedules.iter().map(health).collect(),
        );
        page.paragraph(LEGEND);
    }

    let of_schedules = plan
        .schedules
        .iter()
        .flat_map(|schedule| schedule.findings.iter().map(|finding| (&*schedule.name, finding)));
    let findings: Vec<_> = of_schedules.chain(plan.findings.iter().map(|finding| ("", finding))).collect();
    if is_brief {
        page.worth_a_look(findings);
        let more = "what standby costs as teams are added";
        return page.end(more, &plan.assumptions, &traced(&plan.provenance, ""));
    }
    if !plan.scale.is_empty() {
        page.heading("Standby a year as teams are added");
        let step = plan.scale.len().div_ceil(SCALE_ROWS).max(1);
        let last = plan.scale.len();
        let shown = plan
            .scale
            .iter()
            .filter(|point| point.teams % step == 0 || point.teams == last || point.teams == 1);
        let cell = |cost: &whorunsit::ScaleCost| match cost.standby_cost_per_year {
            Some(amount) => format!("{} ({})", cost.schedules, plan.currency.show(amount)),
            None => cost.schedules.to_string(),
        };
        let rows = shown.map(|point| {
            [
                point.teams.to_string(),
                cell(&point.every_team),
                cell(&point.on_exposure),
                cell(&point.operations),
            ]
        });
        page.table(["Teams", "Every team: R(n)", "On exposure", "Operations: R(1)"], rows.collect());
        page.paragraph("Schedules, and in brackets what their standby costs a year, where that is known.");
    }

    if !findings.is_empty() {
        page.heading("What needs a look");
        page.findings(findings);
    }
    page.assumptions(&plan.assumptions);
    page.provenance(&plan.provenance);
    page.finish()
}

/// The schedules.
pub(crate) fn on_call(page: &mut Page, currency: Currency, schedules: &[Schedule]) {
    if schedules.is_empty() {
        return;
    }
    page.heading("Who is on call out of hours");
    page.table(
        ["Schedule", "Covers", "On call", "Each person", "Standby a year"],
        schedules.iter().map(|schedule| row(currency, schedule)).collect(),
    );
}

fn row(currency: Currency, schedule: &Schedule) -> [String; 5] {
    let covers = match schedule.services.as_slice() {
        services if services.len() > 3 => plural(services.len(), "service", "services"),
        services => services.join(", "),
    };
    let on_call = match schedule.rota.participants {
        Some(participants) => format!("{} of {participants}", schedule.people_on_call),
        None => schedule.people_on_call.to_string(),
    };
    let each = match schedule.rota.weeks_on_call_per_year {
        Some(weeks) => format!("{} weeks a year", weeks.round_dp(1).normalize()),
        None => "not estimated".to_owned(),
    };
    [schedule.name.to_string(), covers, on_call, each, amount(currency, schedule.standby_cost_per_year)]
}

/// Each rule of the rota's health, marked, with what was measured.
fn health(schedule: &Schedule) -> [String; 7] {
    let rota = &schedule.rota;
    let mark = |rule: RotaRule| {
        let check = rota.checks.iter().find(|check| check.rule == rule);
        match check.map(|check| check.status) {
            Some(RuleStatus::Met) => "\u{2713}",
            Some(RuleStatus::Broken) => "\u{2717}",
            Some(RuleStatus::NotEstimated) | None => "?",
        }
    };
    let cell = |rule, measured: Option<String>| match measured {
        Some(measured) => format!("{} {measured}", mark(rule)),
        None => mark(rule).to_owned(),
    };
    [
        schedule.name.to_string(),
        cell(RotaRule::PlaybookThreePeople, rota.participants.map(|people| people.to_string())),
        cell(RotaRule::PlaybookOneWeekShifts, Some(rota.shift.to_string())),
        cell(
            RotaRule::GoogleSreQuarterTime,
            rota.percent_of_time.map(|percent| format!("{} %", percent.round_dp(1).normalize())),
        ),
        cell(
            RotaRule::GoogleSreTwoIncidents,
            rota.callouts_per_shift.map(|callouts| callouts.round_dp(2).normalize().to_string()),
        ),
        mark(RotaRule::UkWorkingTime48Hours).to_owned(),
        mark(RotaRule::UkWorkingTime11HoursRest).to_owned(),
    ]
}
