//! What to find out next, as a page and as CSV.

use std::io;

use whorunsit::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};
use whorunsit::{Currency, FindOut, MissingInput, NextSteps, Outlook, OutlookEnd};

use crate::csv_rows::{text, write};
use crate::page::{Page, View, traced};
use crate::text::{Amounts, capital, years};

/// Columns that a line of text fills, more or less.
const TEXT: usize = 74;

/// Lines of a heading with its gap.
const HEADING: usize = 2;

pub(crate) fn page(steps: &NextSteps, view: View) -> String {
    let mut page = Page::new(view);
    page.title(&format!("{}: what to find out next", steps.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&steps.headline());
    page.is_brief(1, steps.find_out.len() * 2 + steps.ends.len());
    if !steps.find_out.is_empty() {
        list(&mut page, &steps.find_out, steps.currency);
        page.paragraph(
            "Worth for choosing models is what knowing it exactly saves on average whoever then chooses the model of each service, \
             schedules as recommended; whorunsit sensitivity tells what it is worth where schedules are chosen with it. Swing \
             is how far it moves the difference between the models, over all services.",
        );
    }
    if !steps.ends.is_empty() {
        ends(&mut page, steps);
    }
    if !steps.missing.is_empty() {
        page.heading("What is missing");
        page.is_brief(1, 1);
        let said: Vec<String> = steps.missing.iter().map(MissingInput::sentence_of).collect();
        page.some_items(&said);
    }
    page.gap();
    page.foot(&traced(&steps.provenance, ""))
}

/// Both favourable ends beside the middle.
fn ends(page: &mut Page, steps: &NextSteps) {
    let amounts = Amounts::in_cells(steps.currency);
    page.heading(&format!(
        "What {YOU_BUILD_IT_YOU_RUN_IT} everywhere costs more than {OPS_RUN_IT} everywhere"
    ));
    let row = |end: &OutlookEnd| {
        [capital(end.in_words()), amounts.show(end.difference), end.you_build_it_cheaper.to_string()]
    };
    let over = format!("Over {}", years(steps.horizon_years));
    page.numbers(
        1..3,
        ["Where the profile", &over, "Services cheaper"],
        steps.ends.iter().map(row).collect(),
    );
    page.paragraph(&format!("Services cheaper: for how many {YOU_BUILD_IT_YOU_RUN_IT} costs less."));
}

/// The end of a page: what a profile leaves open and is worth most to know.
pub(crate) fn end(page: &mut Page, outlook: Option<&Outlook>, currency: Currency) {
    page.keep(0);
    if let Some(outlook) = outlook.filter(|outlook| !outlook.find_out.is_empty()) {
        list(page, &outlook.find_out, currency);
    }
}

/// How many lines that takes, more or less.
pub(crate) fn lines(outlook: Option<&Outlook>, currency: Currency) -> usize {
    let found = outlook.map_or(&[][..], |outlook| &outlook.find_out);
    let lines: usize = found.iter().map(|found| found.sentence(currency).len() / TEXT + 1).sum();
    if lines == 0 { 0 } else { lines + HEADING }
}

fn list(page: &mut Page, found: &[FindOut], currency: Currency) {
    page.heading("What to find out next");
    page.items(found.iter().map(|found| found.sentence(currency)));
}

pub(crate) fn csv(steps: &NextSteps) -> io::Result<String> {
    let header = ["input", "words", "known_by", "worth", "swing", "services", "missing_in_places"];
    let found = steps.find_out.iter().map(|found| {
        [
            text(&found.input),
            text(&found.words),
            found.known_by.to_owned(),
            found.worth.to_string(),
            found.swing.to_string(),
            found.services.to_string(),
            String::new(),
        ]
    });
    let missing = steps.missing.iter().map(|missing| {
        let [worth, swing, services] = [const { String::new() }; 3];
        let known_by = missing.known_by.to_owned();
        let places = missing.places.to_string();
        [text(&missing.input), text(&missing.words), known_by, worth, swing, services, places]
    });
    write(header, found.chain(missing))
}
