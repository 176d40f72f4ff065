//! TOML text to a tree, by the toml crate's spanned tables.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use super::node::{Entry, Node, Value};
use super::{MAX_DEPTH, Path};
use crate::problem::{Gathered, Lines, Problem, ProblemCode};

pub(super) fn parse(text: &str) -> Result<Node<'_>, Gathered> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let lines = Lines::of(text);
    let mut problems = Gathered::default();
    let span = table.span();
    let mut too_deep = None;
    let value = self::table(table.into_inner(), &Path::Root, 0, &mut too_deep);
    // Where the parser itself gave up on the depth, the limit was passed long before; that is told once, and
    // what the parser saw after it says nothing.
    let gave_up = errors.iter().position(|error| error.message().contains("recurs"));
    let (told, gave_up) = errors.split_at(gave_up.unwrap_or(errors.len()));
    for error in told.iter().chain(gave_up.first().filter(|_| too_deep.is_none())) {
        problems.push(syntax(text, &lines, error));
    }
    if let Some((pointer, start)) = too_deep {
        let mut problem = Problem::new(
            ProblemCode::TooDeep,
            pointer,
            format!("values are nested more than {MAX_DEPTH} deep"),
            "flatten the input: no key of the format needs so many levels",
        );
        problem.locate(text, &lines, start, start + 1, false);
        problems.push(problem);
    }
    if problems.is_empty() { Ok(Node { value, start: span.start, end: span.end }) } else { Err(problems) }
}

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

fn syntax(text: &str, lines: &Lines, error: &toml::de::Error) -> Problem {
    let message = error.message().to_ascii_lowercase();
    let code =
        if message.contains("duplicate key") { ProblemCode::DuplicateKey } else { ProblemCode::TomlSyntax };
    let span = error.span().unwrap_or(0..0);
    let start = (0..=span.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = (span.end.max(start)..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let mut problem = match code {
        ProblemCode::DuplicateKey => {
            let key: String = text.get(start..end).unwrap_or_default().chars().take(80).collect();
            Problem::new(code, "", format!("`{key}` stands twice in one table"), "keep one of them")
        }
        _ => Problem::new(
            code,
            "",
            format!("this is not TOML: {message}"),
            "text needs quotes, tables stand in [brackets], lists of tables in [[double brackets]]",
        ),
    };
    problem.locate(text, lines, start, end, code == ProblemCode::DuplicateKey);
    problem
}
