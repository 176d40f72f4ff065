//! What `measure` takes.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args};
use jiff::civil::Date;
use whorunsit::OperatingModel;
use whorunsit_measure::facade::Request;
use whorunsit_measure::{Field, Mapping, MeasureChart};

use super::mapping_file;
use crate::args::Format;
use crate::stop::Stop;

/// How to read an export.
#[derive(Args, Clone, Debug)]
pub(crate) struct Reading {
    /// The mapping: the name of one that comes with whorunsit, or a file; by default the one that fits the header best
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) mapping: Option<String>,
    /// Take a field from another column, such as `service=cmdb_ci`; may be repeated
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = column)]
    pub(crate) column: Vec<(Field, String)>,
    /// The time zone of dates without an offset, such as `Europe/London`; the mapping's, else UTC
    #[arg(long, value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
    /// How dates are written, such as `%d-%m-%Y %H:%M`, `iso` or `unix`; may be repeated
    #[arg(long, value_name = "FORMAT")]
    pub(crate) date_format: Vec<String>,
    /// The encoding, such as `windows-1252`; a byte order mark goes before it
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// The character between columns; found in the header by default
    #[arg(long, value_name = "CHARACTER")]
    pub(crate) separator: Option<char>,
    /// Only incidents of these priorities, 1 being the highest
    #[arg(long, value_delimiter = ',', value_name = "N,…")]
    pub(crate) priorities: Vec<u8>,
}

impl Reading {
    /// Asks the library for it.
    pub(crate) fn ask(&self, request: &mut Request) -> Result<(), Stop> {
        let given = self.mapping.as_deref();
        request.mapping_text =
            given.map(|name| mapping_file(name, Mapping::presets())).transpose()?.flatten();
        request.mapping = self.mapping.clone();
        request.columns = self.column.iter().cloned().collect();
        request.time_zone = self.time_zone.clone();
        request.date_formats = self.date_format.clone();
        request.encoding = self.encoding.clone();
        request.separator = self.separator;
        request.priorities = self.priorities.clone();
        Ok(())
    }
}

/// Which time to measure, and under which hours and model.
#[derive(Args, Clone, Debug)]
pub(crate) struct Span {
    /// The first day of the period; that of the first date in the file by default
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Date>,
    /// Its last day
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<Date>,
    /// The time zone of working hours; that of the file by default
    #[arg(long, value_name = "ZONE")]
    pub(crate) calendar_time_zone: Option<String>,
    /// The operating model of incidents that do not say theirs
    #[arg(long, value_name = "MODEL", value_parser = model)]
    pub(crate) operating_model: Option<OperatingModel>,
    /// A service that moved to the other operating model on a day, such as `bedroom=2026-03-01`; may be repeated
    #[arg(long, value_name = "SERVICE=DATE", value_parser = moved)]
    pub(crate) moved: Vec<(String, Date)>,
}

impl Span {
    /// Asks the library for it.
    pub(crate) fn ask(&self, request: &mut Request) {
        request.from = self.from.map(|day| day.to_string());
        request.to = self.to.map(|day| day.to_string());
        request.calendar_time_zone = self.calendar_time_zone.clone();
        request.operating_model = self.operating_model.map(|model| model.as_str().to_owned());
        request.moved = self.moved.iter().map(|(service, day)| (service.clone(), day.to_string())).collect();
    }
}

/// What a chart is of.
#[derive(Args, Clone, Debug)]
pub(crate) struct Drawing {
    /// The service that the chart is of; otherwise all, and for `error-budget` the one that used most of its own
    #[arg(long, value_name = "NAME", requires = "chart")]
    pub(crate) service: Option<String>,
    /// Draw it for a narrow page, such as a telephone's
    #[arg(long, requires = "chart")]
    pub(crate) compact: bool,
}

impl Drawing {
    /// Asks the library for a chart.
    pub(crate) fn ask(&self, chart: Option<&String>, request: &mut Request) {
        request.charts = chart.into_iter().cloned().collect();
        request.service = self.service.clone();
        request.compact = self.compact;
    }
}

/// The words of charts; those of work items only where there may be some.
pub(crate) fn charts(of_work: bool) -> Vec<&'static str> {
    let drawn = MeasureChart::ALL.into_iter().filter(|chart| of_work || !chart.is_of_work());
    drawn.map(MeasureChart::as_str).collect()
}

/// What `measure` takes.
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("written").args(["write", "rejected", "output"]).multiple(true))]
pub(crate) struct Measure {
    /// The export: CSV or JSON; `-` reads standard input
    #[arg(required_unless_present_any = ["list_mappings", "show_mapping", "list_charts"])]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) span: Span,
    /// The portfolio to hold the incidents against, and to make estimates for
    #[arg(long, value_name = "FILE")]
    pub(crate) portfolio: Option<PathBuf>,
    /// Write the portfolio with measured estimates to this file; what changes is printed first
    #[arg(long, value_name = "FILE", requires = "portfolio")]
    pub(crate) write: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(long, requires = "written")]
    pub(crate) force: bool,
    /// Write every row that was left out to this file, with its line and reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
    /// Print the mapping that fits the header best, and measure nothing
    #[arg(long)]
    pub(crate) guess: bool,
    /// Print a mapping that comes with whorunsit
    #[arg(long, value_name = "NAME", exclusive = true)]
    pub(crate) show_mapping: Option<String>,
    /// List the mappings that come with whorunsit
    #[arg(long, exclusive = true)]
    pub(crate) list_mappings: bool,
    /// Print a chart of it as a Vega-Lite specification, its data included
    #[arg(
        long, value_name = "NAME", conflicts_with_all = ["write", "guess", "format"],
        value_parser = PossibleValuesParser::new(charts(false))
    )]
    pub(crate) chart: Option<String>,
    /// List the charts that there are
    #[arg(long, exclusive = true)]
    pub(crate) list_charts: bool,
    #[command(flatten)]
    pub(crate) drawing: Drawing,
    /// The file to write the chart to, whole or not at all; otherwise it is printed
    #[arg(long, value_name = "FILE", requires = "chart")]
    pub(crate) output: Option<PathBuf>,
    /// How to print it; CSV has a row for each service
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

fn column(text: &str) -> Result<(Field, String), String> {
    let (field, column) = text.split_once('=').ok_or("write a field and a column: `service=cmdb_ci`")?;
    let known = Field::ALL.iter().find(|known| known.as_str() == field);
    let words = || Field::ALL.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
    match known {
        Some(known) => Ok((*known, column.to_owned())),
        None => Err(format!("there is no field `{field}`; the fields are {}", words())),
    }
}

fn model(text: &str) -> Result<OperatingModel, String> {
    [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt]
        .into_iter()
        .find(|model| model.as_str() == text)
        .ok_or_else(|| "write `ops-run-it` or `you-build-it-you-run-it`".to_owned())
}

fn moved(text: &str) -> Result<(String, Date), String> {
    let (service, day) = text.rsplit_once('=').ok_or("write a service and a day: `bedroom=2026-03-01`")?;
    let day = day.parse().map_err(|_| format!("`{day}` is no date such as 2026-03-01"))?;
    Ok((service.to_owned(), day))
}
