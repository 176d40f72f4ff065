//! The committed JSON Schema is the generated one, and it takes what the reader takes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use whorunsit::{facade, schema};

/// Writes the schema anew when WHORUNSIT_BLESS=1 is set.
#[test]
fn the_committed_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("portfolio.schema.json");
    let generated = schema::portfolio();
    if std::env::var_os("WHORUNSIT_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &generated).expect("the schema can be written");
    }
    let committed = fs::read_to_string(&path).expect("the schema is committed");
    assert!(
        committed == generated,
        "portfolio.schema.json is out of date; write it anew with\n\
         WHORUNSIT_BLESS=1 cargo test -p whorunsit --all-features --test schema"
    );
}

/// The names of properties whose schema is Money, or Money or null.
fn money_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, schema) in entries.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let choices = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
                let mut choices = choices.chain(std::iter::once(schema));
                let money = serde_json::json!("#/$defs/Money");
                if choices.any(|choice| choice.get("$ref") == Some(&money)) {
                    keys.insert(key.clone());
                }
            }
            entries.values().for_each(|value| money_keys(value, keys));
        }
        Value::Array(items) => items.iter().for_each(|item| money_keys(item, keys)),
        _ => {}
    }
}

#[test]
fn the_money_keys_are_those_of_the_answers() {
    let mut keys = BTreeSet::new();
    for (name, _) in schema::ANSWERS {
        let schema = schema::answer(name).expect("it has a schema");
        money_keys(&serde_json::from_str(&schema).expect("a schema is JSON"), &mut keys);
    }
    let stated: BTreeSet<String> = facade::MONEY_KEYS.into_iter().map(str::to_owned).collect();
    assert_eq!(keys, stated);
}
