//! A portfolio that is kept between calls: the same answers, sooner.

use std::sync::atomic::AtomicBool;

use serde::Serialize;

use super::options::Options;
use super::{envelope, run};
use crate::error::Error;
use crate::problem::Problems;
use crate::progress::Progress;
use crate::selection::Policy;
use crate::workbench::Workbench;

/// Answers calls as [`answer_with`](super::answer_with) does, byte for byte, and keeps the last portfolio with what it came
/// to: `recommend`, `compare`, `schedules` and `plan` of the same portfolio share one evaluation, and of an edited one only
/// what the edit touches is evaluated anew.
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
    read: Option<ReadAs>,
    bench: Option<Workbench>,
}

/// What a portfolio was read from, and how.
#[derive(Debug, PartialEq, Eq)]
struct ReadAs {
    input: Vec<u8>,
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
        self.answer_with(command, portfolio, options, &AtomicBool::new(false), &mut |_| true)
    }

    /// What [`answer_with`](super::answer_with) answers.
    ///
    /// # Errors
    /// The JSON of the refusal.
    pub fn answer_with(
        &mut self,
        command: &str,
        portfolio: &[u8],
        options: &str,
        stop: &AtomicBool,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<String, String> {
        envelope(options, |options| match command {
            "recommend" => self.kept(command, portfolio, options, Workbench::recommend),
            "compare" => self.kept(command, portfolio, options, Workbench::compare),
            "schedules" => self.kept(command, portfolio, options, Workbench::schedules),
            "plan" => self.kept(command, portfolio, options, Workbench::plan),
            _ => run(command, portfolio, options, stop, progress),
        })
    }

    fn kept<T: Serialize>(
        &mut self,
        command: &str,
        input: &[u8],
        options: &Options,
        work: impl FnOnce(&mut Workbench) -> Result<T, Error>,
    ) -> Result<String, Problems> {
        options.refuse_strangers(command)?;
        let bench = self.bench(input, options)?;
        let result = work(bench)?;
        Ok(options.partly(bench.portfolio(), &result))
    }

    /// The portfolio, read anew unless it is the one that was read last.
    fn bench(&mut self, input: &[u8], options: &Options) -> Result<&mut Workbench, Problems> {
        let profile_file = options.profile_file.as_ref().map(|file| file.text().to_owned());
        let (policy, with_money) = (options.policy, options.with_money);
        let is_read = self.read.as_ref().is_some_and(|read| {
            let same = (read.policy, read.with_money) == (policy, with_money);
            same && read.profile_file == profile_file && read.input == input
        });
        if !is_read {
            let portfolio = options.partial(input)?;
            match &mut self.bench {
                Some(bench) => bench.replace(portfolio),
                None => self.bench = Some(Workbench::new(portfolio)),
            }
            self.read = Some(ReadAs { input: input.to_vec(), policy, profile_file, with_money });
        }
        self.bench.as_mut().ok_or_else(Problems::internal)
    }
}
