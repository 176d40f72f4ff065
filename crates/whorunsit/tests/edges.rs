//! Edges of rules that no other test stood on: small changes to the code there went unnoticed (docs/robustness.md).

#![expect(clippy::indexing_slicing, clippy::expect_used, reason = "tests may fail loudly")]

use serde_json::{Value, json};
use whorunsit::{Portfolio, compare, examples, facade, sensitivity};

fn answer(command: &str, portfolio: &str) -> Value {
    let answer: Value = serde_json::from_str(&facade::call(command, portfolio.as_bytes(), "")).expect("JSON");
    assert_eq!(answer["ok"], json!(true), "{command}: {answer:#}");
    answer
}

/// The codes of all findings of a recommendation, of services and of the whole.
fn codes(portfolio: &Value) -> Vec<String> {
    let answer = answer("recommend", &portfolio.to_string());
    let of_services = answer["services"].as_array().into_iter().flatten().map(|service| &service["findings"]);
    let lists = of_services.chain([&answer["findings"]]).filter_map(Value::as_array);
    lists.flatten().filter_map(|finding| finding["code"].as_str()).map(str::to_owned).collect()
}

/// The price of a domain's schedule counts when the cheapest assignment is looked for: whatever standby costs, no other
/// strategy costs less.
#[test]
fn a_schedule_of_a_domain_costs_the_cheapest_assignment_too() {
    let text = examples::FURNITURE_RETAILER_COSTS;
    assert!(text.contains(r#"standby = { amount = "540", per = "week" }"#));
    for weekly in ["0", "540", "5400", "54000", "108000", "216000", "540000", "5400000"] {
        let text = text.replace(
            r#"standby = { amount = "540", per = "week" }"#,
            &format!(r#"standby = {{ amount = "{weekly}", per = "week" }}"#),
        );
        let compared = answer("compare", &text);
        let costs: Vec<(String, f64)> = compared["strategies"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|strategy| {
                let amount = strategy["over_horizon"].as_str().and_then(|amount| amount.parse().ok());
                (strategy["strategy"].as_str().unwrap_or_default().to_owned(), amount.unwrap_or(f64::NAN))
            })
            .collect();
        let least = costs.iter().find(|(name, _)| name == "least-cost").expect("least cost").1;
        assert!(costs.iter().all(|(_, cost)| least <= *cost), "standby of {weekly} a week: {costs:?}");
    }
}

/// Amber lies strictly between weekly and fortnightly, and strictly between 99.0 and 99.9.
#[test]
fn amber_ends_at_its_edges() {
    for (days, target, amber) in [
        ("10", "99.5", true),
        ("7.5", "99.001", true),
        ("13.5", "99.899", true),
        ("7", "99.5", false),
        ("14", "99.5", false),
        ("10", "99.0", false),
        ("10", "99.9", false),
    ] {
        let portfolio = json!({
            "schema": 1, "currency": "USD", "selection": { "policy": "traffic-light" },
            "exposure_bands": [{ "max_per_hour": "1000", "availability": target }],
            "demand_bands": [{ "name": "some", "deployment": format!("every {days} days") }],
            "services": [{ "name": "s", "kind": "digital", "exposure_per_hour": "500", "feature_demand": "some" }],
        });
        let found = codes(&portfolio).iter().any(|code| code.starts_with("amber"));
        assert_eq!(found, amber, "every {days} days at {target}");
    }
}

/// Callouts are free where neither rate pays; a first callout that pays is pay.
#[test]
fn callouts_are_free_where_no_rate_pays() {
    for (callout, code) in [
        (json!({ "amount": "0", "per": "hour" }), "unpaid-on-call"),
        (
            json!({ "amount": "0", "per": "hour", "first": { "amount": "0", "per": "callout" } }),
            "unpaid-on-call",
        ),
        (
            json!({ "amount": "0", "per": "hour", "first": { "amount": "40", "per": "callout" } }),
            "callout-only-pay",
        ),
        (
            json!({ "amount": "40", "per": "hour", "first": { "amount": "0", "per": "callout" } }),
            "callout-only-pay",
        ),
        (json!({ "amount": "40", "per": "hour" }), "callout-only-pay"),
    ] {
        let portfolio = json!({
            "schema": 1, "currency": "USD",
            "exposure_bands": [{ "max_per_hour": "1000", "availability": "99.9" }],
            "on_call": { "product_teams": { "standby": { "amount": "0", "per": "week" }, "callout": callout } },
            "teams": [{ "name": "t" }],
            "services": [
                { "name": "s", "kind": "digital", "team": "t", "exposure_per_hour": "500", "feature_demand": "very-high" },
            ],
        });
        let found = codes(&portfolio);
        let pay: Vec<_> = found
            .iter()
            .filter(|found| ["unpaid-on-call", "callout-only-pay"].contains(&found.as_str()))
            .collect();
        assert_eq!(pay, [code], "{callout}");
    }
}

/// Furniture retailer with costs, with lines of its file written in another way.
fn retailer(changes: &[(&str, &str)]) -> Portfolio {
    let mut text = examples::FURNITURE_RETAILER_COSTS.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    Portfolio::read(text.as_bytes()).expect("an answer")
}

/// What is given by hand, both keep; strategies that run everything alike do not.
#[test]
fn nothing_costs_less_that_keeps_what_is_given() {
    let given = ["low", "high", "very-high"]
        .map(|demand| format!("feature_demand = \"{demand}\"\noperating_model = \"ops-run-it\""));
    let changes: Vec<(&str, &str)> =
        ["feature_demand = \"low\"", "feature_demand = \"high\"", "feature_demand = \"very-high\""]
            .into_iter()
            .zip(given.iter().map(String::as_str))
            .collect();
    let compared = compare(&retailer(&changes)).expect("an answer");
    let headline = compared.headline().join(" ");
    assert!(headline.contains("; nothing that keeps the models given by hand costs less."), "{headline}");
}

/// A schedule that costs and protects as much as another one stays as it is recommended.
#[test]
fn least_cost_keeps_what_is_recommended_where_both_cost_the_same() {
    let unknown = retailer(&[("incidents_per_year = { low = 2, likely = 8, high = 20 }\n", "")]);
    let compared = compare(&unknown).expect("an answer");
    let differences = compared.policy_price.expect("an answer").differences;
    let names: Vec<&str> = differences.iter().map(|difference| &*difference.service).collect();
    assert_eq!(names, ["ecommerce-platform"]);
}

/// Where no severity is written, every incident is as severe as can be: it is searched as if that were written.
#[test]
fn a_default_severity_is_searched_too() {
    let flips = |severity: &str| {
        let exposure = format!("exposure_per_hour = \"100\"\n{severity}");
        let changed = retailer(&[("exposure_per_hour = \"6000\"\n", &exposure)]);
        let sensitivity = sensitivity(&changed, 1).expect("an answer");
        let flips = sensitivity.services.into_iter().map(|service| service.flips.cost);
        flips.collect::<Vec<_>>()
    };
    assert_eq!(flips(""), flips("severity = \"100%\"\n"));
}

/// A response in a named block is searched as one that is written in place, whatever other blocks there are.
#[test]
fn times_of_a_named_response_are_searched_too() {
    let flips = |changes: &[(&str, &str)]| {
        let services = sensitivity(&retailer(changes), 1).expect("an answer").services;
        services.into_iter().map(|service| service.flips.cost).collect::<Vec<_>>()
    };
    let block = r#"[response]
ops-run-it = "gold"

[responses.silver.ops-run-it]
tiers = [
  { name = "application support", pick_up = "1h", handling = "5h", people = 1, resolves = "20%" },
  { name = "delivery team", pick_up = "1h", handling = "5h", people = 1 },
]

[responses.gold.ops-run-it]
"#;
    let in_place = flips(&[]);
    let is_of_response = |input: &str| input.starts_with("response.ops-run-it.application support");
    assert!(in_place.iter().flatten().any(|flip| is_of_response(&flip.input)), "{in_place:?}");
    assert_eq!(flips(&[("[response.ops-run-it]\n", block)]), in_place);
}

/// Each amount is marked by what it lacks itself: callout pay is no part of what is paid once, nor of Ops Run It.
#[test]
fn an_amount_is_partial_by_itself() {
    let callout =
        "callout = { amount = \"75\", per = \"hour\", minimum = \"1h\", round_up_to = \"30min\" }\n";
    let compared = compare(&retailer(&[(callout, "")])).expect("an answer");
    let partial = |costs: &whorunsit::StrategyCosts| {
        (costs.premium.one_off_partial, costs.premium.per_year_partial, costs.premium.partial)
    };
    let all: Vec<_> = compared.strategies.iter().map(partial).collect();
    assert!(all.iter().all(|(once, per_year, either)| !once && per_year == either), "{all:?}");
}
