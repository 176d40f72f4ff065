//! Prints how long the ledger, its comparison and its plans take, and that the time is linear in the services.
//!
//! usage: `costs [ROUNDS] [SERVICES …]`. It is processor time, and the best of the rounds counts: other work on the
//! machine only ever adds to it.

use std::time::Duration;

use whorunsit::{
    Dimension, Name, Portfolio, RoadmapFormat, Strategy, compare, costs, plan, ready, roadmap, scenarios,
};
use whorunsit_benches::timed;

/// Something to measure, and up to how many services.
struct Work {
    name: &'static str,
    most: usize,
    run: fn(&Portfolio) -> Duration,
}

const WORK: [Work; 9] = [
    Work { name: "ledger, totals by aspect and cost type", most: usize::MAX, run: totals },
    Work { name: "ledger with every line item, Ops Run It", most: usize::MAX, run: items_of_operations },
    Work { name: "ledger with every line item, You Build It", most: usize::MAX, run: items_of_teams },
    Work { name: "marginal costs and least cost, totals", most: usize::MAX, run: least_cost },
    Work { name: "compare", most: usize::MAX, run: comparison },
    Work { name: "plan", most: 10_000, run: transition },
    Work { name: "ready", most: 10_000, run: readiness },
    Work { name: "roadmap", most: 10_000, run: one_page },
    Work { name: "scenarios, one against as it is", most: 10_000, run: one_scenario },
];

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse().expect("it is a number"));
    let rounds = numbers.next().unwrap_or(5);
    let mut sizes: Vec<usize> = numbers.collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    println!("{:<42} {:>9} {:>12} {:>12}  exponent", "what", "services", "best", "services/s");
    for work in WORK {
        let mut before: Option<(usize, f64)> = None;
        for services in sizes.iter().copied().filter(|services| *services <= work.most) {
            let portfolio =
                Portfolio::new(whorunsit_benches::file_with_costs(services)).expect("it is valid");
            let best =
                (0..rounds).map(|_| (work.run)(&portfolio)).min().expect("there is a round").as_secs_f64();
            let exponent = before.map_or(String::new(), |(fewer, less)| {
                format!("{:.2}", (best / less).ln() / (services as f64 / fewer as f64).ln())
            });
            let rate = services as f64 / best;
            println!("{:<42} {services:>9} {:>9.2} ms {rate:>12.0}  {exponent}", work.name, best * 1000.0);
            before = Some((services, best));
        }
    }
}

fn totals(portfolio: &Portfolio) -> Duration {
    let by = [Dimension::Aspect, Dimension::CostType];
    timed(|| costs(portfolio, Strategy::HybridAtScale, &by, false).expect("it fits"))
}

fn items_of_operations(portfolio: &Portfolio) -> Duration {
    timed(|| costs(portfolio, Strategy::AllOpsRunIt, &[], true).expect("it fits"))
}

fn items_of_teams(portfolio: &Portfolio) -> Duration {
    timed(|| costs(portfolio, Strategy::AllYouBuildItYouRunIt, &[], true).expect("it fits"))
}

fn least_cost(portfolio: &Portfolio) -> Duration {
    timed(|| costs(portfolio, Strategy::LeastCost, &[], false).expect("it fits").expect("pay is given"))
}

fn comparison(portfolio: &Portfolio) -> Duration {
    timed(|| compare(portfolio).expect("it fits"))
}

fn transition(portfolio: &Portfolio) -> Duration {
    timed(|| plan(portfolio).expect("it fits"))
}

fn readiness(portfolio: &Portfolio) -> Duration {
    timed(|| ready(portfolio).expect("it fits"))
}

fn one_page(portfolio: &Portfolio) -> Duration {
    timed(|| roadmap(portfolio, RoadmapFormat::Html).expect("it fits"))
}

fn one_scenario(portfolio: &Portfolio) -> Duration {
    let mut file = portfolio.file().clone();
    for service in &mut file.services {
        service.availability_target = None;
    }
    let changed = [(Name::from("no targets by hand"), Portfolio::new(file).expect("it is valid"))];
    timed(|| scenarios(portfolio, &changed).expect("it fits"))
}
