//! Exact mean and variance of what trials add up: what the sampled ones are set beside, and what the tests hold the
//! simulation to.
//!
//! Incidents are Poisson at an uncertain rate, and what they lose is proportional to an uncertain exposure. Given
//! both, a sum of incidents has the mean Λ m and the variance Λ s, with m and s the first two moments of one incident;
//! the law of total variance adds the variance of Λ m.

use super::chain::{CalloutPay, ChainModel, StakesModel};
use super::failures::FailureModel;
use super::model::ServiceModel;
use super::tail;
use super::waits::{At, Waits, either};
use crate::distribution::{Distribution, Quantiles};
use crate::ledger::expected_time;

/// What is known of a sum of many trials without drawing it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Exact {
    pub(crate) mean: f64,
    /// `None` where there is no short formula: peaks of a service in an exposure group, and services that are tied
    /// together.
    pub(crate) variance: Option<f64>,
    /// The share of the mean that rests on draws rarer than one in all the trials; `None` where it is not known.
    pub(crate) beyond: Option<f64>,
}

impl Exact {
    /// The sum with another one; `tied` says whether they vary together.
    pub(crate) fn and(self, other: Self, tied: bool) -> Self {
        let mean = self.mean + other.mean;
        let variance = self.variance.zip(other.variance).filter(|_| !tied).map(|(a, b)| a + b);
        let rare = self.beyond.zip(other.beyond).map(|(a, b)| self.mean * a + other.mean * b);
        Self { mean, variance, beyond: rare.map(|rare| if mean > 0.0 { rare / mean } else { 0.0 }) }
    }

    /// A difference, of which only the mean is known.
    pub(crate) fn mean_alone(mean: f64) -> Self {
        Self { mean, variance: None, beyond: None }
    }

    /// What does not vary.
    pub(crate) fn fixed(mean: f64) -> Self {
        Self { mean, variance: Some(0.0), beyond: Some(0.0) }
    }
}

/// A mean and a variance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Two {
    mean: f64,
    variance: f64,
}

impl Two {
    fn of(distribution: &Distribution) -> Self {
        Self { mean: distribution.mean(), variance: distribution.variance() }
    }

    fn second(self) -> f64 {
        self.variance + self.mean * self.mean
    }
}

/// What a service's trials add up to, under one model.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ServiceMoments {
    pub(crate) year_loss: Exact,
    pub(crate) cost: Exact,
}

/// The mean of callout pay, that of its square, and that of its product with the time, of an uncertain time in hours.
#[derive(Clone, Copy, Debug, Default)]
struct Pay {
    mean: f64,
    squared: f64,
    product: f64,
}

impl Pay {
    /// Pay that is rounded up, or has a least time, is not in proportion to the time: its mean is not the pay for the mean.
    fn of((pay, off): (CalloutPay, f64), handling: &Distribution) -> Self {
        const HOUR: f64 = 1.0 / 3600.0;
        const STEPS: i32 = 400;
        let at = |hours: f64| {
            let pay = pay.of(hours) + off * hours;
            Self { mean: pay, squared: pay * pay, product: pay * hours }
        };
        if let Distribution::Fixed(seconds) = handling {
            return at(seconds * HOUR);
        }
        if let (CalloutPay::None, true) = (pay, off == 0.0) {
            return Self::default();
        }
        // What varies around an unknown median has a mean alone: no variance rests on it.
        if let Distribution::Typical(_) = handling {
            return Self { mean: mean_pay(pay, handling) + off * handling.mean() * HOUR, ..Self::default() };
        }
        let quantiles = Quantiles::of(handling);
        let (mut sum, mut total) = (Self::default(), 0.0);
        for step in -STEPS..=STEPS {
            let normal = f64::from(step) * 8.0 / f64::from(STEPS);
            let weight = libm::exp(-normal * normal / 2.0);
            let pay = at(quantiles.at(normal) * HOUR);
            total += weight;
            sum.mean += weight * pay.mean;
            sum.squared += weight * pay.squared;
            sum.product += weight * pay.product;
        }
        let found =
            Self { mean: sum.mean / total, squared: sum.squared / total, product: sum.product / total };
        // The mean has a formula, which is the ledger's too; the sum above is near enough for what it varies by.
        let mean = match pay {
            CalloutPay::None | CalloutPay::Each(_) => found.mean,
            CalloutPay::ByHour { .. } => mean_pay(pay, handling) + off * handling.mean() * HOUR,
        };
        Self {
            mean,
            squared: found.squared - found.mean * found.mean + mean * mean,
            product: found.product + (mean - found.mean) * handling.mean() * HOUR,
        }
    }
}

/// The mean of callout pay, by the ledger's own formula.
fn mean_pay(pay: CalloutPay, handling: &Distribution) -> f64 {
    const HOUR: f64 = 1.0 / 3600.0;
    match pay {
        CalloutPay::None => 0.0,
        CalloutPay::Each(amount) => amount,
        CalloutPay::ByHour { rate, included, minimum, step } => {
            rate * HOUR * expected_time(handling, included / HOUR, minimum / HOUR, step / HOUR)
        }
    }
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
    /// The stretches out of hours which go on alike: how likely one of them is among all, one of them, and the mean and the
    /// variance of the rest of a stretch, which is uniform.
    fn exact(&self) -> Vec<(f64, At<Two>)> {
        let mut groups = Vec::new();
        let mut whole = 0.0;
        for (place, lengths) in self.alike() {
            let (mut all, mut first, mut second) = (0.0, 0.0, 0.0);
            for (total, length) in lengths {
                all += total;
                first += total * length / 2.0;
                second += total * length * length / 3.0;
            }
            whole += all;
            let mean = if all > 0.0 { first / all } else { 0.0 };
            let variance = if all > 0.0 { second / all - mean * mean } else { 0.0 };
            groups.push((all, (place, Two { mean, variance })));
        }
        if groups.len() > 1 {
            groups.iter_mut().for_each(|(share, _)| *share /= whole);
        } else {
            groups.iter_mut().for_each(|(share, _)| *share = 1.0);
        }
        groups
    }
}

impl ChainModel {
    /// One incident that arrives in working hours, or out of hours in such a stretch; `pays` is the pay of each tier.
    fn joint(
        &self,
        pays: &[Pay],
        (waits, at): (&Waits, Option<At<Two>>),
        covered: bool,
        StakesModel { working, out_of_hours, waiting, arriving }: StakesModel,
    ) -> Joint {
        const HOUR: f64 = 1.0 / 3600.0;
        let mut at = at;
        let mut factor = if at.is_some() { out_of_hours } else { working };
        let delayed = if at.is_some() { arriving } else { working };
        let mut path = Joint::constant(self.delay * delayed, self.effort);
        let mut whole = Joint::default();
        let mut reached = 1.0;
        let last = self.tiers.len().saturating_sub(1);
        for (number, (tier, pay)) in self.tiers.iter().zip(pays).enumerate() {
            if let Some((place, left)) = at
                && let Some((beyond, lands)) = waits.step(place, either(tier.class, covered))
            {
                let hours = Two { mean: left.mean + beyond, ..left };
                let mut waited = Joint::constant(hours.mean * waiting, 0.0);
                waited.stake_squared = hours.second() * waiting * waiting;
                path = path.and(waited);
                at = lands.map(|(place, hours)| (place, Two { mean: hours, variance: 0.0 }));
                factor = if at.is_some() { out_of_hours } else { working };
            }
            let (pick_up, handling) = (Two::of(&tier.pick_up), Two::of(&tier.handling));
            let pay = if at.is_some() { *pay } else { Pay::default() };
            let (pick_up_mean, handling_mean) = (pick_up.mean * HOUR, handling.mean * HOUR);
            let handling_squared = handling.second() * HOUR * HOUR;
            let hours_squared =
                pick_up.second() * HOUR * HOUR + 2.0 * pick_up_mean * handling_mean + handling_squared;
            let response = handling_mean * tier.hourly + pay.mean;
            path = path.and(Joint {
                stake: (pick_up_mean + handling_mean) * factor,
                stake_squared: factor * factor * hours_squared,
                response,
                response_squared: handling_squared * tier.hourly * tier.hourly
                    + 2.0 * tier.hourly * pay.product
                    + pay.squared,
                product: factor * (pick_up_mean * response + handling_squared * tier.hourly + pay.product),
            });
            let ends = if number == last { 1.0 } else { tier.resolves.min(1.0) };
            whole.mix(path, reached * ends);
            reached *= 1.0 - ends;
        }
        whole
    }
}

/// What the failed deployments of a year come to.
#[derive(Clone, Copy, Debug, Default)]
struct Failed {
    rate: f64,
    /// The hours until one is recovered, what each of them costs, and the share of the exposure that is at stake.
    hours: Two,
    hourly: f64,
    at_stake: f64,
    /// What they lose, given the exposures, and the covariance of that with what an incident loses.
    loss: Two,
    together: f64,
    effort: f64,
    /// Their rate times the mean square of what one loses, and of what it costs altogether.
    loss_squared: f64,
    all_squared: f64,
    /// What rests on draws rarer than one in all the trials, in a year and in all years.
    rare: [f64; 2],
}

impl Failed {
    fn of(failures: Option<&FailureModel>) -> Self {
        let Some(failures) = failures else { return Self::default() };
        const HOUR: f64 = 1.0 / 3600.0;
        let seconds = Two::of(&failures.recovery);
        let hours = Two { mean: seconds.mean * HOUR, variance: seconds.variance * HOUR * HOUR };
        let (rate, hourly, at_stake) = (failures.per_year, failures.hourly, failures.at_stake);
        Self { rate, hours, hourly, at_stake, effort: rate * hours.mean * hourly, ..Self::default() }
    }

    /// Adds a season; `incident` is what an incident in it loses for each unit of the exposure.
    fn add(
        &mut self,
        (share, exposure, [years, trials]): (f64, &Distribution, [f64; 2]),
        (severity, severity_squared): (f64, f64),
        incident: f64,
    ) {
        if self.rate <= 0.0 {
            return;
        }
        let rates = Distribution::Fixed(self.rate);
        let slope = self.rate * share * severity * self.at_stake * self.hours.mean;
        for (rare, years) in self.rare.iter_mut().zip([1.0, years]) {
            let beyond = tail::beyond(&[(&rates, share * years)], exposure, trials as usize);
            *rare += slope * exposure.mean() * beyond;
        }
        let exposure = Two::of(exposure);
        self.loss.mean += slope * exposure.mean;
        self.loss.variance += slope * slope * exposure.variance;
        self.together += slope * incident * exposure.variance;
        // Loss and effort of one are both in proportion to its hours.
        let hours_squared = self.hours.second();
        let squared =
            share * severity_squared * self.at_stake * self.at_stake * hours_squared * exposure.second();
        let joint = self.hourly * self.at_stake * hours_squared;
        self.loss_squared += self.rate * squared;
        self.all_squared += self.rate
            * (squared
                + share
                    * (2.0 * severity * exposure.mean * joint + self.hourly * self.hourly * hours_squared));
    }
}

impl ServiceModel {
    /// The moments under the model in this place, 0 or 1. `causes` are the rates of the shared causes that hit it,
    /// `trials` is how many there are.
    pub(crate) fn moments(
        &self,
        place: usize,
        causes: &[&Distribution],
        trials: usize,
    ) -> Option<ServiceMoments> {
        let chain = self.chains.get(place)?;
        let own = Two::of(&self.incidents);
        let rate = causes.iter().map(|cause| Two::of(cause)).fold(
            Two { mean: own.mean * self.own_share, variance: own.variance * self.own_share * self.own_share },
            |all, one| Two { mean: all.mean + one.mean, variance: all.variance + one.variance },
        );
        let severity = Two::of(&self.severity);
        let (severity, severity_squared) = (severity.mean * 0.01, severity.second() * 1e-4);
        let waits = self.waits.exact();
        let pays: Vec<Pay> =
            chain.tiers.iter().map(|tier| Pay::of((tier.callout, tier.time_off), &tier.handling)).collect();
        let stakes = self.stakes.get(place)?;
        let [uncovered, covered] = [false, true].map(|covered| {
            let stakes = either(*stakes, covered);
            let arriving = |at| chain.joint(&pays, (&self.waits, at), covered, stakes);
            let mut joint = Joint::default();
            joint.mix(arriving(None), 1.0 - self.waits.out_of_hours);
            if self.waits.out_of_hours > 0.0 {
                for (share, at) in &waits {
                    joint.mix(arriving(Some(*at)), self.waits.out_of_hours * share);
                }
            }
            joint
        });
        // An incident given the exposures: mean loss and response, linear in each season's exposure.
        let (mut loss, mut response) = (Two::default(), 0.0);
        let (mut loss_squared, mut all_squared) = (0.0, 0.0);
        let (mut start, mut rare) = (0.0, [0.0; 2]);
        let mut failed = Failed::of(self.failures.get(place)?.as_ref());
        for season in &self.seasons {
            let share = season.until - start;
            let cover = match place {
                0 => 1.0,
                _ if share > 0.0 => (season.covered_until - start) / share,
                _ => 0.0,
            };
            start = season.until;
            let mut joint = Joint::default();
            joint.mix(uncovered, 1.0 - cover);
            joint.mix(covered, cover);
            let exposure = Two::of(&season.exposure);
            let of_season = (share, &season.exposure, [self.years, trials as f64]);
            failed.add(of_season, (severity, severity_squared), severity * share * joint.stake);
            let slope = share * severity * joint.stake;
            loss.mean += slope * exposure.mean;
            loss.variance += slope * slope * exposure.variance;
            response += share * joint.response;
            let squared = share * severity_squared * joint.stake_squared * exposure.second();
            loss_squared += squared;
            all_squared +=
                squared + share * (2.0 * severity * exposure.mean * joint.product + joint.response_squared);
            for (rare, years) in rare.iter_mut().zip([1.0, self.years]) {
                let own = std::iter::once((&self.incidents, self.own_share * share * years));
                let rates: Vec<_> = own.chain(causes.iter().map(|cause| (*cause, share * years))).collect();
                *rare += slope * exposure.mean * tail::beyond(&rates, &season.exposure, trials);
            }
        }
        let [year_beyond, beyond] = std::array::from_fn(|which| {
            let (rare, lost) = (rare.get(which).copied().unwrap_or_default(), loss.mean);
            match failed.rare.get(which) {
                Some(more) if failed.rate > 0.0 => {
                    let lost = rate.mean * lost + failed.loss.mean;
                    if lost > 0.0 { (rate.mean * rare + more) / lost } else { 0.0 }
                }
                _ if lost > 0.0 => rare / lost,
                _ => 0.0,
            }
        });
        // The variance of the product of rate and mean, which are independent; failed deployments see the same exposures.
        let of_product = |mean: f64, variance: f64| {
            rate.second() * (variance + mean * mean) - rate.mean * rate.mean * mean * mean
                + 2.0 * rate.mean * failed.together
                + failed.loss.variance
        };
        // Exposures of one group are the same draw in every season, which has no short formula.
        // Neither have incidents that share what is unknown of them.
        let known = (self.exposure_group.is_none() || self.seasons.len() == 1) && !self.has_unknowns;
        let year_loss = Exact {
            mean: rate.mean * loss.mean + failed.loss.mean,
            variance: known.then(|| {
                rate.mean * loss_squared + failed.loss_squared + of_product(loss.mean, loss.variance)
            }),
            beyond: Some(year_beyond),
        };
        let all = loss.mean + response;
        let mut mean =
            self.fixed.get(place)? + self.annuity * (rate.mean * all + failed.loss.mean + failed.effort);
        let mut variance = self.annuity
            * self.annuity
            * ((rate.mean * all_squared + failed.all_squared) / self.years + of_product(all, loss.variance));
        for delay in &self.delays {
            let (count, value) = (Two::of(&delay.count), Two::of(&delay.value));
            let (weeks, effort) = (delay.weeks.get(place)?, delay.effort.get(place)?);
            let each = value.mean * weeks + effort;
            mean += self.annuity * count.mean * each;
            let squared = count.second() * (each * each + value.variance * weeks * weeks);
            variance += self.annuity * self.annuity * (squared - (count.mean * each) * (count.mean * each));
        }
        let lost = self.annuity * year_loss.mean;
        let beyond = if mean > 0.0 { beyond * lost / mean } else { 0.0 };
        Some(ServiceMoments {
            year_loss,
            cost: Exact { mean, variance: known.then_some(variance), beyond: Some(beyond) },
        })
    }
}
