//! What the comparison rests on, as a page: flip points, swings, the worth of knowing, the map.

use rust_decimal::Decimal;
use whorunsit::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};
use whorunsit::{
    CostFlip, FlipRegion, GridCell, Money, OperatingModel, OutOfHours, Portfolio, SEARCHED, SelectionFlip,
    Sensitivity, ServiceSensitivity, Swing,
};

use crate::page::{Page, View, traced};
use crate::text::{Amounts, capital, model, years};

/// Leaves only one service, or tells why not.
pub(crate) fn only(result: &mut Sensitivity, portfolio: &Portfolio, name: &str) -> Result<(), String> {
    result.services.retain(|service| &*service.name == name);
    if !result.services.is_empty() {
        return Ok(());
    }
    let name = crate::text::visible(name);
    let names: Vec<_> = portfolio.file().services.iter().map(|service| &*service.name).collect();
    Err(match names.iter().any(|known| *known == name) {
        true => {
            format!("the models of `{name}` cannot be compared: `whorunsit compare` tells what is missing")
        }
        false if names.len() > 20 => format!("there is no service `{name}` in the portfolio"),
        false => format!("there is no service `{name}`; there are {}", names.join(", ")),
    })
}

pub(crate) fn page(result: &Sensitivity, seed: u64, view: View) -> String {
    let amounts = Amounts::in_cells(result.currency);
    let horizon = years(result.horizon_years);
    let mut page = Page::new(view);
    page.title(&format!("{}: what the comparison rests on", result.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&result.headline());
    page.gap();
    if page.is_brief(1, 4) {
        if !result.services.is_empty() {
            verdicts(&mut page, &result.services, amounts, &horizon);
        }
        page.worth_a_look(result.findings.iter().map(|finding| ("", finding)));
        let more = "every flip, swing, map and worth; --service NAME those of one service";
        let seed = format!(", seed {seed}");
        return page.end(more, &result.assumptions, &traced(&result.provenance, &seed));
    }
    if !result.services.is_empty() {
        page.paragraph(&format!(
            "Over {horizon}. A difference is what {YOU_BUILD_IT_YOU_RUN_IT} costs more than {OPS_RUN_IT}; below zero, it \
             is cheaper. One input changes at a time, the others stay at their means, and everything is decided anew. {}",
            amounts.note_of_changes()
        ));
    }
    for service in &result.services {
        page.heading(&service.name);
        page.paragraph(&standing(service, amounts, &horizon));
        page.items(changes(service, amounts));
        cost_flips(&mut page, &service.flips.cost, amounts);
        tornado(&mut page, &service.tornado, amounts);
        map(&mut page, &service.grid, amounts);
    }
    information(&mut page, &result.services, amounts);
    if !result.findings.is_empty() {
        page.heading("What needs a look");
        page.findings(result.findings.iter().map(|finding| ("", finding)));
    }
    page.assumptions(&result.assumptions);
    page.provenance_of_draws(&result.provenance, &format!(", seed {seed}"));
    page.finish()
}

/// Each service in a row: what is cheaper, by how much, what turns that, and what knowing better is worth.
fn verdicts(page: &mut Page, services: &[ServiceSensitivity], amounts: Amounts, horizon: &str) {
    let row = |service: &ServiceSensitivity| {
        let turns = match service.turning() {
            None => "none that is searched".to_owned(),
            Some(region) => {
                format!("{} {}", region.change.spoken(), region.place(|amount| amounts.exact(amount)))
            }
        };
        [
            service.name.to_string(),
            model(service.cheaper_model).to_owned(),
            turns,
            amounts.show(service.difference.size()),
            amounts.show(service.evpi),
        ]
    };
    let header = ["Service", "Cheaper", "Until", "By", "Knowing all is worth"];
    page.numbers(3..5, header, services.iter().map(row).collect());
    page.paragraph(&format!(
        "{} Over {horizon}; one input changes, the others stay at their means. Searched are {SEARCHED}.",
        amounts.note_of_changes()
    ));
}

/// How things are.
fn standing(service: &ServiceSensitivity, amounts: Amounts, horizon: &str) -> String {
    let recommended = service.operating_model.name();
    let difference = amounts.in_words().show(service.difference);
    match service.cheaper_model {
        Some(cheaper) if cheaper == service.operating_model => {
            format!(
                "{recommended} is recommended, and cheaper: the difference over {horizon} is {difference}."
            )
        }
        Some(cheaper) => format!(
            "{recommended} is recommended, but {} is cheaper: the difference over {horizon} is {difference}.",
            cheaper.name()
        ),
        None => format!("{recommended} is recommended; both models cost the same."),
    }
}

/// Where the recommendation and the cheaper model change, in words.
fn changes(service: &ServiceSensitivity, amounts: Amounts) -> Vec<String> {
    let amounts = amounts.in_words();
    let selection =
        service.flips.selection.iter().map(|flip| selected(service.operating_model, flip, amounts));
    let cost = FlipRegion::all(&service.flips.cost);
    let mut changes: Vec<_> = selection.collect();
    if changes.is_empty() {
        changes.push("No exposure and no demand changes what is recommended.".to_owned());
    }
    let before = changes.len();
    changes.extend(cost.iter().map(|region| sentence(region, amounts)));
    if changes.len() == before {
        changes.push(format!(
            "No input that is searched ({SEARCHED}) changes by itself which model is cheaper."
        ));
    }
    changes
}

fn sentence(region: &FlipRegion<'_>, amounts: Amounts) -> String {
    let (change, show) = (region.change, |amount| amounts.exact(amount));
    let estimate = match change.within_estimate {
        Some(true) => ", which it may be by its estimate",
        Some(false) => ", which is outside its estimate",
        None => "",
    };
    format!(
        "{} becomes cheaper where {} is {} (now {}){estimate}.",
        region.cheaper().name(),
        named(change),
        region.place(show),
        change.shown_now(show),
    )
}

fn selected(now: OperatingModel, flip: &SelectionFlip, amounts: Amounts) -> String {
    let on_call = match flip.out_of_hours {
        None => "",
        Some(OutOfHours::None) => " without an out-of-hours schedule",
        Some(OutOfHours::Domain) => " with a domain schedule",
        Some(OutOfHours::Team) => " with a team schedule",
    };
    let stays = if flip.operating_model == now { " still" } else { "" };
    let at = match (flip.input, flip.above) {
        ("exposure_per_hour", above) => {
            let value = flip.value.parse().map_or_else(|_| flip.value.clone(), |value| amounts.exact(value));
            format!("its exposure is {} {value} an hour", if above { "above" } else { "at most" })
        }
        (_, true) => format!("its feature demand is {} or more", flip.value),
        (_, false) => format!("its feature demand is {} or less", flip.value),
    };
    format!("{} is{stays} recommended{on_call} where {at}.", flip.operating_model.name())
}

/// An input in a sentence.
fn named(change: &CostFlip) -> String {
    match &*change.input {
        "exposure_per_hour" => "the exposure per hour".to_owned(),
        "severity" => "severity".to_owned(),
        "value_per_feature_week" => "the value of a feature per week".to_owned(),
        "value_per_insight_week" => "the value of an insight per week".to_owned(),
        "incidents_per_year" | "features_per_year" | "insights_per_year" => {
            format!("the number of {}", change.spoken())
        }
        _ => format!("the {}", change.spoken()),
    }
}

fn cost_flips(page: &mut Page, flips: &[CostFlip], amounts: Amounts) {
    if flips.is_empty() {
        return;
    }
    let rows = flips.iter().map(|flip| {
        [
            capital(&flip.spoken()),
            flip.shown_now(|amount| amounts.exact(amount)),
            flip.shown(flip.at(), |amount| amounts.exact(amount)),
            flip.cheaper_above.name().to_owned(),
        ]
    });
    page.gap();
    let header = ["Cheaper model by", "Now", "Changes at", "Cheaper above"];
    page.numbers(1..3, header, rows.collect());
}

fn tornado(page: &mut Page, swings: &[Swing], amounts: Amounts) {
    if swings.is_empty() {
        return;
    }
    let widest = swings.iter().map(|swing| length(swing.swing)).fold(0.0, f64::max);
    let rows = swings.iter().map(|swing| {
        [
            capital(&swing.spoken()),
            swing.shown(swing.low, |amount| amounts.show(amount)),
            swing.shown(swing.high, |amount| amounts.show(amount)),
            amounts.show(swing.difference_at_low),
            amounts.show(swing.difference_at_high),
            format!("{}{}", bar(length(swing.swing), widest), if swing.flips { " flips" } else { "" }),
        ]
    });
    page.gap();
    let header = ["Uncertain input", "Low", "High", "Difference at low", "Difference at high", "Swing"];
    page.numbers(1..5, header, rows.collect());
}

/// An amount as a length on the page, not as money.
fn length(amount: Money) -> f64 {
    amount.to_string().parse().unwrap_or_default()
}

/// Cells of the longest bar.
const BAR: u8 = 10;

/// A bar in eighths of a cell; whatever is not nothing can be seen.
fn bar(length: f64, widest: f64) -> String {
    if length <= 0.0 || widest <= 0.0 {
        return String::new();
    }
    let mut left = (length / widest * f64::from(BAR) * 8.0).round().max(1.0);
    let mut bar = String::new();
    while left >= 8.0 {
        bar.push('█');
        left -= 8.0;
    }
    let parts = [(7.0, '▉'), (6.0, '▊'), (5.0, '▋'), (4.0, '▌'), (3.0, '▍'), (2.0, '▎'), (1.0, '▏')];
    bar.extend(parts.iter().find(|(eighths, _)| left >= *eighths).map(|(_, part)| part));
    bar
}

/// Which model is cheaper around how things are: exposure upwards, incidents to the right.
fn map(page: &mut Page, grid: &[GridCell], amounts: Amounts) {
    let (Some(first), Some(last)) = (grid.first(), grid.last()) else {
        return;
    };
    let (low, high) =
        (amounts.in_words().show(first.exposure_per_hour), amounts.in_words().show(last.exposure_per_hour));
    if grid.iter().all(|cell| cell.cheaper_model == first.cheaper_model) {
        let cheaper = match first.cheaper_model {
            Some(model) => format!("{} is cheaper", model.name()),
            None => "Both models cost the same".to_owned(),
        };
        page.gap();
        page.paragraph(&format!(
            "{cheaper} all over the map, for exposures from {low} to {high} an hour with {} to {} incidents a year.",
            rounded(first.incidents_per_year),
            rounded(last.incidents_per_year),
        ));
        return;
    }
    let lines: Vec<_> = grid.chunk_by(|a, b| a.exposure_per_hour == b.exposure_per_hour).collect();
    let header = std::iter::once("Exposure per hour".to_owned());
    let columns = lines.first().copied().unwrap_or_default();
    let header: Vec<_> = header.chain(columns.iter().map(|cell| rounded(cell.incidents_per_year))).collect();
    let rows = lines.iter().rev().map(|cells| {
        let exposure = cells.first().map(|cell| amounts.show(cell.exposure_per_hour)).unwrap_or_default();
        let letters = cells.iter().map(|cell| match cell.is_now {
            true => format!("[{}]", letter(cell.cheaper_model)),
            false => format!(" {} ", letter(cell.cheaper_model)),
        });
        std::iter::once(exposure).chain(letters).collect()
    });
    let (rows, columns): (Vec<Vec<String>>, _) = (rows.collect(), header.len());
    page.gap();
    page.columns(0..columns, header, rows);
    page.paragraph(&format!(
        "Incidents a year to the right: Y where {YOU_BUILD_IT_YOU_RUN_IT} is cheaper, O where {OPS_RUN_IT} is, = where \
         neither is; [ ] is how things are."
    ));
}

fn letter(cheaper: Option<OperatingModel>) -> &'static str {
    match cheaper {
        Some(OperatingModel::YouBuildItYouRunIt) => "Y",
        Some(OperatingModel::OpsRunIt) => "O",
        None => "=",
    }
}

fn rounded(number: Decimal) -> String {
    number.round_dp(2).normalize().to_string()
}

fn information(page: &mut Page, services: &[ServiceSensitivity], amounts: Amounts) {
    if services.is_empty() {
        return;
    }
    page.heading("What knowing the inputs exactly, before choosing model and schedule, is worth");
    let row = |service: &str, of: &str, worth: Money, cheaper: &str| {
        [service.to_owned(), of.to_owned(), amounts.show(worth), cheaper.to_owned()]
    };
    let mut rows = Vec::new();
    let mut worthless = Vec::new();
    for service in services {
        if service.evpi.is_zero() && service.evppi.iter().all(|one| one.worth.is_zero()) {
            worthless.push(&*service.name);
            continue;
        }
        let cheaper = model(service.cheaper_model);
        rows.push(row(&service.name, "All of them", service.evpi, cheaper));
        let each = service.evppi.iter();
        rows.extend(each.map(|one| row("", &capital(&one.spoken()), one.worth, "")));
    }
    if !rows.is_empty() {
        page.numbers(2..3, ["Service", "Input", "Worth", "Cheaper at the means"], rows);
        page.paragraph("whorunsit next tells what they are worth for choosing models alone, with schedules as recommended.");
    }
    if !worthless.is_empty() {
        page.paragraph(&format!(
            "Nothing for {}: whatever the inputs turn out to be, the same model and schedule nearly always cost least on \
             average. How single years differ from that is chance, which nobody can know.",
            worthless.join(", ")
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_proportional_and_never_vanish() {
        assert_eq!(bar(8.0, 8.0), "██████████");
        assert_eq!(bar(4.5, 8.0), "█████▋");
        assert_eq!(bar(0.001, 8.0), "▏");
        assert_eq!(bar(0.0, 8.0), "");
        assert_eq!(bar(0.0, 0.0), "");
    }
}
