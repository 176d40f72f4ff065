//! The tables of `[[domains]]` and `[[teams]]`, and who pays for them.

use std::num::NonZeroU32;

use serde::Serialize;

use crate::estimate::Estimate;
use crate::exact::{Money, Number, Share};
use crate::portfolio::{GrowthRules, Name, Overrides};
use crate::problem::Gathered;
use crate::read::{Absent, Node, Path, Read, read_word, record};

record! {
    /// A group of sibling teams.
    pub struct Domain {
        /// Its name, unique among domains.
        pub name: Name,
        /// What its teams have in common.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub grouping: Option<Grouping>,
        /// The team whose budget pays for the standby of its shared schedule, or `largest-team`; without it each team's pays for
        /// its own services.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub sole_budget_holder: Option<Name>,
        /// How much it grows every year, where that is not as the portfolio does.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub growth: Option<Box<GrowthRules>>,
        .. /// What holds for it and its teams and services in place of what holds around.
        own: Overrides
    }
}

record! {
    /// A product team.
    pub struct Team {
        /// Its name, unique among teams.
        pub name: Name,
        /// The domain it belongs to.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub domain: Option<Name>,
        /// How many of its people take turns on call.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub on_call_participants: Option<NonZeroU32>,
        /// What an hour of one of its people costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub hourly_cost: Option<Box<Estimate<Money>>>,
        /// Hours that its people work in a week, all together.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub capacity_hours_per_week: Option<Box<Estimate<Number>>>,
        /// The share of them that goes into unplanned work.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub rework_rate: Option<Box<Estimate<Share>>>,
        /// Who pays for the team; product by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub funding: Option<Funding>,
        .. /// What holds for it and its services in place of what holds around.
        own: Overrides
    }
}

/// What the teams of a domain have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    /// They serve one journey of a customer.
    CustomerJourney,
    /// They build one capability.
    TechnologyCapability,
    /// They sit in one place.
    Geography,
    /// They use the same tools.
    Tooling,
}

impl Read for Grouping {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = [
            ("customer-journey", Self::CustomerJourney),
            ("technology-capability", Self::TechnologyCapability),
            ("geography", Self::Geography),
            ("tooling", Self::Tooling),
        ];
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::CustomerJourney
    }
}

/// Who pays for a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Funding {
    /// The budget of its product.
    Product,
    /// IT.
    It,
}

impl Read for Funding {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("product", Self::Product), ("it", Self::It)], at, problems)
    }

    fn fallback() -> Self {
        Self::Product
    }
}
