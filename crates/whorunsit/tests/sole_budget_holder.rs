//! A domain's schedule that one team's budget pays for: its parts stay, their holder changes.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::{Costs, Dimension, Portfolio, ProblemCode, Strategy, costs};

/// Three teams of a domain that share a schedule of £300 a week, and one in no domain.
fn domain(holder: &str, teams: [&str; 3]) -> String {
    let mut text = format!(
        "schema = 1\ncurrency = \"GBP\"\n[on_call.product_teams]\n\
         standby = {{ amount = \"300\", per = \"week\" }}\ncallout = \"none\"\n{BANDS}\n\
         [[domains]]\nname = \"shop\"\n{holder}\n[[teams]]\nname = \"other\"\n"
    );
    for (name, keys) in ["basket", "payments", "search"].into_iter().zip(teams) {
        text.push_str(&format!(
            "[[teams]]\nname = \"{name}\"\ndomain = \"shop\"\n{keys}\n[[services]]\nname = \"{name}\"\n\
             kind = \"digital\"\nteam = \"{name}\"\nexposure_per_hour = \"200000\"\nfeature_demand = \"high\"\n"
        ));
    }
    text
}

fn ledger(text: &str, by: Dimension) -> Costs {
    costs(&read(text), Strategy::HybridAtScale, &[by], true).expect("it fits").expect("a strategy")
}

/// What each team's budget pays for standby, by the team that builds the service.
fn standby(text: &str) -> Vec<(String, String, String, String)> {
    let items = ledger(text, Dimension::Code).line_items.into_iter();
    let items = items.filter(|item| item.code_word() == "standby");
    let own = |name: Option<std::sync::Arc<str>>| name.map_or_else(String::new, |name| name.to_string());
    let holder =
        |item: &whorunsit::LineItem| item.budget_holder.map_or("", |holder| holder.as_str()).to_owned();
    let amount = |item: &whorunsit::LineItem| item.amount.map_or_else(String::new, |it| it.to_string());
    items.map(|item| (own(item.team.clone()), amount(&item), holder(&item), own(item.budget_team))).collect()
}

/// What budgets pay a year, by team.
fn paid(text: &str) -> Vec<(String, String)> {
    let groups = ledger(text, Dimension::BudgetTeam).groups.into_iter();
    let groups = groups.filter(|group| !group.totals.per_year.is_zero());
    let name = |group: &whorunsit::Group| {
        group.by.first().and_then(|(_, name)| name.clone()).expect("a team").to_string()
    };
    groups.map(|group| (name(&group), group.totals.per_year.to_string())).collect()
}

fn parts(teams: [(&str, &str, &str); 3]) -> Vec<(String, String, String, String)> {
    let part = |(team, holder, budget): (&str, &str, &str)| {
        (team.to_owned(), "5200".to_owned(), holder.to_owned(), budget.to_owned())
    };
    teams.map(part).into()
}

#[test]
fn one_budget_pays_for_the_schedule_of_a_domain() {
    let shared = domain("", [""; 3]);
    let own = "product-team";
    assert_eq!(standby(&shared), parts([("basket", own, ""), ("payments", own, ""), ("search", own, "")]));
    let each = |name: &str| (name.to_owned(), "5200".to_owned());
    assert_eq!(paid(&shared), ["basket", "payments", "search"].map(each));
    // 52 × 300 from one budget; each service bears its part all the same.
    let sole = domain("sole_budget_holder = \"payments\"", [""; 3]);
    let by = "payments";
    assert_eq!(standby(&sole), parts([("basket", own, by), ("payments", own, ""), ("search", own, by)]));
    assert_eq!(paid(&sole), [("payments".to_owned(), "15600".to_owned())]);
    // The holder is funded by IT.
    let funded = domain("sole_budget_holder = \"payments\"", ["", "funding = \"it\"", ""]);
    assert_eq!(standby(&funded), parts([("basket", "it", by), ("payments", "it", ""), ("search", "it", by)]));
    // Operations that pay for everybody pay for the domain.
    let operations = sole.replace("callout = ", "budget_holder = \"operations\"\ncallout = ");
    let all = "operations";
    assert_eq!(
        standby(&operations),
        parts([("basket", all, ""), ("payments", all, ""), ("search", all, "")])
    );
}

#[test]
fn the_largest_team_is_an_assumption() {
    let people = ["on_call_participants = 4", "on_call_participants = 5", "on_call_participants = 5"];
    let text = domain("sole_budget_holder = \"largest-team\"", people);
    assert_eq!(paid(&text), [("payments".to_owned(), "15600".to_owned())]);
    let codes = |text: &str| -> Vec<&str> {
        ledger(text, Dimension::Code).assumptions.iter().map(|assumption| assumption.code).collect()
    };
    assert!(codes(&text).contains(&"sole-budget-holder"));
    assert!(!codes(&domain("sole_budget_holder = \"payments\"", [""; 3])).contains(&"sole-budget-holder"));
    // One team does not say how many: services count, one each, so the first of them.
    let text = domain("sole_budget_holder = \"largest-team\"", ["", people[1], people[2]]);
    assert_eq!(paid(&text), [("basket".to_owned(), "15600".to_owned())]);
}

#[test]
fn a_holder_is_a_team_of_the_domain() {
    for (holder, code, message) in [
        ("paymens", ProblemCode::UnknownTeam, "there is no team `paymens`"),
        ("other", ProblemCode::ConflictingKeys, "team `other` is not in domain `shop`"),
    ] {
        let text = domain(&format!("sole_budget_holder = \"{holder}\""), [""; 3]);
        let problems = Portfolio::read(text.as_bytes()).expect_err(holder);
        let problem = problems.iter().next().expect("one");
        assert_eq!((problem.code(), problem.message()), (code, message));
        assert_eq!(problem.path(), "/domains/0/sole_budget_holder");
    }
}
