//! Readiness: teams that are there, each answered once; specialists whose numbers make sense.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Checks, MAX_LIST, MAX_TEAMS};
use crate::portfolio::{PortfolioFile, Specialists};
use crate::problem::ProblemCode;

/// The most people of one specialist team: its wait is worked out person by person.
const MAX_SPECIALISTS: u32 = 500;

impl Checks<'_> {
    pub(super) fn readiness(&mut self, file: &PortfolioFile, teams: &BTreeMap<&str, u32>) {
        let Some(rules) = &file.readiness else {
            return;
        };
        for (path, count, most) in [
            ("/readiness/teams", rules.teams.len(), MAX_TEAMS),
            ("/readiness/specialists", rules.specialists.len(), MAX_LIST),
        ] {
            if count > most {
                let message = format!("there are {count} entries, more than {most}");
                self.problem(ProblemCode::TooLarge, path, message, "leave out what matters least");
            }
        }
        self.unique("readiness/teams", rules.teams.iter().map(|team| &*team.name));
        for (index, team) in rules.teams.iter().enumerate() {
            let path = || format!("/readiness/teams/{index}/name");
            let names = file.teams.iter().map(|team| &*team.name);
            self.resolve(Some(&team.name), teams, names, path, ("team", ProblemCode::UnknownTeam));
        }
        self.unique("readiness/specialists", rules.specialists.iter().map(|specialists| &*specialists.name));
        for (index, specialists) in rules.specialists.iter().enumerate() {
            self.specialists(index, specialists);
        }
    }

    fn specialists(&mut self, index: usize, specialists: &Specialists) {
        let path = |key: &str| format!("/readiness/specialists/{index}/{key}");
        if specialists.people.get() > MAX_SPECIALISTS {
            let message = format!("`{}` is more than {MAX_SPECIALISTS}", specialists.people);
            let help = "write how many people the central team has";
            self.problem(ProblemCode::NumberOutOfRange, path("people"), message, help);
        }
        if specialists.handling.seconds() == 0 {
            let help = "write how long a request takes one of them, such as \"4h\"";
            self.problem(ProblemCode::InvalidDuration, path("handling"), "`0s` is no time to work in", help);
        }
        let limits = [
            ("requests_per_week", Some(specialists.requests_per_week), Decimal::from(100_000)),
            ("variation", specialists.variation, Decimal::from(1_000)),
        ];
        for (key, number, most) in limits {
            if let Some(number) = number.filter(|number| number.value() > most) {
                let message = format!("`{number}` is more than {most}");
                self.problem(
                    ProblemCode::NumberOutOfRange,
                    path(key),
                    message,
                    format!("write at most {most}"),
                );
            }
        }
    }
}
