//! The density of a service's difference: in how many trials You Build It You Run It costs how much more or less.

use serde_json::{Value, json};

use super::nothing;
use super::picture::{
    BLUE, MONEY, Picture, amount, legend, model_colours, money_axis, named_lines, sides, tooltip, years,
};
use crate::exact::money;
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::{OPS_RUN_IT, OperatingModel, YOU_BUILD_IT_YOU_RUN_IT};
use crate::sensitivity::{OneService, cheaper};
use crate::simulation::{SimulationOptions, chance, simulate};
use crate::wording::grouped;

/// About how many bars there are.
const BARS: f64 = 60.0;

/// The fewest trials that bars are drawn of.
const FEWEST: usize = 200;

pub(super) fn draw(
    portfolio: &Portfolio,
    service: &OneService<'_>,
    options: SimulationOptions<'_>,
) -> Result<Value, Problems> {
    let currency = portfolio.file().currency;
    let name = service.name().to_owned();
    let mut drawn: Vec<f64> = Vec::new();
    let simulation = simulate(
        portfolio,
        options.draws(|draws| {
            if **draws.name == *name {
                drawn = draws.difference.unwrap_or_default().to_vec();
            }
        }),
    )?;
    let found = simulation.services.iter().find(|service| *service.name == *name);
    let known = found.and_then(|found| {
        let percents = found.you_build_it_cheaper_percent.zip(found.tied_percent)?;
        Some((found.difference.as_ref()?, percents))
    });
    let Some((spread, (team_percent, tied))) = known else {
        let help = "give it `incidents_per_year`, and both models a response, standby pay and hourly costs";
        let message = format!("the difference between the models of `{name}` cannot be simulated");
        return Err(nothing(&format!("/services/{}", service.index), message, help));
    };
    if drawn.len() < FEWEST {
        let message = format!("{} trials are too few to draw a density from", drawn.len());
        return Err(nothing("/trials", message, "ask for at least 1000 trials"));
    }
    drawn.sort_unstable_by(f64::total_cmp);
    let at = |part: f64| drawn.get((part * (drawn.len() - 1) as f64) as usize).copied().unwrap_or_default();
    // One trial in fifty is beyond the picture: tails would leave no room for the rest.
    let (low, high) = (at(0.01), at(0.99));
    if high <= low {
        let help = "write what is not known as an estimate, such as incidents_per_year = { low = 1, likely = 3, high = 8 }";
        let message = format!("nearly all trials of `{name}` come to the same difference");
        return Err(nothing(&format!("/services/{}", service.index), message, help));
    }
    // Zero is an edge, so that no bar is on both sides of it.
    let width = (high - low) / BARS;
    let (first, last) = ((low / width).floor() as i64, (high / width).ceil() as i64);
    let trials = drawn.len() as f64;
    let below = |edge: f64| drawn.partition_point(|sample| *sample < edge);
    let mut bars = Vec::new();
    for bar in first..last {
        let (from, to) = (bar as f64 * width, (bar + 1) as f64 * width);
        let percent = (below(to) - below(from)) as f64 / trials * 100.0;
        let model = if bar < 0 { OperatingModel::YouBuildItYouRunIt } else { OperatingModel::OpsRunIt };
        bars.push(json!({
            "from": amount(money(from, currency)), "to": amount(money(to, currency)),
            "percent": (percent * 1_000.0).round() / 1_000.0, "cheaper": model.name(),
        }));
    }
    let mean = spread.exact_mean.unwrap_or(spread.mean);
    let years = years(portfolio.costs.discounting.years);
    let ops_percent =
        (rust_decimal::Decimal::ONE_HUNDRED - team_percent - tied).max(rust_decimal::Decimal::ZERO);
    let (often, percent) = match team_percent >= ops_percent {
        true => (OperatingModel::YouBuildItYouRunIt, team_percent),
        false => (OperatingModel::OpsRunIt, ops_percent),
    };
    let on_average = match cheaper(mean) {
        None => "both cost the same on average".to_owned(),
        Some(model) if model == often => {
            format!("it is cheaper by {} on average", currency.short(mean.size()))
        }
        Some(model) => format!(
            "yet {} is cheaper by {} on average, as few trials in which it saves much outweigh the many",
            model.name(),
            currency.short(mean.size())
        ),
    };
    let ends = (spread.p5, spread.p95);
    let lines = [
        json!({ "x": amount(mean), "line": format!("mean {}", currency.short(mean)) }),
        json!({ "x": 0, "line": "both cost the same" }),
    ];
    let range = format!("{} to {}", currency.short(ends.0), currency.short(ends.1));
    let picture = Picture {
        title: format!("{} is cheaper for {name} with a probability of {}", often.name(), chance(percent)),
        subtitle: format!(
            "{YOU_BUILD_IT_YOU_RUN_IT} less {OPS_RUN_IT} {years} in {currency}, in {} simulated trials; {on_average}; nine \
             trials in ten are between the ends of the line at the top, {range}; one in fifty lies beyond the edges",
            grouped(simulation.trials)
        ),
        description: format!(
            "Bars of how many trials come to which difference in cost between the models of {name}, the trials in which \
             {YOU_BUILD_IT_YOU_RUN_IT} is cheaper on the left. {} is cheaper with a probability of {}; {on_average}. Nine trials \
             in ten are from {range}.",
            often.name(),
            chance(percent),
        ),
        currency: Some(currency),
        size: (json!(640), json!(300)),
        data: bars,
        encoding: json!({}),
        layers: vec![
            json!({
                "mark": { "type": "bar", "binSpacing": 0 },
                "encoding": {
                    "x": {
                        "field": "from", "type": "quantitative", "scale": { "zero": true },
                        "axis": money_axis(&sides(" · difference · "))
                    },
                    "x2": { "field": "to" }, "y2": { "datum": 0 },
                    "y": {
                        "field": "percent", "type": "quantitative",
                        "axis": { "title": "Trials in each bar, in percent", "tickCount": 5, "format": "~g" }
                    },
                    "color": {
                        "field": "cheaper", "type": "nominal", "scale": model_colours(),
                        "legend": legend(Some("Cheaper model"))
                    },
                    "tooltip": tooltip(&[
                        ("from", "Difference from", MONEY), ("to", "to", MONEY),
                        ("percent", "Trials in percent", ".3~f"), ("cheaper", "Cheaper", ""),
                    ])
                }
            }),
            named_lines(&lines),
            json!({
                "data": { "values": [{ "from": amount(ends.0), "to": amount(ends.1), "range": range }] },
                "mark": { "type": "rule", "strokeWidth": 4 },
                "encoding": {
                    "x": { "field": "from", "type": "quantitative" }, "x2": { "field": "to" }, "y": { "value": 8 },
                    "color": { "value": BLUE }, "tooltip": tooltip(&[("range", "Nine trials in ten", "")])
                }
            }),
        ],
    };
    Ok(picture.spec())
}
