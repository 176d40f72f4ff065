//! The incident workflow: how long its manual steps keep an incident waiting, as they are and as they are automated.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::picture::{
    AMBER, BLUE, GREY, OLIVE, PURPLE, Picture, SKY, colours, legend, number, text, tooltip,
};
use super::{need_costs, nothing};
use crate::currency::Currency;
use crate::exact::{Overflow, quotient, sum};
use crate::portfolio::WorkflowStep;
use crate::problem::Problems;
use crate::readiness::{Figure, StepToAutomate, ready};
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::wording::plural;

// Those of the models are not among them: steps have none.
const COLOURS: [&str; 6] = [BLUE, SKY, PURPLE, GREY, AMBER, OLIVE];

/// Draws the workflow of a service; by default that of the first.
pub(super) fn draw(portfolio: &Portfolio, service: usize) -> Result<Value, Problems> {
    need_costs(portfolio)?;
    let readiness = ready(portfolio)?;
    let figure = readiness.objections.iter().find_map(|objection| match &objection.figure {
        Figure::IncidentWorkflow(workflow) => Some(workflow),
        _ => None,
    });
    // The manual steps in the order in which to automate them.
    let order = figure.map_or(&[][..], |workflow| &workflow.steps);
    let currency = portfolio.file().currency;
    let mut rows = Rows {
        currency,
        bars: Vec::new(),
        labels: Vec::new(),
        steps: Vec::new(),
        told: Vec::new(),
        rows: Vec::new(),
    };
    for model in [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt] {
        let response = portfolio.response_of(service, model).map(|(_, response)| response);
        let chain = response.iter().flat_map(|response| response.workflow.iter());
        let waits = |step: &&WorkflowStep| step.automated != Some(true) && step.delay.is_some();
        rows.of_model(model, &chain.filter(waits).collect::<Vec<_>>(), order)?;
    }
    if rows.bars.is_empty() {
        let help = "give the steps of `workflow` their `delay`, or take the steps of a named one: `workflow = \"phone-tree\"`";
        return Err(nothing("/response", "no manual step of the incident workflow delays an incident", help));
    }
    let steps = rows.steps.iter().map(String::as_str).zip(COLOURS.into_iter().cycle());
    let y = json!({ "field": "row", "type": "nominal", "sort": rows.rows, "axis": { "title": null, "labelLimit": 240, "ticks": false } });
    let picture = Picture {
        title: rows.told.first().cloned().unwrap_or_default(),
        subtitle: format!(
            "Minutes that manual steps of the incident workflow keep an incident waiting, as they are and as they are \
             automated one by one, in the order of what that saves; in {currency}"
        ),
        description: format!(
            "Stacked bars on one axis of minutes, a row for the workflow as it is and one more after each step that is \
             automated. In words: {} as it is, and none once all are automated.",
            rows.told.join("; ")
        ),
        currency: Some(currency),
        size: (json!(640), json!({ "step": 46 })),
        data: rows.bars,
        encoding: json!({ "y": y }),
        layers: vec![
            json!({
                "mark": { "type": "bar", "height": 16, "yOffset": -8 },
                "encoding": {
                    "x": {
                        "field": "from", "type": "quantitative",
                        "axis": { "title": "Minutes from the alert", "tickMinStep": 1, "format": "d" }
                    },
                    "x2": { "field": "to" },
                    "color": {
                        "field": "step", "type": "nominal", "legend": legend(None), "scale": colours(steps)
                    },
                    "tooltip": tooltip(&[("row", "Workflow", ""), ("step", "Step", ""), ("minutes", "Minutes", ".3~f")])
                }
            }),
            json!({
                "data": { "values": rows.labels },
                "mark": text("left", "middle", 2, 12),
                "encoding": { "x": { "datum": 0 }, "text": { "field": "label", "type": "nominal" } }
            }),
        ],
    };
    Ok(picture.spec())
}

struct Rows {
    currency: Currency,
    bars: Vec<Value>,
    labels: Vec<Value>,
    /// The steps that are drawn, each once.
    steps: Vec<String>,
    /// What each model gains, in words.
    told: Vec<String>,
    /// The rows from top to bottom.
    rows: Vec<String>,
}

impl Rows {
    fn of_model(
        &mut self,
        model: OperatingModel,
        chain: &[&WorkflowStep],
        order: &[StepToAutomate],
    ) -> Result<(), Overflow> {
        if chain.is_empty() {
            return Ok(());
        }
        for step in
            chain.iter().filter(|step| !self.steps.contains(&step.name.to_string())).collect::<Vec<_>>()
        {
            self.steps.push(step.name.to_string());
        }
        let mut manual: Vec<&WorkflowStep> = chain.to_vec();
        let before = self.row(&format!("{}, as it is", model.name()), &manual, String::new())?;
        let in_order = order.iter().filter(|step| step.operating_model == model);
        let mut automated = 0;
        for step in in_order.filter(|step| chain.iter().any(|written| written.name == step.step)) {
            automated += 1;
            manual.retain(|left| left.name != step.step);
            let saves = step.per_year.map_or_else(String::new, |saved| {
                format!(", which saves {} a year", self.currency.short(saved))
            });
            let row = format!("{}, {} automated", model.name(), plural(automated, "step", "steps"));
            self.row(&row, &manual, format!(": {} is automated{saves}", step.step))?;
        }
        let told = format!("{} waits {before} min for manual steps", model.name());
        self.told.push(told);
        Ok(())
    }

    /// One row; how many minutes it takes.
    fn row(&mut self, row: &str, steps: &[&WorkflowStep], says: String) -> Result<Decimal, Overflow> {
        let mut from = Decimal::ZERO;
        for step in steps {
            let seconds = step.delay.as_ref().map_or(0, |delay| delay.mean().seconds());
            let minutes = quotient(Decimal::from(seconds), Decimal::from(60))?.round_dp(3);
            let to = sum(from, minutes)?;
            self.bars.push(json!({
                "row": row, "step": &*step.name, "from": number(from), "to": number(to), "minutes": number(minutes)
            }));
            from = to;
        }
        self.rows.push(row.to_owned());
        let minutes = from.normalize();
        self.labels.push(json!({ "row": row, "label": format!("{minutes} min{says}") }));
        Ok(minutes)
    }
}
