//! What happened, service by service.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use whorunsit::{Currency, Name, OperatingModel, Portfolio, Provenance, WorkingHours};

use crate::budget::Budget;
use crate::context::{Context, ServiceTerms, Stranger};
use crate::estimates::Estimates;
use crate::figures::{Figures, Timed};
use crate::incidents::{Incident, Incidents};
use crate::period::{Hours, Period, minute_of_week};
use crate::problem::Refusal;
use crate::protection::Protections;
use crate::rejected::{Reason, Rejection};
use crate::source::Source;

/// What is asked of a measurement.
#[derive(Clone, Debug, Default)]
pub struct MeasureOptions {
    /// The first day of the period; by default that of the first date in the file.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// The time zone of working hours and days; by default that of the file.
    pub calendar_time_zone: Option<String>,
    /// Services that moved from one operating model to the other, and when.
    pub moved: Vec<(String, Date)>,
    /// The operating model of incidents that do not say theirs.
    pub operating_model: Option<OperatingModel>,
}

/// The error budget of a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceBudget {
    /// The service.
    pub service: Name,
    /// Its budget.
    #[serde(flatten)]
    pub budget: Budget,
}

/// What happened in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measurement {
    /// The portfolio that it was held against.
    pub portfolio: Option<Provenance>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// How the file was read.
    pub source: Source,
    /// The period.
    pub period: Period,
    /// Working hours.
    pub working_hours: String,
    /// All incidents together.
    pub all: Figures,
    /// By service: those of the portfolio in its order, then the others by name.
    pub services: Vec<Figures>,
    /// By team.
    pub teams: Vec<Figures>,
    /// By the group that an incident was last assigned to.
    pub groups: Vec<Figures>,
    /// Services that incidents name and the portfolio does not have.
    pub strangers: Vec<Stranger>,
    /// How many of the incidents are of the portfolio's services; where none is, nothing is held against these. `None` without
    /// a portfolio.
    pub of_portfolio: Option<u64>,
    /// Error budgets of the portfolio's services.
    pub budgets: Vec<ServiceBudget>,
    /// Loss protection, where there is a portfolio.
    pub protection: Option<Protections>,
    /// Estimates for the portfolio.
    pub estimates: Option<Estimates>,
    /// How many incidents began in each hour of the week, from Monday at midnight.
    pub by_hour_of_week: Vec<u32>,
    /// Whether that hour is worked.
    pub worked_hours: Vec<bool>,
    /// What was assumed, and why.
    pub assumed: Vec<String>,
    /// The incidents of the period, for charts.
    #[serde(skip)]
    pub incidents: Vec<Incident>,
}

/// Measures what happened.
///
/// Without a portfolio there are figures; with one they are held against targets and exposures, and estimates for the
/// portfolio are made of them.
///
/// # Errors
/// A [`Refusal`] where there is no period, or where a service that moved is not in the portfolio.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::{Mapping, MeasureOptions, ReadOptions, measure, read_incidents};
///
/// let file = "id,service,opened,restored\n1,shop,2026-01-05 10:00,2026-01-05 11:00\n2,shop,2026-03-07 22:00,\n";
/// let mapping = Mapping::preset("generic")?;
/// let read = read_incidents(file.as_bytes(), "incidents.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())?;
/// let options = MeasureOptions {
///     from: "2026-01-01".parse().ok(),
///     to: "2026-03-31".parse().ok(),
///     ..MeasureOptions::default()
/// };
/// let measured = measure(read, None, &options)?;
/// let shop = &measured.services[0];
/// assert_eq!((shop.incidents, shop.open), (2, 1));
/// assert_eq!(shop.out_of_hours.map(|share| share.estimate), Some(0.5));
/// # Ok::<(), whorunsit_measure::Refusal>(())
/// ```
pub fn measure(
    incidents: Incidents,
    portfolio: Option<&Portfolio>,
    options: &MeasureOptions,
) -> Result<Measurement, Refusal> {
    let Incidents { incidents, mut source } = incidents;
    let context = portfolio.map(Context::of).transpose()?;
    let zone = options.calendar_time_zone.as_ref().unwrap_or(&source.time_zone).clone();
    let first = incidents.iter().map(|incident| incident.opened).min();
    let last = incidents.iter().filter_map(|incident| incident.restored.or(Some(incident.opened))).max();
    let period = Period::new((options.from, options.to), (first, last), &zone)?;
    let mut outside = Rejection { reason: Reason::OutsidePeriod, count: 0, lines: Vec::new() };
    let incidents: Vec<Incident> = incidents
        .into_iter()
        .map(|incident| {
            // What the export says goes before what was asked for, and that before the portfolio.
            let of = || context.as_ref()?.find(incident.service.as_ref()?)?.runs_today;
            let operating_model = incident.operating_model.or(options.operating_model).or_else(of);
            Incident { operating_model, ..incident }
        })
        .filter(|incident| {
            let within = (period.start..period.end).contains(&incident.opened);
            if !within {
                outside.count += 1;
                if outside.lines.len() < crate::dates::LISTED {
                    outside.lines.push((incident.line, Some(incident.id.to_string())));
                }
            }
            within
        })
        .collect();
    if outside.count > 0 {
        source.rejected.push(outside);
    }
    let calendar = portfolio.and_then(|portfolio| portfolio.file().calendar.as_ref());
    let working_hours = calendar.and_then(|calendar| calendar.working_hours.clone());
    let mut assumed: Vec<String> = source.assumed.clone();
    assumed.extend(period.assumed.clone());
    if working_hours.is_none() {
        assumed.push(format!("working hours are {}: a portfolio says otherwise", WorkingHours::default()));
    }
    if options.calendar_time_zone.is_none() && zone == "UTC" {
        assumed.push("working hours are in UTC: `--calendar-time-zone` says otherwise".to_owned());
    }
    let usual = match calendar {
        Some(calendar) => Hours::of_table(calendar),
        None => Hours::usual(),
    };
    let working_hours = working_hours.unwrap_or_default();

    let mut by_service: BTreeMap<Option<Name>, Vec<Timed<'_>>> = BTreeMap::new();
    let mut by_team: BTreeMap<Option<Name>, Vec<Timed<'_>>> = BTreeMap::new();
    let mut by_group: BTreeMap<Option<Name>, Vec<Timed<'_>>> = BTreeMap::new();
    let mut matched: Vec<(&ServiceTerms, &Incident)> = Vec::new();
    let mut all: Vec<Timed<'_>> = Vec::with_capacity(incidents.len());
    for incident in &incidents {
        let terms = context
            .as_ref()
            .zip(incident.service.as_ref())
            .and_then(|(context, service)| context.find(service));
        matched.extend(terms.map(|terms| (terms, incident)));
        let timed = (incident, terms.map_or(&usual, |terms| &*terms.hours));
        all.push(timed);
        let service = terms.map(|terms| &terms.name).or(incident.service.as_ref());
        by_service.entry(service.cloned()).or_default().push(timed);
        let team = incident.team.as_ref().or_else(|| terms.and_then(|terms| terms.team.as_ref()));
        by_team.entry(team.cloned()).or_default().push(timed);
        by_group.entry(incident.group.clone()).or_default().push(timed);
    }
    let of_portfolio = context.as_ref().map(|_| matched.len() as u64);
    // An export of other services says nothing of these: that they were up is not known.
    let silent = of_portfolio == Some(0) && !incidents.is_empty();
    let mut services = Vec::new();
    let mut budgets = Vec::new();
    let mut strangers = Vec::new();
    if let Some(context) = &context {
        for service in context.services.iter().filter(|_| !silent) {
            let of = by_service.remove(&Some(service.name.clone())).unwrap_or_default();
            services.push(Figures::of(Some(service.name.clone()), &of, &period));
            let of: Vec<&Incident> = of.iter().map(|(one, _)| *one).collect();
            let budget = Budget::of(service.target, &of, &period);
            budgets.push(ServiceBudget { service: service.name.clone(), budget });
        }
        let others = by_service.iter().filter_map(|(name, of)| Some((name.as_ref()?, of.len() as u64)));
        strangers.extend(others.map(|(name, count)| context.stranger(name, count)));
    }
    let figures = |groups: BTreeMap<Option<Name>, Vec<Timed<'_>>>| {
        // Where nobody says it, there is nothing to tell apart.
        let told = groups.keys().any(Option::is_some);
        let groups = groups.into_iter().filter(|_| told);
        groups.map(|(name, of)| Figures::of(name, &of, &period)).collect::<Vec<_>>()
    };
    services.extend(figures(by_service));
    let (teams, groups) = (figures(by_team), figures(by_group));
    let protection = match &context {
        Some(context) if !silent => Some(Protections::of(&matched, context, &options.moved, &period)?),
        _ => None,
    };
    if let Some(protection) = protection.as_ref().filter(|protection| protection.estimated > 0) {
        assumed.push(format!(
            "{} losses are the portfolio's exposure × severity × hours: a column `loss` says what was lost",
            protection.estimated
        ));
    }
    let mut by_hour_of_week = vec![0; 168];
    for civil in incidents.iter().filter_map(|incident| period.civil(incident.opened)) {
        if let Some(count) = by_hour_of_week.get_mut(minute_of_week(civil) / 60) {
            *count += 1;
        }
    }
    let worked_hours = (0..168).map(|hour| usual.works_at_hour(hour)).collect();
    let estimates = portfolio
        .filter(|_| !silent)
        .map(|portfolio| Estimates::of(portfolio, &services, &matched, &period, &source));
    Ok(Measurement {
        portfolio: portfolio.map(|portfolio| portfolio.provenance().clone()),
        currency: context.as_ref().map(|context| context.currency),
        all: Figures::of(None, &all, &period),
        source,
        working_hours: working_hours.to_string(),
        services,
        teams,
        groups,
        strangers,
        of_portfolio,
        budgets,
        protection,
        estimates,
        by_hour_of_week,
        worked_hours,
        assumed,
        period,
        incidents,
    })
}
