//! Calendars as organisations write them: windows over days, bank holidays and the days before them, months.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use whorunsit::{Portfolio, schedules};

/// A portfolio of one team with one service that has a schedule of its own.
fn one(top: &str, team: &str) -> String {
    format!(
        r#"
schema = 1
currency = "GBP"
{top}
[[exposure_bands]]
max_per_hour = "7000"
availability = "95.0"
[[exposure_bands]]
max_per_hour = "250000"
availability = "99.0"
[[exposure_bands]]
max_per_hour = "800000"
availability = "99.9"
[[teams]]
name = "t"
{team}
[[services]]
name = "s"
kind = "digital"
team = "t"
exposure_per_hour = "700000"
feature_demand = "very-high"
incidents_per_year = 24
"#
    )
}

fn read(text: &str) -> Portfolio {
    Portfolio::read(text.as_bytes()).expect("it is in order")
}

/// What is wrong with a portfolio, and what to do.
fn problems(text: &str) -> String {
    let problems = Portfolio::read(text.as_bytes()).expect_err("something is wrong");
    problems.iter().map(|problem| format!("{}: {}\n", problem.message(), problem.help())).collect()
}

/// What standby of the product team's schedule costs a year.
fn standby(top: &str) -> String {
    let plan = schedules(&read(&one(top, ""))).expect("it fits");
    plan.standby.product_teams_cost_per_year.expect("pay is given").to_string()
}

fn rules(holidays: &str, rules: &str) -> String {
    format!("[calendar]\nbank_holidays = [{holidays}]\n[on_call.product_teams]\nstandby = [{rules}]")
}

const TWO: &str = r#"amount = "2", per = "hour" }"#;
const ONE: &str = r#"{ amount = "1", per = "hour" }"#;

/// cuvva: a weekend from Friday evening to Monday morning is 60 of the 128 hours out of hours; 52 × (60 × 2 + 68).
#[test]
fn a_window_goes_over_days() {
    for when in [
        r#""Fri 18:00-Mon 06:00""#,
        r#"["Fri 18:00-24:00", "Sat-Sun", "Mon 00:00-06:00"]"#,
        r#"["Fri 18:00-Sun 24:00", "Mon 00:00-06:00"]"#,
    ] {
        assert_eq!(standby(&rules("", &format!("{{ when = {when}, {TWO}, {ONE}"))), "9776", "{when}");
    }
    let three = ["Fri 18:00-24:00", "Sat-Sun", "Mon 00:00-06:00"];
    let three: Vec<String> = three.map(|when| format!("{{ when = \"{when}\", {TWO}")).into();
    assert_eq!(standby(&rules("", &format!("{}, {ONE}", three.join(", ")))), "9776");
}

/// Beredskap: 24 December from 18:00 is paid as an eve, Christmas Day as a holiday. 52 × 128, eight more hours on the
/// holiday, 24 of it at 3 and 6 of the eve at 2.
#[test]
fn an_eve_and_a_holiday_are_paid_as_they_say() {
    let holiday = r#"{ when = "bank-holidays", amount = "3", per = "hour" }"#;
    for eve in [r#""2026-12-24 18:00-24:00""#, r#""bank-holiday-eves 18:00-24:00""#] {
        let text = rules("2026-12-25", &format!("{holiday}, {{ when = {eve}, {TWO}, {ONE}"));
        assert_eq!(standby(&text), (52 * 128 + 8 + 2 * 24 + 6).to_string(), "{eve}");
    }
    // Christmas 2026 is a Friday: 15 hours of the day at 2, its other nine at 1.
    let day = rules("2026-12-25", &format!("{{ when = \"bank-holidays 07:00-22:00\", {TWO}, {ONE}"));
    assert_eq!(standby(&day), (52 * 128 + 8 + 15).to_string());
}

/// go-pagerduty-oncall-report: eight holidays by the hour at 2, and days that begin at 08:00.
#[test]
fn days_of_a_rota_begin_in_the_morning() {
    let holidays =
        "2026-01-01, 2026-04-03, 2026-04-06, 2026-05-04, 2026-05-25, 2026-08-31, 2026-12-25, 2026-12-28";
    let weekend = format!("{{ when = \"Sat 08:00-Mon 08:00\", {TWO}");
    let whole = rules(holidays, &format!("{{ when = \"bank-holidays\", {TWO}, {weekend}, {ONE}"));
    assert_eq!(standby(&whole), "9368");
    // 48 of 128 hours at 2; a holiday has eight hours more, and of 24 hours from 08:00 those that the weekend does not pay.
    let from_eight =
        rules(holidays, &format!("{{ when = \"bank-holidays 08:00-08:00\", {TWO}, {weekend}, {ONE}"));
    // Friday 2026-04-03 and 12-25 run into a weekend that begins at 08:00; Monday holidays begin where one ends.
    assert_eq!(standby(&from_eight), (52 * (128 + 48) + 8 * (8 + 24)).to_string());
}

#[test]
fn a_slip_in_a_window_is_told_with_what_was_meant() {
    for (when, words) in [
        (r#""bank-holiday 07:00-22:00""#, "did you mean `bank-holidays 07:00-22:00`?"),
        (r#""bank-holidays-eve""#, "did you mean `bank-holiday-eves`?"),
        (r#""2026-13-24""#, "`2026-13-24` is not a calendar date"),
        (r#"["Sat-Sun", "Frii"]"#, "`Frii` is not a window of the week"),
    ] {
        let text = problems(&one(&rules("", &format!("{{ when = {when}, {TWO}, {ONE}")), ""));
        assert!(text.contains(words), "{when}: {text}");
    }
    let weekly = rules(
        "",
        r#"{ when = ["Sat", "2026-12-25"], amount = "1", per = "week" }, { amount = "1", per = "hour" }"#,
    );
    assert!(problems(&one(&weekly, "")).contains("a rate per week is for bank holidays or named dates"));
}

/// GoAlert: shifts of a month, of 30 days, of four days, of hours.
#[test]
fn shifts_have_the_length_that_people_say() {
    for (shift, shown, callouts) in [
        ("1month", "1month", "1.529042"),
        ("30d", "30d", "1.507064"),
        ("4d", "4d", "0.200942"),
        ("4h", "4h", "0.008373"),
        ("12h", "12h", "0.025118"),
    ] {
        let top = format!(
            "[on_call.product_teams]\nshift = \"{shift}\"\npeople_per_schedule = 2\n\
             standby = {{ amount = \"100\", per = \"week\" }}"
        );
        let plan = schedules(&read(&one(&top, "on_call_participants = 6"))).expect("it fits");
        let schedule = &plan.schedules[0];
        assert_eq!(schedule.rota.shift.to_string(), shown);
        assert_eq!(
            schedule.rota.callouts_per_shift.expect("incidents are given").to_string(),
            callouts,
            "{shift}"
        );
        assert_eq!(schedule.standby_cost_per_year.expect("pay is given").to_string(), "10400");
        assert!(schedule.findings.iter().any(|finding| finding.code().as_str() == "shift-not-one-week"));
    }
    let top = "[on_call.product_teams]\nshift = \"14months\"";
    assert!(problems(&one(top, "")).contains("a shift of `14months` is not between an hour and a year"));
    assert!(problems(&one(&top.replace("14months", "monthish"), "")).contains("\"1month\""));
}
