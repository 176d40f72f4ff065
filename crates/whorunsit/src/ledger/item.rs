//! The words of the ledger: what a line item is for, how it is accounted, and who pays.

pub use crate::portfolio::Aspect;
use crate::read::closed_words;

closed_words! {
    /// What kind of cost it is. All but the last are the premium of the insurance; the last is the loss that is not
    /// covered.
    CostType {
        /// Paid once, when a model is set up.
        Setup = "setup",
        /// Paid once, when a service changes over.
        Transition = "transition",
        /// Paid every year.
        Run = "run",
        /// Paid every year for responding to incidents.
        Incident = "incident",
        /// Lost every year: unavailability, and value that comes later than it could.
        Opportunity = "opportunity",
    }
}

closed_words! {
    /// How a cost is accounted.
    Accounting {
        /// Capital expenditure.
        Capex = "capex",
        /// Operating expenditure.
        Opex = "opex",
        /// Revenue that does not come in.
        LostRevenue = "lost-revenue",
    }
}

closed_words! {
    /// How often it is paid.
    Frequency {
        /// Once.
        OneOff = "one-off",
        /// Every year.
        Yearly = "yearly",
    }
}

macro_rules! item_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $word:literal, $aspect:ident, $cost_type:ident;)+) => {
        closed_words! {
            /// The stable code of a line item; `docs/costs.md` has the formula of each.
            ItemCode {
                $($(#[doc = $doc])+ $variant = $word,)+
            }
        }

        impl ItemCode {
            /// The aspect that it belongs to.
            #[must_use]
            pub fn aspect(self) -> Aspect {
                match self {
                    $(Self::$variant => Aspect::$aspect,)+
                }
            }

            /// The cost type that it belongs to.
            #[must_use]
            pub fn cost_type(self) -> CostType {
                match self {
                    $(Self::$variant => CostType::$cost_type,)+
                }
            }
        }
    };
}

item_codes! {
    /// Deployment pipeline, change process.
    ThroughputSetup = "throughput-setup", DeploymentThroughput, Setup;
    /// Telemetry, licences, access, training.
    ReliabilitySetup = "reliability-setup", ServiceReliability, Setup;
    /// Training, reviews.
    LearningSetup = "learning-setup", LearningCulture, Setup;
    /// Changing over how it is deployed.
    ThroughputTransition = "throughput-transition", DeploymentThroughput, Transition;
    /// Runbooks; under Ops Run It handover and acceptance.
    ReliabilityTransition = "reliability-transition", ServiceReliability, Transition;
    /// Changing over how it is learned from.
    LearningTransition = "learning-transition", LearningCulture, Transition;
    /// People's time for deployments.
    Deployments = "deployments", DeploymentThroughput, Run;
    /// Cost of delay of features.
    FeatureDelay = "feature-delay", DeploymentThroughput, Opportunity;
    /// A share of the schedule or rotas that cover it.
    Standby = "standby", ServiceReliability, Run;
    /// Keeping it running between incidents.
    OperationsWork = "operations-work", ServiceReliability, Run;
    /// A share of its team's unplanned work.
    Rework = "rework", ServiceReliability, Run;
    /// People's time for responding to incidents, tier by tier.
    ResponseEffort = "response-effort", ServiceReliability, Incident;
    /// Pay for responding out of hours, tier by tier.
    Callouts = "callouts", ServiceReliability, Incident;
    /// Time off in lieu of responding out of hours, tier by tier.
    TimeOff = "time-off", ServiceReliability, Incident;
    /// People's time for a manual step of the incident workflow.
    StepEffort = "step-effort", ServiceReliability, Incident;
    /// What the delay by a manual step of the incident workflow loses.
    StepDelay = "step-delay", ServiceReliability, Opportunity;
    /// What is lost until incidents are handled in working hours.
    LossInWorkingHours = "loss-in-working-hours", ServiceReliability, Opportunity;
    /// What is lost until incidents are handled out of hours.
    LossOutOfHours = "loss-out-of-hours", ServiceReliability, Opportunity;
    /// What is lost while incidents wait for working hours.
    LossWaiting = "loss-waiting", ServiceReliability, Opportunity;
    /// People's time for recovering failed deployments.
    FailedDeployments = "failed-deployments", ServiceReliability, Incident;
    /// What is lost until failed deployments are recovered.
    LossFailedDeployments = "loss-failed-deployments", ServiceReliability, Opportunity;
    /// People's time for improvements.
    Improvements = "improvements", LearningCulture, Run;
    /// Cost of delay of what is learned from production.
    InsightDelay = "insight-delay", LearningCulture, Opportunity;
    /// A line that the portfolio adds, told under a code of its own; its aspect and cost type are what it says.
    OwnCost = "own-cost", ServiceReliability, Run;
}

impl CostType {
    /// Its name as people write it, in every face.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Setup => "Setup",
            Self::Transition => "Transition",
            Self::Run => "Run",
            Self::Incident => "Incident",
            Self::Opportunity => "Opportunity",
        }
    }

    /// Whether it is paid once or every year.
    #[must_use]
    pub fn frequency(self) -> Frequency {
        match self {
            Self::Setup | Self::Transition => Frequency::OneOff,
            Self::Run | Self::Incident | Self::Opportunity => Frequency::Yearly,
        }
    }

    /// Whether it is a loss that is not covered, and no part of the premium.
    #[must_use]
    pub fn is_loss(self) -> bool {
        self == Self::Opportunity
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::RecurringCost;

    #[test]
    fn no_line_of_a_portfolio_takes_a_code_of_the_ledger() {
        let codes: Vec<_> = ItemCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes, RecurringCost::TAKEN);
    }
}
