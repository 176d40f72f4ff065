//! Simulates incidents and writes them as exports, for tests, demonstrations and benchmarks.
//!
//! `cargo run -p whorunsit-measure --example exports -- servicenow SEED YEARS > log.csv` writes an event log of three
//! services, `pagerduty` its like as PagerDuty has it, and `rows SEED COUNT` a ServiceNow event log of so many rows.

mod simulated;

use std::io::{BufWriter, Write, stdout};

use simulated::{Random, Truth, log_of_rows, pagerduty, retailer, servicenow};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, default: f64| {
        arguments.get(place).and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (seed, size) = (number(1, 1.0) as u64, number(2, 1.0));
    let mut out = BufWriter::new(stdout().lock());
    let mut random = Random::new(seed);
    match arguments.first().map(String::as_str) {
        Some("rows") => log_of_rows(&mut out, size as u64, &mut random)?,
        Some("pagerduty") => {
            let incidents: Vec<_> =
                retailer().iter().flat_map(|truth: &Truth| truth.simulate(size, &mut random)).collect();
            out.write_all(pagerduty(&incidents).as_bytes())?;
        }
        _ => {
            let incidents: Vec<_> =
                retailer().iter().flat_map(|truth: &Truth| truth.simulate(size, &mut random)).collect();
            out.write_all(servicenow(&incidents).as_bytes())?;
        }
    }
    out.flush()
}
