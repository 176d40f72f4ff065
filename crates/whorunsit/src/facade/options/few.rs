//! The options of the commands that few need.

use jiff::civil::Date;

use crate::chart::ChartName;
use crate::currency::Currency;
use crate::exact::{Availability, Money, Number};
use crate::intake::IntakeOptions;
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Fields, Node, Path, Raw, Read, Value, read_word};
use crate::roadmap::RoadmapFormat;

/// What the commands that few need take.
#[derive(Clone, Debug, Default)]
pub(in crate::facade) struct FewOptions {
    pub(in crate::facade) chart: Option<ChartName>,
    /// How a table is taken in.
    pub(in crate::facade) intake: IntakeOptions,
    /// The form of a document.
    pub(in crate::facade) format: Option<RoadmapFormat>,
    /// Why the money's answer is accepted.
    pub(in crate::facade) reason: Option<String>,
    /// The portfolio to compare with.
    pub(in crate::facade) new: Option<Raw>,
    /// When to decide again.
    pub(in crate::facade) review_on: Option<Date>,
}

impl FewOptions {
    pub(super) fn take(fields: &Fields<'_, '_>, at: &Path<'_>, problems: &mut Gathered) -> Self {
        let comma = fields.take::<Option<Decimal>>("decimal", at, problems).flatten();
        Self {
            chart: fields.take("chart", at, problems).flatten(),
            intake: IntakeOptions {
                name: fields.take("name", at, problems).flatten(),
                currency: fields.take("currency", at, problems).flatten(),
                columns: fields
                    .take::<Option<Columns>>("columns", at, problems)
                    .flatten()
                    .unwrap_or_default()
                    .0,
                decimal_comma: comma.map(|Decimal(comma)| comma),
                without_headings: fields.take("headings", at, problems).flatten() == Some(false),
                rates: fields.take::<Option<Rates>>("rates", at, problems).flatten().unwrap_or_default().0,
                profile: fields.take("profile", at, problems).flatten(),
                runs_today: fields.take("runs_today", at, problems).flatten(),
                bands: fields
                    .take::<Option<Vec<Band>>>("bands", at, problems)
                    .flatten()
                    .unwrap_or_default()
                    .into_iter()
                    .map(|Band(max, target)| (max, target))
                    .collect(),
            },
            format: fields.take("format", at, problems).flatten(),
            reason: fields.take("reason", at, problems).flatten(),
            new: fields.take("new", at, problems).flatten(),
            review_on: fields.take("review_on", at, problems).flatten(),
        }
    }
}

/// For headings, the key that their column is to be taken for; null leaves it out.
#[derive(Default)]
struct Columns(Vec<(String, Option<String>)>);

impl Read for Columns {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            problems.push(at.wrong_type(node, "an object of headings and keys"));
            return None;
        };
        let mut columns = Vec::with_capacity(entries.len());
        for entry in entries {
            let at = Path::Key(at, &entry.key);
            columns
                .push((entry.key.clone().into_owned(), Option::<String>::read(&entry.node, &at, problems)?));
        }
        Some(Self(columns))
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// An exposure band: the most in an hour, and its target.
struct Band(Money, Availability);

impl Read for Band {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let fields = Fields::of(node, &["max_per_hour", "availability"], at, problems)?;
        let max = fields.take("max_per_hour", at, problems);
        let target = fields.take("availability", at, problems);
        Some(Self(max?, target?))
    }

    fn fallback() -> Self {
        Self(Money::fallback(), Availability::fallback())
    }
}

/// Whether a comma stands before decimals.
struct Decimal(bool);

impl Read for Decimal {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("point", false), ("comma", true)], at, problems).map(Self)
    }

    fn fallback() -> Self {
        Self(false)
    }
}

/// What one unit of a currency is worth.
#[derive(Default)]
struct Rates(Vec<(Currency, rust_decimal::Decimal)>);

impl Read for Rates {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            problems.push(at.wrong_type(node, "an object of currencies and rates"));
            return None;
        };
        let mut rates = Vec::with_capacity(entries.len());
        for entry in entries {
            let at = Path::Key(at, &entry.key);
            let Ok(currency) = entry.key.parse() else {
                let message = format!("`{}` is not an ISO 4217 currency code", crate::exact::cut(&entry.key));
                problems.push(at.problem(
                    ProblemCode::UnknownCurrency,
                    message,
                    "write for example {\"EUR\": \"1.08\"}",
                ));
                return None;
            };
            let rate = Number::read(&entry.node, &at, problems)?.value();
            if rate.is_zero() {
                problems.push(at.problem(
                    ProblemCode::NumberOutOfRange,
                    "a rate is above zero",
                    "write what one unit is worth",
                ));
                return None;
            }
            rates.push((currency, rate));
        }
        Some(Self(rates))
    }

    fn fallback() -> Self {
        Self::default()
    }
}

impl Read for ChartName {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &Self::ALL.map(|name| (name.as_str(), name)), at, problems)
    }

    fn fallback() -> Self {
        Self::Selector
    }
}
