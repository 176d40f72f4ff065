//! The line items of a service that follow from its incidents: effort, callouts, and what is lost while it is unavailable.

use std::rc::Rc;

use rust_decimal::Decimal;

use crate::exact::{Money, Overflow, difference, product, quotient, sum};
use crate::ledger::basis::{At, Basis, Input, Unit};
use crate::ledger::item::{Accounting, ItemCode};
use crate::ledger::service::{Entry, Incidents, OfService, Visit};
use crate::ledger::terms::{InHours, ResponseTerms};
use crate::on_call::Cover;
use crate::portfolio::Name;
use crate::resolve::{Level, days_between};
use crate::response::Chain;
use crate::stakes::Stakes;
use crate::year::Responds;

/// A part of the year with one exposure.
pub(super) struct Season {
    pub(super) peak: Option<Name>,
    /// Where its exposure is given.
    pub(super) at: At,
    pub(super) share: Decimal,
    pub(super) exposure: Money,
    /// The place of its peak among those of the service.
    pub(super) number: Option<usize>,
}

/// A part of a season that is covered, or is not.
#[derive(Clone)]
pub(super) struct Stretch<'s> {
    pub(super) season: &'s Season,
    pub(super) share: Decimal,
    pub(super) covered: bool,
    /// Where it is not: the hours of the week in which it is all the same.
    pub(super) hours: Option<Rc<InHours>>,
}

impl<'p> OfService<'_, 'p> {
    /// The parts of the year: what no peak takes, and every peak.
    pub(super) fn seasons(&self) -> Result<Vec<Season>, Overflow> {
        let exposure = self.service.exposure_per_hour.mean();
        let at = Input::Exposure.into();
        let mut seasons = vec![Season { peak: None, at, share: Decimal::ONE, exposure, number: None }];
        let mut left = Decimal::ONE;
        for (number, peak) in self.service.peaks.iter().enumerate() {
            let Some((from, to)) = peak.days() else { continue };
            let days = Decimal::from(days_between(from, to)) + Decimal::ONE;
            // Peaks may last a calendar year, which is longer than most planning years.
            let share = quotient(days, self.days_of_year()?)?.min(left);
            left = difference(left, share)?;
            seasons.push(Season {
                peak: Some(peak.name.clone()),
                at: Input::PeakExposure.nth(number, Level::Portfolio),
                share,
                exposure: peak.exposure_per_hour.mean(),
                number: Some(number),
            });
        }
        if let Some(normal) = seasons.first_mut() {
            normal.share = left;
        }
        Ok(seasons)
    }

    pub(super) fn days_of_year(&self) -> Result<Decimal, Overflow> {
        product(self.costing.portfolio.weeks_per_year, Decimal::from(7))
    }

    /// The parts of seasons that are covered, and those that are not.
    pub(super) fn stretches<'s>(
        &self,
        seasons: &'s [Season],
        cover: &Cover,
    ) -> Result<Vec<Stretch<'s>>, Overflow> {
        let whole =
            |covered| move |season: &'s Season| Stretch { season, share: season.share, covered, hours: None };
        let (days, hours) = match cover {
            Cover::Always => return Ok(seasons.iter().map(whole(true)).collect()),
            Cover::Never => return Ok(seasons.iter().map(whole(false)).collect()),
            Cover::Times { days, hours } => (days, hours),
        };
        let hours = InHours::of(self.costing.portfolio, (self.index, self.model), hours)?.map(Rc::new);
        let mut stretches = Vec::with_capacity(2 * seasons.len());
        for (season, days) in seasons.iter().zip(days) {
            let covered = quotient(Decimal::from(*days), self.days_of_year()?)?.min(season.share);
            let parts = [(difference(season.share, covered)?, false), (covered, true)];
            let parts = parts.into_iter().filter(|(share, _)| !share.is_zero());
            stretches.extend(parts.map(|(share, covered)| {
                let hours = hours.clone().filter(|_| !covered);
                Stretch { season, share, covered, hours }
            }));
        }
        Ok(stretches)
    }

    pub(super) fn incidents(
        &self,
        cover: &Cover,
        which: Incidents,
        visit: &mut Visit<'_>,
    ) -> Result<(), Overflow> {
        if which != Incidents::ByCover {
            self.own(true, visit)?;
        }
        let Some(chain) = self.chain() else {
            let unknown = [ItemCode::ResponseEffort, ItemCode::LossInWorkingHours];
            for code in unknown.into_iter().filter(|_| which != Incidents::ByCover) {
                let mut basis = self.of_incidents()?;
                basis.given(None, Unit::Hours, Input::Response)?;
                visit(self.entry(code, &basis)?)?;
            }
            return Ok(());
        };
        let seasons = self.seasons()?;
        let stretches = self.stretches(&seasons, cover)?;
        if which != Incidents::ByCover {
            for (number, tier) in chain.tiers.iter().enumerate() {
                let level = self.response_level();
                let mut basis = self.of_incidents()?;
                basis
                    .by_share(tier.reach, Unit::Reaching)?
                    .from(tier.handling, Unit::HoursOfWork, Input::TierHandling.nth(number, level))?
                    .from(Decimal::from(tier.people), Unit::People, Input::TierPeople.nth(number, level))?;
                self.by_tier_hour((number, tier), &mut basis)?;
                basis.label = Some(tier.name.clone());
                self.say_of(&mut basis, &[("response", level)]);
                visit(self.entry(ItemCode::ResponseEffort, &basis)?)?;
            }
        }
        if which != Incidents::AnyCover {
            self.callouts(chain, &stretches, visit)?;
        }
        if which != Incidents::ByCover {
            for step in &chain.steps {
                let level = self.response_level();
                let mut basis = self.of_incidents()?;
                self.by_runner_hour(basis.from(
                    step.effort,
                    Unit::HoursOfWork,
                    Input::Workflow.of(level),
                )?)?;
                basis.label = Some(step.name.clone());
                self.say_of(&mut basis, &[("response", level)]);
                visit(self.entry(ItemCode::StepEffort, &basis)?)?;
            }
        }
        self.losses(chain, (&seasons, &stretches), which, visit)
    }

    pub(super) fn losses(
        &self,
        chain: &Chain,
        (seasons, stretches): (&[Season], &[Stretch<'_>]),
        which: Incidents,
        visit: &mut Visit<'_>,
    ) -> Result<(), Overflow> {
        let arrivals = self.costing.portfolio.arrivals(self.index)?;
        let severity = self.severity()?;
        for stretch in stretches.iter().filter(|_| which != Incidents::AnyCover) {
            let hours = self.response(stretch).unavailable;
            self.by_exposure(chain, stretch, &mut |stretch, stakes, by_hours| {
                for (code, hours, unit, at_stake) in [
                    (
                        ItemCode::LossInWorkingHours,
                        hours.in_working_hours,
                        Unit::HoursInWorkingHours,
                        stakes.working,
                    ),
                    (
                        ItemCode::LossOutOfHours,
                        hours.out_of_hours,
                        Unit::HoursOutOfHours,
                        stakes.out_of_hours,
                    ),
                    (ItemCode::LossWaiting, hours.waiting, Unit::HoursWaiting, stakes.waiting),
                ] {
                    if !(hours.is_zero() || by_hours && at_stake.is_zero()) {
                        self.loss(code, stretch, None, (hours, unit, severity, at_stake), visit)?;
                    }
                }
                Ok(())
            })?;
        }
        if which == Incidents::ByCover || chain.steps.iter().all(|step| step.delay.is_zero()) {
            return Ok(());
        }
        for season in seasons {
            let all = Stretch { season, share: season.share, covered: false, hours: None };
            self.by_exposure(chain, &all, &mut |all, Stakes { working, arriving, .. }, by_hours| {
                let at_stake = sum(
                    product(arrivals.in_working_hours, *working)?,
                    product(arrivals.out_of_hours, *arriving)?,
                )?;
                if by_hours && at_stake.is_zero() {
                    return Ok(());
                }
                for step in chain.steps.iter().filter(|step| !step.delay.is_zero()) {
                    let hours = (step.delay, Unit::Hours, severity, at_stake);
                    self.loss(ItemCode::StepDelay, all, Some(&step.name), hours, visit)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// How the response goes in a part of a season.
    pub(super) fn response<'t>(&'t self, stretch: &'t Stretch<'_>) -> &'t ResponseTerms {
        match &stretch.hours {
            Some(hours) => &hours.response,
            None => self.terms.response(stretch.covered),
        }
    }

    /// What is at stake in a part of a season: at the exposure that it has, and at that of each peak by hours; whether there
    /// are any.
    fn by_exposure(
        &self,
        chain: &Chain,
        stretch: &Stretch<'_>,
        each: &mut impl FnMut(&Stretch<'_>, &Stakes, bool) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let portfolio = self.costing.portfolio;
        let calendar = portfolio.settings.calendar(self.index);
        let (year, by_schedule) = match &stretch.hours {
            Some(hours) => (&hours.year, hours.responds),
            None if stretch.covered => (&*calendar.year, portfolio.responds(self.index)),
            None => (&*calendar.year, Responds::NextWorkingDay),
        };
        let by_hours = self.service.peaks_by_hours().next().is_some();
        each(stretch, &chain.stakes(self.service, year, by_schedule)?, by_hours)?;
        for (number, hours) in self.service.peaks_by_hours() {
            let season = self.season_by_hours(number, stretch.season)?;
            let stakes = chain.stakes_in(hours, year, by_schedule)?;
            each(&Stretch { season: &season, ..stretch.clone() }, &stakes, true)?;
        }
        Ok(())
    }

    /// The same part of the year at the exposure of a peak by hours.
    pub(super) fn season_by_hours(&self, number: usize, season: &Season) -> Result<Season, Overflow> {
        let peak = self.service.peaks.get(number).ok_or(Overflow)?;
        Ok(Season {
            peak: Some(peak.name.clone()),
            at: Input::PeakExposure.nth(number, Level::Portfolio),
            share: season.share,
            exposure: peak.exposure_per_hour.mean(),
            number: Some(number),
        })
    }

    /// The mean share of the exposure that is lost while it fails.
    pub(super) fn severity(&self) -> Result<Decimal, Overflow> {
        let severity = self.service.severity.as_deref().map(|severity| severity.mean_number());
        severity.map_or(Ok(Decimal::ONE), |percent| quotient(percent, Decimal::ONE_HUNDRED))
    }

    /// One loss, as revenue that does not come in and as costs incurred.
    pub(super) fn loss(
        &self,
        code: ItemCode,
        stretch: &Stretch<'_>,
        label: Option<&Name>,
        (hours, unit, severity, at_stake): (Decimal, Unit, Decimal, Decimal),
        visit: &mut Visit<'_>,
    ) -> Result<(), Overflow> {
        let mut whole = self.of_incidents()?;
        whole
            .by_share(stretch.share, Unit::OfTheYear)?
            .by(hours, unit)?
            .given_share(severity, Unit::Severity, Input::Severity)?
            .by_share(at_stake, Unit::AtStake)?;
        whole.label = label.cloned();
        self.say_of(&mut whole, &[("response", self.response_level())]);
        self.lost(code, stretch.season, whole, visit)
    }

    /// What is lost in a season, of what a formula says but the exposure.
    pub(super) fn lost(
        &self,
        code: ItemCode,
        season: &Season,
        mut whole: Basis,
        visit: &mut Visit<'_>,
    ) -> Result<(), Overflow> {
        // All parts are of the same money at stake.
        whole.peak = season.peak.clone();
        for part in self.parts_of_loss(season)? {
            let mut basis = whole.clone();
            match part.is_named {
                true => basis.from(part.share, part.unit, part.at)?,
                false => basis.given_share(part.share, part.unit, part.at)?,
            };
            basis.from(season.exposure.amount(), Unit::PerHour, season.at)?;
            let (accounting, budget_holder) = match part.budget_holder {
                Some(_) => (Accounting::Opex, part.budget_holder),
                None => (Accounting::LostRevenue, None),
            };
            visit(Entry { accounting, budget_holder, ..self.entry(code, &basis)? })?;
        }
        Ok(())
    }
}
