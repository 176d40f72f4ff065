//! Schemas of the values and tables of the format that serde does not tell.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::assumption::Assumptions;
use crate::calendar::{WeekWindow, WorkingHours};
use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::{Availability, DeploymentTarget, Duration, Money, Number, Share, Shift};
use crate::portfolio::{
    Answer, Answers, Blocks, ByModel, CalloutTerms, ExposureByHour, ExposureQuantile, FeatureDemand,
    NamedWorkflow, Questionnaire, SchemaVersion, Shared, Standby, StandbyRule, When, Workflow, WorkflowStep,
};
use crate::read::Link;
use crate::year::CoverHours;

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
