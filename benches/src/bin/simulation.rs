//! How long simulations take: `simulation one PORTFOLIO`, `simulation many [PORTFOLIO]`.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "it measures, and may fail loudly")]

use std::fmt::Write as _;
use std::time::Instant;

use whorunsit::{Portfolio, SimulationOptions, simulate};

/// The best of some runs, in seconds.
fn best(portfolio: &Portfolio, trials: usize, threads: usize, runs: u32) -> f64 {
    let once = |_| {
        let start = Instant::now();
        let simulation = simulate(portfolio, SimulationOptions::new().trials(trials as u64).threads(threads));
        let time = start.elapsed().as_secs_f64();
        assert_eq!(simulation.expect("it can be simulated").trials, trials);
        time
    };
    (0..runs).map(once).fold(f64::MAX, f64::min)
}

/// As many services like the first one of a portfolio, each with its own exposure and rate.
fn many(services: u32) -> String {
    let text = include_str!("../../peers/service.toml");
    let head = text.split("[[services]]").next().unwrap_or_default();
    let mut all = head.to_owned();
    for index in 0..services {
        let (low, rate) = (1_000 * (index + 1), 1 + index % 7);
        writeln!(
            all,
            "[[services]]\nname = \"service {index}\"\nteam = \"orders\"\nkind = \"digital\"\n\
             feature_demand = \"high\"\nexposure_per_hour = \"{low} to {}\"\n\
             incidents_per_year = \"{rate} to {}\"\nseverity = {{ low = \"10%\", likely = \"50%\", high = \"100%\" }}\n",
            5 * low,
            3 * rate
        )
        .expect("text can be written");
    }
    all
}

/// The highest resident memory so far, in MB.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()? / 1024.0)
}

/// Seconds that the processor has worked for this process.
fn processor_time() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name, which ends with a parenthesis: the 14th and 15th field, in hundredths of a second.
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.get(1).map(|file| std::fs::read_to_string(file).expect("the portfolio can be read"));
    if arguments.first().is_some_and(|what| what == "one") {
        let text = file.unwrap_or_else(|| include_str!("../../peers/service.toml").to_owned());
        let portfolio = Portfolio::read(text.as_bytes()).expect("the portfolio is valid");
        const TRIALS: usize = 1_000_000;
        // Processor time of one thread, which other work on the machine does not change much; of two, time that passes.
        let start = processor_time();
        let runs = 5;
        let passed = best(&portfolio, TRIALS, 1, runs);
        let one = (processor_time() - start) / f64::from(runs);
        let a_trial = |seconds: f64| seconds / TRIALS as f64 * 1e6;
        println!("whorunsit-1 {:.4}", a_trial(one.min(passed)));
        println!("whorunsit-2 {:.4}", a_trial(best(&portfolio, TRIALS, 2, runs)));
    } else {
        let text = file.unwrap_or_else(|| many(60));
        let portfolio = Portfolio::read(text.as_bytes()).expect("the portfolio is valid");
        for threads in [1, 2] {
            let start = processor_time();
            let time = best(&portfolio, 100_000, threads, 2);
            println!(
                "{} services, 100 000 trials, {threads} threads: {time:.2} s, {:.2} s of the processor, peak {:.0} MB",
                portfolio.file().services.len(),
                (processor_time() - start) / 2.0,
                peak().unwrap_or_default()
            );
        }
    }
}
