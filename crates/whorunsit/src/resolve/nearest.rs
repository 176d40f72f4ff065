//! What holds for one service, for those who work outside this crate: its calendar, its response to incidents, and
//! where each stands.

use jiff::civil::Date;

use super::Portfolio;
use super::owners::Level;
use super::terms::CalendarTerms;
use crate::portfolio::{Name, Response};
use crate::selection::OperatingModel;

/// The calendar of a service: its own, or the nearest around it.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCalendar<'p> {
    number: u32,
    terms: &'p CalendarTerms,
}

impl<'p> ServiceCalendar<'p> {
    /// Its number, from 0: services with the same number have the same calendar.
    #[must_use]
    pub fn number(self) -> u32 {
        self.number
    }

    /// Whether a minute of the week, counted from Monday at midnight, is worked.
    #[must_use]
    pub fn covers(self, minute: u32) -> bool {
        self.terms.shops.works(minute, None)
    }

    /// The days on which nobody works.
    #[must_use]
    pub fn bank_holidays(self) -> &'p [Date] {
        &self.terms.closed
    }
}

/// Who says how a service responds to incidents, in whose table it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResponseHome {
    /// The portfolio's `[response]`.
    Portfolio,
    /// A named block of `[responses]`.
    Block(Name),
    /// A domain's own.
    Domain(Name),
    /// A team's own.
    Team(Name),
    /// A service's own.
    Service(Name),
}

impl Portfolio {
    /// The calendar of a service, by its place in the portfolio: the nearest of what it, its team, its domain and the
    /// portfolio say, else office hours.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, examples};
    ///
    /// let portfolio = Portfolio::read(examples::FURNITURE_RETAILER.as_bytes())?;
    /// let calendar = portfolio.calendar_of(0);
    /// assert!(calendar.covers(9 * 60) && !calendar.covers(0));
    /// # Ok::<(), whorunsit::Problems>(())
    /// ```
    #[must_use]
    pub fn calendar_of(&self, service: usize) -> ServiceCalendar<'_> {
        ServiceCalendar {
            number: self.settings.calendar_number(service),
            terms: self.settings.calendar(service),
        }
    }

    /// How a service, by its place in the portfolio, responds to incidents under a model, and where that stands.
    #[must_use]
    pub fn response_of(&self, service: usize, model: OperatingModel) -> Option<(ResponseHome, &Response)> {
        let file = self.file();
        let response = self.settings.response(file, service, model)?;
        let home = match self.settings.response_block(service, model) {
            Some(Ok(block)) => ResponseHome::Block(block.clone()),
            Some(Err(Level::Portfolio)) | None => ResponseHome::Portfolio,
            Some(Err(Level::Domain(place))) => {
                ResponseHome::Domain(file.domains.get(place as usize)?.name.clone())
            }
            Some(Err(Level::Team(place))) => ResponseHome::Team(file.teams.get(place as usize)?.name.clone()),
            Some(Err(Level::Service(place))) => {
                ResponseHome::Service(file.services.get(place as usize)?.name.clone())
            }
        };
        Some((home, response))
    }
}
