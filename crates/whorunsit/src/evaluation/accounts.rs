//! What line items come to by how they are accounted and whose budget pays: what strategies tell of them.

use crate::exact::Overflow;
use crate::ledger::{Accounting, Dimension, Entry, Group, Totals};
use crate::portfolio::BudgetHolder;

/// What line items of one account have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Account {
    is_loss: bool,
    accounting: Accounting,
    budget_holder: Option<BudgetHolder>,
}

/// In the order in which groups are told.
const HOLDERS: [Option<BudgetHolder>; 4] =
    [Some(BudgetHolder::ProductTeam), Some(BudgetHolder::It), Some(BudgetHolder::Operations), None];

/// The totals of each account. There are few: five at most for one service.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accounts(Vec<(Account, Totals)>);

impl Accounts {
    fn add_to(
        &mut self,
        account: Account,
        add: impl FnOnce(&mut Totals) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        if let Some((_, totals)) = self.0.iter_mut().find(|(other, _)| *other == account) {
            return add(totals);
        }
        let mut totals = Totals::default();
        add(&mut totals)?;
        self.0.push((account, totals));
        Ok(())
    }

    pub(crate) fn add(&mut self, entry: &Entry<'_>) -> Result<(), Overflow> {
        let Entry { accounting, budget_holder, .. } = *entry;
        let account = Account { is_loss: entry.cost_type().is_loss(), accounting, budget_holder };
        self.add_to(account, |totals| totals.add(entry))
    }

    pub(crate) fn add_all(&mut self, others: &Self) -> Result<(), Overflow> {
        others
            .0
            .iter()
            .try_for_each(|(account, more)| self.add_to(*account, |totals| totals.add_totals(more)))
    }

    /// What is lost, or what is paid.
    pub(crate) fn total(&self, is_loss: bool) -> Result<Totals, Overflow> {
        let mut total = Totals::default();
        for (_, totals) in self.0.iter().filter(|(account, _)| account.is_loss == is_loss) {
            total.add_totals(totals)?;
        }
        Ok(total)
    }

    pub(crate) fn by_accounting(&self) -> Result<Vec<Group>, Overflow> {
        self.by(
            Dimension::Accounting,
            Accounting::ALL,
            |account| account.accounting,
            |word| Some(word.as_str()),
        )
    }

    pub(crate) fn by_budget_holder(&self) -> Result<Vec<Group>, Overflow> {
        let word = |holder: Option<BudgetHolder>| holder.map(BudgetHolder::as_str);
        self.by(Dimension::BudgetHolder, &HOLDERS, |account| account.budget_holder, word)
    }

    fn by<T: Copy + PartialEq>(
        &self,
        dimension: Dimension,
        all: &[T],
        of: impl Fn(&Account) -> T,
        word: impl Fn(T) -> Option<&'static str>,
    ) -> Result<Vec<Group>, Overflow> {
        let mut groups = Vec::with_capacity(all.len());
        for one in all {
            let mut totals = Totals::default();
            for (_, part) in self.0.iter().filter(|(account, _)| of(account) == *one) {
                totals.add_totals(part)?;
            }
            if totals.line_items > 0 {
                groups.push(Group { by: vec![(dimension, word(*one).map(Into::into))], totals });
            }
        }
        Ok(groups)
    }
}
