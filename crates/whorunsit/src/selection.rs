//! Selection: from exposure and demand to targets, operating model and out-of-hours schedule.

use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::exact::{Availability, DeploymentTarget};
use crate::problem::Gathered;
use crate::read::{Node, Path, Read, read_word};

/// What [`OperatingModel::OpsRunIt`] is called in headings and sentences: written here only.
pub const OPS_RUN_IT: &str = "Ops Run It";

/// What [`OperatingModel::YouBuildItYouRunIt`] is called in headings and sentences: written here only.
pub const YOU_BUILD_IT_YOU_RUN_IT: &str = "You Build It You Run It";

/// Who runs a service in production.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum OperatingModel {
    /// A delivery team builds it, a central operations team runs it.
    OpsRunIt,
    /// The product team that builds it also runs it.
    YouBuildItYouRunIt,
}

impl OperatingModel {
    /// Its word in files and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpsRunIt => "ops-run-it",
            Self::YouBuildItYouRunIt => "you-build-it-you-run-it",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::OpsRunIt => Self::YouBuildItYouRunIt,
            Self::YouBuildItYouRunIt => Self::OpsRunIt,
        }
    }

    /// Its name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OpsRunIt => OPS_RUN_IT,
            Self::YouBuildItYouRunIt => YOU_BUILD_IT_YOU_RUN_IT,
        }
    }
}

impl fmt::Display for OperatingModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Read for OperatingModel {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = [Self::OpsRunIt, Self::YouBuildItYouRunIt].map(|model| (model.as_str(), model));
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::OpsRunIt
    }
}

/// Who is on call out of hours for a service that its product team runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum OutOfHours {
    /// Nobody: callouts wait for the next working day.
    None,
    /// A schedule shared by sibling teams of a domain.
    Domain,
    /// A schedule of the team's own.
    Team,
}

impl OutOfHours {
    const WORDS: &[(&str, Self)] = &[("none", Self::None), ("domain", Self::Domain), ("team", Self::Team)];

    /// Its word in files and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Domain => "domain",
            Self::Team => "team",
        }
    }

    /// The schedule that an availability target needs: below 99.0 none, below 99.9 the domain's, from 99.9
    /// the team's own.
    #[must_use]
    pub fn for_target(target: Availability) -> Self {
        if target < Availability::TWO_NINES {
            Self::None
        } else if target < Availability::THREE_NINES {
            Self::Domain
        } else {
            Self::Team
        }
    }

    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::None => "no schedule, callouts wait for working hours",
            Self::Domain => "a schedule shared with sibling teams",
            Self::Team => "a schedule of the team's own",
        }
    }
}

impl fmt::Display for OutOfHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Read for OutOfHours {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, Self::WORDS, at, problems)
    }

    fn fallback() -> Self {
        Self::None
    }
}

/// The rule by which targets become an operating model.
///
/// # Examples
///
/// ```
/// use whorunsit::{DeploymentTarget, OperatingModel, Policy};
///
/// let target = "99.9".parse()?;
/// let every_ten_days = "every 10 days".parse()?;
/// assert_eq!(Policy::SixteenCell.model(target, every_ten_days), OperatingModel::OpsRunIt);
/// assert_eq!(Policy::TrafficLight.model(target, every_ten_days), OperatingModel::YouBuildItYouRunIt);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// The playbook's selector: 99.99 or more, or weekly or more often, is for the product team.
    #[default]
    SixteenCell,
    /// Fortnightly or slower is for operations, weekly or faster for the product team, and in between the
    /// product team runs it from 99.9.
    TrafficLight,
    /// Whatever costs least: the exact assignment of least cost. Where the money of a service is not estimated, or is the
    /// same under both models, the sixteen-cell selector decides.
    LeastCost,
}

/// Days between deployments from which the traffic light is red: operations run it.
const FORTNIGHT: Decimal = Decimal::from_parts(14, 0, 0, false, 0);
/// Days between deployments up to which it is green: the product team runs it.
const WEEK: Decimal = Decimal::from_parts(7, 0, 0, false, 0);

impl Policy {
    const WORDS: &[(&str, Self)] = &[
        ("sixteen-cell", Self::SixteenCell),
        ("traffic-light", Self::TrafficLight),
        ("least-cost", Self::LeastCost),
    ];

    /// All of them.
    pub const ALL: [Self; 3] = [Self::SixteenCell, Self::TrafficLight, Self::LeastCost];

    /// Its word in files and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SixteenCell => "sixteen-cell",
            Self::TrafficLight => "traffic-light",
            Self::LeastCost => "least-cost",
        }
    }

    /// The operating model for two targets, before money is looked at: by [`Policy::LeastCost`] as by the sixteen cells.
    #[must_use]
    pub fn model(self, target: Availability, deployment: DeploymentTarget) -> OperatingModel {
        let days = deployment.days();
        let product_team = match self {
            Self::SixteenCell | Self::LeastCost => target >= Availability::FOUR_NINES || days <= WEEK,
            Self::TrafficLight => days <= WEEK || (days < FORTNIGHT && target >= Availability::THREE_NINES),
        };
        if product_team { OperatingModel::YouBuildItYouRunIt } else { OperatingModel::OpsRunIt }
    }

    /// The policy that this one is compared with.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::SixteenCell => Self::TrafficLight,
            Self::TrafficLight | Self::LeastCost => Self::SixteenCell,
        }
    }

    /// Whether the cadence lies between weekly and fortnightly and the target between 99.0 and 99.9.
    pub(crate) fn is_undecided(self, target: Availability, deployment: DeploymentTarget) -> bool {
        let days = deployment.days();
        self == Self::TrafficLight
            && days > WEEK
            && days < FORTNIGHT
            && target > Availability::TWO_NINES
            && target < Availability::THREE_NINES
    }

    /// The rule that decided, in words.
    pub(crate) fn explain(
        self,
        f: &mut fmt::Formatter<'_>,
        target: Availability,
        deployment: DeploymentTarget,
    ) -> fmt::Result {
        let model = self.model(target, deployment).name();
        let days = deployment.days();
        match self {
            Self::SixteenCell | Self::LeastCost if target >= Availability::FOUR_NINES => {
                write!(f, "at {target} % only the product team restores fast enough: {model}")
            }
            Self::SixteenCell | Self::LeastCost if days <= WEEK => {
                write!(f, "deploying {deployment} is more than hand-offs to operations sustain: {model}")
            }
            Self::SixteenCell | Self::LeastCost => write!(
                f,
                "deploying {deployment} at a target of {target} % is within reach of operations: {model}"
            ),
            Self::TrafficLight if days <= WEEK => {
                write!(
                    f,
                    "deploying {deployment}, weekly or faster, is a green light for product teams: {model}"
                )
            }
            Self::TrafficLight if days >= FORTNIGHT => write!(
                f,
                "deploying {deployment}, fortnightly or slower, is a red light for product teams: {model}"
            ),
            Self::TrafficLight => {
                write!(f, "deploying {deployment} is amber, which at {target} % means {model}")
            }
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Read for Policy {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, Self::WORDS, at, problems)
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// What decided on a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize), serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "kebab-case"))]
pub(crate) enum ScheduleBy {
    /// The availability target.
    Target,
    /// The exposure band, which states one.
    ExposureBand,
    /// The least that the service is to have.
    Minimum,
    /// What costs least.
    Money,
}

impl ScheduleBy {
    /// Its word in answers.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::ExposureBand => "exposure-band",
            Self::Minimum => "minimum",
            Self::Money => "money",
        }
    }
}
