//! What services share besides schedules: lines that the portfolio adds, paid if any of some services is run that way.

use crate::assignment::Assignment;
use crate::decision::Choice;
use crate::evaluation::Analysis;
use crate::evaluation::sums::Change;
use crate::exact::{Money, Overflow};
use crate::ledger::{OwnLevel, OwnUnit};
use crate::selection::OperatingModel;

impl Change {
    /// Of something shared, where it has an amount.
    fn of_unit(unit: &OwnUnit) -> Self {
        let Some((amount, over_horizon)) = unit.cost else {
            return Self::default();
        };
        let zero = Self { premium_over_horizon: over_horizon, ..Self::default() };
        if unit.is_once {
            Self { one_off: amount, ..zero }
        } else {
            Self { premium_per_year: amount, ..zero }
        }
    }
}

/// What is shared under an assignment.
pub(crate) struct Shared<'a> {
    analysis: &'a Analysis<'a>,
    /// How many services of each unit are run by its model.
    counts: Vec<usize>,
}

impl<'a> Shared<'a> {
    pub(crate) fn of(analysis: &'a Analysis<'a>, choices: &[Choice]) -> Self {
        let units = analysis.costing.own.units.iter();
        let model = |service: u32| choices.get(service as usize).map(|choice| choice.model);
        let count = |unit: &OwnUnit| {
            unit.services
                .iter()
                .filter(|service| unit.model.is_none() || model(**service) == unit.model)
                .count()
        };
        Self { analysis, counts: units.map(count).collect() }
    }

    /// What is shared comes to under an assignment, as far as it has amounts.
    pub(crate) fn total(analysis: &Analysis<'_>, choices: &[Choice]) -> Result<Change, Overflow> {
        Self::paid(analysis, choices)
            .try_fold(Change::default(), |total, (_, unit)| total.plus(Change::of_unit(unit)))
    }

    /// What is paid for under an assignment, by its place.
    pub(crate) fn paid<'s>(
        analysis: &'s Analysis<'_>,
        choices: &'s [Choice],
    ) -> impl Iterator<Item = (u32, &'s OwnUnit)> {
        let model_of = |service: usize| choices.get(service).map(|choice| choice.model);
        analysis.costing.own.active(model_of)
    }

    /// What is paid for and has no amount.
    pub(crate) fn unpriced(analysis: &Analysis<'_>, assignment: &Assignment) -> Vec<u32> {
        let paid = Self::paid(analysis, &assignment.choices).filter(|(_, unit)| unit.cost.is_none());
        paid.map(|(number, _)| number).collect()
    }

    /// What one service under You Build It You Run It shares more than under Ops Run It, all others as they are; and whether
    /// something that makes a difference has no amount.
    pub(crate) fn marginal(&self, service: usize, model: OperatingModel) -> Result<(Change, bool), Overflow> {
        let (mut change, mut unpriced) = (Change::default(), false);
        for (number, unit) in self.analysis.costing.own.of_service(service) {
            let Some(of) = unit.model else { continue };
            let count = self.counts.get(number as usize).copied().unwrap_or_default();
            let others = count - usize::from(of == model && count > 0);
            if others > 0 {
                continue;
            }
            unpriced |= unit.cost.is_none();
            let price = Change::of_unit(unit);
            change = match of {
                OperatingModel::YouBuildItYouRunIt => change.plus(price)?,
                OperatingModel::OpsRunIt => change.minus(price)?,
            };
        }
        Ok((change, unpriced))
    }
}

/// Which models may run services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Models {
    pub(super) by_operations: bool,
    pub(super) by_team: bool,
}

impl Models {
    /// All that may be, and where something is paid for one of them alone, each by itself as well.
    pub(super) fn choices(self, is_priced: bool) -> impl Iterator<Item = Self> {
        let alone =
            [Self { by_operations: true, by_team: false }, Self { by_operations: false, by_team: true }];
        let both = self.by_operations && self.by_team && is_priced;
        std::iter::once(self).chain(alone.into_iter().filter(move |_| both))
    }
}

/// What it costs over the horizon that a model runs any service: of the portfolio, of a domain, of a team.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedPrices {
    /// Under Ops Run It, and under You Build It You Run It.
    levels: std::collections::BTreeMap<OwnLevel, [Money; 2]>,
}

impl SharedPrices {
    pub(super) fn of(analysis: &Analysis<'_>) -> Result<Self, Overflow> {
        let mut prices = Self::default();
        for unit in &analysis.costing.own.units {
            let (Some(model), Some((_, whole))) = (unit.model, unit.cost) else { continue };
            let [operations, team] = prices.levels.entry(unit.level).or_default();
            let price = if model == OperatingModel::OpsRunIt { operations } else { team };
            *price = price.plus(whole)?;
        }
        Ok(prices)
    }

    /// Whether anything is paid for a model alone.
    pub(super) fn has(&self, level: OwnLevel) -> bool {
        self.levels.contains_key(&level)
    }

    /// What it costs that these models may run services.
    pub(super) fn price(&self, level: OwnLevel, models: Models) -> Result<Money, Overflow> {
        let [operations, team] = self.levels.get(&level).copied().unwrap_or_default();
        let operations = if models.by_operations { operations } else { Money::ZERO };
        operations.plus(if models.by_team { team } else { Money::ZERO })
    }
}
