//! How estimates are read: each form that a file may write, told by its keys.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::estimate::build::{
    RangeShape, between, counted, interval, observed_mean, range, typical, uniform,
};
use crate::estimate::parts::{are_parts, read as read_parts};
use crate::estimate::{Estimate, MAX_OBSERVED, Shape};
use crate::exact::amount::parts;
use crate::exact::{Number, Parts, Quantity, parse_quantity, read_quantity};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Document, Fields, Node, Path, Read, Value, read_word};

/// What `shape` may say of a range with a likely value.
const RANGE_SHAPES: [(&str, RangeShape); 2] =
    [("pert", RangeShape::Pert), ("triangular", RangeShape::Triangular)];

impl<Q: Quantity> Read for Estimate<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(text) => match parts(text) {
                Parts::Interval(p5, p95) => {
                    let p5 = parse_quantity(&p5, at, problems);
                    let p95 = parse_quantity(p95, at, problems);
                    interval((p5?, p95?), false, at, problems)
                }
                Parts::Range { low, likely, high } => {
                    let low = parse_quantity(low, at, problems);
                    let likely = likely.map(|likely| parse_quantity(likely, at, problems));
                    let high = parse_quantity(high, at, problems);
                    match likely {
                        Some(likely) => range((low?, likely?, high?), RangeShape::Pert, at, problems),
                        None => uniform(low?, high?, at, problems),
                    }
                }
                Parts::One(_) => parse_quantity(text, at, problems).map(Self::point),
            },
            Value::Table(entries) if are_parts(entries, at) => read_parts(node, at, problems),
            Value::Table(entries) if entries.iter().any(|entry| entry.key.starts_with('p')) => {
                let has = |keys: [&str; 2]| {
                    let written = entries.iter().filter(|entry| !matches!(entry.node.value, Value::Null));
                    written.into_iter().any(|entry| keys.contains(&&*entry.key))
                };
                let deciles = has(["p10", "p90"]) && !has(["p5", "p95"]);
                let known: &[&str] = if deciles { &["p10", "p90"] } else { &["p5", "likely", "p95"] };
                let ends = if deciles { ["p10", "p90"] } else { ["p5", "p95"] };
                let fields = Fields::of(node, known, at, problems)?;
                let [low, high] = ends.map(|key| fields.take(key, at, problems));
                if !deciles && has(["likely"; 2]) {
                    let likely = fields.take("likely", at, problems);
                    let (Exact(low), Exact(likely), Exact(high)) = (low?, likely?, high?);
                    return between((low, likely, high), at, problems);
                }
                let (Exact(low), Exact(high)) = (low?, high?);
                interval((low, high), deciles, at, problems)
            }
            Value::Table(entries)
                if Q::IS_COUNTED
                    && entries.iter().any(|entry| ["events", "years"].contains(&&*entry.key)) =>
            {
                let fields = Fields::of(node, &["events", "years"], at, problems)?;
                let events = fields.take("events", at, problems);
                let years = fields.take("years", at, problems);
                let (Exact(events), Exact(years)) = (events?, years?);
                counted(events, years, at, problems)
            }
            Value::Table(entries)
                if entries.iter().any(|entry| ["median", "spread"].contains(&&*entry.key)) =>
            {
                let fields = Fields::of(node, &["median", "spread"], at, problems)?;
                let median = fields.take("median", at, problems);
                let spread = fields.take("spread", at, problems);
                typical(median?, spread?, at, problems)
            }
            Value::Table(entries) if entries.iter().any(|entry| entry.key == "observed") => {
                let fields = Fields::of(node, &["observed"], at, problems)?;
                let Observed(values) = fields.take("observed", at, problems)?;
                let mean = observed_mean(&values).ok()?;
                Some(Self { shape: Shape::Observed(values), mean })
            }
            Value::Table(entries) => {
                let fields = Fields::of(node, &["low", "likely", "high", "shape", "gamma"], at, problems)?;
                let low = fields.take("low", at, problems);
                // A range without either key is uniform; one that says its shape has a likely value.
                let written = || entries.iter().filter(|entry| !matches!(entry.node.value, Value::Null));
                let has = |key: &str| written().any(|entry| entry.key == key);
                let likely = match has("likely") || has("shape") || has("gamma") {
                    true => fields.take("likely", at, problems).map(Some),
                    false => Some(None),
                };
                let high = fields.take("high", at, problems);
                let shape = match has("shape") {
                    true => fields.take("shape", at, problems),
                    false => Some(RangeShape::Pert),
                };
                let shape = match has("gamma") {
                    true => weighted(&fields, shape, at, problems),
                    false => shape,
                };
                let (Exact(low), likely, Exact(high), shape) = (low?, likely?, high?, shape?);
                match likely {
                    Some(Exact(likely)) => range((low, likely, high), shape, at, problems),
                    None => uniform(low, high, at, problems),
                }
            }
            _ => read_quantity(node, at, problems).map(Self::point),
        }
    }

    fn fallback() -> Self {
        Self::point(Q::from_number(Decimal::ZERO))
    }
}

#[expect(private_bounds, reason = "what can be estimated is a closed set")]
impl<Q: Quantity> Estimate<Q> {
    /// The estimate that a text of JSON writes.
    pub(crate) fn of_json(json: &str) -> Option<Self> {
        let document = Document::parse(json.as_bytes()).ok()?;
        let (estimate, problems) = document.read();
        problems.is_empty().then_some(estimate)
    }
}

/// A quantity inside an estimate, which is no estimate itself.
struct Exact<Q>(Q);

impl<Q: Quantity> Read for Exact<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_quantity(node, at, problems).map(Self)
    }

    fn fallback() -> Self {
        Self(Q::from_number(Decimal::ZERO))
    }
}

/// The shape of a range that says how much its likely value weighs.
fn weighted(
    fields: &Fields<'_, '_>,
    shape: Option<RangeShape>,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<RangeShape> {
    let gamma: Number = fields.take("gamma", at, problems)?;
    let here = Path::Key(at, "gamma");
    if gamma.value().is_zero() || gamma.value() > Decimal::ONE_HUNDRED {
        problems.push(here.problem(
            ProblemCode::NumberOutOfRange,
            format!("`{gamma}` is not above 0 and at most 100"),
            "write how much the likely value weighs: 4 is usual, less makes the ends likelier",
        ));
        return None;
    }
    match shape? {
        RangeShape::Triangular => {
            problems.push(here.problem(
                ProblemCode::ConflictingKeys,
                "`gamma` stands beside a triangular shape, which has no weight",
                "remove it, or write `shape = \"pert\"`",
            ));
            None
        }
        // The usual weight is the usual shape.
        RangeShape::Pert | RangeShape::Weighted(_) if gamma.value() == Decimal::from(4) => {
            Some(RangeShape::Pert)
        }
        RangeShape::Pert | RangeShape::Weighted(_) => Some(RangeShape::Weighted(gamma)),
    }
}

impl Read for RangeShape {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &RANGE_SHAPES, at, problems)
    }

    fn fallback() -> Self {
        Self::Pert
    }
}

/// The values of an estimate that were observed.
struct Observed<Q>(Arc<[Q]>);

impl<Q: Quantity> Read for Observed<Q> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::List(items) = &node.value else {
            problems.push(at.wrong_type(node, "a list"));
            return None;
        };
        if items.is_empty() {
            problems.push(at.problem(
                ProblemCode::EmptyList,
                "`observed` has no values",
                "write at least one observed value",
            ));
            return None;
        }
        if items.len() > MAX_OBSERVED {
            problems.push(at.problem(
                ProblemCode::TooLarge,
                format!("there are {} entries, more than {MAX_OBSERVED}", items.len()),
                "use fewer: a sample of them, or a range or interval in their place",
            ));
            return None;
        }
        // Every one is read, so that all problems are found.
        let read = |(index, item)| read_quantity(item, &Path::Index(at, index), problems);
        let values: Vec<Option<Q>> = items.iter().enumerate().map(read).collect();
        values.into_iter().collect::<Option<_>>().map(Self)
    }

    fn fallback() -> Self {
        Self(Arc::from([]))
    }
}
