//! The compiled module of the npm package: built, bound, shrunk, weighed.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::{Result, run, workspace_root};

const TARGET: &str = "wasm32-unknown-unknown";
/// What a page loads, code and glue together, compressed: 804 137 bytes when last weighed, and 1 %.
/// docs/decisions/0008 tells why it is not the 100 000 that were hoped for.
const BUDGET: usize = 1_100_000;
/// What the compiler uses by default for this target; `wasm-opt` has to be told.
const WASM_FEATURES: [&str; 6] = [
    "bulk-memory",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

/// Which module to build.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// What users get, in `wasm/pkg`.
    Release,
    /// With commands for tests, in a copy of the package under `target`.
    TestHooks,
}

/// Builds the module and prints its size.
pub(crate) fn build(kind: Kind) -> Result<()> {
    let root = workspace_root()?;
    let package = match kind {
        Kind::Release => root.join("wasm"),
        Kind::TestHooks => root.join("target/wasm-test-hooks"),
    };
    let pkg = package.join("pkg");
    let wasm_opt = root.join("wasm/node_modules/.bin/wasm-opt");
    if !wasm_opt.exists() {
        return Err("`wasm-opt` is missing: run `npm ci` in wasm/ first".into());
    }

    ensure_target()?;
    compile(&root, kind)?;
    bind(&root.join("target").join(TARGET).join("wasm/whorunsit_wasm.wasm"), &pkg)?;
    shrink(&wasm_opt, &pkg.join("whorunsit_bg.wasm"))?;
    match kind {
        Kind::Release => {
            // npm packs neither what is outside its folder nor links to it.
            for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
                fs::copy(root.join(licence), package.join(licence))?;
            }
            weigh(&package)
        }
        Kind::TestHooks => copy_files(&root.join("wasm/js"), &package.join("js")),
    }
}

/// Installs the standard library for WebAssembly if it is missing.
fn ensure_target() -> Result<()> {
    let output = Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output()?;
    if output.status.success() && Path::new(String::from_utf8(output.stdout)?.trim()).exists() {
        return Ok(());
    }
    eprintln!("installing the Rust target {TARGET}: rustup target add {TARGET}");
    run(Command::new("rustup").args(["target", "add", TARGET])).map_err(|error| {
        format!(
            "{error}\nThe Rust target {TARGET} is needed and could not be installed. Install it with \
             `rustup target add {TARGET}`, or take a Rust that has it (Debian: rustc-web, cargo-web, rust-web-src and \
             lld, which build its standard library with `-Zbuild-std=std,panic_abort`)."
        )
        .into()
    })
}

fn compile(root: &Path, kind: Kind) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(root)
        .args(["build", "--locked", "--package", "whorunsit-wasm", "--profile", "wasm", "--target", TARGET])
        // Where this program looks for the outcome.
        .args(["--target-dir", "target"]);
    if kind == Kind::TestHooks {
        cargo.args(["--features", "test-hooks"]);
    }
    run(&mut cargo)
}

/// Writes the module and its JavaScript side into `pkg`.
fn bind(module: &Path, pkg: &Path) -> Result<()> {
    if pkg.exists() {
        fs::remove_dir_all(pkg)?;
    }
    Bindgen::new()
        .input_path(module)
        .out_name("whorunsit")
        .web(true)?
        // Lets the package start afresh after a panic.
        .reset_state_function(true)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(pkg)?;
    Ok(())
}

fn shrink(wasm_opt: &Path, module: &Path) -> Result<()> {
    let mut command = Command::new(wasm_opt);
    command.args(["-Oz", "--strip-producers"]);
    command.args(WASM_FEATURES.map(|feature| format!("--enable-{feature}")));
    run(command.arg(module).arg("--output").arg(module))
}

/// Prints what a page has to load, and fails if it is more than the budget.
fn weigh(package: &Path) -> Result<()> {
    let files = ["pkg/whorunsit_bg.wasm", "pkg/whorunsit.js", "js/whorunsit.js", "js/browser.js"]
        .map(|name| package.join(name));
    let (mut raw, mut gzipped) = (0, 0);
    println!("{:>9} {:>9}", "bytes", "gzipped");
    for file in &files {
        let data = fs::read(file)?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&data)?;
        let compressed = encoder.finish()?.len();
        println!("{:>9} {compressed:>9}  {}", data.len(), file.strip_prefix(package)?.display());
        raw += data.len();
        gzipped += compressed;
    }
    println!("{raw:>9} {gzipped:>9}  in all; at most {BUDGET} gzipped");
    if gzipped > BUDGET {
        return Err(format!("the npm package is {} bytes over its budget", gzipped - BUDGET).into());
    }
    Ok(())
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
