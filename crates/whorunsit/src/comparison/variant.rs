//! Variants of the operating models: the portfolio evaluated again with each in place of the model that it is a form of.

use std::collections::BTreeSet;

use serde::Serialize;

use super::policy::{Runs, RunsChange};
use super::{Comparison, compared};
use crate::assignment::{Assignment, Strategy};
use crate::error::Error;
use crate::evaluation::{Analysis, StrategyCosts};
use crate::exact::Money;
use crate::portfolio::{ByModel, Name, PortfolioFile, RecurringCost, Shared, Variant};
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// What the strategies come to with one variant in place of the model that it is a form of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct VariantOutcome {
    /// The variant's name.
    pub name: Name,
    /// The operating model that it is a form of.
    pub operating_model: OperatingModel,
    /// Every strategy, in the order of those of the portfolio as it is.
    pub strategies: Vec<VariantCosts>,
    /// Services that are recommended to be run in another way than in the portfolio as it is.
    pub changes: Vec<RunsChange>,
    /// The inputs that are missing under either model with the variant, as JSON Pointers.
    pub missing: Vec<String>,
}

/// What one strategy comes to with a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct VariantCosts {
    /// Which one.
    pub strategy: Strategy,
    /// Setup, transition, run and incident costs over the horizon; `None` where nothing of the strategy is estimated.
    pub premium_over_horizon: Option<Money>,
    /// What is lost all the same over the horizon; `None` where nothing of the strategy is estimated.
    pub loss_over_horizon: Option<Money>,
    /// Both together; `None` where nothing of it is estimated.
    pub over_horizon: Option<Money>,
    /// By how much that is more than the same strategy of the portfolio as it is; below zero where it is less. `None` where the
    /// two lack other inputs, or the portfolio as it is has no such strategy.
    pub more_than_as_it_is: Option<Money>,
    /// How many services are expected to miss their availability target; `None` where that is not estimated of one.
    pub targets_missed: Option<usize>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
}

impl VariantOutcome {
    /// The inputs that it lacks, in words.
    #[must_use]
    pub fn missing_in_words(&self) -> Vec<String> {
        self.missing.iter().map(|path| crate::input::at(path)).collect()
    }

    /// What a strategy comes to with the variant.
    #[must_use]
    pub fn costs(&self, strategy: Strategy) -> Option<&VariantCosts> {
        self.strategies.iter().find(|costs| costs.strategy == strategy)
    }

    /// Evaluates the portfolio with the variant, and sets that beside the comparison of the portfolio as it is.
    pub(super) fn of(
        portfolio: &Portfolio,
        (number, variant): (usize, &Variant),
        (as_it_is, recommended): (&Comparison, &Assignment),
    ) -> Result<Self, Error> {
        let changed = with(portfolio, variant)?;
        let analysis = Analysis::of(&changed)?;
        let ours = analysis.recommended()?;
        let comparison = compared(&analysis, &ours)?;
        // Other missing inputs would pass for money saved; a strategy that lacks none is compared whatever others lack.
        let same_inputs = sorted(&as_it_is.missing) == sorted(&comparison.missing);
        let mut strategies = Vec::with_capacity(comparison.strategies.len());
        for costs in &comparison.strategies {
            let before = as_it_is.strategies.iter().find(|before| before.strategy == costs.strategy);
            let comparable = before.filter(|before| {
                let same = same_inputs || !(before.is_partial() || costs.is_partial());
                same && !before.is_unknown() && !costs.is_unknown()
            });
            let more = comparable.map(|before| costs.over_horizon.minus(before.over_horizon)).transpose()?;
            strategies.push(VariantCosts::of(costs, more));
        }
        let services = portfolio.file().services.iter().zip(&recommended.choices).zip(&ours.choices);
        let changes = services.filter_map(|((service, before), now)| {
            let (from, to) = (Runs::recommended(before), Runs::recommended(now));
            (from != to).then(|| RunsChange { service: service.name.clone(), from, to })
        });
        Ok(Self {
            name: variant.name.clone(),
            operating_model: variant.operating_model,
            strategies,
            changes: changes.collect(),
            missing: comparison.missing.iter().map(|path| where_given(path, number, variant)).collect(),
        })
    }
}

impl VariantCosts {
    fn of(costs: &StrategyCosts, more_than_as_it_is: Option<Money>) -> Self {
        let known = |amount: Money| (!costs.is_unknown()).then_some(amount);
        Self {
            strategy: costs.strategy,
            premium_over_horizon: known(costs.premium.over_horizon),
            loss_over_horizon: known(costs.loss.over_horizon),
            over_horizon: known(costs.over_horizon),
            more_than_as_it_is,
            targets_missed: costs.targets_missed,
            partial: costs.is_partial(),
        }
    }
}

fn sorted(missing: &[String]) -> BTreeSet<&str> {
    missing.iter().map(String::as_str).collect()
}

/// Where an input that is missing with a variant would have to be given: in the variant, where it replaces that table.
fn where_given(path: &str, number: usize, variant: &Variant) -> String {
    let own_response = matches!(variant.response, Some(Shared::Own(_)));
    let tables = [
        ("response", own_response),
        ("throughput", variant.throughput.is_some()),
        ("learning", variant.learning.is_some()),
        ("operations_work", variant.operations_work.is_some()),
        ("setup", variant.setup.is_some()),
        ("transition", variant.transition.is_some()),
    ];
    let replaced = tables.iter().filter(|(_, replaced)| *replaced).find_map(|(key, _)| {
        let rest = path.strip_prefix(&format!("/{key}/{}", variant.operating_model))?;
        Some(format!("/variants/{number}/{key}{rest}"))
    });
    replaced.unwrap_or_else(|| path.to_owned())
}

/// The portfolio with a variant in place of the model that it is a form of.
fn with(portfolio: &Portfolio, variant: &Variant) -> Result<Portfolio, Problems> {
    portfolio.under(put(portfolio.file(), variant)).map_err(|problems| problems.of_variant(&variant.name))
}

fn put(file: &PortfolioFile, variant: &Variant) -> PortfolioFile {
    let model = variant.operating_model;
    let mut file = PortfolioFile { variants: Vec::new(), ..file.clone() };
    if let Some(response) = &variant.response {
        // The other model keeps its response, also where both stand in one block.
        let mut by_model = match file.response.take() {
            Some(Shared::Own(by_model)) => by_model,
            Some(Shared::Named(block)) => {
                let other = file.responses.named(&block).and_then(|block| block.of(model.other()));
                let other = other.is_some().then_some(Shared::Named(block));
                let mut by_model = ByModel::none();
                by_model.put(model.other(), other);
                by_model
            }
            None => ByModel::none(),
        };
        by_model.put(model, Some(response.clone()));
        file.response = Some(Shared::Own(by_model));
    }
    replace(&mut file.throughput, model, variant.throughput.as_ref());
    replace(&mut file.learning, model, variant.learning.as_ref());
    replace(&mut file.operations_work, model, variant.operations_work.as_ref());
    replace(&mut file.setup, model, variant.setup.as_ref());
    replace(&mut file.transition, model, variant.transition.as_ref());
    for cost in &variant.recurring_costs {
        // What a variant pays besides, it pays where its model runs a service.
        let cost = RecurringCost { operating_model: Some(model), ..cost.clone() };
        match file.recurring_costs.iter_mut().find(|known| known.name == cost.name) {
            Some(known) => *known = cost,
            None => file.recurring_costs.push(cost),
        }
    }
    file
}

fn replace<T: Clone>(given: &mut Option<ByModel<T>>, model: OperatingModel, own: Option<&T>) {
    if let Some(own) = own {
        given.get_or_insert_with(ByModel::none).put(model, Some(own.clone()));
    }
}
