//! Between exact numbers and floats: each way with one rounding, on integers alone.
//!
//! The standard library does this by way of text, with tables and several algorithms for the whole range of
//! floats: 20 KB of WebAssembly. The numbers of a portfolio need a small part of that range.

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::exact::money::Money;

/// The float nearest to a number that input may hold: zero or more, with at most nine decimals.
pub(crate) fn to_float(number: Decimal) -> f64 {
    let digits = number.mantissa().unsigned_abs();
    let divisor = 10_u128.pow(number.scale());
    // The quotient has far more bits than a float; its last one also stands for all that the division drops,
    // so that the conversion rounds as if it saw the number itself.
    let shift = digits.leading_zeros().min(127);
    let shifted = digits << shift;
    let quotient = (shifted / divisor) | u128::from(!shifted.is_multiple_of(divisor));
    quotient as f64 / (1_u128 << shift) as f64
}

/// A float rounded to 12 significant digits, half to even; `None` unless it is between 10^-10 and 10^16.
pub(crate) fn from_float(float: f64) -> Option<Decimal> {
    const TWELVE_DIGITS: u128 = 100_000_000_000;
    if !(1e-10..1e16).contains(&float) {
        return None;
    }
    // A float of this size is a mantissa of 53 bits, times or divided by a power of two.
    let bits = float.to_bits();
    let mantissa = u128::from((bits & ((1 << 52) - 1)) | (1 << 52));
    let exponent = (bits >> 52) as i32 - 1075;
    // Multiplied by just enough powers of ten, its whole part has twelve digits.
    for scale in -4_i32..=21 {
        let numerator = (mantissa << exponent.max(0)) * 10_u128.pow(scale.max(0).unsigned_abs());
        let denominator = 10_u128.pow(scale.min(0).unsigned_abs()) << exponent.min(0).unsigned_abs();
        let (whole, rest) = (numerator / denominator, numerator % denominator);
        if whole < TWELVE_DIGITS {
            continue;
        }
        let up = rest * 2 > denominator || (rest * 2 == denominator && whole % 2 == 1);
        let digits = i128::try_from(whole).ok()? + i128::from(up);
        let digits = digits * 10_i128.pow(scale.min(0).unsigned_abs());
        return Some(Decimal::from_i128_with_scale(digits, scale.max(0).unsigned_abs()));
    }
    None
}

/// A signed number as a float.
pub(crate) fn float(number: Decimal) -> f64 {
    let size = to_float(number.abs());
    if number.is_sign_negative() { -size } else { size }
}

/// A float as money, to 12 significant digits and the minor unit of the currency.
pub(crate) fn money(float: f64, currency: Currency) -> Money {
    // Beyond what a float becomes an exact number from, scaled; beyond even that, a simulation is refused.
    const LARGE: f64 = 1e15;
    let size = float.abs();
    let size = if size < LARGE {
        from_float(size)
    } else {
        from_float(size / LARGE).and_then(|size| size.checked_mul(Decimal::from(LARGE as u64)))
    };
    let size = size.unwrap_or_default();
    let signed = if float < 0.0 { -size } else { size };
    Money::from_number(signed).booked(currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of all sizes that input may hold, spread evenly over their digits.
    fn numbers() -> impl Iterator<Item = Decimal> {
        let mut state = 42_u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 11
        };
        (0..200_000).map(move |_| {
            let size = 10_i128.pow((random() % 25) as u32);
            let digits = (i128::from(random()) << 40 | i128::from(random() >> 13)) % size + 1;
            Decimal::from_i128_with_scale(digits, (random() % 10) as u32)
        })
    }

    #[test]
    fn to_float_is_what_the_text_parses_to() {
        for number in numbers().chain([Decimal::ZERO, Decimal::new(1, 9), crate::exact::money::MAX_INPUT]) {
            let by_text: f64 = number.to_string().parse().unwrap();
            assert_eq!(to_float(number).to_bits(), by_text.to_bits(), "{number}");
        }
    }

    #[test]
    fn from_float_is_what_the_text_reads_as() {
        // Ties at the twelfth digit, and steps to the next power of ten.
        let special =
            [1.0, 0.1, 2.5e-10, 1e-10, 9.999_999_999_995, 999_999_999_999.5, 99_999_999_999.95, 1e15];
        let ties = (0..1_000).flat_map(|n| {
            let whole = 100_000_000_000.0 + f64::from(n);
            [whole + 0.5, whole * 2.0 + 0.5, (whole + 0.5) / 1024.0, whole * 10.0 + 5.0, whole * 100.0 + 50.0]
        });
        let floats = numbers().map(to_float).filter(|float| (1e-10..1e16).contains(float));
        for float in floats.chain(special).chain(ties) {
            let by_text = Decimal::from_scientific(&format!("{float:.11e}")).unwrap();
            assert_eq!(from_float(float), Some(by_text), "{float:e}");
        }
        for float in [f64::NAN, f64::INFINITY, 0.0, -1.0, 1e-11, 1e16, 1e300] {
            assert_eq!(from_float(float), None, "{float:e}");
        }
    }
}
