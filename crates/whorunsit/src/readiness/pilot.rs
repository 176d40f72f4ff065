//! The pilot: which team goes first, and how much would have to change for another to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::evidence::Evidence;
use super::gates::TeamReadiness;
use crate::error::Error;
use crate::exact::Money;
use crate::gate::is_over_rework_limit;
use crate::portfolio::Name;

/// One team that could be the pilot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Candidates by readiness, net benefit and what they cost once.
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
        let costs = &compared.you_build_it_you_run_it;
        let net_benefit = compared.insurance.agrees.map(|_| compared.insurance.net_benefit);
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
                (team.clone(), gates.get(&**team).copied().flatten())
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
    // Ready before unknown before not ready, and in each those with little unplanned work first, as the plan has it.
    let portfolio = evidence.portfolio;
    let over = portfolio.file().teams.iter().filter(|team| is_over_rework_limit(portfolio, team));
    let over: BTreeSet<&str> = over.map(|team| &*team.name).collect();
    let readiness = |candidate: &PilotCandidate| match candidate.may_change_over {
        Some(false) => (2, false, 0),
        may => (1, over.contains(&*candidate.name), usize::from(may.is_none())),
    };
    // What cannot be told comes after what can.
    let cheap = |candidate: &PilotCandidate| (candidate.one_off.is_none(), candidate.one_off);
    candidates.sort_by_key(cheap);
    for (place, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank_by_one_off = place + 1;
    }
    candidates.sort_by_key(|candidate| Reverse(candidate.net_benefit));
    for (place, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank_by_net_benefit = place + 1;
    }
    candidates.sort_by_key(readiness);
    let next: Vec<_> = candidates.iter().skip(1).map(|next| (readiness(next), next.net_benefit)).collect();
    for (place, candidate) in candidates.iter_mut().enumerate() {
        candidate.rank = place + 1;
        let next = next.get(place).filter(|(ready, _)| *ready == readiness(candidate));
        let both = candidate.net_benefit.zip(next.and_then(|(_, benefit)| *benefit));
        candidate.ahead_by = both.map(|(ours, theirs)| ours.minus(theirs)).transpose()?;
    }
    Ok(candidates)
}
