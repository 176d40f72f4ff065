//! The engine: trials in fixed batches, spread over threads, with the same bits whatever their number.

use std::sync::atomic::{AtomicBool, Ordering};

use super::live::Live;
use super::model::{Frequency, ServiceModel};
use crate::distribution::Distribution;
use crate::random::{Poisson, Purpose, Random};

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
    /// Hours unavailable and incidents of the first year; empty unless draws are kept.
    pub(crate) year_hours: [Vec<f64>; 2],
    pub(crate) year_incidents: Vec<f64>,
}

/// What the services of a portfolio lose together in one incident, gathered service by service: as recommended, and with
/// operations running everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct WorstEvents {
    /// The worst incident of each trial's first year among those that hit one service only.
    alone: [Vec<f64>; 2],
    /// For each batch and each cause, the events of its trials' first years.
    shared: Vec<Vec<Events>>,
}

/// The events of one cause in one batch, trial after trial.
#[derive(Clone, Debug, Default)]
struct Events {
    /// How many there are in each trial.
    counts: Vec<u32>,
    /// What all services hit lose in each.
    losses: Vec<[f64; 2]>,
}

impl WorstEvents {
    pub(crate) fn new(trials: usize, causes: usize) -> Self {
        let batches = trials.div_ceil(BATCH);
        let shared = (0..batches).map(|_| vec![Events::default(); causes]).collect();
        Self { alone: [vec![0.0; trials], vec![0.0; trials]], shared }
    }

    /// What the worst event of each trial's first year loses.
    pub(crate) fn worst(self) -> [Vec<f64>; 2] {
        let [mut ours, mut theirs] = self.alone;
        let batches = ours.chunks_mut(BATCH).zip(theirs.chunks_mut(BATCH));
        for ((ours, theirs), causes) in batches.zip(self.shared) {
            for Events { counts, losses } in causes {
                let mut losses = losses.into_iter();
                for ((ours, theirs), count) in ours.iter_mut().zip(theirs.iter_mut()).zip(counts) {
                    for [a, b] in losses.by_ref().take(count as usize) {
                        *ours = ours.max(a);
                        *theirs = theirs.max(b);
                    }
                }
            }
        }
        [ours, theirs]
    }
}

/// One batch's part of the samples.
struct Part<'s> {
    batch: u64,
    cost: [&'s mut [f64]; 2],
    year_loss: [&'s mut [f64]; 2],
    worst: [&'s mut [f64]; 2],
    alone: [&'s mut [f64]; 2],
    events: &'s mut [Events],
    met: [usize; 2],
    year_hours: [&'s mut [f64]; 2],
    year_incidents: &'s mut [f64],
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
    live: Option<&'w Live>,
    own: Frequency,
    /// How often each cause of the service strikes, its place among all, and the number of its stream.
    causes: Vec<(Frequency, usize, u64)>,
    service: u64,
    /// The place of its recommended model.
    chosen: usize,
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
}

impl Runner<'_> {
    /// Runs the trials of one service, by its place and that of its recommended model; `worst` gathers what its incidents
    /// lose for the portfolio. `tick` is called often, with how many trials are done, and says whether to go on.
    pub(crate) fn run(
        &self,
        (model, live): (&ServiceModel, Option<&Live>),
        causes: &[Cause],
        (service, chosen, trials): (u64, usize, usize),
        worst: &mut WorstEvents,
        tick: &mut impl FnMut(usize) -> bool,
    ) -> Result<Samples, Halt> {
        let zeros = || [vec![0.0; trials], vec![0.0; trials]];
        let kept = if self.keeps_draws { trials } else { 0 };
        let mut samples = Samples {
            cost: zeros(),
            year_loss: zeros(),
            worst: zeros(),
            met: [0; 2],
            year_hours: [vec![0.0; kept], vec![0.0; kept]],
            year_incidents: vec![0.0; kept],
        };
        let mut parts = parts(&mut samples, worst);
        let own = model.own_frequency().ok_or(Halt::RateTooLarge)?;
        let shared = model.shared.iter().filter_map(|cause| Some((*cause, causes.get(*cause)?)));
        let frequency = |(place, cause): (usize, &Cause)| {
            let frequency = Frequency::new(cause.rate.clone(), 1.0, model.years).ok_or(Halt::RateTooLarge)?;
            Ok((frequency, place, cause.stream))
        };
        let causes = shared.map(frequency).collect::<Result<Vec<_>, Halt>>()?;
        let work = Work { model, live, own, causes, service, chosen, halted: AtomicBool::new(false) };
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
        let Work { model, live, own, causes, service, chosen, halted } = work;
        let batch = part.batch;
        let stream = |purpose: Purpose, number: u64| Random::of_batch(purpose.seed(self.seed, number), batch);
        let mut random = stream(Purpose::Service, *service);
        let mut group = model.exposure_group.map(|group| stream(Purpose::ExposureGroup, group));
        let of_cause = |number: u64| stream(Purpose::SharedCause, number);
        let mut events: Vec<(Frequency, Random)> =
            causes.iter().map(|(frequency, _, number)| (frequency.clone(), of_cause(*number))).collect();
        let mut settled = live.map(|live| {
            let streams: Vec<_> =
                live.unknowns.iter().map(|unknown| stream(Purpose::Unknown, unknown.stream)).collect();
            let ratios = Vec::with_capacity(streams.len());
            (live, streams, ratios, ServiceModel::clone(model))
        });
        let mut exposures = Vec::new();
        let mut gathered = Gathered { places: vec![0; causes.len()], told: vec![0; causes.len()] };
        let [cost_a, cost_b] = &mut part.cost;
        let [loss_a, loss_b] = &mut part.year_loss;
        let [worst_a, worst_b] = &mut part.worst;
        let costs = cost_a.iter_mut().zip(cost_b.iter_mut());
        let losses = loss_a.iter_mut().zip(loss_b.iter_mut());
        let worsts = worst_a.iter_mut().zip(worst_b.iter_mut());
        let [alone_a, alone_b] = &mut part.alone;
        let alone = alone_a.iter_mut().zip(alone_b.iter_mut());
        let all = costs.zip(losses).zip(worsts).zip(alone);
        for (trial, (((cost, loss), worst), alone)) in all.enumerate() {
            if self.stop.load(Ordering::Relaxed) || !pulse(trial) {
                return Err(Halt::Cancelled);
            }
            if halted.load(Ordering::Relaxed) {
                // Whoever saw why says so.
                return Ok(());
            }
            let moved;
            let mut own_now = own;
            let model = match &mut settled {
                Some((live, streams, ratios, settled)) => {
                    ratios.clear();
                    let drawn = live.unknowns.iter().zip(streams.iter_mut());
                    ratios.extend(drawn.map(|(unknown, random)| unknown.ratio(random)));
                    live.settle(model, ratios, settled);
                    if live.moves_incidents() {
                        moved = settled.own_frequency().ok_or(Halt::RateTooLarge)?;
                        own_now = &moved;
                    }
                    &*settled
                }
                None => *model,
            };
            let outcome = model
                .trial(
                    &mut random,
                    own_now,
                    group.as_mut(),
                    &mut events,
                    &mut exposures,
                    &mut |cause, losses| {
                        let place = causes.get(cause).map(|(_, place, _)| *place);
                        if let Some(events) = place.and_then(|place| part.events.get_mut(place)) {
                            gathered.tell(cause, events, of_both(losses, *chosen));
                        }
                    },
                )
                .ok_or(Halt::RateTooLarge)?;
            for (cause, (_, place, _)) in causes.iter().enumerate() {
                if let Some(events) = part.events.get_mut(*place) {
                    gathered.end_trial(cause, trial, events);
                }
            }
            let [ours, theirs] = of_both(outcome.worst_own, *chosen);
            *alone.0 = alone.0.max(ours);
            *alone.1 = alone.1.max(theirs);
            [*cost.0, *cost.1] = outcome.cost;
            [*loss.0, *loss.1] = outcome.year_loss;
            [*worst.0, *worst.1] = outcome.worst;
            let [hours_a, hours_b] = outcome.year_hours;
            if let Some(incidents) = part.year_incidents.get_mut(trial) {
                *incidents = outcome.year_incidents;
                for (kept, hours) in part.year_hours.iter_mut().zip([hours_a, hours_b]) {
                    if let Some(kept) = kept.get_mut(trial) {
                        *kept = hours;
                    }
                }
            }
            part.met[0] += usize::from(hours_a <= model.tolerable_hours);
            part.met[1] += usize::from(hours_b <= model.tolerable_hours);
        }
        Ok(())
    }
}

/// As recommended, and with operations running it, of what is so under each model.
fn of_both(models: [f64; 2], chosen: usize) -> [f64; 2] {
    let [operations, product_team] = models;
    [if chosen == 1 { product_team } else { operations }, operations]
}

/// Where a service is in the events of its causes.
struct Gathered {
    /// How many events of each cause it has told.
    places: Vec<usize>,
    /// How many of them in this trial.
    told: Vec<u32>,
}

impl Gathered {
    /// Adds what one service loses in an event; all services tell of the same events in the same order.
    fn tell(&mut self, cause: usize, events: &mut Events, losses: [f64; 2]) {
        let (Some(place), Some(told)) = (self.places.get_mut(cause), self.told.get_mut(cause)) else {
            return;
        };
        match events.losses.get_mut(*place) {
            Some(sums) => sums.iter_mut().zip(losses).for_each(|(sum, loss)| *sum += loss),
            None => events.losses.push(losses),
        }
        *place += 1;
        *told += 1;
    }

    fn end_trial(&mut self, cause: usize, trial: usize, events: &mut Events) {
        if let Some(told) = self.told.get_mut(cause) {
            if events.counts.len() <= trial {
                events.counts.push(*told);
            }
            *told = 0;
        }
    }
}

/// The samples in batches.
fn parts<'s>(samples: &'s mut Samples, gathered: &'s mut WorstEvents) -> Vec<Part<'s>> {
    let [cost_a, cost_b] = &mut samples.cost;
    let [loss_a, loss_b] = &mut samples.year_loss;
    let [worst_a, worst_b] = &mut samples.worst;
    let costs = cost_a.chunks_mut(BATCH).zip(cost_b.chunks_mut(BATCH));
    let losses = loss_a.chunks_mut(BATCH).zip(loss_b.chunks_mut(BATCH));
    let worsts = worst_a.chunks_mut(BATCH).zip(worst_b.chunks_mut(BATCH));
    let [alone_a, alone_b] = &mut gathered.alone;
    let alone = alone_a.chunks_mut(BATCH).zip(alone_b.chunks_mut(BATCH));
    let [hours_a, hours_b] = &mut samples.year_hours;
    let mut hours = hours_a.chunks_mut(BATCH).zip(hours_b.chunks_mut(BATCH));
    let mut incidents = samples.year_incidents.chunks_mut(BATCH);
    let all = costs.zip(losses).zip(worsts).zip(alone.zip(&mut gathered.shared));
    let mut parts = Vec::new();
    for (batch, (((cost, loss), worst), (alone, events))) in (0..).zip(all) {
        let (cost, year_loss, worst, alone) = (pair(cost), pair(loss), pair(worst), pair(alone));
        let year_hours = pair(hours.next().unwrap_or_default());
        let year_incidents = incidents.next().unwrap_or_default();
        let met = [0; 2];
        parts.push(Part { batch, cost, year_loss, worst, alone, events, met, year_hours, year_incidents });
    }
    parts
}

fn pair<'s>((a, b): (&'s mut [f64], &'s mut [f64])) -> [&'s mut [f64]; 2] {
    [a, b]
}

/// The largest expected number of incidents in one trial: 10 000. A service that fails more often needs no simulation.
pub(crate) const MOST_INCIDENTS: f64 = 10_000.0;

const _: () = assert!(MOST_INCIDENTS < Poisson::MOST);
