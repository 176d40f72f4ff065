//! Simulations and sensitivities as CSV: exact values.

use std::io::{self, BufWriter, Write};

use rust_decimal::Decimal;
use whorunsit::facade::DRAW_COLUMNS;
use whorunsit::{
    Money, PercentInterval, Risk, Sensitivity, ServiceDraws, ServiceSensitivity, Simulated, Simulation,
    Spread,
};

use crate::csv_rows::{text, write_columns};

const SPREAD: [&str; 15] = [
    "mean",
    "standard_error",
    "standard_deviation",
    "p5",
    "p50",
    "p95",
    "p5_at_least",
    "p5_at_most",
    "p50_at_least",
    "p50_at_most",
    "p95_at_least",
    "p95_at_most",
    "exact_mean",
    "exact_standard_deviation",
    "mean_beyond_trials_percent",
];

const TAIL: [&str; 4] =
    ["value_at_risk_95", "conditional_value_at_risk_95", "value_at_risk_99", "conditional_value_at_risk_99"];

/// Draws as rows, one for each trial of each service, written service by service.
pub(crate) struct Draws<'w> {
    out: BufWriter<&'w mut dyn Write>,
    /// The first error: whoever draws does not stop at it.
    failed: io::Result<()>,
}

impl<'w> Draws<'w> {
    pub(crate) fn new(out: &'w mut dyn Write) -> io::Result<Self> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        writeln!(out, "service,operating_model,trial,{}", DRAW_COLUMNS.join(","))?;
        Ok(Self { out, failed: Ok(()) })
    }

    pub(crate) fn service(&mut self, draws: &ServiceDraws<'_>) {
        if self.failed.is_ok() {
            self.failed = self.rows(draws);
        }
    }

    fn rows(&mut self, draws: &ServiceDraws<'_>) -> io::Result<()> {
        let name = text(draws.name);
        let name = if name.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", name.replace('"', "\"\""))
        } else {
            name
        };
        let columns = draws.columns();
        for trial in 0..draws.year_incidents.len() {
            write!(self.out, "{name},{},{}", draws.operating_model.as_str(), trial + 1)?;
            for column in &columns {
                match column.and_then(|column| column.get(trial)) {
                    Some(value) => write!(self.out, ",{value}")?,
                    None => self.out.write_all(b",")?,
                }
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.failed?;
        self.out.flush()
    }
}

/// One row for each service under both models.
pub(crate) fn simulation(result: &Simulation) -> io::Result<String> {
    let first = [
        "name",
        "currency",
        "horizon_years",
        "trials",
        "seed",
        "operating_model",
        "you_build_it_cheaper_percent",
        "you_build_it_cheaper_at_least_percent",
        "you_build_it_cheaper_at_most_percent",
        "tied_percent",
        "variance_reduction_percent",
        "elsewhere",
    ];
    let mut header: Vec<String> = first.map(str::to_owned).to_vec();
    header.extend(SPREAD.map(|column| format!("difference_{column}")));
    for model in ["ops_run_it", "you_build_it_you_run_it"] {
        for column in ["percent", "at_least_percent", "at_most_percent"] {
            header.push(format!("{model}_meets_target_{column}"));
        }
        header.extend(SPREAD.map(|column| format!("{model}_cost_over_horizon_{column}")));
        for risk in ["year_loss", "worst_incident"] {
            header.extend(SPREAD.iter().chain(&TAIL).map(|column| format!("{model}_{risk}_{column}")));
        }
    }
    for input in FLIPS {
        header
            .extend(["last_below", "first_above", "cheaper_above"].map(|column| format!("{input}_{column}")));
    }
    let rows = result.services.iter().map(|service| {
        let mut row = vec![
            text(&service.name),
            result.currency.to_string(),
            result.horizon_years.to_string(),
            result.trials.to_string(),
            result.seed.clone(),
            service.operating_model.to_string(),
        ];
        row.extend(probability(service.you_build_it_cheaper_percent, service.you_build_it_cheaper_interval));
        row.extend([percent(service.tied_percent), percent(service.variance_reduction_percent)]);
        row.push(service.elsewhere.map(|amount| amount.to_string()).unwrap_or_default());
        row.extend(spread(service.difference.as_ref()));
        row.extend(simulated(&service.ops_run_it));
        row.extend(simulated(&service.you_build_it_you_run_it));
        for input in FLIPS {
            // The change next to what is, upwards where there is one.
            let mut of_input = service.flips.iter().filter(|flip| flip.input == input);
            let next = of_input.clone().find(|flip| flip.is_above());
            let flip = next.or_else(|| of_input.next_back());
            row.push(flip.map(|flip| flip.last_below.to_string()).unwrap_or_default());
            row.push(flip.map(|flip| flip.first_above.to_string()).unwrap_or_default());
            row.push(flip.map(|flip| flip.cheaper_above.to_string()).unwrap_or_default());
        }
        row
    });
    write_columns(header, rows)
}

/// The inputs whose flips a simulation has.
const FLIPS: [&str; 2] = ["exposure_per_hour", "incidents_per_year"];

fn percent(percent: Option<Decimal>) -> String {
    percent.map(|percent| percent.normalize().to_string()).unwrap_or_default()
}

fn probability(of: Option<Decimal>, interval: Option<PercentInterval>) -> [String; 3] {
    let low = interval.map(|interval| interval.at_least_percent);
    [of, low, interval.map(|interval| interval.at_most_percent)].map(percent)
}

fn spread(spread: Option<&Spread>) -> Vec<String> {
    let Some(spread) = spread else {
        return vec![String::new(); SPREAD.len()];
    };
    let Spread { mean, standard_error, standard_deviation, p5, p50, p95, intervals, .. } = spread;
    let known = [mean, standard_error, standard_deviation, p5, p50, p95].map(Money::to_string);
    let ends = [intervals.p5, intervals.p50, intervals.p95].into_iter();
    let ends = ends.flat_map(|ends| [ends.map(|ends| ends.at_least), ends.map(|ends| ends.at_most)]);
    let exact = [spread.exact_mean, spread.exact_standard_deviation];
    let perhaps = ends.chain(exact).map(|amount| amount.map(|amount| amount.to_string()).unwrap_or_default());
    let beyond = std::iter::once(percent(spread.mean_beyond_trials_percent));
    known.into_iter().chain(perhaps).chain(beyond).collect()
}

fn simulated(simulated: &Simulated) -> Vec<String> {
    let mut row = probability(simulated.meets_target_percent, simulated.meets_target_interval).to_vec();
    row.extend(spread(simulated.cost_over_horizon.as_ref()));
    for risk in [&simulated.year_loss, &simulated.worst_incident] {
        row.extend(spread(risk.as_ref().map(|risk| &risk.spread)));
        row.extend(risk.as_ref().map_or_else(|| vec![String::new(); TAIL.len()], |risk| tail(risk).to_vec()));
    }
    row
}

fn tail(risk: &Risk) -> [String; 4] {
    [
        risk.value_at_risk_95,
        risk.conditional_value_at_risk_95,
        risk.value_at_risk_99,
        risk.conditional_value_at_risk_99,
    ]
    .map(|amount| amount.to_string())
}

/// Columns after those that every row has.
const COLUMNS: [&str; 16] = [
    "low",
    "high",
    "difference_at_low",
    "difference_at_high",
    "swing",
    "flips",
    "now",
    "flips_at",
    "side",
    "operating_model",
    "out_of_hours",
    "last_below",
    "first_above",
    "cheaper_below",
    "cheaper_above",
    "within_estimate",
];

/// One row for each swing, each flip of the selection or of the cheaper model, and each worth of knowing an input; the
/// column `row` tells which. What a row does not have is empty.
pub(crate) fn sensitivity(result: &Sensitivity) -> io::Result<String> {
    let mut header = vec!["name", "currency", "horizon_years", "row", "input"];
    header.extend(COLUMNS);
    header.push("worth");
    let rows = result.services.iter().flat_map(|service| {
        let first = [text(&service.name), result.currency.to_string(), result.horizon_years.to_string()];
        rows(service).into_iter().map(move |(kind, input, cells)| {
            let mut row = first.to_vec();
            row.extend([kind.to_owned(), input.to_owned()]);
            let columns = COLUMNS.iter().chain(&["worth"]);
            let cell =
                |column: &&str| cells.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.clone());
            row.extend(columns.map(|column| cell(column).unwrap_or_default()));
            row
        })
    });
    write_columns(header, rows)
}

/// A kind of row, the input it is about, and its cells by column.
type Row<'s> = (&'static str, &'s str, Vec<(&'static str, String)>);

fn rows(service: &ServiceSensitivity) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for swing in &service.tornado {
        let cells = vec![
            ("low", swing.low.to_string()),
            ("high", swing.high.to_string()),
            ("difference_at_low", swing.difference_at_low.to_string()),
            ("difference_at_high", swing.difference_at_high.to_string()),
            ("swing", swing.swing.to_string()),
            ("flips", swing.flips.to_string()),
        ];
        rows.push(("swing", &*swing.input, cells));
    }
    for flip in &service.flips.selection {
        let cells = vec![
            ("flips_at", text(&flip.value)),
            ("side", if flip.above { "above" } else { "below" }.to_owned()),
            ("operating_model", flip.operating_model.to_string()),
            ("out_of_hours", flip.out_of_hours.map(|cover| cover.to_string()).unwrap_or_default()),
        ];
        rows.push(("selection-flip", flip.input, cells));
    }
    for flip in &service.flips.cost {
        let cells = vec![
            ("now", flip.now.to_string()),
            ("last_below", flip.last_below.to_string()),
            ("first_above", flip.first_above.to_string()),
            ("cheaper_below", flip.cheaper_below.to_string()),
            ("cheaper_above", flip.cheaper_above.to_string()),
            ("within_estimate", flip.within_estimate.map(|within| within.to_string()).unwrap_or_default()),
        ];
        rows.push(("cost-flip", &*flip.input, cells));
    }
    rows.push(("worth", "", vec![("worth", service.evpi.to_string())]));
    for one in &service.evppi {
        rows.push(("worth", &*one.input, vec![("worth", one.worth.to_string())]));
    }
    rows
}
