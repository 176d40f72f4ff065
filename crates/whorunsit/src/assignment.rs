//! Assignments: who runs what, with the schedules that follow, and the rules that make one.

use serde::Serialize;

use crate::decision::Choice;
use crate::exact::{Money, Overflow};
use crate::on_call::{Cover, Planned, plan, standby_over_horizon};
use crate::resolve::Portfolio;
use crate::selection::{OperatingModel, OutOfHours};

/// A rule for who runs what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// Operations run everything.
    AllOpsRunIt,
    /// Product teams run everything, each with a schedule of its own: everything always on, the linear cost R(n).
    AllYouBuildItYouRunIt,
    /// The selector's models; every team that runs a service has a schedule of its own.
    HybridWithTeamSchedules,
    /// The selector's models, schedules chosen on exposure: what is recommended.
    HybridAtScale,
    /// Whatever costs least over the horizon, as far as it is for sale.
    LeastCost,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::AllOpsRunIt,
        Self::AllYouBuildItYouRunIt,
        Self::HybridWithTeamSchedules,
        Self::HybridAtScale,
        Self::LeastCost,
    ];

    /// Its word in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AllOpsRunIt => "all-ops-run-it",
            Self::AllYouBuildItYouRunIt => "all-you-build-it-you-run-it",
            Self::HybridWithTeamSchedules => "hybrid-with-team-schedules",
            Self::HybridAtScale => "hybrid-at-scale",
            Self::LeastCost => "least-cost",
        }
    }

    /// Its name as people write it, in every face.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AllOpsRunIt => "All Ops Run It",
            Self::AllYouBuildItYouRunIt => "All You Build It You Run It",
            Self::HybridWithTeamSchedules => "Hybrid with team schedules",
            Self::HybridAtScale => "Recommended",
            Self::LeastCost => "Least cost",
        }
    }
}

/// Who runs the services today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Today {
    /// Operations run all of them.
    #[default]
    OpsRunIt,
    /// Product teams run all of them.
    YouBuildItYouRunIt,
    /// Nobody runs any of them yet.
    Nothing,
    /// Some are run one way, some another.
    Mixed,
}

impl Today {
    pub(crate) fn of(portfolio: &Portfolio) -> Self {
        let mut services = (0..portfolio.file().services.len()).map(|service| portfolio.runs_today(service));
        let first = services.next().flatten();
        match first {
            _ if services.any(|other| other != first) => Self::Mixed,
            Some(OperatingModel::OpsRunIt) => Self::OpsRunIt,
            Some(OperatingModel::YouBuildItYouRunIt) => Self::YouBuildItYouRunIt,
            None => Self::Nothing,
        }
    }

    /// Operations running everything, as what something costs more or less than: what runs today, or what might.
    pub(crate) fn operations(self) -> &'static str {
        match self {
            Self::OpsRunIt => "operations running everything",
            Self::YouBuildItYouRunIt | Self::Nothing | Self::Mixed => "if operations ran everything",
        }
    }

    /// Whether operations run everything today.
    pub(crate) fn is_operations(&self) -> bool {
        *self == Self::OpsRunIt
    }

    /// Whether something else than that runs today, with which what is recommended is compared first.
    pub(crate) fn is_otherwise(self) -> bool {
        matches!(self, Self::YouBuildItYouRunIt | Self::Mixed)
    }
}

/// Models and schedules for all services, with the schedules planned.
#[derive(Clone)]
pub(crate) struct Assignment {
    pub(crate) choices: Vec<Choice>,
    pub(crate) planned: Planned,
}

/// What is chosen for one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pick {
    pub(crate) model: OperatingModel,
    /// What its team has out of hours in a normal week.
    pub(crate) level: OutOfHours,
    /// What its team has in each of the service's peaks.
    pub(crate) peaks: Vec<OutOfHours>,
}

impl Assignment {
    pub(crate) fn of(portfolio: &Portfolio, choices: Vec<Choice>) -> Result<Self, Overflow> {
        let planned = plan(portfolio, &choices)?;
        Ok(Self { choices, planned })
    }

    /// The recommended choices under another rule. The two rules for all ignore models that are given: all means all.
    pub(crate) fn by(
        portfolio: &Portfolio,
        recommended: &[Choice],
        strategy: Strategy,
    ) -> Result<Self, Overflow> {
        let change = |choice: &Choice| {
            let mut choice = choice.clone();
            match strategy {
                Strategy::AllOpsRunIt => choice.model = OperatingModel::OpsRunIt,
                Strategy::AllYouBuildItYouRunIt => choice.model = OperatingModel::YouBuildItYouRunIt,
                Strategy::HybridWithTeamSchedules | Strategy::HybridAtScale | Strategy::LeastCost => {}
            }
            if matches!(strategy, Strategy::AllYouBuildItYouRunIt | Strategy::HybridWithTeamSchedules) {
                choice.schedule = OutOfHours::Team;
            }
            choice
        };
        Self::of(portfolio, recommended.iter().map(change).collect())
    }

    /// The choices with other models and schedules.
    pub(crate) fn picked(
        portfolio: &Portfolio,
        recommended: &[Choice],
        picks: &[Pick],
    ) -> Result<Self, Overflow> {
        Self::of(portfolio, Self::choices_picked(recommended, picks))
    }

    /// The same without schedules planned for them.
    pub(crate) fn choices_picked(recommended: &[Choice], picks: &[Pick]) -> Vec<Choice> {
        let change = |(choice, pick): (&Choice, &Pick)| {
            let mut choice = choice.clone();
            choice.model = pick.model;
            choice.schedule = pick.level;
            for (number, peak) in choice.peaks.iter_mut().enumerate() {
                peak.schedule = pick.peaks.get(number).copied().unwrap_or(pick.level);
            }
            choice
        };
        recommended.iter().zip(picks).map(change).collect()
    }

    /// How a service is covered out of hours.
    pub(crate) fn cover(&self, portfolio: &Portfolio, service: usize) -> Cover {
        self.planned.needs.cover(portfolio, service)
    }

    /// Who runs what today; what nobody runs yet would be for operations.
    pub(crate) fn as_today(&self, portfolio: &Portfolio) -> Result<Self, Overflow> {
        let mut choices = self.choices.clone();
        for (index, choice) in choices.iter_mut().enumerate() {
            choice.model = portfolio.runs_today(index).unwrap_or(OperatingModel::OpsRunIt);
        }
        Self::of(portfolio, choices)
    }

    /// Whether another assignment has every service run and covered in the same way: then the two cost the same, whatever
    /// inputs are missing.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let models =
            |assignment: &Self| assignment.choices.iter().map(|choice| choice.model).collect::<Vec<_>>();
        let (ours, theirs) = (&self.planned, &other.planned);
        models(self) == models(other)
            && (&ours.schedules, &ours.members, &ours.of_service)
                == (&theirs.schedules, &theirs.members, &theirs.of_service)
    }

    /// What all its schedules cost over the horizon, as far as pay is given.
    pub(crate) fn standby_over_horizon(&self, portfolio: &Portfolio) -> Result<Money, Overflow> {
        standby_over_horizon(portfolio, &self.planned.needs)
    }
}
