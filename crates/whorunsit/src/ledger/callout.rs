//! What a callout is expected to pay, over all times that it may take.

use rust_decimal::Decimal;

use crate::distribution::Distribution;
use crate::estimate::Estimate;
use crate::exact::{Duration, Overflow, from_float, product, quotient, sum};
use crate::ledger::basis::{Basis, Input, Unit};
use crate::ledger::incidents::Stretch;
use crate::ledger::item::ItemCode;
use crate::ledger::service::{Entry, OfService};
use crate::ledger::terms::{CalloutPay, TierCallout};
use crate::portfolio::{Callout, CalloutUnit};
use crate::response::{Chain, ChainTier};

/// Steps that are added up one by one; longer callouts are so rare, or the steps so short, that an integral serves.
const STEPS: u32 = 4096;

/// Hours that a callout is expected to be paid, where it is paid by the hour: a minimum and rounding up make that more
/// than the hours it is expected to take. `None` where it is paid as a whole.
pub(crate) fn paid_hours(
    callout: &Callout,
    per: CalloutUnit,
    handling: &Estimate<Duration>,
) -> Result<Option<Decimal>, Overflow> {
    if per != CalloutUnit::Hour {
        return Ok(None);
    }
    let seconds = |time: Option<Duration>| time.map_or(0, Duration::seconds);
    let (minimum, step) = (seconds(callout.minimum), seconds(callout.round_up_to));
    let included = seconds(callout.included);
    let hours = |seconds: Decimal| quotient(seconds, Decimal::from(3600)).map(Some);
    match handling.distribution() {
        Distribution::Fixed(_) => {
            let took = handling.mean_number() - Decimal::from(included);
            if included > 0 && took <= Decimal::ZERO {
                return hours(Decimal::ZERO);
            }
            let took = took.max(Decimal::from(minimum));
            let paid = match step {
                0 => took,
                step => quotient(took, Decimal::from(step))?.ceil() * Decimal::from(step),
            };
            hours(paid)
        }
        _ if minimum == 0 && step == 0 && included == 0 => hours(handling.mean_number()),
        uncertain => {
            let expected = expected_time(&uncertain, included as f64, minimum as f64, step as f64);
            hours(from_float(expected).ok_or(Overflow)?)
        }
    }
}

/// The mean of a time beyond what is included, but for a least time, and rounded up to a multiple of a step if there is one: the
/// least where anything is beyond, and for every step above it the probability that it is begun.
pub(crate) fn expected_time(time: &Distribution, included: f64, minimum: f64, step: f64) -> f64 {
    let any = if included > 0.0 { time.above(included) } else { 1.0 };
    if step <= 0.0 {
        return minimum * any + time.beyond(included + minimum);
    }
    let least = (minimum / step).ceil() * step;
    let mut paid = least * any;
    let mut begun = least;
    for _ in 0..STEPS {
        let above = time.above(included + begun);
        if above <= 0.0 {
            return paid;
        }
        paid += step * above;
        begun += step;
    }
    // The sum over the steps that are left, by its integral and half of its first term (Euler and Maclaurin).
    paid + time.beyond(included + begun) + step * time.above(included + begun) / 2.0
}

/// What holds of the callouts of one tier of a service, on average over those that it takes up out of hours.
pub(crate) struct Called {
    /// The share of incidents out of hours that the tier takes up then, of those that reach it.
    covered: Decimal,
    /// The rate at those times, where it is another at some.
    pub(crate) rate: Option<Decimal>,
    /// The share of callouts that no earlier one covers.
    pub(crate) paid: Decimal,
}

impl OfService<'_, '_> {
    /// The callouts of a tier; `None` where it takes no incident up out of hours.
    fn called(
        &self,
        (number, tier): (usize, &ChainTier),
        callout: &TierCallout,
        stretches: &[Stretch<'_>],
    ) -> Result<Option<Called>, Overflow> {
        let mut covered = Decimal::ZERO;
        let (mut rates, mut on_call) = (Decimal::ZERO, Decimal::ZERO);
        for stretch in stretches {
            let progress = self.terms.response(stretch.covered).progress.get(number);
            let responds = progress.map_or(Decimal::ZERO, |progress| progress.out_of_hours);
            if responds.is_zero() {
                continue;
            }
            let share = product(stretch.share, responds)?;
            covered = sum(covered, share)?;
            let [uncovered, by_schedule] = &callout.times;
            let times = if stretch.covered { by_schedule } else { uncovered };
            if let Some(rate) = times.rate {
                rates = sum(rates, product(share, rate)?)?;
            }
            on_call = sum(on_call, product(stretch.share, times.on_call)?)?;
        }
        if covered.is_zero() {
            return Ok(None);
        }
        let rate = callout.times.iter().any(|times| times.rate.is_some());
        let rate = rate.then(|| quotient(rates, covered)).transpose()?;
        let mut paid = Decimal::ONE;
        if let (Some(window), Some(incidents)) = (callout.window, self.incidents_per_year())
            && !on_call.is_zero()
        {
            let out_of_hours = self.costing.portfolio.arrivals(self.index)?.out_of_hours;
            let callouts = product(product(incidents, out_of_hours)?, product(covered, tier.reach)?)?;
            let in_a_window = quotient(product(callouts, window)?, on_call)?;
            paid = quotient(Decimal::ONE, sum(Decimal::ONE, in_a_window)?)?;
        }
        Ok(Some(Called { covered, rate, paid }))
    }

    /// The callouts of each tier.
    pub(super) fn called_by_tier(
        &self,
        chain: &Chain,
        stretches: &[Stretch<'_>],
    ) -> Result<Vec<Option<Called>>, Overflow> {
        let tiers = chain.tiers.iter().enumerate().zip(&self.terms.callouts);
        tiers.map(|(tier, callout)| self.called(tier, callout, stretches)).collect()
    }

    /// Pay of the tiers that respond out of hours, of the incidents that they take up then.
    pub(super) fn callouts(
        &self,
        chain: &Chain,
        stretches: &[Stretch<'_>],
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let portfolio = self.costing.portfolio;
        for (number, (tier, callout)) in chain.tiers.iter().zip(&self.terms.callouts).enumerate() {
            let Some(called) = self.called((number, tier), callout, stretches)? else { continue };
            if callout.pay == CalloutPay::None {
                continue;
            }
            let response = self.response_level();
            let (_, pay_level) = portfolio.callout(self.index, tier.by_product_team);
            let at = if tier.by_product_team {
                Input::CalloutOfProductTeams.of(pay_level)
            } else {
                Input::CalloutOfOperations.of(pay_level)
            };
            let mut basis = self.of_incidents()?;
            let out_of_hours = portfolio.arrivals(self.index)?.out_of_hours;
            match self.service.incidents_out_of_hours {
                Some(_) => basis.from(out_of_hours, Unit::OutOfHours, Input::IncidentsOutOfHours.into())?,
                None => basis.by(out_of_hours, Unit::OutOfHours)?,
            };
            basis.by_share(called.covered, Unit::Covered)?.by_share(tier.reach, Unit::Reaching)?.from(
                Decimal::from(tier.people),
                Unit::People,
                Input::TierPeople.nth(number, response),
            )?;
            let counted = basis.clone();
            basis
                .by_share(callout.of_full_pay, Unit::OfFullPay)?
                .by_share(called.paid, Unit::PaidCallouts)?;
            if let CalloutPay::Hours { hours, .. } = callout.pay {
                basis.by(hours, Unit::Hours)?;
            }
            match (callout.pay, called.rate) {
                (CalloutPay::Hours { .. }, Some(rate)) => basis.by(rate, Unit::PerHour)?,
                (CalloutPay::Each(_), Some(rate)) => basis.by(rate, Unit::PerCallout)?,
                (CalloutPay::Hours { rate, .. }, None) => basis.from(rate, Unit::PerHour, at)?,
                (CalloutPay::Each(pay), None) => basis.from(pay, Unit::PerCallout, at)?,
                (CalloutPay::None | CalloutPay::NotGiven, _) => basis.given(None, Unit::PerCallout, at)?,
            };
            basis.label = Some(tier.name.clone());
            self.say_of(&mut basis, &[("response", response), ("pay", pay_level)]);
            visit(self.entry(ItemCode::Callouts, &basis)?)?;
            let Some(time_off) = callout.time_off else { continue };
            let mut basis = counted;
            basis.from(tier.handling, Unit::HoursOfWork, Input::TierHandling.nth(number, response))?.from(
                time_off,
                Unit::HoursOff,
                at,
            )?;
            self.by_tier_hour((number, tier), &mut basis)?;
            basis.label = Some(tier.name.clone());
            self.say_of(&mut basis, &[("response", response), ("pay", pay_level)]);
            visit(self.entry(ItemCode::TimeOff, &basis)?)?;
        }
        Ok(())
    }

    /// What an hour of one of a tier's people costs.
    pub(super) fn by_tier_hour<'b>(
        &self,
        (number, tier): (usize, &ChainTier),
        basis: &'b mut Basis,
    ) -> Result<&'b mut Basis, Overflow> {
        match tier.hourly_cost {
            Some(cost) => {
                basis.from(cost, Unit::PerHour, Input::TierHourlyCost.nth(number, self.response_level()))
            }
            None if tier.by_product_team => self.by_team_hour(basis),
            None => self.by_operations_hour(basis),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::to_float;
    use crate::random::Random;

    #[test]
    fn an_expectation_is_the_mean_of_draws() {
        let hour = 3600.0;
        for time in [
            Distribution::pert(0.2 * hour, 0.5 * hour, 4.0 * hour),
            Distribution::triangular(0.2 * hour, 0.5 * hour, 4.0 * hour),
            Distribution::uniform(0.2 * hour, 4.0 * hour),
            Distribution::lognormal(7.0, 1.0, 1e15),
            Distribution::empirical([600.0, 3599.0, 3601.0, 9000.0].into()).unwrap(),
        ] {
            for (included, minimum, step) in [
                (0.0, 0.0, 1800.0),
                (0.0, 3600.0, 0.0),
                (0.0, 3600.0, 1800.0),
                (0.0, 600.0, 900.0),
                (1800.0, 0.0, 0.0),
                (1800.0, 0.0, 900.0),
                (1800.0, 3600.0, 0.0),
                (1800.0, 3600.0, 1800.0),
            ] {
                let mut random = Random::of_batch(7, 1);
                let (mut sum, mut squares) = (0.0, 0.0);
                let count = 200_000;
                for _ in 0..count {
                    let drawn = time.sample(&mut random);
                    let beyond = (drawn - included).max(minimum);
                    let paid = match () {
                        () if included > 0.0 && drawn <= included => 0.0,
                        () if step > 0.0 => (beyond / step).ceil() * step,
                        () => beyond,
                    };
                    sum += paid;
                    squares += paid * paid;
                }
                let mean = sum / f64::from(count);
                let error = ((squares / f64::from(count) - mean * mean) / f64::from(count)).sqrt();
                let exact = expected_time(&time, included, minimum, step);
                assert!(
                    (mean - exact).abs() < 5.0 * error + 1e-9,
                    "{time:?} {included} {minimum} {step}: {exact}, not {mean}"
                );
            }
        }
    }

    #[test]
    fn a_known_time_is_paid_exactly() {
        let callout = Callout {
            minimum: Some("1h".parse().unwrap()),
            round_up_to: Some("30min".parse().unwrap()),
            ..Callout::new(crate::exact::Money::from_major(75), CalloutUnit::Hour)
        };
        let hours = |time: &str| {
            let handling = Estimate::point(time.parse::<Duration>().unwrap());
            to_float(paid_hours(&callout, callout.per, &handling).unwrap().unwrap())
        };
        assert!((hours("20min") - 1.0).abs() < 1e-12);
        assert!((hours("100min") - 2.0).abs() < 1e-12);
    }
}
