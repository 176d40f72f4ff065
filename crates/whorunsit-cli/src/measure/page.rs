//! A measurement as a page, and as CSV.

use std::io;

use whorunsit::Currency;
use whorunsit_measure::statistics::{Interval, rounded};
use whorunsit_measure::{
    FEW, Figures, Lengths, Mapping, MeasureChart, Measurement, Protections, ResponsePlace, Written,
};

use super::words::{figure, interval, known, length, named, percent, percent_interval, with_interval};
use crate::csv_rows;
use crate::page::{Page, Style, View, traced};
use crate::text::{capital, plural};

/// The most rows of a table; JSON has all.
const ROWS: usize = 30;

/// The charts that there are, a line each.
pub(crate) fn charts() -> String {
    MeasureChart::ALL.iter().map(|chart| format!("{:<17}{}\n", chart.as_str(), chart.shows())).collect()
}

/// What was measured: the answer and what supports it, or everything.
pub(crate) fn page(measured: &Measurement, written: Option<&Written>, view: View) -> String {
    let mut page = Page::new(view);
    let period = &measured.period;
    page.title(&format!("What happened: {}", measured.source.name));
    page.answer(&measured.headline());
    page.gap();
    page.paragraph(&format!(
        "From {} to {} ({}), of {}. Intervals are of 90 %.",
        period.from,
        period.to,
        period.time_zone,
        plural(measured.source.rows, "row", "rows"),
    ));
    if page.is_brief(2, 4) {
        summary(&mut page, measured);
        left_out(&mut page, measured);
        strangers(&mut page, measured);
        if let Some(written) = written {
            changes(&mut page, written);
        }
        page.gap();
        page.paragraph(match measured.portfolio {
            Some(_) => "--details adds percentiles, hand-offs, teams and groups, error budgets by week, month and quarter, loss protection and estimates.",
            None => "--details adds percentiles, hand-offs and groups; --portfolio FILE holds all against targets, and makes estimates.",
        });
        page.notes("To know", &notes(measured));
        let traced = measured.portfolio.as_ref().map(|portfolio| traced(portfolio, ""));
        return match traced {
            Some(traced) => page.foot(&traced),
            None => page.finish(),
        };
    }
    incidents(&mut page, &measured.services, &measured.all);
    for (kind, figures) in [("team", &measured.teams), ("group", &measured.groups)] {
        groups(&mut page, kind, figures);
    }
    budgets(&mut page, measured);
    if let (Some(protection), Some(currency)) = (&measured.protection, measured.currency) {
        protections(&mut page, protection, currency);
    }
    estimates(&mut page, measured);
    if let Some(written) = written {
        changes(&mut page, written);
    }
    left_out(&mut page, measured);
    strangers(&mut page, measured);
    page.notes("To know", &notes(measured));
    if let Some(portfolio) = &measured.portfolio {
        page.provenance(portfolio);
    }
    page.finish()
}

/// One row for each service: how often, how long, and against its target.
fn summary(page: &mut Page, measured: &Measurement) {
    page.heading("By service");
    let budget = |one: &Figures| {
        let of = measured.budgets.iter().find(|of| Some(&of.service) == one.name.as_ref());
        of.map_or_else(
            || ["–".to_owned(), "–".to_owned()],
            |of| {
                let up = of.budget.availability.round_dp(3).normalize();
                [format!("{up} %"), format!("{} %", of.budget.target)]
            },
        )
    };
    let mut header: Vec<String> =
        ["Service", "Count", "A year", "Interval", "Restored"].map(str::to_owned).into();
    let against_targets = !measured.budgets.is_empty();
    if against_targets {
        header.extend(["Available", "Target"].map(str::to_owned));
    }
    let rows = measured.services.iter().map(|one| {
        let median = one.time_to_restore.as_ref().and_then(|restore| restore.median.as_ref());
        let mut row = vec![
            named(one.name.as_ref()),
            one.incidents.to_string(),
            known(one.per_year.as_ref(), figure),
            one.per_year.as_ref().map_or_else(|| "–".to_owned(), |rate| interval(rate, figure)),
            known(median, length),
        ];
        if against_targets {
            row.extend(budget(one));
        }
        row
    });
    page.columns(1..3, header, rows.collect());
    page.paragraph("Restored is the median time to restore.");
}

/// Teams or groups, those with the most incidents first.
fn groups(page: &mut Page, kind: &str, figures: &[Figures]) {
    if figures.is_empty() {
        return;
    }
    let mut ordered: Vec<&Figures> = figures.iter().collect();
    ordered.sort_by_key(|figures| std::cmp::Reverse(figures.incidents));
    page.heading(&format!("By {kind}"));
    let rows = ordered.iter().take(ROWS).map(|one| {
        let median = one.time_to_restore.as_ref().and_then(|restore| restore.median.as_ref());
        [
            named(one.name.as_ref()),
            one.incidents.to_string(),
            known(one.per_year.as_ref(), figure),
            one.per_year.as_ref().map_or_else(|| "–".to_owned(), |rate| interval(rate, figure)),
            known(median, length),
            known(one.hand_offs.as_ref().and_then(|hand_offs| hand_offs.handed_on.as_ref()), percent),
        ]
    });
    let header = [&*capital(kind), "Incidents", "Yearly", "Interval", "Restored (median)", "Handed on"];
    page.numbers(1..3, header, rows.collect());
    if ordered.len() > ROWS {
        page.paragraph(&format!(
            "{} not shown: JSON has all.",
            plural(ordered.len() - ROWS, "more is", "more are")
        ));
    }
}

fn incidents(page: &mut Page, figures: &[Figures], all: &Figures) {
    let kind = "service";
    let mut ordered: Vec<&Figures> = figures.iter().collect();
    let more = ordered.len().saturating_sub(ROWS);
    ordered.truncate(ROWS);
    let name =
        |one: &Figures| if std::ptr::eq(one, all) { "all".to_owned() } else { named(one.name.as_ref()) };
    if ordered.len() != 1 {
        ordered.push(all);
    }
    page.heading(&format!("Incidents by {kind}"));
    let open = all.open > 0;
    let mut header = vec![capital(kind), "Count".to_owned(), "Yearly".to_owned(), "Interval".to_owned()];
    header.extend(["Out of hours", "Interval"].map(str::to_owned));
    if open {
        header.push("Open".to_owned());
    }
    let row = |one: &&Figures| {
        let mut row = vec![
            name(one),
            one.incidents.to_string(),
            known(one.per_year.as_ref(), figure),
            one.per_year.as_ref().map_or_else(|| "–".to_owned(), |rate| interval(rate, figure)),
            known(one.out_of_hours.as_ref(), percent),
            one.out_of_hours.as_ref().map_or_else(|| "–".to_owned(), percent_interval),
        ];
        if open {
            row.push(one.open.to_string());
        }
        row
    };
    page.columns(1..3, header, ordered.iter().map(row).collect());
    page.heading(&format!("Time to restore by {kind}"));
    let header = [&*capital(kind), "Mean", "Median", "Interval", "P90", "P95"];
    let row = |one: &&Figures| {
        let restore = one.time_to_restore.as_ref();
        let of = |part: fn(&Lengths) -> &Option<Interval>| restore.and_then(|restore| part(restore).as_ref());
        // What is open makes them lower bounds.
        let least = |text: String| match restore.is_some_and(|restore| restore.open > 0) && text != "–" {
            true => format!("≥ {text}"),
            false => text,
        };
        [
            name(one),
            least(known(of(|lengths| &lengths.mean), length)),
            known(of(|lengths| &lengths.median), length),
            of(|lengths| &lengths.median).map_or_else(|| "–".to_owned(), |median| interval(median, length)),
            least(known(of(|lengths| &lengths.p90), length)),
            least(known(of(|lengths| &lengths.p95), length)),
        ]
    };
    page.numbers(1..3, header, ordered.iter().map(row).collect());
    if all.open > 0 {
        page.paragraph(
            "The median allows for incidents that are still open (Kaplan–Meier); ≥ marks a lower bound, their time so far \
             counting as all of it.",
        );
    }
    if ordered
        .iter()
        .any(|one| one.hand_offs.is_some() || one.reopened.is_some() || one.time_to_acknowledge.is_some())
    {
        page.heading(&format!("Taking up and handing on by {kind}"));
        let header = [&*capital(kind), "Taken up", "Hand-offs", "Handed on", "Longer by", "Reopened"];
        let row = |one: &&Figures| {
            let hand_offs = one.hand_offs.as_ref();
            [
                name(one),
                known(one.time_to_acknowledge.as_ref().and_then(|taken| taken.median.as_ref()), length),
                known(hand_offs.and_then(|hand_offs| hand_offs.per_incident.as_ref()), figure),
                known(hand_offs.and_then(|hand_offs| hand_offs.handed_on.as_ref()), percent),
                hand_offs.and_then(|hand_offs| hand_offs.seconds_each.as_ref()).map_or_else(
                    || "–".to_owned(),
                    |each| match each.estimate < 0.0 {
                        true => format!("-{}", length(-each.estimate)),
                        false => length(each.estimate),
                    },
                ),
                known(one.reopened.as_ref(), percent),
            ]
        };
        page.numbers(1..6, header, ordered.iter().map(row).collect());
        page.paragraph(
            "Taken up is the median; hand-offs are those of an incident; longer by is what goes with each of them, which need \
             not be their effect.",
        );
    }
    if more > 0 {
        page.paragraph(&format!("{} not shown: JSON has all.", plural(more, "more is", "more are")));
    }
}

fn budgets(page: &mut Page, measured: &Measurement) {
    if measured.budgets.is_empty() {
        return;
    }
    page.heading("Availability against target");
    let rows = measured.budgets.iter().take(ROWS).map(|of| {
        let budget = &of.budget;
        let missed = budget.missed.map(|(_, missed, all)| format!("{missed} of {all}"));
        let [weeks, months, quarters] = missed;
        [
            of.service.to_string(),
            format!("{} %", budget.target),
            format!("{} %", budget.availability.round_dp(3).normalize()),
            percent(budget.used_percent / 100.0),
            weeks,
            months,
            quarters,
            figure(budget.burn_rate),
        ]
    });
    let header = ["Service", "Target", "Available", "Used", "Weeks", "Months", "Quarters", "Burn"];
    page.numbers(1..8, header, rows.collect());
    page.paragraph(
        "Used is the part of the error budget that was; then the weeks, months and quarters that missed the target. Burn is how fast the last quarter uses its budget: at 1 it \
         lasts exactly as long as the quarter. Every incident counts as unavailability: `--priorities 1,2` leaves others out.",
    );
}

fn protections(page: &mut Page, protection: &Protections, currency: Currency) {
    let effect = |effectiveness: Option<rust_decimal::Decimal>| {
        effectiveness
            .map_or_else(|| "–".to_owned(), |percent| format!("{} %", percent.round_dp(1).normalize()))
    };
    page.heading("Loss protection effectiveness");
    let groups = [
        ("", protection.all.as_slice()),
        ("", &protection.services),
        ("team ", &protection.teams),
        ("", &protection.operating_models),
    ];
    let rows = groups.into_iter().flat_map(|(kind, group)| group.iter().map(move |one| (kind, one)));
    let rows = rows.take(2 * ROWS).map(|(kind, one)| {
        [
            one.name.as_ref().map_or_else(|| "all".to_owned(), |name| format!("{kind}{name}")),
            currency.show(one.lost).whole().to_string(),
            currency.show(one.tolerable).whole().to_string(),
            effect(one.effectiveness),
        ]
    });
    page.numbers(1..4, ["Of", "Lost", "Tolerable", "Protected"], rows.collect());
    page.paragraph(
        "The part of the loss that the targets tolerate which was not lost; below zero where more was lost.",
    );
    if !protection.worst.is_empty() {
        page.heading("The incidents that lost most, against a week's tolerable loss");
        let rows = protection.worst.iter().take(10).map(|one| {
            [
                crate::text::visible(&one.id),
                one.service.to_string(),
                one.seconds_to_restore.map_or_else(|| "open".to_owned(), |seconds| length(seconds as f64)),
                format!("{}{}", currency.show(one.lost).whole(), if one.estimated { "*" } else { "" }),
                effect(one.effectiveness),
            ]
        });
        page.numbers(2..5, ["Incident", "Service", "Lasted", "Lost", "Protected"], rows.collect());
        if protection.worst.iter().any(|one| one.estimated) {
            page.paragraph("A loss with * is what the portfolio's exposure makes of the length; the export does not say it.");
        }
    }
    for moved in &protection.moves {
        let said = match &moved.effectiveness {
            None => "fewer than two weeks lie before or after, too few to compare".to_owned(),
            Some(change) => format!(
                "{} a week before ({}), {} after ({}): a difference of {} points ({}). A difference as large would \
                 come by chance with a probability of {}",
                percent(change.before / 100.0),
                plural(change.count_before, "week", "weeks"),
                percent(change.after / 100.0),
                plural(change.count_after, "week", "weeks"),
                figure(change.difference.estimate),
                interval(&change.difference, figure),
                percent(change.p_value),
            ),
        };
        page.paragraph(&format!("{} moved on {}: {said}.", moved.service, moved.on));
    }
}

fn estimates(page: &mut Page, measured: &Measurement) {
    let Some(estimates) = &measured.estimates else { return };
    page.heading("Incidents a year, for the portfolio");
    let rows = estimates.incidents_per_year.iter().take(ROWS).map(|one| {
        let taken = if one.shrunk == Some(one.proposed) { "both" } else { "measured" };
        [
            one.service.to_string(),
            one.portfolio_mean.map_or_else(|| "not estimated".to_owned(), figure),
            with_interval(one.measured_per_year.as_ref(), figure),
            with_interval(one.shrunk_per_year.as_ref(), figure),
            taken.to_owned(),
        ]
    });
    page.table(["Service", "Portfolio", "Measured", "Both together", "Proposed"], rows.collect());
    page.paragraph(&format!(
        "Measured is Gamma(events + ½, years). Fewer than {FEW} incidents are weighed against the portfolio's own estimate."
    ));
    for response in &estimates.response {
        let fit = response.handling_fit.as_ref().map_or_else(String::new, |fit| {
            format!(
                " Handling is lognormal with a median of {} (Anderson–Darling {}, p = {}).",
                length(fit.lognormal.quantile(0.5)),
                figure(fit.anderson_darling),
                figure(fit.p_value),
            )
        });
        let proposed = match &response.not_proposed {
            Some(why) => format!("not proposed: {why}"),
            None => format!("proposed for the tier {}", named(response.tier.as_ref())),
        };
        page.paragraph(&format!(
            "{}{}: the response to {} is {proposed}.{fit}",
            response.operating_model.name(),
            match &response.place {
                ResponsePlace::Portfolio => String::new(),
                own => format!(" ({})", own.path()),
            },
            plural(response.incidents, "incident", "incidents"),
        ));
    }
}

fn changes(page: &mut Page, written: &Written) {
    page.heading("What changes in the portfolio");
    page.items(written.values.iter().map(|value| {
        let before = value.before.as_deref().unwrap_or("not given");
        let short = |text: &str| match text.chars().count() > 120 {
            true => format!("{}…", text.chars().take(120).collect::<String>()),
            false => text.to_owned(),
        };
        format!(
            "{}: {} → {} ({})",
            value.path,
            short(before),
            short(&value.after),
            value.comment.trim_start_matches("# ")
        )
    }));
    page.items(written.not_written.iter().map(|what| format!("not written: {what}")));
}

fn left_out(page: &mut Page, measured: &Measurement) {
    let source = &measured.source;
    if !source.rejected.is_empty() {
        page.heading("Rows that were left out, or used in part");
        let rows = source.rejected.iter().map(|one| {
            let mut lines: Vec<String> = one.lines.iter().map(|(line, _)| line.to_string()).collect();
            if one.count > one.lines.len() as u64 {
                lines.push("…".to_owned());
            }
            [
                one.count.to_string(),
                format!("{} [{}]", one.reason.says(), one.reason.as_str()),
                lines.join(", "),
            ]
        });
        page.table(["Rows", "Each", "Lines"], rows.collect());
    }
}

/// Services of the export that the portfolio does not have.
fn strangers(page: &mut Page, measured: &Measurement) {
    if measured.strangers.is_empty() {
        return;
    }
    page.heading("Services that the portfolio does not have");
    let rows = measured.strangers.iter().map(|stranger| {
        let meant = stranger.meant.as_ref().map_or_else(String::new, |meant| meant.to_string());
        [crate::text::visible(&stranger.name), stranger.incidents.to_string(), meant]
    });
    page.numbers(1..2, ["In the export", "Incidents", "Meant, perhaps"], rows.collect());
    page.paragraph("`names` in a mapping says what the portfolio calls a service of the export.");
}

/// What was assumed, and what clocks showed twice or never.
fn notes(measured: &Measurement) -> Vec<String> {
    let source = &measured.source;
    let changes = [
        (&source.clock_back, "fall into the hour that the clock shows twice; the first of the two was taken"),
        (
            &source.clock_forward,
            "fall into the hour that the clock leaves out; they were taken as an hour later",
        ),
    ];
    let clocks = changes.into_iter().filter(|(change, _)| change.count > 0).map(|(change, what)| {
        let dates: Vec<String> =
            change.dates.iter().map(|(line, date)| format!("line {line}: {date}")).collect();
        format!(
            "{} {what} ({}; {})",
            plural(change.count, "date", "dates"),
            source.time_zone,
            dates.join(", "),
        )
    });
    clocks.chain(measured.assumed.iter().cloned()).collect()
}

/// The mappings that come with whorunsit.
pub(crate) fn mappings() -> String {
    let mut page = Page::new(Style::Terminal);
    let rows = Mapping::presets().filter_map(|name| Mapping::preset(name).ok()).map(|mapping| {
        let kind = match mapping.kind {
            whorunsit_measure::Kind::Incidents => "incidents",
            whorunsit_measure::Kind::Deployments => "deployments",
            whorunsit_measure::Kind::Work => "work",
        };
        [mapping.name.clone(), kind.to_owned(), mapping.title.clone()]
    });
    page.table(["Mapping", "Rows", "Of"], rows.collect());
    page.finish()
}

/// What a column of intervals takes of a service.
type Column = fn(&Figures) -> Option<Interval>;

/// A row for each service.
pub(crate) fn csv(measured: &Measurement) -> io::Result<String> {
    const ENDS: [&str; 3] = ["", "_low", "_high"];
    let figures: [(&str, Column); 7] = [
        ("incidents_per_year", |one| one.per_year),
        ("out_of_hours", |one| one.out_of_hours),
        ("mean_seconds_to_restore", |one| one.time_to_restore.as_ref()?.mean),
        ("median_seconds_to_restore", |one| one.time_to_restore.as_ref()?.median),
        ("p90_seconds_to_restore", |one| one.time_to_restore.as_ref()?.p90),
        ("p95_seconds_to_restore", |one| one.time_to_restore.as_ref()?.p95),
        ("reopened", |one| one.reopened),
    ];
    let mut header = vec!["service".to_owned(), "incidents".to_owned(), "open".to_owned()];
    for (name, _) in figures {
        header.extend(ENDS.map(|end| format!("{name}{end}")));
    }
    let rows = measured.services.iter().map(|one| {
        let mut row = vec![
            csv_rows::text(one.name.as_deref().unwrap_or_default()),
            one.incidents.to_string(),
            one.open.to_string(),
        ];
        for (_, of) in figures {
            let shown =
                |value: Option<f64>| value.map_or_else(String::new, |value| rounded(value).to_string());
            match of(one) {
                Some(found) => row.extend([Some(found.estimate), found.low, found.high].map(shown)),
                None => row.extend([None, None, None].map(shown)),
            }
        }
        row
    });
    csv_rows::write_columns(header, rows)
}
