//! Who pays for a domain's schedule where one budget does.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Checks;
use super::owners::{DomainId, Member, TeamId};
use crate::assumption::Assumptions;
use crate::portfolio::{PortfolioFile, Team};
use crate::problem::ProblemCode;

/// What a domain says where its largest team is to pay.
const LARGEST: &str = "largest-team";

impl Checks<'_> {
    /// The sole budget holder of each domain, a team; empty where no domain names one.
    pub(super) fn sole_holders(
        &mut self,
        file: &PortfolioFile,
        (teams, team_domain): (&BTreeMap<&str, u32>, &[Option<DomainId>]),
        services_of: &[Member],
    ) -> Vec<Option<TeamId>> {
        if file.domains.iter().all(|domain| domain.sole_budget_holder.is_none()) {
            return Vec::new();
        }
        let mut services = vec![0_u32; file.teams.len()];
        for team in services_of.iter().filter_map(|member| member.team) {
            if let Some(count) = services.get_mut(team.index()) {
                *count = count.saturating_add(1);
            }
        }
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); file.domains.len()];
        for (team, domain) in (0..).zip(team_domain) {
            if let Some(members) = domain.and_then(|domain| members.get_mut(domain.index())) {
                members.push(team);
            }
        }
        let mut holders = Vec::with_capacity(file.domains.len());
        let mut assumed = false;
        for (index, (domain, members)) in file.domains.iter().zip(&members).enumerate() {
            let Some(name) = domain.sole_budget_holder.as_deref() else {
                holders.push(None);
                continue;
            };
            let path = || format!("/domains/{index}/sole_budget_holder");
            if name == LARGEST && !teams.contains_key(name) {
                assumed = true;
                holders.push(largest(file, members, &services).and_then(TeamId::of));
                continue;
            }
            let names = file.teams.iter().map(|team| &*team.name);
            let team = self.resolve(Some(name), teams, names, path, ("team", ProblemCode::UnknownTeam));
            if team.is_some_and(|team| !members.contains(&team)) {
                let message = format!("team `{name}` is not in domain `{}`", domain.name);
                let help = "name a team of the domain, or write \"largest-team\"";
                self.problem(ProblemCode::ConflictingKeys, path(), message, help);
            }
            holders.push(team.and_then(TeamId::of));
        }
        if assumed {
            let value = "the team with the most people on call or, where that is not given of all, with the most services";
            let reason = "one budget holder for a domain's schedule, whose services need it most";
            self.assume_cost(Assumptions::SOLE_HOLDER, value, reason);
        }
        holders
    }
}

/// The largest of some teams; the first of several that are as large.
fn largest(file: &PortfolioFile, members: &[u32], services: &[u32]) -> Option<u32> {
    let of = |team: u32| file.teams.get(team as usize);
    let people = |team: &Team| team.on_call_participants.map(|people| people.get());
    let all_say = members.iter().all(|team| of(*team).is_some_and(|team| people(team).is_some()));
    let size = |team: u32| match of(team).and_then(people) {
        Some(people) if all_say => people,
        _ => services.get(team as usize).copied().unwrap_or_default(),
    };
    members.iter().copied().max_by_key(|team| (size(*team), Reverse(*team)))
}
