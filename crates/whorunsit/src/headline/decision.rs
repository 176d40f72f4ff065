//! Headlines of who should run what, and of who is on call.

use crate::currency::Currency;
use crate::evaluation::Insurance;
use crate::headline::phrase::{
    HOW_THEY_RUN_TODAY, Judged, as_far, disagreement, less, list, over, than, who,
};
use crate::on_call::{OnCallSummary, RuleStatus, Schedule, StandbyCost};
use crate::outlook::FindOut;
use crate::recommendation::{Recommendation, SchedulePlan, ServiceRecommendation};
use crate::selection::OperatingModel;
use crate::wording::plural;

impl Recommendation {
    /// The answer in sentences: who should run what, what that saves, and where the money disagrees.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, examples, recommend};
    ///
    /// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER.as_bytes())?;
    /// let headline = recommend(&portfolio)?.headline();
    /// assert!(headline[0].starts_with("You Build It You Run It for 2 of 3 services (appointments, bedroom)"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        self.said(FindOut::first)
    }

    /// The same above a list of what to find out.
    #[must_use]
    pub fn headline_above_its_list(&self) -> Vec<String> {
        self.said(FindOut::how_many)
    }

    /// What is recommended against something else, in a sentence.
    fn costs_against(&self, insurance: &Insurance, against: &str, over: &str) -> String {
        match insurance.cheaper_model {
            _ if insurance.is_unknown() => format!("What it costs against {against} is not estimated."),
            None if insurance.partial => {
                format!("Whether that is cheaper than {against} cannot be told from what is estimated.")
            }
            cheaper => format!(
                "It costs {}{} over {over} {} {against}.",
                less(self.currency, insurance.net_benefit, cheaper),
                as_far(insurance.partial),
                than(cheaper),
            ),
        }
    }

    fn said(&self, first: fn(&[FindOut]) -> String) -> Vec<String> {
        let named = |model: OperatingModel| -> Vec<&str> {
            let run = self.services.iter().filter(|service| service.operating_model == model);
            run.map(|service| &*service.name).collect()
        };
        let mut said =
            vec![who(&named(OperatingModel::YouBuildItYouRunIt), &named(OperatingModel::OpsRunIt))];
        let (Some(insurance), Some(years)) = (&self.insurance, self.horizon_years) else {
            said.push(
                "What that costs and protects is not estimated: the portfolio has no costs.".to_owned(),
            );
            return said;
        };
        let over = over(years);
        let all = [self.against_today.as_deref(), Some(insurance)];
        if all.iter().flatten().all(|insurance| insurance.is_unknown()) {
            said.push("What that costs and protects is not estimated.".to_owned());
        } else {
            let against = [HOW_THEY_RUN_TODAY, self.today.operations()];
            said.extend(all.into_iter().zip(against).filter_map(|(insurance, against)| {
                insurance.map(|insurance| self.costs_against(insurance, against, &over))
            }));
        }
        let services = self.services.iter().filter_map(|service| {
            service.insurance.as_deref().map(|insurance| Judged::of_recommended(service, insurance))
        });
        said.extend(disagreement(services, self.currency, &over));
        let open =
            self.outlook.as_ref().and_then(|outlook| outlook.sentence(self.currency, &over, None, first));
        said.extend(open);
        said
    }

    /// Who is on call, what standby costs, and how healthy the rotas are, as [`SchedulePlan::headline`] says it.
    pub(crate) fn on_call_headline(&self) -> Vec<String> {
        let mut said = vec![self.on_call.sentence(self.schedules.len(), &self.standby, self.currency)];
        said.extend(rotas(&self.schedules));
        said
    }

    /// The answer for one service in sentences: who should run it, and what that saves.
    pub(crate) fn headline_of(&self, service: &ServiceRecommendation) -> Vec<String> {
        let name: &[&str] = &[&service.name];
        let by_team = service.operating_model == OperatingModel::YouBuildItYouRunIt;
        let (teams, operations) = if by_team { (name, &[][..]) } else { (&[][..], name) };
        let (Some(insurance), Some(years)) = (service.insurance.as_deref(), self.horizon_years) else {
            return vec![
                who(teams, operations),
                "What that costs and protects is not estimated: the portfolio has no costs.".to_owned(),
            ];
        };
        let over = over(years);
        let other = service.operating_model.other().name();
        let money = match (insurance.is_unknown(), insurance.cheaper_model) {
            (true, _) => "What that costs and protects is not estimated.".to_owned(),
            (_, None) if insurance.partial => {
                format!("Whether that is cheaper than {other} cannot be told from what is estimated.")
            }
            (_, cheaper) => {
                // `less` speaks of what You Build It You Run It is against Ops Run It.
                let ours = cheaper.map(|cheaper| {
                    if cheaper == service.operating_model {
                        OperatingModel::YouBuildItYouRunIt
                    } else {
                        OperatingModel::OpsRunIt
                    }
                });
                let less = less(self.currency, insurance.net_benefit, ours);
                format!("It costs {less}{} over {over} than {other}.", as_far(insurance.partial))
            }
        };
        vec![who(teams, operations), money]
    }
}

impl SchedulePlan {
    /// The answer in sentences: who is on call, what standby costs, and how healthy the rotas are.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let mut said = vec![self.on_call.sentence(self.schedules.len(), &self.standby, self.currency)];
        said.extend(rotas(&self.schedules));
        said
    }
}

impl OnCallSummary {
    /// Who is on call and what that costs, in words, where there are so many schedules.
    #[must_use]
    pub fn sentence(&self, schedules: usize, standby: &StandbyCost, currency: Currency) -> String {
        if schedules == 0 {
            return "Nobody is on call out of hours: callouts wait for the next working day.".to_owned();
        }
        let people = self.product_team_people.saturating_add(self.operations_people);
        let mut said = format!(
            "{} on call in a normal week: {} of product teams in {} ({} if each of their teams had its own), {} of operations.",
            plural(people, "person is", "people are"),
            self.product_team_people,
            plural(self.product_team_schedules, "schedule", "schedules"),
            self.schedules_if_every_team_had_one,
            self.operations_people,
        );
        said.push_str(&match (standby.cost_per_year, standby.partial) {
            (Some(total), false) => format!(" Standby costs {} a year.", currency.about(total)),
            (Some(total), true) => {
                format!(" Standby costs {} a year (as far as it is estimated).", currency.about(total))
            }
            (None, _) => " What standby costs is not estimated: the portfolio gives no pay.".to_owned(),
        });
        said
    }
}

/// How many rotas break a rule.
fn rotas(schedules: &[Schedule]) -> Option<String> {
    let has = |schedule: &&Schedule, status: RuleStatus| {
        schedule.rota.checks.iter().any(|check| check.status == status)
    };
    let broken: Vec<&str> = schedules
        .iter()
        .filter(|schedule| has(schedule, RuleStatus::Broken))
        .map(|schedule| &*schedule.name)
        .collect();
    let open = schedules.iter().filter(|schedule| has(schedule, RuleStatus::NotEstimated)).count();
    let unknown = match open {
        0 => String::new(),
        _ => format!("; for {open}, a rule cannot be checked, as an input is missing"),
    };
    Some(match broken.as_slice() {
        _ if schedules.is_empty() => return None,
        [] => format!("No rota is known to break a published rule{unknown}."),
        broken => format!(
            "{} of {} a published rule ({}){unknown}.",
            broken.len(),
            plural(schedules.len(), "rota breaks", "rotas break"),
            list(broken),
        ),
    })
}
