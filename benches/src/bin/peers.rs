//! Times the ledger, and writes its line items for peers that do the same sums: `peers ROUNDS SERVICES FOLDER`.

use std::fs::File;
use std::io::{BufWriter, Write};

use whorunsit::{Dimension, Portfolio, Strategy, costs};
use whorunsit_benches::timed;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| arguments[index].parse::<usize>().expect("it is a number");
    let (rounds, services) = (number(0), number(1));
    let portfolio = Portfolio::new(whorunsit_benches::file_with_costs(services)).expect("it is valid");
    let by = [Dimension::Aspect, Dimension::CostType];
    let ledger =
        |items| costs(&portfolio, Strategy::AllOpsRunIt, &by, items).expect("it fits").expect("it is known");
    for (name, items) in [("totals", false), ("items", true)] {
        let best = (0..rounds).map(|_| timed(|| ledger(items))).min().expect("there is a round");
        println!("{name} {}", best.as_secs_f64());
    }
    let costs = ledger(true);
    let whole = costs.premium.over_horizon.plus(costs.loss.over_horizon).expect("it fits");
    println!("over_horizon {whole}");
    let mut rows = BufWriter::new(File::create(format!("{}/items.csv", arguments[2]))?);
    writeln!(rows, "aspect,cost_type,shared_by,amount,over_horizon,factors")?;
    for item in &costs.line_items {
        let (aspect, cost_type, shared_by) = (item.code.aspect(), item.code.cost_type(), item.shared_by());
        let amount = item.amount.expect("nothing is missing");
        let over_horizon = item.over_horizon.expect("nothing is missing");
        let factors: Vec<String> = item.factors().map(|factor| factor.value.to_string()).collect();
        writeln!(rows, "{aspect},{cost_type},{shared_by},{amount},{over_horizon},{}", factors.join(" "))?;
    }
    rows.flush()
}
