//! Teams of their own for services that name none, where a profile says what a team is like.

use std::collections::BTreeSet;

use super::found::Found;
use super::tree::{given, text};
use crate::read::{Entry, Node, Value};

/// Gives each service that a profile holds for and that names no team one of its own, of which the profile then says the rest:
/// somebody would have to run it. Returns how many there are.
pub(super) fn own_teams(root: &mut Node<'_>, all: &mut Vec<Found>) -> usize {
    let mut names: BTreeSet<String> = match given(root, "teams").map(|teams| &teams.value) {
        Some(Value::List(teams)) => {
            teams.iter().filter_map(|team| text(team, "name")).map(str::to_owned).collect()
        }
        Some(_) => return 0,
        None => BTreeSet::new(),
    };
    let mut teams = Vec::new();
    let mut found_of_teams = Vec::new();
    for found in all.iter() {
        let Some(("services", place)) = found.member else { continue };
        let Some(Node { value: Value::List(services), .. }) = given_mut(root, "services") else { return 0 };
        let Some(service) = services.get_mut(place) else { continue };
        if given(service, "team").is_some() {
            continue;
        }
        let Some(name) = text(service, "name").map(str::to_owned) else { continue };
        let mut own = name;
        while !names.insert(own.clone()) {
            own.push_str(" (its own)");
        }
        let (start, end) = (service.start, service.end);
        let at_service = |value| Node { value, start, end };
        let entry = |key: &'static str, value| Entry {
            key: key.into(),
            key_start: start,
            key_end: end,
            node: at_service(value),
        };
        teams.push(at_service(Value::Table(vec![entry("name", Value::Text(own.clone().into()))])));
        let Value::Table(entries) = &mut service.value else { continue };
        entries.retain(|entry| entry.key != "team");
        entries.push(entry("team", Value::Text(own.into())));
        found_of_teams.push(Found {
            profile: std::sync::Arc::clone(&found.profile),
            rate: found.rate,
            span: found.span,
            path: found.path.clone(),
            member: Some(("teams", 0)),
            is_own: found.is_own,
        });
    }
    let count = teams.len();
    let listed = match given_mut(root, "teams") {
        Some(Node { value: Value::List(listed), .. }) => {
            let first = listed.len();
            listed.append(&mut teams);
            first
        }
        _ if count == 0 => return 0,
        _ => {
            let (start, end) = (root.start, root.end);
            let node = Node { value: Value::List(teams), start, end };
            let Value::Table(entries) = &mut root.value else { return 0 };
            entries.retain(|entry| entry.key != "teams");
            entries.push(Entry { key: "teams".into(), key_start: start, key_end: end, node });
            0
        }
    };
    // Teams before services: who is nearest is filled in first, from the end.
    let place =
        all.iter().position(|found| matches!(found.member, Some(("services", _)))).unwrap_or_default();
    for (offset, found) in found_of_teams.iter_mut().enumerate() {
        found.member = Some(("teams", listed + offset));
    }
    all.splice(place..place, found_of_teams);
    count
}

/// The value of a key of a table that is given, to be changed.
fn given_mut<'n, 't>(node: &'n mut Node<'t>, key: &str) -> Option<&'n mut Node<'t>> {
    let Value::Table(entries) = &mut node.value else { return None };
    let entry = entries.iter_mut().find(|entry| entry.key == key)?;
    (!matches!(entry.node.value, Value::Null)).then_some(&mut entry.node)
}
