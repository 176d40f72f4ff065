//! The one door for everything outside Rust: portfolio text in, one JSON envelope out.
//!
//! Python, JavaScript and the command line's JSON all come through [`call`], so they cannot differ.

use serde::Serialize;

use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, Fields, Node, Path, Raw, Read, Value, read_word, suggestion};
use crate::scenario::AS_IT_IS;
use crate::{
    Assumption, Dimension, Name, Portfolio, Provenance, Strategy, compare, costs, plan, recommend, scenarios,
    schedules,
};

/// The commands of [`call`].
pub const COMMANDS: [&str; 7] = ["check", "recommend", "schedules", "costs", "compare", "scenarios", "plan"];

/// The most scenarios that are compared at once.
pub const MAX_SCENARIOS: usize = 100;

/// The keys whose values are money in every answer, wherever they are text. They are exact, in the answer's currency.
pub const MONEY_KEYS: [&str; 46] = [
    "all_ops_run_it",
    "amount",
    "cost",
    "cost_per_year",
    "cumulative",
    "difference",
    "effort_per_year",
    "exposure_per_hour",
    "extra_one_off",
    "extra_premium_over_horizon",
    "extra_premium_per_year",
    "extra_standby_per_year",
    "hybrid_at_scale",
    "incident",
    "least_cost_over_horizon",
    "loss",
    "loss_avoided",
    "loss_avoided_over_horizon",
    "loss_avoided_per_year",
    "loss_over_horizon",
    "loss_per_hour",
    "loss_per_year",
    "max_per_hour",
    "more_than_as_it_is",
    "more_than_recommended",
    "more_than_staying",
    "net_benefit",
    "one_off",
    "operations_cost_per_year",
    "opportunity",
    "over_horizon",
    "per_year",
    "premium_over_horizon",
    "premium_saved",
    "product_teams_cost_per_year",
    "protected",
    "protects_per_year",
    "run",
    "saved",
    "setup",
    "standby_cost_per_year",
    "standby_per_year",
    "standby_saved",
    "staying",
    "tolerable_loss",
    "transition",
];

/// Runs a command on a portfolio and answers in JSON.
///
/// `portfolio` is TOML or JSON text. `options` is a JSON object, or empty: `{"pretty": true}` indents the
/// answer, `{"places": false}` leaves lines and columns out of the errors (for a portfolio whose text the user
/// never saw, because a program wrote it). `costs` also takes `by`, a list of dimensions to group by, `strategy`, and
/// `line_items`, whether line items are listed (they are by default). `scenarios` takes `scenarios`, a list of objects with
/// a `name` and `changes`, an object or text as [`Portfolio::read_changed`] takes it. The answer is `{"ok": true, "provenance": …, …}` with the result's own keys, or
/// `{"ok": false, "errors": […]}`; it never panics and never answers partly.
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
    let (options, answer) = match Options::read(options) {
        Ok(options) => {
            let answer = run(command, portfolio, &options);
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

fn run(command: &str, input: &[u8], options: &Options) -> Result<String, Problems> {
    options.refuse_strangers(command)?;
    let read = || Portfolio::read(input);
    match command {
        "check" => read().map(|portfolio| options.answer(&Summary::of(&portfolio))),
        "recommend" => Ok(options.answer(&recommend(&read()?)?)),
        "schedules" => Ok(options.answer(&schedules(&read()?)?)),
        "compare" => Ok(options.answer(&compare(&read()?)?)),
        "plan" => Ok(options.answer(&plan(&read()?)?)),
        "costs" => {
            let by = options.by.as_deref().unwrap_or(&DEFAULT_BY);
            let strategy = options.strategy.unwrap_or(Strategy::HybridAtScale);
            match costs(&read()?, strategy, by, options.line_items.unwrap_or(true))? {
                Some(costs) => Ok(options.answer(&costs)),
                None => Err(Problems::one(unknown_least_cost())),
            }
        }
        "scenarios" => {
            let portfolio = read()?;
            let mut changed = Vec::with_capacity(options.scenarios.len());
            for scenario in &options.scenarios {
                let read = Portfolio::read_changed(input, scenario.changes.text().as_bytes());
                let read = read.map_err(|problems| problems.of_scenario(&scenario.name))?;
                changed.push((scenario.name.clone(), read));
            }
            Ok(options.answer(&scenarios(&portfolio, &changed)?))
        }
        _ => {
            let help = match suggestion(command, COMMANDS.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the commands are {}", crate::read::words(&COMMANDS)),
            };
            let message = format!("there is no command `{command}`");
            Err(Problems::one(Problem::new(ProblemCode::UnknownCommand, "", message, help)))
        }
    }
}

/// By what costs are grouped unless the options say otherwise.
const DEFAULT_BY: [Dimension; 2] = [Dimension::Aspect, Dimension::CostType];

fn unknown_least_cost() -> Problem {
    Problem::new(
        ProblemCode::MissingKey,
        "/on_call",
        "the strategy of least cost cannot be found without standby pay",
        "add `standby` or a `preset` to [on_call.product_teams] and to [on_call.operations]",
    )
}

/// How to answer.
#[derive(Clone, Debug)]
struct Options {
    /// Indent the JSON.
    pretty: bool,
    /// Say on which line and column of the text each problem is.
    places: bool,
    by: Option<Vec<Dimension>>,
    strategy: Option<Strategy>,
    line_items: Option<bool>,
    scenarios: Vec<ScenarioOption>,
}

/// A scenario to compare, and what it changes.
#[derive(Clone, Debug)]
struct ScenarioOption {
    name: Name,
    changes: Raw,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pretty: false,
            places: true,
            by: None,
            strategy: None,
            line_items: None,
            scenarios: Vec::new(),
        }
    }
}

impl Options {
    fn read(text: &str) -> Result<Self, Problems> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        if !text.trim_start().starts_with('{') {
            let message = "the options are no JSON object";
            let help = "write a JSON object such as {\"pretty\": true}";
            return Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, "", message, help)));
        }
        let document = Document::parse(text.as_bytes())?;
        let (options, mut problems) = document.read::<Self>();
        if options.scenarios.len() > MAX_SCENARIOS {
            let message =
                format!("there are {} scenarios, more than {MAX_SCENARIOS}", options.scenarios.len());
            problems.push(Problem::new(
                ProblemCode::TooLarge,
                "/scenarios",
                message,
                "compare fewer at once",
            ));
        }
        options.refuse_repeats(&mut problems);
        document.check(problems).map(|()| options)
    }

    /// What stands twice would be told apart by nobody.
    fn refuse_repeats(&self, problems: &mut Gathered) {
        let by = self.by.as_deref().unwrap_or_default();
        for (index, dimension) in by.iter().enumerate() {
            if by.iter().take(index).any(|before| before == dimension) {
                let message = format!("`{}` is named twice", dimension.as_str());
                let path = format!("/by/{index}");
                problems.push(Problem::new(ProblemCode::InvalidOptions, path, message, "remove one of them"));
            }
        }
        let mut names = std::collections::BTreeSet::from([AS_IT_IS]);
        for (index, scenario) in self.scenarios.iter().enumerate() {
            if !scenario.name.is_empty() && !names.insert(&scenario.name) {
                let message = format!("`{}` is the name of two scenarios", scenario.name);
                let help = format!("give each its own name; `{AS_IT_IS}` is the portfolio without changes");
                let path = format!("/scenarios/{index}/name");
                problems.push(Problem::new(ProblemCode::DuplicateName, path, message, help));
            }
        }
    }

    /// Options that a command does not take would be ignored without a word.
    fn refuse_strangers(&self, command: &str) -> Result<(), Problems> {
        let given = [
            ("by", "costs", self.by.is_some()),
            ("strategy", "costs", self.strategy.is_some()),
            ("line_items", "costs", self.line_items.is_some()),
            ("scenarios", "scenarios", !self.scenarios.is_empty()),
        ];
        match given.into_iter().find(|(_, taker, given)| *given && *taker != command) {
            Some((option, taker, _)) => {
                let message = format!("`{command}` takes no option `{option}`");
                let help = format!("remove it; `{taker}` takes it");
                let path = format!("/{option}");
                Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, path, message, help)))
            }
            None => Ok(()),
        }
    }

    fn answer<T: Serialize>(&self, result: &T) -> String {
        self.write(&Answer { ok: true, result })
    }

    fn write<T: Serialize>(&self, value: &T) -> String {
        // Writing plain data to memory does not fail; should it, the caller still gets an envelope.
        let text = serde_json::to_string(value).unwrap_or_else(|_| r#"{"ok":false,"errors":[]}"#.to_owned());
        if self.pretty { indented(&text) } else { text }
    }
}

impl Read for Options {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let keys = ["pretty", "places", "by", "strategy", "line_items", "scenarios"];
        let fields = Fields::of(node, &keys, at, problems)?;
        let default = Self::default();
        let pretty = fields.take::<Option<bool>>("pretty", at, problems).flatten();
        let places = fields.take::<Option<bool>>("places", at, problems).flatten();
        Some(Self {
            pretty: pretty.unwrap_or(default.pretty),
            places: places.unwrap_or(default.places),
            by: fields.take("by", at, problems).flatten(),
            strategy: fields.take("strategy", at, problems).flatten(),
            line_items: fields.take("line_items", at, problems).flatten(),
            scenarios: fields.take("scenarios", at, problems).unwrap_or_default(),
        })
    }

    fn fallback() -> Self {
        Self::default()
    }
}

impl Read for ScenarioOption {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let fields = Fields::of(node, &["name", "changes"], at, problems)?;
        let entries = if let Value::Table(entries) = &node.value { entries.as_slice() } else { &[] };
        if let Some(changes) = entries.iter().find(|entry| entry.key == "changes")
            && !matches!(changes.node.value, Value::Table(_) | Value::Text(_) | Value::Null)
        {
            let at = Path::Key(at, "changes");
            problems.push(at.wrong_type(&changes.node, "a table of changes, or one as text"));
            return None;
        }
        let (name, changes) = (fields.take("name", at, problems), fields.take("changes", at, problems));
        Some(Self { name: name?, changes: changes? })
    }

    fn fallback() -> Self {
        Self { name: Name::fallback(), changes: Raw::fallback() }
    }
}

impl Read for Dimension {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        if let Value::Text(text) = &node.value
            && let Some(dimension) = Self::named(text)
        {
            return Some(dimension);
        }
        let words: Vec<_> = Self::ALL.iter().map(|dimension| (dimension.as_str(), *dimension)).collect();
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::Service
    }
}

impl Read for Strategy {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &Self::ALL.map(|strategy| (strategy.as_str(), strategy)), at, problems)
    }

    fn fallback() -> Self {
        Self::HybridAtScale
    }
}

/// JSON text without white space, indented as serde_json's pretty printer does it.
///
/// An answer is large and its writer is compiled for every type in it: once, without the printer's own copy.
fn indented(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_text, mut escaped) = (0, false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    let mut before = ' ';
    for char in json.chars() {
        match char {
            _ if in_text => {
                in_text = char != '"' || escaped;
                escaped = char == '\\' && !escaped;
                out.push(char);
            }
            '}' | ']' => {
                depth -= 1;
                if !matches!(before, '{' | '[') {
                    line(&mut out, depth);
                }
                out.push(char);
            }
            _ => {
                if matches!(before, '{' | '[') {
                    line(&mut out, depth);
                }
                in_text = char == '"';
                out.push(char);
                match char {
                    '{' | '[' => depth += 1,
                    ',' => line(&mut out, depth),
                    ':' => out.push(' '),
                    _ => {}
                }
            }
        }
        before = char;
    }
    out
}

#[derive(Serialize)]
struct Answer<'r, T> {
    ok: bool,
    #[serde(flatten)]
    result: &'r T,
}

#[derive(Serialize)]
struct Refusal {
    ok: bool,
    errors: Problems,
}

/// What a portfolio holds, for those who only want it checked.
#[derive(Serialize)]
struct Summary<'p> {
    provenance: &'p Provenance,
    name: Option<&'p str>,
    currency: crate::Currency,
    counts: Counts,
    assumptions: &'p [Assumption],
}

#[derive(Serialize)]
struct Counts {
    services: usize,
    teams: usize,
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
