//! The options of a call: how to answer, and what single commands take.

use std::num::NonZeroU32;

use jiff::civil::Date;

use super::MAX_SCENARIOS;
use crate::assignment::Strategy;
use crate::chart::ChartName;
use crate::currency::Currency;
use crate::exact::{Number, Share};
use crate::intake::IntakeOptions;
use crate::ledger::Dimension;
use crate::portfolio::Name;
use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, Fields, Node, Path, Raw, Read, Value, read_word};
use crate::roadmap::RoadmapFormat;
use crate::scenario::AS_IT_IS;
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

/// How to answer.
#[derive(Clone, Debug)]
pub(super) struct Options {
    /// Indent the JSON.
    pub(super) pretty: bool,
    /// Say on which line and column of the text each problem is.
    pub(super) places: bool,
    pub(super) by: Option<Vec<Dimension>>,
    pub(super) strategy: Option<Strategy>,
    pub(super) line_items: Option<bool>,
    pub(super) scenarios: Vec<ScenarioOption>,
    pub(super) trials: Option<Whole>,
    pub(super) precision: Option<Share>,
    pub(super) seed: Option<Whole>,
    pub(super) threads: Option<NonZeroU32>,
    pub(super) chart: Option<ChartName>,
    pub(super) service: Option<Name>,
    /// Where a waterfall starts.
    pub(super) against: Option<Strategy>,
    /// The schedule to draw.
    pub(super) schedule: Option<Name>,
    /// Whether a chart is for a narrow page.
    pub(super) compact: Option<bool>,
    /// How a table is taken in.
    pub(super) intake: IntakeOptions,
    /// Answers to the questionnaire.
    pub(super) answers: Option<Raw>,
    /// The form of a document.
    pub(super) format: Option<RoadmapFormat>,
    /// The selection policy, instead of the portfolio's own.
    pub(super) policy: Option<Policy>,
    /// Why the money's answer is accepted.
    pub(super) reason: Option<String>,
    /// The portfolio to compare with.
    pub(super) new: Option<Raw>,
    /// When to decide again.
    pub(super) review_on: Option<Date>,
}

/// A scenario to compare, and what it changes.
#[derive(Clone, Debug)]
pub(super) struct ScenarioOption {
    pub(super) name: Name,
    pub(super) changes: Raw,
}

/// A whole number, zero or more, that may be too large for a float.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole(pub(super) u64);

impl Default for Options {
    fn default() -> Self {
        Self {
            pretty: false,
            places: true,
            by: None,
            strategy: None,
            line_items: None,
            scenarios: Vec::new(),
            trials: None,
            precision: None,
            seed: None,
            threads: None,
            chart: None,
            service: None,
            against: None,
            schedule: None,
            compact: None,
            intake: IntakeOptions::default(),
            answers: None,
            format: None,
            policy: None,
            reason: None,
            new: None,
            review_on: None,
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
        // A line and a column would be taken for those of the portfolio.
        document.check(problems).map(|()| options).map_err(Problems::without_places)
    }

    /// What only a simulation takes, and whether it is given.
    pub(super) fn simulating(&self) -> [(&'static str, bool); 4] {
        [
            ("trials", self.trials.is_some()),
            ("precision", self.precision.is_some()),
            ("seed", self.seed.is_some()),
            ("threads", self.threads.is_some()),
        ]
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
    pub(super) fn refuse_strangers(&self, command: &str) -> Result<(), Problems> {
        let given = [
            ("by", &["costs"][..], self.by.is_some()),
            ("strategy", &["costs", "chart"], self.strategy.is_some()),
            ("line_items", &["costs"], self.line_items.is_some()),
            ("scenarios", &["scenarios"], !self.scenarios.is_empty()),
            ("trials", &["simulate", "chart", "report"], self.trials.is_some()),
            ("precision", &["simulate", "chart", "report"], self.precision.is_some()),
            ("threads", &["simulate", "chart", "report"], self.threads.is_some()),
            ("seed", &["simulate", "sensitivity", "chart", "report"], self.seed.is_some()),
            ("chart", &["chart"], self.chart.is_some()),
            ("answers", &["ready", "roadmap"], self.answers.is_some()),
            ("format", &["roadmap", "render"], self.format.is_some()),
            ("service", &["chart", "accept", "report"], self.service.is_some()),
            ("against", &["chart"], self.against.is_some()),
            ("schedule", &["chart"], self.schedule.is_some()),
            ("compact", &["chart"], self.compact.is_some()),
            ("reason", &["accept"], self.reason.is_some()),
            ("new", &["diff"], self.new.is_some()),
            ("review_on", &["report"], self.review_on.is_some()),
            ("policy", &DECIDING, self.policy.is_some()),
            ("currency", &["intake"], self.intake.currency.is_some()),
            ("columns", &["intake"], !self.intake.columns.is_empty()),
            ("decimal", &["intake"], self.intake.decimal_comma.is_some()),
            ("headings", &["intake"], self.intake.without_headings),
            ("rates", &["intake"], !self.intake.rates.is_empty()),
            ("name", &["intake"], self.intake.name.is_some()),
        ];
        match given.into_iter().find(|(_, takers, given)| *given && !takers.contains(&command)) {
            Some((option, takers, _)) => {
                let message = format!("`{command}` takes no option `{option}`");
                let help = format!("remove it; it is taken by {}", crate::read::words(takers));
                let path = format!("/{option}");
                Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, path, message, help)))
            }
            None => Ok(()),
        }
    }
}

impl Read for Options {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let keys = [
            "pretty",
            "places",
            "by",
            "strategy",
            "line_items",
            "scenarios",
            "trials",
            "precision",
            "seed",
            "threads",
            "chart",
            "service",
            "against",
            "schedule",
            "compact",
            "currency",
            "columns",
            "decimal",
            "headings",
            "rates",
            "name",
            "answers",
            "format",
            "policy",
            "reason",
            "new",
            "review_on",
        ];
        let fields = Fields::of(node, &keys, at, problems)?;
        let default = Self::default();
        let pretty = fields.take::<Option<bool>>("pretty", at, problems).flatten();
        let places = fields.take::<Option<bool>>("places", at, problems).flatten();
        Some(Self {
            pretty: pretty.unwrap_or(default.pretty),
            places: places.unwrap_or(default.places),
            by: fields.take::<Option<By>>("by", at, problems).flatten().map(|By(by)| by),
            strategy: fields.take("strategy", at, problems).flatten(),
            line_items: fields.take("line_items", at, problems).flatten(),
            scenarios: fields.take("scenarios", at, problems).unwrap_or_default(),
            trials: fields.take("trials", at, problems).flatten(),
            precision: fields.take("precision", at, problems).flatten(),
            seed: fields.take("seed", at, problems).flatten(),
            threads: fields.take("threads", at, problems).flatten(),
            chart: fields.take("chart", at, problems).flatten(),
            service: fields.take("service", at, problems).flatten(),
            against: fields.take("against", at, problems).flatten(),
            schedule: fields.take("schedule", at, problems).flatten(),
            compact: fields.take("compact", at, problems).flatten(),
            intake: IntakeOptions {
                name: fields.take("name", at, problems).flatten(),
                currency: fields.take("currency", at, problems).flatten(),
                columns: fields
                    .take::<Option<Columns>>("columns", at, problems)
                    .flatten()
                    .unwrap_or_default()
                    .0,
                decimal_comma: fields
                    .take::<Option<Decimal>>("decimal", at, problems)
                    .flatten()
                    .map(|Decimal(comma)| comma),
                without_headings: fields.take("headings", at, problems).flatten() == Some(false),
                rates: fields.take::<Option<Rates>>("rates", at, problems).flatten().unwrap_or_default().0,
            },
            answers: fields.take("answers", at, problems).flatten(),
            format: fields.take("format", at, problems).flatten(),
            policy: fields.take("policy", at, problems).flatten(),
            reason: fields.take("reason", at, problems).flatten(),
            new: fields.take("new", at, problems).flatten(),
            review_on: fields.take("review_on", at, problems).flatten(),
        })
    }

    fn fallback() -> Self {
        Self::default()
    }
}

impl Read for Whole {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let (Value::Integer(digits) | Value::Text(digits)) = &node.value else {
            problems.push(at.wrong_type(node, "a whole number"));
            return None;
        };
        let whole = digits.parse().ok().map(Self);
        if whole.is_none() {
            let shown: String = digits.chars().take(40).collect();
            problems.push(at.problem(
                ProblemCode::NumberOutOfRange,
                format!("`{shown}` is no whole number from 0 to 18446744073709551615"),
                "write digits only",
            ));
        }
        whole
    }

    fn fallback() -> Self {
        Self(0)
    }
}

impl Read for ScenarioOption {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let fields = Fields::of(node, &["name", "changes"], at, problems)?;
        let (name, changes) = (fields.take("name", at, problems), fields.take("changes", at, problems));
        Some(Self { name: name?, changes: changes? })
    }

    fn fallback() -> Self {
        Self { name: Name::fallback(), changes: Raw::fallback() }
    }
}

/// For headings, the key that their column is to be taken for; null leaves it out.
#[derive(Default)]
struct Columns(Vec<(String, Option<String>)>);

impl Read for Columns {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            problems.push(at.wrong_type(node, "an object of headings and keys"));
            return None;
        };
        let mut columns = Vec::with_capacity(entries.len());
        for entry in entries {
            let at = Path::Key(at, &entry.key);
            columns
                .push((entry.key.clone().into_owned(), Option::<String>::read(&entry.node, &at, problems)?));
        }
        Some(Self(columns))
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// Whether a comma stands before decimals.
struct Decimal(bool);

impl Read for Decimal {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("point", false), ("comma", true)], at, problems).map(Self)
    }

    fn fallback() -> Self {
        Self(false)
    }
}

/// What one unit of a currency is worth.
#[derive(Default)]
struct Rates(Vec<(Currency, rust_decimal::Decimal)>);

impl Read for Rates {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            problems.push(at.wrong_type(node, "an object of currencies and rates"));
            return None;
        };
        let mut rates = Vec::with_capacity(entries.len());
        for entry in entries {
            let at = Path::Key(at, &entry.key);
            let Ok(currency) = entry.key.parse() else {
                let message = format!("`{}` is not an ISO 4217 currency code", crate::exact::cut(&entry.key));
                problems.push(at.problem(
                    ProblemCode::UnknownCurrency,
                    message,
                    "write for example {\"EUR\": \"1.08\"}",
                ));
                return None;
            };
            let rate = Number::read(&entry.node, &at, problems)?.value();
            if rate.is_zero() {
                problems.push(at.problem(
                    ProblemCode::NumberOutOfRange,
                    "a rate is above zero",
                    "write what one unit is worth",
                ));
                return None;
            }
            rates.push((currency, rate));
        }
        Some(Self(rates))
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// One dimension, or a list of them.
struct By(Vec<Dimension>);

impl Read for By {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match node.value {
            Value::Text(_) => Dimension::read(node, at, problems).map(|one| Self(vec![one])),
            _ => Vec::read(node, at, problems).map(Self),
        }
    }

    fn fallback() -> Self {
        Self(Vec::new())
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

impl Read for ChartName {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &Self::ALL.map(|name| (name.as_str(), name)), at, problems)
    }

    fn fallback() -> Self {
        Self::Selector
    }
}
