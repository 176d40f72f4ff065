//! The commands that need money: what decisions cost and protect, how sure that is, plans, readiness.

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::options::{Options, Whole};
use crate::assignment::Strategy;
use crate::comparison::{compare, costs};
use crate::estimate::spread::{Spread, spreads};
use crate::ledger::Dimension;
use crate::next::next;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::progress::Progress;
use crate::readiness::{accountability, ready};
use crate::resolve::Portfolio;
use crate::scenario::scenarios;
use crate::sensitivity::sensitivity;
use crate::simulation::{DEFAULT_SEED, SimulationOptions, simulate, stream_digest};
use crate::transition::plan;

/// By what costs are grouped unless the options say otherwise.
const DEFAULT_BY: [Dimension; 2] = [Dimension::Aspect, Dimension::CostType];

/// The seed of the streams whose digest is answered.
const STREAMS_SEED: u64 = 42;

/// The digest of the raw random streams.
#[derive(Serialize)]
struct Streams {
    digest: String,
}

/// How estimates are spread.
#[derive(Serialize)]
struct Spreads {
    spreads: Vec<Option<Spread>>,
}

/// Runs a command; `None` where it is none of these.
pub(super) fn run(
    command: &str,
    input: &[u8],
    options: &Options,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Option<Result<String, Problems>> {
    let answer = match command {
        "costs" => costed(input, options),
        "compare" => options.answer_partly(input, compare),
        "scenarios" => compared(input, options),
        "plan" => options.answer_partly(input, plan),
        "next" => options.answer_partly(input, next),
        "ready" => {
            options.answered(input).and_then(|portfolio| Ok(options.partly(&portfolio, &ready(&portfolio)?)))
        }
        "accountability" => options.answer_partly(input, accountability),
        "simulate" => {
            options.answer_partly(input, |portfolio| simulate(portfolio, options.simulation(stop, progress)))
        }
        "sensitivity" => {
            let seed = options.full.seed.map_or(DEFAULT_SEED, |Whole(seed)| seed);
            options.answer_partly(input, |portfolio| sensitivity(portfolio, seed))
        }
        // Not among the commands that people see: what packages assert to be held to the same bits.
        "streams" => Ok(options.answer(&Streams { digest: stream_digest(STREAMS_SEED) })),
        // Nor this, of no portfolio: what a face draws beside the fields of estimates.
        "spreads" => spreads(input).map(|spreads| options.answer(&Spreads { spreads })),
        _ => return None,
    };
    Some(answer)
}

fn costed(input: &[u8], options: &Options) -> Result<String, Problems> {
    let by = options.full.by.as_deref().unwrap_or(&DEFAULT_BY);
    let strategy = options.full.strategy.unwrap_or(Strategy::HybridAtScale);
    let portfolio = options.partial(input)?;
    match costs(&portfolio, strategy, by, options.full.line_items.unwrap_or(true))? {
        Some(costs) => Ok(options.partly(&portfolio, &costs)),
        None => Err(unknown_least_cost()),
    }
}

fn compared(input: &[u8], options: &Options) -> Result<String, Problems> {
    let portfolio = options.portfolio(input)?;
    let mut changed = Vec::with_capacity(options.full.scenarios.len());
    for scenario in &options.full.scenarios {
        let read = Portfolio::read_changed(input, scenario.changes.text().as_bytes());
        let read = read.map_err(|problems| problems.of_scenario(&scenario.name))?;
        changed.push((scenario.name.clone(), options.by_policy(read)));
    }
    Ok(options.answer(&scenarios(&portfolio, &changed)?))
}

/// What to tell where [`costs`] has no answer: nobody knows what costs least without standby
/// and callout pay, or without what incidents cost and lose.
#[must_use]
pub fn unknown_least_cost() -> Problems {
    Problems::one(Problem::new(
        ProblemCode::MissingKey,
        "/on_call",
        "the strategy of least cost cannot be found without pay for standby and callouts, and without what incidents cost and lose",
        "add `standby` and `callout`, or a `preset`, to [on_call.product_teams] and to [on_call.operations], and the response and \
         incidents of at least one service",
    ))
}

impl Options {
    pub(super) fn simulation<'o>(
        &self,
        stop: &'o AtomicBool,
        progress: &'o mut dyn FnMut(Progress) -> bool,
    ) -> SimulationOptions<'o> {
        let mut simulation = SimulationOptions::new().stop(stop).progress(progress);
        if let Some(Whole(trials)) = self.full.trials {
            simulation = simulation.trials(trials);
        }
        if let Some(precision) = self.full.precision {
            simulation = simulation.precision(precision);
        }
        if let Some(Whole(seed)) = self.full.seed {
            simulation = simulation.seed(seed);
        }
        if let Some(threads) = self.full.threads {
            simulation = simulation.threads(threads.get() as usize);
        }
        simulation
    }

    /// The portfolio, with the answers to the questionnaire that came in a file of their own.
    pub(super) fn answered(&self, input: &[u8]) -> Result<Portfolio, Problems> {
        match &self.full.answers {
            None => self.partial(input),
            Some(answers) => {
                let read = Portfolio::read_partial_with(input, &self.profiles()?)?
                    .with_answers(answers.text().as_bytes());
                read.map(|read| self.by_policy(read))
            }
        }
    }
}
