//! A simulation of a portfolio: every service in turn, and all of them together.

use std::sync::atomic::AtomicBool;

use rust_decimal::Decimal;
use serde::Serialize;

use super::engine::{BATCH, Cause, Halt, MOST_INCIDENTS, Runner, Samples};
use super::model::{Context, ServiceModel, float};
use super::summary::{MOST_MONEY, Moments, Risk, Spread, percent};
use crate::assumption::Assumption;
use crate::comparison::{Analysis, Assignment};
use crate::finding::{Detail, Finding};
use crate::ledger::Cover;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::recommendation::choose;
use crate::selection::OperatingModel;
use crate::{CostFlip, Currency, Name, Portfolio, Provenance, Share, number};

/// The most trials of one simulation.
pub const MAX_TRIALS: usize = 1_000_000;

/// The most incidents that one simulation may be expected to draw: some minutes of work.
const MOST_WORK: f64 = 2e10;

/// How to simulate.
pub struct SimulationOptions<'o> {
    /// How many trials, each one horizon; 10 000 by default.
    pub trials: Option<u64>,
    /// Instead of a number of trials, how small the standard error of the mean loss of a year is to be, as a share of
    /// that mean.
    pub precision: Option<Share>,
    /// Where the random numbers start; the same seed gives the same bits.
    pub seed: u64,
    /// How many threads; results do not depend on it.
    pub threads: usize,
    /// Set to stop; the simulation then ends within a few trials.
    pub stop: &'o AtomicBool,
    /// Called several times a second with how far it is; returns whether to go on.
    pub progress: &'o mut dyn FnMut(Progress) -> bool,
}

/// How far a simulation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Trials of services that are done.
    pub done: usize,
    /// Trials of services that there will be.
    pub total: usize,
}

/// How sure the comparison of operating models is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Simulation {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// How long a trial lasts.
    pub horizon_years: u32,
    /// How many trials there were.
    pub trials: usize,
    /// Where the random numbers started.
    pub seed: String,
    /// The standard error of the recommendation's mean loss of a year, in percent of that mean; `None` where nothing is
    /// lost.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub precision_percent: Option<Decimal>,
    /// The portfolio as a whole.
    pub portfolio: PortfolioSimulation,
    /// Every service that can be simulated, in the order of the portfolio.
    pub services: Vec<ServiceSimulation>,
    /// The results in plain words.
    pub summary: Vec<String>,
    /// What to know about the simulation.
    pub findings: Vec<Finding>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// The portfolio as a whole: what is recommended, and operations running everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PortfolioSimulation {
    /// What is recommended.
    pub hybrid_at_scale: Simulated,
    /// Operations running everything.
    pub all_ops_run_it: Simulated,
    /// What is recommended less operations running everything, over the horizon; below zero where it is cheaper.
    pub difference: Spread,
    /// How likely what is recommended is cheaper, in percent.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub cheaper_percent: Decimal,
}

/// One service under both models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceSimulation {
    /// The service's name.
    pub name: Name,
    /// What is recommended.
    pub operating_model: OperatingModel,
    /// Under Ops Run It.
    pub ops_run_it: Simulated,
    /// Under You Build It You Run It.
    pub you_build_it_you_run_it: Simulated,
    /// You Build It You Run It less Ops Run It, over the horizon; below zero where it is cheaper. Both face the same
    /// incidents.
    pub difference: Spread,
    /// How likely You Build It You Run It is cheaper, in percent.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub you_build_it_cheaper_percent: Decimal,
    /// The exposure and the incidents a year at which the cheaper model changes, all other inputs at their means; empty
    /// where no value changes it, or where the models cannot be compared.
    pub flips: Vec<CostFlip>,
    /// How much variance the common incidents take from the difference, in percent of what it would be without them.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub variance_saved_percent: Option<Decimal>,
}

/// What one choice comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Simulated {
    /// Premium and loss over the horizon.
    pub cost_over_horizon: Spread,
    /// What incidents lose in one year.
    pub year_loss: Risk,
    /// The incident of a year that loses most.
    pub worst_incident: Risk,
    /// How likely a year meets the availability target, in percent; `None` for the portfolio.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub meets_target_percent: Option<Decimal>,
}

/// A service ready to be simulated.
pub(super) struct Ready {
    pub(super) index: usize,
    pub(super) model: ServiceModel,
    /// The place of its recommended model in pairs.
    pub(super) chosen: usize,
    flips: Vec<CostFlip>,
    /// What it adds under You Build It You Run It as long as the rest stays: no part of the portfolio's total.
    marginal: f64,
}

/// The portfolio's samples, trial by trial: what is recommended, and operations running everything.
struct Together {
    cost: [Vec<f64>; 2],
    year_loss: [Vec<f64>; 2],
    worst: [Vec<f64>; 2],
}

/// Simulates a portfolio under uncertainty: how likely each model is cheaper, and what a bad year loses.
///
/// # Errors
/// [`Problems`] where the options, or the rates of incidents, ask for more than can be drawn, where an amount does not
/// fit, or where it was stopped.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
///
/// use whorunsit::{Portfolio, SimulationOptions, simulate};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// let stop = AtomicBool::new(false);
/// let simulation = simulate(&portfolio, SimulationOptions {
///     trials: Some(2_048),
///     precision: None,
///     seed: 1,
///     threads: 2,
///     stop: &stop,
///     progress: &mut |_| true,
/// })?;
/// assert_eq!(simulation.services[2].you_build_it_cheaper_percent.to_string(), "100");
/// # Ok::<(), whorunsit::Problems>(())
/// ```
pub fn simulate(portfolio: &Portfolio, options: SimulationOptions<'_>) -> Result<Simulation, Problems> {
    let simulator = Simulator::new(portfolio)?;
    let SimulationOptions { trials, precision, seed, threads, stop, progress } = options;
    let runner =
        Runner { seed, threads: if cfg!(target_family = "wasm") { 1 } else { threads.clamp(1, 64) }, stop };
    let Some(precision) = precision else {
        let trials = trials.unwrap_or(10_000);
        return simulator.run(runner, trials, progress);
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
        let simulation = simulator.run(runner, trials, progress)?;
        let reached = simulation.precision_percent.map_or(0.0, |percent| float(percent) / 100.0);
        if reached <= wanted || trials >= most {
            return Ok(simulation);
        }
        let needed = (trials as f64 * (reached / wanted) * (reached / wanted) * 1.1).min(most as f64) as u64;
        trials = needed.next_multiple_of(BATCH as u64).clamp(trials + 1, most);
    }
    simulator.run(runner, trials, progress)
}

pub(super) struct Simulator<'p> {
    portfolio: &'p Portfolio,
    pub(super) ready: Vec<Ready>,
    pub(super) causes: Vec<Cause>,
    /// What schedules, and services that cannot be simulated, come to over the horizon: as recommended, and with
    /// operations running everything.
    fixed: [f64; 2],
    findings: Vec<Detail>,
}

impl<'p> Simulator<'p> {
    pub(super) fn new(portfolio: &'p Portfolio) -> Result<Self, Problems> {
        let file = portfolio.file();
        let analysis = Analysis::of(portfolio)?;
        let recommended = Assignment::of(portfolio, choose(portfolio))?;
        let operations = Assignment::by(portfolio, &recommended.choices, crate::Strategy::AllOpsRunIt)?;
        let mut covers = Vec::with_capacity(recommended.choices.len());
        analysis.insurances(&recommended, |index, margin, insurance, _| {
            let options = analysis.options.get(index).ok_or(crate::Overflow)?;
            let own = options.of_model(OperatingModel::YouBuildItYouRunIt, margin.covered);
            let own = own.against(&options.ops_run_it)?.over_horizon()?;
            let whole = crate::Money::ZERO.minus(insurance.net_benefit)?;
            let flips = match insurance.agrees {
                Some(_) => crate::sensitivity::cost_flips(&analysis, index, margin.covered, whole)?,
                None => Vec::new(),
            };
            covers.push((margin.covered, float(whole.minus(own)?.amount()), flips));
            Ok(())
        })?;
        let year = float(portfolio.weeks_per_year) * 168.0;
        let mut ready = Vec::new();
        let mut left_out = Vec::new();
        let mut fixed = [0.0; 2];
        for (sum, assignment) in fixed.iter_mut().zip([&recommended, &operations]) {
            *sum = float(assignment.standby_over_horizon(portfolio)?.amount());
        }
        for (index, choice) in recommended.choices.iter().enumerate() {
            let (covered, marginal, flips) = covers.get(index).cloned().unwrap_or_default();
            let chosen = usize::from(choice.model == OperatingModel::YouBuildItYouRunIt);
            let peaks = if chosen == 1 { choice.peaks.as_slice() } else { &[] };
            let tolerable = (100.0 - float(choice.target.percent())) / 100.0 * year;
            let cover = Cover { always: covered, peaks };
            let context =
                Context { analysis: &analysis, service: index, cover, marginal, tolerable_hours: tolerable };
            let Some(model) = ServiceModel::of(&context)? else {
                let name = file.services.get(index).map(|service| service.name.clone());
                left_out.push(name.unwrap_or_default());
                for (sum, assignment) in fixed.iter_mut().zip([&recommended, &operations]) {
                    *sum += float(analysis.own(assignment, index)?.over_horizon()?.amount());
                }
                continue;
            };
            if model.expected_incidents() > MOST_INCIDENTS {
                let message = format!(
                    "{} incidents are expected in one trial, more than the {MOST_INCIDENTS} that are simulated",
                    model.expected_incidents().round()
                );
                let path = format!("/services/{index}/incidents_per_year");
                let help =
                    "simulate fewer years, or count only the incidents that make the service unavailable";
                return Err(Problems::one(Problem::new(ProblemCode::NumberOutOfRange, path, message, help)));
            }
            ready.push(Ready { index, model, chosen, flips, marginal });
        }
        let causes = super::causes::attach(
            portfolio,
            &mut ready.iter_mut().map(|ready| (ready.index, &mut ready.model)).collect::<Vec<_>>(),
        );
        let mut findings = Vec::new();
        if let Some(first) = left_out.first() {
            findings.push(Detail::NotSimulated { services: left_out.len(), first: first.clone() });
        }
        let missing = analysis.missing(&recommended)?;
        findings.extend(Detail::partial(&missing));
        Ok(Self { portfolio, ready, causes, fixed, findings })
    }

    fn run(
        &self,
        runner: Runner<'_>,
        trials: u64,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Simulation, Problems> {
        self.check(trials)?;
        let trials = usize::try_from(trials).unwrap_or(MAX_TRIALS);
        let currency = self.portfolio.file().currency;
        let total = trials * self.ready.len();
        let [recommended, operations] = self.fixed;
        let zeros = || [vec![0.0; trials], vec![0.0; trials]];
        let mut together = Together {
            cost: [vec![recommended; trials], vec![operations; trials]],
            year_loss: zeros(),
            worst: zeros(),
        };
        let mut services = Vec::with_capacity(self.ready.len());
        for (number, ready) in self.ready.iter().enumerate() {
            let mut tick = |done: usize| progress(Progress { done: number * trials + done, total });
            let samples = runner
                .run(&ready.model, &self.causes, (ready.index as u64, trials), &mut tick)
                .map_err(|halt| halted(halt, ready.index))?;
            together.add(ready, &samples);
            bounded(&samples.cost)?;
            services.push(self.service(ready, samples, runner.threads));
        }
        bounded(&together.cost)?;
        let portfolio = together.summarise(currency, runner.threads);
        let year = &portfolio.hybrid_at_scale.year_loss.spread;
        let mean = float(year.mean.amount());
        let relative = float(year.standard_error.amount()) / mean;
        let simulation = Simulation {
            provenance: self.portfolio.provenance().clone(),
            name: self.portfolio.file().name.clone(),
            currency,
            horizon_years: self.portfolio.costs.discounting.years,
            trials,
            seed: runner.seed.to_string(),
            // So few trials say nothing about their own error.
            precision_percent: (mean > 0.0 && trials >= 100).then(|| percent(relative)),
            portfolio,
            services,
            summary: Vec::new(),
            findings: self.findings.iter().map(|detail| Finding::new(detail.clone(), currency)).collect(),
            assumptions: crate::comparison::assumptions(self.portfolio),
        };
        Ok(super::words::summarised(simulation))
    }

    /// How many trials are no more than [`MAX_TRIALS`] and [`MOST_WORK`].
    fn most_trials(&self) -> u64 {
        let incidents: f64 = self.ready.iter().map(|ready| ready.model.expected_incidents()).sum();
        ((MOST_WORK / incidents.max(1.0)) as u64).clamp(1, MAX_TRIALS as u64)
    }

    fn check(&self, trials: u64) -> Result<(), Problems> {
        let incidents: f64 = self.ready.iter().map(|ready| ready.model.expected_incidents()).sum();
        let fault = if trials == 0 || trials > MAX_TRIALS as u64 {
            Some(format!("`{trials}` trials are not between 1 and {MAX_TRIALS}"))
        } else if incidents * trials as f64 > MOST_WORK {
            Some(format!("{trials} trials of {} incidents each would take too long", incidents.round()))
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

    fn service(&self, ready: &Ready, samples: Samples, threads: usize) -> ServiceSimulation {
        let file = self.portfolio.file();
        let Samples { cost: [cost_a, cost_b], year_loss: [loss_a, loss_b], worst: [worst_a, worst_b], met } =
            samples;
        let trials = cost_a.len().max(1);
        let difference: Vec<f64> = cost_b.iter().zip(&cost_a).map(|(b, a)| b - a).collect();
        let cheaper = difference.iter().filter(|difference| **difference < 0.0).count();
        let currency = file.currency;
        let [(spread_a, a), (spread_b, b), (difference, c)] =
            on_threads([&cost_a, &cost_b, &difference], threads, |samples| {
                let moments = Moments::of(samples);
                (Spread::of(samples, moments, currency), moments.variance)
            });
        let saved = (a + b > 0.0).then(|| percent((1.0 - c / (a + b)).max(0.0)));
        let [year_a, year_b, worst_a, worst_b] =
            on_threads([&loss_a, &loss_b, &worst_a, &worst_b], threads, |samples| {
                Risk::of(samples, currency)
            });
        let simulated = |cost_over_horizon, year_loss, worst_incident, met: usize| Simulated {
            cost_over_horizon,
            year_loss,
            worst_incident,
            meets_target_percent: Some(percent(met as f64 / trials as f64)),
        };
        let [met_a, met_b] = met;
        ServiceSimulation {
            name: file.services.get(ready.index).map(|service| service.name.clone()).unwrap_or_default(),
            operating_model: [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt]
                .get(ready.chosen)
                .copied()
                .unwrap_or(OperatingModel::OpsRunIt),
            ops_run_it: simulated(spread_a, year_a, worst_a, met_a),
            you_build_it_you_run_it: simulated(spread_b, year_b, worst_b, met_b),
            difference,
            you_build_it_cheaper_percent: percent(cheaper as f64 / trials as f64),
            flips: ready.flips.clone(),
            variance_saved_percent: saved,
        }
    }
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
    if within { Ok(()) } else { Err(crate::Overflow.into()) }
}

/// Works on several samples at once, as far as there are threads.
fn on_threads<T: Send, const N: usize>(
    samples: [&[f64]; N],
    threads: usize,
    work: impl Fn(&[f64]) -> T + Sync,
) -> [T; N] {
    // For few, starting a thread takes longer than the work; WebAssembly has none, and leaves their code out.
    if cfg!(target_family = "wasm") || threads <= 1 || samples.iter().all(|samples| samples.len() < 10_000) {
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
    fn add(&mut self, ready: &Ready, samples: &Samples) {
        let marginal = if ready.chosen == 1 { ready.marginal } else { 0.0 };
        for (slot, from) in [(0, ready.chosen), (1, 0)] {
            let off = if slot == 0 { marginal } else { 0.0 };
            let pairs =
                [(&mut self.cost, &samples.cost, off), (&mut self.year_loss, &samples.year_loss, 0.0)];
            for (sums, samples, off) in pairs {
                if let (Some(sums), Some(samples)) = (sums.get_mut(slot), samples.get(from)) {
                    sums.iter_mut().zip(samples).for_each(|(sum, sample)| *sum += sample - off);
                }
            }
            if let (Some(worst), Some(samples)) = (self.worst.get_mut(slot), samples.worst.get(from)) {
                worst.iter_mut().zip(samples).for_each(|(worst, sample)| *worst = worst.max(*sample));
            }
        }
    }

    fn summarise(self, currency: Currency, threads: usize) -> PortfolioSimulation {
        let Self { cost: [ours, theirs], year_loss: [loss_a, loss_b], worst: [worst_a, worst_b] } = self;
        let difference: Vec<f64> = ours.iter().zip(&theirs).map(|(ours, theirs)| ours - theirs).collect();
        let cheaper = difference.iter().filter(|difference| **difference < 0.0).count();
        let trials = difference.len().max(1);
        let [a, b, difference] = on_threads([&ours, &theirs, &difference], threads, |samples| {
            Spread::of(samples, Moments::of(samples), currency)
        });
        let [year_a, year_b, worst_a, worst_b] =
            on_threads([&loss_a, &loss_b, &worst_a, &worst_b], threads, |samples| {
                Risk::of(samples, currency)
            });
        let simulated = |cost_over_horizon, year_loss, worst_incident| Simulated {
            cost_over_horizon,
            year_loss,
            worst_incident,
            meets_target_percent: None,
        };
        PortfolioSimulation {
            hybrid_at_scale: simulated(a, year_a, worst_a),
            all_ops_run_it: simulated(b, year_b, worst_b),
            difference,
            cheaper_percent: percent(cheaper as f64 / trials as f64),
        }
    }
}
