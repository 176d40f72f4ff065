//! The response to an incident: an ordered chain of tiers, and the hours until service is restored.

use rust_decimal::Decimal;

use crate::calendar::Week;
use crate::exact::{Money, Overflow, difference, product, quotient, sum};
use crate::portfolio::Name;

/// The response of one operating model, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    pub(crate) tiers: Vec<ChainTier>,
    /// The steps of the workflow that people do by hand.
    pub(crate) steps: Vec<ManualStep>,
}

/// One tier; times are mean hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChainTier {
    pub(crate) name: Name,
    pub(crate) pick_up: Decimal,
    pub(crate) handling: Decimal,
    pub(crate) people: u32,
    /// The share of all incidents that reach it.
    pub(crate) reach: Decimal,
    /// Whether it responds out of hours; `None` where the service's schedule says so.
    pub(crate) covered: Option<bool>,
    pub(crate) by_product_team: bool,
    pub(crate) hourly_cost: Option<Money>,
}

/// A step of the workflow that somebody does by hand; times are hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ManualStep {
    pub(crate) name: Name,
    pub(crate) delay: Decimal,
    pub(crate) effort: Decimal,
}

/// When incidents arrive, and how long they wait for working hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Arrivals {
    /// The share of incidents that arrive in working hours: arrivals are uniform over the week.
    pub(crate) in_working_hours: Decimal,
    pub(crate) out_of_hours: Decimal,
    /// The mean wait, in hours, of one that arrives out of hours.
    pub(crate) mean_wait: Decimal,
}

impl Arrivals {
    pub(crate) fn of(week: &Week) -> Result<Self, Overflow> {
        let (worked, out) = (week.working_hours(), week.out_of_hours());
        let all = sum(worked, out)?;
        let out_of_hours = quotient(out, all)?;
        Ok(Self {
            in_working_hours: difference(Decimal::ONE, out_of_hours)?,
            out_of_hours,
            mean_wait: week.mean_wait()?,
        })
    }
}

/// The expected hours of unavailability of one incident, by the exposure at which they count; delays by manual
/// steps are not in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unavailable {
    /// Picked up and handled, of an arrival in working hours or once waited for them.
    pub(crate) in_working_hours: Decimal,
    /// Picked up and handled out of hours.
    pub(crate) out_of_hours: Decimal,
    /// Waited for working hours.
    pub(crate) waiting: Decimal,
}

impl Unavailable {
    pub(crate) const NONE: Self =
        Self { in_working_hours: Decimal::ZERO, out_of_hours: Decimal::ZERO, waiting: Decimal::ZERO };

    pub(crate) fn total(self) -> Result<Decimal, Overflow> {
        sum(sum(self.in_working_hours, self.out_of_hours)?, self.waiting)
    }
}

impl Chain {
    /// The first tier that lets an incident wait which arrives out of hours.
    pub(crate) fn first_waiting(&self, covered: bool) -> Option<usize> {
        self.tiers.iter().position(|tier| !tier.covered.unwrap_or(covered))
    }

    /// The hours that the tiers from one to another, exclusive, are expected to take.
    fn hours(&self, from: usize, to: usize) -> Result<Decimal, Overflow> {
        let tiers = self.tiers.iter().take(to).skip(from);
        tiers
            .map(|tier| product(tier.reach, sum(tier.pick_up, tier.handling)?))
            .try_fold(Decimal::ZERO, |total, hours| sum(total, hours?))
    }

    /// The hours that people are expected to work on one incident, each of them counted.
    pub(crate) fn hours_of_work(&self) -> Result<Decimal, Overflow> {
        self.tiers.iter().try_fold(Decimal::ZERO, |total, tier| {
            let people = Decimal::from(tier.people);
            sum(total, product(product(tier.reach, tier.handling)?, people)?)
        })
    }

    /// The expected hours of one incident, over all times of arrival.
    pub(crate) fn unavailable(&self, arrivals: Arrivals, covered: bool) -> Result<Unavailable, Overflow> {
        let waiting = self.first_waiting(covered);
        let from = waiting.unwrap_or(self.tiers.len());
        let (before, after) = (self.hours(0, from)?, self.hours(from, self.tiers.len())?);
        let reach = waiting.and_then(|tier| self.tiers.get(tier)).map_or(Decimal::ZERO, |tier| tier.reach);
        let in_hours = product(arrivals.in_working_hours, sum(before, after)?)?;
        Ok(Unavailable {
            in_working_hours: sum(in_hours, product(arrivals.out_of_hours, after)?)?,
            out_of_hours: product(arrivals.out_of_hours, before)?,
            waiting: product(product(arrivals.out_of_hours, reach)?, arrivals.mean_wait)?,
        })
    }

    /// Expected hours from the start of an incident to its end: of one in working hours, of one out of hours, over a year
    /// of which `covered` is the share in which a product team's tiers respond.
    pub(crate) fn time_to_restore(
        &self,
        arrivals: Arrivals,
        covered: Decimal,
    ) -> Result<[Decimal; 2], Overflow> {
        let all = sum(self.hours(0, self.tiers.len())?, self.delay()?)?;
        let wait = |covered| {
            let reach =
                self.first_waiting(covered).and_then(|tier| self.tiers.get(tier)).map(|tier| tier.reach);
            product(reach.unwrap_or_default(), arrivals.mean_wait)
        };
        let uncovered = difference(Decimal::ONE, covered)?;
        let wait = sum(product(covered, wait(true)?)?, product(uncovered, wait(false)?)?)?;
        Ok([all, sum(all, wait)?])
    }

    /// The hours that manual steps add to every incident.
    pub(crate) fn delay(&self) -> Result<Decimal, Overflow> {
        self.steps.iter().try_fold(Decimal::ZERO, |total, step| sum(total, step.delay))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WorkingHours;

    fn tier(hours: i64, reach: &str, covered: Option<bool>) -> ChainTier {
        ChainTier {
            name: "tier".into(),
            pick_up: Decimal::ZERO,
            handling: Decimal::from(hours),
            people: 1,
            reach: reach.parse().unwrap(),
            covered,
            by_product_team: false,
            hourly_cost: None,
        }
    }

    #[test]
    fn an_incident_waits_once_for_working_hours() {
        let arrivals = Arrivals::of(&Week::new(&WorkingHours::default())).unwrap();
        assert_eq!(arrivals.mean_wait, Decimal::from(20));
        let tiers = vec![tier(1, "1", Some(true)), tier(2, "0.5", Some(false)), tier(4, "0.25", Some(false))];
        let chain = Chain { tiers, steps: Vec::new() };
        // 1 + 2 × 0.5 + 4 × 0.25, and out of hours half of the incidents wait 20 h, once.
        let [working, out] = chain.time_to_restore(arrivals, Decimal::ZERO).unwrap();
        assert_eq!((working, out), (Decimal::from(3), Decimal::from(13)));
        // Only the first tier's hour counts at the exposure out of hours.
        let unavailable = chain.unavailable(arrivals, false).unwrap();
        assert_eq!(unavailable.out_of_hours, arrivals.out_of_hours);
        assert_eq!(unavailable.waiting.round_dp(20), (arrivals.out_of_hours * Decimal::TEN).round_dp(20));
    }

    #[test]
    fn a_schedule_decides_for_a_product_team() {
        let arrivals = Arrivals::of(&Week::new(&WorkingHours::default())).unwrap();
        let chain = Chain { tiers: vec![tier(1, "1", None)], steps: Vec::new() };
        assert_eq!(chain.time_to_restore(arrivals, Decimal::ONE).unwrap(), [Decimal::ONE, Decimal::ONE]);
        assert_eq!(
            chain.time_to_restore(arrivals, Decimal::ZERO).unwrap(),
            [Decimal::ONE, Decimal::from(21)]
        );
    }
}
