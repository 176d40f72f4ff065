//! The questionnaire: seven objections and three questions about each, as data.

use std::num::NonZeroU32;
use std::sync::OnceLock;

use serde::Serialize;

use crate::portfolio::Name;
use crate::problem::Gathered;
use crate::read::{Document, Node, Path, Read, read_word, record};

/// The questions in English.
const ENGLISH: &str = include_str!("questions.en.json");

record! {
    /// Objections to You Build It You Run It, and what to ask about each.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::Questionnaire;
    ///
    /// let questionnaire = Questionnaire::english();
    /// assert_eq!(questionnaire.objections.len(), 7);
    /// assert!(questionnaire.objections.iter().all(|objection| objection.questions.len() == 3));
    /// ```
    pub struct Questionnaire {
        /// Rises whenever a code is added, is removed or changes its meaning.
        pub version: NonZeroU32,
        /// The language of its sentences, by its ISO 639 code.
        pub language: String,
        /// Where objections and questions come from.
        pub source: String,
        /// The objections, in the order in which they are answered.
        pub objections: Vec<Objection>,
    }
}

record! {
    /// One objection.
    pub struct Objection {
        /// Its stable code.
        pub code: Name,
        /// The objection as people say it.
        pub objection: String,
        /// What the answers decide in the plan; `None` where they decide nothing.
        pub gates: Option<String>,
        /// What to ask.
        pub questions: Vec<Question>,
    }
}

record! {
    /// One question about an objection.
    pub struct Question {
        /// Its stable code, by which it is answered.
        pub code: Name,
        /// The question.
        pub question: String,
        /// What to do as long as the answer is not yes.
        pub action: String,
        /// The practice that the action comes from.
        pub practice: String,
        /// Who does it.
        pub who: String,
        /// Whether nobody goes on call before the answer is yes; it is not so by default.
        pub gate: Option<bool>,
        /// Which figure says what the action is worth, where money can say.
        pub worth: Option<WorthOf>,
    }
}

/// The figure of the portfolio that says what an action is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WorthOf {
    /// What manual steps of the incident workflow cost a year.
    ManualSteps,
    /// Half of what unplanned work costs a year.
    HalvedRework,
    /// What self-service of specialists' repeatable tasks saves a year.
    SelfService,
    /// The yearly net benefit of the pilot that ranks first.
    Pilot,
}

impl Read for WorthOf {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = [
            ("manual-steps", Self::ManualSteps),
            ("halved-rework", Self::HalvedRework),
            ("self-service", Self::SelfService),
            ("pilot", Self::Pilot),
        ];
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::Pilot
    }
}

impl Questionnaire {
    /// The questionnaire that comes with this version, in English.
    #[must_use]
    pub fn english() -> &'static Self {
        static READ: OnceLock<Questionnaire> = OnceLock::new();
        // A test holds the file to be in order; were it not, there would be no questions.
        READ.get_or_init(|| {
            Document::parse(ENGLISH.as_bytes()).map_or_else(|_| Self::fallback(), |text| text.read().0)
        })
    }

    /// Every question, with its objection's place among the objections.
    pub(crate) fn questions(&self) -> impl Iterator<Item = (usize, &Question)> {
        self.objections
            .iter()
            .enumerate()
            .flat_map(|(place, objection)| objection.questions.iter().map(move |question| (place, question)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_questions_are_in_order() {
        let document = Document::parse(ENGLISH.as_bytes()).unwrap();
        let (questionnaire, problems) = document.read::<Questionnaire>();
        assert!(problems.is_empty(), "{:?}", problems.check());
        let codes: BTreeSet<_> = questionnaire.questions().map(|(_, question)| &question.code).collect();
        assert_eq!((questionnaire.objections.len(), codes.len()), (7, 21));
        // Nobody can answer a question that somebody else asks under the same code.
        assert!(questionnaire.objections.iter().all(|objection| !codes.contains(&objection.code)));
        // Each figure says once what an action is worth.
        assert_eq!(questionnaire.questions().filter(|(_, question)| question.worth.is_some()).count(), 4);
    }
}
