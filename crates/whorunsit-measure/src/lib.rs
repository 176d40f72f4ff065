//! What really happened in production: figures, estimates and a quarterly review from exports of incidents, deployments
//! and work.

mod columns;
mod dates;
mod incidents;
mod mapping;
mod names;
mod problem;
mod rejected;
mod source;
pub mod statistics;
mod table;

pub use dates::ClockChange;
pub use incidents::{Incident, Incidents, read_incidents};
pub use mapping::{Field, Kind, Mapping};
pub use problem::Refusal;
pub use rejected::{Reason, Rejection};
pub use source::{ReadOptions, Source};
