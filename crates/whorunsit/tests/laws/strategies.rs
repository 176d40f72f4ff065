//! Laws of strategies, of a service's insurance, and of the way there.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use whorunsit::{
    Accounting, Comparison, Costs, FindingCode, Group, Money, OperatingModel, Portfolio, Strategy as Rule,
    StrategyCosts, compare, plan,
};

use crate::common::costs::{Inputs, costed};
use crate::common::{decide, read};
use crate::ledger::ledger;
use crate::{cases, list};

fn comparison(portfolio: &Portfolio) -> Comparison {
    compare(portfolio).expect("amounts are small")
}

fn total(amounts: impl IntoIterator<Item = Money>) -> Money {
    Money::total(amounts).expect("amounts are small")
}

fn less(a: Money, b: Money) -> Money {
    a.minus(b).expect("amounts are small")
}

fn of(comparison: &Comparison, strategy: Rule) -> Option<&StrategyCosts> {
    comparison.strategies.iter().find(|costs| costs.strategy == strategy)
}

fn standby_over_horizon(costs: &Costs) -> Money {
    let items = costs.line_items.iter().filter(|item| item.code.as_str() == "standby");
    total(items.filter_map(|item| item.over_horizon))
}

fn sum(groups: &[Group]) -> Money {
    total(groups.iter().map(|group| group.totals.over_horizon))
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_strategy_is_the_sum_of_its_line_items(document in costed(true, Inputs::Most)) {
        let portfolio = read(&document);
        let comparison = comparison(&portfolio);
        let recommended = of(&comparison, Rule::HybridAtScale).expect("it is always there").over_horizon;
        for strategy in Rule::ALL {
            let costs = ledger(&portfolio, strategy, &[]);
            let Some(found) = of(&comparison, strategy) else {
                prop_assert!(costs.is_none() && strategy == Rule::LeastCost);
                continue;
            };
            let costs = costs.expect("both know it");
            prop_assert_eq!((&found.premium, &found.loss), (&costs.premium, &costs.loss));
            let items = costs.line_items.iter();
            prop_assert_eq!(found.over_horizon, total(items.clone().filter_map(|item| item.over_horizon)));
            prop_assert_eq!(found.over_horizon, total([found.premium.over_horizon, found.loss.over_horizon]));
            prop_assert_eq!(found.over_horizon, sum(&found.by_accounting));
            prop_assert_eq!(found.over_horizon, sum(&found.by_budget_holder));
            prop_assert_eq!(found.more_than_recommended, less(found.over_horizon, recommended));
            let standby = items.clone().filter(|item| item.code.as_str() == "standby");
            let standby: Option<Vec<Money>> = standby.map(|item| item.amount).collect();
            prop_assert_eq!(found.standby_per_year, standby.map(total));
            // Losses of revenue are losses, never paid; a loss is never capital.
            for item in items {
                let loss = item.code.cost_type().is_loss();
                prop_assert!(loss || item.accounting != Accounting::LostRevenue, "{}", item.basis());
                prop_assert!(!loss || item.accounting != Accounting::Capex, "{}", item.basis());
            }
        }
    }

    #[test]
    fn cash_flow_leads_to_the_totals(document in costed(true, Inputs::Most)) {
        let comparison = comparison(&read(&document));
        let last = comparison.cash_flow.last().expect("there are months");
        let over = |strategy| of(&comparison, strategy).expect("it is always there").over_horizon;
        prop_assert_eq!(last.month, comparison.horizon_years as usize * 12);
        prop_assert_eq!(last.hybrid_at_scale, over(Rule::HybridAtScale));
        prop_assert_eq!(last.all_ops_run_it, over(Rule::AllOpsRunIt));
        prop_assert!(comparison.cash_flow.is_sorted_by(|a, b| a.month + 1 == b.month));
        let first = comparison.cash_flow.first().expect("there are months");
        prop_assert_eq!(first.hybrid_at_scale, of(&comparison, Rule::HybridAtScale).expect("it").premium.one_off);
    }

    #[test]
    fn the_price_of_the_policy_is_what_its_parts_save(document in costed(true, Inputs::Most)) {
        let portfolio = read(&document);
        let comparison = comparison(&portfolio);
        let Some(price) = &comparison.policy_price else {
            prop_assert!(of(&comparison, Rule::LeastCost).is_none());
            return Ok(());
        };
        let least = of(&comparison, Rule::LeastCost).expect("it has a price");
        let ours = of(&comparison, Rule::HybridAtScale).expect("it is always there");
        prop_assert_eq!(price.over_horizon, less(ours.over_horizon, least.over_horizon));
        let saved = total(price.differences.iter().map(|difference| difference.saved));
        prop_assert_eq!(price.over_horizon, total([price.standby_saved, price.other_shared_saved, saved]));
        let standby = |strategy| standby_over_horizon(&ledger(&portfolio, strategy, &[]).expect("it is known"));
        prop_assert_eq!(price.standby_saved, less(standby(Rule::HybridAtScale), standby(Rule::LeastCost)));
        for part in &price.differences {
            prop_assert_eq!(part.saved, total([part.premium_saved, part.loss_avoided]));
        }
        prop_assert!(price.over_horizon >= Money::ZERO || document.to_string().contains("target_required")
            || document.to_string().contains("minimum_out_of_hours"));
    }

    /// A service's insurance is the whole portfolio's total under one model less the total under the other.
    #[test]
    fn insurance_is_marginal(mut document in costed(false, Inputs::Most), index in any::<Index>()) {
        let first = comparison(&read(&document));
        for (service, compared) in list(&mut document, "services").iter_mut().zip(&first.services) {
            service["operating_model"] = json!(compared.operating_model);
        }
        let pinned = comparison(&read(&document));
        let index = index.index(pinned.services.len());
        let insurance = &pinned.services[index].insurance;
        let mut under = |model: &str| {
            list(&mut document, "services")[index]["operating_model"] = json!(model);
            ledger(&read(&document), Rule::HybridAtScale, &[]).expect("it is no search")
        };
        let (ours, theirs) = (under("you-build-it-you-run-it"), under("ops-run-it"));
        prop_assert_eq!(insurance.extra_one_off, less(ours.premium.one_off, theirs.premium.one_off));
        prop_assert_eq!(insurance.extra_premium_per_year, less(ours.premium.per_year, theirs.premium.per_year));
        let extra = less(ours.premium.over_horizon, theirs.premium.over_horizon);
        prop_assert_eq!(insurance.extra_premium_over_horizon, extra);
        prop_assert_eq!(insurance.loss_avoided_per_year, less(theirs.loss.per_year, ours.loss.per_year));
        let avoided = less(theirs.loss.over_horizon, ours.loss.over_horizon);
        prop_assert_eq!(insurance.loss_avoided_over_horizon, avoided);
        prop_assert_eq!(insurance.net_benefit, less(avoided, extra));
        prop_assert_eq!(&insurance.clone(), &first.services[index].insurance);
    }

    #[test]
    fn a_recommendation_says_what_a_comparison_says(document in costed(true, Inputs::Most)) {
        let portfolio = read(&document);
        let (comparison, recommendation) = (comparison(&portfolio), decide(&document));
        let Some(insurance) = &recommendation.insurance else {
            let tables = ["response", "throughput", "learning", "operations_work", "setup", "transition"];
            prop_assert!(tables.iter().all(|table| document.get(table).is_none()));
            return Ok(());
        };
        prop_assert_eq!(insurance, &comparison.insurance);
        for (service, compared) in recommendation.services.iter().zip(&comparison.services) {
            prop_assert_eq!(service.insurance.as_deref(), Some(&compared.insurance));
            for finding in &compared.findings {
                prop_assert!(service.findings.contains(finding), "{finding}");
            }
        }
    }

    /// What misses its target, and the month that pays back, are told alike wherever they are told.
    #[test]
    fn parts_of_a_comparison_agree(document in costed(false, Inputs::Most)) {
        let comparison = comparison(&read(&document));
        let chosen = |service: &whorunsit::ServiceComparison| match service.operating_model {
            OperatingModel::OpsRunIt => service.ops_run_it.meets_target,
            OperatingModel::YouBuildItYouRunIt => service.you_build_it_you_run_it.meets_target,
        };
        let missed = comparison.services.iter().filter(|service| chosen(service) == Some(false)).count();
        let ours = of(&comparison, Rule::HybridAtScale).expect("it is always there");
        // One target of which nobody knows whether it is met leaves the count unknown.
        let known = comparison.services.iter().all(|service| chosen(service).is_some());
        prop_assert_eq!(ours.targets_missed, known.then_some(missed));

        let theirs = of(&comparison, Rule::AllOpsRunIt).expect("it is always there");
        let insurance = &comparison.insurance;
        prop_assert_eq!(insurance.net_benefit, less(theirs.over_horizon, ours.over_horizon));
        let standby = ours.standby_per_year.zip(theirs.standby_per_year);
        // Of the same services run the same way, nobody has to know what standby costs.
        let same = theirs.same_as_recommended.then_some(Money::ZERO);
        let extra = standby.map(|(ours, theirs)| less(ours, theirs));
        prop_assert_eq!(insurance.extra_standby_per_year, extra.or(same));
        if insurance.agrees.is_none() {
            prop_assert!(insurance.partial && insurance.payback_month.is_none());
            return Ok(());
        }
        // Months are rounded each by itself, the last is the sum of what is rounded item by item.
        let items = ours.premium.line_items + ours.loss.line_items + theirs.premium.line_items + theirs.loss.line_items;
        let rounding = Decimal::new(items as i64, comparison.currency.decimals());
        let ahead = |month: usize| {
            let month = comparison.cash_flow[month];
            less(month.hybrid_at_scale, month.all_ops_run_it).amount()
        };
        match insurance.payback_month {
            Some(0) => prop_assert!(ahead(0) <= rounding),
            Some(month) => {
                prop_assert!(ahead(month as usize) <= rounding);
                prop_assert!(ahead(month as usize - 1) >= -rounding);
            }
            None => {
                let last = comparison.cash_flow.len() - 1;
                prop_assert!((1..=last).all(|month| ahead(month) >= -rounding) || ahead(0) <= Decimal::ZERO);
            }
        }
    }

    #[test]
    fn order_decides_on_no_amount(
        document in costed(true, Inputs::Most),
        services in any::<Index>(),
        teams in any::<Index>(),
    ) {
        let mut shuffled = document.clone();
        for (key, by) in [("services", services), ("teams", teams)] {
            if let Some(items) = shuffled.get_mut(key).and_then(Value::as_array_mut) {
                let by = by.index(items.len());
                items.rotate_left(by);
            }
        }
        let (before, after) = (comparison(&read(&document)), comparison(&read(&shuffled)));
        let totals = |comparison: &Comparison| -> Vec<_> {
            comparison.strategies.iter().map(|costs| (costs.premium.clone(), costs.loss.clone())).collect()
        };
        prop_assert_eq!(totals(&before), totals(&after));
        // A part of what is shared may be a minor unit more: which one depends on the order.
        let groups = |comparison: &Comparison| -> Vec<Group> {
            let costs = comparison.strategies.iter();
            costs.flat_map(|costs| [&costs.by_accounting, &costs.by_budget_holder]).flatten().cloned().collect()
        };
        let units = Decimal::new(before.services.len() as i64, before.currency.decimals());
        for (before, after) in groups(&before).iter().zip(&groups(&after)) {
            prop_assert_eq!(&before.by, &after.by);
            let moved = less(before.totals.over_horizon, after.totals.over_horizon).amount().abs();
            prop_assert!(moved <= units, "{moved} of {:?}", before.by);
        }
        prop_assert_eq!(&before.insurance, &after.insurance);
        let by_name = |comparison: &Comparison| -> BTreeMap<_, _> {
            let services = comparison.services.iter();
            services.map(|service| (service.name.clone(), service.insurance.clone())).collect()
        };
        prop_assert_eq!(by_name(&before), by_name(&after));
    }

    #[test]
    fn a_plan_ends_with_what_is_recommended(document in costed(true, Inputs::Most)) {
        let portfolio = read(&document);
        let plan = plan(&portfolio).expect("amounts are small");
        let comparison = comparison(&portfolio);
        let mut cumulative = Money::ZERO;
        for month in &plan.months {
            cumulative = total([cumulative, month.cost]);
            prop_assert_eq!(month.cumulative, cumulative);
            prop_assert_eq!(month.difference, less(month.cumulative, month.staying));
        }
        prop_assert_eq!(plan.months.len(), plan.horizon_years as usize * 12);
        for wave in &plan.waves {
            let set_up = wave.set_up_month.unwrap_or(wave.month);
            prop_assert_eq!(set_up, wave.quarter * 3);
            prop_assert!(wave.month >= set_up);
            prop_assert_eq!(wave.one_off, total(wave.teams.iter().map(|team| team.one_off)));
        }
        let unfinished = plan.findings.iter().any(|finding| finding.code() == FindingCode::PlanBeyondHorizon);
        let ours = of(&comparison, Rule::HybridAtScale).expect("it is always there");
        let moved = plan.waves.iter().flat_map(|wave| &wave.teams).map(|team| team.services.len()).sum::<usize>();
        let held: usize = plan.held_back.iter().map(|team| team.services.len()).sum();
        if !unfinished {
            // Operations run everything today.
            prop_assert_eq!(moved + held, ours.you_build_it_you_run_it);
        }
        if let Some(last) = plan.waves.last().filter(|_| !unfinished && held == 0) {
            prop_assert_eq!(last.per_year, total([ours.premium.per_year, ours.loss.per_year]));
            prop_assert_eq!(last.product_team_schedules, ours.product_team_schedules);
        }
        // Whoever is held back lacks something that no work puts in place, and `ready` says the same of all.
        let readiness = whorunsit::ready(&portfolio).expect("amounts are small");
        for team in &readiness.teams {
            let held = plan.held_back.iter().find(|held| held.name == team.name);
            if let Some(held) = held {
                prop_assert!(held.missing.iter().any(|gate| gate.done_month.is_none()));
                prop_assert_eq!(team.may_change_over, Some(false));
            } else if team.may_change_over == Some(false) && !unfinished {
                let in_plan = plan.waves.iter().flat_map(|wave| &wave.teams).find(|moved| moved.name == team.name);
                prop_assert!(in_plan.is_none_or(|moved| !moved.waits_for.is_empty()));
            }
        }
    }
}
