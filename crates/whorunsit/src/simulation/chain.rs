//! The response of a model, as floats: tiers, their times, what they cost.

use rust_decimal::Decimal;

use crate::distribution::Distribution;
use crate::estimate::Estimate;
use crate::evaluation::Analysis;
use crate::exact::float;
use crate::ledger::Called;
use crate::portfolio::{CalloutTerms, CalloutUnit, Response};
use crate::response::{Chain, ChainTier};
use crate::selection::OperatingModel;
use crate::stakes::Stakes;
use crate::year::Responds;

/// Pay for a callout, of all the people of a tier.
#[derive(Clone, Copy, Debug)]
pub(super) enum CalloutPay {
    None,
    Each(f64),
    /// A rate, the hours that standby includes, the least hours beyond them, and the hours that they are rounded up to.
    ByHour {
        rate: f64,
        included: f64,
        minimum: f64,
        step: f64,
    },
}

impl CalloutPay {
    /// The same at another rate.
    pub(super) fn at_rate(self, rate: f64) -> Self {
        match self {
            Self::None => Self::None,
            Self::Each(_) => Self::Each(rate),
            Self::ByHour { included, minimum, step, .. } => Self::ByHour { rate, included, minimum, step },
        }
    }

    pub(super) fn rate(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Each(rate) | Self::ByHour { rate, .. } => rate,
        }
    }

    #[inline]
    pub(super) fn of(self, hours: f64) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Each(amount) => amount,
            Self::ByHour { rate, included, minimum, step } => {
                if included > 0.0 && hours <= included {
                    return 0.0;
                }
                // Not `max`, which is a call of a function in WebAssembly.
                let beyond = hours - included;
                let paid = if beyond > minimum { beyond } else { minimum };
                rate * if step > 0.0 { (paid / step).ceil() * step } else { paid }
            }
        }
    }
}

/// A tier of the response; times are drawn in seconds.
#[derive(Clone, Debug)]
pub(super) struct TierModel {
    pub(super) pick_up: Distribution,
    pub(super) handling: Distribution,
    pub(super) resolves: f64,
    /// How incidents wait for it out of hours, where the schedule does not and does cover the service; `None` where they
    /// do not.
    pub(super) class: [Option<usize>; 2],
    /// What an hour of all its people costs.
    pub(super) hourly: f64,
    pub(super) callout: CalloutPay,
    /// What time off in lieu is worth, of an hour of all its people out of hours.
    pub(super) time_off: f64,
}

/// The response of a model.
#[derive(Clone, Debug)]
pub(super) struct ChainModel {
    pub(super) tiers: Vec<TierModel>,
    /// Hours that manual steps add, and what they cost, in every incident.
    pub(super) delay: f64,
    pub(super) effort: f64,
}

impl ChainModel {
    pub(super) fn of(
        response: &Response,
        chain: &Chain,
        analysis: &Analysis<'_>,
        ((service, model), otherwise): ((usize, OperatingModel), Responds),
        called: &[Option<Called>],
    ) -> Self {
        let portfolio = analysis.costing.portfolio;
        let file = portfolio.file();
        let team_cost = portfolio.team_of(service).and_then(|(_, team)| team.hourly_cost.as_deref());
        let team_cost = team_cost.map(Estimate::mean_number);
        let operations_cost = file.operations.as_ref().and_then(|operations| operations.hourly_cost.as_ref());
        let operations_cost = operations_cost.map(Estimate::mean_number);
        let cost = |money: Option<Decimal>| money.map_or(0.0, float);
        let (per_incident, per_hour) = analysis.costing.own_of_incidents(service, model);
        let (per_incident, per_hour) = (float(per_incident.amount()), float(per_hour.amount()));
        let tier = |(number, (given, tier)): (usize, (&crate::portfolio::Tier, &ChainTier))| {
            let own = if tier.by_product_team { team_cost } else { operations_cost };
            let people = f64::from(tier.people);
            let called = called.get(number).and_then(Option::as_ref);
            let terms = portfolio.callout(service, tier.by_product_team).0.and_then(CalloutTerms::paid);
            let time_off = terms.and_then(|terms| terms.time_off).map_or(0.0, |hours| float(hours.value()));
            let callout = terms.map_or(CalloutPay::None, |callout| {
                let (amount, per) = callout.rate();
                // Shares and rates of their times are those on average.
                let mean = called.and_then(|called| called.rate).unwrap_or(amount.mean_number());
                let paid = called.map_or(1.0, |called| float(called.paid));
                let paid_people =
                    callout.secondary.map_or(people, |share| 1.0 + (people - 1.0) * float(share.of_one()));
                let rate = float(mean) * paid_people * paid;
                let hours = |time: Option<crate::exact::Duration>| {
                    time.map_or(0.0, |time| time.seconds() as f64 / 3600.0)
                };
                match per {
                    CalloutUnit::Callout => CalloutPay::Each(rate),
                    CalloutUnit::Hour => CalloutPay::ByHour {
                        rate,
                        included: hours(callout.included),
                        minimum: hours(callout.minimum),
                        step: hours(callout.round_up_to),
                    },
                }
            });
            TierModel {
                pick_up: given.pick_up.distribution(),
                handling: given.handling.distribution(),
                resolves: given.resolves.as_ref().map_or(1.0, |share| float(share.mean_of_one())),
                class: [otherwise, portfolio.responds(service)]
                    .map(|by_schedule| tier.responds.unwrap_or(by_schedule).class()),
                hourly: (cost(tier.hourly_cost.or(own)) + per_hour) * people,
                time_off: time_off * cost(tier.hourly_cost.or(own)) * people,
                callout,
            }
        };
        let runner = if model == OperatingModel::OpsRunIt { operations_cost } else { team_cost };
        Self {
            tiers: response.tiers.iter().zip(&chain.tiers).enumerate().map(tier).collect(),
            delay: chain.steps.iter().map(|step| float(step.delay)).sum(),
            effort: chain.steps.iter().map(|step| float(step.effort)).sum::<f64>() * cost(runner)
                + per_incident,
        }
    }
}

/// Shares of the exposure that are at stake.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StakesModel {
    /// In working hours.
    pub(super) working: f64,
    /// While tiers respond out of hours.
    pub(super) out_of_hours: f64,
    /// While incidents wait.
    pub(super) waiting: f64,
    /// When incidents arrive out of hours.
    pub(super) arriving: f64,
}

impl StakesModel {
    pub(super) fn of(stakes: Stakes) -> Self {
        Self {
            working: float(stakes.working),
            out_of_hours: float(stakes.out_of_hours),
            waiting: float(stakes.waiting),
            arriving: float(stakes.arriving),
        }
    }
}
