//! What ties services to each other in a trial: shared causes of incidents, and exposures that rise and fall together.

use std::collections::BTreeMap;

use super::model::ServiceModel;
use super::source::Cause;
use crate::resolve::Portfolio;

/// Gives every service its shared causes and its exposure group. The rate of a shared cause is part of the incidents
/// that its services have anyway.
pub(super) fn attach(portfolio: &Portfolio, models: &mut [(usize, &mut ServiceModel)]) -> Vec<Cause> {
    let file = portfolio.file();
    let mut groups: BTreeMap<&str, u64> = BTreeMap::new();
    let place: BTreeMap<&str, usize> = models
        .iter()
        .enumerate()
        .filter_map(|(place, (index, _))| Some((&*file.services.get(*index)?.name, place)))
        .collect();
    for (index, model) in models.iter_mut() {
        let group = file.services.get(*index).and_then(|service| service.exposure_group.as_deref());
        model.exposure_group = group.map(|group| {
            let next = groups.len() as u64;
            *groups.entry(group).or_insert(next)
        });
        model.rise_together();
    }
    let mut causes = Vec::with_capacity(file.shared_causes.len());
    for (number, cause) in file.shared_causes.iter().enumerate() {
        let rate = cause.incidents_per_year.distribution();
        for service in &cause.services {
            if let Some((_, model)) = place.get(&**service).and_then(|place| models.get_mut(*place)) {
                let whole = model.incidents.mean();
                if whole > 0.0 {
                    model.own_share = (model.own_share - rate.mean() / whole).max(0.0);
                    model.shared.push(number);
                }
            }
        }
        causes.push(Cause { rate, stream: number as u64 });
    }
    causes
}
