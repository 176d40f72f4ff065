//! The problems and defaults of a portfolio while it is resolved, and the checks that all tables share: sizes, names, dates.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::assumption::{Assumption, Assumptions};
use crate::portfolio::PortfolioFile;
use crate::problem::{Gathered, Problem, ProblemCode};
use crate::read::suggestion;
use crate::resolve::{MAX_LIST, MAX_SERVICES, MAX_TEAMS, Portfolio};

/// Gathers every problem and every default of a portfolio.
#[derive(Default)]
pub(super) struct Checks<'p> {
    /// A portfolio of which this one is a changed form: what both say alike is not worked out again.
    pub(super) before: Option<&'p Portfolio>,
    pub(super) problems: Gathered,
    pub(super) assumptions: Vec<Assumption>,
    pub(super) assumed: Assumptions,
    pub(super) cost_assumptions: Vec<Assumption>,
    pub(super) costs_assumed: Assumptions,
    /// The covers that schedules and tiers name, each once.
    pub(super) covers: Vec<crate::year::CoverHours>,
    /// When operations respond out of hours.
    pub(super) operations_respond: crate::year::Responds,
}

impl Checks<'_> {
    pub(super) fn problem(
        &mut self,
        code: ProblemCode,
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, path, message, help));
    }

    pub(super) fn assume(
        &mut self,
        assumption: Assumptions,
        value: impl Into<String>,
        reason: impl Into<String>,
    ) {
        self.assumed = self.assumed.with(assumption);
        self.assumptions.extend(assumption.spell(value, reason));
    }

    pub(super) fn sizes(&mut self, file: &PortfolioFile) {
        let mut check = |path: &str, count: usize, most: usize| {
            if count > most {
                let message = format!("there are {count} entries, more than {most}");
                self.problem(ProblemCode::TooLarge, path, message, "split the portfolio");
            }
        };
        check("/services", file.services.len(), MAX_SERVICES);
        check("/teams", file.teams.len(), MAX_TEAMS);
        check("/domains", file.domains.len(), MAX_TEAMS);
        check("/exposure_bands", file.exposure_bands.len(), MAX_LIST);
        check("/demand_bands", file.demand_bands.len(), MAX_LIST);
        for (index, service) in
            file.services.iter().enumerate().filter(|(_, service)| !service.peaks.is_empty())
        {
            check(&format!("/services/{index}/peaks"), service.peaks.len(), MAX_LIST);
        }
        for (key, empty) in
            [("exposure_bands", file.exposure_bands.is_empty()), ("services", file.services.is_empty())]
        {
            if empty {
                let message = format!("the portfolio has no `{key}`");
                let help = format!("add at least one [[{key}]] table");
                self.problem(ProblemCode::EmptyList, format!("/{key}"), message, help);
            }
        }
    }

    /// The index of each name; a name that stands twice is a problem.
    pub(super) fn unique<'n>(
        &mut self,
        list: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> BTreeMap<&'n str, u32> {
        let mut indexes = BTreeMap::new();
        let what = match list.rsplit('/').next() {
            Some("workflow") => "steps".to_owned(),
            Some("enabling") => "pieces of enabling work".to_owned(),
            last => last.unwrap_or_default().replace('_', " "),
        };
        for (index, name) in (0..).zip(names) {
            if let Some(first) = indexes.insert(name, index) {
                self.problem(
                    ProblemCode::DuplicateName,
                    format!("/{list}/{index}/name"),
                    format!("`{name}` is the name of two {what}: also of number {}", first + 1),
                    "give each its own name",
                );
            }
        }
        indexes
    }

    /// The index of a name; one that is not known is a problem, for which `names` has them in order.
    pub(super) fn resolve<'n>(
        &mut self,
        name: Option<&str>,
        known: &BTreeMap<&str, u32>,
        names: impl Iterator<Item = &'n str>,
        path: impl Fn() -> String,
        (what, code): (&str, ProblemCode),
    ) -> Option<u32> {
        let name = name?;
        let found = known.get(name).copied();
        if found.is_none() {
            // Comparing every unknown name with thousands of known ones would take longer than it helps.
            let few = if self.problems.is_full() { 0 } else { 200 };
            let help = match suggestion(name, names.take(few)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add a [[{what}s]] table with this name, or correct it"),
            };
            self.problem(code, path(), format!("there is no {what} `{name}`"), help);
        }
        found
    }

    /// Dated things stand for one planning year: two Christmases would be counted twice.
    pub(super) fn within_a_year(&mut self, dates: &[Date], path: &str, what: &str) {
        let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) else {
            return;
        };
        let anniversary = (first.year().saturating_add(1), first.month(), first.day());
        if (last.year(), last.month(), last.day()) >= anniversary {
            self.problem(
                ProblemCode::DatesSpanYears,
                path,
                format!("{what} lie a year or more apart, from `{first}` to `{last}`"),
                "name the dates of one planning year only: its costs are costs of one year",
            );
        }
    }
}
