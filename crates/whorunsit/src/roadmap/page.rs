//! What the page says, before it has a form.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::gantt::Bar;
use super::steps::{RoadmapStep, StepKind};
use crate::currency::Currency;
use crate::exact::Money;
use crate::gate::Works;
use crate::portfolio::{BudgetHolder, Name};
use crate::readiness::{
    Accountability, Duty, Figure, Parting, PilotCandidate, Readiness, ServiceAccountability, Verdict,
};
use crate::recommendation::Recommendation;
use crate::transition::{TeamHeldBack, TransitionPlan, Wave};
use crate::wording::plural;

/// The most rows of a table; the other commands list all.
const ROWS: usize = 12;

/// A piece of the page.
pub(super) enum Block {
    /// A heading.
    Heading(&'static str),
    /// Sentences.
    Paragraph(String),
    /// Points.
    Items(Vec<String>),
    /// A table; columns from `numbers` on are numbers.
    Table { header: Vec<&'static str>, rows: Vec<Vec<String>>, numbers: usize },
    /// The gantt chart, with how many months it spans.
    Gantt(Vec<Bar>, usize),
}

/// The answers that the page is made of.
#[derive(Clone, Copy)]
pub(super) struct Told<'t> {
    pub(super) recommendation: &'t Recommendation,
    pub(super) plan: &'t TransitionPlan,
    pub(super) readiness: &'t Readiness,
    pub(super) accountability: &'t Accountability,
    pub(super) steps: &'t [RoadmapStep],
    pub(super) works: &'t Works<'t>,
    /// The pilot that the portfolio names.
    pub(super) pilot: Option<&'t Name>,
}

const NOT_ESTIMATED: &str = "not estimated";

impl<'t> Told<'t> {
    pub(super) fn title(&self) -> String {
        format!("{}: roadmap", self.plan.name.as_deref().unwrap_or("Portfolio"))
    }

    pub(super) fn traced(&self) -> String {
        let Told { plan, .. } = self;
        let input = plan.provenance.input_sha256.as_deref().map_or_else(String::new, |digest| {
            format!(", input sha256 {}", digest.chars().take(16).collect::<String>())
        });
        format!(
            "whorunsit {}{input}. Amounts are in {}, rounded to whole units.",
            plan.provenance.version, plan.currency
        )
    }

    pub(super) fn candidates(&self) -> &'t [PilotCandidate] {
        let found = self.readiness.objections.iter().find_map(|objection| match &objection.figure {
            Figure::Pilot(pilot) => Some(&*pilot.candidates),
            _ => None,
        });
        found.unwrap_or_default()
    }

    pub(super) fn amount(&self, amount: Money) -> String {
        self.currency().show(amount).whole().to_string()
    }

    /// An amount that may lack something; nothing at all of it is known where it is zero.
    fn part(&self, amount: Money, partial: bool) -> String {
        match partial {
            true if amount.is_zero() => NOT_ESTIMATED.to_owned(),
            true => format!("{}*", self.amount(amount)),
            false => self.amount(amount),
        }
    }

    pub(super) fn known(&self, amount: Option<Money>) -> String {
        amount.map_or_else(|| NOT_ESTIMATED.to_owned(), |amount| self.amount(amount))
    }

    fn currency(&self) -> Currency {
        self.plan.currency
    }

    /// By when something is done, as part of a sentence.
    pub(super) fn by(&self, date: Option<Date>, month: usize) -> String {
        match date {
            Some(date) => format!("on {date}"),
            None if month == 0 => "at the start".to_owned(),
            None => format!("after {}", plural(month, "month", "months")),
        }
    }

    /// What a team lacks, and by when enabling work puts it in place.
    pub(super) fn lacks(&self, team: &TeamHeldBack) -> String {
        let missing = team.missing.iter().map(|gate| match gate.done_month {
            None => gate.code.name().to_owned(),
            Some(month) => {
                format!("{} (in place {})", gate.code.name(), self.by(self.works.date(month), month))
            }
        });
        missing.collect::<Vec<_>>().join(", ")
    }

    /// The day or the month of a step, or both of its ends.
    fn when(&self, step: &RoadmapStep) -> String {
        let told = |date: Option<Date>, month| date.map_or_else(|| in_month(month), |date| date.to_string());
        let from = told(step.date, step.month);
        match step.month == step.end_month {
            true => from,
            false => format!("{from} to {}", told(step.end_date, step.end_month)),
        }
    }

    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let sentences = self.recommendation.headline().into_iter().chain(self.plan.headline());
        blocks.push(Block::Paragraph(sentences.collect::<Vec<_>>().join(" ")));
        self.monday(&mut blocks);
        self.timeline(&mut blocks);
        self.held_back(&mut blocks);
        self.pilot(&mut blocks);
        self.who_runs_what(&mut blocks);
        self.money(&mut blocks);
        self.sure(&mut blocks);
        self.in_the_way(&mut blocks);
        blocks
    }

    fn monday(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::Heading("Where to start on Monday"));
        let actions = self.readiness.next_actions.iter().map(|action| {
            let worth = action
                .worth_per_year
                .map_or_else(String::new, |worth| format!(", worth {} a year", self.currency().about(worth)));
            format!("{} ({}{worth})", action.action, action.who)
        });
        let actions: Vec<String> = actions.collect();
        blocks.push(if actions.is_empty() {
            Block::Paragraph("Every question is answered with yes: start with the pilot.".to_owned())
        } else {
            Block::Items(actions)
        });
    }

    fn timeline(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::Heading("What happens when"));
        if self.steps.is_empty() {
            blocks.push(Block::Paragraph("Nothing changes over.".to_owned()));
            return;
        }
        let last = self.steps.iter().map(|step| step.end_month).max().unwrap_or(0);
        blocks.push(Block::Gantt(self.steps.iter().map(|step| self.bar(step)).collect(), last));
        let rows = self.steps.iter().map(|step| {
            let paid = match (step.one_off, step.kind) {
                (None, StepKind::Enabling) => NOT_ESTIMATED.to_owned(),
                (paid, _) => paid.map_or_else(String::new, |paid| self.amount(paid)),
            };
            vec![step.name.clone(), self.when(step), some(&step.teams, "team", "teams"), paid]
        });
        let header = vec!["Step", "When", "Teams", "Paid once"];
        blocks.push(Block::Table { header, rows: rows.collect(), numbers: 3 });
        if let Some(last) = self.plan.waves.last() {
            blocks.push(Block::Paragraph(self.after(last)));
        }
    }

    fn after(&self, last: &Wave) -> String {
        format!(
            "From the last wave on, everything costs and loses {} a year{}, with {} of product teams out of hours.",
            self.currency().about(last.per_year),
            if self.plan.partial { " as far as it is estimated" } else { "" },
            plural(last.product_team_schedules, "schedule", "schedules"),
        )
    }

    fn bar(&self, step: &RoadmapStep) -> Bar {
        Bar {
            name: step.name.clone(),
            label: self.when(step),
            from: step.month,
            until: step.end_month,
            kind: step.kind,
        }
    }

    fn who_runs_what(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::Heading("Who runs what, who is accountable, and who pays"));
        let services = &self.accountability.services;
        let mut exposed: Vec<_> = services.iter().zip(&self.recommendation.services).collect();
        exposed.sort_by_key(|(_, service)| std::cmp::Reverse(service.exposure_per_hour));
        let rows = exposed.iter().take(ROWS).map(|(service, recommended)| {
            vec![
                service.name.to_string(),
                format!("{} %", recommended.availability_target),
                service.operating_model.name().to_owned(),
                accountable(service).to_owned(),
                service.paid_by.map_or("nobody on standby", budget).to_owned(),
                self.amount(recommended.exposure_per_hour),
                self.known(service.on_call_per_year),
            ]
        });
        let header = vec![
            "Service",
            "Target",
            "Should be run under",
            "Accountable",
            "On-call paid by",
            "Exposure an hour",
            "On-call a year",
        ];
        blocks.push(Block::Table { header, rows: rows.collect(), numbers: 5 });
        if services.len() > ROWS {
            let rest = services.len() - ROWS;
            let rest = plural(rest, "service", "services");
            let text = format!("The most exposed; {rest} more are in `whorunsit accountability`.");
            blocks.push(Block::Paragraph(text));
        }
        let mut partings: BTreeMap<Parting, Vec<Name>> = BTreeMap::new();
        for service in services {
            for parting in &service.partings {
                partings.entry(*parting).or_default().push(service.name.clone());
            }
        }
        let parted = partings.iter().map(|(parting, services)| {
            format!("{}: {}", some(services, "service", "services"), parting.meaning())
        });
        let parted: Vec<String> = parted.collect();
        if !parted.is_empty() {
            blocks.push(Block::Items(parted));
        }
        blocks.push(Block::Paragraph(self.accountability.headline().join(" ")));
        let moved = |amount: Money| if amount.is_zero() { "nothing".to_owned() } else { self.amount(amount) };
        let rows = self.accountability.moves.iter().map(|line| {
            vec![
                budget(line.budget_holder).to_owned(),
                line.cost_type.as_str().to_owned(),
                self.known(line.today_per_year),
                self.known(line.after_per_year),
                line.moved_per_year.map_or_else(|| NOT_ESTIMATED.to_owned(), moved),
            ]
        });
        let header = vec!["Budget", "Cost type", "Today, a year", "As recommended", "Moves to it"];
        blocks.push(Block::Table { header, rows: rows.collect(), numbers: 2 });
    }

    fn money(&self, blocks: &mut Vec<Block>) {
        let today = self.recommendation.against_today.as_deref();
        let Some(insurance) = today.or(self.recommendation.insurance.as_ref()) else {
            return;
        };
        blocks.push(Block::Heading(match today {
            Some(_) => "What it costs and protects, against how services run today",
            None => "What it costs and protects, against operations running everything",
        }));
        let rows = vec![
            vec!["Paid more once".to_owned(), self.part(insurance.extra_one_off, insurance.partial)],
            vec![
                "Paid more a year".to_owned(),
                self.part(insurance.extra_premium_per_year, insurance.partial),
            ],
            vec![
                "Lost less a year".to_owned(),
                self.part(insurance.loss_avoided_per_year, insurance.loss_partial),
            ],
            vec![
                format!("Net benefit over {}", plural(self.plan.horizon_years as usize, "year", "years")),
                self.part(insurance.net_benefit, insurance.partial),
            ],
        ];
        blocks.push(Block::Table { header: vec!["", "Amount"], rows, numbers: 1 });
        let untold = if insurance.agrees.is_none() { " Which is cheaper cannot be told." } else { "" };
        let lacks = if insurance.partial { "An amount with * lacks what is not estimated." } else { "" };
        let text = format!("{lacks}{untold}");
        if !text.is_empty() {
            blocks.push(Block::Paragraph(text.trim().to_owned()));
        }
    }

    fn sure(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::Heading("How sure that is"));
        let standing = &self.readiness.standing;
        let mut items = vec![format!(
            "Of {}, by exposure, demand and mean costs {} for operations, {} for their teams, and {} thought{}.",
            plural(standing.services.len(), "service", "services"),
            count(standing.clearly_operations, "is", "are"),
            count(standing.clearly_their_teams, "is", "are"),
            count(standing.need_thought, "needs", "need"),
            match standing.services.iter().find(|service| service.verdict == Verdict::NeedsThought) {
                Some(only) if standing.need_thought == 1 => format!(": {}", only.name),
                Some(first) => format!(", {} first", first.name),
                None => String::new(),
            },
        )];
        items.push(match self.readiness.missing.len() {
            0 => "Every amount is estimated.".to_owned(),
            missing => format!(
                "{} not estimated, so sums go as far as they are.",
                plural(missing, "input is", "inputs are")
            ),
        });
        items.push(format!(
            "{} for what is not given. How likely each model is cheaper, and what swings it: `whorunsit simulate` and \
             `whorunsit sensitivity`.",
            plural(self.readiness.assumptions.len(), "default stands", "defaults stand"),
        ));
        blocks.push(Block::Items(items));
    }

    fn in_the_way(&self, blocks: &mut Vec<Block>) {
        blocks.push(Block::Heading("What stands in the way"));
        let rows = self.readiness.objections.iter().map(|objection| {
            vec![
                objection.objection.clone(),
                objection.score.meaning.name().to_owned(),
                objection.says.clone(),
            ]
        });
        let header = vec!["Objection", "It is", "What the figures say"];
        blocks.push(Block::Table { header, rows: rows.collect(), numbers: 3 });
    }

    fn held_back(&self, blocks: &mut Vec<Block>) {
        let held = &self.plan.held_back;
        if held.is_empty() {
            return;
        }
        blocks.push(Block::Heading("Held back until they are ready"));
        let rows = held.iter().take(ROWS).map(|team| {
            vec![
                team.name.to_string(),
                some(&team.services, "service", "services"),
                self.lacks(team),
                self.part(team.net_benefit, team.net_benefit_partial),
            ]
        });
        let header = vec!["Team", "Services", "Lacks", "Would gain over the horizon"];
        blocks.push(Block::Table { header, rows: rows.collect(), numbers: 3 });
        if held.len() > ROWS {
            let rest = plural(held.len() - ROWS, "team", "teams");
            blocks.push(Block::Paragraph(format!("{rest} more are in `whorunsit plan`.")));
        }
    }

    fn pilot(&self, blocks: &mut Vec<Block>) {
        let candidates = self.candidates();
        if candidates.is_empty() {
            return;
        }
        blocks.push(Block::Heading("Why this pilot"));
        let rows = candidates.iter().take(ROWS).map(|candidate| {
            vec![
                format!("{}. {}", candidate.rank, candidate.name),
                match candidate.may_change_over {
                    Some(true) => "ready",
                    Some(false) => "not ready",
                    None => "not known",
                }
                .to_owned(),
                self.known(candidate.net_benefit),
                self.known(candidate.one_off),
                candidate.ahead_by.map_or_else(String::new, |ahead| self.amount(ahead)),
                candidate.rank_by_net_benefit.to_string(),
                candidate.rank_by_one_off.to_string(),
            ]
        });
        let header = vec![
            "Team",
            "Readiness",
            "Net benefit",
            "Paid once",
            "Ahead by",
            "Rank by benefit alone",
            "By cost alone",
        ];
        blocks.push(Block::Table { header, rows: rows.collect(), numbers: 2 });
        if let Some(given) = &self.pilot {
            blocks.push(Block::Paragraph(format!("The portfolio names its pilot: {given}.")));
        }
        blocks.push(Block::Paragraph(
            "In the order of the plan: within the rework limit first, then those known to be ready, then those that gain most, \
             each once its enabling work is done; who is held back comes last. The next team would go first if this one \
             gained less by what it is ahead."
                .to_owned(),
        ));
    }
}

fn in_month(month: usize) -> String {
    if month == 0 { "start".to_owned() } else { format!("month {month}") }
}

/// The names, or how many there are where they are many.
fn some(names: &[Name], one: &str, many: &str) -> String {
    if names.len() > 4 { plural(names.len(), one, many) } else { names.join(", ") }
}

fn count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn accountable(service: &ServiceAccountability) -> &'static str {
    let duties = &service.duties;
    let heads = [
        (duties.head_of_product, "Head of Product"),
        (duties.head_of_delivery, "Head of Delivery"),
        (duties.head_of_operations, "Head of Operations"),
    ];
    heads.into_iter().find(|(duty, _)| *duty == Duty::Accountable).map_or("nobody", |(_, head)| head)
}

fn budget(holder: BudgetHolder) -> &'static str {
    match holder {
        BudgetHolder::ProductTeam => "product",
        BudgetHolder::It => "IT",
        BudgetHolder::Operations => "operations",
    }
}
