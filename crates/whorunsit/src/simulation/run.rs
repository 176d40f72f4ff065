//! A simulation of a portfolio: every service in turn, and all of them together.

use rust_decimal::Decimal;

use super::answer::{PortfolioSimulation, ServiceSimulation, Simulated, Simulation};
use super::draws::{DRAW_COLUMNS, ServiceDraws};
use super::engine::{BATCH, Cause, Halt, MOST_INCIDENTS, Runner, Samples, WorstEvents};
use super::interval::{PercentInterval, likelihood, percent};
use super::live::{Live, Register};
use super::model::{Context, MODELS, ServiceModel};
use super::moments::{Exact, ServiceMoments};
use super::options::{DEFAULT_SEED, NEVER, SimulationOptions};
use super::pay::Pay;
use super::summary::{MOST_MONEY, Moments, Risk, Spread};
use crate::assignment::Assignment;
use crate::currency::Currency;
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
use crate::sensitivity::CostFlip;

/// The most trials of one simulation.
pub const MAX_TRIALS: usize = 1_000_000;

/// The most incidents that one simulation may be expected to draw: some minutes of work.
const MOST_WORK: f64 = 2e10;

/// The most events of shared causes, in the first years of all trials, that are kept: some hundred megabytes.
const MOST_EVENTS: f64 = 2e7;

fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A service ready to be simulated.
pub(super) struct Ready {
    pub(super) index: usize,
    pub(super) model: ServiceModel,
    /// How it follows from what is unknown beside its own estimates; `None` where all of that is known.
    pub(super) live: Option<Live>,
    /// The place of its recommended model in pairs.
    pub(super) chosen: usize,
    /// Whether everything that it costs by itself is given, under each model.
    known: [bool; 2],
    /// Whether everything that it loses in incidents and by failed deployments is given, under each model.
    losses: [bool; 2],
    /// What it adds elsewhere under You Build It You Run It; `None` where the models cannot be compared.
    elsewhere: Option<Money>,
    flips: Vec<CostFlip>,
}

/// What can be told of the whole portfolio.
#[derive(Clone, Copy)]
struct Tells {
    /// The costs of what is recommended, and of operations running everything.
    costs: [bool; 2],
    difference: bool,
    /// What incidents lose.
    losses: bool,
}

/// The portfolio's samples, trial by trial: what is recommended, and operations running everything.
struct Together {
    cost: [Vec<f64>; 2],
    year_loss: [Vec<f64>; 2],
    exact_cost: [Exact; 2],
    exact_loss: [Exact; 2],
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
    let seed = seed.unwrap_or(DEFAULT_SEED);
    let stop = stop.unwrap_or(&NEVER);
    let runner = Runner { seed, threads: threads.clamp(1, 64), stop, keeps_draws: draws.is_some() };
    let silent = Runner { keeps_draws: false, ..runner };
    let mut draws = draws.unwrap_or_else(|| Box::new(|_| ()));
    let mut last = |trials: u64, progress: &mut dyn FnMut(Progress) -> bool| {
        simulator.may_collect(trials, most_draws)?;
        simulator.run(runner, trials, progress, &mut draws).map(|(simulation, _)| simulation)
    };
    let mut progress = progress.unwrap_or_else(|| Box::new(|_| true));
    let progress = &mut *progress;
    let Some(precision) = precision else {
        return last(trials.unwrap_or(10_000), progress);
    };
    if precision.of_one().is_zero() {
        let message = "no number of trials leaves an error of `0` percent";
        let help = "ask for a precision such as \"1%\"";
        return Err(Problems::one(Problem::new(ProblemCode::NumberOutOfRange, "/precision", message, help)));
    }
    let wanted = float(precision.of_one());
    let most = simulator.most_trials();
    // A first run says how many trials it takes; its estimate may be off, so look again.
    let mut trials = trials.unwrap_or(4 * BATCH as u64);
    for _ in 0..4 {
        let (simulation, reached) = simulator.run(silent, trials, progress, &mut |_| ())?;
        let reached = reached.unwrap_or_default();
        if reached <= wanted || trials >= most {
            return if runner.keeps_draws { last(trials, progress) } else { Ok(simulation) };
        }
        let needed = (trials as f64 * (reached / wanted) * (reached / wanted) * 1.1).min(most as f64) as u64;
        trials = needed.next_multiple_of(BATCH as u64).clamp(trials + 1, most);
    }
    last(trials, progress)
}

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
}

impl<'p> Simulator<'p> {
    pub(super) fn new(portfolio: &'p Portfolio) -> Result<Self, Problems> {
        let file = portfolio.file();
        let analysis = Analysis::of(portfolio)?;
        let recommended = crate::evaluation::recommended(portfolio)?;
        let operations =
            Assignment::by(portfolio, &recommended.choices, crate::assignment::Strategy::AllOpsRunIt)?;
        let mut marginal = Vec::with_capacity(recommended.choices.len());
        analysis.insurances(&recommended, |index, margin, insurance, _| {
            let whole = Money::ZERO.minus(insurance.net_benefit)?;
            let comparable = insurance.agrees.is_some();
            let flips = match comparable {
                true => crate::sensitivity::cost_flips(portfolio, &recommended, index),
                false => Vec::new(),
            };
            marginal.push((margin.cover.clone(), comparable.then_some(whole), flips));
            Ok(())
        })?;
        let register = Register::of(portfolio);
        let year = float(portfolio.weeks_per_year) * 168.0;
        let mut ready = Vec::new();
        let mut left_out = Vec::new();
        let mut fixed = [0.0; 2];
        let mut costs = [true; 2];
        for ((sum, known), assignment) in fixed.iter_mut().zip(&mut costs).zip([&recommended, &operations]) {
            let shared = Shared::total(&analysis, assignment)?.over_horizon()?;
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
            let tolerable = (100.0 - float(choice.target.percent())) / 100.0 * year;
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
            ready.push(Ready { index, model, live, chosen, known, losses, elsewhere, flips });
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
        let difference = analysis.against_operations(&recommended)?.agrees.is_some();
        let drawn = |ready: &Ready| {
            ready.losses.first() == Some(&true) && ready.losses.get(ready.chosen) == Some(&true)
        };
        let losses = left_out.is_empty() && ready.iter().all(drawn);
        let tells = Tells { costs, difference, losses };
        Ok(Self { portfolio, ready, causes, fixed, pays, tells, findings, outlook: Outlook::of(portfolio)? })
    }

    fn run(
        &self,
        runner: Runner<'_>,
        trials: u64,
        progress: &mut dyn FnMut(Progress) -> bool,
        draws: &mut dyn FnMut(ServiceDraws<'_>),
    ) -> Result<(Simulation, Option<f64>), Problems> {
        self.check(trials)?;
        let trials = usize::try_from(trials).unwrap_or(MAX_TRIALS);
        let currency = self.portfolio.file().currency;
        let total = trials * self.ready.len();
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
        for (number, ready) in self.ready.iter().enumerate() {
            let mut tick = |done: usize| progress(Progress { done: number * trials + done, total });
            let of = (ready.index as u64, ready.chosen, trials);
            let samples = runner
                .run((&ready.model, ready.live.as_ref()), &self.causes, of, &mut worst, &mut tick)
                .map_err(|halt| halted(halt, ready.index))?;
            let exact = self.exact(ready, trials);
            together.add(ready, &samples, exact);
            bounded(&samples.cost)?;
            let difference = self.differences(ready, &samples, &excess);
            if runner.keeps_draws {
                self.tell(ready, &samples, &difference, draws);
            }
            let service = self.service(ready, samples, (exact, difference), runner.threads);
            if let Some(percent) = service.ops_run_it.year_loss.as_ref().and_then(beyond) {
                uncertain.push((service.name.clone(), percent));
            }
            services.push(service);
        }
        bounded(&together.cost)?;
        let year = Moments::of(together.year_loss.first().map_or(&[], Vec::as_slice));
        // So few trials say nothing about their own error.
        let precision = (year.mean > 0.0 && trials >= 100).then(|| year.standard_error() / year.mean);
        let portfolio = together.summarise(self.tells, worst.worst(), (currency, runner.threads));
        let mut findings = self.findings.clone();
        uncertain.sort_by_key(|(_, percent)| std::cmp::Reverse(*percent));
        if let Some((first, percent)) = uncertain.first() {
            let (services, first) = (uncertain.len(), first.clone());
            findings.push(Detail::SampledMeanUncertain { services, first, percent: *percent, trials });
        }
        let simulation = Simulation {
            provenance: self.portfolio.provenance().clone(),
            name: self.portfolio.file().name.clone(),
            currency,
            horizon_years: self.portfolio.costs.discounting.years,
            trials,
            seed: runner.seed.to_string(),
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
        Ok((super::words::summarised(simulation), precision))
    }

    /// What is known of a service's trials without drawing them, under both models.
    fn exact(&self, ready: &Ready, trials: usize) -> [ServiceMoments; 2] {
        let causes: Vec<_> = ready.model.shared.iter().filter_map(|cause| self.causes.get(*cause)).collect();
        let rates: Vec<_> = causes.into_iter().map(|cause| &cause.rate).collect();
        [0, 1].map(|place| ready.model.moments(place, &rates, trials).unwrap_or_default())
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

    /// You Build It You Run It less Ops Run It, with what changes elsewhere, trial by trial.
    fn differences(&self, ready: &Ready, samples: &Samples, excess: &[Vec<f64>]) -> Vec<f64> {
        let [cost_a, cost_b] = &samples.cost;
        let more = ready.elsewhere.map(|elsewhere| float(elsewhere.amount())).unwrap_or_default();
        let mut difference: Vec<f64> = cost_b.iter().zip(cost_a).map(|(b, a)| b - a + more).collect();
        for (pay, excess) in self.pays.iter().zip(excess) {
            let more = pay.elsewhere.get(ready.index).copied().unwrap_or_default();
            difference.iter_mut().zip(excess).for_each(|(difference, excess)| *difference += more * excess);
        }
        difference
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

    fn service(
        &self,
        ready: &Ready,
        samples: Samples,
        (exact, difference): ([ServiceMoments; 2], Vec<f64>),
        threads: usize,
    ) -> ServiceSimulation {
        let file = self.portfolio.file();
        let currency = file.currency;
        let Samples {
            cost: [cost_a, cost_b],
            year_loss: [loss_a, loss_b],
            worst: [worst_a, worst_b],
            met,
            ..
        } = samples;
        let trials = cost_a.len().max(1);
        let elsewhere = ready.elsewhere.map(|elsewhere| float(elsewhere.amount()));
        let more = elsewhere.unwrap_or_default();
        let [exact_a, exact_b] = exact;
        let exact_difference = Exact::mean_alone(exact_b.cost.mean - exact_a.cost.mean + more);
        let costs = [(&cost_a, exact_a.cost), (&cost_b, exact_b.cost), (&difference, exact_difference)];
        let [spread_a, spread_b, difference_spread] = on_threads(costs, threads, |(samples, exact)| {
            (Spread::of(samples, Some(exact), currency), Moments::of(samples).variance)
        });
        let losses = [
            (&loss_a, Some(exact_a.year_loss)),
            (&loss_b, Some(exact_b.year_loss)),
            (&worst_a, None),
            (&worst_b, None),
        ];
        let [year_a, year_b, worst_a, worst_b] =
            on_threads(losses, threads, |(samples, exact)| Risk::of(samples, exact, currency));
        let ([known_a, known_b], [losses_a, losses_b]) = (ready.known, ready.losses);
        let simulated = |cost: Option<Spread>, risks: [Risk; 2], (met, known): (usize, bool)| {
            let [year_loss, worst_incident] = risks.map(|risk| Some(risk).filter(|_| known));
            Simulated {
                cost_over_horizon: cost,
                year_loss,
                worst_incident,
                meets_target_percent: known.then(|| likelihood(met, trials)),
                meets_target_interval: known.then(|| PercentInterval::wilson(met, trials)),
            }
        };
        let [met_a, met_b] = met;
        let ((spread_a, a), (spread_b, b), (difference_spread, c)) = (spread_a, spread_b, difference_spread);
        let reduced = (a + b > 0.0).then(|| percent((1.0 - c / (a + b)).max(0.0)).round_dp(4));
        let wins = elsewhere.map(|_| Wins::of(&difference, currency));
        ServiceSimulation {
            name: file.services.get(ready.index).map(|service| service.name.clone()).unwrap_or_default(),
            operating_model: MODELS.get(ready.chosen).copied().unwrap_or(OperatingModel::OpsRunIt),
            ops_run_it: simulated(known_a.then_some(spread_a), [year_a, worst_a], (met_a, losses_a)),
            you_build_it_you_run_it: simulated(
                known_b.then_some(spread_b),
                [year_b, worst_b],
                (met_b, losses_b),
            ),
            elsewhere: ready.elsewhere,
            difference: elsewhere.map(|_| difference_spread),
            you_build_it_cheaper_percent: wins.map(|wins| wins.percent()),
            you_build_it_cheaper_interval: wins.map(|wins| wins.interval()),
            tied_percent: wins.map(|wins| wins.tied_percent()),
            flips: ready.flips.clone(),
            variance_reduction_percent: elsewhere.and(reduced),
        }
    }
}

/// In how many trials a difference is below zero, and in how many it is none.
#[derive(Clone, Copy)]
struct Wins {
    cheaper: usize,
    tied: usize,
    trials: usize,
}

impl Wins {
    /// What is less than half of the currency's minor unit is no difference.
    fn of(differences: &[f64], currency: Currency) -> Self {
        let least = 0.5 / 10_f64.powi(i32::try_from(currency.decimals()).unwrap_or(0));
        let count = |is: fn(f64, f64) -> bool| differences.iter().filter(|one| is(**one, least)).count();
        Self {
            cheaper: count(|difference, least| difference <= -least),
            tied: count(|difference, least| difference.abs() < least),
            trials: differences.len(),
        }
    }

    fn percent(self) -> Decimal {
        likelihood(self.cheaper, self.trials)
    }

    fn interval(self) -> PercentInterval {
        PercentInterval::wilson(self.cheaper, self.trials)
    }

    fn tied_percent(self) -> Decimal {
        percent(self.tied as f64 / self.trials.max(1) as f64)
    }
}

/// What of a mean rests on draws that are rarer than one in all the trials, where it is so much that neither the sampled
/// mean nor its standard error can be trusted.
fn beyond(risk: &Risk) -> Option<Decimal> {
    risk.spread.mean_beyond_trials_percent.filter(|percent| *percent >= Decimal::TWO)
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

/// Works on several samples at once, as far as there are threads.
fn on_threads<'s, E: Copy + Send, T: Send, const N: usize>(
    samples: [(&'s Vec<f64>, E); N],
    threads: usize,
    work: impl Fn((&'s [f64], E)) -> T + Sync,
) -> [T; N] {
    let samples = samples.map(|(samples, exact)| (samples.as_slice(), exact));
    // For few, starting a thread takes longer than the work; WebAssembly has none, and leaves their code out.
    if cfg!(target_family = "wasm") || threads <= 1 || samples.iter().all(|(all, _)| all.len() < 10_000) {
        return samples.map(work);
    }
    let work = &work;
    std::thread::scope(|scope| {
        let workers = samples.map(|samples| scope.spawn(move || work(samples)));
        workers.map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

impl Together {
    /// Adds a service's trials to those of the portfolio.
    fn add(&mut self, ready: &Ready, samples: &Samples, exact: [ServiceMoments; 2]) {
        let model = &ready.model;
        let tied = model.exposure_group.is_some() || !model.shared.is_empty() || model.has_unknowns;
        for (slot, from) in [(0, ready.chosen), (1, 0)] {
            for (sums, samples) in
                [(&mut self.cost, &samples.cost), (&mut self.year_loss, &samples.year_loss)]
            {
                if let (Some(sums), Some(samples)) = (sums.get_mut(slot), samples.get(from)) {
                    sums.iter_mut().zip(samples).for_each(|(sum, sample)| *sum += sample);
                }
            }
            let Some(exact) = exact.get(from) else { continue };
            for (sums, exact) in [(&mut self.exact_cost, exact.cost), (&mut self.exact_loss, exact.year_loss)]
            {
                if let Some(sum) = sums.get_mut(slot) {
                    *sum = sum.and(exact, tied);
                }
            }
        }
    }

    fn summarise(
        self,
        tells: Tells,
        worst: [Vec<f64>; 2],
        (currency, threads): (Currency, usize),
    ) -> PortfolioSimulation {
        let Self { cost: [ours, theirs], year_loss: [loss_a, loss_b], exact_cost, exact_loss } = self;
        let difference: Vec<f64> = ours.iter().zip(&theirs).map(|(ours, theirs)| ours - theirs).collect();
        let [exact_ours, exact_theirs] = exact_cost;
        let exact_difference = Exact::mean_alone(exact_ours.mean - exact_theirs.mean);
        let costs = [(&ours, exact_ours), (&theirs, exact_theirs), (&difference, exact_difference)];
        let [a, b, spread] =
            on_threads(costs, threads, |(samples, exact)| Spread::of(samples, Some(exact), currency));
        let [worst_a, worst_b] = &worst;
        let [exact_a, exact_b] = exact_loss.map(Some);
        let losses = [(&loss_a, exact_a), (&loss_b, exact_b), (worst_a, None), (worst_b, None)];
        let [year_a, year_b, worst_a, worst_b] =
            on_threads(losses, threads, |(samples, exact)| Risk::of(samples, exact, currency));
        let simulated = |cost: Option<Spread>, year_loss, worst_incident| Simulated {
            cost_over_horizon: cost,
            year_loss: Some(year_loss).filter(|_| tells.losses),
            worst_incident: Some(worst_incident).filter(|_| tells.losses),
            meets_target_percent: None,
            meets_target_interval: None,
        };
        let wins = tells.difference.then(|| Wins::of(&difference, currency));
        let [known_a, known_b] = tells.costs;
        PortfolioSimulation {
            hybrid_at_scale: simulated(known_a.then_some(a), year_a, worst_a),
            all_ops_run_it: simulated(known_b.then_some(b), year_b, worst_b),
            difference: tells.difference.then_some(spread),
            cheaper_percent: wins.map(|wins| wins.percent()),
            cheaper_interval: wins.map(|wins| wins.interval()),
            tied_percent: wins.map(|wins| wins.tied_percent()),
        }
    }
}
