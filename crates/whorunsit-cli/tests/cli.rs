//! The program as people and scripts meet it: what it prints, where, and with which exit code.

#![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the program in the project's root, so that paths in messages are the same everywhere.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whorunsit"));
    command.args(arguments).current_dir(root()).env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    run_command(command, input)
}

fn run_command(mut command: Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    // A program that stops before it has read all of its input closes the pipe.
    let _ = child.stdin.take().expect("standard input").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments, b"");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    stdout(&output).to_owned()
}

const RETAILER: &str = "examples/furniture-retailer.toml";
const PAID: &str = "crates/whorunsit-cli/src/starter.toml";
const COSTED: &str = "examples/furniture-retailer-costs.toml";
const GATED: &str = "vectors/plan/readiness.input.toml";
const HALF_ESTIMATED: &str = "crates/whorunsit-cli/tests/inputs/half-estimated.toml";
const ONE_NOT_ESTIMATED: &str = "crates/whorunsit-cli/tests/inputs/one-not-estimated.toml";
const LONG_NAMES: &str = "crates/whorunsit-cli/tests/inputs/long-names.toml";
const CHEAPER_STANDBY: &str = "crates/whorunsit-cli/tests/inputs/scenarios/cheaper-standby.toml";
const QUIET_YEAR: &str = "crates/whorunsit-cli/tests/inputs/scenarios/a-quiet-year.json";
const LONGER_HORIZON: &str = "crates/whorunsit-cli/tests/inputs/scenarios/longer-horizon.toml";
const BROKEN: &str = "crates/whorunsit-cli/tests/inputs/scenarios/broken.toml";
const IMPOSSIBLE: &str = "crates/whorunsit-cli/tests/inputs/scenarios/impossible.toml";
const AT_SCALE: &str = "examples/organisation-at-scale.toml";
/// A portfolio that a profile fills in.
const VARIANTS: &str = "vectors/compare/variants-missing.input.toml";
const PROFILED: &str = "vectors/compare/profile.input.toml";
const MANY_PROBLEMS: &str = "crates/whorunsit-cli/tests/inputs/many-problems.toml";

/// Every page says its answer first, with what supports it on one screen.
#[test]
fn answers_come_first_on_one_screen() {
    insta::assert_snapshot!("overview", succeed(&[COSTED]));
    insta::assert_snapshot!("overview-not-estimated", succeed(&[RETAILER]));
    insta::assert_snapshot!("overview-half-estimated", succeed(&[HALF_ESTIMATED]));
    insta::assert_snapshot!("no-such-command", refused(&["recomend"], 2));
    let commands = [
        "recommend",
        "schedules",
        "costs",
        "compare",
        "plan",
        "simulate",
        "sensitivity",
        "ready",
        "accountability",
        "next",
    ];
    for file in [PROFILED, RETAILER, COSTED, HALF_ESTIMATED, ONE_NOT_ESTIMATED, AT_SCALE] {
        let mut pages = vec![vec![file]];
        pages.extend(commands.map(|command| vec![command, file]));
        for arguments in pages {
            if file == AT_SCALE && arguments.len() == 2 && ["simulate", "sensitivity"].contains(&arguments[0])
            {
                continue;
            }
            let page = succeed(&arguments);
            assert!(page.lines().count() <= 40, "{arguments:?}\n{page}");
        }
    }
    let listed = succeed(&["recommend", COSTED, "--assumptions"]);
    assert!(listed.contains("- /selection/policy = sixteen-cell"), "{listed}");
}

#[test]
fn pages_end_with_what_to_find_out_next() {
    for arguments in
        [&[PROFILED][..], &["recommend", PROFILED], &["compare", PROFILED], &["simulate", PROFILED]]
    {
        let page = succeed(arguments);
        let (_, end) = page.split_once("\nWhat to find out next\n").unwrap_or_default();
        assert_eq!(end.lines().filter(|line| line.starts_with("- ")).count(), 3, "{page}");
    }
    insta::assert_snapshot!("next", succeed(&["next", PROFILED]));
    insta::assert_snapshot!("next-missing", succeed(&["next", HALF_ESTIMATED]));
    insta::assert_snapshot!("next-csv", succeed(&["next", PROFILED, "--format", "csv"]));
}

#[test]
fn growth_tells_the_year_in_which_the_answer_changes() {
    let file = "vectors/growth/retailer.input.toml";
    let page = succeed(&["growth", file]);
    assert!(page.contains("The answer changes in year 3"), "{page}");
    assert!(page.lines().count() <= 40, "{page}");
    insta::assert_snapshot!("growth-details", succeed(&["growth", file, "--details"]));
    insta::assert_snapshot!("growth-csv", succeed(&["growth", file, "--format", "csv"]));
    insta::assert_snapshot!("growth-not-given", refused(&["growth", COSTED], 1));
}

#[test]
fn one_mistake_leaves_one_service_out() {
    let file = "vectors/recommend/left-out.input.toml";
    let commands = [
        "recommend",
        "schedules",
        "costs",
        "compare",
        "plan",
        "next",
        "sensitivity",
        "ready",
        "accountability",
        "roadmap",
    ];
    for command in commands {
        let output = run(&[command, file], b"");
        let (page, told) = (stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(page.contains("Portfolio") && !page.contains("plenty"), "{page}");
        assert!(told.ends_with("left out of every figure above: broken, needs\n"), "{told}");
        assert!(told.contains("--> vectors/recommend/left-out.input.toml:15:21"), "{told}");
        assert_eq!(run(&[command, file, "--allow-partial"], b"").status.code(), Some(0), "{command}");
    }
    let json = run(&["recommend", file, "--format", "json"], b"");
    assert_eq!((json.status.code(), json.stderr.len()), (Some(1), 0));
    assert_eq!(run(&["recommend", file, "--format", "json", "--allow-partial"], b"").status.code(), Some(0));
    // Paths are those of the file, not of what is left of it.
    let listed = run(&["recommend", file, "--assumptions"], b"");
    let listed = stdout(&listed);
    assert!(listed.contains("/services/1/severity") && !listed.contains("/services/0"), "{listed}");
    let strict = run(&["check", file], b"");
    assert_eq!((strict.status.code(), strict.stdout.len()), (Some(1), 0));
}

#[test]
fn everything_is_there_in_detail() {
    for command in [
        "recommend",
        "schedules",
        "costs",
        "compare",
        "plan",
        "sensitivity",
        "ready",
        "accountability",
        "next",
    ] {
        let page = succeed(&[command, COSTED, "--details", "--assumptions"]);
        insta::assert_snapshot!(format!("{command}-details"), page);
    }
    insta::assert_snapshot!("simulate-details", simulate(COSTED, &["--details", "--assumptions"]));
}

#[test]
fn a_roadmap_is_one_page_in_every_form() {
    for format in ["markdown", "html", "mermaid", "jira", "json"] {
        insta::assert_snapshot!(
            format!("roadmap-{format}"),
            succeed(&["roadmap", GATED, "--format", format])
        );
    }
}

#[test]
fn a_decision_is_put_on_record() {
    let draws = ["--trials", "400", "--review-on", "2027-06-01"];
    let report = |more: &[&str]| succeed(&[&["report", COSTED], &draws[..], more].concat());
    insta::assert_snapshot!("report-markdown", report(&[]));
    insta::assert_snapshot!("report-service", report(&["--service", "bedroom"]));
    assert!(report(&["--format", "html"]).starts_with("<!doctype html>"));

    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("report.html");
    let file = file.to_str().expect("its name is text");
    assert_eq!(report(&["--output", file]), "");
    assert_eq!(std::fs::read_to_string(file).expect("it is there"), report(&["--format", "html"]));
    let to = |file: &str, code| refused(&["report", COSTED, "--trials", "400", "--output", file], code);
    assert!(to(file, 3).contains("it exists already; --force replaces it"));
    let nowhere = folder.path().join("missing/report.md");
    assert!(to(nowhere.to_str().expect("its name is text"), 3).contains("its folder does not exist"));
    assert!(to("report.docx", 2).contains("name a file that ends in .html, .md or .json"));
}

#[test]
fn people_read_what_differs() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let new = folder.path().join("new.toml");
    let old = std::fs::read_to_string(root().join(COSTED)).expect("the example can be read");
    let changed = old
        .replace("exposure_per_hour = \"200000\"", "exposure_per_hour = \"5000\"")
        .replace("feature_demand = \"very-high\"", "feature_demand = \"low\"");
    std::fs::write(&new, changed).expect("it can be written");
    let new = new.to_str().expect("its name is text");
    insta::assert_snapshot!("diff", succeed(&["diff", COSTED, new]));
    insta::assert_snapshot!("diff-csv", succeed(&["diff", COSTED, new, "--format", "csv"]));
    assert!(
        succeed(&["diff", COSTED, COSTED]).contains("No input differs. Who should run what stays as it was.")
    );
}

#[test]
fn people_read_recommendations() {
    insta::assert_snapshot!("recommend", succeed(&["recommend", RETAILER]));
    insta::assert_snapshot!("recommend-reasons", succeed(&["recommend", PAID, "--reasons"]));
    insta::assert_snapshot!("recommend-markdown", succeed(&["recommend", PAID, "--format", "markdown"]));
    insta::assert_snapshot!("recommend-csv", succeed(&["recommend", PAID, "--format", "csv"]));
}

#[test]
fn people_read_schedules() {
    insta::assert_snapshot!("schedules", succeed(&["schedules", PAID]));
    insta::assert_snapshot!("schedules-markdown", succeed(&["schedules", PAID, "--format", "markdown"]));
    insta::assert_snapshot!("schedules-csv", succeed(&["schedules", PAID, "--format", "csv"]));
}

#[test]
fn people_read_what_recommendations_cost_and_protect() {
    insta::assert_snapshot!("recommend-costed", succeed(&["recommend", COSTED]));
    insta::assert_snapshot!("recommend-half-estimated", succeed(&["recommend", HALF_ESTIMATED]));
}

#[test]
fn people_read_costs() {
    insta::assert_snapshot!("costs", succeed(&["costs", COSTED]));
    insta::assert_snapshot!("costs-half-estimated", succeed(&["costs", HALF_ESTIMATED]));
    insta::assert_snapshot!("costs-items", succeed(&["costs", COSTED, "--items"]));
    insta::assert_snapshot!("costs-markdown", succeed(&["costs", COSTED, "--format", "markdown"]));
    insta::assert_snapshot!("costs-csv", succeed(&["costs", HALF_ESTIMATED, "--format", "csv"]));
    let by = ["--by", "budget_holder,cost-type", "--strategy", "least-cost"];
    insta::assert_snapshot!("costs-by", succeed(&[&["costs", COSTED], by.as_slice()].concat()));
    insta::assert_snapshot!(
        "costs-by-csv",
        succeed(&[&["costs", COSTED, "--format", "csv"], by.as_slice()].concat())
    );
}

#[test]
fn people_read_comparisons() {
    insta::assert_snapshot!("compare", succeed(&["compare", COSTED]));
    insta::assert_snapshot!("compare-half-estimated", succeed(&["compare", HALF_ESTIMATED]));
    insta::assert_snapshot!("compare-not-estimated", succeed(&["compare", RETAILER]));
    insta::assert_snapshot!("compare-long-names", succeed(&["compare", LONG_NAMES]));
    insta::assert_snapshot!("compare-markdown", succeed(&["compare", COSTED, "--format", "markdown"]));
    insta::assert_snapshot!("compare-csv", succeed(&["compare", COSTED, "--format", "csv"]));
    insta::assert_snapshot!(
        "compare-variants",
        succeed(&["compare", VARIANTS, "--details", "--format", "markdown"])
    );
    insta::assert_snapshot!("compare-variants-alone", succeed(&["compare", VARIANTS, "--variants"]));
    insta::assert_snapshot!(
        "compare-variants-csv",
        succeed(&["compare", VARIANTS, "--variants", "--format", "csv"])
    );
    assert!(succeed(&["compare", COSTED, "--variants"]).contains("no [[variants]]"));
}

#[test]
fn people_read_scenarios() {
    let changes = [COSTED, CHEAPER_STANDBY, QUIET_YEAR];
    let scenarios = |more: &[&str]| succeed(&[&["scenarios"], changes.as_slice(), more].concat());
    insta::assert_snapshot!("scenarios", scenarios(&[]));
    insta::assert_snapshot!("scenarios-of-several-horizons", scenarios(&[LONGER_HORIZON]));
    insta::assert_snapshot!("scenarios-csv", scenarios(&["--format", "csv"]));
    insta::assert_snapshot!(
        "scenarios-half-estimated",
        succeed(&["scenarios", HALF_ESTIMATED, LONGER_HORIZON])
    );
}

#[test]
fn people_read_plans() {
    insta::assert_snapshot!("plan", succeed(&["plan", COSTED]));
    insta::assert_snapshot!("plan-not-estimated", succeed(&["plan", RETAILER]));
    insta::assert_snapshot!("plan-half-estimated", succeed(&["plan", HALF_ESTIMATED]));
    insta::assert_snapshot!("plan-csv", succeed(&["plan", COSTED, "--format", "csv"]));
}

/// What is told where a command is refused with this exit code.
fn refused(arguments: &[&str], code: i32) -> String {
    let output = run(arguments, b"");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    assert_eq!(stdout(&output), "");
    stderr(&output).to_owned()
}

/// A simulation small enough for a test.
fn simulate(file: &str, more: &[&str]) -> String {
    succeed(&[&["simulate", file, "--trials", "2048", "--seed", "42"], more].concat())
}

#[test]
fn people_read_simulations() {
    insta::assert_snapshot!("simulate", simulate(COSTED, &[]));
    insta::assert_snapshot!("simulate-one-not-estimated", simulate(ONE_NOT_ESTIMATED, &[]));
    insta::assert_snapshot!("simulate-not-estimated", simulate(HALF_ESTIMATED, &[]));
    insta::assert_snapshot!("simulate-markdown", simulate(COSTED, &["--format", "markdown"]));
    insta::assert_snapshot!("simulate-csv", simulate(COSTED, &["--format", "csv"]));
    assert_eq!(simulate(COSTED, &["--threads", "1"]), simulate(COSTED, &["--threads", "7"]));
    let folder = tempfile::tempdir().unwrap();
    let draws = folder.path().join("draws.csv");
    let draws = draws.to_str().unwrap();
    assert_eq!(simulate(COSTED, &["--draws", draws, "--threads", "3"]), simulate(COSTED, &[]));
    let rows = std::fs::read_to_string(draws).unwrap();
    assert_eq!(rows.lines().count(), 1 + 3 * 2048);
    assert!(rows.starts_with("service,operating_model,trial,ops_run_it_cost_over_horizon,"));
    let with = |more: &[&str]| refused(&[&["simulate", COSTED, "--draws", draws], more].concat(), 3);
    assert!(with(&[]).contains("exists already"));
    let none = folder.path().join("none.csv");
    refused(&["simulate", COSTED, "--trials", "0", "--draws", none.to_str().unwrap()], 1);
    assert!(!none.exists());
    let few = succeed(&["simulate", COSTED, "--details", "--trials", "12", "--threads", "1"]);
    assert!(few.contains("95.8 %") && few.contains("There are too few trials to tell."), "{few}");
    let precise = succeed(&["simulate", COSTED, "--precision", "1.5%", "--seed", "42"]);
    assert!(!precise.contains(" 2048 trials"), "{precise}");
}

#[test]
fn people_read_sensitivities() {
    insta::assert_snapshot!("sensitivity", succeed(&["sensitivity", COSTED]));
    insta::assert_snapshot!(
        "sensitivity-one-not-estimated",
        succeed(&["sensitivity", ONE_NOT_ESTIMATED, "--seed", "42"])
    );
    insta::assert_snapshot!("sensitivity-not-estimated", succeed(&["sensitivity", HALF_ESTIMATED]));
    let one = ["sensitivity", COSTED, "--service", "appointments", "--format", "markdown"];
    insta::assert_snapshot!("sensitivity-of-one-markdown", succeed(&one));
    insta::assert_snapshot!("sensitivity-csv", succeed(&["sensitivity", COSTED, "--format", "csv"]));
}

#[test]
fn what_simulations_cannot_answer_is_told() {
    insta::assert_snapshot!("no-trials", refused(&["simulate", COSTED, "--trials", "0"], 1));
    insta::assert_snapshot!("many-trials", refused(&["simulate", COSTED, "--trials", "1000000000000"], 1));
    insta::assert_snapshot!(
        "trials-and-precision",
        refused(&["simulate", COSTED, "--trials", "10", "--precision", "1%"], 2)
    );
    insta::assert_snapshot!("no-percentage", refused(&["simulate", COSTED, "--precision", "1"], 2));
    insta::assert_snapshot!("no-such-service", refused(&["sensitivity", COSTED, "--service", "bed"], 2));
    insta::assert_snapshot!("no-such-chart", refused(&["chart", "pie", COSTED], 2));
    assert!(refused(&["simulate", COSTED, "--threads", "0"], 2).contains("--threads"));
    assert!(refused(&["simulate", COSTED, "--seed", "x"], 2).contains("--seed"));
    let uncompared = refused(&["sensitivity", HALF_ESTIMATED, "--service", "wiki"], 2);
    assert!(uncompared.contains("`whorunsit compare` tells what is missing"), "{uncompared}");
    let whole = ["sensitivity", COSTED, "--service", "bedroom", "--format", "json"];
    let output = run(&whole, b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("JSON has all services"));
    assert!(refused(&["chart", "map", MANY_PROBLEMS], 1).contains("error["));
    assert!(refused(&["chart", "map", "no-such-file.toml"], 3).contains("no-such-file.toml"));
}

#[test]
fn charts_are_listed() {
    insta::assert_snapshot!("charts", succeed(&["chart", "--list"]));
}

#[test]
fn charts_are_the_facades() {
    if !whorunsit::facade::COMMANDS.contains(&"chart") {
        return;
    }
    let list = succeed(&["chart", "--list"]);
    let bytes = std::fs::read(root().join(COSTED)).expect("the example");
    for name in list.lines().filter_map(|line| line.split(' ').next()) {
        let drawn = succeed(&["chart", name, COSTED]);
        let drawn: serde_json::Value = serde_json::from_str(&drawn).expect("JSON");
        let options = format!(r#"{{"chart": "{name}"}}"#);
        let answer: serde_json::Value =
            serde_json::from_str(&whorunsit::facade::call("chart", &bytes, &options)).expect("JSON");
        assert_eq!(Some(&drawn), answer.get("spec"), "{name}");
    }
    let file = std::env::temp_dir().join(format!("whorunsit-map-{}.json", std::process::id()));
    let named = file.to_str().expect("a path");
    let of_bedroom = ["chart", "map", COSTED, "--service", "bedroom"];
    assert_eq!(succeed(&[&of_bedroom, ["--output", named].as_slice()].concat()), "");
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), succeed(&of_bedroom));
    std::fs::remove_file(&file).expect("the file");
    assert!(refused(&["chart", "map", COSTED, "--service", "bed"], 1).contains("at the name of the service"));
    assert!(refused(&["chart", "map", COSTED, "--trials", "9"], 1).contains("at --trials"));
    assert!(refused(&["chart", "tornado", HALF_ESTIMATED], 1).contains("half-estimated.toml, at /services"));
}

#[test]
fn what_costs_cannot_answer_is_told() {
    insta::assert_snapshot!("unknown-dimension", refused(&["costs", COSTED, "--by", "aspect,holder"], 2));
    assert!(refused(&["costs", COSTED, "--by", "service,team,service"], 2).contains("names `service` twice"));
    insta::assert_snapshot!("unknown-strategy", refused(&["costs", COSTED, "--strategy", "cheapest"], 2));
    insta::assert_snapshot!(
        "least-cost-without-pay",
        refused(&["costs", HALF_ESTIMATED, "--strategy", "least-cost"], 1)
    );
    insta::assert_snapshot!("broken-scenario", refused(&["scenarios", COSTED, CHEAPER_STANDBY, BROKEN], 1));
    insta::assert_snapshot!("impossible-scenario", refused(&["scenarios", COSTED, IMPOSSIBLE], 1));
    insta::assert_snapshot!(
        "scenarios-of-one-name",
        refused(&["scenarios", COSTED, CHEAPER_STANDBY, CHEAPER_STANDBY], 2)
    );
    assert!(refused(&["scenarios", COSTED], 2).contains("<CHANGES>"));
    assert!(refused(&["scenarios", "-", "-"], 2).contains("standard input can be read only once"));
    assert!(refused(&["scenarios", COSTED, "no-such-file.toml"], 3).contains("no-such-file.toml"));
    let many = vec![CHEAPER_STANDBY; whorunsit::facade::MAX_SCENARIOS + 1];
    assert!(refused(&[&["scenarios", COSTED], many.as_slice()].concat(), 2).contains("more than 100"));
}

#[test]
fn people_read_help() {
    insta::assert_snapshot!("help", succeed(&["--help"]));
    insta::assert_snapshot!("help-costs", succeed(&["costs", "--help"]));
    insta::assert_snapshot!("help-scenarios", succeed(&["scenarios", "--help"]));
    insta::assert_snapshot!("help-simulate", succeed(&["simulate", "--help"]));
    insta::assert_snapshot!("help-sensitivity", succeed(&["sensitivity", "--help"]));
    insta::assert_snapshot!("help-chart", succeed(&["chart", "--help"]));
    insta::assert_snapshot!("help-recommend", succeed(&["recommend", "--help"]));
}

#[test]
fn tables_fit_in_80_columns() {
    let mut pages: Vec<Vec<&str>> = vec![
        vec!["recommend", RETAILER],
        vec!["recommend", PAID],
        vec!["schedules", PAID],
        vec!["check", PAID],
        vec!["costs", COSTED, "--by", "service,team,domain,code,accounting,budget-holder,frequency"],
    ];
    for file in [RETAILER, COSTED, HALF_ESTIMATED, LONG_NAMES] {
        pages.push(vec!["recommend", file]);
        pages.push(vec!["recommend", file, "--details"]);
        pages.push(vec!["compare", file, "--details"]);
        pages.push(vec!["simulate", file, "--details", "--trials", "2048"]);
        pages.push(vec!["sensitivity", file, "--details"]);
        pages.push(vec!["ready", file, "--details"]);
        pages.push(vec![file]);
        pages.push(vec!["costs", file]);
        pages.push(vec!["costs", file, "--items"]);
        pages.push(vec!["costs", file, "--by", "team,cost-type,budget-holder"]);
        pages.push(vec!["compare", file]);
        pages.push(vec!["scenarios", file, LONGER_HORIZON]);
        pages.push(vec!["plan", file]);
        pages.push(vec!["simulate", file, "--trials", "2048"]);
        pages.push(vec!["sensitivity", file]);
    }
    for arguments in pages {
        let page = succeed(&arguments);
        let widest = page.lines().max_by_key(|line| line.chars().count()).unwrap_or_default();
        assert!(widest.chars().count() <= 80, "{arguments:?}: {widest}");
    }
}

#[test]
fn problems_are_drawn_under_their_lines() {
    let output = run(&["recommend", MANY_PROBLEMS], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    insta::assert_snapshot!("many-problems", stderr(&output));
}

#[test]
fn problems_without_a_readable_line_are_told_too() {
    let long_line = format!("{{\"schema\": 1, \"pad\": \"{}\"}}", "x".repeat(1000));
    let cases: [(&[u8], &str); 5] = [
        (b"", "error[empty-input]"),
        (b"name = \"\xff\"", "error[not-utf8]"),
        (b"schema = ", "error[toml-syntax]"),
        (b"{\"schema\": 1", "error[json-syntax]"),
        (long_line.as_bytes(), "standard input, line 1, column 15, at /pad"),
    ];
    for (input, expected) in cases {
        let output = run(&["check", "-"], input);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}

/// Escape sequences in an unknown key, in a comment beside a wrong value and in a path, with colour forced so
/// that nothing is stripped on the way: no control but the program's own colours may reach the terminal.
#[test]
fn no_input_commands_the_terminal() {
    let hostile_key = "{\"k\\u001b]0;PWNED\\u0007\": 1, \"z\u{202e}\": 2}".to_owned();
    let long_line = format!("{{\"k\\u001b[2J\": \"{}\"}}", "x".repeat(1000));
    let comment = "curency = \"USD\" # \u{9b}31m \u{85}\n".to_owned();
    for input in [hostile_key, long_line, comment] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whorunsit"));
        command.args(["check", "-"]).env("CLICOLOR_FORCE", "1");
        let output = run_command(command, input.as_bytes());
        assert_eq!(output.status.code(), Some(1));
        let drawn = stderr(&output);
        for sequence in drawn.split('\u{1b}').skip(1) {
            let colour = sequence
                .strip_prefix('[')
                .map(|rest| rest.trim_start_matches(|char: char| char.is_ascii_digit() || char == ';'));
            assert!(colour.is_some_and(|rest| rest.starts_with('m')), "only colours: {drawn:?}");
        }
        let hidden = drawn.chars().find(|char| whorunsit::is_hidden(*char) && !"\n\u{1b}".contains(*char));
        assert_eq!(hidden, None, "{drawn:?}");
    }
}

#[test]
fn json_answers_are_the_facades() {
    for command in ["recommend", "schedules", "check"] {
        let bytes = std::fs::read(root().join(RETAILER)).expect("the example");
        let answer = whorunsit::facade::call(command, &bytes, r#"{"pretty": true}"#);
        assert_eq!(succeed(&[command, RETAILER, "--format", "json"]), format!("{answer}\n"));
    }
    let bytes = std::fs::read(root().join(COSTED)).expect("the example");
    let cases: [(&[&str], &str); 8] = [
        (&["simulate", "--trials", "300", "--seed", "7"], r#"{"pretty": true, "trials": 300, "seed": 7}"#),
        (&["simulate", "--precision", "5%"], r#"{"pretty": true, "precision": "5%"}"#),
        (&["sensitivity", "--seed", "7"], r#"{"pretty": true, "seed": 7}"#),
        (&["compare"], r#"{"pretty": true}"#),
        (&["plan"], r#"{"pretty": true}"#),
        (&["costs"], r#"{"pretty": true}"#),
        (&["costs", "--by", "team,cost_type"], r#"{"pretty": true, "by": ["team", "cost-type"]}"#),
        (&["costs", "--strategy", "least-cost"], r#"{"pretty": true, "strategy": "least-cost"}"#),
    ];
    for (arguments, options) in cases {
        let (command, more) = arguments.split_first().expect("a command");
        let answer = whorunsit::facade::call(command, &bytes, options);
        let printed = succeed(&[&[*command, COSTED, "--format", "json"], more].concat());
        assert_eq!(printed, format!("{answer}\n"), "{arguments:?}");
    }
    let printed = succeed(&["scenarios", COSTED, QUIET_YEAR, "--format", "json"]);
    assert!(printed.starts_with("{\n  \"ok\": true,"), "{printed}");
    assert!(printed.contains("\"name\": \"a-quiet-year\""), "{printed}");
    let output = run(&["scenarios", COSTED, IMPOSSIBLE, "--format", "json"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("\"message\": \"in scenario `impossible`: "), "{}", stdout(&output));
    let output = run(&["scenarios", COSTED, "-", "--format", "json"], b"name = \"\xff\"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("\"code\": \"not-utf8\""), "{}", stdout(&output));
    let output = run(&["recommend", "-", "--format", "json"], b"schema = 2");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output), "");
    assert!(stdout(&output).starts_with("{\n  \"ok\": false,"));
}

#[test]
fn standard_input_is_toml_or_json_by_its_content() {
    let json = br#"{"schema": 1, "currency": "EUR",
        "exposure_bands": [{"max_per_hour": 100, "availability": "95.0"}],
        "services": [{"name": "wiki", "kind": "digital", "exposure_per_hour": 1, "feature_demand": "high"}]}"#;
    let output = run(&["recommend", "-", "--details"], json);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("€1"));
    let toml = std::fs::read(root().join(RETAILER)).expect("the example");
    assert_eq!(run(&["recommend", "-"], &toml).stdout, succeed(&["recommend", RETAILER]).into_bytes());
}

#[test]
fn colour_is_for_terminals_and_never_with_no_color() {
    let with = |variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whorunsit"));
        command.args(["recommend", RETAILER]).current_dir(root()).envs(variables.iter().copied());
        run_command(command, b"").stdout.contains(&0x1b)
    };
    assert!(!with(&[]), "a pipe is no terminal");
    assert!(with(&[("CLICOLOR_FORCE", "1")]));
    assert!(!with(&[("NO_COLOR", "1")]));
}

#[test]
fn files_that_cannot_be_read_have_their_own_exit_code() {
    let output = run(&["recommend", "no-such-file.toml"], b"");
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(stdout(&output), "");
    assert!(stderr(&output).starts_with("error: no-such-file.toml: "), "{}", stderr(&output));
    assert_eq!(run(&["check", "examples"], b"").status.code(), Some(3), "a folder is no file");
    assert_eq!(run(&["recommend"], b"").status.code(), Some(2), "wrong usage");
}

#[test]
fn init_writes_a_portfolio_that_works_and_overwrites_nothing() {
    let folder = std::env::temp_dir().join(format!("whorunsit-init-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("portfolio.toml");
    let file = file.to_str().expect("a path");
    assert!(succeed(&["init", file]).contains("whorunsit recommend"));
    assert!(succeed(&["recommend", file]).contains("You Build It You Run It"));
    std::fs::write(file, "my own work").expect("written");
    assert_eq!(run(&["init", file], b"").status.code(), Some(3));
    assert_eq!(std::fs::read_to_string(file).expect("read"), "my own work");
    std::fs::remove_dir_all(&folder).expect("removed");
    assert_eq!(succeed(&["init", "-"]), std::fs::read_to_string(root().join(PAID)).expect("read"));
}

#[test]
fn a_profile_of_ones_own_fills_a_portfolio_in() {
    let folder = std::env::temp_dir().join(format!("whorunsit-own-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let profile = folder.join("ours.toml");
    let write = |text: &str| std::fs::write(&profile, text).expect("written");
    let good = "name = \"ours\"\nversion = 1\ntitle = \"what we know\"\nstands_for = \"Our services.\"\ncurrency = \"USD\"\n\
                noted = \"2026-11\"\nbased_on = \"saas\"\n[values]\n\
                severity = { low = \"5%\", likely = \"10%\", high = \"30%\", basis = \"sourced\", sources = [\"our tickets\"] }\n";
    write(good);
    let (profile, file) = (profile.to_str().expect("a path"), "vectors/next/own-profile.input.toml");
    for format in ["table", "json"] {
        let page =
            succeed(&["compare", file, "--profile-file", profile, "--assumptions", "--format", format]);
        assert!(page.contains("our tickets"), "{page}");
    }
    for (from, to, said) in [
        ("30%", "130%", "`130%` is no share from 0 to 100 percent"),
        ("5%", "20%", "`20%`, `10%`, `30%` do not ascend"),
        ("severity", "severty", "did you mean `severity`?"),
        ("[\"our tickets\"]", "[]", "`severity` has no source"),
        ("based_on = \"saas\"\n", "", "values are not given, `incidents_per_year` the first"),
        ("based_on = \"saas\"", "based_on = \"sass\"", "there is no profile `sass`"),
    ] {
        write(&good.replace(from, to));
        let refused = run(&["compare", file, "--profile-file", profile], b"");
        assert_eq!(refused.status.code(), Some(1));
        assert!(
            stderr(&refused).contains(said) && stderr(&refused).contains("1 problem"),
            "{}",
            stderr(&refused)
        );
    }
    assert_eq!(run(&["compare", file, "--profile-file", "no-such.toml"], b"").status.code(), Some(3));
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn a_list_that_cannot_be_taken_in_is_told_in_one_message() {
    let rows = "Service,Exposure per hour,Demand\n".to_owned() + &"s,1,low\n".repeat(100_000);
    for (table, said) in [
        ("a,b\n1,2\n", "no heading of the table is known"),
        (
            "Service,Exposure,Exposure per hour (max),Revenue at risk\nA,1,2,3\n",
            "columns look like `exposure_per_hour`",
        ),
        ("%PDF-1.7\n%abc", "PDF"),
        (rows.as_str(), "more than 20000 rows"),
    ] {
        let refused = run(&["init", "-", "--services", "-", "--currency", "USD"], table.as_bytes());
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "{said}");
        assert!(
            stderr(&refused).contains(said) && stderr(&refused).contains(" 1 problem"),
            "{}",
            stderr(&refused)
        );
    }
    let beside = b"Service,Exposure per hour,Revenue at risk per hour,Demand\nA,1,2,low\n";
    let asked = run(&["init", "-", "--services", "-", "--currency", "USD"], beside);
    assert!(
        stderr(&asked).contains("`Revenue at risk per hour` looks like `exposure_per_hour` too"),
        "{}",
        stderr(&asked)
    );
}

/// Forty rows of all the spellings that people use, and two commands: money with a range, and what to find out.
#[test]
fn forty_messy_rows_become_money_in_two_commands() {
    let folder = std::env::temp_dir().join(format!("whorunsit-start-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("portfolio.toml");
    let file = file.to_str().expect("a path");
    let rows = "vectors/intake/forty-messy-rows.input.bin";
    let start =
        ["init", file, "--profile", "saas", "--services", rows, "--currency", "USD", "--bands", "suggest"];
    let init = run(&start, b"");
    assert_eq!(init.status.code(), Some(0), "{}", stderr(&init));
    assert!(stderr(&init).contains("38 services taken in") && stderr(&init).contains("stands in brackets"));
    assert!(stdout(&init).ends_with(&format!("Next: whorunsit compare {file}\n")));
    let page = succeed(&["compare", file]);
    assert!(page.contains("\nNot settled: find out these three. "), "{page}");
    let (_, end) = page.split_once("\nWhat to find out next\n").unwrap_or_default();
    assert_eq!(end.lines().filter(|line| line.starts_with("- ") && line.len() > 2).count(), 3, "{page}");
    insta::assert_snapshot!(
        "init-forty-rows",
        std::fs::read_to_string(file).expect("read").lines().take(40).collect::<Vec<_>>().join("\n")
    );
    // Every assumed value can be traced to its source.
    let listed = succeed(&["compare", file, "--assumptions"]);
    assert!(listed.contains("(profile\n  `saas`: ") || listed.contains("profile `saas`"), "{listed}");
    std::fs::remove_dir_all(&folder).expect("removed");
    // By flags alone, and from standard input.
    let table = b"App;Revenue at risk per hour;Demand\nShop;1.200,50;H\n";
    let given = [
        "init",
        "-",
        "--services",
        "-",
        "--currency",
        "EUR",
        "--bands",
        "7000=95.0,250000=99.0",
        "--on-call-today",
        "nobody",
    ];
    let made = run(&given, table);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let text = stdout(&made);
    for line in [
        "currency = \"EUR\"",
        "runs_today = \"nothing\"",
        "max_per_hour = \"250000\"",
        "exposure_per_hour = \"1200.5\"",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for (arguments, code, said) in [
        (
            &["init", "-", "--profile", "sass"][..],
            2,
            "there is no profile `sass`: it is one of digital-retail",
        ),
        (&["init", "-", "--bands", "7000"], 2, "write `suggest`, or the most in an hour"),
        (&["init", "-", "--services", "no-such.csv"], 3, "no-such.csv"),
        (&["init", "-", "--services", "-"], 1, "the table makes no portfolio yet"),
    ] {
        let refused = run(arguments, table);
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}");
        assert!(stderr(&refused).contains(said), "{}", stderr(&refused));
    }
}

#[test]
fn shells_get_completions_and_editors_get_schemas() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = succeed(&["completions", shell]);
        for word in ["recommend", "simulate", "precision", "sensitivity", "chart"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let names = ["portfolio", "recommendation", "schedules", "costs", "comparison", "scenarios", "plan"];
    for name in names.into_iter().chain(["simulation", "sensitivity", "chart"]) {
        assert!(succeed(&["schema", name]).contains("https://json-schema.org/draft/2020-12/schema"));
    }
}

#[test]
fn spreadsheets_run_no_formula_from_a_name() {
    let hostile = br#"{"schema": 1, "currency": "EUR",
        "exposure_bands": [{"max_per_hour": 100, "availability": "95.0"}],
        "services": [{"name": "=HYPERLINK(\"x\")", "kind": "digital", "exposure_per_hour": 1, "feature_demand": "high"}]}"#;
    let output = run(&["recommend", "-", "--format", "csv"], hostile);
    assert!(stdout(&output).contains("\"'=HYPERLINK(\"\"x\"\")\""), "{}", stdout(&output));
}

#[test]
fn documents_run_no_markup_from_a_name() {
    let hostile = br#"{"schema": 1, "currency": "EUR", "name": "<script>",
        "exposure_bands": [{"max_per_hour": 100, "availability": "95.0"}],
        "services": [{"name": "<img src=x> & | co", "kind": "digital", "exposure_per_hour": 1, "feature_demand": "high"}]}"#;
    for command in ["recommend", "costs", "compare", "plan", "simulate", "sensitivity"] {
        let output = run(&[command, "-", "--format", "markdown"], hostile);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stdout(&output).starts_with("# &lt;script>: "), "{}", stdout(&output));
        assert!(!stdout(&output).contains("<img"), "{}", stdout(&output));
    }
    let markup = String::from_utf8_lossy(hostile)
        .replace("<script>", "![x](http://a.example)")
        .replace("<img src=x> & | co", "*a* _b_ [c](http://d.example)");
    for command in ["recommend", "costs", "compare", "plan", "simulate", "sensitivity"] {
        let output = run(&[command, "-", "--format", "markdown"], markup.as_bytes());
        assert!(stdout(&output).starts_with("# !\\[x\\](http\\://a.example): "), "{}", stdout(&output));
        assert!(
            !stdout(&output).contains("](http://") && !stdout(&output).contains("*a*"),
            "{}",
            stdout(&output)
        );
    }
    let output = run(&["compare", "-", "--format", "markdown"], hostile);
    assert!(stdout(&output).contains("| &lt;img src=x> &amp; \\| co "), "{}", stdout(&output));
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whorunsit"))
        .args(["schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(stderr(&output), "");
}
