//! Values of one's own as an estimate.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use whorunsit_measure::facade::{Answer, Request, fitted};
use whorunsit_measure::{FitShape, Fitted, Given, MAX_VALUES};

use super::{print_json, stop};
use crate::answer::{print, read};
use crate::page::{Page, Style};
use crate::stop::Stop;

/// What `fit` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct FitArguments {
    /// A file of values, apart from each other by lines, commas or spaces; `-` reads standard input
    file: PathBuf,
    /// What to fit
    #[arg(long, default_value = FitShape::Lognormal.as_str(), value_parser = PossibleValuesParser::new(FitShape::ALL.map(FitShape::as_str)))]
    shape: String,
    /// The unit of values that are lengths of time: `s`, `min`, `h` or `d`
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// How many years each count of `gamma-poisson` is of [default: 1]
    #[arg(long, value_name = "YEARS")]
    period_years: Option<f64>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For people, with the line for a portfolio
    Text,
    /// For programs
    Json,
}

pub(crate) fn run(arguments: FitArguments) -> Result<(), Stop> {
    let source = read(&arguments.file)?;
    // What is not UTF-8 is told as the value that it makes no number of.
    let text = String::from_utf8_lossy(source.bytes());
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let words = text.split(|char: char| char.is_whitespace() || char == ',' || char == ';');
    // One more than can be fitted says that they are too many; the others are not looked at.
    let words = words.filter(|word| !word.is_empty()).take(MAX_VALUES + 1);
    let values = words.map(|word| Given::Text(word.to_owned())).collect();
    let request = Request {
        values: Some(values),
        shape: Some(arguments.shape),
        unit: arguments.unit,
        period_years: arguments.period_years,
        ..Request::default()
    };
    let found = fitted(&request).map_err(|stopped| stop(stopped, None, None))?;
    match arguments.format {
        Form::Json => print_json(&Answer::new(&found)),
        Form::Text => print(&page(&found)),
    }
}

fn page(found: &Fitted) -> String {
    let mut page = Page::new(Style::Terminal);
    for sentence in found.headline() {
        page.paragraph(&sentence);
    }
    page.paragraph(&format!("For a portfolio: {}", found.estimate));
    page.finish()
}
