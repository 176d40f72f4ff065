//! A portfolio run again with inputs of one service changed: validated, chosen for, planned and compared as any other.
//!
//! What such a change can touch is the service itself, its team, and by schedules what the other teams of its domain run;
//! of all other services matters only whether operations run one, for their rotas. So no more than that is run again, unless the policy is
//! least cost, under which any change may change any choice.

use std::cell::{OnceCell, RefCell};

use rust_decimal::Decimal;

use super::parts::{Input, Parts};
use crate::assignment::Assignment;
use crate::error::Fault;
use crate::evaluation::{Analysis, Margin, Options, Settled, recommended};
use crate::exact::Money;
use crate::ledger::{Costing, Worked};
use crate::on_call::Cover;
use crate::portfolio::{Driver, PortfolioFile, Service};
use crate::resolve::{Member, Portfolio};
use crate::selection::{OperatingModel, OutOfHours, Policy};

/// One service, with whatever decides with it what it costs.
pub(crate) struct Rerun<'p> {
    /// The portfolio as it is: what a change leaves is not worked out again.
    before: &'p Portfolio,
    file: PortfolioFile,
    /// The place of the service in it.
    index: usize,
    /// What each service costs under either model; that of the service itself counts for nothing.
    others: OnceCell<Vec<Options>>,
}

impl<'p> Rerun<'p> {
    /// The service at a place, with what a change of it can touch.
    pub(crate) fn of(portfolio: &'p Portfolio, recommended: &Assignment, index: usize) -> Self {
        let Member { team, domain, .. } = portfolio.member(index);
        // What is paid if a model runs any service of a domain, or of the portfolio, ties services to each other.
        let shares =
            portfolio.file().recurring_costs.iter().any(|cost| {
                matches!(cost.driver(), Driver::Portfolio | Driver::Domain | Driver::PersonOnCall)
            });
        let tied = |service: usize, of: Member, model: OperatingModel| {
            // Where costs decide, operations' rotas tie all services to each other.
            portfolio.policy == Policy::LeastCost
                || service == index
                || (team.is_some() && of.team == team)
                || (domain.is_some()
                    && of.domain == domain
                    && (shares || model == OperatingModel::YouBuildItYouRunIt))
        };
        // The terms of a team's only service are the team's: where one with terms of its own is run again, so are its
        // siblings.
        let places = portfolio.file().services.iter().zip(&portfolio.members).zip(&recommended.choices);
        let with_terms: std::collections::BTreeSet<_> = places
            .enumerate()
            .filter(|(number, ((service, of), choice))| {
                service.own.is_some() && tied(*number, **of, choice.model)
            })
            .filter_map(|(_, ((_, of), _))| of.team)
            .collect();
        let touches = |service: usize, of: Member, model: OperatingModel| {
            tied(service, of, model) || of.team.is_some_and(|team| with_terms.contains(&team))
        };
        let mut file = portfolio.file().clone();
        let all = std::mem::take(&mut file.services);
        let mut place = 0;
        let mut elsewhere: Vec<((OperatingModel, Option<OperatingModel>), Service)> = Vec::new();
        let services = all.into_iter().zip(&portfolio.members).zip(&recommended.choices).enumerate();
        for (number, ((service, of), choice)) in services {
            // Of all others matters whether operations run one and, where models share, whether any does, or did.
            let kind = (choice.model, portfolio.runs_today(number).filter(|_| shares));
            if touches(number, *of, choice.model) {
                if number == index {
                    place = file.services.len();
                }
                file.services.push(service);
            } else if (shares || choice.model == OperatingModel::OpsRunIt)
                && elsewhere.iter().all(|(other, _)| *other != kind)
            {
                elsewhere.push((kind, service));
            }
        }
        for (_, mut elsewhere) in elsewhere {
            // Its team may have services that are left out.
            elsewhere.team = None;
            elsewhere.own = None;
            file.services.push(elsewhere);
        }
        // What names services or teams that are left out, and changes no cost.
        file.shared_causes = Vec::new();
        file.transition_plan = None;
        for service in &mut file.services {
            service.depends_on = Vec::new();
        }
        // What teams have of their own that run none of these services.
        let own_teams: std::collections::BTreeSet<&str> =
            file.services.iter().filter_map(|service| service.team.as_deref()).collect();
        for other in file
            .teams
            .iter_mut()
            .filter(|other| !own_teams.contains(&*other.name) && (domain.is_none() || other.domain.is_none()))
        {
            other.own = None;
        }
        Self { before: portfolio, file, index: place, others: OnceCell::new() }
    }

    /// The service at a place with its whole portfolio, for the tests to hold the shorter road to.
    #[cfg(test)]
    pub(super) fn whole(portfolio: &'p Portfolio, index: usize) -> Self {
        let file = PortfolioFile { shared_causes: Vec::new(), ..portfolio.file().clone() };
        Self { before: portfolio, file, index, others: OnceCell::new() }
    }

    /// What a service may choose where costs decide, all others as recommended: Ops Run It, and You Build It You Run It with
    /// each schedule that it may have, as differences to Ops Run It. What is given stays given.
    pub(super) fn choices(&self, parts: &Parts) -> Result<Vec<Parts>, Fault> {
        let Some(service) = self.file.services.get(self.index) else {
            return Ok(Vec::new());
        };
        let mut choices = Vec::new();
        if service.operating_model != Some(OperatingModel::YouBuildItYouRunIt) {
            choices.push(parts.nothing());
        }
        if service.operating_model == Some(OperatingModel::OpsRunIt) {
            return Ok(choices);
        }
        let least = self.file.exposure_bands.first().map(|band| band.availability);
        let minimum = service.minimum_out_of_hours.unwrap_or(OutOfHours::None);
        for level in [OutOfHours::None, OutOfHours::Domain, OutOfHours::Team] {
            let mut rerun = Self { file: self.file.clone(), others: self.others.clone(), ..*self };
            if let Some(service) = rerun.file.services.get_mut(self.index).filter(|_| level >= minimum) {
                // The lowest target asks for no schedule by itself.
                service.availability_target = least;
                service.minimum_out_of_hours = Some(level);
                service.operating_model = Some(OperatingModel::YouBuildItYouRunIt);
                choices.extend(rerun.parts(&[])?.map(|(_, parts)| parts));
            }
        }
        Ok(choices)
    }

    /// What is run again.
    pub(super) fn file(&self) -> &PortfolioFile {
        &self.file
    }

    /// The service, and its place in what is run again.
    pub(super) fn service(&self) -> Option<(u32, &Service)> {
        Some((u32::try_from(self.index).ok()?, self.file.services.get(self.index)?))
    }

    /// Whether any change may change any choice.
    pub(super) fn is_decided_by_costs(&self) -> bool {
        self.file.selection.as_ref().and_then(|selection| selection.policy) == Some(Policy::LeastCost)
    }

    /// The same with changes that may touch other services, too.
    pub(super) fn changed(&self, change: impl FnOnce(&mut PortfolioFile)) -> Self {
        let mut file = self.file.clone();
        change(&mut file);
        Self { file, others: OnceCell::new(), ..*self }
    }

    /// The same as [`Self::difference`] of what is [`Self::changed`] and not asked again.
    pub(super) fn difference_with(&self, change: impl FnOnce(&mut PortfolioFile)) -> Option<Money> {
        let mut file = self.file.clone();
        change(&mut file);
        let portfolio = Portfolio::of_changed(file, Some(self.before)).ok()?;
        let analysis = Analysis::of_one(&portfolio, self.index).ok()?;
        self.compare(&portfolio, analysis).ok().flatten().map(|(_, _, difference)| difference)
    }

    fn portfolio(&self, values: &[(Input, Decimal)]) -> Option<Portfolio> {
        let mut file = self.file.clone();
        let service = file.services.get_mut(self.index)?;
        for (input, value) in values {
            input.set(service, *value);
        }
        // What is no higher than the service's own exposure is no peak any more.
        let exposure = service.exposure_per_hour.mean();
        service.peaks.retain(|peak| peak.exposure_per_hour.mean() > exposure);
        Portfolio::of_changed(file, Some(self.before)).ok()
    }

    /// Who would run the service, and who would be on call for it, with a change to it; `None` where that is no portfolio.
    pub(super) fn decided(
        &self,
        change: impl FnOnce(&mut Service),
    ) -> Result<Option<(OperatingModel, Option<OutOfHours>)>, Fault> {
        let mut file = self.file.clone();
        if let Some(service) = file.services.get_mut(self.index) {
            change(service);
        }
        let Ok(portfolio) = Portfolio::of_changed(file, Some(self.before)) else {
            return Ok(None);
        };
        let recommended = recommended(&portfolio)?;
        let choice = recommended.choices.get(self.index);
        Ok(choice.map(|choice| {
            let by_team = choice.model == OperatingModel::YouBuildItYouRunIt;
            (choice.model, by_team.then_some(choice.schedule))
        }))
    }

    /// What You Build It You Run It costs more than Ops Run It with these values; `None` where they are no portfolio, or
    /// where the models cannot be compared.
    pub(crate) fn difference(&self, values: &[(Input, Decimal)]) -> Option<Money> {
        let portfolio = self.portfolio(values)?;
        let compared = self.compared(&portfolio).ok().flatten();
        compared.map(|(_, _, difference)| difference)
    }

    /// The same, and taken apart.
    pub(crate) fn parts(&self, values: &[(Input, Decimal)]) -> Result<Option<(Money, Parts)>, Fault> {
        let Some(portfolio) = self.portfolio(values) else {
            return Ok(None);
        };
        let Some((analysis, margin, difference)) = self.compared(&portfolio)? else {
            return Ok(None);
        };
        Ok(Some((difference, Parts::of(&analysis, self.index, &margin.cover, difference)?)))
    }

    /// The models of the service compared in a changed portfolio; `None` where they cannot be.
    fn compared<'c>(&self, portfolio: &'c Portfolio) -> Result<Option<(Analysis<'c>, Margin, Money)>, Fault> {
        // What the other services cost by themselves stays as it is.
        let analysis = match self.others.get() {
            Some(options) => Analysis::changed(portfolio, options.clone(), self.index)?,
            None => {
                let analysis = Analysis::of_sums(portfolio)?;
                self.others.get_or_init(|| analysis.options.to_vec());
                analysis
            }
        };
        self.compare(portfolio, analysis)
    }

    fn compare<'c>(
        &self,
        portfolio: &'c Portfolio,
        analysis: Analysis<'c>,
    ) -> Result<Option<(Analysis<'c>, Margin, Money)>, Fault> {
        let (margin, insurance) = analysis.insurance_of(&Settled::of(portfolio)?, self.index)?;
        Ok(insurance.difference()?.map(|difference| (analysis, margin, difference)))
    }

    /// The difference as it runs on from this value of an input, as far as nothing is decided in another way; `None` where
    /// the value is no portfolio, where the models cannot be compared, or where any change may change any choice.
    pub(super) fn line(&self, input: Input, value: Decimal) -> Option<Line> {
        if self.is_decided_by_costs() {
            return None;
        }
        let portfolio = self.portfolio(&[(input, value)])?;
        let (_, margin, difference) = self.compared(&portfolio).ok().flatten()?;
        let costing = Costing::new(&portfolio).ok()?;
        let own = own(&costing, self.index, &margin.cover).ok()?;
        let worked = costing.worked();
        let line = Line {
            input,
            index: self.index,
            most: portfolio.most_incidents(self.index).filter(|_| input == Input::Incidents),
            cover: margin.cover,
            difference,
            own,
            moved: RefCell::new((portfolio, Some(worked))),
        };
        Some(line)
    }
}

/// A portfolio in which one input of a service moves, and nothing else: what it adds is what the line items of the service
/// add. That saves reading, choosing, planning and comparing again.
pub(super) struct Line {
    input: Input,
    index: usize,
    /// Incidents that would last longer than the year are not estimated.
    most: Option<Decimal>,
    cover: Cover,
    /// Where it started: the difference between the models, and that of the service's own line items.
    pub(super) difference: Money,
    own: Money,
    /// The portfolio with the value that was asked for last, and what no value of the input changes.
    moved: RefCell<(Portfolio, Option<Worked>)>,
}

impl Line {
    /// The difference at another value, as [`Rerun::difference`] has it.
    pub(super) fn at(&self, value: Decimal) -> Option<Money> {
        let mut moved = self.moved.try_borrow_mut().ok()?;
        let (portfolio, worked) = &mut *moved;
        if self.most.is_some_and(|most| value > most) {
            return None;
        }
        portfolio.change_service(self.index, |service| self.input.set(service, value));
        let costing = match worked.take() {
            Some(worked) => Costing::of_worked(portfolio, worked),
            None => Costing::new(portfolio).ok()?,
        };
        let own = own(&costing, self.index, &self.cover);
        *worked = Some(costing.worked());
        let own = own.ok()?;
        self.difference.plus(own.minus(self.own).ok()?).ok()
    }
}

/// What the line items of a service come to under You Build It You Run It less those under Ops Run It.
fn own(costing: &Costing<'_>, index: usize, cover: &Cover) -> Result<Money, Fault> {
    let sum = |model, cover: &Cover| {
        let mut sum = Money::ZERO;
        costing.visit(index, model, cover, &mut |entry| {
            sum = sum.plus(entry.over_horizon.unwrap_or_default())?;
            Ok(())
        })?;
        Ok::<_, Fault>(sum)
    };
    let operations = sum(OperatingModel::OpsRunIt, &Cover::Always)?;
    Ok(sum(OperatingModel::YouBuildItYouRunIt, cover)?.minus(operations)?)
}
