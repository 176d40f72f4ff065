//! Published figures, written down by hand from their sources: nothing here comes from our own output.
#![expect(clippy::expect_used, clippy::panic, reason = "tests may fail loudly")]

use whorunsit::{
    Availability, Comparison, Dimension, Duration, FindingCode, LossProtection, Money, Name, OperatingModel,
    OutOfHours, Period, Policy, Portfolio, Preset, Recommendation, ServiceRecommendation, Strategy, compare,
    costs, recommend, schedules,
};

use OperatingModel::{OpsRunIt, YouBuildItYouRunIt};

fn target(text: &str) -> Availability {
    text.parse().expect("it is an availability")
}

fn money(text: &str) -> Money {
    text.parse().expect("it is an amount")
}

fn read(text: &str) -> Portfolio {
    Portfolio::read(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn decide(text: &str) -> Recommendation {
    recommend(&read(text)).expect("it fits")
}

const BANDS: &str = r#"
    schema = 1
    currency = "USD"
    exposure_bands = [
        { max_per_hour = "1000", availability = "95.0" },
        { max_per_hour = "10000", availability = "99.0" },
        { max_per_hour = "100000", availability = "99.9" },
        { max_per_hour = "1000000", availability = "99.99" },
    ]
"#;

fn service(name: &str, team: &str, exposure: &str, demand: &str) -> String {
    format!(
        "[[services]]\nname = \"{name}\"\nkind = \"digital\"\nteam = \"{team}\"\n\
         exposure_per_hour = \"{exposure}\"\nfeature_demand = \"{demand}\"\n"
    )
}

/// The playbook's selector: rows are exposure, columns are demand.
#[test]
fn the_selector_has_sixteen_cells() {
    let none = Some(OutOfHours::None);
    let domain = Some(OutOfHours::Domain);
    let team = Some(OutOfHours::Team);
    let ops = (OpsRunIt, None);
    let by_team = |schedule| (YouBuildItYouRunIt, schedule);
    let demands = [("low", "monthly"), ("medium", "fortnightly"), ("high", "weekly"), ("very-high", "daily")];
    let rows = [
        ("1000", "95.0", [ops, ops, by_team(none), by_team(none)]),
        ("10000", "99.0", [ops, ops, by_team(domain), by_team(domain)]),
        ("100000", "99.9", [ops, ops, by_team(team), by_team(team)]),
        ("1000000", "99.99", [by_team(team), by_team(team), by_team(team), by_team(team)]),
    ];
    for (exposure, availability, cells) in rows {
        for ((demand, deployment), (model, schedule)) in demands.into_iter().zip(cells) {
            let text = format!("{BANDS}\n[[teams]]\nname = \"t\"\n{}", service("s", "t", exposure, demand));
            let recommendation = decide(&text);
            let [service] = recommendation.services.as_slice() else { panic!("there is one service") };
            let cell = format!("{availability} and {demand}");
            assert_eq!(service.availability_target.to_string(), availability, "{cell}");
            assert_eq!(service.deployment_target.to_string(), deployment, "{cell}");
            assert_eq!(service.operating_model, model, "{cell}");
            assert_eq!(service.out_of_hours, schedule, "{cell}");
        }
    }
}

/// The traffic light between weekly and fortnightly.
#[test]
fn an_amber_cadence_is_decided_by_the_target() {
    let every_ten_days = "every 10 days".parse().expect("it is a cadence");
    for (availability, model) in [
        ("95.0", OpsRunIt),
        ("99.0", OpsRunIt),
        ("99.5", OpsRunIt),
        ("99.9", YouBuildItYouRunIt),
        ("99.99", YouBuildItYouRunIt),
    ] {
        assert_eq!(Policy::TrafficLight.model(target(availability), every_ten_days), model, "{availability}");
    }
}

/// Playbook: unavailability tolerated in a week, in seconds (8:24:00, 1:40:48, 0:50:24, 0:10:05, 0:01:00).
#[test]
fn targets_tolerate_the_published_unavailability_a_week() {
    for (availability, seconds) in
        [("95.0", "30240"), ("99.0", "6048"), ("99.5", "3024"), ("99.9", "604.8"), ("99.99", "60.48")]
    {
        let tolerable = target(availability).tolerable_seconds(Period::Week).expect("it fits");
        assert_eq!(tolerable.normalize().to_string(), seconds, "{availability}");
    }
}

/// Playbook: $200,000 an hour at 99.0 % tolerate a loss of $336,000 a week.
#[test]
fn the_tolerable_loss_is_as_published() {
    let [tolerable] = target("99.0").tolerable([Period::Week], money("200000")).expect("it fits");
    assert_eq!(tolerable.loss, money("336000"));
}

/// Intervals between deployments, in days: 364/12, 14, 7, 364/260.
#[test]
fn cadences_have_their_published_intervals() {
    for (cadence, days) in [("monthly", "30.33"), ("fortnightly", "14"), ("weekly", "7"), ("daily", "1.4")] {
        let cadence: whorunsit::DeploymentTarget = cadence.parse().expect("it is a cadence");
        assert_eq!(cadence.days().round_dp(2).to_string(), days);
    }
}

/// The playbook's furniture retailer.
#[test]
fn the_furniture_retailer_is_decided_as_published() {
    let recommendation = decide(include_str!("../../../examples/furniture-retailer.toml"));
    let expected = [
        ("ecommerce-platform", "99.9", "monthly", OpsRunIt, None),
        ("appointments", "95.0", "weekly", YouBuildItYouRunIt, Some(OutOfHours::None)),
        ("bedroom", "99.0", "daily", YouBuildItYouRunIt, Some(OutOfHours::Domain)),
    ];
    let found = |service: &ServiceRecommendation| {
        (
            service.name.clone(),
            service.availability_target.to_string(),
            service.deployment_target.to_string(),
            service.operating_model,
            service.out_of_hours,
        )
    };
    let found: Vec<_> = recommendation.services.iter().map(found).collect();
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(name, target, cadence, model, schedule)| {
            (Name::from(name), target.to_owned(), cadence.to_owned(), model, schedule)
        })
        .collect();
    assert_eq!(found, expected);
    let above = |service: &ServiceRecommendation| {
        service.findings.iter().any(|finding| finding.code() == FindingCode::ExposureAboveHighestBand)
    };
    assert_eq!(recommendation.services.iter().map(above).collect::<Vec<_>>(), [true, false, false]);
}

/// The playbook's picture of seven teams: three people on call, where R(n) would have seven.
#[test]
fn seven_teams_need_three_schedules() {
    let teams = [
        ("1", "", "500"),
        ("2", "", "1000"),
        ("3", "middle", "5000"),
        ("4", "middle", "7000"),
        ("5", "middle", "10000"),
        ("6", "", "90000"),
        ("7", "", "900000"),
    ];
    let mut text = format!("{BANDS}\n[[domains]]\nname = \"middle\"\n");
    for (name, domain, exposure) in teams {
        text += &format!("[[teams]]\nname = \"team-{name}\"\n");
        if !domain.is_empty() {
            text += &format!("domain = \"{domain}\"\n");
        }
        text += &service(&format!("service-{name}"), &format!("team-{name}"), exposure, "high");
    }
    let plan = schedules(&read(&text)).expect("it fits");
    let names: Vec<&str> = plan.schedules.iter().map(|schedule| &*schedule.name).collect();
    assert_eq!(names, ["domain middle", "team team-6", "team team-7"]);
    assert_eq!(plan.on_call.product_team_people, 3);
    assert_eq!(plan.on_call.schedules_if_every_team_had_one, 7);
    let last = plan.scale.last().expect("there are teams");
    assert_eq!((last.every_team.schedules, last.on_exposure.schedules, last.operations.schedules), (7, 3, 1));
}

/// A survey's mean of $540 a week; £25 a day; £33 a weeknight, £66 a weekend day, £132 a bank holiday. A year
/// is 52 weeks, in it Christmas 2026 (a Friday) as a bank holiday.
#[test]
fn presets_pay_what_their_sources_say() {
    for (preset, currency, year) in [
        ("incident-io-survey", "USD", 540 * 52),
        ("pci-pal", "GBP", 25 * 7 * 52),
        ("ocado", "GBP", (33 * 5 + 66 * 2) * 52 + (132 - 33)),
    ] {
        let text = format!(
            "schema = 1\ncurrency = \"{currency}\"\nteams = [{{ name = \"t\" }}]\n\
             exposure_bands = [{{ max_per_hour = 1, availability = \"99.9\" }}]\n\
             [calendar]\nbank_holidays = [2026-12-25]\n\
             [on_call.product_teams]\npreset = \"{preset}\"\n{}",
            service("s", "t", "1", "high")
        );
        let cost = decide(&text).standby.product_teams_cost_per_year;
        assert_eq!(cost, Some(money(&year.to_string())), "{preset}");
    }
    assert_eq!(Preset::all().len(), 3);
}

/// PCI Pal: the first callout £25, then £25 an hour, rounded up to half hours.
#[test]
fn pci_pal_pays_callouts_by_half_hours() {
    let callout = Preset::named("pci-pal").and_then(|preset| preset.callout).expect("it pays callouts");
    let pay = |took: &str, first| {
        let took: Duration = took.parse().expect("it is a duration");
        callout.pay(took, first).expect("it fits")
    };
    for (took, first, amount) in [
        ("10min", true, "25"),
        ("3h", true, "25"),
        ("10min", false, "12.50"),
        ("31min", false, "25"),
        ("1h", false, "25"),
        ("61min", false, "37.50"),
    ] {
        assert_eq!(pay(took, first), money(amount), "{took}, first: {first}");
    }
}

/// PERT's mean is (low + 4 × likely + high) ÷ 6: 220 of 20, 100 and 900.
#[test]
fn the_mean_of_a_range_is_perts() {
    let text = format!("{BANDS}{}", service("s", "t", "0", "high"))
        .replace("exposure_per_hour = \"0\"", "exposure_per_hour = { low = 20, likely = 100, high = 900 }")
        .replace("team = \"t\"\n", "");
    let recommendation = decide(&text);
    let exposures: Vec<Money> =
        recommendation.services.iter().map(|service| service.exposure_per_hour).collect();
    assert_eq!(exposures, [money("220")]);
}

/// Playbook: $200,000 an hour at 99.0 %, of which 30 minutes lose $100,000: 70.238 % of the tolerable loss is
/// protected. An outage that outlasts the tolerable time protects less than nothing.
#[test]
fn loss_protection_is_as_published() {
    let of = |loss: &str| {
        let week = LossProtection::in_week(target("99.0"), money("200000"), money(loss)).expect("it fits");
        let percent = week.percent.map(|percent| percent.round_dp(3).to_string());
        (week.tolerable_loss, week.protected, percent.unwrap_or_default())
    };
    assert_eq!(of("100000"), (money("336000"), money("236000"), "70.238".to_owned()));
    let negative = |amount: &str| Money::ZERO.minus(money(amount)).expect("it fits");
    assert_eq!(of("672000"), (money("336000"), negative("336000"), "-100".to_owned()));
    assert_eq!(of("336000").1, Money::ZERO);
    let nothing = LossProtection::in_week(target("99.0"), Money::ZERO, Money::ZERO).expect("it fits");
    assert_eq!(nothing.percent, None);
}

fn compared(tables: &str, demand: &str) -> Comparison {
    let text = format!("{BANDS}{tables}\n[[teams]]\nname = \"t\"\n{}", service("s", "t", "1000", demand));
    compare(&read(&(text + "incidents_per_year = 10\n"))).expect("it fits")
}

/// Hours to restore under Ops Run It: of an incident in working hours, out of hours, and over all.
fn restored(tables: &str) -> [String; 3] {
    let comparison = compared(tables, "low");
    let [service] = comparison.services.as_slice() else { panic!("there is one service") };
    let incidents = service.ops_run_it.incidents.as_ref().expect("the response is given");
    [
        incidents.hours_to_restore_in_working_hours,
        incidents.hours_to_restore_out_of_hours,
        incidents.hours_to_restore,
    ]
    .map(|hours| hours.normalize().to_string())
}

/// The default week has four gaps of 16 h and one of 64 h: (4 × 16² + 64²) ÷ (2 × 128) = 20 h.
#[test]
fn the_mean_wait_of_the_default_week_is_twenty_hours() {
    let tier = "[response.ops-run-it]\ntiers = [{ name = \"support\", pick_up = \"30min\", handling = \"90min\", \
                people = 1, out_of_hours = \"next-working-day\" }]";
    // 128 of 168 hours are out of hours: 2 + 20 × 128/168.
    assert_eq!(restored(tier), ["2", "22", "17.238095238"]);
    // Around the clock from Monday to Friday, one gap of 48 h: 48² ÷ (2 × 48) = 24 h, for 48 of 168 hours.
    let all_day = format!("[calendar]\nworking_hours = \"Mon-Fri\"\n{tier}");
    assert_eq!(restored(&all_day), ["2", "26", "8.857142857"]);
}

/// Three tiers by hand. All reach the bridge: 20 + 30 min. 70 % reach support: 45 min + 2 h. 70 % × 40 % = 28 % reach
/// delivery: 2 + 3 h. 5/6 + 0.7 × 2.75 + 0.28 × 5 = 4.158333333 h, and 25 min of manual steps. Out of hours, those
/// 28 % wait 20 h.
#[test]
fn a_chain_of_three_tiers_takes_what_it_takes_by_hand() {
    let chain = r#"
        [response.ops-run-it]
        tiers = [
            { name = "bridge", pick_up = "20min", handling = "30min", people = 1, resolves = "30%" },
            { name = "support", pick_up = "45min", handling = "2h", people = 2, resolves = "60%" },
            { name = "delivery", pick_up = "2h", handling = "3h", people = 2, out_of_hours = "next-working-day" },
        ]
        workflow = [
            { name = "raise the ticket", delay = "10min" },
            { name = "alert", delay = "5h", automated = true },
            { name = "find the incident manager", delay = "15min" },
        ]
    "#;
    // 4.575 + 5.6 × 128/168.
    assert_eq!(restored(chain), ["4.575", "10.175", "8.841666667"]);
}

/// 12, 26, 52 and 260 deployments a year; operations sustain no more than 26. A lead time is the hand-off and half the
/// interval: with a hand-off of a week, 1 + 52/2/12, 1 + 1, 1 + 0.5, 1 + 0.1 weeks.
#[test]
fn deployments_a_year_and_lead_times_are_as_published() {
    let tables = "[throughput.ops-run-it]\nhand_off_lead_time = \"1w\"\n\
                  [throughput.you-build-it-you-run-it]\nhand_off_lead_time = \"1w\"\n";
    for (demand, cadence, deployments, lead) in [
        ("low", "monthly", "12", "3.167"),
        ("medium", "fortnightly", "26", "2"),
        ("high", "weekly", "52", "1.5"),
        ("very-high", "daily", "260", "1.1"),
    ] {
        let comparison = compared(tables, demand);
        let [service] = comparison.services.as_slice() else { panic!("there is one service") };
        let of_operations = if demand == "low" { "monthly" } else { "fortnightly" };
        assert_eq!(service.ops_run_it.deployment.to_string(), of_operations);
        assert_eq!(service.you_build_it_you_run_it.deployment.to_string(), cadence);

        let text = format!("{BANDS}{tables}[[teams]]\nname = \"t\"\n{}", service_of(demand));
        for (strategy, deployments, lead) in [
            (Strategy::AllYouBuildItYouRunIt, deployments, lead),
            (
                Strategy::AllOpsRunIt,
                if demand == "low" { "12" } else { "26" },
                if demand == "low" { "3.167" } else { "2" },
            ),
        ] {
            let costs = costs(&read(&text), strategy, &[Dimension::Code], true)
                .expect("it fits")
                .expect("it is known");
            let first = |code: &str, factor: usize| {
                let item =
                    costs.line_items.iter().find(|item| item.code.as_str() == code).expect("it is an item");
                item.factors().nth(factor).expect("it has factors").value.round_dp(3).normalize().to_string()
            };
            assert_eq!(first("deployments", 0), deployments, "{demand}");
            assert_eq!(first("feature-delay", 1), lead, "{demand}");
        }
    }
}

fn service_of(demand: &str) -> String {
    service("s", "t", "1000", demand) + "features_per_year = 1\nvalue_per_feature_week = \"1\"\n"
}
