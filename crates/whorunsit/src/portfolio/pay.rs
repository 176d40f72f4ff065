//! Standby pay, by ordered rules.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::ser::SerializeMap;

use crate::calendar::{DAY, Week};
use crate::estimate::Estimate;
use crate::exact::{Money, Overflow};
use crate::portfolio::When;
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Absent, Fields, Node, Path, Read, Value, read_word, record};
use crate::sort::ascending;
use crate::year::{CoverHours, Shops};

/// Pay for being ready: rules in order, of which the first that matches an hour pays it.
///
/// It is written as one rule, as a list of rules, or as `{ pays = "always", rules = [...] }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standby {
    rules: Vec<StandbyRule>,
    pays: Option<StandbyHours>,
}

/// Which hours standby is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StandbyHours {
    /// Hours outside working hours.
    #[default]
    OutOfHours,
    /// Every hour of the week.
    Always,
}

impl Read for StandbyHours {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("out-of-hours", Self::OutOfHours), ("always", Self::Always)], at, problems)
    }

    fn fallback() -> Self {
        Self::default()
    }
}

record! {
    /// One rule of standby pay.
    pub struct StandbyRule {
        /// The hours it pays: a window of the week, bank holidays, the days before them, dates, or a list of these; all
        /// hours by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub when: Option<When>,
        /// The rate.
        pub amount: Estimate<Money>,
        /// What the rate is for. A rate per day or week is paid in full for each day or week in which the rule
        /// is the first to match at least one hour out of hours.
        pub per: StandbyUnit,
    }
}

/// What a standby rate is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StandbyUnit {
    /// Each hour out of hours.
    Hour,
    /// Each day.
    Day,
    /// Each week.
    Week,
}

impl Read for StandbyUnit {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("hour", Self::Hour), ("day", Self::Day), ("week", Self::Week)], at, problems)
    }

    fn fallback() -> Self {
        Self::Hour
    }
}

/// Why standby pay cannot be worked out.
#[derive(Debug)]
pub(crate) enum StandbyFault {
    /// No rule pays this minute of the week.
    Unpaid(u32),
    /// The result does not fit.
    Overflow,
}

impl From<Overflow> for StandbyFault {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}

/// What one day's standby comes to.
struct DayPay {
    /// Which rules were the first to match some of its hours.
    used: Vec<bool>,
    /// Hourly and daily rates together.
    amount: Money,
    /// Which weekly rates were due on it, by rule.
    weekly: Vec<bool>,
}

impl Standby {
    /// Rules of standby pay, first match first.
    #[must_use]
    pub fn new(rules: Vec<StandbyRule>) -> Self {
        Self { rules, pays: None }
    }

    /// The rules, first match first.
    #[must_use]
    pub fn rules(&self) -> &[StandbyRule] {
        &self.rules
    }

    /// The rules, to change what they pay.
    pub(crate) fn rules_mut(&mut self) -> &mut [StandbyRule] {
        &mut self.rules
    }

    /// Which hours they pay; `None` where that was not given, so that only hours out of hours are paid.
    #[must_use]
    pub fn pays(&self) -> Option<StandbyHours> {
        self.pays
    }

    /// The same rules for other hours.
    #[must_use]
    pub fn paying(self, hours: StandbyHours) -> Self {
        Self { pays: Some(hours), ..self }
    }

    pub(crate) fn is_free(&self) -> bool {
        self.rules.iter().all(|rule| rule.amount.mean().is_zero())
    }

    /// What one person on standby for a whole planning year is paid: typical weeks, and for bank holidays and
    /// named dates the difference from a typical day.
    pub(crate) fn yearly(
        &self,
        shops: &Shops,
        cover: Option<&CoverHours>,
        weeks_per_year: Decimal,
    ) -> Result<StandbyYear, StandbyFault> {
        let bank_holidays = shops.bank_holidays();
        let bank_holidays = bank_holidays.as_slice();
        let hours = (shops, cover);
        let mut used = vec![false; self.rules.len()];
        let mut use_rules =
            |pay: &DayPay| used.iter_mut().zip(&pay.used).for_each(|(used, here)| *used |= here);
        let mut weekly = vec![false; self.rules.len()];
        let mut days = Vec::with_capacity(7);
        for day in 0..7 {
            let pay = self.day(hours, day, None)?;
            use_rules(&pay);
            weekly.iter_mut().zip(&pay.weekly).for_each(|(due, here)| *due |= here);
            days.push(pay.amount);
        }
        let rates =
            self.rules.iter().zip(&weekly).filter(|(_, due)| **due).map(|(rule, _)| rule.amount.mean());
        let typical_week = Money::total(days.iter().copied().chain(rates))?;
        let mut year = typical_week.times(weeks_per_year)?;
        let around = self.whens().flat_map(|when| when.days_around(bank_holidays));
        let special_dates = self.dates().into_iter().chain(bank_holidays.iter().copied()).chain(around);
        let mut special_dates = ascending(special_dates);
        special_dates.dedup();
        for date in special_dates {
            let day = date.weekday().to_monday_zero_offset();
            let special = self.day(hours, u32::from(day.unsigned_abs()), Some((date, bank_holidays)))?;
            let typical = days.get(usize::from(day.unsigned_abs())).copied().unwrap_or_default();
            use_rules(&special);
            year = year.plus(special.amount)?.minus(typical)?;
        }
        // Unpaid holidays may outnumber the days of a short planning year; a year still pays no less than nothing.
        let unused = used.iter().position(|used| !used);
        Ok(StandbyYear { amount: year.rounded().max(Money::ZERO), unused, left_out: self.left_out(shops) })
    }

    /// The first of several rules by the hour that matches hours which are not paid, because they are worked, and how
    /// many of them a week; `None` where the portfolio says which hours are paid.
    fn left_out(&self, shops: &Shops) -> Option<(usize, Decimal)> {
        if self.pays.is_some() || self.rules.len() < 2 {
            return None;
        }
        let mut minutes = vec![0_u32; self.rules.len()];
        let week = Week::of_ranges(shops.0.iter().flat_map(|shop| shop.worked.iter().copied()));
        for (from, to) in week.worked() {
            for minute in *from..*to {
                let matches =
                    |rule: &StandbyRule| rule.when.as_ref().is_none_or(|when| when.matches(minute, None));
                let first = self.rules.iter().zip(&mut minutes).find(|(rule, _)| matches(rule));
                if let Some((_, minutes)) = first.filter(|(rule, _)| rule.per == StandbyUnit::Hour) {
                    *minutes += 1;
                }
            }
        }
        let (rule, minutes) = minutes.into_iter().enumerate().find(|(_, minutes)| *minutes > 0)?;
        Some((rule, Decimal::from(minutes) / Decimal::from(60)))
    }

    /// The dates that rules name.
    pub(crate) fn dates(&self) -> Vec<Date> {
        self.whens().flat_map(When::dates).collect()
    }

    fn whens(&self) -> impl Iterator<Item = &When> {
        self.rules.iter().filter_map(|rule| rule.when.as_ref())
    }

    /// The pay of one day, Monday being 0; `date` is given for days that are not typical.
    fn day(
        &self,
        (shops, cover): (&Shops, Option<&CoverHours>),
        day: u32,
        date: Option<(Date, &[Date])>,
    ) -> Result<DayPay, StandbyFault> {
        let (start, end) = (day * DAY, (day + 1) * DAY);
        let mut cuts = vec![start, end];
        let all = self.whens().flat_map(|when| when.cuts(day)).chain(shops.cuts());
        let all = all.chain(cover.into_iter().flat_map(CoverHours::cuts));
        cuts.extend(all.filter(|cut| (start..end).contains(cut)));
        let mut cuts = ascending(cuts);
        cuts.dedup();

        let mut pay = DayPay {
            used: vec![false; self.rules.len()],
            amount: Money::ZERO,
            weekly: vec![false; self.rules.len()],
        };
        let mut daily = vec![false; self.rules.len()];
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            let works = shops.works(*from, date.map(|(date, _)| date));
            let uncovered = cover.is_some_and(|cover| !cover.covers(*from));
            if uncovered || (works && self.pays != Some(StandbyHours::Always)) {
                continue;
            }
            let matches =
                |rule: &StandbyRule| rule.when.as_ref().is_none_or(|when| when.matches(*from, date));
            let due = daily.iter_mut().zip(&mut pay.weekly).zip(&mut pay.used);
            let first = self.rules.iter().zip(due).find(|(rule, _)| matches(rule));
            let Some((rule, ((day_due, week_due), used))) = first else {
                return Err(StandbyFault::Unpaid(*from));
            };
            *used = true;
            match rule.per {
                StandbyUnit::Hour => {
                    let hours = rule.amount.mean().share(Decimal::from(to - from), Decimal::from(60))?;
                    pay.amount = pay.amount.plus(hours)?;
                }
                StandbyUnit::Day => *day_due = true,
                StandbyUnit::Week => *week_due = true,
            }
        }
        let due = self.rules.iter().zip(&daily).filter(|(_, due)| **due).map(|(rule, _)| rule.amount.mean());
        pay.amount = pay.amount.plus(Money::total(due)?)?;
        Ok(pay)
    }
}

impl Serialize for Standby {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.rules.as_slice(), self.pays) {
            ([rule], None) => rule.serialize(serializer),
            (rules, None) => rules.serialize(serializer),
            (rules, Some(pays)) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("pays", &pays)?;
                map.serialize_entry("rules", rules)?;
                map.end()
            }
        }
    }
}

impl Read for Standby {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let mut pays = None;
        let rules: Vec<StandbyRule> = match &node.value {
            Value::List(_) => Vec::read(node, at, problems)?,
            Value::Table(entries)
                if entries.iter().any(|entry| entry.key == "rules" || entry.key == "pays") =>
            {
                let is_list = entries.iter().any(|entry| entry.key == "rules");
                let keys: &[&str] =
                    if is_list { &["pays", "rules"] } else { &["pays", "when", "amount", "per"] };
                let fields = if is_list {
                    Fields::of(node, keys, at, problems)?
                } else {
                    Fields::of_record(node, keys, at, problems)?
                };
                pays = fields.take::<Option<StandbyHours>>("pays", at, problems)?;
                if is_list {
                    fields.take("rules", at, problems)?
                } else {
                    let when = fields.take("when", at, problems);
                    let amount = fields.take("amount", at, problems);
                    let per = fields.take("per", at, problems);
                    let metadata = crate::read::Metadata::take(&fields, at, problems);
                    vec![StandbyRule { when: when?, amount: amount?, per: per?, metadata }]
                }
            }
            _ => vec![StandbyRule::read(node, at, problems)?],
        };
        let timed = |rule: &StandbyRule| rule.when.as_ref().is_some_and(When::has_time);
        if rules.iter().any(|rule| rule.per != StandbyUnit::Hour && timed(rule)) {
            problems.push(at.problem(
                ProblemCode::InvalidPay,
                "a rate per day or week has a time of day in `when`",
                "name only days in `when`, or pay those times by the hour",
            ));
            return None;
        }
        let dated = |rule: &StandbyRule| rule.when.as_ref().is_some_and(When::is_dated);
        if rules.iter().any(|rule| rule.per == StandbyUnit::Week && dated(rule)) {
            problems.push(at.problem(
                ProblemCode::InvalidPay,
                "a rate per week is for bank holidays or named dates, which are days",
                "pay them by the day or by the hour",
            ));
            return None;
        }
        Some(Self { rules, pays })
    }

    fn fallback() -> Self {
        Self::new(Vec::new())
    }
}

/// A year of standby for one person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StandbyYear {
    pub(crate) amount: Money,
    /// A rule that is never the first to match an hour that is paid.
    pub(crate) unused: Option<usize>,
    /// A rule that matches worked hours, which are not paid, and how many a week.
    pub(crate) left_out: Option<(usize, Decimal)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WorkingHours;

    fn rule(when: Option<When>, amount: &str, per: StandbyUnit) -> StandbyRule {
        StandbyRule { when, amount: Estimate::point(amount.parse().unwrap()), per, metadata: None }
    }

    fn yearly(rules: Vec<StandbyRule>, bank_holidays: &[&str]) -> Result<String, StandbyFault> {
        let week = Week::new(&WorkingHours::default());
        let holidays: Vec<Date> = bank_holidays.iter().map(|date| date.parse().unwrap()).collect();
        let shops = Shops::one(&week, &holidays);
        Standby::new(rules).yearly(&shops, None, Decimal::from(52)).map(|year| year.amount.to_string())
    }

    fn days(window: &str) -> Option<When> {
        Some(When::Week(window.parse().unwrap()))
    }

    #[test]
    fn each_unit_pays_what_it_says() {
        assert_eq!(yearly(vec![rule(None, "540", StandbyUnit::Week)], &[]).unwrap(), "28080");
        assert_eq!(yearly(vec![rule(None, "25", StandbyUnit::Day)], &[]).unwrap(), "9100");
        assert_eq!(yearly(vec![rule(None, "1.5", StandbyUnit::Hour)], &[]).unwrap(), "9984");
    }

    #[test]
    fn the_first_match_wins_and_dates_differ_from_typical_days() {
        let rules = || {
            vec![
                rule(Some(When::BankHolidays), "132", StandbyUnit::Day),
                rule(days("Sat-Sun"), "66", StandbyUnit::Day),
                rule(None, "33", StandbyUnit::Day),
            ]
        };
        // 52 × (5 × 33 + 2 × 66)
        assert_eq!(yearly(rules(), &[]).unwrap(), "15444");
        // Christmas 2026 is a Friday: 132 instead of 33.
        assert_eq!(yearly(rules(), &["2026-12-25"]).unwrap(), "15543");
    }

    #[test]
    fn a_bank_holiday_has_eight_more_hours_out_of_hours() {
        let by_the_hour = vec![rule(None, "1", StandbyUnit::Hour)];
        assert_eq!(yearly(by_the_hour, &["2026-12-25"]).unwrap(), "6664");
    }

    #[test]
    fn night_and_weekend_rates_share_the_week() {
        let rules = vec![
            rule(days("Mon-Fri 22:00-06:00"), "2", StandbyUnit::Hour),
            rule(None, "1", StandbyUnit::Hour),
        ];
        // 40 night hours at 2 and 88 others at 1.
        assert_eq!(yearly(rules, &[]).unwrap(), (52 * 168).to_string());
    }

    #[test]
    fn an_hour_that_no_rule_pays_is_a_fault() {
        let fault = yearly(vec![rule(days("Mon-Fri"), "33", StandbyUnit::Day)], &[]).unwrap_err();
        assert!(matches!(fault, StandbyFault::Unpaid(minute) if minute == 5 * DAY));
    }
}
