//! A rota as a calendar.

use icalendar::{Calendar, Component, Event, Property};
use jiff::civil::{Date, Time};
use whorunsit::{Rota, Schedule, Shift};

use crate::refusal::{Refusal, quoted};

/// The most shifts of one calendar.
const MAX_SHIFTS: usize = 5_000;

/// Whose turn it is, and from when.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RotaOptions {
    /// The first day.
    pub from: Date,
    /// When shifts change hands, in the local time of whoever reads the calendar.
    pub at: Time,
    /// For how many weeks.
    pub weeks: u32,
    /// Those who take turns, in order; empty for `person 1`, `person 2` …, as many as the rota has.
    pub people: Vec<String>,
    /// Bank holidays, shown as whole days.
    pub holidays: Vec<Date>,
}

impl RotaOptions {
    /// Twelve weeks from a day on, changing hands at 09:00, with nobody named.
    #[must_use]
    pub fn new(from: Date) -> Self {
        Self { from, at: jiff::civil::time(9, 0, 0, 0), weeks: 12, people: Vec::new(), holidays: Vec::new() }
    }
}

/// The rota of a schedule as an iCalendar file: an event for each shift and person on call, and for each bank holiday.
///
/// # Errors
/// [`Refusal`] where nobody takes turns, there are fewer people than are on call at once, or there would be more than 5 000
/// shifts.
///
/// # Examples
///
/// ```
/// use jiff::civil::date;
/// use whorunsit::{Portfolio, recommend};
/// use whorunsit_exchange::{RotaOptions, rota_calendar};
///
/// let portfolio = Portfolio::read(whorunsit::examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
/// let schedule = recommend(&portfolio)?.schedules.remove(0);
/// let calendar = rota_calendar(&schedule, &RotaOptions::new(date(2026, 12, 7)))?;
/// assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rota_calendar(schedule: &Schedule, options: &RotaOptions) -> Result<String, Refusal> {
    let people = people(schedule, options)?;
    let at_once = usize::try_from(schedule.people_on_call).unwrap_or(usize::MAX);
    if people.len() < at_once {
        let message = format!("{} people cannot be on call {at_once} at a time", people.len());
        return Err(Refusal::one("too-few-people", message, "name more people"));
    }
    let shift = schedule.rota.shift;
    // For how many shifts there is room: no month is shorter than 28 days.
    let seconds = shift_seconds(shift)?;
    let all = i64::from(options.weeks) * 7 * 86_400;
    let shifts = usize::try_from(all.div_euclid(seconds) + i64::from(all.rem_euclid(seconds) > 0))
        .unwrap_or(usize::MAX);
    if shifts.saturating_mul(at_once) > MAX_SHIFTS {
        let message =
            format!("that would be {} shifts, more than {MAX_SHIFTS}", shifts.saturating_mul(at_once));
        return Err(Refusal::one("too-many-shifts", message, "ask for fewer weeks"));
    }
    let late = || {
        let message = "the rota would go on beyond the year 9999";
        Refusal::one("invalid-date", message, "begin on an earlier day")
    };
    let out = |_: jiff::Error| late();
    let mut calendar = Calendar::new();
    calendar.name(&format!("On call: {}", schedule.name));
    let stamp = options.from.to_datetime(options.at);
    let stop = stamp.checked_add(jiff::SignedDuration::from_secs(all)).map_err(out)?;
    for number in 0..shifts {
        let start = shift.begins(stamp, number).ok_or_else(late)?;
        if start >= stop {
            break;
        }
        let end = shift.begins(stamp, number + 1).ok_or_else(late)?.min(stop);
        for place in 0..at_once {
            let turn = Rota::turn(number, place, at_once, people.len());
            let Some(person) = people.get(turn) else { continue };
            let mut event = Event::new();
            event
                .uid(&format!(
                    "{}-{}@whorunsit",
                    start.strftime("%Y%m%dT%H%M%S"),
                    slug(&schedule.name, place)
                ))
                .summary(&format!("{person} on call: {}", schedule.name))
                .description(&format!("Services: {}", joined(schedule)));
            timed(&mut event, "DTSTART", start);
            timed(&mut event, "DTEND", end);
            stamped(&mut event, stamp);
            calendar.push(event.done());
        }
    }
    let last = options.from.checked_add(jiff::Span::new().weeks(i64::from(options.weeks))).map_err(out)?;
    for holiday in options.holidays.iter().filter(|day| (options.from..last).contains(*day)) {
        let mut event = Event::new();
        event.uid(&format!("{}-bank-holiday@whorunsit", holiday.strftime("%Y%m%d"))).summary("Bank holiday");
        let mut start = Property::new("DTSTART", holiday.strftime("%Y%m%d").to_string());
        event.append_property(start.add_parameter("VALUE", "DATE").done());
        stamped(&mut event, stamp);
        calendar.push(event.done());
    }
    Ok(calendar.done().to_string())
}

/// A time that is local to whoever reads it.
fn timed(event: &mut Event, key: &str, at: jiff::civil::DateTime) {
    event.append_property(Property::new(key, at.strftime("%Y%m%dT%H%M%S").to_string()).done());
}

/// When the event was written: the beginning of the rota, so that the same rota is the same file.
fn stamped(event: &mut Event, at: jiff::civil::DateTime) {
    event.append_property(Property::new("DTSTAMP", at.strftime("%Y%m%dT%H%M%SZ").to_string()).done());
}

fn people(schedule: &Schedule, options: &RotaOptions) -> Result<Vec<String>, Refusal> {
    if options.people.iter().any(|person| person.trim().is_empty()) {
        let help = "name everybody, such as `Ann,Bob`, or nobody";
        return Err(Refusal::one("empty-name", "somebody who takes turns has no name", help));
    }
    if !options.people.is_empty() {
        return Ok(options.people.clone());
    }
    match schedule.rota.participants {
        Some(count) if count > 0 => Ok((1..=count).map(|number| format!("person {number}")).collect()),
        _ => Err(Refusal::one(
            "nobody-takes-turns",
            format!("how many people take turns in {} is not given", quoted(&schedule.name)),
            "name them, or give `on_call_participants` in the portfolio",
        )),
    }
}

/// The least that a shift lasts.
fn shift_seconds(shift: Shift) -> Result<i64, Refusal> {
    let seconds = match shift {
        Shift::Months(months) => i64::from(months) * 28 * 86_400,
        Shift::Time(time) => time.seconds(),
    };
    match seconds {
        1.. => Ok(seconds),
        _ => Err(Refusal::one("invalid-shift", "a shift has no length", "give `shift` in the portfolio")),
    }
}

fn joined(schedule: &Schedule) -> String {
    schedule.services.iter().map(|service| &**service).collect::<Vec<_>>().join(", ")
}

fn slug(name: &str, place: usize) -> String {
    let kept: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{kept}-{}", place + 1)
}
