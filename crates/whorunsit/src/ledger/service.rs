//! What one service costs under an operating model: its line items, one formula each.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::{Money, Overflow, difference, product, quotient, sum};
use crate::ledger::apportion::Split;
use crate::ledger::basis::{At, Basis, Input, Unit};
use crate::ledger::item::{Accounting, Aspect, CostType, ItemCode};
use crate::ledger::own::{OwnCosts, OwnRate, PerService};
use crate::ledger::own_line::OwnLine;
use crate::ledger::terms::{Cadence, CalloutPay, Given, ModelTerms, Places, one_off_cost};
use crate::on_call::Cover;
use crate::portfolio::{BudgetHolder, Expenditure, Funding, Name, Overrides, PortfolioFile, Service, Team};
use crate::resolve::{Level, Portfolio, days_between};
use crate::response::Chain;
use crate::selection::OperatingModel;
use crate::stakes::Stakes;
use crate::year::Responds;

/// One line of the ledger, before it is known to whom it belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'b> {
    pub(crate) code: ItemCode,
    pub(crate) accounting: Accounting,
    /// Whose budget pays; `None` for revenue that is lost.
    pub(crate) budget_holder: Option<BudgetHolder>,
    /// The team whose budget alone pays for the schedule that it is a part of.
    pub(crate) sole_holder: Option<u32>,
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

/// A part of the year with one exposure.
pub(super) struct Season {
    peak: Option<Name>,
    /// Where its exposure is given.
    pub(super) at: At,
    pub(super) share: Decimal,
    pub(super) exposure: Money,
    /// The place of its peak among those of the service.
    pub(super) number: Option<usize>,
}

/// A part of a season that is covered, or is not.
struct Stretch<'s> {
    season: &'s Season,
    share: Decimal,
    covered: bool,
}

/// A team's unplanned work, which all its services share.
#[derive(Clone, Debug)]
struct Rework {
    basis: Basis,
    split: Option<(Split, Split)>,
}

/// Works out line items of services.
#[derive(Clone, Debug)]
pub(crate) struct Costing<'p> {
    pub(crate) portfolio: &'p Portfolio,
    rework: Vec<Rework>,
    /// The place of each service among those of its team.
    position: Vec<u32>,
    /// Each once: under Ops Run It, and under You Build It You Run It.
    terms: Vec<[ModelTerms; 2]>,
    /// Which of them each service has; empty where all have the first.
    service_terms: Vec<u32>,
    /// The lines that the portfolio adds.
    pub(crate) own: OwnCosts,
}

impl<'p> Costing<'p> {
    pub(crate) fn new(portfolio: &'p Portfolio) -> Result<Self, Overflow> {
        let file = portfolio.file();
        let mut counts = vec![0_u32; file.teams.len()];
        let mut position = Vec::with_capacity(file.services.len());
        for team in &portfolio.service_team {
            let count = team.and_then(|team| counts.get_mut(team as usize));
            position.push(count.as_ref().map_or(0, |count| **count));
            if let Some(count) = count {
                *count = count.saturating_add(1);
            }
        }
        let mut rework = Vec::with_capacity(file.teams.len());
        for (team, count) in file.teams.iter().zip(counts) {
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
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
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
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
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
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
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
            let each = of.terms.response(stretch.covered).unavailable;
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
            (OperatingModel::YouBuildItYouRunIt, Cover::Days(_)) => {
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
        let demand = self.portfolio.service_demand.get(index).copied().unwrap_or_default();
        let feature = terms.cadences.get(demand as usize).and_then(|cadence| cadence.lead);
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
        sole_holder: Option<u32>,
    ) -> (Accounting, Option<BudgetHolder>) {
        match self.portfolio.file().services.get(index) {
            Some(service) => match OfService::new(self, index, service, model) {
                Ok(mut of) => {
                    if let Some(holder) = sole_holder {
                        of.team = self
                            .portfolio
                            .file()
                            .teams
                            .get(holder as usize)
                            .map(|team| (holder as usize, team));
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
enum Incidents {
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
    team: Option<(usize, &'p Team)>,
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
        let team = costing.portfolio.team_of(index).map(|(place, team)| (place as usize, team));
        Ok(Self { costing, index, service, team, model, terms: costing.terms(index, model)? })
    }

    fn by_product_team(&self) -> bool {
        self.model == OperatingModel::YouBuildItYouRunIt
    }

    fn chain(&self) -> Option<&'p Chain> {
        self.costing.portfolio.settings.chain(self.index, self.model)
    }

    fn incidents_per_year(&self) -> Option<Decimal> {
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
    fn account(&self, code: ItemCode, own: Option<&OwnLine>) -> (Accounting, Option<BudgetHolder>) {
        let cost_type = own.map_or_else(|| code.cost_type(), |own| own.cost_type);
        if cost_type.is_loss() {
            // Revenue that does not come in is in nobody's budget.
            return (Accounting::LostRevenue, None);
        }
        let paid_once = matches!(cost_type, CostType::Setup | CostType::Transition);
        let of_on_call = matches!(code, ItemCode::Standby | ItemCode::Callouts);
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

    fn fixed(&self, visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>) -> Result<(), Overflow> {
        self.one_off(visit)?;
        self.throughput(visit)?;
        self.failed_deployments(visit)?;
        self.learning(visit)?;
        self.operations_work(visit)?;
        self.rework(visit)?;
        self.own(false, visit)
    }

    /// The lines that the portfolio adds: those of incidents, or all others.
    fn own(
        &self,
        of_incidents: bool,
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        for rate in &self.costing.own.rates {
            if matches!(rate.per, PerService::Service | PerService::Deployment) == of_incidents
                || !rate.is_for(self.costing.portfolio, self.index, self.model)
            {
                continue;
            }
            let basis = match rate.per {
                PerService::Service => Basis::new(),
                PerService::Deployment => {
                    let mut basis = Basis::new();
                    basis.by(self.cadence()?.deployments, Unit::Deployments)?;
                    basis
                }
                PerService::Incident => self.of_incidents()?,
                PerService::HourOfResponse => {
                    let mut basis = self.of_incidents()?;
                    let hours = self.chain().map(Chain::hours_of_work).transpose()?;
                    basis.worked_out(hours, Unit::HoursOfWork, Input::Response)?;
                    basis
                }
                PerService::CreditedIncident(above) => {
                    let mut basis = Basis::new();
                    let more = |incidents| Ok(difference(incidents, above.value())?.max(Decimal::ZERO));
                    let above = self.incidents_per_year().map(more).transpose()?;
                    basis.worked_out(above, Unit::IncidentsAbove, Input::IncidentsPerYear)?;
                    basis
                }
            };
            let basis = rate.times(basis)?;
            visit(self.entry(ItemCode::OwnCost, &basis)?)?;
        }
        Ok(())
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
    fn by_team_hour<'b>(&self, basis: &'b mut Basis) -> Result<&'b mut Basis, Overflow> {
        let missing = if self.team.is_some() { Input::TeamHourlyCost } else { Input::Team };
        let cost = self.team.and_then(|(_, team)| team.hourly_cost.as_deref());
        basis.given(cost.map(Estimate::mean_number), Unit::PerHour, missing)
    }

    fn by_operations_hour<'b>(&self, basis: &'b mut Basis) -> Result<&'b mut Basis, Overflow> {
        let operations = self.costing.portfolio.file().operations.as_ref();
        let cost = operations.and_then(|operations| operations.hourly_cost.as_ref());
        basis.given(cost.map(Estimate::mean_number), Unit::PerHour, Input::OperationsHourlyCost)
    }

    /// The hourly cost of whoever runs the service.
    pub(super) fn by_runner_hour<'b>(&self, basis: &'b mut Basis) -> Result<&'b mut Basis, Overflow> {
        if self.by_product_team() { self.by_team_hour(basis) } else { self.by_operations_hour(basis) }
    }

    fn one_off(&self, visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>) -> Result<(), Overflow> {
        let portfolio = self.costing.portfolio;
        // What runs today is set up, and paid for.
        if self.costing.portfolio.runs_today(self.index) == Some(self.model) {
            return Ok(());
        }
        for code in [
            ItemCode::ThroughputSetup,
            ItemCode::ReliabilitySetup,
            ItemCode::LearningSetup,
            ItemCode::ThroughputTransition,
            ItemCode::ReliabilityTransition,
            ItemCode::LearningTransition,
        ] {
            let (amount, level) = one_off_cost(portfolio, self.index, self.model, code);
            // Only reliability always has something to change over: runbooks, handover, acceptance.
            if amount.is_none()
                && matches!(code, ItemCode::ThroughputTransition | ItemCode::LearningTransition)
            {
                continue;
            }
            let mut basis = Basis::new();
            basis.given(amount.map(Estimate::mean_number), Unit::Amount, Input::OneOffCost.of(level))?;
            self.say_of(&mut basis, &[("amount", level)]);
            visit(self.entry(code, &basis)?)?;
        }
        Ok(())
    }

    /// Notes whose values a formula rests on, where they are not the portfolio's.
    pub(super) fn say_of(&self, basis: &mut Basis, levels: &[(&str, Level)]) {
        let file = self.costing.portfolio.file();
        let said = levels.iter().filter_map(|(what, level)| Some(format!("{what} of {}", level.name(file)?)));
        let said = said.collect::<Vec<_>>().join(", ");
        basis.said_by = (!said.is_empty()).then(|| said.into());
    }

    /// Who says how incidents are responded to.
    fn response_level(&self) -> Level {
        let number = self.costing.portfolio.settings.response_number(self.index, self.model);
        number.map(|(_, level)| level).unwrap_or_default()
    }

    /// How often it is deployed under this model.
    pub(super) fn cadence(&self) -> Result<Cadence, Overflow> {
        let demand = self.costing.portfolio.service_demand.get(self.index).copied().unwrap_or_default();
        self.terms.cadences.get(demand as usize).copied().ok_or(Overflow)
    }

    fn throughput(&self, visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>) -> Result<(), Overflow> {
        let Cadence { deployments, lead } = self.cadence()?;
        let given = Given::of(self.costing.portfolio, self.index, self.model);
        let mut basis = Basis::new();
        basis.by(deployments, Unit::Deployments)?.given(
            self.terms.effort_per_deployment,
            Unit::HoursOfWork,
            Input::EffortPerDeployment.of(given.effort_per_deployment.1),
        )?;
        let levels = [("effort", given.effort_per_deployment.1), ("cadence", given.fastest.1)];
        self.say_of(&mut basis, &levels);
        visit(self.entry(ItemCode::Deployments, self.by_runner_hour(&mut basis)?)?)?;

        let features = self.service.features_per_year.as_deref().map(|features| features.mean_number());
        let value = self.service.value_per_feature_week.as_deref().map(|value| value.mean_number());
        let mut basis = Basis::new();
        basis
            .given(features, Unit::Features, Input::FeaturesPerYear)?
            .worked_out(lead, Unit::WeeksOfLeadTime, Input::HandOffLeadTime)?
            .given(value, Unit::PerFeatureWeek, Input::ValuePerFeatureWeek)?;
        self.say_of(&mut basis, &[("hand-off", given.hand_off.1), ("cadence", given.fastest.1)]);
        visit(self.entry(ItemCode::FeatureDelay, &basis)?)
    }

    fn operations_work(
        &self,
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let portfolio = self.costing.portfolio;
        let given = Given::of(portfolio, self.index, self.model);
        let mut basis = Basis::new();
        basis
            .given(self.terms.operations_work, Unit::HoursAWeek, Input::OperationsWork.nth(1, given.work.1))?
            .from(portfolio.weeks_per_year, Unit::Weeks, Input::WeeksPerYear.into())?;
        self.say_of(&mut basis, &[("effort", given.work.1)]);
        visit(self.entry(ItemCode::OperationsWork, self.by_runner_hour(&mut basis)?)?)
    }

    fn rework(&self, visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>) -> Result<(), Overflow> {
        let rework = self.team.and_then(|(team, _)| self.costing.rework.get(team));
        let Some(rework) = rework else {
            let mut basis = Basis::new();
            basis.given(None, Unit::HoursAWeek, Input::Team)?;
            return visit(self.entry(ItemCode::Rework, &basis)?);
        };
        let position = self.costing.position.get(self.index).copied().unwrap_or_default() as usize;
        let (amount, over_horizon) = match rework.split {
            Some((yearly, whole)) => (Some(yearly.part(position)?), Some(whole.part(position)?)),
            None => (None, None),
        };
        let (accounting, budget_holder) = self.account(ItemCode::Rework, None);
        let basis = &rework.basis;
        let (code, sole_holder) = (ItemCode::Rework, None);
        visit(Entry { code, accounting, budget_holder, sole_holder, amount, over_horizon, basis })
    }

    fn learning(&self, visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>) -> Result<(), Overflow> {
        let insights = self.service.insights_per_year.as_deref().map(|insights| insights.mean_number());
        let given = Given::of(self.costing.portfolio, self.index, self.model);
        let mut basis = Basis::new();
        basis.given(insights, Unit::Improvements, Input::InsightsPerYear)?.given(
            self.terms.effort_per_improvement,
            Unit::HoursOfWork,
            Input::EffortPerImprovement.of(given.effort_per_improvement.1),
        )?;
        visit(self.entry(ItemCode::Improvements, self.by_team_hour(&mut basis)?)?)?;

        let value = self.service.value_per_insight_week.as_deref().map(|value| value.mean_number());
        let mut basis = Basis::new();
        basis
            .given(insights, Unit::Insights, Input::InsightsPerYear)?
            .given(
                self.terms.learning_lead,
                Unit::WeeksOfLeadTime,
                Input::LearningLeadTime.of(given.lead_time.1),
            )?
            .given(value, Unit::PerInsightWeek, Input::ValuePerInsightWeek)?;
        visit(self.entry(ItemCode::InsightDelay, &basis)?)
    }

    /// The parts of the year: what no peak takes, and every peak.
    pub(super) fn seasons(&self) -> Result<Vec<Season>, Overflow> {
        let exposure = self.service.exposure_per_hour.mean();
        let at = Input::Exposure.into();
        let mut seasons = vec![Season { peak: None, at, share: Decimal::ONE, exposure, number: None }];
        let mut left = Decimal::ONE;
        for (number, peak) in self.service.peaks.iter().enumerate() {
            let days = Decimal::from(days_between(peak.from, peak.to)) + Decimal::ONE;
            // Peaks may last a calendar year, which is longer than most planning years.
            let share = quotient(days, self.days_of_year()?)?.min(left);
            left = difference(left, share)?;
            seasons.push(Season {
                peak: Some(peak.name.clone()),
                at: Input::PeakExposure.nth(number, Level::Portfolio),
                share,
                exposure: peak.exposure_per_hour.mean(),
                number: Some(number),
            });
        }
        if let Some(normal) = seasons.first_mut() {
            normal.share = left;
        }
        Ok(seasons)
    }

    pub(super) fn days_of_year(&self) -> Result<Decimal, Overflow> {
        product(self.costing.portfolio.weeks_per_year, Decimal::from(7))
    }

    /// The parts of seasons that are covered, and those that are not.
    fn stretches<'s>(&self, seasons: &'s [Season], cover: &Cover) -> Result<Vec<Stretch<'s>>, Overflow> {
        let whole = |covered| move |season: &'s Season| Stretch { season, share: season.share, covered };
        let days = match cover {
            Cover::Always => return Ok(seasons.iter().map(whole(true)).collect()),
            Cover::Never => return Ok(seasons.iter().map(whole(false)).collect()),
            Cover::Days(days) => days,
        };
        let mut stretches = Vec::with_capacity(2 * seasons.len());
        for (season, days) in seasons.iter().zip(days) {
            let covered = quotient(Decimal::from(*days), self.days_of_year()?)?.min(season.share);
            let parts = [(difference(season.share, covered)?, false), (covered, true)];
            let parts = parts.into_iter().filter(|(share, _)| !share.is_zero());
            stretches.extend(parts.map(|(share, covered)| Stretch { season, share, covered }));
        }
        Ok(stretches)
    }

    /// A formula that starts from the incidents of a year.
    fn of_incidents(&self) -> Result<Basis, Overflow> {
        let mut basis = Basis::new();
        basis.given(self.incidents_per_year(), Unit::Incidents, Input::IncidentsPerYear)?;
        Ok(basis)
    }

    fn incidents(
        &self,
        cover: &Cover,
        which: Incidents,
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        if which != Incidents::ByCover {
            self.own(true, visit)?;
        }
        let Some(chain) = self.chain() else {
            let unknown = [ItemCode::ResponseEffort, ItemCode::LossInWorkingHours];
            for code in unknown.into_iter().filter(|_| which != Incidents::ByCover) {
                let mut basis = self.of_incidents()?;
                basis.given(None, Unit::Hours, Input::Response)?;
                visit(self.entry(code, &basis)?)?;
            }
            return Ok(());
        };
        let seasons = self.seasons()?;
        let stretches = self.stretches(&seasons, cover)?;
        if which != Incidents::ByCover {
            for (number, tier) in chain.tiers.iter().enumerate() {
                let level = self.response_level();
                let mut basis = self.of_incidents()?;
                basis
                    .by_share(tier.reach, Unit::Reaching)?
                    .from(tier.handling, Unit::HoursOfWork, Input::TierHandling.nth(number, level))?
                    .from(Decimal::from(tier.people), Unit::People, Input::TierPeople.nth(number, level))?;
                match tier.hourly_cost {
                    Some(cost) => {
                        basis.from(cost, Unit::PerHour, Input::TierHourlyCost.nth(number, level))?
                    }
                    None if tier.by_product_team => self.by_team_hour(&mut basis)?,
                    None => self.by_operations_hour(&mut basis)?,
                };
                basis.label = Some(tier.name.clone());
                self.say_of(&mut basis, &[("response", level)]);
                visit(self.entry(ItemCode::ResponseEffort, &basis)?)?;
            }
        }
        if which != Incidents::AnyCover {
            self.callouts(chain, &stretches, visit)?;
        }
        if which != Incidents::ByCover {
            for step in &chain.steps {
                let level = self.response_level();
                let mut basis = self.of_incidents()?;
                self.by_runner_hour(basis.from(
                    step.effort,
                    Unit::HoursOfWork,
                    Input::Workflow.of(level),
                )?)?;
                basis.label = Some(step.name.clone());
                self.say_of(&mut basis, &[("response", level)]);
                visit(self.entry(ItemCode::StepEffort, &basis)?)?;
            }
        }
        self.losses(chain, (&seasons, &stretches), which, visit)
    }

    /// Pay of the tiers that respond out of hours, of the incidents that they take up then.
    fn callouts(
        &self,
        chain: &Chain,
        stretches: &[Stretch<'_>],
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let portfolio = self.costing.portfolio;
        for (number, (tier, pay)) in chain.tiers.iter().zip(&self.terms.callouts).enumerate() {
            let mut covered = Decimal::ZERO;
            for stretch in stretches {
                let progress = self.terms.response(stretch.covered).progress.get(number);
                let responds = progress.map_or(Decimal::ZERO, |progress| progress.out_of_hours);
                if !responds.is_zero() {
                    covered = sum(covered, product(stretch.share, responds)?)?;
                }
            }
            if covered.is_zero() || *pay == CalloutPay::None {
                continue;
            }
            let response = self.response_level();
            let (_, pay_level) = portfolio.callout(self.index, tier.by_product_team);
            let callout = if tier.by_product_team {
                Input::CalloutOfProductTeams.of(pay_level)
            } else {
                Input::CalloutOfOperations.of(pay_level)
            };
            let mut basis = self.of_incidents()?;
            let out_of_hours = portfolio.arrivals(self.index)?.out_of_hours;
            match self.service.incidents_out_of_hours {
                Some(_) => basis.from(out_of_hours, Unit::OutOfHours, Input::IncidentsOutOfHours.into())?,
                None => basis.by(out_of_hours, Unit::OutOfHours)?,
            };
            basis.by_share(covered, Unit::Covered)?.by_share(tier.reach, Unit::Reaching)?.from(
                Decimal::from(tier.people),
                Unit::People,
                Input::TierPeople.nth(number, response),
            )?;
            match *pay {
                CalloutPay::Hours { hours, rate } => {
                    basis.by(hours, Unit::Hours)?.from(rate, Unit::PerHour, callout)?
                }
                CalloutPay::Each(pay) => basis.from(pay, Unit::PerCallout, callout)?,
                CalloutPay::None | CalloutPay::NotGiven => basis.given(None, Unit::PerCallout, callout)?,
            };
            basis.label = Some(tier.name.clone());
            self.say_of(&mut basis, &[("response", response), ("pay", pay_level)]);
            visit(self.entry(ItemCode::Callouts, &basis)?)?;
        }
        Ok(())
    }

    fn losses(
        &self,
        chain: &Chain,
        (seasons, stretches): (&[Season], &[Stretch<'_>]),
        which: Incidents,
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let arrivals = self.costing.portfolio.arrivals(self.index)?;
        let severity = self.severity()?;
        for stretch in stretches.iter().filter(|_| which != Incidents::AnyCover) {
            let hours = self.terms.response(stretch.covered).unavailable;
            let Stakes { working, out_of_hours, waiting, .. } = self.stakes(chain, stretch.covered)?;
            for (code, hours, unit, at_stake) in [
                (ItemCode::LossInWorkingHours, hours.in_working_hours, Unit::HoursInWorkingHours, working),
                (ItemCode::LossOutOfHours, hours.out_of_hours, Unit::HoursOutOfHours, out_of_hours),
                (ItemCode::LossWaiting, hours.waiting, Unit::HoursWaiting, waiting),
            ] {
                if !hours.is_zero() {
                    self.loss(code, stretch, None, (hours, unit, severity, at_stake), visit)?;
                }
            }
        }
        if which == Incidents::ByCover || chain.steps.iter().all(|step| step.delay.is_zero()) {
            return Ok(());
        }
        let Stakes { working, arriving, .. } = self.stakes(chain, false)?;
        let at_stake =
            sum(product(arrivals.in_working_hours, working)?, product(arrivals.out_of_hours, arriving)?)?;
        for season in seasons {
            let all = Stretch { season, share: season.share, covered: false };
            for step in chain.steps.iter().filter(|step| !step.delay.is_zero()) {
                let hours = (step.delay, Unit::Hours, severity, at_stake);
                self.loss(ItemCode::StepDelay, &all, Some(&step.name), hours, visit)?;
            }
        }
        Ok(())
    }

    /// The mean share of the exposure that is lost while it fails.
    pub(super) fn severity(&self) -> Result<Decimal, Overflow> {
        let severity = self.service.severity.as_deref().map(|severity| severity.mean_number());
        severity.map_or(Ok(Decimal::ONE), |percent| quotient(percent, Decimal::ONE_HUNDRED))
    }

    /// What is at stake while tiers respond and while incidents wait for them.
    fn stakes(&self, chain: &Chain, covered: bool) -> Result<Stakes, Overflow> {
        let portfolio = self.costing.portfolio;
        let by_schedule = if covered { portfolio.responds(self.index) } else { Responds::NextWorkingDay };
        chain.stakes(self.service, &portfolio.settings.calendar(self.index).year, by_schedule)
    }

    /// One loss, as revenue that does not come in and as costs incurred.
    fn loss(
        &self,
        code: ItemCode,
        stretch: &Stretch<'_>,
        label: Option<&Name>,
        (hours, unit, severity, at_stake): (Decimal, Unit, Decimal, Decimal),
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let mut whole = self.of_incidents()?;
        whole
            .by_share(stretch.share, Unit::OfTheYear)?
            .by(hours, unit)?
            .given_share(severity, Unit::Severity, Input::Severity)?
            .by_share(at_stake, Unit::AtStake)?;
        whole.label = label.cloned();
        self.say_of(&mut whole, &[("response", self.response_level())]);
        self.lost(code, stretch.season, whole, visit)
    }

    /// What is lost in a season, of what a formula says but the exposure.
    pub(super) fn lost(
        &self,
        code: ItemCode,
        season: &Season,
        mut whole: Basis,
        visit: &mut impl FnMut(Entry<'_>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        // All parts are of the same money at stake.
        whole.peak = season.peak.clone();
        for part in self.parts_of_loss(season)? {
            let mut basis = whole.clone();
            match part.is_named {
                true => basis.from(part.share, part.unit, part.at)?,
                false => basis.given_share(part.share, part.unit, part.at)?,
            };
            basis.from(season.exposure.amount(), Unit::PerHour, season.at)?;
            let (accounting, budget_holder) = match part.budget_holder {
                Some(_) => (Accounting::Opex, part.budget_holder),
                None => (Accounting::LostRevenue, None),
            };
            visit(Entry { accounting, budget_holder, ..self.entry(code, &basis)? })?;
        }
        Ok(())
    }
}
