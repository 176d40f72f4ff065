//! Exact mean and variance of what trials add up, for the tests to hold the simulation to.
//!
//! Incidents are Poisson at an uncertain rate, and what they lose is proportional to an uncertain exposure. Given
//! both, a sum of incidents has the mean Λ m and the variance Λ s, with m and s the first two moments of one incident;
//! the law of total variance adds the variance of Λ m.

use super::model::{CalloutPay, ChainModel, ServiceModel, Waits};
use crate::distribution::Distribution;

/// A mean and a variance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Exact {
    pub(super) mean: f64,
    pub(super) variance: f64,
}

impl Exact {
    fn of(distribution: &Distribution) -> Self {
        Self { mean: distribution.mean(), variance: distribution.variance() }
    }

    fn second(self) -> f64 {
        self.variance + self.mean * self.mean
    }
}

/// What a service's trials add up to, under one model.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServiceMoments {
    pub(super) year_loss: Exact,
    pub(super) cost: Exact,
}

/// Moments of one incident: of the hours at stake, of the cost of the response, and of their product.
#[derive(Clone, Copy, Debug, Default)]
struct Joint {
    stake: f64,
    stake_squared: f64,
    response: f64,
    response_squared: f64,
    product: f64,
}

impl Joint {
    fn constant(stake: f64, response: f64) -> Self {
        Self {
            stake,
            stake_squared: stake * stake,
            response,
            response_squared: response * response,
            product: stake * response,
        }
    }

    /// The sum of two that are independent of each other.
    fn and(self, other: Self) -> Self {
        Self {
            stake: self.stake + other.stake,
            stake_squared: self.stake_squared + 2.0 * self.stake * other.stake + other.stake_squared,
            response: self.response + other.response,
            response_squared: self.response_squared
                + 2.0 * self.response * other.response
                + other.response_squared,
            product: self.product + self.stake * other.response + self.response * other.stake + other.product,
        }
    }

    /// Adds another one that happens with this probability.
    fn mix(&mut self, other: Self, probability: f64) {
        self.stake += probability * other.stake;
        self.stake_squared += probability * other.stake_squared;
        self.response += probability * other.response;
        self.response_squared += probability * other.response_squared;
        self.product += probability * other.product;
    }
}

impl Waits {
    /// Mean and variance of a wait, of those who wait: uniform within a stretch, drawn by its length.
    fn exact(&self) -> Exact {
        let mut start = 0.0;
        let (mut all, mut first, mut second) = (0.0, 0.0, 0.0);
        for end in &self.ends {
            let length = (end - start) * self.hours;
            all += length;
            first += length * length / 2.0;
            second += length * length * length / 3.0;
            start = *end;
        }
        if all == 0.0 {
            return Exact::default();
        }
        let mean = first / all;
        Exact { mean, variance: second / all - mean * mean }
    }
}

impl ChainModel {
    /// One incident that arrives in working hours, or out of hours with this wait. `None` for pay by the hour of an
    /// uncertain time: rounding it up has no short formula.
    fn joint(
        &self,
        wait: Option<Exact>,
        covered: bool,
        (working, out_of_hours, waiting): (f64, f64, f64),
    ) -> Option<Joint> {
        const HOUR: f64 = 1.0 / 3600.0;
        let mut wait = wait;
        let mut factor = if wait.is_some() { out_of_hours } else { working };
        let mut path = Joint::constant(self.delay * factor, self.effort);
        let mut whole = Joint::default();
        let mut reached = 1.0;
        let last = self.tiers.len().saturating_sub(1);
        for (number, tier) in self.tiers.iter().enumerate() {
            if let Some(hours) = wait
                && !tier.covered.unwrap_or(covered)
            {
                let mut waited = Joint::constant(hours.mean * waiting, 0.0);
                waited.stake_squared = hours.second() * waiting * waiting;
                path = path.and(waited);
                wait = None;
                factor = working;
            }
            let (pick_up, handling) = (Exact::of(&tier.pick_up), Exact::of(&tier.handling));
            let hours = (pick_up.mean + handling.mean) * HOUR;
            let variance = handling.variance * HOUR * HOUR;
            let callout = match (wait.is_some(), tier.callout, &tier.handling) {
                (false, _, _) | (_, CalloutPay::None, _) => 0.0,
                (true, CalloutPay::ByHour { .. }, uncertain) if uncertain.variance() > 0.0 => return None,
                (true, pay, _) => pay.of(handling.mean * HOUR),
            };
            let response = handling.mean * HOUR * tier.hourly + callout;
            path = path.and(Joint {
                stake: hours * factor,
                stake_squared: factor * factor * (hours * hours + variance + pick_up.variance * HOUR * HOUR),
                response,
                response_squared: response * response + variance * tier.hourly * tier.hourly,
                product: hours * factor * response + factor * variance * tier.hourly,
            });
            let ends = if number == last { 1.0 } else { tier.resolves.min(1.0) };
            whole.mix(path, reached * ends);
            reached *= 1.0 - ends;
        }
        Some(whole)
    }
}

impl ServiceModel {
    /// The moments under the model in this place, 0 or 1. `causes` are the rates of the shared causes that hit it.
    /// `None` where there is no short formula: see [`ChainModel::joint`], and peaks of a service in an exposure group.
    pub(super) fn moments(&self, place: usize, causes: &[&Distribution]) -> Option<ServiceMoments> {
        if self.exposure_group.is_some() && self.seasons.len() > 1 {
            return None;
        }
        let own = Exact::of(&self.incidents);
        let rate = causes.iter().map(|cause| Exact::of(cause)).fold(
            Exact {
                mean: own.mean * self.own_share,
                variance: own.variance * self.own_share * self.own_share,
            },
            |all, one| Exact { mean: all.mean + one.mean, variance: all.variance + one.variance },
        );
        let severity = Exact::of(&self.severity);
        let (severity, severity_squared) = (severity.mean * 0.01, severity.second() * 1e-4);
        let waits = self.waits.exact();
        let chain = self.chains.get(place)?;
        // An incident given the exposures: mean loss and response, linear in each season's exposure.
        let (mut loss, mut response) = (Exact::default(), 0.0);
        let (mut loss_squared, mut all_squared) = (0.0, 0.0);
        let mut start = 0.0;
        for season in &self.seasons {
            let share = season.until - start;
            let covered = if place == 0 { share } else { (season.covered_until - start).clamp(0.0, share) };
            start = season.until;
            let mut joint = Joint::default();
            for (covered, part) in [(true, covered), (false, share - covered)] {
                if part > 0.0 {
                    let part = part / share;
                    joint.mix(chain.joint(None, covered, self.stakes)?, part * (1.0 - self.waits.out_of_hours));
                    if self.waits.out_of_hours > 0.0 {
                        joint.mix(chain.joint(Some(waits), covered, self.stakes)?, part * self.waits.out_of_hours);
                    }
                }
            }
            let exposure = Exact::of(&season.exposure);
            let slope = share * severity * joint.stake;
            loss.mean += slope * exposure.mean;
            loss.variance += slope * slope * exposure.variance;
            response += share * joint.response;
            let squared = share * severity_squared * joint.stake_squared * exposure.second();
            loss_squared += squared;
            all_squared +=
                squared + share * (2.0 * severity * exposure.mean * joint.product + joint.response_squared);
        }
        // The variance of the product of rate and mean, which are independent.
        let of_product = |mean: f64, variance: f64| {
            rate.second() * (variance + mean * mean) - rate.mean * rate.mean * mean * mean
        };
        let year_loss = Exact {
            mean: rate.mean * loss.mean,
            variance: rate.mean * loss_squared + of_product(loss.mean, loss.variance),
        };
        let all = loss.mean + response;
        let mut cost = Exact {
            mean: self.fixed.get(place)? + self.annuity * rate.mean * all,
            variance: self.annuity
                * self.annuity
                * (rate.mean * all_squared / self.years + of_product(all, loss.variance)),
        };
        for delay in &self.delays {
            let (count, value) = (Exact::of(&delay.count), Exact::of(&delay.value));
            let (weeks, effort) = (delay.weeks.get(place)?, delay.effort.get(place)?);
            let each = value.mean * weeks + effort;
            cost.mean += self.annuity * count.mean * each;
            let squared = count.second() * (each * each + value.variance * weeks * weeks);
            cost.variance +=
                self.annuity * self.annuity * (squared - (count.mean * each) * (count.mean * each));
        }
        Some(ServiceMoments { year_loss, cost })
    }
}
