//! The decision: targets, operating model and schedule of every service, before money is looked at.

use crate::exact::{Availability, DeploymentTarget, Money};
use crate::portfolio::{ExposureBand, Peak, Service};
use crate::resolve::{Member, Portfolio};
use crate::selection::{OperatingModel, OutOfHours, Policy, ScheduleBy};

/// What was chosen for one service.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) band: BandChoice,
    pub(crate) computed: Availability,
    pub(crate) target: Availability,
    pub(crate) deployment: DeploymentTarget,
    pub(crate) model: OperatingModel,
    pub(crate) schedule: OutOfHours,
    /// What the selector would choose, where the portfolio or the money does not leave it the choice.
    pub(crate) selected: OperatingModel,
    /// What decided on the model.
    pub(crate) model_by: ModelBy,
    /// What says so.
    pub(crate) schedule_by: ScheduleBy,
    pub(crate) peaks: Vec<PeakChoice>,
}

impl Choice {
    /// The place of the service's exposure band.
    pub(crate) fn band_index(&self) -> usize {
        self.band.index
    }
}

/// What decided on an operating model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModelBy {
    /// The rules of the policy.
    Selector,
    /// The portfolio gives it.
    Given,
    /// It costs least.
    Money,
    /// It would have to cost least, but the money is not estimated.
    MoneyNotEstimated,
    /// It would have to cost least, but both models cost the same.
    MoneyTied,
}

/// What was chosen for one peak.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeakChoice {
    pub(crate) target: Availability,
    /// Whether the exposure is above every band.
    pub(crate) above: bool,
    /// What the selector would choose if the peak lasted all year.
    pub(crate) asked: OperatingModel,
    pub(crate) schedule: OutOfHours,
}

/// Chooses targets, model and schedule for every service.
pub(crate) fn choose(portfolio: &Portfolio) -> Vec<Choice> {
    let bands = &portfolio.file().exposure_bands;
    let policy = portfolio.policy;
    let choose = |(index, (service, member)): (usize, (&Service, &Member))| {
        let deployment = portfolio
            .demand_bands
            .get(member.band())
            .map_or(DeploymentTarget::Monthly, |band| band.deployment);
        let target_for = |exposure: Money| {
            let band = band_for(bands, exposure);
            // A portfolio has a band; validation saw to it.
            (band, bands.get(band.index).map_or(Availability::TWO_NINES, |band| band.availability))
        };
        let (band, computed) = target_for(portfolio.deciding(&service.exposure_per_hour));
        let target = service.availability_target.unwrap_or(computed);
        let (schedule, stated) = schedule_for(bands, target);
        let minimum = service.minimum_out_of_hours.unwrap_or(OutOfHours::None);
        let schedule_by = match stated {
            _ if minimum > schedule => ScheduleBy::Minimum,
            true => ScheduleBy::ExposureBand,
            false => ScheduleBy::Target,
        };
        let schedule = schedule.max(minimum);
        let peak = |(number, window): (usize, &Peak)| {
            let (band, asked_for) = target_for(portfolio.deciding(&window.exposure_per_hour));
            let target = asked_for.max(target);
            let schedule = match window.hours {
                Some(_) if portfolio.peak_hours.is_worked(index, number) => schedule,
                _ => schedule_for(bands, target).0.max(schedule),
            };
            let asked = service.operating_model.unwrap_or(policy.model(target, deployment));
            PeakChoice { target, above: band.above, asked, schedule }
        };
        let peaks = service.peaks.iter().enumerate().map(peak).collect();
        let selected = policy.model(target, deployment);
        let model = service.operating_model.unwrap_or(selected);
        let model_by = match service.operating_model {
            Some(_) => ModelBy::Given,
            // Until money has been looked at.
            None if policy == Policy::LeastCost => ModelBy::MoneyNotEstimated,
            None => ModelBy::Selector,
        };
        Choice { model_by, band, computed, target, deployment, model, schedule, selected, schedule_by, peaks }
    };
    portfolio.file().services.iter().zip(&portfolio.members).enumerate().map(choose).collect()
}

/// The band that an exposure falls in, and whether it lies above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BandChoice {
    pub(crate) index: usize,
    pub(crate) above: bool,
}

/// The first band whose maximum is at or above the exposure; above every band, the highest. `bands` ascend.
pub(crate) fn band_for(bands: &[ExposureBand], exposure: Money) -> BandChoice {
    let index = bands.partition_point(|band| band.max_per_hour < exposure);
    match bands.len().checked_sub(1) {
        Some(last) if index > last => BandChoice { index: last, above: true },
        _ => BandChoice { index, above: false },
    }
}

/// The out-of-hours schedule for a target: what its band states, or what the target needs. The flag says
/// whether a band stated it.
pub(crate) fn schedule_for(bands: &[ExposureBand], target: Availability) -> (OutOfHours, bool) {
    let stated = bands.iter().find(|band| band.availability == target).and_then(|band| band.out_of_hours);
    stated.map_or_else(|| (OutOfHours::for_target(target), false), |schedule| (schedule, true))
}
