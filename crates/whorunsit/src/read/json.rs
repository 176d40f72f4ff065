//! JSON text to a tree, by serde_json's raw values: they borrow from the text, so their place in it is known.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::node::{Entry, Node, Value};
use super::{MAX_DEPTH, MAX_VALUES, Path};
use crate::problem::{Gathered, Lines, Problem, ProblemCode};

pub(super) fn parse(text: &str) -> Result<Node<'_>, Gathered> {
    let lines = Lines::of(text);
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| {
        let start = offset(text, error.line(), error.column());
        let mut problems = Gathered::default();
        problems.push(syntax(text, &lines, &error, "", start));
        problems
    })?;
    let mut reader = Reader { text, lines, problems: Gathered::default(), values: 0 };
    let root = reader.node(raw, &Path::Root, 0);
    match root {
        Some(root) if reader.problems.is_empty() => Ok(root),
        _ => Err(reader.problems),
    }
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines,
    problems: Gathered,
    values: usize,
}

impl<'t> Reader<'t> {
    fn node(&mut self, raw: &'t RawValue, path: &Path<'_>, depth: usize) -> Option<Node<'t>> {
        let json = raw.get();
        let start = place(self.text, json);
        let end = start + json.len();
        let first = json.bytes().next();
        self.values += 1;
        if self.values > MAX_VALUES {
            // Noted once: every list and table around it gives up too.
            if self.values == MAX_VALUES + 1 {
                let message = format!("the input holds more than {MAX_VALUES} values");
                self.problems.push(path.problem(ProblemCode::TooLarge, message, "split the portfolio"));
            }
            return None;
        }
        if depth > MAX_DEPTH && matches!(first, Some(b'{' | b'[')) {
            let mut problem = Problem::new(
                ProblemCode::TooDeep,
                path.pointer(),
                format!("values are nested more than {MAX_DEPTH} deep"),
                "flatten the input: no key of the format needs so many levels",
            );
            problem.locate(self.text, &self.lines, start, start + 1, false);
            self.problems.push(problem);
            return None;
        }
        let value = match first {
            Some(b'{') => self.table(json, path, depth, start)?,
            Some(b'[') => {
                let items: Vec<&'t RawValue> = self.parsed(json, path, start)?;
                let nodes = items.into_iter().enumerate();
                let nodes = nodes.map(|(index, item)| self.node(item, &Path::Index(path, index), depth + 1));
                Value::List(nodes.collect::<Option<_>>()?)
            }
            Some(b'"') => Value::Text(self.string(json, path, start)?),
            Some(b't' | b'f') => Value::Boolean,
            Some(b'n') => Value::Null,
            _ if json.contains(['.', 'e', 'E']) => Value::Float(Cow::Borrowed(json)),
            _ => Value::Integer(Cow::Borrowed(json)),
        };
        Some(Node { value, start, end })
    }

    fn table(&mut self, json: &'t str, path: &Path<'_>, depth: usize, start: usize) -> Option<Value<'t>> {
        let Pairs(pairs) = self.parsed(json, path, start)?;
        let mut entries: Vec<Entry<'t>> = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key_start = place(self.text, key.get());
            let name = self.string(key.get(), path, key_start)?;
            let key_end = key_start + key.get().len();
            let node = self.node(value, &Path::Key(path, &name), depth + 1)?;
            entries.push(Entry { key: name, key_start, key_end, node });
        }
        self.refuse_duplicates(&entries, path);
        Some(Value::Table(entries))
    }

    fn refuse_duplicates(&mut self, entries: &[Entry<'t>], path: &Path<'_>) {
        let mut in_order: Vec<&Entry<'t>> = entries.iter().collect();
        in_order.sort_by(|a, b| a.key.cmp(&b.key));
        for (first, second) in in_order.iter().zip(in_order.iter().skip(1)) {
            if first.key == second.key {
                let mut problem = Problem::new(
                    ProblemCode::DuplicateKey,
                    Path::Key(path, &second.key).pointer(),
                    format!("the key `{}` stands twice in one table", second.key),
                    "keep one of them",
                );
                problem.locate(self.text, &self.lines, second.key_start, second.key_end, true);
                self.problems.push(problem);
            }
        }
    }

    fn string(&mut self, json: &'t str, path: &Path<'_>, start: usize) -> Option<Cow<'t, str>> {
        if json.contains('\\') {
            return self.parsed::<String>(json, path, start).map(Cow::Owned);
        }
        json.get(1..json.len().saturating_sub(1)).map(Cow::Borrowed)
    }

    /// Parses a part of the text that is already known to be balanced; what fails here is a bad escape.
    fn parsed<T: Deserialize<'t>>(&mut self, json: &'t str, path: &Path<'_>, start: usize) -> Option<T> {
        match serde_json::from_str(json) {
            Ok(value) => Some(value),
            Err(error) => {
                self.problems.push(syntax(self.text, &self.lines, &error, &path.pointer(), start));
                None
            }
        }
    }
}

/// The keys and values of an object, in order, duplicates included.
struct Pairs<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Pairs<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Where `part`, which borrows from `text`, starts in it.
fn place(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// The byte of serde_json's line and column (which counts bytes, from 1).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (before + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn syntax(text: &str, lines: &Lines, error: &serde_json::Error, path: &str, start: usize) -> Problem {
    // serde_json appends its own place, which may be relative to a part.
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_lowercase();
    let mut problem = Problem::new(
        ProblemCode::JsonSyntax,
        path,
        format!("this is not JSON: {message}"),
        "JSON needs quotes around keys and text, no comments, no trailing commas and no NaN",
    );
    let end =
        text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |next| start + next.len_utf8());
    problem.locate(text, lines, start, end, false);
    problem
}
