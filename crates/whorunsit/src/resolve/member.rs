//! What holds for one service: its team, its people on call, its incidents and who runs it today.

use rust_decimal::Decimal;

use crate::estimate::Estimate;
use crate::exact::{Number, Overflow, Share};
use crate::portfolio::{AvailabilityReading, CalloutTerms, Overrides, PortfolioFile, Team};
use crate::problem::{Problem, ProblemCode, Problems};
use crate::read::suggestion;
use crate::resolve::{Level, Member, Owners, Portfolio, Rotation, TeamId, Terms, costs};
use crate::response::Arrivals;
use crate::selection::OperatingModel;

impl Portfolio {
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

    /// The part of a service's unavailable hours that counts against its target.
    pub(crate) fn counted_share(&self, service: usize) -> Decimal {
        let selection = self.file.selection.as_ref();
        let given = self.file.services.get(service);
        match selection.and_then(|selection| selection.availability).unwrap_or_default() {
            AvailabilityReading::Strict => Decimal::ONE,
            AvailabilityReading::Served => {
                given.and_then(|service| service.full_outage_share).map_or(Decimal::ONE, Share::of_one)
            }
            AvailabilityReading::Weighted => given
                .and_then(|service| service.severity.as_deref())
                .map_or(Decimal::ONE, Estimate::mean_of_one),
        }
    }

    /// The most incidents a year of a service that fit into it; `None` without a response.
    pub(crate) fn most_incidents(&self, service: usize) -> Option<Decimal> {
        costs::most_incidents(&self.file, &self.settings, service)
    }

    /// What the names of a service resolve to.
    pub(crate) fn member(&self, service: usize) -> Member {
        self.members.get(service).copied().unwrap_or_default()
    }

    /// The team that builds a service, with its place, where the service names one.
    pub(crate) fn team_of(&self, service: usize) -> Option<(TeamId, &Team)> {
        let team = self.member(service).team?;
        Some((team, self.file.teams.get(team.index())?))
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
        Owners { file: &self.file, members: &self.members, team_domain: &self.team_domain }
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
    pub(crate) fn sole_holder(&self, of: Rotation) -> Option<TeamId> {
        let Rotation::Domain(domain) = of else { return None };
        self.sole_holders.get(domain as usize).copied().flatten()
    }

    /// When the product team responds out of hours, on days on which its schedule covers the service.
    pub(crate) fn responds(&self, service: usize) -> crate::year::Responds {
        self.pay(self.rotation(service)).responds
    }

    /// Whose people are on call for a service: its team, or the service itself where it names none.
    pub(crate) fn rotation(&self, service: usize) -> Rotation {
        let alone = || Rotation::Service(u32::try_from(service).unwrap_or_default());
        self.member(service).team.map_or_else(alone, |team| Rotation::Team(team.number()))
    }

    /// The domain of a service's team, whose teams may share a schedule.
    pub(crate) fn domain_rotation(&self, service: usize) -> Option<Rotation> {
        self.member(service).domain.map(|domain| Rotation::Domain(domain.number()))
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
}
