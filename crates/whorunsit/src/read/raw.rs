//! A table kept as text, to be read later.

use std::fmt::Write;

use super::{Node, Path, Read, Value};
use crate::problem::Gathered;

/// A table of a document as JSON text; a value that is text itself stays as it is.
#[derive(Clone, Debug)]
pub(crate) struct Raw(String);

impl Raw {
    /// A value as JSON text.
    pub(super) fn of(node: &Node<'_>) -> Self {
        let mut json = String::new();
        write(&mut json, node);
        Self(json)
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl Read for Raw {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(text) => Some(Self(text.clone().into_owned())),
            Value::Table(_) => Some(Self::of(node)),
            _ => {
                problems.push(at.wrong_type(node, "a table of changes, or TOML or JSON text of one"));
                None
            }
        }
    }

    fn fallback() -> Self {
        Self(String::new())
    }
}

fn write(json: &mut String, node: &Node<'_>) {
    let text =
        |json: &mut String, text: &str| json.push_str(&serde_json::to_string(text).unwrap_or_default());
    let separate = |json: &mut String, index: usize| {
        if index > 0 {
            json.push(',');
        }
    };
    match &node.value {
        Value::Null => json.push_str("null"),
        // Writing to a String does not fail.
        Value::Boolean(value) => drop(write!(json, "{value}")),
        Value::Integer(digits) | Value::Float(digits) => json.push_str(digits),
        Value::Text(value) => text(json, value),
        Value::Date(date) => text(json, date),
        Value::List(items) => {
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(json, index);
                write(json, item);
            }
            json.push(']');
        }
        Value::Table(entries) => {
            json.push('{');
            for (index, entry) in entries.iter().enumerate() {
                separate(json, index);
                text(json, &entry.key);
                json.push(':');
                write(json, &entry.node);
            }
            json.push('}');
        }
    }
}
