//! Answers read back, as another program wrote them (feature `deserialize`).
//!
//! What answers do not write is not read: private sums, and whether only one part of a total is partial.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rust_decimal::Decimal;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The most words that are kept, and the longest: answers have a few hundred of the program's own, none of them long.
const MOST: usize = 4_096;
const LONGEST: usize = 512;

/// The one copy of a word of the program's own, which lasts as long as the program does; `None` where answers cannot have
/// written so much.
pub(crate) fn kept(word: &str) -> Option<&'static str> {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(word) {
        return Some(known);
    }
    if kept.len() >= MOST || word.len() > LONGEST {
        return None;
    }
    let word: &'static str = Box::leak(Box::from(word));
    kept.insert(word);
    Some(word)
}

/// Reads text, and what it stands for.
pub(crate) fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    wanted: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    read(&text).ok_or_else(|| D::Error::custom(format_args!("`{text:.60}` is not {wanted}")))
}

/// The one copy of a word, or that answers have no such word.
fn kept_word<E: Error>(word: &str) -> Result<&'static str, E> {
    kept(word).ok_or_else(|| E::custom(format_args!("`{word:.60}` is not a word of answers")))
}

/// Reads a word of the program's own.
pub(crate) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    kept_word(&Cow::<str>::deserialize(deserializer)?)
}

/// Reads a word of the program's own, or null.
pub(crate) fn optional_word<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<&'static str>, D::Error> {
    let word = Option::<Cow<'_, str>>::deserialize(deserializer)?;
    word.map(|word| kept_word(&word)).transpose()
}

/// Reads words of the program's own.
pub(crate) fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<&'static str>, D::Error> {
    let words = Vec::<Cow<'_, str>>::deserialize(deserializer)?;
    words.iter().map(|word| kept_word(word)).collect()
}

/// Reads an exact number.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    read(deserializer, "an exact number", |text| Decimal::from_str_exact(text).ok())
}

/// Reads an exact number, or null.
pub(crate) fn optional_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Decimal>, D::Error> {
    let text = Option::<Cow<'_, str>>::deserialize(deserializer)?;
    text.map(|text| Decimal::from_str_exact(&text).map_err(D::Error::custom)).transpose()
}

/// Reads a type from its text.
macro_rules! from_text {
    ($($name:ty, $wanted:literal => |$text:ident| $read:expr;)+) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::deserialize::read(deserializer, $wanted, |$text| $read)
            }
        }
    )+};
}
pub(crate) use from_text;
