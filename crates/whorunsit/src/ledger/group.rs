//! Totals: line items grouped by any of their dimensions.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::exact::{Money, Overflow};
use crate::ledger::basis::Inputs;
use crate::ledger::item::ItemCode;
use crate::ledger::place;
use crate::ledger::service::Entry;
use crate::portfolio::{BudgetHolder, Name};
use crate::resolve::{DomainId, Portfolio, TeamId};
use crate::selection::OperatingModel;

/// What line items can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// The service.
    Service,
    /// The team that builds it.
    Team,
    /// The team's domain.
    Domain,
    /// Who runs it.
    OperatingModel,
    /// What the model is judged on.
    Aspect,
    /// The kind of cost.
    CostType,
    /// The item's code.
    Code,
    /// Capex, opex or lost revenue.
    Accounting,
    /// Whose budget pays.
    BudgetHolder,
    /// The team whose budget pays.
    BudgetTeam,
    /// Once or every year.
    Frequency,
}

impl Dimension {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Service,
        Self::Team,
        Self::Domain,
        Self::OperatingModel,
        Self::Aspect,
        Self::CostType,
        Self::Code,
        Self::Accounting,
        Self::BudgetHolder,
        Self::BudgetTeam,
        Self::Frequency,
    ];

    /// Its key in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Team => "team",
            Self::Domain => "domain",
            Self::OperatingModel => "operating_model",
            Self::Aspect => "aspect",
            Self::CostType => "cost_type",
            Self::Code => "code",
            Self::Accounting => "accounting",
            Self::BudgetHolder => "budget_holder",
            Self::BudgetTeam => "budget_team",
            Self::Frequency => "frequency",
        }
    }

    /// The dimension with this name; `cost-type` and `cost_type` are the same.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|dimension| dimension.as_str() == name.replace('-', "_"))
    }

    /// A number by which groups are told apart and ordered.
    fn of(self, portfolio: &Portfolio, service: usize, model: OperatingModel, entry: &Entry<'_>) -> u32 {
        /// For services without a team or teams without a domain.
        const NONE: u32 = u32::MAX;
        /// The portfolio's own lines come after all others.
        const OWN: u32 = 1 << 16;
        let member = portfolio.member(service);
        match self {
            Self::Service => u32::try_from(service).unwrap_or(NONE),
            Self::Team => member.team.map_or(NONE, TeamId::number),
            Self::Domain => member.domain.map_or(NONE, DomainId::number),
            Self::OperatingModel => model as u32,
            Self::Aspect => entry.aspect() as u32,
            Self::CostType => entry.cost_type() as u32,
            Self::Code => match &entry.basis.own {
                Some(own) => OWN.saturating_add(own.number),
                None => entry.code as u32,
            },
            Self::Accounting => entry.accounting as u32,
            Self::BudgetHolder => entry.budget_holder.map_or(NONE, |holder| holder as u32),
            Self::BudgetTeam => budget_team(portfolio, service, model, entry).map_or(NONE, TeamId::number),
            Self::Frequency => entry.cost_type().frequency() as u32,
        }
    }

    /// The word or name of it.
    fn word(
        self,
        portfolio: &Portfolio,
        service: usize,
        model: OperatingModel,
        entry: &Entry<'_>,
    ) -> Option<Name> {
        let (team, domain) = place(portfolio, service);
        Some(match self {
            Self::Service => portfolio.file().services.get(service)?.name.clone(),
            Self::Team => return team,
            Self::Domain => return domain,
            Self::OperatingModel => model.as_str().into(),
            Self::Aspect => entry.aspect().as_str().into(),
            Self::CostType => entry.cost_type().as_str().into(),
            Self::Code => match &entry.basis.own {
                Some(own) => own.name.clone(),
                None => entry.code.as_str().into(),
            },
            Self::Accounting => entry.accounting.as_str().into(),
            Self::BudgetHolder => return entry.budget_holder.map(|holder| holder.as_str().into()),
            Self::BudgetTeam => {
                let team = budget_team(portfolio, service, model, entry)?;
                portfolio.file().teams.get(team.index())?.name.clone()
            }
            Self::Frequency => entry.cost_type().frequency().as_str().into(),
        })
    }
}

/// The team whose budget pays, product's or IT's: the sole budget holder of a domain's schedule, or the service's own.
fn budget_team(
    portfolio: &Portfolio,
    service: usize,
    model: OperatingModel,
    entry: &Entry<'_>,
) -> Option<TeamId> {
    let team_works = matches!(entry.code, ItemCode::Rework | ItemCode::Improvements);
    let by_team = model == OperatingModel::YouBuildItYouRunIt || team_works;
    let pays = match entry.budget_holder {
        Some(BudgetHolder::ProductTeam) => true,
        Some(BudgetHolder::It) => by_team,
        Some(BudgetHolder::Operations) | None => false,
    };
    let own = || portfolio.member(service).team.filter(|_| pays);
    entry.sole_holder.or_else(own)
}

/// What line items come to together.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Totals {
    /// Paid once.
    pub one_off: Money,
    /// Paid, or lost, every year.
    pub per_year: Money,
    /// Both over the horizon, discounted.
    pub over_horizon: Money,
    /// How many line items they are.
    pub line_items: usize,
    /// Whether at least one of them has no amount because an input is missing.
    pub partial: bool,
    /// Whether one that is paid once has none.
    #[serde(skip)]
    pub one_off_partial: bool,
    /// Whether one that is paid every year has none.
    #[serde(skip)]
    pub per_year_partial: bool,
}

impl Totals {
    pub(crate) fn add(&mut self, entry: &Entry<'_>) -> Result<(), Overflow> {
        self.line_items += 1;
        match (entry.amount, entry.over_horizon) {
            (Some(amount), Some(over_horizon)) => {
                let total = match entry.cost_type().frequency() {
                    crate::ledger::item::Frequency::OneOff => &mut self.one_off,
                    crate::ledger::item::Frequency::Yearly => &mut self.per_year,
                };
                *total = total.plus(amount)?;
                self.over_horizon = self.over_horizon.plus(over_horizon)?;
            }
            _ => {
                self.partial = true;
                match entry.cost_type().frequency() {
                    crate::ledger::item::Frequency::OneOff => self.one_off_partial = true,
                    crate::ledger::item::Frequency::Yearly => self.per_year_partial = true,
                }
            }
        }
        Ok(())
    }

    /// Marks that something is in neither sum.
    pub(crate) fn lacks(&mut self) {
        (self.partial, self.one_off_partial, self.per_year_partial) = (true, true, true);
    }

    pub(crate) fn add_totals(&mut self, other: &Self) -> Result<(), Overflow> {
        self.one_off = self.one_off.plus(other.one_off)?;
        self.per_year = self.per_year.plus(other.per_year)?;
        self.over_horizon = self.over_horizon.plus(other.over_horizon)?;
        self.line_items += other.line_items;
        self.partial |= other.partial;
        self.one_off_partial |= other.one_off_partial;
        self.per_year_partial |= other.per_year_partial;
        Ok(())
    }
}

/// The line items that agree in some dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// What they agree in: each dimension with its word or name, `None` where they have none.
    pub by: Vec<(Dimension, Option<Name>)>,
    /// What they come to.
    pub totals: Totals,
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        for (dimension, word) in &self.by {
            out.serialize_entry(dimension.as_str(), word)?;
        }
        out.serialize_entry("one_off", &self.totals.one_off)?;
        out.serialize_entry("per_year", &self.totals.per_year)?;
        out.serialize_entry("over_horizon", &self.totals.over_horizon)?;
        out.serialize_entry("line_items", &self.totals.line_items)?;
        out.serialize_entry("partial", &self.totals.partial)?;
        out.end()
    }
}

#[cfg(feature = "deserialize")]
impl<'de> serde::Deserialize<'de> for Group {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> serde::de::Visitor<'de> for Keys {
            type Value = Group;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("totals under the dimensions that line items agree in")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Group, A::Error> {
                let mut group = Group { by: Vec::new(), totals: Totals::default() };
                let totals = &mut group.totals;
                while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                    match &*key {
                        "one_off" => totals.one_off = map.next_value()?,
                        "per_year" => totals.per_year = map.next_value()?,
                        "over_horizon" => totals.over_horizon = map.next_value()?,
                        "line_items" => totals.line_items = map.next_value()?,
                        "partial" => totals.partial = map.next_value()?,
                        key => {
                            let known = Dimension::ALL.iter().find(|dimension| dimension.as_str() == key);
                            let unknown =
                                || serde::de::Error::custom(format_args!("`{key:.60}` is not a dimension"));
                            group.by.push((*known.ok_or_else(unknown)?, map.next_value()?));
                        }
                    }
                }
                Ok(group)
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

impl Entry<'_> {
    /// The inputs without which there is no amount.
    pub(crate) fn missing(&self) -> Inputs {
        if self.amount.is_some() { Inputs::NONE } else { self.basis.missing() }
    }
}

/// Line items being grouped by some dimensions.
pub(crate) struct Grouping<'g> {
    portfolio: &'g Portfolio,
    by: &'g [Dimension],
    groups: BTreeMap<Vec<u32>, Group>,
    key: Vec<u32>,
}

impl<'g> Grouping<'g> {
    pub(crate) fn by(portfolio: &'g Portfolio, by: &'g [Dimension]) -> Self {
        Self { portfolio, by, groups: BTreeMap::new(), key: Vec::with_capacity(by.len()) }
    }

    pub(crate) fn add(
        &mut self,
        service: usize,
        model: OperatingModel,
        entry: &Entry<'_>,
    ) -> Result<(), Overflow> {
        let portfolio = self.portfolio;
        self.key.clear();
        self.key.extend(self.by.iter().map(|dimension| dimension.of(portfolio, service, model, entry)));
        if let Some(group) = self.groups.get_mut(&self.key) {
            return group.totals.add(entry);
        }
        let word = |dimension: &Dimension| (*dimension, dimension.word(portfolio, service, model, entry));
        let mut group = Group { by: self.by.iter().map(word).collect(), totals: Totals::default() };
        group.totals.add(entry)?;
        self.groups.insert(self.key.clone(), group);
        Ok(())
    }

    /// The groups, in the order of the portfolio and of the words.
    pub(crate) fn groups(self) -> Vec<Group> {
        self.groups.into_values().collect()
    }
}
