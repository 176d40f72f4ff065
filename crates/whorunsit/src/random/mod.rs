//! Streams of random numbers, and draws from them, that have the same bits everywhere.
//!
//! What makes the bits the same: a generator of our own, its seed derived from (seed, batch) and nothing else; no
//! function of the standard library that differs between platforms (`ln`, `exp` and `powf` do), but those of
//! `libm`; no fused operations. `simulation::stream_digest` is held to that.

mod beta;
mod exp;
mod gamma;
mod generator;
mod lanes;
mod normal;
mod poisson;
mod staircase;
#[cfg(test)]
mod tests;

pub(crate) use self::beta::Beta;
pub(crate) use self::exp::exp;
pub(crate) use self::gamma::Gamma;
pub(crate) use self::generator::{Purpose, Random};
pub(crate) use self::lanes::{Lanes, part_of};
pub(crate) use self::poisson::Poisson;
pub(crate) use self::staircase::{Shape, Staircase};
