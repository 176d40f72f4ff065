//! Exceedance curves: how likely a year loses more than an amount, under both.

use serde_json::{Value, json};

use super::picture::{
    MONEY, OPS, Picture, TEAM, amount, colours, legend, model_colours, money_axis, number, tooltip,
};
use super::{need_costs, nothing};
use crate::exact::Money;
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::simulation::{Risk, SimulationOptions, simulate};

/// Labels of the axis of probability: `1 % (one year in 100)`.
const PERCENT_LABEL: &str = "format(datum.value, '~g') + ' %' + \
    (datum.value <= 20 ? ' (one year in ' + format(100 / datum.value, ',~g') + ')' : '')";

pub(super) fn draw(
    portfolio: &Portfolio,
    service: Option<usize>,
    options: SimulationOptions<'_>,
) -> Result<Value, Problems> {
    need_costs(portfolio)?;
    let file = portfolio.file();
    let simulation = simulate(portfolio, options)?;
    let named = service.and_then(|service| file.services.get(service)).map(|service| &service.name);
    let ops = OperatingModel::OpsRunIt.name();
    let team = OperatingModel::YouBuildItYouRunIt.name();
    let (curves, of, scale) = match named {
        Some(name) => {
            let found = simulation.services.iter().find(|service| service.name == *name);
            let curves = found.and_then(|service| {
                let [theirs, ours] = [&service.ops_run_it, &service.you_build_it_you_run_it];
                Some([(ops, theirs.year_loss.as_ref()?), (team, ours.year_loss.as_ref()?)])
            });
            (curves, format!("{name} under both models"), model_colours())
        }
        None => {
            let [all_ops, ours] = ["All Ops Run It", "Recommended"];
            let portfolio = &simulation.portfolio;
            let curves =
                portfolio.all_ops_run_it.year_loss.as_ref().zip(portfolio.hybrid_at_scale.year_loss.as_ref());
            let curves = curves.map(|(theirs, recommended)| [(all_ops, theirs), (ours, recommended)]);
            (curves, "the whole portfolio".to_owned(), colours([(all_ops, OPS), (ours, TEAM)]))
        }
    };
    let Some(curves) = curves else {
        let help = "give `incidents_per_year` to the services, and [response.ops-run-it] and \
                    [response.you-build-it-you-run-it] to the portfolio";
        let message = match named {
            Some(name) => format!("`{name}` cannot be simulated"),
            None => "the whole portfolio cannot be simulated: a service lacks its incidents or a response"
                .to_owned(),
        };
        return Err(nothing("/services", message, help));
    };
    if curves.iter().any(|(_, risk)| risk.exceedance.len() < 2) {
        let message = format!("{} trials are too few to draw a curve from", simulation.trials);
        return Err(nothing("/trials", message, "ask for at least 1000 trials"));
    }
    let lost = |risk: &Risk| risk.exceedance.iter().any(|point| point.loss > Money::ZERO);
    if !curves.iter().any(|(_, risk)| lost(risk)) {
        let help = "give the services an exposure and incidents a year above zero";
        return Err(nothing("/services", format!("incidents of {of} lose nothing"), help));
    }
    let data = curves.iter().flat_map(|(name, risk)| {
        risk.exceedance.iter().map(move |point| {
            json!({ "series": name, "percent": number(point.percent), "year": amount(point.loss) })
        })
    });
    let data: Vec<Value> = data.collect();
    let rarest = curves.iter().flat_map(|(_, risk)| &risk.exceedance).map(|point| point.percent).min();
    let rarest = rarest.unwrap_or_default();
    let ticks = [100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1];
    let said = curves.map(|(name, risk)| {
        format!(
            "{name}: one year in two loses more than {}, one in twenty more than {}.",
            file.currency.short(risk.spread.p50),
            file.currency.short(risk.value_at_risk_95)
        )
    });
    let picture = Picture {
        title: "How likely a year of incidents loses more than an amount".to_owned(),
        subtitle: format!(
            "For {of}: probability in percent, on a logarithmic scale, by loss in {}; {} simulated trials",
            file.currency, simulation.trials
        ),
        description: format!(
            "Two falling curves: how likely a year of incidents loses more than an amount, for {of}. {}",
            said.join(" ")
        ),
        currency: file.currency,
        size: (json!(640), json!(380)),
        data,
        encoding: json!({
            "x": {
                "field": "year", "type": "quantitative", "scale": { "zero": true },
                "axis": money_axis(&format!("Loss of a year, in {}", file.currency))
            },
            "y": {
                "field": "percent", "type": "quantitative",
                "scale": { "type": "log", "domain": [number(rarest), 100], "nice": false },
                "axis": {
                    "title": "Probability of losing more, in percent", "values": ticks,
                    "labelExpr": PERCENT_LABEL, "labelLimit": 240
                }
            },
            "color": { "field": "series", "type": "nominal", "scale": scale, "legend": legend(None) }
        }),
        layers: vec![
            json!({ "mark": { "type": "line", "strokeWidth": 3, "interpolate": "monotone", "tooltip": null } }),
            json!({
                "mark": { "type": "point", "filled": true, "size": 50, "opacity": 1 },
                "encoding": {
                    "shape": { "field": "series", "type": "nominal", "scale": { "range": ["circle", "square"] }, "legend": null },
                    "tooltip": tooltip(&[
                        ("series", "Model", ""), ("percent", "Probability in percent", "~g"),
                        ("year", "Loses more than", MONEY),
                    ])
                }
            }),
        ],
    };
    Ok(picture.spec())
}
