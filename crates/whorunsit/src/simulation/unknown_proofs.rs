//! What is drawn once per trial, against the ledger and against itself.

use super::*;
use crate::comparison::compare;
use crate::exact::float;
use crate::resolve::Portfolio;

/// The portfolio of the vector: every input that may be a range is one.
fn unknown() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/simulate/unknown.input.toml");
    std::fs::read_to_string(path).unwrap()
}

fn read(text: &str) -> Portfolio {
    Portfolio::read(text.as_bytes()).unwrap()
}

fn run(portfolio: &Portfolio, trials: u64) -> Simulation {
    simulate(portfolio, SimulationOptions::new().trials(trials).seed(11)).unwrap()
}

fn near(name: &str, found: f64, wanted: f64, error: f64) {
    assert!((found - wanted).abs() <= error, "{name}: {found}, not {wanted} ± {error}");
}

/// The mean of all trials is what the ledger says at the means of all inputs, whatever of them is a range.
#[test]
fn means_of_trials_are_the_costs_of_the_ledger() {
    let portfolio = read(&unknown());
    let simulation = run(&portfolio, 200_000);
    let compared = compare(&portfolio).unwrap();
    for (simulated, compared) in simulation.services.iter().zip(&compared.services) {
        let pairs = [
            ("operations", &simulated.ops_run_it, &compared.ops_run_it),
            ("product team", &simulated.you_build_it_you_run_it, &compared.you_build_it_you_run_it),
        ];
        for (name, simulated, compared) in pairs {
            let name = &format!("{} {name}", compared.deployment);
            let spread = simulated.cost_over_horizon.as_ref().unwrap();
            let whole = compared.premium_over_horizon.plus(compared.loss_over_horizon).unwrap();
            let ledger = float(whole.amount());
            let exact = float(spread.exact_mean.unwrap().amount());
            near(name, exact, ledger, ledger * 1e-6 + 1.0);
            let error = float(spread.standard_error.amount());
            near(name, float(spread.mean.amount()), ledger, 5.0 * error + ledger * 0.001);
        }
    }
    let spread = simulation.portfolio.hybrid_at_scale.cost_over_horizon.as_ref().unwrap();
    let (mean, error) = (float(spread.mean.amount()), float(spread.standard_error.amount()));
    near("together", mean, float(spread.exact_mean.unwrap().amount()), 5.0 * error + mean * 0.001);
}

/// A document with one hand-off, written like this, and nothing else that is uncertain.
fn with_hand_off(hand_off: &str, services: usize) -> Portfolio {
    let mut text = format!(
        r#"
        schema = 1
        currency = "GBP"
        operations.hourly_cost = "0"
        on_call.operations = {{ standby = {{ amount = "0", per = "week" }}, callout = "none" }}
        on_call.product_teams = {{ standby = {{ amount = "0", per = "week" }}, callout = "none" }}
        learning.ops-run-it = {{ lead_time = "0s", effort_per_improvement = "0s" }}
        learning.you-build-it-you-run-it = {{ lead_time = "0s", effort_per_improvement = "0s" }}
        operations_work.ops-run-it.effort_per_week = "0s"
        operations_work.you-build-it-you-run-it.effort_per_week = "0s"
        setup.ops-run-it = {{ deployment-throughput = "0", service-reliability = "0", learning-culture = "0" }}
        setup.you-build-it-you-run-it = {{ deployment-throughput = "0", service-reliability = "0", learning-culture = "0" }}
        transition.ops-run-it.service-reliability = "0"
        transition.you-build-it-you-run-it.service-reliability = "0"
        teams = [{{ name = "t", hourly_cost = "0", capacity_hours_per_week = 0, rework_rate = "0%" }}]
        exposure_bands = [{{ max_per_hour = "5000", availability = "95.0" }}]
        throughput.ops-run-it = {{ hand_off_lead_time = {hand_off}, effort_per_deployment = "0s" }}
        throughput.you-build-it-you-run-it = {{ hand_off_lead_time = "0s", effort_per_deployment = "0s" }}
        response.ops-run-it.tiers = [{{ name = "a", pick_up = "0s", handling = "0s", people = 1 }}]
        response.you-build-it-you-run-it.tiers = [{{ name = "a", pick_up = "0s", handling = "0s", people = 1 }}]
        "#
    );
    for service in 0..services {
        text.push_str(&format!(
            r#"
            [[services]]
            name = "s{service}"
            kind = "digital"
            exposure_per_hour = "100"
            feature_demand = "low"
            incidents_per_year = "0"
            team = "t"
            insights_per_year = "0"
            value_per_insight_week = "0"
            features_per_year = "52"
            value_per_feature_week = "100"
            "#
        ));
    }
    read(&text)
}

/// A wait of 1 to 3 weeks, everything as likely, costs 52 × 100 a week and year: uniform over 2 × 5200 × 3 years.
#[test]
fn what_is_unknown_does_not_average_out() {
    let width = 2.0 * 5200.0 * 3.0;
    let deviation = |simulation: &Simulation| {
        let spread = &simulation.portfolio.all_ops_run_it;
        let spread = spread.cost_over_horizon.as_ref().expect("complete");
        float(spread.standard_deviation.amount())
    };
    let range = r#"{ low = "1w", high = "3w" }"#;
    let one = run(&with_hand_off(range, 1), 40_000);
    near("one service", deviation(&one), width / 12_f64.sqrt(), 0.01 * width);
    // Four services that rest on the same unknown are wrong together: four times as far, not twice.
    let four = run(&with_hand_off(range, 4), 40_000);
    near("four services", deviation(&four), 4.0 * width / 12_f64.sqrt(), 0.04 * width);
}

/// With a median that is known, single incidents average out over a year; with one that is not, they do not.
#[test]
fn ignorance_of_a_median_is_no_variation() {
    let text = |handling: &str| {
        unknown().replace(r#"{ median = { low = "1h", likely = "2h", high = "4h" }, spread = 4 }"#, handling)
    };
    let spread = |handling: &str| {
        let portfolio = read(&text(handling));
        let simulation = run(&portfolio, 20_000);
        let risk = simulation.services[0].ops_run_it.year_loss.as_ref().unwrap();
        float(risk.spread.standard_deviation.amount())
    };
    assert!(text("X").contains("handling = X"));
    let known = spread(r#"{ median = "2h", spread = 4 }"#);
    let unknown = spread(r#"{ median = { low = "0s", likely = "30min", high = "10h" }, spread = 4 }"#);
    assert!(unknown > known, "{unknown} {known}");
}

/// More incidents out of hours, more of them that wait for working hours.
#[test]
fn a_share_of_incidents_out_of_hours_moves_losses() {
    let share = |share: &str| {
        let text = unknown()
            .replace(r#"incidents_out_of_hours = "30%""#, &format!("incidents_out_of_hours = {share}"));
        let compared = compare(&read(&text)).unwrap();
        compared.services[1].ops_run_it.incidents.as_ref().unwrap().clone()
    };
    // Under Ops Run It the last of two tiers waits for working hours: the more out of hours, the longer it takes.
    let [none, some, all] = [r#""0%""#, r#""30%""#, r#""100%""#].map(share);
    assert!(none.hours_to_restore < some.hours_to_restore && some.hours_to_restore < all.hours_to_restore);
}
