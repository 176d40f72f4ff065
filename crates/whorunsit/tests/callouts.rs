//! Callout terms as contracts write them, worked out by hand and by brute force.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::{ItemCode, Portfolio, ProblemCode, Strategy, costs};

/// One team that answers the incidents of its service at all hours.
fn one(callout: &str, incidents: &str, calendar: &str) -> String {
    format!(
        "schema = 1\ncurrency = \"GBP\"\n[calendar]\n{calendar}\n[on_call.product_teams]\n\
         standby = {{ amount = \"400\", per = \"week\" }}\n[on_call.product_teams.callout]\n{callout}\n\
         [[response.you-build-it-you-run-it.tiers]]\nname = \"team\"\npick_up = \"5min\"\n\
         handling = \"90min\"\npeople = 2\n{BANDS}\n\
         [[teams]]\nname = \"shop\"\nhourly_cost = \"80\"\n\
         [[services]]\nname = \"shop\"\nkind = \"digital\"\nteam = \"shop\"\nexposure_per_hour = \"700000\"\n\
         feature_demand = \"high\"\nincidents_per_year = \"{incidents}\"\n"
    )
}

/// The factors and the amount of a line item.
fn line(text: &str, code: ItemCode) -> Option<(String, String)> {
    let found = costs(&read(text), Strategy::HybridAtScale, &[], true).expect("it fits");
    let item = found?.line_items.into_iter().find(|item| item.code == code)?;
    Some((item.basis(), item.amount?.to_string()))
}

fn amount(callout: &str, calendar: &str) -> String {
    line(&one(callout, "21", calendar), ItemCode::Callouts).expect("callouts are paid").1
}

/// 21 incidents of which 16 are out of hours, two people, an hour and a half.
#[test]
fn terms_are_what_they_say() {
    let hour = "amount = \"60\"\nper = \"hour\"\n";
    let of = |more: &str| amount(&format!("{hour}{more}"), "");
    assert_eq!(of(""), "2880");
    // An hour of them beyond the included half.
    assert_eq!(of("included = \"30min\""), "1920");
    assert_eq!(of("included = \"90min\""), "0");
    assert_eq!(of("included = \"30min\"\nminimum = \"2h\""), "3840");
    // The second person at half.
    assert_eq!(of("secondary = \"50%\""), "2160");
    // 48 h of 128 are at the weekend, at double: 16 × 2 × 1.5 × 60 × (1 + 48 ÷ 128).
    assert_eq!(of("rates = [{ when = \"Sat-Sun\", times = \"2\" }]"), "3960");
    assert_eq!(of("rates = [{ when = \"Sat-Sun\", amount = \"120\" }]"), "3960");
    // 60 h of 128 from Friday evening on.
    assert_eq!(of("rates = [{ when = \"Fri 18:00-Mon 06:00\", times = \"2\" }]"), "4230");
    assert_eq!(
        of("rates = [{ when = \"Sat\", times = \"2\" }, { when = \"Sat-Sun\", times = \"3\" }]"),
        "4500"
    );
}

/// Double on a bank holiday, which has all of its 24 hours out of hours, of 365 days with 6264 + 8 hours out of hours and 2080 − 8
/// worked; 2026 has 261 weekdays.
#[test]
fn named_days_are_paid_double() {
    let holiday = "bank_holidays = [\"2026-12-25\"]";
    let text = |rates: &str| one(&format!("amount = \"60\"\nper = \"callout\"\n{rates}"), "21", holiday);
    let (_, single) = line(&text(""), ItemCode::Callouts).expect("paid");
    let (_, double) =
        line(&text("rates = [{ when = \"bank-holidays\", times = \"2\" }]"), ItemCode::Callouts)
            .expect("paid");
    let (worked, all) = (260.0 * 8.0, 365.0 * 24.0);
    let out = all - worked;
    let number = |text: &str| text.parse::<f64>().expect("a number");
    assert!((number(&single) - 21.0 * out / all * 2.0 * 60.0).abs() < 0.01, "{single}");
    assert!((number(&double) - 21.0 * out / all * 2.0 * 60.0 * (1.0 + 24.0 / out)).abs() < 0.01, "{double}");
}

/// 16 callouts × 2 people × 1.5 h × half an hour off for each × £80.
#[test]
fn time_off_in_lieu_is_worth_its_hours() {
    let text = one("amount = \"0\"\nper = \"hour\"\ntime_off = \"0.5\"", "21", "");
    assert_eq!(line(&text, ItemCode::TimeOff).expect("it is").1, "1920");
    assert_eq!(line(&one("amount = \"60\"\nper = \"hour\"", "21", ""), ItemCode::TimeOff), None);
}

/// Callouts one after the other, of which those within two hours of a paid one are not paid.
#[test]
fn one_callout_is_paid_in_a_window() {
    let calendar = "working_hours = \"Mon 00:00-00:01\"";
    let text = one("amount = \"60\"\nper = \"callout\"\nwindow = \"2h\"", "4000", calendar);
    let (basis, paid) = line(&text, ItemCode::Callouts).expect("paid");
    let out_of_hours = 1.0 - 1.0 / (168.0 * 60.0);
    let rate = 4000.0 / (52.0 * 168.0);
    let expected = 4000.0 * out_of_hours * 2.0 * 60.0 / (1.0 + 2.0 * rate);
    let paid: f64 = paid.parse().expect("a number");
    assert!((paid - expected).abs() < 0.01, "{paid} {expected} {basis}");
    // By brute force: gaps of a Poisson process, by a linear congruential generator.
    let mut state = 20_261_127_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let (mut now, mut until, mut count, calls) = (0.0, 0.0, 0_u32, 1_000_000_u32);
    for _ in 0..calls {
        now -= uniform().ln() / rate;
        if now >= until {
            count += 1;
            until = now + 2.0;
        }
    }
    let share = f64::from(count) / f64::from(calls);
    assert!((share - 1.0 / (1.0 + 2.0 * rate)).abs() < 0.002, "{share}");
}

#[test]
fn terms_that_do_not_go_together_are_told() {
    let hour = "amount = \"60\"\nper = \"hour\"\n";
    let callout = "amount = \"60\"\nper = \"callout\"\n";
    let at = "/on_call/product_teams/callout";
    for (terms, path) in [
        (format!("{callout}included = \"30min\""), "/included"),
        (format!("{hour}rates = [{{ when = \"Sat\" }}]"), "/rates/0"),
        (format!("{hour}rates = [{{ when = \"Sat\", amount = \"1\", times = \"2\" }}]"), "/rates/0"),
        (format!("{hour}window = \"0h\""), "/window"),
        (format!("{hour}window = \"8d\""), "/window"),
        (
            format!("{hour}first = {{ amount = \"9\", per = \"callout\" }}\nrates = [{{ when = \"Sat\", amount = \"1\" }}]"),
            "/rates/0/amount",
        ),
        (
            "amount = { low = \"1\", high = \"9\" }\nper = \"hour\"\nrates = [{ when = \"Sat\", amount = \"1\" }]"
                .to_owned(),
            "/rates/0/amount",
        ),
    ] {
        let problems = Portfolio::read(one(&terms, "21", "").as_bytes()).expect_err(&terms);
        let found: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
        assert_eq!(found, [(ProblemCode::InvalidPay, &*format!("{at}{path}"))], "{terms}");
    }
}
