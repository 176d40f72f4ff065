//! What trials are worked out on.

use super::events::Events;
use super::live::Settled;
use super::respond::Responses;
use super::rounds::Rounds;
use super::source::BATCH;
use crate::distribution::{COLUMN, Room};

/// What one trial after the other comes to under a model: over the horizon, and in its first year.
#[derive(Clone, Debug)]
pub(super) struct Outcomes {
    /// Premium and loss over the horizon.
    pub(super) cost: Vec<f64>,
    /// What incidents lose in the first year.
    pub(super) year_loss: Vec<f64>,
    /// The incident of the first year that loses most, and the same of those that hit no other service.
    pub(super) worst: Vec<f64>,
    pub(super) worst_own: Vec<f64>,
    /// Hours unavailable in the first year.
    pub(super) year_hours: Vec<f64>,
}

/// Sums over the incidents of each trial, in the order of the rounds.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    pub(super) loss: Vec<f64>,
    /// What incidents lose and what people cost.
    pub(super) all: Vec<f64>,
    pub(super) worst: Vec<f64>,
    pub(super) hours: Vec<f64>,
}

/// Room for a batch, used again and again: none is taken while trials are drawn.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) room: Room,
    pub(super) rounds: Rounds,
    /// Incidents of each trial.
    pub(super) all: Vec<u32>,
    pub(super) first: Vec<u32>,
    /// The unknowns, one after the other, in each trial.
    pub(super) ratios: Vec<Vec<f64>>,
    pub(super) settled: Settled,
    /// The exposures of each season, in the order of the trials and in that of the rounds.
    pub(super) exposures: Vec<Vec<f64>>,
    pub(super) ordered: Vec<Vec<f64>>,
    pub(super) yearly: [Vec<f64>; 2],
    /// Of each incident: its severity times the exposure, where it arrives, its season, whether that is covered, its trial.
    pub(super) at_once: Vec<f64>,
    pub(super) place: Vec<u32>,
    pub(super) left: Vec<f64>,
    pub(super) season: Vec<u32>,
    pub(super) covered: Vec<bool>,
    pub(super) trial: Vec<u32>,
    pub(super) responses: [Responses; 2],
    pub(super) sums: [Sums; 2],
    pub(super) outcomes: [Outcomes; 2],
    /// Incidents of the first year, which both models face.
    pub(super) year_incidents: Vec<f64>,
    /// The events of each cause of the service.
    pub(super) events: Vec<Events>,
}

impl Default for Desk {
    fn default() -> Self {
        let column = || vec![0.0; BATCH];
        let outcomes = || Outcomes {
            cost: column(),
            year_loss: column(),
            worst: column(),
            worst_own: column(),
            year_hours: column(),
        };
        let sums = || Sums { loss: column(), all: column(), worst: column(), hours: column() };
        Self {
            room: Room::default(),
            rounds: Rounds::default(),
            all: vec![0; BATCH],
            first: vec![0; BATCH],
            ratios: Vec::new(),
            settled: Settled::default(),
            exposures: Vec::new(),
            ordered: Vec::new(),
            yearly: [column(), column()],
            at_once: vec![0.0; COLUMN],
            place: vec![0; COLUMN],
            left: vec![0.0; COLUMN],
            season: vec![0; COLUMN],
            covered: vec![false; COLUMN],
            trial: vec![0; COLUMN],
            responses: [Responses::default(), Responses::default()],
            sums: [sums(), sums()],
            outcomes: [outcomes(), outcomes()],
            year_incidents: column(),
            events: Vec::new(),
        }
    }
}

impl Sums {
    pub(super) fn clear(&mut self, count: usize) {
        for column in [&mut self.loss, &mut self.all, &mut self.worst, &mut self.hours] {
            column.iter_mut().take(count).for_each(|sum| *sum = 0.0);
        }
    }
}

impl Desk {
    pub(super) fn clear(&mut self) {
        let none = |column: &mut Vec<f64>| column.fill(0.0);
        for Outcomes { cost, year_loss, worst, worst_own, year_hours } in &mut self.outcomes {
            [cost, year_loss, worst, worst_own, year_hours].into_iter().for_each(none);
        }
        self.yearly.iter_mut().for_each(none);
        none(&mut self.year_incidents);
        self.settled.clear();
        self.events.clear();
    }

    /// Arranges the trials by their incidents of the first year, or of all years after it, and brings their exposures into the same
    /// order. Returns how many have any.
    pub(super) fn arrange(&mut self, in_first_year: bool) -> usize {
        if !in_first_year {
            self.all.iter_mut().zip(&self.first).for_each(|(all, first)| *all -= first);
        }
        self.rounds.arrange(if in_first_year { &self.first } else { &self.all });
        let reached = self.rounds.reach(0);
        for (ordered, exposures) in self.ordered.iter_mut().zip(&self.exposures) {
            for (slot, trial) in ordered.iter_mut().zip(&self.rounds.order).take(reached) {
                *slot = exposures.get(*trial as usize).copied().unwrap_or_default();
            }
        }
        reached
    }

    /// Brings the sums of a pass under the model in this place to the so many trials that they are of.
    pub(super) fn gather(&mut self, place: usize, in_first_year: bool, count: usize) {
        let Self { rounds, outcomes, sums, .. } = self;
        let order = rounds.order.get(..count).unwrap_or_default();
        let (Some(outcomes), Some(sums)) = (outcomes.get_mut(place), sums.get(place)) else { return };
        scatter(order, &sums.all, &mut outcomes.cost, |sum, all| sum + all);
        if in_first_year {
            scatter(order, &sums.loss, &mut outcomes.year_loss, |sum, loss| sum + loss);
            scatter(order, &sums.hours, &mut outcomes.year_hours, |sum, hours| sum + hours);
            scatter(
                order,
                &sums.worst,
                &mut outcomes.worst,
                |worst, loss| {
                    if loss > worst { loss } else { worst }
                },
            );
        }
    }

    /// Counts the incidents of a pass that both models face.
    pub(super) fn count(&mut self, in_first_year: bool) {
        if in_first_year {
            let counts = self.year_incidents.iter_mut().zip(&self.first);
            counts.for_each(|(sum, count)| *sum += f64::from(*count));
        }
    }

    /// So far, only incidents of its own were drawn.
    pub(super) fn keep_own(&mut self) {
        self.outcomes.iter_mut().for_each(|outcomes| outcomes.worst_own.copy_from_slice(&outcomes.worst));
    }
}

fn scatter(order: &[u32], sums: &[f64], trials: &mut [f64], with: impl Fn(f64, f64) -> f64) {
    for (trial, sum) in order.iter().zip(sums) {
        if let Some(slot) = trials.get_mut(*trial as usize) {
            *slot = with(*slot, *sum);
        }
    }
}
