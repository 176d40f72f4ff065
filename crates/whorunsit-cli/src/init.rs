//! A portfolio to start from: the starter, or one made from a list of services.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use whorunsit::Profile;

use crate::answer::Shown;
use crate::answer::{Output, print, read, target};
use crate::args::IntakeArguments;
use crate::intake::{self, Today};
use crate::page::Style;
use crate::stop::{Stop, usage};
use crate::text::visible;

/// The portfolio that is written where nothing is known of the services.
const STARTER: &str = include_str!("starter.toml");

pub(crate) fn run(
    file: &Path,
    force: bool,
    services: Option<PathBuf>,
    mut arguments: IntakeArguments,
) -> Result<(), Stop> {
    let output = match file == Path::new("-") {
        true => None,
        false => {
            let inputs: Vec<&Path> = services.as_deref().into_iter().collect();
            Some(target(file, force, &inputs)?)
        }
    };
    let is_answered = services.is_some() || arguments.profile.is_some() || arguments.currency.is_some();
    let mut services = services;
    if !is_answered && output.is_some() && io::stdin().is_terminal() && io::stderr().is_terminal() {
        ask(&mut arguments, &mut services)?;
    }
    if let Some(name) = arguments.profile.as_deref().filter(|name| Profile::named(name).is_none()) {
        return Err(usage(
            "init",
            &format!("there is no profile `{}`: it is one of {}", visible(name), profiles()),
        ));
    }
    match services {
        None => started(output, file, &arguments),
        Some(table) => taken(output, file, &table, &arguments),
    }
}

/// The starter, with what is known.
fn started(output: Option<Output>, file: &Path, arguments: &IntakeArguments) -> Result<(), Stop> {
    let mut text = STARTER.to_owned();
    if let Some(currency) = arguments.currency {
        text = text.replacen("currency = \"USD\"", &format!("currency = \"{currency}\""), 1);
    }
    let mut top = String::new();
    if let Some(profile) = &arguments.profile {
        top.push_str(&format!(
            "\n# What is not given is filled in from this reference profile, as wide ranges: docs/profiles.md.\n\
             profile = \"{profile}\"\n"
        ));
    }
    if let Some(today) = arguments.today {
        let word = serde_json::to_string(&today.runs()).unwrap_or_default();
        top.push_str(&format!("runs_today = {word}\n"));
    }
    text = text.replacen("\n\n# Exposure bands", &format!("\n{top}\n# Exposure bands"), 1);
    let Some(output) = output else { return print(&text) };
    output.write(&text)?;
    let name = visible(&file.to_string_lossy());
    print(&format!("Wrote {name}. Make it yours, then run: whorunsit recommend {name}\n"))
}

/// What a table of services makes.
fn taken(output: Option<Output>, file: &Path, table: &Path, arguments: &IntakeArguments) -> Result<(), Stop> {
    let source = intake::table(read(table)?, arguments)?;
    let (name, options) = (source.name().to_owned(), intake::options(arguments));
    let taken = intake::taken(source, arguments)?;
    let view = Shown { details: false, assumptions: false }.in_style(Style::Terminal);
    let _ = write!(anstream::stderr(), "{}", intake::page(&taken, &name, view));
    let text = intake::portfolio(&taken, &name, &options)?;
    let Some(output) = output else { return print(&text) };
    output.write(&text)?;
    let name = visible(&file.to_string_lossy());
    let next = if arguments.profile.is_some() { "compare" } else { "recommend" };
    print(&format!("Wrote {name}. Next: whorunsit {next} {name}\n"))
}

fn profiles() -> String {
    Profile::all().iter().map(|profile| &*profile.name).collect::<Vec<_>>().join(", ")
}

/// Asks five questions; what is left empty is skipped.
fn ask(arguments: &mut IntakeArguments, services: &mut Option<PathBuf>) -> Result<(), Stop> {
    let table =
        question("Where is the list of services (CSV or .xlsx)?", "none", |text| Ok(PathBuf::from(text)))?;
    let currency =
        question("Which currency are amounts in (USD, EUR, …)?", "that of the list", intake::currency)?;
    let profile = question(
        &format!("Which profile fills in what you do not know ({})?", profiles()),
        "none",
        |text| {
            Profile::named(text)
                .map(|profile| profile.name.to_string())
                .ok_or_else(|| format!("it is one of {}", profiles()))
        },
    )?;
    let bands = question("Exposure bands, such as 7000=95.0,250000=99.0?", "suggest", intake::bands)?;
    let today =
        question("Who is on call today (operations, product-teams, nobody)?", "operations", |text| {
            Today::from_str(text, true).map_err(|_| "it is operations, product-teams or nobody".to_owned())
        })?;
    *services = table;
    arguments.currency = currency;
    arguments.profile = profile;
    arguments.bands = bands.or(arguments.bands.take());
    arguments.today = today.or(arguments.today);
    Ok(())
}

/// Asks until the answer can be read; `None` where it is skipped.
fn question<T>(
    text: &str,
    skipped: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, Stop> {
    loop {
        write!(anstream::stderr(), "{text} [{skipped}] ")?;
        anstream::stderr().flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(None);
        }
        match read(line.trim()) {
            Ok(answer) => return Ok(Some(answer)),
            Err(wrong) => writeln!(anstream::stderr(), "  {}", visible(&wrong))?,
        }
    }
}
