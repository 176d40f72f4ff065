//! Tables put together in code: what a table must have is asked for by `new`, everything else starts as not given.

use std::num::NonZeroU32;

use jiff::civil::Date;

use super::{
    AccountingRules, ByModel, CalendarRules, Callout, CalloutRate, CalloutRule, CalloutUnit, DemandBand,
    Domain, ExposureBand, ExposureWindow, FeatureDemand, GrowthRules, Horizon, IncidentRules, Kind, Learning,
    Name, OnCall, OneOffCosts, Operations, OperationsOnCall, OperationsWork, Peak, PortfolioFile,
    ProductTeamsOnCall, ReadinessRules, Response, SelectionRules, Service, Shared, SharedCause, Specialists,
    Standby, StandbyRule, StandbyUnit, Team, TeamReadinessRules, Throughput, Tier, TransitionRules, When,
    WorkflowStep,
};
use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::{Availability, DeploymentTarget, Duration, Money, Number, Share};
use crate::read::Read;

/// Tables with keys that must be given.
macro_rules! with_required_keys {
    ($($(#[$meta:meta])* $table:ident($($field:ident: $type:ty),+);)+) => {
        $(impl $table {
            /// Returns the table with the keys that must be given, and no other.
            ///
            /// Set others with struct update syntax, or by assigning to their fields.
            $(#[$meta])*
            #[must_use]
            pub fn new($($field: impl Into<$type>),+) -> Self {
                let mut table = <Self as Read>::fallback();
                $(table.$field = $field.into();)+
                table
            }
        })+
    };
}

/// Tables in which nothing must be given.
macro_rules! without_required_keys {
    ($($table:ident),+ $(,)?) => {
        $(impl Default for $table {
            /// Returns the table with no key given.
            fn default() -> Self {
                <Self as Read>::fallback()
            }
        })+
    };
}

with_required_keys! {
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::portfolio::{Kind, Team};
    /// use whorunsit::{Currency, ExposureBand, Money, Portfolio, PortfolioFile, Service, recommend};
    ///
    /// let band = ExposureBand::new(Money::from_major(250_000), "99.0".parse::<whorunsit::Availability>()?);
    /// let service = Service::new("bedroom", Kind::Digital, Money::from_major(200_000), "very-high");
    /// let mut file = PortfolioFile::new("USD".parse::<Currency>()?, [band], [service]);
    /// file.teams.push(Team::new("bedroom"));
    ///
    /// assert_eq!(recommend(&Portfolio::new(file)?)?.services[0].deployment_target.to_string(), "daily");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    PortfolioFile(currency: Currency, exposure_bands: Vec<ExposureBand>, services: Vec<Service>);
    ExposureBand(max_per_hour: Money, availability: Availability);
    DemandBand(name: Name, deployment: DeploymentTarget);
    Domain(name: Name);
    Team(name: Name);
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::portfolio::Kind;
    /// use whorunsit::{Estimate, Money, Service};
    ///
    /// let exposure = Estimate::pert(Money::from_major(20), Money::from_major(100), Money::from_major(900))?;
    /// let service = Service {
    ///     team: Some("shopping".into()),
    ///     incidents_per_year: Some(Estimate::point(9_u32.into())),
    ///     ..Service::new("appointments", Kind::Digital, exposure, "high")
    /// };
    /// assert_eq!(service.exposure_per_hour.mean().to_string(), "220");
    /// # Ok::<(), whorunsit::Problems>(())
    /// ```
    Service(name: Name, kind: Kind, exposure_per_hour: Estimate<Money>, feature_demand: FeatureDemand);
    Tier(name: Name, pick_up: Estimate<Duration>, handling: Estimate<Duration>, people: NonZeroU32);
    Response(tiers: Vec<Tier>);
    WorkflowStep(name: Name);
    OperationsWork(effort_per_week: Estimate<Duration>);
    SharedCause(name: Name, incidents_per_year: Estimate<Number>, services: Vec<Name>);
    ExposureWindow(share: Share);
    StandbyRule(amount: Estimate<Money>, per: StandbyUnit);
    Callout(amount: Estimate<Money>, per: CalloutUnit);
    CalloutRate(amount: Estimate<Money>, per: CalloutUnit);
    CalloutRule(when: When);
    TeamReadinessRules(name: Name);
    Peak(name: Name, from: Option<Date>, to: Option<Date>, exposure_per_hour: Estimate<Money>);
    Specialists(name: Name, requests_per_week: Number, handling: Duration, people: NonZeroU32);
}

without_required_keys!(
    AccountingRules,
    CalendarRules,
    GrowthRules,
    Horizon,
    IncidentRules,
    Learning,
    OnCall,
    OneOffCosts,
    Operations,
    OperationsOnCall,
    ProductTeamsOnCall,
    ReadinessRules,
    Response,
    SelectionRules,
    Throughput,
    TransitionRules,
);

impl<T> ByModel<T> {
    /// Returns one value for each operating model.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::num::NonZeroU32;
    ///
    /// use whorunsit::exact::Duration;
    /// use whorunsit::portfolio::{ByModel, Response, Responses, Shared, Tier};
    ///
    /// let tier = |name: &str, pick_up| {
    ///     Tier::new(name, Duration::from_minutes(pick_up), Duration::from_minutes(60), NonZeroU32::MIN)
    /// };
    /// let operations = Response::new([tier("operations", 30), tier("delivery", 240)]);
    /// let team = Response::new([tier("product team", 5)]);
    /// let responses: Responses = Shared::Own(ByModel::new(operations, team));
    /// # let _ = responses;
    /// ```
    #[must_use]
    pub fn new(ops_run_it: impl Into<T>, you_build_it_you_run_it: impl Into<T>) -> Self {
        let (ops_run_it, you_build_it_you_run_it) = (ops_run_it.into(), you_build_it_you_run_it.into());
        Self {
            ops_run_it: Some(ops_run_it),
            you_build_it_you_run_it: Some(you_build_it_you_run_it),
            metadata: None,
        }
    }
}

impl<T> From<T> for Shared<T> {
    /// What is given in place.
    fn from(own: T) -> Self {
        Self::Own(own)
    }
}

impl From<StandbyRule> for Standby {
    /// One rule, which pays the hours out of hours.
    fn from(rule: StandbyRule) -> Self {
        Self::new(vec![rule])
    }
}

impl From<&str> for FeatureDemand {
    /// The name of a demand band.
    fn from(band: &str) -> Self {
        Self::Band(band.to_owned())
    }
}

impl From<Estimate<Number>> for FeatureDemand {
    /// Features a month.
    fn from(per_month: Estimate<Number>) -> Self {
        Self::PerMonth(per_month)
    }
}
