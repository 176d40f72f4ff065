//! A document in Markdown.

use super::content::{Block, Cell, Content, Table};
use crate::markup::{in_cell, in_markdown, with_code_in_markdown};

pub(super) fn draw(content: &Content) -> String {
    let mut out = format!("# {}\n", in_markdown(&content.title));
    let mut put = |text: String| {
        out.push('\n');
        out.push_str(text.trim_end());
        out.push('\n');
    };
    put(in_markdown(&content.about.join(" · ")));
    put("## Decision".to_owned());
    put(format!("**{}** {}", in_markdown(&content.decision), in_markdown(&content.worth.join(" "))));
    for block in &content.blocks {
        match block {
            Block::Heading(text) => put(format!("## {text}")),
            Block::Paragraph(text) | Block::Note(text) => put(with_code_in_markdown(text)),
            Block::Items(items) => {
                put(items.iter().map(|item| format!("- {}\n", with_code_in_markdown(item))).collect());
            }
            Block::Terms(terms) | Block::Reasons(terms) => {
                let line = |(word, text): &(String, String)| {
                    format!("- **{}**: {}\n", in_markdown(word), with_code_in_markdown(text))
                };
                put(terms.iter().map(line).collect());
            }
            Block::Table(table) => put(drawn(table)),
            Block::Grid(columns, rows) => put(grid(columns, rows)),
            // A picture would have to be a file of its own.
            Block::Pictures(_) => {}
        }
    }
    put(content.foot.iter().map(|line| with_code_in_markdown(line)).collect::<Vec<_>>().join("  \n"));
    out
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let mut line = "|".to_owned();
    for cell in cells {
        line.push(' ');
        line.push_str(&cell);
        line.push_str(" |");
    }
    line.push('\n');
    line
}

fn drawn(table: &Table) -> String {
    let mut out = line(table.header.iter().map(|cell| in_cell(cell)));
    out.push_str(&line((0..table.header.len()).map(|column| {
        let rule = if table.numbers.contains(&column) { "---:" } else { "---" };
        rule.to_owned()
    })));
    for (row, cells) in table.rows.iter().enumerate() {
        let ours = table.ours == Some(row);
        out.push_str(&line(cells.iter().enumerate().map(|(column, cell)| match column {
            0 if ours => format!("**{}**", in_cell(cell)),
            _ => in_cell(cell),
        })));
    }
    out
}

fn grid(columns: &[String], rows: &[(String, Vec<Cell>)]) -> String {
    let mut out = line(std::iter::once(String::new()).chain(columns.iter().map(|column| in_cell(column))));
    out.push_str(&line((0..=columns.len()).map(|_| "---".to_owned())));
    for (heading, cells) in rows {
        let cell = |cell: &Cell| {
            let model = if cell.by_team { "*product team*" } else { "*operations*" };
            match cell.services.as_str() {
                "" => model.to_owned(),
                services => format!("{model}: {}", in_cell(services)),
            }
        };
        out.push_str(&line(std::iter::once(in_cell(heading)).chain(cells.iter().map(cell))));
    }
    out
}
