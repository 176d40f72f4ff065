//! The burn-down of an error budget, quarter by quarter.

use jiff::civil::Date;
use serde_json::{Value, json};
use whorunsit::chart::picture::{BLUE, GREY, Picture, legend, text, tooltip};

use super::{Chosen, clock, figure, nothing, time};
use crate::budget::{BudgetPart, outages};
use crate::incidents::Incident;
use crate::period::Part;
use crate::words::{figure as shown, length};

/// About how many points a line has at most.
const MOST_POINTS: usize = 1500;

/// More quarters have no room for what they used.
const MOST_LABELS: usize = 10;

const LEFT: &str = "left of the budget";
const EVENLY: &str = "used up evenly";

pub(super) fn draw(chosen: &Chosen<'_>) -> Result<Value, crate::Refusal> {
    let budgets = &chosen.measured.budgets;
    let most = |one: &&crate::ServiceBudget, other: &&crate::ServiceBudget| {
        one.budget.used_percent.total_cmp(&other.budget.used_percent)
    };
    let of = match &chosen.service {
        Some((name, _)) => budgets.iter().find(|of| *of.service == **name),
        // The first of those that used as much.
        None => budgets.iter().rev().max_by(most),
    };
    let Some(of) = of else {
        let (message, help) = match (&chosen.service, chosen.portfolio) {
            _ if chosen.measured.is_silent() => (
                "none of the incidents is of a service of the portfolio".to_owned(),
                "`names` in a mapping says what the portfolio calls a service of the export",
            ),
            (Some((name, _)), Some(_)) => (
                format!("`{name}` is no service of the portfolio, so it has no target"),
                "name another service",
            ),
            _ => ("an error budget needs targets".to_owned(), "name the `portfolio` that has them"),
        };
        return Err(nothing(message, help));
    };
    let (name, budget) = (&*of.service, &of.budget);
    let wanted = crate::context::plain(name);
    let its =
        |one: &&Incident| one.service.as_ref().is_some_and(|name| crate::context::plain(name) == wanted);
    let incidents: Vec<&Incident> = chosen.measured.incidents.iter().filter(its).collect();
    let outages = outages(&incidents, chosen.period());
    let quarters: Vec<(&BudgetPart, i64, i64)> = chosen
        .period()
        .parts(Part::Quarter)
        .into_iter()
        .filter_map(|(from, start, end)| {
            let part = budget.parts.iter().find(|part| part.part == Part::Quarter && part.from == from)?;
            Some((part, start, end))
        })
        .filter(|(_, start, end)| end > start)
        .collect();
    let Some((last, _, _)) = quarters.last() else {
        return Err(nothing("the period holds no time", "take a longer one with `from` and `to`"));
    };
    // The tolerable seconds of each second.
    let share = budget.tolerable_seconds / chosen.period().seconds().max(1) as f64;
    let step = outages.len().div_ceil(MOST_POINTS / 2).max(1);
    let mut data = Vec::new();
    let mut gone: Vec<(usize, i64)> = Vec::new();
    for (index, (part, start, end)) in quarters.iter().enumerate() {
        let quarter = quarter(part.from);
        let tolerable = share * (end - start) as f64;
        let left = |unavailable: f64| figure(100.0 * (1.0 - unavailable / tolerable));
        let mut point = |at: i64, unavailable: f64| {
            let left = left(unavailable);
            data.push(
                json!({ "at": clock(chosen.period(), at), "left": left, "quarter": quarter, "line": LEFT }),
            );
        };
        point(*start, 0.0);
        let mut unavailable = 0_i64;
        for (number, (from, to)) in outages.iter().enumerate() {
            let (from, to) = (*from.max(start), *to.min(end));
            if to <= from {
                continue;
            }
            if number % step == 0 {
                point(from, unavailable as f64);
            }
            let before = unavailable as f64;
            unavailable += to - from;
            if before < tolerable && unavailable as f64 >= tolerable {
                gone.push((index, from + (tolerable - before) as i64));
            }
            if number % step == 0 {
                point(to, unavailable as f64);
            }
        }
        point(*end, unavailable as f64);
        for (at, left) in [(start, 100), (end, 0)] {
            data.push(json!({ "at": clock(chosen.period(), *at), "left": left, "quarter": quarter, "line": EVENLY }));
        }
    }
    // The last quarter that was overspent, else the last.
    let overspent = quarters.iter().enumerate().rev().find(|(_, (part, ..))| part.used_percent > 100.0);
    let used = |part: &BudgetPart| shown((part.used_percent * 10.0).round() / 10.0);
    let title = match overspent {
        Some((index, (part, ..))) => {
            let when =
                gone.iter().find(|(of, _)| *of == index).and_then(|(_, at)| chosen.period().civil(*at));
            let gone = when.map_or_else(String::new, |when| format!(": it was gone on {}", day(when.date())));
            format!("{name} used {} % of its error budget of {}{gone}", used(part), quarter(part.from))
        }
        None => {
            let left = shown(((100.0 - last.used_percent) * 10.0).round() / 10.0);
            format!("{name} has {left} % of its error budget of {} left", quarter(last.from))
        }
    };
    let all = quarters.len();
    let missed = quarters.iter().filter(|(part, ..)| part.used_percent > 100.0).count();
    let quarters_missed = match (missed, all) {
        (_, 1) => String::new(),
        (0, all) => format!("; none of {all} quarters used it up"),
        (missed, all) => format!("; {missed} of {all} quarters used it up"),
    };
    let marks: Vec<Value> = quarters
        .iter()
        .filter(|_| all <= MOST_LABELS)
        .map(|(part, start, end)| {
            json!({
                "at": clock(chosen.period(), *start + (end - start) / 2), "left": 100,
                "label": [quarter(part.from), format!("{} %", used(part))],
            })
        })
        .collect();
    let others = if chosen.service.is_none() && budgets.len() > 1 {
        format!("; of {} services it used most of its own", budgets.len())
    } else {
        String::new()
    };
    let said: Vec<String> = quarters
        .iter()
        .map(|(part, ..)| format!("{} of {} used", quarter(part.from), used(part) + " %"))
        .collect();
    let picture = Picture {
        description: format!(
            "Line of what was left of the error budget of {name}, from 100 % at the beginning of each quarter. {title}. {}.",
            said.join(", ")
        ),
        title,
        subtitle: format!(
            "What is left of the unavailability that {} % tolerates, {} in the time from {}{quarters_missed}{others}",
            budget.target,
            length(budget.tolerable_seconds),
            chosen.when(),
        ),
        currency: None,
        size: (json!(640), json!(320)),
        data,
        encoding: json!({}),
        layers: layers(&marks, &chosen.period().time_zone),
    };
    Ok(picture.spec())
}

fn layers(marks: &[Value], zone: &str) -> Vec<Value> {
    // What each quarter used stands between the legend and the chart.
    let mut above = legend(None);
    if let (Some(above), false) = (above.as_object_mut(), marks.is_empty()) {
        above.insert("offset".to_owned(), 42.into());
    }
    vec![
        json!({
            "data": { "values": [{ "left": 0 }] },
            "mark": { "type": "rule", "color": GREY, "strokeWidth": 1, "tooltip": null },
            "encoding": { "y": { "field": "left", "type": "quantitative" } }
        }),
        json!({
            "mark": { "type": "line", "strokeWidth": 2.5 },
            "encoding": {
                "x": {
                    "field": "at", "type": "temporal",
                    "axis": time(&format!("Time ({zone})"))
                },
                "y": {
                    "field": "left", "type": "quantitative",
                    "axis": { "title": "Left of the quarter's error budget", "labelExpr": "format(datum.value, ',') + ' %'", "tickCount": 6 }
                },
                "detail": { "field": "quarter", "type": "nominal" },
                "color": {
                    "field": "line", "type": "nominal", "legend": above,
                    "scale": { "domain": [LEFT, EVENLY], "range": [BLUE, GREY] }
                },
                "strokeDash": {
                    "field": "line", "type": "nominal", "legend": above,
                    "scale": { "domain": [LEFT, EVENLY], "range": [[1, 0], [5, 4]] }
                },
                "tooltip": tooltip(&[("quarter", "Quarter", ""), ("line", "It is", ""), ("left", "Percent left", ",.1f")])
            }
        }),
        json!({
            "data": { "values": marks },
            "mark": text("center", "bottom", 0, -20),
            "encoding": {
                "x": { "field": "at", "type": "temporal" }, "y": { "field": "left", "type": "quantitative" },
                "text": { "field": "label", "type": "nominal" }
            }
        }),
    ]
}

/// `Q2 2026`.
fn quarter(from: Date) -> String {
    format!("Q{} {}", (from.month() - 1) / 3 + 1, from.year())
}

/// `3 April`.
fn day(date: Date) -> String {
    date.strftime("%-d %B").to_string()
}
