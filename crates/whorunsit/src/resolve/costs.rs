//! Cost terms: the horizon, the chains of response and what else the ledger needs, with defaults filled in.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::owners::Owners;
use super::recurring::Within;
use super::settings::{MODELS, Settings};
use super::{Checks, MAX_LIST};
use crate::assumption::Assumptions;
use crate::estimate::Estimate;
use crate::exact::{DeploymentTarget, Duration, Number, Share, quotient, sum};
use crate::horizon::Discounting;
use crate::portfolio::{Overrides, PortfolioFile, Response, Service, StaffedBy, Tier, TierOutOfHours};
use crate::problem::ProblemCode;
use crate::read::{MAX_RULES, MONEY};
use crate::response::{Chain, ChainTier, ManualStep, Unavailable};
use crate::selection::OperatingModel;
use crate::year::Responds;

/// The longest horizon, in years.
const MAX_YEARS: u32 = 30;

/// What the ledger needs besides the services themselves.
#[derive(Clone, Debug)]
pub(crate) struct CostTerms {
    /// Whether the portfolio has any table of costs.
    pub(crate) given: bool,
    pub(crate) discounting: Discounting,
    /// The most often that operations can deploy.
    pub(crate) fastest_of_operations: DeploymentTarget,
    pub(crate) teams_per_quarter: u32,
    pub(crate) pilot: Option<u32>,
    /// Services, by their place in ascending order, that would be down for more than all of the year, and for how many
    /// hours of it.
    pub(crate) down_all_year: Vec<(usize, Decimal)>,
    /// What each of the portfolio's own lines is paid for.
    pub(crate) recurring: Vec<Within>,
}

impl Checks<'_> {
    /// The terms; `None` where they have problems.
    pub(super) fn costs(
        &mut self,
        (file, recurring): (&PortfolioFile, Vec<Within>),
        owners: Owners<'_>,
        settings: &Settings,
        discounting: Option<Discounting>,
        teams: &BTreeMap<&str, u32>,
    ) -> Option<CostTerms> {
        let given = MONEY
            && (file.response.is_some()
                || file.throughput.is_some()
                || file.learning.is_some()
                || file.operations_work.is_some()
                || file.setup.is_some()
                || file.transition.is_some()
                || !file.recurring_costs.is_empty()
                || owners.all().any(Overrides::has_costs));
        if let Some((medium, high)) =
            file.incidents.as_ref().and_then(|rules| rules.medium_loss.zip(rules.high_loss))
            && medium >= high
        {
            self.problem(
                ProblemCode::BandsNotAscending,
                "/incidents/high_loss",
                format!("`{high}` is not above `medium_loss`, `{medium}`"),
                "write the loss from which an incident is major as `high_loss`",
            );
        }
        let cadence = file.throughput.as_ref().and_then(|throughput| throughput.ops_run_it.as_ref());
        let cadence = cadence.and_then(|throughput| throughput.fastest_deployment);
        if cadence.is_none() {
            let reason = "hand-offs to operations do not sustain weekly deployments";
            self.assume_cost(Assumptions::OPERATIONS_CADENCE, "fortnightly", reason);
        }
        if file.runs_today.is_none() && file.services.iter().any(|service| service.runs_today.is_none()) {
            let reason = "what operations took to set up is paid already; a green field says `nothing`";
            self.assume_cost(Assumptions::RUNS_TODAY, "ops-run-it", reason);
        }
        let plan = file.transition_plan.as_ref();
        let pilot = plan.and_then(|plan| plan.pilot.as_deref());
        let names = file.teams.iter().map(|team| &*team.name);
        let path = || "/transition_plan/pilot".to_owned();
        let pilot = self.resolve(pilot, teams, names, path, ("team", ProblemCode::UnknownTeam));
        self.enabling(file, teams);
        let down_all_year = if MONEY { down_all_year(file, settings) } else { Vec::new() };
        Some(CostTerms {
            given,
            discounting: discounting?,
            down_all_year,
            recurring,
            fastest_of_operations: cadence.unwrap_or(DeploymentTarget::Fortnightly),
            teams_per_quarter: plan.and_then(|plan| plan.teams_per_quarter).map_or(3, |teams| teams.get()),
            pilot,
        })
    }

    /// Enabling work has a name of its own, and is for teams that are there, each once.
    fn enabling(&mut self, file: &PortfolioFile, teams: &BTreeMap<&str, u32>) {
        let works = file.transition_plan.as_ref().map_or(&[][..], |plan| &plan.enabling);
        if works.len() > MAX_LIST {
            let message = format!("there are {} entries, more than {MAX_LIST}", works.len());
            self.problem(ProblemCode::TooLarge, "/transition_plan/enabling", message, "merge some of them");
            return;
        }
        self.unique("transition_plan/enabling", works.iter().map(|work| &*work.name));
        for (index, work) in works.iter().enumerate() {
            let mut seen = std::collections::BTreeSet::new();
            for (place, name) in work.teams.iter().enumerate() {
                let path = || format!("/transition_plan/enabling/{index}/teams/{place}");
                let names = file.teams.iter().map(|team| &*team.name);
                let what = ("team", ProblemCode::UnknownTeam);
                let team = self.resolve(Some(name), teams, names, path, what);
                if team.is_some_and(|team| !seen.insert(team)) {
                    let message = format!("`{name}` is named twice");
                    self.problem(ProblemCode::DuplicateName, path(), message, "remove one of them");
                }
            }
        }
    }

    /// The incidents of shared causes are among those of the services that they hit.
    pub(super) fn shared_causes(&mut self, file: &PortfolioFile, services: &BTreeMap<&str, u32>) {
        if file.shared_causes.len() > MAX_LIST {
            let message = format!("there are {} entries, more than {MAX_LIST}", file.shared_causes.len());
            self.problem(ProblemCode::TooLarge, "/shared_causes", message, "merge some of them");
            return;
        }
        self.unique("shared_causes", file.shared_causes.iter().map(|cause| &*cause.name));
        let mut shared: BTreeMap<u32, Decimal> = BTreeMap::new();
        for (index, cause) in file.shared_causes.iter().enumerate() {
            let mut seen = std::collections::BTreeSet::new();
            for (place, name) in cause.services.iter().enumerate() {
                let path = || format!("/shared_causes/{index}/services/{place}");
                let names = file.services.iter().map(|service| &*service.name);
                let what = ("service", ProblemCode::UnknownService);
                let Some(service) = self.resolve(Some(name), services, names, path, what) else {
                    continue;
                };
                if !seen.insert(service) {
                    let message = format!("`{name}` stands twice in the list");
                    self.problem(ProblemCode::DuplicateName, path(), message, "name each service once");
                    continue;
                }
                let sum = shared.entry(service).or_default();
                *sum = sum.saturating_add(cause.incidents_per_year.mean_number());
                let own = file
                    .services
                    .get(service as usize)
                    .and_then(|service| service.incidents_per_year.as_ref());
                let own = own.map(|incidents| incidents.mean_number());
                if own.is_none_or(|own| *sum > own) {
                    let has =
                        own.map_or_else(|| "none".to_owned(), |own| own.round_dp(2).normalize().to_string());
                    let message = format!(
                        "shared causes bring `{name}` {} incidents a year, more than it states: {has}",
                        sum.round_dp(2).normalize()
                    );
                    let help = "count the incidents of shared causes in the service's `incidents_per_year`";
                    self.problem(ProblemCode::InvalidSharedCause, path(), message, help);
                }
            }
        }
    }

    pub(super) fn horizon(&mut self, file: &PortfolioFile) -> Option<Discounting> {
        let given = file.horizon.as_ref();
        let years = given.and_then(|horizon| horizon.years).map(|years| years.get());
        let rate = given.and_then(|horizon| horizon.discount_rate);
        if years.is_none() || rate.is_none() {
            let parts =
                [years.is_none().then_some("years = 3"), rate.is_none().then_some("discount_rate = \"0%\"")];
            let value = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let reason = "a comparison over three years in which later money is worth as much as money now";
            self.assume_cost(Assumptions::HORIZON, value, reason);
        }
        let years = years.unwrap_or(3);
        if years > MAX_YEARS {
            self.problem(
                ProblemCode::NumberOutOfRange,
                "/horizon/years",
                format!("`{years}` is not between 1 and {MAX_YEARS}"),
                "write over how many years to compare, such as 3: nobody knows the costs of a later one",
            );
            return None;
        }
        let percent = rate.map_or(Decimal::ZERO, Share::percent);
        let known = self.before.map(|before| &before.costs.discounting);
        match known.filter(|known| known.is_of(years, percent)) {
            Some(known) => Some(known.clone()),
            None => Discounting::new(years, percent).ok(),
        }
    }

    pub(super) fn chain(&mut self, response: &Response, model: OperatingModel, path: &str) -> Chain {
        let operations = self.operations_respond;
        if response.tiers.is_empty() {
            self.problem(
                ProblemCode::EmptyList,
                format!("{path}/tiers"),
                "nobody responds: the response has no tiers",
                "add at least one tier; the last one resolves every incident that reaches it",
            );
        }
        for (key, count) in [("tiers", response.tiers.len()), ("workflow", response.workflow.len())] {
            if count > MAX_RULES {
                let message = format!("there are {count} entries, more than {MAX_RULES}");
                self.problem(ProblemCode::TooLarge, format!("{path}/{key}"), message, "merge some of them");
            }
        }
        self.unique(
            &format!("{}/tiers", path.trim_start_matches('/')),
            response.tiers.iter().map(|tier| &*tier.name),
        );
        self.unique(
            &format!("{}/workflow", path.trim_start_matches('/')),
            response.workflow.iter().map(|step| &*step.name),
        );
        if let Some((name, source)) = response.workflow.preset().zip(response.workflow.source()) {
            let assumption = match model {
                OperatingModel::OpsRunIt => Assumptions::OPERATIONS_WORKFLOW,
                OperatingModel::YouBuildItYouRunIt => Assumptions::PRODUCT_WORKFLOW,
            };
            self.assume_cost(assumption, name, source);
        }
        let mut reach = Decimal::ONE;
        let mut tiers = Vec::new();
        for (index, tier) in response.tiers.iter().enumerate() {
            let last = index + 1 == response.tiers.len();
            self.tier(tier, last, model, &format!("{path}/tiers/{index}"));
            let several = response.tiers.len() > 1;
            let by_default = model == OperatingModel::YouBuildItYouRunIt || (last && several);
            if tier.staffed_by.is_none() && model == OperatingModel::OpsRunIt && tier.hourly_cost.is_none() {
                let reason = "operations staff their tiers, but the last of several is the delivery team";
                let value = "the last of several tiers by the product team, the others by operations";
                self.assume_cost(Assumptions::TIER_STAFF, value, reason);
            }
            if tier.out_of_hours.is_none() && tier.cover.is_none() && model == OperatingModel::OpsRunIt {
                let reason =
                    "operations cover their tiers; the last of several is the delivery team on best effort";
                let value = "next-working-day for the last of several tiers, covered for the others";
                self.assume_cost(Assumptions::TIER_OUT_OF_HOURS, value, reason);
            }
            tiers.push(ChainTier {
                name: tier.name.clone(),
                pick_up: mean_hours(&tier.pick_up),
                handling: mean_hours(&tier.handling),
                people: tier.people.get(),
                reach,
                responds: match (model, &tier.cover, tier.out_of_hours) {
                    (OperatingModel::YouBuildItYouRunIt, ..) => None,
                    (_, Some(cover), _) => Some(self.responds(cover)),
                    (_, None, Some(TierOutOfHours::NextWorkingDay)) => Some(Responds::NextWorkingDay),
                    (_, None, None) if last && several => Some(Responds::NextWorkingDay),
                    (_, None, _) => Some(operations),
                },
                by_product_team: tier.staffed_by.map_or(by_default, |staff| staff == StaffedBy::ProductTeam),
                hourly_cost: tier.hourly_cost.as_ref().map(Estimate::mean_number),
            });
            let resolves = tier.resolves.as_ref().map_or(Decimal::ONE, Estimate::mean_of_one);
            reach = (reach * (Decimal::ONE - resolves)).normalize();
        }
        let by_hand = response.workflow.iter().filter(|step| step.automated != Some(true));
        let hours =
            |time: &Option<Estimate<Duration>>| time.as_ref().map_or(Decimal::ZERO, Estimate::mean_hours);
        let step = |step: &crate::portfolio::WorkflowStep| ManualStep {
            name: step.name.clone(),
            delay: hours(&step.delay),
            effort: hours(&step.effort),
        };
        Chain { tiers, steps: by_hand.map(step).collect() }
    }

    fn tier(&mut self, tier: &Tier, last: bool, model: OperatingModel, path: &str) {
        match tier.resolves.as_ref().map(Estimate::mean) {
            Some(share) if last && share < Share::ALL => self.problem(
                ProblemCode::InvalidResponse,
                format!("{path}/resolves"),
                format!("the last tier resolves only `{share}`, so other incidents would never end"),
                "let the last tier resolve all incidents: remove `resolves`, or add a tier after it",
            ),
            None if !last => self.problem(
                ProblemCode::MissingKey,
                format!("{path}/resolves"),
                "`resolves` is missing, so no incident would reach the tiers after this one",
                "add the share of incidents that this tier resolves, such as \"60%\"",
            ),
            _ => {}
        }
        if tier.cover.is_some() && tier.out_of_hours.is_some() {
            self.problem(
                ProblemCode::ConflictingKeys,
                format!("{path}/out_of_hours"),
                "`out_of_hours` stands beside `cover`, which says when the tier responds",
                "keep one of them",
            );
        }
        if model == OperatingModel::YouBuildItYouRunIt && tier.cover.is_some() {
            self.problem(
                ProblemCode::InvalidResponse,
                format!("{path}/cover"),
                "a product team's tiers follow its out-of-hours schedule",
                "give the schedule its `cover`, in `on_call`",
            );
        }
        if model == OperatingModel::YouBuildItYouRunIt && tier.out_of_hours.is_some() {
            self.problem(
                ProblemCode::InvalidResponse,
                format!("{path}/out_of_hours"),
                "a product team's tiers follow its out-of-hours schedule",
                "remove it; exposure bands, or `minimum_out_of_hours` of a service, decide on the schedule",
            );
        }
    }

    /// Notes a default of the costs; once, however often it is met.
    pub(super) fn assume_cost(
        &mut self,
        assumption: Assumptions,
        value: impl Into<String>,
        reason: impl Into<String>,
    ) {
        if !self.costs_assumed.contains(assumption) {
            self.costs_assumed = self.costs_assumed.with(assumption);
            self.cost_assumptions.extend(assumption.spell(value, reason));
        }
    }
}

/// The services whose incidents would last longer than the year under a response that covers them, with their hours.
fn down_all_year(file: &PortfolioFile, settings: &Settings) -> Vec<(usize, Decimal)> {
    let year = hours_of_year(file);
    // Most services share a response and a calendar.
    let mut longest: BTreeMap<_, Decimal> = BTreeMap::new();
    let down = |(index, service): (usize, &Service)| {
        let incidents = service.incidents_per_year.as_ref()?.mean_number();
        let terms =
            (settings.calendar_number(index), MODELS.map(|model| settings.response_number(index, model)));
        let each = *longest.entry(terms).or_insert_with(|| longest_incident(settings, index));
        let hours = incidents.saturating_mul(each);
        (hours > year).then_some((index, hours))
    };
    file.services.iter().enumerate().filter_map(down).collect()
}

/// The most incidents a year that fit into it; `None` where the service has no response.
pub(super) fn most_incidents(file: &PortfolioFile, settings: &Settings, service: usize) -> Option<Decimal> {
    let most = quotient(hours_of_year(file), longest_incident(settings, service)).ok()?;
    Some(most.trunc_with_scale(6))
}

fn hours_of_year(file: &PortfolioFile) -> Decimal {
    let weeks = file.calendar.as_ref().and_then(|calendar| calendar.weeks_per_year);
    weeks.map_or(Decimal::from(52), Number::value).saturating_mul(Decimal::from(168))
}

/// The mean hours of an incident under the longer of both models' responses, out of hours covered.
fn longest_incident(settings: &Settings, service: usize) -> Decimal {
    let calendar = settings.calendar(service);
    let each = |model| {
        let chain = settings.chain(service, model)?;
        let progress = chain.progress(&calendar.year, Responds::Always).ok()?;
        let tiers = chain.unavailable(calendar.arrivals, &progress).and_then(Unavailable::total);
        tiers.and_then(|tiers| sum(tiers, chain.delay()?)).ok()
    };
    MODELS.into_iter().filter_map(each).max().unwrap_or_default()
}

/// The mean of an estimated time, in hours.
fn mean_hours(time: &Estimate<Duration>) -> Decimal {
    quotient(time.mean_number(), Decimal::from(3600)).unwrap_or_default()
}
