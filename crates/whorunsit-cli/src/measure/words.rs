//! Measured figures as people read them.

pub(crate) use whorunsit_measure::words::{
    figure, interval, known, length, percent, percent_interval, with_interval,
};

/// A name, or that there is none.
pub(crate) fn named(name: Option<&whorunsit::Name>) -> String {
    name.map_or_else(|| "(not said)".to_owned(), |name| crate::text::visible(name))
}
