//! What really happened in production: figures and estimates from exports of incidents.
//!
//! Data flows one way: a [`Mapping`] says which column of an export holds what, [`read_incidents`] streams its rows,
//! [`measure`] gives figures with their intervals and holds them against a portfolio, and [`write_estimates`] writes what was
//! found into the portfolio's text. Nothing here opens a file.
//!
//! ```
//! use whorunsit_measure::{Mapping, MeasureOptions, ReadOptions, measure, read_incidents};
//!
//! let log = "\
//! number,incident_state,sys_mod_count,opened_at,sys_updated_at,cmdb_ci,resolved_at,closed_at
//! INC1,New,0,06-02-2025 15:08:40,06-02-2025 15:08:40,bedroom,?,?
//! INC1,Closed,4,06-02-2025 15:08:40,07-02-2025 09:00:00,bedroom,06-02-2025 16:38:40,07-02-2025 09:00:00
//! INC2,Closed,3,11-05-2025 02:10:00,12-05-2025 11:00:00,bedroom,11-05-2025 03:00:00,12-05-2025 11:00:00
//! ";
//! let portfolio = whorunsit::Portfolio::read(whorunsit::examples::FURNITURE_RETAILER_COSTS.as_bytes()).unwrap();
//! let mapping = Mapping::preset("servicenow")?;
//! let read = read_incidents(log.as_bytes(), "log.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())?;
//! assert_eq!((read.source.rows, read.incidents.len()), (3, 2));
//! let options = MeasureOptions {
//!     from: "2025-01-01".parse().ok(),
//!     to: "2025-12-31".parse().ok(),
//!     ..MeasureOptions::default()
//! };
//! let measured = measure(read, Some(&portfolio), &options)?;
//! assert_eq!(measured.services.iter().map(|service| service.incidents).sum::<u64>(), 2);
//! # Ok::<(), whorunsit_measure::Refusal>(())
//! ```

mod budget;
mod chart;
mod columns;
mod context;
mod dates;
mod delivery;
mod estimates;
mod events;
mod export;
pub mod facade;
mod figures;
mod fit;
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
pub use chart::{MeasureChart, MeasureChartOptions, draw};
pub use context::Stranger;
pub use dates::{ClockChange, zone as time_zone};
pub use delivery::{
    DeploymentFigures, Deployments, LockStep, Work, WorkFigures, WorkOptions, WorkWeek, deployments, work,
};
pub use estimates::{Estimates, FEW, FrequencyEstimate, LengthEstimate, ResponseEstimate, ResponsePlace};
pub use events::{Event, Events, read_events};
pub use export::{Export, MappingChoice};
pub use figures::{Figures, HandOffs, Lengths};
pub use fit::{FitOptions, FitShape, Fitted, FittedEstimate, Given, Goodness, MAX_VALUES, fit};
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
pub use write::{Written, WrittenValue, write_estimates, write_model};
