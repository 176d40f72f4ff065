//! What a result can be traced back to.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::wording::Fixed;

/// The version that worked a result out, and the input that it was worked out from.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, recommend};
///
/// # let text = include_bytes!("../../../examples/furniture-retailer.toml");
/// let recommendation = recommend(&Portfolio::read(text)?)?;
/// // As `sha256sum examples/furniture-retailer.toml` prints it.
/// let digest = recommendation.provenance.input_sha256.as_deref();
/// assert_eq!(digest, Some("90ed379357ffc58b24a13748be889732c9a459557f5eeddfbb8bf9b5c562af2c"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Provenance {
    /// The version of whorunsit.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub version: Fixed,
    /// The SHA-256 of the input's bytes, as `sha256sum` prints it; `None` for a portfolio put together in code.
    pub input_sha256: Option<String>,
}

impl Provenance {
    /// A portfolio put together in code has no bytes to trace it back to.
    pub(crate) const IN_CODE: Self = Self { version: env!("CARGO_PKG_VERSION"), input_sha256: None };

    pub(crate) fn of(input: &[u8]) -> Self {
        let digest = Sha256::digest(input).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { input_sha256: Some(digest), ..Self::IN_CODE }
    }
}
