//! The line items that a portfolio adds: those of a service, of a deployment, of an incident or of an hour of response.

use rust_decimal::Decimal;

use crate::exact::{Overflow, difference};
use crate::ledger::basis::{Basis, Input, Unit};
use crate::ledger::item::ItemCode;
use crate::ledger::own::PerService;
use crate::ledger::service::{OfService, Visit};
use crate::response::Chain;

impl OfService<'_, '_> {
    /// The lines that the portfolio adds: those of incidents, or all others.
    pub(super) fn own(&self, of_incidents: bool, visit: &mut Visit<'_>) -> Result<(), Overflow> {
        for rate in &self.costing.own.rates {
            if matches!(rate.per, PerService::Service | PerService::Deployment) == of_incidents
                || !rate.is_for(self.costing.portfolio, self.index, self.model)
            {
                continue;
            }
            let basis = match rate.per {
                PerService::Service => Basis::new(),
                PerService::Deployment => {
                    let mut basis = Basis::new();
                    basis.by(self.cadence()?.deployments, Unit::Deployments)?;
                    basis
                }
                PerService::Incident => self.of_incidents()?,
                PerService::HourOfResponse => {
                    let mut basis = self.of_incidents()?;
                    let hours = self.chain().map(Chain::hours_of_work).transpose()?;
                    basis.worked_out(hours, Unit::HoursOfWork, Input::Response)?;
                    basis
                }
                PerService::CreditedIncident(above) => {
                    let mut basis = Basis::new();
                    let more = |incidents| Ok(difference(incidents, above.value())?.max(Decimal::ZERO));
                    let above = self.incidents_per_year().map(more).transpose()?;
                    basis.worked_out(above, Unit::IncidentsAbove, Input::IncidentsPerYear)?;
                    basis
                }
            };
            let basis = rate.times(basis)?;
            visit(self.entry(ItemCode::OwnCost, &basis)?)?;
        }
        Ok(())
    }
}
