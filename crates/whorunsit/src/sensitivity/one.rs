//! One service taken apart, for pictures of it.

use rust_decimal::Decimal;

use super::parts::{Input, Parts};
use super::rerun::Rerun;
use super::{GridCell, Swing, grid, tornado};
use crate::error::Fault;
use crate::evaluation::Analysis;
use crate::exact::{Money, float};
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

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
    rerun: Rerun,
}

/// Exposures from one to another at which a model is cheaper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) cheaper: OperatingModel,
}

impl<'p> OneService<'p> {
    /// The service at a place, or the one whose difference is largest in size; `None` where it cannot be compared.
    pub(crate) fn find(portfolio: &'p Portfolio, place: Option<usize>) -> Result<Option<Self>, Fault> {
        let analysis = Analysis::of(portfolio)?;
        let recommended = crate::evaluation::recommended(portfolio)?;
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
        let rerun = Rerun::of(portfolio, &recommended, index);
        Ok(Some(Self { portfolio, index, difference, parts, rerun }))
    }

    pub(crate) fn name(&self) -> &str {
        self.portfolio.file().services.get(self.index).map_or("", |service| &*service.name)
    }

    pub(crate) fn tornado(&self) -> Result<Vec<Swing>, Fault> {
        tornado(&self.rerun, &self.parts, self.portfolio.file().currency)
    }

    pub(crate) fn grid(&self) -> Result<Vec<GridCell>, Fault> {
        grid(
            &self.rerun,
            &self.parts,
            super::flip::brought(self.portfolio, self.index),
            self.portfolio.file().currency,
        )
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

    /// For each number of incidents a year, which model is cheaper at which exposures from one to another: the portfolio
    /// is run again in every exposure band, within which the difference is a straight line.
    pub(crate) fn stretches(
        &self,
        rates: &[Decimal],
        (lowest, highest): (Decimal, Decimal),
    ) -> Result<Vec<Vec<Stretch>>, Fault> {
        let file = self.portfolio.file();
        let bands = file.exposure_bands.iter().map(|band| band.max_per_hour.amount());
        // Where the service exposes as much as in a peak, that is none any more.
        let peaks = file.services.get(self.index).map_or(&[][..], |service| &service.peaks);
        let peaks = peaks.iter().map(|peak| peak.exposure_per_hour.mean().amount());
        let mut limits: Vec<Decimal> =
            bands.chain(peaks).filter(|limit| *limit > lowest && *limit < highest).chain([highest]).collect();
        limits.sort_unstable();
        let mut columns: Vec<Vec<Stretch>> = vec![Vec::new(); rates.len()];
        let mut from = lowest;
        for to in limits {
            if let Some((_, parts)) = self.rerun.parts(&[(Input::Exposure, to)])? {
                for (rate, column) in rates.iter().zip(&mut columns) {
                    let at = |exposure| {
                        let values = [(Input::Incidents, *rate), (Input::Exposure, exposure)];
                        parts.with(&values).map(|difference| float(difference.amount()))
                    };
                    append(column, (float(from), at(from)?), (float(to), at(to)?));
                }
            }
            from = to;
        }
        Ok(columns)
    }
}

/// Appends the stretches of a straight line from one exposure to another.
fn append(column: &mut Vec<Stretch>, (from, low): (f64, f64), (to, high): (f64, f64)) {
    let model = |difference: f64| {
        let is_below = difference < 0.0;
        if is_below { OperatingModel::YouBuildItYouRunIt } else { OperatingModel::OpsRunIt }
    };
    let mut push = |from, to, cheaper| match column.last_mut() {
        Some(last) if last.cheaper == cheaper => last.to = to,
        _ => column.push(Stretch { from, to, cheaper }),
    };
    if model(low) == model(high) {
        return push(from, to, model(low));
    }
    let root = from - low * (to - from) / (high - low);
    push(from, root, model(low));
    push(root, to, model(high));
}
