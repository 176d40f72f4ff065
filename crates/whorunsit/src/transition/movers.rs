//! Movers: the teams with services to change over, and what keeps them back.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{MissingGate, TeamHeldBack, WaveTeam};
use crate::assignment::Assignment;
use crate::error::Fault;
use crate::evaluation::Analysis;
use crate::exact::Money;
use crate::finding::Detail;
use crate::gate::{Gates, Waiting, Works, is_over_rework_limit};
use crate::portfolio::{Answer, GateCode, Name};
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// A team with services to change over.
pub(super) struct Mover {
    pub(super) name: Name,
    pub(super) team: Option<u32>,
    services: Vec<usize>,
    pub(super) one_off: Money,
    /// Whether all that is paid once has an amount.
    one_off_is_known: bool,
    net_benefit: Money,
    /// Whether all that the models differ by has one.
    net_benefit_is_known: bool,
    /// Whether one of its services goes to its product team.
    to_team: bool,
    pub(super) waiting: Waiting,
    /// The enabling work that it needs, first as the pilot, then in a wave.
    as_pilot: Vec<Name>,
    in_wave: Vec<Name>,
    /// The enabling work that it needs where it stands in the plan.
    pub(super) needs: Vec<Name>,
    /// Gates of which it is not known whether they are open.
    unknown: Vec<GateCode>,
    known_ready: bool,
    over_rework_limit: bool,
}

impl Mover {
    fn new(name: Name, team: Option<u32>) -> Self {
        Self {
            name,
            team,
            services: Vec::new(),
            one_off: Money::ZERO,
            one_off_is_known: true,
            net_benefit: Money::ZERO,
            net_benefit_is_known: true,
            to_team: false,
            waiting: Waiting::default(),
            as_pilot: Vec::new(),
            in_wave: Vec::new(),
            needs: Vec::new(),
            unknown: Vec::new(),
            known_ready: false,
            over_rework_limit: false,
        }
    }

    pub(super) fn services(&self) -> &[usize] {
        &self.services
    }

    /// Places it in the plan.
    pub(super) fn placed(mut self, pilot: bool) -> Self {
        self.needs = std::mem::take(if pilot { &mut self.as_pilot } else { &mut self.in_wave });
        self
    }

    /// Finds what keeps it back, and what it waits for.
    fn gate(&mut self, portfolio: &Portfolio, gates: &Gates<'_>, works: &Works<'_>) {
        let team = self.team.and_then(|team| portfolio.file().teams.get(team as usize));
        self.over_rework_limit = team.is_some_and(|team| is_over_rework_limit(portfolio, team));
        if !self.to_team {
            return;
        }
        let name = team.map(|team| &*team.name);
        let gates = name.map(|name| gates.of_team(name));
        if gates.as_ref().is_some_and(|gates| gates.forced) {
            self.known_ready = true;
            return;
        }
        let shut = gates.as_ref().map(|gates| gates.shut()).unwrap_or_default();
        self.known_ready = gates.as_ref().is_some_and(|gates| gates.may_change_over() == Some(true));
        self.unknown = gates.map(|gates| gates.that_are(Answer::Unknown)).unwrap_or_default();
        self.waiting = works.before(name, &shut);
        for work in &works.works {
            let opens = work.is_for(name) && work.work.opens.iter().any(|gate| shut.contains(gate));
            if work.is_for_the_pilot(name) || opens {
                self.as_pilot.push(work.work.name.clone());
            }
            if work.is_for(name) {
                self.in_wave.push(work.work.name.clone());
            }
        }
    }

    fn service_names(&self, portfolio: &Portfolio) -> Vec<Name> {
        let services = self.services.iter().filter_map(|service| portfolio.file().services.get(*service));
        services.map(|service| service.name.clone()).collect()
    }

    pub(super) fn shown(&self, portfolio: &Portfolio) -> WaveTeam {
        WaveTeam {
            name: self.name.clone(),
            services: self.service_names(portfolio),
            one_off: self.one_off,
            one_off_partial: !self.one_off_is_known,
            net_benefit: self.net_benefit,
            net_benefit_partial: !self.net_benefit_is_known,
            waits_for: self.needs.clone(),
        }
    }

    pub(super) fn held_back(&self, portfolio: &Portfolio) -> TeamHeldBack {
        let missing = self.waiting.gates.iter();
        TeamHeldBack {
            name: self.name.clone(),
            services: self.service_names(portfolio),
            missing: missing
                .map(|(code, done_month)| MissingGate { code: *code, done_month: *done_month })
                .collect(),
            net_benefit: self.net_benefit,
            net_benefit_partial: !self.net_benefit_is_known,
        }
    }

    fn missing(&self) -> Vec<GateCode> {
        self.waiting.gates.iter().map(|(code, _)| *code).collect()
    }
}

/// The teams with services to change over in the order in which they go, and those that are held back because something is
/// missing that no enabling work puts in place.
///
/// Teams over the rework limit come last; of the others, teams known to be ready first, then those that gain most.
pub(super) fn movers(
    analysis: &Analysis<'_>,
    recommended: &Assignment,
    staying: &Assignment,
    works: &Works<'_>,
) -> Result<(Vec<Mover>, Vec<Mover>), Fault> {
    let portfolio = analysis.costing.portfolio;
    let mut by_team: BTreeMap<u32, Mover> = BTreeMap::new();
    let mut alone = Vec::new();
    analysis.each_insurance(recommended, |index, _, insurance| {
        let model = |assignment: &Assignment| assignment.choices.get(index).map(|choice| choice.model);
        if model(staying) == model(recommended) || portfolio.runs_today(index).is_none() {
            return Ok(());
        }
        let own = analysis.own(recommended, index)?;
        let (one_off, known) = (own.one_off()?, own.one_off_is_known());
        let to_team = model(recommended) == Some(OperatingModel::YouBuildItYouRunIt);
        let net_benefit =
            if to_team { insurance.net_benefit } else { Money::ZERO.minus(insurance.net_benefit)? };
        let add = |mover: &mut Mover| {
            mover.services.push(index);
            mover.one_off = mover.one_off.plus(one_off)?;
            mover.one_off_is_known &= known;
            mover.net_benefit_is_known &= !insurance.partial;
            mover.net_benefit = mover.net_benefit.plus(net_benefit)?;
            mover.to_team |= to_team;
            Ok::<_, Fault>(())
        };
        match portfolio.team_of(index) {
            Some((team, named)) => {
                let team = team.number();
                add(by_team.entry(team).or_insert_with(|| Mover::new(named.name.clone(), Some(team))))
            }
            None => {
                let service = portfolio.file().services.get(index).map(|service| service.name.clone());
                let mut mover = Mover::new(service.unwrap_or_default(), None);
                add(&mut mover)?;
                alone.push(mover);
                Ok(())
            }
        }
    })?;
    let gates = Gates::of(portfolio, recommended);
    let mut movers: Vec<Mover> = by_team.into_values().chain(alone).collect();
    for mover in &mut movers {
        mover.gate(portfolio, &gates, works);
    }
    crate::sort::by_key(&mut movers, |mover| {
        (mover.over_rework_limit, !mover.known_ready, Reverse(mover.net_benefit))
    });
    Ok(movers.into_iter().partition(|mover| mover.waiting.open_by().is_some()))
}

/// What to know about who is ready.
pub(super) fn findings(portfolio: &Portfolio, movers: &[Mover], held: &[Mover]) -> Vec<Detail> {
    let held_back = held.first().map(|first| Detail::TeamsHeldBack {
        teams: held.len(),
        first: first.name.clone(),
        missing: first.missing(),
    });
    let mut unknown = movers.iter().filter(|mover| !mover.unknown.is_empty());
    let first = unknown.next().filter(|_| portfolio.file().readiness.is_some());
    let not_known = first.map(|first| Detail::ReadinessNotKnown {
        teams: 1 + unknown.count(),
        first: first.name.clone(),
        gates: first.unknown.clone(),
    });
    held_back.into_iter().chain(not_known).collect()
}
