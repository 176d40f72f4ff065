//! On-call: who needs it, who shares a schedule, and whether a rota is healthy.

mod cost;
mod cover;
mod needs;
mod rota;
mod scale;
mod schedule;

pub(crate) use cost::{dearest_schedule_cost, operations_cost, product_schedule_cost};
pub(crate) use cover::{Cover, InForce, Timeline};
pub(crate) use needs::Needs;
pub use rota::{Rota, RotaCheck, RotaRule, RuleStatus};
pub(crate) use scale::scale;
pub use scale::{ScaleCost, ScalePoint};
pub use schedule::{OnCallSummary, Schedule, ScheduleKind, StandbyCost};
pub(crate) use schedule::{Planned, plan, standby_over_horizon};
