//! What really happened in production: figures, estimates and a quarterly review from exports of incidents, deployments
//! and work.

mod budget;
mod columns;
mod context;
mod dates;
mod estimates;
mod figures;
mod guess;
mod incidents;
mod mapping;
mod measurement;
mod names;
mod period;
mod problem;
mod protection;
mod rejected;
mod source;
pub mod statistics;
mod table;
mod write;

pub use budget::{Budget, BudgetPart};
pub use context::Stranger;
pub use dates::ClockChange;
pub use estimates::{Estimates, FEW, FrequencyEstimate, LengthEstimate, ResponseEstimate};
pub use figures::{Figures, HandOffs, Lengths};
pub use guess::header;
pub use incidents::{Incident, Incidents, read_incidents};
pub use mapping::{Field, Kind, Mapping};
pub use measurement::{MeasureOptions, Measurement, ServiceBudget, measure};
pub use period::{Part, Period};
pub use problem::Refusal;
pub use protection::{
    IncidentProtection, Move, Protection, Protections, WeekProtection, loss_protection_effectiveness,
};
pub use rejected::{Reason, Rejection};
pub use source::{ReadOptions, Source};
pub use write::{Written, WrittenValue, write_estimates};
