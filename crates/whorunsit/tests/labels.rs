//! One concept, one word: what models and strategies are called is written in one place, and every face takes it from there.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Where names are written.
const TABLE: [&str; 2] = ["src/selection.rs", "src/assignment.rs"];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// What is not comment and not test, on one line each: a literal may go over several.
fn compiled(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.map(|line| line.strip_suffix('\\').unwrap_or(line)).collect::<Vec<_>>().join(" ").replace("  ", " ")
}

#[test]
fn no_literal_of_the_core_or_the_command_line_names_a_model_or_a_strategy() {
    let words = serde_json::to_value(whorunsit::words()).unwrap();
    let labels: Vec<String> = ["operating_models", "strategies"]
        .iter()
        .flat_map(|concept| words[concept].as_object().unwrap().values())
        .map(|word| word["label"].as_str().unwrap().to_owned())
        // A verb and an adjective of sentences, too.
        .filter(|label| !["Recommended", "Least cost"].contains(&label.as_str()))
        .collect();
    assert!(labels.len() > 4, "{labels:?}");
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for name in ["whorunsit", "whorunsit-cli"] {
        rust_files(&crates.join(name).join("src"), &mut files);
    }
    let mut wrong = Vec::new();
    for path in files.iter().filter(|path| !TABLE.iter().any(|table| path.ends_with(table))) {
        let text = compiled(&std::fs::read_to_string(path).unwrap());
        let said = labels.iter().filter(|label| text.contains(label.as_str()));
        wrong.extend(said.map(|label| format!("{}: `{label}`, not `name()`", path.display())));
    }
    assert!(wrong.is_empty(), "labels written a second time:\n{}", wrong.join("\n"));
}

/// Names of models, strategies and cost types in charts, wherever a specification lists them, are those of the table.
#[test]
fn charts_show_the_labels_of_the_table() {
    let words = serde_json::to_value(whorunsit::words()).unwrap();
    let labels = |concept: &str| -> Vec<Value> {
        words[concept].as_object().unwrap().values().map(|word| word["label"].clone()).collect()
    };
    let shown = |chart: &str, options: Value, field: &str| -> Vec<Value> {
        let mut asked = options;
        asked["chart"] = chart.into();
        let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
        let answer = whorunsit::facade::call("chart", text.as_bytes(), &asked.to_string());
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let rows = answer["spec"]["data"]["values"].as_array().unwrap();
        rows.iter().map(|row| row[field].clone()).collect()
    };
    let (models, strategies) = (labels("operating_models"), labels("strategies"));
    let mut parts = labels("cost_types");
    parts.push("Extra standby".into());
    let none = || serde_json::json!({});
    let of = |name: &str| serde_json::json!({ "service": name });
    for (values, known) in [
        (shown("costs", none(), "model"), &strategies),
        (shown("costs", none(), "part"), &parts),
        (shown("costs", of("bedroom"), "model"), &models),
        (shown("costs", of("bedroom"), "part"), &parts),
        (shown("heat-map", none(), "part"), &parts),
        (shown("exceedance", serde_json::json!({ "trials": 1_024 }), "series"), &strategies),
    ] {
        assert!(!values.is_empty());
        for value in values {
            assert!(known.contains(&value), "{value} is not in the table: {known:?}");
        }
    }
}
