//! The one door for everything outside Rust: portfolio text in, one JSON envelope out.
//!
//! Python, JavaScript and the command line's JSON all come through [`call`], so they cannot differ.

use serde::Serialize;

use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, Fields, Node, Path, Read, suggestion};
use crate::{Assumption, Portfolio, Provenance, recommend, schedules};

/// The commands of [`call`].
pub const COMMANDS: [&str; 3] = ["check", "recommend", "schedules"];

/// The keys whose values are money in every answer. They are text there, exact, in the answer's currency.
pub const MONEY_KEYS: [&str; 7] = [
    "cost_per_year",
    "exposure_per_hour",
    "loss",
    "max_per_hour",
    "operations_cost_per_year",
    "product_teams_cost_per_year",
    "standby_cost_per_year",
];

/// Runs a command on a portfolio and answers in JSON.
///
/// `portfolio` is TOML or JSON text. `options` is a JSON object, or empty: `{"pretty": true}` indents the
/// answer, `{"places": false}` leaves lines and columns out of the errors (for a portfolio whose text the user
/// never saw, because a program wrote it). The answer is `{"ok": true, "provenance": …, …}` with the result's own keys, or
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
        Ok(options) => (options, run(command, portfolio, options)),
        Err(problems) => (Options::default(), Err(problems)),
    };
    answer.map_err(|mut errors| {
        if !options.places {
            errors.forget_places();
        }
        options.write(&Refusal { ok: false, errors })
    })
}

fn run(command: &str, input: &[u8], options: Options) -> Result<String, Problems> {
    let read = || Portfolio::read(input);
    match command {
        "check" => read().map(|portfolio| options.answer(&Summary::of(&portfolio))),
        "recommend" => Ok(options.answer(&recommend(&read()?)?)),
        "schedules" => Ok(options.answer(&schedules(&read()?)?)),
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

/// How to answer.
#[derive(Clone, Copy, Debug)]
struct Options {
    /// Indent the JSON.
    pretty: bool,
    /// Say on which line and column of the text each problem is.
    places: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { pretty: false, places: true }
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
        let (options, problems) = document.read();
        document.check(problems).map(|()| options)
    }

    fn answer<T: Serialize>(self, result: &T) -> String {
        self.write(&Answer { ok: true, result })
    }

    fn write<T: Serialize>(self, value: &T) -> String {
        // Writing plain data to memory does not fail; should it, the caller still gets an envelope.
        let text = serde_json::to_string(value).unwrap_or_else(|_| r#"{"ok":false,"errors":[]}"#.to_owned());
        if self.pretty { indented(&text) } else { text }
    }
}

impl Read for Options {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let fields = Fields::of(node, &["pretty", "places"], at, problems)?;
        let pretty = fields.take::<Option<bool>>("pretty", at, problems)?;
        let places = fields.take::<Option<bool>>("places", at, problems)?;
        let default = Self::default();
        Some(Self { pretty: pretty.unwrap_or(default.pretty), places: places.unwrap_or(default.places) })
    }

    fn fallback() -> Self {
        Self::default()
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
