//! A batch of trials of one service under both models, in columns.

use super::counts::{self, Counts};
use super::desk::{Desk, Sums};
use super::events::Events;
use super::failures::FailureColumns;
use super::live::Live;
use super::model::ServiceModel;
use super::respond::{ChainColumns, Each, Responses, Same, first};
use super::source::{BATCH, Cause, Halt, Source};
use super::waits::Arrivals;
use crate::distribution::{Room, Sampler, Staircases, Stream};
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
    failures: [Option<FailureColumns>; 2],
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
        let mut failures = [None, None];
        for (place, (slot, model_of)) in failures.iter_mut().zip(&model.failures).enumerate() {
            let Some(failures) = model_of else { continue };
            let recovery = live.and_then(|live| live.recovery(place, staircases));
            let columns = FailureColumns::of(failures, recovery, model.years, staircases);
            *slot = Some(columns.ok_or(Halt::RateTooLarge)?);
        }
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
            failures,
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
        for (place, failures) in self.failures.iter().enumerate() {
            if let Some(failures) = failures {
                self.fail((place, failures), &mut stream, desk, goes_on)?;
            }
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
        let reached = desk.arrange(pass.in_first_year);
        desk.sums.iter_mut().for_each(|sums| sums.clear(reached));
        let mut from = 0;
        while let Some((rounds, count)) = desk.rounds.column(from) {
            from = rounds.end;
            self.incidents((rounds, count), &mut pass, stream, desk);
            if !goes_on(count) {
                return Err(Halt::Cancelled);
            }
        }
        for place in [0, 1] {
            desk.gather(place, pass.in_first_year, reached);
        }
        desk.count(pass.in_first_year);
        Ok(())
    }

    /// Draws the deployments that fail under the model in this place.
    fn fail(
        &self,
        (place, failures): (usize, &FailureColumns),
        stream: &mut Stream,
        desk: &mut Desk,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<(), Halt> {
        let years = self.model.years;
        let rows = desk.settled.failures.get(place).map_or(&[][..], Vec::as_slice);
        if rows.is_empty() {
            failures.counts.fill(stream, &mut desk.room, &mut desk.all)
        } else {
            let rates: Vec<f64> = rows.iter().map(|row| row.per_year * years).collect();
            counts::at_rates(&rates, &mut desk.all, &mut stream.random)
        }
        .ok_or(Halt::RateTooLarge)?;
        counts::first_years(&desk.all, years, &mut desk.first, &mut stream.random);
        for in_first_year in [true, false] {
            let reached = desk.arrange(in_first_year);
            if let Some(sums) = desk.sums.get_mut(place) {
                sums.clear(reached);
            }
            let mut from = 0;
            while let Some((rounds, count)) = desk.rounds.column(from) {
                from = rounds.end;
                desk.rounds.trials(rounds.clone(), first(&mut desk.trial, count));
                self.severities(count, stream, desk);
                if self.model.is_seasonal {
                    let bits = desk.room.bits(count, stream);
                    self.seasons(bits, first(&mut desk.season, count), first(&mut desk.covered, count));
                }
                self.exposed(rounds.clone(), desk);
                let Desk { room, rounds: all_rounds, trial, at_once, responses, sums, settled, .. } =
                    &mut *desk;
                let (Some(responses), Some(sums)) = (responses.get_mut(place), sums.get_mut(place)) else {
                    continue;
                };
                let rows = settled.failures.get(place).map_or(&[][..], Vec::as_slice);
                let (recovery, most) = &failures.recovery;
                let Responses { hours, at_stake, response, .. } = &mut *responses;
                let hours = first(hours, count);
                recovery.fill(stream, room, hours);
                let results = hours.iter_mut().zip(at_stake.iter_mut()).zip(response.iter_mut());
                for (((hours, at_stake), response), trial) in results.zip(trial.iter()) {
                    let row = rows.get(*trial as usize).unwrap_or(&failures.row);
                    let taken = *hours * row.recovery;
                    *hours = if taken > *most { *most } else { taken };
                    *at_stake = *hours * row.at_stake;
                    *response = *hours * row.hourly;
                }
                let reach = |round: usize| all_rounds.reach(round);
                add(responses, first(at_once, count), (rounds, &reach), in_first_year, sums);
                if !goes_on(count) {
                    return Err(Halt::Cancelled);
                }
            }
            desk.gather(place, in_first_year, reached);
        }
        Ok(())
    }

    /// The severity of so many incidents, which is what they lose in an hour for each unit of the exposure.
    fn severities(&self, count: usize, stream: &mut Stream, desk: &mut Desk) {
        let Desk { room, at_once, trial, settled, .. } = desk;
        let at_once = first(at_once, count);
        let (sampler, most) = &self.severity;
        sampler.fill(stream, room, at_once);
        if !settled.severity.is_empty() {
            for (severity, trial) in at_once.iter_mut().zip(trial.iter()) {
                let drawn = *severity * settled.severity.get(*trial as usize).copied().unwrap_or_default();
                *severity = if drawn > *most { *most } else { drawn };
            }
        }
    }

    /// In which season incidents fall, and whether the product team covers it then.
    fn seasons(&self, bits: &[u64], season: &mut [u32], covered: &mut [bool]) {
        let seasons = &self.model.seasons;
        let last = seasons.len().saturating_sub(1);
        for ((bits, season), covered) in bits.iter().zip(season).zip(covered) {
            let draw = part_of(*bits);
            let found = seasons.iter().position(|season| draw < season.until).unwrap_or(last);
            *season = found as u32;
            *covered = seasons.get(found).is_some_and(|season| draw < season.covered_until);
        }
    }

    /// Multiplies severities with the exposures of trials and seasons.
    fn exposed(&self, rounds: std::ops::Range<usize>, desk: &mut Desk) {
        let Desk { rounds: all, ordered, at_once, season, .. } = desk;
        let mut start = 0;
        for round in rounds {
            let end = start + all.reach(round);
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
        let is_shared = pass.shared.is_some();
        if self.live.is_some() || is_shared {
            desk.rounds.trials(rounds.clone(), first(&mut desk.trial, count));
        }
        self.severities(count, stream, desk);
        // Every service takes the same two numbers for an event, so that all see the same events.
        let mut bits =
            |room: &mut Room, stream: &mut Stream, take: &mut dyn FnMut(&[u64])| match &mut pass.shared {
                Some((events, _)) => take(room.bits(count, events)),
                None => take(room.bits(count, stream)),
            };
        let Desk { room, place, left, season, covered, trial, settled, .. } = &mut *desk;
        let (place, left) = (first(place, count), first(left, count));
        bits(room, stream, &mut |bits| {
            let at = bits.iter().zip(place.iter_mut()).zip(left.iter_mut());
            if settled.arrival.is_empty() {
                at.for_each(|((bits, place), left)| (*place, *left) = self.arrivals.at(part_of(*bits)));
            } else {
                for (((bits, place), left), trial) in at.zip(trial.iter()) {
                    let times = settled.arrival.get(*trial as usize).copied().unwrap_or(1.0);
                    (*place, *left) = self.arrivals.at(part_of(*bits) * times);
                }
            }
        });
        if is_shared || model.is_seasonal {
            let (season, covered) = (first(season, count), first(covered, count));
            bits(room, stream, &mut |bits| self.seasons(bits, season, covered));
        }
        self.exposed(rounds.clone(), desk);
        let Desk {
            room, rounds: all, at_once, place, left, covered, trial, responses, sums, settled, ..
        } = desk;
        let (at_once, trial) = (first(at_once, count), first(trial, count));
        let (place, left) = (first(place, count), first(left, count));
        let covered = first(covered, count);
        let reach = |round: usize| all.reach(round);
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
