//! Accountability: who is responsible, who is accountable, who pays, and what moves between budgets.

use std::collections::BTreeMap;

use serde::Serialize;

use super::evidence::{Evidence, ServiceEvidence};
use crate::assumption::Assumption;
use crate::currency::Currency;
use crate::error::Error;
use crate::exact::Money;
use crate::ledger::{CostType, ItemCode};
use crate::portfolio::{BudgetHolder, Funding, Kind, Name};
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// Who answers for each service, whose budget pays for its on-call, and what moves between budgets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Accountability {
    /// Version, and digest of the input.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Every service, in the order of the portfolio.
    pub services: Vec<ServiceAccountability>,
    /// What each budget pays a year, today and after what is recommended.
    pub moves: Vec<BudgetMove>,
    /// The inputs without which amounts are missing, as JSON Pointers.
    pub missing: Vec<String>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// One service: duties, budget line, and where they part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct ServiceAccountability {
    /// The service's name.
    pub name: Name,
    /// Digital or foundational.
    pub kind: Kind,
    /// The team that builds it.
    pub team: Option<Name>,
    /// Who should run it.
    pub operating_model: OperatingModel,
    /// What everybody is, as it is recommended.
    pub duties: Duties,
    /// What everybody is, as it runs today; `None` where nobody runs it yet.
    pub duties_today: Option<Duties>,
    /// Whose budget pays for its on-call; `None` where nobody is on standby for it.
    pub paid_by: Option<BudgetHolder>,
    /// Its share of standby a year; `None` where pay is not given.
    pub standby_per_year: Option<Money>,
    /// Its callouts a year; `None` where they are not estimated.
    pub callouts_per_year: Option<Money>,
    /// Its budget line: both.
    pub on_call_per_year: Option<Money>,
    /// Where duties, decisions and money part.
    pub partings: Vec<Parting>,
}

/// What everybody is in the reliability of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Duties {
    /// The team that builds it.
    pub product_team: Duty,
    /// Who decides what is built, where the product's budget pays for the team.
    pub head_of_product: Duty,
    /// Who decides, where IT pays for the team.
    pub head_of_delivery: Duty,
    /// Who decides about operations.
    pub head_of_operations: Duty,
    /// Operations' people who run it.
    pub application_support: Duty,
}

/// What somebody is in the reliability of a service: the letters of a RACI table, but for consulted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Duty {
    /// Does the work.
    Responsible,
    /// Answers for the outcome.
    Accountable,
    /// Is told.
    Informed,
}

impl Duty {
    /// Its letter in a RACI table.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::Responsible => "R",
            Self::Accountable => "A",
            Self::Informed => "I",
        }
    }
}

/// Where duties, decisions and money part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Parting {
    /// On-call is paid from another budget than that of the one who is accountable.
    PaysButDoesNotDecide,
    /// A product team is on call for a digital service at operations' expense: responsible but unaccountable.
    ResponsibleButUnaccountable,
    /// A digital service is built for one Head and run for another, who is accountable for what was built elsewhere.
    BuiltAndRunApart,
}

impl Parting {
    /// Its word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PaysButDoesNotDecide => "pays-but-does-not-decide",
            Self::ResponsibleButUnaccountable => "responsible-but-unaccountable",
            Self::BuiltAndRunApart => "built-and-run-apart",
        }
    }

    /// What it means, in words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::PaysButDoesNotDecide => {
                "its on-call is paid by a budget whose holder is not accountable for it"
            }
            Self::ResponsibleButUnaccountable => {
                "its product team is on call at operations' expense: responsible but unaccountable"
            }
            Self::BuiltAndRunApart => {
                "it is built for one Head and run for another, who answers for what was built elsewhere"
            }
        }
    }
}

/// What one budget pays a year for one cost type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct BudgetMove {
    /// Whose budget.
    pub budget_holder: BudgetHolder,
    /// For what.
    pub cost_type: CostType,
    /// As services run today; `None` where an amount is not estimated.
    pub today_per_year: Option<Money>,
    /// As they are recommended to run.
    pub after_per_year: Option<Money>,
    /// What moves to it; below zero where it moves away.
    pub moved_per_year: Option<Money>,
}

/// Tells for every service of a portfolio who is accountable, and whose budget pays.
///
/// Duties follow from operating model and funding (YBIYRI playbook, operability accountability): where a product team runs
/// a service, it is responsible, and the Head of Product is accountable if the product funds the team, the Head of Delivery
/// if IT does; where operations run it, application support is responsible and the Head of Operations accountable.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Duty, Portfolio, accountability};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let answer = accountability(&Portfolio::read(text.as_bytes())?)?;
/// let bedroom = &answer.services[2];
/// assert_eq!(bedroom.duties.product_team, Duty::Responsible);
/// // IT pays for the team.
/// assert_eq!(bedroom.duties.head_of_delivery, Duty::Accountable);
/// assert_eq!(bedroom.duties_today.map(|today| today.head_of_operations), Some(Duty::Accountable));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn accountability(portfolio: &Portfolio) -> Result<Accountability, Error> {
    Accountability::of(&Evidence::of(portfolio)?)
}

impl Accountability {
    pub(crate) fn of(evidence: &Evidence<'_>) -> Result<Self, Error> {
        let file = evidence.portfolio.file();
        let fundings: BTreeMap<&str, Option<Funding>> =
            file.teams.iter().map(|team| (&*team.name, team.funding)).collect();
        let of = |service: ServiceEvidence<'_>| {
            let team = service.service.team.as_deref();
            let funding =
                team.and_then(|team| fundings.get(team).copied().flatten()).unwrap_or(Funding::Product);
            line(evidence, service, funding)
        };
        let mut moves = Vec::new();
        for budget_holder in BudgetHolder::ALL {
            for cost_type in [CostType::Run, CostType::Incident] {
                let today_per_year = evidence.today.paid(budget_holder, cost_type)?;
                let after_per_year = evidence.after.paid(budget_holder, cost_type)?;
                let both = after_per_year.zip(today_per_year);
                let moved_per_year = both.map(|(after, today)| after.minus(today)).transpose()?;
                moves.push(BudgetMove {
                    budget_holder,
                    cost_type,
                    today_per_year,
                    after_per_year,
                    moved_per_year,
                });
            }
        }
        let missing =
            evidence.after.costs.iter().chain(&evidence.today.costs).flat_map(|costs| &costs.missing);
        let missing: std::collections::BTreeSet<String> = missing.cloned().collect();
        Ok(Self {
            provenance: evidence.portfolio.provenance().clone(),
            name: file.name.clone(),
            currency: file.currency,
            services: evidence.services().map(of).collect::<Result<_, _>>()?,
            moves,
            missing: missing.into_iter().collect(),
            assumptions: evidence.comparison.assumptions.clone(),
        })
    }

    /// What moves away from operations a year; `None` where it is not estimated.
    pub(crate) fn moved_from_operations(&self) -> Result<Option<Money>, Error> {
        let of_operations = self.moves.iter().filter(|moved| moved.budget_holder == BudgetHolder::Operations);
        let moved = of_operations.map(|moved| moved.moved_per_year).collect::<Option<Vec<_>>>();
        Ok(moved.map(|moved| Money::ZERO.minus(Money::total(moved)?)).transpose()?)
    }
}

fn line(
    evidence: &Evidence<'_>,
    service: ServiceEvidence<'_>,
    funding: Funding,
) -> Result<ServiceAccountability, Error> {
    let (name, kind, model) = (&service.service.name, service.service.kind, service.model_after());
    let paid_by = evidence.after.payer(name);
    let standby_per_year = evidence.after.amount(name, ItemCode::Standby);
    let callouts_per_year = evidence.callouts(&service);
    let both = standby_per_year.zip(callouts_per_year);
    let deciding = match (model, funding) {
        (OperatingModel::OpsRunIt, _) => BudgetHolder::Operations,
        (OperatingModel::YouBuildItYouRunIt, Funding::Product) => BudgetHolder::ProductTeam,
        (OperatingModel::YouBuildItYouRunIt, Funding::It) => BudgetHolder::It,
    };
    let mut partings = Vec::new();
    let by_team = model == OperatingModel::YouBuildItYouRunIt;
    match paid_by {
        Some(BudgetHolder::Operations) if by_team && kind == Kind::Digital => {
            partings.push(Parting::ResponsibleButUnaccountable);
        }
        Some(payer) if payer != deciding => partings.push(Parting::PaysButDoesNotDecide),
        _ => {}
    }
    if kind == Kind::Digital && !by_team {
        partings.push(Parting::BuiltAndRunApart);
    }
    Ok(ServiceAccountability {
        name: name.clone(),
        kind,
        team: service.service.team.clone(),
        operating_model: model,
        duties: Duties::of(model, funding),
        duties_today: service.runs_today.map(|today| Duties::of(today, funding)),
        paid_by,
        standby_per_year,
        callouts_per_year,
        on_call_per_year: both.map(|(standby, callouts)| standby.plus(callouts)).transpose()?,
        partings,
    })
}

impl Duties {
    fn of(model: OperatingModel, funding: Funding) -> Self {
        let informed = Self {
            product_team: Duty::Informed,
            head_of_product: Duty::Informed,
            head_of_delivery: Duty::Informed,
            head_of_operations: Duty::Informed,
            application_support: Duty::Informed,
        };
        match (model, funding) {
            (OperatingModel::OpsRunIt, _) => Self {
                head_of_operations: Duty::Accountable,
                application_support: Duty::Responsible,
                ..informed
            },
            (OperatingModel::YouBuildItYouRunIt, Funding::Product) => {
                Self { product_team: Duty::Responsible, head_of_product: Duty::Accountable, ..informed }
            }
            (OperatingModel::YouBuildItYouRunIt, Funding::It) => {
                Self { product_team: Duty::Responsible, head_of_delivery: Duty::Accountable, ..informed }
            }
        }
    }
}
