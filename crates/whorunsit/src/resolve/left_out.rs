//! Services with mistakes of their own, left out so that those of the others have their figures.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::Portfolio;
use super::reading::leave_money_out;
use crate::problem::{Problem, ProblemCode, Problems};
use crate::profile::Profile;
use crate::read::{Document, Node, Value};

/// As often as services are left out of what is left: those that need what was left out follow it.
const ROUNDS: usize = 10;

/// A service that is left out of every figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LeftOutService {
    /// Its name, where it gives one.
    pub name: Option<String>,
    /// Its place in the input, as a JSON Pointer.
    pub path: String,
    /// Its team, where it names one.
    #[serde(skip)]
    pub(crate) team: Option<String>,
    /// What is wrong with it first.
    pub message: String,
}

/// All that was left out, and why.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    services: Vec<LeftOutService>,
    problems: Problems,
    /// For each service that is in the portfolio, its place in the input.
    places: Vec<usize>,
}

impl Portfolio {
    /// Reads a portfolio as [`Portfolio::read`] does, but leaves services out that have problems of their own, so that one
    /// service's mistake does not stop the figures of the others.
    ///
    /// What is left out is told by [`Portfolio::left_out`] and [`Portfolio::problems`]. Totals, strategies and schedules that it
    /// touches are partial. Whoever depends on a service that is left out is left out too; shared causes hit the others only.
    ///
    /// # Errors
    /// [`Problems`] of the portfolio as a whole or of its shared tables, and those of all services where none is without.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, examples, recommend};
    ///
    /// let text = examples::FURNITURE_RETAILER.replace("exposure_per_hour = \"6000\"", "exposure_per_hour = \"plenty\"");
    /// assert!(Portfolio::read(text.as_bytes()).is_err());
    /// let portfolio = Portfolio::read_partial(text.as_bytes())?;
    /// assert_eq!(portfolio.left_out()[0].name.as_deref(), Some("appointments"));
    /// assert_eq!(recommend(&portfolio)?.services.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_partial(input: &[u8]) -> Result<Self, Problems> {
        Self::read_partial_with(input, &[])
    }

    /// The same where the profiles that it names may be some of one's own, as in [`Portfolio::read_with`].
    ///
    /// # Errors
    /// Those of [`Portfolio::read_partial`].
    pub fn read_partial_with(input: &[u8], profiles: &[Arc<Profile>]) -> Result<Self, Problems> {
        Self::of_sound(Self::document(input)?, input, profiles)
    }

    /// The same for what decisions need, as [`Portfolio::read_without_money`] reads it.
    ///
    /// # Errors
    /// Those of [`Portfolio::read_partial`], as far as they are not about money.
    pub fn read_partial_without_money(input: &[u8]) -> Result<Self, Problems> {
        let mut document = Document::parse(input)?;
        leave_money_out(&mut document);
        Self::of_sound(document, input, &[])
    }

    pub(super) fn of_sound(
        document: Document<'_>,
        input: &[u8],
        own: &[Arc<Profile>],
    ) -> Result<Self, Problems> {
        match Self::read_document(document.clone(), input, own) {
            Ok(portfolio) => Ok(portfolio),
            Err(problems) => Self::of_others(document, (input, own), problems.clone()).ok_or(problems),
        }
    }

    /// The portfolio of the services without problems; `None` where others than services have some, or all have.
    fn of_others(
        mut document: Document<'_>,
        (input, own): (&[u8], &[Arc<Profile>]),
        first: Problems,
    ) -> Option<Self> {
        let mut places: Vec<usize> = (0..services(document.root_mut())?.len()).collect();
        let (mut left, mut told): (Vec<LeftOutService>, Vec<Problem>) = (Vec::new(), Vec::new());
        let mut problems = first;
        for _ in 0..ROUNDS {
            let mut wrong = BTreeSet::new();
            let names: Vec<String> = left.iter().filter_map(|service| service.name.clone()).collect();
            for problem in problems.iter().filter(|problem| problem.code() != ProblemCode::MoreProblems) {
                let (service, rest) = of_service(problem.path())?;
                let place = *places.get(service)?;
                let mut problem = problem.clone().at(format!("/services/{place}{rest}"));
                if let Some(name) = names.iter().find(|name| is_unknown(&problem, name)) {
                    problem = problem.saying(
                        format!("it depends on `{name}`, which is left out"),
                        format!("correct `{name}`"),
                    );
                }
                if wrong.insert(service) {
                    let node = services(document.root_mut())?.get(service)?;
                    left.push(LeftOutService {
                        name: text(node, "name"),
                        path: format!("/services/{place}"),
                        team: text(node, "team"),
                        message: problem.message().to_owned(),
                    });
                }
                told.push(problem);
            }
            let list = services(document.root_mut())?;
            if wrong.is_empty() || wrong.len() == list.len() {
                return None;
            }
            retain(list, &wrong);
            retain(&mut places, &wrong);
            let gone: Vec<&str> = left.iter().filter_map(|service| service.name.as_deref()).collect();
            forget(document.root_mut(), &gone);
            match Self::read_document(document.clone(), input, own) {
                Ok(portfolio) => {
                    crate::sort::by_key(&mut left, |service| {
                        of_service(&service.path).map(|(place, _)| place)
                    });
                    let problems = Problems::of(told);
                    let left_out = LeftOut { services: left, problems, places };
                    return Some(Self { left_out: Some(Arc::new(left_out)), ..portfolio });
                }
                Err(later) => problems = later,
            }
        }
        None
    }

    /// The services that are left out of every figure because they have problems: none unless it was read by
    /// [`Portfolio::read_partial`].
    #[must_use]
    pub fn left_out(&self) -> &[LeftOutService] {
        self.left_out.as_ref().map_or(&[], |left| &left.services)
    }

    /// The problems of the services that are left out, each with its place in the text; `None` where none is.
    #[must_use]
    pub fn problems(&self) -> Option<&Problems> {
        self.left_out.as_ref().map(|left| &left.problems)
    }

    /// Text about the portfolio in which JSON Pointers to services name their places in the input, from which some may be
    /// left out.
    #[must_use]
    pub fn in_places_of_input<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(left) = &self.left_out else { return Cow::Borrowed(text) };
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(SERVICES) {
            let (before, found) = rest.split_at(at);
            let after = found.get(SERVICES.len()..).unwrap_or_default();
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let (number, end) = after.split_at(digits);
            // A pointer begins a text or a word; what else has such letters in it is not one.
            let begins =
                before.chars().next_back().is_none_or(|c| matches!(c, '"' | '`' | ' ' | '\n' | '(' | ','));
            let place =
                number.parse::<usize>().ok().filter(|_| begins).and_then(|place| left.places.get(place));
            out.push_str(before);
            out.push_str(SERVICES);
            match place {
                Some(place) => out.push_str(&place.to_string()),
                None => out.push_str(number),
            }
            rest = end;
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

/// What pointers to services begin with.
const SERVICES: &str = "/services/";

/// The place of the service that a pointer leads into, and the rest of it.
fn of_service(path: &str) -> Option<(usize, &str)> {
    let rest = path.strip_prefix(SERVICES)?;
    let end = rest.find('/').unwrap_or(rest.len());
    let (place, rest) = rest.split_at(end);
    Some((place.parse().ok()?, rest))
}

fn services<'n, 't>(root: &'n mut Node<'t>) -> Option<&'n mut Vec<Node<'t>>> {
    list(root, "services")
}

fn list<'n, 't>(table: &'n mut Node<'t>, key: &str) -> Option<&'n mut Vec<Node<'t>>> {
    let Value::Table(entries) = &mut table.value else { return None };
    match &mut entries.iter_mut().find(|entry| entry.key == key)?.node.value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

fn text(node: &Node<'_>, key: &str) -> Option<String> {
    let Value::Table(entries) = &node.value else { return None };
    match &entries.iter().find(|entry| entry.key == key)?.node.value {
        Value::Text(text) => Some(crate::problem::cut(text).into_owned()),
        _ => None,
    }
}

/// Removes the items at so many places.
fn retain<T>(items: &mut Vec<T>, without: &BTreeSet<usize>) {
    let mut place = 0;
    items.retain(|_| {
        place += 1;
        !without.contains(&(place - 1))
    });
}

/// Takes services out of shared causes, and causes that hit none any more out of the portfolio.
fn forget(root: &mut Node<'_>, names: &[&str]) {
    let Some(causes) = list(root, "shared_causes") else { return };
    causes.retain_mut(|cause| {
        let Some(hit) = list(cause, "services") else { return true };
        let before = hit.len();
        hit.retain(|name| !matches!(&name.value, Value::Text(name) if names.contains(&&**name)));
        !hit.is_empty() || before == 0
    });
}

/// Whether a problem is that a service of this name is not there.
fn is_unknown(problem: &Problem, name: &str) -> bool {
    problem.code() == ProblemCode::UnknownService && problem.message().contains(&format!("`{name}`"))
}
