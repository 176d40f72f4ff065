//! The tables of `[on_call]`: terms of product teams and of central operations.

use std::num::NonZeroU32;

use crate::exact::{Share, Shift};
use crate::portfolio::{BudgetHolder, CalloutTerms, Standby};
use crate::read::{Absent, record};
use crate::year::CoverHours;

record! {
    /// On-call terms.
    pub struct OnCall {
        /// Terms of product teams.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub product_teams: Option<ProductTeamsOnCall>,
        /// Terms of central operations.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operations: Option<OperationsOnCall>,
    }
}

record! {
    /// On-call terms of product teams.
    pub struct ProductTeamsOnCall {
        /// A published set of pay terms, used where `standby` or `callout` is not given.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub preset: Option<String>,
        /// People on call at once in each schedule; 1 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub people_per_schedule: Option<NonZeroU32>,
        /// What each of them but the first, the primary, is paid of standby; as much as the primary by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub secondary_standby: Option<Share>,
        /// How long one person's shift lasts, such as `1w` or `1month`; one week by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub shift: Option<Shift>,
        /// When somebody is on standby, such as `Mon-Sun 07:00-22:00`; all hours out of hours by default. Outside it incidents
        /// wait for the next covered time.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub cover: Option<CoverHours>,
        /// Pay for being ready: one rule, or a list of which the first that matches an hour pays it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub standby: Option<Standby>,
        /// Pay for responding; `none` where there is none.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub callout: Option<CalloutTerms>,
        /// Whose budget pays for it; the product team's by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub budget_holder: Option<BudgetHolder>,
    }
}

record! {
    /// On-call terms of central operations.
    pub struct OperationsOnCall {
        /// A published set of pay terms, used where `standby` or `callout` is not given.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub preset: Option<String>,
        /// How many rotas cover all that operations run; 1 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub rotas: Option<NonZeroU32>,
        /// How many people take turns in those rotas together.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub participants: Option<NonZeroU32>,
        /// People on call at once in each rota; 1 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub people_per_schedule: Option<NonZeroU32>,
        /// What each of them but the first, the primary, is paid of standby; as much as the primary by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub secondary_standby: Option<Share>,
        /// How long one person's shift lasts, such as `1w` or `1month`; one week by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub shift: Option<Shift>,
        /// When somebody is on standby, such as `Mon-Sun 07:00-22:00`; all hours out of hours by default. Outside it incidents
        /// wait for the next covered time.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub cover: Option<CoverHours>,
        /// Pay for being ready: one rule, or a list of which the first that matches an hour pays it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub standby: Option<Standby>,
        /// Pay for responding; `none` where there is none.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub callout: Option<CalloutTerms>,
    }
}
