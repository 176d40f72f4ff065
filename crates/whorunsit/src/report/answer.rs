//! The answer of a report.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::inputs::ReportInput;
use crate::assignment::Strategy;
use crate::assumption::Assumption;
use crate::comparison::VariantOutcome;
use crate::currency::Currency;
use crate::evaluation::Insurance;
use crate::exact::{Availability, DeploymentTarget, Money, number};
use crate::finding::Finding;
use crate::ledger::Group;
use crate::portfolio::{BudgetHolder, Kind, Name};
use crate::provenance::Provenance;
use crate::readiness::{BudgetMove, Duties};
use crate::selection::{OperatingModel, OutOfHours, Policy};
use crate::wording::Fixed;

/// The decision record of a portfolio, or of one of its services: the figures of the other answers, side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Report {
    /// Version, and digest of the portfolio.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The service that it is about; `None` for the portfolio.
    pub service: Option<Name>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years costs are compared; `None` where the portfolio has no costs.
    pub horizon_years: Option<u32>,
    /// How many trials the ranges rest on; `None` where the portfolio has no costs.
    pub trials: Option<usize>,
    /// Where their random numbers started.
    pub seed: Option<String>,
    /// The question.
    pub question: String,
    /// The decision.
    pub decision: ReportDecision,
    /// What there was to choose from; empty where the portfolio has no costs.
    pub options: Vec<ReportOption>,
    /// Whether an amount of the options lacks what is not estimated.
    pub partial: bool,
    /// The portfolio with each of its variants in place of the model that it is a form of; none where it is about one service.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub variants: Vec<VariantOutcome>,
    /// Every service, or the one that it is about.
    pub services: Vec<ReportService>,
    /// Who disagrees with what is recommended: the money, and the other policy.
    pub disagreements: Vec<ReportFinding>,
    /// The grid that services are placed in.
    pub selector: Selector,
    /// What is recommended by whose budget pays and loses.
    pub by_budget_holder: Vec<Group>,
    /// What each budget pays a year, today and after what is recommended; of the whole portfolio.
    pub moves: Vec<BudgetMove>,
    /// Who is on call out of hours.
    pub schedules: Vec<ReportSchedule>,
    /// What follows for people, in sentences.
    pub consequences: Vec<String>,
    /// What else asks for a look.
    pub findings: Vec<ReportFinding>,
    /// Every value that the portfolio gives.
    pub inputs: Vec<ReportInput>,
    /// The inputs that are missing, as JSON Pointers.
    pub missing: Vec<String>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
    /// When to decide again; `None` where nobody said.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub review_on: Option<Date>,
}

/// What was decided, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportDecision {
    /// By which policy.
    pub policy: Policy,
    /// Who should run what, what that saves, and where the money disagrees.
    pub sentences: Vec<String>,
    /// How sure that is.
    pub sure: Vec<String>,
    /// Models that the portfolio gives instead of leaving them to the policy.
    pub by_hand: Vec<ReportFinding>,
}

/// Something to know, and about what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportFinding {
    /// The service or schedule; `None` where it is about the whole.
    pub about: Option<Name>,
    /// What to know.
    pub finding: Finding,
}

/// A choice: a strategy for the portfolio, or a model for one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportOption {
    /// Its name.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub name: Fixed,
    /// The strategy, of a portfolio.
    pub strategy: Option<Strategy>,
    /// The model, of a service.
    pub operating_model: Option<OperatingModel>,
    /// Whether it is what is recommended.
    pub recommended: bool,
    /// Paid over the horizon; of a service, standby aside.
    pub premium_over_horizon: Money,
    /// Lost over the horizon.
    pub loss_over_horizon: Money,
    /// Both together.
    pub over_horizon: Money,
    /// What it costs more than what is recommended, standby included; `None` where that is not estimated.
    pub more_than_recommended: Option<Money>,
    /// Whether it is what is recommended, or every service is run and covered as that is.
    pub same_as_recommended: bool,
    /// How far its costs may range; `None` where it is not simulated.
    pub range: Option<MoneyRange>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
}

/// From the 5th to the 95th percentile of what trials came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MoneyRange {
    /// One trial in twenty is below this.
    pub p5: Money,
    /// The median.
    pub p50: Money,
    /// One trial in twenty is above this.
    pub p95: Money,
}

/// One service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportService {
    /// Its name.
    pub name: Name,
    /// Digital or foundational.
    pub kind: Kind,
    /// The team that builds it.
    pub team: Option<Name>,
    /// Its exposure per hour, the mean where it is an estimate.
    pub exposure_per_hour: Money,
    /// Its exposure band, by its place.
    pub exposure_band: usize,
    /// Its demand band.
    pub feature_demand: Name,
    /// Its availability target.
    pub availability_target: Availability,
    /// How often it should be deployed.
    pub deployment_target: DeploymentTarget,
    /// Who should run it.
    pub operating_model: OperatingModel,
    /// Whether the portfolio gives that by hand.
    pub by_hand: bool,
    /// What it needs out of hours; `None` where operations cover it.
    pub out_of_hours: Option<OutOfHours>,
    /// The schedule that covers it: its own, or that of others; `None` where none does.
    pub schedule: Option<Name>,
    /// What You Build It You Run It costs more than Ops Run It, and what it protects.
    pub insurance: Option<Box<Insurance>>,
    /// What the recommended model costs less than the other one over the horizon; `None` where that is not estimated.
    pub saves: Option<Money>,
    /// You Build It You Run It less Ops Run It over the horizon, in trials; below zero where it is cheaper.
    pub difference: Option<MoneyRange>,
    /// How likely the recommended model is the cheaper one, in percent; `None` where it is not simulated.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub cheaper_percent: Option<Decimal>,
    /// What everybody is in its reliability.
    pub duties: Duties,
    /// Whose budget pays for its on-call; `None` where nobody is on standby for it.
    pub paid_by: Option<BudgetHolder>,
    /// Its budget line for on-call; `None` where that is not estimated.
    pub on_call_per_year: Option<Money>,
    /// Why, in sentences.
    pub reasons: Vec<String>,
}

/// The operating model selector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Selector {
    /// Exposure bands, ascending.
    pub rows: Vec<SelectorRow>,
    /// Demand bands, ascending.
    pub columns: Vec<SelectorColumn>,
}

/// One exposure band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SelectorRow {
    /// The most that a service of it loses in an hour.
    pub max_per_hour: Money,
    /// Its target.
    pub availability_target: Availability,
    /// Which model the policy chooses, for each demand band.
    pub models: Vec<OperatingModel>,
}

/// One demand band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SelectorColumn {
    /// Its name.
    pub feature_demand: Name,
    /// How often its services should be deployed.
    pub deployment_target: DeploymentTarget,
}

/// One schedule in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportSchedule {
    /// Its name.
    pub name: Name,
    /// The services it covers.
    pub services: Vec<Name>,
    /// People on call at once.
    pub people_on_call: u32,
    /// How many people take turns; `None` where the portfolio does not say.
    pub participants: Option<u32>,
    /// What standby costs a year; `None` where pay is not given.
    pub standby_cost_per_year: Option<Money>,
}
