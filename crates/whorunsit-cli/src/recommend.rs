//! The recommendation as a page.

use whorunsit::selection::YOU_BUILD_IT_YOU_RUN_IT;
use whorunsit::{OperatingModel, Portfolio, Recommendation, ServiceRecommendation, Severity};

use crate::insurance;
use crate::next;
use crate::page::{Page, View, traced};
use crate::schedules;
use crate::text::{Amounts, amount, clock, percent, plural, years};

/// The whole recommendation.
pub(crate) fn page(result: &Recommendation, reasons: bool, view: View) -> String {
    let mut page = Page::new(view);
    let name = result.name.as_deref().unwrap_or("Portfolio");
    page.title(&format!("{name}: who should run it"));
    page.answer(&result.headline_above_its_list());
    page.keep(next::lines(result.outlook.as_deref(), result.currency));
    let of_services = result
        .services
        .iter()
        .flat_map(|service| service.findings.iter().map(|finding| (&*service.name, finding)));
    let of_schedules = result
        .schedules
        .iter()
        .flat_map(|schedule| schedule.findings.iter().map(|finding| (&*schedule.name, finding)));
    let of_portfolio = result.findings.iter().map(|finding| ("", finding));
    let findings = of_services.chain(of_schedules).chain(of_portfolio);
    let is_brief = page.is_brief(if result.insurance.is_some() { 2 } else { 1 }, 3);
    page.gap();
    page.table(
        ["Service", "Target", "Deploy", "Who should run it", "Out of hours"],
        result.services.iter().map(decision).collect(),
    );

    costs_and_protection(&mut page, result, is_brief);
    if is_brief {
        page.worth_a_look(findings);
        next::end(&mut page, result.outlook.as_deref(), result.currency);
        let more = "targets, peaks and who is on call; --reasons why. How sure: whorunsit simulate";
        return page.end(more, &result.assumptions, &traced(&result.provenance, ""));
    }

    page.heading("What the targets tolerate");
    page.table(
        ["Service", "Exposure an hour", "Tolerated a week", "Loss it stands for"],
        result.services.iter().map(|service| tolerance(result, service)).collect(),
    );

    let peaks: Vec<_> = result.services.iter().flat_map(peaks).collect();
    if !peaks.is_empty() {
        page.heading("Peaks");
        page.table(["Service", "Peak", "From", "To", "Target", "Out of hours"], peaks);
    }

    schedules::on_call(&mut page, result.currency, &result.schedules);
    page.gap();
    let on_call = &result.on_call;
    page.paragraph(&on_call.sentence(result.schedules.len(), &result.standby, result.currency));

    page.heading("How exposed the services are");
    let bands =
        result.exposure_distribution.iter().filter(|band| band.max_per_hour.is_some() || band.services > 0);
    let band = |band: &whorunsit::BandShare| {
        let up_to = match band.max_per_hour {
            Some(max) => format!("up to {} an hour", result.currency.show(max)),
            None => "above every band".to_owned(),
        };
        let share = format!("{} ({} %)", plural(band.services, "service", "services"), band.percent.round());
        [up_to, percent(band.availability_target), share]
    };
    page.table(["Exposure", "Target", "Services"], bands.map(band).collect());

    let shown: Vec<_> =
        findings.filter(|(_, finding)| reasons || finding.code().severity() > Severity::Reason).collect();
    if !shown.is_empty() {
        page.heading(if reasons { "Reasons, and what needs a look" } else { "What needs a look" });
        page.findings(shown);
    }
    next::end(&mut page, result.outlook.as_deref(), result.currency);
    page.assumptions(&result.assumptions);
    page.provenance(&result.provenance);
    page.finish()
}

/// What You Build It You Run It costs more and protects, where the portfolio has costs.
fn costs_and_protection(page: &mut Page, result: &Recommendation, is_brief: bool) {
    let Some(all) = &result.insurance else {
        return;
    };
    let amounts = Amounts::in_cells(result.currency);
    let horizon = result.horizon_years.map_or_else(|| "the horizon".to_owned(), years);
    page.heading(&format!("What {YOU_BUILD_IT_YOU_RUN_IT} costs more and protects, over {horizon}"));
    let services = result.services.iter();
    let services = services.filter_map(|service| Some((&service.name, service.insurance.as_deref()?)));
    insurance::table(page, amounts, services);
    page.paragraph(&amounts.note(all.partial));
    if is_brief {
        return;
    }
    page.paragraph(&insurance::sentence(amounts, &horizon, all));
}

fn decision(service: &ServiceRecommendation) -> [String; 5] {
    let out_of_hours = match (service.operating_model, &service.out_of_hours, &service.schedule) {
        (OperatingModel::OpsRunIt, ..) => "operations".to_owned(),
        (_, _, Some(schedule)) => schedule.to_string(),
        (_, Some(level), None) => level.to_string(),
        (_, None, None) => String::new(),
    };
    [
        service.name.to_string(),
        percent(service.availability_target),
        service.deployment_target.to_string(),
        service.operating_model.name().to_owned(),
        out_of_hours,
    ]
}

fn tolerance(result: &Recommendation, service: &ServiceRecommendation) -> [String; 4] {
    let week = service.tolerable_unavailability.week;
    [
        service.name.to_string(),
        result.currency.show(service.exposure_per_hour).to_string(),
        clock(&week.seconds.normalize().to_string()),
        amount(result.currency, Some(week.loss)),
    ]
}

fn peaks(service: &ServiceRecommendation) -> Vec<[String; 6]> {
    let row = |peak: &whorunsit::PeakRecommendation| {
        let (from, to) = match (&peak.hours, peak.from, peak.to) {
            (None, Some(from), Some(to)) => (from.to_string(), to.to_string()),
            (hours, ..) => (hours.clone().unwrap_or_default(), "every week".to_owned()),
        };
        [
            service.name.to_string(),
            peak.name.to_string(),
            from,
            to,
            percent(peak.availability_target),
            peak.out_of_hours.map_or_else(|| "operations".to_owned(), |level| level.to_string()),
        ]
    };
    service.peaks.iter().map(row).collect()
}

/// What `check` says of a portfolio without problems.
pub(crate) fn checked(page: &mut Page, portfolio: &Portfolio) {
    let file = portfolio.file();
    page.paragraph(&format!(
        "{}: no problems. {}, {}, {}.",
        file.name.as_deref().unwrap_or("The portfolio"),
        plural(file.services.len(), "service", "services"),
        plural(file.teams.len(), "team", "teams"),
        plural(file.domains.len(), "domain", "domains"),
    ));
    page.assumptions(portfolio.assumptions());
}
