//! Specialists as a service: one central team, one of them in every team, or a central team with self-service.

use rust_decimal::Decimal;
use serde::Serialize;

use super::queue::{Queue, Waiting};
use crate::currency::Currency;
use crate::error::Error;
use crate::exact::{Money, Overflow, difference, number, product, quotient};
use crate::portfolio::{Name, Specialists};
use crate::resolve::Portfolio;
use crate::wording::Fixed;

/// How specialists may be arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Arrangement {
    /// One central team with one queue.
    Central,
    /// The same people, each with a queue of their own.
    EmbeddedSamePeople,
    /// One of them in every product team.
    EmbeddedInEveryTeam,
    /// The central team, its repeatable requests self-service.
    CentralWithSelfService,
}

impl Arrangement {
    /// As people say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Central => "one central team",
            Self::EmbeddedSamePeople => "the same people, each in a team of their own",
            Self::EmbeddedInEveryTeam => "one in every team",
            Self::CentralWithSelfService => "one central team with self-service",
        }
    }
}

/// What one group of specialists comes to in each arrangement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SpecialistAdvice {
    /// What the specialists are called.
    pub name: Name,
    /// How many product teams ask them.
    pub teams: u32,
    /// Every arrangement there is to choose from.
    pub options: Vec<SpecialistOption>,
    /// The arrangement to choose; `None` where none has a steady state.
    pub advice: Option<Arrangement>,
    /// Whether the advice is the least cost, or the least wait because a cost is not given.
    pub advice_by: AdviceBy,
    /// The demand below which the advice would be another; `None` where it is the same down to none at all.
    pub changes_below: Option<DemandFlip>,
    /// The demand above which the advice would be another; `None` where it is the same up to four times today's.
    pub changes_above: Option<DemandFlip>,
    /// What self-service saves a year against the central team; `None` where that is not estimated.
    pub self_service_saves_per_year: Option<Money>,
    /// Inputs that are missing for what is not estimated.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::words"))]
    pub missing: Vec<Fixed>,
}

/// What an advice rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum AdviceBy {
    /// What people and waiting cost together.
    Cost,
    /// The wait alone, with no more people than today.
    Wait,
}

/// A demand at which the advice changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct DemandFlip {
    /// Requests a week, of all teams together.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub requests_per_week: Decimal,
    /// The advice beyond it; `None` where no arrangement has a steady state there.
    pub advice: Option<Arrangement>,
}

/// One arrangement of specialists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct SpecialistOption {
    /// Which one.
    pub arrangement: Arrangement,
    /// How many specialists it takes.
    pub people: u32,
    /// Requests a week that people work on, of all teams together.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub requests_per_week: Decimal,
    /// Percent of their time that specialists are busy; 100 and more where they cannot keep up.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub utilisation: Decimal,
    /// Percent of the requests that wait; `None` where they cannot keep up.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub requests_that_wait: Option<Decimal>,
    /// Working hours that a request waits on average; `None` where they cannot keep up: the queue grows without end.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub hours_of_wait: Option<Decimal>,
    /// What the specialists, and self-service, cost a year.
    pub staff_per_year: Option<Money>,
    /// What features lose a year by waiting.
    pub delay_per_year: Option<Money>,
    /// Both; `None` where one of them is not estimated.
    pub per_year: Option<Money>,
}

/// What does not change with demand.
struct Terms<'s> {
    specialists: &'s Specialists,
    currency: Currency,
    /// Working hours of one person in a week.
    hours_per_week: Decimal,
    weeks_per_year: Decimal,
    teams: u32,
}

/// Demand is looked at in steps of so many parts of today's.
const STEPS: u32 = 16;

/// Up to so many times today's demand.
const TIMES: u32 = 4;

/// All specialists of a portfolio.
pub(crate) fn advise_all(portfolio: &Portfolio) -> Result<Vec<SpecialistAdvice>, Error> {
    let file = portfolio.file();
    let all_teams = u32::try_from(file.teams.len()).map_err(|_| Overflow)?.max(1);
    let advise = |specialists| {
        let terms = Terms {
            specialists,
            currency: file.currency,
            hours_per_week: portfolio.week.working_hours(),
            weeks_per_year: portfolio.weeks_per_year,
            teams: specialists.teams.map_or(all_teams, u32::from),
        };
        terms.advise()
    };
    file.readiness.iter().flat_map(|rules| &rules.specialists).map(advise).collect()
}

impl Terms<'_> {
    fn advise(&self) -> Result<SpecialistAdvice, Error> {
        let demand = self.specialists.requests_per_week.value();
        let options = self.options(demand)?;
        let advice = best(&options, self.by());
        let changes_below = self.flip(advice, (0..STEPS).rev().map(|step| (step + 1, step)))?;
        let changes_above = self.flip(advice, (STEPS..STEPS * TIMES).map(|step| (step, step + 1)))?;
        let cost_of = |wanted| options.iter().find(|option| option.arrangement == wanted)?.per_year;
        let saves = cost_of(Arrangement::Central).zip(cost_of(Arrangement::CentralWithSelfService));
        let saves = saves.map(|(central, self_service)| central.minus(self_service)).transpose()?;
        let given = self.specialists;
        let missing = [
            ("hourly_cost", given.hourly_cost.is_none()),
            ("delay_cost_per_week", given.delay_cost_per_week.is_none()),
            ("self_service", given.self_service.is_none()),
            (
                "self_service_cost_per_year",
                given.self_service.is_some() && given.self_service_cost_per_year.is_none(),
            ),
        ];
        Ok(SpecialistAdvice {
            name: given.name.clone(),
            teams: self.teams,
            advice,
            advice_by: self.by(),
            options,
            changes_below,
            changes_above,
            self_service_saves_per_year: saves,
            missing: missing.into_iter().filter(|(_, missing)| *missing).map(|(key, _)| key).collect(),
        })
    }

    /// The advice rests on cost where every arrangement can be priced.
    fn by(&self) -> AdviceBy {
        let given = self.specialists;
        let priced = given.hourly_cost.is_some() && given.delay_cost_per_week.is_some();
        let self_service = given.self_service.is_none() || given.self_service_cost_per_year.is_some();
        if priced && self_service { AdviceBy::Cost } else { AdviceBy::Wait }
    }

    fn options(&self, demand: Decimal) -> Result<Vec<SpecialistOption>, Error> {
        let people = self.specialists.people.get();
        let mut options = vec![self.option(Arrangement::Central, demand, (1, people))?];
        if people > 1 {
            options.push(self.option(Arrangement::EmbeddedSamePeople, demand, (people, 1))?);
        }
        if self.teams != people {
            options.push(self.option(Arrangement::EmbeddedInEveryTeam, demand, (self.teams, 1))?);
        }
        if let Some(share) = self.specialists.self_service {
            let left = product(demand, difference(Decimal::ONE, share.of_one())?)?;
            options.push(self.option(Arrangement::CentralWithSelfService, left, (1, people))?);
        }
        Ok(options)
    }

    /// One arrangement: so many queues, each with so many people.
    fn option(
        &self,
        arrangement: Arrangement,
        demand: Decimal,
        (queues, people): (u32, u32),
    ) -> Result<SpecialistOption, Error> {
        let given = self.specialists;
        let queue = Queue {
            arrivals: quotient(quotient(demand, Decimal::from(queues))?, self.hours_per_week)?,
            handling: given.handling.hours(),
            variation: given.variation.map_or(Decimal::ONE, |variation| variation.value()),
            people,
        };
        let waiting = queue.waiting()?;
        let staff = queues.checked_mul(people).ok_or(Overflow)?;
        let hours = product(product(Decimal::from(staff), self.hours_per_week)?, self.weeks_per_year)?;
        let salaries = given.hourly_cost.map(|cost| cost.times(hours)).transpose()?;
        let extra = match arrangement {
            Arrangement::CentralWithSelfService => given.self_service_cost_per_year,
            _ => Some(Money::ZERO),
        };
        let staff_per_year = salaries.zip(extra).map(|(salaries, extra)| salaries.plus(extra)).transpose()?;
        let delay_of = |(waiting, cost): (Waiting, Money)| {
            let weeks = quotient(waiting.hours, self.hours_per_week)?;
            cost.times(product(product(demand, self.weeks_per_year)?, weeks)?)
        };
        let delay = waiting.zip(given.delay_cost_per_week).map(delay_of).transpose()?;
        let booked = |amount: Option<Money>| amount.map(|amount| amount.booked(self.currency));
        let (staff_per_year, delay_per_year) = (booked(staff_per_year), booked(delay));
        let per_year =
            staff_per_year.zip(delay_per_year).map(|(staff, delay)| staff.plus(delay)).transpose()?;
        let percent = |share: Decimal| Ok::<_, Error>(product(share, Decimal::ONE_HUNDRED)?.round_dp(2));
        Ok(SpecialistOption {
            arrangement,
            people: staff,
            requests_per_week: demand.round_dp(6),
            utilisation: percent(queue.utilisation()?)?,
            requests_that_wait: waiting.map(|waiting| percent(waiting.probability)).transpose()?,
            hours_of_wait: waiting.map(|waiting| waiting.hours.round_dp(4)),
            staff_per_year,
            delay_per_year,
            per_year,
        })
    }

    fn advice_at(&self, demand: Decimal) -> Result<Option<Arrangement>, Error> {
        Ok(best(&self.options(demand)?, self.by()))
    }

    /// The nearest demand at which the advice changes, among steps that lead away from today's.
    fn flip(
        &self,
        advice: Option<Arrangement>,
        steps: impl Iterator<Item = (u32, u32)>,
    ) -> Result<Option<DemandFlip>, Error> {
        let today = self.specialists.requests_per_week.value();
        let demand = |step: u32| quotient(product(today, Decimal::from(step))?, Decimal::from(STEPS));
        for (near, far) in steps {
            let (mut same, mut other) = (demand(near)?, demand(far)?);
            let beyond = self.advice_at(other)?;
            if beyond == advice {
                continue;
            }
            for _ in 0..24 {
                let middle = quotient(same.checked_add(other).ok_or(Overflow)?, Decimal::TWO)?;
                if self.advice_at(middle)? == advice {
                    same = middle;
                } else {
                    other = middle;
                }
            }
            return Ok(Some(DemandFlip {
                requests_per_week: other.round_dp(2),
                advice: self.advice_at(other)?,
            }));
        }
        Ok(None)
    }
}

/// The option to choose among those with a steady state.
fn best(options: &[SpecialistOption], by: AdviceBy) -> Option<Arrangement> {
    let steady = options.iter().filter(|option| option.hours_of_wait.is_some());
    let chosen = match by {
        AdviceBy::Cost => {
            steady.filter(|option| option.per_year.is_some()).min_by_key(|option| option.per_year)
        }
        AdviceBy::Wait => steady
            .filter(|option| option.arrangement != Arrangement::EmbeddedInEveryTeam)
            .min_by_key(|option| option.hours_of_wait),
    };
    chosen.map(|option| option.arrangement)
}
