//! What a planning year of standby costs.

use rust_decimal::Decimal;

use crate::exact::{Money, Overflow};
use crate::resolve::{Portfolio, Terms};

/// A year of standby for so many people on call at once.
fn standby(terms: &Terms, people: u32) -> Result<Option<Money>, Overflow> {
    terms.standby_per_person_year.map(|person| person.times(Decimal::from(people))).transpose()
}

/// A planning year of standby of one product team schedule.
pub(crate) fn product_schedule_cost(portfolio: &Portfolio) -> Result<Option<Money>, Overflow> {
    standby(&portfolio.product_teams, portfolio.product_teams.people_per_schedule)
}

/// A planning year of standby of all rotas of operations.
pub(crate) fn operations_cost(portfolio: &Portfolio) -> Result<Option<Money>, Overflow> {
    standby(&portfolio.operations, operations_people(portfolio)?)
}

/// People of operations on call at once, in all rotas.
pub(super) fn operations_people(portfolio: &Portfolio) -> Result<u32, Overflow> {
    portfolio.operations.people_per_schedule.checked_mul(portfolio.rotas).ok_or(Overflow)
}
