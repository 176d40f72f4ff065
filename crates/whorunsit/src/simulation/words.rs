//! The results of a simulation in plain words.

use rust_decimal::Decimal;

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
    let trials = simulation.trials;
    let mut summary = vec![format!(
        "What is recommended is cheaper than operations running everything {} {over}; a year of incidents loses {} on \
         average, and more than {} one year in twenty.",
        likely(portfolio.cheaper_percent, trials),
        show(portfolio.hybrid_at_scale.year_loss.spread.mean),
        show(portfolio.hybrid_at_scale.year_loss.value_at_risk_95),
    )];
    for service in &simulation.services {
        let ServiceSimulation { name, difference, you_build_it_cheaper_percent, .. } = service;
        let below = difference.mean < Money::ZERO;
        let (model, percent) = if below {
            (OperatingModel::YouBuildItYouRunIt, *you_build_it_cheaper_percent)
        } else {
            (OperatingModel::OpsRunIt, Decimal::ONE_HUNDRED - *you_build_it_cheaper_percent)
        };
        summary.push(format!(
            "{name}: {} is cheaper {}, by {} on average {over}{}.",
            model.name(),
            likely(percent, trials),
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
    let word = if trials == 1 { "trial" } else { "trials" };
    summary.push(format!("This rests on {trials} {word}{precision}."));
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

/// How likely something is. Trials never make certain, and few of them prove little.
fn likely(percent: Decimal, trials: usize) -> String {
    let tenths = percent.round_dp(1).normalize();
    let certain = tenths == Decimal::ONE_HUNDRED;
    match trials {
        ..1_000 if certain => format!("in all of {trials} trials"),
        ..1_000 if tenths.is_zero() => format!("in none of {trials} trials"),
        _ if certain => "with a probability of over 99.9 %".to_owned(),
        _ if tenths.is_zero() => "with a probability of under 0.1 %".to_owned(),
        _ => format!("with a probability of {tenths} %"),
    }
}
