//! Work that takes long: it is stopped by Ctrl-C, says how far it is only on a terminal, and has the same bits here as
//! in every other build of the core.

/// Asserted in every language: what the streams of random numbers come to.
const GOLDEN: &str = "e4703b7af9129e0a182db5061592941c3b12d2069cd689542340bae0726a8e7c";

#[test]
fn the_streams_have_the_golden_digest() {
    assert_eq!(whorunsit::stream_digest(42), GOLDEN);
}

#[cfg(unix)]
mod interrupted {
    #![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

    use std::io::Write;
    use std::path::Path;
    use std::process::{Child, Command, Output, Stdio};
    use std::time::{Duration, Instant};

    /// A simulation of minutes: thousands of incidents in every trial.
    fn long_simulation() -> Vec<u8> {
        let example =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/furniture-retailer-costs.toml");
        let text = std::fs::read_to_string(example).expect("the example");
        let given = "incidents_per_year = { low = 2, likely = 6, high = 15 }";
        assert!(text.contains(given));
        text.replace(given, "incidents_per_year = 3000").into_bytes()
    }

    fn started(format: &str) -> Child {
        let mut child = Command::new(env!("CARGO_BIN_EXE_whorunsit"))
            .args(["simulate", "-", "--trials", "1000000", "--threads", "2", "--format", format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut input = child.stdin.take().expect("standard input");
        input.write_all(&long_simulation()).expect("it reads");
        child
    }

    fn interrupt(child: &Child) {
        let kill = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status();
        assert!(kill.expect("a shell").success());
    }

    /// How it ends, and how long after an interrupt.
    fn interrupted(mut child: Child) -> (Output, Duration) {
        // By then it has read what it is to simulate.
        std::thread::sleep(Duration::from_millis(800));
        assert!(child.try_wait().expect("a status").is_none(), "it is at work");
        let begun = Instant::now();
        interrupt(&child);
        let output = child.wait_with_output().expect("it ends");
        (output, begun.elapsed())
    }

    #[test]
    fn waiting_for_input_ends_at_once() {
        let mut child = Command::new(env!("CARGO_BIN_EXE_whorunsit"))
            .args(["simulate", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let input = child.stdin.take();
        let (output, _) = interrupted(child);
        assert_eq!(output.status.code(), Some(130));
        drop(input);
    }

    #[test]
    fn a_simulation_stops_at_once_and_writes_nothing() {
        for format in ["table", "json", "csv"] {
            let (output, took) = interrupted(started(format));
            assert_eq!(output.status.code(), Some(130), "{format}");
            assert!(output.stdout.is_empty(), "{format}");
            // No terminal, no bar.
            assert_eq!(String::from_utf8_lossy(&output.stderr), "stopped: nothing was written\n");
            assert!(took < Duration::from_secs(2), "{format} took {took:?}");
        }
    }
}
