//! The seven objections: answers, score, figure, and what to do next.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::figure::Figure;
use crate::currency::Currency;
use crate::error::Error;
use crate::exact::{Money, number, quotient};
use crate::portfolio::{Answer, Answers, Name, Question, Questionnaire, ReadinessRules};

/// One objection, answered with the organisation's own figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ObjectionReadiness {
    /// Its stable code.
    pub code: Name,
    /// The objection as people say it.
    pub objection: String,
    /// What the answers decide in the plan; `None` where they decide nothing.
    pub gates: Option<String>,
    /// Each question with its answers.
    pub answers: Vec<QuestionAnswered>,
    /// How far it is answered.
    pub score: Score,
    /// What the figure says, in one sentence.
    pub says: String,
    /// The figure of this portfolio.
    pub figure: Figure,
    /// What to do, the most pressing first; empty where every answer is yes.
    pub actions: Vec<Action>,
}

/// One question, as the organisation and its teams answer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct QuestionAnswered {
    /// Its stable code.
    pub code: Name,
    /// The question.
    pub question: String,
    /// What the organisation answers.
    pub organisation: Answer,
    /// The teams that answer for themselves.
    pub teams: Vec<TeamAnswer>,
}

/// What one team answers for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct TeamAnswer {
    /// The team.
    pub team: Name,
    /// Its answer.
    pub answer: Answer,
}

/// How far an objection is answered. Yes counts whole, partly counts half, no counts nothing; unknown does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Score {
    /// Percent of the known answers, those of teams among them; `None` where nothing is known.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub percent: Option<Decimal>,
    /// What that means.
    pub meaning: ScoreMeaning,
    /// How many answers are known.
    pub known: usize,
    /// How many are not.
    pub unknown: usize,
}

/// What a score means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ScoreMeaning {
    /// Every answer is yes: the objection no longer stands in the way.
    Answered,
    /// Something is in place, and something is missing or unknown.
    InPart,
    /// Nothing of what is known is in place: the objection stands.
    Stands,
    /// Nobody has answered.
    Unknown,
}

impl ScoreMeaning {
    /// As people say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::InPart => "answered in part",
            Self::Stands => "stands",
            Self::Unknown => "unknown",
        }
    }
}

/// What to do about an answer that is not yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Action {
    /// The question that it follows from, by its code.
    pub question: Name,
    /// What to do.
    pub action: String,
    /// The answer that asks for it: the least that the organisation or a team gives; unknown only where nothing is known.
    pub because: Answer,
    /// The teams that answer so for themselves.
    pub teams: Vec<Name>,
    /// The practice that it comes from.
    pub practice: String,
    /// Who does it.
    pub who: String,
    /// Whether nobody should go on call before it is done; not so where the portfolio pays for standby.
    pub gate: bool,
    /// What it is worth a year; `None` where money cannot say.
    pub worth_per_year: Option<Money>,
}

/// What a question is answered with, by whom.
pub(crate) struct Given<'r> {
    organisation: Answers,
    teams: Vec<(&'r Name, &'r Answers)>,
    /// Whether the portfolio names the pilot, which answers whether one is picked.
    pilot_named: bool,
}

/// The question that a portfolio answers by naming its pilot.
const PILOT_PICKED: &str = "pilot-team-picked";

impl<'r> Given<'r> {
    pub(crate) fn of(rules: Option<&'r ReadinessRules>, pilot_named: bool) -> Self {
        let teams = rules.iter().flat_map(|rules| &rules.teams).map(|team| (&team.name, &team.answers));
        Self {
            organisation: rules.map(|rules| rules.answers.clone()).unwrap_or_default(),
            teams: teams.collect(),
            pilot_named,
        }
    }

    fn answered(&self, question: &Question) -> QuestionAnswered {
        let of_team = |(team, answers): &(&Name, &Answers)| match answers.to(&question.code) {
            Answer::Unknown => None,
            answer => Some(TeamAnswer { team: Name::clone(team), answer }),
        };
        QuestionAnswered {
            code: question.code.clone(),
            question: question.question.clone(),
            organisation: match self.organisation.to(&question.code) {
                Answer::Unknown if self.pilot_named && *question.code == *PILOT_PICKED => Answer::Yes,
                answer => answer,
            },
            teams: self.teams.iter().filter_map(of_team).collect(),
        }
    }
}

impl Score {
    fn of(answers: &[QuestionAnswered]) -> Result<Self, Error> {
        let all = answers.iter().flat_map(|answered| {
            let teams = answered.teams.iter().map(|team| team.answer);
            // Where teams answer, silence of the organisation hides nothing.
            let organisation = (answered.organisation != Answer::Unknown || answered.teams.is_empty())
                .then_some(answered.organisation);
            organisation.into_iter().chain(teams)
        });
        let (mut known, mut unknown, mut points) = (0_usize, 0_usize, Decimal::ZERO);
        let mut all_yes = true;
        for answer in all {
            all_yes &= answer == Answer::Yes;
            points += match answer {
                Answer::Yes => Decimal::ONE_HUNDRED,
                Answer::Partly => Decimal::from(50),
                Answer::No | Answer::Unknown => Decimal::ZERO,
            };
            match answer {
                Answer::Unknown => unknown += 1,
                _ => known += 1,
            }
        }
        let meaning = match known {
            0 => ScoreMeaning::Unknown,
            _ if all_yes => ScoreMeaning::Answered,
            _ if points.is_zero() => ScoreMeaning::Stands,
            _ => ScoreMeaning::InPart,
        };
        let percent = match known {
            0 => None,
            known => Some(quotient(points, Decimal::from(known))?.round_dp(1)),
        };
        Ok(Self { percent, meaning, known, unknown })
    }
}

/// Every objection with its figure.
pub(crate) fn objections(
    given: &Given<'_>,
    figures: Vec<(&'static str, Figure)>,
    worth: impl Fn(&Question) -> Option<Money>,
    paid_fairly: bool,
    currency: Currency,
) -> Result<Vec<ObjectionReadiness>, Error> {
    let mut figures: BTreeMap<&str, Figure> = figures.into_iter().collect();
    let mut all = Vec::new();
    for objection in &Questionnaire::english().objections {
        let Some(figure) = figures.remove(&*objection.code) else {
            continue;
        };
        let answers: Vec<QuestionAnswered> =
            objection.questions.iter().map(|question| given.answered(question)).collect();
        let asked = objection.questions.iter().zip(&answers);
        let mut actions: Vec<Action> = asked
            .filter_map(|(question, answered)| Action::of(question, answered, worth(question), paid_fairly))
            .collect();
        crate::sort::by_key(&mut actions, Action::order);
        all.push(ObjectionReadiness {
            code: objection.code.clone(),
            objection: objection.objection.clone(),
            gates: objection.gates.clone(),
            score: Score::of(&answers)?,
            answers,
            says: figure.sentence(currency),
            figure,
            actions,
        });
    }
    Ok(all)
}

impl Action {
    fn of(
        question: &Question,
        answered: &QuestionAnswered,
        worth_per_year: Option<Money>,
        paid_fairly: bool,
    ) -> Option<Self> {
        let known = answered.teams.iter().map(|team| team.answer);
        let known =
            known.chain(std::iter::once(answered.organisation)).filter(|answer| *answer != Answer::Unknown);
        let because = known.max().unwrap_or(Answer::Unknown);
        if because == Answer::Yes {
            return None;
        }
        let teams = answered.teams.iter().filter(|team| team.answer == because);
        Some(Self {
            question: question.code.clone(),
            action: question.action.clone(),
            because,
            teams: teams.map(|team| team.team.clone()).collect(),
            practice: question.practice.clone(),
            who: question.who.clone(),
            gate: question.gate == Some(true) && !paid_fairly,
            worth_per_year: worth_per_year.filter(|worth| *worth > Money::ZERO),
        })
    }

    /// What is known to be missing before what is unknown; what gates before what is worth most; no before partly.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        let unknown = self.because == Answer::Unknown;
        (unknown, !self.gate, Reverse(self.worth_per_year), Reverse(self.because))
    }
}
