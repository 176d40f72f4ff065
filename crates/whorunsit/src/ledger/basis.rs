//! What an amount rests on: the factors whose product it is, or the inputs that are missing.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::exact::{Money, Overflow, product};
use crate::ledger::item::{CostType, ItemCode};
use crate::ledger::own_line::OwnLine;
use crate::portfolio::Name;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// What a factor counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// An amount of money, alone.
    Amount,
    PerHour,
    PerCallout,
    PerFeatureWeek,
    PerInsightWeek,
    Incidents,
    Deployments,
    /// Of deployments, the share that fails.
    Failing,
    Features,
    Insights,
    Improvements,
    Weeks,
    Months,
    Seats,
    PeopleASeat,
    IncidentsAbove,
    HoursAWeek,
    Hours,
    HoursInWorkingHours,
    HoursOutOfHours,
    HoursWaiting,
    HoursOfWork,
    WeeksOfLeadTime,
    People,
    /// Shares, written in percent, each with what it is a share of.
    OutOfHours,
    Reaching,
    Severity,
    AtStake,
    Revenue,
    CostsIncurred,
    OfTheYear,
    Unplanned,
    Covered,
}

/// One factor of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    pub(crate) value: Decimal,
    pub(crate) unit: Unit,
}

impl Factor {
    const NONE: Self = Self { value: Decimal::ZERO, unit: Unit::Amount };

    fn write(&self, f: &mut fmt::Formatter<'_>, currency: Currency) -> fmt::Result {
        let number = self.value.round_dp(2).normalize();
        // A small number keeps digits that say something.
        let number =
            if number.is_zero() { self.value.round_sf(2).unwrap_or(number).normalize() } else { number };
        let money = || currency.show(Money::from_number(self.value));
        let percent = || {
            let percent = self.value * Decimal::ONE_HUNDRED;
            let shown = percent.round_dp(1).normalize();
            if shown.is_zero() { percent.round_sf(2).unwrap_or(shown).normalize() } else { shown }
        };
        let (one, many) = match self.unit {
            Unit::Amount => return write!(f, "{}", money()),
            Unit::PerHour => return write!(f, "{} an hour", money()),
            Unit::PerCallout => return write!(f, "{} a callout", money()),
            Unit::PerFeatureWeek => return write!(f, "{} a feature and week", money()),
            Unit::PerInsightWeek => return write!(f, "{} an insight and week", money()),
            Unit::Failing => return write!(f, "{} % of which fail", percent()),
            Unit::OutOfHours => return write!(f, "{} % out of hours", percent()),
            Unit::Reaching => return write!(f, "{} % reaching this tier", percent()),
            Unit::Severity => return write!(f, "{} % severity", percent()),
            Unit::AtStake => return write!(f, "{} % at stake then", percent()),
            Unit::Revenue => return write!(f, "{} % revenue", percent()),
            Unit::CostsIncurred => return write!(f, "{} % costs incurred", percent()),
            Unit::OfTheYear => return write!(f, "{} % of the year", percent()),
            Unit::Unplanned => return write!(f, "{} % unplanned", percent()),
            Unit::Covered => return write!(f, "{} % of the year covered", percent()),
            Unit::Hours => return write!(f, "{number} h"),
            Unit::PeopleASeat => return write!(f, "{number} people a seat"),
            Unit::IncidentsAbove => return write!(f, "{number} incidents above the number agreed"),
            Unit::HoursAWeek => return write!(f, "{number} h a week"),
            Unit::HoursInWorkingHours => return write!(f, "{number} h in working hours"),
            Unit::HoursOutOfHours => return write!(f, "{number} h out of hours"),
            Unit::HoursWaiting => return write!(f, "{number} h waiting"),
            Unit::HoursOfWork => return write!(f, "{number} h of work"),
            Unit::Incidents => ("incident", "incidents"),
            Unit::Deployments => ("deployment", "deployments"),
            Unit::Features => ("feature", "features"),
            Unit::Insights => ("insight", "insights"),
            Unit::Improvements => ("improvement", "improvements"),
            Unit::Weeks => ("week", "weeks"),
            Unit::Months => ("month", "months"),
            Unit::Seats => ("seat", "seats"),
            Unit::WeeksOfLeadTime => ("week of lead time", "weeks of lead time"),
            Unit::People => ("person", "people"),
        };
        write!(f, "{number} {}", if number == Decimal::ONE { one } else { many })
    }
}

/// The most factors that an amount has.
const MOST: usize = 9;

/// The formula of an amount: the product of its factors, split equally where it is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    factors: [Factor; MOST],
    count: usize,
    product: Decimal,
    missing: Inputs,
    /// What is shared, and by how many services.
    pub(crate) shared: Option<(Name, usize)>,
    /// Whose tier or step it is, or in which peak.
    pub(crate) label: Option<Name>,
    pub(crate) peak: Option<Name>,
    /// Whose values it rests on, in words, where they are not the portfolio's.
    pub(crate) said_by: Option<Name>,
    /// The line of the portfolio's own that it is an amount of.
    pub(crate) own: Option<Arc<OwnLine>>,
}

impl Basis {
    pub(crate) fn new() -> Self {
        Self {
            factors: [Factor::NONE; MOST],
            count: 0,
            product: Decimal::ONE,
            missing: Inputs::NONE,
            shared: None,
            label: None,
            peak: None,
            said_by: None,
            own: None,
        }
    }

    /// Multiplies by a factor.
    pub(crate) fn by(&mut self, value: Decimal, unit: Unit) -> Result<&mut Self, Overflow> {
        *self.factors.get_mut(self.count).ok_or(Overflow)? = Factor { value, unit };
        self.product = if self.count == 0 { value } else { product(self.product, value)? };
        self.count += 1;
        Ok(self)
    }

    /// Multiplies by a share, unless it is the whole.
    pub(crate) fn by_share(&mut self, share: Decimal, unit: Unit) -> Result<&mut Self, Overflow> {
        if share == Decimal::ONE { Ok(self) } else { self.by(share, unit) }
    }

    /// Multiplies by a factor that may not have been given.
    pub(crate) fn given(
        &mut self,
        value: Option<Decimal>,
        unit: Unit,
        input: Input,
    ) -> Result<&mut Self, Overflow> {
        match value {
            Some(value) => self.by(value, unit),
            None => {
                self.missing = self.missing.with(input);
                Ok(self)
            }
        }
    }

    /// The product; `None` where a factor is missing and none of the others is zero.
    pub(crate) fn amount(&self) -> Option<Money> {
        (self.product.is_zero() || self.missing == Inputs::NONE).then(|| Money::from_number(self.product))
    }

    /// The inputs without which there is no amount.
    pub(crate) fn missing(&self) -> Inputs {
        if self.product.is_zero() { Inputs::NONE } else { self.missing }
    }

    /// The cost type of an amount under a code: that of the code, unless it is one of the portfolio's own lines.
    pub(crate) fn cost_type(&self, code: ItemCode) -> CostType {
        self.own.as_ref().map_or_else(|| code.cost_type(), |own| own.cost_type)
    }

    /// The factors, in the order in which they are multiplied.
    pub(crate) fn factors(&self) -> &[Factor] {
        self.factors.get(..self.count).unwrap_or_default()
    }

    /// Writes the formula with its numbers, rounded for people.
    pub(crate) fn write(&self, f: &mut fmt::Formatter<'_>, currency: Currency) -> fmt::Result {
        if let Some((what, among)) = self.shared.as_ref().filter(|(_, among)| *among > 1) {
            write!(f, "1/{among} of {what}: ")?;
        } else if let Some((what, _)) = &self.shared {
            write!(f, "{what}: ")?;
        }
        if let Some(label) = &self.label {
            write!(f, "{label}: ")?;
        }
        if let Some(peak) = &self.peak {
            write!(f, "in {peak}: ")?;
        }
        for (index, factor) in self.factors().iter().enumerate() {
            f.write_str(if index > 0 { " × " } else { "" })?;
            factor.write(f, currency)?;
        }
        if let Some(said_by) = &self.said_by {
            write!(f, " ({said_by})")?;
        }
        Ok(())
    }
}

macro_rules! inputs {
    ($($variant:ident,)+) => {
        /// An input of the portfolio that an amount may need.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Input {
            $($variant,)+
        }

        impl Input {
            const ALL: &[Self] = &[$(Self::$variant,)+];
        }
    };
}

inputs! {
    IncidentsPerYear,
    Response,
    Team,
    TeamHourlyCost,
    OperationsHourlyCost,
    EffortPerDeployment,
    HandOffLeadTime,
    ChangeFailureRate,
    RecoveryTime,
    FeaturesPerYear,
    ValuePerFeatureWeek,
    LearningLeadTime,
    EffortPerImprovement,
    InsightsPerYear,
    ValuePerInsightWeek,
    OneOffCost,
    OperationsWork,
    ReworkRate,
    Capacity,
    Standby,
    CalloutOfProductTeams,
    CalloutOfOperations,
    Participants,
}

/// Inputs of the portfolio that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Inputs(u32);

impl Inputs {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn of(input: Input) -> Self {
        Self(1 << input as u32)
    }

    pub(crate) fn with(self, input: Input) -> Self {
        self.and(Self::of(input))
    }

    pub(crate) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn each(self) -> impl Iterator<Item = Input> {
        Input::ALL.iter().copied().filter(move |input| self.0 & Self::of(*input).0 != 0)
    }

    /// Where each of them belongs, as JSON Pointers.
    pub(crate) fn paths(
        self,
        portfolio: &Portfolio,
        service: usize,
        model: OperatingModel,
        code: ItemCode,
    ) -> impl Iterator<Item = String> {
        let team = portfolio.team_of(service).map_or(0, |(team, _)| team);
        let on_call = match model {
            OperatingModel::OpsRunIt => "operations",
            OperatingModel::YouBuildItYouRunIt => "product_teams",
        };
        self.each().map(move |input| match input {
            Input::IncidentsPerYear => format!("/services/{service}/incidents_per_year"),
            Input::Response => format!("/response/{model}"),
            Input::Team => format!("/services/{service}/team"),
            Input::TeamHourlyCost => format!("/teams/{team}/hourly_cost"),
            Input::OperationsHourlyCost => "/operations/hourly_cost".to_owned(),
            Input::EffortPerDeployment => format!("/throughput/{model}/effort_per_deployment"),
            Input::HandOffLeadTime => format!("/throughput/{model}/hand_off_lead_time"),
            Input::ChangeFailureRate => format!("/throughput/{model}/change_failure_rate"),
            Input::RecoveryTime => format!("/throughput/{model}/failed_deployment_recovery_time"),
            Input::FeaturesPerYear => format!("/services/{service}/features_per_year"),
            Input::ValuePerFeatureWeek => format!("/services/{service}/value_per_feature_week"),
            Input::LearningLeadTime => format!("/learning/{model}/lead_time"),
            Input::EffortPerImprovement => format!("/learning/{model}/effort_per_improvement"),
            Input::InsightsPerYear => format!("/services/{service}/insights_per_year"),
            Input::ValuePerInsightWeek => format!("/services/{service}/value_per_insight_week"),
            Input::OneOffCost => format!("/{}/{model}/{}", code.cost_type(), code.aspect()),
            Input::OperationsWork => format!("/operations_work/{model}"),
            Input::ReworkRate => format!("/teams/{team}/rework_rate"),
            Input::Capacity => format!("/teams/{team}/capacity_hours_per_week"),
            Input::Standby => format!("/on_call/{on_call}/standby"),
            Input::CalloutOfProductTeams => "/on_call/product_teams/callout".to_owned(),
            Input::CalloutOfOperations => "/on_call/operations/callout".to_owned(),
            Input::Participants if model == OperatingModel::OpsRunIt => {
                "/on_call/operations/participants".to_owned()
            }
            Input::Participants => format!("/teams/{team}/on_call_participants"),
        })
    }
}
