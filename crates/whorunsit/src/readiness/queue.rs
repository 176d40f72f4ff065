//! Waiting in a queue: requests arrive at random, and so many people take them one by one.
//!
//! Requests arrive as a Poisson process. With exponential handling times the wait is that of M/M/c, by Erlang's second
//! formula (A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic
//! telephone exchanges", 1917). For other handling times the formula of Allen and Cunneen scales it by
//! `(1 + squared coefficient of variation) / 2` (A. O. Allen, "Probability, Statistics, and Queueing Theory", 1990),
//! which for one person is the exact formula of Pollaczek and Khinchine.

use rust_decimal::Decimal;

use crate::exact::{Overflow, difference, product, quotient, sum};

/// A queue that one group of people serves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Queue {
    /// Requests an hour of working time.
    pub(crate) arrivals: Decimal,
    /// Hours of work that a request takes, on average.
    pub(crate) handling: Decimal,
    /// The squared coefficient of variation of that time.
    pub(crate) variation: Decimal,
    /// How many people take requests.
    pub(crate) people: u32,
}

/// How long requests wait in a queue that is in a steady state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    /// The share of requests that wait at all, of one.
    pub(crate) probability: Decimal,
    /// Hours that a request waits on average before somebody takes it up, those that do not wait among them.
    pub(crate) hours: Decimal,
}

impl Queue {
    /// Work that arrives in an hour, in hours: the offered load in erlangs.
    pub(crate) fn load(&self) -> Result<Decimal, Overflow> {
        product(self.arrivals, self.handling)
    }

    /// The share of their time that people are busy, of one; above 1 where more work arrives than they can do.
    pub(crate) fn utilisation(&self) -> Result<Decimal, Overflow> {
        quotient(self.load()?, Decimal::from(self.people))
    }

    /// How long requests wait; `None` at a utilisation of 1 or more, where the queue grows without end.
    pub(crate) fn waiting(&self) -> Result<Option<Waiting>, Overflow> {
        let load = self.load()?;
        let spare = difference(Decimal::from(self.people), load)?;
        if spare <= Decimal::ZERO {
            return Ok(None);
        }
        let probability = erlang_c(load, self.people)?;
        let exponential = quotient(product(probability, self.handling)?, spare)?;
        let factor = quotient(sum(Decimal::ONE, self.variation)?, Decimal::TWO)?;
        Ok(Some(Waiting { probability, hours: product(exponential, factor)? }))
    }
}

/// Erlang's second formula: the probability that a request finds everybody busy, for a load below the people.
fn erlang_c(load: Decimal, people: u32) -> Result<Decimal, Overflow> {
    // His first formula by its recurrence, which neither overflows nor cancels.
    let mut blocking = Decimal::ONE;
    for server in 1..=people {
        let offered = product(load, blocking)?;
        blocking = quotient(offered, sum(Decimal::from(server), offered)?)?;
    }
    let busy = quotient(load, Decimal::from(people))?;
    quotient(blocking, difference(Decimal::ONE, product(busy, difference(Decimal::ONE, blocking)?)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// The steady state of a birth and death process, state by state, until what is left no longer matters.
    fn chain(load: f64, people: u32) -> (f64, f64) {
        let (mut weight, mut total, mut busy, mut waiting) = (1.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for state in 0..200_000_u32 {
            if state > 0 {
                weight *= load / f64::from(state.min(people));
            }
            total += weight;
            if state >= people {
                busy += weight;
                waiting += weight * f64::from(state - people);
            }
        }
        (busy / total, waiting / total)
    }

    #[test]
    fn erlang_c_is_the_steady_state_of_the_chain() {
        for (load, people) in [
            ("0.5", 1),
            ("0.99", 1),
            ("1", 2),
            ("2", 3),
            ("3.6", 4),
            ("8", 10),
            ("17.5", 20),
            ("45", 50),
            ("190", 200),
        ] {
            let queue =
                Queue { arrivals: number(load), handling: Decimal::ONE, variation: Decimal::ONE, people };
            let found = queue.waiting().unwrap().unwrap();
            let (busy, waiting) = chain(load.parse().unwrap(), people);
            let near = |found: Decimal, expected: f64| {
                let found: f64 = found.to_string().parse().unwrap();
                assert!(
                    (found - expected).abs() < 1e-9 * expected.max(1.0),
                    "{load} {people}: {found} {expected}"
                );
            };
            near(found.probability, busy);
            // Little's law: those who wait are arrivals times the wait.
            near(found.hours * queue.arrivals, waiting);
        }
    }

    /// Two worked examples that call centres plan by, as they are published: the probability of waiting and the mean wait.
    ///
    /// "The Erlang-C formula", step by step: 360 calls in half an hour, 4 minutes each, 55 agents: 0.239, and 8.2 s. "The
    /// Erlang C formula, made simple with an easy worked example": 200 calls an hour, 3 minutes each, 14 agents: 17.4 %,
    /// and 7.8 s.
    #[test]
    fn erlang_c_is_what_is_published() {
        for (arrivals, handling, people, probability, seconds) in
            [("0.2", "240", 55, "0.239", "8.2"), ("0.0555555555555556", "180", 14, "0.174", "7.8")]
        {
            let (arrivals, handling) = (number(arrivals), number(handling));
            let queue = Queue { arrivals, handling, variation: Decimal::ONE, people };
            let waiting = queue.waiting().unwrap().unwrap();
            assert_eq!(waiting.probability.round_dp(3), number(probability));
            assert_eq!(waiting.hours.round_dp(1), number(seconds));
        }
    }

    #[test]
    fn one_person_waits_as_pollaczek_and_khinchine_have_it() {
        // At a utilisation of 80 % a request of an hour waits 4 h if times are exponential, 2 h if all are the same.
        for (variation, hours) in [("1", "4"), ("0", "2"), ("4", "10")] {
            let queue = Queue {
                arrivals: number("0.8"),
                handling: Decimal::ONE,
                variation: number(variation),
                people: 1,
            };
            let waiting = queue.waiting().unwrap().unwrap();
            assert_eq!(waiting.hours.round_dp(12).normalize(), number(hours));
        }
    }

    #[test]
    fn a_queue_that_grows_without_end_has_no_wait() {
        for arrivals in ["2", "2.1"] {
            let queue = Queue {
                arrivals: number(arrivals),
                handling: Decimal::ONE,
                variation: Decimal::ONE,
                people: 2,
            };
            assert!(queue.waiting().unwrap().is_none());
        }
    }

    #[test]
    fn a_common_queue_waits_less_than_one_for_each() {
        for people in 2..30_u32 {
            let queue = |people: u32, share: u32| Queue {
                arrivals: Decimal::from(people) * number("0.9") / Decimal::from(share),
                handling: Decimal::ONE,
                variation: number("1.5"),
                people: people / share,
            };
            let together = queue(people, 1).waiting().unwrap().unwrap();
            let apart = queue(people, people).waiting().unwrap().unwrap();
            assert!(together.hours < apart.hours);
        }
    }
}
