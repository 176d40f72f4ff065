//! Values of one's own as an estimate of the format: a distribution fitted to them, and how well it fits.

use std::fmt;

use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ChiSquared, ContinuousCDF};
use whorunsit::{Duration, MAX_OBSERVED};

use crate::problem::{Refusal, named, quoted};
use crate::statistics::{Fit, Gamma, Interval, Observation, TAIL, number, optional_number, quantile, sorted};

/// What is fitted to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FitShape {
    /// A lognormal distribution, by maximum likelihood of the logarithms.
    Lognormal,
    /// A PERT distribution from the least value to the greatest, with the mean of the values.
    Pert,
    /// The values themselves, each as likely.
    Observed,
    /// A rate a year of which the values are counts in periods of equal length: gamma, as a Poisson count tells it.
    GammaPoisson,
}

impl FitShape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Lognormal, Self::Pert, Self::Observed, Self::GammaPoisson];

    /// Its word in options and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lognormal => "lognormal",
            Self::Pert => "pert",
            Self::Observed => "observed",
            Self::GammaPoisson => "gamma-poisson",
        }
    }

    fn named(word: &str) -> Result<Self, Refusal> {
        named(word, &Self::ALL, Self::as_str, ("shape", "shapes"))
    }
}

/// One value as it was given: a number, or the text of one; floats that JSON does not have come as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// A number.
    Number(f64),
    /// Its text.
    Text(String),
    /// Anything else, none at all among it.
    Other(serde_json::Value),
}

/// How to fit.
#[derive(Clone, Debug, Default)]
pub struct FitOptions {
    /// The word of a [`FitShape`]; lognormal if left out.
    pub shape: Option<String>,
    /// The unit of lengths of time: `s`, `min`, `h` or `d`; values without one are plain numbers.
    pub unit: Option<String>,
    /// How many years each count of `gamma-poisson` is of; 1 if left out.
    pub period_years: Option<f64>,
}

/// An estimate as the format writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum FittedEstimate {
    /// A lognormal distribution through its 5th and 95th percentile.
    Interval {
        /// One time in twenty it is below this.
        p5: String,
        /// One time in twenty it is above this.
        p95: String,
    },
    /// A PERT distribution.
    Range {
        /// The least.
        low: String,
        /// The most likely.
        likely: String,
        /// The greatest.
        high: String,
    },
    /// Observed values.
    Observed {
        /// In ascending order.
        observed: Vec<String>,
    },
    /// A number a year.
    Counted {
        /// So many events.
        events: String,
        /// In so many years.
        years: String,
    },
}

/// As TOML writes it.
impl fmt::Display for FittedEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Texts are digits and units: nothing in them has to be escaped.
        match self {
            Self::Interval { p5, p95 } => write!(f, r#"{{ p5 = "{p5}", p95 = "{p95}" }}"#),
            Self::Range { low, likely, high } => {
                write!(f, r#"{{ low = "{low}", likely = "{likely}", high = "{high}" }}"#)
            }
            Self::Observed { observed } => write!(f, r#"{{ observed = ["{}"] }}"#, observed.join(r#"", ""#)),
            Self::Counted { events, years } => write!(f, "{{ events = {events}, years = {years} }}"),
        }
    }
}

/// How well values fit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Goodness {
    /// The figure: `anderson-darling`, `kolmogorov-smirnov` or `dispersion`.
    pub test: &'static str,
    /// The figure's value.
    #[serde(serialize_with = "number")]
    pub statistic: f64,
    /// How likely values of the shape are to fit as badly as these; `None` where no table holds.
    #[serde(serialize_with = "optional_number")]
    pub p_value: Option<f64>,
    /// Whether they would in fewer than one case of twenty.
    pub doubtful: bool,
}

/// A distribution fitted to values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fitted {
    /// What was fitted.
    pub shape: FitShape,
    /// How many values.
    pub count: usize,
    /// The unit of the values, where they are lengths of time.
    pub unit: Option<String>,
    /// For a portfolio.
    pub estimate: FittedEstimate,
    /// The same as a change of a portfolio: what an estimate of another shape has is null, so that none of it is left.
    pub change: serde_json::Map<String, serde_json::Value>,
    /// The mean, and the 5th and 95th percentile; of `gamma-poisson` the rate a year with its 90 % interval.
    pub interval: Interval,
    /// How well they fit; `None` where the estimate is the values themselves.
    pub goodness: Option<Goodness>,
}

impl Fitted {
    /// The answer in sentences.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let figure = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), spoken);
        let unit = self.unit.as_deref().map_or_else(String::new, |unit| format!(" {unit}"));
        let (low, high) = (figure(self.interval.low), figure(self.interval.high));
        let mean = figure(Some(self.interval.estimate));
        let what = match self.shape {
            FitShape::GammaPoisson => "a year",
            _ => "on average",
        };
        let mut said = vec![format!(
            "{} values, {}: {mean}{unit} {what}, nine times in ten from {low} to {high}{unit}.",
            self.count,
            self.shape.as_str()
        )];
        if let Some(goodness) = &self.goodness {
            let p = goodness.p_value.map_or_else(String::new, |p| format!(", p = {}", spoken(p)));
            let verdict = match (goodness.doubtful, self.shape) {
                (false, _) => "nothing speaks against the shape",
                (true, FitShape::GammaPoisson) => {
                    "the counts vary more, or less, than one steady rate lets them"
                }
                (true, _) => "the values fit badly: `observed` keeps them as they are",
            };
            said.push(format!("{} {}{p}: {verdict}.", goodness.test, spoken(goodness.statistic)));
        }
        said
    }
}

/// Fits a distribution to values.
///
/// # Errors
/// [`Refusal`] for no values, for one that is missing, infinite, negative or no number, for too few or equal ones where a
/// distribution needs more, and for options that make no sense.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::{FitOptions, FittedEstimate, Given, fit};
///
/// let values = [10.0, 20.0, 40.0, 80.0, 160.0].map(Given::Number);
/// let fitted = fit(&values, &FitOptions::default())?;
/// let FittedEstimate::Interval { p5, p95 } = &fitted.estimate else { panic!() };
/// assert_eq!((p5.as_str(), p95.as_str()), ("6.59415", "242.639"));
/// assert!(fitted.goodness.is_some_and(|goodness| !goodness.doubtful));
/// # Ok::<(), whorunsit_measure::Refusal>(())
/// ```
pub fn fit(values: &[Given], options: &FitOptions) -> Result<Fitted, Refusal> {
    let shape = options.shape.as_deref().map_or(Ok(FitShape::Lognormal), FitShape::named)?;
    let unit = options.unit.as_deref().map(seconds_of).transpose()?;
    if options.period_years.is_some() && shape != FitShape::GammaPoisson {
        let message = format!("`{}` takes no `period_years`", shape.as_str());
        return Err(Refusal::new(
            "invalid-option",
            message,
            "remove it; it is how long each count of `gamma-poisson` is of",
        ));
    }
    if unit.is_some() && shape == FitShape::GammaPoisson {
        return Err(Refusal::new("invalid-option", "counts have no unit of time", "remove `unit`"));
    }
    let values = sorted(numbers(values, shape)?);
    let text = |value: f64| match unit {
        None => shown(value),
        Some(seconds) => duration(value * seconds),
    };
    let (estimate, interval, goodness) = match shape {
        FitShape::Lognormal => lognormal(&values, &text)?,
        FitShape::Pert => pert(&values, &text)?,
        FitShape::Observed => observed(&values, &text)?,
        FitShape::GammaPoisson => counted(&values, options.period_years.unwrap_or(1.0))?,
    };
    let change = change(&estimate)?;
    Ok(Fitted {
        shape,
        count: values.len(),
        unit: options.unit.clone(),
        estimate,
        change,
        interval,
        goodness,
    })
}

/// The keys of an estimate of any shape.
const KEYS: [&str; 14] = [
    "low", "likely", "high", "shape", "gamma", "p5", "p95", "p10", "p90", "observed", "events", "years",
    "median", "spread",
];

fn change(estimate: &FittedEstimate) -> Result<serde_json::Map<String, serde_json::Value>, Refusal> {
    let mut change: serde_json::Map<_, _> =
        KEYS.iter().map(|key| ((*key).to_owned(), serde_json::Value::Null)).collect();
    match serde_json::to_value(estimate) {
        Ok(serde_json::Value::Object(own)) => change.extend(own),
        // Texts and lists of texts are written in any case.
        _ => return Err(Refusal::new("overflow", "the estimate cannot be written", "pass fewer values")),
    }
    Ok(change)
}

/// What a shape comes to.
type Outcome = (FittedEstimate, Interval, Option<Goodness>);

fn lognormal(values: &[f64], text: &dyn Fn(f64) -> String) -> Result<Outcome, Refusal> {
    let all: Vec<Observation> = values.iter().map(|time| Observation { time: *time, ended: true }).collect();
    let fit = Fit::of(&all).ok_or_else(|| few(values, 3))?;
    let (p5, p95) = (fit.lognormal.quantile(TAIL), fit.lognormal.quantile(1.0 - TAIL));
    let goodness = Goodness {
        test: "anderson-darling",
        statistic: fit.anderson_darling,
        p_value: Some(fit.p_value),
        doubtful: fit.is_doubtful(),
    };
    let (low, high) = (text(p5), text(p95));
    if low == high {
        return Err(few(values, 3));
    }
    Ok((
        FittedEstimate::Interval { p5: low, p95: high },
        Interval::new(p5, fit.lognormal.mean(), p95),
        Some(goodness),
    ))
}

/// The likely value is what gives the distribution the mean of the values, as far as it lies between their ends.
fn pert(values: &[f64], text: &dyn Fn(f64) -> String) -> Result<Outcome, Refusal> {
    let (Some(low), Some(high)) = (values.first().copied(), values.last().copied()) else {
        return Err(few(values, 3));
    };
    if values.len() < 3 || low >= high {
        return Err(few(values, 3));
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let likely = ((6.0 * mean - low - high) / 4.0).clamp(low, high);
    let width = high - low;
    let (alpha, beta) = (1.0 + 4.0 * (likely - low) / width, 1.0 + 4.0 * (high - likely) / width);
    let shape = Beta::new(alpha, beta).map_err(|_| few(values, 3))?;
    let at = |part: f64| low + width * shape.inverse_cdf(part);
    let statistic = distance(values, |value| shape.cdf(((value - low) / width).clamp(0.0, 1.0)));
    let goodness = Goodness {
        test: "kolmogorov-smirnov",
        statistic,
        // Tables hold for a distribution that was not fitted to the values: one that is has to come closer still.
        p_value: None,
        doubtful: statistic * count.sqrt() > KOLMOGOROV,
    };
    let mean = (low + 4.0 * likely + high) / 6.0;
    let estimate = FittedEstimate::Range { low: text(low), likely: text(likely), high: text(high) };
    Ok((estimate, Interval::new(at(TAIL), mean, at(1.0 - TAIL)), Some(goodness)))
}

/// One sample of twenty comes no closer to its own distribution, in units of one by the root of the count (A. Kolmogorov,
/// 1933).
const KOLMOGOROV: f64 = 1.358;

fn observed(values: &[f64], text: &dyn Fn(f64) -> String) -> Result<Outcome, Refusal> {
    let kept = values.len().min(MAX_OBSERVED);
    let place = |index: usize| (2 * index + 1) * values.len() / (2 * kept);
    let chosen: Vec<f64> = (0..kept).filter_map(|index| values.get(place(index)).copied()).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let at = |part: f64| quantile(values, part).map_or(mean, |found| found.estimate);
    // Of more values than an estimate holds, how far those that are kept are from all of them.
    let goodness = (kept < values.len()).then(|| Goodness {
        test: "kolmogorov-smirnov",
        statistic: distance(&chosen, |value| {
            values.partition_point(|other| *other <= value) as f64 / values.len() as f64
        }),
        p_value: None,
        doubtful: false,
    });
    let estimate = FittedEstimate::Observed { observed: chosen.iter().map(|value| text(*value)).collect() };
    Ok((estimate, Interval::new(at(TAIL), mean, at(1.0 - TAIL)), goodness))
}

/// Counts of equal periods: the rate, and whether they vary as counts of one steady rate do (R. A. Fisher's index of
/// dispersion, 1925), on both sides.
fn counted(values: &[f64], period_years: f64) -> Result<Outcome, Refusal> {
    if !period_years.is_finite() || period_years <= 0.0 {
        let message = format!("`{period_years}` is no length of a period");
        return Err(Refusal::new(
            "invalid-option",
            message,
            "write `period_years` above zero: 1/12 is a month",
        ));
    }
    let events: f64 = values.iter().sum();
    let years = values.len() as f64 * period_years;
    let rate = Gamma { events, years };
    let interval = rate.interval().ok_or_else(|| few(values, 1))?;
    let mean = events / values.len() as f64;
    let freedom = values.len().saturating_sub(1) as f64;
    let goodness = ChiSquared::new(freedom).ok().filter(|_| mean > 0.0).map(|chi| {
        let statistic = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / mean;
        let p_value = (2.0 * chi.sf(statistic).min(chi.cdf(statistic))).min(1.0);
        Goodness { test: "dispersion", statistic, p_value: Some(p_value), doubtful: p_value < TAIL }
    });
    Ok((FittedEstimate::Counted { events: shown(events), years: shown(years) }, interval, goodness))
}

/// The greatest distance between how many of some values in ascending order lie below a point, and how many should.
fn distance(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let count = sorted.len() as f64;
    let gaps = sorted.iter().enumerate().map(|(index, value)| {
        let expected = cdf(*value);
        (expected - index as f64 / count).abs().max(((index + 1) as f64 / count - expected).abs())
    });
    gaps.fold(0.0, f64::max)
}

/// As many values can be fitted.
pub const MAX_VALUES: usize = 1_000_000;

/// The values as numbers; the first that is none is named, and how many others are none either.
fn numbers(values: &[Given], shape: FitShape) -> Result<Vec<f64>, Refusal> {
    if values.len() > MAX_VALUES {
        let message = format!("there are more than {MAX_VALUES} values");
        return Err(Refusal::new("too-large", message, "fit a sample of them"));
    }
    if values.is_empty() {
        return Err(Refusal::new("no-values", "there are no values to fit", "pass at least three numbers"));
    }
    let mut wrong: Option<(usize, String, &'static str)> = None;
    let (mut others, mut numbers) = (0_usize, Vec::with_capacity(values.len()));
    for (index, given) in values.iter().enumerate() {
        match one(given, shape) {
            Ok(value) => numbers.push(value),
            Err(_) if wrong.is_some() => others += 1,
            Err((what, help)) => wrong = Some((index + 1, what, help)),
        }
    }
    let Some((place, what, help)) = wrong else { return Ok(numbers) };
    let more = match others {
        0 => String::new(),
        1 => "; one more cannot be used either".to_owned(),
        others => format!("; {others} more cannot be used either"),
    };
    Err(Refusal::new("invalid-value", format!("value {place} {what}{more}"), help))
}

fn one(given: &Given, shape: FitShape) -> Result<f64, (String, &'static str)> {
    const LEAVE: &str = "leave out what is not known; a missing value is never zero";
    let value = match given {
        Given::Number(value) => *value,
        Given::Text(text) => match text.trim().parse::<f64>() {
            Ok(value) => value,
            Err(_) if text.trim().is_empty() => return Err(("is missing".to_owned(), LEAVE)),
            Err(_) => {
                return Err((
                    format!("is no number: `{}`", quoted(text)),
                    "pass numbers only, with a point for decimals",
                ));
            }
        },
        Given::Other(serde_json::Value::Null) => return Err(("is missing".to_owned(), LEAVE)),
        Given::Other(other) => {
            return Err((
                format!("is no number: `{}`", quoted(&other.to_string())),
                "pass one list of numbers",
            ));
        }
    };
    if value.is_nan() {
        return Err(("is not a number (NaN)".to_owned(), LEAVE));
    }
    if value.is_infinite() {
        return Err(("is infinite".to_owned(), "leave it out, or write the largest that can be"));
    }
    if value.abs() > MOST {
        return Err((format!("is too large: {value:e}"), "pass numbers up to 10^15, in a larger unit"));
    }
    if value < 0.0 {
        return Err((format!("is negative: {}", shown(value)), "pass amounts, lengths of time or counts"));
    }
    if shape == FitShape::Lognormal && value == 0.0 {
        return Err((
            "is zero, of which there is no logarithm".to_owned(),
            "fit `observed` or `pert`, which take zero",
        ));
    }
    if shape == FitShape::GammaPoisson && value.fract() != 0.0 {
        return Err((
            format!("is no count: {}", shown(value)),
            "pass whole numbers of events in periods of equal length",
        ));
    }
    Ok(value)
}

/// Nothing in a portfolio is larger.
const MOST: f64 = 1e15;

fn few(values: &[f64], least: usize) -> Refusal {
    if values.len() < least {
        let message = format!("{} are too few values to fit a distribution to", values.len());
        let message = if values.len() == 1 {
            "one value is too few to fit a distribution to".to_owned()
        } else {
            message
        };
        return Refusal::new("too-few-values", message, "pass at least three, or fit `observed`");
    }
    let help = "write the value itself as the estimate, or fit `observed`";
    Refusal::new("equal-values", "the values are all the same, or nearly", help)
}

/// The seconds of a unit.
fn seconds_of(unit: &str) -> Result<f64, Refusal> {
    match unit {
        "s" => Ok(1.0),
        "min" => Ok(60.0),
        "h" => Ok(3_600.0),
        "d" => Ok(86_400.0),
        other => {
            let message = format!("`{}` is no unit of time", quoted(other));
            Err(Refusal::new("invalid-option", message, "write `s`, `min`, `h` or `d`"))
        }
    }
}

/// A length of time as the format writes it, to the second.
fn duration(seconds: f64) -> String {
    let text = format!("{}s", seconds.round());
    text.parse::<Duration>().map_or(text, |duration| duration.to_string())
}

/// A number for the portfolio: six significant digits, without an exponent.
fn shown(value: f64) -> String {
    rounded(value, 6.0)
}

/// A number for a sentence: three.
fn spoken(value: f64) -> String {
    rounded(value, 3.0)
}

/// A number of so many significant digits, or all before its point.
fn rounded(value: f64, digits: f64) -> String {
    let magnitude = if value == 0.0 { 0.0 } else { libm::log10(value.abs()).floor() };
    let decimals = (digits - 1.0 - magnitude).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], shape: FitShape) -> Result<Fitted, Refusal> {
        let values: Vec<Given> = values.iter().copied().map(Given::Number).collect();
        fit(&values, &FitOptions { shape: Some(shape.as_str().to_owned()), ..FitOptions::default() })
    }

    #[test]
    fn counts_become_events_in_years() {
        let fitted = of(&[3.0, 5.0, 4.0, 2.0], FitShape::GammaPoisson).unwrap();
        assert_eq!(
            fitted.estimate,
            FittedEstimate::Counted { events: "14".to_owned(), years: "4".to_owned() }
        );
        assert!((fitted.interval.estimate - 3.625).abs() < 1e-12);
        assert_eq!(
            (&fitted.change["events"], &fitted.change["p5"]),
            (&"14".into(), &serde_json::Value::Null)
        );
        // scipy.stats.chi2(3): statistic 10 / 7, cdf 0.3012, sf 0.6988.
        let goodness = fitted.goodness.unwrap();
        assert!((goodness.statistic - 10.0 / 7.0).abs() < 1e-12);
        assert!(!goodness.doubtful);
        // Three quiet years and one with forty: no steady rate.
        assert!(of(&[0.0, 0.0, 0.0, 40.0], FitShape::GammaPoisson).unwrap().goodness.unwrap().doubtful);
    }

    #[test]
    fn a_pert_has_the_mean_of_the_values() {
        let fitted = of(&[1.0, 2.0, 3.0, 3.0, 4.0, 9.0], FitShape::Pert).unwrap();
        let mean = 22.0 / 6.0;
        assert!((fitted.interval.estimate - mean).abs() < 1e-12);
        let FittedEstimate::Range { low, high, .. } = fitted.estimate else { panic!("it is a range") };
        assert_eq!((low.as_str(), high.as_str()), ("1", "9"));
        // Values at both ends alone are no PERT.
        let ends: Vec<f64> = (0..100).map(|index| if index % 2 == 0 { 1.0 } else { 9.0 }).collect();
        assert!(of(&ends, FitShape::Pert).unwrap().goodness.unwrap().doubtful);
    }

    #[test]
    fn observed_values_are_kept() {
        let fitted = of(&[9.0, 1.0], FitShape::Observed).unwrap();
        let observed = vec!["1".to_owned(), "9".to_owned()];
        assert_eq!((fitted.estimate, fitted.goodness), (FittedEstimate::Observed { observed }, None));
        let many: Vec<f64> = (0..20_000).map(f64::from).collect();
        let fitted = of(&many, FitShape::Observed).unwrap();
        let FittedEstimate::Observed { observed } = &fitted.estimate else { panic!("they are observed") };
        assert_eq!(observed.len(), MAX_OBSERVED);
        assert!(fitted.goodness.unwrap().statistic < 0.001);
    }

    #[test]
    fn lengths_of_time_have_their_unit() {
        let values = [10.0, 20.0, 40.0, 80.0, 160.0].map(Given::Number);
        let options = FitOptions { unit: Some("min".to_owned()), ..FitOptions::default() };
        let FittedEstimate::Interval { p5, p95 } = fit(&values, &options).unwrap().estimate else {
            panic!("it is an interval")
        };
        assert_eq!((p5.as_str(), p95.as_str()), ("6min 36s", "4h 2min 38s"));
    }

    #[test]
    fn each_wrong_input_has_its_message() {
        let said = |values: &[f64], shape| {
            let refusal = of(values, shape).unwrap_err();
            (refusal.code(), refusal.message().to_owned())
        };
        let lognormal = FitShape::Lognormal;
        assert_eq!(said(&[], lognormal), ("no-values", "there are no values to fit".to_owned()));
        let many = vec![1.0; MAX_VALUES + 1];
        assert_eq!(said(&many, lognormal), ("too-large", "there are more than 1000000 values".to_owned()));
        assert_eq!(
            said(&[1.0, -2.0, -3.0], lognormal),
            ("invalid-value", "value 2 is negative: -2; one more cannot be used either".to_owned())
        );
        assert_eq!(
            said(&[1.0, f64::INFINITY], lognormal),
            ("invalid-value", "value 2 is infinite".to_owned())
        );
        assert_eq!(
            said(&[f64::NAN], lognormal),
            ("invalid-value", "value 1 is not a number (NaN)".to_owned())
        );
        assert_eq!(
            said(&[5.0], lognormal),
            ("too-few-values", "one value is too few to fit a distribution to".to_owned())
        );
        assert_eq!(said(&[5.0; 9], lognormal).0, "equal-values");
        assert_eq!(said(&[5.0; 9], FitShape::Pert).0, "equal-values");
        assert_eq!(said(&[0.0, 1.0, 2.0], lognormal).0, "invalid-value");
        assert_eq!(
            said(&[1.5], FitShape::GammaPoisson),
            ("invalid-value", "value 1 is no count: 1.5".to_owned())
        );
        let missing = [Given::Other(serde_json::Value::Null), Given::Text("x".to_owned())];
        let refusal = fit(&missing, &FitOptions::default()).unwrap_err();
        assert_eq!(refusal.message(), "value 1 is missing; one more cannot be used either");
        let shape = FitOptions { shape: Some("lognormall".to_owned()), ..FitOptions::default() };
        let refusal = fit(&[Given::Number(1.0)], &shape).unwrap_err();
        assert_eq!(
            refusal.help(),
            "did you mean `lognormal`? The shapes are lognormal, pert, observed, gamma-poisson"
        );
    }
}
