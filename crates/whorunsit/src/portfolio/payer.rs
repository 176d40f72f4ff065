//! Whose pay a table of the format holds.

use std::fmt;

/// Whose pay a finding speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "kebab-case"))]
pub(crate) enum Payer {
    /// `on_call.product_teams`.
    ProductTeams,
    /// `on_call.operations`.
    Operations,
}

impl Payer {
    /// Its word in answers.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ProductTeams => "product-teams",
            Self::Operations => "operations",
        }
    }

    /// The table of the portfolio that holds the pay.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::ProductTeams => "on_call.product_teams",
            Self::Operations => "on_call.operations",
        }
    }
}

impl fmt::Display for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProductTeams => "product teams",
            Self::Operations => "operations",
        })
    }
}
