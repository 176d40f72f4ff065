//! Small pieces of wording that several answers and faces share.

use std::fmt::Display;

/// A word that is part of the program. The name keeps `derive` from borrowing it from what is read.
pub(crate) type Fixed = &'static str;

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

/// As many of a list as a sentence names.
pub(crate) const NAMES: usize = 3;

/// Returns the first few of a list, and how many more there are. The others are not looked at.
///
/// # Examples
///
/// ```
/// use whorunsit::wording::first_few;
///
/// assert_eq!(first_few(["a", "b"].iter(), ", "), "a, b");
/// assert_eq!(first_few(["a", "b", "c", "d", "e"].iter(), "; "), "a; b; c and 2 more");
/// ```
#[must_use]
pub fn first_few(all: impl ExactSizeIterator<Item: Display>, between: &str) -> String {
    let more = all.len().saturating_sub(NAMES);
    let shown = all.take(NAMES).map(|one| one.to_string()).collect::<Vec<_>>().join(between);
    match more {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Returns a code as people read it: `lost-revenue` is lost revenue.
///
/// # Examples
///
/// ```
/// assert_eq!(whorunsit::wording::spoken("lost-revenue"), "lost revenue");
/// assert_eq!(whorunsit::wording::spoken("it"), "IT");
/// ```
#[must_use]
pub fn spoken(code: &str) -> String {
    match code {
        "it" => "IT".to_owned(),
        code => code.replace(['-', '_'], " "),
    }
}

/// Returns a number of four digits and more in groups of three; all other text as it is.
///
/// # Examples
///
/// ```
/// assert_eq!(whorunsit::wording::grouped(10_000), "10,000");
/// ```
#[must_use]
pub fn grouped(number: impl Display) -> String {
    let text = &*number.to_string();
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() < 4 || !digits(whole) || !rest.is_none_or(digits) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
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
