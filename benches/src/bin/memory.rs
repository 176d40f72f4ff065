//! Prints the peak memory of one call: `memory [SERVICES] [recommend|totals|items|compare|plan]`.
//!
//! `recommend` is a call of the facade, text in and text out. The others work on a portfolio that is in memory.

use std::fs;
use std::time::{Duration, Instant};

use whorunsit::{Portfolio, Strategy};

fn main() {
    let services = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let what = std::env::args().nth(2).unwrap_or_else(|| "recommend".to_owned());
    let (before, took, answered) = match what.as_str() {
        "recommend" => facade(services),
        _ => {
            let portfolio =
                Portfolio::new(whorunsit_benches::file_with_costs(services)).expect("it is valid");
            let before = peak();
            let start = Instant::now();
            let answered = in_memory(&what, &portfolio);
            (before, start.elapsed(), answered)
        }
    };
    println!("{services} services, {what}: {answered}, {took:.2?}");
    println!("peak resident memory: {} kB, of which {before} kB before the call", peak());
}

fn facade(services: usize) -> (u64, Duration, String) {
    let text = whorunsit_benches::portfolio(services);
    let before = peak();
    let start = Instant::now();
    let answer = whorunsit::facade::call("recommend", text.as_bytes(), "");
    let took = start.elapsed();
    assert!(answer.starts_with(r#"{"ok":true"#), "the portfolio is valid");
    (before, took, format!("{} bytes in, {} bytes out", text.len(), answer.len()))
}

fn in_memory(what: &str, portfolio: &Portfolio) -> String {
    let costs = |strategy, items| {
        let costs =
            whorunsit::costs(portfolio, strategy, &[], items).expect("it fits").expect("pay is given");
        let items = costs.premium.line_items + costs.loss.line_items;
        format!("{items} line items, {} of them listed", costs.line_items.len())
    };
    match what {
        "totals" => costs(Strategy::LeastCost, false),
        "items" => costs(Strategy::AllOpsRunIt, true),
        "compare" => {
            let comparison = whorunsit::compare(portfolio).expect("it fits");
            format!("{} services compared", comparison.services.len())
        }
        "plan" => format!("{} waves", whorunsit::plan(portfolio).expect("it fits").waves.len()),
        _ => panic!("there is no `{what}` to measure"),
    }
}

/// The highest resident memory of this process so far (VmHWM), in kB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("this runs on Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux says it");
    line.trim().trim_end_matches(" kB").parse().expect("it is a number")
}
