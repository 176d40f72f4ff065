//! How available a service can be at most, because of the services that it needs.

use rust_decimal::Decimal;

use super::Fault;
use crate::decision::Choice;
use crate::exact::{difference, product, quotient};
use crate::finding::Detail;
use crate::resolve::Portfolio;

/// That what a service needs puts a ceiling below its target, where it does.
///
/// `expected` tells of a service how available it is expected to be, in percent; where it is not estimated, its target counts.
/// Services fail independently of each other: the ceiling is the product of what each leaves.
pub(crate) fn ceiling(
    portfolio: &Portfolio,
    choices: &[Choice],
    service: usize,
    expected: impl Fn(usize) -> Result<Option<Decimal>, Fault>,
) -> Result<Option<Detail>, Fault> {
    let needed = portfolio.dependencies.needed_by(service)?;
    if needed.is_empty() {
        return Ok(None);
    }
    let mut ceiling = Decimal::ONE_HUNDRED;
    let mut weakest: Option<(Decimal, usize, Decimal, bool)> = None;
    for (other, part) in &needed {
        let other = *other as usize;
        let choice = choices.get(other).ok_or(Fault::Internal)?;
        let estimated = expected(other)?;
        let available = estimated.unwrap_or(choice.target.percent());
        let lost = product(difference(Decimal::ONE_HUNDRED, available)?, *part)?;
        let left = quotient(difference(Decimal::ONE_HUNDRED, lost)?, Decimal::ONE_HUNDRED)?;
        ceiling = product(ceiling, left)?.round_dp(12);
        if weakest.is_none_or(|(most, ..)| lost > most) {
            weakest = Some((lost, other, available, estimated.is_some()));
        }
    }
    let target = choices.get(service).ok_or(Fault::Internal)?.target;
    let Some((_, weakest, available, is_expected)) = weakest.filter(|_| ceiling < target.percent()) else {
        return Ok(None);
    };
    let weakest = portfolio.file().services.get(weakest).ok_or(Fault::Internal)?.name.clone();
    let others = needed.len().saturating_sub(1);
    let ceiling = ceiling.round_dp(6);
    Ok(Some(Detail::DependencyBelowTarget { target, ceiling, weakest, available, is_expected, others }))
}
