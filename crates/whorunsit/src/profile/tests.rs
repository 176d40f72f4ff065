use std::collections::BTreeSet;

use super::*;
use crate::read::Raw;
use crate::resolve::Portfolio;

fn read<T: Read>(text: &str) -> T {
    let document = Document::parse(text.as_bytes()).unwrap();
    let (value, problems) = document.read();
    assert!(problems.is_empty(), "{:?}", problems.check());
    value
}

/// A portfolio of one service that says no more than it must.
fn portfolio(profile: &str) -> String {
    format!(
        r#"
schema = 1
currency = "GBP"
{profile}

[[exposure_bands]]
max_per_hour = "50000"
availability = "99.0"

[[teams]]
name = "shopping"

[[services]]
name = "basket"
kind = "digital"
team = "shopping"
exposure_per_hour = "15000"
feature_demand = "high"
"#
    )
}

/// People edit TOML; what is read is JSON. `WHORUNSIT_BLESS=1 cargo test -p whorunsit --lib profile` writes it anew.
#[test]
fn the_json_of_the_data_files_says_what_their_toml_does() {
    let folder =
        |name: &str| std::fs::read_dir(format!("{}/src/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut files = 0;
    for entry in ["profile/data", "portfolio", "portfolio/workflows"].into_iter().flat_map(folder) {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        files += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        let (json, problems) = Document::parse(text.as_bytes()).unwrap().read::<Raw>();
        assert!(problems.is_empty());
        let json = format!("{}\n", json.text());
        let beside = path.with_extension("json");
        if std::env::var_os("WHORUNSIT_BLESS").is_some_and(|value| value == "1") {
            std::fs::write(&beside, &json).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&beside).unwrap(), json, "{}", beside.display());
    }
    assert!(files > PROFILES.len() + 2);
}

#[test]
fn the_data_files_are_in_order() {
    let keys: ProfileKeys = read(include_str!("data/values.json"));
    let sources: ProfileSources = read(include_str!("data/sources.json"));
    let names: BTreeSet<&str> = keys.values.iter().map(|key| &*key.key).collect();
    assert_eq!(names.len(), keys.values.len());
    let mut cited = BTreeSet::new();
    for text in PROFILES {
        let profile: Profile = read(text);
        let given: BTreeSet<&str> = profile.values.0.iter().map(|(key, _)| &**key).collect();
        assert_eq!(given, names, "{}", profile.name);
        for (key, value) in &profile.values.0 {
            // What is not judgement has a source, and every source is known.
            assert!(value.basis == Basis::Judgement || !value.sources.is_empty(), "{}: {key}", profile.name);
            for source in &value.sources {
                assert!(sources.sources.named(source).is_some(), "{}: {key}: {source}", profile.name);
                cited.insert(source.to_string());
            }
        }
    }
    let known: BTreeSet<String> = sources.sources.0.iter().map(|(code, _)| code.to_string()).collect();
    assert_eq!(cited, known, "sources that nothing rests on");
}

#[test]
fn every_profile_fills_a_portfolio_in_that_can_be_worked_out() {
    for profile in Profile::all() {
        let text = portfolio(&format!("profile = \"{}\"", profile.name));
        let filled = Portfolio::read(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
        let comparison = crate::compare(&filled).unwrap();
        assert_eq!(comparison.missing, Vec::<String>::new(), "{}", profile.name);
        let from_profile = filled.assumptions().iter().filter(|assumption| assumption.profile.is_some());
        assert_eq!(from_profile.count(), profile.values.0.len());
    }
}

/// The reading of a portfolio with another profile line and more lines at its end.
fn filled(profile: &str, more: &str) -> Portfolio {
    let text = portfolio(profile) + more;
    Portfolio::read(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

#[test]
fn what_is_given_wins_and_nothing_else_changes() {
    let file = |profile: &str, more: &str| filled(profile, more).file().clone();
    let none = file("", "incidents_per_year = 3");
    assert_eq!((none.response, none.teams[0].hourly_cost.clone()), (None, None));

    // A key of a service, and null in JSON for one that is not given.
    let given = file("profile = \"saas\"", "incidents_per_year = 3\n");
    assert_eq!(given.services[0].incidents_per_year, none.services[0].incidents_per_year);
    assert!(given.services[0].severity.is_some());
    // What is said of both models is said of each: the profile adds what it leaves out.
    let both = file("profile = \"saas\"\nthroughput = { effort_per_deployment = \"2h\" }", "");
    let throughput = both.throughput.unwrap();
    for model in [throughput.ops_run_it.unwrap(), throughput.you_build_it_you_run_it.unwrap()] {
        assert!(model.effort_per_deployment.unwrap().is_point() && model.hand_off_lead_time.is_some());
    }
    // Nothing is half a list, or half the terms of a callout; a preset says pay.
    let tier = "{ name = \"us\", pick_up = \"1min\", handling = \"1h\", people = 1 }";
    let own = file(
        &format!(
            "profile = \"saas\"\nresponse.ops-run-it.tiers = [{tier}]\n\
             on_call.operations.callout = {{ amount = \"9\", per = \"callout\" }}\non_call.product_teams.preset = \"pci-pal\""
        ),
        "",
    );
    assert_eq!(own.response_of(crate::OperatingModel::OpsRunIt).unwrap().tiers.len(), 1);
    let pay = own.on_call.unwrap();
    assert_eq!(pay.product_teams.unwrap().standby, None);
    let crate::CalloutTerms::Paid(callout) = pay.operations.unwrap().callout.unwrap() else { panic!() };
    assert_eq!(callout.minimum, None);
}

#[test]
fn the_nearest_profile_counts_where_nothing_is_given() {
    let bank = filled("throughput.ops-run-it.effort_per_deployment = \"7h\"", "profile = \"bank\"\n");
    let own = bank.file().services[0].own.as_deref().unwrap();
    assert!(own.response.is_some() && bank.file().response.is_none());
    // What the portfolio gives is not overruled by a nearer profile.
    assert_eq!(own.throughput.as_ref().unwrap().ops_run_it.as_ref().unwrap().effort_per_deployment, None);
    let values = bank.assumptions().iter().filter(|assumption| assumption.profile.is_some());
    assert!(values.clone().count() > 20);
    assert!(values.clone().all(|value| value.path.starts_with("/services/0/")));
}

#[test]
fn amounts_are_in_the_currency_of_the_portfolio() {
    let cost = |profile: &str, currency: &str| -> Result<String, String> {
        let text = portfolio(profile).replace("GBP", currency);
        let read = Portfolio::read(text.as_bytes()).map_err(|problems| problems.to_string())?;
        Ok(read.file().teams[0].hourly_cost.as_deref().unwrap().mean().amount().round_dp(2).to_string())
    };
    // (42 + 4 · 65 + 110) ÷ 6 pounds; dollars at 1.25, to three digits: 52.5, 81.2 and 138.
    assert_eq!(cost("profile = \"saas\"", "GBP").unwrap(), "68.67");
    assert_eq!(cost("profile = \"saas\"", "USD").unwrap(), "85.88");
    assert_eq!(cost("profile = { name = \"saas\", rate = \"2\" }", "USD").unwrap(), "137.33");
    let unknown = cost("profile = \"saas\"", "CHF").unwrap_err();
    assert_eq!(unknown.matches("[wrong-currency] at /profile").count(), 1, "{unknown}");
    assert!(cost("profile = { name = \"saas\", rate = \"1.1\" }", "CHF").is_ok());
}

#[test]
fn a_rate_of_nothing_is_refused() {
    let text = portfolio(r#"profile = { name = "bank", rate = "0" }"#);
    let refused = Portfolio::read(text.as_bytes()).unwrap_err();
    let found: Vec<_> = refused.iter().map(|problem| (problem.code().as_str(), problem.path())).collect();
    assert_eq!(found, [("number-out-of-range", "/profile/rate")]);
}

#[test]
fn a_filled_portfolio_is_written_as_it_was_given_and_reads_alike() {
    let filled = filled("profile = \"saas\"", "");
    let again = Portfolio::read(filled.to_toml().as_bytes()).unwrap();
    assert!(!filled.to_toml().contains("tiers"));
    assert_eq!((again.file(), again.assumptions()), (filled.file(), filled.assumptions()));
    let in_code = Portfolio::read(filled.to_json().as_bytes()).unwrap();
    assert_eq!(in_code.file(), filled.file());
    let given: crate::PortfolioFile = read(&filled.to_toml());
    assert_eq!(Portfolio::new(given).unwrap().file(), filled.file());
}

#[test]
fn what_is_not_known_of_one_service_is_not_known_of_any() {
    let second = "\n[[services]]\nname = \"search\"\nkind = \"digital\"\nteam = \"shopping\"\nexposure_per_hour = \"15000\"\n\
                  feature_demand = \"high\"\n";
    let spread = |more: &str| {
        let options = crate::SimulationOptions::new().trials(2_000);
        let simulation = crate::simulate(&filled("profile = \"saas\"", more), options).unwrap();
        let all = simulation.portfolio.difference.unwrap();
        (all.p95.amount() - all.p5.amount()).to_string().parse::<f64>().unwrap()
    };
    // Two services are twice as far apart as one, not √2 times.
    let ratio = spread(second) / spread("");
    assert!(ratio > 1.8, "{ratio}");
}

#[test]
fn a_service_without_a_team_is_given_one_of_its_own() {
    let alone = |profile: &str| {
        let text = portfolio(profile).replace("team = \"shopping\"\n", "");
        Portfolio::read(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
    };
    let filled = alone("profile = \"saas\"");
    assert_eq!(filled.file().services[0].team.as_deref(), Some("basket"));
    assert!(filled.file().teams[1].hourly_cost.is_some());
    assert_eq!(crate::compare(&filled).unwrap().missing, Vec::<String>::new());
    let told = filled.assumptions().iter().find(|assumption| assumption.code == "team-of-its-own").unwrap();
    assert_eq!(told.value, "a team of its own where none is named, for 1 service");
    assert!(!filled.to_toml().contains("team = "), "what is written stays as it was");
    assert_eq!(alone("").file().services[0].team, None);
}

#[test]
fn no_profile_decides_the_question() {
    for profile in Profile::all() {
        let comparison = crate::compare(&filled(&format!("profile = \"{}\"", profile.name), "")).unwrap();
        let outlook = comparison.outlook.as_deref().unwrap();
        let is_less: Vec<bool> = outlook.ends.iter().map(|end| end.difference < crate::Money::ZERO).collect();
        assert!(!is_less[0] && is_less[2] && !outlook.settled, "{}: {:?}", profile.name, outlook.ends);
        assert!(outlook.find_out.len() == 3 && outlook.find_out.iter().all(|found| !found.swing.is_zero()));
        let said = &comparison.headline()[0];
        assert!(said.starts_with("Not settled: find out these three: "), "{said}");
    }
    assert_eq!(crate::compare(&filled("", "")).unwrap().outlook, None);
}
