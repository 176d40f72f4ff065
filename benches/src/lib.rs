//! Portfolios of any size to measure with.

use std::fmt::Write;
use std::time::Duration;

use whorunsit::{Name, Portfolio, PortfolioFile};

/// The portfolio of [`portfolio`] in memory.
///
/// # Panics
/// Never: it is valid.
#[must_use]
pub fn file(services: usize) -> PortfolioFile {
    many(services, portfolio)
}

/// The portfolio of [`portfolio_with_costs`] in memory.
///
/// # Panics
/// Never: it is valid.
#[must_use]
pub fn file_with_costs(services: usize) -> PortfolioFile {
    many(services, portfolio_with_costs)
}

/// The portfolio of [`portfolio_with_costs`] in memory, each service with one of so many named responses.
///
/// # Panics
/// Never: it is valid.
#[must_use]
pub fn file_with_responses(services: usize, responses: usize) -> PortfolioFile {
    let mut file = file_with_costs(services);
    let text = blocks(responses);
    let named = Portfolio::read(text.as_bytes()).expect("it is valid").file().clone();
    file.responses = named.responses;
    let of_service = |number: usize| named.services[number % responses].own.clone();
    for (number, service) in file.services.iter_mut().enumerate() {
        service.own = of_service(number);
    }
    file
}

/// The response of [`portfolio_with_costs`] under so many names, no two alike, each with a service that names it.
fn blocks(responses: usize) -> String {
    let tables = include_str!("costs.json");
    let from = tables.find("\"response\":").expect("it is there") + "\"response\":".len();
    let until = tables.find(",\n\"throughput\"").expect("it is there");
    let response = tables.get(from..until).expect("it is a text");
    let mut text = String::from(
        r#"{"schema":1,"currency":"USD","exposure_bands":[{"max_per_hour":"1000","availability":"95.0"}],"responses":{"#,
    );
    for number in 0..responses {
        let comma = if number > 0 { "," } else { "" };
        let own = response.replace("\"likely\":\"30min\"", &format!("\"likely\":\"{}s\"", 1800 + number));
        write!(text, "{comma}\"response-{number}\":{own}").expect("text grows");
    }
    text.push_str(r#"},"services":["#);
    for number in 0..responses {
        let comma = if number > 0 { "," } else { "" };
        write!(
            text,
            r#"{comma}{{"name":"s{number}","kind":"digital","exposure_per_hour":"9","feature_demand":"low","response":"response-{number}"}}"#
        )
        .expect("text grows");
    }
    text.push_str("]}\n");
    text
}

/// A million services are more text than is read, so they are put together from portfolios of a thousand.
fn many(services: usize, portfolio: fn(usize) -> String) -> PortfolioFile {
    const PART: usize = 1_000;
    let part = Portfolio::read(portfolio(PART.min(services)).as_bytes()).expect("it is valid").file().clone();
    let mut whole =
        PortfolioFile { services: Vec::new(), teams: Vec::new(), domains: Vec::new(), ..part.clone() };
    for number in 0..services.div_ceil(PART) {
        let rename = |name: &Name| Name::from(format!("{name}-{number}"));
        whole.domains.extend(part.domains.iter().cloned().map(|mut domain| {
            domain.name = rename(&domain.name);
            domain
        }));
        whole.teams.extend(part.teams.iter().cloned().map(|mut team| {
            team.name = rename(&team.name);
            team.domain = team.domain.as_ref().map(rename);
            team
        }));
        whole.services.extend(part.services.iter().cloned().map(|mut service| {
            service.name = rename(&service.name);
            service.team = service.team.as_ref().map(rename);
            service
        }));
    }
    whole
}

/// A portfolio of so many services as JSON text: ten services to a team, ten teams to a domain, all sixteen
/// cells of the selector alike, pay given, one target in a hundred set by hand.
///
/// # Panics
/// Never: writing to a `String` does not fail.
#[must_use]
pub fn portfolio(services: usize) -> String {
    write(
        services,
        r#"{"schema":1,"currency":"USD",
"exposure_bands":[{"max_per_hour":"1000","availability":"95.0"},{"max_per_hour":"10000","availability":"99.0"},
{"max_per_hour":"100000","availability":"99.9"},{"max_per_hour":"1000000","availability":"99.99"}],
"on_call":{"product_teams":{"standby":{"amount":"540","per":"week"}},
"operations":{"standby":{"amount":"1000","per":"week"}}},
"#,
        false,
    )
}

/// The same services with everything that the ledger takes: about thirty line items for each, under either model.
///
/// # Panics
/// Never: writing to a `String` does not fail.
#[must_use]
pub fn portfolio_with_costs(services: usize) -> String {
    write(services, include_str!("costs.json"), true)
}

fn write(services: usize, tables: &str, costs: bool) -> String {
    let teams = services.div_ceil(10);
    let domains = teams.div_ceil(10);
    let mut text = String::with_capacity(services * if costs { 500 } else { 160 });
    text.push_str(tables);
    text.push_str("\"domains\":[");
    let comma = |index: usize| if index > 0 { "," } else { "" };
    for domain in 0..domains {
        write!(text, "{}{{\"name\":\"domain-{domain}\"}}", comma(domain)).expect("text grows");
    }
    text.push_str("],\"teams\":[");
    for team in 0..teams {
        let domain = team / 10;
        write!(
            text,
            "{}{{\"name\":\"team-{team}\",\"domain\":\"domain-{domain}\",\"on_call_participants\":6",
            comma(team)
        )
        .expect("text grows");
        if costs {
            let (hourly, capacity, rework) = (60 + team % 17, 120 + team % 9 * 20, 5 + team % 11);
            write!(
                text,
                ",\"hourly_cost\":\"{hourly}.50\",\"capacity_hours_per_week\":{capacity},\"rework_rate\":\"{rework}%\""
            )
            .expect("text grows");
        }
        text.push('}');
    }
    text.push_str("],\n\"services\":[");
    for service in 0..services {
        let exposure = [900, 9_000, 90_000, 900_000][service % 4] + service % 97;
        let demand = ["low", "medium", "high", "very-high"][service / 4 % 4];
        let kind = if service / 8 % 2 == 0 { "foundational" } else { "digital" };
        let team = service / 10;
        write!(
            text,
            "{}\n{{\"name\":\"service-{service}\",\"kind\":\"{kind}\",\"team\":\"team-{team}\",\
             \"exposure_per_hour\":\"{exposure}\",\"feature_demand\":\"{demand}\"",
            comma(service)
        )
        .expect("text grows");
        if service % 100 == 0 {
            text.push_str(",\"availability_target\":\"99.9\"");
        }
        if costs {
            let (incidents, severity, stake) = (1 + service % 13, 5 + service % 7, 30 + service % 41);
            write!(
                text,
                ",\"incidents_per_year\":{{\"low\":{incidents},\"likely\":{},\"high\":{}}},\
                 \"severity\":{{\"low\":\"{severity}%\",\"likely\":\"{}%\",\"high\":\"100%\"}},\
                 \"working_hours_exposure\":\"90%\",\"out_of_hours_exposure\":\"{stake}%\",\
                 \"features_per_year\":{},\"value_per_feature_week\":\"{}\",\
                 \"insights_per_year\":{},\"value_per_insight_week\":\"{}\"",
                incidents + 3,
                incidents + 10,
                severity + 15,
                6 + service % 83,
                500 + service % 59 * 50,
                2 + service % 11,
                300 + service % 31 * 40,
            )
            .expect("text grows");
        }
        text.push('}');
    }
    text.push_str("]}\n");
    text
}

/// How long some work takes of a processor, this process having one thread: other work on the machine does not count.
/// What is answered is dropped afterwards: callers keep or drop it when it suits them.
pub fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = processor_time();
    let answer = work();
    let took = processor_time().saturating_sub(start);
    drop(answer);
    took
}

fn processor_time() -> Duration {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("this runs on Linux");
    let nanoseconds = text.split_whitespace().next().and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.expect("Linux says it"))
}
