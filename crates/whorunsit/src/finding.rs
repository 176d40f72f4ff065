//! Findings: what the user should know, each with a stable code, a reason in plain words and its source.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::recommendation::ScheduleBy;
use crate::selection::{OperatingModel, OutOfHours, Policy};
use crate::{Availability, Currency, DeploymentTarget, Kind, Money, Name};

/// How much a [`Finding`] matters.
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
        /// The stable code of a [`Finding`]; `docs/findings.md` explains each.
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
    /// What set the out-of-hours schedule.
    ScheduleFromTarget = "schedule-from-target", Reason, SCHEDULES;
    /// The exposure is above every band, so the highest band was taken.
    ExposureAboveHighestBand = "exposure-above-highest-band", Warning, BANDS;
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
    /// No choice is expected to meet a target that is required.
    RequiredTargetOutOfReach = "required-target-out-of-reach", Warning, BANDS;
    /// Most of what is lost is value that comes late.
    OpportunityDominatedByDelay = "opportunity-dominated-by-delay", Reason, INSURANCE;
    /// Most of what is lost is lost in incidents.
    OpportunityDominatedByIncidents = "opportunity-dominated-by-incidents", Reason, INSURANCE;
    /// Costs lack what is not estimated.
    ComparisonPartial = "comparison-partial", Caution, HOUSE;
    /// Services lack an input under one model only, so their difference means nothing.
    NotComparable = "not-comparable", Caution, HOUSE;
    /// Services could not be simulated, because their incidents or the responses are not given.
    NotSimulated = "not-simulated", Caution, HOUSE;
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

/// Something the user should know. It displays as a sentence.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, recommend};
///
/// # let text = include_str!("../../../examples/furniture-retailer.toml");
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// let recommendation = recommend(&portfolio)?;
/// let finding = &recommendation.services[0].findings[0];
/// assert_eq!(finding.code().as_str(), "exposure-above-highest-band");
/// assert_eq!(
///     finding.to_string(),
///     "an exposure of $810,000 an hour is above the highest band of $800,000; its target of 99.9 % was taken, \
///      so check the exposure or add a band",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    detail: Detail,
    currency: Currency,
}

impl Finding {
    pub(crate) fn new(detail: Detail, currency: Currency) -> Self {
        Self { detail, currency }
    }

    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> FindingCode {
        self.detail.code()
    }
}

/// What each finding rests on; the sentence is made from it only when somebody reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    TargetFromExposure {
        exposure: Money,
        max: Money,
        target: Availability,
    },
    ExposureAboveHighestBand {
        peak: Option<Name>,
        exposure: Money,
        max: Money,
        target: Availability,
    },
    DemandAboveHighestBand {
        demand: Name,
        features: Decimal,
        max: Decimal,
    },
    TargetInflated {
        set: Availability,
        computed: Availability,
        extra: ExtraCost,
    },
    TargetBelowExposure {
        set: Availability,
        computed: Availability,
    },
    DeploymentFromDemand {
        demand: Name,
        features: Option<Decimal>,
        deployment: DeploymentTarget,
    },
    ModelGiven {
        model: OperatingModel,
        selected: OperatingModel,
    },
    ModelFromSelector {
        policy: Policy,
        target: Availability,
        deployment: DeploymentTarget,
    },
    ScheduleFromTarget {
        model: OperatingModel,
        target: Availability,
        schedule: OutOfHours,
        by: ScheduleBy,
    },
    PoliciesDisagree {
        other: Policy,
        model: OperatingModel,
    },
    AmberBelowThreeNines {
        target: Availability,
        deployment: DeploymentTarget,
    },
    LowValueDigitalService {
        exposure: Money,
    },
    KindAndDemandDisagree {
        kind: Kind,
        deployment: DeploymentTarget,
    },
    FourNinesRarelyNeeded {
        target: Availability,
    },
    PeakRaisesTarget {
        peak: Name,
        from: Availability,
        to: Availability,
        schedule: OutOfHours,
        model: OperatingModel,
    },
    PeakAsksForOtherModel {
        peak: Name,
        model: OperatingModel,
    },
    ServiceWithoutTeam,
    TeamWithoutDomain {
        team: Name,
    },
    ManyTeamSchedules {
        schedules: usize,
        teams: usize,
    },
    SingleTeamDomain {
        domain: Name,
        team: Name,
    },
    DomainGroupedByGeography {
        domain: Name,
    },
    DomainGroupedByTooling {
        domain: Name,
    },
    CalloutOnlyPay {
        who: Payer,
    },
    UnpaidOnCall {
        who: Payer,
    },
    OnCallFundedByOperations,
    StandbyNotEstimated {
        who: Payer,
    },
    RotaTooSmall {
        people: u32,
    },
    RotaNotFilled {
        people: u32,
        on_call: u32,
    },
    ShiftNotOneWeek {
        shift: crate::Duration,
    },
    RotaOverQuarterTime {
        share: Decimal,
        needed: u32,
    },
    TooManyCallouts {
        callouts: Decimal,
    },
    WorkingTimeOverLimit {
        hours: Decimal,
    },
    RestInterrupted {
        times: Decimal,
    },
    /// Both as the other model has them: how much less premium it pays, how much more it loses.
    CostDisagreesWithSelector {
        model: OperatingModel,
        premium: Money,
        loss: Money,
        years: u32,
    },
    TargetMissed {
        model: OperatingModel,
        target: Availability,
        expected: Decimal,
        other_meets: bool,
    },
    RequiredTargetOutOfReach {
        service: Name,
        target: Availability,
    },
    OpportunityDominatedByDelay {
        delay: Money,
        all: Money,
    },
    OpportunityDominatedByIncidents {
        incidents: Money,
        all: Money,
    },
    ComparisonPartial {
        missing: usize,
        first: Name,
    },
    NotComparable {
        services: usize,
        first: Name,
    },
    NotSimulated {
        services: usize,
        first: Name,
    },
    ManualStepCostly {
        step: Name,
        model: OperatingModel,
        cost: Money,
        threshold: Money,
    },
    ScheduleCostsMoreThanItProtects {
        name: Name,
        cost: Money,
        protects: Money,
    },
    PilotHasNothingToMove {
        team: Name,
    },
    PlanBeyondHorizon {
        teams: usize,
        quarters: usize,
    },
    WaveOverBudget {
        team: Name,
        cost: Money,
        budget: Money,
    },
}

/// What a target set by hand costs more a year than the computed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtraCost {
    Standby(Money),
    NotEstimated,
}

/// Whose pay a finding speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payer {
    ProductTeams,
    Operations,
}

impl Payer {
    /// The table of the portfolio that holds the pay.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::ProductTeams => "on_call.product_teams",
            Self::Operations => "on_call.operations",
        }
    }
}

impl fmt::Display for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProductTeams => "product teams",
            Self::Operations => "operations",
        })
    }
}

impl Detail {
    /// That costs lack inputs, if they do.
    pub(crate) fn partial(missing: &std::collections::BTreeSet<String>) -> Option<Self> {
        let first = missing.first()?.as_str().into();
        Some(Self::ComparisonPartial { missing: missing.len(), first })
    }

    fn code(&self) -> FindingCode {
        use FindingCode as Code;
        match self {
            Self::TargetFromExposure { .. } => Code::TargetFromExposure,
            Self::ExposureAboveHighestBand { .. } => Code::ExposureAboveHighestBand,
            Self::DemandAboveHighestBand { .. } => Code::DemandAboveHighestBand,
            Self::TargetInflated { .. } => Code::TargetInflated,
            Self::TargetBelowExposure { .. } => Code::TargetBelowExposure,
            Self::DeploymentFromDemand { .. } => Code::DeploymentFromDemand,
            Self::ModelFromSelector { .. } => Code::ModelFromSelector,
            Self::ModelGiven { .. } => Code::ModelGiven,
            Self::ScheduleFromTarget { .. } => Code::ScheduleFromTarget,
            Self::PoliciesDisagree { .. } => Code::PoliciesDisagree,
            Self::AmberBelowThreeNines { .. } => Code::AmberBelowThreeNines,
            Self::LowValueDigitalService { .. } => Code::LowValueDigitalService,
            Self::KindAndDemandDisagree { .. } => Code::KindAndDemandDisagree,
            Self::FourNinesRarelyNeeded { .. } => Code::FourNinesRarelyNeeded,
            Self::PeakRaisesTarget { .. } => Code::PeakRaisesTarget,
            Self::PeakAsksForOtherModel { .. } => Code::PeakAsksForOtherModel,
            Self::ServiceWithoutTeam => Code::ServiceWithoutTeam,
            Self::TeamWithoutDomain { .. } => Code::TeamWithoutDomain,
            Self::ManyTeamSchedules { .. } => Code::ManyTeamSchedules,
            Self::SingleTeamDomain { .. } => Code::SingleTeamDomain,
            Self::DomainGroupedByGeography { .. } => Code::DomainGroupedByGeography,
            Self::DomainGroupedByTooling { .. } => Code::DomainGroupedByTooling,
            Self::CalloutOnlyPay { .. } => Code::CalloutOnlyPay,
            Self::UnpaidOnCall { .. } => Code::UnpaidOnCall,
            Self::OnCallFundedByOperations => Code::OnCallFundedByOperations,
            Self::StandbyNotEstimated { .. } => Code::StandbyNotEstimated,
            Self::RotaTooSmall { .. } => Code::RotaTooSmall,
            Self::RotaNotFilled { .. } => Code::RotaNotFilled,
            Self::ShiftNotOneWeek { .. } => Code::ShiftNotOneWeek,
            Self::RotaOverQuarterTime { .. } => Code::RotaOverQuarterTime,
            Self::TooManyCallouts { .. } => Code::TooManyCallouts,
            Self::WorkingTimeOverLimit { .. } => Code::WorkingTimeOverLimit,
            Self::RestInterrupted { .. } => Code::RestInterrupted,
            Self::CostDisagreesWithSelector { .. } => Code::CostDisagreesWithSelector,
            Self::TargetMissed { .. } => Code::TargetMissed,
            Self::RequiredTargetOutOfReach { .. } => Code::RequiredTargetOutOfReach,
            Self::OpportunityDominatedByDelay { .. } => Code::OpportunityDominatedByDelay,
            Self::OpportunityDominatedByIncidents { .. } => Code::OpportunityDominatedByIncidents,
            Self::ComparisonPartial { .. } => Code::ComparisonPartial,
            Self::NotComparable { .. } => Code::NotComparable,
            Self::NotSimulated { .. } => Code::NotSimulated,
            Self::ManualStepCostly { .. } => Code::ManualStepCostly,
            Self::ScheduleCostsMoreThanItProtects { .. } => Code::ScheduleCostsMoreThanItProtects,
            Self::PilotHasNothingToMove { .. } => Code::PilotHasNothingToMove,
            Self::PlanBeyondHorizon { .. } => Code::PlanBeyondHorizon,
            Self::WaveOverBudget { .. } => Code::WaveOverBudget,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |amount: Money| self.currency.show(amount);
        match &self.detail {
            Detail::TargetFromExposure { exposure, max, target } => write!(
                f,
                "an exposure of {} an hour is within the band up to {}, whose target is {target} %",
                show(*exposure),
                show(*max),
            ),
            Detail::ExposureAboveHighestBand { peak, exposure, max, target } => {
                if let Some(peak) = peak {
                    write!(f, "for {peak}, ")?;
                }
                write!(
                    f,
                    "an exposure of {} an hour is above the highest band of {}; its target of {target} % was \
                     taken, so check the exposure or add a band",
                    show(*exposure),
                    show(*max),
                )
            }
            Detail::DemandAboveHighestBand { demand, features, max } => write!(
                f,
                "a feature demand of {} a month is above the highest band of {}; its band {demand} was taken, so \
                 check the number or add a band",
                features.normalize(),
                max.normalize()
            ),
            Detail::TargetInflated { set, computed, extra } => {
                write!(f, "the target was set by hand to {set} %, but the exposure asks for {computed} %: ")?;
                match extra {
                    ExtraCost::Standby(money) if money.is_zero() => {
                        f.write_str("standby costs no more for it as things are, but response has to be faster")
                    }
                    ExtraCost::Standby(money) if money.amount().is_sign_negative() => {
                        let less = Money::from_number(money.amount().abs());
                        write!(
                            f,
                            "standby costs {} less a year for it, because operations need no rota, but \
                             response has to be faster",
                            show(less)
                        )
                    }
                    ExtraCost::Standby(money) => {
                        write!(f, "it costs {} more standby a year, and protects little", show(*money))
                    }
                    ExtraCost::NotEstimated => f.write_str(
                        "what that costs more is not estimated, because standby pay is not given",
                    ),
                }
            }
            Detail::TargetBelowExposure { set, computed } => write!(
                f,
                "the target was set by hand to {set} %, but the exposure asks for {computed} %: more \
                 unavailability is tolerated than the bands allow"
            ),
            Detail::DeploymentFromDemand { demand, features: None, deployment } => {
                write!(f, "feature demand is {demand}, so it should be deployed {deployment}")
            }
            Detail::DeploymentFromDemand { demand, features: Some(features), deployment } => write!(
                f,
                "a feature demand of {} a month is in the band {demand}, so it should be deployed {deployment}",
                features.normalize()
            ),
            Detail::ModelGiven { model, selected } if model == selected => {
                write!(f, "the portfolio gives {}, which the selector would choose too", model.name())
            }
            Detail::ModelGiven { model, selected } => write!(
                f,
                "the portfolio gives {}, where the selector would choose {}",
                model.name(),
                selected.name()
            ),
            Detail::ModelFromSelector { policy, target, deployment } => {
                policy.explain(f, *target, *deployment)
            }
            Detail::ScheduleFromTarget { model: OperatingModel::OpsRunIt, .. } => {
                f.write_str("operations cover out of hours for what they run")
            }
            Detail::ScheduleFromTarget { schedule, by: ScheduleBy::Minimum, .. } => {
                write!(f, "whatever the target, out of hours it is to have {}", schedule.describe())
            }
            Detail::ScheduleFromTarget { target, schedule, by: ScheduleBy::ExposureBand, .. } => {
                write!(f, "the exposure band of {target} % states the schedule: {}", schedule.describe())
            }
            Detail::ScheduleFromTarget { target, schedule, .. } => {
                write!(f, "at {target} %, out of hours needs {}", schedule.describe())
            }
            Detail::PoliciesDisagree { other, model } => {
                write!(f, "the `{other}` policy would choose {} here", model.name())
            }
            Detail::AmberBelowThreeNines { target, deployment } => write!(
                f,
                "deploying {deployment} is amber, and {target} % lies between 99.0 and 99.9: only 99.9 % or \
                 more tips an amber service to You Build It You Run It"
            ),
            Detail::LowValueDigitalService { exposure } => write!(
                f,
                "a digital service with low exposure ({} an hour) and low demand may be the wrong thing to build",
                show(*exposure),
            ),
            Detail::KindAndDemandDisagree { kind: Kind::Foundational, deployment } => write!(
                f,
                "it is foundational, but its demand asks to deploy it {deployment}: it may be digital, or \
                 digital features may be hidden in it"
            ),
            Detail::KindAndDemandDisagree { kind: Kind::Digital, .. } => f.write_str(
                "it is digital, but has the lowest demand: it may be foundational, or its users are not heard",
            ),
            Detail::FourNinesRarelyNeeded { target } => {
                let seconds = target.tolerable_seconds(crate::Period::Week).unwrap_or_default();
                write!(
                    f,
                    "{target} % tolerates {} seconds a week: it is rarely needed and enormously expensive, so \
                     check that the exposure is real",
                    seconds.normalize()
                )
            }
            Detail::PeakRaisesTarget { peak, from, to, schedule, model } => {
                write!(f, "for {peak} the target rises from {from} % to {to} %")?;
                match model {
                    OperatingModel::YouBuildItYouRunIt => {
                        write!(f, ", with {} out of hours", schedule.describe())
                    }
                    OperatingModel::OpsRunIt => f.write_str(", which operations have to meet"),
                }
            }
            Detail::PeakAsksForOtherModel { peak, model } => write!(
                f,
                "for {peak} the selector asks for {}; a service does not change hands for a peak, so decide \
                 for the whole year",
                model.name()
            ),
            Detail::ServiceWithoutTeam => f.write_str(
                "the product team should run it, but no team is named: it is planned as a team of its own",
            ),
            Detail::TeamWithoutDomain { team } => write!(
                f,
                "team {team} needs a domain's schedule but is in no domain: it is planned alone, at the cost of \
                 a team schedule"
            ),
            Detail::ManyTeamSchedules { schedules, teams } => write!(
                f,
                "{schedules} of {teams} teams need a schedule of their own: few services are that critical, so \
                 the targets are probably wrong"
            ),
            Detail::SingleTeamDomain { domain, team } => {
                write!(f, "domain {domain} has only team {team} in it, so nobody shares its schedule")
            }
            Detail::DomainGroupedByGeography { domain } => write!(
                f,
                "domain {domain} is grouped by geography: people on call should know each other's services, so \
                 group by customer journey or technology capability"
            ),
            Detail::DomainGroupedByTooling { domain } => write!(
                f,
                "domain {domain} is grouped by tooling: the same tools do not make the services known, so group \
                 by customer journey or technology capability"
            ),
            Detail::CalloutOnlyPay { who } => write!(
                f,
                "{who} are paid for callouts but not for standby: unfair to those whose services rarely fail"
            ),
            Detail::UnpaidOnCall { who } => {
                write!(f, "on-call of {who} is unpaid: being ready out of hours is work and should be paid")
            }
            Detail::OnCallFundedByOperations => f.write_str(
                "operations pay for the on-call of digital services: product teams are responsible but nobody \
                 who chooses the features is accountable, so pay from the product budget",
            ),
            Detail::StandbyNotEstimated { who } => write!(
                f,
                "standby cost of {who} is not estimated: add `standby` or a `preset` to [{}]",
                who.table()
            ),
            Detail::RotaTooSmall { people } => write!(
                f,
                "{people} {} in the rota: at least three are needed to share it",
                if *people == 1 { "person is" } else { "people are" }
            ),
            Detail::RotaNotFilled { people, on_call } => write!(
                f,
                "{on_call} people are to be on call at once, but only {people} share the rota: it cannot be filled"
            ),
            Detail::ShiftNotOneWeek { shift } => {
                write!(f, "shifts last {shift}: one week is the practice that has proved itself")
            }
            Detail::RotaOverQuarterTime { share, needed } => write!(
                f,
                "each person is on call {} % of the time, above 25 %: {needed} people would be needed",
                share.round_dp(1).normalize()
            ),
            Detail::TooManyCallouts { callouts } => write!(
                f,
                "{} callouts are expected in a shift, above 2: make the services more reliable first",
                callouts.round_dp(2).normalize()
            ),
            Detail::WorkingTimeOverLimit { hours } => write!(
                f,
                "the working week of {} hours is above 48 before anyone is called out",
                hours.round_dp(1).normalize()
            ),
            Detail::RestInterrupted { times } => write!(
                f,
                "callouts are expected to break eleven hours of rest {} times a year for each person: plan \
                 compensatory rest",
                times.round_dp(1).normalize()
            ),
            Detail::CostDisagreesWithSelector { model, premium, loss, years } => {
                // Of the other model: what it saves on the premium, and what it loses more.
                let saved = premium.minus(*loss).unwrap_or_default();
                write!(
                    f,
                    "the money does not agree: {} costs {} less over {years} {}, since it ",
                    model.other().name(),
                    show(saved),
                    if *years == 1 { "year" } else { "years" }
                )?;
                let positive = |amount: &Money| !amount.amount().is_sign_negative();
                let size = |amount: &Money| show(Money::from_number(amount.amount().abs()));
                let pays = if positive(premium) { "less" } else { "more" };
                let loses = if positive(loss) { "more" } else { "less" };
                write!(f, "pays {} {pays} premium and loses {} {loses}", size(premium), size(loss))
            }
            Detail::TargetMissed { model, target, expected, other_meets } => {
                write!(
                    f,
                    "under {} it is expected to be available {} % of the time, below its target of {target} %",
                    model.name(),
                    expected.round_dp(3).normalize()
                )?;
                match other_meets {
                    true => write!(f, "; {} is expected to meet it", model.other().name()),
                    false => f.write_str(": fewer incidents, or a faster response, are needed"),
                }
            }
            Detail::RequiredTargetOutOfReach { service, target } => write!(
                f,
                "{service} is required to meet {target} %, but no choice is expected to: least cost was chosen \
                 without it"
            ),
            Detail::OpportunityDominatedByDelay { delay, all } => write!(
                f,
                "of {} lost a year, {} is value that comes late: deploying sooner matters more than restoring \
                 faster",
                show(*all),
                show(*delay)
            ),
            Detail::OpportunityDominatedByIncidents { incidents, all } => write!(
                f,
                "of {} lost a year, {} is lost in incidents: restoring faster matters more than deploying sooner",
                show(*all),
                show(*incidents)
            ),
            Detail::ComparisonPartial { missing: 1, first } => {
                write!(f, "costs are partial, because {first} is missing")
            }
            Detail::ComparisonPartial { missing, first } => {
                write!(f, "costs are partial, because {missing} inputs are missing: {first} is the first")
            }
            Detail::NotComparable { services, first } => {
                match services {
                    1 => write!(f, "{first} is left out")?,
                    _ => write!(f, "{services} services are left out, {first} the first")?,
                }
                f.write_str(": an input is missing under one model only, so that their difference means nothing")
            }
            Detail::NotSimulated { services, first } => {
                match services {
                    1 => write!(f, "{first} counts with its expected costs only")?,
                    _ => write!(f, "{services} services, {first} the first, count with their expected costs only")?,
                }
                f.write_str(": its incidents a year, or how both models respond to them, are not given")
            }
            Detail::ManualStepCostly { step, model, cost, threshold } => write!(
                f,
                "doing {step} by hand costs {} a year under {}, above the threshold of {}: automate it",
                show(*cost),
                model.name(),
                show(*threshold)
            ),
            Detail::ScheduleCostsMoreThanItProtects { name, cost, protects } => write!(
                f,
                "the schedule {name} costs {} a year and protects {}: its services could wait for working hours",
                show(*cost),
                show(*protects)
            ),
            Detail::PilotHasNothingToMove { team } => write!(
                f,
                "team {team} is to be the pilot, but none of its services is to change over: the team that gains \
                 most goes first"
            ),
            Detail::PlanBeyondHorizon { teams, quarters } => write!(
                f,
                "the horizon ends after {quarters} quarters, before the last {teams} {} changed over: move more \
                 teams in a quarter, or compare over more years",
                if *teams == 1 { "team has" } else { "teams have" }
            ),
            Detail::WaveOverBudget { team, cost, budget } => write!(
                f,
                "changing over team {team} costs {}, more than the {} of a quarter: it goes alone",
                show(*cost),
                show(*budget)
            ),
        }
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let code = self.code();
        let mut out = serializer.serialize_struct("Finding", 4)?;
        out.serialize_field("code", &code)?;
        out.serialize_field("severity", &code.severity())?;
        out.serialize_field("message", &format_args!("{self}"))?;
        out.serialize_field("source", code.source())?;
        out.end()
    }
}
