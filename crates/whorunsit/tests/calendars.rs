//! Calendars as organisations write them: windows over days, bank holidays and the days before them, months.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::{Portfolio, SimulationOptions, Strategy, compare, costs, schedules, simulate};

/// A portfolio of one team with one service that has a schedule of its own.
fn one(top: &str, team: &str) -> String {
    format!(
        r#"
schema = 1
currency = "GBP"
{top}
{BANDS}
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

const TEN: &str = "standby = { amount = \"10\", per = \"hour\" }";

/// Ministry of Justice: a rota from 07:00 to 22:00. Of a working day two and five hours are paid, of a day at the weekend 15.
#[test]
fn a_rota_is_paid_for_its_cover() {
    let cover = |cover: &str| standby(&format!("[on_call.product_teams]\ncover = {cover}\n{TEN}"));
    assert_eq!(cover(r#""Mon-Sun 07:00-22:00""#), (52 * (5 * 7 + 2 * 15) * 10).to_string());
    assert_eq!(cover(r#"["Mon-Fri 07:00-22:00", "Sat-Sun 07:00-22:00"]"#), (52 * 65 * 10).to_string());
    // A bank holiday has fifteen hours instead of seven.
    let holiday = format!(
        "[calendar]\nbank_holidays = [2026-12-25]\n[on_call.product_teams]\ncover = \"Mon-Sun 07:00-22:00\"\n{TEN}"
    );
    assert_eq!(standby(&holiday), (52 * 65 * 10 + 80).to_string());
    let nobody = problems(&one("[on_call.product_teams]\ncover = \"Mon-Fri 10:00-16:00\"", ""));
    assert!(
        nobody.contains("nobody is on standby in `Mon-Fri 10:00-16:00`: all of it is worked"),
        "{nobody}"
    );
}

const RESPONSE: &str = r#"
[response.you-build-it-you-run-it]
tiers = [{ name = "team", pick_up = "5min", handling = "1h", people = 1 }]
[response.ops-run-it]
tiers = [{ name = "bridge", pick_up = "5min", handling = "1h", people = 1COVER }]
[operations]
hourly_cost = "60"
"#;

/// Hours to restore, and what a year loses by the ledger: to Ops Run It, and to the product team as it is recommended.
/// The simulation has to agree, exactly by its formula and as far as it draws.
fn outlook(top: &str, service: &str, tier: &str) -> [(String, f64); 2] {
    let text = one(&format!("{top}\n{}", RESPONSE.replace("COVER", tier)), "hourly_cost = \"70\"") + service;
    let portfolio = read(&text);
    let comparison = compare(&portfolio).expect("it fits");
    let options = SimulationOptions::new().trials(20_000);
    let simulation = simulate(&portfolio, options).expect("it runs");
    let (compared, simulated) =
        (comparison.services.first().expect("one"), simulation.services.first().expect("one"));
    let both = [
        (Strategy::AllOpsRunIt, &compared.ops_run_it, &simulated.ops_run_it),
        (Strategy::HybridAtScale, &compared.you_build_it_you_run_it, &simulated.you_build_it_you_run_it),
    ];
    both.map(|(strategy, compared, simulated)| {
        let outlook = compared.incidents.as_ref().expect("there is a response");
        let costs = costs(&portfolio, strategy, &[], true).expect("it fits").expect("a strategy");
        let lost = costs.line_items.iter().filter(|item| item.code.as_str().starts_with("loss-"));
        let number = |money: &whorunsit::Money| money.to_string().parse::<f64>().expect("a number");
        let lost: f64 = lost.filter_map(|item| item.amount.as_ref()).map(number).sum();
        let loss = &simulated.year_loss.as_ref().expect("it is simulated").spread;
        let exact = number(loss.exact_mean.as_ref().expect("it has a formula"));
        let (mean, error) = (number(&loss.mean), number(&loss.standard_error));
        assert!((exact - lost).abs() < 0.02, "{exact}, not {lost}");
        assert!((mean - exact).abs() < 5.0 * error, "{mean}, not {exact}");
        (outlook.hours_to_restore.round_dp(6).normalize().to_string(), lost)
    })
}

const HOLIDAYS: &str =
    "2026-01-01, 2026-04-03, 2026-04-06, 2026-05-04, 2026-05-25, 2026-08-31, 2026-12-25, 2026-12-28";

/// Hampshire, Angus: what waits for the next working day waits over Easter. In the 365 days of 2026, England's bank
/// holidays make a mean wait of 146 648 ÷ 6 736 = 21.77 h out of hours, where typical weeks have 20 h.
#[test]
fn bank_holidays_lengthen_waits() {
    let late = r#", out_of_hours = "next-working-day""#;
    let [(usual, _), _] = outlook("", "", late);
    // 1 h 05 and 128 ÷ 168 of 20 h.
    assert_eq!(usual, "16.321429");
    let calendar = format!("[calendar]\nbank_holidays = [{HOLIDAYS}]");
    let [(hours, lost), (team, _)] = outlook(&calendar, "", late);
    // 1 h 05 and 146 648 ÷ 8 760 h.
    assert_eq!(hours, "17.823973");
    assert!((lost - 24.0 * 700_000.0 * (13.0 / 12.0 + 146_648.0 / 8_760.0)).abs() < 0.02, "{lost}");
    // The team is on call.
    assert_eq!(team, "1.083333");
}

/// Outside its cover a schedule lets incidents wait: nine hours of each night, so 7 × 81 ÷ 2 of 168 hours.
#[test]
fn outside_a_cover_incidents_wait_for_it() {
    let top = format!("[on_call.product_teams]\ncover = \"Mon-Sun 07:00-22:00\"\n{TEN}");
    let waits = 7.0 * 81.0 / 2.0 / 168.0;
    let [_, (hours, lost)] = outlook(&top, "", "");
    assert_eq!(hours, "2.770833");
    assert!((lost - 24.0 * 700_000.0 * (13.0 / 12.0 + waits)).abs() < 0.02, "{lost}");
    // Operations' rota, and a tier of it, likewise.
    let rota = "[on_call.operations]\ncover = \"Mon-Sun 07:00-22:00\"";
    for (top, tier) in [(rota, ""), ("", ", cover = \"Mon-Sun 07:00-22:00\"")] {
        let [(hours, _), (team, _)] = outlook(top, "", tier);
        assert_eq!((hours.as_str(), team.as_str()), ("2.770833", "1.083333"));
    }
}

/// What is at stake in the hours of the night counts while incidents wait in it: all of it by day from 07:00 to 22:00, a
/// tenth at night.
#[test]
fn waiting_counts_at_the_exposure_of_its_hours() {
    let top = format!(
        "[calendar]\nbank_holidays = [{HOLIDAYS}]\n[on_call.product_teams]\ncover = \"Mon-Sun 07:00-22:00\"\n{TEN}"
    );
    let profile =
        "exposure_by_hour = [{ when = \"Mon-Sun 07:00-22:00\", share = \"100%\" }, { share = \"10%\" }]\n";
    let tiers = r#", resolves = "50%" }, { name = "second", pick_up = "5min", handling = "2h", people = 1, cover = "Mon-Sat 06:00-24:00", resolves = "20%" }, { name = "third", pick_up = "1h", handling = "4h", people = 1"#;
    let [_, (_, lost)] = outlook(&top, profile, tiers);
    // Every incident is handled by day, or at seven, where all is at stake, and waits a tenth's worth.
    let waits = 7.0 * 81.0 / 2.0 / 168.0;
    assert!((lost - 24.0 * 700_000.0 * (13.0 / 12.0 + waits / 10.0)).abs() < 0.02, "{lost}");
}

#[test]
fn a_cover_that_cannot_hold_is_refused() {
    let tier = |tier: &str| problems(&one(&RESPONSE.replace("COVER", tier), ""));
    let text = tier(", cover = \"Mon-Sun 07:00-22:00\", out_of_hours = \"covered\"");
    assert!(text.contains("`out_of_hours` stands beside `cover`"), "{text}");
    let ours =
        RESPONSE.replace("COVER", "").replacen("handling = \"1h\"", "cover = \"Sat\", handling = \"1h\"", 1);
    assert!(problems(&one(&ours, "")).contains("a product team's tiers follow its out-of-hours schedule"));
    let top = "[[domains]]\nname = \"d\"\non_call = { cover = \"Mon-Sun 07:00-22:00\" }";
    let text = problems(&one(top, "domain = \"d\"\non_call = { cover = \"Sat-Sun\" }"));
    assert!(text.contains("two covers for one schedule"), "{text}");
    assert!(problems(&one("[on_call.product_teams]\ncover = []", "")).contains("no hours are covered"));
}

/// Grafana, OneUptime: three sites that follow the sun cover all hours by somebody's working day.
#[test]
fn sites_that_follow_the_sun_need_nobody_on_call() {
    let sites = |list: &str, more: &str| {
        format!("[calendar]\nsites = [{list}]\n{more}\n[on_call.product_teams]\n{TEN}")
    };
    let site = |name: &str, hours: &str| format!("{{ name = \"{name}\", working_hours = \"{hours}\" }}");
    let days = |days: &str| {
        [("Sydney", "00:00-08:00"), ("London", "08:00-16:00"), ("Denver", "16:00-24:00")]
            .map(|(name, hours)| site(name, &format!("{days} {hours}")))
            .join(", ")
    };
    let all = sites(&days("Mon-Sun"), "");
    assert_eq!(standby(&all), "0");
    let [(operations, _), (team, _)] = outlook(&all, "", ", out_of_hours = \"next-working-day\"");
    assert_eq!((operations.as_str(), team.as_str()), ("1.083333", "1.083333"));
    // On weekdays only: the weekend is a gap, which is an error unless somebody is on call in it.
    let text = problems(&one(&sites(&days("Mon-Fri"), ""), ""));
    assert!(text.contains("no site works Sat 00:00-Sun 24:00: give a site those hours, or say"), "{text}");
    let weekend = sites(&days("Mon-Fri"), "between_sites = \"on-call\"");
    assert_eq!(standby(&weekend), (52 * 48 * 10).to_string());
    // The same as working hours of weekdays around the clock.
    let clock =
        format!("[calendar]\nworking_hours = \"Mon-Fri 00:00-24:00\"\n[on_call.product_teams]\n{TEN}");
    assert_eq!(standby(&clock), standby(&weekend));
    // A holiday of one site leaves its eight hours to standby.
    let holiday = all.replacen("08:00-16:00\"", "08:00-16:00\", bank_holidays = [2026-12-25]", 1);
    assert_eq!(standby(&holiday), "80");
    let both = sites(&days("Mon-Sun"), "working_hours = \"Mon-Fri 09:00-17:00\"");
    assert!(problems(&one(&both, "")).contains("`working_hours` stands beside `sites`"));
    let lone = "[calendar]\nbetween_sites = \"on-call\"";
    assert!(problems(&one(lone, "")).contains("`between_sites` is given without `sites`"));
    // A team's sites are its own.
    let own = format!("[on_call.product_teams]\n{TEN}");
    let team = format!("calendar = {{ sites = [{}] }}", days("Mon-Sun"));
    let plan = schedules(&read(&one(&own, &team))).expect("it fits");
    assert_eq!(plan.standby.product_teams_cost_per_year.expect("pay is given").to_string(), "0");
}
