//! JSON Schemas of the portfolio format and of the answers, generated from the types themselves.
//!
//! The committed copies are what editors and validators use; a test holds them to what is generated here.

mod estimate;
mod findings;
mod format;
mod ledger;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use crate::chart::ChartName;
use crate::comparison::Comparison;
use crate::ledger::{Costs, Dimension};
use crate::portfolio::PortfolioFile;
use crate::readiness::{Accountability, Readiness};
use crate::recommendation::{Recommendation, SchedulePlan};
use crate::roadmap::Roadmap;
use crate::scenario::Scenarios;
use crate::sensitivity::Sensitivity;
use crate::simulation::Simulation;
use crate::transition::TransitionPlan;

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

/// The JSON Schema of what `recommend` answers with, as indented JSON text.
#[must_use]
pub fn recommendation() -> String {
    text::<Recommendation>("whorunsit recommendation")
}

/// The JSON Schema of what `schedules` answers with, as indented JSON text.
#[must_use]
pub fn schedule_plan() -> String {
    text::<SchedulePlan>("whorunsit schedule plan")
}

/// The JSON Schema of what `costs` answers with, as indented JSON text.
#[must_use]
pub fn costs() -> String {
    text::<Costs>("whorunsit costs")
}

/// The JSON Schema of what `compare` answers with, as indented JSON text.
#[must_use]
pub fn comparison() -> String {
    text::<Comparison>("whorunsit comparison")
}

/// The JSON Schema of what `scenarios` answers with, as indented JSON text.
#[must_use]
pub fn scenarios() -> String {
    text::<Scenarios>("whorunsit scenarios")
}

/// The JSON Schema of what `plan` answers with, as indented JSON text.
#[must_use]
pub fn transition_plan() -> String {
    text::<TransitionPlan>("whorunsit transition plan")
}

/// The JSON Schema of what `ready` answers with, as indented JSON text.
#[must_use]
pub fn readiness() -> String {
    text::<Readiness>("whorunsit readiness")
}

/// The JSON Schema of what `roadmap` answers with, as indented JSON text.
#[must_use]
pub fn roadmap() -> String {
    text::<Roadmap>("whorunsit roadmap")
}

/// The JSON Schema of what `next` answers with, as indented JSON text.
#[must_use]
pub fn next() -> String {
    text::<crate::next::NextSteps>("whorunsit next")
}

/// The JSON Schema of what `growth` answers with, as indented JSON text.
#[must_use]
pub fn growth() -> String {
    text::<crate::growth::Growth>("whorunsit growth")
}

/// The JSON Schema of what `accountability` answers with, as indented JSON text.
#[must_use]
pub fn accountability() -> String {
    text::<Accountability>("whorunsit accountability")
}

/// The JSON Schema of what `accept` answers with, as indented JSON text.
#[must_use]
pub fn acceptance() -> String {
    text::<crate::acceptance::Acceptance>("whorunsit acceptance")
}

/// The JSON Schema of what `report` answers with, as indented JSON text.
#[must_use]
pub fn report() -> String {
    text::<crate::report::Report>("whorunsit report")
}

/// The JSON Schema of what `diff` answers with, as indented JSON text.
#[must_use]
pub fn difference() -> String {
    text::<crate::difference::Difference>("whorunsit difference")
}

/// The JSON Schema of what `simulate` answers with, as indented JSON text.
#[must_use]
pub fn simulation() -> String {
    text::<Simulation>("whorunsit simulation")
}

/// The JSON Schema of what `sensitivity` answers with, as indented JSON text.
#[must_use]
pub fn sensitivity() -> String {
    text::<Sensitivity>("whorunsit sensitivity")
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
    macro_rules! with {
        ($($answer:ty),+) => {$(
            generator.subschema_for::<$answer>();
        )+};
    }
    with!(
        crate::facade::Summary<'_>,
        Recommendation,
        SchedulePlan,
        Costs,
        Comparison,
        Scenarios,
        TransitionPlan,
        Readiness,
        Accountability,
        Roadmap,
        crate::acceptance::Acceptance,
        crate::report::Report,
        crate::difference::Difference,
        crate::next::NextSteps,
        crate::growth::Growth,
        Simulation,
        Sensitivity,
        crate::intake::IntakeReport,
        crate::words::Words,
        Dimension,
        ChartName
    );
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
