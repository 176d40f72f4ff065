//! The expected value of perfect information: what knowing an uncertain input before choosing would save on average.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::float::to_float;
use crate::sensitivity::parts::{Input, Parts};
use crate::simulation::{Random, float, money};
use crate::{Currency, Money};

/// What knowing one input exactly would be worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputInformation {
    /// The key of the input in the format.
    pub input: &'static str,
    /// What the better choice would save over the horizon, on average over what the input may turn out to be.
    pub worth: Money,
}

/// Draws behind each worth.
const DRAWS: usize = 10_000;

/// What is merely unknown can be found out before choosing; how severe the next incident will be cannot.
fn can_be_known(input: Input) -> bool {
    input != Input::Severity
}

/// What knowing all uncertain inputs, and each of them, is worth: the expected cost of the choice made now, less that of
/// the choice made once they are known. Each input has draws of its own, the same whether it becomes known alone or with
/// the others.
pub(super) fn worth(
    parts: &Parts,
    seed: u64,
    service: u64,
    currency: Currency,
) -> (Money, Vec<InputInformation>) {
    let uncertain: Vec<usize> = (0..)
        .zip(&parts.inputs)
        .filter(|(_, estimated)| estimated.ends.is_some() && can_be_known(estimated.input))
        .map(|(place, _)| place)
        .collect();
    let floats = Floats::of(parts);
    let one = |known: &[usize]| {
        let seed = seed ^ service.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (3 << 56);
        let stream = |place: &usize| (*place, Random::of_batch(seed, *place as u64));
        let mut known: Vec<(usize, Random)> = known.iter().map(stream).collect();
        let mut ratios = vec![1.0; parts.inputs.len()];
        let (mut total, mut better) = (0.0, 0.0);
        for _ in 0..DRAWS {
            for (place, random) in &mut known {
                if let (Some(ratio), Some(estimated), Some(mean)) =
                    (ratios.get_mut(*place), parts.inputs.get(*place), floats.means.get(*place))
                {
                    *ratio = if *mean > 0.0 { estimated.distribution.sample(random) / mean } else { 1.0 };
                }
            }
            let difference = floats.difference(&ratios);
            total += difference;
            better += difference.min(0.0);
        }
        let count = DRAWS as f64;
        // By the mean of the same draws, so that nothing is worth less than nothing.
        money(((total / count).min(0.0) - better / count).max(0.0), currency)
    };
    if uncertain.is_empty() {
        return (Money::ZERO, Vec::new());
    }
    let all = one(&uncertain);
    let mut each: Vec<InputInformation> = uncertain
        .iter()
        .filter_map(|place| Some((place, parts.inputs.get(*place)?)))
        .map(|(place, estimated)| InputInformation { input: estimated.input.key(), worth: one(&[*place]) })
        .collect();
    each.sort_by_key(|input| std::cmp::Reverse(input.worth));
    (all, each)
}

/// The parts of a difference as floats.
struct Floats {
    fixed: f64,
    parts: Vec<(f64, Vec<usize>)>,
    means: Vec<f64>,
}

impl Floats {
    fn of(parts: &Parts) -> Self {
        let place = |input: &Input| parts.inputs.iter().position(|estimated| estimated.input == *input);
        let of = |part: &super::parts::Part| {
            (float(part.amount.amount()), part.inputs.iter().filter_map(place).collect())
        };
        let mean = |mean: Decimal| to_float(mean);
        Self {
            fixed: float(parts.fixed.amount()),
            parts: parts.parts.iter().map(of).collect(),
            means: parts.inputs.iter().map(|estimated| mean(estimated.mean)).collect(),
        }
    }

    fn difference(&self, ratios: &[f64]) -> f64 {
        let part = |(amount, inputs): &(f64, Vec<usize>)| {
            inputs.iter().filter_map(|input| ratios.get(*input)).fold(*amount, |amount, ratio| amount * ratio)
        };
        self.fixed + self.parts.iter().map(part).sum::<f64>()
    }
}
