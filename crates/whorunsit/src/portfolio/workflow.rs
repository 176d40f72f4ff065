//! The incident workflow: steps of one's own, or those of a named one, which are never a silent default.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use crate::estimate::Estimate;
use crate::exact::{Duration, Money};
use crate::portfolio::Name;
use crate::problem::Gathered;
use crate::read::{Absent, Document, Node, Path, Read, Value, read_word, record};

/// The named workflows.
const NAMED: [&str; 2] =
    [include_str!("workflows/phone-tree.json"), include_str!("workflows/self-service.json")];

/// The steps of an incident workflow, in order.
///
/// # Examples
///
/// ```
/// use whorunsit::Workflow;
///
/// let workflow = Workflow::named("phone-tree").expect("there is one");
/// assert_eq!(workflow.preset(), Some("phone-tree"));
/// assert_eq!(&*workflow[0].name, "alert");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workflow {
    preset: Option<&'static NamedWorkflow>,
    steps: Vec<WorkflowStep>,
}

record! {
    /// One step of the incident workflow.
    pub struct WorkflowStep {
        /// What it is called.
        pub name: Name,
        /// Whether it happens by itself; an automated step costs no minutes. Manual by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub automated: Option<bool>,
        /// How much longer an incident lasts because of it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub delay: Option<Estimate<Duration>>,
        /// How long somebody is busy with it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub effort: Option<Estimate<Duration>>,
        /// What automating it costs once.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub automation_cost: Option<Money>,
    }
}

record! {
    /// A workflow that portfolios take by its name.
    pub struct NamedWorkflow {
        /// The name.
        pub name: Name,
        /// Where its steps come from, and what its times rest on.
        pub source: String,
        /// The steps.
        pub steps: Vec<WorkflowStep>,
    }
}

impl Workflow {
    /// The workflow of a name; `None` where there is none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NamedWorkflow::all().iter().find(|named| &*named.name == name).map(Self::from)
    }

    /// The name of the workflow that these steps are, unless they were written out.
    #[must_use]
    pub fn preset(&self) -> Option<&'static str> {
        self.preset.map(|named| &*named.name)
    }

    /// What the named workflow rests on.
    pub(crate) fn source(&self) -> Option<&'static str> {
        self.preset.map(|named| &*named.source)
    }
}

impl NamedWorkflow {
    /// Every workflow that has a name.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static READ: OnceLock<Vec<NamedWorkflow>> = OnceLock::new();
        // A test holds the files to be in order; one that is not would have no name.
        READ.get_or_init(|| {
            let documents = NAMED.iter().filter_map(|text| Document::parse(text.as_bytes()).ok());
            documents.map(|document| document.read().0).collect()
        })
    }
}

impl From<&'static NamedWorkflow> for Workflow {
    fn from(named: &'static NamedWorkflow) -> Self {
        Self { preset: Some(named), steps: named.steps.clone() }
    }
}

impl From<Vec<WorkflowStep>> for Workflow {
    fn from(steps: Vec<WorkflowStep>) -> Self {
        Self { preset: None, steps }
    }
}

impl Deref for Workflow {
    type Target = [WorkflowStep];

    fn deref(&self) -> &[WorkflowStep] {
        &self.steps
    }
}

impl DerefMut for Workflow {
    fn deref_mut(&mut self) -> &mut [WorkflowStep] {
        &mut self.steps
    }
}

impl Absent for Workflow {
    fn is_absent(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Serialize for Workflow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.preset() {
            Some(name) => serializer.serialize_str(name),
            None => self.steps.serialize(serializer),
        }
    }
}

impl Read for Workflow {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(_) => {
                let named: Vec<_> = NamedWorkflow::all().iter().map(|named| (&*named.name, named)).collect();
                read_word(node, &named, at, problems).map(Self::from)
            }
            Value::List(_) => Vec::read(node, at, problems).map(|steps: Vec<_>| Self::from(steps)),
            _ => {
                problems.push(at.wrong_type(node, "a list of steps or the name of a workflow"));
                None
            }
        }
    }

    fn fallback() -> Self {
        Self::default()
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_workflows_are_in_order() {
        for text in NAMED {
            let (_, problems) = Document::parse(text.as_bytes()).unwrap().read::<NamedWorkflow>();
            assert!(problems.is_empty(), "{:?}", problems.check());
        }
        let named = NamedWorkflow::all();
        let names: Vec<&str> = named.iter().map(|named| &*named.name).collect();
        assert_eq!(names, ["phone-tree", "self-service"]);
        // The same chain, by hand and by itself.
        let steps = |of: usize| named[of].steps.iter().map(|step| &*step.name).collect::<Vec<_>>();
        assert_eq!(steps(0), steps(1));
        assert!(named[1].steps.iter().all(|step| step.automated == Some(true)));
        let manual = named[0].steps.iter().filter(|step| step.automated != Some(true));
        let delay: i64 =
            manual.filter_map(|step| step.delay.as_ref()).map(|delay| delay.mean().seconds()).sum();
        // The playbook: up to 20 minutes until an incident is acknowledged under Ops Run It.
        assert_eq!(delay, 20 * 60);
    }
}
