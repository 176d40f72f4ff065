//! Build steps of this workspace that cargo alone cannot do: `cargo xtask wasm`.

mod wasm;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask wasm [--test-hooks]

  wasm          build the npm package's compiled module into wasm/pkg, and fail if it is too large
  --test-hooks  build it with the commands that only tests use, and beside it the package's JavaScript,
                into target/wasm-test-hooks";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["wasm"] => wasm::build(wasm::Kind::Release),
        ["wasm", "--test-hooks"] => wasm::build(wasm::Kind::TestHooks),
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
