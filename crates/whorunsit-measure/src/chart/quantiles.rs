//! The time to restore against the lognormal distribution that is fitted to it: a Q–Q chart.

use serde_json::{Value, json};
use whorunsit::chart::picture::{BLUE, GREY, Picture, tooltip};

use super::{Chosen, figure, lengths, nothing};
use crate::words::{figure as shown, length};

pub(super) fn draw(chosen: &Chosen<'_>) -> Result<Value, crate::Refusal> {
    let whose = chosen.whose();
    let Some(fit) = &chosen.figures.restore_fit else {
        let message = format!("fewer than three incidents{whose} were restored, or all took as long");
        return Err(nothing(message, "take a longer period with `from` and `to`, or more services"));
    };
    let data: Vec<Value> = fit
        .points
        .iter()
        .zip(fit.band())
        .map(|((fitted, observed), (low, high))| {
            json!({
                "fitted": figure(*fitted), "observed": figure(*observed), "low": figure(low), "high": figure(high),
                "expected": length(*fitted), "was": length(*observed), "between": format!("{} to {}", length(low), length(high)),
            })
        })
        .collect();
    let outside =
        fit.points.iter().zip(fit.band()).filter(|((_, was), (low, high))| was < low || was > high).count();
    let p = if fit.p_value < 0.001 { "p < 0.001".to_owned() } else { format!("p = {}", shown(fit.p_value)) };
    let title = match fit.is_doubtful() {
        true => format!("The time to restore{whose} is not lognormal ({p})"),
        false => format!("Nothing speaks against a lognormal time to restore{whose} ({p})"),
    };
    let ends: Vec<&(f64, f64)> = [fit.points.first(), fit.points.last()].into_iter().flatten().collect();
    let line: Vec<Value> = ends
        .iter()
        .map(|(fitted, _)| json!({ "fitted": figure(*fitted), "same": figure(*fitted) }))
        .collect();
    let open = match fit.open {
        0 => String::new(),
        1 => "; 1 is open and counts as at least as long".to_owned(),
        open => format!("; {open} are open and count as at least as long"),
    };
    let zero =
        if fit.zero > 0 { format!("; {} that took no time are left out", fit.zero) } else { String::new() };
    let writes = if fit.is_doubtful() { "; an estimate of it keeps the values as they are" } else { "" };
    let picture = Picture {
        description: format!(
            "Points of how long incidents{whose} took to restore against what the fitted lognormal distribution expects of \
             each, with a line where both are the same. {title}. {outside} of {} points lie outside the band in which nine \
             in ten lie.",
            fit.points.len()
        ),
        title,
        subtitle: format!(
            "{} incidents, {}, against the fitted distribution (median {}, σ of the logarithm {}); nine in ten lie in the \
             band, each by itself; Anderson–Darling {}{open}{zero}{writes}",
            fit.count - fit.open,
            chosen.when(),
            length(fit.lognormal.quantile(0.5)),
            shown(fit.lognormal.sigma),
            shown(fit.anderson_darling),
        ),
        currency: None,
        size: (json!(520), json!(420)),
        data,
        encoding: json!({
            "x": {
                "field": "fitted", "type": "quantitative", "scale": { "type": "log", "nice": false, "padding": 8 },
                "axis": lengths("Fitted: what a lognormal distribution expects")
            }
        }),
        layers: vec![
            json!({
                "mark": { "type": "area", "color": GREY, "opacity": 0.2, "tooltip": null },
                "encoding": {
                    "y": {
                        "field": "low", "type": "quantitative", "scale": { "type": "log", "nice": false, "padding": 8 },
                        "axis": lengths("Observed")
                    },
                    "y2": { "field": "high" }
                }
            }),
            json!({
                "data": { "values": line },
                "mark": { "type": "line", "color": GREY, "strokeDash": [5, 4], "strokeWidth": 1.5, "tooltip": null },
                "encoding": { "y": { "field": "same", "type": "quantitative" } }
            }),
            json!({
                "mark": { "type": "point", "filled": true, "size": 45, "color": BLUE, "opacity": 0.85 },
                "encoding": {
                    "y": { "field": "observed", "type": "quantitative" },
                    "tooltip": tooltip(&[("was", "Observed", ""), ("expected", "Fitted", ""), ("between", "Nine in ten", "")])
                }
            }),
        ],
    };
    Ok(picture.spec())
}
