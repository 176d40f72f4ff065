//! JSON Schemas of the portfolio format and of the answers, generated from the types themselves.
//!
//! The committed copies are what editors and validators use; a test holds them to what is generated here.

mod estimate;
mod findings;
mod format;
mod ledger;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use crate::portfolio::PortfolioFile;

/// The JSON Schema of the portfolio format, as indented JSON text.
///
/// # Examples
///
/// ```
/// assert!(whorunsit::schema::portfolio().contains(r#""title": "whorunsit portfolio""#));
/// ```
#[must_use]
pub fn portfolio() -> String {
    text::<PortfolioFile>("whorunsit portfolio")
}

/// One line for each answer with a schema of its own: its type, what the schema is called, and the command that answers with it.
macro_rules! answers {
    ($($answer:ty => $name:literal, $title:literal, $command:literal;)+) => {
        /// The names of the answers that have a schema of their own, each with the command that answers with it.
        pub const ANSWERS: &[(&str, &str)] = &[$(($name, $command),)+];

        /// The JSON Schema of an answer by its [name](ANSWERS), as indented JSON text; `None` where there is none.
        ///
        /// # Examples
        ///
        /// ```
        /// use whorunsit::schema;
        ///
        /// assert!(schema::ANSWERS.contains(&("comparison", "compare")));
        /// assert!(schema::answer("comparison").is_some_and(|text| text.contains(r#""title": "whorunsit comparison""#)));
        /// assert_eq!(schema::answer("nothing"), None);
        /// ```
        #[must_use]
        pub fn answer(name: &str) -> Option<String> {
            match name {
                $($name => Some(text::<$answer>(concat!("whorunsit ", $title))),)+
                _ => None,
            }
        }

        fn every_answer(generator: &mut schemars::SchemaGenerator) {
            $(generator.subschema_for::<$answer>();)+
        }
    };
}

answers! {
    crate::recommendation::Recommendation => "recommendation", "recommendation", "recommend";
    crate::recommendation::SchedulePlan => "schedules", "schedule plan", "schedules";
    crate::ledger::Costs => "costs", "costs", "costs";
    crate::comparison::Comparison => "comparison", "comparison", "compare";
    crate::scenario::Scenarios => "scenarios", "scenarios", "scenarios";
    crate::next::NextSteps => "next", "next", "next";
    crate::growth::Growth => "growth", "growth", "growth";
    crate::transition::TransitionPlan => "plan", "transition plan", "plan";
    crate::readiness::Readiness => "readiness", "readiness", "ready";
    crate::readiness::Accountability => "accountability", "accountability", "accountability";
    crate::roadmap::Roadmap => "roadmap", "roadmap", "roadmap";
    crate::report::Report => "report", "report", "report";
    crate::difference::Difference => "difference", "difference", "diff";
    crate::simulation::Simulation => "simulation", "simulation", "simulate";
    crate::sensitivity::Sensitivity => "sensitivity", "sensitivity", "sensitivity";
    crate::acceptance::Acceptance => "acceptance", "acceptance", "accept";
}

/// The types of all answers, in one JSON Schema: each under its name in `$defs`, and nothing else.
///
/// They are as they are written: every key is there, but those of which a type says that they may be left out.
///
/// # Examples
///
/// ```
/// assert!(whorunsit::schema::answers().contains(r#""Recommendation": {"#));
/// ```
#[must_use]
pub fn answers() -> String {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    every_answer(&mut generator);
    generator.subschema_for::<crate::facade::Summary<'_>>();
    generator.subschema_for::<crate::intake::IntakeReport>();
    generator.subschema_for::<crate::words::Words>();
    generator.subschema_for::<crate::ledger::Dimension>();
    generator.subschema_for::<crate::chart::ChartName>();
    let defs = generator.take_definitions(true);
    let mut text = serde_json::to_string_pretty(&serde_json::json!({ "$defs": defs })).unwrap_or_default();
    text.push('\n');
    text
}

fn text<T: JsonSchema>(title: &str) -> String {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
