//! What a planning year of standby costs.

use rust_decimal::Decimal;

use crate::exact::{Money, Overflow, product, sum};
use crate::resolve::{Portfolio, Rotation, Terms};

/// A year of standby for so many schedules, each with its primary and, if it has them, its secondaries.
fn standby(terms: &Terms, schedules: u32) -> Result<Option<Money>, Overflow> {
    let secondaries = terms.people_per_schedule.saturating_sub(1);
    let paid = sum(Decimal::ONE, product(Decimal::from(secondaries), terms.secondary_standby.of_one())?)?;
    let paid = product(paid, Decimal::from(schedules))?;
    terms.standby_per_person_year.map(|person| person.times(paid)).transpose()
}

/// A planning year of standby of one schedule of product teams.
pub(crate) fn product_schedule_cost(portfolio: &Portfolio, of: Rotation) -> Result<Option<Money>, Overflow> {
    let terms = portfolio.pay(of);
    standby(terms, 1)
}

/// A planning year of standby of the dearest schedule that product teams may have.
pub(crate) fn dearest_schedule_cost(portfolio: &Portfolio) -> Result<Option<Money>, Overflow> {
    let all = std::iter::once(&portfolio.product_teams).chain(portfolio.settings.own_pay());
    let mut costs = all.map(|terms| standby(terms, 1));
    costs.try_fold(None, |dearest: Option<Money>, cost| Ok(dearest.max(cost?)))
}

/// A planning year of standby of all rotas of operations.
pub(crate) fn operations_cost(portfolio: &Portfolio) -> Result<Option<Money>, Overflow> {
    standby(&portfolio.operations, portfolio.rotas)
}

/// People of operations on call at once, in all rotas.
pub(super) fn operations_people(portfolio: &Portfolio) -> Result<u32, Overflow> {
    portfolio.operations.people_per_schedule.checked_mul(portfolio.rotas).ok_or(Overflow)
}
