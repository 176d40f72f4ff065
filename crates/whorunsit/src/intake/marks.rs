//! Which sign stands before decimals, and what numbers without a percent sign mean: decided for a whole column.

use std::borrow::Cow;

use super::table::Cell;
use crate::currency::Currency;
use crate::exact::amount::parts;
use crate::exact::{Mark, Parts, separates_thousands};

/// What is known of the marks in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Marks {
    /// The sign before decimals, where something says which it is.
    pub(super) mark: Option<Mark>,
    /// Whether the cells themselves say it; otherwise it is taken from what is around them.
    pub(super) shown: bool,
    /// Whether cells say one thing and others another.
    pub(super) at_odds: bool,
}

/// What one number shows of its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    Nothing,
    /// The sign before decimals is this one.
    Mark(Mark),
    /// `5,000` or `12.500`: the sign may stand before decimals or between thousands.
    Either(Mark),
}

/// What a number shows, and whether a sign in it could mean two things.
pub(super) fn shows(text: &str) -> Shows {
    let start = text.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).unwrap_or(text.len());
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
    let body = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ',']);
    let sized = rest.get(end..).is_some_and(|tail| {
        let word = tail.trim_start();
        word.starts_with(['k', 'K', 'm', 'M', 'b', 'e', 'E']) && !word.starts_with("EUR")
    });
    let (points, commas) = (body.matches('.').count(), body.matches(',').count());
    let decimal = |mark| Shows::Mark(mark);
    let other = |mark| match mark {
        Mark::Point => Mark::Comma,
        Mark::Comma => Mark::Point,
    };
    let one_kind = |sign: char, mark: Mark, count: usize| {
        let groups: Vec<usize> = body.split(sign).map(str::len).collect();
        if count > 1 {
            // Signs that stand several times separate thousands, so decimals have the other one.
            return if separates_thousands(&groups, sign == ',') {
                decimal(other(mark))
            } else {
                Shows::Nothing
            };
        }
        match groups.as_slice() {
            [whole, 3] if (1..=3).contains(whole) && !body.starts_with('0') && !sized => Shows::Either(mark),
            _ => decimal(mark),
        }
    };
    match (points, commas) {
        (0, 0) => Shows::Nothing,
        (count, 0) => one_kind('.', Mark::Point, count),
        (0, count) => one_kind(',', Mark::Comma, count),
        // Of both, the last stands before decimals.
        _ => decimal(if body.rfind('.') > body.rfind(',') { Mark::Point } else { Mark::Comma }),
    }
}

/// The numbers in a cell: one, or the parts of a range.
pub(super) fn numbers(text: &str) -> Vec<Cow<'_, str>> {
    match parts(text) {
        Parts::One(one) => vec![Cow::Borrowed(one)],
        Parts::Interval(low, high) => vec![low, Cow::Borrowed(high)],
        Parts::Range { low, likely, high } => {
            [Some(low), likely, Some(high)].into_iter().flatten().map(Cow::Borrowed).collect()
        }
    }
}

impl Marks {
    /// What the cells of a column show.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Self {
        let (mut point, mut comma) = (false, false);
        for cell in cells {
            if let Cell::Text(text) = cell {
                for number in numbers(text) {
                    let shown = shows(&number);
                    point |= shown == Shows::Mark(Mark::Point);
                    comma |= shown == Shows::Mark(Mark::Comma);
                }
            }
        }
        let mark = match (point, comma) {
            (true, false) => Some(Mark::Point),
            (false, true) => Some(Mark::Comma),
            _ => None,
        };
        Self { mark, shown: mark.is_some(), at_odds: point && comma }
    }

    /// What is around a column that does not say it itself: the columns beside it, the delimiter, the currency.
    pub(super) fn or(self, beside: Self, delimiter: Option<char>, currency: Option<Currency>) -> Self {
        /// Where the point stands before decimals. Where both are in use, as in Swiss francs, the currency says nothing.
        const POINT: [&str; 14] = [
            "USD", "GBP", "AUD", "NZD", "INR", "SGD", "HKD", "JPY", "CNY", "ILS", "THB", "MXN", "PHP", "KRW",
        ];
        if self.mark.is_some() || self.at_odds {
            return self;
        }
        let of_delimiter = match delimiter {
            // Programs that write a decimal comma delimit with a semicolon.
            Some(';') => Some(Mark::Comma),
            Some(',') => Some(Mark::Point),
            _ => None,
        };
        let of_currency = currency.filter(|currency| POINT.contains(&currency.code())).map(|_| Mark::Point);
        if beside.mark.is_some() {
            return Self { mark: beside.mark, shown: true, at_odds: false };
        }
        Self { mark: of_delimiter.or(of_currency), shown: false, at_odds: false }
    }

    /// The mark by which to read a number, or `None` where that cannot be told.
    pub(super) fn of_number(self, text: &str) -> Option<Mark> {
        match (shows(text), self.mark) {
            (Shows::Nothing, mark) => Some(mark.unwrap_or(Mark::Point)),
            (Shows::Mark(own), mark) => Some(if self.at_odds { own } else { mark.unwrap_or(own) }),
            (Shows::Either(_), Some(mark)) if self.shown => Some(mark),
            // What is around the column settles that a sign separates thousands, never that decimals are three.
            (Shows::Either(sign), Some(mark)) if sign != mark => Some(mark),
            (Shows::Either(_), _) => None,
        }
    }
}

/// What a number without a percent sign means in a column of shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsigned {
    /// A part of one: `0.25`.
    Ratio,
    Percent,
    /// Only zeros and ones, or some of either kind.
    Unknown,
}

impl Unsigned {
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c Cell>, heading_says_percent: bool) -> Self {
        if heading_says_percent {
            return Self::Percent;
        }
        let (mut between, mut above) = (false, false);
        for cell in cells.map(Cell::as_text).filter(|text| !text.contains('%')) {
            for number in
                numbers(cell).iter().filter_map(|number| number.replace(',', ".").parse::<f64>().ok())
            {
                between |= number > 0.0 && number < 1.0;
                above |= number > 1.0;
            }
        }
        match (between, above) {
            (true, false) => Self::Ratio,
            (false, true) => Self::Percent,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_decided_for_a_whole_column() {
        let of = |texts: &[&str]| {
            let cells: Vec<Cell> = texts.iter().map(|text| Cell::Text((*text).to_owned())).collect();
            Marks::of(cells.iter())
        };
        for (texts, mark, at_odds) in [
            (&["1,200,000", "5,000"][..], Some(Mark::Point), false),
            (&["1.200,50 €", "12.500"], Some(Mark::Comma), false),
            (&["1.2m", "5,000"], Some(Mark::Point), false),
            (&["3,5"], Some(Mark::Comma), false),
            (&["₹1,00,000"], Some(Mark::Point), false),
            (&["12.500", "5,000", "10 000", "7"], None, false),
            (&["1,5", "1.5"], None, true),
            (&["5.000 - 7.500,50"], Some(Mark::Comma), false),
        ] {
            let marks = of(texts);
            assert_eq!((marks.mark, marks.at_odds), (mark, at_odds), "{texts:?}");
        }
        let usd = "USD".parse().ok();
        let none = Marks::default();
        // The currency settles thousands, not three decimals.
        assert_eq!(none.or(none, None, usd).of_number("5,000"), Some(Mark::Point));
        assert_eq!(none.or(none, None, usd).of_number("12.500"), None);
        assert_eq!(none.or(none, None, None).of_number("5,000"), None);
        assert_eq!(none.or(none, Some(';'), None).of_number("12.500"), Some(Mark::Comma));
        assert_eq!(none.or(of(&["1,5"]), None, usd).of_number("12.500"), Some(Mark::Comma));
        assert_eq!(of(&["1,5", "1.5"]).of_number("1.5"), Some(Mark::Point));
        assert_eq!(of(&["1,5", "1.5"]).of_number("1.500"), None);
    }
}
