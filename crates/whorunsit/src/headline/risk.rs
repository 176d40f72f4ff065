//! Headlines of what is uncertain: trials, and what turns a verdict.

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::exact::Money;
use crate::headline::phrase::{as_far, over, phrases};
use crate::outlook::FindOut;
use crate::selection::OperatingModel;
use crate::sensitivity::{FlipRegion, SEARCHED, Sensitivity, ServiceSensitivity};
use crate::simulation::{ServiceSimulation, Simulation, Spread, chance};
use crate::wording::plural;

/// A verdict is settled where trials bear it out at least so often, in percent.
const SETTLED: Decimal = Decimal::from_parts(95, 0, 0, false, 0);

impl Simulation {
    /// The answer in sentences: how sure it is that what is recommended is cheaper, by how much in nine cases of ten,
    /// where the money probably disagrees, and what is not settled.
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
        if self.services.is_empty() {
            return vec!["No service can be simulated: the findings say what is missing.".to_owned()];
        }
        let whole = self.summary.first().and_then(|whole| whole.split(';').next());
        let mut said: Vec<String> =
            whole.map(|whole| format!("{}.", whole.trim_end_matches('.'))).into_iter().collect();
        let span = self.portfolio.difference.as_ref().and_then(|difference| span(self.currency, difference));
        let far = as_far(self.portfolio.is_partial());
        said.extend(span.map(|span| format!("In nine cases of ten it costs {span}{far}.")));
        let (mut against, mut open) = (Vec::new(), Vec::new());
        for service in &self.services {
            let other = match service.operating_model {
                OperatingModel::OpsRunIt => OperatingModel::YouBuildItYouRunIt,
                OperatingModel::YouBuildItYouRunIt => OperatingModel::OpsRunIt,
            };
            let (Some(ours), Some(theirs)) =
                (service.cheaper(service.operating_model), service.cheaper(other))
            else {
                continue;
            };
            let tied = service.tied_percent.unwrap_or_default();
            if theirs >= SETTLED {
                against.push(format!("{} with a probability of {}", service.name, chance(theirs)));
            } else if ours.max(tied) < SETTLED {
                let (model, percent) =
                    if ours >= theirs { (service.operating_model, ours) } else { (other, theirs) };
                open.push(format!(
                    "{}, where {} is cheaper with a probability of {}",
                    service.name,
                    model.name(),
                    chance(percent)
                ));
            }
        }
        if !against.is_empty() {
            said.push(format!("The money disagrees on {}.", phrases(&against)));
        }
        if !open.is_empty() {
            said.push(format!("Not settled: {}.", phrases(&open)));
        }
        let (percent, over) = (self.portfolio.cheaper_percent, over(self.horizon_years));
        let left = self.outlook.as_ref().and_then(|left| left.sentence(self.currency, &over, percent, first));
        left.into_iter().chain(said).collect()
    }
}

impl ServiceSimulation {
    /// How likely the recommended model is cheaper than the other one, in percent; `None` where it is not estimated.
    #[must_use]
    pub fn cheaper_than_the_other(&self) -> Option<Decimal> {
        self.cheaper(self.operating_model)
    }

    /// How likely a model is cheaper than the other one, in percent.
    fn cheaper(&self, model: OperatingModel) -> Option<Decimal> {
        let (team, tied) = (self.you_build_it_cheaper_percent?, self.tied_percent?);
        Some(match model {
            OperatingModel::YouBuildItYouRunIt => team,
            OperatingModel::OpsRunIt => (Decimal::ONE_HUNDRED - team - tied).max(Decimal::ZERO),
        })
    }
}

/// From the 5th to the 95th percentile of what something costs more; `None` where it costs the same throughout.
fn span(currency: Currency, difference: &Spread) -> Option<String> {
    let (low, high) = (difference.p5, difference.p95);
    let about = |amount: Money| match amount.is_zero() {
        true => "nothing".to_owned(),
        false => currency.about(amount.size()),
    };
    Some(match (low < Money::ZERO, high <= Money::ZERO) {
        _ if low.is_zero() && high.is_zero() => return None,
        (true, true) => format!("between {} and {} less", about(high), about(low)),
        (true, false) => format!("between {} less and {} more", about(low), about(high)),
        _ => format!("between {} and {} more", about(low), about(high)),
    })
}

impl Sensitivity {
    /// The answer in sentences: where one input turns the verdict, and what knowing all of them is worth.
    #[must_use]
    pub fn headline(&self) -> Vec<String> {
        let services = &self.services;
        if services.is_empty() {
            return vec!["No service's models can be compared: the findings say what is missing.".to_owned()];
        }
        let show = |amount: Money| self.currency.show(amount).to_string();
        let nearest = |service: &ServiceSensitivity| {
            service.turning().map(|region| format!("{} with {}", service.name, turn(&region, show)))
        };
        let turning: Vec<String> = services.iter().filter_map(nearest).collect();
        let all = plural(services.len(), "service", "services");
        let mut said = vec![match turning.as_slice() {
            [] => format!(
                "No input that is searched ({SEARCHED}) changes by itself which model is cheaper, for {}.",
                match services.len() {
                    1 => "the service that is compared".to_owned(),
                    count => format!("any of the {count} services that are compared"),
                }
            ),
            turning => format!(
                "A single input can change which model is cheaper for {} of {all}: {}.",
                turning.len(),
                phrases(turning)
            ),
        }];
        let worth = services.iter().max_by_key(|service| service.evpi);
        said.push(match worth {
            Some(service) if !service.evpi.is_zero() => {
                let most = service.evppi.first().filter(|one| !one.worth.is_zero());
                let most = most.map_or_else(String::new, |one| {
                    format!(", {} of it for {}", self.currency.about(one.worth), one.spoken())
                });
                format!(
                    "Knowing every input exactly before choosing model and schedule is worth most for {}: {} over {}{most}.",
                    service.name,
                    self.currency.about(service.evpi),
                    over(self.horizon_years)
                )
            }
            _ => "Knowing the inputs better is worth nothing to whoever may choose model and schedule: whatever they \
                  turn out to be, the same ones nearly always cost least on average. How single years differ from that is chance, which nobody can know."
                .to_owned(),
        });
        said
    }
}

impl ServiceSensitivity {
    /// The change of one input that turns the verdict first: one that its estimate allows where there is one.
    #[must_use]
    pub fn turning(&self) -> Option<FlipRegion<'_>> {
        let regions = FlipRegion::all(&self.flips.cost);
        let within = regions.iter().find(|region| region.change.within_estimate == Some(true));
        within.or_else(|| regions.first()).copied()
    }
}

/// At which values of an input the other model is cheaper.
fn turn(region: &FlipRegion<'_>, show: impl Fn(Money) -> String) -> String {
    let flip = region.change;
    format!("{} {} (now {})", flip.spoken(), region.about(&show), flip.shown_now(&show))
}
