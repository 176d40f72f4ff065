//! Every figure of a report is that of the command it comes from.

use serde_json::{Value, json};

use crate::facade;

fn asked(command: &str, portfolio: &str, options: &Value) -> Value {
    let answer = facade::answer(command, portfolio.as_bytes(), &options.to_string()).unwrap();
    serde_json::from_str(&answer).unwrap()
}

/// The input of a vector. The package does not hold it.
fn vector(name: &str) -> String {
    let file = format!("{}/../../vectors/{name}.input.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(file).unwrap()
}

/// The parts of a list that stand for one service.
fn of<'v>(list: &'v Value, name: &Value) -> &'v Value {
    list.as_array().unwrap().iter().find(|one| &one["name"] == name).unwrap()
}

fn range(spread: &Value) -> Value {
    match spread.is_null() {
        true => Value::Null,
        false => json!({ "p5": spread["p5"], "p50": spread["p50"], "p95": spread["p95"] }),
    }
}

#[test]
fn every_figure_is_that_of_the_command_it_comes_from() {
    let draws = json!({ "trials": 400, "seed": 3 });
    let partial = &vector("accept/not-estimated");
    let given = crate::examples::FURNITURE_RETAILER_COSTS
        .replace("name = \"bedroom\"\nkind", "operating_model = \"ops-run-it\"\nname = \"bedroom\"\nkind");
    for portfolio in
        [crate::examples::FURNITURE_RETAILER_COSTS, &given, crate::examples::FURNITURE_RETAILER, partial]
    {
        let report = asked("report", portfolio, &draws);
        let recommended = asked("recommend", portfolio, &json!({}));
        let accountability = asked("accountability", portfolio, &json!({}));
        let has_costs = !recommended["insurance"].is_null();
        let compared = if has_costs { asked("compare", portfolio, &json!({})) } else { Value::Null };
        let simulated = if has_costs { asked("simulate", portfolio, &draws) } else { Value::Null };
        for service in report["services"].as_array().unwrap() {
            let name = &service["name"];
            let theirs = of(&recommended["services"], name);
            for key in
                ["exposure_per_hour", "availability_target", "operating_model", "out_of_hours", "insurance"]
            {
                assert_eq!(service[key], theirs[key], "{key}");
            }
            if let Some(saves) = service["saves"].as_str() {
                let size = theirs["insurance"]["net_benefit"].as_str().unwrap();
                assert_eq!(saves.trim_start_matches('-'), size.trim_start_matches('-'));
                assert_eq!(!saves.starts_with('-'), theirs["insurance"]["agrees"] == true);
            }
            let theirs = of(&accountability["services"], name);
            for key in ["duties", "paid_by", "on_call_per_year"] {
                assert_eq!(service[key], theirs[key], "{key}");
            }
            let list = simulated["services"].as_array().into_iter().flatten();
            match list.into_iter().find(|one| &one["name"] == name) {
                None => assert!(service["difference"].is_null()),
                Some(theirs) => assert_eq!(service["difference"], range(&theirs["difference"])),
            }
            let alone = asked("report", portfolio, &json!({ "trials": 400, "seed": 3, "service": name }));
            assert_eq!(&alone["services"][0], service);
            for (option, key) in [(0, "ops_run_it"), (1, "you_build_it_you_run_it")] {
                if !has_costs {
                    assert_eq!(alone["options"], json!([]));
                    continue;
                }
                let option = &alone["options"][option];
                let both = of(&compared["services"], name);
                for part in ["premium_over_horizon", "loss_over_horizon", "partial"] {
                    assert_eq!(option[part], both[key][part], "{part}");
                }
            }
        }
        for option in report["options"].as_array().unwrap() {
            let strategies = compared["strategies"].as_array().unwrap();
            let theirs = strategies.iter().find(|one| one["strategy"] == option["strategy"]).unwrap();
            assert_eq!(option["over_horizon"], theirs["over_horizon"]);
            assert_eq!(option["premium_over_horizon"], theirs["premium"]["over_horizon"]);
            assert_eq!(option["more_than_recommended"], theirs["more_than_recommended"]);
            let key = option["strategy"].as_str().unwrap().replace('-', "_");
            let theirs = &simulated["portfolio"][key.as_str()];
            assert_eq!(option["range"], range(&theirs["cost_over_horizon"]));
            if option["recommended"] == true {
                let strategy = strategies.iter().find(|one| one["strategy"] == option["strategy"]).unwrap();
                assert_eq!(report["by_budget_holder"], strategy["by_budget_holder"]);
            }
        }
        assert_eq!(report["moves"], accountability["moves"]);
        for schedule in report["schedules"].as_array().unwrap() {
            let theirs = of(&recommended["schedules"], &schedule["name"]);
            assert_eq!(schedule["standby_cost_per_year"], theirs["standby_cost_per_year"]);
        }
    }
}

#[test]
fn what_was_given_by_hand_is_named() {
    let portfolio = crate::examples::FURNITURE_RETAILER_COSTS
        .replace("name = \"bedroom\"\nkind", "operating_model = \"ops-run-it\"\nname = \"bedroom\"\nkind");
    let report = asked("report", &portfolio, &json!({ "trials": 100 }));
    assert_eq!(report["decision"]["by_hand"][0]["about"], "bedroom");
    assert_eq!(report["services"][2]["by_hand"], true);
    assert_eq!(report["services"][0]["by_hand"], false);
}

#[test]
fn the_page_loads_nothing_and_takes_names_as_names() {
    let portfolio =
        crate::examples::FURNITURE_RETAILER_COSTS.replace("bedroom", "<img src=x onerror=alert(1)> & *b*");
    let record = facade::answer("report", portfolio.as_bytes(), r#"{"trials": 100}"#).unwrap();
    let page = facade::answer("render", record.as_bytes(), r#"{"format": "html"}"#).unwrap();
    let page: Value = serde_json::from_str(&page).unwrap();
    let page = page["document"].as_str().unwrap();
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; &amp; *b*"));
    // An address stands in it once, as the name of what SVG is.
    let addresses = page.matches("://").count();
    assert_eq!(addresses, page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count());
    for loads in
        ["<img", "<script", "<link", "<iframe", "src=\"", "href", "url(", "@import", "prefers-color-scheme"]
    {
        assert!(!page.contains(loads), "{loads}");
    }
    assert!(page.contains("color-scheme: light"));

    let page = facade::answer("render", record.as_bytes(), "").unwrap();
    assert!(!page.contains("<img"));
    assert!(page.contains(r"\\*b\\*"));
}

#[test]
fn what_is_no_record_is_refused_and_what_lacks_figures_says_so() {
    for (record, path) in [("{}", "/question"), ("schema = 1", "/question")] {
        let refusal = facade::answer("render", record.as_bytes(), "").unwrap_err();
        assert!(refusal.contains(&format!("\"path\":\"{path}\"")), "{refusal}");
    }
    let bare =
        r#"{"question": "?", "currency": "USD", "decision": {}, "services": [{}, 1, null], "options": [{}]}"#;
    for format in ["markdown", "html"] {
        let page =
            facade::answer("render", bare.as_bytes(), &json!({ "format": format }).to_string()).unwrap();
        assert!(page.contains("not estimated"), "{page}");
    }
    let refusal = facade::answer("render", bare.as_bytes(), r#"{"format": "jira"}"#).unwrap_err();
    assert!(refusal.contains("/format"));

    let partial = &vector("compare/not-for-sale");
    let record = facade::answer("report", partial.as_bytes(), r#"{"trials": 100}"#).unwrap();
    assert!(facade::answer("render", record.as_bytes(), "").is_ok());
}

#[test]
fn a_document_says_which_services_are_left_out() {
    let wrong = crate::examples::FURNITURE_RETAILER_COSTS
        .replace("exposure_per_hour = \"6000\"", "exposure_per_hour = \"ninety\"");
    let record = facade::answer("report", wrong.as_bytes(), r#"{"trials": 200}"#).unwrap();
    for format in crate::render::DocumentFormat::ALL {
        let text = crate::render::render(record.as_bytes(), format).unwrap();
        let at = text.find("Left out").unwrap();
        assert!(
            text.get(at..).is_some_and(|rest| rest.contains("appointments: "))
                && at < text.find("The options").unwrap(),
            "{text}"
        );
        assert!(text.contains("Every figure is that of the other services alone."));
    }
}

#[test]
fn variants_stand_beside_the_portfolio_as_it_is() {
    let portfolio = vector("compare/variants");
    let draws = json!({ "trials": 400, "seed": 3 });
    let record = facade::answer("report", portfolio.as_bytes(), &draws.to_string()).unwrap();
    let report: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(report["variants"], asked("compare", &portfolio, &json!({}))["variants"]);
    let text = facade::answer("render", record.as_bytes(), r#"{"format": "markdown"}"#).unwrap();
    // The worked example of docs/costs.md.
    assert!(text.contains("Variants in place of a model") && text.contains("139,474"), "{text}");
    // Of one service there are none.
    let one = json!({ "trials": 400, "seed": 3, "service": "bedroom" });
    assert!(asked("report", &portfolio, &one)["variants"].is_null());
}
