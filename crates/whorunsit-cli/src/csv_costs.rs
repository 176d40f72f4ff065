//! Costs, comparisons, scenarios and plans as CSV: exact values.

use std::io;

use whorunsit::{Comparison, Costs, Dimension, Insurance, ModelCosts, Money, Scenarios, TransitionPlan};

use crate::csv_rows::{codes, text, write, write_columns};

/// One row for each line item.
pub(crate) fn line_items(costs: &Costs) -> io::Result<String> {
    let header = [
        "service",
        "team",
        "domain",
        "operating_model",
        "aspect",
        "cost_type",
        "code",
        "accounting",
        "budget_holder",
        "frequency",
        "currency",
        "amount",
        "over_horizon",
        "basis",
        "factors",
        "shared_by",
        "missing",
    ];
    let rows = costs.line_items.iter().map(|item| {
        let factors: Vec<_> = item.factors().map(|factor| factor.value.to_string()).collect();
        [
            text(&item.service),
            text(item.team.as_deref().unwrap_or_default()),
            text(item.domain.as_deref().unwrap_or_default()),
            item.operating_model.to_string(),
            item.aspect().to_string(),
            item.cost_type().to_string(),
            text(item.code_word()),
            item.accounting.to_string(),
            item.budget_holder.map_or("", whorunsit::BudgetHolder::as_str).to_owned(),
            item.cost_type().frequency().to_string(),
            costs.currency.to_string(),
            known(item.amount),
            known(item.over_horizon),
            text(&item.basis()),
            factors.join("; "),
            item.shared_by().to_string(),
            item.missing.join("; "),
        ]
    });
    write(header, rows)
}

/// One row for each group.
pub(crate) fn groups(costs: &Costs, by: &[Dimension]) -> io::Result<String> {
    let mut header: Vec<_> = by.iter().map(|dimension| dimension.as_str()).collect();
    header.extend(["currency", "one_off", "per_year", "over_horizon", "line_items", "partial"]);
    let rows = costs.groups.iter().map(|group| {
        let mut row: Vec<_> =
            group.by.iter().map(|(_, word)| text(word.as_deref().unwrap_or_default())).collect();
        row.extend([
            costs.currency.to_string(),
            group.totals.one_off.to_string(),
            group.totals.per_year.to_string(),
            group.totals.over_horizon.to_string(),
            group.totals.line_items.to_string(),
            group.totals.partial.to_string(),
        ]);
        row
    });
    write_columns(header, rows)
}

/// One row for each service under both models.
pub(crate) fn comparison(result: &Comparison) -> io::Result<String> {
    let mut header: Vec<String> =
        ["name", "team", "currency", "horizon_years", "operating_model", "availability_target"]
            .map(str::to_owned)
            .to_vec();
    for model in ["ops_run_it", "you_build_it_you_run_it"] {
        header.extend(MODEL_COLUMNS.map(|column| format!("{model}_{column}")));
    }
    header.extend(INSURANCE_COLUMNS.map(str::to_owned));
    header.push("findings".to_owned());
    let rows = result.services.iter().map(|service| {
        let mut row = vec![
            text(&service.name),
            text(service.team.as_deref().unwrap_or_default()),
            result.currency.to_string(),
            result.horizon_years.to_string(),
            service.operating_model.to_string(),
            service.availability_target.to_string(),
        ];
        row.extend(model(&service.ops_run_it));
        row.extend(model(&service.you_build_it_you_run_it));
        row.extend(insurance(&service.insurance));
        row.push(codes(&service.findings));
        row
    });
    write_columns(header, rows)
}

/// One row for each strategy: of the portfolio as it is, without a variant, and with each of them.
pub(crate) fn variants(result: &Comparison) -> io::Result<String> {
    let header = [
        "variant",
        "in_place_of",
        "strategy",
        "currency",
        "horizon_years",
        "premium_over_horizon",
        "loss_over_horizon",
        "over_horizon",
        "more_than_as_it_is",
        "targets_missed",
        "changed_services",
        "partial",
        "missing",
    ];
    let shared = || [result.currency.to_string(), result.horizon_years.to_string()];
    let as_it_is = result.strategies.iter().map(|costs| {
        let estimated = |money: Money| if costs.is_unknown() { String::new() } else { money.to_string() };
        let [currency, years] = shared();
        [
            String::new(),
            String::new(),
            costs.strategy.as_str().to_owned(),
            currency,
            years,
            estimated(costs.premium.over_horizon),
            estimated(costs.loss.over_horizon),
            estimated(costs.over_horizon),
            String::new(),
            known(costs.targets_missed),
            String::new(),
            costs.is_partial().to_string(),
            String::new(),
        ]
    });
    let with = result.variants.iter().flat_map(|variant| {
        let changed: Vec<_> = variant.changes.iter().map(|change| &*change.service).collect();
        let changed = text(&changed.join("; "));
        variant.strategies.iter().map(move |costs| {
            let [currency, years] = shared();
            [
                text(&variant.name),
                variant.operating_model.to_string(),
                costs.strategy.as_str().to_owned(),
                currency,
                years,
                known(costs.premium_over_horizon),
                known(costs.loss_over_horizon),
                known(costs.over_horizon),
                known(costs.more_than_as_it_is),
                known(costs.targets_missed),
                changed.clone(),
                costs.partial.to_string(),
                variant.missing.join("; "),
            ]
        })
    });
    write(header, as_it_is.chain(with))
}

const MODEL_COLUMNS: [&str; 13] = [
    "deployment",
    "setup",
    "transition",
    "run",
    "incident",
    "opportunity",
    "premium_over_horizon",
    "loss_over_horizon",
    "hours_to_restore",
    "expected_availability",
    "meets_target",
    "partial",
    "missing",
];

fn model(costs: &ModelCosts) -> [String; 13] {
    let hours = costs.incidents.as_ref().map(|incidents| incidents.hours_to_restore.normalize().to_string());
    [
        costs.deployment.to_string(),
        costs.setup.to_string(),
        costs.transition.to_string(),
        costs.run.to_string(),
        costs.incident.to_string(),
        costs.opportunity.to_string(),
        costs.premium_over_horizon.to_string(),
        costs.loss_over_horizon.to_string(),
        hours.unwrap_or_default(),
        costs.expected_availability.map(|percent| percent.normalize().to_string()).unwrap_or_default(),
        costs.meets_target.map(|meets| meets.to_string()).unwrap_or_default(),
        costs.partial.to_string(),
        costs.missing.join("; "),
    ]
}

const INSURANCE_COLUMNS: [&str; 12] = [
    "extra_one_off",
    "extra_premium_per_year",
    "extra_standby_per_year",
    "extra_premium_over_horizon",
    "loss_avoided_per_year",
    "loss_avoided_over_horizon",
    "net_benefit",
    "ratio",
    "payback_month",
    "cheaper_model",
    "agrees",
    "partial",
];

fn insurance(insurance: &Insurance) -> [String; 12] {
    [
        insurance.extra_one_off.to_string(),
        insurance.extra_premium_per_year.to_string(),
        known(insurance.extra_standby_per_year),
        insurance.extra_premium_over_horizon.to_string(),
        insurance.loss_avoided_per_year.to_string(),
        insurance.loss_avoided_over_horizon.to_string(),
        insurance.net_benefit.to_string(),
        insurance.ratio.map(|ratio| ratio.normalize().to_string()).unwrap_or_default(),
        insurance.payback_month.map(|month| month.to_string()).unwrap_or_default(),
        insurance.cheaper_model.map(|model| model.to_string()).unwrap_or_default(),
        insurance.agrees.map(|agrees| agrees.to_string()).unwrap_or_default(),
        insurance.partial.to_string(),
    ]
}

/// One row for each scenario, the portfolio as it is first.
pub(crate) fn scenarios(result: &Scenarios) -> io::Result<String> {
    let header = [
        "name",
        "currency",
        "horizon_years",
        "ops_run_it",
        "you_build_it_you_run_it",
        "product_team_schedules",
        "targets_missed",
        "disagreements",
        "standby_per_year",
        "premium_over_horizon",
        "loss_over_horizon",
        "over_horizon",
        "more_than_as_it_is",
        "least_cost_over_horizon",
        "changed_services",
        "partial",
    ];
    let rows = result.scenarios.iter().map(|outcome| {
        let changed: Vec<_> = outcome.changes.iter().map(|change| &*change.service).collect();
        [
            text(&outcome.name),
            result.currency.to_string(),
            outcome.horizon_years.to_string(),
            outcome.ops_run_it.to_string(),
            outcome.you_build_it_you_run_it.to_string(),
            outcome.product_team_schedules.to_string(),
            known(outcome.targets_missed),
            known(outcome.disagreements),
            known(outcome.standby_per_year),
            outcome.premium_over_horizon.to_string(),
            outcome.loss_over_horizon.to_string(),
            outcome.over_horizon.to_string(),
            known(outcome.more_than_as_it_is),
            known(outcome.least_cost_over_horizon),
            text(&changed.join("; ")),
            outcome.partial.to_string(),
        ]
    });
    write(header, rows)
}

/// One row for each month.
pub(crate) fn plan(plan: &TransitionPlan) -> io::Result<String> {
    let header = ["month", "teams", "currency", "cost", "cumulative", "staying", "difference", "partial"];
    let rows = plan.months.iter().map(|month| {
        let waves = plan.waves.iter().filter(|wave| wave.month == month.month);
        let teams: Vec<_> = waves.flat_map(|wave| &wave.teams).map(|team| &*team.name).collect();
        [
            month.month.to_string(),
            text(&teams.join("; ")),
            plan.currency.to_string(),
            month.cost.to_string(),
            month.cumulative.to_string(),
            month.staying.to_string(),
            month.difference.to_string(),
            plan.partial.to_string(),
        ]
    });
    write(header, rows)
}

/// What is not estimated is empty, never zero.
fn known(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
