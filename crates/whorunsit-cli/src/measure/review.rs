//! The quarterly review, and triage in an incident.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use whorunsit::{Money, Triage};
use whorunsit_measure::facade::{self, Answer, Exports, Request, triaged};
use whorunsit_measure::{OngoingIncident, Review, grows};

use super::args::{Drawing, Reading, Span, charts};
use super::words::{figure, interval, known, length, named, percent, percent_interval};
use super::{open, portfolio, print_json, specification, stop};
use crate::answer::Shown;
use crate::answer::{print, target};
use crate::page::{Page, Style, View, traced};
use crate::stop::Stop;

/// What `triage` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct TriageArguments {
    /// The service
    service: String,
    /// When the incident began: `14:05`, or `2026-11-26 14:05`
    #[arg(long, value_name = "TIME")]
    since: String,
    /// The portfolio, TOML or JSON
    #[arg(long, value_name = "FILE", default_value = "portfolio.toml")]
    portfolio: PathBuf,
    /// The time zone of that time and of working hours; this machine's by default
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The time now, where it is another than this machine's, written as `--since` is
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TextOrJson {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Says what an incident asks for.
pub(crate) fn run_triage(arguments: &TriageArguments) -> Result<(), Stop> {
    let source = portfolio(&arguments.portfolio)?;
    let request = Request {
        portfolio: Some(source.text().to_owned()),
        service: Some(arguments.service.clone()),
        since: Some(arguments.since.clone()),
        time_zone: arguments.time_zone.clone(),
        now: arguments.now.clone(),
        ..Request::default()
    };
    let found = triaged(&request).map_err(|stopped| stop(stopped, Some(&source), None))?;
    match arguments.format {
        TextOrJson::Json => print_json(&Answer::new(&found)),
        TextOrJson::Text => print(&triage_page(&found)),
    }
}

fn triage_page(found: &OngoingIncident) -> String {
    let mut page = Page::new(Style::Terminal);
    let asks = match (found.band, found.asks_for) {
        (Some(Triage::High), Some(asks)) => format!("HIGH, {asks}"),
        (Some(Triage::Medium), Some(asks)) => format!("MEDIUM, {asks}"),
        (Some(Triage::Low), Some(asks)) => format!("LOW, {asks}"),
        _ => "not ranked: the portfolio has no `high_loss` and `medium_loss` in [incidents]".to_owned(),
    };
    page.title(&format!("{}: {asks}", found.service));
    for sentence in found.headline() {
        page.paragraph(&sentence);
    }
    page.finish()
}

/// What `review` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReviewArguments {
    /// The portfolio, TOML
    portfolio: PathBuf,
    /// The export of incidents
    #[arg(long, value_name = "FILE")]
    incidents: PathBuf,
    /// An export of deployments
    #[arg(long, value_name = "FILE")]
    deployments: Option<PathBuf>,
    /// An export of work items
    #[arg(long, value_name = "FILE")]
    work: Option<PathBuf>,
    /// The labels or types of unplanned work, separated by commas
    #[arg(long, value_name = "LABEL,…", value_delimiter = ',', default_value = "BAU")]
    unplanned: Vec<String>,
    /// The labels or types of improvement actions, separated by commas
    #[arg(long, value_name = "LABEL,…", value_delimiter = ',', default_value = "improvement")]
    improvements: Vec<String>,
    /// The organisation's own threshold of the rework rate, in percent
    #[arg(long, value_name = "PERCENT")]
    threshold: Option<f64>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    span: Span,
    /// Print a chart of it as a Vega-Lite specification, its data included; `whorunsit measure --list-charts` lists them
    #[arg(
        long, value_name = "NAME", conflicts_with = "format", value_parser = PossibleValuesParser::new(charts(true))
    )]
    chart: Option<String>,
    #[command(flatten)]
    drawing: Drawing,
    /// The team of `rework`; otherwise those with most work items
    #[arg(long, value_name = "NAME", requires = "chart")]
    team: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ReviewFormat::Text)]
    format: ReviewFormat,
    /// The file to write it to, whole or not at all; otherwise it is printed
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file to write to if it exists
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReviewFormat {
    /// For a terminal
    Text,
    /// For documents
    Markdown,
    /// A page by itself, for browsers and print
    Html,
    /// For programs
    Json,
}

/// Reviews a period.
pub(crate) fn run_review(arguments: &ReviewArguments, shown: Shown) -> Result<(), Stop> {
    let given = [
        Some(&arguments.portfolio),
        Some(&arguments.incidents),
        arguments.deployments.as_ref(),
        arguments.work.as_ref(),
    ];
    let inputs: Vec<&Path> = given.into_iter().flatten().map(|file| &**file).collect();
    let output =
        arguments.output.as_deref().map(|file| target(file, arguments.force, &inputs)).transpose()?;
    let source = portfolio(&arguments.portfolio)?;
    let mut request = Request {
        portfolio: Some(source.text().to_owned()),
        unplanned: Some(arguments.unplanned.clone()),
        improvements: Some(arguments.improvements.clone()),
        threshold_percent: arguments.threshold,
        team: arguments.team.clone(),
        ..Request::default()
    };
    arguments.reading.ask(&mut request)?;
    arguments.span.ask(&mut request);
    arguments.drawing.ask(arguments.chart.as_ref(), &mut request);
    let exports = Exports {
        incidents: Some(open(&arguments.incidents)?),
        deployments: arguments.deployments.as_deref().map(open).transpose()?,
        work: arguments.work.as_deref().map(open).transpose()?,
    };
    let found = facade::reviewed(&request, exports);
    let reviewed = found.map_err(|stopped| stop(stopped, Some(&source), None))?;
    let review = reviewed.review;
    let text = match arguments.format {
        _ if arguments.chart.is_some() => specification(&reviewed.charts)?,
        ReviewFormat::Text => page(&review, shown.in_style(Style::Terminal)),
        ReviewFormat::Markdown => page(&review, shown.in_style(Style::Markdown)),
        ReviewFormat::Html => html(&review),
        ReviewFormat::Json => {
            let text = serde_json::to_string_pretty(&Answer::new(&review)).map_err(std::io::Error::from)?;
            format!("{text}\n")
        }
    };
    match output {
        Some(file) => file.write(&text),
        None => print(&text),
    }
}

/// One section of the review.
struct Section {
    heading: &'static str,
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// What is said where there are no rows, and below those that there are.
    none: &'static str,
    note: Option<String>,
}

fn sections(review: &Review) -> Vec<Section> {
    let show = |money: Money| review.currency.show(money).whole().to_string();
    let silent = |none| match review.is_silent() {
        true => "Not estimated: none of the incidents is of a service of the portfolio.",
        false => none,
    };
    let mut sections = vec![
        Section {
            heading: "Targets missed",
            header: vec!["Service", "Target", "Available", "Weeks missed"],
            rows: review
                .missed
                .iter()
                .map(|one| {
                    let (missed, all) = one.weeks;
                    vec![
                        one.service.to_string(),
                        format!("{} %", one.target),
                        format!("{} %", one.availability),
                        format!("{missed} of {all}"),
                    ]
                })
                .collect(),
            none: silent("Every service met its target."),
            note: None,
        },
        Section {
            heading: "Exposure bands against real losses",
            header: vec!["Service", "Portfolio an hour", "Lost an hour at most", "Band", "Contradicted"],
            rows: review
                .bands
                .iter()
                .map(|one| {
                    vec![
                        one.service.to_string(),
                        show(one.exposure_per_hour),
                        show(one.most_lost_per_hour),
                        format!(
                            "{} %, by losses {}",
                            one.target,
                            one.target_of_loss
                                .as_ref()
                                .map_or_else(|| "above all bands".to_owned(), |target| format!("{target} %"))
                        ),
                        if one.contradicted { "yes" } else { "no" }.to_owned(),
                    ]
                })
                .collect(),
            none: silent("The export does not say what incidents lost, so no band can be contradicted."),
            note: review.suggested_because.as_ref().map(|because| {
                let bands: Vec<String> = review
                    .suggested_bands
                    .iter()
                    .map(|band| format!("up to {} ({})", show(band.max_per_hour), band.services.join(", ")))
                    .collect();
                format!("History suggests the bands {}: {because}.", bands.join("; "))
            }),
        },
        Section {
            heading: "What measured estimates change",
            header: vec!["Service", "What", "Before", "With measured estimates"],
            rows: review
                .changed
                .iter()
                .map(|one| {
                    vec![one.service.to_string(), one.what.to_owned(), one.before.clone(), one.after.clone()]
                })
                .collect(),
            none: silent("No recommendation changes."),
            note: None,
        },
        Section {
            heading: "Rotas over their limits",
            header: vec!["Schedule", "Found"],
            rows: review
                .rotas
                .iter()
                .map(|one| vec![one.schedule.to_string(), one.measured.clone()])
                .collect(),
            none: silent("No rota breaks a published rule."),
            note: None,
        },
    ];
    if let Some(deployments) = &review.deployments {
        let rows = deployments.services.iter().map(|one| {
            vec![
                named(one.service.as_ref()),
                one.per_year.as_ref().map_or_else(
                    || "–".to_owned(),
                    |rate| format!("{} ({})", figure(rate.estimate), interval(rate, figure)),
                ),
                one.target_per_year.map_or_else(|| "–".to_owned(), figure),
                known(one.lead_time.as_ref().and_then(|lead| lead.median.as_ref()), length),
                one.change_failure.as_ref().map_or_else(
                    || "–".to_owned(),
                    |share| format!("{} ({})", percent(share.estimate), percent_interval(share)),
                ),
            ]
        });
        let steps: Vec<String> = deployments
            .lock_step
            .iter()
            .map(|pair| format!("{} with {} ({} of {})", pair.service, pair.with, pair.together, pair.of))
            .collect();
        sections.push(Section {
            heading: "Deployments",
            header: vec!["Service", "A year", "Target", "Lead time", "Failed"],
            rows: rows.collect(),
            none: "There were no deployments in the period.",
            note: Some(match steps.is_empty() {
                true => "No two services are deployed in lock-step.".to_owned(),
                false => {
                    format!("Deployed in lock-step, within an hour of each other: {}.", steps.join(", "))
                }
            }),
        });
    }
    if let Some(work) = &review.work {
        let rows = work.teams.iter().map(|one| {
            let trend = one.trend.as_ref().map_or_else(
                || "–".to_owned(),
                |trend| {
                    format!(
                        "{} ({}){}",
                        figure(trend.estimate),
                        interval(trend, figure),
                        if grows(one) { ", grows" } else { "" }
                    )
                },
            );
            vec![
                named(one.team.as_ref()),
                one.rework_rate.as_ref().map_or_else(
                    || "–".to_owned(),
                    |rate| format!("{} ({})", percent(rate.estimate), percent_interval(rate)),
                ),
                trend,
                one.cost_per_year.map_or_else(|| "not estimated".to_owned(), show),
                one.halving_frees.map_or_else(|| "not estimated".to_owned(), show),
            ]
        });
        let improved = work.improvement_lead_time.as_ref().and_then(|lead| lead.median.as_ref());
        let improvements = match (work.improvements_per_year.as_ref(), improved) {
            (Some(rate), Some(lead)) => format!(
                " Improvement actions: {} a year ({}), with a median lead time of {}.",
                figure(rate.estimate),
                interval(rate, figure),
                length(lead.estimate)
            ),
            _ => " No item is labelled as an improvement.".to_owned(),
        };
        let threshold = work
            .threshold_percent
            .map_or_else(String::new, |most| format!(", against a threshold of {} %", figure(most)));
        sections.push(Section {
            heading: "Unplanned work",
            header: vec!["Team", "Rework rate", "Points a week", "Cost a year", "Half of it frees"],
            rows: rows.collect(),
            none: "There were no work items in the period.",
            note: Some(format!(
                "Unplanned are items labelled {}{threshold}.{improvements}",
                work.unplanned_labels.join(", ")
            )),
        });
    }
    sections
}

/// Which period was reviewed.
fn reviewed(review: &Review) -> String {
    let period = &review.period;
    format!("From {} to {} ({}).", period.from, period.to, period.time_zone)
}

fn title(review: &Review) -> String {
    format!("{}: quarterly review", review.name.as_deref().unwrap_or("Portfolio"))
}

const NOTHING: &str = "Nothing has to be decided: targets, bands, recommendations and rotas hold.";

fn page(review: &Review, view: View) -> String {
    let mut page = Page::new(view);
    page.title(&title(review));
    page.answer(&review.headline());
    page.gap();
    page.paragraph(&reviewed(review));
    let brief = page.is_brief(1, 6);
    page.heading("What to decide this quarter");
    match review.decide.is_empty() {
        true => page.paragraph(NOTHING),
        false => page.some_items(&review.decide),
    }
    if brief {
        page.gap();
        page.paragraph(
            "--details adds the tables behind this: targets, bands, recommendations, rotas, deployments, unplanned work.",
        );
        page.notes("To know", &review.assumed);
        return page.foot(&traced(&review.portfolio, ""));
    }
    for section in sections(review) {
        page.heading(section.heading);
        match section.rows.is_empty() {
            true => page.paragraph(section.none),
            false => page.columns(
                0..0,
                section.header.iter().map(|name| (*name).to_owned()).collect(),
                section.rows,
            ),
        }
        if let Some(note) = &section.note {
            page.paragraph(note);
        }
    }
    page.notes("To know", &review.assumed);
    page.provenance(&review.portfolio);
    page.finish()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text with what stands between backticks as code.
fn with_code(text: &str) -> String {
    let parts = escaped(text);
    let parts = parts.split('`').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() })
        .collect()
}

/// The look of the page, on a screen and in print.
const LOOK: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;\
background:#fff}h1{font-size:1.6rem}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;padding:.25rem .8rem .25rem 0;border-bottom:1px solid #ddd;vertical-align:top}\
.decide{background:#f3f6fa;border-left:4px solid #0072B2;padding:.6rem 1rem}.decide h2{margin-top:0}\
.decide,.decide *{print-color-adjust:exact;-webkit-print-color-adjust:exact}code{font-size:.9em}\
.hours{table-layout:fixed}.hours td,.hours th{border:1px solid #fff;padding:0;text-align:center;font-size:.75rem}\
td:not(:first-child){font-variant-numeric:tabular-nums}.hours td{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
.hours th:first-child{width:2.5rem;text-align:left}.hours .worked{outline:1px solid #888;outline-offset:-1px}\
footer{color:#555;font-size:.85rem;margin-top:2rem}\
@media screen{section{overflow-x:auto}}@page{margin:12mm}@media print{html{font-size:10.5px}body{font-size:1rem;line-height:1.35;padding:0;margin:0;max-width:none}\
h2{margin-top:1.1rem}p,ul{margin:.4rem 0}h2{break-after:avoid}tr,.decide{break-inside:avoid}}";

/// The review as a page by itself: no scripts, nothing loaded.
fn html(review: &Review) -> String {
    let mut out = String::new();
    let title = escaped(&title(review));
    // Writing to a String does not fail.
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{LOOK}</style></head><body>\n<h1>{title}</h1>\n<p><strong>{}</strong></p>\n<p>{}</p>\n",
        escaped(&review.headline().join(" ")),
        escaped(&reviewed(review))
    );
    out.push_str("<section class=\"decide\"><h2>What to decide this quarter</h2>");
    match review.decide.is_empty() {
        true => {
            let _ = write!(out, "<p>{NOTHING}</p>");
        }
        false => {
            out.push_str("<ul>");
            for item in &review.decide {
                let _ = write!(out, "<li>{}</li>", escaped(item));
            }
            out.push_str("</ul>");
        }
    }
    out.push_str("</section>\n");
    for section in sections(review) {
        let _ = write!(out, "<section><h2>{}</h2>", section.heading);
        if section.rows.is_empty() {
            let _ = write!(out, "<p>{}</p>", section.none);
        } else {
            let cells = |cells: &[String], tag: &str| {
                cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect::<String>()
            };
            let header: Vec<String> = section.header.iter().map(|name| (*name).to_owned()).collect();
            let _ = write!(out, "<table><thead><tr>{}</tr></thead><tbody>", cells(&header, "th"));
            for row in &section.rows {
                let _ = write!(out, "<tr>{}</tr>", cells(row, "td"));
            }
            out.push_str("</tbody></table>");
        }
        if let Some(note) = &section.note {
            let _ = write!(out, "<p>{}</p>", escaped(note));
        }
        out.push_str("</section>\n");
    }
    heat_map(&mut out, review);
    if !review.assumed.is_empty() {
        out.push_str("<section><h2>To know</h2><ul>");
        for item in &review.assumed {
            let _ = write!(out, "<li>{}</li>", with_code(item));
        }
        out.push_str("</ul></section>\n");
    }
    let digest = review.portfolio.input_sha256.as_deref().unwrap_or_default();
    let _ = write!(
        out,
        "<footer>whorunsit {}, input sha256 {}</footer>\n</body></html>\n",
        review.portfolio.version,
        digest.get(..16).unwrap_or(digest)
    );
    out
}

/// Incidents by the hour of the week in which they began; working hours have a frame.
fn heat_map(out: &mut String, review: &Review) {
    let most = review.by_hour_of_week.iter().copied().max().unwrap_or(0).max(1);
    out.push_str(
        "<section><h2>Incidents by hour of the week</h2><table class=\"hours\"><thead><tr><th></th>",
    );
    for hour in 0..24 {
        let _ = write!(out, "<th>{hour}</th>");
    }
    out.push_str("</tr></thead><tbody>");
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let hours = review.by_hour_of_week.chunks(24).zip(review.worked_hours.chunks(24));
    for (day, (counts, worked)) in days.into_iter().zip(hours) {
        let _ = write!(out, "<tr><th>{day}</th>");
        for (count, is_worked) in counts.iter().zip(worked) {
            let strength = f64::from(*count) / f64::from(most);
            let class = if *is_worked { " class=\"worked\"" } else { "" };
            let text = if *count > 0 { count.to_string() } else { "&nbsp;".to_owned() };
            let _ = write!(out, "<td{class} style=\"background:rgba(213,94,0,{strength:.2})\">{text}</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table><p>Framed hours are worked.</p></section>\n");
}
