//! The ledger of a portfolio, with its totals.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assignment::Strategy;
use crate::assumption::Assumption;
use crate::currency::Currency;
use crate::exact::{Money, Overflow};
use crate::finding::{Detail, Finding};
use crate::ledger::group::{Dimension, Group, Grouping, Totals};
use crate::ledger::item::ItemCode;
use crate::ledger::{Ledger, LineItem};
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::selection::OperatingModel;

/// What a portfolio costs under one strategy: every line item, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Costs {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years it adds up.
    pub horizon_years: u32,
    /// Who runs what.
    pub strategy: Strategy,
    /// What is paid: setup, transition, run and incident costs.
    pub premium: Totals,
    /// What is lost all the same: the opportunity costs.
    pub loss: Totals,
    /// All of it, grouped as it was asked for.
    pub groups: Vec<Group>,
    /// What the steps of the incident workflow cost that people do by hand, the dearest first.
    pub manual_steps: Vec<ManualStepPrice>,
    /// Every line item, service by service; empty where they were not asked for.
    pub line_items: Vec<LineItem>,
    /// The inputs without which amounts are missing, as JSON Pointers.
    pub missing: Vec<String>,
    /// What to know about the costs.
    pub findings: Vec<Finding>,
    /// Every default that they rest on.
    pub assumptions: Vec<Assumption>,
}

/// What one step of the incident workflow costs a year because people do it by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ManualStepPrice {
    /// The step.
    pub step: Name,
    /// The model whose workflow it is part of.
    pub operating_model: OperatingModel,
    /// People's time; `None` where it is not estimated for a service.
    pub effort_per_year: Option<Money>,
    /// What its delay loses; `None` where it is not estimated for a service.
    pub loss_per_year: Option<Money>,
    /// Both: what automating it would save; `None` where either is not estimated.
    pub per_year: Option<Money>,
    /// Both as far as they are estimated: what automating it would save at least.
    pub known_per_year: Money,
}

/// What is known of a sum, and whether that is all of it.
#[derive(Clone, Copy, Default)]
struct Totalled {
    known: Money,
    partial: bool,
}

impl Totalled {
    fn whole(self) -> Option<Money> {
        (!self.partial).then_some(self.known)
    }
}

impl Costs {
    pub(crate) fn of(
        ledger: &Ledger<'_, '_>,
        strategy: Strategy,
        by: &[Dimension],
        with_items: bool,
    ) -> Result<Self, Overflow> {
        let portfolio = ledger.portfolio();
        let file = portfolio.file();
        let (mut premium, mut loss) = (Totals::default(), Totals::default());
        let mut missing = BTreeSet::new();
        let mut steps: BTreeMap<(OperatingModel, Name), [Totalled; 2]> = BTreeMap::new();
        let mut grouping = Grouping::by(portfolio, by);
        let mut line_items = Vec::new();
        ledger.visit(&mut |service, model, entry| {
            grouping.add(service, model, &entry)?;
            if with_items {
                line_items.push(ledger.item(service, model, entry));
            }
            let totals = if entry.cost_type().is_loss() { &mut loss } else { &mut premium };
            totals.add(&entry)?;
            if !entry.missing().is_empty() {
                missing.extend(entry.missing().paths(portfolio, service, model, entry.code));
            }
            if let (ItemCode::StepEffort | ItemCode::StepDelay, Some(step)) = (entry.code, &entry.basis.label)
            {
                let [effort, delay] = steps.entry((model, step.clone())).or_default();
                let sum = if entry.code == ItemCode::StepEffort { effort } else { delay };
                match entry.amount {
                    Some(amount) => sum.known = sum.known.plus(amount)?,
                    None => sum.partial = true,
                }
            }
            Ok(())
        })?;
        let price = |((operating_model, step), [effort, loss]): (_, [Totalled; 2])| {
            let known_per_year = effort.known.plus(loss.known)?;
            let per_year = (!effort.partial && !loss.partial).then_some(known_per_year);
            let (effort_per_year, loss_per_year) = (effort.whole(), loss.whole());
            Ok(ManualStepPrice {
                step,
                operating_model,
                effort_per_year,
                loss_per_year,
                per_year,
                known_per_year,
            })
        };
        let mut manual_steps: Vec<ManualStepPrice> =
            steps.into_iter().map(price).collect::<Result<_, _>>()?;
        crate::sort::by_key(&mut manual_steps, |price| std::cmp::Reverse(price.known_per_year));
        let mut groups = grouping.groups();
        if !portfolio.left_out().is_empty() {
            [&mut premium, &mut loss].into_iter().for_each(Totals::lacks);
            groups.iter_mut().for_each(|group| group.totals.lacks());
        }
        let mut details = Detail::partial(portfolio, &missing);
        details.extend(Detail::of_costs(portfolio));
        details.extend(ledger.failing_all_year()?);
        if let Some(threshold) = file.incidents.as_ref().and_then(|rules| rules.manual_step_threshold) {
            let costly = manual_steps.iter().filter_map(|price| Some((price, price.per_year?)));
            let costly = costly.filter(|(_, cost)| *cost > threshold);
            details.extend(costly.map(|(price, cost)| Detail::ManualStepCostly {
                step: price.step.clone(),
                model: price.operating_model,
                cost,
                threshold,
            }));
        }
        Ok(Self {
            provenance: portfolio.provenance().clone(),
            name: file.name.clone(),
            currency: file.currency,
            horizon_years: portfolio.costs.discounting.years,
            strategy,
            premium,
            loss,
            groups,
            manual_steps,
            line_items,
            missing: missing.into_iter().collect(),
            findings: details.into_iter().map(|detail| Finding::new(detail, file.currency)).collect(),
            assumptions: crate::ledger::assumed::assumptions(portfolio),
        })
    }
}
