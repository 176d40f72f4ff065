//! Deployments that fail: what they cost and lose besides incidents, in every command alike.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::{
    Dimension, Money, Portfolio, ProblemCode, SimulationOptions, Strategy, compare, costs, sensitivity,
    simulate,
};

/// The example of docs/costs.md: one shop, deployed weekly by its team and fortnightly by operations.
const WEEKLY: &str = "change_failure_rate = \"15%\"\nfailed_deployment_recovery_time = \"1h\"";
const FORTNIGHTLY: &str = "change_failure_rate = \"20%\"\nfailed_deployment_recovery_time = \"4h\"";

fn shop(demand: &str, of_team: &str, of_operations: &str, service: &str) -> String {
    let pay = "standby = { amount = \"0\", per = \"week\" }\ncallout = \"none\"";
    let tiers = "tiers = [{ name = \"a\", pick_up = \"0s\", handling = \"0s\", people = 1 }]";
    let throughput = "hand_off_lead_time = \"0s\"\neffort_per_deployment = \"0s\"";
    let nothing = "deployment-throughput = \"0\"\nservice-reliability = \"0\"\nlearning-culture = \"0\"";
    format!(
        "schema = 1\ncurrency = \"USD\"\n[operations]\nhourly_cost = \"60\"\n\
         [on_call.product_teams]\n{pay}\n[on_call.operations]\n{pay}\n\
         [response.ops-run-it]\n{tiers}\n[response.you-build-it-you-run-it]\n{tiers}\n\
         [throughput.ops-run-it]\n{throughput}\n{of_operations}\n\
         [throughput.you-build-it-you-run-it]\n{throughput}\n{of_team}\n\
         [learning]\nlead_time = \"0s\"\neffort_per_improvement = \"0s\"\n\
         [operations_work]\neffort_per_week = \"0s\"\n[setup]\n{nothing}\n[transition]\n{nothing}\n{BANDS}\n\
         [[teams]]\nname = \"t\"\nhourly_cost = \"70\"\ncapacity_hours_per_week = 0\nrework_rate = \"0%\"\n\
         [[services]]\nname = \"shop\"\nkind = \"digital\"\nteam = \"t\"\nexposure_per_hour = \"20000\"\n\
         severity = \"50%\"\nfeature_demand = \"{demand}\"\nincidents_per_year = 0\nfeatures_per_year = 0\n\
         insights_per_year = 0\n{service}\n"
    )
}

fn lines(text: &str, strategy: Strategy, code: &str) -> Vec<(String, String)> {
    let costs = costs(&read(text), strategy, &[Dimension::Code], true).expect("it fits").expect("a strategy");
    let items = costs.line_items.into_iter().filter(|item| item.code_word() == code);
    items.map(|item| (item.amount.map_or("null".to_owned(), |it| it.to_string()), item.basis())).collect()
}

fn line(text: &str, strategy: Strategy, code: &str) -> (String, String) {
    let found = lines(text, strategy, code);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().expect("there is one")
}

fn said(amount: &str, basis: &str) -> (String, String) {
    (amount.to_owned(), basis.to_owned())
}

#[test]
fn deployments_that_fail_all_year_are_told() {
    let hours = "change_failure_rate = \"20%\"\nfailed_deployment_recovery_time = \"2000h\"";
    let text = shop("high", WEEKLY, hours, "");
    let compared = compare(&read(&text)).expect("it fits");
    let told = |findings: &[whorunsit::Finding]| {
        findings
            .iter()
            .filter(|it| it.code().as_str() == "failing-all-year")
            .map(|it| it.to_string())
            .collect::<Vec<_>>()
    };
    let expected = "5.2 failed deployments a year would keep shop down for 10400 hours a year under Ops Run It, longer than \
                    the year is: the recovery time or the change failure rate is too high, so what failed deployments cost \
                    is not estimated";
    assert_eq!(told(&compared.findings), [expected]);
    let ledger =
        costs(&read(&text), Strategy::AllOpsRunIt, &[], false).expect("it fits").expect("a strategy");
    assert_eq!(told(&ledger.findings), [expected]);
    assert!(
        told(&compare(&read(&shop("high", WEEKLY, FORTNIGHTLY, ""))).expect("it fits").findings).is_empty()
    );
}

#[test]
fn weekly_deployments_have_their_price() {
    let text = shop("high", WEEKLY, FORTNIGHTLY, "");
    let (team, operations) = (Strategy::AllYouBuildItYouRunIt, Strategy::AllOpsRunIt);
    // 52 × 15 % = 7.8 of an hour each; 26 × 20 % = 5.2 of four hours each.
    let formula = "52 deployments × 15 % of which fail × 1 h × $70 an hour";
    assert_eq!(line(&text, team, "failed-deployments"), said("546", formula));
    let formula = "52 deployments × 15 % of which fail × 1 h × 50 % severity × $20,000 an hour";
    assert_eq!(line(&text, team, "loss-failed-deployments"), said("78000", formula));
    let formula = "26 deployments × 20 % of which fail × 4 h × $60 an hour";
    assert_eq!(line(&text, operations, "failed-deployments"), said("1248", formula));
    assert_eq!(line(&text, operations, "loss-failed-deployments").0, "208000");
    // Daily deployments fail five times as often.
    let daily = shop("very-high", WEEKLY, FORTNIGHTLY, "");
    assert_eq!(line(&daily, team, "loss-failed-deployments").0, "390000");
    assert_eq!(line(&daily, operations, "loss-failed-deployments").0, "208000");
    // 100 × (1 − 7.8 ÷ 8 736) and 100 × (1 − 20.8 ÷ 8 736).
    let compared = compare(&read(&text)).expect("it fits");
    let service = &compared.services[0];
    let availability = |model: &whorunsit::ModelCosts| model.expected_availability.map(|it| it.to_string());
    assert_eq!(availability(&service.you_build_it_you_run_it).as_deref(), Some("99.910714"));
    assert_eq!(availability(&service.ops_run_it).as_deref(), Some("99.761905"));
    // 208 000 + 1 248 − 78 000 − 546 a year, over three years.
    assert_eq!(service.insurance.net_benefit.to_string(), "392106");
}

#[test]
fn trials_draw_what_the_ledger_expects() {
    let spread = "change_failure_rate = { low = \"5%\", high = \"25%\" }\n\
                  failed_deployment_recovery_time = { median = \"20min to 2h\", spread = 2 }";
    let peak = "[[services.peaks]]\nname = \"sale\"\nfrom = 2026-11-20\nto = 2026-12-31\nexposure_per_hour = \"90000\"";
    for text in [shop("high", WEEKLY, FORTNIGHTLY, ""), shop("high", spread, FORTNIGHTLY, peak)] {
        let portfolio = read(&text);
        let simulation =
            simulate(&portfolio, SimulationOptions::new().trials(40_000).seed(3)).expect("small");
        let compared = compare(&portfolio).expect("it fits");
        let (drawn, expected) = (&simulation.services[0], &compared.services[0]);
        let number = |money: Money| money.to_string().parse::<f64>().expect("a number");
        for (drawn, expected) in [
            (&drawn.ops_run_it, &expected.ops_run_it),
            (&drawn.you_build_it_you_run_it, &expected.you_build_it_you_run_it),
        ] {
            let whole = expected.premium_over_horizon.plus(expected.loss_over_horizon).expect("small");
            let cost = drawn.cost_over_horizon.as_ref().expect("all is given");
            let exact = cost.exact_mean.map(number).expect("a formula");
            assert!((exact - number(whole)).abs() <= 1.0 + 1e-5 * exact, "{exact} {whole}");
            let off = (number(cost.mean) - exact).abs();
            assert!(off < 5.0 * number(cost.standard_error) + 1.0, "{off} {cost:?}");
            assert!(number(cost.standard_deviation) > 0.0);
        }
    }
}

#[test]
fn what_is_said_of_one_model_is_missing_of_the_other() {
    let text = shop("high", WEEKLY, "", "");
    assert_eq!(line(&text, Strategy::AllOpsRunIt, "failed-deployments").0, "null");
    let compared = compare(&read(&text)).expect("it fits");
    assert_eq!(compared.services[0].insurance.agrees, None);
    assert!(compared.missing.contains(&"/throughput/ops-run-it/change_failure_rate".to_owned()));
    // Nothing is said of either: there are no such lines.
    assert!(lines(&shop("high", "", "", ""), Strategy::AllOpsRunIt, "failed-deployments").is_empty());
    // 26 × 20 % of 71 days are more than a year has.
    let long = "change_failure_rate = \"20%\"\nfailed_deployment_recovery_time = \"71d\"";
    let text = shop("high", WEEKLY, long, "");
    assert_eq!(line(&text, Strategy::AllOpsRunIt, "loss-failed-deployments").0, "null");
    let missing = compare(&read(&text)).expect("it fits").missing;
    assert!(missing.contains(&"/throughput/ops-run-it/failed_deployment_recovery_time".to_owned()));
}

#[test]
fn the_nearest_says_how_often_deployments_fail() {
    let own = "throughput.you-build-it-you-run-it.change_failure_rate = \"5%\"";
    let text = shop("high", WEEKLY, FORTNIGHTLY, own);
    let formula = "52 deployments × 5 % of which fail × 1 h × $70 an hour (change failures of service shop)";
    assert_eq!(line(&text, Strategy::AllYouBuildItYouRunIt, "failed-deployments"), said("182", formula));
}

#[test]
fn a_range_of_failures_swings_the_difference() {
    let spread =
        "change_failure_rate = { low = \"5%\", high = \"60%\" }\nfailed_deployment_recovery_time = \"1h\"";
    let found = sensitivity(&read(&shop("high", spread, FORTNIGHTLY, "")), 1).expect("it fits");
    let swings = &found.services[0].tornado;
    let rate = swings.iter().find(|swing| swing.input.contains("change_failure_rate")).expect("it swings");
    assert_eq!(rate.words, "change failure rate under You Build It You Run It");
}

#[test]
fn slips_are_told() {
    for (said, code) in [
        ("change_failure_rate = \"150%\"", ProblemCode::InvalidShare),
        ("change_failure_rate = \"-5%\"", ProblemCode::InvalidShare),
        ("failed_deployment_recovery_time = \"-1h\"", ProblemCode::InvalidDuration),
        ("change_failure_share = \"15%\"", ProblemCode::UnknownKey),
    ] {
        let problems = Portfolio::read(shop("high", said, "", "").as_bytes()).expect_err(said);
        assert_eq!(problems.iter().map(|problem| problem.code()).collect::<Vec<_>>(), [code], "{said}");
    }
}
