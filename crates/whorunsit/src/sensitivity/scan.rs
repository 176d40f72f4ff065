//! Where the cheaper model changes as one input changes: found by running the product again, not by a formula.
//!
//! Between two breakpoints of a decision, such as the limits of exposure bands, the difference between the models is a
//! straight line but for rounding. So the verdict at both ends of such a piece tells whether it changes in between,
//! and a straight line where to look; what is told are two neighbouring values, both run again.

use rust_decimal::Decimal;

use super::cheaper;
use super::parts::Input;
use super::rerun::Rerun;
use crate::exact::{MAX_INPUT, Money, float};
use crate::selection::OperatingModel;

/// A change of the cheaper model: the last value with one, and the first with the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) last: Decimal,
    pub(super) first: Decimal,
    pub(super) below: OperatingModel,
    pub(super) above: OperatingModel,
}

/// Values from one to another, both included, with one verdict.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: Decimal,
    to: Decimal,
    cheaper: Option<OperatingModel>,
}

/// One input of one service.
pub(super) struct Scan<'r> {
    pub(super) rerun: &'r Rerun,
    pub(super) input: Input,
    /// The distance of neighbouring values: the minor unit of money, a millionth of everything else.
    pub(super) step: Decimal,
    /// The least and the greatest value that it may have.
    pub(super) ends: (Decimal, Decimal),
}

impl Scan<'_> {
    /// All changes, in ascending order. `breaks` are the values above which a decision may change, in ascending order.
    pub(super) fn changes(&self, breaks: &[Decimal]) -> Vec<Change> {
        let mut stretches = Vec::new();
        let (mut from, most) = self.ends;
        for limit in breaks.iter().copied().filter(|limit| *limit < most) {
            if limit >= from {
                self.piece(from, limit, &mut stretches);
                from = self.after(limit);
            }
        }
        self.open_piece(from, breaks.last().copied(), &mut stretches);
        // Where both cost the same, neither is cheaper: what counts is which is on either side.
        stretches.retain(|stretch| stretch.cheaper.is_some());
        let pairs = stretches.iter().zip(stretches.iter().skip(1));
        let change = |(before, after): (&Stretch, &Stretch)| {
            let (below, above) = before.cheaper.zip(after.cheaper)?;
            (below != above).then_some(Change { last: before.to, first: after.from, below, above })
        };
        pairs.filter_map(change).collect()
    }

    fn at(&self, value: Decimal) -> Option<Money> {
        self.rerun.difference(&[(self.input, value)])
    }

    /// The greatest value of the lattice that is no greater.
    fn down(&self, value: Decimal) -> Decimal {
        value.checked_div(self.step).and_then(|steps| steps.floor().checked_mul(self.step)).unwrap_or(value)
    }

    fn after(&self, value: Decimal) -> Decimal {
        self.down(value).checked_add(self.step).unwrap_or(value)
    }

    /// A piece without breakpoints.
    fn piece(&self, from: Decimal, to: Decimal, stretches: &mut Vec<Stretch>) {
        if let (Some(low), Some(high)) = (self.at(from), self.at(to)) {
            self.between((from, low), (to, high), stretches);
        }
    }

    /// The last piece, which goes on to the greatest value: how far to look, its straight line tells.
    fn open_piece(&self, from: Decimal, last: Option<Decimal>, stretches: &mut Vec<Stretch>) {
        let (_, most) = self.ends;
        let Some(low) = self.at(from) else { return };
        // Far enough from the start that rounding does not bend the line.
        let base = last.unwrap_or_default().max(from).max(Decimal::ONE_HUNDRED);
        let mut to = base.checked_mul(Decimal::TWO).map_or(most, |far| self.down(far)).min(most);
        // A straight line reaches zero where this says, or never.
        for _ in 0..60 {
            let Some(high) = self.at(to) else { return };
            let slope = (float(high.amount()) - float(low.amount())) / (float(to) - float(from));
            let turns = -float(high.amount()) / slope;
            if cheaper(low) != cheaper(high) || to >= most || !turns.is_finite() || turns <= 0.0 {
                return self.between((from, low), (to, high), stretches);
            }
            let far = crate::exact::from_float(turns * 1.01);
            let far = far.and_then(|far| far.checked_add(to)).filter(|far| *far < most);
            to = far.map_or(most, |far| self.after(far));
        }
    }

    /// Appends the stretches between two values that were run.
    fn between(&self, low: (Decimal, Money), high: (Decimal, Money), stretches: &mut Vec<Stretch>) {
        let (before, after) = (cheaper(low.1), cheaper(high.1));
        if before == after {
            stretches.push(Stretch { from: low.0, to: high.0, cheaper: before });
            return;
        }
        let (last, next) = self.boundary(low, high, |verdict| verdict == before);
        stretches.push(Stretch { from: low.0, to: last, cheaper: before });
        // Values may follow at which both cost the same; where a step is worth less than a cent, rounding may even let
        // the verdict change to and fro among them.
        let first = match cheaper(next.1) == after {
            true => next.0,
            false => self.boundary(next, high, |verdict| verdict != after).1.0,
        };
        stretches.push(Stretch { from: first, to: high.0, cheaper: after });
    }

    /// The last value for which something holds as for the lower one, and the first, its neighbour, for which it does not.
    fn boundary(
        &self,
        low: (Decimal, Money),
        high: (Decimal, Money),
        holds: impl Fn(Option<OperatingModel>) -> bool,
    ) -> (Decimal, (Decimal, Money)) {
        let (mut low, mut high) = (low, high);
        // First where the straight line says, with a reach that grows.
        let rise = float(high.1.amount()) - float(low.1.amount());
        let part = -float(low.1.amount()) / rise;
        let guess = crate::exact::from_float(part * (float(high.0) - float(low.0)));
        let guess = guess.and_then(|distance| low.0.checked_add(distance)).map(|guess| self.down(guess));
        let mut reach = self.step;
        while let Some(guess) = guess.filter(|_| high.0 - low.0 > self.step) {
            let (mut below, mut above) = (false, false);
            for probe in [guess.checked_sub(reach), guess.checked_add(reach)].into_iter().flatten() {
                if probe <= low.0 || probe >= high.0 {
                    continue;
                }
                let Some(there) = self.at(probe) else { continue };
                if holds(cheaper(there)) {
                    (low, below) = ((probe, there), true);
                } else {
                    (high, above) = ((probe, there), true);
                    break;
                }
            }
            let Some(wider) = reach.checked_mul(Decimal::from(64)) else { break };
            if (below && above) || wider > high.0 - low.0 {
                break;
            }
            reach = wider;
        }
        // Then by halves, down to neighbours.
        while high.0 - low.0 > self.step {
            let middle = self.down((low.0 + high.0) / Decimal::TWO).max(self.after(low.0));
            if middle >= high.0 {
                break;
            }
            match self.at(middle) {
                Some(there) if holds(cheaper(there)) => low = (middle, there),
                Some(there) => high = (middle, there),
                None => break,
            }
        }
        (low.0, high)
    }
}

/// The greatest value that is looked at.
pub(super) fn most(input: Input) -> Decimal {
    if input == Input::Severity { Decimal::ONE_HUNDRED } else { MAX_INPUT }
}
