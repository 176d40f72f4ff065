//! The findings of a recommendation: why each service runs as it does, and what to know about on-call.

use crate::decision::schedule_for;
use crate::decision::{Choice, ModelBy};
use crate::error::Fault;
use crate::estimate::Estimate;
use crate::exact::{Availability, DeploymentTarget, Money, Number};
use crate::finding::{Detail, Finding};
use crate::gate::Pay;
use crate::on_call::Planned;
use crate::portfolio::{BudgetHolder, FeatureDemand, Grouping, Kind, Name, Payer, Service};
use crate::resolve::{Portfolio, Terms};
use crate::selection::{OperatingModel, OutOfHours};

pub(super) fn service_findings(
    portfolio: &Portfolio,
    planned: &Planned,
    index: usize,
    service: &Service,
    choice: &Choice,
) -> Result<Vec<Finding>, Fault> {
    let file = portfolio.file();
    let bands = &file.exposure_bands;
    let Choice { computed, target, deployment, model, schedule, selected, schedule_by, .. } = *choice;
    let exposure = portfolio.deciding(&service.exposure_per_hour);
    let mut findings = Vec::with_capacity(12);
    let mut find = |detail| findings.push(Finding::new(detail, file.currency));

    let max = bands.get(choice.band.index).map_or(Money::ZERO, |band| band.max_per_hour);
    find(match choice.band.above {
        true => Detail::ExposureAboveHighestBand { peak: None, exposure, max, target: computed },
        false => Detail::TargetFromExposure { exposure, max, target: computed },
    });
    if let Some(quantile) = portfolio.exposure_quantile()
        && !service.exposure_per_hour.is_point()
    {
        find(Detail::ExposureByQuantile { quantile, exposure, mean: service.exposure_per_hour.mean() });
    }
    let exposures = [("exposure_per_hour", service.exposure_per_hour.too_wide())];
    let incidents =
        [("incidents_per_year", service.incidents_per_year.as_ref().and_then(Estimate::too_wide))];
    for (key, wide) in exposures.into_iter().chain(incidents) {
        if let Some((times, mean_above)) = wide {
            find(Detail::EstimateTooWide { key, times, mean_above });
        }
    }
    if target > computed {
        let other = service.operating_model.unwrap_or(portfolio.policy.model(computed, deployment));
        let minimum = service.minimum_out_of_hours.unwrap_or(OutOfHours::None);
        let other = (other, schedule_for(bands, computed).0.max(minimum));
        let extra = planned.needs.extra_standby(portfolio, index, choice, other)?;
        find(Detail::TargetInflated { set: target, computed, extra });
    }
    if target < computed {
        find(Detail::TargetBelowExposure { set: target, computed });
    }
    let demand_index = portfolio.member(index).band();
    if let Some(demand) = portfolio.demand_bands.get(demand_index) {
        let features = match &service.feature_demand {
            FeatureDemand::Band(_) => None,
            FeatureDemand::PerMonth(features) => Some(features.mean().value()),
        };
        find(Detail::DeploymentFromDemand { demand: demand.name.clone(), features, deployment });
        if let (Some(features), Some(max)) = (features, demand.max.map(Number::value))
            && features > max
        {
            find(Detail::DemandAboveHighestBand { demand: demand.name.clone(), features, max });
        }
    }
    let by_selector = Detail::ModelFromSelector { policy: portfolio.policy, target, deployment };
    match choice.model_by {
        ModelBy::Given => {
            let reason = service.operating_model_reason.as_deref().map(Into::into);
            find(Detail::ModelGiven { model, selected, reason });
        }
        ModelBy::Selector => find(by_selector),
        ModelBy::Money => find(Detail::ModelFromMoney { model }),
        ModelBy::MoneyNotEstimated => {
            find(by_selector);
            find(Detail::MoneyDoesNotDecide { tied: false });
        }
        ModelBy::MoneyTied => {
            find(by_selector);
            find(Detail::MoneyDoesNotDecide { tied: true });
        }
    }
    let covering = planned.of_service.get(index).copied().flatten();
    let covering =
        covering.and_then(|place| planned.schedules.get(place)).map(|schedule| schedule.name.clone());
    let covered_by =
        covering.filter(|_| model == OperatingModel::YouBuildItYouRunIt && schedule == OutOfHours::None);
    find(Detail::ScheduleFromTarget { model, target, schedule, by: schedule_by, covered_by });

    let other = portfolio.policy.other();
    // What is recommended is compared with the other policy; what is given by hand, with what the policy would choose.
    let ours = if choice.model_by == ModelBy::Money { model } else { selected };
    if other.model(target, deployment) != ours {
        find(Detail::PoliciesDisagree { other, model: other.model(target, deployment) });
    }
    if portfolio.policy.is_undecided(target, deployment) {
        find(Detail::AmberBelowThreeNines { target, deployment });
    }
    let low_demand = demand_index == 0 && portfolio.demand_bands.len() > 1;
    let low_exposure = choice.band.index == 0 && bands.len() > 1;
    match service.kind {
        Kind::Digital if low_demand && low_exposure => find(Detail::LowValueDigitalService { exposure }),
        Kind::Digital if low_demand => find(Detail::KindAndDemandDisagree { kind: service.kind, deployment }),
        Kind::Foundational if deployment.days() <= DeploymentTarget::Weekly.days() => {
            find(Detail::KindAndDemandDisagree { kind: service.kind, deployment });
        }
        _ => {}
    }
    if target >= Availability::FOUR_NINES {
        find(Detail::FourNinesRarelyNeeded { target });
    }
    if model == OperatingModel::YouBuildItYouRunIt && service.team.is_none() {
        find(Detail::ServiceWithoutTeam);
    }
    for (window, peak) in service.peaks.iter().zip(&choice.peaks) {
        let name = window.name.clone();
        if peak.target > target || (model == OperatingModel::YouBuildItYouRunIt && peak.schedule > schedule) {
            let schedule = peak.schedule;
            let detail = Detail::PeakRaisesTarget {
                peak: name.clone(),
                from: target,
                to: peak.target,
                schedule,
                model,
            };
            find(detail);
        }
        if peak.above {
            let (exposure, target) = (portfolio.deciding(&window.exposure_per_hour), peak.target);
            let max = bands.last().map_or(Money::ZERO, |band| band.max_per_hour);
            find(Detail::ExposureAboveHighestBand { peak: Some(name.clone()), exposure, max, target });
        }
        if peak.asked != model {
            find(Detail::PeakAsksForOtherModel { peak: name, model: peak.asked });
        }
    }
    // There may be millions of such lists, so none keeps room that it does not need.
    findings.shrink_to_fit();
    Ok(findings)
}

pub(super) fn portfolio_findings(
    portfolio: &Portfolio,
    choices: &[Choice],
    planned: &Planned,
) -> Vec<Finding> {
    let file = portfolio.file();
    let mut details: Vec<Detail> = Detail::left_out(portfolio).into_iter().collect();

    let (team_schedules, teams) = (planned.team_schedules, planned.running_teams);
    if team_schedules >= 3 && team_schedules * 2 > teams {
        details.push(Detail::ManyTeamSchedules { schedules: team_schedules, teams });
    }
    let mut members: Vec<Vec<Name>> = vec![Vec::new(); file.domains.len()];
    for (team, domain) in file.teams.iter().zip(&portfolio.team_domain) {
        if let Some(members) = domain.and_then(|domain| members.get_mut(domain.index())) {
            members.push(team.name.clone());
        }
    }
    for (domain, members) in file.domains.iter().zip(&members) {
        if let [team] = members.as_slice() {
            details.push(Detail::SingleTeamDomain { domain: domain.name.clone(), team: team.clone() });
        }
        match domain.grouping {
            Some(Grouping::Geography) => {
                details.push(Detail::DomainGroupedByGeography { domain: domain.name.clone() });
            }
            Some(Grouping::Tooling) => {
                details.push(Detail::DomainGroupedByTooling { domain: domain.name.clone() });
            }
            Some(Grouping::CustomerJourney | Grouping::TechnologyCapability) | None => {}
        }
    }
    let payers =
        [(Payer::ProductTeams, &portfolio.product_teams), (Payer::Operations, &portfolio.operations)];
    for (who, terms) in payers {
        details.extend(pay_finding(who, terms));
        if let Some(rule) = terms.standby_year.and_then(|year| year.unused) {
            details.push(Detail::PayRuleNeverApplies { who, rule: rule + 1 });
        }
        if let Some((rule, hours)) = terms.standby_year.and_then(|year| year.left_out) {
            details.push(Detail::StandbyLeavesOutWorkingHours { who, rule: rule + 1, hours });
        }
        let missing = format!("/{}/standby", who.table().replace('.', "/"));
        if planned.standby.missing.contains(&missing.as_str()) {
            details.push(Detail::StandbyNotEstimated { who });
        }
    }
    let budget = file.on_call.as_ref().and_then(|on_call| on_call.product_teams.as_ref()?.budget_holder);
    let digital_by_team = file.services.iter().zip(choices).any(|(service, choice)| {
        service.kind == Kind::Digital && choice.model == OperatingModel::YouBuildItYouRunIt
    });
    if budget == Some(BudgetHolder::Operations) && digital_by_team {
        details.push(Detail::OnCallFundedByOperations);
    }
    details.into_iter().map(|detail| Finding::new(detail, file.currency)).collect()
}

/// Whether pay is unfair: callouts without standby, or nothing at all.
fn pay_finding(who: Payer, terms: &Terms) -> Option<Detail> {
    match Pay::of(terms) {
        Pay::CalloutsOnly => Some(Detail::CalloutOnlyPay { who }),
        Pay::Nothing => Some(Detail::UnpaidOnCall { who }),
        Pay::Standby | Pay::NotGiven => None,
    }
}
