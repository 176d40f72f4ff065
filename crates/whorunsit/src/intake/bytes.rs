//! From the bytes of a file to text: UTF-8, UTF-16 or the Latin alphabet of Windows, and what is no text at all.

use std::borrow::Cow;

use crate::problem::{Problem, ProblemCode, Problems};

/// Text, and how its bytes were written.
pub(super) struct Decoded<'b> {
    pub(super) text: Cow<'b, str>,
    pub(super) encoding: &'static str,
    pub(super) byte_order_mark: bool,
}

/// The text of a file. What is no table of text is refused by what it is.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Problems> {
    if let Some(body) = bytes.strip_prefix(b"\xff\xfe") {
        return Ok(utf16(body, u16::from_le_bytes, "utf-16le", true));
    }
    if let Some(body) = bytes.strip_prefix(b"\xfe\xff") {
        return Ok(utf16(body, u16::from_be_bytes, "utf-16be", true));
    }
    refuse_no_text(bytes)?;
    if let Some((little, encoding)) = without_mark(bytes) {
        return Ok(utf16(
            bytes,
            if little { u16::from_le_bytes } else { u16::from_be_bytes },
            encoding,
            false,
        ));
    }
    let (body, byte_order_mark) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    Ok(match std::str::from_utf8(body) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: "utf-8", byte_order_mark },
        Err(_) => {
            let text: String = body.iter().copied().map(windows).collect();
            Decoded { text: Cow::Owned(text), encoding: "windows-1252", byte_order_mark }
        }
    })
}

fn utf16(
    body: &[u8],
    unit: fn([u8; 2]) -> u16,
    encoding: &'static str,
    byte_order_mark: bool,
) -> Decoded<'static> {
    let units = body.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit);
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Decoded { text: Cow::Owned(text), encoding, byte_order_mark }
}

/// UTF-16 without its mark: every other byte of what is mostly Latin text is zero.
fn without_mark(bytes: &[u8]) -> Option<(bool, &'static str)> {
    let start = bytes.get(..bytes.len().min(256))?;
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = start.len() / 2;
    if half < 2 {
        return None;
    }
    match (zeros(0) * 10 > half * 8, zeros(1) * 10 > half * 8) {
        (false, true) => Some((true, "utf-16le")),
        (true, false) => Some((false, "utf-16be")),
        _ => None,
    }
}

fn refuse_no_text(bytes: &[u8]) -> Result<(), Problems> {
    const KINDS: [(&[u8], &str, &str); 6] = [
        (b"%PDF", "a PDF document", "copy its table into a spreadsheet, and save that as CSV"),
        (b"PK\x03\x04", "a workbook or another ZIP file", "save the sheet as CSV, or name the file .xlsx"),
        (b"\xd0\xcf\x11\xe0", "a workbook of the old kind (.xls)", "save it as .xlsx or as CSV"),
        (b"\x89PNG", "a picture", "type its table into a spreadsheet, and save that as CSV"),
        (b"\xff\xd8\xff", "a picture", "type its table into a spreadsheet, and save that as CSV"),
        (b"\x1f\x8b", "a compressed file", "unpack it first"),
    ];
    let trimmed = bytes.trim_ascii_start();
    let lower = trimmed.get(..trimmed.len().min(15)).unwrap_or_default().to_ascii_lowercase();
    let kind =
        KINDS.iter().find(|(magic, ..)| bytes.starts_with(magic)).map(|(_, kind, help)| (*kind, *help));
    let page = || {
        let page = lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html");
        page.then_some(("a web page", "copy its table into a spreadsheet, and save that as CSV"))
    };
    let unknown = || {
        // Zeros stand in no text but UTF-16.
        let zeros = bytes.iter().take(4096).filter(|byte| **byte == 0).count();
        let no_text = zeros > 0 && without_mark(bytes).is_none();
        no_text.then_some(("no text", "save the sheet as CSV"))
    };
    match kind.or_else(page).or_else(unknown) {
        None => Ok(()),
        Some((kind, help)) => {
            let message = format!("the input is {kind}, not a table of text");
            Err(Problems::one(Problem::new(ProblemCode::NotATable, "", message, help)))
        }
    }
}

/// A character of Windows' code page 1252, which holds that of ISO 8859-1.
fn windows(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let place = byte.checked_sub(0x80).and_then(|place| HIGH.get(usize::from(place)));
    place.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_usual_encoding_are_read() {
        let text = "Bücher;10 €";
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        let with = |mark: &[u8], body: &[u8]| [mark, body].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), "utf-8"),
            (with(b"\xef\xbb\xbf", text.as_bytes()), "utf-8"),
            (with(b"\xff\xfe", &little), "utf-16le"),
            (with(b"\xfe\xff", &big), "utf-16be"),
            (little, "utf-16le"),
            (big, "utf-16be"),
            (b"B\xfccher;10 \x80".to_vec(), "windows-1252"),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
        }
        for bytes in [&b"%PDF-1.7"[..], b"PK\x03\x04..", b"<!DOCTYPE html><p>", b"\x00\x01\x02\x00\x00\x07ab"]
        {
            assert!(decode(bytes).is_err());
        }
    }
}
