//! The tables of the format that say how ready an organisation is: answers to the questionnaire, and specialists.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use serde::Serialize;

use crate::exact::{Duration, Money, Number, Share};
use crate::portfolio::Name;
use crate::portfolio::questionnaire::Questionnaire;
use crate::problem::Gathered;
use crate::read::{Absent, Fields, Node, Path, Read, read_word, record};

/// An answer to a question of the questionnaire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "QuestionAnswer"))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is so in part.
    Partly,
    /// It is not so.
    No,
    /// Nobody has said; never the same as no.
    #[default]
    Unknown,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Yes, Self::Partly, Self::No, Self::Unknown];

    /// Its word in files and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl Read for Answer {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &Self::ALL.map(|answer| (answer.as_str(), answer)), at, problems)
    }

    fn fallback() -> Self {
        Self::Unknown
    }
}

/// Answers by the code of the question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<Name, Answer>);

impl Answers {
    /// The answers to some questions, by their codes.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = (Name, Answer)>) -> Self {
        Self(answers.into_iter().collect())
    }

    /// The answer to a question; unknown where there is none.
    #[must_use]
    pub fn to(&self, question: &str) -> Answer {
        self.0.get(question).copied().unwrap_or_default()
    }

    /// Every question that is answered, by its code.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, Answer)> {
        self.0.iter().map(|(code, answer)| (code, *answer))
    }
}

impl Absent for Answers {
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

impl Read for Answers {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let codes: Vec<&Name> =
            Questionnaire::english().questions().map(|(_, question)| &question.code).collect();
        let known: Vec<&str> = codes.iter().map(|code| &***code).collect();
        let fields = Fields::of(node, &known, at, problems)?;
        let read = |code: &Name| {
            let answer = fields.take::<Option<Answer>>(code, at, problems).flatten()?;
            Some((code.clone(), answer))
        };
        Some(Self(codes.into_iter().filter_map(read).collect()))
    }

    fn fallback() -> Self {
        Self::default()
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

record! {
    /// How ready the organisation and its teams are.
    pub struct ReadinessRules {
        /// What the organisation answers to the questionnaire, by the code of the question.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub answers: Answers,
        /// What single teams answer, and what they have in place.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub teams: Vec<TeamReadinessRules>,
        /// Specialists that product teams ask for work, such as database administrators.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub specialists: Vec<Specialists>,
    }
}

record! {
    /// How ready one team is.
    pub struct TeamReadinessRules {
        /// The name of the team.
        pub name: Name,
        /// Where it answers other than the organisation, by the code of the question.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub answers: Answers,
        /// Whether its services have runbooks.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub runbooks: Option<Answer>,
        /// Whether its services have telemetry that tells it about a failure before users do.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub telemetry: Option<Answer>,
        /// Whether it may change over although something is not in place.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub force: Option<bool>,
    }
}

record! {
    /// A team of specialists that product teams ask for work, such as database administrators.
    pub struct Specialists {
        /// What they are called, unique among specialists.
        pub name: Name,
        /// Requests that arrive in a week, of all teams together.
        pub requests_per_week: Number,
        /// Working time that a request takes one of them, on average.
        pub handling: Duration,
        /// The squared coefficient of variation of that time: its variance over its squared mean. 1 by default, which is
        /// what an exponential time has; 0 if every request takes the same time.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub variation: Option<Number>,
        /// How many there are in the central team.
        pub people: NonZeroU32,
        /// How many product teams ask them; by default every team of the portfolio.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub teams: Option<NonZeroU32>,
        /// The share of the requests that could be self-service.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub self_service: Option<Share>,
        /// What making them self-service costs a year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub self_service_cost_per_year: Option<Money>,
        /// What an hour of one of them costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub hourly_cost: Option<Money>,
        /// What a request that waits a week costs, in features that come later.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub delay_cost_per_week: Option<Money>,
    }
}
