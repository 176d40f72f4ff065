//! iCalendar files (RFC 5545): whole-day events, which may repeat every year.

use jiff::civil::Date;

use super::{Found, says_substitute};
use crate::refusal::{Fault, Refusal, quoted};

/// The most days of one event: what lasts longer is no bank holiday.
const LONGEST: i32 = 31;

#[derive(Default)]
struct Event {
    start: Option<String>,
    end: Option<String>,
    title: String,
    note: String,
    rule: Option<String>,
}

/// The whole-day events of a calendar.
pub(super) fn read(text: &str) -> Result<Vec<Found>, Refusal> {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    let mut event: Option<Event> = None;
    let mut number = 0_usize;
    for line in unfolded(text) {
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = name.split(';').next().unwrap_or_default().to_uppercase();
        match (name.as_str(), value.trim(), event.as_mut()) {
            ("BEGIN", "VEVENT", _) => {
                number += 1;
                event = Some(Event::default());
            }
            ("END", "VEVENT", Some(_)) => match event.take().map(of_event).unwrap_or(Ok(Vec::new())) {
                Ok(days) => found.extend(days),
                Err((message, help)) => faults.push(Fault {
                    code: "invalid-holidays",
                    place: format!("event {number}"),
                    message,
                    help: help.to_owned(),
                }),
            },
            ("DTSTART", value, Some(event)) => event.start = Some(value.to_owned()),
            ("DTEND", value, Some(event)) => event.end = Some(value.to_owned()),
            ("SUMMARY", value, Some(event)) => event.title = plain(value),
            ("DESCRIPTION", value, Some(event)) => event.note = plain(value),
            ("RRULE", value, Some(event)) => event.rule = Some(value.to_uppercase()),
            _ => {}
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(Refusal { faults }) }
}

fn of_event(event: Event) -> Result<Vec<Found>, (String, &'static str)> {
    let title = quoted(&event.title);
    let day = |value: &str| {
        date(value).ok_or_else(|| (format!("{} is no date of {title}", quoted(value)), "correct it"))
    };
    let Some(start) = &event.start else {
        return Err((format!("{title} has no first day"), "give it a DTSTART"));
    };
    let first = day(start)?;
    let yearly = match event.rule.as_deref() {
        None => false,
        Some(rule) if every_year(rule, first) => true,
        Some(rule) => {
            let message = format!("{title} repeats by a rule that is not read: {}", quoted(rule));
            return Err((message, "take a calendar that lists each date"));
        }
    };
    // The end is the day after the last one; some files repeat the first day there.
    let days = match event.end.as_deref().map(day).transpose()? {
        Some(end) => first.until(end).map_or(1, |span| span.get_days()).max(1),
        None => 1,
    };
    if days > LONGEST {
        return Err((format!("{title} lasts {days} days"), "take a calendar of bank holidays only"));
    }
    let is_substitute = says_substitute(&event.title) || says_substitute(&event.note);
    let of = |ahead: i32| {
        let date = first.checked_add(jiff::Span::new().days(ahead)).ok()?;
        Some(Found { date, title: event.title.clone(), is_substitute, yearly })
    };
    Ok((0..days).filter_map(of).collect())
}

/// Whether a rule of recurrence says no more than: on this date, every year.
fn every_year(rule: &str, first: Date) -> bool {
    let month = format!("BYMONTH={}", first.month());
    let day = format!("BYMONTHDAY={}", first.day());
    rule.contains("FREQ=YEARLY")
        && rule.split(';').all(|part| {
            ["FREQ=YEARLY", "INTERVAL=1", &month, &day].contains(&part) || part.starts_with("WKST=")
        })
}

/// A date such as `20261225`, of a time of day only its date.
fn date(value: &str) -> Option<Date> {
    let (digits, rest) = value.split_at_checked(8)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !(rest.is_empty() || rest.starts_with('T')) {
        return None;
    }
    Date::new(digits.get(..4)?.parse().ok()?, digits.get(4..6)?.parse().ok()?, digits.get(6..)?.parse().ok()?)
        .ok()
}

/// Lines, of which one that begins with a space goes on from the one before.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Text without its escapes.
fn plain(value: &str) -> String {
    value
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\n", " ")
        .replace("\\N", " ")
        .replace("\\\\", "\\")
}
