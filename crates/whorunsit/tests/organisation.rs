//! An organisation as it is: terms of domains, teams and services, with the values that they come to.
#![expect(clippy::expect_used, reason = "tests may fail loudly")]

mod common;

use common::{BANDS, read};
use whorunsit::{Portfolio, ProblemCode, Strategy, compare, costs, schedules};

/// A portfolio of one service of team t, with lines before the bands, of the team, and of the service.
fn one(top: &str, team: &str, service: &str) -> String {
    format!(
        "schema = 1\ncurrency = \"GBP\"\n{top}\n{BANDS}\n[[teams]]\nname = \"t\"\n{team}\n\
         [[services]]\nname = \"s\"\nkind = \"digital\"\nteam = \"t\"\nexposure_per_hour = \"700000\"\n\
         feature_demand = \"very-high\"\n{service}\n"
    )
}

/// What standby of the product team's schedule costs a year.
fn standby(text: &str) -> String {
    let plan = schedules(&read(text)).expect("it fits");
    let cost = plan.standby.product_teams_cost_per_year.expect("pay is given");
    cost.to_string()
}

const TEN: &str = "[on_call.product_teams]\nstandby = { amount = \"10\", per = \"hour\" }";

#[test]
fn a_team_is_paid_at_its_own_rate() {
    assert_eq!(standby(&one(TEN, "", "")), "66560");
    assert_eq!(standby(&one(TEN, r#"on_call = { standby = { amount = "15", per = "hour" } }"#, "")), "99840");
}

#[test]
fn a_team_is_paid_for_its_own_hours() {
    let hours = r#"working_hours = "Mon-Fri 08:00-18:00""#;
    assert_eq!(standby(&one(TEN, hours, "")), "61360");
    assert_eq!(standby(&one(TEN, &format!("calendar = {{ {hours} }}"), "")), "61360");
    let named = format!("{TEN}\n[calendars.long]\n{hours}");
    assert_eq!(standby(&one(&named, r#"calendar = "long""#, "")), "61360");
}

#[test]
fn a_service_is_responded_to_as_it_says() {
    let tiers = r#"tiers = [{ name = "x", pick_up = "5min", handling = "1h", people = 1 }]"#;
    let hours = |top: &str, service: &str| {
        let service = format!("incidents_per_year = 12\n{service}");
        let comparison = compare(&read(&one(&format!("{TEN}\n{top}"), "", &service))).expect("it fits");
        let you = &comparison.services[0].you_build_it_you_run_it;
        you.incidents.as_ref().map(|incidents| incidents.hours_to_restore.round_dp(4).to_string())
    };
    let own = format!("response = {{ you-build-it-you-run-it = {{ {tiers} }} }}");
    assert_eq!(hours("", &own).as_deref(), Some("1.0833"));
    assert_eq!(
        hours(&format!("[responses.gold]\n{tiers}"), "response = \"gold\"").as_deref(),
        Some("1.0833")
    );
    let block = format!("[responses.gold.you-build-it-you-run-it]\n{tiers}");
    assert_eq!(hours(&block, "response = \"gold\"").as_deref(), Some("1.0833"));
    // A block that says how the other model responds leaves this one to the portfolio, as a table in its place does.
    let around = format!("[response.you-build-it-you-run-it]\n{tiers}");
    let other = format!("[responses.gold.ops-run-it]\n{tiers}\n{around}");
    assert_eq!(hours(&other, "response = \"gold\"").as_deref(), Some("1.0833"));
    let in_place = format!("response = {{ ops-run-it = {{ {tiers} }} }}");
    assert_eq!(hours(&around, &in_place).as_deref(), Some("1.0833"));
    assert_eq!(hours("", ""), None);
}

#[test]
fn a_service_is_set_up_for_what_it_says() {
    let text = one(TEN, "", r#"setup = { deployment-throughput = "4000" }"#);
    let costs =
        costs(&read(&text), Strategy::HybridAtScale, &[], true).expect("it fits").expect("a strategy");
    let item =
        costs.line_items.iter().find(|item| item.code.as_str() == "throughput-setup").expect("it is there");
    assert_eq!(item.amount.map(|amount| amount.to_string()).as_deref(), Some("4000"));
    assert_eq!(item.basis(), "£4,000 (amount of service s)");
}

#[test]
fn what_does_not_fit_together_is_told() {
    let domain = "[[domains]]\nname = \"d\"\n";
    let teams = |other: &str| {
        let top = format!("{TEN}\n{domain}");
        let team = format!("domain = \"d\"\n[[teams]]\nname = \"u\"\ndomain = \"d\"\n{other}");
        Portfolio::read(one(&top, &team, "").as_bytes())
    };
    assert!(teams("").is_ok());
    // The only service of a team speaks for it; a team without any service is of no other opinion.
    let hours = "working_hours = \"Mon-Fri 08:00-18:00\"";
    let empty = "domain = \"d\"\n[[teams]]\nname = \"u\"\ndomain = \"d\"\n";
    assert!(Portfolio::read(one(&format!("{TEN}\n{domain}"), empty, hours).as_bytes()).is_ok());
    for (other, words) in [
        ("working_hours = \"Mon-Fri 08:00-18:00\"", "two calendars for one schedule"),
        ("on_call = { standby = { amount = \"15\", per = \"hour\" } }", "two rates for one schedule"),
    ] {
        let problems = teams(other).expect_err("the domain has to say");
        let all: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
        assert_eq!(all, [(ProblemCode::ConflictingKeys, "/domains/0")], "{words}");
        assert!(problems.to_string().contains(words), "{problems}");
    }
}

#[test]
fn automating_a_step_of_a_services_own_response_restores_it_sooner() {
    let own = "incidents_per_year = 4\n[services.response.you-build-it-you-run-it]\n\
               tiers = [{ name = \"team\", pick_up = \"5min\", handling = \"30min\", people = 1 }]\n\
               workflow = [{ name = \"raise a ticket\", delay = \"1h\", automated = false }]";
    let ready = whorunsit::ready(&read(&one("", "", own))).expect("it fits");
    let workflow = ready.objections.iter().find_map(|objection| match &objection.figure {
        whorunsit::Figure::IncidentWorkflow(workflow) => Some(workflow),
        _ => None,
    });
    let workflow = workflow.expect("one objection is about it");
    let step = workflow.steps.first().expect("there is a step");
    assert_eq!(step.delay.map(|delay| delay.to_string()).as_deref(), Some("1h"));
    let sooner = workflow.hours_to_restore_after.zip(workflow.hours_to_restore_automated);
    let sooner = sooner.map(|(after, automated)| (after - automated).normalize());
    assert_eq!(sooner.map(|hours| hours.to_string()).as_deref(), Some("1"));
}

/// A shop that needs a ledger, which needs a database; the lines of each service.
fn chain(top: &str, [shop, ledger, db]: [&str; 3]) -> String {
    let service = |name: &str, lines: &str| {
        format!(
            "[[services]]\nname = \"{name}\"\nkind = \"digital\"\nteam = \"t\"\nexposure_per_hour = \"1000\"\n\
             feature_demand = \"very-high\"\n{lines}\n"
        )
    };
    let services = [service("shop", shop), service("ledger", ledger), service("db", db)].concat();
    format!("schema = 1\ncurrency = \"GBP\"\n{top}\n{BANDS}\n[[teams]]\nname = \"t\"\n{services}")
}

fn ceilings(text: &str) -> Vec<String> {
    let recommendation = whorunsit::recommend(&read(text)).expect("it fits");
    let findings = recommendation.services.iter().flat_map(|service| &service.findings);
    findings.filter(|it| it.code().as_str() == "dependency-below-target").map(ToString::to_string).collect()
}

#[test]
fn what_a_service_needs_puts_a_ceiling_on_it() {
    let of = |target: &str| format!("availability_target = \"{target}\"");
    let on =
        |target: &str, needs: &str| format!("availability_target = \"{target}\"\ndepends_on = [{needs}]");
    // 99.9 on 99.0: the ceiling is 99.0.
    assert_eq!(
        ceilings(&chain("", [&on("99.9", "\"db\""), &of("99.9"), &of("99.0")])),
        [
            "it depends on db, whose target is to be available 99 % of the time: even without incidents of its own it would be \
          available 99 % at most, below its target of 99.9 %"
        ]
    );
    // 0.999 × 0.99 = 98.901 %, the database once although two ways lead to it.
    let both = on("99.0", "\"ledger\", \"db\"");
    assert_eq!(
        ceilings(&chain("", [&both, &on("99.9", "\"db\""), &of("99.0")])),
        [
            "it depends on db, whose target is to be available 99 % of the time, and on 1 other service: even without incidents \
          of its own it would be available 98.901 % at most, below its target of 99.0 %",
            "it depends on db, whose target is to be available 99 % of the time: even without incidents of its own it would be \
          available 99 % at most, below its target of 99.9 %"
        ]
    );
    // A tenth of the shop fails with the database: 1 − 0.1 × 0.01 = 99.9 %.
    let tenth = on("99.9", "{ service = \"db\", degraded = \"10%\" }");
    assert!(ceilings(&chain("", [&tenth, &of("99.9"), &of("99.0")])).is_empty());
    // 87.36 incidents of an hour are 1 % of 8 736 hours; the ceiling is by what is expected, whatever the target says.
    let top = "[response.you-build-it-you-run-it]\n\
               tiers = [{ name = \"team\", pick_up = \"0min\", handling = \"1h\", people = 1 }]";
    let often = format!("{}\nminimum_out_of_hours = \"team\"\nincidents_per_year = 87.36", of("99.99"));
    let told = ceilings(&chain(top, [&on("99.9", "\"db\""), &of("99.9"), &often]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("db, which is expected to be available 99 % of the time"), "{told:?}");
    // Losses stay where they are.
    let alone = chain(top, [&of("99.9"), &of("99.9"), &often]);
    let needing = chain(top, [&on("99.9", "\"db\""), &of("99.9"), &often]);
    let losses = |text: &str| {
        let costs =
            costs(&read(text), Strategy::HybridAtScale, &[], true).expect("it fits").expect("a strategy");
        format!("{:?}", costs.line_items)
    };
    assert_eq!(losses(&alone), losses(&needing));
}

#[test]
fn circles_and_unknown_names_of_dependencies_are_told() {
    let told = |lines: [&str; 3]| {
        let problems = Portfolio::read(chain("", lines).as_bytes()).expect_err("it does not fit together");
        let one = |it: &whorunsit::problem::Problem| {
            format!("{} {} {} {}", it.code(), it.path(), it.message(), it.help())
        };
        problems.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(
        told(["depends_on = [\"ledger\"]", "depends_on = [\"db\"]", "depends_on = [\"shop\"]"]),
        [
            "circular-dependency /services/2/depends_on services depend on each other in a circle: `shop` → `ledger` → `db` → \
          `shop` take one of these dependencies out"
        ]
    );
    assert_eq!(told(["depends_on = [\"shop\"]", "", ""]).len(), 1);
    assert_eq!(
        told(["depends_on = [\"legder\", \"db\", \"db\"]", "", ""]),
        [
            "unknown-service /services/0/depends_on/0 there is no service `legder` did you mean `ledger`?",
            "duplicate-name /services/0/depends_on/2 `db` stands twice in the list name each service once"
        ]
    );
}

#[test]
fn availability_has_two_readings_beside_the_strict_one() {
    let top = "[response.you-build-it-you-run-it]\n\
               tiers = [{ name = \"team\", pick_up = \"5min\", handling = \"1h\", people = 1 }]";
    let of = |lines: &str| {
        let service = format!("incidents_per_year = 12\n{lines}");
        compare(&read(&one(top, "", &service))).expect("it fits").services.remove(0).you_build_it_you_run_it
    };
    // 12 × 65 min = 13 h of 8 736 h; a quarter of it is full outage; 30 % of it is lost.
    let strict = of("severity = \"30%\"");
    assert_eq!(strict.expected_availability.map(|it| it.to_string()).as_deref(), Some("99.851190"));
    assert_eq!(strict.partial_outages, None);
    let told = of("severity = \"30%\"\nfull_outage_share = \"25%\"");
    let both = told.partial_outages.map(|it| (it.served.to_string(), it.weighted.to_string()));
    assert_eq!(both, Some(("99.962798".to_owned(), "99.955357".to_owned())));
    assert_eq!(
        (told.expected_availability, told.meets_target),
        (strict.expected_availability, strict.meets_target)
    );
}
