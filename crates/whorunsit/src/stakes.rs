//! What is at stake when: the share of the maximum exposure that an incident loses, by the time at which it counts.

use rust_decimal::Decimal;

use crate::calendar::{WEEK, Week, WeekWindow};
use crate::estimate::Estimate;
use crate::exact::{Overflow, Share, product, quotient, sum};
use crate::portfolio::{ExposureByHour, Service};
use crate::sort::ascending;

/// Shares of the maximum exposure, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stakes {
    /// On average in working hours.
    pub(crate) working: Decimal,
    /// On average out of hours.
    pub(crate) out_of_hours: Decimal,
    /// On average over the hours that incidents wait for working hours: the later in a stretch out of hours, the more
    /// incidents wait.
    pub(crate) waiting: Decimal,
}

impl Stakes {
    /// Of a service: by its profile, or by the two shares that are its short form.
    pub(crate) fn of(service: &Service, week: &Week) -> Result<Self, Overflow> {
        if let Some(profile) = &service.exposure_by_hour {
            return Self::by_hour(profile, week);
        }
        let one = |share: &Option<Box<Estimate<Share>>>| {
            share.as_deref().map_or(Decimal::ONE, Estimate::mean_of_one)
        };
        let out_of_hours = one(&service.out_of_hours_exposure);
        Ok(Self { working: one(&service.working_hours_exposure), out_of_hours, waiting: out_of_hours })
    }

    fn by_hour(profile: &ExposureByHour, week: &Week) -> Result<Self, Overflow> {
        let windows = profile.windows();
        let ranges = windows.iter().filter_map(|(when, _)| Some((*when)?.ranges()));
        let ranges = ranges.flatten().chain(week.worked().iter().copied());
        let mut cuts = ascending(ranges.flat_map(|(from, to)| [from, to]).chain([0, WEEK]));
        cuts.dedup();
        // Each as a sum of shares and a sum of weights, in minutes.
        let (mut working, mut out, mut waiting) = (Mean::default(), Mean::default(), Mean::default());
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            let matches = |when: &Option<WeekWindow>| when.is_none_or(|when| when.covers(*from));
            let share = windows
                .iter()
                .find(|(when, _)| matches(when))
                .map_or(Decimal::ZERO, |(_, share)| share.of_one());
            let minutes = Decimal::from(to - from);
            if week.is_worked(*from) {
                working.add(share, minutes)?;
                continue;
            }
            out.add(share, minutes)?;
            // How many have been waiting grows in a line from the end of the working hours before.
            let since = week.minutes_since_work(*from);
            let (first, last) = (u64::from(since), u64::from(since + to - from));
            waiting.add(share, Decimal::from(last * last - first * first))?;
        }
        Ok(Self { working: working.value()?, out_of_hours: out.value()?, waiting: waiting.value()? })
    }
}

#[derive(Default)]
struct Mean {
    sum: Decimal,
    weight: Decimal,
}

impl Mean {
    fn add(&mut self, share: Decimal, weight: Decimal) -> Result<(), Overflow> {
        self.sum = sum(self.sum, product(share, weight)?)?;
        self.weight = sum(self.weight, weight)?;
        Ok(())
    }

    fn value(&self) -> Result<Decimal, Overflow> {
        if self.weight.is_zero() {
            Ok(Decimal::ONE)
        } else {
            quotient(self.sum, self.weight).map(|mean| mean.normalize())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WorkingHours;
    use crate::portfolio::{ExposureShape, ExposureWindow};

    fn stakes(windows: &[(&str, &str)]) -> Stakes {
        let window = |(when, share): &(&str, &str)| ExposureWindow {
            when: when.parse().ok(),
            share: share.parse().unwrap(),
            metadata: None,
        };
        let profile = ExposureByHour::Windows(windows.iter().map(window).collect());
        Stakes::by_hour(&profile, &Week::new(&WorkingHours::default())).unwrap()
    }

    #[test]
    fn two_shares_are_the_short_form_of_a_profile() {
        let stakes = stakes(&[("Mon-Fri 09:00-17:00", "80%"), ("", "30%")]);
        assert_eq!(
            [stakes.working, stakes.out_of_hours, stakes.waiting].map(|share| share.to_string()),
            ["0.8", "0.3", "0.3"]
        );
    }

    #[test]
    fn waiting_counts_the_end_of_a_night_more_than_its_start() {
        // Weeknights of 16 h: the first hour has few that wait, the last has all. Weekends of 64 h likewise.
        let stakes = stakes(&[("Mon-Fri 17:00-18:00", "100%"), ("", "0%")]);
        // Σ 1² ÷ Σ gap² over five stretches.
        assert_eq!(stakes.waiting, Decimal::from(5) / Decimal::from(4 * 256 + 4096));
        assert_eq!(stakes.out_of_hours, Decimal::from(5) / Decimal::from(128));
    }

    #[test]
    fn named_shapes_have_a_share_for_every_hour() {
        let week = Week::new(&WorkingHours::default());
        for (shape, all) in
            [(ExposureShape::Flat, "1"), (ExposureShape::OfficeHours, "1"), (ExposureShape::Retail, "0.6")]
        {
            let stakes = Stakes::by_hour(&ExposureByHour::Shape(shape), &week).unwrap();
            assert_eq!(
                stakes.working.normalize().to_string(),
                if all == "0.6" { "0.625" } else { all },
                "{shape:?}"
            );
        }
    }
}
