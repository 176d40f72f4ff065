//! What a planning year of standby costs.

use rust_decimal::Decimal;

use crate::exact::{Money, Overflow};
use crate::resolve::{Portfolio, Rotation, Terms};

/// A year of standby for so many people on call at once.
fn standby(terms: &Terms, people: u32) -> Result<Option<Money>, Overflow> {
    terms.standby_per_person_year.map(|person| person.times(Decimal::from(people))).transpose()
}

/// A planning year of standby of one schedule of product teams.
pub(crate) fn product_schedule_cost(portfolio: &Portfolio, of: Rotation) -> Result<Option<Money>, Overflow> {
    let terms = portfolio.pay(of);
    standby(terms, terms.people_per_schedule)
}

/// A planning year of standby of the dearest schedule that product teams may have.
pub(crate) fn dearest_schedule_cost(portfolio: &Portfolio) -> Result<Option<Money>, Overflow> {
    let all = std::iter::once(&portfolio.product_teams).chain(portfolio.settings.own_pay());
    let mut costs = all.map(|terms| standby(terms, terms.people_per_schedule));
    costs.try_fold(None, |dearest: Option<Money>, cost| Ok(dearest.max(cost?)))
}

/// A planning year of standby of all rotas of operations.
pub(crate) fn operations_cost(portfolio: &Portfolio) -> Result<Option<Money>, Overflow> {
    standby(&portfolio.operations, operations_people(portfolio)?)
}

/// People of operations on call at once, in all rotas.
pub(super) fn operations_people(portfolio: &Portfolio) -> Result<u32, Overflow> {
    portfolio.operations.people_per_schedule.checked_mul(portfolio.rotas).ok_or(Overflow)
}
