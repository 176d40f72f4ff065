//! Exceedance curves: how likely a year loses more than an amount, under both.

use serde_json::{Value, json};

use super::picture::{
    MONEY, OPS, Picture, TEAM, amount, colours, legend, model_colours, money_axis, number, tooltip,
};
use super::{need_costs, nothing};
use crate::assignment::Strategy;
use crate::exact::{Money, float, money};
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::simulation::{Risk, SimulationOptions, order_statistics, simulate};
use crate::wording::grouped;

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
    let drawn_of = service.and_then(|service| file.services.get(service)).map(|service| &service.name);
    // What each trial lost: of a service under both models, of the portfolio with operations and as recommended.
    let mut years: [Vec<f64>; 2] = Default::default();
    let simulation = simulate(
        portfolio,
        options.draws(|draws| {
            if drawn_of.is_some_and(|name| name != draws.name) {
                return;
            }
            let [ops, team] = draws.year_loss;
            let second = match drawn_of {
                None if draws.operating_model == OperatingModel::OpsRunIt => ops,
                _ => team,
            };
            let first_service = years.iter().all(Vec::is_empty) || drawn_of.is_some();
            for (sums, losses) in years.iter_mut().zip([ops, second]) {
                if first_service {
                    *sums = losses.to_vec();
                } else {
                    sums.iter_mut().zip(losses).for_each(|(sum, loss)| *sum += loss);
                }
            }
        }),
    )?;
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
            let [all_ops, ours] = [Strategy::AllOpsRunIt, Strategy::HybridAtScale].map(Strategy::name);
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
    let heavy = curves.iter().any(|(_, risk)| is_heavy(risk));
    years.iter_mut().for_each(|sums| sums.sort_unstable_by(f64::total_cmp));
    let (mut data, mut band) = (Vec::new(), Vec::new());
    for ((name, risk), sorted) in curves.iter().zip(&years) {
        for point in &risk.exceedance {
            // A logarithmic axis has no zero.
            if heavy && point.loss <= Money::ZERO {
                continue;
            }
            data.push(
                json!({ "series": name, "percent": number(point.percent), "year": amount(point.loss) }),
            );
            if let Some((low, high)) = interval(sorted, float(point.percent))
                && (low > 0.0 || !heavy)
            {
                let shown = |loss| amount(money(loss, file.currency));
                band.push(json!({
                    "series": name, "percent": number(point.percent), "low": shown(low), "high": shown(high)
                }));
            }
        }
    }
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
    let [theirs, ours] = &curves;
    let twentieth = |(_, risk): &(&str, &Risk)| file.currency.short(risk.value_at_risk_95);
    let axes =
        if heavy { "both on logarithmic scales, as the tail is heavy" } else { "on a logarithmic scale" };
    let picture = Picture {
        title: format!(
            "One year in twenty loses more than {} {}, {} {}",
            twentieth(ours),
            under(ours.0),
            twentieth(theirs),
            under(theirs.0)
        ),
        subtitle: format!(
            "How likely a year of incidents loses more than an amount in {}, {axes}, for {of}; {} simulated trials; shaded: where \
             the curve would be 95 times in 100",
            file.currency,
            grouped(simulation.trials)
        ),
        description: format!(
            "Two falling curves: how likely a year of incidents loses more than an amount, for {of}. {}",
            said.join(" ")
        ),
        currency: Some(file.currency),
        size: (json!(640), json!(380)),
        data,
        encoding: json!({
            "x": {
                "field": "year", "type": "quantitative",
                "scale": if heavy { json!({ "type": "log" }) } else { json!({ "zero": true }) },
                "axis": money_axis("Loss of a year")
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
            json!({
                "data": { "values": band },
                "mark": { "type": "area", "orient": "horizontal", "opacity": 0.25, "interpolate": "monotone", "tooltip": null },
                "encoding": { "x": { "field": "low", "type": "quantitative" }, "x2": { "field": "high" } }
            }),
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

/// What a curve is under, in a sentence.
fn under(name: &str) -> String {
    match name {
        name if name == Strategy::HybridAtScale.name() => format!("as {}", name.to_lowercase()),
        name => format!("under {name}"),
    }
}

/// Whether the rare years of a curve would leave no room for the usual ones.
fn is_heavy(risk: &Risk) -> bool {
    /// How much more the rarest year of the curve loses than the usual one.
    const HEAVY: f64 = 30.0;
    let losses = || risk.exceedance.iter().map(|point| float(point.loss.amount())).filter(|loss| *loss > 0.0);
    let usual = Some(float(risk.spread.p50.amount())).filter(|loss| *loss > 0.0);
    let usual = usual.or_else(|| losses().min_by(f64::total_cmp));
    usual.zip(losses().max_by(f64::total_cmp)).is_some_and(|(usual, rarest)| rarest > HEAVY * usual)
}

/// Between which losses the point of a curve lies 95 times in 100; `None` where there are too few trials to tell.
fn interval(sorted: &[f64], percent: f64) -> Option<(f64, f64)> {
    let (low, high) = order_statistics(1.0 - percent / 100.0, sorted.len())?;
    Some((*sorted.get(low)?, *sorted.get(high)?))
}
