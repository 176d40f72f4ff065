//! Every finding: its code, severity and source, and the figures that it rests on. Its sentence is in `words.rs`.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::exact::{Availability, DeploymentTarget, Money, Shift};
use crate::finding::figure::{AsFigure, Figure, FigureOf};
use crate::portfolio::{ExposureQuantile, GateCode, Kind, Name, Payer};
use crate::selection::{OperatingModel, OutOfHours, Policy, ScheduleBy};

/// How much a [`Finding`](crate::finding::Finding) matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Why the result is what it is.
    Reason,
    /// Something to look at before relying on the result.
    Caution,
    /// Something that is probably wrong.
    Warning,
}

/// One entry for each finding: what it says, `Variant = "code", severity, source, { field: Type as name_in_answers };`.
macro_rules! findings {
    ($(
        $(#[doc = $doc:literal])+
        $variant:ident = $code:literal, $severity:ident, $source:expr
        $(, { $($field:ident : $type:ty as $figure:ident),+ $(,)? })?;
    )+) => {
        /// The stable code of a [`Finding`](crate::finding::Finding); `docs/findings.md` explains each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FindingCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        /// What each finding rests on; the sentence is made from it only when somebody reads it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Detail {
            $($(#[doc = $doc])+ $variant $({ $($field: $type),+ })?,)+
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

            /// What findings of this code say, in a sentence.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
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

            /// The names of the figures in the `details` of findings of this code, with their kinds.
            #[must_use]
            pub fn figures(self) -> &'static [FigureOf] {
                match self {
                    $(Self::$variant => const { &[$($(FigureOf::of::<$type>(stringify!($figure)),)+)?] },)+
                }
            }
        }

        impl Detail {
            pub(super) fn code(&self) -> FindingCode {
                match self {
                    $(Self::$variant { .. } => FindingCode::$variant,)+
                }
            }

            /// Hands over each figure with its name in answers.
            pub(super) fn each_figure<'d>(&'d self, each: &mut dyn FnMut(&'static str, Figure<'d>)) {
                match self {
                    $(Self::$variant $({ $($field),+ })? => {
                        $($(each(stringify!($figure), $field.figure());)+)?
                    })+
                }
            }
        }

        #[cfg(feature = "deserialize")]
        impl Detail {
            /// What a finding of a code rests on, from its figures as answers write them.
            pub(super) fn read(
                code: FindingCode,
                figures: &serde_json::Map<String, serde_json::Value>,
            ) -> Option<Self> {
                Some(match code {
                    $(FindingCode::$variant => Self::$variant $({
                        $($field: <$type as AsFigure>::read(figures.get(stringify!($figure))?)?),+
                    })?,)+
                })
            }
        }

        /// The schema of `details`: a name means the same in every finding.
        #[cfg(feature = "schema")]
        pub(super) fn properties(
            generator: &mut schemars::SchemaGenerator,
        ) -> std::collections::BTreeMap<&'static str, schemars::Schema> {
            let mut all = std::collections::BTreeMap::new();
            $($($(
                if <$type>::NULLABLE || !all.contains_key(stringify!($figure)) {
                    all.insert(stringify!($figure), <$type>::schema(generator));
                }
            )+)?)+
            all
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

findings! {
    /// The band that set the availability target.
    TargetFromExposure = "target-from-exposure", Reason, BANDS, {
        exposure: Money as exposure_per_hour, max: Money as max_per_hour,
        target: Availability as availability_target,
    };
    /// The demand that set the deployment target.
    DeploymentFromDemand = "deployment-from-demand", Reason, SELECTOR, {
        demand: Name as demand_band, features: Option<Decimal> as features_per_month,
        deployment: DeploymentTarget as deployment_target,
    };
    /// The rule of the policy that set the operating model.
    ModelFromSelector = "model-from-selector", Reason, SELECTOR, {
        policy: Policy as policy, target: Availability as availability_target,
        deployment: DeploymentTarget as deployment_target,
    };
    /// The operating model was given, so the selector had no choice.
    ModelGiven = "model-given", Reason, HOUSE, {
        model: OperatingModel as operating_model, selected: OperatingModel as selected_model,
        reason: Option<Name> as reason,
    };
    /// The operating model is the one of least cost, as the policy asks.
    ModelFromMoney = "model-from-money", Reason, INSURANCE, { model: OperatingModel as operating_model };
    /// The policy asks for least cost, but money does not decide here, so the sixteen-cell selector did.
    MoneyDoesNotDecide = "money-does-not-decide", Caution, INSURANCE, { tied: bool as tied };
    /// What set the out-of-hours schedule.
    ScheduleFromTarget = "schedule-from-target", Reason, SCHEDULES, {
        model: OperatingModel as operating_model, target: Availability as availability_target,
        schedule: OutOfHours as out_of_hours, by: ScheduleBy as decided_by,
        covered_by: Option<Name> as covered_by,
    };
    /// The exposure is above every band, so the highest band was taken.
    ExposureAboveHighestBand = "exposure-above-highest-band", Warning, BANDS, {
        peak: Option<Name> as peak, exposure: Money as exposure_per_hour, max: Money as max_per_hour,
        target: Availability as availability_target,
    };
    /// A stated quantile of an estimated exposure decides, instead of its mean.
    ExposureByQuantile = "exposure-by-quantile", Reason, HOUSE, {
        quantile: ExposureQuantile as quantile, exposure: Money as exposure_per_hour,
        mean: Money as mean_exposure_per_hour,
    };
    /// An interval is so wide that its mean says little.
    EstimateTooWide = "estimate-too-wide", Caution, HOUSE, {
        key: &'static str as input, times: Decimal as high_over_low, mean_above: bool as mean_above_p95,
    };
    /// The incidents of a service would last longer than the year: alerts were probably counted as incidents.
    DownAllYear = "down-all-year", Warning, HOUSE, {
        service: Name as service, others: usize as other_services, incidents: Decimal as incidents_per_year,
        hours: Decimal as hours_per_year,
    };
    /// The failed deployments of a service would last longer than the year.
    FailingAllYear = "failing-all-year", Warning, HOUSE, {
        service: Name as service, others: usize as other_services, model: OperatingModel as operating_model,
        failed: Decimal as failed_deployments_per_year, hours: Decimal as hours_per_year,
    };
    /// The features wanted are above every band, so the highest demand band was taken.
    DemandAboveHighestBand = "demand-above-highest-band", Caution, SELECTOR, {
        demand: Name as demand_band, features: Decimal as features_per_month,
        max: Decimal as max_features_per_month,
    };
    /// The target was set by hand above the one computed from exposure.
    TargetInflated = "target-inflated", Warning, PITFALLS, {
        set: Availability as availability_target, computed: Availability as computed_target,
        extra: Option<Money> as extra_standby_per_year,
    };
    /// The target was set by hand below the one computed from exposure.
    TargetBelowExposure = "target-below-exposure", Warning, BANDS, {
        set: Availability as availability_target, computed: Availability as computed_target,
    };
    /// The other selection policy would choose the other operating model.
    PoliciesDisagree = "policies-disagree", Caution, SELECTOR, {
        other: Policy as other_policy, model: OperatingModel as other_model,
    };
    /// Amber cadence with a target between 99.0 and 99.9, where only 99.9 and above asks for YBIYRI.
    AmberBelowThreeNines = "amber-below-three-nines", Caution, SELECTOR, {
        target: Availability as availability_target, deployment: DeploymentTarget as deployment_target,
    };
    /// A digital service with low exposure and low demand may be the wrong thing to build.
    LowValueDigitalService = "low-value-digital-service", Caution, PITFALLS, {
        exposure: Money as exposure_per_hour,
    };
    /// The kind of service and its feature demand do not fit together.
    KindAndDemandDisagree = "kind-and-demand-disagree", Caution, SELECTOR, {
        kind: Kind as kind, deployment: DeploymentTarget as deployment_target,
    };
    /// 99.99 is rarely needed and enormously expensive.
    FourNinesRarelyNeeded = "four-nines-rarely-needed", Warning, BANDS, {
        target: Availability as availability_target,
    };
    /// A peak raises the target or the schedule for its window.
    PeakRaisesTarget = "peak-raises-target", Reason, HOUSE, {
        peak: Name as peak, from: Availability as availability_target, to: Availability as peak_target,
        schedule: OutOfHours as out_of_hours, model: OperatingModel as operating_model,
    };
    /// In a peak the selector would choose YBIYRI, but a service does not change hands for a week.
    PeakAsksForOtherModel = "peak-asks-for-other-model", Caution, HOUSE, {
        peak: Name as peak, model: OperatingModel as other_model,
    };
    /// A service to be run by its product team names no team.
    ServiceWithoutTeam = "service-without-team", Caution, HOUSE;
    /// A team that needs a domain's schedule is in no domain.
    TeamWithoutDomain = "team-without-domain", Caution, SCHEDULES, { team: Name as team };
    /// Most teams have a schedule of their own: the targets are probably wrong.
    ManyTeamSchedules = "many-team-schedules", Warning, PITFALLS, {
        schedules: usize as team_schedules, teams: usize as teams,
    };
    /// A domain has only one team, so nobody shares its schedule.
    SingleTeamDomain = "single-team-domain", Caution, SCHEDULES, {
        domain: Name as domain, team: Name as team,
    };
    /// A domain is grouped by geography.
    DomainGroupedByGeography = "domain-grouped-by-geography", Caution, SCHEDULES, { domain: Name as domain };
    /// A domain is grouped by tooling.
    DomainGroupedByTooling = "domain-grouped-by-tooling", Caution, SCHEDULES, { domain: Name as domain };
    /// Callouts are paid and standby is not.
    CalloutOnlyPay = "callout-only-pay", Warning, ON_CALL, { who: Payer as pay_of };
    /// On-call is not paid at all.
    UnpaidOnCall = "unpaid-on-call", Warning, ON_CALL, { who: Payer as pay_of };
    /// Operations pay for the on-call of digital services.
    OnCallFundedByOperations = "on-call-funded-by-operations", Warning, PITFALLS;
    /// Standby pay is not given, so its cost is not estimated.
    StandbyNotEstimated = "standby-not-estimated", Caution, HOUSE, { who: Payer as pay_of };
    /// Fewer than three people share a rota.
    RotaTooSmall = "rota-too-small", Warning, ON_CALL, { people: u32 as people };
    /// Fewer people share a rota than are on call at once.
    RotaNotFilled = "rota-not-filled", Warning, HOUSE, {
        people: u32 as people, on_call: u32 as people_on_call,
    };
    /// Shifts are not one week long.
    ShiftNotOneWeek = "shift-not-one-week", Caution, ON_CALL, { shift: Shift as shift };
    /// People are on call more than a quarter of the time.
    RotaOverQuarterTime = "rota-over-quarter-time", Caution, SRE, {
        share: Decimal as percent_of_time, needed: u32 as people_needed,
    };
    /// Each person is on call so rarely that they lose touch with production.
    RotaUnderloaded = "rota-underloaded", Caution, SRE, {
        people: u32 as people, shifts: Decimal as shifts_per_year,
    };
    /// A rota covers more services than its people can know.
    RotaCoversManyServices = "rota-covers-many-services", Caution, HOUSE, { services: usize as services };
    /// More than two callouts are expected in a shift.
    TooManyCallouts = "too-many-callouts", Warning, SRE, { callouts: Decimal as callouts_per_shift };
    /// The working week alone is over 48 hours.
    WorkingTimeOverLimit = "working-time-over-limit", Warning, UK, { hours: Decimal as hours_per_week };
    /// Callouts are expected to break eleven hours of rest.
    RestInterrupted = "rest-interrupted", Caution, UK, { times: Decimal as interruptions_per_year };
    /// The other operating model costs less over the horizon.
    CostDisagreesWithSelector = "cost-disagrees-with-selector", Caution, INSURANCE, {
        partial: bool as partial, model: OperatingModel as operating_model,
        saved: Money as saved_over_horizon, premium: Money as premium_saved_over_horizon, loss: Money as extra_loss_over_horizon,
        years: u32 as horizon_years,
    };
    /// The chosen model is expected to miss the availability target.
    TargetMissed = "target-missed", Warning, BANDS, {
        model: OperatingModel as operating_model, target: Availability as availability_target,
        expected: Decimal as expected_availability, other_meets: bool as other_model_meets,
    };
    /// What a service needs is less available than its target asks.
    DependencyBelowTarget = "dependency-below-target", Warning, HOUSE, {
        target: Availability as availability_target, ceiling: Decimal as highest_availability,
        weakest: Name as weakest, available: Decimal as weakest_availability,
        is_expected: bool as weakest_is_expected, others: usize as other_services,
    };
    /// No choice is expected to meet a target that is required.
    RequiredTargetOutOfReach = "required-target-out-of-reach", Warning, BANDS, {
        service: Name as service, target: Availability as availability_target,
    };
    /// There are so many peaks that not every combination of schedules was tried for least cost.
    LeastCostNotExhaustive = "least-cost-not-exhaustive", Caution, HOUSE;
    /// What is capex and what is opex follows the playbook; auditors may see it differently.
    AccountingMayDiffer = "accounting-may-differ", Reason, INSURANCE;
    /// Models are given by hand: strategies for all ignore them.
    ModelsGiven = "models-given", Reason, HOUSE, { services: usize as services, first: Name as first };
    /// Losses rest on the exposure of the worst hour, in every hour of the week.
    LossesAtMaximum = "losses-at-maximum", Caution, HOUSE, {
        services: usize as services, first: Name as first,
    };
    /// A rule of standby pay can never be the first to match an hour that is paid.
    PayRuleNeverApplies = "pay-rule-never-applies", Warning, ON_CALL, {
        who: Payer as pay_of, rule: usize as rule,
    };
    /// A rule of standby pay matches working hours, which are not paid because `pays` does not say so.
    StandbyLeavesOutWorkingHours = "standby-leaves-out-working-hours", Caution, ON_CALL, {
        who: Payer as pay_of, rule: usize as rule, hours: Decimal as hours_per_week,
    };
    /// Most of what is lost is value that comes late.
    OpportunityDominatedByDelay = "opportunity-dominated-by-delay", Reason, INSURANCE, {
        delay: Money as delay_per_year, all: Money as loss_per_year,
    };
    /// Most of what is lost is lost in incidents.
    OpportunityDominatedByIncidents = "opportunity-dominated-by-incidents", Reason, INSURANCE, {
        incidents: Money as incident_loss_per_year, all: Money as loss_per_year,
    };
    /// Costs lack what is not estimated.
    ComparisonPartial = "comparison-partial", Caution, HOUSE, {
        missing: usize as missing_inputs, first: Name as first_input, refused: bool as refused,
    };
    /// Services are left out, because they have problems.
    ServicesLeftOut = "services-left-out", Warning, HOUSE, { services: usize as services, first: Name as first };
    /// Services lack inputs without which the difference between their models means nothing.
    NotComparable = "not-comparable", Caution, HOUSE, { services: usize as services, first: Name as first };
    /// Services could not be simulated, because their incidents or the responses are not given.
    NotSimulated = "not-simulated", Caution, HOUSE, {
        services: usize as services, first: Name as first, refused: bool as refused,
    };
    /// The mean loss of a year rests on draws so rare that sampling does not find it.
    SampledMeanUncertain = "sampled-mean-uncertain", Caution, HOUSE, {
        services: usize as services, first: Name as first, percent: Decimal as percent_of_mean,
        trials: usize as trials,
    };
    /// A manual step of the incident workflow costs more a year than the threshold.
    ManualStepCostly = "manual-step-costly", Caution, HOUSE, {
        step: Name as step, model: OperatingModel as operating_model, cost: Money as cost_per_year,
        threshold: Money as threshold_per_year,
    };
    /// A schedule costs more than it protects.
    ScheduleCostsMoreThanItProtects = "schedule-costs-more-than-it-protects", Caution, PITFALLS, {
        name: Name as schedule, cost: Money as cost_per_year, protects: Money as protects_per_year,
    };
    /// The pilot has no service that is to change over.
    PilotHasNothingToMove = "pilot-has-nothing-to-move", Caution, HOUSE, {
        team: Name as team, held_back: bool as held_back, other: bool as another_goes_first,
    };
    /// The horizon ends before all teams have changed over.
    PlanBeyondHorizon = "plan-beyond-horizon", Warning, HOUSE, {
        teams: usize as teams, quarters: usize as quarters,
    };
    /// A team alone costs more to change over than a quarter may.
    WaveOverBudget = "wave-over-budget", Caution, HOUSE, {
        team: Name as team, cost: Money as one_off, budget: Money as budget_per_quarter,
    };
    /// A team is recommended to run a service, and lacks what it must have in place before.
    TeamNotReady = "team-not-ready", Warning, PITFALLS, {
        team: Name as team, missing: Vec<GateCode> as missing_gates, ready_on: Option<Date> as ready_on,
        ready_after_months: Option<usize> as ready_after_months,
    };
    /// Teams are not in the plan, because they lack what they must have in place before.
    TeamsHeldBack = "teams-held-back", Warning, PITFALLS, {
        teams: usize as teams, first: Name as first, missing: Vec<GateCode> as missing_gates,
    };
    /// Teams are in the plan although it is not known whether they are ready.
    ReadinessNotKnown = "readiness-not-known", Caution, PITFALLS, {
        teams: usize as teams, first: Name as first, gates: Vec<GateCode> as unknown_gates,
    };
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

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    FindingCode, "the code of a finding" => |text| Self::ALL.iter().copied().find(|code| code.as_str() == text);
}
