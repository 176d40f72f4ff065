//! A variant comes to what the portfolio comes to with the variant's tables written into it.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly")]

use whorunsit::examples::FURNITURE_RETAILER_COSTS as RETAILER;
use whorunsit::{Money, Portfolio, ProblemCode, Strategy, Workbench, compare, scenarios};

const SELF_SERVICE: &str = "[[variants]]\nname = \"self-service\"\noperating_model = \"ops-run-it\"\n\
     throughput = { fastest_deployment = \"weekly\", hand_off_lead_time = \"1d\", effort_per_deployment = \"1h\" }\n";

const SUPPLIER: &str = "[[variants]]\nname = \"supplier\"\noperating_model = \"ops-run-it\"\n\
     response.tiers = [{ name = \"supplier\", pick_up = \"15min\", handling = \"3h\", people = 1, hourly_cost = \"0\", \
     out_of_hours = \"covered\" }]\nsetup = { service-reliability = \"500\" }\ntransition = { service-reliability = \"700\" }\n\
     learning = { lead_time = \"3w\", effort_per_improvement = \"9h\" }\noperations_work = { effort_per_week = \"1h\" }\n\
     recurring_costs = [{ name = \"contract\", amount = \"18000\", frequency = \"monthly\" }]\n";

const ONE_TIER: &str = "[[variants]]\nname = \"one tier\"\noperating_model = \"you-build-it-you-run-it\"\n\
     response.tiers = [{ name = \"team\", pick_up = \"5min\", handling = \"40min\", people = 1 }]\n";

/// The same as changes to the portfolio.
const WRITTEN: [&str; 3] = [
    r#"{"throughput": {"ops-run-it": {"fastest_deployment": "weekly", "hand_off_lead_time": "1d",
        "effort_per_deployment": "1h"}}}"#,
    r#"{"response": {"ops-run-it": {"workflow": null, "tiers": [{"name": "supplier", "pick_up": "15min", "handling": "3h",
        "people": 1, "hourly_cost": "0", "out_of_hours": "covered"}]}},
        "setup": {"ops-run-it": {"deployment-throughput": null, "learning-culture": null, "service-reliability": "500"}},
        "transition": {"ops-run-it": {"service-reliability": "700"}},
        "learning": {"ops-run-it": {"lead_time": "3w", "effort_per_improvement": "9h"}},
        "operations_work": {"ops-run-it": {"effort_per_week": "1h"}},
        "recurring_costs": [{"name": "contract", "amount": "18000", "frequency": "monthly",
        "operating_model": "ops-run-it"}]}"#,
    r#"{"response": {"you-build-it-you-run-it": {"workflow": null, "tiers": [{"name": "team", "pick_up": "5min",
        "handling": "40min", "people": 1}]}}}"#,
];

fn read(text: &str) -> Portfolio {
    Portfolio::read(text.as_bytes()).unwrap()
}

#[test]
fn a_variant_is_the_portfolio_with_its_tables() {
    for policy in ["sixteen-cell", "least-cost"] {
        let base = format!("selection.policy = \"{policy}\"\n{RETAILER}");
        let with = compare(&read(&format!("{base}\n{SELF_SERVICE}{SUPPLIER}{ONE_TIER}"))).unwrap();
        let as_it_is = compare(&read(&base)).unwrap();
        assert_eq!(with.strategies, as_it_is.strategies);
        assert_eq!(with.variants.len(), WRITTEN.len());
        for (variant, written) in with.variants.iter().zip(WRITTEN) {
            let changed = Portfolio::read_changed(base.as_bytes(), written.as_bytes()).unwrap();
            let changed = compare(&changed).unwrap();
            assert_eq!(variant.missing, changed.missing, "{}", variant.name);
            assert_eq!(variant.strategies.len(), changed.strategies.len());
            for (ours, theirs) in variant.strategies.iter().zip(&changed.strategies) {
                assert_eq!(ours.strategy, theirs.strategy);
                assert_eq!(ours.over_horizon, (!theirs.is_unknown()).then_some(theirs.over_horizon));
                assert_eq!(ours.targets_missed, theirs.targets_missed);
                let before =
                    as_it_is.strategies.iter().find(|costs| costs.strategy == ours.strategy).unwrap();
                let more = theirs.over_horizon.minus(before.over_horizon).unwrap();
                assert_eq!(ours.more_than_as_it_is, (variant.missing == as_it_is.missing).then_some(more));
            }
            let other: Vec<_> = as_it_is.services.iter().zip(&changed.services).collect();
            for (before, after) in other {
                if before.operating_model != after.operating_model {
                    let change = variant.changes.iter().find(|change| change.service == before.name).unwrap();
                    assert_eq!(change.from.operating_model, before.operating_model);
                    assert_eq!(change.to.operating_model, after.operating_model);
                }
            }
        }
    }
}

/// What is not given is not estimated: it would pass for money saved.
#[test]
fn a_variant_that_lacks_inputs_is_not_set_against_the_portfolio() {
    let variant = "[[variants]]\nname = \"weekly\"\noperating_model = \"ops-run-it\"\n\
                   throughput = { fastest_deployment = \"weekly\" }\n";
    let compared = compare(&read(&format!("{RETAILER}\n{variant}"))).unwrap();
    let weekly = &compared.variants[0];
    assert_eq!(
        weekly.missing,
        ["/variants/0/throughput/effort_per_deployment", "/variants/0/throughput/hand_off_lead_time"]
    );
    // What operations lack says nothing of strategies in which they run nothing.
    for costs in &weekly.strategies {
        assert_eq!(costs.more_than_as_it_is.is_none(), costs.partial, "{:?}", costs.strategy);
    }
    let costs = |strategy| weekly.costs(strategy).unwrap();
    assert!(costs(Strategy::HybridAtScale).partial && costs(Strategy::AllOpsRunIt).partial);
    assert_eq!(costs(Strategy::AllYouBuildItYouRunIt).more_than_as_it_is, Some(Money::ZERO));
    // Nor does the same portfolio, as a scenario that product teams run whole.
    let of_teams = format!("{}\n", RETAILER.replace("feature_demand = \"low\"", "feature_demand = \"high\""));
    let written =
        r#"{"throughput": {"ops-run-it": {"hand_off_lead_time": null, "effort_per_deployment": null}}}"#;
    let changed = Portfolio::read_changed(of_teams.as_bytes(), written.as_bytes()).unwrap();
    let outcomes = scenarios(&read(&of_teams), &[("lacking".into(), changed)]).unwrap().scenarios;
    assert_eq!(outcomes[1].more_than_as_it_is, (!outcomes[1].partial).then_some(Money::ZERO));
    assert!(!outcomes[1].partial);
    assert!(!compared.headline().iter().any(|sentence| sentence.contains("variant")));
}

#[test]
fn the_headline_tells_a_variant_only_where_it_costs_less() {
    let told = |variants: &str| {
        let headline = compare(&read(&format!("{RETAILER}\n{variants}"))).unwrap().headline();
        headline.into_iter().find(|sentence| sentence.contains("variant"))
    };
    assert_eq!(
        told(SELF_SERVICE).as_deref(),
        Some(
            "With the variant self-service in place of Ops Run It, what is recommended costs $139,000 less over 3 years."
        )
    );
    let dearer = "[[variants]]\nname = \"dearer\"\noperating_model = \"ops-run-it\"\n\
                  recurring_costs = [{ name = \"contract\", amount = \"10\" }]\n";
    assert_eq!(told(dearer), None);
    assert_eq!(told(""), None);
}

/// A service with a mistake of its own is left out of both, and both are as partial.
#[test]
fn what_is_left_out_is_left_out_of_variants_too() {
    let broken = "[[services]]\nname = \"broken\"\nkind = \"digitl\"\n";
    let portfolio = Portfolio::read_partial(format!("{RETAILER}\n{broken}\n{ONE_TIER}").as_bytes()).unwrap();
    let compared = compare(&portfolio).unwrap();
    assert!(compared.strategies.iter().all(whorunsit::StrategyCosts::is_partial));
    for costs in &compared.variants[0].strategies {
        assert!(costs.partial);
        assert!(costs.more_than_as_it_is.is_some());
    }
}

/// A workbench keeps its evaluation; variants stand beside it all the same, as after a fresh read.
#[test]
fn a_workbench_tells_the_same() {
    let text = format!("{RETAILER}\n{SELF_SERVICE}");
    let mut bench = Workbench::new(read(&text));
    assert_eq!(bench.compare().unwrap(), compare(&read(&text)).unwrap());
}

#[test]
fn without_variants_the_answer_has_no_such_key() {
    let compared = compare(&read(RETAILER)).unwrap();
    assert!(compared.variants.is_empty());
    assert!(serde_json::to_value(&compared).unwrap().get("variants").is_none());
    assert!(compared.strategies.iter().any(|costs| costs.strategy == Strategy::LeastCost));
}

#[test]
fn more_variants_than_can_be_compared_are_refused() {
    let many: String = (0..21)
        .map(|number| {
            format!(
                "[[variants]]\nname = \"{number}\"\noperating_model = \"ops-run-it\"\n\
                 operations_work = {{ effort_per_week = \"1h\" }}\n"
            )
        })
        .collect();
    let problems = Portfolio::read(format!("{RETAILER}\n{many}").as_bytes()).unwrap_err();
    let all: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
    assert_eq!(all, [(ProblemCode::TooLarge, "/variants")]);
}
