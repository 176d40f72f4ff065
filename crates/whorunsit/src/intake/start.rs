//! The portfolio of a table as a commented text to go on with.

use std::fmt::Write;

use super::{Intake, IntakeOptions, LeftOutReason};
use crate::problem::Problems;
use crate::profile::Profile;
use crate::resolve::Portfolio;

/// As many rows that were left out as are named in the text.
const NAMED: usize = 50;

impl Intake {
    /// The portfolio as TOML text with comments that say what was suggested, what a profile fills in, which rows were left out
    /// and what to do next; `None` where there is no portfolio yet. `source` is what the table is called.
    ///
    /// # Errors
    /// [`Problems`] where the portfolio cannot be read back, which intake has made sure of.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{IntakeOptions, Portfolio, compare, intake};
    ///
    /// let options = IntakeOptions { profile: Some("saas".to_owned()), ..IntakeOptions::default() };
    /// let taken = intake(b"Application,Revenue at risk per hour,Demand\nShop,$12k,high\n", &options)?;
    /// let text = taken.start("services.csv", &options)?.unwrap_or_default();
    /// assert!(text.starts_with("# Made from services.csv by whorunsit"));
    /// assert!(compare(&Portfolio::read(text.as_bytes())?)?.missing.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn start(&self, source: &str, options: &IntakeOptions) -> Result<Option<String>, Problems> {
        let Some(json) = &self.portfolio else { return Ok(None) };
        let toml = Portfolio::read(json.as_bytes())?.to_toml();
        let mut out = String::with_capacity(toml.len() * 2);
        let _ = writeln!(
            out,
            "# Made from {} by whorunsit {}: {} of {} rows are services below.\n\
             # Every key is explained in docs/format.md; `whorunsit schema` prints a JSON Schema for your editor.",
            comment(source),
            self.report.provenance.version,
            self.report.counts.in_portfolio,
            self.report.counts.rows
        );
        let mut told: Vec<&str> = Vec::new();
        for line in toml.lines() {
            let key = line.split([' ', '=', '.']).next().unwrap_or_default();
            if let Some(text) = above(key, options).filter(|_| !told.contains(&key)) {
                if !line.starts_with('[') {
                    out.push('\n');
                }
                for text in text.lines() {
                    let _ = writeln!(out, "# {text}");
                }
                told.push(key);
            }
            let _ = writeln!(out, "{line}");
        }
        let left: Vec<_> =
            self.report.left_out.iter().filter(|left| left.reason != LeftOutReason::Totals).collect();
        if !left.is_empty() {
            let _ = writeln!(out, "\n# Left out:");
            for left in left.iter().take(NAMED) {
                let name =
                    if left.name.is_empty() { String::new() } else { format!(", {}", comment(&left.name)) };
                let _ = writeln!(out, "# - row {}{name}: {}", left.row, comment(&left.message));
            }
            if left.len() > NAMED {
                let _ = writeln!(out, "# - and {} more: `whorunsit intake` lists them", left.len() - NAMED);
            }
        }
        Ok(Some(out))
    }
}

/// What stands above a key or a list, the first time that it comes.
fn above(key: &str, options: &IntakeOptions) -> Option<String> {
    Some(match key {
        "profile" => {
            let of = options.profile.as_deref().and_then(Profile::named).map(|profile| profile.title.as_str());
            format!(
                "What is not given below is filled in from this reference profile, as wide ranges of public knowledge\n\
                 ({}; docs/profiles.md has every value with its source). What you write wins: begin with what\n\
                 `whorunsit next` names.",
                of.unwrap_or("its own file")
            )
        }
        "runs_today" => "Who runs the services today.".to_owned(),
        "[[exposure_bands]]" if options.bands.is_empty() => {
            "Suggested from the gaps between the exposures: the most that a service may lose in an hour, and the\n\
             availability target that goes with it. They decide on targets: agree on your own."
                .to_owned()
        }
        "[[exposure_bands]]" => {
            "The most that a service may lose in an hour, and the availability target that goes with it.".to_owned()
        }
        "[[demand_bands]]" => "How often to deploy for so many features a month.".to_owned(),
        "[[domains]]" => "Domains: sibling teams that can share an out-of-hours schedule.".to_owned(),
        "[[teams]]" => "Teams: add `hourly_cost`, `on_call_participants` and `capacity_hours_per_week`.".to_owned(),
        "[[services]]" => {
            "Services, as the table has them. Add `incidents_per_year`, `severity` and what else you know.".to_owned()
        }
        _ => return None,
    })
}

/// Text that stays in one line of a comment.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
