//! The page as HTML that needs nothing else, fit for paper.

use super::gantt::svg;
use super::page::Block;
use crate::markup::{escaped, with_code};

const STYLE: &str = include_str!("page.css");

/// The page.
pub(super) fn page(title: &str, blocks: &[Block], traced: &str) -> String {
    let title = escaped(title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n"
    );
    let mut open = false;
    let mut first = true;
    for block in blocks {
        match block {
            Block::Heading(text) => {
                out.push_str(if open { "</section>\n" } else { "" });
                out.push_str(&format!("<section>\n<h2>{}</h2>\n", escaped(text)));
                open = true;
            }
            Block::Paragraph(text) => {
                let class = if first { " class=\"answer\"" } else { "" };
                out.push_str(&format!("<p{class}>{}</p>\n", with_code(text)));
            }
            Block::Items(items) => {
                let items: Vec<String> =
                    items.iter().map(|item| format!("<li>{}</li>\n", with_code(item))).collect();
                out.push_str(&format!("<ul>\n{}</ul>\n", items.concat()));
            }
            Block::Table { header, rows, numbers } => table(&mut out, header, rows, *numbers),
            Block::Gantt(bars, last) => {
                let chart = svg(bars, *last);
                out.push_str(&format!("<div class=\"wide\" tabindex=\"0\">\n{chart}</div>\n"));
            }
        }
        first = false;
    }
    out.push_str(if open { "</section>\n" } else { "" });
    out.push_str(&format!("<footer>{}</footer>\n</main>\n</body>\n</html>\n", escaped(traced)));
    out
}

fn table(out: &mut String, header: &[&str], rows: &[Vec<String>], numbers: usize) {
    let class = |column: usize| if column < numbers { "" } else { " class=\"number\"" };
    out.push_str("<div class=\"wide\" tabindex=\"0\">\n<table>\n<thead><tr>");
    for (column, cell) in header.iter().enumerate() {
        out.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(column), escaped(cell)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            match column {
                0 => out.push_str(&format!("<th scope=\"row\">{}</th>", with_code(cell))),
                _ => out.push_str(&format!("<td{}>{}</td>", class(column), with_code(cell))),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
