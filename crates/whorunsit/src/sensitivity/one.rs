//! One service taken apart, for pictures of it.

use rust_decimal::Decimal;

use super::parts::{Input, Parts};
use super::{GridCell, Swing, grid, tornado};
use crate::comparison::Analysis;
use crate::money::Overflow;
use crate::{Money, Portfolio};

/// The ends of an input that is uncertain.
type Ends = Option<(Decimal, Decimal)>;

/// A service whose models can be compared.
pub(crate) struct OneService<'p> {
    portfolio: &'p Portfolio,
    /// Its place in the portfolio.
    pub(crate) index: usize,
    /// You Build It You Run It less Ops Run It over the horizon, every input at its mean.
    pub(crate) difference: Money,
    parts: Parts,
}

impl<'p> OneService<'p> {
    /// The service at a place, or the one whose difference is largest in size; `None` where it cannot be compared.
    pub(crate) fn find(portfolio: &'p Portfolio, place: Option<usize>) -> Result<Option<Self>, Overflow> {
        let analysis = Analysis::of(portfolio)?;
        let recommended = crate::comparison::recommended(portfolio)?;
        let mut found: Option<(usize, Money, crate::on_call::Cover)> = None;
        analysis.insurances(&recommended, |index, margin, insurance, _| {
            let wanted = place.is_none_or(|place| place == index) && insurance.agrees.is_some();
            let difference = Money::ZERO.minus(insurance.net_benefit)?;
            if wanted && found.as_ref().is_none_or(|(_, most, _)| difference.size() > most.size()) {
                found = Some((index, difference, margin.cover.clone()));
            }
            Ok(())
        })?;
        let Some((index, difference, cover)) = found else {
            return Ok(None);
        };
        let parts = Parts::of(&analysis, index, &cover, difference)?;
        Ok(Some(Self { portfolio, index, difference, parts }))
    }

    pub(crate) fn name(&self) -> &str {
        self.portfolio.file().services.get(self.index).map_or("", |service| &*service.name)
    }

    pub(crate) fn tornado(&self) -> Result<Vec<Swing>, Overflow> {
        tornado(&self.parts, self.portfolio.file().currency)
    }

    pub(crate) fn grid(&self) -> Result<Vec<GridCell>, Overflow> {
        grid(&self.parts, self.portfolio.file().currency)
    }

    /// The mean exposure per hour and incidents a year.
    pub(crate) fn means(&self) -> Option<(Decimal, Decimal)> {
        self.parts.mean(Input::Exposure).zip(self.parts.mean(Input::Incidents))
    }

    /// The ends of the exposure per hour and of the incidents a year, where they are uncertain.
    pub(crate) fn ends(&self) -> (Ends, Ends) {
        let ends = |input| self.parts.inputs.iter().find(|estimated| estimated.input == input)?.ends;
        (ends(Input::Exposure), ends(Input::Incidents))
    }

    /// The difference at another exposure and other incidents a year.
    pub(crate) fn at(&self, exposure: Decimal, incidents: Decimal) -> Result<Money, Overflow> {
        self.parts.with(&[(Input::Exposure, exposure), (Input::Incidents, incidents)])
    }
}
