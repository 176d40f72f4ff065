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
const MANY_PROBLEMS: &str = "crates/whorunsit-cli/tests/inputs/many-problems.toml";

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
fn people_read_help() {
    insta::assert_snapshot!("help", succeed(&["--help"]));
    insta::assert_snapshot!("help-recommend", succeed(&["recommend", "--help"]));
}

#[test]
fn tables_fit_in_80_columns() {
    for arguments in [["recommend", RETAILER], ["recommend", PAID], ["schedules", PAID], ["check", PAID]] {
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
    let output = run(&["recommend", "-"], json);
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
fn shells_get_completions_and_editors_get_schemas() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(succeed(&["completions", shell]).contains("recommend"), "{shell}");
    }
    for name in ["portfolio", "recommendation", "schedules"] {
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
