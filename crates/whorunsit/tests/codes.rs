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

/// The page of findings, with the figures of each code below the table of its section and all figures at the end.
fn with_figures(page: &str) -> String {
    use std::collections::BTreeMap;
    use std::fmt::Write;
    use whorunsit::finding::FigureOf;

    let (page, _) = page.split_once("\n## Figures\n").unwrap_or((page, ""));
    let mut out = String::new();
    let mut code: Option<FindingCode> = None;
    let mut all: BTreeMap<&str, FigureOf> = BTreeMap::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("**Figures.**") {
            // Written anew below, with the empty line after it.
            lines.next_if(|next| next.is_empty());
            continue;
        }
        if let Some(heading) = line.strip_prefix("### `").and_then(|rest| rest.strip_suffix('`')) {
            code = FindingCode::ALL.iter().copied().find(|code| code.as_str() == heading);
        } else if !line.is_empty()
            && !line.starts_with('|')
            && let Some(code) = code.take()
            && !code.figures().is_empty()
        {
            for figure in code.figures() {
                let known = all.entry(figure.name).or_insert(*figure);
                known.nullable |= figure.nullable;
            }
            let names: Vec<String> =
                code.figures().iter().map(|figure| format!("`{}`", figure.name)).collect();
            let _ = write!(out, "**Figures.** {}\n\n", names.join(", "));
        }
        let _ = writeln!(out, "{line}");
    }
    out.truncate(out.trim_end().len());
    out.push_str(
        "\n\n## Figures\n\n\
         What stands under each name in `details`, in every finding that has it. Kinds are written as everywhere in\n\
         [answers](output.md#how-values-are-written); decimals are text. This table is written by a test from the core.\n\n\
         | figure | kind | meaning |\n| --- | --- | --- |\n",
    );
    for (name, figure) in all {
        let or_null = if figure.nullable { " or null" } else { "" };
        let _ = writeln!(out, "| `{name}` | {}{or_null} | {} |", figure.kind, figure.meaning());
    }
    out
}

/// Writes the figures anew when WHORUNSIT_BLESS=1 is set.
#[test]
fn every_figure_of_a_finding_is_documented() {
    let path = repository().join("docs/findings.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let wanted = with_figures(&page);
    if std::env::var_os("WHORUNSIT_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, wanted).expect("the page can be written");
        return;
    }
    assert!(page == wanted, "docs/findings.md: WHORUNSIT_BLESS=1 cargo test -p whorunsit --test codes");
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
    // These need large inputs, a command that does not exist, a defect, somebody who stops it, or a build without it:
    // `limits.rs` has the first three, the proofs of the simulation the one after the defect, the tests of the npm package the last.
    let elsewhere = ["more-problems", "overflow", "unknown-command", "internal", "cancelled", "not-built-in"];
    let expected = ProblemCode::ALL.iter().map(|code| code.as_str()).filter(|code| !elsewhere.contains(code));
    assert_eq!(in_vectors(".error.json", "errors"), owned(expected));
}

/// The page of the reference profiles, from their data.
fn profiles_page() -> String {
    use std::fmt::Write;
    use whorunsit::{Profile, ProfileKeys, ProfileSources};

    let mut page = String::from(
        "# Reference profiles\n\n\
         What is known in public about organisations of one kind, as wide ranges: `profile = \"saas\"` in a\n\
         [portfolio](format.md#the-top) fills in what it does not give. What it gives always wins, every value that is filled in\n\
         is an assumption `from-profile` of each answer, and without a profile what is missing stays not estimated.\n\n\
         No public source compares the two operating models as such. So each value says which of its ends favours whom: *low: Ops*\n\
         means that the low end favours Ops Run It, and the high end You Build It You Run It. *derived* is worked out from what\n\
         sources say, *judgement* is an expert's guess, for which no public figure was found. Amounts are in GBP; those of\n\
         portfolios in USD and EUR are converted at rough rates, to three digits. A time or share of single incidents is a median,\n\
         around which they spread. A service that names no team is given one of its own, of the size that the profile says\n\
         (`team-of-its-own`): somebody would have to run it.\n\n\
         A profile of your own is a file of the same form: `--profile-file FILE` reads it, and `profile = \"NAME\"` names it in the\n\
         portfolio. It gives `name`, `version`, `title`, `stands_for`, `currency`, `noted` and `[values]`, each as\n\
         `severity = { low = \"5%\", likely = \"10%\", high = \"30%\", basis = \"sourced\", sources = [\"our tickets\"] }`; the values that\n\
         it does not give are those of the profile that it is `based_on`. Copy one from `crates/whorunsit/src/profile/data`.\n\n\
         This page is written by a test from the data files in `crates/whorunsit/src/profile/data`.\n",
    );
    let keys = &ProfileKeys::known().values;
    for profile in Profile::all() {
        let _ = write!(
            page,
            "\n## `{}`\n\nVersion {} ({}), {}. {}\n\n| value | low | likely | high | favours | source |\n\
             | --- | --- | --- | --- | --- | --- |\n",
            profile.name, profile.version, profile.noted, profile.title, profile.stands_for
        );
        for key in keys {
            let value = profile.values.named(&key.key).expect("every profile has every value");
            let cited: Vec<&str> = value.sources.iter().map(|code| &**code).collect();
            let source = if cited.is_empty() {
                value.basis.to_string()
            } else {
                let cited =
                    cited.iter().map(|code| format!("[{code}](#{code})")).collect::<Vec<_>>().join(", ");
                format!("{}: {cited}", value.basis)
            };
            let favours = key.operations_end.map_or("neither".to_owned(), |end| format!("{end}: Ops"));
            let (low, likely, high) = (&value.low, &value.likely, &value.high);
            let _ = writeln!(page, "| `{}` | {low} | {likely} | {high} | {favours} | {source} |", key.key);
        }
    }
    page.push_str("\n## What the values stand for\n\n| value | place | stands for | who knows it |\n| --- | --- | --- | --- |\n");
    for key in keys {
        let _ = writeln!(page, "| `{}` | `{}` | {} | {} |", key.key, key.at, key.stands_for, key.known_by);
    }
    page.push_str("\n## Where they come from\n");
    for (code, source) in &ProfileSources::known().sources.0 {
        let _ = write!(page, "\n### {code}\n\n{} ({}). {}\n", source.title, source.year, source.r#where);
    }
    page
}

/// Writes the page anew when WHORUNSIT_BLESS=1 is set.
#[test]
fn every_value_of_a_profile_is_documented_with_its_source() {
    let path = repository().join("docs/profiles.md");
    let page = profiles_page();
    if std::env::var_os("WHORUNSIT_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &page).expect("the page can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == page,
        "docs/profiles.md is out of date; write it anew with WHORUNSIT_BLESS=1 cargo test -p whorunsit --test codes"
    );
}
