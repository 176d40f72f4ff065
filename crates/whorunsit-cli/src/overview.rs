//! All that a portfolio allows to be told, on one screen.

use std::path::Path;

use whorunsit::Problems;
use whorunsit::{Money, OperatingModel, OutOfHours, Overview, OverviewService};

use crate::answer::print;
use crate::page::{Page, View, traced};
use crate::source::Source;
use crate::stop::Stop;
use crate::text::visible;
use crate::text::{Amounts, likely, percent, plural, years};

/// Columns that a line of text fills, more or less.
const TEXT: usize = 74;

/// Lines of headings and of what stands at the end.
const LINES: usize = 7;

pub(crate) fn page(overview: &Overview, file: &str, view: View) -> String {
    let amounts = Amounts::in_cells(overview.currency);
    let mut page = Page::new(view);
    page.title(overview.name.as_deref().unwrap_or("Portfolio"));
    page.answer(&overview.decision);
    let under: usize = overview.sure.iter().chain(&overview.next).map(|said| said.len() / TEXT + 1).sum();
    page.is_brief(1, under + LINES);
    page.gap();
    let columns = match overview.horizon_years {
        None => 3,
        // Of many services nothing is drawn, so there is nothing to tell.
        Some(_) if overview.services.iter().all(|service| service.cheaper_percent.is_none()) => 4,
        Some(_) => 5,
    };
    let mut header = vec!["Service".to_owned(), "Who should run it".to_owned(), "Target".to_owned()];
    if let Some(horizon) = overview.horizon_years {
        header.push(format!("Saves over {}", years(horizon)));
        header.push("How likely".to_owned());
        header.truncate(columns);
    }
    let mut services: Vec<_> = overview.services.iter().collect();
    let rows = |services: &[&OverviewService]| -> Vec<Vec<String>> {
        let rows = services.iter().map(|service| {
            let mut row = row(service, amounts);
            row.truncate(columns);
            row
        });
        rows.collect()
    };
    if page.must_cut(2..columns, &header, &rows(&services)) {
        // Of many services those come first about which somebody has to think.
        services.sort_by_key(|service| service.saves.unwrap_or_default());
    }
    page.columns(2..columns, header, rows(&services));
    if overview.horizon_years.is_some() {
        page.paragraph(&format!(
            "Saves is what that model costs less than the other one{}. {}",
            if columns > 4 { "; how likely, that it does" } else { "" },
            amounts.note(
                overview.services.iter().any(|service| service.saves.is_some() && service.saves_partial)
            )
        ));
    }
    if !overview.sure.is_empty() {
        page.heading("How sure");
        page.paragraph(&overview.sure.join(" "));
    }
    if !overview.next.is_empty() {
        page.heading("What to find out next");
        page.items(overview.next.iter().cloned());
    }
    page.gap();
    let findings = match overview.findings {
        0 => String::new(),
        count => format!("{} a look: ", plural(count, "finding needs", "findings need")),
    };
    page.paragraph(&format!("{findings}whorunsit recommend {file}. Money: whorunsit compare {file}."));
    page.assumed(overview.assumptions);
    page.foot(&traced(&overview.provenance, ""))
}

fn row(service: &OverviewService, amounts: Amounts) -> Vec<String> {
    let schedule = match (service.out_of_hours, &service.schedule) {
        (None, _) => String::new(),
        // Its own, or that of others, which covers it too.
        (Some(_), Some(schedule)) => format!(", {schedule}"),
        (Some(OutOfHours::None), None) => ", no schedule".to_owned(),
        (Some(OutOfHours::Domain), None) => ", domain schedule".to_owned(),
        (Some(OutOfHours::Team), None) => ", team schedule".to_owned(),
    };
    let cheaper = |saves: Money| amounts.part(saves, service.saves_partial);
    vec![
        service.name.to_string(),
        match service.operating_model {
            OperatingModel::OpsRunIt => OperatingModel::OpsRunIt.name().to_owned(),
            model => format!("{}{schedule}", model.name()),
        },
        percent(service.availability_target),
        service.saves.map_or_else(|| amounts.known(None), cheaper),
        service.cheaper_percent.map_or_else(|| "not estimated".to_owned(), likely),
    ]
}

/// Tells on one screen all that a portfolio allows.
pub(crate) fn run(file: &Path, source: Source, view: View) -> Result<(), Stop> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let worked = source
        .partial()
        .and_then(|portfolio| whorunsit::overview(&portfolio, threads).map_err(Problems::from));
    match worked {
        Ok(overview) => print(&self::page(&overview, &visible(&file.to_string_lossy()), view)),
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}
