//! A secondary that is paid less standby than the primary.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::{Portfolio, ProblemCode, compare, recommend};

/// Two services, of a team that is on call and of operations; their terms.
fn two(team: &str, operations: &str, own: &str) -> String {
    format!(
        "schema = 1\ncurrency = \"GBP\"\n[on_call.product_teams]\nstandby = {{ amount = \"400\", per = \"week\" }}\n\
         {team}\n[on_call.operations]\nstandby = {{ amount = \"300\", per = \"week\" }}\n{operations}\n{BANDS}\n\
         [[teams]]\nname = \"shop\"\n{own}\n\
         [[services]]\nname = \"shop\"\nkind = \"digital\"\nteam = \"shop\"\nexposure_per_hour = \"700000\"\n\
         feature_demand = \"high\"\n[[services]]\nname = \"archive\"\nkind = \"digital\"\nteam = \"shop\"\n\
         exposure_per_hour = \"5000\"\nfeature_demand = \"low\"\n"
    )
}

/// A year of standby of the team's schedule and of operations' rotas, and people on call at once.
fn standby(text: &str) -> Vec<(String, u32)> {
    let schedules = recommend(&read(text)).expect("it fits").schedules;
    let cost = |cost: Option<whorunsit::Money>| cost.expect("pay is given").to_string();
    schedules.iter().map(|it| (cost(it.standby_cost_per_year), it.people_on_call)).collect()
}

#[test]
fn a_secondary_costs_its_share() {
    let twice = "people_per_schedule = 2";
    let said = |amounts: [(&str, u32); 2]| amounts.map(|(amount, people)| (amount.to_owned(), people));
    assert_eq!(standby(&two(twice, "", "")), said([("41600", 2), ("15600", 1)]));
    // 52 × 400 × 1.5 and, in two rotas of three, 52 × 300 × 2 × (1 + 2 × 25 %).
    let team = "people_per_schedule = 2\nsecondary_standby = \"50%\"";
    let rotas = "rotas = 2\npeople_per_schedule = 3\nsecondary_standby = \"25%\"";
    assert_eq!(standby(&two(team, rotas, "")), said([("31200", 2), ("46800", 6)]));
    // The team says another share: 52 × 400 × 1.1.
    let own = "on_call.secondary_standby = \"10%\"";
    assert_eq!(standby(&two(team, "", own))[0].0, "22880");
    let compared = compare(&read(&two(team, rotas, ""))).expect("it fits");
    let paid = |name: &str| {
        let found = compared.strategies.iter().find(|costs| costs.strategy.as_str() == name).expect("there");
        found.standby_per_year.map(|it| it.to_string())
    };
    assert_eq!(paid("hybrid-at-scale").as_deref(), Some("78000"));
    assert_eq!(paid("all-ops-run-it").as_deref(), Some("46800"));
}

#[test]
fn one_person_has_no_secondary() {
    for (team, operations, path) in [
        ("secondary_standby = \"50%\"", "", "/on_call/product_teams/secondary_standby"),
        ("", "people_per_schedule = 1\nsecondary_standby = \"50%\"", "/on_call/operations/secondary_standby"),
    ] {
        let problems = Portfolio::read(two(team, operations, "").as_bytes()).expect_err(path);
        let problem = problems.iter().next().expect("one");
        assert_eq!((problem.code(), problem.path()), (ProblemCode::ConflictingKeys, path));
        assert_eq!(problem.message(), "a secondary is paid `50%`, but one person is on call at a time");
    }
    let problems =
        Portfolio::read(two("people_per_schedule = 2\nsecondary_standby = \"120%\"", "", "").as_bytes());
    assert_eq!(problems.expect_err("too much").iter().next().expect("one").code(), ProblemCode::InvalidShare);
}
