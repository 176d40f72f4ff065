//! Accountability as a page and as CSV.

use std::io;

use whorunsit::{Accountability, BudgetHolder, BudgetMove, Duty, ServiceAccountability};

use crate::csv_rows::{text, write};
use crate::page::{Page, View, traced};
use crate::text::{Amounts, capital, spoken};

pub(crate) fn page(answer: &Accountability, view: View) -> String {
    let amounts = Amounts::in_cells(answer.currency);
    let mut page = Page::new(view);
    page.title(&format!(
        "{}: who is accountable, and who pays",
        answer.name.as_deref().unwrap_or("Portfolio")
    ));
    page.answer(&answer.headline());
    page.gap();
    page.paragraph(&format!(
        "R is responsible, A accountable, I informed, as it is recommended; in brackets today. {}",
        amounts.note(false)
    ));
    let is_brief = page.is_brief(2, 2);
    page.heading("Who is accountable for the reliability of each service");
    let row = |service: &ServiceAccountability| {
        let duties = service.duties;
        let today = service.duties_today;
        let letter = |of: fn(whorunsit::Duties) -> Duty| {
            let (now, before) = (of(duties), today.map(of));
            match before.filter(|before| *before != now) {
                None => now.letter().to_owned(),
                Some(before) => format!("{} ({})", now.letter(), before.letter()),
            }
        };
        [
            service.name.to_string(),
            letter(|duties| duties.product_team),
            letter(|duties| duties.head_of_product),
            letter(|duties| duties.head_of_delivery),
            letter(|duties| duties.head_of_operations),
            letter(|duties| duties.application_support),
        ]
    };
    page.table(
        ["Service", "Team", "Product", "Delivery", "Operations", "Support"],
        answer.services.iter().map(row).collect(),
    );
    page.paragraph(
        "Team is the product team; Product, Delivery and Operations are their Heads; Support is application support.",
    );

    if is_brief {
        moves(&mut page, answer, amounts);
        let more = "each service's budget line for on-call, and where duties part";
        return page.end(more, &answer.assumptions, &traced(&answer.provenance, ""));
    }
    page.heading("The budget line of each service for on-call, a year");
    let row = |service: &ServiceAccountability| {
        [
            service.name.to_string(),
            service.team.as_deref().unwrap_or("none").to_owned(),
            service
                .paid_by
                .map_or_else(|| "nobody on standby".to_owned(), |holder| budget(holder).to_owned()),
            amounts.known(service.standby_per_year),
            amounts.known(service.callouts_per_year),
            amounts.known(service.on_call_per_year),
        ]
    };
    page.numbers(
        3..6,
        ["Service", "Team", "Standby paid by", "Standby", "Callouts", "Both"],
        answer.services.iter().map(row).collect(),
    );

    moves(&mut page, answer, amounts);

    let partings = answer.services.iter().flat_map(|service| {
        service.partings.iter().map(move |parting| format!("{}: {}", service.name, parting.meaning()))
    });
    let partings: Vec<String> = partings.collect();
    if !partings.is_empty() {
        page.heading("Where duties, decisions and money part");
        page.items(partings);
    }
    if !answer.missing.is_empty() {
        page.heading("Not estimated, because the portfolio lacks");
        page.items(answer.missing.iter().cloned());
    }
    page.assumptions(&answer.assumptions);
    page.provenance(&answer.provenance);
    page.finish()
}

fn moves(page: &mut Page, answer: &Accountability, amounts: Amounts) {
    page.heading("What moves between budgets, a year");
    let row = |moved: &BudgetMove| {
        [
            capital(budget(moved.budget_holder)),
            spoken(moved.cost_type.as_str()),
            amounts.known(moved.today_per_year),
            amounts.known(moved.after_per_year),
            amounts.known(moved.moved_per_year),
        ]
    };
    page.numbers(
        2..5,
        ["Budget", "Cost type", "Today", "As recommended", "Moves to it"],
        answer.moves.iter().map(row).collect(),
    );
}

fn budget(holder: BudgetHolder) -> &'static str {
    match holder {
        BudgetHolder::ProductTeam => "the product's",
        BudgetHolder::It => "IT's",
        BudgetHolder::Operations => "operations'",
    }
}

/// One row for each service.
pub(crate) fn csv(answer: &Accountability) -> io::Result<String> {
    let header = [
        "service",
        "kind",
        "team",
        "operating_model",
        "product_team",
        "head_of_product",
        "head_of_delivery",
        "head_of_operations",
        "application_support",
        "paid_by",
        "currency",
        "standby_per_year",
        "callouts_per_year",
        "on_call_per_year",
        "partings",
    ];
    let rows = answer.services.iter().map(|service| {
        let duties = service.duties;
        let amount =
            |amount: Option<whorunsit::Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let partings: Vec<_> = service.partings.iter().map(|parting| parting.as_str()).collect();
        [
            text(&service.name),
            service.kind.as_str().to_owned(),
            text(service.team.as_deref().unwrap_or_default()),
            service.operating_model.to_string(),
            duties.product_team.letter().to_owned(),
            duties.head_of_product.letter().to_owned(),
            duties.head_of_delivery.letter().to_owned(),
            duties.head_of_operations.letter().to_owned(),
            duties.application_support.letter().to_owned(),
            service.paid_by.map_or_else(String::new, |holder| holder.as_str().to_owned()),
            answer.currency.to_string(),
            amount(service.standby_per_year),
            amount(service.callouts_per_year),
            amount(service.on_call_per_year),
            partings.join("; "),
        ]
    });
    write(header, rows)
}
