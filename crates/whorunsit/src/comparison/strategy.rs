//! Strategies: whole-portfolio rules for who runs what, priced side by side.

use serde::Serialize;

use crate::comparison::Analysis;
use crate::comparison::accounts::Accounts;
use crate::comparison::least_cost::Pick;
use crate::ledger::{Costing, Group, Ledger, Totals};
use crate::money::Overflow;
use crate::on_call::{Cover, Planned, plan};
use crate::recommendation::Choice;
use crate::selection::{OperatingModel, OutOfHours};
use crate::{Money, Portfolio};

/// A rule for who runs what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// Operations run everything.
    AllOpsRunIt,
    /// Product teams run everything, each with a schedule of its own: everything always on, the linear cost R(n).
    AllYouBuildItYouRunIt,
    /// The selector's models; every team that runs a service has a schedule of its own.
    HybridWithTeamSchedules,
    /// The selector's models, schedules chosen on exposure: what is recommended.
    HybridAtScale,
    /// Whatever costs least over the horizon, as far as it is for sale.
    LeastCost,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::AllOpsRunIt,
        Self::AllYouBuildItYouRunIt,
        Self::HybridWithTeamSchedules,
        Self::HybridAtScale,
        Self::LeastCost,
    ];

    /// Its word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AllOpsRunIt => "all-ops-run-it",
            Self::AllYouBuildItYouRunIt => "all-you-build-it-you-run-it",
            Self::HybridWithTeamSchedules => "hybrid-with-team-schedules",
            Self::HybridAtScale => "hybrid-at-scale",
            Self::LeastCost => "least-cost",
        }
    }

    /// Its name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AllOpsRunIt => "All Ops Run It",
            Self::AllYouBuildItYouRunIt => "All You Build It You Run It",
            Self::HybridWithTeamSchedules => "Hybrid with team schedules",
            Self::HybridAtScale => "Hybrid at scale",
            Self::LeastCost => "Least cost",
        }
    }
}

/// What one strategy costs and protects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// All of it by how it is accounted.
    pub by_accounting: Vec<Group>,
    /// All of it by whose budget pays.
    pub by_budget_holder: Vec<Group>,
}

/// Models and schedules for all services, with the schedules planned.
pub(crate) struct Assignment {
    pub(crate) choices: Vec<Choice>,
    pub(crate) planned: Planned,
}

impl Assignment {
    pub(crate) fn of(portfolio: &Portfolio, choices: Vec<Choice>) -> Result<Self, Overflow> {
        let planned = plan(portfolio, &choices)?;
        Ok(Self { choices, planned })
    }

    /// The recommended choices under another rule. The two rules for all ignore models that are given: all means all.
    pub(crate) fn by(
        portfolio: &Portfolio,
        recommended: &[Choice],
        strategy: Strategy,
    ) -> Result<Self, Overflow> {
        let change = |choice: &Choice| {
            let mut choice = choice.clone();
            match strategy {
                Strategy::AllOpsRunIt => choice.model = OperatingModel::OpsRunIt,
                Strategy::AllYouBuildItYouRunIt => choice.model = OperatingModel::YouBuildItYouRunIt,
                Strategy::HybridWithTeamSchedules | Strategy::HybridAtScale | Strategy::LeastCost => {}
            }
            if matches!(strategy, Strategy::AllYouBuildItYouRunIt | Strategy::HybridWithTeamSchedules) {
                choice.schedule = OutOfHours::Team;
            }
            choice
        };
        Self::of(portfolio, recommended.iter().map(change).collect())
    }

    /// The choices with other models and schedules.
    pub(crate) fn picked(
        portfolio: &Portfolio,
        recommended: &[Choice],
        picks: &[Pick],
    ) -> Result<Self, Overflow> {
        let change = |(choice, pick): (&Choice, &Pick)| {
            let mut choice = choice.clone();
            choice.model = pick.model;
            choice.schedule = pick.level;
            for (number, peak) in choice.peaks.iter_mut().enumerate() {
                peak.schedule = pick.peaks.get(number).copied().unwrap_or(pick.level);
            }
            choice
        };
        Self::of(portfolio, recommended.iter().zip(picks).map(change).collect())
    }

    pub(crate) fn ledger<'l, 'p>(&'l self, costing: &'l Costing<'p>) -> Result<Ledger<'l, 'p>, Overflow> {
        Ledger::new(costing, self)
    }

    /// How a service is covered out of hours.
    pub(crate) fn cover(&self, portfolio: &Portfolio, service: usize) -> Cover {
        self.planned.needs.cover(portfolio, service)
    }

    /// What all its schedules cost over the horizon, as far as pay is given.
    pub(crate) fn standby_over_horizon(&self, portfolio: &Portfolio) -> Result<Money, Overflow> {
        let currency = portfolio.file().currency;
        self.planned.schedules.iter().try_fold(Money::ZERO, |total, schedule| {
            let cost = schedule.standby_cost_per_year.unwrap_or_default().booked(currency);
            total.plus(portfolio.costs.discounting.of_yearly(cost, currency)?)
        })
    }

    pub(crate) fn costs(
        &self,
        analysis: &Analysis<'_>,
        strategy: Strategy,
    ) -> Result<StrategyCosts, Overflow> {
        let ledger = self.ledger(&analysis.costing)?;
        let mut accounts = Accounts::default();
        let mut standby_per_year = Some(Money::ZERO);
        for service in 0..self.choices.len() {
            analysis.account(self, service, &mut accounts)?;
            ledger.visit_standby(service, &mut |entry| {
                let both = standby_per_year.zip(entry.amount);
                standby_per_year = both.map(|(sum, amount)| sum.plus(amount)).transpose()?;
                accounts.add(&entry)
            })?;
        }
        let (premium, loss) = (accounts.total(false)?, accounts.total(true)?);
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
            targets_missed: self.targets_missed(analysis)?,
            over_horizon: premium.over_horizon.plus(loss.over_horizon)?,
            more_than_recommended: Money::ZERO,
            premium,
            loss,
            by_accounting: accounts.by_accounting()?,
            by_budget_holder: accounts.by_budget_holder()?,
        })
    }

    fn targets_missed(&self, analysis: &Analysis<'_>) -> Result<Option<usize>, Overflow> {
        let mut missed = 0;
        for (index, choice) in self.choices.iter().enumerate() {
            let cover = self.cover(analysis.costing.portfolio, index);
            let Some(hours) = analysis.unavailable(index, choice.model, &cover)? else {
                return Ok(None);
            };
            let expected = super::availability(analysis.costing.portfolio, hours)?;
            missed += usize::from(expected < choice.target.percent());
        }
        Ok(Some(missed))
    }
}
