//! Lines of the model that the portfolio adds: what they name exists, and what they say goes together.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Checks, MAX_LIST};
use crate::exact::Share;
use crate::portfolio::{Driver, PaidCost, PortfolioFile, RecurringCost};
use crate::problem::ProblemCode;

/// For which services a line is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    Portfolio,
    Domain(u32),
    Team(u32),
}

impl Checks<'_> {
    pub(super) fn recurring(
        &mut self,
        file: &PortfolioFile,
        domains: &BTreeMap<&str, u32>,
        teams: &BTreeMap<&str, u32>,
    ) -> Vec<Within> {
        self.lines(file, (&file.recurring_costs, "recurring_costs"), domains, teams)
    }

    /// The same of a list that stands elsewhere.
    pub(super) fn lines(
        &mut self,
        file: &PortfolioFile,
        (costs, list): (&[RecurringCost], &str),
        domains: &BTreeMap<&str, u32>,
        teams: &BTreeMap<&str, u32>,
    ) -> Vec<Within> {
        if costs.len() > MAX_LIST {
            let message = format!("there are {} entries, more than {MAX_LIST}", costs.len());
            self.problem(ProblemCode::TooLarge, format!("/{list}"), message, "merge some of them");
            return Vec::new();
        }
        self.unique(list, costs.iter().map(|cost| &*cost.name));
        let mut within = Vec::with_capacity(costs.len());
        for (index, cost) in costs.iter().enumerate() {
            let path = |key: &str| format!("/{list}/{index}/{key}");
            if RecurringCost::TAKEN.contains(&&*cost.name) {
                let message = format!("`{}` is the item code of a line that every ledger has", cost.name);
                let help = "give it a name of its own, so that the two are not added up under one code";
                self.problem(ProblemCode::DuplicateName, path("name"), message, help);
            }
            self.recurring_cost(cost, &path);
            let names = file.domains.iter().map(|domain| &*domain.name);
            let what = ("domain", ProblemCode::UnknownDomain);
            let domain = self.resolve(cost.domain.as_deref(), domains, names, || path("domain"), what);
            let names = file.teams.iter().map(|team| &*team.name);
            let what = ("team", ProblemCode::UnknownTeam);
            let team = self.resolve(cost.team.as_deref(), teams, names, || path("team"), what);
            within.push(match (team, domain) {
                (Some(team), _) => Within::Team(team),
                (None, Some(domain)) => Within::Domain(domain),
                (None, None) => Within::Portfolio,
            });
        }
        within
    }

    fn recurring_cost(&mut self, cost: &RecurringCost, path: &dyn Fn(&str) -> String) {
        let mut conflict = |key: &str, message: String, help: &str| {
            self.problem(ProblemCode::ConflictingKeys, path(key), message, help);
        };
        let driver = cost.driver();
        if driver.is_event() && cost.frequency.is_some() {
            let message = format!("what is paid per {} is paid as often as there is one", driver.as_str());
            conflict("frequency", message, "remove it, or choose another `per`");
        }
        let once = matches!(cost.cost_type, Some(PaidCost::Setup | PaidCost::Transition));
        if let Some(cost_type) = cost.cost_type.filter(|_| once != cost.is_one_off()) {
            let often = if once { "only `one-off` is" } else { "`one-off` is not" };
            let message =
                format!("`{}` is paid {}", cost_type.as_str(), if once { "once" } else { "every year" });
            conflict("cost_type", message, &format!("write a `frequency` that goes with it: {often}"));
        }
        if cost.domain.is_some() && cost.team.is_some() {
            let message = "`team` stands beside `domain`, and a team is of one domain".to_owned();
            conflict("team", message, "keep one of them");
        }
        let by_scope = matches!(driver, Driver::Portfolio | Driver::Domain | Driver::Team | Driver::Service);
        if cost.seats.is_some() && !by_scope {
            let message = format!("seats are not staffed per {}", driver.as_str());
            conflict("seats", message, "choose `per`: `portfolio`, `domain`, `team` or `service`");
        }
        if cost.service_credits.is_some() && cost.is_one_off() {
            let message = "credits of every year stand beside what is paid once".to_owned();
            conflict("service_credits", message, "let the contract be paid `monthly` or `yearly`");
        }
        let Some(seats) = &cost.seats else {
            return;
        };
        if seats.leave == Some(Share::ALL) {
            let message = "people who are always away staff no seat";
            self.problem(
                ProblemCode::InvalidShare,
                path("seats/leave"),
                message,
                "write the share of working time lost to leave, sickness and training, such as \"15%\"",
            );
        }
        let week = Decimal::from(168);
        if let Some(hours) =
            seats.hours_per_week.filter(|hours| hours.value().is_zero() || hours.value() > week)
        {
            self.problem(
                ProblemCode::NumberOutOfRange,
                path("seats/hours_per_week"),
                format!("`{hours}` is not above 0 and at most 168"),
                "write what one person works in a week, such as 37.5",
            );
        }
    }
}
