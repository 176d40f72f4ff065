//! The commands that few need: charts, tables from outside, signing off, documents, growth, what differs between two
//! portfolios.

use std::sync::atomic::AtomicBool;

use serde::Serialize;
use serde_json::value::RawValue;

use super::options::Options;
use crate::acceptance::accept;
use crate::chart::{ChartName, ChartOptions, chart};
use crate::difference::diff;
use crate::growth::growth;
use crate::intake::{Intake, IntakeReport, intake};
use crate::problem::{Problem, ProblemCode, Problems};
use crate::progress::Progress;
use crate::render::{DocumentFormat, render};
use crate::report::report;
use crate::resolve::Portfolio;
use crate::roadmap::{RoadmapFormat, roadmap};
use crate::words::words;

/// A record as a document.
#[derive(Serialize)]
struct Drawn {
    document: String,
}

/// The services of a table, and how it was read.
#[derive(Serialize)]
struct Taken<'t> {
    #[serde(flatten)]
    report: &'t IntakeReport,
    services: Box<RawValue>,
    portfolio: Option<Box<RawValue>>,
}

impl<'t> Taken<'t> {
    fn of(taken: &'t Intake) -> Self {
        let raw = |json: &str| RawValue::from_string(json.to_owned());
        Self {
            report: &taken.report,
            services: raw(&taken.services).unwrap_or_default(),
            portfolio: taken.portfolio.as_deref().and_then(|json| raw(json).ok()),
        }
    }
}

/// Runs a command; `None` where it is none of these.
pub(super) fn run(
    command: &str,
    input: &[u8],
    options: &Options,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Option<Result<String, Problems>> {
    let answer = match command {
        "chart" => charted(input, options, stop, progress),
        "growth" => options.answer_partly(input, growth),
        "intake" => intake(input, &options.few.intake).map(|taken| options.answer(&Taken::of(&taken))),
        "roadmap" => options.answered(input).and_then(|portfolio| {
            let format = options.few.format.unwrap_or(RoadmapFormat::Markdown);
            Ok(options.partly(&portfolio, &roadmap(&portfolio, format)?))
        }),
        "accept" => accepted(input, options),
        "report" => options.partial(input).and_then(|portfolio| {
            let simulation = options.simulation(stop, progress);
            let service = options.full.service.as_deref();
            let report = report(&portfolio, service, options.few.review_on, simulation)?;
            Ok(options.partly(&portfolio, &report))
        }),
        // Not among the commands that people see: how faces draw the record that they were answered with.
        "render" => document(input, options),
        "diff" => differing(input, options),
        // Of no portfolio: what faces show for the codes of answers.
        "words" => Ok(options.answer(&words())),
        _ => return None,
    };
    Some(answer)
}

fn accepted(input: &[u8], options: &Options) -> Result<String, Problems> {
    let Some(service) = options.full.service.as_deref() else {
        let message = "which service to accept the money's answer for is missing";
        let help = "write `service` as the name of a service of the portfolio";
        return Err(Problems::one(Problem::new(ProblemCode::MissingKey, "/service", message, help)));
    };
    Ok(options.answer(&accept(&options.portfolio(input)?, service, options.few.reason.as_deref())?))
}

fn differing(input: &[u8], options: &Options) -> Result<String, Problems> {
    let old = options.portfolio(input)?;
    let Some(new) = &options.few.new else {
        let message = "the portfolio to compare with is missing";
        let help = "write `new` as the text of a portfolio, or as a table";
        return Err(Problems::one(Problem::new(ProblemCode::MissingKey, "/new", message, help)));
    };
    // Lines and columns would be taken for those of the other one.
    let new = Portfolio::read(new.text().as_bytes()).map_err(Problems::without_places)?;
    Ok(options.answer(&diff(&old, &options.by_policy(new))?))
}

fn document(input: &[u8], options: &Options) -> Result<String, Problems> {
    let format = match options.few.format {
        None | Some(RoadmapFormat::Markdown) => DocumentFormat::Markdown,
        Some(RoadmapFormat::Html) => DocumentFormat::Html,
        Some(other) => {
            let message = format!("a record is not drawn as `{}`", other.as_str());
            let help = "write `markdown` or `html`";
            return Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, "/format", message, help)));
        }
    };
    Ok(options.answer(&Drawn { document: render(input, format)? }))
}

fn charted(
    input: &[u8],
    options: &Options,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<String, Problems> {
    let name = options.chart_name()?;
    let shown = ChartOptions {
        service: options.full.service.as_deref(),
        strategy: options.full.strategy,
        against: options.full.against,
        schedule: options.full.schedule.as_deref(),
        compact: options.full.compact.unwrap_or_default(),
    };
    let portfolio = options.partial(input)?;
    let chart = chart(&portfolio, name, shown, options.simulation(stop, progress))?;
    Ok(options.partly(&portfolio, &chart))
}

impl Options {
    /// The chart to draw, told to draw only what it takes.
    fn chart_name(&self) -> Result<ChartName, Problems> {
        let Some(name) = self.few.chart else {
            let words = crate::read::words(&ChartName::ALL.map(ChartName::as_str));
            let (message, help) =
                ("which chart to draw is missing", format!("write `chart` as one of {words}"));
            return Err(Problems::one(Problem::new(ProblemCode::MissingKey, "/chart", message, help)));
        };
        match self.full.simulating().into_iter().find(|(_, given)| *given && !name.simulates()) {
            Some((option, _)) => {
                let message = format!("the chart `{name}` takes no option `{option}`");
                let simulating = ChartName::ALL.into_iter().filter(|chart| chart.simulates());
                let words: Vec<&str> = simulating.map(ChartName::as_str).collect();
                let help = format!("remove it; it is taken by {}", crate::read::words(&words));
                let path = format!("/{option}");
                Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, path, message, help)))
            }
            None => Ok(name),
        }
    }
}
