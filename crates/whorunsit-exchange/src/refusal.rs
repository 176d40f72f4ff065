//! What cannot be exchanged, and why: every fault at once.

use std::fmt;

/// How many faults of one code are told one by one.
const TOLD: usize = 20;
/// How much of a value is quoted.
const QUOTED: usize = 80;

/// One fault of a catalogue, a mapping or a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// A stable code.
    pub code: &'static str,
    /// Where it is, such as `document 3, /spec/owner`; empty where the input as a whole is at fault.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Every fault of an input.
///
/// Displayed, the faults stand one below the other; of many with one code the first twenty are told, and the rest counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The faults, in the order of the input.
    pub faults: Vec<Fault>,
}

impl Refusal {
    pub(crate) fn one(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        let fault = Fault { code, place: String::new(), message: message.into(), help: help.into() };
        Self { faults: vec![fault] }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told: Vec<(&str, usize)> = Vec::new();
        for (index, fault) in self.faults.iter().enumerate() {
            let place = told.iter().position(|(code, _)| *code == fault.code).unwrap_or_else(|| {
                told.push((fault.code, 0));
                told.len() - 1
            });
            if let Some((_, count)) = told.get_mut(place) {
                *count += 1;
                if *count > TOLD {
                    continue;
                }
            }
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{}", fault.message)?;
            if !fault.place.is_empty() {
                write!(f, " ({})", fault.place)?;
            }
            write!(f, " [{}]\n  help: {}", fault.code, fault.help)?;
        }
        for (code, count) in told.into_iter().filter(|(_, count)| *count > TOLD) {
            write!(f, "\nand {} more of [{code}]", count - TOLD)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// A value for a message: in backticks, cut, without signs that a terminal would obey.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String =
        text.chars().take(QUOTED).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}
