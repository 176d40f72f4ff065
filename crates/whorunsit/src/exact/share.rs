//! Shares: parts of a whole, in percent.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::exact::amount::Writing;
use crate::exact::money::{NumberError, parse_number, within_limits};
use crate::exact::number::{Digits, Quantity, Refusal, read_quantity};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Node, Path, Read};

/// A part of a whole, written in percent: `"30%"`.
///
/// # Examples
///
/// ```
/// use whorunsit::Share;
///
/// let resolved: Share = "62.5 %".parse()?;
/// assert_eq!(resolved.percent().to_string(), "62.5");
/// assert_eq!(resolved.to_string(), "62.5%");
/// assert!("0.3".parse::<Share>().is_err());
/// assert!("101%".parse::<Share>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(Decimal);

impl Share {
    /// The whole.
    pub const ALL: Self = Self(Decimal::ONE_HUNDRED);

    /// How many percent it is, from 0 to 100.
    #[must_use]
    pub fn percent(self) -> Decimal {
        self.0
    }

    /// The part of one that it is.
    pub(crate) fn of_one(self) -> Decimal {
        self.0 / Decimal::ONE_HUNDRED
    }
}

impl TryFrom<Decimal> for Share {
    type Error = NumberError;

    /// Takes an exact decimal as a percentage, from 0 to 100.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Share, rust_decimal::Decimal};
    ///
    /// assert_eq!(Share::try_from(Decimal::from(30))?, "30%".parse()?);
    /// assert!(Share::try_from(Decimal::from(101)).is_err());
    /// # Ok::<(), whorunsit::NumberError>(())
    /// ```
    fn try_from(percent: Decimal) -> Result<Self, NumberError> {
        let percent = within_limits(percent)?;
        if percent > Decimal::ONE_HUNDRED { Err(NumberError::Limit) } else { Ok(Self(percent)) }
    }
}

#[cfg(feature = "deserialize")]
crate::deserialize::from_text! {
    Share, "a share" => |text| text.parse().ok();
}

impl FromStr for Share {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let percent = parse_number(text.strip_suffix('%').ok_or(NumberError::Format)?.trim_end())?;
        if percent > Decimal::ONE_HUNDRED { Err(NumberError::Limit) } else { Ok(Self(percent)) }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0.normalize())
    }
}

impl serde::Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Quantity for Share {
    const WANTED: &'static str = "a share such as \"30%\"";
    const DIGITS: Digits = Digits::None;
    const MOST: Decimal = Decimal::ONE_HUNDRED;
    const HAS_CASES: bool = true;

    fn parse(text: &str, _: Writing) -> Result<Self, Refusal> {
        text.parse().map_err(|_| Refusal {
            code: ProblemCode::InvalidShare,
            message: format!("`{}` is no share of a whole", text.chars().take(60).collect::<String>()),
            help: match parse_number(text) {
                Ok(ratio) if ratio > Decimal::ZERO && ratio <= Decimal::ONE => {
                    format!(
                        "did you mean \"{}%\"? Write a percentage, with its sign",
                        (ratio * Decimal::ONE_HUNDRED).normalize()
                    )
                }
                Ok(percent) if percent <= Decimal::ONE_HUNDRED => {
                    format!("did you mean \"{}%\"? Write a percentage, with its sign", percent.normalize())
                }
                _ => "write a percentage from \"0%\" to \"100%\", with its sign".to_owned(),
            },
        })
    }

    fn to_number(self) -> Decimal {
        self.0
    }

    fn from_number(number: Decimal) -> Self {
        Self(number)
    }
}

impl Read for Share {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_quantity(node, at, problems)
    }

    fn fallback() -> Self {
        Self::ALL
    }
}
