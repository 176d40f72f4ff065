//! The roadmap: one page with dates for whoever decides, in the forms that other tools take.

mod gantt;
mod html;
mod jira;
mod markdown;
mod mermaid;
mod page;
mod steps;

use jiff::civil::Date;
use serde::Serialize;

pub use self::steps::{RoadmapStep, StepKind};
use crate::assumption::Assumption;
use crate::currency::Currency;
use crate::error::Error;
use crate::gate::Works;
use crate::provenance::Provenance;
use crate::read::closed_words;
use crate::readiness::{Evidence, PilotCandidate, answers};
use crate::resolve::Portfolio;
use crate::transition::TeamHeldBack;

/// A roadmap, with the page that says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Roadmap {
    /// Version, and digest of the input.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// The first day; `None` where the portfolio does not say, and months are counted.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub start: Option<Date>,
    /// What happens when: enabling work, set-up, change-over, and when it has paid for itself.
    pub steps: Vec<RoadmapStep>,
    /// Every team that changes over, the best pilot first.
    pub candidates: Vec<PilotCandidate>,
    /// Teams that are not ready and stay as they are, with what they lack.
    pub held_back: Vec<TeamHeldBack>,
    /// The form of `document`.
    pub format: RoadmapFormat,
    /// The page.
    pub document: String,
    /// Every default that it rests on.
    pub assumptions: Vec<Assumption>,
}

closed_words! {
    /// The form of a roadmap's document; Markdown unless it is said.
    RoadmapFormat {
        /// One page for documents.
        Markdown = "markdown",
        /// One page that needs nothing else, for browsers and printers.
        Html = "html",
        /// A gantt chart for whatever draws Mermaid.
        Mermaid = "mermaid",
        /// CSV that Jira imports: an epic for each wave, and a task for each piece of work.
        Jira = "jira",
    }
}

/// Draws up the roadmap from who runs services today to what is recommended: who runs what, what it costs and protects, who
/// pays and is accountable, what stands in the way, what happens when, and where to start.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, RoadmapFormat, roadmap};
///
/// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
/// let roadmap = roadmap(&Portfolio::read(text.as_bytes())?, RoadmapFormat::Mermaid)?;
/// assert!(roadmap.document.starts_with("gantt\n"));
/// assert_eq!(roadmap.candidates[0].name.as_ref(), "bedroom");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn roadmap(portfolio: &Portfolio, format: RoadmapFormat) -> Result<Roadmap, Error> {
    let evidence = Evidence::of(portfolio)?;
    let (readiness, accountability) = answers(&evidence)?;
    let plan = &evidence.plan;
    let works = Works::of(portfolio);
    let steps = steps::of(plan, &works);
    let page = page::Told {
        recommendation: &evidence.recommendation,
        plan,
        readiness: &readiness,
        accountability: &accountability,
        steps: &steps,
        works: &works,
        pilot: portfolio.file().transition_plan.as_ref().and_then(|rules| rules.pilot.as_ref()),
    };
    let document = match format {
        RoadmapFormat::Markdown => markdown::page(&page.title(), &page.blocks()),
        RoadmapFormat::Html => html::page(&page.title(), &page.blocks(), &page.traced()),
        RoadmapFormat::Mermaid => mermaid::chart(&page.title(), &steps),
        RoadmapFormat::Jira => jira::rows(&page, &works),
    };
    Ok(Roadmap {
        provenance: plan.provenance.clone(),
        name: plan.name.clone(),
        currency: plan.currency,
        start: plan.start,
        candidates: page.candidates().to_vec(),
        held_back: plan.held_back.clone(),
        steps,
        format,
        document,
        assumptions: readiness.assumptions.clone(),
    })
}
