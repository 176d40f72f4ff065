//! `measure` as people and scripts meet it.

#![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LOG: &str = "examples/exports/servicenow-event-log.csv";
const COSTED: &str = "examples/furniture-retailer-costs.toml";
const PERIOD: [&str; 4] = ["--from", "2025-01-01", "--to", "2026-06-30"];

fn run(arguments: &[&str]) -> Output {
    run_command("measure", arguments)
}

fn run_command(name: &str, arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_whorunsit"));
    command.arg(name).args(arguments).current_dir(root).env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    command.output().expect("it starts")
}

fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("whorunsit-measure-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn an_event_log_against_a_portfolio() {
    let mut arguments =
        vec![LOG, "--portfolio", COSTED, "--time-zone", "Europe/London", "--moved", "bedroom=2025-10-01"];
    arguments.extend(PERIOD);
    arguments.extend(["--operating-model", "you-build-it-you-run-it"]);
    insta::assert_snapshot!(succeed(&arguments));
    arguments.push("--details");
    insta::assert_snapshot!(succeed(&arguments));
}

#[test]
fn the_answer_comes_first_and_all_fits_on_one_screen() {
    let mut arguments = vec![LOG, "--portfolio", COSTED];
    arguments.extend(PERIOD);
    let review = [&REVIEW[..], &["--format", "text"]].concat();
    for (command, arguments, first) in [
        ("measure", arguments, "36 incidents in 1.49 years"),
        ("measure", vec!["examples/exports/pagerduty.csv"], "36 incidents in "),
        ("review", review, "1 of 3 services missed its target (ecommerce-platform)."),
    ] {
        let output = run_command(command, &arguments);
        let page = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(page.lines().nth(1).is_some_and(|line| line.starts_with(first)), "{page}");
        assert!(page.lines().count() <= 40, "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        assert!(page.contains("--details adds"), "{page}");
    }
}

#[test]
fn without_a_portfolio_the_assumptions_are_said() {
    insta::assert_snapshot!(succeed(&["examples/exports/pagerduty.csv", "--assumptions"]));
    insta::assert_snapshot!(succeed(&["examples/exports/pagerduty.csv", "--format", "csv"]));
}

#[test]
fn estimates_are_written_into_a_portfolio_whose_comments_stay() {
    let folder = folder("write");
    let to = folder.join("measured.toml");
    let to = to.to_str().expect("UTF-8");
    let mut arguments = vec![LOG, "--portfolio", COSTED, "--write", to];
    arguments.extend(PERIOD);
    arguments.extend(["--operating-model", "you-build-it-you-run-it"]);
    let told = succeed(&arguments);
    assert!(told.contains("services.bedroom.incidents_per_year: { low = 2, likely = 6, high = 15"), "{told}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (before, after) =
        (fs::read_to_string(root.join(COSTED)).expect("there"), fs::read_to_string(to).expect("written"));
    // Every line is there still, but for those that hold what was measured.
    let kept = before.lines().filter(|line| !after.lines().any(|other| other == *line));
    assert_eq!(
        kept.collect::<Vec<_>>(),
        [
            "  { name = \"product team\", pick_up = \"5min\", handling = { low = \"10min\", likely = \"30min\", high = \"4h\" }, people = 2 },",
            "incidents_per_year = { low = 1, likely = 3, high = 8 }",
            "incidents_per_year = { low = 2, likely = 8, high = 20 }",
            "incidents_per_year = { low = 2, likely = 6, high = 15 }",
        ]
    );
    assert!(after.contains(
        "# measured: 23 incidents, examples/exports/servicenow-event-log.csv, 2025-01-01 to 2026-06-30\n"
    ));
    // Written again it is the same, and only where it may be.
    assert_eq!(run(&arguments).status.code(), Some(3));
    let mut again = vec![LOG, "--portfolio", to, "--write", to, "--force"];
    again.extend(PERIOD);
    assert_eq!(run(&again).status.code(), Some(3), "the input is never overwritten");
    fs::remove_dir_all(folder).expect("it is ours");
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let folder = folder("refused");
    let page = folder.join("page.csv");
    fs::write(&page, "<!DOCTYPE html><title>Sign in</title>").expect("written");
    let output = run(&[page.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("error[web-page]: the file is a web page, not a table"), "{message}");
    let output = run(&[LOG, "--mapping", "pagerdty"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `pagerduty`?"));
    let output = run(&[LOG, "--column", "service=cmdb_cl"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `cmdb_ci`?"));
    fs::remove_dir_all(folder).expect("it is ours");
}

#[test]
fn every_row_that_is_left_out_goes_to_a_file() {
    let folder = folder("rejected");
    let (file, to) = (folder.join("rows.csv"), folder.join("rejected.csv"));
    fs::write(
        &file,
        "id,opened,restored\n1,2026-01-05 10:00,\n1,2026-01-05 10:00,\n2,\"soon, \"\"maybe\"\"\",\n",
    )
    .expect("written");
    succeed(&[file.to_str().expect("UTF-8"), "--rejected", to.to_str().expect("UTF-8")]);
    let rejected = fs::read_to_string(to).expect("written");
    assert_eq!(
        rejected,
        "line,reason,value\n3,duplicate,\"1\"\n4,unreadable-start,\"soon, \"\"maybe\"\"\"\n"
    );
    fs::remove_dir_all(folder).expect("it is ours");
}

#[test]
fn a_guessed_mapping_is_a_file_of_ones_own() {
    assert_eq!(succeed(&[LOG, "--guess"]), succeed(&["--show-mapping", "servicenow"]));
    assert!(succeed(&["--list-mappings"]).contains("PagerDuty incidents"));
}

const REVIEW: [&str; 15] = [
    COSTED,
    "--incidents",
    LOG,
    "--deployments",
    "examples/exports/deployments.csv",
    "--work",
    "examples/exports/jira-work.csv",
    "--from",
    "2026-01-01",
    "--to",
    "2026-06-30",
    "--time-zone",
    "Europe/London",
    "--threshold",
    "15",
];

fn review(format: &str) -> String {
    let output = run_command("review", &[&REVIEW[..], &["--format", format]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_quarterly_review_of_the_retailer() {
    let brief = review("text");
    let output = run_command("review", &[&REVIEW[..], &["--details"]].concat());
    let details = String::from_utf8(output.stdout).expect("UTF-8");
    insta::assert_snapshot!(details);
    // In brief there is the same to decide.
    let decide = |page: &str| {
        page.lines().filter(|line| line.starts_with("- ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(decide(&details).starts_with(&decide(&brief)), "{brief}");
    let page = review("html");
    assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"));
    // The same sentences, whatever the format.
    let json: serde_json::Value = serde_json::from_str(&review("json")).expect("JSON");
    for decision in json["decide"].as_array().expect("a list") {
        let decision = decision.as_str().expect("text");
        assert!(page.contains(decision), "{decision}");
        assert!(review("markdown").contains(&format!("- {decision}")), "{decision}");
    }
}

/// The title of a chart as it is printed.
fn title(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let spec: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let at = |pointer: &str| spec.pointer(pointer).expect("a specification");
    assert_eq!(at("/$schema"), "https://vega.github.io/schema/vega-lite/v6.json");
    assert!(at("/description").as_str().is_some_and(|said| said.len() > 80), "{spec}");
    let lines = at("/title/text").as_array().expect("lines");
    lines.iter().filter_map(|line| line.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn charts_of_what_happened_state_what_was_found() {
    let log = [&[LOG, "--time-zone", "Europe/London", "--portfolio", COSTED][..], &PERIOD].concat();
    for (asked, found) in [
        (&["time-to-restore"][..], "The time to restore is steady: chance explains all 36 incidents"),
        (
            &["time-to-restore", "--service", "Bedroom", "--compact"],
            "1 of 9 incidents of bedroom took longer to restore than chance explains",
        ),
        (
            &["hours-of-week"],
            "Incidents begin at any hour: 77.8 % of them out of hours, in 76.2 % of the week",
        ),
        (
            &["error-budget"],
            "ecommerce-platform used 420 % of its error budget of Q2 2026: it was gone on 10 May",
        ),
        (&["error-budget", "--service", "bedroom"], "bedroom has 97.1 % of its error budget of Q2 2026 left"),
        (&["fit"], "Nothing speaks against a lognormal time to restore (p = 0.83)"),
    ] {
        assert_eq!(title(&run(&[&log[..], &["--chart"], asked].concat())), found);
    }
    for (asked, found) in [
        (&["rework"][..], "Unplanned work of appointments grows by 2.71 points a week (1.98 to 3.44)"),
        (
            &["rework", "--team", "platform"],
            "Unplanned work of platform, 19.7 % of all, does not grow beyond chance",
        ),
    ] {
        let arguments = [&REVIEW[..], &["--chart"], asked].concat();
        assert_eq!(title(&run_command("review", &arguments)), found);
    }
    assert_eq!(succeed(&["--list-charts"]).lines().count(), 5);
}

#[test]
fn charts_that_cannot_be_drawn_are_refused() {
    let refused = |command: &str, arguments: &[&str], because: &str| {
        let output = run_command(command, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() != Some(0) && output.stdout.is_empty(), "{said}");
        assert!(said.contains(because), "{said}");
    };
    let bad = [
        (&["--chart", "fit", "--service", "bedrom"][..], "did you mean `bedroom`?"),
        (&["--chart", "error-budget"], "error[nothing-to-draw]: an error budget needs targets"),
        (&["--chart", "fit", "--from", "2030-01-01", "--to", "2030-02-01"], "error[nothing-to-draw]"),
        (&["--chart", "hours-of-week", "--from", "2030-01-01", "--to", "2030-02-01"], "no incident began"),
        (&["--chart", "rework"], "possible values: time-to-restore"),
        (&["--service", "bedroom"], "--chart <NAME>"),
        (&["--chart", "fit", "--format", "json"], "cannot be used with"),
    ];
    for (arguments, because) in bad {
        refused("measure", &[&[LOG], arguments].concat(), because);
    }
    refused("review", &[&REVIEW[..], &["--chart", "rework", "--team", "platfrm"]].concat(), "`platform`");
    refused("review", &[&REVIEW[..], &["--chart", "fit", "--team", "platform"]].concat(), "taken by rework");
    let file = folder("chart").join("fit.vl.json");
    let name = file.to_str().expect("UTF-8");
    let arguments = [LOG, "--chart", "fit", "--output", name];
    assert_eq!(succeed(&arguments), "");
    refused("measure", &arguments, "--force replaces it");
    succeed(&[&arguments[..], &["--force"]].concat());
}

#[test]
fn triage_says_what_an_incident_asks_for() {
    let at = ["bedroom", "--since", "14:05", "--portfolio", COSTED, "--time-zone", "Europe/London"];
    let now = |now: &'static str| {
        let output = run_command("triage", &[&at[..], &["--now", now]].concat());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(
        now("2026-11-26T14:10:00Z")
            .starts_with("bedroom: LOW, minor: restore when possible, from the backlog")
    );
    assert!(
        now("2026-11-26T15:00:00Z").starts_with("bedroom: MEDIUM, minor: restore by the next working day")
    );
    assert!(now("2026-11-26T18:00:00Z").starts_with("bedroom: HIGH, major: restore now"));
}

#[test]
fn fit_makes_an_estimate_of_values() {
    let folder = folder("fit");
    let file = folder.join("minutes.txt");
    let fitted = |values: &str, more: &[&str]| {
        fs::write(&file, values).expect("it can be written");
        let output = run_command("fit", &[&[&*file.to_string_lossy()], more].concat());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        (output.status.code(), text + &String::from_utf8_lossy(&output.stderr))
    };
    let (code, said) = fitted("10 20 40\n80,160\n", &["--unit", "min"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(r#"For a portfolio: { p5 = "6min 36s", p95 = "4h 2min 38s" }"#), "{said}");
    let (code, said) = fitted("3 5 4 2", &["--shape", "gamma-poisson", "--format", "json"]);
    assert!(code == Some(0) && said.contains(r#""test": "dispersion""#), "{said}");
    let (code, said) = fitted("", &[]);
    assert!(code == Some(1) && said.contains("error[no-values]"), "{said}");
    let (code, said) = fitted("1 two 3", &[]);
    assert!(code == Some(1) && said.contains("value 2 is no number: `two`"), "{said}");
    let (code, said) = fitted("1 2 3", &["--period-years", "1"]);
    assert!(code == Some(1) && said.contains("`lognormal` takes no `period_years`"), "{said}");
    fs::write(&file, b"1\xe9 2 3").expect("it can be written");
    let refused = run_command("fit", &[&*file.to_string_lossy()]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(1) && said.contains("value 1 is no number: `1\u{fffd}`"), "{said}");
    fs::remove_dir_all(folder).expect("it can be removed");
}

#[test]
fn incidents_of_other_services_say_nothing_of_these() {
    let folder = folder("strays");
    let rows = |names: &[&str]| {
        let rows = names.iter().enumerate().map(|(number, name)| {
            format!("{number},{name},2026-01-0{day} 10:00,2026-01-0{day} 10:01\n", day = number + 1)
        });
        format!("id,service,opened,restored\n{}", rows.collect::<String>())
    };
    let export = folder.join("incidents.csv");
    let said = |names: &[&str]| {
        fs::write(&export, rows(names)).expect("it is written");
        let file = export.to_str().expect("UTF-8");
        let review = run_command("review", &[COSTED, "--incidents", file]);
        let review = String::from_utf8(review.stdout).expect("UTF-8").replace('\n', " ");
        (review, succeed(&[file, "--portfolio", COSTED]).replace('\n', " "))
    };
    let (review, measured) = said(&["checkout", "bedrom", "checkout"]);
    for page in [&review, &measured] {
        let none = "None of the 3 incidents is of a service of the portfolio: `checkout` (2), `bedrom` (1; did you \
                    mean `bedroom`?). Loss and availability of its services are not estimated.";
        assert!(page.contains(none), "{page}");
        assert!(!page.contains("met their target") && !page.contains("$0"), "{page}");
    }
    assert!(!review.contains("Nothing has to be decided"), "{review}");
    let write = folder.join("written.toml");
    let refused = run(&[
        export.to_str().expect("UTF-8"),
        "--portfolio",
        COSTED,
        "--write",
        write.to_str().expect("UTF-8"),
    ]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!write.exists());

    let (review, measured) = said(&["bedroom", "checkout", ""]);
    for page in [&review, &measured] {
        let part = "2 of 3 incidents were left out, of no service of the portfolio: `checkout` (1), no service named (1).";
        assert!(page.contains(part) && page.contains("All 3 services met their target."), "{page}");
    }
}
