//! A portfolio put together in code: recommended, compared and simulated.
//!
//! Run it with `cargo run -p whorunsit --example in_code`.

use std::error::Error;
use std::num::NonZeroU32;

use whorunsit::calendar::WorkingHours;
use whorunsit::exact::{Duration, Number, Share};
use whorunsit::jiff::civil::date;
use whorunsit::portfolio::{
    ByModel, CalendarRules, Kind, OnCall, Peak, ProductTeamsOnCall, Response, Shared, Standby, StandbyRule,
    StandbyUnit, Tier,
};
use whorunsit::progress::Progress;
use whorunsit::{
    Availability, Currency, Estimate, ExposureBand, Money, Portfolio, PortfolioFile, Service,
    SimulationOptions, Team, compare, recommend, simulate,
};

fn portfolio() -> Result<Portfolio, Box<dyn Error>> {
    let bands = [
        ExposureBand::new(Money::from_major(7_000), "95.0".parse::<Availability>()?),
        ExposureBand::new(Money::from_major(250_000), "99.0".parse::<Availability>()?),
    ];
    let exposure = [50_000, 120_000, 240_000].map(Money::from_major);
    let shop = Service {
        team: Some("shop".into()),
        incidents_per_year: Some(Estimate::interval(Number::from(2), Number::from(12))?),
        peaks: vec![Peak::new(
            "Black Friday",
            date(2026, 11, 23),
            date(2026, 11, 30),
            Money::from_major(250_000),
        )],
        ..Service::new("shop", Kind::Digital, Estimate::pert(exposure[0], exposure[1], exposure[2])?, "high")
    };
    let mut file = PortfolioFile::new("EUR".parse::<Currency>()?, bands, [shop]);
    file.teams.push(Team {
        on_call_participants: NonZeroU32::new(6),
        hourly_cost: Some(Box::new(Money::from_major(80).into())),
        ..Team::new("shop")
    });
    let hours = WorkingHours::new(["Mon-Fri 08:00-18:00".parse()?])?;
    file.calendar = Some(CalendarRules { working_hours: Some(hours), ..CalendarRules::default() });
    let standby = StandbyRule::new(Money::from_major(540), StandbyUnit::Week);
    let terms = ProductTeamsOnCall { standby: Some(Standby::from(standby)), ..ProductTeamsOnCall::default() };
    file.on_call = Some(OnCall { product_teams: Some(terms), ..OnCall::default() });
    let tier = |name: &str, pick_up| {
        Tier::new(name, Duration::from_minutes(pick_up), Duration::from_minutes(60), NonZeroU32::MIN)
    };
    let desk = Tier { resolves: Some("60%".parse::<Share>()?.into()), ..tier("operations", 30) };
    let operations = Response::new([desk, tier("delivery", 120)]);
    let team = Response::new([tier("product team", 5)]);
    file.response = Some(Shared::Own(ByModel::new(operations, team)));
    Ok(Portfolio::new(file)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let portfolio = portfolio()?;
    for service in &recommend(&portfolio)?.services {
        println!("{}: {}", service.name, service.operating_model.name());
        for finding in &service.findings {
            println!("  {finding} [{}]", finding.code());
        }
    }
    match compare(&portfolio) {
        Ok(comparison) => println!("{}", comparison.headline().join("\n")),
        Err(whorunsit::Error::Problems(problems)) => eprintln!("{problems}"),
        Err(other) => eprintln!("no answer: {other}"),
    }
    let mut last = None;
    let options = SimulationOptions::new().trials(2_000).seed(7).progress(|progress: Progress| {
        last = Some(progress);
        true
    });
    println!("{}", simulate(&portfolio, options)?.headline().join("\n"));
    if let Some(Progress { done, total }) = last {
        println!("{done} of {total} trials");
    }
    Ok(())
}
