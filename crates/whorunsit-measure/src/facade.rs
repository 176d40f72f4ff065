//! The one door for everything outside Rust: a request and rows in, one JSON envelope out.
//!
//! Python comes through [`call`]; the command line, which also draws what it finds, through [`measured`], [`triaged`] and
//! [`reviewed`]. So they cannot differ.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use whorunsit::{OperatingModel, Portfolio, Problems};

use crate::chart::{MeasureChart, MeasureChartOptions, draw};
use crate::delivery::{WorkOptions, deployments, work};
use crate::export::{Export, MappingChoice};
use crate::fit::{FitOptions, Fitted, Given, fit};
use crate::mapping::{Field, Kind};
use crate::measurement::{MeasureOptions, Measurement, measure};
use crate::problem::{Refusal, quoted};
use crate::rejected::Reason;
use crate::review::{Review, review};
use crate::source::ReadOptions;
use crate::triage::{OngoingIncident, moment, now_of, triage};
use crate::write::{Written, write_estimates};

/// The commands of [`call`].
pub const COMMANDS: [&str; 4] = ["measure", "triage", "review", "fit"];

/// The keys whose values are money in every answer, beside those of the core.
pub const MONEY_KEYS: [&str; 5] = ["halving_frees", "lost", "most_lost_per_hour", "next_hour", "tolerable"];

/// The rows that go beside a request: exports that are open.
#[derive(Default)]
pub struct Exports<'r> {
    /// Incidents.
    pub incidents: Option<Export<'r>>,
    /// Deployments.
    pub deployments: Option<Export<'r>>,
    /// Work items.
    pub work: Option<Export<'r>>,
}

/// What is asked for; what is left out is for the core to choose.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    /// The text of the portfolio, TOML or JSON.
    pub portfolio: Option<String>,
    /// The mapping's name.
    pub mapping: Option<String>,
    /// The text of one's own mapping.
    pub mapping_text: Option<String>,
    /// Fields taken from other columns.
    #[serde(deserialize_with = "columns")]
    pub columns: BTreeMap<Field, String>,
    /// The time zone of dates without an offset; of [`triage`] that of the moment and of working hours.
    pub time_zone: Option<String>,
    /// Formats of dates.
    pub date_formats: Vec<String>,
    /// The encoding.
    pub encoding: Option<String>,
    /// The separator of columns.
    pub separator: Option<char>,
    /// Only incidents of these priorities.
    pub priorities: Vec<u8>,
    /// The first day of the period.
    pub from: Option<String>,
    /// Its last day.
    pub to: Option<String>,
    /// The time zone of working hours and days.
    pub calendar_time_zone: Option<String>,
    /// The operating model of incidents that do not say theirs.
    pub operating_model: Option<String>,
    /// Services that moved to the other operating model, and on which day.
    pub moved: BTreeMap<String, String>,
    /// Whether to write estimates into the portfolio; the answer has its text.
    pub write: bool,
    /// The service of [`triage`], and of charts.
    pub service: Option<String>,
    /// When its incident began.
    pub since: Option<String>,
    /// The time now, where it is another than this machine's.
    pub now: Option<String>,
    /// Labels or types of unplanned work.
    pub unplanned: Option<Vec<String>>,
    /// Labels or types of improvement actions.
    pub improvements: Option<Vec<String>>,
    /// The organisation's own threshold of the rework rate, in percent.
    pub threshold_percent: Option<f64>,
    /// The values of [`fit`].
    pub values: Option<Vec<Given>>,
    /// What is fitted to them.
    pub shape: Option<String>,
    /// The unit of values that are lengths of time.
    pub unit: Option<String>,
    /// How many years each count is of.
    pub period_years: Option<f64>,
    /// The charts to draw of it, by their words.
    pub charts: Vec<String>,
    /// The team of a chart of work.
    pub team: Option<String>,
    /// Whether charts are for a narrow page.
    pub compact: bool,
    /// Whether the answer is written over several lines.
    pub pretty: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Stopped {
    /// The export or what was asked of it.
    Refused(Refusal),
    /// The portfolio.
    Problems(Problems),
    /// The portfolio with estimates, and its text.
    Unwritable(Problems, String),
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Problems> for Stopped {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

/// What happened, and the portfolio with estimates where that was asked for.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// What happened.
    #[serde(flatten)]
    pub measurement: Measurement,
    /// What is written into the portfolio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
    /// Charts, where they were asked for: a Vega-Lite specification for each word.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub charts: BTreeMap<&'static str, Value>,
}

/// A review, and charts where they were asked for.
#[derive(Debug, Serialize)]
pub struct Reviewed {
    /// The review.
    #[serde(flatten)]
    pub review: Review,
    /// A Vega-Lite specification for each word.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub charts: BTreeMap<&'static str, Value>,
}

/// An answer in its envelope.
#[derive(Debug, Serialize)]
pub struct Answer<'a, T> {
    ok: bool,
    #[serde(flatten)]
    result: &'a T,
}

impl<'a, T: Serialize> Answer<'a, T> {
    /// Puts an answer into its envelope.
    pub fn new(result: &'a T) -> Self {
        Self { ok: true, result }
    }
}

/// Runs a command on rows and answers in JSON.
///
/// `request` is a JSON object with the keys of [`Request`]. `measure` takes incidents, and `review` deployments and work too.
/// The answer is `{"ok": true, …}` with the result's own keys, or `{"ok": false, "errors": […]}`. With `write`, that of
/// `measure` has the portfolio's text as `portfolio_text`.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::Export;
/// use whorunsit_measure::facade::{Exports, call};
///
/// let file = "id,service,opened,restored\n1,shop,2026-01-05 10:00,2026-01-05 11:00\n";
/// let exports = Exports { incidents: Export::new("incidents.csv", file.as_bytes()).ok(), ..Exports::default() };
/// let answer = call("measure", r#"{"from": "2026-01-01", "to": "2026-12-31"}"#, exports);
/// assert!(answer.starts_with(r#"{"ok":true,"portfolio":null,"#));
/// let refusal = call("measure", "{}", Exports::default());
/// assert!(refusal.starts_with(r#"{"ok":false,"errors":[{"code":"missing-option","#));
/// ```
#[must_use]
pub fn call(command: &str, request: &str, exports: Exports<'_>) -> String {
    let request: Request = match serde_json::from_str(request) {
        Ok(request) => request,
        Err(wrong) => {
            // Of a line and a column in a request, whoever passed options knows nothing.
            let told = wrong.to_string();
            let message = told.split(" at line ").next().unwrap_or_default().to_owned();
            let help = "pass the options that `docs/measuring.md` lists";
            return refused(&Stopped::Refused(Refusal::new("invalid-option", message, help)));
        }
    };
    let answer = match command {
        "measure" => measured(&request, exports, &mut |_, _, _| ()).map(|found| {
            let portfolio_text = found.written.as_ref().map(|written| written.text.as_str());
            json(&Answer::new(&WithText { found: &found, portfolio_text }), request.pretty)
        }),
        "triage" => triaged(&request).map(|found| json(&Answer::new(&found), request.pretty)),
        "review" => reviewed(&request, exports).map(|found| json(&Answer::new(&found), request.pretty)),
        "fit" => fitted(&request).map(|found| json(&Answer::new(&found), request.pretty)),
        other => {
            let message = format!("there is no command `{}`", quoted(other));
            let help = format!("the commands are {}", COMMANDS.join(", "));
            Err(Refusal::new("unknown-command", message, help).into())
        }
    };
    answer.unwrap_or_else(|stopped| refused(&stopped))
}

/// Measures incidents; see [`measure`] and [`write_estimates`]. `rejected` is told of every row that is left out.
///
/// # Errors
/// What is wrong with the export, the options or the portfolio; and with the portfolio that is written.
pub fn measured(
    request: &Request,
    exports: Exports<'_>,
    rejected: &mut dyn FnMut(u64, Reason, Option<&str>),
) -> Result<Measured, Stopped> {
    let portfolio = request.portfolio()?;
    let incidents = needed(exports.incidents, "incidents")?;
    let incidents = incidents.incidents(&request.choice(), &request.reading(), rejected)?;
    let measurement = measure(incidents, portfolio.as_ref(), &request.span()?)?;
    let charts = draw(&measurement, portfolio.as_ref(), None, &request.charts()?)?;
    let written = match (&portfolio, &measurement.estimates) {
        (Some(portfolio), Some(estimates)) if request.write => {
            let written = write_estimates(&request.toml(portfolio)?, estimates)?;
            // What is written must be a portfolio again.
            match Portfolio::read(written.text.as_bytes()) {
                Ok(_) => Some(written),
                Err(problems) => return Err(Stopped::Unwritable(problems, written.text)),
            }
        }
        (None, _) if request.write => return Err(needs("portfolio").into()),
        (Some(_), None) if request.write => {
            let message =
                "none of the incidents is of a service of the portfolio, so that there is nothing to write";
            let help = "`names` in a mapping says what the portfolio calls a service of the export";
            return Err(Refusal::new("unknown-service", message, help).into());
        }
        _ => None,
    };
    Ok(Measured { measurement, written, charts })
}

/// Says what an incident has lost so far; see [`triage`].
///
/// # Errors
/// What is wrong with the options or the portfolio.
pub fn triaged(request: &Request) -> Result<OngoingIncident, Stopped> {
    let portfolio = request.portfolio()?.ok_or_else(|| needs("portfolio"))?;
    let zone = match &request.time_zone {
        Some(name) => crate::dates::zone(name)?,
        None => TimeZone::system(),
    };
    let now = match &request.now {
        // In WebAssembly there is no clock to ask.
        Some(text) => now_of(text, (!cfg!(target_family = "wasm")).then(Timestamp::now), &zone)?,
        None => Timestamp::now(),
    };
    let service = request.service.as_deref().ok_or_else(|| needs("service"))?;
    let since = request.since.as_deref().ok_or_else(|| needs("since"))?;
    Ok(triage(&portfolio, service, moment(since, now, &zone)?, now, &zone)?)
}

/// Fits a distribution to values; see [`fit`].
///
/// # Errors
/// What is wrong with the values or the options.
pub fn fitted(request: &Request) -> Result<Fitted, Stopped> {
    let values = request.values.as_deref().ok_or_else(|| needs("values"))?;
    let (shape, unit, period_years) = (request.shape.clone(), request.unit.clone(), request.period_years);
    Ok(fit(values, &FitOptions { shape, unit, period_years })?)
}

/// Reviews a period; see [`review`]. The mapping and the columns are those of the incidents; every other export has its own.
///
/// # Errors
/// What is wrong with an export, the options or the portfolio.
pub fn reviewed(request: &Request, exports: Exports<'_>) -> Result<Reviewed, Stopped> {
    let portfolio = request.portfolio()?.ok_or_else(|| needs("portfolio"))?;
    let incidents = needed(exports.incidents, "incidents")?;
    let reading = request.reading();
    let incidents = incidents.incidents(&request.choice(), &reading, &mut |_, _, _| ())?;
    let measurement = measure(incidents, Some(&portfolio), &request.span()?)?;
    let period = measurement.period.clone();
    let deployed =
        exports.deployments.map(|export| export.events(Kind::Deployments, &reading)).transpose()?;
    let deployed = deployed.map(|events| deployments(events, Some(&portfolio), &period)).transpose()?;
    let usual = WorkOptions::default();
    let options = WorkOptions {
        unplanned: request.unplanned.clone().unwrap_or(usual.unplanned),
        improvements: request.improvements.clone().unwrap_or(usual.improvements),
        threshold_percent: request.threshold_percent,
    };
    let worked = exports.work.map(|export| export.events(Kind::Work, &reading)).transpose()?;
    let worked = worked.map(|events| work(events, Some(&portfolio), &period, &options));
    let charts = draw(&measurement, Some(&portfolio), worked.as_ref(), &request.charts()?)?;
    let review = review(&request.toml(&portfolio)?, &portfolio, measurement, deployed, worked)?;
    Ok(Reviewed { review, charts })
}

/// Fields and the columns that they are taken from, or which field there is not.
fn columns<'d, D: Deserializer<'d>>(given: D) -> Result<BTreeMap<Field, String>, D::Error> {
    let given = BTreeMap::<String, String>::deserialize(given)?;
    let fields = given.into_iter().map(|(name, column)| {
        let field = Field::ALL.iter().find(|field| field.as_str() == name);
        field.map(|field| (*field, column)).ok_or_else(|| {
            let known: Vec<_> = Field::ALL.iter().map(|field| format!("`{}`", field.as_str())).collect();
            D::Error::custom(format!(
                "`{name}` in `columns` is no field; the fields are {}",
                known.join(", ")
            ))
        })
    });
    fields.collect()
}

impl Request {
    fn portfolio(&self) -> Result<Option<Portfolio>, Problems> {
        self.portfolio.as_ref().map(|text| Portfolio::read(text.as_bytes())).transpose()
    }

    /// The portfolio's text as TOML, which is what estimates are written into.
    fn toml(&self, portfolio: &Portfolio) -> Result<String, Refusal> {
        let text = self.portfolio.as_deref().unwrap_or_default();
        if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            return Ok(text.to_owned());
        }
        toml::to_string(portfolio.file()).map_err(|wrong| {
            let message = format!("the portfolio cannot be written as TOML: {wrong}");
            Refusal::new("not-toml", message, "write it as TOML")
        })
    }

    /// The mapping that is asked for.
    #[must_use]
    pub fn choice(&self) -> MappingChoice {
        MappingChoice {
            name: self.mapping.clone(),
            text: self.mapping_text.clone(),
            columns: self.columns.iter().map(|(field, column)| (*field, column.clone())).collect(),
        }
    }

    /// How to read an export.
    #[must_use]
    pub fn reading(&self) -> ReadOptions {
        ReadOptions {
            time_zone: self.time_zone.clone(),
            date_formats: self.date_formats.clone(),
            encoding: self.encoding.clone(),
            separator: self.separator,
            priorities: self.priorities.clone(),
        }
    }

    /// The charts that are asked for.
    fn charts(&self) -> Result<MeasureChartOptions, Refusal> {
        Ok(MeasureChartOptions {
            charts: self.charts.iter().map(|word| MeasureChart::named(word)).collect::<Result<_, _>>()?,
            service: self.service.clone(),
            team: self.team.clone(),
            compact: self.compact,
        })
    }

    fn span(&self) -> Result<MeasureOptions, Refusal> {
        let model = |word: &String| {
            let models = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt];
            models.into_iter().find(|model| model.as_str() == word).ok_or_else(|| {
                let message = format!("`{}` is no operating model", quoted(word));
                Refusal::new("invalid-option", message, "write `ops-run-it` or `you-build-it-you-run-it`")
            })
        };
        Ok(MeasureOptions {
            from: self.from.as_deref().map(day).transpose()?,
            to: self.to.as_deref().map(day).transpose()?,
            calendar_time_zone: self.calendar_time_zone.clone(),
            moved: self
                .moved
                .iter()
                .map(|(service, on)| Ok((service.clone(), day(on)?)))
                .collect::<Result<_, Refusal>>()?,
            operating_model: self.operating_model.as_ref().map(model).transpose()?,
        })
    }
}

fn day(text: &str) -> Result<Date, Refusal> {
    text.parse().map_err(|_| {
        let message = format!("`{}` is no date", quoted(text));
        Refusal::new("invalid-option", message, "write a day such as 2026-03-01")
    })
}

fn needs(option: &str) -> Refusal {
    Refusal::new("missing-option", format!("`{option}` is missing"), format!("pass `{option}`"))
}

fn needed<'r>(export: Option<Export<'r>>, name: &str) -> Result<Export<'r>, Refusal> {
    export.ok_or_else(|| needs(name))
}

#[derive(Serialize)]
struct WithText<'m> {
    #[serde(flatten)]
    found: &'m Measured,
    #[serde(skip_serializing_if = "Option::is_none")]
    portfolio_text: Option<&'m str>,
}

/// The envelope of a refusal.
#[derive(Serialize)]
struct Errors<T> {
    ok: bool,
    errors: T,
}

/// A refusal with the keys of a portfolio's problem.
#[derive(Serialize)]
struct Placed<'r> {
    #[serde(flatten)]
    refusal: &'r Refusal,
    path: &'static str,
}

fn refused(stopped: &Stopped) -> String {
    match stopped {
        Stopped::Refused(refusal) => {
            json(&Errors { ok: false, errors: [Placed { refusal, path: "" }] }, false)
        }
        Stopped::Problems(problems) | Stopped::Unwritable(problems, _) => {
            json(&Errors { ok: false, errors: problems }, false)
        }
    }
}

fn json<T: Serialize>(value: &T, pretty: bool) -> String {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    // Writing plain data to memory does not fail; should it, the caller still gets an envelope.
    text.unwrap_or_else(|_| r#"{"ok":false,"errors":[]}"#.to_owned())
}
