//! Who should run each service in production, and what each choice costs and protects.
#![cfg_attr(docsrs, feature(doc_auto_cfg))]

mod assumption;
mod availability;
mod calendar;
mod currency;
mod deployment;
mod duration;
mod estimate;
pub mod facade;
mod finding;
mod float;
mod money;
mod number;
mod on_call;
mod portfolio;
mod problem;
mod read;
mod recommendation;
#[cfg(feature = "schema")]
pub mod schema;
mod selection;
mod sort;
mod validate;

pub use assumption::{Assumption, Assumptions};
pub use availability::{Availability, InvalidAvailability, Period, Tolerable};
pub use calendar::{InvalidWindow, WeekWindow, WorkingHours};
pub use currency::{Currency, ShownMoney, UnknownCurrency};
pub use deployment::{DeploymentTarget, InvalidDeploymentTarget};
pub use duration::{Duration, InvalidDuration};
pub use estimate::{Estimate, Shape};
pub use finding::{Finding, FindingCode, Severity};
pub use money::{MAX_INPUT, MAX_SCALE, Money, NumberError, Overflow};
pub use number::Number;
pub use on_call::{
    Callout, CalloutRate, CalloutUnit, OnCallSummary, Preset, Rota, RotaCheck, RotaRule, RuleStatus,
    ScaleCost, ScalePoint, Schedule, ScheduleKind, Standby, StandbyCost, StandbyRule, StandbyUnit, When,
};
pub use portfolio::{
    BudgetHolder, CalendarRules, DemandBand, Domain, ExposureBand, FeatureDemand, Grouping, Kind, OnCall,
    OperationsOnCall, Peak, PortfolioFile, ProductTeamsOnCall, SchemaVersion, SelectionRules, Service, Team,
};
pub use problem::{Location, MAX_PROBLEMS, Problem, ProblemCode, Problems};
pub use read::{MAX_DEPTH, MAX_JSON_BYTES, MAX_TOML_BYTES, MAX_VALUES};
pub use recommendation::{
    BandShare, PeakRecommendation, Recommendation, SchedulePlan, ServiceRecommendation, Tolerance, recommend,
    schedules,
};
pub use selection::{OperatingModel, OutOfHours, Policy};
pub use validate::{MAX_LIST, MAX_SERVICES, MAX_TEAMS, Portfolio};
