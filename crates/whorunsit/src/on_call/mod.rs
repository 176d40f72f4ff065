//! On-call: what it pays, who shares a schedule, and whether a rota is healthy.

mod cost;
mod cover;
mod needs;
mod pay;
mod preset;
mod rota;
mod scale;
mod schedule;

pub(crate) use cost::{operations_cost, product_schedule_cost};
pub(crate) use cover::{Cover, InForce, Timeline};
pub(crate) use needs::Needs;
pub use pay::{
    Callout, CalloutRate, CalloutTerms, CalloutUnit, Standby, StandbyHours, StandbyRule, StandbyUnit, When,
};
pub(crate) use pay::{StandbyFault, StandbyYear};
pub use preset::Preset;
pub use rota::{Rota, RotaCheck, RotaRule, RuleStatus};
pub(crate) use scale::scale;
pub use scale::{ScaleCost, ScalePoint};
pub use schedule::{OnCallSummary, Schedule, ScheduleKind, StandbyCost};
pub(crate) use schedule::{Planned, plan};
