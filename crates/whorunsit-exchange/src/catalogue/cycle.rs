//! Circles among names.

use std::collections::{BTreeMap, BTreeSet};

/// The first circle that edges make: the names on it, each leading to the next and the last to the first.
///
/// Walks without recursion, so that a chain of any length is fine.
pub(crate) fn first_cycle<'n>(edges: &BTreeMap<&'n str, Vec<&'n str>>) -> Option<Vec<&'n str>> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in edges.keys().copied() {
        // The way from the start to where the walk is, each with how many of its edges were followed.
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        let mut on_way: BTreeSet<&str> = BTreeSet::from([start]);
        while let Some((name, followed)) = way.last_mut() {
            let name = *name;
            let next = edges.get(name).and_then(|next| next.get(*followed)).copied();
            *followed += 1;
            match next {
                _ if done.contains(name) => leave(&mut way, &mut on_way),
                None => {
                    done.insert(name);
                    leave(&mut way, &mut on_way);
                }
                Some(next) if on_way.contains(next) => {
                    return Some(
                        way.iter().map(|(name, _)| *name).skip_while(|name| *name != next).collect(),
                    );
                }
                Some(next) if done.contains(next) => {}
                Some(next) => {
                    on_way.insert(next);
                    way.push((next, 0));
                }
            }
        }
    }
    None
}

fn leave<'n>(way: &mut Vec<(&'n str, usize)>, on_way: &mut BTreeSet<&'n str>) {
    if let Some((name, _)) = way.pop() {
        on_way.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_circle_and_nothing_before_it() {
        let edges =
            BTreeMap::from([("a", vec!["b"]), ("b", vec!["c"]), ("c", vec!["d", "b"]), ("d", vec![])]);
        assert_eq!(first_cycle(&edges), Some(vec!["b", "c"]));
    }

    #[test]
    fn a_diamond_is_no_circle() {
        let edges = BTreeMap::from([("a", vec!["b", "c"]), ("b", vec!["d"]), ("c", vec!["d"])]);
        assert_eq!(first_cycle(&edges), None);
    }

    #[test]
    fn what_leads_to_itself_is_one() {
        assert_eq!(first_cycle(&BTreeMap::from([("a", vec!["a"])])), Some(vec!["a"]));
    }
}
