//! What sensitivity tells against portfolios that were really changed.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::parts::Input;
use super::{Rerun, sensitivity};
use crate::comparison::compare;
use crate::evaluation::recommended;
use crate::exact::{Money, float};
use crate::random::Random;
use crate::selection::OperatingModel;
use crate::simulation::maker::Maker;
use crate::simulation::proofs::read;

/// Services of two teams of one domain, one of another team, and one of none; targets follow exposures.
fn portfolio(number: u64) -> Value {
    let mut document = Maker::portfolio(5_000 + number, number.is_multiple_of(3));
    let mut random = Random::of_batch(77, number);
    document["domains"] = json!([{ "name": "home", "grouping": "customer-journey" }]);
    let team = document["teams"][0].clone();
    let named = |name: &str, domain: Option<&str>| {
        let mut team = team.clone();
        team["name"] = json!(name);
        if let Some(domain) = domain {
            team["domain"] = json!(domain);
        }
        team
    };
    document["teams"] =
        json!([named("team", Some("home")), named("other", Some("home")), named("apart", None)]);
    let mut services = document["services"].as_array().unwrap().clone();
    services.extend(Maker::portfolio(6_000 + number, false)["services"].as_array().unwrap().clone());
    services.extend(Maker::portfolio(7_000 + number, false)["services"].as_array().unwrap().clone());
    for (place, service) in services.iter_mut().enumerate() {
        service["name"] = json!(format!("s{place}"));
        service.as_object_mut().unwrap().remove("availability_target");
        match random.below(4) {
            0 => service["team"] = json!("other"),
            1 => service["team"] = json!("apart"),
            2 if place > 0 => drop(service.as_object_mut().unwrap().remove("team")),
            _ => {}
        }
        service["feature_demand"] = json!(["low", "medium", "high", "very-high"][random.below(4)]);
        let exposure = ["500", "6900", "20000", "{}", "300000"][random.below(5)];
        if exposure != "{}" {
            service["exposure_per_hour"] = json!(exposure);
        }
        if random.below(2) == 0 {
            service["features_per_year"] = json!("20");
            service["value_per_feature_week"] = json!("40");
            service["insights_per_year"] = json!("3");
            service["value_per_insight_week"] = json!("60");
        }
    }
    document["services"] = json!(services);
    document.as_object_mut().unwrap().remove("shared_causes");
    for service in document["services"].as_array_mut().unwrap() {
        let exposure = mean(&service["exposure_per_hour"]);
        if let Some(peaks) = service.get_mut("peaks").and_then(Value::as_array_mut) {
            peaks.retain(|peak| mean(&peak["exposure_per_hour"]) > exposure);
        }
    }
    document
}

/// The place of a service, by its name.
fn place(name: &str) -> usize {
    name.trim_start_matches('s').parse().unwrap()
}

/// The mean of an estimate as a document has it.
fn mean(estimate: &Value) -> Money {
    let mut document = Maker::portfolio(0, false);
    document["services"][0]["exposure_per_hour"] = estimate.clone();
    read(&document).file().services[0].exposure_per_hour.mean()
}

/// The whole portfolio read, chosen for and compared with one input of a service changed.
fn with(document: &Value, service: usize, key: &str, value: Decimal) -> Money {
    let mut changed = document.clone();
    let unit = match super::words::unit(key) {
        "percent" => "%",
        "seconds" => "s",
        _ => "",
    };
    let own = document["services"][service].clone();
    let written = json!(format!("{value}{unit}"));
    match key.split('.').collect::<Vec<_>>().as_slice() {
        [key] => changed["services"][service][*key] = written,
        ["teams", key] => {
            let teams = changed["teams"].as_array_mut().unwrap();
            teams.iter_mut().find(|team| team["name"] == own["team"]).unwrap()[*key] = written;
        }
        ["operations", key] => changed["operations"][*key] = written,
        ["on_call", payer, key] => {
            let mut rule = &mut changed["on_call"][*payer][*key];
            if rule.get("rules").is_some() {
                rule = &mut rule["rules"];
            }
            if rule.is_array() {
                rule = &mut rule[0];
            }
            rule["amount"] = written;
        }
        ["response", model, name, key] => {
            let response = changed["response"][*model].as_object_mut().unwrap();
            let rows = response.values_mut().filter_map(Value::as_array_mut).flatten();
            rows.into_iter().find(|row| row["name"] == *name && row.get(key).is_some()).unwrap()[*key] =
                written;
        }
        [table, model, key] => changed[*table][*model][*key] = written,
        _ => panic!("{key}"),
    }
    let exposure = mean(&changed["services"][service]["exposure_per_hour"]);
    if let Some(peaks) = changed["services"][service].get_mut("peaks").and_then(Value::as_array_mut) {
        peaks.retain(|peak| mean(&peak["exposure_per_hour"]) > exposure);
    }
    Money::ZERO.minus(compare(&read(&changed)).unwrap().services[service].insurance.net_benefit).unwrap()
}

fn cheaper(difference: Money) -> Option<OperatingModel> {
    super::cheaper(difference)
}

#[test]
fn both_ends_of_every_flip_and_every_swing_are_those_of_the_changed_portfolio() {
    let (mut flips, mut swings, mut several) = (0, 0, 0);
    for number in 0..20 {
        let mut document = portfolio(number);
        if number % 4 == 1 {
            document["selection"] = json!({ "policy": "least-cost" });
        }
        let found = sensitivity(&read(&document), 1).unwrap();
        for service in &found.services {
            let index = place(&service.name);
            let at = |key: &str, value| with(&document, index, key, value);
            for flip in &service.flips.cost {
                let message = || format!("{number} {}: {flip:?}\n{document:#}", service.name);
                assert_eq!(
                    cheaper(at(&flip.input, flip.last_below)),
                    Some(flip.cheaper_below),
                    "{}",
                    message()
                );
                assert_eq!(
                    cheaper(at(&flip.input, flip.first_above)),
                    Some(flip.cheaper_above),
                    "{}",
                    message()
                );
                assert_ne!(flip.cheaper_below, flip.cheaper_above);
                assert!(flip.last_below < flip.first_above);
                assert!((flip.last_below..=flip.first_above).contains(&flip.at()));
                // Neighbours, but for values in between at which both cost the same.
                let between = (flip.last_below + flip.first_above) / Decimal::TWO;
                // Where a step is worth less than a cent, rounding lets the verdict change to and fro.
                if flip.first_above - flip.last_below > Decimal::ONE && flip.unit != "seconds" {
                    assert_eq!(cheaper(at(&flip.input, between.round_dp(2))), None, "{}", message());
                }
                flips += 1;
            }
            for pair in service.flips.cost.windows(2).filter(|pair| pair[0].input == pair[1].input) {
                assert_eq!(pair[0].cheaper_above, pair[1].cheaper_below);
                several += 1;
            }
            for swing in &service.tornado {
                for (value, expected) in
                    [(swing.low, swing.difference_at_low), (swing.high, swing.difference_at_high)]
                {
                    assert_eq!(at(&swing.input, value), expected, "{number} {swing:?}\n{document:#}");
                    swings += 1;
                }
            }
        }
    }
    println!("{flips} flips, {several} of them followed by another, {swings} ends of swings");
    assert!(flips > 60 && swings > 100 && several > 3, "{flips} {swings} {several}");
}

/// The verdict that the flips of an input imply for a value of it.
fn implied(service: &super::ServiceSensitivity, key: &str, value: Decimal) -> Option<OperatingModel> {
    let of_input: Vec<_> = service.flips.cost.iter().filter(|flip| flip.input == key).collect();
    let first = of_input.first()?;
    let below = of_input.iter().rfind(|flip| flip.first_above <= value);
    Some(below.map_or(first.cheaper_below, |flip| flip.cheaper_above))
}

fn is_below_peaks(service: &Value, exposure: Decimal) -> bool {
    let peaks = service.get("peaks").and_then(Value::as_array);
    peaks.is_none_or(|peaks| peaks.iter().all(|peak| mean(&peak["exposure_per_hour"]).amount() > exposure))
}

#[test]
fn a_shared_input_moves_a_service_as_it_does_in_the_whole_portfolio() {
    let mut compared = 0;
    for number in 0..4 {
        let portfolio = read(&portfolio(number));
        let recommended = recommended(&portfolio).unwrap();
        let whole = super::whole::Whole::of(&portfolio);
        for index in 0..portfolio.file().services.len() {
            let rerun = Rerun::of(&portfolio, &recommended, index);
            for [of_whole, of_service] in super::wider::both_roads(&whole, index, &rerun) {
                assert_eq!(of_whole, of_service, "{number} {index}");
                compared += usize::from(of_whole.is_some());
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn no_flip_is_missing() {
    let mut checked = 0;
    for number in 0..20 {
        let document = portfolio(number);
        let found = sensitivity(&read(&document), 1).unwrap();
        let mut random = Random::of_batch(78, number);
        for service in &found.services {
            let index = place(&service.name);
            for (key, most) in [("exposure_per_hour", 1e7), ("incidents_per_year", 2e3), ("severity", 100.0)]
            {
                if document["services"][index].get(key).is_none() {
                    continue;
                }
                for _ in 0..6 {
                    // Of every size.
                    let value = most * crate::random::exp(-12.0 * random.unit());
                    let value = Decimal::from_f64_retain(value).unwrap().round_dp(2).max(Decimal::new(1, 2));
                    if key == "exposure_per_hour" && !is_below_peaks(&document["services"][index], value) {
                        continue;
                    }
                    // More incidents than last all year are not estimated.
                    let most = read(&document).most_incidents(index);
                    if key == "incidents_per_year" && most.is_some_and(|most| value > most) {
                        continue;
                    }
                    let verdict = cheaper(with(&document, index, key, value));
                    let expected = implied(service, key, value).or(service.cheaper_model);
                    assert!(
                        verdict.is_none() || verdict == expected,
                        "{number} {} {key} {value}: {verdict:?} {expected:?} {:?}\n{document:#}",
                        service.name,
                        service.flips.cost
                    );
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn what_a_change_cannot_touch_is_rightly_left_out() {
    for number in 0..20 {
        let portfolio = read(&portfolio(number));
        let recommended = recommended(&portfolio).unwrap();
        for index in 0..portfolio.file().services.len() {
            let short = Rerun::of(&portfolio, &recommended, index);
            let whole = Rerun::whole(&portfolio, index);
            for exposure in ["100", "7000", "7000.01", "240000", "260000", "900000"] {
                let exposure = exposure.parse().unwrap();
                for incidents in [Decimal::ZERO, Decimal::TWO, Decimal::ONE_HUNDRED] {
                    let values = [(Input::Exposure, exposure), (Input::Incidents, incidents)];
                    assert_eq!(short.difference(&values), whole.difference(&values), "{number} {index}");
                }
            }
        }
    }
}

#[test]
fn a_line_runs_as_the_portfolio_does() {
    let mut checked = 0;
    for number in 0..20 {
        let portfolio = read(&portfolio(number));
        let recommended = recommended(&portfolio).unwrap();
        for index in 0..portfolio.file().services.len() {
            let rerun = Rerun::of(&portfolio, &recommended, index);
            for (input, values) in [
                (Input::Incidents, ["0", "0.000001", "2.5", "1999"]),
                (Input::Severity, ["0", "12.5", "99.999999", "100"]),
                // Within one band of exposures, below any peak.
                (Input::Exposure, ["7000.01", "7000.02", "9999.99", "39999"]),
            ] {
                let [from, values @ ..] = values.map(|value| value.parse().unwrap());
                let Some(line) = rerun.line(input, from) else { continue };
                for value in values {
                    assert_eq!(
                        line.at(value),
                        rerun.difference(&[(input, value)]),
                        "{number} {index} {input:?}"
                    );
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 150, "{checked}");
}

#[test]
fn the_map_is_that_of_changed_portfolios() {
    let mut off = 0;
    for number in 0..12 {
        let document = portfolio(number);
        let found = sensitivity(&read(&document), 1).unwrap();
        for service in &found.services {
            let index = place(&service.name);
            for cell in service.grid.iter().step_by(7) {
                let mut changed = document.clone();
                changed["services"][index]["exposure_per_hour"] = json!(cell.exposure_per_hour.to_string());
                let there = with(&changed, index, "incidents_per_year", cell.incidents_per_year);
                let difference = float(there.minus(cell.difference).unwrap().amount()).abs();
                // Entries are to the cent, which sixteen times as many incidents multiply.
                let most = 5.0 + 1e-7 * float(there.amount()).abs();
                assert!(difference < most, "{number} {} {cell:?} {there}\n{document:#}", service.name);
                off += usize::from(cell.cheaper_model != cheaper(there));
            }
        }
    }
    assert!(off < 3, "{off}");
}

#[test]
fn knowing_one_input_is_worth_something_and_no_more_than_knowing_all() {
    let (mut known, mut worth_something) = (0, 0);
    for number in 0..60 {
        let found = sensitivity(&read(&portfolio(100 + number)), number).unwrap();
        for service in &found.services {
            for input in &service.evppi {
                assert!(Money::ZERO <= input.worth && input.worth <= service.evpi, "{number} {service:?}");
                known += 1;
                worth_something += usize::from(input.worth > Money::ZERO);
            }
            assert!(service.evpi >= Money::ZERO);
            if service.tornado.is_empty() {
                assert!(service.evpi.is_zero() && service.evppi.is_empty());
            }
        }
    }
    assert!(known > 100 && worth_something > 20, "{known} {worth_something}");
}

#[test]
fn what_is_decided_already_is_worth_no_information() {
    let mut document = portfolio(3);
    for service in document["services"].as_array_mut().unwrap() {
        service["operating_model"] = json!("ops-run-it");
    }
    for service in sensitivity(&read(&document), 1).unwrap().services {
        assert!(service.evpi.is_zero(), "{service:?}");
    }
}

/// The example of the first issue: above the lowest band the service shares its domain's schedule.
#[test]
fn appointments_have_no_flip_above_the_lowest_band() {
    let path = format!("{}/../../examples/furniture-retailer-costs.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let found = sensitivity(&crate::resolve::Portfolio::read(text.as_bytes()).unwrap(), 1).unwrap();
    let appointments = &found.services[1];
    assert!(appointments.flips.cost.iter().all(|flip| flip.input != "exposure_per_hour"), "{appointments:?}");
    let document = |exposure: &str| {
        text.replace("exposure_per_hour = \"6000\"", &format!("exposure_per_hour = \"{exposure}\""))
    };
    // In millions, set-up of both models counted.
    for (exposure, benefit) in [("12967", "1.80"), ("249999", "25.11")] {
        let changed = format!("runs_today = \"nothing\"\n{}", document(exposure));
        let compared = compare(&crate::resolve::Portfolio::read(changed.as_bytes()).unwrap()).unwrap();
        let insurance = &compared.services[1].insurance;
        assert_eq!(insurance.cheaper_model, Some(OperatingModel::YouBuildItYouRunIt));
        assert_eq!(format!("{:.2}", float(insurance.net_benefit.amount()) / 1e6), benefit);
    }
}

#[test]
fn selection_flips_are_those_of_a_search() {
    for number in 0..20 {
        let mut document = Maker::portfolio(3_000 + number, false);
        let demand = ["low", "medium", "high"][number as usize % 3];
        let exposures = ["0", "7000", "7000.01", "250000", "250000.01", "800000"];
        let exposure = exposures[number as usize % 6];
        document["services"][0]["exposure_per_hour"] = json!(exposure);
        document["services"][0]["feature_demand"] = json!(demand);
        document["services"][0].as_object_mut().unwrap().remove("availability_target");
        // A service alone in its team, so that no sibling lends it a schedule.
        document["services"] = json!([document["services"][0].clone()]);
        let chosen = |exposure: &str| {
            let mut changed = document.clone();
            changed["services"][0]["exposure_per_hour"] = json!(exposure);
            let service = crate::recommendation::recommend(&read(&changed)).unwrap().services.remove(0);
            format!("{:?} {:?}", service.operating_model, service.availability_target)
        };
        let now = chosen(exposure);
        let found = sensitivity(&read(&document), 1).unwrap();
        let Some(service) = found.services.first() else { continue };
        for flip in service.flips.selection.iter().filter(|flip| flip.input == "exposure_per_hour") {
            let cents = if flip.above { "0.01" } else { "0" };
            let beyond: rust_decimal::Decimal = flip.value.parse::<rust_decimal::Decimal>().unwrap()
                + cents.parse::<rust_decimal::Decimal>().unwrap();
            assert_ne!(chosen(&beyond.to_string()), now, "{flip:?}");
        }
    }
}
