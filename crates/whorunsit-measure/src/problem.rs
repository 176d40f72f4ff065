//! What is wrong with a file or with what was asked of it: one clear message, and what to do.

use std::fmt;

use serde::Serialize;

/// Why a file, a mapping or an option is refused as a whole.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::Mapping;
///
/// let refusal = Mapping::preset("servicenw").unwrap_err();
/// assert_eq!(refusal.code(), "unknown-mapping");
/// assert_eq!(refusal.help(), "did you mean `servicenow`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    code: &'static str,
    message: String,
    help: String,
    line: Option<u64>,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into(), line: None }
    }

    /// That no mapping fits a header.
    #[must_use]
    pub fn no_mapping(header: &[String]) -> Self {
        let names: Vec<_> = header.iter().take(40).map(|name| quoted(name)).collect();
        Self::new(
            "no-mapping",
            format!("no mapping that comes with whorunsit fits the columns {}", names.join(", ")),
            "write one of your own, as `whorunsit measure --show-mapping generic` prints one, and name it with `--mapping`",
        )
    }

    pub(crate) fn at(self, line: u64) -> Self {
        Self { line: Some(line), ..self }
    }

    /// Its stable code, such as `not-a-table`; `docs/measuring.md` lists them.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong, in lower case, the input quoted in backticks.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }

    /// The line of the file, from 1, where it has one.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{} [{}]", self.message, self.code)
    }
}

impl std::error::Error for Refusal {}

/// Text of an input as messages quote it: cut at 60 characters, without what a terminal would obey.
pub(crate) fn quoted(text: &str) -> String {
    let shown = |char: char| if whorunsit::is_hidden(char) { '\u{fffd}' } else { char };
    let mut cut: String = text.chars().take(60).map(shown).collect();
    if text.chars().nth(60).is_some() {
        cut.push('…');
    }
    cut
}

/// Bytes of an input as messages quote them.
pub(crate) fn quoted_bytes(bytes: &[u8]) -> String {
    quoted(&String::from_utf8_lossy(bytes.get(..300).unwrap_or(bytes)))
}

/// The word that was meant, where one of the known words is near.
pub(crate) fn meant<'w>(written: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let near = |word: &'w str| {
        let likeness = strsim::jaro_winkler(&written.to_lowercase(), &word.to_lowercase());
        (likeness > 0.8).then_some((likeness, word))
    };
    let best = known.into_iter().filter_map(near).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, word)| word)
}

/// What to do about a word that is not known: the one that may have been meant, or else what is said of all.
pub(crate) fn did_you_mean<'w>(
    written: &str,
    known: impl IntoIterator<Item = &'w str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    meant(written, known).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

/// The one of a word among all, which are called so, one and several.
///
/// # Errors
/// `invalid-option`, with the word that may have been meant.
pub(crate) fn named<T: Copy>(
    word: &str,
    all: &[T],
    as_str: fn(T) -> &'static str,
    (one, several): (&str, &str),
) -> Result<T, Refusal> {
    all.iter().copied().find(|each| as_str(*each) == word).ok_or_else(|| {
        let words: Vec<_> = all.iter().copied().map(as_str).collect();
        let all = words.join(", ");
        let help = match meant(word, words) {
            Some(near) => format!("did you mean `{near}`? The {several} are {all}"),
            None => format!("the {several} are {all}"),
        };
        Refusal::new("invalid-option", format!("`{}` is no {one}", quoted(word)), help)
    })
}
