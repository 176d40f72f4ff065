//! The tables and keys of the format that say how services are to change hands.

use std::num::NonZeroU32;

use jiff::civil::Date;

use crate::exact::{Duration, Money, Share};
use crate::portfolio::Name;
use crate::read::{Absent, closed_words, record};

record! {
    /// How services are to change hands.
    pub struct TransitionRules {
        /// The team that goes first; by default the one that gains most.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub pilot: Option<Name>,
        /// How many teams follow in each quarter; 3 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub teams_per_quarter: Option<NonZeroU32>,
        /// The most that setup and transition may cost in a quarter; without limit by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub budget_per_quarter: Option<Money>,
        /// The first day of the plan; without it the plan counts months.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub start: Option<Date>,
        /// From the start of a wave's set-up until its services have changed over; no time by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub set_up_lead_time: Option<Duration>,
        /// Teams with more unplanned work than this go after all others; without limit by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub rework_limit: Option<Share>,
        /// Work that has to be done before waves that need it: paved roads, automation, training.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub enabling: Vec<EnablingWork>,
    }
}

record! {
    /// Work that has to be done before teams that need it change over. It begins with the plan.
    pub struct EnablingWork {
        /// What it is called, unique among enabling work.
        pub name: Name,
        /// What kind of work it is.
        pub kind: EnablingKind,
        /// How long it takes.
        pub takes: Duration,
        /// What it costs once.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub cost: Option<Money>,
        /// The teams that need it; by default every team that is to run a service, but for the pilot where it is a paved
        /// road or automation.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub teams: Vec<Name>,
        /// What those teams have in place once it is done.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub opens: Vec<GateCode>,
    }
}

closed_words! {
    /// The kinds of work that stand before waves.
    EnablingKind {
        /// A paved road: the right way of running a service made the easy way.
        PavedRoad = "paved-road",
        /// Steps of the incident workflow that become automated.
        WorkflowAutomation = "workflow-automation",
        /// People learn to run what they build.
        Training = "training",
        /// Something else that teams must have, such as runbooks.
        Preparation = "preparation",
    }
}

impl EnablingKind {
    /// Its name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PavedRoad => "paved road",
            Self::WorkflowAutomation => "workflow automation",
            Self::Training => "training",
            Self::Preparation => "preparation",
        }
    }

    /// Whether the pilot goes without it unless it is named.
    pub(crate) fn spares_the_pilot(self) -> bool {
        matches!(self, Self::PavedRoad | Self::WorkflowAutomation)
    }
}

closed_words! {
    /// What must be in place before a team changes over.
    GateCode {
        /// Standby and callouts are paid.
        FairPay = "fair-pay",
        /// At least three people take turns.
        ThreePeople = "three-people",
        /// Its services have runbooks.
        Runbooks = "runbooks",
        /// Its services have telemetry.
        Telemetry = "telemetry",
    }
}

impl GateCode {
    /// As people say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FairPay => "fair pay",
            Self::ThreePeople => "three people",
            Self::Runbooks => "runbooks",
            Self::Telemetry => "telemetry",
        }
    }
}
