//! Standby pay that is a range: drawn once per trial for product teams, and once for operations.
//!
//! What schedules cost is proportional to their pay, and who has which schedule does not ask for it. So what a portfolio costs
//! at twice the pay says how it moves with it.

use super::live::{Unknown, stream_of};
use super::source::BATCH;
use crate::assignment::{Assignment, Strategy};
use crate::distribution::{Room, Staircases, Stream};
use crate::error::Fault;
use crate::evaluation::Analysis;
use crate::exact::{Money, float, product};
use crate::portfolio::PortfolioFile;
use crate::random::Purpose;
use crate::resolve::{InputKey, Level, Portfolio, walk, walk_mut};
use crate::selection::OperatingModel;

/// Pay of one payer, as it moves what trials come to.
pub(super) struct Pay {
    unknown: Unknown,
    /// What all schedules cost more with twice the pay: as recommended, and with operations running everything.
    pub(super) standby: [f64; 2],
    /// What each service's marginal costs elsewhere are more, by its place in the portfolio.
    pub(super) elsewhere: Vec<f64>,
}

impl Pay {
    /// How much more than its mean it is in each of some trials, as a part of it.
    pub(super) fn excess(&self, trials: usize, seed: u64) -> Vec<f64> {
        let seed = Purpose::Unknown.seed(seed, self.unknown.stream);
        let sampler = self.unknown.sampler(&Staircases::default());
        let mut room = Room::default();
        let mut excess = vec![0.0; trials.next_multiple_of(BATCH)];
        for (batch, column) in (0..).zip(excess.chunks_mut(BATCH)) {
            sampler.fill(&mut Stream::of_batch(seed, batch), &mut room, column);
            column.iter_mut().for_each(|ratio| *ratio -= 1.0);
        }
        excess.truncate(trials);
        excess
    }
}

/// The pay of those payers whose standby is one range.
pub(super) fn uncertain(
    portfolio: &Portfolio,
    recommended: &Assignment,
    whole: &[Option<Money>],
    standby: [f64; 2],
) -> Result<Vec<Pay>, Fault> {
    let mut found = Vec::new();
    walk(portfolio.file(), &mut |at, amount| {
        let is_pay = at.key == InputKey::Standby && at.owner == Level::Portfolio;
        if is_pay && amount.is_uncertain() {
            found.push((at.model, Unknown::new(stream_of(&at.path()), amount), at.number));
        }
    });
    let mut pays = Vec::with_capacity(found.len());
    for (payer, unknown, number) in found {
        let doubled =
            Portfolio::of_filled(doubled(portfolio.file(), payer, number)).map_err(|_| Fault::Internal)?;
        let doubled = doubled.by_policy(portfolio.policy());
        let analysis = Analysis::of(&doubled)?;
        let again = Assignment::of(&doubled, recommended.choices.clone())?;
        let operations = Assignment::by(&doubled, &recommended.choices, Strategy::AllOpsRunIt)?;
        let mut elsewhere = vec![0.0; whole.len()];
        analysis.each_insurance(&again, |index, _, insurance| {
            let more = Money::ZERO.minus(insurance.net_benefit)?;
            let before = whole.get(index).copied().flatten();
            if let (Some(slot), Some(before)) = (elsewhere.get_mut(index), before) {
                *slot = float(more.minus(before)?.amount());
            }
            Ok(())
        })?;
        let mut more = [0.0; 2];
        for ((slot, assignment), before) in more.iter_mut().zip([&again, &operations]).zip(standby) {
            *slot = float(assignment.standby_over_horizon(&doubled)?.amount()) - before;
        }
        pays.push(Pay { unknown, standby: more, elsewhere });
    }
    Ok(pays)
}

/// The portfolio with one rule of a payer's standby paying twice as much.
fn doubled(file: &PortfolioFile, payer: Option<OperatingModel>, number: usize) -> PortfolioFile {
    let mut file = file.clone();
    walk_mut(&mut file, &mut |at, amount| {
        let is_pay = at.key == InputKey::Standby && at.owner == Level::Portfolio;
        if is_pay && at.model == payer && at.number == number {
            let twice = product(amount.mean(), rust_decimal::Decimal::TWO);
            amount.know(twice.unwrap_or_default());
        }
    });
    file
}
