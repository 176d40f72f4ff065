//! Error budgets: how much unavailability there was against what the target tolerates.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use whorunsit::Availability;

use crate::incidents::Incident;
use crate::period::{Part, Period};
use crate::statistics::number;

/// The error budget of a week, a month or a quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BudgetPart {
    /// Week, month or quarter.
    pub part: Part,
    /// Its first day; the part may begin before the period.
    pub from: Date,
    /// Seconds of it that lie in the period.
    pub seconds: i64,
    /// Seconds of unavailability.
    pub unavailable_seconds: i64,
    /// The percentage of the budget of these seconds that was used, above 100 where the target was missed.
    #[serde(serialize_with = "number")]
    pub used_percent: f64,
}

/// The availability of a service over the period, and its error budget.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Budget {
    /// The target.
    pub target: Availability,
    /// The percentage of the time that the service was available, overlapping incidents counted once. Every incident
    /// counts as unavailability.
    #[serde(serialize_with = "percent")]
    pub availability: Decimal,
    /// Whether that meets the target.
    pub met: bool,
    /// Seconds of unavailability.
    pub unavailable_seconds: i64,
    /// Seconds that the target tolerates over the period.
    #[serde(serialize_with = "number")]
    pub tolerable_seconds: f64,
    /// The percentage of the budget that was used.
    #[serde(serialize_with = "number")]
    pub used_percent: f64,
    /// How many weeks, months and quarters missed the target, of how many.
    pub missed: [(Part, usize, usize); 3],
    /// How fast the budget of the last quarter burns: 1 uses it up exactly when the quarter ends.
    #[serde(serialize_with = "number")]
    pub burn_rate: f64,
    /// Every week, month and quarter.
    pub parts: Vec<BudgetPart>,
}

fn percent<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&value.round_dp(6).normalize())
}

impl Budget {
    pub(crate) fn of(target: Availability, incidents: &[&Incident], period: &Period) -> Self {
        let outages = outages(incidents, period);
        let within = |start: i64, end: i64| {
            let part = |(from, to): &(i64, i64)| (*to.min(&end) - *from.max(&start)).max(0);
            outages.iter().map(part).sum::<i64>()
        };
        // A ratio of times shown as a percentage of a budget; the target itself is compared exactly.
        let tolerable_share = Decimal::ONE - target.percent() / Decimal::ONE_HUNDRED;
        let share: f64 = tolerable_share.to_string().parse().unwrap_or(0.0);
        let used = |unavailable: i64, seconds: i64| {
            let tolerable = share * seconds as f64;
            if unavailable == 0 { 0.0 } else { 100.0 * unavailable as f64 / tolerable }
        };
        let unavailable = within(period.start, period.end);
        let seconds = period.seconds();
        let up = Decimal::from(seconds - unavailable) / Decimal::from(seconds.max(1)) * Decimal::ONE_HUNDRED;
        let mut parts = Vec::new();
        for part in Part::ALL {
            for (from, start, end) in period.parts(part) {
                let unavailable_seconds = within(start, end);
                let used_percent = used(unavailable_seconds, end - start);
                parts.push(BudgetPart {
                    part,
                    from,
                    seconds: end - start,
                    unavailable_seconds,
                    used_percent,
                });
            }
        }
        let missed = Part::ALL.map(|part| {
            let of: Vec<_> = parts.iter().filter(|one| one.part == part).collect();
            (part, of.iter().filter(|one| one.used_percent > 100.0).count(), of.len())
        });
        let burn = parts.last().map_or(0.0, |last| last.used_percent / 100.0);
        Self {
            target,
            availability: up,
            met: up >= target.percent(),
            unavailable_seconds: unavailable,
            tolerable_seconds: share * seconds as f64,
            used_percent: used(unavailable, seconds),
            missed,
            burn_rate: burn,
            parts,
        }
    }
}

/// When something was unavailable in the period: overlapping incidents as one, in ascending order.
pub(crate) fn outages(incidents: &[&Incident], period: &Period) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = incidents
        .iter()
        .map(|one| (one.opened.max(period.start), one.restored.unwrap_or(period.end).min(period.end)))
        .filter(|(start, end)| end > start)
        .collect();
    spans.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        match merged.last_mut().filter(|last| start <= last.1) {
            Some(last) => last.1 = last.1.max(end),
            None => merged.push((start, end)),
        }
    }
    merged
}
