//! Incidents of many trials at once, tier by tier, under one model.

use super::chain::{CalloutPay, ChainModel, StakesModel};
use super::waits::{Arrivals, Steps, Waits, either};
use crate::distribution::{COLUMN, Room, Sampler, Staircases, Stream};
use crate::random::part_of;

/// Hours in a second.
pub(super) const HOUR: f64 = 1.0 / 3600.0;

/// What a trial works with under one model, whatever it draws.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChainRow {
    pub(super) delay: f64,
    pub(super) effort: f64,
    /// Where the schedule does not and does cover the service.
    pub(super) stakes: [StakesModel; 2],
}

/// The same of one tier.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TierRow {
    /// What draws of the times are multiplied with.
    pub(super) pick_up: f64,
    pub(super) handling: f64,
    pub(super) resolves: f64,
    pub(super) hourly: f64,
    /// The rate of a callout.
    pub(super) callout: f64,
    /// Time off in lieu, of an hour out of hours.
    pub(super) time_off: f64,
}

/// A tier, prepared for columns.
#[derive(Clone, Debug)]
pub(super) struct TierColumns {
    /// Times in hours, and the most that they may be once they are multiplied.
    pub(super) pick_up: (Sampler, f64),
    pub(super) handling: (Sampler, f64),
    /// Where the schedule does not and does cover the service.
    steps: [Option<Steps>; 2],
    callout: CalloutPay,
}

impl TierColumns {
    /// Takes an incident up: hours waited, whether it is out of hours then, what handling and the callout cost.
    #[inline(always)]
    fn take_up(
        &self,
        is_covered: bool,
        in_hours: u32,
        (place, left): (&mut u32, &mut f64),
        (handling, row): (f64, TierRow),
    ) -> (f64, bool, f64, f64) {
        let mut waited = 0.0;
        if let Some(steps) = either_of(&self.steps, is_covered) {
            (waited, *place, *left) = steps.at(*place, *left);
        }
        let is_out = *place < in_hours;
        let paid = self.callout.at_rate(row.callout).of(handling) + row.time_off * handling;
        (waited, is_out, handling * row.hourly, if is_out { paid } else { 0.0 })
    }
}

/// The response of a model, prepared for columns.
#[derive(Clone, Debug)]
pub(super) struct ChainColumns {
    pub(super) tiers: Vec<TierColumns>,
    pub(super) row: ChainRow,
    pub(super) tier_rows: Vec<TierRow>,
    /// The same as rows of each tier.
    pub(super) single: Vec<Vec<TierRow>>,
    in_hours: u32,
}

impl ChainColumns {
    pub(super) fn of(
        chain: &ChainModel,
        stakes: [StakesModel; 2],
        waits: &Waits,
        staircases: &Staircases,
    ) -> Self {
        let tiers = chain.tiers.iter().map(|tier| TierColumns {
            pick_up: (Sampler::times(&tier.pick_up, HOUR, staircases), f64::INFINITY),
            handling: (Sampler::times(&tier.handling, HOUR, staircases), f64::INFINITY),
            steps: tier.class.map(|class| Steps::of(waits, class)),
            callout: tier.callout,
        });
        let rows = chain.tiers.iter().map(|tier| TierRow {
            pick_up: 1.0,
            handling: 1.0,
            resolves: tier.resolves,
            hourly: tier.hourly,
            callout: tier.callout.rate(),
            time_off: tier.time_off,
        });
        let tier_rows: Vec<TierRow> = rows.collect();
        Self {
            tiers: tiers.collect(),
            row: ChainRow { delay: chain.delay, effort: chain.effort, stakes },
            single: tier_rows.iter().map(|row| vec![*row]).collect(),
            tier_rows,
            in_hours: Arrivals::of(waits).in_hours(),
        }
    }
}

/// What holds for each incident of a column.
pub(super) trait Rows<'r>: Copy {
    /// Whether the same holds for all of them.
    const SAME: bool;
    fn chain(self, incident: usize) -> &'r ChainRow;
    fn tier(self, tier: usize, incident: usize) -> TierRow;
    fn is_covered(self, incident: usize) -> bool;
}

/// The same for all incidents.
#[derive(Clone, Copy)]
pub(super) struct Same<'r> {
    pub(super) chain: &'r ChainRow,
    pub(super) tiers: &'r [TierRow],
    pub(super) is_covered: bool,
}

impl<'r> Rows<'r> for Same<'r> {
    const SAME: bool = true;

    #[inline(always)]
    fn chain(self, _: usize) -> &'r ChainRow {
        self.chain
    }

    #[inline(always)]
    fn tier(self, tier: usize, _: usize) -> TierRow {
        self.tiers.get(tier).copied().unwrap_or_default()
    }

    #[inline(always)]
    fn is_covered(self, _: usize) -> bool {
        self.is_covered
    }
}

/// Rows by trial, or a single one for all of them, and cover by incident.
#[derive(Clone, Copy)]
pub(super) struct Each<'r> {
    pub(super) chain: &'r [ChainRow],
    /// Tier after tier.
    pub(super) tiers: &'r [Vec<TierRow>],
    /// The row of each incident; empty where there is a single one.
    pub(super) of: &'r [u32],
    /// Whether each is covered; `otherwise` says so of all of them.
    pub(super) is_covered: Option<&'r [bool]>,
    pub(super) otherwise: bool,
}

impl<'r> Each<'r> {
    #[inline(always)]
    fn row(self, incident: usize) -> usize {
        self.of.get(incident).copied().unwrap_or_default() as usize
    }
}

impl<'r> Rows<'r> for Each<'r> {
    const SAME: bool = false;

    #[inline(always)]
    fn chain(self, incident: usize) -> &'r ChainRow {
        static NONE: ChainRow = ChainRow {
            delay: 0.0,
            effort: 0.0,
            stakes: [StakesModel { working: 0.0, out_of_hours: 0.0, waiting: 0.0, arriving: 0.0 }; 2],
        };
        self.chain.get(self.row(incident)).unwrap_or(&NONE)
    }

    #[inline(always)]
    fn tier(self, tier: usize, incident: usize) -> TierRow {
        let rows = self.tiers.get(tier).map_or(&[][..], Vec::as_slice);
        rows.get(self.row(incident)).copied().unwrap_or_default()
    }

    #[inline(always)]
    fn is_covered(self, incident: usize) -> bool {
        self.is_covered.and_then(|all| all.get(incident)).copied().unwrap_or(self.otherwise)
    }
}

/// What incidents come to under one model, in a column, and room for working it out.
#[derive(Clone, Debug)]
pub(super) struct Responses {
    /// Hours until service is restored.
    pub(super) hours: Vec<f64>,
    /// Hours weighed by the share of the exposure that is at stake in them.
    pub(super) at_stake: Vec<f64>,
    pub(super) response: Vec<f64>,
    place: Vec<u32>,
    left: Vec<f64>,
    handling: Vec<f64>,
    pick_up: Vec<f64>,
    /// The incidents that the next tier gets.
    index: Vec<u32>,
}

impl Default for Responses {
    fn default() -> Self {
        let column = || vec![0.0; COLUMN];
        Self {
            hours: column(),
            at_stake: column(),
            response: column(),
            place: vec![0; COLUMN],
            left: column(),
            handling: column(),
            pick_up: column(),
            index: vec![0; COLUMN],
        }
    }
}

/// The first places of a column.
pub(super) fn first<T>(column: &mut [T], count: usize) -> &mut [T] {
    column.get_mut(..count).unwrap_or_default()
}

/// Draws of a time, for each of some incidents.
#[inline]
fn times<'r, R: Rows<'r>>(
    (sampler, most): &(Sampler, f64),
    by: impl Fn(usize) -> f64,
    stream: &mut Stream,
    room: &mut Room,
    column: &mut [f64],
) {
    sampler.fill(stream, room, column);
    if !R::SAME {
        for (number, time) in column.iter_mut().enumerate() {
            let drawn = *time * by(number);
            *time = if drawn > *most { *most } else { drawn };
        }
    }
}

impl Responses {
    /// Draws what incidents come to that arrive in these places, with so many hours left there.
    #[inline]
    pub(super) fn draw<'r, R: Rows<'r>>(
        &mut self,
        chain: &ChainColumns,
        rows: R,
        (places, lefts): (&[u32], &[f64]),
        stream: &mut Stream,
        room: &mut Room,
    ) {
        let count = places.len();
        let in_hours = chain.in_hours;
        let Self { hours, at_stake, response, place, left, handling, pick_up, index } = self;
        let (hours, at_stake, response) =
            (first(hours, count), first(at_stake, count), first(response, count));
        let (place, left) = (first(place, count), first(left, count));
        place.copy_from_slice(places);
        left.copy_from_slice(lefts);
        let last = chain.tiers.len().saturating_sub(1);
        let mut active = count;
        for (number, tier) in chain.tiers.iter().enumerate() {
            let (handling, pick_up) = (first(handling, active), first(pick_up, active));
            let known = rows.tier(number, 0);
            let of = |incident: usize| if R::SAME { known } else { rows.tier(number, incident) };
            if number == 0 {
                times::<R>(&tier.handling, |it| of(it).handling, stream, room, handling);
                times::<R>(&tier.pick_up, |it| of(it).pick_up, stream, room, pick_up);
                let results = hours.iter_mut().zip(at_stake.iter_mut()).zip(response.iter_mut());
                let at = place.iter_mut().zip(left.iter_mut());
                let drawn = handling.iter().zip(pick_up.iter());
                for (incident, ((((hours, at_stake), response), (place, left)), (handling, pick_up))) in
                    results.zip(at).zip(drawn).enumerate()
                {
                    let row = rows.chain(incident);
                    let covered = rows.is_covered(incident);
                    let stakes = either(row.stakes, covered);
                    let delayed = if *place < in_hours { stakes.arriving } else { stakes.working };
                    let handled = (*handling, of(incident));
                    let (waited, is_out, work, paid) =
                        tier.take_up(covered, in_hours, (place, left), handled);
                    let factor = if is_out { stakes.out_of_hours } else { stakes.working };
                    let time = pick_up + handling;
                    *hours = row.delay + waited + time;
                    *at_stake = row.delay * delayed + waited * stakes.waiting + time * factor;
                    *response = row.effort + work + paid;
                }
            } else {
                let index = index.get(..active).unwrap_or_default();
                let at = |number: usize| index.get(number).copied().unwrap_or_default() as usize;
                times::<R>(&tier.handling, |it| of(at(it)).handling, stream, room, handling);
                times::<R>(&tier.pick_up, |it| of(at(it)).pick_up, stream, room, pick_up);
                for ((incident, handling), pick_up) in index.iter().zip(handling.iter()).zip(pick_up.iter()) {
                    let incident = *incident as usize;
                    let (Some(place), Some(left), Some(hours), Some(at_stake), Some(response)) = (
                        place.get_mut(incident),
                        left.get_mut(incident),
                        hours.get_mut(incident),
                        at_stake.get_mut(incident),
                        response.get_mut(incident),
                    ) else {
                        continue;
                    };
                    let row = rows.chain(incident);
                    let covered = rows.is_covered(incident);
                    let stakes = either(row.stakes, covered);
                    let handled = (*handling, of(incident));
                    let (waited, is_out, work, paid) =
                        tier.take_up(covered, in_hours, (place, left), handled);
                    let factor = if is_out { stakes.out_of_hours } else { stakes.working };
                    let time = pick_up + handling;
                    *hours += waited + time;
                    *at_stake += waited * stakes.waiting + time * factor;
                    *response += work + paid;
                }
            }
            if number == last || (R::SAME && known.resolves >= 1.0) {
                break;
            }
            // Who is not done goes on; whoever it is, the place is written.
            let bits = room.bits(active, stream);
            let mut next = 0;
            for (now, bits) in bits.iter().enumerate() {
                let incident = match number {
                    0 => now as u32,
                    _ => index.get(now).copied().unwrap_or_default(),
                };
                if let Some(slot) = index.get_mut(next) {
                    *slot = incident;
                }
                next += usize::from(part_of(*bits) >= of(incident as usize).resolves);
            }
            active = next;
        }
    }
}

/// What holds where the schedule does not, or does, cover the service, by reference.
#[inline(always)]
fn either_of<T>([uncovered, covered]: &[Option<T>; 2], is_covered: bool) -> Option<&T> {
    if is_covered { covered.as_ref() } else { uncovered.as_ref() }
}
