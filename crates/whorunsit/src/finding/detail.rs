//! Findings that several answers raise, from the portfolio alone.

use crate::finding::table::Detail;
use crate::resolve::Portfolio;

impl Detail {
    /// What to know of every figure in money: how it is accounted, and on which exposure losses rest.
    pub(crate) fn of_costs(portfolio: &crate::resolve::Portfolio) -> impl Iterator<Item = Self> {
        let at_maximum = |service: &&crate::portfolio::Service| {
            let shares = service.working_hours_exposure.as_ref().or(service.out_of_hours_exposure.as_ref());
            service.incidents_per_year.is_some() && service.exposure_by_hour.is_none() && shares.is_none()
        };
        let mut at_maximum = portfolio.file().services.iter().filter(at_maximum);
        let first = at_maximum.next().filter(|_| portfolio.settings.has_responses());
        let losses = first.map(|first| Self::LossesAtMaximum {
            services: 1 + at_maximum.count(),
            first: first.name.clone(),
        });
        let mut given = portfolio.file().services.iter().filter(|service| service.operating_model.is_some());
        let first = given.next();
        let given =
            first.map(|first| Self::ModelsGiven { services: 1 + given.count(), first: first.name.clone() });
        Self::down_all_year(portfolio, None)
            .into_iter()
            .chain(losses)
            .chain(given)
            .chain([Self::AccountingMayDiffer])
    }

    /// That a service, or the first of all, would be down for longer than the year, if it would.
    pub(crate) fn down_all_year(portfolio: &Portfolio, service: Option<usize>) -> Option<Self> {
        let down = &portfolio.costs.down_all_year;
        let (place, others) = match service {
            Some(service) => (down.binary_search_by_key(&service, |(service, _)| *service).ok()?, 0),
            None => (0, down.len().saturating_sub(1)),
        };
        let (index, hours) = down.get(place)?;
        let service = portfolio.file().services.get(*index)?;
        let incidents = service.incidents_per_year.as_ref()?.mean_number();
        Some(Self::DownAllYear { service: service.name.clone(), others, incidents, hours: *hours })
    }

    /// That services are left out, if some are.
    pub(crate) fn left_out(portfolio: &Portfolio) -> Option<Self> {
        let all = portfolio.left_out();
        let first = all.first()?;
        let first = first.name.as_deref().unwrap_or(&first.path).into();
        Some(Self::ServicesLeftOut { services: all.len(), first })
    }

    /// That services are left out, and that costs lack inputs, where it is so.
    pub(crate) fn partial(portfolio: &Portfolio, missing: &std::collections::BTreeSet<String>) -> Vec<Self> {
        let lack = missing.first().map(|first| Self::ComparisonPartial {
            missing: missing.len(),
            first: first.as_str().into(),
            refused: portfolio.lacks_only_refused(missing),
        });
        Self::left_out(portfolio).into_iter().chain(lack).collect()
    }
}
