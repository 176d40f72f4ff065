//! What a document is made of, whatever it is drawn as.

use std::ops::Range;

use super::picture::Picture;

/// A document.
pub(super) struct Content {
    pub(super) title: String,
    /// Of what, in which currency, from which draws.
    pub(super) about: Vec<String>,
    /// The decision.
    pub(super) decision: String,
    /// What it is worth, and how sure that is.
    pub(super) worth: Vec<String>,
    pub(super) blocks: Vec<Block>,
    /// How to get it again.
    pub(super) foot: Vec<String>,
}

/// A part of a document.
pub(super) enum Block {
    Heading(&'static str),
    Paragraph(String),
    /// What explains the table or picture above it.
    Note(String),
    Items(Vec<String>),
    /// Words with what they stand for, in small type.
    Terms(Vec<(String, String)>),
    /// Who or what, with why, in sentences.
    Reasons(Vec<(String, String)>),
    Table(Table),
    /// The selector: a heading for each column, and rows of a heading with cells.
    Grid(Vec<String>, Vec<(String, Vec<Cell>)>),
    /// For those who look; what they show is also told in words.
    Pictures(Vec<Picture>),
}

/// A table.
pub(super) struct Table {
    pub(super) header: Vec<String>,
    /// The columns of numbers.
    pub(super) numbers: Range<usize>,
    pub(super) rows: Vec<Vec<String>>,
    /// The row that is recommended.
    pub(super) ours: Option<usize>,
}

impl Table {
    pub(super) fn new(header: &[&str], numbers: Range<usize>, rows: Vec<Vec<String>>) -> Self {
        let header = header.iter().map(|text| (*text).to_owned()).collect();
        Self { header, numbers, rows, ours: None }
    }
}

/// A cell of the selector.
pub(super) struct Cell {
    /// Whether a product team would run its services.
    pub(super) by_team: bool,
    pub(super) services: String,
}

/// The most findings and missing inputs that are listed.
pub(super) const LISTED: usize = 20;

/// The first of many, and how many more there are.
pub(super) fn some(mut items: Vec<String>, most: usize) -> Vec<String> {
    let more = items.len().saturating_sub(most);
    if more > 0 {
        items.truncate(most);
        items.push(format!("{more} more are in the record."));
    }
    items
}
