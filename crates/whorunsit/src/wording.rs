//! Small pieces of wording that several answers and faces share.

use std::fmt::Display;

/// Returns a count with its noun.
///
/// # Examples
///
/// ```
/// assert_eq!(whorunsit::plural(1, "year", "years"), "1 year");
/// assert_eq!(whorunsit::plural(3, "year", "years"), "3 years");
/// ```
#[must_use]
pub fn plural<N: Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let noun = if count == N::from(1) { one } else { many };
    format!("{count} {noun}")
}

/// Returns text with a capital first letter.
///
/// # Examples
///
/// ```
/// assert_eq!(whorunsit::capital("incidents a year"), "Incidents a year");
/// ```
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
