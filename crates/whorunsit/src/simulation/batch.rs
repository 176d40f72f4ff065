//! A batch of trials of one service under both models, in columns.

use super::counts::{self, Counts};
use super::desk::{Desk, Sums};
use super::events::Events;
use super::live::Live;
use super::model::ServiceModel;
use super::respond::{ChainColumns, Each, Responses, Same, first};
use super::source::{BATCH, Cause, Halt, Source};
use super::waits::Arrivals;
use crate::distribution::{COLUMN, Room, Sampler, Staircases, Stream};
use crate::random::{Purpose, Random, part_of};

/// One by a hundred.
const PERCENT: f64 = 0.01;

/// A service, prepared for batches.
pub(super) struct Prepared<'m> {
    pub(super) model: &'m ServiceModel,
    live: Option<&'m Live>,
    /// Incidents of its own; `None` where each trial has a rate of its own.
    own: Option<Counts>,
    /// How often each cause of the service strikes, its place among all, and the number of its stream.
    pub(super) causes: Vec<(Counts, usize, u64)>,
    exposures: Vec<Sampler>,
    /// Parts of one, and the most that they may be once they are multiplied.
    severity: (Sampler, f64),
    arrivals: Arrivals,
    chains: [ChainColumns; 2],
    /// How many there are, and what each is worth.
    delays: Vec<(Sampler, Sampler)>,
    unknowns: Vec<Sampler>,
}

/// Which incidents are drawn.
struct Pass<'p> {
    in_first_year: bool,
    /// Of a cause: where the time of its events comes from, which is the same for all services, and where they are told.
    shared: Option<(&'p mut Stream, &'p mut Events)>,
}

impl<'m> Prepared<'m> {
    pub(super) fn of(
        (model, live): (&'m ServiceModel, Option<&'m Live>),
        causes: &[Cause],
        staircases: &Staircases,
    ) -> Result<Self, Halt> {
        let own = match live.is_some_and(Live::moves_incidents) {
            true => None,
            false => {
                let counts = Counts::of(&model.incidents, model.own_share * model.years, staircases);
                Some(counts.ok_or(Halt::RateTooLarge)?)
            }
        };
        let shared = model.shared.iter().filter_map(|cause| Some((*cause, causes.get(*cause)?)));
        let causes = shared.map(|(place, cause)| {
            let counts = Counts::of(&cause.rate, model.years, staircases).ok_or(Halt::RateTooLarge)?;
            Ok((counts, place, cause.stream))
        });
        let causes = causes.collect::<Result<_, Halt>>()?;
        let [operations, product_team] = &model.chains;
        let [of_operations, of_team] = model.stakes;
        let chain = |chain, stakes| ChainColumns::of(chain, stakes, &model.waits, staircases);
        let mut chains = [chain(operations, of_operations), chain(product_team, of_team)];
        let severity = live.and_then(|live| {
            live.prepare(&mut chains, staircases);
            live.severity(PERCENT, staircases)
        });
        let severity =
            severity.unwrap_or_else(|| (Sampler::times(&model.severity, PERCENT, staircases), f64::INFINITY));
        let sampler = |distribution| Sampler::of(distribution, staircases);
        let unknowns = live.map_or(&[][..], |live| live.unknowns.as_slice());
        Ok(Self {
            model,
            live,
            own,
            causes,
            exposures: model.seasons.iter().map(|season| sampler(&season.exposure)).collect(),
            severity,
            arrivals: Arrivals::of(&model.waits),
            chains,
            delays: model.delays.iter().map(|delay| (sampler(&delay.count), sampler(&delay.value))).collect(),
            unknowns: unknowns.iter().map(|unknown| unknown.sampler(staircases)).collect(),
        })
    }

    /// Draws a batch; it is on the desk afterwards. `goes_on` is told how many incidents were drawn, and says whether to go on.
    pub(super) fn draw(
        &self,
        source: Source,
        desk: &mut Desk,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Halt> {
        let model = self.model;
        let mut stream = source.stream(Purpose::Service, source.service);
        desk.clear();
        self.settle(source, desk);
        match &self.own {
            Some(own) => own.fill(&mut stream, &mut desk.room, &mut desk.all),
            None => {
                let times = model.own_share * model.years;
                let rates = &mut desk.settled.rates;
                rates.iter_mut().for_each(|rate| *rate *= times);
                counts::at_rates(rates, &mut desk.all, &mut stream.random)
            }
        }
        .ok_or(Halt::RateTooLarge)?;
        counts::first_years(&desk.all, model.years, &mut desk.first, &mut stream.random);
        self.expose(source, &mut stream, desk);
        self.delay(&mut stream, desk);
        for in_first_year in [true, false] {
            let pass = Pass { in_first_year, shared: None };
            self.pass(pass, &mut stream, desk, goes_on)?;
        }
        desk.keep_own();
        for (number, (counts, _, cause)) in self.causes.iter().enumerate() {
            let mut events = source.stream(Purpose::SharedCause, *cause);
            counts.fill(&mut events, &mut desk.room, &mut desk.all).ok_or(Halt::RateTooLarge)?;
            counts::first_years(&desk.all, model.years, &mut desk.first, &mut events.random);
            let mut told = Events::default();
            for in_first_year in [true, false] {
                let pass = Pass { in_first_year, shared: Some((&mut events, &mut told)) };
                self.pass(pass, &mut stream, desk, goes_on)?;
            }
            if let Some(slot) = desk.events.get_mut(number) {
                *slot = told;
            } else {
                desk.events.push(told);
            }
        }
        // What happens in some year is discounted as if it were spread evenly over the years.
        let average = model.annuity / model.years;
        let Desk { outcomes, yearly, settled, .. } = desk;
        for (((outcomes, yearly), settled), fixed) in
            outcomes.iter_mut().zip(yearly).zip(&settled.fixed).zip(model.fixed)
        {
            for (place, (cost, yearly)) in outcomes.cost.iter_mut().zip(yearly).enumerate() {
                let fixed = settled.get(place).copied().unwrap_or(fixed);
                *cost = fixed + *yearly * model.annuity + *cost * average;
            }
        }
        Ok(())
    }

    /// What each trial works with where something is unknown.
    fn settle(&self, source: Source, desk: &mut Desk) {
        let Some(live) = self.live else { return };
        let Desk { room, ratios, settled, .. } = desk;
        ratios.resize(self.unknowns.len(), vec![0.0; BATCH]);
        for ((sampler, unknown), column) in self.unknowns.iter().zip(&live.unknowns).zip(ratios.iter_mut()) {
            // Whoever rests on it sees the same numbers.
            sampler.fill(&mut source.stream(Purpose::Unknown, unknown.stream), room, column);
        }
        let mut now = Vec::with_capacity(ratios.len());
        for trial in 0..BATCH {
            now.clear();
            now.extend(ratios.iter().map(|column| column.get(trial).copied().unwrap_or(1.0)));
            live.settle(self.model, &self.chains, &now, settled);
        }
    }

    fn expose(&self, source: Source, stream: &mut Stream, desk: &mut Desk) {
        let seasons = self.exposures.len();
        desk.exposures.resize(seasons, vec![0.0; BATCH]);
        desk.ordered.resize(seasons, vec![0.0; BATCH]);
        match self.model.exposure_group {
            Some(group) => {
                let seed = Purpose::ExposureGroup.seed(source.seed, group);
                let mut random = Random::of_batch(seed, source.batch);
                // One number for each trial, whatever the service: so all of a group see the same numbers.
                for trial in 0..BATCH {
                    let normal = random.normal();
                    for (column, quantiles) in desk.exposures.iter_mut().zip(&self.model.together) {
                        if let Some(exposure) = column.get_mut(trial) {
                            *exposure = quantiles.at(normal);
                        }
                    }
                }
            }
            None => {
                for (column, sampler) in desk.exposures.iter_mut().zip(&self.exposures) {
                    sampler.fill(stream, &mut desk.room, column);
                }
            }
        }
    }

    /// What comes late in a year.
    fn delay(&self, stream: &mut Stream, desk: &mut Desk) {
        let Desk { room, yearly, settled, at_once: counts, left: values, .. } = desk;
        let (counts, values) = (first(counts, BATCH), first(values, BATCH));
        for (number, ((count, value), delay)) in self.delays.iter().zip(&self.model.delays).enumerate() {
            count.fill(stream, room, counts);
            value.fill(stream, room, values);
            let rows = settled.delays.get(number).map_or(&[][..], Vec::as_slice);
            let [operations, product_team] = &mut *yearly;
            let sums = operations.iter_mut().zip(product_team.iter_mut());
            for (trial, ((count, value), (a, b))) in counts.iter().zip(values.iter()).zip(sums).enumerate() {
                let row = rows.get(trial);
                let count = row.and_then(|row| row.count).unwrap_or(*count);
                let value = count * row.and_then(|row| row.value).unwrap_or(*value);
                let (weeks, effort) = row.map_or((delay.weeks, delay.effort), |row| (row.weeks, row.effort));
                *a += value * weeks[0] + count * effort[0];
                *b += value * weeks[1] + count * effort[1];
            }
        }
    }

    /// Draws the incidents of a year, or of all years after it: incident after incident of all trials, in columns.
    fn pass(
        &self,
        mut pass: Pass<'_>,
        stream: &mut Stream,
        desk: &mut Desk,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Halt> {
        if !pass.in_first_year {
            desk.all.iter_mut().zip(&desk.first).for_each(|(all, first)| *all -= first);
        }
        desk.rounds.arrange(if pass.in_first_year { &desk.first } else { &desk.all });
        let reached = desk.rounds.reach(0);
        if reached == 0 {
            return Ok(());
        }
        for (ordered, exposures) in desk.ordered.iter_mut().zip(&desk.exposures) {
            for (slot, trial) in ordered.iter_mut().zip(&desk.rounds.order) {
                *slot = exposures.get(*trial as usize).copied().unwrap_or_default();
            }
        }
        desk.sums.iter_mut().for_each(|sums| sums.clear(reached));
        let rounds = desk.rounds.reach.len();
        let (mut from, mut drawn) = (0, 0);
        while from < rounds {
            // As many rounds at once as fit in a column.
            let (mut to, mut count) = (from + 1, desk.rounds.reach(from));
            while to < rounds && count + desk.rounds.reach(to) <= COLUMN {
                count += desk.rounds.reach(to);
                to += 1;
            }
            self.incidents((from..to, count), &mut pass, stream, desk);
            from = to;
            drawn += count;
            if !goes_on(drawn) {
                return Err(Halt::Cancelled);
            }
            drawn = 0;
        }
        desk.gather(pass.in_first_year, reached);
        Ok(())
    }

    /// Draws the incidents of some rounds.
    fn incidents(
        &self,
        (rounds, count): (std::ops::Range<usize>, usize),
        pass: &mut Pass<'_>,
        stream: &mut Stream,
        desk: &mut Desk,
    ) {
        let model = self.model;
        let Desk {
            room,
            ordered,
            at_once,
            place,
            left,
            season,
            covered,
            trial,
            responses,
            sums,
            settled,
            ..
        } = desk;
        let order = &desk.rounds.order;
        let reach = |round: usize| desk.rounds.reach.get(round).copied().unwrap_or_default() as usize;
        let (at_once, place, left) = (first(at_once, count), first(place, count), first(left, count));
        let (season, covered) = (first(season, count), first(covered, count));
        let trial = first(trial, count);
        let is_shared = pass.shared.is_some();
        if self.live.is_some() || is_shared {
            let mut rest = &mut *trial;
            for round in rounds.clone() {
                let (now, after) = rest.split_at_mut_checked(reach(round)).unwrap_or_default();
                now.iter_mut().zip(order).for_each(|(slot, trial)| *slot = *trial);
                rest = after;
            }
        }
        let (sampler, most) = &self.severity;
        sampler.fill(stream, room, at_once);
        if !settled.severity.is_empty() {
            for (severity, trial) in at_once.iter_mut().zip(trial.iter()) {
                let drawn = *severity * settled.severity.get(*trial as usize).copied().unwrap_or_default();
                *severity = if drawn > *most { *most } else { drawn };
            }
        }
        // Every service takes the same two numbers for an event, so that all see the same events.
        let mut bits = |room: &mut Room, stream: &mut Stream, take: &mut dyn FnMut(usize, f64)| {
            let bits = match &mut pass.shared {
                Some((events, _)) => room.bits(count, events),
                None => room.bits(count, stream),
            };
            bits.iter().enumerate().for_each(|(number, bits)| take(number, part_of(*bits)));
        };
        if is_shared || !settled.arrival.is_empty() {
            bits(room, stream, &mut |number, draw| {
                let of = trial.get(number).copied().unwrap_or_default() as usize;
                let times = settled.arrival.get(of).copied().unwrap_or(1.0);
                if let (Some(place), Some(left)) = (place.get_mut(number), left.get_mut(number)) {
                    (*place, *left) = self.arrivals.at(draw * times);
                }
            });
        } else {
            let bits = room.bits(count, stream);
            for ((bits, place), left) in bits.iter().zip(place.iter_mut()).zip(left.iter_mut()) {
                (*place, *left) = self.arrivals.at(part_of(*bits));
            }
        }
        if is_shared || model.is_seasonal {
            bits(room, stream, &mut |number, draw| {
                let last = model.seasons.len().saturating_sub(1);
                let found = model.seasons.iter().position(|season| draw < season.until).unwrap_or(last);
                let until = model.seasons.get(found).map_or(0.0, |season| season.covered_until);
                if let (Some(season), Some(covered)) = (season.get_mut(number), covered.get_mut(number)) {
                    (*season, *covered) = (found as u32, draw < until);
                }
            });
        }
        let mut start = 0;
        for round in rounds.clone() {
            let end = start + reach(round);
            let at_once = at_once.get_mut(start..end).unwrap_or_default();
            match (&**ordered, season.get(start..end)) {
                ([exposures], _) => {
                    at_once.iter_mut().zip(exposures).for_each(|(severity, exposure)| *severity *= exposure);
                }
                (exposures, seasons) => {
                    let seasons = seasons.unwrap_or_default();
                    for (number, (severity, season)) in at_once.iter_mut().zip(seasons).enumerate() {
                        let exposures = exposures.get(*season as usize);
                        *severity *= exposures.and_then(|all| all.get(number)).copied().unwrap_or_default();
                    }
                }
            }
            start = end;
        }
        let arrivals = (&*place, &*left);
        let changes_cover = model.is_seasonal;
        let always = model.seasons.first().is_some_and(|season| season.covered_until > 0.0);
        let each = self.chains.iter().zip(&settled.chains).zip(responses.iter_mut()).zip(sums);
        for (is_team, (((chain, settled), responses), sums)) in [false, true].into_iter().zip(each) {
            if self.live.is_none() && (!is_team || !changes_cover) {
                let is_covered = !is_team || always;
                let rows = Same { chain: &chain.row, tiers: &chain.tier_rows, is_covered };
                responses.draw(chain, rows, arrivals, stream, room);
            } else {
                let single = std::slice::from_ref(&chain.row);
                let (rows, tiers, of) = match self.live {
                    Some(_) => (&*settled.rows, &settled.tiers, &*trial),
                    None => (single, &chain.single, &[][..]),
                };
                let is_covered = (is_team && changes_cover).then_some(&*covered);
                let rows = Each { chain: rows, tiers, of, is_covered, otherwise: !is_team || always };
                responses.draw(chain, rows, arrivals, stream, room);
            }
            add(responses, at_once, (rounds.clone(), &reach), pass.in_first_year, sums);
        }
        if let Some((_, events)) = &mut pass.shared
            && pass.in_first_year
        {
            let [operations, product_team] = &*responses;
            events.add(trial, [&operations.at_stake, &product_team.at_stake]);
        }
    }
}

/// Adds what incidents come to to the sums of their trials; what is at stake becomes what they lose.
fn add(
    responses: &mut Responses,
    at_once: &[f64],
    (rounds, reach): (std::ops::Range<usize>, &dyn Fn(usize) -> usize),
    in_first_year: bool,
    sums: &mut Sums,
) {
    let Responses { hours, at_stake, response, .. } = responses;
    at_stake.iter_mut().zip(at_once).for_each(|(stake, at_once)| *stake *= at_once);
    let mut start = 0;
    for round in rounds {
        let end = start + reach(round);
        let (Some(loss), Some(response), Some(hours)) =
            (at_stake.get(start..end), response.get(start..end), hours.get(start..end))
        else {
            return;
        };
        let all = sums.all.iter_mut().zip(loss).zip(response);
        all.for_each(|((sum, loss), response)| *sum += loss + response);
        if in_first_year {
            sums.loss.iter_mut().zip(loss).for_each(|(sum, loss)| *sum += loss);
            let worst = sums.worst.iter_mut().zip(loss);
            worst.for_each(|(worst, loss)| *worst = if *loss > *worst { *loss } else { *worst });
            sums.hours.iter_mut().zip(hours).for_each(|(sum, hours)| *sum += hours);
        }
        start = end;
    }
}
