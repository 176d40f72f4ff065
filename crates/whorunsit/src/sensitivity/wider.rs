//! Inputs that a service shares with others, or that no trial draws service by service: hand-offs, pay, effort, the response.
//!
//! The difference moves with each of them in a straight line as long as nothing is decided in another way, so two runs say how.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::Swing;
use super::parts::Parts;
use super::rerun::Rerun;
use crate::distribution::Distribution;
use crate::error::Fault;
use crate::exact::{float, to_float};
use crate::resolve::{InputAt, InputKey, walk, walk_mut};

/// One such input of a service.
pub(super) struct Wider {
    at: InputAt,
    mean: Decimal,
    ends: (Decimal, Decimal),
    distribution: Distribution,
}

/// What each choice costs more for each unit of an input's ratio to its mean.
pub(super) struct Slopes {
    pub(super) input: Cow<'static, str>,
    pub(super) distribution: Distribution,
    pub(super) by_choice: Vec<f64>,
}

impl Wider {
    /// All of a service's, in the order in which they are written.
    pub(super) fn of(rerun: &Rerun) -> Vec<Self> {
        let mut found = Vec::new();
        walk(rerun.file(), &mut |at, estimate| {
            // Those of a service by itself are its parts.
            let own = at.key.is_drawn_by_service() || at.key == InputKey::Severity;
            let by_case = at.key.is_per_incident() && !estimate.is_typical();
            if own || by_case || estimate.mean().is_zero() {
                return;
            }
            if let Some(ends) = estimate.ends() {
                let (_, distribution) = estimate.unknown();
                found.push(Self { at: at.clone(), mean: estimate.mean(), ends, distribution });
            }
        });
        found
    }

    fn known(&self, rerun: &Rerun, mean: Decimal) -> Rerun {
        rerun.changed(|file| {
            walk_mut(file, &mut |at, estimate| {
                if *at == self.at {
                    estimate.know(mean);
                }
            });
        })
    }

    /// How it swings the difference; `None` where it does not, or where an end is no portfolio.
    pub(super) fn swing(&self, rerun: &Rerun) -> Result<Option<Swing>, Fault> {
        let (low, high) = self.ends;
        let at = |value| self.known(rerun, value).difference(&[]);
        let Some((at_low, at_high)) = at(low).zip(at(high)) else { return Ok(None) };
        if at_low == at_high {
            return Ok(None);
        }
        Swing::between(Cow::Owned(self.at.dotted()), self.ends, (at_low, at_high)).map(Some)
    }

    /// How what may be chosen costs more with it; `None` where an end leaves other choices.
    pub(super) fn slopes(
        &self,
        rerun: &Rerun,
        parts: &Parts,
        choices: usize,
    ) -> Result<Option<Slopes>, Fault> {
        let (low, high) = self.ends;
        let costs = |value| -> Result<Vec<f64>, Fault> {
            let choices = self.known(rerun, value).choices(parts)?;
            choices.iter().map(|choice| Ok(float(choice.with(&[])?.amount()))).collect()
        };
        let (at_low, at_high) = (costs(low)?, costs(high)?);
        if at_low.len() != choices || at_high.len() != choices {
            return Ok(None);
        }
        let width = to_float(high - low) / to_float(self.mean);
        let by_choice: Vec<f64> =
            at_low.iter().zip(&at_high).map(|(at_low, at_high)| (at_high - at_low) / width).collect();
        let moves = by_choice.iter().any(|slope| slope.abs() > f64::EPSILON);
        let input = Cow::Owned(self.at.dotted());
        Ok(moves.then(|| Slopes { input, distribution: self.distribution.clone(), by_choice }))
    }
}

/// Swings of all of them, the widest first, among those of the service itself.
pub(super) fn swings(rerun: &Rerun, own: Vec<Swing>) -> Result<Vec<Swing>, Fault> {
    let mut swings = own;
    for wider in Wider::of(rerun) {
        swings.extend(wider.swing(rerun)?);
    }
    swings.sort_by_key(|swing| std::cmp::Reverse(swing.swing));
    Ok(swings)
}

/// How the choices move with each of them.
pub(super) fn slopes(rerun: &Rerun, parts: &Parts, choices: usize) -> Result<Vec<Slopes>, Fault> {
    let mut all = Vec::new();
    for wider in Wider::of(rerun) {
        all.extend(wider.slopes(rerun, parts, choices)?);
    }
    Ok(all)
}
