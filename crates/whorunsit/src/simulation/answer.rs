//! The answer of a simulation.

use rust_decimal::Decimal;
use serde::Serialize;

use super::interval::PercentInterval;
use super::summary::{Risk, Spread};
use crate::assignment::Today;
use crate::assumption::Assumption;
use crate::currency::Currency;
use crate::exact::{Money, number};
use crate::finding::Finding;
use crate::outlook::Outlook;
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::selection::OperatingModel;
use crate::sensitivity::CostFlip;

/// How sure the comparison of operating models is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Simulation {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// How long a trial lasts.
    pub horizon_years: u32,
    /// How many trials there were.
    pub trials: usize,
    /// Where the random numbers started.
    pub seed: String,
    /// The standard error of the recommendation's mean loss of a year, in percent of that mean; `None` where nothing is
    /// lost.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub precision_percent: Option<Decimal>,
    /// Who runs the services today; left out where operations run all of them.
    #[serde(skip_serializing_if = "Today::is_operations")]
    #[cfg_attr(feature = "deserialize", serde(default))]
    pub today: Today,
    /// The portfolio as a whole.
    pub portfolio: PortfolioSimulation,
    /// Every service that can be simulated, in the order of the portfolio.
    pub services: Vec<ServiceSimulation>,
    /// The results in plain words.
    pub summary: Vec<String>,
    /// What the reference profile leaves open, if the portfolio has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlook: Option<Box<Outlook>>,
    /// What to know about the simulation.
    pub findings: Vec<Finding>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// The portfolio as a whole: what is recommended, and operations running everything.
///
/// What rests on an input that is not given is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PortfolioSimulation {
    /// What is recommended.
    pub hybrid_at_scale: Simulated,
    /// Operations running everything.
    pub all_ops_run_it: Simulated,
    /// What is recommended less operations running everything, over the horizon; below zero where it is cheaper.
    pub difference: Option<Spread>,
    /// How likely what is recommended is cheaper, in percent; never 0 or 100.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub cheaper_percent: Option<Decimal>,
    /// How far off that may be, as there are only so many trials.
    pub cheaper_interval: Option<PercentInterval>,
    /// In how many trials, in percent of them, both cost the same to the minor unit.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub tied_percent: Option<Decimal>,
}

/// One service under both models.
///
/// What rests on an input that is not given is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ServiceSimulation {
    /// The service's name.
    pub name: Name,
    /// What is recommended.
    pub operating_model: OperatingModel,
    /// Under Ops Run It.
    pub ops_run_it: Simulated,
    /// Under You Build It You Run It.
    pub you_build_it_you_run_it: Simulated,
    /// What You Build It You Run It adds elsewhere over the horizon: schedules, operations' rotas, and siblings that gain
    /// its cover; below zero where it saves more than it adds. It is part of the difference, and of neither cost.
    pub elsewhere: Option<Money>,
    /// You Build It You Run It less Ops Run It, over the horizon, with what it adds elsewhere; below zero where it is
    /// cheaper. Both face the same incidents.
    pub difference: Option<Spread>,
    /// How likely You Build It You Run It is cheaper, in percent; never 0 or 100.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub you_build_it_cheaper_percent: Option<Decimal>,
    /// How far off that may be, as there are only so many trials.
    pub you_build_it_cheaper_interval: Option<PercentInterval>,
    /// In how many trials, in percent of them, both cost the same to the minor unit.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub tied_percent: Option<Decimal>,
    /// The exposure and the incidents a year at which the cheaper model changes, all other inputs at their means; empty
    /// where no value changes it, or where the models cannot be compared.
    pub flips: Vec<CostFlip>,
    /// How much variance the common incidents take from the difference, in percent of what it would be without them.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub variance_reduction_percent: Option<Decimal>,
}

/// What one choice comes to. What rests on an input that is not given is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Simulated {
    /// Premium and loss over the horizon; of a service, standby aside.
    pub cost_over_horizon: Option<Spread>,
    /// What incidents lose in one year.
    pub year_loss: Option<Risk>,
    /// The incident of a year that loses most: of a portfolio, in all services that it hits.
    pub worst_incident: Option<Risk>,
    /// How likely a year meets the availability target, in percent, never 0 or 100; `None` for the portfolio.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub meets_target_percent: Option<Decimal>,
    /// How far off that may be, as there are only so many trials.
    pub meets_target_interval: Option<PercentInterval>,
}

impl ServiceSimulation {
    /// Whether the difference lacks what is not estimated, of both models alike.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        let both = [&self.ops_run_it, &self.you_build_it_you_run_it];
        both.iter().any(|model| model.cost_over_horizon.is_none())
            && self.tied_percent != Some(Decimal::ONE_HUNDRED)
    }
}

impl PortfolioSimulation {
    /// Whether the difference lacks what is not estimated, of both alike.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        let both = [&self.hybrid_at_scale, &self.all_ops_run_it];
        both.iter().any(|strategy| strategy.cost_over_horizon.is_none())
            && self.tied_percent != Some(Decimal::ONE_HUNDRED)
    }
}
