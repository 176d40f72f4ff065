//! A count with its noun.

use std::fmt::Display;

/// A count with its noun: `1 year`, `3 years`.
pub(crate) fn plural<N: Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let noun = if count == N::from(1) { one } else { many };
    format!("{count} {noun}")
}
