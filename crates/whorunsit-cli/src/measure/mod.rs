//! Measuring: from exports to figures, estimates and a written portfolio.

pub(crate) mod args;
pub(crate) mod fit;
mod page;
pub(crate) mod review;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use whorunsit::Portfolio;
use whorunsit_measure::facade::{Answer, Exports, Request, Stopped, measured};
use whorunsit_measure::{Export, Mapping};

use self::args::Measure;
use crate::answer::{print, read, target};
use crate::args::Format;
use crate::output;
use crate::page::View;
use crate::source::Source;
use crate::stop::Stop;
use crate::text::visible;

/// The largest mapping file.
const MAX_MAPPING: u64 = 1 << 20;

/// Measures incidents.
pub(crate) fn run(arguments: Measure, view: View) -> Result<(), Stop> {
    if arguments.list_mappings {
        return print(&page::mappings());
    }
    if arguments.list_charts {
        return print(&page::charts());
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
    let output = arguments.output.as_deref().map(|file| goal(file, arguments.force)).transpose()?;
    let mut request = Request { write: write.is_some(), ..Request::default() };
    arguments.reading.ask(&mut request)?;
    arguments.span.ask(&mut request);
    arguments.drawing.ask(arguments.chart.as_ref(), &mut request);
    let export = open(file)?;
    if arguments.guess {
        return print(
            &export.mapping(&request.choice(), &request.reading()).map_err(Stop::Unmeasured)?.to_toml(),
        );
    }
    let mut rejected = String::from("line,reason,value\n");
    let wanted = rejected_file.is_some();
    let portfolio = arguments.portfolio.as_deref().map(portfolio).transpose()?;
    request.portfolio = portfolio.as_ref().map(|source| source.text().to_owned());
    let exports = Exports { incidents: Some(export), ..Exports::default() };
    let measured = measured(&request, exports, &mut |line, reason, value| {
        if wanted {
            let value = value.unwrap_or_default().replace('"', "\"\"");
            let _ = writeln!(rejected, "{line},{},\"{value}\"", reason.as_str());
        }
    })
    .map_err(|stopped| stop(stopped, portfolio.as_ref(), arguments.write.as_deref()))?;
    if arguments.chart.is_some() {
        let text = specification(&measured.charts)?;
        match output {
            Some(file) => file.write(&text)?,
            None => print(&text)?,
        }
        return rejected_file.map_or(Ok(()), |file| file.write(&rejected));
    }
    match arguments.format {
        Format::Json => print_json(&Answer::new(&measured))?,
        Format::Csv => print(&page::csv(&measured.measurement)?)?,
        Format::Table | Format::Markdown => {
            print(&page::page(&measured.measurement, measured.written.as_ref(), view))?;
        }
    }
    if let Some(file) = &rejected_file {
        file.write(&rejected)?;
    }
    if let (Some(file), Some(written)) = (&write, &measured.written) {
        file.write(&written.text)?;
    }
    Ok(())
}

/// Why the library has no answer, with the text that it is about.
pub(crate) fn stop(stopped: Stopped, portfolio: Option<&Source>, written: Option<&Path>) -> Stop {
    let named = |text: String| {
        let name = written.map(|file| visible(&file.to_string_lossy())).unwrap_or_default();
        Source::of(name, text.into_bytes())
    };
    match stopped {
        Stopped::Refused(refusal) => Stop::Unmeasured(refusal),
        Stopped::Problems(problems) => {
            Stop::Problems(portfolio.cloned().unwrap_or_else(|| named(String::new())), problems)
        }
        Stopped::Unwritable(problems, text) => Stop::Problems(named(text), problems),
    }
}

/// The one chart that was asked for, as a file has it.
pub(crate) fn specification(charts: &BTreeMap<&str, Value>) -> Result<String, Stop> {
    let spec = charts.values().next().ok_or_else(|| io::Error::other("the answer has no chart"))?;
    let text = serde_json::to_string_pretty(spec).map_err(io::Error::from)?;
    Ok(format!("{text}\n"))
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

/// A portfolio's text, if it is one.
pub(crate) fn portfolio(file: &Path) -> Result<Source, Stop> {
    let source = read(file)?;
    match Portfolio::read(source.bytes()) {
        Ok(_) => Ok(source),
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}

/// An export, open.
pub(crate) fn open(file: &Path) -> Result<Export<'static>, Stop> {
    let failed = |name: &str, error| Stop::File(name.to_owned(), error);
    if file == Path::new("-") {
        let name = "standard input";
        return Export::new(name, io::stdin()).map_err(|error| failed(name, error));
    }
    let name = visible(&file.to_string_lossy());
    let opened = File::open(file).map_err(|error| failed(&name, error))?;
    Export::new(name.clone(), opened).map_err(|error| failed(&name, error))
}
