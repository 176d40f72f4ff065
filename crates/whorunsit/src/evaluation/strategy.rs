//! Strategies: whole-portfolio rules for who runs what, priced side by side.

use serde::Serialize;

use crate::assignment::{Assignment, Strategy};
use crate::error::Fault;
use crate::evaluation::Analysis;
use crate::evaluation::accounts::Accounts;
use crate::evaluation::shared::Shared;
use crate::exact::{Money, Overflow};
use crate::ledger::{Costing, Group, ItemCode, Ledger, Totals};
use crate::selection::OperatingModel;

/// What one strategy costs and protects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct StrategyCosts {
    /// Which one.
    pub strategy: Strategy,
    /// How many services operations run.
    pub ops_run_it: usize,
    /// How many services product teams run.
    pub you_build_it_you_run_it: usize,
    /// Product teams' schedules out of hours, peaks aside.
    pub product_team_schedules: usize,
    /// People on call out of hours, peaks aside: of product teams and of operations.
    pub people_on_call: u32,
    /// Standby a year, of product teams and of operations; `None` where pay is not given.
    pub standby_per_year: Option<Money>,
    /// How many services are expected to miss their availability target; `None` where that cannot be told of one.
    pub targets_missed: Option<usize>,
    /// What is paid: setup, transition, run and incident costs.
    pub premium: Totals,
    /// What is lost all the same: the opportunity costs.
    pub loss: Totals,
    /// Premium and loss over the horizon.
    pub over_horizon: Money,
    /// By how much it costs more over the horizon than what is recommended; below zero where it costs less.
    pub more_than_recommended: Money,
    /// Whether every service is run and covered as it is recommended, so that it costs the same whatever inputs are missing.
    pub same_as_recommended: bool,
    /// All of it by how it is accounted.
    pub by_accounting: Vec<Group>,
    /// All of it by whose budget pays.
    pub by_budget_holder: Vec<Group>,
    /// Standby over the horizon, as far as it has an amount.
    #[serde(skip)]
    pub(crate) standby_over_horizon: Money,
    /// What is shared and has no amount, as places among what is shared.
    #[serde(skip)]
    pub(crate) unpriced: Vec<u32>,
}

impl StrategyCosts {
    /// Whether it lacks something that is not estimated.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.premium.partial || self.loss.partial
    }

    /// Whether nothing at all of it is known: then nothing can be taken away from it.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.is_partial() && self.over_horizon.is_zero()
    }
}

impl Assignment {
    pub(crate) fn ledger<'l, 'p>(&'l self, costing: &'l Costing<'p>) -> Result<Ledger<'l, 'p>, Overflow> {
        Ledger::new(costing, self)
    }

    pub(crate) fn costs(&self, analysis: &Analysis<'_>, strategy: Strategy) -> Result<StrategyCosts, Fault> {
        let ledger = self.ledger(&analysis.costing)?;
        let mut accounts = Accounts::default();
        let mut standby_per_year = Some(Money::ZERO);
        let mut standby_over_horizon = Money::ZERO;
        for service in 0..self.choices.len() {
            analysis.account(self, service, &mut accounts)?;
            ledger.visit_shared(service, &mut |entry| {
                if entry.code == ItemCode::Standby {
                    let both = standby_per_year.zip(entry.amount);
                    standby_per_year = both.map(|(sum, amount)| sum.plus(amount)).transpose()?;
                    standby_over_horizon =
                        standby_over_horizon.plus(entry.over_horizon.unwrap_or(Money::ZERO))?;
                }
                accounts.add(&entry)
            })?;
        }
        let (mut premium, mut loss) = (accounts.total(false)?, accounts.total(true)?);
        let (mut by_accounting, mut by_budget_holder) =
            (accounts.by_accounting()?, accounts.by_budget_holder()?);
        if !analysis.costing.portfolio.left_out().is_empty() {
            // What services that are left out cost and lose is in no total.
            [&mut premium, &mut loss].into_iter().for_each(Totals::lacks);
            by_accounting.iter_mut().chain(&mut by_budget_holder).for_each(|group| group.totals.lacks());
        }
        let ops_run_it =
            self.choices.iter().filter(|choice| choice.model == OperatingModel::OpsRunIt).count();
        let summary = &self.planned.summary;
        Ok(StrategyCosts {
            strategy,
            ops_run_it,
            you_build_it_you_run_it: self.choices.len() - ops_run_it,
            product_team_schedules: summary.product_team_schedules,
            people_on_call: summary.product_team_people.saturating_add(summary.operations_people),
            standby_per_year,
            standby_over_horizon,
            targets_missed: self.targets_missed(analysis)?,
            over_horizon: premium.over_horizon.plus(loss.over_horizon)?,
            more_than_recommended: Money::ZERO,
            same_as_recommended: false,
            premium,
            loss,
            by_accounting,
            by_budget_holder,
            unpriced: Shared::unpriced(analysis, self),
        })
    }

    fn targets_missed(&self, analysis: &Analysis<'_>) -> Result<Option<usize>, Fault> {
        let mut missed = 0;
        for (index, choice) in self.choices.iter().enumerate() {
            let cover = self.cover(analysis.costing.portfolio, index);
            let Some(hours) = analysis.unavailable(index, choice.model, &cover)? else {
                return Ok(None);
            };
            let expected = super::counted(analysis.costing.portfolio, index, hours)?;
            missed += usize::from(expected < choice.target.percent());
        }
        Ok(Some(missed))
    }
}
