//! Times the four answers after each of a row of edits, kept against fresh, in turns; the mean, for a processor's time is
//! told in steps of some milliseconds: `kept [ROUNDS] [SERVICES …]`.
//! `kept once fresh|kept SERVICES` makes one edit and answers once, for counting instructions.

use std::time::Duration;

use whorunsit::facade::{Kept, answer};
use whorunsit_benches::{portfolio_with_costs, timed};

const COMMANDS: [&str; 4] = ["recommend", "compare", "schedules", "plan"];

/// The portfolio with another exposure of the service in the middle.
fn edited(text: &str, services: usize, round: usize) -> String {
    let at = text.find(&format!("\"service-{}\"", services / 2)).expect("it is there");
    let (head, tail) = text.split_at(at);
    format!(
        "{head}{}",
        tail.replacen("\"exposure_per_hour\":\"", &format!("\"exposure_per_hour\":\"{}", round + 1), 1)
    )
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "once") {
        return once(&arguments[1], arguments[2].parse().expect("it is a number"));
    }
    let mut numbers = arguments.iter().map(|number| number.parse().expect("it is a number"));
    let rounds: usize = numbers.next().unwrap_or(9);
    let mut sizes: Vec<usize> = numbers.collect();
    if sizes.is_empty() {
        sizes = vec![100, 1_000];
    }
    println!("{:>9} {:>12} {:>12}  fresh by kept", "services", "fresh", "kept");
    for services in sizes {
        let text = portfolio_with_costs(services);
        let mut kept = Kept::default();
        let (mut all, mut all_kept) = (Duration::ZERO, Duration::ZERO);
        for command in COMMANDS {
            kept.answer(command, text.as_bytes(), "").expect("it is valid");
        }
        for round in 0..rounds {
            let text = edited(&text, services, round % 9);
            let fresh = || COMMANDS.map(|command| answer(command, text.as_bytes(), ""));
            all += timed(fresh);
            let same = || COMMANDS.map(|command| kept.answer(command, text.as_bytes(), ""));
            all_kept += timed(same);
        }
        let [fresh, kept] = [all, all_kept].map(|all| all.as_secs_f64() * 1000.0 / rounds as f64);
        println!("{services:>9} {fresh:>9.2} ms {kept:>9.2} ms  {:>5.2}", fresh / kept);
    }
}

fn once(how: &str, services: usize) {
    let text = portfolio_with_costs(services);
    let changed = edited(&text, services, 1);
    let mut kept = Kept::default();
    for text in [&text, &changed] {
        for command in COMMANDS {
            let answer = match how {
                "fresh" => answer(command, text.as_bytes(), ""),
                _ => kept.answer(command, text.as_bytes(), ""),
            };
            assert!(answer.is_ok());
        }
    }
}
