//! Exposure bands suggested from the exposures that there are: natural breaks.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The targets of the playbook's three bands, lowest first.
const TARGETS: [&str; 3] = ["95.0", "99.0", "99.9"];

/// As many exposures as breaks are looked for among; of more, as many that are spread evenly over them.
const MOST: usize = 400;

/// A suggested band: its maximum an hour and its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suggested {
    pub(super) max_per_hour: Decimal,
    pub(super) availability: &'static str,
}

/// Bands for these exposures. Their logarithms are cut where the groups between the cuts vary least (Fisher's natural
/// breaks); each maximum is rounded up to one, two or five times a power of ten, so that it can be talked about.
pub(super) fn suggest(exposures: &[Decimal]) -> Vec<Suggested> {
    let mut logs: Vec<f64> = exposures
        .iter()
        .filter(|exposure| !exposure.is_zero())
        .filter_map(|exposure| exposure.to_f64())
        .map(libm::log10)
        .collect();
    logs.sort_by(f64::total_cmp);
    let step = logs.len().div_ceil(MOST).max(1);
    let last = logs.last().copied();
    let mut sample: Vec<f64> = logs.iter().copied().step_by(step).collect();
    sample.extend(last.filter(|last| sample.last().is_none_or(|end| end < last)));
    let ends = breaks(&sample);
    let mut maxima: Vec<Decimal> = ends.into_iter().filter_map(rounded_up).collect();
    maxima.dedup();
    // Fewer groups than targets: the lower ones.
    let pairs = maxima.into_iter().zip(TARGETS);
    pairs.map(|(max_per_hour, availability)| Suggested { max_per_hour, availability }).collect()
}

/// The greatest value of each of up to three groups of ascending values.
fn breaks(values: &[f64]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0)];
    for value in values {
        let (sum, squares) = sums.last().copied().unwrap_or_default();
        sums.push((sum + value, squares + value * value));
    }
    // How much the values from one place up to another vary, times how many they are.
    let spread = |from: usize, to: usize| {
        let (Some((low, low_squares)), Some((high, high_squares))) = (sums.get(from), sums.get(to)) else {
            return 0.0;
        };
        let (sum, count) = (high - low, (to - from) as f64);
        (high_squares - low_squares - sum * sum / count).max(0.0)
    };
    let end = values.len();
    let mut best: Option<(f64, [usize; 2])> = None;
    for first in 1..end {
        for second in first + 1..end {
            let total = spread(0, first) + spread(first, second) + spread(second, end);
            if best.is_none_or(|(least, _)| total < least - 1e-12) {
                best = Some((total, [first, second]));
            }
        }
    }
    let cuts = best.map_or_else(|| (1..end).collect(), |(_, cuts)| cuts.to_vec());
    let mut ends: Vec<f64> =
        cuts.into_iter().chain([end]).filter_map(|cut| values.get(cut.checked_sub(1)?)).copied().collect();
    ends.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    ends
}

/// One, two or five times a power of ten, at or above ten to the power of a logarithm.
fn rounded_up(log: f64) -> Option<Decimal> {
    let power = libm::floor(log + 1e-9);
    let rest = log - power;
    // log10 of 1, 2, 5 and 10.
    let steps = [(0.0, 1), (std::f64::consts::LOG10_2, 2), (0.698_970_004_336_018_8, 5), (1.0, 10)];
    let (_, digit) = steps.into_iter().find(|(step, _)| rest <= step + 1e-9)?;
    let power = power.to_i32()?;
    let unit = 10_i128.checked_pow(power.unsigned_abs())?;
    let unit = if power >= 0 {
        Decimal::from_i128_with_scale(unit, 0)
    } else {
        Decimal::ONE / Decimal::from_i128_with_scale(unit, 0)
    };
    unit.checked_mul(Decimal::from(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_lie_in_the_gaps() {
        let of = |exposures: &[i64]| {
            let exposures: Vec<Decimal> = exposures.iter().copied().map(Decimal::from).collect();
            let shown = |band: Suggested| (band.max_per_hour.to_string(), band.availability);
            suggest(&exposures).into_iter().map(shown).collect::<Vec<_>>()
        };
        let band = |max: &str, target| (max.to_owned(), target);
        assert_eq!(
            of(&[4000, 6000, 5000, 150_000, 200_000, 700_000, 810_000, 0]),
            [band("10000", "95.0"), band("200000", "99.0"), band("1000000", "99.9")]
        );
        assert_eq!(of(&[5000]), [band("5000", "95.0")]);
        assert_eq!(of(&[5000, 5000, 90_000]), [band("5000", "95.0"), band("100000", "99.0")]);
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[0]), []);
        let many: Vec<i64> = (1..10_000).collect();
        assert_eq!(of(&many).len(), 3);
    }
}
