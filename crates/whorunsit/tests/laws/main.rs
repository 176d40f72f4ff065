//! Laws that hold for every portfolio, tried on generated ones.
#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may fail loudly")]

mod common;
mod kept;
mod ledger;
mod scenarios;
mod strategies;

use std::collections::{BTreeMap, HashSet};

use common::costs::{Inputs, costed};
use common::{Parts, decide, money, portfolio, read, untraced};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use whorunsit::{
    FindingCode, Money, OperatingModel, Portfolio, ProblemCode, Recommendation, ScheduleKind, facade,
    schedules,
};

/// Generated portfolios are large values; this many of each keep the suite short in debug.
fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        // The same portfolios in every run, unless PROPTEST_RNG_SEED asks for others.
        rng_seed: match ProptestConfig::default().rng_seed {
            RngSeed::Random => RngSeed::Fixed(20_261_123),
            given => given,
        },
        ..ProptestConfig::default()
    }
}

fn list<'d>(document: &'d mut Value, key: &str) -> &'d mut Vec<Value> {
    document[key].as_array_mut().expect("it is a list")
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn more_exposure_never_lowers_a_target(
        mut document in portfolio(Parts { peaks: false, ..Parts::ALL }),
        more in money(900_000),
    ) {
        let before = decide(&document);
        let exposures = before.services.iter().map(|service| service.exposure_per_hour);
        for (service, exposure) in list(&mut document, "services").iter_mut().zip(exposures) {
            // Means may have more decimals than input may; one unit more than rounded is more all the same.
            let exposure = exposure.amount().round() + Decimal::ONE + more.parse::<Decimal>().expect("a number");
            service["exposure_per_hour"] = json!(exposure.to_string());
        }
        let after = decide(&document);
        for (before, after) in before.services.iter().zip(&after.services) {
            prop_assert!(after.availability_target >= before.availability_target, "{}", before.name);
        }
    }

    #[test]
    fn more_demand_never_moves_a_service_towards_operations(mut document in portfolio(Parts::ALL)) {
        let names: Vec<Value> = match document.get("demand_bands") {
            Some(bands) => bands.as_array().into_iter().flatten().map(|band| band["name"].clone()).collect(),
            None => ["low", "medium", "high", "very-high"].map(Value::from).to_vec(),
        };
        for policy in ["sixteen-cell", "traffic-light"] {
            document["selection"] = json!({ "policy": policy });
            let mut before: Option<Recommendation> = None;
            for name in &names {
                for service in list(&mut document, "services") {
                    service["feature_demand"] = name.clone();
                }
                let after = decide(&document);
                for (before, after) in before.iter().flat_map(|before| &before.services).zip(&after.services) {
                    prop_assert!(
                        before.operating_model == OperatingModel::OpsRunIt
                            || after.operating_model == OperatingModel::YouBuildItYouRunIt,
                        "{policy} took {} from its team at demand {name}", after.name
                    );
                    prop_assert!(after.deployment_target.days() < before.deployment_target.days());
                }
                before = Some(after);
            }
        }
    }

    #[test]
    fn parts_sum_to_totals(document in portfolio(Parts::ALL)) {
        let recommendation = decide(&document);
        let standby = &recommendation.standby;
        let total = |operations: bool| {
            let of_kind = recommendation
                .schedules
                .iter()
                .filter(|schedule| (schedule.kind == ScheduleKind::Operations) == operations);
            let costs: Option<Vec<Money>> = of_kind.map(|schedule| schedule.standby_cost_per_year).collect();
            costs.map(|costs| Money::total(costs).expect("it fits"))
        };
        prop_assert_eq!(standby.product_teams_cost_per_year, total(false));
        prop_assert_eq!(standby.operations_cost_per_year, total(true));
        prop_assert_eq!(standby.partial, total(false).is_none() || total(true).is_none());
        if let (Some(product_teams), Some(operations)) = (total(false), total(true)) {
            prop_assert_eq!(standby.cost_per_year, product_teams.plus(operations).ok());
        }

        let services = recommendation.services.len();
        let distribution = &recommendation.exposure_distribution;
        prop_assert_eq!(distribution.iter().map(|band| band.services).sum::<usize>(), services);

        // Every service is covered by the schedule it names, and by no other in a normal week.
        for service in &recommendation.services {
            let covers = |name: &str| {
                let named = recommendation.schedules.iter().find(|schedule| &*schedule.name == name);
                named.is_some_and(|schedule| schedule.services.contains(&service.name))
            };
            match &service.schedule {
                Some(name) => prop_assert!(covers(name), "{} is not in {name}", service.name),
                None => prop_assert_eq!(service.operating_model, OperatingModel::YouBuildItYouRunIt),
            }
        }
        let of_a_team: HashSet<&str> = recommendation
            .services
            .iter()
            .filter(|service| service.operating_model == OperatingModel::YouBuildItYouRunIt)
            .filter_map(|service| service.schedule.as_deref())
            .collect();
        prop_assert_eq!(recommendation.on_call.product_team_schedules, of_a_team.len());

        // The last point of the scale curve is the portfolio itself, were it not for services without a team.
        let plan = schedules(&read(&document)).expect("amounts are small");
        prop_assert_eq!(&plan.schedules, &recommendation.schedules);
        prop_assert_eq!(&plan.standby, &recommendation.standby);
        let all_have_teams = recommendation.services.iter().all(|service| service.team.is_some());
        if let Some(last) = plan.scale.last().filter(|_| all_have_teams) {
            let rotas = document["on_call"]["operations"]["rotas"].as_u64().unwrap_or(1);
            let by_operations = recommendation.on_call.operations_people > 0;
            let expected = of_a_team.len() as u64 + if by_operations { rotas } else { 0 };
            prop_assert_eq!(u64::from(last.on_exposure.schedules), expected);
        }
    }

    #[test]
    fn the_order_of_services_changes_nothing(
        document in portfolio(Parts::ALL),
        order in any::<prop::sample::Index>(),
        reverse in any::<bool>(),
    ) {
        let mut shuffled = document.clone();
        let services = list(&mut shuffled, "services");
        let start = order.index(services.len());
        services.rotate_left(start);
        if reverse {
            services.reverse();
        }
        prop_assert_eq!(by_name(&decide(&document)), by_name(&decide(&shuffled)));
    }

    #[test]
    fn scaling_all_money_scales_costs_and_changes_no_decision(
        document in portfolio(Parts { presets: false, ..Parts::ALL }),
        factor in 2_u32..1_000,
    ) {
        // The mean of an interval is rounded to twelve digits, so only points and ranges scale exactly.
        let mut document = document;
        for service in list(&mut document, "services") {
            let exposure = &mut service["exposure_per_hour"];
            if exposure.get("p5").is_some() || exposure.as_str().is_some_and(|text| text.contains(" to ")) {
                *exposure = json!("5000");
            }
        }
        let mut scaled = document.clone();
        let factor = Decimal::from(factor);
        scale_money(&mut scaled, factor);
        let (before, after) = (decide(&document), decide(&scaled));
        for (before, after) in before.services.iter().zip(&after.services) {
            prop_assert_eq!(before.availability_target, after.availability_target);
            prop_assert_eq!(before.operating_model, after.operating_model);
            prop_assert_eq!(before.out_of_hours, after.out_of_hours);
            prop_assert_eq!(&before.schedule, &after.schedule);
            prop_assert_eq!(
                before.findings.iter().map(whorunsit::Finding::code).collect::<Vec<_>>(),
                after.findings.iter().map(whorunsit::Finding::code).collect::<Vec<_>>()
            );
        }
        for (before, after) in before.schedules.iter().zip(&after.schedules) {
            prop_assert!(is_times(before.standby_cost_per_year, factor, after.standby_cost_per_year));
        }
        prop_assert!(is_times(before.standby.cost_per_year, factor, after.standby.cost_per_year));
        prop_assert_eq!(before.findings.len(), after.findings.len());
    }

    #[test]
    fn portfolios_survive_json_and_toml(
        document in prop_oneof![portfolio(Parts::ALL), costed(true, Inputs::Most)],
    ) {
        let portfolio = read(&document);
        for text in [portfolio.to_json(), portfolio.to_toml()] {
            let again = Portfolio::read(text.as_bytes());
            prop_assert!(again.is_ok(), "{}\n{text}", again.unwrap_err());
            let again = again.expect("checked above");
            prop_assert_eq!(again.file(), portfolio.file(), "{}", text);
            prop_assert_eq!(untraced(&again), untraced(&portfolio));
        }
        let built = Portfolio::new(portfolio.file().clone()).expect("it was read, so it holds");
        prop_assert_eq!(untraced(&built), untraced(&portfolio));
    }

    #[test]
    fn an_inflated_target_costs_what_a_second_run_without_it_saves(
        document in portfolio(Parts { peaks: false, ..Parts::ALL }),
    ) {
        let with = decide(&document);
        for (index, service) in with.services.iter().enumerate() {
            let inflated =
                service.findings.iter().find(|finding| finding.code() == FindingCode::TargetInflated);
            let Some(inflated) = inflated else { continue };
            let mut without = document.clone();
            list(&mut without, "services")[index]
                .as_object_mut()
                .expect("it is a table")
                .remove("availability_target");
            let expected = match extra_standby(&with, &decide(&without)) {
                Some(extra) if extra.is_zero() => "standby costs no more for it".to_owned(),
                Some(extra) if extra.amount().is_sign_negative() => {
                    let less = Money::ZERO.minus(extra).expect("it fits");
                    format!("standby costs {} less a year", with.currency.show(less))
                }
                Some(extra) => format!("it costs {} more standby a year", with.currency.show(extra)),
                None => "is not estimated".to_owned(),
            };
            let message = inflated.to_string();
            prop_assert!(message.contains(&expected), "{}: {message}, not {expected}", service.name);
        }
    }
}

/// Found by the law above: shares of a year have no end of digits, and summed as they were, the last digit of
/// the total depended on the order.
#[test]
fn shares_of_a_year_sum_alike_in_every_order() {
    let service = |name: &str, peaks: Value| json!({ "name": name, "kind": "digital", "exposure_per_hour": "1", "feature_demand": "high", "peaks": peaks });
    let peak =
        |from: &str, to: &str| json!([{ "name": "p", "from": from, "to": to, "exposure_per_hour": "9" }]);
    let mut always = service("always", json!([]));
    always["availability_target"] = json!("99.0");
    let mut services = [
        service("a", peak("2026-01-02", "2026-01-12")),
        service("b", peak("2026-01-02", "2026-02-02")),
        always,
    ];
    let standby = json!([
        { "amount": "4", "per": "hour", "when": "Mon-Thu 17:30-09:15" },
        { "amount": "6", "per": "day" },
    ]);
    let mut total = || {
        services.rotate_left(1);
        decide(&json!({
            "schema": 1,
            "currency": "GBP",
            "exposure_bands": [
                { "max_per_hour": "1", "availability": "95.0" },
                { "max_per_hour": "9", "availability": "99.99" },
            ],
            "on_call": { "product_teams": { "people_per_schedule": 2, "standby": standby } },
            "services": services,
        }))
        .standby
    };
    let first = total();
    assert_eq!(first, total());
    assert_eq!(first, total());
}

/// What one recommendation costs more than another; `None` where what differs has no price.
fn extra_standby(with: &Recommendation, without: &Recommendation) -> Option<Money> {
    let extra = |now: Option<Money>, then: Option<Money>, same: bool| match (now, then) {
        (Some(now), Some(then)) => now.minus(then).ok(),
        _ if same => Some(Money::ZERO),
        _ => None,
    };
    let (now, then) = (&with.standby, &without.standby);
    let product_teams = extra(
        now.product_teams_cost_per_year,
        then.product_teams_cost_per_year,
        with.on_call.product_team_schedules == without.on_call.product_team_schedules,
    );
    let operations = extra(
        now.operations_cost_per_year,
        then.operations_cost_per_year,
        with.on_call.operations_people == without.on_call.operations_people,
    );
    product_teams?.plus(operations?).ok()
}

/// Everything a recommendation says, with nothing left of the order of its services.
fn by_name(recommendation: &Recommendation) -> (BTreeMap<String, Value>, BTreeMap<String, Value>, Value) {
    let mut rest = serde_json::to_value(recommendation).expect("it is plain data");
    let mut services = BTreeMap::new();
    for service in list(&mut rest, "services").drain(..) {
        services.insert(service["name"].to_string(), service);
    }
    let sort = |names: &mut Value| {
        names.as_array_mut().expect("it is a list").sort_by_key(Value::to_string);
    };
    let mut schedules = BTreeMap::new();
    for mut schedule in list(&mut rest, "schedules").drain(..) {
        sort(&mut schedule["services"]);
        schedules.insert(schedule["name"].to_string(), schedule);
    }
    sort(&mut rest["on_call"]["teams_in_working_hours"]);
    (services, schedules, rest)
}

/// Multiplies every amount of a portfolio.
fn scale_money(value: &mut Value, factor: Decimal) {
    let times = |amount: &mut Value| {
        if let Some(text) = amount.as_str() {
            let number: Decimal = text.parse().expect("amounts are text");
            *amount = json!((number * factor).to_string());
        }
    };
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match key.as_str() {
                    "amount" | "max_per_hour" => times(value),
                    "exposure_per_hour" if value.is_object() => {
                        value.as_object_mut().into_iter().flatten().for_each(|(_, part)| times(part));
                    }
                    "exposure_per_hour" => times(value),
                    _ => scale_money(value, factor),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| scale_money(item, factor)),
        _ => {}
    }
}

/// Whether one amount is so many times the other; shares of a year are cut to nine decimals.
fn is_times(before: Option<Money>, factor: Decimal, after: Option<Money>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => (before.amount() * factor - after.amount()).abs() < Decimal::new(1, 4),
        (None, None) => true,
        _ => false,
    }
}

/// Calls every command; the answer must be a whole envelope, and every error well formed.
fn check_answers(input: &[u8], options: &str) -> Result<(), TestCaseError> {
    for command in facade::COMMANDS {
        let answer = facade::call(command, input, options);
        let answer: Value = serde_json::from_str(&answer)
            .map_err(|error| TestCaseError::fail(format!("{command} answered no JSON: {error}")))?;
        if answer["ok"] == json!(true) {
            prop_assert!(answer["provenance"]["input_sha256"].is_string());
            continue;
        }
        prop_assert_eq!(&answer["ok"], &json!(false));
        prop_assert!(answer.as_object().is_some_and(|answer| answer.len() == 2), "a refusal is not partial");
        let errors = answer["errors"].as_array().cloned().unwrap_or_default();
        prop_assert!(!errors.is_empty());
        for error in &errors {
            check_error(error)?;
        }
    }
    Ok(())
}

fn check_error(error: &Value) -> Result<(), TestCaseError> {
    let text = |key: &str| error[key].as_str().unwrap_or_default();
    let code = ProblemCode::ALL.iter().find(|code| code.as_str() == text("code"));
    prop_assert!(code.is_some_and(|code| *code != ProblemCode::Internal), "{error}");
    prop_assert!(!text("message").is_empty() && !text("help").is_empty(), "{error}");
    prop_assert!(error["path"].is_string() && is_pointer(text("path")), "{error}");
    prop_assert_eq!(error["line"].is_null(), error["column"].is_null());
    prop_assert!(error["line"].as_u64() != Some(0) && error["column"].as_u64() != Some(0), "{error}");
    Ok(())
}

/// RFC 6901: nothing, or parts that each start with a slash, in which `~` stands only before 0 or 1.
fn is_pointer(path: &str) -> bool {
    let escaped = path.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    (path.is_empty() || path.starts_with('/')) && escaped
}

/// Text cut into words, numbers and signs, spaces kept.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let kind = |c: char| if c.is_alphanumeric() || c == '_' { Some(c.is_alphanumeric()) } else { None };
    for c in text.chars() {
        match tokens.last_mut() {
            Some(last) if last.chars().last().and_then(kind).is_some() && kind(c).is_some() => last.push(c),
            _ => tokens.push(c.to_string()),
        }
    }
    tokens
}

#[derive(Clone, Debug)]
enum Change {
    Delete,
    Duplicate,
    Replace(String),
    Swap,
}

fn change() -> impl Strategy<Value = Change> {
    let strange = prop::sample::select(vec![
        "",
        "-1",
        "NaN",
        "1e999",
        "0",
        "101",
        "100",
        "99999999999999999999",
        "0.0000000001",
        "null",
        "[]",
        "{}",
        "\"\"",
        "\"a~b/c\"",
        "\\ud800",
        "\u{0}",
        "\u{feff}",
        "é",
        "every 0 days",
        "XYZ",
        "2026-02-30",
        "1 to 0",
        "true",
        "\n",
        "[[",
        "]]",
        "services",
        "exposure_per_hour",
        "schema",
        "=",
        ",",
        ":",
        "inf",
        "0x1F",
        "1_0",
    ]);
    prop_oneof![
        Just(Change::Delete),
        Just(Change::Duplicate),
        Just(Change::Swap),
        strange.prop_map(|text| Change::Replace(text.to_owned())),
        "\\PC{0,6}".prop_map(Change::Replace),
    ]
}

fn mutate(text: &str, changes: &[(prop::sample::Index, Change)]) -> String {
    let mut tokens = tokens(text);
    for (index, change) in changes.iter().filter(|_| !text.is_empty()) {
        if tokens.is_empty() {
            break;
        }
        let at = index.index(tokens.len());
        match change {
            Change::Delete => drop(tokens.remove(at)),
            Change::Duplicate => tokens.insert(at, tokens[at].clone()),
            Change::Replace(with) => tokens[at].clone_from(with),
            Change::Swap => {
                let other = (at * 7 + 1) % tokens.len();
                tokens.swap(at, other);
            }
        }
    }
    tokens.concat()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn no_bytes_panic(input in prop::collection::vec(any::<u8>(), 0..300), options in "\\PC{0,12}") {
        check_answers(&input, &options)?;
    }

    #[test]
    fn no_text_panics(input in "[\\[\\]{}=:,.\"'#a-z0-9_ \\n-]{0,200}|\\PC{0,100}|\\{\\PC{0,100}") {
        check_answers(input.as_bytes(), "")?;
    }
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn no_damaged_portfolio_panics(
        document in prop_oneof![portfolio(Parts::ALL), costed(true, Inputs::Most)],
        as_toml in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..6),
    ) {
        let portfolio = read(&document);
        let text = if as_toml { portfolio.to_toml() } else { portfolio.to_json() };
        let damaged = mutate(&text, &changes);
        check_answers(damaged.as_bytes(), r#"{"pretty":true}"#)?;
        check_pointers_resolve(&damaged)?;
    }
}

/// An error that quotes a value points at it: its path resolves in the document that was given.
fn check_pointers_resolve(text: &str) -> Result<(), TestCaseError> {
    let Ok(document) = serde_json::from_str::<Value>(text) else { return Ok(()) };
    let Err(problems) = Portfolio::read(text.as_bytes()) else { return Ok(()) };
    for problem in &problems {
        let resolves = document.pointer(problem.path()).is_some();
        prop_assert!(problem.value().is_none() || resolves, "{problem} points nowhere");
        prop_assert!(problem.value().is_some() || problem.location().is_some(), "{problem} has no place");
    }
    Ok(())
}
