//! Simulation: whole horizons drawn trial by trial, in which both models face the same incidents.
//!
//! Trials are drawn in batches whose seeds depend on nothing else, and summed in an order that threads do not decide, so
//! that the same seed gives the same bits on every platform. [`stream_digest`] is held to that.

mod answer;
mod batch;
mod causes;
mod chain;
mod counts;
mod desk;
mod digest;
mod draws;
mod engine;
mod events;
mod failures;
mod interval;
mod live;
mod model;
mod moments;
mod options;
mod pay;
mod pool;
mod ranks;
mod respond;
mod rounds;
mod run;
mod single;
mod source;
mod summary;
mod tail;
mod together;
mod waits;
mod wins;
mod words;

#[cfg(test)]
pub(crate) mod maker;
#[cfg(test)]
pub(crate) mod proofs;
#[cfg(test)]
mod unknown_proofs;

pub use answer::{PortfolioSimulation, ServiceSimulation, Simulated, Simulation};
pub use digest::stream_digest;
pub use draws::{DRAW_COLUMNS, MAX_DRAWS, ServiceDraws};
pub(crate) use interval::order_statistics;
pub use interval::{MoneyInterval, PercentInterval};
pub use options::{DEFAULT_SEED, SimulationOptions};
pub use run::{MAX_TRIALS, simulate};
pub use summary::{Bin, Exceedance, PercentileIntervals, Risk, Spread};
pub(crate) use words::chance;
