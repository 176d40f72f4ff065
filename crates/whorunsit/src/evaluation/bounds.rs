//! Whether a portfolio can be worked out at all: each amount is within its limit, and so is everything they come to.

use rust_decimal::Decimal;

use crate::error::Error;
use crate::evaluation::sums::Options;
use crate::exact::{Money, Overflow};
use crate::ledger::Costing;
use crate::on_call::{dearest_schedule_cost, operations_cost};
use crate::problem::{Problem, ProblemCode, Problems, cut};
use crate::resolve::Portfolio;

/// Room above the largest total for what is made of totals: percentages, shares of a year, more teams than there are.
const ROOM: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// Checks that what a portfolio costs and loses can be worked out: that no command will refuse it for its size.
///
/// # Errors
/// [`Error::Problems`] with the service whose figures multiply to more than exact arithmetic holds, or with the whole where
/// only the total does.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, check, examples};
///
/// check(&Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?)?;
/// # Ok::<(), whorunsit::Error>(())
/// ```
pub fn check(portfolio: &Portfolio) -> Result<(), Error> {
    let refused = |path: String, message: String| {
        let help = "check exposures, rates, durations and pay for figures that are far too large";
        Error::Problems(Problems::one(Problem::new(ProblemCode::Overflow, path, message, help)))
    };
    let whole = |_: Overflow| {
        refused(
            String::new(),
            "what everything costs is too large for exact arithmetic (28 digits)".to_owned(),
        )
    };
    let mut total = standby(portfolio).map_err(whole)?;
    if portfolio.costs.given && cfg!(feature = "full") {
        let costing = Costing::new(portfolio).map_err(whole)?;
        for (index, service) in portfolio.file().services.iter().enumerate() {
            let most = most_of(&costing, index).and_then(|most| most.times(ROOM).map(|_| most));
            let most = most.map_err(|_| {
                let message = format!(
                    "what `{}` costs and loses is too large for exact arithmetic (28 digits)",
                    cut(&service.name)
                );
                refused(format!("/services/{index}"), message)
            })?;
            total = total.plus(most).map_err(whole)?;
        }
    }
    total.times(ROOM).map(|_| ()).map_err(whole)
}

/// Standby over the horizon if every team, and every service without one, had a schedule of its own.
fn standby(portfolio: &Portfolio) -> Result<Money, Overflow> {
    let file = portfolio.file();
    let schedules = Decimal::from(file.teams.len() + file.services.len());
    let product_teams = dearest_schedule_cost(portfolio)?.unwrap_or_default().times(schedules)?;
    let all = product_teams.plus(operations_cost(portfolio)?.unwrap_or_default())?;
    all.times(Decimal::from(portfolio.costs.discounting.years))
}

/// What a service costs and loses over the horizon at most, under either model.
fn most_of(costing: &Costing<'_>, service: usize) -> Result<Money, Overflow> {
    let options = Options::of(costing, service)?;
    let mut most = Money::ZERO;
    for sums in [&options.ops_run_it, &options.covered, &options.uncovered] {
        most = most.max(sums.over_horizon()?);
    }
    Ok(most)
}
