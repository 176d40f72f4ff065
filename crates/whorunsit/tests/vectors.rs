//! Runs every vector in `vectors/`, the answers that Rust, Python and Node share to the last byte.
//!
//! `vectors/<command>/NAME.input.{toml,json,bin}` is given to `facade::call(<command>, …)` with the options in
//! `NAME.options.json`, or `{"pretty":true}` where there is no such file. The answer and one newline are
//! `NAME.output.json`, or `NAME.error.json` where it is a refusal.
//!
//! After a change of what is answered, write the answers anew, and read the difference before committing it:
//!
//! ```text
//! WHORUNSIT_BLESS=1 cargo test -p whorunsit --test vectors && git diff vectors
//! ```
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use whorunsit::facade;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.sort();
    files
}

/// One input and what is expected of it.
struct Vector {
    input: PathBuf,
    command: &'static str,
    name: String,
}

impl Vector {
    fn all() -> Vec<Self> {
        let of = |command| {
            files(&folder().join(command)).into_iter().filter_map(move |input| {
                let file = input.file_name()?.to_str()?;
                let (name, format) = file.split_once(".input.")?;
                assert!(["toml", "json", "bin"].contains(&format), "{file} is in no known format");
                Some(Self { command, name: name.to_owned(), input })
            })
        };
        facade::COMMANDS.into_iter().flat_map(of).collect()
    }

    fn file(&self, suffix: &str) -> PathBuf {
        folder().join(self.command).join(format!("{}.{suffix}.json", self.name))
    }

    fn answer(&self) -> String {
        let input = fs::read(&self.input).expect("the input can be read");
        let options = fs::read_to_string(self.file("options"));
        let mut answer =
            facade::call(self.command, &input, options.as_deref().unwrap_or(r#"{"pretty":true}"#));
        answer.push('\n');
        answer
    }

    /// Where an answer belongs, and where one of the other outcome would lie.
    fn places(&self, answer: &str) -> (PathBuf, PathBuf) {
        let envelope: serde_json::Value = serde_json::from_str(answer).expect("an answer is JSON");
        let (output, error) = (self.file("output"), self.file("error"));
        if envelope.get("ok") == Some(&true.into()) { (output, error) } else { (error, output) }
    }
}

#[test]
fn answers_match_to_the_byte() {
    let bless = std::env::var_os("WHORUNSIT_BLESS").is_some_and(|value| value == "1");
    let vectors = Vector::all();
    assert!(vectors.len() > 30, "only {} vectors in {}", vectors.len(), folder().display());
    let mut differ = Vec::new();
    for vector in &vectors {
        let answer = vector.answer();
        let (place, other) = vector.places(&answer);
        if bless {
            fs::write(&place, &answer).expect("the answer can be written");
            if other.exists() {
                fs::remove_file(&other).expect("the old answer can be removed");
            }
        } else if other.exists() || fs::read(&place).ok().as_deref() != Some(answer.as_bytes()) {
            differ.push(format!("{}\n{}", place.display(), first_difference(&place, &answer)));
        }
    }
    assert!(
        differ.is_empty(),
        "{} of {} vectors differ:\n{}",
        differ.len(),
        vectors.len(),
        differ.join("\n")
    );
}

fn first_difference(place: &Path, answer: &str) -> String {
    let expected = fs::read_to_string(place).unwrap_or_default();
    let mut lines = expected.lines().zip(answer.lines()).enumerate();
    match lines.find(|(_, (expected, found))| expected != found) {
        Some((line, (expected, found))) => format!("  line {}:\n  - {expected}\n  + {found}", line + 1),
        None => "  one has more lines than the other, or is of the other outcome".to_owned(),
    }
}

#[test]
fn every_answer_belongs_to_an_input() {
    let vectors = Vector::all();
    let known: BTreeSet<PathBuf> = vectors
        .iter()
        .flat_map(|vector| {
            let answers = ["options", "output", "error"].map(|suffix| vector.file(suffix));
            [vector.input.clone()].into_iter().chain(answers)
        })
        .collect();
    let stray = |command| files(&folder().join(command)).into_iter().filter(|file| !known.contains(file));
    let stray: Vec<PathBuf> = facade::COMMANDS.into_iter().flat_map(stray).collect();
    assert!(stray.is_empty(), "these belong to no input: {stray:?}");
}
