//! A tree of values that know where they stand in the text.

use std::borrow::Cow;

use crate::problem::cut;

/// One value and the bytes it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    pub(crate) value: Value<'t>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What a value is. Numbers keep their digits as written: nothing passes through a float.
#[derive(Clone, Debug)]
pub(crate) enum Value<'t> {
    Null,
    Boolean(bool),
    Integer(Cow<'t, str>),
    Float(Cow<'t, str>),
    Text(Cow<'t, str>),
    Date(String),
    List(Vec<Node<'t>>),
    Table(Vec<Entry<'t>>),
}

/// A key of a table and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'t> {
    pub(crate) key: Cow<'t, str>,
    pub(crate) key_start: usize,
    pub(crate) key_end: usize,
    pub(crate) node: Node<'t>,
}

impl Value<'_> {
    /// The kind of value, as a message names it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a float",
            Self::Text(_) => "text",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl<'t> Node<'t> {
    /// The bytes at a JSON Pointer, of the value or, with `of_key`, of its key, and `true`; where it is
    /// missing, those of the nearest table or list around it and `false`.
    pub(crate) fn span_of(&self, pointer: &str, of_key: bool) -> (usize, usize, bool) {
        let mut node = self;
        let mut key = None;
        for part in pointer.split('/').skip(1) {
            let part = part.replace("~1", "/").replace("~0", "~");
            match node.child(&part) {
                Some((child, span)) => (node, key) = (child, span),
                None => return (node.start, node.end, false),
            }
        }
        let (start, end) = key.filter(|_| of_key).unwrap_or((node.start, node.end));
        (start, end, !pointer.is_empty())
    }

    /// A part of this table or list, and for a table where its key stands.
    fn child(&self, part: &str) -> Option<(&Node<'t>, Option<(usize, usize)>)> {
        match &self.value {
            Value::List(items) => items.get(part.parse::<usize>().ok()?).map(|item| (item, None)),
            Value::Table(entries) => entries
                .iter()
                // A path holds long keys cut.
                .find(|entry| cut(&entry.key) == part)
                .map(|entry| (&entry.node, Some((entry.key_start, entry.key_end)))),
            _ => None,
        }
    }
}
