//! The values of a profile as the tree that they would be in a portfolio.

use std::borrow::Cow;

use super::{FixedValue, Profile, ProfileKey, ProfileKeys, ProfileValue};
use crate::read::{Node, Value};

/// A part of the tree.
#[derive(Debug)]
pub(super) enum Tree<'p> {
    Table(Vec<(&'p str, Tree<'p>)>),
    List(Vec<Tree<'p>>),
    Leaf(&'static ProfileKey, &'p ProfileValue),
    Fixed(&'p FixedValue),
}

impl<'p> Tree<'p> {
    /// All that a profile says; services and teams are tables under `services` and `teams`, with the key `*`.
    pub(super) fn of(profile: &'p Profile) -> Self {
        let keys = ProfileKeys::known();
        let mut root = Self::Table(Vec::new());
        for fixed in &keys.fixed {
            root.put(fixed.at.split('/').skip(1), Self::Fixed(fixed));
        }
        for key in &keys.values {
            if let Some(value) = profile.values.named(&key.key) {
                root.put(key.at.split('/').skip(1), Self::Leaf(key, value));
            }
        }
        root
    }

    fn put(&mut self, mut parts: impl Iterator<Item = &'p str>, leaf: Self) {
        let Some(part) = parts.next() else {
            *self = leaf;
            return;
        };
        if let Ok(place) = part.parse::<usize>() {
            if !matches!(self, Self::List(_)) {
                *self = Self::List(Vec::new());
            }
            if let Self::List(items) = self {
                while items.len() <= place {
                    items.push(Self::Table(Vec::new()));
                }
                if let Some(item) = items.get_mut(place) {
                    item.put(parts, leaf);
                }
            }
        } else if let Self::Table(entries) = self {
            let found = entries.iter().position(|(key, _)| *key == part).unwrap_or(entries.len());
            if found == entries.len() {
                entries.push((part, Self::Table(Vec::new())));
            }
            if let Some((_, child)) = entries.get_mut(found) {
                child.put(parts, leaf);
            }
        }
    }

    /// The part under a key.
    pub(super) fn under(&self, part: &str) -> Option<&Self> {
        match self {
            Self::Table(entries) => entries.iter().find(|(key, _)| *key == part).map(|(_, child)| child),
            _ => None,
        }
    }

    /// Whether a key beside it says the same in another way.
    pub(super) fn is_said_by(&self, is_there: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Table(entries) => entries.iter().any(|(_, child)| child.is_said_by(is_there)),
            Self::List(items) => items.iter().any(|item| item.is_said_by(is_there)),
            Self::Leaf(key, _) => key.unless.iter().any(|other| is_there(other)),
            Self::Fixed(_) => false,
        }
    }
}

impl FixedValue {
    /// As a value of a portfolio's text.
    pub(super) fn value<'t>(&self) -> Value<'t> {
        match (&self.text, self.count, self.flag) {
            (Some(text), ..) => Value::Text(Cow::Owned(text.to_string())),
            (_, Some(count), _) => Value::Integer(Cow::Owned(count.to_string())),
            (.., flag) => Value::Boolean(flag.unwrap_or_default()),
        }
    }
}

/// The value of a key of a table that is given.
pub(super) fn given<'n, 't>(node: &'n Node<'t>, key: &str) -> Option<&'n Node<'t>> {
    let Value::Table(entries) = &node.value else { return None };
    let entry = entries.iter().find(|entry| entry.key == key)?;
    (!matches!(entry.node.value, Value::Null)).then_some(&entry.node)
}

/// The text of a key of a table.
pub(super) fn text<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n str> {
    match &given(node, key)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
