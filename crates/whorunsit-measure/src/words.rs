//! Measured figures as people read them, in sentences and tables.

use crate::statistics::Interval;

/// A length of time in the unit that fits it.
#[must_use]
pub fn length(seconds: f64) -> String {
    let (value, unit) = match seconds {
        seconds if seconds < 120.0 => (seconds, "s"),
        seconds if seconds < 5400.0 => (seconds / 60.0, "min"),
        seconds if seconds < 172_800.0 => (seconds / 3600.0, "h"),
        seconds => (seconds / 86_400.0, "d"),
    };
    format!("{} {unit}", figure(value))
}

/// A number of three digits.
#[must_use]
pub fn figure(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.0995 || size == 0.0 => 2,
        _ => 4,
    };
    let text = format!("{value:.decimals$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A percentage of one decimal.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", figure((share * 1000.0).round() / 10.0))
}

/// The interval of an estimate.
#[must_use]
pub fn interval(of: &Interval, shown: impl Fn(f64) -> String) -> String {
    match (of.low, of.high) {
        (Some(low), Some(high)) => format!("{} to {}", shown(low), shown(high)),
        (Some(low), None) => format!("{} or more", shown(low)),
        (None, Some(high)) => format!("up to {}", shown(high)),
        (None, None) => "too few".to_owned(),
    }
}

/// The interval of a share, in percent.
#[must_use]
pub fn percent_interval(of: &Interval) -> String {
    let points = |share: f64| figure((share * 1000.0).round() / 10.0);
    match (of.low, of.high) {
        (Some(low), Some(high)) => format!("{} to {} %", points(low), points(high)),
        _ => "too few".to_owned(),
    }
}

/// An estimate, or that there is none.
#[must_use]
pub fn known(of: Option<&Interval>, shown: impl Fn(f64) -> String) -> String {
    of.map_or_else(|| "–".to_owned(), |of| shown(of.estimate))
}

/// An estimate with its interval, or that there is none.
#[must_use]
pub fn with_interval(of: Option<&Interval>, shown: impl Fn(f64) -> String + Copy) -> String {
    match of {
        Some(of) => format!("{} ({})", shown(of.estimate), interval(of, shown)),
        None => "–".to_owned(),
    }
}
