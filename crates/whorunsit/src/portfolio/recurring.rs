//! Costs that are nobody's time: licences, contracts, staffed seats, a shared platform. An analyst's own lines of the model:
//! an amount times one named driver.

use std::num::NonZeroU32;

use crate::exact::{Money, Number, Share};
use crate::portfolio::{BudgetHolder, Expenditure, Name};
use crate::read::{Absent, closed_words, record};
use crate::selection::OperatingModel;

record! {
    /// A line of the model that the portfolio adds: an amount, times what it is paid for.
    pub struct RecurringCost {
        /// Its item code in the ledger, unlike any other.
        pub name: Name,
        /// What is paid each time, for one of what it is paid for.
        pub amount: Money,
        /// How often it is paid; `yearly` by default. What is paid per incident, deployment or hour needs none.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub frequency: Option<Payment>,
        /// What it is paid for; by default once for the `portfolio`, however many services share it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub per: Option<Driver>,
        /// The model under which it is paid; under either by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operating_model: Option<OperatingModel>,
        /// The aspect of the model that it belongs to; `service-reliability` by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub aspect: Option<Aspect>,
        /// Its cost type; by default `setup` where it is paid once, `incident` per incident and hour, else `run`.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub cost_type: Option<PaidCost>,
        /// Whose budget pays; by default whoever pays for other costs of that model.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub budget_holder: Option<BudgetHolder>,
        /// Capital or operating expenditure; by default as other costs of that model.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub accounting: Option<Expenditure>,
        /// The domain whose services alone it is paid for.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub domain: Option<Name>,
        /// The team whose services alone it is paid for.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub team: Option<Name>,
        /// Seats that are staffed around the clock; the amount is what one person costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub seats: Option<Seats>,
        /// What a contract pays back for incidents above a number.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub service_credits: Option<ServiceCredits>,
    }
}

record! {
    /// Seats that are staffed 168 hours a week.
    pub struct Seats {
        /// How many seats.
        pub number: NonZeroU32,
        /// What one person works in a week; by default the working hours of the calendar.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub hours_per_week: Option<Number>,
        /// The share of it lost to leave, sickness and training; none by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub leave: Option<Share>,
        /// The share of the time in which two people hand over; none by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub overlap: Option<Share>,
    }
}

record! {
    /// Service credits of a contract.
    pub struct ServiceCredits {
        /// Incidents of one service a year above which credits are due.
        pub above_incidents: Number,
        /// What each incident above is paid back.
        pub amount: Money,
    }
}

closed_words! {
    /// How often something is paid.
    Payment {
        /// Once.
        OneOff = "one-off",
        /// Every week of the planning year.
        Weekly = "weekly",
        /// Twelve times a year.
        Monthly = "monthly",
        /// Once a year.
        Yearly = "yearly",
    }
}

closed_words! {
    /// What something is paid for.
    Driver {
        /// Once, however many services there are.
        Portfolio = "portfolio",
        /// Each domain with a service under the model.
        Domain = "domain",
        /// Each team with a service under the model.
        Team = "team",
        /// Each service under the model.
        Service = "service",
        /// Each person who takes turns on call: of a team that runs a service, or of operations.
        PersonOnCall = "person-on-call",
        /// Each incident.
        Incident = "incident",
        /// Each hour that somebody works on an incident.
        HourOfResponse = "hour-of-response",
        /// Each deployment.
        Deployment = "deployment",
    }
}

closed_words! {
    /// What an operating model is judged on.
    Aspect {
        /// How soon features reach users.
        DeploymentThroughput = "deployment-throughput",
        /// How little is lost when a service fails.
        ServiceReliability = "service-reliability",
        /// How soon insights from production become improvements.
        LearningCulture = "learning-culture",
    }
}

closed_words! {
    /// The cost types that are paid.
    PaidCost {
        /// Once, when a model is set up.
        Setup = "setup",
        /// Once, when a service changes over.
        Transition = "transition",
        /// Every year.
        Run = "run",
        /// Every year, for responding to incidents.
        Incident = "incident",
    }
}

impl Driver {
    /// Whether it counts events of a year, so that it goes without a frequency.
    pub(crate) fn is_event(self) -> bool {
        matches!(self, Self::Incident | Self::HourOfResponse | Self::Deployment)
    }
}

impl RecurringCost {
    /// The item codes of lines that every ledger has: none of them may be its name.
    pub(crate) const TAKEN: [&str; 24] = [
        "throughput-setup",
        "reliability-setup",
        "learning-setup",
        "throughput-transition",
        "reliability-transition",
        "learning-transition",
        "deployments",
        "feature-delay",
        "standby",
        "operations-work",
        "rework",
        "response-effort",
        "callouts",
        "time-off",
        "step-effort",
        "step-delay",
        "loss-in-working-hours",
        "loss-out-of-hours",
        "loss-waiting",
        "failed-deployments",
        "loss-failed-deployments",
        "improvements",
        "insight-delay",
        "own-cost",
    ];

    /// What it is paid for.
    #[must_use]
    pub fn driver(&self) -> Driver {
        self.per.unwrap_or(Driver::Portfolio)
    }

    /// Whether it is paid once.
    #[must_use]
    pub fn is_one_off(&self) -> bool {
        self.frequency == Some(Payment::OneOff)
    }

    /// Its cost type.
    #[must_use]
    pub fn paid_as(&self) -> PaidCost {
        self.cost_type.unwrap_or(match self.driver() {
            _ if self.is_one_off() => PaidCost::Setup,
            Driver::Incident | Driver::HourOfResponse => PaidCost::Incident,
            _ => PaidCost::Run,
        })
    }
}
