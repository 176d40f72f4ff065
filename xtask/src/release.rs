//! A release, rehearsed: `cargo xtask release --dry-run` leaves every artefact that can be built on this machine in
//! `target/release-files`, with checksums, and says what only the workflow on GitHub builds. It publishes nothing.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::{Result, run, workspace_root};

/// What a release is made of, in the order in which it is built.
const PARTS: [&str; 7] = ["crates", "sdist", "wheel", "npm", "binary", "calculator", "sbom"];

/// What goes to crates.io: the command line, and what it is made of.
const CRATES: [&str; 5] =
    ["whorunsit", "whorunsit-measure", "whorunsit-exchange", "whorunsit-stdout", "whorunsit-cli"];

/// What only `.github/workflows/release.yml` builds, on machines of each kind.
const ELSEWHERE: &str = "\
not built here, but by .github/workflows/release.yml:
  wheels that run on other machines than this one: manylinux and musllinux, macOS, Windows, Pyodide
  the command line for Linux (static), macOS and Windows, on x86-64 and ARM
  signed statements of where each file comes from
";

/// What was asked for.
pub(crate) struct Rehearsal<'a> {
    /// A tag that has to be that of the version.
    pub(crate) tag: Option<&'a str>,
    /// For which machine the command line is built; by default for this one.
    pub(crate) target: Option<&'a str>,
    /// Some of the parts; none stands for all.
    pub(crate) parts: Vec<&'a str>,
}

/// Builds what is asked for, and lists it with checksums.
pub(crate) fn rehearse(asked: &Rehearsal<'_>) -> Result<()> {
    if let Some(unknown) = asked.parts.iter().find(|part| !PARTS.contains(part)) {
        return Err(format!("`{unknown}` is no part of a release; the parts are {}", PARTS.join(", ")).into());
    }
    let root = workspace_root()?;
    let version = version(&root, asked.tag)?;
    let files = root.join("target/release-files");
    if files.exists() {
        fs::remove_dir_all(&files)?;
    }
    fs::create_dir_all(&files)?;
    for part in PARTS.into_iter().filter(|part| asked.parts.is_empty() || asked.parts.contains(part)) {
        println!("\n== {part}");
        match part {
            "crates" => crates(&root, &files, &version)?,
            "sdist" => maturin(&root, &["sdist", "--out"], &files)?,
            "wheel" => maturin(&root, &["build", "--release", "--locked", "--out"], &files)?,
            "npm" => npm(&root, &files)?,
            "binary" => binary(&root, &files, &version, asked.target)?,
            "calculator" => calculator(&root, &files, &version)?,
            _ => sbom(&root, &files, &version)?,
        }
    }
    println!();
    let mut sums = String::new();
    for name in names(&files)? {
        let data = fs::read(files.join(&name))?;
        let digest: String = Sha256::digest(&data).iter().map(|byte| format!("{byte:02x}")).collect();
        println!("{:>10}  {name}", data.len());
        writeln!(sums, "{digest}  {name}")?;
    }
    fs::write(files.join("SHA256SUMS"), sums)?;
    print!("in {}, with SHA256SUMS\n\n{ELSEWHERE}", files.display());
    Ok(())
}

/// The version, if every file that states it agrees, the tag too, and the changelog has something to say of it.
fn version(root: &Path, tag: Option<&str>) -> Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let mut faults = Vec::new();
    for (name, line) in [
        ("wasm/package.json", format!("\"version\": \"{version}\"")),
        ("wasm/calculator/package.json", format!("\"version\": \"{version}\"")),
        ("CITATION.cff", format!("version: {version}")),
    ] {
        if !fs::read_to_string(root.join(name))?.contains(&line) {
            faults.push(format!("{name} does not say `{line}`"));
        }
    }
    if let Some(tag) = tag {
        if tag != format!("v{version}") {
            faults
                .push(format!("the tag is `{tag}`, and the version of the workspace makes it `v{version}`"));
        }
        if !fs::read_to_string(root.join("CHANGELOG.md"))?.contains(&format!("## [{version}]")) {
            faults.push(format!("CHANGELOG.md has no section `## [{version}]`"));
        }
    }
    if faults.is_empty() { Ok(version.to_owned()) } else { Err(faults.join("\n").into()) }
}

/// What crates.io would get; cargo builds each from what it packed.
fn crates(root: &Path, files: &Path, version: &str) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root).args(["package", "--locked"]);
    for name in CRATES {
        cargo.args(["--package", name]);
    }
    if !is_clean(root) {
        println!("what is not committed is packed too");
        cargo.arg("--allow-dirty");
    }
    run(&mut cargo)?;
    for name in CRATES {
        let name = format!("{name}-{version}.crate");
        fs::copy(root.join("target/package").join(&name), files.join(&name))?;
    }
    Ok(())
}

fn is_clean(root: &Path) -> bool {
    let status = Command::new("git").current_dir(root).args(["status", "--porcelain"]).output();
    status.is_ok_and(|status| status.status.success() && status.stdout.is_empty())
}

fn maturin(root: &Path, arguments: &[&str], files: &Path) -> Result<()> {
    let tools = root.join("target/venv-release");
    let programs = tools.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = if cfg!(windows) { "python" } else { "python3" };
    run(Command::new(python).args(["-m", "venv"]).arg(&tools))?;
    // The version that the tests use.
    let requirements = fs::read_to_string(root.join("python/requirements-dev.txt"))?;
    let maturin = requirements.lines().find(|line| line.starts_with("maturin")).unwrap_or("maturin");
    run(Command::new(programs.join("pip")).args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        maturin,
    ]))?;
    run(Command::new(programs.join("maturin")).current_dir(root.join("python")).args(arguments).arg(files))
}

fn npm(root: &Path, files: &Path) -> Result<()> {
    let folder = root.join("wasm");
    npm_in(&folder, &["ci", "--no-audit", "--no-fund"])?;
    crate::wasm::build(crate::wasm::Kind::Release, &[])?;
    npm_in(&folder, &["pack", "--silent", "--pack-destination", &files.display().to_string()])
}

fn calculator(root: &Path, files: &Path, version: &str) -> Result<()> {
    let folder = root.join("wasm/calculator");
    npm_in(&folder, &["ci", "--no-audit", "--no-fund"])?;
    npm_in(&folder, &["run", "--silent", "single"])?;
    let name = "whorunsit-calculator";
    fs::copy(
        folder.join("dist-single").join(format!("{name}.html")),
        files.join(format!("{name}-{version}.html")),
    )?;
    Ok(())
}

fn npm_in(folder: &Path, arguments: &[&str]) -> Result<()> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(Command::new(npm).current_dir(folder).args(arguments))
}

/// The program with its licences, as one archive.
fn binary(root: &Path, files: &Path, version: &str, target: Option<&str>) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root).args(["build", "--locked", "--release", "--package", "whorunsit-cli"]);
    let (built, target) = match target {
        Some(target) => {
            cargo.args(["--target", target]);
            (root.join("target").join(target).join("release"), target.to_owned())
        }
        None => (root.join("target/release"), host()?),
    };
    // Where this program looks for the outcome.
    run(cargo.args(["--target-dir", "target"]))?;
    let folder = format!("whorunsit-{version}-{target}");
    let program = if target.contains("windows") { "whorunsit.exe" } else { "whorunsit" };
    let staged = root.join("target/release-staged");
    fs::create_dir_all(staged.join(&folder))?;
    fs::copy(built.join(program), staged.join(&folder).join(program))?;
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md", "crates/whorunsit-cli/README.md"] {
        let from = root.join(name);
        fs::copy(&from, staged.join(&folder).join(from.file_name().unwrap_or_default()))?;
    }
    let archive = files.join(format!("{folder}.tar.gz"));
    run(Command::new("tar").current_dir(&staged).arg("-czf").arg(archive).arg(&folder))
}

fn host() -> Result<String> {
    let output = Command::new("rustc").args(["--print", "host-tuple"]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// What the packages are made of, as CycloneDX: the crates by cargo-cyclonedx, the calculator's packages by npm.
fn sbom(root: &Path, files: &Path, version: &str) -> Result<()> {
    let tools = root.join("target/tools");
    let program = tools.join("bin/cargo-cyclonedx");
    if !program.exists() {
        run(Command::new("cargo")
            .args(["install", "cargo-cyclonedx", "--version", CYCLONEDX, "--locked", "--root"])
            .arg(&tools))?;
    }
    run(Command::new(&program).current_dir(root).args([
        "cyclonedx",
        "--format",
        "json",
        "--all-features",
        "--override-filename",
        "whorunsit-sbom",
    ]))?;
    for (package, folder) in [("cli", "crates/whorunsit-cli"), ("python", "python"), ("npm", "wasm")] {
        let made = root.join(folder).join("whorunsit-sbom.json");
        fs::rename(made, files.join(format!("whorunsit-{package}-{version}.cdx.json")))?;
    }
    // Those of the other members of the workspace.
    let crates = fs::read_dir(root.join("crates"))?.filter_map(|entry| Some(entry.ok()?.path()));
    for folder in crates.chain([root.join("xtask")]) {
        let _ = fs::remove_file(folder.join("whorunsit-sbom.json"));
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let list = Command::new(npm)
        .current_dir(root.join("wasm/calculator"))
        .args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"])
        .output()?;
    if !list.status.success() {
        return Err(format!("`npm sbom` failed: {}", String::from_utf8_lossy(&list.stderr)).into());
    }
    fs::write(files.join(format!("whorunsit-calculator-{version}.cdx.json")), list.stdout)?;
    Ok(())
}

const CYCLONEDX: &str = "0.5.9";

fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    let mut names: Vec<PathBuf> = entries.iter().map(|entry| PathBuf::from(entry.file_name())).collect();
    names.sort();
    Ok(names.iter().map(|name| name.display().to_string()).collect())
}
