//! Inputs in words: what they are, what a value of them is, and who usually knows it.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{CostFlip, InputInformation, Swing};
use crate::currency::Currency;
use crate::exact::{Duration, Money, Quantity};
use crate::input::Keys;
pub(crate) use crate::input::words;
use crate::selection::OperatingModel;

/// What the values of an input count.
pub(super) fn unit(input: &str) -> &'static str {
    let keys = Keys::of(input);
    match () {
        () if keys.is_money() => "money",
        () if keys.is_share() => "percent",
        () if keys.is_time() => "seconds",
        () => "number",
    }
}

/// A value of an input with its unit, an amount by `money`.
pub(crate) fn shown(input: &str, value: Decimal, money: impl FnOnce(Money) -> String) -> String {
    let keys = Keys::of(input);
    if keys.is_money() {
        money(Money::from_number(value))
    } else if keys.is_share() {
        format!("{} %", value.round_dp(1).normalize())
    } else if keys.is_time() {
        // To the minute: nobody knows an unknown time better.
        let minute = Decimal::from(60);
        let minutes = (value / minute).round() * minute;
        Duration::from_number(if minutes.is_zero() { value } else { minutes }).to_string()
    } else {
        value.round_dp(2).normalize().to_string()
    }
}

impl Swing {
    /// The input as tables and sentences name it.
    #[must_use]
    pub fn spoken(&self) -> String {
        words(&self.input)
    }

    /// A value of the input with its unit, an amount as `money` writes it.
    pub fn shown(&self, value: Decimal, money: impl FnOnce(Money) -> String) -> String {
        shown(&self.input, value, money)
    }

    /// A value of the input with its unit.
    pub(crate) fn short(&self, value: Decimal, currency: Currency) -> String {
        self.shown(value, |amount| currency.short(amount))
    }
}

impl CostFlip {
    /// The input as tables and sentences name it.
    #[must_use]
    pub fn spoken(&self) -> String {
        words(&self.input)
    }

    /// The value at which the cheaper model changes, in the fewest figures that lie between the two values that were run
    /// again: a shorter one would name values on the wrong side.
    #[must_use]
    pub fn at(&self) -> Decimal {
        // Nothing is below zero.
        if !self.is_above() && self.last_below.is_zero() {
            return self.first_above;
        }
        if Keys::of(&self.input).is_time() {
            return shortest_time(self.last_below, self.first_above);
        }
        shortest(self.last_below, self.first_above)
    }

    /// The value at which the cheaper model changes in three digits, of a time in minutes, rounded up or down.
    fn rounded(&self, up: bool) -> Decimal {
        let at = self.at();
        if Keys::of(&self.input).is_time() {
            let minute = Decimal::from(60);
            let minutes = at.checked_div(minute).map(|all| if up { all.ceil() } else { all.floor() });
            let rounded = minutes.and_then(|minutes| minutes.checked_mul(minute));
            return rounded.filter(|rounded| *rounded > Decimal::ZERO).unwrap_or(at);
        }
        let strategy = if up { RoundingStrategy::AwayFromZero } else { RoundingStrategy::ToZero };
        at.round_sf_with_strategy(3, strategy).unwrap_or(at).normalize()
    }

    /// A value of the input with its unit, an amount as `money` writes it.
    pub fn shown(&self, value: Decimal, money: impl FnOnce(Money) -> String) -> String {
        let keys = Keys::of(&self.input);
        if keys.is_money() {
            money(Money::from_number(value))
        } else if keys.is_share() {
            format!("{} %", value.normalize())
        } else if keys.is_time() {
            Duration::from_number(value).to_string()
        } else {
            value.normalize().to_string()
        }
    }

    /// Its mean, as things are, with its unit.
    pub fn shown_now(&self, money: impl FnOnce(Money) -> String) -> String {
        self.shown(if Keys::of(&self.input).is_money() { self.now } else { self.now.round_dp(2) }, money)
    }
}

/// The number with the fewest figures from one to another, both included.
fn shortest(low: Decimal, high: Decimal) -> Decimal {
    let units = (0..=15).rev().map(|zeros| Decimal::from(10_i64.pow(zeros)));
    let units = units.chain((1..=9).map(|decimals| Decimal::new(1, decimals)));
    let multiple = |unit: Decimal| low.checked_div(unit)?.ceil().checked_mul(unit);
    let found = units.filter_map(multiple).find(|value| *value <= high);
    found.unwrap_or(low).normalize()
}

/// The same of a time in seconds: a whole week, day, hour or minute, if one lies there.
fn shortest_time(low: Decimal, high: Decimal) -> Decimal {
    let units = [604_800, 86_400, 3600, 60].map(Decimal::from);
    let multiple = |unit: Decimal| low.checked_div(unit)?.ceil().checked_mul(unit);
    units.into_iter().filter_map(multiple).find(|value| *value <= high).unwrap_or(low).normalize()
}

/// Values of one input at which the other model is cheaper than as things are, from the change next to what is up to the
/// one after which it is as it was.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FlipRegion<'f> {
    /// The change next to what is.
    pub change: &'f CostFlip,
    /// Where it changes back; `None` where it does not.
    pub back: Option<&'f CostFlip>,
}

impl<'f> FlipRegion<'f> {
    /// All of them, those of each input together, nearest first on either side.
    #[must_use]
    pub fn all(flips: &'f [CostFlip]) -> Vec<Self> {
        let mut regions = Vec::new();
        for of_input in flips.chunk_by(|a, b| a.input == b.input) {
            let below = of_input.iter().filter(|flip| !flip.is_above()).rev().collect::<Vec<_>>();
            let above = of_input.iter().filter(|flip| flip.is_above()).collect::<Vec<_>>();
            for side in [below, above] {
                // Going away from what is, it changes and changes back.
                regions.extend(side.chunks(2).filter_map(|pair| {
                    Some(Self { change: pair.first().copied()?, back: pair.get(1).copied() })
                }));
            }
        }
        regions
    }

    /// The model that is cheaper there.
    #[must_use]
    pub fn cheaper(&self) -> OperatingModel {
        if self.change.is_above() { self.change.cheaper_above } else { self.change.cheaper_below }
    }

    /// Where it is, in words: `below $82.13`, an amount as `money` writes it.
    pub fn place(&self, money: impl Fn(Money) -> String) -> String {
        self.between((self.change.at(), self.back.map(CostFlip::at)), money)
    }

    /// The same as a sentence says it: three digits, times to the minute, within the values at which it is so.
    pub(crate) fn about(&self, money: impl Fn(Money) -> String) -> String {
        let is_above = self.change.is_above();
        let from = self.change.rounded(is_above);
        let to = self.back.map(|back| back.rounded(!is_above));
        match to {
            Some(to) if (from < to) != is_above => self.place(money),
            _ => self.between((from, to), money),
        }
    }

    fn between(&self, (from, to): (Decimal, Option<Decimal>), money: impl Fn(Money) -> String) -> String {
        let show = |value| self.change.shown(value, &money);
        match to {
            None if self.change.is_above() => format!("above {}", show(from)),
            None => format!("below {}", show(from)),
            Some(to) => format!("between {} and {}", show(from.min(to)), show(from.max(to))),
        }
    }
}

impl InputInformation {
    /// The input as tables and sentences name it.
    #[must_use]
    pub fn spoken(&self) -> String {
        words(&self.input)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_told_in_words() {
        for (input, told) in [
            ("incidents_per_year", "incidents a year"),
            ("severity", "severity"),
            (
                "response.ops-run-it.level 2.1.handling",
                "time that level 2.1 works on an incident under Ops Run It",
            ),
            ("on_call.product_teams.standby", "standby pay of product teams"),
            ("on_call.operations.callout", "callout pay of operations"),
            ("operations.hourly_cost", "hourly cost of operations"),
            (
                "setup.you-build-it-you-run-it.service-reliability",
                "set-up cost of service reliability under You Build It You Run It",
            ),
        ] {
            assert_eq!(words(input), told);
        }
    }

    #[test]
    fn a_flip_is_told_in_the_fewest_figures_between_the_values_that_were_run() {
        for (low, high, told) in [
            ("2075.15", "2075.16", "2075.15"),
            ("82.13", "82.14", "82.13"),
            ("100000", "100000.01", "100000"),
            ("99999.99", "100000", "100000"),
            ("17.849998", "17.850002", "17.85"),
            ("18", "23", "20"),
            ("0", "0.000001", "0"),
        ] {
            let number = |text: &str| text.parse::<Decimal>().unwrap();
            assert_eq!(shortest(number(low), number(high)).to_string(), told);
        }
    }

    #[test]
    fn a_sentence_rounds_a_flip_to_values_beyond_it() {
        let flip = |input: &'static str, now: i64, last: &str, first: &str| CostFlip {
            input: input.into(),
            words: words(input),
            unit: unit(input),
            now: Decimal::from(now),
            last_below: last.parse().unwrap(),
            first_above: first.parse().unwrap(),
            cheaper_below: OperatingModel::OpsRunIt,
            cheaper_above: OperatingModel::YouBuildItYouRunIt,
            within_estimate: None,
        };
        let incidents = "incidents_per_year";
        let (near, far) =
            (flip(incidents, 9, "17.762327", "17.762328"), flip(incidents, 9, "17.79", "17.790001"));
        let other = flip(incidents, 20, "17.762327", "17.762328");
        let of = |change, back| FlipRegion { change, back }.about(|money| format!("{money} money"));
        assert_eq!(of(&near, None), "above 17.8");
        assert_eq!(of(&other, None), "below 17.7");
        // Too near each other for three digits.
        assert_eq!(of(&near, Some(&far)), "between 17.762327 and 17.79");
        let time = "response.ops-run-it.bridge.pick_up";
        let late = flip(time, 60, "31653", "31654");
        assert_eq!(FlipRegion { change: &late, back: None }.about(|_| String::new()), "above 8h 48min");
    }

    #[test]
    fn a_value_has_its_unit() {
        let show = |input, value: i64| shown(input, Decimal::from(value), |money| format!("{money} money"));
        assert_eq!(show("response.ops-run-it.bridge.pick_up", 5400), "1h 30min");
        assert_eq!(show("response.ops-run-it.bridge.resolves", 30), "30 %");
        assert_eq!(show("teams.hourly_cost", 48), "48 money");
        assert_eq!(show("incidents_per_year", 4), "4");
    }
}
