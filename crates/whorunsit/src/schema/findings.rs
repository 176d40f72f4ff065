//! Schemas of findings and their figures, and of closed sets of words.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::chart::ChartName;
use crate::finding::{Finding, FindingCode, Severity, details_schema};
use crate::ledger::Dimension;

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
