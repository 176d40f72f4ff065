//! The options of a call: how to answer, and what single commands take.

#[cfg(feature = "all")]
mod few;
#[cfg(feature = "full")]
mod money;

use self::Takers::{AllBut, Only};
#[cfg(feature = "all")]
use self::few::FewOptions;
#[cfg(feature = "full")]
pub(super) use self::money::{MoneyOptions, Whole};
use super::COMMANDS;
use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, Fields, Node, Path, Raw, Read, Value};
use crate::selection::Policy;

/// Which commands take an option.
enum Takers {
    Only(&'static [&'static str]),
    /// All of a portfolio but these.
    AllBut(&'static [&'static str]),
}

impl Takers {
    fn names(&self) -> Vec<&'static str> {
        match self {
            Only(commands) => commands.to_vec(),
            AllBut(others) => COMMANDS.into_iter().filter(|command| !others.contains(command)).collect(),
        }
    }
}

/// Which commands take an option; the others would ignore it without a word.
const TAKERS: [(&str, Takers); 30] = [
    ("by", Only(&["costs"])),
    ("strategy", Only(&["costs", "chart"])),
    ("line_items", Only(&["costs"])),
    ("scenarios", Only(&["scenarios"])),
    ("trials", Only(&["simulate", "chart", "report"])),
    ("precision", Only(&["simulate", "chart", "report"])),
    ("threads", Only(&["simulate", "chart", "report"])),
    ("seed", Only(&["simulate", "sensitivity", "chart", "report"])),
    ("chart", Only(&["chart"])),
    ("answers", Only(&["ready", "roadmap"])),
    ("format", Only(&["roadmap", "render"])),
    ("service", Only(&["chart", "accept", "report"])),
    ("against", Only(&["chart"])),
    ("schedule", Only(&["chart"])),
    ("compact", Only(&["chart"])),
    ("reason", Only(&["accept"])),
    ("new", Only(&["diff"])),
    ("review_on", Only(&["report"])),
    ("policy", AllBut(&["intake"])),
    ("profile_file", AllBut(&["scenarios", "intake", "accept", "diff"])),
    ("money", Only(&["check", "recommend", "schedules"])),
    ("currency", Only(&["intake"])),
    ("columns", Only(&["intake"])),
    ("decimal", Only(&["intake"])),
    ("headings", Only(&["intake"])),
    ("rates", Only(&["intake"])),
    ("profile", Only(&["intake"])),
    ("runs_today", Only(&["intake"])),
    ("bands", Only(&["intake"])),
    ("name", Only(&["intake"])),
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
        match given.into_iter().find(|(_, takers)| !takers.names().contains(&command)) {
            // Whether its value is one, only a build with all commands can say.
            Some((option, _)) if !cfg!(feature = "all") => {
                Err(Problems::not_built_in(&format!("/{option}"), &format!("the option `{option}` is")))
            }
            Some((option, takers)) => {
                let message = format!("`{command}` takes no option `{option}`");
                let help = format!("remove it; it is taken by {}", crate::read::words(&takers.names()));
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
        keys.extend(TAKERS.iter().map(|(option, _)| *option));
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
