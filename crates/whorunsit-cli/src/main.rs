//! The command line of whorunsit: who should run each service in production, and what that costs.

mod accountability;
mod args;
mod changes;
mod chart;
mod compare;
mod costs;
mod csv_costs;
mod csv_risk;
mod csv_rows;
mod fit;
mod insurance;
mod page;
mod plan;
mod problems;
mod ready;
mod recommend;
mod scenarios;
mod schedules;
mod sensitivity;
mod simulate;
mod source;
mod text;
mod watch;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use whorunsit::{Dimension, Portfolio, Problems, Strategy, facade, schema};

use crate::args::{Arguments, CheckFormat, Command, Draws, Format, SchemaName};
use crate::page::{Page, Style};
use crate::source::Source;
use crate::text::visible;
use crate::watch::Watch;

/// The portfolio that `init` writes.
const STARTER: &str = include_str!("starter.toml");

/// Options of the facade: an answer that people can read too.
const PRETTY: &str = r#"{"pretty": true}"#;

/// Exit code of a portfolio that has problems.
const PROBLEMS: u8 = 1;
/// Exit code of a file that cannot be read or written.
const FILE: u8 = 3;

/// Exit code of what Ctrl-C stopped, as shells have it.
const INTERRUPTED: u8 = 130;

/// What stops a command.
enum Stop {
    /// Ctrl-C.
    Interrupted,
    /// What was asked for is not in the portfolio.
    Usage(clap::Error),
    /// The facade's refusal of what is no mistake of the portfolio's text.
    Refused(Source, String),
    Problems(Source, Problems),
    /// The problems were already told in the answer on standard output.
    Told,
    File(String, io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::File("standard output".to_owned(), error)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Told) => ExitCode::from(PROBLEMS),
        Err(Stop::Interrupted) => {
            let _ = writeln!(anstream::stderr(), "stopped: nothing was written");
            ExitCode::from(INTERRUPTED)
        }
        Err(Stop::Usage(wrong)) => wrong.exit(),
        Err(Stop::Refused(source, refusal)) => {
            let drawn = problems::draw_refusal(&source, &refusal);
            let _ = anstream::stderr().write_all(drawn.as_bytes());
            ExitCode::from(PROBLEMS)
        }
        // The reader of a pipe has seen enough.
        Err(Stop::File(_, error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Problems(source, problems)) => {
            let drawn = problems::draw(&source, &problems);
            // Where standard error cannot be written to, the exit code still tells.
            let _ = anstream::stderr().write_all(drawn.as_bytes());
            ExitCode::from(PROBLEMS)
        }
        Err(Stop::File(name, error)) => {
            let _ = writeln!(anstream::stderr(), "error: {name}: {error}");
            ExitCode::from(FILE)
        }
    }
}

fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Recommend { file, format, reasons } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("recommend", &source, PRETTY),
                Format::Csv => print(&csv_rows::recommendation(&result(source, whorunsit::recommend)?)?),
                Format::Table | Format::Markdown => {
                    print(&recommend::page(&result(source, whorunsit::recommend)?, reasons, style(format)))
                }
            }
        }
        Command::Schedules { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("schedules", &source, PRETTY),
                Format::Csv => print(&csv_rows::schedules(&result(source, whorunsit::schedules)?)?),
                Format::Table | Format::Markdown => {
                    print(&schedules::page(&result(source, whorunsit::schedules)?, style(format)))
                }
            }
        }
        Command::Costs { file, by, strategy, format, items } => {
            let by = by.map(|by| by.into_iter().map(Dimension::from).collect());
            ledger(read(&file)?, by, strategy, format, items)
        }
        Command::Compare { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("compare", &source, PRETTY),
                Format::Csv => print(&csv_costs::comparison(&result(source, whorunsit::compare)?)?),
                Format::Table | Format::Markdown => {
                    print(&compare::page(&result(source, whorunsit::compare)?, style(format)))
                }
            }
        }
        Command::Scenarios { file, changes, format } => {
            let scenarios = changes::named(&file, &changes).unwrap_or_else(|wrong| wrong.exit());
            let source = read(&file)?;
            let mut changes = Vec::with_capacity(scenarios.len());
            for (name, file) in scenarios {
                changes.push((name, read(file)?));
            }
            match format {
                Format::Json => answer("scenarios", &source, &changes::options(&changes)?),
                Format::Csv => print(&csv_costs::scenarios(&changes::compared(source, changes)?)?),
                Format::Table | Format::Markdown => {
                    print(&scenarios::page(&changes::compared(source, changes)?, style(format)))
                }
            }
        }
        Command::Plan { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("plan", &source, PRETTY),
                Format::Csv => print(&csv_costs::plan(&result(source, whorunsit::plan)?)?),
                Format::Table | Format::Markdown => {
                    print(&plan::page(&result(source, whorunsit::plan)?, style(format)))
                }
            }
        }
        Command::Ready { file, answers, format } => readied(&file, answers.as_deref(), format),
        Command::Accountability { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("accountability", &source, PRETTY),
                Format::Csv => print(&accountability::csv(&result(source, whorunsit::accountability)?)?),
                Format::Table | Format::Markdown => {
                    print(&accountability::page(&result(source, whorunsit::accountability)?, style(format)))
                }
            }
        }
        Command::Simulate { file, draws, format } => simulated(&file, &draws, format),
        Command::Sensitivity { file, service, seed, format } => {
            let source = read(&file)?;
            if let Format::Json = format {
                return match service {
                    None => {
                        answer("sensitivity", &source, &format!("{{\"pretty\": true, \"seed\": {seed}}}"))
                    }
                    Some(_) => Err(usage("sensitivity", "JSON has all services: leave `--service` away")),
                };
            }
            let worked = Portfolio::read(source.bytes())
                .and_then(|portfolio| Ok((whorunsit::sensitivity(&portfolio, seed)?, portfolio)));
            let (mut result, portfolio) = match worked {
                Ok(worked) => worked,
                Err(problems) => return Err(Stop::Problems(source, problems)),
            };
            if let Some(service) = service {
                sensitivity::only(&mut result, &portfolio, &service)
                    .map_err(|wrong| usage("sensitivity", &wrong))?;
            }
            match format {
                Format::Csv => print(&csv_risk::sensitivity(&result)?),
                _ => print(&sensitivity::page(&result, seed, style(format))),
            }
        }
        Command::Chart { list: true, .. } => print(&chart::list()),
        Command::Chart { name, file, service, trials, seed, output, .. } => {
            let (Some(name), Some(file)) = (name, file) else {
                return Ok(());
            };
            let watch = Watch::new()?;
            let source = read(&file)?;
            if let Err(problems) = Portfolio::read(source.bytes()) {
                return Err(Stop::Problems(source, problems));
            }
            let options = chart::options(&name, service.as_deref(), trials, seed);
            let answered = watch.over(|stop, progress| {
                facade::answer_with("chart", source.bytes(), &options, stop, progress)
            })?;
            let spec = match answered {
                Ok(answer) => chart::specification(&answer)?,
                Err(refusal) => return Err(Stop::Refused(source, refusal)),
            };
            match output {
                None => print(&spec),
                Some(file) => chart::write(&file, &spec)
                    .map_err(|error| Stop::File(visible(&file.to_string_lossy()), error)),
            }
        }
        Command::Check { file, format } => {
            let source = read(&file)?;
            match format {
                CheckFormat::Json => answer("check", &source, PRETTY),
                CheckFormat::Text => check(source),
            }
        }
        Command::Schema { name } => print(&match name {
            SchemaName::Portfolio => schema::portfolio(),
            SchemaName::Recommendation => schema::recommendation(),
            SchemaName::Schedules => schema::schedule_plan(),
            SchemaName::Costs => schema::costs(),
            SchemaName::Comparison => schema::comparison(),
            SchemaName::Scenarios => schema::scenarios(),
            SchemaName::Plan => schema::transition_plan(),
            SchemaName::Readiness => schema::readiness(),
            SchemaName::Accountability => schema::accountability(),
            SchemaName::Simulation => schema::simulation(),
            SchemaName::Sensitivity => schema::sensitivity(),
            SchemaName::Chart => chart::SCHEMA.to_owned(),
        }),
        Command::Init { file } => init(&file),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "whorunsit", &mut script);
            io::stdout().write_all(&script).map_err(Stop::from)
        }
    }
}

/// Answers the seven objections, with answers to the questionnaire from a file of their own where one is given.
fn readied(file: &Path, answers: Option<&Path>, format: Format) -> Result<(), Stop> {
    let source = read(file)?;
    let answers = answers.map(read).transpose()?;
    if let Format::Json = format {
        let options = match &answers {
            None => PRETTY.to_owned(),
            Some(answers) => ready::options(answers)?,
        };
        return answer("ready", &source, &options);
    }
    let portfolio = match Portfolio::read(source.bytes()) {
        Ok(portfolio) => portfolio,
        Err(problems) => return Err(Stop::Problems(source, problems)),
    };
    let portfolio = match answers {
        None => portfolio,
        Some(answers) => match Portfolio::read_answered(source.bytes(), answers.bytes()) {
            Ok(portfolio) => portfolio,
            Err(problems) => return Err(Stop::Problems(answers, problems)),
        },
    };
    match whorunsit::ready(&portfolio) {
        Ok(readiness) if matches!(format, Format::Csv) => print(&ready::csv(&readiness)?),
        Ok(readiness) => print(&ready::page(&readiness, style(format))),
        Err(overflow) => Err(Stop::Problems(source, overflow.into())),
    }
}

/// Simulates while it shows how far it is, until it is done or Ctrl-C stops it.
fn simulated(file: &Path, draws: &Draws, format: Format) -> Result<(), Stop> {
    let watch = Watch::new()?;
    let source = read(file)?;
    if let Format::Json = format {
        let options = simulate::options(draws);
        let answered = watch.over(|stop, progress| {
            facade::answer_with("simulate", source.bytes(), &options, stop, progress)
        })?;
        return told(answered);
    }
    let worked = watch.over(|stop, progress| simulate::work(&source, draws, stop, progress))?;
    match (worked, format) {
        (Ok(result), Format::Csv) => print(&csv_risk::simulation(&result)?),
        (Ok(result), _) => print(&simulate::page(&result, style(format))),
        (Err(problems), _) => Err(Stop::Problems(source, problems)),
    }
}

/// Wrong usage of a command, with its usage.
fn usage(command: &str, message: &str) -> Stop {
    let mut arguments = Arguments::command();
    // Names the subcommand in the usage.
    arguments.build();
    Stop::Usage(match arguments.find_subcommand_mut(command) {
        Some(command) => command.error(ErrorKind::ValueValidation, message),
        None => arguments.error(ErrorKind::ValueValidation, message),
    })
}

fn read(file: &Path) -> Result<Source, Stop> {
    Source::read(file).map_err(|error| Stop::File(visible(&file.to_string_lossy()), error))
}

fn style(format: Format) -> Style {
    match format {
        Format::Markdown => Style::Markdown,
        Format::Table | Format::Json | Format::Csv => Style::Terminal,
    }
}

/// Reads a portfolio and works out a result; overflow counts as a problem of the portfolio.
fn result<T>(source: Source, work: fn(&Portfolio) -> Result<T, whorunsit::Overflow>) -> Result<T, Stop> {
    let worked =
        Portfolio::read(source.bytes()).and_then(|portfolio| work(&portfolio).map_err(Problems::from));
    worked.map_err(|problems| Stop::Problems(source, problems))
}

fn ledger(
    source: Source,
    by: Option<Vec<Dimension>>,
    strategy: Strategy,
    format: Format,
    items: bool,
) -> Result<(), Stop> {
    if let Format::Json = format {
        let mut options = serde_json::json!({ "pretty": true, "strategy": strategy.as_str() });
        if let (Some(by), Some(options)) = (by, options.as_object_mut()) {
            let words: Vec<_> = by.iter().map(|dimension| dimension.as_str()).collect();
            options.insert("by".to_owned(), words.into());
        }
        return answer("costs", &source, &options.to_string());
    }
    let (paper, listed) = (style(format), items || matches!(format, Format::Csv) && by.is_none());
    let worked = Portfolio::read(source.bytes())
        .and_then(|portfolio| Ok(costs::Totalled::of(&portfolio, strategy, by, listed)?))
        .and_then(|totalled| totalled.ok_or_else(facade::unknown_least_cost));
    match (worked, format) {
        (Ok(totalled), Format::Csv) => print(&totalled.csv()?),
        (Ok(totalled), _) => print(&costs::page(&totalled, paper)),
        (Err(problems), _) => Err(Stop::Problems(source, problems)),
    }
}

/// Prints the facade's answer; problems are part of it.
fn answer(command: &str, source: &Source, options: &str) -> Result<(), Stop> {
    told(facade::answer(command, source.bytes(), options))
}

fn told(answered: Result<String, String>) -> Result<(), Stop> {
    // JSON has no colours to look for, which would take longer than the answer itself.
    let mut out = io::stdout().lock();
    let text = answered.as_ref().unwrap_or_else(|refusal| refusal);
    writeln!(out, "{text}")?;
    out.flush()?;
    answered.map(|_| ()).map_err(|_| Stop::Told)
}

fn check(source: Source) -> Result<(), Stop> {
    match Portfolio::read(source.bytes()) {
        Ok(portfolio) => {
            let mut page = Page::new(Style::Terminal);
            recommend::checked(&mut page, &portfolio);
            print(&page.finish())
        }
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}

fn init(file: &Path) -> Result<(), Stop> {
    if file == Path::new("-") {
        return print(STARTER);
    }
    let name = visible(&file.to_string_lossy());
    let stop = |error| Stop::File(name.clone(), error);
    // An existing file is somebody's work: it is never overwritten.
    let mut new = std::fs::File::create_new(file).map_err(stop)?;
    new.write_all(STARTER.as_bytes()).map_err(stop)?;
    print(&format!("Wrote {name}. Make it yours, then run: whorunsit recommend {name}\n"))
}

/// Prints to standard output, in colour only on a terminal and never with NO_COLOR.
fn print(text: &str) -> Result<(), Stop> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush().map_err(Stop::from)
}
