//! What the documentation says the program prints, it prints; what it links to is there.
//!
//! A `console` block is a session: lines that start with `$ ` are run by a shell in a folder that holds a copy of
//! `examples/`, one folder for each page, and what follows each is the output, where a line `…` stands for any number of
//! lines. A command is expected to succeed, unless a comment behind it says `# exit code 1`. Money in the prose of a
//! page with sessions stands in one of its outputs, or in another of its blocks.
//!
//! `WHORUNSIT_BLESS=1 cargo test -p whorunsit-cli --test documentation` writes the outputs anew, as many lines of them
//! as were shown before.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests may fail loudly, at places that were looked for"
)]

mod links;
mod pages;
mod session;

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::{env, fs, thread};

use pages::Page;
use session::Folder;

/// Runs every session of a page. What differs from what the page shows, and the page as it should be.
fn run(page: &Page) -> (String, String) {
    let folder = Folder::new(&page.name);
    let (mut differences, mut renewed) = (String::new(), String::new());
    for part in page.parts() {
        let pages::Part::Block { kind: "console", text, line } = part else {
            renewed.push_str(part.source());
            continue;
        };
        for step in session::steps(text) {
            renewed.push_str(step.source);
            let Some(command) = step.command else {
                continue;
            };
            let (output, code) = folder.run(command);
            if code != Some(step.exit_code) {
                let _ =
                    writeln!(differences, "{}:{line}: `{command}` exits with {code:?}\n{output}", page.name);
            }
            if session::matches(step.output, &output) {
                renewed.push_str(step.output);
                continue;
            }
            let better = session::renew(step.output, &output);
            let _ = writeln!(
                differences,
                "{}:{line}: `{command}` is shown to print\n{}\nbut prints\n{better}",
                page.name, step.output
            );
            renewed.push_str(&better);
        }
    }
    (differences, renewed)
}

#[test]
fn every_session_prints_what_it_is_shown_to_print() {
    let pages = pages::all();
    assert!(pages.len() > 10, "only {} pages", pages.len());
    let with_sessions = pages.iter().filter(|page| page.text.contains("\n```console"));
    let outcomes: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = with_sessions.map(|page| (page, scope.spawn(|| run(page)))).collect();
        running.into_iter().map(|(page, run)| (page, run.join().expect("it ends"))).collect()
    });
    assert!(!outcomes.is_empty(), "no page has a session");
    if env::var_os("WHORUNSIT_BLESS").is_some() {
        for (page, (_, renewed)) in outcomes.iter().filter(|(page, (_, renewed))| page.text != *renewed) {
            fs::write(pages::repository().join(&page.name), renewed).expect("it can be written");
        }
        return;
    }
    let differences: String = outcomes.iter().map(|(_, (differences, _))| differences.as_str()).collect();
    assert!(differences.is_empty(), "{differences}\nWHORUNSIT_BLESS=1 writes the outputs anew");
}

#[test]
fn money_in_the_prose_beside_sessions_is_printed_by_one_of_them() {
    let mut unknown = String::new();
    for page in pages::all().iter().filter(|page| page.text.contains("\n```console")) {
        let shown: String = page.parts().filter(|part| part.is_block()).map(|part| part.source()).collect();
        for part in page.parts().filter(|part| !part.is_block()) {
            for amount in pages::amounts(part.source()) {
                if !pages::amounts(&shown).any(|other| other == amount) {
                    let _ = writeln!(unknown, "{}: {amount}", page.name);
                }
            }
        }
    }
    assert!(unknown.is_empty(), "no block of the page has\n{unknown}");
}

#[test]
fn the_site_has_every_page_of_the_documentation() {
    let summary = Page::read(Path::new("docs/SUMMARY.md"));
    let listed: Vec<_> = links::targets(&summary.text).collect();
    for page in pages::all() {
        if let Some(name) = page.name.strip_prefix("docs/").filter(|name| *name != "SUMMARY.md") {
            assert!(listed.contains(&name), "docs/SUMMARY.md does not list {name}");
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let broken: String = pages::all().iter().map(links::broken).collect();
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn contents_at_the_top_of_a_page_name_all_of_its_sections_in_order() {
    for page in pages::all() {
        let contents: Vec<_> = links::contents(&page.text).collect();
        if contents.len() > 1 {
            assert_eq!(contents, links::sections(&page), "{}", page.name);
        }
    }
}

/// Pages that are published alone, on crates.io, PyPI and npm: a relative link leads nowhere there.
#[test]
fn pages_of_packages_link_by_whole_addresses() {
    for name in
        ["crates/whorunsit/README.md", "crates/whorunsit-cli/README.md", "python/README.md", "wasm/README.md"]
    {
        let page = Page::read(Path::new(name));
        let relative: Vec<_> = links::targets(&page.text).filter(|target| !links::is_whole(target)).collect();
        assert!(relative.is_empty(), "{name} links to {relative:?}");
    }
}

/// What cargo would publish. That it builds alone, `cargo xtask release --dry-run` shows.
#[test]
fn packages_hold_their_readme_and_their_licences_and_nothing_from_outside() {
    for package in ["whorunsit", "whorunsit-cli"] {
        let folder = pages::repository().join("crates").join(package);
        let list = Command::new(env!("CARGO"))
            .args(["package", "--list", "--allow-dirty", "--offline", "--package", package])
            .current_dir(pages::repository())
            .output()
            .expect("cargo starts");
        let list = String::from_utf8(list.stdout).expect("UTF-8");
        let files: Vec<_> = list.lines().collect();
        for name in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
            assert!(files.contains(&name), "{package} lacks {name}: {files:?}");
        }
        for source in files.iter().filter(|name| name.starts_with("src/") && name.ends_with(".rs")) {
            let text = fs::read_to_string(folder.join(source)).expect("it can be read");
            for (_, rest) in
                text.match_indices("include_str!(\"").map(|(at, found)| text.split_at(at + found.len()))
            {
                let target = rest.split('"').next().unwrap_or_default();
                let inside = Path::new(source).parent().unwrap_or(Path::new("")).join(target);
                let inside = links::plain(&inside).display().to_string();
                assert!(files.contains(&inside.as_str()), "{package}: {source} includes {target}");
            }
        }
    }
}

#[test]
fn the_five_lines_are_those_of_the_example() {
    let readme = Page::read(Path::new("README.md"));
    let example = fs::read_to_string(pages::repository().join("crates/whorunsit/examples/recommend.rs"));
    let words = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
    let lines = readme.parts().find_map(|part| match part {
        pages::Part::Block { kind: "rust", text, .. } => Some(words(text)),
        _ => None,
    });
    assert!(words(&example.expect("it is there")).contains(&lines.expect("the README has Rust")));
}
