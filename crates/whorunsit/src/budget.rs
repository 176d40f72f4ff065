//! Whose budget pays.

use serde::Serialize;

use crate::problem::Gathered;
use crate::read::{Node, Path, Read, read_word};

/// Whose budget pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum BudgetHolder {
    /// The product team's.
    ProductTeam,
    /// IT's, which funds delivery.
    It,
    /// Operations'.
    Operations,
}

impl BudgetHolder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ProductTeam, Self::It, Self::Operations];

    /// Its word in files and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProductTeam => "product-team",
            Self::It => "it",
            Self::Operations => "operations",
        }
    }
}

impl Read for BudgetHolder {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = Self::ALL.map(|holder| (holder.as_str(), holder));
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::ProductTeam
    }
}
