//! What is kept between edits answers as if nothing were kept.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use whorunsit::facade::{self, Kept};

use super::common::costs::{Inputs, costed};
use super::{cases, list};

/// Something that somebody does to a portfolio; places are taken modulo how many there are.
#[derive(Clone, Debug)]
enum Edit {
    /// A service becomes that of another portfolio, as far as its keys go.
    Service(Index),
    Exposure(Index, u32),
    /// A service moves to the team of another.
    Team(Index, Index),
    Remove(Index),
    Copy(Index),
    Swap(Index, Index),
    /// A key of a team becomes that of the other portfolio, or goes.
    TeamKey(Index, &'static str),
    /// The same of a table that all share.
    Table(&'static str),
    /// A service becomes one that cannot be read.
    Mistake(Index),
    Undo,
}

/// What is mostly asked for, and what is asked for at times.
const OPTIONS: [&str; 6] =
    ["", "", "", r#"{"policy": "least-cost"}"#, r#"{"pretty": true}"#, r#"{"money": false}"#];

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<Index>;
    let of_team = vec![
        "capacity_hours_per_week",
        "rework_rate",
        "hourly_cost",
        "on_call_participants",
        "domain",
        "funding",
    ];
    let tables = vec![
        "horizon",
        "operations",
        "response",
        "throughput",
        "learning",
        "operations_work",
        "one_off_costs",
        "on_call",
        "calendar",
        "recurring_costs",
        "accounting",
        "exposure_bands",
        "demand_bands",
        "shared_causes",
        "domains",
        "incidents",
    ];
    prop_oneof![
        2 => at().prop_map(Edit::Service),
        3 => (at(), 1..400_000_u32).prop_map(|(service, exposure)| Edit::Exposure(service, exposure)),
        2 => (at(), at()).prop_map(|(service, other)| Edit::Team(service, other)),
        1 => at().prop_map(Edit::Remove),
        1 => at().prop_map(Edit::Copy),
        1 => (at(), at()).prop_map(|(one, other)| Edit::Swap(one, other)),
        2 => (at(), proptest::sample::select(of_team)).prop_map(|(team, key)| Edit::TeamKey(team, key)),
        2 => proptest::sample::select(tables).prop_map(Edit::Table),
        1 => at().prop_map(Edit::Mistake),
        1 => Just(Edit::Undo),
    ]
}

/// A key as the other portfolio has it.
fn take_over(mine: &mut Value, theirs: &Value, key: &str) {
    let Some(mine) = mine.as_object_mut() else { return };
    match theirs.get(key) {
        Some(value) => mine.insert(key.to_owned(), value.clone()),
        None => mine.remove(key),
    };
}

impl Edit {
    fn make(&self, document: &mut Value, other: &Value, before: &Value) {
        let theirs = |key: &str, at: &Index| match other[key].as_array() {
            Some(all) if !all.is_empty() => at.get(all).clone(),
            _ => json!({}),
        };
        let services = document["services"].as_array().map_or(0, Vec::len);
        match self {
            Self::Service(at) => {
                let service = &mut list(document, "services")[at.index(services)];
                let new = theirs("services", at);
                let (name, team) = (service["name"].clone(), service.get("team").cloned());
                *service = new;
                service["name"] = name;
                take_over(service, &team.map_or(json!({}), |team| json!({ "team": team })), "team");
            }
            Self::Exposure(at, exposure) => {
                list(document, "services")[at.index(services)]["exposure_per_hour"] =
                    json!(exposure.to_string());
            }
            Self::Team(at, from) => {
                let from = document["services"][from.index(services)].clone();
                take_over(&mut list(document, "services")[at.index(services)], &from, "team");
            }
            Self::Remove(at) if services > 1 => {
                list(document, "services").remove(at.index(services));
            }
            Self::Copy(at) => {
                let mut copy = document["services"][at.index(services)].clone();
                copy["name"] = json!(format!("copy-{services}"));
                list(document, "services").insert(at.index(services), copy);
            }
            Self::Swap(one, other) => {
                list(document, "services").swap(one.index(services), other.index(services));
            }
            Self::TeamKey(at, key) => {
                let new = theirs("teams", at);
                if let Some(teams) = document["teams"].as_array_mut().filter(|teams| !teams.is_empty()) {
                    let place = at.index(teams.len());
                    take_over(&mut teams[place], &new, key);
                }
            }
            Self::Table(key) => take_over(document, other, key),
            Self::Mistake(at) => {
                list(document, "services")[at.index(services)]["exposure_per_hour"] = json!("plenty");
            }
            Self::Undo => *document = before.clone(),
            Self::Remove(_) => {}
        }
    }
}

/// Who asks for what has changed only, and puts it together.
#[derive(Default)]
struct Follower {
    kept: Kept,
    last: BTreeMap<&'static str, (u32, Value)>,
}

impl Follower {
    fn asks(&mut self, command: &'static str, portfolio: &[u8], options: &str) -> Value {
        let (since, before) = self.last.remove(command).unwrap_or((0, Value::Null));
        let (stop, asked) = (AtomicBool::new(false), (command, Some(since)));
        let text = self.kept.answer_with(asked, portfolio, options, &stop, &mut |_| true);
        let mut answer: Value =
            serde_json::from_str(&text.expect("a fresh one answers")).expect("it is JSON");
        let whole = answer.as_object_mut().expect("it is an object");
        let (revision, changed) = (whole.remove("revision"), whole.remove("changed"));
        if let Some(changed) = changed {
            let mut services = before["services"].clone();
            for (place, service) in changed
                .as_array()
                .into_iter()
                .flatten()
                .zip(whole["services"].as_array().into_iter().flatten())
            {
                services[usize::try_from(place.as_u64().expect("it is a place")).expect("it fits")] =
                    service.clone();
            }
            whole.insert("services".to_owned(), services);
        }
        if let Some(revision) = revision {
            let revision = u32::try_from(revision.as_u64().expect("it is a count")).expect("it fits");
            self.last.insert(command, (revision, answer.clone()));
        }
        answer
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn what_is_kept_answers_as_what_is_fresh(
        document in costed(true, Inputs::Most),
        other in costed(true, Inputs::Most),
        edits in proptest::collection::vec((edit(), 1..16_u32, proptest::sample::select(OPTIONS.to_vec())), 1..8),
    ) {
        let (mut kept, mut document, mut before) = (Kept::default(), document, Value::Null);
        let mut follower = Follower::default();
        for (edit, commands, options) in edits {
            let text = document.to_string();
            let asked = ["recommend", "compare", "schedules", "plan"].into_iter().enumerate();
            for (_, command) in asked.filter(|(place, _)| commands & (1 << place) != 0) {
                let fresh = facade::answer(command, text.as_bytes(), options);
                prop_assert_eq!(kept.answer(command, text.as_bytes(), options), fresh.clone(), "{}", command);
                if let Ok(fresh) = fresh {
                    let fresh: Value = serde_json::from_str(&fresh).expect("it is JSON");
                    prop_assert_eq!(follower.asks(command, text.as_bytes(), options), fresh, "{}", command);
                }
            }
            if before.is_null() {
                before = document.clone();
            }
            let last = document.clone();
            edit.make(&mut document, &other, &before);
            before = last;
        }
    }
}
