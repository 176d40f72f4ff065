//! Answers that a program reads back from what another wrote are the same, and are written again to the same bytes.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use std::fmt::Debug;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use whorunsit::acceptance::Acceptance;
use whorunsit::comparison::Comparison;
use whorunsit::difference::Difference;
use whorunsit::growth::Growth;
use whorunsit::intake::IntakeReport;
use whorunsit::ledger::{Costs, LineItem};
use whorunsit::next::NextSteps;
use whorunsit::readiness::{Accountability, Readiness};
use whorunsit::recommendation::{Recommendation, SchedulePlan};
use whorunsit::report::Report;
use whorunsit::roadmap::Roadmap;
use whorunsit::scenario::Scenarios;
use whorunsit::sensitivity::Sensitivity;
use whorunsit::simulation::Simulation;
use whorunsit::transition::TransitionPlan;
use whorunsit::{Portfolio, Strategy, compare, costs, recommend};

/// An answer as the facade tells it.
#[derive(Serialize, Deserialize)]
struct Told<T> {
    ok: bool,
    #[serde(flatten)]
    answer: T,
}

/// Every answer of a command among the vectors: the name of its file, and its text.
fn answers(command: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").join(command);
    let entries = std::fs::read_dir(folder).expect("the folder can be listed");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let named = paths.map(|path| (path.display().to_string(), path));
    let answers = named.filter(|(name, _)| name.ends_with(".output.json"));
    let read: Vec<_> =
        answers.map(|(name, path)| (name, std::fs::read_to_string(path).expect("it is text"))).collect();
    assert!(!read.is_empty(), "no answer of {command}");
    read
}

/// Reads every answer of a command among the vectors, and writes it again.
fn read_back<T: Serialize + DeserializeOwned>(command: &str) {
    for (name, text) in answers(command) {
        let told: Told<T> =
            serde_json::from_str(&text).map_err(|error| format!("{name}: {error}")).expect("it can be read");
        assert!(told.ok);
        let pretty = text.starts_with("{\n");
        let again = if pretty { serde_json::to_string_pretty(&told) } else { serde_json::to_string(&told) };
        let again = again.expect("it can be written") + "\n";
        // Problems of services that are left out stand beside the answer, before it.
        let of_answer =
            |text: &str| text.find("\"provenance\"").and_then(|at| text.get(at..)).map(str::to_owned);
        let (text, again) = (of_answer(&text), of_answer(&again));
        let (text, again) = (text.expect("it says its version"), again.expect("it says its version"));
        assert!(again == text, "{name} is written in another way:\n{}", first_difference(&text, &again));
    }
}

fn first_difference(text: &str, again: &str) -> String {
    let found = text.lines().zip(again.lines()).find(|(before, after)| before != after);
    found.map_or_else(String::new, |(before, after)| format!("- {before:.300}\n+ {after:.300}"))
}

#[test]
fn answers_of_recommend_are_read_back() {
    read_back::<Recommendation>("recommend");
}

#[test]
fn answers_of_schedules_are_read_back() {
    read_back::<SchedulePlan>("schedules");
}

#[test]
fn answers_of_compare_are_read_back() {
    read_back::<Comparison>("compare");
}

#[test]
fn answers_of_costs_are_read_back() {
    read_back::<Costs>("costs");
}

#[test]
fn answers_of_plan_are_read_back() {
    read_back::<TransitionPlan>("plan");
}

#[test]
fn answers_of_scenarios_are_read_back() {
    read_back::<Scenarios>("scenarios");
}

#[test]
fn answers_of_growth_and_next_are_read_back() {
    read_back::<Growth>("growth");
    read_back::<NextSteps>("next");
}

#[test]
fn answers_of_simulate_and_sensitivity_are_read_back() {
    read_back::<Simulation>("simulate");
    read_back::<Sensitivity>("sensitivity");
}

#[test]
fn answers_to_hand_over_are_read_back() {
    read_back::<Report>("report");
    read_back::<Roadmap>("roadmap");
    read_back::<Difference>("diff");
    read_back::<Acceptance>("accept");
}

/// Beside the report stands what came of the table, which is not the report's.
#[test]
fn reading_reports_are_read_back() {
    for (name, text) in answers("intake") {
        let answer: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let report: IntakeReport = serde_json::from_str(&text).expect("it can be read");
        let again = serde_json::to_value(&report).expect("it can be written");
        for (key, value) in again.as_object().expect("it is an object") {
            assert_eq!(answer.get(key), Some(value), "{key} of {name}");
        }
    }
}

#[test]
fn answers_about_readiness_are_read_back() {
    read_back::<Readiness>("ready");
    read_back::<Accountability>("accountability");
}

/// What is read is equal to what was made, but for what answers do not write.
#[test]
fn what_is_read_is_what_was_made() {
    fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(made: &T) {
        let text = serde_json::to_string(made).expect("it can be written");
        let read: T = serde_json::from_str(&text).expect("it can be read");
        assert_eq!(&read, made);
    }
    let portfolio =
        Portfolio::read(whorunsit::examples::FURNITURE_RETAILER_COSTS.as_bytes()).expect("it is valid");
    let recommendation = recommend(&portfolio).expect("it can be recommended");
    same(&recommendation);
    let items =
        costs(&portfolio, Strategy::HybridAtScale, &[], true).expect("it has costs").expect("it is known");
    assert!(!items.line_items.is_empty());
    let text = serde_json::to_string(&items.line_items).expect("it can be written");
    assert_eq!(serde_json::from_str::<Vec<LineItem>>(&text).expect("it can be read"), items.line_items);
    let read: Comparison = serde_json::from_value(
        serde_json::to_value(compare(&portfolio).expect("it can be compared")).expect("it can be written"),
    )
    .expect("it can be read");
    assert_eq!(read.headline(), compare(&portfolio).expect("it can be compared").headline());
}

#[test]
fn what_no_answer_says_is_refused() {
    let of =
        |text: &str| serde_json::from_str::<Recommendation>(text).expect_err("it is no answer").to_string();
    assert!(of("{}").contains("missing field"), "{}", of("{}"));
    let portfolio = Portfolio::read(whorunsit::examples::FURNITURE_RETAILER.as_bytes()).expect("it is valid");
    let text =
        serde_json::to_string(&recommend(&portfolio).expect("it can be recommended")).expect("it is JSON");
    for (right, wrong, wanted) in [
        ("\"USD\"", "\"US$\"", "is not a currency"),
        ("\"exposure-above-highest-band\"", "\"exposure-above\"", "is not the code of a finding"),
        ("\"demand_band\":", "\"demand\":", "lack a figure"),
        ("\"policy\":\"sixteen-cell\"", "\"policy\":\"by-hand\"", "unknown variant"),
    ] {
        let error = of(&text.replacen(right, wrong, 1));
        assert!(error.contains(wanted), "{error}");
    }
    let long = text.replacen("\"version\":\"", &format!("\"version\":\"{}", "9".repeat(600)), 1);
    assert!(of(&long).contains("is not a word of answers"), "{}", of(&long));
}
