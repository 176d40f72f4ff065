//! The steps as CSV that Jira imports: an epic for each step with teams, and a task for each team.

use super::page::Told;
use super::steps::{RoadmapStep, StepKind};

const HEADER: [&str; 8] =
    ["Issue ID", "Parent ID", "Issue Type", "Summary", "Description", "Start date", "Due date", "Labels"];

/// The rows. What is to be done next comes first, as tasks without a parent.
pub(super) fn rows(told: &Told<'_>) -> String {
    let mut out = String::new();
    line(&mut out, HEADER.map(str::to_owned));
    let mut number = 0;
    let mut next = || {
        number += 1;
        number.to_string()
    };
    for action in &told.readiness.next_actions {
        let description = format!("{}. Practice: {}.", action.who, action.practice);
        let row = [
            next(),
            String::new(),
            "Task".to_owned(),
            action.action.clone(),
            description,
            told.plan.start.map(|date| date.to_string()).unwrap_or_default(),
            String::new(),
            "whorunsit next-action".to_owned(),
        ];
        line(&mut out, row);
    }
    for step in told.steps.iter().filter(|step| step.kind != StepKind::BreakEven) {
        let epic = next();
        let paid = step.one_off.map(|paid| format!(" Paid once: {}.", told.amount(paid))).unwrap_or_default();
        let teams = if step.teams.is_empty() { "none".to_owned() } else { step.teams.join(", ") };
        let description = format!("{} to {}. Teams: {teams}.{paid}", told.when(step), told.until(step));
        line(&mut out, row(step, (epic.clone(), String::new()), "Epic", step.name.clone(), description));
        // Enabling work is one piece for all; a wave is work of each of its teams.
        for team in step.teams.iter().filter(|_| step.kind != StepKind::Enabling) {
            let verb = if step.kind == StepKind::SetUp { "Set up" } else { "Change over" };
            let waves = told.plan.waves.iter().flat_map(|wave| &wave.teams);
            let of = waves.filter(|wave| wave.name == *team).flat_map(|wave| &wave.services);
            let services: Vec<&str> = of.map(|service| &**service).collect();
            let description = format!("Services: {}.", services.join(", "));
            let ids = (next(), epic.clone());
            line(&mut out, row(step, ids, "Task", format!("{verb} {team}"), description));
        }
    }
    out
}

fn row(
    step: &RoadmapStep,
    (id, parent): (String, String),
    kind: &str,
    summary: String,
    description: String,
) -> [String; 8] {
    let label = match step.kind {
        StepKind::Enabling => "whorunsit enabling",
        StepKind::SetUp => "whorunsit set-up",
        StepKind::ChangeOver | StepKind::BreakEven => "whorunsit change-over",
    };
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let (from, until) = (date(step.date), date(step.end_date));
    [id, parent, kind.to_owned(), summary, description, from, until, label.to_owned()]
}

fn line(out: &mut String, cells: [String; 8]) {
    out.push_str(&cells.map(|cell| quoted(&cell)).join(","));
    out.push('\n');
}

/// A cell as RFC 4180 has it; what a spreadsheet would take for a formula is marked as text.
fn quoted(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
