//! Rows of a file, one after the other: CSV in whatever encoding and with whatever separator, or JSON.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{BufRead, BufReader, Chain, Cursor, Read};

use csv_core::{ReadRecordResult, Reader};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde_json::Value;

use crate::problem::{Refusal, quoted, quoted_bytes};

/// The longest row.
const MAX_ROW: usize = 1 << 20;
/// The most columns.
const MAX_COLUMNS: usize = 4096;
/// How much of a file is looked at to find out what it is.
const HEAD: usize = 4096;
/// The largest JSON document that is an object around its rows.
const MAX_DOCUMENT: u64 = 256 << 20;

/// Which columns of the file hold the value of one slot.
pub(crate) type Slot = Vec<String>;

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    /// CSV, or JSON.
    pub(crate) is_csv: bool,
    pub(crate) encoding: &'static str,
    pub(crate) separator: Option<char>,
    /// Rows of data, the header aside.
    pub(crate) rows: u64,
    /// Rows that are no UTF-8 and were read as Windows-1252.
    pub(crate) not_utf8: u64,
}

/// One row.
pub(crate) struct Row<'r> {
    pub(crate) line: u64,
    cells: Cells<'r>,
    not_utf8: &'r Cell<bool>,
}

enum Cells<'r> {
    Csv { text: &'r [u8], ends: &'r [usize], slots: &'r [Vec<usize>] },
    Json { values: &'r [Vec<String>] },
}

impl<'r> Row<'r> {
    /// The value of a slot, without white space around it; empty where there is none.
    pub(crate) fn get(&self, slot: usize) -> &'r [u8] {
        self.all(slot).next().unwrap_or_default()
    }

    /// All values of a slot.
    pub(crate) fn all(&self, slot: usize) -> impl Iterator<Item = &'r [u8]> {
        let (csv, json) = match self.cells {
            Cells::Csv { text, ends, slots } => {
                let columns = slots.get(slot).map(Vec::as_slice).unwrap_or_default();
                (Some(columns.iter().map(move |column| cell(text, ends, *column))), None)
            }
            Cells::Json { values } => {
                let values = values.get(slot).map(Vec::as_slice).unwrap_or_default();
                (None, Some(values.iter().map(|value| value.as_bytes().trim_ascii())))
            }
        };
        csv.into_iter().flatten().chain(json.into_iter().flatten())
    }

    /// Text as people wrote it.
    pub(crate) fn text(&self, bytes: &'r [u8]) -> Cow<'r, str> {
        match str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                self.not_utf8.set(true);
                WINDOWS_1252.decode_without_bom_handling(bytes).0
            }
        }
    }

    /// Whether a row of CSV holds NUL bytes anywhere.
    pub(crate) fn has_nul(&self) -> bool {
        match self.cells {
            Cells::Csv { text, .. } => text.contains(&0),
            Cells::Json { values } => values.iter().flatten().any(|value| value.contains('\0')),
        }
    }

    /// The first cell that holds something.
    pub(crate) fn first(&self) -> &'r [u8] {
        match self.cells {
            Cells::Csv { text, ends, .. } => {
                (0..ends.len()).map(|column| cell(text, ends, column)).find(|cell| !cell.is_empty())
            }
            Cells::Json { .. } => None,
        }
        .unwrap_or_default()
    }

    /// How many columns a row of CSV has.
    pub(crate) fn columns(&self) -> Option<usize> {
        match self.cells {
            Cells::Csv { ends, .. } => Some(ends.len()),
            Cells::Json { .. } => None,
        }
    }
}

fn cell<'t>(text: &'t [u8], ends: &[usize], column: usize) -> &'t [u8] {
    let start = match column.checked_sub(1) {
        Some(before) => ends.get(before).copied().unwrap_or(text.len()),
        None => 0,
    };
    let end = ends.get(column).copied().unwrap_or(start);
    text.get(start..end).unwrap_or_default().trim_ascii()
}

/// How to read a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// The encoding, where a byte order mark does not say it.
    pub(crate) encoding: Option<String>,
    pub(crate) separator: Option<char>,
}

/// What takes the rows.
pub(crate) trait Sink {
    /// Told the names of the columns before the first row; answers which columns it wants.
    fn header(&mut self, header: &[String], shape: &Shape) -> Result<Vec<Slot>, Refusal>;
    /// Told every row.
    fn row(&mut self, row: &Row<'_>) -> Result<(), Refusal>;
    /// Told of a row that cannot be told apart into columns.
    fn unreadable(&mut self, line: u64, text: &[u8]);
}

/// Reads the rows of a file, one at a time.
///
/// # Errors
/// A [`Refusal`] where the file is no table, and those of the sink.
pub(crate) fn read_table(
    mut input: impl Read,
    reading: &Reading,
    sink: &mut dyn Sink,
) -> Result<Shape, Refusal> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(unreadable)?;
    let encoding = recognise(&head, reading)?;
    let raw: Chain<Cursor<Vec<u8>>, _> = Cursor::new(head).chain(input);
    let mut decoded = DecodeReaderBytesBuilder::new()
        .encoding(encoding.filter(|encoding| *encoding != encoding_rs::UTF_8))
        .bom_override(true)
        .strip_bom(true)
        .utf8_passthru(true)
        .build(raw);
    // A decoder hands out its first bytes by themselves, which are too few to tell what they are.
    let mut start = Vec::new();
    decoded.by_ref().take(HEAD as u64).read_to_end(&mut start).map_err(unreadable)?;
    let mut input = Cursor::new(start).chain(BufReader::with_capacity(1 << 17, decoded));
    let mut shape =
        Shape { encoding: encoding.map_or("UTF-8", |encoding| encoding.name()), ..Shape::default() };
    let first = loop {
        let buffer = input.fill_buf().map_err(unreadable)?;
        let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match buffer.get(blank) {
            None if buffer.is_empty() => return Err(empty()),
            None => {
                let all = buffer.len();
                input.consume(all);
            }
            Some(byte) => break *byte,
        }
    };
    match first {
        b'[' => array(&mut input, &mut shape, sink)?,
        b'{' => lines(&mut input, &mut shape, sink)?,
        b'<' => return Err(web_page()),
        _ => csv(&mut input, reading, &mut shape, sink)?,
    }
    Ok(shape)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` calls")]
fn unreadable(error: std::io::Error) -> Refusal {
    Refusal::new(
        "unreadable-file",
        format!("the file cannot be read on: {error}"),
        "check the file and its disk",
    )
}

fn empty() -> Refusal {
    Refusal::new(
        "empty-file",
        "the file is empty",
        "export it again: a header and a row for each incident are needed",
    )
}

fn web_page() -> Refusal {
    Refusal::new(
        "web-page",
        "the file is a web page, not a table",
        "it may be the page to sign in; sign in and export again, as CSV or JSON",
    )
}

/// The encoding of a file, unless it is no text at all.
fn recognise(head: &[u8], reading: &Reading) -> Result<Option<&'static Encoding>, Refusal> {
    const NO_TEXT: [(&[u8], &str, &str); 4] = [
        (b"PK\x03\x04", "a workbook or an archive", "save the sheet as CSV"),
        (b"\x1f\x8b", "compressed with gzip", "unpack it first: gzip -dc FILE | whorunsit measure -"),
        (b"%PDF", "a PDF document", "export it as CSV or JSON"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV"),
    ];
    if head.is_empty() {
        return Err(empty());
    }
    for (start, what, help) in NO_TEXT {
        if head.starts_with(start) {
            return Err(Refusal::new(
                "not-a-table",
                format!("the file is {what}, not a table of text"),
                help,
            ));
        }
    }
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(Some(encoding));
    }
    if let Some(label) = &reading.encoding {
        return match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => Ok(Some(encoding)),
            None => Err(Refusal::new(
                "unknown-encoding",
                format!("there is no encoding `{}`", quoted(label)),
                "write one such as `utf-8`, `utf-16le` or `windows-1252`",
            )),
        };
    }
    // Text of Latin letters in UTF-16 has a NUL in every other byte.
    let nuls = |parity: usize| {
        let bytes = head.iter().skip(parity).step_by(2);
        let all = bytes.clone().count().max(1);
        bytes.filter(|byte| **byte == 0).count() * 10 > all * 6
    };
    match (nuls(0), nuls(1)) {
        (false, true) => Ok(Some(UTF_16LE)),
        (true, false) => Ok(Some(UTF_16BE)),
        (true, true) => {
            Err(Refusal::new("not-a-table", "the file holds mostly NUL bytes", "export it as CSV or JSON"))
        }
        (false, false) => Ok(None),
    }
}

/// The separator of a header: the one that stands most often outside quotes.
fn find_separator(header: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in header {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(separator == byte);
                }
            }
            _ => {}
        }
    }
    let mut best = (b',', 0);
    for (separator, count) in counts {
        if count > best.1 {
            best = (separator, count);
        }
    }
    best.0
}

fn csv(
    input: &mut impl BufRead,
    reading: &Reading,
    shape: &mut Shape,
    sink: &mut dyn Sink,
) -> Result<(), Refusal> {
    shape.is_csv = true;
    let mut skipped = 0;
    let mut separator = reading.separator.and_then(|char| u8::try_from(char).ok());
    {
        let head = input.fill_buf().map_err(unreadable)?;
        // Spreadsheets write the separator into a line of its own.
        let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = first.trim_ascii();
        if let (Some(b"sep="), Some(own), true) = (line.get(..4), line.get(4), line.len() == 5) {
            separator = separator.or(Some(*own));
            skipped = first.len() + 1;
        } else if separator.is_none() {
            separator = Some(find_separator(head));
        }
    }
    input.consume(skipped);
    let separator = separator.unwrap_or(b',');
    shape.separator = Some(char::from(separator));
    let mut reader = csv_core::ReaderBuilder::new().delimiter(separator).build();
    reader.set_line(if skipped > 0 { 2 } else { 1 });
    let mut text = vec![0; MAX_ROW];
    let mut ends = vec![0; MAX_COLUMNS];
    let mut line = reader.line();
    let Some((text_end, count)) = record(&mut reader, input, &mut text, &mut ends, line)? else {
        return Err(empty());
    };
    let not_utf8 = Cell::new(false);
    let (header, slots, header_text) = {
        let bounds = ends.get(..count).unwrap_or_default();
        let all = text.get(..text_end).unwrap_or_default();
        let none = [];
        let cells = Cells::Csv { text: all, ends: bounds, slots: &none };
        let row = Row { line, cells, not_utf8: &not_utf8 };
        let header: Vec<String> =
            (0..count).map(|column| row.text(cell(all, bounds, column)).into_owned()).collect();
        let wanted = sink.header(&header, shape)?;
        let places = |slot: &Slot| {
            let named = |(index, name): (usize, &String)| slot.contains(name).then_some(index);
            header.iter().enumerate().filter_map(named).collect::<Vec<_>>()
        };
        (header.len(), wanted.iter().map(places).collect::<Vec<_>>(), all.to_vec())
    };
    line = next_line(&reader, input)?;
    while let Some((text_end, count)) = record(&mut reader, input, &mut text, &mut ends, line)? {
        let all = text.get(..text_end).unwrap_or_default();
        let bounds = ends.get(..count).unwrap_or_default();
        shape.rows += 1;
        if all == header_text {
            sink.row(&Row {
                line,
                cells: Cells::Csv { text: all, ends: &[], slots: &[] },
                not_utf8: &not_utf8,
            })?;
        } else {
            let row = Row {
                line,
                cells: Cells::Csv { text: all, ends: bounds, slots: &slots },
                not_utf8: &not_utf8,
            };
            // Cells that were left out at the end are empty; more than the header has are not.
            if count > header || (count < header && count == 1) {
                sink.unreadable(line, row.first());
            } else {
                sink.row(&row)?;
            }
        }
        shape.not_utf8 += u64::from(not_utf8.replace(false));
        line = next_line(&reader, input)?;
    }
    Ok(())
}

/// The line on which the next record begins: the reader leaves the end of the last one, and blank lines, to it.
fn next_line(reader: &Reader, input: &mut impl BufRead) -> Result<u64, Refusal> {
    let buffer = input.fill_buf().map_err(unreadable)?;
    let ends = buffer.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let skipped = ends.filter(|byte| **byte == b'\n').count();
    Ok(reader.line() + u64::try_from(skipped).unwrap_or_default())
}

/// Reads one record: how long its text is, and how many columns it has.
fn record(
    reader: &mut Reader,
    input: &mut impl BufRead,
    text: &mut [u8],
    ends: &mut [usize],
    line: u64,
) -> Result<Option<(usize, usize)>, Refusal> {
    let (mut written, mut columns) = (0, 0);
    loop {
        let (result, taken) = {
            let buffer = input.fill_buf().map_err(unreadable)?;
            let (room, places) =
                (text.get_mut(written..).unwrap_or_default(), ends.get_mut(columns..).unwrap_or_default());
            let (result, taken, wrote, ended) = reader.read_record(buffer, room, places);
            written += wrote;
            columns += ended;
            (result, taken)
        };
        input.consume(taken);
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::Record => return Ok(Some((written, columns))),
            ReadRecordResult::End => return Ok(None),
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                return Err(Refusal::new(
                    "row-too-long",
                    format!("the row is longer than {MAX_ROW} bytes or has more than {MAX_COLUMNS} columns"),
                    "a quote that is never closed may have swallowed the rows after it",
                )
                .at(line));
            }
        }
    }
}

/// The keys of an object, those of objects in it after a point.
fn keys(object: &Value, before: &str, depth: usize, into: &mut Vec<String>) {
    let Value::Object(entries) = object else { return };
    for (key, value) in entries {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        let inner = match value {
            Value::Array(items) => items.first().unwrap_or(&Value::Null),
            value => value,
        };
        if depth < 4 {
            keys(inner, &path, depth + 1, into);
        }
        into.push(path);
    }
}

/// The values at a path.
fn values(value: &Value, path: &str, into: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| values(item, path, into)),
        Value::Object(entries) if !path.is_empty() => {
            // A key may hold the points itself.
            if let Some(value) = entries.get(path) {
                return values(value, "", into);
            }
            let (key, rest) = path.split_once('.').unwrap_or((path, ""));
            if let Some(value) = entries.get(key) {
                values(value, rest, into);
            }
        }
        // A reference: what people read of it, or its value.
        Value::Object(entries) => {
            if let Some(value) = ["display_value", "value", "name"].iter().find_map(|key| entries.get(*key)) {
                values(value, "", into);
            }
        }
        Value::Null => {}
        Value::String(text) if path.is_empty() => into.push(text.clone()),
        Value::Bool(_) | Value::Number(_) if path.is_empty() => into.push(value.to_string()),
        _ => {}
    }
}

/// Hands objects to a sink as rows.
struct Objects<'s> {
    sink: &'s mut dyn Sink,
    shape: &'s mut Shape,
    slots: Option<Vec<Slot>>,
    values: Vec<Vec<String>>,
}

impl Objects<'_> {
    fn object(&mut self, line: u64, object: &Value) -> Result<(), Refusal> {
        let slots = match &mut self.slots {
            Some(slots) => slots,
            none => {
                let mut header = Vec::new();
                keys(object, "", 0, &mut header);
                none.insert(self.sink.header(&header, self.shape)?)
            }
        };
        self.values.resize_with(slots.len(), Vec::new);
        for (slot, found) in slots.iter().zip(&mut self.values) {
            found.clear();
            for path in slot {
                values(object, path, found);
                if !found.is_empty() {
                    break;
                }
            }
        }
        self.shape.rows += 1;
        let not_utf8 = Cell::new(false);
        self.sink.row(&Row { line, cells: Cells::Json { values: &self.values }, not_utf8: &not_utf8 })
    }
}

/// An array of objects, read one at a time; the lines of a row are its place in the array.
fn array(input: &mut impl BufRead, shape: &mut Shape, sink: &mut dyn Sink) -> Result<(), Refusal> {
    struct Seed<'s, 'a>(&'s mut Objects<'a>, &'s mut Option<Refusal>);
    impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
        type Value = ();
        fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_seq(self)
        }
    }
    impl<'de> Visitor<'de> for Seed<'_, '_> {
        type Value = ();
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of objects")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
            let mut place = 0;
            while let Some(item) = items.next_element::<Value>()? {
                place += 1;
                if !item.is_object() {
                    self.0.shape.rows += 1;
                    self.0.sink.unreadable(place, item.to_string().as_bytes());
                } else if let Err(refusal) = self.0.object(place, &item) {
                    *self.1 = Some(refusal);
                    return Err(serde::de::Error::custom("refused"));
                }
            }
            Ok(())
        }
    }
    let mut refused = None;
    let mut objects = Objects { sink, shape, slots: None, values: Vec::new() };
    let mut deserializer = serde_json::Deserializer::from_reader(input);
    let read =
        Seed(&mut objects, &mut refused).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let any = objects.slots.is_some();
    match (refused, read) {
        (Some(refusal), _) => Err(refusal),
        (None, Err(error)) => Err(not_json(&error)),
        (None, Ok(())) if !any => Err(empty()),
        (None, Ok(())) => Ok(()),
    }
}

fn not_json(error: &serde_json::Error) -> Refusal {
    let message = format!("the file begins as JSON but is none: {error}");
    let line = u64::try_from(error.line()).unwrap_or_default();
    Refusal::new("not-json", message, "export it again; it may have been cut off").at(line)
}

/// JSON lines, or one object around the rows.
fn lines(input: &mut impl BufRead, shape: &mut Shape, sink: &mut dyn Sink) -> Result<(), Refusal> {
    let mut objects = Objects { sink, shape, slots: None, values: Vec::new() };
    let (mut line, mut text) = (0, Vec::new());
    loop {
        text.clear();
        let read =
            input.by_ref().take(MAX_ROW as u64 + 1).read_until(b'\n', &mut text).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        line += 1;
        let row = text.trim_ascii();
        if row.is_empty() {
            continue;
        }
        let whole = text.len() <= MAX_ROW || text.ends_with(b"\n");
        match serde_json::from_slice::<Value>(row) {
            Ok(object @ Value::Object(_)) if whole => {
                // A document in one line.
                if objects.slots.is_none() && wrapped(&object, &mut objects)? {
                    return Ok(());
                }
                objects.object(line, &object)?;
            }
            // The first line is but the beginning of one object.
            Err(error) if objects.slots.is_none() && error.is_eof() => {
                let start = Cursor::new(std::mem::take(&mut text));
                let document: Value = serde_json::from_reader(start.chain(input.by_ref().take(MAX_DOCUMENT)))
                    .map_err(|error| not_json(&error))?;
                if wrapped(&document, &mut objects)? {
                    return Ok(());
                }
                return objects.object(1, &document);
            }
            _ if !whole => {
                return Err(Refusal::new(
                    "row-too-long",
                    format!("the line is longer than {MAX_ROW} bytes"),
                    "write one object on each line",
                )
                .at(line));
            }
            _ => {
                objects.shape.rows += 1;
                objects.sink.unreadable(line, row);
            }
        }
    }
    if objects.slots.is_none() {
        let message =
            format!("no line of the file is a JSON object; the last begins with `{}`", quoted_bytes(&text));
        return Err(Refusal::new("not-json", message, "write one object on each line, or a list of objects"));
    }
    Ok(())
}

/// Reads the rows of an object that has one list of objects in it, as REST interfaces answer.
fn wrapped(document: &Value, objects: &mut Objects<'_>) -> Result<bool, Refusal> {
    const AROUND: [&str; 8] =
        ["result", "incidents", "issues", "records", "data", "items", "deployments", "releases"];
    let list = AROUND.iter().find_map(|key| match document.get(*key) {
        Some(Value::Array(items)) if items.iter().all(Value::is_object) => Some(items),
        _ => None,
    });
    let Some(list) = list else { return Ok(false) };
    if list.is_empty() {
        return Err(empty());
    }
    for (place, item) in list.iter().enumerate() {
        objects.object(u64::try_from(place).unwrap_or_default() + 1, item)?;
    }
    Ok(true)
}
