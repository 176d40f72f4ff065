//! An export that is open: its beginning tells its mapping, the rest is read as a stream.

use std::io::{self, Cursor, Read};

use crate::events::{Events, read_events};
use crate::guess::header;
use crate::incidents::{Incidents, read_incidents};
use crate::mapping::{Field, Kind, Mapping};
use crate::problem::Refusal;
use crate::rejected::Reason;
use crate::source::ReadOptions;

/// How much of a file tells what it is.
const BEGINNING: u64 = 1 << 16;

/// Which mapping is wanted: one by name, one of one's own, or the one that fits best.
#[derive(Clone, Debug, Default)]
pub struct MappingChoice {
    /// The name of one that comes with whorunsit, or what to call one's own; `None` for the one that fits the header best.
    pub name: Option<String>,
    /// The text of one's own.
    pub text: Option<String>,
    /// Fields to take from other columns.
    pub columns: Vec<(Field, String)>,
}

/// An export that is open.
pub struct Export<'r> {
    name: String,
    beginning: Vec<u8>,
    rest: Box<dyn Read + 'r>,
}

impl<'r> Export<'r> {
    /// Reads the beginning of an export that is called `name`.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn new(name: impl Into<String>, input: impl Read + 'r) -> io::Result<Self> {
        let mut rest: Box<dyn Read + 'r> = Box::new(input);
        let mut beginning = Vec::new();
        rest.by_ref().take(BEGINNING).read_to_end(&mut beginning)?;
        Ok(Self { name: name.into(), beginning, rest })
    }

    /// Returns the mapping that is wanted, else the one that fits the header best.
    ///
    /// # Errors
    /// `unknown-mapping` and `invalid-mapping` for one that is wanted, `no-mapping` where none fits; those of a file that is no
    /// table.
    pub fn mapping(&self, choice: &MappingChoice, options: &ReadOptions) -> Result<Mapping, Refusal> {
        let mut mapping = match (&choice.text, &choice.name) {
            (Some(text), name) => Mapping::read(name.as_deref().unwrap_or("own"), text)?,
            (None, Some(name)) => Mapping::preset(name)?,
            (None, None) => {
                let header = header(&self.beginning, options)?;
                Mapping::guess(&header).ok_or_else(|| Refusal::no_mapping(&header))?
            }
        };
        for (field, column) in &choice.columns {
            mapping = mapping.with_column(*field, column);
        }
        Ok(mapping)
    }

    /// Reads its incidents; `rejected` is told of every row that is left out.
    ///
    /// # Errors
    /// Those of [`Export::mapping`] and [`read_incidents`].
    pub fn incidents(
        self,
        choice: &MappingChoice,
        options: &ReadOptions,
        rejected: &mut dyn FnMut(u64, Reason, Option<&str>),
    ) -> Result<Incidents, Refusal> {
        let mapping = self.mapping(choice, options)?;
        let (name, input) = self.input();
        let mut incidents = read_incidents(input, &name, &mapping, options, rejected)?;
        if choice.name.is_none() && choice.text.is_none() {
            let name = &mapping.name;
            let note =
                format!("the mapping is `{name}`, which fits the header best: `--mapping` says otherwise");
            incidents.source.assumed.push(note);
        }
        Ok(incidents)
    }

    /// Reads its deployments or work items, by the mapping of that kind whose columns fit best.
    ///
    /// # Errors
    /// Those of [`read_events`].
    pub fn events(self, kind: Kind, options: &ReadOptions) -> Result<Events, Refusal> {
        let mapping = match self.mapping(&MappingChoice::default(), options) {
            Ok(mapping) if mapping.kind == kind => mapping,
            // What its own mapping then lacks is told.
            _ => Mapping::preset(if kind == Kind::Work { "jira-work" } else { "deployments" })?,
        };
        let (name, input) = self.input();
        read_events(input, &name, kind, &mapping, options)
    }

    fn input(self) -> (String, impl Read + 'r) {
        (self.name, Cursor::new(self.beginning).chain(self.rest))
    }
}
