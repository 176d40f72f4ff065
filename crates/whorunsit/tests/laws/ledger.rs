//! Laws of the cost ledger: what an amount rests on, what totals are made of, and what is missing.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;
use whorunsit::{
    BudgetHolder, Costs, Dimension, ItemCode, LineItem, Money, OperatingModel, Portfolio, Strategy as Rule,
    Totals, costs,
};

use crate::cases;
use crate::common::costs::{Inputs, costed};
use crate::common::read;

/// The ledger under a strategy; `None` where nobody knows it, for want of standby pay.
pub(crate) fn ledger(portfolio: &Portfolio, strategy: Rule, by: &[Dimension]) -> Option<Costs> {
    costs(portfolio, strategy, by, true).expect("amounts are small")
}

fn strategy() -> impl Strategy<Value = Rule> {
    proptest::sample::select(Rule::ALL.to_vec())
}

fn total(amounts: impl IntoIterator<Item = Money>) -> Money {
    Money::total(amounts).expect("amounts are small")
}

/// What line items come to, added up here.
fn sum<'i>(items: impl IntoIterator<Item = &'i LineItem>) -> Totals {
    let mut totals = Totals::default();
    for item in items {
        let (sum, lacks) = match item.code.cost_type().frequency() {
            whorunsit::Frequency::OneOff => (&mut totals.one_off, &mut totals.one_off_partial),
            whorunsit::Frequency::Yearly => (&mut totals.per_year, &mut totals.per_year_partial),
        };
        *lacks |= item.amount.is_none();
        *sum = total([*sum, item.amount.unwrap_or_default()]);
        totals.over_horizon = total([totals.over_horizon, item.over_horizon.unwrap_or_default()]);
        totals.line_items += 1;
        totals.partial |= item.amount.is_none();
    }
    totals
}

fn product(item: &LineItem) -> Decimal {
    item.factors().fold(Decimal::ONE, |product, factor| product * factor.value)
}

/// To the minor unit, half away from zero.
fn booked(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

fn word(item: &LineItem, dimension: Dimension) -> Option<String> {
    Some(match dimension {
        Dimension::Service => item.service.to_string(),
        Dimension::Team => return item.team.as_ref().map(|team| team.to_string()),
        Dimension::Domain => return item.domain.as_ref().map(|domain| domain.to_string()),
        Dimension::OperatingModel => item.operating_model.as_str().to_owned(),
        Dimension::Aspect => item.code.aspect().to_string(),
        Dimension::CostType => item.code.cost_type().to_string(),
        Dimension::Code => item.code.to_string(),
        Dimension::Accounting => item.accounting.to_string(),
        Dimension::BudgetHolder => serde_json::to_value(item.budget_holder).ok()?.as_str()?.to_owned(),
        // No domain of these portfolios has a sole budget holder.
        Dimension::BudgetTeam => {
            let team_works = matches!(item.code, ItemCode::Rework | ItemCode::Improvements);
            let by_team = item.operating_model == OperatingModel::YouBuildItYouRunIt || team_works;
            return match item.budget_holder? {
                BudgetHolder::ProductTeam => item.team.as_ref().map(ToString::to_string),
                BudgetHolder::It if by_team => item.team.as_ref().map(ToString::to_string),
                _ => None,
            };
        }
        Dimension::Frequency => item.code.cost_type().frequency().to_string(),
    })
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn an_amount_is_the_product_of_its_factors(document in costed(true, Inputs::Most), strategy in strategy()) {
        let portfolio = read(&document);
        let Some(costs) = ledger(&portfolio, strategy, &[]) else { return Ok(()) };
        let mut shared: BTreeMap<String, Vec<&LineItem>> = BTreeMap::new();
        for item in &costs.line_items {
            prop_assert_eq!(item.amount.is_none(), item.over_horizon.is_none());
            prop_assert_eq!(item.amount.is_none(), !item.missing.is_empty(), "{}", item.basis());
            if item.shared_by() > 1 {
                shared.entry(format!("{} {}", item.code, item.basis())).or_default().push(item);
            } else if let Some(amount) = item.amount {
                // Quotients among the factors are cut after 28 digits, so half a unit may have become a little less.
                let expected = booked(product(item).round_dp(15), costs.currency.decimals());
                prop_assert_eq!(amount.amount(), expected, "{}: {}", item.code, item.basis());
            }
        }
        for (basis, items) in shared {
            prop_assert!(items.iter().all(|item| item.shared_by() == items.len()), "{basis}: {}", items.len());
            let Some(amounts) = items.iter().map(|item| item.amount).collect::<Option<Vec<_>>>() else { continue };
            let whole = booked(product(items[0]).round_dp(15), costs.currency.decimals());
            prop_assert_eq!(total(amounts.iter().copied()).amount(), whole, "{}", basis);
            let (most, least) = (amounts.iter().max().expect("some"), amounts.iter().min().expect("some"));
            let unit = Decimal::new(1, costs.currency.decimals());
            prop_assert!(most.amount() - least.amount() <= unit, "{basis}: {least} to {most}");
        }
    }

    #[test]
    fn groups_sum_to_totals(
        document in costed(true, Inputs::Most),
        strategy in strategy(),
        by in subsequence(Dimension::ALL.to_vec(), 0..=4).prop_shuffle(),
    ) {
        let Some(costs) = ledger(&read(&document), strategy, &by) else { return Ok(()) };
        let of_kind = |loss: bool| {
            let items = costs.line_items.iter().filter(move |item| item.code.cost_type().is_loss() == loss);
            sum(items)
        };
        prop_assert_eq!(&of_kind(false), &costs.premium);
        prop_assert_eq!(&of_kind(true), &costs.loss);
        let mut groups: BTreeMap<Vec<Option<String>>, Vec<&LineItem>> = BTreeMap::new();
        for item in &costs.line_items {
            groups.entry(by.iter().map(|dimension| word(item, *dimension)).collect()).or_default().push(item);
        }
        prop_assert_eq!(costs.groups.len(), groups.len());
        for group in &costs.groups {
            let key: Vec<_> = group.by.iter().map(|(_, word)| word.as_deref().map(str::to_owned)).collect();
            prop_assert_eq!(group.by.iter().map(|(dimension, _)| *dimension).collect::<Vec<_>>(), by.clone());
            let items = groups.get(&key).map(Vec::as_slice).unwrap_or_default();
            prop_assert_eq!(&group.totals, &sum(items.iter().copied()), "{:?}", key);
        }
        for step in &costs.manual_steps {
            let both = step.effort_per_year.zip(step.loss_per_year);
            prop_assert_eq!(step.per_year, both.map(|(effort, loss)| total([effort, loss])));
        }
        prop_assert!(costs.manual_steps.is_sorted_by(|a, b| a.known_per_year >= b.known_per_year));
    }

    /// Without discounting a year's amount counts once for each year.
    #[test]
    fn years_add_up(document in costed(true, Inputs::Most), strategy in strategy(), years in 1..6_u32) {
        let mut document = document;
        document["horizon"] = serde_json::json!({ "years": years });
        let Some(costs) = ledger(&read(&document), strategy, &[]) else { return Ok(()) };
        for totals in [&costs.premium, &costs.loss] {
            let yearly = totals.per_year.times(years.into()).expect("amounts are small");
            prop_assert_eq!(totals.over_horizon, total([totals.one_off, yearly]));
        }
    }

    /// What is missing is named where it belongs, and is not there.
    #[test]
    fn what_is_missing_is_named_where_it_belongs(document in costed(true, Inputs::Most), strategy in strategy()) {
        let Some(costs) = ledger(&read(&document), strategy, &[]) else { return Ok(()) };
        for path in &costs.missing {
            prop_assert!(document.pointer(path).is_none(), "{path} is given");
        }
        let named: std::collections::BTreeSet<_> = costs.line_items.iter().flat_map(|item| &item.missing).collect();
        prop_assert_eq!(named, costs.missing.iter().collect());
        prop_assert_eq!(!costs.missing.is_empty(), costs.premium.partial || costs.loss.partial);
    }

    /// An input that is taken away takes the amounts with it that rest on it; no other changes, and none becomes zero.
    #[test]
    fn a_missing_input_is_not_zero(
        mut document in costed(true, Inputs::All),
        input in any::<Index>(),
        strategy in proptest::sample::select(Rule::ALL[..4].to_vec()),
    ) {
        let before = ledger(&read(&document), strategy, &[]).expect("it is no search");
        let inputs = inputs(&document);
        if inputs.is_empty() {
            return Ok(());
        }
        let path = input.get(&inputs);
        remove(&mut document, path);
        let after = ledger(&read(&document), strategy, &[]).expect("it is no search");
        if path.starts_with("/response") {
            let known_zero = |item: &LineItem| item.amount.is_some_and(Money::is_zero);
            let lacking = |item: &&LineItem| item.missing.contains(path);
            let of_model = |item: &&LineItem| path.ends_with(item.operating_model.as_str());
            let models = after.line_items.iter().filter(of_model);
            for item in models.filter(|item| ["response-effort", "loss-in-working-hours"].contains(&item.code.as_str())) {
                prop_assert!(lacking(&item) || known_zero(item), "{}", item.basis());
            }
            return Ok(());
        }
        prop_assert_eq!(before.line_items.len(), after.line_items.len());
        for (before, after) in before.line_items.iter().zip(&after.line_items) {
            let lost = after.amount.is_none() && (after.missing.contains(path) || before.amount.is_none());
            prop_assert!(before.amount == after.amount || lost, "{}: {} became {}", path, before.basis(), after.basis());
        }
    }

    /// Where all inputs are given, nothing is missing but a team, and callouts that are not paid.
    #[test]
    fn the_whole_is_not_partial(document in costed(true, Inputs::All), strategy in strategy()) {
        let Some(costs) = ledger(&read(&document), strategy, &[]) else { return Ok(()) };
        // A service without a team has no team's hours to pay for.
        let missing: Vec<_> = costs.missing.iter().filter(|path| !path.ends_with("/team")).collect();
        prop_assert!(missing.iter().all(|path| path.ends_with("/callout")), "{missing:?}");
    }
}

proptest! {
    #![proptest_config(cases(48))]

    /// Amounts of any size are added up, or are an error.
    #[test]
    fn huge_amounts_are_summed_or_refused(
        mut document in costed(true, Inputs::All),
        size in 0..=15_u32,
        every in 1..4_usize,
    ) {
        let mut count = 0;
        enlarge(&mut document, &format!("{}", 10_u64.pow(size)), every, &mut count);
        crate::check_answers(document.to_string().as_bytes(), "")?;
    }
}

/// Sets every so-manieth amount and count to the same.
fn enlarge(value: &mut Value, to: &str, every: usize, count: &mut usize) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let fixed =
                    ["max_per_hour", "medium_loss", "high_loss", "availability", "availability_target"];
                if !fixed.contains(&key.as_str()) {
                    enlarge(value, to, every, count);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| enlarge(item, to, every, count)),
        Value::String(text) if text.parse::<Decimal>().is_ok() => {
            *count += 1;
            if (*count).is_multiple_of(every) {
                *value = Value::from(to);
            }
        }
        _ => {}
    }
}

/// The paths of all inputs that amounts rest on, and that no choice does.
fn inputs(document: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let count = |key: &str| document.get(key).and_then(Value::as_array).map_or(0, Vec::len);
    for service in 0..count("services") {
        for key in ["incidents_per_year", "features_per_year", "value_per_feature_week"] {
            paths.push(format!("/services/{service}/{key}"));
        }
        for key in ["insights_per_year", "value_per_insight_week"] {
            paths.push(format!("/services/{service}/{key}"));
        }
    }
    for team in 0..count("teams") {
        for key in ["hourly_cost", "rework_rate", "capacity_hours_per_week"] {
            paths.push(format!("/teams/{team}/{key}"));
        }
    }
    paths.push("/operations/hourly_cost".to_owned());
    for model in ["ops-run-it", "you-build-it-you-run-it"] {
        for (table, keys) in [
            ("throughput", ["hand_off_lead_time", "effort_per_deployment"].as_slice()),
            ("learning", &["lead_time", "effort_per_improvement"]),
            ("setup", &["deployment-throughput", "service-reliability", "learning-culture"]),
            ("transition", &["service-reliability"]),
        ] {
            paths.extend(keys.iter().map(|key| format!("/{table}/{model}/{key}")));
        }
        paths.extend(["operations_work", "response"].map(|table| format!("/{table}/{model}")));
    }
    paths.retain(|path| document.pointer(path).is_some());
    paths
}

fn remove(document: &mut Value, path: &str) {
    let (table, key) = path.rsplit_once('/').expect("a pointer starts with a slash");
    let table = document.pointer_mut(table).and_then(Value::as_object_mut).expect("it is there");
    table.remove(key);
}
