//! The expected value of perfect information: what knowing uncertain inputs before choosing would save on average.
//!
//! It is the value of an organisation that chooses what costs least: the least expected cost of its choices, less the
//! expectation of the least cost. (R. A. Howard, “Information value theory”, IEEE Transactions on Systems Science and
//! Cybernetics 2, 1966.) Whoever follows a selector that does not ask what costs least saves nothing by knowing more;
//! what that costs is the price of the policy.

use std::borrow::Cow;

use serde::Serialize;

use crate::currency::Currency;
use crate::distribution::{Distribution, Quantiles};
use crate::exact::{Money, float, money};
use crate::random::{Purpose, Random};
use crate::sensitivity::parts::{Input, Part, Parts};
use crate::sensitivity::wider::Slopes;

/// What knowing one input exactly would be worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct InputInformation {
    /// The key of the input in the format; of what a service shares with others, with its tables.
    pub input: Cow<'static, str>,
    /// What the better choice would save over the horizon, on average over what the input may turn out to be.
    pub worth: Money,
}

/// Draws behind the worth of knowing all inputs.
const DRAWS: usize = 10_000;

/// What is merely unknown can be found out before choosing; how severe the next incident will be cannot.
fn can_be_known(input: Input) -> bool {
    input != Input::Severity
}

/// What knowing all uncertain inputs, and each of them, is worth to whoever chooses the cheapest of these: each is the
/// difference of a choice to the same other one, taken apart. Wider inputs move each choice by a slope of their own.
pub(super) fn worth(
    (choices, wider): (&[Parts], &[Slopes]),
    seed: u64,
    service: u64,
    currency: Currency,
) -> (Money, Vec<InputInformation>) {
    let costs: Vec<Floats> =
        choices.iter().enumerate().map(|(choice, parts)| Floats::of(parts, choice, wider)).collect();
    let Some(first) = choices.first() else {
        return (Money::ZERO, Vec::new());
    };
    let own = (0..)
        .zip(&first.inputs)
        .filter(|(_, estimated)| estimated.is_typical || can_be_known(estimated.input))
        .filter(|(_, estimated)| estimated.ends.is_some() && !estimated.mean.is_zero())
        .map(|(place, estimated)| (place, Cow::Borrowed(estimated.input.key()), &estimated.distribution));
    let shared = (first.inputs.len()..)
        .zip(wider)
        .map(|(place, slopes)| (place, slopes.input.clone(), &slopes.distribution));
    let uncertain: Vec<(usize, Cow<'static, str>, &Distribution)> = own.chain(shared).collect();
    if uncertain.is_empty() {
        return (Money::ZERO, Vec::new());
    }
    let mut ratios = vec![1.0; first.inputs.len() + wider.len()];
    // Means of products of independent inputs are the products of their means.
    let now: Vec<f64> = costs.iter().map(|cost| cost.at(&ratios)).collect();
    let now = (0..).zip(&now).min_by(|(_, a), (_, b)| f64::total_cmp(a, b)).map_or(0, |(place, _)| place);
    let saved = |ratios: &[f64]| {
        let (mut chosen, mut least) = (0.0, f64::INFINITY);
        for (place, cost) in (0..).zip(&costs) {
            let cost = cost.at(ratios);
            if place == now {
                chosen = cost;
            }
            if cost < least {
                least = cost;
            }
        }
        chosen - least
    };
    let set = |values: &[(usize, f64)], ratios: &mut Vec<f64>| {
        for (place, ratio) in values {
            if let Some(slot) = ratios.get_mut(*place) {
                *slot = *ratio;
            }
        }
        saved(ratios)
    };

    // One input by itself is integrated, so that no chance is in it.
    let mut each = Vec::with_capacity(uncertain.len());
    for (place, input, distribution) in &uncertain {
        let (mut sum, mut total) = (0.0, 0.0);
        for (ratio, weight) in grid(distribution) {
            sum += weight * set(&[(*place, ratio)], &mut ratios);
            total += weight;
        }
        set(&[(*place, 1.0)], &mut ratios);
        each.push((input.clone(), sum / total));
    }

    let seed = Purpose::Information.seed(seed, service);
    let mut streams: Vec<_> = uncertain
        .iter()
        .map(|(place, _, distribution)| {
            (*place, *distribution, distribution.mean(), Random::of_batch(seed, *place as u64))
        })
        .collect();
    let mut all = 0.0;
    let mut drawn = Vec::with_capacity(streams.len());
    for _ in 0..DRAWS {
        drawn.clear();
        drawn.extend(
            streams
                .iter_mut()
                .map(|(place, distribution, mean, random)| (*place, distribution.sample(random) / *mean)),
        );
        all += set(&drawn, &mut ratios);
    }
    // Knowing all is worth at least as much as knowing one; where draws fall short of that, it is their noise.
    let all = each.iter().map(|(_, worth)| *worth).fold(all / DRAWS as f64, f64::max);
    let mut each: Vec<InputInformation> = each
        .into_iter()
        .map(|(input, worth)| InputInformation { input, worth: money(worth, currency) })
        .collect();
    crate::sort::by_key(&mut each, |input| std::cmp::Reverse(input.worth));
    (money(all, currency), each)
}

/// Values of a distribution as ratios to its mean, with their weights.
fn grid(distribution: &Distribution) -> impl Iterator<Item = (f64, f64)> {
    const STEPS: i32 = 800;
    const END: f64 = 8.0;
    let quantiles = Quantiles::of(distribution);
    let mean = distribution.mean();
    (-STEPS..=STEPS).map(move |step| {
        let normal = f64::from(step) * END / f64::from(STEPS);
        (quantiles.at(normal) / mean, libm::exp(-normal * normal / 2.0))
    })
}

/// A part of a difference as a float, with the places of its inputs.
struct FloatPart {
    amount: f64,
    inputs: Vec<usize>,
    /// The place of incidents, and how many callouts fall into the window of a paid one at their mean.
    crowded: Option<(usize, f64)>,
}

impl FloatPart {
    /// With inputs at these ratios to their means.
    fn at(&self, ratios: &[f64]) -> f64 {
        let ratio = |input: &usize| ratios.get(*input).copied();
        let amount = self.inputs.iter().filter_map(ratio).fold(self.amount, |amount, ratio| amount * ratio);
        match self.crowded {
            Some((incidents, crowding)) => {
                amount * (1.0 + crowding) / (1.0 + crowding * ratio(&incidents).unwrap_or(1.0))
            }
            None => amount,
        }
    }
}

/// The parts of a difference as floats.
struct Floats {
    fixed: f64,
    parts: Vec<FloatPart>,
    /// How it moves with the ratio of an input in a place.
    slopes: Vec<(f64, usize)>,
}

impl Floats {
    fn of(parts: &Parts, choice: usize, wider: &[Slopes]) -> Self {
        let place = |input: &Input| parts.inputs.iter().position(|estimated| estimated.input == *input);
        let of = |part: &Part| FloatPart {
            amount: float(part.amount.amount()),
            inputs: part.inputs.iter().filter_map(place).collect(),
            crowded: place(&Input::Incidents)
                .filter(|_| !part.crowding.is_zero())
                .map(|place| (place, float(part.crowding))),
        };
        let slope = |(place, slopes): (usize, &Slopes)| {
            (slopes.by_choice.get(choice).copied().unwrap_or_default(), parts.inputs.len() + place)
        };
        Self {
            fixed: float(parts.fixed.amount()),
            parts: parts.parts.iter().map(of).collect(),
            // What does not move it adds nothing.
            slopes: wider.iter().enumerate().map(slope).filter(|(slope, _)| *slope != 0.0).collect(),
        }
    }

    /// With inputs at these ratios to their means.
    fn at(&self, ratios: &[f64]) -> f64 {
        let moved =
            |(slope, place): &(f64, usize)| ratios.get(*place).map_or(0.0, |ratio| slope * (ratio - 1.0));
        let parts = self.fixed + self.parts.iter().map(|part| part.at(ratios)).sum::<f64>();
        parts + self.slopes.iter().map(moved).sum::<f64>()
    }
}
