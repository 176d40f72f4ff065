//! What is at stake when: the share of the maximum exposure that an incident loses, by the time at which it counts.

use rust_decimal::Decimal;

use crate::calendar::{WEEK, WeekWindow};
use crate::estimate::Estimate;
use crate::exact::{Overflow, Share, product, quotient, sum};
use crate::portfolio::{ExposureByHour, Service};
use crate::sort::ascending;
use crate::year::{Block, CoverHours, Leg, Responds, Wait, Year};

/// Shares of the maximum exposure, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stakes {
    /// On average in working hours.
    pub(crate) working: Decimal,
    /// On average over the hours out of hours in which tiers take up incidents.
    pub(crate) out_of_hours: Decimal,
    /// On average over the hours that incidents wait: the later in a stretch out of hours, the more of them wait.
    pub(crate) waiting: Decimal,
    /// On average over the hours out of hours in which incidents arrive.
    pub(crate) arriving: Decimal,
}

/// A tier of a response: when it responds out of hours, the share of incidents that reach it, and the hours that it takes
/// of all incidents.
#[derive(Clone, Copy)]
pub(crate) struct TierWeight {
    pub(crate) responds: Responds,
    pub(crate) reach: Decimal,
    pub(crate) hours: Decimal,
}

impl Stakes {
    /// Of a service, outside the hours of its peaks: by its profile, or by the two shares that are its short form.
    pub(crate) fn of(
        service: &Service,
        year: &Year,
        tiers: impl Iterator<Item = Result<TierWeight, Overflow>>,
    ) -> Result<Self, Overflow> {
        let peaks: Vec<&CoverHours> = service.peaks_by_hours().map(|(_, hours)| hours).collect();
        let profile = service.exposure_by_hour.as_deref();
        if peaks.is_empty() && profile.is_none() {
            return Ok(Self::by_two_shares(service));
        }
        let all = profile.map_or_else(Profile::flat, Profile::of);
        let outside = if peaks.is_empty() { all } else { all.only(&peaks, false) };
        let outside = Self::by_hour(&outside, year, &tiers.collect::<Result<Vec<_>, _>>()?)?;
        if profile.is_some() { Ok(outside) } else { outside.times(&Self::by_two_shares(service)) }
    }

    /// Of the hours of one peak, in which all of its exposure is at stake.
    pub(crate) fn of_peak(
        hours: &CoverHours,
        year: &Year,
        tiers: impl Iterator<Item = Result<TierWeight, Overflow>>,
    ) -> Result<Self, Overflow> {
        let tiers = tiers.collect::<Result<Vec<_>, _>>()?;
        Self::by_hour(&Profile::flat().only(&[hours], true), year, &tiers)
    }

    /// Of the exposure that a trial draws: that of the year, and that of peaks by hours at the ratio of their means.
    pub(crate) fn with_peaks(
        self,
        service: &Service,
        of_peak: impl Fn(&CoverHours) -> Result<Self, Overflow>,
    ) -> Result<Self, Overflow> {
        let drawn = service.drawn_exposure().mean_number();
        let all = |ratio| Self { working: ratio, out_of_hours: ratio, waiting: ratio, arriving: ratio };
        let mut total: Option<Self> = None;
        for (number, hours) in service.peaks_by_hours() {
            let peak = service.peaks.get(number).ok_or(Overflow)?;
            let own = quotient(service.exposure_per_hour.mean_number(), drawn)?;
            let before = total.map_or_else(|| self.times(&all(own)), Ok)?;
            let ratio = quotient(peak.exposure_per_hour.mean_number(), drawn)?;
            total = Some(before.plus(&of_peak(hours)?.times(&all(ratio))?)?);
        }
        Ok(total.unwrap_or(self))
    }

    fn plus(&self, other: &Self) -> Result<Self, Overflow> {
        self.each(other, sum)
    }

    fn times(&self, shares: &Self) -> Result<Self, Overflow> {
        self.each(shares, product)
    }

    fn each(
        &self,
        other: &Self,
        both: impl Fn(Decimal, Decimal) -> Result<Decimal, Overflow>,
    ) -> Result<Self, Overflow> {
        Ok(Self {
            working: both(self.working, other.working)?,
            out_of_hours: both(self.out_of_hours, other.out_of_hours)?,
            waiting: both(self.waiting, other.waiting)?,
            arriving: both(self.arriving, other.arriving)?,
        })
    }

    fn by_two_shares(service: &Service) -> Self {
        let one = |share: &Option<Box<Estimate<Share>>>| {
            share.as_deref().map_or(Decimal::ONE, Estimate::mean_of_one)
        };
        let out_of_hours = one(&service.out_of_hours_exposure);
        let working = one(&service.working_hours_exposure);
        Self { working, out_of_hours, waiting: out_of_hours, arriving: out_of_hours }
    }

    fn by_hour(profile: &Profile, year: &Year, tiers: &[TierWeight]) -> Result<Self, Overflow> {
        let (mut working, mut arriving) = (Mean::default(), Mean::default());
        for block in &year.worked {
            working.add(profile.twice(block)?, block.all())?;
        }
        let mut by_tier = vec![(Mean::default(), Mean::default()); tiers.len()];
        for (number, stretch) in year.out.iter().enumerate().filter(|(_, stretch)| stretch.block.count > 0) {
            let block = &stretch.block;
            let whole = profile.twice(block)?;
            arriving.add(whole, block.all())?;
            let legs = year.legs(number, tiers.iter().map(|tier| tier.responds));
            for (leg, (out_of_hours, waiting)) in legs.zip(&mut by_tier) {
                profile.take_up(leg, (year, block, whole), out_of_hours)?;
                profile.wait(leg, (year, block), waiting)?;
            }
        }
        let weights = |weight: fn(&TierWeight) -> Decimal| tiers.iter().map(weight);
        let out_of_hours =
            Mean::of_several(by_tier.iter().map(|(out, _)| *out).zip(weights(|tier| tier.hours)))?;
        let waiting =
            Mean::of_several(by_tier.iter().map(|(_, wait)| *wait).zip(weights(|tier| tier.reach)))?;
        let arriving = arriving.value()?;
        Ok(Self {
            working: working.value()?,
            out_of_hours: out_of_hours.unwrap_or(arriving),
            waiting: waiting.unwrap_or(arriving),
            arriving,
        })
    }
}

/// Shares by minute of the week, for sums over minutes.
struct Profile {
    /// From a minute of the week to another, in order.
    pieces: Vec<(u32, u32, Decimal)>,
}

impl Profile {
    /// All of it, at every hour.
    fn flat() -> Self {
        Self { pieces: vec![(0, WEEK, Decimal::ONE)] }
    }

    /// The same in some hours only, or outside them; zero otherwise.
    fn only(&self, hours: &[&CoverHours], inside: bool) -> Self {
        let ours = self.pieces.iter().flat_map(|(from, to, _)| [*from, *to]);
        let mut cuts = ascending(ours.chain(hours.iter().flat_map(|hours| hours.cuts())));
        cuts.dedup();
        let pieces = cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| {
            let counts = hours.iter().any(|hours| hours.covers(*from)) == inside;
            (*from, *to, if counts { self.at(*from) } else { Decimal::ZERO })
        });
        Self { pieces: pieces.collect() }
    }

    fn of(profile: &ExposureByHour) -> Self {
        let windows = profile.windows();
        let ranges = windows.iter().filter_map(|(when, _)| Some((*when)?.ranges()));
        let mut cuts = ascending(ranges.flatten().flat_map(|(from, to)| [from, to]).chain([0, WEEK]));
        cuts.dedup();
        let pieces = cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| {
            let matches = |when: &Option<WeekWindow>| when.is_none_or(|when| when.covers(*from));
            let share = windows.iter().find(|(when, _)| matches(when));
            (*from, *to, share.map_or(Decimal::ZERO, |(_, share)| share.of_one()))
        });
        Self { pieces: pieces.collect() }
    }

    fn at(&self, minute: u32) -> Decimal {
        let minute = minute % WEEK;
        let piece = self.pieces.iter().find(|(from, to, _)| (*from..*to).contains(&minute));
        piece.map_or(Decimal::ZERO, |(_, _, share)| *share)
    }

    /// The pieces that a stretch of minutes meets, each with its minutes from the beginning of the stretch.
    fn meet(&self, from: u32, minutes: u32) -> impl Iterator<Item = (u64, u64, Decimal)> {
        let until = from + minutes;
        (0..=until / WEEK).flat_map(move |week| {
            self.pieces.iter().filter_map(move |(first, last, share)| {
                let (first, last) = (first + week * WEEK, last + week * WEEK);
                let (first, last) = (first.max(from), last.min(until));
                (first < last).then(|| (u64::from(first - from), u64::from(last - from), *share))
            })
        })
    }

    /// Twice the shares of a block's minutes together, over the year.
    fn twice(&self, block: &Block) -> Result<Decimal, Overflow> {
        let mut total = Decimal::ZERO;
        for (first, last, share) in self.meet(block.from, block.minutes) {
            total = sum(total, product(share, Decimal::from(2 * (last - first) * u64::from(block.count)))?)?;
        }
        Ok(total)
    }

    /// What is at stake when a tier takes up those who arrived in a stretch.
    fn take_up(
        &self,
        leg: Leg,
        (year, block, whole): (&Year, &Block, Decimal),
        into: &mut Mean,
    ) -> Result<(), Overflow> {
        match leg.taken_up {
            Some((_, false)) => into.add(whole, block.all()),
            Some((landed, true)) => {
                let from = year.out.get(landed).map(|stretch| stretch.block.from).unwrap_or_default();
                into.add(product(self.at(from), Decimal::from(2 * block.all()))?, block.all())
            }
            None => Ok(()),
        }
    }

    /// What is at stake while those who arrived in a stretch wait.
    fn wait(&self, leg: Leg, (year, block): (&Year, &Block), into: &mut Mean) -> Result<(), Overflow> {
        let (minutes, count) = (u64::from(block.minutes), u64::from(block.count));
        match leg.wait {
            Wait::None => Ok(()),
            Wait::Rest(beyond) => {
                let mut total = Decimal::ZERO;
                for (first, last, share) in self.meet(block.from, block.minutes + beyond) {
                    // Twice how many wait, minute by minute: more and more of them until the end of the stretch, then all.
                    let within = |minute: u64| minute.min(minutes) * minute.min(minutes);
                    let after = |minute: u64| 2 * minutes * minute.saturating_sub(minutes);
                    let waiting = within(last) - within(first) + after(last) - after(first);
                    total = sum(total, product(share, Decimal::from(waiting * count))?)?;
                }
                into.add_twice(total, count * (minutes * minutes + 2 * minutes * u64::from(beyond)))
            }
            Wait::Whole(landed, waited) => {
                let from = year.out.get(landed).map(|stretch| stretch.block.from).unwrap_or_default();
                let each = self.twice(&Block { from, minutes: waited, count: 1 })?;
                let all = product(each, Decimal::from(block.all()))?;
                into.add_twice(all, 2 * block.all() * u64::from(waited))
            }
        }
    }
}

/// A mean of shares: both sums are doubled, so that they are whole minutes.
#[derive(Clone, Copy, Default, PartialEq)]
struct Mean {
    sum: Decimal,
    weight: Decimal,
}

impl Mean {
    fn add(&mut self, twice: Decimal, minutes: u64) -> Result<(), Overflow> {
        self.add_twice(twice, 2 * minutes)
    }

    fn add_twice(&mut self, twice: Decimal, weight: u64) -> Result<(), Overflow> {
        self.sum = sum(self.sum, twice)?;
        self.weight = sum(self.weight, Decimal::from(weight))?;
        Ok(())
    }

    fn value(&self) -> Result<Decimal, Overflow> {
        if self.weight.is_zero() {
            Ok(Decimal::ONE)
        } else {
            quotient(self.sum, self.weight).map(|mean| mean.normalize())
        }
    }

    /// The mean of several, each by a weight of its own; `None` where there is nothing to weigh.
    fn of_several(all: impl Iterator<Item = (Self, Decimal)>) -> Result<Option<Decimal>, Overflow> {
        let mut all = all.filter(|(mean, weight)| !mean.weight.is_zero() && !weight.is_zero());
        let Some((first, weight)) = all.next() else { return Ok(None) };
        let mut total = Self { sum: product(first.sum, weight)?, weight: product(first.weight, weight)? };
        let mut alike = true;
        for (mean, weight) in all {
            alike &= mean == first;
            total.sum = sum(total.sum, product(mean.sum, weight)?)?;
            total.weight = sum(total.weight, product(mean.weight, weight)?)?;
        }
        // Of what is alike the mean is that of one: no digit of the weights is in it.
        if alike { first.value() } else { total.value() }.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Week, WorkingHours};
    use crate::portfolio::{ExposureShape, ExposureWindow};
    use crate::year::Shops;

    fn stakes_of(profile: &ExposureByHour) -> Stakes {
        let year = Year::new(&Shops::one(&Week::new(&WorkingHours::default()), &[]), &[]);
        let tier = |responds| TierWeight { responds, reach: Decimal::ONE, hours: Decimal::TWO };
        let tiers = [tier(Responds::Always), tier(Responds::NextWorkingDay)];
        Stakes::by_hour(&Profile::of(profile), &year, &tiers).unwrap()
    }

    fn stakes(windows: &[(&str, &str)]) -> Stakes {
        let window = |(when, share): &(&str, &str)| ExposureWindow {
            when: when.parse().ok(),
            share: share.parse().unwrap(),
            metadata: None,
        };
        let profile = ExposureByHour::Windows(windows.iter().map(window).collect());
        stakes_of(&profile)
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
        for (shape, all) in
            [(ExposureShape::Flat, "1"), (ExposureShape::OfficeHours, "1"), (ExposureShape::Retail, "0.6")]
        {
            let stakes = stakes_of(&ExposureByHour::Shape(shape));
            assert_eq!(
                stakes.working.normalize().to_string(),
                if all == "0.6" { "0.625" } else { all },
                "{shape:?}"
            );
        }
    }
}
