//! Variants of an operating model: named blocks that are set beside what the portfolio says of it.

use crate::portfolio::{
    Learning, Name, OneOffCosts, OperationsWork, RecurringCost, Response, Shared, Throughput,
};
use crate::read::{Absent, record};
use crate::selection::OperatingModel;

record! {
    /// Another form of an operating model, such as operations with self-service deployment or outsourced support.
    pub struct Variant {
        /// What it is called, unlike any other.
        pub name: Name,
        /// The operating model that it is a form of.
        pub operating_model: OperatingModel,
        /// How it responds to incidents, in place of the portfolio's: a table, or the name of one of `responses`.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub response: Option<Shared<Response>>,
        /// How it deploys, in place of the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub throughput: Option<Throughput>,
        /// How it learns from production, in place of the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub learning: Option<Learning>,
        /// Work between incidents, in place of the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operations_work: Option<OperationsWork>,
        /// What a service costs once when it is set up, in place of the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub setup: Option<OneOffCosts>,
        /// What a service costs once when it changes over to it, in place of the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub transition: Option<OneOffCosts>,
        /// Costs besides people's time that are paid under it: on top of the portfolio's, or in place of the line with the same name.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub recurring_costs: Vec<RecurringCost>,
    }
}
