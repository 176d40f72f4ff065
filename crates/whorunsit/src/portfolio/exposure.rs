//! Exposure by hour of the week: which share of the maximum is at stake when.

use serde::Serialize;

use crate::calendar::WeekWindow;
use crate::exact::Share;
use crate::problem::{Gathered, ProblemCode};
use crate::read::{Absent, MAX_RULES, Node, Path, Read, Value, read_word, record};

/// The share of the maximum exposure that is at stake, by hour of the week: a named shape, or windows of which the first
/// that matches an hour says its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExposureByHour {
    /// A named shape.
    Shape(ExposureShape),
    /// Windows, first match first; the last one has no `when`.
    Windows(Vec<ExposureWindow>),
}

/// A usual shape of exposure over the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ExposureShape {
    /// The maximum at every hour.
    Flat,
    /// Used by people at work: the maximum on weekdays from 09:00 to 17:00, half of it for an hour before and after,
    /// 5 % otherwise.
    OfficeHours,
    /// A shop: every day 50 % from 08:00, 70 % from 12:00, the maximum from 19:00 to 22:00, 20 % until midnight, 5 % at
    /// night.
    Retail,
}

record! {
    /// A window of the week and the share of the maximum exposure in it.
    pub struct ExposureWindow {
        /// The hours; all that are left where it is not given.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub when: Option<WeekWindow>,
        /// The share of the maximum that is at stake in them.
        pub share: Share,
    }
}

impl ExposureByHour {
    /// The windows, first match first.
    pub(crate) fn windows(&self) -> Vec<(Option<WeekWindow>, Share)> {
        let shape: &[(&str, &str)] = match self {
            Self::Windows(windows) => {
                return windows.iter().map(|window| (window.when, window.share)).collect();
            }
            Self::Shape(ExposureShape::Flat) => &[("", "100%")],
            Self::Shape(ExposureShape::OfficeHours) => {
                &[("Mon-Fri 09:00-17:00", "100%"), ("Mon-Fri 08:00-18:00", "50%"), ("", "5%")]
            }
            Self::Shape(ExposureShape::Retail) => &[
                ("Mon-Sun 19:00-22:00", "100%"),
                ("Mon-Sun 12:00-19:00", "70%"),
                ("Mon-Sun 08:00-12:00", "50%"),
                ("Mon-Sun 22:00-24:00", "20%"),
                ("", "5%"),
            ],
        };
        let window = |(when, share): &(&str, &str)| Some((when.parse().ok(), share.parse().ok()?));
        shape.iter().filter_map(window).collect()
    }
}

impl Serialize for ExposureByHour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Shape(shape) => shape.serialize(serializer),
            Self::Windows(windows) => windows.serialize(serializer),
        }
    }
}

impl Read for ExposureByHour {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(_) => {
                let words = [
                    ("flat", ExposureShape::Flat),
                    ("office-hours", ExposureShape::OfficeHours),
                    ("retail", ExposureShape::Retail),
                ];
                read_word(node, &words, at, problems).map(Self::Shape)
            }
            Value::List(items) => {
                if items.len() > MAX_RULES {
                    let message = format!("there are {} windows, more than {MAX_RULES}", items.len());
                    problems.push(at.problem(
                        ProblemCode::TooLarge,
                        message,
                        "merge windows of the same share",
                    ));
                    return None;
                }
                let windows: Vec<ExposureWindow> = Vec::read(node, at, problems)?;
                if windows.last().is_none_or(|last| last.when.is_some()) {
                    problems.push(at.problem(
                        ProblemCode::InvalidWindow,
                        "no window says which share is at stake at other hours",
                        "end the list with one without `when`, such as { share = \"5%\" }",
                    ));
                    return None;
                }
                Some(Self::Windows(windows))
            }
            _ => {
                problems.push(at.wrong_type(node, "the name of a shape, or a list of windows with shares"));
                None
            }
        }
    }

    fn fallback() -> Self {
        Self::Shape(ExposureShape::Flat)
    }
}
