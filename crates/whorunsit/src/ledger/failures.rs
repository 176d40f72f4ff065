//! Deployments that fail: what recovering them takes, and what is lost until then.

use rust_decimal::Decimal;

use crate::exact::{Overflow, product};
use crate::finding::Detail;
use crate::ledger::basis::{Basis, Input, Unit};
use crate::ledger::failure_terms::{FailureTerms, Failures};
use crate::ledger::incidents::Season;
use crate::ledger::item::ItemCode;
use crate::ledger::service::{Costing, OfService, Visit};
use crate::selection::OperatingModel;
use crate::stakes::Stakes;
use crate::year::CoverHours;

const HOURS_A_DAY: Decimal = Decimal::from_parts(24, 0, 0, false, 0);

/// What a trial draws failed deployments from, besides the time that each takes to recover.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedDeployments {
    /// How many a year.
    pub(crate) per_year: Decimal,
    /// What an hour of the people who recover one costs; zero where it is not given.
    pub(crate) hourly: Decimal,
    /// The share of the exposure that is at stake then.
    pub(crate) at_stake: Decimal,
}

impl Costing<'_> {
    /// The failed deployments of a service under a model; `None` where they are not given.
    pub(crate) fn failed_deployments(
        &self,
        index: usize,
        model: OperatingModel,
    ) -> Result<Option<FailedDeployments>, Overflow> {
        let Some(service) = self.portfolio.file().services.get(index) else { return Ok(None) };
        let of = OfService::new(self, index, service, model)?;
        let (rate, recovery) = of.rate_and_recovery()?;
        let Some((rate, _)) = rate.zip(recovery) else { return Ok(None) };
        let mut hourly = Basis::new();
        of.by_runner_hour(&mut hourly)?;
        Ok(Some(FailedDeployments {
            per_year: product(of.cadence()?.deployments, rate)?,
            hourly: hourly.amount().map_or(Decimal::ZERO, |cost| cost.amount()),
            at_stake: of.at_stake_for_a_trial()?,
        }))
    }
}

impl Costing<'_> {
    /// The services whose failed deployments would last longer than the year, if there are any.
    pub(crate) fn failing_all_year(&self) -> Result<Option<Detail>, Overflow> {
        let mut found: Option<Detail> = None;
        for (index, service) in self.portfolio.file().services.iter().enumerate() {
            for model in [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt] {
                let of = OfService::new(self, index, service, model)?;
                let Some(FailureTerms { rate: Some(rate), recovery: Some(recovery) }) = of.terms.failures
                else {
                    continue;
                };
                if of.rate_and_recovery()?.1.is_some() {
                    continue;
                }
                match &mut found {
                    Some(Detail::FailingAllYear { others, .. }) => *others += 1,
                    _ => {
                        let failed = product(of.cadence()?.deployments, rate)?;
                        let hours = product(failed, recovery)?;
                        let service = service.name.clone();
                        found = Some(Detail::FailingAllYear { service, others: 0, model, failed, hours });
                    }
                }
                break;
            }
        }
        Ok(found)
    }
}

impl OfService<'_, '_> {
    /// The hours a year in which a deployment has failed and is not recovered; `None` where they are not known.
    pub(super) fn hours_of_failed_deployments(&self) -> Result<Option<Decimal>, Overflow> {
        if self.terms.failures.is_none() {
            return Ok(Some(Decimal::ZERO));
        }
        let hours = self.of_failed_deployments()?;
        Ok(hours.amount().map(|hours| hours.amount()))
    }

    /// The share that fails, and the hours until each is recovered. Failed deployments that together last longer than the
    /// year is are refused as incidents are: the time counts as not given.
    fn rate_and_recovery(&self) -> Result<(Option<Decimal>, Option<Decimal>), Overflow> {
        let Some(FailureTerms { rate, recovery }) = self.terms.failures else { return Ok((None, None)) };
        let failed = product(self.cadence()?.deployments, rate.unwrap_or_default())?;
        let fits =
            |hours: Decimal| Ok(product(failed, hours)? <= product(self.days_of_year()?, HOURS_A_DAY)?);
        let fits = recovery.map(fits).transpose()?;
        Ok((rate, recovery.filter(|_| fits == Some(true))))
    }

    /// A formula that starts from the failed deployments of a year, and the hours until each is recovered.
    fn of_failed_deployments(&self) -> Result<Basis, Overflow> {
        let (rate, recovery) = self.rate_and_recovery()?;
        let given = Failures::of(self.costing.portfolio, self.index, self.model);
        let mut basis = Basis::new();
        basis
            .by(self.cadence()?.deployments, Unit::Deployments)?
            .given(rate, Unit::Failing, Input::ChangeFailureRate.of(given.rate.1))?
            .given(recovery, Unit::Hours, Input::RecoveryTime.of(given.recovery.1))?;
        self.say_of(&mut basis, &[("change failures", given.rate.1), ("recovery", given.recovery.1)]);
        Ok(basis)
    }

    /// Deployments are made in working hours, and recovered by whoever made them.
    fn at_stake_in_working_hours(&self) -> Result<Decimal, Overflow> {
        let year = &self.costing.portfolio.settings.calendar(self.index).year;
        Ok(Stakes::of(self.service, year, std::iter::empty())?.working)
    }

    /// The same of the exposure that a trial draws, peaks by hours included at their means.
    fn at_stake_for_a_trial(&self) -> Result<Decimal, Overflow> {
        let year = &self.costing.portfolio.settings.calendar(self.index).year;
        let own = Stakes::of(self.service, year, std::iter::empty())?;
        let of_peak = |hours: &CoverHours| Stakes::of_peak(hours, year, std::iter::empty());
        Ok(own.with_peaks(self.service, of_peak)?.working)
    }

    pub(super) fn failed_deployments(&self, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        if self.terms.failures.is_none() {
            return Ok(());
        }
        let mut basis = self.of_failed_deployments()?;
        visit(self.entry(ItemCode::FailedDeployments, self.by_runner_hour(&mut basis)?)?)?;
        let (severity, at_stake) = (self.severity()?, self.at_stake_in_working_hours()?);
        let year = &self.costing.portfolio.settings.calendar(self.index).year;
        let mut lost = |season: &Season, at_stake| {
            let mut basis = self.of_failed_deployments()?;
            basis
                .by_share(season.share, Unit::OfTheYear)?
                .given_share(severity, Unit::Severity, Input::Severity)?
                .by_share(at_stake, Unit::AtStake)?;
            self.lost(ItemCode::LossFailedDeployments, season, basis, visit)
        };
        for season in &self.seasons()? {
            lost(season, at_stake)?;
            for (number, hours) in self.service.peaks_by_hours() {
                let at_stake = Stakes::of_peak(hours, year, std::iter::empty())?.working;
                if !at_stake.is_zero() {
                    lost(&self.season_by_hours(number, season)?, at_stake)?;
                }
            }
        }
        Ok(())
    }
}
