//! An exposure in parts: by what is lost, and who pays for it.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Estimate, Shape};
use crate::budget::BudgetHolder;
use crate::distribution::Distribution;
use crate::exact::{Overflow, Quantity, quotient, sum, to_float};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Entry, Fields, Node, Path, Read, Value, closed_words, read_word};

closed_words! {
    /// What an hour of unavailability loses.
    ExposureKind {
        /// Revenue that does not come in.
        Revenue = "revenue",
        /// Revenue of customers who leave.
        Cancellations = "cancellations",
        /// Credits and refunds to customers.
        Credits = "credits",
        /// Fines of a regulator.
        Regulatory = "regulatory",
        /// People who do by hand what the service does.
        ManualFallback = "manual-fallback",
    }
}

/// Each kind with its key.
const KINDS: [(&str, ExposureKind); 5] = [
    ("revenue", ExposureKind::Revenue),
    ("cancellations", ExposureKind::Cancellations),
    ("credits", ExposureKind::Credits),
    ("regulatory", ExposureKind::Regulatory),
    ("manual_fallback", ExposureKind::ManualFallback),
];

impl ExposureKind {
    /// Whether it is revenue, which is in nobody's budget, and not a cost that somebody pays.
    #[must_use]
    pub fn is_revenue(self) -> bool {
        matches!(self, Self::Revenue | Self::Cancellations)
    }

    /// Its place among all.
    pub(crate) fn place(self) -> usize {
        KINDS.iter().position(|(_, kind)| *kind == self).unwrap_or_default()
    }

    /// The key of the kind at a place.
    pub(crate) fn key_of(place: u16) -> &'static str {
        KINDS.get(usize::from(place)).map_or("", |(key, _)| key)
    }

    /// Its key.
    fn key(self) -> &'static str {
        KINDS.into_iter().find(|(_, kind)| *kind == self).map_or("", |(key, _)| key)
    }
}

/// The time that an amount is lost in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ExposureTime {
    /// One hour.
    #[default]
    Hour,
    /// A day of 24 hours.
    Day,
    /// A month of 730 hours: a twelfth of 8 760.
    Month,
}

/// Each time with its word.
const TIMES: [(&str, ExposureTime); 3] =
    [("hour", ExposureTime::Hour), ("day", ExposureTime::Day), ("month", ExposureTime::Month)];

impl ExposureTime {
    /// How many hours it is.
    #[must_use]
    pub fn hours(self) -> Decimal {
        Decimal::from(match self {
            Self::Hour => 1,
            Self::Day => 24,
            Self::Month => 730,
        })
    }

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        TIMES.into_iter().find(|(_, time)| *time == self).map_or("", |(word, _)| word)
    }
}

impl Read for ExposureTime {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        if matches!(&node.value, Value::Text(word) if word == "incident") {
            problems.push(at.problem(
                ProblemCode::UnknownWord,
                "`incident` is not known here: a part of an exposure is lost in a time",
                "write what an hour of it loses; what every incident costs, however long, is a line of \
                 `[[recurring_costs]]` with `per = \"incident\"`",
            ));
            return None;
        }
        read_word(node, &TIMES, at, problems)
    }

    fn fallback() -> Self {
        Self::Hour
    }
}

/// A part of an exposure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExposurePart<Q> {
    /// What is lost.
    pub kind: ExposureKind,
    /// How much.
    pub amount: Estimate<Q>,
    /// In which time.
    pub per: ExposureTime,
    /// Whose budget pays; by default that of the team's costs. `None` for revenue, which is in nobody's.
    pub budget_holder: Option<BudgetHolder>,
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> ExposurePart<Q> {
    /// Its mean in an hour, to 28 digits.
    pub(crate) fn mean_per_hour(&self) -> Result<Decimal, Overflow> {
        quotient(self.amount.mean_number(), self.per.hours())
    }

    /// Of how many parts of an hour the amount is.
    fn per_hour(&self) -> f64 {
        1.0 / to_float(self.per.hours())
    }
}

/// What an exposure may be written as, for the schema: an estimate, or parts.
#[cfg(feature = "schema")]
pub(crate) struct Exposure;

/// Whether a table gives an exposure in parts: where an exposure is expected, and a part is named.
///
/// Everywhere else the same type, an estimate of an amount, has no parts.
pub(super) fn are_parts(entries: &[Entry<'_>], at: &Path<'_>) -> bool {
    matches!(at, Path::Key(_, "exposure_per_hour"))
        && entries.iter().any(|entry| KINDS.iter().any(|(key, _)| *key == entry.key))
}

pub(super) fn read<Q: Quantity>(
    node: &Node<'_>,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Estimate<Q>> {
    let fields = Fields::of(node, &KINDS.map(|(key, _)| key), at, problems)?;
    let mut parts = Vec::new();
    let mut sound = true;
    for (key, kind) in KINDS {
        match fields.take::<Option<Written<Q>>>(key, at, problems) {
            Some(Some(Written { amount, per, budget_holder })) => {
                if kind.is_revenue() && budget_holder.is_some() {
                    let here = Path::Key(at, key);
                    problems.push(here.problem(
                        ProblemCode::ConflictingKeys,
                        format!(
                            "`{key}` has a budget holder, but is revenue that is lost, in nobody's budget"
                        ),
                        "remove the budget holder; `credits`, `regulatory` and `manual_fallback` have one",
                    ));
                    sound = false;
                }
                parts.push(ExposurePart { kind, amount, per, budget_holder });
            }
            Some(None) => {}
            None => sound = false,
        }
    }
    if !sound {
        return None;
    }
    let mean = parts.iter().try_fold(Decimal::ZERO, |total, part| sum(total, part.mean_per_hour()?));
    let Some(mean) = mean.ok().filter(|mean| *mean <= Q::MOST) else {
        problems.push(at.problem(
            ProblemCode::NumberOutOfRange,
            format!("the parts add up to more than {}", Q::MOST),
            "write what one service loses in an hour",
        ));
        return None;
    };
    Some(Estimate { shape: Shape::Parts(parts.into()), mean: mean.normalize() })
}

/// A part as it is written: an estimate, the same with words behind it, or a table.
struct Written<Q> {
    amount: Estimate<Q>,
    per: ExposureTime,
    budget_holder: Option<BudgetHolder>,
}

impl<Q: Quantity> Read for Written<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Table(entries) if entries.iter().any(|entry| entry.key == "amount") => {
                let fields = Fields::of(node, &["amount", "per", "budget_holder"], at, problems)?;
                let amount = fields.take("amount", at, problems);
                let per = fields.take::<Option<ExposureTime>>("per", at, problems);
                let budget_holder = fields.take("budget_holder", at, problems);
                Some(Self { amount: amount?, per: per?.unwrap_or_default(), budget_holder: budget_holder? })
            }
            Value::Text(text) => {
                let (rest, holder) = match text.rsplit_once(" by ") {
                    Some((rest, holder)) => (rest, Some(holder)),
                    None => (&**text, None),
                };
                let word = |word: &str| {
                    let value = Value::Text(Cow::Owned(word.trim().to_owned()));
                    Node { value, start: node.start, end: node.end }
                };
                let budget_holder = match holder {
                    Some(holder) => BudgetHolder::read(&word(holder), at, problems).map(Some),
                    None => Some(None),
                };
                let of_time = [" a ", " an ", " per "].iter().find_map(|between| rest.rsplit_once(between));
                let (rest, per) = match of_time {
                    Some((rest, time)) => (rest, ExposureTime::read(&word(time), at, problems)),
                    None => (rest, Some(ExposureTime::Hour)),
                };
                let amount = Estimate::read(&word(rest), at, problems);
                Some(Self { amount: amount?, per: per?, budget_holder: budget_holder? })
            }
            _ => {
                let amount = Estimate::read(node, at, problems)?;
                Some(Self { amount, per: ExposureTime::Hour, budget_holder: None })
            }
        }
    }

    fn fallback() -> Self {
        Self { amount: Estimate::fallback(), per: ExposureTime::Hour, budget_holder: None }
    }
}

/// What the sum of the parts may turn out to be: they are high together and low together, so that its quantiles are the
/// sums of theirs.
pub(super) fn distribution<Q: Quantity>(parts: &Arc<[ExposurePart<Q>]>) -> Distribution {
    let scaled = parts.iter().map(|part| (part.amount.distribution(), part.per_hour()));
    Distribution::together(scaled, to_float(Q::MOST))
}

/// The sums of the ends of the parts, of which at least one is no point.
pub(super) fn ends<Q: Quantity>(parts: &[ExposurePart<Q>]) -> Option<(Decimal, Decimal)> {
    if parts.iter().all(|part| part.amount.is_point()) {
        return None;
    }
    let (mut low, mut high) = (Decimal::ZERO, Decimal::ZERO);
    for part in parts {
        let mean = part.amount.mean_number();
        let (least, most) = part.amount.ends().unwrap_or((mean, mean));
        low = sum(low, quotient(least, part.per.hours()).ok()?).ok()?;
        high = sum(high, quotient(most, part.per.hours()).ok()?).ok()?;
    }
    Some((low, high))
}

pub(super) fn serialize<Q: Quantity, S: Serializer>(
    parts: &[ExposurePart<Q>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(parts.len()))?;
    for part in parts {
        match (part.per, part.budget_holder) {
            (ExposureTime::Hour, None) => map.serialize_entry(part.kind.key(), &part.amount)?,
            _ => map.serialize_entry(part.kind.key(), &Table(part))?,
        }
    }
    map.end()
}

/// A part as a table.
struct Table<'p, Q>(&'p ExposurePart<Q>);

impl<Q: Quantity> Serialize for Table<'_, Q> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(part) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("amount", &part.amount)?;
        if part.per != ExposureTime::Hour {
            map.serialize_entry("per", part.per.as_str())?;
        }
        if let Some(holder) = part.budget_holder {
            map.serialize_entry("budget_holder", &holder)?;
        }
        map.end()
    }
}
