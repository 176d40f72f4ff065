//! A record as it was read: what is missing, or of another type, is as if it were not known.

use crate::currency::Currency;
use crate::exact::Money;
use crate::read::{Node, Value};
use crate::wording::plural;

/// A part of a record.
#[derive(Clone, Copy)]
pub(super) struct Record<'r>(&'r Node<'r>);

impl<'r> Record<'r> {
    pub(super) fn of(node: &'r Node<'r>) -> Self {
        Self(node)
    }

    /// A part of it, by keys with dots between them; `None` where it is missing or null.
    pub(super) fn at(self, keys: &str) -> Option<Self> {
        let mut node = self.0;
        for key in keys.split('.') {
            let Value::Table(entries) = &node.value else { return None };
            node = &entries.iter().find(|entry| entry.key == key)?.node;
        }
        (!matches!(node.value, Value::Null)).then_some(Self(node))
    }

    /// A text, or the digits of a number.
    pub(super) fn word(self, keys: &str) -> Option<&'r str> {
        self.at(keys)?.own()
    }

    /// The same; empty where there is none.
    pub(super) fn text(self, keys: &str) -> &'r str {
        self.word(keys).unwrap_or_default()
    }

    pub(super) fn flag(self, keys: &str) -> bool {
        self.at(keys).is_some_and(|part| matches!(part.0.value, Value::Boolean(true)))
    }

    pub(super) fn list(self, keys: &str) -> Vec<Self> {
        match self.at(keys).map(|part| &part.0.value) {
            Some(Value::List(items)) => items.iter().map(Self).collect(),
            _ => Vec::new(),
        }
    }

    /// A list of texts.
    pub(super) fn texts(self, keys: &str) -> Vec<String> {
        self.list(keys).into_iter().filter_map(|item| item.own().map(str::to_owned)).collect()
    }

    /// An amount of an answer, which unlike one of a portfolio may be below zero.
    pub(super) fn money(self, keys: &str) -> Option<Money> {
        self.word(keys)?.parse().ok().map(Money::from_number)
    }

    pub(super) fn count(self, keys: &str) -> Option<usize> {
        self.word(keys)?.parse().ok()
    }

    /// A text itself, or the digits of a number.
    pub(super) fn own(self) -> Option<&'r str> {
        match &self.0.value {
            Value::Text(text) | Value::Integer(text) | Value::Float(text) => Some(text),
            _ => None,
        }
    }
}

/// Amounts as documents show them: in whole units, and that one lacks something.
#[derive(Clone, Copy)]
pub(super) struct Amounts(pub(super) Currency);

impl Amounts {
    pub(super) fn show(self, amount: Option<Money>) -> String {
        amount.map_or_else(|| "not estimated".to_owned(), |amount| self.0.show(amount).whole().to_string())
    }

    /// Of a sum that lacks something, nothing at all is known where it is zero.
    pub(super) fn part(self, amount: Option<Money>, partial: bool) -> String {
        match amount {
            Some(amount) if partial && amount.is_zero() => self.show(None),
            Some(_) if partial => format!("{}*", self.show(amount)),
            amount => self.show(amount),
        }
    }

    /// From the 5th to the 95th percentile.
    pub(super) fn range(self, range: Option<Record<'_>>) -> String {
        let Some(range) = range else { return "not simulated".to_owned() };
        match range.money("p5").zip(range.money("p95")) {
            Some((low, high)) => format!("{} to {}", self.0.short(low), self.0.short(high)),
            None => self.show(None),
        }
    }
}

/// Over how long: `3 years`.
pub(super) fn over(record: Record<'_>) -> String {
    plural(
        u32::try_from(record.count("horizon_years").unwrap_or_default()).unwrap_or_default(),
        "year",
        "years",
    )
}
