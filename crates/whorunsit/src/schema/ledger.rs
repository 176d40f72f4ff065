//! Schemas of line items, their factors and groups, whose keys follow from the dimensions.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::exact::Money;
use crate::ledger::{
    Accounting, Aspect, CostType, Dimension, Factor, Frequency, Group, ItemCode, LineItem, Unit,
};
use crate::portfolio::BudgetHolder;
use crate::selection::OperatingModel;

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
