//! At which times of the year a tier is called out.

use jiff::civil::Date;

use super::{CoverHours, DAYS_AFTER, Responds, Shops, weekday, year_of};
use crate::calendar::{DAY, WEEK};
use crate::sort::ascending;

/// A moment of the week, and its date where the year has dates.
pub(crate) type Moment = (u32, Option<Date>);

/// A time in which the same people respond, and which counts as one.
struct Slice {
    minutes: u32,
    works: bool,
    /// Which covers there are, a bit for each.
    covered: u64,
    /// What the time counts as.
    kind: usize,
    /// Whether incidents arrive in it.
    counts: bool,
}

/// Times that are told apart: where they may begin and end in a day, on which dates, and what a moment counts as.
pub(crate) struct Kinds<'k> {
    pub(crate) count: usize,
    /// The minutes of a day, Monday being 0, at which another kind may begin.
    pub(crate) cuts: &'k dyn Fn(u32) -> Vec<u32>,
    pub(crate) dates: &'k [Date],
    pub(crate) of: &'k dyn Fn(Moment) -> usize,
}

/// The minutes of arrivals out of hours that the last of some tiers takes up out of hours, by the kind of time at which it does.
pub(crate) fn minutes_by_kind(
    shops: &Shops,
    covers: &[CoverHours],
    tiers: &[Responds],
    kinds: &Kinds<'_>,
) -> Vec<u64> {
    let slices = slices(shops, covers, kinds);
    let responds = |slice: &Slice, tier: Responds| match tier {
        Responds::Always => true,
        Responds::NextWorkingDay => slice.works,
        Responds::In(number) => slice.works || slice.covered & (1 << number) != 0,
    };
    // Where an incident goes on that a tier gets in each slice; `None` in working hours.
    let mut places: Vec<Option<usize>> =
        slices.iter().enumerate().map(|(place, slice)| (!slice.works).then_some(place)).collect();
    for tier in tiers {
        let mut next = None;
        let mut lands: Vec<Option<usize>> = vec![None; slices.len()];
        for (place, slice) in slices.iter().enumerate().rev() {
            if responds(slice, *tier) {
                next = (!slice.works).then_some(place);
            }
            if let Some(slot) = lands.get_mut(place) {
                *slot = next;
            }
        }
        for place in &mut places {
            *place = place.and_then(|place| lands.get(place).copied().flatten());
        }
    }
    let mut minutes = vec![0; kinds.count];
    for (slice, place) in slices.iter().zip(&places).filter(|(slice, _)| slice.counts) {
        let kind = place.and_then(|place| slices.get(place)).map(|at| at.kind);
        if let Some(sum) = kind.and_then(|kind| minutes.get_mut(kind)) {
            *sum += u64::from(slice.minutes);
        }
    }
    minutes
}

/// A calendar year and the days after it, or where there are no dates four typical weeks, of which the first counts.
fn slices(shops: &Shops, covers: &[CoverHours], kinds: &Kinds<'_>) -> Vec<Slice> {
    let mut dates = ascending(shops.bank_holidays().into_iter().chain(kinds.dates.iter().copied()));
    dates.dedup();
    let year = year_of(&dates).or_else(|| year_of(&ascending(kinds.dates.iter().copied())));
    let fixed = ascending(shops.cuts().chain(covers.iter().flat_map(CoverHours::cuts)).map(|cut| cut % WEEK));
    let by_day: Vec<Vec<u32>> = (0..7)
        .map(|day| {
            let (start, end) = (day * DAY, (day + 1) * DAY);
            let all = fixed.iter().copied().chain((kinds.cuts)(day));
            let mut cuts = ascending(all.filter(|cut| (start + 1..end).contains(cut)).chain([start, end]));
            cuts.dedup();
            cuts
        })
        .collect();
    let mut slices = Vec::new();
    let mut add_day = |day: u32, date: Option<Date>, counts: bool| {
        let cuts = by_day.get(day as usize).map_or(&[][..], Vec::as_slice);
        for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
            let bits = covers.iter().enumerate().filter(|(_, cover)| cover.covers(*from));
            slices.push(Slice {
                minutes: until - from,
                works: shops.works(*from, date),
                covered: bits.fold(0, |bits, (number, _)| bits | 1 << number),
                kind: (kinds.of)((*from, date)),
                counts,
            });
        }
    };
    let Some((first, end)) = year else {
        (0..4 * 7).for_each(|day| add_day(day % 7, None, day < 7));
        return slices;
    };
    let mut date = first;
    let mut after = 0;
    while after < DAYS_AFTER {
        after += u32::from(date >= end);
        add_day(weekday(date), Some(date), date < end);
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    slices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Week, WeekWindow, Windows, WorkingHours};

    fn split(window: &str, covers: &[CoverHours], tiers: &[Responds]) -> Vec<u64> {
        let shops = Shops::one(&Week::new(&WorkingHours::default()), &[]);
        let window: WeekWindow = window.parse().unwrap();
        let cuts = |_| window.ranges().into_iter().flat_map(|(from, to)| [from, to]).collect();
        let of = |(minute, _): Moment| usize::from(!window.covers(minute));
        minutes_by_kind(&shops, covers, tiers, &Kinds { count: 2, cuts: &cuts, dates: &[], of: &of })
    }

    #[test]
    fn who_responds_at_all_hours_is_called_when_incidents_arrive() {
        assert_eq!(split("Sat-Sun", &[], &[Responds::Always]), [48 * 60, 80 * 60]);
        assert_eq!(split("Fri 18:00-Mon 06:00", &[], &[Responds::Always]), [60 * 60, 68 * 60]);
        assert_eq!(split("Sat-Sun", &[], &[Responds::NextWorkingDay]), [0, 0]);
        assert_eq!(split("Sat-Sun", &[], &[Responds::NextWorkingDay, Responds::Always]), [0, 0]);
    }

    /// Of a night's nine hours those after midnight on Monday and before it on Sunday wait for 07:00 too: a day's cover takes up
    /// the whole night before it.
    #[test]
    fn who_waits_for_a_cover_is_called_at_its_beginning() {
        let covers = [CoverHours(Windows(vec!["Mon-Sun 07:00-22:00".parse().unwrap()]))];
        let found = split("Sat-Sun", &covers, &[Responds::In(0)]);
        // Saturday and Sunday: 15 h each, and the nights before them; all else of 128 h.
        assert_eq!(found, [48 * 60, 80 * 60]);
        let night = split("Mon-Sun 00:00-07:00", &covers, &[Responds::In(0)]);
        assert_eq!(night, [0, 128 * 60]);
    }
}
