//! Strategies side by side, and every service under both models, as a page.

use rust_decimal::Decimal;
use whorunsit::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};
use whorunsit::{
    Comparison, ModelCosts, OutOfHours, PartialOutages, PolicyPrice, Runs, ServiceComparison, Severity,
    Strategy, StrategyCosts, VariantOutcome,
};

use crate::insurance;
use crate::next;
use crate::page::{Page, View, traced};
use crate::text::{Amounts, capital, percent, spoken, years};

/// How costs are accounted, and whose budget pays, in the order in which people read it; revenue lost is in nobody's.
const ACCOUNTING: [Option<&str>; 3] = [Some("capex"), Some("opex"), Some("lost-revenue")];
const HOLDERS: [Option<&str>; 4] = [Some("product-team"), Some("it"), Some("operations"), None];

/// Lines of a table of services with its heading, which shows one of them.
const SERVICES: usize = 6;

pub(crate) fn page(result: &Comparison, view: View) -> String {
    let amounts = Amounts::in_cells(result.currency);
    let horizon = years(result.horizon_years);
    let mut page = Page::new(view);
    page.title(&format!("{}: strategies compared", result.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&result.headline_above_its_list());
    page.keep(next::lines(result.outlook.as_deref(), result.currency));
    page.gap();
    let partial = result.strategies.iter().any(|costs| costs.is_partial());
    page.paragraph(&format!("Over {horizon}. {}", amounts.note(partial)));
    let of_services = result
        .services
        .iter()
        .flat_map(|service| service.findings.iter().map(|finding| (&*service.name, finding)))
        .filter(|(_, finding)| finding.code().severity() > Severity::Reason);
    let findings: Vec<_> = of_services.chain(result.findings.iter().map(|finding| ("", finding))).collect();
    if page.is_brief(2, 3) {
        come_to(&mut page, result, amounts, &horizon);
        // The answer has named the services on which the money disagrees.
        let has_services = page.has_room(SERVICES);
        if has_services {
            page.heading(&format!("What {YOU_BUILD_IT_YOU_RUN_IT} costs more and protects, over {horizon}"));
            let services = result.services.iter().map(|service| (&service.name, &service.insurance));
            insurance::table(&mut page, amounts, services);
        }
        page.worth_a_look(findings);
        next::end(&mut page, result.outlook.as_deref(), result.currency);
        let more = format!(
            "{}least cost, availability, cash flow and budgets. How sure: whorunsit simulate",
            if has_services { "" } else { "every service under both models, " }
        );
        return page.end(&more, &result.assumptions, &traced(&result.provenance, ""));
    }

    strategies(&mut page, result, amounts);
    come_to(&mut page, result, amounts, &horizon);
    page.paragraph("Premium is what is paid, loss is what is lost all the same.");
    page.paragraph(&insurance::sentence(amounts, &horizon, &result.insurance));
    policy(&mut page, result.policy_price.as_ref(), amounts, &horizon);
    variants(&mut page, result, amounts, &horizon);
    services(&mut page, result, amounts, &horizon);
    availability(&mut page, &result.services);
    schedules(&mut page, result, amounts);
    cash_flow(&mut page, result, amounts);
    let accounting = |costs: &StrategyCosts| costs.by_accounting.clone();
    grouped(&mut page, result, amounts, "How it is accounted", &ACCOUNTING, &accounting);
    let holders = |costs: &StrategyCosts| costs.by_budget_holder.clone();
    grouped(&mut page, result, amounts, "Whose budget pays", &HOLDERS, &holders);

    if !findings.is_empty() {
        page.heading("What needs a look");
        page.findings(findings);
    }
    next::end(&mut page, result.outlook.as_deref(), result.currency);
    page.missing(&result.missing);
    page.assumptions(&result.assumptions);
    page.provenance(&result.provenance);
    page.finish()
}

fn strategies(page: &mut Page, result: &Comparison, amounts: Amounts) {
    page.heading("Who would run what");
    let row = |costs: &StrategyCosts| {
        [
            costs.strategy.name().to_owned(),
            costs.ops_run_it.to_string(),
            costs.you_build_it_you_run_it.to_string(),
            costs.product_team_schedules.to_string(),
            costs.people_on_call.to_string(),
            count(costs.targets_missed),
            amounts.known(costs.standby_per_year),
        ]
    };
    let header = [
        "Strategy",
        OPS_RUN_IT,
        YOU_BUILD_IT_YOU_RUN_IT,
        "Schedules",
        "On call",
        "Targets missed",
        "Standby a year",
    ];
    page.numbers(1..7, header, result.strategies.iter().map(row).collect());
    page.paragraph(
        "Services by operating model, schedules of product teams, people on call in a normal week, and services that \
         are expected to miss their availability target (? where that is not estimated).",
    );
}

/// Every strategy in money.
fn come_to(page: &mut Page, result: &Comparison, amounts: Amounts, horizon: &str) {
    page.heading(&format!("What it would come to over {horizon}"));
    let row = |costs: &StrategyCosts| {
        let recommended = result.strategies.iter().find(|costs| costs.strategy == Strategy::HybridAtScale);
        let partial = costs.is_partial() || recommended.is_some_and(StrategyCosts::is_partial);
        let difference = match costs.strategy {
            Strategy::HybridAtScale => "\u{2013}".to_owned(),
            _ if costs.same_as_recommended => "the same".to_owned(),
            _ if costs.is_unknown() || recommended.is_some_and(StrategyCosts::is_unknown) => {
                "not estimated".to_owned()
            }
            _ => amounts.part(costs.more_than_recommended, partial),
        };
        [
            costs.strategy.name().to_owned(),
            amounts.part(costs.premium.over_horizon, costs.premium.partial),
            amounts.part(costs.loss.over_horizon, costs.loss.partial),
            amounts.part(costs.over_horizon, costs.is_partial()),
            difference,
        ]
    };
    let header = ["Strategy", "Premium", "Loss", "Both", "Against recommended"];
    // Five rows at most, of which the answer speaks.
    page.show_whole();
    page.numbers(1..5, header, result.strategies.iter().map(row).collect());
}

/// Only the variants.
pub(crate) fn variants_page(result: &Comparison, view: View) -> String {
    let amounts = Amounts::in_cells(result.currency);
    let mut page = Page::new(view);
    page.title(&format!("{}: variants compared", result.name.as_deref().unwrap_or("Portfolio")));
    if result.variants.is_empty() {
        page.paragraph(
            "The portfolio has no [[variants]] of an operating model; docs/format.md says how to write one.",
        );
        return page.finish();
    }
    page.answer(&result.headline_above_its_list());
    page.gap();
    let partial = result.variants.iter().any(|variant| variant.strategies.iter().any(|costs| costs.partial));
    page.paragraph(&amounts.note(partial));
    variants(&mut page, result, amounts, &years(result.horizon_years));
    page.provenance(&result.provenance);
    page.finish()
}

/// The portfolio with each variant in place of the model that it is a form of.
fn variants(page: &mut Page, result: &Comparison, amounts: Amounts, horizon: &str) {
    if result.variants.is_empty() {
        return;
    }
    page.heading(&format!("Variants in place of a model, over {horizon}"));
    let as_it_is = result.strategies.iter().map(|costs| {
        let missed = costs.targets_missed;
        let amount = amounts.part(costs.over_horizon, costs.is_partial());
        [
            "as it is".to_owned(),
            costs.strategy.name().to_owned(),
            amount,
            "\u{2013}".to_owned(),
            count(missed),
        ]
    });
    let rows = result.variants.iter().flat_map(|variant| {
        variant.strategies.iter().map(|costs| {
            let amount = match costs.over_horizon {
                Some(amount) => amounts.part(amount, costs.partial),
                None => amounts.known(None),
            };
            let difference = match costs.more_than_as_it_is {
                Some(more) => amounts.part(more, costs.partial && !more.is_zero()),
                None => amounts.known(None),
            };
            let strategy = costs.strategy.name().to_owned();
            [variant.name.to_string(), strategy, amount, difference, count(costs.targets_missed)]
        })
    });
    let header = ["Variant", "Strategy", "Both", "Against as it is", "Targets missed"];
    page.numbers(2..5, header, as_it_is.chain(rows).collect());
    page.paragraph(
        "Each variant is evaluated as the portfolio would be with it: who should run what is decided anew, and least cost is \
         looked for anew.",
    );
    page.items(result.variants.iter().map(in_words));
}

/// As many changes as a line lists.
const CHANGES: usize = 5;

/// What a variant is a form of, what it changes, and which inputs it lacks.
fn in_words(variant: &VariantOutcome) -> String {
    let mut said = format!("{}: in place of {}", variant.name, variant.operating_model.name());
    if !variant.changes.is_empty() {
        let changes = variant.changes.iter().take(CHANGES);
        let changes = changes.map(|change| format!("{} to {}", change.service, runs(change.to)));
        said.push_str(&format!("; changes {}", changes.collect::<Vec<_>>().join(", ")));
        let rest = variant.changes.len().saturating_sub(CHANGES);
        if rest > 0 {
            said.push_str(&format!(" and {rest} more"));
        }
    }
    if !variant.missing.is_empty() {
        said.push_str(&format!("; missing: {}", variant.missing_in_words().join(", ")));
    }
    said
}

fn count(missed: Option<usize>) -> String {
    missed.map_or_else(|| "?".to_owned(), |missed| missed.to_string())
}

fn policy(page: &mut Page, price: Option<&PolicyPrice>, amounts: Amounts, horizon: &str) {
    page.heading("What following the selector costs");
    let Some(price) = price else {
        page.paragraph(
            "Not estimated: what costs least cannot be told without pay for standby and callouts, nor without what \
             incidents cost and lose under either model. Which of these inputs are missing is told below.",
        );
        return;
    };
    let words = amounts.in_words();
    let shared = [(price.standby_saved, "standby"), (price.other_shared_saved, "other shared costs")];
    let shared = shared.into_iter().filter(|(saved, _)| !saved.is_zero()).map(|(saved, of)| {
        if saved.amount().is_sign_negative() {
            format!(", after {} more for {of}", words.show(saved.size()))
        } else {
            format!(", {} of it on {of}", words.show(saved))
        }
    });
    let shared: String = shared.collect();
    page.paragraph(&format!(
        "Least cost would save {} over {horizon}{shared}.",
        words.show(price.over_horizon)
    ));
    if !price.differences.is_empty() {
        let rows = price.differences.iter().map(|difference| {
            [
                difference.service.to_string(),
                runs(difference.recommended),
                runs(difference.least_cost),
                amounts.show(difference.saved),
            ]
        });
        page.numbers(3..4, ["Service", "Recommended", "Least cost", "Saves"], rows.collect());
        let reasons = price
            .differences
            .iter()
            .map(|difference| format!("{}: {}", difference.service, difference.reason));
        page.items(reasons);
    }
}

/// Who runs a service, and who is on call.
pub(crate) fn runs(runs: Runs) -> String {
    let schedule = match runs.out_of_hours {
        None => "",
        Some(OutOfHours::None) => ", no schedule",
        Some(OutOfHours::Domain) => ", domain schedule",
        Some(OutOfHours::Team) => ", team schedule",
    };
    format!("{}{schedule}", runs.operating_model.name())
}

fn services(page: &mut Page, result: &Comparison, amounts: Amounts, horizon: &str) {
    page.heading(&format!("Every service under both models, over {horizon}"));
    let rows = result.services.iter().map(|service| {
        let [premium, loss, net] = insurance::cells(amounts, &service.insurance);
        let (ratio, payback) = (insurance::ratio(&service.insurance), insurance::payback(&service.insurance));
        [service.name.to_string(), premium, loss, net, ratio, payback]
    });
    let header = ["Service", "Extra premium", "Loss avoided", "Net benefit", "Ratio", "Paid back"];
    page.numbers(1..6, header, rows.collect());
    page.paragraph(&format!(
        "Extra premium is what {YOU_BUILD_IT_YOU_RUN_IT} costs more than {OPS_RUN_IT}; loss avoided is what it protects. \
         The net benefit is the loss avoided less the extra premium, the ratio what each unit of extra premium \
         protects."
    ));

    page.heading("Whether the money agrees with the recommendation");
    let rows = result.services.iter().map(|service| {
        [
            service.name.to_string(),
            service.operating_model.name().to_owned(),
            insurance::cheaper(&service.insurance).to_owned(),
            insurance::agrees(&service.insurance).to_owned(),
        ]
    });
    page.numbers(4..4, ["Service", "Recommended", "Costs less", "Agrees"], rows.collect());
}

fn availability(page: &mut Page, services: &[ServiceComparison]) {
    page.heading("Expected availability, and hours until service is restored");
    let expected = |costs: &ModelCosts| {
        let mark = match costs.meets_target {
            Some(true) => "\u{2713}",
            Some(false) => "\u{2717}",
            None => "?",
        };
        match costs.expected_availability {
            Some(percent) => format!("{mark} {} %", percent.round_dp(3).normalize()),
            None => mark.to_owned(),
        }
    };
    let hours = |costs: &ModelCosts| match &costs.incidents {
        Some(incidents) => format!("{} h", incidents.hours_to_restore.round_dp(2).normalize()),
        None => "?".to_owned(),
    };
    let rows = services.iter().map(|service| {
        let (operations, team) = (&service.ops_run_it, &service.you_build_it_you_run_it);
        [
            service.name.to_string(),
            percent(service.availability_target),
            expected(operations),
            hours(operations),
            expected(team),
            hours(team),
        ]
    });
    let header = ["Service", "Target", OPS_RUN_IT, "Restored in", YOU_BUILD_IT_YOU_RUN_IT, "Restored in"];
    page.numbers(1..6, header, rows.collect());
    page.paragraph("\u{2713} meets the target, \u{2717} misses it, ? an input is missing.");
    partial_outages(page, services);
}

/// The other two readings of availability, of services that say how many of their incidents are full outages.
fn partial_outages(page: &mut Page, services: &[ServiceComparison]) {
    let rows = services.iter().filter_map(|service| {
        let [operations, team] =
            [&service.ops_run_it, &service.you_build_it_you_run_it].map(|costs| costs.partial_outages);
        if operations.is_none() && team.is_none() {
            return None;
        }
        let cell = |one: Option<PartialOutages>, of: fn(PartialOutages) -> Decimal| {
            one.map_or_else(|| "?".to_owned(), |one| format!("{} %", of(one).round_dp(3).normalize()))
        };
        Some([
            service.name.to_string(),
            cell(operations, |one| one.served),
            cell(operations, |one| one.weighted),
            cell(team, |one| one.served),
            cell(team, |one| one.weighted),
        ])
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Availability where a part is still served");
    let header = ["Service", OPS_RUN_IT, "By severity", YOU_BUILD_IT_YOU_RUN_IT, "By severity"];
    page.numbers(1..5, header, rows);
    page.paragraph(
        "Only full outages count as unavailable, or each incident by its severity. The target is compared with the strict \
         reading above.",
    );
}

fn schedules(page: &mut Page, result: &Comparison, amounts: Amounts) {
    if result.schedules.is_empty() {
        return;
    }
    page.heading("What schedules of product teams are worth, a year");
    let rows = result.schedules.iter().map(|schedule| {
        [
            schedule.name.to_string(),
            amounts.known(schedule.standby_cost_per_year),
            amounts.known(schedule.protects_per_year),
        ]
    });
    page.numbers(1..3, ["Schedule", "Standby, all year", "Protects, all year"], rows.collect());
    page.paragraph(
        "Both are of a whole year. Where peaks have another schedule on their days, less is paid: whorunsit schedules tells it.",
    );
}

fn cash_flow(page: &mut Page, result: &Comparison, amounts: Amounts) {
    page.heading("What it has cost, premium and loss together");
    let (ours, theirs) = (Strategy::HybridAtScale, Strategy::AllOpsRunIt);
    let part = |strategy, month: usize, amount| {
        // By the start, only what is paid once has been paid.
        let lacks = |costs: &StrategyCosts| match month {
            0 => costs.premium.one_off_partial,
            _ => costs.is_partial(),
        };
        let of_strategy = |costs: &StrategyCosts| costs.strategy == strategy && lacks(costs);
        amounts.part(amount, result.strategies.iter().any(of_strategy))
    };
    let ends_a_year = result.cash_flow.iter().filter(|month| month.month % 12 == 0);
    let rows = ends_a_year.map(|month| {
        let end = match month.month {
            0 => "at the start".to_owned(),
            month => format!("after month {month}"),
        };
        [end, part(ours, month.month, month.hybrid_at_scale), part(theirs, month.month, month.all_ops_run_it)]
    });
    page.numbers(1..3, ["", ours.name(), theirs.name()], rows.collect());
}

/// A row for each strategy and a column for each word by which its costs are grouped.
fn grouped(
    page: &mut Page,
    result: &Comparison,
    amounts: Amounts,
    heading: &str,
    order: &[Option<&str>],
    of: &dyn Fn(&StrategyCosts) -> Vec<whorunsit::Group>,
) {
    let groups: Vec<_> = result.strategies.iter().map(|costs| (costs.strategy.name(), of(costs))).collect();
    let mut words: Vec<_> = Vec::new();
    for word in order {
        let has =
            |group: &whorunsit::Group| group.by.first().is_some_and(|(_, found)| found.as_deref() == *word);
        if groups.iter().flat_map(|(_, groups)| groups).any(has) {
            words.push(*word);
        }
    }
    let rows = groups.iter().map(|(strategy, groups)| {
        let of = |group: &&whorunsit::Group, wanted: Option<&str>| {
            group.by.first().is_some_and(|(_, found)| found.as_deref() == wanted)
        };
        let cell = |wanted: &Option<&str>| match groups.iter().find(|group| of(group, *wanted)) {
            Some(group) => amounts.part(group.totals.over_horizon, group.totals.partial),
            None => "\u{2013}".to_owned(),
        };
        let name = std::iter::once((*strategy).to_owned());
        name.chain(words.iter().map(cell)).collect()
    });
    let rows = rows.collect();
    page.heading(&format!("{heading}, over {}", years(result.horizon_years)));
    let names = words
        .iter()
        .map(|word| word.map_or_else(|| "Lost revenue".to_owned(), |word| capital(&spoken(word))));
    let header: Vec<_> = std::iter::once("Strategy".to_owned()).chain(names).collect();
    page.columns(1..header.len(), header, rows);
}
