//! What a trial draws from: one service under both models, as floats.

use super::chain::{ChainModel, StakesModel};
use super::failures::FailureModel;
use super::waits::Waits;
use crate::distribution::{Distribution, Quantiles};
use crate::estimate::Estimate;
use crate::evaluation::Analysis;
use crate::exact::{Money, Overflow, float};
use crate::ledger::{Entry, InHours, ItemCode};
use crate::on_call::Cover;
use crate::portfolio::Service;
use crate::selection::OperatingModel;
use crate::year::{CoverHours, Responds};

/// A part of the year with one exposure.
#[derive(Clone, Debug)]
pub(super) struct SeasonModel {
    /// The share of the year until its end, counted from the first season on.
    pub(super) until: f64,
    /// The share of the year until which it is covered out of hours by the product team; from there on to its end it is
    /// not.
    pub(super) covered_until: f64,
    pub(super) exposure: Distribution,
}

/// What delay costs: things a year × their value a week × the weeks that they come late, over the horizon.
#[derive(Clone, Debug)]
pub(super) struct DelayModel {
    pub(super) count: Distribution,
    pub(super) value: Distribution,
    /// Weeks under Ops Run It and under You Build It You Run It.
    pub(super) weeks: [f64; 2],
    /// People's time for one of them, under each model.
    pub(super) effort: [f64; 2],
}

/// One service under both models.
#[derive(Clone, Debug)]
pub(crate) struct ServiceModel {
    pub(crate) incidents: Distribution,
    /// Which incidents of shared causes hit it, and the share of its own rate that is left to itself.
    pub(crate) shared: Vec<usize>,
    pub(crate) own_share: f64,
    pub(super) severity: Distribution,
    /// Under each model, where the schedule does not and does cover it.
    pub(super) stakes: [[StakesModel; 2]; 2],
    pub(super) seasons: Vec<SeasonModel>,
    /// Whether it matters when in the year an incident falls.
    pub(super) is_seasonal: bool,
    /// Services of one group draw their exposures from the same numbers.
    pub(crate) exposure_group: Option<u64>,
    /// The exposures of the seasons where they rise and fall together; otherwise empty.
    pub(super) together: Vec<Quantiles>,
    pub(super) chains: [ChainModel; 2],
    pub(super) waits: Waits,
    pub(super) delays: Vec<DelayModel>,
    /// Deployments that fail, under each model.
    pub(super) failures: [Option<FailureModel>; 2],
    /// What does not vary, over the horizon, under each model.
    pub(super) fixed: [f64; 2],
    pub(crate) years: f64,
    /// What a yearly cost comes to over the horizon, for each unit.
    pub(super) annuity: f64,
    /// Hours a year that the target tolerates.
    pub(crate) tolerable_hours: f64,
    /// Whether it rests on unknowns beside its own estimates, which all its incidents share.
    pub(super) has_unknowns: bool,
}

/// Both models, in the order of pairs.
pub(super) const MODELS: [OperatingModel; 2] = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt];

/// Whether the simulation draws a line item; the others do not vary.
pub(super) fn varies(entry: &Entry<'_>) -> bool {
    matches!(
        entry.code,
        ItemCode::ResponseEffort
            | ItemCode::Callouts
            | ItemCode::TimeOff
            | ItemCode::StepEffort
            | ItemCode::StepDelay
            | ItemCode::LossInWorkingHours
            | ItemCode::LossOutOfHours
            | ItemCode::LossWaiting
            | ItemCode::FeatureDelay
            | ItemCode::InsightDelay
            | ItemCode::Improvements
            | ItemCode::FailedDeployments
            | ItemCode::LossFailedDeployments
    ) || entry.is_own_of_incidents()
}

/// What the rest of a portfolio adds to one service: what is known before any trial.
pub(crate) struct Context<'c> {
    pub(crate) analysis: &'c Analysis<'c>,
    pub(crate) service: usize,
    /// When the product team would cover it out of hours.
    pub(crate) cover: &'c Cover,
    pub(crate) tolerable_hours: f64,
}

impl ServiceModel {
    /// `None` where incidents a year or a response are not given: there is nothing to draw then.
    pub(crate) fn of(context: &Context<'_>) -> Result<Option<Self>, Overflow> {
        let portfolio = context.analysis.costing.portfolio;
        let file = portfolio.file();
        let Some(service) = file.services.get(context.service) else {
            return Ok(None);
        };
        let year = &portfolio.settings.calendar(context.service).year;
        let of_team = (context.service, OperatingModel::YouBuildItYouRunIt);
        let in_hours = InHours::of(portfolio, of_team, context.cover.hours())?;
        // Where the schedule does not cover it.
        let (year, otherwise) = match &in_hours {
            Some(hours) => (&hours.year, hours.responds),
            None => (&**year, Responds::NextWorkingDay),
        };
        let mut chains = Vec::with_capacity(2);
        for model in MODELS {
            let settings = &portfolio.settings;
            let response = settings.response(file, context.service, model);
            let Some((response, chain)) = response.zip(settings.chain(context.service, model)) else {
                return Ok(None);
            };
            let called = context.analysis.costing.called(context.service, model, context.cover)?;
            let of = (context.service, model);
            chains.push(ChainModel::of(response, chain, context.analysis, (of, otherwise), &called));
        }
        let (Some(incidents), Ok(chains)) = (portfolio.incidents_of(context.service), chains.try_into())
        else {
            return Ok(None);
        };
        let mut stakes = [[StakesModel::default(); 2]; 2];
        for (model, stakes) in MODELS.into_iter().zip(&mut stakes) {
            let chain = portfolio.settings.chain(context.service, model);
            let schedules = [otherwise, portfolio.responds(context.service)];
            for (chain, (by_schedule, into)) in
                chain.into_iter().cycle().zip(schedules.into_iter().zip(stakes))
            {
                let of_peak = |hours: &CoverHours| chain.stakes_in(hours, year, by_schedule);
                let stakes = chain.stakes(service, year, by_schedule)?;
                *into = StakesModel::of(stakes.with_peaks(service, of_peak)?);
            }
        }
        let severity = service.severity.as_deref().map_or(Distribution::Fixed(100.0), Estimate::distribution);
        let (annuity, years) = portfolio.costs.discounting.factor();
        let seasons = seasons(context, service)?;
        let changes = |season: &SeasonModel| season.covered_until > 0.0 && season.covered_until < 1.0;
        let is_seasonal = seasons.len() > 1 || seasons.iter().any(changes);
        Ok(Some(Self {
            incidents: incidents.distribution(),
            shared: Vec::new(),
            own_share: 1.0,
            severity,
            stakes,
            seasons,
            is_seasonal,
            exposure_group: None,
            together: Vec::new(),
            chains,
            waits: Waits::of(year, portfolio.incidents_out_of_hours(context.service)),
            delays: delays(context, service),
            failures: FailureModel::of(context.analysis, context.service)?,
            fixed: fixed(context)?,
            years,
            annuity: float(annuity),
            tolerable_hours: context.tolerable_hours,
            has_unknowns: false,
        }))
    }

    /// How many incidents a trial is expected to draw.
    pub(crate) fn expected_incidents(&self) -> f64 {
        let failed: f64 = self.failures.iter().flatten().map(|failures| failures.per_year).sum();
        (self.incidents.mean() + failed) * self.years
    }

    /// Prepares its exposures to rise and fall with those of its group, if it is in one.
    pub(crate) fn rise_together(&mut self) {
        if self.exposure_group.is_some() {
            self.together = self.seasons.iter().map(|season| Quantiles::of(&season.exposure)).collect();
        }
    }
}

fn seasons(context: &Context<'_>, service: &Service) -> Result<Vec<SeasonModel>, Overflow> {
    let costing = &context.analysis.costing;
    let shares = costing.season_shares(context.service)?;
    let covered = costing.covered_shares(context.service, context.cover)?;
    let mut until = 0.0;
    let mut seasons = Vec::with_capacity(shares.len());
    // Peaks first, so that what is left of the year needs no comparison.
    let by_days = service.peaks.iter().filter(|peak| peak.hours.is_none());
    for (peak, (share, covered)) in by_days.zip(shares.iter().zip(&covered).skip(1)) {
        let covered_until = until + float(*covered);
        until += float(*share);
        let exposure = peak.exposure_per_hour.distribution();
        seasons.push(SeasonModel { until, exposure, covered_until });
    }
    let exposure = service.drawn_exposure().distribution();
    let covered_until = match context.cover {
        Cover::Always => 1.0,
        Cover::Never | Cover::Times { .. } => until + covered.first().copied().map_or(0.0, float),
    };
    seasons.push(SeasonModel { until: 1.0, exposure, covered_until });
    Ok(seasons)
}

fn delays(context: &Context<'_>, service: &Service) -> Vec<DelayModel> {
    let costing = &context.analysis.costing;
    let mut delays = Vec::new();
    let mut lead = [[0.0; 2]; 2];
    for (index, model) in MODELS.into_iter().enumerate() {
        let weeks = costing.lead_times(context.service, model);
        for (kind, weeks) in lead.iter_mut().zip(weeks) {
            if let (Some(slot), Some(weeks)) = (kind.get_mut(index), weeks) {
                *slot = float(weeks);
            }
        }
    }
    let [features, insights] = lead;
    if let Some((count, value)) =
        service.features_per_year.as_deref().zip(service.value_per_feature_week.as_deref())
    {
        let (count, value) = (count.distribution(), value.distribution());
        delays.push(DelayModel { count, value, weeks: features, effort: [0.0; 2] });
    }
    if let Some(count) = service.insights_per_year.as_deref() {
        let value = service.value_per_insight_week.as_deref();
        delays.push(DelayModel {
            count: count.distribution(),
            value: value.map_or(Distribution::Fixed(0.0), Estimate::distribution),
            weeks: insights,
            effort: costing.improvement_costs(context.service).map(float),
        });
    }
    delays
}

fn fixed(context: &Context<'_>) -> Result<[f64; 2], Overflow> {
    let mut fixed = [0.0; 2];
    for (model, sum) in MODELS.into_iter().zip(&mut fixed) {
        let mut total = Money::ZERO;
        context.analysis.costing.visit_fixed(context.service, model, &mut |entry| {
            if !varies(&entry) {
                total = total.plus(entry.over_horizon.unwrap_or_default())?;
            }
            Ok(())
        })?;
        *sum = float(total.amount());
    }
    Ok(fixed)
}
