//! Charts of every example: drawn or refused for a reason, the same on any number of threads, and never a name in an
//! expression. Whether they are valid Vega-Lite is for `python/tests/test_charts.py`, which has the schema at hand.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use whorunsit::{ChartName, facade};

/// A name that would be code, markup or a field, if anything took it for one.
const HOSTILE: &str = "datum['x'] ') || alert(1) || <b>\"${name}\"</b>";

fn examples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let files = fs::read_dir(folder).expect("the examples can be listed");
    let paths = files.map(|file| file.expect("it can be read").path());
    let tomls = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    tomls.map(|path| (path.display().to_string(), fs::read_to_string(path).expect("it is text"))).collect()
}

fn draw(portfolio: &str, options: &Value) -> Value {
    let answer = facade::call("chart", portfolio.as_bytes(), &options.to_string());
    serde_json::from_str(&answer).expect("an answer is JSON")
}

fn options(name: ChartName) -> Value {
    match name.simulates() {
        true => json!({ "chart": name.as_str(), "trials": 1_024 }),
        false => json!({ "chart": name.as_str() }),
    }
}

#[test]
fn every_chart_of_every_example_is_drawn_or_refused_with_a_reason() {
    let examples = examples();
    assert!(examples.len() > 1);
    for (path, text) in &examples {
        for name in ChartName::ALL {
            let answer = draw(text, &options(name));
            if answer["ok"] == true {
                let spec = &answer["spec"];
                assert_eq!(answer["name"], name.as_str());
                let rows =
                    if spec["vconcat"].is_array() { &spec["vconcat"][0]["data"] } else { &spec["data"] };
                assert!(rows["values"].as_array().is_some_and(|rows| !rows.is_empty()), "{path} {name}");
                assert!(spec["description"].as_str().is_some_and(|text| text.len() > 80), "{path} {name}");
                assert_eq!(spec["background"], "transparent");
            } else {
                assert_eq!(answer["errors"][0]["code"], "nothing-to-draw", "{path} {name}");
                assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1));
                assert!(!text.contains("[response"), "an example with costs has every chart: {path} {name}");
            }
        }
    }
}

#[test]
fn a_compact_chart_has_short_lines_and_few_columns() {
    let (_, text) = examples()
        .into_iter()
        .find(|(path, _)| path.ends_with("furniture-retailer-costs.toml"))
        .expect("it is there");
    for name in ChartName::ALL {
        let mut asked = options(name);
        let wide = draw(&text, &asked);
        asked["compact"] = true.into();
        let narrow = draw(&text, &asked);
        let lines =
            |chart: &Value| chart["spec"]["title"]["text"].as_array().expect("it has a title").clone();
        assert!(
            lines(&narrow).iter().all(|line| line.as_str().is_some_and(|line| line.len() <= 50)),
            "{name}"
        );
        let joined =
            |chart: &Value| lines(chart).iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
        assert_eq!(joined(&wide), joined(&narrow));
        assert_eq!(narrow["spec"]["usermeta"]["width"], 320);
        assert!(wide["spec"]["width"] == "container" || wide["spec"]["vconcat"][0]["width"] == 640, "{name}");
    }
}

#[test]
fn threads_do_not_change_a_chart() {
    for (_, text) in examples() {
        let drawn =
            |threads| draw(&text, &json!({ "chart": "exceedance", "trials": 3_000, "threads": threads }));
        assert_eq!(drawn(1), drawn(3));
    }
}

/// Every text under a key that Vega-Lite takes for an expression or for the name of a field.
fn expressions<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    let keys = [
        "expr",
        "labelExpr",
        "signal",
        "calculate",
        "filter",
        "test",
        "field",
        "format",
        "sort",
        "href",
        "url",
    ];
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                found.extend(value.as_str().filter(|_| keys.contains(&key.as_str())));
                // Rows are data, whatever their keys.
                if key != "values" {
                    expressions(value, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| expressions(item, found)),
        _ => {}
    }
}

#[test]
fn what_users_named_is_never_an_expression() {
    let quoted = json!(HOSTILE).to_string();
    let (_, text) = examples()
        .into_iter()
        .find(|(path, _)| path.ends_with("furniture-retailer-costs.toml"))
        .expect("it is there");
    let hostile =
        text.replace("\"bedroom\"", &quoted).replace("name = \"home\"", &format!("name = {quoted}"));
    let hostile = hostile.replace("domain = \"home\"", &format!("domain = {quoted}"));
    for name in ChartName::ALL {
        let (plain, mut named) = (draw(&text, &options(name)), options(name));
        if name.takes_service() {
            named["service"] = HOSTILE.into();
        }
        let chart = draw(&hostile, &named);
        assert_eq!((&plain["ok"], &chart["ok"]), (&true.into(), &true.into()), "{name}: {chart}");
        let mut found = Vec::new();
        expressions(&chart["spec"], &mut found);
        assert!(!found.is_empty());
        assert!(
            found.iter().all(|text| !text.contains("alert") && !text.contains("${")),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn what_is_too_much_to_read_is_refused() {
    let mut text =
        "schema = 1\ncurrency = \"USD\"\n[[exposure_bands]]\nmax_per_hour = \"1\"\navailability = \"95.0\"\n"
            .to_owned();
    for number in 0..2_001 {
        text.push_str(&format!(
            "[[services]]\nname = \"s{number}\"\nkind = \"digital\"\nexposure_per_hour = \"1\"\nfeature_demand = \"low\"\n"
        ));
    }
    let answer = draw(&text, &json!({ "chart": "selector" }));
    assert_eq!(answer["errors"][0]["code"], "too-large");
}

/// Readers take text under these keys for exact money.
fn texts_of_money(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if value.is_string() && facade::MONEY_KEYS.contains(&key.as_str()) {
                    found.push(format!("{key}: {value}"));
                }
                texts_of_money(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts_of_money(item, found)),
        _ => {}
    }
}

#[test]
fn no_text_in_a_chart_is_taken_for_money() {
    for (_, text) in examples() {
        for name in ChartName::ALL {
            let mut found = Vec::new();
            texts_of_money(&draw(&text, &options(name)), &mut found);
            assert!(found.is_empty(), "{name}: {found:?}");
        }
    }
}
