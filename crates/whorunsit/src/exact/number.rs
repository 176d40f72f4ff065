//! Exact numbers in input and output, and the quantities that estimates are made of.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::exact::amount::{self, Trouble, Writing};
use crate::exact::money::{MAX_INPUT, Money, NumberError, parse_number, within_limits};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read, Value};

/// Writes an exact number as text, without trailing zeros.
pub(crate) fn as_text<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&number.normalize())
}

/// Writes an exact number as text, or null.
pub(crate) fn as_optional_text<S: Serializer>(
    number: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) => as_text(number, serializer),
        None => serializer.serialize_none(),
    }
}

/// The quotient of whole numbers below a billion that a number is cut from, where it has no end of digits.
pub(crate) fn fraction(number: Decimal) -> Option<(i128, i128)> {
    const MOST: i128 = 1_000_000_000;
    // What people write has far fewer decimals.
    let scale = number.scale();
    if scale < 18 {
        return None;
    }
    let (whole, size) = (number.mantissa().abs(), 10_i128.checked_pow(scale)?);
    let (mut left, mut right) = (whole, size);
    // The convergents of its continued fraction.
    let (mut p, mut q) = ((0_i128, 1_i128), (1_i128, 0_i128));
    while right != 0 {
        let digit = left / right;
        (left, right) = (right, left - digit * right);
        p = (p.1, digit.checked_mul(p.1)?.checked_add(p.0)?);
        q = (q.1, digit.checked_mul(q.1)?.checked_add(q.0)?);
        if p.1 > MOST || q.1 > MOST {
            return None;
        }
        let off = p.1.checked_mul(size)?.checked_sub(whole.checked_mul(q.1)?)?;
        if off.checked_abs()?.checked_mul(2)? <= q.1 {
            return (off != 0).then_some((p.1 * number.mantissa().signum(), q.1));
        }
    }
    None
}

/// An exact number that is not money: incidents a year, features a month.
///
/// A JSON or TOML float is taken by its digits as written, so `0.1` is exactly one tenth.
///
/// # Examples
///
/// ```
/// let features: whorunsit::Number = "4.5".parse()?;
/// assert_eq!(features.to_string(), "4.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(Decimal);

impl Number {
    /// The number as an exact decimal.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.0
    }
}

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(Decimal::from(number))
    }
}

impl TryFrom<Decimal> for Number {
    type Error = NumberError;

    /// Takes an exact decimal, within the limits of input.
    fn try_from(number: Decimal) -> Result<Self, NumberError> {
        within_limits(number).map(Self)
    }
}

impl std::str::FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        parse_number(text).map(Self)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What an estimate can be an estimate of.
pub(crate) trait Quantity: Copy + Ord + Serialize {
    /// As a message asks for it.
    const WANTED: &'static str;
    /// What it may be written as, besides text.
    const DIGITS: Digits;
    /// The most that a mean may be.
    const MOST: Decimal = MAX_INPUT;
    /// Whether it may be known from events in some years.
    const IS_COUNTED: bool = false;
    /// Whether it may vary from case to case around a typical value: how long something takes, or how bad it is.
    const HAS_CASES: bool = false;
    /// Reads one value as people write it, amounts in the currency and with the marks of `writing`.
    fn parse(text: &str, writing: Writing) -> Result<Self, Refusal>;
    fn to_number(self) -> Decimal;
    /// The quantity nearest to a number.
    fn from_number(number: Decimal) -> Self;
}

/// Whether a quantity may be written as a number without quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digits {
    /// It has a unit, so it is text.
    None,
    /// A whole number; a float would not be exact.
    Whole,
    /// A whole number, or a float by its digits.
    Float,
}

/// Why a text is no such quantity.
pub(crate) struct Refusal {
    pub(crate) code: ProblemCode,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl From<Trouble> for Refusal {
    fn from(Trouble { code, message, help }: Trouble) -> Self {
        Self { code, message, help }
    }
}

/// A plain decimal, or a number as people write it.
fn written(text: &str, writing: Writing, money: bool) -> Result<Decimal, Refusal> {
    match parse_number(text) {
        Err(NumberError::Format) => amount::read_exact(text, writing, money).map_err(Refusal::from),
        plain => plain.map_err(|error| Refusal::of_number(text, error)),
    }
}

impl Refusal {
    /// What is wrong with a number or an amount.
    fn of_number(text: &str, error: NumberError) -> Self {
        let shown: String = text.chars().take(60).collect();
        let (code, help) = match error {
            NumberError::Negative => (ProblemCode::NegativeNumber, "write zero or more"),
            NumberError::Limit | NumberError::Format => (
                ProblemCode::NumberOutOfRange,
                "numbers go up to 1000000000000000 and have at most nine decimals",
            ),
        };
        Self { code, message: format!("`{shown}` {error}"), help: help.to_owned() }
    }
}

impl Quantity for Money {
    const WANTED: &'static str = "an amount such as \"1250.50\"";
    const DIGITS: Digits = Digits::Whole;

    fn parse(text: &str, writing: Writing) -> Result<Self, Refusal> {
        written(text, writing, true).map(Self::from_number)
    }

    fn to_number(self) -> Decimal {
        self.amount()
    }

    fn from_number(number: Decimal) -> Self {
        Self::from_number(number)
    }
}

impl Quantity for Number {
    const WANTED: &'static str = "a number such as 4 or \"4.5\"";
    const DIGITS: Digits = Digits::Float;
    const IS_COUNTED: bool = true;

    fn parse(text: &str, writing: Writing) -> Result<Self, Refusal> {
        written(text, writing, false).map(Self)
    }

    fn to_number(self) -> Decimal {
        self.0
    }

    fn from_number(number: Decimal) -> Self {
        Self(number)
    }
}

impl Read for Money {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_quantity(node, at, problems)
    }

    fn fallback() -> Self {
        Self::ZERO
    }
}

impl Read for Number {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_quantity(node, at, problems)
    }

    fn fallback() -> Self {
        Self(Decimal::ZERO)
    }
}

/// Reads an exact quantity from text or a whole number, and from a float where that loses nothing.
pub(crate) fn read_quantity<Q: Quantity>(
    node: &Node<'_>,
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<Q> {
    let text = match &node.value {
        Value::Text(text) => text,
        Value::Integer(text) if Q::DIGITS != Digits::None => text,
        Value::Float(text) if Q::DIGITS == Digits::Float => text,
        Value::Float(text) if Q::DIGITS == Digits::Whole => {
            problems.push(at.problem(
                ProblemCode::FloatNotExact,
                format!("`{text}` is a float, and floats do not hold money exactly"),
                format!("put it in quotes: {}", Q::WANTED),
            ));
            return None;
        }
        // What the reader of its text says of a bare number helps more than that it is no text.
        Value::Integer(text) | Value::Float(text) => {
            if parse_quantity::<Q>(text, at, problems).is_some() {
                problems.push(at.wrong_type(node, Q::WANTED));
            }
            return None;
        }
        _ => {
            problems.push(at.wrong_type(node, Q::WANTED));
            return None;
        }
    };
    parse_quantity(text, at, problems)
}

/// Parses an exact quantity, or says why the text is none.
pub(crate) fn parse_quantity<Q: Quantity>(text: &str, at: &Path<'_>, problems: &mut Gathered) -> Option<Q> {
    match Q::parse(text, Writing::of_format(problems.currency())) {
        Ok(quantity) => Some(quantity),
        Err(Refusal { code, message, help }) => {
            problems.push(at.problem(code, message, help));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_without_an_end_is_told_by_what_it_is_a_quotient_of() {
        let of = |a: i64, b: i64| fraction(Decimal::from(a) / Decimal::from(b));
        for (a, b) in [(29, 6), (1, 3), (-2, 3), (41, 364), (7, 12), (1, 999_999_937)] {
            assert_eq!(of(a, b), Some((a.into(), b.into())));
        }
        for (a, b) in [(1, 4), (5, 1), (1, 1_000_000_000)] {
            assert_eq!(of(a, b), None);
        }
        assert_eq!(fraction(Decimal::ZERO), None);
    }
}
