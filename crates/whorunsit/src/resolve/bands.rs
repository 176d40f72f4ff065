//! Exposure bands and demand bands: that they ascend, and which demand band each service is in.

use crate::assumption::Assumptions;
use crate::exact::{Availability, DeploymentTarget};
use crate::portfolio::{
    Allowance, DemandBand, ExposureBand, FeatureDemand, PortfolioFile, Service, reads_as_number,
};
use crate::problem::ProblemCode;
use crate::read::suggestion;
use crate::resolve::{Checks, Demand};

impl Checks<'_> {
    pub(super) fn exposure_bands(&mut self, bands: &[ExposureBand]) {
        for (index, (lower, upper)) in bands.iter().zip(bands.iter().skip(1)).enumerate() {
            let index = index + 1;
            if upper.max_per_hour <= lower.max_per_hour {
                self.problem(
                    ProblemCode::BandsNotAscending,
                    format!("/exposure_bands/{index}/max_per_hour"),
                    format!(
                        "`{}` is not above the band before it, `{}`",
                        upper.max_per_hour, lower.max_per_hour
                    ),
                    "write exposure bands from the lowest maximum to the highest, each once",
                );
            }
            if upper.availability <= lower.availability {
                self.problem(
                    ProblemCode::BandsNotAscending,
                    format!("/exposure_bands/{index}/availability"),
                    format!(
                        "`{}` is not above the band before it, `{}`",
                        upper.availability, lower.availability
                    ),
                    "a higher exposure needs a higher availability target",
                );
            }
        }
    }

    /// Less than half of the time is a slip more often than it is meant.
    pub(super) fn availabilities(&mut self, file: &PortfolioFile) {
        if file.allow.contains(&Allowance::AvailabilityUnder50) {
            return;
        }
        let mut check = |path: String, target: Availability| {
            if target.percent() < Availability::HALF {
                self.problem(
                    ProblemCode::InvalidAvailability,
                    path,
                    format!("`{target}` is an availability of less than half of the time"),
                    "write a percentage such as \"99.9\"; if it is meant, add `allow = [\"availability-under-50\"]` \
                     at the top",
                );
            }
        };
        for (index, band) in file.exposure_bands.iter().enumerate() {
            check(format!("/exposure_bands/{index}/availability"), band.availability);
        }
        let targets = file.services.iter().enumerate();
        for (index, target) in
            targets.filter_map(|(index, service)| Some((index, service.availability_target?)))
        {
            if target.percent() < Availability::HALF {
                check(format!("/services/{index}/availability_target"), target);
            }
        }
    }

    /// The demand bands in force.
    pub(super) fn demand_bands(&mut self, given: &[DemandBand]) -> Vec<Demand> {
        if given.is_empty() {
            let defaults = [
                ("low", DeploymentTarget::Monthly),
                ("medium", DeploymentTarget::Fortnightly),
                ("high", DeploymentTarget::Weekly),
                ("very-high", DeploymentTarget::Daily),
            ];
            let value = defaults.map(|(name, deployment)| format!("{name}: {deployment}")).join(", ");
            self.assume(Assumptions::DEMAND_BANDS, value, "the playbook's demand bands are the default");
            let band = |(name, deployment): (&str, _)| Demand { name: name.into(), deployment, max: None };
            return defaults.map(band).into();
        }
        self.unique("demand_bands", given.iter().map(|band| &*band.name));
        for (index, band) in given.iter().enumerate().filter(|(_, band)| reads_as_number(&band.name)) {
            self.problem(
                ProblemCode::InvalidName,
                format!("/demand_bands/{index}/name"),
                format!("a `feature_demand` of `{}` would be read as a number of features", band.name),
                "start the name of a demand band with a letter",
            );
        }
        for (index, (lower, upper)) in given.iter().zip(given.iter().skip(1)).enumerate() {
            let path = |key: &str| format!("/demand_bands/{}/{key}", index + 1);
            if upper.deployment.days() >= lower.deployment.days() {
                self.problem(
                    ProblemCode::BandsNotAscending,
                    path("deployment"),
                    format!(
                        "`{}` is not more often than the band before it, `{}`",
                        upper.deployment, lower.deployment
                    ),
                    "write demand bands from the lowest demand to the highest",
                );
            }
            match (lower.max_features_per_month, upper.max_features_per_month) {
                (Some(low), Some(high)) if high <= low => self.problem(
                    ProblemCode::BandsNotAscending,
                    path("max_features_per_month"),
                    format!("`{high}` is not above the band before it, `{low}`"),
                    "write demand bands from the lowest demand to the highest",
                ),
                (None, Some(_)) => self.problem(
                    ProblemCode::MissingKey,
                    format!("/demand_bands/{index}/max_features_per_month"),
                    "`max_features_per_month` is missing, but a higher band has it",
                    "give it for every band but the last, or for none",
                ),
                _ => {}
            }
        }
        // A lone maximum on the first of several bands would leave the ones between without.
        let counted = given.iter().filter(|band| band.max_features_per_month.is_some()).count();
        if counted > 0 && counted + 1 < given.len() {
            self.problem(
                ProblemCode::MissingKey,
                format!("/demand_bands/{counted}/max_features_per_month"),
                "`max_features_per_month` is missing, but a lower band has it",
                "give it for every band but the last, or for none",
            );
        }
        let band = |band: &DemandBand| Demand {
            name: band.name.clone(),
            deployment: band.deployment,
            max: band.max_features_per_month,
        };
        given.iter().map(band).collect()
    }

    /// The index of each service's demand band.
    pub(super) fn demands(&mut self, services: &[Service], bands: &[Demand]) -> Vec<u32> {
        let counted = bands.iter().any(|band| band.max.is_some());
        let mut chosen = Vec::with_capacity(services.len());
        for (index, service) in services.iter().enumerate() {
            let band = match &service.feature_demand {
                FeatureDemand::Band(name) => bands.iter().position(|band| *band.name == **name),
                FeatureDemand::PerMonth(features) => {
                    let features = features.mean();
                    let within = |band: &Demand| band.max.is_none_or(|max| features <= max);
                    let band = bands.iter().position(within).or_else(|| bands.len().checked_sub(1));
                    band.filter(|_| counted)
                }
            };
            if band.is_none() && self.problems.is_full() {
                // From here on problems are only counted: words for them would be lost.
                self.problem(ProblemCode::UnknownDemand, "", "", "");
            } else if band.is_none() {
                let names: Vec<&str> = bands.iter().map(|band| &*band.name).collect();
                let names = crate::read::words(&names);
                let (message, help) = match &service.feature_demand {
                    FeatureDemand::Band(name) => {
                        let near = suggestion(name, bands.iter().map(|band| &*band.name));
                        let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                        (
                            format!("there is no demand band `{name}`"),
                            format!("{near}write one of {names}, or a number of features a month"),
                        )
                    }
                    FeatureDemand::PerMonth(_) => (
                        "a number of features a month needs demand bands that say how many".to_owned(),
                        format!(
                            "add [[demand_bands]] with `max_features_per_month`, or write one of {names}"
                        ),
                    ),
                };
                self.problem(
                    ProblemCode::UnknownDemand,
                    format!("/services/{index}/feature_demand"),
                    message,
                    help,
                );
            }
            chosen.push(band.and_then(|band| u32::try_from(band).ok()).unwrap_or(0));
        }
        chosen
    }
}
