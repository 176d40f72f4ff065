//! How far long work is.

/// How far a simulation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Trials of services that are done.
    pub done: usize,
    /// Trials of services that there will be.
    pub total: usize,
}
