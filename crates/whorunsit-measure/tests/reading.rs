//! Files as people have them: every quirk is read, or refused with one clear message.

#![expect(clippy::expect_used, reason = "a helper that fails should fail the test that called it")]

use whorunsit_measure::{Incidents, Mapping, ReadOptions, Reason, Refusal, read_incidents};

fn read_with(mapping: &str, file: &[u8], options: &ReadOptions) -> Result<Incidents, Refusal> {
    let mapping = Mapping::preset(mapping).expect("a preset");
    read_incidents(file, "file", &mapping, options, &mut |_, _, _| ())
}

fn read(mapping: &str, file: impl AsRef<[u8]>) -> Incidents {
    read_with(mapping, file.as_ref(), &ReadOptions::default()).expect("it reads")
}

fn refused(file: impl AsRef<[u8]>) -> Refusal {
    read_with("generic", file.as_ref(), &ReadOptions::default()).expect_err("it is refused")
}

/// What came of the incidents: id, seconds to restore, hand-offs.
fn told(read: &Incidents) -> Vec<(&str, Option<i64>, Option<u32>)> {
    read.incidents.iter().map(|one| (&*one.id, one.seconds_to_restore(), one.hand_offs)).collect()
}

fn reasons(read: &Incidents) -> Vec<(&'static str, Vec<u64>)> {
    let lines =
        |rejection: &whorunsit_measure::Rejection| rejection.lines.iter().map(|(line, _)| *line).collect();
    read.source.rejected.iter().map(|rejection| (rejection.reason.as_str(), lines(rejection))).collect()
}

#[test]
fn an_event_log_has_the_latest_known_value_of_each_incident_in_whatever_order() {
    let header = "number,incident_state,reassignment_count,reopen_count,sys_mod_count,opened_at,cmdb_ci,priority,\
                  assignment_group,resolved_at,closed_at";
    let mut rows = [
        "INC0000045,New,0,0,0,29-02-2016 01:16,?,3 - Moderate,Group 56,29-02-2016 11:29,05-03-2016 12:00",
        "INC0000045,Active,1,0,2,29-02-2016 01:16,shop,2 - High,Group 57,?,05-03-2016 12:00",
        "INC0000045,Closed,1,1,4,29-02-2016 01:16,?,2 - High,Group 58,29-02-2016 12:16,05-03-2016 12:00",
        "INC0000047,New,0,0,0,29-02-2016 04:40,?,1 - Critical,Group 70,?,?",
        "INC0000047,Closed,2,0,13,29-02-2016 04:40,?,1 - Critical,Group 24,?,06-03-2016 10:00",
        "INC0000057,New,0,0,0,29-02-2016 06:10,?,3 - Moderate,?,?,?",
    ];
    let mut answers = Vec::new();
    for turn in 0..rows.len() {
        rows.rotate_left(1);
        rows.swap(turn % 3, 5);
        let read = read("servicenow", format!("{header}\n{}\n", rows.join("\n")));
        let mut told: Vec<_> = read
            .incidents
            .iter()
            .map(|one| {
                (
                    one.id.to_string(),
                    one.seconds_to_restore(),
                    one.hand_offs,
                    one.reopened,
                    one.priority,
                    one.group.clone(),
                    one.service.clone(),
                )
            })
            .collect();
        told.sort();
        answers.push(told);
        assert_eq!(read.source.count(Reason::RestoredFromClosed), 1);
        assert_eq!(read.source.rows, 6);
    }
    let first = &answers[0];
    assert!(answers.iter().all(|answer| answer == first));
    let (id, restore, hand_offs, reopened, priority, group, service) = &first[0];
    assert_eq!(
        (id.as_str(), *restore, *hand_offs, *reopened, *priority),
        ("INC0000045", Some(39_600), Some(1), Some(1), Some(2))
    );
    assert_eq!((group.as_deref(), service.as_deref()), (Some("Group 58"), Some("shop")));
    // Closed, but never said to be restored.
    assert_eq!(first[1].1, Some(6 * 86_400 + 5 * 3600 + 1200));
    assert_eq!(first[2].1, None);
}

#[test]
fn every_kind_of_bad_row_is_counted_with_its_line() {
    let file = "id,service,opened,restored,loss\r\n\
                1,shop,2026-01-05 10:00,2026-01-05 11:00,100\r\n\
                1,shop,2026-01-06 10:00,2026-01-06 11:00,\r\n\
                2,shop,2026-01-07 10:00,2026-01-07 09:00,\r\n\
                3,shop,soon,2026-01-07 09:00,\r\n\
                4,shop,,,\r\n\
                id,service,opened,restored,loss\r\n\
                5,\"a name\r\nof two lines\",2026-01-08 10:00,later,a lot\r\n\
                6,shop,2026-01-08 10:00,2026-01-08 10:30,1,2,3\r\n\
                ,shop,2026-01-09 10:00,2026-01-09 10:30,\r\n\
                7,sh\0p,2026-01-09 10:00,2026-01-09 10:30,\r\n\
                8,=1+1,2026-01-10 10:00,2026-01-10 10:30,\r\n\
                Total,,,,100\r\n";
    let read = read("generic", file);
    assert_eq!(told(&read), [("1", Some(3600), None), ("5", None, None), ("8", Some(1800), None)]);
    assert_eq!(
        reasons(&read),
        [
            ("column-count", vec![10]),
            ("repeated-header", vec![7]),
            ("totals-row", vec![14]),
            ("nul-byte", vec![12]),
            ("no-id", vec![11]),
            ("duplicate", vec![3]),
            ("no-start", vec![6]),
            ("unreadable-start", vec![5]),
            ("end-before-start", vec![4]),
            ("unreadable-date", vec![8]),
            ("unreadable-number", vec![8]),
        ]
    );
    // Formulas stay text.
    assert_eq!(read.incidents[2].service.as_deref(), Some("=1+1"));
    assert_eq!(read.incidents[1].service.as_deref(), Some("a name\r\nof two lines"));
}

#[test]
fn encodings_separators_and_decimal_commas() {
    let german = "id;service;opened;restored;loss\n1;Büro;2026-01-05 10:00;2026-01-05 11:00;1.234,50\n";
    let utf16 = |little: bool, mark: bool| {
        let text = if mark { format!("\u{feff}{german}") } else { german.to_owned() };
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let latin: Vec<u8> = german.chars().map(|char| u8::try_from(u32::from(char)).expect("Latin-1")).collect();
    let files = [
        german.as_bytes().to_vec(),
        format!("\u{feff}{german}").into_bytes(),
        format!("sep=;\n{german}").into_bytes(),
        german.replace('\n', "\r\n").into_bytes(),
        utf16(true, true),
        utf16(false, true),
        utf16(true, false),
        utf16(false, false),
        latin,
        german.replace(';', "\t").into_bytes(),
    ];
    for (index, file) in files.iter().enumerate() {
        let read = read("generic", file);
        assert_eq!(told(&read), [("1", Some(3600), None)], "{index}");
        assert_eq!(read.incidents[0].service.as_deref(), Some("Büro"), "{index}");
        if index < 9 {
            assert_eq!(
                read.incidents[0].loss.map(|loss| loss.to_string()).as_deref(),
                Some("1234.5"),
                "{index}"
            );
        }
        assert_eq!(
            read.source.assumed.iter().any(|text| text.contains("Windows-1252")),
            index == 8,
            "{index}"
        );
    }
}

#[test]
fn json_lines_lists_and_documents() {
    let rows = [
        r#"{"number": 1, "created_at": "2026-01-05T10:00:00Z", "closed_at": "2026-01-05T11:00:00Z", "repository": {"name": "shop"}}"#,
        r#"{"number": 2, "created_at": "2026-01-06T10:00:00Z", "closed_at": null, "repository": {"name": "shop"}}"#,
    ];
    let files = [
        rows.join("\n"),
        format!("[{}]", rows.join(",\n")),
        format!("{{\"total_count\": 2, \"items\": [{}]}}", rows.join(",")),
        format!("{{\n  \"items\": [\n{}\n]\n}}\n", rows.join(",\n")),
    ];
    for file in &files {
        let read = read("github-issues", file);
        assert_eq!(told(&read), [("1", Some(3600), None), ("2", None, None)], "{file}");
        assert_eq!(read.incidents[0].service.as_deref(), Some("shop"));
    }
    let with_bad_line = read("github-issues", format!("{}\nnot json\n{}", rows[0], rows[1]));
    assert_eq!(reasons(&with_bad_line), [("not-json", vec![2])]);
    // ServiceNow answers references as objects.
    let table = r#"{"result": [{"number": "INC1", "opened_at": "2026-01-05 10:00:00", "resolved_at": "2026-01-05 11:00:00",
        "assignment_group": {"display_value": "Network", "link": "https://x"}}]}"#;
    assert_eq!(read("servicenow", table).incidents[0].group.as_deref(), Some("Network"));
}

#[test]
fn what_is_no_table_is_refused_with_one_message() {
    for (file, code) in [
        (&b""[..], "empty-file"),
        (b" \n\n", "empty-file"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web-page"),
        (b"\xef\xbb\xbf\n  <html>", "web-page"),
        (b"PK\x03\x04rest", "not-a-table"),
        (b"\x1f\x8b\x08rest", "not-a-table"),
        (b"\0\0\0\0\0\0\0\0", "not-a-table"),
        (b"name,colour\na,b\n", "absent-column"),
        (b"[1, 2", "not-json"),
        (b"{\"a\": ", "not-json"),
        (b"[]", "empty-file"),
    ] {
        assert_eq!(refused(file).code(), code, "{}", String::from_utf8_lossy(file));
    }
    let near = refused("id,service,opend\n1,shop,2026-01-05");
    assert!(near.help().starts_with("did you mean `opend`?"), "{near:?}");
    assert_eq!(
        near.message(),
        "the file has no column `opened` or `opened_at` or `created` or `created_at` or `started` or `started_at` for `opened`"
    );
    let endless = format!(
        "id,service,opened\n1,\"shop,2026-01-05 10:00\n{}",
        "2,shop,2026-01-05 10:00\n".repeat(60_000)
    );
    let refusal = refused(endless);
    assert_eq!((refusal.code(), refusal.line()), ("row-too-long", Some(2)));
}

#[test]
fn a_header_alone_has_no_incidents() {
    let read = read("generic", "id,service,opened\n");
    assert_eq!((read.incidents.len(), read.source.rows), (0, 0));
}

#[test]
fn clocks_and_assumptions_are_said() {
    let file = "id,service,opened,restored\n1,shop,2026-10-25 01:30,2026-10-25 05:00\n2,shop,2026-03-29 01:30,2026-03-29 04:00\n";
    let unsaid = read("generic", file);
    assert_eq!(unsaid.source.time_zone, "UTC");
    assert!(unsaid.source.assumed[0].starts_with("dates without an offset are in UTC"));
    let options = ReadOptions { time_zone: Some("Europe/London".to_owned()), ..ReadOptions::default() };
    let said = read_with("generic", file.as_bytes(), &options).expect("it reads");
    assert_eq!(said.source.clock_back.dates, [(2, "2026-10-25 01:30".to_owned())]);
    assert_eq!(said.source.clock_forward.dates, [(3, "2026-03-29 01:30".to_owned())]);
    // Half past one came first in summer time: an hour and a half more than the clock's difference.
    assert_eq!(told(&said), [("1", Some(4 * 3600 + 1800), None), ("2", Some(5400), None)]);
    assert!(said.source.assumed.is_empty());
    let early = "id,service,opened,restored\n1,shop,03/04/2026 10:00,03/04/2026 11:00\n";
    let options = ReadOptions { date_formats: vec!["%d/%m/%Y %H:%M".to_owned()], ..ReadOptions::default() };
    let read = read_with("generic", early.as_bytes(), &options).expect("it reads");
    assert!(read.source.assumed.iter().any(|text| text.starts_with("the first number of a date is its day")));
}

#[test]
fn only_the_priorities_asked_for() {
    let file = "Number,Opened,Resolved,Priority\nINC1,2026-01-05 10:00:00,,1 - Critical\nINC2,2026-01-05 10:00:00,,4 - Low\n";
    let options = ReadOptions { priorities: vec![1, 2], ..ReadOptions::default() };
    let read = read_with("servicenow", file.as_bytes(), &options).expect("it reads");
    assert_eq!((read.incidents.len(), read.source.count(Reason::OtherPriority)), (1, 1));
}
