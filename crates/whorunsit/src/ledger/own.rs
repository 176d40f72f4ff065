//! Lines of the ledger that the portfolio adds: an amount times one named driver.
//!
//! What is paid for a service, an incident or a deployment is that service's own. What is paid for a team, a domain or the
//! whole portfolio is paid if any of its services is run that way, and shared equally by those that are.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::exact::{Money, Number, Overflow, Share, difference, product, quotient, sum};
use crate::ledger::basis::{Basis, Input, Unit};
use crate::ledger::item::CostType;
use crate::ledger::own_line::OwnLine;
use crate::portfolio::{Driver, Name, PaidCost, Payment, RecurringCost, Seats};
use crate::resolve::{Portfolio, Rotation, Within};
use crate::selection::OperatingModel;

/// What a line is paid for, where it is one service's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PerService {
    Service,
    Deployment,
    Incident,
    HourOfResponse,
    /// Incidents of a year above a number, for which a contract pays back.
    CreditedIncident(Number),
}

/// A line of each service.
#[derive(Clone, Debug)]
pub(crate) struct OwnRate {
    pub(crate) line: Arc<OwnLine>,
    model: Option<OperatingModel>,
    within: Within,
    pub(crate) per: PerService,
    /// What one of them costs.
    rate: Basis,
}

impl OwnRate {
    /// Whether a service pays it under a model.
    pub(crate) fn is_for(&self, portfolio: &Portfolio, service: usize, model: OperatingModel) -> bool {
        let is_once = matches!(self.line.cost_type, CostType::Setup | CostType::Transition);
        self.model.is_none_or(|given| given == model)
            && is_within(portfolio, service, self.within)
            && !(is_once && is_paid_already(portfolio, service, self.model))
    }

    /// The product that starts with what it is paid for.
    pub(crate) fn times(&self, mut basis: Basis) -> Result<Basis, Overflow> {
        for factor in self.rate.factors() {
            basis.term(*factor)?;
        }
        basis.own = Some(self.line.clone());
        Ok(basis)
    }

    /// What one of them costs.
    pub(crate) fn amount(&self) -> Money {
        self.rate.amount().unwrap_or_default()
    }
}

/// The services that together pay something once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Portfolio,
    Domain(u32),
    Team(Rotation),
}

/// Something that is paid if any of some services is run by a model, and shared by those that are.
#[derive(Clone, Debug)]
pub(crate) struct OwnUnit {
    pub(crate) model: Option<OperatingModel>,
    pub(crate) level: Level,
    pub(crate) services: Vec<u32>,
    /// The formula, and what is shared.
    pub(crate) basis: Basis,
    pub(crate) name: Name,
    /// As it is paid, to the minor unit, and over the horizon; `None` where an input is missing.
    pub(crate) cost: Option<(Money, Money)>,
    pub(crate) is_once: bool,
}

/// All lines that the portfolio adds.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnCosts {
    pub(crate) rates: Vec<OwnRate>,
    pub(crate) units: Vec<OwnUnit>,
    /// The units that each service is among; empty where there are none.
    of_service: Vec<Vec<u32>>,
}

impl OwnCosts {
    pub(crate) fn of(portfolio: &Portfolio) -> Result<Self, Overflow> {
        let file = portfolio.file();
        let mut own = Self::default();
        for (number, cost) in file.recurring_costs.iter().enumerate() {
            let within = portfolio.costs.recurring.get(number).copied().ok_or(Overflow)?;
            own.add(portfolio, (number, cost), within)?;
        }
        if !own.units.is_empty() {
            own.of_service = vec![Vec::new(); file.services.len()];
        }
        for (number, unit) in (0..).zip(&own.units) {
            for service in &unit.services {
                own.of_service.get_mut(*service as usize).ok_or(Overflow)?.push(number);
            }
        }
        Ok(own)
    }

    fn add(
        &mut self,
        portfolio: &Portfolio,
        (number, cost): (usize, &RecurringCost),
        within: Within,
    ) -> Result<(), Overflow> {
        let line = OwnLine::of(
            number,
            cost,
            match cost.paid_as() {
                PaidCost::Setup => CostType::Setup,
                PaidCost::Transition => CostType::Transition,
                PaidCost::Run => CostType::Run,
                PaidCost::Incident => CostType::Incident,
            },
        )?;
        let rate = rate(portfolio, cost)?;
        let per = match cost.driver() {
            Driver::Service => Some(PerService::Service),
            Driver::Deployment => Some(PerService::Deployment),
            Driver::Incident => Some(PerService::Incident),
            Driver::HourOfResponse => Some(PerService::HourOfResponse),
            Driver::Portfolio | Driver::Domain | Driver::Team | Driver::PersonOnCall => None,
        };
        if let Some(per) = per {
            let (line, rate) = (line.clone(), rate.clone());
            self.rates.push(OwnRate { line, model: cost.operating_model, within, per, rate });
        } else {
            self.shared(portfolio, cost, within, (&line, &rate))?;
        }
        if let Some(credits) = &cost.service_credits {
            let mut rate = Basis::new();
            let amount = difference(Decimal::ZERO, credits.amount.amount())?;
            rate.from(amount, Unit::Amount, Input::OwnCredit.into())?;
            self.rates.push(OwnRate {
                line: OwnLine::of(number, cost, CostType::Incident)?,
                model: cost.operating_model,
                within,
                per: PerService::CreditedIncident(credits.above_incidents),
                rate,
            });
        }
        Ok(())
    }

    fn shared(
        &mut self,
        portfolio: &Portfolio,
        cost: &RecurringCost,
        within: Within,
        (line, rate): (&Arc<OwnLine>, &Basis),
    ) -> Result<(), Overflow> {
        let file = portfolio.file();
        let per_person = cost.driver() == Driver::PersonOnCall;
        let models = match cost.operating_model {
            // Operations' people are others than the product teams'.
            None if per_person => {
                vec![Some(OperatingModel::OpsRunIt), Some(OperatingModel::YouBuildItYouRunIt)]
            }
            given => vec![given],
        };
        for model in models {
            let mut groups: BTreeMap<Level, Vec<u32>> = BTreeMap::new();
            for service in (0..file.services.len()).filter(|service| is_within(portfolio, *service, within)) {
                let of_team = Level::Team(portfolio.rotation(service));
                let level = match (cost.driver(), within) {
                    (Driver::Team, _) => of_team,
                    (Driver::PersonOnCall, _) if model == Some(OperatingModel::YouBuildItYouRunIt) => of_team,
                    (Driver::Domain, _) => match portfolio.domain_rotation(service) {
                        Some(Rotation::Domain(_)) if matches!(within, Within::Team(_)) => of_team,
                        Some(Rotation::Domain(domain)) => Level::Domain(domain),
                        _ => continue,
                    },
                    (_, Within::Portfolio) => Level::Portfolio,
                    (_, Within::Domain(domain)) => Level::Domain(domain),
                    (_, Within::Team(_)) => of_team,
                };
                groups.entry(level).or_default().push(u32::try_from(service).map_err(|_| Overflow)?);
            }
            for (level, services) in groups {
                let paid = |service: &u32| is_paid_already(portfolio, *service as usize, model);
                if cost.is_one_off() && services.iter().any(paid) {
                    continue;
                }
                let mut basis = Basis::new();
                if per_person {
                    let participants = participants(portfolio, level, model);
                    basis.given(participants.map(Decimal::from), Unit::People, Input::Participants)?;
                }
                for factor in rate.factors() {
                    basis.term(*factor)?;
                }
                basis.own = Some(line.clone());
                let cost =
                    basis.amount().map(|amount| portfolio.paid(amount, cost.is_one_off())).transpose()?;
                let name = name_of(portfolio, &line.name, level);
                let is_once = matches!(line.cost_type, CostType::Setup | CostType::Transition);
                self.units.push(OwnUnit { model, level, services, basis, name, cost, is_once });
            }
        }
        Ok(())
    }

    /// The units that a service is among.
    pub(crate) fn of_service(&self, service: usize) -> impl Iterator<Item = (u32, &OwnUnit)> {
        let units = self.of_service.get(service).into_iter().flatten();
        units.filter_map(|number| Some((*number, self.units.get(*number as usize)?)))
    }

    /// Which units are paid for, where services are run by these models.
    pub(crate) fn active<'o>(
        &'o self,
        model_of: impl Fn(usize) -> Option<OperatingModel> + 'o,
    ) -> impl Iterator<Item = (u32, &'o OwnUnit)> {
        let runs = move |unit: &OwnUnit| {
            unit.model.is_none()
                || unit.services.iter().any(|service| model_of(*service as usize) == unit.model)
        };
        (0..).zip(&self.units).filter(move |(_, unit)| runs(unit))
    }
}

impl Portfolio {
    /// A sum of money as it is booked, and over the horizon.
    fn paid(&self, amount: Money, once: bool) -> Result<(Money, Money), Overflow> {
        let currency = self.file().currency;
        let amount = amount.booked(currency);
        Ok((amount, if once { amount } else { self.costs.discounting.of_yearly(amount, currency)? }))
    }
}

fn is_within(portfolio: &Portfolio, service: usize, within: Within) -> bool {
    match within {
        Within::Portfolio => true,
        Within::Domain(domain) => portfolio.domain_rotation(service) == Some(Rotation::Domain(domain)),
        Within::Team(team) => portfolio.rotation(service) == Rotation::Team(team),
    }
}

/// What runs today is set up, and paid for.
fn is_paid_already(portfolio: &Portfolio, service: usize, model: Option<OperatingModel>) -> bool {
    let today = portfolio.runs_today(service);
    today.is_some() && (model.is_none() || today == model)
}

/// How many people take turns in a team, or in operations' rotas.
fn participants(portfolio: &Portfolio, level: Level, model: Option<OperatingModel>) -> Option<u32> {
    if model == Some(OperatingModel::OpsRunIt) {
        return portfolio.operations_participants;
    }
    match level {
        Level::Team(Rotation::Team(team)) => {
            portfolio.file().teams.get(team as usize)?.on_call_participants.map(|people| people.get())
        }
        _ => None,
    }
}

fn name_of(portfolio: &Portfolio, name: &Name, level: Level) -> Name {
    let file = portfolio.file();
    let of = match level {
        Level::Portfolio => None,
        Level::Domain(domain) | Level::Team(Rotation::Domain(domain)) => {
            file.domains.get(domain as usize).map(|domain| ("domain", &domain.name))
        }
        Level::Team(Rotation::Team(team)) => file.teams.get(team as usize).map(|team| ("team", &team.name)),
        Level::Team(Rotation::Service(service)) => {
            file.services.get(service as usize).map(|service| ("service", &service.name))
        }
    };
    of.map_or_else(|| name.clone(), |(kind, of)| format!("{name} of {kind} {of}").into())
}

/// What one of what a line is paid for costs: a year's payments, or the one.
fn rate(portfolio: &Portfolio, cost: &RecurringCost) -> Result<Basis, Overflow> {
    let mut basis = Basis::new();
    if let Some(seats) = &cost.seats {
        basis
            .from(Decimal::from(seats.number.get()), Unit::Seats, Input::OwnSeats.into())?
            .by(people_per_seat(portfolio, seats)?, Unit::PeopleASeat)?;
    }
    match cost.frequency {
        Some(Payment::Monthly) => basis.by(Decimal::from(12), Unit::Months)?,
        Some(Payment::Weekly) => {
            basis.from(portfolio.weeks_per_year, Unit::Weeks, Input::WeeksPerYear.into())?
        }
        Some(Payment::OneOff | Payment::Yearly) | None => &mut basis,
    };
    basis.from(cost.amount.amount(), Unit::Amount, Input::OwnAmount.into())?;
    Ok(basis)
}

/// How many people staff one seat around the clock: the hours of a week, those of handing over included, by the hours that
/// one person is there.
fn people_per_seat(portfolio: &Portfolio, seats: &Seats) -> Result<Decimal, Overflow> {
    let share = |share: Option<Share>| share.map_or(Decimal::ZERO, Share::of_one);
    let staffed = product(Decimal::from(168), sum(Decimal::ONE, share(seats.overlap))?)?;
    let there = difference(Decimal::ONE, share(seats.leave))?;
    let hours = seats.hours_per_week.map_or_else(|| portfolio.hours_of_a_person, Number::value);
    quotient(staffed, product(hours, there)?)
}
