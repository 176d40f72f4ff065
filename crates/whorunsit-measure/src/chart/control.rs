//! The control chart of the time to restore, incident by incident.

use serde_json::{Value, json};
use whorunsit::chart::picture::{AMBER, BLUE, GREY, Picture, VERMILLION, colours, legend, text, tooltip};
use whorunsit::plural;

use super::{Chosen, clock, figure, lengths, nothing, time};
use crate::incidents::Incident;
use crate::words::length;

/// What three standard deviations are in mean moving ranges of two (ISO 7870-2): 3 ÷ 1.128.
const LIMITS: f64 = 2.66;
/// So many in a row on one side of the middle are no chance (the fourth of Western Electric's rules, 1956).
const RUN: usize = 8;
/// Limits that rest on fewer are provisional.
const FEW: usize = 20;
/// About how many points are drawn, and all that stand out.
const MOST_POINTS: usize = 2000;

const WITHIN: &str = "within the limits";
const OUTSIDE: &str = "outside the limits";
const IN_A_ROW: &str = "eight or more on one side";

pub(super) fn draw(chosen: &Chosen<'_>) -> Result<Value, crate::Refusal> {
    let mut ended: Vec<(&Incident, f64)> = chosen
        .incidents()
        .filter_map(|one| Some((one, one.seconds_to_restore().filter(|seconds| *seconds > 0)? as f64)))
        .collect();
    ended.sort_by_key(|(one, _)| one.opened);
    let logarithms: Vec<f64> = ended.iter().map(|(_, seconds)| libm::log(*seconds)).collect();
    let ranges = logarithms.iter().zip(logarithms.iter().skip(1)).map(|(one, next)| (next - one).abs());
    let range = ranges.sum::<f64>() / logarithms.len().saturating_sub(1).max(1) as f64;
    if ended.len() < 3 || range <= 0.0 {
        let message =
            format!("fewer than three incidents{} were restored, or all took as long", chosen.whose());
        return Err(nothing(message, "take a longer period with `from` and `to`, or more services"));
    }
    let middle = logarithms.iter().sum::<f64>() / logarithms.len() as f64;
    let (low, high) = (middle - LIMITS * range, middle + LIMITS * range);
    let runs = runs(&logarithms, middle);
    let states: Vec<&str> = logarithms
        .iter()
        .zip(&runs)
        .map(|(value, in_run)| match (*value > high || *value < low, in_run) {
            (true, _) => OUTSIDE,
            (false, true) => IN_A_ROW,
            (false, false) => WITHIN,
        })
        .collect();
    let above = logarithms.iter().filter(|value| **value > high).count();
    let below = logarithms.iter().filter(|value| **value < low).count();
    let count = ended.len();
    let step = count.div_ceil(MOST_POINTS);
    let mut data = Vec::new();
    for (index, ((one, seconds), state)) in ended.iter().zip(&states).enumerate() {
        if *state == OUTSIDE || index % step == 0 {
            data.push(json!({
                "opened": clock(chosen.period(), one.opened), "seconds": seconds, "took": length(*seconds), "id": one.id,
                "service": one.service.as_deref().unwrap_or("–"), "state": state,
            }));
        }
    }
    let last = ended.last().map_or(Value::Null, |(one, _)| clock(chosen.period(), one.opened));
    let line = |what: &str, value: f64| {
        json!({
            "seconds": figure(libm::exp(value)), "line": what, "at": last,
            "label": format!("{what} {}", length(libm::exp(value))),
        })
    };
    let lines = [line("upper limit", high), line("middle", middle), line("lower limit", low)];
    let whose = chosen.whose();
    let outside = match (above, below) {
        (0, 0) => None,
        (above, 0) => {
            Some(format!("{above} of {count} incidents{whose} took longer to restore than chance explains"))
        }
        (0, below) => {
            Some(format!("{below} of {count} incidents{whose} were restored sooner than chance explains"))
        }
        (above, below) => Some(format!(
            "Of {count} incidents{whose} {above} took longer to restore than chance explains, and {below} less long"
        )),
    };
    let run = run_in_words(&logarithms, &runs, middle, &ended);
    let title = outside.clone().or_else(|| run.clone()).unwrap_or_else(|| {
        format!("The time to restore{whose} is steady: chance explains all {count} incidents")
    });
    let zero = chosen.figures.incidents as usize
        - (chosen.figures.open as usize).min(chosen.figures.incidents as usize);
    let left_out = [
        (chosen.figures.open as usize, "is open", "are open"),
        (zero.saturating_sub(count), "took no time", "took no time"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| {
        format!(
            "; {count} that {} not drawn",
            if count == 1 { format!("{one} is") } else { format!("{many} are") }
        )
    })
    .collect::<String>();
    let few =
        if count < FEW { format!("; limits of {count} incidents are provisional") } else { String::new() };
    let thinned = if step > 1 { format!("; one in {step} is drawn, and all outside") } else { String::new() };
    let also = outside.and(run).map_or_else(String::new, |run| format!("{run}. "));
    let described = format!(
        "{}, {}; limits are the mean of the logarithms ± {LIMITS} mean moving ranges{left_out}{few}{thinned}",
        plural(count, "incident", "incidents"),
        chosen.when(),
    );
    let marks =
        [(WITHIN, BLUE, "circle"), (OUTSIDE, VERMILLION, "triangle-up"), (IN_A_ROW, AMBER, "diamond")];
    let shown: Vec<_> = marks.into_iter().filter(|(state, ..)| states.contains(state)).collect();
    let picture = Picture {
        description: format!(
            "Points of how long each incident{whose} took to restore, by when it began. {title}. The middle is {}, the \
             limits {} and {}. {also}",
            length(libm::exp(middle)),
            length(libm::exp(low)),
            length(libm::exp(high)),
        ),
        title,
        subtitle: format!("{also}{described}"),
        currency: None,
        size: (json!(640), json!(340)),
        data,
        encoding: json!({}),
        layers: vec![
            json!({
                "data": { "values": lines },
                "mark": { "type": "rule", "strokeWidth": 1.5, "color": GREY, "tooltip": null },
                "encoding": {
                    "y": { "field": "seconds", "type": "quantitative" },
                    "strokeDash": {
                        "field": "line", "type": "nominal", "legend": null,
                        "scale": { "domain": ["middle", "upper limit", "lower limit"], "range": [[1, 0], [5, 4], [5, 4]] }
                    }
                }
            }),
            json!({
                "mark": { "type": "point", "filled": true, "size": 55, "opacity": 0.85 },
                "encoding": {
                    "x": {
                        "field": "opened", "type": "temporal",
                        "axis": time(&format!("Began ({})", chosen.period().time_zone))
                    },
                    "y": {
                        "field": "seconds", "type": "quantitative", "scale": { "type": "log", "nice": false, "padding": 12 },
                        "axis": lengths("Time to restore")
                    },
                    "color": {
                        "field": "state", "type": "nominal", "legend": legend(None),
                        "scale": colours(shown.iter().map(|(state, colour, _)| (*state, *colour)))
                    },
                    "shape": {
                        "field": "state", "type": "nominal", "legend": legend(None),
                        "scale": {
                            "domain": shown.iter().map(|(state, ..)| *state).collect::<Vec<_>>(),
                            "range": shown.iter().map(|(.., shape)| *shape).collect::<Vec<_>>(),
                        }
                    },
                    "tooltip": tooltip(&[
                        ("id", "Incident", ""), ("service", "Service", ""), ("took", "Time to restore", ""), ("state", "It is", ""),
                    ])
                }
            }),
            json!({
                "data": { "values": lines },
                "mark": text("right", "bottom", -2, -3),
                "encoding": {
                    "x": { "value": "width" }, "y": { "field": "seconds", "type": "quantitative" },
                    "text": { "field": "label", "type": "nominal" }
                }
            }),
        ],
    };
    Ok(picture.spec())
}

/// Which values lie in a run of [`RUN`] or more on one side of the middle.
fn runs(values: &[f64], middle: f64) -> Vec<bool> {
    let mut marked = Vec::with_capacity(values.len());
    for run in values.chunk_by(|one, next| (*one > middle) == (*next > middle)) {
        marked.extend(run.iter().map(|_| run.len() >= RUN));
    }
    marked
}

/// The last run in words.
fn run_in_words(values: &[f64], runs: &[bool], middle: f64, ended: &[(&Incident, f64)]) -> Option<String> {
    let end = runs.iter().rposition(|in_run| *in_run)?;
    let is_above = |index: usize| values.get(index).is_some_and(|value| *value > middle);
    let start = (0..=end).rev().take_while(|index| is_above(*index) == is_above(end)).last()?;
    let (count, side) = (end + 1 - start, if is_above(end) { "longer" } else { "less long" });
    let last = if end + 1 == ended.len() { "The last " } else { "" };
    Some(format!("{last}{count} in a row took {side} than the middle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_in_a_row_are_a_run_and_seven_are_none() {
        let mut values = vec![1.0, -1.0];
        values.extend([1.0; 7]);
        assert!(!runs(&values, 0.0).contains(&true));
        values.push(2.0);
        assert_eq!(runs(&values, 0.0).iter().filter(|in_run| **in_run).count(), 8);
        values.push(-2.0);
        assert_eq!(runs(&values, 0.0).iter().rposition(|in_run| *in_run), Some(9));
    }
}
