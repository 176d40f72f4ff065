//! Money as people read it.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::currency::Currency;
use crate::exact::money::Money;

impl Currency {
    /// An amount for a picture: three significant digits and the size in a letter, such as `$1.25M`.
    pub(crate) fn short(self, amount: Money) -> String {
        const SIZES: [(i64, &str); 4] =
            [(1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
        let three = |number: Decimal| number.round_sf(3).unwrap_or(number).normalize();
        let size = three(amount.amount().abs());
        let (unit, letter) = SIZES
            .into_iter()
            .map(|(unit, letter)| (Decimal::from(unit), letter))
            .find(|(unit, _)| size >= *unit)
            .unwrap_or((Decimal::ONE, ""));
        let sign = if amount < Money::ZERO { "−" } else { "" };
        let digits = size.checked_div(unit).map_or(size, three);
        format!("{sign}{}{digits}{letter}", self.prefix())
    }

    /// An amount as a sentence says it: three significant digits, which is more than most inputs support. Tables and
    /// programs get the exact amount.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::Currency;
    ///
    /// let usd: Currency = "USD".parse()?;
    /// assert_eq!(usd.about("16582331.60".parse()?), "$16.6 million");
    /// assert_eq!(usd.about("65474.50".parse()?), "$65,500");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn about(self, amount: Money) -> String {
        const SIZES: [(i64, &str); 3] =
            [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million")];
        let size = amount.amount().abs();
        let size = size.round_sf(3).unwrap_or(size);
        let sign = if amount < Money::ZERO { "-" } else { "" };
        let larger = SIZES.into_iter().map(|(unit, word)| (Decimal::from(unit), word));
        match larger.into_iter().find(|(unit, _)| size >= *unit) {
            Some((unit, word)) => {
                let digits = size.checked_div(unit).unwrap_or(size).normalize();
                format!("{sign}{}{digits} {word}", self.prefix())
            }
            None => self.show(Money::from_number(if sign.is_empty() { size } else { -size })).to_string(),
        }
    }

    /// An amount as people read it: symbol, thousands separated, rounded to the minor unit (half away
    /// from zero), whole amounts without decimals. Machines get [`Money`] itself, which is exact.
    #[must_use]
    pub fn show(self, amount: Money) -> ShownMoney {
        ShownMoney { currency: self, amount, decimals: self.decimals() }
    }
}

/// Money formatted by [`Currency::show`].
#[derive(Clone, Copy, Debug)]
pub struct ShownMoney {
    currency: Currency,
    amount: Money,
    decimals: u32,
}

impl ShownMoney {
    /// Without the minor unit: rounded to whole dollars, for tables in which cents would only be in the way.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { decimals: 0, ..self }
    }
}

impl fmt::Display for ShownMoney {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.decimals;
        let rounded = self
            .amount
            .amount()
            .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
            .normalize();
        if rounded.is_sign_negative() && !rounded.is_zero() {
            f.write_str("-")?;
        }
        f.write_str(&self.currency.prefix())?;
        let places = if rounded.is_integer() { 0 } else { decimals as usize };
        write_grouped(f, rounded.abs(), places)
    }
}

/// Writes a non-negative number with its thousands separated by commas.
fn write_grouped(f: &mut fmt::Formatter<'_>, number: Decimal, places: usize) -> fmt::Result {
    let text = format!("{number:.places$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            f.write_str(",")?;
        }
        write!(f, "{digit}")?;
    }
    if fraction.is_empty() { Ok(()) } else { write!(f, ".{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_symbols_or_codes_never_ambiguous_letters() {
        let shown = |code: &str, amount: &str| {
            let currency: Currency = code.parse().unwrap();
            currency.show(amount.parse().unwrap()).to_string()
        };
        assert_eq!(shown("USD", "1234567"), "$1,234,567");
        assert_eq!(shown("GBP", "25.5"), "£25.50");
        assert_eq!(shown("GBP", "0.005"), "£0.01");
        assert_eq!(shown("SEK", "999"), "SEK 999");
        assert_eq!(shown("JPY", "1000.4"), "¥1,000");
        let usd: Currency = "USD".parse().unwrap();
        let amount: Money = "1234.5".parse().unwrap();
        assert_eq!(usd.show(amount).whole().to_string(), "$1,235");
        assert_eq!(usd.show(Money::ZERO.minus(amount).unwrap()).whole().to_string(), "-$1,235");
    }

    #[test]
    fn pictures_show_three_digits_and_a_size() {
        let short = |code: &str, amount: &str| {
            let currency: Currency = code.parse().unwrap();
            currency.short(Money::from_number(amount.parse().unwrap()))
        };
        assert_eq!(short("USD", "1254567"), "$1.25M");
        assert_eq!(short("USD", "-999600"), "−$1M");
        assert_eq!(short("GBP", "0"), "£0");
        assert_eq!(short("SEK", "25000000000"), "SEK 25B");
        assert_eq!(short("JPY", "999"), "¥999");
    }
}
