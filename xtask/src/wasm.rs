//! The compiled modules of the npm package: built, bound, shrunk, weighed.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::{Result, run, workspace_root};

const TARGET: &str = "wasm32-unknown-unknown";

/// The modules, each a feature of the crate; what one weighs at most with its glue, compressed; and what is compiled
/// otherwise than the profile says. docs/decisions/0008 tells what is in them and why they are not smaller.
const MODULES: [Module; 4] = [
    // What is worked out in it is soon done: the smaller, the sooner.
    Module { name: "decide", most: 308_000, small: &["whorunsit", "rust_decimal", "serde_json", "sha2"] },
    Module { name: "full", most: 850_000, small: &[] },
    Module { name: "all", most: 1_290_000, small: &[] },
    // Beside them: rows in, figures out.
    Module { name: "measure", most: 1_270_000, small: &[] },
];

struct Module {
    name: &'static str,
    most: usize,
    /// Packages that are compiled for size, whatever the profile says.
    small: &'static [&'static str],
}

/// What the package's JavaScript weighs at most, compressed: all that is loaded with any module.
const JAVASCRIPT: usize = 6_000;

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

/// Whether each of these is the name of a module.
pub(crate) fn are_modules(names: &[&str]) -> bool {
    names.iter().all(|name| MODULES.iter().any(|module| module.name == *name))
}

/// Builds the modules, or only those that are named, and prints what all weigh.
pub(crate) fn build(kind: Kind, only: &[&str]) -> Result<()> {
    let root = workspace_root()?;
    let package = match kind {
        Kind::Release => root.join("wasm"),
        Kind::TestHooks => root.join("target/wasm-test-hooks"),
    };
    let pkg = package.join("pkg");
    let wasm_opt = root.join("wasm/node_modules/.bin/wasm-opt");
    if kind == Kind::Release && !wasm_opt.exists() {
        return Err("`wasm-opt` is missing: run `npm ci` in wasm/ first".into());
    }

    ensure_target()?;
    if pkg.exists() && only.is_empty() {
        fs::remove_dir_all(&pkg)?;
    }
    match kind {
        Kind::Release => {
            for Module { name, small, .. } in MODULES {
                if !only.is_empty() && !only.contains(&name) {
                    continue;
                }
                compile(&root, "wasm", name, small)?;
                bind(&root.join("target").join(TARGET).join("wasm/whorunsit_wasm.wasm"), &pkg, name)?;
                shrink(&wasm_opt, &pkg.join(format!("{name}_bg.wasm")))?;
            }
            // npm packs neither what is outside its folder nor links to it.
            for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
                fs::copy(root.join(licence), package.join(licence))?;
            }
            weigh(&package)
        }
        Kind::TestHooks => {
            compile(&root, "wasm-test-hooks", "decide,test-hooks", &[])?;
            let module = root.join("target").join(TARGET).join("wasm-test-hooks/whorunsit_wasm.wasm");
            bind(&module, &pkg, "decide")?;
            copy_files(&root.join("wasm/js"), &package.join("js"))
        }
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

fn compile(root: &Path, profile: &str, features: &str, small: &[&str]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(root)
        .args(["build", "--locked", "--package", "whorunsit-wasm", "--profile", profile, "--target", TARGET])
        .args(["--features", features])
        // Where this program looks for the outcome.
        .args(["--target-dir", "target"]);
    for package in small {
        cargo.arg("--config").arg(format!("profile.{profile}.package.{package}.opt-level = \"z\""));
    }
    run(&mut cargo)
}

/// Writes a module and its JavaScript side into `pkg`.
fn bind(module: &Path, pkg: &Path, name: &str) -> Result<()> {
    Bindgen::new()
        .input_path(module)
        .out_name(name)
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

/// Prints what each module weighs, and fails if one is above its budget.
fn weigh(package: &Path) -> Result<()> {
    let mut over = Vec::new();
    println!("{:>9} {:>9} {:>9}", "bytes", "gzipped", "at most");
    let mut tell = |name: &str, files: &[String], most: usize| -> Result<()> {
        let (mut raw, mut gzipped) = (0, 0);
        for file in files {
            let data = fs::read(package.join(file))?;
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&data)?;
            raw += data.len();
            gzipped += encoder.finish()?.len();
        }
        println!("{raw:>9} {gzipped:>9} {most:>9}  {name}");
        if gzipped > most {
            over.push(format!("{name} is {} bytes over its budget", gzipped - most));
        }
        Ok(())
    };
    for Module { name, most, .. } in MODULES {
        tell(name, &[format!("pkg/{name}_bg.wasm"), format!("pkg/{name}.js")], most)?;
    }
    let javascript = ["whorunsit", "values", "browser"].map(|file| format!("js/{file}.js"));
    tell("javascript", &javascript, JAVASCRIPT)?;
    if over.is_empty() { Ok(()) } else { Err(over.join("; ").into()) }
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
