//! A page of headings, tables and lists, for a terminal of 80 columns or as Markdown.

use std::fmt::Write;

use clap::builder::styling::{AnsiColor, Style as Ansi};
use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle, presets};
use whorunsit::{Assumption, Finding, Provenance, Severity};

/// Columns of a page on a terminal.
const WIDTH: u16 = 80;

/// A line under the header and nothing else: 80 columns are for content.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// What the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Terminal,
    Markdown,
}

/// A page in the making.
pub(crate) struct Page {
    style: Style,
    out: String,
}

impl Page {
    pub(crate) fn new(style: Style) -> Self {
        Self { style, out: String::new() }
    }

    pub(crate) fn title(&mut self, text: &str) {
        match self.style {
            Style::Terminal => self.line(&bold(text)),
            Style::Markdown => self.line(&format!("# {text}")),
        }
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        match self.style {
            Style::Terminal => self.line(&bold(text)),
            Style::Markdown => {
                self.line(&format!("## {text}"));
                self.blank();
            }
        }
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        match self.style {
            Style::Terminal => self.wrapped(vec![vec![text.to_owned()]]),
            Style::Markdown => {
                self.blank();
                self.line(text);
            }
        }
    }

    pub(crate) fn table<const N: usize>(&mut self, header: [&str; N], rows: Vec<[String; N]>) {
        let mut table = Table::new();
        table.set_header(header);
        match self.style {
            Style::Terminal => {
                table.load_style(RULED);
                table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
                table.add_rows(rows);
                for column in table.column_iter_mut() {
                    column.set_padding((0, 2));
                }
            }
            Style::Markdown => {
                table.load_style(presets::ASCII_MARKDOWN);
                table.add_rows(
                    rows.into_iter()
                        .map(|row| row.map(|cell| cell.replace('\\', "\\\\").replace('|', "\\|"))),
                );
            }
        }
        if self.style == Style::Markdown {
            self.blank();
        }
        for line in table.lines() {
            self.line(line.trim_end());
        }
    }

    /// Findings with who they are about, the gravest first.
    pub(crate) fn findings<'f>(&mut self, findings: impl IntoIterator<Item = (&'f str, &'f Finding)>) {
        let mut findings: Vec<_> = findings.into_iter().collect();
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.code().severity()));
        let rows = findings.into_iter().map(|(about, finding)| {
            let about = if about.is_empty() { String::new() } else { format!("{about}: ") };
            let word = match finding.code().severity() {
                Severity::Warning => "warning",
                Severity::Caution => "caution",
                Severity::Reason => "reason",
            };
            vec![word.to_owned(), format!("{about}{finding} [{}]", finding.code())]
        });
        self.list(rows.collect());
    }

    pub(crate) fn assumptions(&mut self, assumptions: &[Assumption]) {
        if assumptions.is_empty() {
            return;
        }
        self.heading("Assumed, because the portfolio does not say");
        let row = |assumption: &Assumption| {
            vec![
                "-".to_owned(),
                format!("{} = {} ({})", assumption.path, assumption.value, assumption.reason),
            ]
        };
        self.list(assumptions.iter().map(row).collect());
    }

    /// The last line: what the page can be traced back to.
    pub(crate) fn provenance(&mut self, provenance: &Provenance) {
        let digest = provenance.input_sha256.as_deref().unwrap_or_default();
        self.blank();
        self.line(&format!(
            "whorunsit {}, input sha256 {}",
            provenance.version,
            digest.get(..16).unwrap_or(digest)
        ));
    }

    /// Rows of a marker and a text.
    fn list(&mut self, rows: Vec<Vec<String>>) {
        match self.style {
            Style::Terminal => self.wrapped(rows),
            Style::Markdown => {
                for row in rows {
                    let (marker, text) =
                        (row.first().cloned().unwrap_or_default(), row.get(1).cloned().unwrap_or_default());
                    match marker.as_str() {
                        "-" => self.line(&format!("- {text}")),
                        word => self.line(&format!("- **{word}** {text}")),
                    }
                }
            }
        }
    }

    /// Text wrapped to the page's width; severities at the start of a line are coloured.
    fn wrapped(&mut self, rows: Vec<Vec<String>>) {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
        table.add_rows(rows);
        for column in table.column_iter_mut() {
            column.set_padding((0, 1));
        }
        for line in table.lines() {
            let line = line.trim_end();
            let coloured =
                [("warning", AnsiColor::Red), ("caution", AnsiColor::Yellow), ("reason", AnsiColor::Cyan)]
                    .into_iter()
                    .find_map(|(word, colour)| {
                        let rest = line.strip_prefix(word)?;
                        let style = colour.on_default();
                        Some(format!("{style}{word}{style:#}{rest}"))
                    });
            self.line(coloured.as_deref().unwrap_or(line));
        }
    }

    /// An empty line, unless there is one already.
    fn blank(&mut self) {
        if !self.out.ends_with("\n\n") {
            self.line("");
        }
    }

    fn line(&mut self, text: &str) {
        // Writing to a String does not fail.
        let _ = writeln!(self.out, "{text}");
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }
}

fn bold(text: &str) -> String {
    let style = Ansi::new().bold();
    format!("{style}{text}{style:#}")
}
