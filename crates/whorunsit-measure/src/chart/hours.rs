//! Incidents by the hour of the week in which they began, against working hours.

use serde_json::{Value, json};
use whorunsit::chart::picture::{Picture, tooltip};
use whorunsit::plural;

use super::{Chosen, nothing};
use crate::period::{Hours, minute_of_week};
use crate::words::{percent, percent_interval};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) fn draw(chosen: &Chosen<'_>) -> Result<Value, crate::Refusal> {
    let measured = chosen.measured;
    let mut counts = vec![0_u32; 168];
    for civil in chosen.incidents().filter_map(|one| chosen.period().civil(one.opened)) {
        if let Some(count) = counts.get_mut(minute_of_week(civil) / 60) {
            *count += 1;
        }
    }
    // A service of the portfolio may have hours of its own.
    let own = chosen.portfolio.zip(chosen.service.as_ref()).and_then(|(portfolio, (name, _))| {
        let place = portfolio.file().services.iter().position(|service| *service.name == **name)?;
        let hours = Hours::of(portfolio.calendar_of(place));
        Some((0..168).map(|hour| hours.works_at_hour(hour)).collect::<Vec<_>>())
    });
    let worked = own.as_ref().unwrap_or(&measured.worked_hours);
    let Some(share) = chosen.figures.out_of_hours.filter(|_| chosen.figures.incidents > 0) else {
        let message = format!("no incident{} began from {}", chosen.whose(), chosen.when());
        return Err(nothing(message, "take another period with `from` and `to`"));
    };
    let out_of_week = 1.0 - worked.iter().filter(|worked| **worked).count() as f64 / 168.0;
    let (found, of_week) = (percent(share.estimate), percent(out_of_week));
    let whose = chosen.whose();
    let title = match (share.low, share.high) {
        (Some(low), _) if low > out_of_week => {
            format!(
                "Incidents{whose} begin more often out of hours: {found} of them, in {of_week} of the week"
            )
        }
        (_, Some(high)) if high < out_of_week => {
            let (found, of_week) = (percent(1.0 - share.estimate), percent(1.0 - out_of_week));
            format!(
                "Incidents{whose} begin more often in working hours: {found} of them, in {of_week} of the week"
            )
        }
        _ => format!(
            "Incidents{whose} begin at any hour: {found} of them out of hours, in {of_week} of the week"
        ),
    };
    let differ = own.is_none()
        && chosen.portfolio.is_some_and(|portfolio| {
            let numbers =
                (0..portfolio.file().services.len()).map(|place| portfolio.calendar_of(place).number());
            let numbers: Vec<u32> = numbers.collect();
            numbers.iter().any(|number| Some(number) != numbers.first())
        });
    let differ = if differ { "; a service with a calendar of its own counts by that" } else { "" };
    let greatest = counts.iter().copied().max().unwrap_or(1).max(1);
    let cells: Vec<Value> = counts
        .iter()
        .zip(worked)
        .enumerate()
        .map(|(hour, (count, worked))| {
            json!({
                "day": DAYS.get(hour / 24).unwrap_or(&""), "hour": hour % 24, "incidents": count,
                "label": if *count > 0 { count.to_string() } else { String::new() },
                "worked": if *worked { "working hours" } else { "out of hours" },
            })
        })
        .collect();
    let (busiest, most) = counts.iter().enumerate().rev().max_by_key(|(_, count)| **count).unwrap_or((0, &0));
    let picture = Picture {
        description: format!(
            "Table of the hours of a week, darker where more of {} began. {title}. Most, {most}, began on {} in the hour \
             from {}:00.",
            plural(chosen.figures.incidents, "incident", "incidents"),
            DAYS.get(busiest / 24).unwrap_or(&""),
            busiest % 24,
        ),
        title,
        subtitle: format!(
            "{} by the hour in which they began ({}), {}; framed hours are worked; {} began out of hours, nine times in ten \
             {}{differ}",
            plural(chosen.figures.incidents, "incident", "incidents"),
            chosen.period().time_zone,
            chosen.when(),
            percent(share.estimate),
            percent_interval(&share),
        ),
        currency: None,
        size: (json!(640), json!({ "step": 30 })),
        data: cells,
        encoding: json!({
            "x": {
                "field": "hour", "type": "ordinal",
                "axis": { "title": "Hour", "labelAngle": 0, "ticks": false, "domain": false, "grid": false },
                "scale": { "paddingInner": 0.06, "paddingOuter": 0 }
            },
            "y": {
                "field": "day", "type": "ordinal",
                "axis": { "title": null, "ticks": false, "domain": false, "grid": false },
                "scale": { "domain": DAYS, "paddingInner": 0.06, "paddingOuter": 0 }
            }
        }),
        layers: vec![
            json!({
                "mark": { "type": "rect", "strokeWidth": 1.5 },
                "encoding": {
                    "color": {
                        "field": "incidents", "type": "quantitative", "legend": null,
                        "scale": { "domain": [0, f64::from(greatest) / 2.0, greatest], "range": ["#eef4fa", "#0072B2", "#003a5c"] }
                    },
                    "stroke": { "condition": { "test": "datum.worked == 'working hours'", "value": "#E69F00" }, "value": null },
                    "tooltip": tooltip(&[
                        ("day", "Day", ""), ("hour", "From", "d"), ("incidents", "Incidents", "d"), ("worked", "It is", ""),
                    ])
                }
            }),
            json!({
                "mark": { "type": "text", "fontSize": 11, "tooltip": null },
                "encoding": {
                    "text": { "field": "label", "type": "nominal" },
                    "color": {
                        "condition": { "test": format!("datum.incidents > {}", f64::from(greatest) * 0.3), "value": "white" },
                        "value": "#1a1a1a"
                    }
                }
            }),
        ],
    };
    Ok(picture.spec())
}
