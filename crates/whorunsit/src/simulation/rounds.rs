//! Trials by falling number of incidents: incident after incident of all trials is then a column without gaps.

use crate::distribution::COLUMN;

/// The order of a batch's trials.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    /// The trials, those with most incidents first, those with as many in their order.
    pub(super) order: Vec<u32>,
    /// For each round, how many trials have one more incident: they are the first of the order.
    pub(super) reach: Vec<u32>,
    next: Vec<u32>,
}

impl Rounds {
    pub(super) fn arrange(&mut self, counts: &[u32]) {
        let most = counts.iter().copied().max().unwrap_or(0) as usize;
        let Self { order, reach, next } = self;
        reach.clear();
        reach.resize(most + 1, 0);
        for count in counts {
            if let Some(trials) = reach.get_mut(*count as usize) {
                *trials += 1;
            }
        }
        // Of how many have so many incidents, how many have more: where those with so many begin.
        let mut above = 0;
        for trials in reach.iter_mut().rev() {
            let here = std::mem::replace(trials, above);
            above += here;
        }
        next.clone_from(reach);
        order.clear();
        order.resize(counts.len(), 0);
        for (trial, count) in (0_u32..).zip(counts) {
            if let Some(place) = next.get_mut(*count as usize) {
                if let Some(slot) = order.get_mut(*place as usize) {
                    *slot = trial;
                }
                *place += 1;
            }
        }
        // Nobody has more than the most.
        reach.pop();
    }

    /// As many rounds from one on as fit in a column, and how many incidents they have; `None` after the last.
    pub(super) fn column(&self, from: usize) -> Option<(std::ops::Range<usize>, usize)> {
        let mut count = *self.reach.get(from)? as usize;
        let mut to = from + 1;
        while let Some(more) = self.reach.get(to)
            && count + *more as usize <= COLUMN
        {
            count += *more as usize;
            to += 1;
        }
        Some((from..to, count))
    }

    /// The trial of each incident of some rounds.
    pub(super) fn trials(&self, rounds: std::ops::Range<usize>, trials: &mut [u32]) {
        let mut rest = trials;
        for round in rounds {
            let (now, after) = rest.split_at_mut_checked(self.reach(round)).unwrap_or_default();
            now.iter_mut().zip(&self.order).for_each(|(slot, trial)| *slot = *trial);
            rest = after;
        }
    }

    /// How many trials have an incident in a round.
    pub(super) fn reach(&self, round: usize) -> usize {
        self.reach.get(round).copied().unwrap_or_default() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_are_in_the_order_of_their_incidents() {
        let mut rounds = Rounds::default();
        rounds.arrange(&[2, 0, 3, 2, 1]);
        assert_eq!(rounds.order, [2, 0, 3, 4, 1]);
        assert_eq!(rounds.reach, [4, 3, 1]);
        rounds.arrange(&[0, 0]);
        assert_eq!((rounds.order.as_slice(), rounds.reach.as_slice()), ([0, 1].as_slice(), [].as_slice()));
        rounds.arrange(&[]);
        assert!(rounds.order.is_empty() && rounds.reach.is_empty());
    }
}
