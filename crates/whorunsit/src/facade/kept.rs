//! A portfolio that is kept between calls: the same answers, sooner.

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::options::Options;
use super::retold::{Listed, Retold};
use super::{Answer, envelope, run, written};
use crate::comparison::ServiceComparison;
use crate::error::Error;
use crate::problem::Problems;
use crate::progress::Progress;
use crate::recommendation::ServiceRecommendation;
use crate::resolve::{Portfolio, Text};
use crate::selection::Policy;
use crate::workbench::Workbench;

/// Answers calls as [`answer_with`](super::answer_with) does, byte for byte, and keeps the last portfolio with what it came
/// to: `recommend`, `compare`, `schedules` and `plan` of the same portfolio share one evaluation, and of an edited one only
/// what the edit touches is evaluated and written anew. Where one service has changed in a JSON text, only that is read.
///
/// # Examples
///
/// ```
/// use whorunsit::{examples, facade};
///
/// let mut kept = facade::Kept::default();
/// let text = examples::FURNITURE_RETAILER_COSTS;
/// let edited = text.replace("exposure_per_hour = \"200000\"", "exposure_per_hour = \"90000\"");
/// for text in [text, edited.as_str()] {
///     for command in ["recommend", "compare"] {
///         let fresh = facade::answer(command, text.as_bytes(), "");
///         assert_eq!(kept.answer(command, text.as_bytes(), ""), fresh);
///     }
/// }
/// ```
#[derive(Debug, Default)]
pub struct Kept {
    text: Text,
    read_as: Option<ReadAs>,
    bench: Option<Workbench>,
    recommended: Retold<ServiceRecommendation>,
    compared: Retold<ServiceComparison>,
}

/// How a portfolio was read.
#[derive(Debug, PartialEq, Eq)]
struct ReadAs {
    policy: Option<Policy>,
    profile_file: Option<String>,
    with_money: bool,
}

impl Kept {
    /// What [`answer`](super::answer) answers.
    ///
    /// # Errors
    /// The JSON of the refusal.
    pub fn answer(&mut self, command: &str, portfolio: &[u8], options: &str) -> Result<String, String> {
        self.answer_with((command, None), portfolio, options, &AtomicBool::new(false), &mut |_| true)
    }

    /// What [`answer_with`](super::answer_with) answers. Asked for what has changed `since` a revision, 0 for none, the answers of
    /// `recommend` and `compare` have a `revision` besides. Where that is the one before, `services` are only those that are not as
    /// they were in it, and `changed` has their places.
    ///
    /// # Errors
    /// The JSON of the refusal.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::sync::atomic::AtomicBool;
    /// use whorunsit::{examples, facade};
    ///
    /// let text = examples::FURNITURE_RETAILER_COSTS;
    /// let edited = text.replace("exposure_per_hour = \"200000\"", "exposure_per_hour = \"210000\"");
    /// let mut kept = facade::Kept::default();
    /// let mut ask = |since, text: &str| {
    ///     let (stop, compare) = (AtomicBool::new(false), ("compare", Some(since)));
    ///     kept.answer_with(compare, text.as_bytes(), "", &stop, &mut |_| true)
    /// };
    /// assert!(ask(0, text)?.starts_with(r#"{"ok":true,"revision":1,"provenance""#));
    /// assert!(ask(1, &edited)?.starts_with(r#"{"ok":true,"revision":2,"changed":[2],"provenance""#));
    /// # Ok::<(), String>(())
    /// ```
    pub fn answer_with(
        &mut self,
        (command, since): (&str, Option<u32>),
        portfolio: &[u8],
        options: &str,
        stop: &AtomicBool,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<String, String> {
        envelope(options, |options| {
            if !matches!(command, "recommend" | "compare" | "schedules" | "plan") {
                return run(command, portfolio, options, stop, progress);
            }
            options.refuse_strangers(command)?;
            self.read(portfolio, options)?;
            let bench = self.bench.as_mut().ok_or_else(Problems::internal)?;
            match command {
                "recommend" => retold(options, bench, Workbench::recommend, (&mut self.recommended, since)),
                "compare" => retold(options, bench, Workbench::compare, (&mut self.compared, since)),
                "schedules" => told(options, bench, Workbench::schedules),
                _ => told(options, bench, Workbench::plan),
            }
        })
    }

    /// Reads the portfolio, unless it is the one that was read last.
    fn read(&mut self, input: &[u8], options: &Options) -> Result<(), Problems> {
        let profile_file = options.profile_file.as_ref().map(|file| file.text().to_owned());
        let read_as = ReadAs { policy: options.policy, profile_file, with_money: options.with_money };
        let as_before = self.read_as.as_ref() == Some(&read_as);
        if as_before && self.text.is(input) {
            return Ok(());
        }
        let kept = self.bench.as_ref().filter(|_| as_before && options.with_money).map(Workbench::portfolio);
        let reread = kept.and_then(|portfolio| portfolio.reread(&self.text, input));
        let (portfolio, text) = match reread {
            Some((portfolio, text)) => (options.by_policy(portfolio), text),
            None if options.with_money => {
                let (portfolio, text) = Portfolio::read_text(input, &options.profiles()?)?;
                (options.by_policy(portfolio), text)
            }
            None => (options.partial(input)?, Text::unplaced(input)),
        };
        match &mut self.bench {
            Some(bench) => bench.replace(portfolio),
            None => self.bench = Some(Workbench::new(portfolio)),
        }
        (self.text, self.read_as) = (text, Some(read_as));
        Ok(())
    }
}

fn told<T: Serialize>(
    options: &Options,
    bench: &mut Workbench,
    work: impl FnOnce(&mut Workbench) -> Result<T, Error>,
) -> Result<String, Problems> {
    let result = work(bench)?;
    Ok(options.partly(bench.portfolio(), &result))
}

fn retold<T: Listed>(
    options: &Options,
    bench: &mut Workbench,
    work: impl FnOnce(&mut Workbench) -> Result<T, Error>,
    (before, since): (&mut Retold<T::Service>, Option<u32>),
) -> Result<String, Problems> {
    let mut result = work(bench)?;
    if bench.portfolio().problems().is_some() {
        return Ok(options.partly(bench.portfolio(), &result));
    }
    let services = std::mem::take(result.services());
    let head = written(&Answer { ok: true, result: &result });
    Ok(options.laid_out(before.told(services, &head, since)))
}
