//! The answer of every command in one or two sentences, from its own figures: what each face says first.

use rust_decimal::Decimal;

use crate::assignment::Strategy;
use crate::comparison::{Comparison, ServiceComparison};
use crate::currency::Currency;
use crate::evaluation::Insurance;
use crate::exact::{Money, Overflow};
use crate::finding::FindingCode;
use crate::ledger::{Costs, Dimension};
use crate::on_call::{OnCallSummary, RuleStatus, Schedule, StandbyCost};
use crate::outlook::FindOut;
use crate::readiness::{Accountability, AccountabilityAndBudgets, Figure, Readiness, ScoreMeaning};
use crate::recommendation::{Recommendation, SchedulePlan, ServiceRecommendation};
use crate::scenario::{ScenarioOutcome, Scenarios};
use crate::selection::OperatingModel;
use crate::sensitivity::{FlipRegion, SEARCHED, Sensitivity, ServiceSensitivity};
use crate::simulation::{ServiceSimulation, Simulation, Spread, chance};
use crate::transition::{Today, TransitionPlan};
use crate::wording::plural;

/// As many names as a sentence lists.
const NAMES: usize = 3;

/// A verdict is settled where trials bear it out at least so often, in percent.
const SETTLED: Decimal = Decimal::from_parts(95, 0, 0, false, 0);

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
        said.push(match insurance.cheaper_model {
            _ if insurance.is_unknown() => "What that costs and protects is not estimated.".to_owned(),
            None if insurance.partial => {
                "Whether that is cheaper than operations running everything cannot be told from what is \
                 estimated."
                    .to_owned()
            }
            cheaper => format!(
                "It costs {}{} over {over} {} operations running everything.",
                less(self.currency, insurance.net_benefit, cheaper),
                as_far(insurance.partial),
                than(cheaper),
            ),
        });
        let services = self.services.iter().filter_map(|service| {
            service.insurance.as_deref().map(|insurance| Judged::of_recommended(service, insurance))
        });
        said.extend(disagreement(services, self.currency, &over));
        let open = self.outlook.as_ref().and_then(|outlook| outlook.sentence(self.currency, &over, None));
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
            (Some(total), false) => format!(" Standby costs {} a year.", currency.show(total)),
            (Some(total), true) => format!(
                " Standby costs at least {} a year; part of it is not estimated.",
                currency.show(total)
            ),
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

impl Costs {
    /// The answer in sentences: what the strategy comes to, and the largest part of it.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let (premium, loss) = (&self.premium, &self.loss);
        let (name, over) = (self.strategy.name(), over(self.horizon_years));
        let missing = match self.missing.len() {
            0 => String::new(),
            count => format!("; {} missing", plural(count, "input is", "inputs are")),
        };
        let partial = premium.partial || loss.partial;
        let all = premium.over_horizon.plus(loss.over_horizon);
        if partial && all.as_ref().is_ok_and(|all| all.is_zero()) {
            return vec![format!("What {} costs over {over} is not estimated{missing}.", lower(name))];
        }
        let about = |amount: Money| self.currency.about(amount);
        let mut said = vec![format!(
            "{name} costs {}{} over {over}: {} is paid, and {} is lost all the same{missing}.",
            all.map_or_else(|_: Overflow| "more than can be told".to_owned(), about),
            as_far(partial),
            about(premium.over_horizon),
            about(loss.over_horizon),
        )];
        if self.groups.len() > 1
            && let Some(largest) = self.groups.iter().max_by_key(|group| group.totals.over_horizon)
            && largest.totals.over_horizon > Money::ZERO
        {
            let words: Vec<String> = largest
                .by
                .iter()
                .map(|(dimension, word)| match (dimension, word) {
                    (_, None) => "none".to_owned(),
                    (
                        Dimension::Service | Dimension::Team | Dimension::Domain | Dimension::BudgetTeam,
                        Some(name),
                    ) => name.to_string(),
                    (_, Some(word)) => word.replace('-', " "),
                })
                .collect();
            said.push(format!(
                "The largest part of it is {} ({}).",
                about(largest.totals.over_horizon),
                words.join(", ")
            ));
        }
        said
    }
}

impl Comparison {
    /// The answer in sentences: what is recommended against operations running everything and against least cost, and
    /// where the money disagrees.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let over = over(self.horizon_years);
        let about = |amount: Money| self.currency.about(amount);
        let ours = self.strategies.iter().find(|costs| costs.strategy == Strategy::HybridAtScale);
        let insurance = &self.insurance;
        let mut said = Vec::new();
        said.push(match ours {
            _ if insurance.is_unknown() => {
                "What is recommended cannot be compared with operations running everything: its costs are not \
                 estimated."
                    .to_owned()
            }
            None => return said,
            Some(ours) => {
                let partial = ours.is_partial();
                let against = match insurance.cheaper_model {
                    None if insurance.partial => {
                        "and whether that is less than operations running everything cannot be told from what is \
                         estimated"
                            .to_owned()
                    }
                    cheaper => format!(
                        "{} {} operations running everything",
                        less(self.currency, insurance.net_benefit, cheaper),
                        than(cheaper),
                    ),
                };
                let not_exhaustive = FindingCode::LeastCostNotExhaustive;
                let exhaustive = self.findings.iter().all(|finding| finding.code() != not_exhaustive);
                let known =
                    self.strategies.iter().any(|costs| costs.strategy == Strategy::LeastCost && !costs.is_unknown());
                let least = match self.policy_price.as_ref().filter(|_| known) {
                    Some(price) if price.over_horizon > Money::ZERO => {
                        format!("; least cost would save another {}", about(price.over_horizon))
                    }
                    Some(_) if !exhaustive => "; nothing that was tried costs less".to_owned(),
                    // Least cost keeps what is given by hand; strategies that run everything alike do not.
                    Some(_) if self.strategies.iter().any(|other| other.over_horizon < ours.over_horizon) => {
                        "; nothing that keeps the models given by hand costs less".to_owned()
                    }
                    Some(_) => "; nothing costs less".to_owned(),
                    None => String::new(),
                };
                format!(
                    "What is recommended costs {}{} over {over}, {against}{least}.",
                    about(ours.over_horizon),
                    as_far(partial)
                )
            }
        });
        said.extend(disagreement(self.services.iter().map(Judged::of_compared), self.currency, &over));
        let open = self.outlook.as_ref().and_then(|outlook| outlook.sentence(self.currency, &over, None));
        open.into_iter().chain(said).collect()
    }
}

impl Scenarios {
    /// The answer in sentences: what each scenario costs against the portfolio as it is, and what it changes.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let changed = self.scenarios.get(1..).unwrap_or_default();
        let against = |outcome: &ScenarioOutcome| match outcome.more_than_as_it_is {
            None => format!("{} cannot be compared", outcome.name),
            Some(more) if more.is_zero() => format!("{} costs the same", outcome.name),
            Some(more) => {
                let word = if more > Money::ZERO { "more" } else { "less" };
                format!("{} costs {} {word}", outcome.name, self.currency.about(more.size()))
            }
        };
        let mut told: Vec<String> = changed.iter().take(NAMES).map(against).collect();
        let rest = changed.len().saturating_sub(NAMES);
        if rest > 0 {
            told.push(format!("{rest} more below"));
        }
        let turned = changed.iter().filter(|outcome| !outcome.changes.is_empty()).count();
        let who = match (turned, changed.len()) {
            (0, 1) => "It does not change who should run what.".to_owned(),
            (0, _) => "None changes who should run what.".to_owned(),
            (_, 1) => "It changes who should run what, or how.".to_owned(),
            (turned, all) => format!(
                "{turned} of {all} {} who should run what, or how.",
                if turned == 1 { "changes" } else { "change" }
            ),
        };
        vec![format!("Against the portfolio as it is, {}.", told.join("; ")), who]
    }
}

impl TransitionPlan {
    /// The answer in sentences: who changes over in how many waves, when it breaks even, and what it saves.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let teams: usize = self.waves.iter().map(|wave| wave.teams.len()).sum();
        let first = self.waves.first().and_then(|wave| wave.teams.first());
        let mut said = Vec::new();
        if let Some(first) = first {
            said.push(format!(
                "{} over in {}{}.",
                plural(teams, "team changes", "teams change"),
                plural(self.waves.len(), "wave", "waves"),
                match teams {
                    1 => format!(": {}", first.name),
                    _ => format!(", {} first", first.name),
                },
            ));
        }
        if let Some(first) = self.held_back.first() {
            let missing: Vec<&str> = first.missing.iter().map(|gate| gate.code.name()).collect();
            said.push(format!(
                "{} not ready and held back{}, which lacks {}.",
                plural(self.held_back.len(), "team is", "teams are"),
                match self.held_back.len() {
                    1 => format!(": {}", first.name),
                    _ => format!(", {} first", first.name),
                },
                missing.join(", "),
            ));
        }
        said.push(self.outcome());
        said
    }

    /// When it breaks even, and what it costs against staying.
    fn outcome(&self) -> String {
        let (more, horizon) = (self.more_than_staying, over(self.horizon_years));
        let size = self.currency.about(more.size());
        let difference = match more.amount() {
            amount if amount.is_zero() => "it costs as much as staying".to_owned(),
            amount if amount.is_sign_negative() => {
                format!("it costs {size} less than staying{}", as_far(self.partial))
            }
            _ => format!("it costs {size} more than staying{}", as_far(self.partial)),
        };
        let paid = match self.today {
            Today::Nothing => "Both are set up from nothing.",
            Today::OpsRunIt | Today::YouBuildItYouRunIt | Today::Mixed => {
                "What runs today is set up and paid for already."
            }
        };
        match self.break_even_month {
            _ if self.waves.is_empty() && more.is_zero() => {
                "Nothing changes over, so nothing has to break even.".to_owned()
            }
            None if self.partial => {
                "Whether it breaks even cannot be told from what is estimated.".to_owned()
            }
            Some(month) => {
                format!("It breaks even by the end of month {month}; {difference} over {horizon}. {paid}")
            }
            None => format!("It does not break even within {horizon}; {difference}. {paid}"),
        }
    }
}

impl Simulation {
    /// The answer in sentences: how sure it is that what is recommended is cheaper, by how much in nine cases of ten,
    /// where the money probably disagrees, and what is not settled.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        self.said(FindOut::first)
    }

    /// The same above a list of what to find out.
    pub(crate) fn headline_above_its_list(&self) -> Vec<String> {
        self.said(FindOut::how_many)
    }

    fn said(&self, first: fn(&[FindOut]) -> String) -> Vec<String> {
        if self.services.is_empty() {
            return vec!["No service can be simulated: the findings say what is missing.".to_owned()];
        }
        let whole = self.summary.first().and_then(|whole| whole.split(';').next());
        let mut said: Vec<String> =
            whole.map(|whole| format!("{}.", whole.trim_end_matches('.'))).into_iter().collect();
        let span = self.portfolio.difference.as_ref().and_then(|difference| span(self.currency, difference));
        said.extend(span.map(|span| format!("In nine cases of ten it costs {span}.")));
        let (mut against, mut open) = (Vec::new(), Vec::new());
        for service in &self.services {
            let other = match service.operating_model {
                OperatingModel::OpsRunIt => OperatingModel::YouBuildItYouRunIt,
                OperatingModel::YouBuildItYouRunIt => OperatingModel::OpsRunIt,
            };
            let (Some(ours), Some(theirs)) =
                (service.cheaper(service.operating_model), service.cheaper(other))
            else {
                continue;
            };
            let tied = service.tied_percent.unwrap_or_default();
            if theirs >= SETTLED {
                against.push(format!("{} with a probability of {}", service.name, chance(theirs)));
            } else if ours.max(tied) < SETTLED {
                let (model, percent) =
                    if ours >= theirs { (service.operating_model, ours) } else { (other, theirs) };
                open.push(format!(
                    "{}, where {} is cheaper with a probability of {}",
                    service.name,
                    model.name(),
                    chance(percent)
                ));
            }
        }
        if !against.is_empty() {
            said.push(format!("The money disagrees on {}.", phrases(&against)));
        }
        if !open.is_empty() {
            said.push(format!("Not settled: {}.", phrases(&open)));
        }
        let (percent, over) = (self.portfolio.cheaper_percent, over(self.horizon_years));
        let left =
            self.outlook.as_ref().and_then(|left| left.sentence_of(self.currency, &over, percent, first));
        left.into_iter().chain(said).collect()
    }
}

impl ServiceSimulation {
    /// How likely the recommended model is cheaper than the other one, in percent; `None` where it is not estimated.
    #[must_use]
    pub fn cheaper_than_the_other(&self) -> Option<Decimal> {
        self.cheaper(self.operating_model)
    }

    /// How likely a model is cheaper than the other one, in percent.
    fn cheaper(&self, model: OperatingModel) -> Option<Decimal> {
        let (team, tied) = (self.you_build_it_cheaper_percent?, self.tied_percent?);
        Some(match model {
            OperatingModel::YouBuildItYouRunIt => team,
            OperatingModel::OpsRunIt => (Decimal::ONE_HUNDRED - team - tied).max(Decimal::ZERO),
        })
    }
}

/// From the 5th to the 95th percentile of what something costs more; `None` where it costs the same throughout.
fn span(currency: Currency, difference: &Spread) -> Option<String> {
    let (low, high) = (difference.p5, difference.p95);
    let about = |amount: Money| match amount.is_zero() {
        true => "nothing".to_owned(),
        false => currency.about(amount.size()),
    };
    Some(match (low < Money::ZERO, high <= Money::ZERO) {
        _ if low.is_zero() && high.is_zero() => return None,
        (true, true) => format!("between {} and {} less", about(high), about(low)),
        (true, false) => format!("between {} less and {} more", about(low), about(high)),
        _ => format!("between {} and {} more", about(low), about(high)),
    })
}

impl Sensitivity {
    /// The answer in sentences: where one input turns the verdict, and what knowing all of them is worth.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let services = &self.services;
        if services.is_empty() {
            return vec!["No service's models can be compared: the findings say what is missing.".to_owned()];
        }
        let show = |amount: Money| self.currency.show(amount).to_string();
        let nearest = |service: &ServiceSensitivity| {
            service.turning().map(|region| format!("{} with {}", service.name, turn(&region, show)))
        };
        let turning: Vec<String> = services.iter().filter_map(nearest).collect();
        let all = plural(services.len(), "service", "services");
        let mut said = vec![match turning.as_slice() {
            [] => format!(
                "No input that is searched ({SEARCHED}) changes by itself which model is cheaper, for {}.",
                match services.len() {
                    1 => "the service that is compared".to_owned(),
                    count => format!("any of the {count} services that are compared"),
                }
            ),
            turning => format!(
                "A single input can change which model is cheaper for {} of {all}: {}.",
                turning.len(),
                phrases(turning)
            ),
        }];
        let worth = services.iter().max_by_key(|service| service.evpi);
        said.push(match worth {
            Some(service) if !service.evpi.is_zero() => {
                let most = service.evppi.first().filter(|one| !one.worth.is_zero());
                let most = most.map_or_else(String::new, |one| {
                    format!(", {} of it for {}", self.currency.about(one.worth), one.spoken())
                });
                format!(
                    "Knowing every input exactly before choosing is worth most for {}: {} over {}{most}.",
                    service.name,
                    self.currency.about(service.evpi),
                    over(self.horizon_years)
                )
            }
            _ => "Knowing the inputs better is worth nothing: whatever they turn out to be, the same model and schedule \
                  nearly always cost least on average. How single years differ from that is chance, which nobody can know."
                .to_owned(),
        });
        said
    }
}

impl ServiceSensitivity {
    /// The change of one input that turns the verdict first: one that its estimate allows where there is one.
    #[must_use]
    pub fn turning(&self) -> Option<FlipRegion<'_>> {
        let regions = FlipRegion::all(&self.flips.cost);
        let within = regions.iter().find(|region| region.change.within_estimate == Some(true));
        within.or_else(|| regions.first()).copied()
    }
}

/// At which values of an input the other model is cheaper.
fn turn(region: &FlipRegion<'_>, show: impl Fn(Money) -> String) -> String {
    let flip = region.change;
    format!("{} {} (now {})", flip.spoken(), region.place(&show), flip.shown_now(&show))
}

impl Readiness {
    /// The answer in sentences: how many objections still stand, and what to do first.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let of = |meaning: ScoreMeaning| {
            self.objections.iter().filter(|objection| objection.score.meaning == meaning).count()
        };
        let parts = [
            (of(ScoreMeaning::Answered), "answered"),
            (of(ScoreMeaning::InPart), "answered in part"),
            (of(ScoreMeaning::Stands), "standing"),
            (of(ScoreMeaning::Unknown), "unknown, as nobody has answered"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let mut said = vec![format!("Of the {} objections: {}.", self.objections.len(), parts.join(", "))];
        said.extend(self.next_actions.first().map(|action| {
            let worth = action
                .worth_per_year
                .map_or_else(String::new, |worth| format!(", worth {} a year", self.currency.about(worth)));
            format!("First: {} ({}{worth}).", lower(&action.action), action.who)
        }));
        said
    }
}

impl Accountability {
    /// The answer in a sentence: where accountability changes, and what moves between budgets.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let budgets = AccountabilityAndBudgets::of(self);
        budgets
            .map(|budgets| Figure::AccountabilityAndBudgets(budgets).sentence(self.currency))
            .into_iter()
            .collect()
    }
}

/// Whether the money agrees with what is recommended for a service.
struct Judged<'r> {
    name: &'r str,
    insurance: &'r Insurance,
}

impl<'r> Judged<'r> {
    fn of_recommended(service: &'r ServiceRecommendation, insurance: &'r Insurance) -> Self {
        Self { name: &service.name, insurance }
    }

    fn of_compared(service: &'r ServiceComparison) -> Self {
        Self { name: &service.name, insurance: &service.insurance }
    }
}

/// Where the money disagrees with what is recommended, and for how many services that cannot be told.
fn disagreement<'r>(
    services: impl Iterator<Item = Judged<'r>>,
    currency: Currency,
    over: &str,
) -> Option<String> {
    let (mut against, mut unknown, mut all) = (Vec::new(), 0_usize, 0_usize);
    for service in services {
        all += 1;
        match service.insurance.agrees.filter(|_| !service.insurance.is_unknown()) {
            Some(true) => {}
            Some(false) => against.push(service),
            None => unknown += 1,
        }
    }
    if unknown == all {
        return None;
    }
    against.sort_by_key(|service| std::cmp::Reverse(service.insurance.net_benefit.size()));
    let rest = match unknown {
        0 => String::new(),
        _ => format!("; it cannot tell for {unknown} of {all}"),
    };
    Some(match against.as_slice() {
        [] if unknown == 0 && all == 1 => "The money agrees.".to_owned(),
        [] if unknown == 0 => format!("The money agrees on all {all} services."),
        [] => format!("The money agrees on {} of {all} services{rest}.", all - unknown),
        [first, others @ ..] => {
            let model = first.insurance.cheaper_model.map_or("the other model", OperatingModel::name);
            let size = currency.about(first.insurance.net_benefit.size());
            let more = match others {
                [] => String::new(),
                others => {
                    format!(", and on {}", list(&others.iter().map(|other| other.name).collect::<Vec<_>>()))
                }
            };
            format!(
                "The money disagrees on {} of {all}: on {}, where {model} costs {size} less over {over}{more}{rest}.",
                against.len(),
                first.name,
            )
        }
    })
}

/// Who should run how many services, with their names where they are few.
fn who(teams: &[&str], operations: &[&str]) -> String {
    let all = teams.len() + operations.len();
    let (team, ops) = (OperatingModel::YouBuildItYouRunIt.name(), OperatingModel::OpsRunIt.name());
    let names = |names: &[&str]| match names.len() > NAMES {
        true => String::new(),
        false => format!(" ({})", names.join(", ")),
    };
    match (teams, operations) {
        ([], []) => "There is no service to decide on.".to_owned(),
        ([one], []) => format!("{team} for {one}."),
        ([], [one]) => format!("{ops} for {one}."),
        (_, []) => format!("{team} for all {all} services."),
        ([], _) => format!("{ops} for all {all} services."),
        (teams, operations) => format!(
            "{team} for {} of {all} services{}; {ops} for {}{}.",
            teams.len(),
            names(teams),
            operations.len(),
            names(operations)
        ),
    }
}

/// So much less or more, or the same.
fn less(currency: Currency, net_benefit: Money, cheaper: Option<OperatingModel>) -> String {
    let size = currency.about(net_benefit.size());
    match cheaper {
        Some(OperatingModel::YouBuildItYouRunIt) => format!("{size} less"),
        Some(OperatingModel::OpsRunIt) => format!("{size} more"),
        None => "as much".to_owned(),
    }
}

/// What joins that with what it is compared with.
fn than(cheaper: Option<OperatingModel>) -> &'static str {
    if cheaper.is_some() { "than" } else { "as" }
}

fn as_far(partial: bool) -> &'static str {
    if partial { " (as far as it is estimated)" } else { "" }
}

fn over(years: u32) -> String {
    plural(years, "year", "years")
}

/// The first few names.
fn list(names: &[&str]) -> String {
    first(names, ", ")
}

/// The first few things that are said.
fn phrases(said: &[String]) -> String {
    first(&said.iter().map(String::as_str).collect::<Vec<_>>(), "; ")
}

fn first(all: &[&str], between: &str) -> String {
    let shown = all.iter().take(NAMES).copied().collect::<Vec<_>>().join(between);
    match all.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// With a small letter at the start.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
