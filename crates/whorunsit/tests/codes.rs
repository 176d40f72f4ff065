//! Every code is documented, and every finding appears in a vector.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use whorunsit::{FindingCode, ProblemCode};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The codes that a page of the documentation explains, each under a heading of its own: "### `code`".
fn documented(page: &str) -> BTreeSet<String> {
    let page = repository().join("docs").join(page);
    let text = fs::read_to_string(&page).unwrap_or_default();
    assert!(!text.is_empty(), "{} is missing or empty", page.display());
    let code = |line: &str| Some(line.strip_prefix("### `")?.strip_suffix('`')?.to_owned());
    text.lines().filter_map(code).collect()
}

fn owned<'c>(codes: impl Iterator<Item = &'c str>) -> BTreeSet<String> {
    codes.map(str::to_owned).collect()
}

#[test]
fn every_finding_is_documented_and_no_other() {
    assert_eq!(documented("findings.md"), owned(FindingCode::ALL.iter().map(|code| code.as_str())));
}

#[test]
fn every_problem_is_documented_and_no_other() {
    assert_eq!(documented("problems.md"), owned(ProblemCode::ALL.iter().map(|code| code.as_str())));
}

#[test]
fn every_command_has_its_section_among_the_answers() {
    let page = fs::read_to_string(repository().join("docs/output.md")).expect("the page is there");
    for command in whorunsit::facade::COMMANDS {
        assert!(page.contains(&format!("\n## `{command}`\n")), "{command}");
    }
}

/// Every value of `code` in a list called `list`, anywhere in the vectors' answers.
fn in_vectors(suffix: &str, list: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for command in whorunsit::facade::COMMANDS {
        let folder = repository().join("vectors").join(command);
        for entry in fs::read_dir(&folder).expect("the vectors are there") {
            let path = entry.expect("it can be read").path();
            if path.to_string_lossy().ends_with(suffix) {
                let text = fs::read_to_string(&path).expect("it is text");
                gather(&serde_json::from_str(&text).expect("answers are JSON"), list, &mut codes);
            }
        }
    }
    codes
}

fn gather(value: &Value, list: &str, codes: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if key == list {
                    let items = value.as_array().into_iter().flatten();
                    codes.extend(items.filter_map(|item| Some(item.get("code")?.as_str()?.to_owned())));
                }
                gather(value, list, codes);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, list, codes)),
        _ => {}
    }
}

#[test]
fn every_finding_appears_in_a_vector() {
    assert_eq!(
        in_vectors(".output.json", "findings"),
        owned(FindingCode::ALL.iter().map(|code| code.as_str()))
    );
}

#[test]
fn every_problem_of_a_small_input_appears_in_a_vector() {
    // These need large inputs, a command that does not exist, a defect, or somebody who stops it: `limits.rs` has the
    // first four, the proofs of the simulation the last.
    let elsewhere = ["too-large", "more-problems", "overflow", "unknown-command", "internal", "cancelled"];
    let expected = ProblemCode::ALL.iter().map(|code| code.as_str()).filter(|code| !elsewhere.contains(code));
    assert_eq!(in_vectors(".error.json", "errors"), owned(expected));
}
