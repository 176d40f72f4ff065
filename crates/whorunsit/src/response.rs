//! The response to an incident: an ordered chain of tiers, and the hours until service is restored.

use rust_decimal::Decimal;

use crate::exact::{Overflow, difference, product, quotient, sum};
use crate::portfolio::{Name, Service};
use crate::stakes::{Stakes, TierWeight};
use crate::year::{CoverHours, Progress, Responds, Year};

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
    /// When it responds out of hours; `None` where the service's schedule says so.
    pub(crate) responds: Option<Responds>,
    pub(crate) by_product_team: bool,
    /// The mean of what an hour of one of its people costs, where the tier says so itself.
    pub(crate) hourly_cost: Option<Decimal>,
}

/// A step of the workflow that somebody does by hand; times are hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ManualStep {
    pub(crate) name: Name,
    pub(crate) delay: Decimal,
    pub(crate) effort: Decimal,
}

/// When incidents arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Arrivals {
    /// The share of incidents that arrive in working hours: arrivals are uniform over the year.
    pub(crate) in_working_hours: Decimal,
    pub(crate) out_of_hours: Decimal,
}

impl Arrivals {
    pub(crate) fn of(year: &Year) -> Result<Self, Overflow> {
        let hours = |minutes: u64| quotient(Decimal::from(minutes), Decimal::from(60));
        let (worked, out) = (hours(year.minutes_worked())?, hours(year.minutes_out_of_hours())?);
        let out_of_hours = quotient(out, sum(worked, out)?)?;
        Ok(Self { in_working_hours: difference(Decimal::ONE, out_of_hours)?, out_of_hours })
    }

    /// With a share of incidents out of hours that is given; within them they arrive evenly all the same.
    pub(crate) fn of_share(share: Decimal) -> Result<Self, Overflow> {
        Ok(Self { in_working_hours: difference(Decimal::ONE, share)?, out_of_hours: share })
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
    /// When its tiers respond out of hours, under a schedule of the product team that responds like this.
    pub(crate) fn responds(&self, by_schedule: Responds) -> impl Iterator<Item = Responds> {
        self.tiers.iter().map(move |tier| tier.responds.unwrap_or(by_schedule))
    }

    /// What is at stake of a service while its tiers respond and while incidents wait for them.
    pub(crate) fn stakes(
        &self,
        service: &Service,
        year: &Year,
        by_schedule: Responds,
    ) -> Result<Stakes, Overflow> {
        Stakes::of(service, year, self.weights(by_schedule))
    }

    /// The same of the hours of one peak.
    pub(crate) fn stakes_in(
        &self,
        hours: &CoverHours,
        year: &Year,
        by_schedule: Responds,
    ) -> Result<Stakes, Overflow> {
        Stakes::of_peak(hours, year, self.weights(by_schedule))
    }

    fn weights(&self, by_schedule: Responds) -> impl Iterator<Item = Result<TierWeight, Overflow>> {
        self.tiers.iter().zip(self.responds(by_schedule)).map(|(tier, responds)| {
            let hours = product(tier.reach, sum(tier.pick_up, tier.handling)?)?;
            Ok(TierWeight { responds, reach: tier.reach, hours })
        })
    }

    /// What each tier does with incidents that arrive out of hours.
    pub(crate) fn progress(&self, year: &Year, by_schedule: Responds) -> Result<Vec<Progress>, Overflow> {
        year.progress(&self.responds(by_schedule).collect::<Vec<_>>())
    }

    /// The hours that tiers are expected to take, each by a share.
    fn hours(&self, shares: impl Iterator<Item = Decimal>) -> Result<Decimal, Overflow> {
        let tiers = self.tiers.iter().zip(shares).filter(|(_, share)| !share.is_zero());
        tiers
            .map(|(tier, share)| product(product(tier.reach, sum(tier.pick_up, tier.handling)?)?, share))
            .try_fold(Decimal::ZERO, |total, hours| sum(total, hours?))
    }

    /// The hours that incidents which arrive out of hours are expected to wait, such a share being of all.
    fn wait(&self, of: Decimal, progress: &[Progress]) -> Result<Decimal, Overflow> {
        let tiers = self.tiers.iter().zip(progress).filter(|(_, progress)| !progress.wait.is_zero());
        tiers
            .map(|(tier, progress)| product(product(of, tier.reach)?, progress.wait))
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
    pub(crate) fn unavailable(
        &self,
        arrivals: Arrivals,
        progress: &[Progress],
    ) -> Result<Unavailable, Overflow> {
        let before = self.hours(progress.iter().map(|tier| tier.out_of_hours))?;
        let after = self.hours(progress.iter().map(|tier| Decimal::ONE - tier.out_of_hours))?;
        let in_hours = product(arrivals.in_working_hours, sum(before, after)?)?;
        Ok(Unavailable {
            in_working_hours: sum(in_hours, product(arrivals.out_of_hours, after)?)?,
            out_of_hours: product(arrivals.out_of_hours, before)?,
            waiting: self.wait(arrivals.out_of_hours, progress)?,
        })
    }

    /// Expected hours from the start of an incident to its end: of one in working hours, of one out of hours, over a year
    /// of which `covered` is the share in which a product team's schedule responds as it says; `otherwise` says how it does in
    /// the rest.
    pub(crate) fn time_to_restore(
        &self,
        (year, schedule): (&Year, Responds),
        covered: Decimal,
        otherwise: (&Year, Responds),
    ) -> Result<[Decimal; 2], Overflow> {
        let all = sum(self.hours(std::iter::repeat(Decimal::ONE))?, self.delay()?)?;
        let wait = |year, by_schedule| self.wait(Decimal::ONE, &self.progress(year, by_schedule)?);
        let uncovered = difference(Decimal::ONE, covered)?;
        let (other_year, other) = otherwise;
        let wait =
            sum(product(covered, wait(year, schedule)?)?, product(uncovered, wait(other_year, other)?)?)?;
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
    use crate::calendar::{Week, WorkingHours};
    use crate::year::Shops;

    fn tier(hours: i64, reach: &str, responds: Option<Responds>) -> ChainTier {
        ChainTier {
            name: "tier".into(),
            pick_up: Decimal::ZERO,
            handling: Decimal::from(hours),
            people: 1,
            reach: reach.parse().unwrap(),
            responds,
            by_product_team: false,
            hourly_cost: None,
        }
    }

    fn usual() -> Year {
        Year::new(&Shops::one(&Week::new(&WorkingHours::default()), &[]), &[])
    }

    #[test]
    fn an_incident_waits_once_for_working_hours() {
        let year = usual();
        let arrivals = Arrivals::of(&year).unwrap();
        let next = Some(Responds::NextWorkingDay);
        let tiers = vec![tier(1, "1", Some(Responds::Always)), tier(2, "0.5", next), tier(4, "0.25", next)];
        let chain = Chain { tiers, steps: Vec::new() };
        // 1 + 2 × 0.5 + 4 × 0.25, and out of hours half of the incidents wait 20 h, once.
        let [working, out] = chain
            .time_to_restore((&year, Responds::Always), Decimal::ZERO, (&year, Responds::NextWorkingDay))
            .unwrap();
        assert_eq!((working, out), (Decimal::from(3), Decimal::from(13)));
        // Only the first tier's hour counts at the exposure out of hours.
        let progress = chain.progress(&year, Responds::NextWorkingDay).unwrap();
        let unavailable = chain.unavailable(arrivals, &progress).unwrap();
        assert_eq!(unavailable.out_of_hours, arrivals.out_of_hours);
        assert_eq!(unavailable.waiting.round_dp(20), (arrivals.out_of_hours * Decimal::TEN).round_dp(20));
    }

    #[test]
    fn a_schedule_decides_for_a_product_team() {
        let year = usual();
        let chain = Chain { tiers: vec![tier(1, "1", None)], steps: Vec::new() };
        let hours = |covered| {
            chain
                .time_to_restore((&year, Responds::Always), covered, (&year, Responds::NextWorkingDay))
                .unwrap()
        };
        assert_eq!(hours(Decimal::ONE), [Decimal::ONE, Decimal::ONE]);
        assert_eq!(hours(Decimal::ZERO), [Decimal::ONE, Decimal::from(21)]);
    }
}
