//! One cell: what it says, as the format has it, or what is to be asked about it.

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::field::{Field, Per, What};
use super::marks::{Marks, Unsigned};
use super::table::Cell;
use crate::currency::Currency;
use crate::exact::amount::parts;
use crate::exact::{MAX_SCALE, Mark, Parts, Trouble, Writing, amount, cut};

/// A value as the format has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Text(String),
    Whole(u32),
    Flag(bool),
    /// The parts of an estimate.
    Parts(Vec<(&'static str, String)>),
}

impl Serialize for Taken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(count) => serializer.serialize_u32(*count),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Parts(parts) => {
                let mut map = serializer.serialize_map(Some(parts.len()))?;
                for (key, value) in parts {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl Taken {
    /// As a report shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Whole(count) => count.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Parts(parts) => match parts.as_slice() {
                [("p5", low), ("p95", high)] => format!("{low} to {high}"),
                several => {
                    several.iter().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>().join(" ")
                }
            },
        }
    }
}

/// How a cell was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CellStatus {
    /// It was taken in.
    Read,
    /// It says that there is no value: blank, `n/a`, `TBC`, `-`.
    NotGiven,
    /// It could mean two things, or needs a rate: an answer is needed before it can be taken in.
    Asked,
    /// It cannot be read.
    Refused,
}

/// What became of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) status: CellStatus,
    pub(super) taken: Option<Taken>,
    /// What is to be said of it.
    pub(super) message: Option<String>,
    /// What to do, where it was not taken in.
    pub(super) help: Option<String>,
}

impl Outcome {
    fn read(taken: Taken, notes: Vec<String>) -> Self {
        let message = (!notes.is_empty()).then(|| notes.join("; "));
        Self { status: CellStatus::Read, taken: Some(taken), message, help: None }
    }

    fn without(status: CellStatus, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { status, taken: None, message: Some(message.into()), help: Some(help.into()) }
    }

    fn not_given() -> Self {
        Self { status: CellStatus::NotGiven, taken: None, message: None, help: None }
    }
}

/// What holds for every cell of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<'i> {
    pub(super) field: &'static Field,
    pub(super) marks: Marks,
    pub(super) unsigned: Unsigned,
    pub(super) per: Option<Per>,
    /// The power of ten that its heading says amounts are in.
    pub(super) size: u32,
    /// The currency that its heading says, where it is another than the portfolio's.
    pub(super) foreign: Option<Currency>,
    pub(super) currency: Option<Currency>,
    pub(super) rates: &'i [(Currency, Decimal)],
}

/// Whether a text says that no value is given.
pub(super) fn is_not_given(text: &str) -> bool {
    const WORDS: [&str; 24] = [
        "n/a",
        "na",
        "n.a.",
        "n.a",
        "#n/a",
        "tbc",
        "tbd",
        "tba",
        "tbd.",
        "tbc.",
        "-",
        "--",
        "–",
        "—",
        "?",
        "??",
        "unknown",
        "not known",
        "none",
        "null",
        "nan",
        "nil",
        "x",
        "to be confirmed",
    ];
    let text = text.trim();
    text.is_empty() || text.len() <= 16 && WORDS.contains(&text.to_lowercase().as_str())
}

impl Column<'_> {
    /// Reads a cell.
    pub(super) fn read(&self, cell: &Cell) -> Outcome {
        let text = cell.as_text();
        // What a spreadsheet puts before text that it should not take for a formula.
        let text = text.strip_prefix('\'').unwrap_or(text).trim();
        if is_not_given(text) && !(self.field.what == What::Cover && text.eq_ignore_ascii_case("none")) {
            return Outcome::not_given();
        }
        if text.starts_with('#') && text.ends_with(['!', '?', 'A']) {
            let message = format!("`{}` is an error of the spreadsheet", cut(text));
            return Outcome::without(CellStatus::Refused, message, "mend the cell, or leave it empty");
        }
        if text.starts_with('=') {
            let message = format!("`{}` is a formula", cut(text));
            return Outcome::without(CellStatus::Refused, message, "copy it and paste it as a value");
        }
        let read = match self.field.what {
            What::Name | What::Text => {
                let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if text.chars().count() > 200 || text.chars().any(crate::read::is_hidden) {
                    let message = "the text is longer than 200 characters or holds ones that nobody sees";
                    return Outcome::without(
                        CellStatus::Refused,
                        message,
                        "write 1 to 200 printable characters",
                    );
                }
                return Outcome::read(Taken::Text(text), Vec::new());
            }
            What::Kind => word(text, &KINDS),
            What::Model => word(text, &MODELS),
            What::Cover => word(text, &COVERS),
            What::Flag => word(text, &FLAGS).map(|(taken, notes)| {
                let flag = taken == Taken::Text("true".to_owned());
                (Taken::Flag(flag), notes)
            }),
            What::People => people(text),
            What::Demand => self.demand(cell, text),
            What::Money => self.estimate(cell, text, 1),
            What::Yearly => self.yearly(cell, text),
            What::Share => self.share(cell, text, Decimal::ZERO),
            What::Availability => self.share(cell, text, Decimal::ONE_HUNDRED),
            What::Currency => Ok((Taken::Text(text.to_uppercase()), Vec::new())),
        };
        match read {
            Ok((taken, notes)) => Outcome::read(taken, notes),
            Err(Refused { asked, message, help }) => {
                let status = if asked { CellStatus::Asked } else { CellStatus::Refused };
                Outcome::without(status, message, help)
            }
        }
    }

    /// An estimate, times what turns its unit into the field's.
    fn estimate(&self, cell: &Cell, text: &str, times: u32) -> Read {
        let mut notes = Vec::new();
        let factor = Decimal::from(times);
        let mut one = |text: &str| self.one(cell, text, factor, &mut notes);
        let taken = match parts(text) {
            Parts::One(text) => Taken::Text(one(text)?.to_string()),
            Parts::Interval(low, high) => interval(one(&low)?, one(high)?, |number| number.to_string())?,
            Parts::Range { low, likely, high } => {
                let likely = likely.map(&mut one).transpose()?;
                range(one(low)?, likely, one(high)?, |number| number.to_string())?
            }
        };
        if matches!(&taken, Taken::Parts(parts) if parts.len() == 2 && parts.iter().any(|(key, _)| *key == "p5"))
        {
            notes.insert(0, "a 90 % interval".to_owned());
        }
        notes.dedup();
        Ok((taken, notes))
    }

    /// One number of the column, in the field's unit and as exact as it can be.
    fn one(
        &self,
        cell: &Cell,
        text: &str,
        factor: Decimal,
        notes: &mut Vec<String>,
    ) -> Result<Decimal, Refused> {
        let mark = match cell {
            Cell::Number(_) => Mark::Point,
            _ => self.marks.of_number(text).ok_or_else(|| undecided(text))?,
        };
        let money = self.field.what == What::Money;
        let written = amount::read(text, Writing { currency: self.currency, mark }).map_err(Refused::from)?;
        if written.percent {
            return Err(Refused::new(
                format!("`{}` is a share, and a number is wanted", cut(text)),
                "write the number itself",
            ));
        }
        if written.has_currency && !money {
            return Err(Refused::new(
                format!("`{}` is an amount of money, and a number is wanted", cut(text)),
                "write the number itself",
            ));
        }
        let mut number = written.number;
        let times = |number: Decimal, factor: Decimal| {
            number.checked_mul(factor).filter(|number| *number <= crate::exact::MAX_INPUT).ok_or_else(|| {
                Refused::new(format!("`{}` is too large", cut(text)), "numbers go up to 1000000000000000")
            })
        };
        if self.size > 0 {
            if written.sized {
                let message = format!("`{}` has a size of its own, and the heading another", cut(text));
                return Err(Refused::ask(message, "write it in the unit of the heading"));
            }
            number = times(number, Decimal::from(10_u64.pow(self.size)))?;
        }
        number = times(number, factor)?;
        if let Some(foreign) = written.foreign.or(self.foreign.filter(|_| money && !written.has_currency)) {
            let rate = self.rates.iter().find(|(currency, _)| *currency == foreign);
            let Some((_, rate)) = rate else {
                let Trouble { message, .. } = amount::in_foreign(text, foreign, self.currency);
                let own = self.currency.map_or_else(String::new, |own| format!(" in {own}"));
                return Err(Refused::ask(message, format!("what is 1 {foreign}{own}? Give the rate")));
            };
            number = times(number, *rate)?;
            notes.push(format!("converted at {rate} for 1 {foreign}"));
        }
        if written.rough {
            notes.push("said to be rough; taken as it is".to_owned());
        }
        let places = match self.currency {
            Some(currency) if money => currency.decimals(),
            _ => MAX_SCALE,
        };
        if number.scale() > places {
            number =
                number.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            notes.push(
                if money { "rounded to the minor unit" } else { "rounded to nine decimals" }.to_owned(),
            );
        }
        Ok(number.normalize())
    }

    /// A number a year, from one for another length of time if it says so.
    fn yearly(&self, cell: &Cell, text: &str) -> Read {
        let lower = text.to_lowercase();
        if let Some(per) = Per::of(lower.trim()).filter(|_| lower.ends_with("ly")).and_then(Per::in_a_year) {
            return Ok((Taken::Text(per.to_string()), vec!["times a year".to_owned()]));
        }
        let (number, own) = without_period(text);
        let per = own.or(self.per);
        let times = match per {
            None => 1,
            Some(per) => per.in_a_year().ok_or_else(|| {
                Refused::new(
                    format!("`{}` is a number for each {}", cut(text), per.as_word()),
                    "write how many there are in a year",
                )
            })?,
        };
        let (taken, mut notes) = self.estimate(cell, number, times)?;
        if let Some(per) = per.filter(|per| *per != Per::Year) {
            notes.push(format!("times {times}, for it is a number a {}", per.as_word()));
        }
        Ok((taken, notes))
    }

    /// A demand band by its name, by how often users want something new, or as a number of features a month.
    fn demand(&self, cell: &Cell, text: &str) -> Read {
        let lower: String = text
            .to_lowercase()
            .split([' ', '-', '_'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if let Some((_, band)) = DEMANDS.iter().find(|(words, _)| words.split('|').any(|word| word == lower))
        {
            return Ok((Taken::Text((*band).to_owned()), Vec::new()));
        }
        if matches!(lower.as_str(), "biweekly" | "bi weekly") {
            let message = format!("`{}` can mean twice a week or every two weeks", cut(text));
            return Err(Refused::ask(message, "write `fortnightly`, or a number of features a month"));
        }
        if !text.contains(|c: char| c.is_ascii_digit()) {
            let message = format!("`{}` is no feature demand that is known", cut(text));
            return Err(Refused::new(
                message,
                "write low, medium, high, very-high, or a number of features a month",
            ));
        }
        let (number, own) = without_period(text);
        let number = number.trim_end_matches("features").trim_end();
        let per = own.or(self.per).unwrap_or(Per::Month);
        let times = per.in_a_year().ok_or_else(|| {
            Refused::new(
                format!("`{}` is a number for each {}", cut(text), per.as_word()),
                "write how many features users want in a month",
            )
        })?;
        if per == Per::Month {
            return self.estimate(cell, number, 1);
        }
        // Through the year, so that no twelfth is lost on the way.
        let mut notes = Vec::new();
        let yearly = self.one(cell, number, Decimal::from(times), &mut notes)?;
        let monthly = (yearly / Decimal::from(12)).round_dp(2).normalize();
        notes.push(format!("a month, from a number a {}", per.as_word()));
        Ok((Taken::Text(monthly.to_string()), notes))
    }

    /// A share or an availability in percent; `limit` is what the latter has to stay below.
    fn share(&self, cell: &Cell, text: &str, limit: Decimal) -> Read {
        let availability = !limit.is_zero();
        let mut notes = Vec::new();
        let mut one = |text: &str| {
            let mark = match cell {
                Cell::Number(_) => Mark::Point,
                // A share has more decimals than digits before them.
                _ => self.marks.of_number(text).unwrap_or(if text.contains(',') {
                    Mark::Comma
                } else {
                    Mark::Point
                }),
            };
            let plain = text.trim().trim_end_matches("percent").trim_end_matches("pct");
            let percent = plain.len() < text.trim().len();
            let written = amount::read(plain, Writing { currency: None, mark }).map_err(Refused::from)?;
            let number = written.number;
            let number = if written.percent || percent || self.unsigned == Unsigned::Percent {
                number
            } else if self.unsigned == Unsigned::Ratio && number <= Decimal::ONE {
                notes.push("a part of one, taken as a percentage".to_owned());
                number * Decimal::ONE_HUNDRED
            } else if number.is_zero() || availability && number > Decimal::ONE {
                number
            } else {
                let message = format!("`{}` may be a part of one or a percentage", cut(text));
                return Err(Refused::ask(message, "write it with a percent sign"));
            };
            if number > Decimal::ONE_HUNDRED {
                return Err(Refused::new(
                    format!("`{}` is more than the whole", cut(text)),
                    "write a percentage from 0 to 100",
                ));
            }
            Ok(number.round_dp(MAX_SCALE).normalize())
        };
        let percent = |number: Decimal| format!("{number}%");
        let taken = match parts(text) {
            Parts::One(text) => {
                let number = one(text)?;
                if availability && (number.is_zero() || number >= limit) {
                    return Err(Refused::new(
                        format!("`{}` is no availability that can be held", cut(text)),
                        "write a percentage above 0 and below 100",
                    ));
                }
                Taken::Text(if availability { number.to_string() } else { percent(number) })
            }
            _ if availability => {
                return Err(Refused::new(format!("`{}` is a range", cut(text)), "write one percentage"));
            }
            Parts::Interval(low, high) => interval(one(&low)?, one(high)?, percent)?,
            Parts::Range { low, likely, high } => {
                let likely = likely.map(&mut one).transpose()?;
                range(one(low)?, likely, one(high)?, percent)?
            }
        };
        notes.dedup();
        Ok((taken, notes))
    }
}

type Read = Result<(Taken, Vec<String>), Refused>;

/// Why a cell was not taken in.
struct Refused {
    /// Whether an answer would do.
    asked: bool,
    message: String,
    help: String,
}

impl Refused {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { asked: false, message: message.into(), help: help.into() }
    }

    fn ask(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { asked: true, message: message.into(), help: help.into() }
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        let asked = trouble.message.contains("brackets");
        Self { asked, message: trouble.message, help: trouble.help }
    }
}

fn undecided(text: &str) -> Refused {
    let sign = if text.contains('.') { "point" } else { "comma" };
    Refused::ask(
        format!(
            "in `{}` the {sign} may stand before decimals or between thousands, and nothing around it tells which",
            cut(text)
        ),
        "say which sign stands before decimals, or write the number without separators",
    )
}

fn interval(low: Decimal, high: Decimal, shown: impl Fn(Decimal) -> String) -> Result<Taken, Refused> {
    if low > high {
        return Err(Refused::new("the lower end is above the upper end", "write the lower end first"));
    }
    if low == high {
        return Ok(Taken::Text(shown(low)));
    }
    if low.is_zero() {
        let help = "write \"low 0 likely 5 high 15\" for a value that can be zero";
        return Err(Refused::ask("a 90 % interval needs a lower end above zero", help));
    }
    Ok(Taken::Parts(vec![("p5", shown(low)), ("p95", shown(high))]))
}

fn range(
    low: Decimal,
    likely: Option<Decimal>,
    high: Decimal,
    shown: impl Fn(Decimal) -> String,
) -> Result<Taken, Refused> {
    let middle = likely.unwrap_or(low);
    if !(low <= middle && middle <= high) {
        return Err(Refused::new(
            "low, likely and high are not in ascending order",
            "write the least value as low and the greatest as high",
        ));
    }
    let likely = likely.map(|likely| ("likely", shown(likely)));
    let parts = [Some(("low", shown(low))), likely, Some(("high", shown(high)))];
    Ok(Taken::Parts(parts.into_iter().flatten().collect()))
}

/// A number without the length of time that it says it is for: `8 per month`, `2/week`.
fn without_period(text: &str) -> (&str, Option<Per>) {
    let text = text.trim();
    let Some((rest, word)) = text.rsplit_once([' ', '/']) else {
        return (text, None);
    };
    let word = word.trim_end_matches('.').to_lowercase();
    let Some(per) = Per::of(&word) else { return (text, None) };
    let rest = rest.trim_end();
    let joined = ["per", "a", "an", "each", "every", "/", "times a", "x per"];
    let lower = rest.to_lowercase();
    let join = joined
        .iter()
        .filter(|join| lower.ends_with(&format!(" {join}")) || **join == "/" && lower.ends_with('/'));
    let length = join.map(|join| join.len()).max();
    let slashed = text.len() > rest.len()
        && text.get(rest.len()..).is_some_and(|tail| tail.trim_start().starts_with('/'));
    match length.and_then(|length| rest.get(..rest.len() - length)) {
        Some(rest) => (rest.trim_end().trim_end_matches(['x', '×']).trim_end(), Some(per)),
        None if slashed || word.ends_with("ly") => (rest, Some(per)),
        None => (text, None),
    }
}

const DEMANDS: [(&str, &str); 4] = [
    ("low|l|lo|small|rare|seldom|monthly|quarterly|yearly", "low"),
    ("medium|m|med|mid|moderate|normal|average|fortnightly|every two weeks|every 2 weeks", "medium"),
    ("high|h|hi|large|weekly", "high"),
    ("very high|vh|v high|v.high|vhigh|highest|extreme|daily|daily or more", "very-high"),
];

const KINDS: [(&str, &str); 2] = [
    ("digital|digital service|custom|customer facing|bespoke|web|mobile|in house", "digital"),
    (
        "foundational|foundational system|cots|off the shelf|self hosted|self hosted cots|package|packaged|integration|custom integration|infrastructure",
        "foundational",
    ),
];

const MODELS: [(&str, &str); 2] = [
    ("ops run it|ops|operations|central operations|ops team", "ops-run-it"),
    (
        "you build it you run it|ybiyri|product team|product teams|devops|team runs it",
        "you-build-it-you-run-it",
    ),
];

const COVERS: [(&str, &str); 3] =
    [("none|no|office hours", "none"), ("domain|shared", "domain"), ("team|24x7|24/7|own", "team")];

const FLAGS: [(&str, &str); 2] = [("yes|y|true|1|must", "true"), ("no|n|false|0", "false")];

/// One of a few words, each with others for it.
fn word(text: &str, known: &[(&str, &'static str)]) -> Read {
    let lower = text.to_lowercase();
    let plain =
        lower.split([' ', '-', '_', ',']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match known.iter().find(|(words, _)| words.split('|').any(|word| word == plain)) {
        Some((_, word)) => Ok((Taken::Text((*word).to_owned()), Vec::new())),
        None => {
            let words: Vec<&str> = known.iter().map(|(_, word)| *word).collect();
            Err(Refused::new(
                format!("`{}` is not known here", cut(text)),
                format!("write one of {}", crate::read::words(&words)),
            ))
        }
    }
}

fn people(text: &str) -> Read {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    match whole.parse::<u32>().ok().filter(|count| (1..=1_000_000).contains(count)) {
        Some(count) => Ok((Taken::Whole(count), Vec::new())),
        None => Err(Refused::new(
            format!("`{}` is no number of people", cut(text)),
            "write a whole number, at least 1",
        )),
    }
}
