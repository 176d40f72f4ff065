//! Incidents, gathered from the rows of an export: memory is for incidents, never for rows.

use std::collections::HashMap;
use std::io::Read;

use serde::Serialize;
use whorunsit::{Money, Name, OperatingModel};

use crate::columns::Columns;
use crate::dates::Dates;
use crate::mapping::{Field, Kind, Mapping};
use crate::names::Names;
use crate::problem::Refusal;
use crate::rejected::{Reason, Rejections};
use crate::source::{ReadOptions, Source, dates, plain_number, reading};
use crate::table::{Row, Shape, Sink, Slot, read_table};

/// One incident. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Incident {
    /// Its id in the export.
    pub id: Box<str>,
    /// The service, as the export or the mapping names it.
    pub service: Option<Name>,
    /// The team.
    pub team: Option<Name>,
    /// The group it is assigned to.
    pub group: Option<Name>,
    /// The operating model, where the export says it.
    pub operating_model: Option<OperatingModel>,
    /// Its priority, 1 being the highest.
    pub priority: Option<u8>,
    /// When it began.
    pub opened: i64,
    /// When somebody took it up.
    pub acknowledged: Option<i64>,
    /// When the service was restored; `None` while it is open.
    pub restored: Option<i64>,
    /// How often it was handed on.
    pub hand_offs: Option<u32>,
    /// How often it was opened again.
    pub reopened: Option<u32>,
    /// What it lost, where the export says it.
    pub loss: Option<Money>,
    /// The line of its last row.
    pub line: u64,
}

impl Incident {
    /// Seconds until the service was restored.
    #[must_use]
    pub fn seconds_to_restore(&self) -> Option<i64> {
        self.restored.map(|restored| restored - self.opened)
    }

    /// Seconds until somebody took it up.
    #[must_use]
    pub fn seconds_to_acknowledge(&self) -> Option<i64> {
        self.acknowledged.map(|acknowledged| acknowledged - self.opened)
    }
}

/// The incidents of a file, in the order in which their first rows came, and how the file was read.
#[derive(Clone, Debug)]
pub struct Incidents {
    /// The incidents.
    pub incidents: Vec<Incident>,
    /// How the file was read.
    pub source: Source,
}

/// A value and the order of the row that said it; nothing where no row did.
#[derive(Clone, Copy, Debug)]
struct Latest<T>(Option<T>, u32);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(None, 0)
    }
}

impl<T> Latest<T> {
    /// Takes a value that is known, if no later row has said another.
    fn take(&mut self, value: Option<T>, order: u32) {
        if value.is_some() && (self.0.is_none() || order >= self.1) {
            *self = Self(value, order);
        }
    }
}

/// What the rows of one incident have said so far.
#[derive(Debug, Default)]
struct Record {
    service: Latest<u32>,
    team: Latest<u32>,
    group: Latest<u32>,
    operating_model: Latest<OperatingModel>,
    priority: Latest<u8>,
    opened: Latest<i64>,
    acknowledged: Latest<i64>,
    to_acknowledge: Latest<u32>,
    restored: Latest<i64>,
    to_restore: Latest<u32>,
    closed: Latest<i64>,
    hand_offs: Latest<u32>,
    reopened: Latest<u32>,
    loss: Latest<Money>,
    line: u64,
    unreadable_start: bool,
}

/// Gathers incidents row by row.
struct Gathering<'m, 's> {
    mapping: &'m Mapping,
    priorities: &'m [u8],
    columns: Columns,
    slots: Slots,
    dates: Dates,
    decimal: char,
    is_csv: bool,
    rejections: Rejections<'s>,
    places: HashMap<Box<[u8]>, u32>,
    records: Vec<Record>,
    services: Names,
    teams: Names,
    groups: Names,
    /// Ids for rows in a file without them.
    without_id: u64,
}

/// The slots of the fields.
#[derive(Default)]
struct Slots {
    id: Option<usize>,
    latest: Option<usize>,
    service: Option<usize>,
    team: Option<usize>,
    group: Option<usize>,
    operating_model: Option<usize>,
    priority: Option<usize>,
    dates: [Option<usize>; 4],
    numbers: [Option<usize>; 4],
    loss: Option<usize>,
}

/// Reads the incidents of an export.
///
/// `rejected` is told of every row that is left out, with its line, and the value where there is one.
///
/// # Errors
/// A [`Refusal`] where the file is no table, or where a column is absent.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::{Mapping, ReadOptions, read_incidents};
///
/// let file = "number,sys_mod_count,opened_at,resolved_at\n\
///             INC1,0,29-02-2016 01:16,?\n\
///             INC1,3,29-02-2016 01:16,29-02-2016 11:29\n";
/// let mapping = Mapping::preset("servicenow")?;
/// let read = read_incidents(file.as_bytes(), "log.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())?;
/// assert_eq!(read.incidents.len(), 1);
/// assert_eq!(read.incidents[0].seconds_to_restore(), Some(10 * 3600 + 13 * 60));
/// # Ok::<(), whorunsit_measure::Refusal>(())
/// ```
pub fn read_incidents(
    input: impl Read,
    name: &str,
    mapping: &Mapping,
    options: &ReadOptions,
    rejected: &mut dyn FnMut(u64, Reason, Option<&str>),
) -> Result<Incidents, Refusal> {
    expect_kind(mapping, Kind::Incidents)?;
    let mut gathering = Gathering {
        mapping,
        priorities: &options.priorities,
        columns: Columns::default(),
        slots: Slots::default(),
        dates: dates(mapping, options)?,
        decimal: '.',
        is_csv: false,
        rejections: Rejections::new(rejected),
        places: HashMap::new(),
        records: Vec::new(),
        services: Names::default(),
        teams: Names::default(),
        groups: Names::default(),
        without_id: 0,
    };
    let shape = read_table(input, &reading(mapping, options), &mut gathering)?;
    Ok(gathering.finish(name, options, &shape))
}

/// Refuses a mapping of other rows.
pub(crate) fn expect_kind(mapping: &Mapping, kind: Kind) -> Result<(), Refusal> {
    if mapping.kind == kind {
        return Ok(());
    }
    let word = |kind: Kind| match kind {
        Kind::Incidents => "incidents",
        Kind::Deployments => "deployments",
        Kind::Work => "work items",
    };
    Err(Refusal::new(
        "wrong-mapping",
        format!("the mapping `{}` is for {}, not for {}", mapping.name, word(mapping.kind), word(kind)),
        "choose a mapping of the right kind; `whorunsit measure --list-mappings` lists those that come with whorunsit",
    ))
}

/// Why a row cannot be told apart into columns.
pub(crate) fn unreadable_row(is_csv: bool) -> Reason {
    if is_csv { Reason::ColumnCount } else { Reason::NotJson }
}

/// Whether a row is a total of those above it.
pub(crate) fn is_total(row: &Row<'_>) -> bool {
    let first = row.first();
    let word = first.strip_suffix(b":").unwrap_or(first);
    ["total", "totals", "grand total", "sum", "count", "summe", "gesamt"]
        .iter()
        .any(|total| word.eq_ignore_ascii_case(total.as_bytes()))
}

/// Whether a value stands for one that is not known.
pub(crate) fn is_unknown(mapping: &Mapping, value: &[u8]) -> bool {
    value.is_empty() || mapping.unknown.iter().any(|word| word.as_bytes() == value)
}

/// The decimal mark of a file.
pub(crate) fn decimal(mapping: &Mapping, shape: &Shape) -> char {
    mapping.decimal.unwrap_or(if shape.separator == Some(';') { ',' } else { '.' })
}

fn whole(text: &[u8]) -> Option<u32> {
    let text = str::from_utf8(text).ok()?;
    // `3.0` is how some tools write whole numbers.
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if zeros.bytes().all(|byte| byte == b'0') => digits,
        _ => text,
    };
    digits.parse().ok()
}

/// `yes` counts as once.
fn times(text: &[u8]) -> Option<u32> {
    whole(text).or_else(|| match text.to_ascii_lowercase().as_slice() {
        b"true" | b"yes" => Some(1),
        b"false" | b"no" => Some(0),
        _ => None,
    })
}

fn operating_model(text: &[u8]) -> Option<OperatingModel> {
    let word: Vec<u8> =
        text.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    match word.as_slice() {
        b"youbuildityourunit" | b"ybiyri" => Some(OperatingModel::YouBuildItYouRunIt),
        b"opsrunit" | b"ops" | b"operations" => Some(OperatingModel::OpsRunIt),
        _ => None,
    }
}

/// The first digit of a priority such as `1 - Critical` or `P2`, or the place of a word.
fn priority(text: &[u8]) -> Option<u8> {
    const WORDS: [(&[u8], u8); 9] = [
        (b"critical", 1),
        (b"highest", 1),
        (b"blocker", 1),
        (b"high", 2),
        (b"major", 2),
        (b"medium", 3),
        (b"moderate", 3),
        (b"low", 4),
        (b"lowest", 5),
    ];
    let digit = text.iter().find(|byte| byte.is_ascii_digit()).map(|digit| digit - b'0');
    digit.or_else(|| WORDS.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, place)| *place))
}

impl Sink for Gathering<'_, '_> {
    fn header(&mut self, header: &[String], shape: &Shape) -> Result<Vec<Slot>, Refusal> {
        let (columns, slots) = Columns::resolve(self.mapping, header, shape.is_csv)?;
        self.decimal = decimal(self.mapping, shape);
        self.is_csv = shape.is_csv;
        let slot = |field| columns.slot(field);
        self.slots = Slots {
            id: slot(Field::Id),
            latest: columns.latest_slot(),
            service: slot(Field::Service),
            team: slot(Field::Team),
            group: slot(Field::Group),
            operating_model: slot(Field::OperatingModel),
            priority: slot(Field::Priority),
            dates: [Field::Opened, Field::Acknowledged, Field::Restored, Field::Closed].map(slot),
            numbers: [Field::SecondsToAcknowledge, Field::SecondsToRestore, Field::HandOffs, Field::Reopened]
                .map(slot),
            loss: slot(Field::Loss),
        };
        self.columns = columns;
        Ok(slots)
    }

    fn unreadable(&mut self, line: u64, text: &[u8]) {
        self.rejections.note(line, unreadable_row(self.is_csv), Some(text));
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), Refusal> {
        let line = row.line;
        if row.columns() == Some(0) {
            self.rejections.note(line, Reason::RepeatedHeader, None);
            return Ok(());
        }
        let mapping = self.mapping;
        let value = |slot: Option<usize>| {
            let bytes = slot.map(|slot| row.get(slot)).unwrap_or_default();
            (!is_unknown(mapping, bytes)).then_some(bytes)
        };
        let known_id = value(self.slots.id);
        let start = value(self.slots.dates.first().copied().flatten());
        if start.is_none() && is_total(row) {
            self.rejections.note(line, Reason::TotalsRow, Some(row.first()));
            return Ok(());
        }
        if row.has_nul() {
            self.rejections.note(line, Reason::NulByte, known_id);
            return Ok(());
        }
        // The id, or in a file without ids every row's own.
        self.without_id += 1;
        let made;
        let id = match (known_id, self.slots.id) {
            (Some(id), _) => id,
            (None, None) => {
                made = self.without_id.to_string();
                made.as_bytes()
            }
            (None, Some(_)) => {
                self.rejections.note(line, Reason::NoId, None);
                return Ok(());
            }
        };
        let order = match value(self.slots.latest) {
            None => 0,
            Some(text) => match whole(text) {
                Some(count) => count,
                None => {
                    let seconds = self.dates.read(text, line);
                    seconds.map_or(0, |seconds| u32::try_from(seconds.max(0)).unwrap_or(u32::MAX))
                }
            },
        };
        let place = match self.places.get(id) {
            Some(_) if self.slots.latest.is_none() => {
                self.rejections.note(line, Reason::Duplicate, Some(id));
                return Ok(());
            }
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
                self.places.insert(id.into(), place);
                self.records.push(Record::default());
                place
            }
        };
        let Some(record) = self.records.get_mut(usize::try_from(place).unwrap_or(usize::MAX)) else {
            return Ok(());
        };
        record.line = line;
        let named = |names: &mut Names, slot| {
            value(slot).map(|bytes| {
                let text = row.text(bytes);
                names.place(mapping.names.get(&*text).map_or(&*text, String::as_str))
            })
        };
        record.service.take(named(&mut self.services, self.slots.service), order);
        record.team.take(named(&mut self.teams, self.slots.team), order);
        record.group.take(named(&mut self.groups, self.slots.group), order);
        record.operating_model.take(value(self.slots.operating_model).and_then(operating_model), order);
        record.priority.take(value(self.slots.priority).and_then(priority), order);
        let dates = [&mut record.opened, &mut record.acknowledged, &mut record.restored, &mut record.closed];
        for (index, (date, slot)) in dates.into_iter().zip(self.slots.dates).enumerate() {
            let Some(text) = value(slot) else { continue };
            match self.dates.read(text, line) {
                Some(seconds) => date.take(Some(seconds), order),
                None if index == 0 => {
                    record.unreadable_start = true;
                    self.rejections.note(line, Reason::UnreadableStart, Some(text));
                }
                None => self.rejections.note(line, Reason::UnreadableDate, Some(text)),
            }
        }
        let numbers =
            [&mut record.to_acknowledge, &mut record.to_restore, &mut record.hand_offs, &mut record.reopened];
        for (number, slot) in numbers.into_iter().zip(self.slots.numbers) {
            let Some(text) = value(slot) else { continue };
            match times(text) {
                Some(count) => number.take(Some(count), order),
                None => self.rejections.note(line, Reason::UnreadableNumber, Some(text)),
            }
        }
        if let Some(text) = value(self.slots.loss) {
            let plain = plain_number(&row.text(text), self.decimal);
            match plain.and_then(|plain| plain.parse().ok()) {
                Some(loss) => record.loss.take(Some(loss), order),
                None => self.rejections.note(line, Reason::UnreadableNumber, Some(text)),
            }
        }
        Ok(())
    }
}

impl Gathering<'_, '_> {
    fn finish(mut self, name: &str, options: &ReadOptions, shape: &Shape) -> Incidents {
        let mut ids: Vec<Box<str>> = vec![Box::default(); self.records.len()];
        for (id, place) in std::mem::take(&mut self.places) {
            if let Some(at) = ids.get_mut(usize::try_from(place).unwrap_or(usize::MAX)) {
                *at = String::from_utf8_lossy(&id).into();
            }
        }
        let mut incidents = Vec::with_capacity(self.records.len());
        for (record, id) in std::mem::take(&mut self.records).into_iter().zip(ids) {
            let line = record.line;
            let Some(opened) = record.opened.0 else {
                // What was no date has been told already.
                if !record.unreadable_start {
                    self.rejections.note(line, Reason::NoStart, Some(id.as_bytes()));
                }
                continue;
            };
            let later = |seconds: Option<u32>| seconds.map(|seconds| opened + i64::from(seconds));
            let restored = record.restored.0.or_else(|| later(record.to_restore.0));
            if let Some(restored) = restored.or(record.closed.0)
                && restored < opened
            {
                self.rejections.note(line, Reason::EndBeforeStart, Some(id.as_bytes()));
                continue;
            }
            if !self.priorities.is_empty()
                && !record.priority.0.is_some_and(|priority| self.priorities.contains(&priority))
            {
                self.rejections.note(line, Reason::OtherPriority, Some(id.as_bytes()));
                continue;
            }
            if restored.is_none() && record.closed.0.is_some() {
                self.rejections.note(line, Reason::RestoredFromClosed, Some(id.as_bytes()));
            }
            let acknowledged = record.acknowledged.0.or_else(|| later(record.to_acknowledge.0));
            let in_order = acknowledged.is_none_or(|acknowledged| acknowledged >= opened);
            if !in_order {
                self.rejections.note(line, Reason::AcknowledgedBeforeStart, Some(id.as_bytes()));
            }
            let named =
                |names: &Names, place: Latest<u32>| place.0.and_then(|place| names.get(place)).cloned();
            incidents.push(Incident {
                id,
                service: named(&self.services, record.service),
                team: named(&self.teams, record.team),
                group: named(&self.groups, record.group),
                operating_model: record.operating_model.0,
                priority: record.priority.0,
                opened,
                acknowledged: acknowledged.filter(|_| in_order),
                restored: restored.or(record.closed.0),
                hand_offs: record.hand_offs.0,
                reopened: record.reopened.0,
                loss: record.loss.0,
                line,
            });
        }
        let mut source = Source::new(
            name,
            self.mapping,
            options,
            (&self.columns, shape, &self.dates),
            (self.rejections.finish(), incidents.len()),
        );
        if self.decimal == ',' && self.mapping.decimal.is_none() && self.slots.loss.is_some() {
            source
                .assumed
                .push("a comma is the decimal mark, because semicolons separate the columns".to_owned());
        }
        if let (Some((_, column)), true) = (
            source.columns.iter().find(|(field, _)| *field == Field::Service),
            self.services.all().is_empty() && !incidents.is_empty(),
        ) {
            source.assumed.push(format!(
                "no row names a service in the column `{column}`: `--column service=COLUMN` takes it from another"
            ));
        }
        Incidents { incidents, source }
    }
}
