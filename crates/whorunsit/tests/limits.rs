//! The stated limits are enforced: inputs of just over each, made in memory, are refused with one clear error.
#![expect(clippy::panic, reason = "tests may fail loudly")]

use std::fmt::Write;

use whorunsit::{
    MAX_DEPTH, MAX_JSON_BYTES, MAX_KEYS, MAX_LIST, MAX_PROBLEMS, MAX_RULES, MAX_TEAMS, MAX_TOML_BYTES,
    MAX_TOML_SIGNS, MAX_TOML_TABLES, MAX_VALUES, Portfolio, ProblemCode, Problems, facade, recommend,
    schedules,
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
fn json_may_hold_five_million_values() {
    assert_eq!(MAX_VALUES, 5_000_000);
    let mut large = format!("{SMALL_JSON},\"teams\":[").into_bytes();
    large.extend(b"0,".repeat(MAX_VALUES));
    large.extend(b"0]}");
    assert_only(&refused(&large), ProblemCode::TooLarge, "/teams/4999986", "5000000");
}

#[test]
fn a_table_has_at_most_a_hundred_thousand_keys() {
    assert_eq!(MAX_KEYS, 100_000);
    let keys = |count| (0..count).map(|key| format!("\"{key}\":0")).collect::<Vec<_>>().join(",");
    let text = format!("{SMALL_JSON},\"response\":{{{}}}}}", keys(MAX_KEYS + 1));
    assert_only(&refused(text.as_bytes()), ProblemCode::TooLarge, "/response", "100000 keys");
}

#[test]
fn toml_makes_at_most_so_many_tables_of_so_many_signs() {
    assert_eq!((MAX_TOML_TABLES, MAX_TOML_SIGNS), (400_000, 6_000_000));
    let dots = format!("{SMALL_TOML}{}", "a.b.c.d.e.f.g.h.i = 1\n".repeat(MAX_TOML_TABLES / 8 + 1));
    let headers = format!("{SMALL_TOML}{}", "[[teams]]\n".repeat(MAX_TOML_TABLES + 1));
    let inline = format!("{SMALL_TOML}teams = [{}]", "{},".repeat(MAX_TOML_TABLES + 1));
    for toml in [dots, headers, inline] {
        assert_only(&refused(toml.as_bytes()), ProblemCode::TooLarge, "", "400000 tables");
    }
    let signs = format!("{SMALL_TOML}{}#", "\n".repeat(MAX_TOML_SIGNS));
    assert_only(&refused(signs.as_bytes()), ProblemCode::TooLarge, "", "6000000 signs");
    // A float has a dot, and makes no table.
    let floats = format!("observed = [\n{}]", "1.5,\n".repeat(10));
    let floats = SMALL_TOML.replace("schema = 1", &format!("schema = 1\n[x]\n{floats}"));
    assert!(refused(floats.as_bytes()).iter().all(|problem| problem.code() != ProblemCode::TooLarge));
}

/// What a message, a path and a value quote is cut, whatever they quote and wherever it stands.
#[test]
fn what_is_quoted_is_cut() {
    let long = "x".repeat(100_000);
    let tables = [
        format!("\"{long}\":1"),
        format!("\"{long}\":1,\"{long}\":2"),
        format!("\"response\":{{\"{long}\":{{\"tiers\":[{{\"{long}\":1}}]}}}}"),
        format!("\"selection\":{{\"policy\":\"{long}\"}}"),
        format!("\"horizon\":{{\"years\":{}}}", "9".repeat(100_000)),
        format!("\"horizon\":{{\"discount_rate\":\"{long}\"}}"),
        format!("\"revenue_share\":\"{long}\""),
        format!("\"calendar\":{{\"bank_holidays\":[\"{long}\"],\"working_hours\":[\"{long}\"]}}"),
        format!(
            "\"on_call\":{{\"preset\":\"{long}\",\"product_teams\":{{\"preset\":\"{long}\",\"standby\":{{\"amount\":\"{long}\",\"per\":\"{long}\"}}}}}}"
        ),
        format!("\"name\":\"{long}\""),
        format!(
            "\"demand_bands\":[{{\"name\":\"{long}\",\"deployment\":\"{long}\",\"max_per_month\":\"{long}\"}}]"
        ),
    ];
    for table in &tables {
        let json = format!("{SMALL_JSON},{table}}}");
        let short = |text: &str| assert!(text.len() < 1_500, "{} characters: {text:.200}", text.len());
        for problem in refused(json.as_bytes()).iter() {
            [problem.message(), problem.path(), problem.help(), problem.value().unwrap_or("")]
                .into_iter()
                .for_each(short);
        }
        let answer = facade::call(
            "scenarios",
            SMALL_TOML.as_bytes(),
            &format!(r#"{{"scenarios":[{{"name":"a","changes":{{{table}}}}}]}}"#),
        );
        assert!(answer.len() < 10_000, "{} characters: {answer:.300}", answer.len());
    }
    for answer in [
        facade::call(&long, SMALL_TOML.as_bytes(), ""),
        facade::call("chart", SMALL_TOML.as_bytes(), &format!("{{\"chart\":\"{long}\"}}")),
        facade::call(
            "chart",
            SMALL_TOML.as_bytes(),
            &format!("{{\"chart\":\"costs\",\"service\":\"{}\"}}", "x".repeat(200)),
        ),
        facade::call("costs", SMALL_TOML.as_bytes(), &format!("{{\"{long}\":1}}")),
        facade::call("simulate", SMALL_TOML.as_bytes(), &format!("{{\"seed\":\"{long}\"}}")),
    ] {
        assert!(answer.len() < 2_000, "{} characters: {answer:.300}", answer.len());
    }
    let version = SMALL_JSON.replace("\"schema\":1", &format!("\"schema\":{}", "9".repeat(100_000))) + "}";
    assert!(refused(version.as_bytes()).to_string().len() < 1_000);
    // A long key is found all the same.
    let json = format!("{SMALL_JSON},\n\"{long}\":1}}");
    let lines: Vec<_> =
        refused(json.as_bytes()).iter().filter_map(|problem| problem.location()).map(|at| at.line).collect();
    assert_eq!(lines, [3]);
}

/// What is wrong in the same way, again and again, is one problem with a count.
#[test]
fn problems_of_one_kind_are_counted_together() {
    let text = format!("{SMALL_JSON},\"teams\":[{{\"name\":\"t\"}},{}0]}}", "0,".repeat(999_999));
    let problems = refused(text.as_bytes());
    assert_only(
        &problems,
        ProblemCode::WrongType,
        "/teams",
        "1000000 are none, and the first, number 2, is a whole number",
    );
    let text = format!("{SMALL_JSON},\"teams\":[{{\"name\":\"t\"}},0]}}");
    assert_only(
        &refused(text.as_bytes()),
        ProblemCode::WrongType,
        "/teams/1",
        "expected a table, found a whole number",
    );
    let text = format!("{SMALL_JSON},{}\"name\":\"b\"}}", "\"name\":\"a\",".repeat(50_000));
    assert_only(&refused(text.as_bytes()), ProblemCode::DuplicateKey, "/name", "stands 50001 times");
    // Beyond a hundred thousand, nobody counts.
    let text = format!("{SMALL_JSON},\"teams\":[{}{{}}]}}", "{},".repeat(300_000));
    let last = refused(text.as_bytes()).iter().last().map(ToString::to_string);
    assert_eq!(last.as_deref(), Some("at least 100000 more problems are not listed [more-problems]"));
}

/// Each took minutes: a thousand problems in one line of megabytes, each looked for from the start of the line.
#[test]
fn problems_of_long_lines_are_placed_in_one_reading() {
    let text = format!("{SMALL_JSON},\"teams\":[{}{{}}]}}", "{\"nmae\":\"é\"},".repeat(400_000));
    let problems = refused(text.as_bytes());
    let at: Vec<_> = problems.iter().filter_map(|problem| problem.location()).collect();
    let expected = |byte: usize| {
        text.get(..byte).and_then(|before| before.lines().last()).map_or(0, |line| line.chars().count()) + 1
    };
    for at in at.iter().step_by(97) {
        assert_eq!((at.line, at.column), (2, expected(at.start)));
    }
}

#[test]
fn one_byte_order_mark_is_passed_over_and_two_are_refused() {
    for text in [SMALL_TOML.to_owned(), format!("{SMALL_JSON}}}")] {
        assert!(Portfolio::read(format!("\u{feff}{text}").as_bytes()).is_ok());
        assert_only(
            &refused(format!("\u{feff}\u{feff}{text}").as_bytes()),
            ProblemCode::NotUtf8,
            "",
            "two byte order marks",
        );
    }
}

#[test]
fn what_is_too_large_is_not_told_to_become_what_it_is() {
    let help =
        |text: Vec<u8>| refused(&text).iter().map(|problem| problem.help().to_owned()).collect::<Vec<_>>();
    assert_eq!(help(vec![b'{'; MAX_JSON_BYTES + 1]), ["split the portfolio"]);
    assert_eq!(help(padded(SMALL_TOML, MAX_TOML_BYTES + 1)), ["split the portfolio, or write it as JSON"]);
}

#[test]
fn minus_zero_has_a_sign() {
    for zero in ["\"-0\"", "-0", "\"-0.00\""] {
        let text = format!(
            "{}}}",
            SMALL_JSON.replace("\"exposure_per_hour\":\"1\"", &format!("\"exposure_per_hour\":{zero}"))
        );
        assert_only(
            &refused(text.as_bytes()),
            ProblemCode::NegativeNumber,
            "/services/0/exposure_per_hour",
            "negative",
        );
    }
}

#[test]
fn names_hold_no_controls_of_direction() {
    for control in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{200e}', '\u{200f}', '\u{61c}'] {
        for (path, extra) in [
            ("/name", format!("\"name\":\"a{control}b\"")),
            ("/teams/0/name", format!("\"teams\":[{{\"name\":\"a{control}b\"}}]")),
            ("/domains/0/name", format!("\"domains\":[{{\"name\":\"a{control}b\"}}]")),
        ] {
            assert_only(
                &refused(format!("{SMALL_JSON},{extra}}}").as_bytes()),
                ProblemCode::InvalidName,
                path,
                "nobody sees",
            );
        }
    }
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

/// Every service with hours of its own for a peak, each another minute.
#[test]
fn hours_of_peaks_have_their_limit() {
    let mut text = String::from(SMALL_JSON.trim_end_matches(']'));
    for index in 0..=MAX_LIST {
        let time = |minute: usize| format!("{:02}:{:02}", minute / 60, minute % 60);
        let (from, until) = (time(index), time(index + 1));
        write!(
            text,
            ",{{\"name\":\"s{index}\",\"kind\":\"digital\",\"exposure_per_hour\":\"1\",\"feature_demand\":\"high\",\
             \"peaks\":[{{\"name\":\"p\",\"exposure_per_hour\":\"2\",\"hours\":\"Sun {from}-{until}\"}}]}}"
        )
        .expect("text grows");
    }
    text += "]}";
    let path = format!("/services/{}/peaks/0/hours", MAX_LIST + 1);
    assert_only(&refused(text.as_bytes()), ProblemCode::TooLarge, &path, "400");
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
    for command in ["check", "recommend"] {
        let answer = facade::call(command, text.as_bytes(), "");
        assert!(answer.starts_with(r#"{"ok":false,"errors":[{"code":"overflow","path":"","#), "{answer}");
    }
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
    // `check` says which service it is.
    let answer = facade::call("check", text.as_bytes(), "");
    assert!(
        answer.starts_with(r#"{"ok":false,"errors":[{"code":"overflow","path":"/services/0","#),
        "{answer}"
    );
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

/// What `check` passes no command refuses for its size: here everything is as large as an organisation of any currency
/// could mean it, and far larger than any is.
#[test]
fn what_is_checked_can_be_worked_out_by_every_command() {
    let service = |index: usize| {
        format!(
            r#"{{"name":"s{index}","kind":"digital","team":"t{index}","exposure_per_hour":"10000000000000",
            "feature_demand":"high","incidents_per_year":{{"low":"1","likely":"12","high":"1000"}},"severity":"100%",
            "features_per_year":"100000","value_per_feature_week":"1000000000000"}}"#
        )
    };
    let services: Vec<String> = (0..40).map(service).collect();
    let teams: Vec<String> = (0..40)
        .map(|index| format!(r#"{{"name":"t{index}","on_call_participants":6,"hourly_cost":"1000000000"}}"#))
        .collect();
    let tiers = r#"{"tiers":[{"name":"t","pick_up":"5d","handling":"100d","people":1000,"hourly_cost":"1000000000"}]}"#;
    let text = format!(
        r#"{{"schema":1,"currency":"IRR","horizon":{{"years":30}},
        "exposure_bands":[{{"max_per_hour":"1000000000000000","availability":"99.0"}}],
        "on_call":{{"product_teams":{{"standby":{{"amount":"1000000000000","per":"week"}}}},
            "operations":{{"standby":{{"amount":"1000000000000","per":"week"}}}}}},
        "operations":{{"hourly_cost":"1000000000"}},
        "response":{{"ops-run-it":{tiers},"you-build-it-you-run-it":{tiers}}},
        "setup":{{"ops-run-it":{{"service-reliability":"1000000000000000"}}}},
        "transition":{{"you-build-it-you-run-it":{{"service-reliability":"1000000000000000"}}}},
        "teams":[{}],"services":[{}]}}"#,
        teams.join(","),
        services.join(",")
    );
    let against_itself = format!(r#"{{"new":{text}}}"#);
    for command in facade::COMMANDS {
        let options = match command {
            "intake" => continue,
            "simulate" => r#"{"trials":64}"#,
            "chart" => r#"{"chart":"costs"}"#,
            "scenarios" => {
                r#"{"scenarios":[{"name":"other","changes":{"services":{"s0":{"feature_demand":"low"}}}}]}"#
            }
            "diff" => &against_itself,
            "accept" => r#"{"service":"s0"}"#,
            _ => "",
        };
        let answer = facade::call(command, text.as_bytes(), options);
        let shown: String = answer.chars().take(300).collect();
        assert!(!shown.contains("overflow"), "{command}: {shown}");
        // It states no growth.
        let may_refuse = ["accept", "growth"].contains(&command);
        assert!(shown.starts_with(r#"{"ok":true"#) || may_refuse, "{command}: {shown}");
    }
}
