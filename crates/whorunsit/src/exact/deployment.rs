//! Deployment targets: how often a service should be deployed.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::exact::money::{Overflow, parse_number, product, quotient};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read, read_text};

/// How often a service should be deployed: a name, or a number of days.
///
/// # Examples
///
/// ```
/// use whorunsit::DeploymentTarget;
///
/// let target: DeploymentTarget = "every 10 days".parse()?;
/// assert!(target.days() > DeploymentTarget::Weekly.days());
/// assert!(target.days() < DeploymentTarget::Fortnightly.days());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeploymentTarget {
    /// 12 times in a planning year.
    Monthly,
    /// Every 14 days.
    Fortnightly,
    /// Every 7 days.
    Weekly,
    /// Every working day or more often: 260 times in a planning year.
    Daily,
    /// Every so many days.
    Every(
        /// Days, above 0 and at most 366.
        Decimal,
    ),
}

/// A text is no deployment target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a deployment target")]
pub struct InvalidDeploymentTarget(String);

impl DeploymentTarget {
    /// Days between deployments, for comparing one target with another: the planning year of 364 days
    /// divided by the deployments in it, so 30.33… for monthly and 1.4 for daily.
    #[must_use]
    pub fn days(self) -> Decimal {
        match self {
            Self::Monthly => Decimal::from(364) / Decimal::from(12),
            Self::Fortnightly => Decimal::from(14),
            Self::Weekly => Decimal::from(7),
            Self::Daily => Decimal::new(14, 1),
            Self::Every(days) => days,
        }
    }
}

impl DeploymentTarget {
    /// Deployments in a planning year: 12, 26, 52 or 260 in one of 52 weeks.
    pub(crate) fn per_year(self, weeks: Decimal) -> Result<Decimal, Overflow> {
        match self {
            Self::Monthly => Ok(Decimal::from(12)),
            Self::Fortnightly => quotient(weeks, Decimal::TWO),
            Self::Weekly => Ok(weeks),
            Self::Daily => product(weeks, Decimal::from(5)),
            Self::Every(days) => quotient(product(weeks, Decimal::from(7))?, days),
        }
    }
}

impl FromStr for DeploymentTarget {
    type Err = InvalidDeploymentTarget;

    fn from_str(text: &str) -> Result<Self, InvalidDeploymentTarget> {
        let every = |text: &str| {
            let days = text.strip_prefix("every ")?.strip_suffix(" days")?;
            let days = parse_number(days).ok()?;
            (days > Decimal::ZERO && days <= Decimal::from(366)).then_some(Self::Every(days))
        };
        match text {
            "monthly" => Ok(Self::Monthly),
            "fortnightly" => Ok(Self::Fortnightly),
            "weekly" => Ok(Self::Weekly),
            "daily" => Ok(Self::Daily),
            _ => every(text).ok_or_else(|| InvalidDeploymentTarget(text.chars().take(60).collect())),
        }
    }
}

impl fmt::Display for DeploymentTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Monthly => f.write_str("monthly"),
            Self::Fortnightly => f.write_str("fortnightly"),
            Self::Weekly => f.write_str("weekly"),
            Self::Daily => f.write_str("daily"),
            Self::Every(days) => write!(f, "every {} days", days.normalize()),
        }
    }
}

impl Serialize for DeploymentTarget {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for DeploymentTarget {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let expected = (
            "a deployment target such as \"weekly\"",
            ProblemCode::UnknownWord,
            "write `monthly`, `fortnightly`, `weekly`, `daily` or for example `every 10 days`",
        );
        read_text(node, expected, at, problems)
    }

    fn fallback() -> Self {
        Self::Monthly
    }
}
