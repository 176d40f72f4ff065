//! The results of a simulation in plain words.

use super::run::{ServiceSimulation, Simulation};
use crate::Money;
use crate::selection::OperatingModel;

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
            "{name}: {} is cheaper with a probability of {} %, by {} on average {over}.",
            model.name(),
            rounded(percent),
            show(difference.mean.size()),
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

/// A percentage for people: certainty only where it is certain.
fn rounded(percent: rust_decimal::Decimal) -> String {
    let tenths = percent.round_dp(1).normalize();
    let hundred = rust_decimal::Decimal::ONE_HUNDRED;
    if tenths == hundred && percent < hundred {
        "over 99.9".to_owned()
    } else if tenths.is_zero() && !percent.is_zero() {
        "under 0.1".to_owned()
    } else {
        tenths.to_string()
    }
}
