//! Laws of scenarios: what changes nothing changes nothing, and a name is as good as a place.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use whorunsit::{Money, Portfolio, PortfolioFile, scenarios};

use crate::common::costs::{Inputs, costed};
use crate::common::read;
use crate::{cases, list};

fn changed(document: &Value, changes: &Value) -> PortfolioFile {
    match Portfolio::read_changed(document.to_string().as_bytes(), changes.to_string().as_bytes()) {
        Ok(portfolio) => portfolio.file().clone(),
        Err(problems) => panic!("the change is valid, but: {problems}\n{changes:#}"),
    }
}

fn file(document: &Value) -> PortfolioFile {
    read(document).file().clone()
}

/// A table with one key.
fn table(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_scenario_that_changes_nothing_is_the_portfolio_as_it_is(document in costed(true, Inputs::Most)) {
        let portfolio = read(&document);
        let text = document.to_string();
        let same = Portfolio::read_changed(text.as_bytes(), b"{}").expect("it is as valid as before");
        prop_assert_eq!(same.file(), portfolio.file());
        let compared = scenarios(&portfolio, &[("nothing".into(), same)]).expect("amounts are small");
        let [base, nothing] = compared.scenarios.as_slice() else { panic!("there are two") };
        let mut renamed = nothing.clone();
        renamed.name = base.name.clone();
        prop_assert_eq!(&renamed, base);
        prop_assert_eq!(base.more_than_as_it_is, Money::ZERO);
        prop_assert!(base.changes.is_empty());
        let items = [base.premium_over_horizon, base.loss_over_horizon];
        prop_assert_eq!(Money::total(items), Ok(base.over_horizon));
    }

    #[test]
    fn a_change_by_name_is_a_change_in_place(document in costed(true, Inputs::Most), index in any::<Index>()) {
        let mut by_hand = document.clone();
        let services = list(&mut by_hand, "services");
        let index = index.index(services.len());
        services[index]["exposure_per_hour"] = json!("77");
        let name = services[index]["name"].as_str().expect("it is text").to_owned();
        services[index].as_object_mut().expect("it is a table").remove("incidents_per_year");
        let change = table(&name, json!({ "exposure_per_hour": "77", "incidents_per_year": null }));
        let by_name = json!({ "services": change });
        prop_assert_eq!(changed(&document, &by_name), file(&by_hand));
        // Again changes nothing more, and neither does a whole list in place of the old.
        let whole = json!({ "services": by_hand["services"] });
        prop_assert_eq!(changed(&by_hand, &by_name), file(&by_hand));
        prop_assert_eq!(changed(&document, &whole), file(&by_hand));
    }

    #[test]
    fn a_service_is_removed_and_added_by_name(document in costed(true, Inputs::Most), index in any::<Index>()) {
        let mut without = document.clone();
        let services = list(&mut without, "services");
        if services.len() < 2 {
            return Ok(());
        }
        let removed = services.remove(index.index(services.len()));
        let name = removed["name"].as_str().expect("it is text").to_owned();
        let removal = json!({ "services": table(&name, Value::Null) });
        prop_assert_eq!(changed(&document, &removal), file(&without));
        let addition = json!({ "services": table(&name, removed.clone()) });
        let mut with = without.clone();
        list(&mut with, "services").push(removed);
        prop_assert_eq!(changed(&without, &addition), file(&with));
    }
}
