//! What a domain, a team or a service may have of its own in place of the portfolio's, and what many of them share by name.

use serde::Serialize;

use crate::calendar::WorkingHours;
use crate::portfolio::{
    ByModel, Learning, Name, OneOffCosts, OperationsWork, ProductTeamsOnCall, Response, Throughput,
};
use crate::problem::Gathered;
use crate::read::{Absent, Node, Path, Read, Value, overrides, read_word, record};
use jiff::civil::Date;

overrides! {
    /// What holds for a domain, a team or a service in place of what holds around it: of what several say, the nearest
    /// counts, key by key.
    pub struct Overrides {
        /// The reference profile that fills in what is not given of it, in place of the portfolio's.
        pub profile: Option<Name>,
        /// When its people work: a table, or the name of one of `calendars`.
        pub calendar: Option<Shared<LocalCalendar>>,
        /// When its people work, as in `calendar`.
        pub working_hours: Option<WorkingHours>,
        /// Dates on which its people do not work, as in `calendar`.
        pub bank_holidays: Option<Vec<Date>>,
        /// On-call terms of its schedule.
        pub on_call: Option<ProductTeamsOnCall>,
        /// How each model responds to its incidents: a table, or the name of one of `responses`.
        @money
        pub response: Option<Responses>,
        /// How each model deploys it.
        @money
        pub throughput: Option<ByModel<Throughput>>,
        /// How each model learns from its production.
        @money
        pub learning: Option<ByModel<Learning>>,
        /// Work between its incidents under each model.
        @money
        pub operations_work: Option<ByModel<OperationsWork>>,
        /// What it costs once, when a model is set up for it.
        @money
        pub setup: Option<ByModel<OneOffCosts>>,
        /// What it costs once, when it changes over to a model.
        @money
        pub transition: Option<ByModel<OneOffCosts>>,
    }
}

impl Overrides {
    /// Whether it holds any table of costs.
    pub(crate) fn has_costs(&self) -> bool {
        self.response.is_some()
            || self.throughput.is_some()
            || self.learning.is_some()
            || self.operations_work.is_some()
            || self.setup.is_some()
            || self.transition.is_some()
    }
}

/// Something given in place, or by the name of a block that many share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared<T> {
    /// The name of a block.
    Named(Name),
    /// Given in place.
    Own(T),
}

/// The response of each model: all of one named block, or model by model.
pub type Responses = Shared<ByModel<Shared<Response>>>;

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Named(name) => name.serialize(serializer),
            Self::Own(own) => own.serialize(serializer),
        }
    }
}

impl<T: Read> Read for Shared<T> {
    const KEYS: &[&str] = T::KEYS;

    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match node.value {
            Value::Text(_) => Name::read(node, at, problems).map(Self::Named),
            _ => T::read(node, at, problems).map(Self::Own),
        }
    }

    fn fallback() -> Self {
        Self::Own(T::fallback())
    }
}

record! {
    /// When people work, in one place.
    pub struct LocalCalendar {
        /// When they work, such as `Mon-Fri 09:00-17:00`, or a list of such windows.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub working_hours: Option<WorkingHours>,
        /// Dates in the planning year on which nobody works there.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub bank_holidays: Option<Vec<Date>>,
        /// Places that take turns, in place of `working_hours`: hours that are worked at one of them need nobody on call.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub sites: Vec<Site>,
        /// Who responds in hours that no site works; not given, sites have to follow each other without a gap.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub between_sites: Option<BetweenSites>,
    }
}

record! {
    /// A place whose working day covers its part of the day.
    pub struct Site {
        /// What it is called.
        pub name: Name,
        /// When its people work, by the clock that all hours of the portfolio are written in.
        pub working_hours: WorkingHours,
        /// Dates on which they do not; those of the calendar around by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub bank_holidays: Option<Vec<Date>>,
    }
}

/// Who responds in hours that no site works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BetweenSites {
    /// Somebody on standby, as the schedule says.
    OnCall,
}

impl Read for BetweenSites {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("on-call", Self::OnCall)], at, problems)
    }

    fn fallback() -> Self {
        Self::OnCall
    }
}

/// Blocks that are referred to by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks<T>(pub Vec<(Name, T)>);

impl<T> Blocks<T> {
    /// The block of a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| **known == *name).map(|(_, block)| block)
    }
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Absent for Blocks<T> {
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Blocks<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, block)| (name, block)))
    }
}

impl<T: Read> Read for Blocks<T> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            problems.push(at.wrong_type(node, "a table of named tables"));
            return None;
        };
        let mut blocks = Vec::with_capacity(entries.len());
        for entry in entries {
            let at = Path::Key(at, &entry.key);
            blocks.extend(
                T::read(&entry.node, &at, problems).map(|block| (Name::from(entry.key.as_ref()), block)),
            );
            if problems.is_enough() {
                return None;
            }
        }
        Some(Self(blocks))
    }

    fn fallback() -> Self {
        Self::default()
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}
