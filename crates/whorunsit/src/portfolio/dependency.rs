//! What a service needs from others.

use serde::Serialize;

use crate::exact::Share;
use crate::portfolio::Name;
use crate::problem::Gathered;
use crate::read::{Absent, Node, Path, Read, Value, record};

record! {
    /// A service that another needs, and how much of that one fails with it.
    pub struct DegradedBy {
        /// The service that is needed.
        pub service: Name,
        /// The share of the needing service that fails while this one is down; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub degraded: Option<Share>,
    }
}

/// A service that another needs: its name, or a table that says how much fails with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Dependency {
    /// The name of a service without which the other one is down.
    Down(Name),
    /// One that takes a share of the other one with it.
    Degraded(DegradedBy),
}

impl Dependency {
    /// The service that is needed.
    #[must_use]
    pub fn service(&self) -> &Name {
        match self {
            Self::Down(name) => name,
            Self::Degraded(by) => &by.service,
        }
    }

    /// The share of the needing service that fails while it is down.
    #[must_use]
    pub fn degraded(&self) -> Share {
        match self {
            Self::Down(_) => Share::ALL,
            Self::Degraded(by) => by.degraded.unwrap_or(Share::ALL),
        }
    }
}

impl From<&str> for Dependency {
    fn from(service: &str) -> Self {
        Self::Down(service.into())
    }
}

impl Read for Dependency {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match node.value {
            Value::Table(_) => DegradedBy::read(node, at, problems).map(Self::Degraded),
            Value::Text(_) => Name::read(node, at, problems).map(Self::Down),
            _ => {
                problems.push(
                    at.wrong_type(node, "the name of a service, or a table with `service` and `degraded`"),
                );
                None
            }
        }
    }

    fn fallback() -> Self {
        Self::Down(Name::fallback())
    }
}
