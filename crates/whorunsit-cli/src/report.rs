//! A decision on record, as a file or on standard output.

use std::path::Path;

use whorunsit::{DocumentFormat, Policy, facade};

use crate::answer::{deliver_as_is, note_partly, read, target, told};
use crate::args::{ReportArguments, ReportForm};
use crate::simulate;
use crate::stop::{Stop, usage};
use crate::watch::Watch;

pub(crate) fn run(arguments: &ReportArguments, policy: Option<Policy>) -> Result<(), Stop> {
    let form = form(arguments.format, arguments.output.as_deref())?;
    let output = arguments.output.as_deref();
    let output = output.map(|to| target(to, arguments.force, &[&arguments.file])).transpose()?;
    let watch = Watch::new()?;
    let source = read(&arguments.file)?.by_policy(policy);
    if form != ReportForm::Json
        && let Err(problems) = source.partial()
    {
        return Err(Stop::Problems(source, problems));
    }
    let options = source.options(&options(arguments)?);
    let answered = watch
        .over(|stop, progress| facade::answer_with("report", source.bytes(), &options, stop, progress))?;
    let format = match (form, answered) {
        (ReportForm::Json, answered) if output.is_none() => return told(answered),
        (ReportForm::Json, Ok(record)) => {
            note_partly(&record);
            return deliver_as_is(output, &format!("{record}\n"));
        }
        (ReportForm::Json, refused) => return told(refused),
        (_, Err(refusal)) => return Err(Stop::Refused(source, refusal)),
        (ReportForm::Html, Ok(record)) => (DocumentFormat::Html, record),
        (ReportForm::Markdown, Ok(record)) => (DocumentFormat::Markdown, record),
    };
    let (format, record) = format;
    match whorunsit::render(record.as_bytes(), format) {
        Ok(document) => deliver_as_is(output, &document),
        Err(problems) => Err(Stop::Problems(source, problems)),
    }
}

/// The form that is asked for, or that the end of the file's name says.
fn form(asked: Option<ReportForm>, output: Option<&Path>) -> Result<ReportForm, Stop> {
    let said = output.and_then(Path::extension).map(|end| end.to_string_lossy().to_ascii_lowercase());
    match (asked, output, said.as_deref()) {
        (Some(form), ..) => Ok(form),
        (None, None, _) | (None, _, Some("md" | "markdown")) => Ok(ReportForm::Markdown),
        (None, _, Some("html" | "htm")) => Ok(ReportForm::Html),
        (None, _, Some("json")) => Ok(ReportForm::Json),
        _ => Err(usage("report", "name a file that ends in .html, .md or .json, or say --format")),
    }
}

/// The facade's options for it.
fn options(arguments: &ReportArguments) -> Result<String, Stop> {
    let draws: serde_json::Value = serde_json::from_str(&simulate::options(&arguments.draws))
        .map_err(|error| Stop::Said(error.to_string()))?;
    let mut options = serde_json::json!({
        "service": arguments.service,
        "review_on": arguments.review_on.map(|date| date.to_string()),
    });
    if let (Some(options), Some(draws)) = (options.as_object_mut(), draws.as_object()) {
        options.extend(draws.clone());
    }
    Ok(options.to_string())
}
