//! Scenarios: named changes to a portfolio, compared side by side.

use serde::Serialize;

use crate::assignment::Strategy;
use crate::comparison::{Runs, compared};
use crate::currency::Currency;
use crate::decision::Choice;
use crate::error::Error;
use crate::evaluation::Analysis;
use crate::exact::Money;
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::resolve::Portfolio;

/// The name of the portfolio without changes.
pub(crate) const AS_IT_IS: &str = "as it is";

/// A portfolio and changed forms of it, side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Scenarios {
    /// What it can be traced back to: the portfolio without changes.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// The portfolio as it is, then every scenario.
    pub scenarios: Vec<ScenarioOutcome>,
}

/// What one scenario comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ScenarioOutcome {
    /// The scenario's name; `as it is` for the portfolio without changes.
    pub name: Name,
    /// How many services operations are recommended to run.
    pub ops_run_it: usize,
    /// How many services product teams are recommended to run.
    pub you_build_it_you_run_it: usize,
    /// Product teams' schedules out of hours.
    pub product_team_schedules: usize,
    /// How many services are expected to miss their availability target.
    pub targets_missed: Option<usize>,
    /// For how many services the other model costs less than the recommended one; `None` where that cannot be told of one.
    pub disagreements: Option<usize>,
    /// Standby a year, of product teams and of operations; `None` where pay is not given.
    pub standby_per_year: Option<Money>,
    /// Setup, transition, run and incident costs of what is recommended, over the horizon.
    pub premium_over_horizon: Money,
    /// What is lost all the same over the horizon.
    pub loss_over_horizon: Money,
    /// Both together.
    pub over_horizon: Money,
    /// By how much that is more than for the portfolio as it is; below zero where it is less. `None` where the two have
    /// other horizons, or lack other inputs.
    pub more_than_as_it_is: Option<Money>,
    /// What least cost comes to over the horizon; `None` where standby pay is not given.
    pub least_cost_over_horizon: Option<Money>,
    /// The horizon, in years.
    pub horizon_years: u32,
    /// Services that are recommended to be run in another way than in the portfolio as it is, or that only one of the
    /// two has.
    pub changes: Vec<ScenarioChange>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
}

/// A service that is run in another way than in the portfolio as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ScenarioChange {
    /// The service.
    pub service: Name,
    /// How it is run as it is; `None` where the scenario adds the service.
    pub from: Option<Runs>,
    /// How it is run in the scenario; `None` where it removes the service.
    pub to: Option<Runs>,
}

/// Compares changed forms of a portfolio with the portfolio as it is.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, scenarios};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let as_it_is = Portfolio::read(text.as_bytes())?;
/// let cheaper = Portfolio::read_changed(text.as_bytes(), b"on_call.product_teams.standby.amount = \"300\"")?;
/// let compared = scenarios(&as_it_is, &[("cheaper standby".into(), cheaper)])?;
/// assert_eq!(&*compared.scenarios[1].name, "cheaper standby");
/// assert!(compared.scenarios[1].standby_per_year < compared.scenarios[0].standby_per_year);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scenarios(portfolio: &Portfolio, changed: &[(Name, Portfolio)]) -> Result<Scenarios, Error> {
    let analysis = Analysis::of(portfolio)?;
    let base = Outcome::of(AS_IT_IS.into(), &analysis)?;
    let mut all = vec![ScenarioOutcome { more_than_as_it_is: Some(Money::ZERO), ..base.summary.clone() }];
    for (name, changed) in changed {
        // Of the services that a scenario does not touch, nothing is worked out again.
        let analysis = Analysis::edited(changed, (portfolio, &analysis.options))?;
        let mut outcome = Outcome::of(name.clone(), &analysis)?;
        // Other years, or other missing inputs, would pass for money saved; where neither lacks any, nothing can.
        let same_inputs =
            outcome.missing == base.missing || !(outcome.summary.partial || base.summary.partial);
        if outcome.summary.horizon_years == base.summary.horizon_years && same_inputs {
            let more = outcome.summary.over_horizon.minus(base.summary.over_horizon)?;
            outcome.summary.more_than_as_it_is = Some(more);
        }
        outcome.summary.changes = base.changes(&outcome);
        all.push(outcome.summary);
    }
    Ok(Scenarios {
        provenance: portfolio.provenance().clone(),
        name: portfolio.file().name.clone(),
        currency: portfolio.file().currency,
        scenarios: all,
    })
}

struct Outcome {
    summary: ScenarioOutcome,
    missing: std::collections::BTreeSet<String>,
    services: Vec<(Name, Runs)>,
}

impl Outcome {
    fn of(name: Name, analysis: &Analysis<'_>) -> Result<Self, Error> {
        let portfolio = analysis.costing.portfolio;
        let recommended = analysis.recommended()?;
        let comparison = compared(analysis, &recommended)?;
        let costs = |strategy| comparison.strategies.iter().find(|costs| costs.strategy == strategy);
        let ours = costs(Strategy::HybridAtScale).ok_or(Error::Internal)?;
        let runs = |(service, choice): (&crate::portfolio::Service, Choice)| {
            (service.name.clone(), Runs::recommended(&choice))
        };
        let agrees: Option<Vec<bool>> =
            comparison.services.iter().map(|service| service.insurance.agrees).collect();
        let summary = ScenarioOutcome {
            name,
            ops_run_it: ours.ops_run_it,
            you_build_it_you_run_it: ours.you_build_it_you_run_it,
            product_team_schedules: ours.product_team_schedules,
            targets_missed: ours.targets_missed,
            disagreements: agrees.map(|agrees| agrees.iter().filter(|agrees| !**agrees).count()),
            standby_per_year: ours.standby_per_year,
            premium_over_horizon: ours.premium.over_horizon,
            loss_over_horizon: ours.loss.over_horizon,
            over_horizon: ours.over_horizon,
            more_than_as_it_is: None,
            least_cost_over_horizon: costs(Strategy::LeastCost).map(|costs| costs.over_horizon),
            horizon_years: comparison.horizon_years,
            changes: Vec::new(),
            partial: ours.is_partial(),
        };
        let missing = comparison.missing.iter().cloned().collect();
        Ok(Self {
            summary,
            missing,
            services: portfolio.file().services.iter().zip(recommended.choices).map(runs).collect(),
        })
    }

    /// What is run in another way in a scenario.
    fn changes(&self, scenario: &Self) -> Vec<ScenarioChange> {
        let after: std::collections::BTreeMap<&Name, Runs> =
            scenario.services.iter().map(|(name, runs)| (name, *runs)).collect();
        let before: std::collections::BTreeSet<&Name> = self.services.iter().map(|(name, _)| name).collect();
        let changed = self.services.iter().filter_map(|(name, from)| {
            let to = after.get(name).copied();
            let change = ScenarioChange { service: name.clone(), from: Some(*from), to };
            (to != Some(*from)).then_some(change)
        });
        let added = scenario.services.iter().filter(|(name, _)| !before.contains(name));
        let added =
            added.map(|(name, to)| ScenarioChange { service: name.clone(), from: None, to: Some(*to) });
        changed.chain(added).collect()
    }
}
