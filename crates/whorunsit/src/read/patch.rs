//! Changes to a tree of values: JSON Merge Patch (RFC 7396), with lists of named tables changed by name.

use std::borrow::Cow;

use super::node::{Entry, Node, Value};
use super::{Path, suggestion};
use crate::problem::{Gathered, ProblemCode};

/// Changes a value as a patch says: tables are merged key by key, `null` removes, everything else replaces.
///
/// The standard can only replace a list as a whole. Here a table set against a list of named tables (services, teams,
/// domains, bands) changes its members by their names; a new member brings its own `name`.
pub(crate) fn merge<'t>(target: &mut Node<'t>, patch: &Node<'t>, at: &Path<'_>, problems: &mut Gathered) {
    let Value::Table(changes) = &patch.value else {
        *target = patch.clone();
        return;
    };
    match &mut target.value {
        Value::List(members)
            if !members.is_empty() && members.iter().all(|member| name_of(member).is_some()) =>
        {
            for change in changes {
                merge_member(members, change, at, problems);
            }
        }
        Value::Table(entries) => {
            for change in changes {
                merge_entry(entries, change, at, problems);
            }
        }
        _ => {
            let mut entries = Vec::new();
            for change in changes {
                merge_entry(&mut entries, change, at, problems);
            }
            *target = Node { value: Value::Table(entries), start: patch.start, end: patch.end };
        }
    }
}

fn merge_entry<'t>(entries: &mut Vec<Entry<'t>>, change: &Entry<'t>, at: &Path<'_>, problems: &mut Gathered) {
    if matches!(change.node.value, Value::Null) {
        entries.retain(|entry| entry.key != change.key);
        return;
    }
    let at = Path::Key(at, &change.key);
    if let Some(entry) = entries.iter_mut().find(|entry| entry.key == change.key) {
        return merge(&mut entry.node, &change.node, &at, problems);
    }
    // Merging into nothing drops the nulls inside.
    let mut node = Node { value: Value::Null, ..change.node };
    merge(&mut node, &change.node, &at, problems);
    entries.push(Entry { node, ..change.clone() });
}

fn merge_member<'t>(members: &mut Vec<Node<'t>>, change: &Entry<'t>, at: &Path<'_>, problems: &mut Gathered) {
    let found = members.iter().position(|member| name_of(member).is_some_and(|name| *name == change.key));
    match (found, &change.node.value) {
        (Some(index), Value::Null) => {
            members.remove(index);
        }
        (Some(index), _) => {
            if let Some(member) = members.get_mut(index) {
                merge(member, &change.node, &Path::Index(at, index), problems);
            }
        }
        (None, Value::Table(_)) if name_of(&change.node).is_some_and(|name| *name == change.key) => {
            members.push(change.node.clone());
        }
        (None, _) => {
            let names = members.iter().filter_map(name_of).map(|name| &**name);
            let help = match suggestion(&change.key, names.take(200)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "to add it, give all of its keys, the same `name` among them".to_owned(),
            };
            let message = format!("there is nothing named `{}` to change", change.key);
            problems.push(Path::Key(at, &change.key).problem(ProblemCode::InvalidScenario, message, help));
        }
    }
}

fn name_of<'n, 't>(node: &'n Node<'t>) -> Option<&'n Cow<'t, str>> {
    let Value::Table(entries) = &node.value else {
        return None;
    };
    entries.iter().find(|entry| entry.key == "name").and_then(|entry| match &entry.node.value {
        Value::Text(name) => Some(name),
        _ => None,
    })
}
