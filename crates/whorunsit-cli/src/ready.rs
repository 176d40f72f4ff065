//! Readiness as a page and as CSV.

use std::io::{self, Write};

use rust_decimal::Decimal;
use whorunsit::Portfolio;
use whorunsit::{
    Action, AgainstBaseline, Answer, ChaosDay, Figure, ObjectionReadiness, Readiness, TeamReadiness, facade,
};

use crate::answer::{PRETTY, answer, print};
use crate::args::Format;
use crate::csv_rows::{text, write};
use crate::page::{Page, View, traced};
use crate::source::Source;
use crate::stop::Stop;
use crate::text::{Amounts, capital, plural, spoken};

/// The most chaos days that a page lists; JSON has all.
const CHAOS_DAYS: usize = 5;

/// The most rows of a table of teams, schedules or steps on a page; JSON has all.
const ROWS: usize = 10;

/// The facade's options with answers to the questionnaire.
pub(crate) fn options(answers: &Source) -> Result<String, Stop> {
    let Ok(text) = std::str::from_utf8(answers.bytes()) else {
        // Such a file cannot be part of the options; the refusal is the one of any such input.
        print(&format!("{}\n", facade::call("check", answers.bytes(), crate::answer::PRETTY)))?;
        let _ = writeln!(anstream::stderr(), "error: {}: it is not UTF-8", answers.name());
        return Err(Stop::Told);
    };
    Ok(serde_json::json!({ "pretty": true, "answers": text }).to_string())
}

pub(crate) fn page(ready: &Readiness, view: View) -> String {
    let amounts = Amounts::in_cells(ready.currency);
    let mut page = Page::new(view);
    page.title(&format!("{}: what stands in the way", ready.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&ready.headline());
    page.gap();
    page.paragraph(&format!(
        "{} of {} questions are answered. {}",
        ready.questionnaire.answered,
        ready.questionnaire.questions,
        amounts.note(false)
    ));
    if page.is_brief(1, 10) {
        summary(&mut page, ready);
        page.heading("What to do next");
        page.items(ready.next_actions.iter().map(|action| told(action, amounts)));
        let more = "where you stand, every objection with its figures, teams and chaos days";
        return page.end(more, &ready.assumptions, &traced(&ready.provenance, ""));
    }
    standing(&mut page, ready);
    page.heading("What to do next");
    page.items(ready.next_actions.iter().map(|action| told(action, amounts)));
    summary(&mut page, ready);
    for (number, objection) in ready.objections.iter().enumerate() {
        page.heading(&format!("{}. \u{201c}{}\u{201d}", number + 1, objection.objection));
        page.paragraph(&objection.says);
        if let Some(gates) = &objection.gates {
            page.paragraph(&format!("In the plan: {gates}"));
        }
        page.gap();
        let row = |answered: &whorunsit::QuestionAnswered| {
            let mut said = answered.organisation.as_str().to_owned();
            for team in &answered.teams {
                said.push_str(&format!("; {}: {}", team.team, team.answer.as_str()));
            }
            [answered.question.clone(), said]
        };
        page.table(["Question", "Answer"], objection.answers.iter().map(row).collect());
        figure(&mut page, &objection.figure, amounts);
    }
    teams(&mut page, &ready.teams);
    chaos(&mut page, &ready.chaos_days, amounts);
    if !ready.missing.is_empty() {
        page.heading("Not estimated, because the portfolio lacks");
        page.items(ready.missing.iter().cloned());
    }
    page.assumptions(&ready.assumptions);
    page.provenance(&ready.provenance);
    page.finish()
}

fn standing(page: &mut Page, ready: &Readiness) {
    let standing = &ready.standing;
    page.heading("Where you stand");
    let all = standing.services.len();
    let row = |what: String, one: fn(&AgainstBaseline) -> Option<bool>| {
        let told = |services: Vec<Option<bool>>| {
            let reached = services.iter().filter(|reached| **reached == Some(true)).count();
            match services.iter().filter(|reached| reached.is_none()).count() {
                0 => format!("{reached} of {all}"),
                unknown if unknown == all => "not estimated".to_owned(),
                unknown => format!("{reached} of {all}, {unknown} not known"),
            }
        };
        let services = standing.services.iter();
        // What nobody runs yet reaches nothing.
        let today = services.clone().map(|service| service.today.as_ref().map_or(Some(false), one));
        [what, told(today.collect()), told(services.map(|service| one(&service.after)).collect())]
    };
    let baseline = &standing.baseline;
    let rows = vec![
        row(format!("deployed {} or more often", baseline.deployment), |service| service.deployment),
        row(format!("expected to be available {} % or more", baseline.availability), |service| {
            service.availability
        }),
        row(format!("restored within {}, on average", baseline.time_to_restore), |counts| {
            counts.time_to_restore
        }),
        row(format!("learned from within {}", baseline.learning_lead_time), |service| service.learning),
        row("all four".to_owned(), |service| service.all),
    ];
    page.numbers(1..3, ["Services", "Today", "As recommended"], rows);
    let money = match standing.clear_without_money {
        0 => String::new(),
        count => format!(" Of those that need none, the money of {count} is not estimated."),
    };
    page.paragraph(&format!(
        "By exposure, demand and mean costs, for operations to run: {}; for their teams: {}; in need of thought: {}.{money} How \
         likely each model is cheaper: whorunsit simulate.",
        standing.clearly_operations, standing.clearly_their_teams, standing.need_thought
    ));
}

fn summary(page: &mut Page, ready: &Readiness) {
    page.heading("The seven objections");
    let row = |objection: &ObjectionReadiness| {
        let score = &objection.score;
        [
            objection.objection.clone(),
            capital(score.meaning.name()),
            score
                .percent
                .map_or_else(|| "unknown".to_owned(), |percent| format!("{} %", percent.normalize())),
            score.unknown.to_string(),
        ]
    };
    let header = ["Objection", "It is", "In place", "Unknown"];
    page.numbers(2..4, header, ready.objections.iter().map(row).collect());
    page.paragraph("In place is the share of the known answers that are yes; partly counts half.");
}

/// An action, who takes it and why.
fn told(action: &Action, amounts: Amounts) -> String {
    let worth = action
        .worth_per_year
        .map_or_else(String::new, |worth| format!(", worth {} a year", amounts.in_words().show(worth)));
    let teams = match action.teams.as_slice() {
        [] => String::new(),
        teams => format!(" for {}", teams.join(", ")),
    };
    let because = match action.because {
        Answer::Unknown => "nobody has answered".to_owned(),
        answer => format!("answered {}{teams}", answer.as_str()),
    };
    let gate = if action.gate { "; nobody goes on call before" } else { "" };
    format!("{} ({}{worth}): {because}{gate} [{}]", action.action, action.who, action.question)
}

fn hours(hours: Option<Decimal>) -> String {
    hours.map_or_else(
        || "grows without end".to_owned(),
        |hours| format!("{} h", hours.round_dp(1).normalize()),
    )
}

fn number(number: Option<Decimal>) -> String {
    number.map_or_else(|| "not estimated".to_owned(), |number| number.round_dp(1).normalize().to_string())
}

fn figure(page: &mut Page, figure: &Figure, amounts: Amounts) {
    match figure {
        Figure::OnCallPay(pay) if !pay.schedules.is_empty() => {
            page.gap();
            let row = |schedule: &whorunsit::SchedulePay| {
                [
                    schedule.schedule.to_string(),
                    schedule.participants.map_or_else(|| "not given".to_owned(), |people| people.to_string()),
                    amounts.known(schedule.standby_per_person),
                    amounts.known(schedule.callouts_per_person),
                    number(schedule.nights_per_person),
                    number(schedule.weekends_per_person),
                ]
            };
            page.numbers(
                1..6,
                ["Each person a year", "People", "Standby", "Callouts", "Nights", "Weekends"],
                pay.schedules.iter().take(ROWS).map(row).collect(),
            );
        }
        Figure::SchedulesOnExposure(scale) => {
            page.gap();
            let row = |point: &whorunsit::ExposureInTop| {
                [point.services.to_string(), format!("{} %", point.percent.normalize())]
            };
            page.numbers(
                0..2,
                ["Most exposed services", "Share of the exposure"],
                scale.exposure_in_top.iter().map(row).collect(),
            );
        }
        Figure::IncidentWorkflow(workflow) if !workflow.steps.is_empty() => {
            page.gap();
            let row = |step: &whorunsit::StepToAutomate| {
                [
                    step.step.to_string(),
                    step.operating_model.name().to_owned(),
                    amounts.known(step.per_year),
                    step.automation_cost.map_or_else(|| "not given".to_owned(), |cost| amounts.show(cost)),
                ]
            };
            page.numbers(
                2..4,
                ["Automate in this order", "Workflow of", "Saved a year", "Costs once"],
                workflow.steps.iter().take(ROWS).map(row).collect(),
            );
        }
        Figure::UnplannedWork(rework) if !rework.teams.is_empty() => {
            page.gap();
            let row = |team: &whorunsit::TeamRework| {
                [
                    team.team.to_string(),
                    team.rework_rate.map_or_else(
                        || "not given".to_owned(),
                        |rate| format!("{} %", rate.percent().round_dp(1).normalize()),
                    ),
                    amounts.known(team.cost_per_year),
                    number(team.halving_frees_weeks),
                    team.callouts_per_shift.map_or_else(
                        || "\u{2013}".to_owned(),
                        |callouts| callouts.round_dp(1).normalize().to_string(),
                    ),
                ]
            };
            page.numbers(
                1..5,
                ["Team", "Unplanned", "A year", "Weeks freed by half", "Callouts a shift"],
                rework.teams.iter().take(ROWS).map(row).collect(),
            );
            page.paragraph("\u{2013} where a team is on no schedule, or where callouts are not estimated.");
        }
        Figure::Specialists(figure) => {
            for advice in &figure.specialists {
                specialists(page, advice, amounts);
            }
        }
        Figure::Pilot(pilot) if !pilot.candidates.is_empty() => {
            page.gap();
            let row = |candidate: &whorunsit::PilotCandidate| {
                [
                    format!("{}. {}", candidate.rank, candidate.name),
                    may(candidate.may_change_over).to_owned(),
                    amounts.known(candidate.net_benefit),
                    amounts.known(candidate.one_off),
                    candidate.ahead_by.map_or_else(String::new, |ahead| amounts.show(ahead)),
                    format!("{}, {}", candidate.rank_by_net_benefit, candidate.rank_by_one_off),
                ]
            };
            page.numbers(
                2..6,
                ["Pilot", "Ready", "Net benefit", "Paid once", "Ahead of the next by", "By these alone"],
                pilot.candidates.iter().take(ROWS).map(row).collect(),
            );
            page.paragraph("By these alone: its rank if net benefit, or what is paid once, alone decided.");
        }
        _ => {}
    }
}

fn specialists(page: &mut Page, advice: &whorunsit::SpecialistAdvice, amounts: Amounts) {
    page.gap();
    let row = |option: &whorunsit::SpecialistOption| {
        [
            option.arrangement.name().to_owned(),
            option.people.to_string(),
            format!("{} %", option.utilisation.round_dp(1).normalize()),
            hours(option.hours_of_wait),
            amounts.known(option.per_year),
        ]
    };
    let header = [&*format!("{} for {}", advice.name, plural(advice.teams, "team", "teams"))];
    let [first] = header;
    page.numbers(
        1..5,
        [first, "People", "Busy", "A request waits", "Costs a year"],
        advice.options.iter().map(row).collect(),
    );
    let flip = |side: &str, flip: Option<&whorunsit::DemandFlip>| match flip {
        None => String::new(),
        Some(flip) => {
            let other = flip.advice.map_or("none keeps up", whorunsit::Arrangement::name);
            format!(" {side} {} requests a week: {other}.", flip.requests_per_week.normalize())
        }
    };
    let advised = advice.advice.map_or("no arrangement keeps up", whorunsit::Arrangement::name);
    let by = match advice.advice_by {
        whorunsit::AdviceBy::Cost => "which costs least",
        whorunsit::AdviceBy::Wait => "which waits least with these people, as not every cost is given",
    };
    page.paragraph(&format!(
        "Advice: {advised}, {by}.{}{}",
        flip("Below", advice.changes_below.as_ref()),
        flip("Above", advice.changes_above.as_ref()),
    ));
}

fn may(may_change_over: Option<bool>) -> &'static str {
    match may_change_over {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}

fn teams(page: &mut Page, teams: &[TeamReadiness]) {
    if teams.is_empty() {
        return;
    }
    page.heading("What each team has in place");
    let gates = teams.first().map_or(&[][..], |team| &team.gates);
    let names = gates.iter().map(|gate| capital(gate.code.name()));
    let header = std::iter::once("Team".to_owned()).chain(names).chain(["May change over".to_owned()]);
    let row = |team: &TeamReadiness| {
        let gates = team.gates.iter().map(|gate| gate.in_place.as_str().to_owned());
        let may = if team.forced { "yes, forced" } else { may(team.may_change_over) };
        std::iter::once(team.name.to_string()).chain(gates).chain([may.to_owned()]).collect()
    };
    let columns = gates.len() + 1;
    page.columns(columns + 1..columns + 1, header.collect(), teams.iter().map(row).collect());
}

fn chaos(page: &mut Page, days: &[ChaosDay], amounts: Amounts) {
    if days.is_empty() {
        return;
    }
    page.heading("What to rehearse first on chaos days");
    let row = |day: &ChaosDay| {
        let services = match day.services.as_slice() {
            services if services.len() > 3 => plural(services.len(), "service", "services"),
            services => services.join(", "),
        };
        let mode = match &day.cause {
            Some(cause) => format!("{} ({cause})", day.mode.rehearse()),
            None => day.mode.rehearse().to_owned(),
        };
        [services, mode, amounts.show(day.at_risk_per_year)]
    };
    let rows = days.iter().take(CHAOS_DAYS).map(row).collect();
    page.numbers(2..3, ["Service", "Rehearse", "At risk a year"], rows);
    if days.len() > CHAOS_DAYS {
        page.paragraph(&format!("{CHAOS_DAYS} of {}; JSON has all.", days.len()));
    }
}

/// One row for each question.
pub(crate) fn csv(ready: &Readiness) -> io::Result<String> {
    let header = [
        "objection",
        "question",
        "asked",
        "organisation",
        "teams",
        "objection_meaning",
        "objection_percent",
        "action",
        "who",
        "practice",
        "currency",
        "worth_per_year",
    ];
    let rows = ready.objections.iter().flat_map(|objection| {
        objection.answers.iter().map(move |answered| {
            let action = objection.actions.iter().find(|action| action.question == answered.code);
            let of = |part: fn(&Action) -> String| action.map(part).unwrap_or_default();
            let teams: Vec<_> = answered
                .teams
                .iter()
                .map(|team| format!("{}: {}", team.team, team.answer.as_str()))
                .collect();
            [
                objection.code.to_string(),
                answered.code.to_string(),
                answered.question.clone(),
                answered.organisation.as_str().to_owned(),
                text(&teams.join("; ")),
                spoken(objection.score.meaning.name()),
                objection.score.percent.map(|percent| percent.normalize().to_string()).unwrap_or_default(),
                of(|action| action.action.clone()),
                of(|action| action.who.clone()),
                of(|action| action.practice.clone()),
                ready.currency.to_string(),
                of(|action| action.worth_per_year.map(|worth| worth.to_string()).unwrap_or_default()),
            ]
        })
    });
    write(header, rows)
}

/// Answers the seven objections, with answers to the questionnaire from a file of their own where one is given.
pub(crate) fn readied(
    source: Source,
    answers: Option<Source>,
    format: Format,
    view: View,
) -> Result<(), Stop> {
    if let Format::Json = format {
        let options = match &answers {
            None => PRETTY.to_owned(),
            Some(answers) => options(answers)?,
        };
        return answer("ready", &source, &options);
    }
    let (source, portfolio) = answered(source, answers)?;
    match whorunsit::ready(&portfolio) {
        Ok(readiness) if matches!(format, Format::Csv) => print(&csv(&readiness)?),
        Ok(readiness) => print(&page(&readiness, view)),
        Err(overflow) => Err(Stop::Problems(source, overflow.into())),
    }
}

/// The portfolio, with answers to the questionnaire from a file of their own where one is given.
pub(crate) fn answered(source: Source, answers: Option<Source>) -> Result<(Source, Portfolio), Stop> {
    let portfolio = match source.partial() {
        Ok(portfolio) => portfolio,
        Err(problems) => return Err(Stop::Problems(source, problems)),
    };
    match answers {
        None => Ok((source, portfolio)),
        // The portfolio by itself is fine: these are problems of the answers.
        Some(answers) => match source.answered(&answers) {
            Ok(portfolio) => Ok((source, portfolio)),
            Err(problems) => Err(Stop::Problems(answers, problems)),
        },
    }
}
