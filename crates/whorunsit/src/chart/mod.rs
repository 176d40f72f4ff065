//! Charts, as Vega-Lite specifications with their data in them.
//!
//! A chart is a picture of an answer: its numbers are floats, and nothing is worked out here that the answers do not
//! have. What users named is data or the text of a title, never an expression that a viewer would run.

mod break_even;
mod costs;
mod density;
mod exceedance;
mod heat_map;
mod map;
#[doc(hidden)]
pub mod picture;
mod rota;
mod scale;
mod selector;
mod tornado;
mod waterfall;
mod workflow;

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::assignment::Strategy;
use crate::error::Error;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::sensitivity::OneService;
use crate::simulation::SimulationOptions;

/// A chart that [`chart`] draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChartName {
    /// The operating model selector with the services in it.
    Selector,
    /// Costs by type, of strategies, or of both models of a service.
    Costs,
    /// How likely a year loses more than an amount, under both.
    Exceedance,
    /// What each uncertain input of a service does to the difference between the models.
    Tornado,
    /// Which model is cheaper, by the exposure and the incidents a year of a service.
    Map,
    /// What standby costs as teams are added, under three policies.
    Scale,
    /// What the transition plan has cost by the end of each month, against staying.
    BreakEven,
    /// How long the manual steps of the incident workflow keep an incident waiting, as they are and as they are automated.
    Workflow,
    /// From what one strategy costs to what another does, by cost type.
    Waterfall,
    /// What each service costs, by cost type.
    HeatMap,
    /// How the difference between the models of a service is spread over the trials.
    Density,
    /// Who of a schedule is on call when.
    Rota,
}

impl ChartName {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Selector,
        Self::Costs,
        Self::Exceedance,
        Self::Tornado,
        Self::Map,
        Self::Scale,
        Self::BreakEven,
        Self::Workflow,
        Self::Waterfall,
        Self::HeatMap,
        Self::Density,
        Self::Rota,
    ];

    /// Its word in options and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Selector => "selector",
            Self::Costs => "costs",
            Self::Exceedance => "exceedance",
            Self::Tornado => "tornado",
            Self::Map => "map",
            Self::Scale => "scale",
            Self::BreakEven => "break-even",
            Self::Workflow => "workflow",
            Self::Waterfall => "waterfall",
            Self::HeatMap => "heat-map",
            Self::Density => "density",
            Self::Rota => "rota",
        }
    }

    /// Whether it can be drawn of one service.
    #[must_use]
    pub fn takes_service(self) -> bool {
        matches!(
            self,
            Self::Costs | Self::Exceedance | Self::Tornado | Self::Map | Self::Workflow | Self::Density
        )
    }

    /// Whether it can be drawn of another strategy than what is recommended.
    #[must_use]
    pub fn takes_strategy(self) -> bool {
        matches!(self, Self::Waterfall | Self::HeatMap)
    }

    /// Whether a simulation stands behind it.
    #[must_use]
    pub fn simulates(self) -> bool {
        matches!(self, Self::Exceedance | Self::Density)
    }
}

impl fmt::Display for ChartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ChartName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Chart {
    /// What it can be traced back to.
    pub provenance: Provenance,
    /// Which one it is.
    pub name: ChartName,
    /// The Vega-Lite specification, data included. Its background is transparent and its text has the colour of the
    /// viewer's theme.
    pub spec: Value,
}

/// What of a portfolio a chart is to show. What is `None` is the chart's to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChartOptions<'o> {
    /// The service of a chart of one service. Without it, [`ChartName::Costs`] and [`ChartName::Exceedance`] draw the
    /// portfolio, [`ChartName::Workflow`] the first service, and the others the service whose models differ most in cost.
    pub service: Option<&'o str>,
    /// The strategy that [`ChartName::Waterfall`] leads to and [`ChartName::HeatMap`] shows; by default what is
    /// recommended.
    pub strategy: Option<Strategy>,
    /// The strategy that [`ChartName::Waterfall`] starts from; by default operations running everything.
    pub against: Option<Strategy>,
    /// The schedule of [`ChartName::Rota`]; by default the first whose people are known, product teams' before
    /// operations'.
    pub schedule: Option<&'o str>,
    /// Whether it is for a narrow page, such as a telephone's.
    pub compact: bool,
}

/// Draws a chart.
///
/// `simulation` matters to the charts that [simulate](ChartName::simulates).
///
/// # Errors
/// [`Problems`] where there is nothing to draw or too much to be read, where there is no such service, where a chart is
/// not of one service, and those of [`simulate`](crate::simulation::simulate).
///
/// # Examples
///
/// ```
/// use whorunsit::{ChartName, ChartOptions, Portfolio, SimulationOptions, chart};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// let bedroom = ChartOptions { service: Some("bedroom"), ..ChartOptions::default() };
/// let chart = chart(&portfolio, ChartName::Tornado, bedroom, SimulationOptions::new())?;
/// assert_eq!(chart.spec["background"], "transparent");
/// # Ok::<(), whorunsit::Error>(())
/// ```
pub fn chart(
    portfolio: &Portfolio,
    name: ChartName,
    options: ChartOptions<'_>,
    simulation: SimulationOptions<'_>,
) -> Result<Chart, Error> {
    refuse_strangers(name, options)?;
    let service = options.service.map(|service| find(portfolio, name, service)).transpose()?;
    let mut spec = match name {
        ChartName::Selector => selector::draw(portfolio),
        ChartName::Costs => match service {
            Some(service) => costs::of_service(portfolio, service),
            None => costs::of_portfolio(portfolio),
        },
        ChartName::Exceedance => exceedance::draw(portfolio, service, simulation),
        ChartName::Tornado => {
            // A service of which nothing is uncertain has no tornado.
            need_costs(portfolio)?;
            let uncertain = if service.is_none() { OneService::uncertain(portfolio)?.0 } else { None };
            tornado::draw(portfolio, &one(portfolio, service.or(uncertain))?)
        }
        ChartName::Map => map::draw(portfolio, &one(portfolio, service)?),
        ChartName::Scale => scale::draw(portfolio),
        ChartName::BreakEven => break_even::draw(portfolio),
        ChartName::Workflow => workflow::draw(portfolio, service.unwrap_or(0)),
        ChartName::Waterfall => waterfall::draw(portfolio, options),
        ChartName::HeatMap => heat_map::draw(portfolio, options),
        ChartName::Density => density::draw(portfolio, &one(portfolio, service)?, simulation),
        ChartName::Rota => rota::draw(portfolio, options.schedule),
    }?;
    if options.compact {
        picture::compact(&mut spec);
    }
    Ok(Chart { provenance: portfolio.provenance().clone(), name, spec })
}

/// Refuses what the chart would ignore.
fn refuse_strangers(chart: ChartName, options: ChartOptions<'_>) -> Result<(), Problems> {
    /// Whether a chart takes an option.
    type Takes = fn(ChartName) -> bool;
    let given: [(&str, bool, Takes); 3] = [
        ("strategy", options.strategy.is_some(), ChartName::takes_strategy),
        ("against", options.against.is_some(), |chart| chart == ChartName::Waterfall),
        ("schedule", options.schedule.is_some(), |chart| chart == ChartName::Rota),
    ];
    let Some((option, _, takes)) = given.into_iter().find(|(_, given, takes)| *given && !takes(chart)) else {
        return Ok(());
    };
    let takers: Vec<&str> =
        ChartName::ALL.into_iter().filter(|chart| takes(*chart)).map(ChartName::as_str).collect();
    let message = format!("the chart `{chart}` takes no option `{option}`");
    let help = format!("remove it; it is taken by {}", crate::read::words(&takers));
    Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, format!("/{option}"), message, help)))
}

/// The place of a service that a chart is to be of.
fn find(portfolio: &Portfolio, chart: ChartName, name: &str) -> Result<usize, Problems> {
    if !chart.takes_service() {
        let message = format!("the chart `{chart}` is of the portfolio, not of one service");
        let of_service = ChartName::ALL.into_iter().filter(|chart| chart.takes_service());
        let words: Vec<&str> = of_service.map(ChartName::as_str).collect();
        let help = format!("remove `service`; it is taken by {}", crate::read::words(&words));
        return Err(Problems::one(Problem::new(ProblemCode::InvalidOptions, "/service", message, help)));
    }
    portfolio.service_named(name)
}

/// The service to draw, its models comparable.
fn one(portfolio: &Portfolio, service: Option<usize>) -> Result<OneService<'_>, Problems> {
    need_costs(portfolio)?;
    OneService::find(portfolio, service)?.ok_or_else(|| {
        let named = service.and_then(|service| portfolio.file().services.get(service));
        let message = match named {
            Some(service) => format!("the costs of `{}` under both models cannot be compared", service.name),
            None => "there is no service whose costs under both models can be compared".to_owned(),
        };
        let help = "give both models a response, standby pay and hourly costs; the findings of `compare` name what \
                    is missing";
        nothing("/services", message, help)
    })
}

fn nothing(path: &str, message: impl Into<String>, help: &str) -> Problems {
    Problems::one(Problem::new(ProblemCode::NothingToDraw, path, message, help))
}

fn too_much(path: &str, message: String, help: &str) -> Problems {
    Problems::one(Problem::new(ProblemCode::TooLarge, path, message, help))
}

/// Charts of money need a portfolio with costs.
fn need_costs(portfolio: &Portfolio) -> Result<(), Problems> {
    if portfolio.costs.given {
        return Ok(());
    }
    let help = "add how incidents are answered, [response.ops-run-it] and [response.you-build-it-you-run-it], and what \
                work costs; examples/furniture-retailer-costs.toml has all of it";
    Err(nothing("", "the portfolio has no costs to draw", help))
}
