//! Mappings: which column of an export holds what, as data files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::problem::{Refusal, did_you_mean, quoted};

/// The mappings that come with whorunsit, by name.
const PRESETS: [(&str, &str); 8] = [
    ("generic", include_str!("../presets/generic.toml")),
    ("servicenow", include_str!("../presets/servicenow.toml")),
    ("pagerduty", include_str!("../presets/pagerduty.toml")),
    ("jira-service-management", include_str!("../presets/jira-service-management.toml")),
    ("github-issues", include_str!("../presets/github-issues.toml")),
    ("deployments", include_str!("../presets/deployments.toml")),
    ("github-deployments", include_str!("../presets/github-deployments.toml")),
    ("jira-work", include_str!("../presets/jira-work.toml")),
];

/// What the rows of an export are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Incidents.
    Incidents,
    /// Deployments.
    Deployments,
    /// Work items.
    Work,
}

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $variant:ident = $word:literal ($kinds:pat);)+) => {
        /// What a column may hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Field {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its word in mappings.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Whether rows of a kind can have it.
            #[must_use]
            pub fn belongs_to(self, kind: Kind) -> bool {
                match self {
                    $(Self::$variant => matches!(kind, $kinds),)+
                }
            }

            /// Whether rows of a kind are worth nothing without it.
            #[must_use]
            pub fn is_needed(self, kind: Kind) -> bool {
                matches!(
                    (self, kind),
                    (Self::Opened, Kind::Incidents)
                        | (Self::Finished, Kind::Deployments)
                        | (Self::Created, Kind::Work)
                )
            }
        }
    };
}

fields! {
    /// What tells one incident, deployment or work item from another.
    Id = "id" (_);
    /// The service.
    Service = "service" (_);
    /// The product team.
    Team = "team" (_);
    /// The group that an incident is assigned to.
    Group = "group" (Kind::Incidents);
    /// The operating model at the time: `you-build-it-you-run-it` or `ops-run-it`.
    OperatingModel = "operating_model" (Kind::Incidents);
    /// The priority; its first digit counts, 1 being the highest.
    Priority = "priority" (Kind::Incidents);
    /// When the incident began.
    Opened = "opened" (Kind::Incidents);
    /// When somebody took it up.
    Acknowledged = "acknowledged" (Kind::Incidents);
    /// How many seconds after its start somebody took it up.
    SecondsToAcknowledge = "seconds_to_acknowledge" (Kind::Incidents);
    /// When the service was restored.
    Restored = "restored" (Kind::Incidents);
    /// How many seconds after its start the service was restored.
    SecondsToRestore = "seconds_to_restore" (Kind::Incidents);
    /// When the record was closed, which may be long after the service was restored.
    Closed = "closed" (Kind::Incidents);
    /// How often it was handed from one group to another.
    HandOffs = "hand_offs" (Kind::Incidents);
    /// How often it was opened again.
    Reopened = "reopened" (Kind::Incidents);
    /// What was lost, in the portfolio's currency.
    Loss = "loss" (Kind::Incidents);
    /// When a change was committed or its deployment started.
    Started = "started" (Kind::Deployments);
    /// When it was deployed; when a work item was finished.
    Finished = "finished" (Kind::Deployments | Kind::Work);
    /// Whether the deployment failed.
    Failed = "failed" (Kind::Deployments);
    /// When a work item was created.
    Created = "created" (Kind::Work);
    /// The labels of a work item.
    Labels = "labels" (Kind::Work);
    /// The type of a work item.
    WorkType = "work_type" (Kind::Work);
    /// The hours that a work item took.
    Hours = "hours" (Kind::Work);
}

/// Which column of an export holds what, and how its dates and numbers are written.
///
/// A mapping is a TOML file; those that come with whorunsit are files of the same form.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::{Field, Mapping};
///
/// let mapping = Mapping::read(
///     "mine",
///     r#"
///     kind = "incidents"
///     dates = ["%d.%m.%Y %H:%M"]
///     columns = { id = "Nummer", service = "Dienst", opened = "Beginn", restored = "Ende" }
///     names = { "Online-Shop" = "shop" }
///     "#,
/// )?;
/// assert_eq!(mapping.columns(Field::Opened), ["Beginn"]);
/// # Ok::<(), whorunsit_measure::Refusal>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Its name; that of its file.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub title: String,
    /// What the rows are.
    pub kind: Kind,
    /// Where the names of the columns are documented.
    #[serde(default)]
    pub sources: Vec<String>,
    /// How dates are written, tried in this order: `iso`, `unix`, or a format such as `%d-%m-%Y %H:%M`.
    #[serde(default = "iso")]
    pub dates: Vec<String>,
    /// The time zone of dates without an offset, such as `Europe/London`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// What stands for a value that is not known.
    #[serde(default = "nothing")]
    pub unknown: Vec<String>,
    /// The column whose highest value marks the latest of several rows of one incident; the first that is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub latest_by: Vec<String>,
    /// Words that say that a deployment failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_words: Vec<String>,
    /// The character between columns; found in the header where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// The decimal mark; a comma where columns are separated by semicolons, else a point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// The columns of each field; the first that the file has is taken.
    columns: BTreeMap<Field, OneOrMore>,
    /// What the portfolio calls a service of the export.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
}

fn iso() -> Vec<String> {
    vec!["iso".to_owned()]
}

fn nothing() -> Vec<String> {
    vec![String::new()]
}

/// One name, or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::More(names) => names,
        }
    }
}

impl Mapping {
    /// The names of the mappings that come with whorunsit.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _)| *name)
    }

    /// A mapping that comes with whorunsit.
    ///
    /// # Errors
    /// `unknown-mapping`, with the name that may have been meant.
    pub fn preset(name: &str) -> Result<Self, Refusal> {
        match PRESETS.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => Self::read(name, text),
            None => Err(Refusal::new(
                "unknown-mapping",
                format!("there is no mapping `{}`", quoted(name)),
                did_you_mean(name, Self::presets(), || {
                    let all = Self::presets().collect::<Vec<_>>().join(", ");
                    format!("write the path of a mapping file, or one of {all}")
                }),
            )),
        }
    }

    /// Reads a mapping from the text of its file.
    ///
    /// # Errors
    /// `invalid-mapping`, where it is no TOML, names a key or field that there is not, or lacks a column that is needed.
    pub fn read(name: &str, text: &str) -> Result<Self, Refusal> {
        let invalid = |message: String| {
            Refusal::new(
                "invalid-mapping",
                format!("the mapping `{}` cannot be read: {message}", quoted(name)),
                "write it as the presets are: `whorunsit measure --show-mapping servicenow` prints one",
            )
        };
        let mut mapping: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or_else(String::new, |span| {
                let before = text.get(..span.start).unwrap_or_default();
                format!(" at line {}", before.matches('\n').count() + 1)
            });
            invalid(format!("{}{at}", error.message().lines().next().unwrap_or("it is no TOML")))
        })?;
        name.clone_into(&mut mapping.name);
        for field in mapping.columns.keys() {
            if !field.belongs_to(mapping.kind) {
                return Err(invalid(format!("rows of this kind have no `{}`", field.as_str())));
            }
        }
        let seconds = [mapping.separator, mapping.decimal].into_iter().flatten();
        if seconds.into_iter().any(|char| !char.is_ascii() || char == '"') {
            return Err(invalid("`separator` and `decimal` are single ASCII characters".to_owned()));
        }
        let needed = |field: &&Field| field.belongs_to(mapping.kind) && field.is_needed(mapping.kind);
        for field in Field::ALL.iter().filter(needed) {
            if mapping.columns(*field).is_empty() {
                return Err(invalid(format!("no column holds `{}`", field.as_str())));
            }
        }
        if mapping.dates.is_empty() {
            return Err(invalid("`dates` is empty".to_owned()));
        }
        Ok(mapping)
    }

    /// The columns that may hold a field, in the order in which they are looked for.
    #[must_use]
    pub fn columns(&self, field: Field) -> &[String] {
        self.columns.get(&field).map(OneOrMore::names).unwrap_or_default()
    }

    /// Takes a field from another column.
    #[must_use]
    pub fn with_column(mut self, field: Field, column: &str) -> Self {
        self.columns.insert(field, OneOrMore::One(column.to_owned()));
        self
    }

    /// The mapping as the text of a file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        match PRESETS.iter().find(|(name, text)| {
            *name == self.name && Self::read(name, text).is_ok_and(|preset| preset == *self)
        }) {
            // The file itself, with its comments.
            Some((_, text)) => (*text).to_owned(),
            None => toml::to_string(self).unwrap_or_default(),
        }
    }

    /// Proposes the mapping whose columns the header of a file has most of.
    ///
    /// `None` where no preset finds a column that it needs.
    #[must_use]
    pub fn guess(header: &[String]) -> Option<Self> {
        let found = |mapping: &Self| {
            let fields = Field::ALL.iter().filter(|field| field.belongs_to(mapping.kind));
            let mut score = 0;
            for field in fields {
                match mapping.columns(*field).iter().position(|column| header.contains(column)) {
                    // The names that come first are the most telling.
                    Some(place) => score += if place == 0 { 3 } else { 2 },
                    None if field.is_needed(mapping.kind) => return None,
                    None => {}
                }
            }
            let ordered = mapping.latest_by.iter().any(|column| header.contains(column));
            Some(score + if ordered { 3 } else { 0 })
        };
        let scored = Self::presets().filter_map(|name| {
            let mapping = Self::preset(name).ok()?;
            found(&mapping).map(|score| (score, mapping))
        });
        // Of equals the first.
        scored.rev_max()
    }
}

trait RevMax {
    fn rev_max(self) -> Option<Mapping>;
}

impl<I: Iterator<Item = (u32, Mapping)>> RevMax for I {
    fn rev_max(self) -> Option<Mapping> {
        let mut best: Option<(u32, Mapping)> = None;
        for (score, mapping) in self {
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, mapping));
            }
        }
        best.map(|(_, mapping)| mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_reads_and_cites_its_columns() {
        for name in Mapping::presets() {
            let mapping = Mapping::preset(name).unwrap();
            let own = ["generic", "deployments"].contains(&name);
            assert_eq!(mapping.sources.is_empty(), own, "{name}");
            assert_eq!(Mapping::read(name, &mapping.to_toml()).unwrap(), mapping);
        }
    }

    #[test]
    fn headers_tell_their_source() {
        let guess = |header: &str| {
            let names: Vec<String> = header.split(',').map(str::to_owned).collect();
            Mapping::guess(&names).map(|mapping| mapping.name)
        };
        let uci = "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,opened_at,\
                   priority,assignment_group,resolved_at,closed_at";
        assert_eq!(guess(uci).as_deref(), Some("servicenow"));
        assert_eq!(guess("Number,Opened,Resolved,Assignment group").as_deref(), Some("servicenow"));
        let pagerduty = "id,incident_number,service_name,created_on,resolved_on,seconds_to_first_ack,urgency";
        assert_eq!(guess(pagerduty).as_deref(), Some("pagerduty"));
        assert_eq!(guess("id,service,opened,restored").as_deref(), Some("generic"));
        assert_eq!(
            guess("Issue key,Issue Type,Created,Resolved,Labels,Labels").as_deref(),
            Some("jira-work")
        );
        assert_eq!(guess("number,title,createdAt,closedAt").as_deref(), Some("github-issues"));
        assert_eq!(guess("colour,shape"), None);
    }

    #[test]
    fn mappings_that_cannot_be_used_say_why() {
        let message = |text: &str| Mapping::read("m", text).unwrap_err().message().to_owned();
        assert!(
            message("kind = \"incidents\"\n[columns]\nopend = \"x\"").contains("unknown variant `opend`")
        );
        assert!(message("kind = \"incidents\"\n[columns]\nid = \"x\"").ends_with("no column holds `opened`"));
        assert!(
            message("kind = \"work\"\n[columns]\ncreated = \"x\"\nloss = \"y\"").ends_with("have no `loss`")
        );
        assert!(message("<html>").contains("line 1"));
    }
}
