//! Costs that are nobody's time: lines that a portfolio adds to the model, with the values that they come to.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests may fail loudly")]

mod common;

use std::fmt::Write;

use common::{BANDS, read};
use whorunsit::{
    Costs, Dimension, Money, Portfolio, ProblemCode, SimulationOptions, Strategy, compare, costs, plan,
    sensitivity, simulate,
};

/// One service of team t, whose demand says who runs it, with lines that the portfolio adds.
fn one(demand: &str, team: &str, lines: &str) -> String {
    format!(
        "schema = 1\ncurrency = \"GBP\"\n[on_call.product_teams]\n\
         standby = {{ amount = \"10\", per = \"hour\" }}\n{lines}\n{BANDS}\n\
         [[teams]]\nname = \"t\"\n{team}\n[[services]]\nname = \"s\"\nkind = \"digital\"\nteam = \"t\"\n\
         exposure_per_hour = \"200000\"\nfeature_demand = \"{demand}\"\nincidents_per_year = 12\n"
    )
}

fn ledger(text: &str) -> Costs {
    costs(&read(text), Strategy::HybridAtScale, &[Dimension::Code], true)
        .expect("it fits")
        .expect("a strategy")
}

/// Amount, basis, holder and accounting of each line with a code.
fn lines(text: &str, code: &str) -> Vec<(String, String)> {
    let items = ledger(text).line_items.into_iter().filter(|item| item.code_word() == code);
    items.map(|item| (item.amount.map_or("null".to_owned(), |it| it.to_string()), item.basis())).collect()
}

fn line(text: &str, code: &str) -> (String, String) {
    let lines = lines(text, code);
    assert_eq!(lines.len(), 1, "{code} in {text}");
    lines.into_iter().next().expect("there is one")
}

#[test]
fn a_contract_is_paid_if_operations_run_anything() {
    let contract = "[[recurring_costs]]\nname = \"support-contract\"\namount = \"500000\"\n\
                    operating_model = \"ops-run-it\"\nbudget_holder = \"it\"\naccounting = \"capex\"\n";
    let (amount, basis) = line(&one("low", "", contract), "support-contract");
    assert_eq!((amount.as_str(), basis.as_str()), ("500000", "support-contract: £500,000"));
    assert!(lines(&one("very-high", "", contract), "support-contract").is_empty());
    let costs = ledger(&one("low", "", contract));
    let item = costs.line_items.iter().find(|item| item.code_word() == "support-contract").expect("there");
    assert_eq!(item.budget_holder.map(|holder| holder.as_str()), Some("it"));
    assert_eq!((item.accounting.as_str(), item.cost_type().as_str()), ("capex", "run"));
    assert_eq!(item.over_horizon.expect("given").to_string(), "1500000");
    let codes = costs.groups.iter().filter_map(|group| group.by.first()?.1.clone());
    assert!(codes.into_iter().any(|code| &*code == "support-contract"));
}

#[test]
fn a_licence_is_paid_for_each_person_on_call() {
    let licence = "[[recurring_costs]]\nname = \"incident-platform\"\namount = \"21\"\nfrequency = \"monthly\"\n\
                   per = \"person-on-call\"\noperating_model = \"you-build-it-you-run-it\"\n";
    let people = "on_call_participants = 6";
    let (amount, basis) = line(&one("very-high", people, licence), "incident-platform");
    // 21 × 12 × 6.
    let formula = "incident-platform of team t: 6 people × 12 months × £21";
    assert_eq!((amount.as_str(), basis.as_str()), ("1512", formula));
    assert!(lines(&one("low", people, licence), "incident-platform").is_empty());
    // What is not known is not estimated.
    let text = one("very-high", "", licence);
    assert_eq!(line(&text, "incident-platform").0, "null");
    assert!(ledger(&text).missing.contains(&"/teams/0/on_call_participants".to_owned()));
    assert!(compare(&read(&text)).expect("it fits").services[0].insurance.agrees.is_none());
}

#[test]
fn events_are_paid_for_as_often_as_they_happen() {
    let line_of = |per: &str| {
        format!(
            "[[recurring_costs]]\nname = \"fee\"\namount = \"30\"\nper = \"{per}\"\n\
                 [response.you-build-it-you-run-it]\ntiers = [\n\
                 {{ name = \"a\", pick_up = \"5min\", handling = \"1h\", people = 2, resolves = \"75%\" }},\n\
                 {{ name = \"b\", pick_up = \"5min\", handling = \"4h\", people = 1 }} ]\n"
        )
    };
    let of = |per: &str| line(&one("very-high", "", &line_of(per)), "fee");
    assert_eq!(of("incident"), ("360".to_owned(), "12 incidents × £30".to_owned()));
    assert_eq!(of("deployment"), ("7800".to_owned(), "260 deployments × £30".to_owned()));
    // 2 people for 1 h, and in a quarter of the incidents one for 4 h.
    let hours = ("1080".to_owned(), "12 incidents × 3 h of work × £30".to_owned());
    assert_eq!(of("hour-of-response"), hours);
    assert_eq!(of("service"), ("30".to_owned(), "£30".to_owned()));
    // Nobody has said how incidents are responded to.
    let text = one(
        "very-high",
        "",
        "[[recurring_costs]]\nname = \"fee\"\namount = \"30\"\nper = \"hour-of-response\"\n",
    );
    assert_eq!(line(&text, "fee").0, "null");
}

#[test]
fn seats_are_staffed_around_the_clock() {
    let seats = "[[recurring_costs]]\nname = \"bridge\"\namount = \"60000\"\n\
                 operating_model = \"ops-run-it\"\nseats = { number = 2, leave = \"16%\" }\n";
    // 168 h a week by 40 h × 84 %: five people a seat.
    let (amount, basis) = line(&one("low", "", seats), "bridge");
    assert_eq!((amount.as_str(), basis.as_str()), ("600000", "bridge: 2 seats × 5 people a seat × £60,000"));
    let seats = seats.replace("leave = \"16%\"", "hours_per_week = 35, overlap = \"25%\"");
    // 168 × 1.25 ÷ 35 = 6.
    assert_eq!(line(&one("low", "", &seats), "bridge").0, "720000");
}

#[test]
fn a_contract_pays_back_incidents_above_a_number() {
    let contract = |above: u32| {
        format!(
            "[[recurring_costs]]\nname = \"support\"\namount = \"100000\"\noperating_model = \"ops-run-it\"\n\
                 service_credits = {{ above_incidents = {above}, amount = \"2000\" }}\n"
        )
    };
    let amounts = |above| {
        let lines = lines(&one("low", "", &contract(above)), "support");
        lines.into_iter().map(|(amount, _)| amount).collect::<Vec<_>>()
    };
    assert_eq!(amounts(10), ["-4000", "100000"]);
    assert_eq!(amounts(12), ["0", "100000"]);
}

/// Five services of three teams, two of them in a domain, with lines of every scope.
fn organisation(lines: &str, model_of: &dyn Fn(usize) -> Option<&'static str>) -> String {
    let response = |model: &str, handling: &str| {
        format!(
            "[response.{model}]\ntiers = [{{ name = \"x\", pick_up = \"5min\", handling = \"{handling}\", people = 1 }}]\n"
        )
    };
    let one_off =
        "{ deployment-throughput = \"0\", service-reliability = \"2000\", learning-culture = \"0\" }";
    let mut text = format!(
        "schema = 1\ncurrency = \"GBP\"\nruns_today = \"nothing\"\n{lines}\n[on_call.product_teams]\n\
         standby = {{ amount = \"300\", per = \"week\" }}\ncallout = \"none\"\n[on_call.operations]\n\
         standby = {{ amount = \"60\", per = \"week\" }}\ncallout = \"none\"\nparticipants = 5\n\
         [operations]\nhourly_cost = \"50\"\n[throughput]\nhand_off_lead_time = \"1h\"\n\
         effort_per_deployment = \"1h\"\n[learning]\nlead_time = \"1h\"\neffort_per_improvement = \"1h\"\n\
         [operations_work]\neffort_per_week = \"1h\"\n[transition]\nservice-reliability = \"500\"\n\
         [setup]\n{}\n{}{}{BANDS}\n[[domains]]\nname = \"d\"\n",
        one_off.trim_matches(['{', '}', ' ']).replace(", ", "\n"),
        response("you-build-it-you-run-it", "1h"),
        response("ops-run-it", "3h"),
    );
    for team in ["a", "b", "c"] {
        let domain = if team == "c" { "" } else { "domain = \"d\"\n" };
        let _ = write!(
            text,
            "[[teams]]\nname = \"{team}\"\n{domain}hourly_cost = \"60\"\ncapacity_hours_per_week = 0\nrework_rate = \"0%\"\non_call_participants = 4\n"
        );
    }
    let services = [("a", 300, 2), ("a", 9000, 2), ("b", 100, 5), ("b", 6000, 1), ("c", 1200, 4)];
    for (number, (team, exposure, incidents)) in services.into_iter().enumerate() {
        let model =
            model_of(number).map(|model| format!("operating_model = \"{model}\"\n")).unwrap_or_default();
        let _ = write!(
            text,
            "[[services]]\nname = \"s{number}\"\nkind = \"digital\"\nteam = \"{team}\"\nexposure_per_hour = \"{exposure}\"\n\
             feature_demand = \"medium\"\nincidents_per_year = {incidents}\nfeatures_per_year = 0\nvalue_per_feature_week = \"0\"\n\
             insights_per_year = 0\nvalue_per_insight_week = \"0\"\n{model}"
        );
    }
    text
}

fn least(text: &str) -> Money {
    let comparison = compare(&read(text)).expect("it fits");
    let least = comparison.strategies.iter().find(|costs| costs.strategy == Strategy::LeastCost);
    let least = least.expect("everything has a price");
    let ledger = costs(&read(text), Strategy::LeastCost, &[], false).expect("it fits").expect("a price");
    let sum = ledger.premium.over_horizon.plus(ledger.loss.over_horizon).expect("it fits");
    assert_eq!(least.over_horizon, sum);
    sum
}

const MODELS: [&str; 2] = ["ops-run-it", "you-build-it-you-run-it"];

/// Lines by the scope that pays, the model, an amount, and whether they are paid once.
fn all_lines(seed: u32) -> String {
    let scopes = ["portfolio", "domain", "team", "person-on-call", "service", "incident"];
    let mut text = String::new();
    for (number, scope) in (0_u32..).zip(scopes) {
        for (place, model) in (0_u32..).zip(MODELS) {
            let amount = (seed * 7919 + number * 104_729 + place * 1_299_709) % 9
                * [150, 400, 500, 60, 500, 60][number as usize];
            let often = if (seed + number + place).is_multiple_of(3) && number < 5 {
                "frequency = \"one-off\"\n"
            } else {
                ""
            };
            let _ = write!(
                text,
                "[[recurring_costs]]\nname = \"{scope} {place}\"\namount = \"{amount}\"\nper = \"{scope}\"\n\
                 operating_model = \"{model}\"\n{often}"
            );
        }
    }
    text + "[[recurring_costs]]\nname = \"always\"\namount = \"50\"\nper = \"team\"\n"
}

#[test]
fn least_cost_is_the_least_of_all_assignments() {
    let mut mixed = 0;
    for seed in 0..12 {
        let lines = all_lines(seed);
        let found = least(&organisation(&lines, &|_| None));
        let mut best = None;
        for chosen in 0..32_u32 {
            let of = |service: usize| MODELS.get((chosen >> service & 1) as usize).copied();
            let cost = least(&organisation(&lines, &of));
            if best.is_none_or(|(best, _)| cost < best) {
                best = Some((cost, chosen));
            }
        }
        let (best, chosen) = best.expect("there are some");
        assert_eq!(found, best, "seed {seed}");
        mixed += u32::from(chosen != 0 && chosen != 31);
    }
    assert!(mixed > 2, "{mixed} of 12 are mixed: the lines decide too little");
}

#[test]
fn a_difference_is_that_of_two_ledgers() {
    for seed in 0..6 {
        let lines = all_lines(seed);
        let portfolio = read(&organisation(&lines, &|_| None));
        let comparison = compare(&portfolio).expect("it fits");
        let total = |service: usize, model: &'static str| {
            let of = |other: usize| {
                let chosen = comparison.services.get(other).map(|it| it.operating_model.as_str());
                if other == service { Some(model) } else { chosen }
            };
            let text = organisation(&lines, &of);
            let costs =
                costs(&read(&text), Strategy::HybridAtScale, &[], false).expect("it fits").expect("a price");
            costs.premium.over_horizon.plus(costs.loss.over_horizon).expect("it fits")
        };
        let told = sensitivity(&portfolio, 1).expect("it fits");
        for (number, service) in comparison.services.iter().enumerate() {
            let [operations, team] = MODELS.map(|model| total(number, model));
            assert_eq!(
                service.insurance.net_benefit,
                operations.minus(team).expect("it fits"),
                "seed {seed}"
            );
            let same = told.services.iter().find(|told| told.name == service.name).expect("it is told");
            assert_eq!(same.difference, team.minus(operations).expect("it fits"), "seed {seed}");
        }
        // The trial's exact means are the ledger's own.
        let simulation = simulate(&portfolio, SimulationOptions::new().trials(64)).expect("it runs");
        let ours =
            comparison.strategies.iter().find(|it| it.strategy == Strategy::HybridAtScale).expect("there");
        let exact =
            simulation.portfolio.hybrid_at_scale.cost_over_horizon.expect("given").exact_mean.expect("told");
        assert!(
            exact.minus(ours.over_horizon).expect("it fits").size() < "1".parse().expect("money"),
            "{exact}"
        );
        // Where nothing runs today, the plan is what is recommended from the first month on.
        let plan = plan(&portfolio).expect("it fits");
        assert_eq!(plan.months.last().map(|month| month.cumulative), Some(ours.over_horizon), "seed {seed}");
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    for (line, code, path, words) in [
        ("name = \"c\"", ProblemCode::MissingKey, "/recurring_costs/0/amount", "`amount` is missing"),
        (
            "name = \"c\"\namount = \"1\"\nper = \"incident\"\nfrequency = \"monthly\"",
            ProblemCode::ConflictingKeys,
            "/recurring_costs/0/frequency",
            "as often as there is one",
        ),
        (
            "name = \"c\"\namount = \"1\"\ncost_type = \"setup\"",
            ProblemCode::ConflictingKeys,
            "/recurring_costs/0/cost_type",
            "`setup` is paid once",
        ),
        (
            "name = \"c\"\namount = \"1\"\nteam = \"u\"",
            ProblemCode::UnknownTeam,
            "/recurring_costs/0/team",
            "there is no team `u`",
        ),
        (
            "name = \"c\"\namount = \"1\"\nseats = { number = 1, leave = \"100%\" }",
            ProblemCode::InvalidShare,
            "/recurring_costs/0/seats/leave",
            "staff no seat",
        ),
        (
            "name = \"c\"\namount = \"1\"\nper = \"deployment\"\nseats = { number = 1 }",
            ProblemCode::ConflictingKeys,
            "/recurring_costs/0/seats",
            "not staffed per deployment",
        ),
        (
            "name = \"c\"\namount = \"1\"\nfrequency = \"one-off\"\nservice_credits = { above_incidents = 1, amount = \"5\" }",
            ProblemCode::ConflictingKeys,
            "/recurring_costs/0/service_credits",
            "paid once",
        ),
    ] {
        let text = one("low", "", &format!("[[recurring_costs]]\n{line}\n"));
        let problems = Portfolio::read(text.as_bytes()).expect_err(line);
        let all: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
        assert_eq!(all, [(code, path)], "{line}");
        assert!(problems.to_string().contains(words), "{problems}");
    }
}

#[test]
fn a_line_has_a_code_of_its_own() {
    let line = "[[recurring_costs]]\nname = \"standby\"\namount = \"1\"\n";
    let problems = Portfolio::read(one("low", "", line).as_bytes()).expect_err("the code is taken");
    let all: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
    assert_eq!(all, [(ProblemCode::DuplicateName, "/recurring_costs/0/name")]);
}

#[test]
fn costs_in_other_places_are_told_where_they_belong() {
    for (top, path) in [
        (
            "[operations]\nhourly_cost = \"60\"\ncontract_per_year = \"500000\"",
            "/operations/contract_per_year",
        ),
        ("[run.you-build-it-you-run-it]\nservice-reliability = \"21\"", "/run"),
    ] {
        let problems = Portfolio::read(one("low", "", top).as_bytes()).expect_err("no such key");
        let all: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.path())).collect();
        assert_eq!(all, [(ProblemCode::UnknownKey, path)]);
        assert!(problems.iter().all(|problem| problem.help().contains("[[recurring_costs]]")), "{problems}");
    }
}
