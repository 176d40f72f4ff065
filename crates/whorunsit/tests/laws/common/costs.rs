//! Costs for generated portfolios: the tables of the ledger, with inputs left out at random.

use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::{Parts, portfolio, words};

/// How many of the inputs that amounts need are there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Inputs {
    All,
    Most,
}

impl Inputs {
    /// The probability that one of them is there.
    fn probability(self) -> f64 {
        if self == Self::All { 1.0 } else { 0.85 }
    }
}

/// A value that is there with some probability; what is certain is there when shrunk, too.
fn likely<T: std::fmt::Debug + Clone + 'static>(
    probability: f64,
    value: BoxedStrategy<T>,
) -> BoxedStrategy<Option<T>> {
    if probability < 1.0 { weighted(probability, value).boxed() } else { value.prop_map(Some).boxed() }
}

/// A key that is there with some probability.
type Key = (&'static str, f64, BoxedStrategy<Value>);

fn table(keys: Vec<Key>) -> BoxedStrategy<Value> {
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(key, probability, value)| {
            likely(probability, value).prop_map(move |value| Some((key.to_owned(), value?)))
        })
        .collect();
    keys.prop_map(|keys| Value::Object(keys.into_iter().flatten().collect::<Map<_, _>>())).boxed()
}

/// A quantity in every shape that an estimate has.
fn shaped(most: u32, write: fn(u32) -> Value) -> BoxedStrategy<Value> {
    let parts = proptest::collection::vec(1..most, 3);
    (parts, 0..12_u32)
        .prop_map(move |(mut parts, shape)| {
            let observed: Vec<Value> = parts.iter().copied().map(write).collect();
            parts.sort_unstable();
            let [low, likely, high] = [0, 1, 2].map(|part| write(parts[part]));
            match shape {
                0 => json!({ "low": low, "likely": likely, "high": high }),
                1 => json!({ "low": low, "likely": likely, "high": high, "shape": "triangular" }),
                2 => json!({ "low": low, "high": high }),
                3 if parts[0] < parts[2] => json!({ "p5": low, "p95": high }),
                4 => json!({ "observed": observed }),
                5 => write(0),
                _ => likely,
            }
        })
        .boxed()
}

fn count(most: u32) -> BoxedStrategy<Value> {
    shaped(most, |count| json!(count))
}

/// An amount with three decimals: some currencies have fewer, some have all of them.
fn amount(most: u32) -> BoxedStrategy<Value> {
    (0..=most, 0..3_u32, 0..1_000_u32)
        .prop_map(|(whole, with_decimals, decimals)| match with_decimals {
            0 => json!(format!("{whole}.{decimals:03}")),
            _ => json!(whole.to_string()),
        })
        .boxed()
}

fn amounts(most: u32) -> BoxedStrategy<Value> {
    shaped(most, |amount| json!(format!("{amount}.5")))
}

fn minutes(most: u32) -> BoxedStrategy<Value> {
    (0..most).prop_map(|minutes| json!(format!("{minutes}min"))).boxed()
}

fn share() -> BoxedStrategy<Value> {
    let shares = (0..=1_000_u32).prop_map(|share| json!(format!("{}.{}%", share / 10, share % 10)));
    prop_oneof![1 => Just(json!("0%")), 1 => Just(json!("100%")), 6 => shares].boxed()
}

/// A value for each model.
fn by_model(probability: f64, of: impl Fn() -> BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    table(vec![("ops-run-it", probability, of()), ("you-build-it-you-run-it", probability, of())])
}

fn response(operations: bool, probability: f64) -> BoxedStrategy<Value> {
    let time = || shaped(600, |minutes| json!(format!("{minutes}min")));
    let mut keys = vec![
        ("pick_up", 1.0, time()),
        ("handling", 1.0, time()),
        ("people", 1.0, (1..4_u32).prop_map(Value::from).boxed()),
        ("staffed_by", 0.2, words(vec!["product-team", "operations"])),
        ("hourly_cost", 0.2, amount(150)),
    ];
    if operations {
        keys.push(("out_of_hours", 0.5, words(vec!["covered", "next-working-day"])));
    }
    let tiers = proptest::collection::vec((table(keys), share()), 1..=if operations { 3 } else { 2 });
    let step = table(vec![
        ("automated", 0.3, any::<bool>().prop_map(Value::from).boxed()),
        ("delay", 0.6, minutes(90)),
    ]);
    let steps = proptest::collection::vec((step, minutes(60)), 0..=2);
    (tiers, likely(probability, steps.boxed()))
        .prop_map(|(tiers, steps)| {
            let last = tiers.len() - 1;
            let tier = |(index, (mut tier, share)): (usize, (Value, Value))| {
                tier["name"] = json!(format!("tier-{index}"));
                if index < last {
                    tier["resolves"] = share;
                }
                tier
            };
            let step = |(index, (mut step, effort)): (usize, (Value, Value))| {
                step["name"] = json!(format!("step-{index}"));
                step["effort"] = effort;
                step
            };
            let tiers: Vec<_> = tiers.into_iter().enumerate().map(tier).collect();
            let steps: Vec<_> = steps.into_iter().flatten().enumerate().map(step).collect();
            json!({ "tiers": tiers, "workflow": steps })
        })
        .boxed()
}

/// Enabling work for every team.
fn enabling() -> BoxedStrategy<Value> {
    let kinds = words(vec!["paved-road", "workflow-automation", "training", "preparation"]);
    let opens = words(vec!["fair-pay", "three-people", "runbooks", "telemetry"]);
    let work = table(vec![
        ("kind", 1.0, kinds),
        ("takes", 1.0, words(vec!["0s", "3w", "200d"])),
        ("cost", 0.8, amount(50_000)),
        ("opens", 0.5, opens.prop_map(|gate| json!([gate])).boxed()),
    ]);
    let name = |(place, mut work): (usize, Value)| {
        extend(&mut work, json!({ "name": format!("work-{place}") }));
        work
    };
    let works = prop::collection::vec(work, 1..4);
    works.prop_map(move |works| Value::Array(works.into_iter().enumerate().map(name).collect())).boxed()
}

/// The tables of costs.
fn tables(given: f64, teams: usize) -> BoxedStrategy<Value> {
    let one_off = move || {
        table(vec![
            ("deployment-throughput", given, amount(60_000)),
            ("service-reliability", given, amount(60_000)),
            ("learning-culture", given, amount(60_000)),
        ])
    };
    let throughput = move || {
        table(vec![
            ("hand_off_lead_time", given, minutes(20_000)),
            ("effort_per_deployment", given, minutes(900)),
            ("fastest_deployment", 0.3, words(vec!["monthly", "every 20 days", "weekly", "daily"])),
        ])
    };
    let learning = move || {
        table(vec![("lead_time", given, minutes(60_000)), ("effort_per_improvement", given, minutes(1_200))])
    };
    let work = move || table(vec![("effort_per_week", 1.0, minutes(300))]);
    let rates = vec!["0%", "5%", "12.5%", "100%"];
    let horizon = table(vec![
        ("years", 0.5, (1..5_u32).prop_map(Value::from).boxed()),
        ("discount_rate", 0.5, words(rates)),
    ]);
    let mut plan = vec![
        ("teams_per_quarter", 0.5, (1..3_u32).prop_map(Value::from).boxed()),
        ("budget_per_quarter", 0.2, amount(200_000)),
        ("set_up_lead_time", 0.2, words(vec!["0s", "6w", "100d"])),
        ("rework_limit", 0.2, words(vec!["0%", "20%"])),
        ("enabling", 0.2, enabling()),
    ];
    if teams > 0 {
        plan.push(("pilot", 0.5, (0..teams).prop_map(|team| json!(format!("team-{team}"))).boxed()));
    }
    let incidents =
        (1..5_000_u32, 1..500_000_u32, weighted(0.5, amount(20_000))).prop_map(|(low, more, step)| {
            let mut rules = json!({ "medium_loss": low.to_string(), "high_loss": (low + more).to_string() });
            if let Some(step) = step {
                rules["manual_step_threshold"] = step;
            }
            rules
        });
    let responses = table(vec![
        ("ops-run-it", given, response(true, given)),
        ("you-build-it-you-run-it", given, response(false, given)),
    ]);
    let operations = table(vec![("hourly_cost", given, amount(150))]);
    table(vec![
        ("horizon", 0.7, horizon),
        ("operations", given, operations),
        ("response", given, responses),
        ("incidents", 0.5, incidents.boxed()),
        ("throughput", given, by_model(given, throughput)),
        ("learning", given, by_model(given, learning)),
        ("operations_work", given, by_model(given, work)),
        ("setup", given, by_model(given, one_off)),
        ("transition", given, by_model(given, one_off)),
        ("transition_plan", 0.5, table(plan)),
        ("revenue_share", 0.3, share()),
    ])
}

fn service(given: f64) -> BoxedStrategy<Value> {
    table(vec![
        ("incidents_per_year", given, count(60)),
        ("severity", 0.4, shaped(100, |share| json!(format!("{share}%")))),
        ("working_hours_exposure", 0.3, share()),
        ("out_of_hours_exposure", 0.3, share()),
        ("revenue_share", 0.2, share()),
        ("features_per_year", given, count(90)),
        ("value_per_feature_week", given, amounts(5_000)),
        ("insights_per_year", given, count(30)),
        ("value_per_insight_week", given, amounts(3_000)),
        ("operating_model", 0.2, words(vec!["ops-run-it", "you-build-it-you-run-it"])),
        ("target_required", 0.2, any::<bool>().prop_map(Value::from).boxed()),
        ("minimum_out_of_hours", 0.2, words(vec!["none", "domain", "team"])),
    ])
}

fn team(given: f64) -> BoxedStrategy<Value> {
    table(vec![
        ("hourly_cost", given, amount(150)),
        ("capacity_hours_per_week", given, (0..400_u32).prop_map(Value::from).boxed()),
        ("rework_rate", given, share()),
        ("funding", 0.6, words(vec!["product", "it"])),
    ])
}

fn extend(document: &mut Value, more: Value) {
    if let (Some(document), Value::Object(more)) = (document.as_object_mut(), more) {
        document.extend(more);
    }
}

/// Small portfolios with costs. Standby is paid wherever all inputs are there.
pub(crate) fn costed(peaks: bool, inputs: Inputs) -> impl Strategy<Value = Value> {
    let given = inputs.probability();
    portfolio(Parts { peaks, presets: false, small: true }).prop_flat_map(move |document| {
        let length = |key: &str| document.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        let (services, teams) = (length("services"), length("teams"));
        let services: Vec<_> = (0..services).map(|_| service(given)).collect();
        let of_teams: Vec<_> = (0..teams).map(|_| team(given)).collect();
        let currencies = select(vec!["USD", "EUR", "JPY", "KWD"]);
        let standby = (amount(60), amount(60));
        (tables(given, teams), services, of_teams, currencies, standby).prop_map(
            move |(tables, services, teams, currency, (product_teams, operations))| {
                let mut document = document.clone();
                extend(&mut document, tables);
                document["currency"] = json!(currency);
                for (key, more) in [("services", services), ("teams", teams)] {
                    for (index, more) in more.into_iter().enumerate() {
                        extend(&mut document[key][index], more);
                    }
                }
                if inputs == Inputs::All {
                    for (who, amount) in [("product_teams", product_teams), ("operations", operations)] {
                        document["on_call"][who]["standby"] = json!({ "amount": amount, "per": "day" });
                    }
                }
                document
            },
        )
    })
}

#[test]
fn costed_portfolios_are_valid() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..200 {
        let document = costed(true, Inputs::Most).new_tree(&mut runner).expect("it generates").current();
        super::read(&document);
    }
}
