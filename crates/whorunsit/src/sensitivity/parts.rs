//! The difference between the models as a sum of parts, each proportional to some inputs.

use rust_decimal::Decimal;

use crate::distribution::Distribution;
use crate::error::Fault;
use crate::estimate::Estimate;
use crate::evaluation::Analysis;
use crate::exact::{Money, Overflow, Quantity, difference, product, quotient, sum};
use crate::ledger::{Entry, ItemCode, Unit};
use crate::on_call::Cover;
use crate::portfolio::Service;
use crate::selection::OperatingModel;

/// An input of a service that the difference depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    Exposure,
    Incidents,
    Severity,
    Features,
    FeatureValue,
    Insights,
    InsightValue,
}

impl Input {
    /// Its key in the format.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Exposure => "exposure_per_hour",
            Self::Incidents => "incidents_per_year",
            Self::Severity => "severity",
            Self::Features => "features_per_year",
            Self::FeatureValue => "value_per_feature_week",
            Self::Insights => "insights_per_year",
            Self::InsightValue => "value_per_insight_week",
        }
    }
}

impl Input {
    /// Gives a service one value of it.
    pub(super) fn set(self, service: &mut Service, value: Decimal) {
        fn point<Q: Quantity>(value: Decimal) -> Estimate<Q> {
            Estimate::point(Q::from_number(value))
        }
        match self {
            Self::Exposure => service.exposure_per_hour = point(value),
            Self::Incidents => service.incidents_per_year = Some(point(value)),
            Self::Severity => service.severity = Some(Box::new(point(value))),
            Self::Features => service.features_per_year = Some(Box::new(point(value))),
            Self::FeatureValue => service.value_per_feature_week = Some(Box::new(point(value))),
            Self::Insights => service.insights_per_year = Some(Box::new(point(value))),
            Self::InsightValue => service.value_per_insight_week = Some(Box::new(point(value))),
        }
    }

    /// Whether it is an amount.
    pub(super) fn is_money(self) -> bool {
        matches!(self, Self::Exposure | Self::FeatureValue | Self::InsightValue)
    }
}

/// An input with its mean, its ends where it is uncertain, and its distribution.
#[derive(Clone, Debug)]
pub(crate) struct Estimated {
    pub(crate) input: Input,
    pub(crate) mean: Decimal,
    pub(crate) ends: Option<(Decimal, Decimal)>,
    /// What is unknown of it before any case.
    pub(crate) distribution: Distribution,
    /// Whether single cases vary around an unknown median.
    pub(crate) is_typical: bool,
}

impl Estimated {
    pub(crate) fn of<Q: Quantity>(input: Input, estimate: &Estimate<Q>) -> Self {
        Self {
            input,
            mean: estimate.mean_number(),
            ends: estimate.ends().filter(|(low, high)| low < high),
            distribution: estimate.unknown().distribution(),
            is_typical: !std::ptr::eq(estimate.unknown(), estimate),
        }
    }
}

/// A part of the difference, proportional to each of some inputs.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) amount: Money,
    pub(crate) inputs: &'static [Input],
    /// How many callouts fall into the window of a paid one, where such are not paid: the more incidents, the more of them
    /// do. At the mean of incidents; zero where all are paid.
    pub(crate) crowding: Decimal,
}

impl Part {
    fn of(entry: &Entry<'_>) -> Result<Self, Overflow> {
        let paid = entry.basis.factors().iter().find(|factor| factor.unit == Unit::PaidCallouts);
        let crowding = match paid {
            Some(paid) if paid.value < Decimal::ONE => {
                difference(quotient(Decimal::ONE, paid.value)?, Decimal::ONE)?
            }
            _ => Decimal::ZERO,
        };
        Ok(Self { amount: entry.over_horizon.unwrap_or_default(), inputs: proportional_to(entry), crowding })
    }
}

/// The difference of one service, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) inputs: Vec<Estimated>,
    pub(crate) parts: Vec<Part>,
    /// What depends on none of the inputs.
    pub(crate) fixed: Money,
}

/// What a line item is proportional to; nothing where its amount stays as it is.
fn proportional_to(entry: &Entry<'_>) -> &'static [Input] {
    use Input::{Exposure, FeatureValue, Features, Incidents, InsightValue, Insights, Severity};
    match entry.code {
        ItemCode::ResponseEffort | ItemCode::Callouts | ItemCode::TimeOff | ItemCode::StepEffort => {
            &[Incidents]
        }
        ItemCode::StepDelay
        | ItemCode::LossInWorkingHours
        | ItemCode::LossOutOfHours
        | ItemCode::LossWaiting => {
            // A peak has an exposure of its own.
            if entry.basis.peak.is_some() { &[Incidents, Severity] } else { &[Incidents, Severity, Exposure] }
        }
        ItemCode::LossFailedDeployments => {
            if entry.basis.peak.is_some() {
                &[Severity]
            } else {
                &[Severity, Exposure]
            }
        }
        ItemCode::FeatureDelay => &[Features, FeatureValue],
        ItemCode::InsightDelay => &[Insights, InsightValue],
        ItemCode::Improvements => &[Insights],
        ItemCode::OwnCost if entry.is_own_of_incidents() => &[Incidents],
        _ => &[],
    }
}

impl Parts {
    /// Takes the difference of a service apart; `whole` is all of it, schedules and siblings included.
    pub(crate) fn of(
        analysis: &Analysis<'_>,
        index: usize,
        cover: &Cover,
        whole: Money,
    ) -> Result<Self, Fault> {
        let service = analysis.costing.portfolio.file().services.get(index).ok_or(Fault::Internal)?;
        let mut inputs = vec![Estimated::of(Input::Exposure, &service.exposure_per_hour)];
        inputs
            .extend(service.incidents_per_year.as_ref().map(|given| Estimated::of(Input::Incidents, given)));
        inputs.extend(service.severity.as_deref().map(|given| Estimated::of(Input::Severity, given)));
        inputs
            .extend(service.features_per_year.as_deref().map(|given| Estimated::of(Input::Features, given)));
        inputs.extend(
            service.value_per_feature_week.as_deref().map(|given| Estimated::of(Input::FeatureValue, given)),
        );
        inputs
            .extend(service.insights_per_year.as_deref().map(|given| Estimated::of(Input::Insights, given)));
        inputs.extend(
            service.value_per_insight_week.as_deref().map(|given| Estimated::of(Input::InsightValue, given)),
        );

        let mut parts: Vec<Part> = Vec::new();
        let mut fixed = whole;
        let models = [
            (OperatingModel::OpsRunIt, &Cover::Always, false),
            (OperatingModel::YouBuildItYouRunIt, cover, true),
        ];
        for (model, cover, adds) in models {
            analysis.costing.visit(index, model, cover, &mut |entry| {
                let mut of = Part::of(&entry)?;
                if of.inputs.is_empty() {
                    return Ok(());
                }
                of.amount = if adds { of.amount } else { Money::ZERO.minus(of.amount)? };
                fixed = fixed.minus(of.amount)?;
                let same = |part: &&mut Part| (part.inputs, part.crowding) == (of.inputs, of.crowding);
                match parts.iter_mut().find(same) {
                    Some(part) => part.amount = part.amount.plus(of.amount)?,
                    None => parts.push(of),
                }
                Ok(())
            })?;
        }
        Ok(Self { inputs, parts, fixed })
    }

    /// What the other choice of a difference comes to beside itself: nothing, whatever the inputs.
    pub(super) fn nothing(&self) -> Self {
        Self { inputs: self.inputs.clone(), parts: Vec::new(), fixed: Money::ZERO }
    }

    pub(crate) fn mean(&self, input: Input) -> Option<Decimal> {
        self.inputs.iter().find(|estimated| estimated.input == input).map(|estimated| estimated.mean)
    }

    /// The difference with some inputs at other values than their means.
    pub(crate) fn with(&self, values: &[(Input, Decimal)]) -> Result<Money, Fault> {
        let mut difference = self.fixed;
        for part in &self.parts {
            let mut amount = part.amount.amount();
            for (input, value) in values.iter().filter(|(input, _)| part.inputs.contains(input)) {
                // What is proportional to an input that is zero on average is zero whatever its value.
                let mean = self.mean(*input).filter(|mean| !mean.is_zero()).unwrap_or(Decimal::ONE);
                amount = quotient(product(amount, *value)?, mean)?;
                if *input == Input::Incidents && !part.crowding.is_zero() {
                    let crowding = quotient(product(part.crowding, *value)?, mean)?;
                    let fewer = quotient(sum(Decimal::ONE, part.crowding)?, sum(Decimal::ONE, crowding)?)?;
                    amount = product(amount, fewer)?;
                }
            }
            difference = difference.plus(Money::from_number(amount))?;
        }
        Ok(difference)
    }
}
