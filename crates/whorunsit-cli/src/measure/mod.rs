//! Measuring: from exports to figures, estimates and a written portfolio.

pub(crate) mod args;
mod page;
pub(crate) mod review;
mod words;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use serde::Serialize;
use whorunsit::Portfolio;
use whorunsit_measure::{
    Incidents, Mapping, Measurement, Refusal, Written, header, measure, read_incidents, write_estimates,
};

use self::args::{Measure, Reading};
use crate::args::Format;
use crate::page::View;
use crate::source::Source;
use crate::text::visible;
use crate::{Stop, output, print, read, target};

/// How much of a file tells what it is.
const BEGINNING: u64 = 1 << 16;
/// The largest mapping file.
const MAX_MAPPING: u64 = 1 << 20;

/// Measures incidents.
pub(crate) fn run(arguments: Measure, view: View) -> Result<(), Stop> {
    if arguments.list_mappings {
        return print(&page::mappings());
    }
    if let Some(name) = &arguments.show_mapping {
        return print(&Mapping::preset(name).map_err(Stop::Unmeasured)?.to_toml());
    }
    let Some(file) = &arguments.file else { return Ok(()) };
    let inputs: Vec<&Path> =
        [Some(file), arguments.portfolio.as_ref()].into_iter().flatten().map(|file| &**file).collect();
    let goal = |file: &Path, force| target(file, force, &inputs);
    let write = arguments.write.as_deref().map(|file| goal(file, arguments.force)).transpose()?;
    let rejected_file = arguments.rejected.as_deref().map(|file| goal(file, arguments.force)).transpose()?;
    let export = Export::open(file)?;
    let mapping = export.mapping(&arguments.reading)?;
    if arguments.guess {
        return print(&mapping.to_toml());
    }
    let mut rejected = String::from("line,reason,value\n");
    let wanted = rejected_file.is_some();
    let guessed = arguments.reading.mapping.is_none();
    let mut incidents = export.incidents(&mapping, &arguments.reading, &mut |row| {
        if wanted {
            rejected.push_str(&row);
        }
    })?;
    if guessed {
        let name = &mapping.name;
        let note = format!("the mapping is `{name}`, which fits the header best: `--mapping` says otherwise");
        incidents.source.assumed.push(note);
    }
    let portfolio = arguments.portfolio.as_deref().map(portfolio).transpose()?;
    let read_portfolio = portfolio.as_ref().map(|(_, portfolio)| portfolio);
    let measured = measure(incidents, read_portfolio, &arguments.span.options()).map_err(Stop::Unmeasured)?;
    let written = match (&write, &portfolio, &measured.estimates) {
        (Some(_), Some((source, _)), Some(estimates)) => {
            Some(write_estimates(source.text(), estimates).map_err(Stop::Unmeasured)?)
        }
        _ => None,
    };
    answer(&measured, written.as_ref(), arguments.format, view)?;
    if let Some(file) = &rejected_file {
        file.write(&rejected)?;
    }
    if let (Some(file), Some(written)) = (&write, &written) {
        // What is written must be a portfolio again.
        if let Err(problems) = Portfolio::read(written.text.as_bytes()) {
            let path = arguments.write.clone().unwrap_or_default();
            let source = Source::of(visible(&path.to_string_lossy()), written.text.clone().into_bytes());
            return Err(Stop::Problems(source, problems));
        }
        file.write(&written.text)?;
    }
    Ok(())
}

/// The envelope of an answer.
#[derive(Serialize)]
struct Answer<'a, T> {
    ok: bool,
    #[serde(flatten)]
    result: &'a T,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<&'a Written>,
}

fn answer(measured: &Measurement, written: Option<&Written>, format: Format, view: View) -> Result<(), Stop> {
    match format {
        Format::Json => print_json(&Answer { ok: true, result: measured, written }),
        Format::Csv => print(&page::csv(measured)?),
        Format::Table | Format::Markdown => print(&page::page(measured, written, view)),
    }
}

/// Prints an answer as JSON that people can read too.
pub(crate) fn print_json(answer: &impl Serialize) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(answer).map_err(io::Error::from)?;
    output::print_json(&text).map_err(Stop::from)
}

/// The text of a mapping's file; `None` where the mapping is no file: one that comes with whorunsit, or a name that
/// stands for nothing.
pub(crate) fn mapping_file(
    name: &str,
    mut presets: impl Iterator<Item = &'static str>,
) -> Result<Option<String>, Stop> {
    if presets.any(|preset| preset == name) {
        return Ok(None);
    }
    let failed = |error| Stop::File(visible(name), error);
    match File::open(name) {
        Ok(file) => {
            let mut text = String::new();
            file.take(MAX_MAPPING).read_to_string(&mut text).map_err(failed)?;
            Ok(Some(text))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

/// A portfolio with its text.
pub(crate) fn portfolio(file: &Path) -> Result<(Source, Portfolio), Stop> {
    let source = read(file)?;
    match Portfolio::read(source.bytes()) {
        Ok(portfolio) => Ok((source, portfolio)),
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}

/// An export that is open, and its beginning.
pub(crate) struct Export {
    name: String,
    beginning: Vec<u8>,
    rest: Box<dyn Read>,
}

impl Export {
    pub(crate) fn open(file: &Path) -> Result<Self, Stop> {
        let (name, mut rest): (_, Box<dyn Read>) = match file == Path::new("-") {
            true => ("standard input".to_owned(), Box::new(io::stdin())),
            false => {
                let name = visible(&file.to_string_lossy());
                let opened = File::open(file).map_err(|error| Stop::File(name.clone(), error))?;
                (name, Box::new(opened))
            }
        };
        let mut beginning = Vec::new();
        let read = rest.by_ref().take(BEGINNING).read_to_end(&mut beginning);
        read.map_err(|error| Stop::File(name.clone(), error))?;
        Ok(Self { name, beginning, rest })
    }

    /// The mapping that is asked for, else the one that fits the header best.
    pub(crate) fn mapping(&self, reading: &Reading) -> Result<Mapping, Stop> {
        let mut mapping = match reading.mapping.as_deref() {
            None => {
                let header = header(&self.beginning, &reading.options()).map_err(Stop::Unmeasured)?;
                Mapping::guess(&header).ok_or_else(|| Stop::Unmeasured(Refusal::no_mapping(&header)))?
            }
            Some(name) => match mapping_file(name, Mapping::presets())? {
                None => Mapping::preset(name).map_err(Stop::Unmeasured)?,
                Some(text) => Mapping::read(name, &text).map_err(Stop::Unmeasured)?,
            },
        };
        for (field, column) in &reading.column {
            mapping = mapping.with_column(*field, column);
        }
        Ok(mapping)
    }

    /// Its name, and all of it.
    fn input(self) -> (String, impl Read) {
        (self.name, Cursor::new(self.beginning).chain(self.rest))
    }

    fn incidents(
        self,
        mapping: &Mapping,
        reading: &Reading,
        rejected: &mut dyn FnMut(String),
    ) -> Result<Incidents, Stop> {
        let (name, input) = self.input();
        let mut told = |line: u64, reason: whorunsit_measure::Reason, value: Option<&str>| {
            let value = value.unwrap_or_default().replace('"', "\"\"");
            let mut row = String::new();
            let _ = writeln!(row, "{line},{},\"{value}\"", reason.as_str());
            rejected(row);
        };
        read_incidents(input, &name, mapping, &reading.options(), &mut told).map_err(Stop::Unmeasured)
    }
}
