//! What to find out next: inputs that are missing, and those of which knowing more is worth most, in words.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::currency::Currency;
use crate::error::Error;
use crate::evaluation::{Analysis, recommended};
use crate::input::dotted;
use crate::outlook::{FindOut, Outlook, OutlookEnd, find_out, who};
use crate::profile::ProfileKeys;
use crate::provenance::Provenance;
use crate::resolve::Portfolio;
use crate::wording::{Fixed, capital, plural};

/// As many missing inputs as a sentence names.
const NAMED: usize = 3;

/// What to find out next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct NextSteps {
    /// Version, and digest of the input.
    pub provenance: Provenance,
    /// The portfolio's name.
    pub name: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Over how many years amounts are.
    pub horizon_years: u32,
    /// Whether the same model is cheaper at both ends of what a reference profile leaves open; `None` without a profile.
    pub settled: Option<bool>,
    /// Both ends and the middle; empty without a profile.
    pub ends: Vec<OutlookEnd>,
    /// The inputs whose knowledge is worth most, the worthiest first; empty where no input is a range.
    pub find_out: Vec<FindOut>,
    /// The inputs that are missing, each once, whoever lacks it.
    pub missing: Vec<MissingInput>,
}

/// An input that is not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct MissingInput {
    /// The key of the input, with its tables.
    pub input: String,
    /// The same in words.
    pub words: String,
    /// Who usually knows it: `service-owner`, `finance`, `operations` or `hr`.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub known_by: Fixed,
    /// Whether it is given, and more than a year has room for.
    pub refused: bool,
    /// In how many places it is missing.
    pub places: usize,
    /// The first of them, as a JSON Pointer.
    pub first: String,
}

/// Tells what to find out next: what is missing, and which of the ranges is worth knowing better.
///
/// # Errors
/// [`Error::Overflow`] when an amount does not fit 28 digits.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, examples, next};
///
/// let text = format!("profile = \"digital-retail\"\n{}", examples::FURNITURE_RETAILER);
/// let steps = next(&Portfolio::read(text.as_bytes())?)?;
/// assert_eq!((steps.find_out.len(), steps.missing.len()), (3, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn next(portfolio: &Portfolio) -> Result<NextSteps, Error> {
    let (settled, ends, find_out) = match Outlook::of(portfolio)? {
        Some(outlook) => (Some(outlook.settled), outlook.ends, outlook.find_out),
        None => (None, Vec::new(), find_out(portfolio)?),
    };
    Ok(NextSteps {
        provenance: portfolio.provenance().clone(),
        name: portfolio.file().name.clone(),
        currency: portfolio.file().currency,
        horizon_years: portfolio.costs.discounting.years,
        settled,
        ends,
        find_out,
        missing: MissingInput::of(portfolio)?,
    })
}

impl NextSteps {
    /// The answer in sentences: what is missing, whether it is settled, and what to find out first.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let over = plural(self.horizon_years, "year", "years");
        let mut said = MissingInput::sentences(&self.missing);
        match (self.find_out.len(), self.settled) {
            (0, _) if self.missing.is_empty() => {
                said.push("Nothing: every input is given as a single value.".to_owned());
            }
            (0, _) => {}
            (_, Some(false)) => {
                let first = FindOut::first(&self.find_out);
                said.push(format!("Not settled: {first}"));
                said.extend(Outlook::between(&self.ends, self.currency, &over));
            }
            (_, Some(true)) => {
                said.push(format!(
                    "Settled, whatever the profile leaves open: {}",
                    FindOut::first(&self.find_out)
                ));
                said.extend(Outlook::between(&self.ends, self.currency, &over));
            }
            (_, None) => said.push(capital(&FindOut::first(&self.find_out))),
        }
        said
    }
}

impl MissingInput {
    /// Every input that a comparison lacks.
    pub(crate) fn of(portfolio: &Portfolio) -> Result<Vec<Self>, Error> {
        let missing = Analysis::of(portfolio)?.missing(&recommended(portfolio)?)?;
        let mut all: BTreeMap<(bool, String), Self> = BTreeMap::new();
        for path in missing {
            let input = dotted(&path);
            let refused = is_refused(portfolio, &path);
            let known = all.entry((refused, input.clone())).or_insert_with(|| Self {
                words: crate::sensitivity::words(&input),
                input,
                known_by: known_by(&path),
                refused,
                places: 0,
                first: path,
            });
            known.places += 1;
        }
        let mut all: Vec<Self> = all.into_values().collect();
        // What most lack comes first.
        crate::sort::by_key(&mut all, |missing| std::cmp::Reverse(missing.places));
        Ok(all)
    }

    /// What is missing, in sentences.
    pub(crate) fn sentences(all: &[Self]) -> Vec<String> {
        let of = |refused: bool| all.iter().filter(move |missing| missing.refused == refused);
        let places = |refused: bool| of(refused).map(|missing| missing.places).sum::<usize>();
        let mut said = Vec::new();
        if places(false) > 0 {
            let named: Vec<&str> = of(false).take(NAMED).map(|missing| missing.words.as_str()).collect();
            let rest = of(false).count().saturating_sub(NAMED);
            let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
            let kinds = match of(false).count() {
                kinds if kinds == places(false) => String::new(),
                kinds => format!(", of {}", plural(kinds, "kind", "kinds")),
            };
            said.push(format!(
                "{} missing{kinds}: {}{rest}. A profile, such as `profile = \"saas\"`, fills in public ranges for them.",
                plural(places(false), "input is", "inputs are"),
                named.join(", "),
            ));
        }
        if places(true) > 0 {
            said.push(format!(
                "{} more incidents than a year has room for.",
                plural(places(true), "service has", "services have")
            ));
        }
        said
    }

    /// What it is, how often it is missing and who usually knows it, in a sentence.
    #[must_use]
    pub fn sentence_of(&self) -> String {
        let times = if self.places > 1 { format!(", in {} places", self.places) } else { String::new() };
        let lacks = if self.refused { "more than a year has room for" } else { "missing" };
        format!("{}: {lacks}{times}; {}.", capital(&self.words), who(self.known_by))
    }
}

/// Whether an input is given, and cannot be.
fn is_refused(portfolio: &Portfolio, path: &str) -> bool {
    let service = path.strip_prefix("/services/").and_then(|rest| rest.strip_suffix("/incidents_per_year"));
    service
        .and_then(|service| service.parse().ok())
        .is_some_and(|service| portfolio.is_down_all_year(service))
}

/// Who usually knows an input: who knows what a profile would say in its place.
fn known_by(path: &str) -> &'static str {
    let any: Vec<&str> = path
        .split('/')
        .map(
            |part| {
                if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) { "*" } else { part }
            },
        )
        .collect();
    let (any, under) = (any.join("/"), format!("{}/", any.join("/")));
    let own = any.strip_prefix("/services/*").unwrap_or(&any);
    let is_it = |at: &str| at == any || at == own || at.starts_with(&under);
    let key = ProfileKeys::known().values.iter().find(|key| is_it(&key.at));
    key.map_or(crate::profile::KnownBy::ServiceOwner, |key| key.known_by).as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_become_words() {
        for (path, words, by) in [
            ("/services/3/severity", "severity", "service-owner"),
            ("/services/12/incidents_per_year", "incidents a year", "operations"),
            ("/teams/1/hourly_cost", "hourly cost of the product team", "finance"),
            ("/operations/hourly_cost", "hourly cost of operations", "finance"),
            ("/response/ops-run-it", "how incidents are responded to under Ops Run It", "operations"),
            (
                "/operations_work/ops-run-it",
                "operations work for a service a week under Ops Run It",
                "operations",
            ),
            ("/services/2/team", "the team that builds it", "service-owner"),
        ] {
            assert_eq!(
                (crate::sensitivity::words(&dotted(path)).as_str(), known_by(path)),
                (words, by),
                "{path}"
            );
        }
    }
}
