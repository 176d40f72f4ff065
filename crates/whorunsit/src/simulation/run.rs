//! A simulation of a portfolio: every service in turn, and all of them together.

use std::sync::Mutex;

use super::answer::Simulation;
use super::draws::{DRAW_COLUMNS, ServiceDraws};
use super::engine::{MOST_INCIDENTS, Runner, Samples};
use super::events::WorstEvents;
use super::interval::percent;
use super::live::{Live, Register};
use super::model::{Context, MODELS, ServiceModel};
use super::moments::Exact;
use super::options::{DEFAULT_SEED, NEVER, SimulationOptions};
use super::pay::Pay;
use super::pool::in_order;
use super::single::{Ready, beyond};
use super::source::{BATCH, Cause, Halt};
use super::summary::{MOST_MONEY, Moments};
use super::together::{Tells, Together};
use crate::assignment::{Assignment, Strategy, Today};
use crate::distribution::Staircases;
use crate::error::Error;
use crate::evaluation::{Analysis, Shared};
use crate::exact::{Money, float};
use crate::finding::{Detail, Finding};
use crate::on_call::Cover;
use crate::outlook::Outlook;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::progress::Progress;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// The most trials of one simulation.
pub const MAX_TRIALS: usize = 1_000_000;

/// The most incidents that one simulation may be expected to draw: some minutes of work.
const MOST_WORK: f64 = 2e10;

/// The most events of shared causes, in the first years of all trials, that are kept: some hundred megabytes.
const MOST_EVENTS: f64 = 2e7;

fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Simulates a portfolio under uncertainty: how likely each model is cheaper, and what a bad year loses.
///
/// # Errors
/// [`Error::Problems`] where the options, or the rates of incidents, ask for more than can be drawn;
/// [`Error::Overflow`] where an amount does not fit 28 digits; [`Error::Cancelled`] where it was stopped.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, SimulationOptions, simulate};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// let simulation = simulate(&portfolio, SimulationOptions::new().trials(2_048))?;
/// // In every one of the trials, which proves it nearly.
/// assert_eq!(simulation.services[2].you_build_it_cheaper_percent.map(|it| it.to_string()), Some("99.97559".to_owned()));
/// # Ok::<(), whorunsit::Error>(())
/// ```
pub fn simulate(portfolio: &Portfolio, options: SimulationOptions<'_>) -> Result<Simulation, Error> {
    Ok(simulated(portfolio, options)?)
}

fn simulated(portfolio: &Portfolio, options: SimulationOptions<'_>) -> Result<Simulation, Problems> {
    let simulator = Simulator::new(portfolio)?;
    let SimulationOptions { trials, precision, seed, threads, stop, progress, draws, most_draws } = options;
    let threads = if cfg!(target_family = "wasm") { 1 } else { threads.unwrap_or_else(available_threads) };
    let runner = Runner {
        seed: seed.unwrap_or(DEFAULT_SEED),
        threads: threads.clamp(1, 64),
        stop: stop.unwrap_or(&NEVER),
        keeps_draws: draws.is_some(),
        staircases: &simulator.staircases,
    };
    let mut draws = draws.unwrap_or_else(|| Box::new(|_| ()));
    let mut progress = progress.unwrap_or_else(|| Box::new(|_| true));
    let progress = &mut *progress;
    let mut trials = trials.unwrap_or(if precision.is_some() { 4 * BATCH as u64 } else { 10_000 });
    let mut kept = Vec::new();
    if let Some(precision) = precision {
        if precision.of_one().is_zero() {
            let message = "no number of trials leaves an error of `0` percent";
            let help = "ask for a precision such as \"1%\"";
            return Err(Problems::one(Problem::new(
                ProblemCode::NumberOutOfRange,
                "/precision",
                message,
                help,
            )));
        }
        let wanted = float(precision.of_one());
        let most = simulator.most_trials();
        // A first run says how many trials it takes; its estimate may be off, so look again.
        for _ in 0..4 {
            let reached;
            (reached, kept) = simulator.reached(runner, trials, kept, progress)?;
            if reached <= wanted || trials >= most {
                break;
            }
            let ratio = reached / wanted;
            let needed = (trials as f64 * ratio * ratio * 1.1).min(most as f64) as u64;
            trials = needed.next_multiple_of(BATCH as u64).clamp(trials + 1, most);
        }
    }
    simulator.may_collect(trials, most_draws)?;
    simulator.run(runner, trials, kept, progress, &mut draws)
}

/// Trials of a service take so many bytes while they are kept to go on from, and all together so many at most.
const BYTES: usize = 72;
const MOST_KEPT: usize = 256 << 20;

pub(super) struct Simulator<'p> {
    portfolio: &'p Portfolio,
    pub(super) ready: Vec<Ready>,
    pub(super) causes: Vec<Cause>,
    /// What schedules, and services that cannot be simulated, come to over the horizon: as recommended, and with
    /// operations running everything.
    fixed: [f64; 2],
    /// Standby pay that is not known.
    pays: Vec<Pay>,
    tells: Tells,
    findings: Vec<Detail>,
    outlook: Option<Box<Outlook>>,
    /// Tables that services share.
    pub(super) staircases: Staircases,
}

impl<'p> Simulator<'p> {
    pub(super) fn new(portfolio: &'p Portfolio) -> Result<Self, Problems> {
        let file = portfolio.file();
        let analysis = Analysis::of(portfolio)?;
        let recommended = crate::evaluation::recommended(portfolio)?;
        let operations = Assignment::by(portfolio, &recommended.choices, Strategy::AllOpsRunIt)?;
        let mut marginal = Vec::with_capacity(recommended.choices.len());
        analysis.each_insurance(&recommended, |index, margin, insurance| {
            let whole = insurance.difference()?;
            let flips = match whole {
                Some(_) => crate::sensitivity::cost_flips(portfolio, &recommended, index),
                None => Vec::new(),
            };
            marginal.push((margin.cover.clone(), whole, flips));
            Ok(())
        })?;
        let register = Register::of(portfolio);
        let year = float(portfolio.weeks_per_year) * 168.0;
        let mut ready = Vec::new();
        let mut left_out = Vec::new();
        let mut fixed = [0.0; 2];
        let mut costs = [true; 2];
        for ((sum, known), assignment) in fixed.iter_mut().zip(&mut costs).zip([&recommended, &operations]) {
            let shared = Shared::total(&analysis, &assignment.choices)?.over_horizon()?;
            *sum = float(assignment.standby_over_horizon(portfolio)?.plus(shared)?.amount());
            *known =
                assignment.planned.schedules.iter().all(|schedule| schedule.standby_cost_per_year.is_some())
                    && Shared::unpriced(&analysis, assignment).is_empty();
        }
        let whole: Vec<_> = marginal.iter().map(|(_, whole, _)| *whole).collect();
        let pays = super::pay::uncertain(portfolio, &recommended, &whole, fixed)?;
        for (index, choice) in recommended.choices.iter().enumerate() {
            let Some((cover, whole, flips)) = marginal.get(index).cloned() else {
                continue;
            };
            let chosen = usize::from(choice.model == OperatingModel::YouBuildItYouRunIt);
            let counted = float(portfolio.counted_share(index));
            let tolerable = (100.0 - float(choice.target.percent())) / 100.0 * year / counted;
            let context =
                Context { analysis: &analysis, service: index, cover: &cover, tolerable_hours: tolerable };
            let [operations_own, team_own] = MODELS.map(|model| own(&analysis, index, model, &cover));
            let (operations_cost, operations_known) = operations_own?;
            let (team_cost, team_known) = team_own?;
            let chosen_known = if chosen == 1 { team_known } else { operations_known };
            for (all, known) in costs.iter_mut().zip([chosen_known, operations_known]) {
                *all &= known;
            }
            let incidents = file.services.get(index).and_then(|service| service.incidents_per_year.as_ref());
            let (_, years) = portfolio.costs.discounting.factor();
            let expected = incidents.map_or(0.0, |incidents| incidents.distribution().mean() * years);
            if expected > MOST_INCIDENTS {
                let message = format!(
                    "{} incidents are expected in one trial, more than the {MOST_INCIDENTS} that are simulated",
                    expected.round()
                );
                let path = format!("/services/{index}/incidents_per_year");
                let help =
                    "simulate fewer years, or count only the incidents that make the service unavailable";
                return Err(Problems::one(Problem::new(ProblemCode::NumberOutOfRange, path, message, help)));
            }
            let Some(mut model) = ServiceModel::of(&context)? else {
                let name = file.services.get(index).map(|service| service.name.clone());
                left_out.push((name.unwrap_or_default(), portfolio.is_down_all_year(index)));
                costs = [false; 2];
                continue;
            };
            let elsewhere = whole.map(|whole| whole.minus(team_cost.minus(operations_cost)?)).transpose()?;
            let known = [operations_known, team_known];
            let live = Live::of(&context, &model, &register)?;
            model.has_unknowns = live.is_some();
            let losses = MODELS.map(|of| analysis.losses_are_drawn(index, of));
            let booked = [operations_cost, team_cost];
            ready.push(Ready { index, model, live, chosen, known, losses, booked, whole, elsewhere, flips });
        }
        let causes = super::causes::attach(
            portfolio,
            &mut ready.iter_mut().map(|ready| (ready.index, &mut ready.model)).collect::<Vec<_>>(),
        );
        let mut findings = Vec::new();
        if let Some(first) = left_out.first() {
            findings.push(Detail::NotSimulated {
                services: left_out.len(),
                first: first.0.clone(),
                refused: left_out.iter().all(|(_, refused)| *refused),
            });
        }
        let missing = analysis.missing(&recommended)?;
        findings.extend(Detail::partial(portfolio, &missing));
        let ours = recommended.costs(&analysis, Strategy::HybridAtScale)?;
        let theirs = operations.costs(&analysis, Strategy::AllOpsRunIt)?;
        let difference =
            analysis.compare(&ours, &theirs, recommended.is_same_as(&operations))?.difference()?;
        let booked = [ours.over_horizon, theirs.over_horizon];
        let drawn = |ready: &Ready| {
            ready.losses.first() == Some(&true) && ready.losses.get(ready.chosen) == Some(&true)
        };
        let losses = left_out.is_empty() && ready.iter().all(drawn);
        let tells = Tells { costs, booked, difference, losses };
        let (outlook, staircases) = (Outlook::of(portfolio)?, Staircases::default());
        Ok(Self { portfolio, ready, causes, fixed, pays, tells, findings, outlook, staircases })
    }

    /// Draws the trials of all services, going on from those that are kept; `take` gets them in the order of the services, with
    /// what `work` made of them.
    fn draw<T: Send>(
        &self,
        (runner, trials): (Runner<'_>, usize),
        kept: Vec<Samples>,
        progress: &mut dyn FnMut(Progress) -> bool,
        work: impl Fn(&Ready, &Samples, usize) -> T + Sync,
        mut take: impl FnMut(&Ready, Samples, T) -> Result<(), Problems>,
    ) -> Result<(), Problems> {
        let total = trials * self.ready.len();
        let one =
            |ready: &Ready, runner: Runner<'_>, before: Samples, tick: &mut dyn FnMut(usize) -> bool| {
                let model = (&ready.model, ready.live.as_ref());
                let samples = runner.run(model, &self.causes, (ready.index as u64, trials), before, tick);
                samples.map(|samples| {
                    let made = work(ready, &samples, runner.threads);
                    (samples, made)
                })
            };
        // Services are handed to threads whole, unless there are too few of them.
        if !cfg!(target_family = "wasm") && runner.threads > 1 && self.ready.len() > runner.threads {
            let single = Runner { threads: 1, ..runner };
            let kept: Vec<Mutex<Samples>> = kept.into_iter().map(Mutex::new).collect();
            let piece = |number: usize, goes_on: &mut dyn FnMut(usize) -> bool| {
                let before = kept.get(number).and_then(|kept| Some(std::mem::take(&mut *kept.lock().ok()?)));
                self.ready.get(number).map(|ready| one(ready, single, before.unwrap_or_default(), goes_on))
            };
            let mut goes_on = true;
            let mut tick = |done: usize| {
                goes_on = progress(Progress { done, total });
                goes_on
            };
            in_order((self.ready.len(), runner.threads), piece, &mut tick, |number, drawn| {
                let (Some(ready), Some(drawn)) = (self.ready.get(number), drawn) else { return Ok(()) };
                let (samples, made) = drawn.map_err(|halt| halted(halt, ready.index))?;
                take(ready, samples, made)
            })?;
            return match goes_on && progress(Progress { done: total, total }) {
                true => Ok(()),
                false => Err(halted(Halt::Cancelled, 0)),
            };
        }
        let mut kept = kept.into_iter();
        for (number, ready) in self.ready.iter().enumerate() {
            let mut tick = |done: usize| progress(Progress { done: number * trials + done, total });
            let (samples, made) = one(ready, runner, kept.next().unwrap_or_default(), &mut tick)
                .map_err(|halt| halted(halt, ready.index))?;
            take(ready, samples, made)?;
        }
        Ok(())
    }

    /// The standard error of the mean loss of a year as a part of that mean, of so many trials, and the trials to go on from.
    fn reached(
        &self,
        runner: Runner<'_>,
        trials: u64,
        kept: Vec<Samples>,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<(f64, Vec<Samples>), Problems> {
        self.check(trials)?;
        let trials = usize::try_from(trials).unwrap_or(MAX_TRIALS);
        let keeps = trials * self.ready.len() * BYTES <= MOST_KEPT;
        let mut loss = vec![0.0; trials];
        let mut after = Vec::new();
        self.draw(
            (runner, trials),
            kept,
            progress,
            |_, _, _| (),
            |ready, samples, ()| {
                let of_service = samples.year_loss.get(ready.chosen).map_or(&[][..], Vec::as_slice);
                loss.iter_mut().zip(of_service).for_each(|(sum, sample)| *sum += sample);
                if keeps {
                    after.push(samples);
                }
                Ok(())
            },
        )?;
        Ok((relative_error(&Moments::of(&loss)).unwrap_or_default(), after))
    }

    fn run(
        &self,
        runner: Runner<'_>,
        trials: u64,
        kept: Vec<Samples>,
        progress: &mut dyn FnMut(Progress) -> bool,
        draws: &mut dyn FnMut(ServiceDraws<'_>),
    ) -> Result<Simulation, Problems> {
        self.check(trials)?;
        let trials = usize::try_from(trials).unwrap_or(MAX_TRIALS);
        let file = self.portfolio.file();
        let currency = file.currency;
        let [recommended, operations] = self.fixed;
        let zeros = || [vec![0.0; trials], vec![0.0; trials]];
        let mut together = Together {
            cost: [vec![recommended; trials], vec![operations; trials]],
            year_loss: zeros(),
            exact_cost: self.fixed.map(Exact::fixed),
            exact_loss: [Exact::fixed(0.0); 2],
        };
        let excess: Vec<_> = self.pays.iter().map(|pay| pay.excess(trials, runner.seed)).collect();
        for (pay, excess) in self.pays.iter().zip(&excess) {
            for (costs, more) in together.cost.iter_mut().zip(pay.standby) {
                costs.iter_mut().zip(excess).for_each(|(cost, excess)| *cost += more * excess);
            }
        }
        if !self.pays.is_empty() {
            together.exact_cost = self.fixed.map(Exact::mean_alone);
        }
        let mut worst = WorstEvents::new(trials, self.causes.len());
        let mut services = Vec::with_capacity(self.ready.len());
        let mut uncertain = Vec::new();
        let work = |ready: &Ready, samples: &Samples, threads: usize| {
            let exact = ready.exact(&self.causes, trials);
            let within = bounded(&samples.cost);
            let difference = ready.differences(samples, &self.pays, &excess);
            let service = within.map(|()| ready.summarise(file, samples, (exact, &difference), threads));
            (exact, runner.keeps_draws.then_some(difference), service)
        };
        self.draw((runner, trials), kept, progress, work, |ready, samples, (exact, difference, service)| {
            let service = service?;
            together.add(ready, &samples, exact);
            worst.add(samples.own_worst(), (&samples.shared, &samples.events), ready.chosen);
            if let Some(difference) = difference {
                self.tell(ready, &samples, &difference, draws);
            }
            if let Some(percent) = service.ops_run_it.year_loss.as_ref().and_then(beyond) {
                uncertain.push((service.name.clone(), percent));
            }
            services.push(service);
            Ok(())
        })?;
        bounded(&together.cost)?;
        let year = Moments::of(together.year_loss.first().map_or(&[], Vec::as_slice));
        let precision = relative_error(&year);
        let alone = match (self.ready.as_slice(), services.as_slice()) {
            ([ready], [service]) => ready.risks(service),
            _ => None,
        };
        let worst = worst.worst();
        let portfolio = together.summarise(self.tells, worst, alone, (currency, runner.threads));
        let mut findings = self.findings.clone();
        crate::sort::by_key(&mut uncertain, |(_, percent)| std::cmp::Reverse(*percent));
        if let Some((first, percent)) = uncertain.first() {
            let (services, first) = (uncertain.len(), first.clone());
            findings.push(Detail::SampledMeanUncertain { services, first, percent: *percent, trials });
        }
        let simulation = Simulation {
            provenance: self.portfolio.provenance().clone(),
            name: file.name.clone(),
            currency,
            horizon_years: self.portfolio.costs.discounting.years,
            trials,
            seed: runner.seed.to_string(),
            today: Today::of(self.portfolio),
            precision_percent: precision
                .filter(|_| self.tells.losses)
                .map(|precision| percent(precision).round_dp(4)),
            portfolio,
            services,
            summary: Vec::new(),
            outlook: self.outlook.clone(),
            findings: findings.into_iter().map(|detail| Finding::new(detail, currency)).collect(),
            assumptions: crate::ledger::assumptions(self.portfolio),
        };
        Ok(super::words::summarised(simulation))
    }

    /// How many trials are no more than [`MAX_TRIALS`], [`MOST_WORK`] and [`MOST_EVENTS`].
    fn most_trials(&self) -> u64 {
        let incidents: f64 = self.ready.iter().map(|ready| ready.model.expected_incidents()).sum();
        let events: f64 = self.causes.iter().map(|cause| cause.rate.mean()).sum();
        let most = (MOST_WORK / incidents.max(1.0)).min(MOST_EVENTS / events.max(1.0));
        (most as u64).clamp(1, MAX_TRIALS as u64)
    }

    fn check(&self, trials: u64) -> Result<(), Problems> {
        let incidents: f64 = self.ready.iter().map(|ready| ready.model.expected_incidents()).sum();
        let events: f64 = self.causes.iter().map(|cause| cause.rate.mean() * trials as f64).sum();
        let fault = if trials == 0 || trials > MAX_TRIALS as u64 {
            Some(format!("`{trials}` trials are not between 1 and {MAX_TRIALS}"))
        } else if incidents * trials as f64 > MOST_WORK {
            Some(format!("{trials} trials of {} incidents each would take too long", incidents.round()))
        } else if events > MOST_EVENTS {
            Some(format!("{trials} trials of shared causes that strike so often would take too much memory"))
        } else {
            None
        };
        fault.map_or(Ok(()), |message| {
            let help = match trials {
                0 => "ask for at least one, better for thousands",
                _ => "ask for fewer trials: the error shrinks with the square root of their number",
            };
            Err(Problems::one(Problem::new(ProblemCode::NumberOutOfRange, "/trials", message, help)))
        })
    }

    /// Refuses to hand over more draws than may be collected.
    fn may_collect(&self, trials: u64, most: Option<u64>) -> Result<(), Problems> {
        let draws = trials.saturating_mul(self.ready.len() as u64);
        let Some(most) = most.filter(|most| draws > *most) else { return Ok(()) };
        let megabytes = |draws: u64| draws.saturating_mul(8 * DRAW_COLUMNS.len() as u64) / 1_000_000;
        let message = format!(
            "{draws} draws ({trials} trials of {} services) take {} MB, more than the {most} ({} MB) that are collected",
            self.ready.len(),
            megabytes(draws),
            megabytes(most),
        );
        let help = "ask for fewer trials, or stream them: `whorunsit simulate FILE --draws FILE.csv`";
        Err(Problems::one(Problem::new(ProblemCode::NumberOutOfRange, "/trials", message, help)))
    }

    /// Hands the draws of a service over.
    fn tell(
        &self,
        ready: &Ready,
        samples: &Samples,
        difference: &[f64],
        draws: &mut dyn FnMut(ServiceDraws<'_>),
    ) {
        let Some(service) = self.portfolio.file().services.get(ready.index) else { return };
        let [cost_a, cost_b] = samples.cost.each_ref().map(Vec::as_slice);
        let [known_a, known_b] = ready.known;
        draws(ServiceDraws {
            name: &service.name,
            operating_model: MODELS.get(ready.chosen).copied().unwrap_or(OperatingModel::OpsRunIt),
            cost_over_horizon: [known_a.then_some(cost_a), known_b.then_some(cost_b)],
            difference: ready.elsewhere.map(|_| difference),
            year_loss: samples.year_loss.each_ref().map(Vec::as_slice),
            year_hours: samples.year_hours.each_ref().map(Vec::as_slice),
            year_incidents: &samples.year_incidents,
        });
    }
}

/// The standard error of a mean as a part of it; so few trials say nothing about their own error.
fn relative_error(year: &Moments) -> Option<f64> {
    (year.mean > 0.0 && year.count >= 100).then(|| year.standard_error() / year.mean)
}

/// What a service costs by itself over the horizon, standby aside, and whether all of it is given.
fn own(
    analysis: &Analysis<'_>,
    service: usize,
    model: OperatingModel,
    cover: &Cover,
) -> Result<(Money, bool), crate::exact::Overflow> {
    let (mut total, mut known) = (Money::ZERO, true);
    analysis.costing.visit(service, model, cover, &mut |entry| {
        match entry.over_horizon {
            Some(amount) => total = total.plus(amount)?,
            None => known = false,
        }
        Ok(())
    })?;
    Ok((total, known))
}

fn halted(halt: Halt, service: usize) -> Problems {
    Problems::one(match halt {
        Halt::Cancelled => Problem::new(
            ProblemCode::Cancelled,
            "",
            "the simulation was stopped",
            "run it again when there is time",
        ),
        Halt::RateTooLarge => Problem::new(
            ProblemCode::NumberOutOfRange,
            format!("/services/{service}/incidents_per_year"),
            "a trial drew more incidents a year than can be simulated",
            "narrow the estimate",
        ),
    })
}

/// Refuses what is too large to be reported.
fn bounded(samples: &[Vec<f64>; 2]) -> Result<(), Problems> {
    // Their variance, too, is a float then; no loss is larger than its cost.
    let within = samples.iter().flatten().all(|sample| sample.abs() < MOST_MONEY);
    if within { Ok(()) } else { Err(crate::exact::Overflow.into()) }
}
