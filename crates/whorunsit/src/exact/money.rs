//! Exact money, and exact numbers under checked arithmetic.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::problem::{Problem, ProblemCode, Problems};

/// The largest amount or number that input may hold: 10^15.
///
/// With it, and at most [`MAX_SCALE`] decimals, sums and products over the largest portfolio that the
/// library reads stay far inside the 28 digits of the exact type.
pub const MAX_INPUT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// How many digits after the point input may hold.
pub const MAX_SCALE: u32 = 9;

/// A result left the range of the exact number type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a result is too large for exact arithmetic (28 digits)")]
pub struct Overflow;

impl From<crate::exact::money::Overflow> for Problems {
    fn from(overflow: crate::exact::money::Overflow) -> Self {
        Self::one(Problem::new(
            ProblemCode::Overflow,
            "",
            overflow.to_string(),
            "check the portfolio for amounts that are far too large",
        ))
    }
}

/// Multiplies exactly, or says that the product does not fit.
pub(crate) fn product(a: Decimal, b: Decimal) -> Result<Decimal, Overflow> {
    a.checked_mul(b).ok_or(Overflow)
}

/// Divides; a divisor of zero counts as a result that does not fit.
pub(crate) fn quotient(a: Decimal, b: Decimal) -> Result<Decimal, Overflow> {
    a.checked_div(b).ok_or(Overflow)
}

/// Adds exactly.
pub(crate) fn sum(a: Decimal, b: Decimal) -> Result<Decimal, Overflow> {
    a.checked_add(b).ok_or(Overflow)
}

/// Subtracts exactly.
pub(crate) fn difference(a: Decimal, b: Decimal) -> Result<Decimal, Overflow> {
    a.checked_sub(b).ok_or(Overflow)
}

/// An exact amount of money, in the currency of its portfolio.
///
/// It is read from text, never from a float; a parsed amount is not negative. Arithmetic is checked:
/// it returns [`Overflow`] where a plain operator would panic. It displays, and goes into JSON, as text.
///
/// # Examples
///
/// ```
/// use whorunsit::Money;
///
/// let hourly: Money = "200000".parse()?;
/// let loss = hourly.times("1.68".parse()?)?;
/// assert_eq!(loss.to_string(), "336000");
/// assert!("-1".parse::<Money>().is_err());
/// assert!("1e6".parse::<Money>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Decimal);

/// Why a text is no exact number, or no amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// It is not written as digits with at most one point.
    #[error("is not a plain decimal number")]
    Format,
    /// It has a minus sign.
    #[error("is negative")]
    Negative,
    /// It is above 10^15 or has more than nine decimals.
    #[error("is beyond the limits of 10^15 and nine decimals")]
    Limit,
}

/// Reads a plain decimal: digits, at most one point, no sign but `-`, no exponent, no separators.
pub(crate) fn parse_number(text: &str) -> Result<Decimal, NumberError> {
    let (digits, negative) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(NumberError::Format);
    }
    // There is no sign, not even before zero.
    if negative {
        return Err(NumberError::Negative);
    }
    let number = Decimal::from_str_exact(digits).map_err(|_| NumberError::Limit)?.normalize();
    if number > MAX_INPUT || number.scale() > MAX_SCALE {
        return Err(NumberError::Limit);
    }
    Ok(number)
}

/// A decimal that input may hold: zero or more, within [`MAX_INPUT`] and [`MAX_SCALE`].
pub(crate) fn within_limits(number: Decimal) -> Result<Decimal, NumberError> {
    let number = number.normalize();
    if number.is_sign_negative() && !number.is_zero() {
        return Err(NumberError::Negative);
    }
    if number > MAX_INPUT || number.scale() > MAX_SCALE {
        return Err(NumberError::Limit);
    }
    Ok(number.abs())
}

impl Money {
    /// No money.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Returns an amount of whole major units (dollars, not cents).
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::Money;
    ///
    /// assert_eq!(Money::from_major(200_000), "200000".parse()?);
    /// # Ok::<(), whorunsit::exact::NumberError>(())
    /// ```
    #[must_use]
    pub fn from_major(amount: u32) -> Self {
        Self(Decimal::from(amount))
    }

    /// The amount as an exact decimal, in major units (dollars, not cents).
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.0
    }

    /// Whether it is nothing at all.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// This amount a number of times.
    ///
    /// # Errors
    /// [`Overflow`] when the product does not fit.
    pub fn times(self, factor: Decimal) -> Result<Self, Overflow> {
        product(self.0, factor).map(Self)
    }

    /// Both amounts together.
    ///
    /// # Errors
    /// [`Overflow`] when the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        sum(self.0, other.0).map(Self)
    }

    /// This amount less another; the result may be below zero.
    ///
    /// # Errors
    /// [`Overflow`] when the difference does not fit.
    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        difference(self.0, other.0).map(Self)
    }

    /// This amount as a share: times `part`, divided by `whole`.
    ///
    /// # Errors
    /// [`Overflow`] when `whole` is zero or the result does not fit.
    pub fn share(self, part: Decimal, whole: Decimal) -> Result<Self, Overflow> {
        quotient(product(self.0, part)?, whole).map(Self)
    }

    /// All amounts together.
    ///
    /// # Errors
    /// [`Overflow`] when the sum does not fit.
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Result<Self, Overflow> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Rounded to as many decimals as input may hold. Shares of a year have no end of digits; rounded, they sum to
    /// the same total in every order.
    pub(crate) fn rounded(self) -> Self {
        Self(self.0.round_dp(MAX_SCALE))
    }

    /// How much it is, whether above or below zero.
    #[must_use]
    pub fn size(self) -> Self {
        Self(self.0.abs())
    }

    /// Rounded to the minor unit of a currency, as it is entered in a ledger: half away from zero.
    pub(crate) fn booked(self, currency: crate::currency::Currency) -> Self {
        let digits = self.0.scale().saturating_sub(currency.decimals());
        // In whole numbers, which is what takes least time.
        let Some(unit) = 10_i128.checked_pow(digits).filter(|_| digits > 0) else {
            return self;
        };
        let number = self.0.mantissa();
        let whole = number / unit;
        let rest = number - whole * unit;
        // A quotient has no end of digits, so what is half a unit exactly may lie below it in the last of 28 digits.
        let near = if digits > 12 { number.abs() / 10_i128.pow(25) + 1 } else { 0 };
        let more = if rest.abs() * 2 + near >= unit { number.signum() } else { 0 };
        Self(Decimal::from_i128_with_scale(whole + more, currency.decimals()))
    }

    pub(crate) fn from_number(amount: Decimal) -> Self {
        Self(amount)
    }
}

impl TryFrom<Decimal> for Money {
    type Error = NumberError;

    /// Takes an exact decimal as an amount in major units, within the limits of input.
    fn try_from(amount: Decimal) -> Result<Self, NumberError> {
        within_limits(amount).map(Self)
    }
}

impl FromStr for Money {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        parse_number(text).map(Self)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    // Amounts of answers may be below zero, and beyond the limits of input.
    Money, "an exact amount" => |text| Decimal::from_str_exact(text).ok().map(Self);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_ten_to_the_fifteen() {
        assert_eq!(MAX_INPUT.to_string(), "1000000000000000");
        assert!("1000000000000000".parse::<Money>().is_ok());
        assert_eq!("1000000000000000.01".parse::<Money>(), Err(NumberError::Limit));
        assert_eq!("0.0000000001".parse::<Money>(), Err(NumberError::Limit));
        assert_eq!("9".repeat(40).parse::<Money>(), Err(NumberError::Limit));
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        for text in
            ["", ".", "1.", ".5", "+1", "1_000", "1,000", "1e3", "NaN", "inf", " 1", "0x1", "--1", "٣"]
        {
            assert_eq!(text.parse::<Money>(), Err(NumberError::Format), "{text:?}");
        }
        assert_eq!("-0".parse::<Money>(), Err(NumberError::Negative));
        assert_eq!("-0.00".parse::<Money>(), Err(NumberError::Negative));
        assert_eq!("-0.01".parse::<Money>(), Err(NumberError::Negative));
        assert_eq!("007.50".parse::<Money>().unwrap().to_string(), "7.5");
    }

    #[test]
    fn arithmetic_that_does_not_fit_is_an_error() {
        let most = Money::from_number(Decimal::MAX);
        assert_eq!(most.plus(most), Err(Overflow));
        assert_eq!(most.times(Decimal::TEN), Err(Overflow));
        assert_eq!(Money::ZERO.share(Decimal::ONE, Decimal::ZERO), Err(Overflow));
    }
}
