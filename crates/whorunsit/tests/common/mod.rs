//! What the tests of whole portfolios share.

use whorunsit::Portfolio;

/// Three bands, of which only the first asks for no schedule.
pub(crate) const BANDS: &str = r#"
[[exposure_bands]]
max_per_hour = "7000"
availability = "95.0"
[[exposure_bands]]
max_per_hour = "250000"
availability = "99.0"
[[exposure_bands]]
max_per_hour = "800000"
availability = "99.9"
"#;

pub(crate) fn read(text: &str) -> Portfolio {
    Portfolio::read(text.as_bytes()).expect("it is in order")
}
