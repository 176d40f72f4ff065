//! Findings: what the user should know, each with a stable code, a reason in plain words and its source.

mod detail;
mod figure;
mod table;
mod words;

use serde::{Serialize, Serializer};

pub use self::figure::{Figure, FigureOf};
pub(crate) use self::table::Detail;
pub use self::table::{FindingCode, Severity};
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
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "deserialize"), derive(PartialEq, Eq))]
pub struct Finding {
    detail: Detail,
    currency: Currency,
    /// Its sentence, where it was read from an answer: alone, it does not say in which currency its amounts are.
    #[cfg(feature = "deserialize")]
    told: Option<Box<str>>,
}

#[cfg(feature = "deserialize")]
impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        let as_made = self.told.is_none() && other.told.is_none();
        self.detail == other.detail
            && if as_made { self.currency == other.currency } else { self.to_string() == other.to_string() }
    }
}

#[cfg(feature = "deserialize")]
impl Eq for Finding {}

impl Finding {
    pub(crate) fn new(detail: Detail, currency: Currency) -> Self {
        Self {
            detail,
            currency,
            #[cfg(feature = "deserialize")]
            told: None,
        }
    }

    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> FindingCode {
        self.detail.code()
    }

    /// The figures that it rests on, each under its name in answers; [`FindingCode::figures`] says which there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::finding::Figure;
    /// use whorunsit::{Money, Portfolio, recommend};
    ///
    /// let portfolio = Portfolio::read(whorunsit::examples::FURNITURE_RETAILER.as_bytes())?;
    /// let finding = &recommend(&portfolio)?.services[0].findings[0];
    /// let (name, exposure) = finding.details().swap_remove(1);
    /// assert_eq!((name, exposure), ("exposure_per_hour", Figure::Money(Money::from_major(810_000))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn details(&self) -> Vec<(&'static str, Figure<'_>)> {
        let mut all = Vec::new();
        self.detail.each_figure(&mut |name, figure| all.push((name, figure)));
        all
    }
}

/// The schema of the figures of all findings, under their names.
#[cfg(feature = "schema")]
pub(crate) fn details_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let properties: serde_json::Map<String, serde_json::Value> = table::properties(generator)
        .into_iter()
        .map(|(name, schema)| {
            let meaning = figure::MEANINGS.iter().find(|(known, _)| *known == name);
            let meaning = meaning.map(|(_, meaning)| *meaning).unwrap_or_default();
            let mut schema = schema;
            let sentence = crate::wording::capital(meaning) + ".";
            schema.insert("description".to_owned(), sentence.into());
            (name.to_owned(), schema.into())
        })
        .collect();
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "description": "The figures that a finding rests on, by name: which of them are there depends on its code."
    })
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let code = self.code();
        let mut out = serializer.serialize_struct("Finding", 5)?;
        out.serialize_field("code", &code)?;
        out.serialize_field("severity", &code.severity())?;
        out.serialize_field("message", &format_args!("{self}"))?;
        out.serialize_field("source", code.source())?;
        out.serialize_field("details", &Details(&self.detail))?;
        out.end()
    }
}

#[cfg(feature = "deserialize")]
impl<'de> serde::Deserialize<'de> for Finding {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// What of a finding does not follow from its code.
        #[derive(serde::Deserialize)]
        struct Told {
            code: FindingCode,
            message: Box<str>,
            details: serde_json::Map<String, serde_json::Value>,
        }
        let Told { code, message, details } = <Told as serde::Deserialize>::deserialize(deserializer)?;
        let unknown = || {
            serde::de::Error::custom(format_args!(
                "the details of `{code}` lack a figure, or have a wrong one"
            ))
        };
        let detail = Detail::read(code, &details).ok_or_else(unknown)?;
        Ok(Self { detail, currency: Currency::UNREAD, told: Some(message) })
    }
}

/// The figures of a finding, in the order in which they were found.
struct Details<'d>(&'d Detail);

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut out = serializer.serialize_map(None)?;
        let mut written = Ok(());
        self.0.each_figure(&mut |name, figure| {
            if written.is_ok() {
                written = out.serialize_entry(name, &figure);
            }
        });
        written?;
        out.end()
    }
}
