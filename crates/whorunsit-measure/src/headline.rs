//! The answer of measuring in a few sentences, from its own figures: what each face says first.

use whorunsit::wording::first_few;
use whorunsit::{Currency, Money, plural};

use crate::context::Stranger;
use crate::measurement::Measurement;
use crate::problem::quoted;
use crate::protection::Protection;
use crate::review::Review;
use crate::triage::OngoingIncident;
use crate::words::{figure, interval, length};

/// As many names as a sentence lists.
const NAMES: usize = 3;

/// An amount as a sentence says it.
fn whole(currency: Currency, amount: Money) -> String {
    currency.about(amount)
}

/// How much of what targets tolerate was lost; nothing where it cannot be told.
fn protected(who: &str, all: &Protection, currency: Currency) -> Option<String> {
    let percent = all.effectiveness?.round_dp(1).normalize();
    let (lost, tolerable) = (whole(currency, all.lost), whole(currency, all.tolerable));
    Some(format!("{who} lost {lost} of the {tolerable} that targets tolerate: {percent} % was protected."))
}

/// Which services missed their target, of how many.
fn targets(missed: &[&str], all: usize) -> String {
    match (missed, all) {
        ([], 1) => "The service met its target.".to_owned(),
        ([], all) => format!("All {all} services met their target."),
        (missed, all) => format!(
            "{} of {} missed {} target ({}).",
            missed.len(),
            plural(all, "service", "services"),
            if missed.len() == 1 { "its" } else { "their" },
            first_few(missed.iter(), ", ")
        ),
    }
}

/// Incidents of no service of the portfolio: how many of all, and what services they name.
pub(crate) fn strays(all: u64, of_portfolio: u64, strangers: &[Stranger]) -> Option<String> {
    let stray = all.checked_sub(of_portfolio).filter(|stray| *stray > 0)?;
    let mut ordered: Vec<&Stranger> = strangers.iter().collect();
    ordered.sort_by_key(|stranger| std::cmp::Reverse(stranger.incidents));
    let told = |stranger: &&Stranger| {
        let meant =
            stranger.meant.as_ref().map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
        format!("`{}` ({}{meant})", quoted(&stranger.name), stranger.incidents)
    };
    let mut named: Vec<String> = ordered.iter().take(NAMES).map(told).collect();
    let rest: u64 = ordered.iter().skip(NAMES).map(|stranger| stranger.incidents).sum();
    if rest > 0 {
        named.push(format!("{} more ({rest})", plural(ordered.len() - NAMES, "service", "services")));
    }
    let unnamed = stray.saturating_sub(strangers.iter().map(|stranger| stranger.incidents).sum());
    if unnamed > 0 {
        named.push(format!("no service named ({unnamed})"));
    }
    let named = named.join(", ");
    Some(match (of_portfolio, all) {
        (0, 1) => format!("The 1 incident is of no service of the portfolio: {named}."),
        (0, all) => format!("None of the {all} incidents is of a service of the portfolio: {named}."),
        _ => format!(
            "{stray} of {all} incidents {} left out, of no service of the portfolio: {named}.",
            if stray == 1 { "was" } else { "were" }
        ),
    })
}

const NOT_ESTIMATED: &str = "Loss and availability of its services are not estimated.";

impl Measurement {
    /// Whether there are incidents, and none of them is of the portfolio's services.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.of_portfolio == Some(0) && self.all.incidents > 0
    }

    /// The answer in sentences: how often, how long, which targets were missed, what was lost.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit_measure::{Mapping, MeasureOptions, ReadOptions, measure, read_incidents};
    ///
    /// let file = "id,service,opened,restored\n1,shop,2026-01-05 10:00,2026-01-05 11:00\n";
    /// let mapping = Mapping::preset("generic")?;
    /// let read = read_incidents(file.as_bytes(), "a.csv", &mapping, &ReadOptions::default(), &mut |_, _, _| ())?;
    /// let options =
    ///     MeasureOptions { from: "2026-01-01".parse().ok(), to: "2026-12-31".parse().ok(), ..MeasureOptions::default() };
    /// let said = measure(read, None, &options)?.headline();
    /// assert_eq!(said[0], "1 incident in 1 year: 1 a year (0.0513 to 4.75).");
    /// # Ok::<(), whorunsit_measure::Refusal>(())
    /// ```
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let years = figure(self.period.years);
        let unit = if years == "1" { "year" } else { "years" };
        let rate = self.all.per_year.as_ref().map_or_else(String::new, |rate| {
            format!(": {} a year ({})", figure(rate.estimate), interval(rate, figure))
        });
        let mut said =
            vec![format!("{} in {years} {unit}{rate}.", plural(self.all.incidents, "incident", "incidents"))];
        let median = self.all.time_to_restore.as_ref().and_then(|restore| restore.median.as_ref());
        let open = match self.all.open {
            0 => String::new(),
            open => format!("; {} open", if open == 1 { "1 is".to_owned() } else { format!("{open} are") }),
        };
        said.extend(median.map(|median| {
            let range = match (median.low, median.high) {
                (None, None) => String::new(),
                _ => format!(" ({})", interval(median, length)),
            };
            format!("Half of them were restored within {}{range}{open}.", length(median.estimate))
        }));
        let of_portfolio = self.of_portfolio.unwrap_or(self.all.incidents);
        let strays = strays(self.all.incidents, of_portfolio, &self.strangers);
        if self.is_silent() {
            said.extend(strays.clone());
            said.push(NOT_ESTIMATED.to_owned());
        }
        if !self.budgets.is_empty() {
            let missed: Vec<&str> =
                self.budgets.iter().filter(|of| !of.budget.met).map(|of| &*of.service).collect();
            said.push(targets(&missed, self.budgets.len()));
        }
        let protection = self.protection.as_ref().and_then(|protection| protection.all.as_ref());
        let who = match &strays {
            None => "They".to_owned(),
            Some(_) => format!("{} of its services", plural(of_portfolio, "incident", "incidents")),
        };
        said.extend(protection.zip(self.currency).and_then(|(all, currency)| protected(&who, all, currency)));
        said.extend(strays.filter(|_| of_portfolio > 0));
        let left_out: u64 = self
            .source
            .rejected
            .iter()
            .filter(|rejection| !rejection.reason.row_is_used())
            .map(|rejection| rejection.count)
            .sum();
        if left_out > 0 {
            said.push(format!("{} left out.", plural(left_out, "row was", "rows were")));
        }
        said
    }
}

impl Review {
    /// The answer in sentences: what happened, which targets were missed, what changes, how much there is to decide.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let mut said = Vec::new();
        let strays = strays(self.incidents, self.of_portfolio, &self.strangers);
        if self.is_silent() {
            said.extend(strays);
            said.push(NOT_ESTIMATED.to_owned());
            said.push(self.to_decide());
            return said;
        }
        let missed: Vec<&str> = self.missed.iter().map(|one| &*one.service).collect();
        said.push(targets(&missed, self.services));
        let incidents = plural(self.of_portfolio, "incident", "incidents");
        let protection = self.protection.as_ref().and_then(|all| protected(&incidents, all, self.currency));
        said.push(protection.unwrap_or_else(|| format!("{incidents}.")));
        said.extend(strays);
        let mut changed: Vec<&str> = self.changed.iter().map(|one| &*one.service).collect();
        changed.dedup();
        said.push(match changed.as_slice() {
            [] => "Measured estimates change no recommendation.".to_owned(),
            changed => format!(
                "Measured estimates change what is recommended for {}.",
                first_few(changed.iter(), ", ")
            ),
        });
        said.push(self.to_decide());
        said
    }

    fn to_decide(&self) -> String {
        match self.decide.len() {
            0 => "Nothing has to be decided.".to_owned(),
            1 => "There is 1 thing to decide.".to_owned(),
            count => format!("There are {count} things to decide."),
        }
    }
}

impl OngoingIncident {
    /// The answer in sentences: what the incident has lost, and what that asks for.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let mut said = vec![format!(
            "Since {}, for {}: {} lost so far, {} in the next hour.",
            self.since,
            length(self.seconds as f64),
            whole(self.currency, self.lost),
            whole(self.currency, self.next_hour),
        )];
        said.extend(self.major_in_seconds.map(|seconds| {
            format!("It becomes major in {}, if it goes on like this.", length(seconds as f64))
        }));
        said
    }
}
