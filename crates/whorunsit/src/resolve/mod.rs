//! From what is written to what holds: a portfolio whose names resolve, bands ascend and pay adds up.

mod bands;
mod checks;
mod costs;
mod dependencies;
mod exposures;
mod inputs;
mod left_out;
mod member;
mod nearest;
mod owners;
mod peak_hours;
mod readiness;
mod reading;
mod recurring;
#[cfg(feature = "full")]
mod reread;
mod settings;
#[cfg(feature = "full")]
mod shared_tables;
mod sole_holders;
mod terms;
mod variants;

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use self::checks::Checks;
pub(crate) use self::costs::CostTerms;
pub(crate) use self::dependencies::Dependencies;
pub(crate) use self::inputs::{InputAt, InputKey, Uncertain, walk, walk_mut};
use self::left_out::LeftOut;
pub use self::left_out::LeftOutService;
pub use self::nearest::{ResponseHome, ServiceCalendar};
pub(crate) use self::owners::{DomainId, Level, Member, Owners, Rotation, TeamId};
pub(crate) use self::peak_hours::{AllPeakHours, HOURS};
use self::reading::Filled;
pub(crate) use self::recurring::Within;
#[cfg(feature = "full")]
pub(crate) use self::reread::Text;
pub(crate) use self::settings::Settings;
pub(crate) use self::terms::{CalendarTerms, Terms};
use crate::assumption::{Assumption, Assumptions};
use crate::calendar::Week;
use crate::estimate::Estimate;
use crate::exact::{DeploymentTarget, Money, Number};
use crate::portfolio::{ExposureQuantile, Name, PortfolioFile, SelectionRules, Service};
use crate::problem::{Gathered, ProblemCode};
use crate::provenance::Provenance;
use crate::read::MONEY;
use crate::selection::Policy;

/// The most services a portfolio may have.
pub const MAX_SERVICES: usize = 2_000_000;
/// The most teams or domains a portfolio may have.
pub const MAX_TEAMS: usize = 500_000;
/// The most variants of operating models.
pub const MAX_VARIANTS: usize = 20;
/// The most bands, bank holidays, standby rules, or peaks of one service.
pub const MAX_LIST: usize = 400;

/// A portfolio in which everything fits together: it can be decided upon.
///
/// # Examples
///
/// ```
/// use whorunsit::Portfolio;
///
/// let text = whorunsit::examples::FURNITURE_RETAILER;
/// let portfolio = Portfolio::read(text.as_bytes())?;
/// assert_eq!(portfolio.file().services.len(), 3);
///
/// let again = Portfolio::read(portfolio.to_json().as_bytes())?;
/// assert_eq!(again.file(), portfolio.file());
/// # Ok::<(), whorunsit::Problems>(())
/// ```
#[derive(Clone, Debug)]
pub struct Portfolio {
    file: PortfolioFile,
    provenance: Provenance,
    pub(crate) policy: Policy,
    pub(crate) demand_bands: Vec<Demand>,
    /// What the names of each service resolve to.
    pub(crate) members: Vec<Member>,
    /// The domain of each team, where it names one.
    pub(crate) team_domain: Vec<Option<DomainId>>,
    /// The team whose budget alone pays for the schedule of each domain; empty where no domain names one.
    pub(crate) sole_holders: Vec<Option<TeamId>>,
    /// The services that each needs.
    pub(crate) dependencies: Dependencies,
    pub(crate) week: Week,
    /// Hours that one person works in a week.
    pub(crate) hours_of_a_person: Decimal,
    pub(crate) weeks_per_year: Decimal,
    pub(crate) product_teams: Terms,
    pub(crate) operations: Terms,
    pub(crate) rotas: u32,
    pub(crate) operations_participants: Option<u32>,
    pub(crate) costs: CostTerms,
    pub(crate) settings: Settings,
    /// The hours of peaks that come back every week.
    pub(crate) peak_hours: AllPeakHours,
    assumptions: Vec<Assumption>,
    pub(crate) assumed: Assumptions,
    cost_assumptions: Vec<Assumption>,
    /// What a profile filled in.
    profile: Option<Arc<Filled>>,
    /// Services with problems, which are in no figure.
    left_out: Option<Arc<LeftOut>>,
}

/// A demand band, its name shared by all findings that mention it.
#[derive(Clone, Debug)]
pub(crate) struct Demand {
    pub(crate) name: Name,
    pub(crate) deployment: DeploymentTarget,
    /// The most features a month in it, where it says so.
    pub(crate) max: Option<Number>,
}

impl Portfolio {
    /// The portfolio as it was written, with what its profile fills in.
    #[must_use]
    pub fn file(&self) -> &PortfolioFile {
        &self.file
    }

    /// Changes one service in what decides nothing: not checked anew, and nothing that was derived follows.
    pub(crate) fn change_service(&mut self, index: usize, change: impl FnOnce(&mut Service)) {
        if let Some(service) = self.file.services.get_mut(index) {
            change(service);
        }
    }

    /// The version of whorunsit, and the digest of the text it was read from.
    #[must_use]
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The selection policy in force.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// The same portfolio under another selection policy.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Policy, Portfolio, recommend};
    ///
    /// let text = whorunsit::examples::FURNITURE_RETAILER_COSTS;
    /// let by_money = Portfolio::read(text.as_bytes())?.by_policy(Policy::LeastCost);
    /// assert_eq!(recommend(&by_money)?.policy, Policy::LeastCost);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn by_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        let choose = |file: &mut PortfolioFile| {
            let before = file.selection.take();
            let unset = SelectionRules::default();
            file.selection = Some(SelectionRules { policy: Some(policy), ..before.unwrap_or(unset) });
        };
        choose(&mut self.file);
        if MONEY && let Some(filled) = &mut self.profile {
            choose(&mut Arc::make_mut(filled).written);
        }
        self.assumed = self.assumed.without(Assumptions::POLICY);
        self.assumptions.retain(|assumption| assumption.path != "/selection/policy");
        self
    }

    /// The defaults that were filled in, because the portfolio gives no value.
    #[must_use]
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }

    /// The defaults that costs rest on besides.
    pub(crate) fn cost_assumptions(&self) -> &[Assumption] {
        &self.cost_assumptions
    }

    /// The exposure that decides on a band: the mean of an estimate, unless the portfolio states a quantile.
    pub(crate) fn deciding(&self, exposure: &Estimate<Money>) -> Money {
        let quantile = self.exposure_quantile().and_then(ExposureQuantile::part);
        match quantile {
            Some(part) if !exposure.is_point() => exposure.quantile(part),
            _ => exposure.mean(),
        }
    }

    /// What the portfolio says of the exposure that decides.
    pub(crate) fn exposure_quantile(&self) -> Option<ExposureQuantile> {
        self.file.selection.as_ref().and_then(|selection| selection.exposure_quantile)
    }

    /// Whether there are no inputs missing, but incidents that would last longer than the year is. These are told as
    /// missing, too: what rests on them is not estimated.
    pub(crate) fn lacks_only_refused(&self, missing: &std::collections::BTreeSet<String>) -> bool {
        let refused = self.costs.down_all_year.iter().map(|(service, _)| service);
        let refused: Vec<String> =
            refused.map(|service| format!("/services/{service}/incidents_per_year")).collect();
        !missing.is_empty() && missing.iter().all(|path| refused.contains(path))
    }

    /// What trials draw an input of a service or team by, where a profile says it of many: what is not known of one is not
    /// known of any.
    pub(crate) fn profile_place(&self, path: &str) -> Option<&str> {
        self.profile.as_ref().and_then(|filled| filled.filling.shared(path))
    }

    /// `before` is a portfolio of which it is a changed form, if there is one.
    fn build(file: PortfolioFile, before: Option<&Self>) -> Result<Self, Gathered> {
        let mut checks = Checks { before, ..Checks::default() };
        let policy = file.selection.as_ref().and_then(|selection| selection.policy);
        if policy.is_none() {
            let reason = "the playbook's selector is the default policy";
            checks.assume(Assumptions::POLICY, Policy::default().to_string(), reason);
        }
        checks.sizes(&file);
        checks.exposure_bands(&file.exposure_bands);
        checks.availabilities(&file);
        let bands = checks.demand_bands(&file.demand_bands);
        let demands = checks.demands(&file.services, &bands);
        let domains = checks.unique("domains", file.domains.iter().map(|domain| &*domain.name));
        let teams = checks.unique("teams", file.teams.iter().map(|team| &*team.name));
        let services = checks.unique("services", file.services.iter().map(|service| &*service.name));
        // Only what money needs has anything to be judged there.
        if MONEY {
            checks.shared_causes(&file, &services);
            checks.exposures(&file.services);
        }
        let dependencies = checks.dependencies(&file, &services);
        let recurring = if MONEY { checks.recurring(&file, &domains, &teams) } else { Vec::new() };
        let team_domain = file.teams.iter().enumerate().map(|(index, team)| {
            let path = || format!("/teams/{index}/domain");
            let names = file.domains.iter().map(|domain| &*domain.name);
            let what = ("domain", ProblemCode::UnknownDomain);
            checks.resolve(team.domain.as_deref(), &domains, names, path, what).and_then(DomainId::of)
        });
        let team_domain: Vec<_> = team_domain.collect();
        let members = file.services.iter().zip(demands).enumerate().map(|(index, (service, demand))| {
            let path = || format!("/services/{index}/team");
            let names = file.teams.iter().map(|team| &*team.name);
            let what = ("team", ProblemCode::UnknownTeam);
            let team =
                checks.resolve(service.team.as_deref(), &teams, names, path, what).and_then(TeamId::of);
            let domain = team.and_then(|team| team_domain.get(team.index()).copied().flatten());
            Member { team, domain, demand }
        });
        let members: Vec<_> = members.collect();
        let sole_holders = checks.sole_holders(&file, (&teams, &team_domain), &members);
        checks.peaks(&file.services);
        checks.readiness(&file, &teams);
        let calendar = checks.calendar(&file);
        let product_teams = checks.product_teams(&file, &calendar);
        let (operations, rotas, operations_participants) = checks.operations(&file, &calendar);
        checks.operations_respond = operations.responds;
        let owners = Owners { file: &file, members: &members, team_domain: &team_domain };
        let discounting = checks.horizon(&file);
        if MONEY {
            checks.variants(&file, &domains, &teams);
        }
        let settings = checks.settings(owners, &calendar, &product_teams);
        let peak_hours = checks.peak_hours(&file, &members, (&settings, &product_teams));
        let costs = checks.costs((&file, recurring), owners, &settings, discounting, &teams);
        let Some(costs) = costs.filter(|_| checks.problems.is_empty()) else {
            if checks.problems.is_empty() {
                checks.problem(ProblemCode::Internal, "", "costs could not be prepared", "report this");
            }
            return Err(checks.problems);
        };
        Ok(Self {
            policy: policy.unwrap_or_default(),
            demand_bands: bands,
            members,
            team_domain,
            sole_holders,
            dependencies,
            hours_of_a_person: calendar.shops.hours_of_a_person(),
            week: calendar.week,
            weeks_per_year: calendar.weeks,
            product_teams,
            operations,
            rotas,
            operations_participants,
            settings,
            peak_hours,
            assumptions: checks.assumptions,
            assumed: checks.assumed,
            costs,
            cost_assumptions: checks.cost_assumptions,
            provenance: Provenance::IN_CODE,
            profile: None,
            left_out: None,
            file,
        })
    }
}

/// Days from one date to a later one.
pub(crate) fn days_between(first: Date, last: Date) -> i32 {
    first.duration_until(last).as_hours().try_into().map_or(i32::MAX, |hours: i32| hours / 24)
}
