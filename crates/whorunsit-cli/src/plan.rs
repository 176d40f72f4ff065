//! The transition plan as a page.

use whorunsit::{Money, PlanMonth, PlannedWork, Strategy, TeamHeldBack, Today, TransitionPlan, Wave};

use crate::page::{Page, View, traced};
use crate::text::{Amounts, plural, years};

/// Horizons of more months than this are told year by year.
const QUARTERLY_MONTHS: usize = 60;

pub(crate) fn page(plan: &TransitionPlan, view: View) -> String {
    let amounts = Amounts::in_cells(plan.currency);
    let horizon = years(plan.horizon_years);
    let mut page = Page::new(view);
    page.title(&format!("{}: how to get there", plan.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&plan.headline());
    let is_brief = page.is_brief(2, 3);
    page.gap();
    page.paragraph(&format!(
        "From {} to what is recommended. {}",
        match plan.today {
            Today::OpsRunIt => "operations running everything",
            Today::YouBuildItYouRunIt => "product teams running everything",
            Today::Nothing => "nothing that runs yet",
            Today::Mixed => "who runs what today",
        },
        amounts.note(plan.partial)
    ));
    enabling(&mut page, plan, amounts);
    waves(&mut page, plan, amounts);
    held_back(&mut page, plan, amounts);
    if !is_brief {
        teams(&mut page, plan, amounts, &horizon);
    }

    page.heading("What it has cost, premium and loss together");
    let every = if is_brief || plan.months.len() > QUARTERLY_MONTHS { 12 } else { 3 };
    let shown = plan.months.iter().filter(|month| (month.month + 1) % every == 0);
    let part = |amount| amounts.part(amount, plan.partial);
    let row = |month: &PlanMonth| {
        [
            format!("after month {}", month.month + 1),
            part(month.cumulative),
            part(month.staying),
            if plan.stays { amounts.show(month.difference) } else { part(month.difference) },
        ]
    };
    let staying = match plan.today {
        Today::Nothing => Strategy::AllOpsRunIt.name(),
        Today::OpsRunIt | Today::YouBuildItYouRunIt | Today::Mixed => "Staying as it is",
    };
    page.numbers(1..4, ["", "The plan", staying, "Difference"], shown.map(row).collect());
    if is_brief {
        page.worth_a_look(plan.findings.iter().map(|finding| ("", finding)));
        let more = "every team, and the costs quarter by quarter";
        return page.end(more, &plan.assumptions, &traced(&plan.provenance, ""));
    }
    if !plan.findings.is_empty() {
        page.heading("What needs a look");
        page.findings(plan.findings.iter().map(|finding| ("", finding)));
    }
    page.assumptions(&plan.assumptions);
    page.provenance(&plan.provenance);
    page.finish()
}

fn waves(page: &mut Page, plan: &TransitionPlan, amounts: Amounts) {
    page.heading("Waves");
    if plan.waves.is_empty() {
        page.paragraph(match plan.today {
            Today::Nothing => {
                "None: nothing has to be handed over, so what is recommended is set up at once."
            }
            Today::OpsRunIt | Today::YouBuildItYouRunIt | Today::Mixed => {
                "None: whoever runs a service today keeps it."
            }
        });
        return;
    }
    let row = |(number, wave): (usize, &Wave)| {
        let teams: Vec<_> = wave.teams.iter().map(|team| &*team.name).collect();
        [
            name(number),
            wave.date.map_or_else(|| start(wave.month), |date| date.to_string()),
            teams.join(", "),
            amounts.part(wave.one_off, wave.teams.iter().any(|team| team.one_off_partial)),
            wave.product_team_schedules.to_string(),
            amounts.part(wave.per_year, plan.partial),
        ]
    };
    let header = ["Wave", "Starts", "Teams", "Paid once", "Schedules", "A year from then"];
    page.numbers(3..6, header, plan.waves.iter().enumerate().map(row).collect());
    page.paragraph(
        "Schedules are those of product teams out of hours from then on; a year from then is all that costs and is lost.",
    );
    let of_teams = |wave: &Wave| Money::total(wave.teams.iter().map(|team| team.one_off));
    if plan.waves.iter().any(|wave| of_teams(wave).is_ok_and(|teams| teams != wave.one_off)) {
        page.paragraph(
            "What a wave pays once is what its teams pay, and what services share that its teams are the first to need.",
        );
    }
}

fn teams(page: &mut Page, plan: &TransitionPlan, amounts: Amounts, horizon: &str) {
    if plan.waves.is_empty() {
        return;
    }
    page.heading("Who changes over");
    let teams = plan.waves.iter().enumerate().flat_map(|(number, wave)| {
        wave.teams.iter().map(move |team| {
            let services = match team.services.as_slice() {
                services if services.len() > 3 => plural(services.len(), "service", "services"),
                services => services.join(", "),
            };
            [
                name(number),
                team.name.to_string(),
                services,
                amounts.part(team.one_off, team.one_off_partial),
                amounts.part(team.net_benefit, team.net_benefit_partial),
            ]
        })
    });
    let benefit = format!("Net benefit over {horizon}");
    page.numbers(3..5, ["Wave", "Team", "Services", "Paid once", &benefit], teams.collect());
    page.paragraph("Net benefit is loss avoided less extra premium, each team by itself.");
}

/// What has to be done before waves.
fn enabling(page: &mut Page, plan: &TransitionPlan, amounts: Amounts) {
    if plan.enabling.is_empty() {
        return;
    }
    page.heading("Before the waves that need it");
    let row = |work: &PlannedWork| {
        [
            work.name.to_string(),
            work.kind.name().to_owned(),
            work.done.map_or_else(|| start(work.done_month), |date| date.to_string()),
            plural(work.needed_by.len(), "team", "teams"),
            work.one_off.map_or_else(|| "not given".to_owned(), |cost| amounts.show(cost)),
        ]
    };
    let header = ["Enabling work", "Kind", "Done", "For", "Paid once"];
    page.numbers(4..5, header, plan.enabling.iter().map(row).collect());
}

/// Who stays as it is until it is ready.
fn held_back(page: &mut Page, plan: &TransitionPlan, amounts: Amounts) {
    if plan.held_back.is_empty() {
        return;
    }
    page.heading("Held back until they are ready");
    let row = |team: &TeamHeldBack| {
        let missing: Vec<&str> = team.missing.iter().map(|gate| gate.code.name()).collect();
        [team.name.to_string(), missing.join(", "), amounts.part(team.net_benefit, team.net_benefit_partial)]
    };
    let gain = format!("Would gain over {}", years(plan.horizon_years));
    let header = ["Team", "Lacks", &gain];
    page.numbers(2..3, header, plan.held_back.iter().map(row).collect());
    page.paragraph(
        "No enabling work of the plan puts in place what they lack; `opens` of such work would, and `force` lets a team go.",
    );
}

fn name(number: usize) -> String {
    if number == 0 { "pilot".to_owned() } else { number.to_string() }
}

fn start(month: usize) -> String {
    if month == 0 { "now".to_owned() } else { format!("after month {month}") }
}
