//! Generators of valid portfolios, and the few things that tests do with them.
//!
//! A portfolio is generated as the JSON document that a user would write, so that a law can change one key
//! of it and read it again. What is generated is always valid: `read` panics where it is not.

pub(crate) mod costs;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use whorunsit::{Portfolio, Recommendation, recommend};

/// Which parts of the format a generated portfolio may use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    /// Dated peaks of services.
    pub(crate) peaks: bool,
    /// Pay by the name of a preset, whose amounts are fixed.
    pub(crate) presets: bool,
    /// At most two domains, three teams and five services.
    pub(crate) small: bool,
}

impl Parts {
    pub(crate) const ALL: Self = Self { peaks: true, presets: true, small: false };
}

pub(crate) fn read(document: &Value) -> Portfolio {
    match Portfolio::read(document.to_string().as_bytes()) {
        Ok(portfolio) => portfolio,
        Err(problems) => panic!("generated portfolios are valid, but: {problems}\n{document:#}"),
    }
}

pub(crate) fn decide(document: &Value) -> Recommendation {
    untraced(&read(document))
}

/// The recommendation without the digest of its input: one portfolio may be written in many ways.
pub(crate) fn untraced(portfolio: &Portfolio) -> Recommendation {
    let mut recommendation = recommend(portfolio).expect("amounts are small");
    recommendation.provenance.input_sha256 = None;
    recommendation
}

/// Whole documents in the portfolio format.
pub(crate) fn portfolio(parts: Parts) -> impl Strategy<Value = Value> {
    let (domains, teams, services) = if parts.small { (3_usize, 4_usize, 6_usize) } else { (4, 6, 9) };
    let structure = (exposure_bands(), demand_bands(), 0..domains, 0..teams, 1..services);
    structure.prop_flat_map(move |(exposure_bands, demand_bands, domains, teams, services)| {
        let demand = demand(&demand_bands);
        let services: Vec<_> =
            (0..services).map(|index| service(index, teams, demand.clone(), parts)).collect();
        let teams: Vec<_> = (0..teams).map(|index| team(index, domains)).collect();
        let domains: Vec<_> = (0..domains).map(domain).collect();
        let tables = (services, teams, domains, on_call(parts), calendar());
        let policy = proptest::option::of(select(vec!["sixteen-cell", "traffic-light"]));
        (tables, policy, any::<bool>()).prop_map(
            move |((services, teams, domains, on_call, calendar), policy, named)| {
                let mut document = json!({
                    "schema": 1,
                    "currency": "GBP",
                    "exposure_bands": exposure_bands,
                    "services": services,
                });
                if named {
                    document["name"] = json!("Generated");
                }
                if let Some(policy) = policy {
                    document["selection"] = json!({ "policy": policy });
                }
                for (key, value) in [
                    ("demand_bands", json!(demand_bands)),
                    ("teams", json!(teams)),
                    ("domains", json!(domains)),
                ] {
                    if value != json!([]) {
                        document[key] = value;
                    }
                }
                for (key, value) in [("on_call", on_call), ("calendar", calendar)] {
                    if value != json!({}) {
                        document[key] = value;
                    }
                }
                document
            },
        )
    })
}

/// An amount with up to two decimals.
pub(crate) fn money(most: u32) -> impl Strategy<Value = String> {
    (0..=most, prop_oneof![Just(String::new()), (0..100_u32).prop_map(|cents| format!(".{cents:02}"))])
        .prop_map(|(whole, cents)| format!("{whole}{cents}"))
}

/// Exposure bands that ascend; some state their schedule.
fn exposure_bands() -> impl Strategy<Value = Vec<Value>> {
    let targets = subsequence(vec!["95.0", "98.5", "99.0", "99.5", "99.9", "99.95", "99.99"], 1..=4);
    let schedule = proptest::option::of(select(vec!["none", "domain", "team"]));
    targets.prop_flat_map(move |targets| {
        let band = (1..200_000_u32, proptest::option::weighted(0.2, schedule.clone()));
        proptest::collection::vec(band, targets.len()).prop_map(move |bands| {
            let mut maximum = 0;
            let bands = targets.iter().zip(bands).map(|(target, (step, schedule))| {
                maximum += step;
                let mut band = json!({ "max_per_hour": maximum.to_string(), "availability": target });
                if let Some(Some(schedule)) = schedule {
                    band["out_of_hours"] = json!(schedule);
                }
                band
            });
            bands.collect()
        })
    })
}

/// No demand bands (the default ones), named ones, or ones by features a month; cadences of any length.
fn demand_bands() -> impl Strategy<Value = Vec<Value>> {
    let cadences = vec![
        "every 60 days",
        "monthly",
        "every 20.5 days",
        "fortnightly",
        "every 10 days",
        "every 7.001 days",
        "weekly",
        "every 3 days",
        "daily",
    ];
    let bands = (subsequence(cadences, 1..=5), any::<bool>(), any::<bool>());
    let bands = bands.prop_map(|(cadences, counted, open)| {
        let last = cadences.len() - 1;
        let band = |(index, cadence)| {
            let mut band = json!({ "name": format!("demand-{index}"), "deployment": cadence });
            if counted && (index < last || !open || last == 0) {
                band["max_features_per_month"] = json!(2 * (index + 1));
            }
            band
        };
        cadences.into_iter().enumerate().map(band).collect()
    });
    prop_oneof![Just(Vec::new()), bands]
}

/// What services may say of their feature demand, given the demand bands.
fn demand(bands: &[Value]) -> BoxedStrategy<Value> {
    let names: Vec<Value> = match bands {
        [] => ["low", "medium", "high", "very-high"].map(Value::from).to_vec(),
        bands => bands.iter().map(|band| band["name"].clone()).collect(),
    };
    let counted = bands.iter().any(|band| band.get("max_features_per_month").is_some());
    match counted {
        true => {
            prop_oneof![select(names), estimate((0..12_u32).prop_map(|count| json!(count)).boxed())].boxed()
        }
        false => select(names).boxed(),
    }
}

/// A quantity as a point, a range, an interval or its shorthand.
fn estimate(quantity: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let number = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let ascending = move |mut values: Vec<Value>| {
        values.sort_by(|a, b| {
            let size = |value: &Value| number(value).parse::<f64>().expect("it is a number");
            size(a).total_cmp(&size(b))
        });
        values
    };
    let range = proptest::collection::vec(quantity.clone(), 3)
        .prop_map(ascending)
        .prop_map(|parts| json!({ "low": parts[0], "likely": parts[1], "high": parts[2] }));
    let interval = (1..50_u32, 1..500_u32).prop_map(|(low, more)| json!({ "p5": low, "p95": low + more }));
    let shorthand = (1..50_u32, 1..500_u32).prop_map(|(low, more)| json!(format!("{low} to {}", low + more)));
    prop_oneof![5 => quantity, 1 => range, 1 => interval, 1 => shorthand].boxed()
}

fn service(
    index: usize,
    teams: usize,
    demand: BoxedStrategy<Value>,
    parts: Parts,
) -> impl Strategy<Value = Value> {
    let exposure = estimate(money(600_000).prop_map(Value::from).boxed());
    let team = proptest::option::of(0..teams.max(1)).prop_map(move |team| team.filter(|_| teams > 0));
    let by_hand = proptest::option::weighted(0.4, select(vec!["90", "99.0", "99.5", "99.9", "99.99"]));
    let incidents = estimate((0..200_u32).prop_map(|count| json!(count)).boxed());
    let incidents = proptest::option::of(incidents);
    let peaks = proptest::collection::vec((1..300_000_u32, 1..60_i32, 0..60_i32), 0..=2);
    let all = (any::<bool>(), exposure, demand, team, by_hand, incidents, peaks);
    all.prop_map(move |(digital, exposure, demand, team, by_hand, incidents, peaks)| {
        let peaks = if parts.peaks { peaks_above(&exposure, &peaks) } else { Vec::new() };
        let mut service = json!({
            "name": format!("service-{index}"),
            "kind": if digital { "digital" } else { "foundational" },
            "exposure_per_hour": exposure,
            "feature_demand": demand,
        });
        if let Some(team) = team {
            service["team"] = json!(format!("team-{team}"));
        }
        if let Some(target) = by_hand {
            service["availability_target"] = json!(target);
        }
        if let Some(incidents) = incidents {
            service["incidents_per_year"] = incidents;
        }
        if !peaks.is_empty() {
            service["peaks"] = json!(peaks);
        }
        service
    })
}

/// Peaks that follow one another through 2026, each some money above the service's exposure.
fn peaks_above(exposure: &Value, peaks: &[(u32, i32, i32)]) -> Vec<Value> {
    let Some(exposure) = exposure.as_str().and_then(|amount| amount.parse::<Decimal>().ok()) else {
        return Vec::new();
    };
    let mut free = jiff::civil::date(2026, 1, 1);
    let peaks = peaks.iter().enumerate().map(|(index, (above, after, lasts))| {
        let from = free.saturating_add(jiff::Span::new().days(*after));
        let to = from.saturating_add(jiff::Span::new().days(*lasts));
        free = to;
        json!({
            "name": format!("peak-{index}"),
            "from": from.to_string(),
            "to": to.to_string(),
            "exposure_per_hour": (exposure + Decimal::from(*above)).to_string(),
        })
    });
    peaks.collect()
}

fn team(index: usize, domains: usize) -> impl Strategy<Value = Value> {
    let domain =
        proptest::option::of(0..domains.max(1)).prop_map(move |domain| domain.filter(|_| domains > 0));
    (domain, proptest::option::of(1..12_u32)).prop_map(move |(domain, participants)| {
        let mut team = json!({ "name": format!("team-{index}") });
        if let Some(domain) = domain {
            team["domain"] = json!(format!("domain-{domain}"));
        }
        if let Some(participants) = participants {
            team["on_call_participants"] = json!(participants);
        }
        team
    })
}

fn domain(index: usize) -> impl Strategy<Value = Value> {
    let words = vec!["customer-journey", "technology-capability", "geography", "tooling"];
    proptest::option::of(select(words)).prop_map(move |grouping| {
        let mut domain = json!({ "name": format!("domain-{index}") });
        if let Some(grouping) = grouping {
            domain["grouping"] = json!(grouping);
        }
        domain
    })
}

/// Keys that may or may not be there, as one table.
fn table(keys: Vec<(&'static str, BoxedStrategy<Value>)>) -> impl Strategy<Value = Value> {
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(key, value)| proptest::option::of(value).prop_map(move |value| Some((key.to_owned(), value?))))
        .collect();
    keys.prop_map(|keys| Value::Object(keys.into_iter().flatten().collect::<Map<_, _>>()))
}

fn words(words: Vec<&'static str>) -> BoxedStrategy<Value> {
    select(words).prop_map(Value::from).boxed()
}

fn on_call(parts: Parts) -> impl Strategy<Value = Value> {
    let terms = || {
        let mut keys = vec![
            ("people_per_schedule", (1..4_u32).prop_map(Value::from).boxed()),
            ("shift", words(vec!["1w", "12h", "3d 12h", "24h"])),
            ("standby", standby().boxed()),
            ("callout", callout().boxed()),
        ];
        if parts.presets {
            keys.push(("preset", words(vec!["pci-pal", "ocado"])));
        }
        keys
    };
    let mut product_teams = terms();
    product_teams.push(("budget_holder", words(vec!["product-team", "operations"])));
    let mut operations = terms();
    operations.push(("rotas", (1..4_u32).prop_map(Value::from).boxed()));
    operations.push(("participants", (1..20_u32).prop_map(Value::from).boxed()));
    table(vec![("product_teams", table(product_teams).boxed()), ("operations", table(operations).boxed())])
}

/// Rules that leave no hour unpaid, because the last one pays all hours.
fn standby() -> impl Strategy<Value = Value> {
    let amount = || money(300);
    let timed = (words(vec!["Mon-Fri 22:00-06:00", "Sat 12:00-24:00", "Mon-Thu 17:30-09:15"]), amount())
        .prop_map(|(when, amount)| json!({ "when": when, "amount": amount, "per": "hour" }));
    let when = words(vec!["Sat-Sun", "Fri,Sat", "Tue"]);
    let dates = Just(json!(["2026-12-24", "2026-12-31"]));
    let per = || words(vec!["hour", "day", "week"]);
    // A week is no rate for single days: such rules have a rate per day or hour.
    let of_days = prop_oneof![Just(json!("bank-holidays")), dates];
    let dated = (of_days, amount(), words(vec!["hour", "day"]))
        .prop_map(|(when, amount, per)| json!({ "when": when, "amount": amount, "per": per }));
    let of_weeks = (when, amount(), per())
        .prop_map(|(when, amount, per)| json!({ "when": when, "amount": amount, "per": per }));
    let last = (amount(), per()).prop_map(|(amount, per)| json!({ "amount": amount, "per": per }));
    let rules = proptest::collection::vec(prop_oneof![timed, dated, of_weeks], 0..4);
    (rules, last).prop_map(|(mut rules, last)| match rules.is_empty() {
        true => last,
        false => {
            rules.push(last);
            json!(rules)
        }
    })
}

fn callout() -> impl Strategy<Value = Value> {
    let per = || words(vec!["hour", "callout"]);
    let first = proptest::option::of((money(100), per()));
    (money(100), per(), first, any::<bool>()).prop_map(|(amount, per, first, rounded)| {
        let mut callout = json!({ "amount": amount, "per": per });
        if let Some((amount, per)) = first {
            callout["first"] = json!({ "amount": amount, "per": per });
        }
        if rounded {
            callout["minimum"] = json!("1h");
            callout["round_up_to"] = json!("30min");
        }
        callout
    })
}

fn calendar() -> impl Strategy<Value = Value> {
    let split = Just(json!(["Mon-Thu 08:30-12:30", "Mon-Thu 13:00-18:00", "Fri 08:00-14:00"]));
    let hours = prop_oneof![words(vec!["Mon-Fri 09:00-17:00", "Sun-Thu 22:00-06:00", "Mon-Sat"]), split];
    let holidays = subsequence(vec!["2026-04-03", "2026-05-01", "2026-12-25", "2026-12-26"], 0..=4)
        .prop_map(|dates| json!(dates));
    table(vec![
        ("working_hours", hours.boxed()),
        ("weeks_per_year", prop_oneof![Just(json!(52)), Just(json!("52.1775")), Just(json!(45.5))].boxed()),
        ("bank_holidays", holidays.boxed()),
    ])
}
