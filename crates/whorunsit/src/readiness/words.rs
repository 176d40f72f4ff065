//! What a figure says, in one sentence: every face shows the same.

use super::figure::{AccountabilityAndBudgets, Figure, OnCallPay, Pilot, SchedulesOnExposure, Specialists};
use super::unplanned::UnplannedWork;
use super::workflow::IncidentWorkflow;
use crate::currency::Currency;
use crate::exact::Money;
use crate::wording::plural;

const NOT_ESTIMATED: &str = "not estimated";

impl Figure {
    /// What the figure says about the objection, in words.
    #[must_use]
    pub fn sentence(&self, currency: Currency) -> String {
        let words = Words(currency);
        match self {
            Self::OnCallPay(pay) => words.pay(pay),
            Self::SchedulesOnExposure(scale) => words.scale(scale),
            Self::AccountabilityAndBudgets(budgets) => words.budgets(budgets),
            Self::IncidentWorkflow(workflow) => words.workflow(workflow),
            Self::UnplannedWork(rework) => words.rework(rework),
            Self::Specialists(specialists) => words.specialists(specialists),
            Self::Pilot(pilot) => words.pilot(pilot),
        }
    }
}

struct Words(Currency);

impl Words {
    fn amount(&self, amount: Option<Money>) -> String {
        amount.map_or_else(|| NOT_ESTIMATED.to_owned(), |amount| self.0.about(amount))
    }

    /// An amount of which part may not be estimated.
    fn at_least(&self, whole: Option<Money>, known: Money) -> String {
        match whole {
            None if !known.is_zero() => format!("{} (as far as it is estimated)", self.amount(Some(known))),
            whole => self.amount(whole),
        }
    }

    fn pay(&self, pay: &OnCallPay) -> String {
        if pay.schedules.is_empty() {
            return "No product team is on call out of hours, so nobody has to want it.".to_owned();
        }
        let broken = pay.schedules.iter().filter(|schedule| !schedule.rules_broken.is_empty()).count();
        let healthy = match broken {
            0 if pay.schedules.iter().any(|schedule| schedule.participants.is_none()) => {
                "whether their rotas are healthy is not estimated".to_owned()
            }
            0 => "their rotas break no published rule".to_owned(),
            _ => format!(
                "{broken} of {} a published rule",
                plural(pay.schedules.len(), "rota breaks", "rotas break")
            ),
        };
        let nights = pay.most_nights_per_person.map_or_else(String::new, |nights| {
            format!("; nobody is on call for more than {} nights a year", nights.normalize())
        });
        let week = match pay.standby_per_week {
            None => "Standby pay is not given".to_owned(),
            Some(_) => format!("Standby pays {} for a week on call", self.amount(pay.standby_per_week)),
        };
        let presets: Vec<String> = pay
            .presets
            .iter()
            .map(|preset| format!("{} {}", preset.name, self.amount(Some(preset.standby_per_week))))
            .collect();
        let against = match presets.as_slice() {
            [] => String::new(),
            presets => format!(" (published: {})", presets.join(", ")),
        };
        format!("{week}{against}{nights}; {healthy}.")
    }

    fn scale(&self, scale: &SchedulesOnExposure) -> String {
        let services: usize = scale.exposure_in_top.last().map_or(0, |point| point.services);
        let few = if services == 1 {
            "The only service holds all of the exposure".to_owned()
        } else {
            format!(
                "The {} of {services} that {} 80 % of the exposure or more",
                plural(scale.services_with_four_fifths, "service", "services"),
                if scale.services_with_four_fifths == 1 {
                    "is most exposed holds"
                } else {
                    "are most exposed hold"
                },
            )
        };
        let each = match scale.teams {
            1 => "A schedule for the one team".to_owned(),
            teams => format!("A schedule for each of {teams} teams"),
        };
        let standby = |amount: Option<Money>| match amount {
            None => "standby that is not estimated".to_owned(),
            amount => format!("{} of standby a year", self.amount(amount)),
        };
        match (&scale.every_team, &scale.on_exposure) {
            (Some(every), Some(chosen)) => format!(
                "{each} costs {}; schedules and rotas chosen on exposure, {} of them, cost {}{}. {few}.",
                standby(every.standby_cost_per_year),
                chosen.schedules,
                standby(chosen.standby_cost_per_year),
                match scale.saved_per_year.filter(|saved| *saved > Money::ZERO) {
                    Some(saved) =>
                        format!(": what is recommended saves {} by sharing already", self.amount(Some(saved))),
                    None => String::new(),
                },
            ),
            _ => format!("The portfolio has no teams. {few}."),
        }
    }

    fn budgets(&self, budgets: &AccountabilityAndBudgets) -> String {
        let moved = match budgets.moved_from_operations_per_year {
            None => "what moves between budgets is not estimated".to_owned(),
            Some(moved) if moved.is_zero() => "nothing moves between budgets".to_owned(),
            Some(moved) if moved.amount().is_sign_negative() => {
                format!("{} a year moves to the budget of operations", self.amount(Some(moved.size())))
            }
            Some(moved) => {
                format!("{} a year moves away from the budget of operations", self.amount(Some(moved)))
            }
        };
        format!(
            "{} of {} who is accountable, and {moved}; duties, decisions and money part for {}.",
            budgets.accountable_changes,
            match (budgets.services, budgets.accountable_changes) {
                (1, _) => "1 service changes".to_owned(),
                (all, 1) => format!("{all} services changes"),
                (all, _) => format!("{all} services change"),
            },
            match budgets.services_that_part {
                0 => "none".to_owned(),
                count => count.to_string(),
            },
        )
    }

    fn workflow(&self, workflow: &IncidentWorkflow) -> String {
        let hours = |hours: Option<rust_decimal::Decimal>| {
            hours.map_or_else(
                || NOT_ESTIMATED.to_owned(),
                |hours| format!("{} h", hours.round_dp(1).normalize()),
            )
        };
        let restore = format!(
            "Mean time to restore: {} today, {} as recommended, {} with every step automated",
            hours(workflow.hours_to_restore_today),
            hours(workflow.hours_to_restore_after),
            hours(workflow.hours_to_restore_automated),
        );
        match workflow.steps.first() {
            None => format!("The portfolio names no manual step of the incident workflow. {restore}."),
            Some(first) => format!(
                "{} {} a year; automate `{}` first, which saves {}. {restore}.",
                plural(
                    workflow.steps.len(),
                    "manual step of the incident workflow costs",
                    "manual steps of the incident workflow cost",
                ),
                self.at_least(workflow.per_year, workflow.known_per_year),
                first.step,
                self.at_least(first.per_year, first.known_per_year),
            ),
        }
    }

    fn rework(&self, rework: &UnplannedWork) -> String {
        let unmeasured = match rework.not_estimated {
            0 => String::new(),
            teams => format!(" For {} it is not estimated.", plural(teams, "team", "teams")),
        };
        match rework.cost_per_year {
            None => "What unplanned work costs is not estimated.".to_owned(),
            cost => format!(
                "Unplanned work costs {} a year; halving it frees {} for features.{unmeasured}",
                self.amount(cost),
                self.amount(rework.halving_saves_per_year),
            ),
        }
    }

    fn specialists(&self, figure: &Specialists) -> String {
        if figure.specialists.is_empty() {
            return "The portfolio names no specialists; add them under [[readiness.specialists]]."
                .to_owned();
        }
        let say = |advice: &super::specialists::SpecialistAdvice| match advice.advice {
            None => format!("{}: no arrangement keeps up with demand", advice.name),
            Some(arrangement) => {
                let chosen = advice.options.iter().find(|option| option.arrangement == arrangement);
                let wait = chosen.and_then(|option| option.hours_of_wait).map_or_else(
                    || NOT_ESTIMATED.to_owned(),
                    |hours| format!("{} h", hours.round_dp(1).normalize()),
                );
                format!("{}: {}, where a request waits {wait}", advice.name, arrangement.name())
            }
        };
        let all: Vec<String> = figure.specialists.iter().map(say).collect();
        format!("{}.", all.join("; "))
    }

    fn pilot(&self, pilot: &Pilot) -> String {
        match pilot.candidates.first() {
            None => "No service changes over, so no pilot is needed.".to_owned(),
            Some(first) => {
                let ready = match first.may_change_over {
                    Some(true) => "ready",
                    Some(false) => "not ready",
                    None => "not known to be ready",
                };
                let worth = match first.net_benefit {
                    None => "what it gains is not estimated".to_owned(),
                    benefit => format!(
                        "its net benefit is {}, what it pays once {}",
                        self.amount(benefit),
                        self.amount(first.one_off),
                    ),
                };
                format!(
                    "{} goes first of {}, and is {ready}; {worth}.",
                    first.name,
                    plural(pilot.candidates.len(), "candidate", "candidates"),
                )
            }
        }
    }
}
