//! The results of a simulation in plain words.

use super::run::{ServiceSimulation, Simulation};
use crate::selection::OperatingModel;
use crate::{Currency, Money};

/// A simulation with its summary written.
pub(super) fn summarised(mut simulation: Simulation) -> Simulation {
    let currency = simulation.currency;
    let show = |amount: Money| currency.show(amount.whole());
    let years = simulation.horizon_years;
    let over = format!("over {years} {}", if years == 1 { "year" } else { "years" });
    let portfolio = &simulation.portfolio;
    let mut summary = vec![format!(
        "What is recommended is cheaper than operations running everything with a probability of {} % {over}; a year \
         of incidents loses {} on average, and more than {} one year in twenty.",
        rounded(portfolio.cheaper_percent),
        show(portfolio.hybrid_at_scale.year_loss.spread.mean),
        show(portfolio.hybrid_at_scale.year_loss.value_at_risk_95),
    )];
    for service in &simulation.services {
        let ServiceSimulation { name, difference, you_build_it_cheaper_percent, .. } = service;
        let below = difference.mean < Money::ZERO;
        let (model, percent) = if below {
            (OperatingModel::YouBuildItYouRunIt, *you_build_it_cheaper_percent)
        } else {
            (OperatingModel::OpsRunIt, rust_decimal::Decimal::ONE_HUNDRED - *you_build_it_cheaper_percent)
        };
        summary.push(format!(
            "{name}: {} is cheaper with a probability of {} %, by {} on average {over}{}.",
            model.name(),
            rounded(percent),
            show(difference.mean.size()),
            flips(service, model, currency),
        ));
    }
    let precision = simulation.precision_percent.map_or_else(String::new, |precision| {
        format!(
            ", which puts the mean loss of a year within {} % two times in three",
            precision.round_dp(2).normalize()
        )
    });
    summary.push(format!("This rests on {} trials{precision}.", simulation.trials));
    simulation.summary = summary;
    simulation
}

/// At which exposure, or else at how many incidents a year, the other model becomes cheaper.
fn flips(service: &ServiceSimulation, cheaper: OperatingModel, currency: Currency) -> String {
    let Some(flip) = service.flips.first() else {
        return String::new();
    };
    let side = if flip.cheaper_above == cheaper { "below" } else { "above" };
    let at = if flip.input == "exposure_per_hour" {
        format!("exposure is {side} {} an hour", currency.show(Money::from_number(flip.value).whole()))
    } else {
        format!(
            "there are {} than {} incidents a year",
            if side == "below" { "fewer" } else { "more" },
            flip.value.round_dp(1).normalize()
        )
    };
    format!("; it flips if {at}")
}

/// A percentage for people. Trials never make certain.
fn rounded(percent: rust_decimal::Decimal) -> String {
    let tenths = percent.round_dp(1).normalize();
    if tenths == rust_decimal::Decimal::ONE_HUNDRED {
        "over 99.9".to_owned()
    } else if tenths.is_zero() {
        "under 0.1".to_owned()
    } else {
        tenths.to_string()
    }
}
