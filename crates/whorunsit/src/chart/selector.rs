//! The operating model selector: exposure up, demand across, and the services in it.

use serde_json::{Value, json};

use super::picture::{BLUE, MONEY, Picture, colours, legend, model_colours, text, tooltip};
use super::too_much;
use crate::decision::Choice;
use crate::evaluation::Analysis;
use crate::exact::{Availability, Money};
use crate::portfolio::{ExposureBand, Service};
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::wording::plural;

/// What is said of points.
const AGAINST: &str = "the money says otherwise";
const WITHIN: &str = "within the bands";
const ABOVE: &str = "above every band";

/// The most services that are drawn.
const MOST_SERVICES: usize = 2_000;
/// The most cells that are drawn.
const MOST_CELLS: usize = 400;
/// The most services of a cell that are labelled.
const MOST_LABELS: usize = 12;

pub(super) fn draw(portfolio: &Portfolio) -> Result<Value, Problems> {
    let file = portfolio.file();
    let (bands, demands) = (&file.exposure_bands, &portfolio.demand_bands);
    if file.services.len() > MOST_SERVICES {
        let message = format!(
            "{} services are more than the {MOST_SERVICES} that a chart can show",
            file.services.len()
        );
        return Err(too_much("/services", message, "draw a part of the portfolio"));
    }
    if bands.len() * demands.len() > MOST_CELLS {
        let message = format!(
            "{} exposure bands by {} demand bands are more than the {MOST_CELLS} cells that a chart can show",
            bands.len(),
            demands.len()
        );
        return Err(too_much("/exposure_bands", message, "use fewer bands"));
    }
    let choices = crate::evaluation::recommended(portfolio)?.choices;
    let dearer = money_disagrees(portfolio)?;
    let row = |words: &str, band: &ExposureBand| {
        format!("{words} {} ({} %)", file.currency.short(band.max_per_hour), band.availability)
    };
    let mut rows: Vec<(String, Availability)> =
        bands.iter().map(|band| (row("up to", band), band.availability)).collect();
    // What lies above every band has the highest one's target, and a row of its own.
    if choices.iter().any(|choice| choice.band.above) {
        rows.extend(bands.last().map(|band| (row("above", band), band.availability)));
    }
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); rows.len() * demands.len()];
    for (index, choice) in choices.iter().enumerate() {
        let demand = portfolio.member(index).band();
        if let Some(cell) =
            cells.get_mut((choice.band_index() + usize::from(choice.band.above)) * demands.len() + demand)
        {
            cell.push(index);
        }
    }

    let (mut grid, mut points) = (Vec::new(), Vec::new());
    let column =
        |number: usize| demands.get(number).map(|demand| format!("{} ({})", demand.name, demand.deployment));
    let mut members = cells.iter();
    for (row, availability) in &rows {
        for (number, demand) in demands.iter().enumerate() {
            let column = column(number);
            let model = portfolio.policy.model(*availability, demand.deployment);
            grid.push(json!({ "demand": column, "exposure": row, "model": model.name() }));
            let cell = members.next().map(Vec::as_slice).unwrap_or_default();
            for (order, index) in cell.iter().enumerate() {
                if let (Some(service), Some(choice)) = (file.services.get(*index), choices.get(*index)) {
                    let (x, y) = place(order, cell.len());
                    let label = if cell.len() <= MOST_LABELS { &*service.name } else { "" };
                    points.push(json!({
                        "demand": column, "exposure": row, "x": x, "y": y, "label": label,
                        "service": service.name.to_string(), "model": choice.model.name(),
                        "per hour": super::picture::amount(service.exposure_per_hour.mean()),
                        "money": if dearer.get(*index) == Some(&true) { AGAINST } else { "" },
                        "place": if choice.band.above { ABOVE } else { WITHIN },
                        "target": format!("{} %, deploying {}", choice.target, choice.deployment),
                    }));
                }
            }
        }
    }
    let fullest = cells.iter().map(Vec::len).filter(|count| *count <= MOST_LABELS).max().unwrap_or_default();
    let row_height =
        (fullest * 20 + 16).max(if cells.iter().any(|cell| cell.len() > MOST_LABELS) { 160 } else { 72 });
    let columns: Vec<Option<String>> = (0..demands.len()).map(column).collect();
    let axis = |title: &str| json!({ "title": title, "labelAngle": 0, "labelLimit": 240, "grid": false, "domain": false, "ticks": false });
    let mut across = axis("Feature demand (how often to deploy)");
    if let Some(across) = across.as_object_mut() {
        // In two lines, for narrow columns.
        across.insert("labelExpr".to_owned(), "split(replace(datum.label, ' (', '|('), '|')".into());
    }
    let upwards: Vec<&String> = rows.iter().rev().map(|(row, _)| row).collect();
    let colour = json!({
        "field": "model", "type": "nominal", "scale": model_colours(), "legend": legend(Some("Who runs it"))
    });
    let offset =
        |field: &str| json!({ "field": field, "type": "quantitative", "scale": { "domain": [0, 1] } });
    let tip = [
        ("service", "Service", ""),
        ("model", "Who runs it", ""),
        ("per hour", "Exposure an hour", MONEY),
        ("exposure", "Exposure band", ""),
        ("demand", "Feature demand", ""),
        ("target", "Target", ""),
        ("money", "The money", ""),
    ];
    let ringed: Vec<Value> = points
        .iter()
        .filter(|point| point.get("money").is_some_and(|money| money == AGAINST))
        .cloned()
        .collect();
    let has_rings = !ringed.is_empty();
    let any_above = choices.iter().any(|choice| choice.band.above);
    let of_teams = choices.iter().filter(|choice| choice.model == OperatingModel::YouBuildItYouRunIt).count();
    let rings = match ringed.len() {
        0 => String::new(),
        count => format!("; the money disagrees on {count}"),
    };
    let picture = Picture {
        title: format!(
            "Product teams run {of_teams} of {}, operations {}",
            plural(choices.len(), "service", "services"),
            choices.len() - of_teams
        ),
        subtitle: format!(
            "By financial exposure ({} an hour) and product feature demand; each point is a service{rings}{}",
            file.currency,
            if cells.iter().any(|cell| cell.len() > MOST_LABELS) { ", named when pointed at" } else { "" }
        ),
        description: description(&file.services, &choices),
        currency: Some(file.currency),
        size: (json!({ "step": 170 }), json!({ "step": row_height })),
        data: points,
        encoding: json!({
            "x": {
                "field": "demand", "type": "ordinal", "axis": across,
                "scale": { "domain": columns, "paddingInner": 0.02, "paddingOuter": 0 }
            },
            "y": {
                "field": "exposure", "type": "ordinal",
                "axis": axis("Exposure an hour (availability target)"),
                "scale": { "domain": upwards, "paddingInner": 0.03, "paddingOuter": 0 }
            }
        }),
        layers: vec![
            json!({
                "data": { "values": grid },
                "mark": { "type": "rect", "opacity": 0.3, "tooltip": null },
                "encoding": { "color": colour }
            }),
            json!({
                "mark": { "type": "point", "filled": true, "size": 90, "opacity": 1 },
                "encoding": {
                    "color": colour, "xOffset": offset("x"), "yOffset": offset("y"), "tooltip": tooltip(&tip),
                    "shape": {
                        "field": "place", "type": "nominal",
                        "scale": { "domain": [WITHIN, ABOVE], "range": ["circle", "triangle-up"] },
                        "legend": if any_above { legend(Some("Exposure")) } else { Value::Null }
                    }
                }
            }),
            json!({
                "data": { "values": ringed },
                "mark": { "type": "point", "filled": false, "size": 260, "strokeWidth": 2.5, "opacity": 1 },
                "encoding": {
                    "stroke": {
                        "field": "money", "type": "nominal", "scale": colours([(AGAINST, BLUE)]),
                        "legend": if has_rings { legend(Some("Ring")) } else { Value::Null }
                    },
                    "xOffset": offset("x"), "yOffset": offset("y"), "tooltip": tooltip(&tip)
                }
            }),
            json!({
                "mark": merged(text("left", "middle", 12, 0)),
                "encoding": {
                    "text": { "field": "label", "type": "nominal" }, "xOffset": offset("x"), "yOffset": offset("y")
                }
            }),
        ],
    };
    let mut spec = picture.spec();
    if let Some(spec) = spec.as_object_mut() {
        // The offset of points within a cell is not to shrink the cell.
        spec.insert(
            "resolve".to_owned(),
            json!({ "scale": { "xOffset": "independent", "yOffset": "independent" } }),
        );
    }
    Ok(spec)
}

/// For each service whether the money says otherwise than the selector; empty where the portfolio has no costs.
fn money_disagrees(portfolio: &Portfolio) -> Result<Vec<bool>, Problems> {
    if !portfolio.costs.given {
        return Ok(Vec::new());
    }
    let analysis = Analysis::of(portfolio)?;
    let recommended = crate::evaluation::recommended(portfolio)?;
    let mut dearer = vec![false; portfolio.file().services.len()];
    analysis.each_insurance(&recommended, |index, _, insurance| {
        if let Some(dearer) = dearer.get_mut(index) {
            *dearer = insurance.agrees == Some(false);
        }
        Ok(())
    })?;
    Ok(dearer)
}

/// A label that is cut rather than run into the next cell.
fn merged(mut mark: Value) -> Value {
    if let Some(mark) = mark.as_object_mut() {
        mark.insert("limit".to_owned(), 138.into());
    }
    mark
}

/// Where a service stands in its cell, each from 0 to 1: in a column where labels have room, else in a square.
fn place(order: usize, count: usize) -> (f64, f64) {
    let middle = |order: usize, count: usize| {
        let part = (2 * order + 1) as f64 / (2 * count.max(1)) as f64;
        (part * 1_000.0).round() / 1_000.0
    };
    if count <= MOST_LABELS {
        return (0.1, middle(order, count));
    }
    let wide = (1..count).find(|side| side * side >= count).unwrap_or(1);
    (middle(order % wide, wide), middle(order / wide, count.div_ceil(wide)))
}

fn description(services: &[Service], choices: &[Choice]) -> String {
    let run_by = |model: OperatingModel| {
        let theirs = services.iter().zip(choices).filter(|(_, choice)| choice.model == model);
        let names: Vec<&str> = theirs.map(|(service, _)| &*service.name).collect();
        let shown: Vec<&str> = names.iter().copied().take(10).collect();
        match names.len() {
            0 => format!("No service is for {}.", model.name()),
            count if count > shown.len() => {
                format!("{count} services are for {}, {} and others.", model.name(), shown.join(", "))
            }
            _ => format!("For {}: {}.", model.name(), shown.join(", ")),
        }
    };
    let most = services.iter().max_by_key(|service| service.exposure_per_hour.mean());
    let most = most.filter(|service| service.exposure_per_hour.mean() > Money::ZERO);
    format!(
        "Grid of exposure bands, rising upwards, by feature demand, rising to the right; each cell has the colour of \
         the operating model that the selector chooses. {} {}{}",
        run_by(OperatingModel::OpsRunIt),
        run_by(OperatingModel::YouBuildItYouRunIt),
        most.map_or_else(String::new, |service| format!(" The most exposed service is {}.", service.name)),
    )
}
