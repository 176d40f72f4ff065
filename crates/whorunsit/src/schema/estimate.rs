//! The schema of estimates: one for each quantity, with the forms that it may be written in.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::budget::BudgetHolder;
use crate::estimate::{Estimate, Exposure, MAX_OBSERVED};
use crate::exact::{Duration, Money, Number, Share};

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

impl JsonSchema for Exposure {
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
