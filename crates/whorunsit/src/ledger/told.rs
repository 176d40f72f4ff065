//! Line items read back from answers, which say what they rest on in words (feature `deserialize`).

use serde::{Deserialize, Deserializer};

use super::basis::{Basis, Line};
use super::{Accounting, Aspect, CostType, Factor, ItemCode, LineItem};
use crate::currency::Currency;
use crate::exact::Money;
use crate::portfolio::{BudgetHolder, Name};
use crate::selection::OperatingModel;

/// What an answer says of a line that is otherwise made from its basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) aspect: Aspect,
    pub(super) cost_type: CostType,
    pub(super) code: Name,
    pub(super) basis: String,
    pub(super) factors: Vec<Factor>,
    pub(super) shared_by: usize,
    pub(super) shared_of: Option<Name>,
    pub(super) label: Option<Name>,
    pub(super) peak: Option<Name>,
}

impl<'de> Deserialize<'de> for LineItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// A line as answers write it.
        #[derive(Deserialize)]
        struct Written {
            service: Name,
            team: Option<Name>,
            domain: Option<Name>,
            operating_model: OperatingModel,
            aspect: Aspect,
            cost_type: CostType,
            code: Name,
            accounting: Accounting,
            budget_holder: Option<BudgetHolder>,
            budget_team: Option<Name>,
            amount: Option<Money>,
            over_horizon: Option<Money>,
            basis: String,
            factors: Vec<Factor>,
            shared_by: usize,
            shared_of: Option<Name>,
            label: Option<Name>,
            peak: Option<Name>,
            missing: Vec<String>,
        }
        let line = Written::deserialize(deserializer)?;
        // A code that is not the ledger's is one of the portfolio's own.
        let known = ItemCode::ALL.iter().copied().find(|code| code.as_str() == &*line.code);
        let code = known.unwrap_or(ItemCode::OwnCost);
        Ok(Self {
            service: line.service,
            team: line.team,
            domain: line.domain,
            operating_model: line.operating_model,
            code,
            accounting: line.accounting,
            budget_holder: line.budget_holder,
            budget_team: line.budget_team,
            amount: line.amount,
            over_horizon: line.over_horizon,
            missing: line.missing,
            basis: Box::new(Basis::new()),
            line: Line::told(line.operating_model, code),
            currency: Currency::UNREAD,
            told: Some(Box::new(Told {
                aspect: line.aspect,
                cost_type: line.cost_type,
                code: line.code,
                basis: line.basis,
                factors: line.factors,
                shared_by: line.shared_by,
                shared_of: line.shared_of,
                label: line.label,
                peak: line.peak,
            })),
        })
    }
}

impl PartialEq for LineItem {
    fn eq(&self, other: &Self) -> bool {
        let who = |line: &Self| {
            (line.service.clone(), line.team.clone(), line.domain.clone(), line.operating_model)
        };
        let what = |line: &Self| (line.aspect(), line.cost_type(), line.code, line.accounting);
        let pays =
            |line: &Self| (line.budget_holder, line.budget_team.clone(), line.amount, line.over_horizon);
        who(self) == who(other)
            && what(self) == what(other)
            && self.code_word() == other.code_word()
            && pays(self) == pays(other)
            && self.missing == other.missing
            && self.basis() == other.basis()
            && self.factors().eq(other.factors())
            && (self.shared_by(), self.shared_of()) == (other.shared_by(), other.shared_of())
            && (self.label(), self.peak()) == (other.label(), other.peak())
    }
}

impl Eq for LineItem {}
