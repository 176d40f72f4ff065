//! Growth year by year, as a page and as CSV.

use std::io;

use whorunsit::selection::OPS_RUN_IT;
use whorunsit::{Growth, GrowthYear, Money, Strategy};

use crate::compare::runs;
use crate::csv_rows::{text, write};
use crate::page::{Page, View, traced};
use crate::text::Amounts;

pub(crate) fn page(growth: &Growth, view: View) -> String {
    let amounts = Amounts::in_cells(growth.currency);
    let mut page = Page::new(view);
    page.title(&format!("{}: growth over the years", growth.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&growth.headline());
    page.gap();
    let partial = growth.years.iter().any(|year| year.partial);
    page.paragraph(&format!("Each year is decided anew. {}", amounts.note(partial)));

    page.heading("Who would run what");
    let row = |year: &GrowthYear| {
        [
            year.year.to_string(),
            year.services.to_string(),
            year.teams.to_string(),
            amounts.show(year.exposure_per_hour),
            year.ops_run_it.to_string(),
            year.you_build_it_you_run_it.to_string(),
            year.product_team_schedules.to_string(),
            amounts.known(year.standby_per_year),
        ]
    };
    let header =
        ["Year", "Services", "Teams", "Lost an hour", OPS_RUN_IT, "By teams", "Schedules", "Standby"];
    page.numbers(1..8, header, growth.years.iter().map(row).collect());

    page.heading("What a year of that size comes to, premium and loss together");
    let strategies = [Strategy::HybridAtScale, Strategy::AllOpsRunIt, Strategy::AllYouBuildItYouRunIt];
    let row = |year: &GrowthYear| {
        let [ours, ops, teams] = strategies;
        let of = |strategy| {
            let costs = year.strategies.iter().find(|costs| costs.strategy == strategy);
            costs.map_or_else(|| amounts.known(None), |costs| amounts.part(costs.per_year, year.partial))
        };
        [
            year.year.to_string(),
            of(ours),
            of(ops),
            of(teams),
            year.cheapest.map_or("cannot tell", Strategy::name).to_owned(),
        ]
    };
    let [ours, ops, teams] = strategies.map(Strategy::name);
    let header = ["Year", ours, ops, teams, "Cheapest"];
    page.numbers(1..4, header, growth.years.iter().map(row).collect());
    page.paragraph("What is paid once is in none of them.");

    if !page.is_brief(1, 1) {
        page.heading("What runs in another way than the year before");
        let changes = growth.years.iter().flat_map(|year| {
            let row = |change: &whorunsit::RunsChange| {
                [year.year.to_string(), change.service.to_string(), runs(change.from), runs(change.to)]
            };
            year.changes.iter().map(row)
        });
        let changes: Vec<_> = changes.collect();
        match changes.is_empty() {
            true => page.paragraph("Nothing."),
            false => page.table(["Year", "Service", "Before", "Then"], changes),
        }
    }
    page.gap();
    page.foot(&traced(&growth.provenance, ""))
}

/// One row for each year.
pub(crate) fn csv(growth: &Growth) -> io::Result<String> {
    let header = [
        "year",
        "currency",
        "services",
        "teams",
        "exposure_per_hour",
        "targets",
        "ops_run_it",
        "you_build_it_you_run_it",
        "product_team_schedules",
        "people_on_call",
        "standby_per_year",
        "all_ops_run_it_per_year",
        "all_you_build_it_you_run_it_per_year",
        "hybrid_with_team_schedules_per_year",
        "hybrid_at_scale_per_year",
        "cheapest",
        "changed_services",
        "partial",
    ];
    let rows = growth.years.iter().map(|year| {
        let known = |amount: Option<Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let of = |strategy| {
            known(year.strategies.iter().find(|costs| costs.strategy == strategy).map(|costs| costs.per_year))
        };
        let changed: Vec<_> = year.changes.iter().map(|change| &*change.service).collect();
        let targets: Vec<_> = year
            .targets
            .iter()
            .map(|target| format!("{}: {}", target.availability_target, target.services))
            .collect();
        [
            year.year.to_string(),
            growth.currency.to_string(),
            year.services.to_string(),
            year.teams.to_string(),
            year.exposure_per_hour.to_string(),
            targets.join("; "),
            year.ops_run_it.to_string(),
            year.you_build_it_you_run_it.to_string(),
            year.product_team_schedules.to_string(),
            year.people_on_call.to_string(),
            known(year.standby_per_year),
            of(Strategy::AllOpsRunIt),
            of(Strategy::AllYouBuildItYouRunIt),
            of(Strategy::HybridWithTeamSchedules),
            of(Strategy::HybridAtScale),
            year.cheapest.map(Strategy::as_str).unwrap_or_default().to_owned(),
            text(&changed.join("; ")),
            year.partial.to_string(),
        ]
    });
    write(header, rows)
}
