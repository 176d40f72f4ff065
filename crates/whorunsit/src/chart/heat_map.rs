//! The heat map: what each service costs under a strategy, by cost type.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::costs::{PARTS, place_of};
use super::picture::{MONEY, Picture, amount, tooltip, years};
use super::{ChartOptions, need_costs, nothing};
use crate::assignment::Strategy;
use crate::comparison::costs;
use crate::exact::{Money, float};
use crate::ledger::Dimension;
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::wording::plural;

/// The most services with a row of their own.
const MOST_ROWS: usize = 40;

/// What a service costs, in the order of [`PARTS`]: how much, and whether it lacks something.
#[derive(Clone, Copy, Default)]
struct Row {
    parts: [Option<(Money, bool)>; PARTS.len()],
    total: Money,
}

impl Row {
    fn add(&mut self, place: usize, more: Money, lacks: bool) -> Result<(), Problems> {
        self.total = self.total.plus(more)?;
        if let Some(part) = self.parts.get_mut(place) {
            let (money, lacked) = part.unwrap_or_default();
            *part = Some((money.plus(more)?, lacked || lacks));
        }
        Ok(())
    }
}

pub(super) fn draw(portfolio: &Portfolio, options: ChartOptions<'_>) -> Result<Value, Problems> {
    need_costs(portfolio)?;
    let currency = portfolio.file().currency;
    let strategy = options.strategy.unwrap_or(Strategy::HybridAtScale);
    let Some(costs) = costs(portfolio, strategy, &[Dimension::Service, Dimension::CostType], false)? else {
        let help = "give standby pay, and both models of a service their costs";
        return Err(nothing("", "what the strategy of least cost comes to is not known", help));
    };
    let mut all: BTreeMap<&str, Row> = BTreeMap::new();
    for group in &costs.groups {
        let mut words = group.by.iter().map(|(_, word)| word.as_deref());
        let (service, kind) = (words.next().flatten(), words.next().flatten());
        if let Some((service, place)) = service.zip(place_of(kind)) {
            let totals = &group.totals;
            all.entry(service).or_default().add(place, totals.over_horizon, totals.partial)?;
        }
    }
    let mut rows: Vec<(String, Row)> = all.into_iter().map(|(name, row)| (name.to_owned(), row)).collect();
    // The dearest first; names are in order already.
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.total));
    let dearest = rows.first().filter(|(_, row)| !row.total.is_zero()).cloned();
    let Some((dearest, most)) = dearest else {
        let help =
            "give incidents a year, hourly costs and standby pay; `check` and `compare` name what is missing";
        return Err(nothing("", "no cost is estimated, so every cell would be empty", help));
    };
    let count = rows.len();
    if count > MOST_ROWS {
        let mut others = Row::default();
        for (_, row) in rows.split_off(MOST_ROWS - 1) {
            for (place, part) in row.parts.into_iter().enumerate() {
                if let Some((money, lacks)) = part {
                    others.add(place, money, lacks)?;
                }
            }
        }
        rows.push((format!("{} others", count + 1 - MOST_ROWS), others));
    }
    let mut cells = Vec::new();
    let mut used = [false; PARTS.len()];
    let mut lacking = false;
    // What others come to together is off the scale.
    let greatest = rows.iter().take(MOST_ROWS - 1).flat_map(|(_, row)| row.parts.into_iter().flatten());
    let greatest = greatest.map(|(money, _)| money.size()).max().unwrap_or_default();
    for (name, row) in &rows {
        for ((part, _), (money, used)) in PARTS.iter().zip(row.parts.into_iter().zip(&mut used)) {
            let Some((money, lacks)) = money else { continue };
            *used = true;
            lacking |= lacks;
            let unknown = lacks && money.is_zero();
            cells.push(json!({
                "service": name, "part": part, "amount": if unknown { Value::Null } else { amount(money) },
                "label": match (unknown, lacks) {
                    (true, _) => "?".to_owned(),
                    (false, true) => format!("{} *", currency.short(money)),
                    (false, false) => currency.short(money),
                },
            }));
        }
    }
    let columns: Vec<&str> =
        PARTS.iter().zip(used).filter(|(_, used)| *used).map(|((part, _), _)| *part).collect();
    let total = Money::total(rows.iter().map(|(_, row)| row.total))?;
    let highest = most.parts.iter().zip(PARTS).filter_map(|(part, (name, _))| Some((part.as_ref()?.0, name)));
    let highest = highest.max_by_key(|(money, _)| *money).map_or("", |(_, name)| name);
    let years = years(portfolio.costs.discounting.years);
    let note = if lacking { "; * lacks what is not estimated, ? is not estimated at all" } else { "" };
    let services = plural(count, "service", "services");
    let greatest = float(greatest.amount()).max(1.0);
    let axis = |limit: u32| json!({ "title": null, "labelLimit": limit, "ticks": false, "domain": false, "grid": false });
    let mut x_axis = axis(150);
    if let Some(x_axis) = x_axis.as_object_mut() {
        x_axis.extend([("orient".to_owned(), "top".into()), ("labelAngle".to_owned(), 0.into())]);
    }
    let names: Vec<&String> = rows.iter().map(|(name, _)| name).collect();
    let picture = Picture {
        title: format!("{dearest} costs most: {} of {}", currency.short(most.total), currency.short(total)),
        subtitle: format!(
            "Cost {years} in {currency} of {services} by cost type, {}; the darker, the more{note}",
            strategy.name().to_lowercase()
        ),
        description: format!(
            "Table of cost {years} with a row for each of {services}, the dearest first, and a column for each cost type; \
             darker cells cost more. {dearest} comes first with {}, most of it {}.",
            currency.short(most.total),
            highest.to_lowercase()
        ),
        currency: Some(currency),
        size: (json!(640), json!({ "step": 26 })),
        data: cells,
        encoding: json!({
            "x": {
                "field": "part", "type": "nominal", "axis": x_axis,
                "scale": { "domain": columns, "paddingInner": 0.01, "paddingOuter": 0 }
            },
            "y": {
                "field": "service", "type": "nominal", "axis": axis(200),
                "scale": { "domain": names, "paddingInner": 0.04, "paddingOuter": 0 }
            }
        }),
        layers: vec![
            json!({
                "mark": { "type": "rect" },
                "encoding": {
                    // Costs differ by powers of ten: on a straight scale all but the dearest would look the same.
                    "color": {
                        "field": "amount", "type": "quantitative", "legend": null,
                        "scale": {
                            "type": "symlog", "constant": greatest / 100.0, "domain": [0, greatest],
                            "range": ["#eef4fa", "#0072B2", "#003a5c"], "clamp": true
                        }
                    },
                    "tooltip": tooltip(&[("service", "Service", ""), ("part", "Cost type", ""), ("amount", "Cost", MONEY)])
                }
            }),
            json!({
                "mark": { "type": "text", "fontSize": 12, "tooltip": null },
                "encoding": {
                    "text": { "field": "label", "type": "nominal" },
                    "color": {
                        "condition": { "test": format!("datum.amount > {}", greatest / 27.0), "value": "white" },
                        "value": "#1a1a1a"
                    }
                }
            }),
        ],
    };
    Ok(picture.spec())
}
