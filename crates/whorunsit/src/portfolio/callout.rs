//! Callout pay: its terms, as contracts write them.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::estimate::Estimate;
use crate::exact::{Duration, Money, Number, Overflow, Share, product};
use crate::portfolio::When;
use crate::problem::{Gathered, Problem, ProblemCode};
use crate::read::{Absent, Node, Path, Read, Value, read_word, record};

/// Pay for responding, or that there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a portfolio has few of them, none for each service")]
pub enum CalloutTerms {
    /// Responding is not paid by itself: standby alone is.
    None,
    /// It is paid like this.
    Paid(Callout),
}

impl CalloutTerms {
    /// What is paid, if anything is.
    #[must_use]
    pub fn paid(&self) -> Option<&Callout> {
        match self {
            Self::None => None,
            Self::Paid(callout) => Some(callout),
        }
    }
}

impl Serialize for CalloutTerms {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_str("none"),
            Self::Paid(callout) => callout.serialize(serializer),
        }
    }
}

impl Read for CalloutTerms {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match node.value {
            Value::Text(_) => read_word(node, &[("none", ())], at, problems).map(|()| Self::None),
            _ => {
                let callout = Callout::read(node, at, problems)?;
                callout.check(at, problems).then_some(Self::Paid(callout))
            }
        }
    }

    fn fallback() -> Self {
        Self::None
    }
}

record! {
    /// Pay for responding.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Callout, CalloutUnit, Money};
    ///
    /// // An hour at least, then every half hour begun.
    /// let terms = Callout {
    ///     minimum: Some("1h".parse()?),
    ///     round_up_to: Some("30min".parse()?),
    ///     ..Callout::new(Money::from_major(75), CalloutUnit::Hour)
    /// };
    /// assert_eq!(terms.pay("20min".parse()?, true)?.to_string(), "75");
    /// assert_eq!(terms.pay("1h 40min".parse()?, false)?.to_string(), "150");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct Callout {
        /// The rate.
        pub amount: Estimate<Money>,
        /// What the rate is for.
        pub per: CalloutUnit,
        /// The rate of the first callout in a shift, where it differs from the following ones.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub first: Option<CalloutRate>,
        /// The least time that is paid for a callout by the hour.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub minimum: Option<Duration>,
        /// The time that a callout by the hour is rounded up to a multiple of.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub round_up_to: Option<Duration>,
        /// Other rates by day and time, of which the first that matches the moment of the callout counts; `amount` otherwise.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub rates: Vec<CalloutRule>,
        /// The first time of a callout by the hour that standby pay includes: only what is beyond it is paid.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub included: Option<Duration>,
        /// The time from a paid callout on in which no other is paid.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub window: Option<Duration>,
        /// What each person called out but the first, the primary, is paid of the rate; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub secondary: Option<Share>,
        /// Hours off in lieu for each hour of work, at what an hour of these people costs; none by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub time_off: Option<Number>,
    }
}

record! {
    /// The rate of a first callout.
    pub struct CalloutRate {
        /// The rate.
        pub amount: Estimate<Money>,
        /// What the rate is for.
        pub per: CalloutUnit,
    }
}

record! {
    /// Another rate of callouts, at some times.
    pub struct CalloutRule {
        /// When it counts: a window of the week, bank holidays, the days before them, dates, or a list of these.
        pub when: When,
        /// The rate then, per hour or per callout as the other.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub amount: Option<Money>,
        /// How many times the other rate it is, such as `"2"` for double.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub times: Option<Number>,
    }
}

/// What a callout rate is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CalloutUnit {
    /// Each hour of work.
    Hour,
    /// Each callout, however long.
    Callout,
}

impl Read for CalloutUnit {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("hour", Self::Hour), ("callout", Self::Callout)], at, problems)
    }

    fn fallback() -> Self {
        Self::Hour
    }
}

impl Callout {
    /// What one callout pays, for the time it took; `first` says whether it is the first of its shift.
    ///
    /// # Errors
    /// [`Overflow`] when the amount does not fit.
    pub fn pay(&self, took: Duration, first: bool) -> Result<Money, Overflow> {
        let (amount, per) = match &self.first {
            Some(rate) if first => (rate.amount.mean(), rate.per),
            _ => (self.amount.mean(), self.per),
        };
        match per {
            CalloutUnit::Callout => Ok(amount),
            CalloutUnit::Hour => {
                let included = self.included.map_or(0, Duration::seconds);
                if included > 0 && took.seconds() <= included {
                    return Ok(Money::ZERO);
                }
                let seconds = self.minimum.map_or(0, Duration::seconds).max(took.seconds() - included);
                let step = self.round_up_to.map_or(1, Duration::seconds).max(1);
                let steps = seconds / step + i64::from(seconds % step != 0);
                let seconds = steps.checked_mul(step).ok_or(Overflow)?;
                amount.share(Decimal::from(seconds), Decimal::from(3600))
            }
        }
    }

    /// Notes what does not go together.
    fn check(&self, at: &Path<'_>, problems: &mut Gathered) -> bool {
        let mut faults: Vec<(String, &str, &str)> = Vec::new();
        let by_the_hour = self.first.as_ref().map_or(self.per, |first| first.per) == CalloutUnit::Hour;
        let by_the_hour = by_the_hour || self.per == CalloutUnit::Hour;
        for (number, rule) in self.rates.iter().enumerate() {
            let place = format!("rates/{number}");
            match (rule.amount, rule.times) {
                (Some(_), Some(_)) => faults.push((
                    place,
                    "a rate gives both `amount` and `times`",
                    "give one of them: an amount, or how many times the other rate it is",
                )),
                (None, None) => faults.push((
                    place,
                    "a rate gives neither `amount` nor `times`",
                    "give the rate at these times: `amount = \"60\"`, or `times = \"2\"` for double",
                )),
                (Some(_), None) if self.first.is_some() || self.amount.ends().is_some() => faults.push((
                    format!("{place}/amount"),
                    "an amount for some times stands beside a rate that is a range, or beside `first`",
                    "say how many times the other rate it is: `times = \"2\"`",
                )),
                _ => {}
            }
        }
        if self.included.is_some() && !by_the_hour {
            faults.push((
                "included".to_owned(),
                "`included` is time, and each callout is paid as a whole",
                "pay callouts by the hour, or remove it",
            ));
        }
        let longest = 7 * 24 * 3600;
        if self.window.is_some_and(|window| window.seconds() == 0 || window.seconds() > longest) {
            faults.push((
                "window".to_owned(),
                "a window in which one callout is paid is longer than nothing, and a week at most",
                "write for how long a paid callout covers others, such as \"2h\"",
            ));
        }
        let sound = faults.is_empty();
        if !sound {
            let mut found = Gathered::default();
            for (place, message, help) in faults {
                let path = format!("{}/{place}", at.pointer());
                found.push(Problem::new(ProblemCode::InvalidPay, path, message, help));
            }
            // A rate that could not be read is not one that is not given.
            problems.merge(found);
        }
        sound
    }

    /// The rate of a callout, where its time does not change it: that of the first of a shift, if that has its own.
    pub(crate) fn rate(&self) -> (&Estimate<Money>, CalloutUnit) {
        self.first.as_ref().map_or((&self.amount, self.per), |first| (&first.amount, first.per))
    }

    /// The rate by the number of the rule that matches; after the last of them that of no rule.
    pub(crate) fn rates_by_rule(&self) -> Result<Vec<Decimal>, Overflow> {
        let base = self.rate().0.mean_number();
        let of = |rule: &CalloutRule| match (rule.amount, rule.times) {
            (Some(amount), _) => Ok(amount.amount()),
            (None, Some(times)) => product(base, times.value()),
            (None, None) => Ok(base),
        };
        self.rates.iter().map(of).chain([Ok(base)]).collect()
    }

    pub(crate) fn is_free(&self) -> bool {
        self.rates.iter().all(|rate| rate.amount.is_none_or(|amount| amount.is_zero()))
            && self.time_off.is_none_or(|hours| hours.value().is_zero())
            && self.amount.mean().is_zero()
            && self.first.as_ref().is_none_or(|rate| rate.amount.mean().is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_and_following_callouts_differ() {
        let terms = Callout {
            amount: Estimate::point("25".parse().unwrap()),
            per: CalloutUnit::Hour,
            first: Some(CalloutRate {
                amount: Estimate::point("25".parse().unwrap()),
                per: CalloutUnit::Callout,
                metadata: None,
            }),
            round_up_to: Some("30min".parse().unwrap()),
            ..Callout::new(Money::ZERO, CalloutUnit::Hour)
        };
        let pay = |took: &str, first| terms.pay(took.parse().unwrap(), first).unwrap().to_string();
        assert_eq!(pay("3h", true), "25");
        assert_eq!(pay("70min", false), "37.5");
    }

    #[test]
    fn included_time_is_not_paid() {
        let terms = Callout {
            included: Some("30min".parse().unwrap()),
            minimum: Some("1h".parse().unwrap()),
            ..Callout::new(Money::from_major(60), CalloutUnit::Hour)
        };
        let pay = |took: &str| terms.pay(took.parse().unwrap(), false).unwrap().to_string();
        assert_eq!(pay("30min"), "0");
        assert_eq!(pay("31min"), "60");
        assert_eq!(pay("2h"), "90");
    }
}
