//! A report as a document: Markdown, or one HTML file that holds everything it shows.
//!
//! It is drawn from the record itself, the JSON that `report` answers with, so that one that was kept can be drawn again, and
//! every face draws the same. What is written here is the record's own: nothing is worked out.

mod content;
mod html;
mod markdown;
mod picture;
mod record;
mod sections;
mod variants;

use std::fmt;

use self::record::Record;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::read::Document;

/// How a report is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DocumentFormat {
    /// For wikis and repositories.
    Markdown,
    /// For browsers and printers: one file, which loads nothing, is light whatever the screen is, and has charts as pictures.
    Html,
}

impl DocumentFormat {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Markdown, Self::Html];

    /// Its word in options.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

impl fmt::Display for DocumentFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Draws the record of a decision, the JSON that `report` answered with.
///
/// # Errors
/// [`Problems`] where it is no such record.
///
/// # Examples
///
/// ```
/// use whorunsit::render::{DocumentFormat, render};
/// use whorunsit::{examples, facade};
///
/// let portfolio = examples::FURNITURE_RETAILER_COSTS.as_bytes();
/// let record = facade::answer("report", portfolio, r#"{"trials": 1000}"#)?;
/// let text = render(record.as_bytes(), DocumentFormat::Markdown)?;
/// assert!(text.starts_with("# Who should run each service of Furniture retailer"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn render(record: &[u8], format: DocumentFormat) -> Result<String, Problems> {
    let parsed = Document::parse(record)?;
    let record = Record::of(parsed.root());
    let needed = ["question", "currency", "decision", "services"];
    if let Some(missing) = needed.into_iter().find(|key| record.at(key).is_none()) {
        return Err(Problems::one(Problem::new(
            ProblemCode::MissingKey,
            format!("/{missing}"),
            format!("this is no record of a decision: `{missing}` is missing"),
            "take what `report` answered with, as it is",
        )));
    }
    let Some(currency) = record.text("currency").parse().ok() else {
        return Err(Problems::one(Problem::new(
            ProblemCode::UnknownCurrency,
            "/currency",
            "the record's currency is not an ISO 4217 currency code",
            "take what `report` answered with, as it is",
        )));
    };
    let content = sections::content(record, currency);
    Ok(match format {
        DocumentFormat::Markdown => markdown::draw(&content),
        DocumentFormat::Html => html::draw(&content),
    })
}
