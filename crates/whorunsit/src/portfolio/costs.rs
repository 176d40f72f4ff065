//! The tables of the format that costs are made of: response, throughput, learning, one-off costs, the horizon.

use std::num::NonZeroU32;

use serde::Serialize;

use crate::estimate::Estimate;
use crate::exact::{DeploymentTarget, Duration, Money, Number, Share};
use crate::portfolio::{Name, Workflow};
use crate::problem::Gathered;
use crate::read::{Absent, Fields, Metadata, Node, Path, Read, Value, read_word, record};
use crate::selection::OperatingModel;
use crate::year::CoverHours;

/// One value for each operating model; what is written without the name of a model is said of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ByModel<T> {
    /// Under Ops Run It.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub ops_run_it: Option<T>,
    /// Under You Build It You Run It.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub you_build_it_you_run_it: Option<T>,
    /// Notes, tags, links and a cost centre, if it has any.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Box<Metadata>>,
}

impl<T> ByModel<T> {
    /// The value for a model.
    #[must_use]
    pub fn of(&self, model: OperatingModel) -> Option<&T> {
        match model {
            OperatingModel::OpsRunIt => self.ops_run_it.as_ref(),
            OperatingModel::YouBuildItYouRunIt => self.you_build_it_you_run_it.as_ref(),
        }
    }
}

impl<T> ByModel<T> {
    /// No value for either model.
    pub(crate) fn none() -> Self {
        Self { ops_run_it: None, you_build_it_you_run_it: None, metadata: None }
    }

    /// Puts a value for a model in the place of what there is.
    pub(crate) fn put(&mut self, model: OperatingModel, value: Option<T>) {
        match model {
            OperatingModel::OpsRunIt => self.ops_run_it = value,
            OperatingModel::YouBuildItYouRunIt => self.you_build_it_you_run_it = value,
        }
    }
}

impl<T: Read + Clone> Read for ByModel<T> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let models =
            [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt].map(OperatingModel::as_str);
        // Without the name of a model it is said of both.
        if let Value::Table(entries) = &node.value
            && entries.iter().any(|entry| T::KEYS.contains(&entry.key.as_ref()))
            && !entries.iter().any(|entry| models.contains(&entry.key.as_ref()))
        {
            let both = T::read(node, at, problems)?;
            let (ops_run_it, you_build_it_you_run_it) = (Some(both.clone()), Some(both));
            return Some(Self { ops_run_it, you_build_it_you_run_it, metadata: None });
        }
        let fields = Fields::of_record(node, &models, at, problems)?;
        let [ops_run_it, you_build_it_you_run_it] =
            models.map(|model| fields.take::<Option<T>>(model, at, problems).flatten());
        let metadata = Metadata::take(&fields, at, problems);
        Some(Self { ops_run_it, you_build_it_you_run_it, metadata })
    }

    fn fallback() -> Self {
        Self { ops_run_it: None, you_build_it_you_run_it: None, metadata: None }
    }
}

record! {
    /// The time over which operating models are compared.
    pub struct Horizon {
        /// Whole years, 1 to 30; 3 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub years: Option<NonZeroU32>,
        /// By how much a year later money is worth less; 0 % by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub discount_rate: Option<Share>,
    }
}

record! {
    /// Central operations.
    pub struct Operations {
        /// What an hour of one of their people costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub hourly_cost: Option<Estimate<Money>>,
    }
}

record! {
    /// How an operating model responds to an incident.
    pub struct Response {
        /// Tiers in the order in which an incident reaches them; at least one.
        pub tiers: Vec<Tier>,
        /// The incident workflow around them: alert, ticket, incident manager, stakeholder updates and so on; or the name of
        /// one, `phone-tree` or `self-service`.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub workflow: Workflow,
    }
}

record! {
    /// One tier of the response to an incident.
    pub struct Tier {
        /// What it is called.
        pub name: Name,
        /// How long an incident waits in its queue before somebody takes it up, while it is staffed.
        pub pick_up: Estimate<Duration>,
        /// How long its people work on an incident.
        pub handling: Estimate<Duration>,
        /// How many people work on it.
        pub people: NonZeroU32,
        /// The share of the incidents reaching it that it resolves; the last tier resolves all.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub resolves: Option<Estimate<Share>>,
        /// Under Ops Run It, what it does out of hours; `next-working-day` by default for the last of several tiers, the
        /// delivery team, else `covered`. A product team's tiers are covered where its schedule covers the service.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub out_of_hours: Option<TierOutOfHours>,
        /// Under Ops Run It, when it responds, such as `Mon-Sun 07:00-22:00`; outside it incidents wait for it, or for working
        /// hours.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub cover: Option<CoverHours>,
        /// Whose people they are. By default the product team's under You Build It You Run It and in the last of
        /// several tiers under Ops Run It, else operations'.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub staffed_by: Option<StaffedBy>,
        /// What an hour of one of its people costs; by default the team's or operations' own hourly cost.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub hourly_cost: Option<Estimate<Money>>,
    }
}

/// What a tier of operations does with an incident out of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TierOutOfHours {
    /// It responds as in working hours.
    Covered,
    /// It lets the incident wait for working hours.
    NextWorkingDay,
}

impl Read for TierOutOfHours {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(
            node,
            &[("covered", Self::Covered), ("next-working-day", Self::NextWorkingDay)],
            at,
            problems,
        )
    }

    fn fallback() -> Self {
        Self::Covered
    }
}

record! {
    /// How the costs of an operating model are accounted. By default everything is capex under You Build It You Run It;
    /// under Ops Run It setup and transition are, but for setup of the learning culture.
    pub struct AccountingRules {
        /// What is paid once to set the model up.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub setup: Option<Expenditure>,
        /// What is paid once to change over.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub transition: Option<Expenditure>,
        /// What is paid every year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub run: Option<Expenditure>,
        /// What responding to incidents costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub incident: Option<Expenditure>,
    }
}

/// How something that is paid is accounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Expenditure {
    /// Capital expenditure.
    Capex,
    /// Operating expenditure.
    Opex,
}

impl Read for Expenditure {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("capex", Self::Capex), ("opex", Self::Opex)], at, problems)
    }

    fn fallback() -> Self {
        Self::Capex
    }
}

/// Whose people staff a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StaffedBy {
    /// The team that builds the service.
    ProductTeam,
    /// Central operations.
    Operations,
}

impl Read for StaffedBy {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = [("product-team", Self::ProductTeam), ("operations", Self::Operations)];
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::ProductTeam
    }
}

record! {
    /// How an operating model deploys.
    pub struct Throughput {
        /// From a feature that is finished to the first deployment that it could be part of.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub hand_off_lead_time: Option<Estimate<Duration>>,
        /// People's time for one deployment.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub effort_per_deployment: Option<Estimate<Duration>>,
        /// The most often that it can deploy; fortnightly by default under Ops Run It, else without limit.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub fastest_deployment: Option<DeploymentTarget>,
        /// The share of deployments that fail: they degrade the service, and have to be rolled back, patched or fixed.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub change_failure_rate: Option<Estimate<Share>>,
        /// From a deployment that fails until the service is recovered.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub failed_deployment_recovery_time: Option<Estimate<Duration>>,
    }
}

record! {
    /// How an operating model learns from production.
    pub struct Learning {
        /// From an insight to the improvement that it leads to.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub lead_time: Option<Estimate<Duration>>,
        /// People's time for one improvement.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub effort_per_improvement: Option<Estimate<Duration>>,
    }
}

record! {
    /// Work that keeps a service running between incidents: monitoring, patching, housekeeping.
    pub struct OperationsWork {
        /// People's time for one service in a week.
        pub effort_per_week: Estimate<Duration>,
    }
}

record! {
    /// One-off costs of one service, by aspect.
    pub struct OneOffCosts {
        /// Deployment pipeline, change process.
        #[serde(rename = "deployment-throughput", skip_serializing_if = "Absent::is_absent")]
        pub deployment_throughput as "deployment-throughput": Option<Estimate<Money>>,
        /// Telemetry, licences, access, runbooks, training for production.
        #[serde(rename = "service-reliability", skip_serializing_if = "Absent::is_absent")]
        pub service_reliability as "service-reliability": Option<Estimate<Money>>,
        /// Training, reviews.
        #[serde(rename = "learning-culture", skip_serializing_if = "Absent::is_absent")]
        pub learning_culture as "learning-culture": Option<Estimate<Money>>,
    }
}

record! {
    /// How incidents are ranked, and when a manual step is worth a finding.
    pub struct IncidentRules {
        /// From this loss on an incident is major: restore now.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub high_loss: Option<Money>,
        /// From this loss on an incident is minor and restored by the next working day; below it, when possible.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub medium_loss: Option<Money>,
        /// What a manual step of the workflow may cost a year before it is pointed out.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub manual_step_threshold: Option<Money>,
    }
}

record! {
    /// A cause of incidents that hits several services at once, such as a platform or a cloud region.
    pub struct SharedCause {
        /// What it is called.
        pub name: Name,
        /// How many incidents it causes a year; they are part of the incidents that its services state.
        pub incidents_per_year: Estimate<Number>,
        /// The services that it hits.
        pub services: Vec<Name>,
    }
}
