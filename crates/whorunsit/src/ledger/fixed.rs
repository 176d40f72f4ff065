//! The line items of a service that no schedule changes: one-off costs, throughput, learning, work of operations, unplanned
//! work.

use crate::estimate::Estimate;
use crate::exact::Overflow;
use crate::ledger::basis::{Basis, Input, Unit};
use crate::ledger::item::ItemCode;
use crate::ledger::service::{Entry, OfService, Visit};
use crate::ledger::terms::{Cadence, Given, one_off_cost};

impl OfService<'_, '_> {
    pub(super) fn fixed(&self, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        self.one_off(visit)?;
        self.throughput(visit)?;
        self.failed_deployments(visit)?;
        self.learning(visit)?;
        self.operations_work(visit)?;
        self.rework(visit)?;
        self.own(false, visit)
    }

    pub(super) fn one_off(&self, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        let portfolio = self.costing.portfolio;
        // What runs today is set up, and paid for.
        if self.costing.portfolio.runs_today(self.index) == Some(self.model) {
            return Ok(());
        }
        for code in [
            ItemCode::ThroughputSetup,
            ItemCode::ReliabilitySetup,
            ItemCode::LearningSetup,
            ItemCode::ThroughputTransition,
            ItemCode::ReliabilityTransition,
            ItemCode::LearningTransition,
        ] {
            let (amount, level) = one_off_cost(portfolio, self.index, self.model, code);
            // Only reliability always has something to change over: runbooks, handover, acceptance.
            if amount.is_none()
                && matches!(code, ItemCode::ThroughputTransition | ItemCode::LearningTransition)
            {
                continue;
            }
            let mut basis = Basis::new();
            basis.given(amount.map(Estimate::mean_number), Unit::Amount, Input::OneOffCost.of(level))?;
            self.say_of(&mut basis, &[("amount", level)]);
            visit(self.entry(code, &basis)?)?;
        }
        Ok(())
    }

    /// How often it is deployed under this model.
    pub(super) fn cadence(&self) -> Result<Cadence, Overflow> {
        let band = self.costing.portfolio.member(self.index).band();
        self.terms.cadences.get(band).copied().ok_or(Overflow)
    }

    pub(super) fn throughput(&self, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        let Cadence { deployments, lead } = self.cadence()?;
        let given = Given::of(self.costing.portfolio, self.index, self.model);
        let mut basis = Basis::new();
        basis.by(deployments, Unit::Deployments)?.given(
            self.terms.effort_per_deployment,
            Unit::HoursOfWork,
            Input::EffortPerDeployment.of(given.effort_per_deployment.1),
        )?;
        let levels = [("effort", given.effort_per_deployment.1), ("cadence", given.fastest.1)];
        self.say_of(&mut basis, &levels);
        visit(self.entry(ItemCode::Deployments, self.by_runner_hour(&mut basis)?)?)?;

        let features = self.service.features_per_year.as_deref().map(|features| features.mean_number());
        let value = self.service.value_per_feature_week.as_deref().map(|value| value.mean_number());
        let mut basis = Basis::new();
        basis
            .given(features, Unit::Features, Input::FeaturesPerYear)?
            .worked_out(lead, Unit::WeeksOfLeadTime, Input::HandOffLeadTime)?
            .given(value, Unit::PerFeatureWeek, Input::ValuePerFeatureWeek)?;
        self.say_of(&mut basis, &[("hand-off", given.hand_off.1), ("cadence", given.fastest.1)]);
        visit(self.entry(ItemCode::FeatureDelay, &basis)?)
    }

    pub(super) fn operations_work(&self, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        let portfolio = self.costing.portfolio;
        let given = Given::of(portfolio, self.index, self.model);
        let mut basis = Basis::new();
        basis
            .given(self.terms.operations_work, Unit::HoursAWeek, Input::OperationsWork.nth(1, given.work.1))?
            .from(portfolio.weeks_per_year, Unit::Weeks, Input::WeeksPerYear.into())?;
        self.say_of(&mut basis, &[("effort", given.work.1)]);
        visit(self.entry(ItemCode::OperationsWork, self.by_runner_hour(&mut basis)?)?)
    }

    pub(super) fn rework(&self, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        let rework = self.team.and_then(|(team, _)| self.costing.rework.get(team.index()));
        let Some(rework) = rework else {
            let mut basis = Basis::new();
            basis.given(None, Unit::HoursAWeek, Input::Team)?;
            return visit(self.entry(ItemCode::Rework, &basis)?);
        };
        let position = self.costing.position.get(self.index).copied().unwrap_or_default() as usize;
        let (amount, over_horizon) = match rework.split {
            Some((yearly, whole)) => (Some(yearly.part(position)?), Some(whole.part(position)?)),
            None => (None, None),
        };
        let (accounting, budget_holder) = self.account(ItemCode::Rework, None);
        let basis = &rework.basis;
        let (code, sole_holder) = (ItemCode::Rework, None);
        visit(Entry { code, accounting, budget_holder, sole_holder, amount, over_horizon, basis })
    }

    pub(super) fn learning(&self, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        let insights = self.service.insights_per_year.as_deref().map(|insights| insights.mean_number());
        let given = Given::of(self.costing.portfolio, self.index, self.model);
        let mut basis = Basis::new();
        basis.given(insights, Unit::Improvements, Input::InsightsPerYear)?.given(
            self.terms.effort_per_improvement,
            Unit::HoursOfWork,
            Input::EffortPerImprovement.of(given.effort_per_improvement.1),
        )?;
        visit(self.entry(ItemCode::Improvements, self.by_team_hour(&mut basis)?)?)?;

        let value = self.service.value_per_insight_week.as_deref().map(|value| value.mean_number());
        let mut basis = Basis::new();
        basis
            .given(insights, Unit::Insights, Input::InsightsPerYear)?
            .given(
                self.terms.learning_lead,
                Unit::WeeksOfLeadTime,
                Input::LearningLeadTime.of(given.lead_time.1),
            )?
            .given(value, Unit::PerInsightWeek, Input::ValuePerInsightWeek)?;
        visit(self.entry(ItemCode::InsightDelay, &basis)?)
    }
}
