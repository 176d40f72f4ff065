//! Lists of dates with titles: GOV.UK's JSON, and what looks like it in JSON or YAML.

use jiff::civil::Date;
use serde_json::Value;

use super::{Found, says_substitute};
use crate::catalogue::documents;
use crate::refusal::{Fault, Refusal, quoted};

/// The events of a division, or a list of dates.
pub(super) fn read(text: &str, division: Option<&str>) -> Result<Vec<Found>, Refusal> {
    let documents = documents(text.as_bytes())?;
    let events = match documents.as_slice() {
        [one] if one.get("date").is_none() && one.is_object() => events(one, division)?,
        many if division.is_none() => many,
        _ => return Err(without_divisions()),
    };
    let texts: Vec<_> = events.iter().map(|event| written(event).unwrap_or_default()).collect();
    let order = Order::of(&texts);
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for (index, (event, text)) in events.iter().zip(&texts).enumerate() {
        let word = |keys: &[&str]| {
            keys.iter().find_map(|key| event.get(key)?.as_str()).unwrap_or_default().trim().to_owned()
        };
        match order.date(text) {
            Some(date) => {
                let title = word(&["title", "name", "localName", "summary"]);
                let is_substitute = says_substitute(&title) || says_substitute(&word(&["notes", "note"]));
                found.push(Found { date, title, is_substitute, yearly: false });
            }
            None => faults.push(Fault {
                code: "invalid-holidays",
                place: format!("holiday {}", index + 1),
                message: if text.is_empty() {
                    "it has no date".to_owned()
                } else {
                    format!("{} is not a date", quoted(text))
                },
                help: "write year, month and day, as `date`: 2026-11-27".to_owned(),
            }),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(Refusal { faults }) }
}

fn without_divisions() -> Refusal {
    Refusal::one("unknown-division", "the file is one list, without divisions", "leave the division out")
}

/// The events of a document: of its own, or of one of its divisions.
fn events<'v>(document: &'v Value, division: Option<&str>) -> Result<&'v [Value], Refusal> {
    let list = |value: &'v Value| value.get("events").or(value.get("holidays")).and_then(Value::as_array);
    if let Some(own) = list(document) {
        let name = document.get("division").and_then(Value::as_str);
        return match division {
            Some(asked) if name != Some(asked) => Err(name.map_or_else(without_divisions, |name| {
                let message = format!("there is no division {}", quoted(asked));
                Refusal::one("unknown-division", message, format!("the file is that of {}", quoted(name)))
            })),
            _ => Ok(own),
        };
    }
    let divisions: Vec<(&str, &'v Vec<Value>)> = document
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.as_str(), list(value)?)))
        .collect();
    let names = divisions.iter().map(|(name, _)| quoted(name)).collect::<Vec<_>>().join(", ");
    match (divisions.as_slice(), division) {
        ([], _) => Err(Refusal::one(
            "invalid-holidays",
            "it is no list of bank holidays",
            "give JSON as GOV.UK publishes it, an iCalendar file, or a list of `date` and `title` in YAML or JSON",
        )),
        ([(_, events)], None) => Ok(events),
        (all, Some(asked)) => match all.iter().find(|(name, _)| *name == asked) {
            Some((_, events)) => Ok(events),
            None => {
                let message = format!("there is no division {}", quoted(asked));
                Err(Refusal::one("unknown-division", message, format!("name one of {names}")))
            }
        },
        (all, None) => {
            let message = format!("the file has {} divisions", all.len());
            Err(Refusal::one("division-not-named", message, format!("name one of {names}")))
        }
    }
}

/// The date of an event as it is written.
fn written(event: &Value) -> Option<String> {
    event.as_str().or_else(|| event.get("date")?.as_str()).map(|text| text.trim().to_owned())
}

/// In which order dates with slashes are written, told by all of them together.
#[derive(Clone, Copy)]
enum Order {
    DayFirst,
    MonthFirst,
    NotTold,
}

impl Order {
    fn of(texts: &[String]) -> Self {
        let parts = |text: &String| {
            let mut parts = text.split(['/', '.']).map(str::parse::<u8>);
            Some((parts.next()?.ok()?, parts.next()?.ok()?))
        };
        let all: Vec<_> = texts.iter().filter_map(parts).collect();
        match (all.iter().any(|(first, _)| *first > 12), all.iter().any(|(_, second)| *second > 12)) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => Self::NotTold,
        }
    }

    /// A date such as `2026-12-25`, or `25/12/2026` where the order is plain.
    fn date(self, text: &str) -> Option<Date> {
        let day = text.split(['T', ' ']).next()?;
        if let Some((year, rest)) = day.split_once('-') {
            let (month, day) = rest.split_once('-')?;
            return (year.len() == 4)
                .then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?;
        }
        let mut parts = day.split(['/', '.']);
        let (first, second, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        if year.len() != 4 || parts.next().is_some() {
            return None;
        }
        let (month, day) = match self {
            Self::DayFirst => (second, first),
            Self::MonthFirst => (first, second),
            // The same either way, such as 01/01.
            Self::NotTold if first == second => (first, second),
            Self::NotTold => return None,
        };
        Date::new(year.parse().ok()?, month, day).ok()
    }
}
