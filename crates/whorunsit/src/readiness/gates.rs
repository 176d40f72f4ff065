//! What must be in place before a team changes over: fair pay, people, runbooks, telemetry.

use std::collections::BTreeMap;

use serde::Serialize;

use super::evidence::Evidence;
use crate::finding::FindingCode;
use crate::on_call::{RotaRule, RuleStatus, Schedule};
use crate::portfolio::{Answer, Name, TeamReadinessRules};
use crate::selection::OperatingModel;

/// One team that is to run what it builds, and what it has in place for that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// One thing that must be in place before a team changes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gate {
    /// Which one.
    pub code: GateCode,
    /// Whether it is in place: yes, no, or unknown.
    pub in_place: Answer,
    /// What says so.
    pub because: &'static str,
}

/// What must be in place before a team changes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GateCode {
    /// Standby and callouts are paid.
    FairPay,
    /// At least three people take turns.
    ThreePeople,
    /// Its services have runbooks.
    Runbooks,
    /// Its services have telemetry.
    Telemetry,
}

impl GateCode {
    /// As people say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FairPay => "fair pay",
            Self::ThreePeople => "three people",
            Self::Runbooks => "runbooks",
            Self::Telemetry => "telemetry",
        }
    }
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
    let rules = file.readiness.iter().flat_map(|rules| &rules.teams);
    let rules: BTreeMap<&str, &TeamReadinessRules> = rules.map(|team| (&*team.name, team)).collect();
    let schedules = evidence.schedules_of_teams();
    let pay = pay(evidence);
    let of = |team: &crate::portfolio::Team| {
        let services = services.remove(&*team.name)?;
        let rules = rules.get(&*team.name).copied();
        let on_call = schedules.get(&*team.name).map_or(&[][..], Vec::as_slice);
        let gates = vec![
            if on_call.is_empty() { not_on_call(GateCode::FairPay) } else { pay },
            three_people(on_call),
            stated(GateCode::Runbooks, rules.and_then(|rules| rules.runbooks)),
            stated(GateCode::Telemetry, rules.and_then(|rules| rules.telemetry)),
        ];
        let forced = rules.and_then(|rules| rules.force).unwrap_or(false);
        let any = |answer| gates.iter().any(|gate| gate.in_place == answer);
        let may_change_over = match () {
            () if forced => Some(true),
            () if any(Answer::No) => Some(false),
            () if any(Answer::Unknown) => None,
            () => Some(true),
        };
        Some(TeamReadiness { name: team.name.clone(), services, gates, may_change_over, forced })
    };
    file.teams.iter().filter_map(of).collect()
}

fn not_on_call(code: GateCode) -> Gate {
    Gate { code, in_place: Answer::Yes, because: "the team is not on call out of hours" }
}

/// What the portfolio says about on-call pay.
fn pay(evidence: &Evidence<'_>) -> Gate {
    let found = |code| evidence.recommendation.findings.iter().any(|finding| finding.code() == code);
    let (in_place, because) = if found(FindingCode::UnpaidOnCall) {
        (Answer::No, "on-call is not paid")
    } else if found(FindingCode::CalloutOnlyPay) {
        (Answer::No, "callouts are paid and standby is not")
    } else if evidence.recommendation.standby.product_teams_cost_per_year.is_none() {
        (Answer::Unknown, "standby pay is not given")
    } else {
        (Answer::Yes, "standby is paid")
    };
    Gate { code: GateCode::FairPay, in_place, because }
}

/// Whether the portfolio pays for standby.
pub(crate) fn paid_fairly(evidence: &Evidence<'_>) -> bool {
    pay(evidence).in_place == Answer::Yes
}

fn three_people(on_call: &[&Schedule]) -> Gate {
    let code = GateCode::ThreePeople;
    if on_call.is_empty() {
        return not_on_call(code);
    }
    let checks = on_call.iter().flat_map(|schedule| &schedule.rota.checks);
    let statuses: Vec<RuleStatus> = checks
        .filter(|check| check.rule == RotaRule::PlaybookThreePeople)
        .map(|check| check.status)
        .collect();
    let (in_place, because) = if statuses.contains(&RuleStatus::Broken) {
        (Answer::No, "fewer than three people take turns in its schedule")
    } else if statuses.contains(&RuleStatus::NotEstimated) {
        (Answer::Unknown, "how many people take turns is not given")
    } else {
        (Answer::Yes, "at least three people take turns in its schedule")
    };
    Gate { code, in_place, because }
}

/// A gate that only the team itself can speak of. What is there in part is not yet in place.
fn stated(code: GateCode, answer: Option<Answer>) -> Gate {
    let (in_place, because) = match answer.unwrap_or_default() {
        Answer::Yes => (Answer::Yes, "the portfolio says so"),
        Answer::Partly => (Answer::No, "the portfolio says that it is there in part"),
        Answer::No => (Answer::No, "the portfolio says that it is missing"),
        Answer::Unknown => (Answer::Unknown, "the portfolio does not say"),
    };
    Gate { code, in_place, because }
}
