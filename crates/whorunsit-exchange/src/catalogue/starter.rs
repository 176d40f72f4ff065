//! What a catalogue makes: a starter portfolio, or a table to fill in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use whorunsit::{Currency, IntakeOptions, Portfolio, PortfolioFile, intake};

use super::{Catalogue, FoundService};
use crate::refusal::{Refusal, quoted};

/// The headings of the table, as intake knows them.
const HEADINGS: [&str; 6] = ["Service", "Team", "Domain", "Kind", "Exposure per hour", "Demand"];

impl FoundService {
    /// The keys that a portfolio needs and nothing says.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let needed =
            [("exposure_per_hour", &self.exposure_per_hour), ("feature_demand", &self.feature_demand)];
        needed.into_iter().filter(|(_, value)| value.is_none()).map(|(key, _)| key).collect()
    }

    /// The services that it depends on, each once.
    fn needed(&self) -> BTreeSet<&str> {
        self.depends_on.iter().map(String::as_str).collect()
    }

    fn row(&self) -> [&str; 6] {
        let cells = [&self.team, &self.domain, &self.kind, &self.exposure_per_hour, &self.feature_demand];
        let [team, domain, kind, exposure, demand] = cells.map(|cell| cell.as_deref().unwrap_or_default());
        [&self.name, team, domain, kind, exposure, demand]
    }
}

impl Catalogue {
    /// The services as rows under headings that [`intake()`] knows; what nobody knows is empty.
    #[must_use]
    pub fn rows(&self) -> Vec<[&str; 6]> {
        [HEADINGS].into_iter().chain(self.services.iter().map(FoundService::row)).collect()
    }

    /// A starter portfolio, TOML. Where exposure and demand are known for all services it is complete, with suggested
    /// exposure bands; else what is to fill in stands in it as comments.
    ///
    /// # Errors
    /// [`Refusal`] where what the mapping says of exposures or demand cannot be read.
    pub fn starter(&self, name: Option<&str>, currency: Option<Currency>) -> Result<String, Refusal> {
        match currency {
            Some(currency) if self.services.iter().all(|service| service.missing().is_empty()) => {
                self.complete(name, currency)
            }
            _ => Ok(self.to_fill_in(name, currency)),
        }
    }

    fn complete(&self, name: Option<&str>, currency: Currency) -> Result<String, Refusal> {
        let invalid = |message: String| {
            Refusal::one("invalid-values", message, "mend what the mapping says under [[values]]")
        };
        let rows = serde_json::json!({ "rows": self.rows() }).to_string();
        let options = IntakeOptions {
            name: name.map(str::to_owned),
            currency: Some(currency),
            ..IntakeOptions::default()
        };
        let taken = intake(rows.as_bytes(), &options).map_err(|problems| invalid(problems.to_string()))?;
        let faults: Vec<String> = taken.report.left_out.iter().map(|left| left.message.clone()).collect();
        match taken.portfolio {
            Some(json) if faults.is_empty() => Portfolio::read(json.as_bytes())
                .and_then(|portfolio| Portfolio::new(self.connected(portfolio.file().clone())))
                .map(|portfolio| portfolio.to_toml())
                .map_err(|problems| invalid(problems.to_string())),
            _ => Err(invalid(format!("values cannot be read: {}", faults.join("; ")))),
        }
    }

    /// A portfolio whose services name what they depend on.
    fn connected(&self, mut file: PortfolioFile) -> PortfolioFile {
        let found: BTreeMap<&str, &FoundService> =
            self.services.iter().map(|service| (&*service.name, service)).collect();
        for service in &mut file.services {
            let needed = found.get(&*service.name).map(|service| service.needed()).unwrap_or_default();
            service.depends_on = needed.into_iter().map(Into::into).collect();
        }
        file
    }

    fn to_fill_in(&self, name: Option<&str>, currency: Option<Currency>) -> String {
        let mut text = String::from(
            "# A starter portfolio from a software catalogue. Fill in what a catalogue does not know: the lines that say\n\
             # \"to fill in\". `whorunsit check` tells what is still missing.\n\
             schema = 1\n",
        );
        if let Some(name) = name {
            let _ = writeln!(text, "name = {}", toml_text(name));
        }
        match currency {
            Some(currency) => drop(writeln!(text, "currency = \"{}\"", currency.code())),
            None => text.push_str("# to fill in: the currency of all amounts\n# currency = \"USD\"\n"),
        }
        text.push_str(
            "\n# to fill in: up to which loss an hour which availability is the target, for as many bands as you have\n\
             # [[exposure_bands]]\n# max_per_hour = \"10000\"\n# availability = \"99.0\"\n",
        );
        let domains: BTreeSet<&str> =
            self.services.iter().filter_map(|service| service.domain.as_deref()).collect();
        for domain in domains {
            let _ = writeln!(text, "\n[[domains]]\nname = {}", toml_text(domain));
        }
        let mut teams = BTreeSet::new();
        for service in &self.services {
            let Some(team) = service.team.as_deref().filter(|team| teams.insert(*team)) else { continue };
            let _ = writeln!(text, "\n[[teams]]\nname = {}", toml_text(team));
            if let Some(domain) = &service.domain {
                let _ = writeln!(text, "domain = {}", toml_text(domain));
            }
        }
        for service in &self.services {
            let _ = writeln!(text, "\n[[services]]\nname = {}", toml_text(&service.name));
            let _ = writeln!(text, "kind = {}", toml_text(service.kind.as_deref().unwrap_or("digital")));
            if let Some(team) = &service.team {
                let _ = writeln!(text, "team = {}", toml_text(team));
            }
            let needed: Vec<String> = service.needed().into_iter().map(toml_text).collect();
            if !needed.is_empty() {
                let _ = writeln!(text, "depends_on = [{}]", needed.join(", "));
            }
            match &service.exposure_per_hour {
                Some(exposure) => drop(writeln!(text, "exposure_per_hour = {}", toml_text(exposure))),
                None => text.push_str(
                    "# to fill in: what an hour of failure loses\n# exposure_per_hour = \"5000\"\n",
                ),
            }
            match &service.feature_demand {
                Some(demand) => drop(writeln!(text, "feature_demand = {}", toml_text(demand))),
                None => text.push_str(
                    "# to fill in: low, medium, high or very-high\n# feature_demand = \"medium\"\n",
                ),
            }
        }
        text
    }

    /// What was not taken in and why, a sentence each.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let left = self.left_out.iter().map(|left| {
            format!("{} was left out: its lifecycle is {}", quoted(&left.name), quoted(&left.lifecycle))
        });
        let others = self
            .others
            .iter()
            .map(|(sort, count)| format!("{count} × {sort} left out: no services by the mapping"));
        left.chain(others).chain(self.notes.iter().cloned()).collect()
    }
}

/// A text as TOML writes it.
fn toml_text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
