//! What a trial draws from: one service under both models, as floats.

use rust_decimal::Decimal;

use super::failures::FailureModel;
use crate::distribution::{Distribution, Quantiles};
use crate::estimate::Estimate;
use crate::evaluation::Analysis;
use crate::exact::float;
use crate::exact::{Money, Overflow, Share};
use crate::ledger::{Entry, ItemCode};
use crate::on_call::Cover;
use crate::portfolio::{CalloutTerms, CalloutUnit, Response, Service};
use crate::random::{Poisson, Random};
use crate::response::{Chain, ChainTier};
use crate::selection::OperatingModel;
use crate::stakes::Stakes;
use crate::year::{Responds, Year};

/// When incidents arrive out of hours, and how long they wait: the stretches out of hours, in hours.
#[derive(Clone, Debug)]
pub(crate) struct Waits {
    /// The probability that an incident arrives out of hours.
    pub(super) out_of_hours: f64,
    /// For each stretch, where it ends on a line on which all of them follow each other; that line is as long as
    /// `out_of_hours`, so that one draw says both whether an incident waits and how long.
    pub(super) ends: Vec<f64>,
    /// Hours for each unit of that line.
    pub(super) hours: f64,
    /// How an incident goes on in each stretch.
    pub(super) stretches: Vec<StretchModel>,
}

/// A stretch out of hours.
#[derive(Clone, Debug)]
pub(super) struct StretchModel {
    /// One by how often it comes in the year: a stretch that comes often has a part of the line for all of them.
    each: f64,
    /// Its hours.
    hours: f64,
    /// For each class of waiting, the hours beyond the end of the stretch, and the stretch that it goes on in.
    steps: Vec<Option<(f64, Option<usize>)>>,
}

/// What holds where the schedule does not, or does, cover the service.
#[inline]
pub(super) fn either<T>([uncovered, covered]: [T; 2], is_covered: bool) -> T {
    if is_covered { covered } else { uncovered }
}

/// Where an incident is out of hours: a stretch, and how long until it ends.
pub(super) type At<T> = (usize, T);

impl Waits {
    pub(crate) fn of(year: &Year, share: Option<&Estimate<Share>>) -> Self {
        let hours = |minutes: u64| minutes as f64 / 60.0;
        let total = hours(year.minutes_out_of_hours());
        let whole = total + hours(year.minutes_worked());
        let mut end = 0.0;
        let ends = year.out.iter().map(|stretch| {
            end += hours(stretch.block.all()) / whole;
            end
        });
        let stretches = year.out.iter().map(|stretch| StretchModel {
            each: 1.0 / f64::from(stretch.block.count.max(1)),
            hours: f64::from(stretch.block.minutes) / 60.0,
            steps: stretch
                .steps
                .iter()
                .map(|step| step.map(|step| (f64::from(step.beyond) / 60.0, step.lands)))
                .collect(),
        });
        let mut waits = Self {
            ends: ends.collect(),
            out_of_hours: total / whole,
            hours: whole,
            stretches: stretches.collect(),
        };
        if let Some(share) = share {
            waits.take_share(float(share.mean_of_one()));
        }
        waits
    }

    /// Lets another share of incidents arrive out of hours; within them they arrive evenly all the same.
    fn take_share(&mut self, share: f64) {
        let ratio = if self.out_of_hours > 0.0 { share / self.out_of_hours } else { 0.0 };
        self.ends.iter_mut().for_each(|end| *end *= ratio);
        self.hours = if ratio > 0.0 { self.hours / ratio } else { 0.0 };
        self.out_of_hours = if ratio > 0.0 { share } else { 0.0 };
    }

    /// Where an incident arrives out of hours, by a draw from 0 to 1; `None` for one in working hours.
    #[inline]
    fn arrival(&self, draw: f64) -> Option<At<f64>> {
        if draw >= self.out_of_hours {
            return None;
        }
        // Rounding may leave a draw beyond the last end.
        let place = self.ends.partition_point(|end| *end <= draw).min(self.ends.len().saturating_sub(1));
        let end = self.ends.get(place).copied().unwrap_or(self.out_of_hours).max(draw);
        let each = self.stretches.get(place).map_or(1.0, |stretch| stretch.each);
        Some((place, (end - draw) * self.hours * each))
    }

    /// The hours beyond the end of a stretch that one waits in a class, and where one goes on; `None` where it responds.
    #[inline]
    pub(super) fn step(&self, place: usize, class: Option<usize>) -> Option<(f64, Option<At<f64>>)> {
        let (beyond, lands) = (*self.stretches.get(place)?.steps.get(class?)?)?;
        let lands = lands.and_then(|place| Some((place, self.stretches.get(place)?.hours)));
        Some((beyond, lands))
    }

    /// How likely each stretch is among those out of hours, its hours, and which of them go on alike.
    pub(super) fn alike(&self) -> Vec<(usize, Vec<(f64, f64)>)> {
        let mut groups: Vec<(usize, Vec<(f64, f64)>)> = Vec::new();
        let mut start = 0.0;
        for (place, (end, stretch)) in self.ends.iter().zip(&self.stretches).enumerate() {
            let length = (end - start) * self.hours;
            start = *end;
            let same = |(other, _): &&mut (usize, _)| {
                self.stretches.get(*other).is_some_and(|other| other.steps == stretch.steps)
            };
            match groups.iter_mut().find(same) {
                Some((_, all)) => all.push((length, length * stretch.each)),
                None => groups.push((place, vec![(length, length * stretch.each)])),
            }
        }
        groups
    }
}

/// Pay for a callout, of all the people of a tier.
#[derive(Clone, Copy, Debug)]
pub(super) enum CalloutPay {
    None,
    Each(f64),
    /// A rate, the least hours, and the hours that they are rounded up to.
    ByHour {
        rate: f64,
        minimum: f64,
        step: f64,
    },
}

impl CalloutPay {
    /// The same at another rate.
    pub(super) fn at_rate(self, rate: f64) -> Self {
        match self {
            Self::None => Self::None,
            Self::Each(_) => Self::Each(rate),
            Self::ByHour { minimum, step, .. } => Self::ByHour { rate, minimum, step },
        }
    }

    #[inline]
    pub(super) fn of(self, hours: f64) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Each(amount) => amount,
            Self::ByHour { rate, minimum, step } => {
                // Not `max`, which is a call of a function in WebAssembly.
                let paid = if hours > minimum { hours } else { minimum };
                rate * if step > 0.0 { (paid / step).ceil() * step } else { paid }
            }
        }
    }
}

/// A tier of the response; times are drawn in seconds.
#[derive(Clone, Debug)]
pub(super) struct TierModel {
    pub(super) pick_up: Distribution,
    pub(super) handling: Distribution,
    pub(super) resolves: f64,
    /// How incidents wait for it out of hours, where the schedule does not and does cover the service; `None` where they
    /// do not.
    pub(super) class: [Option<usize>; 2],
    /// What an hour of all its people costs.
    pub(super) hourly: f64,
    pub(super) callout: CalloutPay,
}

/// The response of a model.
#[derive(Clone, Debug)]
pub(super) struct ChainModel {
    pub(super) tiers: Vec<TierModel>,
    /// Hours that manual steps add, and what they cost, in every incident.
    pub(super) delay: f64,
    pub(super) effort: f64,
}

/// What one incident comes to under one model.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IncidentOutcome {
    pub(crate) hours: f64,
    /// Hours weighed by the share of the exposure that is at stake in them.
    pub(crate) at_stake: f64,
    pub(crate) response: f64,
}

impl ChainModel {
    fn of(
        response: &Response,
        chain: &Chain,
        analysis: &Analysis<'_>,
        service: usize,
        model: OperatingModel,
    ) -> Self {
        let portfolio = analysis.costing.portfolio;
        let file = portfolio.file();
        let team_cost = portfolio.team_of(service).and_then(|(_, team)| team.hourly_cost.as_deref());
        let team_cost = team_cost.map(Estimate::mean_number);
        let operations_cost = file.operations.as_ref().and_then(|operations| operations.hourly_cost.as_ref());
        let operations_cost = operations_cost.map(Estimate::mean_number);
        let cost = |money: Option<Decimal>| money.map_or(0.0, float);
        let (per_incident, per_hour) = analysis.costing.own_of_incidents(service, model);
        let (per_incident, per_hour) = (float(per_incident.amount()), float(per_hour.amount()));
        let tier = |(given, tier): (&crate::portfolio::Tier, &ChainTier)| {
            let own = if tier.by_product_team { team_cost } else { operations_cost };
            let people = f64::from(tier.people);
            let callout = portfolio
                .callout(service, tier.by_product_team)
                .0
                .and_then(CalloutTerms::paid)
                .map_or(CalloutPay::None, |callout| {
                    let (amount, per) = callout
                        .first
                        .as_ref()
                        .map_or((&callout.amount, callout.per), |first| (&first.amount, first.per));
                    let rate = float(amount.mean_number()) * people;
                    let hours = |time: Option<crate::exact::Duration>| {
                        time.map_or(0.0, |time| time.seconds() as f64 / 3600.0)
                    };
                    match per {
                        CalloutUnit::Callout => CalloutPay::Each(rate),
                        CalloutUnit::Hour => CalloutPay::ByHour {
                            rate,
                            minimum: hours(callout.minimum),
                            step: hours(callout.round_up_to),
                        },
                    }
                });
            TierModel {
                pick_up: given.pick_up.distribution(),
                handling: given.handling.distribution(),
                resolves: given.resolves.as_ref().map_or(1.0, |share| float(share.mean_of_one())),
                class: [Responds::NextWorkingDay, portfolio.responds(service)]
                    .map(|by_schedule| tier.responds.unwrap_or(by_schedule).class()),
                hourly: (cost(tier.hourly_cost.or(own)) + per_hour) * people,
                callout,
            }
        };
        let runner = if model == OperatingModel::OpsRunIt { operations_cost } else { team_cost };
        Self {
            tiers: response.tiers.iter().zip(&chain.tiers).map(tier).collect(),
            delay: chain.steps.iter().map(|step| float(step.delay)).sum(),
            effort: chain.steps.iter().map(|step| float(step.effort)).sum::<f64>() * cost(runner)
                + per_incident,
        }
    }

    /// Draws one incident; `at` is where out of hours it arrives, `None` if it arrives in working hours.
    #[inline]
    fn incident(
        &self,
        random: &mut Random,
        (waits, at): (&Waits, Option<At<f64>>),
        covered: bool,
        StakesModel { working, out_of_hours, waiting, arriving }: StakesModel,
    ) -> IncidentOutcome {
        /// Hours in a second.
        const HOUR: f64 = 1.0 / 3600.0;
        let mut factor = if at.is_some() { out_of_hours } else { working };
        let delayed = if at.is_some() { arriving } else { working };
        let mut outcome =
            IncidentOutcome { hours: self.delay, at_stake: self.delay * delayed, response: self.effort };
        let mut at = at;
        let last = self.tiers.len().saturating_sub(1);
        for (number, tier) in self.tiers.iter().enumerate() {
            if let Some((place, left)) = at
                && let Some((beyond, lands)) = waits.step(place, either(tier.class, covered))
            {
                let hours = left + beyond;
                outcome.hours += hours;
                outcome.at_stake += hours * waiting;
                at = lands;
                // Later tiers are in working hours then, unless others cover the end of the wait.
                factor = if at.is_some() { out_of_hours } else { working };
            }
            let handling = tier.handling.sample(random) * HOUR;
            let hours = tier.pick_up.sample(random) * HOUR + handling;
            outcome.hours += hours;
            outcome.at_stake += hours * factor;
            outcome.response += handling * tier.hourly;
            if at.is_some() {
                outcome.response += tier.callout.of(handling);
            }
            if number == last
                || tier.resolves >= 1.0
                || (tier.resolves > 0.0 && random.unit() < tier.resolves)
            {
                break;
            }
        }
        outcome
    }
}

/// Shares of the exposure that are at stake.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StakesModel {
    /// In working hours.
    pub(super) working: f64,
    /// While tiers respond out of hours.
    pub(super) out_of_hours: f64,
    /// While incidents wait.
    pub(super) waiting: f64,
    /// When incidents arrive out of hours.
    pub(super) arriving: f64,
}

impl StakesModel {
    fn of(stakes: Stakes) -> Self {
        Self {
            working: float(stakes.working),
            out_of_hours: float(stakes.out_of_hours),
            waiting: float(stakes.waiting),
            arriving: float(stakes.arriving),
        }
    }
}

/// A part of the year with one exposure.
#[derive(Clone, Debug)]
pub(super) struct SeasonModel {
    /// The share of the year until its end, counted from the first season on.
    pub(super) until: f64,
    /// The share of the year until which it is covered out of hours by the product team; from there on to its end it is
    /// not.
    pub(super) covered_until: f64,
    pub(super) exposure: Distribution,
}

/// What delay costs: things a year × their value a week × the weeks that they come late, over the horizon.
#[derive(Clone, Debug)]
pub(super) struct DelayModel {
    pub(super) count: Distribution,
    pub(super) value: Distribution,
    /// Weeks under Ops Run It and under You Build It You Run It.
    pub(super) weeks: [f64; 2],
    /// People's time for one of them, under each model.
    pub(super) effort: [f64; 2],
}

/// The most incidents that one trial draws: as many take some hundredths of a second.
const MOST_DRAWN: f64 = 300_000.0;

/// How often something happens: in the first year, and in all years of a trial.
#[derive(Clone, Debug)]
pub(crate) struct Frequency {
    rate: Distribution,
    share: f64,
    years: f64,
    /// Where the rate is known, what every trial draws from.
    known: Option<(Poisson, Option<Poisson>)>,
}

impl Frequency {
    /// `None` where the rate is known and beyond what is drawn.
    pub(crate) fn new(rate: Distribution, share: f64, years: f64) -> Option<Self> {
        let known = match &rate {
            Distribution::Fixed(rate) => Some(Self::counts(rate * share, years)?),
            _ => None,
        };
        Some(Self { rate, share, years, known })
    }

    #[inline]
    fn counts(rate: f64, years: f64) -> Option<(Poisson, Option<Poisson>)> {
        if rate * years > MOST_DRAWN {
            return None;
        }
        let later = if years > 1.0 { Some(Poisson::new(rate * (years - 1.0))?) } else { None };
        Some((Poisson::new(rate)?, later))
    }

    /// How often in the first year, and in all years; `None` where the rate is beyond what is drawn.
    #[inline]
    fn draw(&self, random: &mut Random) -> Option<(u64, u64)> {
        let (first, later) = match self.known {
            Some(known) => known,
            None => Self::counts(self.rate.sample(random) * self.share, self.years)?,
        };
        let first = first.sample(random);
        Some((first, first + later.map_or(0, |later| later.sample(random))))
    }
}

/// One service under both models.
#[derive(Clone, Debug)]
pub(crate) struct ServiceModel {
    pub(crate) incidents: Distribution,
    /// Which incidents of shared causes hit it, and the share of its own rate that is left to itself.
    pub(crate) shared: Vec<usize>,
    pub(crate) own_share: f64,
    pub(super) severity: Distribution,
    /// Under each model, where the schedule does not and does cover it.
    pub(super) stakes: [[StakesModel; 2]; 2],
    pub(super) seasons: Vec<SeasonModel>,
    /// Whether it matters when in the year an incident falls.
    is_seasonal: bool,
    /// Services of one group draw their exposures from the same numbers.
    pub(crate) exposure_group: Option<u64>,
    /// The exposures of the seasons where they rise and fall together; otherwise empty.
    together: Vec<Quantiles>,
    pub(super) chains: [ChainModel; 2],
    pub(super) waits: Waits,
    pub(super) delays: Vec<DelayModel>,
    /// Deployments that fail, under each model.
    pub(super) failures: [Option<FailureModel>; 2],
    /// What does not vary, over the horizon, under each model.
    pub(super) fixed: [f64; 2],
    pub(crate) years: f64,
    /// What a yearly cost comes to over the horizon, for each unit.
    pub(super) annuity: f64,
    /// Hours a year that the target tolerates.
    pub(crate) tolerable_hours: f64,
    /// Whether it rests on unknowns beside its own estimates, which all its incidents share.
    pub(super) has_unknowns: bool,
}

/// What one trial of one service comes to: its horizon under each model, and its first year.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TrialOutcome {
    /// Premium and loss over the horizon.
    pub(crate) cost: [f64; 2],
    /// What incidents lose in the first year.
    pub(crate) year_loss: [f64; 2],
    /// The incident of the first year that loses most.
    pub(crate) worst: [f64; 2],
    /// The same of those that hit no other service.
    pub(crate) worst_own: [f64; 2],
    /// Hours unavailable in the first year.
    pub(crate) year_hours: [f64; 2],
    /// Incidents of the first year, which both models face.
    pub(crate) year_incidents: f64,
}

/// Both models, in the order of pairs.
pub(super) const MODELS: [OperatingModel; 2] = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt];

/// Whether the simulation draws a line item; the others do not vary.
pub(super) fn varies(entry: &Entry<'_>) -> bool {
    matches!(
        entry.code,
        ItemCode::ResponseEffort
            | ItemCode::Callouts
            | ItemCode::StepEffort
            | ItemCode::StepDelay
            | ItemCode::LossInWorkingHours
            | ItemCode::LossOutOfHours
            | ItemCode::LossWaiting
            | ItemCode::FeatureDelay
            | ItemCode::InsightDelay
            | ItemCode::Improvements
            | ItemCode::FailedDeployments
            | ItemCode::LossFailedDeployments
    ) || entry.is_own_of_incidents()
}

/// What the rest of a portfolio adds to one service: what is known before any trial.
pub(crate) struct Context<'c> {
    pub(crate) analysis: &'c Analysis<'c>,
    pub(crate) service: usize,
    /// When the product team would cover it out of hours.
    pub(crate) cover: &'c Cover,
    pub(crate) tolerable_hours: f64,
}

impl ServiceModel {
    /// `None` where incidents a year or a response are not given: there is nothing to draw then.
    pub(crate) fn of(context: &Context<'_>) -> Result<Option<Self>, Overflow> {
        let portfolio = context.analysis.costing.portfolio;
        let file = portfolio.file();
        let Some(service) = file.services.get(context.service) else {
            return Ok(None);
        };
        let mut chains = Vec::with_capacity(2);
        for model in MODELS {
            let settings = &portfolio.settings;
            let response = settings.response(file, context.service, model);
            let Some((response, chain)) = response.zip(settings.chain(context.service, model)) else {
                return Ok(None);
            };
            chains.push(ChainModel::of(response, chain, context.analysis, context.service, model));
        }
        let (Some(incidents), Ok(chains)) = (portfolio.incidents_of(context.service), chains.try_into())
        else {
            return Ok(None);
        };
        let year = &portfolio.settings.calendar(context.service).year;
        let mut stakes = [[StakesModel::default(); 2]; 2];
        for (model, stakes) in MODELS.into_iter().zip(&mut stakes) {
            let chain = portfolio.settings.chain(context.service, model);
            let schedules = [Responds::NextWorkingDay, portfolio.responds(context.service)];
            for (chain, (by_schedule, into)) in
                chain.into_iter().cycle().zip(schedules.into_iter().zip(stakes))
            {
                *into = StakesModel::of(chain.stakes(service, year, by_schedule)?);
            }
        }
        let severity = service.severity.as_deref().map_or(Distribution::Fixed(100.0), Estimate::distribution);
        let (annuity, years) = portfolio.costs.discounting.factor();
        let seasons = seasons(context, service)?;
        let changes = |season: &SeasonModel| season.covered_until > 0.0 && season.covered_until < 1.0;
        let is_seasonal = seasons.len() > 1 || seasons.iter().any(changes);
        Ok(Some(Self {
            incidents: incidents.distribution(),
            shared: Vec::new(),
            own_share: 1.0,
            severity,
            stakes,
            seasons,
            is_seasonal,
            exposure_group: None,
            together: Vec::new(),
            chains,
            waits: Waits::of(year, portfolio.incidents_out_of_hours(context.service)),
            delays: delays(context, service),
            failures: FailureModel::of(context.analysis, context.service)?,
            fixed: fixed(context)?,
            years,
            annuity: float(annuity),
            tolerable_hours: context.tolerable_hours,
            has_unknowns: false,
        }))
    }

    /// How many incidents a trial is expected to draw.
    pub(crate) fn expected_incidents(&self) -> f64 {
        let failed: f64 = self.failures.iter().flatten().map(|failures| failures.per_year).sum();
        (self.incidents.mean() + failed) * self.years
    }

    /// How often incidents of its own happen; `None` where the rate is beyond what is drawn.
    pub(crate) fn own_frequency(&self) -> Option<Frequency> {
        Frequency::new(self.incidents.clone(), self.own_share, self.years)
    }

    /// Prepares its exposures to rise and fall with those of its group, if it is in one.
    pub(crate) fn rise_together(&mut self) {
        if self.exposure_group.is_some() {
            self.together = self.seasons.iter().map(|season| Quantiles::of(&season.exposure)).collect();
        }
    }

    /// Draws one trial.
    ///
    /// `own` is [`ServiceModel::own_frequency`], `group` are the numbers that services of its exposure group share,
    /// `causes` the events that hit several services at once, in the order of `self.shared`; `exposures` is room that
    /// is used again and again. `tell` is told what each event of the first year loses: of which cause, and
    /// under each model. `None` where a rate is beyond what is drawn.
    #[inline]
    pub(crate) fn trial(
        &self,
        random: &mut Random,
        own: &Frequency,
        group: Option<&mut Random>,
        causes: &mut [(Frequency, Random)],
        exposures: &mut Vec<f64>,
        tell: &mut impl FnMut(usize, [f64; 2]),
    ) -> Option<TrialOutcome> {
        let (first_year, all_years) = own.draw(random)?;
        exposures.clear();
        match group {
            Some(group) => {
                // One number for each trial, whatever the service: so all of a group see the same numbers.
                let normal = group.normal();
                exposures.extend(self.together.iter().map(|quantiles| quantiles.at(normal)));
            }
            None => exposures.extend(self.seasons.iter().map(|season| season.exposure.sample(random))),
        }
        let mut yearly = [0.0; 2];
        for delay in &self.delays {
            let count = delay.count.sample(random);
            let value = count * delay.value.sample(random);
            for ((sum, weeks), effort) in yearly.iter_mut().zip(delay.weeks).zip(delay.effort) {
                *sum += value * weeks + count * effort;
            }
        }
        let mut outcome = TrialOutcome::default();
        let mut all = [0.0; 2];
        for number in 0..all_years {
            let arrival = Arrival { when: random.unit(), season: self.season_draw(random) };
            let incidents = self.incident(random, arrival, exposures);
            outcome.add(incidents, number < first_year, &mut all);
        }
        for (place, failures) in self.failures.iter().enumerate() {
            if let Some(failures) = failures {
                let all = all.get_mut(place)?;
                *all += self.failed_deployments((place, failures), random, exposures, &mut outcome)?;
            }
        }
        outcome.worst_own = outcome.worst;
        for (cause, (frequency, events)) in causes.iter_mut().enumerate() {
            let (first_year, all_years) = frequency.draw(events)?;
            for number in 0..all_years {
                // Every service takes the same two numbers for an event, so that all see the same events.
                let arrival = Arrival { when: events.unit(), season: events.unit() };
                let incidents = self.incident(random, arrival, exposures);
                if number < first_year {
                    tell(cause, incidents.map(|(loss, _)| loss));
                }
                outcome.add(incidents, number < first_year, &mut all);
            }
        }
        // What happens in some year is discounted as if it were spread evenly over the years.
        let average = self.annuity / self.years;
        for (((cost, fixed), yearly), all) in outcome.cost.iter_mut().zip(self.fixed).zip(yearly).zip(all) {
            *cost = fixed + yearly * self.annuity + all * average;
        }
        Some(outcome)
    }

    /// Draws the failed deployments of a trial under the model in this place, and says what they come to in all years.
    fn failed_deployments(
        &self,
        (place, failures): (usize, &FailureModel),
        random: &mut Random,
        exposures: &[f64],
        outcome: &mut TrialOutcome,
    ) -> Option<f64> {
        let (first, later) = Frequency::counts(failures.per_year, self.years)?;
        let first = first.sample(random);
        let later = later.map_or(0, |later| later.sample(random));
        let mut all = 0.0;
        for number in 0..first + later {
            let season = self.season(self.season_draw(random));
            let at_once = self.severity.sample(random) * 0.01 * exposures.get(season).copied()?;
            let hours = failures.recovery.sample(random) / 3600.0;
            let loss = hours * failures.at_stake * at_once;
            all += loss + hours * failures.hourly;
            if number < first {
                *outcome.year_loss.get_mut(place)? += loss;
                *outcome.year_hours.get_mut(place)? += hours;
                let worst = outcome.worst.get_mut(place)?;
                *worst = worst.max(loss);
            }
        }
        Some(all)
    }

    /// The season of a moment of the year.
    #[inline]
    fn season(&self, draw: f64) -> usize {
        match self.seasons.as_slice() {
            [_] => 0,
            seasons => seasons.iter().position(|season| draw < season.until).unwrap_or_default(),
        }
    }

    /// Where in the year an incident falls; nothing depends on it without peaks and with one cover all year.
    #[inline]
    fn season_draw(&self, random: &mut Random) -> f64 {
        if self.is_seasonal { random.unit() } else { 0.0 }
    }

    /// Draws one incident under both models: the same arrival, season and severity. Its loss comes first.
    #[inline(always)]
    fn incident(
        &self,
        random: &mut Random,
        arrival: Arrival,
        exposures: &[f64],
    ) -> [(f64, IncidentOutcome); 2] {
        let at = self.waits.arrival(arrival.when);
        let severity = self.severity.sample(random) * 0.01;
        let place = self.season(arrival.season);
        let covered = self.seasons.get(place).is_some_and(|season| arrival.season < season.covered_until);
        let at_once = severity * exposures.get(place).copied().unwrap_or_default();
        let [operations, product_team] = &self.chains;
        let [of_operations, of_team] = &self.stakes;
        let both = [(operations, true, of_operations), (product_team, covered, of_team)];
        both.map(|(chain, covered, stakes)| {
            let incident = chain.incident(random, (&self.waits, at), covered, either(*stakes, covered));
            (incident.at_stake * at_once, incident)
        })
    }
}

/// When an incident arrives: two draws from 0 to 1, for the time of the week and for the day of the year.
#[derive(Clone, Copy)]
struct Arrival {
    when: f64,
    season: f64,
}

impl TrialOutcome {
    #[inline]
    fn add(&mut self, incidents: [(f64, IncidentOutcome); 2], in_first_year: bool, all: &mut [f64; 2]) {
        for (sum, (loss, incident)) in all.iter_mut().zip(incidents) {
            *sum += loss + incident.response;
        }
        if in_first_year {
            self.year_incidents += 1.0;
            let first_year = self.year_loss.iter_mut().zip(&mut self.worst).zip(&mut self.year_hours);
            for (((year, worst), hours), (loss, incident)) in first_year.zip(incidents) {
                *year += loss;
                *worst = if loss > *worst { loss } else { *worst };
                *hours += incident.hours;
            }
        }
    }
}

fn seasons(context: &Context<'_>, service: &Service) -> Result<Vec<SeasonModel>, Overflow> {
    let costing = &context.analysis.costing;
    let shares = costing.season_shares(context.service)?;
    let covered = costing.covered_shares(context.service, context.cover)?;
    let mut until = 0.0;
    let mut seasons = Vec::with_capacity(shares.len());
    // Peaks first, so that what is left of the year needs no comparison.
    for (peak, (share, covered)) in service.peaks.iter().zip(shares.iter().zip(&covered).skip(1)) {
        let covered_until = until + float(*covered);
        until += float(*share);
        let exposure = peak.exposure_per_hour.distribution();
        seasons.push(SeasonModel { until, exposure, covered_until });
    }
    let exposure = service.exposure_per_hour.distribution();
    let covered_until = match context.cover {
        Cover::Always => 1.0,
        Cover::Never | Cover::Days(_) => until + covered.first().copied().map_or(0.0, float),
    };
    seasons.push(SeasonModel { until: 1.0, exposure, covered_until });
    Ok(seasons)
}

fn delays(context: &Context<'_>, service: &Service) -> Vec<DelayModel> {
    let costing = &context.analysis.costing;
    let mut delays = Vec::new();
    let mut lead = [[0.0; 2]; 2];
    for (index, model) in MODELS.into_iter().enumerate() {
        let weeks = costing.lead_times(context.service, model);
        for (kind, weeks) in lead.iter_mut().zip(weeks) {
            if let (Some(slot), Some(weeks)) = (kind.get_mut(index), weeks) {
                *slot = float(weeks);
            }
        }
    }
    let [features, insights] = lead;
    if let Some((count, value)) =
        service.features_per_year.as_deref().zip(service.value_per_feature_week.as_deref())
    {
        let (count, value) = (count.distribution(), value.distribution());
        delays.push(DelayModel { count, value, weeks: features, effort: [0.0; 2] });
    }
    if let Some(count) = service.insights_per_year.as_deref() {
        let value = service.value_per_insight_week.as_deref();
        delays.push(DelayModel {
            count: count.distribution(),
            value: value.map_or(Distribution::Fixed(0.0), Estimate::distribution),
            weeks: insights,
            effort: costing.improvement_costs(context.service).map(float),
        });
    }
    delays
}

fn fixed(context: &Context<'_>) -> Result<[f64; 2], Overflow> {
    let mut fixed = [0.0; 2];
    for (model, sum) in MODELS.into_iter().zip(&mut fixed) {
        let mut total = Money::ZERO;
        context.analysis.costing.visit_fixed(context.service, model, &mut |entry| {
            if !varies(&entry) {
                total = total.plus(entry.over_horizon.unwrap_or_default())?;
            }
            Ok(())
        })?;
        *sum = float(total.amount());
    }
    Ok(fixed)
}
