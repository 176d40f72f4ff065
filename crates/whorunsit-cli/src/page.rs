//! A page of headings, tables and lists, for a terminal of 80 columns or as Markdown.

use std::fmt::Write;
use std::ops::Range;

use clap::builder::styling::{AnsiColor, Style as Ansi};
use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width, presets,
};
use whorunsit::markup::{in_cell, in_markdown};
use whorunsit::{Assumption, Finding, Provenance, Severity};

use crate::fit::{self, Fit};

/// Columns of a page on a terminal.
pub(crate) const WIDTH: u16 = 80;

/// Between two columns.
pub(crate) const GAP: u16 = 2;

/// A line under the header and nothing else: 80 columns are for content.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// What the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Terminal,
    Markdown,
}

/// How much of a page is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    style: Style,
    details: bool,
    assumptions: bool,
}

impl View {
    /// A terminal is shown the answer and what supports it, unless more is asked for; a document everything.
    pub(crate) fn new(style: Style, details: bool, assumptions: bool) -> Self {
        let all = style == Style::Markdown;
        Self { style, details: details || all, assumptions: assumptions || all }
    }
}

impl From<Style> for View {
    /// Everything.
    fn from(style: Style) -> Self {
        Self { style, details: true, assumptions: true }
    }
}

/// Lines of a page that is not shown in detail.
const SCREEN: usize = 40;

/// Lines under the tables: what was left out, assumptions, provenance.
const FOOT: usize = 5;

/// Lines above a table: its heading with a gap.
const HEADING: usize = 2;

/// Lines that are left to each table still to come: its header, a row, and that there are more. A table before it has
/// the rest, and is not cut for what those do not take.
const LATER: usize = 4;

/// Rows that a page's only table shows however little room there is; of several, each shows one.
const FEWEST_ROWS: usize = 3;

/// A page in the making.
pub(crate) struct Page {
    view: View,
    style: Style,
    /// Tables still to come, which share the room that is left of the screen, and the lines that stand under them.
    tables: usize,
    under: usize,
    /// Rows that a table shows however little room there is.
    fewest: usize,
    /// Lines that are kept for the end of the page.
    kept: usize,
    /// Whether the next table is shown whole.
    whole: bool,
    out: String,
}

impl Page {
    pub(crate) fn new(view: impl Into<View>) -> Self {
        let view = view.into();
        Self {
            view,
            style: view.style,
            tables: 1,
            under: 0,
            fewest: FEWEST_ROWS,
            kept: 0,
            whole: false,
            out: String::new(),
        }
    }

    /// Whether only the answer and what supports it is shown, in so many tables with so many other lines.
    pub(crate) fn is_brief(&mut self, tables: usize, under: usize) -> bool {
        (self.tables, self.under) = (tables, under);
        self.fewest = if tables > 1 { 1 } else { FEWEST_ROWS };
        !self.view.details
    }

    /// Keeps lines of the screen for the end of the page.
    pub(crate) fn keep(&mut self, lines: usize) {
        self.kept = lines;
    }

    /// Whether so many more lines fit on the screen.
    pub(crate) fn has_room(&self, lines: usize) -> bool {
        self.view.details || self.room().saturating_sub(self.under) >= lines
    }

    /// Shows the next table whole, however little room there is: what the answer speaks of must be there.
    pub(crate) fn show_whole(&mut self) {
        self.whole = true;
    }

    /// The answer, before anything else.
    pub(crate) fn answer(&mut self, sentences: &[String]) {
        if !sentences.is_empty() {
            self.paragraph(&sentences.join(" "));
        }
    }

    /// Whether a table of such rows is more than a screen has room for.
    pub(crate) fn must_cut(&self, numbers: Range<usize>, header: &[String], rows: &[Vec<String>]) -> bool {
        if self.view.details {
            return false;
        }
        let others = self.under + self.tables.saturating_sub(1) * (HEADING + LATER);
        let room = self.room().saturating_sub(others);
        rows.len() > room || self.drawn(Some(numbers), header.to_vec(), rows.to_vec()).len() > room
    }

    /// Lines of the screen that are not used yet.
    fn room(&self) -> usize {
        SCREEN.saturating_sub(FOOT + self.kept).saturating_sub(self.out.lines().count())
    }

    pub(crate) fn title(&mut self, text: &str) {
        match self.style {
            Style::Terminal => self.bold(text),
            Style::Markdown => self.line(&format!("# {}", in_markdown(text))),
        }
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        match self.style {
            Style::Terminal => self.bold(text),
            Style::Markdown => {
                self.line(&format!("## {}", in_markdown(text)));
                self.blank();
            }
        }
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        match self.style {
            Style::Terminal => self.wrapped(vec![vec![text.to_owned()]]),
            Style::Markdown => {
                self.blank();
                self.line(&in_markdown(text));
            }
        }
    }

    /// Sets what follows apart within a section.
    pub(crate) fn gap(&mut self) {
        if self.style == Style::Terminal {
            self.blank();
        }
    }

    /// A table of words.
    pub(crate) fn table<const N: usize>(&mut self, header: [&str; N], rows: Vec<[String; N]>) {
        let header = header.iter().map(|name| (*name).to_owned()).collect();
        self.draw(None, header, rows.into_iter().map(Vec::from).collect());
    }

    /// A table in which some columns hold numbers, which stand to the right and never break.
    pub(crate) fn numbers<const N: usize>(
        &mut self,
        numbers: Range<usize>,
        header: [&str; N],
        rows: Vec<[String; N]>,
    ) {
        let header = header.iter().map(|name| (*name).to_owned()).collect();
        self.columns(numbers, header, rows.into_iter().map(Vec::from).collect());
    }

    /// The same with as many columns as turn out.
    pub(crate) fn columns(&mut self, numbers: Range<usize>, header: Vec<String>, rows: Vec<Vec<String>>) {
        self.draw(Some(numbers), header, rows);
    }

    /// A table, as many rows of it as there is room for.
    fn draw(&mut self, numbers: Option<Range<usize>>, header: Vec<String>, mut rows: Vec<Vec<String>>) {
        let all = rows.len();
        let others = self.under + self.tables.saturating_sub(1) * (HEADING + LATER);
        let room = self.room().saturating_sub(others);
        let is_cut = !self.view.details && !std::mem::take(&mut self.whole);
        let everything = rows.clone();
        if !self.view.details {
            self.tables = self.tables.saturating_sub(1);
        }
        if is_cut {
            rows.truncate(room.max(self.fewest));
        }
        let mut lines = self.drawn(numbers.clone(), header.clone(), rows.clone());
        // What is left out takes a line to say so.
        while is_cut && lines.len() + usize::from(rows.len() < all) > room && rows.len() > self.fewest {
            rows.pop();
            lines = self.drawn(numbers.clone(), header.clone(), rows.clone());
        }
        // A single row takes no more room than to say that there is one.
        if all - rows.len() == 1 {
            rows = everything;
            lines = self.drawn(numbers.clone(), header.clone(), rows.clone());
        }
        if self.style == Style::Markdown {
            self.blank();
        }
        for line in lines {
            self.line(&line);
        }
        match all - rows.len() {
            0 => {}
            more => self.line(&format!("\u{2026} and {more} more rows: --details")),
        }
    }

    /// The lines of a table.
    fn drawn(
        &self,
        numbers: Option<Range<usize>>,
        header: Vec<String>,
        rows: Vec<Vec<String>>,
    ) -> Vec<String> {
        let mut table = Table::new();
        let is_number = |column| numbers.as_ref().is_some_and(|numbers| numbers.contains(&column));
        match self.style {
            Style::Terminal => {
                let widths = fit::widths(numbers.as_ref().unwrap_or(&(0..0)), &header, &rows);
                let last = header.len().saturating_sub(1);
                table.set_header(header);
                table.load_style(RULED);
                table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
                table.add_rows(rows);
                for (index, column) in table.column_iter_mut().enumerate() {
                    let (gap, widths) = &widths;
                    let gap = if index == last { 0 } else { *gap };
                    column.set_padding((0, gap));
                    if is_number(index) {
                        column.set_cell_alignment(CellAlignment::Right);
                    }
                    match widths.get(index) {
                        Some(Fit::Exactly(width)) => {
                            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + gap)))
                        }
                        Some(Fit::AtLeast(width)) => {
                            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + gap)))
                        }
                        Some(Fit::Any) | None => column,
                    };
                }
            }
            Style::Markdown => {
                let cells = |row: Vec<String>| row.iter().map(|cell| in_cell(cell)).collect::<Vec<_>>();
                table.set_header(cells(header));
                table.load_style(presets::ASCII_MARKDOWN);
                table.add_rows(rows.into_iter().map(cells));
            }
        }
        let drawn = table.lines().enumerate().map(|(number, line)| match self.style {
            Style::Markdown if number == 1 => aligned(&line, is_number),
            _ => line.trim_end().to_owned(),
        });
        drawn.collect()
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

    /// The gravest findings that ask for a look, as many as there is room for, under their heading.
    pub(crate) fn worth_a_look<'f>(&mut self, findings: impl IntoIterator<Item = (&'f str, &'f Finding)>) {
        let mut findings: Vec<_> = findings
            .into_iter()
            .filter(|(_, finding)| finding.code().severity() > Severity::Reason)
            .collect();
        if findings.is_empty() {
            return;
        }
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.code().severity()));
        let (all, before) = (findings.len(), self.out.len());
        let mut shown = all;
        loop {
            self.out.truncate(before);
            if shown == 0 {
                self.blank();
            } else {
                self.heading("What needs a look");
                self.findings(findings.iter().take(shown).copied());
            }
            if self.room() > 0 || shown == 0 {
                break;
            }
            // Of many findings only the first few can fit.
            shown = shown.min(SCREEN) - 1;
        }
        let things =
            |count: usize| if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
        match (shown, all - shown) {
            (_, 0) => {}
            (0, 1) => self.paragraph("1 finding needs a look: --details"),
            (0, more) => self.paragraph(&format!("{} need a look: --details", things(more))),
            (_, more) => self.line(&format!("\u{2026} and {} more: --details", things(more))),
        }
    }

    /// The end of a page that is shown in brief: what else there is.
    pub(crate) fn end(mut self, details: &str, assumptions: &[Assumption], provenance: &str) -> String {
        self.gap();
        self.paragraph(&format!("--details adds {details}."));
        self.assumptions(assumptions);
        if self.view.assumptions {
            self.blank();
        }
        self.foot(provenance)
    }

    /// The last line, and the whole page.
    pub(crate) fn foot(mut self, provenance: &str) -> String {
        self.line(provenance);
        self.out
    }

    /// The inputs without which something is not estimated.
    pub(crate) fn missing(&mut self, missing: &[String]) {
        if !missing.is_empty() {
            self.heading("Not estimated, because these inputs are missing or cannot be right");
            self.items(missing.iter().cloned());
        }
    }

    pub(crate) fn assumptions(&mut self, assumptions: &[Assumption]) {
        if assumptions.is_empty() {
            return;
        }
        if !self.view.assumptions {
            self.assumed(assumptions.len());
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

    /// What was assumed, told in sentences: all of it where details are shown, else how much there is of it.
    pub(crate) fn notes(&mut self, heading: &str, notes: &[String]) {
        match notes.len() {
            0 => {}
            _ if self.view.details || self.view.assumptions => {
                self.heading(heading);
                self.items(notes.iter().cloned());
            }
            1 => self.paragraph("1 assumption was made: --assumptions tells it."),
            count => self.paragraph(&format!("{count} assumptions were made: --assumptions lists them.")),
        }
    }

    /// A list, as far as the screen has room for it.
    pub(crate) fn some_items(&mut self, texts: &[String]) {
        let (all, before) = (texts.len(), self.out.len());
        let mut shown = all;
        loop {
            self.out.truncate(before);
            self.items(texts.iter().take(shown).cloned());
            if !self.view.details && shown > 1 && self.room() < self.under {
                shown = shown.min(SCREEN) - 1;
                continue;
            }
            break;
        }
        if all > shown {
            self.line(&format!("\u{2026} and {} more: --details", all - shown));
        }
    }

    /// How many defaults stand in for what is not given.
    pub(crate) fn assumed(&mut self, count: usize) {
        if self.view.details {
            self.gap();
        }
        let defaults = match count {
            0 => return,
            1 => "1 default stands",
            count => &format!("{count} defaults stand"),
        };
        let lists = if count == 1 { "tells it" } else { "lists them" };
        self.paragraph(&format!("{defaults} for what is not given: --assumptions {lists}."));
    }

    /// The last line: what the page can be traced back to.
    pub(crate) fn provenance(&mut self, provenance: &Provenance) {
        self.provenance_of_draws(provenance, "");
    }

    /// The same where draws stand behind the page, and what says how to draw them again.
    pub(crate) fn provenance_of_draws(&mut self, provenance: &Provenance, draws: &str) {
        self.blank();
        self.line(&traced(provenance, draws));
    }

    /// A list of texts.
    pub(crate) fn items(&mut self, texts: impl IntoIterator<Item = String>) {
        if self.style == Style::Markdown {
            self.blank();
        }
        self.list(texts.into_iter().map(|text| vec!["-".to_owned(), text]).collect());
    }

    /// Rows of a marker and a text.
    fn list(&mut self, rows: Vec<Vec<String>>) {
        match self.style {
            Style::Terminal => self.wrapped(rows),
            Style::Markdown => {
                for row in rows {
                    let (marker, text) =
                        (row.first().cloned().unwrap_or_default(), row.get(1).cloned().unwrap_or_default());
                    let text = in_markdown(&text);
                    match marker.as_str() {
                        "-" => self.line(&format!("- {text}")),
                        word => self.line(&format!("- **{word}** {text}")),
                    }
                }
            }
        }
    }

    /// A bold text, wrapped to the page's width.
    fn bold(&mut self, text: &str) {
        let style = Ansi::new().bold();
        for line in wrap(vec![vec![text.to_owned()]]) {
            self.line(&format!("{style}{line}{style:#}"));
        }
    }

    /// Text wrapped to the page's width; severities at the start of a line are coloured.
    fn wrapped(&mut self, rows: Vec<Vec<String>>) {
        for line in wrap(rows) {
            let line = line.as_str();
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

/// What a page can be traced back to, and what says how to draw its trials again.
pub(crate) fn traced(provenance: &Provenance, draws: &str) -> String {
    // A portfolio that was changed after it was read has no digest.
    let input = provenance
        .input_sha256
        .as_deref()
        .map_or_else(String::new, |digest| format!(", input sha256 {}", digest.get(..16).unwrap_or(digest)));
    format!("whorunsit {}{input}{draws}", provenance.version)
}

/// The lines of rows of texts, within the page's width.
fn wrap(rows: Vec<Vec<String>>) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    // A number stays on a line with its sign.
    let together = |cell: String| cell.replace(" %", "\u{a0}%");
    table.add_rows(rows.into_iter().map(|row| row.into_iter().map(together).collect::<Vec<_>>()));
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    table.lines().map(|line| line.trim_end().replace('\u{a0}', " ")).collect()
}

/// The line under a header in Markdown, with a colon where a column stands to the right.
fn aligned(line: &str, is_number: impl Fn(usize) -> bool) -> String {
    let parts = line.split('|').enumerate().map(|(index, part)| match part.strip_suffix('-') {
        Some(dashes) if index.checked_sub(1).is_some_and(&is_number) => {
            format!("{dashes}:")
        }
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("|")
}
