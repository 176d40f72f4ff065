//! The roadmap as CSV that Jira imports: an epic for each wave, and a task for each piece of work in it and around it.
//!
//! The columns are those of Atlassian's "CSV import Parent-child mapping": what has children stands above them, and
//! `Parent` holds the `Issue Id` of the epic.

use jiff::civil::Date;

use super::page::Told;
use super::steps::wave_name;
use crate::gate::Works;
use crate::portfolio::Name;
use crate::transition::Wave;

const HEADER: [&str; 8] =
    ["Issue Id", "Issue Type", "Summary", "Parent", "Start date", "Due date", "Labels", "Description"];

/// One issue.
struct Issue {
    epic: bool,
    summary: String,
    /// The place of its epic among the issues.
    parent: Option<usize>,
    from: Option<Date>,
    until: Option<Date>,
    label: &'static str,
    description: String,
}

/// The rows: waves as epics, then what comes next, enabling work, the teams of each wave, and teams to be made ready.
pub(super) fn rows(told: &Told<'_>, works: &Works<'_>) -> String {
    let plan = told.plan;
    let paid = |amount| format!("Paid once: {}.", told.known(amount));
    let mut issues = Vec::new();
    for (number, wave) in plan.waves.iter().enumerate() {
        let from = wave.set_up_month.unwrap_or(wave.month);
        issues.push(Issue {
            epic: true,
            summary: format!("{}: {}", wave_name(number), names(wave.teams.iter().map(|team| &team.name))),
            parent: None,
            from: works.date(from),
            until: wave.date,
            label: "wave",
            description: format!("{} {}", changes_over(told, wave), paid(Some(wave.one_off))),
        });
    }
    for action in &told.readiness.next_actions {
        issues.push(Issue {
            epic: false,
            summary: action.action.clone(),
            parent: None,
            from: plan.start,
            until: None,
            label: "next-action",
            description: format!("For: {}. Practice: {}.", action.who, action.practice),
        });
    }
    for work in &plan.enabling {
        issues.push(Issue {
            epic: false,
            summary: work.name.to_string(),
            parent: None,
            from: works.date(work.month),
            until: work.done,
            label: "enabling",
            description: format!(
                "Done {}. Needed by: {}. {}",
                told.by(work.done, work.done_month),
                names(work.needed_by.iter()),
                paid(work.one_off)
            ),
        });
    }
    for (number, wave) in plan.waves.iter().enumerate() {
        let from = wave.set_up_month.unwrap_or(wave.month);
        for team in &wave.teams {
            let needs = match team.waits_for.as_slice() {
                [] => String::new(),
                works => format!(" Needs: {}.", names(works.iter())),
            };
            issues.push(Issue {
                epic: false,
                summary: format!("Change over {}", team.name),
                parent: Some(number),
                from: works.date(from),
                until: wave.date,
                label: "change-over",
                description: format!(
                    "Services: {}. {}{needs}",
                    names(team.services.iter()),
                    paid(Some(team.one_off))
                ),
            });
        }
    }
    for team in &plan.held_back {
        issues.push(Issue {
            epic: false,
            summary: format!("Make {} ready", team.name),
            parent: None,
            from: None,
            until: None,
            label: "held-back",
            description: format!("It lacks {}.", told.lacks(team)),
        });
    }
    let mut out = String::new();
    line(&mut out, HEADER.map(str::to_owned));
    for (place, issue) in issues.into_iter().enumerate() {
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        line(
            &mut out,
            [
                (place + 1).to_string(),
                if issue.epic { "Epic" } else { "Task" }.to_owned(),
                issue.summary,
                issue.parent.map(|parent| (parent + 1).to_string()).unwrap_or_default(),
                date(issue.from),
                date(issue.until),
                issue.label.to_owned(),
                issue.description,
            ],
        );
    }
    out
}

fn changes_over(told: &Told<'_>, wave: &Wave) -> String {
    let over = format!("Changes over {}", told.by(wave.date, wave.month));
    match wave.set_up_month {
        Some(month) => format!("{over}; set-up begins {}.", told.by(wave.set_up_date, month)),
        None => format!("{over}."),
    }
}

fn names<'n>(names: impl Iterator<Item = &'n Name>) -> String {
    names.map(|name| &**name).collect::<Vec<_>>().join(", ")
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
