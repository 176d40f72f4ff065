//! New portfolios out of old ones, mostly of the right types, so that what is behind the reader is reached.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Every value that stands under a key in the corpus, so that a key may be given one that it takes somewhere.
#[derive(Default)]
pub struct Pool(BTreeMap<String, Vec<Value>>);

impl Pool {
    /// Adds what a document holds.
    pub fn learn(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(entries) => {
                for (key, inner) in entries {
                    let known = self.0.entry(key.clone()).or_default();
                    if known.len() < 400 && !known.contains(inner) {
                        known.push(inner.clone());
                    }
                    self.learn(inner);
                }
            }
            _ => {}
        }
    }

    fn of(&self, key: &str, rng: &mut Rng) -> Option<Value> {
        rng.choice(self.0.get(key)?).cloned()
    }
}

/// Changes a document in one to four places; `wild` changes need not be of the right type.
pub fn mutate(document: &mut Value, other: &Value, pool: &Pool, wild: bool, rng: &mut Rng) {
    for _ in 0..rng.usize(1..=4) {
        match rng.u8(0..10) {
            0 => more_services(document, rng),
            1 => graft(document, other, rng),
            _ => {
                let count = size(document);
                let mut at = rng.usize(0..count.max(1));
                change(document, &mut at, "", pool, wild, rng);
            }
        }
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(entries) => entries.values().map(size).sum(),
        _ => 0,
    }
}

/// Changes the value that comes `at` places further in the document.
fn change(value: &mut Value, at: &mut usize, key: &str, pool: &Pool, wild: bool, rng: &mut Rng) -> bool {
    if *at == 0 {
        *value = changed(value.clone(), key, pool, wild, rng);
        return true;
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| change(item, at, key, pool, wild, rng)),
        Value::Object(entries) => entries.iter_mut().any(|(key, inner)| change(inner, at, &key.clone(), pool, wild, rng)),
        _ => false,
    }
}

fn changed(value: Value, key: &str, pool: &Pool, wild: bool, rng: &mut Rng) -> Value {
    if wild && rng.u8(0..4) == 0 {
        return strange(rng);
    }
    match value {
        Value::Array(mut items) if !items.is_empty() => {
            let index = rng.usize(..items.len());
            match rng.u8(0..3) {
                0 => drop(items.remove(index)),
                1 => items.swap(0, index),
                _ => items.push(items[index].clone()),
            }
            Value::Array(items)
        }
        Value::Object(mut entries) if !entries.is_empty() => {
            let keys: Vec<String> = entries.keys().cloned().collect();
            let key = &keys[rng.usize(..keys.len())];
            match pool.of(key, rng) {
                Some(found) if rng.bool() => drop(entries.insert(key.clone(), found)),
                _ => drop(entries.remove(key)),
            }
            Value::Object(entries)
        }
        Value::String(text) => match number(&text) {
            Some(amount) if rng.bool() => json!(scaled(amount, rng)),
            _ => pool.of(key, rng).unwrap_or(Value::String(text)),
        },
        Value::Number(number) => match number.as_u64() {
            Some(count) if rng.bool() => json!(rng.u64(0..count.saturating_mul(3).max(4))),
            _ => pool.of(key, rng).unwrap_or(Value::Number(number)),
        },
        other => pool.of(key, rng).unwrap_or(other),
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// An amount near another, or at an edge.
fn scaled(amount: f64, rng: &mut Rng) -> String {
    let edges = ["0", "0.000000001", "1", "999999999999999.999999999", "1000000000000000", "0.5"];
    if rng.u8(0..4) == 0 {
        return edges[rng.usize(..edges.len())].to_owned();
    }
    format!("{:.*}", rng.usize(0..=9), (amount * rng.f64() * 4.0).min(1e15))
}

/// What a reader should refuse.
fn strange(rng: &mut Rng) -> Value {
    let texts = ["", "-1", "-0", "1e3", "NaN", "\u{202e}x", "\u{feff}", "99.99999999999", "2 to 1", "30", "101%", "P1Y", "=1+1", "__proto__"];
    match rng.u8(0..8) {
        0 => Value::Null,
        1 => json!(rng.bool()),
        2 => json!(rng.i64(..)),
        3 => json!(rng.f64() * 1e300),
        4 => Value::Array(vec![Value::Null; rng.usize(0..500)]),
        5 => (0..rng.usize(0..40)).fold(json!({}), |inner, _| json!({ "a": inner })),
        6 => json!("x".repeat(rng.usize(0..100_000))),
        _ => json!(texts[rng.usize(..texts.len())]),
    }
}

/// Copies of services, teams or domains under names of their own.
fn more_services(document: &mut Value, rng: &mut Rng) {
    let list = ["services", "teams", "domains"][rng.usize(..3)];
    let Some(items) = document.get_mut(list).and_then(Value::as_array_mut).filter(|items| !items.is_empty()) else {
        return;
    };
    for _ in 0..rng.usize(1..=20) {
        let mut copy = items[rng.usize(..items.len())].clone();
        if let Some(entries) = copy.as_object_mut() {
            entries.insert("name".to_owned(), json!(format!("{list}-{}", rng.u16(..))));
        }
        items.push(copy);
    }
}

/// Puts a table of another portfolio into this one.
fn graft(document: &mut Value, other: &Value, rng: &mut Rng) {
    let (Some(to), Some(from)) = (document.as_object_mut(), other.as_object()) else { return };
    let keys: Vec<&String> = from.keys().collect();
    if let Some(key) = rng.choice(&keys) {
        to.insert((*key).clone(), from[*key].clone());
    }
}

/// Options that a command takes, or sometimes not.
pub fn options(command: &str, rng: &mut Rng) -> Value {
    let mut options = Map::new();
    let mut give = |key: &str, value: Value| drop(options.insert(key.to_owned(), value));
    match command {
        "simulate" => {
            give("trials", json!(rng.u32(1..=64)));
            give("seed", json!(rng.u64(..)));
        }
        "sensitivity" => give("seed", json!(rng.u64(..))),
        "costs" => {
            let strategies = ["all-ops-run-it", "all-you-build-it-you-run-it", "hybrid-with-team-schedules", "hybrid-at-scale", "least-cost"];
            give("strategy", json!(strategies[rng.usize(..strategies.len())]));
            let dimensions = ["service", "team", "domain", "code", "cost_type"];
            give("by", json!([dimensions[rng.usize(..dimensions.len())]]));
        }
        "scenarios" => give("scenarios", json!([{ "name": "a", "changes": { "horizon": { "years": rng.u8(1..=30) } } }])),
        _ => {}
    }
    if command == "chart" {
        let charts = ["selector", "costs", "exceedance", "tornado", "map", "scale", "break-even"];
        give("chart", json!(charts[rng.usize(..charts.len())]));
    }
    if rng.u8(0..50) == 0 {
        give(["pretty", "trials", "by", "x"][rng.usize(..4)], strange(rng));
    }
    Value::Object(options)
}
