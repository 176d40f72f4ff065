//! When incidents arrive out of hours, and how long they wait.

use crate::estimate::Estimate;
use crate::exact::{Share, float};
use crate::year::Year;

/// When incidents arrive out of hours, and how long they wait: the stretches out of hours, in hours.
#[derive(Clone, Debug)]
pub(crate) struct Waits {
    /// The probability that an incident arrives out of hours.
    pub(super) out_of_hours: f64,
    /// For each stretch, where it ends on a line on which all of them follow each other; that line is as long as
    /// `out_of_hours`, so that one draw says both whether an incident waits and how long.
    pub(super) ends: Vec<f64>,
    /// Hours for each unit of that line.
    pub(super) hours: f64,
    /// How an incident goes on in each stretch.
    pub(super) stretches: Vec<StretchModel>,
}

/// A stretch out of hours.
#[derive(Clone, Debug)]
pub(super) struct StretchModel {
    /// One by how often it comes in the year: a stretch that comes often has a part of the line for all of them.
    each: f64,
    /// Its hours.
    hours: f64,
    /// For each class of waiting, the hours beyond the end of the stretch, and the stretch that it goes on in.
    steps: Vec<Option<(f64, Option<usize>)>>,
}

/// What holds where the schedule does not, or does, cover the service.
#[inline]
pub(super) fn either<T>([uncovered, covered]: [T; 2], is_covered: bool) -> T {
    if is_covered { covered } else { uncovered }
}

/// Where an incident is out of hours: a stretch, and how long until it ends.
pub(super) type At<T> = (usize, T);

impl Waits {
    pub(crate) fn of(year: &Year, share: Option<&Estimate<Share>>) -> Self {
        let hours = |minutes: u64| minutes as f64 / 60.0;
        let total = hours(year.minutes_out_of_hours());
        let whole = total + hours(year.minutes_worked());
        let mut end = 0.0;
        let ends = year.out.iter().map(|stretch| {
            end += hours(stretch.block.all()) / whole;
            end
        });
        let stretches = year.out.iter().map(|stretch| StretchModel {
            each: 1.0 / f64::from(stretch.block.count.max(1)),
            hours: f64::from(stretch.block.minutes) / 60.0,
            steps: stretch
                .steps
                .iter()
                .map(|step| step.map(|step| (f64::from(step.beyond) / 60.0, step.lands)))
                .collect(),
        });
        let mut waits = Self {
            ends: ends.collect(),
            out_of_hours: total / whole,
            hours: whole,
            stretches: stretches.collect(),
        };
        if let Some(share) = share {
            waits.take_share(float(share.mean_of_one()));
        }
        waits
    }

    /// Lets another share of incidents arrive out of hours; within them they arrive evenly all the same.
    fn take_share(&mut self, share: f64) {
        let ratio = if self.out_of_hours > 0.0 { share / self.out_of_hours } else { 0.0 };
        self.ends.iter_mut().for_each(|end| *end *= ratio);
        self.hours = if ratio > 0.0 { self.hours / ratio } else { 0.0 };
        self.out_of_hours = if ratio > 0.0 { share } else { 0.0 };
    }

    /// The hours beyond the end of a stretch that one waits in a class, and where one goes on; `None` where it responds.
    #[inline]
    pub(super) fn step(&self, place: usize, class: Option<usize>) -> Option<(f64, Option<At<f64>>)> {
        let (beyond, lands) = (*self.stretches.get(place)?.steps.get(class?)?)?;
        let lands = lands.and_then(|place| Some((place, self.stretches.get(place)?.hours)));
        Some((beyond, lands))
    }

    /// How likely each stretch is among those out of hours, its hours, and which of them go on alike.
    pub(super) fn alike(&self) -> Vec<(usize, Vec<(f64, f64)>)> {
        let mut groups: Vec<(usize, Vec<(f64, f64)>)> = Vec::new();
        let mut start = 0.0;
        for (place, (end, stretch)) in self.ends.iter().zip(&self.stretches).enumerate() {
            let length = (end - start) * self.hours;
            start = *end;
            let same = |(other, _): &&mut (usize, _)| {
                self.stretches.get(*other).is_some_and(|other| other.steps == stretch.steps)
            };
            match groups.iter_mut().find(same) {
                Some((_, all)) => all.push((length, length * stretch.each)),
                None => groups.push((place, vec![(length, length * stretch.each)])),
            }
        }
        groups
    }
}

/// How incidents find their place out of hours, by columns of draws from 0 to 1.
#[derive(Clone, Debug)]
pub(super) struct Arrivals {
    /// For each stretch, where it ends on the line, and the hours for each unit of it; one more for working hours.
    ends: Vec<(f64, f64)>,
    /// For each of as many equal parts of the line, the first stretch that does not end before it.
    guide: Vec<u32>,
}

/// Parts of the line; few of them are divided by the end of a stretch.
const GUIDES: usize = 1024;

impl Arrivals {
    pub(super) fn of(waits: &Waits) -> Self {
        let stretches = waits.ends.iter().zip(&waits.stretches);
        let mut ends: Vec<(f64, f64)> =
            stretches.map(|(end, stretch)| (*end, waits.hours * stretch.each)).collect();
        let start = |cell: usize| cell as f64 / GUIDES as f64;
        let guide =
            (0..GUIDES).map(|cell| ends.partition_point(|(end, _)| *end <= start(cell)) as u32).collect();
        // Above every draw.
        ends.push((2.0, 0.0));
        Self { ends, guide }
    }

    /// The place of incidents in working hours.
    pub(super) fn in_hours(&self) -> u32 {
        self.ends.len().saturating_sub(1) as u32
    }

    /// Where an incident arrives, and how many hours are left there.
    #[inline(always)]
    pub(super) fn at(&self, draw: f64) -> (u32, f64) {
        let cell = (draw * GUIDES as f64) as usize;
        let mut place = self.guide.get(cell).copied().unwrap_or_else(|| self.in_hours()) as usize;
        loop {
            let (end, hours) = self.ends.get(place).copied().unwrap_or((f64::INFINITY, 0.0));
            if draw < end {
                return (place as u32, (end - draw) * hours);
            }
            if place + 1 >= self.ends.len() {
                return (self.in_hours(), 0.0);
            }
            place += 1;
        }
    }
}

/// What becomes of incidents that a tier finds in each stretch.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    rows: Vec<Step>,
}

/// What becomes of them in one stretch.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    /// One where they wait, else zero.
    waits: f64,
    /// Hours beyond the end of the stretch.
    beyond: f64,
    /// Where they go on, and how many hours are left there where they have waited.
    place: u32,
    left: f64,
}

impl Steps {
    /// `None` where nobody waits.
    pub(super) fn of(waits: &Waits, class: Option<usize>) -> Option<Self> {
        let in_hours = waits.stretches.len();
        let step = |place: usize| match waits.step(place, class) {
            Some((beyond, lands)) => {
                let (place, left) = lands.unwrap_or((in_hours, 0.0));
                Step { waits: 1.0, beyond, place: place as u32, left }
            }
            None => Step { place: place as u32, ..Step::default() },
        };
        let rows: Vec<Step> = (0..=in_hours).map(step).collect();
        rows.iter().any(|row| row.waits > 0.0).then_some(Self { rows })
    }

    /// Of a place and the hours left there: the hours waited, and the place and the hours left afterwards.
    #[inline(always)]
    pub(super) fn at(&self, place: u32, left: f64) -> (f64, u32, f64) {
        let row = self.rows.get(place as usize).copied().unwrap_or_default();
        (row.waits * (left + row.beyond), row.place, row.waits * row.left + (1.0 - row.waits) * left)
    }
}
