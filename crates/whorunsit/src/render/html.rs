//! A document as one HTML file. It loads nothing: style and pictures stand in it, and it has no script.

use std::fmt::Write;

use super::content::{Block, Cell, Content, Table};
use super::picture::Picture;
use crate::markup::{escaped, with_code};
use crate::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};

/// The document's style: light whatever the screen is, for a telephone, a screen and A4.
const STYLE: &str = include_str!("document.css");

pub(super) fn draw(content: &Content) -> String {
    let title = escaped(&content.title);
    // What a record holds is text; were it ever more, a browser would neither run nor fetch it.
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<header>\n<h1>{title}</h1>\n<p class=\"about\">{}</p>\n</header>\n",
        escaped(&content.about.join(" \u{b7} ")),
    );
    let _ = write!(
        out,
        "<section class=\"decision\">\n<h2>Decision</h2>\n<p class=\"first\">{}</p>\n",
        escaped(&content.decision)
    );
    for paragraph in &content.worth {
        let _ = writeln!(out, "<p>{}</p>", escaped(paragraph));
    }
    out.push_str("</section>\n");
    let mut open = false;
    for block in &content.blocks {
        if let Block::Heading(text) = block {
            if open {
                out.push_str("</section>\n");
            }
            open = true;
            let _ = writeln!(out, "<section>\n<h2>{}</h2>", escaped(text));
            continue;
        }
        draw_block(&mut out, block);
    }
    if open {
        out.push_str("</section>\n");
    }
    out.push_str("<footer>\n");
    for line in &content.foot {
        let _ = writeln!(out, "<p>{}</p>", with_code(line));
    }
    out.push_str("</footer>\n</main>\n</body>\n</html>\n");
    out
}

// Writing to a String does not fail.
fn draw_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading(_) => {}
        Block::Paragraph(text) => {
            let _ = writeln!(out, "<p>{}</p>", escaped(text));
        }
        Block::Note(text) => {
            let _ = writeln!(out, "<p class=\"small\">{}</p>", escaped(text));
        }
        Block::Items(items) => {
            out.push_str("<ul>\n");
            for item in items {
                let _ = writeln!(out, "<li>{}</li>", with_code(item));
            }
            out.push_str("</ul>\n");
        }
        Block::Terms(terms) | Block::Reasons(terms) => {
            let class = if matches!(block, Block::Reasons(_)) { " class=\"why\"" } else { "" };
            let _ = writeln!(out, "<dl{class}>");
            for (word, text) in terms {
                let _ = writeln!(out, "<div><dt>{}</dt> <dd>{}</dd></div>", escaped(word), with_code(text));
            }
            out.push_str("</dl>\n");
        }
        Block::Table(table) => draw_table(out, table),
        Block::Grid(columns, rows) => draw_grid(out, columns, rows),
        Block::Pictures(pictures) => {
            out.push_str("<div class=\"pictures\">\n");
            for Picture { title, svg, caption } in pictures {
                let _ = writeln!(
                    out,
                    "<figure>\n<figcaption>{}</figcaption>\n{svg}\n<p class=\"small\">{}</p>\n</figure>",
                    escaped(title),
                    escaped(caption)
                );
            }
            out.push_str("</div>\n");
        }
    }
}

fn draw_table(out: &mut String, table: &Table) {
    let number = |column: usize| if table.numbers.contains(&column) { " class=\"n\"" } else { "" };
    out.push_str("<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>");
    for (column, heading) in table.header.iter().enumerate() {
        let _ = write!(out, "<th{}>{}</th>", number(column), escaped(heading));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (index, row) in table.rows.iter().enumerate() {
        out.push_str(if table.ours == Some(index) { "<tr class=\"ours\">" } else { "<tr>" });
        for (column, cell) in row.iter().enumerate() {
            let _ = match column {
                0 => write!(out, "<th>{}</th>", escaped(cell)),
                _ => write!(out, "<td{}>{}</td>", number(column), escaped(cell)),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

fn draw_grid(out: &mut String, columns: &[String], rows: &[(String, Vec<Cell>)]) {
    out.push_str("<div class=\"wide\" tabindex=\"0\"><table class=\"grid\">\n<tbody>\n");
    for (heading, cells) in rows {
        let _ = write!(out, "<tr><th>{}</th>", escaped(heading));
        for cell in cells {
            let class = if cell.by_team { "team" } else { "ops" };
            let _ = write!(out, "<td class=\"{class}\">{}</td>", escaped(&cell.services));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n<tfoot><tr><td></td>");
    for column in columns {
        let _ = write!(out, "<td>{}</td>", escaped(column));
    }
    let _ = write!(
        out,
        "</tr></tfoot>\n</table></div>\n<p class=\"small\"><i class=\"team\"></i> {YOU_BUILD_IT_YOU_RUN_IT} \
         <i class=\"ops\"></i> {OPS_RUN_IT}, as the policy chooses</p>\n",
    );
}
