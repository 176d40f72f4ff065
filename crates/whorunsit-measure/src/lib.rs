//! What really happened in production: figures and estimates from exports of incidents.
//!
//! Data flows one way: a [`Mapping`] says which column of an export holds what, [`read_incidents`] streams its rows,
//! [`measure`] gives figures with their intervals and holds them against a portfolio, and [`write_estimates`] writes what was
//! found into the portfolio's text. Nothing here opens a file.
//!
//! ```
//! use whorunsit_measure::{Mapping, MeasureOptions, ReadOptions, measure, read_incidents};
//!
//! let log = include_bytes!("../../../examples/exports/servicenow-event-log.csv");
//! let portfolio = whorunsit::Portfolio::read(include_bytes!("../../../examples/furniture-retailer-costs.toml")).unwrap();
//! let mapping = Mapping::preset("servicenow")?;
//! let read = read_incidents(&log[..], "log.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())?;
//! assert_eq!((read.source.rows, read.incidents.len()), (104, 36));
//! let options = MeasureOptions {
//!     from: "2025-01-01".parse().ok(),
//!     to: "2026-06-30".parse().ok(),
//!     ..MeasureOptions::default()
//! };
//! let measured = measure(read, Some(&portfolio), &options)?;
//! let bedroom = &measured.services[2];
//! assert_eq!(bedroom.incidents, 9);
//! assert!(bedroom.per_year.unwrap().contains(9.0));
//! # Ok::<(), whorunsit_measure::Refusal>(())
//! ```

mod budget;
mod columns;
mod context;
mod dates;
mod delivery;
mod estimates;
mod events;
mod figures;
mod guess;
mod headline;
mod incidents;
mod mapping;
mod measurement;
mod names;
mod period;
mod problem;
mod protection;
mod rejected;
mod review;
mod source;
pub mod statistics;
mod table;
mod triage;
pub mod words;
mod write;

pub use budget::{Budget, BudgetPart};
pub use context::Stranger;
pub use dates::{ClockChange, zone as time_zone};
pub use delivery::{
    DeploymentFigures, Deployments, LockStep, Work, WorkFigures, WorkOptions, WorkWeek, deployments, work,
};
pub use estimates::{Estimates, FEW, FrequencyEstimate, LengthEstimate, ResponseEstimate, ResponsePlace};
pub use events::{Event, Events, read_events};
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
pub use review::{
    BandCheck, BrokenRule, ChangedRecommendation, MissedTarget, Review, SuggestedBand, grows, review,
};
pub use source::{ReadOptions, Source};
pub use triage::{OngoingIncident, moment, triage};
pub use write::{Written, WrittenValue, write_estimates};
