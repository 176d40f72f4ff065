//! Means, distributions and limits of estimates.

use rust_decimal::Decimal;

use super::build::{
    RangeShape, between, counted, interval, interval_mean, observed_mean, range, range_mean, triangular_mean,
    uniform,
};
use super::{Estimate, MAX_OBSERVED, Shape, Z95};
use crate::exact::{Number, Share, to_float};
use crate::problem::{Gathered, ProblemCode};
use crate::random::Random;
use crate::read::Path;

#[test]
fn means_follow_their_formulas() {
    let number = |text: &str| text.parse::<Decimal>().unwrap();
    assert_eq!(range_mean(number("20"), number("100"), number("900")), Ok(number("220")));
    assert_eq!(range_mean(number("1"), number("3"), number("8")), Ok(number("3.5")));
    // exp((ln 2 + ln 15)/2 + ((ln 15 − ln 2)/(2 × 1.6448536))²/2), by an independent calculation.
    assert_eq!(
        interval_mean(number("2"), number("15"), Z95, crate::exact::MAX_INPUT).unwrap().round_dp(6),
        number("6.607259")
    );
    assert_eq!(
        interval_mean(number("0.000000001"), number("1000000000000000"), Z95, crate::exact::MAX_INPUT),
        None
    );
}

#[test]
fn means_of_the_other_shapes() {
    let numbers =
        |texts: &[&str]| texts.iter().map(|text| text.parse::<Number>().unwrap()).collect::<Vec<_>>();
    assert_eq!(triangular_mean(Decimal::ONE, Decimal::from(3), Decimal::from(8)), Ok(Decimal::from(4)));
    assert_eq!(observed_mean(&numbers(&["3", "5", "9.4"])), Ok(Decimal::new(58, 1)));
    // The largest sum that input can ask for.
    let most = vec!["999999999999999.999999999".parse::<Number>().unwrap(); MAX_OBSERVED];
    assert_eq!(observed_mean(&most), Ok(most[0].value()));
}

#[test]
fn distributions_have_the_means_of_their_estimates() {
    let text = |text: &str| text.parse::<Number>().unwrap();
    let (low, likely, high) = (text("2"), text("3.5"), text("15"));
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    let mut problems = Gathered::default();
    let (at, problems) = (Path::Root, &mut problems);
    let estimates = [
        Estimate::point(likely),
        range((low, likely, high), RangeShape::Pert, &at, problems).unwrap(),
        range((low, likely, high), RangeShape::Triangular, &at, problems).unwrap(),
        uniform(low, high, &at, problems).unwrap(),
        range((low, likely, high), RangeShape::Weighted(text("1.5")), &at, problems).unwrap(),
        interval((low, high), false, &at, problems).unwrap(),
        interval((low, high), true, &at, problems).unwrap(),
        between((low, likely, high), &at, problems).unwrap(),
        Estimate {
            shape: Shape::Observed([low, likely].into()),
            mean: observed_mean(&[low, likely]).unwrap(),
        },
        counted(low, likely, &at, problems).unwrap(),
    ];
    for estimate in estimates {
        near(estimate.distribution().mean(), to_float(estimate.mean_number().round_dp(9)));
    }
    // The tail of an interval of shares ends at the whole.
    let share = |text: &str| text.parse::<Share>().unwrap();
    let estimate = interval((share("20%"), share("90%")), false, &at, problems).unwrap();
    let capped = estimate.distribution();
    near(capped.mean(), to_float(estimate.mean_number()));
    let mut random = Random::of_batch(0, 0);
    let most = (0..10_000).map(|_| capped.sample(&mut random)).fold(0.0, f64::max);
    assert_eq!(most.to_bits(), 100.0_f64.to_bits());
}

#[test]
fn percentiles_and_weights_give_the_distribution_that_has_them() {
    let text = |text: &str| text.parse::<Number>().unwrap();
    let mut problems = Gathered::default();
    let (at, problems) = (Path::Root, &mut problems);
    // exp(μ + σ²/2) with μ = (ln 5000 + ln 90000)/2 and σ = ln 18 ÷ (2 × 1.2815516), by an independent calculation.
    let deciles = interval((text("5000"), text("90000")), true, &at, problems).unwrap();
    assert_eq!(deciles.mean_number().round_dp(2).to_string(), "40063.27");
    // (1736 + 58060 + 2218370) ÷ 3 with the weight of one; 448890.33 with the usual four.
    let ends = (text("1736"), text("58060"), text("2218370"));
    let weighted = range(ends, RangeShape::Weighted(text("1")), &at, problems).unwrap();
    assert_eq!(weighted.mean_number().round_dp(4).to_string(), "759388.6667");
    // Symmetric, skewed, and so skewed that its start would be below zero.
    for (p5, likely, p95) in [("20", "50", "80"), ("4", "5", "90"), ("90", "99", "100"), ("1", "1", "90")] {
        let estimate = between((text(p5), text(likely), text(p95)), &at, problems).unwrap();
        let distribution = estimate.distribution();
        for (end, part) in [(p5, 0.95), (p95, 0.05)] {
            let above = distribution.above(end.parse().unwrap());
            assert!((above - part).abs() < 1e-4, "{p5} {likely} {p95}: {above}");
        }
        // By draws, which are never below zero.
        let mut random = Random::of_batch(1, 0);
        let draws: Vec<f64> = (0..40_000).map(|_| distribution.sample(&mut random)).collect();
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        let spread = draws.iter().map(|draw| (draw - mean) * (draw - mean)).sum::<f64>() / 40_000.0;
        assert!((mean - distribution.mean()).abs() < 4.0 * (spread / 40_000.0).sqrt(), "{p5} {mean}");
        assert!((spread / distribution.variance() - 1.0).abs() < 0.05, "{p5} {likely} {p95}");
        assert!(draws.iter().all(|draw| *draw >= 0.0));
        let median = estimate.quantile(0.5);
        assert!((distribution.above(to_float(median.value())) - 0.5).abs() < 1e-9);
    }
}

#[test]
fn a_count_of_events_is_gamma_with_half_an_event_more() {
    let number = |text: &str| text.parse::<Number>().unwrap();
    let mut problems = Gathered::default();
    let seven = counted::<Number>(number("7"), number("2"), &Path::Root, &mut problems).unwrap();
    assert_eq!(seven.mean(), number("3.75"));
    assert!((seven.variance() - 1.875).abs() < 1e-12);
    // Half the quantiles of chi-squared with 15 degrees of freedom, over two years: 7.2609 ÷ 4 and 24.9958 ÷ 4.
    let (low, high) = seven.counted_interval().unwrap();
    assert_eq!(
        (low.round_dp(4).to_string(), high.round_dp(4).to_string()),
        ("1.8152".to_owned(), "6.2489".to_owned())
    );
    assert!(counted::<Number>(number("7"), number("0"), &Path::Root, &mut problems).is_none());
}

#[test]
fn up_to_ten_thousand_observed_values_are_read() {
    let read = |count: usize| {
        let observed = vec!["1"; count].join(",");
        let text = format!(
            r#"{{"schema":1,"currency":"USD","exposure_bands":[{{"max_per_hour":"1","availability":"99.9"}}],
            "services":[{{"name":"s","kind":"digital","feature_demand":"high",
            "exposure_per_hour":{{"observed":[{observed}]}}}}]}}"#
        );
        crate::resolve::Portfolio::read(text.as_bytes())
    };
    assert!(read(MAX_OBSERVED).is_ok());
    let problems = read(MAX_OBSERVED + 1).unwrap_err();
    let found: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
    assert_eq!(found, [(ProblemCode::TooLarge, "/services/0/exposure_per_hour/observed")]);
}
