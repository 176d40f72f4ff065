//! The simulation against formulas, against the ledger, and against itself.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::engine::{Runner, Samples};
use super::maker::Maker;
use super::run::Simulator;
use super::single::Ready;
use super::summary::Moments;
use super::*;
use crate::assignment::Strategy;
use crate::comparison::compare;
use crate::distribution::{Distribution, Quantiles};
use crate::exact::float;
use crate::facade;
use crate::progress::Progress;
use crate::random::Random;
use crate::resolve::Portfolio;

pub(crate) fn read(document: &Value) -> Portfolio {
    match Portfolio::read(document.to_string().as_bytes()) {
        Ok(portfolio) => portfolio,
        Err(problems) => panic!("{problems:?}\n{document:#}"),
    }
}

/// The trials of every service, one after the other.
fn trials(simulator: &Simulator<'_>, seed: u64, trials: usize) -> Vec<Samples> {
    let stop = AtomicBool::new(false);
    let runner =
        Runner { seed, threads: 1, stop: &stop, keeps_draws: false, staircases: &simulator.staircases };
    let run = |ready: &Ready| {
        let (model, of) = ((&ready.model, ready.live.as_ref()), (ready.index as u64, trials));
        runner.run(model, &simulator.causes, of, Samples::default(), &mut |_| true).unwrap()
    };
    simulator.ready.iter().map(run).collect()
}

fn simulated(portfolio: &Portfolio, trials: usize, seed: u64) -> Simulation {
    let options = SimulationOptions::new().trials(trials as u64).seed(seed).threads(2);
    simulate(portfolio, options).unwrap()
}

#[test]
fn means_and_variances_are_those_of_the_formulas() {
    // WHORUNSIT_TRIALS=65536 looks closer.
    let trials_of_each =
        std::env::var("WHORUNSIT_TRIALS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_024);
    let (mut checked, mut squares, mut ratios) = (0_usize, 0.0, 0.0);
    for number in 0..220 {
        let document = Maker::portfolio(number, true);
        let portfolio = read(&document);
        let simulator = Simulator::new(&portfolio).unwrap();
        let samples = trials(&simulator, 1_000 + number, trials_of_each);
        for (ready, samples) in simulator.ready.iter().zip(&samples) {
            let causes: Vec<&Distribution> =
                ready.model.shared.iter().map(|cause| &simulator.causes[*cause].rate).collect();
            for place in 0..2 {
                let exact = ready.model.moments(place, &causes, trials_of_each).unwrap();
                for (what, samples, exact) in [
                    ("year", &samples.year_loss[place], exact.year_loss),
                    ("cost", &samples.cost[place], exact.cost),
                ] {
                    let found = Moments::of(samples);
                    let Some(variance) = exact.variance else { continue };
                    let error = (variance / trials_of_each as f64).sqrt();
                    let off = (found.mean - exact.mean) / error;
                    assert!(off.abs() < 4.0, "{number} {what} {place}: {found:?} {exact:?}\n{document:#}");
                    // The error of a variance, by the fourth moment of the samples.
                    let fourth = samples.iter().map(|sample| (sample - found.mean).powi(4)).sum::<f64>()
                        / trials_of_each as f64;
                    let error = ((fourth - found.variance * found.variance) / trials_of_each as f64).sqrt();
                    assert!(
                        (found.variance - variance).abs() < 5.0 * error,
                        "{number} {what} {place}: {found:?} {exact:?}\n{document:#}"
                    );
                    checked += 1;
                    squares += off * off;
                    ratios += found.variance / variance;
                }
            }
        }
    }
    assert!(checked > 800, "{checked}");
    // All together: in units of their errors, means are off as much as chance has it, and variances as large.
    let (squares, ratios) = (squares / checked as f64, ratios / checked as f64);
    assert!((squares - 1.0).abs() < 0.15, "{squares}");
    assert!((ratios - 1.0).abs() < 0.02, "{ratios}");
}

#[test]
fn mean_costs_are_those_of_the_ledger() {
    let number = |money: crate::exact::Money| float(money.amount());
    let (mut costs, mut differences) = (0, 0);
    for seed in 0..60 {
        let document = Maker::portfolio(1_000 + seed, true);
        let portfolio = read(&document);
        let (simulation, ledger) = (simulated(&portfolio, 1_024, seed), compare(&portfolio).unwrap());
        let near = |what: &str, spread: &Spread, expected: crate::exact::Money| {
            let off = (number(spread.mean) - number(expected)).abs();
            // Entries are to the cent.
            let error = 4.0 * number(spread.standard_error) + 1.0;
            assert!(off < error, "{seed} {what}: {spread:?} {expected:?}\n{document:#}");
            assert_eq!(spread.exact_mean, Some(expected), "{seed} {what}\n{document:#}");
        };
        // The formula is held to the ledger without any chance.
        let simulator = super::run::Simulator::new(&portfolio).unwrap();
        for (place, ready) in simulator.ready.iter().enumerate() {
            for (exact, booked) in ready.exact(&simulator.causes, 1_024).iter().zip(ready.booked) {
                let off = (exact.cost.mean - number(booked)).abs();
                let error = 1.0 + 1e-3 * number(booked).abs();
                assert!(off < error, "{seed} {place}: {exact:?} {booked:?}\n{document:#}");
            }
        }
        for (strategy, simulated) in [
            (Strategy::HybridAtScale, &simulation.portfolio.hybrid_at_scale),
            (Strategy::AllOpsRunIt, &simulation.portfolio.all_ops_run_it),
        ] {
            let of = ledger.strategies.iter().find(|costs| costs.strategy == strategy).unwrap();
            assert_eq!(of.premium.partial || of.loss.partial, simulated.cost_over_horizon.is_none());
            if let Some(spread) = &simulated.cost_over_horizon {
                near(strategy.as_str(), spread, of.over_horizon);
                costs += 1;
            }
        }
        for (service, ledger) in simulation.services.iter().zip(&ledger.services) {
            // A peak's cover is in the simulation; the schedule that it needs is the portfolio's.
            if document["services"][0].get("peaks").is_some() {
                continue;
            }
            assert_eq!(ledger.insurance.agrees.is_none(), service.difference.is_none());
            if let Some(difference) = &service.difference {
                near(
                    &service.name,
                    difference,
                    crate::exact::Money::ZERO.minus(ledger.insurance.net_benefit).unwrap(),
                );
                differences += 1;
            }
        }
    }
    assert!(costs > 20 && differences > 40, "{costs} {differences}");
}

/// A portfolio that has everything.
fn everything() -> Value {
    let all = |document: &Value| {
        let services = document["services"].as_array().unwrap();
        services.len() == 2
            && services[0].get("peaks").is_some()
            && services[0].get("exposure_group").is_some()
            && document.get("shared_causes").is_some()
    };
    (0..).map(|number| Maker::portfolio(number, true)).find(all).unwrap()
}

#[test]
fn threads_change_nothing_and_seeds_change_everything() {
    let text = everything().to_string();
    let answer = |threads: usize, seed: usize| {
        let options = format!(r#"{{"trials": 15000, "threads": {threads}, "seed": {seed}}}"#);
        facade::answer("simulate", text.as_bytes(), &options).unwrap()
    };
    let one = answer(1, 5);
    assert_eq!(one, answer(2, 5));
    assert_eq!(one, answer(7, 5));
    assert_ne!(one, answer(1, 6).replace(r#""seed":"6""#, r#""seed":"5""#));
}

#[test]
fn more_trials_begin_with_the_same_ones() {
    let portfolio = read(&everything());
    let simulator = Simulator::new(&portfolio).unwrap();
    for (few, many) in trials(&simulator, 3, 1_500).iter().zip(&trials(&simulator, 3, 4_000)) {
        for place in 0..2 {
            assert_eq!(few.cost[place], many.cost[place][..1_500]);
            assert_eq!(few.year_loss[place], many.year_loss[place][..1_500]);
            assert_eq!(few.worst[place], many.worst[place][..1_500]);
        }
    }
}

#[test]
fn a_precision_goes_on_from_the_trials_it_has() {
    let mut document = everything();
    // So that all of it is known, and a mean has an error.
    document["services"][0]["incidents_per_year"] = json!({ "low": "1", "high": "4" });
    let text = document.to_string();
    let answer = |options: &str| facade::answer("simulate", text.as_bytes(), options).unwrap();
    let number = |answer: &str, key: &str| serde_json::from_str::<Value>(answer).unwrap()[key].clone();
    let first = number(&answer(r#"{"trials": 4096}"#), "precision_percent");
    let asked = first.as_str().unwrap().parse::<f64>().unwrap() * 0.6;
    let precise = |threads: u32| answer(&format!(r#"{{"precision": "{asked:.4}%", "threads": {threads}}}"#));
    let found = precise(1);
    let trials = number(&found, "trials").as_u64().unwrap();
    assert!(trials > 8_192, "{trials}");
    // They are those of as many trials at once.
    assert_eq!(found, answer(&format!(r#"{{"trials": {trials}}}"#)));
    assert_eq!(found, precise(2));
}

#[test]
fn common_incidents_cut_the_variance_of_the_difference() {
    let mut cut = 0;
    for number in 0..30 {
        let portfolio = read(&Maker::portfolio(number, false));
        let simulator = Simulator::new(&portfolio).unwrap();
        let (ours, others) = (trials(&simulator, 1, 1_024), trials(&simulator, 2, 1_024));
        let difference = |a: &[f64], b: &[f64]| -> f64 {
            Moments::of(&a.iter().zip(b).map(|(a, b)| b - a).collect::<Vec<_>>()).variance
        };
        let common = difference(&ours[0].cost[0], &ours[0].cost[1]);
        let independent = difference(&ours[0].cost[0], &others[0].cost[1]);
        assert!(common < independent, "{number}: {common} {independent}");
        cut += usize::from(common < 0.8 * independent);
    }
    assert!(cut > 15, "in {cut} of 30 by a fifth or more");
}

fn three(change: impl Fn(&mut Value)) -> Simulation {
    let mut document = Maker::portfolio(0, false);
    let service = |number: usize| {
        json!({
            "name": format!("service {number}"), "team": "team", "kind": "digital", "feature_demand": "low",
            "exposure_per_hour": { "p5": "10000", "p95": "90000" }, "incidents_per_year": "1",
        })
    };
    document["services"] = json!([service(0), service(1), service(2)]);
    document["services"][1]["exposure_per_hour"] =
        json!({ "low": "10000", "likely": "20000", "high": "90000" });
    change(&mut document);
    simulated(&read(&document), 16_384, 9)
}

#[test]
fn what_is_tied_together_varies_more() {
    let number = |money: crate::exact::Money| float(money.amount());
    let year = |simulation: &Simulation| simulation.portfolio.all_ops_run_it.year_loss.clone().unwrap();
    let apart = year(&three(|_| {}));
    let grouped = year(&three(|document| {
        for service in document["services"].as_array_mut().unwrap() {
            service["exposure_group"] = json!("market");
        }
    }));
    let shared = year(&three(|document| {
        document["shared_causes"] = json!([{
            "name": "platform", "incidents_per_year": "1",
            "services": ["service 0", "service 1", "service 2"],
        }]);
    }));
    for (tied, more) in [(&grouped, 1.02), (&shared, 1.2)] {
        let off = (number(tied.spread.mean) - number(apart.spread.mean)).abs();
        let error = number(tied.spread.standard_error).hypot(number(apart.spread.standard_error));
        assert!(off < 4.0 * error, "{tied:?} {apart:?}");
        let (ours, theirs) =
            (number(tied.spread.standard_deviation), number(apart.spread.standard_deviation));
        assert!(ours > more * theirs, "{ours} {theirs}");
        assert!(tied.conditional_value_at_risk_99 > apart.conditional_value_at_risk_99);
    }
}

#[test]
fn quantiles_have_the_moments_of_their_distribution() {
    for distribution in [
        Distribution::Fixed(3.0),
        Distribution::pert(1.0, 3.0, 8.0),
        Distribution::pert(0.0, 0.0, 1.0),
        Distribution::pert(5.0, 9.0, 9.0),
        Distribution::lognormal(1.7, 0.61, 1e15),
        Distribution::triangular(1.0, 3.0, 8.0),
        Distribution::uniform(2.0, 5.0),
        Distribution::empirical([3.0, 5.0, 9.0, 0.25, 17.5].into()).unwrap(),
    ] {
        let quantiles = Quantiles::of(&distribution);
        let mut random = Random::of_batch(4, 0);
        let drawn: Vec<f64> = (0..200_000).map(|_| quantiles.at(random.normal())).collect();
        let found = Moments::of(&drawn);
        let error = (distribution.variance() / drawn.len() as f64).sqrt();
        assert!((found.mean - distribution.mean()).abs() <= 4.0 * error, "{distribution:?} {found:?}");
        assert!((found.variance - distribution.variance()).abs() <= 0.03 * distribution.variance());
        let ascending: Vec<f64> = (-80..80).map(|tenth| quantiles.at(f64::from(tenth) / 10.0)).collect();
        assert!(ascending.is_sorted(), "{distribution:?}");
    }
}

/// The vector of this name, simulated.
fn vector(name: &str, trials: usize) -> Simulation {
    let path = format!("{}/../../vectors/simulate/{name}.input.toml", env!("CARGO_MANIFEST_DIR"));
    simulated(&Portfolio::read(&std::fs::read(path).unwrap()).unwrap(), trials, 1)
}

#[test]
fn what_rests_on_a_missing_input_is_not_estimated() {
    // Setup of You Build It You Run It is not given.
    let simulation = vector("missing-setup", 200);
    let [service] = simulation.services.as_slice() else { panic!("one service") };
    assert!(service.difference.is_none() && service.elsewhere.is_none());
    assert_eq!(service.you_build_it_cheaper_percent, None);
    assert_eq!(service.tied_percent, None);
    assert!(service.you_build_it_you_run_it.cost_over_horizon.is_none());
    assert!(service.ops_run_it.cost_over_horizon.is_some());
    assert!(service.ops_run_it.year_loss.is_some());
    let portfolio = &simulation.portfolio;
    assert!(portfolio.difference.is_none() && portfolio.cheaper_percent.is_none());
    assert!(portfolio.hybrid_at_scale.cost_over_horizon.is_none());
    assert!(portfolio.all_ops_run_it.cost_over_horizon.is_some());
    assert!(portfolio.all_ops_run_it.year_loss.is_some());
    for sentence in &simulation.summary[..2] {
        assert!(sentence.contains("not estimated"), "{sentence}");
    }
    // Nothing is estimated at all.
    let path = format!("{}/../../examples/furniture-retailer.toml", env!("CARGO_MANIFEST_DIR"));
    let nothing = Portfolio::read(&std::fs::read(path).unwrap()).unwrap();
    let text = serde_json::to_value(&simulated(&nothing, 10, 1).portfolio).unwrap();
    for one in ["hybrid_at_scale", "all_ops_run_it"] {
        for what in text[one].as_object().unwrap().values() {
            assert!(what.is_null(), "{text:#}");
        }
    }
    for what in ["difference", "cheaper_percent", "cheaper_interval", "tied_percent"] {
        assert!(text[what].is_null(), "{text:#}");
    }
}

#[test]
fn the_worst_incident_of_a_portfolio_is_the_worst_event() {
    // Ten services that lose 50 000 each where the cloud region fails, twice a year: in 1 − e⁻² of the years.
    let simulation = vector("worst-event", 20_000);
    let worst = simulation.portfolio.hybrid_at_scale.worst_incident.as_ref().unwrap();
    assert_eq!(worst.spread.p95.to_string(), "500000");
    let mean = float(worst.spread.mean.amount());
    // Else, in most of the other years, one service fails by itself.
    let expected = 500_000.0 * (1.0 - (-2.0_f64).exp()) + 50_000.0 * (-2.0_f64).exp();
    assert!((mean - expected).abs() < 5.0 * float(worst.spread.standard_error.amount()), "{mean} {expected}");
    for service in &simulation.services {
        let worst = service.you_build_it_you_run_it.worst_incident.as_ref().unwrap();
        assert_eq!(worst.spread.p95.to_string(), "50000");
    }
}

#[test]
fn a_cost_contains_nothing_that_is_saved_elsewhere() {
    let simulation = vector("rota-saved", 2_000);
    let [service] = simulation.services.as_slice() else { panic!("one service") };
    let cost = service.you_build_it_you_run_it.cost_over_horizon.as_ref().unwrap();
    let portfolio = simulation.portfolio.hybrid_at_scale.cost_over_horizon.as_ref().unwrap();
    assert_eq!(cost, portfolio);
    assert_eq!(cost.p5, crate::exact::Money::ZERO);
    // Operations' rota, 400 a week for 156 weeks, is what it saves elsewhere.
    assert_eq!(service.elsewhere.unwrap().to_string(), "-62400");
    let difference = service.difference.as_ref().unwrap();
    assert_eq!(difference, simulation.portfolio.difference.as_ref().unwrap());
}

#[test]
fn identical_strategies_are_the_same() {
    let simulation = vector("identical-strategies", 100);
    assert_eq!(simulation.portfolio.tied_percent.unwrap().to_string(), "100");
    assert!(
        simulation.summary[0]
            .starts_with("What is recommended costs the same as operations running everything")
    );
}

/// The percentiles of a year's loss and of the difference between the models, in the long run and in many short ones.
#[test]
fn intervals_hold_the_true_percentiles() {
    let number = |name: &str, otherwise: usize| {
        std::env::var(name).ok().and_then(|count| count.parse().ok()).unwrap_or(otherwise)
    };
    // WHORUNSIT_SEEDS=3000 WHORUNSIT_TRIALS=10000 cargo test --release -p whorunsit --lib intervals_hold -- --nocapture
    // takes minutes.
    let (seeds, trials) = (number("WHORUNSIT_SEEDS", 400), number("WHORUNSIT_TRIALS", 400));
    let mut document = Maker::portfolio(0, false);
    let service = json!({
        "name": "heavy tail", "team": "team", "kind": "digital", "feature_demand": "high",
        "incidents_per_year": "0.2 to 8", "exposure_per_hour": "1000 to 1000000",
    });
    document["services"] = json!([service]);
    // So long that a horizon without an incident is rarer than one in twenty: a percentile that many samples share is
    // held by every interval.
    document["horizon"]["years"] = json!(10);
    let portfolio = read(&document);
    let simulator = Simulator::new(&portfolio).unwrap();
    let stop = AtomicBool::new(false);
    let costs = |seed: u64, trials: usize| {
        let ready = &simulator.ready[0];
        let runner =
            Runner { seed, threads: 2, stop: &stop, keeps_draws: false, staircases: &simulator.staircases };
        let model = (&ready.model, ready.live.as_ref());
        let samples = runner.run(model, &[], (0, trials), Samples::default(), &mut |_| true).unwrap();
        samples.cost.map(|mut samples| {
            samples.sort_unstable_by(f64::total_cmp);
            samples
        })
    };
    let long = costs(u64::MAX, 60 * trials);
    let parts =
        [0.05, 0.5, 0.95].map(|part| (part, super::interval::order_statistics(part, trials).unwrap()));
    let mut holds = [[0_usize; 2]; 3];
    for seed in 0..seeds as u64 {
        for (model, (samples, long)) in costs(seed, trials).iter().zip(&long).enumerate() {
            for (holds, (part, (low, high))) in holds.iter_mut().zip(parts) {
                let truth = long[(part * long.len() as f64) as usize];
                holds[model] += usize::from(samples[low] <= truth && truth <= samples[high]);
            }
        }
    }
    for (holds, (part, _)) in holds.into_iter().zip(parts) {
        for holds in holds {
            let percent = 100.0 * holds as f64 / seeds as f64;
            println!("P{:.0}: {percent:.2} % of {seeds} intervals of {trials} trials hold it", 100.0 * part);
            // Four standard errors around 95.
            let off = (4.0 * (95.0 * 5.0 / seeds as f64).sqrt()).max(1.5);
            assert!((95.0 - off..=95.0 + off).contains(&percent), "{part}: {percent}");
        }
    }
}

#[test]
fn a_mean_that_sampling_does_not_find_is_told() {
    let with = |incidents: &str, exposure: &str| {
        let mut document = Maker::portfolio(0, false);
        document["services"] = json!([{
            "name": "s", "team": "team", "kind": "digital", "feature_demand": "high",
            "incidents_per_year": incidents, "exposure_per_hour": exposure,
        }]);
        simulated(&read(&document), 1_000, 3)
    };
    let code = |simulation: &Simulation| {
        let codes = simulation.findings.iter().map(|finding| finding.code().as_str());
        codes.filter(|code| *code == "sampled-mean-uncertain").count()
    };
    let heavy = with("0.2 to 8", "1000 to 1000000");
    assert_eq!(code(&heavy), 1);
    let spread = &heavy.services[0].ops_run_it.year_loss.as_ref().unwrap().spread;
    let beyond = spread.mean_beyond_trials_percent.unwrap();
    assert!((10..40).contains(&i32::try_from(beyond.trunc().mantissa()).unwrap()), "{beyond}");
    assert_eq!(code(&with("2 to 4", "1000 to 3000")), 0);
}

fn refusal(document: &Value, options: &str) -> String {
    match facade::answer("simulate", document.to_string().as_bytes(), options) {
        Ok(_) => panic!("{options} is not refused"),
        Err(refusal) => refusal,
    }
}

#[test]
fn too_much_and_too_little_is_refused() {
    let document = Maker::portfolio(3, false);
    for options in [
        r#"{"trials": 0}"#,
        r#"{"trials": 1000000000000}"#,
        r#"{"trials": 99999999999999999999999}"#,
        r#"{"precision": "0%"}"#,
        r#"{"precision": "101%"}"#,
        r#"{"seed": "no number"}"#,
        r#"{"seed": -1}"#,
        r#"{"threads": 0}"#,
        r#"{"trials": 1.5}"#,
    ] {
        let _ = refusal(&document, options);
    }
    // More threads than there is work for do no harm.
    let text = document.to_string();
    assert!(facade::answer("simulate", text.as_bytes(), r#"{"trials": 10, "threads": 1000}"#).is_ok());
    let with = |key: &str, value: Value| {
        let mut document = document.clone();
        document["services"][0][key] = value;
        document
    };
    for rate in [json!("1000000000"), json!("10001"), json!({ "observed": ["0", "0", "900000", "0"] })] {
        let found = refusal(&with("incidents_per_year", rate), r#"{"trials": 2048}"#);
        assert!(found.contains("number-out-of-range"), "{found}");
    }
    let tail = with("incidents_per_year", json!({ "p5": "0.1", "p95": "1000000000" }));
    let _ = refusal(&tail, "");
    // The largest exposure: amounts stay amounts.
    let mut large = with("exposure_per_hour", json!("1000000000000000"));
    large["services"][0]["incidents_per_year"] = json!("300");
    let simulation = simulated(&read(&large), 64, 1);
    let mean = simulation.services[0].ops_run_it.year_loss.as_ref().unwrap().spread.mean;
    assert!(float(mean.amount()) > 1e16, "{mean}");
}

#[test]
fn a_simulation_ends_soon_after_it_is_told_to() {
    let mut document = Maker::portfolio(3, false);
    document["services"][0]["incidents_per_year"] = json!("400");
    let text = document.to_string();
    let answer = |stop: &AtomicBool, progress: &mut dyn FnMut(Progress) -> bool| {
        facade::answer_with("simulate", text.as_bytes(), r#"{"trials": 1000000}"#, stop, progress)
    };
    // Debug builds, on busy machines: a second is generous, and all of it would take hours.
    const SOON: Duration = Duration::from_secs(2);
    let (mut asked, mut calls) = (None, 0);
    let refused = answer(&AtomicBool::new(false), &mut |_| {
        calls += 1;
        if calls == 3 {
            asked = Some(Instant::now());
        }
        calls < 3
    });
    assert!(asked.unwrap().elapsed() < SOON);
    assert!(refused.unwrap_err().contains("\"cancelled\""));
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(200));
            stop.store(true, Ordering::Relaxed);
            Instant::now()
        });
        assert!(answer(&stop, &mut |_| true).unwrap_err().contains("\"cancelled\""));
        assert!(asked.join().unwrap().elapsed() < SOON);
    });
}
