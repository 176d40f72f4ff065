//! Charts of what happened, as Vega-Lite specifications in the one language of the core's charts.
//!
//! A chart is a picture of figures that answers have; what it adds, such as control limits, its subtitle explains.

mod budget;
mod control;
mod hours;
mod quantiles;
mod rework;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};
use whorunsit::Portfolio;
use whorunsit::chart::picture::compact;

use crate::context::plain;
use crate::delivery::Work;
use crate::figures::Figures;
use crate::incidents::Incident;
use crate::measurement::Measurement;
use crate::period::Period;
use crate::problem::{Refusal, did_you_mean, named, quoted};

/// A chart of what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasureChart {
    /// A control chart of the time to restore: which incidents took longer than chance explains.
    TimeToRestore,
    /// Incidents by the hour of the week in which they began, against working hours.
    HoursOfWeek,
    /// How the error budget of a service was used up, quarter by quarter.
    ErrorBudget,
    /// The time to restore against the lognormal distribution that is fitted to it.
    Fit,
    /// The rework rate of teams, week by week.
    Rework,
}

impl MeasureChart {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::TimeToRestore, Self::HoursOfWeek, Self::ErrorBudget, Self::Fit, Self::Rework];

    /// Its word in options and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TimeToRestore => "time-to-restore",
            Self::HoursOfWeek => "hours-of-week",
            Self::ErrorBudget => "error-budget",
            Self::Fit => "fit",
            Self::Rework => "rework",
        }
    }

    /// What it shows, in a line.
    #[must_use]
    pub fn shows(self) -> &'static str {
        match self {
            Self::TimeToRestore => {
                "control chart of the time to restore: what took longer than chance explains"
            }
            Self::HoursOfWeek => "incidents by hour of the week, against working hours",
            Self::ErrorBudget => "how the error budget of a service was used up, quarter by quarter",
            Self::Fit => "time to restore against the lognormal distribution fitted to it (Q–Q)",
            Self::Rework => "the rework rate of teams, week by week",
        }
    }

    /// Whether it is of work items, which only a review has.
    #[must_use]
    pub fn is_of_work(self) -> bool {
        self == Self::Rework
    }

    /// The chart of a word.
    ///
    /// # Errors
    /// `invalid-option`, with the word that may have been meant.
    pub fn named(word: &str) -> Result<Self, Refusal> {
        named(word, &Self::ALL, Self::as_str, ("chart", "charts"))
    }
}

/// Which charts are drawn, and of what.
#[derive(Clone, Debug, Default)]
pub struct MeasureChartOptions {
    /// The charts.
    pub charts: Vec<MeasureChart>,
    /// The service of charts of incidents; without it all of them, and for the error budget the service that used most of its own.
    pub service: Option<String>,
    /// The team of [`MeasureChart::Rework`]; without it those with most items.
    pub team: Option<String>,
    /// Whether they are for a narrow page, such as a telephone's.
    pub compact: bool,
}

/// Draws charts; by its word, each is a Vega-Lite specification.
///
/// # Errors
/// `nothing-to-draw` where a chart would be empty, `unknown-service` and `unknown-team` for one that nothing happened to, and
/// `invalid-option` for an option that none of the charts takes.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::{
///     Mapping, MeasureChart, MeasureChartOptions, MeasureOptions, ReadOptions, draw, measure, read_incidents,
/// };
///
/// let file = "id,service,opened,restored\n1,shop,2026-01-05 10:00,2026-01-05 11:00\n2,shop,2026-03-07 22:00,\n";
/// let mapping = Mapping::preset("generic")?;
/// let read = read_incidents(file.as_bytes(), "incidents.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())?;
/// let measured = measure(read, None, &MeasureOptions::default())?;
/// let options = MeasureChartOptions { charts: vec![MeasureChart::HoursOfWeek], ..MeasureChartOptions::default() };
/// let charts = draw(&measured, None, None, &options)?;
/// assert_eq!(charts["hours-of-week"]["background"], "transparent");
/// # Ok::<(), whorunsit_measure::Refusal>(())
/// ```
pub fn draw(
    measured: &Measurement,
    portfolio: Option<&Portfolio>,
    work: Option<&Work>,
    options: &MeasureChartOptions,
) -> Result<BTreeMap<&'static str, Value>, Refusal> {
    let takes = |given: &Option<String>, option: &str, of_work: bool| match given {
        Some(_) if !options.charts.iter().any(|chart| chart.is_of_work() == of_work) => {
            let takers = MeasureChart::ALL.into_iter().filter(|chart| chart.is_of_work() == of_work);
            let takers = takers.map(MeasureChart::as_str).collect::<Vec<_>>().join(", ");
            let message = format!("no chart that is asked for takes `{option}`");
            Err(Refusal::new("invalid-option", message, format!("remove it; it is taken by {takers}")))
        }
        _ => Ok(()),
    };
    takes(&options.service, "service", false)?;
    takes(&options.team, "team", true)?;
    let chosen = Chosen::of(measured, portfolio, options.service.as_deref())?;
    let draw = |chart: MeasureChart| {
        let mut spec = match chart {
            MeasureChart::TimeToRestore => control::draw(&chosen),
            MeasureChart::HoursOfWeek => hours::draw(&chosen),
            MeasureChart::ErrorBudget => budget::draw(&chosen),
            MeasureChart::Fit => quantiles::draw(&chosen),
            MeasureChart::Rework => rework::draw(work, options.team.as_deref()),
        }?;
        if options.compact {
            compact(&mut spec);
        }
        Ok((chart.as_str(), spec))
    };
    options.charts.iter().map(|chart| draw(*chart)).collect()
}

/// What the charts of incidents are of: all, or one service.
struct Chosen<'m> {
    measured: &'m Measurement,
    portfolio: Option<&'m Portfolio>,
    /// Of one service, its figures; else of all.
    figures: &'m Figures,
    /// Its name as the answer has it, and without regard to case.
    service: Option<(&'m str, String)>,
}

impl<'m> Chosen<'m> {
    fn of(
        measured: &'m Measurement,
        portfolio: Option<&'m Portfolio>,
        service: Option<&str>,
    ) -> Result<Self, Refusal> {
        let Some(service) = service else {
            return Ok(Self { measured, portfolio, figures: &measured.all, service: None });
        };
        let known = || measured.services.iter().filter_map(|one| Some((one, one.name.as_deref()?)));
        let found = known().find(|(_, name)| plain(name) == plain(service));
        let (figures, name) = found.ok_or_else(|| {
            let names = || known().map(|(_, name)| name);
            let all =
                || format!("those that are measured are {}", names().take(40).collect::<Vec<_>>().join(", "));
            let help = did_you_mean(service, names(), all);
            let message = format!("nothing is measured of a service `{}`", quoted(service));
            Refusal::new("unknown-service", message, help)
        })?;
        Ok(Self { measured, portfolio, figures, service: Some((name, plain(name))) })
    }

    fn period(&self) -> &'m Period {
        &self.measured.period
    }

    /// The incidents that it is of.
    fn incidents(&self) -> impl Iterator<Item = &'m Incident> {
        let measured = self.measured;
        measured.incidents.iter().filter(|one| match &self.service {
            None => true,
            Some((_, wanted)) => one.service.as_ref().is_some_and(|name| plain(name) == *wanted),
        })
    }

    /// ` of bedroom`, or nothing where it is of all.
    fn whose(&self) -> String {
        self.service.as_ref().map_or_else(String::new, |(name, _)| format!(" of {name}"))
    }

    /// `From 2026-01-01 to 2026-03-31`.
    fn when(&self) -> String {
        format!("{} to {}", self.period().from, self.period().to)
    }
}

fn nothing(message: impl Into<String>, help: impl Into<String>) -> Refusal {
    Refusal::new("nothing-to-draw", message, help)
}

/// A moment as the clock of the period shows it, for an axis of time.
fn clock(period: &Period, seconds: i64) -> Value {
    let shown = Timestamp::from_second(seconds).map(|time| period.zone.to_datetime(time).to_string());
    shown.map_or(Value::Null, Value::from)
}

/// A number of JSON of nine digits, as the answers have.
fn figure(value: f64) -> Value {
    json!(crate::statistics::rounded(value))
}

/// A scale of lengths of time, from seconds to years, each tick in the unit that fits it.
fn lengths(title: &str) -> Value {
    const LABEL: &str = "datum.value < 60 ? datum.value + ' s' : datum.value < 3600 ? datum.value / 60 + ' min' \
        : datum.value < 86400 ? datum.value / 3600 + ' h' : datum.value / 86400 + ' d'";
    json!({
        "title": title, "labelExpr": LABEL, "labelOverlap": true,
        "values": [1, 10, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400, 259_200, 864_000, 2_592_000, 8_640_000, 31_536_000]
    })
}

/// An axis of days with their years.
fn time(title: &str) -> Value {
    json!({ "title": title, "format": "%-d %b %Y", "grid": false, "labelOverlap": true, "tickCount": 7 })
}
