//! Simulation: streams of random numbers, and draws from them, that have the same bits everywhere.
//!
//! What makes the bits the same: a generator of our own, its seed derived from (seed, batch) and nothing else; no
//! function of the standard library that differs between platforms (`ln`, `exp` and `powf` do), but those of
//! `libm`; no fused operations, no sums in an order that threads decide. [`stream_digest`] is held to that.

mod beta;
mod causes;
mod digest;
mod engine;
mod exp;
mod gamma;
mod interval;
mod model;
mod moments;
mod normal;
mod poisson;
mod random;
mod ranks;
mod run;
mod summary;
mod tail;
mod words;

#[cfg(test)]
pub(crate) mod proofs;
#[cfg(test)]
mod tests;

pub(crate) use beta::Beta;
pub use digest::stream_digest;
pub(crate) use exp::exp;
pub(crate) use gamma::Gamma;
pub use interval::{MoneyInterval, PercentInterval};
pub(crate) use model::float;
pub(crate) use poisson::Poisson;
pub(crate) use random::Random;
pub use run::{
    MAX_TRIALS, PortfolioSimulation, Progress, ServiceSimulation, Simulated, Simulation, SimulationOptions,
    simulate,
};
pub(crate) use summary::money;
pub use summary::{Bin, Exceedance, PercentileIntervals, Risk, Spread};
pub(crate) use words::chance;
