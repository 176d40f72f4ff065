//! The planning year: when it is worked, when somebody responds out of hours, and how long one waits for them.

mod times;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::calendar::{DAY, WEEK, Week, WeekWindow, Windows};
use crate::exact::{Overflow, quotient};
use crate::problem::{Gathered, ProblemCode};
use crate::read::{MAX_RULES, Node, Path, Read};
use crate::sort::ascending;

pub(crate) use self::times::{Kinds, Moment, minutes_by_kind};

/// The hours of the week in which somebody is on standby, where that is not all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CoverHours(Windows);

impl CoverHours {
    /// Whether it covers a minute of the week.
    pub(crate) fn covers(&self, minute: u32) -> bool {
        self.0.covers(minute)
    }

    /// The minutes of the week at which it may begin or end.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = u32> {
        self.0.ranges().flat_map(|(from, to)| [from, to])
    }

    /// Of ranges of minutes of the week.
    pub(crate) fn of_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        Self(Windows(ranges.into_iter().map(|(from, until)| WeekWindow::span(from, until)).collect()))
    }

    /// Its minutes of the week in order, joined where they follow on each other.
    pub(crate) fn ranges(&self) -> Vec<(u32, u32)> {
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (from, until) in ascending(self.0.ranges()) {
            match joined.last_mut() {
                Some(last) if last.1 >= from => last.1 = last.1.max(until),
                _ => joined.push((from, until)),
            }
        }
        joined
    }
}

impl fmt::Display for CoverHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Read for CoverHours {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let windows = Windows::read(node, at, problems)?;
        let (code, fault) = match windows.0.len() {
            0 => (ProblemCode::EmptyList, "no hours are covered".to_owned()),
            count if count > MAX_RULES => {
                (ProblemCode::TooLarge, format!("there are {count} windows, more than {MAX_RULES}"))
            }
            _ => return Some(Self(windows)),
        };
        problems.push(at.problem(
            code,
            fault,
            "write when somebody is on standby, such as \"Mon-Sun 07:00-22:00\"",
        ));
        None
    }

    fn fallback() -> Self {
        Self(Windows::fallback())
    }
}

/// People who work the same hours and have the same days off.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shop {
    /// Minutes of the week, ascending.
    pub(crate) worked: Vec<(u32, u32)>,
    pub(crate) bank_holidays: Vec<Date>,
}

/// Everybody whose working day may cover an hour: one shop, or one at each site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shops(pub(crate) Vec<Shop>);

impl Shops {
    pub(crate) fn one(week: &Week, bank_holidays: &[Date]) -> Self {
        Self(vec![Shop { worked: week.worked().to_vec(), bank_holidays: bank_holidays.to_vec() }])
    }

    /// Whether somebody works at a minute of the week; of a typical week where there is no date.
    pub(crate) fn works(&self, minute: u32, date: Option<Date>) -> bool {
        self.0.iter().any(|shop| {
            date.is_none_or(|date| !shop.bank_holidays.contains(&date))
                && shop.worked.iter().any(|(from, to)| (*from..*to).contains(&minute))
        })
    }

    /// Hours that one person works in a week: where there are sites, the most that anybody of them does.
    pub(crate) fn hours_of_a_person(&self) -> Decimal {
        self.weeks().map(|week| week.working_hours()).max().unwrap_or_default()
    }

    /// The working week of each of them.
    pub(crate) fn weeks(&self) -> impl Iterator<Item = Week> {
        self.0.iter().map(|shop| Week::of_ranges(shop.worked.iter().copied()))
    }

    /// The minutes of the week at which somebody begins or ends.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = u32> {
        self.0.iter().flat_map(|shop| &shop.worked).flat_map(|(from, to)| [*from, *to])
    }

    /// The minutes of a typical week out of hours in all of some hours of it.
    pub(crate) fn out_of_hours_in(&self, hours: &[&CoverHours]) -> Vec<(u32, u32)> {
        let of_hours = hours.iter().flat_map(|hours| hours.cuts());
        let mut cuts = ascending(self.cuts().chain(of_hours).chain([0, WEEK]));
        cuts.dedup();
        let mut found: Vec<(u32, u32)> = Vec::new();
        for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
            if self.works(*from, None) || !hours.iter().all(|hours| hours.covers(*from)) {
                continue;
            }
            match found.last_mut() {
                Some(last) if last.1 == *from => last.1 = *until,
                _ => found.push((*from, *until)),
            }
        }
        found
    }

    /// The dates on which some of them do not work, ascending.
    pub(crate) fn bank_holidays(&self) -> Vec<Date> {
        let mut dates = ascending(self.0.iter().flat_map(|shop| shop.bank_holidays.iter().copied()));
        dates.dedup();
        dates
    }
}

/// When somebody responds out of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Responds {
    #[default]
    Always,
    /// In none of them: incidents wait for working hours.
    NextWorkingDay,
    /// In the hours of a cover, by its number.
    In(u32),
}

impl Responds {
    /// The place of its waits in [`Stretch::steps`]; `None` where nothing waits.
    pub(crate) fn class(self) -> Option<usize> {
        match self {
            Self::Always => None,
            Self::NextWorkingDay => Some(0),
            Self::In(number) => Some(number as usize + 1),
        }
    }
}

/// Minutes that follow each other, and how often they come in the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Block {
    /// The minute of the week at which they begin.
    pub(crate) from: u32,
    pub(crate) minutes: u32,
    pub(crate) count: u32,
}

/// How an incident goes on that waits from within a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    /// Minutes that it waits beyond the end of the stretch.
    pub(crate) beyond: u32,
    /// The stretch at whose beginning somebody responds; `None` where that is in working hours.
    pub(crate) lands: Option<usize>,
}

/// A stretch out of hours in which the same people respond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) block: Block,
    /// For next working days, and for each cover: how one waits for it; `None` where it responds in this stretch.
    pub(crate) steps: Vec<Option<Step>>,
}

/// How one tier takes up an incident that arrived out of hours in a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leg {
    pub(crate) wait: Wait,
    /// The stretch out of hours in which it takes it up, and whether at its beginning; `None` in working hours.
    pub(crate) taken_up: Option<(usize, bool)>,
}

/// How long one waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    None,
    /// From the arrival to so many minutes beyond the end of its stretch.
    Rest(u32),
    /// So many minutes from the beginning of a stretch.
    Whole(usize, u32),
}

/// What a tier does, on average over the incidents that arrive out of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Progress {
    /// The share of them that it takes up out of hours.
    pub(crate) out_of_hours: Decimal,
    /// The mean hours that they wait for it.
    pub(crate) wait: Decimal,
}

/// The minutes of a planning year: a typical week, or where there are bank holidays the days of a calendar year.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Year {
    pub(crate) worked: Vec<Block>,
    pub(crate) out: Vec<Stretch>,
}

/// A stretch of the line from which a year is put together.
#[derive(Clone, Copy)]
struct Segment {
    /// Minutes since the beginning of the line.
    from: u32,
    until: u32,
    /// What the minutes of the week are ahead of those of the line.
    ahead: u32,
    works: bool,
    /// Which covers there are, a bit for each.
    covered: u64,
    counts: bool,
}

/// The year in which dates stand: a calendar year, or one that begins with the month of the first of them, or with it.
fn year_of(dates: &[Date]) -> Option<(Date, Date)> {
    let (first, last) = (*dates.first()?, *dates.last()?);
    let next = |date: Date| date.checked_add(jiff::Span::new().years(1)).ok();
    let starts = [Date::new(first.year(), 1, 1).ok()?, first.first_of_month(), first];
    let years = starts.into_iter().filter_map(|start| Some((start, next(start)?)));
    years.into_iter().find(|(_, end)| last < *end)
}

fn weekday(date: Date) -> u32 {
    u32::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

impl Year {
    /// Of those who work, and the covers there are.
    pub(crate) fn new(shops: &Shops, covers: &[CoverHours]) -> Self {
        let dates = shops.bank_holidays();
        let mut cuts = ascending(shops.cuts().chain(covers.iter().flat_map(CoverHours::cuts)));
        cuts.dedup();
        let line = match year_of(&dates) {
            Some(year) => dated(shops, covers, &cuts, year),
            None => typical(shops, covers, &cuts),
        };
        Self::of_line(&line, covers.len() + 1)
    }

    fn of_line(line: &[Segment], classes: usize) -> Self {
        // From the last to the first: whoever waits lands in what comes later.
        let mut next: Vec<Option<(u32, Option<usize>)>> = vec![None; classes];
        let mut known: BTreeMap<(u32, u32, Vec<Option<Step>>), usize> = BTreeMap::new();
        let mut found: Vec<Stretch> = Vec::new();
        let mut order = Vec::new();
        let mut worked: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for segment in line.iter().rev() {
            let (from, minutes) = ((segment.from + segment.ahead) % WEEK, segment.until - segment.from);
            if segment.works {
                next.fill(Some((segment.from, None)));
                *worked.entry((from, minutes)).or_default() += u32::from(segment.counts);
                continue;
            }
            let covers = |class: usize| class > 0 && segment.covered & (1 << (class - 1)) != 0;
            let steps = next.iter().enumerate().map(|(class, next)| {
                let (at, lands) = next.unwrap_or((segment.until, None));
                (!covers(class)).then_some(Step { beyond: at - segment.until, lands })
            });
            let steps: Vec<_> = steps.collect();
            let place = *known.entry((from, minutes, steps.clone())).or_insert_with(|| {
                found.push(Stretch { block: Block { from, minutes, count: 0 }, steps });
                found.len() - 1
            });
            if let Some(stretch) = found.get_mut(place).filter(|_| segment.counts) {
                stretch.block.count += 1;
                order.push(place);
            }
            for (class, next) in next.iter_mut().enumerate().filter(|(class, _)| covers(*class)) {
                debug_assert!(class > 0, "next working days are in working hours");
                *next = Some((segment.from, Some(place)));
            }
        }
        // In the order of their first days, then those in which nobody arrives but somebody lands.
        order.reverse();
        let mut numbers: Vec<Option<usize>> = vec![None; found.len()];
        let mut kept = Vec::new();
        let mut open: std::collections::VecDeque<usize> = order.into();
        while let Some(place) = open.pop_front() {
            if let Some(number) = numbers.get_mut(place).filter(|number| number.is_none()) {
                *number = Some(kept.len());
                kept.push(place);
                let landings = found.get(place).into_iter().flat_map(|stretch| &stretch.steps);
                open.extend(landings.filter_map(|step| step.as_ref()?.lands));
            }
        }
        let out = kept.iter().filter_map(|place| found.get(*place).cloned()).map(|mut stretch| {
            for step in stretch.steps.iter_mut().flatten() {
                step.lands = step.lands.and_then(|place| numbers.get(place).copied().flatten());
            }
            stretch
        });
        let worked = worked.into_iter().filter(|(_, count)| *count > 0);
        let worked = worked.map(|((from, minutes), count)| Block { from, minutes, count });
        Self { worked: worked.collect(), out: out.collect() }
    }

    /// Minutes out of hours in which incidents may arrive.
    pub(crate) fn minutes_out_of_hours(&self) -> u64 {
        self.out.iter().map(|stretch| stretch.block.all()).sum()
    }

    /// Minutes out of hours in which somebody responds.
    pub(crate) fn minutes_responding(&self, responds: Responds) -> u64 {
        let is_there = |stretch: &&Stretch| {
            responds.class().is_none_or(|class| stretch.steps.get(class).is_some_and(Option::is_none))
        };
        self.out.iter().filter(is_there).map(|stretch| stretch.block.all()).sum()
    }

    /// Worked minutes.
    pub(crate) fn minutes_worked(&self) -> u64 {
        self.worked.iter().map(|block| block.all()).sum()
    }

    /// How tiers that respond like this take up an incident which arrives in a stretch.
    pub(crate) fn legs(
        &self,
        stretch: usize,
        tiers: impl IntoIterator<Item = Responds>,
    ) -> impl Iterator<Item = Leg> {
        let mut place = Some((stretch, false));
        tiers.into_iter().map(move |responds| {
            let at = place.and_then(|(stretch, _)| self.out.get(stretch));
            let step =
                at.zip(responds.class()).and_then(|(at, class)| at.steps.get(class).copied().flatten());
            let wait = match (place, at, step) {
                (Some((stretch, true)), Some(at), Some(step)) => {
                    Wait::Whole(stretch, at.block.minutes + step.beyond)
                }
                (Some((_, false)), _, Some(step)) => Wait::Rest(step.beyond),
                _ => Wait::None,
            };
            if let Some(step) = step {
                place = step.lands.map(|lands| (lands, true));
            }
            Leg { wait, taken_up: place }
        })
    }

    /// What tiers that respond like this do on average.
    pub(crate) fn progress(&self, tiers: &[Responds]) -> Result<Vec<Progress>, Overflow> {
        let mut sums = vec![(0_u64, 0_u64); tiers.len()];
        for (number, stretch) in self.out.iter().enumerate().filter(|(_, stretch)| stretch.block.count > 0) {
            let (minutes, count) = (u64::from(stretch.block.minutes), u64::from(stretch.block.count));
            for (leg, (out, twice_waited)) in self.legs(number, tiers.iter().copied()).zip(&mut sums) {
                if leg.taken_up.is_some() {
                    *out += count * minutes;
                }
                // Twice, as the mean rest of a stretch is half of it.
                *twice_waited += count
                    * match leg.wait {
                        Wait::None => 0,
                        Wait::Rest(beyond) => minutes * minutes + 2 * minutes * u64::from(beyond),
                        Wait::Whole(_, waited) => 2 * minutes * u64::from(waited),
                    };
            }
        }
        let all = self.minutes_out_of_hours();
        let of = |(out, twice_waited): (u64, u64)| {
            if all == 0 {
                return Ok(Progress::default());
            }
            Ok(Progress {
                out_of_hours: quotient(Decimal::from(out), Decimal::from(all))?,
                wait: quotient(Decimal::from(twice_waited), Decimal::from(2 * 60 * all))?,
            })
        };
        sums.into_iter().map(of).collect()
    }
}

impl Block {
    /// All minutes of it in the year.
    pub(crate) fn all(self) -> u64 {
        u64::from(self.minutes) * u64::from(self.count)
    }
}

/// Adds a day to a line: what begins on it, and goes on from the day before.
fn add_day(
    line: &mut Vec<Segment>,
    (shops, covers, cuts): (&Shops, &[CoverHours], &[u32]),
    (day, date, counts): (u32, Option<Date>, bool),
) {
    let start = line.last().map_or(0, |last| last.until);
    let week = day * DAY;
    let inner = cuts.iter().copied().filter(|cut| (week + 1..week + DAY).contains(cut));
    let cuts: Vec<u32> = std::iter::once(week).chain(inner).chain([week + DAY]).collect();
    for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
        let works = shops.works(*from, date);
        let bits = covers.iter().enumerate().filter(|(_, cover)| cover.covers(*from));
        let covered = if works { 0 } else { bits.fold(0, |bits, (number, _)| bits | 1 << number) };
        match line.last_mut() {
            Some(last) if (last.works, last.covered, last.counts) == (works, covered, counts) => {
                last.until += until - from;
            }
            _ => {
                let at = start + (from - week);
                let ahead = (WEEK + week - start % WEEK) % WEEK;
                line.push(Segment { from: at, until: at + (until - from), ahead, works, covered, counts });
            }
        }
    }
}

/// Days after those that count, in which whoever waits at their end finds somebody: nobody waits longer than a week for a
/// typical one.
const DAYS_AFTER: u32 = 15;

fn dated(shops: &Shops, covers: &[CoverHours], cuts: &[u32], (first, end): (Date, Date)) -> Vec<Segment> {
    let mut line = Vec::new();
    let mut date = first;
    let mut after = 0;
    while after < DAYS_AFTER {
        let counts = date < end;
        after += u32::from(!counts);
        add_day(&mut line, (shops, covers, cuts), (weekday(date), Some(date), counts));
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    line
}

fn typical(shops: &Shops, covers: &[CoverHours], cuts: &[u32]) -> Vec<Segment> {
    let mut line = Vec::new();
    for day in 0..4 * 7 {
        add_day(&mut line, (shops, covers, cuts), (day % 7, None, false));
    }
    if let [all] = line.as_mut_slice() {
        // Every hour is worked somewhere.
        *all = Segment { until: WEEK, counts: true, ..*all };
        return line;
    }
    // A week counts, from the end of its first working hours on.
    let start = line.iter().find(|segment| segment.works).map_or(0, |segment| segment.until);
    for segment in &mut line {
        segment.counts = (start..start + WEEK).contains(&segment.from);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WorkingHours;

    fn shops(holidays: &[&str]) -> Shops {
        let holidays: Vec<Date> = holidays.iter().map(|date| date.parse().unwrap()).collect();
        Shops::one(&Week::new(&WorkingHours::default()), &holidays)
    }

    fn cover(text: &str) -> CoverHours {
        CoverHours(Windows(vec![text.parse().unwrap()]))
    }

    const UK_2026: [&str; 8] = [
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-04",
        "2026-05-25",
        "2026-08-31",
        "2026-12-25",
        "2026-12-28",
    ];

    #[test]
    fn a_typical_week_is_that_of_its_gaps() {
        let year = Year::new(&shops(&[]), &[]);
        let minutes: Vec<u32> = year.out.iter().map(|stretch| stretch.block.minutes).collect();
        assert_eq!(minutes, [960, 960, 960, 960, 64 * 60]);
        assert_eq!((year.minutes_worked(), year.minutes_out_of_hours()), (40 * 60, 128 * 60));
        let [progress] = year.progress(&[Responds::NextWorkingDay]).unwrap()[..] else { panic!() };
        assert_eq!(progress, Progress { out_of_hours: Decimal::ZERO, wait: Decimal::from(20) });
    }

    /// 146 648 squared half hours ÷ 6 736 hours out of hours: the 365 days of 2026, the last night ending at nine on
    /// 1 January 2027. Cutting that night at midnight would give 21.76 h; typical weeks alone 20 h.
    #[test]
    fn bank_holidays_lengthen_waits() {
        let year = Year::new(&shops(&UK_2026), &[]);
        assert_eq!(year.minutes_out_of_hours(), 6736 * 60);
        assert_eq!(year.minutes_worked(), (365 * 24 - 6736) * 60);
        let progress = year.progress(&[Responds::NextWorkingDay]).unwrap();
        assert_eq!(
            progress[0].wait.round_dp(20),
            (Decimal::from(146_648) / Decimal::from(6736)).round_dp(20)
        );
    }

    /// Of a working day's 16 h out of hours, 07–09 and 17–22 are covered; of a day at the weekend 15 h. A night's nine hours
    /// wait 4.5 h on average.
    #[test]
    fn outside_a_cover_one_waits_for_it() {
        let year = Year::new(&shops(&[]), &[cover("Mon-Sun 07:00-22:00")]);
        let tiers = [Responds::Always, Responds::In(0), Responds::NextWorkingDay];
        let progress = year.progress(&tiers).unwrap();
        assert_eq!(progress[0], Progress { out_of_hours: Decimal::ONE, wait: Decimal::ZERO });
        // All 128 hours arrive in a cover or land at 07:00, before working hours.
        assert_eq!(progress[1].out_of_hours, Decimal::ONE);
        assert_eq!(progress[1].wait, Decimal::from(7 * 81) / Decimal::from(2 * 128));
        // What then goes on to the next working day waits 20 h in all.
        let rest = Decimal::from(20) - progress[1].wait;
        assert_eq!(progress[2].wait.round_dp(20), rest.round_dp(20));
        assert_eq!(progress[2].out_of_hours, Decimal::ZERO);
    }

    /// The waits of a line, minute by minute, against the sums.
    #[test]
    fn sums_are_those_of_every_minute() {
        let covers = [cover("Fri 18:00-Sat 03:00"), cover("Mon-Sun 06:00-23:30")];
        let tiers = [Responds::In(1), Responds::In(0), Responds::NextWorkingDay];
        for holidays in [&[][..], &UK_2026] {
            let shops = shops(holidays);
            let year = Year::new(&shops, &covers);
            let (first, days) = match year_of(&shops.bank_holidays()) {
                Some((first, _)) => (first, 365),
                None => ("2026-06-01".parse().unwrap(), 7),
            };
            let dates: Vec<Date> = first.series(jiff::Span::new().days(1)).take(days as usize + 21).collect();
            let works = |minute: u32| {
                let date = dates[(minute / DAY) as usize];
                shops.works(weekday(date) * DAY + minute % DAY, Some(date))
            };
            let week = |minute: u32| weekday(dates[(minute / DAY) as usize]) * DAY + minute % DAY;
            let responds = |minute: u32, tier: Responds| match tier {
                Responds::In(number) => works(minute) || covers[number as usize].covers(week(minute)),
                _ => works(minute),
            };
            // The next minute at which each tier responds.
            let minutes = (days + 20) * DAY;
            let next = tiers.map(|tier| {
                let mut next = vec![minutes; minutes as usize + 1];
                for minute in (0..minutes).rev() {
                    let here = if responds(minute, tier) { minute } else { next[minute as usize + 1] };
                    next[minute as usize] = here;
                }
                next
            });
            let mut waited = [0_f64; 3];
            let mut out = [0_u64; 3];
            let mut all = 0_u64;
            for arrival in (0..days * DAY).filter(|minute| !works(*minute)) {
                all += 1;
                let mut at = arrival;
                for (number, next) in next.iter().enumerate() {
                    let before = at;
                    at = next[at as usize];
                    // A minute's arrivals are half a minute later on average, until they wait.
                    let half = if before == arrival && at > before { 0.5 } else { 0.0 };
                    waited[number] += f64::from(at - before) - half;
                    out[number] += u64::from(!works(at));
                }
            }
            for (number, progress) in year.progress(&tiers).unwrap().into_iter().enumerate() {
                let share = crate::exact::to_float(progress.out_of_hours);
                let counted = out[number] as f64 / all as f64;
                assert!((share - counted).abs() < 1e-9, "{number}: {share} {counted} {holidays:?}");
                let hours = waited[number] / 60.0 / all as f64;
                let wait = crate::exact::to_float(progress.wait);
                assert!((wait - hours).abs() < 1e-9, "{number}: {wait} {hours}");
            }
        }
    }
}
