//! Apportioning: a shared cost split equally, so that no cent is lost.

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::exact::{Money, Overflow, difference, product, quotient};

/// An amount split equally by the largest remainder: every part is the amount divided, rounded down to the minor
/// unit of the currency, and the first parts get one unit more each until nothing is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    part: Money,
    unit: Money,
    /// How many parts get a unit more.
    larger: u64,
}

impl Split {
    /// Splits an amount that was rounded to the minor unit.
    pub(crate) fn of(amount: Money, parts: usize, currency: Currency) -> Result<Self, Overflow> {
        let unit = Decimal::new(1, currency.decimals());
        let count = Decimal::from(parts.max(1));
        let part = quotient(amount.amount(), count)?.trunc_with_scale(currency.decimals());
        let left = difference(amount.amount(), product(part, count)?)?;
        let larger = u64::try_from(quotient(left, unit)?.round()).map_err(|_| Overflow)?;
        Ok(Self { part: Money::from_number(part), unit: Money::from_number(unit), larger })
    }

    /// The part with this number, from 0.
    pub(crate) fn part(&self, number: usize) -> Result<Money, Overflow> {
        if (number as u64) < self.larger { self.part.plus(self.unit) } else { Ok(self.part) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cent_is_lost() {
        let usd: Currency = "USD".parse().unwrap();
        for (amount, parts) in [("100", 3), ("0.01", 7), ("28080", 11), ("0", 4), ("99999999.99", 1_000)] {
            let amount: Money = amount.parse().unwrap();
            let split = Split::of(amount, parts, usd).unwrap();
            let all: Vec<Money> = (0..parts).map(|number| split.part(number).unwrap()).collect();
            assert_eq!(Money::total(all.iter().copied()), Ok(amount));
            let (most, least) = (all.iter().max().unwrap(), all.iter().min().unwrap());
            assert!(most.minus(*least).unwrap() <= "0.01".parse().unwrap(), "{amount} in {parts}");
        }
        let yen = Split::of("100".parse().unwrap(), 3, "JPY".parse().unwrap()).unwrap();
        assert_eq!([0, 1, 2].map(|number| yen.part(number).unwrap().to_string()), ["34", "33", "33"]);
    }
}
