//! The waterfall: from what one strategy costs to what another does, by cost type.

use serde_json::{Value, json};

use super::costs::{PARTS, of_strategy};
use super::picture::{
    BLUE, GREY, MONEY, PURPLE, Picture, amount, beside_bars, colours, legend, money_axis, tooltip, years,
};
use super::{ChartOptions, need_costs, nothing};
use crate::assignment::Strategy;
use crate::exact::Money;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::resolve::Portfolio;

const TOTAL: &str = "Cost of a strategy";
const MORE: &str = "costs more";
const LESS: &str = "costs less";

pub(super) fn draw(portfolio: &Portfolio, options: ChartOptions<'_>) -> Result<Value, Problems> {
    need_costs(portfolio)?;
    let currency = portfolio.file().currency;
    let (from, to) = (
        options.against.unwrap_or(Strategy::AllOpsRunIt),
        options.strategy.unwrap_or(Strategy::HybridAtScale),
    );
    if from == to {
        let message = format!("`{}` is both ends of the waterfall", to.as_str());
        let help = "write `against` and `strategy` as two different strategies";
        return Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, "/against", message, help)));
    }
    let known = |strategy| {
        of_strategy(portfolio, strategy)?.ok_or_else(|| {
            let help = "give standby pay, and both models of a service their costs";
            nothing("", "what the strategy of least cost comes to is not known", help)
        })
    };
    let ((before, lacks), (after, lacks_too)) = (known(from)?, known(to)?);
    let (first, last) = (Money::total(before)?, Money::total(after)?);
    let (first_name, last_name) = (from.name(), to.name());

    let (mut bars, mut labels, mut said) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows: Vec<&str> = Vec::new();
    let mut row = |step: &'static str, kind: &str, at: Money, until: Money, label: String| {
        let change = until.minus(at)?;
        bars.push(json!({
            "step": step, "kind": kind, "from": amount(at), "to": amount(until), "amount": amount(change)
        }));
        labels.push(json!({ "step": step, "end": amount(at.max(until)), "label": label }));
        rows.push(step);
        Ok::<(), Problems>(())
    };
    row(first_name, TOTAL, Money::ZERO, first, currency.short(first))?;
    let mut at = first;
    for ((part, _), (before, after)) in PARTS.iter().zip(before.into_iter().zip(after)) {
        let change = after.minus(before)?;
        if change.is_zero() {
            continue;
        }
        let until = at.plus(change)?;
        let (kind, sign) = if change > Money::ZERO { (MORE, "+") } else { (LESS, "") };
        let label = format!("{sign}{}", currency.short(change));
        said.push(format!("{part} {label}"));
        row(part, kind, at, until, label)?;
        at = until;
    }
    row(last_name, TOTAL, Money::ZERO, last, currency.short(last))?;
    if bars.iter().all(|bar| bar.get("from") == bar.get("to")) {
        let help =
            "give incidents a year, hourly costs and standby pay; `check` and `compare` name what is missing";
        return Err(nothing("", "no cost is estimated, so every bar would be empty", help));
    }
    // From each bar to the next, at the amount that both have.
    let links = bars
        .iter()
        .zip(bars.iter().skip(1))
        .map(|(bar, next)| json!({ "step": bar.get("step"), "next": next.get("step"), "at": bar.get("to") }));
    let links: Vec<Value> = links.collect();
    let saved = first.minus(last)?;
    let title = match saved.cmp(&Money::ZERO) {
        std::cmp::Ordering::Equal => format!("{last_name} costs as much as {first_name}"),
        std::cmp::Ordering::Greater => {
            format!("{last_name} costs {} less than {first_name}", currency.short(saved))
        }
        std::cmp::Ordering::Less => {
            format!("{last_name} costs {} more than {first_name}", currency.short(saved.size()))
        }
    };
    let years = years(portfolio.costs.discounting.years);
    let unknown = if lacks || lacks_too { "; amounts that are not estimated are left out" } else { "" };
    let y = json!({
        "field": "step", "type": "nominal",
        "axis": { "title": null, "labelLimit": 280, "ticks": false, "domain": false },
        "scale": { "domain": rows, "paddingInner": 0.3, "paddingOuter": 0.15 }
    });
    let picture = Picture {
        subtitle: format!("Cost {years} in {currency}, and what each cost type adds or takes away{unknown}"),
        description: format!(
            "Waterfall from what {first_name} costs {years}, {}, to what {last_name} does, {}. {}.",
            currency.short(first),
            currency.short(last),
            if said.is_empty() { "No cost type differs".to_owned() } else { said.join(", ") }
        ),
        title,
        currency: Some(currency),
        size: (json!(640), json!({ "step": 40 })),
        data: bars,
        encoding: json!({ "y": y }),
        layers: vec![
            json!({
                "data": { "values": links },
                "mark": { "type": "rule", "strokeWidth": 1, "tooltip": null },
                "encoding": {
                    "y": { "field": "step", "type": "nominal" }, "y2": { "field": "next" },
                    "x": { "field": "at", "type": "quantitative" }, "color": { "value": GREY }
                }
            }),
            json!({
                "mark": { "type": "bar" },
                "encoding": {
                    "x": {
                        "field": "from", "type": "quantitative", "scale": { "zero": true },
                        "axis": money_axis(&format!("Cost {years}"))
                    },
                    "x2": { "field": "to" },
                    "color": {
                        "field": "kind", "type": "nominal", "legend": legend(None),
                        "scale": colours([(TOTAL, GREY), (MORE, PURPLE), (LESS, BLUE)])
                    },
                    "tooltip": tooltip(&[("step", "What", ""), ("kind", "It", ""), ("amount", "Amount", MONEY)])
                }
            }),
            beside_bars(&labels, "end"),
        ],
    };
    Ok(picture.spec())
}
