//! Draws from densities by staircases over them, one at a time and in columns.

use crate::random::exp;
use crate::random::generator::Random;
use crate::random::lanes::part_of;

/// How many strips of equal area cover a density: the lowest ten bits of a number choose one, its upper 52 a height in it.
const STRIPS: usize = 1024;

/// The shapes of densities: whatever is stretched and shifted afterwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// The beta distribution from 0 to 1 whose shapes are 1 + weight × mode and 1 + weight × (1 − mode).
    Beta { mode: f64, weight: f64 },
    /// The lognormal distribution with a median of one.
    Lognormal { sigma: f64 },
}

/// Rejection from a staircase over the density, of strips of equal area, as J. H. Ahrens gives it in “A one-table method
/// for sampling from continuous and discrete distributions”, Computing 54 (1995). Of a hundred draws 99 take one
/// number, one multiplication and one comparison, whatever the density.
#[derive(Clone, Debug)]
pub(crate) struct Staircase {
    shape: Shape,
    /// The area of each strip.
    area: f64,
    strips: Box<[Strip; STRIPS]>,
    tail: Option<Tail>,
}

/// What a density without an end has beyond the last of its strips; it takes the place of one.
#[derive(Clone, Copy, Debug)]
struct Tail {
    strip: usize,
    /// The part of a strip's area that it has.
    part: f64,
    /// Where it begins, in standard deviations of the logarithm.
    from: f64,
}

/// One strip; it is as high as the density gets in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Strip {
    start: f64,
    /// Its width over the part that is sure: a number below `sure` times this is a place in the strip.
    step: f64,
    /// The part of its height that is below the density all along.
    sure: f64,
    width: f64,
}

impl Staircase {
    pub(crate) fn of(shape: Shape) -> Self {
        // Of the peak's height, an area that takes about as many strips as there are; then as much more as it needs.
        let mut area = shape.area() / (STRIPS as f64 - 8.0);
        loop {
            if let Some((mut strips, mut tail)) = shape.strips(area) {
                if let Some(tail) = &mut tail {
                    tail.strip = strips.len();
                }
                strips.resize(STRIPS, Strip::default());
                let mut fixed = Box::new([Strip::default(); STRIPS]);
                fixed.iter_mut().zip(strips).for_each(|(slot, strip)| *slot = strip);
                return Self { shape, area, strips: fixed, tail };
            }
            area *= 1.004;
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    /// One draw.
    #[inline]
    pub(crate) fn sample(&self, random: &mut Random) -> f64 {
        let bits = random.next();
        let (place, height) = (bits as usize % STRIPS, part_of(bits));
        match self.strips.get(place) {
            Some(strip) if height < strip.sure => strip.start + height * strip.step,
            _ => self.at_the_edge(bits, random),
        }
    }

    /// Turns a column of bits into draws. The few that need more than that take it from `random`, in their order; `misses` is room
    /// for as many places.
    #[inline]
    pub(crate) fn fill(&self, bits: &[u64], misses: &mut [u32], random: &mut Random, column: &mut [f64]) {
        let mut missed = 0;
        for ((number, bits), slot) in (0_u32..).zip(bits).zip(column.iter_mut()) {
            let Some(strip) = self.strips.get(*bits as usize % STRIPS) else { continue };
            let height = part_of(*bits);
            *slot = strip.start + height * strip.step;
            // Written each time and kept where it is a miss: no branch that nobody can foresee.
            if let Some(miss) = misses.get_mut(missed) {
                *miss = number;
            }
            missed += usize::from(height >= strip.sure);
        }
        for place in misses.iter().take(missed) {
            let place = *place as usize;
            if let (Some(bits), Some(slot)) = (bits.get(place), column.get_mut(place)) {
                *slot = self.at_the_edge(*bits, random);
            }
        }
    }

    /// What becomes of a number whose height may be above the density.
    #[cold]
    #[inline(never)]
    fn at_the_edge(&self, mut bits: u64, random: &mut Random) -> f64 {
        loop {
            let (place, height) = (bits as usize % STRIPS, part_of(bits));
            if let Some(tail) = self.tail.filter(|tail| tail.strip == place) {
                if height < tail.part {
                    return self.shape.in_the_tail(tail.from, random);
                }
            } else {
                match self.strips.get(place) {
                    Some(strip) if height < strip.sure => return strip.start + height * strip.step,
                    Some(strip) if strip.width > 0.0 => {
                        let x = strip.start + random.unit() * strip.width;
                        if height * (self.area / strip.width) < self.shape.at(x) {
                            return x;
                        }
                    }
                    _ => {}
                }
            }
            bits = random.next();
        }
    }
}

fn power(of: f64, peak: f64, times: f64) -> f64 {
    if times > 0.0 { times * libm::log(of / peak) } else { 0.0 }
}

impl Shape {
    /// The standard deviations of a lognormal distribution that a staircase follows: beyond, its strips are far apart.
    pub(crate) const SIGMAS: std::ops::RangeInclusive<f64> = 1e-4..=4.0;

    /// The density, as a part of its peak.
    fn at(self, x: f64) -> f64 {
        match self {
            Self::Beta { mode, weight } => {
                exp(power(x, mode, weight * mode) + power(1.0 - x, 1.0 - mode, weight * (1.0 - mode)))
            }
            Self::Lognormal { sigma } if x > 0.0 => {
                // In standard deviations from the peak of the density of the logarithm's exponential, which is at −σ.
                let z = libm::log(x) / sigma + sigma;
                exp(-0.5 * z * z)
            }
            Self::Lognormal { .. } => 0.0,
        }
    }

    fn peak(self) -> f64 {
        match self {
            Self::Beta { mode, .. } => mode,
            Self::Lognormal { sigma } => exp(-sigma * sigma),
        }
    }

    /// The area below the density.
    fn area(self) -> f64 {
        const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_5;
        match self {
            Self::Beta { mode, weight } => {
                let (rise, fall) = (weight * mode, weight * (1.0 - mode));
                let peak = |place: f64, times: f64| if times > 0.0 { times * libm::log(place) } else { 0.0 };
                let gammas = libm::lgamma(1.0 + rise) + libm::lgamma(1.0 + fall) - libm::lgamma(2.0 + weight);
                exp(gammas - peak(mode, rise) - peak(1.0 - mode, fall))
            }
            Self::Lognormal { sigma } => sigma * ROOT_TWO_PI * exp(-0.5 * sigma * sigma),
        }
    }

    /// The area above a place, of a density without an end.
    fn above(self, x: f64) -> Option<f64> {
        match self {
            Self::Beta { .. } => None,
            Self::Lognormal { sigma } => {
                let z = libm::log(x) / sigma;
                Some(self.area() * 0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2))
            }
        }
    }

    /// Strips of this area from the peak down to both ends, and the tail that is left; `None` where it takes more than there are.
    fn strips(self, area: f64) -> Option<(Vec<Strip>, Option<Tail>)> {
        let strip = |start: f64, width: f64, least: f64| {
            let sure = least * width / area;
            Strip { start, width, sure, step: if sure > 0.0 { width / sure } else { 0.0 } }
        };
        let high = if let Self::Beta { .. } = self { 1.0 } else { f64::INFINITY };
        let mut strips = Vec::with_capacity(STRIPS + 1);
        let mut end = self.peak();
        let mut height = self.at(end);
        while end > 0.0 {
            let width = (area / height).min(end);
            end -= width;
            height = self.at(end);
            strips.push(strip(end, width, height));
            if strips.len() > STRIPS {
                return None;
            }
        }
        let mut start = self.peak();
        let mut height = self.at(start);
        while start < high {
            // Only where little may be left: the area above takes longer than a strip.
            if height * start < 64.0 * area
                && let Self::Lognormal { sigma } = self
                && let Some(left) = self.above(start).filter(|left| *left <= area && start > 1.0)
            {
                let tail = Tail { strip: 0, part: left / area, from: libm::log(start) / sigma };
                return (strips.len() < STRIPS).then_some((strips, Some(tail)));
            }
            let width = (area / height).min(high - start);
            height = self.at(start + width);
            strips.push(strip(start, width, height));
            start += width;
            if strips.len() > STRIPS {
                return None;
            }
        }
        Some((strips, None))
    }

    /// A draw of what is above a place in the tail: of the normal distribution (G. Marsaglia, “Generating a variable from the
    /// tail of the normal distribution”, Technometrics 6, 1964), and its exponential.
    fn in_the_tail(self, from: f64, random: &mut Random) -> f64 {
        let Self::Lognormal { sigma } = self else { return 1.0 };
        loop {
            let beyond = random.exponential() / from;
            if 2.0 * random.exponential() > beyond * beyond {
                return exp(sigma * (from + beyond));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes() -> impl Iterator<Item = Shape> {
        let modes = (0..=100).map(|part| f64::from(part) / 100.0).chain([1e-300, 1e-24, 1e-9, 1.0 - 1e-16]);
        let betas = modes.map(|mode| Shape::Beta { mode, weight: 4.0 });
        let weights = [0.5, 2.0, 40.0].map(|weight| Shape::Beta { mode: 0.3, weight });
        let sigmas = [1e-4, 0.01, 0.25, 0.61, 1.0, 2.0, 3.0, 4.0].map(|sigma| Shape::Lognormal { sigma });
        betas.chain(weights).chain(sigmas)
    }

    #[test]
    fn strips_cover_the_density_and_nothing_twice() {
        for shape in shapes() {
            let staircase = Staircase::of(shape);
            let mut strips: Vec<_> = staircase.strips.iter().filter(|strip| strip.width > 0.0).collect();
            assert!((960..=STRIPS).contains(&strips.len()), "{shape:?}: {} strips", strips.len());
            strips.sort_by(|a, b| a.start.total_cmp(&b.start));
            let mut end = 0.0;
            for strip in &strips {
                assert!((strip.start - end).abs() <= 1e-15 * end.max(1.0), "{shape:?}: {end} {strip:?}");
                end = strip.start + strip.width;
                let height = staircase.area / strip.width;
                for place in [0.0, 0.25, 0.5, 0.75, 1.0].map(|part| strip.start + part * strip.width) {
                    let place = if let Shape::Beta { .. } = shape { place.clamp(0.0, 1.0) } else { place };
                    let density = shape.at(place) / height;
                    // Rounding of the logarithm is divided by a small deviation.
                    let near =
                        if let Shape::Lognormal { sigma } = shape { 1e-9 + 1e-14 / sigma } else { 1e-9 };
                    assert!(
                        density <= 1.0 + near && density >= strip.sure * (1.0 - near) - 1e-300,
                        "{shape:?}: {density} {strip:?}"
                    );
                }
            }
            match (shape, staircase.tail) {
                (Shape::Lognormal { sigma }, Some(tail)) => {
                    assert!((libm::log(end) / sigma - tail.from).abs() < 1e-9, "{shape:?}");
                    assert!(tail.part > 0.0 && tail.part <= 1.0, "{shape:?}: {tail:?}");
                }
                (Shape::Beta { .. }, None) => assert!((end - 1.0).abs() < 1e-15, "{shape:?}: {end}"),
                odd => panic!("{odd:?}"),
            }
            // What is rejected, and what takes a second number.
            let sure = staircase.strips.iter().map(|strip| strip.sure).sum::<f64>() / STRIPS as f64;
            assert!(shape.area() / (staircase.area * STRIPS as f64) > 0.97, "{shape:?}");
            assert!(sure > 0.95, "{shape:?}: {sure}");
        }
    }

    #[test]
    fn a_column_has_the_draws_of_single_numbers() {
        for shape in [Shape::Beta { mode: 0.3, weight: 4.0 }, Shape::Lognormal { sigma: 0.6 }] {
            let staircase = Staircase::of(shape);
            let mut random = Random::of_batch(1, 1);
            let bits: Vec<u64> = (0..5_000).map(|_| random.next()).collect();
            let (mut column, mut misses) = (vec![0.0; 5_000], vec![0; 5_000]);
            staircase.fill(&bits, &mut misses, &mut random, &mut column);
            let mut missed = 0;
            for (bits, drawn) in bits.iter().zip(&column) {
                let strip = staircase.strips[*bits as usize % STRIPS];
                if part_of(*bits) < strip.sure {
                    assert_eq!(drawn.to_bits(), (strip.start + part_of(*bits) * strip.step).to_bits());
                } else {
                    missed += 1;
                }
            }
            assert!((10..200).contains(&missed), "{missed}");
        }
    }
}
