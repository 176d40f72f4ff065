//! On-call: what it pays, who shares a schedule, and whether a rota is healthy.

mod cost;
mod needs;
mod pay;
mod preset;
mod rota;
mod scale;
mod schedule;

pub(crate) use cost::{operations_cost, product_schedule_cost};
pub(crate) use needs::Marginal;
pub(crate) use pay::StandbyFault;
pub use pay::{Callout, CalloutRate, CalloutUnit, Standby, StandbyRule, StandbyUnit, When};
pub use preset::Preset;
pub use rota::{Rota, RotaCheck, RotaRule, RuleStatus};
pub(crate) use scale::scale;
pub use scale::{ScaleCost, ScalePoint};
pub use schedule::{OnCallSummary, Schedule, ScheduleKind, StandbyCost};
pub(crate) use schedule::{Planned, plan};
