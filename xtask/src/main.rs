//! Build steps of this workspace that cargo alone cannot do: `cargo xtask types`, `cargo xtask wasm`,
//! `cargo xtask release`, `cargo xtask bench`.

mod bench;
mod release;
mod types;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str = "\
usage: cargo xtask types [--check]
       cargo xtask wasm [--test-hooks] [MODULE…]
       cargo xtask bench [--check | --write]
       cargo xtask release --dry-run [--tag TAG] [--target TARGET] [PART…]

  types         write the types of answers in TypeScript and Python, and the page's labels, from the core
  --check       only tell whether they are up to date

  wasm          build the npm package's compiled modules into wasm/pkg, or only those that are named, and fail if one
                is too large
  --test-hooks  build the smallest with the commands that only tests use, and beside it the package's JavaScript,
                into target/wasm-test-hooks

  bench         measure against peers in one run and print the ratios; PYTHON names a Python with numpy and pandas
  --check       fail where a ratio is more than 15 % under what was reached before
  --write       write docs/performance.md

  release       leave what a release is made of in target/release-files, and publish nothing: crates, sdist, wheel,
                npm, binary, calculator and sbom, or only the parts that are named
  --tag         refuse if this tag is not that of the version, or the changelog does not have it
  --target      the machine that the binary is for, instead of this one";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["types"] => workspace_root().and_then(|root| types::write(&root, false)),
        ["types", "--check"] => workspace_root().and_then(|root| types::write(&root, true)),
        ["wasm", "--test-hooks"] => wasm::build(wasm::Kind::TestHooks, &[]),
        ["wasm", modules @ ..] if wasm::are_modules(modules) => wasm::build(wasm::Kind::Release, modules),
        ["bench"] => bench::bench(bench::Then::Tell),
        ["bench", "--check"] => bench::bench(bench::Then::Check),
        ["bench", "--write"] => bench::bench(bench::Then::Write),
        ["release", "--dry-run", rest @ ..] => rehearsal(rest).and_then(|asked| release::rehearse(&asked)),
        ["release", ..] => {
            Err("only the workflow on GitHub publishes, once a tag is pushed: add --dry-run".into())
        }
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn rehearsal<'a>(mut arguments: &[&'a str]) -> Result<release::Rehearsal<'a>> {
    let (mut tag, mut target, mut parts) = (None, None, Vec::new());
    loop {
        arguments = match arguments {
            [] => return Ok(release::Rehearsal { tag, target, parts }),
            ["--tag", value, rest @ ..] => {
                tag = Some(*value);
                rest
            }
            ["--target", value, rest @ ..] => {
                target = Some(*value);
                rest
            }
            [option, ..] if option.starts_with('-') => return Err(USAGE.into()),
            [part, rest @ ..] => {
                parts.push(*part);
                rest
            }
        };
    }
}

fn workspace_root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().ok_or("xtask is not inside the workspace")?.to_owned())
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("`{name}` cannot be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed: {status}").into()) }
}
