//! The steps of a roadmap on one axis of months.

use jiff::civil::Date;
use serde::Serialize;

use crate::exact::Money;
use crate::gate::Works;
use crate::portfolio::Name;
use crate::transition::TransitionPlan;

/// Something that happens in a roadmap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RoadmapStep {
    /// What kind of step it is.
    pub kind: StepKind,
    /// What it is called.
    pub name: String,
    /// The month at whose start it begins, from 0.
    pub month: usize,
    /// The month at whose start it ends; the same for what happens on one day.
    pub end_month: usize,
    /// The day on which it begins; `None` where the plan has no start.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub date: Option<Date>,
    /// The day on which it ends.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub end_date: Option<Date>,
    /// The teams that it is about.
    pub teams: Vec<Name>,
    /// The services that it is about.
    pub services: Vec<Name>,
    /// What it costs once; `None` where that is not estimated, or nothing is paid then.
    pub one_off: Option<Money>,
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum StepKind {
    /// Work that waves need before them.
    Enabling,
    /// A wave is being set up.
    SetUp,
    /// A wave changes over.
    ChangeOver,
    /// By here the plan has cost no more than staying.
    BreakEven,
}

/// Enabling work, the waves, and when it has paid for itself, in the order of time.
pub(super) fn of(plan: &TransitionPlan, works: &Works<'_>) -> Vec<RoadmapStep> {
    let mut steps = Vec::new();
    let mut step = |kind, name: String, (month, end_month), teams, services, one_off| {
        steps.push(RoadmapStep {
            kind,
            name,
            month,
            end_month,
            date: works.date(month),
            end_date: works.date(end_month),
            teams,
            services,
            one_off,
        });
    };
    for work in &plan.enabling {
        let (name, months) = (work.name.to_string(), (work.month, work.done_month));
        step(StepKind::Enabling, name, months, work.needed_by.clone(), Vec::new(), work.one_off);
    }
    for (number, wave) in plan.waves.iter().enumerate() {
        let teams: Vec<Name> = wave.teams.iter().map(|team| team.name.clone()).collect();
        let services: Vec<Name> = wave.teams.iter().flat_map(|team| team.services.iter().cloned()).collect();
        let name = wave_name(number);
        let mut paid = Some(wave.one_off);
        if let Some(start) = wave.set_up_month {
            let (set_up, months) = (format!("{name} is set up"), (start, wave.month));
            step(StepKind::SetUp, set_up, months, teams.clone(), services.clone(), paid.take());
        }
        let months = (wave.month, wave.month);
        step(StepKind::ChangeOver, format!("{name} changes over"), months, teams, services, paid);
    }
    if let Some(month) = plan.break_even_month {
        let name = "It has paid for itself".to_owned();
        step(StepKind::BreakEven, name, (month, month), Vec::new(), Vec::new(), None);
    }
    // What begins in the same month stays in the order of its kinds.
    steps.sort_by_key(|step| step.month);
    steps
}

/// What a wave is called.
pub(super) fn wave_name(number: usize) -> String {
    if number == 0 { "Pilot".to_owned() } else { format!("Wave {number}") }
}
