//! The portfolio as it is written: the tables and keys of the format.
//!
//! Each struct is one table; its fields are its keys. `None` and empty lists mean that a key was not given.

mod build;
mod costs;
mod deciding;
mod dependency;
mod exposure;
mod overrides;
mod pay;
mod payer;
mod preset;
mod questionnaire;
mod readiness;
mod recurring;
mod transition;
mod when;
mod workflow;

use std::num::NonZeroU32;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

pub use self::costs::{
    AccountingRules, ByModel, Expenditure, Horizon, IncidentRules, Learning, OneOffCosts, Operations,
    OperationsWork, Response, SharedCause, StaffedBy, Throughput, Tier, TierOutOfHours,
};
pub use self::deciding::{Allowance, ExposureQuantile};
pub use self::dependency::{DegradedBy, Dependency};
pub use self::exposure::{ExposureByHour, ExposureShape, ExposureWindow};
pub use self::overrides::{BetweenSites, Blocks, LocalCalendar, Overrides, Responses, Shared, Site};
pub use self::pay::{
    Callout, CalloutRate, CalloutTerms, CalloutUnit, Standby, StandbyHours, StandbyRule, StandbyUnit,
};
pub(crate) use self::pay::{StandbyFault, StandbyYear};
pub(crate) use self::payer::Payer;
pub use self::preset::Preset;
pub use self::questionnaire::{Objection, Question, Questionnaire, WorthOf};
pub use self::readiness::{Answer, Answers, ReadinessRules, Specialists, TeamReadinessRules};
pub use self::recurring::{Aspect, Driver, PaidCost, Payment, RecurringCost, Seats, ServiceCredits};
pub use self::transition::{EnablingKind, EnablingWork, GateCode, TransitionRules};
pub use self::when::{DayWindow, SpecialDays, When};
pub use self::workflow::{NamedWorkflow, Workflow, WorkflowStep};
pub use crate::budget::BudgetHolder;
use crate::calendar::WorkingHours;
use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::{Availability, DeploymentTarget, Money, Number, Share, Shift};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Absent, Node, Path, Read, Value, read_word, record};
pub use crate::read::{Code, Link, Metadata, Prose, Titled};
use crate::selection::{OperatingModel, OutOfHours, Policy};
use crate::year::CoverHours;

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

record! {
    /// On-call terms.
    pub struct OnCall {
        /// Terms of product teams.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub product_teams: Option<ProductTeamsOnCall>,
        /// Terms of central operations.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operations: Option<OperationsOnCall>,
    }
}

record! {
    /// On-call terms of product teams.
    pub struct ProductTeamsOnCall {
        /// A published set of pay terms, used where `standby` or `callout` is not given.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub preset: Option<String>,
        /// People on call at once in each schedule; 1 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub people_per_schedule: Option<NonZeroU32>,
        /// What each of them but the first, the primary, is paid of standby; as much as the primary by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub secondary_standby: Option<Share>,
        /// How long one person's shift lasts, such as `1w` or `1month`; one week by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub shift: Option<Shift>,
        /// When somebody is on standby, such as `Mon-Sun 07:00-22:00`; all hours out of hours by default. Outside it incidents
        /// wait for the next covered time.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub cover: Option<CoverHours>,
        /// Pay for being ready: one rule, or a list of which the first that matches an hour pays it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub standby: Option<Standby>,
        /// Pay for responding; `none` where there is none.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub callout: Option<CalloutTerms>,
        /// Whose budget pays for it; the product team's by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub budget_holder: Option<BudgetHolder>,
    }
}

record! {
    /// On-call terms of central operations.
    pub struct OperationsOnCall {
        /// A published set of pay terms, used where `standby` or `callout` is not given.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub preset: Option<String>,
        /// How many rotas cover all that operations run; 1 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub rotas: Option<NonZeroU32>,
        /// How many people take turns in those rotas together.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub participants: Option<NonZeroU32>,
        /// People on call at once in each rota; 1 by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub people_per_schedule: Option<NonZeroU32>,
        /// What each of them but the first, the primary, is paid of standby; as much as the primary by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub secondary_standby: Option<Share>,
        /// How long one person's shift lasts, such as `1w` or `1month`; one week by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub shift: Option<Shift>,
        /// When somebody is on standby, such as `Mon-Sun 07:00-22:00`; all hours out of hours by default. Outside it incidents
        /// wait for the next covered time.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub cover: Option<CoverHours>,
        /// Pay for being ready: one rule, or a list of which the first that matches an hour pays it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub standby: Option<Standby>,
        /// Pay for responding; `none` where there is none.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub callout: Option<CalloutTerms>,
    }
}

record! {
    /// A maximum exposure per hour, tied to an availability target.
    pub struct ExposureBand {
        /// The most a service of this band can lose in one hour; exactly this much still belongs to it.
        pub max_per_hour: Money,
        /// The availability target of the band, in percent.
        pub availability: Availability,
        /// The out-of-hours schedule of the band; by default it follows from the target.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub out_of_hours: Option<OutOfHours>,
    }
}

record! {
    /// A feature demand, tied to a deployment target.
    pub struct DemandBand {
        /// What services call it in `feature_demand`.
        pub name: Name,
        /// The most features a month in this band; the last band may leave it out.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub max_features_per_month: Option<Number>,
        /// The deployment target of the band.
        pub deployment: DeploymentTarget,
    }
}

record! {
    /// A group of sibling teams.
    pub struct Domain {
        /// Its name, unique among domains.
        pub name: Name,
        /// What its teams have in common.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub grouping: Option<Grouping>,
        /// The team whose budget pays for the standby of its shared schedule, or `largest-team`; without it each team's pays for
        /// its own services.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub sole_budget_holder: Option<Name>,
        .. /// What holds for it and its teams and services in place of what holds around.
        own: Overrides
    }
}

record! {
    /// A product team.
    pub struct Team {
        /// Its name, unique among teams.
        pub name: Name,
        /// The domain it belongs to.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub domain: Option<Name>,
        /// How many of its people take turns on call.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub on_call_participants: Option<NonZeroU32>,
        /// What an hour of one of its people costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub hourly_cost: Option<Box<Estimate<Money>>>,
        /// Hours that its people work in a week, all together.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub capacity_hours_per_week: Option<Box<Estimate<Number>>>,
        /// The share of them that goes into unplanned work.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub rework_rate: Option<Box<Estimate<Share>>>,
        /// Who pays for the team; product by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub funding: Option<Funding>,
        .. /// What holds for it and its services in place of what holds around.
        own: Overrides
    }
}

record! {
    /// One deployable thing with an owner.
    pub struct Service {
        /// Its name, unique among services.
        pub name: Name,
        /// Digital (customer-facing, custom) or foundational (self-hosted off the shelf, integration).
        pub kind: Kind,
        /// The team that builds it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub team: Option<Name>,
        /// The most money it can lose in one hour of unavailability: revenue lost and costs incurred.
        #[cfg_attr(feature = "schema", schemars(with = "crate::estimate::Exposure"))]
        pub exposure_per_hour: Estimate<Money>,
        /// The demand band of its users' wish for features, or a number of features a month.
        pub feature_demand: FeatureDemand,
        /// An availability target set by hand, instead of the one its exposure asks for.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub availability_target: Option<Availability>,
        /// Incidents a year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub incidents_per_year: Option<Estimate<Number>>,
        /// The operating model, if it is not for the selector to choose.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operating_model: Option<OperatingModel>,
        /// Why the operating model was given by hand, in words of one's own.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operating_model_reason: Option<String>,
        /// Who runs it today, where that differs from the portfolio's `runs_today`.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub runs_today: Option<RunsToday>,
        /// Whether its availability target must be met in expectation, whatever that costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub target_required: Option<bool>,
        /// The least that it needs out of hours where its product team runs it, whatever that costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub minimum_out_of_hours: Option<OutOfHours>,
        /// How much of the exposure an incident loses; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub severity: Option<Box<Estimate<Share>>>,
        /// The share of its incidents in which it serves nothing at all; in the others it serves a part.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub full_outage_share: Option<Share>,
        /// The share of the exposure that is at stake in working hours; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub working_hours_exposure: Option<Box<Estimate<Share>>>,
        /// The share of the exposure that is at stake out of hours; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub out_of_hours_exposure: Option<Box<Estimate<Share>>>,
        /// The share of its incidents that arrive out of hours; by default the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub incidents_out_of_hours: Option<Box<Estimate<Share>>>,
        /// The share of the maximum exposure that is at stake by hour of the week, instead of the two shares above.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub exposure_by_hour: Option<Box<ExposureByHour>>,
        /// The share of the exposure that is revenue; by default the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub revenue_share: Option<Share>,
        /// Features finished in a year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub features_per_year: Option<Box<Estimate<Number>>>,
        /// What a feature is worth in each week that users have it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub value_per_feature_week: Option<Box<Estimate<Money>>>,
        /// Insights from production in a year, each leading to an improvement.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub insights_per_year: Option<Box<Estimate<Number>>>,
        /// What the improvement from an insight is worth in each week that it is there.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub value_per_insight_week: Option<Box<Estimate<Money>>>,
        /// What its exposure rises and falls with: services of one group are exposed together.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub exposure_group: Option<Name>,
        /// The services that it needs: it cannot be more available than they are.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub depends_on: Vec<Dependency>,
        /// Windows of higher exposure.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub peaks: Vec<Peak>,
        .. /// What holds for it in place of what holds around.
        own: Overrides
    }
}

record! {
    /// A dated window in which a service is more exposed, such as Black Friday.
    pub struct Peak {
        /// What it is called.
        pub name: Name,
        /// Its first day.
        pub from: Date,
        /// Its last day.
        pub to: Date,
        /// The exposure per hour in the window.
        #[cfg_attr(feature = "schema", schemars(with = "crate::estimate::Exposure"))]
        pub exposure_per_hour: Estimate<Money>,
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

/// Who runs a service today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RunsToday {
    /// Operations do.
    #[default]
    OpsRunIt,
    /// The product team does.
    YouBuildItYouRunIt,
    /// Nobody does yet: both models have to be set up.
    Nothing,
}

impl RunsToday {
    /// The model that runs it; `None` where nobody does.
    #[must_use]
    pub fn model(self) -> Option<OperatingModel> {
        match self {
            Self::OpsRunIt => Some(OperatingModel::OpsRunIt),
            Self::YouBuildItYouRunIt => Some(OperatingModel::YouBuildItYouRunIt),
            Self::Nothing => None,
        }
    }
}

impl Read for RunsToday {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = [
            ("ops-run-it", Self::OpsRunIt),
            ("you-build-it-you-run-it", Self::YouBuildItYouRunIt),
            ("nothing", Self::Nothing),
        ];
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// What kind of service it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Customer-facing, custom software.
    Digital,
    /// Self-hosted off-the-shelf software, custom integrations.
    Foundational,
}

impl Kind {
    /// Its word in files and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Digital => "digital",
            Self::Foundational => "foundational",
        }
    }
}

impl Read for Kind {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("digital", Self::Digital), ("foundational", Self::Foundational)], at, problems)
    }

    fn fallback() -> Self {
        Self::Digital
    }
}

/// What the teams of a domain have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    /// They serve one journey of a customer.
    CustomerJourney,
    /// They build one capability.
    TechnologyCapability,
    /// They sit in one place.
    Geography,
    /// They use the same tools.
    Tooling,
}

impl Read for Grouping {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = [
            ("customer-journey", Self::CustomerJourney),
            ("technology-capability", Self::TechnologyCapability),
            ("geography", Self::Geography),
            ("tooling", Self::Tooling),
        ];
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::CustomerJourney
    }
}

/// Who pays for a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Funding {
    /// The budget of its product.
    Product,
    /// IT.
    It,
}

impl Read for Funding {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("product", Self::Product), ("it", Self::It)], at, problems)
    }

    fn fallback() -> Self {
        Self::Product
    }
}

/// Whether a feature demand is a number of features, not the name of a band.
pub(crate) fn reads_as_number(demand: &str) -> bool {
    demand.starts_with(|first: char| first.is_ascii_digit() || first == '-')
}

/// How often a service's users want new features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeatureDemand {
    /// The name of a demand band.
    Band(String),
    /// Features a month, matched to the demand bands.
    PerMonth(Estimate<Number>),
}

impl Serialize for FeatureDemand {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Band(name) => name.serialize(serializer),
            Self::PerMonth(features) => features.serialize(serializer),
        }
    }
}

impl Read for FeatureDemand {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(text) if !reads_as_number(text) => String::read(node, at, problems).map(Self::Band),
            Value::Null | Value::Boolean(_) | Value::Date(_) | Value::List(_) => {
                problems
                    .push(at.wrong_type(node, "the name of a demand band, or a number of features a month"));
                None
            }
            _ => Estimate::read(node, at, problems).map(Self::PerMonth),
        }
    }

    fn fallback() -> Self {
        Self::Band(String::new())
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

impl Read for Date {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let text: &str = match &node.value {
            Value::Text(text) => text,
            Value::Date(date) => date,
            // An event as calendars publish them.
            Value::Table(_) => {
                problems.push(at.problem(
                    ProblemCode::WrongType,
                    "expected a date such as \"2026-11-27\", found a table",
                    "write the date alone; `whorunsit holidays FILE` makes a list of those of a published calendar",
                ));
                return None;
            }
            _ => {
                problems.push(at.wrong_type(node, "a date such as \"2026-11-27\""));
                return None;
            }
        };
        let date = parse_date(text);
        if date.is_none() {
            let shown: String = text.chars().take(40).collect();
            problems.push(at.problem(
                ProblemCode::InvalidDate,
                format!("`{shown}` is not a calendar date"),
                date_help(text),
            ));
        }
        date
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// How to write a date that was written in another order.
fn date_help(text: &str) -> String {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let part = |index: usize| parts.get(index).copied().filter(|part| part.len() <= 2);
    let year = parts.get(2).filter(|year| year.len() == 4 && parts.len() == 3);
    let date = |month: Option<&str>, day: Option<&str>| {
        parse_date(&format!("{}-{:0>2}-{:0>2}", year?, month?, day?))
    };
    match (date(part(1), part(0)), date(part(0), part(1))) {
        (Some(british), Some(american)) if british != american => {
            format!(
                "write year, month and day: \"{british}\" if the day stands first, \"{american}\" if the month does"
            )
        }
        (Some(date), _) | (None, Some(date)) => format!("write year, month and day: \"{date}\""),
        (None, None) => "write year, month and day: \"2026-11-27\"".to_owned(),
    }
}

/// A calendar date written as `2026-11-27`. jiff knows the calendar; its own parser reads far more than a day.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let of_digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(of_digits(year, 4) && of_digits(month, 2) && of_digits(day, 2)) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_ten_characters_are_those_that_jiff_reads() {
        let bytes = b"0123456789-+TtZ[]:. ";
        let seeds = [
            "2026-11-27",
            "2024-02-29",
            "0000-01-01",
            "9999-12-31",
            "20261127T1",
            "2026-W48-5",
            "2026-331  ",
        ];
        for seed in seeds {
            for at in 0..10 {
                for (first, second) in bytes.iter().flat_map(|first| bytes.map(|second| (*first, second))) {
                    let mut text = seed.as_bytes().to_vec();
                    text[at] = first;
                    text[(at + 1) % 10] = second;
                    let text = str::from_utf8(&text).unwrap();
                    assert_eq!(
                        parse_date(text),
                        text.parse::<Date>().ok().filter(|_| text.len() == 10),
                        "{text}"
                    );
                }
            }
        }
        assert!(date_help("25/12/2026").ends_with("\"2026-12-25\""));
        assert!(date_help("1.5.2026").contains("\"2026-05-01\" if the day stands first, \"2026-01-05\""));
        assert!(date_help("31/31/2026").ends_with("\"2026-11-27\""));
        for text in ["", "2026-11-27T10:00", "+002026-11-27", "20261127", "2026-11-2é"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
