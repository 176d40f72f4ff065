//! Every sampler against its distribution, as an independent library computes it; and the bits of the streams.
//!
//! Seeds are fixed, so a test passes or fails for good. Draws are few, to be quick in debug; run with
//! `WHORUNSIT_DRAWS=1000000` in release for a closer look.

use statrs::distribution::{self as other, ContinuousCDF, DiscreteCDF};
use statrs::statistics::Distribution as _;

use super::{Poisson, Random};
use crate::distribution::Distribution;
use crate::simulation::stream_digest;

/// What every build on every platform and in every language must give.
const GOLDEN: &str = "e4703b7af9129e0a182db5061592941c3b12d2069cd689542340bae0726a8e7c";

#[test]
fn the_streams_have_the_golden_digest() {
    assert_eq!(stream_digest(42), GOLDEN);
    assert_ne!(stream_digest(43), GOLDEN);
}

fn draws() -> usize {
    std::env::var("WHORUNSIT_DRAWS").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000)
}

/// Draws, sorted.
fn drawn(batch: u64, mut draw: impl FnMut(&mut Random) -> f64) -> Vec<f64> {
    let mut random = Random::of_batch(20_261_123, batch);
    let mut values: Vec<f64> = (0..draws()).map(|_| draw(&mut random)).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Kolmogorov–Smirnov: the draws' distribution is nowhere further from `below` than chance allows one time in
/// 20 000. `below` gives the probability of less than a value, and of that value or less.
fn assert_distributed(name: &str, values: &[f64], below: impl Fn(f64) -> (f64, f64)) {
    let count = values.len() as f64;
    let mut most = 0.0_f64;
    let mut before = 0.0;
    for alike in values.chunk_by(|a, b| a.to_bits() == b.to_bits()) {
        let after = before + alike.len() as f64;
        let (less, or_equal) = below(alike[0]);
        assert!((0.0..=1.0).contains(&less) && (less..=1.0).contains(&or_equal), "{name}: {less} {or_equal}");
        most = most.max((before / count - less).abs()).max((after / count - or_equal).abs());
        before = after;
    }
    let scaled = most * count.sqrt();
    assert!(scaled < 2.3, "{name}: {scaled} from its distribution");
}

/// The draws' mean and variance are within 4.5 standard errors of these.
fn assert_moments(name: &str, values: &[f64], mean: f64, variance: f64) {
    let count = values.len() as f64;
    let found = values.iter().sum::<f64>() / count;
    let error = (variance / count).sqrt();
    assert!((found - mean).abs() <= 4.5 * error + 1e-12 * mean.abs(), "{name}: mean {found}, not {mean}");
    let power = |k: i32| values.iter().map(|value| (value - mean).powi(k)).sum::<f64>() / count;
    let (second, fourth) = (power(2), power(4));
    let error = ((fourth - second * second) / count).sqrt();
    assert!(
        (second - variance).abs() <= 4.5 * error + 1e-12 * variance,
        "{name}: variance {second}, not {variance}"
    );
}

fn assert_continuous(name: &str, values: &[f64], expected: &impl ContinuousCDF<f64, f64>) {
    assert_distributed(name, values, |value| {
        let below = expected.cdf(value);
        (below, below)
    });
}

fn assert_near(name: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{name}: {found}, not {expected}");
}

/// A distribution of ours: its draws, its mean and its variance.
fn assert_same<D>(name: &str, ours: &Distribution, theirs: &D, (scale, shift): (f64, f64))
where
    D: ContinuousCDF<f64, f64> + statrs::statistics::Distribution<f64>,
{
    let values = drawn(1, |random| ours.sample(random));
    let unit: Vec<f64> = values.iter().map(|value| (value - shift) / scale).collect();
    assert_continuous(name, &unit, theirs);
    assert_near(name, ours.mean(), theirs.mean().unwrap() * scale + shift);
    assert_near(name, ours.variance(), theirs.variance().unwrap() * scale * scale);
    assert_moments(name, &values, ours.mean(), ours.variance());
}

#[test]
fn uniform_numbers() {
    let uniform = other::Uniform::new(0.0, 1.0).unwrap();
    for batch in 0..5 {
        for (name, values) in [
            ("unit", drawn(batch, Random::unit)),
            ("open unit", drawn(batch, Random::open_unit)),
            ("below", drawn(batch, |random| random.below(1 << 40) as f64 / (1_u64 << 40) as f64)),
        ] {
            assert_continuous(name, &values, &uniform);
            assert_moments(name, &values, 0.5, 1.0 / 12.0);
        }
    }
}

#[test]
fn normal_and_exponential() {
    let normal = other::Normal::standard();
    let exponential = other::Exp::new(1.0).unwrap();
    for batch in 0..8 {
        let values = drawn(batch, Random::normal);
        assert_continuous("normal", &values, &normal);
        assert_moments("normal", &values, 0.0, 1.0);
        let values = drawn(batch, Random::exponential);
        assert_continuous("exponential", &values, &exponential);
        assert_moments("exponential", &values, 1.0, 1.0);
    }
}

#[test]
fn the_tail_of_the_normal() {
    // Beyond the start of the ziggurat's tail is one draw in 3 900: drawn by itself, its shape is seen.
    let normal = other::Normal::standard();
    let start = 3.654_152_885_361_009;
    let share = normal.sf(start);
    for (batch, side) in [(0, 1.0), (1, -1.0)] {
        let tail = drawn(batch, |random| side * random.normal_at_the_edge(side, 0));
        assert_distributed("tail", &tail, |x| {
            let below = (1.0 - normal.sf(x) / share).max(0.0);
            (below, below)
        });
    }
    let mut random = Random::of_batch(1, 0);
    let found = (0..500_000).filter(|_| random.normal().abs() > start).count() as f64;
    let expected = 500_000.0 * 2.0 * share;
    assert!((found - expected).abs() < 4.5 * expected.sqrt(), "{found} of {expected}");
}

#[test]
fn poisson() {
    for mean in [
        0.01, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0, 7.5, 9.99, 10.0, 10.01, 12.0, 20.0, 50.0, 100.0, 365.0, 1e3, 1e4,
        1e5, 1e6,
    ] {
        let ours = Poisson::new(mean).unwrap();
        let values = drawn(3, |random| ours.sample(random) as f64);
        let name = format!("poisson {mean}");
        let theirs = other::Poisson::new(mean).unwrap();
        let cdf = |count: f64| if count < 0.0 { 0.0 } else { theirs.cdf(count as u64) };
        assert_distributed(&name, &values, |count| (cdf(count - 1.0), cdf(count)));
        assert_moments(&name, &values, mean, mean);
    }
    // The cap: too large for their function, but the moments are known.
    let most = Poisson::new(Poisson::MOST).unwrap();
    assert_moments("poisson 1e9", &drawn(4, |random| most.sample(random) as f64), 1e9, 1e9);
    let none = Poisson::new(0.0).unwrap();
    assert!(drawn(5, |random| none.sample(random) as f64).iter().all(|count| *count < 0.5));
    for mean in [-0.1, 1.1e9, 1e300, f64::NAN, f64::INFINITY] {
        assert!(Poisson::new(mean).is_none(), "{mean}");
    }
}

#[test]
fn small_counts_have_their_probabilities() {
    // Chi-squared sees what Kolmogorov–Smirnov hides where many draws are alike.
    for mean in [0.5, 3.0, 9.99, 10.0, 11.0, 15.0, 30.0] {
        let ours = Poisson::new(mean).unwrap();
        let theirs = other::Poisson::new(mean).unwrap();
        let count = 10 * draws();
        let mut random = Random::of_batch(6, 0);
        let mut found = vec![0_u32; 200];
        for _ in 0..count {
            found[ours.sample(&mut random) as usize] += 1;
        }
        let (mut squares, mut cells, mut rest_found, mut rest) = (0.0, 0, 0.0, 0.0);
        for (value, found) in (0_u64..).zip(found) {
            let expected = other::Discrete::pmf(&theirs, value) * count as f64;
            if expected < 10.0 {
                (rest_found, rest) = (rest_found + f64::from(found), rest + expected);
                continue;
            }
            squares += (f64::from(found) - expected).powi(2) / expected;
            cells += 1;
        }
        squares += (rest_found - rest).powi(2) / rest;
        let chance = other::ChiSquared::new(f64::from(cells)).unwrap().sf(squares);
        assert!(chance > 5e-5, "poisson {mean}: {squares} over {cells} cells, {chance}");
    }
}

#[test]
fn pert() {
    for (low, likely, high) in [
        (0.0, 0.5, 1.0),
        (1.0, 3.0, 8.0),
        (20.0, 100.0, 900.0),
        (0.0, 0.0, 1.0),
        (0.0, 1.0, 1.0),
        (1e6, 1e6, 3e6),
        (0.0, 1e-9, 1e15),
        (999.0, 999.9, 1000.0),
    ] {
        let mode = (likely - low) / (high - low);
        let beta = other::Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode).unwrap();
        let ours = Distribution::pert(low, likely, high);
        let name = format!("pert {low} {likely} {high}");
        assert_same(&name, &ours, &beta, (high - low, low));
        assert_near(&name, ours.mean(), (low + 4.0 * likely + high) / 6.0);
        assert!(drawn(7, |random| ours.sample(random)).iter().all(|value| (low..=high).contains(value)));
    }
}

#[test]
fn triangular() {
    for (low, likely, high) in [
        (0.0, 0.5, 1.0),
        (1.0, 3.0, 8.0),
        (0.0, 0.0, 1.0),
        (0.0, 1.0, 1.0),
        (1e6, 2e6, 1e9),
        (20.0, 20.1, 900.0),
    ] {
        let theirs = other::Triangular::new(low, high, likely).unwrap();
        let ours = Distribution::triangular(low, likely, high);
        assert_same(&format!("triangular {low} {likely} {high}"), &ours, &theirs, (1.0, 0.0));
        assert!(drawn(8, |random| ours.sample(random)).iter().all(|value| (low..=high).contains(value)));
    }
}

#[test]
fn uniform() {
    for (low, high) in [(0.0, 1.0), (50_000.0, 200_000.0), (0.0, 1e15), (1e9, 1e9 + 1.0)] {
        let theirs = other::Uniform::new(low, high).unwrap();
        assert_same(&format!("uniform {low} {high}"), &Distribution::uniform(low, high), &theirs, (1.0, 0.0));
    }
}

#[test]
fn lognormal() {
    for (mu, sigma) in [(0.0, 0.01), (0.0, 0.25), (1.7, 0.61), (-5.0, 1.0), (11.0, 2.0), (2.0, 3.0)] {
        let ours = Distribution::lognormal(mu, sigma, 1e300);
        let name = format!("lognormal {mu} {sigma}");
        let theirs = other::LogNormal::new(mu, sigma).unwrap();
        assert_near(&name, ours.mean(), theirs.mean().unwrap());
        assert_near(&name, ours.variance(), theirs.variance().unwrap());
        let values = drawn(9, |random| ours.sample(random));
        assert_continuous(&name, &values, &theirs);
        let logarithms: Vec<f64> = values.iter().map(|value| value.ln()).collect();
        assert_moments(&name, &logarithms, mu, sigma * sigma);
        // The moments of a long tail rest on draws that are rarer than these are many.
        if sigma < 0.7 {
            assert_moments(&name, &values, ours.mean(), ours.variance());
        }
    }
}

#[test]
fn lognormal_with_a_greatest_value() {
    for (mu, sigma, most) in
        [(3.5, 0.8, 100.0), (4.5, 0.01, 100.0), (4.0, 0.4, 100.0), (4.6, 1.0, 100.0), (9.0, 0.5, 100.0)]
    {
        let ours = Distribution::lognormal(mu, sigma, most);
        let name = format!("lognormal {mu} {sigma} up to {most}");
        let theirs = other::LogNormal::new(mu, sigma).unwrap();
        let values = drawn(10, |random| ours.sample(random));
        assert_distributed(&name, &values, |value| {
            (theirs.cdf(value), if value < most { theirs.cdf(value) } else { 1.0 })
        });
        if sigma > 0.1 && mu < 5.0 {
            assert_moments(&name, &values, ours.mean(), ours.variance());
        }
        // Mean and variance once more, as integrals of the probability to be above a value.
        let steps = 20_000;
        let integral = |k: f64| {
            let step = most / f64::from(steps);
            let at = |index: i32| (f64::from(index) + 0.5) * step;
            (0..steps).map(|index| k * at(index).powf(k - 1.0) * theirs.sf(at(index)) * step).sum::<f64>()
        };
        let (mean, square) = (integral(1.0), integral(2.0));
        assert!((ours.mean() / mean - 1.0).abs() < 1e-5, "{name}: {} {mean}", ours.mean());
        let squared = ours.variance() + ours.mean() * ours.mean();
        assert!((squared / square - 1.0).abs() < 1e-5, "{name}: {squared} {square}");
    }
}

#[test]
fn empirical() {
    let observed: Vec<f64> = vec![3.0, 5.0, 9.0, 9.0, 0.25];
    let ours = Distribution::empirical(observed.clone().into()).unwrap();
    assert_near("empirical", ours.mean(), 5.25);
    assert_near("empirical", ours.variance(), 11.65);
    let values = drawn(11, |random| ours.sample(random));
    assert_moments("empirical", &values, 5.25, 11.65);
    assert_distributed("empirical", &values, |value| {
        let part = |count: usize| count as f64 / 5.0;
        let or_equal = observed.iter().filter(|seen| **seen <= value).count();
        (part(observed.iter().filter(|seen| **seen < value).count()), part(or_equal))
    });
    assert_eq!(Distribution::empirical([].into()), None);
    assert_eq!(Distribution::empirical([4.0, 4.0].into()), Some(Distribution::Fixed(4.0)));
}

#[test]
fn what_has_no_width_is_fixed() {
    for fixed in [
        Distribution::pert(3.0, 3.0, 3.0),
        Distribution::triangular(3.0, 3.0, 3.0),
        Distribution::uniform(3.0, 3.0),
        Distribution::lognormal(2.0, 0.0, 3.0),
    ] {
        assert_eq!(fixed, Distribution::Fixed(3.0));
        assert_eq!(fixed.mean().to_bits(), 3.0_f64.to_bits());
        assert_eq!(fixed.variance().to_bits(), 0.0_f64.to_bits());
    }
    // No input leads here; all the same it neither panics nor hangs.
    for odd in [f64::NAN, f64::INFINITY, -1.0] {
        let mut random = Random::of_batch(0, 0);
        for distribution in [Distribution::pert(0.0, odd, 1.0), Distribution::pert(0.0, 0.5, odd)] {
            let _ = distribution.sample(&mut random);
        }
    }
}

/// How long a draw takes: `cargo test --release -p whorunsit --lib how_long -- --ignored --nocapture`.
#[test]
#[ignore = "it measures, and asserts nothing"]
fn how_long_a_draw_takes() {
    fn measure(name: &str, mut draw: impl FnMut(&mut Random) -> f64) {
        const COUNT: u32 = 10_000_000;
        let run = |draw: &mut dyn FnMut(&mut Random) -> f64| {
            let mut random = Random::of_batch(0, 0);
            let start = std::time::Instant::now();
            std::hint::black_box(draw(&mut random));
            start.elapsed().as_secs_f64() / f64::from(COUNT) * 1e9
        };
        let mut many = |random: &mut Random| (0..COUNT).map(|_| draw(random)).sum();
        let best = (0..3).map(|_| run(&mut many)).fold(f64::MAX, f64::min);
        println!("{best:7.2} ns  {name}");
    }
    measure("64 bits", |random| random.next() as f64);
    measure("unit", Random::unit);
    measure("normal", Random::normal);
    measure("exponential", Random::exponential);
    for mean in [0.1, 3.0, 9.9, 10.0, 100.0, 1e6] {
        let poisson = Poisson::new(mean).unwrap();
        measure(&format!("poisson {mean}"), |random| poisson.sample(random) as f64);
    }
    let observed: Vec<f64> = (0..10_000).map(f64::from).collect();
    for (name, distribution) in [
        ("pert", Distribution::pert(1.0, 3.0, 8.0)),
        ("lognormal", Distribution::lognormal(1.7, 0.61, 1e15)),
        ("triangular", Distribution::triangular(1.0, 3.0, 8.0)),
        ("uniform", Distribution::uniform(1.0, 8.0)),
        ("empirical, 10 000 observations", Distribution::empirical(observed.into()).unwrap()),
    ] {
        measure(name, |random| distribution.sample(random));
    }
    let (incidents, loss) = (Poisson::new(3.0).unwrap(), Distribution::lognormal(10.0, 1.0, 1e15));
    measure("a year: poisson 3, as many lognormal losses", |random| {
        (0..incidents.sample(random)).map(|_| loss.sample(random)).sum()
    });
}
