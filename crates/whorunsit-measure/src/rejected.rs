//! Rows that could not be read, and values that could not: counted by reason, with their lines.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dates::LISTED;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $says:literal, $used:literal;)+) => {
        /// Why a row, or a value of it, was not used.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Reason {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its stable code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// What it says of a row.
            #[must_use]
            pub fn says(self) -> &'static str {
                match self {
                    $(Self::$variant => $says,)+
                }
            }

            /// Whether the row is used all the same, only without the value.
            #[must_use]
            pub fn row_is_used(self) -> bool {
                match self {
                    $(Self::$variant => $used,)+
                }
            }
        }
    };
}

reasons! {
    /// It does not have as many columns as the header.
    ColumnCount = "column-count", "has more or fewer columns than the header", false;
    /// It is no JSON object.
    NotJson = "not-json", "is no JSON object", false;
    /// It repeats the header.
    RepeatedHeader = "repeated-header", "repeats the header", false;
    /// It is a total, not a row.
    TotalsRow = "totals-row", "is a total of the rows above", false;
    /// It holds NUL bytes.
    NulByte = "nul-byte", "holds NUL bytes", false;
    /// It has no id.
    NoId = "no-id", "has no id", false;
    /// It has the id of an earlier row.
    Duplicate = "duplicate", "has the id of an earlier row; the first counts", false;
    /// It does not say when it began.
    NoStart = "no-start", "does not say when it began", false;
    /// When it began is no date in the formats of the mapping.
    UnreadableStart = "unreadable-start", "has a start that is no date in the formats of the mapping", false;
    /// It ended before it began.
    EndBeforeStart = "end-before-start", "ended before it began", false;
    /// It lies outside the period.
    OutsidePeriod = "outside-period", "began outside the period", false;
    /// Its priority is not among those asked for.
    OtherPriority = "other-priority", "has a priority that was not asked for", false;
    /// Another date of it is no date in the formats of the mapping.
    UnreadableDate = "unreadable-date", "has a date that is none in the formats of the mapping; used without it", true;
    /// It was taken up before it began.
    AcknowledgedBeforeStart = "acknowledged-before-start", "was taken up before it began; used without that", true;
    /// A number of it is none.
    UnreadableNumber = "unreadable-number", "has a number that cannot be read; used without it", true;
    /// The time it was closed stands for the time it was restored.
    RestoredFromClosed = "restored-from-closed", "does not say when it was restored; when it was closed was taken", true;
}

impl Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How many rows one reason befell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The reason.
    pub reason: Reason,
    /// How many rows.
    pub count: u64,
    /// The lines of the first twenty, with the value where there is one.
    pub lines: Vec<(u64, Option<String>)>,
}

/// Collects what could not be read.
pub(crate) struct Rejections<'s> {
    counts: BTreeMap<Reason, Rejection>,
    sink: &'s mut dyn FnMut(u64, Reason, Option<&str>),
}

impl<'s> Rejections<'s> {
    pub(crate) fn new(sink: &'s mut dyn FnMut(u64, Reason, Option<&str>)) -> Self {
        Self { counts: BTreeMap::new(), sink }
    }

    pub(crate) fn note(&mut self, line: u64, reason: Reason, value: Option<&[u8]>) {
        let rejection =
            self.counts.entry(reason).or_insert_with(|| Rejection { reason, count: 0, lines: Vec::new() });
        rejection.count += 1;
        let value = value.map(crate::problem::quoted_bytes);
        (self.sink)(line, reason, value.as_deref());
        if rejection.lines.len() < LISTED {
            rejection.lines.push((line, value));
        }
    }

    pub(crate) fn finish(self) -> Vec<Rejection> {
        self.counts.into_values().collect()
    }
}
