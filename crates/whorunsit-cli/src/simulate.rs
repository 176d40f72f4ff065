//! A simulation as a page: how sure the comparison is.

use std::sync::atomic::AtomicBool;

use whorunsit::{
    CostFlip, Exceedance, OperatingModel, Portfolio, Problems, Progress, ServiceSimulation, Simulated,
    Simulation, SimulationOptions, Spread, Strategy,
};

use crate::args::Draws;
use crate::page::{Page, Style};
use crate::source::Source;
use crate::text::{Amounts, capital, input, likely, spoken, years};

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

/// Simulates what was read.
pub(crate) fn work(
    source: &Source,
    draws: &Draws,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Simulation, Problems> {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let options = SimulationOptions {
        trials: draws.trials,
        precision: draws.precision,
        seed: draws.seed,
        threads: draws
            .threads
            .map_or_else(cores, |threads| usize::try_from(threads.get()).unwrap_or(usize::MAX)),
        stop,
        progress,
    };
    whorunsit::simulate(&Portfolio::read(source.bytes())?, options)
}

pub(crate) fn page(result: &Simulation, style: Style) -> String {
    let amounts = Amounts::in_cells(result.currency);
    let horizon = years(result.horizon_years);
    let mut page = Page::new(style);
    page.title(&format!("{}: how sure the comparison is", result.name.as_deref().unwrap_or("Portfolio")));
    if result.services.is_empty() {
        page.paragraph("No service can be simulated: the findings below say what is missing.");
    } else {
        page.items(result.summary.iter().cloned());
        page.gap();
        page.paragraph(&amounts.note(false));
        differences(&mut page, result, amounts, &horizon);
        flips(&mut page, &result.services, amounts);
        targets(&mut page, result);
        losses(&mut page, &result.services, amounts);
        portfolio(&mut page, result, amounts, &horizon);
        bad_years(&mut page, result, amounts);
    }
    if !result.findings.is_empty() {
        page.heading("What needs a look");
        page.findings(result.findings.iter().map(|finding| ("", finding)));
    }
    page.assumptions(&result.assumptions);
    let draws = format!(", {} trials, seed {}", result.trials, result.seed);
    page.provenance_of_draws(&result.provenance, &draws);
    page.finish()
}

fn differences(page: &mut Page, result: &Simulation, amounts: Amounts, horizon: &str) {
    page.heading(&format!("What You Build It You Run It costs more than Ops Run It, over {horizon}"));
    let row = |service: &ServiceSimulation| {
        let Spread { mean, p5, p95, .. } = &service.difference;
        let [mean, low, high] = [mean, p5, p95].map(|amount| amounts.show(*amount));
        [
            service.name.to_string(),
            likely(service.you_build_it_cheaper_percent, result.trials),
            mean,
            low,
            high,
        ]
    };
    let header = ["Service", "How likely it is cheaper", "Mean", "Low (P5)", "High (P95)"];
    page.numbers(1..5, header, result.services.iter().map(row).collect());
    page.paragraph(
        "Below zero, You Build It You Run It is cheaper. One trial in twenty is below the low end, and one above the \
         high end. Both models face the same incidents.",
    );
}

fn flips(page: &mut Page, services: &[ServiceSimulation], amounts: Amounts) {
    page.heading("Where the cheaper model changes");
    let row = |service: &ServiceSimulation, flip: &CostFlip| {
        [
            service.name.to_string(),
            capital(&spoken(flip.input)),
            input(amounts, flip.input, flip.now),
            input(amounts, flip.input, flip.value),
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
        page.paragraph("One input changes, the others stay at their means.");
    }
    let steady: Vec<_> =
        services.iter().filter(|service| service.flips.is_empty()).map(|service| &*service.name).collect();
    if !steady.is_empty() {
        page.paragraph(&format!(
            "No exposure, and no number of incidents a year, is known to change it for {}.",
            steady.join(", ")
        ));
    }
}

fn targets(page: &mut Page, result: &Simulation) {
    page.heading("How likely a year meets the availability target");
    let cell = |simulated: &Simulated| match simulated.meets_target_percent {
        Some(percent) => likely(percent, result.trials),
        None => "\u{2013}".to_owned(),
    };
    let rows = result.services.iter().map(|service| {
        [
            service.name.to_string(),
            service.operating_model.name().to_owned(),
            cell(&service.ops_run_it),
            cell(&service.you_build_it_you_run_it),
        ]
    });
    let header = ["Service", "Recommended", "Ops Run It", "You Build It You Run It"];
    page.numbers(2..4, header, rows.collect());
}

fn losses(page: &mut Page, services: &[ServiceSimulation], amounts: Amounts) {
    page.heading("What incidents lose in a year");
    let row = |name: &str, model: OperatingModel, simulated: &Simulated| {
        let loss = &simulated.year_loss;
        let cells = [loss.spread.mean, loss.value_at_risk_95, loss.conditional_value_at_risk_95];
        let [mean, at_risk, conditional] = cells.map(|amount| amounts.show(amount));
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

fn portfolio(page: &mut Page, result: &Simulation, amounts: Amounts, horizon: &str) {
    page.heading(&format!("What the whole portfolio costs, premium and loss together, over {horizon}"));
    let portfolio = &result.portfolio;
    let row = |name: &str, spread: &Spread| {
        let [mean, low, middle, high] =
            [spread.mean, spread.p5, spread.p50, spread.p95].map(|amount| amounts.show(amount));
        [name.to_owned(), mean, low, middle, high]
    };
    let rows = vec![
        row(Strategy::HybridAtScale.name(), &portfolio.hybrid_at_scale.cost_over_horizon),
        row(Strategy::AllOpsRunIt.name(), &portfolio.all_ops_run_it.cost_over_horizon),
        row("Difference", &portfolio.difference),
    ];
    page.numbers(1..5, ["Strategy", "Mean", "Low (P5)", "Median", "High (P95)"], rows);
    page.paragraph("Hybrid at scale is what is recommended.");
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
    let curves = [
        &ours.year_loss.exceedance,
        &theirs.year_loss.exceedance,
        &ours.worst_incident.exceedance,
        &theirs.worst_incident.exceedance,
    ];
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
    let header = [
        "Years",
        "Hybrid at scale, more than",
        "All Ops Run It, more than",
        "Hybrid at scale, worst incident",
        "All Ops Run It, worst incident",
    ];
    page.columns(0..5, header.map(str::to_owned).to_vec(), rows);
    page.paragraph(
        "One year in so many loses more than this, and has an incident that alone loses more than this. A row needs \
         ten trials that are worse.",
    );
}
