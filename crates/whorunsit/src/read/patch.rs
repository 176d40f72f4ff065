//! Changes to a tree of values: JSON Merge Patch (RFC 7396), with lists of named tables changed by name.

use std::borrow::Cow;

use super::node::{Entry, Node, Value};
use super::{Path, suggestion};
use crate::problem::{Gathered, ProblemCode};

/// Changes a value as a patch says: tables are merged key by key, `null` removes, everything else replaces.
///
/// The standard can only replace a list as a whole. Here a table set against a list of named tables (services, teams,
/// domains, bands) changes its members by their names; a new member brings its own `name`. An estimate that is given as a
/// whole replaces the one that is there, for its keys may be of another form.
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
            if is_whole_estimate(changes) && entries.iter().all(|entry| is_of_estimate(&entry.key)) {
                entries.clear();
            }
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

/// What makes an estimate whole: the keys that each of its forms needs.
const ESTIMATES: [&[&str]; 6] = [
    &["low", "high"],
    &["p5", "p95"],
    &["p10", "p90"],
    &["events", "years"],
    &["median", "spread"],
    &["observed"],
];

/// Whether a table is an estimate by itself: over an estimate, nothing of the old one may stay behind in it.
fn is_whole_estimate(entries: &[Entry<'_>]) -> bool {
    let gives =
        |key: &str| entries.iter().any(|entry| entry.key == key && !matches!(entry.node.value, Value::Null));
    ESTIMATES.iter().any(|keys| keys.iter().all(|key| gives(key)))
        && entries.iter().all(|entry| is_of_estimate(&entry.key))
}

fn is_of_estimate(key: &str) -> bool {
    ["likely", "shape", "gamma"].contains(&key) || ESTIMATES.iter().any(|keys| keys.contains(&key))
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
    entries.push(Entry { node: merged_into_nothing(&change.node, &at, problems), ..change.clone() });
}

/// What a patch makes where there is nothing yet: the nulls inside are dropped.
fn merged_into_nothing<'t>(patch: &Node<'t>, at: &Path<'_>, problems: &mut Gathered) -> Node<'t> {
    let mut node = Node { value: Value::Null, start: patch.start, end: patch.end };
    merge(&mut node, patch, at, problems);
    node
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
            let at = Path::Index(at, members.len());
            members.push(merged_into_nothing(&change.node, &at, problems));
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

#[cfg(test)]
mod tests {
    use super::super::{Raw, json};
    use super::*;

    fn merged(target: &str, patch: &str) -> (serde_json::Value, usize) {
        let [mut target, patch] =
            [target, patch].map(|text| json::parse(text).unwrap_or_else(|_| panic!("{text}")));
        let mut problems = Gathered::default();
        merge(&mut target, &patch, &Path::Root, &mut problems);
        let written = serde_json::from_str(Raw::of(&target).text()).unwrap();
        (written, problems.iter_mut().count())
    }

    /// The table of RFC 7396, appendix A.
    #[test]
    fn the_examples_of_the_standard_hold() {
        for (target, patch, result) in [
            (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"a":null}"#, r"{}"),
            (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
            (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
            (r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"d","c":null}}"#, r#"{"a":{"b":"d"}}"#),
            (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
            (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
            (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
            (r#"{"a":"foo"}"#, "null", "null"),
            (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
            (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
            ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
            ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        ] {
            let expected: serde_json::Value = serde_json::from_str(result).unwrap();
            assert_eq!(merged(target, patch), (expected, 0), "{target} changed by {patch}");
        }
    }

    #[test]
    fn a_whole_estimate_replaces_an_estimate_and_a_part_of_one_changes_it() {
        let range = r#"{"x":{"low":1,"likely":2,"high":3}}"#;
        for (patch, result) in [
            (r#"{"x":{"observed":[1,2]}}"#, r#"{"x":{"observed":[1,2]}}"#),
            (r#"{"x":{"low":4,"high":9}}"#, r#"{"x":{"low":4,"high":9}}"#),
            (r#"{"x":{"p5":4,"p95":9,"low":null}}"#, r#"{"x":{"p5":4,"p95":9}}"#),
            (r#"{"x":{"high":9}}"#, r#"{"x":{"low":1,"likely":2,"high":9}}"#),
            (r#"{"x":{"likely":null}}"#, r#"{"x":{"low":1,"high":3}}"#),
        ] {
            let expected: serde_json::Value = serde_json::from_str(result).unwrap();
            assert_eq!(merged(range, patch), (expected, 0), "{range} changed by {patch}");
        }
        let other = r#"{"name":"a","low":1,"high":2,"z":3}"#;
        let expected: serde_json::Value =
            serde_json::from_str(r#"{"name":"a","low":4,"high":5,"z":3}"#).unwrap();
        assert_eq!(merged(other, r#"{"low":4,"high":5}"#), (expected, 0));
    }

    #[test]
    fn members_are_changed_added_and_removed_by_name() {
        let target = r#"[{"name":"a","x":1},{"name":"b","x":2}]"#;
        for (patch, result) in [
            (r#"{"b":{"x":null,"y":3}}"#, r#"[{"name":"a","x":1},{"name":"b","y":3}]"#),
            (r#"{"a":null}"#, r#"[{"name":"b","x":2}]"#),
            (r#"{"a":{"name":"c"}}"#, r#"[{"name":"c","x":1},{"name":"b","x":2}]"#),
            (r#"{"c":{"name":"c","x":null}}"#, r#"[{"name":"a","x":1},{"name":"b","x":2},{"name":"c"}]"#),
            (r#"[{"name":"c"}]"#, r#"[{"name":"c"}]"#),
        ] {
            let expected: serde_json::Value = serde_json::from_str(result).unwrap();
            assert_eq!(merged(target, patch), (expected, 0), "changed by {patch}");
        }
        for patch in [r#"{"c":null}"#, r#"{"c":{"x":1}}"#, r#"{"c":1}"#] {
            let unchanged: serde_json::Value = serde_json::from_str(target).unwrap();
            assert_eq!(merged(target, patch), (unchanged, 1), "changed by {patch}");
        }
    }
}
