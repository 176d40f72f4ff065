//! What a file is that is no portfolio: told in one message, by its first bytes and lines.

use crate::problem::{Problem, ProblemCode};

/// How much of a file is looked at.
const LOOKED_AT: usize = 4096;

/// What takes a table in.
const INTAKE: &str = "take it in as a table of services: `whorunsit intake FILE`";

/// What reads bank holidays.
const HOLIDAYS: &str =
    "write those of one year into a portfolio: `whorunsit holidays FILE --year 2026 --into PORTFOLIO`";

/// A file of another kind, where that is plain to see.
pub(super) fn recognised(bytes: &[u8]) -> Option<Problem> {
    let (what, help) = kind(bytes.get(..LOOKED_AT).unwrap_or(bytes))?;
    let message = format!("this is {what}, not a portfolio");
    Some(Problem::new(ProblemCode::NotAPortfolio, "", message, help))
}

fn kind(start: &[u8]) -> Option<(&'static str, &'static str)> {
    if start.starts_with(b"PK\x03\x04") {
        return Some(("a workbook or another zip archive", INTAKE));
    }
    if start.starts_with(b"%PDF") {
        return Some((
            "a PDF document",
            "copy its table into a spreadsheet, and take that in: `whorunsit intake FILE`",
        ));
    }
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        let plain: Vec<u8> = start.iter().copied().filter(|byte| byte.is_ascii() && *byte != 0).collect();
        return is_table(&String::from_utf8_lossy(&plain)).then_some(("a CSV in UTF-16", INTAKE));
    }
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("BEGIN:VCALENDAR") {
        return Some(("a calendar (iCalendar)", HOLIDAYS));
    }
    if text.starts_with(['{', '[']) {
        return of_json(text);
    }
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next()?;
    if is_yaml(first) {
        return Some(of_yaml(text));
    }
    is_table(first).then_some(("a table of values (CSV)", INTAKE))
}

fn of_json(text: &str) -> Option<(&'static str, &'static str)> {
    let has = |key: &str| text.contains(&format!("\"{key}\""));
    if has("division") && has("events") && !has("schema") {
        return Some(("a calendar of bank holidays as GOV.UK publishes it (JSON)", HOLIDAYS));
    }
    if has("apiVersion") && has("kind") && !has("schema") {
        return Some(of_yaml(text));
    }
    None
}

fn is_yaml(first: &str) -> bool {
    let key = |line: &str| {
        line.split_once(':').is_some_and(|(key, rest)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            !key.is_empty() && key.chars().all(plain) && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    first == "---" || first.starts_with("%YAML") || key(first.strip_prefix("- ").unwrap_or(first))
}

fn of_yaml(text: &str) -> (&'static str, &'static str) {
    if text.contains("backstage.io/") {
        ("an entity of a Backstage catalogue", "take it in as a starter portfolio: `whorunsit import`")
    } else if text.contains("openslo/") {
        (
            "an OpenSLO document, whose targets are ratios",
            "write a target of 0.9995 as `availability_target = \"99.95\"` of its service in a portfolio; `whorunsit init` \
             writes one to start from",
        )
    } else if text.contains("date:") {
        ("a list of dates (YAML)", HOLIDAYS)
    } else {
        ("YAML", "portfolios are TOML or JSON: `whorunsit init` writes one to start from")
    }
}

/// Whether a line is the head of a table: several fields, and nothing that TOML begins with.
fn is_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let fields = |separator: char| first.split(separator).filter(|field| !field.trim().is_empty()).count();
    !first.contains(['=', '{', '}'])
        && !first.starts_with('[')
        && [',', ';', '\t'].into_iter().any(|s| fields(s) >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_kinds_are_told_by_what_they_are() {
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("name;kind\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, what) in [
            (&b"PK\x03\x04rest"[..], "workbook"),
            (&utf16, "UTF-16"),
            (b"apiVersion: backstage.io/v1alpha1\nkind: Component\n", "Backstage"),
            (b"# ours\n---\napiVersion: openslo/v1\nkind: SLO\n", "OpenSLO"),
            (b"---\n- title: \"New Year\"\n  date: 01/01/2026\n", "list of dates"),
            (b"services:\n  - name: a\n", "YAML"),
            (b"\xef\xbb\xbfname;kind;team\na;digital;\n", "CSV"),
            (b"name,kind\n\"Caf\xe9\",digital\n", "CSV"),
            (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "iCalendar"),
            (b"{\"england-and-wales\": {\"division\": \"england-and-wales\", \"events\": []}}", "GOV.UK"),
        ] {
            let problem = recognised(bytes).unwrap_or_else(|| panic!("{what}"));
            assert!(problem.message().contains(what), "{what}: {}", problem.message());
        }
        for text in [
            "schema = 1\n",
            "[calendar]\n",
            "{\"schema\": 1}",
            "",
            "name = \"a, b\"",
            "\"a\" = 1",
            "a.b = 1",
            "x",
        ] {
            assert_eq!(recognised(text.as_bytes()), None, "{text}");
        }
    }
}
