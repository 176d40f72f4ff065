//! The steps of a roadmap on one axis of months.

use jiff::civil::Date;
use serde::Serialize;

use crate::exact::Money;
use crate::gate::Works;
use crate::portfolio::Name;
use crate::resolve::Portfolio;
use crate::transition::TransitionPlan;

/// Something that happens in a roadmap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// What it costs once; `None` where that is not estimated, or nothing is paid for it.
    pub one_off: Option<Money>,
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
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

/// Enabling work, then the waves, then when it has paid for itself.
pub(super) fn of(plan: &TransitionPlan, portfolio: &Portfolio) -> Vec<RoadmapStep> {
    let works = Works::of(portfolio);
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
        let months = (work.month, work.done_month);
        step(
            StepKind::Enabling,
            work.name.to_string(),
            months,
            work.needed_by.clone(),
            Vec::new(),
            work.one_off,
        );
    }
    for (number, wave) in plan.waves.iter().enumerate() {
        let teams: Vec<Name> = wave.teams.iter().map(|team| team.name.clone()).collect();
        let services: Vec<Name> = wave.teams.iter().flat_map(|team| team.services.iter().cloned()).collect();
        let name = if number == 0 { "Pilot".to_owned() } else { format!("Wave {number}") };
        let paid = Some(wave.one_off);
        let paid_now = match wave.set_up_month {
            Some(start) => {
                let months = (start, wave.month);
                step(
                    StepKind::SetUp,
                    format!("{name}: set-up"),
                    months,
                    teams.clone(),
                    services.clone(),
                    paid,
                );
                None
            }
            None => paid,
        };
        let months = (wave.month, wave.month);
        step(StepKind::ChangeOver, format!("{name} changes over"), months, teams, services, paid_now);
    }
    if let Some(month) = plan.break_even_month {
        let nobody = || (Vec::new(), Vec::new());
        let (teams, services) = nobody();
        step(StepKind::BreakEven, "It has paid for itself".to_owned(), (month, month), teams, services, None);
    }
    steps
}
