//! Accepting what the money says of one service: its cheaper model becomes the one that is given by hand.

use serde::Serialize;

use crate::error::Error;
use crate::evaluation::{Analysis, recommended};
use crate::portfolio::Name;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::selection::OperatingModel;
use crate::wording::plural;

/// A portfolio in which the model that costs less for one service is given by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Acceptance {
    /// Version of whorunsit, and digest of the portfolio that was changed.
    pub provenance: Provenance,
    /// The service.
    pub service: Name,
    /// The model that is given from now on.
    pub operating_model: OperatingModel,
    /// Why, as `operating_model_reason` keeps it.
    pub reason: String,
    /// The changed portfolio, as TOML text in the portfolio format.
    pub portfolio: String,
}

/// Gives the model that costs less for a service by hand, all other services as recommended.
///
/// `reason` is kept in `operating_model_reason`; where it is `None`, that says what the money says.
///
/// # Errors
/// [`Error::Problems`] where there is no such service, or where what both models cost it is not estimated, or the same.
///
/// # Examples
///
/// ```
/// use whorunsit::{OperatingModel, Portfolio, accept, examples, recommend};
///
/// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
/// let accepted = accept(&portfolio, "ecommerce-platform", None)?;
/// assert_eq!(accepted.operating_model, OperatingModel::YouBuildItYouRunIt);
///
/// let changed = Portfolio::read(accepted.portfolio.as_bytes())?;
/// assert_eq!(recommend(&changed)?.services[0].operating_model, OperatingModel::YouBuildItYouRunIt);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn accept(portfolio: &Portfolio, service: &str, reason: Option<&str>) -> Result<Acceptance, Error> {
    let file = portfolio.file();
    let index = portfolio.service_named(service)?;
    let analysis = Analysis::of(portfolio)?;
    let (_, insurance) = analysis.insurance_of(&recommended(portfolio)?, index)?;
    let Some(operating_model) = insurance.cheaper_model else {
        return Err(Error::Problems(Problems::one(Problem::new(
            ProblemCode::NothingToAccept,
            "/service",
            format!("what both models cost `{service}` is not estimated, or the same"),
            "give the inputs that `compare` lists as missing, or choose the model by hand",
        ))));
    };
    let years = portfolio.costs.discounting.years;
    let says = || {
        let amount = file.currency.about(insurance.net_benefit.size());
        format!("it costs {amount} less over {}", plural(years, "year", "years"))
    };
    let reason = reason.map_or_else(says, str::to_owned);
    let changed = portfolio.with(|file| {
        if let Some(service) = file.services.get_mut(index) {
            service.operating_model = Some(operating_model);
            service.operating_model_reason = Some(reason.clone());
        }
    })?;
    Ok(Acceptance {
        provenance: portfolio.provenance().clone(),
        service: service.into(),
        operating_model,
        reason,
        portfolio: changed.to_toml(),
    })
}
