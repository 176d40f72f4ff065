//! Where trials come from: batches, each with streams of its own.

use crate::distribution::{COLUMN, Distribution, Stream};
use crate::random::Purpose;

/// Trials in a batch. A batch has a stream of its own, so any thread can make it; it is always drawn whole, so that fewer trials
/// are the first of more.
pub(crate) const BATCH: usize = 1024;

const _: () = assert!(BATCH <= COLUMN);

/// A source of events that hit several services at once.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) rate: Distribution,
    pub(crate) stream: u64,
}

/// Why trials ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// Somebody asked for it.
    Cancelled,
    /// A rate is beyond what is drawn.
    RateTooLarge,
}

/// What makes the streams of a batch.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub(super) seed: u64,
    pub(super) service: u64,
    pub(super) batch: u64,
}

impl Source {
    pub(super) fn stream(self, purpose: Purpose, number: u64) -> Stream {
        Stream::of_batch(purpose.seed(self.seed, number), self.batch)
    }
}
