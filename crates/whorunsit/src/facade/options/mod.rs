//! The options of a call: how to answer, and what single commands take.

#[cfg(feature = "all")]
mod few;
#[cfg(feature = "full")]
mod money;

#[cfg(feature = "all")]
use self::few::FewOptions;
#[cfg(feature = "full")]
pub(super) use self::money::{MoneyOptions, Whole};
use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, Fields, Node, Path, Raw, Read, Value};
use crate::selection::Policy;

/// The commands that decide.
const DECIDING: [&str; 17] = [
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
    "accept",
    "report",
    "diff",
    "next",
];

/// Those that fill a portfolio in from a profile of one's own.
const FILLED: [&str; 14] = [
    "check",
    "recommend",
    "schedules",
    "costs",
    "compare",
    "plan",
    "ready",
    "accountability",
    "roadmap",
    "simulate",
    "sensitivity",
    "report",
    "next",
    "chart",
];

/// Which commands take an option; the others would ignore it without a word.
const TAKERS: [(&str, &[&str]); 30] = [
    ("by", &["costs"]),
    ("strategy", &["costs", "chart"]),
    ("line_items", &["costs"]),
    ("scenarios", &["scenarios"]),
    ("trials", &["simulate", "chart", "report"]),
    ("precision", &["simulate", "chart", "report"]),
    ("threads", &["simulate", "chart", "report"]),
    ("seed", &["simulate", "sensitivity", "chart", "report"]),
    ("chart", &["chart"]),
    ("answers", &["ready", "roadmap"]),
    ("format", &["roadmap", "render"]),
    ("service", &["chart", "accept", "report"]),
    ("against", &["chart"]),
    ("schedule", &["chart"]),
    ("compact", &["chart"]),
    ("reason", &["accept"]),
    ("new", &["diff"]),
    ("review_on", &["report"]),
    ("policy", &DECIDING),
    ("profile_file", &FILLED),
    ("money", &["check", "recommend", "schedules"]),
    ("currency", &["intake"]),
    ("columns", &["intake"]),
    ("decimal", &["intake"]),
    ("headings", &["intake"]),
    ("rates", &["intake"]),
    ("profile", &["intake"]),
    ("runs_today", &["intake"]),
    ("bands", &["intake"]),
    ("name", &["intake"]),
];

/// How to answer.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// Indent the JSON.
    pub(super) pretty: bool,
    /// Say on which line and column of the text each problem is.
    pub(super) places: bool,
    /// The selection policy, instead of the portfolio's own.
    pub(super) policy: Option<Policy>,
    /// A profile of one's own.
    pub(super) profile_file: Option<Raw>,
    /// Whether money is looked at, where that can be left out.
    pub(super) with_money: bool,
    /// The options of single commands that are given, by their places in [`TAKERS`].
    given: Vec<usize>,
    #[cfg(feature = "full")]
    pub(super) full: MoneyOptions,
    #[cfg(feature = "all")]
    pub(super) few: FewOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pretty: false,
            places: true,
            policy: None,
            profile_file: None,
            with_money: true,
            given: Vec::new(),
            #[cfg(feature = "full")]
            full: MoneyOptions::default(),
            #[cfg(feature = "all")]
            few: FewOptions::default(),
        }
    }
}

impl Options {
    pub(super) fn read(text: &str) -> Result<Self, Problems> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        if !text.trim_start().starts_with('{') {
            let message = "the options are no JSON object";
            let help = "write a JSON object such as {\"pretty\": true}";
            return Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, "", message, help)));
        }
        let document = Document::parse(text.as_bytes()).map_err(Problems::without_places)?;
        let (options, problems) = document.read::<Self>();
        #[cfg(feature = "full")]
        let problems = options.full.judged(problems);
        // A line and a column would be taken for those of the portfolio.
        document.check(problems).map(|()| options).map_err(Problems::without_places)
    }

    /// Options that a command does not take would be ignored without a word.
    pub(super) fn refuse_strangers(&self, command: &str) -> Result<(), Problems> {
        let given = self.given.iter().filter_map(|place| TAKERS.get(*place));
        match given.into_iter().find(|(_, takers)| !takers.contains(&command)) {
            // Whether its value is one, only a build with all commands can say.
            Some((option, _)) if !cfg!(feature = "all") => {
                Err(Problems::not_built_in(&format!("/{option}"), &format!("the option `{option}` is")))
            }
            Some((option, takers)) => {
                let message = format!("`{command}` takes no option `{option}`");
                let help = format!("remove it; it is taken by {}", crate::read::words(takers));
                let path = format!("/{option}");
                Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, path, message, help)))
            }
            None => Ok(()),
        }
    }
}

/// Whether a value says anything.
fn says(option: &str, value: &Value<'_>) -> bool {
    match value {
        Value::Null => false,
        // A table has headings unless it is said to have none.
        Value::Boolean(value) => option != "headings" || !value,
        Value::List(items) => !items.is_empty() || option != "scenarios",
        Value::Table(entries) => !entries.is_empty() || !matches!(option, "columns" | "rates"),
        _ => true,
    }
}

impl Read for Options {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let mut keys = vec!["pretty", "places"];
        keys.extend(TAKERS.map(|(option, _)| option));
        let fields = Fields::of(node, &keys, at, problems)?;
        let mut read = Self::default();
        if let Some(pretty) = fields.take::<Option<bool>>("pretty", at, problems).flatten() {
            read.pretty = pretty;
        }
        if let Some(places) = fields.take::<Option<bool>>("places", at, problems).flatten() {
            read.places = places;
        }
        read.policy = fields.take("policy", at, problems).flatten();
        read.profile_file = fields.take("profile_file", at, problems).flatten();
        read.with_money = fields.take("money", at, problems).flatten() != Some(false);
        if let Value::Table(entries) = &node.value {
            let given = |option: &str| {
                entries.iter().any(|entry| entry.key == option && says(option, &entry.node.value))
            };
            let given = TAKERS.iter().enumerate().filter(|(_, (option, _))| given(option));
            read.given = given.map(|(place, _)| place).collect();
        }
        #[cfg(feature = "full")]
        {
            read.full = MoneyOptions::take(&fields, at, problems);
        }
        #[cfg(feature = "all")]
        {
            read.few = FewOptions::take(&fields, at, problems);
        }
        Some(read)
    }

    fn fallback() -> Self {
        Self::default()
    }
}
