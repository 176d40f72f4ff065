//! Least cost against brute force: every assignment of models to services and of schedules to teams.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::least_cost::ForSale;
use super::policy;
use crate::assignment::{Assignment, Pick, Strategy as Rule};
use crate::comparison::compare;
use crate::decision::choose;
use crate::evaluation::Analysis;
use crate::exact::Money;
use crate::finding::FindingCode;
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours};

use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};

/// Portfolios in which standby, delay and loss are of one size, so that every choice is cheapest somewhere.
fn portfolio() -> impl Strategy<Value = Value> {
    (1_usize..=4, 0_usize..=3, 0_usize..=2).prop_flat_map(|(services, teams, domains)| {
        let services: Vec<_> = (0..services).map(|index| service(index, teams)).collect();
        let domain = proptest::option::of(0..domains.max(1));
        let domain = domain.prop_map(move |domain| domain.filter(|_| domains > 0));
        let standby = (0..400_u32, 0..800_u32, 1..3_u32);
        let response = (1..300_u32, 1..300_u32, any::<bool>());
        let more = (select(vec!["USD", "JPY"]), select(vec!["0%", "5%"]), 0..60_000_u32);
        (services, prop::collection::vec(domain, teams), standby, response, more).prop_map(
            move |(services, team_domains, (product_teams, operations, rotas), (ours, theirs, waits), more)| {
                let (currency, rate, setup) = more;
                let domains: Vec<_> =
                    (0..domains).map(|domain| json!({ "name": format!("domain-{domain}") })).collect();
                let team = |(index, domain): (usize, &Option<usize>)| match domain {
                    Some(domain) => {
                        json!({ "name": format!("team-{index}"), "domain": format!("domain-{domain}") })
                    }
                    None => json!({ "name": format!("team-{index}") }),
                };
                let teams: Vec<_> = team_domains.iter().enumerate().map(team).collect();
                let tier = |minutes: u32| json!({ "name": "tier", "pick_up": "0min", "handling": format!("{minutes}min"), "people": 1, "hourly_cost": "50" });
                let mut of_operations = tier(theirs);
                if waits {
                    of_operations["out_of_hours"] = json!("next-working-day");
                }
                json!({
                    "schema": 1,
                    "currency": currency,
                    "horizon": { "years": 2, "discount_rate": rate },
                    "exposure_bands": [
                        { "max_per_hour": "200", "availability": "95.0" },
                        { "max_per_hour": "600", "availability": "99.0" },
                        { "max_per_hour": "1000", "availability": "99.9" },
                    ],
                    "on_call": {
                        "product_teams": { "standby": { "amount": product_teams, "per": "week" } },
                        "operations": { "rotas": rotas, "standby": { "amount": operations, "per": "week" } },
                    },
                    "response": {
                        "ops-run-it": { "tiers": [of_operations] },
                        "you-build-it-you-run-it": { "tiers": [tier(ours)] },
                    },
                    "setup": {
                        "ops-run-it": { "service-reliability": "1000" },
                        "you-build-it-you-run-it": { "service-reliability": setup.to_string() },
                    },
                    "throughput": {
                        "ops-run-it": { "hand_off_lead_time": "10d" },
                        "you-build-it-you-run-it": { "hand_off_lead_time": "4h" },
                    },
                    "domains": domains,
                    "teams": teams,
                    "services": services,
                })
            },
        )
    })
}

fn service(index: usize, teams: usize) -> impl Strategy<Value = Value> {
    let window = select(vec![
        ("2026-11-01", "2026-12-15"),
        ("2026-12-01", "2027-02-28"),
        ("2026-11-01", "2026-11-07"),
        ("Fri 15:00-22:00", ""),
        ("Sat 08:00-23:00", ""),
    ]);
    let peak = proptest::option::weighted(0.3, (window, 1..2_000_u32));
    let not_for_sale = (
        proptest::option::weighted(0.15, select(vec!["ops-run-it", "you-build-it-you-run-it"])),
        proptest::option::weighted(0.2, select(vec!["none", "domain", "team"])),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.05),
    );
    let costs = (0..1_200_u32, 0..40_u32, 0..30_u32, select(vec!["low", "high"]));
    (0..=teams, costs, not_for_sale, peak).prop_map(
        move |(team, (exposure, incidents, value, demand), (model, minimum, required, partial), peak)| {
            let mut service = json!({
                "name": format!("service-{index}"),
                "kind": "digital",
                "exposure_per_hour": exposure.to_string(),
                "feature_demand": demand,
                "incidents_per_year": incidents,
                "features_per_year": 10,
                "value_per_feature_week": (value * 20).to_string(),
            });
            // Some services name no team.
            if team < teams {
                service["team"] = json!(format!("team-{team}"));
            }
            if let Some(model) = model {
                service["operating_model"] = json!(model);
            }
            if let Some(minimum) = minimum {
                service["minimum_out_of_hours"] = json!(minimum);
            }
            if required {
                service["target_required"] = json!(true);
            }
            if partial && let Some(service) = service.as_object_mut() {
                service.remove("incidents_per_year");
            }
            if let Some(((from, to), above)) = peak {
                let mut peak = json!({ "name": "peak", "exposure_per_hour": (exposure + above).to_string() });
                match to {
                    "" => peak["hours"] = json!(from),
                    to => (peak["from"], peak["to"]) = (json!(from), json!(to)),
                }
                service["peaks"] = json!([peak]);
            }
            service
        },
    )
}

/// Every assignment there is: a model for each service, for each team that runs one a level, and for each window in which
/// a service that it runs has a peak that level or a higher one.
fn assignments(portfolio: &Portfolio) -> Vec<Vec<Pick>> {
    const LEVELS: [OutOfHours; 3] = [OutOfHours::None, OutOfHours::Domain, OutOfHours::Team];
    let services = &portfolio.file().services;
    let count = services.len();
    let window =
        |peak: &crate::portfolio::Peak| (peak.from, peak.to, peak.hours.as_ref().map(ToString::to_string));
    let mut all = Vec::new();
    for models in 0_u32..1 << count {
        let by_team = |service: usize| models & (1 << service) != 0;
        let runner = |service: usize| {
            let team = portfolio.members[service].team;
            team.map_or((1, service), |team| (0, team.index()))
        };
        // What is free to choose: a level for each team, and one for each of its windows.
        let mut free = BTreeMap::new();
        for service in (0..count).filter(|service| by_team(*service)) {
            let next = free.len();
            free.entry((runner(service), None)).or_insert(next);
            for peak in &services[service].peaks {
                let next = free.len();
                free.entry((runner(service), Some(window(peak)))).or_insert(next);
            }
        }
        for levels in 0..3_usize.pow(u32::try_from(free.len()).unwrap()) {
            let level = |key: &_| LEVELS[levels / 3_usize.pow(u32::try_from(free[key]).unwrap()) % 3];
            let lowered = free.keys().any(|(runner, window)| {
                window.is_some() && level(&(*runner, window.clone())) < level(&(*runner, None))
            });
            if lowered {
                continue;
            }
            let pick = |service: usize| match by_team(service) {
                false => Pick { model: OpsRunIt, level: OutOfHours::None, peaks: Vec::new() },
                true => Pick {
                    model: YouBuildItYouRunIt,
                    level: level(&(runner(service), None)),
                    peaks: services[service]
                        .peaks
                        .iter()
                        .map(|peak| level(&(runner(service), Some(window(peak)))))
                        .collect(),
                },
            };
            all.push((0..count).map(pick).collect());
        }
    }
    all
}

/// What the line items of an assignment come to: added up apart from the sums that least cost works with.
fn ledger_total(analysis: &Analysis<'_>, assignment: &Assignment) -> Money {
    let mut total = Money::ZERO;
    let ledger = assignment.ledger(&analysis.costing).unwrap();
    let add = &mut |_, _, entry: crate::ledger::Entry<'_>| {
        total = total.plus(entry.over_horizon.unwrap_or_default())?;
        Ok(())
    };
    ledger.visit(add).unwrap();
    total
}

fn check(document: &Value) -> Result<(), TestCaseError> {
    let portfolio = Portfolio::read(document.to_string().as_bytes())
        .map_err(|problems| TestCaseError::fail(problems.to_string()))?;
    let analysis = Analysis::of(&portfolio).unwrap();
    let recommended = Assignment::of(&portfolio, choose(&portfolio)).unwrap();
    let mut details = Vec::new();
    let services = portfolio.file().services.iter().zip(&recommended.choices).enumerate();
    let for_sale: Vec<ForSale> = services
        .map(|(index, (service, choice))| {
            policy::for_sale(&analysis, index, service, choice, &mut details).unwrap()
        })
        .collect();
    let is_for_sale = |assignment: &Assignment| {
        policy::is_for_sale(&analysis, crate::evaluation::Standing::of(assignment), &for_sale).unwrap()
    };
    let least = policy::least_cost_assignment(&analysis, &recommended, &mut Vec::new()).unwrap();
    if !analysis.options.iter().any(super::Options::is_comparable) {
        // Where nothing can be compared, nothing is known to cost least.
        prop_assert!(least.is_none());
        return Ok(());
    }
    let least = least.expect("standby has a price, and something is always feasible");
    let claimed = ledger_total(&analysis, &least);
    prop_assert!(is_for_sale(&least));

    let mut cheapest: Option<Money> = None;
    for picks in assignments(&portfolio) {
        let assignment = Assignment::picked(&portfolio, &recommended.choices, &picks).unwrap();
        if is_for_sale(&assignment) {
            let cost = ledger_total(&analysis, &assignment);
            cheapest = Some(cheapest.map_or(cost, |cheapest| cheapest.min(cost)));
        }
    }
    let cheapest = cheapest.expect("something is always feasible");
    prop_assert_eq!(claimed, cheapest);

    let comparison = compare(&portfolio).unwrap();
    for costs in &comparison.strategies {
        let assignment = Assignment::by(&portfolio, &recommended.choices, costs.strategy).unwrap();
        if costs.strategy == Rule::LeastCost {
            prop_assert_eq!(costs.over_horizon, claimed);
        } else if is_for_sale(&assignment) {
            prop_assert!(
                costs.over_horizon >= claimed,
                "{:?} costs {}, not {claimed}",
                costs.strategy,
                costs.over_horizon
            );
        }
    }
    // What is not for sale is not sold, but for a target that nothing meets.
    let out_of_reach =
        comparison.findings.iter().filter(|finding| finding.code() == FindingCode::RequiredTargetOutOfReach);
    prop_assert_eq!(out_of_reach.count(), details.len());
    for (index, service) in portfolio.file().services.iter().enumerate() {
        let choice = &least.choices[index];
        prop_assert!(service.operating_model.is_none_or(|model| model == choice.model));
        let minimum = service.minimum_out_of_hours.unwrap_or(OutOfHours::None);
        prop_assert!(choice.model == OpsRunIt || least.planned.needs.level_of(index) >= minimum);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        max_shrink_iters: 300,
        rng_seed: match ProptestConfig::default().rng_seed {
            RngSeed::Random => RngSeed::Fixed(20_261_123),
            given => given,
        },
        ..ProptestConfig::default()
    })]

    #[test]
    fn brute_force_never_beats_least_cost(document in portfolio()) {
        check(&document)?;
    }
}
