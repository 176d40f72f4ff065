//! The rework rate of teams, week by week.

use serde_json::{Value, json};
use whorunsit::chart::picture::{
    AMBER, BLUE, GREEN, GREY, PURPLE, Picture, SKY, VERMILLION, colours, legend, text, tooltip,
};
use whorunsit::plural;

use super::{figure, nothing, time};
use crate::delivery::{Work, WorkFigures};
use crate::problem::{Refusal, did_you_mean, quoted};
use crate::review::grows;
use crate::words::{figure as shown, interval, percent};

/// A line for each of so many teams.
const COLOURS: [&str; 6] = [BLUE, VERMILLION, GREEN, PURPLE, AMBER, SKY];

const UNNAMED: &str = "items without a team";

pub(super) fn draw(work: Option<&Work>, team: Option<&str>) -> Result<Value, Refusal> {
    let Some(work) = work else {
        return Err(nothing("rework is a matter of work items", "review with an export of `work`"));
    };
    let mut teams: Vec<&WorkFigures> = work.teams.iter().filter(|team| !team.weeks.is_empty()).collect();
    if let Some(wanted) = team {
        let names = || work.teams.iter().filter_map(|team| team.team.as_deref());
        teams.retain(|team| team.team.as_deref() == Some(wanted));
        if teams.is_empty() {
            let all =
                || format!("those with work items are {}", names().take(40).collect::<Vec<_>>().join(", "));
            let help = did_you_mean(wanted, names(), all);
            let message = format!("no work item is of a team `{}`", quoted(wanted));
            return Err(Refusal::new("unknown-team", message, help));
        }
    }
    if teams.is_empty() {
        let help = "take another period with `from` and `to`";
        return Err(nothing("no work item was finished or created in the period", help));
    }
    // Those with most items have lines of their own.
    teams.sort_by_key(|team| std::cmp::Reverse(team.all));
    let all = teams.len();
    teams.truncate(COLOURS.len());
    let mut data = Vec::new();
    for team in &teams {
        let name = name(team);
        data.extend(team.weeks.iter().map(|week| {
            json!({
                "week": week.week.to_string(), "team": name, "rate": figure(100.0 * week.unplanned as f64 / week.all as f64),
                "items": format!("{} of {}", week.unplanned, week.all),
            })
        }));
    }
    let rate = |team: &&&WorkFigures| team.rework_rate.map_or(0.0, |rate| rate.estimate);
    let greatest = teams.iter().rev().max_by(|one, other| rate(one).total_cmp(&rate(other)));
    let growing: Vec<&&WorkFigures> = teams.iter().filter(|team| grows(team)).collect();
    let (most, its) = greatest.map_or((UNNAMED, String::new()), |team| {
        (name(team), team.rework_rate.map_or_else(|| "none".to_owned(), |rate| percent(rate.estimate)))
    });
    let title = match growing.as_slice() {
        [] if teams.len() == 1 => {
            format!("Unplanned work of {most}, {its} of all, does not grow beyond chance")
        }
        [] => format!("No team's unplanned work grows beyond chance; {most} has most, {its} of all"),
        [one] => {
            let by = one.trend.map_or_else(String::new, |trend| {
                format!(" by {} points a week ({})", shown(trend.estimate), interval(&trend, shown))
            });
            format!("Unplanned work of {} grows{by}", name(one))
        }
        many => {
            let names: Vec<&str> = many.iter().map(|team| name(team)).collect();
            format!("Unplanned work of {} grows", names.join(", "))
        }
    };
    let left_out = if all > teams.len() {
        format!("; {} teams with fewer items are not drawn", all - teams.len())
    } else {
        String::new()
    };
    let threshold = work.threshold_percent.map(|most| {
        let label = format!("threshold {} %", shown(most));
        json!({ "rate": figure(most), "label": label })
    });
    let items: u64 = teams.iter().map(|team| team.all).sum();
    let picture = Picture {
        description: format!(
            "Lines of the share of unplanned work items a week of {}. {title}.",
            plural(teams.len(), "team", "teams")
        ),
        title,
        subtitle: format!(
            "Items labelled {} ÷ all, by the week in which they were finished; {}; trends are least squares, with 90 % \
             intervals{left_out}",
            work.unplanned_labels.join(", "),
            plural(items, "item", "items"),
        ),
        currency: None,
        size: (json!(640), json!(320)),
        data,
        encoding: json!({}),
        layers: layers(&teams, threshold),
    };
    Ok(picture.spec())
}

fn layers(teams: &[&WorkFigures], threshold: Option<Value>) -> Vec<Value> {
    let scale = colours(teams.iter().zip(COLOURS).map(|(team, colour)| (name(team), colour)));
    let mut layers = vec![json!({
        "mark": { "type": "line", "strokeWidth": 2, "point": { "size": 45, "filled": true } },
        "encoding": {
            "x": {
                "field": "week", "type": "temporal",
                "axis": time("Week from")
            },
            "y": {
                "field": "rate", "type": "quantitative", "scale": { "domainMin": 0 },
                "axis": { "title": "Unplanned, of all items of the week", "labelExpr": "format(datum.value, '~g') + ' %'", "tickCount": 6 }
            },
            "color": { "field": "team", "type": "nominal", "legend": legend(None), "scale": scale },
            "tooltip": tooltip(&[
                ("team", "Team", ""), ("week", "Week from", ""), ("items", "Unplanned", ""), ("rate", "Percent", ".1f"),
            ])
        }
    })];
    if let Some(threshold) = threshold {
        layers.push(json!({
            "data": { "values": [threshold] },
            "mark": { "type": "rule", "color": GREY, "strokeDash": [5, 4], "strokeWidth": 1.5, "tooltip": null },
            "encoding": { "y": { "field": "rate", "type": "quantitative" } }
        }));
        layers.push(json!({
            "data": { "values": [threshold] },
            "mark": text("right", "bottom", -2, -3),
            "encoding": {
                "x": { "value": "width" }, "y": { "field": "rate", "type": "quantitative" },
                "text": { "field": "label", "type": "nominal" }
            }
        }));
    }
    layers
}

fn name(team: &WorkFigures) -> &str {
    team.team.as_deref().unwrap_or(UNNAMED)
}
