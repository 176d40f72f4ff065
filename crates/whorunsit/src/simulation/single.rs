//! One service: what its trials came to.

use rust_decimal::Decimal;

use super::answer::{ServiceSimulation, Simulated};
use super::engine::Samples;
use super::interval::{PercentInterval, likelihood, percent};
use super::live::Live;
use super::model::{MODELS, ServiceModel};
use super::moments::ServiceMoments;
use super::pay::Pay;
use super::pool::on_threads;
use super::source::Cause;
use super::summary::{Moments, Risk, Spread};
use super::wins::Wins;
use crate::exact::{Money, float};
use crate::portfolio::PortfolioFile;
use crate::selection::OperatingModel;
use crate::sensitivity::CostFlip;

/// A service ready to be simulated.
pub(super) struct Ready {
    pub(super) index: usize,
    pub(super) model: ServiceModel,
    /// How it follows from what is unknown beside its own estimates; `None` where all of that is known.
    pub(super) live: Option<Live>,
    /// The place of its recommended model in pairs.
    pub(super) chosen: usize,
    /// Whether everything that it costs by itself is given, under each model.
    pub(super) known: [bool; 2],
    /// Whether everything that it loses in incidents and by failed deployments is given, under each model.
    pub(super) losses: [bool; 2],
    /// What it is expected to cost by itself, under each model.
    pub(super) booked: [Money; 2],
    /// You Build It You Run It less Ops Run It, with what it adds elsewhere; `None` where the models cannot be compared.
    pub(super) whole: Option<Money>,
    /// What it adds elsewhere under You Build It You Run It; `None` where the models cannot be compared.
    pub(super) elsewhere: Option<Money>,
    pub(super) flips: Vec<CostFlip>,
}

impl Ready {
    /// What is known of a service's trials without drawing them, under both models.
    pub(super) fn exact(&self, causes: &[Cause], trials: usize) -> [ServiceMoments; 2] {
        let causes = self.model.shared.iter().filter_map(|cause| causes.get(*cause));
        let rates: Vec<_> = causes.map(|cause| &cause.rate).collect();
        [0, 1].map(|place| self.model.moments(place, &rates, trials).unwrap_or_default())
    }

    /// You Build It You Run It less Ops Run It, with what changes elsewhere, trial by trial.
    pub(super) fn differences(&self, samples: &Samples, pays: &[Pay], excess: &[Vec<f64>]) -> Vec<f64> {
        let [cost_a, cost_b] = &samples.cost;
        let more = self.elsewhere.map(|elsewhere| float(elsewhere.amount())).unwrap_or_default();
        let mut difference: Vec<f64> = cost_b.iter().zip(cost_a).map(|(b, a)| b - a + more).collect();
        for (pay, excess) in pays.iter().zip(excess) {
            let more = pay.elsewhere.get(self.index).copied().unwrap_or_default();
            difference.iter_mut().zip(excess).for_each(|(difference, excess)| *difference += more * excess);
        }
        difference
    }

    /// What a year loses, and its worst incident, as recommended and with operations running everything: of a portfolio that has no
    /// other service, too.
    pub(super) fn risks(&self, service: &ServiceSimulation) -> Option<[Risk; 4]> {
        let (theirs, of_team) = (&service.ops_run_it, &service.you_build_it_you_run_it);
        let ours = if self.chosen == 1 { of_team } else { theirs };
        let [a, b] = [ours, theirs].map(|one| one.year_loss.clone());
        let [c, d] = [ours, theirs].map(|one| one.worst_incident.clone());
        Some([a?, b?, c?, d?])
    }

    /// What its trials came to.
    pub(super) fn summarise(
        &self,
        file: &PortfolioFile,
        samples: &Samples,
        (exact, difference): ([ServiceMoments; 2], &Vec<f64>),
        threads: usize,
    ) -> ServiceSimulation {
        let currency = file.currency;
        let Samples {
            cost: [cost_a, cost_b], year_loss: [loss_a, loss_b], worst: [worst_a, worst_b], ..
        } = samples;
        let trials = cost_a.len().max(1);
        let elsewhere = self.elsewhere.map(|elsewhere| float(elsewhere.amount()));
        let [exact_a, exact_b] = exact;
        let [booked_a, booked_b] = self.booked;
        let costs = [(cost_a, Some(exact_a.cost)), (cost_b, Some(exact_b.cost)), (difference, None)];
        let [spread_a, spread_b, difference_spread] = on_threads(costs, threads, |(samples, exact)| {
            (Spread::of(samples, exact, currency), Moments::of(samples).variance)
        });
        let losses = [
            (loss_a, Some(exact_a.year_loss)),
            (loss_b, Some(exact_b.year_loss)),
            (worst_a, None),
            (worst_b, None),
        ];
        let [year_a, year_b, worst_a, worst_b] =
            on_threads(losses, threads, |(samples, exact)| Risk::of(samples, exact, currency));
        let ([known_a, known_b], [losses_a, losses_b]) = (self.known, self.losses);
        let simulated = |cost: Option<Spread>, risks: [Risk; 2], (met, known): (usize, bool)| {
            let [year_loss, worst_incident] = risks.map(|risk| Some(risk).filter(|_| known));
            Simulated {
                cost_over_horizon: cost,
                year_loss,
                worst_incident,
                meets_target_percent: known.then(|| likelihood(met, trials)),
                meets_target_interval: known.then(|| PercentInterval::wilson(met, trials)),
            }
        };
        let [met_a, met_b] = samples.met();
        let ((spread_a, a), (spread_b, b), (difference_spread, c)) = (spread_a, spread_b, difference_spread);
        let reduced = (a + b > 0.0).then(|| percent((1.0 - c / (a + b)).max(0.0)).round_dp(4));
        let wins = elsewhere.map(|_| Wins::of(difference, currency));
        ServiceSimulation {
            name: file.services.get(self.index).map(|service| service.name.clone()).unwrap_or_default(),
            operating_model: MODELS.get(self.chosen).copied().unwrap_or(OperatingModel::OpsRunIt),
            ops_run_it: simulated(
                known_a.then(|| spread_a.booked(booked_a)),
                [year_a, worst_a],
                (met_a, losses_a),
            ),
            you_build_it_you_run_it: simulated(
                known_b.then(|| spread_b.booked(booked_b)),
                [year_b, worst_b],
                (met_b, losses_b),
            ),
            elsewhere: self.elsewhere,
            difference: self.whole.map(|whole| difference_spread.booked(whole)),
            you_build_it_cheaper_percent: wins.map(|wins| wins.percent()),
            you_build_it_cheaper_interval: wins.map(|wins| wins.interval()),
            tied_percent: wins.map(|wins| wins.tied_percent()),
            flips: self.flips.clone(),
            variance_reduction_percent: elsewhere.and(reduced),
        }
    }
}

/// What of a mean rests on draws that are rarer than one in all the trials, where it is so much that neither the sampled
/// mean nor its standard error can be trusted.
pub(super) fn beyond(risk: &Risk) -> Option<Decimal> {
    risk.spread.mean_beyond_trials_percent.filter(|percent| *percent >= Decimal::TWO)
}
