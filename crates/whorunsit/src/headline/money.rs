//! Headlines of what it costs: the ledger, strategies, scenarios and the plan.

use crate::assignment::Strategy;
use crate::comparison::{Comparison, VariantOutcome};
use crate::evaluation::Insurance;
use crate::exact::{Money, Overflow};
use crate::finding::FindingCode;
use crate::headline::phrase::{HOW_THEY_RUN_TODAY, Judged, as_far, disagreement, less, lower, over, than};
use crate::ledger::{Costs, Dimension};
use crate::outlook::FindOut;
use crate::scenario::{ScenarioOutcome, Scenarios};
use crate::transition::{Today, TransitionPlan};
use crate::wording::{NAMES, plural};

impl Costs {
    /// The answer in sentences: what the strategy comes to, and the largest part of it.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let (premium, loss) = (&self.premium, &self.loss);
        let name = match self.strategy {
            Strategy::HybridAtScale => "The recommended strategy",
            other => other.name(),
        };
        let over = over(self.horizon_years);
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
                    (Dimension::BudgetHolder, None) => "lost revenue".to_owned(),
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
        self.said(FindOut::first)
    }

    /// The same above a list of what to find out.
    #[must_use]
    pub fn headline_above_its_list(&self) -> Vec<String> {
        self.said(FindOut::how_many)
    }

    fn said(&self, first: fn(&[FindOut]) -> String) -> Vec<String> {
        let over = over(self.horizon_years);
        let about = |amount: Money| self.currency.about(amount);
        let ours = self.strategies.iter().find(|costs| costs.strategy == Strategy::HybridAtScale);
        let insurance = &self.insurance;
        let operations = self.today.operations();
        let today = self.against_today.as_deref().filter(|today| !today.is_unknown());
        let mut said = Vec::new();
        said.push(match ours {
            _ if insurance.is_unknown() && today.is_none() => {
                "What is recommended cannot be compared with operations running everything: its costs are not \
                 estimated."
                    .to_owned()
            }
            None => return said,
            Some(ours) => {
                let partial = ours.is_partial();
                let against = |insurance: &Insurance, against: &str| match insurance.cheaper_model {
                    None if insurance.partial => {
                        format!("and whether that is less than {against} cannot be told from what is estimated")
                    }
                    cheaper => format!(
                        "{} {} {against}",
                        less(self.currency, insurance.net_benefit, cheaper),
                        than(cheaper),
                    ),
                };
                let today = today.map(|today| format!("{}, ", against(today, HOW_THEY_RUN_TODAY)));
                let against = format!("{}{}", today.unwrap_or_default(), against(insurance, operations));
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
        said.extend(self.cheaper_variant(&over));
        let open =
            self.outlook.as_ref().and_then(|outlook| outlook.sentence(self.currency, &over, None, first));
        open.into_iter().chain(said).collect()
    }
}

impl Comparison {
    /// The variant with which what is recommended costs least, where that is less than as it is.
    fn cheaper_variant(&self, over: &str) -> Option<String> {
        let recommended = |variant: &VariantOutcome| variant.costs(Strategy::HybridAtScale).copied();
        let cheaper = self.variants.iter().filter_map(|variant| {
            let costs = recommended(variant)?;
            let more = costs.more_than_as_it_is.filter(|more| *more < Money::ZERO)?;
            Some((variant, costs, more))
        });
        let cheaper: Vec<_> = cheaper.collect();
        let (variant, costs, more) = cheaper.iter().min_by_key(|(_, _, more)| *more)?;
        let ours = self.strategies.iter().find(|costs| costs.strategy == Strategy::HybridAtScale)?;
        let missed = costs.targets_missed.zip(ours.targets_missed);
        let missed = missed.map(|(with, as_it_is)| with.saturating_sub(as_it_is)).filter(|more| *more > 0);
        let missed = missed.map_or_else(String::new, |more| {
            format!(
                ", but {}",
                plural(
                    more,
                    "more service is expected to miss its target",
                    "more services are expected to miss their targets"
                )
            )
        });
        let others = match cheaper.len().saturating_sub(1) {
            0 => String::new(),
            others => format!(
                "; {} less than as it is, too",
                plural(others, "other variant costs", "other variants cost")
            ),
        };
        Some(format!(
            "With the variant {} in place of {}, what is recommended costs {} less{} over {over}{missed}{others}.",
            variant.name,
            variant.operating_model.name(),
            self.currency.about(more.size()),
            as_far(costs.partial),
        ))
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
        // Where nothing runs yet, there is nothing to stay with.
        let staying = match self.today {
            Today::Nothing => self.today.operations(),
            Today::OpsRunIt | Today::YouBuildItYouRunIt | Today::Mixed => "staying",
        };
        let size = self.currency.about(more.size());
        let difference = match more.amount() {
            amount if amount.is_zero() => format!("it costs as much as {staying}"),
            amount if amount.is_sign_negative() => {
                format!("it costs {size} less than {staying}{}", as_far(self.partial))
            }
            _ => format!("it costs {size} more than {staying}{}", as_far(self.partial)),
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
