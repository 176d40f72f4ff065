//! Intake as a page: how a table was read, what it lacks and what to ask about it.

use std::io::Write;
use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use whorunsit::intake::LeftOutReason;
use whorunsit::portfolio::RunsToday;
use whorunsit::{Availability, CellStatus, Currency, Intake, IntakeCell, IntakeOptions, Money, intake};

use crate::answer::{answer, print, read, target};
use crate::args::Format;
use crate::args::IntakeArguments;
use crate::page::{Page, View, traced};
use crate::source::Source;
use crate::stop::Stop;
use crate::text::{plural, visible};
use crate::workbook;

/// How many cells of a kind are told in tables.
const TOLD: usize = 12;

/// The table of a source, the rows of a workbook as JSON.
pub(crate) fn table(source: Source, arguments: &IntakeArguments) -> Result<Source, Stop> {
    if !workbook::is_one(source.bytes()) {
        return Ok(source);
    }
    let rows = workbook::rows(source.bytes(), arguments.sheet.as_deref());
    match rows {
        Ok(json) => Ok(source.holding(json.into_bytes())),
        Err(message) => Err(Stop::File(source.name().to_owned(), std::io::Error::other(message))),
    }
}

/// What the arguments say of how to take a table in.
pub(crate) fn options(arguments: &IntakeArguments) -> IntakeOptions {
    IntakeOptions {
        name: arguments.name.clone(),
        currency: arguments.currency,
        columns: arguments.columns.clone(),
        decimal_comma: arguments.decimal.map(|decimal| decimal.is_comma()),
        without_headings: arguments.no_headings,
        rates: arguments.rates.clone(),
        profile: arguments.profile.clone(),
        runs_today: arguments.today.map(Today::runs),
        bands: arguments.bands.clone().unwrap_or_default().0,
    }
}

/// The same for the facade.
pub(crate) fn facade_options(arguments: &IntakeArguments) -> String {
    let mut options = Map::from_iter([("pretty".to_owned(), Value::Bool(true))]);
    let mut add =
        |key: &str, value: Option<Value>| options.extend(value.map(|value| (key.to_owned(), value)));
    add("name", arguments.name.clone().map(Value::from));
    add("currency", arguments.currency.map(|currency| currency.code().into()));
    let columns: Map<String, Value> = arguments
        .columns
        .iter()
        .map(|(heading, key)| (heading.clone(), key.clone().map_or(Value::Null, Value::from)))
        .collect();
    add("columns", (!columns.is_empty()).then_some(columns.into()));
    add("decimal", arguments.decimal.map(|decimal| decimal.as_str().into()));
    add("headings", arguments.no_headings.then_some(false.into()));
    let rates: Map<String, Value> = arguments
        .rates
        .iter()
        .map(|(currency, rate)| (currency.code().to_owned(), rate.to_string().into()))
        .collect();
    add("rates", (!rates.is_empty()).then_some(rates.into()));
    add("profile", arguments.profile.clone().map(Value::from));
    add("runs_today", arguments.today.map(|today| serde_json::to_value(today.runs()).unwrap_or_default()));
    let bands = arguments.bands.as_ref().map(|Bands(bands)| {
        let band = |(max, target): &(Money, Availability)| {
            serde_json::json!({ "max_per_hour": max.to_string(), "availability": target.to_string() })
        };
        Value::from(bands.iter().map(band).collect::<Vec<_>>())
    });
    add("bands", bands.filter(|bands| bands.as_array().is_some_and(|bands| !bands.is_empty())));
    Value::Object(options).to_string()
}

/// Takes a table in.
pub(crate) fn taken(source: Source, arguments: &IntakeArguments) -> Result<Intake, Stop> {
    intake(source.bytes(), &options(arguments)).map_err(|problems| Stop::Problems(source, problems))
}

/// The report for people.
pub(crate) fn page(taken: &Intake, name: &str, view: View) -> String {
    let report = &taken.report;
    let counts = &report.counts;
    let mut page = Page::new(view);
    page.title(&format!("{name}: {} taken in", plural(counts.services, "service", "services")));
    let in_portfolio = match (&taken.portfolio, counts.services - counts.in_portfolio.min(counts.services)) {
        (None, _) => "They make no portfolio yet: see what to answer.".to_owned(),
        (Some(_), 0) if counts.services == 1 => "It makes a portfolio.".to_owned(),
        (Some(_), 0) => "All of them make a portfolio.".to_owned(),
        (Some(_), without) => format!(
            "{} of them {} a portfolio; {without} {} something.",
            counts.in_portfolio,
            if counts.in_portfolio == 1 { "makes" } else { "make" },
            if without == 1 { "lacks" } else { "lack" },
        ),
    };
    let asked = counts.asked + counts.refused;
    let cells = match asked {
        0 => String::new(),
        _ => format!(" {} not read.", plural(asked, "cell was", "cells were")),
    };
    page.paragraph(&format!(
        "{in_portfolio} {} read, {} not given.{cells}",
        plural(counts.read, "cell", "cells"),
        counts.not_given
    ));

    if page.is_brief(1, 8) {
        page.heading("To answer");
        match to_answer(taken).as_slice() {
            [] => page.paragraph("Nothing: every cell was read."),
            answers => page.some_items(answers),
        }
        page.gap();
        page.paragraph(
            "--details adds what each column was taken for, rows that were left out, how cells were read, and what was done.",
        );
        return page.foot(&traced(&report.provenance, ""));
    }
    page.heading("What the columns were taken for");
    let rows = report.columns.iter().map(|column| {
        [
            column.heading.clone(),
            column.field.unwrap_or("left out").to_owned(),
            column.decimal.unwrap_or_default().to_owned(),
        ]
    });
    page.table(["Column", "Taken for", "Decimals after a"], rows.collect());
    if !report.questions.is_empty() || asked > 0 {
        page.heading("To answer");
        page.items(report.questions.iter().cloned());
        let wanted = |cell: &&IntakeCell| matches!(cell.status, CellStatus::Asked | CellStatus::Refused);
        told(&mut page, report.cells.iter().filter(wanted), |cell| {
            format!(
                "{}: {}",
                cell.message.as_deref().unwrap_or_default(),
                cell.help.as_deref().unwrap_or_default()
            )
        });
    }
    if !report.left_out.is_empty() {
        page.heading("Rows that were left out");
        let rows = report.left_out.iter().take(TOLD);
        page.table(
            ["Row", "Name", "Why"],
            rows.map(|left| [left.row.to_string(), visible(&left.name), left.message.clone()]).collect(),
        );
        more(&mut page, report.left_out.len());
    }
    let said = |cell: &&IntakeCell| cell.status == CellStatus::Read && cell.message.is_some();
    if report.cells.iter().any(|cell| said(&cell)) {
        page.heading("How cells were read");
        told(&mut page, report.cells.iter().filter(said), |cell| {
            format!(
                "{} ({})",
                cell.read.as_deref().unwrap_or_default(),
                cell.message.as_deref().unwrap_or_default()
            )
        });
    }
    if !report.notes.is_empty() {
        page.heading("What was done");
        page.items(report.notes.iter().cloned());
    }
    page.provenance(&report.provenance);
    page.finish()
}

/// What is to be answered, in sentences: of the table, of single cells, then of services that lack what a portfolio needs.
fn to_answer(taken: &Intake) -> Vec<String> {
    let wanted = |cell: &&IntakeCell| matches!(cell.status, CellStatus::Asked | CellStatus::Refused);
    let cells = taken.report.cells.iter().filter(wanted).map(|cell| {
        format!(
            "row {}, {}: {} ({})",
            cell.row,
            visible(&cell.service),
            cell.message.as_deref().unwrap_or_default(),
            cell.help.as_deref().unwrap_or_default()
        )
    });
    let lacking = taken.report.left_out.iter().filter(|left| left.reason == LeftOutReason::Incomplete);
    let lacking = lacking.map(|left| format!("row {}, {}: {}", left.row, visible(&left.name), left.message));
    taken.report.questions.iter().cloned().chain(cells).chain(lacking).collect()
}

fn told<'c>(
    page: &mut Page,
    cells: impl Iterator<Item = &'c IntakeCell>,
    what: impl Fn(&IntakeCell) -> String,
) {
    let cells: Vec<&IntakeCell> = cells.collect();
    let row = |cell: &&IntakeCell| {
        [cell.row.to_string(), visible(&cell.service), visible(&cell.written), what(cell)]
    };
    page.table(["Row", "Service", "Written", "Read"], cells.iter().take(TOLD).map(row).collect());
    more(page, cells.len());
}

fn more(page: &mut Page, count: usize) {
    if count > TOLD {
        page.paragraph(&format!("{} more: `--format csv` lists all.", count - TOLD));
    }
}

/// Every cell that is told of, and every row that was left out.
pub(crate) fn csv(taken: &Intake) -> std::io::Result<String> {
    let header =
        ["row", "column", "heading", "service", "field", "written", "read", "status", "message", "help"];
    let cells = taken.report.cells.iter().map(|cell| {
        [
            cell.row.to_string(),
            cell.column.to_string(),
            cell.heading.clone(),
            cell.service.clone(),
            cell.field.to_owned(),
            cell.written.clone(),
            cell.read.clone().unwrap_or_default(),
            word(cell.status),
            cell.message.clone().unwrap_or_default(),
            cell.help.clone().unwrap_or_default(),
        ]
        .map(|text| crate::csv_rows::text(&text))
    });
    let left = taken.report.left_out.iter().map(|left| {
        let [empty, empty2, empty3, empty4, empty5] = [const { String::new() }; 5];
        let [row, name, message] = [left.row.to_string(), left.name.clone(), left.message.clone()]
            .map(|text| crate::csv_rows::text(&text));
        [row, empty, empty2, name, empty3, empty4, empty5, "left-out".to_owned(), message, String::new()]
    });
    let mut rows: Vec<[String; 10]> = cells.chain(left).collect();
    rows.sort_by_key(|row| row.first().and_then(|row| row.parse::<usize>().ok()));
    crate::csv_rows::write(header, rows.into_iter())
}

fn word(status: CellStatus) -> String {
    match serde_json::to_value(status) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The portfolio as commented TOML.
pub(crate) fn portfolio(taken: &Intake, name: &str, options: &IntakeOptions) -> Result<String, Stop> {
    match taken.start(name, options) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(Stop::Said("the table makes no portfolio yet: see what to answer".to_owned())),
        Err(problems) => Err(Stop::Said(problems.to_string())),
    }
}

/// Reads `HEADING=KEY`; without a key the column is left out.
pub(crate) fn column(text: &str) -> Result<(String, Option<String>), String> {
    match text.rsplit_once('=') {
        Some((heading, key)) if !heading.trim().is_empty() => {
            let key = key.trim();
            Ok((heading.trim().to_owned(), (!key.is_empty()).then(|| key.to_owned())))
        }
        _ => Err("write a heading and a key, such as `Impact=exposure_per_hour`".to_owned()),
    }
}

/// Reads `EUR=1.08`.
pub(crate) fn rate(text: &str) -> Result<(Currency, Decimal), String> {
    let help = || "write a currency and what one unit of it is worth, such as `EUR=1.08`".to_owned();
    let (currency, rate) = text.split_once('=').ok_or_else(help)?;
    let rate: Decimal = rate.trim().parse().ok().filter(|rate| *rate > Decimal::ZERO).ok_or_else(help)?;
    Ok((currency.trim().parse().map_err(|_| help())?, rate))
}

/// Exposure bands; none are to be suggested.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bands(pub(crate) Vec<(Money, Availability)>);

/// Reads `suggest`, or `7000=95.0,250000=99.0`.
pub(crate) fn bands(text: &str) -> Result<Bands, String> {
    if text == "suggest" {
        return Ok(Bands::default());
    }
    let band = |pair: &str| {
        let (max, target) = pair.split_once('=')?;
        let max = max.trim().parse::<Decimal>().ok().filter(|max| *max > Decimal::ZERO)?;
        Some((max.to_string().parse::<Money>().ok()?, target.trim().trim_end_matches('%').parse().ok()?))
    };
    let bands: Option<Vec<_>> = text.split(',').map(band).collect();
    bands.map(Bands).ok_or_else(|| {
        "write `suggest`, or the most in an hour and the target of each band, lowest first: `7000=95.0,250000=99.0`".to_owned()
    })
}

/// Who is on call today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Today {
    /// Operations run the services
    Operations,
    /// The teams that build them run them
    ProductTeams,
    /// Nobody: they are new
    Nobody,
}

impl Today {
    pub(crate) fn runs(self) -> RunsToday {
        match self {
            Self::Operations => RunsToday::OpsRunIt,
            Self::ProductTeams => RunsToday::YouBuildItYouRunIt,
            Self::Nobody => RunsToday::Nothing,
        }
    }
}

/// Reads a currency's code.
pub(crate) fn currency(text: &str) -> Result<Currency, String> {
    text.parse().map_err(|_| "write the code of a currency, such as USD".to_owned())
}

/// Takes a table in, and writes the portfolio that it makes where that is asked for.
pub(crate) fn run(
    file: &Path,
    arguments: &IntakeArguments,
    (output, force): (Option<&Path>, bool),
    format: Format,
    view: View,
) -> Result<(), Stop> {
    let output = output.map(|to| Ok::<_, Stop>((target(to, force, &[file])?, to))).transpose()?;
    let source = table(read(file)?, arguments)?;
    let name = source.name().to_owned();
    if let (Format::Json, None) = (format, &output) {
        return answer("intake", &source, &facade_options(arguments));
    }
    let taken = taken(source, arguments)?;
    match format {
        Format::Json => print(&taken.portfolio.clone().unwrap_or_default())?,
        Format::Csv => print(&csv(&taken)?)?,
        Format::Table | Format::Markdown => print(&page(&taken, &name, view))?,
    }
    let Some((output, to)) = output else { return Ok(()) };
    output.write(&portfolio(&taken, &name, &options(arguments))?)?;
    let name = visible(&to.to_string_lossy());
    let _ = writeln!(anstream::stderr(), "Wrote {name}. Next: whorunsit recommend {name}");
    Ok(())
}
