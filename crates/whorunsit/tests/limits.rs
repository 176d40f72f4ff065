//! The stated limits are enforced: inputs of just over each, made in memory, are refused with one clear error.
#![expect(clippy::panic, reason = "tests may fail loudly")]

use std::fmt::Write;

use whorunsit::{
    MAX_DEPTH, MAX_JSON_BYTES, MAX_LIST, MAX_PROBLEMS, MAX_RULES, MAX_TEAMS, MAX_TOML_BYTES, MAX_VALUES,
    Portfolio, ProblemCode, Problems, facade, recommend, schedules,
};

const SMALL_JSON: &str = r#"{"schema":1,"currency":"USD","exposure_bands":[{"max_per_hour":"1","availability":"99.9"}],
    "services":[{"name":"s","kind":"digital","exposure_per_hour":"1","feature_demand":"high"}]"#;

const SMALL_TOML: &str = r#"
    schema = 1
    currency = "USD"
    exposure_bands = [{ max_per_hour = "1", availability = "99.9" }]
    services = [{ name = "s", kind = "digital", exposure_per_hour = "1", feature_demand = "high" }]
"#;

fn refused(input: &[u8]) -> Problems {
    match Portfolio::read(input) {
        Err(problems) => problems,
        Ok(_) => panic!("it should be refused"),
    }
}

/// What a single problem is about: its code, and a word of its message.
fn assert_only(problems: &Problems, code: ProblemCode, path: &str, word: &str) {
    let found: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
    assert_eq!(found, [(code, path)], "{problems}");
    assert!(problems.to_string().contains(word), "{problems}");
}

fn padded(text: &str, bytes: usize) -> Vec<u8> {
    let mut padded = text.as_bytes().to_vec();
    padded.resize(bytes, b'\n');
    padded
}

#[test]
fn toml_is_read_up_to_16_mib() {
    assert_eq!(MAX_TOML_BYTES, 16 << 20);
    let large = padded(SMALL_TOML, MAX_TOML_BYTES + 1);
    assert_only(&refused(&large), ProblemCode::TooLarge, "", "16777216");
}

#[test]
fn toml_of_exactly_the_limit_is_read() {
    // One long comment: what is measured here is the limit, not the parser on sixteen million empty lines.
    let mut largest = format!("{SMALL_TOML}#").into_bytes();
    largest.resize(MAX_TOML_BYTES, b'x');
    assert!(Portfolio::read(&largest).is_ok());
}

#[test]
fn json_is_read_up_to_64_mib() {
    assert_eq!(MAX_JSON_BYTES, 64 << 20);
    let large = vec![b' '; MAX_JSON_BYTES + 1];
    assert_only(&refused(&large), ProblemCode::TooLarge, "", "67108864");
    let hundred_megabytes = vec![b'{'; 100_000_000];
    assert_only(&refused(&hundred_megabytes), ProblemCode::TooLarge, "", "100000000");
}

#[test]
fn json_may_hold_ten_million_values() {
    assert_eq!(MAX_VALUES, 10_000_000);
    let mut large = format!("{SMALL_JSON},\"teams\":[").into_bytes();
    large.extend(b"0,".repeat(MAX_VALUES));
    large.extend(b"0]}");
    assert_only(&refused(&large), ProblemCode::TooLarge, "/teams/9999986", "10000000");
}

#[test]
fn values_are_nested_sixteen_deep_at_most() {
    assert_eq!(MAX_DEPTH, 16);
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [MAX_DEPTH, MAX_DEPTH + 1, 60, 200, 100_000] {
        let json = format!("{SMALL_JSON},\"name\":{}}}", nested(depth));
        let toml = format!("name = {}\n{SMALL_TOML}", nested(depth));
        for (text, format) in [(json, "JSON"), (toml, "TOML")] {
            let problems = refused(text.as_bytes());
            let codes: Vec<_> = problems.iter().map(whorunsit::Problem::code).collect();
            let expected = if depth <= MAX_DEPTH { ProblemCode::WrongType } else { ProblemCode::TooDeep };
            assert!(codes.contains(&expected), "{depth} in {format}: {codes:?}");
            assert!(codes.len() == 1 || depth == 100_000, "{depth} in {format}: {codes:?}");
        }
    }
}

#[test]
fn dotted_keys_cannot_exhaust_the_stack() {
    let dotted = vec!["a"; 100_000].join(".");
    for toml in [format!("{dotted} = 1\n{SMALL_TOML}"), format!("{SMALL_TOML}[{dotted}]\n")] {
        let problems = refused(toml.as_bytes());
        assert!(problems.iter().any(|problem| problem.code() != ProblemCode::Internal), "{problems}");
    }
}

#[test]
fn a_thousand_problems_are_listed_and_the_rest_counted() {
    assert_eq!(MAX_PROBLEMS, 1_000);
    let mut text = format!("{SMALL_JSON},\"teams\":[");
    for index in 0..2_500 {
        let comma = if index > 0 { "," } else { "" };
        write!(text, "{comma}{{\"name\":\"t{index}\",\"nmae\":1}}").expect("text grows");
    }
    text += "]}";
    let problems = refused(text.as_bytes());
    assert_eq!(problems.iter().count(), MAX_PROBLEMS + 1);
    let last = problems.iter().last().expect("there are problems");
    assert_eq!(last.code(), ProblemCode::MoreProblems);
    assert!(last.message().starts_with("1500 more"), "{last}");
}

#[test]
fn many_unknown_names_are_refused_quickly() {
    let mut text = String::from(SMALL_JSON.trim_end_matches(']'));
    for index in 0..20_000 {
        write!(
            text,
            ",{{\"name\":\"s{index}\",\"kind\":\"digital\",\"exposure_per_hour\":\"1\",\"feature_demand\":\"high\",\
             \"team\":\"unknown-{index}\"}}"
        )
        .expect("text grows");
    }
    text += "],\"teams\":[";
    for index in 0..2_000 {
        let comma = if index > 0 { "," } else { "" };
        write!(text, "{comma}{{\"name\":\"team-{index}\"}}").expect("text grows");
    }
    text += "]}";
    let start = std::time::Instant::now();
    let problems = refused(text.as_bytes());
    assert_eq!(problems.iter().count(), MAX_PROBLEMS + 1);
    assert!(start.elapsed().as_secs() < 10, "it took {:?}", start.elapsed());
}

/// Lists of 400 at most: bands, dates, peaks; and of 50: rules and windows.
#[test]
fn lists_have_their_limits() {
    assert_eq!((MAX_LIST, MAX_RULES), (400, 50));
    let many = |item: &str, most: usize| vec![item; most + 1].join(",");
    let dates = many("\"2026-12-25\"", MAX_LIST);
    let rules = many(r#"{"amount":"1","per":"day"}"#, MAX_RULES);
    let windows = many("\"Mon\"", MAX_RULES);
    let standby = |rules: &str| format!("\"on_call\":{{\"product_teams\":{{\"standby\":[{rules}]}}}}");
    let dated = format!(
        "{{\"when\":[{dates}],\"amount\":\"1\",\"per\":\"day\"}},{{\"amount\":\"1\",\"per\":\"day\"}}"
    );
    for (extra, path, most) in [
        (format!("\"calendar\":{{\"bank_holidays\":[{dates}]}}"), "/calendar/bank_holidays", "400"),
        (format!("\"calendar\":{{\"working_hours\":[{windows}]}}"), "/calendar/working_hours", "50"),
        (standby(&rules), "/on_call/product_teams/standby", "50"),
        (standby(&dated), "/on_call/product_teams/standby", "400"),
    ] {
        let text = format!("{SMALL_JSON},{extra}}}");
        assert_only(&refused(text.as_bytes()), ProblemCode::TooLarge, path, most);
    }
    let bands = (1..=MAX_LIST + 1).map(|band| {
        format!("{{\"max_per_hour\":{band},\"availability\":\"{}\"}}", 50.0 + band as f64 / 10.0)
    });
    let bands = bands.collect::<Vec<_>>().join(",");
    let text = SMALL_JSON.replace(r#"{"max_per_hour":"1","availability":"99.9"}"#, &bands) + "}";
    assert_only(&refused(text.as_bytes()), ProblemCode::TooLarge, "/exposure_bands", "400");
}

#[test]
fn there_are_at_most_half_a_million_teams() {
    let mut text = format!("{SMALL_JSON},\"teams\":[");
    for index in 0..=MAX_TEAMS {
        let comma = if index > 0 { "," } else { "" };
        write!(text, "{comma}{{\"name\":\"{index}\"}}").expect("text grows");
    }
    text += "]}";
    assert_only(&refused(text.as_bytes()), ProblemCode::TooLarge, "/teams", "500000");
}

/// Every amount within its limit, and a total that no exact number holds: an error, not a panic or a wrong sum.
#[test]
fn overflow_is_an_error() {
    let mut text = String::from(SMALL_JSON.trim_end_matches(']'));
    for index in 0..12_000 {
        write!(
            text,
            ",{{\"name\":\"s{index}\",\"kind\":\"digital\",\"exposure_per_hour\":\"1\",\"feature_demand\":\"high\"}}"
        )
        .expect("text grows");
    }
    text += r#"],"on_call":{"product_teams":{"people_per_schedule":1000000,
        "standby":{"amount":"1000000000000000","per":"hour"}}}}"#;
    let portfolio = Portfolio::read(text.as_bytes()).expect("each amount is within the limits");
    assert!(recommend(&portfolio).is_err());
    assert!(schedules(&portfolio).is_err());
    let answer = facade::call("recommend", text.as_bytes(), "");
    assert!(answer.starts_with(r#"{"ok":false,"errors":[{"code":"overflow","path":"","#), "{answer}");
}

/// 10^15 incidents a year that expose 10^15 an hour: an error of every command that adds costs up.
#[test]
fn costs_that_overflow_are_an_error() {
    let most = "1000000000000000";
    let text = format!(
        r#"{{"schema":1,"currency":"KWD",
        "exposure_bands":[{{"max_per_hour":"{most}","availability":"99.9"}}],
        "response":{{"ops-run-it":{{"tiers":[{{"name":"t","pick_up":"1h","handling":"1h","people":1000000,"hourly_cost":"{most}"}}]}}}},
        "services":[{{"name":"s","kind":"digital","exposure_per_hour":"{most}","feature_demand":"high",
            "incidents_per_year":"{most}","features_per_year":"{most}","value_per_feature_week":"{most}"}}]}}"#
    );
    assert!(Portfolio::read(text.as_bytes()).is_ok());
    for command in ["recommend", "costs", "compare", "plan", "scenarios"] {
        let answer = facade::call(command, text.as_bytes(), "");
        let start = r#"{"ok":false,"errors":[{"code":"overflow","path":"","#;
        assert!(answer.starts_with(start), "{command}: {answer}");
    }
}

#[test]
fn a_response_has_at_most_fifty_tiers_and_fifty_steps() {
    let tier = |index| {
        let resolves = if index < 99 { r#""resolves":"10%","# } else { "" };
        format!(r#"{{"name":"{index}",{resolves}"pick_up":"1min","handling":"1min","people":1}}"#)
    };
    let tiers = (0..100).map(tier).collect::<Vec<_>>().join(",");
    let one = r#"{"name":"t","pick_up":"1min","handling":"1min","people":1}"#;
    let steps = (0..100).map(|index| format!(r#"{{"name":"{index}"}}"#)).collect::<Vec<_>>().join(",");
    for (tiers, steps, key) in [(tiers.as_str(), "", "tiers"), (one, steps.as_str(), "workflow")] {
        let response = format!(r#"{{"tiers":[{tiers}],"workflow":[{steps}]}}"#);
        let text = format!(r#"{SMALL_JSON},"response":{{"ops-run-it":{response}}}}}"#);
        let path = format!("/response/ops-run-it/{key}");
        assert_only(&refused(text.as_bytes()), ProblemCode::TooLarge, &path, "100 entries, more than 50");
    }
}

#[test]
fn at_most_a_hundred_scenarios_are_compared_at_once() {
    let options = |count: usize| {
        let scenario = |index| format!(r#"{{"name":"{index}","changes":{{}}}}"#);
        format!(r#"{{"scenarios":[{}]}}"#, (0..count).map(scenario).collect::<Vec<_>>().join(","))
    };
    let answer = facade::call("scenarios", SMALL_TOML.as_bytes(), &options(100));
    assert!(answer.starts_with(r#"{"ok":true,"#), "{answer}");
    let answer = facade::call("scenarios", SMALL_TOML.as_bytes(), &options(101));
    let start = r#"{"ok":false,"errors":[{"code":"too-large","path":"/scenarios","#;
    assert!(answer.starts_with(start), "{answer}");
}

#[test]
fn commands_and_options_that_do_not_exist_are_errors() {
    for (command, help) in
        [("recomend", "did you mean `recommend`?"), ("", "the commands are"), ("💥", "`check`")]
    {
        let answer = facade::call(command, SMALL_TOML.as_bytes(), "");
        assert!(
            answer.starts_with(r#"{"ok":false,"errors":[{"code":"unknown-command","path":"","#),
            "{answer}"
        );
        assert!(answer.contains(help), "{answer}");
    }
    for (options, code) in [
        ("[]", "invalid-options"),
        ("1", "invalid-options"),
        ("{\"pretty\":1}", "wrong-type"),
        ("{\"pretty\":true} x", "json-syntax"),
        ("{\"prety\":true}", "unknown-key"),
    ] {
        let answer = facade::call("check", SMALL_TOML.as_bytes(), options);
        let start = format!("{{\"ok\":false,\"errors\":[{{\"code\":\"{code}\",");
        assert!(answer.starts_with(&start), "{options}: {answer}");
    }
}
