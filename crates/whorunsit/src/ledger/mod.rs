//! The cost ledger: everything that costs is one line item, and every total is a group of them.

mod apportion;
mod assumed;
mod basis;
mod called;
mod callout;
mod costs;
mod failure_terms;
mod failures;
mod fixed;
mod group;
mod incidents;
mod item;
mod loss;
mod own;
mod own_items;
mod own_line;
mod service;
mod terms;
#[cfg(feature = "deserialize")]
mod told;

use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;
use serde::ser::SerializeStruct;

pub(crate) use self::apportion::Split;
pub(crate) use self::assumed::assumptions;
pub use self::basis::Unit;
pub(crate) use self::basis::{Basis, Input, Inputs};
use self::basis::{Line, Term};
pub(crate) use self::called::Called;
pub(crate) use self::callout::expected_time;
pub use self::costs::{Costs, ManualStepPrice};
pub(crate) use self::failure_terms::Failures;
pub use self::group::{Dimension, Group, Totals};
pub use self::item::{Accounting, Aspect, CostType, Frequency, ItemCode};
pub(crate) use self::own::{Level as OwnLevel, OwnUnit};
pub(crate) use self::service::{Costing, Entry, Visit, Worked};
pub(crate) use self::terms::InHours;
pub(crate) use self::terms::{Given, cadence, one_off_cost};
use crate::assignment::Assignment;
use crate::currency::Currency;
use crate::exact::{Money, Overflow, fraction};
use crate::on_call::ScheduleKind;
use crate::portfolio::{BudgetHolder, Name};
use crate::resolve::{Portfolio, TeamId};
use crate::selection::OperatingModel;

/// One line of the cost ledger.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "deserialize"), derive(PartialEq, Eq))]
#[non_exhaustive]
pub struct LineItem {
    /// The service that it belongs to.
    pub service: Name,
    /// The team that builds the service.
    pub team: Option<Name>,
    /// The domain of the team.
    pub domain: Option<Name>,
    /// The operating model under which it arises.
    pub operating_model: OperatingModel,
    /// What it is for; `own-cost` where the portfolio adds it under a code of its own.
    pub code: ItemCode,
    /// How it is accounted.
    pub accounting: Accounting,
    /// Whose budget pays; `None` for revenue that is lost.
    pub budget_holder: Option<BudgetHolder>,
    /// The team whose budget pays, where it is not the team that builds the service.
    pub budget_team: Option<Name>,
    /// Paid once, or every year, as its cost type says; to the minor unit; `None` where an input is missing.
    pub amount: Option<Money>,
    /// What it comes to over the horizon, discounted.
    pub over_horizon: Option<Money>,
    /// The inputs without which there is no amount, as JSON Pointers.
    pub missing: Vec<String>,
    basis: Box<Basis>,
    line: Line,
    currency: Currency,
    /// What is said of it in the answer that it was read from.
    #[cfg(feature = "deserialize")]
    told: Option<Box<told::Told>>,
}

/// A factor of a line item.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Factor {
    /// The exact value, cut after 28 digits where a quotient has no end; money in the currency of the portfolio.
    #[cfg_attr(feature = "deserialize", serde(serialize_with = "crate::exact::number::as_text"))]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    pub value: Decimal,
    /// What it counts.
    pub unit: Unit,
    /// The input that it is, or the mean of, as a JSON Pointer; `None` where it is worked out from several.
    pub input: Option<String>,
    /// The quotient that it is exactly, such as `29/6`, where its value is cut.
    #[cfg_attr(feature = "deserialize", serde(skip_serializing_if = "Option::is_none"))]
    pub fraction: Option<String>,
}

impl LineItem {
    /// The formula of the amount with its numbers, rounded for people: `6.83 incidents × 1.03 h of work × 2 people ×
    /// $70 an hour`.
    #[must_use]
    pub fn basis(&self) -> String {
        self.shown_basis().to_string()
    }

    /// The aspect that it belongs to.
    #[must_use]
    pub fn aspect(&self) -> Aspect {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return told.aspect;
        }
        self.basis.own.as_ref().map_or_else(|| self.code.aspect(), |own| own.aspect)
    }

    /// The cost type that it belongs to.
    #[must_use]
    pub fn cost_type(&self) -> CostType {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return told.cost_type;
        }
        self.basis.cost_type(self.code)
    }

    /// Its code as answers tell it: that of the portfolio where the portfolio adds the line.
    #[must_use]
    pub fn code_word(&self) -> &str {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return &told.code;
        }
        self.basis.own.as_ref().map_or(self.code.as_str(), |own| &own.name)
    }

    fn shown_basis(&self) -> impl fmt::Display {
        fmt::from_fn(|f| {
            #[cfg(feature = "deserialize")]
            if let Some(told) = &self.told {
                return f.write_str(&told.basis);
            }
            self.basis.write(f, self.currency)
        })
    }

    /// The exact factors whose product, divided where it is shared, is the amount before it is rounded.
    pub fn factors(&self) -> impl Iterator<Item = Factor> {
        let made = self.basis.factors().iter().map(|term| Factor {
            value: term.value.normalize(),
            unit: term.unit,
            input: self.line.input(term).map(|input| input.to_string()),
            fraction: fraction(term.value).map(|(whole, parts)| format!("{whole}/{parts}")),
        });
        #[cfg(feature = "deserialize")]
        let made = made.chain(self.told.iter().flat_map(|told| told.factors.iter().cloned()));
        made
    }

    /// What it is a part of, such as a schedule; `None` where it is its service's own.
    #[must_use]
    pub fn shared_of(&self) -> Option<&str> {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return told.shared_of.as_deref();
        }
        self.basis.shared.as_ref().map(|(what, _)| &**what)
    }

    /// The tier or the step of the workflow that it is about.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return told.label.as_deref();
        }
        self.basis.label.as_deref()
    }

    /// The peak in which it arises.
    #[must_use]
    pub fn peak(&self) -> Option<&str> {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return told.peak.as_deref();
        }
        self.basis.peak.as_deref()
    }

    /// Among how many services it is shared equally; 1 where it is its service's own.
    #[must_use]
    pub fn shared_by(&self) -> usize {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return told.shared_by;
        }
        self.basis.shared.as_ref().map_or(1, |(_, among)| *among)
    }
}

impl Serialize for LineItem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("LineItem", 20)?;
        out.serialize_field("service", &self.service)?;
        out.serialize_field("team", &self.team)?;
        out.serialize_field("domain", &self.domain)?;
        out.serialize_field("operating_model", &self.operating_model)?;
        out.serialize_field("aspect", &self.aspect())?;
        out.serialize_field("cost_type", &self.cost_type())?;
        out.serialize_field("code", self.code_word())?;
        out.serialize_field("accounting", &self.accounting)?;
        out.serialize_field("budget_holder", &self.budget_holder)?;
        if let Some(team) = &self.budget_team {
            out.serialize_field("budget_team", team)?;
        }
        out.serialize_field("frequency", &self.cost_type().frequency())?;
        out.serialize_field("amount", &self.amount)?;
        out.serialize_field("over_horizon", &self.over_horizon)?;
        out.serialize_field("basis", &format_args!("{}", self.shown_basis()))?;
        out.serialize_field("factors", &Factors(self))?;
        out.serialize_field("shared_by", &self.shared_by())?;
        out.serialize_field("shared_of", &self.shared_of())?;
        out.serialize_field("label", &self.label())?;
        out.serialize_field("peak", &self.peak())?;
        out.serialize_field("missing", &self.missing)?;
        out.end()
    }
}

/// The factors of a line, written without building them.
struct Factors<'l>(&'l LineItem);

impl Serialize for Factors<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.0.told {
            return told.factors.serialize(serializer);
        }
        serializer.collect_seq(self.0.basis.factors().iter().map(|term| Written { term, line: &self.0.line }))
    }
}

struct Written<'l> {
    term: &'l Term,
    line: &'l Line,
}

impl Serialize for Written<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fraction = fraction(self.term.value);
        let mut out = serializer.serialize_struct("Factor", 3 + usize::from(fraction.is_some()))?;
        out.serialize_field("value", &format_args!("{}", self.term.value.normalize()))?;
        out.serialize_field("unit", &self.term.unit)?;
        match self.line.input(self.term) {
            Some(input) => out.serialize_field("input", &format_args!("{input}"))?,
            None => out.serialize_field("input", &None::<&str>)?,
        }
        if let Some((whole, parts)) = fraction {
            out.serialize_field("fraction", &format_args!("{whole}/{parts}"))?;
        }
        out.end()
    }
}

/// The cost of one schedule, or of something that several services share, and its parts.
#[derive(Clone, Debug)]
struct Shared {
    basis: Basis,
    code: ItemCode,
    /// Under which model it is accounted; that of each service where it is `None`.
    model: Option<OperatingModel>,
    parts: Option<(Split, Split)>,
    /// The team whose budget alone pays for it.
    sole_holder: Option<TeamId>,
}

/// The ledger of one assignment of operating models and schedules.
pub(crate) struct Ledger<'l, 'p> {
    costing: &'l Costing<'p>,
    assignment: &'l Assignment,
    shared: Vec<Shared>,
    /// For each service, what it shares and its place among those that do.
    shares: Vec<Vec<(u32, u32)>>,
}

impl<'l, 'p> Ledger<'l, 'p> {
    pub(crate) fn new(costing: &'l Costing<'p>, assignment: &'l Assignment) -> Result<Self, Overflow> {
        let file = costing.portfolio.file();
        let planned = &assignment.planned;
        let mut shares = vec![Vec::new(); assignment.choices.len()];
        let mut shared = Vec::with_capacity(planned.schedules.len());
        for (number, (schedule, members)) in (0..).zip(planned.schedules.iter().zip(&planned.members)) {
            for (place, service) in (0..).zip(members) {
                if let Some(shares) = shares.get_mut(*service) {
                    shares.push((number, place));
                }
            }
            let cost = schedule.standby_cost_per_year.map(|cost| cost.booked(file.currency));
            let whose = planned.rotations.get(number as usize).copied().flatten();
            let level = whose.map(|whose| costing.portfolio.pay(whose).standby_from).unwrap_or_default();
            let mut basis = Basis::new();
            basis.given(cost.map(Money::amount), Unit::Amount, Input::Standby.of(level))?;
            basis.shared = Some((schedule.name.clone(), members.len()));
            basis.said_by = level.name(file).map(|level| format!("pay of {level}").into());
            let parts = match cost {
                Some(cost) => {
                    let whole = costing.portfolio.costs.discounting.of_yearly(cost, file.currency)?;
                    let split = |amount| Split::of(amount, members.len(), file.currency);
                    Some((split(cost)?, split(whole)?))
                }
                None => None,
            };
            let model = match schedule.kind {
                ScheduleKind::Operations => OperatingModel::OpsRunIt,
                ScheduleKind::Domain | ScheduleKind::Team => OperatingModel::YouBuildItYouRunIt,
            };
            let sole_holder = whose.and_then(|whose| costing.portfolio.sole_holder(whose));
            shared.push(Shared { basis, code: ItemCode::Standby, model: Some(model), parts, sole_holder });
        }
        let model_of = |service: usize| assignment.choices.get(service).map(|choice| choice.model);
        for (_, unit) in costing.own.active(model_of) {
            let number = u32::try_from(shared.len()).map_err(|_| Overflow)?;
            let members = unit
                .services
                .iter()
                .filter(|service| unit.model.is_none() || model_of(**service as usize) == unit.model);
            let mut among = 0;
            for service in members {
                if let Some(shares) = shares.get_mut(*service as usize) {
                    shares.push((number, among));
                    among += 1;
                }
            }
            let split = |amount| Split::of(amount, among as usize, file.currency);
            let parts = unit.cost.map(|(amount, whole)| Ok((split(amount)?, split(whole)?))).transpose()?;
            let mut basis = unit.basis.clone();
            basis.shared = Some((unit.name.clone(), among as usize));
            let (code, model, sole_holder) = (ItemCode::OwnCost, unit.model, None);
            shared.push(Shared { basis, code, model, parts, sole_holder });
        }
        Ok(Self { costing, assignment, shared, shares })
    }

    pub(crate) fn portfolio(&self) -> &'p Portfolio {
        self.costing.portfolio
    }

    pub(crate) fn failing_all_year(&self) -> Result<Option<crate::finding::Detail>, Overflow> {
        self.costing.failing_all_year()
    }

    /// Visits every entry, service by service.
    pub(crate) fn visit(
        &self,
        visit: &mut impl FnMut(usize, OperatingModel, Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        for (index, choice) in self.assignment.choices.iter().enumerate() {
            let cover = self.assignment.cover(self.costing.portfolio, index);
            self.costing
                .visit(index, choice.model, &cover, &mut |entry| visit(index, choice.model, entry))?;
            self.visit_shared(index, &mut |entry| visit(index, choice.model, entry))?;
        }
        Ok(())
    }

    /// Visits a service's parts of what it shares: standby of its schedules, and lines of the portfolio's own.
    pub(crate) fn visit_shared(&self, index: usize, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        for (number, place) in self.shares.get(index).into_iter().flatten() {
            let Some(shared) = self.shared.get(*number as usize) else {
                continue;
            };
            let (amount, over_horizon) = match shared.parts {
                Some((yearly, whole)) => {
                    (Some(yearly.part(*place as usize)?), Some(whole.part(*place as usize)?))
                }
                None => (None, None),
            };
            let (code, basis) = (shared.code, &shared.basis);
            let model =
                shared.model.or_else(|| self.assignment.choices.get(index).map(|choice| choice.model));
            let model = model.unwrap_or(OperatingModel::OpsRunIt);
            let sole_holder = shared.sole_holder;
            let (accounting, budget_holder) =
                self.costing.account(index, model, (code, basis.own.as_deref()), sole_holder);
            // Operations that pay for everybody pay for domains too.
            let sole_holder = sole_holder.filter(|_| budget_holder != Some(BudgetHolder::Operations));
            visit(Entry { code, accounting, budget_holder, sole_holder, amount, over_horizon, basis })?;
        }
        Ok(())
    }

    /// An entry as a line item.
    pub(crate) fn item(&self, index: usize, model: OperatingModel, entry: Entry<'_>) -> LineItem {
        let portfolio = self.costing.portfolio;
        let file = portfolio.file();
        let (team, domain) = place(portfolio, index);
        let holder = entry.sole_holder.and_then(|holder| file.teams.get(holder.index()));
        let budget_team = holder.map(|holder| holder.name.clone()).filter(|name| Some(name) != team.as_ref());
        let line = Line::of(portfolio, index, model, (entry.code, entry.basis.own.as_deref()));
        LineItem {
            service: file.services.get(index).map(|service| service.name.clone()).unwrap_or_default(),
            team,
            domain,
            operating_model: model,
            code: entry.code,
            accounting: entry.accounting,
            budget_holder: entry.budget_holder,
            budget_team,
            amount: entry.amount,
            over_horizon: entry.over_horizon,
            missing: entry.missing().paths(portfolio, index, model, entry.code),
            basis: Box::new(entry.basis.clone()),
            line,
            currency: file.currency,
            #[cfg(feature = "deserialize")]
            told: None,
        }
    }
}

/// The team of a service and its domain.
pub(crate) fn place(portfolio: &Portfolio, service: usize) -> (Option<Name>, Option<Name>) {
    let file = portfolio.file();
    let team = portfolio.team_of(service);
    let domain = portfolio.member(service).domain.and_then(|domain| file.domains.get(domain.index()));
    (team.map(|(_, team)| team.name.clone()), domain.map(|domain| domain.name.clone()))
}
