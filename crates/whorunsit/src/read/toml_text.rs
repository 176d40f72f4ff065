//! TOML text to a tree, by the toml crate's spanned tables.

use std::borrow::Cow;
use std::cell::Cell;

use toml::de::{DeTable, DeValue};
use toml_parser::decoder::Encoding;
use toml_parser::lexer::TokenKind;
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Source, Span};

use super::node::{Entry, Node, Value};
use super::{MAX_DEPTH, MAX_TOML_SIGNS, MAX_TOML_TABLES, Path};
use crate::problem::{Gathered, MAX_PROBLEMS, Problem, ProblemCode, cut};

pub(super) fn parse(text: &str) -> Result<Node<'_>, Gathered> {
    let mut problems = Gathered::default();
    let mut endless = None;
    // A text as short as that has not enough of anything.
    if text.len() > MAX_TOML_TABLES {
        refuse_endless(text)?;
        endless = endless_errors(text);
    }
    let read = endless.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let (table, errors) = DeTable::parse_recoverable(read);
    let span = table.span();
    let mut too_deep = None;
    let value = self::table(table.into_inner(), &Path::Root, 0, &mut too_deep);
    // Where the parser itself gave up on the depth, the limit was passed long before; that is told once, and
    // what the parser saw after it says nothing.
    let gave_up = errors.iter().position(|error| error.message().contains("recurs"));
    let (told, gave_up) = errors.split_at(gave_up.unwrap_or(errors.len()));
    for error in told.iter().chain(gave_up.first().filter(|_| too_deep.is_none())) {
        problems.push_with(|| syntax(text, error));
    }
    // The rest was read only for how many more there are.
    for _ in 0..endless.map_or(0, |(_, more)| more) {
        problems.push_with(|| {
            Problem::new(ProblemCode::TomlSyntax, "", "this is not TOML", "see the problems before it")
        });
    }
    if let Some((pointer, start)) = too_deep {
        let mut problem = Problem::new(
            ProblemCode::TooDeep,
            pointer,
            format!("values are nested more than {MAX_DEPTH} deep"),
            "flatten the input: no key of the format needs so many levels",
        );
        problem.locate(text, start, start + 1, false);
        problems.push(problem);
    }
    if problems.is_empty() { Ok(Node { value, start: span.start, end: span.end }) } else { Err(problems) }
}

/// Refuses what would take gigabytes: the parser holds up to fifty bytes for each sign, and a thousand for each table.
fn refuse_endless(text: &str) -> Result<(), Gathered> {
    let (mut signs, mut tables) = (0_usize, 0_usize);
    // In a value, a dot belongs to a number.
    let (mut in_value, mut starts_line) = (false, true);
    for token in Source::new(text).lex() {
        signs += 1;
        match token.kind() {
            TokenKind::LeftSquareBracket if starts_line => tables += 1,
            TokenKind::LeftCurlyBracket => (tables, in_value) = (tables + 1, false),
            TokenKind::Dot if !in_value => tables += 1,
            TokenKind::Equals => in_value = true,
            TokenKind::Comma | TokenKind::Newline => in_value = false,
            _ => {}
        }
        starts_line = matches!(token.kind(), TokenKind::Newline)
            || starts_line && token.kind() == TokenKind::Whitespace;
        let (found, most) = match () {
            () if signs > MAX_TOML_SIGNS => {
                ("signs (names, values, punctuation and ends of lines)", MAX_TOML_SIGNS)
            }
            () if tables > MAX_TOML_TABLES => ("tables (each dot in a key makes one)", MAX_TOML_TABLES),
            () => continue,
        };
        let mut problem = Problem::new(
            ProblemCode::TooLarge,
            "",
            format!("the input holds more than {most} {found}"),
            "split the portfolio, or write it as JSON",
        );
        problem.locate(text, token.span().start(), token.span().end(), false);
        let mut problems = Gathered::default();
        problems.push(problem);
        return Err(problems);
    }
    Ok(())
}

/// Where a text with more errors than are listed has the first that is not, and how many there are from it on: the
/// parser would hold each with its message.
fn endless_errors(text: &str) -> Option<(usize, usize)> {
    let tokens = Source::new(text).lex().into_vec();
    let tally = Tally::default();
    let mut errors = |error: ParseError| tally.add(error.unexpected().or(error.context()));
    let mut keys = BadKeys { text, tally: &tally };
    parse_document(&tokens, &mut RecursionGuard::new(&mut keys, MOST_NESTED), &mut errors);
    Some((tally.end.get()?, tally.count.get() - MAX_PROBLEMS))
}

/// How many errors there are, and where the first is that is not listed.
#[derive(Default)]
struct Tally {
    count: Cell<usize>,
    end: Cell<Option<usize>>,
}

impl Tally {
    fn add(&self, span: Option<Span>) {
        self.count.set(self.count.get() + 1);
        if self.count.get() > MAX_PROBLEMS && self.end.get().is_none() {
            self.end.set(span.map(|span| span.start()));
        }
    }
}

/// Counts keys that the parser will refuse later, each with a message of its own. What else it refuses then is a value,
/// which takes so many signs that there cannot be too many.
struct BadKeys<'t> {
    text: &'t str,
    tally: &'t Tally,
}

impl EventReceiver for BadKeys<'_> {
    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, _: &mut dyn ErrorSink) {
        let key = self.text.get(span.start()..span.end()).unwrap_or_default();
        let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if encoding.is_none() && (key.is_empty() || !key.bytes().all(is_bare)) {
            self.tally.add(Some(span));
        }
    }
}

/// How deep the parser of the toml crate goes before it gives up.
const MOST_NESTED: u32 = 80;

type TooDeep = Option<(String, usize)>;

fn table<'t>(table: DeTable<'t>, path: &Path<'_>, depth: usize, too_deep: &mut TooDeep) -> Value<'t> {
    let entry = |(key, value): (toml::Spanned<Cow<'t, str>>, toml::Spanned<DeValue<'t>>)| {
        let (key_start, key_end) = (key.span().start, key.span().end);
        let key = key.into_inner();
        let node = node(value, &Path::Key(path, &key), depth + 1, too_deep);
        Entry { key, key_start, key_end, node }
    };
    Value::Table(table.into_iter().map(entry).collect())
}

fn node<'t>(
    value: toml::Spanned<DeValue<'t>>,
    path: &Path<'_>,
    depth: usize,
    too_deep: &mut TooDeep,
) -> Node<'t> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::Array(_) | DeValue::Table(_) if depth > MAX_DEPTH => {
            too_deep.get_or_insert_with(|| (path.pointer(), span.start));
            Value::Null
        }
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) if number.radix() == 10 => Value::Integer(Cow::Owned(number.to_string())),
        // Hexadecimal and the like are valid TOML, but no way to write an amount.
        DeValue::Integer(number) => Value::Float(Cow::Owned(number.to_string())),
        DeValue::Float(number) => Value::Float(Cow::Owned(number.to_string())),
        DeValue::Boolean(value) => Value::Boolean(value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .into_iter()
                .enumerate()
                .map(|(index, item)| node(item, &Path::Index(path, index), depth + 1, too_deep))
                .collect(),
        ),
        DeValue::Table(inner) => table(inner, path, depth, too_deep),
    };
    Node { value, start: span.start, end: span.end }
}

fn syntax(text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message().to_ascii_lowercase();
    let code =
        if message.contains("duplicate key") { ProblemCode::DuplicateKey } else { ProblemCode::TomlSyntax };
    let span = error.span().unwrap_or(0..0);
    let start = (0..=span.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = (span.end.max(start)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let mut problem = match code {
        ProblemCode::DuplicateKey => {
            let key = cut(text.get(start..end).unwrap_or_default());
            Problem::new(code, "", format!("`{key}` stands twice in one table"), "keep one of them")
        }
        _ => Problem::new(
            code,
            "",
            format!("this is not TOML: {message}"),
            "text needs quotes, tables stand in [brackets], lists of tables in [[double brackets]]",
        ),
    };
    problem.locate(text, start, end, code == ProblemCode::DuplicateKey);
    problem
}
