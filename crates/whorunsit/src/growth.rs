//! Growth: the portfolio decided anew for every year of the horizon, with more services, teams and exposure.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use crate::assignment::Strategy;
use crate::comparison::{Runs, RunsChange, compared};
use crate::currency::Currency;
use crate::error::Error;
use crate::evaluation::Analysis;
use crate::exact::{Availability, Money, Overflow, Share, product, sum};
use crate::portfolio::{GrowthRules, Name, PortfolioFile};
use crate::problem::{Problem, ProblemCode, Problems};
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::wording::plural;

/// A portfolio in every year of the horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Growth {
    /// Version, and digest of the input.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Every year, the first as the portfolio is.
    pub years: Vec<GrowthYear>,
    /// The first year in which a service of the year before is run in another way; `None` where none is.
    pub first_change: Option<u32>,
    /// The first year in which another strategy costs least; `None` where none does, or that is not estimated.
    pub first_other_strategy: Option<u32>,
}

/// What a year comes to, decided anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct GrowthYear {
    /// Which year, from 1.
    pub year: u32,
    /// How many services there are.
    pub services: usize,
    /// How many teams there are.
    pub teams: usize,
    /// What an hour of unavailability of all services loses, the mean where it is an estimate.
    pub exposure_per_hour: Money,
    /// How many services have each availability target, the lowest first.
    pub targets: Vec<GrowthTarget>,
    /// How many services operations are recommended to run.
    pub ops_run_it: usize,
    /// How many services product teams are recommended to run.
    pub you_build_it_you_run_it: usize,
    /// Product teams' schedules out of hours.
    pub product_team_schedules: usize,
    /// People on call out of hours: of product teams and of operations.
    pub people_on_call: u32,
    /// Standby of the year, of product teams and of operations; `None` where pay is not given.
    pub standby_per_year: Option<Money>,
    /// What each strategy comes to in a year of this size, without what is paid once.
    pub strategies: Vec<GrowthCosts>,
    /// The strategy that costs least in the year, of those that follow no search; `None` where an amount is not estimated.
    pub cheapest: Option<Strategy>,
    /// Services of the year before that are run in another way.
    pub changes: Vec<RunsChange>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
}

/// How many services have one availability target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct GrowthTarget {
    /// The target.
    pub availability_target: Availability,
    /// How many services.
    pub services: usize,
}

/// What a strategy comes to in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct GrowthCosts {
    /// Which one.
    pub strategy: Strategy,
    /// What is paid: run and incident costs.
    pub premium_per_year: Money,
    /// What is lost all the same.
    pub loss_per_year: Money,
    /// Both together.
    pub per_year: Money,
}

/// Decides a portfolio anew for every year of its horizon, with the growth that it states.
///
/// # Errors
/// [`Error::Problems`] where the portfolio states no growth, or grows beyond what a portfolio may have;
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, growth};
///
/// let text = format!("growth.exposure = \"15%\"\n{}", whorunsit::examples::FURNITURE_RETAILER_COSTS);
/// let grown = growth(&Portfolio::read(text.as_bytes())?)?;
/// assert_eq!(grown.years.len(), 3);
/// // Appointments lose $6,000 an hour, $6,900 and $7,935: above the first band in the third year.
/// assert_eq!(grown.first_change, Some(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn growth(portfolio: &Portfolio) -> Result<Growth, Error> {
    let file = portfolio.file();
    let of_domains = file.domains.iter().filter_map(|domain| domain.growth.as_deref());
    if file.growth.iter().chain(of_domains).all(GrowthRules::is_empty) {
        return Err(Error::Problems(Problems::one(Problem::new(
            ProblemCode::MissingKey,
            "/growth",
            "the portfolio does not say how much it grows",
            "add [growth] with `services`, `teams` or `exposure`, each a share a year such as \"10%\"",
        ))));
    }
    // The last year is the largest: where it is too large, nothing has to be worked out to say so.
    grown(file, portfolio.costs.discounting.years.saturating_sub(1))?;
    let mut years = Vec::new();
    let mut before: BTreeMap<Name, Runs> = BTreeMap::new();
    for year in 1..=portfolio.costs.discounting.years {
        let (grown, runs) = match year {
            1 => GrowthYear::of(portfolio, year, &before)?,
            _ => GrowthYear::of(&Portfolio::of_filled(grown(file, year - 1)?)?, year, &before)?,
        };
        years.push(grown);
        before = runs;
    }
    let changed = |year: &&GrowthYear| !year.changes.is_empty();
    let strategies = years.iter().zip(years.iter().skip(1));
    let other = |(before, year): &(&GrowthYear, &GrowthYear)| {
        before.cheapest.zip(year.cheapest).is_some_and(|(before, now)| before != now)
    };
    Ok(Growth {
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        first_change: years.iter().find(changed).map(|year| year.year),
        first_other_strategy: strategies.into_iter().find(other).map(|(_, year)| year.year),
        years,
    })
}

impl GrowthYear {
    /// The year of a portfolio that has grown, and how each of its services is run.
    fn of(
        portfolio: &Portfolio,
        year: u32,
        before: &BTreeMap<Name, Runs>,
    ) -> Result<(Self, BTreeMap<Name, Runs>), Error> {
        let file = portfolio.file();
        let analysis = Analysis::of(portfolio)?;
        let recommended = analysis.recommended()?;
        let comparison = compared(&analysis, &recommended)?;
        let ours = comparison.strategies.iter().find(|costs| costs.strategy == Strategy::HybridAtScale);
        let ours = ours.ok_or(Error::Internal)?;
        let mut strategies = Vec::with_capacity(comparison.strategies.len());
        let mut partial = false;
        for costs in comparison.strategies.iter().filter(|costs| costs.strategy != Strategy::LeastCost) {
            partial |= costs.is_partial();
            strategies.push(GrowthCosts {
                strategy: costs.strategy,
                premium_per_year: costs.premium.per_year,
                loss_per_year: costs.loss.per_year,
                per_year: costs.premium.per_year.plus(costs.loss.per_year)?,
            });
        }
        let cheapest = strategies.iter().filter(|_| !partial).min_by_key(|costs| costs.per_year);
        let mut runs = BTreeMap::new();
        let mut targets: BTreeMap<Availability, usize> = BTreeMap::new();
        let mut changes = Vec::new();
        let mut exposure = Money::ZERO;
        for (service, choice) in file.services.iter().zip(&recommended.choices) {
            exposure = exposure.plus(service.exposure_per_hour.mean())?;
            *targets.entry(choice.target).or_default() += 1;
            let to = Runs::recommended(choice);
            if let Some(from) = before.get(&service.name).filter(|from| **from != to) {
                changes.push(RunsChange { service: service.name.clone(), from: *from, to });
            }
            runs.insert(service.name.clone(), to);
        }
        let targets = targets.into_iter();
        let targets =
            targets.map(|(availability_target, services)| GrowthTarget { availability_target, services });
        let year = Self {
            year,
            services: file.services.len(),
            teams: file.teams.len(),
            exposure_per_hour: exposure,
            targets: targets.collect(),
            ops_run_it: ours.ops_run_it,
            you_build_it_you_run_it: ours.you_build_it_you_run_it,
            product_team_schedules: ours.product_team_schedules,
            people_on_call: ours.people_on_call,
            standby_per_year: ours.standby_per_year,
            cheapest: cheapest.map(|costs| costs.strategy),
            strategies,
            changes,
            partial,
        };
        Ok((year, runs))
    }
}

/// What one domain grows by in a year, each as a part of one; that of services without a domain is the portfolio's.
struct Rates {
    services: Decimal,
    teams: Decimal,
    exposure: Decimal,
}

impl Rates {
    fn of(own: Option<&GrowthRules>, all: Option<&GrowthRules>) -> Self {
        let rate = |of: fn(&GrowthRules) -> Option<Share>| {
            own.and_then(of).or_else(|| all.and_then(of)).map_or(Decimal::ZERO, Share::of_one)
        };
        Self {
            services: rate(|rules| rules.services),
            teams: rate(|rules| rules.teams),
            exposure: rate(|rules| rules.exposure),
        }
    }
}

/// What one has become after so many years of a rate.
fn after(rate: Decimal, years: u32) -> Result<Decimal, Overflow> {
    let yearly = sum(Decimal::ONE, rate)?;
    (0..years).try_fold(Decimal::ONE, |grown, _| product(grown, yearly))
}

/// How many are added to a number by then, rounded to whole ones.
fn added(number: usize, rate: Decimal, years: u32) -> Result<usize, Overflow> {
    let grown = product(Decimal::from(number), after(rate, years)?)?;
    let whole = grown.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    whole.to_usize().and_then(|grown| grown.checked_sub(number)).ok_or(Overflow)
}

/// A name that nobody has yet, made from another.
fn fresh(name: &Name, taken: &mut BTreeSet<Name>) -> Name {
    let mut number = 1_u64;
    loop {
        let new: Name = format!("{name} +{number}").into();
        if taken.insert(new.clone()) {
            return new;
        }
        number = number.saturating_add(1);
    }
}

/// A portfolio after so many years of growth.
///
/// New services are copies of those of the same domain, and new teams of its teams, one after the other from the first; new
/// services belong to new teams in turn, where there are any.
fn grown(file: &PortfolioFile, years: u32) -> Result<PortfolioFile, Error> {
    let mut grown = file.clone();
    let all = file.growth.as_ref();
    let domain_of: BTreeMap<&Name, Option<&Name>> =
        file.teams.iter().map(|team| (&team.name, team.domain.as_ref())).collect();
    let of_service = |service: &crate::portfolio::Service| {
        service.team.as_ref().and_then(|team| domain_of.get(team).copied().flatten())
    };
    let mut team_names: BTreeSet<Name> = file.teams.iter().map(|team| team.name.clone()).collect();
    let mut names: BTreeSet<Name> = file.services.iter().map(|service| service.name.clone()).collect();
    let domains = file.domains.iter().map(|domain| (Some(&domain.name), domain.growth.as_deref()));
    for (domain, own) in domains.chain([(None, None)]) {
        let rates = Rates::of(own, all);
        let factor = after(rates.exposure, years)?;
        let mut services = Vec::new();
        for (service, original) in grown.services.iter_mut().zip(&file.services) {
            if of_service(original) == domain {
                service.exposure_per_hour = service.exposure_per_hour.scaled(factor)?;
                for peak in &mut service.peaks {
                    peak.exposure_per_hour = peak.exposure_per_hour.scaled(factor)?;
                }
                services.push(service.clone());
            }
        }
        let teams: Vec<_> = file.teams.iter().filter(|team| team.domain.as_ref() == domain).collect();
        let count = added(teams.len(), rates.teams, years)?;
        too_many(grown.teams.len().saturating_add(count), crate::resolve::MAX_TEAMS, "teams")?;
        let mut new_teams = Vec::with_capacity(count);
        for team in teams.into_iter().cycle().take(count) {
            let name = fresh(&team.name, &mut team_names);
            new_teams.push(name.clone());
            grown.teams.push(crate::portfolio::Team { name, ..team.clone() });
        }
        let count = added(services.len(), rates.services, years)?;
        too_many(grown.services.len().saturating_add(count), crate::resolve::MAX_SERVICES, "services")?;
        let mut next_team = new_teams.iter().cycle();
        for service in services.iter().cycle().take(count) {
            let name = fresh(&service.name, &mut names);
            let team = service.team.as_ref().and_then(|own| next_team.next().or(Some(own))).cloned();
            grown.services.push(crate::portfolio::Service { name, team, ..service.clone() });
        }
    }
    Ok(grown)
}

fn too_many(number: usize, most: usize, what: &str) -> Result<(), Error> {
    if number <= most {
        return Ok(());
    }
    Err(Error::Problems(Problems::one(Problem::new(
        ProblemCode::TooLarge,
        format!("/growth/{what}"),
        format!("the portfolio grows to {number} {what}, more than {most}"),
        "state less growth, or a shorter horizon",
    ))))
}

impl Growth {
    /// The answer in sentences: how far it grows, and the year in which the answer changes.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else { return Vec::new() };
        let mut said = vec![format!(
            "From {} of {} to {} of {} in year {}; what an hour loses grows from {} to {}.",
            plural(first.services, "service", "services"),
            plural(first.teams, "team", "teams"),
            plural(last.services, "service", "services"),
            plural(last.teams, "team", "teams"),
            last.year,
            self.currency.about(first.exposure_per_hour),
            self.currency.about(last.exposure_per_hour),
        )];
        said.push(match self.years.iter().find(|year| Some(year.year) == self.first_change) {
            Some(year) => {
                let first = year.changes.first().map_or("", |change| &change.service);
                let count = plural(year.changes.len(), "service", "services");
                format!("The answer changes in year {}, for {count}, first {first}.", year.year)
            }
            None => "The answer changes for no service.".to_owned(),
        });
        if let Some((year, strategy)) = self
            .years
            .iter()
            .find(|year| Some(year.year) == self.first_other_strategy)
            .and_then(|year| Some((year.year, year.cheapest?)))
        {
            said.push(format!("From year {year} on {} costs least.", strategy.name()));
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(growth: &str, domains: &str) -> PortfolioFile {
        let text = format!(
            "schema = 1\ncurrency = \"USD\"\nexposure_bands = [{{ max_per_hour = \"7000\", availability = \"95.0\" }}]\n\
             growth = {growth}\ndomains = [{domains}]\n\
             teams = [{{ name = \"a\", domain = \"d\" }}, {{ name = \"b\", domain = \"d\" }}, {{ name = \"c\" }}]\n\
             services = [{{ name = \"s\", team = \"a\", kind = \"digital\", exposure_per_hour = \"1000 to 4000\", feature_demand = \"high\" }}, \
             {{ name = \"t\", team = \"c\", kind = \"digital\", exposure_per_hour = {{ revenue = \"100\", credits = \"240 a day\" }}, feature_demand = \"high\" }}, \
             {{ name = \"u\", kind = \"digital\", exposure_per_hour = \"7\", feature_demand = \"high\" }}]"
        );
        Portfolio::read(text.as_bytes()).unwrap().file().clone()
    }

    #[test]
    fn domains_grow_by_their_own_rates_and_everything_else_by_the_portfolios() {
        let file = file(
            "{ services = \"50%\", teams = \"100%\", exposure = \"10%\" }",
            "{ name = \"d\", growth = { services = \"100%\", exposure = \"0%\" } }",
        );
        let grown = grown(&file, 2).unwrap();
        let of = |name: &str| grown.services.iter().find(|service| &*service.name == name).unwrap();
        let names: Vec<_> = grown.services.iter().map(|service| &*service.name).collect();
        // One service of the domain has become four; two others have become 4.5, rounded to five.
        assert_eq!(names, ["s", "t", "u", "s +1", "s +2", "s +3", "t +1", "u +1", "t +2"]);
        // Two teams of the domain have become eight, and one other has become four.
        assert_eq!(grown.teams.len(), 12);
        assert_eq!(of("s +1").team.as_deref(), Some("a +1"));
        assert_eq!(of("t +1").team.as_deref(), Some("c +1"));
        assert_eq!(of("u +1").team, None);
        assert_eq!(of("s").exposure_per_hour, file.services[0].exposure_per_hour);
        assert_eq!(of("t").exposure_per_hour.mean().to_string(), "133.1");
        assert_eq!(of("t +2").exposure_per_hour.parts()[1].amount.mean().to_string(), "290.4");
        assert_eq!(of("u").exposure_per_hour.mean().to_string(), "8.47");
        assert!(Portfolio::of_filled(grown).is_ok());
    }

    #[test]
    fn growth_beyond_all_measure_is_a_problem() {
        let file = file("{ services = \"100%\" }", "{ name = \"d\" }");
        let Err(Error::Problems(problems)) = grown(&file, 29) else { panic!("it may not grow so far") };
        let first = problems.iter().next().unwrap();
        assert_eq!((first.code(), first.path()), (ProblemCode::TooLarge, "/growth/services"));
    }
}
