//! How to simulate, and how far a simulation is.

use std::sync::atomic::AtomicBool;

use super::draws::ServiceDraws;
use crate::exact::Share;
use crate::progress::Progress;

/// What is handed the draws of a service.
pub(super) type Tell<'o> = Box<dyn FnMut(ServiceDraws<'_>) + 'o>;

/// How to simulate.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, SimulationOptions, examples, simulate};
///
/// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
/// let mut most = 0;
/// let options = SimulationOptions::new().trials(1_024).seed(7).progress(|progress| {
///     most = most.max(progress.done);
///     true
/// });
/// assert_eq!(simulate(&portfolio, options)?.trials, 1_024);
/// assert_eq!(most, 3 * 1_024);
/// # Ok::<(), whorunsit::Error>(())
/// ```
#[derive(Default)]
pub struct SimulationOptions<'o> {
    pub(super) trials: Option<u64>,
    pub(super) precision: Option<Share>,
    pub(super) seed: Option<u64>,
    pub(super) threads: Option<usize>,
    pub(super) stop: Option<&'o AtomicBool>,
    pub(super) progress: Option<Box<dyn FnMut(Progress) -> bool + 'o>>,
    pub(super) draws: Option<Tell<'o>>,
    pub(super) most_draws: Option<u64>,
}

/// Where random numbers start unless the options say otherwise.
pub const DEFAULT_SEED: u64 = 1;

/// What nobody sets.
pub(super) static NEVER: AtomicBool = AtomicBool::new(false);

impl<'o> SimulationOptions<'o> {
    /// Returns the options of a simulation of 10 000 trials from seed 1, on all cores.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many trials there are, each one horizon.
    #[must_use]
    pub fn trials(mut self, trials: u64) -> Self {
        self.trials = Some(trials);
        self
    }

    /// Asks, instead of for a number of trials, for a standard error of the mean loss of a year, as a share of that mean.
    #[must_use]
    pub fn precision(mut self, precision: Share) -> Self {
        self.precision = Some(precision);
        self
    }

    /// Sets where the random numbers start; the same seed gives the same bits.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets how many threads work; results do not depend on it.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Watches a flag that stops the simulation within a few trials once it is set.
    #[must_use]
    pub fn stop(mut self, stop: &'o AtomicBool) -> Self {
        self.stop = Some(stop);
        self
    }

    /// Calls a function several times a second with how far it is; the function returns whether to go on.
    #[must_use]
    pub fn progress(mut self, progress: impl FnMut(Progress) -> bool + 'o) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// Hands over the draws of each service as soon as they are made. With a precision they are those of the last run, which is
    /// made twice.
    #[must_use]
    pub fn draws(mut self, draws: impl FnMut(ServiceDraws<'_>) + 'o) -> Self {
        self.draws = Some(Box::new(draws));
        self
    }

    /// Refuses more draws, trials of services, than these: for whoever collects them.
    #[must_use]
    pub fn most_draws(mut self, most: u64) -> Self {
        self.most_draws = Some(most);
        self
    }
}
