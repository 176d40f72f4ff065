//! Break-even: what the transition plan has cost by the end of each month, against staying.

use serde_json::{Value, json};

use super::picture::{
    BLUE, GREY, MONEY, MONEY_LABEL, OPS, Picture, TEAM, amount, colours, legend, money_axis, stacked, text,
    tooltip,
};
use super::{need_costs, nothing};
use crate::exact::Money;
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::transition::{Today, TransitionPlan, plan};

pub(super) fn draw(portfolio: &Portfolio) -> Result<Value, Problems> {
    need_costs(portfolio)?;
    let currency = portfolio.file().currency;
    let plan = plan(portfolio)?;
    let (what, who) = match plan.today {
        Today::OpsRunIt => ("Staying with operations", "staying with operations"),
        Today::YouBuildItYouRunIt => ("Staying with product teams", "staying with product teams"),
        Today::Nothing | Today::Mixed => ("Staying as it is", "staying as it is"),
    };
    if plan.waves.is_empty() {
        let help = "`recommend` says why; the chart needs a service that others are recommended to run than run it today";
        return Err(nothing("/services", "no service changes over, so there is no plan to draw", help));
    }
    let (staying, moving) = (what, "Transition plan");
    let row = |series: &str, month: usize, cost: Money| json!({ "series": series, "month": month, "spent": amount(cost) });
    let mut data = vec![row(staying, 0, Money::ZERO), row(moving, 0, Money::ZERO)];
    for month in &plan.months {
        data.push(row(staying, month.month + 1, month.staying));
        data.push(row(moving, month.month + 1, month.cumulative));
    }
    let waves: Vec<Value> = plan
        .waves
        .iter()
        .map(|wave| {
            let teams: Vec<&str> = wave.teams.iter().map(|team| &*team.name).take(8).collect();
            let more = wave.teams.len().saturating_sub(teams.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            json!({
                "month": wave.month, "line": "A wave changes over", "teams": format!("{}{more}", teams.join(", ")),
                "once": amount(wave.one_off)
            })
        })
        .collect();
    let horizon = plan.months.len();
    let (title, outcome) = match plan.break_even_month {
        Some(month) => (
            format!("Changing over pays by the end of month {month}"),
            format!("the plan breaks even by the end of month {month}"),
        ),
        None if plan.partial => (
            "Whether changing over pays cannot be told".to_owned(),
            "whether the plan breaks even cannot be told from what is estimated".to_owned(),
        ),
        None => (
            format!("Changing over does not pay within {horizon} months"),
            format!("the plan does not break even within {horizon} months"),
        ),
    };
    let end = match plan.more_than_staying.cmp(&Money::ZERO) {
        std::cmp::Ordering::Less => {
            format!(
                "by month {horizon} it has cost {} less than staying",
                currency.short(plan.more_than_staying.size())
            )
        }
        std::cmp::Ordering::Equal => format!("by month {horizon} it has cost as much as staying"),
        std::cmp::Ordering::Greater => {
            format!(
                "by month {horizon} it has cost {} more than staying",
                currency.short(plan.more_than_staying)
            )
        }
    };
    let mut marks: Vec<Value> = Vec::new();
    let reached =
        plan.break_even_month.and_then(|month| Some((month, plan.months.get(month.checked_sub(1)?)?)));
    if let Some((month, costs)) = reached {
        let label = format!("breaks even in month {month}");
        marks.push(json!({
            "month": month, "spent": amount(costs.cumulative), "label": label, "difference": amount(costs.difference)
        }));
    }
    let left = reached.is_some_and(|(month, _)| month * 2 > horizon);
    let partial = if plan.partial { "; amounts that are not estimated are left out" } else { "" };
    let picture = Picture {
        title,
        subtitle: format!(
            "Cumulative cost in {currency}, premium and loss together, discounted; {end}; dashed: a wave of teams changes over, numbered below, where the plan less staying is{partial}"
        ),
        description: format!(
            "Two rising lines of cumulative cost over {horizon} months, of the transition plan and of {who}, \
             with a vertical line for each of {} waves of teams. In words: {outcome}; {end}.",
            plan.waves.len()
        ),
        currency: Some(currency),
        size: (json!(640), json!(300)),
        data,
        encoding: json!({
            "x": {
                "field": "month", "type": "quantitative", "scale": { "nice": false },
                "axis": { "title": null, "labels": false, "tickMinStep": 3, "grid": false }
            }
        }),
        layers: vec![
            json!({
                "data": { "values": waves },
                "mark": { "type": "rule", "strokeWidth": 1.5, "strokeDash": [3, 4] },
                "encoding": {
                    "color": { "value": GREY },
                    "tooltip": tooltip(&[
                        ("month", "Month", "d"), ("teams", "Teams that change over", ""), ("once", "One-off cost", MONEY),
                    ])
                }
            }),
            json!({
                "mark": { "type": "line", "strokeWidth": 3, "point": { "size": 20, "filled": true } },
                "encoding": {
                    "y": {
                        "field": "spent", "type": "quantitative", "scale": { "zero": true },
                        "axis": money_axis("Cumulative cost")
                    },
                    "color": {
                        "field": "series", "type": "nominal", "legend": legend(None),
                        "scale": colours([(staying, OPS), (moving, TEAM)])
                    },
                    "tooltip": tooltip(&[
                        ("series", "Course", ""), ("month", "By the end of month", "d"), ("spent", "Has cost", MONEY),
                    ])
                }
            }),
            json!({
                "data": { "values": marks },
                "mark": { "type": "point", "shape": "diamond", "size": 220, "filled": true, "opacity": 1 },
                "encoding": {
                    "y": { "field": "spent", "type": "quantitative" }, "color": { "value": BLUE },
                    "tooltip": tooltip(&[
                        ("label", "Break-even", ""), ("spent", "The plan has cost", MONEY),
                        ("difference", "Against staying", MONEY),
                    ])
                }
            }),
            json!({
                "data": { "values": marks },
                "mark": { "type": "rule", "strokeWidth": 1.5, "tooltip": null },
                "encoding": { "color": { "value": BLUE } }
            }),
            json!({
                "data": { "values": marks },
                "mark": text(if left { "right" } else { "left" }, "top", if left { -8 } else { 8 }, 8),
                "encoding": { "y": { "value": 0 }, "text": { "field": "label", "type": "nominal" } }
            }),
        ],
    };
    Ok(stacked(picture.spec(), difference(&plan, horizon)))
}

/// How high the panel is.
const HEIGHT: u32 = 130;

/// The most waves that are numbered.
const NUMBERED: usize = 12;

/// The plan less staying, month by month, in a panel of its own: as a part of both it would hardly be seen.
fn difference(plan: &TransitionPlan, horizon: usize) -> Value {
    let first = json!({ "month": 0, "difference": 0 });
    let months = plan
        .months
        .iter()
        .map(|month| json!({ "month": month.month + 1, "difference": amount(month.difference) }));
    let months: Vec<Value> = [first].into_iter().chain(months).collect();
    let waves: Vec<Value> = plan
        .waves
        .iter()
        .enumerate()
        .map(|(place, wave)| {
            let label = if plan.waves.len() <= NUMBERED { (place + 1).to_string() } else { String::new() };
            json!({ "month": wave.month, "label": label })
        })
        .collect();
    json!({
        "height": HEIGHT,
        "data": { "values": months },
        "encoding": {
            "x": {
                "field": "month", "type": "quantitative", "scale": { "nice": false, "domain": [0, horizon] },
                "axis": { "title": "Months from the start", "tickMinStep": 3, "format": "d", "grid": false }
            }
        },
        "layer": [
            {
                "data": { "values": waves },
                "mark": { "type": "rule", "strokeWidth": 1.5, "strokeDash": [3, 4], "tooltip": null },
                "encoding": { "color": { "value": GREY } }
            },
            {
                "data": { "values": waves },
                "mark": text("left", "bottom", 4, -3),
                "encoding": { "y": { "value": HEIGHT }, "text": { "field": "label", "type": "nominal" } }
            },
            {
                "mark": { "type": "rule", "strokeWidth": 1.5, "tooltip": null },
                "data": { "values": [{ "zero": 0, "month": 0, "last": horizon }] },
                "encoding": {
                    "x2": { "field": "last" }, "y": { "field": "zero", "type": "quantitative" }, "color": { "value": GREY }
                }
            },
            {
                "mark": { "type": "line", "strokeWidth": 3, "point": { "size": 20, "filled": true } },
                "encoding": {
                    "y": {
                        "field": "difference", "type": "quantitative", "scale": { "zero": true },
                        "axis": { "title": "Difference", "labelExpr": MONEY_LABEL, "tickCount": 4 }
                    },
                    "color": { "value": BLUE },
                    "tooltip": tooltip(&[("month", "By the end of month", "d"), ("difference", "The plan less staying", MONEY)])
                }
            }
        ]
    })
}
