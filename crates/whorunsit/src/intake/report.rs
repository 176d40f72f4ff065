//! The reading report: how a table was read, what was left out of it and what to ask its owner.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cell::{CellStatus, Outcome, Taken};
use super::marks::Marks;
use crate::currency::Currency;
use crate::provenance::Provenance;
use crate::wording::Fixed;

/// The most cells that are told one by one.
const MOST_CELLS: usize = 50_000;

/// How a table was read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IntakeReport {
    /// The version of whorunsit and the digest of the table.
    pub provenance: Provenance,
    /// What kind of table it was.
    pub source: TableSource,
    /// The currency of the amounts; `None` where the table does not say it and nobody else did.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub currency: Option<Currency>,
    /// How many of what.
    pub counts: IntakeCounts,
    /// Every headed column, and what it was taken for.
    pub columns: Vec<IntakeColumn>,
    /// What its owner is to be asked, besides single cells.
    pub questions: Vec<String>,
    /// What was done with the table as a whole.
    pub notes: Vec<String>,
    /// Rows that were left out, and why.
    pub left_out: Vec<LeftOut>,
    /// Cells that were not read as they stand: what they were read as, or why they were not.
    pub cells: Vec<IntakeCell>,
    /// How many more cells there are of these than are listed.
    pub more_cells: usize,
}

/// What kind of table it was.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TableSource {
    /// `text`, or `rows` where rows of cells were given.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub format: Fixed,
    /// How its bytes were written: `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub encoding: Fixed,
    /// Whether it began with a byte order mark.
    pub byte_order_mark: bool,
    /// What stood between cells.
    pub delimiter: Option<char>,
    /// The row of headings, from 1.
    pub header_row: usize,
    /// How many rows stood above it.
    pub rows_above_header: usize,
}

/// How many of what.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IntakeCounts {
    /// Rows below the headings that held something.
    pub rows: usize,
    /// Services that they name.
    pub services: usize,
    /// Of these, the ones in the portfolio.
    pub in_portfolio: usize,
    /// Cells that were taken in.
    pub read: usize,
    /// Cells that say that there is no value.
    pub not_given: usize,
    /// Cells that need an answer.
    pub asked: usize,
    /// Cells that cannot be read.
    pub refused: usize,
}

/// One headed column.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IntakeColumn {
    /// Its place, from 1.
    pub column: usize,
    /// Its heading.
    pub heading: String,
    /// The key of the format that it was taken for; `None` where it was left out.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_word"))]
    pub field: Option<Fixed>,
    /// The sign before decimals, `point` or `comma`, where something says which it is.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_word"))]
    pub decimal: Option<Fixed>,
    /// Whether the column's own cells say it.
    pub decided_by_itself: bool,
}

/// A row that was left out.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LeftOut {
    /// The row of the table, from 1.
    pub row: usize,
    /// The name that stands in it.
    pub name: String,
    /// Why, for programs.
    pub reason: LeftOutReason,
    /// Why, for people.
    pub message: String,
}

/// Why a row was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LeftOutReason {
    /// It has no name.
    NoName,
    /// It holds totals.
    Totals,
    /// It repeats the headings.
    Heading,
    /// An earlier row has the same name, but for case and spaces.
    Duplicate,
    /// It lacks what a portfolio needs. Its service is among the services, not in the portfolio.
    Incomplete,
    /// What it says does not fit. Its service is among the services, not in the portfolio.
    Invalid,
}

/// A cell that was not read as it stands.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct IntakeCell {
    /// The row of the table, from 1.
    pub row: usize,
    /// The column, from 1.
    pub column: usize,
    /// The heading of the column.
    pub heading: String,
    /// The service of the row.
    pub service: String,
    /// The key of the format.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub field: Fixed,
    /// What stands there, cut at 80 characters.
    pub written: String,
    /// What it was read as.
    pub read: Option<String>,
    /// What became of it.
    pub status: CellStatus,
    /// What is to be said of it.
    pub message: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

impl IntakeReport {
    pub(super) fn new(provenance: Provenance, source: TableSource) -> Self {
        let mut notes = Vec::new();
        match source.encoding {
            "utf-8" => {}
            "windows-1252" => {
                notes.push("the text is not UTF-8; it was read as Windows-1252 (Latin 1)".to_owned())
            }
            other => notes.push(format!("the text was read as {}", other.to_uppercase())),
        }
        if source.byte_order_mark {
            notes.push("a byte order mark before the text was passed over".to_owned());
        }
        if let Some(delimiter) = source.delimiter.filter(|delimiter| !matches!(delimiter, ',' | '\t')) {
            notes.push(format!("`{delimiter}` stands between the cells"));
        }
        if source.rows_above_header > 0 {
            notes.push(format!(
                "the headings stand in row {}; what is above was passed over",
                source.header_row
            ));
        }
        Self {
            provenance,
            source,
            currency: None,
            counts: IntakeCounts::default(),
            columns: Vec::new(),
            questions: Vec::new(),
            notes,
            left_out: Vec::new(),
            cells: Vec::new(),
            more_cells: 0,
        }
    }

    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(super) fn question(&mut self, question: String) {
        self.questions.push(question);
    }

    pub(super) fn column(
        &mut self,
        index: usize,
        heading: &str,
        field: Option<&'static str>,
        marks: Marks,
        own: bool,
    ) {
        let decimal = marks
            .mark
            .filter(|_| own || marks.shown || marks.mark.is_some())
            .map(crate::exact::Mark::as_word);
        let numeric = field.is_some_and(|field| {
            super::field::by_key(field)
                .is_some_and(|field| !matches!(field.what, super::What::Name | super::What::Text))
        });
        self.columns.push(IntakeColumn {
            column: index + 1,
            heading: heading.to_owned(),
            field,
            decimal: decimal.filter(|_| numeric),
            decided_by_itself: own,
        });
    }

    pub(super) fn leave_out(&mut self, row: usize, name: &str, reason: LeftOutReason, message: String) {
        self.left_out.push(LeftOut { row, name: name.to_owned(), reason, message });
    }

    /// The cells that could not be read, or whose meaning is to be asked for, by their rows.
    pub(super) fn unread(&self) -> BTreeMap<usize, Vec<IntakeCell>> {
        let mut unread: BTreeMap<usize, Vec<IntakeCell>> = BTreeMap::new();
        for cell in &self.cells {
            if matches!(cell.status, CellStatus::Asked | CellStatus::Refused) {
                unread.entry(cell.row).or_default().push(cell.clone());
            }
        }
        unread
    }

    pub(super) fn cell(
        &mut self,
        row: usize,
        (index, heading): (usize, &str),
        service: &str,
        field: &'static str,
        written: &str,
        outcome: &Outcome,
    ) {
        match outcome.status {
            CellStatus::Read => self.counts.read += 1,
            CellStatus::NotGiven => self.counts.not_given += 1,
            CellStatus::Asked => self.counts.asked += 1,
            CellStatus::Refused => self.counts.refused += 1,
        }
        let read = outcome.taken.as_ref().map(Taken::shown);
        let as_it_stands = outcome.message.is_none() && read.as_deref() == Some(written);
        let blank = outcome.status == CellStatus::NotGiven && written.is_empty();
        if as_it_stands || blank {
            return;
        }
        if self.cells.len() >= MOST_CELLS {
            self.more_cells += 1;
            return;
        }
        let cut: String = written.chars().take(80).collect();
        self.cells.push(IntakeCell {
            row,
            column: index + 1,
            heading: heading.to_owned(),
            service: service.to_owned(),
            field,
            written: if cut.len() < written.len() { format!("{cut}…") } else { cut },
            read,
            status: outcome.status,
            message: outcome.message.clone(),
            help: outcome.help.clone(),
        });
    }

    /// Puts everything into the order of the table.
    pub(super) fn finish(&mut self) {
        self.left_out.sort_by_key(|left| left.row);
    }
}
