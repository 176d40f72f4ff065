//! Rows of a workbook (.xlsx), within bounds, as intake takes them.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use serde_json::{Value, json};

/// The most bytes that the parts of a workbook may come to: a small file can hold far more than it seems.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// Whether bytes are those of a workbook, or of another ZIP file.
pub(crate) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The rows of a sheet, by its name or the first, as the JSON that intake reads. Errors are for people.
pub(crate) fn rows(bytes: &[u8], sheet: Option<&str>) -> Result<String, String> {
    let no_workbook =
        |error: &dyn std::fmt::Display| format!("this is no workbook that can be read: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| no_workbook(&error))?;
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|error| no_workbook(&error))?;
        unpacked = unpacked.saturating_add(file.size());
    }
    if unpacked > MAX_UNPACKED {
        return Err(format!(
            "the workbook unpacks to {unpacked} bytes, more than {MAX_UNPACKED}: save the sheet as CSV"
        ));
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| no_workbook(&error))?;
    let names = book.sheet_names();
    let Some(name) = sheet.map(str::to_owned).or_else(|| names.first().cloned()) else {
        return Err("the workbook has no sheets".to_owned());
    };
    if !names.contains(&name) {
        return Err(format!("the workbook has no sheet `{name}`; its sheets are {}", names.join(", ")));
    }
    let merged = merged(&mut book, &name);
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut cells = book.worksheet_cells_reader(&name).map_err(|error| no_workbook(&error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| no_workbook(&error))? {
        let value = value(cell.get_value());
        if value.is_null() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= 2 * whorunsit::MAX_ROWS || column >= whorunsit::MAX_COLUMNS {
            let place = format!("something stands in row {}, column {}", row + 1, column + 1);
            return Err(format!(
                "{place}: a table of at most {} rows and {} columns is read",
                whorunsit::MAX_ROWS,
                whorunsit::MAX_COLUMNS
            ));
        }
        if rows.len() <= row {
            rows.resize_with(row + 1, Vec::new);
        }
        if let Some(cells) = rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, Value::Null);
            }
            if let Some(place) = cells.get_mut(column) {
                *place = value;
            }
        }
    }
    Ok(json!({ "rows": rows, "merged": merged }).to_string())
}

fn merged(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Vec<[u32; 4]> {
    let regions = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let of = |region: &calamine::Dimensions| {
        [region.start.0 + 1, region.start.1 + 1, region.end.0 + 1, region.end.1 + 1]
    };
    regions.iter().take(10_000).map(of).collect()
}

/// A cell with its digits as the workbook has them.
fn value(cell: &DataRef<'_>) -> Value {
    match cell {
        DataRef::Int(number) => (*number).into(),
        DataRef::Float(number) if number.fract().abs() < f64::EPSILON && number.abs() < 9e15 => {
            // Whole, and exact as such.
            format!("{number:.0}").parse::<i64>().map_or(Value::Null, Value::from)
        }
        DataRef::Float(number) => serde_json::Number::from_f64(*number).map_or(Value::Null, Value::Number),
        DataRef::String(text) => text.as_str().into(),
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Bool(value) => (*value).into(),
        DataRef::DateTime(date) => date.as_f64().to_string().into(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.as_str().into(),
        DataRef::Error(error) => error.to_string().into(),
        DataRef::Empty => Value::Null,
        // What a later release may add.
        #[expect(unreachable_patterns, reason = "not every release has more")]
        _ => Value::Null,
    }
}
