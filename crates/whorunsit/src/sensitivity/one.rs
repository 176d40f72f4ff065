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
    rerun: Rerun<'p>,
}

/// Up to which exposure, from where the one before ends, a model is cheaper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) to: f64,
    pub(crate) cheaper: OperatingModel,
}

impl<'p> OneService<'p> {
    /// The service at a place, or the one whose difference is largest in size; `None` where it cannot be compared.
    pub(crate) fn find(portfolio: &'p Portfolio, place: Option<usize>) -> Result<Option<Self>, Fault> {
        let analysis = Analysis::of(portfolio)?;
        let recommended = crate::evaluation::recommended(portfolio)?;
        let mut found: Option<(usize, Money, crate::on_call::Cover)> = None;
        analysis.each_insurance(&recommended, |index, margin, insurance| {
            let Some(difference) = insurance.difference()? else { return Ok(()) };
            let wanted = place.is_none_or(|place| place == index);
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

    /// Among services whose models can be compared, the one with an uncertain input of its own whose difference is largest
    /// in size, and how many have none, of how many.
    pub(crate) fn uncertain(portfolio: &'p Portfolio) -> Result<(Option<usize>, usize, usize), Fault> {
        let analysis = Analysis::of(portfolio)?;
        let recommended = crate::evaluation::recommended(portfolio)?;
        let (mut found, mut certain, mut all) = (None::<(usize, Money)>, 0, 0);
        analysis.each_insurance(&recommended, |index, margin, insurance| {
            let Some(difference) = insurance.difference()? else { return Ok(()) };
            all += 1;
            let parts = Parts::of(&analysis, index, &margin.cover, difference)?;
            if parts.inputs.iter().all(|estimated| estimated.ends.is_none()) {
                certain += 1;
            } else if found.is_none_or(|(_, most)| difference.size() > most) {
                found = Some((index, difference.size()));
            }
            Ok(())
        })?;
        Ok((found.map(|(index, _)| index), certain, all))
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

    /// The exposures up to which nothing is decided in another way: the ends of bands, and of peaks.
    fn limits(&self, lowest: Decimal, highest: Decimal) -> Vec<Decimal> {
        let file = self.portfolio.file();
        let bands = file.exposure_bands.iter().map(|band| band.max_per_hour.amount());
        // Where the service exposes as much as in a peak, that is none any more.
        let peaks = file.services.get(self.index).map_or(&[][..], |service| &service.peaks);
        let peaks = peaks.iter().map(|peak| peak.exposure_per_hour.mean().amount());
        let mut limits: Vec<Decimal> =
            bands.chain(peaks).filter(|limit| *limit > lowest && *limit < highest).chain([highest]).collect();
        limits.sort_unstable();
        limits
    }

    /// The difference at each exposure, in ascending order, for each number of incidents a year; empty where the portfolio
    /// does not run with an exposure.
    pub(crate) fn surface(&self, rates: &[Decimal], exposures: &[Decimal]) -> Result<Vec<Vec<Money>>, Fault> {
        let (Some(lowest), Some(highest)) = (exposures.first(), exposures.last()) else {
            return Ok(Vec::new());
        };
        let limits = self.limits(*lowest, *highest);
        let mut within: Option<(Decimal, Parts)> = None;
        let mut rows = Vec::with_capacity(exposures.len());
        for exposure in exposures {
            let limit = limits.iter().copied().find(|limit| limit >= exposure).unwrap_or(*highest);
            if within.as_ref().is_none_or(|(at, _)| *at != limit) {
                let Some((_, parts)) = self.rerun.parts(&[(Input::Exposure, limit)])? else {
                    return Ok(Vec::new());
                };
                within = Some((limit, parts));
            }
            let Some((_, parts)) = &within else { continue };
            let at = |rate: &Decimal| parts.with(&[(Input::Incidents, *rate), (Input::Exposure, *exposure)]);
            rows.push(rates.iter().map(at).collect::<Result<_, Fault>>()?);
        }
        Ok(rows)
    }

    /// For each number of incidents a year, which model is cheaper at which exposures from one to another: the portfolio
    /// is run again in every exposure band, within which the difference is a straight line.
    pub(crate) fn stretches(
        &self,
        rates: &[Decimal],
        (lowest, highest): (Decimal, Decimal),
    ) -> Result<Vec<Vec<Stretch>>, Fault> {
        let limits = self.limits(lowest, highest);
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
    let mut push = |to, cheaper| match column.last_mut() {
        Some(last) if last.cheaper == cheaper => last.to = to,
        _ => column.push(Stretch { to, cheaper }),
    };
    if model(low) == model(high) {
        return push(to, model(low));
    }
    let root = from - low * (to - from) / (high - low);
    push(root, model(low));
    push(to, model(high));
}
