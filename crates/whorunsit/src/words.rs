//! The labels of all codes in answers, in one table: what every face shows for `you-build-it-you-run-it`.
//!
//! A label is the name as a heading has it, a sentence says what it stands for. A translation is this table in another
//! language.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::assignment::Strategy;
use crate::assumption::Assumptions;
use crate::finding::FindingCode;
use crate::ledger::{Accounting, Aspect, CostType, ItemCode, Unit};
use crate::portfolio::{EnablingKind, GateCode, Questionnaire};
use crate::selection::{OperatingModel, OutOfHours};
use crate::wording::{capital, spoken};

/// What a code is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Word {
    /// Its name, with a capital letter.
    pub label: Cow<'static, str>,
    /// What it stands for; `None` where the label says all.
    pub sentence: Option<Cow<'static, str>>,
}

/// The codes of one concept in their order, each with what it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(Vec<(Cow<'static, str>, Word)>);

impl Labels {
    /// What a code is called.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Word> {
        self.0.iter().find(|(known, _)| known == code).map(|(_, word)| word)
    }

    /// The codes with their words, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Word)> {
        self.0.iter().map(|(code, word)| (&**code, word))
    }

    /// Of words with a label of their own, and a sentence where it is not empty.
    fn of(words: impl IntoIterator<Item = (&'static str, &'static str, &'static str)>) -> Self {
        let word = |label: &'static str, sentence: &'static str| Word {
            label: label.into(),
            sentence: (!sentence.is_empty()).then(|| sentence.into()),
        };
        Self(words.into_iter().map(|(code, label, sentence)| (code.into(), word(label, sentence))).collect())
    }

    /// Of codes that say what they are called.
    fn spoken(words: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        let word = |(code, sentence): (&'static str, &'static str)| {
            let sentence = (!sentence.is_empty()).then(|| sentence.into());
            (code.into(), Word { label: capital(&spoken(code)).into(), sentence })
        };
        Self(words.into_iter().map(word).collect())
    }
}

impl Serialize for Labels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(Some(self.0.len()))?;
        for (code, word) in &self.0 {
            out.serialize_entry(code, word)?;
        }
        out.end()
    }
}

/// The labels of all codes, by concept: the keys are those that the codes stand under in answers, in the plural.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Words {
    /// The language, by its ISO 639 code.
    pub language: Cow<'static, str>,
    /// `operating_model`.
    pub operating_models: Labels,
    /// `strategy`.
    pub strategies: Labels,
    /// `policy`.
    pub policies: Labels,
    /// `out_of_hours`.
    pub schedules_out_of_hours: Labels,
    /// `kind` of a service.
    pub kinds: Labels,
    /// `cost_type`.
    pub cost_types: Labels,
    /// `aspect`.
    pub aspects: Labels,
    /// `code` of a line item.
    pub line_items: Labels,
    /// `unit` of a factor.
    pub units: Labels,
    /// `accounting`.
    pub accounting: Labels,
    /// `frequency`.
    pub frequencies: Labels,
    /// `budget_holder`.
    pub budget_holders: Labels,
    /// `pay_of`, in the details of findings.
    pub payers: Labels,
    /// `severity` of a finding.
    pub severities: Labels,
    /// `code` of a finding.
    pub findings: Labels,
    /// `rule` of a rota.
    pub rota_rules: Labels,
    /// What a team must have in place.
    pub gates: Labels,
    /// `kind` of enabling work.
    pub enabling_work: Labels,
    /// `code` of an assumption: the names of defaults.
    pub defaults: Labels,
    /// `code` of an objection.
    pub objections: Labels,
    /// `code` of a question.
    pub questions: Labels,
}

/// The labels of all codes in English.
///
/// # Examples
///
/// ```
/// let words = whorunsit::words();
/// let model = words.operating_models.get("ops-run-it").ok_or("no such code")?;
/// assert_eq!(model.label, "Ops Run It");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn words() -> Words {
    use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};
    let strategy = |strategy: Strategy, sentence| (strategy.as_str(), strategy.name(), sentence);
    let schedule = |schedule: OutOfHours, label| (schedule.as_str(), label, schedule.describe());
    let questionnaire = Questionnaire::english();
    Words {
        language: questionnaire.language.clone().into(),
        operating_models: Labels::of([
            (
                OpsRunIt.as_str(),
                OpsRunIt.name(),
                "A delivery team builds it, a central operations team runs it.",
            ),
            (
                YouBuildItYouRunIt.as_str(),
                YouBuildItYouRunIt.name(),
                "The product team that builds it also runs it.",
            ),
        ]),
        strategies: Labels::of([
            strategy(Strategy::AllOpsRunIt, "Operations run everything."),
            strategy(
                Strategy::AllYouBuildItYouRunIt,
                "Product teams run everything, each with a schedule of its own.",
            ),
            strategy(
                Strategy::HybridWithTeamSchedules,
                "The recommended models; every team that runs a service has a schedule of its own.",
            ),
            strategy(
                Strategy::HybridAtScale,
                "Hybrid at scale: the recommended models, with schedules chosen on exposure.",
            ),
            strategy(Strategy::LeastCost, "Whatever costs least over the horizon, as far as it is for sale."),
        ]),
        policies: Labels::of([
            (
                "sixteen-cell",
                "Sixteen-cell selector",
                "99.99 or more, or weekly or more often, is for the product team.",
            ),
            (
                "traffic-light",
                "Traffic light",
                "Fortnightly or slower is for operations, weekly or faster for the product team, and in between the \
                 product team runs it from 99.9.",
            ),
            (
                "least-cost",
                "Least cost",
                "Whatever costs least; where money does not decide, the sixteen-cell selector does.",
            ),
        ]),
        schedules_out_of_hours: Labels::of([
            schedule(OutOfHours::None, "None"),
            schedule(OutOfHours::Domain, "Domain"),
            schedule(OutOfHours::Team, "Team"),
        ]),
        kinds: Labels::of([
            ("digital", "Digital", "Customer-facing, custom software."),
            ("foundational", "Foundational", "Self-hosted off-the-shelf software, custom integrations."),
        ]),
        cost_types: Labels::of(CostType::ALL.iter().map(|one| (one.as_str(), one.name(), one.sentence()))),
        aspects: Labels::spoken(Aspect::ALL.iter().map(|one| (one.as_str(), one.sentence()))),
        line_items: Labels::spoken(ItemCode::ALL.iter().map(|one| (one.as_str(), one.sentence()))),
        units: Labels::spoken(Unit::ALL.iter().map(|one| (one.as_str(), one.sentence()))),
        accounting: Labels::spoken(Accounting::ALL.iter().map(|one| (one.as_str(), one.sentence()))),
        frequencies: Labels::of([("one-off", "Once", ""), ("yearly", "A year", "")]),
        budget_holders: Labels::spoken([
            ("product-team", "The product team pays."),
            ("it", "IT pays, which funds delivery."),
            ("operations", "Operations pay."),
        ]),
        payers: Labels::spoken([("product-teams", ""), ("operations", "")]),
        severities: Labels::spoken([
            ("reason", "Why the result is what it is."),
            ("caution", "Something to look at before relying on the result."),
            ("warning", "Something that is probably wrong."),
        ]),
        findings: Labels::spoken(FindingCode::ALL.iter().map(|one| (one.as_str(), one.sentence()))),
        rota_rules: Labels::of([
            ("playbook-three-people", "Playbook: three people", "At least three people share a rota."),
            ("playbook-one-week-shifts", "Playbook: shifts of one week", "Shifts last one week."),
            (
                "google-sre-quarter-time",
                "Google SRE: a quarter of the time",
                "Nobody is on call more than 25 % of the time.",
            ),
            (
                "google-sre-two-incidents",
                "Google SRE: two incidents a shift",
                "At most two incidents are expected in a shift.",
            ),
            (
                "uk-working-time-48-hours",
                "UK working time: 48 hours",
                "48 hours a week, averaged over 17 weeks.",
            ),
            (
                "uk-working-time-11-hours-rest",
                "UK working time: eleven hours of rest",
                "Eleven hours of rest in each day.",
            ),
        ]),
        gates: Labels::spoken(GateCode::ALL.iter().map(|one| (one.as_str(), one.sentence()))),
        enabling_work: Labels::spoken(EnablingKind::ALL.iter().map(|one| (one.as_str(), one.sentence()))),
        defaults: Labels::spoken(Assumptions::all_codes().map(|code| (code, ""))),
        objections: Labels(
            questionnaire
                .objections
                .iter()
                .map(|one| {
                    let word = Word { label: one.objection.clone().into(), sentence: None };
                    (one.code.to_string().into(), word)
                })
                .collect(),
        ),
        questions: Labels(
            questionnaire
                .objections
                .iter()
                .flat_map(|one| &one.questions)
                .map(|one| {
                    let word = Word {
                        label: capital(&one.practice).into(),
                        sentence: Some(one.question.clone().into()),
                    };
                    (one.code.to_string().into(), word)
                })
                .collect(),
        ),
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Labels {
    fn schema_name() -> Cow<'static, str> {
        "Labels".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let word = generator.subschema_for::<Word>();
        schemars::json_schema!({
            "type": "object",
            "additionalProperties": word,
            "description": "What each code of a concept is called."
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, to_value};

    use super::*;
    use crate::on_call::RotaRule;
    use crate::portfolio::{BudgetHolder, Kind};
    use crate::selection::Policy;

    /// A set of codes is that of the answers where it is written here by hand.
    #[test]
    fn the_codes_are_those_of_answers() {
        let words = words();
        let codes = |labels: &Labels| labels.iter().map(|(code, _)| code.into()).collect::<Vec<Value>>();
        let said = |value: Result<Value, _>| match value.unwrap() {
            Value::Array(all) => all,
            other => vec![other],
        };
        assert_eq!(codes(&words.policies), said(to_value(Policy::ALL)));
        assert_eq!(codes(&words.strategies), said(to_value(Strategy::ALL)));
        assert_eq!(codes(&words.budget_holders), said(to_value(BudgetHolder::ALL)));
        assert_eq!(codes(&words.kinds), said(to_value([Kind::Digital, Kind::Foundational])));
        let rules = [
            RotaRule::PlaybookThreePeople,
            RotaRule::PlaybookOneWeekShifts,
            RotaRule::GoogleSreQuarterTime,
            RotaRule::GoogleSreTwoIncidents,
            RotaRule::UkWorkingTime48Hours,
            RotaRule::UkWorkingTime11HoursRest,
        ];
        assert_eq!(codes(&words.rota_rules), said(to_value(rules)));
    }

    #[test]
    fn every_code_has_a_label_with_a_capital() {
        let Value::Object(concepts) = to_value(words()).unwrap() else { panic!("a table") };
        for (concept, labels) in concepts.iter().filter(|(concept, _)| *concept != "language") {
            let labels = labels.as_object().unwrap();
            assert!(!labels.is_empty(), "{concept}");
            for (code, word) in labels {
                let label = word["label"].as_str().unwrap();
                assert!(label.chars().next().unwrap().is_uppercase(), "{concept} {code}: {label}");
            }
        }
    }
}
