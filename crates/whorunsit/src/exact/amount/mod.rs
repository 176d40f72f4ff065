//! Amounts, numbers and ranges as people write them: the one reader of them, for the format and for intake.
//!
//! A plain decimal such as `1250.50` is what it always was. Besides, an amount may have separated thousands, a size
//! (`k`, `m`, `bn`), an exponent and a currency, and a range may be written in one text (`10k-50k`). What is read is
//! exact; what could mean two things is refused, and the refusal names the sign that is the trouble.

mod currency;
mod parts;

use rust_decimal::Decimal;

pub(crate) use self::currency::{Sign, currency_sign};
pub(crate) use self::parts::{Parts, parts};
use crate::currency::Currency;
use crate::exact::money::{MAX_INPUT, MAX_SCALE};
use crate::problem::ProblemCode;

/// Which sign stands before decimals; the other one separates thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Point,
    Comma,
}

impl Mark {
    fn decimal(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    fn thousands(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }

    /// As a sentence names it.
    pub(crate) fn as_word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

/// How amounts are written where they are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    /// The one currency that amounts may be in; any, where it is not known.
    pub(crate) currency: Option<Currency>,
    pub(crate) mark: Mark,
}

impl Writing {
    /// The format: a point before decimals.
    pub(crate) fn of_format(currency: Option<Currency>) -> Self {
        Self { currency, mark: Mark::Point }
    }
}

/// One number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The number itself, its size and exponent worked in.
    pub(crate) number: Decimal,
    /// Said to be rough: `~40k`.
    pub(crate) rough: bool,
    pub(crate) percent: bool,
    /// Whether it has a size such as `k`.
    pub(crate) sized: bool,
    /// Whether a currency stands beside it.
    pub(crate) has_currency: bool,
    /// The currency that it is in where that is another one than [`Writing::currency`].
    pub(crate) foreign: Option<Currency>,
}

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) code: ProblemCode,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Trouble {
    fn new(text: &str, message: impl std::fmt::Display, help: impl Into<String>) -> Self {
        let code = ProblemCode::InvalidNumber;
        Self { code, message: format!("`{}` {message}", cut(text)), help: help.into() }
    }
}

/// A text short enough for a message.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

const EXAMPLES: &str = "write for example \"1250.50\", \"1,250\", \"10k\" or \"1.2m\"";

/// Reads one number, with whatever size, exponent, currency or percent sign it has.
///
/// A foreign currency is told in [`Written::foreign`]; whether there may be one is for the caller.
pub(crate) fn read(text: &str, writing: Writing) -> Result<Written, Trouble> {
    let plain = unspaced(text);
    let mut rest = plain.as_str();
    if rest.starts_with('(') && rest.ends_with(')') {
        let inside = rest.trim_matches(['(', ')']);
        return Err(Trouble::new(
            text,
            "stands in brackets, which bookkeeping reads as minus",
            format!("write \"{inside}\" if it is no loss that is meant, or leave it out"),
        ));
    }
    let rough = strip_rough(&mut rest);
    let mut negative = strip(&mut rest, "-");
    let mut found = None;
    // A currency before the digits.
    let digits_at = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let digits_at = match rest.get(..digits_at) {
        Some(before) if before.ends_with(['.', ',']) => digits_at - 1,
        _ => digits_at,
    };
    let before = digits_at_sign(rest, digits_at);
    if let Some((sign, length)) = before {
        found = Some(sign_of(sign, text, writing)?);
        rest = rest.get(length..).unwrap_or_default().trim_start();
        negative |= strip(&mut rest, "-");
    }
    if let Some(sign @ ('>' | '<' | '≥' | '≤' | '+')) = rest.chars().next() {
        let message = format!("has the sign `{sign}`, which does not say how much");
        return Err(Trouble::new(text, message, "write the number itself, or a range such as \"10k-50k\""));
    }
    let is_body = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\'' | '’');
    let body_end = rest.find(|c: char| !is_body(c)).unwrap_or(rest.len());
    let (body, mut tail) = rest.split_at_checked(body_end).unwrap_or((rest, ""));
    let body = body.trim_end();
    if !body.contains(|c: char| c.is_ascii_digit()) {
        let what = rest.split_whitespace().next().unwrap_or_default();
        let message = match what.is_empty() {
            true => "has no digits".to_owned(),
            false => format!("is no number: `{}` stands where digits belong", cut(what)),
        };
        return Err(Trouble::new(text, message, EXAMPLES));
    }
    let digits = ungrouped(body, text, writing.mark)?;
    let exponent = exponent(&mut tail).ok_or_else(|| limit(text))?;
    let (mut size, mut percent) = (0_i32, false);
    loop {
        tail = tail.trim_start();
        if tail.is_empty() {
            break;
        }
        if !percent && strip(&mut tail, "%") {
            percent = true;
            continue;
        }
        if tail.starts_with('+') {
            let message = "has the sign `+`, which does not say how much";
            return Err(Trouble::new(
                text,
                message,
                "write the number itself, or a range such as \"10k-50k\"",
            ));
        }
        let word_end = tail
            .char_indices()
            .find(|(_, c)| !(c.is_alphabetic() || matches!(c, '.' | '$')))
            .map_or(tail.len(), |(at, _)| at);
        let (word, after) = tail.split_at_checked(word_end).unwrap_or((tail, ""));
        if size == 0
            && let Some((power, length)) = size_of(word)
        {
            size = power;
            tail = tail.get(length..).unwrap_or_default();
        } else if found.is_none() && !word.is_empty() {
            found = Some(sign_of(word, text, writing)?);
            tail = after;
        } else if found.is_none()
            && let Some(sign) = tail.chars().next().filter(|c| !c.is_ascii())
        {
            let length = sign.len_utf8();
            found = Some(sign_of(tail.get(..length).unwrap_or_default(), text, writing)?);
            tail = tail.get(length..).unwrap_or_default();
        } else {
            let sign = tail.split_whitespace().next().unwrap_or(tail);
            let message = format!("is no number: `{}` is not known in it", cut(sign));
            return Err(Trouble::new(text, message, EXAMPLES));
        }
    }
    let number = Decimal::from_str_exact(&digits).ok().and_then(|number| shifted(number, exponent + size));
    let number = number.ok_or_else(|| limit(text))?.normalize();
    if negative {
        let message = format!("`{}` is negative", cut(text));
        let help = "write zero or more".to_owned();
        return Err(Trouble { code: ProblemCode::NegativeNumber, message, help });
    }
    if number > MAX_INPUT {
        return Err(limit(text));
    }
    let foreign = found.flatten();
    let sized = size > 0;
    Ok(Written { number, rough, percent, sized, has_currency: found.is_some(), foreign })
}

/// Reads an amount or a number as the format has it: in its currency, with at most nine decimals.
pub(crate) fn read_exact(text: &str, writing: Writing, money: bool) -> Result<Decimal, Trouble> {
    let written = read(text, writing)?;
    if written.percent {
        let message = "has the sign `%`, and is no share";
        return Err(Trouble::new(text, message, "write it without the sign"));
    }
    if written.has_currency && !money {
        let message = "has the sign of a currency, and is no amount of money";
        return Err(Trouble::new(text, message, "write it without the sign"));
    }
    if let Some(foreign) = written.foreign {
        return Err(in_foreign(text, foreign, writing.currency));
    }
    if written.number.scale() > MAX_SCALE { Err(limit(text)) } else { Ok(written.number) }
}

/// An amount in another currency than the portfolio's: only its owner knows the rate.
pub(crate) fn in_foreign(text: &str, foreign: Currency, own: Option<Currency>) -> Trouble {
    let own = own.map_or_else(|| "another currency".to_owned(), |own| own.to_string());
    Trouble {
        code: ProblemCode::WrongCurrency,
        message: format!("`{}` is in {foreign}, the portfolio in {own}", cut(text)),
        help: format!("what is 1 {foreign} in {own}? Convert the amount at your own rate"),
    }
}

fn limit(text: &str) -> Trouble {
    Trouble {
        code: ProblemCode::NumberOutOfRange,
        message: format!("`{}` is beyond the limits of 10^15 and nine decimals", cut(text)),
        help: "numbers go up to 1000000000000000 and have at most nine decimals".to_owned(),
    }
}

/// Trimmed, every kind of space a plain one, and the minus of typography a plain one.
fn unspaced(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{2212}' => '-',
        other => other,
    };
    let text: String = text.chars().map(plain).collect();
    text.trim().to_owned()
}

fn strip(rest: &mut &str, prefix: &str) -> bool {
    let stripped = rest.strip_prefix(prefix);
    *rest = stripped.map_or(*rest, str::trim_start);
    stripped.is_some()
}

/// Takes away what says that a number is rough.
fn strip_rough(rest: &mut &str) -> bool {
    const WORDS: [&str; 9] =
        ["approximately ", "approx. ", "approx ", "roughly ", "around ", "about ", "circa ", "ca. ", "ca "];
    if ["~", "≈", "c. ", "c."].iter().any(|sign| strip(rest, sign)) {
        return true;
    }
    let lower: String = rest.chars().take(14).collect::<String>().to_ascii_lowercase();
    let word = WORDS.iter().find(|word| lower.starts_with(*word));
    *rest = word.and_then(|word| rest.get(word.len()..)).map_or(*rest, str::trim_start);
    word.is_some()
}

/// What stands before the digits and may be a currency, and how long it is.
fn digits_at_sign(rest: &str, digits_at: usize) -> Option<(&str, usize)> {
    let before = rest.get(..digits_at)?;
    // A sign ends before a minus: `$-5`.
    let before = before.split('-').next().unwrap_or(before);
    let sign = before.trim_end();
    let is_sign = |c: char| c.is_alphabetic() || c == '$' || c == '.' || !c.is_ascii();
    let fits = !sign.is_empty() && sign.chars().all(|c| is_sign(c) && !matches!(c, '≥' | '≤'));
    (fits && digits_at < rest.len()).then_some((sign, before.len()))
}

/// The currency that a sign says, where it is a foreign one.
fn sign_of(sign: &str, text: &str, writing: Writing) -> Result<Option<Currency>, Trouble> {
    match currency_sign(sign, writing.currency) {
        Sign::Own => Ok(None),
        Sign::Foreign(currency) => Ok(Some(currency)),
        Sign::Unknown => {
            let message = format!("is no number: `{}` is not known in it", cut(sign));
            Err(Trouble::new(text, message, EXAMPLES))
        }
        Sign::Several(names) => {
            let message = format!("has the sign `{}`, which {names} use", cut(sign));
            Err(Trouble::new(text, message, "write the code of the currency, such as \"1200 SEK\""))
        }
    }
}

/// Digits and at most one point, from digits with separated thousands.
fn ungrouped(body: &str, text: &str, mark: Mark) -> Result<String, Trouble> {
    let (decimal, thousands) = (mark.decimal(), mark.thousands());
    let wrong = |sign: char, message: &str| {
        let help = format!(
            "the {} stands before decimals here: write for example \"{}\"",
            mark.as_word(),
            match mark {
                Mark::Point => "1,200.50",
                Mark::Comma => "1.200,50",
            }
        );
        Trouble::new(text, format!("has the sign `{sign}` {message}"), help)
    };
    let (whole, fraction) = match body.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    if let Some(fraction) = fraction {
        if fraction.contains(decimal) {
            return Err(wrong(decimal, "more than once"));
        }
        if let Some(sign) = fraction.chars().find(|c| !c.is_ascii_digit()) {
            return Err(wrong(sign, "after the decimals begin"));
        }
        if fraction.is_empty() {
            return Err(wrong(decimal, "at its end"));
        }
    }
    let separators: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let mut digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if let Some(first) = separators.first().copied() {
        if let Some(other) = separators.iter().find(|c| **c != first) {
            return Err(wrong(*other, "beside another that separates thousands"));
        }
        let groups: Vec<usize> = whole.split(first).map(str::len).collect();
        let known = first == thousands || matches!(first, ' ' | '\'' | '’');
        if !known || !separates_thousands(&groups, first == thousands) {
            return Err(wrong(first, "where it separates no thousands"));
        }
    }
    if digits.is_empty() {
        digits.push('0');
    }
    if let Some(fraction) = fraction {
        digits.push('.');
        digits.push_str(fraction);
    }
    Ok(digits)
}

/// Whether groups of digits are thousands: three each but for the first, or the Indian way, `1,00,000`.
pub(crate) fn separates_thousands(groups: &[usize], indian: bool) -> bool {
    let Some((first, others)) = groups.split_first() else { return false };
    let Some((last, middle)) = others.split_last() else { return false };
    let western = (1..=3).contains(first) && others.iter().all(|group| *group == 3);
    let by_lakh = (1..=2).contains(first) && *last == 3 && middle.iter().all(|group| *group == 2);
    western || indian && by_lakh && !middle.is_empty()
}

/// Takes an exponent such as `e6` away; `None` where it is beyond all bounds.
fn exponent(tail: &mut &str) -> Option<i32> {
    let Some(after) = tail.strip_prefix(['e', 'E']) else { return Some(0) };
    let signed = after.strip_prefix('+').unwrap_or(after);
    let (sign, digits) = match signed.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, signed),
    };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return Some(0);
    }
    let power: i32 = digits.get(..length)?.parse().ok().filter(|power| *power <= 24)?;
    *tail = digits.get(length..).unwrap_or_default();
    Some(sign * power)
}

/// A number times a power of ten.
fn shifted(number: Decimal, power: i32) -> Option<Decimal> {
    let factor = Decimal::from_i128_with_scale(10_i128.checked_pow(power.unsigned_abs())?, 0);
    match power {
        0 => Some(number),
        1.. => number.checked_mul(factor),
        _ => number.checked_div(factor),
    }
}

/// The power of ten that a word at the start of `word` stands for, and how long it is.
fn size_of(word: &str) -> Option<(i32, usize)> {
    const SIZES: [(&str, i32); 22] = [
        ("k", 3),
        ("tsd", 3),
        ("tsd.", 3),
        ("thousand", 3),
        ("m", 6),
        ("mm", 6),
        ("mn", 6),
        ("mln", 6),
        ("mio", 6),
        ("mio.", 6),
        ("mil", 6),
        ("million", 6),
        ("millions", 6),
        ("b", 9),
        ("bn", 9),
        ("mrd", 9),
        ("mrd.", 9),
        ("billion", 9),
        ("l", 5),
        ("lakh", 5),
        ("cr", 7),
        ("crore", 7),
    ];
    let lower = word.to_ascii_lowercase();
    let whole = SIZES.iter().find(|(name, _)| *name == lower);
    if let Some((name, power)) = whole {
        return Some((*power, name.len()));
    }
    if !matches!(currency_sign(word, None), Sign::Unknown) {
        return None;
    }
    // A currency written onto it: `10kUSD`, `1.2m$`.
    let (size, currency) = word.split_at_checked(1)?;
    let power = match size {
        "k" | "K" => 3,
        "m" | "M" => 6,
        _ => return None,
    };
    let known = matches!(currency_sign(currency, None), Sign::Own | Sign::Several(_));
    known.then_some((power, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Result<Written, Trouble> {
        read(text, Writing { currency: "USD".parse().ok(), mark: Mark::Point })
    }

    #[track_caller]
    fn reads(text: &str, mark: Mark, currency: &str, number: &str) {
        let writing = Writing { currency: currency.parse().ok(), mark };
        let written = read(text, writing).unwrap_or_else(|trouble| panic!("{text}: {}", trouble.message));
        assert_eq!(written.number.to_string(), number, "{text}");
        assert_eq!(written.foreign, None, "{text}");
    }

    #[test]
    fn money_is_read_as_people_write_it() {
        for (text, number) in [
            ("1250.50", "1250.5"),
            ("$1.2m", "1200000"),
            ("250K", "250000"),
            ("3M", "3000000"),
            ("1,200,000", "1200000"),
            ("$1,200,000", "1200000"),
            ("10 000", "10000"),
            ("10\u{a0}000", "10000"),
            ("10\u{202f}000.5", "10000.5"),
            ("1'200'000", "1200000"),
            ("US$7,000", "7000"),
            ("US$ 7,000", "7000"),
            ("USD 500000", "500000"),
            ("500000 USD", "500000"),
            ("500k USD", "500000"),
            ("500k$", "500000"),
            ("500kUSD", "500000"),
            ("1.2e6", "1200000"),
            ("1.2E+06", "1200000"),
            ("1e-2", "0.01"),
            (".5", "0.5"),
            ("2 bn", "2000000000"),
            ("1.5 million", "1500000"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("1,00,000", "100000"),
            ("007", "7"),
        ] {
            reads(text, Mark::Point, "USD", number);
        }
        for (text, currency, number) in [
            ("£10k", "GBP", "10000"),
            ("₹1,00,000", "INR", "100000"),
            ("₹12,34,567.5", "INR", "1234567.5"),
            ("2 crore", "INR", "20000000"),
            ("CHF 1'200", "CHF", "1200"),
            ("Fr. 1'200", "CHF", "1200"),
            ("A$5k", "AUD", "5000"),
            ("$5k", "AUD", "5000"),
            ("12 000 kr", "SEK", "12000"),
            ("100 zł", "PLN", "100"),
            ("R$ 90", "BRL", "90"),
        ] {
            reads(text, Mark::Point, currency, number);
        }
        for (text, number) in [
            ("1.200,50 €", "1200.5"),
            ("12.500", "12500"),
            ("3,5", "3.5"),
            ("1,2 Mio. €", "1200000"),
            ("€1.234.567", "1234567"),
        ] {
            reads(text, Mark::Comma, "EUR", number);
        }
        assert!(
            usd("~40k").unwrap().rough && usd("about 40k").unwrap().rough && usd("ca. $40k").unwrap().rough
        );
        assert!(usd("25 %").unwrap().percent);
    }

    #[test]
    fn a_refusal_names_the_sign_that_is_the_trouble() {
        for (text, part) in [
            ("", "has no digits"),
            ("five", "`five` stands where digits belong"),
            ("12 bananas", "`bananas` is not known"),
            ("(5,000)", "brackets"),
            ("5,5", "the sign `,` where it separates no thousands"),
            ("1.200,50", "the sign `,` after the decimals begin"),
            ("1.200.000", "the sign `.` more than once"),
            ("10 00", "the sign ` ` where"),
            ("1,200 300", "the sign ` ` beside another"),
            ("5.", "at its end"),
            (">40k", "the sign `>`"),
            ("40k+", "the sign `+`"),
            ("10kk", "`kk` is not known"),
            ("1_000", "`_000` is not known"),
            ("5%%", "`%` is not known"),
            ("0x10", "`x"),
            ("NaN", "`NaN` stands"),
            ("٣", "`٣` stands"),
        ] {
            let trouble = usd(text).expect_err(text);
            assert!(trouble.message.contains(part), "{text}: {}", trouble.message);
            assert_eq!(trouble.code, ProblemCode::InvalidNumber, "{text}");
        }
        let code = |text: &str| usd(text).unwrap_err().code;
        assert_eq!(code("-5"), ProblemCode::NegativeNumber);
        assert_eq!(code("-$5"), ProblemCode::NegativeNumber);
        assert_eq!(code("$-5"), ProblemCode::NegativeNumber);
        assert_eq!(code("1e16"), ProblemCode::NumberOutOfRange);
        assert_eq!(code("1e99"), ProblemCode::NumberOutOfRange);
        assert_eq!(code(&"9".repeat(60)), ProblemCode::NumberOutOfRange);
    }

    #[test]
    fn another_currency_is_never_taken_for_ones_own() {
        for (text, foreign) in [
            ("€12", "EUR"),
            ("12 GBP", "GBP"),
            ("£10k", "GBP"),
            ("A$5", "AUD"),
            ("₹1,00,000", "INR"),
            ("10k€", "EUR"),
        ] {
            let written = usd(text).unwrap();
            assert_eq!(written.foreign.map(Currency::code), Some(foreign), "{text}");
            let writing = Writing { currency: "USD".parse().ok(), mark: Mark::Point };
            let trouble = read_exact(text, writing, true).unwrap_err();
            assert_eq!(trouble.code, ProblemCode::WrongCurrency);
            assert!(trouble.help.contains(&format!("what is 1 {foreign} in USD?")), "{}", trouble.help);
        }
        assert!(usd("12 kr").unwrap_err().message.contains("DKK, ISK, NOK, SEK"));
        let any = Writing { currency: None, mark: Mark::Point };
        assert_eq!(read("€12", any).unwrap().foreign, None);
    }

    #[test]
    fn no_text_panics() {
        let bytes = b"19,. '-$kme%()+~ \xc3\xa9\xe2\x82\xac";
        let mut state = 7_u64;
        for _ in 0..20_000 {
            let mut text = Vec::new();
            for _ in 0..(state % 9) {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push(bytes[(state >> 33) as usize % bytes.len()]);
            }
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let text = String::from_utf8_lossy(&text);
            let _ = (usd(&text), parts(&text));
        }
    }
}
