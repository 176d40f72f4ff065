//! The engine: trials in fixed batches, spread over threads, with the same bits whatever their number.

use std::sync::atomic::{AtomicBool, Ordering};

use super::model::{Frequency, ServiceModel};
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

/// Incidents between two ticks of a thread: some hundredths of a second.
const TICK: f64 = 200_000.0;

/// What threads work on together.
struct Work<'w> {
    model: &'w ServiceModel,
    own: Frequency,
    /// How often each cause of the service strikes, and the number of its stream.
    causes: Vec<(Frequency, u64)>,
    service: u64,
    /// Whether one of them ended early.
    halted: AtomicBool,
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
        let own = model.own_frequency().ok_or(Halt::RateTooLarge)?;
        let shared = model.shared.iter().filter_map(|cause| causes.get(*cause));
        let frequency = |cause: &Cause| {
            let frequency = Frequency::new(cause.rate.clone(), 1.0, model.years).ok_or(Halt::RateTooLarge)?;
            Ok((frequency, cause.stream))
        };
        let causes = shared.map(frequency).collect::<Result<Vec<_>, Halt>>()?;
        let work = Work { model, own, causes, service, halted: AtomicBool::new(false) };
        // So few at a time that a tick comes many times a second.
        let per_trial = model.expected_incidents().max(1.0);
        let at_once = ((TICK / per_trial / BATCH as f64) as usize).max(1) * self.threads;
        let mut done = 0;
        for group in parts.chunks_mut(at_once) {
            let pulse = ((TICK / per_trial) as usize).max(1);
            self.group(&work, group, &mut |trial| trial % pulse != 0 || trial == 0 || tick(done))?;
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

    /// Makes some batches; this thread takes part, and asks `pulse` by the number of its trial whether to go on.
    fn group(
        &self,
        work: &Work<'_>,
        parts: &mut [Part<'_>],
        pulse: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Halt> {
        let each = parts.len().div_ceil(self.threads.max(1)).max(1);
        let mut shares = parts.chunks_mut(each);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.collect();
        // There are no threads in WebAssembly: said here, so that their code is left out.
        if cfg!(target_family = "wasm") || others.is_empty() {
            return self.batches(work, first, pulse);
        }
        std::thread::scope(|scope| {
            let workers: Vec<_> = others
                .into_iter()
                .map(|parts| scope.spawn(move || self.batches(work, parts, &mut |_| true)))
                .collect();
            let mut result = self.batches(work, first, pulse);
            for worker in workers {
                // A worker does not panic; should it, that is no reason to call the work cancelled.
                let made = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                result = result.and(made);
            }
            result
        })
    }

    fn batches(
        &self,
        work: &Work<'_>,
        parts: &mut [Part<'_>],
        pulse: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Halt> {
        let result = parts.iter_mut().try_for_each(|part| self.batch(work, part, pulse));
        if result.is_err() {
            work.halted.store(true, Ordering::Relaxed);
        }
        result
    }

    fn batch(
        &self,
        work: &Work<'_>,
        part: &mut Part<'_>,
        pulse: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Halt> {
        let Work { model, own, causes, service, halted } = work;
        // Streams differ by what they are for: services, exposure groups, causes.
        let stream = |kind: u64, number: u64| {
            let seed = self.seed ^ (kind << 56) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            Random::of_batch(seed, part.batch)
        };
        let mut random = stream(0, *service);
        let mut group = model.exposure_group.map(|group| stream(1, group));
        let mut events: Vec<(Frequency, Random)> =
            causes.iter().map(|(frequency, number)| (frequency.clone(), stream(2, *number))).collect();
        let mut exposures = Vec::new();
        let [cost_a, cost_b] = &mut part.cost;
        let [loss_a, loss_b] = &mut part.year_loss;
        let [worst_a, worst_b] = &mut part.worst;
        let costs = cost_a.iter_mut().zip(cost_b.iter_mut());
        let losses = loss_a.iter_mut().zip(loss_b.iter_mut());
        let worsts = worst_a.iter_mut().zip(worst_b.iter_mut());
        for (trial, ((cost, loss), worst)) in costs.zip(losses).zip(worsts).enumerate() {
            if self.stop.load(Ordering::Relaxed) || !pulse(trial) {
                return Err(Halt::Cancelled);
            }
            if halted.load(Ordering::Relaxed) {
                // Whoever saw why says so.
                return Ok(());
            }
            let outcome = model
                .trial(&mut random, own, group.as_mut(), &mut events, &mut exposures)
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
