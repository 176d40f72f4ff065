//! Who belongs to whom, and who says something of a service nearest.

use std::fmt;
use std::num::NonZeroU32;

use crate::portfolio::{Overrides, PortfolioFile};

/// A place among the tables of one kind. It counts from one, so that a member without one takes no more room.
macro_rules! place {
    ($(#[$doc:meta])+ $name:ident) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(NonZeroU32);

        impl $name {
            /// The place that a number counts, which starts at zero; `None` beyond what a portfolio may hold.
            pub(crate) fn of(number: u32) -> Option<Self> {
                NonZeroU32::new(number.wrapping_add(1)).map(Self)
            }

            /// Which it is, from zero.
            pub(crate) fn number(self) -> u32 {
                self.0.get() - 1
            }

            /// The same for looking it up.
            pub(crate) fn index(self) -> usize {
                self.number() as usize
            }
        }
    };
}

place! {
    /// A team of the portfolio.
    TeamId
}

place! {
    /// A domain of the portfolio.
    DomainId
}

/// What the names in a service's table resolve to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Member {
    /// Its team, where it names one.
    pub(crate) team: Option<TeamId>,
    /// The domain of that team, where it names one.
    pub(crate) domain: Option<DomainId>,
    /// The number of its demand band, from zero.
    pub(crate) demand: u32,
}

impl Member {
    /// The place of its demand band among those in force.
    pub(crate) fn band(self) -> usize {
        self.demand as usize
    }
}

/// Where something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Level {
    /// In the portfolio's own tables.
    #[default]
    Portfolio,
    Domain(u32),
    Team(u32),
    Service(u32),
}

impl Level {
    /// In words; `None` of the portfolio, which needs no saying.
    pub(crate) fn name(self, file: &PortfolioFile) -> Option<String> {
        match self {
            Self::Portfolio => None,
            Self::Domain(domain) => {
                file.domains.get(domain as usize).map(|domain| format!("domain {}", domain.name))
            }
            Self::Team(team) => file.teams.get(team as usize).map(|team| format!("team {}", team.name)),
            Self::Service(service) => {
                file.services.get(service as usize).map(|service| format!("service {}", service.name))
            }
        }
    }
}

/// The JSON Pointer of what is said there.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Portfolio => Ok(()),
            Self::Domain(domain) => write!(f, "/domains/{domain}"),
            Self::Team(team) => write!(f, "/teams/{team}"),
            Self::Service(service) => write!(f, "/services/{service}"),
        }
    }
}

/// Whose people take turns in a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rotation {
    Domain(u32),
    Team(u32),
    /// A service without a team.
    Service(u32),
}

/// Who belongs to whom.
#[derive(Clone, Copy)]
pub(crate) struct Owners<'f> {
    pub(crate) file: &'f PortfolioFile,
    pub(crate) members: &'f [Member],
    pub(crate) team_domain: &'f [Option<DomainId>],
}

impl<'f> Owners<'f> {
    pub(super) fn of_service(self, service: u32) -> Option<(Level, &'f Overrides)> {
        let own = self.file.services.get(service as usize)?.own.as_deref()?;
        Some((Level::Service(service), own))
    }

    pub(super) fn of_team(self, team: u32) -> impl Iterator<Item = (Level, &'f Overrides)> {
        let own = self.file.teams.get(team as usize).and_then(|team| team.own.as_deref());
        let domain = self.team_domain.get(team as usize).copied().flatten();
        let of_domain = domain.and_then(|domain| self.of_domain(domain.number()));
        own.map(|own| (Level::Team(team), own)).into_iter().chain(of_domain)
    }

    pub(super) fn of_domain(self, domain: u32) -> Option<(Level, &'f Overrides)> {
        Some((Level::Domain(domain), self.file.domains.get(domain as usize)?.own.as_deref()?))
    }

    /// What a service, its team and its domain say, the nearest first.
    pub(crate) fn around(self, service: usize) -> impl Iterator<Item = (Level, &'f Overrides)> {
        let own = u32::try_from(service).ok().and_then(|service| self.of_service(service));
        let team = self.members.get(service).and_then(|member| member.team);
        own.into_iter().chain(team.into_iter().flat_map(move |team| self.of_team(team.number())))
    }

    /// Something of a service by who says it nearest.
    pub(crate) fn nearest<T>(
        self,
        service: usize,
        pick: impl Fn(&'f Overrides) -> Option<T>,
    ) -> Option<(T, Level)> {
        self.around(service).find_map(|(level, own)| pick(own).map(|value| (value, level)))
    }

    /// Everything that is said besides the portfolio's own tables.
    pub(crate) fn all(self) -> impl Iterator<Item = &'f Overrides> {
        let domains = self.file.domains.iter().filter_map(|domain| domain.own.as_deref());
        let teams = self.file.teams.iter().filter_map(|team| team.own.as_deref());
        domains.chain(teams).chain(self.file.services.iter().filter_map(|service| service.own.as_deref()))
    }
}
