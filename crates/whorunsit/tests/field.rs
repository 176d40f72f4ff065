//! Pay and dates as public reports have them, each with its figure worked out by hand.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::recommend;

/// A year of standby of one team's schedule.
fn standby(calendar: &str, terms: &str) -> String {
    let text = format!(
        "schema = 1\ncurrency = \"GBP\"\n[calendar]\n{calendar}\n[on_call.product_teams]\n{terms}\n{BANDS}\n\
         [[teams]]\nname = \"t\"\n[[services]]\nname = \"s\"\nkind = \"digital\"\nteam = \"t\"\n\
         exposure_per_hour = \"700000\"\nfeature_demand = \"very-high\"\n"
    );
    let found = recommend(&read(&text)).expect("it fits");
    let cost = found.schedules.first().expect("one").standby_cost_per_year;
    cost.expect("pay is given").to_string()
}

#[test]
fn weekends_and_eves_are_paid_as_they_are_written() {
    // Each typical week has 128 hours out of hours, 60 of them from Friday 18:00 to Monday 06:00.
    let weekend = "standby = [{ when = \"Fri 18:00-Mon 06:00\", amount = \"2\", per = \"hour\" }, \
                   { amount = \"1\", per = \"hour\" }]";
    assert_eq!(standby("", weekend), (52 * (60 * 2 + 68)).to_string());
    // Christmas 2026 is a Friday: 24 h at 3 instead of 16 at 1; and the six hours before it at 2.
    let eve = |when: &str| {
        format!(
            "standby = [{{ when = \"bank-holidays\", amount = \"3\", per = \"hour\" }}, \
             {{ when = \"{when}\", amount = \"2\", per = \"hour\" }}, {{ amount = \"1\", per = \"hour\" }}]"
        )
    };
    let christmas = "bank_holidays = [2026-12-25]";
    for when in ["2026-12-24 18:00-24:00", "bank-holiday-eves 18:00-24:00"] {
        assert_eq!(standby(christmas, &eve(when)), (52 * 128 + 24 * 3 - 16 + 6).to_string(), "{when}");
    }
}

#[test]
fn a_substitute_is_a_day_of_its_own() {
    // Friday 25th, Saturday 26th and its substitute on Monday 28th, each once: 99 more, 66 more and 99 more.
    let terms = "standby = [{ when = \"bank-holidays\", amount = \"132\", per = \"day\" }, \
                 { when = \"Sat-Sun\", amount = \"66\", per = \"day\" }, { amount = \"33\", per = \"day\" }]";
    let holidays = "bank_holidays = [2026-12-25, 2026-12-26, 2026-12-28]";
    assert_eq!(standby(holidays, terms), (52 * (5 * 33 + 2 * 66) + 99 + 66 + 99).to_string());
}

#[test]
fn odd_rates_by_the_hour() {
    // Five times fifteen hours of a working day and two days of the weekend.
    let terms = "standby = [{ when = \"Sat-Sun\", amount = \"7.34\", per = \"hour\" }, { amount = \"3.90\", per = \"hour\" }]";
    assert_eq!(standby("working_hours = \"Mon-Fri 09:00-18:00\"", terms), "33530.64");
}

#[test]
fn shifts_of_a_month_and_of_thirty_days_cost_the_same_standby() {
    let of = |shift: &str| {
        let terms = "people_per_schedule = 2\nstandby = { amount = \"100\", per = \"week\" }";
        standby("", &format!("shift = \"{shift}\"\n{terms}"))
    };
    for shift in ["1month", "30d", "4d", "12h"] {
        assert_eq!(of(shift), (52 * 100 * 2).to_string(), "{shift}");
    }
}
