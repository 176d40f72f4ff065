//! Problems drawn under the offending lines of the file.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use whorunsit::{Location, Problem, Problems};

use crate::source::Source;
use crate::text::{plural, visible};

/// Lines longer than this are not drawn: nobody could read them.
const LONGEST_LINE: usize = 400;

/// All problems, each under its line, and how many there are. Styled; the stream drops styles where it should.
pub(crate) fn draw(source: &Source, problems: &Problems) -> String {
    let text = source.text();
    let renderer = Renderer::styled();
    let mut out = String::new();
    for problem in problems {
        let drawn = match problem.location().and_then(|at| Some((at, line_around(text, at)?))) {
            Some((at, line)) => under_line(&renderer, source, problem, at, line),
            None => without_line(&renderer, source, problem),
        };
        // Writing to a String does not fail.
        let _ = writeln!(out, "{drawn}\n");
    }
    let count = problems.iter().count();
    let name = if problems.iter().all(|problem| option(problem).is_some()) { OPTIONS } else { source.name() };
    let _ = writeln!(out, "{name}: {}", plural(count, "problem", "problems"));
    out
}

/// What stands for the file where an option is wrong.
const OPTIONS: &str = "the command line";

/// The option that a problem is about: it has a path, but no place in the text.
fn option(problem: &Problem) -> Option<&str> {
    option_at(problem.path()).filter(|_| problem.location().is_none())
}

/// How an option is written; the service is one, or stands by itself.
fn named(option: &str) -> String {
    if option == "service" { "the name of the service".to_owned() } else { format!("--{option}") }
}

fn option_at(path: &str) -> Option<&str> {
    let options = ["trials", "precision", "seed", "threads", "service"];
    path.strip_prefix('/').filter(|option| options.contains(option))
}

/// A refusal of the facade, whose problems have no place in the text.
pub(crate) fn draw_refusal(source: &Source, refusal: &str) -> String {
    let refusal: serde_json::Value = serde_json::from_str(refusal).unwrap_or_default();
    let problems = refusal.get("errors").and_then(serde_json::Value::as_array);
    let renderer = Renderer::styled();
    let mut out = String::new();
    for problem in problems.into_iter().flatten() {
        let of =
            |key: &str| visible(problem.get(key).and_then(serde_json::Value::as_str).unwrap_or_default());
        let path = of("path");
        let place = match option_at(&path) {
            Some(option) => format!("{OPTIONS}, at {}", named(option)),
            None if path.is_empty() => source.name().to_owned(),
            None => format!("{}, at {path}", source.name()),
        };
        let group = Level::ERROR
            .primary_title(of("message"))
            .id(of("code"))
            .element(Level::NOTE.message(place))
            .element(Level::HELP.message(of("help")));
        // Writing to a String does not fail.
        let _ = writeln!(out, "{}\n", renderer.render(&[group]));
    }
    out
}

/// An export that cannot be measured.
pub(crate) fn draw_unmeasured(refusal: &whorunsit_measure::Refusal) -> String {
    let group = Level::ERROR
        .primary_title(visible(refusal.message()))
        .id(refusal.code())
        .element(Level::HELP.message(visible(refusal.help())));
    let group = match refusal.line() {
        Some(line) => group.element(Level::NOTE.message(format!("line {line} of the export"))),
        None => group,
    };
    format!("{}\n", Renderer::styled().render(&[group]))
}

/// The first line of a location, if it is short enough to draw: its start in the text and its content.
fn line_around(text: &str, at: Location) -> Option<(usize, &str)> {
    // No further than a line that can be drawn: in one of megabytes, a thousand problems would take minutes.
    let (before, after) = (text.as_bytes().get(..at.start)?, text.as_bytes().get(at.start..)?);
    let near = before.iter().rev().take(LONGEST_LINE + 1).position(|byte| *byte == b'\n');
    let start = at.start - near.unwrap_or(before.len());
    let length = after.iter().take(LONGEST_LINE + 1).position(|byte| *byte == b'\n').unwrap_or(after.len());
    let line = text.get(start..at.start + length)?;
    (line.len() <= LONGEST_LINE).then_some((start, line))
}

fn under_line(
    renderer: &Renderer,
    source: &Source,
    problem: &Problem,
    at: Location,
    (start, line): (usize, &str),
) -> String {
    let from = at.start.saturating_sub(start).min(line.len());
    let to = at.end.saturating_sub(start).clamp(from, line.len());
    // The line is drawn with hidden characters replaced, which moves what follows them.
    let part = |range: std::ops::Range<usize>| visible(line.get(range).unwrap_or_default());
    let (before, marked, after) = (part(0..from), part(from..to), part(to..line.len()));
    let span = before.len()..before.len() + marked.len();
    let place = if problem.path().is_empty() { "here".to_owned() } else { visible(problem.path()) };
    let snippet = Snippet::source(before + &marked + &after)
        .line_start(at.line)
        .path(source.name())
        .annotation(AnnotationKind::Primary.span(span).label(place));
    let group = Level::ERROR
        .primary_title(visible(problem.message()))
        .id(problem.code().as_str())
        .element(snippet)
        .element(Level::HELP.message(visible(problem.help())));
    renderer.render(&[group])
}

fn without_line(renderer: &Renderer, source: &Source, problem: &Problem) -> String {
    let mut place = source.name().to_owned();
    if let Some(at) = problem.location() {
        let _ = write!(place, ", line {}, column {}", at.line, at.column);
    }
    if let Some(option) = option(problem) {
        place = format!("{OPTIONS}, at {}", named(option));
    } else if !problem.path().is_empty() {
        let _ = write!(place, ", at {}", visible(problem.path()));
    }
    let group = Level::ERROR
        .primary_title(visible(problem.message()))
        .id(problem.code().as_str())
        .element(Level::NOTE.message(place))
        .element(Level::HELP.message(visible(problem.help())));
    renderer.render(&[group])
}
