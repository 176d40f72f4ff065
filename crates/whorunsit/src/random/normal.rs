//! Draws from the standard normal and the exponential distribution.

use std::sync::LazyLock;

use crate::random::exp;
use crate::random::generator::Random;

/// How many layers of equal area the density is cut into: one byte chooses one.
const LAYERS: usize = 256;
/// Where the tail begins, and the area of each layer, so that the last layer ends at the density's peak.
const TAIL: f64 = 3.654_152_885_361_009;
const AREA: f64 = 0.004_928_673_233_974_655;

/// One layer under the density, from its lower edge to its upper one.
struct Layer {
    /// How far it reaches at its lower edge; below all layers, the width of a box with the tail's area added.
    wide: f64,
    /// How far it reaches at its upper edge: whatever is nearer to zero lies under the density for certain.
    narrow: f64,
    /// The density at both edges.
    lower: f64,
    upper: f64,
}

/// Made when first needed, on libm: 8 KB that nothing can compress need not be in every WebAssembly module. It
/// takes some 20 µs.
static ZIGGURAT: LazyLock<[Layer; LAYERS]> = LazyLock::new(|| {
    let mut wide = AREA / density(TAIL);
    std::array::from_fn(|index| {
        let narrow = match index {
            0 => TAIL,
            // Rounding must not leave a gap, or the root of a negative number, at the peak.
            255 => 0.0,
            _ => (-2.0 * libm::log(AREA / wide + density(wide))).sqrt(),
        };
        let layer = Layer { wide, narrow, lower: density(wide), upper: density(narrow) };
        wide = narrow;
        layer
    })
});

/// The normal density without its constant factor.
fn density(x: f64) -> f64 {
    exp(-0.5 * x * x)
}

impl Random {
    /// A draw from the standard normal distribution.
    ///
    /// The ziggurat of G. Marsaglia and W. W. Tsang, “The ziggurat method for generating random variables”, Journal
    /// of Statistical Software 5 (2000), with layer and number from different bits as J. A. Doornik asks for in “An
    /// improved ziggurat method to generate normal random samples” (2005). Of a hundred draws almost 99 take one
    /// number, one multiplication and one comparison: four times as fast as the polar method, which needs a
    /// logarithm and a root. Both have the same bits everywhere.
    #[inline]
    pub(crate) fn normal(&mut self) -> f64 {
        let bits = self.next();
        // The low byte chooses the layer; the upper 53 bits are a number from −1 up to 1.
        let signed = ((bits as i64) >> 11) as f64 * (1.0 / (1_u64 << 52) as f64);
        let index = usize::from(bits as u8);
        let Some(layer) = ZIGGURAT.get(index) else { return 0.0 };
        let x = signed * layer.wide;
        if x.abs() < layer.narrow { x } else { self.normal_at_the_edge(x, index) }
    }

    /// What [`Random::normal`] does with a number that may lie outside of the density.
    #[cold]
    pub(super) fn normal_at_the_edge(&mut self, x: f64, index: usize) -> f64 {
        if index == 0 {
            // G. Marsaglia, “Generating a variable from the tail of the normal distribution”, Technometrics 6
            // (1964).
            loop {
                let beyond = self.exponential() / TAIL;
                if 2.0 * self.exponential() > beyond * beyond {
                    return (TAIL + beyond).copysign(x);
                }
            }
        }
        if let Some(layer) = ZIGGURAT.get(index)
            && layer.lower + self.unit() * (layer.upper - layer.lower) < density(x)
        {
            return x;
        }
        self.normal()
    }

    /// A draw from the exponential distribution with mean one, by inversion.
    #[inline]
    pub(crate) fn exponential(&mut self) -> f64 {
        -libm::log(self.open_unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layers_have_equal_areas_and_end_at_the_peak() {
        for pair in ZIGGURAT.windows(2) {
            assert_eq!(pair[0].narrow.to_bits(), pair[1].wide.to_bits());
            assert_eq!(pair[0].upper.to_bits(), pair[1].lower.to_bits());
        }
        for layer in &ZIGGURAT[1..] {
            assert!((layer.wide * (layer.upper - layer.lower) / AREA - 1.0).abs() < 1e-9);
        }
        // The lowest: a box as wide as the tail's start, and the tail.
        let tail = (std::f64::consts::PI / 2.0).sqrt() * libm::erfc(TAIL / std::f64::consts::SQRT_2);
        assert!(((TAIL * density(TAIL) + tail) / AREA - 1.0).abs() < 1e-12);
    }
}
