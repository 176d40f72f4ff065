//! The steps as a Mermaid gantt chart.

use super::steps::{RoadmapStep, StepKind};

/// The sections of the chart.
const SECTIONS: [(&str, &[StepKind]); 3] = [
    ("Before the waves", &[StepKind::Enabling]),
    ("Waves", &[StepKind::SetUp, StepKind::ChangeOver]),
    ("Money", &[StepKind::BreakEven]),
];

/// The chart. Without dates the axis counts months, which Mermaid takes as milliseconds.
pub(super) fn chart(title: &str, steps: &[RoadmapStep]) -> String {
    let dated = steps.iter().all(|step| step.date.is_some() && step.end_date.is_some());
    let mut out = format!("gantt\n    title {}\n", plain(title));
    out.push_str(match dated {
        true => "    dateFormat YYYY-MM-DD\n    axisFormat %b %Y\n",
        false => "    dateFormat x\n    axisFormat month %Q\n",
    });
    for (section, kinds) in SECTIONS {
        let mut of_section =
            steps.iter().enumerate().filter(|(_, step)| kinds.contains(&step.kind)).peekable();
        if of_section.peek().is_some() {
            out.push_str(&format!("    section {section}\n"));
        }
        for (number, step) in of_section {
            let tag = match step.kind {
                StepKind::Enabling => "active, ",
                StepKind::SetUp => "",
                StepKind::ChangeOver => "milestone, ",
                StepKind::BreakEven => "milestone, crit, ",
            };
            let teams = match step.teams.as_slice() {
                [] => String::new(),
                teams if teams.len() > 4 => format!(" ({} teams)", teams.len()),
                teams => format!(" ({})", teams.join(", ")),
            };
            let (from, until) = match (step.date.filter(|_| dated), step.end_date) {
                (Some(from), Some(until)) => (from.to_string(), until.to_string()),
                _ => (step.month.to_string(), step.end_month.to_string()),
            };
            let until = if step.month == step.end_month { "0d".to_owned() } else { until };
            let name = plain(&format!("{}{teams}", step.name));
            out.push_str(&format!("    {name} :{tag}s{number}, {from}, {until}\n"));
        }
    }
    out
}

/// Text without what Mermaid takes for its own.
fn plain(text: &str) -> String {
    let sign = |sign: char| match sign {
        ':' => '–',
        ';' | '#' | '%' | '\n' | '\r' | '"' | '<' | '>' | '{' | '}' => ' ',
        _ => sign,
    };
    text.replace(": ", " – ").chars().map(sign).collect()
}
