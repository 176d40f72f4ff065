//! Prints the peak memory of one facade call for a hundred thousand services.

use std::fs;
use std::time::Instant;

fn main() {
    let services = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let text = whorunsit_benches::portfolio(services);
    let before = peak();
    let start = Instant::now();
    let answer = whorunsit::facade::call("recommend", text.as_bytes(), "");
    let took = start.elapsed();
    assert!(answer.starts_with(r#"{"ok":true"#), "the portfolio is valid");
    println!("{services} services: {} bytes in, {} bytes out, {took:.2?}", text.len(), answer.len());
    println!("peak resident memory: {} kB, of which {before} kB before the call", peak());
}

/// The highest resident memory of this process so far (VmHWM), in kB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("this runs on Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux says it");
    line.trim().trim_end_matches(" kB").parse().expect("it is a number")
}
