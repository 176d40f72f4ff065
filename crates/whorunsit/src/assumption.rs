//! Assumptions: defaults that a result rests on, because the user gave no value.

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::sync::Arc;

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::wording::Fixed;

/// A default that a result rested on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Assumption {
    /// Its stable code, by which services and schedules refer to it.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub code: Fixed,
    /// Where in the portfolio to give a value of one's own, as a JSON Pointer.
    pub path: Cow<'static, str>,
    /// The value that was assumed.
    pub value: String,
    /// Why it is the default.
    pub reason: String,
    /// Where it comes from, if a reference profile filled it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Box<FromProfile>>,
}

/// Where an assumption comes from that a reference profile filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct FromProfile {
    /// The profile's name.
    pub name: Arc<str>,
    /// The version of its values.
    pub version: NonZeroU32,
    /// The key of the value in it.
    pub key: Arc<str>,
    /// How much of it is known: `sourced`, `derived` or `judgement`.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub basis: Fixed,
    /// Where it comes from, with the year; `judgement` where no public source says so.
    pub source: String,
    /// Which end of the range favours operations, `low` or `high`, the other one product teams; `None` where neither does.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_word"))]
    pub operations_end: Option<Fixed>,
    /// Who usually knows it: `service-owner`, `finance`, `operations` or `hr`.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::word"))]
    pub known_by: Fixed,
}

impl FromProfile {
    /// The code of these assumptions.
    pub const CODE: &'static str = "from-profile";
}

/// The assumptions that one result rests on, by code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Assumptions(u32);

/// Every assumption there is: code and path.
const ALL: [(&str, &str); 25] = [
    ("selection-policy", "/selection/policy"),
    ("demand-bands", "/demand_bands"),
    ("mean-of-estimate", "/services"),
    ("team-of-its-own", "/services"),
    ("working-hours", "/calendar/working_hours"),
    ("weeks-per-year", "/calendar/weeks_per_year"),
    ("product-team-schedules", "/on_call/product_teams"),
    ("product-team-preset", "/on_call/product_teams/preset"),
    ("operations-rotas", "/on_call/operations/rotas"),
    ("operations-schedules", "/on_call/operations"),
    ("operations-preset", "/on_call/operations/preset"),
    ("horizon", "/horizon"),
    ("operations-cadence", "/throughput/ops-run-it/fastest_deployment"),
    ("tier-staff", "/response/ops-run-it/tiers"),
    ("whole-exposure", "/services"),
    ("product-funding", "/teams"),
    ("revenue-share", "/revenue_share"),
    ("first-callouts", "/on_call"),
    ("teams-per-quarter", "/transition_plan/teams_per_quarter"),
    ("runs-today", "/runs_today"),
    ("tier-out-of-hours", "/response/ops-run-it/tiers"),
    ("standby-hours", "/on_call"),
    ("operations-workflow", "/response/ops-run-it/workflow"),
    ("product-team-workflow", "/response/you-build-it-you-run-it/workflow"),
    ("sole-budget-holder", "/domains"),
];

impl Assumptions {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const POLICY: Self = Self(1);
    pub(crate) const DEMAND_BANDS: Self = Self(1 << 1);
    pub(crate) const MEAN: Self = Self(1 << 2);
    pub(crate) const OWN_TEAM: Self = Self(1 << 3);
    pub(crate) const WORKING_HOURS: Self = Self(1 << 4);
    pub(crate) const WEEKS: Self = Self(1 << 5);
    pub(crate) const PRODUCT_SCHEDULES: Self = Self(1 << 6);
    pub(crate) const PRODUCT_PRESET: Self = Self(1 << 7);
    pub(crate) const ROTAS: Self = Self(1 << 8);
    pub(crate) const OPERATIONS_SCHEDULES: Self = Self(1 << 9);
    pub(crate) const OPERATIONS_PRESET: Self = Self(1 << 10);

    pub(crate) const HORIZON: Self = Self(1 << 11);
    pub(crate) const OPERATIONS_CADENCE: Self = Self(1 << 12);
    pub(crate) const TIER_STAFF: Self = Self(1 << 13);
    pub(crate) const WHOLE_EXPOSURE: Self = Self(1 << 14);
    pub(crate) const PRODUCT_FUNDING: Self = Self(1 << 15);
    pub(crate) const REVENUE_SHARE: Self = Self(1 << 16);
    pub(crate) const FIRST_CALLOUTS: Self = Self(1 << 17);
    pub(crate) const TEAMS_PER_QUARTER: Self = Self(1 << 18);
    pub(crate) const RUNS_TODAY: Self = Self(1 << 19);
    pub(crate) const TIER_OUT_OF_HOURS: Self = Self(1 << 20);
    pub(crate) const STANDBY_HOURS: Self = Self(1 << 21);
    pub(crate) const OPERATIONS_WORKFLOW: Self = Self(1 << 22);
    pub(crate) const PRODUCT_WORKFLOW: Self = Self(1 << 23);
    pub(crate) const SOLE_HOLDER: Self = Self(1 << 24);

    /// The codes of all assumptions there are, in a fixed order.
    pub fn all_codes() -> impl Iterator<Item = &'static str> {
        ALL.into_iter().map(|(code, _)| code)
    }

    /// The codes, in a fixed order.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        (0..).zip(ALL).filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, (code, _))| code)
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) fn with_if(self, other: Self, condition: bool) -> Self {
        if condition { self.with(other) } else { self }
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The one assumption of this set, spelled out.
    pub(crate) fn spell(self, value: impl Into<String>, reason: impl Into<String>) -> Option<Assumption> {
        let (_, (code, path)) = (0..).zip(ALL).find(|(bit, _)| self.0 == 1 << bit)?;
        let path = Cow::Borrowed(path);
        Some(Assumption { code, path, value: value.into(), reason: reason.into(), profile: None })
    }
}

impl Serialize for Assumptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_seq(None)?;
        for code in self.codes() {
            out.serialize_element(code)?;
        }
        out.end()
    }
}

#[cfg(feature = "deserialize")]
impl<'de> serde::Deserialize<'de> for Assumptions {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut all = Self::NONE;
        for told in <Vec<Cow<'_, str>> as serde::Deserialize>::deserialize(deserializer)? {
            let bit = (0..).zip(ALL).find(|(_, (code, _))| *code == told).map(|(bit, _)| 1 << bit);
            let unknown = || serde::de::Error::custom(format_args!("`{told:.60}` is not an assumption"));
            all = all.with(Self(bit.ok_or_else(unknown)?));
        }
        Ok(all)
    }
}
