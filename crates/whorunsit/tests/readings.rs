//! Which expected availability is compared with a target.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::{Portfolio, ProblemCode, SimulationOptions, compare, simulate};

/// The example of docs/costs.md: twelve incidents a year of 65 minutes, a quarter of them full outages.
fn shop(reading: &str, share: &str) -> String {
    format!(
        "schema = 1\ncurrency = \"GBP\"\n[selection]\n{reading}\n\
         [on_call.product_teams]\nstandby = {{ amount = \"1\", per = \"week\" }}\ncallout = \"none\"\n\
         [on_call.operations]\nstandby = {{ amount = \"1\", per = \"week\" }}\ncallout = \"none\"\n\
         [response]\ntiers = [{{ name = \"a\", pick_up = \"5min\", handling = \"1h\", people = 1 }}]\n{BANDS}\n\
         [[services]]\nname = \"shop\"\nkind = \"digital\"\nexposure_per_hour = \"700000\"\nfeature_demand = \"high\"\n\
         incidents_per_year = 12\nseverity = \"30%\"\n{share}\n"
    )
}

#[test]
fn a_setting_says_which_reading_decides() {
    let share = "full_outage_share = \"25%\"";
    let mut within = Vec::new();
    for (reading, share, meets, missed) in [
        ("", share, false, 1),
        ("availability = \"strict\"", share, false, 1),
        ("availability = \"served\"", share, true, 0),
        ("availability = \"served\"", "", false, 1),
        ("availability = \"weighted\"", share, true, 0),
        ("availability = \"weighted\"", "", true, 0),
    ] {
        let portfolio = read(&shop(reading, share));
        let compared = compare(&portfolio).expect("it fits");
        let service = compared.services.first().expect("one");
        assert_eq!(service.you_build_it_you_run_it.meets_target, Some(meets), "{reading} {share}");
        let shown = service.you_build_it_you_run_it.expected_availability.expect("it is estimated");
        assert_eq!(shown.to_string(), "99.851190", "{reading}");
        let told = service.findings.iter().filter(|it| it.code().as_str() == "target-missed").count();
        assert_eq!(told, missed, "{reading}");
        let options = SimulationOptions::default().trials(2_000);
        let simulated = simulate(&portfolio, options).expect("it fits");
        within.push(simulated.services.first().expect("one").you_build_it_you_run_it.meets_target_percent);
    }
    assert_eq!(within.first(), within.get(1));
    assert_ne!(within.first(), within.get(2));
}

#[test]
fn an_unknown_reading_is_told() {
    let problems =
        Portfolio::read(shop("availability = \"serve\"", "").as_bytes()).expect_err("no such word");
    let found: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
    assert_eq!(found, [(ProblemCode::UnknownWord, "/selection/availability")]);
}
