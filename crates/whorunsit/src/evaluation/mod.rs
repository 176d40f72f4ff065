//! The one evaluation: what every service costs and loses under each model, for any assignment.

mod accounts;
mod bounds;
mod ceiling;
#[cfg(feature = "full")]
mod kept;
mod least_cost;
mod margin;
mod policy;
mod shared;
mod standing;
mod strategy;
mod sums;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use self::accounts::Accounts;
pub use self::bounds::check;
pub(crate) use self::ceiling::ceiling;
pub use self::margin::Insurance;
pub(crate) use self::margin::{Margin, Margins, StandbyPrices};
use self::policy::by_money;
pub(crate) use self::policy::least_cost_assignment;
pub(crate) use self::shared::Shared;
pub(crate) use self::standing::{Settled, Standing};
pub use self::strategy::StrategyCosts;
pub(crate) use self::sums::{Change, Options, Sums};
use crate::assignment::{Assignment, Strategy, Today};
use crate::decision::choose;
use crate::error::Fault;
use crate::exact::{Money, Overflow, difference, product, quotient};
use crate::finding::{Detail, Finding};
use crate::ledger::{Costing, ItemCode};
use crate::on_call::{Cover, operations_cost};
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, Policy};

/// The expected availability in percent, to six decimals, of so many unavailable hours a year; never below zero.
pub(crate) fn availability(portfolio: &Portfolio, hours: Decimal) -> Result<Decimal, Fault> {
    let year = product(portfolio.weeks_per_year, Decimal::from(168))?;
    let lost = quotient(product(hours, Decimal::ONE_HUNDRED)?, year)?;
    Ok(difference(Decimal::ONE_HUNDRED, lost)?.max(Decimal::ZERO).round_dp(6))
}

/// The expected availability that is compared with a service's target.
pub(crate) fn counted(portfolio: &Portfolio, service: usize, hours: Decimal) -> Result<Decimal, Fault> {
    availability(portfolio, product(hours, portfolio.counted_share(service))?)
}

/// Whether a service is covered, where it is so all year, or on no day; what operations run, they cover.
fn all_year(model: OperatingModel, cover: &Cover) -> Option<bool> {
    match (model, cover) {
        (OperatingModel::OpsRunIt, _) | (_, Cover::Always) => Some(true),
        (OperatingModel::YouBuildItYouRunIt, Cover::Never) => Some(false),
        (OperatingModel::YouBuildItYouRunIt, Cover::Times { .. }) => None,
    }
}

/// What every service costs under each model, and what standby costs.
pub(crate) struct Analysis<'p> {
    pub(crate) costing: Costing<'p>,
    pub(crate) options: Cow<'p, [Options]>,
    pub(crate) prices: StandbyPrices,
}

impl<'p> Analysis<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio) -> Result<Self, Fault> {
        let costing = Costing::new(portfolio)?;
        let options = Options::all(&costing)?;
        Self::with(costing, options.into())
    }

    /// The analysis as far as differences are asked about, and neither accounts nor availability.
    pub(crate) fn of_sums(portfolio: &'p Portfolio) -> Result<Self, Fault> {
        let costing = Costing::new(portfolio)?;
        let all = (0..portfolio.file().services.len()).map(|service| Options::sums_of(&costing, service));
        let options: Vec<Options> = all.collect::<Result<_, _>>()?;
        Self::with(costing, options.into())
    }

    /// The analysis of a portfolio whose options are known.
    pub(crate) fn known(portfolio: &'p Portfolio, options: &'p [Options]) -> Result<Self, Fault> {
        Self::with(Costing::new(portfolio)?, options.into())
    }

    /// The analysis of a portfolio that is an edited form of one whose options these are.
    #[cfg(feature = "full")]
    pub(crate) fn edited(portfolio: &'p Portfolio, before: (&Portfolio, &[Options])) -> Result<Self, Fault> {
        let costing = Costing::new(portfolio)?;
        let (options, _) = Options::after_edit(before, &costing)?;
        Self::with(costing, options.into())
    }

    /// The same of a portfolio that differs from one whose options these are in one service only.
    pub(crate) fn changed(
        portfolio: &'p Portfolio,
        mut options: Vec<Options>,
        service: usize,
    ) -> Result<Self, Fault> {
        let costing = Costing::new(portfolio)?;
        if let Some(slot) = options.get_mut(service) {
            *slot = Options::sums_of(&costing, service)?;
        }
        Self::with(costing, options.into())
    }

    /// The analysis as far as one service by itself is asked about: of all others it has only what those of its team cost,
    /// whose cover it may change.
    pub(crate) fn of_one(portfolio: &'p Portfolio, service: usize) -> Result<Self, Fault> {
        let costing = Costing::new(portfolio)?;
        let team = portfolio.member(service).team;
        let is_asked =
            |other: usize| other == service || (team.is_some() && portfolio.member(other).team == team);
        let options = (0..portfolio.file().services.len())
            .map(|other| match is_asked(other) {
                true => Options::sums_of(&costing, other),
                false => Ok(Options::default()),
            })
            .collect::<Result<Vec<_>, _>>()?;
        Self::with(costing, options.into())
    }

    fn with(costing: Costing<'p>, options: Cow<'p, [Options]>) -> Result<Self, Fault> {
        let portfolio = costing.portfolio;
        let currency = portfolio.file().currency;
        let price = |cost: Option<Money>| {
            let yearly = cost.map(|cost| cost.booked(currency));
            let whole = |yearly| {
                Ok::<_, Overflow>((yearly, portfolio.costs.discounting.of_yearly(yearly, currency)?))
            };
            yearly.map(whole).transpose()
        };
        let prices = StandbyPrices { rotas: price(operations_cost(portfolio)?)? };
        Ok(Self { costing, options, prices })
    }

    /// What is recommended, as [`recommended`] tells without an analysis.
    pub(crate) fn recommended(&self) -> Result<Assignment, Fault> {
        let portfolio = self.costing.portfolio;
        let selected = Assignment::of(portfolio, choose(portfolio))?;
        if decides_by_money(portfolio) { by_money(self, selected) } else { Ok(selected) }
    }

    /// What a service costs by itself under a model, standby aside.
    pub(crate) fn sums(&self, service: usize, model: OperatingModel, cover: &Cover) -> Result<Sums, Fault> {
        if let Some(covered) = all_year(model, cover) {
            return Ok(*self.options.get(service).ok_or(Fault::Internal)?.of_model(model, covered));
        }
        let mut sums = Sums::default();
        self.costing.visit(service, model, cover, &mut |entry| sums.add(&entry))?;
        Ok(sums)
    }

    /// The same in an assignment.
    pub(crate) fn own(&self, assignment: &Assignment, service: usize) -> Result<Sums, Fault> {
        let model = assignment.choices.get(service).ok_or(Fault::Internal)?.model;
        self.sums(service, model, &assignment.cover(self.costing.portfolio, service))
    }

    /// Adds the same to the accounts of a strategy.
    fn account(&self, assignment: &Assignment, service: usize, accounts: &mut Accounts) -> Result<(), Fault> {
        let model = assignment.choices.get(service).ok_or(Fault::Internal)?.model;
        let cover = assignment.cover(self.costing.portfolio, service);
        if let Some(covered) = all_year(model, &cover) {
            let options = self.options.get(service).ok_or(Fault::Internal)?;
            return Ok(accounts.add_all(options.accounts_of_model(model, covered))?);
        }
        Ok(self.costing.visit(service, model, &cover, &mut |entry| accounts.add(&entry))?)
    }

    /// How many hours a year a service is expected to be unavailable under a model.
    pub(crate) fn unavailable(
        &self,
        service: usize,
        model: OperatingModel,
        cover: &Cover,
    ) -> Result<Option<Decimal>, Fault> {
        match all_year(model, cover) {
            Some(covered) => {
                Ok(self.options.get(service).ok_or(Fault::Internal)?.unavailable_under(model, covered))
            }
            None => Ok(self.costing.unavailable_hours(service, model, cover)?),
        }
    }

    /// Whether a trial draws all that a service loses when it fails.
    pub(crate) fn losses_are_drawn(&self, service: usize, model: OperatingModel) -> bool {
        let sums = self.options.get(service).map(|options| options.of_model(model, true));
        sums.is_some_and(Sums::failures_are_known)
    }

    /// The insurance of one service under an assignment.
    pub(crate) fn insurance_of<'s>(
        &self,
        standing: impl Into<Standing<'s>>,
        index: usize,
    ) -> Result<(Margin, Insurance), Fault> {
        self.insurance(&mut Margins::new(self, standing.into())?, index)
    }

    fn insurance(&self, margins: &mut Margins<'_, '_>, index: usize) -> Result<(Margin, Insurance), Fault> {
        let choice = margins.standing.choices.get(index);
        let (Some(options), Some(choice)) = (self.options.get(index), choice) else {
            return Err(Fault::Internal);
        };
        let margin = margins.of(index)?;
        let incomplete = (options.ops_run_it.incomplete | options.covered.incomplete) != 0;
        // Where all that is known is the same under both models, nothing is compared.
        let known = !incomplete || margin.change != Change::default();
        let comparable = options.is_comparable() && !margin.unpriced && known;
        let losses = options.ops_run_it.losses_are_known()
            && options.covered.losses_are_known()
            && options.uncovered.losses_are_known();
        let insurance = Insurance::of(
            &self.costing,
            margin.change,
            (!margin.unpriced).then_some(margin.standby_per_year),
            Some(choice.model),
            (comparable, incomplete || margin.unpriced, !losses),
        )?;
        Ok((margin, insurance))
    }

    /// The insurance of each service under an assignment.
    pub(crate) fn each_insurance<'s>(
        &self,
        standing: impl Into<Standing<'s>>,
        mut each: impl FnMut(usize, &Margin, Insurance) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let standing = standing.into();
        let mut margins = Margins::new(self, standing)?;
        (0..standing.choices.len()).try_for_each(|index| {
            let (margin, insurance) = self.insurance(&mut margins, index)?;
            each(index, &margin, insurance)
        })
    }

    /// What each service comes to under You Build It You Run It less what it does under Ops Run It, as far as these can be compared.
    pub(crate) fn differences<'s>(
        &self,
        standing: impl Into<Standing<'s>>,
    ) -> Result<Vec<Option<Money>>, Fault> {
        let standing = standing.into();
        let mut all = Vec::with_capacity(standing.choices.len());
        self.each_insurance(standing, |_, _, insurance| {
            all.push(insurance.difference()?);
            Ok(())
        })?;
        Ok(all)
    }

    /// The insurance of each service under an assignment, with what to know about it.
    pub(crate) fn insurances(
        &self,
        assignment: &Assignment,
        mut each: impl FnMut(usize, &Margin, Insurance, Vec<Finding>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let portfolio = self.costing.portfolio;
        self.each_insurance(assignment, |index, margin, insurance| {
            let choice = assignment.choices.get(index).ok_or(Fault::Internal)?;
            let mut details: Vec<Detail> =
                Detail::down_all_year(portfolio, Some(index)).into_iter().collect();
            let cover = assignment.cover(portfolio, index);
            let sums = self.sums(index, choice.model, &cover)?;
            if let Some(hours) = self.unavailable(index, choice.model, &cover)? {
                let expected = counted(portfolio, index, hours)?;
                if expected < choice.target.percent() {
                    let other = self.unavailable(index, choice.model.other(), &margin.cover)?;
                    let other = other.map(|hours| counted(portfolio, index, hours)).transpose()?;
                    let other_meets = other.is_some_and(|expected| expected >= choice.target.percent());
                    let (model, target) = (choice.model, choice.target);
                    details.push(Detail::TargetMissed { model, target, expected, other_meets });
                }
            }
            let expected = |other: usize| {
                let model = assignment.choices.get(other).ok_or(Fault::Internal)?.model;
                let hours = self.unavailable(other, model, &assignment.cover(portfolio, other))?;
                hours.map(|hours| counted(portfolio, other, hours)).transpose()
            };
            details.extend(ceiling(portfolio, &assignment.choices, index, expected)?);
            if insurance.agrees == Some(false) {
                let (mut premium, mut loss) =
                    (insurance.extra_premium_over_horizon, insurance.loss_avoided_over_horizon);
                if choice.model == OperatingModel::OpsRunIt {
                    premium = Money::ZERO.minus(premium)?;
                    loss = Money::ZERO.minus(loss)?;
                }
                let years = portfolio.costs.discounting.years;
                let (partial, model) = (insurance.partial, choice.model);
                // Of the other model: what it saves on the premium, and what it loses more.
                let saved = premium.minus(loss)?;
                let detail =
                    Detail::CostDisagreesWithSelector { partial, model, saved, premium, loss, years };
                details.push(detail);
            }
            let incidents = sums.opportunity.minus(sums.delay)?;
            for (part, dominated) in [
                (
                    sums.delay,
                    Detail::OpportunityDominatedByDelay { delay: sums.delay, all: sums.opportunity },
                ),
                (incidents, Detail::OpportunityDominatedByIncidents { incidents, all: sums.opportunity }),
            ] {
                // More than three quarters, and everything is estimated.
                if sums.losses_are_known()
                    && part.times(Decimal::from(4))? > sums.opportunity.times(Decimal::from(3))?
                {
                    details.push(dominated);
                }
            }
            let currency = portfolio.file().currency;
            let findings = details.into_iter().map(|detail| Finding::new(detail, currency)).collect();
            each(index, margin, insurance, findings)
        })
    }

    /// The inputs that are missing under either model, as JSON Pointers.
    pub(crate) fn missing(&self, recommended: &Assignment) -> Result<BTreeSet<String>, Fault> {
        let portfolio = self.costing.portfolio;
        let standby = recommended.planned.standby.missing.iter();
        let mut missing: BTreeSet<String> = standby.map(|path| (*path).to_owned()).collect();
        for (index, options) in self.options.iter().enumerate() {
            let models = [
                (OperatingModel::OpsRunIt, &options.ops_run_it),
                (OperatingModel::YouBuildItYouRunIt, &options.covered),
            ];
            for (model, _) in models.into_iter().filter(|(_, sums)| !sums.missing.is_empty()) {
                self.costing.visit(index, model, &Cover::Always, &mut |entry| {
                    missing.extend(entry.missing().paths(portfolio, index, model, entry.code));
                    Ok(())
                })?;
            }
        }
        let model_of = |service: usize| recommended.choices.get(service).map(|choice| choice.model);
        for (_, unit) in self.costing.own.active(model_of).filter(|(_, unit)| unit.cost.is_none()) {
            let service = unit.services.first().map_or(0, |service| *service as usize);
            let model = unit.model.unwrap_or(OperatingModel::OpsRunIt);
            missing.extend(unit.basis.missing().paths(portfolio, service, model, ItemCode::OwnCost));
        }
        Ok(missing)
    }

    /// An assignment compared with operations running everything.
    pub(crate) fn against_operations(&self, recommended: &Assignment) -> Result<Insurance, Fault> {
        let portfolio = self.costing.portfolio;
        self.against(recommended, &Assignment::by(portfolio, &recommended.choices, Strategy::AllOpsRunIt)?)
    }

    /// An assignment compared with how services run today; `None` where that is operations running everything, or nothing.
    pub(crate) fn against_today(&self, recommended: &Assignment) -> Result<Option<Insurance>, Fault> {
        let portfolio = self.costing.portfolio;
        if !Today::of(portfolio).is_otherwise() {
            return Ok(None);
        }
        self.against(recommended, &recommended.as_today(portfolio)?).map(Some)
    }

    /// An assignment compared with another.
    pub(crate) fn against(&self, ours: &Assignment, theirs: &Assignment) -> Result<Insurance, Fault> {
        let same = ours.is_same_as(theirs);
        let ours = ours.costs(self, Strategy::HybridAtScale)?;
        self.compare(&ours, &theirs.costs(self, Strategy::AllOpsRunIt)?, same)
    }

    /// One assignment compared with another; where both are the same, no input that is missing tells them apart.
    pub(crate) fn compare(
        &self,
        ours: &StrategyCosts,
        theirs: &StrategyCosts,
        same: bool,
    ) -> Result<Insurance, Fault> {
        let change = Change {
            one_off: ours.premium.one_off.minus(theirs.premium.one_off)?,
            premium_per_year: ours.premium.per_year.minus(theirs.premium.per_year)?,
            loss_per_year: ours.loss.per_year.minus(theirs.loss.per_year)?,
            premium_over_horizon: ours.premium.over_horizon.minus(theirs.premium.over_horizon)?,
            loss_over_horizon: ours.loss.over_horizon.minus(theirs.loss.over_horizon)?,
        };
        let partial = !same
            && [&ours.premium, &ours.loss, &theirs.premium, &theirs.loss].iter().any(|totals| totals.partial);
        // Standby without a price means nothing only where one of the two needs more of it.
        let more_schedules = ours.product_team_schedules != theirs.product_team_schedules;
        let more_rotas = (ours.ops_run_it > 0) != (theirs.ops_run_it > 0);
        let settings = &self.costing.portfolio.settings;
        let unpriced =
            (more_schedules && settings.has_unpriced()) || (more_rotas && self.prices.rotas.is_none());
        let unpriced = unpriced || ours.unpriced != theirs.unpriced;
        let comparable = same || (!unpriced && self.options.iter().all(Options::is_comparable));
        let standby = ours.standby_per_year.zip(theirs.standby_per_year);
        let standby = standby.map(|(ours, theirs)| ours.minus(theirs)).transpose()?;
        let standby = standby.or(same.then_some(Money::ZERO));
        // What is compared here is an assignment, which stands where You Build It You Run It does for a service.
        let model = Some(OperatingModel::YouBuildItYouRunIt);
        let losses = !same && (ours.loss.partial || theirs.loss.partial);
        Insurance::of(&self.costing, change, standby, model, (comparable, partial, losses))
    }
}

/// What is recommended: the choices of the selector or, where the policy asks for it, those of least cost, with the
/// schedules that follow.
pub(crate) fn recommended(portfolio: &Portfolio) -> Result<Assignment, Fault> {
    if decides_by_money(portfolio) {
        return Analysis::of(portfolio)?.recommended();
    }
    Ok(Assignment::of(portfolio, choose(portfolio))?)
}

fn decides_by_money(portfolio: &Portfolio) -> bool {
    portfolio.policy() == Policy::LeastCost && portfolio.costs.given && cfg!(feature = "full")
}
