//! What people note beside any table: kept as it is, and part of no result.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::problem::{Gathered, ProblemCode};
use crate::read::{Absent, Fields, Node, Path, Read, Value, is_hidden, record};

/// The longest note, in characters.
const MAX_PROSE: usize = 10_000;

/// Notes, tags, links and a cost centre, which every table of the format may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Metadata {
    /// A remark, in words of one's own.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub note: Option<Prose>,
    /// Remarks at more length.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub notes: Option<Prose>,
    /// Words to find it by.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub tags: Vec<String>,
    /// Addresses of what belongs to it.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub links: Vec<Link>,
    /// Where bookkeeping books it.
    #[serde(skip_serializing_if = "Absent::is_absent")]
    pub cost_centre: Option<Code>,
}

impl Metadata {
    /// Its keys.
    pub(crate) const KEYS: [&str; 5] = ["note", "notes", "tags", "links", "cost_centre"];

    /// What a table has of it; `None` where it has nothing.
    pub(crate) fn take(fields: &Fields<'_, '_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Box<Self>> {
        if !fields.has_any(&Self::KEYS) {
            return None;
        }
        let metadata = Self {
            note: fields.take("note", at, problems).flatten(),
            notes: fields.take("notes", at, problems).flatten(),
            tags: fields.take("tags", at, problems).unwrap_or_default(),
            links: fields.take("links", at, problems).unwrap_or_default(),
            cost_centre: fields.take("cost_centre", at, problems).flatten(),
        };
        let mut seen = BTreeSet::new();
        for (index, tag) in metadata.tags.iter().enumerate() {
            if !seen.insert(tag) {
                let tags = Path::Key(at, "tags");
                problems.push(Path::Index(&tags, index).problem(
                    ProblemCode::DuplicateName,
                    format!("`{tag}` stands twice in the list"),
                    "write each tag once",
                ));
            }
        }
        (metadata != Self::default()).then(|| Box::new(metadata))
    }
}

/// Text of up to 10 000 characters, which may have several lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Prose(pub String);

impl Read for Prose {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            problems.push(at.wrong_type(node, "text"));
            return None;
        };
        let hidden = |c: char| is_hidden(c) && !matches!(c, '\n' | '\r' | '\t');
        let fault = if text.chars().count() > MAX_PROSE {
            "is longer than 10000 characters"
        } else if text.chars().any(hidden) {
            "holds control characters or ones that nobody sees"
        } else {
            return Some(Self(text.clone().into_owned()));
        };
        let help = "write up to 10000 printable characters; keep longer texts elsewhere and link them";
        problems.push(at.problem(ProblemCode::InvalidName, format!("the text {fault}"), help));
        None
    }

    fn fallback() -> Self {
        Self(String::new())
    }
}

/// A code such as a cost centre: text, or a whole number by its digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Code(pub String);

impl Read for Code {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Integer(digits) => Some(Self(digits.clone().into_owned())),
            _ => String::read(node, at, problems).map(Self),
        }
    }

    fn fallback() -> Self {
        Self(String::new())
    }
}

/// An address, with a title if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Only the address.
    Address(Prose),
    /// With its title.
    Titled(Titled),
}

record! {
    /// An address with a title.
    pub struct Titled {
        /// The address.
        pub url: Prose,
        /// What stands there.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub title: Option<String>,
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Address(address) => address.serialize(serializer),
            Self::Titled(titled) => titled.serialize(serializer),
        }
    }
}

impl Read for Link {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Table(_) => Titled::read(node, at, problems).map(Self::Titled),
            _ => Prose::read(node, at, problems).map(Self::Address),
        }
    }

    fn fallback() -> Self {
        Self::Address(Prose::fallback())
    }
}

#[cfg(test)]
mod tests {
    use crate::Portfolio;

    #[test]
    fn remarks_are_kept_on_every_table_through_both_forms() {
        let mut text = String::from(
            "schema = 1\ncurrency = \"USD\"\nnotes = \"\"\"\nTwo\nlines\"\"\"\n[calendar]\nnote = \"from HR\"\n\
             [on_call.product_teams]\nstandby = { amount = \"1\", per = \"hour\", note = \"union rate\" }\n\
             [setup]\ntags = [\"estimate\"]\n[[exposure_bands]]\nmax_per_hour = \"7000\"\navailability = \"95.0\"\n\
             links = [\"https://example.org/bands\", { url = \"https://example.org\", title = \"Finance\" }]\n",
        );
        text.push_str(
            "[[services]]\nname = \"s\"\nkind = \"digital\"\nexposure_per_hour = \"5000\"\nfeature_demand = \"high\"\n\
             tags = [\"pci\"]\ncost_centre = 4711\n[[services.peaks]]\nname = \"p\"\nfrom = 2026-11-27\nto = 2026-11-27\n\
             exposure_per_hour = \"6000\"\nnote = \"sale\"\n",
        );
        let portfolio = Portfolio::read(text.as_bytes()).unwrap();
        let metadata = portfolio.file().services[0].metadata.as_deref().unwrap();
        assert_eq!(
            (metadata.tags.as_slice(), metadata.cost_centre.as_ref().unwrap().0.as_str()),
            (&["pci".to_owned()][..], "4711")
        );
        for again in [portfolio.to_json(), portfolio.to_toml()] {
            for kept in ["union rate", "from HR", "lines", "estimate", "Finance", "sale", "4711"] {
                assert!(again.contains(kept), "{kept}: {again}");
            }
            assert_eq!(Portfolio::read(again.as_bytes()).unwrap().file(), portfolio.file());
        }
    }
}
