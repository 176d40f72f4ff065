//! Where the cheaper model changes as one input changes: found by running the product again, not by a formula.
//!
//! Between two breakpoints of a decision, such as the limits of exposure bands, the difference between the models is a
//! straight line but for rounding. So the verdict at both ends of such a piece tells whether it changes in between,
//! and a straight line where to look; what is told are two neighbouring values, both run again.

use rust_decimal::Decimal;

use super::cheaper;
use super::parts::Input;
use super::rerun::{Line, Rerun};
use crate::exact::{MAX_INPUT, Money, float};
use crate::selection::OperatingModel;

/// More than the rounding of all line items comes to.
const ROUNDING: f64 = 100.0;

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

/// An input that moves, the others at their means.
pub(super) trait Moves {
    /// The difference between the models at a value, by a run of the whole portfolio; `None` where it is no portfolio, or where
    /// they cannot be compared.
    fn difference(&self, value: Decimal) -> Option<Money>;
    /// The line on which the difference goes on from a value, where that saves runs.
    fn line(&self, from: Decimal) -> Option<Line>;
}

/// An input of the service itself.
pub(super) struct OwnInput<'r> {
    pub(super) rerun: &'r Rerun<'r>,
    pub(super) input: Input,
}

impl Moves for OwnInput<'_> {
    fn difference(&self, value: Decimal) -> Option<Money> {
        self.rerun.difference(&[(self.input, value)])
    }

    fn line(&self, from: Decimal) -> Option<Line> {
        self.rerun.line(self.input, from)
    }
}

/// One input of one service.
pub(super) struct Scan<'r> {
    pub(super) moved: &'r dyn Moves,
    /// The distance of neighbouring values: the minor unit of money, a millionth of everything else.
    pub(super) step: Decimal,
    /// The least and the greatest value that it may have.
    pub(super) ends: (Decimal, Decimal),
}

impl Scan<'_> {
    /// All changes, in ascending order. `breaks` are the values above which a decision may change, in ascending order.
    pub(super) fn changes(&self, breaks: &[Decimal]) -> Vec<Change> {
        // Found along lines; what is told is run again as a whole.
        let quick = self.found(breaks, true);
        let is_so = |value, model| self.moved.difference(value).and_then(cheaper) == Some(model);
        let holds = |change: &Change| is_so(change.last, change.below) && is_so(change.first, change.above);
        if quick.iter().all(holds) { quick } else { self.found(breaks, false) }
    }

    fn found(&self, breaks: &[Decimal], along_lines: bool) -> Vec<Change> {
        let mut stretches = Vec::new();
        let (mut from, most) = self.ends;
        for limit in breaks.iter().copied().filter(|limit| *limit < most) {
            if limit >= from {
                self.piece((from, limit), along_lines, &mut stretches);
                from = self.after(limit);
            }
        }
        self.open_piece((from, breaks.last().copied()), along_lines, &mut stretches);
        Self::between_stretches(stretches)
    }

    /// The changes on either side of what is, of an input with which the difference only rises or only falls, by steps
    /// too, such as pay by the started hour. `now` is what is, on the lattice, and the difference there.
    pub(super) fn around(&self, now: (Decimal, Money)) -> Vec<Change> {
        let (least, most) = self.ends;
        let mut stretches = Vec::new();
        let lowest = if now.0 > least { self.at(least, None) } else { None };
        if let Some(lowest) = lowest {
            self.between((least, lowest), now, None, &mut stretches);
        }
        // Where it has come away from zero by more than rounding may, it goes on to, and so it does at the greatest value.
        let comes_away = lowest.is_some_and(|lowest| {
            let (lowest, there) = (float(lowest.amount()), float(now.1.amount()));
            (there - lowest) * there.signum() > ROUNDING
        });
        if comes_away || now.0 >= most {
            stretches.push(Stretch { from: now.0, to: now.0, cheaper: cheaper(now.1) });
            return Self::between_stretches(stretches);
        }
        let is_other = |there: Money| cheaper(there) != cheaper(now.1);
        // Above some value it may be no portfolio: more than fits into a year.
        let (mut low, mut beyond) = (now, most);
        let mut high = self.at(most, None).map(|there| (most, there));
        while high.is_none() {
            let middle = self.down((low.0 + beyond) / Decimal::TWO);
            if middle <= low.0 {
                break;
            }
            match self.at(middle, None) {
                None => beyond = middle,
                Some(there) if is_other(there) => high = Some((middle, there)),
                Some(there) => low = (middle, there),
            }
        }
        let high = high.filter(|(value, _)| *value > low.0).unwrap_or(low);
        self.between(low, high, None, &mut stretches);
        Self::between_stretches(stretches)
    }

    fn between_stretches(mut stretches: Vec<Stretch>) -> Vec<Change> {
        // Where both cost the same, neither is cheaper: what counts is which is on either side.
        stretches.retain(|stretch| stretch.cheaper.is_some());
        let pairs = stretches.iter().zip(stretches.iter().skip(1));
        let change = |(before, after): (&Stretch, &Stretch)| {
            let (below, above) = before.cheaper.zip(after.cheaper)?;
            (below != above).then_some(Change { last: before.to, first: after.from, below, above })
        };
        pairs.filter_map(change).collect()
    }

    /// The difference at a value: along the line that it is on, or by a run of the whole portfolio.
    fn at(&self, value: Decimal, line: Option<&Line>) -> Option<Money> {
        match line {
            Some(line) => line.at(value),
            None => self.moved.difference(value),
        }
    }

    /// The line from a value on, and the difference there.
    fn start(&self, from: Decimal, along_lines: bool) -> Option<(Option<Line>, Money)> {
        match along_lines.then(|| self.moved.line(from)).flatten() {
            Some(line) => {
                let difference = line.difference;
                Some((Some(line), difference))
            }
            None => Some((None, self.at(from, None)?)),
        }
    }

    fn down(&self, value: Decimal) -> Decimal {
        down(value, self.step)
    }

    fn after(&self, value: Decimal) -> Decimal {
        self.down(value).checked_add(self.step).unwrap_or(value)
    }

    /// A piece without breakpoints.
    fn piece(&self, (from, to): (Decimal, Decimal), along_lines: bool, stretches: &mut Vec<Stretch>) {
        let Some((line, low)) = self.start(from, along_lines) else { return };
        if let Some(high) = self.at(to, line.as_ref()) {
            self.between((from, low), (to, high), line.as_ref(), stretches);
        }
    }

    /// The last piece, which goes on to the greatest value: how far to look, its straight line tells.
    fn open_piece(
        &self,
        (from, last): (Decimal, Option<Decimal>),
        along_lines: bool,
        stretches: &mut Vec<Stretch>,
    ) {
        let (_, most) = self.ends;
        let Some((line, low)) = self.start(from, along_lines) else { return };
        let line = line.as_ref();
        // Far enough from the start that rounding does not bend the line.
        let base = last.unwrap_or_default().max(from).max(Decimal::ONE_HUNDRED);
        let mut to = base.checked_mul(Decimal::TWO).map_or(most, |far| self.down(far)).min(most);
        // A straight line reaches zero where this says, or never.
        for _ in 0..60 {
            let Some(high) = self.at(to, line) else { return };
            let slope = (float(high.amount()) - float(low.amount())) / (float(to) - float(from));
            let turns = -float(high.amount()) / slope;
            if cheaper(low) != cheaper(high) || to >= most || !turns.is_finite() || turns <= 0.0 {
                return self.between((from, low), (to, high), line, stretches);
            }
            let far = crate::exact::from_float(turns * 1.01);
            let far = far.and_then(|far| far.checked_add(to)).filter(|far| *far < most);
            to = far.map_or(most, |far| self.after(far));
        }
    }

    /// Appends the stretches between two values that were run.
    fn between(
        &self,
        low: (Decimal, Money),
        high: (Decimal, Money),
        line: Option<&Line>,
        stretches: &mut Vec<Stretch>,
    ) {
        let (before, after) = (cheaper(low.1), cheaper(high.1));
        if before == after {
            stretches.push(Stretch { from: low.0, to: high.0, cheaper: before });
            return;
        }
        let (last, next) = self.boundary((low, high), line, |verdict| verdict == before);
        stretches.push(Stretch { from: low.0, to: last, cheaper: before });
        // Values may follow at which both cost the same; where a step is worth less than a cent, rounding may even let
        // the verdict change to and fro among them.
        let first = match cheaper(next.1) == after {
            true => next.0,
            false => self.boundary((next, high), line, |verdict| verdict != after).1.0,
        };
        stretches.push(Stretch { from: first, to: high.0, cheaper: after });
    }

    /// The last value for which something holds as for the lower one, and the first, its neighbour, for which it does not.
    fn boundary(
        &self,
        (low, high): ((Decimal, Money), (Decimal, Money)),
        line: Option<&Line>,
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
                let Some(there) = self.at(probe, line) else { continue };
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
            match self.at(middle, line) {
                Some(there) if holds(cheaper(there)) => low = (middle, there),
                Some(there) => high = (middle, there),
                None => break,
            }
        }
        (low.0, high)
    }
}

/// The greatest value of the lattice that is no greater.
pub(super) fn down(value: Decimal, step: Decimal) -> Decimal {
    value.checked_div(step).and_then(|steps| steps.floor().checked_mul(step)).unwrap_or(value)
}

/// The greatest value that is looked at.
pub(super) fn most(input: Input) -> Decimal {
    if input == Input::Severity { Decimal::ONE_HUNDRED } else { MAX_INPUT }
}
