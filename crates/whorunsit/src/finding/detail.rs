//! What each finding rests on.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::exact::{Availability, DeploymentTarget, Money};
use crate::finding::code::FindingCode;
use crate::portfolio::Payer;
use crate::portfolio::{ExposureQuantile, GateCode, Kind, Name};
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours, Policy, ScheduleBy};

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
    ExposureByQuantile {
        quantile: ExposureQuantile,
        exposure: Money,
        mean: Money,
    },
    EstimateTooWide {
        key: &'static str,
        times: Decimal,
        mean_above: bool,
    },
    DownAllYear {
        service: Name,
        /// How many others are so too.
        others: usize,
        incidents: Decimal,
        hours: Decimal,
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
        reason: Option<Name>,
    },
    ModelFromMoney {
        model: OperatingModel,
    },
    MoneyDoesNotDecide {
        tied: bool,
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
        /// The schedule of others that covers it, though it needs none.
        covered_by: Option<Name>,
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
        shift: crate::exact::Shift,
    },
    RotaOverQuarterTime {
        share: Decimal,
        needed: u32,
    },
    RotaUnderloaded {
        people: u32,
        shifts: Decimal,
    },
    RotaCoversManyServices {
        services: usize,
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
        partial: bool,
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
    DependencyBelowTarget {
        target: Availability,
        /// The most that it can be available, in percent.
        ceiling: Decimal,
        /// The service that takes most of it.
        weakest: Name,
        available: Decimal,
        /// Whether that is expected of it; if not, it is its target.
        is_expected: bool,
        others: usize,
    },
    RequiredTargetOutOfReach {
        service: Name,
        target: Availability,
    },
    LeastCostNotExhaustive,
    AccountingMayDiffer,
    ModelsGiven {
        services: usize,
        first: Name,
    },
    LossesAtMaximum {
        services: usize,
        first: Name,
    },
    StandbyLeavesOutWorkingHours {
        who: Payer,
        rule: usize,
        hours: Decimal,
    },
    PayRuleNeverApplies {
        who: Payer,
        rule: usize,
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
        /// Whether they are given, but cannot be.
        refused: bool,
    },
    NotComparable {
        services: usize,
        first: Name,
    },
    NotSimulated {
        services: usize,
        first: Name,
        /// Whether the incidents of all of them would last longer than the year is.
        refused: bool,
    },
    SampledMeanUncertain {
        services: usize,
        first: Name,
        percent: Decimal,
        trials: usize,
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
        /// Whether it is held back; otherwise none of its services changes over.
        held_back: bool,
        /// Whether another team goes first.
        other: bool,
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
    TeamNotReady {
        team: Name,
        missing: Vec<GateCode>,
        ready: ReadyBy,
    },
    TeamsHeldBack {
        teams: usize,
        first: Name,
        missing: Vec<GateCode>,
    },
    ReadinessNotKnown {
        teams: usize,
        first: Name,
        gates: Vec<GateCode>,
    },
}

/// When a team could be ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReadyBy {
    /// On a day.
    Date(Date),
    /// After so many months of the plan.
    Month(usize),
    /// No enabling work puts in place what is missing.
    Never,
}

/// What a target set by hand costs more a year than the computed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExtraCost {
    Standby(Money),
    NotEstimated,
}

impl Detail {
    /// What to know of every figure in money: how it is accounted, and on which exposure losses rest.
    pub(crate) fn of_costs(portfolio: &crate::resolve::Portfolio) -> impl Iterator<Item = Self> {
        let at_maximum = |service: &&crate::portfolio::Service| {
            let shares = service.working_hours_exposure.as_ref().or(service.out_of_hours_exposure.as_ref());
            service.incidents_per_year.is_some() && service.exposure_by_hour.is_none() && shares.is_none()
        };
        let mut at_maximum = portfolio.file().services.iter().filter(at_maximum);
        let first = at_maximum.next().filter(|_| portfolio.settings.has_responses());
        let losses = first.map(|first| Self::LossesAtMaximum {
            services: 1 + at_maximum.count(),
            first: first.name.clone(),
        });
        let mut given = portfolio.file().services.iter().filter(|service| service.operating_model.is_some());
        let first = given.next();
        let given =
            first.map(|first| Self::ModelsGiven { services: 1 + given.count(), first: first.name.clone() });
        Self::down_all_year(portfolio, None)
            .into_iter()
            .chain(losses)
            .chain(given)
            .chain([Self::AccountingMayDiffer])
    }

    /// That a service, or the first of all, would be down for longer than the year, if it would.
    pub(crate) fn down_all_year(portfolio: &Portfolio, service: Option<usize>) -> Option<Self> {
        let down = &portfolio.costs.down_all_year;
        let (place, others) = match service {
            Some(service) => (down.binary_search_by_key(&service, |(service, _)| *service).ok()?, 0),
            None => (0, down.len().saturating_sub(1)),
        };
        let (index, hours) = down.get(place)?;
        let service = portfolio.file().services.get(*index)?;
        let incidents = service.incidents_per_year.as_ref()?.mean_number();
        Some(Self::DownAllYear { service: service.name.clone(), others, incidents, hours: *hours })
    }

    /// That costs lack inputs, if they do.
    pub(crate) fn partial(
        portfolio: &Portfolio,
        missing: &std::collections::BTreeSet<String>,
    ) -> Option<Self> {
        let first = missing.first()?.as_str().into();
        let refused = portfolio.lacks_only_refused(missing);
        Some(Self::ComparisonPartial { missing: missing.len(), first, refused })
    }

    pub(super) fn code(&self) -> FindingCode {
        use FindingCode as Code;
        match self {
            Self::TargetFromExposure { .. } => Code::TargetFromExposure,
            Self::ExposureAboveHighestBand { .. } => Code::ExposureAboveHighestBand,
            Self::ExposureByQuantile { .. } => Code::ExposureByQuantile,
            Self::EstimateTooWide { .. } => Code::EstimateTooWide,
            Self::DownAllYear { .. } => Code::DownAllYear,
            Self::DemandAboveHighestBand { .. } => Code::DemandAboveHighestBand,
            Self::TargetInflated { .. } => Code::TargetInflated,
            Self::TargetBelowExposure { .. } => Code::TargetBelowExposure,
            Self::DeploymentFromDemand { .. } => Code::DeploymentFromDemand,
            Self::ModelFromMoney { .. } => Code::ModelFromMoney,
            Self::MoneyDoesNotDecide { .. } => Code::MoneyDoesNotDecide,
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
            Self::RotaUnderloaded { .. } => Code::RotaUnderloaded,
            Self::RotaCoversManyServices { .. } => Code::RotaCoversManyServices,
            Self::TooManyCallouts { .. } => Code::TooManyCallouts,
            Self::WorkingTimeOverLimit { .. } => Code::WorkingTimeOverLimit,
            Self::RestInterrupted { .. } => Code::RestInterrupted,
            Self::CostDisagreesWithSelector { .. } => Code::CostDisagreesWithSelector,
            Self::TargetMissed { .. } => Code::TargetMissed,
            Self::DependencyBelowTarget { .. } => Code::DependencyBelowTarget,
            Self::RequiredTargetOutOfReach { .. } => Code::RequiredTargetOutOfReach,
            Self::LeastCostNotExhaustive => Code::LeastCostNotExhaustive,
            Self::AccountingMayDiffer => Code::AccountingMayDiffer,
            Self::ModelsGiven { .. } => Code::ModelsGiven,
            Self::LossesAtMaximum { .. } => Code::LossesAtMaximum,
            Self::StandbyLeavesOutWorkingHours { .. } => Code::StandbyLeavesOutWorkingHours,
            Self::PayRuleNeverApplies { .. } => Code::PayRuleNeverApplies,
            Self::OpportunityDominatedByDelay { .. } => Code::OpportunityDominatedByDelay,
            Self::OpportunityDominatedByIncidents { .. } => Code::OpportunityDominatedByIncidents,
            Self::ComparisonPartial { .. } => Code::ComparisonPartial,
            Self::NotComparable { .. } => Code::NotComparable,
            Self::NotSimulated { .. } => Code::NotSimulated,
            Self::SampledMeanUncertain { .. } => Code::SampledMeanUncertain,
            Self::ManualStepCostly { .. } => Code::ManualStepCostly,
            Self::ScheduleCostsMoreThanItProtects { .. } => Code::ScheduleCostsMoreThanItProtects,
            Self::PilotHasNothingToMove { .. } => Code::PilotHasNothingToMove,
            Self::PlanBeyondHorizon { .. } => Code::PlanBeyondHorizon,
            Self::WaveOverBudget { .. } => Code::WaveOverBudget,
            Self::TeamNotReady { .. } => Code::TeamNotReady,
            Self::TeamsHeldBack { .. } => Code::TeamsHeldBack,
            Self::ReadinessNotKnown { .. } => Code::ReadinessNotKnown,
        }
    }
}
