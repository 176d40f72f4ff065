//! What an amount rests on: the factors whose product it is, or the inputs that are missing.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::estimate::ExposureKind;
use crate::exact::{Money, Overflow, product};
use crate::ledger::item::{CostType, ItemCode};
use crate::ledger::own_line::OwnLine;
use crate::portfolio::Name;
use crate::read::closed_words;
use crate::resolve::{Level, Portfolio, TeamId};
use crate::selection::OperatingModel;

closed_words! {
    /// What a factor of a line item counts. Shares are parts of one.
    Unit {
        /// An amount of money, alone.
        Amount = "amount",
        /// Money for an hour.
        PerHour = "per-hour",
        /// Money for a callout.
        PerCallout = "per-callout",
        /// Money for a feature and a week.
        PerFeatureWeek = "per-feature-week",
        /// Money for an insight and a week.
        PerInsightWeek = "per-insight-week",
        /// Incidents a year.
        Incidents = "incidents",
        /// Deployments a year.
        Deployments = "deployments",
        /// The share of deployments that fail.
        Failing = "failing",
        /// Features a year.
        Features = "features",
        /// Insights a year.
        Insights = "insights",
        /// Improvements a year.
        Improvements = "improvements",
        /// Weeks of a year.
        Weeks = "weeks",
        /// Months of a year.
        Months = "months",
        /// Seats that are staffed around the clock.
        Seats = "seats",
        /// People who staff one seat.
        PeopleASeat = "people-a-seat",
        /// Incidents a year above the number that a contract allows.
        IncidentsAbove = "incidents-above",
        /// Hours a week.
        HoursAWeek = "hours-a-week",
        /// Hours.
        Hours = "hours",
        /// Hours of unavailability in working hours.
        HoursInWorkingHours = "hours-in-working-hours",
        /// Hours of unavailability out of hours.
        HoursOutOfHours = "hours-out-of-hours",
        /// Hours of unavailability while an incident waits for working hours.
        HoursWaiting = "hours-waiting",
        /// Hours of work.
        HoursOfWork = "hours-of-work",
        /// Weeks of lead time.
        WeeksOfLeadTime = "weeks-of-lead-time",
        /// People.
        People = "people",
        /// What a tier's people are paid for a callout on average, of what the first of them is.
        OfFullPay = "of-full-pay",
        /// The share of callouts that no earlier one covers.
        PaidCallouts = "paid-callouts",
        /// Hours off for an hour of work.
        HoursOff = "hours-off",
        /// The share of incidents that arrive out of hours.
        OutOfHours = "out-of-hours",
        /// The share of incidents that reach the tier.
        Reaching = "reaching",
        /// The share of the exposure that an incident loses.
        Severity = "severity",
        /// The share of the exposure that is at stake at that time.
        AtStake = "at-stake",
        /// The share of the loss that is revenue.
        Revenue = "revenue",
        /// The share of the loss that is revenue of customers who leave.
        Cancellations = "cancellations",
        /// The share of the loss that is credits and refunds to customers.
        Credits = "credits",
        /// The share of the loss that is fines of a regulator.
        Regulatory = "regulatory",
        /// The share of the loss that is people who do by hand what the service does.
        ManualFallback = "manual-fallback",
        /// The share of the loss that is costs incurred.
        CostsIncurred = "costs-incurred",
        /// The share of the year.
        OfTheYear = "of-the-year",
        /// The share of the work that is unplanned.
        Unplanned = "unplanned",
        /// The share of the year that is covered.
        Covered = "covered",
    }
}

/// One factor of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) value: Decimal,
    pub(crate) unit: Unit,
    /// The input that it is, or the mean of; `None` where it is worked out.
    input: Option<Input>,
    /// Which of several, such as a tier.
    number: u16,
    /// Who says so.
    level: Level,
}

impl Term {
    const NONE: Self =
        Self { value: Decimal::ZERO, unit: Unit::Amount, input: None, number: 0, level: Level::Portfolio };

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
            Unit::Cancellations => return write!(f, "{} % cancellations", percent()),
            Unit::Credits => return write!(f, "{} % credits", percent()),
            Unit::Regulatory => return write!(f, "{} % fines", percent()),
            Unit::ManualFallback => return write!(f, "{} % manual fallback", percent()),
            Unit::CostsIncurred => return write!(f, "{} % costs incurred", percent()),
            Unit::OfTheYear => return write!(f, "{} % of the year", percent()),
            Unit::OfFullPay => return write!(f, "{} % of a primary's pay", percent()),
            Unit::PaidCallouts => return write!(f, "{} % of them paid", percent()),
            Unit::HoursOff => return write!(f, "{number} h off for each"),
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
    factors: [Term; MOST],
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
            factors: [Term::NONE; MOST],
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
    pub(crate) fn term(&mut self, term: Term) -> Result<&mut Self, Overflow> {
        *self.factors.get_mut(self.count).ok_or(Overflow)? = term;
        self.product = if self.count == 0 { term.value } else { product(self.product, term.value)? };
        self.count += 1;
        Ok(self)
    }

    /// Multiplies by a factor that is worked out from several inputs.
    pub(crate) fn by(&mut self, value: Decimal, unit: Unit) -> Result<&mut Self, Overflow> {
        self.term(Term { value, unit, ..Term::NONE })
    }

    /// Multiplies by a factor that is an input, or its mean.
    pub(crate) fn from(&mut self, value: Decimal, unit: Unit, at: At) -> Result<&mut Self, Overflow> {
        let At { input, number, level } = at;
        self.term(Term { value, unit, input: Some(input), number, level })
    }

    /// Multiplies by a share that is worked out, unless it is the whole.
    pub(crate) fn by_share(&mut self, share: Decimal, unit: Unit) -> Result<&mut Self, Overflow> {
        if share == Decimal::ONE { Ok(self) } else { self.by(share, unit) }
    }

    /// Multiplies by a share that is an input, unless it is the whole.
    pub(crate) fn given_share(
        &mut self,
        share: Decimal,
        unit: Unit,
        at: impl Into<At>,
    ) -> Result<&mut Self, Overflow> {
        if share == Decimal::ONE { Ok(self) } else { self.from(share, unit, at.into()) }
    }

    /// Multiplies by a factor that may not have been given.
    pub(crate) fn given(
        &mut self,
        value: Option<Decimal>,
        unit: Unit,
        at: impl Into<At>,
    ) -> Result<&mut Self, Overflow> {
        let at = at.into();
        match value {
            Some(value) => self.from(value, unit, at),
            None => {
                self.missing = self.missing.with(at.input);
                Ok(self)
            }
        }
    }

    /// Multiplies by a factor that is worked out from an input that may not have been given, and from others.
    pub(crate) fn worked_out(
        &mut self,
        value: Option<Decimal>,
        unit: Unit,
        input: Input,
    ) -> Result<&mut Self, Overflow> {
        match value {
            Some(value) => self.by(value, unit),
            None => self.given(None, unit, input),
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
    pub(crate) fn factors(&self) -> &[Term] {
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
    WeeksPerYear,
    IncidentsOutOfHours,
    Severity,
    Exposure,
    PeakExposure,
    RevenueShare,
    RevenueShareOfService,
    ExposurePart,
    PeakExposurePart,
    TierHandling,
    TierPeople,
    TierHourlyCost,
    Workflow,
    OwnAmount,
    OwnSeats,
    OwnCredit,
}

/// An input, which of several, and who says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    input: Input,
    number: u16,
    level: Level,
}

impl From<Input> for At {
    fn from(input: Input) -> Self {
        Self { input, number: 0, level: Level::Portfolio }
    }
}

impl Input {
    /// The same as somebody says it.
    pub(crate) fn of(self, level: Level) -> At {
        At { input: self, number: 0, level }
    }

    /// One of several, such as a tier, by its place.
    pub(crate) fn nth(self, number: usize, level: Level) -> At {
        At { input: self, number: u16::try_from(number).unwrap_or(u16::MAX), level }
    }
}

/// Inputs of the portfolio that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Inputs(u64);

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
    ) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        let line = Line::of(portfolio, service, model, (code, None));
        self.each().map(|input| line.path(At::from(input)).to_string()).collect()
    }
}

/// Which line an input is one of, so that it is known where the input stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    service: u32,
    team: Option<u32>,
    model: OperatingModel,
    code: ItemCode,
    /// The block of `responses` that the service's response is in.
    response: Option<Name>,
    /// The place among `recurring_costs`.
    own: Option<u32>,
}

impl Line {
    pub(crate) fn of(
        portfolio: &Portfolio,
        service: usize,
        model: OperatingModel,
        (code, own): (ItemCode, Option<&OwnLine>),
    ) -> Self {
        let response = portfolio.settings.response_block(service, model).and_then(Result::ok).cloned();
        Self {
            service: u32::try_from(service).unwrap_or(u32::MAX),
            team: portfolio.member(service).team.map(TeamId::number),
            model,
            code,
            response,
            own: own.map(|own| own.number),
        }
    }

    /// Of a line that was read from an answer, which says itself where its inputs stand.
    #[cfg(feature = "deserialize")]
    pub(crate) fn told(model: OperatingModel, code: ItemCode) -> Self {
        Self { service: 0, team: None, model, code, response: None, own: None }
    }

    /// Where a factor comes from, as a JSON Pointer; `None` where it is worked out.
    pub(crate) fn input(&self, term: &Term) -> Option<impl fmt::Display + '_> {
        let (number, level) = (term.number, term.level);
        term.input.map(|input| self.path(At { input, number, level }))
    }

    fn path(&self, at: At) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| self.write(f, at))
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, At { input, number, level }: At) -> fmt::Result {
        let Self { service, model, code, .. } = *self;
        let (team, own) = (self.team.unwrap_or_default(), self.own.unwrap_or_default());
        let on_call = match (model, level) {
            (OperatingModel::OpsRunIt, _) => "/operations",
            (OperatingModel::YouBuildItYouRunIt, Level::Portfolio) => "/product_teams",
            // Of a domain, a team or a service it can only be theirs.
            (OperatingModel::YouBuildItYouRunIt, _) => "",
        };
        match input {
            Input::IncidentsPerYear => write!(f, "/services/{service}/incidents_per_year"),
            Input::Team => write!(f, "/services/{service}/team"),
            Input::ChangeFailureRate => write!(f, "{level}/throughput/{model}/change_failure_rate"),
            Input::RecoveryTime => {
                write!(f, "{level}/throughput/{model}/failed_deployment_recovery_time")
            }
            Input::FeaturesPerYear => write!(f, "/services/{service}/features_per_year"),
            Input::ValuePerFeatureWeek => write!(f, "/services/{service}/value_per_feature_week"),
            Input::InsightsPerYear => write!(f, "/services/{service}/insights_per_year"),
            Input::ValuePerInsightWeek => write!(f, "/services/{service}/value_per_insight_week"),
            Input::IncidentsOutOfHours => write!(f, "/services/{service}/incidents_out_of_hours"),
            Input::Severity => write!(f, "/services/{service}/severity"),
            Input::Exposure => write!(f, "/services/{service}/exposure_per_hour"),
            Input::PeakExposure => write!(f, "/services/{service}/peaks/{number}/exposure_per_hour"),
            Input::ExposurePart => {
                write!(f, "/services/{service}/exposure_per_hour/{}", ExposureKind::key_of(number))
            }
            Input::PeakExposurePart => {
                // The place of the peak, and that of the kind.
                let (peak, kind) = (number / 8, ExposureKind::key_of(number % 8));
                write!(f, "/services/{service}/peaks/{peak}/exposure_per_hour/{kind}")
            }
            Input::RevenueShareOfService => write!(f, "/services/{service}/revenue_share"),
            Input::RevenueShare => f.write_str("/revenue_share"),
            Input::TeamHourlyCost => write!(f, "/teams/{team}/hourly_cost"),
            Input::ReworkRate => write!(f, "/teams/{team}/rework_rate"),
            Input::Capacity => write!(f, "/teams/{team}/capacity_hours_per_week"),
            Input::OperationsHourlyCost => f.write_str("/operations/hourly_cost"),
            Input::WeeksPerYear => f.write_str("/calendar/weeks_per_year"),
            Input::Response => self.write_response(f, level),
            Input::TierHandling => self.write_tier(f, (number, level), "handling"),
            Input::TierPeople => self.write_tier(f, (number, level), "people"),
            Input::TierHourlyCost => self.write_tier(f, (number, level), "hourly_cost"),
            Input::Workflow => {
                self.write_response(f, level)?;
                f.write_str("/workflow")
            }
            Input::EffortPerDeployment => {
                write!(f, "{level}/throughput/{model}/effort_per_deployment")
            }
            Input::HandOffLeadTime => write!(f, "{level}/throughput/{model}/hand_off_lead_time"),
            Input::LearningLeadTime => write!(f, "{level}/learning/{model}/lead_time"),
            Input::EffortPerImprovement => write!(f, "{level}/learning/{model}/effort_per_improvement"),
            Input::OperationsWork if level == Level::Portfolio && number == 0 => {
                write!(f, "/operations_work/{model}")
            }
            Input::OperationsWork => write!(f, "{level}/operations_work/{model}/effort_per_week"),
            Input::OneOffCost => write!(f, "{level}/{}/{model}/{}", code.cost_type(), code.aspect()),
            Input::Standby => write!(f, "{level}/on_call{on_call}/standby"),
            Input::CalloutOfProductTeams if level == Level::Portfolio => {
                f.write_str("/on_call/product_teams/callout")
            }
            Input::CalloutOfProductTeams => write!(f, "{level}/on_call/callout"),
            Input::CalloutOfOperations => f.write_str("/on_call/operations/callout"),
            Input::Participants if model == OperatingModel::OpsRunIt => {
                f.write_str("/on_call/operations/participants")
            }
            Input::Participants => write!(f, "/teams/{team}/on_call_participants"),
            Input::OwnAmount => write!(f, "/recurring_costs/{own}/amount"),
            Input::OwnSeats => write!(f, "/recurring_costs/{own}/seats/number"),
            Input::OwnCredit => write!(f, "/recurring_costs/{own}/service_credits/amount"),
        }
    }

    fn write_response(&self, f: &mut fmt::Formatter<'_>, level: Level) -> fmt::Result {
        match &self.response {
            Some(block) => write!(f, "/responses/{block}/{}", self.model),
            None => write!(f, "{level}/response/{}", self.model),
        }
    }

    fn write_tier(
        &self,
        f: &mut fmt::Formatter<'_>,
        (number, level): (u16, Level),
        key: &str,
    ) -> fmt::Result {
        self.write_response(f, level)?;
        write!(f, "/tiers/{number}/{key}")
    }
}
