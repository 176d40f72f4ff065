//! How calendar dates are read.

use jiff::civil::Date;

use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read, Value};

impl Read for Date {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let text: &str = match &node.value {
            Value::Text(text) => text,
            Value::Date(date) => date,
            // An event as calendars publish them.
            Value::Table(_) => {
                problems.push(at.problem(
                    ProblemCode::WrongType,
                    "expected a date such as \"2026-11-27\", found a table",
                    "write the date alone; `whorunsit holidays FILE` makes a list of those of a published calendar",
                ));
                return None;
            }
            _ => {
                problems.push(at.wrong_type(node, "a date such as \"2026-11-27\""));
                return None;
            }
        };
        let date = parse_date(text);
        if date.is_none() {
            let shown: String = text.chars().take(40).collect();
            problems.push(at.problem(
                ProblemCode::InvalidDate,
                format!("`{shown}` is not a calendar date"),
                date_help(text),
            ));
        }
        date
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// How to write a date that was written in another order.
fn date_help(text: &str) -> String {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let part = |index: usize| parts.get(index).copied().filter(|part| part.len() <= 2);
    let year = parts.get(2).filter(|year| year.len() == 4 && parts.len() == 3);
    let date = |month: Option<&str>, day: Option<&str>| {
        parse_date(&format!("{}-{:0>2}-{:0>2}", year?, month?, day?))
    };
    match (date(part(1), part(0)), date(part(0), part(1))) {
        (Some(british), Some(american)) if british != american => {
            format!(
                "write year, month and day: \"{british}\" if the day stands first, \"{american}\" if the month does"
            )
        }
        (Some(date), _) | (None, Some(date)) => format!("write year, month and day: \"{date}\""),
        (None, None) => "write year, month and day: \"2026-11-27\"".to_owned(),
    }
}

/// A calendar date written as `2026-11-27`. jiff knows the calendar; its own parser reads far more than a day.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let of_digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(of_digits(year, 4) && of_digits(month, 2) && of_digits(day, 2)) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_ten_characters_are_those_that_jiff_reads() {
        let bytes = b"0123456789-+TtZ[]:. ";
        let seeds = [
            "2026-11-27",
            "2024-02-29",
            "0000-01-01",
            "9999-12-31",
            "20261127T1",
            "2026-W48-5",
            "2026-331  ",
        ];
        for seed in seeds {
            for at in 0..10 {
                for (first, second) in bytes.iter().flat_map(|first| bytes.map(|second| (*first, second))) {
                    let mut text = seed.as_bytes().to_vec();
                    text[at] = first;
                    text[(at + 1) % 10] = second;
                    let text = str::from_utf8(&text).unwrap();
                    assert_eq!(
                        parse_date(text),
                        text.parse::<Date>().ok().filter(|_| text.len() == 10),
                        "{text}"
                    );
                }
            }
        }
        assert!(date_help("25/12/2026").ends_with("\"2026-12-25\""));
        assert!(date_help("1.5.2026").contains("\"2026-05-01\" if the day stands first, \"2026-01-05\""));
        assert!(date_help("31/31/2026").ends_with("\"2026-11-27\""));
        for text in ["", "2026-11-27T10:00", "+002026-11-27", "20261127", "2026-11-2é"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
