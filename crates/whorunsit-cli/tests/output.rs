//! What is written, and what is never lost: files whole or not at all, and a standard output that takes nothing.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_whorunsit");

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/furniture-retailer.toml")
}

/// A folder of its own for a test, with the example as `p.toml`; it is gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("whorunsit-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        fs::copy(example(), folder.join("p.toml")).expect("a copy");
        Self(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).expect("a file")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(PROGRAM).args(arguments).current_dir(&self.0).output().expect("it starts")
    }

    /// Runs a script of the shell, in which `$0` is the program.
    fn script(&self, script: &str) -> Output {
        Command::new("sh").args(["-c", script, PROGRAM]).current_dir(&self.0).output().expect("a shell")
    }

    /// Runs a script with a file system of a few kilobytes in the folder `disk`, of its own mount namespace. `None` where
    /// this system lets nobody mount one.
    fn on_small_disk(&self, test: &str, script: &str) -> Option<Output> {
        fs::create_dir_all(self.at("disk")).expect("a folder");
        let mount = "mount -t tmpfs -o size=16k tmpfs disk";
        let within = |script: &str| {
            let mut command = Command::new("unshare");
            command.args(["--map-root-user", "--mount", "sh", "-c", script, PROGRAM]).current_dir(&self.0);
            command.output()
        };
        if !within(mount).is_ok_and(|output| output.status.success()) {
            eprintln!("{test} is skipped: unshare and mount, which make a small disk, are not allowed here");
            return None;
        }
        Some(within(&format!("{mount} && {script}")).expect("a shell"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// That it was refused with exit code 3 and this message.
fn assert_refused(output: &Output, message: &str) {
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(stderr(output).contains(message), "{}", stderr(output));
}

#[test]
fn the_input_is_never_overwritten() {
    let folder = Folder::new("input");
    let before = folder.read("p.toml");
    fs::hard_link(folder.at("p.toml"), folder.at("hard.toml")).expect("a link");
    fs::create_dir(folder.at("sub")).expect("a folder");
    for output in ["p.toml", "./p.toml", "sub/../p.toml", "hard.toml"] {
        for force in [&[][..], &["--force"]] {
            let arguments = [&["chart", "selector", "p.toml", "--output", output], force].concat();
            assert_refused(&folder.run(&arguments), "it is the input, which is never overwritten");
        }
    }
    let piped = folder.script("\"$0\" chart selector - --output p.toml --force < p.toml");
    assert_refused(&piped, "it is the input");
    assert_eq!(folder.read("p.toml"), before);
    assert_eq!(folder.names(), ["hard.toml", "p.toml", "sub"]);
}

#[test]
fn a_file_is_replaced_only_by_force_and_keeps_its_permissions() {
    let folder = Folder::new("force");
    fs::write(folder.at("map.json"), "my own work").expect("written");
    fs::set_permissions(folder.at("map.json"), fs::Permissions::from_mode(0o640)).expect("a mode");
    for arguments in [&["chart", "selector", "p.toml", "--output", "map.json"][..], &["init", "map.json"]] {
        assert_refused(&folder.run(arguments), "error: map.json: it exists already; --force replaces it");
        assert_eq!(folder.read("map.json"), "my own work");
    }
    let output = folder.run(&["chart", "selector", "p.toml", "--output", "map.json", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let printed = folder.run(&["chart", "selector", "p.toml"]);
    assert_eq!(folder.read("map.json").as_bytes(), printed.stdout);
    assert!(folder.run(&["init", "map.json", "--force"]).status.success());
    assert!(folder.read("map.json").contains("[[services]]"));
    assert_eq!(folder.names(), ["map.json", "p.toml"]);
    let mode = |name: &str| fs::metadata(folder.at(name)).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode("map.json"), 0o640);
    // A new file has the permissions that any program's has.
    folder.script("umask 027 && \"$0\" init new.toml && umask 022 && touch other.toml");
    assert_eq!((mode("new.toml"), mode("other.toml")), (0o640, 0o644));
}

#[test]
fn symbolic_links_are_not_followed() {
    let folder = Folder::new("links");
    fs::write(folder.at("elsewhere"), "my own work").expect("written");
    symlink("elsewhere", folder.at("link")).expect("a link");
    symlink("nowhere", folder.at("dangling")).expect("a link");
    symlink("p.toml", folder.at("input")).expect("a link");
    for link in ["link", "dangling", "input"] {
        for force in [&[][..], &["--force"]] {
            for command in [&["chart", "selector", "p.toml", "--output"][..], &["init"]] {
                let output = folder.run(&[command, &[link], force].concat());
                assert_refused(&output, "it is a symbolic link");
            }
        }
    }
    assert_eq!(folder.read("elsewhere"), "my own work");
    assert_eq!(folder.names(), ["dangling", "elsewhere", "input", "link", "p.toml"]);
}

#[test]
fn folders_that_are_missing_or_no_folders_are_told() {
    let folder = Folder::new("missing");
    for (file, message) in [
        ("no/such/map.json", "error: no/such/map.json: its folder does not exist"),
        ("p.toml/map.json", "error: p.toml/map.json: "),
        (".", "it is no file"),
    ] {
        for command in [&["chart", "selector", "p.toml", "--output"][..], &["init"]] {
            assert_refused(&folder.run(&[command, &[file]].concat()), message);
        }
    }
    assert_eq!(folder.names(), ["p.toml"]);
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let folder = Folder::new("full");
    let fill = "head -c 100000 /dev/zero > disk/filler 2>/dev/null;";
    for (command, file) in [("init", "portfolio.toml"), ("chart selector p.toml --output", "map.json")] {
        let new = format!(
            "{fill} \"$0\" {command} disk/{file}; status=$?; ls -A disk; \
             rm disk/filler; \"$0\" {command} disk/{file} > again; echo status $status then $?"
        );
        let Some(output) = folder.on_small_disk("a_full_disk_leaves_everything_as_it_was", &new) else {
            return;
        };
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(told, "filler\nstatus 3 then 0\n", "{}", stderr(&output));
        assert!(
            stderr(&output).starts_with(&format!("error: disk/{file}: No space left")),
            "{}",
            stderr(&output)
        );
        let replaced = format!(
            "printf mine > disk/{file}; {fill} \"$0\" {command} disk/{file} --force; \
             echo status $?; ls -A disk; cat disk/{file}"
        );
        let output =
            folder.on_small_disk("a_full_disk_leaves_everything_as_it_was", &replaced).expect("a disk");
        let expected = format!("filler\n{file}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("status 3\n{expected}\nmine"));
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    let folder = Folder::new("read-only");
    let script = "printf mine > disk/map.json && mount -o remount,ro disk && \
        for file in new.json map.json; do \
            \"$0\" chart selector p.toml --output disk/$file --force; echo status $?; \"$0\" init disk/$file --force; \
            echo status $?; \
        done; ls -A disk; cat disk/map.json";
    let Some(output) = folder.on_small_disk("a_folder_that_cannot_be_written_to_is_told", script) else {
        return;
    };
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(told, "status 3\nstatus 3\nstatus 3\nstatus 3\nmap.json\nmine");
    assert!(stderr(&output).starts_with("error: disk/new.json: read-only"), "{}", stderr(&output));
}

#[test]
fn terminals_and_pipes_are_written_into() {
    let folder = Folder::new("streams");
    let printed = folder.run(&["chart", "selector", "p.toml"]).stdout;
    for script in [
        "\"$0\" chart selector p.toml --output /dev/stdout | cat",
        "mkfifo pipe && (cat pipe & \"$0\" chart selector p.toml --output pipe; wait)",
    ] {
        assert_eq!(folder.script(script).stdout, printed, "{script}");
    }
    assert!(folder.script("\"$0\" chart selector p.toml --output /dev/null").status.success());
    let full = folder.script("\"$0\" chart selector p.toml --output /dev/full");
    assert_refused(&full, "error: /dev/full: No space left on device");
}

/// `>&-` closes standard output; `/dev/full` is full.
#[test]
fn a_standard_output_that_takes_nothing_is_an_error() {
    let folder = Folder::new("stdout");
    for command in [
        "--help",
        "--version",
        "recommend --help",
        "recommend p.toml",
        "recommend p.toml --format json",
        "recommend p.toml --format csv",
        "check p.toml",
        "check p.toml --format json",
        "schema",
        "completions bash",
        "chart --list",
        "chart selector p.toml",
        "init -",
    ] {
        let closed = folder.script(&format!("\"$0\" {command} >&-"));
        assert_refused(&closed, "error: standard output: it is closed");
        let full = folder.script(&format!("\"$0\" {command} > /dev/full"));
        assert_refused(&full, "error: standard output: No space left on device");
        let nowhere = folder.script(&format!("\"$0\" {command} > /dev/null"));
        assert_eq!(nowhere.status.code(), Some(0), "{command}: what is not wanted is no error");
        // Other programs open it for reading as well.
        let nowhere = folder.script(&format!("\"$0\" {command} <> /dev/null >&0"));
        assert_eq!(nowhere.status.code(), Some(0), "{command}: {}", stderr(&nowhere));
    }
}
