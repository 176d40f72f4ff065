//! Every portfolio in `examples/` reads, and every command answers for it.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use whorunsit::{OperatingModel, Portfolio, compare, facade, recommend};

#[path = "../examples/organisation_at_scale.rs"]
#[expect(dead_code, reason = "its `main` is for people")]
mod organisation_at_scale;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn portfolio(name: &str) -> Portfolio {
    let text = fs::read(folder().join(name)).expect("it can be read");
    Portfolio::read(&text).expect("it is valid")
}

#[test]
fn every_command_answers_for_every_example() {
    let entries = fs::read_dir(folder()).expect("the folder can be listed");
    let mut examples: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    examples.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    assert!(examples.len() >= 4, "only {examples:?}");
    for path in examples {
        let text = fs::read(&path).expect("it can be read");
        // What money says of a service may be nothing, a portfolio may state no growth, is no table of services, and no two
        // of them: vectors have all four.
        let others = ["accept", "growth", "intake", "diff"];
        for command in facade::COMMANDS.into_iter().filter(|command| !others.contains(command)) {
            let options = match command {
                "chart" => r#"{"chart": "selector"}"#,
                "simulate" => r#"{"trials": 100}"#,
                _ => "",
            };
            let answer = facade::call(command, &text, options);
            assert!(answer.starts_with(r#"{"ok":true"#), "{command} {}: {answer:.500}", path.display());
        }
    }
}

/// The package on crates.io holds nothing from outside its folder, so it has copies of two portfolios.
#[test]
fn the_examples_in_the_package_are_those_of_the_folder() {
    let inside = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/examples");
    for name in ["furniture-retailer.toml", "furniture-retailer-costs.toml"] {
        let text = fs::read_to_string(folder().join(name)).expect("it can be read");
        if std::env::var_os("WHORUNSIT_BLESS").is_some() {
            fs::write(inside.join(name), &text).expect("it can be written");
        }
        let copy = fs::read_to_string(inside.join(name)).expect("it can be read");
        assert!(text == copy, "{name} differs; WHORUNSIT_BLESS=1 copies it anew");
    }
}

#[test]
fn the_organisation_at_scale_is_what_its_generator_prints() {
    let committed = fs::read_to_string(folder().join("organisation-at-scale.toml")).expect("it can be read");
    let printed = organisation_at_scale::organisation();
    let command =
        "cargo run -q -p whorunsit --example organisation_at_scale > examples/organisation-at-scale.toml";
    assert!(committed == printed, "write it anew: {command}");
}

#[test]
fn the_organisation_at_scale_has_a_few_critical_services_and_both_models() {
    let portfolio = portfolio("organisation-at-scale.toml");
    let file = portfolio.file();
    assert_eq!((file.services.len(), file.teams.len(), file.domains.len()), (60, 30, 6));
    let recommendation = recommend(&portfolio).expect("amounts are small");
    let by_operations =
        |service: &&whorunsit::ServiceRecommendation| service.operating_model == OperatingModel::OpsRunIt;
    let operations = recommendation.services.iter().filter(by_operations).count();
    assert!((15..=45).contains(&operations), "operations run {operations} of 60");
    let critical = recommendation
        .services
        .iter()
        .filter(|service| service.availability_target.percent() >= rust_decimal::Decimal::new(9999, 2));
    assert!((1..=8).contains(&critical.count()), "few services are critical");

    let comparison = compare(&portfolio).expect("amounts are small");
    let disagree = comparison.services.iter().filter(|service| service.insurance.agrees == Some(false));
    let disagree = disagree.count();
    assert!((1..=25).contains(&disagree), "money disagrees with the selector on {disagree} of 60");
    let partial = comparison.strategies.iter().any(|costs| costs.premium.partial || costs.loss.partial);
    assert!(!partial, "every cost is given");
}

#[test]
fn a_public_body_insures_costs_more_than_revenue() {
    let portfolio = portfolio("public-body.toml");
    let costs = whorunsit::costs(
        &portfolio,
        whorunsit::Strategy::HybridAtScale,
        &[whorunsit::Dimension::Accounting],
        true,
    );
    let costs = costs.expect("amounts are small").expect("standby pay is given");
    assert!(costs.missing.is_empty(), "{:?}", costs.missing);
    // Of what unavailability costs, 5 % is revenue and 95 % is costs incurred.
    let losses = |accounting| {
        let of = costs
            .line_items
            .iter()
            .filter(|item| item.accounting == accounting && item.code.as_str().starts_with("loss-"));
        whorunsit::Money::total(of.filter_map(|item| item.amount)).expect("amounts are small")
    };
    let (revenue, incurred) =
        (losses(whorunsit::Accounting::LostRevenue), losses(whorunsit::Accounting::Opex));
    let share = revenue.amount() / (revenue.amount() + incurred.amount());
    assert_eq!(share.round_dp(4), rust_decimal::Decimal::new(5, 2));
}
