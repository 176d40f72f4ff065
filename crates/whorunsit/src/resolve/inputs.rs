//! Every estimate that money comes from, with where it stands: what trials draw, what swings, what may be found out.

use std::ptr::from_ref;

use rust_decimal::Decimal;

use super::owners::Level;
use crate::distribution::Distribution;
use crate::estimate::Estimate;
use crate::exact::Quantity;
use crate::portfolio::{
    ByModel, CalloutTerms, Learning, Name, OneOffCosts, OperationsWork, Overrides, PortfolioFile, Response,
    Service, Shared, Standby, Team, Throughput,
};
use crate::selection::OperatingModel;

/// What an estimate is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum InputKey {
    Exposure,
    Incidents,
    Severity,
    Features,
    FeatureValue,
    Insights,
    InsightValue,
    WorkingExposure,
    OutOfHoursExposure,
    IncidentsOutOfHours,
    HourlyCost,
    Capacity,
    ReworkRate,
    OperationsHourlyCost,
    Standby,
    Callout,
    PickUp,
    Handling,
    Resolves,
    TierHourlyCost,
    StepDelay,
    StepEffort,
    HandOff,
    EffortPerDeployment,
    ChangeFailureRate,
    RecoveryTime,
    LearningLead,
    EffortPerImprovement,
    OperationsWork,
    ThroughputSetup,
    ReliabilitySetup,
    LearningSetup,
    ThroughputTransition,
    ReliabilityTransition,
    LearningTransition,
}

impl InputKey {
    /// Its key in the format.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Exposure => "exposure_per_hour",
            Self::Incidents => "incidents_per_year",
            Self::Severity => "severity",
            Self::Features => "features_per_year",
            Self::FeatureValue => "value_per_feature_week",
            Self::Insights => "insights_per_year",
            Self::InsightValue => "value_per_insight_week",
            Self::WorkingExposure => "working_hours_exposure",
            Self::OutOfHoursExposure => "out_of_hours_exposure",
            Self::IncidentsOutOfHours => "incidents_out_of_hours",
            Self::HourlyCost | Self::OperationsHourlyCost | Self::TierHourlyCost => "hourly_cost",
            Self::Capacity => "capacity_hours_per_week",
            Self::ReworkRate => "rework_rate",
            Self::Standby => "standby",
            Self::Callout => "callout",
            Self::PickUp => "pick_up",
            Self::Handling => "handling",
            Self::Resolves => "resolves",
            Self::StepDelay => "delay",
            Self::StepEffort => "effort",
            Self::HandOff => "hand_off_lead_time",
            Self::EffortPerDeployment => "effort_per_deployment",
            Self::ChangeFailureRate => "change_failure_rate",
            Self::RecoveryTime => "failed_deployment_recovery_time",
            Self::LearningLead => "lead_time",
            Self::EffortPerImprovement => "effort_per_improvement",
            Self::OperationsWork => "effort_per_week",
            Self::ThroughputSetup | Self::ThroughputTransition => "deployment-throughput",
            Self::ReliabilitySetup | Self::ReliabilityTransition => "service-reliability",
            Self::LearningSetup | Self::LearningTransition => "learning-culture",
        }
    }

    /// The table that it stands in, where that is one of the portfolio's or of an owner's.
    fn table(self) -> &'static str {
        match self {
            Self::OperationsHourlyCost => "operations",
            Self::Standby | Self::Callout => "on_call",
            Self::PickUp
            | Self::Handling
            | Self::Resolves
            | Self::TierHourlyCost
            | Self::StepDelay
            | Self::StepEffort => "response",
            Self::HandOff | Self::EffortPerDeployment | Self::ChangeFailureRate | Self::RecoveryTime => {
                "throughput"
            }
            Self::LearningLead | Self::EffortPerImprovement => "learning",
            Self::OperationsWork => "operations_work",
            Self::ThroughputSetup | Self::ReliabilitySetup | Self::LearningSetup => "setup",
            Self::ThroughputTransition | Self::ReliabilityTransition | Self::LearningTransition => {
                "transition"
            }
            _ => "",
        }
    }

    /// Whether it is of a response to incidents.
    pub(crate) fn is_of_response(self) -> bool {
        self.table() == "response"
    }

    /// Whether every trial draws it anyway, by itself for each service.
    pub(crate) fn is_drawn_by_service(self) -> bool {
        matches!(
            self,
            Self::Exposure
                | Self::Incidents
                | Self::Features
                | Self::FeatureValue
                | Self::Insights
                | Self::InsightValue
        )
    }

    /// Whether it is an amount.
    pub(crate) fn is_money(self) -> bool {
        matches!(
            self,
            Self::Exposure
                | Self::FeatureValue
                | Self::InsightValue
                | Self::HourlyCost
                | Self::OperationsHourlyCost
                | Self::TierHourlyCost
                | Self::Standby
                | Self::Callout
                | Self::ThroughputSetup
                | Self::ReliabilitySetup
                | Self::LearningSetup
                | Self::ThroughputTransition
                | Self::ReliabilityTransition
                | Self::LearningTransition
        )
    }

    /// Whether it is a part of a whole, in percent.
    pub(crate) fn is_share(self) -> bool {
        matches!(
            self,
            Self::Severity
                | Self::WorkingExposure
                | Self::OutOfHoursExposure
                | Self::IncidentsOutOfHours
                | Self::ReworkRate
                | Self::Resolves
                | Self::ChangeFailureRate
        )
    }

    /// Whether it is a time, in seconds.
    pub(crate) fn is_time(self) -> bool {
        matches!(
            self,
            Self::PickUp
                | Self::Handling
                | Self::StepDelay
                | Self::StepEffort
                | Self::HandOff
                | Self::EffortPerDeployment
                | Self::RecoveryTime
                | Self::LearningLead
                | Self::EffortPerImprovement
                | Self::OperationsWork
        )
    }

    /// Whether it varies from incident to incident, or from one failed deployment to the next, unless its median alone is unknown.
    pub(crate) fn is_per_incident(self) -> bool {
        matches!(self, Self::Severity | Self::PickUp | Self::Handling | Self::RecoveryTime)
    }
}

/// Where an estimate stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InputAt {
    pub(crate) owner: Level,
    /// The block of `responses` that it is in.
    pub(crate) block: Option<Name>,
    pub(crate) key: InputKey,
    /// The model that it is said of.
    pub(crate) model: Option<OperatingModel>,
    /// The tier or step.
    pub(crate) name: Option<Name>,
    /// Which of several rules of pay.
    pub(crate) number: usize,
}

impl InputAt {
    pub(crate) fn of(owner: Level, key: InputKey) -> Self {
        Self { owner, block: None, key, model: None, name: None, number: 0 }
    }

    fn under(owner: Level, key: InputKey, model: OperatingModel) -> Self {
        Self { model: Some(model), ..Self::of(owner, key) }
    }

    /// Its keys, without whose it is: `throughput.ops-run-it.hand_off_lead_time`.
    pub(crate) fn dotted(&self) -> String {
        let table = match (self.key.table(), self.owner) {
            ("", Level::Team(_)) => "teams",
            ("", Level::Domain(_)) => "domains",
            (table, _) => table,
        };
        let model = match self.key {
            InputKey::Standby | InputKey::Callout if self.model == Some(OperatingModel::OpsRunIt) => {
                Some("operations")
            }
            InputKey::Standby | InputKey::Callout => Some("product_teams"),
            _ => self.model.map(OperatingModel::as_str),
        };
        let parts = [Some(table), model, self.name.as_deref(), Some(self.key.key())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
    }

    /// A path that no other estimate has: what its draws are told apart by.
    pub(crate) fn path(&self) -> String {
        let mut path = match &self.block {
            Some(block) => format!("/responses/{block}"),
            None => self.owner.to_string(),
        };
        let table = self.key.table();
        let model = self.model.map(OperatingModel::as_str);
        let parts = [Some(table), model, self.name.as_deref(), Some(self.key.key())];
        for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
            path.push('/');
            path.push_str(part);
        }
        if self.number > 0 { format!("{path}/{}", self.number) } else { path }
    }
}

/// An estimate of any quantity, in the unit of its mean: seconds, percent, major units.
pub(crate) trait Uncertain {
    /// Whether it is more than a point.
    fn is_uncertain(&self) -> bool;
    /// Whether single cases vary around a median that is unknown.
    fn is_typical(&self) -> bool;
    /// What it may turn out to be, the same for all cases.
    fn unknown(&self) -> (f64, Distribution);
    fn mean(&self) -> Decimal;
    /// The means at its ends.
    fn ends(&self) -> Option<(Decimal, Decimal)>;
    /// Gives it this mean, as known.
    fn know(&mut self, mean: Decimal);
    /// Makes it a point: every case has this value.
    fn fix(&mut self, value: Decimal);
    /// What tells it apart from any other in memory.
    fn address(&self) -> usize;
}

impl<Q: Quantity> Uncertain for Estimate<Q> {
    fn is_uncertain(&self) -> bool {
        !self.is_point()
    }

    fn is_typical(&self) -> bool {
        !std::ptr::eq(Self::unknown(self), self)
    }

    fn unknown(&self) -> (f64, Distribution) {
        let unknown = Self::unknown(self);
        (crate::exact::to_float(unknown.mean_number()), unknown.distribution())
    }

    fn mean(&self) -> Decimal {
        self.mean_number()
    }

    fn ends(&self) -> Option<(Decimal, Decimal)> {
        Self::ends(self).filter(|(low, high)| low < high)
    }

    fn know(&mut self, mean: Decimal) {
        *self = self.known(mean);
    }

    fn fix(&mut self, value: Decimal) {
        *self = Self::point(Q::from_number(value));
    }

    fn address(&self) -> usize {
        from_ref(self).addr()
    }
}

/// Makes a walk over every estimate that money comes from: one to look at them, one to change them.
macro_rules! walk {
    ($name:ident, $owned:ident, $block:ident, $response:ident, $standby:ident, $callout:ident, [$($m:tt)?],
     $iter:ident, $as_ref:ident, $as_deref:ident, $rules:ident, $doc:literal) => {
        #[doc = $doc]
        pub(crate) fn $name<'f>(
            file: &'f $($m)? PortfolioFile,
            visit: &mut dyn FnMut(&InputAt, &'f $($m)? dyn Uncertain),
        ) {
            let portfolio = Level::Portfolio;
            if let Some(share) = file.incidents_out_of_hours.$as_ref() {
                visit(&InputAt::of(portfolio, InputKey::IncidentsOutOfHours), share);
            }
            if let Some(cost) = file.operations.$as_ref().and_then(|operations| operations.hourly_cost.$as_ref()) {
                visit(&InputAt::of(portfolio, InputKey::OperationsHourlyCost), cost);
            }
            if let Some(on_call) = file.on_call.$as_ref() {
                if let Some(terms) = on_call.product_teams.$as_ref() {
                    let model = OperatingModel::YouBuildItYouRunIt;
                    $standby((portfolio, model), terms.standby.$as_ref(), visit);
                    $callout((portfolio, model), terms.callout.$as_ref(), visit);
                }
                if let Some(terms) = on_call.operations.$as_ref() {
                    let model = OperatingModel::OpsRunIt;
                    $standby((portfolio, model), terms.standby.$as_ref(), visit);
                    $callout((portfolio, model), terms.callout.$as_ref(), visit);
                }
            }
            if let Some(Shared::Own(response)) = file.response.$as_ref() {
                for (model, response) in [
                    (OperatingModel::OpsRunIt, response.ops_run_it.$as_ref()),
                    (OperatingModel::YouBuildItYouRunIt, response.you_build_it_you_run_it.$as_ref()),
                ] {
                    if let Some(Shared::Own(response)) = response {
                        $response((portfolio, None, model), response, visit);
                    }
                }
            }
            for (name, block) in file.responses.0.$iter() {
                for (model, response) in [
                    (OperatingModel::OpsRunIt, block.ops_run_it.$as_ref()),
                    (OperatingModel::YouBuildItYouRunIt, block.you_build_it_you_run_it.$as_ref()),
                ] {
                    if let Some(response) = response {
                        $response((portfolio, Some(name.clone()), model), response, visit);
                    }
                }
            }
            $block(portfolio, (file.throughput.$as_ref(), file.learning.$as_ref()), visit);
            $owned(
                portfolio,
                (file.operations_work.$as_ref(), file.setup.$as_ref(), file.transition.$as_ref()),
                visit,
            );
            for (place, domain) in (0..).zip(file.domains.$iter()) {
                if let Some(own) = domain.own.$as_deref() {
                    walk!(@own own, Level::Domain(place), visit, $owned, $block, $response, $standby, $callout, $as_ref);
                }
            }
            for (place, team) in (0..).zip(file.teams.$iter()) {
                let level = Level::Team(place);
                let Team { hourly_cost, capacity_hours_per_week, rework_rate, own, .. } = team;
                if let Some(cost) = hourly_cost.$as_deref() {
                    visit(&InputAt::of(level, InputKey::HourlyCost), cost);
                }
                if let Some(capacity) = capacity_hours_per_week.$as_deref() {
                    visit(&InputAt::of(level, InputKey::Capacity), capacity);
                }
                if let Some(rate) = rework_rate.$as_deref() {
                    visit(&InputAt::of(level, InputKey::ReworkRate), rate);
                }
                if let Some(own) = own.$as_deref() {
                    walk!(@own own, level, visit, $owned, $block, $response, $standby, $callout, $as_ref);
                }
            }
            for (place, service) in (0..).zip(file.services.$iter()) {
                let level = Level::Service(place);
                let Service {
                    exposure_per_hour,
                    incidents_per_year,
                    severity,
                    working_hours_exposure,
                    out_of_hours_exposure,
                    incidents_out_of_hours,
                    features_per_year,
                    value_per_feature_week,
                    insights_per_year,
                    value_per_insight_week,
                    own,
                    ..
                } = service;
                visit(&InputAt::of(level, InputKey::Exposure), exposure_per_hour);
                if let Some(incidents) = incidents_per_year.$as_ref() {
                    visit(&InputAt::of(level, InputKey::Incidents), incidents);
                }
                if let Some(severity) = severity.$as_deref() {
                    visit(&InputAt::of(level, InputKey::Severity), severity);
                }
                if let Some(share) = working_hours_exposure.$as_deref() {
                    visit(&InputAt::of(level, InputKey::WorkingExposure), share);
                }
                if let Some(share) = out_of_hours_exposure.$as_deref() {
                    visit(&InputAt::of(level, InputKey::OutOfHoursExposure), share);
                }
                if let Some(share) = incidents_out_of_hours.$as_deref() {
                    visit(&InputAt::of(level, InputKey::IncidentsOutOfHours), share);
                }
                if let Some(features) = features_per_year.$as_deref() {
                    visit(&InputAt::of(level, InputKey::Features), features);
                }
                if let Some(value) = value_per_feature_week.$as_deref() {
                    visit(&InputAt::of(level, InputKey::FeatureValue), value);
                }
                if let Some(insights) = insights_per_year.$as_deref() {
                    visit(&InputAt::of(level, InputKey::Insights), insights);
                }
                if let Some(value) = value_per_insight_week.$as_deref() {
                    visit(&InputAt::of(level, InputKey::InsightValue), value);
                }
                if let Some(own) = own.$as_deref() {
                    walk!(@own own, level, visit, $owned, $block, $response, $standby, $callout, $as_ref);
                }
            }
        }

        fn $block<'f>(
            owner: Level,
            (throughput, learning): (
                Option<&'f $($m)? ByModel<Throughput>>,
                Option<&'f $($m)? ByModel<Learning>>,
            ),
            visit: &mut dyn FnMut(&InputAt, &'f $($m)? dyn Uncertain),
        ) {
            use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};
            if let Some(ByModel { ops_run_it, you_build_it_you_run_it, .. }) = throughput {
                for (model, of) in [(OpsRunIt, ops_run_it), (YouBuildItYouRunIt, you_build_it_you_run_it)] {
                    let Some(Throughput {
                        hand_off_lead_time,
                        effort_per_deployment,
                        change_failure_rate,
                        failed_deployment_recovery_time,
                        ..
                    }) = of
                    else {
                        continue;
                    };
                    if let Some(hand_off) = hand_off_lead_time.$as_ref() {
                        visit(&InputAt::under(owner, InputKey::HandOff, model), hand_off);
                    }
                    if let Some(effort) = effort_per_deployment.$as_ref() {
                        visit(&InputAt::under(owner, InputKey::EffortPerDeployment, model), effort);
                    }
                    if let Some(rate) = change_failure_rate.$as_ref() {
                        visit(&InputAt::under(owner, InputKey::ChangeFailureRate, model), rate);
                    }
                    if let Some(recovery) = failed_deployment_recovery_time.$as_ref() {
                        visit(&InputAt::under(owner, InputKey::RecoveryTime, model), recovery);
                    }
                }
            }
            if let Some(ByModel { ops_run_it, you_build_it_you_run_it, .. }) = learning {
                for (model, of) in [(OpsRunIt, ops_run_it), (YouBuildItYouRunIt, you_build_it_you_run_it)] {
                    let Some(Learning { lead_time, effort_per_improvement, .. }) = of else { continue };
                    if let Some(lead) = lead_time.$as_ref() {
                        visit(&InputAt::under(owner, InputKey::LearningLead, model), lead);
                    }
                    if let Some(effort) = effort_per_improvement.$as_ref() {
                        visit(&InputAt::under(owner, InputKey::EffortPerImprovement, model), effort);
                    }
                }
            }
        }

        fn $owned<'f>(
            owner: Level,
            (work, setup, transition): (
                Option<&'f $($m)? ByModel<OperationsWork>>,
                Option<&'f $($m)? ByModel<OneOffCosts>>,
                Option<&'f $($m)? ByModel<OneOffCosts>>,
            ),
            visit: &mut dyn FnMut(&InputAt, &'f $($m)? dyn Uncertain),
        ) {
            use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};
            if let Some(ByModel { ops_run_it, you_build_it_you_run_it, .. }) = work {
                for (model, of) in [(OpsRunIt, ops_run_it), (YouBuildItYouRunIt, you_build_it_you_run_it)] {
                    if let Some(OperationsWork { effort_per_week, .. }) = of {
                        visit(&InputAt::under(owner, InputKey::OperationsWork, model), effort_per_week);
                    }
                }
            }
            let setup = (setup, [InputKey::ThroughputSetup, InputKey::ReliabilitySetup, InputKey::LearningSetup]);
            let transition = (
                transition,
                [InputKey::ThroughputTransition, InputKey::ReliabilityTransition, InputKey::LearningTransition],
            );
            for (costs, keys) in [setup, transition] {
                let Some(ByModel { ops_run_it, you_build_it_you_run_it, .. }) = costs else { continue };
                for (model, of) in [(OpsRunIt, ops_run_it), (YouBuildItYouRunIt, you_build_it_you_run_it)] {
                    let Some(OneOffCosts { deployment_throughput, service_reliability, learning_culture, .. }) = of
                    else {
                        continue;
                    };
                    let costs = [deployment_throughput, service_reliability, learning_culture];
                    for (cost, key) in costs.into_iter().zip(keys) {
                        if let Some(cost) = cost.$as_ref() {
                            visit(&InputAt::under(owner, key, model), cost);
                        }
                    }
                }
            }
        }

        fn $response<'f>(
            (owner, block, model): (Level, Option<Name>, OperatingModel),
            response: &'f $($m)? Response,
            visit: &mut dyn FnMut(&InputAt, &'f $($m)? dyn Uncertain),
        ) {
            let at = |key, name: &Name| InputAt {
                block: block.clone(),
                name: Some(name.clone()),
                ..InputAt::under(owner, key, model)
            };
            for tier in response.tiers.$iter() {
                let name = tier.name.clone();
                visit(&at(InputKey::PickUp, &name), &$($m)? tier.pick_up);
                visit(&at(InputKey::Handling, &name), &$($m)? tier.handling);
                if let Some(resolves) = tier.resolves.$as_ref() {
                    visit(&at(InputKey::Resolves, &name), resolves);
                }
                if let Some(cost) = tier.hourly_cost.$as_ref() {
                    visit(&at(InputKey::TierHourlyCost, &name), cost);
                }
            }
            for step in response.workflow.$iter().filter(|step| step.automated != Some(true)) {
                let name = step.name.clone();
                if let Some(delay) = step.delay.$as_ref() {
                    visit(&at(InputKey::StepDelay, &name), delay);
                }
                if let Some(effort) = step.effort.$as_ref() {
                    visit(&at(InputKey::StepEffort, &name), effort);
                }
            }
        }

        fn $standby<'f>(
            (owner, model): (Level, OperatingModel),
            standby: Option<&'f $($m)? Standby>,
            visit: &mut dyn FnMut(&InputAt, &'f $($m)? dyn Uncertain),
        ) {
            for (number, rule) in standby.into_iter().flat_map(|standby| standby.$rules()).enumerate() {
                let at = InputAt { number, ..InputAt::under(owner, InputKey::Standby, model) };
                visit(&at, &$($m)? rule.amount);
            }
        }

        fn $callout<'f>(
            (owner, model): (Level, OperatingModel),
            callout: Option<&'f $($m)? CalloutTerms>,
            visit: &mut dyn FnMut(&InputAt, &'f $($m)? dyn Uncertain),
        ) {
            let Some(CalloutTerms::Paid(callout)) = callout else { return };
            let at = InputAt::under(owner, InputKey::Callout, model);
            visit(&at, &$($m)? callout.amount);
            if let Some(first) = callout.first.$as_ref() {
                visit(&InputAt { number: 1, ..at }, &$($m)? first.amount);
            }
        }
    };
    (@own $own:ident, $level:expr, $visit:ident, $owned:ident, $block:ident, $response:ident, $standby:ident,
     $callout:ident, $as_ref:ident) => {
        let level = $level;
        let Overrides { on_call, response, throughput, learning, operations_work, setup, transition, .. } = $own;
        if let Some(terms) = on_call.$as_ref() {
            let model = OperatingModel::YouBuildItYouRunIt;
            $standby((level, model), terms.standby.$as_ref(), $visit);
            $callout((level, model), terms.callout.$as_ref(), $visit);
        }
        if let Some(Shared::Own(response)) = response.$as_ref() {
            for (model, response) in [
                (OperatingModel::OpsRunIt, response.ops_run_it.$as_ref()),
                (OperatingModel::YouBuildItYouRunIt, response.you_build_it_you_run_it.$as_ref()),
            ] {
                if let Some(Shared::Own(response)) = response {
                    $response((level, None, model), response, $visit);
                }
            }
        }
        $block(level, (throughput.$as_ref(), learning.$as_ref()), $visit);
        $owned(level, (operations_work.$as_ref(), setup.$as_ref(), transition.$as_ref()), $visit);
    };
}

walk!(
    walk,
    owned,
    deploying,
    response,
    standby,
    callout,
    [],
    iter,
    as_ref,
    as_deref,
    rules,
    "Visits every estimate that money comes from."
);
walk!(
    walk_mut, owned_mut, deploying_mut, response_mut, standby_mut, callout_mut, [mut], iter_mut, as_mut,
    as_deref_mut, rules_mut, "Visits every estimate that money comes from, to change it."
);
