//! What is the same for every service under an operating model, worked out once.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::estimate::Estimate;
use crate::exact::{DeploymentTarget, Duration, Money, Number, Overflow, difference, product, quotient, sum};
use crate::ledger::callout::paid_hours;
use crate::ledger::failure_terms::{FailureTerms, Failures};
use crate::ledger::item::{Aspect, CostType, ItemCode};
use crate::portfolio::{
    ByModel, Callout, CalloutTerms, Learning, OneOffCosts, OperationsWork, Overrides, Throughput, When,
};
use crate::resolve::{CalendarTerms, Level, Portfolio, Rotation};
use crate::response::{Arrivals, Chain, ChainTier, Unavailable};
use crate::selection::OperatingModel;
use crate::year::{CoverHours, Kinds, Moment, Progress, Responds, Year, minutes_by_kind};

/// How often services of one demand band are deployed, and how many weeks a feature waits for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cadence {
    pub(crate) deployments: Decimal,
    /// The hand-off, and half the interval between deployments; `None` where the hand-off is not given.
    pub(crate) lead: Option<Decimal>,
}

/// What one callout to a tier is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CalloutPay {
    /// There is none: pay for standby alone is one of the two recommended models.
    None,
    NotGiven,
    Hours {
        hours: Decimal,
        rate: Decimal,
    },
    Each(Decimal),
}

/// Callouts to one tier.
#[derive(Clone, Debug)]
pub(crate) struct TierCallout {
    pub(crate) pay: CalloutPay,
    /// What its people are paid on average, of what the first of them is.
    pub(crate) of_full_pay: Decimal,
    /// The hours from a paid callout on in which no other is paid.
    pub(crate) window: Option<Decimal>,
    /// Hours off for an hour of work.
    pub(crate) time_off: Option<Decimal>,
    /// When they come, where the schedule does not and does cover the service.
    pub(crate) times: [CalloutTimes; 2],
}

impl TierCallout {
    fn of(pay: CalloutPay) -> Self {
        let times = [CalloutTimes::default(); 2];
        Self { pay, of_full_pay: Decimal::ONE, window: None, time_off: None, times }
    }
}

/// When callouts come.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CalloutTimes {
    /// The mean rate at these times, where it is another at some.
    pub(crate) rate: Option<Decimal>,
    /// Hours of the year on standby out of hours; worked out where a window needs them.
    pub(crate) on_call: Decimal,
}

impl CalloutTimes {
    /// Of the last of some tiers.
    fn of(
        portfolio: &Portfolio,
        callout: &Callout,
        (calendar, year, covers): (&CalendarTerms, &Year, &[CoverHours]),
        until: &[ChainTier],
        by_schedule: Responds,
    ) -> Result<Self, Overflow> {
        let mut times = Self::default();
        let responds: Vec<Responds> = until.iter().map(|tier| tier.responds.unwrap_or(by_schedule)).collect();
        if !callout.rates.is_empty() {
            times.rate = mean_rate(callout, calendar, covers, &responds)?;
        }
        if let Some(last) = responds.last().filter(|_| callout.window.is_some()) {
            let all = Decimal::from(year.minutes_worked() + year.minutes_out_of_hours());
            let share = quotient(Decimal::from(year.minutes_responding(*last)), all)?;
            times.on_call = product(product(share, portfolio.weeks_per_year)?, Decimal::from(168))?;
        }
        Ok(times)
    }
}

/// How the response goes where the product team does, or does not, cover a service out of hours.
#[derive(Clone, Debug)]
pub(crate) struct ResponseTerms {
    /// By tier.
    pub(crate) progress: Vec<Progress>,
    pub(crate) unavailable: Unavailable,
}

impl ResponseTerms {
    fn of(
        chain: Option<&Chain>,
        year: &Year,
        arrivals: Arrivals,
        by_schedule: Responds,
    ) -> Result<Self, Overflow> {
        let Some(chain) = chain else {
            return Ok(Self { progress: Vec::new(), unavailable: Unavailable::NONE });
        };
        let progress = chain.progress(year, by_schedule)?;
        let unavailable = chain.unavailable(arrivals, &progress)?;
        Ok(Self { progress, unavailable })
    }
}

/// How the response goes where the product team covers a service only in hours of the week to which peaks raise its
/// schedule.
#[derive(Clone, Debug)]
pub(crate) struct InHours {
    /// The year with these hours in it, the last of its covers.
    pub(crate) year: Year,
    pub(crate) responds: Responds,
    pub(crate) response: ResponseTerms,
    /// By tier.
    pub(crate) callouts: Vec<CalloutTimes>,
}

impl InHours {
    /// Of stretches of the line of a year; `None` where they have no such hours.
    pub(crate) fn of(
        portfolio: &Portfolio,
        (service, model): (usize, OperatingModel),
        stretches: &[(u32, u32)],
    ) -> Result<Option<Self>, Overflow> {
        if stretches.is_empty() {
            return Ok(None);
        }
        let settings = &portfolio.settings;
        let mut covers = settings.covers().to_vec();
        let responds = Responds::In(u32::try_from(covers.len()).map_err(|_| Overflow)?);
        covers.push(portfolio.peak_hours.within(stretches));
        let calendar = settings.calendar(service);
        let year = Year::new(&calendar.shops, &covers);
        let chain = settings.chain(service, model);
        let response = ResponseTerms::of(chain, &year, portfolio.arrivals(service)?, responds)?;
        let tiers = chain.map_or(&[][..], |chain| &chain.tiers);
        let callouts = (1..=tiers.len()).filter_map(|count| {
            let until = tiers.get(..count)?;
            match portfolio.callout(service, until.last()?.by_product_team).0 {
                Some(CalloutTerms::Paid(callout)) => {
                    Some(CalloutTimes::of(portfolio, callout, (calendar, &year, &covers), until, responds))
                }
                _ => Some(Ok(CalloutTimes::default())),
            }
        });
        let callouts = callouts.collect::<Result<_, _>>()?;
        Ok(Some(Self { year, responds, response, callouts }))
    }
}

/// The terms of one operating model; times are hours, of lead weeks.
#[derive(Clone, Debug)]
pub(crate) struct ModelTerms {
    /// By demand band.
    pub(crate) cadences: Vec<Cadence>,
    pub(crate) effort_per_deployment: Option<Decimal>,
    pub(crate) effort_per_improvement: Option<Decimal>,
    pub(crate) learning_lead: Option<Decimal>,
    pub(crate) operations_work: Option<Decimal>,
    /// Deployments that fail; `None` where nothing is said of them, under either model.
    pub(crate) failures: Option<FailureTerms>,
    /// By tier.
    pub(crate) callouts: Vec<TierCallout>,
    covered: ResponseTerms,
    uncovered: ResponseTerms,
}

impl ModelTerms {
    /// Of a service; `given` says where each of them is said, so that services of which all are said in the same places
    /// have the same terms.
    pub(crate) fn of(portfolio: &Portfolio, service: usize, model: OperatingModel) -> Result<Self, Overflow> {
        let Given { hand_off, effort_per_deployment, lead_time, effort_per_improvement, work, .. } =
            Given::of(portfolio, service, model);
        let week = Decimal::from(168);
        let cadences = portfolio.demand_bands.iter().map(|band| {
            let target = cadence(portfolio, service, band.deployment, model);
            let deployments = target.per_year(portfolio.weeks_per_year)?;
            let lead = |hand_off: &Estimate<Duration>| {
                let interval = quotient(portfolio.weeks_per_year, deployments)?;
                sum(quotient(hand_off.mean_hours(), week)?, quotient(interval, Decimal::TWO)?)
            };
            let lead = hand_off.0.map(lead).transpose()?;
            Ok(Cadence { deployments, lead })
        });
        let chain = portfolio.settings.chain(service, model);
        let calendar = portfolio.settings.calendar(service);
        let arrivals = portfolio.arrivals(service)?;
        let response = |by_schedule| ResponseTerms::of(chain, &calendar.year, arrivals, by_schedule);
        let tiers = chain.map_or(&[][..], |chain| &chain.tiers);
        let written = portfolio.settings.response(portfolio.file(), service, model);
        Ok(Self {
            cadences: cadences.collect::<Result<_, Overflow>>()?,
            effort_per_deployment: effort_per_deployment.0.map(Estimate::mean_hours),
            effort_per_improvement: effort_per_improvement.0.map(Estimate::mean_hours),
            learning_lead: lead_time.0.map(|lead| quotient(lead.mean_hours(), week)).transpose()?,
            operations_work: work.0.map(Estimate::mean_hours),
            failures: FailureTerms::of(portfolio, service, model),
            callouts: tiers
                .iter()
                .zip(written.into_iter().flat_map(|given| &given.tiers))
                .enumerate()
                .map(|(number, (_, given))| callout_of(portfolio, service, (tiers, number), &given.handling))
                .collect::<Result<_, _>>()?,
            covered: response(portfolio.responds(service))?,
            uncovered: response(Responds::NextWorkingDay)?,
        })
    }

    pub(crate) fn response(&self, covered: bool) -> &ResponseTerms {
        if covered { &self.covered } else { &self.uncovered }
    }
}

/// Where a service's terms are said: services with the same places have the same terms.
pub(crate) type Places = ([Level; 8], Option<u32>, u32, [Option<Rotation>; 2], Responds, Option<usize>);

/// What is said of a service under one model, each with who says so.
pub(crate) struct Given<'p> {
    pub(crate) hand_off: (Option<&'p Estimate<Duration>>, Level),
    pub(crate) effort_per_deployment: (Option<&'p Estimate<Duration>>, Level),
    pub(crate) fastest: (Option<DeploymentTarget>, Level),
    pub(crate) lead_time: (Option<&'p Estimate<Duration>>, Level),
    pub(crate) effort_per_improvement: (Option<&'p Estimate<Duration>>, Level),
    pub(crate) work: (Option<&'p Estimate<Duration>>, Level),
}

impl<'p> Given<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio, service: usize, model: OperatingModel) -> Self {
        let throughput = |given: &'p Option<ByModel<Throughput>>| given.as_ref()?.of(model);
        let learning = |given: &'p Option<ByModel<Learning>>| given.as_ref()?.of(model);
        let of_throughput = |pick: fn(&'p Throughput) -> Option<&'p Estimate<Duration>>| {
            let own = |own: &'p Overrides| throughput(&own.throughput).and_then(pick);
            portfolio.nearest(service, own, |file| throughput(&file.throughput).and_then(pick))
        };
        let of_learning = |pick: fn(&'p Learning) -> Option<&'p Estimate<Duration>>| {
            let own = |own: &'p Overrides| learning(&own.learning).and_then(pick);
            portfolio.nearest(service, own, |file| learning(&file.learning).and_then(pick))
        };
        let fastest = |given: &'p Option<ByModel<Throughput>>| throughput(given)?.fastest_deployment;
        let work =
            |given: &'p Option<ByModel<OperationsWork>>| Some(&given.as_ref()?.of(model)?.effort_per_week);
        Self {
            hand_off: of_throughput(|given| given.hand_off_lead_time.as_ref()),
            effort_per_deployment: of_throughput(|given| given.effort_per_deployment.as_ref()),
            fastest: portfolio.nearest(
                service,
                |own| fastest(&own.throughput),
                |file| fastest(&file.throughput),
            ),
            lead_time: of_learning(|given| given.lead_time.as_ref()),
            effort_per_improvement: of_learning(|given| given.effort_per_improvement.as_ref()),
            work: portfolio.nearest(
                service,
                |own| work(&own.operations_work),
                |file| work(&file.operations_work),
            ),
        }
    }

    /// Where they are said.
    pub(crate) fn places(&self, portfolio: &Portfolio, service: usize, model: OperatingModel) -> Places {
        let callouts = portfolio.callout(service, true).1;
        let failures = Failures::of(portfolio, service, model);
        let levels = [
            self.hand_off.1,
            self.effort_per_deployment.1,
            self.fastest.1,
            self.lead_time.1,
            self.effort_per_improvement.1,
            self.work.1,
            failures.rate.1,
            failures.recovery.1,
        ];
        let response = portfolio.settings.response_number(service, model).map(|(number, _)| number);
        let calendar = portfolio.settings.calendar_number(service);
        // Callouts that the portfolio does not say may be those of a preset of the team.
        let rotation = portfolio.settings.own_pay().first().map(|_| portfolio.rotation(service));
        let said = match callouts {
            Level::Portfolio => None,
            Level::Domain(domain) => Some(Rotation::Domain(domain)),
            Level::Team(team) => Some(Rotation::Team(team)),
            Level::Service(service) => Some(Rotation::Service(service)),
        };
        let own =
            portfolio.file().services.get(service).is_some_and(|own| own.incidents_out_of_hours.is_some());
        let own_arrivals = own.then_some(service);
        (levels, response, calendar, [said, rotation], portfolio.responds(service), own_arrivals)
    }
}

/// What a service costs once under a model, by the line item, and who says so.
pub(crate) fn one_off_cost<'p>(
    portfolio: &'p Portfolio,
    service: usize,
    model: OperatingModel,
    code: ItemCode,
) -> (Option<&'p Estimate<Money>>, Level) {
    let of = |costs: &'p Option<ByModel<OneOffCosts>>| {
        let costs = costs.as_ref()?.of(model)?;
        match code.aspect() {
            Aspect::DeploymentThroughput => costs.deployment_throughput.as_ref(),
            Aspect::ServiceReliability => costs.service_reliability.as_ref(),
            Aspect::LearningCulture => costs.learning_culture.as_ref(),
        }
    };
    match code.cost_type() {
        CostType::Setup => portfolio.nearest(service, |own| of(&own.setup), |file| of(&file.setup)),
        CostType::Transition => {
            portfolio.nearest(service, |own| of(&own.transition), |file| of(&file.transition))
        }
        CostType::Run | CostType::Incident | CostType::Opportunity => (None, Level::Portfolio),
    }
}

/// How often a service is deployed under a model, in which cadence.
pub(crate) fn cadence(
    portfolio: &Portfolio,
    service: usize,
    target: DeploymentTarget,
    model: OperatingModel,
) -> DeploymentTarget {
    let fastest = Given::of(portfolio, service, model).fastest.0;
    let fastest = match model {
        OperatingModel::OpsRunIt => fastest.or(Some(portfolio.costs.fastest_of_operations)),
        OperatingModel::YouBuildItYouRunIt => fastest,
    };
    fastest.filter(|fastest| fastest.days() > target.days()).unwrap_or(target)
}

fn callout_of(
    portfolio: &Portfolio,
    service: usize,
    (tiers, number): (&[ChainTier], usize),
    handling: &Estimate<Duration>,
) -> Result<TierCallout, Overflow> {
    let (Some(tier), Some(until)) = (tiers.get(number), tiers.get(..=number)) else {
        return Ok(TierCallout::of(CalloutPay::None));
    };
    let callout = match portfolio.callout(service, tier.by_product_team).0 {
        Some(CalloutTerms::Paid(callout)) => callout,
        Some(CalloutTerms::None) => return Ok(TierCallout::of(CalloutPay::None)),
        None => return Ok(TierCallout::of(CalloutPay::NotGiven)),
    };
    let (rate, per) = callout.rate();
    let pay = match paid_hours(callout, per, handling)? {
        Some(hours) => CalloutPay::Hours { hours, rate: rate.mean_number() },
        None => CalloutPay::Each(rate.mean_number()),
    };
    let calendar = portfolio.settings.calendar(service);
    let of_full_pay = match callout.secondary {
        Some(share) if tier.people > 1 => {
            let people = Decimal::from(tier.people);
            quotient(sum(Decimal::ONE, product(difference(people, Decimal::ONE)?, share.of_one())?)?, people)?
        }
        _ => Decimal::ONE,
    };
    let window = callout.window.map(|window| quotient(Decimal::from(window.seconds()), Decimal::from(3600)));
    let mut times = [CalloutTimes::default(); 2];
    for (by_schedule, times) in
        [Responds::NextWorkingDay, portfolio.responds(service)].into_iter().zip(&mut times)
    {
        let at = (calendar, &*calendar.year, portfolio.settings.covers());
        *times = CalloutTimes::of(portfolio, callout, at, until, by_schedule)?;
    }
    let time_off = callout.time_off.map(Number::value).filter(|hours| !hours.is_zero());
    Ok(TierCallout { pay, of_full_pay, window: window.transpose()?, time_off, times })
}

/// The mean of the rates at the times at which the last of some tiers is called out; `None` where it never is.
fn mean_rate(
    callout: &Callout,
    calendar: &CalendarTerms,
    covers: &[CoverHours],
    tiers: &[Responds],
) -> Result<Option<Decimal>, Overflow> {
    let bank_holidays = calendar.shops.bank_holidays();
    let whens = || callout.rates.iter().map(|rule| &rule.when);
    let dates: Vec<Date> = whens().flat_map(When::dates).collect();
    let first = |(minute, date): Moment| {
        let date = date.map(|date| (date, bank_holidays.as_slice()));
        whens().position(|when| when.matches(minute, date)).unwrap_or(callout.rates.len())
    };
    let cuts = |day: u32| whens().flat_map(|when| when.cuts(day)).collect();
    let kinds = Kinds { count: callout.rates.len() + 1, cuts: &cuts, dates: &dates, of: &first };
    let minutes = minutes_by_kind(&calendar.shops, covers, tiers, &kinds);
    let all: u64 = minutes.iter().sum();
    if all == 0 {
        return Ok(None);
    }
    let mut rates = Decimal::ZERO;
    for (minutes, rate) in minutes.into_iter().zip(callout.rates_by_rule()?) {
        rates = sum(rates, product(Decimal::from(minutes), rate)?)?;
    }
    quotient(rates, Decimal::from(all)).map(Some)
}
