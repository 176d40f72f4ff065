//! From bytes to typed values: every problem at once, each tied to its place in the text.
//!
//! TOML and JSON become one tree of [`Node`]s that know where they stand. [`Read`] turns nodes into typed
//! values; [`record!`] derives it for a table, so that a struct's fields are the format's keys.

mod closed_words;
mod hint;
mod json;
mod metadata;
mod node;
mod patch;
mod raw;
mod record;
mod stranger;
#[cfg(feature = "all")]
mod toml_text;

pub(crate) use closed_words::closed_words;
pub use metadata::{Code, Link, Metadata, Prose, Titled};
pub(crate) use node::{Entry, Node, Value};
pub(crate) use raw::Raw;
pub use record::is_hidden;
pub(crate) use record::{
    Absent, Fields, MONEY, Path, Read, if_money, key, overrides, read_text, read_word, record, suggestion,
    words,
};

use crate::problem::{Gathered, Problem, ProblemCode, Problems};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The largest JSON input that is read, in bytes: 64 MiB.
pub const MAX_JSON_BYTES: usize = 64 * 1024 * 1024;

/// The largest TOML input that is read, in bytes: 16 MiB. Its parser needs more memory for each byte.
pub const MAX_TOML_BYTES: usize = 16 * 1024 * 1024;

/// The most values (numbers, texts, lists, tables) that one JSON input may hold. What reads them takes up to a hundred
/// bytes for each, and more once they are services.
pub const MAX_VALUES: usize = 5_000_000;

/// The most keys that one table may have.
pub const MAX_KEYS: usize = 100_000;

/// The most tables that one TOML input may make: every header, every `{` and every dot in a key makes one.
pub const MAX_TOML_TABLES: usize = 400_000;

/// The most signs that one TOML input may hold: names, values, punctuation, spaces between them and ends of lines.
pub const MAX_TOML_SIGNS: usize = 6_000_000;

/// How deeply tables and lists may be nested.
pub const MAX_DEPTH: usize = 16;

/// The most rules of standby pay, and the most windows of working hours.
pub const MAX_RULES: usize = 50;

/// A text that was read into a tree, kept to tie later problems to their places.
#[derive(Clone)]
pub(crate) struct Document<'t> {
    text: &'t str,
    root: Node<'t>,
}

impl<'t> Document<'t> {
    /// Reads TOML or JSON: what starts with `{` is JSON.
    pub(crate) fn parse(bytes: &'t [u8]) -> Result<Self, Problems> {
        if let Some(problem) = stranger::recognised(bytes) {
            return Err(Problems::one(problem));
        }
        refuse_above(bytes, MAX_JSON_BYTES, "JSON")?;
        let text = utf8(bytes)?;
        let start = text.trim_start().bytes().next();
        let parsed = match start {
            None => {
                return Err(Problems::one(Problem::new(
                    ProblemCode::EmptyInput,
                    "",
                    "the input is empty",
                    "start from the portfolio that `whorunsit init` writes",
                )));
            }
            Some(b'{') => json::parse(text),
            // No TOML starts like this; it is a JSON list, and what follows says that a table is wanted.
            Some(b'[')
                if text.trim_start().get(1..).is_some_and(|rest| rest.trim_start().starts_with('{')) =>
            {
                json::parse(text)
            }
            #[cfg(feature = "all")]
            Some(_) => {
                refuse_above(bytes, MAX_TOML_BYTES, "TOML")?;
                toml_text::parse(text)
            }
            #[cfg(not(feature = "all"))]
            Some(_) => return Err(Problems::not_built_in("", "reading TOML is")),
        };
        match parsed {
            Ok(root) => Ok(Self { text, root }),
            Err(problems) => Err(problems.in_lines_of(text).check().err().unwrap_or_else(Problems::internal)),
        }
    }

    /// Reads a part of a JSON text that is one table; `None` where it is not, or where the text is something else.
    #[cfg(feature = "full")]
    pub(crate) fn parse_part(bytes: &[u8], part: &'t [u8]) -> Option<Self> {
        if stranger::recognised(bytes).is_some() {
            return None;
        }
        let text = std::str::from_utf8(part).ok()?;
        let root = json::parse(text).ok()?;
        matches!(root.value, Value::Table(_)).then_some(Self { text, root })
    }

    /// Where the tables of a list of the whole document stand; none where there is no such list.
    #[cfg(feature = "full")]
    pub(crate) fn places_of(&self, list: &str) -> Vec<(usize, usize)> {
        let Value::Table(entries) = &self.root.value else { return Vec::new() };
        let found = entries.iter().find(|entry| entry.key == list).map(|entry| &entry.node.value);
        match found {
            Some(Value::List(members)) => members.iter().map(|member| (member.start, member.end)).collect(),
            _ => Vec::new(),
        }
    }

    /// Changes the document as another one says; places in the text mean nothing any more.
    pub(crate) fn change(&mut self, changes: &Document<'t>, problems: &mut Gathered) {
        if !matches!(changes.root.value, Value::Table(_)) {
            let message = "the changes of a scenario are no table of keys";
            let help = "write the keys to change, such as { horizon = { years = 5 } }";
            problems.push(Path::Root.problem(ProblemCode::InvalidScenario, message, help));
            return;
        }
        patch::merge(&mut self.root, &changes.root, &Path::Root, problems);
    }

    /// Leaves keys out of the whole, or of each table of a list of it, and tells the first that was given.
    pub(crate) fn leave_out(&mut self, list: Option<&str>, keys: &[&[&str]]) -> Option<String> {
        let Value::Table(entries) = &mut self.root.value else { return None };
        let Some(list) = list else { return leave_out(entries, keys) };
        let found = entries.iter_mut().find(|entry| entry.key == list)?;
        let Value::List(members) = &mut found.node.value else { return None };
        let mut first = None;
        for member in members {
            if let Value::Table(entries) = &mut member.value {
                first = leave_out(entries, keys).or(first);
            }
        }
        first
    }

    /// The whole document, to be filled in.
    pub(crate) fn root_mut(&mut self) -> &mut Node<'t> {
        &mut self.root
    }

    /// The whole document.
    pub(crate) fn root(&self) -> &Node<'t> {
        &self.root
    }

    /// The text of a key of the whole document.
    pub(crate) fn text_of(&self, key: &str) -> Option<&str> {
        let Value::Table(entries) = &self.root.value else { return None };
        match &entries.iter().find(|entry| entry.key == key)?.node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads the whole document as one value; where there are problems, fallbacks stand in it.
    pub(crate) fn read<T: Read>(&self) -> (T, Gathered) {
        let currency = self.text_of("currency").and_then(|code| code.parse().ok());
        let mut problems = Gathered::in_currency(currency);
        let value = T::read(&self.root, &Path::Root, &mut problems).unwrap_or_else(T::fallback);
        (value, problems)
    }

    /// Ties problems to their places; `Ok` where there are none.
    pub(crate) fn check(&self, mut problems: Gathered) -> Result<(), Problems> {
        if problems.is_empty() {
            return Ok(());
        }
        for problem in problems.iter_mut().filter(|problem| !problem.is_located()) {
            let of_key = problem.code() == ProblemCode::UnknownKey;
            let (start, end, found) = self.root.span_of(problem.path(), of_key);
            problem.locate(self.text, start, end, found);
        }
        problems.in_lines_of(self.text).check()
    }
}

fn leave_out(entries: &mut Vec<Entry<'_>>, keys: &[&[&str]]) -> Option<String> {
    let mut first = None;
    entries.retain(|entry| {
        let left_out = keys.iter().copied().flatten().any(|key| *key == entry.key);
        if left_out && !matches!(entry.node.value, Value::Null) {
            first = Some(entry.key.clone().into_owned());
        }
        !left_out
    });
    first
}

fn refuse_above(bytes: &[u8], most: usize, format: &str) -> Result<(), Problems> {
    if bytes.len() <= most {
        return Ok(());
    }
    let message =
        format!("the input has {} bytes, more than the {most} that are read as {format}", bytes.len());
    let help =
        if format == "JSON" { "split the portfolio" } else { "split the portfolio, or write it as JSON" };
    Err(Problems::one(Problem::new(ProblemCode::TooLarge, "", message, help)))
}

fn utf8(bytes: &[u8]) -> Result<&str, Problems> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        Problems::one(Problem::new(
            ProblemCode::NotUtf8,
            "",
            format!("the input is not UTF-8 text: byte {at}, on line {line}, starts no character"),
            "save the file as UTF-8",
        ))
    })?;
    // Windows editors put a byte order mark before the text. Programs that put another one before that are broken.
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if text.starts_with(BYTE_ORDER_MARK) {
        let message = "the input starts with two byte order marks";
        let problem =
            Problem::new(ProblemCode::NotUtf8, "", message, "save the file as UTF-8 with one mark, or none");
        return Err(Problems::one(problem));
    }
    Ok(text)
}
