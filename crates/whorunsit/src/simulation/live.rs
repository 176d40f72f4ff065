//! What is merely unknown beside a service's own estimates, drawn once per trial: the same draw for every service that rests on it.
//!
//! Whatever a trial works with is a product of inputs, or a sum of such products. So a draw counts as its ratio to the
//! mean, and the means of trials are the costs of `compare`.

use std::collections::BTreeMap;

use super::chain::{ChainModel, StakesModel};
use super::failures::{FailureModel, FailureRow};
use super::model::{Context, DelayModel, MODELS, ServiceModel, varies};
use super::respond::{ChainColumns, ChainRow, HOUR, TierRow};
use crate::distribution::{Distribution, Sampler, Staircases, Typical};
use crate::exact::{Overflow, float};
use crate::ledger::{Failures, Given, ItemCode, one_off_cost};
use crate::portfolio::CalloutTerms;
use crate::resolve::{Level, Portfolio, Uncertain, walk};
use crate::response::Chain;
use crate::selection::OperatingModel;

/// All that is unknown in a portfolio, by where it is in memory.
pub(crate) struct Register {
    streams: BTreeMap<usize, u64>,
}

impl Register {
    /// Of all estimates that trials do not draw service by service anyway. What a profile says of many services is one
    /// unknown, of all of them.
    pub(crate) fn of(portfolio: &Portfolio) -> Self {
        let mut streams = BTreeMap::new();
        walk(portfolio.file(), &mut |at, estimate| {
            let by_case = at.key.is_per_incident() && !estimate.is_typical();
            if !estimate.is_uncertain() || by_case {
                return;
            }
            let path = at.path();
            let shared = portfolio.profile_place(&path);
            if shared.is_some() || !at.key.is_drawn_by_service() {
                streams.insert(estimate.address(), stream_of(shared.unwrap_or(&path)));
            }
        });
        Self { streams }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }
}

/// A number for a path (FNV-1a), so that what is drawn for an estimate depends on nothing else.
pub(super) fn stream_of(path: &str) -> u64 {
    path.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// One unknown, as a service rests on it.
#[derive(Clone, Debug)]
pub(super) struct Unknown {
    pub(super) stream: u64,
    distribution: Distribution,
    mean: f64,
}

impl Unknown {
    pub(super) fn new(stream: u64, estimate: &dyn Uncertain) -> Self {
        let (mean, distribution) = estimate.unknown();
        Self { stream, distribution, mean }
    }

    /// Prepared for columns of ratios to its mean.
    pub(super) fn sampler(&self, staircases: &Staircases) -> Sampler {
        match self.mean > 0.0 {
            true => Sampler::times(&self.distribution, 1.0 / self.mean, staircases),
            false => Sampler::Fixed(1.0),
        }
    }
}

/// A number that is proportional to some unknowns, by their places.
#[derive(Clone, Debug, Default)]
struct Scaled {
    base: f64,
    by: Vec<usize>,
}

impl Scaled {
    fn at(&self, ratios: &[f64]) -> f64 {
        self.by.iter().filter_map(|place| ratios.get(*place)).fold(self.base, |value, ratio| value * ratio)
    }
}

/// Times that vary around an unknown median.
#[derive(Clone, Debug)]
struct Times {
    median: usize,
    mean: f64,
    typical: Typical,
}

impl Times {
    /// The median in a trial.
    fn at(&self, ratios: &[f64]) -> f64 {
        self.mean * ratios.get(self.median).copied().unwrap_or(1.0)
    }

    /// Cases around a median of one times a factor, and the most of them times it.
    fn around_one(&self, factor: f64, staircases: &Staircases) -> (Sampler, f64) {
        let around = Distribution::lognormal(0.0, self.typical.sigma, f64::MAX);
        (Sampler::times(&around, factor, staircases), self.typical.most * factor)
    }
}

#[derive(Clone, Debug, Default)]
struct LiveTier {
    pick_up: Option<Times>,
    handling: Option<Times>,
    resolves: Scaled,
    /// What lines of the portfolio's own take, which is known, and people's time.
    hourly: (f64, Scaled),
    callout: Scaled,
    time_off: Scaled,
}

#[derive(Clone, Debug, Default)]
struct LiveChain {
    tiers: Vec<LiveTier>,
    delay: Vec<Scaled>,
    /// What lines of the portfolio's own take, which is known, and steps.
    effort: (f64, Vec<Scaled>),
}

/// The weeks of lead time as a part that is known and one that is not, and people's time.
#[derive(Clone, Debug, Default)]
struct LiveDelay {
    weeks: [(f64, Scaled); 2],
    effort: [Scaled; 2],
    /// How many there are and what each is worth, where a profile says so of all services.
    count: Scaled,
    value: Scaled,
}

/// How a service's model follows from what is unknown.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub(super) unknowns: Vec<Unknown>,
    chains: [LiveChain; 2],
    /// Incidents a year, where a profile says so of all services.
    incidents: Scaled,
    severity: Option<Times>,
    working: Scaled,
    outside: Scaled,
    by_hour: bool,
    out_of_hours: Scaled,
    delays: Vec<LiveDelay>,
    failures: [Option<LiveFailures>; 2],
    fixed: [(f64, Vec<Scaled>); 2],
}

/// How failed deployments follow from what is unknown.
#[derive(Clone, Debug, Default)]
struct LiveFailures {
    per_year: Scaled,
    recovery: Option<Times>,
    hourly: Scaled,
    at_stake: Scaled,
}

impl LiveFailures {
    fn of(
        c: &mut Collector<'_>,
        portfolio: &Portfolio,
        service: usize,
        models: &[Option<FailureModel>; 2],
    ) -> [Option<Self>; 2] {
        let exposure = portfolio.file().services.get(service);
        let exposure = exposure.filter(|service| {
            service.exposure_by_hour.is_none() && service.peaks_by_hours().next().is_none()
        });
        let exposure = exposure.and_then(|service| service.working_hours_exposure.as_deref());
        let mut live = [None, None];
        for ((slot, model), of) in live.iter_mut().zip(models).zip(MODELS) {
            let Some(model) = model else { continue };
            let given = Failures::of(portfolio, service, of);
            let rate = given.rate.0.map(|rate| rate as &dyn Uncertain);
            let hour = hour_of(portfolio, service, of == OperatingModel::YouBuildItYouRunIt);
            *slot = Some(Self {
                per_year: c.scaled(model.per_year, [rate]),
                recovery: given.recovery.0.and_then(|time| c.times(time, &model.recovery)),
                hourly: c.scaled(model.hourly, [hour]),
                at_stake: c.scaled(model.at_stake, [exposure.map(|share| share as &dyn Uncertain)]),
            });
        }
        live
    }

    /// How long one takes around a median of one, in hours, and the most of it, where its median is unknown.
    fn around_one(&self, staircases: &Staircases) -> Option<(Sampler, f64)> {
        self.recovery.as_ref().map(|times| times.around_one(HOUR, staircases))
    }

    fn at(&self, ratios: &[f64]) -> FailureRow {
        FailureRow {
            per_year: self.per_year.at(ratios),
            recovery: self.recovery.as_ref().map_or(1.0, |times| times.at(ratios)),
            hourly: self.hourly.at(ratios),
            at_stake: self.at_stake.at(ratios),
        }
    }
}

/// Gathers the unknowns that a service rests on.
struct Collector<'r> {
    register: &'r Register,
    places: BTreeMap<usize, usize>,
    unknowns: Vec<Unknown>,
}

impl Collector<'_> {
    fn place(&mut self, estimate: &dyn Uncertain) -> Option<usize> {
        let address = estimate.address();
        let stream = *self.register.streams.get(&address)?;
        let next = self.unknowns.len();
        let place = *self.places.entry(address).or_insert(next);
        if place == next {
            self.unknowns.push(Unknown::new(stream, estimate));
        }
        Some(place)
    }

    fn scaled<'e>(&mut self, base: f64, by: impl IntoIterator<Item = Option<&'e dyn Uncertain>>) -> Scaled {
        let by = by.into_iter().flatten().filter_map(|estimate| self.place(estimate)).collect();
        Scaled { base, by }
    }

    fn times(&mut self, estimate: &dyn Uncertain, distribution: &Distribution) -> Option<Times> {
        let Distribution::Typical(typical) = distribution else { return None };
        let median = self.place(estimate)?;
        Some(Times { median, mean: typical.median.mean(), typical: (**typical).clone() })
    }
}

impl Live {
    /// `None` where a service rests on nothing that trials do not draw anyway.
    pub(super) fn of(
        context: &Context<'_>,
        model: &ServiceModel,
        register: &Register,
    ) -> Result<Option<Self>, Overflow> {
        if register.is_empty() {
            return Ok(None);
        }
        let portfolio = context.analysis.costing.portfolio;
        let file = portfolio.file();
        let Some(service) = file.services.get(context.service) else { return Ok(None) };
        let mut collector = Collector { register, places: BTreeMap::new(), unknowns: Vec::new() };
        let c = &mut collector;
        let incidents = portfolio.incidents_of(context.service).map(|incidents| incidents as &dyn Uncertain);
        let incidents = c.scaled(model.incidents.mean(), [incidents]);
        let severity = service.severity.as_deref().and_then(|severity| c.times(severity, &model.severity));
        let working = service.working_hours_exposure.as_deref().map(|share| share as &dyn Uncertain);
        let outside = service.out_of_hours_exposure.as_deref().map(|share| share as &dyn Uncertain);
        // Without a profile by the hour, both models and any cover have the same two shares.
        let [[shares, _], _] = &model.stakes;
        let working = c.scaled(shares.working, [working]);
        let outside = c.scaled(shares.out_of_hours, [outside]);
        let share = portfolio.incidents_out_of_hours(context.service).map(|share| share as &dyn Uncertain);
        let out_of_hours = c.scaled(model.waits.out_of_hours, [share]);
        let mut chains = [LiveChain::default(), LiveChain::default()];
        for ((live, chain), of) in chains.iter_mut().zip(&model.chains).zip(MODELS) {
            let known = portfolio.settings.chain(context.service, of);
            if let Some(known) = known {
                *live = live_chain(c, context, (chain, known), of);
            }
        }
        let delays = delays(c, context, &model.delays);
        let failures = LiveFailures::of(c, portfolio, context.service, &model.failures);
        let mut fixed = [(0.0, Vec::new()), (0.0, Vec::new())];
        for (slot, (of, whole)) in fixed.iter_mut().zip(MODELS.into_iter().zip(model.fixed)) {
            let mut moving = Vec::new();
            context.analysis.costing.visit_fixed(context.service, of, &mut |entry| {
                if !varies(&entry)
                    && let Some(amount) = entry.over_horizon
                {
                    let inputs = inputs_of(portfolio, context.service, of, entry.code);
                    let scaled = c.scaled(float(amount.amount()), inputs);
                    if !scaled.by.is_empty() {
                        moving.push(scaled);
                    }
                }
                Ok(())
            })?;
            *slot = (whole - moving.iter().map(|scaled| scaled.base).sum::<f64>(), moving);
        }
        let unknowns = std::mem::take(&mut collector.unknowns);
        let by_hour = service.exposure_by_hour.is_some() || service.peaks_by_hours().next().is_some();
        let live = Self {
            unknowns,
            chains,
            incidents,
            severity,
            working,
            outside,
            by_hour,
            out_of_hours,
            delays,
            failures,
            fixed,
        };
        Ok((!live.unknowns.is_empty()).then_some(live))
    }

    /// Whether a trial has incidents a year of its own.
    pub(super) fn moves_incidents(&self) -> bool {
        !self.incidents.by.is_empty()
    }

    /// Prepares the times that vary around an unknown median: they are drawn around a median of one.
    pub(super) fn prepare(&self, columns: &mut [ChainColumns; 2], staircases: &Staircases) {
        for (chain, live) in columns.iter_mut().zip(&self.chains) {
            for (tier, live) in chain.tiers.iter_mut().zip(&live.tiers) {
                for (columns, times) in
                    [(&mut tier.pick_up, &live.pick_up), (&mut tier.handling, &live.handling)]
                {
                    if let Some(times) = times {
                        *columns = times.around_one(HOUR, staircases);
                    }
                }
            }
        }
    }

    /// The severity around a median of one, and the most that it may be, both times a factor, where its median is unknown.
    pub(super) fn severity(&self, factor: f64, staircases: &Staircases) -> Option<(Sampler, f64)> {
        self.severity.as_ref().map(|times| times.around_one(factor, staircases))
    }

    /// How long a failed deployment takes under the model in this place around a median of one, in hours, and the most of it, where
    /// its median is unknown.
    pub(super) fn recovery(&self, place: usize, staircases: &Staircases) -> Option<(Sampler, f64)> {
        self.failures.get(place)?.as_ref()?.around_one(staircases)
    }

    /// Adds what a service works with in a trial in which the unknowns have turned out to be these ratios to their means.
    pub(super) fn settle(
        &self,
        base: &ServiceModel,
        known: &[ChainColumns; 2],
        ratios: &[f64],
        into: &mut Settled,
    ) {
        if !self.incidents.by.is_empty() {
            into.rates.push(self.incidents.at(ratios));
        }
        if let Some(times) = &self.severity {
            into.severity.push(times.at(ratios));
        }
        if !self.out_of_hours.by.is_empty() && self.out_of_hours.base > 0.0 {
            let ratio = self.out_of_hours.at(ratios).min(1.0) / self.out_of_hours.base;
            // The line out of hours becomes longer by this; so draws become shorter.
            into.arrival.push(if ratio > 0.0 { 1.0 / ratio } else { f64::MAX });
        }
        let shares = (!self.by_hour).then(|| {
            let outside = self.outside.at(ratios);
            let working = self.working.at(ratios);
            StakesModel { working, out_of_hours: outside, waiting: outside, arriving: outside }
        });
        for ((settled, live), known) in into.chains.iter_mut().zip(&self.chains).zip(known) {
            settled.rows.push(ChainRow {
                delay: live.delay.iter().map(|part| part.at(ratios)).sum(),
                effort: live.effort.0 + live.effort.1.iter().map(|part| part.at(ratios)).sum::<f64>(),
                stakes: shares.map_or(known.row.stakes, |shares| [shares; 2]),
            });
            settled.tiers.resize(live.tiers.len(), Vec::new());
            for (rows, live) in settled.tiers.iter_mut().zip(&live.tiers) {
                rows.push(TierRow {
                    pick_up: live.pick_up.as_ref().map_or(1.0, |times| times.at(ratios)),
                    handling: live.handling.as_ref().map_or(1.0, |times| times.at(ratios)),
                    resolves: live.resolves.at(ratios),
                    hourly: live.hourly.0 + live.hourly.1.at(ratios),
                    callout: live.callout.at(ratios),
                    time_off: live.time_off.at(ratios),
                });
            }
        }
        into.delays.resize(base.delays.len(), Vec::new());
        for ((rows, live), delay) in into.delays.iter_mut().zip(&self.delays).zip(&base.delays) {
            let mut row = DelayRow {
                weeks: delay.weeks,
                effort: delay.effort,
                count: (!live.count.by.is_empty()).then(|| live.count.at(ratios)),
                value: (!live.value.by.is_empty()).then(|| live.value.at(ratios)),
            };
            for (weeks, (known, unknown)) in row.weeks.iter_mut().zip(&live.weeks) {
                *weeks = known + unknown.at(ratios);
            }
            for (effort, scaled) in row.effort.iter_mut().zip(&live.effort) {
                *effort = scaled.at(ratios);
            }
            rows.push(row);
        }
        for (rows, live) in into.failures.iter_mut().zip(&self.failures) {
            rows.extend(live.as_ref().map(|live| live.at(ratios)));
        }
        for (fixed, (known, moving)) in into.fixed.iter_mut().zip(&self.fixed) {
            fixed.push(known + moving.iter().map(|scaled| scaled.at(ratios)).sum::<f64>());
        }
    }
}

/// What delays come to in a trial; what is drawn in every trial is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DelayRow {
    pub(super) weeks: [f64; 2],
    pub(super) effort: [f64; 2],
    pub(super) count: Option<f64>,
    pub(super) value: Option<f64>,
}

/// The response of a model in each trial.
#[derive(Clone, Debug, Default)]
pub(super) struct SettledChain {
    pub(super) rows: Vec<ChainRow>,
    pub(super) tiers: Vec<Vec<TierRow>>,
}

/// What a service works with in each trial of a batch, once all that is unknown is drawn. What no unknown moves has no rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Settled {
    /// Incidents a year.
    pub(super) rates: Vec<f64>,
    /// The median of the severity, in percent.
    pub(super) severity: Vec<f64>,
    /// What draws of the arrival are multiplied with.
    pub(super) arrival: Vec<f64>,
    pub(super) chains: [SettledChain; 2],
    pub(super) delays: Vec<Vec<DelayRow>>,
    pub(super) failures: [Vec<FailureRow>; 2],
    pub(super) fixed: [Vec<f64>; 2],
}

impl Settled {
    pub(super) fn clear(&mut self) {
        let Self { rates, severity, arrival, chains, delays, failures, fixed } = self;
        failures.iter_mut().for_each(Vec::clear);
        [rates, severity, arrival].into_iter().chain(fixed).for_each(Vec::clear);
        for SettledChain { rows, tiers } in chains {
            rows.clear();
            tiers.iter_mut().for_each(Vec::clear);
        }
        delays.iter_mut().for_each(Vec::clear);
    }
}

/// Whose hour it is.
fn hour_of(portfolio: &Portfolio, service: usize, by_product_team: bool) -> Option<&dyn Uncertain> {
    if by_product_team {
        let cost = portfolio.team_of(service).and_then(|(_, team)| team.hourly_cost.as_deref());
        cost.map(|cost| cost as &dyn Uncertain)
    } else {
        let cost =
            portfolio.file().operations.as_ref().and_then(|operations| operations.hourly_cost.as_ref());
        cost.map(|cost| cost as &dyn Uncertain)
    }
}

/// The rate of the first callout, as it is written.
fn callout_rate(portfolio: &Portfolio, service: usize, by_product_team: bool) -> Option<&dyn Uncertain> {
    let file = portfolio.file();
    let on_call = file.on_call.as_ref();
    let written = match portfolio.callout(service, by_product_team) {
        (Some(terms), level) if level != Level::Portfolio => Some(terms),
        _ if by_product_team => on_call
            .and_then(|on_call| on_call.product_teams.as_ref())
            .and_then(|terms| terms.callout.as_ref()),
        _ => on_call.and_then(|on_call| on_call.operations.as_ref()).and_then(|terms| terms.callout.as_ref()),
    };
    let paid = written.and_then(CalloutTerms::paid)?;
    Some(paid.first.as_ref().map_or(&paid.amount, |first| &first.amount) as &dyn Uncertain)
}

fn live_chain(
    c: &mut Collector<'_>,
    context: &Context<'_>,
    (model, chain): (&ChainModel, &Chain),
    of: OperatingModel,
) -> LiveChain {
    let portfolio = context.analysis.costing.portfolio;
    let service = context.service;
    let Some(written) = portfolio.settings.response(portfolio.file(), service, of) else {
        return LiveChain::default();
    };
    let (per_incident, per_hour) = context.analysis.costing.own_of_incidents(service, of);
    let mut live = LiveChain { effort: (float(per_incident.amount()), Vec::new()), ..LiveChain::default() };
    for ((tier, known), given) in model.tiers.iter().zip(&chain.tiers).zip(&written.tiers) {
        let hour = match &given.hourly_cost {
            Some(own) => Some(own as &dyn Uncertain),
            None => hour_of(portfolio, service, known.by_product_team),
        };
        let rate = tier.callout.rate();
        let resolves = given.resolves.as_ref().map(|share| share as &dyn Uncertain);
        let own = float(per_hour.amount()) * f64::from(known.people);
        live.tiers.push(LiveTier {
            pick_up: c.times(&given.pick_up, &tier.pick_up),
            handling: c.times(&given.handling, &tier.handling),
            resolves: c.scaled(tier.resolves, [resolves]),
            hourly: (own, c.scaled(tier.hourly - own, [hour])),
            callout: c.scaled(rate, [callout_rate(portfolio, service, known.by_product_team)]),
            time_off: c.scaled(tier.time_off, [hour]),
        });
    }
    let by_team = of == OperatingModel::YouBuildItYouRunIt;
    let hour = hour_of(portfolio, service, by_team);
    let cost = hour.map_or(0.0, |cost| float(cost.mean()));
    let by_hand = written.workflow.iter().filter(|step| step.automated != Some(true));
    for (step, given) in chain.steps.iter().zip(by_hand) {
        let delay = given.delay.as_ref().map(|delay| delay as &dyn Uncertain);
        let effort = given.effort.as_ref().map(|effort| effort as &dyn Uncertain);
        live.delay.push(c.scaled(float(step.delay), [delay]));
        live.effort.1.push(c.scaled(float(step.effort) * cost, [effort, hour]));
    }
    live
}

fn delays(c: &mut Collector<'_>, context: &Context<'_>, delays: &[DelayModel]) -> Vec<LiveDelay> {
    /// Hours of a week.
    const WEEK: f64 = 168.0;
    let portfolio = context.analysis.costing.portfolio;
    let service = portfolio.file().services.get(context.service);
    let has_features = service.is_some_and(|service| {
        service.features_per_year.is_some() && service.value_per_feature_week.is_some()
    });
    let of_service = |of_features: bool| {
        let counts = service.and_then(|service| match of_features {
            true => service.features_per_year.as_deref(),
            false => service.insights_per_year.as_deref(),
        });
        let values = service.and_then(|service| match of_features {
            true => service.value_per_feature_week.as_deref(),
            false => service.value_per_insight_week.as_deref(),
        });
        (counts.map(|count| count as &dyn Uncertain), values.map(|value| value as &dyn Uncertain))
    };
    let mut live = Vec::with_capacity(delays.len());
    for (number, delay) in delays.iter().enumerate() {
        let of_features = number == 0 && has_features;
        let (count, value) = of_service(of_features);
        let mut one = LiveDelay {
            count: c.scaled(delay.count.mean(), [count]),
            value: c.scaled(delay.value.mean(), [value]),
            ..LiveDelay::default()
        };
        for (place, of) in MODELS.into_iter().enumerate() {
            let given = Given::of(portfolio, context.service, of);
            let lead = if of_features { given.hand_off.0 } else { given.lead_time.0 };
            let weeks = delay.weeks.get(place).copied().unwrap_or_default();
            let unknown = lead.map_or(0.0, |lead| float(lead.mean_hours()) / WEEK);
            let scaled = c.scaled(unknown, [lead.map(|lead| lead as &dyn Uncertain)]);
            let effort = given.effort_per_improvement.0.map(|effort| effort as &dyn Uncertain);
            let hour = hour_of(portfolio, context.service, true);
            let base = delay.effort.get(place).copied().unwrap_or_default();
            let known =
                if scaled.by.is_empty() { (weeks, Scaled::default()) } else { (weeks - unknown, scaled) };
            if let Some(slot) = one.weeks.get_mut(place) {
                *slot = known;
            }
            if let Some(slot) = one.effort.get_mut(place) {
                *slot = if of_features { Scaled::default() } else { c.scaled(base, [effort, hour]) };
            }
        }
        live.push(one);
    }
    live
}

/// What a line item that trials do not draw is proportional to.
fn inputs_of(
    portfolio: &Portfolio,
    service: usize,
    of: OperatingModel,
    code: ItemCode,
) -> Vec<Option<&dyn Uncertain>> {
    let runner = || hour_of(portfolio, service, of == OperatingModel::YouBuildItYouRunIt);
    let given = || Given::of(portfolio, service, of);
    let team = portfolio.team_of(service).map(|(_, team)| team);
    match code {
        ItemCode::Deployments => {
            vec![given().effort_per_deployment.0.map(|effort| effort as &dyn Uncertain), runner()]
        }
        ItemCode::OperationsWork => vec![given().work.0.map(|effort| effort as &dyn Uncertain), runner()],
        ItemCode::Rework => vec![
            team.and_then(|team| team.capacity_hours_per_week.as_deref())
                .map(|hours| hours as &dyn Uncertain),
            team.and_then(|team| team.rework_rate.as_deref()).map(|rate| rate as &dyn Uncertain),
            hour_of(portfolio, service, true),
        ],
        _ => vec![one_off_cost(portfolio, service, of, code).0.map(|cost| cost as &dyn Uncertain)],
    }
}
