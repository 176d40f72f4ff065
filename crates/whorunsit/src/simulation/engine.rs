//! The engine: trials in fixed batches, spread over threads, with the same bits whatever their number.

use std::sync::atomic::{AtomicBool, Ordering};

use super::model::ServiceModel;
use super::{Poisson, Random};
use crate::distribution::Distribution;

/// Trials in a batch. A batch has a stream of its own, so any thread can make it.
pub(crate) const BATCH: usize = 1024;

/// A source of events that hit several services at once.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) rate: Distribution,
    pub(crate) stream: u64,
}

/// What the trials of one service came to, in the order of the trials.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples {
    /// Premium and loss over the horizon: under Ops Run It, under You Build It You Run It.
    pub(crate) cost: [Vec<f64>; 2],
    /// What incidents lose in one year.
    pub(crate) year_loss: [Vec<f64>; 2],
    /// The incident of a year that loses most.
    pub(crate) worst: [Vec<f64>; 2],
    /// Whether the year's unavailability is within what the target tolerates.
    pub(crate) met: [usize; 2],
}

/// One batch's part of the samples.
struct Part<'s> {
    batch: u64,
    cost: [&'s mut [f64]; 2],
    year_loss: [&'s mut [f64]; 2],
    worst: [&'s mut [f64]; 2],
    met: [usize; 2],
}

/// Why trials ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// Somebody asked for it.
    Cancelled,
    /// A rate is beyond what is drawn.
    RateTooLarge,
}

/// How trials are run.
#[derive(Clone, Copy)]
pub(crate) struct Runner<'r> {
    pub(crate) seed: u64,
    pub(crate) threads: usize,
    pub(crate) stop: &'r AtomicBool,
}

impl Runner<'_> {
    /// Runs the trials of one service. `tick` is called often, with how many trials are done, and says whether to go
    /// on.
    pub(crate) fn run(
        &self,
        model: &ServiceModel,
        causes: &[Cause],
        (service, trials): (u64, usize),
        tick: &mut impl FnMut(usize) -> bool,
    ) -> Result<Samples, Halt> {
        let zeros = || [vec![0.0; trials], vec![0.0; trials]];
        let mut samples = Samples { cost: zeros(), year_loss: zeros(), worst: zeros(), met: [0; 2] };
        let mut parts = parts(&mut samples);
        // So few at a time that a tick comes many times a second.
        let per_batch = model.expected_incidents().max(1.0) * BATCH as f64;
        let at_once = ((400_000.0 / per_batch) as usize).max(1) * self.threads;
        let mut done = 0;
        for group in parts.chunks_mut(at_once) {
            self.group(model, causes, service, group)?;
            done += group.iter().map(|part| part.cost.first().map_or(0, |cost| cost.len())).sum::<usize>();
            if !tick(done) || self.stop.load(Ordering::Relaxed) {
                return Err(Halt::Cancelled);
            }
        }
        // In the order of the batches, whoever made them.
        let met = parts.iter().fold([0; 2], |[a, b], part| [a + part.met[0], b + part.met[1]]);
        samples.met = met;
        Ok(samples)
    }

    fn group(
        &self,
        model: &ServiceModel,
        causes: &[Cause],
        service: u64,
        parts: &mut [Part<'_>],
    ) -> Result<(), Halt> {
        let run = |parts: &mut [Part<'_>]| {
            parts.iter_mut().try_for_each(|part| self.batch(model, causes, service, part))
        };
        // There are no threads in WebAssembly: said here again, so that their code is left out.
        if cfg!(target_family = "wasm") || self.threads <= 1 || parts.len() <= 1 {
            return run(parts);
        }
        let each = parts.len().div_ceil(self.threads);
        std::thread::scope(|scope| {
            let workers: Vec<_> =
                parts.chunks_mut(each).map(|parts| scope.spawn(move || run(parts))).collect();
            let mut result = Ok(());
            for worker in workers {
                // A worker does not panic; should it, nothing it made can be trusted.
                result = result.and(worker.join().unwrap_or(Err(Halt::Cancelled)));
            }
            result
        })
    }

    fn batch(
        &self,
        model: &ServiceModel,
        causes: &[Cause],
        service: u64,
        part: &mut Part<'_>,
    ) -> Result<(), Halt> {
        // Streams differ by what they are for: services, exposure groups, causes.
        let stream = |kind: u64, number: u64| {
            let seed = self.seed ^ (kind << 56) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            Random::of_batch(seed, part.batch)
        };
        let mut random = stream(0, service);
        let mut group = model.exposure_group.map(|group| stream(1, group));
        let mut events: Vec<(Distribution, Random)> = model
            .shared
            .iter()
            .filter_map(|cause| causes.get(*cause))
            .map(|cause| (cause.rate.clone(), stream(2, cause.stream)))
            .collect();
        let mut exposures = Vec::new();
        let [cost_a, cost_b] = &mut part.cost;
        let [loss_a, loss_b] = &mut part.year_loss;
        let [worst_a, worst_b] = &mut part.worst;
        let losses = loss_a.iter_mut().zip(loss_b.iter_mut());
        let worsts = worst_a.iter_mut().zip(worst_b.iter_mut());
        for ((cost, loss), worst) in cost_a.iter_mut().zip(cost_b.iter_mut()).zip(losses).zip(worsts) {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Halt::Cancelled);
            }
            let outcome = model
                .trial(&mut random, group.as_mut(), &mut events, &mut exposures)
                .ok_or(Halt::RateTooLarge)?;
            [*cost.0, *cost.1] = outcome.cost;
            [*loss.0, *loss.1] = outcome.year_loss;
            [*worst.0, *worst.1] = outcome.worst;
            let [hours_a, hours_b] = outcome.year_hours;
            part.met[0] += usize::from(hours_a <= model.tolerable_hours);
            part.met[1] += usize::from(hours_b <= model.tolerable_hours);
        }
        Ok(())
    }
}

/// The samples in batches.
fn parts(samples: &mut Samples) -> Vec<Part<'_>> {
    let [cost_a, cost_b] = &mut samples.cost;
    let [loss_a, loss_b] = &mut samples.year_loss;
    let [worst_a, worst_b] = &mut samples.worst;
    let costs = cost_a.chunks_mut(BATCH).zip(cost_b.chunks_mut(BATCH));
    let losses = loss_a.chunks_mut(BATCH).zip(loss_b.chunks_mut(BATCH));
    let worsts = worst_a.chunks_mut(BATCH).zip(worst_b.chunks_mut(BATCH));
    let all = costs.zip(losses).zip(worsts);
    let part = |(batch, ((cost, loss), worst)): (u64, (((_, _), (_, _)), (_, _)))| Part {
        batch,
        cost: pair(cost),
        year_loss: pair(loss),
        worst: pair(worst),
        met: [0; 2],
    };
    (0..).zip(all).map(part).collect()
}

fn pair<'s>((a, b): (&'s mut [f64], &'s mut [f64])) -> [&'s mut [f64]; 2] {
    [a, b]
}

/// The largest expected number of incidents in one trial: 10 000. A service that fails more often needs no simulation.
pub(crate) const MOST_INCIDENTS: f64 = 10_000.0;

const _: () = assert!(MOST_INCIDENTS < Poisson::MOST);
