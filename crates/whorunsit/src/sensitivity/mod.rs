//! Sensitivity: which inputs swing the comparison, where it flips, and what knowing them better is worth.
//!
//! The difference between the models is a sum of parts, each a product of inputs: what incidents lose is proportional
//! to incidents a year, to severity and to the exposure; what features lose by delay to features a year and to their
//! value; and so on. That holds as long as nothing is decided in another way: an exposure in another band has another
//! target, schedule and sharing. So flips, swings and the map run the portfolio again.

mod flip;
mod information;
mod one;
mod parts;
#[cfg(test)]
mod proofs;
mod rerun;
mod scan;
mod whole;
mod wider;
mod words;

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::Serialize;

pub use self::flip::{CostFlip, SelectionFlip, ServiceFlips};
pub use self::information::InputInformation;
pub(crate) use self::one::{OneService, Stretch};
use self::parts::{Estimated, Input, Parts};
pub(crate) use self::rerun::Rerun;
pub use self::words::FlipRegion;
pub(crate) use self::words::words;
use crate::assumption::Assumption;
use crate::currency::Currency;
use crate::error::{Error, Fault};
use crate::evaluation::Analysis;
use crate::exact::{Money, number, product, quotient};
use crate::finding::{Detail, Finding};
use crate::portfolio::Name;
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;

/// How the comparison of each service depends on its inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Sensitivity {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years it compares.
    pub horizon_years: u32,
    /// Every service whose models can be compared, in the order of the portfolio.
    pub services: Vec<ServiceSensitivity>,
    /// What to know about it.
    pub findings: Vec<Finding>,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

/// How the comparison of one service depends on its inputs.
///
/// Differences are You Build It You Run It less Ops Run It over the horizon; below zero, You Build It You Run It is
/// cheaper. A changed input changes whatever is decided by it: targets, schedules, what is shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ServiceSensitivity {
    /// The service's name.
    pub name: Name,
    /// What is recommended.
    pub operating_model: OperatingModel,
    /// The model that costs less over the horizon; `None` where they cost the same.
    pub cheaper_model: Option<OperatingModel>,
    /// The difference with every input at its mean.
    pub difference: Money,
    /// One-way swings of the inputs that are uncertain, the widest first.
    pub tornado: Vec<Swing>,
    /// Where the selection and the cheaper model change.
    pub flips: ServiceFlips,
    /// The expected value of perfect information: what knowing all uncertain inputs exactly would be worth to whoever
    /// chooses the model and schedule of this service that cost least, all others as recommended.
    pub evpi: Money,
    /// The expected value of partial perfect information: what knowing one of them exactly would be worth, the worthiest
    /// first. None is worth more than all.
    pub evppi: Vec<InputInformation>,
    /// The difference for exposures and incidents a year around their means; empty where incidents lose nothing.
    pub grid: Vec<GridCell>,
}

/// What one uncertain input does to the difference, the others at their means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Swing {
    /// The key of the input in the format; of what a service shares with others, with its tables.
    pub input: Cow<'static, str>,
    /// The same in words.
    pub words: String,
    /// Its low end: the least of a range, the 5th percentile of an interval.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub low: Decimal,
    /// Its high end: the greatest of a range, the 95th percentile of an interval.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub high: Decimal,
    /// The difference at its low end.
    pub difference_at_low: Money,
    /// The difference at its high end.
    pub difference_at_high: Money,
    /// How far apart these are.
    pub swing: Money,
    /// Whether the cheaper model changes between them.
    pub flips: bool,
}

/// One cell of the map of exposure and incidents a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GridCell {
    /// The exposure per hour.
    pub exposure_per_hour: Money,
    /// Incidents a year.
    #[serde(serialize_with = "number::as_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::number"))]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub incidents_per_year: Decimal,
    /// The difference there.
    pub difference: Money,
    /// The model that costs less there.
    pub cheaper_model: Option<OperatingModel>,
    /// Whether it is how things are.
    #[serde(skip)]
    pub is_now: bool,
}

/// The inputs of a service that are searched for changes of the cheaper model, in words.
pub const SEARCHED: &str = "exposures, incidents, severity, features, insights and the value of each; times, pay \
                            and costs to ten times what they are, and shares";

/// Cells of the grid in each direction: powers of two from a sixteenth to sixteen times the mean.
const GRID: [(i64, i64); 9] = [(1, 16), (1, 8), (1, 4), (1, 2), (1, 1), (2, 1), (4, 1), (8, 1), (16, 1)];

pub(crate) fn cheaper(difference: Money) -> Option<OperatingModel> {
    match difference.cmp(&Money::ZERO) {
        std::cmp::Ordering::Less => Some(OperatingModel::YouBuildItYouRunIt),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(OperatingModel::OpsRunIt),
    }
}

/// Works out for every service how its comparison depends on its inputs.
///
/// `seed` starts the draws behind the worth of information.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, sensitivity};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let sensitivity = sensitivity(&Portfolio::read(text.as_bytes())?, 1)?;
/// let appointments = &sensitivity.services[1];
/// assert_eq!(appointments.tornado[0].input, "incidents_per_year");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sensitivity(portfolio: &Portfolio, seed: u64) -> Result<Sensitivity, Error> {
    let file = portfolio.file();
    let analysis = Analysis::of(portfolio)?;
    let recommended = crate::evaluation::recommended(portfolio)?;
    let whole = whole::Whole::of(portfolio);
    let mut services = Vec::new();
    let mut left_out = Vec::new();
    analysis.each_insurance(&recommended, |index, margin, insurance| {
        let (Some(service), Some(choice)) = (file.services.get(index), recommended.choices.get(index)) else {
            return Err(Fault::Internal);
        };
        let Some(difference) = insurance.difference()? else {
            left_out.push(service.name.clone());
            return Ok(());
        };
        let parts = Parts::of(&analysis, index, &margin.cover, difference)?;
        let rerun = Rerun::of(portfolio, &recommended, index);
        let choices = rerun.choices(&parts)?;
        let wider = wider::slopes(&rerun, &parts, choices.len())?;
        let (evpi, evppi) = information::worth((&choices, &wider), seed, index as u64, file.currency);
        services.push(ServiceSensitivity {
            name: service.name.clone(),
            operating_model: choice.model,
            cheaper_model: cheaper(difference),
            difference,
            tornado: tornado(&rerun, &parts, file.currency)?,
            flips: flip::flips((portfolio, &whole), index, choice, (&rerun, &parts, difference))?,
            evpi,
            evppi,
            grid: grid(&rerun, &parts, flip::brought(portfolio, index), file.currency)?,
        });
        Ok(())
    })?;
    let mut details = Vec::new();
    if let Some(first) = left_out.first() {
        details.push(Detail::NotComparable { services: left_out.len(), first: first.clone() });
    }
    details.extend(Detail::partial(portfolio, &analysis.missing(&recommended)?));
    Ok(Sensitivity {
        provenance: portfolio.provenance().clone(),
        name: file.name.clone(),
        currency: file.currency,
        horizon_years: portfolio.costs.discounting.years,
        services,
        findings: details.into_iter().map(|detail| Finding::new(detail, file.currency)).collect(),
        assumptions: crate::ledger::assumptions(portfolio),
    })
}

/// Where the cheaper model of a service changes with its exposure or with its incidents a year.
pub(crate) fn cost_flips(
    portfolio: &Portfolio,
    recommended: &crate::assignment::Assignment,
    index: usize,
) -> Vec<CostFlip> {
    let Some(service) = portfolio.file().services.get(index) else {
        return Vec::new();
    };
    let rerun = Rerun::of(portfolio, recommended, index);
    let inputs = std::iter::once(Estimated::of(Input::Exposure, &service.exposure_per_hour))
        .chain(service.incidents_per_year.as_ref().map(|given| Estimated::of(Input::Incidents, given)));
    inputs.flat_map(|input| flip::costs(portfolio, index, &rerun, &input)).collect()
}

impl Swing {
    /// Of an input between its ends, by the difference at each.
    fn between(
        input: Cow<'static, str>,
        (low, high): (Decimal, Decimal),
        (at_low, at_high): (Money, Money),
    ) -> Result<Self, Fault> {
        Ok(Self {
            words: words::words(&input),
            input,
            low: low.normalize(),
            high: high.normalize(),
            difference_at_low: at_low,
            difference_at_high: at_high,
            swing: at_high.minus(at_low)?.size(),
            flips: cheaper(at_low) != cheaper(at_high),
        })
    }
}

fn tornado(rerun: &Rerun<'_>, parts: &Parts, currency: Currency) -> Result<Vec<Swing>, Fault> {
    let mut swings = Vec::new();
    for estimated in &parts.inputs {
        let Some((low, high)) = estimated.ends else {
            continue;
        };
        // An end that is no portfolio, such as fewer incidents than shared causes bring, counts by its parts.
        let at = |value| match rerun.difference(&[(estimated.input, value)]) {
            Some(difference) => Ok(difference),
            None => parts.with(&[(estimated.input, value)]).map(|difference| difference.booked(currency)),
        };
        let input = Cow::Borrowed(estimated.input.key());
        swings.push(Swing::between(input, (low, high), (at(low)?, at(high)?))?);
    }
    wider::swings(rerun, swings)
}

/// `least` is how many incidents a year shared causes bring: fewer are no portfolio.
fn grid(
    rerun: &Rerun<'_>,
    parts: &Parts,
    least: Decimal,
    currency: Currency,
) -> Result<Vec<GridCell>, Fault> {
    let mean = |input| parts.mean(input).filter(|mean| !mean.is_zero());
    let (Some(exposure), Some(incidents)) = (mean(Input::Exposure), mean(Input::Incidents)) else {
        return Ok(Vec::new());
    };
    let scaled = |mean: Decimal, (times, of): (i64, i64)| {
        quotient(product(mean, Decimal::from(times))?, Decimal::from(of))
    };
    let mut cells = Vec::with_capacity(GRID.len() * GRID.len());
    for row in GRID {
        let x = Money::from_number(scaled(exposure, row)?).booked(currency).amount();
        // Run again for each exposure; in incidents the difference is a straight line.
        let Some((_, parts)) = rerun.parts(&[(Input::Exposure, x)])? else {
            return Ok(Vec::new());
        };
        for column in GRID {
            let y = scaled(incidents, column)?;
            if y < least {
                continue;
            }
            let difference = parts.with(&[(Input::Incidents, y)])?.booked(currency);
            cells.push(GridCell {
                exposure_per_hour: Money::from_number(x),
                incidents_per_year: y.round_dp(6).normalize(),
                difference,
                cheaper_model: cheaper(difference),
                is_now: row == (1, 1) && column == (1, 1),
            });
        }
    }
    Ok(cells)
}
