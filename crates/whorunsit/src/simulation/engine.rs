//! The engine: trials in fixed batches, spread over threads, with the same bits whatever their number.

use std::sync::atomic::{AtomicBool, Ordering};

use super::batch::Prepared;
use super::desk::Desk;
use super::events::Events;
use super::live::Live;
use super::model::ServiceModel;
use super::source::{BATCH, Cause, Halt, Source};
use crate::distribution::Staircases;
use crate::random::Poisson;

/// What the trials of one service came to, in the order of the trials.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples {
    /// Premium and loss over the horizon: under Ops Run It, under You Build It You Run It.
    pub(crate) cost: [Vec<f64>; 2],
    /// What incidents lose in one year.
    pub(crate) year_loss: [Vec<f64>; 2],
    /// The incident of a year that loses most.
    pub(crate) worst: [Vec<f64>; 2],
    /// The same of those that hit no other service; empty where no incident hits another one.
    pub(super) worst_own: [Vec<f64>; 2],
    /// In how many trials of each batch the year's unavailability is within what the target tolerates.
    met: Vec<[usize; 2]>,
    /// Hours unavailable and incidents of the first year; empty unless draws are kept.
    pub(crate) year_hours: [Vec<f64>; 2],
    pub(crate) year_incidents: Vec<f64>,
    /// The causes that it shares, by their places, and for each batch the events of each.
    pub(super) shared: Vec<usize>,
    pub(super) events: Vec<Vec<Events>>,
}

impl Samples {
    /// In how many trials the year's unavailability is within what the target tolerates.
    pub(super) fn met(&self) -> [usize; 2] {
        self.met.iter().fold([0; 2], |[a, b], [of_a, of_b]| [a + of_a, b + of_b])
    }

    /// Of each trial, the worst incident that hit no other service.
    pub(super) fn own_worst(&self) -> &[Vec<f64>; 2] {
        if self.shared.is_empty() { &self.worst } else { &self.worst_own }
    }

    /// Makes room for so many trials. Returns how many batches are whole, and so stay as they are.
    fn make_room(&mut self, trials: usize, shared: Vec<usize>, keeps_draws: bool) -> usize {
        let whole = (self.cost[0].len() / BATCH).min(trials / BATCH);
        self.shared = shared;
        let count = |kept: bool| if kept { trials } else { 0 };
        let of_draws = count(keeps_draws);
        let of_own = count(!self.shared.is_empty());
        let all = [&mut self.cost, &mut self.year_loss, &mut self.worst];
        all.into_iter().flatten().for_each(|column| column.resize(trials, 0.0));
        self.worst_own.iter_mut().for_each(|column| column.resize(of_own, 0.0));
        self.year_hours.iter_mut().for_each(|column| column.resize(of_draws, 0.0));
        self.year_incidents.resize(of_draws, 0.0);
        let batches = trials.div_ceil(BATCH);
        self.events.resize(batches, Vec::new());
        self.met.resize(batches, [0; 2]);
        whole
    }
}

/// One batch's part of the samples.
struct Part<'s> {
    batch: u64,
    cost: [&'s mut [f64]; 2],
    year_loss: [&'s mut [f64]; 2],
    worst: [&'s mut [f64]; 2],
    worst_own: [&'s mut [f64]; 2],
    events: &'s mut Vec<Events>,
    met: &'s mut [usize; 2],
    year_hours: [&'s mut [f64]; 2],
    year_incidents: &'s mut [f64],
}

/// Incidents between two ticks of a thread: some hundredths of a second.
const TICK: usize = 200_000;

/// What threads work on together.
struct Work<'w> {
    prepared: Prepared<'w>,
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
    /// Whether hours and incidents of every trial are kept.
    pub(crate) keeps_draws: bool,
    /// Tables that services share.
    pub(crate) staircases: &'r Staircases,
}

impl Runner<'_> {
    /// Runs the trials of one service, by its place, going on from those `before`. `tick` is called often, with how many trials
    /// are done, and says whether to go on.
    pub(crate) fn run(
        &self,
        model: (&ServiceModel, Option<&Live>),
        causes: &[Cause],
        (service, trials): (u64, usize),
        before: Samples,
        tick: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Samples, Halt> {
        let prepared = Prepared::of(model, causes, self.staircases)?;
        let shared = prepared.causes.iter().map(|(_, place, _)| *place).collect();
        let mut samples = before;
        let batches = samples.make_room(trials, shared, self.keeps_draws);
        let mut parts = parts(&mut samples);
        let per_batch = prepared.model.expected_incidents().max(1.0) * BATCH as f64;
        let work = Work { prepared, service, halted: AtomicBool::new(false) };
        // So few at a time that a tick comes many times a second.
        let at_once = ((TICK as f64 / per_batch) as usize).max(1) * self.threads;
        let mut done = batches * BATCH;
        for group in parts.get_mut(batches..).unwrap_or_default().chunks_mut(at_once) {
            self.group(&work, group, &mut || tick(done))?;
            done += group.iter().map(|part| part.cost[0].len()).sum::<usize>();
            if !tick(done) || self.stop.load(Ordering::Relaxed) {
                return Err(Halt::Cancelled);
            }
        }
        Ok(samples)
    }

    /// Makes some batches; this thread takes part, and asks `pulse` from time to time whether to go on.
    fn group(
        &self,
        work: &Work<'_>,
        parts: &mut [Part<'_>],
        pulse: &mut dyn FnMut() -> bool,
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
                .map(|parts| scope.spawn(move || self.batches(work, parts, &mut || true)))
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
        pulse: &mut dyn FnMut() -> bool,
    ) -> Result<(), Halt> {
        let mut desk = Desk::default();
        let mut drawn = 0;
        // Whoever halts another one says why.
        let mut goes_on = |incidents: usize| {
            drawn += incidents;
            let is_due = drawn >= TICK;
            drawn = if is_due { 0 } else { drawn };
            !self.stop.load(Ordering::Relaxed) && !work.halted.load(Ordering::Relaxed) && (!is_due || pulse())
        };
        for part in parts {
            let source = Source { seed: self.seed, service: work.service, batch: part.batch };
            let drawn = work.prepared.draw(source, &mut desk, &mut goes_on);
            if let Err(halt) = drawn {
                let other = work.halted.swap(true, Ordering::Relaxed);
                return if other { Ok(()) } else { Err(halt) };
            }
            part.take(&mut desk, work.prepared.model.tolerable_hours);
        }
        Ok(())
    }
}

impl Part<'_> {
    /// Takes a batch from the desk, as far as it is asked for.
    fn take(&mut self, desk: &mut Desk, tolerable_hours: f64) {
        let copy = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
        let trials = self.cost[0].len();
        for (place, outcomes) in desk.outcomes.iter().enumerate() {
            for (to, from) in [
                (&mut self.cost, &outcomes.cost),
                (&mut self.year_loss, &outcomes.year_loss),
                (&mut self.worst, &outcomes.worst),
                (&mut self.worst_own, &outcomes.worst_own),
                (&mut self.year_hours, &outcomes.year_hours),
            ] {
                if let Some(to) = to.get_mut(place) {
                    copy(to, from);
                }
            }
            if let Some(met) = self.met.get_mut(place) {
                let within = |hours: &f64| usize::from(*hours <= tolerable_hours);
                *met = outcomes.year_hours.iter().take(trials).map(within).sum();
            }
        }
        copy(self.year_incidents, &desk.year_incidents);
        *self.events = std::mem::take(&mut desk.events);
    }
}

/// The samples in batches.
fn parts(samples: &mut Samples) -> Vec<Part<'_>> {
    let mut cost = pairs(&mut samples.cost);
    let mut year_loss = pairs(&mut samples.year_loss);
    let mut worst = pairs(&mut samples.worst);
    let mut worst_own = pairs(&mut samples.worst_own);
    let mut year_hours = pairs(&mut samples.year_hours);
    let mut year_incidents = samples.year_incidents.chunks_mut(BATCH);
    let part = |(batch, (events, met))| Part {
        batch,
        cost: cost.next().unwrap_or_default(),
        year_loss: year_loss.next().unwrap_or_default(),
        worst: worst.next().unwrap_or_default(),
        worst_own: worst_own.next().unwrap_or_default(),
        events,
        met,
        year_hours: year_hours.next().unwrap_or_default(),
        year_incidents: year_incidents.next().unwrap_or_default(),
    };
    (0..).zip(samples.events.iter_mut().zip(&mut samples.met)).map(part).collect()
}

/// Of both models, batch after batch.
fn pairs([a, b]: &mut [Vec<f64>; 2]) -> impl Iterator<Item = [&mut [f64]; 2]> {
    a.chunks_mut(BATCH).zip(b.chunks_mut(BATCH)).map(|(a, b)| [a, b])
}

/// The largest expected number of incidents in one trial: 10 000. A service that fails more often needs no simulation.
pub(crate) const MOST_INCIDENTS: f64 = 10_000.0;

const _: () = assert!(MOST_INCIDENTS < Poisson::MOST);
