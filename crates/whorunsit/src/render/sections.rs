//! What a document says, in its order: decision, figures, people, what it rests on.

use super::content::{Block, Cell, Content, LISTED, Table, some};
use super::picture::{Marks, Row, rows};
use super::record::{Amounts, Record, over};
use super::variants::variants;
use crate::currency::Currency;
use crate::exact::Money;
use crate::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};
use crate::wording::{capital, plural};

/// The most services that a table lists: a record has all, a document is read.
const SERVICES: usize = 40;
/// The most services whose differences are drawn.
const DRAWN: usize = 12;
/// The most services whose reasons are told.
const REASONED: usize = 6;
/// The most names in a cell of the selector.
const NAMES: usize = 4;

pub(super) fn content(record: Record<'_>, currency: Currency) -> Content {
    let amounts = Amounts(currency);
    let mut blocks = Vec::new();
    left_out(&mut blocks, record);
    who_disagrees(&mut blocks, record);
    options(&mut blocks, record, amounts);
    variants(&mut blocks, record, amounts);
    services(&mut blocks, record, amounts);
    selector(&mut blocks, record, amounts);
    who_pays(&mut blocks, record, amounts);
    people(&mut blocks, record, amounts);
    findings(&mut blocks, record);
    rests_on(&mut blocks, record);
    let mut sentences = record.texts("decision.sentences");
    let decision = if sentences.is_empty() { String::new() } else { sentences.remove(0) };
    Content {
        title: record.text("question").to_owned(),
        about: about(record, currency),
        decision,
        worth: [sentences.join(" "), record.texts("decision.sure").join(" ")]
            .into_iter()
            .filter(|paragraph| !paragraph.is_empty())
            .collect(),
        blocks,
        foot: foot(record),
    }
}

/// Services that the record says nothing about, because of mistakes of their own.
fn left_out(blocks: &mut Vec<Block>, record: Record<'_>) {
    let left_out = record.list("left_out");
    if left_out.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Left out"));
    let named = left_out
        .iter()
        .take(LISTED)
        .map(|one| format!("{}: {}", one.word("name").unwrap_or(one.text("path")), one.text("message")));
    let mut items: Vec<String> = named.collect();
    if let Some(more) = left_out.len().checked_sub(LISTED).filter(|more| *more > 0) {
        items.push(format!("and {more} more"));
    }
    blocks.push(Block::Items(items));
    blocks.push(Block::Note("Every figure is that of the other services alone.".to_owned()));
}

fn about(record: Record<'_>, currency: Currency) -> Vec<String> {
    let mut about = vec!["Decision record".to_owned()];
    if record.at("service").is_some() {
        about.extend(record.word("name").map(str::to_owned));
    }
    about.push(match record.at("horizon_years") {
        Some(_) => format!("Amounts in {currency} over {}", over(record)),
        None => format!("Amounts in {currency}"),
    });
    about.push(format!("By the {} policy", record.text("decision.policy")));
    about.push(match record.word("review_on") {
        Some(date) => format!("To be reviewed on {}", day(date)),
        None => "No date to review it was set".to_owned(),
    });
    about
}

/// A date as people read it: `1 June 2027`.
fn day(date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut parts = date.splitn(3, '-');
    let mut next = || parts.next().and_then(|part| part.parse::<usize>().ok());
    let (year, month, day) = (next(), next(), next());
    match (year, month.and_then(|month| MONTHS.get(month.checked_sub(1)?)), day) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => date.to_owned(),
    }
}

fn foot(record: Record<'_>) -> Vec<String> {
    let digest = record.word("provenance.input_sha256").unwrap_or("not known");
    let version = record.text("provenance.version");
    let draws = match record.word("trials").zip(record.word("seed")) {
        Some((trials, seed)) => format!(", {trials} trials, seed {seed}"),
        None => String::new(),
    };
    let service = record.word("service").map_or_else(String::new, |service| format!(" of {service}"));
    vec![format!(
        "whorunsit {version}{draws}. With these, `whorunsit report`{service} on the portfolio with the SHA-256 {digest} \
             gives this record again."
    )]
}

/// What a finding says, with whom it is about.
fn finding(record: Record<'_>) -> String {
    let message = record.text("finding.message");
    match record.word("about") {
        Some(about) => format!("{about}: {message}."),
        None => format!("{}.", capital(message)),
    }
}

fn who_disagrees(blocks: &mut Vec<Block>, record: Record<'_>) {
    let disagreements: Vec<String> = record.list("disagreements").into_iter().map(finding).collect();
    let by_hand: Vec<String> = record.list("decision.by_hand").into_iter().map(finding).collect();
    if !disagreements.is_empty() {
        blocks.push(Block::Heading("Who disagrees"));
        blocks.push(Block::Items(some(disagreements, LISTED)));
    }
    if !by_hand.is_empty() {
        blocks.push(Block::Heading("Set by hand"));
        blocks.push(Block::Items(some(by_hand, LISTED)));
    }
}

fn options(blocks: &mut Vec<Block>, record: Record<'_>, amounts: Amounts) {
    let options = record.list("options");
    if options.is_empty() {
        return;
    }
    let of_service = record.at("service").is_some();
    blocks.push(Block::Heading("The options"));
    let bar = |option: &Record<'_>| {
        let amount = |key| option.money(key);
        let range = amount("range.p5").zip(amount("range.p95"));
        let partial = option.flag("partial");
        let marks = match amount("premium_over_horizon").zip(amount("loss_over_horizon")) {
            Some((paid, lost)) if !partial || !paid.is_zero() || !lost.is_zero() => {
                Marks::Bar(paid, lost, range)
            }
            _ => Marks::None,
        };
        let mark = if partial { "*" } else { "" };
        let figure = match (&marks, amount("over_horizon")) {
            (Marks::Bar(..), Some(total)) => format!("{}{mark}", amounts.0.short(total)),
            _ => amounts.show(None),
        };
        Row { name: option.text("name").to_owned(), figure, ours: option.flag("recommended"), marks }
    };
    let bars: Vec<Row> = options.iter().map(bar).collect();
    let over = over(record);
    let mut pictures = vec![rows(
        "What each option costs".to_owned(),
        format!(
            "Paid (dark) and lost (light) over {over}; a line spans nine trials of ten, where it was simulated. What is \
             recommended stands in bold."
        ),
        &bars,
    )];
    pictures.extend(differences(record, amounts));
    blocks.push(Block::Pictures(pictures));
    let row = |option: &Record<'_>| {
        let partial = option.flag("partial");
        let more = option.money("more_than_recommended");
        vec![
            option.text("name").to_owned(),
            amounts.part(option.money("premium_over_horizon"), partial),
            amounts.part(option.money("loss_over_horizon"), partial),
            amounts.part(option.money("over_horizon"), partial),
            amounts.range(option.at("range")),
            match (option.flag("recommended"), option.flag("same_as_recommended")) {
                (true, _) => "recommended".to_owned(),
                (_, true) => "the same".to_owned(),
                _ => amounts.part(more, partial),
            },
        ]
    };
    let mut table = Table::new(
        &["Option", "Paid", "Lost", "Both", "In nine trials of ten", "More than recommended"],
        1..6,
        options.iter().map(row).collect(),
    );
    table.ours = options.iter().position(|option| option.flag("recommended"));
    blocks.push(Block::Table(table));
    let mut notes =
        vec![format!("Over {over}; paid is the premium, lost what incidents, delay and slow learning cost.")];
    if of_service {
        notes.push(
            "Paid and lost leave standby aside, which schedules share; the last column counts it.".to_owned(),
        );
    }
    if record.flag("partial") {
        notes.push("An amount with * lacks what is not estimated.".to_owned());
    }
    blocks.push(Block::Note(notes.join(" ")));
}

/// By how much the models of each service differ.
fn differences(record: Record<'_>, amounts: Amounts) -> Option<super::picture::Picture> {
    let mut services: Vec<Record<'_>> =
        record.list("services").into_iter().filter(|service| service.at("difference").is_some()).collect();
    if services.is_empty() {
        return None;
    }
    let mean = |service: &Record<'_>| Money::ZERO.minus(service.money("insurance.net_benefit")?).ok();
    let size = |service: &Record<'_>| mean(service).map(Money::size);
    services.sort_by_key(|service| std::cmp::Reverse(size(service)));
    let more = services.len().saturating_sub(DRAWN);
    let row = |service: &Record<'_>| {
        let amount = |key| service.money(key);
        let marks = match (amount("difference.p5"), mean(service), amount("difference.p95")) {
            (Some(low), Some(mean), Some(high)) => Marks::Range(low, mean, high),
            _ => Marks::None,
        };
        let figure = mean(service).map_or_else(|| amounts.show(None), |mean| amounts.0.short(mean));
        Row { name: service.text("name").to_owned(), figure, ours: false, marks }
    };
    let drawn: Vec<Row> = services.iter().take(DRAWN).map(row).collect();
    let rest = if more > 0 { format!(" {more} more services differ by less.") } else { String::new() };
    Some(rows(
        format!("What {YOU_BUILD_IT_YOU_RUN_IT} costs more than {OPS_RUN_IT}"),
        format!(
            "Over {}: left of the thin line it costs less. A dot is the mean, as in the table, and a line spans nine of ten trials.{rest}",
            over(record)
        ),
        &drawn,
    ))
}

fn model(word: &str) -> &str {
    match word {
        "ops-run-it" => OPS_RUN_IT,
        "you-build-it-you-run-it" => YOU_BUILD_IT_YOU_RUN_IT,
        word => word,
    }
}

fn services(blocks: &mut Vec<Block>, record: Record<'_>, amounts: Amounts) {
    let mut services = record.list("services");
    let all = services.len();
    if all > SERVICES {
        // Of many services those come first about which somebody has to think.
        services.sort_by_key(|service| service.money("saves").unwrap_or_default());
        services.truncate(SERVICES);
    }
    blocks.push(Block::Heading(if all == 1 { "The service" } else { "The services" }));
    let with_costs = record.at("horizon_years").is_some();
    let row = |service: &Record<'_>| {
        let hand = if service.flag("by_hand") { ", by hand" } else { "" };
        let schedule = match (service.word("out_of_hours"), service.word("schedule")) {
            (None, _) => String::new(),
            (_, Some(schedule)) => format!(", {schedule}"),
            (Some(wanted), None) => format!(", {} schedule", if wanted == "none" { "no" } else { wanted }),
        };
        let mut row = vec![
            service.text("name").to_owned(),
            format!("{}{schedule}{hand}", model(service.text("operating_model"))),
            service.text("deployment_target").to_owned(),
            amounts.show(service.money("exposure_per_hour")),
            format!("{}\u{a0}%", service.text("availability_target")),
        ];
        if with_costs {
            row.push(amounts.part(service.money("saves"), service.flag("insurance.partial")));
            row.push(service.word("cheaper_percent").map_or_else(|| "not simulated".to_owned(), likely));
        }
        row
    };
    let mut header = vec!["Service", "Who should run it", "Deployed", "Exposure an hour", "Target"];
    if with_costs {
        header.extend(["Saves", "How likely"]);
    }
    let columns = header.len();
    blocks.push(Block::Table(Table::new(&header, 3..columns, services.iter().map(row).collect())));
    if all > SERVICES {
        blocks.push(Block::Paragraph(format!("{} more services are in the record.", all - SERVICES)));
    }
    if with_costs {
        blocks.push(Block::Note(format!(
            "Saves is what that model costs less than the other over {}, standby included; how likely, that it does.",
            over(record)
        )));
    }
    if all <= REASONED {
        let why = |service: &Record<'_>| {
            let reasons: Vec<String> =
                service.texts("reasons").iter().map(|reason| format!("{}.", capital(reason))).collect();
            (service.text("name").to_owned(), reasons.join(" "))
        };
        blocks.push(Block::Heading("Why"));
        blocks.push(Block::Reasons(services.iter().map(why).collect()));
    }
}

/// A probability that trials came to. They never make certain.
fn likely(percent: &str) -> String {
    let Ok(percent) = percent.parse() else { return percent.to_owned() };
    crate::simulation::chance(percent)
}

fn selector(blocks: &mut Vec<Block>, record: Record<'_>, amounts: Amounts) {
    let services = record.list("services");
    let columns = record.list("selector.columns").into_iter().map(|column| {
        let demand = column.text("feature_demand");
        (
            demand,
            format!("{} demand, deployed {}", demand.replace('-', " "), column.text("deployment_target")),
        )
    });
    let columns: Vec<_> = columns.collect();
    let row = |(place, band): (usize, &Record<'_>)| {
        let models = band.list("models");
        let cell = |(number, model): (usize, &Record<'_>)| {
            let demand = columns.get(number).map(|(demand, _)| *demand);
            let inside = services.iter().filter(|service| {
                service.count("exposure_band") == Some(place) && service.word("feature_demand") == demand
            });
            let names: Vec<&str> = inside.map(|service| service.text("name")).collect();
            let services = match names.len() {
                many if many > NAMES => format!("{many} services"),
                _ => names.join(", "),
            };
            Cell { by_team: model.own() == Some("you-build-it-you-run-it"), services }
        };
        let most = band.money("max_per_hour").map(|most| amounts.0.short(most)).unwrap_or_default();
        let heading = format!("up to {most} an hour: {}\u{a0}%", band.text("availability_target"));
        (heading, models.iter().enumerate().map(cell).collect())
    };
    let bands = record.list("selector.rows");
    let rows: Vec<(String, Vec<Cell>)> = bands.iter().enumerate().rev().map(row).collect();
    if rows.is_empty() || columns.len() > MOST_COLUMNS {
        return;
    }
    blocks.push(Block::Heading("The selector"));
    blocks.push(Block::Grid(columns.into_iter().map(|(_, heading)| heading).collect(), rows));
}

/// More demand bands than these have no room beside each other.
const MOST_COLUMNS: usize = 8;

/// Whose budget it is.
fn budget(holder: Option<&str>) -> &str {
    match holder {
        None => "Nobody's: lost",
        Some("product-team") => "The product's",
        Some("it") => "IT's",
        Some("operations") => "Operations'",
        Some(other) => other,
    }
}

fn who_pays(blocks: &mut Vec<Block>, record: Record<'_>, amounts: Amounts) {
    let groups = record.list("by_budget_holder");
    let moves = record.list("moves");
    if groups.is_empty() && moves.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Who pays"));
    if !groups.is_empty() {
        let row = |group: &Record<'_>| {
            let amount = |key| amounts.part(group.money(key), group.flag("partial"));
            vec![
                budget(group.word("budget_holder")).to_owned(),
                amount("one_off"),
                amount("per_year"),
                amount("over_horizon"),
            ]
        };
        let header = ["Budget", "Once", "A year", "Over the horizon"];
        blocks.push(Block::Table(Table::new(&header, 1..4, groups.iter().map(row).collect())));
    }
    let moved: Vec<&Record<'_>> = moves
        .iter()
        .filter(|moved| moved.money("moved_per_year").is_none_or(|amount| !amount.is_zero()))
        .collect();
    if record.at("service").is_some() || moved.is_empty() {
        return;
    }
    let row = |moved: &&Record<'_>| {
        let amount = |key| amounts.show(moved.money(key));
        vec![
            budget(moved.word("budget_holder")).to_owned(),
            moved.text("cost_type").to_owned(),
            amount("today_per_year"),
            amount("after_per_year"),
            amount("moved_per_year"),
        ]
    };
    blocks.push(Block::Paragraph("What moves between budgets, a year:".to_owned()));
    let header = ["Budget", "Cost type", "Today", "As recommended", "Moves to it"];
    blocks.push(Block::Table(Table::new(&header, 2..5, moved.iter().map(row).collect())));
}

fn people(blocks: &mut Vec<Block>, record: Record<'_>, amounts: Amounts) {
    let consequences = record.texts("consequences");
    let schedules = record.list("schedules");
    blocks.push(Block::Heading("What follows for people"));
    if !consequences.is_empty() {
        blocks.push(Block::Items(some(consequences, LISTED)));
    }
    let row = |schedule: &Record<'_>| {
        let services = schedule.texts("services");
        let named = if services.len() > NAMES {
            plural(services.len(), "service", "services")
        } else {
            services.join(", ")
        };
        vec![
            schedule.text("name").to_owned(),
            named,
            schedule.text("people_on_call").to_owned(),
            schedule.word("participants").unwrap_or("not said").to_owned(),
            amounts.show(schedule.money("standby_cost_per_year")),
        ]
    };
    if schedules.is_empty() {
        blocks.push(Block::Paragraph("Nobody is on call out of hours.".to_owned()));
    } else {
        let header = ["On call out of hours", "For", "At once", "Taking turns", "Standby a year"];
        let rows: Vec<Vec<String>> = schedules.iter().take(LISTED).map(row).collect();
        blocks.push(Block::Table(Table::new(&header, 2..5, rows)));
        if schedules.len() > LISTED {
            blocks.push(Block::Paragraph(format!(
                "{} more schedules are in the record.",
                schedules.len() - LISTED
            )));
        }
    }
    let letter = |duty: Option<&str>| match duty {
        Some("responsible") => "R",
        Some("accountable") => "A",
        Some("informed") => "I",
        _ => "",
    };
    let row = |service: &Record<'_>| {
        let duty = |who: &str| letter(service.word(&format!("duties.{who}"))).to_owned();
        vec![
            service.text("name").to_owned(),
            duty("product_team"),
            duty("head_of_product"),
            duty("head_of_delivery"),
            duty("head_of_operations"),
            duty("application_support"),
            service
                .word("paid_by")
                .map_or_else(|| "nobody on standby".to_owned(), |by| budget(Some(by)).to_owned()),
            amounts.show(service.money("on_call_per_year")),
        ]
    };
    let services = record.list("services");
    let header =
        ["Service", "Team", "Product", "Delivery", "Operations", "Support", "On call paid by", "A year"];
    blocks.push(Block::Table(Table::new(&header, 7..8, services.iter().take(SERVICES).map(row).collect())));
    blocks.push(Block::Note(
        "R is responsible, A accountable, I informed: the product team, the Heads of Product, Delivery and Operations, and \
         application support."
            .to_owned(),
    ));
}

fn findings(blocks: &mut Vec<Block>, record: Record<'_>) {
    let findings: Vec<String> = record.list("findings").into_iter().map(finding).collect();
    if !findings.is_empty() {
        blocks.push(Block::Heading("What needs a look"));
        blocks.push(Block::Items(some(findings, LISTED)));
    }
}

/// Inputs with where they came from, what is missing, and what was assumed.
fn rests_on(blocks: &mut Vec<Block>, record: Record<'_>) {
    blocks.push(Block::Heading("What it rests on"));
    let inputs = record.list("inputs");
    let missing = record.texts("missing");
    let assumptions = record.list("assumptions");
    let of = |source: &str| inputs.iter().filter(|input| input.word("source") == Some(source)).count();
    blocks.push(Block::Paragraph(format!(
        "{} given as one value, {} as a range, {} measured, {} from a published set of terms, {} assumed, {} missing.",
        plural(of("given"), "input is", "inputs are"),
        of("estimated"),
        of("measured"),
        of("preset"),
        assumptions.len(),
        missing.len(),
    )));
    let mut terms: Vec<(String, String)> = Vec::new();
    for input in &inputs {
        let (whose, what) =
            input.text("input").rsplit_once(": ").unwrap_or(("portfolio", input.text("input")));
        let source = match input.word("source") {
            Some("measured") => " (measured)",
            Some("estimated") => " (a range)",
            Some("preset") => " (published)",
            _ => "",
        };
        let one = format!("{what} {}{source}", input.text("value"));
        match terms.iter_mut().rfind(|(before, _)| before == whose) {
            Some((_, all)) => {
                all.push_str("; ");
                all.push_str(&one);
            }
            None => terms.push((whose.to_owned(), one)),
        }
    }
    let more = terms.len().saturating_sub(TERMS);
    terms.truncate(TERMS);
    blocks.push(Block::Terms(terms));
    if more > 0 {
        blocks.push(Block::Paragraph(format!("{more} more tables of inputs are in the record.")));
    }
    if !missing.is_empty() {
        blocks.push(Block::Heading("Not estimated, because the portfolio lacks"));
        blocks.push(Block::Items(some(missing, LISTED)));
    }
    if !assumptions.is_empty() {
        blocks.push(Block::Heading("Assumed, because the portfolio does not say"));
        let term = |assumption: &Record<'_>| {
            let value = format!("{}: {}", assumption.text("value"), assumption.text("reason"));
            (assumption.text("code").replace('-', " "), value)
        };
        blocks.push(Block::Terms(assumptions.iter().map(term).collect()));
    }
}

/// The most tables of a portfolio whose values are told.
const TERMS: usize = 80;
