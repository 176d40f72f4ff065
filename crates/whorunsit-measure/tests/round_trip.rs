//! Incidents are simulated, exported as ServiceNow's event log and as PagerDuty's CSV, and measured: the true parameters
//! lie within their 90 % intervals as often as they should.

#![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

#[path = "../examples/simulated/mod.rs"]
mod simulated;

use simulated::{Random, Truth, pagerduty, servicenow};
use whorunsit_measure::statistics::Interval;
use whorunsit_measure::{Figures, Mapping, MeasureOptions, ReadOptions, measure, read_incidents};

const YEARS: f64 = 2.0;

fn figures(mapping: &str, file: &str) -> Figures {
    let mapping = Mapping::preset(mapping).expect("a preset");
    let read =
        read_incidents(file.as_bytes(), "export", &mapping, &ReadOptions::default(), &mut |_, _, _| ())
            .expect("it reads");
    // The simulated period: 730.5 days are 730, or 731.
    let options = MeasureOptions {
        from: "2025-01-01".parse().ok(),
        to: "2026-12-31".parse().ok(),
        ..MeasureOptions::default()
    };
    measure(read, None, &options).expect("it measures").services.swap_remove(0)
}

/// In how many percent of some seeds each true parameter lies within its interval.
#[derive(Debug)]
struct Coverage {
    per_year: f64,
    mu: f64,
    sigma: f64,
    median: f64,
    p90: f64,
    mean: f64,
    fitted_p90: f64,
    fitted_mean: f64,
}

fn coverage(seeds: u64, mapping: &str) -> Coverage {
    let truth =
        Truth { service: "shop", group: "operations", per_year: 18.0, mu: 8.6, sigma: 0.9, hand_offs: 1.0 };
    let mut held = [0_u32; 8];
    for seed in 1..=seeds {
        let mut random = Random::new(seed);
        let incidents = truth.simulate(YEARS, &mut random);
        let file = if mapping == "servicenow" { servicenow(&incidents) } else { pagerduty(&incidents) };
        let found = figures(mapping, &file);
        let restore = found.time_to_restore.expect("incidents were restored");
        let fit = found.restore_fit.expect("there are enough");
        let z90 = 1.281_551_565_544_6;
        let p90 = (truth.mu + z90 * truth.sigma).exp();
        let mean = (truth.mu + truth.sigma * truth.sigma / 2.0).exp();
        let holds: [(Option<Interval>, f64); 8] = [
            (found.per_year, truth.per_year),
            (Some(fit.mu_interval), truth.mu),
            (Some(fit.sigma_interval), truth.sigma),
            (restore.median, truth.mu.exp()),
            (restore.p90, p90),
            (restore.mean, mean),
            (Some(fit.p90), p90),
            (Some(fit.mean), mean),
        ];
        for (count, (interval, value)) in held.iter_mut().zip(holds) {
            *count += u32::from(interval.expect("an interval").contains(value));
        }
    }
    let [per_year, mu, sigma, median, p90, mean, fitted_p90, fitted_mean] =
        held.map(|count| 100.0 * f64::from(count) / seeds as f64);
    Coverage { per_year, mu, sigma, median, p90, mean, fitted_p90, fitted_mean }
}

#[test]
fn true_parameters_lie_within_their_intervals() {
    for mapping in ["servicenow", "pagerduty"] {
        let coverage = coverage(100, mapping);
        // Three standard errors of a hundred seeds are nine points.
        for continuous in [coverage.mu, coverage.sigma, coverage.fitted_mean, coverage.fitted_p90] {
            assert!((81.0..=99.0).contains(&continuous), "{mapping}: {coverage:?}");
        }
        // Counts are whole, so their exact interval holds at least as much.
        for at_least in [coverage.per_year, coverage.median, coverage.p90] {
            assert!(at_least >= 81.0, "{mapping}: {coverage:?}");
        }
        assert!(coverage.mean >= 76.0, "{mapping}: {coverage:?}");
    }
}

#[test]
#[ignore = "takes a minute: cargo test --release -p whorunsit-measure --test round_trip -- --ignored --nocapture"]
fn a_thousand_seeds() {
    for mapping in ["servicenow", "pagerduty"] {
        let coverage = coverage(1_000, mapping);
        println!("{mapping}: {coverage:?}");
        let Coverage { mu, sigma, median, p90, fitted_p90, fitted_mean, .. } = coverage;
        for continuous in [mu, sigma, median, p90, fitted_p90, fitted_mean] {
            assert!((87.0..=93.0).contains(&continuous), "{mapping}: {coverage:?}");
        }
        assert!(coverage.per_year >= 87.0, "{mapping}: {coverage:?}");
        // No interval that assumes no distribution holds as much as it says for the mean of so few skewed values; the
        // documentation says how much this one does. That of the fitted distribution does.
        assert!(coverage.mean >= 84.0, "{mapping}: {coverage:?}");
    }
}
