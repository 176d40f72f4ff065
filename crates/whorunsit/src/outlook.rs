//! What public knowledge leaves open where a profile fills a portfolio in: both favourable ends, and what to find out first.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::assignment::{Assignment, Strategy};
use crate::currency::Currency;
use crate::distribution::{Distribution, Quantiles};
use crate::error::Fault;
use crate::evaluation::Analysis;
use crate::exact::{Money, float, money, to_float};
use crate::portfolio::PortfolioFile;
use crate::profile::{Favour, KnownBy};
use crate::resolve::{InputAt, InputKey, Level, Portfolio, TeamId, walk, walk_mut};
use crate::selection::{OPS_RUN_IT, OperatingModel, YOU_BUILD_IT_YOU_RUN_IT};
use crate::wording::{Fixed, capital};

/// As many inputs as one finds out first.
const FIRST: usize = 3;

/// What a profile leaves open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Outlook {
    /// What You Build It You Run It for all services costs more than Ops Run It for all, by whom the values of the profile
    /// favour: operations, neither, product teams.
    pub ends: Vec<OutlookEnd>,
    /// Whether the same model is cheaper at both ends.
    pub settled: bool,
    /// What to find out first, the worthiest first.
    pub find_out: Vec<FindOut>,
}

/// What the models cost where the values of a profile favour somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct OutlookEnd {
    /// Whom they favour: `operations`, `neither` or `product-teams`.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub favours: Fixed,
    /// What You Build It You Run It for all services costs more than Ops Run It for all over the horizon, below zero where it
    /// costs less.
    pub difference: Money,
    /// Services for which You Build It You Run It is cheaper.
    pub you_build_it_cheaper: usize,
}

/// An input whose knowledge is worth something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct FindOut {
    /// The key of the input, with its tables.
    pub input: String,
    /// The same in words.
    pub words: String,
    /// What knowing it exactly saves on average over the horizon whoever then chooses between the two models of each
    /// service, with its schedule as recommended. It is not the EVPPI of `sensitivity`, for which every schedule is a
    /// choice, too.
    pub worth: Money,
    /// How far it moves the difference between the models from its low end to its high end, over all services.
    pub swing: Money,
    /// Who usually knows it: `service-owner`, `finance`, `operations` or `hr`.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub known_by: Fixed,
    /// How many services it bears on.
    pub services: usize,
}

impl InputKey {
    /// Who usually knows it.
    fn known_by(self, model: Option<OperatingModel>) -> KnownBy {
        match self {
            Self::HourlyCost | Self::OperationsHourlyCost | Self::TierHourlyCost => KnownBy::Finance,
            Self::Standby | Self::Callout | Self::Capacity => KnownBy::Hr,
            Self::Incidents | Self::IncidentsOutOfHours | Self::Insights => KnownBy::Operations,
            _ if model == Some(OperatingModel::OpsRunIt) => KnownBy::Operations,
            _ => KnownBy::ServiceOwner,
        }
    }
}

impl Outlook {
    /// What the profile of a portfolio leaves open; `None` without a profile.
    pub(crate) fn of(portfolio: &Portfolio) -> Result<Option<Box<Self>>, Fault> {
        let at = |favour| portfolio.at_end(favour);
        let (Some(operations), Some(teams)) = (at(Favour::Operations), at(Favour::ProductTeams)) else {
            return Ok(None);
        };
        let ends = vec![
            OutlookEnd::of(&operations, Favour::Operations)?,
            OutlookEnd::of(portfolio, Favour::Neither)?,
            OutlookEnd::of(&teams, Favour::ProductTeams)?,
        ];
        let is_less = |end: &OutlookEnd| end.difference < Money::ZERO;
        let settled = ends.iter().all(is_less) || !ends.iter().any(is_less);
        Ok(Some(Box::new(Self { ends, settled, find_out: find_out(portfolio)? })))
    }
}

impl Outlook {
    /// What is not settled and what to find out first, in a sentence; `None` where both ends agree and trials, if there are
    /// any, bear one of the models out in nine of ten. `first` says the inputs to find out.
    pub(crate) fn sentence(
        &self,
        currency: Currency,
        over: &str,
        percent: Option<Decimal>,
        first: fn(&[FindOut]) -> String,
    ) -> Option<String> {
        let between = |percent: Decimal| percent > Decimal::TEN && percent < Decimal::from(90);
        if self.settled && !percent.is_some_and(between) {
            return None;
        }
        let first = match self.find_out.as_slice() {
            [] => "Not settled.".to_owned(),
            found => format!("Not settled: {}", first(found)),
        };
        match Self::between(&self.ends, currency, over) {
            Some(between) => Some(format!("{first} {between}")),
            None => Some(first),
        }
    }

    /// What the models differ by at both ends, in a sentence.
    pub(crate) fn between(ends: &[OutlookEnd], currency: Currency, over: &str) -> Option<String> {
        let at = |end: &OutlookEnd| {
            let word = if end.difference < Money::ZERO { "less" } else { "more" };
            format!("{} {word}", currency.about(end.difference.size()))
        };
        let [operations, _, teams] = ends else { return None };
        Some(format!(
            "At the ends that favour operations, {YOU_BUILD_IT_YOU_RUN_IT} everywhere costs {} over {over} than {OPS_RUN_IT} \
             everywhere; at those that favour product teams, {}.",
            at(operations),
            at(teams)
        ))
    }
}

impl FindOut {
    /// Which inputs to find out first, in words.
    pub(crate) fn first(found: &[Self]) -> String {
        let words = found.iter().map(|found| found.words.as_str()).collect::<Vec<_>>().join(", ");
        format!("{}: {words}.", Self::how_many(found).trim_end_matches('.'))
    }

    /// How many to find out first, where a list of them follows.
    pub(crate) fn how_many(found: &[Self]) -> String {
        let how_many = match found.len() {
            1 => "this one",
            2 => "these two",
            _ => "these three",
        };
        format!("find out {how_many}.")
    }

    /// What it is, what knowing it exactly is worth, how far it swings the difference between the models and who usually
    /// knows it, in a sentence.
    #[must_use]
    pub fn sentence(&self, currency: Currency) -> String {
        let worth = match self.worth.is_zero() {
            true => "changes no choice by itself".to_owned(),
            false => format!("worth {} for choosing models", currency.about(self.worth)),
        };
        format!(
            "{}: {worth}, swing {}; {}.",
            capital(&self.words),
            currency.about(self.swing),
            who(self.known_by)
        )
    }
}

/// Who knows it.
pub(crate) fn who(known_by: &str) -> &'static str {
    match known_by {
        "finance" => "finance knows it",
        "operations" => "operations know it",
        "hr" => "HR knows it",
        _ => "the service's owner knows it",
    }
}

impl OutlookEnd {
    /// Whom it favours, in words.
    #[must_use]
    pub fn in_words(&self) -> &'static str {
        match self.favours {
            "operations" => "favours operations",
            "product-teams" => "favours product teams",
            _ => "favours neither",
        }
    }

    fn of(portfolio: &Portfolio, favour: Favour) -> Result<Self, Fault> {
        let analysis = Analysis::of(portfolio)?;
        let ours = analysis.recommended()?;
        let total = |strategy| -> Result<Money, Fault> {
            let costs = Assignment::by(portfolio, &ours.choices, strategy)?.costs(&analysis, strategy)?;
            Ok(costs.over_horizon)
        };
        let teams = total(Strategy::AllYouBuildItYouRunIt)?;
        let difference = teams.minus(total(Strategy::AllOpsRunIt)?)?;
        let cheaper = differences_of(&analysis, &ours)?.into_iter().flatten().filter(|more| *more < 0.0);
        Ok(Self { favours: favour.as_str(), difference, you_build_it_cheaper: cheaper.count() })
    }
}

/// What You Build It You Run It costs more than Ops Run It for each service, as it is recommended; `None` where that is not
/// estimated.
fn differences(portfolio: &Portfolio) -> Result<Vec<Option<f64>>, Fault> {
    let analysis = Analysis::of(portfolio)?;
    differences_of(&analysis, &analysis.recommended()?)
}

fn differences_of(analysis: &Analysis<'_>, ours: &Assignment) -> Result<Vec<Option<f64>>, Fault> {
    let all = analysis.differences(ours)?;
    Ok(all.into_iter().map(|difference| Some(float(difference?.amount()))).collect())
}

/// Inputs that are run again together: whoever owns them, each service rests on one of them.
type Kind = (InputKey, Option<OperatingModel>, Option<crate::portfolio::Name>, usize, Option<Level>);

/// One input of a kind.
struct Unknown {
    at: InputAt,
    mean: f64,
    low: Decimal,
    high: Decimal,
    distribution: Distribution,
}

/// What is worth most to know.
///
/// With all else at its mean, the difference between the models is a straight line in an input as long as nothing is decided
/// in another way, so one run at its high end says how it moves for every service.
pub(crate) fn find_out(portfolio: &Portfolio) -> Result<Vec<FindOut>, Fault> {
    let currency = portfolio.file().currency;
    let now = differences(portfolio)?;
    let mut worth: BTreeMap<String, Told> = BTreeMap::new();
    for (kind, unknowns) in kinds(portfolio.file()) {
        let changed = Portfolio::of_changed(at_high(portfolio.file(), &unknowns), Some(portfolio));
        let Ok(changed) = changed else { continue };
        let then = differences(&changed)?;
        let mut grids: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
        for (service, difference) in now.iter().zip(then).enumerate() {
            let (service, (Some(now), Some(then))) = (service, (*difference.0, difference.1)) else {
                continue;
            };
            let Some((place, unknown)) = of_service(portfolio, &unknowns, service) else { continue };
            let far = to_float(unknown.high) / unknown.mean - 1.0;
            let slope = (then - now) / far;
            if slope.abs() <= f64::EPSILON || !slope.is_finite() {
                continue;
            }
            let grid = grids.entry(place).or_insert_with(|| grid(&unknown.distribution));
            let told = worth.entry(unknown.at.dotted()).or_insert(Told {
                worth: 0.0,
                swing: 0.0,
                services: 0,
                known_by: kind.0.known_by(kind.1),
            });
            told.worth += evppi(now, slope, grid).max(0.0);
            told.swing += slope.abs() * to_float(unknown.high - unknown.low) / unknown.mean;
            told.services += 1;
        }
    }
    let mut all: Vec<FindOut> = worth
        .into_iter()
        .map(|(input, told)| FindOut {
            words: crate::sensitivity::words(&input),
            input,
            worth: money(told.worth, currency),
            swing: money(told.swing, currency),
            known_by: told.known_by.as_str(),
            services: told.services,
        })
        .collect();
    // Where no input by itself turns anything, the one that moves most is the one to know.
    crate::sort::by_key(&mut all, |found| std::cmp::Reverse((found.worth, found.swing)));
    all.truncate(FIRST);
    Ok(all)
}

/// What is told of an input, over all services.
struct Told {
    worth: f64,
    swing: f64,
    services: usize,
    known_by: KnownBy,
}

/// Every unknown input, by kind. What belongs to services, or to teams, is of one kind: each service rests on its own.
fn kinds(file: &PortfolioFile) -> BTreeMap<Kind, Vec<Unknown>> {
    let mut kinds: BTreeMap<Kind, Vec<Unknown>> = BTreeMap::new();
    walk(file, &mut |at, estimate| {
        let by_case = at.key.is_per_incident() && !estimate.is_typical();
        // An exposure decides on targets and schedules: nothing about it is a straight line.
        if by_case || at.key == InputKey::Exposure {
            return;
        }
        let (_, distribution) = estimate.unknown();
        if let Some((low, high)) = estimate.ends()
            && high > estimate.mean()
            && !estimate.mean().is_zero()
        {
            let level = match at.owner {
                Level::Service(_) | Level::Team(_) => None,
                other => Some(other),
            };
            let kind = (at.key, at.model, at.name.clone(), at.number, level);
            let unknown =
                Unknown { at: at.clone(), mean: to_float(estimate.mean()), low, high, distribution };
            kinds.entry(kind).or_default().push(unknown);
        }
    });
    kinds
}

fn at_high(file: &PortfolioFile, unknowns: &[Unknown]) -> PortfolioFile {
    let mut file = file.clone();
    walk_mut(&mut file, &mut |at, estimate| {
        if let Some(unknown) = unknowns.iter().find(|unknown| unknown.at == *at) {
            estimate.know(unknown.high);
        }
    });
    file
}

/// The unknown among those of a kind that a service rests on: its own, its team's, or what holds around.
fn of_service<'u>(
    portfolio: &Portfolio,
    unknowns: &'u [Unknown],
    service: usize,
) -> Option<(usize, &'u Unknown)> {
    let team = portfolio.member(service).team.map(TeamId::number);
    let of = |level: &dyn Fn(Level) -> bool| unknowns.iter().enumerate().find(|(_, one)| level(one.at.owner));
    of(&|level| matches!(level, Level::Service(place) if place as usize == service))
        .or_else(|| of(&|level| matches!((level, team), (Level::Team(place), Some(team)) if place == team)))
        .or_else(|| of(&|level| matches!(level, Level::Portfolio | Level::Domain(_))))
}

/// What knowing an input saves whoever chooses the cheaper model: its expectation over the input, less what is saved now.
fn evppi(now: f64, slope: f64, grid: &[(f64, f64)]) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for (ratio, weight) in grid {
        sum += weight * (now + slope * (ratio - 1.0)).min(0.0);
        total += weight;
    }
    now.min(0.0) - sum / total
}

/// Values of a distribution as ratios to its mean, with their weights.
fn grid(distribution: &Distribution) -> Vec<(f64, f64)> {
    const STEPS: i32 = 100;
    const END: f64 = 5.0;
    let (quantiles, mean) = (Quantiles::of(distribution), distribution.mean());
    let step = |step| {
        let normal = f64::from(step) * END / f64::from(STEPS);
        (quantiles.at(normal) / mean, libm::exp(-normal * normal / 2.0))
    };
    (-STEPS..=STEPS).map(step).collect()
}
