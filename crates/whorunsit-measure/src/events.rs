//! Deployments and work items, gathered from the rows of an export.

use std::collections::HashSet;
use std::io::Read;

use serde::Serialize;
use whorunsit::Name;

use crate::columns::Columns;
use crate::dates::Dates;
use crate::incidents::{expect_kind, is_total, is_unknown, unreadable_row};
use crate::mapping::{Field, Kind, Mapping};
use crate::names::Names;
use crate::problem::Refusal;
use crate::rejected::{Reason, Rejections};
use crate::source::{ReadOptions, Source, dates, reading};
use crate::table::{Row, Shape, Sink, Slot, read_table};

/// A deployment or a work item. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// The service.
    pub service: Option<Name>,
    /// The team.
    pub team: Option<Name>,
    /// When a change was committed, or a work item created.
    pub started: Option<i64>,
    /// When it was deployed, or finished.
    pub finished: Option<i64>,
    /// Whether a deployment failed, where the export says it.
    pub failed: Option<bool>,
    /// Labels of a work item, its type among them.
    pub labels: Vec<Name>,
}

/// The deployments or work items of a file, and how it was read.
#[derive(Clone, Debug)]
pub struct Events {
    /// Deployments, or work items.
    pub events: Vec<Event>,
    /// How the file was read.
    pub source: Source,
}

struct Gathering<'m, 's> {
    mapping: &'m Mapping,
    columns: Columns,
    dates: Dates,
    is_csv: bool,
    rejections: Rejections<'s>,
    seen: HashSet<Box<[u8]>>,
    names: Names,
    events: Vec<Event>,
}

/// Reads the deployments or the work items of an export, whichever the mapping is of.
///
/// # Errors
/// A [`Refusal`] where the file is no table, where a column is absent, or where the mapping is of another kind.
pub fn read_events(
    input: impl Read,
    name: &str,
    kind: Kind,
    mapping: &Mapping,
    options: &ReadOptions,
) -> Result<Events, Refusal> {
    expect_kind(mapping, kind)?;
    let mut silent = |_: u64, _: Reason, _: Option<&str>| ();
    let mut gathering = Gathering {
        mapping,
        columns: Columns::default(),
        dates: dates(mapping, options)?,
        is_csv: false,
        rejections: Rejections::new(&mut silent),
        seen: HashSet::new(),
        names: Names::default(),
        events: Vec::new(),
    };
    let shape = read_table(input, &reading(mapping, options), &mut gathering)?;
    let Gathering { columns, dates, rejections, events, .. } = gathering;
    let rest = (rejections.finish(), events.len());
    let source = Source::new(name, mapping, options, (&columns, &shape, &dates), rest);
    Ok(Events { events, source })
}

impl Sink for Gathering<'_, '_> {
    fn header(&mut self, header: &[String], shape: &Shape) -> Result<Vec<Slot>, Refusal> {
        let (columns, slots) = Columns::resolve(self.mapping, header, shape.is_csv)?;
        self.is_csv = shape.is_csv;
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
        let (mapping, columns) = (self.mapping, &self.columns);
        let value = |field| {
            let bytes = columns.slot(field).map(|slot| row.get(slot)).unwrap_or_default();
            (!is_unknown(mapping, bytes)).then_some(bytes)
        };
        let (began, ended) = match mapping.kind {
            Kind::Work => (value(Field::Created), value(Field::Finished)),
            _ => (value(Field::Started), value(Field::Finished)),
        };
        let needed = if mapping.kind == Kind::Work { began } else { ended };
        if needed.is_none() {
            let reason = if is_total(row) { Reason::TotalsRow } else { Reason::NoStart };
            self.rejections.note(line, reason, Some(row.first()));
            return Ok(());
        }
        if let Some(id) = value(Field::Id)
            && !self.seen.insert(id.into())
        {
            self.rejections.note(line, Reason::Duplicate, Some(id));
            return Ok(());
        }
        let mut at = [None, None];
        for (text, place) in [began, ended].into_iter().zip(&mut at) {
            let Some(text) = text else { continue };
            *place = self.dates.read(text, line);
            if place.is_none() {
                let reason =
                    if Some(text) == needed { Reason::UnreadableStart } else { Reason::UnreadableDate };
                self.rejections.note(line, reason, Some(text));
                if Some(text) == needed {
                    return Ok(());
                }
            }
        }
        let [started, finished] = at;
        if started.zip(finished).is_some_and(|(started, finished)| finished < started) {
            self.rejections.note(line, Reason::EndBeforeStart, value(Field::Id));
            return Ok(());
        }
        let mut name = |bytes: &[u8]| {
            let text = row.text(bytes).into_owned();
            let place = self.names.place(mapping.names.get(&text).map_or(&*text, String::as_str));
            self.names.get(place).cloned()
        };
        let mut labels = Vec::new();
        for field in [Field::Labels, Field::WorkType] {
            for cell in self.columns.slot(field).into_iter().flat_map(|slot| row.all(slot)) {
                for label in cell.split(|byte| matches!(byte, b',' | b';' | b'\n')) {
                    labels.extend(
                        Some(label.trim_ascii()).filter(|label| !label.is_empty()).and_then(&mut name),
                    );
                }
            }
        }
        let failed = value(Field::Failed)
            .map(|text| mapping.failed_words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(text)));
        self.events.push(Event {
            service: value(Field::Service).and_then(&mut name),
            team: value(Field::Team).and_then(&mut name),
            started,
            finished,
            failed,
            labels,
        });
        Ok(())
    }
}
