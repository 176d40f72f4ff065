//! Sorting in little code.

use std::collections::BinaryHeap;

/// The items in ascending order.
///
/// The standard library's sorts are compiled anew for every type, at up to 14 KB of WebAssembly each. The lists
/// here are short or sorted once, so a heap, which needs a twentieth of that, serves as well. It does not keep
/// equal items in order: where that matters, items carry what tells them apart.
pub(crate) fn ascending<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect::<BinaryHeap<T>>().into_sorted_vec()
}
