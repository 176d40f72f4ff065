//! The tornado: what each uncertain input of a service does to the difference between the models.

use serde_json::{Value, json};

use super::nothing;
use super::picture::{
    GREY, MONEY, PURPLE, Picture, amount, colours, legend, money_axis, named_lines, sides, text, tooltip,
    years,
};
use crate::currency::Currency;
use crate::exact::Money;
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};
use crate::sensitivity::{OneService, Swing, cheaper};
use crate::wording::{capital, plural};

pub(super) fn draw(portfolio: &Portfolio, service: &OneService<'_>) -> Result<Value, Problems> {
    let currency = portfolio.file().currency;
    let name = service.name();
    let swings = service.tornado()?;
    let swings: Vec<&Swing> = swings.iter().filter(|swing| !swing.swing.is_zero()).collect();
    let Some(widest) = swings.first() else {
        let help = "write what is not known as an estimate, such as incidents_per_year = { low = 1, likely = 3, high = 8 }";
        let message = format!("no uncertain input of `{name}` changes the difference between the models");
        return Err(nothing(&format!("/services/{}", service.index), message, help));
    };
    let (low, high) = ("at the low end of the input", "at its high end");
    let mut data = Vec::new();
    for swing in &swings {
        let input = capital(&swing.words);
        let range = format!("{} to {}", swing.short(swing.low, currency), swing.short(swing.high, currency));
        for (end, at, value) in
            [(low, swing.difference_at_low, swing.low), (high, swing.difference_at_high, swing.high)]
        {
            // Towards zero on the left, away from it on the right: the label stands outside the bar.
            let left = at < service.difference;
            data.push(json!({
                "input": format!("{input}: {range}"), "end": end, "from": amount(service.difference),
                "at": amount(at), "value": swing.short(value, currency),
                "label": if left { String::new() } else { currency.short(at) },
                "label before": if left { currency.short(at) } else { String::new() },
                "outcome": outcome(at, currency),
            }));
        }
    }
    let inputs: Vec<String> =
        data.iter().step_by(2).filter_map(|row| Some(row.get("input")?.as_str()?.to_owned())).collect();
    let years = years(portfolio.costs.discounting.years);
    let y = json!({
        "field": "input", "type": "nominal",
        "axis": { "title": null, "labelLimit": 360, "ticks": false, "domain": false },
        "scale": { "domain": inputs, "paddingInner": 0.35, "paddingOuter": 0.5 }
    });
    let label = |field: &str, align: &str, dx: i32| {
        json!({
            "mark": text(align, "middle", dx, 0),
            "encoding": {
                "x": { "field": "at", "type": "quantitative" }, "y": y, "text": { "field": field, "type": "nominal" }
            }
        })
    };
    let lines = [
        json!({ "x": amount(service.difference), "line": format!("expected {}", currency.short(service.difference)) }),
        json!({ "x": 0, "line": "both cost the same" }),
    ];
    let flipping: Vec<&&Swing> = swings.iter().filter(|swing| swing.flips).collect();
    let flips = match flipping.as_slice() {
        [] => format!("None of these inputs changes by itself which model is cheaper for {name}"),
        [one] => format!("{} alone can change which model is cheaper for {name}", capital(&one.words)),
        all => format!("{} inputs can each change which model is cheaper for {name}", all.len()),
    };
    let (_, certain, all) = OneService::uncertain(portfolio)?;
    let certain = match certain {
        0 => String::new(),
        certain => format!("; {certain} of {} no uncertain input of their own", have(all)),
    };
    let picture = Picture {
        subtitle: format!(
            "{YOU_BUILD_IT_YOU_RUN_IT} less {OPS_RUN_IT} {years}, in {currency}, as one input at a time takes its ends{certain}"
        ),
        description: format!(
            "Bars of how far each uncertain input of {name} moves the difference in cost between the models, the widest \
             first. With every input at its mean, {}. {} moves it most, from {} to {}. {flips}.",
            outcome(service.difference, currency),
            capital(&widest.words),
            currency.short(widest.difference_at_low),
            currency.short(widest.difference_at_high),
        ),
        title: flips,
        currency: Some(currency),
        size: (json!(560), json!({ "step": 52 })),
        data,
        encoding: json!({}),
        layers: vec![
            json!({
                "mark": { "type": "bar" },
                "encoding": {
                    "y": y, "x": {
                        "field": "from", "type": "quantitative", "scale": { "zero": true, "padding": 60 },
                        "axis": money_axis(
                            &sides(" · difference · ")
                        )
                    },
                    "x2": { "field": "at" },
                    "color": {
                        "field": "end", "type": "nominal", "scale": colours([(low, GREY), (high, PURPLE)]),
                        "legend": legend(Some("Difference"))
                    },
                    "tooltip": tooltip(&[
                        ("input", "Input", ""), ("value", "Its value", ""), ("at", "Difference", MONEY),
                        ("outcome", "Then", ""),
                    ])
                }
            }),
            label("label", "left", 6),
            label("label before", "right", -6),
            named_lines(&lines),
        ],
    };
    Ok(picture.spec())
}

/// `1 service has`, `3 services have`.
fn have(count: usize) -> String {
    format!("{} {}", plural(count, "service", "services"), if count == 1 { "has" } else { "have" })
}

/// Which model is cheaper, and by how much.
pub(super) fn outcome(difference: Money, currency: Currency) -> String {
    match cheaper(difference) {
        None => "both models cost the same".to_owned(),
        Some(model) => format!("{} is cheaper by {}", model.name(), currency.short(difference.size())),
    }
}
