//! Sorting in little code.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// The items in ascending order.
///
/// The standard library's sorts are compiled anew for every type, at up to 14 KB of WebAssembly each. The lists
/// here are short or sorted once, so a heap, which needs a twentieth of that, serves as well. It does not keep
/// equal items in order: where that matters, items carry what tells them apart.
pub(crate) fn ascending<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect::<BinaryHeap<T>>().into_sorted_vec()
}

/// A map of entries, of which a later one takes the place of an earlier one with its key.
///
/// `collect` sorts them first, by a stable sort that is compiled anew for every type, at 5 KB of WebAssembly.
pub(crate) fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

/// A set of items, in the same manner.
pub(crate) fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
}
