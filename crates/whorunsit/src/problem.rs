//! What is wrong with an input: every problem at once, each with a code, a place and what to do.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::currency::Currency;
use crate::sort::ascending;

macro_rules! problem_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal,)+) => {
        /// The stable code of a [`Problem`]; `docs/problems.md` explains each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ProblemCode {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The code as text, such as `unknown-key`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }
    };
}

problem_codes! {
    /// There is nothing in the input.
    EmptyInput = "empty-input",
    /// The input is not UTF-8 text.
    NotUtf8 = "not-utf8",
    /// The input, or a list in it, is larger than the stated limit.
    TooLarge = "too-large",
    /// Values are nested deeper than the stated limit.
    TooDeep = "too-deep",
    /// The input is a file of another kind than a portfolio.
    NotAPortfolio = "not-a-portfolio",
    /// The input is no table of text.
    NotATable = "not-a-table",
    /// No column of a table is known, or none names the services.
    NoUsableColumn = "no-usable-column",
    /// Several columns of a table look like the same thing.
    AmbiguousColumn = "ambiguous-column",
    /// The text is no TOML.
    TomlSyntax = "toml-syntax",
    /// The text is no JSON.
    JsonSyntax = "json-syntax",
    /// A key stands twice in one table.
    DuplicateKey = "duplicate-key",
    /// The format has no such key.
    UnknownKey = "unknown-key",
    /// A key that is needed is not there.
    MissingKey = "missing-key",
    /// A list that must hold something holds nothing.
    EmptyList = "empty-list",
    /// A value has another type than its key takes.
    WrongType = "wrong-type",
    /// A value is none of the words that its key takes.
    UnknownWord = "unknown-word",
    /// The portfolio is written for another version of the format.
    UnknownSchema = "unknown-schema",
    /// A name is empty, too long or holds control characters.
    InvalidName = "invalid-name",
    /// Two things of one kind bear the same name.
    DuplicateName = "duplicate-name",
    /// A number or amount is a float, which cannot be exact.
    FloatNotExact = "float-not-exact",
    /// A number is not written as a plain decimal.
    InvalidNumber = "invalid-number",
    /// A number is below zero.
    NegativeNumber = "negative-number",
    /// A number is above the largest that is read, below the smallest, or has too many decimals.
    NumberOutOfRange = "number-out-of-range",
    /// A share is not between 0 and 100 percent.
    InvalidShare = "invalid-share",
    /// An estimate's parts are not in ascending order, or not above zero where they must be.
    InvalidEstimate = "invalid-estimate",
    /// An availability is not between 0 and 100 percent.
    InvalidAvailability = "invalid-availability",
    /// A code is no ISO 4217 currency.
    UnknownCurrency = "unknown-currency",
    /// A preset's amounts are in another currency than the portfolio's.
    WrongCurrency = "wrong-currency",
    /// A date is not a calendar date.
    InvalidDate = "invalid-date",
    /// Dates of one list lie a year or more apart.
    DatesSpanYears = "dates-span-years",
    /// A duration is not readable or not of fixed length.
    InvalidDuration = "invalid-duration",
    /// A window of days and times is not readable, or overlaps another.
    InvalidWindow = "invalid-window",
    /// Two keys say the same thing in two ways.
    ConflictingKeys = "conflicting-keys",
    /// Exposure or demand bands do not ascend.
    BandsNotAscending = "bands-not-ascending",
    /// A service has a feature demand that no demand band answers.
    UnknownDemand = "unknown-demand",
    /// A service names a team that the portfolio does not have.
    UnknownTeam = "unknown-team",
    /// A team names a domain that the portfolio does not have.
    UnknownDomain = "unknown-domain",
    /// A block is named that the portfolio does not have.
    UnknownBlock = "unknown-block",
    /// Standby rules leave hours that no rule pays, or combine what cannot be combined.
    InvalidPay = "invalid-pay",
    /// A peak ends before it starts, overlaps another, or is no peak.
    InvalidPeak = "invalid-peak",
    /// The tiers of a response do not lead every incident to its end.
    InvalidResponse = "invalid-response",
    /// A scenario's change is no set of changes to a portfolio.
    InvalidScenario = "invalid-scenario",
    /// A service is named that the portfolio does not have.
    UnknownService = "unknown-service",
    /// A shared cause has more incidents than the services that it hits.
    InvalidSharedCause = "invalid-shared-cause",
    /// Services depend on each other in a circle.
    CircularDependency = "circular-dependency",
    /// The arithmetic of a result does not fit the exact number type.
    Overflow = "overflow",
    /// A command or option that the facade does not know.
    UnknownCommand = "unknown-command",
    /// Options that the command does not take.
    InvalidOptions = "invalid-options",
    /// This build of whorunsit leaves out what would be needed.
    NotBuiltIn = "not-built-in",
    /// The money of a service says nothing that could be accepted.
    NothingToAccept = "nothing-to-accept",
    /// A chart would be empty, because the portfolio lacks what it shows.
    NothingToDraw = "nothing-to-draw",
    /// A long work was stopped by whoever asked for it.
    Cancelled = "cancelled",
    /// A defect of whorunsit itself.
    Internal = "internal",
    /// More problems than are listed.
    MoreProblems = "more-problems",
}

impl fmt::Display for ProblemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ProblemCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Where a problem stands in the text that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// First byte of the offending text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    code: ProblemCode,
    path: String,
    message: String,
    help: String,
    value: Option<String>,
    location: Option<Location>,
}

impl Problem {
    pub(crate) fn new(
        code: ProblemCode,
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (path, message, help) = (path.into(), cut_quotes(message.into()), cut_quotes(help.into()));
        Self { code, path, message, help, value: None, location: None }
    }

    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.code
    }

    /// Where it is, as a JSON Pointer (RFC 6901); empty for the whole document.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
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

    /// The offending text as it stands in the input, cut at 80 characters; `None` where something is missing.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// Where it stands in the text, if there was one.
    #[must_use]
    pub fn location(&self) -> Option<Location> {
        self.location
    }

    /// The same at another path.
    pub(crate) fn at(self, path: String) -> Self {
        Self { path, ..self }
    }

    /// The same in other words.
    pub(crate) fn saying(self, message: String, help: String) -> Self {
        Self { message, help, ..self }
    }

    /// Ties the problem to bytes `start..end` of `text`; `quote` says whether those bytes are the value. Line and column
    /// are found when all problems are known.
    pub(crate) fn locate(&mut self, text: &str, start: usize, end: usize, quote: bool) {
        self.location = Some(Location { line: 0, column: 0, start, end });
        if quote {
            self.value = Some(cut(text.get(start..end).unwrap_or_default()).into_owned());
        }
    }

    pub(crate) fn is_located(&self) -> bool {
        self.location.is_some()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Location { line, column, .. }) = self.location {
            write!(f, "{line}:{column}: ")?;
        }
        write!(f, "{} [{}]", self.message, self.code)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, " at {}", self.path) }
    }
}

impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Problem", 7)?;
        out.serialize_field("code", &self.code)?;
        out.serialize_field("path", &self.path)?;
        out.serialize_field("line", &self.location.map(|at| at.line))?;
        out.serialize_field("column", &self.location.map(|at| at.column))?;
        out.serialize_field("value", &self.value)?;
        out.serialize_field("message", &self.message)?;
        out.serialize_field("help", &self.help)?;
        out.end()
    }
}

/// All that is wrong with an input; never empty.
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, ProblemCode};
///
/// let problems = Portfolio::read(b"schema = 1\ncurrency = \"XYZ\"").unwrap_err();
/// let codes: Vec<_> = problems.iter().map(|problem| problem.code()).collect();
/// assert_eq!(codes, [ProblemCode::EmptyList, ProblemCode::EmptyList, ProblemCode::UnknownCurrency]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

/// How many problems are listed before the rest is only counted: a hostile file could hold millions.
pub const MAX_PROBLEMS: usize = 1_000;

/// How many problems beyond those are counted before reading stops: what is wrong so often is wrong as a whole.
const MAX_COUNTED: usize = 100_000;

/// The most characters of input that a problem quotes at once.
pub(crate) const MAX_QUOTED: usize = 80;

/// A piece of input, short enough to be quoted.
pub(crate) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// A message whose quotes, which stand in backticks, are short enough.
fn cut_quotes(message: String) -> String {
    if message.len() <= MAX_QUOTED {
        return message;
    }
    // Every second part stands in backticks.
    let parts = message.split('`').enumerate();
    let short = parts.map(|(index, part)| if index % 2 == 1 { cut(part) } else { Cow::Borrowed(part) });
    short.collect::<Vec<_>>().join("`")
}

/// Problems as they are found.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    problems: Vec<Problem>,
    more: usize,
    /// The currency of the document that is read, which says what signs its amounts may have.
    currency: Option<Currency>,
}

impl Gathered {
    /// For reading a document whose amounts are in `currency`.
    pub(crate) fn in_currency(currency: Option<Currency>) -> Self {
        Self { currency, ..Self::default() }
    }

    /// The currency of the document's amounts.
    pub(crate) fn currency(&self) -> Option<Currency> {
        self.currency
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.problems.push(problem);
        }
    }

    /// Adds a problem whose words need not be found where it would only be counted.
    pub(crate) fn push_with(&mut self, problem: impl FnOnce() -> Problem) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.problems.push(problem());
        }
    }

    /// Adds problems that were gathered apart.
    pub(crate) fn append(&mut self, others: Self) {
        self.more += others.more;
        for problem in others.problems {
            self.push(problem);
        }
    }

    /// Whether further problems are only counted, so that finding good words for them is wasted.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    /// Whether so many problems were counted that reading on is wasted.
    pub(crate) fn is_enough(&self) -> bool {
        self.more >= MAX_COUNTED
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Problem> {
        self.problems.iter_mut()
    }

    /// The same in the order of the text, with the line and column of each.
    pub(crate) fn in_lines_of(mut self, text: &str) -> Self {
        let places = self.problems.iter().map(|problem| problem.location.map(|at| at.start));
        let in_order = ascending(places.zip(0_usize..));
        let mut lines = Lines::default();
        for (start, index) in in_order {
            if let Some(start) = start
                && let Some(at) = self.problems.get_mut(index).and_then(|problem| problem.location.as_mut())
            {
                (at.line, at.column) = lines.position(text, start);
            }
        }
        self
    }

    /// Adds problems found by a later stage, less those that speak of a place which an earlier stage could
    /// not read: what is not known cannot be judged.
    pub(crate) fn merge(&mut self, later: Self) {
        let mut unread = BTreeSet::new();
        let mut around_unread = BTreeSet::new();
        for problem in &self.problems {
            unread.insert(problem.path.clone());
            around_unread.extend(ancestors(&problem.path).map(str::to_owned));
        }
        for problem in later.problems {
            let inside_unread =
                unread.contains("") || ancestors(&problem.path).any(|path| unread.contains(path));
            if !inside_unread && !around_unread.contains(&problem.path) {
                self.push(problem);
            }
        }
        self.more += later.more;
    }

    /// `Err` with the problems in the order of the text, or `Ok` where there are none.
    pub(crate) fn check(self) -> Result<(), Problems> {
        let Self { problems, more, currency: _ } = self;
        if problems.is_empty() {
            return Ok(());
        }
        let places = problems.iter().map(|problem| problem.location.map(|at| at.start));
        let in_order = ascending(places.zip(0_usize..));
        let mut problems: Vec<_> =
            in_order.into_iter().filter_map(|(_, index)| problems.get(index).cloned()).collect();
        if more > 0 {
            let least = if more >= MAX_COUNTED { "at least " } else { "" };
            problems.push(Problem::new(
                ProblemCode::MoreProblems,
                "",
                format!("{least}{more} more problems are not listed"),
                "mend the ones above and check again",
            ));
        }
        Err(Problems(problems))
    }
}

/// A pointer and all that it lies in, but for the whole document.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(parent, _)| parent))
        .filter(|path| !path.is_empty())
}

impl Problems {
    /// Problems in the order of the text.
    pub(crate) fn of(mut problems: Vec<Problem>) -> Self {
        crate::sort::by_key(&mut problems, |problem| problem.location.map(|at| at.start));
        Self(problems)
    }

    /// What is asked for is not in this build: it, and its verb, as in "the command `plan` is".
    pub(crate) fn not_built_in(path: &str, what: &str) -> Self {
        let message = format!("{what} not in this build of whorunsit");
        let help =
            "ask a build that has all of it: the crate with its default features, or the package `whorunsit`";
        Self::one(Problem::new(ProblemCode::NotBuiltIn, path, message, help))
    }

    pub(crate) fn one(problem: Problem) -> Self {
        Self(vec![problem])
    }

    /// Reading gave neither a value nor a problem: a defect of this library, told rather than panicked about.
    pub(crate) fn internal() -> Self {
        Self::one(Problem::new(
            ProblemCode::Internal,
            "",
            "the input could not be read, and the reason was lost",
            "please report this input to the project",
        ))
    }

    /// The same problems, each saying in which scenario it arises.
    pub(crate) fn of_scenario(mut self, name: &str) -> Self {
        for problem in &mut self.0 {
            problem.message = format!("in scenario `{}`: {}", cut(name), problem.message);
        }
        self.forget_places();
        // Without their places, some are one and the same.
        self.0.dedup();
        self
    }

    /// The same problems as those of a portfolio with a variant.
    pub(crate) fn of_variant(mut self, name: &str) -> Self {
        for problem in &mut self.0 {
            problem.message = format!("with the variant `{}`: {}", cut(name), problem.message);
        }
        self.forget_places();
        self
    }

    /// The same problems without where they stand in the text; their paths stay.
    pub(crate) fn without_places(mut self) -> Self {
        self.forget_places();
        self
    }

    /// Drops where the problems stand in the text; their paths stay.
    pub(crate) fn forget_places(&mut self) {
        self.0.iter_mut().for_each(|problem| problem.location = None);
    }

    /// The problems, in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl Serialize for Problems {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Counts lines and columns from one place in a text to a later one, so that many places cost one reading of it.
#[derive(Default)]
struct Lines {
    /// The place that was asked for last.
    at: usize,
    /// Line breaks and, since the last of them, characters before it.
    breaks: usize,
    characters: usize,
}

impl Lines {
    /// Line and column, both from 1, of a byte that is not before the last one.
    fn position(&mut self, text: &str, byte: usize) -> (usize, usize) {
        let passed = text.get(self.at..byte).unwrap_or_default();
        self.breaks += passed.bytes().filter(|byte| *byte == b'\n').count();
        match passed.rfind('\n') {
            Some(last) => self.characters = passed.get(last + 1..).map_or(0, |line| line.chars().count()),
            None => self.characters += passed.chars().count(),
        }
        self.at += passed.len();
        (self.breaks + 1, self.characters + 1)
    }
}
