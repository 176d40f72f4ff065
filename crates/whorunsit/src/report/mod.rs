//! The decision record: question, inputs, options, figures, decision, who disagrees, who pays, what it rests on.
//!
//! It asks what answers there are and puts them side by side: no figure is worked out here.

mod answer;
mod inputs;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use self::answer::{
    MoneyRange, Report, ReportDecision, ReportFinding, ReportOption, ReportSchedule, ReportService, Selector,
    SelectorColumn, SelectorRow,
};
pub(crate) use self::inputs::inputs;
pub use self::inputs::{InputSource, ReportInput};
use crate::assignment::Strategy;
use crate::assumption::Assumption;
use crate::comparison::{Comparison, ModelCosts, compare, costs};
use crate::error::Error;
use crate::evaluation::{StrategyCosts, recommended};
use crate::exact::Money;
use crate::finding::{Finding, FindingCode, Severity};
use crate::ledger::{Dimension, Group};
use crate::on_call::Schedule;
use crate::portfolio::{ExposureBand, Name};
use crate::problem::Problems;
use crate::readiness::{Accountability, Parting, accountability};
use crate::recommendation::{Recommendation, ServiceRecommendation, without_outlook};
use crate::resolve::{Demand, DomainId, Member, Portfolio, TeamId};
use crate::selection::OperatingModel;
use crate::simulation::{ServiceSimulation, Simulation, SimulationOptions, Spread, simulate};
use crate::wording::plural;

/// What says that another model were better.
const DISSENT: [FindingCode; 2] = [FindingCode::CostDisagreesWithSelector, FindingCode::PoliciesDisagree];

/// Records a decision: of the portfolio, or of one service.
///
/// `review_on` is when to decide again. The ranges come from a simulation, where the portfolio has costs.
///
/// # Errors
/// [`Error`] where there is no such service, where an amount does not fit 28 digits, and those of
/// [`simulate`].
///
/// # Examples
///
/// ```
/// use whorunsit::{Portfolio, SimulationOptions, examples, report};
///
/// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER_COSTS.as_bytes())?;
/// let options = SimulationOptions::new().trials(1_000);
/// let record = report(&portfolio, Some("bedroom"), None, options)?;
/// assert_eq!(record.question, "Who should run bedroom in production?");
/// assert_eq!(record.decision.sentences[0], "You Build It You Run It for bedroom.");
/// # Ok::<(), whorunsit::Error>(())
/// ```
pub fn report(
    portfolio: &Portfolio,
    service: Option<&str>,
    review_on: Option<Date>,
    simulation: SimulationOptions<'_>,
) -> Result<Report, Error> {
    let about = service.map(|name| portfolio.service_named(name)).transpose()?;
    let has_costs = portfolio.costs.given;
    let answers = Answers {
        portfolio,
        about,
        recommendation: without_outlook(portfolio)?,
        accountability: accountability(portfolio)?,
        comparison: if has_costs { Some(compare(portfolio)?) } else { None },
        simulation: if has_costs { Some(simulate(portfolio, simulation)?) } else { None },
    };
    answers.report(review_on)
}

/// What there is to put side by side.
struct Answers<'p> {
    portfolio: &'p Portfolio,
    /// The service that it is about, by its place.
    about: Option<usize>,
    recommendation: Recommendation,
    accountability: Accountability,
    comparison: Option<Comparison>,
    simulation: Option<Simulation>,
}

impl Answers<'_> {
    fn report(self, review_on: Option<Date>) -> Result<Report, Error> {
        let services = self.services()?;
        let service = self.service().map(|service| service.name.clone());
        let options = self.options()?;
        let name = self.recommendation.name.as_deref().filter(|_| service.is_none());
        let question = match (&service, name) {
            (Some(service), _) => format!("Who should run {service} in production?"),
            (None, Some(name)) => format!("Who should run each service of {name} in production?"),
            (None, None) => "Who should run each service in production?".to_owned(),
        };
        Ok(Report {
            question,
            decision: ReportDecision {
                policy: self.recommendation.policy,
                sentences: self.decided(),
                sure: self.sure(),
                by_hand: self.findings_of(&[FindingCode::ModelGiven]),
            },
            partial: options.iter().any(|option| option.partial),
            options,
            variants: match (&self.comparison, self.about) {
                (Some(comparison), None) => comparison.variants.clone(),
                _ => Vec::new(),
            },
            disagreements: self.findings_of(&DISSENT),
            selector: self.selector(),
            by_budget_holder: self.by_budget_holder()?,
            moves: self.accountability.moves.clone(),
            schedules: self.schedules(),
            consequences: self.consequences(),
            findings: self.findings(),
            inputs: self.inputs()?,
            missing: self.missing(),
            assumptions: self.assumptions(),
            horizon_years: self.recommendation.horizon_years,
            trials: self.simulation.as_ref().map(|simulation| simulation.trials),
            seed: self.simulation.as_ref().map(|simulation| simulation.seed.clone()),
            service,
            services,
            review_on,
            provenance: self.recommendation.provenance,
            name: self.recommendation.name,
            currency: self.recommendation.currency,
        })
    }

    /// The one service that it is about.
    fn service(&self) -> Option<&ServiceRecommendation> {
        self.recommendation.services.get(self.about?)
    }

    /// The services that it is about, with their places.
    fn about(&self) -> impl Iterator<Item = (usize, &ServiceRecommendation)> {
        let all = self.recommendation.services.iter().enumerate();
        all.filter(|(place, _)| self.about.is_none_or(|about| about == *place))
    }

    fn simulated(&self, name: &str) -> Option<&ServiceSimulation> {
        self.simulation.as_ref()?.services.iter().find(|service| &*service.name == name)
    }

    fn decided(&self) -> Vec<String> {
        match self.service() {
            Some(service) => self.recommendation.headline_of(service),
            None => self.recommendation.headline(),
        }
    }

    fn sure(&self) -> Vec<String> {
        let Some(simulation) = &self.simulation else { return Vec::new() };
        let Some(service) = self.service() else { return simulation.headline() };
        // The sentence of a service starts with its name.
        let of = format!("{}: ", service.name);
        simulation.summary.iter().filter(|sentence| sentence.starts_with(&of)).take(1).cloned().collect()
    }

    fn services(&self) -> Result<Vec<ReportService>, Error> {
        let choices = recommended(self.portfolio)?.choices;
        let mut services = Vec::new();
        for (place, service) in self.about() {
            let (Some(choice), Some(account)) = (choices.get(place), self.accountability.services.get(place))
            else {
                return Err(Error::Internal);
            };
            let simulated = self.simulated(&service.name);
            let reasons =
                service.findings.iter().filter(|finding| finding.code().severity() == Severity::Reason);
            services.push(ReportService {
                name: service.name.clone(),
                kind: service.kind,
                team: service.team.clone(),
                exposure_per_hour: service.exposure_per_hour,
                exposure_band: choice.band_index(),
                feature_demand: service.feature_demand.clone(),
                availability_target: service.availability_target,
                deployment_target: service.deployment_target,
                operating_model: service.operating_model,
                by_hand: service.findings.iter().any(|finding| finding.code() == FindingCode::ModelGiven),
                out_of_hours: service.out_of_hours,
                schedule: service.schedule.clone(),
                insurance: service.insurance.clone(),
                saves: service.saves(),
                difference: simulated.and_then(|simulated| range(simulated.difference.as_ref())),
                cheaper_percent: simulated.and_then(ServiceSimulation::cheaper_than_the_other),
                duties: account.duties,
                paid_by: account.paid_by,
                on_call_per_year: account.on_call_per_year,
                reasons: reasons.map(ToString::to_string).collect(),
            });
        }
        Ok(services)
    }

    fn options(&self) -> Result<Vec<ReportOption>, Error> {
        let Some(comparison) = &self.comparison else { return Ok(Vec::new()) };
        let Some(service) = self.service() else {
            return Ok(comparison.strategies.iter().map(|costs| self.strategy(costs)).collect());
        };
        let Some(both) = self.about.and_then(|about| comparison.services.get(about)) else {
            return Err(Error::Internal);
        };
        let simulated = self.simulated(&service.name);
        let of = |model: OperatingModel, costs: &ModelCosts| {
            let recommended = model == service.operating_model;
            let spread = simulated.and_then(|simulated| match model {
                OperatingModel::OpsRunIt => simulated.ops_run_it.cost_over_horizon.as_ref(),
                OperatingModel::YouBuildItYouRunIt => {
                    simulated.you_build_it_you_run_it.cost_over_horizon.as_ref()
                }
            });
            Ok::<_, Error>(ReportOption {
                name: model.name(),
                strategy: None,
                operating_model: Some(model),
                recommended,
                premium_over_horizon: costs.premium_over_horizon,
                loss_over_horizon: costs.loss_over_horizon,
                over_horizon: costs.premium_over_horizon.plus(costs.loss_over_horizon)?,
                more_than_recommended: if recommended { Some(Money::ZERO) } else { service.saves() },
                same_as_recommended: recommended,
                range: range(spread),
                partial: costs.partial,
            })
        };
        Ok(vec![
            of(OperatingModel::OpsRunIt, &both.ops_run_it)?,
            of(OperatingModel::YouBuildItYouRunIt, &both.you_build_it_you_run_it)?,
        ])
    }

    fn strategy(&self, costs: &StrategyCosts) -> ReportOption {
        let whole = self.simulation.as_ref().map(|simulation| &simulation.portfolio);
        let simulated = whole.and_then(|whole| match costs.strategy {
            Strategy::HybridAtScale => Some(&whole.hybrid_at_scale),
            Strategy::AllOpsRunIt => Some(&whole.all_ops_run_it),
            _ => None,
        });
        ReportOption {
            name: costs.strategy.name(),
            strategy: Some(costs.strategy),
            operating_model: None,
            recommended: costs.strategy == Strategy::HybridAtScale,
            premium_over_horizon: costs.premium.over_horizon,
            loss_over_horizon: costs.loss.over_horizon,
            over_horizon: costs.over_horizon,
            more_than_recommended: Some(costs.more_than_recommended),
            same_as_recommended: costs.same_as_recommended,
            range: simulated.and_then(|simulated| range(simulated.cost_over_horizon.as_ref())),
            partial: costs.is_partial(),
        }
    }

    /// Findings of some codes, of the services that it is about.
    fn findings_of(&self, codes: &[FindingCode]) -> Vec<ReportFinding> {
        let of = |service: &ServiceRecommendation| {
            let findings = service.findings.iter().filter(|finding| codes.contains(&finding.code()));
            let about = |finding: &Finding| ReportFinding::of(Some(&service.name), finding);
            findings.map(about).collect::<Vec<_>>()
        };
        self.about().flat_map(|(_, service)| of(service)).collect()
    }

    /// What else asks for a look: first of services, then of schedules, then of the whole.
    fn findings(&self) -> Vec<ReportFinding> {
        let mut all = Vec::new();
        let mut add = |about: Option<&Name>, findings: &[Finding]| {
            for finding in findings {
                let code = finding.code();
                let one = ReportFinding::of(about, finding);
                if code.severity() > Severity::Reason && !DISSENT.contains(&code) && !all.contains(&one) {
                    all.push(one);
                }
            }
        };
        for (place, service) in self.about() {
            add(Some(&service.name), &service.findings);
            let compared = self.comparison.as_ref().and_then(|comparison| comparison.services.get(place));
            add(Some(&service.name), compared.map_or(&[], |compared| &compared.findings));
        }
        for schedule in self.planned() {
            add(Some(&schedule.name), &schedule.findings);
        }
        if self.about.is_none() {
            add(None, &self.recommendation.findings);
            add(None, self.comparison.as_ref().map_or(&[], |comparison| &comparison.findings));
            add(None, self.simulation.as_ref().map_or(&[], |simulation| &simulation.findings));
        }
        all
    }

    fn selector(&self) -> Selector {
        let (bands, demands) = (&self.portfolio.file().exposure_bands, &self.portfolio.demand_bands);
        let row = |band: &ExposureBand| SelectorRow {
            max_per_hour: band.max_per_hour,
            availability_target: band.availability,
            models: demands
                .iter()
                .map(|demand| self.portfolio.policy.model(band.availability, demand.deployment))
                .collect(),
        };
        let column = |demand: &Demand| SelectorColumn {
            feature_demand: demand.name.clone(),
            deployment_target: demand.deployment,
        };
        Selector { rows: bands.iter().map(row).collect(), columns: demands.iter().map(column).collect() }
    }

    /// What is recommended by whose budget pays.
    fn by_budget_holder(&self) -> Result<Vec<Group>, Error> {
        let Some(comparison) = &self.comparison else { return Ok(Vec::new()) };
        let Some(service) = self.service() else {
            let ours = comparison.strategies.iter().find(|costs| costs.strategy == Strategy::HybridAtScale);
            return Ok(ours.map(|costs| costs.by_budget_holder.clone()).unwrap_or_default());
        };
        let by = [Dimension::Service, Dimension::BudgetHolder];
        let Some(costs) = costs(self.portfolio, Strategy::HybridAtScale, &by, false)? else {
            return Ok(Vec::new());
        };
        let theirs = Some(service.name.clone());
        let mut groups = costs.groups;
        groups.retain(|group| group.by.first().is_some_and(|(_, name)| *name == theirs));
        Ok(groups)
    }

    /// The schedules that cover what it is about.
    fn planned(&self) -> impl Iterator<Item = &Schedule> {
        let service = self.service().map(|service| &service.name);
        let schedules = self.recommendation.schedules.iter();
        schedules.filter(move |schedule| service.is_none_or(|service| schedule.services.contains(service)))
    }

    fn schedules(&self) -> Vec<ReportSchedule> {
        let of = |schedule: &Schedule| ReportSchedule {
            name: schedule.name.clone(),
            services: schedule.services.clone(),
            people_on_call: schedule.people_on_call,
            participants: schedule.rota.participants,
            standby_cost_per_year: schedule.standby_cost_per_year,
        };
        self.planned().map(of).collect()
    }

    /// What follows for people: who is on call, targets that will be missed, where duties and money part.
    fn consequences(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.about.is_none() {
            said.extend(self.recommendation.on_call_headline());
            said.extend(self.accountability.headline());
            let strategies = self.comparison.iter().flat_map(|comparison| &comparison.strategies);
            let missed = strategies
                .filter(|costs| costs.strategy == Strategy::HybridAtScale)
                .find_map(|costs| costs.targets_missed);
            said.extend(missed.map(|missed| match missed {
                0 => "Every service is expected to meet its availability target.".to_owned(),
                missed => format!(
                    "{} expected to miss {} availability target.",
                    plural(missed, "service is", "services are"),
                    if missed == 1 { "its" } else { "their" },
                ),
            }));
        }
        let of = |(place, service): (usize, &ServiceRecommendation)| {
            let partings = self.accountability.services.get(place).map(|account| account.partings.as_slice());
            let name = service.name.clone();
            partings
                .unwrap_or_default()
                .iter()
                .map(move |parting| format!("{name}: {}.", Parting::meaning(*parting)))
        };
        said.extend(self.about().flat_map(of));
        said
    }

    /// Every value that the portfolio gives, as far as it is about that.
    fn inputs(&self) -> Result<Vec<ReportInput>, Problems> {
        let mut all = inputs::inputs(&self.portfolio.to_toml())?;
        let Some(about) = self.about else { return Ok(all) };
        let Member { team, domain, .. } = self.portfolio.member(about);
        let lists = [
            ("/services/", Some(about)),
            ("/teams/", team.map(TeamId::index)),
            ("/domains/", domain.map(DomainId::index)),
        ];
        all.retain(|input| {
            let listed = lists.iter().find_map(|(list, own)| Some((input.path.strip_prefix(list)?, own)));
            listed.is_none_or(|(rest, own)| {
                let place = rest.split('/').next().and_then(|place| place.parse().ok());
                place == *own
            })
        });
        Ok(all)
    }

    fn missing(&self) -> Vec<String> {
        let Some(comparison) = &self.comparison else { return self.accountability.missing.clone() };
        let Some(both) = self.about.and_then(|about| comparison.services.get(about)) else {
            return comparison.missing.clone();
        };
        let mut missing = both.ops_run_it.missing.clone();
        missing.extend(
            both.you_build_it_you_run_it
                .missing
                .iter()
                .filter(|path| !both.ops_run_it.missing.contains(path))
                .cloned(),
        );
        missing
    }

    /// Every default of the answers, once.
    fn assumptions(&self) -> Vec<Assumption> {
        let mut all = self.recommendation.assumptions.clone();
        let others = [
            self.comparison.as_ref().map(|comparison| &comparison.assumptions),
            self.simulation.as_ref().map(|simulation| &simulation.assumptions),
            Some(&self.accountability.assumptions),
        ];
        for assumption in others.into_iter().flatten().flatten() {
            if !all.contains(assumption) {
                all.push(assumption.clone());
            }
        }
        all
    }
}

impl ReportFinding {
    fn of(about: Option<&Name>, finding: &Finding) -> Self {
        Self { about: about.cloned(), finding: finding.clone() }
    }
}

fn range(spread: Option<&Spread>) -> Option<MoneyRange> {
    spread.map(|spread| MoneyRange { p5: spread.p5, p50: spread.p50, p95: spread.p95 })
}
