//! Findings: what the user should know, each with a stable code, a reason in plain words and its source.

mod code;
mod detail;
mod words;

use serde::{Serialize, Serializer};

pub use self::code::{FindingCode, Severity};
pub(crate) use self::detail::{Detail, ExtraCost, ReadyBy};
use crate::currency::Currency;

/// Something the user should know. It displays as a sentence.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, recommend};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER;
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// let recommendation = recommend(&portfolio)?;
/// let finding = &recommendation.services[0].findings[0];
/// assert_eq!(finding.code().as_str(), "exposure-above-highest-band");
/// assert_eq!(
///     finding.to_string(),
///     "an exposure of $810,000 an hour is above the highest band of $800,000; its target of 99.9 % was taken, \
///      so check the exposure or add a band",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    detail: Detail,
    currency: Currency,
}

impl Finding {
    pub(crate) fn new(detail: Detail, currency: Currency) -> Self {
        Self { detail, currency }
    }

    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> FindingCode {
        self.detail.code()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let code = self.code();
        let mut out = serializer.serialize_struct("Finding", 4)?;
        out.serialize_field("code", &code)?;
        out.serialize_field("severity", &code.severity())?;
        out.serialize_field("message", &format_args!("{self}"))?;
        out.serialize_field("source", code.source())?;
        out.end()
    }
}
