//! What commands have in common: they read a file, work out a result, and print the answer or write it to a file.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use whorunsit::{Portfolio, Problems, facade};

use crate::args::Format;
use crate::output::Target;
use crate::page::{Style, View};
use crate::source::{self, Source};
use crate::stop::Stop;
use crate::text::visible;
use crate::{output, problems};

/// Options of the facade: an answer that people can read too.
pub(crate) const PRETTY: &str = r#"{"pretty": true}"#;

/// Whether an answer in JSON is without services that have problems; it tells them itself.
pub(crate) static TOLD_PARTLY: AtomicBool = AtomicBool::new(false);

/// Tells what was left out of the answer. Unless that is allowed, a command then ends as with a portfolio that has problems.
pub(crate) fn partly(allowed: bool) -> Result<(), Stop> {
    if let Some((source, portfolio)) = source::partial().filter(|_| !TOLD_PARTLY.load(Ordering::Relaxed)) {
        if let Some(problems) = portfolio.problems() {
            let _ = anstream::stderr().write_all(problems::draw(source, problems).as_bytes());
        }
        let names = portfolio.left_out().iter().map(|left| left.name.as_deref().unwrap_or(&left.path));
        let names: Vec<String> = names.map(visible).collect();
        let _ = writeln!(anstream::stderr(), "left out of every figure above: {}", names.join(", "));
        return if allowed { Ok(()) } else { Err(Stop::Told) };
    }
    if TOLD_PARTLY.load(Ordering::Relaxed) && !allowed { Err(Stop::Told) } else { Ok(()) }
}

pub(crate) fn read(file: &Path) -> Result<Source, Stop> {
    Source::read(file).map_err(|error| Stop::File(visible(&file.to_string_lossy()), error))
}

/// Reads a portfolio and works out a result; overflow counts as a problem of the portfolio.
pub(crate) fn result<T>(
    source: Source,
    work: fn(&Portfolio) -> Result<T, whorunsit::Error>,
) -> Result<T, Stop> {
    let worked = source.partial().and_then(|portfolio| work(&portfolio).map_err(Problems::from));
    worked.map_err(|problems| Stop::Problems(source, problems))
}

/// Prints the facade's answer; problems are part of it.
pub(crate) fn answer(command: &str, source: &Source, options: &str) -> Result<(), Stop> {
    told(facade::answer(command, source.bytes(), &source.options(options)))
}

/// Notes an answer in JSON that is without services that have problems.
pub(crate) fn note_partly(answer: &str) {
    let is_partial = |rest: &str| rest.trim_start().starts_with("\"problems\"");
    if answer.split_once(',').is_some_and(|(_, rest)| is_partial(rest)) {
        TOLD_PARTLY.store(true, Ordering::Relaxed);
    }
}

pub(crate) fn told(answered: Result<String, String>) -> Result<(), Stop> {
    output::print_json(answered.as_ref().unwrap_or_else(|refusal| refusal))?;
    let answer = answered.map_err(|_| Stop::Told)?;
    note_partly(&answer);
    Ok(())
}

/// A file to write a result to, with the name that messages give it.
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) target: Target,
}

impl Output {
    pub(crate) fn write(&self, text: &str) -> Result<(), Stop> {
        self.target.write(text).map_err(|error| Stop::File(self.name.clone(), error))
    }
}

/// Prints a result, or writes it to the file that it is to go to.
pub(crate) fn deliver(output: Option<Output>, text: &str) -> Result<(), Stop> {
    deliver_as_is(output, &source::in_places_of_input(text))
}

/// The same for what comes from the facade, whose paths are those of the input already.
pub(crate) fn deliver_as_is(output: Option<Output>, text: &str) -> Result<(), Stop> {
    match output {
        None => output::print(text).map_err(Stop::from),
        Some(output) => output.write(text),
    }
}

/// Looks at the file that a result is to go to, before any work is done.
pub(crate) fn target(file: &Path, force: bool, inputs: &[&Path]) -> Result<Output, Stop> {
    let name = visible(&file.to_string_lossy());
    match Target::new(file, force, inputs) {
        Ok(target) => Ok(Output { name, target }),
        Err(error) => Err(Stop::File(name, error)),
    }
}

pub(crate) fn print(text: &str) -> Result<(), Stop> {
    output::print(&source::in_places_of_input(text)).map_err(Stop::from)
}

/// How much is to be shown.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) details: bool,
    pub(crate) assumptions: bool,
}

impl Shown {
    pub(crate) fn in_format(self, format: Format) -> View {
        self.in_style(style(format))
    }

    pub(crate) fn in_style(self, style: Style) -> View {
        View::new(style, self.details, self.assumptions)
    }
}

pub(crate) fn style(format: Format) -> Style {
    match format {
        Format::Markdown => Style::Markdown,
        Format::Table | Format::Json | Format::Csv => Style::Terminal,
    }
}
