//! How estimates are spread, for a face that draws each beside its field.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::distribution::Distribution;
use crate::estimate::Estimate;
use crate::exact::{Duration, Money, Number, Quantity, Share, from_float, number};
use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, Node, Path, Read, Value};

/// In how many parts of equal width a density is told.
const PARTS: i32 = 32;

/// The spread of an estimate that is no single value.
#[derive(Debug, Serialize)]
pub(crate) struct Spread {
    /// What its values count, as the flip points of `sensitivity` say it.
    unit: &'static str,
    /// One time in twenty it is below this; three digits.
    #[serde(serialize_with = "number::as_text")]
    p5: Decimal,
    /// One time in twenty it is above this; three digits.
    #[serde(serialize_with = "number::as_text")]
    p95: Decimal,
    /// How likely each part is from the 1st to the 99th percentile, in percent of the likeliest.
    density: Vec<u8>,
}

/// Returns the spread of each of the `estimates` of a JSON table, whose `currency` says what signs amounts may have; `None` for a
/// single value and for what is no estimate. What it estimates is told by how it is written: `1h to 6h` is a duration.
///
/// # Errors
/// [`Problems`] where the text is no such table.
pub(crate) fn spreads(input: &[u8]) -> Result<Vec<Option<Spread>>, Problems> {
    let document = Document::parse(input)?;
    let estimates = match &document.root().value {
        Value::Table(entries) => entries.iter().find(|entry| entry.key == "estimates"),
        _ => None,
    };
    let Some(Value::List(estimates)) = estimates.map(|entry| &entry.node.value) else {
        let message = "the list of estimates is missing";
        let help = "write `estimates` as a list of estimates, each as the format has it";
        return Err(Problems::one(Problem::new(ProblemCode::MissingKey, "/estimates", message, help)));
    };
    let currency = document.text_of("currency").and_then(|code| code.parse().ok());
    let of = |node| {
        let gathered = || Gathered::in_currency(currency);
        let (unit, distribution) = read::<Number>(node, gathered())
            .map(|found| ("number", found))
            .or_else(|| Some(("money", read::<Money>(node, gathered())?)))
            .or_else(|| Some(("seconds", read::<Duration>(node, gathered())?)))
            .or_else(|| Some(("percent", read::<Share>(node, gathered())?)))?;
        Spread::of(unit, &distribution)
    };
    Ok(estimates.iter().map(of).collect())
}

/// The distribution of an estimate of this quantity; `None` where it is none.
fn read<Q: Quantity>(node: &Node<'_>, mut problems: Gathered) -> Option<Distribution> {
    // Where an exposure stands, since of all estimates it alone may be in parts.
    let at = Path::Key(&Path::Root, "exposure_per_hour");
    let estimate = Estimate::<Q>::read(node, &at, &mut problems)?;
    problems.is_empty().then(|| estimate.distribution())
}

impl Spread {
    fn of(unit: &'static str, distribution: &Distribution) -> Option<Self> {
        let [low, p5, p95, high] = [0.01, 0.05, 0.95, 0.99].map(|part| distribution.quantile(part));
        if low >= high {
            return None;
        }
        let end = |part: i32| distribution.above(low + (high - low) * f64::from(part) / f64::from(PARTS));
        let parts: Vec<f64> = (0..PARTS).map(|part| end(part) - end(part + 1)).collect();
        let most = parts.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let rounded = |value: f64| from_float(value).and_then(|value| value.round_sf(3)).unwrap_or_default();
        Some(Self {
            unit,
            p5: rounded(p5).normalize(),
            p95: rounded(p95).normalize(),
            density: parts.iter().map(|part| (part / most * 100.0).clamp(0.0, 100.0) as u8).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(estimates: &str) -> serde_json::Value {
        let input = format!(r#"{{"currency": "USD", "estimates": [{estimates}]}}"#);
        serde_json::to_value(spreads(input.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn percentiles_and_units_are_those_of_what_is_written() {
        let told = told(
            r#""2 to 15", "$2000 to $15000", "1h to 6h", {"p10": "10%", "p90": "20%"}, {"low": "0", "high": "100"},
               {"revenue": "4000 to 8000", "credits": "12000 a day"}, {"median": "1h to 6h", "spread": 3}"#,
        );
        let of = |at: usize| ["unit", "p5", "p95"].map(|key| told[at][key].as_str().unwrap());
        assert_eq!(of(0), ["number", "2", "15"]);
        assert_eq!(of(1), ["money", "2000", "15000"]);
        assert_eq!(of(2), ["seconds", "3600", "21600"]);
        assert_eq!(of(3), ["percent", "9.06", "22.1"]);
        assert_eq!(of(4), ["number", "5", "95"]);
        assert_eq!(of(5), ["number", "4500", "8500"]);
        assert_eq!(of(6)[0], "seconds");
        let density = |at: usize| told[at]["density"].as_array().unwrap().clone();
        assert_eq!(density(0).len(), PARTS as usize);
        assert!(density(4).iter().all(|part| part.as_u64().unwrap() >= 99));
        // An interval leans to its lower end.
        assert!(density(0)[6].as_u64() > density(0)[20].as_u64());
    }

    #[test]
    fn single_values_and_what_is_no_estimate_have_no_spread() {
        let told =
            told(r#""5", 3, "soon", {"low": "9", "high": "2"}, null, {"observed": ["4", "4"]}, ["5"]"#);
        assert!(told.as_array().unwrap().iter().all(serde_json::Value::is_null), "{told}");
    }

    #[test]
    fn no_list_of_estimates_is_refused() {
        for input in ["{}", r#"{"estimates": "2 to 15"}"#, "[]", ""] {
            assert!(spreads(input.as_bytes()).is_err(), "{input}");
        }
    }
}
