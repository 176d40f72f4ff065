//! A table of cells: from delimited text, or from rows as JSON.

use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, Fields, Node, Path, Read, Value};

/// The most rows that are taken in.
pub const MAX_ROWS: usize = 20_000;
/// The most columns that are taken in.
pub const MAX_COLUMNS: usize = 200;
/// The most bytes of a table that are read.
pub(super) const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most bytes of a cell: more than that is the rest of a table after a quotation mark that is never closed.
const MAX_CELL: usize = 32_767;

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) enum Cell {
    #[default]
    Empty,
    Text(String),
    /// A number of a workbook or a frame: its digits, in which a point stands before decimals.
    Number(String),
}

impl Cell {
    pub(super) fn as_text(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Number(text) => text,
        }
    }
}

/// One row that holds something, and which row of the source it is, from 1.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

/// A table as it was given.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) delimiter: Option<char>,
    /// Regions of merged cells: first row, first column, last row, last column, each from 1.
    pub(super) merged: Vec<[usize; 4]>,
}

/// Rows as JSON: `{"rows": [["name", …], …], "merged": [[1, 1, 2, 1]]}`.
pub(super) fn of_json(text: &str) -> Result<Table, Problems> {
    let document = Document::parse(text.as_bytes())?;
    let (JsonTable(table), problems) = document.read();
    document.check(problems)?;
    refuse_many(&table)?;
    Ok(table)
}

/// Rows of delimited text.
pub(super) fn of_text(text: &str) -> Result<Table, Problems> {
    if text.len() > MAX_BYTES {
        let message = format!("the table has {} bytes, more than {MAX_BYTES}", text.len());
        return Err(Problems::one(Problem::new(ProblemCode::TooLarge, "", message, "split it")));
    }
    let delimiter = delimiter(text);
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let (mut input, mut out) = (text.as_bytes(), vec![0_u8; text.len() + 1]);
    let mut table = Table { delimiter: Some(char::from(delimiter)), ..Table::default() };
    let (mut cells, mut number) = (Vec::new(), 1_usize);
    // How much of a field is written already: its end may be that of the text.
    let (mut line, mut have) = (1_usize, 0_usize);
    loop {
        let (result, read, written) = reader.read_field(input, out.get_mut(have..).unwrap_or_default());
        // What is left of a field at the end of the text began in the row that is known.
        let begins = have == 0;
        have += written;
        // Blank lines before a record are passed over, but counted.
        let passed = input.get(..read).unwrap_or_default();
        if cells.is_empty() && begins {
            number = line
                + passed
                    .iter()
                    .take_while(|byte| matches!(byte, b'\n' | b'\r'))
                    .filter(|b| **b == b'\n')
                    .count();
        }
        line += passed.iter().filter(|byte| **byte == b'\n').count();
        input = input.get(read..).unwrap_or_default();
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                let field = String::from_utf8_lossy(out.get(..have).unwrap_or_default());
                have = 0;
                let field = field.trim();
                if field.len() > MAX_CELL {
                    let message = format!("a cell of row {number} holds {} bytes of text", field.len());
                    let help = format!(
                        "close or remove the quotation mark that it begins with; cells have up to {MAX_CELL} bytes"
                    );
                    return Err(Problems::one(Problem::new(ProblemCode::TooLarge, "", message, help)));
                }
                cells.push(if field.is_empty() { Cell::Empty } else { Cell::Text(field.to_owned()) });
                if record_end {
                    let cells = std::mem::take(&mut cells);
                    push(&mut table, number, cells);
                    if table.rows.len() > MAX_ROWS {
                        break;
                    }
                }
            }
            csv_core::ReadFieldResult::End => break,
            csv_core::ReadFieldResult::InputEmpty => {}
            // The buffer is longer than the text.
            csv_core::ReadFieldResult::OutputFull => break,
        }
    }
    refuse_many(&table)?;
    Ok(table)
}

/// Adds a row unless nothing stands in it.
fn push(table: &mut Table, number: usize, mut cells: Vec<Cell>) {
    while cells.last() == Some(&Cell::Empty) {
        cells.pop();
    }
    if !cells.is_empty() {
        table.rows.push(Row { number, cells });
    }
}

fn refuse_many(table: &Table) -> Result<(), Problems> {
    let columns = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let refused = if table.rows.len() > MAX_ROWS {
        Some((format!("the table has more than {MAX_ROWS} rows"), "split it, or write the portfolio as JSON"))
    } else if columns > MAX_COLUMNS {
        Some((
            format!("the table has {columns} columns, more than {MAX_COLUMNS}"),
            "keep the columns that matter",
        ))
    } else {
        None
    };
    match refused {
        Some((message, help)) => Err(Problems::one(Problem::new(ProblemCode::TooLarge, "", message, help))),
        None => Ok(()),
    }
}

/// A tab where there is one; else what most lines of the start have equally many of.
fn delimiter(text: &str) -> u8 {
    const CANDIDATES: [u8; 4] = [b'\t', b';', b',', b'|'];
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
    let outside = |line: &str, wanted: u8| {
        let mut quoted = false;
        let counted = line.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            *byte == wanted && !quoted
        });
        counted.count()
    };
    let score = |candidate: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| outside(line, candidate)).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        // Of a comma that separates thousands or decimals each line has another number.
        let usual = counts.iter().filter(|count| **count == most && most > 0).count();
        (usual, most)
    };
    let tab = score(b'\t');
    if tab.1 > 0 {
        return b'\t';
    }
    let best = CANDIDATES.into_iter().map(|candidate| (score(candidate), candidate));
    // Of equals the earlier one.
    best.rev()
        .max_by_key(|(score, _)| *score)
        .filter(|(score, _)| score.1 > 0)
        .map_or(b',', |(_, candidate)| candidate)
}

struct JsonTable(Table);

impl Read for JsonTable {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let fields = Fields::of(node, &["rows", "merged"], at, problems)?;
        let rows: Vec<JsonRow> = fields.take("rows", at, problems)?;
        let merged: Vec<JsonRegion> = fields.take("merged", at, problems)?;
        let mut table = Table {
            merged: merged.into_iter().map(|JsonRegion(region)| region).collect(),
            ..Table::default()
        };
        for (index, JsonRow(cells)) in rows.into_iter().enumerate() {
            push(&mut table, index + 1, cells);
        }
        Some(Self(table))
    }

    fn fallback() -> Self {
        Self(Table::default())
    }
}

struct JsonRow(Vec<Cell>);

impl Read for JsonRow {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::List(items) = &node.value else {
            problems.push(at.wrong_type(node, "a list of cells"));
            return None;
        };
        let cell = |(index, item): (usize, &Node<'_>)| match &item.value {
            Value::Null => Cell::Empty,
            Value::Boolean(value) => Cell::Text(if *value { "yes" } else { "no" }.to_owned()),
            Value::Integer(digits) | Value::Float(digits) => Cell::Number(digits.clone().into_owned()),
            Value::Text(text) => match text.trim() {
                "" => Cell::Empty,
                text => Cell::Text(text.to_owned()),
            },
            Value::Date(date) => Cell::Text(date.clone()),
            Value::List(_) | Value::Table(_) => {
                problems.push(Path::Index(at, index).wrong_type(item, "text, a number or null"));
                Cell::Empty
            }
        };
        Some(Self(items.iter().enumerate().map(cell).collect()))
    }

    fn fallback() -> Self {
        Self(Vec::new())
    }
}

struct JsonRegion([usize; 4]);

impl Read for JsonRegion {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::List(items) = &node.value else {
            problems.push(at.wrong_type(node, "a list of four whole numbers"));
            return None;
        };
        let number = |item: &Node<'_>| match &item.value {
            Value::Integer(digits) => digits.parse().ok(),
            _ => None,
        };
        let numbers: Option<Vec<usize>> = items.iter().map(number).collect();
        let region = numbers.and_then(|numbers| <[usize; 4]>::try_from(numbers).ok());
        if region.is_none() {
            problems.push(at.wrong_type(node, "a list of four whole numbers"));
        }
        region.map(Self)
    }

    fn fallback() -> Self {
        Self([0; 4])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_lines_and_delimiters_are_found() {
        let rows = |text: &str| {
            let table = of_text(text).unwrap();
            let of = |row: Row| {
                (
                    row.number,
                    row.cells.iter().map(|cell| cell.as_text().to_owned()).collect::<Vec<_>>().join("|"),
                )
            };
            (table.delimiter, table.rows.into_iter().map(of).collect::<Vec<_>>())
        };
        let row = |number: usize, cells: &str| (number, cells.to_owned());
        assert_eq!(rows("a,b\r\n1,2\r\n"), (Some(','), vec![row(1, "a|b"), row(2, "1|2")]));
        assert_eq!(
            rows("a;b\n1.000,5;2\n\n;\nx;y"),
            (Some(';'), vec![row(1, "a|b"), row(2, "1.000,5|2"), row(5, "x|y")])
        );
        assert_eq!(rows("a\tb,c\n1\t2"), (Some('\t'), vec![row(1, "a|b,c"), row(2, "1|2")]));
        assert_eq!(
            rows("a,b\n\"x\ny\",\"1,000\"\nz,3"),
            (Some(','), vec![row(1, "a|b"), row(2, "x\ny|1,000"), row(4, "z|3")])
        );
        let open = format!("a,b\n\"x,{}", "1,2\n".repeat(10_000));
        let problems = of_text(&open).unwrap_err();
        let said: Vec<&str> = problems.iter().map(|problem| problem.message()).collect();
        assert_eq!(said, ["a cell of row 2 holds 40001 bytes of text"]);
        assert_eq!(rows("one\ntwo").1, vec![row(1, "one"), row(2, "two")]);
        assert_eq!(rows("").1, vec![]);
    }
}
