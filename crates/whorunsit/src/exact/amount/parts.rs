//! A text of one value, or of a range of them.

use std::borrow::Cow;

/// What a text holds: one value, or the parts of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parts<'t> {
    One(&'t str),
    /// A 90 % interval: `2 to 15`, `2-15`, `between 2 and 15`.
    Interval(Cow<'t, str>, &'t str),
    /// `low 2 likely 6 high 15`; without `likely` everything in between is as likely.
    Range {
        low: &'t str,
        likely: Option<&'t str>,
        high: &'t str,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Low,
    Likely,
    High,
    P5,
    P95,
}

/// The labels of a range's parts; longer ones first where one begins with another.
const LABELS: [(&str, Label); 13] = [
    ("low", Label::Low),
    ("minimum", Label::Low),
    ("min", Label::Low),
    ("most likely", Label::Likely),
    ("likely", Label::Likely),
    ("typical", Label::Likely),
    ("mode", Label::Likely),
    ("high", Label::High),
    ("maximum", Label::High),
    ("max", Label::High),
    ("p5", Label::P5),
    ("p05", Label::P5),
    ("p95", Label::P95),
];

/// Tells one value from a range.
pub(crate) fn parts(text: &str) -> Parts<'_> {
    let text = text.trim();
    // The usual case first: a number and nothing else.
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !text.contains("..") {
        return Parts::One(text);
    }
    if let Some(labelled) = labelled(text) {
        return labelled;
    }
    let (body, between) = match without(text, "between ") {
        Some(body) => (body, true),
        None => (without(text, "from ").unwrap_or(text), false),
    };
    let split = if between { body.split_once(" and ") } else { None };
    match split.or_else(|| body.split_once(" to ")).or_else(|| at_dash(body)) {
        Some((low, high)) => {
            let (low, high) = (low.trim(), high.trim());
            Parts::Interval(with_tail(low, high), high)
        }
        None => Parts::One(text),
    }
}

fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// The two sides of a dash between two numbers. The minus of an exponent is none, nor is a sign before a number.
fn at_dash(text: &str) -> Option<(&str, &str)> {
    let has_digit = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    for (at, dash) in text.char_indices().filter(|(_, c)| matches!(c, '-' | '‒' | '–' | '—' | '−' | '…'))
    {
        let (low, rest) = text.split_at_checked(at)?;
        let high = rest.get(dash.len_utf8()..)?;
        let mut before = low.chars().rev();
        let exponent = matches!(before.next(), Some('e' | 'E'))
            && before.next().is_some_and(|c| c.is_ascii_digit())
            && high.starts_with(|c: char| c.is_ascii_digit());
        if !exponent && has_digit(low) && has_digit(high) {
            return Some((low, high));
        }
    }
    text.split_once("..").filter(|(low, high)| has_digit(low) && has_digit(high))
}

/// In `10-50k`, `5-20 min` and `2-15 %` what stands after the second number is said of both.
fn with_tail<'t>(low: &'t str, high: &str) -> Cow<'t, str> {
    let after_digits = high.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let tail = high.get(after_digits..).unwrap_or_default().trim();
    let number = |text: &str| {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let digits = text.get(start..)?;
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
        digits.get(..end)?.trim_end_matches('.').parse::<rust_decimal::Decimal>().ok()
    };
    let bare = low.ends_with(|c: char| c.is_ascii_digit());
    let below = number(low).zip(number(high)).is_some_and(|(low, high)| low < high);
    if bare && below && !tail.is_empty() { Cow::Owned(format!("{low} {tail}")) } else { Cow::Borrowed(low) }
}

/// The parts of a text in which each has its label.
fn labelled(text: &str) -> Option<Parts<'_>> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(usize, usize, Label)> = Vec::new();
    for (word, label) in LABELS {
        let mut from = 0;
        while let Some(at) = lower.get(from..).and_then(|rest| rest.find(word)).map(|at| at + from) {
            from = at + word.len();
            let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
            let before = lower.get(..at).and_then(|before| before.chars().next_back());
            let after = lower.get(from..).and_then(|after| after.chars().next());
            let inside = found.iter().any(|(start, end, _)| at < *end && *start < from);
            if alone(before) && alone(after) && !inside {
                found.push((at, from, label));
            }
        }
    }
    if found.len() < 2 {
        return None;
    }
    crate::sort::by_key(&mut found, |(start, ..)| *start);
    let value = |label: Label| {
        let index = found.iter().position(|(.., one)| *one == label)?;
        let (_, start, _) = found.get(index)?;
        let end = found.get(index + 1).map_or(text.len(), |(next, ..)| *next);
        let value = text.get(*start..end)?.trim();
        let value = value.trim_start_matches([':', '=']).trim_end_matches([',', ';', '/', '|', '-']).trim();
        (!value.is_empty()).then_some(value)
    };
    match (value(Label::Low), value(Label::Likely), value(Label::High), value(Label::P5), value(Label::P95)) {
        (Some(low), likely, Some(high), None, None) => Some(Parts::Range { low, likely, high }),
        (None, None, None, Some(p5), Some(p95)) => Some(Parts::Interval(Cow::Borrowed(p5), p95)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_told_from_single_values() {
        let interval = |low: &'static str, high: &'static str| Parts::Interval(low.into(), high);
        for (text, expected) in [
            ("5000", Parts::One("5000")),
            ("1.2e-3", Parts::One("1.2e-3")),
            ("-5", Parts::One("-5")),
            ("$-5", Parts::One("$-5")),
            ("-", Parts::One("-")),
            ("2 to 15", interval("2", "15")),
            ("2-15", interval("2", "15")),
            ("5000 – 20000", interval("5000", "20000")),
            ("5k to 20k", interval("5k", "20k")),
            ("10k—50k", interval("10k", "50k")),
            ("between 2 and 15", interval("2", "15")),
            ("From 2 to 15", interval("2", "15")),
            ("1e3-2e4", interval("1e3", "2e4")),
            ("1e-3-2e-2", interval("1e-3", "2e-2")),
            ("2..15", interval("2", "15")),
            ("10-50k", interval("10 k", "50k")),
            ("500-2k", interval("500", "2k")),
            ("$10-50k", interval("$10 k", "50k")),
            ("2-15 %", interval("2 %", "15 %")),
            ("5-20min", interval("5 min", "20min")),
            ("10k-50k USD", interval("10k", "50k USD")),
            ("p5 2 p95 15", interval("2", "15")),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
        let range = |low, likely, high| Parts::Range { low, likely, high };
        for (text, expected) in [
            ("low 2 likely 6 high 15", range("2", Some("6"), "15")),
            ("Low: 2,000; Most likely: 6,000; High: 15,000", range("2,000", Some("6,000"), "15,000")),
            ("min=2 max=15", range("2", None, "15")),
            ("high 15, low 2", range("2", None, "15")),
            ("low £2k / typical £6k / high £15k", range("£2k", Some("£6k"), "£15k")),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
