//! The steps as a Mermaid gantt chart.

use jiff::civil::Date;

use super::steps::{RoadmapStep, StepKind};

/// The chart. Without a start the axis counts from month 1 of year 1.
pub(super) fn chart(title: &str, start: Option<Date>, steps: &[RoadmapStep]) -> String {
    let mut out = format!("gantt\n    title {}\n    dateFormat YYYY-MM-DD\n", plain(title));
    out.push_str(match start {
        Some(_) => "    axisFormat %b %Y\n",
        None => "    axisFormat year %y, month %m\n",
    });
    let mut section = None;
    for (number, step) in steps.iter().enumerate() {
        let (heading, tag) = match step.kind {
            StepKind::Enabling => ("Before the waves", "active, "),
            StepKind::SetUp => ("Waves", ""),
            StepKind::ChangeOver => ("Waves", "milestone, "),
            StepKind::BreakEven => ("Money", "milestone, crit, "),
        };
        if section != Some(heading) {
            out.push_str(&format!("    section {heading}\n"));
            section = Some(heading);
        }
        let teams = match step.teams.as_slice() {
            [] => String::new(),
            teams if teams.len() > 4 => format!(" ({} teams)", teams.len()),
            teams => format!(" ({})", teams.join(", ")),
        };
        let (from, until) = match (step.date, step.end_date) {
            (Some(from), Some(until)) => (from.to_string(), until.to_string()),
            _ => (counted(step.month), counted(step.end_month)),
        };
        let until = if step.month == step.end_month { "0d".to_owned() } else { until };
        let name = plain(&format!("{}{teams}", step.name));
        out.push_str(&format!("    {name} :{tag}s{number}, {from}, {until}\n"));
    }
    out
}

/// A date that stands for a month of a plan without dates.
fn counted(month: usize) -> String {
    format!("{:04}-{:02}-01", 2001 + month / 12, month % 12 + 1)
}

/// Text without what Mermaid takes for its own.
fn plain(text: &str) -> String {
    let sign = |sign: char| match sign {
        ':' => '–',
        ';' | '#' | '%' | '\n' | '\r' | '"' | '<' | '>' | '{' | '}' => ' ',
        _ => sign,
    };
    text.chars().map(sign).collect()
}
