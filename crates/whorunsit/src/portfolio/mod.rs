//! The portfolio as it is written: the tables and keys of the format.
//!
//! Each struct is one table; its fields are its keys. `None` and empty lists mean that a key was not given.

mod bands;
mod build;
mod callout;
mod costs;
mod date;
mod deciding;
mod dependency;
mod exposure;
mod growth;
mod on_call;
mod overrides;
mod pay;
mod payer;
mod preset;
mod questionnaire;
mod readiness;
mod recurring;
mod service;
mod team;
mod transition;
mod variant;
mod when;
mod workflow;

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

pub use self::bands::{DemandBand, ExposureBand};
pub use self::callout::{Callout, CalloutRate, CalloutRule, CalloutTerms, CalloutUnit};
pub use self::costs::{
    AccountingRules, ByModel, Expenditure, Horizon, IncidentRules, Learning, OneOffCosts, Operations,
    OperationsWork, Response, SharedCause, StaffedBy, Throughput, Tier, TierOutOfHours,
};
pub(crate) use self::date::parse_date;
pub use self::deciding::{Allowance, AvailabilityReading, ExposureQuantile};
pub use self::dependency::{DegradedBy, Dependency};
pub use self::exposure::{ExposureByHour, ExposureShape, ExposureWindow};
pub use self::growth::GrowthRules;
pub use self::on_call::{OnCall, OperationsOnCall, ProductTeamsOnCall};
pub use self::overrides::{BetweenSites, Blocks, LocalCalendar, Overrides, Responses, Shared, Site};
pub use self::pay::{Standby, StandbyHours, StandbyRule, StandbyUnit};
pub(crate) use self::pay::{StandbyFault, StandbyYear};
pub(crate) use self::payer::Payer;
pub use self::preset::Preset;
pub use self::questionnaire::{Objection, Question, Questionnaire, WorthOf};
pub use self::readiness::{Answer, Answers, ReadinessRules, Specialists, TeamReadinessRules};
pub use self::recurring::{Aspect, Driver, PaidCost, Payment, RecurringCost, Seats, ServiceCredits};
pub(crate) use self::service::reads_as_number;
pub use self::service::{FeatureDemand, Kind, Peak, RunsToday, Service};
pub use self::team::{Domain, Funding, Grouping, Team};
pub use self::transition::{EnablingKind, EnablingWork, GateCode, TransitionRules};
pub use self::variant::Variant;
pub use self::when::{DayWindow, SpecialDays, When};
pub use self::workflow::{NamedWorkflow, Workflow, WorkflowStep};
pub use crate::budget::BudgetHolder;
use crate::calendar::WorkingHours;
use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::{Number, Share};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Absent, Node, Path, Read, Value, record};
pub use crate::read::{Code, Link, Metadata, Prose, Titled};
use crate::selection::{OperatingModel, Policy};

/// A name, shared by everything that mentions it: a result for a million services copies none.
pub type Name = Arc<str>;

record! {
    /// Everything one organisation describes.
    pub struct PortfolioFile {
        /// The version of this format: 1.
        pub schema: SchemaVersion,
        /// What the portfolio is called.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub name: Option<String>,
        /// The one currency of every amount, by its ISO 4217 code.
        pub currency: Currency,
        /// The reference profile that fills in what is not given: its name, or a table with a rate of exchange.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub profile: Option<Shared<ProfileChoice>>,
        /// What is meant, although it looks like a slip.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub allow: Vec<Allowance>,
        /// How targets become operating models.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub selection: Option<SelectionRules>,
        /// Working hours and the planning year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub calendar: Option<CalendarRules>,
        /// On-call terms of product teams and of operations.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub on_call: Option<OnCall>,
        /// The time over which operating models are compared.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub horizon: Option<Horizon>,
        /// How much services, teams and exposure grow every year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub growth: Option<GrowthRules>,
        /// Central operations.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub operations: Option<Operations>,
        /// How each model responds to incidents: a table, or the name of one of `responses`.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub response: Option<Responses>,
        /// Responses that domains, teams and services name as their own.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        @money
        pub responses: Blocks<ByModel<Response>>,
        /// Calendars that domains, teams and services name as their own.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub calendars: Blocks<LocalCalendar>,
        /// How incidents are ranked.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub incidents: Option<IncidentRules>,
        /// How each model deploys.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub throughput: Option<ByModel<Throughput>>,
        /// How each model learns from production.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub learning: Option<ByModel<Learning>>,
        /// Work between incidents under each model.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub operations_work: Option<ByModel<OperationsWork>>,
        /// What a service costs once, when a model is set up for it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub setup: Option<ByModel<OneOffCosts>>,
        /// What a service costs once, when it changes over to a model.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub transition: Option<ByModel<OneOffCosts>>,
        /// Who runs the services today; `ops-run-it` by default. What that took to set up is paid already.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub runs_today: Option<RunsToday>,
        /// What is capital expenditure and what is operating expenditure, under each model.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub accounting: Option<ByModel<AccountingRules>>,
        /// Costs besides people's time: licences, contracts, staffed seats, shared platforms.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        @money
        pub recurring_costs: Vec<RecurringCost>,
        /// Other forms of the operating models, set beside them when strategies are compared.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        @money
        pub variants: Vec<Variant>,
        /// Causes of incidents that hit several services at once.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        @money
        pub shared_causes: Vec<SharedCause>,
        /// How services are to change hands.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub transition_plan: Option<TransitionRules>,
        /// How ready the organisation and its teams are.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub readiness: Option<ReadinessRules>,
        /// The share of exposures that is revenue, the rest being costs incurred; 100 % by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub revenue_share: Option<Share>,
        /// The share of incidents that arrive out of hours; by default as much as that is of the week.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub incidents_out_of_hours: Option<Estimate<Share>>,
        /// Exposure bands, ascending in exposure and in availability.
        pub exposure_bands: Vec<ExposureBand>,
        /// Demand bands, ascending in demand; by default low/monthly, medium/fortnightly, high/weekly and
        /// very-high/daily.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub demand_bands: Vec<DemandBand>,
        /// Domains: groups of sibling teams that can share an out-of-hours schedule.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub domains: Vec<Domain>,
        /// Product teams.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub teams: Vec<Team>,
        /// Services, the things that are decided upon.
        pub services: Vec<Service>,
    }
}

impl PortfolioFile {
    /// How a model responds to the incidents of services that say nothing else themselves, and whose teams and domains do
    /// not.
    #[must_use]
    pub fn response_of(&self, model: OperatingModel) -> Option<&Response> {
        self.response.as_ref().and_then(|given| self.response_in(given, model))
    }

    /// The response of a model, in place or by the name of a block.
    pub(crate) fn response_in<'f>(
        &'f self,
        given: &'f Responses,
        model: OperatingModel,
    ) -> Option<&'f Response> {
        let named = |name: &str| self.responses.named(name).and_then(|block| block.of(model));
        match given {
            Shared::Named(name) => named(name),
            Shared::Own(by_model) => match by_model.of(model)? {
                Shared::Named(name) => named(name),
                Shared::Own(response) => Some(response),
            },
        }
    }
}

record! {
    /// A reference profile whose amounts are in another currency than the portfolio's.
    pub struct ProfileChoice {
        /// Its name.
        pub name: Name,
        /// What one of the profile's currency is in the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub rate: Option<Number>,
    }
}

record! {
    /// How targets become operating models.
    pub struct SelectionRules {
        /// The selection policy; `sixteen-cell` by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub policy: Option<Policy>,
        /// The quantile of an estimated exposure that decides on its band, such as `p90`; the mean by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub exposure_quantile: Option<ExposureQuantile>,
        /// Which expected availability is compared with targets; `strict` by default. `served` is that of full outages alone where
        /// a service gives its `full_outage_share`, `weighted` counts each incident with its severity.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub availability: Option<AvailabilityReading>,
    }
}

record! {
    /// Working hours and the planning year.
    pub struct CalendarRules {
        /// When people work, such as `Mon-Fri 09:00-17:00` (the default), or a list of such windows.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub working_hours: Option<WorkingHours>,
        /// Weeks in a planning year; 52 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub weeks_per_year: Option<Number>,
        /// Dates in the planning year on which nobody works.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub bank_holidays: Vec<Date>,
        /// Places that take turns, in place of `working_hours`: hours that are worked at one of them need nobody on call.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub sites: Vec<Site>,
        /// Who responds in hours that no site works; not given, sites have to follow each other without a gap.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub between_sites: Option<BetweenSites>,
    }
}

/// The version of the portfolio format: always 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct SchemaVersion;

impl Serialize for SchemaVersion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(1)
    }
}

impl Read for SchemaVersion {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Integer(digits) if digits == "1" => Some(Self),
            Value::Integer(digits) => {
                problems.push(at.problem(
                    ProblemCode::UnknownSchema,
                    format!("version `{digits}` of the portfolio format is not known"),
                    "write `schema = 1`, or use a newer release of whorunsit",
                ));
                None
            }
            _ => {
                problems.push(at.wrong_type(node, "the whole number 1"));
                None
            }
        }
    }

    fn fallback() -> Self {
        Self
    }
}

impl Read for Currency {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Text(code) = &node.value else {
            problems.push(at.wrong_type(node, "a currency code such as \"USD\""));
            return None;
        };
        let currency = code.parse();
        if currency.is_err() {
            let shown: String = code.chars().take(20).collect();
            problems.push(at.problem(
                ProblemCode::UnknownCurrency,
                format!("`{shown}` is not an ISO 4217 currency code"),
                "write three capital letters such as \"USD\", \"EUR\" or \"GBP\"",
            ));
        }
        currency.ok()
    }

    fn fallback() -> Self {
        Self::UNREAD
    }
}
