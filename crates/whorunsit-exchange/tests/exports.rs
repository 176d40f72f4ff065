//! What is written can be read again, and says what was recommended.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper that fails should fail its test")]

use jiff::civil::date;
use serde_json::Value;
use whorunsit::{Portfolio, Recommendation, recommend};
use whorunsit_exchange::{Metrics, RotaOptions, openslo, prometheus_rules, rota_calendar};

fn recommended(text: &str) -> Recommendation {
    recommend(&Portfolio::read(text.as_bytes()).unwrap()).unwrap()
}

fn retailer() -> Recommendation {
    recommended(whorunsit::examples::FURNITURE_RETAILER_COSTS)
}

fn rules(recommendation: &Recommendation) -> Vec<Value> {
    let text = prometheus_rules(recommendation, &Metrics::default()).unwrap();
    let rules: Value = serde_saphyr::from_str(&text).unwrap();
    rules["groups"].as_array().unwrap().clone()
}

fn alerts(group: &Value) -> Vec<&Value> {
    group["rules"].as_array().unwrap().iter().filter(|rule| rule["alert"].is_string()).collect()
}

#[test]
fn each_service_has_an_slo_with_its_target_as_a_ratio() {
    let recommendation = retailer();
    let text = openslo(&recommendation, &Metrics::default()).unwrap();
    let documents: Vec<Value> = serde_saphyr::from_multiple(&text).unwrap();
    let slos: Vec<&Value> = documents.iter().filter(|document| document["kind"] == "SLO").collect();
    assert_eq!(slos.len(), recommendation.services.len());
    for (slo, service) in slos.iter().zip(&recommendation.services) {
        let target = slo["spec"]["objectives"][0]["target"].as_f64().unwrap();
        let percent: f64 = service.availability_target.percent().to_string().parse().unwrap();
        assert!((target * 100.0 - percent).abs() < 1e-9, "{target}");
        let metric = &slo["spec"]["indicator"]["spec"]["ratioMetric"]["total"]["metricSource"];
        assert!(metric["spec"]["query"].as_str().unwrap().contains(&*service.name));
    }
}

#[test]
fn alerts_that_an_outage_could_not_set_off_are_left_out() {
    let groups = rules(&retailer());
    assert_eq!(groups.len(), 3);
    // 99.9 %: 14.4 times a budget of 0.001.
    let platform = alerts(&groups[0]);
    assert_eq!(platform.len(), 4);
    assert!(platform[0]["expr"].as_str().unwrap().contains("> (14.4 * 0.001)"));
    assert_eq!(platform[0]["labels"]["run_by"], "operations");

    let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
    let lax = rules(&recommended(&text.replace("availability = \"95.0\"", "availability = \"90.0\"")));
    // At 90 % nothing burns 14.4 times as fast as the budget allows.
    assert!(lax.iter().any(|group| alerts(group).len() == 3));
}

#[test]
fn names_are_escaped_in_queries() {
    let text = whorunsit::examples::FURNITURE_RETAILER.replace("name = \"bedroom\"", "name = 'bed \"room\"'");
    let text = text.replace("team = \"bedroom\"", "team = 'bed \"room\"'");
    let groups = Value::Array(rules(&recommended(&text))).to_string();
    assert!(groups.contains(r#"service=\"bed \\\"room\\\"\""#), "{groups}");
    assert!(groups.contains("whorunsit-bed-room"));
}

#[test]
fn a_rota_takes_turns_and_shows_bank_holidays() {
    let schedule = retailer().schedules.remove(0);
    let mut options = RotaOptions::new(date(2026, 12, 21));
    options.weeks = 3;
    options.people = vec!["Ann".to_owned(), "Bob, PhD".to_owned()];
    options.holidays = vec![date(2026, 12, 25), date(2027, 4, 2)];
    let text = rota_calendar(&schedule, &options).unwrap();
    let unfolded = text.replace("\r\n ", "");
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 4);
    assert_eq!(unfolded.matches("SUMMARY:Ann on call").count(), 2);
    assert!(unfolded.contains(r"SUMMARY:Bob\, PhD on call"));
    assert!(unfolded.contains("DTSTART:20261228T090000"));
    assert!(unfolded.contains("DTSTART;VALUE=DATE:20261225"));
    assert!(!unfolded.contains("20270402"));
    assert_eq!(text, rota_calendar(&schedule, &options).unwrap());
}

#[test]
fn a_rota_needs_people() {
    let mut schedule = retailer().schedules.remove(0);
    schedule.rota.participants = None;
    let refusal = rota_calendar(&schedule, &RotaOptions::new(date(2026, 12, 7))).unwrap_err();
    assert_eq!(refusal.faults[0].code, "nobody-takes-turns");
    let mut options = RotaOptions::new(date(2026, 12, 7));
    options.people = vec!["Ann".to_owned(), " ".to_owned()];
    let refusal = rota_calendar(&schedule, &options).unwrap_err();
    assert_eq!(refusal.faults[0].code, "empty-name");
    let refusal = rota_calendar(&retailer().schedules[0], &RotaOptions::new(date(9999, 12, 1))).unwrap_err();
    assert_eq!(refusal.faults[0].code, "invalid-date");
}
