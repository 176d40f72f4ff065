//! Where you stand: every service, and the whole, against the baseline of You Build It You Run It.

use rust_decimal::Decimal;
use serde::Serialize;

use super::evidence::{Evidence, ServiceEvidence};
use crate::comparison::ModelCosts;
use crate::exact::{Availability, DeploymentTarget, Duration};
use crate::finding::FindingCode;
use crate::portfolio::Name;
use crate::selection::OperatingModel;

/// Where services stand against the baseline, today and after what is recommended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Standing {
    /// What they are held against.
    pub baseline: Baseline,
    /// How many services reach it today.
    pub today: StandingCounts,
    /// How many would.
    pub after: StandingCounts,
    /// Services that are clearly for operations to run.
    pub clearly_operations: usize,
    /// Services that are clearly for their product teams to run.
    pub clearly_their_teams: usize,
    /// Of both, services whose money is not estimated, so that only the policies agree.
    pub clear_without_money: usize,
    /// Services that need thought: selector, other policy and money do not all say the same.
    pub need_thought: usize,
    /// Every service, in the order of the portfolio.
    pub services: Vec<ServiceStanding>,
}

/// The baseline: what an organisation that runs what it builds reaches at least.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Baseline {
    /// Deployed at least this often.
    pub deployment: DeploymentTarget,
    /// Expected to be available at least so much.
    pub availability: Availability,
    /// Restored in less than this, on average.
    pub time_to_restore: Duration,
    /// An insight from production becomes an improvement within this.
    pub learning_lead_time: Duration,
}

/// How many services reach the baseline; those of which it cannot be told are in none of the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct StandingCounts {
    /// Deployed often enough.
    pub deployment: usize,
    /// Available enough.
    pub availability: usize,
    /// Restored soon enough.
    pub time_to_restore: usize,
    /// Learned from soon enough.
    pub learning: usize,
    /// All four.
    pub all: usize,
    /// Services of which at least one of the four cannot be told.
    pub not_estimated: usize,
}

/// One service against the baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ServiceStanding {
    /// The service's name.
    pub name: Name,
    /// As it runs today; `None` where nobody runs it yet.
    pub today: Option<AgainstBaseline>,
    /// As it is recommended to run.
    pub after: AgainstBaseline,
    /// Whether it is clear who should run it.
    pub verdict: Verdict,
    /// The findings for which it needs thought.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub because: Vec<FindingCode>,
}

/// Whether it is clear who should run a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// Operations.
    ClearlyOperations,
    /// Its product team.
    ClearlyItsTeam,
    /// It is not clear.
    NeedsThought,
}

/// One service under one model against the baseline; `None` where that cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct AgainstBaseline {
    /// Who runs it.
    pub operating_model: OperatingModel,
    /// Whether it is deployed often enough.
    pub deployment: Option<bool>,
    /// Whether it is available enough.
    pub availability: Option<bool>,
    /// Whether it is restored soon enough.
    pub time_to_restore: Option<bool>,
    /// Whether it is learned from soon enough.
    pub learning: Option<bool>,
    /// Whether all four are.
    pub all: Option<bool>,
}

/// Findings that say that it is not clear who should run a service.
const NEEDS_THOUGHT: [FindingCode; 4] = [
    FindingCode::PoliciesDisagree,
    FindingCode::AmberBelowThreeNines,
    FindingCode::CostDisagreesWithSelector,
    FindingCode::KindAndDemandDisagree,
];

impl Baseline {
    /// Weekly deployments, 99.0 %, minutes, a week.
    fn published() -> Self {
        Self {
            deployment: DeploymentTarget::Weekly,
            availability: Availability::TWO_NINES,
            time_to_restore: Duration::from_hours(Decimal::ONE),
            learning_lead_time: Duration::from_days(7),
        }
    }
}

impl Standing {
    pub(crate) fn of(evidence: &Evidence<'_>) -> Self {
        let baseline = Baseline::published();
        let mut standing = Self {
            today: StandingCounts::default(),
            after: StandingCounts::default(),
            clearly_operations: 0,
            clearly_their_teams: 0,
            clear_without_money: 0,
            need_thought: 0,
            services: Vec::with_capacity(evidence.comparison.services.len()),
            baseline,
        };
        for service in evidence.services() {
            let against = |model| AgainstBaseline::of(evidence, &standing.baseline, service, model);
            let (today, after) = (service.runs_today.map(&against), against(service.model_after()));
            today.iter().for_each(|today| standing.today.add(today));
            standing.after.add(&after);
            let codes = service.recommended.findings.iter().map(crate::finding::Finding::code);
            let because: Vec<FindingCode> = codes.filter(|code| NEEDS_THOUGHT.contains(code)).collect();
            let verdict = match service.model_after() {
                _ if !because.is_empty() => Verdict::NeedsThought,
                OperatingModel::OpsRunIt => Verdict::ClearlyOperations,
                OperatingModel::YouBuildItYouRunIt => Verdict::ClearlyItsTeam,
            };
            *match verdict {
                Verdict::ClearlyOperations => &mut standing.clearly_operations,
                Verdict::ClearlyItsTeam => &mut standing.clearly_their_teams,
                Verdict::NeedsThought => &mut standing.need_thought,
            } += 1;
            standing.clear_without_money +=
                usize::from(verdict != Verdict::NeedsThought && service.compared.insurance.agrees.is_none());
            let name = service.service.name.clone();
            standing.services.push(ServiceStanding { name, today, after, verdict, because });
        }
        standing
    }
}

impl AgainstBaseline {
    fn of(
        evidence: &Evidence<'_>,
        baseline: &Baseline,
        service: ServiceEvidence<'_>,
        operating_model: OperatingModel,
    ) -> Self {
        let costs: &ModelCosts = match operating_model {
            OperatingModel::OpsRunIt => &service.compared.ops_run_it,
            OperatingModel::YouBuildItYouRunIt => &service.compared.you_build_it_you_run_it,
        };
        let deployment = Some(costs.deployment.days() <= baseline.deployment.days());
        let availability =
            costs.expected_availability.map(|expected| expected >= baseline.availability.percent());
        let restored = costs.incidents.as_ref().map(|incidents| incidents.hours_to_restore);
        let time_to_restore = restored.map(|hours| hours < baseline.time_to_restore.hours());
        let learning =
            evidence.portfolio.file().learning.as_ref().and_then(|learning| learning.of(operating_model));
        let learning = learning
            .and_then(|learning| learning.lead_time.as_ref())
            .map(|time| time.mean() <= baseline.learning_lead_time);
        let each = [deployment, availability, time_to_restore, learning];
        let all = if each.contains(&Some(false)) {
            Some(false)
        } else {
            each.iter().all(Option::is_some).then_some(true)
        };
        Self { operating_model, deployment, availability, time_to_restore, learning, all }
    }
}

impl StandingCounts {
    fn add(&mut self, service: &AgainstBaseline) {
        let count = |reached: Option<bool>| usize::from(reached == Some(true));
        self.deployment += count(service.deployment);
        self.availability += count(service.availability);
        self.time_to_restore += count(service.time_to_restore);
        self.learning += count(service.learning);
        self.all += count(service.all);
        let each = [service.deployment, service.availability, service.time_to_restore, service.learning];
        self.not_estimated += usize::from(each.contains(&None));
    }
}
