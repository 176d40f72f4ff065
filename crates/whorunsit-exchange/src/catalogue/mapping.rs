//! Which entities of a catalogue are services, and where they say what a portfolio asks: a data file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::refusal::{Refusal, quoted};

/// The mappings that come with whorunsit, by name.
const PRESETS: [(&str, &str); 1] = [("backstage", include_str!("../../mappings/backstage.toml"))];

/// Where a value must be one of some words, by JSON Pointer; all must hold.
pub(crate) type Where = BTreeMap<String, Vec<String>>;

/// Which entities of a catalogue are services, and where they say what a portfolio asks.
///
/// # Examples
///
/// ```
/// use whorunsit_exchange::Mapping;
///
/// let mapping = Mapping::read(
///     "ours",
///     r#"
///     [services]
///     where = { "/type" = ["app"] }
///     name = "/id"
///     team = "/owned_by"
///     "#,
/// )?;
/// assert_eq!(mapping.name(), "ours");
/// # Ok::<(), whorunsit_exchange::Refusal>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    #[serde(default)]
    name: String,
    /// Where the catalogue's words are told.
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    pub(crate) entity_references: bool,
    pub(crate) services: Services,
    #[serde(default)]
    pub(crate) systems: Option<Systems>,
    #[serde(default)]
    pub(crate) domains: Option<Domains>,
    #[serde(default)]
    pub(crate) values: Vec<Values>,
}

/// Which entities are services.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Services {
    #[serde(default, rename = "where")]
    pub(crate) condition: Where,
    pub(crate) name: String,
    pub(crate) team: Option<String>,
    pub(crate) domain: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) depends_on: Option<String>,
    pub(crate) lifecycle: Option<String>,
    #[serde(default)]
    pub(crate) lifecycles: Vec<String>,
}

/// What services belong to, and what tells their domain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Systems {
    #[serde(default, rename = "where")]
    pub(crate) condition: Where,
    pub(crate) name: String,
    pub(crate) domain: String,
}

/// Domains, which may be parts of others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Domains {
    #[serde(default, rename = "where")]
    pub(crate) condition: Where,
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
}

/// Keys of the format for entities that say certain words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Values {
    #[serde(default, rename = "where")]
    pub(crate) condition: Where,
    pub(crate) kind: Option<String>,
    pub(crate) exposure_per_hour: Option<String>,
    pub(crate) feature_demand: Option<String>,
}

impl Mapping {
    /// Reads a mapping file, TOML; `name` is what messages call it where the file does not say.
    ///
    /// # Errors
    /// [`Refusal`] with the line where it cannot be read.
    pub fn read(name: &str, text: &str) -> Result<Self, Refusal> {
        let help = "see `whorunsit import --show-mapping backstage` for an example";
        let mut mapping: Self = toml::from_str(text).map_err(|wrong| {
            Refusal::one("invalid-mapping", format!("mapping {}: {wrong}", quoted(name)), help)
        })?;
        if mapping.name.is_empty() {
            name.clone_into(&mut mapping.name);
        }
        let pointers = mapping.pointers();
        if let Some(wrong) = pointers.iter().find(|pointer| !pointer.starts_with('/')) {
            let message = format!("mapping {}: {} is no JSON Pointer", quoted(name), quoted(wrong));
            return Err(Refusal::one("invalid-mapping", message, "write a pointer such as `/metadata/name`"));
        }
        Ok(mapping)
    }

    /// A mapping that comes with whorunsit.
    ///
    /// # Errors
    /// [`Refusal`] where none has that name.
    pub fn preset(name: &str) -> Result<Self, Refusal> {
        Self::read(name, Self::preset_text(name)?)
    }

    /// The file of a mapping that comes with whorunsit.
    ///
    /// # Errors
    /// [`Refusal`] where none has that name.
    pub fn preset_text(name: &str) -> Result<&'static str, Refusal> {
        PRESETS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text).ok_or_else(|| {
            let known: Vec<String> = Self::presets().map(|known| format!("`{known}`")).collect();
            let near = Self::presets().find(|known| strsim::jaro_winkler(known, name) > 0.8);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are {}; a file of your own works too", known.join(", ")),
            };
            Refusal::one("unknown-mapping", format!("there is no mapping {}", quoted(name)), help)
        })
    }

    /// The names of the mappings that come with whorunsit.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _)| *name)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the catalogue's words are told, as the file cites it.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    fn pointers(&self) -> Vec<&str> {
        let services = &self.services;
        let optional = [
            &services.team,
            &services.domain,
            &services.system,
            &services.parent,
            &services.depends_on,
            &services.lifecycle,
        ];
        let mut pointers: Vec<&str> = vec![&services.name];
        pointers.extend(optional.into_iter().flatten().map(String::as_str));
        pointers.extend(services.condition.keys().map(String::as_str));
        if let Some(systems) = &self.systems {
            pointers.extend([&*systems.name, &*systems.domain]);
            pointers.extend(systems.condition.keys().map(String::as_str));
        }
        if let Some(domains) = &self.domains {
            pointers.push(&domains.name);
            pointers.extend(domains.parent.as_deref());
            pointers.extend(domains.condition.keys().map(String::as_str));
        }
        pointers.extend(self.values.iter().flat_map(|values| values.condition.keys()).map(String::as_str));
        pointers
    }
}

/// Whether an entity says what a condition asks; words are compared without regard to case.
pub(crate) fn holds(condition: &Where, entity: &Value) -> bool {
    condition.iter().all(|(pointer, words)| {
        let said = entity.pointer(pointer).and_then(word);
        said.is_some_and(|said| words.iter().any(|word| word.eq_ignore_ascii_case(&said)))
    })
}

/// A text, or a number or truth value as it is written.
pub(crate) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
