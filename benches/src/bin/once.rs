//! Decides a portfolio once, as a program does that starts, decides and ends: what criterion's repetitions add
//! is memory that was used before, scattered through the heap.

use std::time::Instant;

use whorunsit::{Portfolio, recommend};

fn main() {
    let services = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let portfolio = Portfolio::new(whorunsit_benches::file(services)).expect("it is valid");
    let start = Instant::now();
    let recommendation = recommend(&portfolio).expect("it fits");
    let took = start.elapsed();
    assert_eq!(recommendation.services.len(), services);
    println!("{services} services: {took:.2?}, {:.0} a second", services as f64 / took.as_secs_f64());
}
