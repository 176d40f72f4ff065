//! Intake: from a table as people keep it to services, with a report of how every part of it was read.

mod bands;
mod bytes;
mod cell;
mod field;
mod header;
mod marks;
mod portfolio;
mod report;
mod start;
mod table;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub use self::cell::CellStatus;
use self::cell::{Column, Taken};
use self::field::{FIELDS, OF_TEAM, What};
use self::header::Header;
use self::marks::{Marks, Unsigned};
use self::portfolio::Draft;
pub use self::report::{
    IntakeCell, IntakeColumn, IntakeCounts, IntakeReport, LeftOut, LeftOutReason, TableSource,
};
use self::table::{Cell, Row, Table};
pub use self::table::{MAX_COLUMNS, MAX_ROWS};
use crate::currency::Currency;
use crate::exact::{Availability, Money, Sign, currency_sign};
use crate::portfolio::RunsToday;
use crate::problem::Problems;
use crate::profile::{Profile, unknown};
use crate::provenance::Provenance;

pub(crate) use crate::exact::Mark;

/// How to take a table in, where it does not say it itself.
#[derive(Clone, Debug, Default)]
pub struct IntakeOptions {
    /// What the portfolio is to be called.
    pub name: Option<String>,
    /// The currency of its amounts; by default the one whose sign the table bears.
    pub currency: Option<Currency>,
    /// For headings, or places of columns from 1, the key that they are to be taken for; `None` leaves a column out.
    pub columns: Vec<(String, Option<String>)>,
    /// Whether a comma stands before decimals, where that is known.
    pub decimal_comma: Option<bool>,
    /// Whether the table has no row of headings. Its columns are then known by their places alone, and those that
    /// [`columns`](Self::columns) does not name are left out.
    pub without_headings: bool,
    /// What one unit of a foreign currency is worth in the portfolio's.
    pub rates: Vec<(Currency, Decimal)>,
    /// The reference profile that the portfolio is to name.
    pub profile: Option<String>,
    /// Who runs the services today.
    pub runs_today: Option<RunsToday>,
    /// The exposure bands: the most in each and its availability target, lowest first. Where there are none, they are
    /// suggested from the exposures.
    pub bands: Vec<(Money, Availability)>,
}

/// The services of a table, and how it was read.
///
/// # Examples
///
/// ```
/// use whorunsit::{IntakeOptions, intake};
///
/// let table = "Application;Owner team;Revenue at risk per hour;Demand\nCheckout;shop;€ 1.200,50;H\nTotal;;1.200,50;\n";
/// let taken = intake(table.as_bytes(), &IntakeOptions::default())?;
/// assert_eq!(taken.report.counts.services, 1);
/// assert_eq!(taken.report.left_out.len(), 1); // the row of totals
/// let portfolio = whorunsit::Portfolio::read(taken.portfolio.unwrap_or_default().as_bytes())?;
/// assert_eq!(portfolio.file().services[0].exposure_per_hour.mean().to_string(), "1200.5");
/// # Ok::<(), whorunsit::Problems>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Intake {
    /// The services as JSON tables of the format: those that the table has, whether or not they are complete.
    pub services: String,
    /// A portfolio of the complete ones, as JSON text; `None` where it cannot be one yet: the report says what lacks.
    pub portfolio: Option<String>,
    /// How the table was read.
    pub report: IntakeReport,
}

/// One service as far as its row says it.
#[derive(Clone, Debug)]
struct Service {
    row: usize,
    name: String,
    /// In the order of the fields.
    values: BTreeMap<usize, Taken>,
}

impl Service {
    fn value(&self, key: &str) -> Option<&Taken> {
        let index = FIELDS.iter().position(|field| field.key == key)?;
        self.values.get(&index)
    }

    fn text(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            Taken::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Takes a table in: delimited text in any usual encoding, text pasted from a spreadsheet, or rows as JSON
/// (`{"rows": [["name", …], …]}`).
///
/// What is not known is left out and said, never zero; what could mean two things is asked about in the report.
///
/// # Errors
/// [`Problems`] of the table as a whole: it is none, has no column that is known, or two for one thing.
pub fn intake(input: &[u8], options: &IntakeOptions) -> Result<Intake, Problems> {
    if let Some(name) = options.profile.as_deref().filter(|name| Profile::named(name).is_none()) {
        return Err(Problems::one(unknown(name, "/profile".to_owned())));
    }
    let decoded = bytes::decode(input)?;
    let json = decoded.text.trim_start().starts_with('{');
    let mut table = if json { table::of_json(&decoded.text)? } else { table::of_text(&decoded.text)? };
    let header = if options.without_headings {
        Header::none(&table, options)?
    } else {
        Header::find(&table, options)?
    };
    let mut report = IntakeReport::new(
        Provenance::of(input),
        TableSource {
            format: if json { "rows" } else { "text" },
            encoding: decoded.encoding,
            byte_order_mark: decoded.byte_order_mark,
            delimiter: table.delimiter,
            header_row: header.row,
            rows_above_header: header.above,
        },
    );
    fill_merged(&mut table, &header, &mut report);
    if header.name_column.is_none() {
        report.question("which column holds the names of the services?".to_owned());
    }
    let taken = header.columns.iter().find(|(_, field)| field.key == "exposure_per_hour");
    for (index, (taken, field)) in header.beside.iter().filter_map(|index| Some((index, taken?))) {
        report.question(format!(
            "`{}` looks like `{}` too: `{}` was taken, as its heading says so more plainly. Is that right? If not, say which column it is",
            header.heading(*index),
            field.key,
            header.heading(*taken)
        ));
    }
    let rows: Vec<&Row> = table.rows.iter().skip(header.passed).collect();
    report.counts.rows = rows.len();
    let currency = currency(&rows, &header, options, &mut report);
    report.currency = currency;
    let columns = columns(&rows, &header, options, currency, table.delimiter, &mut report);
    let services = services(&rows, &header, &columns, &mut report);
    let draft = Draft::of(&services, options, currency, &mut report);
    report.finish();
    Ok(Intake { services: portfolio::as_json(&services), portfolio: draft, report })
}

/// Puts what stands in merged cells into each of them, where it is a text that several services can share.
fn fill_merged(table: &mut Table, header: &Header, report: &mut IntakeReport) {
    for [top, left, bottom, right] in std::mem::take(&mut table.merged) {
        let column = header.columns.iter().find(|(index, _)| left <= index + 1 && *index < right);
        let Some((index, field)) = column.filter(|_| top > header.row && bottom >= top) else { continue };
        let shared =
            matches!(field.what, What::Text | What::Kind | What::Currency | What::Model | What::Cover);
        let first = table.rows.iter().find(|row| row.number == top);
        let Some(value) =
            first.and_then(|row| row.cells.get(*index)).filter(|value| **value != Cell::Empty).cloned()
        else {
            continue;
        };
        let place = format!("rows {top} to {bottom} of `{}`", header.heading(*index));
        if shared {
            for row in table.rows.iter_mut().filter(|row| (top..=bottom).contains(&row.number)) {
                if row.cells.len() <= *index {
                    row.cells.resize(index + 1, Cell::Empty);
                }
                if let Some(cell) = row.cells.get_mut(*index) {
                    *cell = value.clone();
                }
            }
            report.note(format!("{place} are merged: `{}` was taken for each of them", value.as_text()));
        } else if bottom > top {
            for row in table.rows.iter_mut().filter(|row| row.number == top) {
                if let Some(cell) = row.cells.get_mut(*index) {
                    *cell = Cell::Empty;
                }
            }
            report.question(format!(
                "{place} are merged: is `{}` for each service, or for all of them together?",
                value.as_text()
            ));
        }
    }
}

/// The currency of the amounts: as asked for, as a column says it, or the one whose sign they bear.
fn currency(
    rows: &[&Row],
    header: &Header,
    options: &IntakeOptions,
    report: &mut IntakeReport,
) -> Option<Currency> {
    if options.currency.is_some() {
        return options.currency;
    }
    let mut found: Vec<Currency> = Vec::new();
    let mut add = |currency: Currency| {
        if !found.contains(&currency) {
            found.push(currency);
        }
    };
    // Against a currency that has no sign of its own every other one is foreign.
    let any: Option<Currency> = "XAF".parse().ok();
    for (index, field) in &header.columns {
        if field.what == What::Money {
            header.unit(*index).currency.into_iter().for_each(&mut add);
        }
        if !matches!(field.what, What::Money | What::Currency) {
            continue;
        }
        for text in rows.iter().filter_map(|row| row.cells.get(*index)).map(Cell::as_text) {
            let signs =
                text.split(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '-' | '–' | '~'));
            for sign in signs.filter(|sign| !sign.is_empty() && sign.len() <= 8) {
                let sign = sign.trim_start_matches(['k', 'm', 'K', 'M']);
                if let Sign::Foreign(currency) = currency_sign(sign, any) {
                    add(currency);
                }
            }
        }
    }
    match found.as_slice() {
        [] => {
            report.question("which currency are the amounts in? Give its code, such as USD".to_owned());
            None
        }
        [one] => {
            report.note(format!("the currency is {one}: the table bears its sign"));
            Some(*one)
        }
        several => {
            let codes: Vec<&str> = several.iter().map(|one| one.code()).collect();
            report
                .question(format!("which currency is the portfolio in? The table has {}", codes.join(", ")));
            None
        }
    }
}

/// What holds for each column as a whole.
fn columns<'i>(
    rows: &[&Row],
    header: &Header,
    options: &'i IntakeOptions,
    currency: Option<Currency>,
    delimiter: Option<char>,
    report: &mut IntakeReport,
) -> Vec<(usize, Column<'i>)> {
    let cells = |index: usize| rows.iter().filter_map(move |row| row.cells.get(index));
    let numeric = |what: What| {
        matches!(what, What::Money | What::Yearly | What::Demand | What::Share | What::Availability)
    };
    let counted = || header.columns.iter().filter(|(_, field)| numeric(field.what));
    let given = options.decimal_comma.map(|comma| if comma { Mark::Comma } else { Mark::Point });
    let beside = match given {
        Some(mark) => Marks { mark: Some(mark), shown: true, at_odds: false },
        None => Marks::of(counted().flat_map(|(index, _)| cells(*index))),
    };
    let mut columns = Vec::with_capacity(header.columns.len());
    for (index, field) in &header.columns {
        let (index, unit) = (*index, header.unit(*index));
        let own = match given {
            Some(_) => beside,
            None if numeric(field.what) => Marks::of(cells(index)),
            None => Marks::default(),
        };
        let marks = own.or(beside, delimiter, currency);
        let unsigned = match field.what {
            What::Share | What::Availability => Unsigned::of(cells(index), unit.percent),
            _ => Unsigned::Unknown,
        };
        let foreign = unit.currency.filter(|unit| currency.is_some_and(|own| own != *unit));
        let (per, size) = match (field.key, unit.per) {
            // Sixty minutes are an hour; a mean of a day or more is not the most that an hour can lose.
            ("exposure_per_hour", Some(field::Per::Minute)) => (Some(field::Per::Minute), unit.size),
            ("exposure_per_hour", Some(per)) if per != field::Per::Hour => {
                let heading = header.heading(index);
                report.question(format!(
                    "`{heading}` is for a {}: what can each service lose in its busiest hour? The column was left out",
                    per.as_word()
                ));
                report.column(index, heading, None, marks, false);
                continue;
            }
            (_, per) => (per, if field.what == What::Money { unit.size } else { 0 }),
        };
        report.column(
            index,
            header.heading(index),
            Some(field.key),
            marks,
            numeric(field.what) && own.mark.is_some(),
        );
        columns.push((
            index,
            Column { field, marks, unsigned, per, size, foreign, currency, rates: &options.rates },
        ));
    }
    for (index, heading) in header.unknown() {
        report.column(index, heading, None, Marks::default(), false);
    }
    report.columns.sort_by_key(|column| column.column);
    columns
}

/// The services of the rows, and what became of every cell.
fn services(
    rows: &[&Row],
    header: &Header,
    columns: &[(usize, Column<'_>)],
    report: &mut IntakeReport,
) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::with_capacity(rows.len());
    // Each name in lower case, with the row that it first stood in.
    let mut names: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut texts: BTreeMap<(usize, String), String> = BTreeMap::new();
    for row in rows {
        let cell = |index: usize| row.cells.get(index).cloned().unwrap_or_default();
        let name = header
            .name_column
            .map(|index| cell(index).as_text().split_whitespace().collect::<Vec<_>>().join(" "));
        let name = name.unwrap_or_default();
        let mut leave =
            |reason: LeftOutReason, message: String| report.leave_out(row.number, &name, reason, message);
        if cell::is_not_given(&name) {
            leave(LeftOutReason::NoName, "no name says which service it is".to_owned());
            continue;
        }
        if header::is_total(&name) {
            leave(LeftOutReason::Totals, "it is a row of totals".to_owned());
            continue;
        }
        if header.repeats(row) {
            leave(LeftOutReason::Heading, "it repeats the headings".to_owned());
            continue;
        }
        match names.get(&name.to_lowercase()) {
            Some((first, same)) if *same == name => {
                leave(LeftOutReason::Duplicate, format!("row {first} has the same name"));
                continue;
            }
            Some((first, other)) => {
                leave(
                    LeftOutReason::Duplicate,
                    format!("row {first} has the name `{other}`, the same but for its case"),
                );
                continue;
            }
            None => drop(names.insert(name.to_lowercase(), (row.number, name.clone()))),
        }
        let mut service = Service { row: row.number, name: name.clone(), values: BTreeMap::new() };
        for (index, column) in columns {
            let cell = cell(*index);
            let mut outcome = column.read(&cell);
            if let (What::Text, Some(Taken::Text(text))) = (column.field.what, &mut outcome.taken) {
                // One team, however it is spelt.
                let first = texts.entry((*index, text.to_lowercase())).or_insert_with(|| text.clone());
                if first != text {
                    outcome.message = Some(format!("the same as `{first}` but for its case"));
                    *text = first.clone();
                }
            }
            report.cell(
                row.number,
                (*index, header.heading(*index)),
                &name,
                column.field.key,
                cell.as_text(),
                &outcome,
            );
            let place = FIELDS.iter().position(|field| field.key == column.field.key);
            if let (Some(place), Some(taken)) = (place, outcome.taken) {
                let taken = if column.per == Some(field::Per::Minute) { times_sixty(taken) } else { taken };
                service.values.insert(place, taken);
            }
        }
        services.push(service);
    }
    report.counts.services = services.len();
    services
}

/// What a minute loses, sixty times.
fn times_sixty(taken: Taken) -> Taken {
    let times = |text: &str| {
        let number: Option<Decimal> = text.parse().ok();
        let hour = number.and_then(|number| number.checked_mul(Decimal::from(60)));
        hour.map_or_else(|| text.to_owned(), |hour| hour.normalize().to_string())
    };
    match taken {
        Taken::Text(text) => Taken::Text(times(&text)),
        Taken::Parts(parts) => {
            Taken::Parts(parts.into_iter().map(|(key, value)| (key, times(&value))).collect())
        }
        other => other,
    }
}

/// Whether a key is one of the row's team, not of its service.
fn of_team(key: &str) -> bool {
    OF_TEAM.contains(&key)
}
