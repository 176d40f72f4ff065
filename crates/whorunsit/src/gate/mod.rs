//! Gates: what a team must have in place before it changes over. What is not known is neither open nor shut.

mod enabling;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use self::enabling::{Waiting, Works, months};
use crate::assignment::Assignment;
use crate::on_call::{RotaRule, RuleStatus, Schedule, ScheduleKind};
use crate::portfolio::{Answer, CalloutTerms, GateCode, Team, TeamReadinessRules};
use crate::resolve::{Portfolio, Rotation, Terms};
use crate::sort;
use crate::wording::Fixed;

/// One thing that must be in place before a team changes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Gate {
    /// Which one.
    pub code: GateCode,
    /// Whether it is in place: yes, no, or unknown.
    pub in_place: Answer,
    /// What says so.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub because: Fixed,
}

/// Whether people on call are paid for being ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pay {
    /// Standby is paid.
    Standby,
    /// Callouts are paid and standby is not.
    CalloutsOnly,
    /// Nothing is paid.
    Nothing,
    /// The portfolio does not say.
    NotGiven,
}

impl Pay {
    pub(crate) fn of(terms: &Terms) -> Self {
        let callout_pays =
            terms.callout.as_ref().and_then(CalloutTerms::paid).is_some_and(|callout| !callout.is_free());
        match &terms.standby {
            Some(standby) if !standby.is_free() => Self::Standby,
            Some(_) if callout_pays => Self::CalloutsOnly,
            Some(_) => Self::Nothing,
            None => Self::NotGiven,
        }
    }

    fn gate(self) -> Gate {
        let (in_place, because) = match self {
            Self::Standby => (Answer::Yes, "standby is paid"),
            Self::CalloutsOnly => (Answer::No, "callouts are paid and standby is not"),
            Self::Nothing => (Answer::No, "on-call is not paid"),
            Self::NotGiven => (Answer::Unknown, "standby pay is not given"),
        };
        Gate { code: GateCode::FairPay, in_place, because }
    }
}

/// The gates of one team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TeamGates {
    pub(crate) gates: Vec<Gate>,
    /// Whether the portfolio lets it change over although a gate is shut.
    pub(crate) forced: bool,
}

impl TeamGates {
    /// Whether it may change over: not while a gate is shut, unless that is forced; `None` while a gate is unknown and none
    /// is shut.
    pub(crate) fn may_change_over(&self) -> Option<bool> {
        let any = |answer| self.gates.iter().any(|gate| gate.in_place == answer);
        match () {
            () if self.forced => Some(true),
            () if any(Answer::No) => Some(false),
            () if any(Answer::Unknown) => None,
            () => Some(true),
        }
    }

    /// The gates that are so.
    pub(crate) fn that_are(&self, answer: Answer) -> Vec<GateCode> {
        let those = self.gates.iter().filter(|gate| gate.in_place == answer);
        those.map(|gate| gate.code).collect()
    }

    /// The gates that keep it back: none where it is forced.
    pub(crate) fn shut(&self) -> Vec<GateCode> {
        if self.forced { Vec::new() } else { self.that_are(Answer::No) }
    }
}

/// The gates of every team, as schedules are recommended.
pub(crate) struct Gates<'p> {
    portfolio: &'p Portfolio,
    rules: BTreeMap<&'p str, &'p TeamReadinessRules>,
    /// What is said of the people of a team's schedules.
    people: BTreeMap<String, Vec<RuleStatus>>,
}

impl<'p> Gates<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio, recommended: &Assignment) -> Self {
        Self::on(portfolio, &recommended.planned.schedules)
    }

    /// The same where only the schedules are at hand.
    pub(crate) fn on(portfolio: &'p Portfolio, schedules: &[Schedule]) -> Self {
        let rules = portfolio.file().readiness.iter().flat_map(|rules| &rules.teams);
        let mut people: BTreeMap<String, Vec<RuleStatus>> = BTreeMap::new();
        for schedule in schedules.iter().filter(|schedule| schedule.kind != ScheduleKind::Operations) {
            let checks = schedule.rota.checks.iter();
            let three = checks.filter(|check| check.rule == RotaRule::PlaybookThreePeople);
            let statuses: Vec<RuleStatus> = three.map(|check| check.status).collect();
            for team in &schedule.teams {
                people.entry(team.to_string()).or_default().extend(&statuses);
            }
        }
        Self { portfolio, rules: sort::map(rules.map(|team| (&*team.name, team))), people }
    }

    /// What is paid to people of a team.
    fn terms(&self, team: &str) -> &'p Terms {
        let mut teams = (0..).zip(&self.portfolio.file().teams);
        let place = teams.find(|(_, named)| *named.name == *team).map(|(place, _)| place);
        let own = place.and_then(|place| self.portfolio.settings.pay(Rotation::Team(place)));
        own.unwrap_or(&self.portfolio.product_teams)
    }

    /// The gates of a team.
    pub(crate) fn of_team(&self, team: &str) -> TeamGates {
        let rules = self.rules.get(team).copied();
        let people = self.people.get(team);
        let gates = vec![
            match people {
                None => not_on_call(GateCode::FairPay),
                Some(_) => Pay::of(self.terms(team)).gate(),
            },
            people.map_or_else(|| not_on_call(GateCode::ThreePeople), |statuses| three_people(statuses)),
            stated(GateCode::Runbooks, rules.and_then(|rules| rules.runbooks)),
            stated(GateCode::Telemetry, rules.and_then(|rules| rules.telemetry)),
        ];
        TeamGates { gates, forced: rules.and_then(|rules| rules.force).unwrap_or(false) }
    }
}

/// Whether a team has more unplanned work than teams that change over with the others may have.
pub(crate) fn is_over_rework_limit(portfolio: &Portfolio, team: &Team) -> bool {
    let limit = portfolio.file().transition_plan.as_ref().and_then(|rules| rules.rework_limit);
    let rework = team.rework_rate.as_deref();
    limit.zip(rework).is_some_and(|(limit, rework)| rework.mean_of_one() > limit.of_one())
}

fn not_on_call(code: GateCode) -> Gate {
    Gate { code, in_place: Answer::Yes, because: "the team is not on call out of hours" }
}

fn three_people(statuses: &[RuleStatus]) -> Gate {
    let (in_place, because) = if statuses.contains(&RuleStatus::Broken) {
        (Answer::No, "fewer than three people take turns in its schedule")
    } else if statuses.contains(&RuleStatus::NotEstimated) {
        (Answer::Unknown, "how many people take turns is not given")
    } else {
        (Answer::Yes, "at least three people take turns in its schedule")
    };
    Gate { code: GateCode::ThreePeople, in_place, because }
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
