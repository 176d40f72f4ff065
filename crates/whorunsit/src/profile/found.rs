//! Where profiles hold: for the portfolio, a domain, a team or a service.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::tree::{given, text};
use super::{Profile, unknown};
use crate::problem::{Gathered, Problem, ProblemCode};
use crate::read::{Node, Value};

/// Lists whose members a profile has values for, and the names by which services find their team, and teams their domain.
pub(super) const OWNERS: [(&str, &str); 3] = [("domains", ""), ("teams", "domain"), ("services", "team")];

/// A profile where it holds: for the portfolio, or for a member of one of its lists.
pub(super) struct Found {
    pub(super) profile: Arc<Profile>,
    pub(super) rate: Option<Decimal>,
    pub(super) span: (usize, usize),
    pub(super) path: String,
    pub(super) member: Option<(&'static str, usize)>,
    /// Whether it is another than the portfolio's.
    pub(super) is_own: bool,
}

/// The profile of everybody, the portfolio's first.
pub(super) fn find(root: &Node<'_>, own: &[Arc<Profile>], problems: &mut Gathered) -> Vec<Found> {
    let mut all = Vec::new();
    let named = |name: &str, path: String, span, problems: &mut Gathered| {
        let profile =
            own.iter().find(|profile| &*profile.name == name).or_else(|| Profile::named(name)).cloned();
        if profile.is_none() {
            problems.push(unknown(name, path.clone()));
        }
        profile.map(|profile| Found { profile, rate: None, span, path, member: None, is_own: false })
    };
    let whole = given(root, "profile").and_then(|node| {
        let span = (node.start, node.end);
        match &node.value {
            Value::Text(name) => named(name, "/profile".to_owned(), span, problems),
            _ => {
                let rate = given(node, "rate").and_then(|rate| match &rate.value {
                    Value::Text(rate) | Value::Integer(rate) => rate.parse::<Decimal>().ok(),
                    _ => None,
                });
                let found = named(text(node, "name")?, "/profile/name".to_owned(), span, problems)?;
                if rate.is_some_and(|rate| rate.is_zero()) {
                    let message = "a rate of 0 makes every amount of the profile nothing";
                    let help =
                        "write how many of the portfolio's currency one of the profile's is, or leave it out";
                    problems.push(Problem::new(
                        ProblemCode::NumberOutOfRange,
                        "/profile/rate",
                        message,
                        help,
                    ));
                }
                // What is below zero is told where the portfolio is read.
                Some(Found { rate: rate.filter(|rate| *rate > Decimal::ZERO), ..found })
            }
        }
    });
    let rate = whole.as_ref().and_then(|whole| whole.rate);
    let mut above: BTreeMap<&str, (Arc<Profile>, (usize, usize))> = BTreeMap::new();
    for (list, parent) in OWNERS {
        let mut here = BTreeMap::new();
        let Some(Node { value: Value::List(members), .. }) = given(root, list) else {
            above = here;
            continue;
        };
        for (place, member) in members.iter().enumerate() {
            let own = given(member, "profile").and_then(|node| {
                let Value::Text(name) = &node.value else { return None };
                named(name, format!("/{list}/{place}/profile"), (node.start, node.end), problems)
            });
            let around = || text(member, parent).and_then(|name| above.get(name).cloned());
            let (profile, span, is_own) =
                match (own.map(|own| (own.profile, own.span)).or_else(around), &whole) {
                    (Some((profile, span)), _) => (profile, span, true),
                    (None, Some(whole)) => (Arc::clone(&whole.profile), whole.span, false),
                    (None, None) => continue,
                };
            if is_own && let Some(name) = text(member, "name") {
                here.insert(name, (Arc::clone(&profile), span));
            }
            if list != "domains" {
                let path = if is_own { format!("/{list}/{place}/profile") } else { "/profile".to_owned() };
                all.push(Found { profile, rate, span, path, member: Some((list, place)), is_own });
            }
        }
        above = here;
    }
    if let Some(whole) = whole {
        all.insert(0, whole);
    }
    all
}
