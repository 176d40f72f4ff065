//! The map: which model of a service is cheaper, by exposure and incidents a year.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::nothing;
use super::picture::{
    GREY, MONEY, Picture, amount, legend, model_colours, money_axis, number, tooltip, years,
};
use super::tornado::outcome;
use crate::exact::{Money, float};
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::sensitivity::OneService;

/// From a power of two to the next in eight equal steps.
const STEPS: [Decimal; 8] = [
    Decimal::ONE,
    Decimal::from_parts(1_090_507_733, 0, 0, false, 9),
    Decimal::from_parts(1_189_207_115, 0, 0, false, 9),
    Decimal::from_parts(1_296_839_555, 0, 0, false, 9),
    Decimal::from_parts(1_414_213_562, 0, 0, false, 9),
    Decimal::from_parts(1_542_210_825, 0, 0, false, 9),
    Decimal::from_parts(1_681_792_831, 0, 0, false, 9),
    Decimal::from_parts(1_834_008_086, 0, 0, false, 9),
];

/// By how much a column reaches into the next one.
const OVERLAP: Decimal = Decimal::from_parts(1_002, 0, 0, false, 3);

/// Half such a step.
const HALF_STEP: Decimal = Decimal::from_parts(1_044_273_782, 0, 0, false, 9);

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

    // Columns so narrow that their borders look like a line.
    let mut edges: Vec<Decimal> = grid
        .iter()
        .take_while(|cell| cell.exposure_per_hour == first.exposure_per_hour)
        .map(|cell| cell.incidents_per_year)
        .collect();
    let end = edges.pop();
    let times = |rate: Decimal, step: Decimal| rate.checked_mul(step).unwrap_or(rate);
    let edges: Vec<Decimal> =
        edges.iter().flat_map(|rate| STEPS.map(|step| times(*rate, step))).chain(end).collect();
    let rates: Vec<Decimal> =
        edges.iter().take(edges.len().saturating_sub(1)).map(|edge| times(*edge, HALF_STEP)).collect();
    let reach = (first.exposure_per_hour.amount(), last.exposure_per_hour.amount());
    let stretches = service.stretches(&rates, reach)?;
    let mut areas = Vec::new();
    for (column, (from, to)) in stretches.iter().zip(edges.iter().zip(edges.iter().skip(1))) {
        for stretch in column {
            let cents = |exposure: f64| (exposure * 100.0).round() / 100.0;
            areas.push(json!({
                // A little over the next one, so that no gap shows.
                "from": number(from.round_dp(9)), "to": number(times(*to, OVERLAP).round_dp(9)),
                "bottom": cents(stretch.from), "top": cents(stretch.to), "cheaper": stretch.cheaper.name(),
            }));
        }
    }
    let cells: Vec<Value> = grid
        .iter()
        .map(|cell| {
            json!({
                "rate": number(cell.incidents_per_year), "exposure": amount(cell.exposure_per_hour),
                "outcome": outcome(cell.difference, currency),
            })
        })
        .collect();
    let whisker_ends = |ends: Option<(Decimal, Decimal)>, mean: Decimal| {
        let (low, high) = ends.unwrap_or((mean, mean));
        let (least, most) = (mean / Decimal::from(16), mean * Decimal::from(16));
        (number(low.clamp(least, most)), number(high.clamp(least, most)))
    };
    let (exposure_ends, incident_ends) = service.ends();
    let (rate_low, rate_high) = whisker_ends(incident_ends, incidents);
    let (exposure_low, exposure_high) = whisker_ends(exposure_ends, exposure);
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
    // What every column says, as far as all say the same.
    let models: Vec<Vec<OperatingModel>> =
        stretches.iter().map(|column| column.iter().map(|stretch| stretch.cheaper).collect()).collect();
    let both: Vec<_> = models.iter().filter(|column| column.len() > 1).collect();
    let decided = match both.first().map(|column| column.as_slice()) {
        None if models.iter().all(|column| Some(column) == models.first()) => {
            "one model is cheaper on all of the map".to_owned()
        }
        Some([below, above]) if both.iter().all(|column| column.as_slice() == [*below, *above]) => {
            format!("above the border {} is cheaper, below it {}", above.name(), below.name())
        }
        _ => "which model is cheaper changes more than once with the exposure, as targets and schedules do"
            .to_owned(),
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
        data: areas,
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
            json!({
                "mark": { "type": "rect", "opacity": 1, "tooltip": null, "clip": true },
                "encoding": {
                    "x": { "field": "from", "type": "quantitative" }, "x2": { "field": "to" },
                    "y": { "field": "bottom", "type": "quantitative" }, "y2": { "field": "top" },
                    "color": { "field": "cheaper", "type": "nominal" }
                }
            }),
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
