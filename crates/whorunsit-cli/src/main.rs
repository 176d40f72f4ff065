//! The command line of whorunsit: who should run each service in production, and what that costs.

mod accountability;
mod answer;
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
mod stop;
mod text;
mod watch;
mod workbook;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use whorunsit::{Dimension, Portfolio, Problems, Profile, RoadmapFormat, facade, schema};

use crate::answer::{
    PRETTY, Shown, answer, deliver, deliver_as_is, note_partly, partly, print, read, result, target, told,
};
use crate::args::{Arguments, CheckFormat, Command, Format, RoadmapForm};
use crate::page::{Page, View};
use crate::source::Source;
use crate::stop::{Stop, usage};
use crate::text::visible;
use crate::watch::Watch;

fn main() -> ExitCode {
    let done = match Arguments::try_parse() {
        Ok(arguments) => {
            let allowed = arguments.allow_partial;
            run(arguments).and_then(|()| partly(allowed))
        }
        // Help and the version are results like any other: what cannot be printed is an error.
        Err(told) if !told.use_stderr() => print(&told.render().ansi().to_string()),
        Err(wrong) if wrong.kind() == ErrorKind::UnknownArgument => match mistyped() {
            Some(word) => Err(unknown_command(&word)),
            None => wrong.exit(),
        },
        Err(wrong) => wrong.exit(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.tell(),
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
        (None, Some(file)) => return overview::run(&file, read(&file)?, view(Format::Table)),
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
            if let Some(twice) = by.as_deref().and_then(costs::repeated) {
                return Err(usage("costs", &format!("`--by` names `{}` twice", twice.as_str())));
            }
            costs::ledger(read(&file)?, by, strategy, (format, items), view(format))
        }
        Command::Compare { file, variants, format } => {
            let source = read(&file)?;
            match format {
                Format::Json => answer("compare", &source, PRETTY),
                Format::Csv if variants => print(&csv_costs::variants(&result(source, whorunsit::compare)?)?),
                Format::Table | Format::Markdown if variants => {
                    print(&compare::variants_page(&result(source, whorunsit::compare)?, view(format)))
                }
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
            ready::readied(source, answers.map(|answers| read(&answers)).transpose()?, format, view(format))
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
            let (source, portfolio) = ready::answered(source, answers)?;
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
                Ok(accepted) => {
                    let model = accepted.operating_model;
                    // What somebody wrote keeps its comments and its order.
                    let kept =
                        whorunsit_measure::write_model(source.text(), &service, model, &accepted.reason);
                    let kept = kept.filter(|text| Portfolio::read(text.as_bytes()).is_ok());
                    print(kept.as_ref().unwrap_or(&accepted.portfolio))
                }
                Err(problems) => Err(Stop::Problems(source, problems)),
            }
        }
        Command::Simulate { file, trials, draws, force, format } => {
            let watch = Watch::new()?;
            let draws = draws.map(|goal| target(&goal, force, &[&file])).transpose()?;
            let source = read(&file)?;
            match draws {
                None => simulate::simulated(watch, source, &trials, (format, view(format))),
                Some(goal) => simulate::drawn(watch, source, &trials, goal, (format, view(format))),
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
            intake::run(&file, &intake, (output.as_deref(), force), format, view(format))
        }
        Command::Words => print(&facade::call("words", b"", r#"{"pretty":true}"#)),
        Command::Schema { name } => print(&match name.as_str() {
            "portfolio" => schema::portfolio(),
            "chart" => chart::SCHEMA.to_owned(),
            name => schema::answer(name).unwrap_or_default(),
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

fn form(format: RoadmapForm) -> RoadmapFormat {
    match format {
        RoadmapForm::Markdown | RoadmapForm::Json => RoadmapFormat::Markdown,
        RoadmapForm::Html => RoadmapFormat::Html,
        RoadmapForm::Mermaid => RoadmapFormat::Mermaid,
        RoadmapForm::Jira => RoadmapFormat::Jira,
    }
}

/// Whether it looks like a command and no such file exists.
fn is_word(file: &Path) -> bool {
    let text = file.to_string_lossy();
    text != "-" && !text.contains(['.', '/', '\\']) && !file.exists()
}

/// The command that a word is probably meant for.
fn meant(word: &str) -> Option<String> {
    let commands = Arguments::command();
    let near = commands.get_subcommands().map(|command| {
        let name = command.get_name();
        (strsim::jaro_winkler(&word.to_lowercase(), name), name.to_owned())
    });
    let best =
        near.filter(|(likeness, _)| *likeness > 0.8).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, name)| name)
}

/// A first word that no command has and no file, where more follows it: clap takes it for the portfolio.
fn mistyped() -> Option<PathBuf> {
    let word = std::env::args_os().nth(1).map(PathBuf::from)?;
    let is_option = word.to_string_lossy().starts_with('-');
    let known = || Arguments::command().find_subcommand(&*word.to_string_lossy()).is_some();
    (!is_option && is_word(&word) && !known() && meant(&word.to_string_lossy()).is_some()).then_some(word)
}

/// A word that is neither a command nor its portfolio.
fn unknown_command(word: &Path) -> Stop {
    let word = visible(&word.to_string_lossy());
    let meant = meant(&word).map_or_else(String::new, |meant| format!("; did you mean `whorunsit {meant}`?"));
    let message = format!(
        "there is neither a command nor a portfolio `{word}`: a command comes first, then its portfolio{meant}"
    );
    Stop::Usage(Arguments::command().error(ErrorKind::InvalidSubcommand, message))
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
