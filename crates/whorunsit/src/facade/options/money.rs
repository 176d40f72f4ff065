//! The options of the commands that need money.

use std::num::NonZeroU32;

use crate::assignment::Strategy;
use crate::exact::Share;
use crate::facade::MAX_SCENARIOS;
use crate::ledger::Dimension;
use crate::portfolio::Name;
use crate::problem::{Gathered, Problem, ProblemCode};
use crate::read::{Fields, Node, Path, Raw, Read, Value, read_word};
use crate::scenario::AS_IT_IS;

/// What the commands that need money take.
#[derive(Clone, Debug, Default)]
pub(in crate::facade) struct MoneyOptions {
    pub(in crate::facade) by: Option<Vec<Dimension>>,
    pub(in crate::facade) strategy: Option<Strategy>,
    pub(in crate::facade) line_items: Option<bool>,
    pub(in crate::facade) scenarios: Vec<ScenarioOption>,
    pub(in crate::facade) trials: Option<Whole>,
    pub(in crate::facade) precision: Option<Share>,
    pub(in crate::facade) seed: Option<Whole>,
    pub(in crate::facade) threads: Option<NonZeroU32>,
    pub(in crate::facade) service: Option<Name>,
    /// Where a waterfall starts.
    pub(in crate::facade) against: Option<Strategy>,
    /// The schedule to draw.
    pub(in crate::facade) schedule: Option<Name>,
    /// Whether a chart is for a narrow page.
    pub(in crate::facade) compact: Option<bool>,
    /// Answers to the questionnaire.
    pub(in crate::facade) answers: Option<Raw>,
}

/// A scenario to compare, and what it changes.
#[derive(Clone, Debug)]
pub(in crate::facade) struct ScenarioOption {
    pub(in crate::facade) name: Name,
    pub(in crate::facade) changes: Raw,
}

/// A whole number, zero or more, that may be too large for a float.
#[derive(Clone, Copy, Debug)]
pub(in crate::facade) struct Whole(pub(in crate::facade) u64);

impl MoneyOptions {
    pub(super) fn take(fields: &Fields<'_, '_>, at: &Path<'_>, problems: &mut Gathered) -> Self {
        Self {
            by: fields.take::<Option<By>>("by", at, problems).flatten().map(|By(by)| by),
            strategy: fields.take("strategy", at, problems).flatten(),
            line_items: fields.take("line_items", at, problems).flatten(),
            scenarios: fields.take("scenarios", at, problems).unwrap_or_default(),
            trials: fields.take("trials", at, problems).flatten(),
            precision: fields.take("precision", at, problems).flatten(),
            seed: fields.take("seed", at, problems).flatten(),
            threads: fields.take("threads", at, problems).flatten(),
            service: fields.take("service", at, problems).flatten(),
            against: fields.take("against", at, problems).flatten(),
            schedule: fields.take("schedule", at, problems).flatten(),
            compact: fields.take("compact", at, problems).flatten(),
            answers: fields.take("answers", at, problems).flatten(),
        }
    }

    /// Problems of the values, and of values that do not go together.
    pub(super) fn judged(&self, mut problems: Gathered) -> Gathered {
        if self.scenarios.len() > MAX_SCENARIOS {
            let message = format!("there are {} scenarios, more than {MAX_SCENARIOS}", self.scenarios.len());
            let help = "compare fewer at once";
            problems.push(Problem::new(ProblemCode::TooLarge, "/scenarios", message, help));
        }
        if self.trials.is_some() && self.precision.is_some() {
            let message = "a precision says how many trials it takes, so `trials` would count for nothing";
            let help = "give one of the two";
            problems.push(Problem::new(ProblemCode::InvalidOptions, "/precision", message, help));
        }
        self.refuse_repeats(&mut problems);
        problems
    }

    /// What only a simulation takes, and whether it is given.
    pub(in crate::facade) fn simulating(&self) -> [(&'static str, bool); 4] {
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
}

impl Read for Whole {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let (Value::Integer(digits) | Value::Text(digits)) = &node.value else {
            problems.push(at.wrong_type(node, "a whole number"));
            return None;
        };
        let whole = digits.parse().ok().map(Self);
        if whole.is_none() {
            let mut shown: String = digits.chars().take(24).collect();
            if shown.len() < digits.len() {
                shown.push('…');
            }
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
