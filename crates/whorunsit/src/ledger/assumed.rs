//! The defaults that the ledger rests on, besides those of the format's tables.

use crate::assumption::{Assumption, Assumptions};
use crate::portfolio::{CalloutTerms, Service};
use crate::resolve::Portfolio;
use crate::wording::plural;

fn of_services(count: usize) -> String {
    plural(count, "service", "services")
}

/// Defaults of services, teams and pay that costs rest on.
fn defaults(portfolio: &Portfolio) -> Vec<Assumption> {
    let file = portfolio.file();
    let mut all = Vec::new();
    let count = |lacks: fn(&Service) -> bool| file.services.iter().filter(|service| lacks(service)).count();
    let whole = count(|service| {
        service.severity.is_none()
            || (service.exposure_by_hour.is_none()
                && (service.working_hours_exposure.is_none() || service.out_of_hours_exposure.is_none()))
    });
    if whole > 0 {
        all.extend(Assumptions::WHOLE_EXPOSURE.spell(
            format!(
                "severity, working_hours_exposure and out_of_hours_exposure of 100% where not given, for {}",
                of_services(whole)
            ),
            "an incident loses all of the exposure, at any hour",
        ));
    }
    let teams = file.teams.iter().filter(|team| team.funding.is_none()).count();
    if teams > 0 {
        all.extend(Assumptions::PRODUCT_FUNDING.spell(
            format!("product, for {}", plural(teams, "team", "teams")),
            "who chooses the features should pay for running them",
        ));
    }
    let unsaid =
        |service: &Service| service.revenue_share.is_none() && service.exposure_per_hour.parts().is_empty();
    if file.revenue_share.is_none() && count(unsaid) > 0 {
        all.extend(Assumptions::REVENUE_SHARE.spell("100%", "exposure is revenue unless said otherwise"));
    }
    let terms = [&portfolio.product_teams, &portfolio.operations];
    if terms.into_iter().chain(portfolio.settings.own_pay()).any(|terms| {
        terms.callout.as_ref().and_then(CalloutTerms::paid).is_some_and(|callout| callout.first.is_some())
    }) {
        all.extend(Assumptions::FIRST_CALLOUTS.spell(
            "every callout is paid as the first of its shift",
            "two callouts in one shift are rare; where they are not, the rota says so",
        ));
    }
    all
}

/// Every default that costs rest on.
pub(crate) fn assumptions(portfolio: &Portfolio) -> Vec<Assumption> {
    let defaults = defaults(portfolio);
    portfolio.assumptions().iter().chain(portfolio.cost_assumptions()).cloned().chain(defaults).collect()
}
