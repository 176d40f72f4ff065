//! From what is written to what holds: a portfolio whose names resolve, bands ascend and pay adds up.

mod costs;
mod dependencies;
mod inputs;
mod left_out;
mod nearest;
mod owners;
mod readiness;
mod recurring;
mod settings;
mod shared_tables;
mod sole_holders;
mod terms;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub(crate) use self::costs::CostTerms;
pub(crate) use self::dependencies::Dependencies;
pub(crate) use self::inputs::{InputAt, InputKey, Uncertain, walk, walk_mut};
use self::left_out::LeftOut;
pub use self::left_out::LeftOutService;
pub use self::nearest::{ResponseHome, ServiceCalendar};
pub(crate) use self::owners::{Level, Owners, Rotation};
pub(crate) use self::recurring::Within;
pub(crate) use self::settings::Settings;
pub(crate) use self::terms::Terms;
use crate::assumption::{Assumption, Assumptions};
use crate::calendar::Week;
use crate::estimate::{Estimate, Shape};
use crate::exact::{Availability, DeploymentTarget, Money, Number, Overflow, Share};
use crate::portfolio::{
    Allowance, CalloutTerms, DemandBand, ExposureBand, ExposureQuantile, FeatureDemand, Name, Overrides,
    PortfolioFile, ReadinessRules, SelectionRules, Service, Team, reads_as_number,
};
use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::profile::{Favour, Filling, Profile, fill, names_profile};
use crate::provenance::Provenance;
use crate::read::{Document, MONEY, Read, suggestion};
use crate::response::Arrivals;
use crate::selection::{OperatingModel, Policy};
use crate::sort::ascending;

/// The most services a portfolio may have.
pub const MAX_SERVICES: usize = 2_000_000;
/// The most teams or domains a portfolio may have.
pub const MAX_TEAMS: usize = 500_000;
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
    /// The demand band of each service.
    pub(crate) service_demand: Vec<u32>,
    /// The team of each service, where it names one.
    pub(crate) service_team: Vec<Option<u32>>,
    /// The domain of each team, where it names one.
    pub(crate) team_domain: Vec<Option<u32>>,
    /// The team whose budget alone pays for the schedule of each domain; empty where no domain names one.
    pub(crate) sole_holders: Vec<Option<u32>>,
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
    assumptions: Vec<Assumption>,
    pub(crate) assumed: Assumptions,
    cost_assumptions: Vec<Assumption>,
    /// What a profile filled in.
    profile: Option<Arc<Filled>>,
    /// Services with problems, which are in no figure.
    left_out: Option<Arc<LeftOut>>,
}

/// What a profile filled in, and what was written before.
#[derive(Clone, Debug)]
struct Filled {
    written: PortfolioFile,
    filling: Filling,
    /// Profiles of one's own that it may name.
    own: Vec<Arc<Profile>>,
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
    /// Reads a portfolio from TOML or JSON text; what starts with `{` is JSON.
    ///
    /// # Errors
    /// [`Problems`], all of them at once, each with its place in the text.
    pub fn read(input: &[u8]) -> Result<Self, Problems> {
        Self::read_with(input, &[])
    }

    /// Reads a portfolio as [`Portfolio::read`] does; the profiles that it names may be some of one's own, which
    /// [`Profile::read`] reads.
    ///
    /// # Errors
    /// Those of [`Portfolio::read`].
    pub fn read_with(input: &[u8], profiles: &[Arc<Profile>]) -> Result<Self, Problems> {
        Self::read_document(Self::document(input)?, input, profiles)
    }

    /// The text as a document of what this build has.
    fn document(input: &[u8]) -> Result<Document<'_>, Problems> {
        let mut document = Document::parse(input)?;
        if !cfg!(feature = "full")
            && let Some(key) = leave_money_out(&mut document)
        {
            return Err(Problems::not_built_in("", &format!("what only money needs, such as `{key}`, is")));
        }
        Ok(document)
    }

    /// Reads what decisions need, and neither reads nor checks what only money needs: a portfolio that has no costs.
    ///
    /// # Errors
    /// Those of [`Portfolio::read`], as far as they are not about money.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, examples, recommend};
    ///
    /// let text = examples::FURNITURE_RETAILER_COSTS.as_bytes();
    /// let fast = recommend(&Portfolio::read_without_money(text)?)?;
    /// let whole = recommend(&Portfolio::read(text)?)?;
    /// assert_eq!(fast.services[2].operating_model, whole.services[2].operating_model);
    /// assert!(fast.insurance.is_none() && whole.insurance.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_without_money(input: &[u8]) -> Result<Self, Problems> {
        let mut document = Document::parse(input)?;
        leave_money_out(&mut document);
        Self::read_document(document, input, &[])
    }

    fn read_document(
        mut document: Document<'_>,
        input: &[u8],
        own: &[Arc<Profile>],
    ) -> Result<Self, Problems> {
        let (read, unread) = Self::read_filled(&mut document, Favour::Neither, own);
        document.check(unread)?;
        read.map(|portfolio| Self { provenance: Provenance::of(input), ..portfolio })
            .ok_or_else(Problems::internal)
    }

    /// Reads a document after its profile, if it names one, has filled it in. Without problems there is a portfolio.
    fn read_filled(
        document: &mut Document<'_>,
        favour: Favour,
        own: &[Arc<Profile>],
    ) -> (Option<Self>, Gathered) {
        let written = names_profile(document.root_mut()).then(|| document.clone());
        let mut unfilled = Gathered::default();
        if written.is_some() && !cfg!(feature = "full") {
            let refused = Problems::not_built_in("/profile", "filling a portfolio in from a profile is");
            refused.iter().for_each(|problem| unfilled.push(problem.clone()));
            return (None, unfilled);
        }
        let filling = written.as_ref().and_then(|_| fill(document.root_mut(), favour, own, &mut unfilled));
        let (file, mut unread) = document.read();
        unread.merge(unfilled);
        // Of what is wrong in a thousand places, the rest is not worth judging.
        if unread.is_full() {
            return (None, unread);
        }
        match Self::build(file) {
            Ok(portfolio) => {
                let filled = written.zip(filling).map(|(written, filling)| {
                    let written = written.read().0;
                    Arc::new(Filled { written, filling, own: own.to_vec() })
                });
                (Some(portfolio.filled_in(filled)), unread)
            }
            Err(later) => {
                unread.merge(later);
                (None, unread)
            }
        }
    }

    /// The portfolio with what a profile filled in told among its assumptions.
    fn filled_in(self, profile: Option<Arc<Filled>>) -> Self {
        let mut assumptions = self.assumptions;
        if MONEY {
            assumptions.extend(profile.iter().flat_map(|filled| filled.filling.assumptions()));
        }
        Self { assumptions, profile, ..self }
    }

    /// Reads a portfolio with changes made to it.
    ///
    /// `changes` is TOML or JSON text in the manner of JSON Merge Patch (RFC 7396): tables are merged key by key,
    /// `null` removes a key, everything else replaces. Lists of named tables may also be changed by name:
    /// `services.bedroom.feature_demand = "low"`. Problems have a path in the changed portfolio, and no place in a text.
    ///
    /// # Errors
    /// [`Problems`] of the portfolio, of the changes, or of what they make of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, recommend};
    ///
    /// let text = whorunsit::examples::FURNITURE_RETAILER;
    /// let changed = Portfolio::read_changed(text.as_bytes(), br#"services.bedroom.feature_demand = "low""#)?;
    /// assert_eq!(recommend(&changed)?.services[2].deployment_target.to_string(), "monthly");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_changed(input: &[u8], changes: &[u8]) -> Result<Self, Problems> {
        let mut document = Document::parse(input)?;
        let mut problems = Gathered::default();
        if changes.trim_ascii().is_empty() {
            let help = "write the keys to change, such as horizon.years = 5";
            let message = "there are no changes";
            return Err(Problems::one(Problem::new(ProblemCode::InvalidScenario, "", message, help)));
        }
        let changes = Document::parse(changes)?;
        let currency = document.text_of("currency").map(str::to_owned);
        document.change(&changes, &mut problems);
        if let Some((before, after)) = currency.as_deref().zip(document.text_of("currency"))
            && before != after
        {
            let message = format!("`{after}` is not the currency of the portfolio, `{before}`");
            let help = "compare amounts of one currency: remove it";
            problems.push(Problem::new(ProblemCode::InvalidScenario, "/currency", message, help));
        }
        if !problems.is_empty() {
            return Err(problems.check().err().unwrap_or_else(Problems::internal));
        }
        let (read, unread) = Self::read_filled(&mut document, Favour::Neither, &[]);
        unread.check()?;
        read.ok_or_else(Problems::internal)
    }

    /// Reads a portfolio with answers to the questionnaire from a file of their own, which stand in place of its
    /// `[readiness]`.
    ///
    /// `answers` is TOML or JSON text with the keys of `[readiness]`: `answers` and `teams`.
    ///
    /// # Errors
    /// [`Problems`] of the portfolio, each with its place in it; if there are none, those of the answers, each with its place
    /// in their text. A team that the portfolio does not have is a problem under `/readiness/teams`.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Answer, Portfolio};
    ///
    /// let text = whorunsit::examples::FURNITURE_RETAILER;
    /// let portfolio = Portfolio::read_answered(text.as_bytes(), br#"answers.chaos-days-run = "partly""#)?;
    /// let readiness = portfolio.file().readiness.as_ref();
    /// assert_eq!(readiness.map(|rules| rules.answers.to("chaos-days-run")), Some(Answer::Partly));
    /// # Ok::<(), whorunsit::Problems>(())
    /// ```
    pub fn read_answered(input: &[u8], answers: &[u8]) -> Result<Self, Problems> {
        Self::read(input)?.with_answers(answers)
    }

    /// The portfolio with answers to the questionnaire from a file of their own, as [`Portfolio::read_answered`] takes them.
    ///
    /// # Errors
    /// [`Problems`] of the answers.
    pub fn with_answers(self, answers: &[u8]) -> Result<Self, Problems> {
        let read = self;
        let document = Document::parse(answers)?;
        let (rules, problems) = document.read::<ReadinessRules>();
        document.check(problems)?;
        let answered = read.with(|file| file.readiness = Some(rules.clone()))?;
        Ok(Self { provenance: read.provenance, ..answered })
    }

    /// Checks a portfolio that was put together in code.
    ///
    /// # Errors
    /// [`Problems`], all of them at once, each with its JSON Pointer.
    pub fn new(file: PortfolioFile) -> Result<Self, Problems> {
        if file.profile.is_some() || names_profiles(&file) {
            let json = serde_json::to_string(&file).map_err(|_| Problems::internal())?;
            let portfolio = Self::read(json.as_bytes()).map_err(Problems::without_places)?;
            return Ok(Self { provenance: Provenance::IN_CODE, ..portfolio });
        }
        Self::of_filled(file)
    }

    /// Checks tables that hold all that there is to know: where they name a profile, it has filled them in.
    pub(crate) fn of_filled(file: PortfolioFile) -> Result<Self, Problems> {
        Self::build(file).map_err(|problems| problems.check().err().unwrap_or_else(Problems::internal))
    }

    /// The portfolio with a change to its tables, in what is written and in what holds.
    pub(crate) fn with(&self, change: impl Fn(&mut PortfolioFile)) -> Result<Self, Problems> {
        let mut file = self.file.clone();
        change(&mut file);
        let profile = self.profile.as_ref().map(|filled| {
            let mut written = filled.written.clone();
            change(&mut written);
            Arc::new(Filled { written, filling: filled.filling.clone(), own: filled.own.clone() })
        });
        let left_out = self.left_out.clone();
        Self::of_filled(file).map(|portfolio| Self { left_out, ..portfolio.filled_in(profile) })
    }

    /// The portfolio as it was written, with what its profile fills in.
    #[must_use]
    pub fn file(&self) -> &PortfolioFile {
        &self.file
    }

    /// The portfolio as it was written.
    fn written(&self) -> &PortfolioFile {
        self.profile.as_ref().map_or(&self.file, |filled| &filled.written)
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
            let unset = SelectionRules { policy: None, exposure_quantile: None, metadata: None };
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
        match (quantile, exposure.shape()) {
            (None, _) | (_, Shape::Point(_)) => exposure.mean(),
            (Some(part), _) => exposure.quantile(part),
        }
    }

    /// What the portfolio says of the exposure that decides.
    pub(crate) fn exposure_quantile(&self) -> Option<ExposureQuantile> {
        self.file.selection.as_ref().and_then(|selection| selection.exposure_quantile)
    }

    /// The incidents a year of a service that money rests on: none where it would be down for more than all of the year.
    pub(crate) fn incidents_of(&self, service: usize) -> Option<&Estimate<Number>> {
        if self.is_down_all_year(service) {
            return None;
        }
        self.file.services.get(service)?.incidents_per_year.as_ref()
    }

    /// Whether the incidents of a service would last longer than the year is, so that its money does without them.
    pub(crate) fn is_down_all_year(&self, service: usize) -> bool {
        self.costs.down_all_year.binary_search_by_key(&service, |(service, _)| *service).is_ok()
    }

    /// Whether there are no inputs missing, but incidents that would last longer than the year is. These are told as
    /// missing, too: what rests on them is not estimated.
    pub(crate) fn lacks_only_refused(&self, missing: &std::collections::BTreeSet<String>) -> bool {
        let refused = self.costs.down_all_year.iter().map(|(service, _)| service);
        let refused: Vec<String> =
            refused.map(|service| format!("/services/{service}/incidents_per_year")).collect();
        !missing.is_empty() && missing.iter().all(|path| refused.contains(path))
    }

    /// The most incidents a year of a service that fit into it; `None` without a response.
    pub(crate) fn most_incidents(&self, service: usize) -> Option<Decimal> {
        costs::most_incidents(&self.file, &self.settings, service)
    }

    /// The team that builds a service, with its place, where the service names one.
    pub(crate) fn team_of(&self, service: usize) -> Option<(u32, &Team)> {
        let team = self.service_team.get(service).copied().flatten()?;
        Some((team, self.file.teams.get(team as usize)?))
    }

    /// The place of the service that an option names.
    pub(crate) fn service_named(&self, name: &str) -> Result<usize, Problems> {
        let services = &self.file.services;
        services.iter().position(|service| &*service.name == name).ok_or_else(|| {
            let shown: String = name.chars().take(80).collect();
            let help = match suggestion(name, services.iter().map(|service| &*service.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the name of a service of the portfolio".to_owned(),
            };
            let message = format!("there is no service `{shown}`");
            Problems::one(Problem::new(ProblemCode::UnknownService, "/service", message, help))
        })
    }

    /// Who belongs to whom.
    pub(crate) fn owners(&self) -> Owners<'_> {
        Owners { file: &self.file, service_team: &self.service_team, team_domain: &self.team_domain }
    }

    /// Something of a service: what is said nearest to it, or what the portfolio says.
    pub(crate) fn nearest<'p, T>(
        &'p self,
        service: usize,
        own: impl Fn(&'p Overrides) -> Option<T>,
        portfolio: impl FnOnce(&'p PortfolioFile) -> Option<T>,
    ) -> (Option<T>, Level) {
        match self.owners().nearest(service, own) {
            Some((value, level)) => (Some(value), level),
            None => (portfolio(&self.file), Level::Portfolio),
        }
    }

    /// What callouts for a service pay the people of a tier; who says so.
    pub(crate) fn callout(&self, service: usize, by_product_team: bool) -> (Option<&CalloutTerms>, Level) {
        if !by_product_team {
            return (self.operations.callout.as_ref(), Level::Portfolio);
        }
        let own = |own: &Overrides| own.on_call.as_ref().is_some_and(|terms| terms.callout.is_some());
        let said = self.owners().around(service).find(|(_, terms)| own(terms));
        match said.and_then(|(level, own)| Some((own.on_call.as_ref()?.callout.as_ref()?, level))) {
            Some((callout, level)) => (Some(callout), level),
            None => (self.pay(self.rotation(service)).callout.as_ref(), Level::Portfolio),
        }
    }

    /// The on-call terms of a schedule of product teams.
    pub(crate) fn pay(&self, of: Rotation) -> &Terms {
        self.settings.pay(of).unwrap_or(&self.product_teams)
    }

    /// The team whose budget alone pays for the schedule of a domain.
    pub(crate) fn sole_holder(&self, of: Rotation) -> Option<u32> {
        let Rotation::Domain(domain) = of else { return None };
        self.sole_holders.get(domain as usize).copied().flatten()
    }

    /// When the product team responds out of hours, on days on which its schedule covers the service.
    pub(crate) fn responds(&self, service: usize) -> crate::year::Responds {
        self.pay(self.rotation(service)).responds
    }

    /// Whose people are on call for a service: its team, or the service itself where it names none.
    pub(crate) fn rotation(&self, service: usize) -> Rotation {
        let team = self.service_team.get(service).copied().flatten();
        team.map_or_else(|| Rotation::Service(u32::try_from(service).unwrap_or_default()), Rotation::Team)
    }

    /// The domain of a service's team, whose teams may share a schedule.
    pub(crate) fn domain_rotation(&self, service: usize) -> Option<Rotation> {
        let team = self.service_team.get(service).copied().flatten()?;
        self.team_domain.get(team as usize).copied().flatten().map(Rotation::Domain)
    }

    /// When the incidents of a service arrive: by its calendar, but for a share out of hours that is given.
    pub(crate) fn arrivals(&self, service: usize) -> Result<Arrivals, Overflow> {
        let arrivals = self.settings.calendar(service).arrivals;
        match self.incidents_out_of_hours(service) {
            // Where every hour is worked, none arrives out of hours.
            Some(share) if !arrivals.out_of_hours.is_zero() => Arrivals::of_share(share.mean_of_one()),
            _ => Ok(arrivals),
        }
    }

    /// The share of a service's incidents that arrive out of hours, where it is given.
    pub(crate) fn incidents_out_of_hours(&self, service: usize) -> Option<&Estimate<Share>> {
        let own =
            self.file.services.get(service).and_then(|service| service.incidents_out_of_hours.as_deref());
        own.or(self.file.incidents_out_of_hours.as_ref())
    }

    /// The model under which a service runs today; `None` where nobody runs it yet.
    pub(crate) fn runs_today(&self, service: usize) -> Option<OperatingModel> {
        let own = self.file.services.get(service).and_then(|service| service.runs_today);
        own.or(self.file.runs_today).unwrap_or_default().model()
    }

    /// The portfolio with the values of its profile where they favour somebody; `None` without a profile.
    pub(crate) fn at_end(&self, favour: Favour) -> Option<Self> {
        let filled = self.profile.as_ref()?;
        let json = serde_json::to_string(&filled.written).ok()?;
        let mut document = Document::parse(json.as_bytes()).ok()?;
        let (read, problems) = Self::read_filled(&mut document, favour, &filled.own);
        let left_out = self.left_out.clone();
        read.filter(|_| problems.is_empty()).map(|portfolio| Self { left_out, ..portfolio })
    }

    /// What trials draw an input of a service or team by, where a profile says it of many: what is not known of one is not
    /// known of any.
    pub(crate) fn profile_place(&self, path: &str) -> Option<&str> {
        self.profile.as_ref().and_then(|filled| filled.filling.shared(path))
    }

    /// The portfolio as JSON text in the portfolio format.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self.written()).unwrap_or_default()
    }

    /// The portfolio as TOML text in the portfolio format.
    #[cfg(feature = "all")]
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self.written()).unwrap_or_default()
    }

    fn build(file: PortfolioFile) -> Result<Self, Gathered> {
        let mut checks = Checks::default();
        let policy = file.selection.as_ref().and_then(|selection| selection.policy);
        if policy.is_none() {
            let reason = "the playbook's selector is the default policy";
            checks.assume(Assumptions::POLICY, Policy::default().to_string(), reason);
        }
        checks.sizes(&file);
        checks.exposure_bands(&file.exposure_bands);
        checks.availabilities(&file);
        let bands = checks.demand_bands(&file.demand_bands);
        let service_demand = checks.demands(&file.services, &bands);
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
            checks.resolve(team.domain.as_deref(), &domains, names, path, what)
        });
        let team_domain: Vec<_> = team_domain.collect();
        let service_team = file.services.iter().enumerate().map(|(index, service)| {
            let path = || format!("/services/{index}/team");
            let names = file.teams.iter().map(|team| &*team.name);
            checks.resolve(service.team.as_deref(), &teams, names, path, ("team", ProblemCode::UnknownTeam))
        });
        let service_team: Vec<_> = service_team.collect();
        let sole_holders = checks.sole_holders(&file, (&teams, &team_domain), &service_team);
        checks.peaks(&file.services);
        checks.readiness(&file, &teams);
        let calendar = checks.calendar(&file);
        let product_teams = checks.product_teams(&file, &calendar);
        let (operations, rotas, operations_participants) = checks.operations(&file, &calendar);
        checks.operations_respond = operations.responds;
        let owners = Owners { file: &file, service_team: &service_team, team_domain: &team_domain };
        let discounting = checks.horizon(&file);
        let settings = checks.settings(owners, &calendar, &product_teams);
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
            service_demand,
            service_team,
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

impl std::str::FromStr for Portfolio {
    type Err = Problems;

    /// Reads a portfolio from TOML or JSON text, as [`Portfolio::read`] does.
    fn from_str(text: &str) -> Result<Self, Problems> {
        Self::read(text.as_bytes())
    }
}

impl TryFrom<PortfolioFile> for Portfolio {
    type Error = Problems;

    /// Checks a portfolio that was put together in code, as [`Portfolio::new`] does.
    fn try_from(file: PortfolioFile) -> Result<Self, Problems> {
        Self::new(file)
    }
}

/// Gathers every problem and every default of a portfolio.
#[derive(Default)]
struct Checks {
    problems: Gathered,
    assumptions: Vec<Assumption>,
    assumed: Assumptions,
    cost_assumptions: Vec<Assumption>,
    costs_assumed: Assumptions,
    /// The covers that schedules and tiers name, each once.
    covers: Vec<crate::year::CoverHours>,
    /// When operations respond out of hours.
    operations_respond: crate::year::Responds,
}

impl Checks {
    fn problem(
        &mut self,
        code: ProblemCode,
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, path, message, help));
    }

    fn assume(&mut self, assumption: Assumptions, value: impl Into<String>, reason: impl Into<String>) {
        self.assumed = self.assumed.with(assumption);
        self.assumptions.extend(assumption.spell(value, reason));
    }

    fn sizes(&mut self, file: &PortfolioFile) {
        let mut check = |path: &str, count: usize, most: usize| {
            if count > most {
                let message = format!("there are {count} entries, more than {most}");
                self.problem(ProblemCode::TooLarge, path, message, "split the portfolio");
            }
        };
        check("/services", file.services.len(), MAX_SERVICES);
        check("/teams", file.teams.len(), MAX_TEAMS);
        check("/domains", file.domains.len(), MAX_TEAMS);
        check("/exposure_bands", file.exposure_bands.len(), MAX_LIST);
        check("/demand_bands", file.demand_bands.len(), MAX_LIST);
        for (index, service) in
            file.services.iter().enumerate().filter(|(_, service)| !service.peaks.is_empty())
        {
            check(&format!("/services/{index}/peaks"), service.peaks.len(), MAX_LIST);
        }
        for (key, empty) in
            [("exposure_bands", file.exposure_bands.is_empty()), ("services", file.services.is_empty())]
        {
            if empty {
                let message = format!("the portfolio has no `{key}`");
                let help = format!("add at least one [[{key}]] table");
                self.problem(ProblemCode::EmptyList, format!("/{key}"), message, help);
            }
        }
    }

    fn exposure_bands(&mut self, bands: &[ExposureBand]) {
        for (index, (lower, upper)) in bands.iter().zip(bands.iter().skip(1)).enumerate() {
            let index = index + 1;
            if upper.max_per_hour <= lower.max_per_hour {
                self.problem(
                    ProblemCode::BandsNotAscending,
                    format!("/exposure_bands/{index}/max_per_hour"),
                    format!(
                        "`{}` is not above the band before it, `{}`",
                        upper.max_per_hour, lower.max_per_hour
                    ),
                    "write exposure bands from the lowest maximum to the highest, each once",
                );
            }
            if upper.availability <= lower.availability {
                self.problem(
                    ProblemCode::BandsNotAscending,
                    format!("/exposure_bands/{index}/availability"),
                    format!(
                        "`{}` is not above the band before it, `{}`",
                        upper.availability, lower.availability
                    ),
                    "a higher exposure needs a higher availability target",
                );
            }
        }
    }

    /// Less than half of the time is a slip more often than it is meant.
    fn availabilities(&mut self, file: &PortfolioFile) {
        if file.allow.contains(&Allowance::AvailabilityUnder50) {
            return;
        }
        let mut check = |path: String, target: Availability| {
            if target.percent() < Availability::HALF {
                self.problem(
                    ProblemCode::InvalidAvailability,
                    path,
                    format!("`{target}` is an availability of less than half of the time"),
                    "write a percentage such as \"99.9\"; if it is meant, add `allow = [\"availability-under-50\"]` \
                     at the top",
                );
            }
        };
        for (index, band) in file.exposure_bands.iter().enumerate() {
            check(format!("/exposure_bands/{index}/availability"), band.availability);
        }
        let targets = file.services.iter().enumerate();
        for (index, target) in
            targets.filter_map(|(index, service)| Some((index, service.availability_target?)))
        {
            if target.percent() < Availability::HALF {
                check(format!("/services/{index}/availability_target"), target);
            }
        }
    }

    /// The demand bands in force.
    fn demand_bands(&mut self, given: &[DemandBand]) -> Vec<Demand> {
        if given.is_empty() {
            let defaults = [
                ("low", DeploymentTarget::Monthly),
                ("medium", DeploymentTarget::Fortnightly),
                ("high", DeploymentTarget::Weekly),
                ("very-high", DeploymentTarget::Daily),
            ];
            let value = defaults.map(|(name, deployment)| format!("{name}: {deployment}")).join(", ");
            self.assume(Assumptions::DEMAND_BANDS, value, "the playbook's demand bands are the default");
            let band = |(name, deployment): (&str, _)| Demand { name: name.into(), deployment, max: None };
            return defaults.map(band).into();
        }
        self.unique("demand_bands", given.iter().map(|band| &*band.name));
        for (index, band) in given.iter().enumerate().filter(|(_, band)| reads_as_number(&band.name)) {
            self.problem(
                ProblemCode::InvalidName,
                format!("/demand_bands/{index}/name"),
                format!("a `feature_demand` of `{}` would be read as a number of features", band.name),
                "start the name of a demand band with a letter",
            );
        }
        for (index, (lower, upper)) in given.iter().zip(given.iter().skip(1)).enumerate() {
            let path = |key: &str| format!("/demand_bands/{}/{key}", index + 1);
            if upper.deployment.days() >= lower.deployment.days() {
                self.problem(
                    ProblemCode::BandsNotAscending,
                    path("deployment"),
                    format!(
                        "`{}` is not more often than the band before it, `{}`",
                        upper.deployment, lower.deployment
                    ),
                    "write demand bands from the lowest demand to the highest",
                );
            }
            match (lower.max_features_per_month, upper.max_features_per_month) {
                (Some(low), Some(high)) if high <= low => self.problem(
                    ProblemCode::BandsNotAscending,
                    path("max_features_per_month"),
                    format!("`{high}` is not above the band before it, `{low}`"),
                    "write demand bands from the lowest demand to the highest",
                ),
                (None, Some(_)) => self.problem(
                    ProblemCode::MissingKey,
                    format!("/demand_bands/{index}/max_features_per_month"),
                    "`max_features_per_month` is missing, but a higher band has it",
                    "give it for every band but the last, or for none",
                ),
                _ => {}
            }
        }
        // A lone maximum on the first of several bands would leave the ones between without.
        let counted = given.iter().filter(|band| band.max_features_per_month.is_some()).count();
        if counted > 0 && counted + 1 < given.len() {
            self.problem(
                ProblemCode::MissingKey,
                format!("/demand_bands/{counted}/max_features_per_month"),
                "`max_features_per_month` is missing, but a lower band has it",
                "give it for every band but the last, or for none",
            );
        }
        let band = |band: &DemandBand| Demand {
            name: band.name.clone(),
            deployment: band.deployment,
            max: band.max_features_per_month,
        };
        given.iter().map(band).collect()
    }

    /// The index of each service's demand band.
    fn demands(&mut self, services: &[Service], bands: &[Demand]) -> Vec<u32> {
        let counted = bands.iter().any(|band| band.max.is_some());
        let mut chosen = Vec::with_capacity(services.len());
        for (index, service) in services.iter().enumerate() {
            let band = match &service.feature_demand {
                FeatureDemand::Band(name) => bands.iter().position(|band| *band.name == **name),
                FeatureDemand::PerMonth(features) => {
                    let features = features.mean();
                    let within = |band: &Demand| band.max.is_none_or(|max| features <= max);
                    let band = bands.iter().position(within).or_else(|| bands.len().checked_sub(1));
                    band.filter(|_| counted)
                }
            };
            if band.is_none() && self.problems.is_full() {
                // From here on problems are only counted: words for them would be lost.
                self.problem(ProblemCode::UnknownDemand, "", "", "");
            } else if band.is_none() {
                let names: Vec<&str> = bands.iter().map(|band| &*band.name).collect();
                let names = crate::read::words(&names);
                let (message, help) = match &service.feature_demand {
                    FeatureDemand::Band(name) => {
                        let near = suggestion(name, bands.iter().map(|band| &*band.name));
                        let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                        (
                            format!("there is no demand band `{name}`"),
                            format!("{near}write one of {names}, or a number of features a month"),
                        )
                    }
                    FeatureDemand::PerMonth(_) => (
                        "a number of features a month needs demand bands that say how many".to_owned(),
                        format!(
                            "add [[demand_bands]] with `max_features_per_month`, or write one of {names}"
                        ),
                    ),
                };
                self.problem(
                    ProblemCode::UnknownDemand,
                    format!("/services/{index}/feature_demand"),
                    message,
                    help,
                );
            }
            chosen.push(band.and_then(|band| u32::try_from(band).ok()).unwrap_or(0));
        }
        chosen
    }

    /// The index of each name; a name that stands twice is a problem.
    fn unique<'n>(&mut self, list: &str, names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, u32> {
        let mut indexes = BTreeMap::new();
        let what = match list.rsplit('/').next() {
            Some("workflow") => "steps".to_owned(),
            Some("enabling") => "pieces of enabling work".to_owned(),
            last => last.unwrap_or_default().replace('_', " "),
        };
        for (index, name) in (0..).zip(names) {
            if let Some(first) = indexes.insert(name, index) {
                self.problem(
                    ProblemCode::DuplicateName,
                    format!("/{list}/{index}/name"),
                    format!("`{name}` is the name of two {what}: also of number {}", first + 1),
                    "give each its own name",
                );
            }
        }
        indexes
    }

    /// The index of a name; one that is not known is a problem, for which `names` has them in order.
    fn resolve<'n>(
        &mut self,
        name: Option<&str>,
        known: &BTreeMap<&str, u32>,
        names: impl Iterator<Item = &'n str>,
        path: impl Fn() -> String,
        (what, code): (&str, ProblemCode),
    ) -> Option<u32> {
        let name = name?;
        let found = known.get(name).copied();
        if found.is_none() {
            // Comparing every unknown name with thousands of known ones would take longer than it helps.
            let few = if self.problems.is_full() { 0 } else { 200 };
            let help = match suggestion(name, names.take(few)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add a [[{what}s]] table with this name, or correct it"),
            };
            self.problem(code, path(), format!("there is no {what} `{name}`"), help);
        }
        found
    }

    fn peaks(&mut self, services: &[Service]) {
        let mut dates: Vec<Date> = Vec::new();
        for (index, service) in services.iter().enumerate().filter(|(_, service)| !service.peaks.is_empty()) {
            let mut windows: Vec<(Date, Date, usize)> = Vec::new();
            for (number, peak) in service.peaks.iter().enumerate() {
                let path = |key: &str| format!("/services/{index}/peaks/{number}/{key}");
                if peak.to < peak.from {
                    self.problem(
                        ProblemCode::InvalidPeak,
                        path("to"),
                        format!("`{}` is before its first day, `{}`", peak.to, peak.from),
                        "write the first day as `from` and the last as `to`",
                    );
                }
                if peak.exposure_per_hour.mean() <= service.exposure_per_hour.mean() {
                    self.problem(
                        ProblemCode::InvalidPeak,
                        path("exposure_per_hour"),
                        "the exposure of a peak is not above the service's own",
                        "a peak is a window of higher exposure; remove it or correct the amount",
                    );
                }
                windows.push((peak.from, peak.to, number));
            }
            let windows = ascending(windows);
            for (first, second) in windows.iter().zip(windows.iter().skip(1)) {
                if second.0 <= first.1 {
                    self.problem(
                        ProblemCode::InvalidPeak,
                        format!("/services/{index}/peaks/{}/from", second.2),
                        format!("the window overlaps another, which lasts until `{}`", first.1),
                        "let the windows of one service follow one another",
                    );
                }
            }
            dates.extend(service.peaks.iter().flat_map(|peak| [peak.from, peak.to]));
        }
        self.within_a_year(&dates, "/services", "peaks");
    }

    /// A profile by hour, and the two shares that are its short form, exclude each other.
    fn exposures(&mut self, services: &[Service]) {
        for (index, service) in
            services.iter().enumerate().filter(|(_, service)| service.exposure_by_hour.is_some())
        {
            let shares = [
                ("working_hours_exposure", service.working_hours_exposure.as_ref()),
                ("out_of_hours_exposure", service.out_of_hours_exposure.as_ref()),
            ];
            for (key, _) in shares.into_iter().filter(|(_, share)| share.is_some()) {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("/services/{index}/{key}"),
                    format!("`{key}` stands beside `exposure_by_hour`, which says the same by the hour"),
                    "keep one of them",
                );
            }
        }
    }

    /// Dated things stand for one planning year: two Christmases would be counted twice.
    fn within_a_year(&mut self, dates: &[Date], path: &str, what: &str) {
        let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) else {
            return;
        };
        let anniversary = (first.year().saturating_add(1), first.month(), first.day());
        if (last.year(), last.month(), last.day()) >= anniversary {
            self.problem(
                ProblemCode::DatesSpanYears,
                path,
                format!("{what} lie a year or more apart, from `{first}` to `{last}`"),
                "name the dates of one planning year only: its costs are costs of one year",
            );
        }
    }
}

/// Leaves out of a document what only money needs, and tells the last key of it that was given.
fn leave_money_out(document: &mut Document<'_>) -> Option<String> {
    let of_members = |keys: &'static [&'static [&'static str]]| {
        keys.iter().chain(Overrides::MONEY).copied().collect::<Vec<_>>()
    };
    let lists = [
        ("domains", of_members(crate::portfolio::Domain::MONEY)),
        ("teams", of_members(Team::MONEY)),
        ("services", of_members(Service::MONEY)),
    ];
    let mut key = document.leave_out(None, PortfolioFile::MONEY);
    for (list, keys) in lists {
        key = document.leave_out(Some(list), &keys).or(key);
    }
    key
}

/// Whether somebody in a portfolio has a profile of their own.
fn names_profiles(file: &PortfolioFile) -> bool {
    let names = |own: Option<&Overrides>| own.is_some_and(|own| own.profile.is_some());
    let domains = file.domains.iter().any(|domain| names(domain.own.as_deref()));
    let teams = || file.teams.iter().any(|team| names(team.own.as_deref()));
    domains || teams() || file.services.iter().any(|service| names(service.own.as_deref()))
}

/// Days from one date to a later one.
pub(crate) fn days_between(first: Date, last: Date) -> i32 {
    first.duration_until(last).as_hours().try_into().map_or(i32::MAX, |hours: i32| hours / 24)
}
