//! The row of headings, and which column is taken for what.

use super::field::{FIELDS, Field, Heading, What, by_key};
use super::table::{Cell, Row, Table};
use super::{IntakeOptions, cell};
use crate::exact::cut;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::read::{suggestion, words};

/// In how many rows from the top headings are looked for.
const LOOK: usize = 30;

/// The headings of a table.
pub(super) struct Header {
    /// Which row they stand in, from 1; 0 where there are none.
    pub(super) row: usize,
    /// How many rows that hold something stand above.
    pub(super) above: usize,
    /// How many rows that hold something come before the first service.
    pub(super) passed: usize,
    cells: Vec<Cell>,
    headings: Vec<Heading>,
    /// The columns that were taken for something, from 0.
    pub(super) columns: Vec<(usize, &'static Field)>,
    pub(super) name_column: Option<usize>,
    /// Columns that look like an exposure too, beside the one that is taken for it.
    pub(super) beside: Vec<usize>,
}

/// A column that may be taken for a field: how well it fits, the field and the column.
type Fit = (u32, &'static Field, usize);

impl Header {
    /// Finds the headings: the row among the first that names most fields.
    pub(super) fn find(table: &Table, options: &IntakeOptions) -> Result<Self, Problems> {
        if table.rows.is_empty() {
            let help = "paste a table with a row of headings, or save the sheet as CSV";
            return Err(refusal(ProblemCode::EmptyInput, "the table is empty", help));
        }
        let asked = asked(options)?;
        let mut best: Option<(usize, usize, &Row, Vec<Heading>)> = None;
        for (above, row) in table.rows.iter().take(LOOK).enumerate() {
            let headings: Vec<Heading> = row.cells.iter().map(|cell| Heading::of(cell.as_text())).collect();
            let fits = fits(&headings, row, &asked);
            let score: usize = FIELDS
                .iter()
                .map(|field| {
                    fits.iter()
                        .filter(|(_, one, _)| one.key == field.key)
                        .map(|(fit, ..)| *fit as usize)
                        .max()
                        .unwrap_or(0)
                })
                .sum();
            let named = fits.iter().any(|(fit, field, _)| field.what == What::Name && *fit > 1);
            let score = if named { score + 2 } else { score };
            if score > best.as_ref().map_or(1, |(most, ..)| *most) {
                best = Some((score, above, row, headings));
            }
        }
        let Some((_, above, row, headings)) = best else {
            let first = table.rows.first().map(|row| {
                row.cells
                    .iter()
                    .take(6)
                    .map(|cell| format!("`{}`", cut(cell.as_text())))
                    .collect::<Vec<_>>()
                    .join(", ")
            });
            let message =
                format!("no heading of the table is known; its first row is {}", first.unwrap_or_default());
            let help = "name the columns, for example Service, Team, Exposure per hour, Demand, or say which column is what";
            return Err(refusal(ProblemCode::NoUsableColumn, message, help));
        };
        all_are_there(options, row)?;
        let fits = fits(&headings, row, &asked);
        let mut columns: Vec<(usize, &'static Field)> = Vec::new();
        let mut problems = crate::problem::Gathered::default();
        for field in &FIELDS {
            let most = fits.iter().filter(|(_, one, _)| one.key == field.key).map(|(fit, ..)| *fit).max();
            let of_field: Vec<usize> = fits
                .iter()
                .filter(|(fit, one, _)| one.key == field.key && Some(*fit) == most)
                .map(|(.., index)| *index)
                .collect();
            // A column that fits another field better is not this one.
            let better =
                |index: usize| fits.iter().any(|(fit, _, other)| *other == index && Some(*fit) > most);
            let of_field: Vec<usize> = of_field.into_iter().filter(|index| !better(*index)).collect();
            match of_field.as_slice() {
                [] => {}
                [index] => columns.push((*index, field)),
                several => {
                    let shown = |index: &usize| {
                        format!(
                            "`{}` (column {})",
                            cut(row.cells.get(*index).map_or("", Cell::as_text)),
                            index + 1
                        )
                    };
                    let names: Vec<String> = several.iter().map(shown).collect();
                    let message = format!(
                        "{} columns look like `{}`: {}",
                        several.len(),
                        field.key,
                        names.join(" and ")
                    );
                    let help = format!("say which one is `{}`, or rename the others", field.key);
                    problems.push(Problem::new(ProblemCode::AmbiguousColumn, "", message, help));
                }
            }
        }
        problems.check()?;
        columns.sort_by_key(|(index, _)| *index);
        let name_column = columns.iter().find(|(_, field)| field.what == What::Name).map(|(index, _)| *index);
        if name_column.is_none() {
            let message = format!("no column of the headings in row {} names the services", row.number);
            let help = "name it Service, Application or Name, or say which column it is";
            return Err(refusal(ProblemCode::NoUsableColumn, message, help));
        }
        Ok(Self {
            row: row.number,
            above,
            passed: above + 1,
            cells: row.cells.clone(),
            headings,
            beside: beside(&fits, &columns, &asked),
            columns,
            name_column,
        })
    }

    /// The columns of a table without headings, as the options say them by their places. Each is called by the first
    /// thing that stands in it, so that people know it again.
    pub(super) fn none(table: &Table, options: &IntakeOptions) -> Result<Self, Problems> {
        if table.rows.is_empty() {
            let help = "paste a row for each service";
            return Err(refusal(ProblemCode::EmptyInput, "the table is empty", help));
        }
        let asked = asked(options)?;
        let wide = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let (mut cells, mut columns) = (Vec::with_capacity(wide), Vec::new());
        for index in 0..wide {
            let stands = table.rows.iter().filter_map(|row| row.cells.get(index));
            let first = stands.map(Cell::as_text).find(|text| !text.is_empty()).unwrap_or_default();
            cells.push(Cell::Text(format!("column {} (`{}`)", index + 1, cut(first))));
            let place = (index + 1).to_string();
            let said = asked.iter().find(|(one, _)| *one == place).and_then(|(_, field)| *field);
            let free = |field: &Field| columns.iter().all(|(_, one): &(usize, &Field)| one.key != field.key);
            if let Some(field) = said {
                if !free(field) {
                    let message = format!("two columns are to be `{}`", field.key);
                    let help = format!("say which one is `{}`", field.key);
                    return Err(refusal(ProblemCode::AmbiguousColumn, message, help));
                }
                columns.push((index, field));
            }
        }
        let name_column = columns.iter().find(|(_, field)| field.what == What::Name).map(|(index, _)| *index);
        Ok(Self {
            row: 0,
            above: 0,
            passed: 0,
            cells,
            headings: Vec::new(),
            columns,
            name_column,
            beside: Vec::new(),
        })
    }

    /// What a column is headed with, cut for messages.
    pub(super) fn heading(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", Cell::as_text)
    }

    /// What a heading says of the unit.
    pub(super) fn unit(&self, index: usize) -> Heading {
        self.headings.get(index).cloned().unwrap_or_default()
    }

    /// The headed columns that were taken for nothing.
    pub(super) fn unknown(&self) -> impl Iterator<Item = (usize, &str)> {
        let taken = |index: usize| self.columns.iter().any(|(column, _)| *column == index);
        let headed = self.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty);
        headed.filter(move |(index, _)| !taken(*index)).map(|(index, cell)| (index, cell.as_text()))
    }

    /// Whether a row repeats the headings, as on the next page of a print.
    pub(super) fn repeats(&self, row: &Row) -> bool {
        row.cells == self.cells
    }
}

/// That the options speak of headings, or places, that the table has: of others they would do nothing, without a word.
fn all_are_there(options: &IntakeOptions, row: &Row) -> Result<(), Problems> {
    let there = |heading: &str| {
        let wanted = heading.trim().to_lowercase();
        let mut cells = row.cells.iter().enumerate();
        cells.any(|(index, cell)| {
            cell.as_text().trim().to_lowercase() == wanted || (index + 1).to_string() == wanted
        })
    };
    let Some((stranger, _)) = options.columns.iter().find(|(heading, _)| !there(heading)) else {
        return Ok(());
    };
    let headings: Vec<&str> =
        row.cells.iter().map(Cell::as_text).filter(|text| !text.trim().is_empty()).collect();
    let help = match suggestion(stranger, headings.iter().copied()) {
        Some(near) => format!("did you mean `{}`?", cut(near)),
        None => {
            let shown: Vec<_> =
                headings.iter().take(12).map(|heading| format!("`{}`", cut(heading))).collect();
            format!("its headings are {}", shown.join(", "))
        }
    };
    Err(refusal(ProblemCode::InvalidOptions, format!("the table has no heading `{}`", cut(stranger)), help))
}

/// What the options say of columns, the keys resolved.
fn asked(options: &IntakeOptions) -> Result<Vec<(String, Option<&'static Field>)>, Problems> {
    let mut asked = Vec::with_capacity(options.columns.len());
    for (heading, key) in &options.columns {
        let field = match key {
            None => None,
            Some(key) => match by_key(key) {
                Some(field) => Some(field),
                None => {
                    let keys: Vec<&str> = FIELDS.iter().map(|field| field.key).collect();
                    let help = match suggestion(key, keys.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("write one of {}", words(&keys)),
                    };
                    let message = format!("`{}` is nothing that a column can be taken for", cut(key));
                    return Err(refusal(ProblemCode::InvalidOptions, message, help));
                }
            },
        };
        asked.push((heading.trim().to_lowercase(), field));
    }
    Ok(asked)
}

/// Columns that look like an exposure too, where nobody said which one it is.
fn beside(
    fits: &[Fit],
    columns: &[(usize, &Field)],
    asked: &[(String, Option<&'static Field>)],
) -> Vec<usize> {
    const KEY: &str = "exposure_per_hour";
    if asked.iter().any(|(_, field)| field.is_some_and(|field| field.key == KEY)) {
        return Vec::new();
    }
    let looks = fits
        .iter()
        .filter(|(_, field, index)| field.key == KEY && columns.iter().all(|(taken, _)| taken != index));
    looks.map(|(.., index)| *index).collect()
}

/// What each column of a row may be taken for.
fn fits(headings: &[Heading], row: &Row, asked: &[(String, Option<&'static Field>)]) -> Vec<Fit> {
    let mut fits: Vec<Fit> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let text = row.cells.get(index).map_or("", Cell::as_text);
        if cell::is_not_given(text) {
            continue;
        }
        let (lower, place) = (text.trim().to_lowercase(), (index + 1).to_string());
        let said = asked.iter().find(|(one, _)| *one == lower || *one == place);
        match said {
            Some((_, None)) => {}
            Some((_, Some(field))) => fits.push((4, field, index)),
            None => fits.extend(
                FIELDS.iter().map(|field| (heading.names(field), field, index)).filter(|(fit, ..)| *fit > 0),
            ),
        }
    }
    fits
}

fn refusal(code: ProblemCode, message: impl Into<String>, help: impl Into<String>) -> Problems {
    Problems::one(Problem::new(code, "", message, help))
}

/// Whether a name is that of a row of totals.
pub(super) fn is_total(name: &str) -> bool {
    const WORDS: [&str; 12] = [
        "total",
        "totals",
        "sum",
        "grand total",
        "subtotal",
        "sub total",
        "overall",
        "average",
        "mean",
        "summe",
        "gesamt",
        "total général",
    ];
    let lower = name.to_lowercase().replace('-', " ");
    let plain = lower.trim_end_matches([':', '.']).trim();
    WORDS.contains(&plain) || plain.starts_with("total ") || plain.starts_with("total:")
}
