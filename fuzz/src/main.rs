//! Fuzzes the facade for so many seconds: `whorunsit-fuzz [SECONDS [SEED]]`, or tries saved cases again: `whorunsit-fuzz FILE…`.
//!
//! The same seed makes the same cases. What breaks an invariant or panics is written to `fuzz/findings/`, and the exit code is 1.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use fastrand::Rng;
use serde_json::{Value, json};
use whorunsit::{Portfolio, facade};
use whorunsit_fuzz::mutate::{Pool, mutate, options};
use whorunsit_fuzz::{Case, target};

/// How long one call may take, in a build with all checks, before it counts as a hang.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if arguments.first().is_some_and(|first| first.parse::<u64>().is_err()) {
        return again(&arguments);
    }
    let number = |index: usize, otherwise| arguments.get(index).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (seconds, seed) = (number(0, 60), number(1, 1));
    let mut rng = Rng::with_seed(seed);
    let mut corpus = read_corpus(&root.join("../vectors"));
    corpus.extend(read_corpus(&root.join("../examples")));
    let mut pool = Pool::default();
    corpus.iter().for_each(|document| pool.learn(document));
    println!("{} portfolios to start from, seed {seed}, {seconds} s", corpus.len());
    let (begun, mut findings) = (Instant::now(), 0);
    // Of each command: calls, and those accepted.
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    while begun.elapsed() < Duration::from_secs(seconds) {
        let mut document = corpus[rng.usize(..corpus.len())].clone();
        let wild = rng.u8(0..5) == 0;
        mutate(&mut document, &corpus[rng.usize(..corpus.len())], &pool, wild, &mut rng);
        let mut portfolio = document.to_string().into_bytes();
        if wild && rng.bool() {
            for _ in 0..rng.usize(1..=4) {
                let at = rng.usize(..portfolio.len());
                portfolio[at] = rng.u8(..);
            }
        }
        let command = facade::COMMANDS[rng.usize(..facade::COMMANDS.len())];
        let case = Case { command: command.to_owned(), portfolio, options: options(command, &mut rng).to_string() };
        let start = Instant::now();
        let outcome = tried(&case);
        let count = counts.entry(command).or_default();
        count.0 += 1;
        match outcome {
            Ok(taken) if start.elapsed() < PATIENCE => {
                count.1 += u64::from(taken);
                // What is accepted is worth going on from.
                if taken && corpus.len() < 5_000 && rng.u8(0..8) == 0 && case.portfolio.len() < 60_000 {
                    corpus.push(document);
                }
            }
            other => {
                findings += 1;
                let why = other.err().unwrap_or_else(|| format!("it took {:?}", start.elapsed()));
                println!("FINDING {command}: {why:.500}\n  saved as {}", save(root, &case, findings).display());
            }
        }
    }
    let total = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    for (command, (calls, taken)) in &counts {
        println!("{command:<12} {calls:>8} calls, {:>3} % accepted", taken * 100 / calls.max(&1));
    }
    println!("{} calls, {} % accepted, {findings} findings", total.0, total.1 * 100 / total.0.max(1));
    ExitCode::from(u8::from(findings > 0))
}

fn tried(case: &Case) -> Result<bool, String> {
    catch_unwind(AssertUnwindSafe(|| target(case))).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

/// The portfolios in a folder and those below, as JSON; what is refused is no start.
fn read_corpus(folder: &Path) -> Vec<Value> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(read_corpus(&path));
        } else if path.extension().is_some_and(|end| end == "toml" || end == "json") {
            let text = fs::read(&path).unwrap_or_default();
            let json = Portfolio::read(&text).map(|portfolio| portfolio.to_json());
            found.extend(json.ok().filter(|json| json.len() < 200_000).and_then(|json| serde_json::from_str(&json).ok()));
        }
    }
    found
}

fn save(root: &Path, case: &Case, number: u32) -> PathBuf {
    let folder = root.join("findings");
    let file = folder.join(format!("{}-{number}.json", case.command));
    let portfolio = String::from_utf8_lossy(&case.portfolio);
    let text = json!({ "command": case.command, "options": case.options, "portfolio": portfolio });
    if let Err(error) = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, text.to_string())) {
        eprintln!("{}: {error}", file.display());
    }
    file
}

/// Tries saved cases again.
fn again(files: &[String]) -> ExitCode {
    let mut failed = false;
    for file in files {
        let saved: Value = fs::read(file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        let of = |key: &str| saved[key].as_str().unwrap_or_default().to_owned();
        let case = Case { command: of("command"), portfolio: of("portfolio").into_bytes(), options: of("options") };
        let outcome = tried(&case);
        failed |= outcome.is_err();
        println!("{file}: {outcome:?}");
    }
    ExitCode::from(u8::from(failed))
}
