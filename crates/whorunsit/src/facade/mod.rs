//! The one door for everything outside Rust: portfolio text in, one JSON envelope out.
//!
//! Python, JavaScript and the command line's JSON all come through [`call`], so they cannot differ.

#[cfg(feature = "all")]
mod few;
#[cfg(feature = "full")]
mod kept;
#[cfg(feature = "full")]
mod money;
mod options;
#[cfg(feature = "full")]
mod retold;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

#[cfg(feature = "full")]
pub use self::kept::Kept;
#[cfg(feature = "full")]
pub use self::money::unknown_least_cost;
use self::options::Options;
use crate::assumption::Assumption;
use crate::error::Error;
use crate::evaluation::check;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::profile::Profile;
use crate::progress::Progress;
use crate::provenance::Provenance;
use crate::read::suggestion;
use crate::recommendation::{recommend, schedules};
use crate::resolve::{LeftOutService, Portfolio};
use crate::selection::Policy;
#[cfg(feature = "full")]
pub use crate::simulation::{DEFAULT_SEED, DRAW_COLUMNS, MAX_DRAWS};
#[cfg(feature = "full")]
use crate::simulation::{ServiceDraws, simulate};

/// The commands of [`call`].
pub const COMMANDS: [&str; 19] = [
    "check",
    "recommend",
    "schedules",
    "costs",
    "compare",
    "scenarios",
    "plan",
    "ready",
    "accountability",
    "roadmap",
    "simulate",
    "sensitivity",
    "chart",
    "intake",
    "accept",
    "report",
    "diff",
    "next",
    "growth",
];

/// Those that are of no portfolio, or that people do not see.
const HIDDEN: [&str; 4] = ["render", "spreads", "streams", "words"];

/// The most scenarios that are compared at once.
pub const MAX_SCENARIOS: usize = 100;

/// The keys whose values are money in every answer, wherever they are text. They are exact, in the answer's currency.
pub const MONEY_KEYS: [&str; 96] = [
    "after_per_year",
    "ahead_by",
    "all_ops_run_it",
    "amount",
    "at_least",
    "at_most",
    "at_risk_per_year",
    "automation_cost",
    "below",
    "budget_per_quarter",
    "callouts_per_person",
    "callouts_per_year",
    "conditional_value_at_risk_95",
    "conditional_value_at_risk_99",
    "cost",
    "cost_per_year",
    "cumulative",
    "delay_per_year",
    "difference",
    "difference_at_high",
    "difference_at_low",
    "effort_per_year",
    "elsewhere",
    "evpi",
    "exact_mean",
    "exact_standard_deviation",
    "exposure_per_hour",
    "extra_loss_over_horizon",
    "extra_one_off",
    "extra_premium_over_horizon",
    "extra_premium_per_year",
    "extra_standby_per_year",
    "halving_saves_per_year",
    "hybrid_at_scale",
    "incident",
    "incident_loss_per_year",
    "known_per_year",
    "least_cost_over_horizon",
    "loss",
    "loss_avoided",
    "loss_avoided_over_horizon",
    "loss_avoided_per_year",
    "loss_over_horizon",
    "loss_per_hour",
    "loss_per_year",
    "max_per_hour",
    "mean",
    "mean_exposure_per_hour",
    "more_than_as_it_is",
    "more_than_recommended",
    "more_than_staying",
    "moved_from_operations_per_year",
    "moved_per_year",
    "net_benefit",
    "on_call_per_year",
    "one_off",
    "operations_cost_per_year",
    "opportunity",
    "other_shared_saved",
    "over_horizon",
    "p5",
    "p50",
    "p95",
    "per_year",
    "premium_over_horizon",
    "premium_per_year",
    "premium_saved",
    "premium_saved_over_horizon",
    "product_teams_cost_per_year",
    "protected",
    "protects_per_year",
    "run",
    "saved",
    "saved_over_horizon",
    "saved_per_year",
    "saves",
    "self_service_saves_per_year",
    "setup",
    "staff_per_year",
    "standard_deviation",
    "standard_error",
    "standby_cost_per_year",
    "standby_per_person",
    "standby_per_week",
    "standby_per_year",
    "standby_saved",
    "staying",
    "swing",
    "threshold_per_year",
    "today_per_year",
    "tolerable_loss",
    "transition",
    "value_at_risk_95",
    "value_at_risk_99",
    "worth",
    "worth_per_year",
];

/// Runs a command on a portfolio and answers in JSON.
///
/// `portfolio` is TOML or JSON text. `options` is a JSON object, or empty: `{"pretty": true}` indents the
/// answer, `{"places": false}` leaves lines and columns out of the errors (for a portfolio whose text the user
/// never saw, because a program wrote it). `costs` also takes `by`, a dimension or a list of dimensions to group by,
/// `strategy`, and `line_items`, whether line items are listed (they are by default). `scenarios` takes `scenarios`, a
/// list of objects with a `name` and `changes`, an object or text as [`Portfolio::read_changed`] takes it. `ready` and
/// `roadmap` take `answers`, an object or text as [`Portfolio::read_answered`] takes it; `roadmap` also takes a `format`,
/// `markdown`, `html`, `mermaid` or `jira`. `simulate`
/// takes `trials`, or a `precision` such as "1%"; both it and `sensitivity` take a `seed`. `chart` takes
/// `chart`, the name of a `ChartName`, and what `ChartOptions` has; `accept` takes `service` and a `reason`; `diff` takes `new`, the
/// portfolio to compare with; `report` takes `service`,
/// a date `review_on`, and what `simulate` does; every command that decides takes a `policy`, instead of the portfolio's own; a chart that simulates also takes what `simulate` does. The answer
/// is `{"ok": true, "provenance": …, …}` with the result's own keys, or
/// `{"ok": false, "errors": […]}`; it never panics. Where services are left out because of problems of their own, as
/// [`Portfolio::read_partial`] does, `problems` and `left_out` come before them.
///
/// # Examples
///
/// ```
/// let answer = whorunsit::facade::call("recommend", b"schema = 1", "");
/// assert!(answer.starts_with(r#"{"ok":false,"errors":[{"code":"missing-key","path":"/currency","#));
/// ```
#[must_use]
pub fn call(command: &str, portfolio: &[u8], options: &str) -> String {
    answer(command, portfolio, options).unwrap_or_else(|refusal| refusal)
}

/// What [`call`] answers, told apart: `Ok` with the answer, `Err` with the refusal, both as JSON.
///
/// # Errors
/// The JSON of the refusal.
///
/// # Examples
///
/// ```
/// assert!(whorunsit::facade::answer("recommend", b"", "").is_err());
/// ```
pub fn answer(command: &str, portfolio: &[u8], options: &str) -> Result<String, String> {
    answer_with(command, portfolio, options, &AtomicBool::new(false), &mut |_| true)
}

/// What [`answer`] answers, for long work that is to be watched and stopped: setting `stop`, or returning false from
/// `progress`, which is called several times a second, ends it with the problem `cancelled`.
///
/// # Errors
/// The JSON of the refusal.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
///
/// let refusal = whorunsit::facade::answer_with("simulate", b"", "", &AtomicBool::new(false), &mut |_| false);
/// assert!(refusal.is_err());
/// ```
pub fn answer_with(
    command: &str,
    portfolio: &[u8],
    options: &str,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<String, String> {
    envelope(options, |options| run(command, portfolio, options, stop, progress))
}

/// Answers `simulate` as [`answer_with`] does, and hands over the draws of each service. Whoever collects them
/// refuses more than so many: `most`, such as [`MAX_DRAWS`].
///
/// # Errors
/// The JSON of the refusal.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
///
/// let portfolio = whorunsit::examples::FURNITURE_RETAILER_COSTS.as_bytes();
/// let mut hours = 0.0;
/// let (stop, options) = (AtomicBool::new(false), r#"{"trials": 1000}"#);
/// let answer = whorunsit::facade::answer_drawn(portfolio, options, &stop, &mut |_| true, &mut |draws| {
///     hours += draws.year_hours[0].iter().sum::<f64>();
/// }, Some(whorunsit::facade::MAX_DRAWS));
/// assert!(answer.is_ok() && hours > 0.0);
/// ```
#[cfg(feature = "full")]
pub fn answer_drawn(
    portfolio: &[u8],
    options: &str,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
    draws: &mut dyn FnMut(ServiceDraws<'_>),
    most: Option<u64>,
) -> Result<String, String> {
    envelope(options, |options| {
        options.refuse_strangers("simulate")?;
        let portfolio = options.partial(portfolio)?;
        let simulation = options.simulation(stop, progress).draws(draws);
        let simulation = match most {
            Some(most) => simulation.most_draws(most),
            None => simulation,
        };
        Ok(options.partly(&portfolio, &simulate(&portfolio, simulation)?))
    })
}

fn envelope(options: &str, run: impl FnOnce(&Options) -> Result<String, Problems>) -> Result<String, String> {
    let (options, answer) = match Options::read(options) {
        Ok(options) => {
            let answer = run(&options);
            (options, answer)
        }
        Err(problems) => (Options::default(), Err(problems)),
    };
    answer.map_err(|mut errors| {
        if !options.places {
            errors.forget_places();
        }
        options.write(&Refusal { ok: false, errors })
    })
}

fn run(
    command: &str,
    input: &[u8],
    options: &Options,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<String, Problems> {
    options.refuse_strangers(command)?;
    let read = || options.portfolio(input);
    match command {
        "check" => {
            let portfolio = read()?;
            check(&portfolio)?;
            Ok(options.answer(&Summary::of(&portfolio)))
        }
        "recommend" => options.answer_partly(input, recommend),
        "schedules" => options.answer_partly(input, schedules),
        _ => {
            #[cfg(feature = "all")]
            if let Some(answer) = few::run(command, input, options, stop, progress) {
                return answer;
            }
            #[cfg(feature = "full")]
            if let Some(answer) = money::run(command, input, options, stop, progress) {
                return answer;
            }
            #[cfg(not(feature = "full"))]
            let _ = (stop, progress);
            Err(unknown(command))
        }
    }
}

/// That a command is none, or none of this build.
fn unknown(command: &str) -> Problems {
    if COMMANDS.contains(&command) || HIDDEN.contains(&command) {
        return Problems::not_built_in("", &format!("the command `{command}` is"));
    }
    let help = match suggestion(command, COMMANDS.into_iter()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the commands are {}", crate::read::words(&COMMANDS)),
    };
    let message = format!("there is no command `{command}`");
    Problems::one(Problem::new(ProblemCode::UnknownCommand, "", message, help))
}

impl Options {
    /// The portfolio, under the policy that is asked for: for what tells problems, what writes one, and what holds several
    /// against each other.
    fn portfolio(&self, input: &[u8]) -> Result<Portfolio, Problems> {
        if self.with_money {
            return Portfolio::read_with(input, &self.profiles()?).map(|portfolio| self.by_policy(portfolio));
        }
        self.of_decisions(Portfolio::read_without_money(input)?)
    }

    /// The same without services that have problems of their own.
    fn partial(&self, input: &[u8]) -> Result<Portfolio, Problems> {
        if self.with_money {
            let portfolio = Portfolio::read_partial_with(input, &self.profiles()?);
            return portfolio.map(|portfolio| self.by_policy(portfolio));
        }
        self.of_decisions(Portfolio::read_partial_without_money(input)?)
    }

    /// Profiles of one's own. Lines and columns would be taken for those of the portfolio.
    fn profiles(&self) -> Result<Vec<Arc<Profile>>, Problems> {
        let file = self.profile_file.as_ref();
        if file.is_some() && !cfg!(feature = "full") {
            return Err(Problems::not_built_in("/profile_file", "a profile of one's own is"));
        }
        let read = file.map(|file| Profile::read(file.text().as_bytes()).map_err(Problems::without_places));
        Ok(read.transpose()?.map(Arc::new).into_iter().collect())
    }

    fn of_decisions(&self, portfolio: Portfolio) -> Result<Portfolio, Problems> {
        let portfolio = self.by_policy(portfolio);
        if portfolio.policy() == Policy::LeastCost {
            let message = "the policy `least-cost` decides by money, which is not looked at";
            let help = "leave `money` out, or take another policy";
            return Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, "/money", message, help)));
        }
        Ok(portfolio)
    }

    fn by_policy(&self, portfolio: Portfolio) -> Portfolio {
        match self.policy {
            Some(policy) => portfolio.by_policy(policy),
            None => portfolio,
        }
    }

    fn answer<T: Serialize>(&self, result: &T) -> String {
        self.write(&Answer { ok: true, result })
    }

    /// What a command answers for the services without problems.
    fn answer_partly<T: Serialize>(
        &self,
        input: &[u8],
        work: impl FnOnce(&Portfolio) -> Result<T, Error>,
    ) -> Result<String, Problems> {
        let portfolio = self.partial(input)?;
        Ok(self.partly(&portfolio, &work(&portfolio)?))
    }

    /// The answer for a portfolio from which services may be left out.
    fn partly<T: Serialize>(&self, portfolio: &Portfolio, result: &T) -> String {
        let Some(problems) = portfolio.problems() else { return self.answer(result) };
        let mut problems = problems.clone();
        if !self.places {
            problems.forget_places();
        }
        let text = |json: serde_json::Result<String>| json.unwrap_or_default();
        let head =
            text(serde_json::to_string(&Partial { ok: true, problems, left_out: portfolio.left_out() }));
        // Paths in the head are those of the input already.
        let result = text(serde_json::to_string(result));
        let result = portfolio.in_places_of_input(&result);
        let (head, result) = (head.strip_suffix('}'), result.strip_prefix('{'));
        let text = format!("{},{}", head.unwrap_or_default(), result.unwrap_or_default());
        if self.pretty { indented(&text) } else { text }
    }

    fn write<T: Serialize>(&self, value: &T) -> String {
        self.laid_out(written(value))
    }

    /// Text without white space in the form that is asked for.
    fn laid_out(&self, text: String) -> String {
        if self.pretty { indented(&text) } else { text }
    }
}

/// Writing plain data to memory does not fail; should it, the caller still gets an envelope.
fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| r#"{"ok":false,"errors":[]}"#.to_owned())
}

/// JSON text without white space, indented as serde_json's pretty printer does it.
///
/// An answer is large and its writer is compiled for every type in it: once, without the printer's own copy.
fn indented(json: &str) -> String {
    const LINE: &str = "\n                                ";
    let mut out = String::with_capacity(json.len() * 2);
    // What stands before `done` is written; texts and numbers go on as they are.
    let (mut done, mut depth) = (0, 0);
    let (mut in_text, mut escaped, mut opened) = (false, false, false);
    let mut write = |until: usize, depth: Option<usize>| {
        out.push_str(json.get(done..until).unwrap_or_default());
        done = until;
        match depth {
            Some(depth) => {
                // Answers are not as deep as this; if one were, it would be indented no further.
                out.push_str(LINE.get(..=2 * depth).unwrap_or(LINE));
            }
            None => out.push(' '),
        }
    };
    for (at, byte) in json.bytes().enumerate() {
        if in_text {
            in_text = byte != b'"' || escaped;
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        let closes = matches!(byte, b'}' | b']');
        depth -= usize::from(closes);
        if opened != closes {
            write(at, Some(depth));
        }
        opened = matches!(byte, b'{' | b'[');
        depth += usize::from(opened);
        match byte {
            b'"' => in_text = true,
            b',' => write(at + 1, Some(depth)),
            b':' => write(at + 1, None),
            _ => {}
        }
    }
    out.push_str(json.get(done..).unwrap_or_default());
    out
}

#[derive(Serialize)]
struct Answer<'r, T> {
    ok: bool,
    #[serde(flatten)]
    result: &'r T,
}

/// What comes before an answer from which services are left out.
#[derive(Serialize)]
struct Partial<'r> {
    ok: bool,
    problems: Problems,
    left_out: &'r [LeftOutService],
}

#[derive(Serialize)]
struct Refusal {
    ok: bool,
    errors: Problems,
}

/// What a portfolio holds, for those who only want it checked.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Check"))]
pub(crate) struct Summary<'p> {
    /// Version, and digest of the input.
    provenance: &'p Provenance,
    /// The portfolio's name.
    name: Option<&'p str>,
    /// The currency of every amount.
    currency: crate::currency::Currency,
    /// How much it holds.
    counts: Counts,
    /// Every default that answers rest on.
    assumptions: &'p [Assumption],
}

/// How much a portfolio holds.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Counts {
    /// Services.
    services: usize,
    /// Teams.
    teams: usize,
    /// Domains.
    domains: usize,
}

impl<'p> Summary<'p> {
    fn of(portfolio: &'p Portfolio) -> Self {
        let file = portfolio.file();
        Self {
            provenance: portfolio.provenance(),
            name: file.name.as_deref(),
            currency: file.currency,
            counts: Counts {
                services: file.services.len(),
                teams: file.teams.len(),
                domains: file.domains.len(),
            },
            assumptions: portfolio.assumptions(),
        }
    }
}
