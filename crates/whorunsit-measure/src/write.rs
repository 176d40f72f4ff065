//! Estimates into a portfolio's text: its comments and its order stay, and every change is named.

use serde::Serialize;
use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};
use whorunsit::OperatingModel;

use crate::estimates::{Estimates, LengthEstimate, ResponsePlace};
use crate::problem::Refusal;
use crate::statistics::Gamma;

/// What the comment above a measured value begins with; a later measurement takes its place.
const MARK: &str = "# measured:";

/// A value of a portfolio that a measurement changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenValue {
    /// Where it is, names in place of numbers: `services.bedroom.incidents_per_year`.
    pub path: String,
    /// What was there.
    pub before: Option<String>,
    /// What is there now.
    pub after: String,
    /// Where it comes from.
    pub comment: String,
}

/// A portfolio with measured estimates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Its text.
    #[serde(skip)]
    pub text: String,
    /// What changed.
    pub values: Vec<WrittenValue>,
    /// What was not written, and why.
    pub not_written: Vec<String>,
}

/// Writes estimates into the TOML text of a portfolio.
///
/// Incidents a year go to each service with incidents in the export, or with an estimate to weigh them against; the
/// response goes to the one tier of an operating model. A comment above each value names the file, the period and the
/// count.
///
/// # Errors
/// `not-toml`, where the text is none.
///
/// # Examples
///
/// ```
/// # use whorunsit_measure::*;
/// let portfolio = "schema = 1\ncurrency = \"USD\"\nexposure_bands = [{ max_per_hour = \"1000\", availability = \"99.0\" }]\n\
///     [[services]]\nname = \"shop\" # ours\nkind = \"digital\"\nexposure_per_hour = \"500\"\nfeature_demand = \"high\"\n";
/// let file = "id,service,opened,restored\n1,shop,2026-01-05 10:00,2026-01-05 11:00\n";
/// let mapping = Mapping::preset("generic")?;
/// let read = read_incidents(file.as_bytes(), "incidents.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())?;
/// let options =
///     MeasureOptions { from: "2026-01-01".parse().ok(), to: "2026-12-31".parse().ok(), ..MeasureOptions::default() };
/// let read_portfolio = whorunsit::Portfolio::read(portfolio.as_bytes()).unwrap();
/// let measured = measure(read, Some(&read_portfolio), &options)?;
/// let written = write_estimates(portfolio, measured.estimates.as_ref().unwrap())?;
/// assert!(written.text.contains("name = \"shop\" # ours\n"));
/// assert!(written.text.contains("# measured: 1 incident, incidents.csv, 2026-01-01 to 2026-12-31\nincidents_per_year = "));
/// assert_eq!(written.values[0].path, "services.shop.incidents_per_year");
/// # Ok::<(), Refusal>(())
/// ```
pub fn write_estimates(portfolio: &str, estimates: &Estimates) -> Result<Written, Refusal> {
    let mut document: DocumentMut = portfolio.parse().map_err(|_| {
        Refusal::new(
            "not-toml",
            "the portfolio is no TOML, so that estimates cannot be written into it",
            "`--format json` prints the estimates",
        )
    })?;
    let mut values = Vec::new();
    let mut not_written = Vec::new();
    for estimate in &estimates.incidents_per_year {
        let count = estimate.measured.events;
        let few = if estimate.shrunk == Some(estimate.proposed) {
            ", with the portfolio's own estimate"
        } else {
            ""
        };
        let plural = if (count - 1.0).abs() < f64::EPSILON { "incident" } else { "incidents" };
        let comment = format!("{MARK} {count} {plural}, {}{few}", estimates.origin);
        let path = format!("services.{}.incidents_per_year", estimate.service);
        match table(document.get_mut("services"), |name| name == &*estimate.service) {
            Some(place) => {
                let after = frequency(estimate.proposed);
                values.push(place.put("incidents_per_year", after, path, comment));
            }
            None => not_written.push(format!("{path}: the text has no such table")),
        }
    }
    for response in &estimates.response {
        let model = response.operating_model.as_str();
        let at = format!("{}.{model}", response.place.path());
        let Some(tier) = response.tier.as_ref().filter(|_| response.not_proposed.is_none()) else {
            let why = response.not_proposed.clone().unwrap_or_default();
            not_written.push(format!("{at}: {why}"));
            continue;
        };
        for (key, length) in [("pick_up", &response.pick_up), ("handling", &response.handling)] {
            let Some(length) = length else { continue };
            let path = format!("{at}.tiers.{tier}.{key}");
            let comment = format!("{MARK} {} incidents, {}", response.incidents, estimates.origin);
            let tiers = responses(&mut document, &response.place)
                .and_then(|by_model| by_model.get_mut(model)?.as_table_like_mut()?.get_mut("tiers"));
            match table(tiers, |name| name == &**tier) {
                Some(place) => values.push(place.put(key, lengths(length), path, comment)),
                None => not_written.push(format!("{path}: the text has no such table")),
            }
        }
    }
    Ok(Written { text: document.to_string(), values, not_written })
}

/// Gives the model of a service by hand, with the reason, in the TOML text of a portfolio: comments and order stay. `None` where
/// the text is no TOML, or has no table of that name.
///
/// # Examples
///
/// ```
/// use whorunsit::OperatingModel;
/// use whorunsit_measure::write_model;
///
/// let text = "# Ours.\nservices = [{ name = \"shop\" }]\n";
/// let written = write_model(text, "shop", OperatingModel::OpsRunIt, "agreed").unwrap();
/// assert!(written.starts_with("# Ours.\n") && written.contains("operating_model = \"ops-run-it\""));
/// ```
#[must_use]
pub fn write_model(portfolio: &str, service: &str, model: OperatingModel, reason: &str) -> Option<String> {
    let mut document: DocumentMut = portfolio.parse().ok()?;
    let found = entry(document.get_mut("services"), service)?;
    for (key, text) in [("operating_model", model.as_str()), ("operating_model_reason", reason)] {
        let mut value = Value::from(text);
        match found.get_mut(key).and_then(Item::as_value_mut) {
            Some(before) => {
                *value.decor_mut() = before.decor().clone();
                *before = value;
            }
            None => {
                found.insert(key, Item::Value(value));
            }
        }
    }
    Some(document.to_string())
}

/// The responses by model that stand at a place.
fn responses<'d>(document: &'d mut DocumentMut, place: &ResponsePlace) -> Option<&'d mut dyn TableLike> {
    let item = match place {
        ResponsePlace::Portfolio => document.get_mut("response"),
        ResponsePlace::Block(name) => document.get_mut("responses")?.as_table_like_mut()?.get_mut(name),
        ResponsePlace::Domain(name) => entry(document.get_mut("domains"), name)?.get_mut("response"),
        ResponsePlace::Team(name) => entry(document.get_mut("teams"), name)?.get_mut("response"),
        ResponsePlace::Service(name) => entry(document.get_mut("services"), name)?.get_mut("response"),
    };
    item?.as_table_like_mut()
}

/// The table of a list that bears a name, whichever way it is written.
fn entry<'d>(list: Option<&'d mut Item>, name: &str) -> Option<&'d mut dyn TableLike> {
    Some(match table(list, |named| named == name)? {
        Place::Table(table) => table,
        Place::Inline(table) => table,
    })
}

/// A table of a list, written in either way.
enum Place<'d> {
    Table(&'d mut toml_edit::Table),
    Inline(&'d mut InlineTable),
}

/// The table of a list that bears a name.
fn table(list: Option<&mut Item>, is: impl Fn(&str) -> bool) -> Option<Place<'_>> {
    match list? {
        Item::ArrayOfTables(tables) => {
            let named =
                |table: &&mut toml_edit::Table| table.get("name").and_then(Item::as_str).is_some_and(&is);
            tables.iter_mut().find(named).map(Place::Table)
        }
        Item::Value(Value::Array(items)) => {
            let named = |table: &&mut InlineTable| table.get("name").and_then(Value::as_str).is_some_and(&is);
            items.iter_mut().filter_map(Value::as_inline_table_mut).find(named).map(Place::Inline)
        }
        _ => None,
    }
}

impl Place<'_> {
    fn put(self, key: &str, after: Value, path: String, comment: String) -> WrittenValue {
        let shown = after.to_string().trim().to_owned();
        let before = match self {
            Self::Table(table) => {
                let mut after = after;
                if let Some(before) = table.get(key).and_then(Item::as_value) {
                    *after.decor_mut() = before.decor().clone();
                }
                // It may have been a table under a heading of its own.
                let before =
                    table.insert(key, Item::Value(after)).and_then(|before| before.into_value().ok());
                if let Some(mut key) = table.key_mut(key) {
                    let decor = key.leaf_decor_mut();
                    let prefix = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
                    let kept: String = prefix.lines().filter(|line| !line.trim().starts_with(MARK)).fold(
                        String::new(),
                        |mut kept, line| {
                            kept.push_str(line);
                            kept.push('\n');
                            kept
                        },
                    );
                    decor.set_prefix(format!("{kept}{comment}\n"));
                }
                before
            }
            Self::Inline(table) => {
                let before = table.get(key).cloned();
                let mut after = after;
                if let Some(before) = &before {
                    *after.decor_mut() = before.decor().clone();
                }
                table.insert(key, after);
                // A table in a line of its own has its comment above it.
                let decor = table.decor_mut();
                let prefix = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
                if let Some((above, indent)) = prefix.rsplit_once('\n') {
                    let kept: Vec<&str> =
                        above.split('\n').filter(|line| !line.trim().starts_with(MARK)).collect();
                    decor.set_prefix(format!("{}\n{indent}{comment}\n{indent}", kept.join("\n")));
                }
                before
            }
        };
        let before = before.map(|before| before.to_string().trim().to_owned());
        WrittenValue { path, before, after: shown, comment }
    }
}

/// A number of five significant digits.
fn short(value: f64) -> Value {
    let rounded: f64 = format!("{value:.4e}").parse().unwrap_or(value);
    if rounded.fract().abs() < f64::EPSILON { (rounded as i64).into() } else { rounded.into() }
}

/// Incidents a year.
fn frequency(gamma: Gamma) -> Value {
    let mut table = InlineTable::new();
    for (key, value) in [("events", gamma.events), ("years", gamma.years)] {
        table.insert(key, short(value));
    }
    Value::InlineTable(table)
}

fn lengths(estimate: &LengthEstimate) -> Value {
    let mut table = InlineTable::new();
    match estimate {
        LengthEstimate::Interval { p5, p95 } => {
            table.insert("p5", p5.to_string().into());
            table.insert("p95", p95.to_string().into());
        }
        LengthEstimate::Observed { observed } => {
            let list: Array = observed.iter().map(ToString::to_string).collect();
            table.insert("observed", Value::Array(list));
        }
    }
    Value::InlineTable(table)
}
