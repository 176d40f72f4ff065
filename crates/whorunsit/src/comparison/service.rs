//! One service under both models: what You Build It You Run It costs more, and what it protects.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::comparison::sums::{Change, Sums};
use crate::comparison::{Analysis, availability, strategy::Assignment};
use crate::finding::Finding;
use crate::ledger::{Costing, cadence};
use crate::money::{Overflow, product, quotient, sum};
use crate::on_call::{Cover, InForce, Timeline};
use crate::selection::OperatingModel;
use crate::{Availability, DeploymentTarget, Money, Name, Portfolio, number};

/// One service under both models.
///
/// A difference is what the portfolio as a whole would cost more or lose less: a service that leaves operations saves
/// nothing of their rotas unless it is the last, and one that joins a team with a schedule adds none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceComparison {
    /// The service's name.
    pub name: Name,
    /// The team that builds it.
    pub team: Option<Name>,
    /// What is recommended.
    pub operating_model: OperatingModel,
    /// The availability target in force.
    pub availability_target: Availability,
    /// Under Ops Run It.
    pub ops_run_it: ModelCosts,
    /// Under You Build It You Run It.
    pub you_build_it_you_run_it: ModelCosts,
    /// What You Build It You Run It costs more than Ops Run It, standby included, and what it protects.
    pub insurance: Insurance,
    /// What to know about it.
    pub findings: Vec<Finding>,
}

/// What one service costs under one model, standby aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelCosts {
    /// How often it would be deployed.
    pub deployment: DeploymentTarget,
    /// Paid once, to set the model up.
    pub setup: Money,
    /// Paid once, to change over.
    pub transition: Money,
    /// Paid every year, standby aside.
    pub run: Money,
    /// Paid every year, for responding to incidents.
    pub incident: Money,
    /// Lost every year.
    pub opportunity: Money,
    /// Setup, transition, run and incident costs over the horizon.
    pub premium_over_horizon: Money,
    /// Opportunity costs over the horizon.
    pub loss_over_horizon: Money,
    /// How an incident goes; `None` where the model's response is not given.
    pub incidents: Option<IncidentOutlook>,
    /// Expected availability in percent; `None` where the response or the incidents a year are not given.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub expected_availability: Option<Decimal>,
    /// Whether that meets the target.
    pub meets_target: Option<bool>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
    /// The inputs that are missing, as JSON Pointers.
    pub missing: Vec<String>,
}

/// How one incident goes, on average.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncidentOutlook {
    /// Hours to restore service, of an incident in working hours.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub hours_to_restore_in_working_hours: Decimal,
    /// Hours to restore service, of an incident out of hours.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub hours_to_restore_out_of_hours: Decimal,
    /// Hours to restore service, over all incidents.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub hours_to_restore: Decimal,
    /// What the service loses in an hour of an incident of mean severity.
    pub loss_per_hour: Money,
    /// How such an incident ranks; `None` where the portfolio has no loss bands.
    pub triage: Option<Triage>,
    /// The expected loss of a week set against the loss that the target tolerates in it; `None` where incidents a year
    /// are not given.
    pub protection: Option<LossProtection>,
}

/// How an incident ranks by what it loses until it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Triage {
    /// Major: restore now.
    High,
    /// Minor: restore by the next working day.
    Medium,
    /// Minor: restore when possible, from the backlog.
    Low,
}

/// How much of a tolerable loss did not happen.
///
/// # Examples
///
/// The playbook's example: 99.0 % at $200 000 an hour, of which 30 minutes lose $100 000 in a week.
///
/// ```
/// use whorunsit::LossProtection;
///
/// let week = LossProtection::in_week("99.0".parse()?, "200000".parse()?, "100000".parse()?)?;
/// assert_eq!(week.tolerable_loss.to_string(), "336000");
/// assert_eq!(week.protected.to_string(), "236000");
/// assert_eq!(week.percent.map(|percent| percent.round_dp(3).to_string()), Some("70.238".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LossProtection {
    /// The loss that the target tolerates in a week.
    pub tolerable_loss: Money,
    /// What of it is not lost; below zero where more is lost than the target tolerates.
    pub protected: Money,
    /// That in percent, to nine decimals; `None` where nothing is exposed.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub percent: Option<Decimal>,
}

impl LossProtection {
    /// Sets the loss of a week against what a target tolerates at an exposure per hour.
    ///
    /// # Errors
    /// [`Overflow`] when an amount does not fit 28 digits.
    pub fn in_week(target: Availability, exposure_per_hour: Money, loss: Money) -> Result<Self, Overflow> {
        let [week] = target.tolerable([crate::Period::Week], exposure_per_hour)?;
        let protected = week.loss.minus(loss)?;
        let percent = if week.loss.is_zero() {
            None
        } else {
            let ratio = quotient(product(protected.amount(), Decimal::ONE_HUNDRED)?, week.loss.amount())?;
            Some(ratio.round_dp(9))
        };
        Ok(Self { tolerable_loss: week.loss, protected, percent })
    }
}

/// You Build It You Run It as an insurance, compared with Ops Run It: the premium that is paid more, and the loss that
/// is avoided. Either may be below zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Insurance {
    /// What is paid more once.
    pub extra_one_off: Money,
    /// What is paid more every year, standby included.
    pub extra_premium_per_year: Money,
    /// The part of it that is standby; `None` where pay is not given.
    pub extra_standby_per_year: Option<Money>,
    /// What is paid more over the horizon.
    pub extra_premium_over_horizon: Money,
    /// What is lost less every year.
    pub loss_avoided_per_year: Money,
    /// What is lost less over the horizon.
    pub loss_avoided_over_horizon: Money,
    /// Loss avoided less extra premium, over the horizon.
    pub net_benefit: Money,
    /// Loss avoided for each unit of extra premium over the horizon, to two decimals; `None` where no extra premium is
    /// paid.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub ratio: Option<Decimal>,
    /// The month by whose end the extra cost is made up for; 0 where there is none, `None` where it never is.
    pub payback_month: Option<u32>,
    /// The model that costs less over the horizon; `None` where they cost the same, or where one lacks an amount that
    /// the other has, so that their difference means nothing.
    pub cheaper_model: Option<OperatingModel>,
    /// Whether the recommended model is no dearer; `None` where that cannot be told.
    pub agrees: Option<bool>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
}

impl Insurance {
    /// From what You Build It You Run It costs more, or less.
    pub(crate) fn of(
        costing: &Costing<'_>,
        change: Change,
        standby: Option<Money>,
        recommended: Option<OperatingModel>,
        (comparable, partial): (bool, bool),
    ) -> Result<Self, Overflow> {
        let extra = change.premium_over_horizon;
        let avoided = Money::ZERO.minus(change.loss_over_horizon)?;
        let net_benefit = avoided.minus(extra)?;
        let cheaper_model = match net_benefit.cmp(&Money::ZERO) {
            _ if !comparable => None,
            std::cmp::Ordering::Less => Some(OperatingModel::OpsRunIt),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(OperatingModel::YouBuildItYouRunIt),
        };
        let ratio = if extra > Money::ZERO {
            Some(quotient(avoided.amount(), extra.amount())?.round_dp(2))
        } else {
            None
        };
        let per_year = change.premium_per_year.plus(change.loss_per_year)?;
        let discounting = &costing.portfolio.costs.discounting;
        let payback_month = if comparable {
            discounting.payback_month(change.one_off, Money::ZERO.minus(per_year)?)?
        } else {
            None
        };
        Ok(Self {
            extra_one_off: change.one_off,
            extra_premium_per_year: change.premium_per_year,
            extra_standby_per_year: standby,
            extra_premium_over_horizon: extra,
            loss_avoided_per_year: Money::ZERO.minus(change.loss_per_year)?,
            loss_avoided_over_horizon: avoided,
            net_benefit,
            ratio,
            payback_month,
            cheaper_model,
            agrees: comparable.then(|| {
                cheaper_model.is_none_or(|cheaper| recommended.is_none_or(|model| model == cheaper))
            }),
            partial,
        })
    }
}

/// What standby costs; `None` where pay is not given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StandbyPrices {
    /// One schedule of product teams in a whole year, not rounded yet.
    pub(crate) schedule: Option<Money>,
    /// All rotas of operations, a year and over the horizon.
    pub(crate) rotas: Option<(Money, Money)>,
}

impl StandbyPrices {
    /// What one schedule of product teams costs on the days on which it is in force.
    pub(crate) fn of(&self, portfolio: &Portfolio, in_force: InForce) -> Result<Change, Overflow> {
        let currency = portfolio.file().currency;
        let Some(whole_year) = self.schedule else {
            return Ok(Change::default());
        };
        let yearly = in_force.standby(portfolio, whole_year)?.booked(currency);
        let over_horizon = portfolio.costs.discounting.of_yearly(yearly, currency)?;
        Ok(Change::of_standby((yearly, over_horizon)))
    }
}

/// A team, and the days that would be covered; `None` for all year.
type Covered = (usize, Option<Vec<(u32, u32)>>);

/// Works out marginal costs: what the portfolio costs more with one service under the other model.
pub(crate) struct Margins<'a, 'p> {
    analysis: &'a Analysis<'p>,
    assignment: &'a Assignment,
    /// For each team that runs services, what these lose together by having no cover all year.
    siblings: Vec<Change>,
    /// The same for teams whose cover changes on some days only, by the days that would be covered then.
    joined: BTreeMap<Covered, Change>,
}

/// The marginal difference of one service.
pub(crate) struct Margin {
    /// You Build It You Run It less Ops Run It, standby included.
    pub(crate) change: Change,
    pub(crate) standby_per_year: Money,
    /// Whether standby that would be needed has no price.
    pub(crate) unpriced: bool,
    /// How the service is covered out of hours where its team runs it.
    pub(crate) cover: Cover,
}

impl<'a, 'p> Margins<'a, 'p> {
    pub(crate) fn new(analysis: &'a Analysis<'p>, assignment: &'a Assignment) -> Result<Self, Overflow> {
        let mut siblings = Vec::new();
        for (service, runner) in assignment.planned.needs.of_service.iter().enumerate() {
            let (Some(runner), Some(options)) = (runner, analysis.options.get(service)) else {
                continue;
            };
            if siblings.len() <= *runner {
                siblings.resize(runner + 1, Change::default());
            }
            if let Some(slot) = siblings.get_mut(*runner) {
                *slot = slot.plus(options.uncovered.against(&options.covered)?)?;
            }
        }
        Ok(Self { analysis, assignment, siblings, joined: BTreeMap::new() })
    }

    /// What one service under You Build It You Run It costs the portfolio more than under Ops Run It, all other
    /// services as they are: its own costs, the cover that its siblings gain with it, and standby, in a normal week and
    /// in peaks.
    pub(crate) fn of(&mut self, service: usize) -> Result<Margin, Overflow> {
        let analysis = self.analysis;
        let portfolio = analysis.costing.portfolio;
        let needs = &self.assignment.planned.needs;
        let choice = self.assignment.choices.get(service).ok_or(Overflow)?;
        let marginal = needs.marginal(portfolio, service, choice);
        let [without, with] = &marginal.timelines;
        let cover = with.cover(&needs.windows(portfolio, service));
        let own = analysis.sums(service, OperatingModel::YouBuildItYouRunIt, &cover)?;
        let of_operations = analysis.sums(service, OperatingModel::OpsRunIt, &Cover::Always)?;
        let mut change = own.against(&of_operations)?;
        if !with.covers_as(without) {
            change = change.plus(self.siblings_gain(service, without, with)?)?;
        }
        let mut standby = Change::default();
        let mut unpriced = false;
        for (with, without) in
            marginal.with.iter().zip(&marginal.without).filter(|(with, without)| with != without)
        {
            match analysis.prices.schedule {
                None => unpriced = true,
                Some(_) => {
                    let more = analysis
                        .prices
                        .of(portfolio, *with)?
                        .minus(analysis.prices.of(portfolio, *without)?)?;
                    standby = standby.plus(more)?;
                }
            }
        }
        if marginal.rotas != 0 {
            match analysis.prices.rotas {
                None => unpriced = true,
                Some(rotas) => standby = standby.minus(Change::of_standby(rotas))?,
            }
        }
        let change = change.plus(standby)?;
        Ok(Margin { change, standby_per_year: standby.premium_per_year, unpriced, cover })
    }

    /// What the other services of a team cost and lose more by the cover that one service brings; below zero where that
    /// protects them.
    fn siblings_gain(
        &mut self,
        service: usize,
        without: &Timeline,
        with: &Timeline,
    ) -> Result<Change, Overflow> {
        let portfolio = self.analysis.costing.portfolio;
        let needs = &self.assignment.planned.needs;
        let Some(runner) = needs.runner_of(portfolio, service) else {
            return Ok(Change::default());
        };
        let is_in = needs.of_service.get(service).copied().flatten().is_some();
        let options = self.analysis.options.get(service).ok_or(Overflow)?;
        if with.covered_days().is_none() && without.covered_days().is_some_and(|days| days.is_empty()) {
            let all = self.siblings.get(runner).copied().unwrap_or_default();
            let this = if is_in { options.uncovered.against(&options.covered)? } else { Change::default() };
            return this.minus(all);
        }
        // Where the service is among them, few services make a difference; where it is not, many may make the same.
        let key = (runner, with.covered_days());
        if let Some(known) = self.joined.get(&key).filter(|_| !is_in) {
            return Ok(*known);
        }
        let mut gain = Change::default();
        for sibling in needs.run_by(runner).iter().filter(|sibling| **sibling != service) {
            let windows = needs.windows(portfolio, *sibling);
            let sums = |timeline: &Timeline| {
                self.analysis.sums(*sibling, OperatingModel::YouBuildItYouRunIt, &timeline.cover(&windows))
            };
            gain = gain.plus(sums(with)?.against(&sums(without)?)?)?;
        }
        if !is_in {
            self.joined.insert(key, gain);
        }
        Ok(gain)
    }
}

/// One model of one service, for people to look at.
pub(crate) fn model_costs(
    analysis: &Analysis<'_>,
    index: usize,
    (model, cover): (OperatingModel, &Cover),
    target: (Availability, DeploymentTarget),
) -> Result<ModelCosts, Overflow> {
    let costing = &analysis.costing;
    let portfolio = costing.portfolio;
    let sums = analysis.sums(index, model, cover)?;
    let unavailable = analysis.unavailable(index, model, cover)?;
    let expected_availability = unavailable.map(|hours| availability(portfolio, hours)).transpose()?;
    let mut missing = std::collections::BTreeSet::new();
    if !sums.missing.is_empty() {
        costing.visit(index, model, cover, &mut |entry| {
            missing.extend(entry.missing().paths(portfolio, index, model, entry.code));
            Ok(())
        })?;
    }
    Ok(ModelCosts {
        deployment: cadence(costing.portfolio, target.1, model),
        setup: sums.setup,
        transition: sums.transition,
        run: sums.run,
        incident: sums.incident,
        opportunity: sums.opportunity,
        premium_over_horizon: sums.premium_over_horizon,
        loss_over_horizon: sums.loss_over_horizon,
        incidents: outlook(costing, index, (model, cover), &sums, target.0)?,
        meets_target: expected_availability.map(|expected| expected >= target.0.percent()),
        expected_availability,
        partial: !missing.is_empty(),
        missing: missing.into_iter().collect(),
    })
}

fn outlook(
    costing: &Costing<'_>,
    index: usize,
    (model, cover): (OperatingModel, &Cover),
    sums: &Sums,
    target: Availability,
) -> Result<Option<IncidentOutlook>, Overflow> {
    let portfolio = costing.portfolio;
    let file = portfolio.file();
    let (Some(chain), Some(service)) = (portfolio.costs.chain(model), file.services.get(index)) else {
        return Ok(None);
    };
    let arrivals = portfolio.costs.arrivals;
    let covered = costing.covered_share(index, model, cover)?;
    let [working, out_of_hours] = chain.time_to_restore(arrivals, covered)?;
    let hours =
        sum(product(working, arrivals.in_working_hours)?, product(out_of_hours, arrivals.out_of_hours)?)?;
    let severity =
        service.severity.as_deref().map_or(Decimal::ONE_HUNDRED, |severity| severity.mean_number());
    let exposure = service.exposure_per_hour.mean();
    let loss_per_hour = exposure.share(severity, Decimal::ONE_HUNDRED)?.booked(file.currency);
    let rules = file.incidents.as_ref();
    let bands = rules.and_then(|rules| rules.high_loss.zip(rules.medium_loss));
    let loss = loss_per_hour.times(hours)?;
    let triage = bands.map(|(high, medium)| match loss {
        _ if loss >= high => Triage::High,
        _ if loss >= medium => Triage::Medium,
        _ => Triage::Low,
    });
    let of_incidents = sums.opportunity.minus(sums.delay)?;
    let week = of_incidents.share(Decimal::ONE, portfolio.weeks_per_year)?;
    let protection = portfolio
        .incidents_of(index)
        .map(|_| LossProtection::in_week(target, exposure, week.booked(file.currency)));
    Ok(Some(IncidentOutlook {
        hours_to_restore_in_working_hours: working.round_dp(9),
        hours_to_restore_out_of_hours: out_of_hours.round_dp(9),
        hours_to_restore: hours.round_dp(9),
        loss_per_hour,
        triage,
        protection: protection.transpose()?,
    }))
}
