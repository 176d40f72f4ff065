//! What all charts have in common: frame, title, axes of money, colours. Those of `whorunsit-measure` have it too.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use crate::currency::Currency;
use crate::exact::{Money, float};
use crate::selection::{OPS_RUN_IT, OperatingModel, YOU_BUILD_IT_YOU_RUN_IT};
use crate::wording::plural;

/// The version of Vega-Lite that the specifications are written for.
const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v6.json";

// Okabe and Ito's colours, told apart by the colour-blind; these stand out on white and on black. The grey and the sky
// blue are for what is seldom large.
/// What is shown, where nothing else is to be told from it.
pub const BLUE: &str = "#0072B2";
/// What is out of the ordinary.
pub const VERMILLION: &str = "#D55E00";
/// One of several series.
pub const GREEN: &str = "#009E73";
/// One of several series.
pub const PURPLE: &str = "#CC79A7";
/// One of several series.
pub const SKY: &str = "#56B4E9";
/// What stands behind, such as a limit.
pub const GREY: &str = "#808080";
/// One of several series.
pub const AMBER: &str = "#E69F00";
/// Of Paul Tol's muted scheme: Okabe and Ito have no more colours that are legible on white.
pub(super) const OLIVE: &str = "#999933";

// The models have one colour each, in every chart and in the calculator; so has what runs as they do.
pub(super) const TEAM: &str = GREEN;
pub(super) const OPS: &str = VERMILLION;

/// Labels of an axis of money: `$1.5M`, with B for billions where SI says G.
pub(super) const MONEY_LABEL: &str = "abs(datum.value) >= 1000 || datum.value == 0 \
    ? replace(format(datum.value, '$.3~s'), regexp('G$'), 'B') : format(datum.value, '$,.2~f')";

/// Money in a tooltip.
pub(super) const MONEY: &str = "$,.0f";

/// How wide a chart is where nothing says, and what axes and titles take.
const NATURAL: u64 = 640;
const AROUND: u64 = 220;

/// A chart but for what all of them have.
#[derive(Debug)]
pub struct Picture {
    /// What was found, in a sentence.
    pub title: String,
    /// What is shown, in which unit, and what is left out.
    pub subtitle: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// That of its amounts; `None` where it has none.
    pub currency: Option<Currency>,
    /// Width and height, as Vega-Lite takes them.
    pub size: (Value, Value),
    /// Rows.
    pub data: Vec<Value>,
    /// What all layers have.
    pub encoding: Value,
    /// Marks, from the back to the front.
    pub layers: Vec<Value>,
}

impl Picture {
    /// The specification.
    #[must_use]
    pub fn spec(self) -> Value {
        let prefix = self.currency.map_or_else(String::new, Currency::prefix);
        let (width, height) = self.size;
        // As wide as there is room. What draws a file or a cell of a notebook does not tell how wide that is: it takes the
        // width in `usermeta`, without axes, or that of `config`, which leaves room for axes and titles.
        let natural = width.as_u64().unwrap_or(NATURAL);
        let mut spec = Map::new();
        let mut put = |key: &str, value| spec.insert(key.to_owned(), value);
        put("$schema", SCHEMA.into());
        put("description", self.description.into());
        put("background", "transparent".into());
        put(
            "title",
            json!({
                "text": lines(&self.title, 64),
                "subtitle": lines(&self.subtitle, 94),
                "anchor": "start",
                "frame": "group",
                "offset": 14
            }),
        );
        put("width", "container".into());
        put("height", height);
        put("data", json!({ "values": self.data }));
        put("encoding", self.encoding);
        put("layer", self.layers.into());
        put(
            "config",
            json!({
                "locale": {
                    "number": { "decimal": ".", "thousands": ",", "grouping": [3], "currency": [prefix, ""] }
                },
                "title": { "fontSize": 16, "subtitleFontSize": 12, "subtitlePadding": 6 },
                "axis": { "labelFontSize": 12, "titleFontSize": 12, "titlePadding": 10, "gridOpacity": 0.3 },
                "legend": { "labelFontSize": 12, "titleFontSize": 12, "labelLimit": 320 },
                "text": { "fontSize": 12 },
                "view": { "continuousWidth": natural + AROUND, "discreteWidth": natural + AROUND }
            }),
        );
        put("usermeta", json!({ "width": natural }));
        spec.into()
    }
}

/// Two views of the same width, one above the other, with the title and the rest of the first. A chart of several views
/// cannot take the width of a container, so it has that of its first one.
pub(super) fn stacked(mut first: Value, second: Value) -> Value {
    let natural = first.pointer("/usermeta/width").cloned().unwrap_or(NATURAL.into());
    if let Some(spec) = first.as_object_mut() {
        let mut views = [Map::new(), Map::new()];
        let [above, below] = &mut views;
        for key in ["height", "data", "encoding", "layer"] {
            above.extend(spec.remove(key).map(|value| (key.to_owned(), value)));
        }
        below.extend(second.as_object().cloned().unwrap_or_default());
        for view in [above, below] {
            view.insert("width".to_owned(), natural.clone());
        }
        spec.remove("width");
        spec.insert("vconcat".to_owned(), views.into_iter().map(Value::from).collect());
        spec.insert("spacing".to_owned(), 14.into());
    }
    first
}

/// Makes a specification one for a narrow page, such as a telephone's: short lines, one column of legends, few ticks, names cut.
pub fn compact(spec: &mut Value) {
    let joined = |value: &Value| -> String {
        let lines = value.as_array().map(Vec::as_slice).unwrap_or_default();
        lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
    };
    if let Some(title) = spec.get_mut("title").and_then(Value::as_object_mut) {
        for (key, most) in [("text", 36), ("subtitle", 50)] {
            if let Some(text) = title.get_mut(key) {
                *text = lines(&joined(text), most).into();
            }
        }
    }
    for (key, width) in [
        ("/config/view/continuousWidth", COMPACT + AROUND / 2),
        ("/config/view/discreteWidth", COMPACT + AROUND / 2),
        ("/usermeta/width", COMPACT),
    ] {
        if let Some(given) = spec.pointer_mut(key) {
            *given = width.into();
        }
    }
    shrink(spec);
}

/// How wide a compact chart is where nothing says.
const COMPACT: u64 = 320;

fn shrink(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let most = match key.as_str() {
                    "columns" => 1,
                    "tickCount" => 4,
                    "labelLimit" => 120,
                    "gradientLength" => 200,
                    // Of text beside points.
                    "limit" => 62,
                    "labelFontSize" | "titleFontSize" | "subtitleFontSize" => 11,
                    "width" => COMPACT,
                    // Rows are data, whatever their keys.
                    "values" => continue,
                    _ => {
                        shrink(value);
                        continue;
                    }
                };
                if value.as_u64().is_some_and(|given| given > most) {
                    *value = most.into();
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shrink),
        _ => {}
    }
}

/// Text in lines of about so many characters; titles do not wrap by themselves.
pub(super) fn lines(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        match lines.last_mut().filter(|_| length + 1 + word_length <= most) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
                length += 1 + word_length;
            }
            None => {
                lines.push(word.to_owned());
                length = word_length;
            }
        }
    }
    lines
}

/// A number of JSON: whole where it is whole, else the nearest float.
pub(super) fn number(exact: Decimal) -> Value {
    let whole = exact.normalize();
    match i64::try_from(whole.mantissa()) {
        Ok(whole_number) if whole.scale() == 0 => whole_number.into(),
        _ => float(exact).into(),
    }
}

pub(super) fn amount(money: Money) -> Value {
    number(money.amount())
}

/// An axis of money with the unit in its title.
pub(super) fn money_axis(title: &str) -> Value {
    json!({ "title": title, "labelExpr": MONEY_LABEL, "tickCount": 6 })
}

/// The colour of each of some words, in their order.
#[must_use]
pub fn colours<'w>(pairs: impl IntoIterator<Item = (&'w str, &'static str)>) -> Value {
    let (words, colours): (Vec<&str>, Vec<&str>) = pairs.into_iter().unzip();
    json!({ "domain": words, "range": colours })
}

/// The colours of the operating models.
pub(super) fn model_colours() -> Value {
    colours(
        [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt]
            .map(|model| (model.name(), colour(model))),
    )
}

pub(super) fn colour(model: OperatingModel) -> &'static str {
    match model {
        OperatingModel::OpsRunIt => OPS,
        OperatingModel::YouBuildItYouRunIt => TEAM,
    }
}

/// Which model is cheaper on either side of zero, for the title of an axis.
pub(super) fn sides(between: &str) -> String {
    format!("← {YOU_BUILD_IT_YOU_RUN_IT} is cheaper{between}{OPS_RUN_IT} is cheaper →")
}

/// A legend above the chart.
#[must_use]
pub fn legend(title: Option<&str>) -> Value {
    json!({ "title": title, "orient": "top", "direction": "horizontal", "columns": 3, "symbolOpacity": 1 })
}

/// Text that has the colour of the theme's labels, dark or light: not filled, Vega-Lite gives it no colour of its own.
#[must_use]
pub fn text(align: &str, baseline: &str, dx: i32, dy: i32) -> Value {
    json!({
        "type": "text", "style": "guide-label", "filled": false, "stroke": null, "align": align, "baseline": baseline, "dx": dx, "dy": dy,
        "fontSize": 12
    })
}

/// Labels to the right of bars, each where a field of money says.
pub(super) fn beside_bars(labels: &[Value], at: &str) -> Value {
    json!({
        "data": { "values": labels },
        "mark": text("left", "middle", 6, 0),
        "encoding": {
            "x": { "field": at, "type": "quantitative" },
            "text": { "field": "label", "type": "nominal" }
        }
    })
}

/// Upright lines, of which the legend says what each is: the first whole, the second broken.
pub(super) fn named_lines(lines: &[Value]) -> Value {
    json!({
        "data": { "values": lines },
        "mark": { "type": "rule", "strokeWidth": 2 },
        "encoding": {
            "x": { "field": "x", "type": "quantitative" },
            "strokeDash": {
                "field": "line", "type": "nominal", "legend": legend(Some("Line")),
                "scale": { "range": [[1, 0], [5, 4]] }
            },
            "color": { "value": BLUE },
            "tooltip": tooltip(&[("line", "Line", "")])
        }
    })
}

/// A tooltip of fields with their titles and number formats.
#[must_use]
pub fn tooltip(fields: &[(&str, &str, &str)]) -> Value {
    let entry = |(field, title, format): &(&str, &str, &str)| match format.is_empty() {
        true => json!({ "field": field, "title": title, "type": "nominal" }),
        false => json!({ "field": field, "title": title, "type": "quantitative", "format": format }),
    };
    fields.iter().map(entry).collect()
}

pub(super) fn years(horizon: u32) -> String {
    format!("over {}", plural(horizon, "year", "years"))
}
