//! The one currency of a portfolio, and money as people read it.

use std::fmt;
use std::str::FromStr;

/// An ISO 4217 currency. A portfolio has exactly one.
///
/// # Examples
///
/// ```
/// use whorunsit::{Currency, Money};
///
/// let usd: Currency = "USD".parse()?;
/// let money: Money = "202800.5".parse()?;
/// assert_eq!(usd.code(), "USD");
/// assert_eq!(usd.show(money).to_string(), "$202,800.50");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency(iso_currency::Currency);

/// A text is no ISO 4217 currency code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ISO 4217 currency code")]
pub struct UnknownCurrency(String);

impl Currency {
    /// What stands in for a currency that could not be read.
    pub(crate) const UNREAD: Self = Self(iso_currency::Currency::XXX);

    /// The three-letter code, such as `USD`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals its minor unit has: 2 for cents, 0 for yen.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    /// What stands before an amount: a symbol, or the code and a space.
    pub(crate) fn prefix(self) -> String {
        let symbol = self.0.symbol().symbol;
        // A symbol made of letters ("CHF", "kr") would run into the digits, and "kr" names four currencies.
        if symbol.is_empty() || symbol.chars().any(char::is_alphabetic) {
            format!("{} ", self.code())
        } else {
            symbol
        }
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        // ISO 4217 keeps these two for "no currency" and for tests.
        let money = Some(code).filter(|code| !["XXX", "XTS"].contains(code));
        let currency = money.and_then(iso_currency::Currency::from_code);
        currency.map(Self).ok_or_else(|| UnknownCurrency(code.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    Currency, "a currency" => |text| text.parse().ok();
}
