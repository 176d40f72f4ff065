//! The layers of the source: every module imports by module path, and only from the layers below its own.
//!
//! A test module may import anything: it is a user of what it tests.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// From the lowest to the highest. A module may name those above it in this list, and itself.
const LAYERS: &[(&str, &str)] = &[
    ("sort", "sorting in little code"),
    ("deserialize", "answers read back"),
    ("wording", "counts with their nouns, capitals"),
    ("markup", "text that is nothing but text"),
    ("currency", "ISO 4217"),
    ("problem", "what is wrong with an input, and where"),
    ("progress", "how far long work is"),
    ("provenance", "version and digest of the input"),
    ("assumption", "named defaults"),
    ("read", "from text to tables, with all problems at once"),
    ("budget", "whose budget pays"),
    ("exact", "exact quantities, how they are read and written"),
    ("error", "why there is no answer"),
    ("random", "streams of random numbers with the same bits everywhere"),
    ("distribution", "distributions of uncertain quantities"),
    ("estimate", "a point, a range, an interval, an observation"),
    ("horizon", "years, discounting, payback"),
    ("calendar", "working hours and windows of a week"),
    ("year", "when it is worked, when somebody responds, how long one waits"),
    ("selection", "operating models, schedules, the selector's rules"),
    ("input", "inputs in words"),
    ("portfolio", "the tables and keys of the format"),
    ("profile", "public knowledge that fills in what is not given"),
    ("stakes", "exposure by hour of the week"),
    ("response", "tiers, waits, hours of unavailability"),
    ("resolve", "from what is written to what holds"),
    ("finding", "findings: code, severity, source, sentence"),
    ("decision", "targets, model and schedule of each service"),
    ("on_call", "schedules, rota health, standby, the scale curve"),
    ("assignment", "who runs what, and strategies"),
    ("gate", "what a team must have in place before it changes over"),
    ("ledger", "line items, their formulas, totals"),
    ("evaluation", "the one evaluation of an assignment; least cost"),
    ("sensitivity", "swings, flip points, the value of information"),
    ("outlook", "what a profile leaves open, and what to find out first"),
    ("next", "what to find out next"),
    ("comparison", "strategies and models side by side"),
    ("simulation", "trials, and what they come to"),
    ("recommendation", "who should run each service"),
    ("transition", "pilot and waves"),
    ("workbench", "a portfolio kept between edits"),
    ("scenario", "changed portfolios side by side"),
    ("growth", "the portfolio decided anew for every year"),
    ("acceptance", "what somebody signed off"),
    ("readiness", "the seven objections with figures"),
    ("headline", "the answer of every command in sentences"),
    ("roadmap", "one page with dates"),
    ("report", "the decision record"),
    ("difference", "what differs between two portfolios"),
    ("render", "a decision record as a document"),
    ("chart", "Vega-Lite specifications"),
    ("intake", "tables of services from outside"),
    ("words", "the labels of all codes"),
    ("examples", "portfolios to start from"),
    ("facade", "the one door for everything outside Rust"),
    ("overview", "all that a portfolio allows to be told, in short"),
    ("schema", "JSON Schemas"),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file, with its module's path: `["on_call", "rota"]`.
fn files(folder: &Path, module: &[String], found: &mut Vec<(Vec<String>, String)>) {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let entries: BTreeSet<PathBuf> = entries.collect();
    for path in entries {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            files(&path, &[module, &[name]].concat(), found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let module = if name == "mod" { module.to_vec() } else { [module, &[name]].concat() };
            found.push((module, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Without comments, and without what only tests compile, which stands last in a file.
fn compiled(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Modules that a file declares for tests only.
fn test_modules(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[cfg(test)]\n").skip(1).filter_map(|rest| {
        let declaration = rest.lines().next()?.strip_suffix(';')?;
        declaration.rsplit_once("mod ").map(|(_, name)| name)
    })
}

/// Every path in the crate that a file names, without `crate`, up to two segments.
fn named(text: &str) -> Vec<(String, Option<String>)> {
    let identifier = |text: &str| -> String {
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let paths = text.match_indices("crate::").filter(|(at, _)| {
        !text.get(..*at).unwrap().ends_with(|c: char| c == '$' || c.is_ascii_alphanumeric() || c == '_')
    });
    let mut all = Vec::new();
    for (at, start) in paths {
        let rest = text.get(at + start.len()..).unwrap();
        let first = identifier(rest);
        let rest = rest.get(first.len()..).unwrap();
        let second = rest.strip_prefix("::").map(identifier).filter(|second| !second.is_empty());
        all.push((first, second));
    }
    all
}

#[test]
fn modules_import_by_module_path_and_only_downwards() {
    let mut all = Vec::new();
    files(&source(), &[], &mut all);
    let mut tests = BTreeSet::new();
    for (module, text) in &all {
        tests.extend(test_modules(text).map(|name| [module.as_slice(), &[name.to_owned()]].concat()));
    }
    let layer = |name: &str| LAYERS.iter().position(|(layer, _)| *layer == name);
    let mut wrong = String::new();
    for (module, text) in all.iter().filter(|(module, _)| !tests.contains(module)) {
        let file = module.join("::");
        if file == "lib" {
            continue;
        }
        let Some(own) = layer(module.first().unwrap()) else {
            writeln!(wrong, "{file} is in no layer: give it a line in LAYERS").unwrap();
            continue;
        };
        for (first, _) in named(&compiled(text)) {
            match layer(&first) {
                None => writeln!(wrong, "{file} names crate::{first}: name it by its module").unwrap(),
                Some(theirs) if theirs > own => {
                    writeln!(wrong, "{file} names crate::{first}, which is above it").unwrap();
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "imports go downwards, by module path:\n{wrong}");
}

/// Within a layer of several files, no file leads back to itself.
#[test]
fn no_circle_among_the_files_of_a_layer() {
    let mut all = Vec::new();
    files(&source(), &[], &mut all);
    let modules: BTreeSet<&Vec<String>> = all.iter().map(|(module, _)| module).collect();
    let mut leads: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (module, text) in all.iter().filter(|(module, _)| module.len() == 2) {
        let text = compiled(text);
        let mut to = BTreeSet::new();
        for (first, second) in named(&text) {
            to.extend(second.map(|second| vec![first, second]));
        }
        for part in text.split("super::").skip(1) {
            let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            to.insert(vec![module.first().unwrap().clone(), name]);
        }
        to.retain(|other| modules.contains(other) && other != module && other.first() == module.first());
        leads.insert(module, to);
    }
    for start in leads.keys() {
        let (mut reached, mut next) = (BTreeSet::new(), vec![(*start).clone()]);
        while let Some(module) = next.pop() {
            for other in leads.get(&module).into_iter().flatten() {
                assert!(
                    other != *start,
                    "{} leads back to itself by way of {}",
                    start.join("::"),
                    module.join("::")
                );
                if reached.insert(other.clone()) {
                    next.push(other.clone());
                }
            }
        }
    }
}
