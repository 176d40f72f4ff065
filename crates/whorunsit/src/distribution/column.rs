//! Draws from a distribution in columns: many trials, or many incidents, at once.

use std::sync::{Arc, Mutex};

use super::{Cut, Distribution, Empirical, Lognormal, Pert, Triangular, Uniform};
use crate::random::{Lanes, Random, Shape, Staircase, part_of};

/// The most numbers in a column.
pub(crate) const COLUMN: usize = 1024;

/// Where columns come from: bits for all their places, and a generator for the few that need more.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    pub(crate) lanes: Lanes,
    pub(crate) random: Random,
}

impl Stream {
    /// That of one batch of trials: it depends on the seed and the batch alone.
    pub(crate) fn of_batch(seed: u64, batch: u64) -> Self {
        Self { lanes: Lanes::of_batch(seed, batch), random: Random::of_batch(seed, batch) }
    }
}

/// Room for what a column is made from, used again and again.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    bits: Vec<u64>,
    misses: Vec<u32>,
}

impl Default for Room {
    fn default() -> Self {
        Self { bits: vec![0; COLUMN], misses: vec![0; COLUMN] }
    }
}

impl Room {
    /// So many random words, at most [`COLUMN`] of them.
    #[inline]
    pub(crate) fn bits(&mut self, count: usize, stream: &mut Stream) -> &[u64] {
        let bits = self.bits.get_mut(..count).unwrap_or_default();
        stream.lanes.fill(bits);
        bits
    }
}

/// Staircases that are made once for whoever draws from the same shape.
#[derive(Debug, Default)]
pub(crate) struct Staircases {
    known: Mutex<Vec<Arc<Staircase>>>,
}

impl Staircases {
    /// So many are kept, two megabytes of them: what many share comes early.
    const KEPT: usize = 64;

    fn of(&self, shape: Shape) -> Arc<Staircase> {
        let Ok(mut known) = self.known.lock() else { return Arc::new(Staircase::of(shape)) };
        if let Some(found) = known.iter().find(|staircase| staircase.shape() == shape) {
            return Arc::clone(found);
        }
        let made = Arc::new(Staircase::of(shape));
        if known.len() < Self::KEPT {
            known.push(Arc::clone(&made));
        }
        made
    }
}

/// A distribution, prepared for columns.
#[derive(Clone, Debug)]
pub(crate) enum Sampler {
    Fixed(f64),
    /// A shape, stretched and shifted, and perhaps cut off at both ends.
    Stretched {
        staircase: Arc<Staircase>,
        scale: f64,
        shift: f64,
        ends: Option<(f64, f64)>,
    },
    Uniform(Uniform),
    Triangular(Triangular),
    Empirical(Arc<[f64]>),
    /// What is drawn one by one, times a factor.
    Single(Box<Distribution>, f64),
}

impl Sampler {
    pub(crate) fn of(distribution: &Distribution, staircases: &Staircases) -> Self {
        Self::times(distribution, 1.0, staircases)
    }

    /// Draws are those of the distribution times a factor above zero.
    pub(crate) fn times(distribution: &Distribution, factor: f64, staircases: &Staircases) -> Self {
        let stretched = |pert: &Pert, ends: Option<(f64, f64)>| Self::Stretched {
            staircase: staircases.of(pert.beta.shape()),
            scale: pert.width * factor,
            shift: pert.low * factor,
            ends,
        };
        match distribution {
            Distribution::Fixed(value) => Self::Fixed(value * factor),
            Distribution::Pert(pert) => stretched(pert, None),
            Distribution::Cut(cut) => match &**cut {
                Cut { pert: Distribution::Pert(pert), most } => stretched(pert, Some((0.0, most * factor))),
                Cut { pert, .. } => Self::Fixed(pert.mean() * factor),
            },
            Distribution::Lognormal(lognormal @ Lognormal { mu, sigma, most })
                if Shape::SIGMAS.contains(sigma) && mu.abs() < 300.0 =>
            {
                Self::Stretched {
                    staircase: staircases.of(Shape::Lognormal { sigma: *sigma }),
                    scale: libm::exp(*mu) * factor,
                    shift: 0.0,
                    // Beyond 9 standard deviations no number of draws gets there.
                    ends: (lognormal.reach() < 9.0).then_some((0.0, most * factor)),
                }
            }
            Distribution::Triangular(Triangular { low, rise, fall }) => {
                Self::Triangular(Triangular { low: low * factor, rise: rise * factor, fall: fall * factor })
            }
            Distribution::Uniform(Uniform { low, width }) => {
                Self::Uniform(Uniform { low: low * factor, width: width * factor })
            }
            Distribution::Empirical(Empirical { observed, .. }) => {
                Self::Empirical(observed.iter().map(|observed| observed * factor).collect())
            }
            Distribution::Typical(typical) => match typical.median {
                Distribution::Fixed(median) => Self::times(&typical.cases(median), factor, staircases),
                _ => Self::Single(Box::new(distribution.clone()), factor),
            },
            Distribution::Lognormal(_) | Distribution::Gamma(_) | Distribution::Together(_) => {
                Self::Single(Box::new(distribution.clone()), factor)
            }
        }
    }

    /// Fills a column of at most [`COLUMN`] places with draws.
    #[inline]
    pub(crate) fn fill(&self, stream: &mut Stream, room: &mut Room, column: &mut [f64]) {
        let Room { bits, misses } = room;
        let bits = bits.get_mut(..column.len()).unwrap_or_default();
        match self {
            Self::Fixed(value) => column.fill(*value),
            Self::Stretched { staircase, scale, shift, ends } => {
                stream.lanes.fill(bits);
                staircase.fill(bits, misses, &mut stream.random, column);
                column.iter_mut().for_each(|draw| *draw = shift + scale * *draw);
                if let Some((least, most)) = ends {
                    column.iter_mut().for_each(|draw| *draw = draw.clamp(*least, *most));
                }
            }
            Self::Uniform(Uniform { low, width }) => {
                stream.lanes.fill(bits);
                for (draw, bits) in column.iter_mut().zip(bits) {
                    *draw = low + width * part_of(*bits);
                }
            }
            Self::Triangular(triangular) => {
                stream.lanes.fill(bits);
                for (draw, bits) in column.iter_mut().zip(bits) {
                    *draw = triangular.at(part_of(*bits));
                }
            }
            Self::Empirical(observed) => {
                stream.lanes.fill(bits);
                let count = observed.len() as f64;
                for (draw, bits) in column.iter_mut().zip(bits) {
                    let place = (part_of(*bits) * count) as usize;
                    *draw = observed.get(place).or(observed.last()).copied().unwrap_or_default();
                }
            }
            Self::Single(distribution, factor) => {
                column.iter_mut().for_each(|draw| *draw = distribution.sample(&mut stream.random) * factor);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_moments_of_their_distributions() {
        let staircases = Staircases::default();
        let observed: Arc<[f64]> = [3.0, 5.0, 9.0, 0.25, 17.5].into();
        for (number, distribution) in [
            Distribution::Fixed(4.5),
            Distribution::pert(1.0, 3.0, 8.0),
            Distribution::pert(0.0, 0.0, 1.0),
            Distribution::pert_between(0.0, 5.0, 95.0, 100.0),
            Distribution::lognormal(1.7, 0.61, 1e15),
            Distribution::lognormal(4.0, 0.4, 100.0),
            Distribution::lognormal(0.0, 4.5, 100.0),
            Distribution::triangular(1.0, 3.0, 8.0),
            Distribution::uniform(50_000.0, 200_000.0),
            Distribution::empirical(observed).unwrap(),
            Distribution::gamma(3.5, 2.0),
        ]
        .iter()
        .enumerate()
        {
            let sampler = Sampler::times(distribution, 2.0, &staircases);
            let mut stream = Stream::of_batch(3, number as u64);
            let (mut room, mut draws) = (Room::default(), vec![0.0; 100 * COLUMN]);
            draws.chunks_mut(COLUMN).for_each(|column| sampler.fill(&mut stream, &mut room, column));
            let count = draws.len() as f64;
            let mean = draws.iter().sum::<f64>() / count;
            let power = |k: i32| draws.iter().map(|draw| (draw - mean).powi(k)).sum::<f64>() / count;
            let (second, fourth) = (power(2), power(4));
            let off = (mean - 2.0 * distribution.mean()).abs();
            assert!(off <= 4.5 * (second / count).sqrt() + 1e-12, "{distribution:?}: {mean}");
            let off = (second - 4.0 * distribution.variance()).abs();
            let error = ((fourth - second * second).max(0.0) / count).sqrt();
            assert!(off <= 4.5 * error + 1e-12, "{distribution:?}: {second}");
        }
        assert_eq!(staircases.known.lock().unwrap().len(), 5);
    }
}
