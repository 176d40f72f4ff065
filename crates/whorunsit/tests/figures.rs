//! Fourteen portfolios that two roads to one figure once answered wrongly, with the right figures, through the one door
//! that Python and JavaScript stand on. The portfolios are vectors, so that every face answers them with the same bytes;
//! the oracle works their figures out independently.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use std::fs;
use std::path::Path;

use serde_json::Value;
use whorunsit::facade;

fn text(number: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/compare");
    let mut files = fs::read_dir(folder).expect("the cases are there").map(|entry| entry.unwrap().path());
    let start = format!("case-{number}");
    let named = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with(&start) && name.ends_with(".input.toml")
    };
    fs::read_to_string(files.find(named).expect("a case of this number")).unwrap()
}

fn ask(command: &str, portfolio: &str, options: &str) -> Value {
    let answer = facade::call(command, portfolio.as_bytes(), options);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["ok"], true, "{command}: {answer:#}");
    answer
}

fn number(value: &Value) -> f64 {
    value.as_str().expect("an amount").parse().unwrap()
}

fn strategy(answer: &Value, name: &str) -> f64 {
    let strategies = answer["strategies"].as_array().unwrap();
    number(&strategies.iter().find(|costs| costs["strategy"] == name).expect("it is there")["over_horizon"])
}

/// What a service's line items of a code come to a year.
fn items(portfolio: &str, service: &str, code: &str) -> f64 {
    let answer = ask("costs", portfolio, "");
    let items = answer["line_items"].as_array().unwrap().iter();
    let of = items.filter(|item| item["service"] == service && item["code"] == code);
    (of.map(|item| number(&item["amount"])).sum::<f64>() * 100.0).round() / 100.0
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.005, "{found}, not {expected}");
}

/// A sampled mean within five of its standard errors.
fn sampled(risk: &Value, expected: f64) {
    let (mean, error) = (number(&risk["mean"]), number(&risk["standard_error"]));
    assert!((mean - expected).abs() <= 5.0 * error + 0.01, "{mean} ± {error}, not {expected}");
}

#[test]
fn case_01_an_interval_of_shares_has_one_mean() {
    let text = text("01");
    let compared = ask("compare", &text, "");
    let loss = number(&compared["services"][0]["you_build_it_you_run_it"]["opportunity"]);
    near(loss, 41_795.38);
    let simulated = ask("simulate", &text, r#"{"trials": 20000}"#);
    sampled(&simulated["services"][0]["you_build_it_you_run_it"]["year_loss"]["spread"], loss);
}

#[test]
fn case_02_a_flip_is_a_value_at_which_the_verdict_changes() {
    let text = text("02");
    let compared = ask("compare", &text, "");
    assert_eq!(compared["services"][1]["insurance"]["cheaper_model"], "you-build-it-you-run-it");
    near(number(&compared["services"][1]["insurance"]["net_benefit"]), 1_796_581.70);
    let sensitivity = ask("sensitivity", &text, "");
    let flips = sensitivity["services"][1]["flips"]["cost"].as_array().unwrap();
    let exposures = flips.iter().filter(|flip| flip["input"] == "exposure_per_hour");
    for flip in exposures {
        assert!(flip["first_above"].as_str().unwrap().parse::<f64>().unwrap() <= 7_000.01, "{flip}");
    }
}

#[test]
fn case_03_a_service_alone_is_the_portfolio() {
    let compared = ask("compare", &text("03"), "");
    for insurance in [&compared["insurance"], &compared["services"][0]["insurance"]] {
        near(number(&insurance["net_benefit"]), 179_604.90);
        assert_eq!(insurance["cheaper_model"], "you-build-it-you-run-it");
    }
    let sensitivity = ask("sensitivity", &text("03"), "");
    near(number(&sensitivity["services"][0]["difference"]), -179_604.90);
    let simulated = ask("simulate", &text("03"), r#"{"trials": 10000}"#);
    sampled(&simulated["services"][0]["difference"], -179_604.90);
    sampled(&simulated["portfolio"]["difference"], -179_604.90);
}

#[test]
fn case_04_all_means_all() {
    let compared = ask("compare", &text("04"), "");
    near(strategy(&compared, "all-ops-run-it"), 2_462_400.0);
    near(strategy(&compared, "hybrid-at-scale"), 1_940_400.0);
    let simulated = ask("simulate", &text("04"), r#"{"trials": 10000}"#);
    sampled(&simulated["portfolio"]["all_ops_run_it"]["cost_over_horizon"], 2_462_400.0);
}

#[test]
fn case_05_what_is_missing_is_not_zero() {
    let compared = ask("compare", &text("05"), "");
    assert!(compared["services"][0]["insurance"]["cheaper_model"].is_null());
    let simulated = ask("simulate", &text("05"), r#"{"trials": 200}"#);
    assert!(simulated["services"][0]["you_build_it_cheaper_percent"].is_null());
    assert!(simulated["portfolio"]["cheaper_percent"].is_null());
}

#[test]
fn case_06_what_is_paid_is_paid() {
    let compared = ask("compare", &text("06"), "");
    near(number(&compared["insurance"]["net_benefit"]), -4_002.97);
    assert!(compared["insurance"]["payback_month"].is_null());
    let planned = ask("plan", &text("06"), "");
    near(number(&planned["more_than_staying"]), 4_002.97);
    assert!(planned["break_even_month"].is_null());
}

#[test]
fn case_07_nothing_costs_less_than_least_cost() {
    let compared = ask("compare", &text("07"), "");
    near(strategy(&compared, "least-cost"), 3_018_447.42);
    assert!(number(&compared["policy_price"]["over_horizon"]) >= 0.0);
}

#[test]
fn case_08_half_a_cent_goes_up() {
    near(items(&text("08"), "s", "improvements"), 35.81);
}

#[test]
fn case_09_who_is_on_call_for_one_is_on_call_for_all() {
    // 6 incidents × 3 ÷ 4 of the year × 320 ÷ 21 h × 5 000 = 342 857.142857…
    near(items(&text("09"), "b", "loss-waiting"), 342_857.14);
    near(items(&text("09"), "b", "loss-out-of-hours"), 2_857.14);
    near(items(&text("09"), "b", "loss-in-working-hours"), 12_142.86);
}

#[test]
fn case_10_losses_rest_on_the_typical_hour_where_it_is_given() {
    let text = text("10");
    near(number(&ask("compare", &text, "")["services"][0]["ops_run_it"]["opportunity"]), 1_948_571.43);
    let findings = ask("compare", &text, "")["findings"].to_string();
    assert!(findings.contains("losses-at-maximum") && findings.contains("exposure_by_hour"));
    let typical = text.replacen(
        "incidents_per_year",
        r#"exposure_by_hour = [{ share = "22.89%" }], incidents_per_year"#,
        1,
    );
    near(number(&ask("compare", &typical, "")["services"][0]["ops_run_it"]["opportunity"]), 446_028.0);
}

#[test]
fn case_11_the_worst_incident_is_the_worst_event() {
    let simulated = ask("simulate", &text("11"), r#"{"trials": 10000}"#);
    let worst = &simulated["portfolio"]["hybrid_at_scale"]["worst_incident"]["spread"];
    assert_eq!(worst["p95"], "500000");
    let mean = 500_000.0 * (1.0 - (-2.0_f64).exp()) + 50_000.0 * (-2.0_f64).exp();
    sampled(worst, mean);
}

#[test]
fn case_12_a_cost_is_not_below_zero() {
    let simulated = ask("simulate", &text("12"), r#"{"trials": 10000}"#);
    let cost = &simulated["services"][0]["you_build_it_you_run_it"]["cost_over_horizon"];
    assert_eq!(cost["p5"], "0");
    assert_eq!(cost["mean"], simulated["portfolio"]["hybrid_at_scale"]["cost_over_horizon"]["mean"]);
}

#[test]
fn case_13_what_is_the_same_is_neither_cheaper_nor_dearer() {
    let simulated = ask("simulate", &text("13"), r#"{"trials": 1000}"#);
    assert_eq!(simulated["portfolio"]["tied_percent"], "100");
    assert!(
        simulated["summary"][0].as_str().unwrap().contains("costs the same as if operations ran everything")
    );
}

#[test]
fn case_14_standby_pays_the_hours_that_it_says() {
    let always = text("14");
    assert_eq!(ask("recommend", &always, "")["standby"]["cost_per_year"], "1650");
    // Where the scheme does not say which hours it pays, it pays those out of hours, and a finding asks.
    let silent = always.replacen(r#"{ pays = "always", rules = ["#, "[", 1).replacen("] } } }", "] } }", 1);
    let recommended = ask("recommend", &silent, "");
    assert_eq!(recommended["standby"]["cost_per_year"], "1450");
    assert!(recommended["findings"].to_string().contains("standby-leaves-out-working-hours"));
}
