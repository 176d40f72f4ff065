//! What a service costs under each model that it could have: its line items summed, schedules aside.

use rust_decimal::Decimal;

use crate::evaluation::accounts::Accounts;
use crate::exact::{Money, Overflow};
use crate::ledger::{Aspect, CostType, Costing, Entry, Inputs, ItemCode};
use crate::on_call::Cover;
use crate::selection::OperatingModel;

/// Line items summed by cost type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Sums {
    pub(crate) setup: Money,
    pub(crate) transition: Money,
    pub(crate) run: Money,
    pub(crate) incident: Money,
    pub(crate) opportunity: Money,
    /// The part of `opportunity` that is cost of delay.
    pub(crate) delay: Money,
    pub(crate) premium_over_horizon: Money,
    pub(crate) loss_over_horizon: Money,
    /// The cells (aspect by cost type) that lack an amount, as bits.
    pub(crate) incomplete: u16,
    pub(crate) missing: Inputs,
}

/// The bit of a cell.
fn cell(aspect: Aspect, cost_type: CostType) -> u16 {
    1 << (aspect as u16 * 5 + cost_type as u16)
}

impl Sums {
    pub(crate) fn add(&mut self, entry: &Entry<'_>) -> Result<(), Overflow> {
        let cost_type = entry.cost_type();
        let (Some(amount), Some(over_horizon)) = (entry.amount, entry.over_horizon) else {
            self.incomplete |= cell(entry.aspect(), cost_type);
            self.missing = self.missing.and(entry.missing());
            return Ok(());
        };
        let (sum, whole) = match cost_type {
            CostType::Setup => (&mut self.setup, &mut self.premium_over_horizon),
            CostType::Transition => (&mut self.transition, &mut self.premium_over_horizon),
            CostType::Run => (&mut self.run, &mut self.premium_over_horizon),
            CostType::Incident => (&mut self.incident, &mut self.premium_over_horizon),
            CostType::Opportunity => (&mut self.opportunity, &mut self.loss_over_horizon),
        };
        *sum = sum.plus(amount)?;
        *whole = whole.plus(over_horizon)?;
        if matches!(entry.code, ItemCode::FeatureDelay | ItemCode::InsightDelay) {
            self.delay = self.delay.plus(amount)?;
        }
        Ok(())
    }

    /// Whether everything that incidents cost and lose has an amount.
    pub(crate) fn incidents_are_known(&self) -> bool {
        [CostType::Incident, CostType::Opportunity]
            .iter()
            .all(|cost_type| self.incomplete & cell(Aspect::ServiceReliability, *cost_type) == 0)
    }

    /// Whether everything that is lost while it fails has an amount.
    pub(crate) fn failures_are_known(&self) -> bool {
        self.incomplete & cell(Aspect::ServiceReliability, CostType::Opportunity) == 0
    }

    /// Whether everything that is lost has an amount.
    pub(crate) fn losses_are_known(&self) -> bool {
        Aspect::ALL.iter().all(|aspect| self.incomplete & cell(*aspect, CostType::Opportunity) == 0)
    }

    /// Whether everything that is paid once has an amount.
    pub(crate) fn one_off_is_known(&self) -> bool {
        let known = |aspect: &Aspect| {
            let cells = cell(*aspect, CostType::Setup) | cell(*aspect, CostType::Transition);
            self.incomplete & cells == 0
        };
        Aspect::ALL.iter().all(known)
    }

    /// Paid once.
    pub(crate) fn one_off(&self) -> Result<Money, Overflow> {
        self.setup.plus(self.transition)
    }

    /// Paid every year, losses aside.
    pub(crate) fn premium_per_year(&self) -> Result<Money, Overflow> {
        self.run.plus(self.incident)
    }

    pub(crate) fn over_horizon(&self) -> Result<Money, Overflow> {
        self.premium_over_horizon.plus(self.loss_over_horizon)
    }

    /// Premium and loss set against another's.
    pub(crate) fn against(&self, other: &Self) -> Result<Change, Overflow> {
        Ok(Change {
            one_off: self.one_off()?.minus(other.one_off()?)?,
            premium_per_year: self.premium_per_year()?.minus(other.premium_per_year()?)?,
            loss_per_year: self.opportunity.minus(other.opportunity)?,
            premium_over_horizon: self.premium_over_horizon.minus(other.premium_over_horizon)?,
            loss_over_horizon: self.loss_over_horizon.minus(other.loss_over_horizon)?,
        })
    }
}

/// By how much one choice costs more than another; below zero where it costs less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Change {
    pub(crate) one_off: Money,
    pub(crate) premium_per_year: Money,
    pub(crate) loss_per_year: Money,
    pub(crate) premium_over_horizon: Money,
    pub(crate) loss_over_horizon: Money,
}

impl Change {
    /// Of standby, by what it costs a year and over the horizon.
    pub(crate) fn of_standby((per_year, over_horizon): (Money, Money)) -> Self {
        Self { premium_per_year: per_year, premium_over_horizon: over_horizon, ..Self::default() }
    }

    fn each(self, other: Self, work: fn(Money, Money) -> Result<Money, Overflow>) -> Result<Self, Overflow> {
        Ok(Self {
            one_off: work(self.one_off, other.one_off)?,
            premium_per_year: work(self.premium_per_year, other.premium_per_year)?,
            loss_per_year: work(self.loss_per_year, other.loss_per_year)?,
            premium_over_horizon: work(self.premium_over_horizon, other.premium_over_horizon)?,
            loss_over_horizon: work(self.loss_over_horizon, other.loss_over_horizon)?,
        })
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.each(other, Money::plus)
    }

    pub(crate) fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.each(other, Money::minus)
    }

    pub(crate) fn over_horizon(&self) -> Result<Money, Overflow> {
        self.premium_over_horizon.plus(self.loss_over_horizon)
    }
}

/// What one service costs, and how long it is unavailable, under each model that it could have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) ops_run_it: Sums,
    pub(crate) uncovered: Sums,
    pub(crate) covered: Sums,
    /// The same by how it is accounted, in the same order.
    accounts: [Accounts; 3],
    /// Expected unavailable hours a year, in the same order.
    pub(crate) unavailable: [Option<Decimal>; 3],
}

impl Options {
    /// Its sums alone: what a difference rests on.
    pub(crate) fn sums_of(costing: &Costing<'_>, service: usize) -> Result<Self, Overflow> {
        use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};
        let mut ops_run_it = Sums::default();
        costing.visit(service, OpsRunIt, &Cover::Always, &mut |entry| ops_run_it.add(&entry))?;
        let mut fixed = Sums::default();
        costing.visit_fixed(service, YouBuildItYouRunIt, &mut |entry| fixed.add(&entry))?;
        let with = |mut sums: Sums, cover: &Cover| {
            costing.visit_covered(service, YouBuildItYouRunIt, cover, &mut |entry| sums.add(&entry))?;
            Ok::<_, Overflow>(sums)
        };
        let (uncovered, covered) = (with(fixed, &Cover::Never)?, with(fixed, &Cover::Always)?);
        Ok(Self { ops_run_it, uncovered, covered, ..Self::default() })
    }

    pub(crate) fn of(costing: &Costing<'_>, service: usize) -> Result<Self, Overflow> {
        use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};
        let add = |(sums, accounts): &mut (Sums, Accounts), entry: &Entry<'_>| {
            sums.add(entry)?;
            accounts.add(entry)
        };
        let mut of_operations = <(Sums, Accounts)>::default();
        costing.visit(service, OpsRunIt, &Cover::Always, &mut |entry| add(&mut of_operations, &entry))?;
        // What does not depend on cover is worked out once.
        let mut fixed = <(Sums, Accounts)>::default();
        costing.visit_fixed(service, YouBuildItYouRunIt, &mut |entry| add(&mut fixed, &entry))?;
        let with = |mut both: (Sums, Accounts), cover: &Cover| {
            costing.visit_covered(service, YouBuildItYouRunIt, cover, &mut |entry| add(&mut both, &entry))?;
            Ok(both)
        };
        let (uncovered, accounts_uncovered) = with(fixed.clone(), &Cover::Never)?;
        let (covered, accounts_covered) = with(fixed, &Cover::Always)?;
        let (ops_run_it, accounts_of_operations) = of_operations;
        let hours = |model, cover| costing.unavailable_hours(service, model, cover);
        let unavailable = [
            hours(OpsRunIt, &Cover::Always)?,
            hours(YouBuildItYouRunIt, &Cover::Never)?,
            hours(YouBuildItYouRunIt, &Cover::Always)?,
        ];
        let accounts = [accounts_of_operations, accounts_uncovered, accounts_covered];
        Ok(Self { ops_run_it, uncovered, covered, accounts, unavailable })
    }

    pub(crate) fn all(costing: &Costing<'_>) -> Result<Vec<Self>, Overflow> {
        (0..costing.portfolio.file().services.len()).map(|service| Self::of(costing, service)).collect()
    }

    pub(crate) fn of_model(&self, model: OperatingModel, covered: bool) -> &Sums {
        match model {
            OperatingModel::OpsRunIt => &self.ops_run_it,
            OperatingModel::YouBuildItYouRunIt if covered => &self.covered,
            OperatingModel::YouBuildItYouRunIt => &self.uncovered,
        }
    }

    pub(crate) fn accounts_of_model(&self, model: OperatingModel, covered: bool) -> &Accounts {
        let [ops_run_it, uncovered, with_cover] = &self.accounts;
        match model {
            OperatingModel::OpsRunIt => ops_run_it,
            OperatingModel::YouBuildItYouRunIt if covered => with_cover,
            OperatingModel::YouBuildItYouRunIt => uncovered,
        }
    }

    pub(crate) fn unavailable_under(&self, model: OperatingModel, covered: bool) -> Option<Decimal> {
        let [ops_run_it, uncovered, with_cover] = self.unavailable;
        match model {
            OperatingModel::OpsRunIt => ops_run_it,
            OperatingModel::YouBuildItYouRunIt if covered => with_cover,
            OperatingModel::YouBuildItYouRunIt => uncovered,
        }
    }

    /// Whether the difference of both models means something: what incidents cost and lose is known, and both lack
    /// the same other cells, if any. Without the loss, the cheapest response would be none.
    pub(crate) fn is_comparable(&self) -> bool {
        let known = |sums: &Sums| sums.incidents_are_known();
        known(&self.ops_run_it)
            && known(&self.covered)
            && known(&self.uncovered)
            && self.ops_run_it.incomplete == self.covered.incomplete
            && self.ops_run_it.incomplete == self.uncovered.incomplete
    }
}
