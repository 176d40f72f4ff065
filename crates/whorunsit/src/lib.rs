//! Who should run each service in production, and what on-call follows from it.
//!
//! An organisation has services. Each is run by the product team that built it ([You Build It You Run It]) or by
//! a central operations team ([Ops Run It]). This crate decides service by service, from the money that a
//! failure loses in an hour (**financial exposure**) and from how often users want features (**product feature
//! demand**); it plans the on-call schedules that follow, and what they cost.
//!
//! [You Build It You Run It]: OperatingModel::YouBuildItYouRunIt
//! [Ops Run It]: OperatingModel::OpsRunIt
//!
//! # A worked example
//!
//! A portfolio is TOML or JSON. Bands say which availability an exposure asks for; a service says how exposed it
//! is and how much demand it has:
//!
//! ```
//! use whorunsit::{OperatingModel, OutOfHours, Portfolio, recommend};
//!
//! let portfolio = Portfolio::read(
//!     br#"
//!     schema = 1
//!     currency = "USD"
//!     exposure_bands = [
//!         { max_per_hour = "7000", availability = "95.0" },
//!         { max_per_hour = "250000", availability = "99.0" },
//!     ]
//!     on_call.product_teams.standby = { amount = "540", per = "week" }
//!     domains = [{ name = "home" }]
//!     teams = [{ name = "bedroom", domain = "home", on_call_participants = 6 }]
//!
//!     [[services]]
//!     name = "bedroom"
//!     kind = "digital"
//!     team = "bedroom"
//!     exposure_per_hour = "200000"
//!     feature_demand = "very-high"
//!     "#,
//! )?;
//!
//! let recommendation = recommend(&portfolio)?;
//! let bedroom = &recommendation.services[0];
//! assert_eq!(bedroom.availability_target.to_string(), "99.0");
//! assert_eq!(bedroom.deployment_target.to_string(), "daily");
//! assert_eq!(bedroom.operating_model, OperatingModel::YouBuildItYouRunIt);
//! assert_eq!(bedroom.out_of_hours, Some(OutOfHours::Domain));
//!
//! // 99.0 % tolerates 1:40:48 a week, which at $200,000 an hour stands for $336,000.
//! let week = bedroom.tolerable_unavailability.week;
//! assert_eq!(week.seconds.to_string(), "6048");
//! assert_eq!(week.loss.to_string(), "336000");
//!
//! // Every choice has its reason.
//! assert_eq!(
//!     bedroom.findings[2].to_string(),
//!     "deploying daily is more than hand-offs to operations sustain: You Build It You Run It",
//! );
//!
//! // One domain schedule, one person on call, 52 weeks at $540.
//! assert_eq!(&*recommendation.schedules[0].name, "domain home");
//! assert_eq!(recommendation.standby.cost_per_year.map(|cost| cost.to_string()), Some("28080".to_owned()));
//!
//! // What the portfolio does not say is assumed, and said.
//! assert!(recommendation.assumptions.iter().any(|assumption| assumption.path == "/selection/policy"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In code
//!
//! Every table of the format is a struct: `new` asks for what must be given, everything else starts as not given.
//!
//! ```
//! use whorunsit::portfolio::{ExposureBand, Kind, Team};
//! use whorunsit::{Availability, Currency, Money, OperatingModel, Portfolio, PortfolioFile, Service, recommend};
//!
//! let band = ExposureBand::new(Money::from_major(250_000), "99.0".parse::<Availability>()?);
//! let bedroom = Service {
//!     team: Some("bedroom".into()),
//!     ..Service::new("bedroom", Kind::Digital, Money::from_major(200_000), "very-high")
//! };
//! let mut file = PortfolioFile::new("USD".parse::<Currency>()?, [band], [bedroom]);
//! file.teams.push(Team::new("bedroom"));
//! let recommendation = recommend(&Portfolio::new(file)?)?;
//! assert_eq!(recommendation.services[0].operating_model, OperatingModel::YouBuildItYouRunIt);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/in_code.rs` goes on from there: estimates, on-call terms, the response of each model, a peak, a simulation with
//! its progress.
//!
//! # What it costs
//!
//! With the response to incidents, effort and value given, every cost is one [`LineItem`] of one ledger ([`costs`]).
//! [`compare`] sets the premium that each model pays against the loss that it leaves, for every service and for
//! whole strategies, least cost among them; [`scenarios`] and [`plan`] answer "what if" and "how do we get there":
//!
//! ```
//! use whorunsit::{Portfolio, Strategy, compare};
//!
//! let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
//! let comparison = compare(&Portfolio::read(text.as_bytes())?)?;
//!
//! // What You Build It You Run It costs the bedroom service more over three years, and what it avoids.
//! let bedroom = &comparison.services[2].insurance;
//! assert_eq!(bedroom.extra_premium_over_horizon.to_string(), "130661.62");
//! assert_eq!(bedroom.loss_avoided_over_horizon.to_string(), "12923387.04");
//!
//! // Following the selector has a price, and the money does not always agree with it.
//! let least = comparison.strategies.iter().find(|costs| costs.strategy == Strategy::LeastCost);
//! assert_eq!(least.map(|costs| costs.over_horizon.to_string()), Some("5991866.67".to_owned()));
//! assert_eq!(comparison.services[0].insurance.agrees, Some(false));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How sure it is
//!
//! Exposures and incident rates are estimates. [`simulate`] draws whole horizons in which both models face the same
//! incidents, and says how likely each is cheaper and what a bad year loses; [`sensitivity()`] says at which value of an
//! input the answer turns, and which estimate is worth refining; [`chart()`] draws both, and more, as Vega-Lite:
//!
//! ```
//! use whorunsit::{Portfolio, examples, sensitivity};
//!
//! let portfolio = Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
//! let sensitivity = sensitivity(&portfolio, 1)?;
//!
//! // Which model is cheaper for appointments turns if it has twice as many incidents as somebody thinks.
//! let appointments = &sensitivity.services[1];
//! let flip = &appointments.flips.cost[0];
//! assert_eq!((&*flip.input, flip.now.to_string()), ("incidents_per_year", "9".to_owned()));
//! # Ok::<(), whorunsit::Error>(())
//! ```
//!
//! # A tour
//!
//! Data flows one way, through modules that know only those below them:
//!
//! 1. **Read.** [`Portfolio::read`] takes text; [`PortfolioFile`] is the format, table by table ([`portfolio`]), of
//!    exact quantities ([`exact`]) that may be uncertain ([`Estimate`]), for those who build one in code and hand it to
//!    [`Portfolio::new`].
//! 2. **Validate.** What comes back is a [`Portfolio`] in which everything fits, or [`Problems`]: all of them at
//!    once, each with a stable [`ProblemCode`], a JSON Pointer, its place in the text and what to do.
//! 3. **Decide.** [`recommend`] gives a [`Recommendation`]: plain data, with a [`Finding`] for every reason and
//!    every caution, and an [`Assumption`] for every default. Where there is no answer there is an [`Error`].
//!    [`schedules`] gives the [`SchedulePlan`]: who is on call, whether their [`Rota`] is healthy, what standby costs and
//!    how that grows with teams. [`costs`], [`compare`], [`scenarios`] and [`plan`] weigh the choice in money;
//!    [`simulate`] and [`sensitivity()`] say how sure that is, [`ready`] and [`accountability`] what stands in the way.
//! 4. **Edit.** [`Workbench`] keeps a portfolio: after an edit, only services that the edit touches are evaluated again.
//! 5. **Present.** Results serialise; [`chart()`] draws them, [`report()`], [`render()`] and [`roadmap()`] put them on
//!    record; [`facade::call`] does all of it from text to JSON, and is what the Python and JavaScript packages stand on.
//!
//! # What to rely on
//!
//! - **Money is exact.** [`Money`] is a decimal, never a float; arithmetic on it is checked and overflow is an
//!   error. Line items of the ledger are booked once, in whole minor units; nothing else is rounded before it is
//!   shown ([`Currency::show`]).
//! - **What is missing is "not estimated"**, never zero: amounts that rest on a missing input are `None`, and
//!   totals say that they are partial.
//! - **Nothing panics**, whatever the input. Limits are [stated](MAX_JSON_BYTES) and enforced.
//! - **The same input gives the same bytes** on every platform and in every language.
//!
//! What really happened is measured by the crate `whorunsit-measure`.
//!
//! The pages of the documentation are the modules of [`documentation`]: the model with its formulas and sources, the costs,
//! the simulation, the format, the answers, each finding and each problem.
//!
//! # Features
//!
//! - `all`, the default: everything. `full` leaves out charts, tables from outside, TOML, signing off, growth, the roadmap, the
//!   decision record and what differs between portfolios; `decide` also leaves out money, and all that rests on it. What a
//!   build lacks it refuses with [`ProblemCode::NotBuiltIn`].
//! - `schema`: the JSON Schemas of the format and of the answers, in the module `schema`.
//! - `deserialize`: answers implement `serde::Deserialize`, so that a program can read what another one wrote, and writes it again to
//!   the same bytes. Findings and line items keep the sentences that they were read with.

// What only money uses stays in the layers that both share; the linker leaves it out.
#![cfg_attr(
    not(feature = "all"),
    expect(dead_code, unused_imports, reason = "a build with less than all commands")
)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The pages of the documentation, as they are in the repository: only in the rendered documentation.
#[cfg(all(doc, not(doctest)))]
pub mod documentation {
    #[doc = include_str!("../docs/model.md")]
    pub mod model {}

    #[doc = include_str!("../docs/costs.md")]
    pub mod costs {}

    #[doc = include_str!("../docs/simulation.md")]
    pub mod simulation {}

    #[doc = include_str!("../docs/format.md")]
    pub mod format {}

    #[doc = include_str!("../docs/output.md")]
    pub mod output {}

    #[doc = include_str!("../docs/findings.md")]
    pub mod findings {}

    #[doc = include_str!("../docs/problems.md")]
    pub mod problems {}

    #[doc = include_str!("../docs/profiles.md")]
    pub mod profiles {}
}

#[cfg(feature = "all")]
pub mod acceptance;
pub mod assignment;
pub mod assumption;
mod budget;
pub mod calendar;
#[cfg(feature = "all")]
pub mod chart;
#[cfg(feature = "full")]
pub mod comparison;
pub mod currency;
mod decision;
#[cfg(feature = "deserialize")]
mod deserialize;
#[cfg(feature = "all")]
pub mod difference;
mod distribution;
mod error;
pub mod estimate;
pub mod evaluation;
pub mod exact;
#[cfg(feature = "full")]
pub mod examples;
pub mod facade;
pub mod finding;
pub mod gate;
#[cfg(feature = "all")]
pub mod growth;
#[cfg(feature = "full")]
mod headline;
mod horizon;
mod input;
#[cfg(feature = "all")]
pub mod intake;
pub mod ledger;
#[cfg(feature = "all")]
pub mod markup;
#[cfg(feature = "full")]
pub mod next;
pub mod on_call;
pub mod outlook;
#[cfg(feature = "full")]
pub mod overview;

pub mod portfolio;
pub mod problem;
pub mod profile;
pub mod progress;
pub mod provenance;
mod random;
mod read;
#[cfg(feature = "full")]
pub mod readiness;
pub mod recommendation;
#[cfg(feature = "all")]
pub mod render;
#[cfg(feature = "all")]
pub mod report;
pub mod resolve;
mod response;
#[cfg(feature = "all")]
pub mod roadmap;
#[cfg(feature = "full")]
pub mod scenario;
#[cfg(feature = "schema")]
pub mod schema;
pub mod selection;
pub mod sensitivity;
#[cfg(feature = "full")]
pub mod simulation;
mod sort;
mod stakes;
#[cfg(feature = "full")]
pub mod transition;
pub mod wording;
#[cfg(feature = "all")]
pub mod words;
#[cfg(feature = "full")]
mod workbench;
pub mod year;

#[cfg(feature = "all")]
pub use acceptance::accept;
pub use assignment::Strategy;
#[cfg(feature = "all")]
pub use chart::chart;
#[cfg(feature = "full")]
pub use comparison::{compare, costs};
pub use currency::Currency;
#[cfg(feature = "all")]
pub use difference::diff;
pub use error::Error;
pub use estimate::Estimate;
pub use exact::{Availability, Money};
#[cfg(feature = "all")]
pub use growth::growth;
#[cfg(feature = "all")]
pub use intake::intake;
#[cfg(feature = "full")]
pub use next::next;
#[cfg(feature = "full")]
pub use overview::overview;
pub use portfolio::{ExposureBand, PortfolioFile, Service, Team};
pub use problem::Problems;
#[cfg(feature = "full")]
pub use readiness::{accountability, ready};
pub use recommendation::{recommend, schedules};
#[cfg(feature = "all")]
pub use render::render;
#[cfg(feature = "all")]
pub use report::report;
pub use resolve::Portfolio;
#[cfg(feature = "all")]
pub use roadmap::{RoadmapFormat, roadmap};
#[cfg(feature = "full")]
pub use scenario::scenarios;
pub use selection::{OperatingModel, OutOfHours, Policy};
#[cfg(feature = "full")]
pub use sensitivity::sensitivity;
#[cfg(feature = "full")]
pub use simulation::{SimulationOptions, simulate};
#[cfg(feature = "full")]
pub use transition::plan;
#[cfg(feature = "all")]
pub use words::words;
#[cfg(feature = "full")]
pub use workbench::Workbench;
// The exact numbers and the dates of the interface.
pub use {jiff, rust_decimal};

// Every other name has its place in a module; at the root it is hidden.
#[cfg(feature = "all")]
#[doc(hidden)]
pub use acceptance::Acceptance;
#[doc(hidden)]
pub use assumption::{Assumption, Assumptions, FromProfile};
#[doc(hidden)]
pub use calendar::{InvalidWindow, WeekWindow, WorkingHours};
#[cfg(feature = "all")]
#[doc(hidden)]
pub use chart::{Chart, ChartName, ChartOptions};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use comparison::{
    Comparison, IncidentOutlook, LossProtection, ModelCosts, MonthCosts, PartialOutages, PolicyDifference,
    PolicyPrice, Runs, RunsChange, ScheduleWorth, ServiceComparison, Triage, VariantCosts, VariantOutcome,
};
#[doc(hidden)]
pub use currency::UnknownCurrency;
#[cfg(feature = "all")]
#[doc(hidden)]
pub use difference::{Difference, InputChange, ServiceChange};
#[doc(hidden)]
pub use estimate::{ExposureKind, ExposurePart, ExposureTime, MAX_OBSERVED, Shape};
pub use evaluation::check;
#[doc(hidden)]
pub use evaluation::{Insurance, StrategyCosts};
#[doc(hidden)]
pub use exact::{
    DeploymentTarget, Duration, InvalidAvailability, InvalidDeploymentTarget, InvalidDuration, MAX_INPUT,
    MAX_SCALE, Number, NumberError, Overflow, Period, Share, Shift, ShownMoney, Tolerable,
};
#[doc(hidden)]
pub use finding::{Finding, FindingCode, Severity};
#[doc(hidden)]
pub use gate::Gate;
#[cfg(feature = "all")]
#[doc(hidden)]
pub use growth::{Growth, GrowthCosts, GrowthTarget, GrowthYear};
#[cfg(feature = "all")]
#[doc(hidden)]
pub use intake::{
    CellStatus, Intake, IntakeCell, IntakeColumn, IntakeCounts, IntakeOptions, IntakeReport, LeftOut,
    LeftOutReason, MAX_COLUMNS, MAX_ROWS, TableSource,
};
#[doc(hidden)]
pub use ledger::{
    Accounting, Aspect, CostType, Costs, Dimension, Frequency, Group, ItemCode, LineItem, ManualStepPrice,
    Totals,
};
#[cfg(feature = "full")]
pub use next::{MissingInput, NextSteps};
#[doc(hidden)]
pub use on_call::{
    OnCallSummary, Rota, RotaCheck, RotaRule, RuleStatus, ScaleCost, ScalePoint, Schedule, ScheduleKind,
    StandbyCost,
};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use outlook::{FindOut, Outlook, OutlookEnd};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use overview::{MAX_SURE, Overview, OverviewService};
#[doc(hidden)]
pub use portfolio::ProfileChoice;
#[doc(hidden)]
pub use portfolio::{
    AccountingRules, Answer, Answers, Blocks, BudgetHolder, ByModel, CalendarRules, Callout, CalloutRate,
    CalloutRule, CalloutTerms, CalloutUnit, DayWindow, DegradedBy, DemandBand, Dependency, Domain,
    EnablingKind, EnablingWork, Expenditure, ExposureByHour, ExposureShape, ExposureWindow, FeatureDemand,
    Funding, GateCode, Grouping, GrowthRules, Horizon, IncidentRules, Kind, Learning, LocalCalendar, Name,
    NamedWorkflow, Objection, OnCall, OneOffCosts, Operations, OperationsOnCall, OperationsWork, Overrides,
    Peak, Preset, ProductTeamsOnCall, Question, Questionnaire, ReadinessRules, Response, Responses,
    RunsToday, SchemaVersion, SelectionRules, Shared, SharedCause, SpecialDays, Specialists, StaffedBy,
    Standby, StandbyHours, StandbyRule, StandbyUnit, TeamReadinessRules, Throughput, Tier, TierOutOfHours,
    TransitionRules, Variant, When, Workflow, WorkflowStep, WorthOf,
};
#[doc(hidden)]
pub use problem::{Location, MAX_PROBLEMS, Problem, ProblemCode};
pub use profile::Profile;
#[doc(hidden)]
pub use profile::{
    Basis, Favour, FixedValue, KnownBy, ProfileKey, ProfileKeys, ProfileSource, ProfileSources, ProfileValue,
    RangeEnd, ValueOf,
};
#[doc(hidden)]
pub use progress::Progress;
#[doc(hidden)]
pub use provenance::Provenance;
pub use read::{
    MAX_DEPTH, MAX_JSON_BYTES, MAX_KEYS, MAX_RULES, MAX_TOML_BYTES, MAX_TOML_SIGNS, MAX_TOML_TABLES,
    MAX_VALUES, is_hidden,
};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use readiness::{
    Accountability, AccountabilityAndBudgets, Action, AdviceBy, AgainstBaseline, Arrangement, Baseline,
    BudgetMove, ChaosDay, DemandFlip, Duties, Duty, ExposureInTop, FailureMode, Figure, IncidentWorkflow,
    ObjectionReadiness, OnCallPay, Parting, Pilot, PilotCandidate, PresetPay, QuestionAnswered, Questions,
    Readiness, SchedulePay, SchedulesOnExposure, Score, ScoreMeaning, ServiceAccountability, ServiceStanding,
    SpecialistAdvice, SpecialistOption, SpecialistsFigure, Standing, StandingCounts, StepToAutomate,
    TeamAnswer, TeamReadiness, TeamRework, UnplannedWork, Verdict,
};
#[doc(hidden)]
pub use recommendation::{
    BandShare, PeakRecommendation, Recommendation, SchedulePlan, ServiceRecommendation, Tolerance,
};
#[cfg(feature = "all")]
#[doc(hidden)]
pub use render::DocumentFormat;
#[cfg(feature = "all")]
#[doc(hidden)]
pub use report::{
    InputSource, MoneyRange, Report, ReportDecision, ReportFinding, ReportInput, ReportOption,
    ReportSchedule, ReportService, Selector, SelectorColumn, SelectorRow,
};
#[doc(hidden)]
pub use resolve::{
    LeftOutService, MAX_LIST, MAX_SERVICES, MAX_TEAMS, MAX_VARIANTS, ResponseHome, ServiceCalendar,
};
#[cfg(feature = "all")]
#[doc(hidden)]
pub use roadmap::{Roadmap, RoadmapStep, StepKind};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use scenario::{ScenarioChange, ScenarioOutcome, Scenarios};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use sensitivity::{
    CostFlip, FlipRegion, GridCell, InputInformation, SEARCHED, SelectionFlip, Sensitivity, ServiceFlips,
    ServiceSensitivity, Swing,
};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use simulation::stream_digest;
#[cfg(feature = "full")]
#[doc(hidden)]
pub use simulation::{
    Bin, Exceedance, MAX_TRIALS, MoneyInterval, PercentInterval, PercentileIntervals, PortfolioSimulation,
    Risk, ServiceDraws, ServiceSimulation, Simulated, Simulation, Spread,
};
#[cfg(feature = "full")]
#[doc(hidden)]
pub use transition::{
    MissingGate, PlanMonth, PlannedWork, TeamHeldBack, Today, TransitionPlan, Wave, WaveTeam,
};
#[doc(hidden)]
pub use wording::{capital, plural};
