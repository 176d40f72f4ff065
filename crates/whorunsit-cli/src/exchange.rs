//! Catalogues in; targets, alerts and rotas out.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::{Date, Time};
use serde_json::json;
use whorunsit::{Currency, Portfolio, Schedule};
use whorunsit_exchange::{
    Catalogue, Mapping, Metrics, Refusal, RotaOptions, openslo, prometheus_rules, rota_calendar,
};

use crate::answer::style;
use crate::answer::{deliver, print, read, result, target};
use crate::args::Format;
use crate::page::Page;
use crate::stop::Stop;
use crate::text::{plural, visible};
use crate::{csv_rows, measure};

/// What `import` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Import {
    /// The catalogue, YAML or JSON; `-` reads standard input
    #[arg(required_unless_present_any = ["list_mappings", "show_mapping"])]
    file: Option<PathBuf>,
    /// The mapping: the name of one that comes with whorunsit, or a file
    #[arg(long, value_name = "NAME|FILE", default_value = "backstage")]
    mapping: String,
    /// What the portfolio is to be called
    #[arg(long)]
    name: Option<String>,
    /// The currency of its amounts
    #[arg(long, value_name = "CODE", value_parser = crate::intake::currency)]
    currency: Option<Currency>,
    /// The starter portfolio to write, TOML; or a table to fill in and take in with `intake`, CSV
    #[arg(long, short, value_name = "FILE.toml|FILE.csv")]
    output: Option<PathBuf>,
    /// Replace that file if it exists
    #[arg(long)]
    force: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// List the mappings that come with whorunsit
    #[arg(long)]
    list_mappings: bool,
    /// Print a mapping that comes with whorunsit, to start one of your own from
    #[arg(long, value_name = "NAME")]
    show_mapping: Option<String>,
}

/// What `export` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Clone, Debug)]
enum What {
    /// Availability targets as OpenSLO v1 documents
    Openslo {
        #[command(flatten)]
        metered: Metered,
    },
    /// Alerts on the burn rate of each error budget, as a Prometheus rule file
    Prometheus {
        #[command(flatten)]
        metered: Metered,
    },
    /// The rota of one schedule as an iCalendar file
    Calendar {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// The schedule, as `schedules` names it; may be left away where there is one
        #[arg(long, value_name = "NAME")]
        schedule: Option<String>,
        /// The first day
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// For how many weeks
        #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=520))]
        weeks: u32,
        /// When shifts change hands
        #[arg(long, value_name = "TIME", default_value = "09:00")]
        at: Time,
        /// Those who take turns, in order
        #[arg(long, value_delimiter = ',', value_name = "NAME,…")]
        people: Vec<String>,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Args, Clone, Debug)]
struct Metered {
    /// The portfolio, TOML or JSON; `-` reads standard input
    file: PathBuf,
    /// The Prometheus series of failed requests; `{service}` stands for the service's name
    #[arg(long, value_name = "SELECTOR", default_value_t = Metrics::default().bad)]
    bad: String,
    /// The series of all requests
    #[arg(long, value_name = "SELECTOR", default_value_t = Metrics::default().total)]
    total: String,
    #[command(flatten)]
    output: Output,
}

#[derive(Args, Clone, Debug)]
struct Output {
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace that file if it exists
    #[arg(long)]
    force: bool,
}

/// Takes a catalogue in.
pub(crate) fn import(arguments: &Import) -> Result<(), Stop> {
    if arguments.list_mappings {
        let names: Vec<&str> = Mapping::presets().collect();
        return print(&format!("{}\n", names.join("\n")));
    }
    if let Some(name) = &arguments.show_mapping {
        return print(Mapping::preset_text(name).map_err(refused)?);
    }
    let Some(file) = &arguments.file else { return Ok(()) };
    let output = arguments.output.as_deref().map(|to| target(to, arguments.force, &[file])).transpose()?;
    let mapping = mapping(&arguments.mapping)?;
    let source = read(file)?;
    let catalogue = Catalogue::read(source.bytes(), &mapping)
        .map_err(|refusal| Stop::Said(format!("{}: {refusal}", source.name())))?;
    let is_table =
        arguments.output.as_deref().and_then(Path::extension).is_some_and(|ending| ending == "csv");
    let written = match is_table {
        true => csv(&catalogue)?,
        false => catalogue.starter(arguments.name.as_deref(), arguments.currency).map_err(refused)?,
    };
    match arguments.format {
        Format::Json => measure::print_json(&as_json(&catalogue, &written))?,
        Format::Csv => print(&csv(&catalogue)?)?,
        Format::Table | Format::Markdown => print(&page(&catalogue, source.name(), arguments.format))?,
    }
    let (Some(output), Some(to)) = (output, &arguments.output) else { return Ok(()) };
    output.write(&written)?;
    let name = visible(&to.to_string_lossy());
    let next = if is_table { "fill it in, then: whorunsit intake" } else { "next: whorunsit check" };
    let _ = writeln!(anstream::stderr(), "Wrote {name}; {next} {name}");
    Ok(())
}

/// Writes what is recommended in the words of another tool.
pub(crate) fn export(arguments: Export) -> Result<(), Stop> {
    match arguments.what {
        What::Openslo { metered } => written(&metered, openslo),
        What::Prometheus { metered } => written(&metered, prometheus_rules),
        What::Calendar { file, schedule, from, weeks, at, people, output } => {
            let goal = goal(&output, &file)?;
            let source = read(&file)?;
            let portfolio = match source.portfolio() {
                Ok(portfolio) => portfolio,
                Err(problems) => return Err(Stop::Problems(source, problems)),
            };
            let mut options = RotaOptions::new(from);
            (options.weeks, options.at, options.people) = (weeks, at, people);
            options.holidays = holidays(&portfolio);
            let recommendation = result(source, whorunsit::recommend)?;
            let schedule = named(&recommendation.schedules, schedule.as_deref())?;
            deliver(goal, &rota_calendar(schedule, &options).map_err(refused)?)
        }
    }
}

fn holidays(portfolio: &Portfolio) -> Vec<Date> {
    portfolio.file().calendar.iter().flat_map(|calendar| &calendar.bank_holidays).copied().collect()
}

fn named<'s>(schedules: &'s [Schedule], name: Option<&str>) -> Result<&'s Schedule, Stop> {
    let names: Vec<String> =
        schedules.iter().map(|schedule| format!("`{}`", visible(&schedule.name))).collect();
    let found = match name {
        Some(name) => schedules.iter().find(|schedule| &*schedule.name == name),
        None => schedules.first().filter(|_| schedules.len() == 1),
    };
    found.ok_or_else(|| {
        Stop::Said(match (names.is_empty(), name) {
            (true, _) => "nobody is on call out of hours: there is no rota".to_owned(),
            (_, Some(name)) => {
                format!("there is no schedule `{}`; there are {}", visible(name), names.join(", "))
            }
            (_, None) => format!("say which schedule with `--schedule`: {}", names.join(", ")),
        })
    })
}

fn written(
    metered: &Metered,
    write: fn(&whorunsit::Recommendation, &Metrics) -> Result<String, Refusal>,
) -> Result<(), Stop> {
    let goal = goal(&metered.output, &metered.file)?;
    let recommendation = result(read(&metered.file)?, whorunsit::recommend)?;
    let metrics = Metrics::new(&metered.bad, &metered.total);
    deliver(goal, &write(&recommendation, &metrics).map_err(refused)?)
}

fn goal(output: &Output, input: &Path) -> Result<Option<crate::answer::Output>, Stop> {
    output.output.as_deref().map(|to| target(to, output.force, &[input])).transpose()
}

fn refused(refusal: Refusal) -> Stop {
    Stop::Said(refusal.to_string())
}

fn mapping(name: &str) -> Result<Mapping, Stop> {
    match measure::mapping_file(name, Mapping::presets())? {
        None => Mapping::preset(name).map_err(refused),
        Some(text) => Mapping::read(name, &text).map_err(refused),
    }
}

fn csv(catalogue: &Catalogue) -> io::Result<String> {
    let mut rows = catalogue.rows().into_iter().map(|row| row.map(csv_rows::text));
    let header = rows.next().unwrap_or_default();
    csv_rows::write(header.each_ref().map(String::as_str), rows)
}

fn as_json(catalogue: &Catalogue, portfolio: &str) -> serde_json::Value {
    let services = catalogue.services.iter().map(|service| {
        json!({
            "name": service.name, "team": service.team, "domain": service.domain, "kind": service.kind,
            "exposure_per_hour": service.exposure_per_hour, "feature_demand": service.feature_demand,
            "depends_on": service.depends_on, "missing": service.missing(),
        })
    });
    let left =
        catalogue.left_out.iter().map(|left| json!({ "name": left.name, "lifecycle": left.lifecycle }));
    json!({
        "ok": true,
        "services": services.collect::<Vec<_>>(),
        "left_out": left.collect::<Vec<_>>(),
        "others": catalogue.others,
        "notes": catalogue.notes,
        "portfolio": portfolio,
    })
}

fn page(catalogue: &Catalogue, name: &str, format: Format) -> String {
    let mut page = Page::new(style(format));
    page.title(&format!("{name}: {}", summary(catalogue)));
    let cell = |value: &Option<String>| value.as_deref().map_or_else(|| "to fill in".to_owned(), visible);
    let shown = |value: &Option<String>| value.as_deref().map(visible).unwrap_or_default();
    let rows = catalogue.services.iter().map(|service| {
        [
            visible(&service.name),
            shown(&service.team),
            shown(&service.domain),
            cell(&service.exposure_per_hour),
            cell(&service.feature_demand),
        ]
    });
    page.table(["Service", "Team", "Domain", "Exposure an hour", "Demand"], rows.collect());
    let remarks = catalogue.remarks();
    if !remarks.is_empty() {
        page.heading("What was left out or decided");
        page.items(remarks);
    }
    page.finish()
}

/// What was taken in, and what is left to do, in a sentence.
fn summary(catalogue: &Catalogue) -> String {
    let services = plural(catalogue.services.len(), "service", "services");
    let teams: BTreeSet<&str> =
        catalogue.services.iter().filter_map(|service| service.team.as_deref()).collect();
    let teams = plural(teams.len(), "team", "teams");
    let to_fill = match catalogue.services.iter().filter(|service| !service.missing().is_empty()).count() {
        0 => String::new(),
        count => format!("; exposure or demand of {count} is to fill in"),
    };
    format!("{services} of {teams} taken in{to_fill}.")
}
