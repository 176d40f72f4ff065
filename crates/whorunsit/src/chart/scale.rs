//! The scale curve: what standby costs as teams are added, under three policies.

use serde_json::{Value, json};

use super::nothing;
use super::picture::{BLUE, MONEY, OPS, Picture, TEAM, amount, colours, legend, money_axis, text, tooltip};
use crate::on_call::{ScaleCost, ScalePoint};
use crate::problem::Problems;
use crate::recommendation::schedules;
use crate::resolve::Portfolio;

/// About how many points a curve has at most.
const MOST_POINTS: usize = 200;

/// A policy: its name, its colour, and its cost at a point.
type Policy = (&'static str, &'static str, fn(&ScalePoint) -> &ScaleCost);

const POLICIES: [Policy; 3] = [
    ("Every team has a schedule: R(n)", BLUE, |point| &point.every_team),
    ("Schedules chosen on exposure", TEAM, |point| &point.on_exposure),
    ("Operations run everything: R(1)", OPS, |point| &point.operations),
];

pub(super) fn draw(portfolio: &Portfolio) -> Result<Value, Problems> {
    let currency = portfolio.file().currency;
    let points = schedules(portfolio)?.scale;
    if points.is_empty() {
        let help = "add [[teams]], and name the `team` of each service";
        return Err(nothing("/teams", "no team owns a service, so there is nothing to scale", help));
    }
    let step = points.len().div_ceil(MOST_POINTS);
    let shown = || points.iter().enumerate().filter(|(at, _)| at % step == 0 || at + 1 == points.len());
    let (mut data, mut ends, mut said, mut left_out) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, _, of) in POLICIES {
        let before = data.len();
        data.extend(shown().filter_map(|(_, point)| {
            let cost = of(point).standby_cost_per_year?;
            Some(json!({
                "policy": name, "teams": point.teams, "standby": amount(cost), "schedules": of(point).schedules
            }))
        }));
        let last = points.last().and_then(|point| Some((point.teams, of(point).standby_cost_per_year?)));
        match last {
            Some((teams, cost)) if data.len() > before => {
                let label = currency.short(cost);
                said.push(format!("{name}: {label} a year."));
                ends.push(json!({ "teams": teams, "standby": amount(cost), "label": label }));
            }
            _ => left_out.push(name),
        }
    }
    if !data.iter().any(|row| row.get("standby").and_then(Value::as_f64).is_some_and(|standby| standby > 0.0))
    {
        let help = "add `standby` or a `preset` to [on_call.product_teams] and to [on_call.operations]";
        return Err(nothing("/on_call", "no standby is paid, so every policy costs the same", help));
    }
    // Labels at the ends of curves that meet would cover each other.
    ends.dedup_by(|a, b| a.get("standby") == b.get("standby"));
    let count = points.len();
    let unknown = if left_out.is_empty() {
        String::new()
    } else {
        format!("; standby pay is missing for: {}", left_out.join(", "))
    };
    let both = |point: &ScalePoint| {
        point.on_exposure.standby_cost_per_year.zip(point.every_team.standby_cost_per_year)
    };
    let is_above = points.iter().filter_map(both).any(|(chosen, every)| chosen > every);
    let above = match is_above {
        true => {
            "; schedules on exposure may cost more than R(n) where teams are few: they have operations' rotas beside them"
        }
        false => "",
    };
    let title = match points.last().and_then(both) {
        Some((chosen, every)) if chosen < every => format!(
            "Schedules chosen on exposure cost {} a year less than one for every team",
            currency.short(every.minus(chosen)?)
        ),
        Some((chosen, every)) if chosen > every => format!(
            "Schedules chosen on exposure, with operations' rotas, cost {} a year more than one for every team",
            currency.short(chosen.minus(every)?)
        ),
        Some(_) => "Schedules chosen on exposure cost as much as one for every team".to_owned(),
        None => "What standby costs as teams are added".to_owned(),
    };
    let policies = POLICIES.iter().filter(|(name, ..)| !left_out.contains(name));
    let series = |field: &str, title: &str| {
        json!({
            "x": {
                "field": "teams", "type": "quantitative", "scale": { "nice": false, "domainMin": 1 },
                "axis": { "title": "Teams, in the order of the portfolio", "tickMinStep": 1, "format": ",d", "grid": false }
            },
            "y": { "field": field, "type": "quantitative", "scale": { "zero": true }, "axis": money_axis(title) }
        })
    };
    let picture = Picture {
        title,
        subtitle: format!(
            "Standby of a planning year in {currency}, with the first n teams that own services{above}{unknown}"
        ),
        description: format!(
            "Curves of what standby costs a year with 1 to {count} teams, under three policies. With all {count}: {}",
            said.join(" ")
        ),
        currency: Some(currency),
        size: (json!(600), json!(360)),
        data,
        encoding: series("standby", "Standby a year"),
        layers: vec![
            json!({
                "mark": {
                    "type": "line", "strokeWidth": 3, "tooltip": null,
                    "point": if count <= 60 { json!({ "size": 60, "filled": true }) } else { false.into() }
                },
                "encoding": {
                    "color": {
                        "field": "policy", "type": "nominal", "legend": legend(None),
                        "scale": colours(policies.map(|(name, colour, _)| (*name, *colour)))
                    },
                    "tooltip": tooltip(&[
                        ("policy", "Policy", ""), ("teams", "Teams", ",d"), ("schedules", "Schedules and rotas", ",d"),
                        ("standby", "Standby a year", MONEY),
                    ])
                }
            }),
            json!({
                "data": { "values": ends },
                "mark": text("left", "middle", 8, 0),
                "encoding": { "text": { "field": "label", "type": "nominal" } }
            }),
        ],
    };
    Ok(picture.spec())
}
