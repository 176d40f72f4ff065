//! A simulation as a page: how sure the comparison is.

use std::io;
use std::sync::atomic::AtomicBool;

use rust_decimal::Decimal;
use whorunsit::facade;
use whorunsit::selection::{OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT};
use whorunsit::{
    CostFlip, Exceedance, Money, OperatingModel, PercentInterval, Problems, Progress, Risk, ServiceDraws,
    ServiceSimulation, Simulated, Simulation, SimulationOptions, Spread, Strategy,
};

use crate::answer::{Output, print, told};
use crate::args::Draws;
use crate::args::Format;
use crate::next;
use crate::page::{Page, View, traced};
use crate::source::Source;
use crate::stop::Stop;
use crate::text::{Amounts, capital, grouped, likely, years};
use crate::watch::Watch;
use crate::{csv_risk, measure};

/// The facade's options for it.
pub(crate) fn options(draws: &Draws) -> String {
    let mut options = serde_json::json!({ "pretty": true, "seed": draws.seed });
    if let Some(options) = options.as_object_mut() {
        let given = [
            ("trials", draws.trials.map(Into::into)),
            ("precision", draws.precision.map(|share| share.to_string().into())),
            ("threads", draws.threads.map(|threads| threads.get().into())),
        ];
        options.extend(given.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    }
    options.to_string()
}

/// Simulates what was read, and hands draws to whom they are to be told.
pub(crate) fn work(
    source: &Source,
    draws: &Draws,
    (stop, progress): (&AtomicBool, &mut dyn FnMut(Progress) -> bool),
    tell: &mut Option<&mut dyn FnMut(ServiceDraws<'_>)>,
) -> Result<Simulation, Problems> {
    let mut options = SimulationOptions::new().seed(draws.seed).stop(stop).progress(progress);
    if let Some(trials) = draws.trials {
        options = options.trials(trials);
    }
    if let Some(precision) = draws.precision {
        options = options.precision(precision);
    }
    if let Some(threads) = draws.threads {
        options = options.threads(usize::try_from(threads.get()).unwrap_or(usize::MAX));
    }
    if let Some(tell) = tell {
        options = options.draws(tell);
    }
    Ok(whorunsit::simulate(&source.partial()?, options)?)
}

pub(crate) fn page(result: &Simulation, view: View) -> String {
    let amounts = Amounts::in_cells(result.currency);
    let horizon = years(result.horizon_years);
    let mut page = Page::new(view);
    page.title(&format!("{}: how sure the comparison is", result.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&result.headline_above_its_list());
    page.keep(next::lines(result.outlook.as_deref(), result.currency));
    let draws = format!(", {} trials, seed {}", grouped(result.trials), result.seed);
    if page.is_brief(if result.outlook.is_none() { 2 } else { 1 }, 5) {
        if !result.services.is_empty() {
            page.gap();
            page.paragraph(&amounts.note(is_partial(result)));
            differences(&mut page, result, amounts, &horizon);
            // What to find out next takes its room.
            if result.outlook.is_none() {
                portfolio(&mut page, result, amounts, &horizon);
            }
        }
        page.worth_a_look(result.findings.iter().map(|finding| ("", finding)));
        next::end(&mut page, result.outlook.as_deref(), result.currency);
        let more =
            "what the portfolio costs, where it flips, targets, bad years, and how far off figures may be";
        return page.end(more, &result.assumptions, &traced(&result.provenance, &draws));
    }
    if !result.services.is_empty() {
        page.gap();
        page.items(result.summary.iter().cloned());
        page.gap();
        page.paragraph(&amounts.note(is_partial(result)));
        differences(&mut page, result, amounts, &horizon);
        flips(&mut page, &result.services, amounts);
        targets(&mut page, result);
        losses(&mut page, &result.services, amounts);
        certainty(&mut page, result, amounts);
        portfolio(&mut page, result, amounts, &horizon);
        bad_years(&mut page, result, amounts);
    }
    if !result.findings.is_empty() {
        page.heading("What needs a look");
        page.findings(result.findings.iter().map(|finding| ("", finding)));
    }
    next::end(&mut page, result.outlook.as_deref(), result.currency);
    page.assumptions(&result.assumptions);
    page.provenance_of_draws(&result.provenance, &draws);
    page.finish()
}

/// What stands where an input is missing.
const NOT_ESTIMATED: &str = "not estimated";

/// What stands where both cost the same in every trial.
const THE_SAME: &str = "the same";

/// Whether so many percent are all trials.
fn is_all(percent: Option<Decimal>) -> bool {
    percent == Some(Decimal::ONE_HUNDRED)
}

/// A cell with an amount, where there is one.
fn cell(amounts: Amounts, amount: Option<Money>) -> String {
    amount.map_or_else(|| NOT_ESTIMATED.to_owned(), |amount| amounts.show(amount))
}

/// An amount, marked where it lacks something.
fn part(amounts: Amounts, amount: Money, partial: bool) -> String {
    if partial { format!("{}*", amounts.show(amount)) } else { amounts.show(amount) }
}

/// Whether an amount of the page lacks something.
fn is_partial(result: &Simulation) -> bool {
    let portfolio = &result.portfolio;
    (portfolio.difference.is_some() && portfolio.is_partial())
        || result.services.iter().any(|service| service.difference.is_some() && service.is_partial())
}

/// A mean, the exact one where it is known.
fn mean(spread: &Spread) -> Money {
    spread.exact_mean.unwrap_or(spread.mean)
}

fn differences(page: &mut Page, result: &Simulation, amounts: Amounts, horizon: &str) {
    page.heading(&format!("What {YOU_BUILD_IT_YOU_RUN_IT} costs more than {OPS_RUN_IT}, over {horizon}"));
    let row = |service: &ServiceSimulation| {
        let cells = match &service.difference {
            Some(spread) => [mean(spread), spread.p5, spread.p95]
                .map(|amount| part(amounts, amount, service.is_partial())),
            None => [NOT_ESTIMATED; 3].map(str::to_owned),
        };
        let [mean, low, high] = cells;
        let cheaper = match (service.you_build_it_cheaper_percent, service.tied_percent) {
            (Some(_), tied) if is_all(tied) => THE_SAME.to_owned(),
            (Some(percent), _) => likely(percent),
            (None, _) => NOT_ESTIMATED.to_owned(),
        };
        [service.name.to_string(), cheaper, mean, low, high]
    };
    let header = ["Service", "How likely it is cheaper", "Mean", "Low (P5)", "High (P95)"];
    page.numbers(1..5, header, result.services.iter().map(row).collect());
    page.paragraph(&format!(
        "Below zero, {YOU_BUILD_IT_YOU_RUN_IT} is cheaper. One trial in twenty is below the low end, and one above the \
         high end. Both models face the same incidents."
    ));
}

fn flips(page: &mut Page, services: &[ServiceSimulation], amounts: Amounts) {
    page.heading("Where the cheaper model changes");
    let row = |service: &ServiceSimulation, flip: &CostFlip| {
        [
            service.name.to_string(),
            capital(&flip.spoken()),
            flip.shown_now(|amount| amounts.exact(amount)),
            flip.shown(flip.at(), |amount| amounts.exact(amount)),
            flip.cheaper_above.name().to_owned(),
        ]
    };
    let of_service = |service: &ServiceSimulation| -> Vec<_> {
        service.flips.iter().map(|flip| row(service, flip)).collect()
    };
    let rows: Vec<_> = services.iter().flat_map(of_service).collect();
    if !rows.is_empty() {
        let header = ["Service", "Input", "Now", "Changes at", "Cheaper above"];
        page.numbers(2..4, header, rows);
        page.paragraph("One input changes, the others stay at their means; everything is decided anew.");
    }
    let without = services.iter().filter(|service| service.flips.is_empty());
    let (steady, unknown): (Vec<_>, Vec<_>) = without.partition(|service| service.difference.is_some());
    let names =
        |of: &[&ServiceSimulation]| of.iter().map(|service| &*service.name).collect::<Vec<_>>().join(", ");
    if !steady.is_empty() {
        page.paragraph(&format!(
            "No exposure, and no number of incidents a year, changes it for {}.",
            names(&steady)
        ));
    }
    if !unknown.is_empty() {
        page.paragraph(&format!(
            "Which model is cheaper is not estimated for {}, so neither is where that changes.",
            names(&unknown)
        ));
    }
}

fn targets(page: &mut Page, result: &Simulation) {
    page.heading("How likely a year meets the availability target");
    let chance = |simulated: &Simulated| match simulated.meets_target_percent {
        Some(percent) => likely(percent),
        None => NOT_ESTIMATED.to_owned(),
    };
    let rows = result.services.iter().map(|service| {
        [
            service.name.to_string(),
            service.operating_model.name().to_owned(),
            chance(&service.ops_run_it),
            chance(&service.you_build_it_you_run_it),
        ]
    });
    let header = ["Service", "Recommended", OPS_RUN_IT, YOU_BUILD_IT_YOU_RUN_IT];
    page.numbers(2..4, header, rows.collect());
}

fn losses(page: &mut Page, services: &[ServiceSimulation], amounts: Amounts) {
    page.heading("What incidents lose in a year");
    let row = |name: &str, model: OperatingModel, simulated: &Simulated| {
        let of = |amount: fn(&Risk) -> Money| cell(amounts, simulated.year_loss.as_ref().map(amount));
        let [mean, at_risk, conditional] = [
            of(|loss| mean(&loss.spread)),
            of(|loss| loss.value_at_risk_95),
            of(|loss| loss.conditional_value_at_risk_95),
        ];
        [name.to_owned(), model.name().to_owned(), mean, at_risk, conditional]
    };
    let rows = services.iter().flat_map(|service| {
        [
            row(&service.name, OperatingModel::OpsRunIt, &service.ops_run_it),
            row("", OperatingModel::YouBuildItYouRunIt, &service.you_build_it_you_run_it),
        ]
    });
    let header = ["Service", "Operating model", "Mean", "VaR 95 %", "CVaR 95 %"];
    page.numbers(2..5, header, rows.collect());
    page.paragraph(
        "One year in twenty loses more than the value at risk (VaR, the 95th percentile); the conditional value at \
         risk (CVaR) is what those years lose on average.",
    );
}

/// How far off what is printed may be, as there are only so many trials.
fn certainty(page: &mut Page, result: &Simulation, amounts: Amounts) {
    page.heading("How far off these may be");
    let chance = |cheaper: Option<PercentInterval>, tied: Option<Decimal>| match cheaper {
        None => NOT_ESTIMATED.to_owned(),
        Some(_) if is_all(tied) => THE_SAME.to_owned(),
        Some(interval) => {
            let [low, high] = [interval.at_least_percent, interval.at_most_percent]
                .map(|percent| percent.round_dp(1).normalize());
            // Where both round to the same, that is one of the ends.
            if low == high { likely(low) } else { format!("{low} to {high} %") }
        }
    };
    let row = |name: &str, percents: String, simulated: &Simulated| {
        let loss = simulated.year_loss.as_ref();
        let interval = loss.and_then(|loss| loss.spread.intervals.p95);
        let rare =
            interval.map(|ends| format!("{} to {}", amounts.show(ends.at_least), amounts.show(ends.at_most)));
        let sampled = loss.map(|loss| {
            format!("{} ± {}", amounts.show(loss.spread.mean), amounts.show(loss.spread.standard_error))
        });
        let beyond = loss.and_then(|loss| loss.spread.mean_beyond_trials_percent);
        let or = |text: Option<String>| text.unwrap_or_else(|| NOT_ESTIMATED.to_owned());
        let rare = match loss {
            Some(_) => rare.unwrap_or_else(|| "too few trials".to_owned()),
            None => NOT_ESTIMATED.to_owned(),
        };
        [name.to_owned(), percents, or(sampled), or(beyond.map(likely)), rare]
    };
    let portfolio = &result.portfolio;
    let mut rows = vec![row(
        "Portfolio",
        chance(portfolio.cheaper_interval, portfolio.tied_percent),
        &portfolio.hybrid_at_scale,
    )];
    rows.extend(result.services.iter().map(|service| {
        let recommended = match service.operating_model {
            OperatingModel::OpsRunIt => &service.ops_run_it,
            OperatingModel::YouBuildItYouRunIt => &service.you_build_it_you_run_it,
        };
        let chance = chance(service.you_build_it_cheaper_interval, service.tied_percent);
        row(&service.name, chance, recommended)
    }));
    let header =
        ["As recommended", "How likely cheaper", "Sampled mean of a year", "Beyond the trials", "VaR 95 %"];
    page.numbers(1..5, header, rows);
    page.paragraph(
        "95 % intervals of the probability and of the value at risk; the mean of the trials with its standard error. All \
         other tables print means by their formulas. Beyond the trials: how much of the mean rests on draws rarer than \
         one in all the trials, which sampling does not find.",
    );
}

fn portfolio(page: &mut Page, result: &Simulation, amounts: Amounts, horizon: &str) {
    page.heading(&format!("What the whole portfolio costs, premium and loss together, over {horizon}"));
    let portfolio = &result.portfolio;
    let row = |name: &str, spread: Option<&Spread>, partial: bool| {
        let of = |amount: fn(&Spread) -> Money| match spread {
            Some(spread) => part(amounts, amount(spread), partial),
            None => NOT_ESTIMATED.to_owned(),
        };
        let cells = [of(mean), of(|spread| spread.p5), of(|spread| spread.p50), of(|spread| spread.p95)];
        let [mean, low, middle, high] = cells;
        [name.to_owned(), mean, low, middle, high]
    };
    let rows = vec![
        row(Strategy::HybridAtScale.name(), portfolio.hybrid_at_scale.cost_over_horizon.as_ref(), false),
        row(Strategy::AllOpsRunIt.name(), portfolio.all_ops_run_it.cost_over_horizon.as_ref(), false),
        row("Difference", portfolio.difference.as_ref(), portfolio.is_partial()),
    ];
    page.numbers(1..5, ["Strategy", "Mean", "Low (P5)", "Median", "High (P95)"], rows);
}

/// How rare a year is: what is exceeded in so many percent of the years is exceeded one year in so many.
const ONE_YEAR_IN: [(&str, &str); 8] = [
    ("50", "2"),
    ("20", "5"),
    ("10", "10"),
    ("5", "20"),
    ("2", "50"),
    ("1", "100"),
    ("0.5", "200"),
    ("0.1", "1000"),
];

fn bad_years(page: &mut Page, result: &Simulation, amounts: Amounts) {
    page.heading("What a bad year loses in the whole portfolio");
    let (ours, theirs) = (&result.portfolio.hybrid_at_scale, &result.portfolio.all_ops_run_it);
    let risks = [&ours.year_loss, &theirs.year_loss, &ours.worst_incident, &theirs.worst_incident];
    let [Some(a), Some(b), Some(c), Some(d)] = risks.map(Option::as_ref) else {
        page.paragraph("This is not estimated: a service could not be simulated.");
        return;
    };
    let curves = [a, b, c, d].map(|risk| &risk.exceedance);
    let loss = |curve: &[Exceedance], percent: &str| {
        let point = curve.iter().find(|point| point.percent.to_string() == percent)?;
        Some(amounts.show(point.loss))
    };
    let rows = ONE_YEAR_IN.iter().filter_map(|(percent, years)| {
        let mut row = vec![format!("1 in {years}")];
        for curve in curves {
            row.push(loss(curve, percent)?);
        }
        Some(row)
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        page.paragraph("There are too few trials to tell.");
        return;
    }
    let [ours, theirs] = [Strategy::HybridAtScale, Strategy::AllOpsRunIt].map(Strategy::name);
    let header = [
        "Years".to_owned(),
        format!("{ours}, more than"),
        format!("{theirs}, more than"),
        format!("{ours}, worst incident"),
        format!("{theirs}, worst incident"),
    ];
    page.columns(0..5, header.to_vec(), rows);
    page.paragraph(
        "One year in so many loses more than this, and has an incident that alone, in all services that it hits, loses \
         more than this. A row needs ten trials that are worse.",
    );
}

/// Simulates while it shows how far it is, until it is done or Ctrl-C stops it.
pub(crate) fn simulated(
    watch: Watch,
    source: Source,
    draws: &Draws,
    (format, view): (Format, View),
) -> Result<(), Stop> {
    if let Format::Json = format {
        let options = source.options(&options(draws));
        let answered = watch.over(|stop, progress| {
            facade::answer_with("simulate", source.bytes(), &options, stop, progress)
        })?;
        return told(answered);
    }
    let worked = watch.over(|stop, progress| work(&source, draws, (stop, progress), &mut None))?;
    match (worked, format) {
        (Ok(result), Format::Csv) => print(&csv_risk::simulation(&result)?),
        (Ok(result), _) => print(&page(&result, view)),
        (Err(problems), _) => Err(Stop::Problems(source, problems)),
    }
}

/// Simulates, and writes what every trial of every service came to as soon as a service is done: in memory is one service.
pub(crate) fn drawn(
    watch: Watch,
    source: Source,
    draws: &Draws,
    goal: Output,
    (format, view): (Format, View),
) -> Result<(), Stop> {
    let (mut watch, mut done) = (Some(watch), None);
    let written = goal.target.write_by(&mut |out| {
        let Some(watch) = watch.take() else { return Ok(()) };
        let mut rows = csv_risk::Draws::new(out)?;
        let worked = watch.over(|stop, progress| {
            let mut tell = |draws: whorunsit::ServiceDraws<'_>| rows.service(&draws);
            work(&source, draws, (stop, progress), &mut Some(&mut tell))
        });
        let is_whole = matches!(worked, Ok(Ok(_)));
        done = Some(worked);
        if is_whole { rows.finish() } else { Err(io::Error::other("not all trials were drawn")) }
    });
    let result = match done {
        Some(Err(stop)) => return Err(stop),
        Some(Ok(Err(problems))) => return Err(Stop::Problems(source, problems)),
        Some(Ok(Ok(result))) => Some(result),
        None => None,
    };
    written.map_err(|error| Stop::File(goal.name, error))?;
    match (result, format) {
        (Some(result), Format::Json) => measure::print_json(&whorunsit_measure::facade::Answer::new(&result)),
        (Some(result), Format::Csv) => print(&csv_risk::simulation(&result)?),
        (Some(result), _) => print(&page(&result, view)),
        (None, _) => Ok(()),
    }
}
