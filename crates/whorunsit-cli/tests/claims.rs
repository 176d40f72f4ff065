//! Claims that commands make beside each other: they must not contradict.

#![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const COSTED: &str = "examples/furniture-retailer-costs.toml";
const HALF: &str = "crates/whorunsit-cli/tests/inputs/half-estimated.toml";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whorunsit"));
    command.args(arguments).current_dir(root()).env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    command.output().expect("it starts")
}

/// What it prints, as one line.
fn said(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What it says on standard error, as one line.
fn refused(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_ne!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A file of this test, removed with it.
struct Written(PathBuf);

impl Written {
    fn new(name: &str, text: &str) -> Self {
        let file = std::env::temp_dir().join(format!("whorunsit-claims-{}-{name}", std::process::id()));
        fs::write(&file, text).expect("it is written");
        Self(file)
    }

    /// A portfolio of the repository, changed.
    fn changed(name: &str, file: &str, changes: &[(&str, &str)]) -> Self {
        let text = fs::read_to_string(root().join(file)).expect("it is there");
        let text = changes.iter().fold(text, |text, (from, to)| text.replace(from, to));
        Self::new(name, &text)
    }

    fn name(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn what_is_the_same_costs_the_same_whatever_is_missing() {
    let demand = [("feature_demand = \"very-high\"", "feature_demand = \"low\""), ("\"2000000\"", "\"500\"")];
    let portfolio = Written::changed("same.toml", HALF, &demand);
    let file = portfolio.name();
    assert!(said(&[file]).contains("It costs as much over 3 years as operations running everything."));
    let compared = said(&["compare", file]);
    assert!(compared.contains("as much as operations running everything"), "{compared}");
    assert!(
        compared.contains("All Ops Run It not estimated") && compared.contains("* the same"),
        "{compared}"
    );
    let planned = said(&["plan", file]);
    assert!(planned.contains("Nothing changes over") && planned.contains("* 0 "), "{planned}");
}

#[test]
fn the_first_comparison_is_with_what_runs_today() {
    let head = "currency = \"USD\"";
    let today = |word: &str| {
        let line = format!("{head}\nruns_today = \"{word}\"");
        Written::changed(&format!("{word}.toml"), COSTED, &[(head, &line)])
    };
    let teams = today("you-build-it-you-run-it");
    let recommended = said(&["recommend", teams.name()]);
    let first = recommended.find("than how they run today.").expect("what runs today");
    let then = recommended.find("than if operations ran everything.").expect("operations");
    assert!(first < then, "{recommended}");
    assert!(!recommended.contains("operations running everything"), "{recommended}");
    assert!(said(&["compare", teams.name()]).contains("than how they run today, "));
    let chart = said(&["chart", "break-even", teams.name()]);
    assert!(chart.contains("Staying with product teams") && !chart.contains("Staying with operations"));

    let nothing = today("nothing");
    let overview = said(&[nothing.name()]);
    assert!(overview.contains("less over 3 years than if operations ran everything."), "{overview}");
    assert!(!overview.contains("run today"), "{overview}");
}

#[test]
fn what_is_clear_by_cells_is_not_said_to_be_sure() {
    let ready = said(&["ready", COSTED, "--details"]);
    assert!(ready.contains("By exposure, demand and mean costs, for operations to run:"), "{ready}");
    assert!(!ready.contains("Clearly"), "{ready}");
    assert!(!ready.contains("Share schedules in domains, and give a team its own only where its exposure asks for it (Head of Delivery, worth"));
    assert!(ready.contains("what is recommended saves $35,400 by sharing already"), "{ready}");
}

#[test]
fn two_kinds_of_worth_have_two_names() {
    assert!(said(&["next", COSTED]).contains("worth $36.90 for choosing models"));
    let sensitivity = said(&["sensitivity", COSTED, "--details"]);
    assert!(sensitivity.contains("worth nothing to whoever may choose model and schedule"), "{sensitivity}");
}

#[test]
fn rows_that_the_answer_names_are_there() {
    let compared = said(&["compare", "examples/organisation-at-scale.toml"]);
    for row in ["All Ops Run It $", "Recommended $", "Least cost $"] {
        assert!(compared.contains(row), "{row}: {compared}");
    }
    let costs = said(&["costs", "examples/organisation-at-scale.toml", "--by", "service"]);
    let largest =
        costs.split("The largest part of it is ").nth(1).and_then(|rest| rest.split(['(', ')']).nth(1));
    let largest = largest.expect("the largest part");
    assert!(costs.matches(largest).count() > 1, "{costs}");
    assert!(!costs.contains("and 1 more row"), "{costs}");
}

#[test]
fn an_intake_asks_for_what_a_service_lacks() {
    let table = Written::new("table.csv", "Service,Exposure per hour,Demand\nshop,?,high\nwiki,500,low\n");
    let taken = said(&["intake", table.name(), "--currency", "USD"]);
    assert!(taken.contains("1 of them makes a portfolio; 1 lacks something."), "{taken}");
    assert!(taken.contains("To answer - row 2, shop: not in the portfolio: `exposure_per_hour` not given"));
    assert!(!taken.contains("Nothing: every cell was read."), "{taken}");
}

#[test]
fn counts_of_missing_inputs_add_up() {
    let next = said(&["next", HALF]);
    assert!(
        next.contains("25 inputs are missing, of 23 kinds: ") && next.contains(", and 20 more."),
        "{next}"
    );
    let compared = said(&["compare", HALF]);
    assert!(compared.contains("25 inputs are missing: effort per improvement under Ops Run It is the first"));
}

#[test]
fn who_pays_for_incidents_is_not_known_without_them() {
    let paid = said(&["accountability", "examples/furniture-retailer.toml"]);
    assert!(!paid.contains("incident $0"), "{paid}");
}

#[test]
fn triage_takes_one_form_of_time() {
    let triage = |now: &str| {
        let since =
            ["triage", "bedroom", "--since", "2026-11-26 14:05", "--portfolio", COSTED, "--time-zone", "UTC"];
        run(&[&since[..], &["--now", now]].concat())
    };
    let whole = triage("2026-11-26T15:35:00Z");
    assert_eq!(whole.status.code(), Some(0));
    assert_eq!(triage("2026-11-26 15:35").stdout, whole.stdout);
    let soon = triage("soon");
    assert_eq!(soon.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&soon.stderr).contains("`soon` is no time"));
}

#[test]
fn a_mistyped_command_is_told_what_is_meant() {
    assert!(refused(&["compar", COSTED]).contains("did you mean `whorunsit compare`?"));
    assert!(refused(&["recomend"]).contains("did you mean `whorunsit recommend`?"));
    assert_eq!(refused(&["recommend", "nosuch.toml"]), "error: nosuch.toml: there is no such file");
}

#[test]
fn accepting_keeps_comments() {
    let accepted = run(&["accept", COSTED, "ecommerce-platform"]);
    let accepted = String::from_utf8(accepted.stdout).expect("UTF-8");
    let before = fs::read_to_string(root().join(COSTED)).expect("it is there");
    assert!(before.contains('#'));
    let added: Vec<&str> =
        accepted.lines().filter(|line| !before.lines().any(|other| other == *line)).collect();
    assert_eq!(added.len(), 2, "{added:?}");
    assert!(added.iter().all(|line| line.starts_with("operating_model")), "{added:?}");
    let unknown = refused(&["accept", COSTED, "nosuch"]);
    assert!(unknown.contains("there is no service `nosuch`") && !unknown.contains("--service"), "{unknown}");
}
