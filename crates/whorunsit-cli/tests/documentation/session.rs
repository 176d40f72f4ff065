//! Sessions on a page: what is run, what it is shown to print, and what it prints.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::pages::repository;

const ELSE: &str = "…";

/// A command of a session and what follows it.
pub(crate) struct Step<'p> {
    /// The line as it stands on the page, its end included.
    pub(crate) source: &'p str,
    /// What is run; none where the session starts with something else than a command.
    pub(crate) command: Option<&'p str>,
    pub(crate) exit_code: i32,
    pub(crate) output: &'p str,
}

/// The steps of a session.
pub(crate) fn steps(session: &str) -> Vec<Step<'_>> {
    let mut starts: Vec<usize> = session.match_indices("$ ").map(|(at, _)| at).collect();
    starts.retain(|at| *at == 0 || session[..*at].ends_with('\n'));
    assert_eq!(starts.first(), Some(&0), "a session starts with `$ `:\n{session}");
    let ends = starts.iter().skip(1).copied().chain([session.len()]);
    let step = |(start, end): (&usize, usize)| {
        let (line, output) =
            session[*start..end].split_at(session[*start..end].find('\n').map_or(end - start, |at| at + 1));
        let (command, comment) = line.trim_end().split_once(" # ").unwrap_or((line.trim_end(), ""));
        let exit_code =
            comment.trim().strip_prefix("exit code ").map_or(0, |code| code.parse().expect("a number"));
        Step { source: line, command: command.strip_prefix("$ ").map(str::trim), exit_code, output }
    };
    starts.iter().zip(ends).map(step).collect()
}

/// A folder for the sessions of one page, with the examples in it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(page: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documentation").join(page);
        let _ = fs::remove_dir_all(&path);
        copy(&repository().join("examples"), &path.join("examples"));
        Self(path)
    }

    /// What a command prints on both streams, and its exit code.
    pub(crate) fn run(&self, command: &str) -> (String, Option<i32>) {
        // A checkout runs the program by cargo; here it is built already.
        let command = command.replace("cargo run --release --", "whorunsit");
        let program = Path::new(env!("CARGO_BIN_EXE_whorunsit")).parent().expect("it is in a folder");
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([program.to_owned()].into_iter().chain(env::split_paths(&path)));
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{command}")])
            .current_dir(&self.0)
            .env("PATH", path.expect("it can be written"))
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::null())
            .output()
            .expect("there is a shell");
        (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code())
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("it can be read");
        if entry.file_type().expect("it has a type").is_dir() {
            if entry.file_name() != "node_modules" {
                copy(&entry.path(), &to.join(entry.file_name()));
            }
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("it can be copied");
        }
    }
}

/// The lines that are shown, cut where some are left out; empty lines at the end do not count.
fn shown(output: &str) -> Vec<Vec<&str>> {
    let lines: Vec<_> = output.trim_end().lines().map(str::trim_end).collect();
    lines.split(|line| line.trim() == ELSE).map(<[_]>::to_vec).collect()
}

/// Whether a program printed what is shown.
pub(crate) fn matches(expected: &str, output: &str) -> bool {
    let lines: Vec<_> = output.trim_end().lines().map(str::trim_end).collect();
    let pieces = shown(expected);
    let [first, middle @ .., last] = pieces.as_slice() else {
        return pieces.first().is_none_or(|all| *all == lines);
    };
    let Some(mut rest) = lines.strip_prefix(first.as_slice()) else {
        return false;
    };
    for piece in middle {
        let Some(at) = rest.windows(piece.len().max(1)).position(|window| window.starts_with(piece)) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

/// What a program printed, with what was left out left out: each piece starts and ends at the lines that are most like
/// its first and its last one.
pub(crate) fn renew(expected: &str, output: &str) -> String {
    let lines: Vec<_> = output.trim_end().lines().map(str::trim_end).collect();
    let pieces = shown(expected);
    if pieces.len() == 1 {
        return lines.iter().map(|line| format!("{line}\n")).collect();
    }
    let (mut renewed, mut from) = (String::new(), 0);
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            renewed.push_str(ELSE);
            renewed.push('\n');
        }
        let (Some(first), Some(last)) = (piece.first(), piece.last()) else {
            continue;
        };
        let start = if index == 0 { 0 } else { most_like(first, &lines, from, from) };
        let end = match index + 1 == pieces.len() {
            true => lines.len(),
            false => most_like(last, &lines, start, start + piece.len().saturating_sub(1)) + 1,
        };
        for line in lines.get(start..end).unwrap_or_default() {
            renewed.push_str(line);
            renewed.push('\n');
        }
        from = end;
    }
    renewed
}

/// The line at `from` or later that has most words in common, figures aside; of several, the nearest to where it is
/// expected.
fn most_like(line: &str, lines: &[&str], from: usize, expected: usize) -> usize {
    let words = |line: &str| -> Vec<String> {
        let plain = |word: &str| word.chars().filter(|char| !char.is_ascii_digit()).collect();
        line.split_whitespace().map(plain).collect()
    };
    let wanted = words(line);
    let likeness = |at: &usize| {
        let found = lines.get(*at).map(|line| words(line)).unwrap_or_default();
        let common = wanted.iter().filter(|word| found.contains(word)).count();
        (2000 * common / (wanted.len() + found.len()).max(1), usize::MAX - at.abs_diff(expected))
    };
    (from..lines.len()).max_by_key(likeness).unwrap_or(from)
}
