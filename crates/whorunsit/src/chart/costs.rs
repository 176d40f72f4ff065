//! Costs by type, as stacked bars: of strategies, or of a service under both models.

use serde_json::{Value, json};

use super::picture::{
    AMBER, BLUE, GREY, MONEY, OLIVE, PURPLE, Picture, SKY, amount, beside_bars, colours, legend, money_axis,
    tooltip, years,
};
use super::{need_costs, nothing};
use crate::assignment::Strategy;
use crate::comparison::{ModelCosts, compare, costs};
use crate::exact::Money;
use crate::ledger::{CostType, Dimension};
use crate::problem::Problems;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// The parts of a bar, in their order. None has the colour of a model.
pub(super) const PARTS: [(&str, &str); 6] = [
    (CostType::Setup.name(), AMBER),
    (CostType::Transition.name(), GREY),
    (CostType::Run.name(), BLUE),
    ("Extra standby", SKY),
    (CostType::Incident.name(), OLIVE),
    (CostType::Opportunity.name(), PURPLE),
];

struct Bar {
    name: String,
    /// In the order of [`PARTS`].
    parts: [Money; PARTS.len()],
}

pub(super) fn of_portfolio(portfolio: &Portfolio) -> Result<Value, Problems> {
    need_costs(portfolio)?;
    let mut bars = Vec::new();
    let mut partial = false;
    for strategy in Strategy::ALL {
        let Some((parts, lacks)) = of_strategy(portfolio, strategy)? else {
            continue;
        };
        partial |= lacks;
        bars.push(Bar { name: strategy.name().to_owned(), parts });
    }
    let total_of =
        |name: &str| bars.iter().find(|bar| bar.name == name).map(|bar| Money::total(bar.parts)).transpose();
    let all_ops = Strategy::AllOpsRunIt.name();
    let (ours, theirs) = (
        total_of(Strategy::HybridAtScale.name())?.unwrap_or_default(),
        total_of(all_ops)?.unwrap_or_default(),
    );
    let currency = portfolio.file().currency;
    let finding = match ours.cmp(&theirs) {
        std::cmp::Ordering::Less => {
            format!("What is recommended costs {} less than {all_ops}", currency.short(theirs.minus(ours)?))
        }
        std::cmp::Ordering::Equal => format!("What is recommended costs as much as {all_ops}"),
        std::cmp::Ordering::Greater => {
            format!("What is recommended costs {} more than {all_ops}", currency.short(ours.minus(theirs)?))
        }
    };
    draw(portfolio, &bars, partial, (&finding, "by strategy"))
}

/// What a strategy costs over the horizon, in the order of [`PARTS`], and whether something is not estimated. `None` for
/// the strategy of least cost where that is not known.
pub(super) fn of_strategy(
    portfolio: &Portfolio,
    strategy: Strategy,
) -> Result<Option<([Money; PARTS.len()], bool)>, Problems> {
    let Some(costs) = costs(portfolio, strategy, &[Dimension::CostType], false)? else {
        return Ok(None);
    };
    let mut parts = [Money::ZERO; PARTS.len()];
    for group in &costs.groups {
        let word = group.by.first().and_then(|(_, word)| word.as_deref());
        if let Some(part) = place_of(word).and_then(|place| parts.get_mut(place)) {
            *part = part.plus(group.totals.over_horizon)?;
        }
    }
    Ok(Some((parts, !costs.missing.is_empty())))
}

/// The place in [`PARTS`] of the word of a cost type.
pub(super) fn place_of(word: Option<&str>) -> Option<usize> {
    CostType::ALL.iter().find(|kind| Some(kind.as_str()) == word).map(|kind| place(*kind))
}

pub(super) fn of_service(portfolio: &Portfolio, index: usize) -> Result<Value, Problems> {
    need_costs(portfolio)?;
    let currency = portfolio.file().currency;
    let comparison = compare(portfolio)?;
    let Some(service) = comparison.services.get(index) else {
        return Err(Problems::internal());
    };
    let discounting = &portfolio.costs.discounting;
    let standby =
        discounting.of_yearly(service.insurance.extra_standby_per_year.unwrap_or_default(), currency)?;
    let bar = |model: OperatingModel, costs: &ModelCosts, standby: Money| -> Result<Bar, Problems> {
        let whole = |yearly| discounting.of_yearly(yearly, currency);
        let parts = [
            costs.setup,
            costs.transition,
            whole(costs.run)?,
            standby.max(Money::ZERO),
            whole(costs.incident)?,
            costs.loss_over_horizon,
        ];
        Ok(Bar { name: model.name().to_owned(), parts })
    };
    let bars = vec![
        bar(OperatingModel::OpsRunIt, &service.ops_run_it, Money::ZERO.minus(standby)?)?,
        bar(OperatingModel::YouBuildItYouRunIt, &service.you_build_it_you_run_it, standby)?,
    ];
    let partial =
        service.insurance.partial || service.ops_run_it.partial || service.you_build_it_you_run_it.partial;
    // Shared costs that change elsewhere are in no bar: then the bars alone say nothing of which is cheaper.
    let [of_ops, of_team] = [0, 1].map(|place| bars.get(place).map(|bar: &Bar| Money::total(bar.parts)));
    let gap = of_ops.transpose()?.unwrap_or_default().minus(of_team.transpose()?.unwrap_or_default())?;
    let title = match service.insurance.cheaper_model {
        Some(model) if gap == service.insurance.net_benefit => {
            format!("{} is cheaper for {}, by {}", model.name(), service.name, currency.short(gap.size()))
        }
        _ => format!("What running {} costs", service.name),
    };
    let about = "under both models, standby only where one needs more of it than the other";
    draw(portfolio, &bars, partial, (&title, about))
}

/// The place of a cost type in [`PARTS`].
fn place(kind: CostType) -> usize {
    match kind {
        CostType::Setup => 0,
        CostType::Transition => 1,
        CostType::Run => 2,
        CostType::Incident => 4,
        CostType::Opportunity => 5,
    }
}

fn draw(
    portfolio: &Portfolio,
    bars: &[Bar],
    partial: bool,
    (title, about): (&str, &str),
) -> Result<Value, Problems> {
    let currency = portfolio.file().currency;
    let years = years(portfolio.costs.discounting.years);
    let (mut data, mut totals, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for bar in bars {
        let total = Money::total(bar.parts)?;
        for (order, ((part, _), money)) in PARTS.iter().zip(bar.parts).enumerate() {
            if !money.is_zero() {
                data.push(json!({
                    "model": bar.name, "part": part, "order": order, "amount": amount(money),
                }));
            }
        }
        totals.push(json!({ "model": bar.name, "total": amount(total), "label": currency.short(total) }));
        let loss = bar.parts.last().copied().unwrap_or_default();
        said.push(format!(
            "{}: {}, of which {} is lost.",
            bar.name,
            currency.short(total),
            currency.short(loss)
        ));
    }
    if data.is_empty() {
        let help =
            "give incidents a year, hourly costs and standby pay; `check` and `compare` name what is missing";
        return Err(nothing("", "no cost is estimated, so every bar would be empty", help));
    }
    let unknown = if partial { "; amounts that are not estimated are left out" } else { "" };
    let used = PARTS
        .iter()
        .filter(|(part, _)| data.iter().any(|row| row.get("part").and_then(Value::as_str) == Some(part)));
    let scale = colours(used.copied());
    let names: Vec<&String> = bars.iter().map(|bar| &bar.name).collect();
    let picture = Picture {
        title: title.to_owned(),
        subtitle: format!("Cost by type {years}, in {currency}, {about}{unknown}"),
        description: format!("Stacked bars of cost by type {years}, {about}. {}", said.join(" ")),
        currency: Some(currency),
        size: (json!(640), json!({ "step": 64 })),
        data,
        encoding: json!({
            "y": {
                "field": "model", "type": "nominal",
                "axis": { "title": null, "labelLimit": 240, "ticks": false, "domain": false },
                "scale": { "domain": names, "paddingInner": 0.3, "paddingOuter": 0.15 }
            }
        }),
        layers: vec![
            json!({
                "mark": { "type": "bar" },
                "encoding": {
                    "x": {
                        "field": "amount", "type": "quantitative", "stack": "zero",
                        "axis": money_axis(&format!("Cost {years}"))
                    },
                    "color": { "field": "part", "type": "nominal", "scale": scale, "legend": legend(Some("Cost type")) },
                    "order": { "field": "order", "type": "quantitative" },
                    "tooltip": tooltip(&[("model", "Model", ""), ("part", "Cost type", ""), ("amount", "Amount", MONEY)])
                }
            }),
            beside_bars(&totals, "total"),
        ],
    };
    Ok(picture.spec())
}
