//! Draws from the beta distributions of PERT estimates.

use std::sync::{Arc, OnceLock};

use crate::random::generator::Random;
use crate::random::staircase::{Shape, Staircase};

/// A beta distribution from 0 to 1 whose shapes are 1 + weight × mode and 1 + weight × (1 − mode), prepared for draws.
///
/// The staircase is made for the first draw: it takes as long as thousands of draws, and most estimates are never drawn.
#[derive(Clone, Debug)]
pub(crate) struct Beta {
    mode: f64,
    weight: f64,
    staircase: OnceLock<Arc<Staircase>>,
}

impl PartialEq for Beta {
    fn eq(&self, other: &Self) -> bool {
        self.shape() == other.shape()
    }
}

impl Beta {
    /// The distribution with this mode, which is from 0 to 1, and this weight of it: 4 for PERT.
    pub(crate) fn new(mode: f64, weight: f64) -> Self {
        Self { mode, weight, staircase: OnceLock::new() }
    }

    pub(crate) fn shape(&self) -> Shape {
        Shape::Beta { mode: self.mode, weight: self.weight }
    }

    #[inline]
    pub(crate) fn sample(&self, random: &mut Random) -> f64 {
        self.staircase.get_or_init(|| Arc::new(Staircase::of(self.shape()))).sample(random)
    }
}
