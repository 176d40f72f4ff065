//! The map: which model of a service is cheaper, by exposure and incidents a year.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::nothing;
use super::picture::{
    GREY, MONEY, Picture, amount, legend, model_colours, money_axis, number, tooltip, years,
};
use super::tornado::outcome;
use crate::problem::Problems;
use crate::selection::OperatingModel;
use crate::sensitivity::OneService;
use crate::simulation::float;
use crate::{Money, Portfolio};

/// From a power of two to the next in four equal steps.
const STEPS: [Decimal; 4] = [
    Decimal::ONE,
    Decimal::from_parts(1_189_207_115, 0, 0, false, 9),
    Decimal::from_parts(1_414_213_562, 0, 0, false, 9),
    Decimal::from_parts(1_681_792_831, 0, 0, false, 9),
];

pub(super) fn draw(portfolio: &Portfolio, service: &OneService<'_>) -> Result<Value, Problems> {
    let currency = portfolio.file().currency;
    let name = service.name();
    let grid = service.grid()?;
    let (Some((exposure, incidents)), Some(first), Some(last)) = (service.means(), grid.first(), grid.last())
    else {
        let help = "give it an exposure and incidents a year above zero";
        let message = format!("incidents of `{name}` lose nothing, whatever they are");
        return Err(nothing(&format!("/services/{}", service.index), message, help));
    };
    let (lowest, highest) = (float(first.exposure_per_hour.amount()), float(last.exposure_per_hour.amount()));
    if lowest <= 0.0 {
        let message = format!("the exposure of `{name}` is too small for a map of a sixteenth of it");
        return Err(nothing(
            &format!("/services/{}/exposure_per_hour", service.index),
            message,
            "give a larger one",
        ));
    }

    // The difference is a straight line in the exposure: two points of it tell where it is zero.
    let mut columns = Vec::new();
    let mut team_above = true;
    let mut rates: Vec<Decimal> = grid.iter().take(9).map(|cell| cell.incidents_per_year).collect();
    let end = rates.pop();
    let rates =
        rates.iter().flat_map(|rate| STEPS.map(|step| rate.checked_mul(step).unwrap_or(*rate))).chain(end);
    for rate in rates {
        let at = |exposure: Money| service.at(exposure.amount(), rate).map(|money| float(money.amount()));
        let (low, high) = (at(first.exposure_per_hour)?, at(last.exposure_per_hour)?);
        if high > low {
            team_above = false;
        }
        let root = if (high - low).abs() > 0.0 {
            lowest - low * (highest - lowest) / (high - low)
        } else if low < 0.0 {
            lowest
        } else {
            highest
        };
        columns.push(json!({
            "rate": number(rate.round_dp(9)), "split": (root.clamp(lowest, highest) * 100.0).round() / 100.0,
            "bottom": lowest, "top": highest
        }));
    }
    let (below, above) = match team_above {
        true => (OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt),
        false => (OperatingModel::YouBuildItYouRunIt, OperatingModel::OpsRunIt),
    };
    let area = |from: &str, to: &str, model: OperatingModel| {
        json!({
            "mark": { "type": "area", "opacity": 1, "tooltip": null, "clip": true },
            "encoding": {
                "y": { "field": from, "type": "quantitative" }, "y2": { "field": to },
                "color": { "datum": model.name(), "type": "nominal" }
            }
        })
    };
    let cells: Vec<Value> = grid
        .iter()
        .map(|cell| {
            json!({
                "rate": number(cell.incidents_per_year), "exposure": amount(cell.exposure_per_hour),
                "outcome": outcome(cell.difference, currency),
            })
        })
        .collect();
    let reach = |ends: Option<(Decimal, Decimal)>, mean: Decimal| {
        let (low, high) = ends.unwrap_or((mean, mean));
        let (least, most) = (mean / Decimal::from(16), mean * Decimal::from(16));
        (number(low.clamp(least, most)), number(high.clamp(least, most)))
    };
    let (exposure_ends, incident_ends) = service.ends();
    let (rate_low, rate_high) = reach(incident_ends, incidents);
    let (exposure_low, exposure_high) = reach(exposure_ends, exposure);
    let now = json!({
        "rate": number(incidents), "exposure": number(exposure), "label": "expected",
        "rate low": rate_low, "rate high": rate_high, "exposure low": exposure_low, "exposure high": exposure_high,
        "outcome": outcome(service.difference, currency),
    });
    let tips = tooltip(&[
        ("exposure", "Exposure an hour", MONEY),
        ("rate", "Incidents a year", ",.3~f"),
        ("outcome", "Outcome", ""),
    ]);
    let position = json!({
        "x": { "field": "rate", "type": "quantitative" }, "y": { "field": "exposure", "type": "quantitative" }
    });
    let with = |extra: &[(&str, Value)]| {
        let mut encoding = position.clone();
        if let Some(encoding) = encoding.as_object_mut() {
            encoding.extend(extra.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
        }
        encoding
    };
    let whisker = |end: &str, low: &str, high: &str| {
        json!({
            "data": { "values": [now] },
            "mark": { "type": "rule", "strokeWidth": 2, "stroke": "white", "tooltip": null },
            "encoding": with(&[
                (end, json!({ "field": low, "type": "quantitative" })),
                (if end == "x" { "x2" } else { "y2" }, json!({ "field": high })),
            ])
        })
    };
    let decided = match columns.iter().all(|column| column.get("split") == column.get("bottom"))
        || columns.iter().all(|column| column.get("split") == column.get("top"))
    {
        true => "one model is cheaper on all of the map".to_owned(),
        false => format!("above the border {} is cheaper, below it {}", above.name(), below.name()),
    };
    let years = years(portfolio.costs.discounting.years);
    let picture = Picture {
        title: format!("Which model of {name} is cheaper {years}"),
        subtitle: format!(
            "By exposure ({currency} an hour) and incidents a year, on logarithmic scales around what is expected (diamond; \
             white lines: how far it may be off); {decided}"
        ),
        description: format!(
            "Map of which operating model of {name} is cheaper {years}, with incidents a year to the right and exposure an \
             hour upwards; {decided}. At the expected {} incidents a year and {} an hour, {}.",
            incidents.round_dp(2).normalize(),
            currency.short(Money::from_number(exposure)),
            outcome(service.difference, currency),
        ),
        currency,
        size: (json!(560), json!(400)),
        data: columns,
        encoding: json!({
            "x": {
                "field": "rate", "type": "quantitative",
                "scale": { "type": "log", "nice": false, "domain": [number(first.incidents_per_year), number(last.incidents_per_year)] },
                "axis": { "title": "Incidents a year", "format": ",~g", "tickCount": 6, "grid": false }
            },
            "y": {
                "type": "quantitative",
                "scale": { "type": "log", "nice": false, "domain": [lowest, highest] },
                "axis": money_log_axis(&format!("Exposure, in {currency} an hour"))
            },
            "color": { "type": "nominal", "scale": model_colours(), "legend": legend(Some("Cheaper model")) }
        }),
        layers: vec![
            area("bottom", "split", below),
            area("split", "top", above),
            json!({
                "data": { "values": cells },
                "mark": { "type": "square", "size": 1600, "opacity": 0, "clip": true },
                "encoding": with(&[("color", json!({ "value": GREY })), ("tooltip", tips.clone())])
            }),
            whisker("x", "rate low", "rate high"),
            whisker("y", "exposure low", "exposure high"),
            json!({
                "data": { "values": [now] },
                "mark": { "type": "point", "shape": "diamond", "size": 220, "filled": true, "opacity": 1, "stroke": "black", "strokeWidth": 1.5 },
                "encoding": with(&[("color", json!({ "value": "white" })), ("tooltip", tips)])
            }),
        ],
    };
    Ok(picture.spec())
}

fn money_log_axis(title: &str) -> Value {
    let mut axis = money_axis(title);
    if let Some(axis) = axis.as_object_mut() {
        axis.insert("grid".to_owned(), false.into());
    }
    axis
}
