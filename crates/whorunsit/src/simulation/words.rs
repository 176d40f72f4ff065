//! The results of a simulation in plain words.

use rust_decimal::Decimal;

use super::answer::{ServiceSimulation, Simulation};
use super::summary::Spread;
use crate::currency::Currency;
use crate::exact::Money;
use crate::selection::OperatingModel;
use crate::sensitivity::FlipRegion;
use crate::wording::{grouped, plural};

/// A simulation with its summary written.
pub(super) fn summarised(mut simulation: Simulation) -> Simulation {
    let years = simulation.horizon_years;
    let over = format!("over {}", plural(years, "year", "years"));
    let mut summary = vec![whole(&simulation, &over)];
    summary.extend(simulation.services.iter().map(|of| service(of, simulation.currency, &over)));
    let precision = simulation.precision_percent.map_or_else(String::new, |precision| {
        format!(
            ", which puts the mean loss of a year within {} % two times in three",
            precision.round_dp(2).normalize()
        )
    });
    let trials = if simulation.trials == 1 { "trial" } else { "trials" };
    let trials = format!("{} {trials}", grouped(simulation.trials));
    summary.push(format!("This rests on {trials}{precision}."));
    simulation.summary = summary;
    simulation
}

/// The portfolio in a sentence.
fn whole(simulation: &Simulation, over: &str) -> String {
    let currency = simulation.currency;
    let show = |amount: Money| currency.about(amount);
    let portfolio = &simulation.portfolio;
    let operations = simulation.today.operations();
    let cheaper = match portfolio.cheaper_percent.zip(portfolio.tied_percent) {
        None => {
            format!(
                "Whether what is recommended is cheaper than {operations} is not estimated, as inputs are missing"
            )
        }
        Some((_, tied)) if tied == Decimal::ONE_HUNDRED => {
            format!("What is recommended costs the same as {operations} {over}")
        }
        Some((percent, tied)) => format!(
            "What is recommended is cheaper than {operations} {} {over}{}",
            likely(percent),
            also_tied(tied)
        ),
    };
    let lost = portfolio.hybrid_at_scale.year_loss.as_ref().map_or_else(
        || "what a year of incidents loses is not estimated".to_owned(),
        |risk| {
            format!(
                "a year of incidents loses {} on average, and more than {} one year in twenty",
                show(mean(&risk.spread)),
                show(risk.value_at_risk_95)
            )
        },
    );
    format!("{cheaper}; {lost}.")
}

/// The exact mean where there is one.
fn mean(spread: &Spread) -> Money {
    spread.exact_mean.unwrap_or(spread.mean)
}

/// A service in a sentence.
fn service(service: &ServiceSimulation, currency: Currency, over: &str) -> String {
    let ServiceSimulation { name, you_build_it_cheaper_percent, tied_percent, .. } = service;
    let Some(((difference, team), tied)) =
        service.difference.as_ref().zip(*you_build_it_cheaper_percent).zip(*tied_percent)
    else {
        return format!("{name}: which model is cheaper is not estimated, as inputs are missing.");
    };
    if tied == Decimal::ONE_HUNDRED {
        return format!("{name}: both models cost the same {over}.");
    }
    let average = mean(difference);
    let of_team = (OperatingModel::YouBuildItYouRunIt, team);
    let of_ops = (OperatingModel::OpsRunIt, (Decimal::ONE_HUNDRED - team - tied).max(Decimal::ZERO));
    let [(model, percent), (other, more_often)] =
        if average < Money::ZERO { [of_team, of_ops] } else { [of_ops, of_team] };
    // Cheaper on average and yet in fewer trials would read as a contradiction.
    let skew = if more_often > percent {
        format!("; in more trials {} is, but by less: a few costly trials decide the average", other.name())
    } else {
        String::new()
    };
    format!(
        "{name}: {} is cheaper {}{}, by {} on average {over}{}{skew}{}.",
        model.name(),
        likely(percent),
        also_tied(tied),
        currency.about(average.size()),
        if service.is_partial() { " (as far as it is estimated)" } else { "" },
        flips(service, model, currency),
    )
}

/// That trials are ties, where some are.
fn also_tied(tied: Decimal) -> String {
    let tenths = tied.round_dp(1).normalize();
    if tied.is_zero() { String::new() } else { format!(" (and costs the same in {tenths} % of the trials)") }
}

/// At which exposure, or else at how many incidents a year, the other model becomes cheaper: the changes that are next
/// to what is.
fn flips(service: &ServiceSimulation, cheaper: OperatingModel, currency: Currency) -> String {
    let input = service.flips.first().map(|flip| &*flip.input);
    let regions = FlipRegion::all(&service.flips);
    let of_input = |above: bool| {
        let other = |region: &&FlipRegion<'_>| {
            let change = region.change;
            Some(&*change.input) == input && change.is_above() == above && region.cheaper() != cheaper
        };
        regions.iter().find(other).map(|region| region.about(|amount| currency.show(amount).to_string()))
    };
    let sides: Vec<String> = of_input(false).into_iter().chain(of_input(true)).collect();
    if sides.is_empty() {
        return String::new();
    }
    let sides = sides.join(" or ");
    match input {
        Some("exposure_per_hour") => format!("; it flips if exposure is {sides} an hour"),
        _ => format!("; it flips if incidents a year are {sides}"),
    }
}

fn likely(percent: Decimal) -> String {
    format!("with a probability of {}", chance(percent))
}

/// How likely something is, as people read it. Trials never make certain.
pub(crate) fn chance(percent: Decimal) -> String {
    let tenths = percent.round_dp(1).normalize();
    match tenths {
        _ if tenths >= Decimal::ONE_HUNDRED => "over 99.9 %".to_owned(),
        _ if tenths.is_zero() => "under 0.1 %".to_owned(),
        _ => format!("{tenths} %"),
    }
}
