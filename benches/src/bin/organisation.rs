//! Prints what named responses cost: a service of an organisation with 300 of them, against one of an organisation with one.
//!
//! usage: `organisation [ROUNDS] [SERVICES] [RESPONSES]`. It is processor time, the best of the rounds counts, and both
//! organisations take turns.

use std::time::Duration;

use whorunsit::{Dimension, Portfolio, PortfolioFile, Strategy, compare, costs, recommend};
use whorunsit_benches::{file_with_costs, file_with_responses, timed};

/// What is measured, by its name.
type Work = (&'static str, fn(&PortfolioFile) -> Duration);

const WORK: [Work; 4] = [
    ("read into a portfolio", read),
    ("decide", decide),
    ("ledger, totals by aspect and cost type", ledger),
    ("compare", comparison),
];

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse().expect("it is a number"));
    let rounds = numbers.next().unwrap_or(3);
    let services = numbers.next().unwrap_or(100_000);
    let responses = numbers.next().unwrap_or(300);
    let (plain, named) = (file_with_costs(services), file_with_responses(services, responses));
    println!("{services} services, {} teams, {responses} named responses", named.teams.len());
    println!("{:<42} {:>12} {:>12}  ratio", "what", "one", "named");
    for (name, work) in WORK {
        let mut best = [Duration::MAX; 2];
        for _ in 0..rounds {
            for (best, file) in best.iter_mut().zip([&plain, &named]) {
                *best = work(file).min(*best);
            }
        }
        let [one, many] = best.map(|time| time.as_secs_f64());
        println!("{name:<42} {:>9.2} ms {:>9.2} ms  {:.2}", one * 1000.0, many * 1000.0, many / one);
    }
}

fn portfolio(file: &PortfolioFile) -> Portfolio {
    Portfolio::new(file.clone()).expect("it is valid")
}

fn read(file: &PortfolioFile) -> Duration {
    let file = file.clone();
    timed(|| Portfolio::new(file).expect("it is valid"))
}

fn decide(file: &PortfolioFile) -> Duration {
    let portfolio = portfolio(file);
    timed(|| recommend(&portfolio).expect("it fits"))
}

fn ledger(file: &PortfolioFile) -> Duration {
    let portfolio = portfolio(file);
    let by = [Dimension::Aspect, Dimension::CostType];
    timed(|| costs(&portfolio, Strategy::HybridAtScale, &by, false).expect("it fits"))
}

fn comparison(file: &PortfolioFile) -> Duration {
    let portfolio = portfolio(file);
    timed(|| compare(&portfolio).expect("it fits"))
}
