//! The pilot: which team goes first, and how much would have to change for another to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::evidence::Evidence;
use super::gates::TeamReadiness;
use crate::error::Error;
use crate::exact::Money;
use crate::portfolio::Name;
use crate::selection::OperatingModel;

/// One team that could be the pilot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct PilotCandidate {
    /// Its place, from 1.
    pub rank: usize,
    /// The team, or the service that names none.
    pub name: Name,
    /// The services that change over with it.
    pub services: Vec<Name>,
    /// Whether it may change over: as its gates say.
    pub may_change_over: Option<bool>,
    /// What changing over is worth over the horizon; `None` where that cannot be told.
    pub net_benefit: Option<Money>,
    /// Setup and transition; `None` where an amount is not estimated.
    pub one_off: Option<Money>,
    /// By how much its net benefit is above that of the next candidate with the same readiness; `None` for the last of
    /// them, and where it cannot be told.
    pub ahead_by: Option<Money>,
    /// Its place if net benefit alone decided.
    pub rank_by_net_benefit: usize,
    /// Its place if what is paid once alone decided, the least first.
    pub rank_by_one_off: usize,
}

/// Every team that changes over, in the order of the plan.
pub(crate) fn candidates(
    evidence: &Evidence<'_>,
    teams: &[TeamReadiness],
) -> Result<Vec<PilotCandidate>, Error> {
    let gates: BTreeMap<&str, Option<bool>> =
        teams.iter().map(|team| (&*team.name, team.may_change_over)).collect();
    let mut candidates: Vec<PilotCandidate> = Vec::new();
    let mut of_team: BTreeMap<Name, usize> = BTreeMap::new();
    for service in evidence.services().filter(|service| service.changes_over()) {
        let compared = service.compared;
        let to_team = service.model_after() == OperatingModel::YouBuildItYouRunIt;
        let costs = if to_team { &compared.you_build_it_you_run_it } else { &compared.ops_run_it };
        let known = compared.insurance.agrees.map(|_| compared.insurance.net_benefit);
        let towards = |benefit| if to_team { Ok(benefit) } else { Money::ZERO.minus(benefit) };
        let net_benefit = known.map(towards).transpose()?;
        let one_off = Some(costs.setup.plus(costs.transition)?).filter(|_| !costs.partial);
        let place = service.service.team.as_ref().and_then(|team| of_team.get(team)).copied();
        if let Some(candidate) = place.and_then(|place| candidates.get_mut(place)) {
            candidate.services.push(service.service.name.clone());
            let add = |a: Option<Money>, b: Option<Money>| a.zip(b).map(|(a, b)| a.plus(b)).transpose();
            candidate.net_benefit = add(candidate.net_benefit, net_benefit)?;
            candidate.one_off = add(candidate.one_off, one_off)?;
            continue;
        }
        let (name, may_change_over) = match &service.service.team {
            Some(team) => {
                of_team.insert(team.clone(), candidates.len());
                // Nothing has to be in place before operations take over.
                (team.clone(), if to_team { gates.get(&**team).copied().flatten() } else { Some(true) })
            }
            None => (service.service.name.clone(), None),
        };
        let services = vec![service.service.name.clone()];
        candidates.push(PilotCandidate {
            rank: 0,
            name,
            services,
            may_change_over,
            net_benefit,
            one_off,
            ahead_by: None,
            rank_by_net_benefit: 0,
            rank_by_one_off: 0,
        });
    }
    // In the order of the plan; teams beyond its horizon after them, and those held back last.
    let plan = &evidence.plan;
    let planned = plan.waves.iter().flat_map(|wave| &wave.teams).map(|team| &team.name);
    let places: BTreeMap<&str, usize> = planned.enumerate().map(|(place, name)| (&**name, place)).collect();
    let held: BTreeSet<&str> = plan.held_back.iter().map(|team| &*team.name).collect();
    let order = |candidate: &PilotCandidate| {
        let place = places.get(&*candidate.name).copied().unwrap_or(usize::MAX);
        (held.contains(&*candidate.name), place)
    };
    // What cannot be told comes after what can.
    let cheap = |candidate: &PilotCandidate| (candidate.one_off.is_none(), candidate.one_off);
    crate::sort::by_key(&mut candidates, cheap);
    for (place, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank_by_one_off = place + 1;
    }
    crate::sort::by_key(&mut candidates, |candidate| Reverse(candidate.net_benefit));
    for (place, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank_by_net_benefit = place + 1;
    }
    crate::sort::by_key(&mut candidates, order);
    let next: Vec<_> =
        candidates.iter().skip(1).map(|next| (next.may_change_over, next.net_benefit)).collect();
    for (place, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank = place + 1;
        let next = next.get(place).filter(|(ready, _)| *ready == candidate.may_change_over);
        let both = candidate.net_benefit.zip(next.and_then(|(_, benefit)| *benefit));
        let ahead = both.map(|(ours, theirs)| ours.minus(theirs)).transpose()?;
        // A pilot that the portfolio names need not be ahead.
        candidate.ahead_by = ahead.filter(|ahead| !ahead.amount().is_sign_negative());
    }
    Ok(candidates)
}
