//! One service under both models: what You Build It You Run It costs more, and what it protects.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::error::Fault;
use crate::evaluation::Analysis;
use crate::evaluation::shared::Shared;
use crate::evaluation::standing::Standing;
use crate::evaluation::sums::Change;
use crate::exact::{Money, Overflow, number, quotient};
use crate::ledger::Costing;
use crate::on_call::{Cover, InForce, Timeline, product_schedule_cost};
use crate::resolve::{Portfolio, Rotation};
use crate::selection::OperatingModel;

/// You Build It You Run It as an insurance, compared with Ops Run It: the premium that is paid more, and the loss that
/// is avoided. Either may be below zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Insurance {
    /// What is paid more once.
    pub extra_one_off: Money,
    /// What is paid more every year, standby included.
    pub extra_premium_per_year: Money,
    /// The part of it that is standby; `None` where pay is not given.
    pub extra_standby_per_year: Option<Money>,
    /// What is paid more over the horizon.
    pub extra_premium_over_horizon: Money,
    /// What is lost less every year.
    pub loss_avoided_per_year: Money,
    /// What is lost less over the horizon.
    pub loss_avoided_over_horizon: Money,
    /// Loss avoided less extra premium, over the horizon.
    pub net_benefit: Money,
    /// Loss avoided for each unit of extra premium over the horizon, to two decimals; `None` where no extra premium is
    /// paid.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub ratio: Option<Decimal>,
    /// The month by whose end the extra cost is made up for; 0 where there is none, `None` where it never is.
    pub payback_month: Option<u32>,
    /// The model that costs less over the horizon; `None` where they cost the same, or where one lacks an amount that
    /// the other has, so that their difference means nothing.
    pub cheaper_model: Option<OperatingModel>,
    /// Whether the recommended model is no dearer; `None` where that cannot be told.
    pub agrees: Option<bool>,
    /// Whether an amount lacks what is not estimated.
    pub partial: bool,
    /// Whether the loss does.
    #[serde(skip)]
    pub loss_partial: bool,
}

impl Insurance {
    /// What You Build It You Run It comes to less what Ops Run It does; `None` where the models cannot be compared.
    pub(crate) fn difference(&self) -> Result<Option<Money>, Overflow> {
        self.agrees.map(|_| Money::ZERO.minus(self.net_benefit)).transpose()
    }

    /// Whether nothing at all of it is known: it lacks something, and what it has comes to nothing.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.partial && self.extra_premium_over_horizon.is_zero() && self.loss_avoided_over_horizon.is_zero()
    }

    /// From what You Build It You Run It costs more, or less.
    pub(crate) fn of(
        costing: &Costing<'_>,
        change: Change,
        standby: Option<Money>,
        recommended: Option<OperatingModel>,
        (comparable, partial, loss_partial): (bool, bool, bool),
    ) -> Result<Self, Fault> {
        let extra = change.premium_over_horizon;
        let avoided = Money::ZERO.minus(change.loss_over_horizon)?;
        let net_benefit = avoided.minus(extra)?;
        let cheaper_model = match net_benefit.cmp(&Money::ZERO) {
            _ if !comparable => None,
            std::cmp::Ordering::Less => Some(OperatingModel::OpsRunIt),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(OperatingModel::YouBuildItYouRunIt),
        };
        let ratio = if extra > Money::ZERO {
            Some(quotient(avoided.amount(), extra.amount())?.round_dp(2))
        } else {
            None
        };
        let per_year = change.premium_per_year.plus(change.loss_per_year)?;
        let discounting = &costing.portfolio.costs.discounting;
        let payback_month = if comparable {
            discounting.payback_month(change.one_off, Money::ZERO.minus(per_year)?)?
        } else {
            None
        };
        Ok(Self {
            extra_one_off: change.one_off,
            extra_premium_per_year: change.premium_per_year,
            extra_standby_per_year: standby,
            extra_premium_over_horizon: extra,
            loss_avoided_per_year: Money::ZERO.minus(change.loss_per_year)?,
            loss_avoided_over_horizon: avoided,
            net_benefit,
            ratio,
            payback_month,
            cheaper_model,
            agrees: comparable.then(|| {
                cheaper_model.is_none_or(|cheaper| recommended.is_none_or(|model| model == cheaper))
            }),
            partial,
            loss_partial,
        })
    }
}

/// What standby costs; `None` where pay is not given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StandbyPrices {
    /// All rotas of operations, a year and over the horizon.
    pub(crate) rotas: Option<(Money, Money)>,
}

impl StandbyPrices {
    /// What one schedule of product teams costs on the days on which it is in force, where that is known.
    pub(crate) fn of(portfolio: &Portfolio, of: Rotation, in_force: InForce) -> Result<Change, Fault> {
        let currency = portfolio.file().currency;
        let Some(whole_year) = product_schedule_cost(portfolio, of)? else {
            return Ok(Change::default());
        };
        let yearly = in_force.standby(portfolio, Some(of), whole_year)?.booked(currency);
        let over_horizon = portfolio.costs.discounting.of_yearly(yearly, currency)?;
        Ok(Change::of_standby((yearly, over_horizon)))
    }
}

/// A team, and the days that would be covered; `None` for all year.
type Covered = (usize, Option<Vec<(u32, u32)>>);

/// Works out marginal costs: what the portfolio costs more with one service under the other model.
pub(crate) struct Margins<'a, 'p> {
    analysis: &'a Analysis<'p>,
    pub(crate) standing: Standing<'a>,
    /// For each team that runs services, what these lose together by having no cover all year.
    siblings: Vec<Change>,
    /// The same for teams whose cover changes on some days only, by the days that would be covered then.
    joined: BTreeMap<Covered, Change>,
    shared: Shared<'a>,
}

/// The marginal difference of one service.
pub(crate) struct Margin {
    /// You Build It You Run It less Ops Run It, standby included.
    pub(crate) change: Change,
    pub(crate) standby_per_year: Money,
    /// Whether standby that would be needed has no price.
    pub(crate) unpriced: bool,
    /// How the service is covered out of hours where its team runs it.
    pub(crate) cover: Cover,
}

impl<'a, 'p> Margins<'a, 'p> {
    pub(crate) fn new(analysis: &'a Analysis<'p>, standing: Standing<'a>) -> Result<Self, Fault> {
        let mut siblings = Vec::new();
        for (service, runner) in standing.needs.of_service.iter().enumerate() {
            let (Some(runner), Some(options)) = (runner, analysis.options.get(service)) else {
                continue;
            };
            if siblings.len() <= *runner {
                siblings.resize(runner + 1, Change::default());
            }
            if let Some(slot) = siblings.get_mut(*runner) {
                *slot = slot.plus(options.uncovered.against(&options.covered)?)?;
            }
        }
        let shared = Shared::of(analysis, standing.choices);
        Ok(Self { analysis, standing, siblings, joined: BTreeMap::new(), shared })
    }

    /// What one service under You Build It You Run It costs the portfolio more than under Ops Run It, all other
    /// services as they are: its own costs, the cover that its siblings gain with it, and standby, in a normal week and
    /// in peaks.
    pub(crate) fn of(&mut self, service: usize) -> Result<Margin, Fault> {
        let analysis = self.analysis;
        let portfolio = analysis.costing.portfolio;
        let needs = self.standing.needs;
        let choice = self.standing.choices.get(service).ok_or(Fault::Internal)?;
        let marginal = needs.marginal(portfolio, service, choice);
        let [without, with] = &marginal.timelines;
        let cover = with.cover(&needs.windows(portfolio, service));
        let own = analysis.sums(service, OperatingModel::YouBuildItYouRunIt, &cover)?;
        let of_operations = analysis.sums(service, OperatingModel::OpsRunIt, &Cover::Always)?;
        let mut change = own.against(&of_operations)?;
        if !with.covers_as(without) {
            change = change.plus(self.siblings_gain(service, without, with)?)?;
        }
        let mut standby = Change::default();
        let mut unpriced = false;
        let schedules = [Some(portfolio.rotation(service)), portfolio.domain_rotation(service)];
        for ((with, without), of) in marginal.with.iter().zip(&marginal.without).zip(schedules) {
            let Some(of) = of.filter(|_| with != without) else {
                continue;
            };
            if product_schedule_cost(portfolio, of)?.is_none() {
                unpriced = true;
                continue;
            }
            let price = |in_force| StandbyPrices::of(portfolio, of, in_force);
            standby = standby.plus(price(*with)?.minus(price(*without)?)?)?;
        }
        if marginal.rotas != 0 {
            match analysis.prices.rotas {
                None => unpriced = true,
                Some(rotas) => standby = standby.minus(Change::of_standby(rotas))?,
            }
        }
        let (shared, without_amount) = self.shared.marginal(service, choice.model)?;
        unpriced |= without_amount;
        let change = change.plus(standby)?.plus(shared)?;
        Ok(Margin { change, standby_per_year: standby.premium_per_year, unpriced, cover })
    }

    /// What the other services of a team cost and lose more by the cover that one service brings; below zero where that
    /// protects them.
    fn siblings_gain(
        &mut self,
        service: usize,
        without: &Timeline,
        with: &Timeline,
    ) -> Result<Change, Fault> {
        let portfolio = self.analysis.costing.portfolio;
        let needs = self.standing.needs;
        let Some(runner) = needs.runner_of(portfolio, service) else {
            return Ok(Change::default());
        };
        let is_in = needs.of_service.get(service).copied().flatten().is_some();
        let options = self.analysis.options.get(service).ok_or(Fault::Internal)?;
        if with.covered_days().is_none() && without.covered_days().is_some_and(|days| days.is_empty()) {
            let all = self.siblings.get(runner).copied().unwrap_or_default();
            let this = if is_in { options.uncovered.against(&options.covered)? } else { Change::default() };
            return Ok(this.minus(all)?);
        }
        // Where the service is among them, few services make a difference; where it is not, many may make the same.
        let key = (runner, with.covered_days());
        if let Some(known) = self.joined.get(&key).filter(|_| !is_in) {
            return Ok(*known);
        }
        let mut gain = Change::default();
        for sibling in needs.run_by(runner).iter().filter(|sibling| **sibling != service) {
            let windows = needs.windows(portfolio, *sibling);
            let sums = |timeline: &Timeline| {
                self.analysis.sums(*sibling, OperatingModel::YouBuildItYouRunIt, &timeline.cover(&windows))
            };
            gain = gain.plus(sums(with)?.against(&sums(without)?)?)?;
        }
        if !is_in {
            self.joined.insert(key, gain);
        }
        Ok(gain)
    }
}
