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
mod difference;
mod exchange;
mod fit;
mod growth;
mod holidays;
mod init;
mod insurance;
mod intake;
mod measure;
mod next;
mod output;
mod overview;
mod page;
mod plan;
mod problems;
mod ready;
mod recommend;
mod report;
mod scenarios;
mod schedules;
mod sensitivity;
mod simulate;
mod source;
mod text;
mod watch;
mod workbook;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use whorunsit::{Dimension, Portfolio, Problems, Profile, RoadmapFormat, Strategy, facade, schema};

use crate::args::{Arguments, CheckFormat, Command, Draws, Format, IntakeArguments, RoadmapForm, SchemaName};
use crate::output::Target;
use crate::page::{Page, Style, View};
use crate::source::Source;
use crate::text::visible;
use crate::watch::Watch;

/// Options of the facade: an answer that people can read too.
const PRETTY: &str = r#"{"pretty": true}"#;

/// Exit code of a portfolio that has problems.
const PROBLEMS: u8 = 1;
/// Exit code of a file that cannot be read or written.
const FILE: u8 = 3;

/// Exit code of what Ctrl-C stopped, as shells have it.
const INTERRUPTED: u8 = 130;

/// Whether an answer in JSON is without services that have problems; it tells them itself.
static TOLD_PARTLY: AtomicBool = AtomicBool::new(false);

/// Tells what was left out of the answer. Unless that is allowed, a command then ends as with a portfolio that has problems.
fn partly(allowed: bool) -> Result<(), Stop> {
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

/// What stops a command.
enum Stop {
    /// Ctrl-C.
    Interrupted,
    /// An export that cannot be measured.
    Unmeasured(whorunsit_measure::Refusal),
    /// What was asked for is not in the portfolio.
    Usage(clap::Error),
    /// The facade's refusal of what is no mistake of the portfolio's text.
    Refused(Source, String),
    Problems(Source, Problems),
    /// The problems were already told in the answer on standard output.
    Told,
    File(String, io::Error),
    /// A fault that needs no more than a sentence.
    Said(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::File("standard output".to_owned(), error)
    }
}

fn main() -> ExitCode {
    let done = match Arguments::try_parse() {
        Ok(arguments) => {
            let allowed = arguments.allow_partial;
            run(arguments).and_then(|()| partly(allowed))
        }
        // Help and the version are results like any other: what cannot be printed is an error.
        Err(told) if !told.use_stderr() => print(&told.render().ansi().to_string()),
        Err(wrong) => wrong.exit(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Told) => ExitCode::from(PROBLEMS),
        Err(Stop::Interrupted) => {
            let _ = writeln!(anstream::stderr(), "stopped: nothing was written");
            ExitCode::from(INTERRUPTED)
        }
        Err(Stop::Usage(wrong)) => wrong.exit(),
        Err(Stop::Unmeasured(refusal)) => {
            let _ = anstream::stderr().write_all(problems::draw_unmeasured(&refusal).as_bytes());
            ExitCode::from(PROBLEMS)
        }
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
        Err(Stop::Said(message)) => {
            let _ = writeln!(anstream::stderr(), "error: {message}");
            ExitCode::from(PROBLEMS)
        }
        Err(Stop::File(name, error)) => {
            let _ = writeln!(anstream::stderr(), "error: {name}: {error}");
            ExitCode::from(FILE)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Stop> {
    let Arguments { policy, details, assumptions, allow_partial: _, profile_file, file, command } = arguments;
    let own = profile_file.as_deref().map(profile).transpose()?;
    let read = |file: &Path| read(file).map(|source| source.by_policy(policy).with_profile(own.clone()));
    let shown = |more: bool| Shown { details: details || more, assumptions };
    let view = |format: Format| shown(false).in_format(format);
    let command = match (command, file) {
        (Some(command), None) => command,
        (None, Some(file)) if is_word(&file) => return Err(unknown_command(&file)),
        (None, Some(file)) => return overviewed(&file, read(&file)?, view(Format::Table)),
        (Some(_), Some(file)) => return Err(unknown_command(&file)),
        (None, None) => return print(&Arguments::command().render_help().ansi().to_string()),
    };
    match command {
        Command::Recommend { file, format, reasons } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("recommend", &source, PRETTY),
                Format::Csv => print(&csv_rows::recommendation(&result(source, whorunsit::recommend)?)?),
                Format::Table | Format::Markdown => print(&recommend::page(
                    &result(source, whorunsit::recommend)?,
                    reasons,
                    shown(reasons).in_format(format),
                )),
            }
        }
        Command::Schedules { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("schedules", &source, PRETTY),
                Format::Csv => print(&csv_rows::schedules(&result(source, whorunsit::schedules)?)?),
                Format::Table | Format::Markdown => {
                    print(&schedules::page(&result(source, whorunsit::schedules)?, view(format)))
                }
            }
        }
        Command::Costs { file, by, strategy, format, items } => {
            let by: Option<Vec<Dimension>> = by.map(|by| by.into_iter().map(Dimension::from).collect());
            if let Some(twice) = by.as_deref().and_then(repeated) {
                return Err(usage("costs", &format!("`--by` names `{}` twice", twice.as_str())));
            }
            ledger(read(&file)?, by, strategy, (format, items), view(format))
        }
        Command::Compare { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("compare", &source, PRETTY),
                Format::Csv => print(&csv_costs::comparison(&result(source, whorunsit::compare)?)?),
                Format::Table | Format::Markdown => {
                    print(&compare::page(&result(source, whorunsit::compare)?, view(format)))
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
                    print(&scenarios::page(&changes::compared(source, changes)?, view(format)))
                }
            }
        }
        Command::Growth { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("growth", &source, PRETTY),
                Format::Csv => print(&growth::csv(&result(source, whorunsit::growth)?)?),
                Format::Table | Format::Markdown => {
                    print(&growth::page(&result(source, whorunsit::growth)?, view(format)))
                }
            }
        }
        Command::Next { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("next", &source, PRETTY),
                Format::Csv => print(&next::csv(&result(source, whorunsit::next)?)?),
                Format::Table | Format::Markdown => {
                    print(&next::page(&result(source, whorunsit::next)?, view(format)))
                }
            }
        }
        Command::Plan { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("plan", &source, PRETTY),
                Format::Csv => print(&csv_costs::plan(&result(source, whorunsit::plan)?)?),
                Format::Table | Format::Markdown => {
                    print(&plan::page(&result(source, whorunsit::plan)?, view(format)))
                }
            }
        }
        Command::Ready { file, answers, format } => {
            let source = read(&file)?;
            readied(source, answers.map(|answers| read(&answers)).transpose()?, format, view(format))
        }
        Command::Accountability { file, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("accountability", &source, PRETTY),
                Format::Csv => print(&accountability::csv(&result(source, whorunsit::accountability)?)?),
                Format::Table | Format::Markdown => {
                    print(&accountability::page(&result(source, whorunsit::accountability)?, view(format)))
                }
            }
        }
        Command::Roadmap { file, answers, format, output, force } => {
            let inputs: Vec<&Path> = [Some(&*file), answers.as_deref()].into_iter().flatten().collect();
            let output = output.map(|to| target(&to, force, &inputs)).transpose()?;
            let source = read(&file)?;
            let answers = answers.map(|answers| read(&answers)).transpose()?;
            if format == RoadmapForm::Json {
                let options = match &answers {
                    None => PRETTY.to_owned(),
                    Some(answers) => ready::options(answers)?,
                };
                return match output {
                    None => answer("roadmap", &source, &options),
                    Some(output) => {
                        match facade::answer("roadmap", source.bytes(), &source.options(&options)) {
                            Ok(answer) => {
                                note_partly(&answer);
                                output.write(&format!("{answer}\n"))
                            }
                            refused => told(refused),
                        }
                    }
                };
            }
            let (source, portfolio) = answered(source, answers)?;
            match whorunsit::roadmap(&portfolio, form(format)) {
                Ok(roadmap) => deliver(output, &roadmap.document),
                Err(overflow) => Err(Stop::Problems(source, overflow.into())),
            }
        }
        Command::Diff { old, new, format } => difference::run(read(&old)?, read(&new)?, format, view(format)),
        Command::Report(arguments) => report::run(&arguments, policy),
        Command::Accept { file, service, reason } => {
            let source = read(&file)?;
            let accepted = source
                .portfolio()
                .and_then(|portfolio| Ok(whorunsit::accept(&portfolio, &service, reason.as_deref())?));
            match accepted {
                Ok(accepted) => print(&accepted.portfolio),
                Err(problems) => Err(Stop::Problems(source, problems)),
            }
        }
        Command::Simulate { file, trials, draws, force, format } => {
            let watch = Watch::new()?;
            let draws = draws.map(|goal| target(&goal, force, &[&file])).transpose()?;
            let source = read(&file)?;
            match draws {
                None => simulated(watch, source, &trials, (format, view(format))),
                Some(goal) => drawn(watch, source, &trials, goal, (format, view(format))),
            }
        }
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
            let worked = source
                .partial()
                .and_then(|portfolio| Ok((whorunsit::sensitivity(&portfolio, seed)?, portfolio)));
            let (mut result, portfolio) = match worked {
                Ok(worked) => worked,
                Err(problems) => return Err(Stop::Problems(source, problems)),
            };
            let one = service.is_some();
            if let Some(service) = service {
                sensitivity::only(&mut result, &portfolio, &service)
                    .map_err(|wrong| usage("sensitivity", &wrong))?;
            }
            match format {
                Format::Csv => print(&csv_risk::sensitivity(&result)?),
                _ => print(&sensitivity::page(&result, seed, shown(one).in_format(format))),
            }
        }
        Command::Chart { list: true, .. } => print(&chart::list()),
        Command::Chart {
            name,
            file,
            service,
            strategy,
            against,
            schedule,
            compact,
            trials,
            seed,
            output,
            force,
            ..
        } => {
            let (Some(name), Some(file)) = (name, file) else {
                return Ok(());
            };
            let output = output.map(|output| target(&output, force, &[&file])).transpose()?;
            let watch = Watch::new()?;
            let source = read(&file)?;
            if let Err(problems) = source.partial() {
                return Err(Stop::Problems(source, problems));
            }
            let texts =
                [("service", service), ("strategy", strategy), ("against", against), ("schedule", schedule)];
            let options = chart::options(&name, texts, [("trials", trials), ("seed", seed)], compact);
            let answered = watch.over(|stop, progress| {
                facade::answer_with("chart", source.bytes(), &source.options(&options), stop, progress)
            })?;
            let spec = match answered {
                Ok(answer) => chart::specification(&answer)?,
                Err(refusal) => return Err(Stop::Refused(source, refusal)),
            };
            deliver_as_is(output, &spec)
        }
        Command::Measure(arguments) => {
            let view = view(arguments.format);
            measure::run(*arguments, view)
        }
        Command::Import(arguments) => exchange::import(&arguments),
        Command::Holidays(arguments) => holidays::holidays(&arguments),
        Command::Export(arguments) => exchange::export(*arguments),
        Command::Fit(arguments) => measure::fit::run(*arguments),
        Command::Triage(arguments) => measure::review::run_triage(&arguments),
        Command::Review(arguments) => measure::review::run_review(&arguments, shown(false)),
        Command::Check { file, format } => {
            let source = read(&file)?;
            match format {
                CheckFormat::Json => answer("check", &source, PRETTY),
                CheckFormat::Text => check(source, view(Format::Table)),
            }
        }
        Command::Intake { file, intake, output, force, format } => {
            taken_in(&file, &intake, (output.as_deref(), force), format, view(format))
        }
        Command::Words => print(&facade::call("words", b"", r#"{"pretty":true}"#)),
        Command::Schema { name } => print(&match name {
            SchemaName::Portfolio => schema::portfolio(),
            SchemaName::Recommendation => schema::recommendation(),
            SchemaName::Schedules => schema::schedule_plan(),
            SchemaName::Costs => schema::costs(),
            SchemaName::Comparison => schema::comparison(),
            SchemaName::Scenarios => schema::scenarios(),
            SchemaName::Growth => schema::growth(),
            SchemaName::Next => schema::next(),
            SchemaName::Plan => schema::transition_plan(),
            SchemaName::Readiness => schema::readiness(),
            SchemaName::Accountability => schema::accountability(),
            SchemaName::Roadmap => schema::roadmap(),
            SchemaName::Difference => schema::difference(),
            SchemaName::Report => schema::report(),
            SchemaName::Simulation => schema::simulation(),
            SchemaName::Sensitivity => schema::sensitivity(),
            SchemaName::Chart => chart::SCHEMA.to_owned(),
        }),
        Command::Init { file, force, services, intake } => init::run(&file, force, services, *intake),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "whorunsit", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
    }
}

/// Reads a profile of the user's own.
fn profile(file: &Path) -> Result<(Arc<Profile>, String), Stop> {
    let source = read(file)?;
    match Profile::read(source.bytes()) {
        Ok(profile) => Ok((Arc::new(profile), source.text().to_owned())),
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}

/// Takes a table in, and writes the portfolio that it makes where that is asked for.
fn taken_in(
    file: &Path,
    arguments: &IntakeArguments,
    (output, force): (Option<&Path>, bool),
    format: Format,
    view: View,
) -> Result<(), Stop> {
    let output = output.map(|to| Ok::<_, Stop>((target(to, force, &[file])?, to))).transpose()?;
    let source = intake::table(read(file)?, arguments)?;
    let name = source.name().to_owned();
    if let (Format::Json, None) = (format, &output) {
        return answer("intake", &source, &intake::facade_options(arguments));
    }
    let taken = intake::taken(source, arguments)?;
    match format {
        Format::Json => print(&taken.portfolio.clone().unwrap_or_default())?,
        Format::Csv => print(&intake::csv(&taken)?)?,
        Format::Table | Format::Markdown => print(&intake::page(&taken, &name, view))?,
    }
    let Some((output, to)) = output else { return Ok(()) };
    output.write(&intake::portfolio(&taken, &name, &intake::options(arguments))?)?;
    let name = visible(&to.to_string_lossy());
    let _ = writeln!(anstream::stderr(), "Wrote {name}. Next: whorunsit recommend {name}");
    Ok(())
}

/// Answers the seven objections, with answers to the questionnaire from a file of their own where one is given.
fn readied(source: Source, answers: Option<Source>, format: Format, view: View) -> Result<(), Stop> {
    if let Format::Json = format {
        let options = match &answers {
            None => PRETTY.to_owned(),
            Some(answers) => ready::options(answers)?,
        };
        return answer("ready", &source, &options);
    }
    let (source, portfolio) = answered(source, answers)?;
    match whorunsit::ready(&portfolio) {
        Ok(readiness) if matches!(format, Format::Csv) => print(&ready::csv(&readiness)?),
        Ok(readiness) => print(&ready::page(&readiness, view)),
        Err(overflow) => Err(Stop::Problems(source, overflow.into())),
    }
}

/// The portfolio, with answers to the questionnaire from a file of their own where one is given.
fn answered(source: Source, answers: Option<Source>) -> Result<(Source, Portfolio), Stop> {
    let portfolio = match source.partial() {
        Ok(portfolio) => portfolio,
        Err(problems) => return Err(Stop::Problems(source, problems)),
    };
    match answers {
        None => Ok((source, portfolio)),
        // The portfolio by itself is fine: these are problems of the answers.
        Some(answers) => match source.answered(&answers) {
            Ok(portfolio) => Ok((source, portfolio)),
            Err(problems) => Err(Stop::Problems(answers, problems)),
        },
    }
}

fn form(format: RoadmapForm) -> RoadmapFormat {
    match format {
        RoadmapForm::Markdown | RoadmapForm::Json => RoadmapFormat::Markdown,
        RoadmapForm::Html => RoadmapFormat::Html,
        RoadmapForm::Mermaid => RoadmapFormat::Mermaid,
        RoadmapForm::Jira => RoadmapFormat::Jira,
    }
}

/// Simulates while it shows how far it is, until it is done or Ctrl-C stops it.
fn simulated(
    watch: Watch,
    source: Source,
    draws: &Draws,
    (format, view): (Format, View),
) -> Result<(), Stop> {
    if let Format::Json = format {
        let options = source.options(&simulate::options(draws));
        let answered = watch.over(|stop, progress| {
            facade::answer_with("simulate", source.bytes(), &options, stop, progress)
        })?;
        return told(answered);
    }
    let worked = watch.over(|stop, progress| simulate::work(&source, draws, (stop, progress), &mut None))?;
    match (worked, format) {
        (Ok(result), Format::Csv) => print(&csv_risk::simulation(&result)?),
        (Ok(result), _) => print(&simulate::page(&result, view)),
        (Err(problems), _) => Err(Stop::Problems(source, problems)),
    }
}

/// Simulates, and writes what every trial of every service came to as soon as a service is done: in memory is one service.
fn drawn(
    watch: Watch,
    source: Source,
    draws: &Draws,
    goal: Output,
    (format, view): (Format, View),
) -> Result<(), Stop> {
    let (mut watch, mut done) = (Some(watch), None);
    let written = goal.target.write_by(&mut |out| {
        let Some(watch) = watch.take() else { return Ok(()) };
        let mut rows = csv_risk::Draws::new(out)?;
        let worked = watch.over(|stop, progress| {
            let mut tell = |draws: whorunsit::ServiceDraws<'_>| rows.service(&draws);
            simulate::work(&source, draws, (stop, progress), &mut Some(&mut tell))
        });
        let is_whole = matches!(worked, Ok(Ok(_)));
        done = Some(worked);
        if is_whole { rows.finish() } else { Err(io::Error::other("not all trials were drawn")) }
    });
    let result = match done {
        Some(Err(stop)) => return Err(stop),
        Some(Ok(Err(problems))) => return Err(Stop::Problems(source, problems)),
        Some(Ok(Ok(result))) => Some(result),
        None => None,
    };
    written.map_err(|error| Stop::File(goal.name, error))?;
    match (result, format) {
        (Some(result), Format::Json) => measure::print_json(&whorunsit_measure::facade::Answer::new(&result)),
        (Some(result), Format::Csv) => print(&csv_risk::simulation(&result)?),
        (Some(result), _) => print(&simulate::page(&result, view)),
        (None, _) => Ok(()),
    }
}

/// The first dimension that is named twice.
fn repeated(by: &[Dimension]) -> Option<Dimension> {
    by.iter()
        .enumerate()
        .find(|(index, one)| by.iter().take(*index).any(|before| before == *one))
        .map(|(_, one)| *one)
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

/// How much is to be shown.
#[derive(Clone, Copy)]
struct Shown {
    details: bool,
    assumptions: bool,
}

impl Shown {
    fn in_format(self, format: Format) -> View {
        self.in_style(style(format))
    }

    fn in_style(self, style: Style) -> View {
        View::new(style, self.details, self.assumptions)
    }
}

/// Tells on one screen all that a portfolio allows.
fn overviewed(file: &Path, source: Source, view: View) -> Result<(), Stop> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let worked = source
        .partial()
        .and_then(|portfolio| whorunsit::overview(&portfolio, threads).map_err(Problems::from));
    match worked {
        Ok(overview) => print(&overview::page(&overview, &visible(&file.to_string_lossy()), view)),
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}

/// Whether it looks like a command and no such file exists.
fn is_word(file: &Path) -> bool {
    let text = file.to_string_lossy();
    text != "-" && !text.contains(['.', '/', '\\']) && !file.exists()
}

/// A word that is neither a command nor its portfolio.
fn unknown_command(word: &Path) -> Stop {
    let word = visible(&word.to_string_lossy());
    let message = format!(
        "there is neither a command nor a portfolio `{word}`: a command comes first, then its portfolio"
    );
    Stop::Usage(Arguments::command().error(ErrorKind::InvalidSubcommand, message))
}

fn style(format: Format) -> Style {
    match format {
        Format::Markdown => Style::Markdown,
        Format::Table | Format::Json | Format::Csv => Style::Terminal,
    }
}

/// Reads a portfolio and works out a result; overflow counts as a problem of the portfolio.
fn result<T>(source: Source, work: fn(&Portfolio) -> Result<T, whorunsit::Error>) -> Result<T, Stop> {
    let worked = source.partial().and_then(|portfolio| work(&portfolio).map_err(Problems::from));
    worked.map_err(|problems| Stop::Problems(source, problems))
}

fn ledger(
    source: Source,
    by: Option<Vec<Dimension>>,
    strategy: Strategy,
    (format, items): (Format, bool),
    view: View,
) -> Result<(), Stop> {
    if let Format::Json = format {
        let mut options = serde_json::json!({ "pretty": true, "strategy": strategy.as_str() });
        if let (Some(by), Some(options)) = (by, options.as_object_mut()) {
            let words: Vec<_> = by.iter().map(|dimension| dimension.as_str()).collect();
            options.insert("by".to_owned(), words.into());
        }
        return answer("costs", &source, &options.to_string());
    }
    let listed = items || matches!(format, Format::Csv) && by.is_none();
    let worked = source
        .partial()
        .and_then(|portfolio| Ok(costs::Totalled::of(&portfolio, strategy, by, listed)?))
        .and_then(|totalled| totalled.ok_or_else(facade::unknown_least_cost));
    match (worked, format) {
        (Ok(totalled), Format::Csv) => print(&totalled.csv()?),
        (Ok(totalled), _) => print(&costs::page(&totalled, view)),
        (Err(problems), _) => Err(Stop::Problems(source, problems)),
    }
}

/// Prints the facade's answer; problems are part of it.
fn answer(command: &str, source: &Source, options: &str) -> Result<(), Stop> {
    told(facade::answer(command, source.bytes(), &source.options(options)))
}

/// Notes an answer in JSON that is without services that have problems.
fn note_partly(answer: &str) {
    let is_partial = |rest: &str| rest.trim_start().starts_with("\"problems\"");
    if answer.split_once(',').is_some_and(|(_, rest)| is_partial(rest)) {
        TOLD_PARTLY.store(true, Ordering::Relaxed);
    }
}

fn told(answered: Result<String, String>) -> Result<(), Stop> {
    output::print_json(answered.as_ref().unwrap_or_else(|refusal| refusal))?;
    let answer = answered.map_err(|_| Stop::Told)?;
    note_partly(&answer);
    Ok(())
}

fn check(source: Source, view: View) -> Result<(), Stop> {
    match source
        .portfolio()
        .and_then(|portfolio| whorunsit::check(&portfolio).map(|()| portfolio).map_err(Problems::from))
    {
        Ok(portfolio) => {
            let mut page = Page::new(view);
            recommend::checked(&mut page, &portfolio);
            print(&page.finish())
        }
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}

/// A file to write a result to, with the name that messages give it.
struct Output {
    name: String,
    target: Target,
}

impl Output {
    fn write(&self, text: &str) -> Result<(), Stop> {
        self.target.write(text).map_err(|error| Stop::File(self.name.clone(), error))
    }
}

/// Prints a result, or writes it to the file that it is to go to.
fn deliver(output: Option<Output>, text: &str) -> Result<(), Stop> {
    deliver_as_is(output, &source::in_places_of_input(text))
}

/// The same for what comes from the facade, whose paths are those of the input already.
fn deliver_as_is(output: Option<Output>, text: &str) -> Result<(), Stop> {
    match output {
        None => output::print(text).map_err(Stop::from),
        Some(output) => output.write(text),
    }
}

/// Looks at the file that a result is to go to, before any work is done.
fn target(file: &Path, force: bool, inputs: &[&Path]) -> Result<Output, Stop> {
    let name = visible(&file.to_string_lossy());
    match Target::new(file, force, inputs) {
        Ok(target) => Ok(Output { name, target }),
        Err(error) => Err(Stop::File(name, error)),
    }
}

fn print(text: &str) -> Result<(), Stop> {
    output::print(&source::in_places_of_input(text)).map_err(Stop::from)
}
