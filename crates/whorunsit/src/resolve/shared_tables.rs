//! What all services of a portfolio share.

use std::mem::take;

use super::Portfolio;
use crate::portfolio::{Domain, PortfolioFile, Service, Team};

/// The lists of a portfolio, taken out of it.
struct Lists(Vec<Service>, Vec<Team>, Vec<Domain>);

impl Lists {
    fn out_of(file: &mut PortfolioFile) -> Self {
        Self(take(&mut file.services), take(&mut file.teams), take(&mut file.domains))
    }

    fn back_into(self, file: &mut PortfolioFile) {
        (file.services, file.teams, file.domains) = (self.0, self.1, self.2);
    }
}

impl Portfolio {
    /// Whether two portfolios differ in nothing but their services, teams and domains. Both stay as they are: their lists are
    /// out of them while the rest is compared.
    pub(crate) fn shares_tables_with(&mut self, other: &mut Self) -> bool {
        let [mine, theirs] = [&mut self.file, &mut other.file].map(Lists::out_of);
        let same = self.file == other.file;
        mine.back_into(&mut self.file);
        theirs.back_into(&mut other.file);
        same
    }
}
