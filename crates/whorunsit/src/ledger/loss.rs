//! What a loss is made of: revenue that is in nobody's budget, and costs that somebody pays.

use rust_decimal::Decimal;

use crate::estimate::ExposureKind;
use crate::exact::{Overflow, Share, difference, quotient};
use crate::ledger::basis::{At, Input, Unit};
use crate::ledger::incidents::Season;
use crate::ledger::service::OfService;
use crate::portfolio::BudgetHolder;
use crate::resolve::Level;

/// A part of what an hour loses.
pub(super) struct PartOfLoss {
    pub(super) share: Decimal,
    pub(super) unit: Unit,
    pub(super) at: At,
    /// Whose budget pays; `None` for revenue.
    pub(super) budget_holder: Option<BudgetHolder>,
    /// Whether it is told even where it is the whole.
    pub(super) is_named: bool,
}

impl From<ExposureKind> for Unit {
    fn from(kind: ExposureKind) -> Self {
        match kind {
            ExposureKind::Revenue => Self::Revenue,
            ExposureKind::Cancellations => Self::Cancellations,
            ExposureKind::Credits => Self::Credits,
            ExposureKind::Regulatory => Self::Regulatory,
            ExposureKind::ManualFallback => Self::ManualFallback,
        }
    }
}

impl OfService<'_, '_> {
    /// The parts of a loss in a season that are not zero: those of the season's exposure, or else of the service's; of an
    /// exposure without parts its share of revenue and the rest.
    pub(super) fn parts_of_loss(&self, season: &Season) -> Result<Vec<PartOfLoss>, Overflow> {
        let peak = season.number.and_then(|number| Some((number, self.service.peaks.get(number)?)));
        let own = peak.filter(|(_, peak)| !peak.exposure_per_hour.parts().is_empty());
        let given = own.map_or(&self.service.exposure_per_hour, |(_, peak)| &peak.exposure_per_hour);
        if given.parts().is_empty() || given.mean_number().is_zero() {
            return self.revenue_and_rest();
        }
        let mut parts = Vec::with_capacity(given.parts().len());
        for part in given.parts() {
            let share = quotient(part.mean_per_hour()?, given.mean_number())?;
            if share.is_zero() {
                continue;
            }
            let at = match own {
                Some((number, _)) => {
                    Input::PeakExposurePart.nth(number * 8 + part.kind.place(), Level::Portfolio)
                }
                None => Input::ExposurePart.nth(part.kind.place(), Level::Portfolio),
            };
            let holder = part.budget_holder.unwrap_or_else(|| self.team_budget());
            parts.push(PartOfLoss {
                share,
                unit: part.kind.into(),
                at,
                budget_holder: (!part.kind.is_revenue()).then_some(holder),
                is_named: true,
            });
        }
        Ok(parts)
    }

    fn revenue_and_rest(&self) -> Result<Vec<PartOfLoss>, Overflow> {
        let file = self.costing.portfolio.file();
        let revenue = self.service.revenue_share.or(file.revenue_share).map_or(Decimal::ONE, Share::of_one);
        let at = || match self.service.revenue_share {
            Some(_) => Input::RevenueShareOfService.into(),
            None => Input::RevenueShare.into(),
        };
        let part =
            |share, unit, budget_holder| PartOfLoss { share, unit, at: at(), budget_holder, is_named: false };
        let costs = difference(Decimal::ONE, revenue)?;
        let parts =
            [part(revenue, Unit::Revenue, None), part(costs, Unit::CostsIncurred, Some(self.team_budget()))];
        Ok(parts.into_iter().filter(|part| !part.share.is_zero()).collect())
    }
}
