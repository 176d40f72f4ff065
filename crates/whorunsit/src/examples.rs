//! The portfolios that the examples of this documentation use, as text.
//!
//! They are in the package so that every example can be pasted and compiled. The exposures, demands and bands are those
//! of the *You Build It You Run It* playbook; every cost is illustrative.

/// The furniture retailer of the playbook: three services, without costs.
///
/// ```
/// use whorunsit::{Portfolio, examples, recommend};
///
/// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER.as_bytes())?;
/// assert_eq!(recommend(&portfolio)?.services.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const FURNITURE_RETAILER: &str = include_str!("examples/furniture-retailer.toml");

/// The same retailer with illustrative costs: what `costs`, `compare`, `plan`, `simulate` and `sensitivity` need.
///
/// ```
/// use whorunsit::{Portfolio, compare, examples};
///
/// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
/// assert_eq!(compare(&portfolio)?.services.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const FURNITURE_RETAILER_COSTS: &str = include_str!("examples/furniture-retailer-costs.toml");
