//! What must be in place before a team changes over: fair pay, people, runbooks, telemetry.

use std::collections::BTreeMap;

use serde::Serialize;

use super::evidence::Evidence;
use crate::gate::{Gate, Gates, Pay};
use crate::portfolio::Name;
use crate::selection::OperatingModel;

/// One team that is to run what it builds, and what it has in place for that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct TeamReadiness {
    /// The team.
    pub name: Name,
    /// The services that it is recommended to run.
    pub services: Vec<Name>,
    /// Each gate.
    pub gates: Vec<Gate>,
    /// Whether it may change over: not while a gate is shut, unless that is forced; `None` while a gate is unknown and
    /// none is shut.
    pub may_change_over: Option<bool>,
    /// Whether the portfolio lets it change over although a gate is shut.
    pub forced: bool,
}

/// Every team that is recommended to run a service, in the order of the portfolio.
pub(crate) fn teams(evidence: &Evidence<'_>) -> Vec<TeamReadiness> {
    let file = evidence.portfolio.file();
    let mut services: BTreeMap<&str, Vec<Name>> = BTreeMap::new();
    for service in
        evidence.services().filter(|service| service.model_after() == OperatingModel::YouBuildItYouRunIt)
    {
        if let Some(team) = &service.service.team {
            services.entry(team).or_default().push(service.service.name.clone());
        }
    }
    let gates = Gates::on(evidence.portfolio, &evidence.recommendation.schedules);
    let of = |team: &crate::portfolio::Team| {
        let services = services.remove(&*team.name)?;
        let gates = gates.of_team(&team.name);
        let may_change_over = gates.may_change_over();
        let forced = gates.forced;
        Some(TeamReadiness { name: team.name.clone(), services, gates: gates.gates, may_change_over, forced })
    };
    file.teams.iter().filter_map(of).collect()
}

/// Whether the portfolio pays for standby.
pub(crate) fn paid_fairly(evidence: &Evidence<'_>) -> bool {
    Pay::of(&evidence.portfolio.product_teams) == Pay::Standby
}
