//! Headlines of objections that stand, and of accountability.

use crate::headline::phrase::lower;
use crate::readiness::{Accountability, AccountabilityAndBudgets, Figure, Readiness, ScoreMeaning};

impl Readiness {
    /// The answer in sentences: how many objections still stand, and what to do first.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let of = |meaning: ScoreMeaning| {
            self.objections.iter().filter(|objection| objection.score.meaning == meaning).count()
        };
        let parts = [
            (of(ScoreMeaning::Answered), "answered"),
            (of(ScoreMeaning::InPart), "answered in part"),
            (of(ScoreMeaning::Stands), "standing"),
            (of(ScoreMeaning::Unknown), "unknown, as nobody has answered"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let mut said = vec![format!("Of the {} objections: {}.", self.objections.len(), parts.join(", "))];
        said.extend(self.next_actions.first().map(|action| {
            let worth = action
                .worth_per_year
                .map_or_else(String::new, |worth| format!(", worth {} a year", self.currency.about(worth)));
            format!("First: {} ({}{worth}).", lower(&action.action), action.who)
        }));
        said
    }
}

impl Accountability {
    /// The answer in a sentence: where accountability changes, and what moves between budgets.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let budgets = AccountabilityAndBudgets::of(self);
        budgets
            .map(|budgets| Figure::AccountabilityAndBudgets(budgets).sentence(self.currency))
            .into_iter()
            .collect()
    }
}
