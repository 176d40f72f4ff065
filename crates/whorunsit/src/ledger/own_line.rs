//! What the portfolio says of a line that it adds: its code, aspect and cost type, and who pays.

use std::sync::Arc;

use crate::exact::Overflow;
use crate::ledger::item::{Aspect, CostType};
use crate::portfolio::{BudgetHolder, Expenditure, Name, RecurringCost};

/// What the portfolio says of a line that it adds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OwnLine {
    /// Its place among such lines, by which groups are ordered.
    pub(crate) number: u32,
    pub(crate) name: Name,
    pub(crate) aspect: Aspect,
    pub(crate) cost_type: CostType,
    pub(crate) accounting: Option<Expenditure>,
    pub(crate) budget_holder: Option<BudgetHolder>,
}

impl OwnLine {
    pub(crate) fn of(
        number: usize,
        cost: &RecurringCost,
        cost_type: CostType,
    ) -> Result<Arc<Self>, Overflow> {
        Ok(Arc::new(Self {
            number: u32::try_from(number).map_err(|_| Overflow)?,
            name: cost.name.clone(),
            aspect: cost.aspect.unwrap_or(Aspect::ServiceReliability),
            cost_type,
            accounting: cost.accounting,
            budget_holder: cost.budget_holder,
        }))
    }
}
