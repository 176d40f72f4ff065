//! Pictures of a document, as SVG that stands in the page: wide enough for a telephone, with letters of 11 px and more.

use std::fmt::Write;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::exact::Money;
use crate::markup::escaped;

/// Across, in px at full size.
const WIDTH: f64 = 340.0;
/// What a row takes: a line of text, and what is drawn below it.
const ROW: f64 = 38.0;
/// How many letters of a name have room beside a figure.
const LETTERS: usize = 30;

/// A picture with what it shows in words.
pub(super) struct Picture {
    pub(super) title: String,
    pub(super) svg: String,
    pub(super) caption: String,
}

/// A row of a picture.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) figure: String,
    pub(super) ours: bool,
    pub(super) marks: Marks,
}

/// What is drawn in a row.
pub(super) enum Marks {
    /// Paid, lost, and the range of both where it is known.
    Bar(Money, Money, Option<(Money, Money)>),
    /// A range with its middle.
    Range(Money, Money, Money),
    /// Nothing is known.
    None,
}

/// Rows one below the other, on one scale from the least to the most of all of them, zero included.
pub(super) fn rows(title: String, caption: String, rows: &[Row]) -> Picture {
    let (mut least, mut most) = (Decimal::ZERO, Decimal::ZERO);
    let mut reach = |amount: Money| {
        least = least.min(amount.amount());
        most = most.max(amount.amount());
    };
    for row in rows {
        match row.marks {
            Marks::Bar(paid, lost, range) => {
                reach(paid.plus(lost).unwrap_or(paid));
                if let Some((_, high)) = range {
                    reach(high);
                }
            }
            Marks::Range(low, _, high) => {
                reach(low);
                reach(high);
            }
            Marks::None => {}
        }
    }
    let span = most.checked_sub(least).filter(|span| !span.is_zero()).unwrap_or(Decimal::ONE);
    let place = |amount: Money| {
        let share = amount.amount().checked_sub(least).and_then(|part| part.checked_div(span));
        // A picture needs no more than tenths of a px.
        let px =
            share.and_then(|share| share.to_f64()).unwrap_or_default().clamp(0.0, 1.0) * (WIDTH - 12.0) + 6.0;
        (px * 10.0).round() / 10.0
    };
    let height = ROW * rows.len() as f64 + 4.0;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\">",
        escaped(&title)
    );
    let zero = place(Money::ZERO);
    for (index, row) in rows.iter().enumerate() {
        let top = ROW * index as f64;
        let class = if row.ours { " class=\"ours\"" } else { "" };
        // Writing to a String does not fail.
        let _ = write!(
            svg,
            "<text{class} x=\"0\" y=\"{}\">{}</text><text{class} x=\"{WIDTH}\" y=\"{0}\" text-anchor=\"end\">{}</text>",
            top + 13.0,
            escaped(&cut(&row.name)),
            escaped(&row.figure),
        );
        let (bar, middle) = (top + 18.0, top + 24.0);
        let _ = write!(svg, "<path class=\"zero\" d=\"M{zero} {}v18\"/>", bar - 3.0);
        let mut box_of = |class: &str, from: f64, to: f64| {
            let width = ((to - from) * 10.0).round() / 10.0;
            if width > 0.0 {
                let _ = write!(
                    svg,
                    "<rect class=\"{class}\" x=\"{from}\" y=\"{bar}\" width=\"{width}\" height=\"12\"/>"
                );
            }
        };
        let range = match row.marks {
            Marks::Bar(paid, lost, range) => {
                let (start, end) = (place(paid), place(paid.plus(lost).unwrap_or(paid)));
                box_of("paid", zero, start);
                box_of("lost", start, end);
                range.map(|(low, high)| (low, None, high))
            }
            Marks::Range(low, mean, high) => Some((low, Some(mean), high)),
            Marks::None => None,
        };
        if let Some((low, mean, high)) = range {
            let (low, high) = (place(low), place(high));
            let _ = write!(
                svg,
                "<path class=\"range\" d=\"M{low} {middle}H{high}M{low} {}v8M{high} {0}v8\"/>",
                middle - 4.0
            );
            if let Some(mean) = mean {
                let side = if mean < Money::ZERO { "team" } else { "ops" };
                let _ =
                    write!(svg, "<circle class=\"{side}\" cx=\"{}\" cy=\"{middle}\" r=\"5\"/>", place(mean));
            }
        }
    }
    svg.push_str("</svg>");
    Picture { title, svg, caption }
}

/// A name that is no longer than there is room for.
fn cut(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    name.chars().take(LETTERS - 1).chain(['\u{2026}']).collect()
}
