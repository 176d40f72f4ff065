//! JSON Schemas of the portfolio format and of the answers, generated from the types themselves.
//!
//! The committed copies are what editors and validators use; a test holds them to what is generated here.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::assumption::Assumptions;
use crate::budget::BudgetHolder;
use crate::calendar::{WeekWindow, WorkingHours};
use crate::chart::ChartName;
use crate::comparison::Comparison;
use crate::currency::Currency;
use crate::estimate::{Estimate, MAX_OBSERVED};
use crate::exact::{Availability, DeploymentTarget, Duration, Money, Number, Share, Shift};
use crate::finding::{Finding, FindingCode, Severity, details_schema};
use crate::ledger::{
    Accounting, Aspect, CostType, Costs, Dimension, Factor, Frequency, Group, ItemCode, LineItem, Unit,
};
use crate::portfolio::{
    Answer, Answers, Blocks, ByModel, CalloutTerms, ExposureByHour, ExposureQuantile, FeatureDemand,
    NamedWorkflow, PortfolioFile, Questionnaire, SchemaVersion, Shared, Standby, StandbyRule, When, Workflow,
    WorkflowStep,
};
use crate::read::Link;
use crate::readiness::{Accountability, Readiness};
use crate::recommendation::{Recommendation, SchedulePlan};
use crate::roadmap::Roadmap;
use crate::scenario::Scenarios;
use crate::selection::OperatingModel;
use crate::sensitivity::Sensitivity;
use crate::simulation::Simulation;
use crate::transition::TransitionPlan;
use crate::year::CoverHours;

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

impl JsonSchema for crate::estimate::Exposure {
    fn schema_name() -> Cow<'static, str> {
        "Exposure".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let amount = generator.subschema_for::<Estimate<Money>>();
        let holder = generator.subschema_for::<BudgetHolder>();
        let part = |is_paid: bool| {
            let mut table = serde_json::json!({
                "type": "object",
                "required": ["amount"],
                "additionalProperties": false,
                "properties": {
                    "amount": amount,
                    "per": { "enum": ["hour", "day", "month"], "description": "The time that it is lost in; `hour` by default." }
                }
            });
            if is_paid
                && let Some(properties) = table.get_mut("properties").and_then(|all| all.as_object_mut())
            {
                properties.insert("budget_holder".to_owned(), holder.clone().into());
            }
            serde_json::json!({ "anyOf": [amount, { "type": "string" }, table] })
        };
        json_schema!({
            "anyOf": [
                amount,
                {
                    "type": "object",
                    "additionalProperties": false,
                    "minProperties": 1,
                    "properties": {
                        "revenue": part(false),
                        "cancellations": part(false),
                        "credits": part(true),
                        "regulatory": part(true),
                        "manual_fallback": part(true)
                    },
                    "description": "An exposure in parts, each an estimate, \"12000 a day by operations\", or a table."
                }
            ],
            "description": "What an hour of unavailability loses: an estimate, or parts that add up."
        })
    }
}

/// Gives a type the schema of how it is written in JSON.
macro_rules! schema {
    ($($type:ty, $name:literal => $schema:tt;)+) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}

impl JsonSchema for Workflow {
    fn schema_name() -> Cow<'static, str> {
        "Workflow".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = NamedWorkflow::all().iter().map(|named| &*named.name).collect();
        let steps = generator.subschema_for::<Vec<WorkflowStep>>();
        json_schema!({
            "anyOf": [{ "type": "string", "enum": names }, steps],
            "description": "The steps of an incident workflow, or the name of one."
        })
    }
}

schema! {
    SchemaVersion, "SchemaVersion" => {
        "const": 1,
        "description": "The version of this format."
    };
    Currency, "Currency" => {
        "type": "string",
        "pattern": "^[A-Z]{3}$",
        "description": "An ISO 4217 currency code."
    };
    Money, "Money" => {
        "anyOf": [
            { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$" },
            { "type": "integer", "minimum": 0 }
        ],
        "description": "An exact amount: text, or a whole number; never a float."
    };
    Share, "Share" => {
        "type": "string",
        "pattern": "^[0-9]+(\\.[0-9]+)? ?%$",
        "description": "A part of a whole in percent, from \"0%\" to \"100%\"."
    };
    Number, "Number" => {
        "anyOf": [
            { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$" },
            { "type": "number", "minimum": 0 }
        ],
        "description": "An exact number, zero or more."
    };
    Availability, "Availability" => {
        "anyOf": [
            { "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? ?%?$" },
            { "type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 100 }
        ],
        "description": "A share of time in percent, above 1 and below 100; below 50 only where it is allowed."
    };
    DeploymentTarget, "DeploymentTarget" => {
        "anyOf": [
            { "enum": ["on-demand", "hourly", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly"] },
            { "type": "string", "pattern": "^every ([0-9]+(\\.[0-9]+)? (day|week|month|quarter|year)s?|day|week|month|quarter|year)$" },
            { "type": "string", "pattern": "^(once|twice|[0-9]+(\\.[0-9]+)?( times)?) (a|per) (day|week|month|quarter|year)$" }
        ],
        "description": "How often to deploy."
    };
    ExposureQuantile, "ExposureQuantile" => {
        "anyOf": [
            { "enum": ["mean", "median"] },
            { "type": "string", "pattern": "^(p[0-9]+(\\.[0-9]+)?|[0-9]+(\\.[0-9]+)? ?%)$" }
        ],
        "description": "What of an estimated exposure decides: \"mean\", \"median\" or a percentile such as \"p90\"."
    };
    Duration, "Duration" => {
        "type": "string",
        "minLength": 1,
        "description": "A length of time such as \"30min\", \"1h 30min\" or \"10d\"; no months or years."
    };
    Shift, "Shift" => {
        "type": "string",
        "minLength": 1,
        "description": "How long a shift lasts: a length of time such as \"1w\", or months such as \"1month\"."
    };
    WeekWindow, "WeekWindow" => {
        "anyOf": [
            { "type": "string", "pattern": "^[A-Za-z, -]+( [0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2})?$" },
            { "type": "string", "pattern": "^[A-Za-z]+ [0-9]{2}:[0-9]{2}-[A-Za-z]+ [0-9]{2}:[0-9]{2}$" }
        ],
        "description": "Days and, if need be, a time of day: \"Mon-Fri 09:00-17:00\", \"Sat,Sun\"; or from one day to another: \"Fri 18:00-Mon 06:00\"."
    };
    Assumptions, "Assumptions" => {
        "type": "array",
        "items": { "type": "string" },
        "description": "Codes of the assumptions that the result rests on."
    };
}

impl JsonSchema for Finding {
    fn schema_name() -> Cow<'static, str> {
        "Finding".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (code, severity) =
            (generator.subschema_for::<FindingCode>(), generator.subschema_for::<Severity>());
        let details = generator.subschema_for::<FindingDetails>();
        json_schema!({
            "type": "object",
            "required": ["code", "severity", "message", "source", "details"],
            "additionalProperties": false,
            "properties": {
                "code": code,
                "severity": severity,
                "message": {
                    "type": "string",
                    "description": "A sentence with its figures. It may change from release to release."
                },
                "source": { "type": "string", "description": "The practice that it comes from." },
                "details": details
            },
            "description": "Something the user should know."
        })
    }
}

/// What `details` of findings hold.
struct FindingDetails;

impl JsonSchema for FindingDetails {
    fn schema_name() -> Cow<'static, str> {
        "FindingDetails".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        details_schema(generator)
    }
}

impl<Q: JsonSchema> JsonSchema for Estimate<Q> {
    fn schema_name() -> Cow<'static, str> {
        format!("EstimateOf{}", Q::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let quantity = generator.subschema_for::<Q>();
        let mut schema = json_schema!({
            "anyOf": [
                quantity,
                { "type": "string", "pattern": "^[^ ].* to .+$" },
                {
                    "type": "object",
                    "required": ["low", "likely", "high"],
                    "additionalProperties": false,
                    "properties": {
                        "low": quantity,
                        "likely": quantity,
                        "high": quantity,
                        "shape": { "enum": ["pert", "triangular"] },
                        "gamma": { "type": ["number", "string"], "description": "The weight of the likely value; 4 by default." }
                    }
                },
                {
                    "type": "object",
                    "required": ["low", "high"],
                    "additionalProperties": false,
                    "properties": { "low": quantity, "high": quantity }
                },
                {
                    "type": "object",
                    "required": ["p5", "p95"],
                    "additionalProperties": false,
                    "properties": { "p5": quantity, "likely": quantity, "p95": quantity }
                },
                {
                    "type": "object",
                    "required": ["p10", "p90"],
                    "additionalProperties": false,
                    "properties": { "p10": quantity, "p90": quantity }
                },
                {
                    "type": "object",
                    "required": ["observed"],
                    "additionalProperties": false,
                    "properties": {
                        "observed": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MAX_OBSERVED,
                            "items": quantity
                        }
                    }
                }
            ],
            "description":
                "A point, a range (PERT or triangular with a likely value, uniform without), a 90 % or an \
                 80 % interval (lognormal; PERT with a likely value), the 90 % interval's shorthand \"2 to 15\", or observed values."
        });
        // Times and shares vary from case to case.
        if [Duration::schema_name(), Share::schema_name()].contains(&Q::schema_name())
            && let Some(forms) = schema.get_mut("anyOf").and_then(serde_json::Value::as_array_mut)
        {
            forms.push(serde_json::json!({
                "type": "object",
                "required": ["median", "spread"],
                "additionalProperties": false,
                "properties": {
                    "median": { "description": "What the median of single cases may be: a point, a range or an interval." },
                    "spread": { "type": ["number", "string"], "description": "By what nine in ten cases are at most above or below it." }
                },
                "description": "Cases that vary around a median which is not known."
            }));
        }
        // Only a number is counted.
        if Q::schema_name() == Number::schema_name()
            && let Some(forms) = schema.get_mut("anyOf").and_then(serde_json::Value::as_array_mut)
        {
            forms.push(serde_json::json!({
                "type": "object",
                "required": ["events", "years"],
                "additionalProperties": false,
                "properties": { "events": quantity, "years": quantity },
                "description": "A number a year by the events of some years (gamma)."
            }));
        }
        schema
    }
}

/// Gives a type of one word of a closed set its schema.
macro_rules! word_schema {
    ($($type:ident, $description:literal;)+) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let words: Vec<&str> = $type::ALL.iter().map(|word| word.as_str()).collect();
                json_schema!({ "type": "string", "enum": words, "description": $description })
            }
        }
    )+};
}

word_schema! {
    Dimension, "What line items can be grouped by.";
    ChartName, "Which chart to draw.";
    FindingCode, "The stable code of a finding.";
}

/// What line items agree in, and can be grouped by: each dimension with its schema.
fn dimensions(generator: &mut SchemaGenerator) -> serde_json::Map<String, serde_json::Value> {
    let mut all = serde_json::Map::new();
    for dimension in Dimension::ALL {
        let name = json_schema!({ "type": ["string", "null"] });
        let (mut schema, about) = match dimension {
            Dimension::Service => (json_schema!({ "type": "string" }), "The service."),
            Dimension::Team => (name, "The team that builds it."),
            Dimension::Domain => (name, "The team's domain."),
            Dimension::OperatingModel => {
                (generator.subschema_for::<OperatingModel>(), "The operating model under which it arises.")
            }
            Dimension::Aspect => (generator.subschema_for::<Aspect>(), "What it belongs to."),
            Dimension::CostType => (generator.subschema_for::<CostType>(), "What kind of cost it is."),
            Dimension::Code => {
                let code = generator.subschema_for::<ItemCode>();
                let own = json_schema!({ "anyOf": [code, { "type": "string" }] });
                (own, "What it is for, as a stable code such as `standby`, or one of the portfolio's own.")
            }
            Dimension::Accounting => (generator.subschema_for::<Accounting>(), "How it is accounted."),
            Dimension::BudgetHolder => {
                let holder = generator.subschema_for::<Option<BudgetHolder>>();
                (holder, "Whose budget pays; `None` where nobody's does.")
            }
            Dimension::BudgetTeam => {
                (name, "The team whose budget pays; in a line item only if it is not the service's.")
            }
            Dimension::Frequency => (generator.subschema_for::<Frequency>(), "How often it is paid."),
        };
        schema.insert("description".to_owned(), about.into());
        all.insert(dimension.as_str().to_owned(), schema.into());
    }
    all
}

/// The schema of an object with these keys, of which the dimensions may be left out if they are not `required`.
fn with_dimensions(
    generator: &mut SchemaGenerator,
    required: bool,
    keys: &[(&'static str, Schema, &'static str)],
    about: &'static str,
) -> Schema {
    let mut properties = dimensions(generator);
    let always = |dimension: &&Dimension| required && **dimension != Dimension::BudgetTeam;
    let mut names: Vec<String> =
        Dimension::ALL.iter().filter(always).map(|dimension| dimension.as_str().to_owned()).collect();
    for (key, schema, about) in keys {
        let mut schema = schema.clone();
        schema.insert("description".to_owned(), (*about).into());
        properties.insert((*key).to_owned(), schema.into());
        names.push((*key).to_owned());
    }
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": names,
        "properties": properties,
        "description": about
    })
}

impl JsonSchema for Factor {
    fn schema_name() -> Cow<'static, str> {
        "Factor".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut unit = generator.subschema_for::<Unit>();
        unit.insert("description".to_owned(), "What it counts; of money, for what.".into());
        json_schema!({
            "type": "object",
            "additionalProperties": false,
            "required": ["value", "unit", "input"],
            "properties": {
                "value": {
                    "type": "string",
                    "description": "The exact value, cut after 28 digits where a quotient has no end."
                },
                "unit": unit,
                "input": {
                    "type": ["string", "null"],
                    "description": "The input that it is, or the mean of, as a JSON Pointer; `None` where it is worked out from several."
                },
                "fraction": {
                    "type": "string",
                    "description": "The quotient that it is exactly, such as `29/6`, where its value is cut."
                }
            },
            "description": "A factor of a line item."
        })
    }
}

impl JsonSchema for LineItem {
    fn schema_name() -> Cow<'static, str> {
        "LineItem".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let money = generator.subschema_for::<Option<Money>>();
        let texts = json_schema!({ "type": "array", "items": { "type": "string" } });
        let factors = generator.subschema_for::<Vec<Factor>>();
        let name = json_schema!({ "type": ["string", "null"] });
        let keys = [
            ("amount", money.clone(), "What it comes to; `None` where an input is missing."),
            ("over_horizon", money, "The same over the horizon, discounted."),
            ("basis", json_schema!({ "type": "string" }), "How it came about, in words and figures."),
            ("factors", factors, "What was multiplied."),
            ("shared_by", json_schema!({ "type": "integer", "minimum": 1 }), "How many services share it."),
            (
                "shared_of",
                name.clone(),
                "What it is a part of, such as a schedule; `None` where it is its service's own.",
            ),
            (
                "label",
                name.clone(),
                "The tier or the step of the workflow that it is about; `None` where it is about none.",
            ),
            ("peak", name, "The peak in which it arises; `None` outside them."),
            ("missing", texts, "The inputs that are missing, as JSON Pointers."),
        ];
        with_dimensions(generator, true, &keys, "One line of the cost ledger.")
    }
}

impl JsonSchema for Group {
    fn schema_name() -> Cow<'static, str> {
        "Group".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let money = generator.subschema_for::<Money>();
        let keys = [
            ("one_off", money.clone(), "What is paid once."),
            ("per_year", money.clone(), "What is paid, or lost, every year."),
            ("over_horizon", money, "Both over the horizon, discounted."),
            (
                "line_items",
                json_schema!({ "type": "integer", "minimum": 0 }),
                "How many line items they are.",
            ),
            ("partial", json_schema!({ "type": "boolean" }), "Whether at least one of them has no amount."),
        ];
        let about =
            "The line items that agree in the dimensions that were asked for, of which it has the keys.";
        with_dimensions(generator, false, &keys, about)
    }
}

impl JsonSchema for Answers {
    fn schema_name() -> Cow<'static, str> {
        "Answers".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let answer = generator.subschema_for::<Answer>();
        let questions = Questionnaire::english().objections.iter().flat_map(|objection| &objection.questions);
        let codes: Vec<&str> = questions.map(|question| &*question.code).collect();
        json_schema!({
            "type": "object",
            "propertyNames": { "enum": codes },
            "additionalProperties": answer,
            "description": "Answers to the questionnaire, by the code of the question."
        })
    }
}

impl JsonSchema for Link {
    fn schema_name() -> Cow<'static, str> {
        "Link".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let titled = generator.subschema_for::<crate::read::Titled>();
        json_schema!({ "anyOf": [{ "type": "string" }, titled], "description": "An address, or one with a title." })
    }
}

impl JsonSchema for FeatureDemand {
    fn schema_name() -> Cow<'static, str> {
        "FeatureDemand".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let per_month = generator.subschema_for::<Estimate<Number>>();
        json_schema!({
            "anyOf": [{ "type": "string", "pattern": "^[^0-9-]" }, per_month],
            "description": "The name of a demand band, or a number of features a month."
        })
    }
}

impl JsonSchema for WorkingHours {
    fn schema_name() -> Cow<'static, str> {
        "WorkingHours".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let window = generator.subschema_for::<WeekWindow>();
        json_schema!({ "anyOf": [window, { "type": "array", "minItems": 1, "items": window }] })
    }
}

impl JsonSchema for CoverHours {
    fn schema_name() -> Cow<'static, str> {
        "CoverHours".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let window = generator.subschema_for::<WeekWindow>();
        json_schema!({ "anyOf": [window, { "type": "array", "minItems": 1, "items": window }] })
    }
}

impl JsonSchema for Standby {
    fn schema_name() -> Cow<'static, str> {
        "Standby".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = generator.subschema_for::<StandbyRule>();
        let pays = generator.subschema_for::<crate::portfolio::StandbyHours>();
        let amount = generator.subschema_for::<Money>();
        let per = generator.subschema_for::<crate::portfolio::StandbyUnit>();
        let when = generator.subschema_for::<When>();
        json_schema!({
            "anyOf": [
                rule,
                { "type": "array", "minItems": 1, "items": rule },
                {
                    "type": "object",
                    "description": "Rules, and which hours they pay.",
                    "properties": { "pays": pays, "rules": { "type": "array", "minItems": 1, "items": rule } },
                    "required": ["rules"],
                    "additionalProperties": false
                },
                {
                    "type": "object",
                    "description": "One rule, and which hours it pays.",
                    "properties": { "pays": pays, "when": when, "amount": amount, "per": per },
                    "required": ["pays", "amount", "per"],
                    "additionalProperties": false
                }
            ]
        })
    }
}

impl JsonSchema for CalloutTerms {
    fn schema_name() -> Cow<'static, str> {
        "CalloutTerms".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let callout = generator.subschema_for::<crate::portfolio::Callout>();
        json_schema!({ "anyOf": [{ "const": "none" }, callout] })
    }
}

impl JsonSchema for ExposureByHour {
    fn schema_name() -> Cow<'static, str> {
        "ExposureByHour".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let shape = generator.subschema_for::<crate::portfolio::ExposureShape>();
        let window = generator.subschema_for::<crate::portfolio::ExposureWindow>();
        json_schema!({ "anyOf": [shape, { "type": "array", "minItems": 1, "items": window }] })
    }
}

impl<T: JsonSchema> JsonSchema for ByModel<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("ByModelOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({
            "anyOf": [
                {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": { "ops-run-it": one, "you-build-it-you-run-it": one }
                },
                one
            ],
            "description": "One value for each operating model; without the name of a model, one for both."
        })
    }
}

impl<T: JsonSchema> JsonSchema for Shared<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("SharedOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let own = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [{ "type": "string", "description": "The name of a block." }, own] })
    }
}

impl<T: JsonSchema> JsonSchema for Blocks<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("BlocksOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let block = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": block, "description": "Blocks by name." })
    }
}

impl JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let window = generator.subschema_for::<WeekWindow>();
        let days = json_schema!({
            "type": "string",
            "pattern": "^(bank-holidays|bank-holiday-eves|[0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2})?$"
        });
        json_schema!({
            "anyOf": [days, window, { "type": "array", "items": { "anyOf": [days, window] } }],
            "description": "Windows of the week, \"bank-holidays\", \"bank-holiday-eves\" or dates, each with a time of day if need be, or a list of them."
        })
    }
}
