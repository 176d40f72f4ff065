//! The quarterly review: what happened against what was decided, and what to decide now.

use serde::Serialize;
use whorunsit::{Currency, Money, Name, Portfolio, Provenance, RuleStatus, recommend, schedules};

use crate::context::{Context, Stranger};
use crate::delivery::{Deployments, Work};
use crate::measurement::Measurement;
use crate::period::Period;
use crate::problem::Refusal;
use crate::protection::Protection;
use crate::write::write_estimates;

/// A service that missed its target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MissedTarget {
    /// The service.
    pub service: Name,
    /// Its target, in percent.
    pub target: String,
    /// Its availability, in percent.
    pub availability: String,
    /// How many weeks missed it, of how many.
    pub weeks: (usize, usize),
}

/// What incidents really lost an hour, against the exposure and the band of a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BandCheck {
    /// The service.
    pub service: Name,
    /// The exposure that the portfolio says.
    pub exposure_per_hour: Money,
    /// The most that an incident lost an hour, where the export says what it lost.
    pub most_lost_per_hour: Money,
    /// How many incidents say it.
    pub incidents: usize,
    /// The target of the portfolio's band.
    pub target: String,
    /// The target of the band that this loss belongs to; `None` above the highest.
    pub target_of_loss: Option<String>,
    /// Whether both differ.
    pub contradicted: bool,
}

/// A band that history suggests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuggestedBand {
    /// The most lost an hour in it.
    pub max_per_hour: Money,
    /// The services in it.
    pub services: Vec<Name>,
}

/// A service whose recommendation changes with measured estimates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangedRecommendation {
    /// The service.
    pub service: Name,
    /// What changes: `cheaper model`, `operating model`, `out of hours`.
    pub what: &'static str,
    /// Before.
    pub before: String,
    /// With measured estimates.
    pub after: String,
}

/// A rota that breaks a published rule with measured estimates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BrokenRule {
    /// The schedule.
    pub schedule: Name,
    /// What was found, in words.
    pub measured: String,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Review {
    /// The portfolio.
    pub portfolio: Provenance,
    /// Its name.
    pub name: Option<String>,
    /// Its currency.
    pub currency: Currency,
    /// The period.
    pub period: Period,
    /// How many services the portfolio has.
    pub services: usize,
    /// How many incidents.
    pub incidents: u64,
    /// How many of them are of the portfolio's services; where none is, nothing is reviewed.
    pub of_portfolio: u64,
    /// Services that incidents name and the portfolio does not have.
    pub strangers: Vec<Stranger>,
    /// Loss protection of all services.
    pub protection: Option<Protection>,
    /// Targets missed.
    pub missed: Vec<MissedTarget>,
    /// Real losses against exposures and bands.
    pub bands: Vec<BandCheck>,
    /// Bands by natural breaks of what services really lost, and how they were found.
    pub suggested_bands: Vec<SuggestedBand>,
    /// How.
    pub suggested_because: Option<String>,
    /// Recommendations that change.
    pub changed: Vec<ChangedRecommendation>,
    /// Rotas over their limits.
    pub rotas: Vec<BrokenRule>,
    /// Deployments.
    pub deployments: Option<Deployments>,
    /// Unplanned work.
    pub work: Option<Work>,
    /// How many incidents began in each hour of the week, from Monday at midnight.
    pub by_hour_of_week: Vec<u32>,
    /// Whether that hour is worked.
    pub worked_hours: Vec<bool>,
    /// What to decide this quarter.
    pub decide: Vec<String>,
    /// What was assumed.
    pub assumed: Vec<String>,
}

/// Reviews a period.
///
/// `text` is the portfolio's own, into which measured estimates go to see what they change.
///
/// # Errors
/// `not-toml`, where the portfolio is none; `overflow`, where its amounts are too large.
pub fn review(
    text: &str,
    portfolio: &Portfolio,
    measured: Measurement,
    deployments: Option<Deployments>,
    work: Option<Work>,
) -> Result<Review, Refusal> {
    let context = Context::of(portfolio)?;
    let missed: Vec<MissedTarget> = measured
        .budgets
        .iter()
        .filter(|of| !of.budget.met)
        .map(|of| MissedTarget {
            service: of.service.clone(),
            target: of.budget.target.to_string(),
            availability: of.budget.availability.round_dp(3).normalize().to_string(),
            weeks: of.budget.missed.first().map_or((0, 0), |(_, missed, all)| (*missed, *all)),
        })
        .collect();
    let bands = band_checks(&context, portfolio, &measured);
    let (suggested_bands, suggested_because) = suggested(&bands, portfolio.file().exposure_bands.len());
    let estimates = measured.estimates.as_ref();
    let written = estimates.map(|estimates| write_estimates(text, estimates)).transpose()?;
    let after = written.and_then(|written| Portfolio::read(written.text.as_bytes()).ok());
    let overflow = |error: whorunsit::Error| Refusal::new("overflow", error.to_string(), "check the amounts");
    let mut changed = Vec::new();
    let mut rotas = Vec::new();
    if let Some(after) = &after {
        let (one, other) = (recommend(portfolio).map_err(overflow)?, recommend(after).map_err(overflow)?);
        for (before, now) in one.services.iter().zip(&other.services) {
            let cheaper = |service: &whorunsit::ServiceRecommendation| {
                let model = service.insurance.as_ref().and_then(|insurance| insurance.cheaper_model);
                model.map_or_else(|| "not estimated".to_owned(), |model| model.name().to_owned())
            };
            let level = |service: &whorunsit::ServiceRecommendation| {
                service.out_of_hours.map_or_else(|| "operations".to_owned(), |level| level.to_string())
            };
            let pairs = [
                (
                    "operating model",
                    before.operating_model.name().to_owned(),
                    now.operating_model.name().to_owned(),
                ),
                ("out of hours", level(before), level(now)),
                ("cheaper model", cheaper(before), cheaper(now)),
            ];
            let differ = pairs.into_iter().filter(|(_, before, after)| before != after);
            changed.extend(differ.map(|(what, before, after)| ChangedRecommendation {
                service: now.name.clone(),
                what,
                before,
                after,
            }));
        }
        for schedule in schedules(after).map_err(overflow)?.schedules {
            let broken = schedule.rota.checks.iter().filter(|check| check.status == RuleStatus::Broken);
            rotas.extend(broken.map(|check| BrokenRule {
                schedule: schedule.name.clone(),
                measured: check.measured.clone(),
            }));
        }
    }
    let mut review = Review {
        portfolio: portfolio.provenance().clone(),
        name: portfolio.file().name.clone(),
        currency: context.currency,
        services: context.services.len(),
        incidents: measured.all.incidents,
        of_portfolio: measured.of_portfolio.unwrap_or_default(),
        strangers: measured.strangers,
        protection: measured.protection.and_then(|protection| protection.all),
        missed,
        bands,
        suggested_bands,
        suggested_because,
        changed,
        rotas,
        deployments,
        work,
        by_hour_of_week: measured.by_hour_of_week,
        worked_hours: measured.worked_hours,
        decide: Vec::new(),
        assumed: measured.assumed,
        period: measured.period,
    };
    review.decide = review.decisions();
    Ok(review)
}

fn band_checks(context: &Context, portfolio: &Portfolio, measured: &Measurement) -> Vec<BandCheck> {
    let bands = &portfolio.file().exposure_bands;
    let target =
        |loss: Money| bands.iter().find(|band| loss <= band.max_per_hour).map(|band| band.availability);
    let checks = context.services.iter().filter_map(|service| {
        let rates: Vec<Money> = measured
            .incidents
            .iter()
            .filter(|one| {
                one.service
                    .as_ref()
                    .and_then(|name| context.find(name))
                    .is_some_and(|of| of.name == service.name)
            })
            .filter_map(|one| {
                let seconds = one.seconds_to_restore().filter(|seconds| *seconds > 0)?;
                // Whole minor units are more than anybody knows of a loss.
                let rate = one.loss?.share(3600.into(), seconds.into()).ok()?;
                rate.amount().round().to_string().parse().ok()
            })
            .collect();
        let most = rates.iter().max().copied()?;
        let found = target(most);
        Some(BandCheck {
            service: service.name.clone(),
            exposure_per_hour: service.exposure_per_hour,
            most_lost_per_hour: most,
            incidents: rates.len(),
            target: service.target.to_string(),
            target_of_loss: found.map(|found| found.to_string()),
            contradicted: found != Some(service.target),
        })
    });
    checks.collect()
}

/// Natural breaks (G. F. Jenks, 1967; the optimal partition by W. D. Fisher, 1958) of the logarithms of what services
/// lost an hour at most: as many classes as the portfolio has bands, or fewer.
fn suggested(checks: &[BandCheck], bands: usize) -> (Vec<SuggestedBand>, Option<String>) {
    let mut ordered: Vec<(f64, &BandCheck)> = checks
        .iter()
        .filter_map(|check| Some((check.most_lost_per_hour.to_string().parse::<f64>().ok()?, check)))
        .filter(|(loss, _)| *loss > 0.0)
        .map(|(loss, check)| (libm::log(loss), check))
        .collect();
    ordered.sort_by(|one, other| one.0.total_cmp(&other.0));
    let classes = bands.min(ordered.len());
    if classes < 2 {
        return (Vec::new(), None);
    }
    let values: Vec<f64> = ordered.iter().map(|(value, _)| *value).collect();
    let cost = |from: usize, to: usize| {
        let part = values.get(from..to).unwrap_or_default();
        let mean = part.iter().sum::<f64>() / part.len().max(1) as f64;
        part.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>()
    };
    // The least sum of squares of the first values in so many classes, and where the last class begins.
    let count = values.len();
    let mut best: Vec<Vec<(f64, usize)>> = vec![(0..=count).map(|to| (cost(0, to), 0)).collect()];
    for _ in 1..classes {
        let before = best.last().cloned().unwrap_or_default();
        let next = (0..=count).map(|to| {
            let split =
                |from: usize| (before.get(from).map_or(f64::INFINITY, |one| one.0) + cost(from, to), from);
            let start = best.len().min(to);
            (start..=to).map(split).min_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or((0.0, 0))
        });
        let next = next.collect();
        best.push(next);
    }
    let mut ends = vec![count];
    for row in best.iter().skip(1).rev() {
        let end = ends.last().copied().unwrap_or(0);
        ends.push(row.get(end).map_or(0, |one| one.1));
    }
    ends.push(0);
    ends.reverse();
    let all = cost(0, count);
    let within = best.last().and_then(|row| row.get(count)).map_or(0.0, |one| one.0);
    let suggested = ends.windows(2).filter_map(|bounds| {
        let part = ordered.get(*bounds.first()?..*bounds.last()?)?;
        Some(SuggestedBand {
            max_per_hour: part.last()?.1.most_lost_per_hour,
            services: part.iter().map(|(_, check)| check.service.clone()).collect(),
        })
    });
    let fit = if all > 0.0 { 100.0 * (1.0 - within / all) } else { 100.0 };
    let because = format!(
        "natural breaks of the most that an incident lost an hour, on a logarithmic scale, into {classes} classes: they \
         explain {fit:.0} % of the variance between {count} services"
    );
    (suggested.collect(), Some(because))
}

impl Review {
    /// Whether the export has incidents, and none of them is of the portfolio's services.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.incidents > 0 && self.of_portfolio == 0
    }

    /// What to decide, the gravest first.
    fn decisions(&self) -> Vec<String> {
        let mut decide = Vec::new();
        if self.of_portfolio < self.incidents {
            let stray = self.incidents - self.of_portfolio;
            let whose = if stray == 1 { "1 incident is" } else { &format!("{stray} incidents are") };
            decide.push(format!(
                "{whose} of no service of the portfolio. Which are meant? `names` in a mapping says what the portfolio calls a \
                 service of the export."
            ));
        }
        for missed in &self.missed {
            decide.push(format!(
                "{}: available {} % against a target of {} %. Is the target right, or what makes it unavailable?",
                missed.service, missed.availability, missed.target
            ));
        }
        for band in self.bands.iter().filter(|band| band.contradicted) {
            decide.push(format!(
                "{}: incidents lost up to {} an hour; the portfolio says {}. Correct its exposure or its band.",
                band.service,
                self.currency.show(band.most_lost_per_hour).whole(),
                self.currency.show(band.exposure_per_hour).whole(),
            ));
        }
        for change in &self.changed {
            decide.push(format!(
                "{}: with measured estimates the {} is {}, not {}. Take the estimates over, and decide again.",
                change.service, change.what, change.after, change.before
            ));
        }
        for rota in &self.rotas {
            decide.push(format!("{}: {}. Who else takes turns?", rota.schedule, rota.measured));
        }
        let work = self.work.iter().flat_map(|work| &work.teams);
        for team in work.filter(|team| team.above_threshold == Some(true) || grows(team)) {
            let name = team.team.as_deref().unwrap_or("items without a team");
            let how = if grows(team) { "grows" } else { "is above the threshold" };
            decide.push(format!("{name}: unplanned work {how}. What is planned to make it less?"));
        }
        let deployments = self.deployments.iter().flat_map(|deployments| &deployments.services);
        for service in deployments.filter(|service| service.below_target == Some(true)) {
            let name = service.service.as_deref().unwrap_or("deployments without a service");
            decide.push(format!("{name}: deployed less often than its users ask for. What holds it up?"));
        }
        decide
    }
}

/// Whether the rework rate of a team rises, beyond what chance explains.
#[must_use]
pub fn grows(team: &crate::delivery::WorkFigures) -> bool {
    team.trend.and_then(|trend| trend.low).is_some_and(|low| low > 0.0)
}
