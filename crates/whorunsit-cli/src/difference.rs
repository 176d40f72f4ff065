//! What differs between two portfolios, as a page and as CSV.

use std::io;

use whorunsit::{Difference, InputChange, Runs, ScenarioOutcome, ServiceChange};

use crate::answer::{answer, print};
use crate::args::Format;
use crate::compare::runs;
use crate::csv_rows::{text, write};
use crate::page::{Page, View, traced};
use crate::source::Source;
use crate::stop::Stop;
use crate::text::Amounts;

pub(crate) fn run(old: Source, new: Source, format: Format, view: View) -> Result<(), Stop> {
    let before = match old.portfolio() {
        Ok(portfolio) => portfolio,
        Err(problems) => return Err(Stop::Problems(old, problems)),
    };
    let after = match new.portfolio() {
        Ok(portfolio) => portfolio,
        Err(problems) => return Err(Stop::Problems(new, problems)),
    };
    if let Format::Json = format {
        let options = serde_json::json!({ "pretty": true, "new": new.text() });
        return answer("diff", &old, &options.to_string());
    }
    match whorunsit::diff(&before, &after) {
        Ok(result) if matches!(format, Format::Csv) => print(&csv(&result)?),
        Ok(result) => print(&page(&result, view)),
        Err(error) => Err(Stop::Problems(new, error.into())),
    }
}

fn page(result: &Difference, view: View) -> String {
    let amounts = Amounts::in_cells(result.currency);
    let mut page = Page::new(view);
    page.title(&format!("{}: what differs", result.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&result.summary);
    let is_brief = page.is_brief(3, 3);
    if !result.inputs.is_empty() {
        page.heading("Inputs");
        let row = |change: &InputChange| {
            let known = |value: &Option<String>| value.clone().unwrap_or_else(|| "not given".to_owned());
            [change.input.clone(), known(&change.old), known(&change.new)]
        };
        page.table(["Input", "Old", "New"], result.inputs.iter().map(row).collect());
    }
    if !result.services.is_empty() {
        page.heading("Who should run what");
        let row = |change: &ServiceChange| {
            let told = |how: Option<Runs>| how.map_or_else(|| "is not there".to_owned(), runs);
            [change.service.to_string(), told(change.from), told(change.to)]
        };
        page.table(["Service", "Old", "New"], result.services.iter().map(row).collect());
    }
    if result.currency == result.old_currency {
        page.heading("What is recommended costs");
        let row = |outcome: &ScenarioOutcome| {
            [
                outcome.name.to_string(),
                amounts.part(outcome.premium_over_horizon, outcome.partial),
                amounts.part(outcome.loss_over_horizon, outcome.partial),
                amounts.part(outcome.over_horizon, outcome.partial),
                amounts.known(outcome.standby_per_year),
            ]
        };
        let rows = [&result.old, &result.new].map(row).into();
        page.numbers(1..5, ["Portfolio", "Paid", "Lost", "Both", "Standby a year"], rows);
        page.paragraph(&amounts.note(result.old.partial || result.new.partial));
    }
    if !result.services.is_empty() {
        page.heading("Why it moved");
        let why = |change: &ServiceChange| {
            let reasons = if change.because.is_empty() { &change.no_longer } else { &change.because };
            let line = |reason: &String| format!("{}: {reason}", change.service);
            reasons.iter().map(line).collect::<Vec<_>>()
        };
        page.some_items(&result.services.iter().flat_map(why).collect::<Vec<_>>());
    }
    let traced = traced(&result.provenance, "");
    if is_brief {
        return page.end("every row", &[], &traced);
    }
    page.provenance(&result.provenance);
    page.finish()
}

/// One row for each input that differs.
fn csv(result: &Difference) -> io::Result<String> {
    let header = ["input", "path", "old", "new"];
    let value = |value: &Option<String>| text(value.as_deref().unwrap_or_default());
    let rows = result
        .inputs
        .iter()
        .map(|change| [text(&change.input), text(&change.path), value(&change.old), value(&change.new)]);
    write(header, rows)
}
