//! Filling a portfolio in before it is read: what it does not say, as a profile says it. What it says always wins.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::found::{Found, OWNERS, find};
use super::own_teams::own_teams;
use super::tree::{Tree, given, text};
use super::{Favour, Profile, ProfileKey, ProfileValue, RangeEnd, ValueOf};
use crate::assumption::{Assumption, Assumptions, FromProfile};
use crate::currency::Currency;
use crate::problem::{Gathered, Problem, ProblemCode};
use crate::read::{Entry, Metadata, Node, Value};
use crate::wording::plural;

/// Tables that may be said once for both models, or of each.
const BY_MODEL: [&str; 6] = ["response", "throughput", "learning", "operations_work", "setup", "transition"];
const MODELS: [&str; 2] = ["ops-run-it", "you-build-it-you-run-it"];

/// What was filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filling {
    values: Vec<Filled>,
    /// Which value of which profile stands in a place of a service or team: what is not known of one is not known of any.
    shared: BTreeMap<String, String>,
    /// Services that name no team and were given one of their own.
    own_teams: usize,
}

/// One value, wherever it was filled in.
#[derive(Clone, Debug)]
struct Filled {
    profile: Arc<Profile>,
    key: &'static ProfileKey,
    value: String,
    first: String,
    places: usize,
}

/// Whether a portfolio's tree names a profile anywhere.
pub(crate) fn names_profile(root: &Node<'_>) -> bool {
    let in_list = |(list, _): (&str, &str)| match given(root, list).map(|node| &node.value) {
        Some(Value::List(members)) => members.iter().any(|member| given(member, "profile").is_some()),
        _ => false,
    };
    given(root, "profile").is_some() || OWNERS.into_iter().any(in_list)
}

/// Fills a portfolio's tree in; `None` where it names no profile. Places of problems with what is filled in are those of
/// the profile's name.
pub(crate) fn fill<'t>(
    root: &mut Node<'t>,
    favour: Favour,
    own: &[Arc<Profile>],
    problems: &mut Gathered,
) -> Option<Filling> {
    let mut all = find(root, own, problems);
    let Value::Table(_) = root.value else { return None };
    if all.is_empty() {
        return None;
    }
    let currency: Currency = text(root, "currency")?.parse().ok()?;
    let mut filling = Filling { own_teams: own_teams(root, &mut all), ..Filling::default() };
    let mut refused = BTreeSet::new();
    // Nearest first: what the portfolio itself gives is not to be mixed with what its profile says.
    for found in all.iter().rev() {
        let Some(rate) = found.rate.or_else(|| found.profile.rate(currency)) else {
            if refused.insert(&found.path) {
                problems.push(foreign(found, currency));
            }
            continue;
        };
        let tree = Tree::of(&found.profile);
        let mut filler = Filler { found, rate, currency, favour, filling: &mut filling };
        match &found.member {
            None => filler.table(root, &tree, (&mut String::new(), &mut String::new()), (&[], None)),
            Some(member) => filler.member(root, &tree, member, found.is_own),
        }
    }
    Some(filling)
}

fn foreign(found: &Found, currency: Currency) -> Problem {
    let Found { profile, path, .. } = found;
    let (name, own) = (&profile.name, profile.currency);
    let message = format!(
        "profile `{name}` has amounts in {own}, the portfolio in {currency}, at a rate that is not known"
    );
    let help = format!(
        "write `profile = {{ name = \"{name}\", rate = \"…\" }}` with how many {currency} one {own} is"
    );
    Problem::new(ProblemCode::WrongCurrency, path.clone(), message, help)
}

/// What is said elsewhere of the same tables, and the band of demand of a service.
type Around<'a, 'n, 't> = (&'a [&'n Node<'t>], Option<&'a str>);

struct Filler<'f> {
    found: &'f Found,
    rate: Decimal,
    currency: Currency,
    favour: Favour,
    filling: &'f mut Filling,
}

impl Filler<'_> {
    /// Fills a service or team in: in its own keys and, where its profile is not the portfolio's, in what holds for it in
    /// place of what holds around, unless that is given.
    fn member<'t>(
        &mut self,
        root: &mut Node<'t>,
        tree: &Tree<'_>,
        (list, place): &(&str, usize),
        is_own: bool,
    ) {
        let Some(template) = tree.under(list).and_then(|list| list.under("*")) else { return };
        let around = if is_own && *list == "services" { tables_around(root, *place) } else { Vec::new() };
        let Value::Table(entries) = &mut root.value else { return };
        let Some(Node { value: Value::List(members), .. }) =
            entries.iter_mut().find(|entry| entry.key == *list).map(|entry| &mut entry.node)
        else {
            return;
        };
        let Some(member) = members.get_mut(*place) else { return };
        let demand = text(member, "feature_demand").map(str::to_owned);
        let mut at = format!("/{list}/{place}");
        let mut path = at.clone();
        self.table(member, template, (&mut at, &mut path), (&[], demand.as_deref()));
        if is_own && *list == "services" {
            let others: Vec<&Node<'t>> = around.iter().collect();
            for (key, child) in of_services(tree) {
                self.entry(member, (key, child), (&mut at, &mut path), (&others, demand.as_deref()));
            }
        }
    }

    fn table<'t>(
        &mut self,
        node: &mut Node<'t>,
        tree: &Tree<'_>,
        (at, path): (&mut String, &mut String),
        around: Around<'_, '_, 't>,
    ) {
        let Tree::Table(children) = tree else { return };
        for (key, child) in children {
            self.entry(node, (key, child), (at, path), around);
        }
    }

    fn entry<'t>(
        &mut self,
        node: &mut Node<'t>,
        (key, child): (&str, &Tree<'_>),
        (at, path): (&mut String, &mut String),
        (others, demand): Around<'_, '_, 't>,
    ) {
        // Services and teams are filled in one by one.
        if matches!(child, Tree::Table(children) if children.iter().any(|(key, _)| *key == "*")) {
            return;
        }
        let is_there = |other: &str| {
            given(node, other).is_some() || others.iter().any(|node| given(node, other).is_some())
        };
        if child.is_said_by(&is_there) {
            return;
        }
        let elsewhere: Vec<&Node<'t>> = others
            .iter()
            .filter_map(|node| match MODELS.contains(&key) && is_of_both(node) {
                true => Some(*node),
                false => given(node, key),
            })
            .collect();
        let ends = (at.len(), path.len());
        for text in [&mut *at, &mut *path] {
            text.push('/');
            text.push_str(key);
        }
        let around = (elsewhere.as_slice(), demand);
        let Value::Table(entries) = &mut node.value else { return };
        let found =
            entries.iter_mut().find(|entry| entry.key == key && !matches!(entry.node.value, Value::Null));
        match (found, child.is_whole()) {
            (Some(entry), false) => {
                if BY_MODEL.contains(&key) {
                    split(&mut entry.node);
                }
                self.table(&mut entry.node, child, (at, path), around);
            }
            // What is given wins, and nothing is half a list, or half the terms of a callout.
            (Some(_), true) => {}
            (None, true) if !elsewhere.is_empty() => {}
            (None, is_whole) => {
                let made = if is_whole {
                    Some(self.node(child, (at, path), demand))
                } else if elsewhere.iter().all(|node| matches!(node.value, Value::Table(_))) {
                    let mut made = self.at_name(Value::Table(Vec::new()));
                    self.table(&mut made, child, (at, path), around);
                    Some(made)
                        .filter(|made| !matches!(&made.value, Value::Table(entries) if entries.is_empty()))
                } else {
                    None
                };
                if let Some(made) = made {
                    entries.retain(|entry| entry.key != key);
                    entries.push(self.named(key, made));
                }
            }
        }
        at.truncate(ends.0);
        path.truncate(ends.1);
    }

    /// A part of the tree as a value of the portfolio's text.
    fn node<'t>(
        &mut self,
        tree: &Tree<'_>,
        (at, path): (&mut String, &mut String),
        demand: Option<&str>,
    ) -> Node<'t> {
        let value = match tree {
            Tree::Fixed(fixed) => fixed.value(),
            Tree::Leaf(key, value) => {
                self.filling.tell(self.found, key, value, (at, path), self.rate, self.currency);
                self.value(key, value, demand)
            }
            Tree::Table(children) => {
                let mut entries = Vec::with_capacity(children.len());
                for (key, child) in children {
                    let ends = (at.len(), path.len());
                    for text in [&mut *at, &mut *path] {
                        text.push('/');
                        text.push_str(key);
                    }
                    let node = self.node(child, (at, path), demand);
                    entries.push(self.named(key, node));
                    at.truncate(ends.0);
                    path.truncate(ends.1);
                }
                Value::Table(entries)
            }
            Tree::List(items) => {
                let mut nodes = Vec::with_capacity(items.len());
                // What trials draw is told apart by the names of tiers and steps.
                let of_list = path.rfind('/').unwrap_or(path.len());
                let list = path.split_off(of_list);
                for (place, item) in items.iter().enumerate() {
                    let ends = (at.len(), path.len());
                    at.push_str(&format!("/{place}"));
                    match item.under("name") {
                        Some(Tree::Fixed(name)) => {
                            path.push('/');
                            path.push_str(name.text.as_deref().unwrap_or_default());
                        }
                        _ => path.push_str(&list),
                    }
                    nodes.push(self.node(item, (at, path), demand));
                    at.truncate(ends.0);
                    path.truncate(ends.1);
                }
                path.push_str(&list);
                Value::List(nodes)
            }
        };
        self.at_name(value)
    }

    fn at_name<'t>(&self, value: Value<'t>) -> Node<'t> {
        let (start, end) = self.found.span;
        Node { value, start, end }
    }

    fn named<'t>(&self, key: &str, node: Node<'t>) -> Entry<'t> {
        let (key_start, key_end) = self.found.span;
        Entry { key: Cow::Owned(key.to_owned()), key_start, key_end, node }
    }

    fn value<'t>(&self, key: &ProfileKey, value: &ProfileValue, demand: Option<&str>) -> Value<'t> {
        let factor =
            demand.and_then(|demand| key.by_demand.as_ref()?.named(demand)).map(|factor| factor.value());
        let text = |part: &str| match key.of {
            ValueOf::Count => Value::Integer(Cow::Owned(part.to_owned())),
            of => Value::Text(Cow::Owned(self.written(of, part, factor))),
        };
        let end = match (self.favour, key.operations_end) {
            (Favour::Operations, Some(end)) => Some(end),
            (Favour::ProductTeams, Some(RangeEnd::Low)) => Some(RangeEnd::High),
            (Favour::ProductTeams, Some(RangeEnd::High)) => Some(RangeEnd::Low),
            _ => None,
        };
        let middle = match end {
            Some(RangeEnd::Low) => text(&value.low),
            Some(RangeEnd::High) => text(&value.high),
            None if key.point == Some(true) || value.low == value.high => text(&value.likely),
            None => {
                let parts = [("low", &value.low), ("likely", &value.likely), ("high", &value.high)];
                Value::Table(parts.map(|(key, part)| self.named(key, self.at_name(text(part)))).into())
            }
        };
        match key.spread {
            None => middle,
            Some(spread) => Value::Table(vec![
                self.named("median", self.at_name(middle)),
                self.named("spread", self.at_name(Value::Integer(Cow::Owned(spread.to_string())))),
            ]),
        }
    }

    /// A part of a range in the portfolio's currency, so many times as large.
    fn written(&self, of: ValueOf, part: &str, factor: Option<Decimal>) -> String {
        match (of, part.parse::<Decimal>()) {
            (ValueOf::Money, Ok(amount)) => in_currency(amount, self.rate, self.currency),
            (ValueOf::Number, Ok(number)) => {
                number.checked_mul(factor.unwrap_or(Decimal::ONE)).unwrap_or(number).normalize().to_string()
            }
            _ => part.to_owned(),
        }
    }
}

/// An amount in another currency, to three digits: nobody knows the rate, or the amount, better.
pub(super) fn in_currency(amount: Decimal, rate: Decimal, currency: Currency) -> String {
    let exact = amount.checked_mul(rate).unwrap_or(amount);
    let rounded = if rate == Decimal::ONE { Some(exact) } else { exact.round_sf(3) };
    rounded.unwrap_or(exact).round_dp(currency.decimals()).normalize().to_string()
}

impl Tree<'_> {
    /// Whether it is filled in whole or not at all: a value, a list, and a table with fixed keys.
    fn is_whole(&self) -> bool {
        match self {
            Self::Table(children) => children.iter().any(|(_, child)| matches!(child, Self::Fixed(_))),
            Self::List(_) | Self::Leaf(..) | Self::Fixed(_) => true,
        }
    }
}

/// What a profile says that may hold for a service in place of what holds around.
fn of_services<'a, 'p>(tree: &'a Tree<'p>) -> impl Iterator<Item = (&'a str, &'a Tree<'p>)> {
    let children = match tree {
        Tree::Table(children) => children.as_slice(),
        _ => &[],
    };
    let theirs =
        |key: &str| BY_MODEL.contains(&key) || key == "incidents_out_of_hours" || key == "revenue_share";
    children.iter().filter(move |(key, _)| theirs(key)).map(|(key, child)| (*key, child))
}

/// Whether a table that may be of each model is of both.
fn is_of_both(node: &Node<'_>) -> bool {
    let Value::Table(entries) = &node.value else { return true };
    let said = |entry: &&Entry<'_>| !Metadata::KEYS.contains(&entry.key.as_ref());
    let mut said = entries.iter().filter(said).peekable();
    said.peek().is_some() && said.all(|entry| !MODELS.contains(&entry.key.as_ref()))
}

/// Makes what is said once for both models be said of each.
fn split(node: &mut Node<'_>) {
    if matches!(node.value, Value::Table(_)) && is_of_both(node) {
        let both = node.clone();
        let (key_start, key_end) = (node.start, node.end);
        let of = |model: &'static str| Entry { key: model.into(), key_start, key_end, node: both.clone() };
        node.value = Value::Table(MODELS.map(of).into());
    }
}

/// What is given for a service by its team, its domain and the portfolio.
fn tables_around<'t>(root: &Node<'t>, service: usize) -> Vec<Node<'t>> {
    let member = |list: &str, name: &str| {
        let Value::List(members) = &given(root, list)?.value else { return None };
        members.iter().find(|member| text(member, "name") == Some(name))
    };
    let service = given(root, "services").and_then(|list| match &list.value {
        Value::List(members) => members.get(service),
        _ => None,
    });
    let team = service.and_then(|service| member("teams", text(service, "team")?));
    let domain = team.and_then(|team| member("domains", text(team, "domain")?));
    // Lists of others would be copied for nothing.
    let tables = |node: &Node<'t>| {
        let Value::Table(entries) = &node.value else { return None };
        let kept = entries.iter().filter(|entry| !matches!(entry.node.value, Value::List(_)));
        Some(Node { value: Value::Table(kept.cloned().collect()), ..*node })
    };
    [team, domain, Some(root)].into_iter().flatten().filter_map(tables).collect()
}

impl Filling {
    fn tell(
        &mut self,
        found: &Found,
        key: &'static ProfileKey,
        value: &ProfileValue,
        (at, path): (&str, &str),
        rate: Decimal,
        currency: Currency,
    ) {
        if found.member.is_some() {
            self.shared.insert(path.to_owned(), format!("/profiles/{}/{}", found.profile.name, key.key));
        }
        let known = self
            .values
            .iter_mut()
            .find(|filled| std::ptr::eq(filled.key, key) && filled.profile.name == found.profile.name);
        if let Some(filled) = known {
            // Filled in from the last to the first.
            at.clone_into(&mut filled.first);
            filled.places += 1;
            return;
        }
        let show = |part: &str| match (key.of, part.parse::<Decimal>()) {
            (ValueOf::Money, Ok(amount)) => {
                format!("{} {currency}", in_currency(amount, rate, currency))
            }
            _ => part.to_owned(),
        };
        let (low, likely, high) = (show(&value.low), show(&value.likely), show(&value.high));
        let value = match key.point {
            Some(true) => format!("{likely}, of {low} to {high}"),
            _ => format!("{low} to {high}, likely {likely}"),
        };
        self.values.push(Filled {
            profile: Arc::clone(&found.profile),
            key,
            value,
            first: at.to_owned(),
            places: 1,
        });
    }

    /// What trials draw the value of a place by, where a profile says it of many.
    pub(crate) fn shared(&self, path: &str) -> Option<&str> {
        self.shared.get(path).map(String::as_str)
    }

    /// Each filled value as an assumption, in the order of the values of profiles.
    pub(crate) fn assumptions(&self) -> Vec<Assumption> {
        let keys = &super::ProfileKeys::known().values;
        let place = |filled: &Filled| keys.iter().position(|key| std::ptr::eq(key, filled.key));
        let mut values: Vec<&Filled> = self.values.iter().collect();
        crate::sort::by_key(&mut values, |filled| (place(filled), filled.profile.name.clone()));
        let own = (self.own_teams > 0).then(|| {
            Assumptions::OWN_TEAM.spell(
                format!(
                    "a team of its own where none is named, for {}",
                    plural(self.own_teams, "service", "services")
                ),
                "somebody has to run it; the profile says what such a team is like",
            )
        });
        own.flatten().into_iter().chain(values.into_iter().filter_map(Filled::assumption)).collect()
    }
}

impl Filled {
    fn assumption(&self) -> Option<Assumption> {
        let Self { profile, key, value, first, places } = self;
        let given = profile.values.named(&key.key)?;
        let value = if *places > 1 { format!("{value}, in {places} places") } else { value.clone() };
        let reason = format!("{} (profile `{}`: {})", key.stands_for, profile.name, given.source());
        let profile = FromProfile {
            name: profile.name.clone(),
            version: profile.version,
            key: key.key.clone(),
            basis: given.basis.as_str(),
            source: given.source(),
            operations_end: key.operations_end.map(RangeEnd::as_str),
            known_by: key.known_by.as_str(),
        };
        Some(Assumption {
            code: FromProfile::CODE,
            path: Cow::Owned(first.clone()),
            value,
            reason,
            profile: Some(Box::new(profile)),
        })
    }
}
