//! Deployment targets: how often a service should be deployed.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::exact::money::{Overflow, parse_number, product, quotient};
use crate::problem::{Gathered, ProblemCode, cut};
use crate::read::{Node, Path, Read, Value, read_text};

/// How often a service should be deployed: a name, a number of days, or a number of times.
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
    /// Whenever a change is ready: counted as four times a working day, as the State of DevOps Report of 2019 counts
    /// the deployments of elite performers.
    OnDemand,
    /// Every hour of a working day of eight.
    Hourly,
    /// 4 times in a planning year.
    Quarterly,
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
    /// So many times.
    Times {
        /// How many times, above 0 and at most 1 000.
        times: Decimal,
        /// In what.
        per: DeploymentPeriod,
    },
}

/// The time in which a service is deployed a number of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentPeriod {
    /// A working day, of which a planning week has five.
    Day,
    /// A week.
    Week,
    /// A twelfth of a planning year.
    Month,
    /// A quarter of a planning year.
    Quarter,
    /// A planning year.
    Year,
}

impl DeploymentPeriod {
    const WORDS: [(&str, Self); 5] = [
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
    ];

    fn as_str(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words.find(|(_, period)| *period == self).map_or("year", |(word, _)| word)
    }

    /// How many of them a planning year of so many weeks has.
    fn in_year(self, weeks: Decimal) -> Result<Decimal, Overflow> {
        match self {
            Self::Day => product(weeks, Decimal::from(5)),
            Self::Week => Ok(weeks),
            Self::Month => Ok(Decimal::from(12)),
            Self::Quarter => Ok(Decimal::from(4)),
            Self::Year => Ok(Decimal::ONE),
        }
    }
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
            Self::OnDemand => Decimal::new(14, 1) / Decimal::from(4),
            Self::Hourly => Decimal::new(14, 1) / Decimal::from(8),
            Self::Quarterly => Decimal::from(91),
            Self::Times { times, per } => {
                let year = per.in_year(Decimal::from(52)).unwrap_or(Decimal::ONE);
                // Times are above zero, and so few that the product fits.
                product(year, times).and_then(|all| quotient(Decimal::from(364), all)).unwrap_or_default()
            }
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
            Self::OnDemand => product(weeks, Decimal::from(20)),
            Self::Hourly => product(weeks, Decimal::from(40)),
            Self::Quarterly => Ok(Decimal::from(4)),
            Self::Times { times, per } => product(per.in_year(weeks)?, times),
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
        match text {
            "on-demand" | "on demand" => Ok(Self::OnDemand),
            "hourly" => Ok(Self::Hourly),
            "quarterly" => Ok(Self::Quarterly),
            "yearly" | "annually" => Ok(Self::Times { times: Decimal::ONE, per: DeploymentPeriod::Year }),
            "monthly" => Ok(Self::Monthly),
            "fortnightly" => Ok(Self::Fortnightly),
            "weekly" => Ok(Self::Weekly),
            "daily" => Ok(Self::Daily),
            _ => every(text)
                .or_else(|| times(text))
                .ok_or_else(|| InvalidDeploymentTarget(text.chars().take(60).collect())),
        }
    }
}

/// `every 10 days`, `every 2 weeks`, `every quarter`.
fn every(text: &str) -> Option<DeploymentTarget> {
    let rest = text.strip_prefix("every ")?;
    let (number, unit) = match rest.split_once(' ') {
        Some((number, unit)) => (parse_number(number).ok()?, unit.strip_suffix('s').unwrap_or(unit)),
        None => (Decimal::ONE, rest),
    };
    let known = match unit {
        "week" if number == Decimal::ONE => DeploymentTarget::Weekly,
        "week" if number == Decimal::TWO => DeploymentTarget::Fortnightly,
        "month" if number == Decimal::ONE => DeploymentTarget::Monthly,
        "month" if number == Decimal::from(3) => DeploymentTarget::Quarterly,
        "quarter" if number == Decimal::ONE => DeploymentTarget::Quarterly,
        _ => {
            let days = match unit {
                "day" => number,
                "week" => product(number, Decimal::from(7)).ok()?,
                "month" | "quarter" | "year" if number > Decimal::ZERO => {
                    let (_, of) = DeploymentPeriod::WORDS.into_iter().find(|(word, _)| *word == unit)?;
                    let times = quotient(of.in_year(Decimal::ZERO).ok()?, number).ok()?.normalize();
                    let per = DeploymentPeriod::Year;
                    let fits = times.scale() <= 9 && times <= Decimal::ONE_THOUSAND;
                    return fits.then_some(DeploymentTarget::Times { times, per });
                }
                _ => return None,
            };
            let fits = days > Decimal::ZERO && days <= Decimal::from(366);
            return fits.then_some(DeploymentTarget::Every(days));
        }
    };
    Some(known)
}

/// `10 a day`, `3 per week`, `twice a month`, `6 times a year`.
fn times(text: &str) -> Option<DeploymentTarget> {
    let (number, unit) = [" a ", " per ", " an "].iter().find_map(|word| text.split_once(word))?;
    let number = number.strip_suffix(" times").unwrap_or(number);
    let times = match number {
        "once" => Decimal::ONE,
        "twice" => Decimal::TWO,
        _ => parse_number(number).ok()?,
    };
    if times.is_zero() || times > Decimal::ONE_THOUSAND {
        return None;
    }
    let per = DeploymentPeriod::WORDS.into_iter().find(|(word, _)| *word == unit).map(|(_, per)| per)?;
    Some(match per {
        DeploymentPeriod::Day if times == Decimal::ONE => DeploymentTarget::Daily,
        DeploymentPeriod::Week if times == Decimal::ONE => DeploymentTarget::Weekly,
        DeploymentPeriod::Month if times == Decimal::ONE => DeploymentTarget::Monthly,
        DeploymentPeriod::Quarter if times == Decimal::ONE => DeploymentTarget::Quarterly,
        _ => DeploymentTarget::Times { times, per },
    })
}

/// What a word that means two things may mean.
fn ambiguous(text: &str) -> Option<[&'static str; 2]> {
    let plain: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect::<String>().to_lowercase();
    match plain.as_str() {
        "biweekly" => Some(["every 2 weeks", "2 a week"]),
        "bimonthly" => Some(["every 2 months", "2 a month"]),
        "biannually" | "biannual" | "biyearly" => Some(["every 2 years", "2 a year"]),
        "bidaily" => Some(["every 2 days", "2 a day"]),
        _ => None,
    }
}

impl fmt::Display for DeploymentTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnDemand => f.write_str("on-demand"),
            Self::Hourly => f.write_str("hourly"),
            Self::Quarterly => f.write_str("quarterly"),
            Self::Times { times, per } => write!(f, "{} a {}", times.normalize(), per.as_str()),
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
        if let Value::Text(text) = &node.value
            && let Some([one, other]) = ambiguous(text)
        {
            problems.push(at.problem(
                ProblemCode::UnknownWord,
                format!("`{}` is ambiguous: it means `{one}` to some and `{other}` to others", cut(text)),
                format!("write `{one}` or `{other}`"),
            ));
            return None;
        }
        let expected = (
            "a deployment target such as \"weekly\"",
            ProblemCode::UnknownWord,
            "write `quarterly`, `monthly`, `fortnightly`, `weekly`, `daily`, `hourly`, `on-demand`, or for example \
             `every 10 days` or `10 a day`",
        );
        read_text(node, expected, at, problems)
    }

    fn fallback() -> Self {
        Self::Monthly
    }
}

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    DeploymentTarget, "how often to deploy" => |text| text.parse().ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_to_their_deployments_a_year() {
        let weeks = Decimal::from(52);
        for (text, shown, yearly) in [
            ("on-demand", "on-demand", "1040"),
            ("hourly", "hourly", "2080"),
            ("daily", "daily", "260"),
            ("10 a day", "10 a day", "2600"),
            ("2.5 per week", "2.5 a week", "130"),
            ("twice a month", "2 a month", "24"),
            ("6 times a year", "6 a year", "6"),
            ("every 2 weeks", "fortnightly", "26"),
            ("every 4 weeks", "every 28 days", "13"),
            ("every 2 months", "6 a year", "6"),
            ("every quarter", "quarterly", "4"),
            ("quarterly", "quarterly", "4"),
            ("annually", "1 a year", "1"),
            ("every 0.1 days", "every 0.1 days", "3640"),
        ] {
            let target: DeploymentTarget = text.parse().unwrap();
            assert_eq!(target.to_string(), shown, "{text}");
            assert_eq!(target.per_year(weeks).unwrap().normalize().to_string(), yearly, "{text}");
            assert_eq!(shown.parse(), Ok(target), "{text}");
            // The days between are those of a planning year, however it is written.
            let days = target.days() * target.per_year(weeks).unwrap();
            assert_eq!(days.round_dp(9).normalize(), Decimal::from(364), "{text}");
        }
        for text in
            ["biweekly", "0 a day", "every 0 days", "5000 a day", "every 2 fortnights", "sometimes", ""]
        {
            assert!(text.parse::<DeploymentTarget>().is_err(), "{text}");
        }
        assert_eq!(ambiguous("Bi-Weekly"), Some(["every 2 weeks", "2 a week"]));
    }
}
