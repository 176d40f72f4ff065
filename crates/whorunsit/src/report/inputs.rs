//! What a portfolio says, value by value, in words, with where each value came from.

use serde::Serialize;

use crate::portfolio::Name;
use crate::problem::Problems;
use crate::read::{Document, Node, Path, Value};
use crate::selection::OperatingModel;
use crate::wording::grouped;

/// One value that a portfolio gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReportInput {
    /// Where it stands in the portfolio, as a JSON Pointer.
    pub path: String,
    /// What it is, in words: `bedroom: exposure per hour`.
    pub input: String,
    /// Its value, in words.
    pub value: String,
    /// Where it came from.
    pub source: InputSource,
    /// What its table notes, such as whose figure it is.
    pub note: Option<Name>,
}

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InputSource {
    /// Somebody gave one value.
    Given,
    /// Somebody gave a range.
    Estimated,
    /// It is what happened: observed values, or events counted over years.
    Measured,
    /// A published set of terms.
    Preset,
}

impl InputSource {
    /// Its word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Estimated => "estimated",
            Self::Measured => "measured",
            Self::Preset => "preset",
        }
    }
}

/// Keys that say what a table is, or remark on it.
const NO_INPUTS: [&str; 7] = ["schema", "name", "note", "notes", "tags", "links", "cost_centre"];

/// Every value of a portfolio's text: those of services first.
pub(crate) fn inputs(text: &str) -> Result<Vec<ReportInput>, Problems> {
    let document = Document::parse(text.as_bytes())?;
    let mut found = Vec::new();
    visit(document.root(), &Path::Root, &[], None, &mut found);
    // What decides most comes first; else they stay in their order.
    let (mut services, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|input| input.path.starts_with("/services/"));
    services.extend(others);
    Ok(services)
}

fn visit(node: &Node<'_>, at: &Path<'_>, words: &[String], note: Option<&str>, found: &mut Vec<ReportInput>) {
    let leaf = |value: String, source| ReportInput {
        path: at.pointer(),
        input: spoken(words),
        value,
        source,
        note: note.map(Name::from),
    };
    match &node.value {
        Value::Table(entries) => {
            if let Some((value, source)) = estimate(node) {
                found.push(leaf(value, source));
                return;
            }
            let note = text_of(node, "note").or(note);
            for entry in entries.iter().filter(|entry| !NO_INPUTS.contains(&&*entry.key)) {
                let words = [words, &[word(&entry.key)]].concat();
                visit(&entry.node, &Path::Key(at, &entry.key), &words, note, found);
            }
        }
        Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Table(_))) => {
            for (index, item) in items.iter().enumerate() {
                let (last, before) = words.split_last().map_or(("", words), |(last, before)| (last, before));
                let name = text_of(item, "name").map_or_else(|| (index + 1).to_string(), str::to_owned);
                // A service needs no word for what it is.
                let name = match last.strip_suffix('s').unwrap_or(last) {
                    "service" => name,
                    kind => format!("{kind} {name}"),
                };
                visit(item, &Path::Index(at, index), &[before, &[name]].concat(), note, found);
            }
        }
        _ => {
            let preset = matches!(at, Path::Key(_, "preset"));
            let source = if preset { InputSource::Preset } else { InputSource::Given };
            found.push(leaf(plain(node), source));
        }
    }
}

/// A key as people read it.
fn word(key: &str) -> String {
    let models = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt];
    match models.into_iter().find(|model| model.as_str() == key) {
        Some(model) => model.name().to_owned(),
        None => key.replace(['_', '-'], " "),
    }
}

/// What it is, in words: what it belongs to, and itself.
fn spoken(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{}: {last}", before.join(", ")),
    }
}

fn child<'n, 't>(node: &'n Node<'t>, key: &str) -> Option<&'n Node<'t>> {
    match &node.value {
        Value::Table(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node),
        _ => None,
    }
}

fn text_of<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n str> {
    match &child(node, key)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// An uncertain value in words; `None` where a table is none.
fn estimate(node: &Node<'_>) -> Option<(String, InputSource)> {
    let of = |key| child(node, key).map(plain);
    let both = |low, high| of(low).zip(of(high));
    let likely = of("likely").map_or_else(String::new, |likely| format!(", most likely {likely}"));
    if let Some((low, high)) = both("low", "high") {
        return Some((format!("{low} to {high}{likely}"), InputSource::Estimated));
    }
    if let Some((low, high)) = both("p5", "p95") {
        return Some((format!("90 % sure of {low} to {high}{likely}"), InputSource::Estimated));
    }
    if let Some((low, high)) = both("p10", "p90") {
        return Some((format!("80 % sure of {low} to {high}{likely}"), InputSource::Estimated));
    }
    if let Some((median, spread)) = both("median", "spread") {
        return Some((format!("around {median}, a factor of {spread} either way"), InputSource::Estimated));
    }
    if let Some((events, years)) = both("events", "years") {
        let years = if years == "1" { "1 year".to_owned() } else { format!("{years} years") };
        return Some((format!("{events} in {years}"), InputSource::Measured));
    }
    match &child(node, "observed")?.value {
        Value::List(values) => {
            let count = crate::wording::plural(values.len(), "observed value", "observed values");
            Some((count, InputSource::Measured))
        }
        _ => None,
    }
}

/// A value without a table's keys. Digits stay as they were written, thousands apart.
fn plain(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => "none".to_owned(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Integer(text) | Value::Float(text) | Value::Text(text) => grouped(text),
        Value::Date(text) => text.clone(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Table(entries) => {
            let parts =
                entries.iter().map(|entry| format!("{} {}", entry.key.replace('_', " "), plain(&entry.node)));
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_in_words_with_their_source() {
        let text = r#"
            name = "shop"
            [on_call.product_teams]
            preset = "uk-gds"
            [[response.ops-run-it.tiers]]
            name = "desk"
            pick_up = "5min"
            [[services]]
            name = "till"
            note = "finance model v3"
            exposure_per_hour = "1250000.5"
            incidents_per_year = { events = 7, years = 2 }
            severity = { low = "5%", likely = "20%", high = "100%" }
            features_per_year = { observed = [1, 2, 3] }
            [[services.peaks]]
            name = "sale"
            exposure_per_hour = { p5 = 1, p95 = 90000 }
        "#;
        let told: Vec<_> = inputs(text)
            .unwrap()
            .into_iter()
            .map(|input| (input.input, input.value, input.source.as_str(), input.note.is_some()))
            .collect();
        let of = |input: &str, value: &str, source, note| (input.to_owned(), value.to_owned(), source, note);
        assert_eq!(
            told,
            [
                of("till: exposure per hour", "1,250,000.5", "given", true),
                of("till: features per year", "3 observed values", "measured", true),
                of("till: incidents per year", "7 in 2 years", "measured", true),
                of("till, peak sale: exposure per hour", "90 % sure of 1 to 90,000", "estimated", true),
                of("till: severity", "5% to 100%, most likely 20%", "estimated", true),
                of("on call, product teams: preset", "uk-gds", "preset", false),
                of("response, Ops Run It, tier desk: pick up", "5min", "given", false),
            ]
        );
    }
}
