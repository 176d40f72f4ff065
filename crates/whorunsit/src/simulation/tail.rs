//! How much of a mean rests on what is rarer than one draw in all the trials: such a mean is not found by sampling.

use crate::distribution::{Distribution, Quantiles};

/// Points at which a distribution is looked at, by how far they are up in the standard normal one.
const LEAST: f64 = -6.0;
const STEP: f64 = 0.25;
const POINTS: u32 = 61;

/// A distribution as some of its values, each with its probability.
fn grid(distribution: &Distribution) -> Vec<(f64, f64)> {
    if let Distribution::Fixed(value) = distribution {
        return vec![(*value, 1.0)];
    }
    let quantiles = Quantiles::of(distribution);
    let points = (0..POINTS).map(|point| {
        let normal = LEAST + STEP * f64::from(point);
        (quantiles.at(normal), libm::exp(-normal * normal / 2.0))
    });
    let mut points: Vec<(f64, f64)> = points.collect();
    let total: f64 = points.iter().map(|(_, weight)| weight).sum();
    points.iter_mut().for_each(|(_, weight)| *weight /= total);
    points
}

/// The probabilities of how many incidents there are, at an uncertain rate. Many count as their mean.
fn counts(rate: &[(f64, f64)]) -> Vec<(f64, f64)> {
    const MANY: f64 = 40.0;
    let mut few = vec![0.0; 100];
    let mut all = Vec::new();
    for (rate, weight) in rate {
        if *rate > MANY {
            all.push((*rate, *weight));
            continue;
        }
        let mut probability = libm::exp(-rate) * weight;
        for (number, slot) in (1_u32..).zip(&mut few) {
            *slot += probability;
            probability *= rate / f64::from(number);
        }
    }
    all.extend((0_u32..).map(f64::from).zip(few).filter(|(_, probability)| *probability > 0.0));
    all
}

/// The share of the mean of what incidents lose that rests on draws rarer than one in so many: incidents at an uncertain
/// rate, each of the same size, which an uncertain exposure multiplies.
pub(super) fn beyond(rates: &[(&Distribution, f64)], exposure: &Distribution, trials: usize) -> f64 {
    let mut rate = vec![(0.0, 1.0)];
    for (distribution, times) in rates {
        // The most uncertain one has the tail; the others count at their means.
        let widest = rates.iter().all(|(other, by)| other.variance() * by <= distribution.variance() * times);
        let of =
            if widest && rate.len() == 1 { grid(distribution) } else { vec![(distribution.mean(), 1.0)] };
        rate = rate
            .iter()
            .flat_map(|(sum, p)| of.iter().map(move |(value, q)| (sum + value * times, p * q)))
            .collect();
    }
    let counts = counts(&rate);
    let exposure = grid(exposure);
    let product = |(count, p): &(f64, f64)| {
        let (count, p) = (*count, *p);
        exposure.iter().map(move |(size, q)| (count * size, p * q)).collect::<Vec<_>>()
    };
    let mut losses: Vec<(f64, f64)> = counts.iter().flat_map(product).collect();
    losses.sort_unstable_by(|a, b| f64::total_cmp(&b.0, &a.0));
    let total: f64 = losses.iter().map(|(loss, probability)| loss * probability).sum();
    let mut left = 1.0 / trials.max(1) as f64;
    let mut rare = 0.0;
    for (loss, probability) in losses {
        let taken = probability.min(left);
        rare += loss * taken;
        left -= taken;
        if left <= 0.0 {
            break;
        }
    }
    if total > 0.0 { rare / total } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_beyond_is_that_of_the_lognormal() {
        // Many incidents at a known rate are as good as none varying: the share is Φ(σ − z).
        let rate = Distribution::Fixed(1e6);
        for (sigma, z, trials) in
            [(1.0, 3.719_016, 10_000), (2.0, 3.719_016, 10_000), (3.0, 3.090_232, 1_000)]
        {
            let exposure = Distribution::lognormal(2.0, sigma, 1e15);
            let found = beyond(&[(&rate, 1.0)], &exposure, trials);
            let expected = libm::erfc((z - sigma) * std::f64::consts::FRAC_1_SQRT_2) / 2.0;
            assert!((found - expected).abs() < 0.15 * expected + 0.001, "{sigma}: {found}, not {expected}");
        }
    }

    #[test]
    fn what_hardly_ever_happens_is_beyond_wholly_and_what_is_bounded_hardly() {
        let exposure = Distribution::uniform(1_000.0, 2_000.0);
        assert!(beyond(&[(&Distribution::Fixed(1e-6), 1.0)], &exposure, 10_000) > 0.999);
        assert!(beyond(&[(&Distribution::Fixed(3.0), 1.0)], &exposure, 10_000) < 0.001);
        assert!(beyond(&[(&Distribution::Fixed(0.0), 1.0)], &exposure, 10_000).abs() < 1e-12);
    }
}
