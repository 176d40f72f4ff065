//! Services with a response or a calendar of their own are measured by those, not by the portfolio's.

#![expect(clippy::expect_used, reason = "tests may fail loudly")]

use whorunsit::Portfolio;
use whorunsit_measure::{
    Mapping, MeasureOptions, Measurement, ReadOptions, ResponsePlace, measure, read_incidents,
    write_estimates,
};

const PORTFOLIO: &str = r#"schema = 1
currency = "USD"
exposure_bands = [{ max_per_hour = "100000", availability = "99.0" }]
runs_today = "you-build-it-you-run-it"

[calendar]
working_hours = "Mon-Fri 09:00-17:00"

# Everybody's.
[response.you-build-it-you-run-it]
tiers = [{ name = "team", pick_up = "5min", handling = "30min", people = 1 }]

# A block that services share.
[responses.gold.you-build-it-you-run-it]
tiers = [
  { name = "gold team", pick_up = "5min", handling = "30min", people = 1 },
]

[[services]]
name = "plain"
kind = "digital"
exposure_per_hour = "500"
feature_demand = "high"

[[services]]
name = "early"
kind = "digital"
exposure_per_hour = "500"
feature_demand = "high"
working_hours = "Mon-Fri 06:00-14:00"
bank_holidays = ["2026-01-06"]
response = "gold"

[[services]]
name = "own"
kind = "digital"
exposure_per_hour = "500"
feature_demand = "high"
out_of_hours_exposure = "0%"

[services.response.you-build-it-you-run-it]
# Ours alone.
tiers = [{ name = "own team", pick_up = "5min", handling = "30min", people = 1 }]
"#;

/// Six incidents of each service at seven in the morning, which last for an hour, two hours and three hours.
fn measured() -> Measurement {
    let mut file = String::from("id,service,opened,restored\n");
    for (place, (service, hours)) in [("plain", 1), ("early", 2), ("own", 3)].into_iter().enumerate() {
        for day in 5..11 {
            let end = 7 + hours;
            file.push_str(&format!(
                "{place}-{day},{service},2026-01-{day:02} 07:00,2026-01-{day:02} {end:02}:{day:02}\n"
            ));
        }
    }
    let portfolio = Portfolio::read(PORTFOLIO.as_bytes()).expect("it is in order");
    let mapping = Mapping::preset("generic").expect("it is in order");
    let read = read_incidents(file.as_bytes(), "a.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())
        .expect("it is in order");
    let options = MeasureOptions {
        from: "2026-01-01".parse().ok(),
        to: "2026-12-31".parse().ok(),
        ..MeasureOptions::default()
    };
    measure(read, Some(&portfolio), &options).expect("it is in order")
}

#[test]
fn what_is_out_of_hours_is_so_by_the_calendar_of_its_service() {
    let measured = measured();
    let shares: Vec<Option<f64>> =
        measured.services.iter().map(|one| one.out_of_hours.map(|share| share.estimate)).collect();
    // From Monday 5 to Saturday 10 January; the early ones work at seven, but for the holiday and Saturday.
    assert_eq!(shares, [Some(1.0), Some(2.0 / 6.0), Some(1.0)]);
    // What is lost out of hours too: the service whose exposure is then nothing lost from nine to ten, five times, and
    // the minutes after.
    let own = &measured.protection.as_ref().expect("it is in order").services[2];
    let minutes: u32 = (5..10).map(|day| 60 + day).sum();
    assert_eq!(own.lost.amount().round().to_string(), format!("{:.0}", f64::from(minutes) / 60.0 * 500.0));
}

#[test]
fn each_response_is_measured_by_the_incidents_of_those_who_have_it() {
    let measured = measured();
    let estimates = measured.estimates.as_ref().expect("it is in order");
    let places: Vec<(&ResponsePlace, usize)> =
        estimates.response.iter().map(|one| (&one.place, one.incidents)).collect();
    assert_eq!(
        places,
        [
            (&ResponsePlace::Portfolio, 6),
            (&ResponsePlace::Block("gold".into()), 6),
            (&ResponsePlace::Service("own".into()), 6),
        ]
    );
    let written = write_estimates(PORTFOLIO, estimates).expect("it is in order");
    let paths: Vec<&str> = written.values.iter().map(|value| &*value.path).collect();
    assert_eq!(
        &paths[3..],
        [
            "response.you-build-it-you-run-it.tiers.team.handling",
            "responses.gold.you-build-it-you-run-it.tiers.gold team.handling",
            "services.own.response.you-build-it-you-run-it.tiers.own team.handling",
        ]
    );
    assert!(written.not_written.is_empty(), "{:?}", written.not_written);
    // Comments stay, and the result is a portfolio.
    for comment in ["# Everybody's.", "# A block that services share.", "# Ours alone."] {
        assert!(written.text.contains(comment));
    }
    Portfolio::read(written.text.as_bytes()).expect("it is in order");
}
