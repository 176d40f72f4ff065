//! Callouts of a service's tiers, and time off in lieu of them.

use rust_decimal::Decimal;

use crate::exact::{Overflow, product, quotient, sum};
use crate::ledger::basis::{Basis, Input, Unit};
use crate::ledger::incidents::Stretch;
use crate::ledger::item::ItemCode;
use crate::ledger::service::{Costing, OfService, Visit};
use crate::ledger::terms::{CalloutPay, TierCallout};
use crate::on_call::Cover;
use crate::response::{Chain, ChainTier};
use crate::selection::OperatingModel;

/// What holds of the callouts of one tier of a service, on average over those that it takes up out of hours.
pub(crate) struct Called {
    /// The share of incidents out of hours that the tier takes up then, of those that reach it.
    covered: Decimal,
    /// The rate at those times, where it is another at some.
    pub(crate) rate: Option<Decimal>,
    /// The share of callouts that no earlier one covers.
    pub(crate) paid: Decimal,
}

impl Costing<'_> {
    /// What holds of the callouts of each tier of a service's response under a model.
    pub(crate) fn called(
        &self,
        index: usize,
        model: OperatingModel,
        cover: &Cover,
    ) -> Result<Vec<Option<Called>>, Overflow> {
        let Some(service) = self.portfolio.file().services.get(index) else {
            return Ok(Vec::new());
        };
        let of = OfService::new(self, index, service, model)?;
        let Some(chain) = of.chain() else { return Ok(Vec::new()) };
        let seasons = of.seasons()?;
        let cover = if of.by_product_team() { cover } else { &Cover::Always };
        of.called_by_tier(chain, &of.stretches(&seasons, cover)?)
    }
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
            let progress = self.response(stretch).progress.get(number);
            let responds = progress.map_or(Decimal::ZERO, |progress| progress.out_of_hours);
            if responds.is_zero() {
                continue;
            }
            let share = product(stretch.share, responds)?;
            covered = sum(covered, share)?;
            let [uncovered, by_schedule] = &callout.times;
            let in_hours = stretch.hours.as_ref().and_then(|hours| hours.callouts.get(number));
            let times = in_hours.unwrap_or(if stretch.covered { by_schedule } else { uncovered });
            if let Some(rate) = times.rate {
                rates = sum(rates, product(share, rate)?)?;
            }
            on_call = sum(on_call, product(stretch.share, times.on_call)?)?;
        }
        if covered.is_zero() {
            return Ok(None);
        }
        let in_hours = stretches.iter().flat_map(|stretch| &stretch.hours);
        let in_hours = in_hours.filter_map(|hours| hours.callouts.get(number));
        let rate = callout.times.iter().chain(in_hours).any(|times| times.rate.is_some());
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
        visit: &mut Visit<'_>,
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
