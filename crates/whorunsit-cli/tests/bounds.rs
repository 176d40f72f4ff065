//! Inputs without end are refused within a gigabyte of memory, and in few words: the limits of docs/format.md are safe.
//!
//! Each input is at a limit or just over one. The process may take one gigabyte of addresses; what needs more is killed,
//! which is no exit code 1.

#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

use std::fs;
use std::process::{Command, Output};

/// Runs `whorunsit check` on an input with a limit of memory, in kilobytes.
fn check(name: &str, input: &[u8]) -> Output {
    let file = std::env::temp_dir().join(format!("whorunsit-bounds-{name}-{}", std::process::id()));
    fs::write(&file, input).expect("written");
    let script = "ulimit -v 1048576 && exec \"$0\" check \"$1\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_whorunsit")])
        .arg(&file)
        .output()
        .expect("a shell");
    fs::remove_file(&file).expect("removed");
    output
}

/// That it is refused, within its memory, in at most `most` bytes, with these words.
fn assert_refused(name: &str, input: &str, most: usize, words: &str) {
    let output = check(name, input.as_bytes());
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{name}: {:?} {told:.300}", output.status);
    assert!(told.len() < most, "{name}: {} bytes", told.len());
    assert!(told.contains(words), "{name}: {told:.300}");
}

const HEAD: &str =
    r#"{"schema":1,"currency":"USD","exposure_bands":[{"max_per_hour":"1","availability":"99.9"}]"#;

#[test]
fn json_of_many_values() {
    let list = |key: &str, item: &str, count: usize| {
        format!("{HEAD},\"{key}\":[{}{item}]}}", format!("{item},").repeat(count - 1))
    };
    let all = "expected a table for every value of this list: 4900000 are none";
    assert_refused("numbers", &list("services", "0", 4_900_000), 2_000, all);
    assert_refused("too-many", &list("services", "0", 10_000_000), 2_000, "more than 5000000 values");
    // At most a thousand problems, of which each is drawn in a few lines.
    assert_refused("empty", &list("services", "{}", 3_000_000), 400_000, "more problems are not listed");
    assert_refused("lists", &list("services", "[]", 3_000_000), 2_000, "expected a table for every value");
    assert_refused(
        "unknown",
        &list("teams", "{\"k\":0}", 2_400_000),
        400_000,
        "more problems are not listed",
    );
    let observed = "{\"name\":\"s\",\"kind\":\"digital\",\"feature_demand\":\"low\",\"exposure_per_hour\":{\"observed\":[1";
    let observed = format!("{HEAD},\"services\":[{observed}{}]}}}}]}}", ",1".repeat(4_900_000));
    assert_refused("observed", &observed, 2_000, "10000");
}

#[test]
fn json_of_many_keys() {
    let same = format!("{HEAD},{}\"b\":1}}", "\"a\":0,".repeat(2_000_000));
    assert_refused("same-keys", &same, 2_000, "more than 100000 keys");
    let nested = format!("{{\"response\":{{\"{}\":{{\"tiers\":[", "k".repeat(60_000_000));
    assert_refused("broken", &nested, 2_000, "this is not JSON");
}

#[test]
fn long_keys_and_texts_are_not_echoed() {
    let long = "x".repeat(60_000_000);
    assert_refused("key", &format!("{HEAD},\"{long}\":1}}"), 3_000, "unknown key `xxxxxxxx");
    assert_refused(
        "digits",
        &format!("{{\"schema\":{}}}", "9".repeat(60_000_000)),
        3_000,
        "version `99999999",
    );
    assert_refused("word", &format!("{HEAD},\"selection\":{{\"policy\":\"{long}\"}}}}"), 3_000, "`xxxxxxxx");
    let names = (0..1000)
        .map(|index| format!("\"{}{index}\":{{\"x\":1}}", "k".repeat(60_000)))
        .collect::<Vec<_>>()
        .join(",");
    assert_refused("keys", &format!("{HEAD},\"response\":{{{names}}}}}"), 800_000, "unknown key `kkkkkkkk");
}

#[test]
fn toml_of_many_tables() {
    let lines = |line: &dyn Fn(usize) -> String, count: usize| (0..count).map(line).collect::<String>();
    for (name, input) in [
        ("dotted", lines(&|n| format!("a.b{n}.c.d.e = 1\n"), 99_000)),
        ("dots", lines(&|n| format!("a{n}.{}=1\n", "b.".repeat(70).trim_end_matches('.')), 5_000)),
        ("inline", format!("a=[{}]", "{b=1},".repeat(399_000))),
        ("headers", lines(&|n| format!("[t{n}]\n"), 399_000)),
        ("broken", "=\n".repeat(2_900_000)),
        ("twice", "a=1\n".repeat(1_400_000)),
        ("no-values", lines(&|n| format!("a{n}=@\n"), 1_400_000)),
        ("lines", format!("a=1\n{}", "\n".repeat(5_900_000))),
    ] {
        assert_refused(name, &input, 800_000, "error[");
    }
    let too_many = lines(&|n| format!("a.b{n}.c.d.e = 1\n"), 700_000);
    assert_refused("too-many-dots", &too_many, 2_000, "more than 400000 tables");
}
