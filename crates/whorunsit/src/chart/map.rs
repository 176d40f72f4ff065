//! The map: which model of a service is cheaper, by exposure and incidents a year.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::nothing;
use super::picture::{
    MONEY, MONEY_LABEL, OPS, Picture, TEAM, amount, money_axis, number, sides, tooltip, years,
};
use super::tornado::outcome;
use crate::exact::{Money, float, from_float};
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::{OPS_RUN_IT, OperatingModel, YOU_BUILD_IT_YOU_RUN_IT};
use crate::sensitivity::{OneService, Stretch, cheaper};

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

/// Cells of colours across, and upwards.
const COLUMNS: u32 = 16;
const ROWS: u32 = 16;

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
    let contour = contour(&rates, &stretches);
    // Cells for the colours: coarser than the border between them, which is a line of its own.
    let columns = cell_edges(first.incidents_per_year, last.incidents_per_year, COLUMNS);
    let rows = cell_edges(reach.0, reach.1, ROWS);
    let middles = |edges: &[(Decimal, Decimal)]| -> Vec<Decimal> {
        edges
            .iter()
            .map(|(from, to)| from_float((float(*from) * float(*to)).sqrt()).unwrap_or(*from))
            .collect()
    };
    let surface = service.surface(&middles(&columns), &middles(&rows))?;
    let (mut areas, mut most) = (Vec::new(), Money::ZERO);
    for (row, (bottom, top)) in surface.iter().zip(&rows) {
        for (difference, (from, to)) in row.iter().zip(&columns) {
            most = most.max(difference.size());
            areas.push(json!({
                // A little over the next one, so that no gap shows.
                "from": number(*from), "to": number(times(*to, OVERLAP).round_dp(9)),
                "bottom": number(*bottom), "top": number(times(*top, OVERLAP).round_dp(9)),
                "difference": amount(difference.booked(currency)),
            }));
        }
    }
    let most = float(most.amount()).max(1.0);
    let bands = &portfolio.file().exposure_bands;
    let bands: Vec<Value> = bands
        .iter()
        .filter(|band| band.max_per_hour.amount() > reach.0 && band.max_per_hour.amount() < reach.1)
        .map(|band| {
            json!({
                "limit": amount(band.max_per_hour), "rate": number(first.incidents_per_year),
                "most": number(last.incidents_per_year),
                "label": format!("up to {}: {} %", currency.short(band.max_per_hour), band.availability),
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
            "mark": { "type": "rule", "strokeWidth": 2, "stroke": "black", "tooltip": null },
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
    let limits = if bands.is_empty() { "" } else { "; dashed: limits of exposure bands" };
    let years = years(portfolio.costs.discounting.years);
    let picture = Picture {
        title: match cheaper(service.difference) {
            None => format!("Both models of {name} cost the same as expected"),
            Some(model) => format!(
                "{} is cheaper for {name} as expected, by {}",
                model.name(),
                currency.short(service.difference.size())
            ),
        },
        subtitle: format!(
            "{YOU_BUILD_IT_YOU_RUN_IT} less {OPS_RUN_IT} {years} in {currency}, by exposure and incidents a year, on logarithmic scales \
             around what is expected (diamond; black lines: how far it may be off); {decided}{limits}"
        ),
        description: format!(
            "Map of which operating model of {name} is cheaper {years}, with incidents a year to the right and exposure an \
             hour upwards; {decided}. At the expected {} incidents a year and {} an hour, {}.",
            incidents.round_dp(2).normalize(),
            currency.short(Money::from_number(exposure)),
            outcome(service.difference, currency),
        ),
        currency: Some(currency),
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
                "axis": money_log_axis("Exposure an hour")
            }
        }),
        layers: vec![
            json!({
                "mark": { "type": "rect", "opacity": 1, "tooltip": null, "clip": true },
                "encoding": {
                    "x": { "field": "from", "type": "quantitative" }, "x2": { "field": "to" },
                    "y": { "field": "bottom", "type": "quantitative" }, "y2": { "field": "top" },
                    "color": {
                        "field": "difference", "type": "quantitative",
                        // Both products of the axes span powers of ten; near zero the scale is straight.
                        "scale": {
                            "type": "symlog", "constant": most / 10_000.0, "domain": [-most, 0, most],
                            "range": [TEAM, "#f4f4f4", OPS]
                        },
                        "legend": {
                            "title": sides(" · "), "orient": "top",
                            "direction": "horizontal", "gradientLength": 300, "titleLimit": 420,
                            "values": [-most, 0, most], "labelExpr": MONEY_LABEL
                        }
                    },
                    "tooltip": tooltip(&[
                        ("bottom", "Exposure from", MONEY), ("top", "to", MONEY), ("from", "Incidents a year from", ",.3~f"),
                        ("to", "to", ",.3~f"), ("difference", "Difference", MONEY),
                    ])
                }
            }),
            json!({
                "data": { "values": bands },
                "mark": { "type": "rule", "strokeDash": [4, 4], "strokeWidth": 1.5, "tooltip": null },
                "encoding": {
                    "x": { "field": "rate", "type": "quantitative" }, "x2": { "field": "most" },
                    "y": { "field": "limit", "type": "quantitative" }, "color": { "value": "#404040" }
                }
            }),
            json!({
                "data": { "values": bands },
                "mark": { "type": "text", "align": "left", "baseline": "bottom", "dx": 6, "dy": -3, "fontSize": 11, "tooltip": null },
                "encoding": {
                    "x": { "field": "rate", "type": "quantitative" }, "y": { "field": "limit", "type": "quantitative" },
                    "text": { "field": "label", "type": "nominal" }, "color": { "value": "#202020" }
                }
            }),
            json!({
                "data": { "values": contour },
                "mark": { "type": "line", "strokeWidth": 3, "color": "black", "tooltip": null, "clip": true },
                "encoding": {
                    "x": { "field": "rate", "type": "quantitative" }, "y": { "field": "exposure", "type": "quantitative" },
                    "detail": { "field": "line", "type": "nominal" }
                }
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

/// The border between the models: where the cheaper one changes, from each number of incidents to the next.
fn contour(rates: &[Decimal], stretches: &[Vec<Stretch>]) -> Vec<Value> {
    let (mut points, mut run, mut before) = (Vec::new(), 0, 0);
    for (rate, column) in rates.iter().zip(stretches) {
        let crossings = column.len().saturating_sub(1);
        // A border that ends, or another one that begins, is not joined to it.
        if crossings != before {
            (run, before) = (run + 1, crossings);
        }
        for (line, stretch) in column.iter().take(crossings).enumerate() {
            points.push(json!({
                "rate": number(rate.round_dp(9)), "exposure": (stretch.to * 100.0).round() / 100.0,
                "line": format!("{run}.{line}"),
            }));
        }
    }
    points
}

/// So many cells from one number to another, each as many times as wide as the one before.
fn cell_edges(from: Decimal, to: Decimal, count: u32) -> Vec<(Decimal, Decimal)> {
    // A power of two is crossed in as many steps as go into eight: the grid spans eight of them.
    let step = (STEPS.len() / (count / 8).max(1) as usize).max(1);
    let mut edges = Vec::with_capacity(count as usize + 1);
    let mut octave = from;
    'all: while octave < to {
        for factor in STEPS.iter().step_by(step) {
            let edge = octave.checked_mul(*factor).unwrap_or(octave).round_dp(9);
            if edge >= to {
                break 'all;
            }
            edges.push(edge);
        }
        octave = octave.checked_mul(Decimal::TWO).unwrap_or(to);
    }
    edges.push(to);
    edges.iter().copied().zip(edges.iter().copied().skip(1)).collect()
}

fn money_log_axis(title: &str) -> Value {
    let mut axis = money_axis(title);
    if let Some(axis) = axis.as_object_mut() {
        axis.insert("grid".to_owned(), false.into());
    }
    axis
}
