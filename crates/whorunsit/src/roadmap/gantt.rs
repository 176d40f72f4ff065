//! The gantt chart as SVG within the page.

use super::steps::StepKind;
use crate::markup::escaped;

/// One line of the chart.
pub(super) struct Bar {
    pub(super) name: String,
    /// When it is, in words.
    pub(super) label: String,
    pub(super) from: usize,
    pub(super) until: usize,
    pub(super) kind: StepKind,
}

/// Where the names end and the months begin, and where they end.
const LEFT: usize = 240;
const RIGHT: usize = 700;
const LINE: usize = 24;

/// The chart, with a caption for those who cannot see it.
pub(super) fn svg(bars: &[Bar], last: usize) -> String {
    let months = last.max(1);
    let place = |month: usize| LEFT + (RIGHT - LEFT) * month / months;
    let height = LINE * bars.len() + 34;
    let mut out = format!(
        "<svg viewBox=\"0 0 900 {height}\" role=\"img\" aria-label=\"Steps by month; the table below says the same\">\n"
    );
    let step = [1, 3, 6, 12, 24, 60].into_iter().find(|step| months / step <= 10).unwrap_or(120);
    for month in (0..=months).step_by(step) {
        let x = place(month);
        out.push_str(&format!(
            "<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"4\" y2=\"{}\"/><text class=\"axis\" x=\"{x}\" y=\"{}\">{month}</text>\n",
            height - 26,
            height - 12,
        ));
    }
    out.push_str(&format!(
        "<text class=\"axis end\" x=\"{}\" y=\"{}\">months from the start</text>\n",
        LEFT - 12,
        height - 12
    ));
    for (row, bar) in bars.iter().enumerate() {
        let y = row * LINE + 6;
        let (class, middle) = (class(bar.kind), y + 13);
        let name: String = match bar.name.chars().count() {
            ..=36 => bar.name.clone(),
            _ => bar.name.chars().take(35).chain(['…']).collect(),
        };
        out.push_str(&format!(
            "<text class=\"name\" x=\"{}\" y=\"{middle}\">{}</text>",
            LEFT - 12,
            escaped(&name)
        ));
        let (from, until) = (place(bar.from), place(bar.until));
        if bar.from == bar.until {
            let y = y + 8;
            out.push_str(&format!("<path class=\"{class}\" d=\"M{from} {}l7 7l-7 7l-7 -7z\"/>", y - 7));
        } else {
            let width = until - from;
            out.push_str(&format!(
                "<rect class=\"{class}\" x=\"{from}\" y=\"{y}\" width=\"{width}\" height=\"16\" rx=\"2\"/>"
            ));
        }
        let label = until + 12;
        out.push_str(&format!(
            "<text class=\"when\" x=\"{label}\" y=\"{middle}\">{}</text>\n",
            escaped(&bar.label)
        ));
    }
    out.push_str("</svg>\n");
    out
}

fn class(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Enabling => "enabling",
        StepKind::SetUp => "set-up",
        StepKind::ChangeOver => "change-over",
        StepKind::BreakEven => "break-even",
    }
}
