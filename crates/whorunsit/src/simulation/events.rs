//! Incidents of shared causes: what all services that one hits lose together.

use super::source::BATCH;

/// The events of one cause in the first years of a batch, in the order in which every service draws them.
#[derive(Clone, Debug, Default)]
pub(super) struct Events {
    /// The trial of each, within the batch.
    trials: Vec<u32>,
    losses: Vec<[f64; 2]>,
}

impl Events {
    /// Adds what events of these trials lose under each model.
    pub(super) fn add(&mut self, trials: &[u32], [operations, product_team]: [&[f64]; 2]) {
        self.trials.extend(trials);
        let losses = operations.iter().zip(product_team).take(trials.len());
        self.losses.extend(losses.map(|(a, b)| [*a, *b]));
    }
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

/// As recommended, and with operations running it, of what is so under each model.
fn of_both([operations, product_team]: [f64; 2], chosen: usize) -> [f64; 2] {
    [if chosen == 1 { product_team } else { operations }, operations]
}

impl WorstEvents {
    pub(crate) fn new(trials: usize, causes: usize) -> Self {
        let batches = trials.div_ceil(BATCH);
        let shared = (0..batches).map(|_| vec![Events::default(); causes]).collect();
        Self { alone: [vec![0.0; trials], vec![0.0; trials]], shared }
    }

    /// Adds a service whose recommended model is in this place: the worst of its own incidents under each model, and, batch after
    /// batch, the events of its causes, by their places. All services draw the same events in the same order.
    pub(super) fn add(
        &mut self,
        own: &[Vec<f64>; 2],
        (causes, events): (&[usize], &[Vec<Events>]),
        chosen: usize,
    ) {
        for (alone, from) in self.alone.iter_mut().zip([chosen, 0]) {
            let own = own.get(from).map_or(&[][..], Vec::as_slice);
            alone.iter_mut().zip(own).for_each(|(worst, loss)| *worst = worst.max(*loss));
        }
        for (of_portfolio, of_service) in self.shared.iter_mut().zip(events) {
            for (place, events) in causes.iter().zip(of_service) {
                let Some(sums) = of_portfolio.get_mut(*place) else { continue };
                let losses = events.losses.iter().map(|losses| of_both(*losses, chosen));
                if sums.trials.is_empty() {
                    sums.trials.clone_from(&events.trials);
                    sums.losses.extend(losses);
                } else {
                    for (sums, losses) in sums.losses.iter_mut().zip(losses) {
                        sums.iter_mut().zip(losses).for_each(|(sum, loss)| *sum += loss);
                    }
                }
            }
        }
    }

    /// What the worst event of each trial's first year loses.
    pub(crate) fn worst(self) -> [Vec<f64>; 2] {
        let [mut ours, mut theirs] = self.alone;
        let batches = ours.chunks_mut(BATCH).zip(theirs.chunks_mut(BATCH));
        for ((ours, theirs), causes) in batches.zip(self.shared) {
            for Events { trials, losses } in causes {
                for (trial, [a, b]) in trials.into_iter().zip(losses) {
                    if let (Some(ours), Some(theirs)) =
                        (ours.get_mut(trial as usize), theirs.get_mut(trial as usize))
                    {
                        *ours = ours.max(a);
                        *theirs = theirs.max(b);
                    }
                }
            }
        }
        [ours, theirs]
    }
}
