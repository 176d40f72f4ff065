//! What the portfolio says about itself: the answers of the other commands, asked once.

use std::collections::{BTreeMap, BTreeSet};

use crate::assignment::Strategy;
use crate::comparison::{Comparison, compared, costs};
use crate::error::Error;
use crate::evaluation::Analysis;
use crate::exact::Money;
use crate::ledger::{CostType, Costs, Dimension, ItemCode};
use crate::on_call::{Schedule, ScheduleKind};
use crate::portfolio::{BudgetHolder, Name, Service};
use crate::recommendation::{Recommendation, SchedulePlan, of_assignment, schedules_of};
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::transition::{TransitionPlan, planned};

/// The answers that readiness rests on.
pub(crate) struct Evidence<'p> {
    pub(crate) portfolio: &'p Portfolio,
    pub(crate) recommendation: Recommendation,
    pub(crate) schedules: SchedulePlan,
    pub(crate) comparison: Comparison,
    pub(crate) plan: TransitionPlan,
    /// What is recommended.
    pub(crate) after: Booked,
    /// What runs today.
    pub(crate) today: Booked,
}

/// The portfolio with every service given to whoever runs it today, and the services that nobody runs yet.
fn as_it_runs(portfolio: &Portfolio) -> Option<(Portfolio, BTreeSet<Name>)> {
    let mut file = portfolio.file().clone();
    let mut not_yet = BTreeSet::new();
    for (index, service) in file.services.iter_mut().enumerate() {
        let today = portfolio.runs_today(index);
        if today.is_none() {
            not_yet.insert(service.name.clone());
        }
        service.operating_model = Some(today.unwrap_or(OperatingModel::OpsRunIt));
    }
    Some((Portfolio::of_filled(file).ok()?, not_yet))
}

/// What was booked, by service, budget holder and code.
#[derive(Default)]
pub(crate) struct Booked {
    pub(crate) costs: Option<Costs>,
    amounts: BTreeMap<(Name, Name), Option<Money>>,
    /// Whose budget pays for the standby of each service that is covered.
    payers: BTreeMap<Name, BudgetHolder>,
    /// Services that nobody runs yet, which therefore cost nothing.
    not_yet: BTreeSet<Name>,
}

impl<'p> Evidence<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio) -> Result<Self, Error> {
        let analysis = Analysis::of(portfolio)?;
        let ours = analysis.recommended()?;
        Ok(Self {
            portfolio,
            recommendation: of_assignment(portfolio, ours.clone(), Some(&analysis))?,
            schedules: schedules_of(portfolio, ours.clone())?,
            comparison: compared(&analysis, &ours)?,
            plan: planned(&analysis, &ours)?,
            after: Booked::of(portfolio)?,
            today: match as_it_runs(portfolio) {
                Some((running, not_yet)) => Booked { not_yet, ..Booked::of(&running)? },
                None => Booked::default(),
            },
        })
    }

    /// The services of the file, with what is recommended for each.
    pub(crate) fn services(&self) -> impl Iterator<Item = ServiceEvidence<'_>> {
        let file = &self.portfolio.file().services;
        let answers = self.recommendation.services.iter().zip(&self.comparison.services);
        let all = file.iter().zip(answers).enumerate();
        all.map(|(index, (service, (recommended, compared)))| ServiceEvidence {
            place: index,
            service,
            recommended,
            compared,
            runs_today: self.portfolio.runs_today(index),
        })
    }

    /// What callouts of a service cost a year; `None` where they are not estimated.
    pub(crate) fn callouts(&self, service: &ServiceEvidence<'_>) -> Option<Money> {
        // Without a response nothing is booked, though people are on call for it.
        let on_call =
            service.recommended.schedule.is_some() || service.model_after() == OperatingModel::OpsRunIt;
        let responded = self.portfolio.response_of(service.place, service.model_after()).is_some();
        let booked = self.after.amount(&service.service.name, ItemCode::Callouts);
        booked.filter(|_| responded || !on_call)
    }

    /// The schedules of product teams, by the team that takes turns in it.
    pub(crate) fn schedules_of_teams(&self) -> BTreeMap<&str, Vec<&Schedule>> {
        let mut of: BTreeMap<&str, Vec<&Schedule>> = BTreeMap::new();
        let own =
            self.recommendation.schedules.iter().filter(|schedule| schedule.kind != ScheduleKind::Operations);
        for schedule in own {
            for team in &schedule.teams {
                of.entry(team).or_default().push(schedule);
            }
        }
        of
    }
}

/// One service, with what is recommended and compared.
#[derive(Clone, Copy)]
pub(crate) struct ServiceEvidence<'e> {
    /// Its place in the portfolio.
    pub(crate) place: usize,
    pub(crate) service: &'e Service,
    pub(crate) recommended: &'e crate::recommendation::ServiceRecommendation,
    pub(crate) compared: &'e crate::comparison::ServiceComparison,
    /// Who runs it today; `None` where nobody does yet.
    pub(crate) runs_today: Option<OperatingModel>,
}

impl ServiceEvidence<'_> {
    pub(crate) fn model_after(&self) -> OperatingModel {
        self.recommended.operating_model
    }

    /// Whether it changes over.
    pub(crate) fn changes_over(&self) -> bool {
        self.runs_today.is_some_and(|today| today != self.model_after())
    }
}

impl Booked {
    const BY: [Dimension; 4] =
        [Dimension::Service, Dimension::BudgetHolder, Dimension::CostType, Dimension::Code];

    /// What a portfolio comes to as it is recommended.
    fn of(portfolio: &Portfolio) -> Result<Self, Error> {
        let costs = costs(portfolio, Strategy::HybridAtScale, &Self::BY, false)?;
        let mut amounts: BTreeMap<(Name, Name), Option<Money>> = BTreeMap::new();
        let mut payers = BTreeMap::new();
        for group in costs.iter().flat_map(|costs| &costs.groups) {
            let word = |wanted| {
                let found = group.by.iter().find(|(dimension, _)| *dimension == wanted);
                found.and_then(|(_, word)| word.clone()).unwrap_or_default()
            };
            let here = if group.totals.partial {
                None
            } else {
                Some(group.totals.one_off.plus(group.totals.per_year)?)
            };
            if *word(Dimension::Code) == *ItemCode::Standby.as_str()
                && let Some(holder) = holder_named(&word(Dimension::BudgetHolder))
            {
                payers.insert(word(Dimension::Service), holder);
            }
            let amount =
                amounts.entry((word(Dimension::Service), word(Dimension::Code))).or_insert(Some(Money::ZERO));
            *amount = amount.zip(here).map(|(amount, here)| amount.plus(here)).transpose()?;
        }
        Ok(Self { costs, amounts, payers, not_yet: BTreeSet::new() })
    }

    /// What a service pays or loses for an item; nothing where it has none of it, `None` where it is not estimated.
    pub(crate) fn amount(&self, service: &Name, code: ItemCode) -> Option<Money> {
        self.amounts.get(&(service.clone(), code.as_str().into())).copied().unwrap_or(Some(Money::ZERO))
    }

    /// Whose budget pays for a service's standby; `None` where nobody is on standby for it.
    pub(crate) fn payer(&self, service: &Name) -> Option<BudgetHolder> {
        self.payers.get(service).copied()
    }

    /// What a budget holder pays a year for a cost type; `None` where an amount is not estimated.
    pub(crate) fn paid(&self, holder: BudgetHolder, cost_type: CostType) -> Result<Option<Money>, Error> {
        let wanted = [(Dimension::BudgetHolder, holder.as_str()), (Dimension::CostType, cost_type.as_str())];
        let groups = self.costs.iter().flat_map(|costs| &costs.groups).filter(|group| {
            wanted.iter().all(|(wanted, name)| {
                group.by.iter().any(|(dimension, word)| dimension == wanted && word.as_deref() == Some(name))
            }) && !group.by.iter().any(|(dimension, word)| {
                *dimension == Dimension::Service
                    && word.as_ref().is_some_and(|word| self.not_yet.contains(word))
            })
        });
        // Where nobody knows how many incidents there are, or who responds, nobody knows whose budget pays for them.
        let unknown = |costs: &Costs| {
            let is_incident =
                |path: &String| path.ends_with("/incidents_per_year") || path.contains("/response");
            cost_type == CostType::Incident && costs.missing.iter().any(is_incident)
        };
        if self.costs.as_ref().is_none_or(unknown) {
            return Ok(None);
        }
        let mut total = Some(Money::ZERO);
        for group in groups {
            let here = (!group.totals.partial).then_some(group.totals.per_year);
            total = total.zip(here).map(|(total, here)| total.plus(here)).transpose()?;
        }
        Ok(total)
    }

    /// The same of several services.
    pub(crate) fn total<'n>(
        &self,
        services: impl IntoIterator<Item = &'n Name>,
        codes: &[ItemCode],
    ) -> Result<Option<Money>, Error> {
        let mut total = Some(Money::ZERO);
        for service in services {
            for code in codes {
                let here = self.amount(service, *code);
                total = total.zip(here).map(|(total, here)| total.plus(here)).transpose()?;
            }
        }
        Ok(total)
    }

    /// Whether any cost is estimated at all.
    pub(crate) fn is_estimated(&self) -> bool {
        self.amounts.values().any(Option::is_some)
    }
}

fn holder_named(word: &str) -> Option<BudgetHolder> {
    BudgetHolder::ALL.into_iter().find(|holder| holder.as_str() == word)
}
