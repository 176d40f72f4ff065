//! Waves: the pilot, then so many teams as a quarter allows and as are ready.

use super::movers::Mover;
use crate::exact::Money;
use crate::finding::Detail;
use crate::gate::months;
use crate::resolve::Portfolio;

/// How fast teams may change over.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    teams_per_quarter: usize,
    budget: Option<Money>,
    /// Quarters in which set-up may start so that it is done within the horizon.
    quarters: usize,
    /// Months from the start of set-up until services have changed over.
    pub(super) lead_months: usize,
}

impl Pace {
    pub(super) fn of(portfolio: &Portfolio) -> Self {
        let rules = portfolio.file().transition_plan.as_ref();
        let lead_months = rules.and_then(|rules| rules.set_up_lead_time).map_or(0, months);
        let left = portfolio.costs.discounting.months().saturating_sub(lead_months);
        Self {
            teams_per_quarter: portfolio.costs.teams_per_quarter as usize,
            budget: rules.and_then(|rules| rules.budget_per_quarter),
            quarters: left.div_ceil(3),
            lead_months,
        }
    }

    /// Whether another mover fits a wave that has cost so much.
    fn affords(&self, spent: Money, mover: &Mover) -> bool {
        let with = spent.plus(mover.one_off).ok();
        with.is_some_and(|with| self.budget.is_none_or(|budget| with <= budget))
    }
}

/// The pilot, then waves of so many teams as a quarter allows, each with its quarter. A team waits until its enabling work is
/// done; teams behind it do not.
pub(super) fn waves(
    portfolio: &Portfolio,
    mut movers: Vec<Mover>,
    held: &[Mover],
    pace: Pace,
    details: &mut Vec<Detail>,
) -> Vec<(usize, Vec<Mover>)> {
    let named = portfolio.costs.pilot.and_then(|pilot| {
        let place = movers.iter().position(|mover| mover.team == Some(pilot));
        if place.is_none() {
            let name = portfolio.file().teams.get(pilot as usize).map(|team| team.name.clone());
            details.push(Detail::PilotHasNothingToMove {
                team: name.unwrap_or_default(),
                held_back: held.iter().any(|mover| mover.team == Some(pilot)),
                other: !movers.is_empty(),
            });
        }
        place
    });
    let from_quarter = |month: usize| month.div_ceil(3);
    // Who is named waits for its own work; otherwise whoever may start soonest goes first, the first of them in order.
    let pilot = named.or_else(|| {
        let soonest = movers.iter().map(|mover| from_quarter(mover.waiting.as_pilot)).min()?;
        movers.iter().position(|mover| from_quarter(mover.waiting.as_pilot) == soonest)
    });
    let Some(pilot) = pilot.map(|place| movers.remove(place)) else {
        return Vec::new();
    };
    if let Some(budget) = pace.budget {
        let over = std::iter::once(&pilot).chain(&movers).filter(|mover| mover.one_off > budget);
        details.extend(over.map(|mover| Detail::WaveOverBudget {
            team: mover.name.clone(),
            cost: mover.one_off,
            budget,
        }));
    }
    let mut quarter = from_quarter(pilot.waiting.as_pilot);
    if quarter >= pace.quarters {
        details.push(Detail::PlanBeyondHorizon { teams: 1 + movers.len(), quarters: pace.quarters });
        return Vec::new();
    }
    let mut waves = vec![(quarter, vec![pilot.placed(true)])];
    quarter += 1;
    while quarter < pace.quarters && !movers.is_empty() {
        let mut wave: Vec<Mover> = Vec::new();
        let mut spent = Money::ZERO;
        let (mut later, mut full) = (Vec::with_capacity(movers.len()), false);
        for mover in movers {
            if full || from_quarter(mover.waiting.in_wave) > quarter {
                later.push(mover);
            } else if wave.is_empty() || (wave.len() < pace.teams_per_quarter && pace.affords(spent, &mover))
            {
                spent = spent.plus(mover.one_off).unwrap_or(spent);
                wave.push(mover.placed(false));
            } else {
                // Waves are not rearranged to use a budget up.
                full = true;
                later.push(mover);
            }
        }
        movers = later;
        if !wave.is_empty() {
            waves.push((quarter, wave));
        }
        quarter += 1;
    }
    if !movers.is_empty() {
        details.push(Detail::PlanBeyondHorizon { teams: movers.len(), quarters: pace.quarters });
    }
    waves
}
