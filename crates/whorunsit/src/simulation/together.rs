//! All services together, trial by trial.

use super::answer::{PortfolioSimulation, Simulated};
use super::engine::Samples;
use super::moments::{Exact, ServiceMoments};
use super::pool::on_threads;
use super::single::Ready;
use super::summary::{Risk, Spread};
use super::wins::Wins;
use crate::currency::Currency;
use crate::exact::Money;

/// What can be told of the whole portfolio.
#[derive(Clone, Copy)]
pub(super) struct Tells {
    /// The costs of what is recommended, and of operations running everything.
    pub(super) costs: [bool; 2],
    /// What they are expected to cost.
    pub(super) booked: [Money; 2],
    /// Their expected difference; `None` where it cannot be told.
    pub(super) difference: Option<Money>,
    /// What incidents lose.
    pub(super) losses: bool,
}

/// The portfolio's samples, trial by trial: what is recommended, and operations running everything.
pub(super) struct Together {
    pub(super) cost: [Vec<f64>; 2],
    pub(super) year_loss: [Vec<f64>; 2],
    pub(super) exact_cost: [Exact; 2],
    pub(super) exact_loss: [Exact; 2],
}

impl Together {
    /// Adds a service's trials to those of the portfolio.
    pub(super) fn add(&mut self, ready: &Ready, samples: &Samples, exact: [ServiceMoments; 2]) {
        let model = &ready.model;
        let tied = model.exposure_group.is_some() || !model.shared.is_empty() || model.has_unknowns;
        for (slot, from) in [(0, ready.chosen), (1, 0)] {
            for (sums, samples) in
                [(&mut self.cost, &samples.cost), (&mut self.year_loss, &samples.year_loss)]
            {
                if let (Some(sums), Some(samples)) = (sums.get_mut(slot), samples.get(from)) {
                    sums.iter_mut().zip(samples).for_each(|(sum, sample)| *sum += sample);
                }
            }
            let Some(exact) = exact.get(from) else { continue };
            for (sums, exact) in [(&mut self.exact_cost, exact.cost), (&mut self.exact_loss, exact.year_loss)]
            {
                if let Some(sum) = sums.get_mut(slot) {
                    *sum = sum.and(exact, tied);
                }
            }
        }
    }

    pub(super) fn summarise(
        self,
        tells: Tells,
        worst: [Vec<f64>; 2],
        alone: Option<[Risk; 4]>,
        (currency, threads): (Currency, usize),
    ) -> PortfolioSimulation {
        let Self { cost: [ours, theirs], year_loss: [loss_a, loss_b], exact_cost, exact_loss } = self;
        let difference: Vec<f64> = ours.iter().zip(&theirs).map(|(ours, theirs)| ours - theirs).collect();
        let [exact_ours, exact_theirs] = exact_cost.map(Some);
        let [exact_a, exact_b] = exact_loss.map(Some);
        let costs = [(&ours, exact_ours), (&theirs, exact_theirs), (&difference, None)];
        let [a, b, spread] =
            on_threads(costs, threads, |(samples, exact)| Spread::of(samples, exact, currency));
        // What a single service loses is what the portfolio loses.
        let [year_a, year_b, worst_a, worst_b] = alone.unwrap_or_else(|| {
            let [worst_a, worst_b] = &worst;
            let losses = [(&loss_a, ()), (&loss_b, ()), (worst_a, ()), (worst_b, ())];
            on_threads(losses, threads, |(samples, ())| Risk::of(samples, None, currency))
        });
        let year_a = Risk { spread: year_a.spread.beside(exact_a, currency), ..year_a };
        let year_b = Risk { spread: year_b.spread.beside(exact_b, currency), ..year_b };
        let simulated = |cost: Option<Spread>, year_loss, worst_incident| Simulated {
            cost_over_horizon: cost,
            year_loss: Some(year_loss).filter(|_| tells.losses),
            worst_incident: Some(worst_incident).filter(|_| tells.losses),
            meets_target_percent: None,
            meets_target_interval: None,
        };
        let wins = tells.difference.map(|_| Wins::of(&difference, currency));
        let ([known_a, known_b], [booked_a, booked_b]) = (tells.costs, tells.booked);
        PortfolioSimulation {
            hybrid_at_scale: simulated(known_a.then(|| a.booked(booked_a)), year_a, worst_a),
            all_ops_run_it: simulated(known_b.then(|| b.booked(booked_b)), year_b, worst_b),
            difference: tells.difference.map(|booked| spread.booked(booked)),
            cheaper_percent: wins.map(|wins| wins.percent()),
            cheaper_interval: wins.map(|wins| wins.interval()),
            tied_percent: wins.map(|wins| wins.tied_percent()),
        }
    }
}
