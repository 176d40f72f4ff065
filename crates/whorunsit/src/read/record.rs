//! How typed values are read from nodes, and the macro that makes a table's reader from its struct.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::Arc;

use super::hint;
use super::node::{Entry, Node, Value};
use crate::problem::{Gathered, Problem, ProblemCode, cut};
use crate::read::metadata::Metadata;

/// A value that can be read from a node.
///
/// `None` means that at least one problem was noted; reading goes on with the fallback in its place, so that
/// one reading finds all problems.
pub(crate) trait Read: Sized {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self>;

    /// What stands in for a value that could not be read. It never reaches a result.
    fn fallback() -> Self;

    /// What it is read from, as a message asks for it, where that is one type of value.
    const WANTED: &str = "";

    /// Whether a value has that type.
    fn takes(_value: &Value<'_>) -> bool {
        true
    }

    /// The keys of the table that it is read from, where it is one.
    const KEYS: &[&str] = &[];

    /// Those of them that only money needs.
    const MONEY: &[&[&str]] = &[];

    /// What a missing key means; `None` where the key is required.
    fn absent() -> Option<Self> {
        None
    }
}

/// Says whether a value need not be written; the other side of [`Read::absent`].
pub(crate) trait Absent {
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Where reading is, as a chain on the stack: a pointer is only written when a problem needs it.
#[derive(Clone, Copy)]
pub(crate) enum Path<'p> {
    Root,
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// The JSON Pointer (RFC 6901) of this place.
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        // Writing to a String does not fail.
        let _ = self.write(&mut pointer);
        pointer
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        use fmt::Write;
        match self {
            Self::Root => Ok(()),
            Self::Key(parent, key) => {
                parent.write(out)?;
                write!(out, "/{}", cut(key).replace('~', "~0").replace('/', "~1"))
            }
            Self::Index(parent, index) => {
                parent.write(out)?;
                write!(out, "/{index}")
            }
        }
    }

    /// A problem with the value at this place.
    pub(crate) fn problem(
        &self,
        code: ProblemCode,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem::new(code, self.pointer(), message, help)
    }

    /// The value here has another type than wanted.
    pub(crate) fn wrong_type(&self, node: &Node<'_>, wanted: &str) -> Problem {
        let found = node.value.kind();
        self.problem(
            ProblemCode::WrongType,
            format!("expected {wanted}, found {found}"),
            format!("write {wanted} here"),
        )
    }
}

/// The entries of a table, taken one by one by a record's reader.
pub(crate) struct Fields<'n, 't>(&'n [Entry<'t>]);

impl<'n, 't> Fields<'n, 't> {
    /// The entries of a table whose keys are all in `known`; every other key is a problem.
    pub(crate) fn of(
        node: &'n Node<'t>,
        known: &[&str],
        at: &Path<'_>,
        problems: &mut Gathered,
    ) -> Option<Self> {
        Self::among(node, (&[known], &[]), at, problems)
    }

    /// The same of a table of the format, which may have notes and the like besides.
    pub(crate) fn of_record(
        node: &'n Node<'t>,
        known: &[&str],
        at: &Path<'_>,
        problems: &mut Gathered,
    ) -> Option<Self> {
        Self::among(node, (&[known], &Metadata::KEYS), at, problems)
    }

    /// The same of a table whose keys are in several lists, and in one more of keys that go without saying.
    pub(crate) fn among(
        node: &'n Node<'t>,
        (known, besides): (&[&[&str]], &[&str]),
        at: &Path<'_>,
        problems: &mut Gathered,
    ) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            problems.push(at.wrong_type(node, "a table"));
            return None;
        };
        let told = || known.iter().copied().flatten().copied();
        let all = || told().chain(besides.iter().copied());
        for entry in entries.iter().filter(|entry| !all().any(|key| key == entry.key)) {
            problems.push_with(|| {
                let help = match (hint::for_key(&entry.key), suggestion(&entry.key, all())) {
                    (Some(help), _) => help,
                    (None, Some(near)) => format!("did you mean `{near}`?"),
                    (None, None) => {
                        format!("remove it; the keys here are {}", words(&told().collect::<Vec<_>>()))
                    }
                };
                let message = format!("unknown key `{}`", cut(&entry.key));
                Path::Key(at, &entry.key).problem(ProblemCode::UnknownKey, message, help)
            });
            if problems.is_enough() {
                break;
            }
        }
        Some(Self(entries))
    }

    /// Whether one of these keys is there.
    pub(crate) fn has_any(&self, keys: &[&str]) -> bool {
        self.0.iter().any(|entry| keys.contains(&entry.key.as_ref()))
    }

    /// Reads one key; a missing one has its default or is a problem.
    pub(crate) fn take<T: Read>(&self, key: &str, at: &Path<'_>, problems: &mut Gathered) -> Option<T> {
        match self.node(key) {
            Some(node) => T::read(node, &Path::Key(at, key), problems),
            None => T::absent().or_else(|| {
                missing(key, at, problems);
                None
            }),
        }
    }

    /// Reads one key into its place, which holds what stands in where it cannot be read.
    ///
    /// A table is read in place and key by key, since every table's reader is compiled: handed around by value, what was
    /// read took ten times the code.
    #[inline(never)]
    pub(crate) fn fill<T: Read>(&self, place: &mut T, key: &str, at: &Path<'_>, problems: &mut Gathered) {
        if let Some(value) = self.take(key, at, problems) {
            *place = value;
        }
    }

    fn node(&self, key: &str) -> Option<&'n Node<'t>> {
        self.0.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

#[cold]
fn missing(key: &str, at: &Path<'_>, problems: &mut Gathered) {
    problems.push_with(|| {
        let message = format!("`{key}` is missing");
        Path::Key(at, key).problem(ProblemCode::MissingKey, message, format!("add `{key}`"))
    });
}

/// The nearest of some words, if one is near enough to be what was meant.
pub(crate) fn suggestion<'w>(given: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let given: String = given.chars().take(64).collect();
    known
        .map(|word| (strsim::jaro_winkler(&given, word), word))
        .filter(|(nearness, _)| *nearness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word)
}

/// Words as a list that a message can hold: `a`, `b`, `c`.
pub(crate) fn words(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Reads one of a closed set of words.
pub(crate) fn read_word<T: Copy>(
    node: &Node<'_>,
    known: &[(&str, T)],
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<T> {
    let Value::Text(text) = &node.value else {
        problems.push(at.wrong_type(node, "text"));
        return None;
    };
    if let Some((_, value)) = known.iter().find(|(word, _)| word == text) {
        return Some(*value);
    }
    problems.push_with(|| {
        let all: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        let help = match (hint::for_word(text, &all), suggestion(text, all.iter().copied())) {
            (Some(help), _) => help.to_owned(),
            (None, Some(near)) => format!("did you mean `{near}`? It is one of {}", words(&all)),
            (None, None) => format!("write one of {}", words(&all)),
        };
        at.problem(ProblemCode::UnknownWord, format!("`{}` is not known here", cut(text)), help)
    });
    None
}

/// Reads a value that is written as text and parsed from it; what the parser says is the problem's message.
pub(crate) fn read_text<T: FromStr<Err: fmt::Display>>(
    node: &Node<'_>,
    (wanted, code, help): (&str, ProblemCode, &str),
    at: &Path<'_>,
    problems: &mut Gathered,
) -> Option<T> {
    let Value::Text(text) = &node.value else {
        problems.push(at.wrong_type(node, wanted));
        return None;
    };
    match text.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(at.problem(code, error.to_string(), help));
            None
        }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match node.value {
            // JSON writes a missing value as null.
            Value::Null => Some(None),
            _ => T::read(node, at, problems).map(Some),
        }
    }

    fn fallback() -> Self {
        None
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Box<T> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        T::read(node, at, problems).map(Self::new)
    }

    fn fallback() -> Self {
        Self::new(T::fallback())
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::List(items) = &node.value else {
            problems.push(at.wrong_type(node, "a list"));
            return None;
        };
        let strange = refuse_strangers::<T>(items, at, problems);
        let mut read = Vec::new();
        for (index, item) in items.iter().enumerate().filter(|(_, item)| !strange || T::takes(&item.value)) {
            let value = T::read(item, &Path::Index(at, index), problems);
            // Of what is refused, nothing is kept, and reading ends when it is wrong through and through.
            if problems.is_enough() {
                return None;
            }
            if problems.is_full() || strange {
                read = Vec::new();
            } else {
                read.push(value.unwrap_or_else(T::fallback));
            }
        }
        (!strange && !problems.is_full()).then_some(read)
    }

    fn fallback() -> Self {
        Self::new()
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

/// Tells of all items that have another type than the list takes as one problem, unless it is a single one, and whether
/// it did.
fn refuse_strangers<T: Read>(items: &[Node<'_>], at: &Path<'_>, problems: &mut Gathered) -> bool {
    let mut strangers = items.iter().enumerate().filter(|(_, item)| !T::takes(&item.value));
    let (Some((index, first)), more) = (strangers.next(), strangers.count()) else {
        return false;
    };
    if more == 0 {
        return false;
    }
    let (found, wanted) = (first.value.kind(), T::WANTED);
    let message = format!(
        "expected {wanted} for every value of this list: {} are none, and the first, number {}, is {found}",
        more + 1,
        index + 1
    );
    problems.push(at.problem(
        ProblemCode::WrongType,
        message,
        format!("write {wanted} for each, or remove them"),
    ));
    true
}

/// Longest name that is read, in characters.
pub(crate) const MAX_NAME: usize = 200;

/// Whether a character is a control, or one that nobody sees and that can make a text look like another:
/// marks of direction, spaces without width, separators of lines, tags. Joiners, which scripts need, are not.
///
/// Names may not hold such characters; who draws text that was not read as a name should replace them.
///
/// # Examples
///
/// ```
/// assert!("pay\u{200b}".chars().any(whorunsit::is_hidden));
/// assert!(!"Zahlung für Bücher".chars().any(whorunsit::is_hidden));
/// ```
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

impl Read for String {
    const WANTED: &str = "text";

    fn takes(value: &Value<'_>) -> bool {
        matches!(value, Value::Text(_))
    }

    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            problems.push(at.wrong_type(node, "text"));
            return None;
        };
        let fault = if text.trim().is_empty() {
            "is empty"
        } else if text.len() > MAX_NAME && text.chars().count() > MAX_NAME {
            "is longer than 200 characters"
        } else if text.chars().any(is_hidden) {
            "holds control characters or ones that nobody sees"
        } else {
            return Some(text.clone().into_owned());
        };
        problems.push(at.problem(
            ProblemCode::InvalidName,
            format!("the name {fault}"),
            "write 1 to 200 printable characters",
        ));
        None
    }

    fn fallback() -> Self {
        Self::new()
    }
}

impl Read for bool {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match node.value {
            Value::Boolean(value) => Some(value),
            _ => {
                problems.push(at.wrong_type(node, "true or false"));
                None
            }
        }
    }

    fn fallback() -> Self {
        false
    }
}

impl Read for Arc<str> {
    const WANTED: &str = String::WANTED;

    fn takes(value: &Value<'_>) -> bool {
        String::takes(value)
    }

    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        String::read(node, at, problems).map(Self::from)
    }

    fn fallback() -> Self {
        Self::from("")
    }
}

impl Read for NonZeroU32 {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        /// More people or rotas than any organisation has.
        const MOST: u32 = 1_000_000;
        let Value::Integer(digits) = &node.value else {
            problems.push(at.wrong_type(node, "a whole number"));
            return None;
        };
        match digits.parse::<u32>().ok().filter(|count| *count <= MOST).and_then(Self::new) {
            Some(count) => Some(count),
            None => {
                problems.push(at.problem(
                    ProblemCode::NumberOutOfRange,
                    format!("`{digits}` is not between 1 and {MOST}"),
                    "write how many there are, at least 1",
                ));
                None
            }
        }
    }

    fn fallback() -> Self {
        Self::MIN
    }
}

/// Defines a table of the format: the struct, how it is read, written and described by JSON Schema, all from
/// one list of fields, so that none of them can drift from the others.
///
/// `@money` before a field says that only money needs it: builds without money do not read it.
/// `..rest: Type` at its end takes in the keys of a table of [`overrides!`], as if they were its own.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $(@$money:ident)? pub $field:ident $(as $key:literal)?: $type:ty,)+
        $(.. $(#[$rest_meta:meta])* $rest:ident: $rest_type:ty)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)+
            $(
                $(#[$rest_meta])*
                #[serde(flatten, skip_serializing_if = "Option::is_none")]
                pub $rest: Option<Box<$rest_type>>,
            )?
            /// Notes, tags, links and a cost centre, if it has any.
            #[serde(flatten, skip_serializing_if = "Option::is_none")]
            pub metadata: Option<Box<$crate::read::Metadata>>,
        }

        impl $crate::read::Read for $name {
            const WANTED: &str = "a table";
            const KEYS: &[&str] = &[$($crate::read::key!($field $($key)?),)+];
            const MONEY: &[&[&str]] = &[$($crate::read::if_money!($($money)? { &[$crate::read::key!($field $($key)?)] } else { &[] }),)+];

            fn takes(value: &$crate::read::Value<'_>) -> bool {
                matches!(value, $crate::read::Value::Table(_))
            }

            fn read(
                node: &$crate::read::Node<'_>,
                at: &$crate::read::Path<'_>,
                problems: &mut $crate::problem::Gathered,
            ) -> Option<Self> {
                let further: &[&str] = &[];
                $(let further = { let _ = further; <$rest_type>::KEYS };)?
                let known: &[&[&str]] = &[<Self as $crate::read::Read>::KEYS, further];
                let keys = (known, &$crate::read::Metadata::KEYS[..]);
                let fields = $crate::read::Fields::among(node, keys, at, problems)?;
                let mut read = <Self as $crate::read::Read>::fallback();
                $(if $crate::read::if_money!($($money)? { $crate::read::MONEY } else { true }) {
                    fields.fill(&mut read.$field, $crate::read::key!($field $($key)?), at, problems);
                })+
                $(read.$rest = <$rest_type>::among(&fields, at, problems);)?
                read.metadata = $crate::read::Metadata::take(&fields, at, problems);
                Some(read)
            }

            fn fallback() -> Self {
                Self {
                    $($field: <$type as $crate::read::Read>::fallback(),)+
                    $($rest: None::<Box<$rest_type>>,)?
                    metadata: None,
                }
            }
        }
    };
}
pub(crate) use record;

/// Defines keys that several tables take in with `..`, all of them optional.
macro_rules! overrides {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $(@$money:ident)? pub $field:ident: $type:ty,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name {
            $($(#[$field_meta])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: $type,)+
        }

        impl $name {
            /// The keys.
            pub(crate) const KEYS: &[&str] = &[$(stringify!($field),)+];

            /// Those that only money needs.
            pub(crate) const MONEY: &[&[&str]] = &[$($crate::read::if_money!($($money)? { &[stringify!($field)] } else { &[] }),)+];

            /// Those among the entries of a table; `None` where there are none.
            pub(crate) fn among(
                fields: &$crate::read::Fields<'_, '_>,
                at: &$crate::read::Path<'_>,
                problems: &mut $crate::problem::Gathered,
            ) -> Option<Box<Self>> {
                if !fields.has_any(Self::KEYS) {
                    return None;
                }
                let mut read = Box::<Self>::default();
                $(if $crate::read::if_money!($($money)? { $crate::read::MONEY } else { true }) {
                    fields.fill(&mut read.$field, stringify!($field), at, problems);
                })+
                Some(read)
            }
        }
    };
}
pub(crate) use overrides;

/// Whether this build reads what only money needs.
pub(crate) const MONEY: bool = cfg!(feature = "full");

/// One of two, by whether `money` is there.
macro_rules! if_money {
    (money $yes:block else $no:block) => {
        $yes
    };
    ($yes:block else $no:block) => {
        $no
    };
}
pub(crate) use if_money;

/// The key of a field: its name, or the one that is given because it is not an identifier.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}
pub(crate) use key;
