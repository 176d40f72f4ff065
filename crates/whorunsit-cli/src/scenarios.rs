//! Scenarios side by side as a page.

use whorunsit::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};
use whorunsit::{Runs, ScenarioOutcome, Scenarios};

use crate::compare::runs;
use crate::page::{Page, View, traced};
use crate::text::{Amounts, years};

pub(crate) fn page(result: &Scenarios, view: View) -> String {
    let amounts = Amounts::in_cells(result.currency);
    let mut page = Page::new(view);
    page.title(&format!("{}: scenarios compared", result.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&result.headline());
    page.gap();
    let partial = result.scenarios.iter().any(|outcome| outcome.partial);
    page.paragraph(&format!("What is recommended in each. {}", amounts.note(partial)));

    let is_brief = page.is_brief(2, 2);
    if !is_brief {
        who(&mut page, result);
    }
    costs(&mut page, result, amounts);
    changes(&mut page, result);
    if is_brief {
        return page.end("who would run how many services", &[], &traced(&result.provenance, ""));
    }
    page.provenance(&result.provenance);
    page.finish()
}

fn who(page: &mut Page, result: &Scenarios) {
    page.heading("Who would run what");
    let row = |outcome: &ScenarioOutcome| {
        [
            outcome.name.to_string(),
            outcome.ops_run_it.to_string(),
            outcome.you_build_it_you_run_it.to_string(),
            outcome.product_team_schedules.to_string(),
            outcome.targets_missed.map_or_else(|| "?".to_owned(), |missed| missed.to_string()),
            outcome.disagreements.map_or_else(|| "?".to_owned(), |disagree| disagree.to_string()),
            outcome.horizon_years.to_string(),
        ]
    };
    let header = [
        "Scenario",
        OPS_RUN_IT,
        YOU_BUILD_IT_YOU_RUN_IT,
        "Team schedules",
        "Targets missed",
        "Money disagrees",
        "Years",
    ];
    page.numbers(1..7, header, result.scenarios.iter().map(row).collect());
    page.paragraph(
        "Money disagrees: the services for which the other model costs less than the recommended one. Years: the horizon.",
    );
}

fn changes(page: &mut Page, result: &Scenarios) {
    page.heading("What runs in another way than as it is");
    let changes = result.scenarios.iter().flat_map(|outcome| {
        outcome.changes.iter().map(|change| {
            [
                outcome.name.to_string(),
                change.service.to_string(),
                side(change.from, "not there"),
                side(change.to, "removed"),
            ]
        })
    });
    let changes: Vec<_> = changes.collect();
    if changes.is_empty() {
        page.paragraph("Nothing.");
    } else {
        page.table(["Scenario", "Service", "As it is", "In the scenario"], changes);
    }
}

fn costs(page: &mut Page, result: &Scenarios, amounts: Amounts) {
    let first = result.scenarios.first().map(|outcome| outcome.horizon_years);
    let same = result.scenarios.iter().all(|outcome| Some(outcome.horizon_years) == first);
    match first.filter(|_| same) {
        Some(horizon) => page.heading(&format!("What it would come to over {}", years(horizon))),
        None => page.heading("What it would come to, each over its own horizon"),
    }
    let row = |(index, outcome): (usize, &ScenarioOutcome)| {
        let part = |amount| amounts.part(amount, outcome.partial);
        let more = match index {
            0 => "\u{2013}".to_owned(),
            _ => match outcome.more_than_as_it_is {
                // Scenarios may well come to the same.
                Some(more) if more.is_zero() => amounts.show(more),
                Some(more) => part(more),
                None => "cannot tell".to_owned(),
            },
        };
        [
            outcome.name.to_string(),
            part(outcome.premium_over_horizon),
            part(outcome.loss_over_horizon),
            part(outcome.over_horizon),
            more,
            outcome.least_cost_over_horizon.map_or_else(|| amounts.known(None), part),
        ]
    };
    let header = ["Scenario", "Premium", "Loss", "Both", "Against as it is", "Least cost"];
    page.numbers(1..6, header, result.scenarios.iter().enumerate().map(row).collect());
    page.paragraph("Premium is what is paid, loss is what is lost all the same.");
}

fn side(runs_it: Option<Runs>, otherwise: &str) -> String {
    runs_it.map_or_else(|| otherwise.to_owned(), runs)
}
