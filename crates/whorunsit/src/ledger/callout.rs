//! What a callout is expected to pay, over all times that it may take.

use rust_decimal::Decimal;

use crate::distribution::Distribution;
use crate::estimate::Estimate;
use crate::exact::{Duration, Overflow, from_float, quotient};
use crate::portfolio::{Callout, CalloutUnit};

/// Steps that are added up one by one; longer callouts are so rare, or the steps so short, that an integral serves.
const STEPS: u32 = 4096;

/// How many steps the logarithm of a lognormal takes for a standard deviation where it counts as smooth.
const SMOOTH: f64 = 64.0;

/// The part of a sum below which a term, and so what is wrong with the integral of those after it, is no more seen in a float.
const LAST: f64 = 1e-17;

/// Seconds below which a callout is paid nothing.
const NOTHING: f64 = 1e-6;

/// Hours that a callout is expected to be paid, where it is paid by the hour: a minimum and rounding up make that more
/// than the hours it is expected to take. `None` where it is paid as a whole.
pub(crate) fn paid_hours(
    callout: &Callout,
    per: CalloutUnit,
    handling: &Estimate<Duration>,
) -> Result<Option<Decimal>, Overflow> {
    if per != CalloutUnit::Hour {
        return Ok(None);
    }
    let seconds = |time: Option<Duration>| time.map_or(0, Duration::seconds);
    let (minimum, step) = (seconds(callout.minimum), seconds(callout.round_up_to));
    let included = seconds(callout.included);
    let hours = |seconds: Decimal| quotient(seconds, Decimal::from(3600)).map(Some);
    match handling.distribution() {
        Distribution::Fixed(_) => {
            let took = handling.mean_number() - Decimal::from(included);
            if included > 0 && took <= Decimal::ZERO {
                return hours(Decimal::ZERO);
            }
            let took = took.max(Decimal::from(minimum));
            let paid = match step {
                0 => took,
                step => quotient(took, Decimal::from(step))?.ceil() * Decimal::from(step),
            };
            hours(paid)
        }
        _ if minimum == 0 && step == 0 && included == 0 => hours(handling.mean_number()),
        uncertain => {
            let expected = expected_time(&uncertain, included as f64, minimum as f64, step as f64);
            // Where what is included is longer than all of it, floats come to zero, or to a hair beside it.
            hours(if expected < NOTHING { Decimal::ZERO } else { from_float(expected).ok_or(Overflow)? })
        }
    }
}

/// The mean of a time beyond what is included, but for a least time, and rounded up to a multiple of a step if there is one: the
/// least where anything is beyond, and for every step above it the probability that it is begun.
pub(crate) fn expected_time(time: &Distribution, included: f64, minimum: f64, step: f64) -> f64 {
    if let Distribution::Typical(typical) = time {
        return match typical.sigma {
            0.0 => expected_time(&typical.median, included, minimum, step),
            _ => typical.over_medians(|cases| expected_time(cases, included, minimum, step)),
        };
    }
    let any = if included > 0.0 { time.above(included) } else { 1.0 };
    if step <= 0.0 {
        return minimum * any + time.beyond(included + minimum);
    }
    let least = (minimum / step).ceil() * step;
    let mut paid = least * any;
    let mut begun = included + least;
    let smooth = smooth_from(time, begun, step);
    for _ in 0..smooth.unwrap_or(STEPS) {
        let above = time.above(begun);
        if above <= 0.0 {
            return paid;
        }
        if step * above < paid * LAST {
            break;
        }
        paid += step * above;
        begun += step;
    }
    // The sum over the steps that are left, by its integral and half of its first term (Euler and Maclaurin).
    let rest = time.beyond(begun) + step * time.above(begun) / 2.0;
    match time {
        Distribution::Lognormal(lognormal) if smooth.is_some() => {
            // Two terms more, of the first and the third derivative.
            let (slope, bend) = lognormal.density(begun);
            paid + rest + step * step * (slope / 12.0 - step * step * bend / 720.0)
        }
        _ => paid + rest,
    }
}

/// The number of steps from a time on after which what is left of a lognormal is so smooth that its sum is its integral with
/// a few terms, to 13 digits; `None` where that takes more than are added up at most.
fn smooth_from(time: &Distribution, from: f64, step: f64) -> Option<u32> {
    let Distribution::Lognormal(lognormal) = time else { return None };
    let steps = (SMOOTH / lognormal.sigma - from / step).ceil().max(0.0);
    (steps <= f64::from(STEPS)).then_some(steps as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::to_float;
    use crate::random::Random;

    #[test]
    fn an_expectation_is_the_mean_of_draws() {
        let hour = 3600.0;
        for time in [
            Distribution::pert(0.2 * hour, 0.5 * hour, 4.0 * hour),
            Distribution::triangular(0.2 * hour, 0.5 * hour, 4.0 * hour),
            Distribution::uniform(0.2 * hour, 4.0 * hour),
            Distribution::lognormal(7.0, 1.0, 1e15),
            Distribution::empirical([600.0, 3599.0, 3601.0, 9000.0].into()).unwrap(),
        ] {
            for (included, minimum, step) in [
                (0.0, 0.0, 1800.0),
                (0.0, 3600.0, 0.0),
                (0.0, 3600.0, 1800.0),
                (0.0, 600.0, 900.0),
                (1800.0, 0.0, 0.0),
                (1800.0, 0.0, 900.0),
                (1800.0, 3600.0, 0.0),
                (1800.0, 3600.0, 1800.0),
            ] {
                let mut random = Random::of_batch(7, 1);
                let (mut sum, mut squares) = (0.0, 0.0);
                let count = 200_000;
                for _ in 0..count {
                    let drawn = time.sample(&mut random);
                    let beyond = (drawn - included).max(minimum);
                    let paid = match () {
                        () if included > 0.0 && drawn <= included => 0.0,
                        () if step > 0.0 => (beyond / step).ceil() * step,
                        () => beyond,
                    };
                    sum += paid;
                    squares += paid * paid;
                }
                let mean = sum / f64::from(count);
                let error = ((squares / f64::from(count) - mean * mean) / f64::from(count)).sqrt();
                let exact = expected_time(&time, included, minimum, step);
                assert!(
                    (mean - exact).abs() < 5.0 * error + 1e-9,
                    "{time:?} {included} {minimum} {step}: {exact}, not {mean}"
                );
            }
        }
    }

    #[test]
    fn a_long_tail_takes_few_steps_and_misses_nothing() {
        for (sigma, steps) in [(2.8, 23), (1.4, 46), (0.42, 153)] {
            let time = Distribution::lognormal(8.0, sigma, 1e15);
            let (step, minimum) = (60.0, 600.0);
            assert_eq!(smooth_from(&time, 0.0, step), Some(steps));
            // Every step up to where less than a float sees is left, or a tail of the thickest that is an integral.
            let (mut paid, mut begun) = (minimum, minimum);
            for _ in 0..200_000 {
                paid += step * time.above(begun);
                begun += step;
            }
            paid += time.beyond(begun) + step * time.above(begun) / 2.0;
            let quick = expected_time(&time, 0.0, minimum, step);
            assert!((quick / paid - 1.0).abs() < 1e-12, "{sigma}: {quick}, not {paid}");
        }
        // So narrow that it is never smooth on the scale of a step: every step until none counts.
        assert_eq!(smooth_from(&Distribution::lognormal(8.0, 0.01, 1e15), 0.0, 60.0), None);
    }

    #[test]
    fn cases_about_an_unknown_median_are_paid_as_their_draws() {
        let median = Distribution::pert(1200.0, 2700.0, 7740.0);
        let cases =
            Distribution::Typical(Box::new(crate::distribution::Typical { median, sigma: 0.9, most: 1e15 }));
        let mut random = Random::of_batch(5, 1);
        let (step, count) = (900.0, 400_000);
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..count {
            let paid = (cases.sample(&mut random) / step).ceil() * step;
            sum += paid;
            squares += paid * paid;
        }
        let mean = sum / f64::from(count);
        let error = ((squares / f64::from(count) - mean * mean) / f64::from(count)).sqrt();
        let exact = expected_time(&cases, 0.0, 0.0, step);
        assert!((mean - exact).abs() < 5.0 * error, "{exact}, not {mean}");
    }

    #[test]
    fn a_known_time_is_paid_exactly() {
        let callout = Callout {
            minimum: Some("1h".parse().unwrap()),
            round_up_to: Some("30min".parse().unwrap()),
            ..Callout::new(crate::exact::Money::from_major(75), CalloutUnit::Hour)
        };
        let hours = |time: &str| {
            let handling = Estimate::point(time.parse::<Duration>().unwrap());
            to_float(paid_hours(&callout, callout.per, &handling).unwrap().unwrap())
        };
        assert!((hours("20min") - 1.0).abs() < 1e-12);
        assert!((hours("100min") - 2.0).abs() < 1e-12);
    }

    #[test]
    fn what_lasts_no_longer_than_is_included_is_paid_nothing() {
        let time = |text: &str| text.parse::<Duration>().unwrap();
        let (low, likely, high) = (time("21min"), time("30min"), time("40min"));
        let estimates = [
            Estimate::point(high),
            Estimate::uniform(low, high).unwrap(),
            Estimate::pert(low, likely, high).unwrap(),
            Estimate::triangular(low, likely, high).unwrap(),
            Estimate::observed([low, high]).unwrap(),
            Estimate::interval(time("1s"), time("2s")).unwrap(),
        ];
        for handling in estimates {
            for (included, minimum, step) in [
                ("40min", None, None),
                ("2h", None, Some("15min")),
                ("10d", Some("1h"), Some("15min")),
                ("10d", Some("1h"), None),
            ] {
                let callout = Callout {
                    included: Some(time(included)),
                    minimum: minimum.map(time),
                    round_up_to: step.map(time),
                    ..Callout::new(crate::exact::Money::from_major(75), CalloutUnit::Hour)
                };
                let paid = paid_hours(&callout, callout.per, &handling).unwrap();
                assert_eq!(paid, Some(Decimal::ZERO), "{handling:?} {included}");
            }
        }
    }
}
