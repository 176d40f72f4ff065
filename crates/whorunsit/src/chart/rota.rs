//! The rota: who of a schedule is on call when, turn after turn.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::picture::{GREY, OPS, Picture, TEAM, tooltip};
use super::{nothing, too_much};
use crate::exact::{Shift, float};
use crate::on_call::{Rota, RuleStatus, Schedule, ScheduleKind};
use crate::problem::{Problem, ProblemCode, Problems};
use crate::recommendation::schedules;
use crate::resolve::Portfolio;
use crate::wording::plural;

/// The fewest weeks that are drawn.
const WEEKS: f64 = 12.0;
/// The most people with a row of their own.
const MOST_PEOPLE: usize = 60;
/// The most shifts.
const MOST_SHIFTS: usize = 1_000;
/// Shifts change hands at nine, as the calendar of `export` says.
const HANDOVER: i8 = 9;

pub(super) fn draw(portfolio: &Portfolio, named: Option<&str>) -> Result<Value, Problems> {
    let plan = schedules(portfolio)?;
    let schedule = find(&plan.schedules, named)?;
    let rota = &schedule.rota;
    let (people, at_once) =
        (rota.participants.unwrap_or_default() as usize, schedule.people_on_call as usize);
    if people == 0 || at_once == 0 {
        let help =
            "give `on_call_participants` to its team or domain, or `participants` to [on_call.operations]";
        let message = format!("how many people take turns in `{}` is not given", schedule.name);
        return Err(nothing("/schedule", message, help));
    }
    if people > MOST_PEOPLE {
        let message = format!("{people} people are more than the {MOST_PEOPLE} that a chart can show");
        return Err(too_much("/schedule", message, "draw the rota of another schedule"));
    }
    let shift_weeks = float(rota.shift.hours()) / 168.0;
    // Until all have had their turn, and no fewer weeks than people plan ahead.
    let round = people.div_ceil(at_once);
    let shifts = round.max((WEEKS / shift_weeks).ceil() as usize).min(MOST_SHIFTS);
    let start = portfolio.file().transition_plan.as_ref().and_then(|plan| plan.start);
    let mut turns = Vec::new();
    for shift in 0..shifts {
        let Some((from, to)) = times(start, rota.shift, shift_weeks, shift) else { break };
        for place in 0..at_once.min(people) {
            turns.push(json!({
                "person": person(Rota::turn(shift, place, at_once, people)), "from": from, "to": to,
                "shift": shift + 1,
            }));
        }
    }
    let closed = start.map(|start| holidays(portfolio, start, &turns, people)).unwrap_or_default();
    let kind = if start.is_some() { "temporal" } else { "quantitative" };
    let position = |field: &str| json!({ "field": field, "type": kind });
    let x = json!({
        "field": "from", "type": kind, "scale": { "nice": false, "zero": false },
        "axis": {
            "title": if start.is_some() { Value::Null } else { "Weeks from the start".into() },
            "format": if start.is_some() { "%-d %b" } else { "d" }, "tickMinStep": 1, "tickCount": 12, "grid": true
        }
    });
    let rows: Vec<String> = (0..people).map(person).collect();
    let share = match rota.weeks_on_call_per_year {
        Some(weeks) => format!("{} weeks a year", weeks.round_dp(1).normalize()),
        None => "an unknown number of weeks a year".to_owned(),
    };
    let broken: Vec<&str> = rota
        .checks
        .iter()
        .filter(|check| check.status == RuleStatus::Broken)
        .map(|check| &*check.measured)
        .collect();
    let health = match broken.len() {
        0 => "it breaks no published rule that could be checked".to_owned(),
        count => {
            format!("it breaks {}: {}", plural(count, "published rule", "published rules"), broken.join("; "))
        }
    };
    let colour = if schedule.kind == ScheduleKind::Operations { OPS } else { TEAM };
    let takes_turns =
        format!("{}, {at_once} at a time, in shifts of {}", plural(people, "person", "people"), rota.shift);
    let marked = if closed.is_empty() { "" } else { "; dashed: bank holidays" };
    let picture = Picture {
        title: format!("{}: each is on call {share}", schedule.name),
        subtitle: format!("{takes_turns}, as turns fall before people swap; {health}{marked}"),
        description: format!(
            "Calendar of the schedule {} with a row for each of {takes_turns}, and a bar for each turn of {} shifts. Each is on \
             call {share}; {health}.",
            schedule.name, shifts
        ),
        currency: Some(portfolio.file().currency),
        size: (json!(640), json!({ "step": 24 })),
        data: turns,
        encoding: json!({
            "y": {
                "field": "person", "type": "nominal",
                "axis": { "title": null, "ticks": false, "domain": false, "grid": true },
                "scale": { "domain": rows, "paddingInner": 0.2, "paddingOuter": 0.1 }
            }
        }),
        layers: vec![
            json!({
                "mark": { "type": "bar", "cornerRadius": 2 },
                "encoding": {
                    "x": x, "x2": { "field": "to" }, "color": { "value": colour },
                    "tooltip": [
                        { "field": "person", "title": "On call", "type": "nominal" },
                        { "field": "shift", "title": "Shift", "type": "quantitative" },
                        position("from"), position("to"),
                    ]
                }
            }),
            json!({
                "data": { "values": closed },
                "mark": { "type": "rule", "strokeWidth": 1.5, "strokeDash": [3, 4] },
                "encoding": {
                    "x": position("day"), "y": { "field": "first", "bandPosition": 0 },
                    "y2": { "field": "last", "bandPosition": 1 }, "color": { "value": GREY },
                    "tooltip": tooltip(&[("name", "Bank holiday", "")])
                }
            }),
        ],
    };
    Ok(picture.spec())
}

/// The schedule with this name, or the first whose people are known.
fn find<'s>(schedules: &'s [Schedule], named: Option<&str>) -> Result<&'s Schedule, Problems> {
    let known = |schedule: &&Schedule| schedule.rota.participants.is_some_and(|people| people > 0);
    let Some(named) = named else {
        let of_teams = schedules.iter().filter(|schedule| schedule.kind != ScheduleKind::Operations);
        let found = of_teams.chain(schedules).find(known).or_else(|| schedules.first());
        return found.ok_or_else(|| {
            let help = "`recommend` says who is on call out of hours, and who is not";
            nothing("/services", "nobody is on call out of hours, so there is no rota to draw", help)
        });
    };
    schedules.iter().find(|schedule| *schedule.name == *named).ok_or_else(|| {
        let names: Vec<&str> = schedules.iter().map(|schedule| &*schedule.name).take(20).collect();
        let message = format!("no schedule is called `{named}`");
        let help = match names.is_empty() {
            true => "nobody is on call out of hours".to_owned(),
            false => format!("write one of {}", crate::read::words(&names)),
        };
        Problems::one(Problem::new(ProblemCode::InvalidOptions, "/schedule", message, help))
    })
}

fn person(place: usize) -> String {
    format!("person {}", place + 1)
}

/// When a shift begins and ends: in the portfolio's own days where the plan has a start, else in weeks from it.
fn times(start: Option<Date>, shift: Shift, weeks: f64, number: usize) -> Option<(Value, Value)> {
    let Some(start) = start else {
        let week = |number: usize| ((weeks * number as f64) * 10_000.0).round() / 10_000.0;
        return Some((week(number).into(), week(number + 1).into()));
    };
    let start = start.at(HANDOVER, 0, 0, 0);
    let shown = |number: usize| {
        Some(Value::from(shift.begins(start, number)?.strftime("%Y-%m-%dT%H:%M:%S").to_string()))
    };
    Some((shown(number)?, shown(number + 1)?))
}

/// Bank holidays within the turns.
fn holidays(portfolio: &Portfolio, start: Date, turns: &[Value], people: usize) -> Vec<Value> {
    let end =
        turns.last().and_then(|turn| turn.get("to")?.as_str()).map(|text| text.get(..10).unwrap_or_default());
    let Some(end) = end.and_then(|end| end.parse::<Date>().ok()) else {
        return Vec::new();
    };
    let days = portfolio.file().calendar.as_ref().map(|calendar| calendar.bank_holidays.as_slice());
    let within = days.unwrap_or_default().iter().filter(|day| (start..end).contains(*day));
    let row = |day: &Date| {
        json!({
            "day": format!("{day}T12:00:00"), "name": day.to_string(), "first": person(0), "last": person(people - 1),
        })
    };
    within.map(row).collect()
}
