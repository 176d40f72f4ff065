//! The figures of findings: exact values by name, as answers write them.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::exact::{Availability, DeploymentTarget, Money, Shift};
use crate::portfolio::{ExposureQuantile, GateCode, Kind, Name, Payer};
use crate::selection::{OperatingModel, OutOfHours, Policy, ScheduleBy};

/// A figure of a [`Finding`](crate::finding::Finding), exact and in the unit that its name says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Figure<'f> {
    /// Not known, or there is none: `null`.
    Missing,
    /// Yes or no.
    Flag(bool),
    /// A count.
    Count(u64),
    /// An exact number: text.
    Number(Decimal),
    /// An exact amount in the answer's currency: text.
    Money(Money),
    /// A name, a code of a closed set, a quantity with its unit.
    Text(Cow<'f, str>),
    /// Codes of a closed set.
    Codes(Vec<&'static str>),
}

impl Serialize for Figure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing => serializer.serialize_none(),
            Self::Flag(yes) => serializer.serialize_bool(*yes),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Number(number) => serializer.collect_str(&number.normalize()),
            Self::Money(money) => money.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Codes(codes) => serializer.collect_seq(codes),
        }
    }
}

/// The name of a figure in answers, and of what kind it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FigureOf {
    /// Its key in `details`.
    pub name: &'static str,
    /// What stands under it, such as `money` or `operating model`.
    pub kind: &'static str,
    /// Whether it may be `null`.
    pub nullable: bool,
}

impl FigureOf {
    pub(super) const fn of<T: AsFigure>(name: &'static str) -> Self {
        Self { name, kind: T::KIND, nullable: T::NULLABLE }
    }

    /// What the figure says, as `docs/findings.md` has it.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        MEANINGS.iter().find(|(name, _)| *name == self.name).map_or("", |(_, meaning)| meaning)
    }
}

/// What each name says, in every finding that has it.
pub(super) const MEANINGS: &[(&str, &str)] = &[
    ("another_goes_first", "whether another team goes first"),
    ("availability_target", "the availability target, in percent"),
    ("budget_per_quarter", "what a quarter may cost"),
    ("callouts_per_shift", "callouts expected in a shift"),
    ("computed_target", "the target that the exposure asks for, in percent"),
    ("cost_per_year", "what it costs a year"),
    ("covered_by", "the schedule of others that covers it, though it needs none"),
    ("decided_by", "what decided on the schedule: `target`, `exposure-band`, `minimum`, `money`"),
    ("delay_per_year", "what value that comes late loses a year"),
    ("demand_band", "the name of the demand band"),
    ("deployment_target", "how often to deploy"),
    ("domain", "the domain"),
    ("expected_availability", "the share of time that it is expected to be available, in percent"),
    ("exposure_per_hour", "what an hour of failure loses"),
    ("extra_loss_over_horizon", "what the other model loses more"),
    ("extra_standby_per_year", "what the target costs more standby a year; negative if less"),
    ("failed_deployments_per_year", "deployments a year that fail"),
    ("features_per_month", "features wanted a month; `null` if a demand band is named"),
    ("first", "the first of them"),
    ("first_input", "the first of them, as a JSON Pointer"),
    ("held_back", "whether it is held back; otherwise none of its services changes over"),
    ("high_over_low", "the upper end as a multiple of the lower one"),
    ("highest_availability", "how available it can be at most, in percent"),
    ("horizon_years", "years that are compared"),
    ("hours_per_week", "hours a week"),
    ("hours_per_year", "hours a year"),
    ("incident_loss_per_year", "what incidents lose a year"),
    ("incidents_per_year", "incidents a year, at their mean"),
    ("input", "the key of the service in the format"),
    ("interruptions_per_year", "how often a person's rest is broken a year"),
    ("kind", "the kind of service"),
    ("loss_per_year", "what is lost a year in all"),
    ("max_features_per_month", "the highest that a demand band goes"),
    ("max_per_hour", "the highest exposure of the band"),
    ("mean_above_p95", "whether the mean of the estimate is above its 95th percentile"),
    ("mean_exposure_per_hour", "the mean of the estimated exposure"),
    ("missing_gates", "what is not in place"),
    ("missing_inputs", "how many inputs are missing"),
    ("one_off", "what the change costs once"),
    ("operating_model", "the operating model of the service"),
    ("other_model", "the operating model that is asked for instead"),
    ("other_model_meets", "whether the other model is expected to meet the target"),
    ("other_policy", "the policy that would choose the other model"),
    ("other_services", "how many other services"),
    ("out_of_hours", "the schedule out of hours"),
    ("partial", "whether the amounts lack what is not estimated"),
    ("pay_of", "whose pay it is"),
    ("peak", "the peak; `null` for the rest of the year"),
    ("peak_target", "the availability target in the peak, in percent"),
    ("people", "people who share the rota"),
    ("people_needed", "people whom the rota would need"),
    ("people_on_call", "people on call at once"),
    ("percent_of_mean", "the part of the mean that rests on draws rarer than one trial, in percent"),
    ("percent_of_time", "the part of the time that each person is on call, in percent"),
    ("policy", "the selection policy"),
    ("premium_saved_over_horizon", "what the other model pays less premium; negative if more"),
    ("protects_per_year", "what it protects a year"),
    ("quantile", "which quantile decides"),
    ("quarters", "quarters of the horizon"),
    (
        "ready_after_months",
        "months of the plan's enabling work after which it could be ready; `null` if a date is known, or none",
    ),
    ("ready_on", "the day on which it could be ready by the plan's enabling work; `null` if not known"),
    ("reason", "the reason as the portfolio gives it"),
    ("refused", "whether incidents are given that a year has no room for"),
    ("rule", "the place of the rule of standby pay, from 1"),
    ("saved_over_horizon", "what the other model costs less"),
    ("schedule", "the schedule"),
    ("selected_model", "the operating model that the selector would choose"),
    ("service", "the service"),
    ("services", "how many services"),
    ("shift", "how long a shift lasts"),
    ("shifts_per_year", "shifts of each person a year"),
    ("step", "the manual step"),
    ("team", "the team"),
    ("team_schedules", "teams with a schedule of their own"),
    ("teams", "how many teams"),
    ("threshold_per_year", "what a manual step may cost a year"),
    ("tied", "whether both models cost the same; otherwise it is not estimated"),
    ("trials", "how many trials"),
    ("unknown_gates", "what may or may not be in place"),
    ("weakest", "the service that takes most of the availability"),
    ("weakest_availability", "how available that service is, in percent"),
    ("weakest_is_expected", "whether that is expected of it; otherwise it is its target"),
];

/// What can be a figure of a finding.
pub(super) trait AsFigure {
    /// What stands under its name, in words.
    const KIND: &'static str;
    /// Whether it may be `null`.
    const NULLABLE: bool = false;

    fn figure(&self) -> Figure<'_>;

    /// As answers write it.
    #[cfg(feature = "schema")]
    fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema;

    /// From what answers write.
    #[cfg(feature = "deserialize")]
    fn read(told: &serde_json::Value) -> Option<Self>
    where
        Self: Sized;
}

/// `Type, "kind", the type of answers => its figure, what it is read back from`.
macro_rules! figures {
    ($($type:ty, $kind:literal, $schema:ty => |$value:ident| $figure:expr, |$told:ident| $read:expr;)+) => {$(
        impl AsFigure for $type {
            const KIND: &'static str = $kind;

            fn figure(&self) -> Figure<'_> {
                let $value = self;
                $figure
            }

            #[cfg(feature = "schema")]
            fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                generator.subschema_for::<$schema>()
            }

            #[cfg(feature = "deserialize")]
            fn read($told: &serde_json::Value) -> Option<Self> {
                $read
            }
        }
    )+};
}

figures! {
    bool, "boolean", bool => |yes| Figure::Flag(*yes), |told| told.as_bool();
    u32, "count", u32 => |count| Figure::Count(u64::from(*count)), |told| told.as_u64()?.try_into().ok();
    usize, "count", usize => |count| Figure::Count(*count as u64), |told| told.as_u64()?.try_into().ok();
    Decimal, "decimal", String => |number| Figure::Number(*number), |told| Self::from_str_exact(told.as_str()?).ok();
    Money, "money", Money => |money| Figure::Money(*money), |told| of_answers(told);
    Name, "text", String => |name| Figure::Text(Cow::Borrowed(name)), |told| told.as_str().map(Self::from);
    &'static str, "text", String => |text| Figure::Text(Cow::Borrowed(text)), |told| crate::deserialize::kept(told.as_str()?);
    Date, "date", String => |date| shown(date), |told| of_answers(told);
    Availability, "availability", Availability => |target| shown(target), |told| of_answers(told);
    DeploymentTarget, "deployment target", DeploymentTarget => |target| shown(target), |told| of_answers(told);
    Shift, "duration", Shift => |shift| shown(shift), |told| of_answers(told);
    ExposureQuantile, "quantile", String => |quantile| shown(quantile), |told| Self::told(told.as_str()?);
    Kind, "kind of service", Kind => |kind| Figure::Text(Cow::Borrowed(kind.as_str())), |told| of_answers(told);
    OperatingModel, "operating model", OperatingModel => |model| Figure::Text(Cow::Borrowed(model.as_str())), |told| of_answers(told);
    OutOfHours, "schedule out of hours", OutOfHours => |schedule| Figure::Text(Cow::Borrowed(schedule.as_str())), |told| of_answers(told);
    Policy, "policy", Policy => |policy| Figure::Text(Cow::Borrowed(policy.as_str())), |told| of_answers(told);
    ScheduleBy, "code", ScheduleBy => |by| Figure::Text(Cow::Borrowed(by.as_str())), |told| of_answers(told);
    Payer, "payer", Payer => |payer| Figure::Text(Cow::Borrowed(payer.as_str())), |told| of_answers(told);
    Vec<GateCode>, "list of gates", Vec<GateCode> => |gates| {
        Figure::Codes(gates.iter().map(|gate| gate.as_str()).collect())
    }, |told| of_answers(told);
}

#[cfg(feature = "deserialize")]
fn of_answers<T: serde::de::DeserializeOwned>(told: &serde_json::Value) -> Option<T> {
    T::deserialize(told).ok()
}

fn shown<'f>(value: &impl fmt::Display) -> Figure<'f> {
    Figure::Text(Cow::Owned(value.to_string()))
}

impl<T: AsFigure> AsFigure for Option<T> {
    const KIND: &'static str = T::KIND;
    const NULLABLE: bool = true;

    fn figure(&self) -> Figure<'_> {
        self.as_ref().map_or(Figure::Missing, T::figure)
    }

    #[cfg(feature = "schema")]
    fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let of = T::schema(generator);
        schemars::json_schema!({ "anyOf": [of, { "type": "null" }] })
    }

    #[cfg(feature = "deserialize")]
    fn read(told: &serde_json::Value) -> Option<Self> {
        if told.is_null() { Some(None) } else { T::read(told).map(Some) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FindingCode;

    #[test]
    fn every_name_is_told_once_and_is_of_one_kind() {
        let mut kinds = std::collections::BTreeMap::new();
        for figure in FindingCode::ALL.iter().flat_map(|code| code.figures()) {
            assert_eq!(*kinds.entry(figure.name).or_insert(figure.kind), figure.kind, "{}", figure.name);
        }
        let told: Vec<&str> = MEANINGS.iter().map(|(name, _)| *name).collect();
        assert_eq!(told, kinds.into_keys().collect::<Vec<_>>());
    }
}
