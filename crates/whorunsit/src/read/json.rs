//! JSON text to a tree: serde_json says whether it is JSON, then its parts are told apart where they stand.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::node::{Entry, Node, Value};
use super::{MAX_DEPTH, MAX_KEYS, MAX_VALUES, Path};
use crate::problem::{Gathered, Problem, ProblemCode, cut};
use crate::sort::ascending;

pub(super) fn parse(text: &str) -> Result<Node<'_>, Gathered> {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let start = offset(text, error.line(), error.column());
        // serde_json appends its own place.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_ascii_lowercase();
        let mut problems = Gathered::default();
        problems.push(syntax(text, &message, String::new(), start));
        return Err(problems);
    }
    let mut reader = Reader { text, at: 0, problems: Gathered::default(), values: 0 };
    let root = reader.node(&Path::Root, 0);
    match root {
        Some(root) if reader.problems.is_empty() => Ok(root),
        _ => Err(reader.problems),
    }
}

/// Reads text that is known to be JSON. In such text, what can still be wrong are its size and depth, keys
/// that stand twice, and halves of surrogate pairs among the escapes.
struct Reader<'t> {
    text: &'t str,
    /// The byte that is read next.
    at: usize,
    problems: Gathered,
    values: usize,
}

impl<'t> Reader<'t> {
    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        self.at += rest.iter().take_while(blank).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps to the next part of a list or table, or past its closing bracket.
    fn has_next(&mut self, close: u8) -> bool {
        if self.peek() == Some(b',') {
            self.at += 1;
        }
        let more = self.peek().is_some_and(|byte| byte != close);
        self.at += usize::from(!more);
        more
    }

    fn node(&mut self, path: &Path<'_>, depth: usize) -> Option<Node<'t>> {
        let first = self.peek();
        let start = self.at;
        self.values += 1;
        if self.values > MAX_VALUES {
            // Noted once: every list and table around it gives up too.
            let message = format!("the input holds more than {MAX_VALUES} values");
            self.problems.push(path.problem(ProblemCode::TooLarge, message, "split the portfolio"));
            return None;
        }
        if depth > MAX_DEPTH && matches!(first, Some(b'{' | b'[')) {
            let mut problem = Problem::new(
                ProblemCode::TooDeep,
                path.pointer(),
                format!("values are nested more than {MAX_DEPTH} deep"),
                "flatten the input: no key of the format needs so many levels",
            );
            problem.locate(self.text, start, start + 1, false);
            self.problems.push(problem);
            return None;
        }
        let value = match first {
            Some(b'{') => self.table(path, depth)?,
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                while self.has_next(b']') {
                    items.push(self.node(&Path::Index(path, items.len()), depth + 1)?);
                }
                // There may be millions of lists and tables of one value, each with room for four.
                items.shrink_to_fit();
                Value::List(items)
            }
            Some(b'"') => Value::Text(self.string(path)?),
            _ => self.word(),
        };
        Some(Node { value, start, end: self.at })
    }

    fn table(&mut self, path: &Path<'_>, depth: usize) -> Option<Value<'t>> {
        self.at += 1;
        let mut entries: Vec<Entry<'t>> = Vec::new();
        while self.has_next(b'}') {
            let key_start = self.at;
            let key = self.string(path)?;
            let key_end = self.at;
            self.peek();
            // The colon.
            self.at += 1;
            let node = self.node(&Path::Key(path, &key), depth + 1)?;
            if entries.len() == MAX_KEYS {
                let message = format!("this table has more than {MAX_KEYS} keys");
                let mut problem =
                    path.problem(ProblemCode::TooLarge, message, "no table of the format needs so many");
                problem.locate(self.text, key_start, key_end, false);
                self.problems.push(problem);
                return None;
            }
            entries.push(Entry { key, key_start, key_end, node });
        }
        entries.shrink_to_fit();
        self.refuse_duplicates(&entries, path);
        Some(Value::Table(entries))
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Value<'t> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |byte: u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t');
        let length = rest.bytes().position(ends).unwrap_or(rest.len());
        self.at += length;
        let word = rest.get(..length).unwrap_or_default();
        match word {
            "null" => Value::Null,
            "true" | "false" => Value::Boolean(word == "true"),
            _ if word.contains(['.', 'e', 'E']) => Value::Float(Cow::Borrowed(word)),
            _ => Value::Integer(Cow::Borrowed(word)),
        }
    }

    fn string(&mut self, path: &Path<'_>) -> Option<Cow<'t, str>> {
        let quote = self.at;
        let rest = self.text.get(quote + 1..).unwrap_or_default();
        let mut escaped = false;
        let mut escapes = false;
        let length = rest.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            escapes |= escaped;
            ends
        });
        let inner = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        self.at = quote + inner.len() + 2;
        if !escapes {
            return Some(Cow::Borrowed(inner));
        }
        match unescape(inner) {
            Ok(text) => Some(Cow::Owned(text)),
            Err(message) => {
                self.problems.push(syntax(self.text, message, path.pointer(), quote));
                None
            }
        }
    }

    fn refuse_duplicates(&mut self, entries: &[Entry<'t>], path: &Path<'_>) {
        let in_order = ascending(entries.iter().map(|entry| (&*entry.key, entry.key_start, entry.key_end)));
        // A key that stands a thousand times is one problem.
        for same in in_order.chunk_by(|one, other| one.0 == other.0) {
            let &[_, (key, start, end), ..] = same else { continue };
            let times = if same.len() > 2 { format!("{} times", same.len()) } else { "twice".to_owned() };
            self.problems.push_with(|| {
                let mut problem = Problem::new(
                    ProblemCode::DuplicateKey,
                    Path::Key(path, key).pointer(),
                    format!("the key `{}` stands {times} in one table", cut(key)),
                    "keep one of them",
                );
                problem.locate(self.text, start, end, true);
                problem
            });
        }
    }
}

/// Puts characters in the place of their escapes. The messages are serde_json's.
fn unescape(text: &str) -> Result<String, &'static str> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut chars = after.chars();
        plain.push(match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (unit, next) = code_unit(chars.as_str());
                chars = next.chars();
                match unit {
                    0xD800..=0xDBFF => {
                        let next = next.strip_prefix("\\u").ok_or("unexpected end of hex escape")?;
                        let (low, next) = code_unit(next);
                        chars = next.chars();
                        let pair = char::decode_utf16([unit, low]).next();
                        pair.and_then(Result::ok).ok_or("lone leading surrogate in hex escape")?
                    }
                    _ => char::from_u32(unit.into()).ok_or("lone leading surrogate in hex escape")?,
                }
            }
            // A quote, a slash or a backslash stands for itself.
            other => other.unwrap_or('\\'),
        });
        rest = chars.as_str();
    }
    plain.push_str(rest);
    Ok(plain)
}

/// The number that four hexadecimal digits write, and the text after them.
fn code_unit(text: &str) -> (u16, &str) {
    let (digits, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    (u16::from_str_radix(digits, 16).unwrap_or_default(), rest)
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

fn syntax(text: &str, message: &str, path: String, start: usize) -> Problem {
    let mut problem = Problem::new(
        ProblemCode::JsonSyntax,
        path,
        format!("this is not JSON: {message}"),
        "JSON needs quotes around keys and text, no comments, no trailing commas and no NaN",
    );
    let end =
        text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |next| start + next.len_utf8());
    problem.locate(text, start, end, false);
    problem
}
