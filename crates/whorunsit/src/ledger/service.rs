//! What one service costs under an operating model: its line items, one formula each.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::{Money, Overflow, product, sum};
use crate::ledger::apportion::Split;
use crate::ledger::basis::{Basis, Input, Unit};
use crate::ledger::item::{Accounting, Aspect, CostType, ItemCode};
use crate::ledger::own::{OwnCosts, OwnRate, PerService};
use crate::ledger::own_line::OwnLine;
use crate::ledger::terms::{Given, ModelTerms, Places};
use crate::on_call::Cover;
use crate::portfolio::{BudgetHolder, Expenditure, Funding, Overrides, PortfolioFile, Service, Team};
use crate::resolve::{Level, Portfolio, TeamId};
use crate::response::Chain;
use crate::selection::OperatingModel;

/// Who is told of line items, one by one. It is compiled once: a copy of the ledger for each of them was a tenth of a module.
pub(crate) type Visit<'v> = dyn FnMut(Entry<'_>) -> Result<(), Overflow> + 'v;

/// One line of the ledger, before it is known to whom it belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'b> {
    pub(crate) code: ItemCode,
    pub(crate) accounting: Accounting,
    /// Whose budget pays; `None` for revenue that is lost.
    pub(crate) budget_holder: Option<BudgetHolder>,
    /// The team whose budget alone pays for the schedule that it is a part of.
    pub(crate) sole_holder: Option<TeamId>,
    /// Once or every year, to the minor unit; `None` where an input is missing.
    pub(crate) amount: Option<Money>,
    /// What it comes to over the horizon.
    pub(crate) over_horizon: Option<Money>,
    pub(crate) basis: &'b Basis,
}

impl Entry<'_> {
    /// The aspect that it belongs to.
    pub(crate) fn aspect(&self) -> Aspect {
        self.basis.own.as_ref().map_or_else(|| self.code.aspect(), |own| own.aspect)
    }

    /// The cost type that it belongs to.
    pub(crate) fn cost_type(&self) -> CostType {
        self.basis.cost_type(self.code)
    }

    /// Whether it is of the portfolio's own lines, and proportional to incidents.
    pub(crate) fn is_own_of_incidents(&self) -> bool {
        self.code == ItemCode::OwnCost
            && self.basis.factors().iter().any(|factor| factor.unit == Unit::Incidents)
    }
}

/// A team's unplanned work, which all its services share.
#[derive(Clone, Debug)]
pub(super) struct Rework {
    pub(super) basis: Basis,
    pub(super) split: Option<(Split, Split)>,
}

/// Works out line items of services.
#[derive(Clone, Debug)]
pub(crate) struct Costing<'p> {
    pub(crate) portfolio: &'p Portfolio,
    pub(super) rework: Vec<Rework>,
    /// The place of each service among those of its team.
    pub(super) position: Vec<u32>,
    /// Each once: under Ops Run It, and under You Build It You Run It.
    terms: Vec<[ModelTerms; 2]>,
    /// Which of them each service has; empty where all have the first.
    service_terms: Vec<u32>,
    /// The lines that the portfolio adds.
    pub(crate) own: OwnCosts,
}

/// What line items rest on besides what a service says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Worked {
    rework: Vec<Rework>,
    position: Vec<u32>,
    terms: Vec<[ModelTerms; 2]>,
    service_terms: Vec<u32>,
    own: OwnCosts,
}

impl<'p> Costing<'p> {
    /// What is worked out, apart from the portfolio.
    pub(crate) fn worked(self) -> Worked {
        let Self { portfolio: _, rework, position, terms, service_terms, own } = self;
        Worked { rework, position, terms, service_terms, own }
    }

    /// Of a portfolio that differs from that for which this was worked out in exposures, incidents, severities, features,
    /// insights and their values alone.
    pub(crate) fn of_worked(portfolio: &'p Portfolio, worked: Worked) -> Self {
        let Worked { rework, position, terms, service_terms, own } = worked;
        Self { portfolio, rework, position, terms, service_terms, own }
    }

    pub(crate) fn new(portfolio: &'p Portfolio) -> Result<Self, Overflow> {
        let file = portfolio.file();
        let mut counts = vec![0_u32; file.teams.len()];
        let mut position = Vec::with_capacity(file.services.len());
        for member in &portfolio.members {
            let count = member.team.and_then(|team| counts.get_mut(team.index()));
            position.push(count.as_ref().map_or(0, |count| **count));
            if let Some(count) = count {
                *count = count.saturating_add(1);
            }
        }
        let mut rework = Vec::with_capacity(file.teams.len());
        for (team, count) in file.teams.iter().zip(counts) {
            if count == 0 {
                // Nobody asks what a team without services spends on them.
                rework.push(Rework { basis: Basis::new(), split: None });
                continue;
            }
            let mut basis = Basis::new();
            basis
                .given(
                    team.capacity_hours_per_week.as_deref().map(Estimate::mean_number),
                    Unit::HoursAWeek,
                    Input::Capacity,
                )?
                .from(portfolio.weeks_per_year, Unit::Weeks, Input::WeeksPerYear.into())?
                .given(
                    team.rework_rate.as_deref().map(Estimate::mean_of_one),
                    Unit::Unplanned,
                    Input::ReworkRate,
                )?
                .given(
                    team.hourly_cost.as_deref().map(Estimate::mean_number),
                    Unit::PerHour,
                    Input::TeamHourlyCost,
                )?;
            let amount = basis.amount().map(|amount| amount.booked(file.currency));
            let split = |amount: Money| {
                let whole = portfolio.costs.discounting.of_yearly(amount, file.currency)?;
                let parts = count as usize;
                Ok((Split::of(amount, parts, file.currency)?, Split::of(whole, parts, file.currency)?))
            };
            let split = amount.map(split).transpose()?;
            basis.shared = Some((format!("team {}", team.name).into(), count as usize));
            rework.push(Rework { basis, split });
        }
        let of = |service| {
            let terms = |model| ModelTerms::of(portfolio, service, model);
            Ok([terms(OperatingModel::OpsRunIt)?, terms(OperatingModel::YouBuildItYouRunIt)?])
        };
        let (mut terms, mut service_terms) = (Vec::new(), Vec::new());
        let own_arrivals = |service: &Service| service.incidents_out_of_hours.is_some();
        if portfolio.owners().all().next().is_none() && !file.services.iter().any(own_arrivals) {
            terms.push(of(0)?);
        } else {
            let mut known: BTreeMap<[Places; 2], u32> = BTreeMap::new();
            for service in 0..file.services.len() {
                let places = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt]
                    .map(|model| Given::of(portfolio, service, model).places(portfolio, service, model));
                let number = match known.get(&places) {
                    Some(number) => *number,
                    None => {
                        let number = u32::try_from(terms.len()).map_err(|_| Overflow)?;
                        terms.push(of(service)?);
                        known.insert(places, number);
                        number
                    }
                };
                service_terms.push(number);
            }
        }
        let own = OwnCosts::of(portfolio)?;
        Ok(Self { portfolio, rework, position, terms, service_terms, own })
    }

    fn terms(&self, service: usize, model: OperatingModel) -> Result<&ModelTerms, Overflow> {
        let number = self.service_terms.get(service).copied().unwrap_or_default();
        let [ops_run_it, you_build_it_you_run_it] = self.terms.get(number as usize).ok_or(Overflow)?;
        Ok(match model {
            OperatingModel::OpsRunIt => ops_run_it,
            OperatingModel::YouBuildItYouRunIt => you_build_it_you_run_it,
        })
    }

    fn currency(&self) -> Currency {
        self.portfolio.file().currency
    }

    /// Visits every line item of a service under a model; a share of standby is not among them.
    pub(crate) fn visit(
        &self,
        index: usize,
        model: OperatingModel,
        cover: &Cover,
        visit: &mut Visit<'_>,
    ) -> Result<(), Overflow> {
        let Some(service) = self.portfolio.file().services.get(index) else {
            return Ok(());
        };
        let of = OfService::new(self, index, service, model)?;
        of.fixed(visit)?;
        of.incidents(cover, Incidents::All, visit)
    }

    /// Visits the line items that no schedule changes.
    pub(crate) fn visit_fixed(
        &self,
        index: usize,
        model: OperatingModel,
        visit: &mut Visit<'_>,
    ) -> Result<(), Overflow> {
        let Some(service) = self.portfolio.file().services.get(index) else {
            return Ok(());
        };
        let of = OfService::new(self, index, service, model)?;
        of.fixed(visit)?;
        of.incidents(&Cover::Never, Incidents::AnyCover, visit)
    }

    /// Visits the line items that schedules change.
    pub(crate) fn visit_covered(
        &self,
        index: usize,
        model: OperatingModel,
        cover: &Cover,
        visit: &mut Visit<'_>,
    ) -> Result<(), Overflow> {
        match self.portfolio.file().services.get(index) {
            Some(service) => {
                OfService::new(self, index, service, model)?.incidents(cover, Incidents::ByCover, visit)
            }
            None => Ok(()),
        }
    }

    /// The response of a model: how many hours a year a service is expected to be unavailable.
    pub(crate) fn unavailable_hours(
        &self,
        index: usize,
        model: OperatingModel,
        cover: &Cover,
    ) -> Result<Option<Decimal>, Overflow> {
        let Some(service) = self.portfolio.file().services.get(index) else {
            return Ok(None);
        };
        let of = OfService::new(self, index, service, model)?;
        let (Some(chain), Some(incidents)) = (of.chain(), of.incidents_per_year()) else {
            return Ok(None);
        };
        let mut hours = Decimal::ZERO;
        for stretch in of.stretches(&of.seasons()?, cover)? {
            let each = of.response(&stretch).unavailable;
            hours = sum(hours, product(stretch.share, sum(each.total()?, chain.delay()?)?)?)?;
        }
        let failed = of.hours_of_failed_deployments()?;
        failed.map(|failed| sum(product(incidents, hours)?, failed)).transpose()
    }

    /// The share of the year that no peak takes, and that of each peak.
    pub(crate) fn season_shares(&self, index: usize) -> Result<Vec<Decimal>, Overflow> {
        match self.portfolio.file().services.get(index) {
            Some(service) => {
                let of = OfService::new(self, index, service, OperatingModel::OpsRunIt)?;
                Ok(of.seasons()?.into_iter().map(|season| season.share).collect())
            }
            None => Ok(Vec::new()),
        }
    }

    /// The share of the year in which the service is covered, outside its peaks and in each of them.
    pub(crate) fn covered_shares(&self, index: usize, cover: &Cover) -> Result<Vec<Decimal>, Overflow> {
        let Some(service) = self.portfolio.file().services.get(index) else {
            return Ok(Vec::new());
        };
        let of = OfService::new(self, index, service, OperatingModel::YouBuildItYouRunIt)?;
        let seasons = of.seasons()?;
        let mut shares = Vec::with_capacity(seasons.len());
        for season in &seasons {
            let stretches = of.stretches(&seasons, cover)?;
            let covered = stretches.iter().filter(|stretch| stretch.covered);
            let mut here = covered.filter(|stretch| std::ptr::eq(stretch.season, season));
            shares.push(here.next().map_or(Decimal::ZERO, |stretch| stretch.share));
        }
        Ok(shares)
    }

    /// The share of the year in which a service is covered out of hours under a model.
    pub(crate) fn covered_share(
        &self,
        index: usize,
        model: OperatingModel,
        cover: &Cover,
    ) -> Result<Decimal, Overflow> {
        match (model, cover) {
            (OperatingModel::OpsRunIt, _) | (_, Cover::Always) => Ok(Decimal::ONE),
            (OperatingModel::YouBuildItYouRunIt, Cover::Never) => Ok(Decimal::ZERO),
            (OperatingModel::YouBuildItYouRunIt, Cover::Times { .. }) => {
                let shares = self.covered_shares(index, cover)?;
                shares.into_iter().try_fold(Decimal::ZERO, sum)
            }
        }
    }

    /// The lead times of a service under a model, in weeks: of features and of insights.
    pub(crate) fn lead_times(&self, index: usize, model: OperatingModel) -> [Option<Decimal>; 2] {
        let Ok(terms) = self.terms(index, model) else {
            return [None, None];
        };
        let feature =
            terms.cadences.get(self.portfolio.member(index).band()).and_then(|cadence| cadence.lead);
        [feature, terms.learning_lead]
    }

    /// What people's time for one improvement costs, under Ops Run It and under You Build It You Run It.
    pub(crate) fn improvement_costs(&self, index: usize) -> [Decimal; 2] {
        let hourly = self.portfolio.team_of(index).and_then(|(_, team)| team.hourly_cost.as_deref());
        let of = |terms: &ModelTerms| product(terms.effort_per_improvement?, hourly?.mean_number()).ok();
        [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt]
            .map(|model| self.terms(index, model).ok().and_then(of).unwrap_or_default())
    }

    /// What the portfolio's own lines cost for each incident of a service, and for each hour of work on one.
    pub(crate) fn own_of_incidents(&self, index: usize, model: OperatingModel) -> (Money, Money) {
        let sum = |per: PerService| {
            let rates = self.own.rates.iter();
            let rates = rates.filter(|rate| rate.per == per && rate.is_for(self.portfolio, index, model));
            Money::total(rates.map(OwnRate::amount)).unwrap_or_default()
        };
        (sum(PerService::Incident), sum(PerService::HourOfResponse))
    }

    /// How a cost of a service is accounted under a model, and who pays.
    pub(crate) fn account(
        &self,
        index: usize,
        model: OperatingModel,
        (code, own): (ItemCode, Option<&OwnLine>),
        sole_holder: Option<TeamId>,
    ) -> (Accounting, Option<BudgetHolder>) {
        match self.portfolio.file().services.get(index) {
            Some(service) => match OfService::new(self, index, service, model) {
                Ok(mut of) => {
                    if let Some(holder) = sole_holder {
                        let teams = &self.portfolio.file().teams;
                        of.team = teams.get(holder.index()).map(|team| (holder, team));
                    }
                    of.account(code, own)
                }
                Err(Overflow) => (Accounting::Opex, None),
            },
            None => (Accounting::Opex, None),
        }
    }
}

/// Which line items of incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Incidents {
    All,
    /// Those that are the same under any cover.
    AnyCover,
    /// The others.
    ByCover,
}

/// One service under one model.
pub(super) struct OfService<'c, 'p> {
    pub(super) costing: &'c Costing<'p>,
    pub(super) index: usize,
    pub(super) service: &'p Service,
    pub(super) team: Option<(TeamId, &'p Team)>,
    pub(super) model: OperatingModel,
    pub(super) terms: &'c ModelTerms,
}

impl<'c, 'p> OfService<'c, 'p> {
    pub(super) fn new(
        costing: &'c Costing<'p>,
        index: usize,
        service: &'p Service,
        model: OperatingModel,
    ) -> Result<Self, Overflow> {
        let team = costing.portfolio.team_of(index);
        Ok(Self { costing, index, service, team, model, terms: costing.terms(index, model)? })
    }

    pub(super) fn by_product_team(&self) -> bool {
        self.model == OperatingModel::YouBuildItYouRunIt
    }

    pub(super) fn chain(&self) -> Option<&'p Chain> {
        self.costing.portfolio.settings.chain(self.index, self.model)
    }

    pub(super) fn incidents_per_year(&self) -> Option<Decimal> {
        self.costing.portfolio.incidents_of(self.index).map(|incidents| incidents.mean_number())
    }

    /// Who pays for the team's own time.
    pub(super) fn team_budget(&self) -> BudgetHolder {
        match self.team.and_then(|(_, team)| team.funding) {
            Some(Funding::It) => BudgetHolder::It,
            Some(Funding::Product) | None => BudgetHolder::ProductTeam,
        }
    }

    /// How a cost of this model is accounted, and who pays.
    pub(super) fn account(
        &self,
        code: ItemCode,
        own: Option<&OwnLine>,
    ) -> (Accounting, Option<BudgetHolder>) {
        let cost_type = own.map_or_else(|| code.cost_type(), |own| own.cost_type);
        if cost_type.is_loss() {
            // Revenue that does not come in is in nobody's budget.
            return (Accounting::LostRevenue, None);
        }
        let paid_once = matches!(cost_type, CostType::Setup | CostType::Transition);
        let of_on_call = matches!(code, ItemCode::Standby | ItemCode::Callouts | ItemCode::TimeOff);
        let team_works = matches!(code, ItemCode::Rework | ItemCode::Improvements);
        let holder = match self.model {
            OperatingModel::YouBuildItYouRunIt if of_on_call => {
                let own = |own: &Overrides| own.on_call.as_ref()?.budget_holder;
                let all = |file: &PortfolioFile| file.on_call.as_ref()?.product_teams.as_ref()?.budget_holder;
                let (holder, _) = self.costing.portfolio.nearest(self.index, own, all);
                holder.unwrap_or_else(|| self.team_budget())
            }
            OperatingModel::YouBuildItYouRunIt => self.team_budget(),
            OperatingModel::OpsRunIt if paid_once => BudgetHolder::It,
            OperatingModel::OpsRunIt if team_works => self.team_budget(),
            OperatingModel::OpsRunIt => BudgetHolder::Operations,
        };
        let rules = self.costing.portfolio.file().accounting.as_ref().and_then(|rules| rules.of(self.model));
        let by_rule = rules.and_then(|rules| match cost_type {
            CostType::Setup => rules.setup,
            CostType::Transition => rules.transition,
            CostType::Run => rules.run,
            CostType::Incident => rules.incident,
            CostType::Opportunity => None,
        });
        let given = own.and_then(|own| own.accounting).or(by_rule);
        let holder = own.and_then(|own| own.budget_holder).unwrap_or(holder);
        let is_capex = match given {
            Some(given) => given == Expenditure::Capex,
            None => self.by_product_team() || (paid_once && code != ItemCode::LearningSetup),
        };
        (if is_capex { Accounting::Capex } else { Accounting::Opex }, Some(holder))
    }

    pub(super) fn entry<'b>(&self, code: ItemCode, basis: &'b Basis) -> Result<Entry<'b>, Overflow> {
        let currency = self.costing.currency();
        let amount = basis.amount().map(|amount| amount.booked(currency));
        let over_horizon = match (amount, basis.cost_type(code)) {
            (None, _) => None,
            (Some(amount), CostType::Setup | CostType::Transition) => Some(amount),
            (Some(amount), _) => Some(self.costing.portfolio.costs.discounting.of_yearly(amount, currency)?),
        };
        let (accounting, budget_holder) = self.account(code, basis.own.as_deref());
        let sole_holder = None;
        Ok(Entry { code, accounting, budget_holder, sole_holder, amount, over_horizon, basis })
    }

    /// The team's hourly cost, as a factor.
    pub(super) fn by_team_hour<'b>(&self, basis: &'b mut Basis) -> Result<&'b mut Basis, Overflow> {
        let missing = if self.team.is_some() { Input::TeamHourlyCost } else { Input::Team };
        let cost = self.team.and_then(|(_, team)| team.hourly_cost.as_deref());
        basis.given(cost.map(Estimate::mean_number), Unit::PerHour, missing)
    }

    pub(super) fn by_operations_hour<'b>(&self, basis: &'b mut Basis) -> Result<&'b mut Basis, Overflow> {
        let operations = self.costing.portfolio.file().operations.as_ref();
        let cost = operations.and_then(|operations| operations.hourly_cost.as_ref());
        basis.given(cost.map(Estimate::mean_number), Unit::PerHour, Input::OperationsHourlyCost)
    }

    /// The hourly cost of whoever runs the service.
    pub(super) fn by_runner_hour<'b>(&self, basis: &'b mut Basis) -> Result<&'b mut Basis, Overflow> {
        if self.by_product_team() { self.by_team_hour(basis) } else { self.by_operations_hour(basis) }
    }

    /// Notes whose values a formula rests on, where they are not the portfolio's.
    pub(super) fn say_of(&self, basis: &mut Basis, levels: &[(&str, Level)]) {
        let file = self.costing.portfolio.file();
        let said = levels.iter().filter_map(|(what, level)| Some(format!("{what} of {}", level.name(file)?)));
        let said = said.collect::<Vec<_>>().join(", ");
        basis.said_by = (!said.is_empty()).then(|| said.into());
    }

    /// Who says how incidents are responded to.
    pub(super) fn response_level(&self) -> Level {
        let number = self.costing.portfolio.settings.response_number(self.index, self.model);
        number.map(|(_, level)| level).unwrap_or_default()
    }

    /// A formula that starts from the incidents of a year.
    pub(super) fn of_incidents(&self) -> Result<Basis, Overflow> {
        let mut basis = Basis::new();
        basis.given(self.incidents_per_year(), Unit::Incidents, Input::IncidentsPerYear)?;
        Ok(basis)
    }
}
