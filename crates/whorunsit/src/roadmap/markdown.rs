//! The page as Markdown.

use super::gantt::Bar;
use super::page::Block;
use crate::markup::with_code_in_markdown;

/// The page.
pub(super) fn page(title: &str, blocks: &[Block]) -> String {
    let mut out = format!("# {}\n", with_code_in_markdown(title));
    for block in blocks {
        out.push('\n');
        match block {
            Block::Heading(text) => out.push_str(&format!("## {text}\n")),
            Block::Paragraph(text) => out.push_str(&format!("{}\n", with_code_in_markdown(text))),
            Block::Items(items) => {
                for item in items {
                    out.push_str(&format!("- {}\n", with_code_in_markdown(item)));
                }
            }
            Block::Table { header, rows, numbers } => table(&mut out, header, rows, *numbers),
            Block::Gantt(bars, last) => gantt(&mut out, bars, *last),
        }
    }
    out
}

fn table(out: &mut String, header: &[&str], rows: &[Vec<String>], numbers: usize) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(header.iter().map(|cell| (*cell).to_owned()).collect()));
    let rule = (0..header.len()).map(|column| if column < numbers { "---" } else { "---:" }.to_owned());
    out.push_str(&line(rule.collect()));
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| with_code_in_markdown(cell).replace('|', "\\|")).collect()));
    }
}

/// Bars of characters: a chart that needs nothing to be drawn.
fn gantt(out: &mut String, bars: &[Bar], last: usize) {
    let width = bars.iter().map(|bar| bar.name.chars().count()).max().unwrap_or(0);
    // At most so many signs, each of which stands for one month or more.
    let each = (last + 1).div_ceil(48).max(1);
    out.push_str("```text\n");
    for bar in bars {
        let (from, until) = (bar.from / each, bar.until.div_ceil(each));
        let name = bar.name.replace('`', "'");
        let pad = " ".repeat(width.saturating_sub(bar.name.chars().count()));
        let line = match bar.from == bar.until {
            true => "◆".to_owned(),
            false => "█".repeat(until.saturating_sub(from).max(1)),
        };
        out.push_str(&format!("{name}{pad}  {}{line} {}\n", " ".repeat(from), bar.label));
    }
    out.push_str("```\n");
}
