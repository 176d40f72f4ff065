//! What all services of a portfolio share.

use super::Portfolio;
use crate::portfolio::PortfolioFile;

/// Whether two values of a table are equal in all fields but some; every field has to be named.
macro_rules! equal_but {
    ($table:ident { $($other:ident),+ }, $one:expr, $two:expr, { $($field:ident),+ $(,)? }) => {{
        let $table { $($other: _,)+ $($field,)+ } = $one;
        $(*$field == $two.$field)&&+
    }};
}

impl Portfolio {
    /// Whether two portfolios differ in nothing but their services, teams and domains.
    pub(crate) fn shares_tables_with(&self, other: &Self) -> bool {
        equal_but!(PortfolioFile { services, teams, domains }, &self.file, other.file, {
            schema, name, currency, profile, allow, selection, calendar, on_call, horizon, growth, operations, response, responses,
            calendars, incidents, throughput, learning, operations_work, setup, transition, runs_today, accounting,
            recurring_costs, variants, shared_causes, transition_plan, readiness, revenue_share, incidents_out_of_hours,
            exposure_bands, demand_bands, metadata,
        })
    }
}
