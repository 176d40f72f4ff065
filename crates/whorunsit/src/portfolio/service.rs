//! The table of `[[services]]`, and the words in it.

use jiff::civil::Date;
use serde::Serialize;

use crate::estimate::Estimate;
use crate::exact::{Availability, Money, Number, Share};
use crate::portfolio::{Dependency, ExposureByHour, Name, Overrides};
use crate::problem::Gathered;
use crate::read::{Absent, Node, Path, Read, Value, read_word, record};
use crate::selection::{OperatingModel, OutOfHours};
use crate::year::CoverHours;

record! {
    /// One deployable thing with an owner.
    pub struct Service {
        /// Its name, unique among services.
        pub name: Name,
        /// Digital (customer-facing, custom) or foundational (self-hosted off the shelf, integration).
        pub kind: Kind,
        /// The team that builds it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub team: Option<Name>,
        /// The most money it can lose in one hour of unavailability: revenue lost and costs incurred.
        #[cfg_attr(feature = "schema", schemars(with = "crate::estimate::Exposure"))]
        pub exposure_per_hour: Estimate<Money>,
        /// The demand band of its users' wish for features, or a number of features a month.
        pub feature_demand: FeatureDemand,
        /// An availability target set by hand, instead of the one its exposure asks for.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub availability_target: Option<Availability>,
        /// Incidents a year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub incidents_per_year: Option<Estimate<Number>>,
        /// The operating model, if it is not for the selector to choose.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operating_model: Option<OperatingModel>,
        /// Why the operating model was given by hand, in words of one's own.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub operating_model_reason: Option<String>,
        /// Who runs it today, where that differs from the portfolio's `runs_today`.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub runs_today: Option<RunsToday>,
        /// Whether its availability target must be met in expectation, whatever that costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub target_required: Option<bool>,
        /// The least that it needs out of hours where its product team runs it, whatever that costs.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub minimum_out_of_hours: Option<OutOfHours>,
        /// How much of the exposure an incident loses; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub severity: Option<Box<Estimate<Share>>>,
        /// The share of its incidents in which it serves nothing at all; in the others it serves a part.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub full_outage_share: Option<Share>,
        /// The share of the exposure that is at stake in working hours; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub working_hours_exposure: Option<Box<Estimate<Share>>>,
        /// The share of the exposure that is at stake out of hours; all of it by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub out_of_hours_exposure: Option<Box<Estimate<Share>>>,
        /// The share of its incidents that arrive out of hours; by default the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub incidents_out_of_hours: Option<Box<Estimate<Share>>>,
        /// The share of the maximum exposure that is at stake by hour of the week, instead of the two shares above.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub exposure_by_hour: Option<Box<ExposureByHour>>,
        /// The share of the exposure that is revenue; by default the portfolio's.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub revenue_share: Option<Share>,
        /// Features finished in a year.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub features_per_year: Option<Box<Estimate<Number>>>,
        /// What a feature is worth in each week that users have it.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub value_per_feature_week: Option<Box<Estimate<Money>>>,
        /// Insights from production in a year, each leading to an improvement.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub insights_per_year: Option<Box<Estimate<Number>>>,
        /// What the improvement from an insight is worth in each week that it is there.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub value_per_insight_week: Option<Box<Estimate<Money>>>,
        /// What its exposure rises and falls with: services of one group are exposed together.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        @money
        pub exposure_group: Option<Name>,
        /// The services that it needs: it cannot be more available than they are.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub depends_on: Vec<Dependency>,
        /// Windows of higher exposure.
        #[serde(default, skip_serializing_if = "Absent::is_absent")]
        pub peaks: Vec<Peak>,
        .. /// What holds for it in place of what holds around.
        own: Overrides
    }
}

record! {
    /// A window in which a service is more exposed: days, such as Black Friday, or hours of every week, such as a Friday's
    /// deliveries.
    pub struct Peak {
        /// What it is called.
        pub name: Name,
        /// Its first day, unless it has hours.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub from: Option<Date>,
        /// Its last day, unless it has hours.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub to: Option<Date>,
        /// Its hours, in every week of the year, in place of days.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub hours: Option<CoverHours>,
        /// The exposure per hour in the window.
        #[cfg_attr(feature = "schema", schemars(with = "crate::estimate::Exposure"))]
        pub exposure_per_hour: Estimate<Money>,
    }
}

impl Peak {
    /// Its first and its last day; `None` where it has hours.
    pub(crate) fn days(&self) -> Option<(Date, Date)> {
        self.from.zip(self.to)
    }
}

impl Service {
    /// The hours of its peaks that come back every week, each with its place among the peaks.
    pub(crate) fn peaks_by_hours(&self) -> impl Iterator<Item = (usize, &CoverHours)> {
        self.peaks.iter().enumerate().filter_map(|(place, peak)| Some((place, peak.hours.as_ref()?)))
    }

    /// The exposure that a trial draws for the year without peaks by days, to whose mean peaks by hours are set: its own, or
    /// that of its highest peak by hours where its own is zero.
    pub(crate) fn drawn_exposure(&self) -> &Estimate<Money> {
        let peaks = self.peaks.iter().filter(|peak| peak.hours.is_some()).map(|peak| &peak.exposure_per_hour);
        let highest = peaks.max_by_key(|exposure| exposure.mean());
        let own = &self.exposure_per_hour;
        highest.filter(|_| own.mean().is_zero()).unwrap_or(own)
    }
}

/// Who runs a service today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RunsToday {
    /// Operations do.
    #[default]
    OpsRunIt,
    /// The product team does.
    YouBuildItYouRunIt,
    /// Nobody does yet: both models have to be set up.
    Nothing,
}

impl RunsToday {
    /// The model that runs it; `None` where nobody does.
    #[must_use]
    pub fn model(self) -> Option<OperatingModel> {
        match self {
            Self::OpsRunIt => Some(OperatingModel::OpsRunIt),
            Self::YouBuildItYouRunIt => Some(OperatingModel::YouBuildItYouRunIt),
            Self::Nothing => None,
        }
    }
}

impl Read for RunsToday {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let words = [
            ("ops-run-it", Self::OpsRunIt),
            ("you-build-it-you-run-it", Self::YouBuildItYouRunIt),
            ("nothing", Self::Nothing),
        ];
        read_word(node, &words, at, problems)
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// What kind of service it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Customer-facing, custom software.
    Digital,
    /// Self-hosted off-the-shelf software, custom integrations.
    Foundational,
}

impl Kind {
    /// Its word in files and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Digital => "digital",
            Self::Foundational => "foundational",
        }
    }
}

impl Read for Kind {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        read_word(node, &[("digital", Self::Digital), ("foundational", Self::Foundational)], at, problems)
    }

    fn fallback() -> Self {
        Self::Digital
    }
}

/// Whether a feature demand is a number of features, not the name of a band.
pub(crate) fn reads_as_number(demand: &str) -> bool {
    demand.starts_with(|first: char| first.is_ascii_digit() || first == '-')
}

/// How often a service's users want new features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeatureDemand {
    /// The name of a demand band.
    Band(String),
    /// Features a month, matched to the demand bands.
    PerMonth(Estimate<Number>),
}

impl Serialize for FeatureDemand {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Band(name) => name.serialize(serializer),
            Self::PerMonth(features) => features.serialize(serializer),
        }
    }
}

impl Read for FeatureDemand {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        match &node.value {
            Value::Text(text) if !reads_as_number(text) => String::read(node, at, problems).map(Self::Band),
            Value::Null | Value::Boolean(_) | Value::Date(_) | Value::List(_) => {
                problems
                    .push(at.wrong_type(node, "the name of a demand band, or a number of features a month"));
                None
            }
            _ => Estimate::read(node, at, problems).map(Self::PerMonth),
        }
    }

    fn fallback() -> Self {
        Self::Band(String::new())
    }
}
