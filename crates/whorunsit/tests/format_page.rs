//! The complete example of `docs/format.md` is in order, and has every key of the format.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use whorunsit::Portfolio;

fn example() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let (_, rest) = page.split_once("## A complete example").expect("it has an example");
    let (_, rest) = rest.split_once("```toml\n").expect("in TOML");
    rest.split_once("\n```").expect("which ends").0.to_owned()
}

/// The names of all keys in a JSON Schema.
fn keys(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(entries) => {
            for (key, value) in entries {
                if key == "properties" {
                    found.extend(value.as_object().into_iter().flat_map(|keys| keys.keys().cloned()));
                }
                keys(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn the_table_of_the_top_has_every_key() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("portfolio.schema.json");
    let schema: Value = fs::read_to_string(schema).expect("it is there").parse().expect("it is JSON");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let (_, rest) = page.split_once("### The top\n").expect("it has such a section");
    let (table, _) = rest.split_once("\n### ").expect("which ends");
    for key in schema["properties"].as_object().expect("it is a table").keys() {
        assert!(table.contains(&format!("`{key}`")), "{key} is not in the table of the top");
    }
}

#[test]
fn the_complete_example_is_in_order() {
    let portfolio = Portfolio::read(example().as_bytes()).expect("it is in order");
    let comparison = whorunsit::compare(&portfolio).expect("it fits");
    assert_eq!(comparison.horizon_years, 5);
}

#[test]
fn the_complete_example_has_every_key() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("portfolio.schema.json");
    let schema = fs::read_to_string(schema).expect("the schema is there");
    let mut all = BTreeSet::new();
    keys(&serde_json::from_str(&schema).expect("it is JSON"), &mut all);
    let example = example();
    let word = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    let used: BTreeSet<&str> = example.split(|char| !word(char)).collect();
    let missing: Vec<_> = all.iter().filter(|key| !used.contains(key.as_str())).collect();
    assert_eq!(missing, Vec::<&String>::new());
}
