//! The horizon: what a cost of every year comes to over the years compared, discounted month by month.

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::exact::{Money, Overflow, difference, from_float, product, quotient, sum, to_float};

/// The years over which operating models are compared, and what later money is worth in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Discounting {
    pub(crate) years: u32,
    /// The rate of a year, in percent.
    percent: Decimal,
    /// For each month, what a cost of one a year has come to by its end: m ÷ 12 without discounting.
    annuity: Vec<Decimal>,
}

impl Discounting {
    /// A cost of a year is paid in twelve parts, each at the end of its month; one-off costs are paid at the start.
    ///
    /// The discount factor of a month is (1 + rate)^(−1/12), to 26 digits; sums of it keep 24.
    pub(crate) fn new(years: u32, percent: Decimal) -> Result<Self, Overflow> {
        let months = years.checked_mul(12).ok_or(Overflow)?;
        let growth = twelfth_root(sum(Decimal::ONE, quotient(percent, Decimal::ONE_HUNDRED)?)?)?;
        let mut annuity = Vec::new();
        let (mut discount, mut total) = (Decimal::ONE, Decimal::ZERO);
        for month in 1..=months {
            annuity.push(if percent.is_zero() {
                quotient(Decimal::from(month), Decimal::from(12))?
            } else {
                discount = quotient(discount, growth)?;
                total = sum(total, discount)?;
                quotient(total, Decimal::from(12))?.round_dp(24)
            });
        }
        Ok(Self { years, percent, annuity })
    }

    /// Whether it is that of so many years at this rate.
    pub(crate) fn is_of(&self, years: u32, percent: Decimal) -> bool {
        (self.years, self.percent) == (years, percent)
    }

    /// What a yearly cost comes to over the horizon for each unit, and the years.
    pub(crate) fn factor(&self) -> (Decimal, f64) {
        (self.annuity.last().copied().unwrap_or_default(), f64::from(self.years))
    }

    /// What an amount paid every year comes to over the horizon, to the minor unit of the currency.
    pub(crate) fn of_yearly(&self, amount: Money, currency: Currency) -> Result<Money, Overflow> {
        let factor = self.annuity.last().copied().unwrap_or_default();
        Ok(amount.times(factor)?.booked(currency))
    }

    /// What a one-off and a yearly amount have come to by the end of each month; before the first month only the
    /// one-off amount is paid.
    fn cumulative(&self, one_off: Money, yearly: Money) -> impl Iterator<Item = Result<Money, Overflow>> {
        self.annuity.iter().map(move |factor| one_off.plus(yearly.times(*factor)?))
    }

    /// The part of what comes to `whole` over the horizon that is paid by the end of a month, from 1, not rounded; by the
    /// end of the last it is the whole.
    pub(crate) fn paid_by(&self, month: usize, whole: Money) -> Result<Money, Overflow> {
        let until =
            month.checked_sub(1).and_then(|month| self.annuity.get(month)).copied().unwrap_or_default();
        let all = self.annuity.last().copied().unwrap_or(Decimal::ONE);
        if until == all { Ok(whole) } else { whole.share(until, all) }
    }

    /// The first month by whose end a one-off cost is made up for by what is saved every year; 0 where there is
    /// nothing to make up for, `None` where the horizon is too short.
    pub(crate) fn payback_month(&self, extra: Money, saved_per_year: Money) -> Result<Option<u32>, Overflow> {
        if extra <= Money::ZERO {
            let last = self.cumulative(extra, Money::ZERO.minus(saved_per_year)?).last().transpose()?;
            return Ok(last.is_none_or(|last| last <= Money::ZERO).then_some(0));
        }
        for (month, cost) in (1..).zip(self.cumulative(extra, Money::ZERO.minus(saved_per_year)?)) {
            if cost? <= Money::ZERO {
                return Ok(Some(month));
            }
        }
        Ok(None)
    }

    /// Months in the horizon.
    pub(crate) fn months(&self) -> usize {
        self.annuity.len()
    }

    /// What an amount paid once at the start of a month, from 0, is worth at the start of all.
    pub(crate) fn at_start_of(&self, month: usize, amount: Money) -> Result<Money, Overflow> {
        let factor = |month: usize| self.annuity.get(month).copied().unwrap_or_default();
        match month {
            0 => Ok(amount),
            // The factor of a month is what a year's cost of twelve is worth when one part of it is paid.
            1 => amount.times(product(factor(0), Decimal::from(12))?),
            _ => amount.times(product(difference(factor(month - 1), factor(month - 2))?, Decimal::from(12))?),
        }
    }
}

/// The twelfth root, by Newton's method from the float that is nearest, to 26 digits.
fn twelfth_root(number: Decimal) -> Result<Decimal, Overflow> {
    let twelve = Decimal::from(12);
    let mut root = from_float(libm::pow(to_float(number), 1.0 / 12.0)).ok_or(Overflow)?;
    for _ in 0..3 {
        let mut power = Decimal::ONE;
        for _ in 0..11 {
            power = product(power, root)?;
        }
        let step = quotient(difference(root, quotient(number, power)?)?, twelve)?;
        root = difference(root, step)?;
    }
    Ok(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn without_discounting_years_add_up() {
        let three = Discounting::new(3, Decimal::ZERO).unwrap();
        let usd = "USD".parse().unwrap();
        assert_eq!(three.of_yearly(money("28080.01"), usd).unwrap(), money("84240.03"));
        assert_eq!(three.months(), 36);
    }

    #[test]
    fn a_discounted_year_is_worth_less() {
        // Σ 1.10^(−m/12) for m = 1 … 12, ÷ 12, by an independent calculation in 40 digits.
        let one = Discounting::new(1, Decimal::TEN).unwrap();
        assert_eq!(one.factor().0.to_string(), "0.950040652444224174573594");
    }

    #[test]
    fn payback_is_the_first_month_that_makes_up_for_the_extra() {
        let three = Discounting::new(3, Decimal::ZERO).unwrap();
        let month = |extra: &str, saved: &str| three.payback_month(money(extra), money(saved)).unwrap();
        assert_eq!(month("12000", "12000"), Some(12));
        assert_eq!(month("12001", "12000"), Some(13));
        assert_eq!(month("36001", "12000"), None);
        assert_eq!(month("0", "0"), Some(0));
    }
}
