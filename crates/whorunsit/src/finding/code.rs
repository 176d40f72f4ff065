//! The codes of findings: how much each matters, and the practice that it comes from.

use std::fmt;

use serde::{Serialize, Serializer};

/// How much a [`Finding`](crate::finding::Finding) matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Why the result is what it is.
    Reason,
    /// Something to look at before relying on the result.
    Caution,
    /// Something that is probably wrong.
    Warning,
}

macro_rules! finding_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $severity:ident, $source:expr;)+) => {
        /// The stable code of a [`Finding`](crate::finding::Finding); `docs/findings.md` explains each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FindingCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl FindingCode {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as text, such as `exposure-above-highest-band`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// How much findings of this code matter.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// The practice that the finding comes from.
            #[must_use]
            pub fn source(self) -> &'static str {
                match self {
                    $(Self::$variant => $source,)+
                }
            }
        }
    };
}

const BANDS: &str = "YBIYRI playbook: exposure bands";
const SELECTOR: &str = "YBIYRI playbook: operating model selector";
const SCHEDULES: &str = "YBIYRI playbook: on-call schedules at scale";
const PITFALLS: &str = "YBIYRI playbook: pitfalls";
const ON_CALL: &str = "YBIYRI playbook: on-call pay and rotas";
const SRE: &str = "Google SRE book: being on-call";
const UK: &str = "UK Working Time Regulations 1998";
const INSURANCE: &str = "YBIYRI playbook: operating models as insurance";
const HOUSE: &str = "whorunsit: docs/model.md";

finding_codes! {
    /// The band that set the availability target.
    TargetFromExposure = "target-from-exposure", Reason, BANDS;
    /// The demand that set the deployment target.
    DeploymentFromDemand = "deployment-from-demand", Reason, SELECTOR;
    /// The rule of the policy that set the operating model.
    ModelFromSelector = "model-from-selector", Reason, SELECTOR;
    /// The operating model was given, so the selector had no choice.
    ModelGiven = "model-given", Reason, HOUSE;
    /// The operating model is the one of least cost, as the policy asks.
    ModelFromMoney = "model-from-money", Reason, INSURANCE;
    /// The policy asks for least cost, but money does not decide here, so the sixteen-cell selector did.
    MoneyDoesNotDecide = "money-does-not-decide", Caution, INSURANCE;
    /// What set the out-of-hours schedule.
    ScheduleFromTarget = "schedule-from-target", Reason, SCHEDULES;
    /// The exposure is above every band, so the highest band was taken.
    ExposureAboveHighestBand = "exposure-above-highest-band", Warning, BANDS;
    /// A stated quantile of an estimated exposure decides, instead of its mean.
    ExposureByQuantile = "exposure-by-quantile", Reason, HOUSE;
    /// An interval is so wide that its mean says little.
    EstimateTooWide = "estimate-too-wide", Caution, HOUSE;
    /// The incidents of a service would last longer than the year: alerts were probably counted as incidents.
    DownAllYear = "down-all-year", Warning, HOUSE;
    /// The features wanted are above every band, so the highest demand band was taken.
    DemandAboveHighestBand = "demand-above-highest-band", Caution, SELECTOR;
    /// The target was set by hand above the one computed from exposure.
    TargetInflated = "target-inflated", Warning, PITFALLS;
    /// The target was set by hand below the one computed from exposure.
    TargetBelowExposure = "target-below-exposure", Warning, BANDS;
    /// The other selection policy would choose the other operating model.
    PoliciesDisagree = "policies-disagree", Caution, SELECTOR;
    /// Amber cadence with a target between 99.0 and 99.9, where only 99.9 and above asks for YBIYRI.
    AmberBelowThreeNines = "amber-below-three-nines", Caution, SELECTOR;
    /// A digital service with low exposure and low demand may be the wrong thing to build.
    LowValueDigitalService = "low-value-digital-service", Caution, PITFALLS;
    /// The kind of service and its feature demand do not fit together.
    KindAndDemandDisagree = "kind-and-demand-disagree", Caution, SELECTOR;
    /// 99.99 is rarely needed and enormously expensive.
    FourNinesRarelyNeeded = "four-nines-rarely-needed", Warning, BANDS;
    /// A peak raises the target or the schedule for its window.
    PeakRaisesTarget = "peak-raises-target", Reason, HOUSE;
    /// In a peak the selector would choose YBIYRI, but a service does not change hands for a week.
    PeakAsksForOtherModel = "peak-asks-for-other-model", Caution, HOUSE;
    /// A service to be run by its product team names no team.
    ServiceWithoutTeam = "service-without-team", Caution, HOUSE;
    /// A team that needs a domain's schedule is in no domain.
    TeamWithoutDomain = "team-without-domain", Caution, SCHEDULES;
    /// Most teams have a schedule of their own: the targets are probably wrong.
    ManyTeamSchedules = "many-team-schedules", Warning, PITFALLS;
    /// A domain has only one team, so nobody shares its schedule.
    SingleTeamDomain = "single-team-domain", Caution, SCHEDULES;
    /// A domain is grouped by geography.
    DomainGroupedByGeography = "domain-grouped-by-geography", Caution, SCHEDULES;
    /// A domain is grouped by tooling.
    DomainGroupedByTooling = "domain-grouped-by-tooling", Caution, SCHEDULES;
    /// Callouts are paid and standby is not.
    CalloutOnlyPay = "callout-only-pay", Warning, ON_CALL;
    /// On-call is not paid at all.
    UnpaidOnCall = "unpaid-on-call", Warning, ON_CALL;
    /// Operations pay for the on-call of digital services.
    OnCallFundedByOperations = "on-call-funded-by-operations", Warning, PITFALLS;
    /// Standby pay is not given, so its cost is not estimated.
    StandbyNotEstimated = "standby-not-estimated", Caution, HOUSE;
    /// Fewer than three people share a rota.
    RotaTooSmall = "rota-too-small", Warning, ON_CALL;
    /// Fewer people share a rota than are on call at once.
    RotaNotFilled = "rota-not-filled", Warning, HOUSE;
    /// Shifts are not one week long.
    ShiftNotOneWeek = "shift-not-one-week", Caution, ON_CALL;
    /// People are on call more than a quarter of the time.
    RotaOverQuarterTime = "rota-over-quarter-time", Caution, SRE;
    /// Each person is on call so rarely that they lose touch with production.
    RotaUnderloaded = "rota-underloaded", Caution, SRE;
    /// A rota covers more services than its people can know.
    RotaCoversManyServices = "rota-covers-many-services", Caution, HOUSE;
    /// More than two callouts are expected in a shift.
    TooManyCallouts = "too-many-callouts", Warning, SRE;
    /// The working week alone is over 48 hours.
    WorkingTimeOverLimit = "working-time-over-limit", Warning, UK;
    /// Callouts are expected to break eleven hours of rest.
    RestInterrupted = "rest-interrupted", Caution, UK;
    /// The other operating model costs less over the horizon.
    CostDisagreesWithSelector = "cost-disagrees-with-selector", Caution, INSURANCE;
    /// The chosen model is expected to miss the availability target.
    TargetMissed = "target-missed", Warning, BANDS;
    /// What a service needs is less available than its target asks.
    DependencyBelowTarget = "dependency-below-target", Warning, HOUSE;
    /// No choice is expected to meet a target that is required.
    RequiredTargetOutOfReach = "required-target-out-of-reach", Warning, BANDS;
    /// There are so many peaks that not every combination of schedules was tried for least cost.
    LeastCostNotExhaustive = "least-cost-not-exhaustive", Caution, HOUSE;
    /// What is capex and what is opex follows the playbook; auditors may see it differently.
    AccountingMayDiffer = "accounting-may-differ", Reason, INSURANCE;
    /// Models are given by hand: strategies for all ignore them.
    ModelsGiven = "models-given", Reason, HOUSE;
    /// Losses rest on the exposure of the worst hour, in every hour of the week.
    LossesAtMaximum = "losses-at-maximum", Caution, HOUSE;
    /// A rule of standby pay can never be the first to match an hour that is paid.
    PayRuleNeverApplies = "pay-rule-never-applies", Warning, ON_CALL;
    /// A rule of standby pay matches working hours, which are not paid because `pays` does not say so.
    StandbyLeavesOutWorkingHours = "standby-leaves-out-working-hours", Caution, ON_CALL;
    /// Most of what is lost is value that comes late.
    OpportunityDominatedByDelay = "opportunity-dominated-by-delay", Reason, INSURANCE;
    /// Most of what is lost is lost in incidents.
    OpportunityDominatedByIncidents = "opportunity-dominated-by-incidents", Reason, INSURANCE;
    /// Costs lack what is not estimated.
    ComparisonPartial = "comparison-partial", Caution, HOUSE;
    /// Services lack inputs without which the difference between their models means nothing.
    NotComparable = "not-comparable", Caution, HOUSE;
    /// Services could not be simulated, because their incidents or the responses are not given.
    NotSimulated = "not-simulated", Caution, HOUSE;
    /// The mean loss of a year rests on draws so rare that sampling does not find it.
    SampledMeanUncertain = "sampled-mean-uncertain", Caution, HOUSE;
    /// A manual step of the incident workflow costs more a year than the threshold.
    ManualStepCostly = "manual-step-costly", Caution, HOUSE;
    /// A schedule costs more than it protects.
    ScheduleCostsMoreThanItProtects = "schedule-costs-more-than-it-protects", Caution, PITFALLS;
    /// The pilot has no service that is to change over.
    PilotHasNothingToMove = "pilot-has-nothing-to-move", Caution, HOUSE;
    /// The horizon ends before all teams have changed over.
    PlanBeyondHorizon = "plan-beyond-horizon", Warning, HOUSE;
    /// A team alone costs more to change over than a quarter may.
    WaveOverBudget = "wave-over-budget", Caution, HOUSE;
    /// A team is recommended to run a service, and lacks what it must have in place before.
    TeamNotReady = "team-not-ready", Warning, PITFALLS;
    /// Teams are not in the plan, because they lack what they must have in place before.
    TeamsHeldBack = "teams-held-back", Warning, PITFALLS;
    /// Teams are in the plan although it is not known whether they are ready.
    ReadinessNotKnown = "readiness-not-known", Caution, PITFALLS;
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
