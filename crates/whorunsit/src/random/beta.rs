//! Draws from the beta distributions of PERT estimates.

use std::sync::{Arc, OnceLock};

use crate::random::exp;
use crate::random::generator::Random;

/// How many strips of equal area cover the density: one byte chooses one.
const STRIPS: usize = 256;

/// A beta distribution from 0 to 1 whose shapes are 1 + weight × mode and 1 + weight × (1 − mode), prepared for draws.
///
/// Rejection from a staircase over the density, of strips of equal area, as J. H. Ahrens gives it in “A one-table method
/// for sampling from continuous and discrete distributions”, Computing 54 (1995). Of a hundred draws 96 take one
/// number, one multiplication and one comparison: a fifth of the time that the ratio of two gamma draws takes. The
/// staircase is made for the first draw: it takes as long as thousands of draws, and most estimates are never drawn.
#[derive(Clone, Debug)]
pub(crate) struct Beta {
    density: Density,
    staircase: OnceLock<Staircase>,
}

impl PartialEq for Beta {
    fn eq(&self, other: &Self) -> bool {
        self.density == other.density
    }
}

/// What draws need.
#[derive(Clone, Debug)]
struct Staircase {
    /// The area of each strip.
    area: f64,
    strips: Arc<[Strip; STRIPS]>,
}

/// One strip; it is as high as the density gets in it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Strip {
    start: f64,
    width: f64,
    /// The part of its height that is below the density all along.
    sure: f64,
    /// Its width over that part: a number below `sure` times this is a place in the strip.
    step: f64,
}

impl Strip {
    /// A strip of no width: it has infinite height, so nothing is ever drawn from it.
    const NONE: Self = Self { start: 0.0, width: 0.0, sure: 0.0, step: 0.0 };
}

impl Beta {
    /// The distribution with this mode, which is from 0 to 1, and this weight of it: 4 for PERT.
    pub(crate) fn new(mode: f64, weight: f64) -> Self {
        Self {
            density: Density { mode, weight, rise: weight * mode, fall: weight * (1.0 - mode) },
            staircase: OnceLock::new(),
        }
    }

    fn staircase(&self) -> &Staircase {
        self.staircase.get_or_init(|| Staircase::of(self.density))
    }

    #[inline]
    pub(crate) fn sample(&self, random: &mut Random) -> f64 {
        let Staircase { area, strips } = self.staircase();
        loop {
            let bits = random.next();
            // The low byte chooses the strip, the upper 53 bits a height in it.
            let Some(strip) = strips.get(usize::from(bits as u8)) else { return 0.0 };
            let height = Random::part(bits);
            if height < strip.sure {
                return strip.start + height * strip.step;
            }
            let place = strip.start + random.unit() * strip.width;
            if height * (area / strip.width) < self.density.at(place) {
                return place;
            }
        }
    }
}

impl Staircase {
    fn of(density: Density) -> Self {
        // Of the peak's height, an area that takes about as many strips as there are; then as much more as it needs.
        let mut area = density.area() / (STRIPS as f64 - 8.0);
        loop {
            let strips = density.strips(area);
            if strips.len() <= STRIPS {
                let strips = std::array::from_fn(|index| strips.get(index).copied().unwrap_or(Strip::NONE));
                return Self { area, strips: Arc::new(strips) };
            }
            area *= 1.004;
        }
    }
}

/// The density, as a part of its peak.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Density {
    mode: f64,
    weight: f64,
    rise: f64,
    fall: f64,
}

impl Density {
    fn at(&self, place: f64) -> f64 {
        let power =
            |of: f64, peak: f64, times: f64| if times > 0.0 { times * libm::log(of / peak) } else { 0.0 };
        exp(power(place, self.mode, self.rise) + power(1.0 - place, 1.0 - self.mode, self.fall))
    }

    fn area(&self) -> f64 {
        let power = |peak: f64, times: f64| if times > 0.0 { times * libm::log(peak) } else { 0.0 };
        let gammas =
            libm::lgamma(1.0 + self.rise) + libm::lgamma(1.0 + self.fall) - libm::lgamma(2.0 + self.weight);
        exp(gammas - power(self.mode, self.rise) - power(1.0 - self.mode, self.fall))
    }

    /// Strips of this area from the peak down to both ends.
    fn strips(&self, area: f64) -> Vec<Strip> {
        let strip = |start: f64, width: f64, least: f64| {
            let sure = least * width / area;
            Strip { start, width, sure, step: if sure > 0.0 { width / sure } else { 0.0 } }
        };
        let mut strips = Vec::with_capacity(STRIPS);
        let mut end = self.mode;
        while end > 0.0 && strips.len() <= STRIPS {
            let width = (area / self.at(end)).min(end);
            end -= width;
            strips.push(strip(end, width, self.at(end)));
        }
        let mut start = self.mode;
        while start < 1.0 && strips.len() <= STRIPS {
            let width = (area / self.at(start)).min(1.0 - start);
            strips.push(strip(start, width, self.at(start + width)));
            start += width;
        }
        strips
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_cover_the_density_and_nothing_twice() {
        for mode in
            (0..=1_000).map(|part| f64::from(part) / 1_000.0).chain([1e-300, 1e-24, 1e-9, 1.0 - 1e-16])
        {
            let beta = Beta::new(mode, 4.0);
            let staircase = beta.staircase();
            let mut strips: Vec<_> = staircase.strips.iter().filter(|strip| strip.width > 0.0).collect();
            assert!((240..=STRIPS).contains(&strips.len()), "{mode}: {} strips", strips.len());
            strips.sort_by(|a, b| a.start.total_cmp(&b.start));
            let mut end = 0.0;
            for strip in strips {
                assert!((strip.start - end).abs() < 1e-15, "{mode}: {end} {strip:?}");
                end = strip.start + strip.width;
                let height = staircase.area / strip.width;
                for place in [0.0, 0.25, 0.5, 0.75, 1.0].map(|part| strip.start + part * strip.width) {
                    let density = beta.density.at(place.clamp(0.0, 1.0)) / height;
                    assert!(
                        density <= 1.0 + 1e-12 && density >= strip.sure * (1.0 - 1e-9),
                        "{mode}: {density} {strip:?}"
                    );
                }
            }
            assert!((end - 1.0).abs() < 1e-15, "{mode}: {end}");
            // What is rejected, and what takes a second number.
            let sure = staircase.strips.iter().map(|strip| strip.sure).sum::<f64>() / STRIPS as f64;
            assert!(beta.density.area() / (staircase.area * STRIPS as f64) > 0.95, "{mode}");
            assert!(sure > 0.9, "{mode}: {sure}");
        }
    }
}
