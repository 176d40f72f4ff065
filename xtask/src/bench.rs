//! Measures against peers, tells ratios, and writes them down: the same work, in the same run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Result, run, workspace_root};

/// What is done with what was measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// It is printed.
    Tell,
    /// It fails where a ratio is more than [`SLACK`] under what was reached before.
    Check,
    /// `docs/performance.md` is written.
    Write,
}

/// By how much a ratio may be under what was reached before: a machine is never quite quiet.
const SLACK: f64 = 0.15;

const PAGE: &str = "docs/performance.md";

/// A program, and what of its output is a ratio.
struct Program {
    title: &'static str,
    /// What it measures, for whoever reads its output.
    about: &'static str,
    /// The command, from the root of the workspace; `{bin}` is where the programs of `benches/` are.
    command: &'static [&'static str],
    ratios: &'static [Ratio],
}

struct Ratio {
    what: &'static str,
    /// What it is meant to be.
    target: f64,
    /// What it was when somebody last looked, rounded down.
    reached: f64,
    read: fn(&str) -> Option<f64>,
}

const PROGRAMS: [Program; 7] = [
    Program {
        title: "An edit of a kept portfolio",
        about: "`recommend`, `compare`, `schedules` and `plan` as JSON after one service has changed, against four calls that start \
                from the text. Processor time, the mean of the rounds, in turns.",
        command: &["{bin}/kept", "60", "100", "1000"],
        ratios: &[
            Ratio {
                what: "four answers after an edit, 100 services: fresh by kept",
                target: 4.0,
                reached: 3.5,
                read: |text| last_of_row(text, "100"),
            },
            Ratio {
                what: "four answers after an edit, 1 000 services: fresh by kept",
                target: 4.0,
                reached: 3.5,
                read: |text| last_of_row(text, "1000"),
            },
        ],
    },
    Program {
        title: "The ledger against decimal and pandas",
        about: "Amounts, what they come to over the horizon, totals by aspect and cost type of 5 000 services. Reading is timed for \
                none. The peers get factors and shared parts ready made and only multiply, round and add; whorunsit works the \
                factors out of the portfolio.",
        command: &["bash", "benches/peers/run.sh", "5000", "3"],
        ratios: &[
            Ratio {
                what: "ledger, totals: Python's `decimal` by whorunsit",
                target: 12.0,
                reached: 2.5,
                read: |text| peer(text, "totals", "decimal"),
            },
            Ratio {
                what: "ledger, totals: pandas on floats by whorunsit",
                target: 1.0,
                reached: 0.35,
                read: |text| peer(text, "totals", "pandas"),
            },
        ],
    },
    Program {
        title: "The simulation against numpy and riskquant's method",
        about: "One service under both models, a year, processor time a trial (of two threads, time that passes).",
        command: &["bash", "benches/peers/simulation.sh"],
        ratios: &[
            Ratio {
                what: "simulation on one thread: numpy by whorunsit",
                target: 5.0,
                reached: 2.0,
                read: |text| column(text, "numpy", 5),
            },
            Ratio {
                what: "simulation on one thread: riskquant's method by whorunsit",
                target: 40.0,
                reached: 16.0,
                read: |text| column(text, "riskquant-method", 5),
            },
        ],
    },
    Program {
        title: "An event log against pandas and polars",
        about: "1 000 000 rows of ServiceNow's shape, `measure` against one row of each incident and percentiles by group in pandas and \
                polars, each in a process of its own on one core, in turns. Processor time, the best of the rounds; importing the \
                peers is not timed.",
        command: &["bash", "benches/peers/measure.sh", "1000000", "3"],
        ratios: &[
            Ratio {
                what: "event log of 1 000 000 rows: pandas by whorunsit",
                target: 5.0,
                reached: 0.95,
                read: |text| before_times(text, "pandas"),
            },
            Ratio {
                what: "event log of 1 000 000 rows: polars by whorunsit",
                target: 1.0,
                reached: 0.78,
                read: |text| before_times(text, "polars"),
            },
            Ratio {
                what: "event log of 1 000 000 rows: 200 MB by the memory that it takes",
                target: 1.0,
                reached: 2.5,
                read: |text| column(text, "memory:", 1),
            },
        ],
    },
    Program {
        title: "Simulating a portfolio",
        about: "60 services, 100 000 trials.",
        command: &["{bin}/simulation", "many"],
        ratios: &[],
    },
    Program {
        title: "How time grows with services",
        about: "About 30 line items for each service under either model, discounting, losses in two parts. Processor time of one \
                thread, the best of the rounds. An exponent of 1 is linear.",
        command: &["{bin}/costs", "3", "500", "1000", "2000"],
        ratios: &[],
    },
    Program {
        title: "Memory",
        about: "The highest resident memory of a process that works out the totals of least cost for 10 000 services.",
        command: &["{bin}/memory", "10000", "totals"],
        ratios: &[],
    },
];

/// The last number of the row that begins with a word.
fn last_of_row(text: &str, first: &str) -> Option<f64> {
    let row = text.lines().find(|line| line.split_whitespace().next() == Some(first))?;
    row.split_whitespace().last()?.parse().ok()
}

/// A column, from 0, of the row that begins with a word.
fn column(text: &str, first: &str, column: usize) -> Option<f64> {
    let row = text.lines().find(|line| line.split_whitespace().next() == Some(first))?;
    row.split_whitespace().nth(column)?.parse().ok()
}

/// What stands before the multiplication sign in the row that begins with a word.
fn before_times(text: &str, first: &str) -> Option<f64> {
    let row = text.lines().find(|line| line.split_whitespace().next() == Some(first))?;
    row.split_once('×')?.0.split_whitespace().last()?.parse().ok()
}

/// What stands before the multiplication sign in the row of a peer, among those of one way to list.
fn peer(text: &str, listed: &str, peer: &str) -> Option<f64> {
    let rest = text.split_once(&format!("whorunsit, {listed}"))?.1;
    before_times(rest, peer)
}

pub(crate) fn bench(then: Then) -> Result<()> {
    let root = workspace_root()?;
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root.join("target"), Into::into);
    let mut build = Command::new("cargo");
    build.current_dir(&root).args([
        "build",
        "--quiet",
        "--release",
        "--bins",
        "--manifest-path",
        "benches/Cargo.toml",
    ]);
    run(build.arg("--target-dir").arg(&target))?;
    let machine = machine();
    let (mut table, mut outputs, mut under) = (String::new(), String::new(), Vec::new());
    for Program { title, about, command, ratios } in &PROGRAMS {
        let text = output(&root, &target, command)?;
        println!("{title}\n{text}");
        let shown = command.join(" ").replace("{bin}/", "cargo run --release --bin ");
        let shown = if shown.starts_with("cargo") { format!("cd benches && {shown}") } else { shown };
        write!(outputs, "\n## {title}\n\n{about}\n\n    {shown}\n\n```text\n{}\n```\n", text.trim_end())?;
        for Ratio { what, target, reached, read } in *ratios {
            let ratio = read(&text)
                .filter(|ratio| ratio.is_finite())
                .ok_or_else(|| format!("no ratio is printed: {what}"))?;
            let met = if ratio >= *target { "met" } else { "**missed**" };
            writeln!(table, "| {what} | ≥ {target} × | {ratio:.2} × | {met} |")?;
            if ratio < reached * (1.0 - SLACK) {
                under.push(format!("{what}: {ratio:.2}, and it was {reached}"));
            }
        }
    }
    println!("{table}");
    if then == Then::Write {
        fs::write(root.join(PAGE), page(&machine, &table, &outputs))?;
        println!("{PAGE} is written");
    }
    if then == Then::Check && !under.is_empty() {
        return Err(format!("more than 15 % under what was reached: {}", under.join("; ")).into());
    }
    Ok(())
}

fn output(root: &Path, target: &Path, command: &[&str]) -> Result<String> {
    let bin = target.join("release").display().to_string();
    let mut words = command.iter().map(|word| word.replace("{bin}", &bin));
    let mut program = Command::new(words.next().ok_or("a program has a name")?);
    let done = program.current_dir(root).env("CARGO_TARGET_DIR", target).args(words).output()?;
    if !done.status.success() {
        return Err(format!("{}: {}", command.join(" "), String::from_utf8_lossy(&done.stderr)).into());
    }
    Ok(String::from_utf8(done.stdout)?)
}

/// The machine, the compiler and the day, in sentences.
fn machine() -> String {
    let first = |file: &str, key: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split_once(':').map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let said = |program: &str, arguments: &[&str]| {
        let done = Command::new(program).args(arguments).output();
        done.map_or(String::new(), |done| String::from_utf8_lossy(&done.stdout).trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown").to_owned();
    let profile: Vec<String> = std::env::vars()
        .filter(|(key, _)| key.starts_with("CARGO_PROFILE_RELEASE_") && !key.ends_with("DEBUG"))
        .map(|(key, value)| {
            format!("{}={value}", key.trim_start_matches("CARGO_PROFILE_RELEASE_").to_lowercase())
        })
        .collect();
    let profile = if profile.is_empty() { String::new() } else { format!(", but {}", profile.join(", ")) };
    format!(
        "{}, {cores} cores, {} of memory, {}; {}, release profile{profile}. Measured on {}, with a load of {load} when it began.",
        first("/proc/cpuinfo", "model name"),
        first("/proc/meminfo", "MemTotal"),
        said("uname", &["-sr"]),
        said("rustc", &["--version"]),
        said("date", &["-u", "+%Y-%m-%d"]),
    )
}

fn page(machine: &str, table: &str, outputs: &str) -> String {
    format!(
        "# Performance\n\nWritten by `cargo xtask bench --write`, and every figure is one that it printed. Both sides of a ratio are \
         measured in the same run on the same machine, so that other work there slows both; times by themselves are of that \
         machine. `cargo xtask bench --check` fails where a ratio is more than 15 % under what was reached, and runs every week. \
         It needs Python with numpy, pandas and polars (`PYTHON` names it). What does not depend on the machine is held in CI: the \
         instructions of ten small commands (`ci/instructions.sh`) and what the WebAssembly modules weigh \
         (`cargo xtask wasm`).\n\n{machine}\n\n## Targets\n\n| what | target | measured | |\n| --- | --- | --- | --- |\n{table}\n\
         What is missed, and what was tried: [columns](decisions/0025-trials-in-columns.md) for the simulation, [exact \
         money](decisions/0003-exact-money.md) for the ledger.\n{outputs}"
    )
}
