//! Inputs that a service shares with others, or that no trial draws service by service: hand-offs, pay, effort, the response.
//!
//! The difference moves with each of them in a straight line as long as nothing is decided in another way, so two runs say how.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::parts::Parts;
use super::rerun::{Line, Rerun};
use super::scan::{Change, Moves, Scan, down};
use super::whole::Whole;
use super::{CostFlip, Swing, cheaper};
use crate::currency::Currency;
use crate::distribution::Distribution;
use crate::error::Fault;
use crate::estimate::Estimate;
use crate::exact::{Duration, MAX_INPUT, Money, Quantity, Share, float, to_float};
use crate::portfolio::PortfolioFile;
use crate::resolve::{InputAt, InputKey, Level, Portfolio, walk, walk_mut};

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
    pub(super) fn of(rerun: &Rerun<'_>) -> Vec<Self> {
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

    fn know(&self, file: &mut PortfolioFile, mean: Decimal) {
        walk_mut(file, &mut |at, estimate| {
            if *at == self.at {
                estimate.know(mean);
            }
        });
    }

    /// How it swings the difference; `None` where it does not, or where an end is no portfolio.
    pub(super) fn swing(&self, rerun: &Rerun<'_>) -> Result<Option<Swing>, Fault> {
        let (low, high) = self.ends;
        let at = |value| rerun.difference_with(|file| self.know(file, value));
        let Some((at_low, at_high)) = at(low).zip(at(high)) else { return Ok(None) };
        if at_low == at_high {
            return Ok(None);
        }
        Swing::between(Cow::Owned(self.at.dotted()), self.ends, (at_low, at_high)).map(Some)
    }

    /// How what may be chosen costs more with it; `None` where an end leaves other choices.
    pub(super) fn slopes(
        &self,
        rerun: &Rerun<'_>,
        parts: &Parts,
        choices: usize,
    ) -> Result<Option<Slopes>, Fault> {
        let (low, high) = self.ends;
        let costs = |value| -> Result<Vec<f64>, Fault> {
            let choices = rerun.changed(|file| self.know(file, value)).choices(parts)?;
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
pub(super) fn swings(rerun: &Rerun<'_>, own: Vec<Swing>) -> Result<Vec<Swing>, Fault> {
    let mut swings = own;
    for wider in Wider::of(rerun) {
        swings.extend(wider.swing(rerun)?);
    }
    crate::sort::by_key(&mut swings, |swing| std::cmp::Reverse(swing.swing));
    Ok(swings)
}

/// How the choices move with each of them.
pub(super) fn slopes(rerun: &Rerun<'_>, parts: &Parts, choices: usize) -> Result<Vec<Slopes>, Fault> {
    let mut all = Vec::new();
    for wider in Wider::of(rerun) {
        all.extend(wider.slopes(rerun, parts, choices)?);
    }
    Ok(all)
}

/// An input that one number of the portfolio says, and that moves.
struct Moving<'r> {
    rerun: &'r Rerun<'r>,
    whole: &'r Whole<'r>,
    /// The place of the service in the whole portfolio.
    index: usize,
    at: InputAt,
    /// Values that every service that shares it asks for.
    asked: [Decimal; 3],
}

impl Moves for Moving<'_> {
    fn difference(&self, value: Decimal) -> Option<Money> {
        let change = |file: &mut PortfolioFile| fix(file, &self.at, value);
        if self.at.owner == Level::Portfolio
            && self.asked.contains(&value)
            && let Some(difference) = self.whole.difference((&self.at, value), self.index, change)
        {
            return difference;
        }
        self.rerun.difference_with(change)
    }

    fn line(&self, _: Decimal) -> Option<Line> {
        None
    }
}

/// What the difference of a service is at both ends of each input that it shares with all others, and as things are: of the whole
/// portfolio, and of what a change of the service can touch.
#[cfg(test)]
pub(super) fn both_roads(whole: &Whole<'_>, index: usize, rerun: &Rerun<'_>) -> Vec<[Option<Money>; 2]> {
    let mut both = Vec::new();
    for Now { at, mean, .. } in
        searched(rerun, (whole.portfolio(), index)).into_iter().filter(|now| now.at.owner == Level::Portfolio)
    {
        for value in [Decimal::ZERO, mean, farthest(at.key, mean)] {
            let change = |file: &mut PortfolioFile| fix(file, &at, value);
            if let Some(of_whole) = whole.difference((&at, value), index, change) {
                both.push([of_whole, rerun.difference_with(change)]);
            }
        }
    }
    both
}

/// Gives an estimate one value, for every case.
fn fix(file: &mut PortfolioFile, at: &InputAt, value: Decimal) {
    if let (Level::Service(place), InputKey::WorkingExposure | InputKey::OutOfHoursExposure) =
        (at.owner, at.key)
    {
        // It may not be written down yet.
        let Some(service) = file.services.get_mut(place as usize) else { return };
        let share = Some(Box::new(Estimate::point(Share::from_number(value))));
        match at.key {
            InputKey::WorkingExposure => service.working_hours_exposure = share,
            _ => service.out_of_hours_exposure = share,
        }
        return;
    }
    walk_mut(file, &mut |there, estimate| {
        if there == at {
            estimate.fix(value);
        }
    });
}

/// What an input is as things are.
struct Now {
    at: InputAt,
    mean: Decimal,
    ends: Option<(Decimal, Decimal)>,
    /// Whether it is one number, which stands for every case.
    is_point: bool,
}

/// Every input of a service that is not one of its parts and that one number says. `of` is the whole portfolio, and the place of the
/// service in it.
fn searched(rerun: &Rerun<'_>, (of, index): (&Portfolio, usize)) -> Vec<Now> {
    let file = rerun.file();
    let Some((place, service)) = rerun.service() else { return Vec::new() };
    let own = Level::Service(place);
    let team = (0..).zip(&file.teams).find(|(_, team)| service.team.as_ref() == Some(&team.name));
    let domain = team.and_then(|(_, team)| {
        (0..).zip(&file.domains).find(|(_, domain)| team.domain.as_ref() == Some(&domain.name))
    });
    let mut found: Vec<Now> = Vec::new();
    walk(file, &mut |at, estimate| {
        let is_part = at.key.is_drawn_by_service() || at.key == InputKey::Severity;
        let is_its = match at.owner {
            // A block is of those who name it; what somebody else says of the response, or a block besides, is not.
            _ if at.key.is_of_response() => {
                at.model.is_some_and(|model| match of.settings.response_block(index, model) {
                    Some(Ok(block)) => at.block.as_ref() == Some(block),
                    Some(Err(Level::Service(_))) => at.owner == own,
                    Some(Err(level)) => at.owner == level && at.block.is_none(),
                    None => false,
                })
            }
            Level::Portfolio => true,
            Level::Domain(place) => domain.is_some_and(|(own, _)| own == place),
            Level::Team(place) => team.is_some_and(|(own, _)| own == place),
            Level::Service(_) => at.owner == own,
        };
        if is_its && !is_part && !estimate.mean().is_zero() {
            let (mean, ends, is_point) = (estimate.mean(), estimate.ends(), !estimate.is_uncertain());
            found.push(Now { at: at.clone(), mean, ends, is_point });
        }
    });
    // The whole exposure is at stake unless something else is said.
    if service.exposure_by_hour.is_none() {
        let whole = Decimal::ONE_HUNDRED;
        for key in [InputKey::WorkingExposure, InputKey::OutOfHoursExposure] {
            if found.iter().all(|now| now.at.key != key) {
                found.push(Now { at: InputAt::of(own, key), mean: whole, ends: None, is_point: true });
            }
        }
    }
    let names: Vec<(String, Level)> = found.iter().map(|now| (now.at.dotted(), now.at.owner)).collect();
    // What is said nearest holds; of several rules or blocks there, none is the one that is meant.
    let is_it = |(name, owner): &(String, Level)| {
        let same = || names.iter().filter(|(other, _)| other == name).map(|(_, owner)| owner);
        same().max() == Some(owner) && same().filter(|other| *other == owner).count() == 1
    };
    let mut are_it = names.iter().map(is_it);
    found.retain(|_| are_it.next() == Some(true));
    found
}

/// How often what is may go into what is searched: farther away, another number says nothing of this one.
const REACH: i64 = 10;

/// The greatest value that is searched.
fn farthest(key: InputKey, mean: Decimal) -> Decimal {
    let within = |most: Decimal| (mean * Decimal::from(REACH)).min(most);
    match key {
        _ if key.is_share() => Decimal::ONE_HUNDRED,
        _ if key.is_time() => within(Decimal::from(Duration::MAX_SECONDS)),
        _ => within(MAX_INPUT),
    }
}

/// Where the cheaper model changes with one of them, the others at their means, from zero to ten times what it is; the nearest
/// first.
///
/// The difference only rises or only falls with such an input, as none of them decides on a model or a schedule. Where
/// costs do decide, under the policy of least cost, none of them is searched.
pub(super) fn flips(
    (whole, index): (&Whole<'_>, usize),
    (rerun, difference): (&Rerun<'_>, Money),
    currency: Currency,
) -> Vec<CostFlip> {
    if rerun.is_decided_by_costs() {
        return Vec::new();
    }
    let mut found: Vec<(f64, Vec<CostFlip>)> = Vec::new();
    for Now { at, mean, ends, is_point } in searched(rerun, (whole.portfolio(), index)) {
        let (key, input) = (at.key, at.dotted());
        let step = match key {
            _ if key.is_money() => Decimal::new(1, currency.decimals()),
            _ if key.is_time() => Decimal::ONE,
            _ => Decimal::new(1, 6),
        };
        let most = farthest(key, mean);
        let now = down(mean, step);
        let moving = Moving { rerun, whole, index, at, asked: [Decimal::ZERO, now, most] };
        let scan = Scan { moved: &moving, step, ends: (Decimal::ZERO, most) };
        // Of all but the time that is paid by the started hour, only the mean counts.
        let is_as_now = now == mean && (is_point || key != InputKey::Handling);
        let Some(there) = is_as_now.then_some(difference).or_else(|| moving.difference(now)) else {
            continue;
        };
        // Pay for a time that varies is not that for its mean: where the verdicts differ, no value of it says what is.
        if cheaper(there).is_none() || cheaper(there) != cheaper(difference) {
            continue;
        }
        let told = |change: Change| change.told(Cow::Owned(input.clone()), mean, ends);
        let flips: Vec<CostFlip> = scan.around((now, there)).into_iter().map(told).collect();
        let away = |flip: &CostFlip| to_float(flip.nearest() / mean).ln().abs();
        if let Some(nearest) = flips.iter().map(away).min_by(f64::total_cmp) {
            found.push((nearest, flips));
        }
    }
    found.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    found.into_iter().flat_map(|(_, flips)| flips).collect()
}
